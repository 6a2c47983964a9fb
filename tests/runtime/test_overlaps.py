"""Doubles and pieces found among the pairs that meet are those found by measuring every pair."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from shadow_runtime.geometry import iou_matrix
from shadow_runtime.overlaps import distinct, meeting, suppress


def boxes_of(seed: int, count: int) -> np.ndarray:
    """Boxes on a coarse grid, so that many touch, nest and are the same; some are empty."""
    rng = np.random.default_rng(seed)
    boxes = np.empty((count, 4), np.float32)
    boxes[:, :2] = rng.integers(0, 12, (count, 2)) * rng.choice((4.0, 7.3))
    boxes[:, 2:] = boxes[:, :2] + rng.integers(0, 8, (count, 2)) * rng.choice((4.0, 9.1))
    return boxes


def plainly_suppressed(boxes: np.ndarray, iou: float) -> list[int]:
    """Greedy suppression as it is written in textbooks."""
    overlaps, kept = iou_matrix(boxes, boxes), []
    for number in range(len(boxes)):
        if all(not overlaps[before, number] > iou for before in kept):
            kept.append(number)
    return kept


def plainly_whole(boxes: np.ndarray, scores: np.ndarray) -> list[int]:
    """Without boxes lying mostly inside a much surer one of like height."""
    x1, y1, x2, y2 = boxes.T
    heights, areas = y2 - y1, (x2 - x1) * (y2 - y1)

    def piece(a: int, b: int) -> bool:
        shared = np.maximum(min(x2[a], x2[b]) - max(x1[a], x1[b]), 0) * np.maximum(min(y2[a], y2[b]) - max(y1[a], y1[b]), 0)
        alike = min(heights[a], heights[b]) > np.float32(0.6) * max(heights[a], heights[b])
        return bool(shared > np.float32(0.7) * min(areas[a], areas[b]) and alike and scores[a] < np.float32(0.75) * scores[b])

    return [a for a in range(len(boxes)) if not any(piece(a, b) for b in range(len(boxes)) if b != a)]


@given(seed=st.integers(0, 10**6), count=st.sampled_from([0, 1, 2, 25]))
@settings(max_examples=80, deadline=None)
def test_boxes_that_meet_are_those_that_share_area(seed: int, count: int) -> None:
    boxes = boxes_of(seed, count)
    shares = np.triu(iou_matrix(boxes, boxes) > 0, 1)
    found = np.zeros_like(shares)
    found[meeting(boxes)] = True
    assert (found | ~shares).all()
    x1, y1, x2, y2 = boxes.T
    apart = (x2 <= x1[:, None]) | (x2[:, None] <= x1) | (y2 <= y1[:, None]) | (y2[:, None] <= y1)
    assert not (found & apart).any()


@given(seed=st.integers(0, 10**6), count=st.sampled_from([0, 1, 2, 25]), iou=st.sampled_from([0.3, 0.5, 0.7]))
@settings(max_examples=80, deadline=None)
def test_suppression_is_that_of_comparing_every_pair(seed: int, count: int, iou: float) -> None:
    boxes = boxes_of(seed, count)
    assert suppress(boxes, iou).tolist() == plainly_suppressed(boxes, iou)


@given(seed=st.integers(0, 10**6), counts=st.sampled_from([(0, 0, 0), (1, 0, 1), (25, 0, 9), (14, 20, 6)]))
@settings(max_examples=80, deadline=None)
def test_layers_do_not_see_each_other(seed: int, counts: tuple[int, ...]) -> None:
    rng = np.random.default_rng(seed)
    ious, nests = (0.55, 0.4, 0.6), (False, False, True)
    layers = [(boxes_of(seed + 1 + k, count), -np.sort(-rng.random(count).astype(np.float32))) for k, count in enumerate(counts)]
    expected, before = [], 0
    for (boxes, scores), iou, nested in zip(layers, ious, nests, strict=True):
        kept = np.array(plainly_suppressed(boxes, iou), int)
        whole = kept if nested else kept[plainly_whole(boxes[kept], scores[kept])]
        expected += (whole + before).tolist()
        before += len(boxes)
    boxes, scores = (np.concatenate(parts) for parts in zip(*layers, strict=True))
    assert distinct(boxes, scores, np.arange(3).repeat(counts), ious, nests).tolist() == expected
