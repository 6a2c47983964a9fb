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
    surer, other = (begins & begins.T).nonzero()
    pairs = (surer < other).nonzero()[0]
    return surer[pairs], other[pairs]


def suppress(boxes: np.ndarray, iou: float) -> np.ndarray:
    """Numbers of the boxes that greedy non-maximum suppression leaves."""
    surer, other = meeting(boxes)
    gone = np.zeros(len(boxes), bool)
    if len(surer):
        shared, areas = shared_areas(boxes, surer, other), sizes_of(boxes).prod(1)
        _greedily(gone, surer, other, _ious(shared, areas[surer], areas[other]) > iou)
    return (~gone).nonzero()[0]


def distinct(boxes: np.ndarray, scores: np.ndarray, layers: np.ndarray, ious: Sequence[float], nests: Sequence[bool]) -> np.ndarray:
    """Numbers of the boxes of several layers, each by itself, that are neither doubles nor pieces of a surer one.

    layers: (N,) each box's layer; its boxes come best first. ious: by layer, above which two boxes are doubles. nests: by layer,
    whether what lies in another is never a piece of it. A box that lies mostly inside a much surer one of like height is a piece,
    not a part: what really nests (a button in a search field) is about as sure as what it lies in, or much lower.
    """
    surer, other = meeting(boxes)
    of_one = (layers[surer] == layers[other]).nonzero()[0]
    gone = np.zeros(len(boxes), bool)
    if len(of_one):
        surer, other = surer[of_one], other[of_one]
        layer, shared, sizes = layers[surer], shared_areas(boxes, surer, other), sizes_of(boxes)
        heights, areas = sizes[:, 1], sizes.prod(1)
        area, others_area, height, others_height = areas[surer], areas[other], heights[surer], heights[other]
        _greedily(gone, surer, other, _ious(shared, area, others_area) > np.array(ious, np.float32)[layer])
        pieces = shared > WITHIN * np.minimum(area, others_area)
        pieces &= np.minimum(height, others_height) > LIKE_HEIGHT * np.maximum(height, others_height)
        pieces &= scores[other] < WEAKER * scores[surer]
        pieces &= ~(gone[surer] | np.array(nests)[layer])
        gone[other[pieces]] = True
    return (~gone).nonzero()[0]


def sizes_of(boxes: np.ndarray) -> np.ndarray:
    """(N, 2): widths and heights."""
    return np.maximum(boxes[:, 2:] - boxes[:, :2], 0)


def shared_areas(boxes: np.ndarray, some: np.ndarray, others: np.ndarray) -> np.ndarray:
    """(M,): what boxes share with others, pair by pair."""
    a, b = boxes[some], boxes[others]
    return np.maximum(np.minimum(a[:, 2:], b[:, 2:]) - np.maximum(a[:, :2], b[:, :2]), 0).prod(1)


def _ious(shared: np.ndarray, area: np.ndarray, other: np.ndarray) -> np.ndarray:
    """As geometry.iou_matrix, of pairs."""
    return shared / np.maximum(area + other - shared, 1e-6)


def _greedily(gone: np.ndarray, surer: np.ndarray, other: np.ndarray, doubled: np.ndarray) -> None:
    """Strike out doubles of what is left; pairs come surest first, so what is left is known when its turn comes."""
    pairs = doubled.nonzero()[0]
    for a, b in zip(surer[pairs].tolist(), other[pairs].tolist(), strict=True):
        if not gone[a]:
            gone[b] = True
