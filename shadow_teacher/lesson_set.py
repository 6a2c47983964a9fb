"""Exported lessons, read back: what was asked, on which picture, what is right (docs/learning-protocol.md, "Lessons")."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cv2

from shadow_runtime.claims import parse_claim
from shadow_runtime.errors import ClaimError
from shadow_runtime.geometry import Box
from shadow_runtime.intent import parse_intent
from shadow_runtime.records import STATES, Frame


class LessonError(Exception):
    """A folder of lessons that cannot be read; says which line or picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One taught case. phrase: the intent, or the single subject of the claim ("" where there is none).

    box: of the right element, CSS px; None with absent, and for claims whose subject's place is not known.
    truth: of a claim. frozen: never trained on, the gate asks it. role, states: what stands there, where that is known: by
    the page's own book, by the one role word of the phrase, by a claim about a state; never the student's own opinion.
    """

    id: str
    kind: str
    text: str
    phrase: str
    picture: Path
    scale: float
    box: Box | None
    absent: bool
    truth: bool | None
    frozen: bool
    decided_by: str = ""
    role: str = ""
    states: Mapping[str, bool] = field(default_factory=dict)

    def frame(self) -> Frame:
        """Its picture. Raises LessonError when it is damaged."""
        data = cv2.imread(str(self.picture))
        if data is None or hashlib.sha256(self.picture.read_bytes()).hexdigest() != self.picture.stem:
            raise LessonError(f"{self.picture}: damaged or no picture")
        return Frame(rgb=cv2.cvtColor(data, cv2.COLOR_BGR2RGB), scale=self.scale)


def read_lessons(folders: Sequence[Path]) -> list[Lesson]:
    """The lessons of export folders, each once, in order; retractions are not among them. Raises LessonError."""
    found: dict[str, Lesson] = {}
    for folder in folders:
        path = folder / "lessons.jsonl"
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise LessonError(f"{path}: {error}; make it with: shadow-teacher lessons export --data DIR --out {folder}") from error
        for number, line in enumerate(lines, 1):
            try:
                raw = json.loads(line)
                if raw["kind"] == "retract":
                    found.pop(raw["retracts"], None)
                elif raw["kind"] in ("locate", "check"):
                    found[raw["id"]] = _lesson(raw, folder)
            except (ValueError, KeyError, TypeError) as error:
                raise LessonError(f"{path}:{number}: not a lesson: {type(error).__name__}: {error}") from error
    return list(found.values())


def _lesson(raw: Mapping[str, Any], folder: Path) -> Lesson:
    answer = raw["answer"]
    box = Box(*(float(v) for v in answer["box"])) if answer.get("box") else None
    picture = folder / "frames" / f"{raw['frame']}.png"
    phrase = raw["text"] if raw["kind"] == "locate" else subject_of(raw["text"])
    provenance, truth = raw.get("provenance", {}), answer.get("truth")
    by_book = any(a.get("teacher") == "dom" and a.get("box") == answer.get("box") and not a.get("cannot_tell") for a in provenance.get("answers", ()))
    said = {str(state): bool(on) for state, on in (answer.get("states") or {}).items() if state in STATES} if by_book else {}
    return Lesson(
        id=raw["id"], kind=raw["kind"], text=raw["text"], phrase=phrase, picture=picture, scale=float(raw["scale"]), box=box, absent=bool(answer.get("absent")),
        truth=truth, frozen=raw["share"] == "frozen", decided_by=str(provenance.get("decided_by", "")),
        role=role_of(phrase, str(answer.get("role") or "") if by_book else ""), states={**said, **(state_of(raw["text"], truth) if truth is not None else {})},
    )  # fmt: skip


def role_of(phrase: str, book: str) -> str:
    """The role that a phrase and the page's own book agree on; "" where they do not, or where neither says one.

    An anchor painted as a button is a button to a person (pages/label.js labels it so), so the book's "link" or "button"
    counts only where the phrase says it, too.
    """
    asked = parse_intent(phrase).roles if phrase else frozenset()
    if book and (book in asked or (not asked and book not in ("link", "button"))):
        return book
    if book:
        return ""
    return next(iter(asked)) if len(asked) == 1 else next((role for role in sorted(asked) if role in phrase.casefold().split()), "")


def state_of(claim: str, truth: bool) -> dict[str, bool]:
    """The state that a claim about one element's state speaks of, as it is: {"checked": False} for a false "is checked"."""
    try:
        readings = parse_claim(claim).readings
    except ClaimError:
        return {}
    [first, *more] = readings
    if more or first.predicate != "state" or first.quantifier != "one" or len(first.subjects) != 1 or first.args.get("state") not in STATES:
        return {}
    return {str(first.args["state"]): (bool(first.args["wanted"]) != first.negated) == truth}


def subject_of(claim: str) -> str:
    """The one phrase a claim is about, "" when it has several, none, or is not understood."""
    try:
        readings = parse_claim(claim).readings
    except ClaimError:
        return ""
    subjects = {reading.subjects for reading in readings}
    return one[0] if len(subjects) == 1 and len(one := subjects.pop()) == 1 else ""
