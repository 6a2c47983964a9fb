"""expect_visual and shadow.remember, with scripted frames: the same sentences, retrying and messages as assert_visual."""

from __future__ import annotations

from pathlib import Path

import pytest
from plugin.fake_eyes import FakeEyes, FakePage, ScriptedCamera, verdict

from pytest_shadow import VisualAssertionError, expect_visual
from pytest_shadow.onlooker import Onlooker
from pytest_shadow.options import Settings
from pytest_shadow.session import ShadowSession
from shadow_runtime.claims import Claim, parse_claim
from shadow_runtime.errors import ClaimError


class Answers:
    """Verdicts by the claim's text; remembers which claims were asked, and with what memory."""

    def __init__(self, **outcomes: str) -> None:
        self.outcomes, self.asked, self.memories = outcomes, [], []

    def __call__(self, claim: Claim | str, memory: object = None):
        self.asked.append(claim)
        self.memories.append(memory)
        text = claim if isinstance(claim, str) else claim.text
        return verdict(text, self.outcomes.get("always", "passed"))


def looker(answers: Answers, tmp_path: Path, *grays: int) -> Onlooker:
    eyes = FakeEyes()
    see = eyes.see

    def seen(rgb, scale: float = 1.0, capture_ms: float = 0.0):
        look = see(rgb, scale, capture_ms)
        look.check = answers
        return look

    eyes.see = seen  # type: ignore[method-assign]
    session = ShadowSession(Settings(timeout=60), root=tmp_path)
    session.eyes = eyes
    return Onlooker(FakePage(), session, camera=ScriptedCamera(*(grays or (1,))))


def test_typed_says_the_sentence(tmp_path: Path) -> None:
    answers = Answers()
    shadow = looker(answers, tmp_path)
    button = shadow.locate("submit button")
    assert expect_visual(button).to_have_color("green").claim == "submit button is green"
    expect_visual(button).not_to_be_below(shadow.locate("email field"))
    expect_visual(button).to_have_width(44, "at least")
    expect_visual(button).not_to_contain_text('say "hi"')
    expect_visual(shadow.locate("cards")).to_have_count(3)
    first, below, wide, says, count = answers.asked
    assert (first.text, first.predicate, first.subjects, first.args["colors"]) == ("submit button is green", "color", ("submit button",), ("green",))
    assert (below.text, below.negated, below.objects) == ("submit button is not below email field", True, ("email field",))
    assert (wide.text, wide.args["value"]) == ("submit button is at least 44 px wide", 44.0)
    assert (says.negated, says.args["text"]) == (True, 'say "hi"')
    assert (count.predicate, count.subjects, count.args["value"]) == ("count", ("cards",), 3)


def test_typed_is_what_the_words_parse_to(tmp_path: Path) -> None:
    answers = Answers()
    shadow = looker(answers, tmp_path)
    expect_visual(shadow.locate("the Save button")).to_be_wider_than("the Cancel button")
    words = parse_claim("the Save button is wider than the Cancel button")
    typed = answers.asked[0]
    assert (typed.text, typed.predicate, dict(typed.args), typed.subjects, typed.objects) == (words.text, words.predicate, dict(words.args), words.subjects, words.objects)


def test_typed_failure_has_the_one_message(tmp_path: Path) -> None:
    shadow = looker(Answers(always="failed"), tmp_path)
    with pytest.raises(VisualAssertionError) as caught:
        expect_visual(shadow.locate("submit button")).to_have_color("green", timeout=0)
    assert str(caught.value).startswith("submit button is green: failed\n")
    assert "observed" in str(caught.value)


def test_typed_refuses_what_it_cannot_say(tmp_path: Path) -> None:
    shadow = looker(Answers(), tmp_path)
    with pytest.raises(ClaimError):
        expect_visual(shadow.locate("submit button")).to_have_color("grene")
    with pytest.raises(TypeError, match="assert_visual"):
        expect_visual("submit button")  # type: ignore[arg-type]


def test_remembered_looks_reach_the_judge(tmp_path: Path) -> None:
    answers = Answers()
    shadow = looker(answers, tmp_path, 1, 2, 2, 3)
    shadow.check("the page is dark")
    assert answers.memories[-1] is None
    shadow.remember("before")
    shadow.check('the counter has changed since "before"')
    assert list(answers.memories[-1]) == ["before"]
    assert int(answers.memories[-1]["before"].frame.rgb[0, 0, 0]) == 2, "two equal looks, not the first"
