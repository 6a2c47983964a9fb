"""Icons without words: found by what they show, unless something says the name."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shadow_runtime.geometry import Box
from shadow_runtime.ground import ground, told_by_icon
from shadow_runtime.intent import parse_intent
from shadow_runtime.match import AT, FEATURES
from shadow_runtime.records import Element, Frame, Grounding
from shadow_runtime.scene import Scene
from shadow_runtime.student import Student


@pytest.fixture(scope="module")
def student() -> Student:
    return Student.load()


def icon_like(student: Student, name: str, nearness: float, x: float, role: str = "button", text: str = "") -> Element:
    """A control whose icon's vector lies so near to a name and has nothing else in common with anything."""
    word = student.text_table.encode([name])[0]
    other = np.random.default_rng(round(x)).normal(size=word.shape).astype(np.float32)
    other -= (other @ word) * word
    vector = nearness * word + (1 - nearness**2) ** 0.5 * other / np.linalg.norm(other)
    return Element(role=role, box=Box(x, 20, 32, 32), confidence=0.9, text=text, icon=vector, role_scores={role: 0.95}, states={"expanded": 0.02, "disabled": 0.02})


def asked(student: Student, phrase: str, *elements: Element) -> Grounding:
    return ground(parse_intent(phrase), Scene.of(Frame(rgb=np.full((200, 800, 3), 255, np.uint8)), elements), student)


def toolbar(student: Student, name: str, nearness: float) -> list[Element]:
    return [icon_like(student, name, nearness, 20), *(icon_like(student, "zebra crossing", 0.05, x) for x in (80, 140, 200))]


def test_an_icon_that_leads_by_far_is_the_one(student: Student) -> None:
    found = asked(student, "printer button", *toolbar(student, "printer", 0.45))
    assert found.outcome == "found"
    assert found.box == Box(20, 20, 32, 32)


def test_an_icon_that_hardly_resembles_the_name_is_none(student: Student) -> None:
    assert asked(student, "printer button", *toolbar(student, "printer", 0.12)).outcome == "absent"


def test_two_icons_that_show_it_as_well_are_no_answer(student: Student) -> None:
    pair = icon_like(student, "printer", 0.6, 20), icon_like(student, "printer", 0.6, 300)
    assert asked(student, "printer button", *pair).outcome != "found"


def test_an_icon_seen_twice_is_no_rival_of_itself(student: Student) -> None:
    """The dots at the end of every card's title: which of them is meant, its place tells."""
    title, first = Element(role="heading", box=Box(20, 60, 160, 24), confidence=0.9, text="Earnings", role_scores={"heading": 0.95}), icon_like(student, "kebab", 0.5, 400)
    other = np.random.default_rng(7).normal(size=first.icon.shape).astype(np.float32)
    again = first.icon + 0.35 * other / np.linalg.norm(other)  # seen half a pixel aside
    first, second = replace(first, box=Box(400, 60, 20, 24)), replace(first, box=Box(400, 160, 20, 24), icon=again / np.linalg.norm(again))
    bells = [replace(icon_like(student, "zebra crossing", 0.05, x), box=Box(x, 4, 24, 24)) for x in (500, 560, 620)]
    found = asked(student, "kebab next to Earnings", title, first, second, *bells)
    assert (found.outcome, found.element and found.element.box) == ("found", first.box), found


def test_what_says_the_name_is_meant(student: Student) -> None:
    said = replace(icon_like(student, "zebra crossing", 0.05, 300), text="Printer", icon=None, box=Box(300, 20, 90, 32))
    found = asked(student, "printer button", *toolbar(student, "printer", 0.45), said)
    assert found.element is not None
    assert found.element.text == "Printer"


@pytest.mark.parametrize(("phrase", "name"), [("find button", "find"), ("open button", "open"), ("navigation menu button", "navigation menu")])
def test_names_that_are_grammar_words_are_shown_by_icons(student: Student, phrase: str, name: str) -> None:
    found = asked(student, phrase, *toolbar(student, name, 0.75))
    assert found.outcome == "found"
    assert found.box == Box(20, 20, 32, 32)


@pytest.mark.parametrize("phrase", ["the disabled button", "leftmost button", "second button", "green button", "button below the title"])
def test_what_a_thing_looks_like_or_where_it_stands_is_no_picture(student: Student, phrase: str) -> None:
    intent = parse_intent(phrase)
    rows = np.ones((2, len(FEATURES)), np.float32)
    rows[:, AT["has_text"]] = 0
    assert not any(told_by_icon(intent, reading, rows).any() for reading in (replace(intent, name="leftmost"), *intent.alternatives))
