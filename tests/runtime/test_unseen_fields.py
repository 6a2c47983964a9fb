"""A field asked for by its label, of which nothing but the label was seen."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from shadow_runtime.geometry import Box
from shadow_runtime.intent import parse_intent
from shadow_runtime.records import Element, Frame
from shadow_runtime.unseen_fields import field_of, is_no_field, is_words


def form(x: int, y: int, right: int, bottom: int) -> Frame:
    """A page with one outlined field."""
    rgb = np.full((300, 700, 3), 250, np.uint8)
    rgb[y:bottom, x:right] = 140
    rgb[y + 1 : bottom - 1, x + 1 : right - 1] = 255
    return Frame(rgb=rgb)


EMAIL = Element(role="label", box=Box(100, 100, 40, 16), confidence=0.9, text="Email")


@pytest.mark.parametrize("place", [(100, 124, 400, 160), (100, 120, 660, 158), (160, 90, 460, 126)], ids=["below", "wide", "beside"])
def test_the_painted_box_is_the_field(place):
    field = field_of(parse_intent("email field"), EMAIL, form(*place))
    assert (field.role, field.label, field.label_box) == ("textbox", "Email", EMAIL.box)
    assert np.abs(np.array([field.box.x, field.box.y, field.box.right, field.box.bottom]) - place).max() <= 1


def test_where_no_box_is_near_the_words_stay():
    assert field_of(parse_intent("email field"), EMAIL, form(100, 200, 400, 236)) is EMAIL
    assert field_of(parse_intent("email field"), EMAIL, Frame(rgb=np.full((300, 700, 3), 250, np.uint8))) is EMAIL


def test_only_a_field_that_was_asked_for_is_looked_for():
    below = form(100, 124, 400, 160)
    assert field_of(parse_intent("email label"), EMAIL, below) is EMAIL
    assert field_of(parse_intent("email"), EMAIL, below) is EMAIL
    button = Element(role="button", box=EMAIL.box, confidence=0.9, text="Email")
    assert field_of(parse_intent("email field"), button, below) is button


@pytest.mark.parametrize("place", [(100, 124, 400, 160), (94, 117, 430, 167), (100, 130, 260, 154)], ids=["usual", "high", "low"])
def test_a_field_around_the_words_that_stand_in_it(place):
    """Of a pale field only the hint was seen."""
    hint = Element(role="text", box=Box(110, 134, 90, 16), confidence=0.9, text="Project name")
    found = field_of(parse_intent("project name field"), hint, form(*place))
    assert (found.role, found.text) == ("textbox", "Project name")
    assert abs(found.box.width - (place[2] - place[0])) <= 2


def test_words_are_told_from_fields():
    asked = parse_intent("email field")
    assert is_words(asked, EMAIL)
    assert is_words(asked, Element(role="tab", box=EMAIL.box, confidence=0.9, text="Email", role_scores={"tab": 0.9}))
    assert not is_words(asked, Element(role="textbox", box=Box(100, 124, 300, 36), confidence=0.9, label="Email"))
    assert not is_words(asked, Element(role="button", box=Box(100, 124, 300, 36), confidence=0.9, text="Email", role_scores={"button": 0.7, "combobox": 0.25}))
    assert not is_words(parse_intent("email"), EMAIL), "nobody said field"
    assert not is_words(parse_intent("email label"), EMAIL)


def test_a_nameless_field_beside_words_that_were_taken_for_a_tab():
    words = Element(role="tab", box=Box(100, 102, 60, 16), confidence=0.9, text="State", role_scores={"tab": 0.9})
    beside = Element(role="combobox", box=Box(220, 92, 180, 36), confidence=0.9, text="Select an option")
    named = Element(role="textbox", box=Box(100, 124, 180, 36), confidence=0.9, label="City")
    page = Frame(rgb=np.full((300, 700, 3), 250, np.uint8))
    found = field_of(parse_intent("state dropdown"), words, page, (words, beside, named))
    assert (found.role, found.label, found.box) == ("combobox", "State", beside.box)
    assert field_of(parse_intent("state dropdown"), words, page, (words, named)) is words
    twin = Element(role="combobox", box=Box(170, 92, 40, 36), confidence=0.9)
    assert field_of(parse_intent("state dropdown"), words, page, (words, beside, twin)) is words, "either may be meant"
    assert field_of(parse_intent("state tab"), words, page, (words, beside)) is words


@pytest.mark.parametrize("place", [(100, 90, 400, 126), (100, 84, 430, 132)], ids=["usual", "high"])
@pytest.mark.parametrize("right", [False, True], ids=["at its left", "at its right"])
def test_a_field_around_an_icon_at_one_of_its_ends(place, right):
    """Of a search field only the magnifier and the hint were seen."""
    x = place[2] - 30 if right else place[0] + 12
    glass = Element(role="icon", box=Box(x, 100, 16, 16), confidence=0.9, icon=np.ones(128, np.float32))
    hint = Element(role="link", box=Box(140, 100, 90, 16), confidence=0.9, text="Search the docs")
    found = field_of(parse_intent("search field"), glass, form(*place), (glass, hint))
    assert (found.role, found.text) == ("textbox", "Search the docs")
    assert np.abs(np.array([found.box.x, found.box.y, found.box.right, found.box.bottom]) - place).max() <= 1
    assert field_of(parse_intent("search icon"), glass, form(*place), (glass, hint)) is glass
    assert field_of(parse_intent("search field"), glass, form(x - 8, 92, x + 24, 124), (glass,)) is glass, "a button with an icon is no field"


def test_what_the_words_are_the_label_of_is_meant_though_it_was_taken_for_a_button():
    choice = Element(role="button", box=Box(150, 98, 70, 20), confidence=0.9, text="Banana", label="Email", label_box=EMAIL.box)
    tick = Element(role="checkbox", box=Box(80, 100, 14, 14), confidence=0.9, label="Email", label_box=EMAIL.box)
    blank = Frame(rgb=np.full((300, 700, 3), 250, np.uint8))
    assert field_of(parse_intent("email dropdown"), EMAIL, blank, [EMAIL, choice]) is choice
    assert field_of(parse_intent("email dropdown"), EMAIL, blank, [EMAIL, tick]) is EMAIL
    assert field_of(parse_intent("email label"), EMAIL, blank, [EMAIL, choice]) is EMAIL


def test_a_label_that_was_taken_for_a_field_names_the_field_beside_it():
    framed = Element(role="textbox", box=Box(40, 92, 106, 41), confidence=0.9, text="Subject:", role_scores={"textbox": 0.9})
    field = Element(role="textbox", box=Box(152, 96, 131, 25), confidence=0.9, text="Hello", role_scores={"textbox": 0.9})
    choice = replace(field, role="button", role_scores={"button": 0.6, "combobox": 0.3})
    blank = Frame(rgb=np.full((300, 700, 3), 250, np.uint8))
    assert field_of(parse_intent("subject field"), framed, blank, [framed, field]).box == field.box
    assert field_of(parse_intent("subject dropdown"), framed, blank, [framed, choice]).box == choice.box
    assert field_of(parse_intent("subject field"), replace(framed, text="Subject"), blank, [framed, field]).box == framed.box


def test_a_button_that_says_something_else_is_no_field():
    def button(text, sure=0.97, **more):
        return Element(role="button", box=Box(0, 0, 100, 40), confidence=0.9, text=text, role_scores={"button": sure}, **more)

    field, anything = parse_intent("new task field"), parse_intent("new task")
    assert is_no_field(field, button("Add task"))
    assert not is_no_field(anything, button("Add task"))
    assert not is_no_field(field, button("New task")), "it says so"
    assert not is_no_field(field, button("Add task", 0.6)), "it may be one"
    assert not is_no_field(field, button("Choose ...", label="Task")), "a drop-down list with its label"
    assert not is_no_field(field, button(""))
