"""Phrases that name nothing: found by kind, color, size and place, ambiguous or absent where these do not settle it."""

from __future__ import annotations

import numpy as np
import pytest

from shadow_runtime.geometry import Box
from shadow_runtime.ground import ground, ground_all
from shadow_runtime.intent import parse_intent
from shadow_runtime.records import Element, Frame, TextRow
from shadow_runtime.scene import Scene

from .test_ground import PartialStudent

GREEN, RED, GRAY, PINK = (30, 160, 60), (200, 30, 40), (225, 225, 228), (255, 105, 180)


def page_of(*things: tuple[str, tuple[int, int, int, int], str, tuple[int, int, int] | None]) -> Scene:
    """A white page with (role, box, text, fill) on it."""
    rgb = np.full((720, 1280, 3), 255, np.uint8)
    elements = []
    for role, (x, y, width, height), text, fill in things:
        if fill is not None:
            rgb[y : y + height, x : x + width] = fill
        rows = (TextRow(box=Box(x + 8, y + 8, width - 16, height - 16), text=text, confidence=0.95, char_x=np.zeros(0, np.float32)),) if text else ()
        elements.append(Element(role=role, box=Box(x, y, width, height), confidence=0.9, text=text, rows=rows, role_scores={role: 0.97}))
    return Scene.of(Frame(rgb=rgb), tuple(elements))


@pytest.fixture(scope="module")
def student() -> PartialStudent:
    return PartialStudent()


@pytest.fixture(scope="module")
def page() -> Scene:
    return page_of(
        ("link", (40, 30, 60, 20), "Home", None), ("link", (140, 30, 60, 20), "News", None), ("link", (240, 30, 60, 20), "Team", None),
        ("button", (60, 200, 120, 40), "Accept", GREEN), ("button", (260, 200, 120, 40), "Reject", RED), ("button", (460, 200, 240, 48), "Ask me later", GRAY),
        ("textbox", (60, 320, 300, 36), "", None), ("textbox", (420, 320, 500, 160), "", None), ("badge", (900, 60, 60, 22), "New", PINK),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("the green one", "Accept"), ("red button", "Reject"), ("the green button", "Accept"), ("pink tag", "New"), ("pink label", "New"), ("green label", "Accept"),
        ("leftmost link", "Home"), ("rightmost button", "Ask me later"), ("largest button", "Ask me later"), ("biggest of the three buttons", "Ask me later"),
        ("leftmost of the links", "Home"),
    ],
)  # fmt: skip
def test_found_by_its_looks(page, student, phrase, said):
    found = ground(parse_intent(phrase), page, student)
    assert (found.outcome, found.element and found.element.text) == ("found", said), found


def test_size_and_place_together(page, student):
    found = ground(parse_intent("large text area on the right"), page, student)
    assert found.outcome == "found"
    assert found.element.box.x == 420


def test_a_color_that_is_not_there_is_absent(page, student):
    for phrase in ("the yellow one", "yellow button", "purple label"):
        assert ground(parse_intent(phrase), page, student).outcome == "absent", phrase


def test_two_of_a_color_are_ambiguous(student):
    twice = page_of(("button", (60, 200, 120, 40), "Accept", GREEN), ("button", (260, 200, 120, 40), "Start", GREEN))
    assert ground(parse_intent("the green button"), twice, student).outcome == "ambiguous"


def test_of_the_kind_asked_for_in_the_color_comes_before_what_looks_like_it(student):
    both = page_of(("button", (60, 200, 120, 40), "Delete", RED), ("badge", (500, 60, 60, 24), "Sale", RED))
    assert ground(parse_intent("red label"), both, student).element.text == "Sale"
    assert ground(parse_intent("red button"), both, student).element.text == "Delete"


def test_what_a_thing_is_called_still_counts(page, student):
    assert ground(parse_intent("green Reject button"), page, student).outcome != "found" or ground(parse_intent("green Reject button"), page, student).element.text == "Reject"


def test_of_a_line_and_the_link_in_it_the_link_is_meant(student):
    line = page_of(("text", (300, 500, 260, 24), "Already registered? Log in", None), ("link", (490, 500, 60, 24), "Log in", None))
    for phrase in ("log in", "Log in link"):
        found = ground(parse_intent(phrase), line, student)
        assert (found.outcome, found.element.role) == ("found", "link"), phrase


def test_words_that_a_control_prints_are_its_name_and_no_look(student):
    sizes = page_of(("button", (60, 200, 90, 28), "Small", GRAY), ("button", (260, 200, 60, 20), "Tiny", GREEN), ("button", (460, 200, 120, 40), "Green", RED))
    for phrase, said in (("Small button", "Small"), ("the Green button", "Green"), ("smallest button", "Tiny"), ("red button", "Green")):
        found = ground(parse_intent(phrase), sizes, student)
        assert (found.outcome, found.element.text) == ("found", said), phrase


def test_the_checkbox_of_a_task_may_be_round(student):
    tasks = page_of(
        ("radio", (40, 100, 32, 32), "", None), ("text", (90, 104, 200, 24), "renew passport", None),
        ("radio", (40, 160, 32, 32), "", None), ("text", (90, 164, 200, 24), "buy oat milk", None),
    )  # fmt: skip
    found = ground(parse_intent('checkbox of "buy oat milk"'), tasks, student)
    assert (found.outcome, found.element and found.element.box) == ("found", Box(40, 160, 32, 32)), found


def test_where_switches_stand_a_checkbox_is_none(student):
    page = page_of(("switch", (60, 100, 40, 22), "", None), ("switch", (60, 140, 40, 22), "", None), ("checkbox", (60, 200, 16, 16), "", None))
    assert len(ground_all(parse_intent("switches"), page, student)) == 2
    assert len(ground_all(parse_intent("switches"), page_of(("checkbox", (60, 200, 16, 16), "", None)), student)) == 1
