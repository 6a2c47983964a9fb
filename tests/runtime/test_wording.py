"""Word coverage, all texts at once, equals what it says word by word."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from shadow_runtime.wording import Wording, wording_of, words

WORD = st.sampled_from(["save", "saves", "settings", "setings", "order", "orders", "12", "13", "on", "off", "notification", "notifciaton", "a", "ada"])
TEXT = st.lists(WORD, max_size=5).map(" ".join)


def likeness(a: str, b: str) -> float:
    if a == b:
        return 1.0
    longest = max(len(a), len(b))
    if longest < 4 or any(c.isdigit() for c in a + b):
        return 0.0
    if a + "s" == b or b + "s" == a:
        return 0.9
    steps = OSA.distance(a, b)
    return 0.85 if steps == 1 and longest >= 5 else 0.6 if steps == 1 or (steps == 2 and longest >= 8) else 0.0


@settings(max_examples=60, deadline=None)
@given(TEXT, st.lists(TEXT, min_size=1, max_size=6))
def test_at_once_is_word_by_word(name: str, texts: list[str]) -> None:
    covered, explained = Wording(texts).coverage(name)
    asked = words(name)
    for number, text in enumerate(texts):
        said = words(text)
        if not said or not asked:
            assert covered[number] == explained[number] == 0
            continue
        like = [[likeness(a, b) for b in said] for a in asked]
        assert np.isclose(covered[number], sum(len(a) * max(row) for a, row in zip(asked, like, strict=True)) / sum(map(len, asked)), atol=1e-5)
        assert np.isclose(explained[number], sum(len(b) * max(row[k] for row in like) for k, b in enumerate(said)) / sum(map(len, said)), atol=1e-5)


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=4), st.lists(TEXT, min_size=1, max_size=6))
def test_what_is_kept_for_the_same_texts_is_what_is_found_anew(names: list[str], texts: list[str]) -> None:
    for name in (*names, *names):
        assert np.array_equal(wording_of(tuple(texts)).coverage(name), Wording(texts).coverage(name))


def test_nothing_covers_nothing() -> None:
    covered, explained = Wording([]).coverage("save")
    assert len(covered) == len(explained) == 0
    assert Wording(["", "save"]).coverage("save")[0].tolist() == [0.0, 1.0]
