"""IntelligenceRequest: what a node asks, checked (docs/learning-protocol.md).

Everything in it was written by a machine we do not control about a page we do not control: it is data, never an instruction.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from shadow_runtime.geometry import Box

SCHEMA = 1
IDENTITY = ("schema", "kind", "text", "student", "frame", "viewport", "scale", "correction")
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Side = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
Length = Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)]
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
BoxTuple = tuple[Side, Side, Length, Length]
Sentence = Annotated[str, Field(max_length=500)]


def _plain(text: str) -> str:
    if any(ord(c) < 32 or ord(c) == 127 for c in text):
        raise ValueError("control characters")
    return text


class _Wire(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class SeenCandidate(_Wire):
    """An element that the student took for the one meant, with its probability."""

    role: Annotated[str, Field(max_length=40)] = ""
    text: Annotated[str, Field(max_length=1000)] = ""
    label: Annotated[str, Field(max_length=1000)] = ""
    box: BoxTuple
    confidence: Share = 0.0
    states: dict[Annotated[str, Field(max_length=40)], Share] = {}


class SeenGrounding(_Wire):
    outcome: Literal["found", "absent", "ambiguous"]
    confidence: Share = 0.0
    reason: Annotated[str, Field(max_length=2000)] = ""
    candidates: Annotated[tuple[SeenCandidate, ...], Field(max_length=50)] = ()


class SeenVerdict(_Wire):
    outcome: Literal["passed", "failed", "abstained"]
    confidence: Share = 0.0
    reason: Annotated[str, Field(max_length=2000)] = ""
    expected: Annotated[str, Field(max_length=2000)] = ""
    observed: Annotated[str, Field(max_length=2000)] = ""


class Correction(_Wire):
    """What a tester said is right: exactly one of the four."""

    box: BoxTuple | None = None
    point: tuple[Side, Side] | None = None
    truth: bool | None = None
    absent: bool | None = None

    @model_validator(mode="after")
    def _one(self) -> Correction:
        if sum(value is not None for value in (self.box, self.point, self.truth, self.absent)) != 1:
            raise ValueError("a correction says exactly one of box, point, truth and absent")
        if self.absent is False:
            raise ValueError("absent can only be true")
        return self


class SnapshotElement(_Wire):
    """One element of the page as the browser knew it."""

    id: int
    parent: int | None = None
    tag: Annotated[str, Field(max_length=100)] = ""
    role: Annotated[str, Field(max_length=100)] = ""
    name: Annotated[str, Field(max_length=2000)] = ""
    text: Annotated[str, Field(max_length=2000)] = ""
    placeholder: Annotated[str, Field(max_length=2000)] = ""
    label: Annotated[str, Field(max_length=2000)] = ""
    box: BoxTuple
    visible: bool = True
    hit: Share = 1.0
    states: dict[Annotated[str, Field(max_length=40)], bool] = {}
    style: dict[Annotated[str, Field(max_length=60)], Annotated[str, Field(max_length=500)]] = {}


class DomSnapshot(_Wire):
    format: Literal[1]
    elements: Annotated[tuple[SnapshotElement, ...], Field(max_length=5000)]

    @model_validator(mode="after")
    def _tree(self) -> DomSnapshot:
        known: set[int] = set()
        for element in self.elements:
            if element.id in known:
                raise ValueError(f"two elements have the id {element.id}")
            if element.parent is not None and element.parent not in known:
                raise ValueError(f"element {element.id} comes before its parent {element.parent}")
            known.add(element.id)
        return self


class IntelligenceRequest(_Wire):
    """A claim or an intent that the student did not answer well, with everything a teacher needs to answer it."""

    schema_: Annotated[Literal[1], Field(alias="schema")]
    id: Sha256
    kind: Literal["locate", "check"]
    text: Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_plain)]
    student: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")]
    frame: Sha256
    viewport: tuple[Annotated[float, Field(gt=0, le=20000)], Annotated[float, Field(gt=0, le=20000)]]
    scale: Annotated[float, Field(ge=0.25, le=8)] = 1.0
    origin: Annotated[str, Field(pattern=r"^[a-z][a-z0-9+.-]*://[^/?#\s]{0,253}$")] | None = None
    node: Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_plain)]
    created_at: Annotated[str, Field(max_length=40)]
    reasons: Annotated[tuple[Sentence, ...], Field(max_length=20)] = ()
    grounding: SeenGrounding | None = None
    verdict: SeenVerdict | None = None
    masked: Annotated[tuple[BoxTuple, ...], Field(max_length=500)] = ()
    dom_snapshot: DomSnapshot | None = None
    correction: Correction | None = None

    @property
    def outcome(self) -> str | None:
        """What the student had answered."""
        if self.kind == "check":
            return self.verdict.outcome if self.verdict else None
        return self.grounding.outcome if self.grounding else None

    @property
    def is_doubt(self) -> bool:
        """Whether the student did answer, "failed", because it saw no such thing; asked is whether it missed something."""
        return self.kind == "check" and self.correction is None and self.verdict is not None and self.verdict.outcome == "failed"

    @property
    def page(self) -> Box:
        return Box(0.0, 0.0, *self.viewport)


def canonical(value: Mapping[str, Any]) -> bytes:
    """The one way to write JSON that hashes are taken of. Raises ValueError for NaN and Infinity."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def content_id(sent: Mapping[str, Any]) -> str:
    """The id of a request, from its fields as sent."""
    return hashlib.sha256(canonical({name: sent.get(name) for name in IDENTITY})).hexdigest()
