"""assert_visual: a claim, retried as Playwright's expect retries, until it holds or the time is up.

Retrying must not become many draws. The same pixels are never judged twice; a claim that did not hold at once must hold
on two looks in a row; what rests on something not being there must hold on two equal looks of a loaded page.
"""

from __future__ import annotations

import time
import warnings
from typing import TYPE_CHECKING, Any

import pytest

from shadow_runtime.records import Verdict

from .calls import run
from .escalation import ask_teacher, is_doubtful
from .evidence import leave_evidence
from .explain import explain_verdict
from .onlooker import CONFIRM_MS, Onlooker, pauses, same_pixels, unsettled
from .session import current_session

if TYPE_CHECKING:
    from shadow_runtime.claims import Claim


class VisualAssertionError(AssertionError):
    """A claim that does not hold, or that the student cannot judge. verdict: the last one."""

    def __init__(self, message: str, verdict: Verdict) -> None:
        self.verdict = verdict
        super().__init__(message)


class ShadowAbstainedWarning(UserWarning):
    """A claim that the student could not judge, with --shadow-on-abstain=warn."""


def assert_visual(page: Any, claim: str, timeout: float | None = None) -> Any:
    """Assert what a person would see, such as "submit button is green". Returns the Verdict.

    page: a Playwright page, sync or async (then await the call), or the shadow fixture. timeout: milliseconds, default
    --shadow-timeout. Raises VisualAssertionError, ClaimError for a sentence that is not understood, PageClosedError and
    CaptureError at once.
    """
    __tracebackhide__ = True
    onlooker = current_session().onlooker(page)
    return run(assert_claim(onlooker, claim, timeout), onlooker.asynchronous)


async def assert_claim(onlooker: Onlooker, claim: str | Claim, timeout: float | None) -> Verdict:
    """Judge until the claim holds or the time is up; what did not hold leaves evidence and raises, skips or warns."""
    __tracebackhide__ = True
    session = onlooker.session
    verdict, seen = await judge_until(onlooker, claim, session.settings.timeout if timeout is None else timeout)
    session.tally.add(verdict)
    if verdict.outcome == "passed":
        return verdict
    files = await leave_evidence(onlooker, seen, verdict.evidence.groundings, verdict=verdict)
    message = explain_verdict(verdict, files)
    if verdict.outcome == "abstained" or is_doubtful(verdict):
        await ask_teacher(onlooker, seen, "check", claim if isinstance(claim, str) else claim.text, verdict=verdict)
    if verdict.outcome == "abstained" and session.settings.on_abstain == "skip":
        pytest.skip(message)
    if verdict.outcome == "abstained" and session.settings.on_abstain == "warn":
        warnings.warn(message, ShadowAbstainedWarning, stacklevel=2)
        return verdict
    raise VisualAssertionError(message, verdict)


async def judge_until(onlooker: Onlooker, claim: str | Claim, timeout: float) -> tuple[Verdict, Any]:
    """The final verdict and the look it was given on. timeout: milliseconds; 0 looks once (twice where needed)."""
    __tracebackhide__ = True
    started = time.monotonic()
    steps = pauses(timeout)
    seen = verdict = None
    missed = False
    while True:
        before, verdict_before = seen, verdict
        seen = await onlooker.look()
        settled = before is not None and same_pixels(before.frame, seen.frame)
        if settled and verdict_before is not None:
            verdict = verdict_before
        else:
            verdict = onlooker.ask(seen, claim)
            onlooker.session.tally.add_times(verdict.timings_ms)
        if verdict.outcome == "passed":
            held_before = verdict_before is not None and verdict_before.outcome == "passed"
            if verdict.needs_settled:
                done = settled and await onlooker.is_loaded()
            else:
                done = not missed or held_before
            if done:
                return verdict, seen
        else:
            missed = True
        left = timeout - (time.monotonic() - started) * 1e3
        if left <= 0:
            # A pass first seen on the last look still gets the one look that can confirm it.
            fresh = verdict.outcome == "passed" and (verdict_before is None or verdict_before.outcome != "passed")
            if not fresh:
                return (unsettled(verdict) if verdict.outcome == "passed" else verdict), seen
            await onlooker.pause(CONFIRM_MS)
        elif verdict.outcome == "passed":
            await onlooker.pause(CONFIRM_MS)
        else:
            await onlooker.pause(min(next(steps), left))
