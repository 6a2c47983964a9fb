"""What is looked up is what comparing one by one finds."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from shadow_runtime.match import lead, normalized
from shadow_runtime.said import Said, said_of

WORD = st.sampled_from(["save", "as", "a", "12", "order", "(new)"])
TEXT = st.lists(WORD, max_size=4).map(" ".join)
NAME = st.lists(WORD, min_size=1, max_size=11).map(" ".join)


@settings(max_examples=80, deadline=None)
@given(NAME, st.lists(TEXT, min_size=1, max_size=6))
def test_all_at_once_is_one_by_one(name: str, texts: list[str]) -> None:
    said, padded = Said(texts), f" {name} "
    assert (name in said) == (name in texts)
    assert said.equal(name).tolist() == [text == name for text in texts]
    assert said.places(name) == [k for k, text in enumerate(texts) if text == name]
    assert said.lengths.tolist() == [len(text) for text in texts]
    assert np.array_equal(said.likeness(name), np.array([fuzz.ratio(name, text) for text in texts], np.float32) / 100)
    assert np.array_equal(said.holding(name), np.array([len(name) / len(text) if text and padded in f" {text} " else 0 for text in texts], np.float32))
    assert np.array_equal(said.held(name), np.array([len(text) / len(name) if len(text) > 1 and f" {text} " in padded else 0 for text in texts], np.float32))


@settings(max_examples=40, deadline=None)
@given(st.lists(NAME, min_size=1, max_size=6), st.lists(TEXT, min_size=1, max_size=6))
def test_what_is_kept_for_the_same_texts_is_what_is_found_anew(names: list[str], texts: list[str]) -> None:
    for name in (*names, *names):
        for method in ("likeness", "holding", "held"):
            assert np.array_equal(getattr(said_of(tuple(texts)), method)(name), getattr(Said(texts), method)(name))
    assert said_of(tuple(texts)) is said_of(tuple(texts))


def test_nothing_said() -> None:
    assert Said([]).equal("save").tolist() == Said([]).places("save") == []


def test_a_lead_is_over_the_best_of_the_others() -> None:
    assert np.allclose(lead(np.array([0.2, 0.9, 0.5], np.float32)), [-0.7, 0.4, -0.4])
    assert lead(np.array([0.9, 0.9], np.float32)).tolist() == [0.0, 0.0]


def test_plain_letters_are_normalized_as_any_others() -> None:
    for text in ("  Save \t as\x1f", "×", "Sign in:", '"*"', " . ", "a\n\nb?"):
        assert normalized(text) == normalized(text + "\u00a0")
