"""The hand-written words: well-formed, lower case, no opposites taken for one thing, a part held out."""

from __future__ import annotations

import pytest

from shadow_runtime.match import normalized
from shadow_teacher.training import lexicon
from shadow_teacher.training.lexicon import antonym_pairs, concepts


def test_there_are_many_concepts_each_with_labels_and_ways_to_say_it() -> None:
    every = concepts()
    assert len(every) >= 700
    assert sum(len(c.labels) + len(c.phrasings) for c in every) >= 6500
    for concept in every:
        assert concept.labels, concept.name
        assert concept.phrasings, concept.name
        for phrase in (*concept.labels, *concept.phrasings):
            assert phrase == phrase.strip().lower(), (concept.name, phrase)
            assert 0 < len(phrase) < 60, (concept.name, phrase)


def test_opposites_are_never_one_concept() -> None:
    both = [(c.name, pair) for c in concepts() for pair in antonym_pairs() if set(pair) <= {*c.labels, *c.phrasings}]
    assert not both


def test_a_phrasing_belongs_to_one_concept_and_is_no_label_of_another() -> None:
    owner: dict[str, str] = {}
    for concept in concepts():
        for phrase in concept.phrasings:
            assert owner.setdefault(normalized(phrase), concept.name) == concept.name, phrase


def test_a_part_is_held_out_by_name_not_by_order() -> None:
    every = concepts()
    whole = sum(c.held_out for c in every)
    assert 0.08 * len(every) < whole < 0.18 * len(every)
    for concept in every:
        assert {*concept.held_out_phrasings, *concept.taught_phrasings} == set(concept.phrasings)
        assert not set(concept.held_out_phrasings).intersection(concept.taught_phrasings)


def test_a_broken_line_is_named(tmp_path, monkeypatch) -> None:
    (tmp_path / "concepts").mkdir()
    (tmp_path / "concepts" / "x.txt").write_text("search: look for something\n")
    monkeypatch.setattr(lexicon, "WORDS", tmp_path)
    concepts.cache_clear()
    try:
        with pytest.raises(ValueError, match=r"x\.txt: expected"):
            concepts()
    finally:
        concepts.cache_clear()


def test_verbs_have_a_place_for_the_thing_and_no_opposites_in_one_line() -> None:
    for verb in lexicon.verbs():
        assert all(phrase.count("{}") == 1 for phrase in verb.phrasings), verb.labels
        assert not [pair for pair in antonym_pairs() if set(pair) <= set(verb.labels)]
    for thing in lexicon.things():
        assert thing.labels
        assert thing.phrasings
        assert not any("{" in phrase for phrase in (*thing.labels, *thing.phrasings))
