"""What looks disabled: measured beside its neighbors, weighed by a network; by the detector alone without one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from runtime.test_siblings import BLACK, GREY, WHITE, menu

from shadow_runtime.faded import FEATURES, disabled_ones, faded_features, peers_of, words_near
from shadow_runtime.records import Element, Frame
from shadow_runtime.student import Student


def measured(frame: Frame, elements: list[Element], number: int) -> dict[str, float]:
    return dict(zip(FEATURES, faded_features(frame, [elements[number]], elements)[0].tolist(), strict=True))


def test_a_pale_one_stands_out_from_its_peers() -> None:
    frame, elements = menu([WHITE] * 4, [BLACK, GREY, BLACK, BLACK], role="button")
    pale, dark = measured(frame, elements, 1), measured(frame, elements, 0)
    assert pale["against_peers"] < np.log(0.5)
    assert dark["against_peers"] == pytest.approx(0, abs=0.05)
    assert pale["contrast"] < dark["contrast"]
    assert pale["is_button"] == 1
    assert sum(pale[f"is_{role}"] for role in ("link", "tab", "textbox")) == 0


def test_another_fill_than_that_of_its_peers_is_measured() -> None:
    frame, elements = menu([WHITE, (233, 236, 239), WHITE, WHITE], [BLACK] * 4, role="textbox")
    grey, white = measured(frame, elements, 1), measured(frame, elements, 0)
    assert grey["fill_against_peers"] > 0.03
    assert white["fill_against_peers"] == pytest.approx(0, abs=1e-3)
    assert grey["fill_light_against_peers"] < 0


def test_a_control_alone_on_a_blank_page_is_measured_too() -> None:
    _, elements = menu([WHITE] * 4, [BLACK] * 4, role="button")
    blank = replace(elements[0], rows=(), text="", box=elements[0].box._replace(x=500, y=90, width=40, height=16))
    alone = measured(Frame(rgb=np.full((120, 600, 3), 255, np.uint8)), [blank], 0)
    assert alone["has_strokes"] == alone["peers"] == alone["against_peers"] == 0
    assert all(np.isfinite(value) for value in alone.values())


def test_peers_are_of_its_kind_and_surely_seen() -> None:
    _, elements = menu([WHITE] * 4, [BLACK] * 4, role="button")
    others = [replace(elements[2], role="link"), replace(elements[3], confidence=0.2)]
    assert peers_of(elements[0], [*elements[:2], *others]) == [elements[1]]
    assert words_near(elements[0], [*elements[:2], *others]) == [others[0]]


def test_without_weights_the_detector_is_believed_and_what_cannot_be_disabled_is_not() -> None:
    frame, elements = menu([WHITE] * 4, [BLACK] * 4, role="button")
    heading = replace(elements[3], role="heading", states={})
    assert disabled_ones(frame, [elements[0], heading], elements, None).tolist() == [0.05, 0.0]
    first = np.zeros((len(FEATURES), 2), np.float32)
    weights = {"mean": np.zeros(len(FEATURES)), "deviation": np.ones(len(FEATURES)), "w1": first, "b1": np.zeros(2), "w2": np.zeros((2, 2)), "b2": np.zeros(2),
               "w3": np.zeros((2, 1)), "b3": np.array([2.0]), "temperature": np.float32(1)}  # fmt: skip
    assert disabled_ones(frame, [elements[0], heading], elements, weights).tolist() == pytest.approx([1 / (1 + np.exp(-2)), 0.0])


def test_the_published_student_tells_a_pale_button_from_dark_ones() -> None:
    weights = Student.load().arrays("faded")
    frame, elements = menu([WHITE] * 4, [BLACK, (176, 176, 176), BLACK, BLACK], role="button")
    likely = disabled_ones(frame, elements, elements, weights)
    assert likely[1] > 0.5
    assert max(likely[0], likely[2], likely[3]) < 0.1
