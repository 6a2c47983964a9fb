"""A slip is forgiven, another word is not."""

from __future__ import annotations

import numpy as np
import pytest

from shadow_runtime.geometry import Box
from shadow_runtime.ground import ground
from shadow_runtime.intent import parse_intent
from shadow_runtime.records import Element, Frame, TextRow
from shadow_runtime.scene import Scene
from shadow_runtime.spelling import is_another_word, without_slip
from shadow_runtime.student import Student

KNOWN = frozenset(("print", "point", "apply", "apple", "service", "services", "sign", "out", "in", "heading", "block"))


@pytest.mark.parametrize(("asked", "printed"), [("Print", "POINT"), ("Apply", "Apple"), ("Apply block", "Apple block")])
def test_two_known_words_are_two_words(asked: str, printed: str) -> None:
    assert is_another_word(asked, printed, KNOWN)


@pytest.mark.parametrize(
    ("asked", "printed"),
    [
        ("Pritn", "Print"),  # mistyped
        ("Print", "Prlnt"), ("Print", "Prirt"),  # misread
        ("Services", "Service"),  # a form of it
        ("Print", "Print"), ("Print", "Print block"), ("sign in", "sign 1n"),
    ],
)  # fmt: skip
def test_a_slip_is_none(asked: str, printed: str) -> None:
    assert not is_another_word(asked, printed, KNOWN)


def test_what_is_only_spelled_like_the_name_is_not_pointed_at() -> None:
    student = Student.load()

    def asked(phrase: str, *texts: str) -> str:
        rows = [TextRow(box=Box(20 + 140 * n, 20, 60, 18), text=text, confidence=0.95, char_x=np.zeros(0, np.float32)) for n, text in enumerate(texts)]
        links = [Element(role="link", box=row.box, confidence=0.9, text=row.text, rows=(row,), role_scores={"link": 0.97}) for row in rows]
        found = ground(parse_intent(phrase), Scene.of(Frame(rgb=np.full((120, 900, 3), 255, np.uint8)), tuple(links)), student)
        return found.element.text if found.outcome == "found" and found.element else ""

    assert asked("Print link", "Point", "Home", "News") == ""
    assert asked("Pritn link", "Print", "Home", "News") == "Print"
    assert asked("Print link", "Prlnt", "Home", "News") == "Prlnt"


def test_of_another_kind_and_by_another_name_is_a_miss() -> None:
    row = TextRow(box=Box(20, 20, 120, 18), text="Jane Smith", confidence=0.95, char_x=np.zeros(0, np.float32))
    page = Scene.of(Frame(rgb=np.full((120, 900, 3), 255, np.uint8)), (Element(role="text", box=row.box, confidence=0.9, text=row.text, rows=(row,), role_scores={"text": 0.97}),))
    assert ground(parse_intent("nickname select"), page, Student.load()).outcome != "found"


@pytest.mark.parametrize(("phrase", "found"), [("log in button", True), ('"Log in" button', False), ("button called log in", False), ('button labelled "Sign in"', True), ('"Sgin in" button', True)])
def test_what_was_quoted_or_called_so_is_meant_by_its_letters(phrase: str, found: bool) -> None:
    def button(x: int, text: str) -> Element:
        row = TextRow(box=Box(x + 8, 30, 60, 18), text=text, confidence=0.95, char_x=np.zeros(0, np.float32))
        return Element(role="button", box=Box(x, 20, 90, 36), confidence=0.9, text=text, rows=(row,), role_scores={"button": 0.97})

    page = Scene.of(Frame(rgb=np.full((120, 900, 3), 255, np.uint8)), (button(20, "Sign in"), button(220, "Help"), button(420, "Prices")))
    assert (ground(parse_intent(phrase), page, Student.load()).outcome == "found") is found


@pytest.mark.parametrize(
    ("asked", "printed", "meant"),
    [
        ("clcik me!", ["click me!", "click me too!"], "click me!"),
        ("sgin up", ["sign up", "sign in"], "sign up"),
        ("sign up", ["sgin up", "sign up"], "sign up"),  # printed itself
        ("form", ["from"], "from"),
        ("form", ["form", "from"], "form"),
        ("save", ["vase"], "save"),  # the same letters, but no slip
        ("no", ["on"], "no"),  # too short to tell
        ("abcd", ["bacd", "abdc"], "abcd"),  # two that it may be
        ("sign", ["sing up"], "sign"),
    ],
)
def test_two_letters_the_other_way_round_are_what_is_printed(asked: str, printed: list[str], meant: str) -> None:
    assert without_slip(asked, printed) == meant


def test_a_swapped_pair_of_letters_is_found_among_rivals() -> None:
    student = Student.load()
    scene = Scene.of(Frame(rgb=np.full((300, 400, 3), 255, np.uint8)), tuple(
        Element(role="button", box=Box(20, 20 + 50 * k, 120, 32), confidence=0.95, text=text, role_scores={"button": 0.95})
        for k, text in enumerate(("Click me!", "Click me too!", "And me!"))
    ))  # fmt: skip
    found = ground(parse_intent("Clcik me! button"), scene, student)
    assert (found.outcome, found.element.text) == ("found", "Click me!")
