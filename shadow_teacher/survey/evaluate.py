"""A student's answers to the cases of a folder, marked (docs/evaluation-format.md)."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from shadow_runtime import Shadow
from shadow_runtime.errors import ClaimError
from shadow_runtime.geometry import Box


class EvaluationError(Exception):
    """A folder that cannot be evaluated; the message names the file."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One case and how the student did. outcome: right, wrong or none (it abstained, or found nothing)."""

    case: Mapping[str, Any]
    outcome: str
    answer: Box | None
    said: str
    confidence: float

    @property
    def row(self) -> dict[str, Any]:
        """As rows.jsonl holds it."""
        kept = {name: self.case[name] for name in ("id", "frame", "source", "type", "kind", "origin")}
        return {**kept, "asked": self.case.get("intent") or self.case["text"], "ok": self.outcome == "right", "none": self.outcome == "none",
                "said": self.said, "answer": list(self.answer) if self.answer else None, "confidence": round(self.confidence, 4)}  # fmt: skip


def evaluate(folder: Path, shadow: Shadow, progress: Callable[[int, int], None] = lambda done, total: None) -> list[Marked]:
    """Ask a student every case of a folder. progress: frames done, of how many. Raises EvaluationError."""
    try:
        sizes = json.loads((folder / "frames.json").read_text(encoding="utf-8"))
        cases = [json.loads(line) for line in (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines() if line]
    except (OSError, ValueError) as error:
        raise EvaluationError(f"{folder}: expected frames.json, cases.jsonl and frames/ there: {error}") from error
    by_frame: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for case in cases:
        by_frame[case["frame"]].append(case)
    marked: list[Marked] = []
    for done, frame in enumerate(sorted(by_frame), 1):
        rgb = read_frame(folder, frame)
        seen = shadow.see(rgb, scale=float(sizes[frame]["dsf"]))
        marked += [_locate(case, seen) if case["type"] == "locate" else _check(case, seen) for case in by_frame[frame]]
        progress(done, len(by_frame))
    return marked


def read_frame(folder: Path, frame: str) -> np.ndarray:
    """(H, W, 3) uint8 RGB. Raises EvaluationError."""
    picture = cv2.imread(str(folder / "frames" / f"{frame}.png"))
    if picture is None:
        raise EvaluationError(f"{folder / 'frames' / f'{frame}.png'}: missing or no picture")
    return np.ascontiguousarray(picture[..., ::-1])


def _locate(case: Mapping[str, Any], seen: Any) -> Marked:
    """Right when the answer's center lies in an acceptable box; for what is absent, when there is no answer."""
    grounding = seen.locate(case["intent"])
    box = grounding.box if grounding.outcome == "found" else None
    if case["kind"] == "absent":
        outcome = "right" if box is None else "wrong"
    elif box is None:
        outcome = "none"
    else:
        x, y = box.center
        outcome = "right" if any(b[0] <= x <= b[0] + b[2] and b[1] <= y <= b[1] + b[3] for b in case["boxes"]) else "wrong"
    return Marked(case, outcome, box, grounding.outcome if box is None else f"{grounding.reason}", grounding.confidence)


def _check(case: Mapping[str, Any], seen: Any) -> Marked:
    try:
        verdict = seen.check(case["text"])
    except ClaimError as error:
        return Marked(case, "none", None, f"not understood: {error}".splitlines()[0], 0.0)
    subject = verdict.evidence.groundings[0].box if verdict.evidence.groundings else None
    outcome = "none" if verdict.outcome == "abstained" else "right" if (verdict.outcome == "passed") == case["truth"] else "wrong"
    return Marked(case, outcome, subject, f"{verdict.outcome}: {verdict.reason or verdict.evidence.observed}", verdict.confidence)


def tables(marked: Iterable[Marked]) -> dict[str, dict[str, dict[str, float]]]:
    """type -> kind -> n, and the shares right, none and wrong."""
    groups: dict[str, dict[str, list[Marked]]] = {"locate": defaultdict(list), "check": defaultdict(list)}
    for one in marked:
        groups[one.case["type"]][one.case["kind"]].append(one)
    return {what: {kind: _shares(group) for kind, group in sorted(kinds.items())} for what, kinds in groups.items()}


def _shares(group: list[Marked]) -> dict[str, float]:
    return {"n": len(group), **{outcome: round(sum(one.outcome == outcome for one in group) / len(group), 4) for outcome in ("right", "none", "wrong")}}
