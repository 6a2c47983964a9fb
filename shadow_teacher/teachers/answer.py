"""What a teacher says, and the protocol behind which every teacher stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from shadow_runtime.geometry import Box

from .request import IntelligenceRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A teacher's answer to one request: a box or "absent" (locate), a truth (check), or that it cannot tell.

    box: the right element, or the subject of the claim, CSS px. truth: whether the claim holds. confidence: 0..1.
    role, name, states: what the teacher knows of the element. note: one sentence for a person.
    provenance: how it came to it (model, marks, cost); goes into the lesson as it is.
    """

    teacher: str
    box: Box | None = None
    absent: bool = False
    truth: bool | None = None
    cannot_tell: bool = False
    confidence: float = 1.0
    role: str = ""
    name: str = ""
    states: Mapping[str, bool] = field(default_factory=dict)
    who: str = ""
    note: str = ""
    provenance: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.cannot_tell == (self.absent or self.truth is not None or self.box is not None):
            raise ValueError(f"an answer says something or that it cannot tell: {self}")
        if self.absent and self.box is not None:
            raise ValueError("what is absent has no box")

    def as_json(self) -> dict[str, Any]:
        """For the database and the lesson."""
        return {
            "teacher": self.teacher, "who": self.who, "box": [round(side, 2) for side in self.box] if self.box else None,
            "absent": self.absent, "truth": self.truth, "cannot_tell": self.cannot_tell, "confidence": round(self.confidence, 4),
            "role": self.role, "name": self.name, "states": dict(self.states), "note": self.note, "provenance": dict(self.provenance),
        }  # fmt: skip

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Answer:
        box = stored["box"]
        return cls(**{**stored, "box": Box(*box) if box else None})


def cannot_tell(teacher: str, note: str, **provenance: Any) -> Answer:
    """The honest answer."""
    return Answer(teacher=teacher, cannot_tell=True, confidence=0.0, note=note, provenance=provenance)


class Teacher(Protocol):
    """Who answers requests. `answer` may take seconds and may raise TeacherUnavailable; the request is then tried again."""

    name: str

    def answer(self, request: IntelligenceRequest, frame: np.ndarray) -> Answer:
        """frame: (H, W, 3) uint8 RGB, the masked capture that the request is about."""
        ...


class TeacherUnavailable(Exception):
    """This teacher cannot answer now (endpoint away, budget spent). retry_after: seconds, when known."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


def agree(one: Answer, two: Answer, kind: str) -> bool:
    """Whether two answers say the same: equal truth; or both absent; or each box's center lies in the other, or IoU >= 0.5."""
    if kind == "check":
        return one.truth == two.truth
    if one.absent or two.absent:
        return one.absent and two.absent
    if one.box is None or two.box is None:
        return False
    return one.box.iou(two.box) >= 0.5 or (_inside(one.box.center, two.box) and _inside(two.box.center, one.box))


def _inside(point: tuple[float, float], box: Box) -> bool:
    return box.x <= point[0] <= box.right and box.y <= point[1] <= box.bottom
