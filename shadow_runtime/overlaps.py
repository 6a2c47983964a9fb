"""One thing found twice: which boxes are doubles of a surer one, which are pieces of it.

Boxes are (N, 4) xyxy float32, best first. Most boxes of a page meet no other: which pairs do is asked first, with comparisons
only, and only those are measured.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

WITHIN, LIKE_HEIGHT, WEAKER = 0.7, 0.6, 0.75  # a piece: share of the smaller area, of the taller height, of the surer score


def meeting(boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of the boxes that share area, pair by pair: the surer ones, ascending, and the others."""
    x1, y1, x2, y2 = boxes.T
    begins = (x1[:, None] < x2) & (y1[:, None] < y2)  # before the other one ends
    surer, other = np.nonzero(begins & begins.T)
    pairs = np.flatnonzero(surer < other)
    return surer[pairs], other[pairs]


def suppress(boxes: np.ndarray, iou: float) -> np.ndarray:
    """Numbers of the boxes that greedy non-maximum suppression leaves."""
    surer, other = meeting(boxes)
    kept = np.ones(len(boxes), bool)
    if len(surer):
        shared, areas, others_areas = _areas(boxes[surer].T, boxes[other].T)
        _greedily(kept, surer, other, _ious(shared, areas, others_areas) > iou)
    return np.flatnonzero(kept)


def distinct(boxes: np.ndarray, scores: np.ndarray, layers: np.ndarray, ious: Sequence[float], nests: Sequence[bool]) -> np.ndarray:
    """Numbers of the boxes of several layers, each by itself, that are neither doubles nor pieces of a surer one.

    layers: (N,) each box's layer; its boxes come best first. ious: by layer, above which two boxes are doubles. nests: by layer,
    whether what lies in another is never a piece of it. A box that lies mostly inside a much surer one of like height is a piece,
    not a part: what really nests (a button in a search field) is about as sure as what it lies in, or much lower.
    """
    surer, other = meeting(boxes)
    of_one = layers[surer] == layers[other]
    surer, other = surer[of_one], other[of_one]
    kept = np.ones(len(boxes), bool)
    if len(surer):
        a, b = boxes[surer].T, boxes[other].T
        shared, areas, others_areas = _areas(a, b)
        layer = layers[surer]
        _greedily(kept, surer, other, _ious(shared, areas, others_areas) > np.array(ious, np.float32)[layer])
        heights, others_heights = a[3] - a[1], b[3] - b[1]
        pieces = shared > WITHIN * np.minimum(areas, others_areas)
        pieces &= np.minimum(heights, others_heights) > LIKE_HEIGHT * np.maximum(heights, others_heights)
        pieces &= (scores[other] < WEAKER * scores[surer]) & kept[surer] & ~np.array(nests)[layer]
        kept[other[pieces]] = False
    return np.flatnonzero(kept)


def _areas(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What two times M boxes (4, M) share, and the area of each; with the arithmetic of geometry.iou_matrix."""
    shared = np.maximum(np.minimum(a[2], b[2]) - np.maximum(a[0], b[0]), 0) * np.maximum(np.minimum(a[3], b[3]) - np.maximum(a[1], b[1]), 0)
    of_a, of_b = (np.maximum(c[2] - c[0], 0) * np.maximum(c[3] - c[1], 0) for c in (a, b))
    return shared, of_a, of_b


def _ious(shared: np.ndarray, area: np.ndarray, other: np.ndarray) -> np.ndarray:
    return shared / np.maximum(area + other - shared, 1e-6)


def _greedily(kept: np.ndarray, surer: np.ndarray, other: np.ndarray, doubled: np.ndarray) -> None:
    """Strike out doubles of what is kept; pairs come surest first, so what is kept is known when its turn comes."""
    pairs = np.flatnonzero(doubled)
    for a, b in zip(surer[pairs].tolist(), other[pairs].tolist(), strict=True):
        if kept[a]:
            kept[b] = False
