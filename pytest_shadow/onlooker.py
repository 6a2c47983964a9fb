"""A page that is looked at: the `shadow` fixture of a test."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from shadow_runtime.records import AbstainReason, Frame, Verdict

from .calls import finished, is_async_page, run
from .camera import Camera

if TYPE_CHECKING:
    from shadow_runtime.claims import Claim

    from .handle import Handle
    from .session import ShadowSession

CONFIRM_MS = 100.0  # between two looks that must be equal


class Onlooker:
    """shadow.locate("email field").fill(...), shadow.check("submit button is green").

    On a page of playwright.async_api what looks or acts is awaited: `await shadow.locate("email field").fill(...)`.
    """

    def __init__(self, page: Any, session: ShadowSession, camera: Any = None) -> None:
        self.page, self.session = page, session
        self.asynchronous = is_async_page(page)
        self._memory: dict[str, Any] = {}
        self._seen: tuple[Frame, Any, Any] | None = None  # the last frame, who saw it, what was seen
        self._camera = camera if camera is not None else Camera(page, self.asynchronous, session.backends)

    def locate(self, intent: str, *, scroll: bool = False) -> Handle:
        """A handle on what the words name. Looks only when the handle is used, and anew each time.

        scroll: search what the viewport does not show, too, view by view; the first view that has it is kept.
        """
        from .handle import Handle

        return Handle(self, intent, scroll)

    def remember(self, name: str) -> Any:
        """Keep what the page shows now under a name, for claims such as 'the counter has changed since "before"'.

        Waits up to a second for two equal looks; keeps the last look where the page does not come to rest.
        """
        __tracebackhide__ = True
        return run(self._remember(name), self.asynchronous)

    async def _remember(self, name: str) -> None:
        __tracebackhide__ = True
        seen, deadline = await self.look(), time.monotonic() + 1.0
        while True:
            await self.pause(CONFIRM_MS)
            again = await self.look()
            settled = same_pixels(seen.frame, again.frame)
            seen = again
            if settled or time.monotonic() > deadline:
                break
        self._memory[name] = seen

    def ask(self, seen: Any, claim: str | Claim) -> Verdict:
        """The verdict of one look, with what was remembered."""
        return seen.check(claim, self._memory) if self._memory else seen.check(claim)

    def check(self, claim: str) -> Any:
        """The Verdict on the page as it is now; no retrying, never fails the test. Raises ClaimError.

        A claim that something is not there is judged on two equal looks; on a picture that does not come to rest
        within a second it is abstained.
        """
        __tracebackhide__ = True
        return run(self._check(claim), self.asynchronous)

    async def _check(self, claim: str) -> Verdict:
        __tracebackhide__ = True
        seen = await self.look()
        verdict = self.ask(seen, claim)
        deadline = time.monotonic() + 1.0
        while verdict.needs_settled and verdict.outcome == "passed":
            await self.pause(CONFIRM_MS)
            again = await self.look()
            if same_pixels(seen.frame, again.frame) and await self.is_loaded():
                break
            if time.monotonic() > deadline:
                verdict = unsettled(verdict)
                break
            seen, verdict = again, self.ask(again, claim)
        self.session.tally.add(verdict)
        if verdict.outcome == "abstained" and self.session.learning is not None:
            from .escalation import ask_teacher

            await ask_teacher(self, seen, "check", claim, verdict=verdict)
        return verdict

    def correct(
        self, text: str, *, at: tuple[float, float] | None = None, box: tuple[float, float, float, float] | None = None, truth: bool | None = None,
        absent: bool = False,
    ) -> Any:  # fmt: skip
        """Tell the teacher what the student should have seen; True when the correction was taken.

        text: an intent, with `at` (a point on the right element), `box` (x, y, width, height) or `absent`; or a claim, with
        `truth`. CSS px, viewport origin. Changes no answer of this run; nodes have it from their next poll. Raises
        ValueError for none or several of the four, ClaimError for a sentence that is not understood.
        """
        __tracebackhide__ = True
        return run(self._correct(text, at, box, truth, absent), self.asynchronous)

    async def _correct(self, text: str, at: Any, box: Any, truth: bool | None, absent: bool) -> bool:
        __tracebackhide__ = True
        from .escalation import ask_teacher, correction_of

        correction = correction_of(at, box, truth, absent)
        seen = await self.look()
        if truth is not None:
            return await ask_teacher(self, seen, "check", text, verdict=seen.check(text), correction=correction)
        return await ask_teacher(self, seen, "locate", text, grounding=seen.locate(text), correction=correction)

    async def look(self) -> Any:
        """What the page shows now, seen."""
        __tracebackhide__ = True
        frame: Frame = await self._camera.capture()
        eyes = self.session.eyes
        if self._seen is not None and self._seen[0].rgb is frame.rgb and self._seen[0].scale == frame.scale and self._seen[1] is eyes:
            return self._seen[2]
        seen = eyes.see(frame.rgb, scale=frame.scale, capture_ms=frame.capture_ms)
        self._seen = frame, eyes, seen
        return seen

    async def pause(self, milliseconds: float) -> None:
        """Wait while the browser's events are processed."""
        __tracebackhide__ = True
        try:
            await finished(self.page.wait_for_timeout(max(milliseconds, 0.0)))
        except Exception:
            if not self.page.is_closed():
                raise
            # The next look says that the page is closed, as PageClosedError.

    async def is_loaded(self) -> bool:
        """False while the document is still being parsed: emptiness proves nothing yet."""
        __tracebackhide__ = True
        try:
            return await finished(self.page.evaluate("document.readyState")) != "loading"
        except Exception:
            return False


def same_pixels(a: Frame, b: Frame) -> bool:
    """True when two looks show the same picture."""
    return a is b or (a.scale == b.scale and a.rgb.shape == b.rgb.shape and bool(np.array_equal(a.rgb, b.rgb)))


def unsettled(verdict: Verdict) -> Verdict:
    """A pass that cannot be given because the picture kept changing."""
    return replace(verdict, outcome="abstained", reasons=(AbstainReason.STILL_ANIMATING,), reason="it held on the last look, but the picture kept changing: no two looks were equal")


def pauses(timeout: float) -> Iterator[float]:
    """Milliseconds between looks, as Playwright's expect waits; long steps are dropped when the timeout is short."""
    steps = [step for step in (20.0, 50.0, 100.0, 100.0, 500.0) if step <= max(timeout / 5, 20.0)]
    yield from steps
    yield from itertools.repeat(steps[-1])


