"""A teacher service to talk to, and things to say to it."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import httpx2
import numpy as np
import uvicorn

from shadow_teacher.service.app import Service, create_app
from shadow_teacher.service.settings import ServiceSettings
from shadow_teacher.service.tokens import create_token
from shadow_teacher.teachers.answer import Answer
from shadow_teacher.teachers.request import IntelligenceRequest, content_id

PAGE = (640, 360)
STYLE = {
    "color": "rgb(0, 0, 0)", "background-color": "rgba(0, 0, 0, 0)", "background-image": "none", "border-top-color": "rgb(0, 0, 0)",
    "border-top-width": "0px", "border-top-style": "none", "border-top-left-radius": "0px", "box-shadow": "none", "opacity": "1", "font-size": "16px",
    "font-weight": "400", "font-style": "normal", "text-decoration-line": "none", "text-overflow": "clip", "overflow-x": "visible",
}  # fmt: skip


def picture(number: int = 0) -> np.ndarray:
    """A small page: a green button "Send" at (40, 60, 120x40), a text at its right, a star-like widget; number varies the lowest stripe."""
    rgb = np.full((PAGE[1], PAGE[0], 3), 255, np.uint8)
    rgb[60:100, 40:160] = (22, 130, 60)
    cv2.putText(rgb, "Send", (72, 86), cv2.FONT_HERSHEY_SIMPLEX, 0.65, (255, 255, 255), 1, cv2.LINE_AA)
    cv2.putText(rgb, "Rate us", (200, 86), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0, 0, 0), 1, cv2.LINE_AA)
    for k in range(5):
        cv2.drawMarker(rgb, (300 + 24 * k, 80), (230, 160, 0), cv2.MARKER_STAR, 18, 2)
    rgb[-4:] = tuple(hashlib.sha256(str(number).encode()).digest()[:3])  # a plain stripe: noise might be seen as a field, and masked
    return rgb


def png(rgb: np.ndarray) -> bytes:
    return cv2.imencode(".png", cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR))[1].tobytes()


def sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def element(identity: int, tag: str, box: Sequence[float], *, parent: int | None = 0, role: str = "", name: str = "", text: str = "", style: dict[str, str] | None = None,
            **more: Any) -> dict[str, Any]:  # fmt: skip
    return {"id": identity, "parent": parent, "tag": tag, "role": role, "name": name, "text": text, "placeholder": "", "label": "", "box": list(box), "visible": True,
            "hit": 1.0, "states": {}, "style": {**STYLE, **(style or {})}, **more}  # fmt: skip


def snapshot(*more: dict[str, Any]) -> dict[str, Any]:
    """The page's own book of picture()."""
    return {"format": 1, "elements": [
        element(0, "body", (0, 0, *PAGE), parent=None, style={"background-color": "rgb(255, 255, 255)"}),
        element(1, "button", (40, 60, 120, 40), role="button", name="Send", text="Send",
                style={"background-color": "rgb(22, 130, 60)", "color": "rgb(255, 255, 255)", "font-weight": "700"}, states={"disabled": False}),
        element(2, "span", (200, 68, 80, 24), text="Rate us"),
        element(3, "div", (288, 68, 124, 24), role="slider", name="Rating"),
        *more,
    ]}  # fmt: skip


def request_of(frame: str, text: str = "send button", kind: str = "locate", **more: Any) -> dict[str, Any]:
    """An IntelligenceRequest as a node sends it."""
    sent = {
        "schema": 1, "kind": kind, "text": text, "student": "student-0001", "frame": frame, "viewport": list(PAGE), "scale": 1.0,
        "origin": "http://localhost:8000", "node": "test", "created_at": "2026-11-25T22:40:00.123Z", "reasons": ["only a weak match"],
        "grounding": {"outcome": "ambiguous", "confidence": 0.4, "reason": "only a weak match", "candidates": [
            {"role": "button", "text": "Send", "label": "", "box": [41, 61, 118, 38], "confidence": 0.4, "states": {}},
            {"role": "text", "text": "Rate us", "label": "", "box": [200, 70, 75, 20], "confidence": 0.2, "states": {}},
        ]},
        "verdict": None, "masked": [], "dom_snapshot": None, "correction": None, **more,
    }  # fmt: skip
    return {"id": content_id(sent), **sent}


class Running:
    """A service in a thread of this process, with a client for each role."""

    def __init__(self, data: Path, teachers: list[Any] | None = None, **settings: Any) -> None:
        self.settings = ServiceSettings(data=data, **{"rate": 1e6, "burst": 1_000_000, "reserve_bytes": 0, "frozen_share": 0.0, **settings})
        self.service = Service(self.settings, teachers)
        self.server = uvicorn.Server(uvicorn.Config(create_app(self.service), port=0, log_config=None, access_log=False))
        self._thread = threading.Thread(target=self.server.run, daemon=True)
        self._thread.start()
        eventually(lambda: self.server.started, 60)
        self.url = f"http://127.0.0.1:{self.server.servers[0].sockets[0].getsockname()[1]}"
        self.tokens = {role: create_token(self.service.database, role, role) for role in ("node", "reviewer", "admin")}
        self.node, self.reviewer, self.admin = (self.client(role) for role in ("node", "reviewer", "admin"))

    def client(self, role: str | None) -> httpx2.Client:
        headers = {"Authorization": f"Bearer {self.tokens[role]}"} if role else {}
        return httpx2.Client(base_url=self.url, headers=headers, timeout=90)

    def send(self, sent: dict[str, Any], rgb: np.ndarray | None = None) -> httpx2.Response:
        """A frame, then the request about it."""
        if rgb is not None:
            self.node.put(f"/v1/frames/{sent['frame']}", content=png(rgb), headers={"Content-Type": "image/png"}).raise_for_status()
        return self.node.post("/v1/requests", json=sent)

    def ask(self, rgb: np.ndarray, text: str = "send button", kind: str = "locate", **more: Any) -> dict[str, Any]:
        """Send a request and wait until the teachers are through with it."""
        sent = request_of(sha(png(rgb)), text, kind, **more)
        assert self.send(sent, rgb).status_code in (200, 202)
        return self.outcome(sent["id"])

    def outcome(self, identity: str) -> dict[str, Any]:
        found: dict[str, Any] = {}

        def done() -> bool:
            found.update(self.node.get(f"/v1/requests/{identity}").json())
            return found["status"] in ("answered", "needs_person", "dead")

        eventually(done, 90)
        return found

    def lessons(self) -> list[dict[str, Any]]:
        return self.reviewer.get("/v1/lessons").json()["lessons"]

    def exemplars(self) -> list[dict[str, Any]]:
        return self.node.get("/v1/exemplars").json()["exemplars"]

    def stop(self) -> None:
        self.server.should_exit = True
        self._thread.join(60)
        assert not self._thread.is_alive()


class Canned:
    """A teacher that says what it was told to, or raises it."""

    def __init__(self, name: str, *said: Answer | Exception) -> None:
        self.name, self._said, self.asked = name, list(said), 0

    def answer(self, request: IntelligenceRequest, frame: np.ndarray) -> Answer:
        said = self._said[min(self.asked, len(self._said) - 1)]
        self.asked += 1
        if isinstance(said, Exception):
            raise said
        return said


def eventually(holds: Any, seconds: float = 10.0) -> None:
    """Wait until a condition holds; fails after some seconds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
