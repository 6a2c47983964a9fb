"""The text table: word pieces, word pairs, sums, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from shadow_runtime.embed import TextTable, Vocabulary, split_words

ENTRIES = ["log", "in", "##in", "out", "cafe", "s", "##s", "log in", "+"]


def table(entries: list[str] = ENTRIES) -> TextTable:
    rows = np.zeros((len(entries), 16), np.int8)
    rows[np.arange(len(entries)), np.arange(len(entries))] = 100
    return TextTable({"entries": np.frombuffer("\n".join(entries).encode(), np.uint8), "rows": rows, "scale": np.full(len(entries), 0.01, np.float16)})


def pieces(phrase: str) -> list[str]:
    return [ENTRIES[row] for row in Vocabulary(ENTRIES).rows(phrase)]


def test_words_are_lower_case_without_accents_and_cut_at_punctuation() -> None:
    assert split_words("Log-In  Caf\u00e9!") == ["log", "-", "in", "cafe", "!"]
    assert split_words("first_name") == ["first", "_", "name"]


def test_longest_piece_first_then_the_pair_of_words() -> None:
    assert pieces("login") == ["log", "##in"]
    assert pieces("log in") == ["log", "in", "log in"]
    assert pieces("in log") == ["in", "log"]
    assert pieces("logs") == ["log", "##s"]


def test_unknown_characters_are_left_out() -> None:
    assert pieces("log \u4e2d out") == ["log", "out"]
    assert pieces("\u4e2d") == []


def test_vectors_are_sums_of_their_rows_at_length_one() -> None:
    vectors = table().encode(["log out", "LOG OUT", "log in"])
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, 16)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    np.testing.assert_array_equal(vectors[0], vectors[1])
    np.testing.assert_allclose(vectors[2][[0, 1, 7]], 3**-0.5, rtol=1e-3)


def test_a_phrase_of_which_nothing_is_known_is_like_nothing() -> None:
    found = table()
    assert not found.encode(["\u4e2d"]).any()
    assert float(found.similarity("\u4e2d", "log in")[0, 0]) == 0


def test_similarity_takes_a_phrase_or_a_list() -> None:
    scores = table().similarity("log in", ["log in", "log out", "cafe"])
    assert scores.shape == (1, 3)
    assert scores[0, 0] > scores[0, 1] > scores[0, 2] == 0
    assert table().encode([]).shape == (0, 16)


def test_what_is_handed_out_cannot_spoil_the_cache() -> None:
    found = table()
    first = found.encode(["log in"])
    with pytest.raises(ValueError, match="read-only"):
        first[0, 0] = 7
    many = found.encode(["log in", "out"])
    many[0, 0] = 7
    np.testing.assert_allclose(found.encode(["log in"])[0, 0], 3**-0.5, rtol=1e-3)


def test_a_table_that_does_not_fit_together_is_refused() -> None:
    arrays = {"entries": np.frombuffer(b"a\nb", np.uint8), "rows": np.zeros((3, 4), np.int8), "scale": np.ones(3, np.float16)}
    with pytest.raises(ValueError, match="2 entries"):
        TextTable(arrays)
    del arrays["scale"]
    with pytest.raises(ValueError, match="lacks scale"):
        TextTable(arrays)
