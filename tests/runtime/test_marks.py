"""A tick is a tick, an empty box is empty, and other roles are not asked."""

import cv2
import numpy as np
import pytest

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


WHITE, GRAY, BLUE, DARK = (255, 255, 255), (110, 115, 125), (20, 90, 220), (20, 24, 32)
TRACK = Box(22, 20, 41, 21)


def switch(ground: tuple, track: tuple, on: bool, radius: int, square: bool = False) -> Frame:
    """A white knob at one end of a track of 21 px."""
    rgb = np.full((60, 100, 3), ground, np.uint8)
    for x in (32, 52):
        cv2.circle(rgb, (x, 30), 10, track, -1, cv2.LINE_AA)
    cv2.rectangle(rgb, (32, 20), (52, 40), track, -1)
    x = 52 if on else 32
    if square:
        cv2.rectangle(rgb, (x - radius, 30 - radius), (x + radius, 30 + radius), WHITE, -1)
    else:
        cv2.circle(rgb, (x, 30), radius, WHITE, -1, cv2.LINE_AA)
    return Frame(rgb=rgb)


@pytest.mark.parametrize("ground", [WHITE, DARK])
@pytest.mark.parametrize("track", [GRAY, BLUE])
@pytest.mark.parametrize("radius", [7, 9, 13])  # within the track, filling it, larger than it
@pytest.mark.parametrize("on", [True, False])
def test_the_side_of_a_knob_is_seen(ground: tuple, track: tuple, radius: int, on: bool) -> None:
    more = 3 if radius > 10 else 0
    box = Box(TRACK.x - more, TRACK.y - more, TRACK.width + 2 * more, TRACK.height + 2 * more)
    assert (mark_probability(switch(ground, track, on, radius), "switch", box) > 0.9) is on


@pytest.mark.parametrize("on", [True, False])
def test_the_side_of_a_square_knob_is_seen(on: bool) -> None:
    assert (mark_probability(switch(WHITE, GRAY, on, 6, square=True), "switch", TRACK) > 0.9) is on


def test_a_switch_on_which_nothing_stands_out_is_not_judged() -> None:
    assert mark_probability(switch(WHITE, WHITE, True, 7), "switch", TRACK) is None
    assert mark_probability(switch(WHITE, BLUE, True, 7), "switch", Box(22, 20, 20, 21)) is None
