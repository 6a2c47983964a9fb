"""Exported lessons, read back: what was asked, on which picture, what is right (docs/learning-protocol.md, "Lessons")."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2

from shadow_runtime.claims import parse_claim
from shadow_runtime.errors import ClaimError
from shadow_runtime.geometry import Box
from shadow_runtime.records import Frame


class LessonError(Exception):
    """A folder of lessons that cannot be read; says which line or picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One taught case. phrase: the intent, or the single subject of the claim ("" where there is none).

    box: of the right element, CSS px; None with absent, and for claims whose subject's place is not known.
    truth: of a claim. frozen: never trained on, the gate asks it.
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
    return Lesson(
        id=raw["id"], kind=raw["kind"], text=raw["text"], phrase=raw["text"] if raw["kind"] == "locate" else subject_of(raw["text"]), picture=picture,
        scale=float(raw["scale"]), box=box, absent=bool(answer.get("absent")), truth=answer.get("truth"), frozen=raw["share"] == "frozen",
        decided_by=str(raw.get("provenance", {}).get("decided_by", "")),
    )  # fmt: skip


def subject_of(claim: str) -> str:
    """The one phrase a claim is about, "" when it has several, none, or is not understood."""
    try:
        readings = parse_claim(claim).readings
    except ClaimError:
        return ""
    subjects = {reading.subjects for reading in readings}
    return one[0] if len(subjects) == 1 and len(one := subjects.pop()) == 1 else ""
