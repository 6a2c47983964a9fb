"""The text table's training: what it is taught, that it learns, and that the packed table says what was trained."""

from __future__ import annotations

import json
import string
from random import Random

import numpy as np
import pytest

pytest.importorskip("torch")

from shadow_runtime.embed import TextTable
from shadow_teacher.training import interface_texts, train_text_table
from shadow_teacher.training.average_tables import averaged
from shadow_teacher.training.concept_centers import with_centers
from shadow_teacher.training.lexicon import Concept, concepts
from shadow_teacher.training.sentence_head import turned
from shadow_teacher.training.text_lessons import Lessons, dressed, lessons

CONCEPTS = (
    Concept("log-out", "account", ("log out", "sign out"), ("leave my account", "end the session")),
    Concept("cart", "commerce", ("cart", "basket"), ("things i want to buy", "what i chose")),
    Concept("search", "navigation", ("search", "find"), ("look for something", "magnifying glass")),
)
TOY = Lessons([(c, c.phrasings) for c in CONCEPTS], [("cart", "trolley", 1), ("search", "magnifier", 1)], [("log in", "log out")], frozenset())


def start() -> tuple[list[str], np.ndarray]:
    """A table of single letters and the words of the toy lessons."""
    words = {word for c in CONCEPTS for phrase in (*c.labels, *c.phrasings) for word in phrase.split()}
    entries = [*string.ascii_lowercase, *(f"##{letter}" for letter in string.ascii_lowercase), *sorted(words - set(string.ascii_lowercase))]
    return entries, np.random.default_rng(0).normal(0, 0.3, (len(entries), train_text_table.DIMENSIONS)).astype(np.float32)


def test_a_taught_phrase_finds_its_label_and_the_packed_table_says_the_same() -> None:
    entries, vectors = start()
    bag = train_text_table.tune(entries, train_text_table.Bag(vectors), TOY, 40, 0, 1e-2)
    table = TextTable(train_text_table.packed(entries, bag))
    for concept in CONCEPTS:
        others = [label for c in CONCEPTS if c is not concept for label in c.labels]
        for phrase in concept.phrasings:
            assert table.similarity(phrase, list(concept.labels)).max() > table.similarity(phrase, others).max(), phrase
    rows = train_text_table.Rows(table.vocabulary)
    exact = bag([rows("leave my account"), rows("cart")]).detach().numpy()
    assert np.abs(exact - table.encode(["leave my account", "cart"])).max() < 0.02  # int8 rows


def test_the_mean_of_two_tables_lies_between_them_and_keeps_new_entries(tmp_path) -> None:
    entries, vectors = start()
    for name, words, rows in (("old", entries[:-1], vectors[:-1]), ("new", entries, -vectors)):
        np.savez(tmp_path / f"{name}.npz", **train_text_table.packed(words, train_text_table.Bag(rows)))
    mean = averaged(tmp_path / "new.npz", tmp_path / "old.npz")
    rows = mean["rows"] * mean["scale"][:, None].astype(np.float32)
    assert np.abs(rows[:-1]).max() < 0.02
    np.testing.assert_allclose(rows[-1], -vectors[-1], atol=0.02)
    assert TextTable(mean).encode(["cart"]).shape == (1, train_text_table.DIMENSIONS)


def test_a_step_moves_only_the_rows_it_used() -> None:
    entries, vectors = start()
    bag = train_text_table.tune([*entries, "unheard"], train_text_table.Bag(np.concatenate([vectors, np.ones((1, vectors.shape[1]), np.float32)])), TOY, 2, 0)
    np.testing.assert_array_equal(bag.table.weight.detach().numpy()[-1], 1.0)


def test_a_label_is_dressed_and_stays_whole() -> None:
    rng = Random(3)
    looks = {dressed("sign up", rng, 1.0) for _ in range(60)}
    assert all("sign up" in look and "{" not in look for look in looks)
    assert len(looks) > 20
    assert dressed("sign up", rng, 0.0) == "sign up"


def test_what_measures_is_not_taught() -> None:
    material = lessons(True, [])
    assert not any(concept.held_out for concept, _ in material.shown)
    for concept, phrasings in material.shown:
        assert not set(concept.held_out_phrasings).intersection(phrasings)


def test_the_layer_over_the_encoder_brings_phrases_to_their_labels() -> None:
    rng = np.random.default_rng(1)
    phrases = [p for c in CONCEPTS for p in (*c.labels, *c.phrasings)]
    vectors = {p: v / np.linalg.norm(v) for p, v in zip(phrases, rng.normal(size=(len(phrases), 16)).astype(np.float32), strict=True)}
    after = turned(vectors, TOY, 60, 0)
    gained = [after[p] @ after[c.labels[0]] - vectors[p] @ vectors[c.labels[0]] for c in CONCEPTS for p in c.phrasings]
    assert np.mean(gained) > 0.1
    assert all(abs(np.linalg.norm(v) - 1) < 1e-3 for v in after.values())


def test_translation_files_are_read_without_gaps_and_identifiers(tmp_path) -> None:
    (tmp_path / "locales").mkdir()
    (tmp_path / "locales" / "en.json").write_text(json.dumps({"a": {"b": "Sign out everywhere", "c": "Hello {name}"}, "d": ["some.dotted-key"]}))
    (tmp_path / "locales" / "de.json").write_text(json.dumps({"a": "Abmelden"}))
    (tmp_path / "messages_en.properties").write_text("#comment=x\nsave=Save changes\n")
    (tmp_path / "locales" / "en-us.js").write_text("export default { undo: 'Take it back.', n: 3 }")
    assert interface_texts.translations(tmp_path) == {"sign out everywhere", "save changes", "take it back"}


def test_the_dictionary_explains_common_words_briefly(tmp_path, monkeypatch) -> None:
    (tmp_path / "vocab.txt").write_text("\n".join(f"[{k}]" for k in range(interface_texts._COMMON.start)) + "\ncheckout\n")
    monkeypatch.setattr(interface_texts, "minilm", lambda: tmp_path)
    for part in ("noun", "verb", "adj"):
        (tmp_path / f"data.{part}").write_text("  1 This is the license\n")
    (tmp_path / "data.noun").write_text(
        "00001 04 n 02 checkout 0 checkout_counter 0 000 | a counter where you pay; \"at the checkout\"\n"
        "00002 04 n 01 quernstone 0 000 | a stone to grind with\n"
    )
    assert interface_texts.explained(tmp_path) == [("checkout", "a counter where you pay")]


def test_a_finished_table_knows_the_labels_it_was_taught_and_not_those_that_measure() -> None:
    entries, vectors = start()
    plain = train_text_table.packed(entries, train_text_table.Bag(vectors))
    whole, measuring = with_centers(plain, held_out=False), with_centers(plain, held_out=True)
    said = bytes(whole["concept_labels"]).decode().split("\n")
    number = next(line.partition("\t")[2] for line in said if line.startswith("log in\t"))
    assert f"sign in\t{number}" in said
    shown = {label for c in concepts() if not c.held_out for label in c.labels}
    hidden = next(label for c in concepts() if c.held_out for label in c.labels if label not in shown)
    assert len(whole["concepts"]) == len(concepts()) > len(measuring["concepts"])
    assert not any(line.startswith(f"{hidden}\t") for line in bytes(measuring["concept_labels"]).decode().split("\n"))
    assert with_centers(whole, held_out=False).keys() == whole.keys(), "finished twice is finished once"
    table = TextTable(whole)
    np.testing.assert_allclose(np.linalg.norm(table.encode_printed(["sign in", "no such label"]), axis=1), 1, atol=1e-5)
