"""A tick is a tick, an empty box is empty, and other roles are not asked."""

import cv2
import numpy as np

from shadow_runtime.geometry import Box
from shadow_runtime.marks import mark_probability
from shadow_runtime.records import Frame


def box_with(tick: bool, fill: int = 255) -> Frame:
    rgb = np.full((60, 60, 3), 240, np.uint8)
    cv2.rectangle(rgb, (20, 20), (36, 36), (90, 90, 90), 1)
    rgb[21:36, 21:36] = fill
    if tick:
        cv2.polylines(rgb, [np.array([[24, 28], [27, 32], [33, 24]])], False, (20, 60, 200), 2)
    return Frame(rgb=rgb)


def test_a_tick_is_seen_and_an_empty_box_is_empty() -> None:
    for dx, dy in ((0, 0), (1, -1), (-1.5, 1)):
        box = Box(20 + dx, 20 + dy, 17, 17)
        assert mark_probability(box_with(True), "checkbox", box) > 0.8
        assert mark_probability(box_with(False), "checkbox", box) < 0.2
        assert mark_probability(box_with(False, fill=60), "checkbox", box) < 0.2


def test_a_dot_is_seen_in_a_radio_button() -> None:
    rgb = np.full((60, 60, 3), 255, np.uint8)
    cv2.circle(rgb, (28, 28), 8, (90, 90, 90), 1)
    assert mark_probability(Frame(rgb=rgb.copy()), "radio", Box(20, 20, 17, 17)) < 0.2
    cv2.circle(rgb, (28, 28), 4, (20, 60, 200), -1)
    assert mark_probability(Frame(rgb=rgb), "radio", Box(20, 20, 17, 17)) > 0.8


def test_other_roles_and_tiny_boxes_are_not_asked() -> None:
    assert mark_probability(box_with(True), "button", Box(20, 20, 17, 17)) is None
    assert mark_probability(box_with(True), "checkbox", Box(20, 20, 6, 6)) is None
