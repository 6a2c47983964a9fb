"""Geometry of relations, regions and sizes: how well each candidate stands where the intent says; 0..1, vectorized.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import numpy as np

from .geometry import Box

NEAR = 260.0  # CSS px over which nearness fades


def relation_scores(kind: str, boxes: np.ndarray, anchor: Box) -> np.ndarray:
    """(N,) how well each xyxy box stands in the relation to the anchor; directional relations prefer the nearest in line."""
    x1, y1, x2, y2 = boxes.T
    overlap_x = np.clip(np.minimum(x2, anchor.right) - np.maximum(x1, anchor.x), 0, None) / np.maximum(np.minimum(x2 - x1, anchor.width), 1)
    overlap_y = np.clip(np.minimum(y2, anchor.bottom) - np.maximum(y1, anchor.y), 0, None) / np.maximum(np.minimum(y2 - y1, anchor.height), 1)
    if kind == "inside":
        shared = np.clip(np.minimum(x2, anchor.right) - np.maximum(x1, anchor.x), 0, None) * np.clip(
            np.minimum(y2, anchor.bottom) - np.maximum(y1, anchor.y), 0, None)
        return shared / np.maximum((x2 - x1) * (y2 - y1), 1)
    if kind == "row of":
        return overlap_y
    gap_x = np.maximum(np.maximum(anchor.x - x2, x1 - anchor.right), 0)
    gap_y = np.maximum(np.maximum(anchor.y - y2, y1 - anchor.bottom), 0)
    near = np.exp(-np.hypot(gap_x, gap_y) / NEAR)
    if kind == "next to":
        return near * np.maximum(overlap_y, 0.6 * overlap_x + 0.2)
    slack = 4
    gates = {"left of": x2 <= anchor.x + slack, "right of": x1 >= anchor.right - slack, "above": y2 <= anchor.y + slack, "below": y1 >= anchor.bottom - slack}
    aligned = overlap_y if kind in ("left of", "right of") else overlap_x
    return np.where(gates.get(kind, np.zeros(len(boxes), bool)), near * (0.35 + 0.65 * aligned), 0.0)


def between_scores(boxes: np.ndarray, first: Box, second: Box) -> np.ndarray:
    """(N,) 1 where the box's center lies between the centers of two anchors along their longer axis."""
    centers = (boxes[:, :2] + boxes[:, 2:]) / 2
    a, b = np.array(first.center), np.array(second.center)
    axis = int(np.abs(a - b).argmax())
    low, high = sorted((a[axis], b[axis]))
    return ((centers[:, axis] > low) & (centers[:, axis] < high)).astype(np.float32)


def region_scores(region: str, boxes: np.ndarray, size: tuple[float, float]) -> np.ndarray:
    """(N,) how far each box lies in the named part of the viewport ("header", "bottom right", "leftmost" ...)."""
    width, height = size
    cx, cy = (boxes[:, 0] + boxes[:, 2]) / 2 / max(width, 1), (boxes[:, 1] + boxes[:, 3]) / 2 / max(height, 1)
    words = region.replace("-", " ").split()
    score = np.ones(len(boxes), np.float32)
    for word in words:
        score = score * {
            "header": np.clip(1.25 - 5 * cy, 0, 1), "navbar": np.clip(1.25 - 5 * cy, 0, 1), "top": 1 - cy, "footer": np.clip(4 * cy - 2.6, 0, 1),
            "bottom": cy, "left": 1 - cx, "right": cx, "sidebar": np.clip(1.6 - 4 * cx, 0, 1), "leftmost": 1 - cx, "rightmost": cx,
            "topmost": 1 - cy, "uppermost": 1 - cy, "bottommost": cy, "lowest": cy, "center": 1 - 2 * np.maximum(abs(cx - 0.5), abs(cy - 0.5)),
            "middle": 1 - 2 * np.maximum(abs(cx - 0.5), abs(cy - 0.5)),
        }.get(word, np.ones(len(boxes)))
    return score


def size_scores(size: str, boxes: np.ndarray) -> np.ndarray:
    """(N,) rank-like score of "small", "large", "wide", "round", "largest" ... among the candidates."""
    width, height = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    if size == "round":
        return (np.abs(width - height) <= 0.15 * np.maximum(width, height)).astype(np.float32)
    measure = width if size in ("wide", "widest") else width * height
    rank = measure.argsort().argsort() / max(len(measure) - 1, 1)
    return 1 - rank if size in ("small", "smallest", "tiny") else rank
