"""Parts of lines that no element stands for can be meant: whole lines, phrases, inline links, near matches."""

from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from shadow_runtime.geometry import Box
from shadow_runtime.intent import parse_intent
from shadow_runtime.records import Element, Frame, TextRow
from shadow_runtime.said import Said
from shadow_runtime.scene import Scene
from shadow_runtime.spans import span_candidates


def saying(*text: str, label: tuple[str, ...] = ()) -> SimpleNamespace:
    """Candidates that say these texts, as far as spans ask."""
    return SimpleNamespace(text=list(text), label=list(label), by_text=Said(text), by_label=Said(label))


NOTHING = saying()


def scene_of(*lines: str, blue: str = "") -> Scene:
    rgb, rows = np.full((240, 900, 3), 255, np.uint8), []
    for number, text in enumerate(lines):
        y, char_x = 20 + 30 * number, (20 + 10 * np.arange(len(text) + 1)).astype(np.float32)
        start = text.find(blue) if blue else -1
        for i, character in enumerate(text):
            if character != " ":
                inside = start >= 0 and start <= i < start + len(blue)
                cv2.rectangle(rgb, (22 + 10 * i, y + 4), (28 + 10 * i, y + 14), (20, 60, 220) if inside else (30, 30, 30), -1)
        rows.append(TextRow(box=Box(20, y, 10.0 * len(text), 18), text=text, confidence=0.9, char_x=char_x))
    return Scene.of(Frame(rgb=rgb), (), tuple(rows))


def found(phrase: str, scene: Scene, texts: SimpleNamespace = NOTHING) -> list[str]:
    return [element.text for element in span_candidates(parse_intent(phrase), scene, texts)]


def test_a_phrase_inside_a_line() -> None:
    assert found("the let us know link", scene_of("Did it help? let us know today")) == ["let us know"]


def test_a_whole_line_of_a_block() -> None:
    assert found('"Form"', scene_of("Form", "The indispensable form controls")) == ["Form"]


def test_a_single_word_in_passing_is_not_meant() -> None:
    assert found("the Pico link", scene_of("Built with Pico and code")) == []


def test_a_single_word_in_another_ink_is() -> None:
    assert found("the Pico link", scene_of("Built with Pico and code", blue="Pico")) == ["Pico"]


def test_a_typo_finds_the_nearest_phrase() -> None:
    assert found("Privacy Poliyc link", scene_of("I agree to the Privacy Policy")) == ["Privacy Policy"]


@pytest.mark.parametrize("known", ["privacy poliyc", "privacy policy"])
def test_what_an_element_reads_as_is_not_looked_for_in_lines(known: str) -> None:
    texts = saying(known)
    assert found("Privacy Poliyc link", scene_of("I agree to the Privacy Policy"), texts) == []


def test_an_item_of_a_line_is_meant_though_it_is_one_word() -> None:
    assert found("the Demo link", scene_of("Demo, Source")) == ["Demo,"]
    assert found("Library link", scene_of("Home / Library / Data")) == ["Library"]
    assert found("the Demo link", scene_of("Demo, which everybody should have seen by now")) == []
    assert found("the Demo link", scene_of("Try the Demo, then read on")) == []


def test_links_in_sentences_are_counted_with_what_reads_so_as_a_whole() -> None:
    known = saying("details", "more")
    assert found("the second Details link", scene_of("For more see the Details page", blue="Details"), known) == ["Details"]
    assert found("the second Details link", scene_of("For more see the Details page"), known) == []
    assert found("the Details link", scene_of("For more see the Details page", blue="Details"), known) == []


@pytest.mark.parametrize(("after", "meant"), [((382, 288), True), ((420, 288), False), ((382, 330), False)], ids=["right after", "too far", "on another line"])
def test_a_field_in_a_phrase_is_named_by_the_words_around_it(after: tuple[float, float], meant: bool) -> None:
    field = Element(role="combobox", box=Box(314, 281, 64, 31), confidence=0.9, text="10", label="Show", label_box=Box(269, 288, 42, 14))
    entries = Element(role="text", box=Box(*after, 50, 14), confidence=0.9, text="entries")
    scene = Scene.of(Frame(rgb=np.full((400, 600, 3), 255, np.uint8)), (field, entries), ())
    texts = saying("10", "entries", label=("show", ""))
    assert [element.box for element in span_candidates(parse_intent("Show entries dropdown"), scene, texts)] == ([field.box] if meant else [])


@pytest.mark.parametrize("name", ["docs.example.io", "read_me.md", "ada@example.com"])
def test_an_address_in_a_sentence_is_meant_though_its_ink_is_like_the_rest(name: str) -> None:
    assert found(f"the {name} link", scene_of(f"For more go to {name} and read on")) == [name]
    misread = name.replace(".", ",.", 1)
    assert found(f"the {name} link", scene_of(f"For more go to {misread} and read on")) == [misread]

def menu(*marks: tuple[str, float]) -> tuple[Scene, SimpleNamespace]:
    """A menu's entry "Inbox" with marks on its line, each at an x."""
    row = TextRow(box=Box(40, 100, 50, 18), text="Inbox", confidence=0.9, char_x=np.linspace(40, 90, 6).astype(np.float32))
    entry = Element(role="link", box=Box(20, 90, 220, 38), confidence=0.9, text="Inbox", rows=(row,))
    badges = [Element(role="badge", box=Box(x, 99, 24, 20), confidence=0.8, text=text) for text, x in marks]
    scene = Scene.of(Frame(rgb=np.full((240, 900, 3), 255, np.uint8)), (entry, *badges), (row,))
    return scene, saying(*(e.text.lower() for e in scene.elements))


def test_an_entry_and_the_badge_at_its_end_read_together() -> None:
    scene, texts = menu(("12", 200))
    (whole,) = span_candidates(parse_intent("the Inbox 12 link"), scene, texts)
    assert (whole.role, whole.text, whole.box) == ("link", "Inbox 12", scene.elements[0].box)
    assert span_candidates(parse_intent("the Inbox 13 link"), scene, texts) == []


@pytest.mark.parametrize("marks", [[("12", 700)], [("New", 110), ("12", 200)]], ids=["far away", "another between"])
def test_a_badge_of_something_else_does_not(marks: list[tuple[str, float]]) -> None:
    assert span_candidates(parse_intent("the Inbox 12 link"), *menu(*marks)) == []


@pytest.mark.parametrize(
    ("asked", "label", "meant"),
    [
        ("gift wrap checkbox", "Gift wrap this order", True),
        ("gift wrap checkbox", "Please gift wrap it", True),
        ("remember checkbox", "Remember me", True),
        ("order checkbox", "Gift wrap this order", False),  # one word in passing
        ("gift wrap field", "Gift wrap this order", False),
        ("gift wrap checkbox", "Gift wrapping", False),
    ],
)
def test_a_checkbox_is_asked_for_by_a_part_of_its_sentence(asked: str, label: str, meant: bool) -> None:
    box = Element(role="checkbox", box=Box(20, 20, 16, 16), confidence=0.9, label=label, label_box=Box(44, 18, 160, 20))
    scene = Scene.of(Frame(rgb=np.full((240, 400, 3), 255, np.uint8)), (box,), ())
    found = span_candidates(parse_intent(asked), scene, saying("", label=(label.lower(),)))
    assert [element.box for element in found] == ([box.box] if meant else [])
