"""Texts that share a tree: the grammar may tell 0, 1 and 2 from other digits, and no other digit from its neighbors."""

from __future__ import annotations

import re._constants as sre
import re._parser as parser
from collections.abc import Iterator

import pytest

from shadow_runtime.claim_parser import claim_parser
from shadow_runtime.claim_tree import tree_of
from shadow_runtime.claims import parse_claim
from shadow_runtime.phrasebook import PHRASEBOOK

DIGITS = {ord(digit) for digit in "0123456789"}
TOLD_APART = ({ord("0")}, {ord("1")}, {ord("2")})


def digit_sets(pattern: object) -> Iterator[set[int]]:
    """The ASCII digits, as code points, that each part of a parsed regular expression names."""
    for kind, value in pattern:  # type: ignore[attr-defined]
        if kind in (sre.LITERAL, sre.NOT_LITERAL):
            yield {value} & DIGITS
        elif kind is sre.IN:
            for inner, part in value:
                yield (set(range(part[0], part[1] + 1)) if inner is sre.RANGE else {part} if inner is sre.LITERAL else set()) & DIGITS
        elif kind is sre.BRANCH:
            for branch in value[1]:
                yield from digit_sets(branch)
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            yield from digit_sets(value[2])
        elif kind is sre.SUBPATTERN:
            yield from digit_sets(value[3])
        elif kind in (sre.ASSERT, sre.ASSERT_NOT):
            yield from digit_sets(value[1])
        else:
            assert kind in (sre.AT, sre.CATEGORY, sre.ANY), f"a part of a pattern that this test does not know: {kind}"


def test_the_grammar_tells_no_digits_from_three_on_apart() -> None:
    high = {ord(digit) for digit in "3456789"}
    for terminal in claim_parser().terminals:
        for digits in digit_sets(parser.parse(terminal.pattern.to_regexp())):
            assert digits in TOLD_APART or not digits & high or digits >= high, terminal.name


def test_sentences_of_there_begin_with_it() -> None:
    begin = [terminal.pattern.to_regexp() for terminal in claim_parser().terminals if terminal.name.startswith("THERE_BE")]
    assert begin
    assert all(alternative.startswith(r"there\s+") for pattern in begin for alternative in pattern.split("(?i:")[1].split(r"\b|")), begin


@pytest.mark.parametrize("sentence", ["the button is 44 px wide", "there are 4 buttons", "the tag is #345678", "the photo is 5:4", "the text is on 3 lines"])
def test_what_shares_a_tree_keeps_its_numbers(sentence: str) -> None:
    other = sentence.replace("4", "9").replace("3", "8").replace("5", "6")
    one, two = parse_claim(sentence), parse_claim(other)
    assert (one.predicate, one.subjects) == (two.predicate, two.subjects)
    assert one.args != two.args


def test_a_tree_is_the_parser_s() -> None:
    for said in (said for entry in PHRASEBOOK for said in entry.says if said.startswith("there")):
        tree, reached = tree_of(said, "there")
        assert reached == -1
        assert tree is not None
    assert tree_of("the button is green", "there") == (None, 0)
    assert tree_of("is 44 px glue", "tail")[0] is None
