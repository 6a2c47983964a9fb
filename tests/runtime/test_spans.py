"""Parts of lines that no element stands for can be meant: whole lines, phrases, inline links, near matches."""

from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from shadow_runtime.geometry import Box
from shadow_runtime.intent import parse_intent
from shadow_runtime.records import Frame, TextRow
from shadow_runtime.scene import Scene
from shadow_runtime.spans import span_candidates

NOTHING = SimpleNamespace(text=[], label=[])


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
    texts = SimpleNamespace(text=[known], label=[])
    assert found("Privacy Poliyc link", scene_of("I agree to the Privacy Policy"), texts) == []


@pytest.mark.parametrize("name", ["docs.example.io", "read_me.md", "ada@example.com"])
def test_an_address_in_a_sentence_is_meant_though_its_ink_is_like_the_rest(name: str) -> None:
    assert found(f"the {name} link", scene_of(f"For more go to {name} and read on")) == [name]
    misread = name.replace(".", ",.", 1)
    assert found(f"the {name} link", scene_of(f"For more go to {misread} and read on")) == [misread]
