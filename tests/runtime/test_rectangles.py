"""Painted rectangles are found by their fill or the line around them."""

from __future__ import annotations

import cv2
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from shadow_runtime.geometry import iou_matrix
from shadow_runtime.rectangles import rectangles

WHITE, PALE, LINE = (255, 255, 255), (249, 250, 251), (222, 226, 230)


def page(ground: tuple[int, int, int] = WHITE) -> np.ndarray:
    return np.full((400, 600, 3), ground, np.uint8)


def covers(picture: np.ndarray, box: tuple[int, int, int, int]) -> bool:
    """Whether one of the rectangles of a picture is this one, x1, y1, x2, y2."""
    found = rectangles(picture)
    return bool(len(found)) and float(iou_matrix(found.astype(np.float64), np.array([box], np.float64)).max()) > 0.8


def test_a_line_of_a_pixel_ends_a_fill() -> None:
    picture = page()
    cv2.rectangle(picture, (100, 80), (400, 118), LINE, 1)
    assert covers(picture, (100, 80, 401, 119))


def test_a_pale_fill_without_a_line() -> None:
    picture = page()
    cv2.rectangle(picture, (100, 80), (400, 118), PALE, -1)
    assert covers(picture, (100, 80, 401, 119))


def test_words_and_round_corners_do_not_matter() -> None:
    picture = page(PALE)
    for x in (119, 381):
        cv2.circle(picture, (x, 99), 19, WHITE, -1)
    cv2.rectangle(picture, (119, 80), (381, 118), WHITE, -1)
    cv2.putText(picture, "Search the docs", (130, 105), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (120, 120, 120), 1, cv2.LINE_AA)
    assert covers(picture, (100, 80, 401, 119))


def test_a_fill_may_shade_off() -> None:
    picture = page()
    for y in range(80, 119):
        picture[y, 100:401] = 200 + (y - 80) // 2
    assert covers(picture, (100, 80, 401, 119))


def test_the_page_itself_small_marks_and_words_are_none() -> None:
    picture = page()
    cv2.putText(picture, "Nothing is painted here", (40, 100), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0, 0, 0), 1, cv2.LINE_AA)
    cv2.rectangle(picture, (40, 200), (52, 212), LINE, 1)
    found = rectangles(picture)
    assert all((box[2] - box[0]) * (box[3] - box[1]) > 0.9 * 600 * 400 for box in found.tolist())


@given(st.integers(16, 300), st.integers(16, 400))
@settings(max_examples=40, deadline=None)
def test_pictures_of_any_size(height: int, width: int) -> None:
    noise = np.random.default_rng(height * 1000 + width).integers(0, 256, (height, width, 3), dtype=np.uint8)
    found = rectangles(noise)
    assert found.shape[1] == 4
    assert found.dtype == np.float32
