"""Detected text rows -> boxes the reader can read: trimmed to their ink, cut at wide gaps and at control borders.

The detector places rows to a sub-cell (8 px) horizontally; pixels know better.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from .decode import Detections
from .geometry import Box
from .recall import recalled
from .records import CONTROL_ROLES, Frame

# Controls whose border separates text; links and radio labels flow within a line of text.
BORDERED = np.array([role in ("button", "textbox", "combobox", "tab", "spinbutton") for role in CONTROL_ROLES])
SLACK = 3  # px that a row may reach beyond its detected sub-cells
GAP = 1.1  # a blank wider than this many row heights separates two rows
KEPT = 4096  # rows whose ink is remembered


def cut_rows(frame: Frame, rows: np.ndarray, crossing: Sequence[Sequence[float]]) -> tuple[list[Box], list[int]]:
    """Boxes to read (CSS px), row by row, and the index of the row that each is a part of.

    rows: (N, 4) xyxy as they were detected, CSS px; crossing: the sides of bordered controls across each (borders_across).
    """
    parts = [
        (index, start, y1, stop, y2)
        for index, (x1, y1, x2, y2) in enumerate(rows.tolist())
        for start, stop in spans_between_borders(frame, x1 - SLACK, y1, x2 + SLACK, y2, crossing[index])
    ]
    boxes: list[Box] = []
    source: list[int] = []
    heights = (rows[:, 3] - rows[:, 1]).tolist()
    for (index, _, y1, _, _), spans in zip(parts, ink_spans(frame, [part[1:] for part in parts]), strict=True):
        for left, right in spans:
            boxes.append(Box(left, y1, right - left, heights[index]))
            source.append(index)
    return boxes, source


def borders_across(rows: np.ndarray, controls: Detections) -> list[list[float]]:
    """For each detected row, (N, 4) xyxy, the sides, x, of the controls with a border that its middle line meets."""
    return crossed_by(rows, controls.boxes[BORDERED[controls.roles.argmax(1)]])


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


def ink_spans(frame: Frame, rows: Sequence[tuple[float, float, float, float]]) -> list[list[tuple[float, float]]]:
    """Stretches of ink in each row, CSS px, cut at blanks wider than GAP heights; none where there is no ink.

    rows: x1, y1, x2, y2 of each, CSS px.
    """
    x1, y1, x2, y2 = np.array(rows, np.float64).reshape(-1, 4).T
    height, scale = y2 - y1, frame.scale
    # The middle four fifths: a rule or a border above or below must not count as ink.
    edges = frame.edges(np.stack([x1, y1 + 0.1 * height, x2 - x1, 0.8 * height], axis=1))
    found = []
    for (left, top, right, bottom), gap in zip(edges.tolist(), (GAP * height * scale).tolist(), strict=True):
        origin = left / scale
        found.append([
            (origin + first / scale - 1, origin + (last + 1) / scale + 1)
            for first, last in ink_columns(frame.rgb[top:bottom, left:right], gap)
            if last - first + 1 >= 1.5 * scale
        ])  # fmt: skip
    return found


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
