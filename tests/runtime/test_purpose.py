"""Phrases that say what a thing is for: what is unwrapped, and what must be left alone."""

from __future__ import annotations

import pytest

from shadow_runtime.intent import parse_intent
from shadow_runtime.purpose import is_wish, unwrap


@pytest.mark.parametrize(
    ("phrase", "name", "role"),
    [
        ("button that lets me log out", "log out", "button"),
        ("way to get back to start page", "get back to start page", None),
        ("control for the volume", "volume", None),
        ("place to type the search terms", "search terms", "textbox"),
        ("the box for the e-mail", "e-mail", "textbox"),
        ("where can I log in", "log in", None),
        ("how do I get there?", "get there", None),
        ("what do I press to send", "send", None),
        ("the thing with three lines", "three lines", None),
        ("icon that opens the menu", "open the menu", "icon"),
        ("the control which closes this window", "close this window", None),
        ("the thing that copies the link", "copy the link", None),
        ("the field in which I put my phone number", "phone number", "textbox"),
        ("field where the user types the city", "city", "textbox"),
        ("the box to tick if I agree", "I agree", "checkbox"),
        ("button I would press to pay", "pay", "button"),
        ("button that does the search", "search", "button"),
        ("the link leading to the prices", "prices", "link"),
        ("a way of getting in touch", "getting in touch", None),
        ("what lets me filter the list", "filter the list", None),
        ("somewhere to type a comment", "comment", "textbox"),
        ("the switch to turn on dark mode", "turn on dark mode", None),
        ("something to print the page", "print the page", None),
        ("link to Home", "Home", "link"),
        ("I want to see my orders", "see my orders", None),
    ],
)
def test_a_purpose_is_unwrapped(phrase: str, name: str, role: str | None) -> None:
    intent = parse_intent(phrase)
    assert intent.name == name
    assert (role in intent.roles) if role else not intent.roles
    assert phrase.rstrip("?").removeprefix("the ").removeprefix("a ") in {a.name.rstrip("?") for a in intent.alternatives}, "a page may print the phrase itself"


@pytest.mark.parametrize("phrase", ["dismiss the dialog", "delete this entry", "switch to dark theme", "open my basket", "put it in the cart", "remove this from the basket", "delete the row"])
def test_a_verb_with_its_object_is_one_name(phrase: str) -> None:
    intent = parse_intent(phrase)
    assert intent.name == phrase
    assert not intent.roles
    assert not intent.states
    assert intent.relation is None
    assert intent.color is None


@pytest.mark.parametrize("phrase", ["link to the right of Light", "field for Email", "button next to Save", "switch to the list view", "text to speech button", "Save", "box", ""])
def test_what_names_a_thing_is_left_alone(phrase: str) -> None:
    assert unwrap(phrase) is None


def test_relations_survive() -> None:
    assert parse_intent("Delete in the row of Ada").relation.kind == "row of"
    assert parse_intent("email field in the dialog").relation.kind == "inside"
    assert is_wish("put it in the cart")
    assert not is_wish("Delete")
    assert not is_wish("email field")
