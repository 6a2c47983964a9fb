"""Retrying with scripted frames: what may pass, when, and how often the student is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from plugin.fake_eyes import FakeEyes, FakePage, ScriptedCamera, absent, ambiguous, element, found, verdict

from pytest_shadow.calls import run
from pytest_shadow.expectation import judge_until
from pytest_shadow.onlooker import Onlooker, pauses
from pytest_shadow.options import Settings
from pytest_shadow.session import ShadowSession
from shadow_runtime.errors import AmbiguousIntentError, TargetNotFoundError

CLAIM = "submit button is green"
BUTTON = element("button", "Submit", (40, 40, 96, 36))


def onlooker(eyes: FakeEyes, *grays: int, timeout: float = 60, root: Path | None = None, ready: str = "complete") -> Onlooker:
    session = ShadowSession(Settings(timeout=timeout), root=root)
    session.eyes = eyes
    return Onlooker(FakePage(ready), session, camera=ScriptedCamera(*grays))


def judged(looker: Onlooker, timeout: float = 60):
    return run(judge_until(looker, CLAIM, timeout), False)[0]


def by_gray(table: dict[int, str], **more):
    return lambda frame: verdict(CLAIM, table[int(frame.rgb[0, 0, 0])], **more)


def test_what_holds_at_once_passes_on_one_look():
    eyes = FakeEyes(verdicts={CLAIM: verdict(CLAIM, "passed")})
    assert judged(onlooker(eyes, 1)).outcome == "passed"
    assert eyes.looks == 1


def test_the_same_pixels_are_judged_once():
    eyes = FakeEyes(verdicts={CLAIM: verdict(CLAIM, "failed")})
    assert judged(onlooker(eyes, 1)).outcome == "failed"
    assert eyes.looks > 3
    assert eyes.judged == 1


def test_a_later_pass_must_hold_twice():
    eyes = FakeEyes(verdicts={CLAIM: by_gray({1: "failed", 2: "passed", 3: "failed", 4: "passed"})})
    looker = onlooker(eyes, 1, 2, 3, 4, 4)
    assert judged(looker, 5000).outcome == "passed"
    assert eyes.looks == 5, "the single pass on frame 2 must not count"


def test_absence_needs_two_equal_looks():
    eyes = FakeEyes(verdicts={CLAIM: verdict(CLAIM, "passed", needs_settled=True)})
    assert judged(onlooker(eyes, 1, 2, 2), 5000).outcome == "passed"
    assert eyes.looks == 3


def test_a_picture_that_never_rests_abstains_what_needs_rest():
    eyes = FakeEyes(verdicts={CLAIM: verdict(CLAIM, "passed", needs_settled=True)})
    result = judged(onlooker(eyes, *range(1, 250)), 0)
    assert result.outcome == "abstained"
    assert "kept changing" in result.reason


def test_a_loading_page_passes_nothing_by_emptiness():
    eyes = FakeEyes(verdicts={CLAIM: verdict(CLAIM, "passed", needs_settled=True)})
    assert judged(onlooker(eyes, 1, ready="loading"), 0).outcome == "abstained"


def test_pauses_are_those_of_playwright():
    steps = pauses(5000)
    assert [next(steps) for _ in range(7)] == [20, 50, 100, 100, 500, 500, 500]
    assert max(next(steps) for steps in [pauses(200)] for _ in range(9)) <= 40


def test_an_ambiguous_target_is_not_acted_on(tmp_path: Path):
    twin = element("button", "Submit", (40, 90, 96, 36))
    eyes = FakeEyes({"submit": ambiguous("submit", [(BUTTON, 0.49), (twin, 0.48)])})
    with pytest.raises(AmbiguousIntentError, match=r"(?s)40, 40.*0\.49.*40, 90.*0\.48"):
        onlooker(eyes, 1, timeout=0, root=tmp_path).locate("submit").click()


def test_a_missing_target_names_the_nearest_and_the_viewport(tmp_path: Path):
    eyes = FakeEyes({"send": absent("send", [(BUTTON, 0.31)])})
    with pytest.raises(TargetNotFoundError, match=r'(?s)nothing fits .send.*button "Submit" 0\.31.*only the viewport'):
        onlooker(eyes, 1, timeout=0, root=tmp_path).locate("send").click()


def test_a_moving_target_is_not_acted_on(tmp_path: Path):
    def moving(frame):
        return found("submit", element("button", "Submit", (40, 10.0 * frame.rgb[0, 0, 0], 96, 36)))

    with pytest.raises(TargetNotFoundError, match="did not stay in its place"):
        onlooker(FakeEyes({"submit": moving}), *range(1, 90), timeout=0, root=tmp_path).locate("submit").click()


def test_waiting_for_absence_is_settled_too(tmp_path: Path):
    eyes = FakeEyes({"toast": lambda frame: absent("toast") if frame.rgb[0, 0, 0] > 1 else found("toast", BUTTON)})
    onlooker(eyes, 1, 2, 3, 3, timeout=5000, root=tmp_path).locate("toast").wait("absent")
    assert eyes.looks == 4
