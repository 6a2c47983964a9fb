"""A student and a camera for tests of the plugin: what is seen is scripted by the picture's first pixel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np

from shadow_runtime.geometry import Box
from shadow_runtime.records import Candidate, Element, Evidence, Frame, Grounding, Intent, Verdict


def element(role: str, text: str, box: tuple[float, float, float, float], **more: Any) -> Element:
    return Element(role=role, text=text, box=Box(*box), confidence=0.9, **more)


def found(intent: str, target: Element, confidence: float = 0.98, rivals: Sequence[tuple[Element, float]] = ()) -> Grounding:
    candidates = (Candidate(element=target, confidence=confidence), *(Candidate(element=e, confidence=c) for e, c in rivals))
    return Grounding(intent=Intent(text=intent), outcome="found", confidence=confidence, element=target, candidates=candidates)


def absent(intent: str, nearest: Sequence[tuple[Element, float]] = ()) -> Grounding:
    candidates = tuple(Candidate(element=e, confidence=c) for e, c in nearest)
    return Grounding(intent=Intent(text=intent), outcome="absent", confidence=0.9, candidates=candidates)


def ambiguous(intent: str, several: Sequence[tuple[Element, float]]) -> Grounding:
    candidates = tuple(Candidate(element=e, confidence=c) for e, c in several)
    return Grounding(intent=Intent(text=intent), outcome="ambiguous", confidence=0.5, element=candidates[0].element, candidates=candidates)


def verdict(claim: str, outcome: str, groundings: Sequence[Grounding] = (), *, needs_settled: bool = False, observed: str = "gray #888888") -> Verdict:
    evidence = Evidence(expected="green", observed=observed, groundings=tuple(groundings), swatches=(("fill", (31, 111, 235)),))
    return Verdict(
        claim=claim, outcome=outcome, confidence=0.9, evidence=evidence, needs_settled=needs_settled, student="student-fake",
        timings_ms={"capture": 4.3, "see": 6.1, "check": 0.2},
    )  # type: ignore[arg-type]  # fmt: skip


class FakeEyes:
    """locate and check answer from tables; a table's value may be a function of the frame."""

    student_id = "student-fake"

    def __init__(self, groundings: Mapping[str, Any] | None = None, verdicts: Mapping[str, Any] | None = None) -> None:
        self.groundings, self.verdicts = dict(groundings or {}), dict(verdicts or {})
        self.looks = self.judged = 0

    def see(self, rgb: np.ndarray, scale: float = 1.0, capture_ms: float = 0.0) -> Any:
        self.looks += 1
        frame = Frame(rgb=rgb, scale=scale, capture_ms=capture_ms)

        def check(claim: str) -> Verdict:
            self.judged += 1
            return _answer(self.verdicts[claim], frame)

        def locate(intent: str) -> Grounding:
            return _answer(self.groundings[intent], frame)

        seen = [g.element for g in self.groundings.values() if isinstance(g, Grounding) and g.element is not None]
        return SimpleNamespace(frame=frame, elements=tuple(seen), rows=(), see_ms=6.1, locate=locate, check=check)


def _answer(value: Any, frame: Frame) -> Any:
    return value(frame) if isinstance(value, Callable) else value


class FakePage:
    """Enough of a page for an onlooker whose camera is scripted. State: how often it was waited for."""

    def __init__(self, ready: str = "complete") -> None:
        self.waited: list[float] = []
        self.ready, self.frames, self.main_frame = ready, (), None

    def on(self, *_: Any) -> None: ...

    def is_closed(self) -> bool:
        return False

    def wait_for_timeout(self, milliseconds: float) -> None:
        self.waited.append(milliseconds)

    def evaluate(self, _script: str) -> str:
        return self.ready


class ScriptedCamera:
    """Gives frames of the scripted gray values, the last one for ever."""

    def __init__(self, *grays: int) -> None:
        self.grays = list(grays)

    async def capture(self) -> Frame:
        gray = self.grays.pop(0) if len(self.grays) > 1 else self.grays[0]
        return Frame(rgb=np.full((200, 320, 3), gray, np.uint8), scale=1.0, capture_ms=4.3)
