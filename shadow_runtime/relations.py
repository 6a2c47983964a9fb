"""Where things stand: relations to an anchor, regions of the viewport, reading order, sizes; all candidates at once.

Boxes are (N, 4) float arrays x1, y1, x2, y2 in CSS px; every score is 0..1.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import numpy as np

FAR = 1e6
IN_LINE, ACROSS = 0.3, 640.0  # how truly what stands in one line is next to each other, however far; CSS px


def relation_scores(
    kind: str, boxes: np.ndarray, anchor: np.ndarray, other: np.ndarray | None = None, holds: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """(N,) how truly each box stands in the relation to the anchor box, and (N,) its distance in px along it.

    other: second anchor of "between". holds: the anchor is a container, so "inside" is meant literally.
    """
    if kind == "right of":
        return _beside(boxes, anchor, boxes[:, 0] - anchor[2], anchor)
    if kind == "left of":
        return _beside(boxes, anchor, anchor[0] - boxes[:, 2], anchor)
    if kind == "below":
        return _stacked(boxes, anchor, boxes[:, 1] - anchor[3])
    if kind == "above":
        return _stacked(boxes, anchor, anchor[1] - boxes[:, 3])
    if kind == "inside":
        return _inside(boxes, anchor, holds)
    if kind == "row of":
        return _in_row(boxes, anchor)
    if kind == "between" and other is not None:
        return _between(boxes, anchor, other)
    distance = gaps(boxes, anchor)
    off = np.abs(_middle_y(boxes) - (anchor[1] + anchor[3]) / 2)
    level = 1 - np.clip(off / 60, 0, 1)
    # At the other end of a title's line is still next to it, if nothing is nearer.
    in_line = np.where((off <= 0.5 * (anchor[3] - anchor[1])) & (distance <= ACROSS), IN_LINE, 0.0)
    return np.maximum(np.exp(-distance / 120) * (0.6 + 0.4 * level), in_line), distance * (1.4 - 0.4 * level)


def gaps(boxes: np.ndarray, anchor: np.ndarray) -> np.ndarray:
    """(N,) shortest distance between each box and the anchor; 0 where they touch."""
    dx = np.maximum(np.maximum(boxes[:, 0] - anchor[2], anchor[0] - boxes[:, 2]), 0)
    dy = np.maximum(np.maximum(boxes[:, 1] - anchor[3], anchor[1] - boxes[:, 3]), 0)
    return np.hypot(dx, dy)


def same_place(boxes: np.ndarray, box: np.ndarray) -> np.ndarray:
    """(N,) bool: boxes that hold the box's center while it holds theirs, or of which one lies within the other."""
    shared = np.maximum(np.minimum(boxes[:, 2:], box[2:]) - np.maximum(boxes[:, :2], box[:2]), 0)
    sides, own = boxes[:, 2:] - boxes[:, :2], box[2:] - box[:2]
    smaller = np.minimum(sides[:, 0] * sides[:, 1], own[0] * own[1])
    shared = shared[:, 0] * shared[:, 1]
    return shared >= 0.6 * np.maximum(smaller, 1e-6)


def _middle_y(boxes: np.ndarray) -> np.ndarray:
    return (boxes[:, 1] + boxes[:, 3]) / 2


def _beside(boxes: np.ndarray, anchor: np.ndarray, gap: np.ndarray, _: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    shared = np.minimum(boxes[:, 3], anchor[3]) - np.maximum(boxes[:, 1], anchor[1])
    smaller = np.maximum(np.minimum(boxes[:, 3] - boxes[:, 1], anchor[3] - anchor[1]), 1.0)
    level = np.clip(shared / smaller, 0, 1)
    slack = 0.3 * np.minimum(boxes[:, 2] - boxes[:, 0], anchor[2] - anchor[0])
    fits = np.where(gap >= -slack, np.where(level > 0, 0.4 + 0.6 * level, 0.0), 0.0)
    off = np.abs(_middle_y(boxes) - (anchor[1] + anchor[3]) / 2)
    return fits, np.where(fits > 0, np.maximum(gap, 0) + 0.5 * off, FAR)


def _stacked(boxes: np.ndarray, anchor: np.ndarray, gap: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    shared = np.minimum(boxes[:, 2], anchor[2]) - np.maximum(boxes[:, 0], anchor[0])
    smaller = np.maximum(np.minimum(boxes[:, 2] - boxes[:, 0], anchor[2] - anchor[0]), 1.0)
    level = np.clip(shared / smaller, 0, 1)
    slack = 0.3 * np.minimum(boxes[:, 3] - boxes[:, 1], anchor[3] - anchor[1])
    aside = np.clip(-shared, 0, None)
    fits = np.where(gap >= -slack, np.where(level > 0, 0.5 + 0.5 * level, 0.25 * np.exp(-aside / 100)), 0.0)
    return fits, np.where(fits > 0, np.maximum(gap, 0) + 2 * aside + 0.05 * np.abs(boxes[:, 0] - anchor[0]), FAR)


def _inside(boxes: np.ndarray, anchor: np.ndarray, holds: bool) -> tuple[np.ndarray, np.ndarray]:
    low, high = np.maximum(boxes[:, :2], anchor[:2]), np.minimum(boxes[:, 2:], anchor[2:])
    shared = np.clip(high - low, 0, None).prod(1)
    share = shared / np.maximum((boxes[:, 2:] - boxes[:, :2]).prod(1), 1e-6)
    larger = (boxes[:, 2:] - boxes[:, :2]).prod(1) >= 0.95 * (anchor[2:] - anchor[:2]).prod()
    literal = np.where(larger, 0.0, share)
    if holds:
        return literal, np.where(literal > 0.5, 0.0, FAR)
    # "the menu of the Earnings card" where no card was seen: near its title will do, below it rather than above.
    distance = gaps(boxes, anchor) + 2 * np.clip(anchor[1] - boxes[:, 3], 0, None)
    return np.maximum(literal, 0.8 * np.exp(-distance / 150)), distance


def _in_row(boxes: np.ndarray, anchor: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    middle = _middle_y(boxes)
    off = np.maximum(np.maximum(anchor[1] - middle, middle - anchor[3]), 0)
    fits = np.exp(-off / 12)
    aside = np.maximum(np.maximum(boxes[:, 0] - anchor[2], anchor[0] - boxes[:, 2]), 0)
    return fits, 4 * off + 0.3 * aside


def _between(boxes: np.ndarray, a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    centers = (boxes[:, :2] + boxes[:, 2:]) / 2
    start, end = (a[:2] + a[2:]) / 2, (b[:2] + b[2:]) / 2
    line = end - start
    length = float(np.hypot(*line))
    if length < 1:
        return np.zeros(len(boxes)), np.full(len(boxes), FAR)
    along = (centers - start) @ line / length**2
    aside = np.abs((centers - start) @ np.array([-line[1], line[0]])) / length
    within = np.clip(np.minimum(along, 1 - along) / 0.15, 0, 1)
    return within * np.exp(-aside / 80), aside + FAR * (within <= 0)


def region_scores(region: str, boxes: np.ndarray, size: tuple[float, float]) -> np.ndarray:
    """(N,) how well the boxes' places fit a region word, judged by position in the viewport alone."""
    width, height = size
    x = (boxes[:, 0] + boxes[:, 2]) / 2 / max(width, 1)
    y = (boxes[:, 1] + boxes[:, 3]) / 2 / max(height, 1)

    def low(value: np.ndarray, full: float, none: float) -> np.ndarray:
        return np.clip((none - value) / (none - full), 0, 1)

    def extreme(value: np.ndarray) -> np.ndarray:
        return np.exp(-(value - value.min()) * 8) if len(value) else value

    px = y * height
    table = {
        "header": lambda: low(px, 80, 160), "navigation": lambda: np.maximum(low(px, 80, 160), 0.8 * low(x, 0.15, 0.3)),
        "footer": lambda: low(1 - y, 0.15, 0.4), "sidebar": lambda: np.maximum(low(x, 0.18, 0.3), 0.5 * low(1 - x, 0.15, 0.25)),
        "top": lambda: low(y, 0.2, 0.55), "bottom": lambda: low(1 - y, 0.2, 0.55),
        "left": lambda: low(x, 0.3, 0.6), "right": lambda: low(1 - x, 0.3, 0.6),
        "top left": lambda: low(y, 0.3, 0.6) * low(x, 0.3, 0.6), "top right": lambda: low(y, 0.3, 0.6) * low(1 - x, 0.3, 0.6),
        "bottom left": lambda: low(1 - y, 0.3, 0.6) * low(x, 0.3, 0.6),
        "bottom right": lambda: low(1 - y, 0.3, 0.6) * low(1 - x, 0.3, 0.6),
        "center": lambda: low(np.abs(x - 0.5), 0.15, 0.4) * low(np.abs(y - 0.5), 0.25, 0.5),
        "leftmost": lambda: extreme(x), "rightmost": lambda: extreme(-x),
        "topmost": lambda: extreme(y), "bottommost": lambda: extreme(-y),
    }  # fmt: skip
    return table[region]() if region in table else np.zeros(len(boxes))


def reading_order(boxes: np.ndarray) -> np.ndarray:
    """Indices in reading order: lines from top to bottom, within a line from left to right."""
    if len(boxes) == 0:
        return np.zeros(0, dtype=np.int64)
    middles, heights = _middle_y(boxes), boxes[:, 3] - boxes[:, 1]
    line = np.zeros(len(boxes))
    current, reach = -1.0, -FAR
    for index in np.argsort(middles, kind="stable"):
        if middles[index] > reach:
            current += 1
            reach = middles[index] + max(0.5 * heights[index], 4)
        line[index] = current
    return np.lexsort((boxes[:, 0], line))


def size_scores(size: str, boxes: np.ndarray, rivals: np.ndarray) -> np.ndarray:
    """(N,) how well sizes fit a size word among the rivals (bool mask of what could be meant)."""
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    if size == "round":
        return np.clip(1 - np.abs(np.log(np.maximum(width, 1) / np.maximum(height, 1))) / 0.35, 0, 1)
    value = np.log(np.maximum(width if size in ("wide", "widest") else width * height, 1.0))
    if size in ("small", "smallest"):
        value = -value
    pool = value[rivals] if rivals.any() else value
    if len(pool) == 0:
        return np.zeros(len(boxes))
    if size in ("largest", "smallest", "widest"):
        return np.exp(-np.clip(pool.max() - value, 0, None) * 4)
    spread = max(float(pool.max() - pool.min()), 0.5)
    return np.clip((value - pool.min()) / spread, 0, 1)
