"""How many there are, from how far off a student counts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shadow_runtime.calibrate import COUNT_REACH, Calibration
from shadow_runtime.claims import parse_claim
from shadow_runtime.geometry import Box
from shadow_runtime.intent import parse_intent
from shadow_runtime.predicates.counting import bucket_of, is_countable, judge_count, kind_of, seen_of, spread_of
from shadow_runtime.records import Candidate, Element, Grounding

WIDTH = 2 * COUNT_REACH + 3


def candidates(*confidences: float) -> list[Candidate]:
    return [Candidate(element=Element(role="button", box=Box(10, 40 * n, 80, 30), confidence=p), confidence=p) for n, p in enumerate(confidences)]


class Found:
    """A grounder that found these for whatever is asked."""

    def __init__(self, *confidences: float) -> None:
        self.found = candidates(*confidences)

    def locate(self, intent: str) -> Grounding:
        raise AssertionError("a number asks for all")

    def ground_all(self, intent: str, least: float | None = None) -> list[Candidate]:
        return [candidate for candidate in self.found if candidate.confidence >= (0.5 if least is None else least)]


def knows(kind: str, group: str, exact: float) -> Calibration:
    rest = (1 - exact) / (WIDTH - 1)
    return Calibration(counts={kind: {group: tuple(exact if i == COUNT_REACH + 1 else rest for i in range(WIDTH))}})


@given(st.integers(0, 60), st.lists(st.floats(0, 1), min_size=WIDTH, max_size=WIDTH).filter(lambda errors: sum(errors) > 0.1))
@settings(max_examples=100, deadline=None)
def test_a_spread_is_a_distribution(seen: int, errors: list[float]) -> None:
    spread = spread_of(seen, errors)
    assert sum(spread) == pytest.approx(1) or sum(spread) == 0
    assert all(p >= 0 for p in spread)


@pytest.mark.parametrize(("phrase", "kind"), [("buttons", "button"), ("switches", "checkbox+switch"), ("links in the footer", "link"), ("red buttons", ""), ("Delete buttons", ""), ("things", "")])
def test_kinds(phrase: str, kind: str) -> None:
    assert kind_of(parse_intent(phrase)) == kind


def test_groups() -> None:
    assert [bucket_of(doubt) for doubt in (0, 0.03, 0.2, 1.0, 4.0)] == ["below 0.03", "below 0.07", "below 0.3", "below 1.2", "more"]
    seen, doubt = seen_of(candidates(0.99, 0.8, 0.6, 0.3, 0.05))
    assert seen == 3
    assert doubt == pytest.approx(0.01 + 0.2 + 0.4 + 0.3), "what nearly nothing speaks for is none"


def test_a_kind_that_is_counted_well_is_answered() -> None:
    three, sure = Found(0.98, 0.97, 0.96), knows("button", "below 0.15", 0.97)

    def score(claim: str, calibration: Calibration) -> float:
        return judge_count(parse_claim(claim), "buttons", three, calibration).score

    assert score("there are exactly 3 buttons", sure) > 3
    assert score("there are exactly 4 buttons", sure) < -2
    assert score("there are at least 2 buttons", sure) > 2
    assert score("there are fewer than 3 buttons", sure) < -2
    assert abs(score("there are exactly 3 buttons", knows("button", "below 0.15", 0.2))) < 1.2, "counted badly: open"


def test_a_bound_needs_no_exact_number() -> None:
    """Far more than asked for, or far fewer, is told even of a kind that is counted badly."""
    loose = (0.02, 0.05, 0.1, 0.1, 0.15, 0.2, 0.15, 0.1, 0.06, 0.05, 0.02)
    calibration = Calibration(counts={"button": {"below 1.2": loose}})
    twelve = Found(*[0.95] * 12)
    assert judge_count(parse_claim("there are at least 2 buttons"), "buttons", twelve, calibration).score > 4
    assert judge_count(parse_claim("there are exactly 3 buttons"), "buttons", twelve, calibration).score < -1.5
    assert abs(judge_count(parse_claim("there are at least 12 buttons"), "buttons", twelve, calibration).score) < 1


def test_where_none_was_seen_the_style_may_be_unknown() -> None:
    """A student that counts buttons well may overlook all of a page whose style it does not know."""
    sure = knows("button", "below 0.03", 0.97)
    assert abs(judge_count(parse_claim("there are exactly 2 buttons"), "buttons", Found(), sure).score) < 2.5


def test_the_manifest_is_checked() -> None:
    good = {"button": {"3": [0.1] * WIDTH}}
    assert Calibration.from_manifest({"counts": good}).counts["button"]["3"] == (0.1,) * WIDTH
    with pytest.raises(ValueError, match=r"counts.button.3: expected 11"):
        Calibration.from_manifest({"counts": {"button": {"3": [1.0]}}})
    with pytest.raises(ValueError, match="counts"):
        Calibration.from_manifest({"counts": 3})


def test_what_only_means_the_name_is_not_counted() -> None:
    """Of "tasks" nobody can tell how many there are by what reads alike in meaning."""
    button = Candidate(element=Element(role="button", box=Box(0, 0, 90, 30), confidence=0.9, text="Add task"), confidence=0.8)
    heart = Candidate(element=Element(role="icon", box=Box(0, 0, 20, 20), confidence=0.9, icon=np.ones(128, np.float32)), confidence=0.8)
    draft = Candidate(element=Element(role="text", box=Box(0, 0, 60, 20), confidence=0.9, text="Draft"), confidence=0.9)
    for phrase, seen, countable in (("tasks", [button], False), ("tasks", [], False), ("hearts", [heart, heart], True), ("drafts", [draft], True), ("buttons", [], True),
                                    ("task buttons", [button], True), ('"tasks"', [], True), ("error messages", [], True)):  # fmt: skip
        assert is_countable(parse_intent(phrase), seen) == countable, phrase
