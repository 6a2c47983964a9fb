"""What a phrase asks for, taken apart; and that no phrase can break the parser."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shadow_runtime.intent import parse_intent
from shadow_runtime.records import Intent


@pytest.mark.parametrize(
    ("phrase", "name", "role"),
    [
        ("submit button", "submit", "button"),
        ("the Click me too! button", "Click me too!", "button"),
        ("click Sign in", "Sign in", None),
        ("Sign in to To Your Account heading", "Sign in to To Your Account", "heading"),
        ("heading with the text (88) 016 725", "(88) 016 725", "heading"),
        ('button labelled "Login with Facebook"', "Login with Facebook", "button"),
        ("button 'Save'", "Save", "button"),
        ("field for Email", "Email", "textbox"),
        ("where I type the email address", "email address", "textbox"),
        ("Cherry radio button", "Cherry", "radio"),
        ("radio button for Large", "Large", "radio"),
        ("drop-down box", "", "combobox"),
        ("select box with option groups dropdown", "select box with option groups", "combobox"),
        ("Contrast link link", "Contrast link", "link"),
        ("search field for Search forum", "Search forum", "textbox"),
        ("the I agree to the Privacy Policy switch", "I agree to the Privacy Policy", "switch"),
    ],
)
def test_name_and_role(phrase, name, role):
    intent = parse_intent(phrase)
    assert intent.name == name
    assert (role in intent.roles) if role else not intent.roles


def test_quotes_mean_exact_text():
    assert parse_intent('"Save"').quoted
    assert parse_intent("“Save” button").quoted
    assert not parse_intent("Save button").quoted
    assert parse_intent("I can't like banana checkbox").name == "I can't like banana"


def test_icon_phrases_ask_for_a_graphic():
    for phrase in ("gear icon", "the gear icon", "icon of a gear", "button with the gear icon"):
        intent = parse_intent(phrase)
        assert (intent.icon, intent.name) == (True, "gear"), phrase


def test_modifiers():
    assert parse_intent("second Delete button").ordinal == 2
    assert parse_intent("last row").ordinal == -1
    assert parse_intent("3rd link").ordinal == 3
    assert parse_intent("the disabled field").states == {"disabled": True}
    assert parse_intent("the box that is not ticked").states == {"checked": False}
    assert parse_intent("empty field").states == {"empty": True}
    assert parse_intent("the green button").color == "green"
    assert parse_intent("the green one").color == "green"
    assert parse_intent("magnifier in the top bar").region == "header"
    assert parse_intent("leftmost of the five buttons").region == "leftmost"
    assert parse_intent("buttons").plural


@pytest.mark.parametrize(
    ("phrase", "kind", "anchor"),
    [
        ("link to the right of Light", "right of", "Light"),
        ("button directly below Login", "below", "Login"),
        ("button above Login with Facebook", "above", "Login with Facebook"),
        ("toggle next to \"I agree\"", "next to", "I agree"),
        ("Delete button in the row of Ada", "row of", "Ada"),
        ("Delete button for Ada", "of", "Ada"),
        ('checkbox of "renew passport"', "row of", "renew passport"),
    ],
)  # fmt: skip
def test_relations(phrase, kind, anchor):
    relation = parse_intent(phrase).relation
    assert relation is not None
    assert (relation.kind, relation.anchor.name) == (kind, anchor)


def test_a_container_can_be_the_anchor():
    relation = parse_intent("email field in the dialog").relation
    assert relation.kind == "inside"
    assert relation.anchor.roles == {"dialog"}
    assert relation.anchor.name == ""


def test_names_that_look_like_grammar_keep_their_plain_reading():
    for phrase, name in (("First name field", "First name"), ("Active link", "Active"), ("Right aligned button", "Right aligned"), ("Click me! button", "Click me!")):
        assert name in [reading.name for reading in parse_intent(phrase).alternatives], phrase


@given(st.text(max_size=200))
def test_no_text_breaks_the_parser(text):
    intent = parse_intent(text)
    assert isinstance(intent, Intent)
    assert hash(intent) == hash(parse_intent(text))


def test_parsing_is_cached():
    assert parse_intent("the cached button") is parse_intent("the cached button")


def test_whatever_says_something_is_also_what_says_it() -> None:
    assert "See you at seven" in [reading.name for reading in parse_intent("the note that says See you at seven").alternatives]


def test_what_a_thing_is_called_without_the_word_for_it() -> None:
    names = [(anchor.name, *(other.name for other in anchor.alternatives)) for anchor in (parse_intent(f"switch in the row of {anchor}").relation.anchor for anchor in ("the Pro plan", '"Pro plan"', "Pro"))]
    assert names == [("Pro plan", "Pro"), ("Pro plan",), ("Pro",)]
