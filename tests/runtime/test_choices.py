"""Choices under a label: found by the label's words and their own, by state, color and place among each other."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shadow_runtime.choices import Wish, choices_of, wishes_of
from shadow_runtime.geometry import Box
from shadow_runtime.ground import ground, ground_all
from shadow_runtime.intent import parse_intent
from shadow_runtime.records import Element, Frame, TextRow
from shadow_runtime.scene import Scene

from .test_ground import PartialStudent

BLACK, WHITE, SAND, GREEN = (17, 17, 17), (255, 255, 255), (217, 199, 176), (40, 150, 70)


@pytest.fixture(scope="module")
def student() -> PartialStudent:
    return PartialStudent()


@pytest.fixture(scope="module")
def product() -> Scene:
    """A product page: sizes of which M is selected, colors without words, a guide that has "size" in its name."""
    rgb = np.full((720, 1280, 3), 255, np.uint8)
    elements = []

    def add(role: str, box: tuple[int, int, int, int], text: str = "", fill: tuple[int, int, int] = WHITE, ink: tuple[int, int, int] = BLACK) -> None:
        x, y, width, height = box
        rgb[y : y + height, x : x + width] = fill
        cv2.putText(rgb, text, (x + 8, y + height - 10), cv2.FONT_HERSHEY_SIMPLEX, 0.5, ink, 1, cv2.LINE_AA)
        rows = (TextRow(box=Box(x + 6, y + 6, width - 12, height - 12), text=text, confidence=0.95, char_x=np.linspace(x, x + width, len(text) + 1, dtype=np.float32)),) if text else ()
        elements.append(Element(role=role, box=Box(*box), confidence=0.9, text=text, rows=rows, role_scores={role: 0.97}, states={"selected": 0.1}))

    add("heading", (520, 60, 300, 36), "Merino crew neck")
    add("label", (520, 140, 90, 26), "Color: Sand")
    for number, fill in enumerate((SAND, GREEN, (75, 90, 120))):
        add("radio", (520 + 50 * number, 174, 34, 34), fill=fill)
    add("label", (520, 230, 50, 26), "Size")
    for number, word in enumerate(("XS", "S", "M", "L")):
        add("button", (520 + 54 * number, 262, 46, 40), word, *((BLACK, WHITE) if word == "M" else (WHITE, BLACK)))
    add("link", (520, 330, 90, 26), "Size guide")
    return Scene.of(Frame(rgb=rgb), tuple(elements))


@pytest.mark.parametrize(("phrase", "said"), [
    ("size M", "M"), ("size L button", "L"), ("the XS size", "XS"), ("selected size", "M"), ("the active size", "M"), ("third size", "M"), ("the last size", "L"), ("size guide", "Size guide"),
])  # fmt: skip
def test_a_choice_is_found_by_its_label_and_itself(product: Scene, student: PartialStudent, phrase: str, said: str) -> None:
    found = ground(parse_intent(phrase), product, student)
    assert (found.outcome, found.element and found.element.text) == ("found", said), found


@pytest.mark.parametrize(("phrase", "x"), [("second color swatch", 570), ("green color", 570)])
def test_choices_without_words_are_told_by_place_and_color(product: Scene, student: PartialStudent, phrase: str, x: int) -> None:
    found = ground(parse_intent(phrase), product, student)
    assert (found.outcome, found.element and found.element.box.x) == ("found", x), found


def test_of_a_choice_that_is_not_there_the_label_is_not_meant(product: Scene, student: PartialStudent) -> None:
    assert ground(parse_intent("size XXL"), product, student).outcome == "absent"


def test_all_choices_are_counted(product: Scene, student: PartialStudent) -> None:
    assert [c.element.text for c in ground_all(parse_intent("sizes"), product, student)] == ["XS", "S", "M", "L"]


def test_what_is_under_the_label_of_a_field_is_no_choice() -> None:
    fields = [Element(role="textbox", box=Box(20 + 120 * number, 50, 100, 36), confidence=0.9) for number in range(3)]
    assert choices_of(Box(20, 20, 60, 20), fields) == []


def test_a_choice_stands_near_the_label_and_near_the_next_one() -> None:
    def buttons(*boxes: tuple[int, int]) -> list[Element]:
        return [Element(role="button", box=Box(x, y, 40, 36), confidence=0.9) for x, y in boxes]

    label = Box(20, 20, 60, 20)
    assert choices_of(label, buttons((20, 50), (70, 50), (120, 50))) == [0, 1, 2]
    assert choices_of(label, buttons((20, 50), (70, 50), (320, 50))) == [0, 1], "too far from the one before"
    assert choices_of(label, buttons((20, 50))) == [], "one is no choice"
    assert choices_of(label, buttons((20, 150), (70, 150))) == [], "too far below"
    assert choices_of(label, buttons((90, 12), (140, 12))) == [0, 1], "beside it"


def test_a_phrase_is_parted_in_either_order() -> None:
    assert Wish("size", "m") in wishes_of(parse_intent("size M"))
    assert Wish("size", "xl") in wishes_of(parse_intent("XL size"))
    assert Wish("size", states={"selected": True}) in wishes_of(parse_intent("selected size"))
    assert not wishes_of(parse_intent("size")), "the label itself is meant"


def test_radio_buttons_stand_as_far_apart_as_their_words_end(student: PartialStudent) -> None:
    rgb, elements = np.full((720, 1280, 3), 255, np.uint8), []
    elements.append(Element(role="heading", box=Box(40, 80, 60, 24), confidence=0.9, text="Theme", role_scores={"heading": 0.97}))
    for number, word in enumerate(("Light", "Dark", "System")):
        x = 40 + 150 * number
        elements.append(Element(role="radio", box=Box(x, 120, 16, 16), confidence=0.9, label=word, label_box=Box(x + 24, 118, 90, 20), role_scores={"radio": 0.97},
                                states={"checked": 0.95 if word == "Dark" else 0.03}))
    found = ground(parse_intent("selected theme"), Scene.of(Frame(rgb=rgb), tuple(elements)), student)
    assert (found.outcome, found.element and found.element.label) == ("found", "Dark"), found


def test_the_words_of_a_menus_entry_are_no_label_of_its_neighbors(student: PartialStudent) -> None:
    """A menu "Pages, About, Contact" of which one entry was seen with its arrow and once more as mere words."""
    names = (("Home", 840), ("Pages v", 935), ("About", 1029), ("Contact", 1114))
    entries = [Element(role="link", box=Box(x, 24, 56, 15), confidence=0.9, text=text, role_scores={"link": 0.97}) for text, x in names]
    words = Element(role="text", box=Box(935, 25, 41, 13), confidence=0.9, text="Pages", role_scores={"text": 0.9})
    menu = Scene.of(Frame(rgb=np.full((200, 1280, 3), 255, np.uint8)), (*entries, words))
    for phrase in ("the Pages link", "Pages"):
        found = ground(parse_intent(phrase), menu, student)
        assert found.element is not None
        assert found.element.box.x == 935, (phrase, found)
    assert {wish.words for wish in wishes_of(parse_intent("the Pages link"))} == set()
    assert wishes_of(parse_intent("sizes"))
