"""A field asked for by its label, of which nothing but the label was seen."""

from __future__ import annotations

import numpy as np
import pytest

from shadow_runtime.geometry import Box
from shadow_runtime.intent import parse_intent
from shadow_runtime.records import Element, Frame
from shadow_runtime.unseen_fields import field_of


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
