"""The phrasebook, the grammar, the predicates and the typed API say the same: none has what another lacks."""

from __future__ import annotations

import inspect
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shadow_runtime.calibrate import FAMILIES
from shadow_runtime.claim_parser import claim_parser
from shadow_runtime.claims import parse_claim
from shadow_runtime.errors import ClaimError
from shadow_runtime.phrasebook import PHRASEBOOK, suggestions
from shadow_runtime.predicates import GROUNDED, PREDICATES, family_of
from shadow_runtime.say import denied, say
from tools import typed_api

VALUES = {
    "color": "green", "relation": "at least", "px": 44.0, "number": 2, "ratio": 4.5, "edge": "left", "place": "top", "dimension": "width", "style": "dashed", "percent": 40,
    "other": "Cancel and is red", "third": 'the "x" link', "text": 'a "b" is red', "since": "before",
}  # fmt: skip
CALLS = [(entry.predicate, name, sentence) for entry in PHRASEBOOK for name, sentence in entry.calls.items()]


@pytest.mark.parametrize("entry", PHRASEBOOK, ids=lambda entry: entry.predicate)
def test_every_saying_is_understood_as_its_predicate(entry) -> None:
    for sentence in entry.says:
        claim = parse_claim(sentence)
        assert claim.predicate == entry.predicate, sentence
        assert not claim.alternatives, sentence
        assert family_of(claim) in FAMILIES


def test_every_predicate_has_an_entry_and_every_family_a_predicate() -> None:
    assert {entry.predicate for entry in PHRASEBOOK} == set(PREDICATES) | set(GROUNDED)
    assert len(PHRASEBOOK) == len({entry.predicate for entry in PHRASEBOOK})
    assert set(FAMILIES) == {family_of(parse_claim(sentence)) for entry in PHRASEBOOK for sentence in entry.says}


def test_every_rule_of_the_grammar_is_said_somewhere() -> None:
    """What the grammar knows and the page does not show would be undocumented."""
    from shadow_runtime import claim_predicates

    seen: set[str] = set()
    original = claim_predicates.rule_of
    try:
        claim_predicates.rule_of = lambda tree: (seen.add(original(tree)), original(tree))[1]  # type: ignore[assignment]
        parse_claim.cache_clear()
        for entry in PHRASEBOOK:
            for sentence in entry.says:
                parse_claim(sentence)
        for predicate, _, sentence in CALLS:
            assert say(sentence, "it", {name: VALUES[name] for name in typed_api.names_of(sentence)}).predicate == predicate
    finally:
        claim_predicates.rule_of = original
    rules = {str(rule.alias or rule.origin.name) for rule in claim_parser().rules} & set(claim_predicates._MAKERS)
    assert rules == set(claim_predicates._MAKERS), "a maker without a rule"
    assert not rules - seen - _VARIANTS, f"not in the phrasebook: {sorted(rules - seen - _VARIANTS)}"


# Other ways to say what an entry shows already; the collected claims use them.
_VARIANTS = {"not_position", "partly", "centered_in", "nearer", "apart_range", "bare_number", "size_range", "readable_at", "same_size_as", "sizes", "written", "has_one", "has_none"}


@pytest.mark.parametrize(("predicate", "name", "sentence"), CALLS, ids=[name for _, name, _ in CALLS])
def test_typed_call_says_what_the_words_say(predicate: str, name: str, sentence: str) -> None:
    values = {key: VALUES[key] for key in typed_api.names_of(sentence)}
    for negated in (False, True):
        claim = say(sentence, "the is green button", values, negated)
        assert claim.predicate == predicate
        assert "the is green button" in claim.text
        assert "the is green button" in claim.subjects
        assert tuple(filter(None, claim.objects)) == tuple(str(VALUES[key]) for key in ("other", "third") if key in values)
        said = (denied(sentence) if negated else sentence).format_map({**VALUES, "other": "the other", "third": "the third", "text": "t", "px": 44})
        words = parse_claim(re.sub(r"\bX\b", "the thing", said))
        assert (words.predicate, words.negated) == (claim.predicate, claim.negated), said


def test_typed_api_is_up_to_date_and_complete() -> None:
    assert typed_api.TARGET.read_text(encoding="utf-8") == typed_api.source(), "run python tools/typed_api.py"
    from pytest_shadow import VisualExpectation

    methods = {name for name, _ in inspect.getmembers(VisualExpectation, inspect.isfunction) if name.startswith(("to_", "not_to_"))}
    assert methods == {f"{prefix}{name}" for _, name, _ in CALLS for prefix in ("", "not_")}


def test_a_value_that_nobody_knows_is_a_claim_error() -> None:
    with pytest.raises(ClaimError):
        say("X is {color}", "the button", {"color": "grene"})


@given(st.text(max_size=30), st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_texts_and_subjects_are_taken_as_they_are(subject: str, text: str) -> None:
    claim = say('X contains "{text}"', subject, {"text": text})
    assert claim.subjects == (subject,)
    assert claim.args["text"] == text


def test_suggestions_parse() -> None:
    for suggestion in suggestions():
        sentence = "the thing " + suggestion.replace("between ... and ...", "between the one and the other").replace('"..."', '"x"').replace("...", "the other")
        parse_claim(sentence)
