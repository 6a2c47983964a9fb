"""A name in quotes is claimed to the letter: what is found for it must show it. Found by the mutation suite."""

from __future__ import annotations

import numpy as np
import pytest

from shadow_runtime.calibrate import Calibration
from shadow_runtime.geometry import Box
from shadow_runtime.intent import parse_intent
from shadow_runtime.predicates import judge_visible
from shadow_runtime.records import Element, Grounding, TextRow


def outcome(phrase: str, shown: str, label: str = "") -> str:
    element = Element(role="link", box=Box(0, 0, 60, 20), confidence=0.97, text=shown, label=label)
    grounding = Grounding(intent=parse_intent(phrase), outcome="found", confidence=0.96, element=element)
    return Calibration().of("presence").outcome(judge_visible(phrase, grounding).score)


@pytest.mark.parametrize("wanted", ["MOVXES", "Movers", "Series"])
def test_another_text_in_quotes_does_not_pass(wanted: str) -> None:
    assert outcome(f'the "{wanted}" link', "MOVIES") != "passed"


@pytest.mark.parametrize(("phrase", "shown"), [('the "Movies" link', "Movies"), ('"Bill now"', "BiII now"), ('"Read more"', "Read more …"), ("the moveis link", "Movies")])
def test_the_text_itself_and_what_nobody_quoted_pass(phrase: str, shown: str) -> None:
    assert outcome(phrase, shown) == "passed"


def test_a_field_answers_to_its_label() -> None:
    assert outcome('the "Email" field', "ada@example.org", label="Email") == "passed"


@pytest.mark.parametrize(("printed", "expected"), [("Please fill in every field", "passed"), ("Please wait", "failed")])
def test_a_container_answers_to_the_words_in_it(printed: str, expected: str) -> None:
    """It has no text of its own: 'the "Please fill in every field" alert' is the panel around these words."""
    phrase = 'the "Please fill in every field" alert'
    alert = Element(role="alert", box=Box(20, 20, 400, 60), confidence=0.9)
    row = TextRow(box=Box(40, 40, 200, 18), text=printed, confidence=0.97, char_x=np.zeros(0, np.float32))
    grounding = Grounding(intent=parse_intent(phrase), outcome="found", confidence=0.96, element=alert)
    assert Calibration().of("presence").outcome(judge_visible(phrase, grounding, (row,)).score) == expected
