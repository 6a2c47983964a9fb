"""Detected text rows -> boxes the reader can read: trimmed to their ink, cut at wide gaps and at control borders.

The detector places rows to a sub-cell (8 px) horizontally; pixels know better.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from .decode import Detections, Rows
from .geometry import Box
from .recall import recalled
from .records import CONTROL_ROLES, Frame

# Controls whose border separates text; links and radio labels flow within a line of text.
BORDERED = tuple(CONTROL_ROLES.index(role) for role in ("button", "textbox", "combobox", "tab", "spinbutton"))
SLACK = 3  # px that a row may reach beyond its detected sub-cells
GAP = 1.1  # a blank wider than this many row heights separates two rows
KEPT = 4096  # rows whose ink is remembered


def cut_rows(frame: Frame, rows: Rows, controls: Detections) -> tuple[list[Box], np.ndarray]:
    """Boxes to read (CSS px) and the (N, R) role probabilities each inherits from its detected row."""
    bordered = np.isin(controls.roles.argmax(1), BORDERED) if len(controls.boxes) else np.zeros(0, bool)
    crossing = crossed_by(rows.boxes, controls.boxes[bordered])
    boxes: list[Box] = []
    source: list[int] = []
    heights = (rows.boxes[:, 3] - rows.boxes[:, 1]).tolist()
    for index, ((x1, y1, x2, y2), height) in enumerate(zip(rows.boxes.tolist(), heights, strict=True)):
        for start, stop in spans_between_borders(frame, x1 - SLACK, y1, x2 + SLACK, y2, crossing[index]):
            for left, right in ink_spans(frame, start, y1, stop, y2):
                boxes.append(Box(left, y1, right - left, height))
                source.append(index)
    return boxes, rows.roles[source] if source else rows.roles[:0]


def crossed_by(rows: np.ndarray, borders: np.ndarray) -> list[list[float]]:
    """For each row the sides, x, of the bordered boxes that its middle line meets."""
    if len(rows) == 0 or len(borders) == 0:
        return [[]] * len(rows)
    middle = ((rows[:, 1] + rows[:, 3]) / 2)[:, None]
    meets = (borders[:, 1] < middle) & (borders[:, 3] > middle) & (borders[:, 2] > rows[:, :1] - SLACK) & (borders[:, 0] < rows[:, 2:3] + SLACK)
    sides = borders[:, [0, 2]]
    return [sides[met].ravel().tolist() if some else [] for met, some in zip(meets, meets.any(axis=1).tolist(), strict=True)]


def spans_between_borders(
    frame: Frame, x1: float, y1: float, x2: float, y2: float, sides: Sequence[float]
) -> list[tuple[float, float]]:
    """Cut [x1, x2] where the side of a bordered control crosses the row's middle line, unless a glyph stands there."""
    if not sides:
        return [(x1, x2)]
    cuts = sorted(x for x in sides if x1 + 4 < x < x2 - 4 and plain_column(frame, x, y1, y2))
    edges = [x1, *cuts, x2]
    spans = []
    for left, right in itertools.pairwise(edges):
        # The border itself, up to 2 px on its inner side, is not text.
        left = left + 2 if left != x1 else left
        right = right - 2 if right != x2 else right
        if right - left >= 4:
            spans.append((left, right))
    return spans


def plain_column(frame: Frame, x: float, y1: float, y2: float) -> bool:
    """True when within 3 px of x some column is the same from top to bottom: background or a border, not a glyph."""
    crop = frame.crop(Box(x - 3, y1 + 0.1 * (y2 - y1), 6, 0.8 * (y2 - y1)))
    return crop.size > 0 and int(spread_of(crop).min()) < 24


def ink_spans(frame: Frame, x1: float, y1: float, x2: float, y2: float) -> list[tuple[float, float]]:
    """Stretches of ink in the row, CSS px, cut at blanks wider than GAP heights; empty when there is no ink."""
    height = y2 - y1
    # The middle four fifths: a rule or a border above or below must not count as ink.
    crop = frame.crop(Box(x1, y1 + 0.1 * height, x2 - x1, 0.8 * height))
    scale = frame.scale
    origin = max(round(x1 * scale), 0) / scale
    return [
        (origin + first / scale - 1, origin + (last + 1) / scale + 1)
        for first, last in ink_columns(crop, float(GAP * height * scale))
        if last - first + 1 >= 1.5 * scale
    ]


@recalled(KEPT)
def ink_columns(crop: np.ndarray, gap: float) -> tuple[tuple[int, int], ...]:
    """First and last columns (device px) of the stretches of ink in a crop that blanks wider than `gap` separate."""
    if crop.size == 0:
        return ()
    spread = spread_of(crop)
    strong = int(spread.max())
    if strong < 12:
        return ()
    ink = np.flatnonzero(spread > max(10, 0.18 * strong))
    gaps = np.flatnonzero(ink[1:] - ink[:-1] > gap)
    firsts = [int(ink[0]), *ink[gaps + 1].tolist()]
    lasts = [*ink[gaps].tolist(), int(ink[-1])]
    return tuple(zip(firsts, lasts, strict=True))


def spread_of(crop: np.ndarray) -> np.ndarray:
    """(W,) how far the pixels of each column differ, in the channel where they differ most."""
    spread = np.maximum.reduce(crop, axis=0) - np.minimum.reduce(crop, axis=0)
    return np.maximum(np.maximum(spread[:, 0], spread[:, 1]), spread[:, 2])
