"""What pixels tell of a toggle's state, drawn in the ways in which pages draw them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shadow_runtime.decode import Detections
from shadow_runtime.records import CONTROL_ROLES, STATES, Frame
from shadow_runtime.toggles import CHECKBOX, CHECKED, RADIO, SWITCH, is_on, switched

WHITE, GRAY, BLUE, DARK = (255, 255, 255), (110, 115, 125), (20, 90, 220), (20, 24, 32)


def picture(ground: tuple[int, int, int]) -> np.ndarray:
    return np.full((60, 100, 3), ground, np.uint8)


def checkbox(ground, fill, edge, mark=None) -> Frame:
    rgb = picture(ground)
    cv2.rectangle(rgb, (30, 20), (47, 37), fill, -1)
    cv2.rectangle(rgb, (30, 20), (47, 37), edge, 1)
    if mark:
        cv2.polylines(rgb, [np.array([(34, 28), (37, 32), (43, 24)])], False, mark, 2, cv2.LINE_AA)
    return Frame(rgb=rgb)


def radio(ground, edge, dot=None, size=5) -> Frame:
    rgb = picture(ground)
    cv2.circle(rgb, (38, 28), 9, edge, 1, cv2.LINE_AA)
    if dot:
        cv2.circle(rgb, (38, 28), size, dot, -1, cv2.LINE_AA)
    return Frame(rgb=rgb)


def switch(ground, track, knob, on: bool, radius: int, square: bool = False) -> Frame:
    rgb = picture(ground)
    for x in (32, 52):
        cv2.circle(rgb, (x, 30), 10, track, -1, cv2.LINE_AA)
    cv2.rectangle(rgb, (32, 20), (52, 40), track, -1)
    x = 52 if on else 32
    if square:
        cv2.rectangle(rgb, (x - radius, 30 - radius), (x + radius, 30 + radius), knob, -1)
    else:
        cv2.circle(rgb, (x, 30), radius, knob, -1, cv2.LINE_AA)
    return Frame(rgb=rgb)


BOX = np.array([30, 20, 48, 38], np.float32)
RING = np.array([29, 19, 48, 38], np.float32)
TRACK = np.array([22, 20, 63, 41], np.float32)


@pytest.mark.parametrize(
    ("frame", "on"),
    [
        (checkbox(WHITE, WHITE, GRAY), False),
        (checkbox(WHITE, WHITE, GRAY, DARK), True),
        (checkbox(WHITE, BLUE, BLUE, WHITE), True),
        (checkbox(DARK, DARK, WHITE), False),
        (checkbox(DARK, BLUE, BLUE, DARK), True),
        (checkbox(WHITE, BLUE, BLUE), None),  # a box of one color may be either
    ],
)
def test_a_mark_in_a_box_is_seen(frame, on):
    assert is_on(frame, BOX, CHECKBOX) is on
    assert is_on(frame, BOX + np.array([1, -1, 1, 1]), CHECKBOX) is on


@pytest.mark.parametrize(
    ("frame", "on"),
    [(radio(WHITE, GRAY), False), (radio(WHITE, BLUE, BLUE, 4), True), (radio(DARK, WHITE, WHITE, 3), True), (radio(DARK, WHITE), False)],
)
def test_a_dot_in_a_ring_is_seen(frame, on):
    assert is_on(frame, RING, RADIO) is on


@pytest.mark.parametrize("ground", [WHITE, DARK])
@pytest.mark.parametrize("track", [GRAY, BLUE])
@pytest.mark.parametrize("radius", [7, 9, 13])  # within the track, filling it, larger than it
@pytest.mark.parametrize("on", [True, False])
def test_the_side_of_the_knob_is_seen(ground, track, radius, on):
    box = TRACK + (np.array([-3, -3, 3, 3]) if radius > 10 else 0)
    assert is_on(switch(ground, track, WHITE, on, radius), box, SWITCH) is on


@pytest.mark.parametrize("on", [True, False])
def test_a_square_knob_is_seen(on):
    assert is_on(switch(WHITE, GRAY, WHITE, on, 6, square=True), TRACK, SWITCH) is on


def test_where_nothing_stands_out_nothing_is_said():
    assert is_on(switch(WHITE, WHITE, WHITE, True, 7), TRACK, SWITCH) is None
    assert is_on(Frame(rgb=picture(WHITE)), np.array([1, 1, 5, 5], np.float32), CHECKBOX) is None


def detections(role: str, box: np.ndarray, checked: float) -> Detections:
    roles = np.full((1, len(CONTROL_ROLES)), 0.01, np.float32)
    roles[0, CONTROL_ROLES.index(role)] = 0.9
    states = np.full((1, len(STATES)), 0.2, np.float32)
    states[0, CHECKED] = checked
    return Detections(box[None], np.ones(1, np.float32), roles, states)


def test_the_probability_moves_and_nothing_else_does():
    before = detections("switch", TRACK, 0.4)
    after = switched(switch(WHITE, BLUE, WHITE, True, 8), before)
    assert after.states[0, CHECKED] > 0.95
    assert before.states[0, CHECKED] == np.float32(0.4)
    assert np.array_equal(np.delete(after.states, CHECKED, 1), np.delete(before.states, CHECKED, 1))
    assert switched(switch(WHITE, BLUE, WHITE, False, 8), before).states[0, CHECKED] < 0.05
    button = detections("button", TRACK, 0.4)
    assert switched(switch(WHITE, BLUE, WHITE, True, 8), button).states is button.states
