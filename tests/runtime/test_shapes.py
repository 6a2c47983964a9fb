"""Radio buttons and checkboxes are told apart by their outline, whatever the detector thought."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shadow_runtime.decode import Detections
from shadow_runtime.records import CONTROL_ROLES, STATES, Frame
from shadow_runtime.shapes import CHECKBOX, RADIO, enclosed_share, told_apart

BOX = np.array([40.0, 30.0, 56.0, 46.0], np.float32)


def drawn(shape: str, *, filled: bool, dark: bool, scale: int = 1) -> Frame:
    """A mark of 16 CSS px at BOX, drawn four times as large and shrunk, so that its edges are soft as a browser's."""
    ground, line = ((20, 24, 30), (200, 200, 210)) if dark else ((255, 255, 255), (110, 110, 120))
    fine = 4 * scale
    rgb = np.full((80 * fine, 120 * fine, 3), ground, np.uint8)
    x1, y1, x2, y2 = (int(value * fine) for value in BOX)
    width = -1 if filled else 2 * fine
    if shape == "circle":
        cv2.circle(rgb, ((x1 + x2) // 2, (y1 + y2) // 2), 8 * fine - (0 if filled else fine), line, width)
    elif shape == "square":
        inset = 0 if filled else fine
        cv2.rectangle(rgb, (x1 + inset, y1 + inset), (x2 - 1 - inset, y2 - 1 - inset), line, width)
    cv2.putText(rgb, "Yes", (int(64 * fine), y2), cv2.FONT_HERSHEY_SIMPLEX, 0.5 * fine, line, fine)
    return Frame(rgb=cv2.resize(rgb, (120 * scale, 80 * scale), interpolation=cv2.INTER_AREA), scale=float(scale))


def detection(role: str, box: np.ndarray = BOX) -> Detections:
    roles = np.full((1, len(CONTROL_ROLES)), 0.01, np.float32)
    roles[0, CONTROL_ROLES.index(role)] = 0.9
    return Detections(box[None].copy(), np.ones(1, np.float32), roles, np.zeros((1, len(STATES)), np.float32))


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("filled", [False, True])
@pytest.mark.parametrize(("shape", "role"), [("circle", "radio"), ("square", "checkbox")])
def test_the_outline_decides(shape: str, role: str, filled: bool, dark: bool, scale: int) -> None:
    frame = drawn(shape, filled=filled, dark=dark, scale=scale)
    for shift in (-1.5, 0.0, 1.5):
        for thought in ("radio", "checkbox"):
            found = told_apart(frame, detection(thought, BOX + np.float32(shift)))
            assert CONTROL_ROLES[int(found.roles[0].argmax())] == role
            assert found.roles[0, [CHECKBOX, RADIO]].sum() == pytest.approx(0.91, abs=1e-5)


def test_nothing_painted_leaves_it_to_the_detector() -> None:
    frame = Frame(rgb=np.full((80, 120, 3), 255, np.uint8))
    assert enclosed_share(frame, BOX) is None
    assert told_apart(frame, detection("radio")).roles[0].argmax() == RADIO


def test_other_controls_and_what_is_too_large_are_left_alone() -> None:
    frame = drawn("circle", filled=True, dark=False)
    before = detection("button")
    assert told_apart(frame, before).roles is before.roles
    assert enclosed_share(frame, np.array([0.0, 0.0, 60.0, 60.0], np.float32)) is None


def test_a_box_at_the_edge_of_the_frame_raises_nothing() -> None:
    frame = drawn("square", filled=False, dark=False)
    for box in ([-6.0, -6.0, 10.0, 10.0], [112.0, 70.0, 128.0, 86.0], [200.0, 200.0, 216.0, 216.0]):
        told_apart(frame, detection("checkbox", np.array(box, np.float32)))
