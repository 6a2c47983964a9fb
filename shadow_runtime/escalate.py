"""What the student could not answer -> IntelligenceRequest: the question, the picture, what was tried.

Nothing is sent or written here. The frame arrives masked; texts that stood in masked fields are taken out of every string.
The wire format is docs/learning-protocol.md.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import cv2

from .errors import ShadowError
from .geometry import Box
from .records import Candidate, Frame, Grounding, Verdict

SCHEMA = 1
IDENTITY = ("schema", "kind", "text", "student", "frame", "viewport", "scale", "correction")
LONGEST_TEXT, LONGEST_REASON, MOST_REASONS, MOST_CANDIDATES = 500, 500, 20, 50
LARGEST_BODY = 2 * 2**20
BULLETS = "•••"


@dataclass(frozen=True, slots=True, kw_only=True)
class IntelligenceRequest:
    """A question to the teacher, not yet encoded: encoding a picture takes tens of milliseconds and is not a test's business.

    kind: "locate" (text is an intent) or "check" (text is a claim). frame: masked. masked: boxes painted over, CSS px.
    origin: scheme://host[:port], None when unknown. snapshot: dom_snapshot of the protocol. correction: what a person
    said: one of {"box": [x, y, w, h]}, {"point": [x, y]}, {"truth": bool}, {"absent": True}.
    """

    kind: Literal["locate", "check"]
    text: str
    student: str
    frame: Frame
    node: str = "node"
    origin: str | None = None
    created_at: str = ""
    reasons: tuple[str, ...] = ()
    grounding: Mapping[str, Any] | None = None
    verdict: Mapping[str, Any] | None = None
    masked: tuple[Box, ...] = ()
    snapshot: Mapping[str, Any] | None = None
    correction: Mapping[str, Any] | None = None

    def packed(self) -> PackedRequest:
        """The request as bytes. Raises ShadowError when the picture cannot be encoded."""
        done, encoded = cv2.imencode(".png", self.frame.rgb[:, :, ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 4])
        if not done:
            raise ShadowError(f"a frame of {self.frame.rgb.shape[1]}x{self.frame.rgb.shape[0]} could not be encoded as PNG")
        png = encoded.tobytes()
        body: dict[str, Any] = {
            "schema": SCHEMA, "kind": self.kind, "text": self.text[:LONGEST_TEXT], "student": self.student,
            "frame": hashlib.sha256(png).hexdigest(), "viewport": [_plain(side) for side in self.frame.size], "scale": float(self.frame.scale),
            "correction": dict(self.correction) if self.correction is not None else None,
        }  # fmt: skip
        body["id"] = request_id(body)
        body |= {
            "origin": self.origin, "node": self.node[:100] or "node", "created_at": self.created_at, "reasons": [r[:LONGEST_REASON] for r in self.reasons[:MOST_REASONS]],
            "grounding": self.grounding, "verdict": self.verdict, "masked": [_box(box) for box in self.masked], "dom_snapshot": self.snapshot,
        }  # fmt: skip
        data = _json(body)
        if len(data) > LARGEST_BODY and self.snapshot is not None:
            data = _json({**body, "dom_snapshot": _shortened(self.snapshot)})
        if len(data) > LARGEST_BODY:
            data = _json({**body, "dom_snapshot": None})
        return PackedRequest(id=body["id"], frame=body["frame"], png=png, body=data, text=body["text"])


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedRequest:
    """What goes to the outbox. frame: sha256 of png. body: JSON of the request."""

    id: str
    frame: str
    png: bytes
    body: bytes
    text: str


def escalate(
    kind: Literal["locate", "check"], text: str, frame: Frame, student: str, *, grounding: Grounding | None = None, verdict: Verdict | None = None,
    secrets: Sequence[str] = (), masked: Sequence[Box] = (), **more: Any,
) -> IntelligenceRequest:  # fmt: skip
    """The request for a grounding or verdict that settled nothing, or for a correction.

    frame: masked already. secrets: texts that stood in masked fields. masked: the boxes that were painted over; what
    candidates say inside them is left out. more: node, origin, created_at, snapshot, correction.
    """
    if grounding is None and verdict is not None:
        doubtful = [g for g in verdict.evidence.groundings if g.outcome != "found"]
        grounding = next(iter((*doubtful, *verdict.evidence.groundings)), None)
    reasons = [r for r in ("" if verdict is None else verdict.reason, "" if grounding is None else grounding.reason) if r]
    clean = Redaction(tuple(secrets), tuple(masked))
    if more.get("snapshot") is not None:
        more["snapshot"] = clean.data(more["snapshot"])
    return IntelligenceRequest(
        kind=kind, text=clean.text(text), student=student, frame=frame, reasons=tuple(clean.text(r) for r in dict.fromkeys(reasons)),
        grounding=clean.grounding(grounding) if grounding is not None else None, verdict=clean.verdict(verdict) if verdict is not None else None,
        masked=tuple(masked), **more,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Redaction:
    """Takes what stood in masked fields out of everything that is said about a frame."""

    secrets: tuple[str, ...]
    masked: tuple[Box, ...]

    def text(self, value: str) -> str:
        for secret in self.secrets:
            value = value.replace(secret, BULLETS)
        return value

    def data(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {key: self.data(item) for key, item in value.items()}
        return [self.data(item) for item in value] if isinstance(value, list | tuple) else value

    def grounding(self, grounding: Grounding) -> dict[str, Any]:
        return {
            "outcome": grounding.outcome, "confidence": _number(grounding.confidence), "reason": self.text(grounding.reason)[:LONGEST_REASON],
            "candidates": [self.candidate(c) for c in grounding.candidates[:MOST_CANDIDATES]],
        }  # fmt: skip

    def candidate(self, candidate: Candidate) -> dict[str, Any]:
        element = candidate.element
        hidden = any(box.intersection(element.box) > 0.5 * min(box.area, element.box.area) for box in self.masked if element.box.area)
        return {
            "role": element.role, "text": "" if hidden else self.text(element.text)[:300], "label": self.text(element.label)[:300], "box": _box(element.box),
            "confidence": _number(candidate.confidence), "states": {name: _number(p) for name, p in element.states.items()},
        }  # fmt: skip

    def verdict(self, verdict: Verdict) -> dict[str, Any]:
        said = {"reason": verdict.reason, "expected": verdict.evidence.expected, "observed": verdict.evidence.observed}
        return {"outcome": verdict.outcome, "confidence": _number(verdict.confidence), **{key: self.text(value)[:LONGEST_REASON] for key, value in said.items()}}


def request_id(body: Mapping[str, Any]) -> str:
    """The content hash that names a request: the same abstention met again is the same request, from whatever node."""
    return hashlib.sha256(_json({name: body[name] for name in IDENTITY}, sort_keys=True)).hexdigest()


def _json(data: Any, sort_keys: bool = False) -> bytes:
    return json.dumps(data, sort_keys=sort_keys, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def _shortened(snapshot: Mapping[str, Any]) -> dict[str, Any]:
    """Only what can be seen; parents that go are parents no more."""
    kept = [e for e in snapshot["elements"] if e.get("visible")]
    ids = {e["id"] for e in kept}
    return {**snapshot, "elements": [{**e, "parent": e["parent"] if e["parent"] in ids else None} for e in kept]}


def _box(box: Box) -> list[float]:
    return [round(float(side), 2) for side in box]


def _number(value: float) -> float:
    return round(min(max(float(value), 0.0), 1.0), 4)


def _plain(side: float) -> float | int:
    return int(side) if float(side).is_integer() else round(float(side), 3)
