"""Misses of a survey become requests to a teacher service, each with its correction: the browser's own label."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2

from shadow_teacher.teachers.request import content_id

from .evaluate import Marked


class TeachError(Exception):
    """The teacher service did not take it; the message says why."""


def teach(folder: Path, marked: Sequence[Marked], student: str, labels_of: Callable[[str], dict[str, Any]], url: str, token: str) -> int:
    """Send every miss with what is right; returns how many the service took. Sending again is safe. Raises TeachError."""
    misses = [one for one in marked if one.outcome != "right"]
    taken = 0
    with httpx2.Client(base_url=url.rstrip("/"), headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
        try:
            for frame in sorted({one.case["frame"] for one in misses}):
                data = (folder / "frames" / f"{frame}.png").read_bytes()
                name, labels = hashlib.sha256(data).hexdigest(), labels_of(frame)
                _expect(client.put(f"/v1/frames/{name}", content=data, headers={"Content-Type": "image/png"}), 200, 201)
                for one in (one for one in misses if one.case["frame"] == frame):
                    _expect(client.post("/v1/requests", json=request_of(one, student, name, labels)), 200, 202)
                    taken += 1
        except httpx2.TransportError as error:
            raise TeachError(f"{url}: {type(error).__name__}; {taken} of {len(misses)} were taken, the same command sends the rest") from error
    return taken


def request_of(one: Marked, student: str, frame: str, labels: dict[str, Any]) -> dict[str, Any]:
    """The IntelligenceRequest of a miss (docs/learning-protocol.md)."""
    case = one.case
    parts = urlsplit(labels.get("url", ""))
    if case["type"] == "check":
        correction: dict[str, Any] = {"truth": case["truth"]}
    else:
        correction = {"box": case["boxes"][0]} if case["boxes"] else {"absent": True}
    candidates = [{"role": "", "text": "", "box": list(one.answer), "confidence": one.confidence}] if one.answer is not None else []
    found = {"outcome": "found" if candidates else "absent", "confidence": one.confidence, "reason": one.said[:2000], "candidates": candidates}
    judged = {"outcome": one.said.split(":")[0] if one.said.split(":")[0] in ("passed", "failed") else "abstained", "confidence": one.confidence, "reason": one.said[:2000]}
    sent = {
        "schema": 1, "kind": case["type"], "text": case.get("intent") or case["text"], "student": student, "frame": frame,
        "viewport": [labels["width"], labels["height"]], "scale": labels["scale"], "origin": f"{parts.scheme}://{parts.netloc}" if parts.netloc else None, "node": "survey",
        "created_at": datetime.now(UTC).isoformat(), "reasons": [one.said[:500]], "grounding": found, "verdict": judged if case["type"] == "check" else None,
        "masked": labels.get("masked", []), "dom_snapshot": None, "correction": correction,
    }  # fmt: skip
    return {"id": content_id(sent), **sent}


def _expect(answer: httpx2.Response, *codes: int) -> None:
    if answer.status_code not in codes:
        raise TeachError(f"the teacher answered {answer.status_code}: {answer.text[:300]}")
