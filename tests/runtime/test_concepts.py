"""Concepts: which labels are drawn where, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from shadow_runtime.concepts import Concepts
from shadow_runtime.embed import TextTable, plain_words

ENTRIES = ["register", "join", "now", "pay", "enrol", "me"]


def arrays(**more: np.ndarray) -> dict[str, np.ndarray]:
    rows = np.zeros((len(ENTRIES), 16), np.int8)
    rows[np.arange(len(ENTRIES)), np.arange(len(ENTRIES))] = 100
    return {"entries": np.frombuffer("\n".join(ENTRIES).encode(), np.uint8), "rows": rows, "scale": np.full(len(ENTRIES), 0.01, np.float16), **more}


def centers(*directions: tuple[int, ...]) -> np.ndarray:
    """One center a tuple of the entries that it is the mean of."""
    made = np.zeros((len(directions), 16), np.int8)
    for center, entries in zip(made, directions, strict=True):
        center[list(entries)] = 100
    return made


def lines(text: str) -> np.ndarray:
    return np.frombuffer(text.encode(), np.uint8)


SIGN_UP = centers((0, 1, 4), (3,))
KNOWN = lines("join now\t0\npay now\t1\nregister\t0\nregister pay\t0 1")


def taught() -> TextTable:
    return TextTable(arrays(concepts=SIGN_UP, concept_labels=KNOWN))


def test_a_label_of_a_concept_lies_nearer_to_the_ways_to_say_it() -> None:
    said = taught().encode(["enrol me"])[0]
    plain, drawn = TextTable(arrays()).encode_printed(["register"])[0], taught().encode_printed(["register"])[0]
    assert plain @ said == 0
    assert drawn @ said > 0.2
    assert np.linalg.norm(drawn) == pytest.approx(1, abs=1e-5)


def test_case_and_signs_do_not_matter_to_which_label_it_is() -> None:
    assert plain_words("  Join-NOW! ") == "join now"
    np.testing.assert_allclose(taught().encode_printed(["Join now!"]), taught().encode_printed(["join now"]), atol=1e-6)


def test_what_people_say_is_not_drawn() -> None:
    np.testing.assert_array_equal(taught().encode(["register"]), TextTable(arrays()).encode(["register"]))


def test_an_unknown_label_is_drawn_as_far_as_it_is_near() -> None:
    table = Concepts({"concepts": SIGN_UP, "concept_labels": KNOWN}, 16)
    center = SIGN_UP[0] / np.linalg.norm(SIGN_UP[0])
    away = np.eye(16, dtype=np.float32)[2]

    def at(cosine: float) -> np.ndarray:
        return (cosine * center + (1 - cosine**2) ** 0.5 * away).astype(np.float32)

    np.testing.assert_array_equal(table.drawn("nobody knows", at(0.45)), at(0.45))
    gain = [float(table.drawn("nobody knows", at(c)) @ center) - c for c in (0.52, 0.6, 0.69)]
    assert 0 < gain[0] < gain[1]
    assert gain[2] > 0


def test_a_label_of_two_concepts_lies_between_them() -> None:
    drawn = taught().encode_printed(["register pay"])[0]
    assert drawn @ taught().encode(["enrol"])[0] > 0.1
    assert drawn @ taught().encode(["pay"])[0] > drawn @ taught().encode(["now"])[0]


def test_a_table_without_concepts_takes_labels_as_they_are() -> None:
    np.testing.assert_array_equal(TextTable(arrays()).encode_printed(["join"]), TextTable(arrays()).encode(["join"]))
    assert taught().encode_printed([]).shape == (0, 16)


def test_what_is_not_a_word_it_knows_stays_nothing() -> None:
    assert not taught().encode_printed(["\u4e2d"]).any()


def test_concepts_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="concepts do not fit"):
        TextTable(arrays(concepts=SIGN_UP[:, :8], concept_labels=KNOWN))
    with pytest.raises(ValueError, match="list of labels cannot be read"):
        TextTable(arrays(concepts=SIGN_UP, concept_labels=lines("register\tzero"))).encode_printed(["register"])
