"""Claims of change against a remembered look, on drawn scenes."""

from __future__ import annotations

import pytest
from runtime.claim_scene import ByName, Canvas, colors

from shadow_runtime.claims import parse_claim
from shadow_runtime.errors import NotRememberedError
from shadow_runtime.judge import judge
from shadow_runtime.records import Frame, Grounding, Verdict

TABLE = colors()


class Look:
    def __init__(self, canvas: Canvas) -> None:
        self.scene, self.grounder = canvas.scene(), ByName(canvas.named)
        self.frame: Frame = self.scene.frame

    def locate(self, intent: str) -> Grounding:
        return self.grounder.locate(intent)


def drawn(button: tuple[int, int, int] = (25, 135, 84), at: int = 40, counter: str = "1", toast: bool = False, banner: bool = True) -> Look:
    c = Canvas(400, 200)
    c.add("the Save button", "button", (at, 20, 120, 40), "Save", fill=button, ink=(255, 255, 255))
    c.add("the counter", "text", (240, 20, 60, 30), counter, size=20)
    if banner:
        c.add("the banner", "alert", (20, 140, 360, 40), "Thank you", fill=(209, 231, 221))
    if toast:
        c.add("the toast", "alert", (200, 80, 160, 40), "Saved", fill=(33, 37, 41), ink=(255, 255, 255))
    return Look(c)


BEFORE = drawn()


def ask(claim: str, now: Look) -> Verdict:
    return judge(parse_claim(claim), now.scene, now.grounder, TABLE, memory={"before": BEFORE})


@pytest.mark.parametrize(
    ("claim", "now", "outcome"),
    [
        ('the page has not changed since "before"', drawn(), "passed"),
        ('nothing has changed since "before"', drawn(counter="2"), "failed"),
        ('the page has changed since "before"', drawn(counter="2"), "passed"),
        ('the counter has changed since "before"', drawn(counter="2"), "passed"),
        ('the counter is unchanged since "before"', drawn(), "passed"),
        ('the Save button is unchanged since "before"', drawn(counter="2"), "passed"),
        ('the Save button is unchanged since "before"', drawn(button=(220, 53, 69)), "failed"),
        ('the Save button has changed color since "before"', drawn(button=(220, 53, 69)), "passed"),
        ('the Save button has not changed color since "before"', drawn(counter="7"), "passed"),
        ('only the counter changed since "before"', drawn(counter="2"), "passed"),
        ('only the counter changed since "before"', drawn(counter="2", button=(220, 53, 69)), "failed"),
        ('only the counter changed since "before"', drawn(), "failed"),
        ('the Save button has moved since "before"', drawn(at=60), "passed"),
        ('the Save button has not moved since "before"', drawn(at=60), "failed"),
        ('the Save button has not moved since "before"', drawn(), "passed"),
        ('the Save button is unchanged since "before"', drawn(at=60), "passed"),  # its look; "moved" asks for its place
        ('the toast has appeared since "before"', drawn(toast=True), "passed"),
        ('the toast has appeared since "before"', drawn(), "failed"),
        ('the banner has appeared since "before"', drawn(), "failed"),
        ('the banner has disappeared since "before"', drawn(banner=False), "passed"),
        ('the banner has disappeared since "before"', drawn(), "failed"),
    ],
)
def test_change(claim: str, now: Look, outcome: str) -> None:
    verdict = ask(claim, now)
    assert verdict.outcome == outcome, (verdict.evidence, verdict.reason, verdict.score)
    assert verdict.needs_settled
    assert verdict.family == "change"


def test_a_look_that_nobody_remembered_is_an_error_that_says_what_to_do() -> None:
    with pytest.raises(NotRememberedError, match=r"shadow\.remember\('start'\)"):
        ask('the counter has changed since "start"', BEFORE)


def test_what_is_not_there_does_not_pass_as_unchanged() -> None:
    assert ask('the toast is unchanged since "before"', drawn()).outcome != "passed"
