"""Things told by how they look: error messages, hints, avatars, floating buttons, breadcrumbs, on painted pages."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shadow_runtime.geometry import Box
from shadow_runtime.ground import ground, ground_all
from shadow_runtime.intent import parse_intent
from shadow_runtime.looks import AVATARS, by_looks
from shadow_runtime.records import Element, Frame, TextRow
from shadow_runtime.scene import Scene

from .test_ground import PartialStudent

RED, GRAY, BLACK, TEAL = (200, 30, 40), (120, 120, 128), (20, 20, 20), (40, 110, 115)


class Page:
    def __init__(self) -> None:
        self.rgb = np.full((720, 1280, 3), 255, np.uint8)
        self.elements: list[Element] = []
        self.rows: list[TextRow] = []

    def words(self, role: str, x: int, y: int, text: str, ink: tuple[int, int, int] = BLACK) -> None:
        cv2.putText(self.rgb, text, (x, y + 14), cv2.FONT_HERSHEY_SIMPLEX, 0.5, ink, 1, cv2.LINE_AA)
        width = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, 0.5, 1)[0][0]
        row = TextRow(box=Box(x, y, width, 18), text=text, confidence=0.95, char_x=np.linspace(x, x + width, len(text) + 1, dtype=np.float32))
        self.rows.append(row)
        self.elements.append(Element(role=role, box=row.box, confidence=0.9, text=text, rows=(row,), role_scores={role: 0.97}))

    def field(self, x: int, y: int, label: str) -> None:
        self.rgb[y : y + 36, x : x + 300] = 150
        self.rgb[y + 1 : y + 35, x + 1 : x + 299] = 255
        self.elements.append(Element(role="textbox", box=Box(x, y, 300, 36), confidence=0.9, label=label, label_box=Box(x, y - 24, 80, 18), role_scores={"textbox": 0.97}))

    def disc(self, role: str, x: int, y: int, size: int, text: str = "", fill: tuple[int, int, int] = TEAL, square: bool = False) -> None:
        if square:
            self.rgb[y : y + size, x : x + size] = fill
        else:
            cv2.circle(self.rgb, (x + size // 2, y + size // 2), size // 2 - 1, fill, -1, cv2.LINE_AA)
        rows = (TextRow(box=Box(x + 6, y + 8, size - 12, size - 16), text=text, confidence=0.95, char_x=np.zeros(0, np.float32)),) if text else ()
        self.elements.append(Element(role=role, box=Box(x, y, size, size), confidence=0.9, text=text, rows=rows, role_scores={role: 0.97}))

    def scene(self) -> Scene:
        return Scene.of(Frame(rgb=self.rgb), tuple(self.elements), tuple(self.rows))


@pytest.fixture(scope="module")
def student() -> PartialStudent:
    return PartialStudent()


@pytest.fixture(scope="module")
def form() -> Scene:
    """Two fields with errors below them, one with a hint, a red status, a disc with letters, a square with letters, a round button."""
    page = Page()
    page.words("link", 60, 30, "Profile")
    for y, label, said, ink in ((120, "Email", "Please enter a complete address.", RED), (220, "Phone", "Only for questions.", GRAY), (320, "Postal code", "Required", RED)):
        page.words("label", 60, y - 24, label)
        page.field(60, y, label)
        page.words("text", 60, y + 42, said, ink)
    page.words("text", 700, 300, "Suspended", RED)
    page.words("text", 700, 80, "Home > Orders > New order")
    page.disc("badge", 1000, 30, 32, "MK")
    page.disc("badge", 1100, 30, 32, "AB", square=True)
    page.disc("button", 1180, 620, 56)
    return page.scene()


@pytest.mark.parametrize(("phrase", "said"), [
    ("error message under Email", "Please enter a complete address."), ("validation error below the postal code field", "Required"), ("hint below the phone field", "Only for questions."),
    ("avatar", "MK"), ("profile picture", "MK"), ("avatar of MK", "MK"), ("last breadcrumb", "New order"), ("first error message", "Please enter a complete address."),
])  # fmt: skip
def test_it_is_found_by_its_looks(form: Scene, student: PartialStudent, phrase: str, said: str) -> None:
    found = ground(parse_intent(phrase), form, student)
    assert (found.outcome, found.element and found.element.text) == ("found", said), found


def test_the_floating_button_is_the_disc_at_the_lower_end(form: Scene, student: PartialStudent) -> None:
    found = ground(parse_intent("floating action button"), form, student)
    assert (found.outcome, found.element and found.element.box.y) == ("found", 620), found


def test_all_error_messages_are_counted_and_a_red_status_is_none(form: Scene, student: PartialStudent) -> None:
    assert [c.element.text for c in ground_all(parse_intent("error messages"), form, student)] == ["Please enter a complete address.", "Required"]


def test_what_looks_otherwise_is_not_taken_for_it(student: PartialStudent) -> None:
    page = Page()
    page.words("label", 60, 96, "Email")
    page.field(60, 120, "Email")
    page.words("label", 60, 196, "Phone")
    page.field(60, 220, "Phone")
    page.disc("badge", 1100, 30, 32, "AB", square=True)
    page.disc("button", 1180, 620, 56, square=True)
    page.words("text", 60, 400, "stones = where(weight > 40)")
    for phrase in ("error message", "hint", "avatar", "floating action button", "breadcrumbs"):
        assert by_looks(parse_intent(phrase), page.scene(), student.colors) == [], phrase


def test_where_the_words_stand_they_are_meant(student: PartialStudent) -> None:
    page = Page()
    page.field(60, 120, "Email")
    page.words("text", 60, 162, "Not an address.", RED)
    page.words("link", 600, 100, "Error messages")
    found = ground(parse_intent("error messages"), page.scene(), student)
    assert (found.outcome, found.element and found.element.text) == ("found", "Error messages"), found


@pytest.mark.parametrize(("text", "who"), [("avatar tm", "tm"), ("the avatar of so", "so"), ("avatar in the row of ada", None), ("user avatar", None), ("profile picture of mk", "mk")])
def test_whose_avatar(text: str, who: str | None) -> None:
    match = AVATARS.match(text)
    assert match is not None
    assert match["who"] == who
