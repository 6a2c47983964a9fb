"""The loop between a node and a running service: asked, answered by the page's own book, taught, known on the node."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from service_kit import Running, eventually, picture, snapshot

from pytest_shadow.learning import Learning
from pytest_shadow.options import Settings
from shadow_runtime import Shadow
from shadow_runtime.escalate import escalate
from shadow_runtime.outbox import Outbox
from shadow_runtime.records import Frame
from shadow_runtime.send import Sender
from shadow_runtime.wire import Wire

pytest.importorskip("httpx2")
PHRASE = "rating slider"


@pytest.fixture
def node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[Running], Learning]:
    """Starts the learning half of a node that speaks to a service."""
    monkeypatch.setenv("SHADOW_HOME", str(tmp_path / "home"))
    started: list[Learning] = []

    def start(running: Running) -> Learning:
        started.append(Learning(Settings(teacher=running.url, token=running.tokens["node"]), "gw0"))
        started[-1].start()
        return started[-1]

    yield start
    for learning in started:
        learning.finish()


def question(rgb: np.ndarray, shadow: Shadow, **more: Any) -> Any:
    seen = shadow.see(rgb)
    return escalate("locate", PHRASE, seen.frame, shadow.student_id, grounding=seen.locate(PHRASE), origin="http://localhost:8000", created_at="2026-11-25T22:40:00.123Z",
                    snapshot=snapshot(), **more)  # fmt: skip


def test_from_abstention_to_knowing(running: Running, node: Callable[[Running], Learning]) -> None:
    """What was abstained on is known after one poll, on this node, without training; a retraction takes it back."""
    learning, rgb = node(running), picture()
    eyes = learning.load_eyes(None)
    assert eyes.see(rgb).locate(PHRASE).outcome != "found"
    started = time.monotonic()
    learning.postbox.put(question(rgb, eyes))

    def known() -> bool:
        return learning.between_tests(eyes).see(rgb).locate(PHRASE).outcome == "found"

    eventually(known, 60)
    took = time.monotonic() - started
    assert took < 60, took  # 2 s on an idle machine; `make learn-demo` holds it to that
    found = eyes.see(rgb).locate(PHRASE)
    [lesson] = running.lessons()
    assert found.element.lesson == lesson["id"]
    assert lesson["provenance"]["decided_by"] == "dom"
    assert found.box.iou(type(found.box)(288, 68, 124, 24)) > 0.7
    running.reviewer.post(f"/v1/lessons/{lesson['id']}/retract", json={"reason": "wrong"}).raise_for_status()
    eventually(lambda: not known(), 60)


def test_nothing_is_lost_or_doubled_while_the_teacher_comes_and_goes(start: Callable[..., Running], tmp_path: Path) -> None:
    """Kept while it is away, sent once it is back, one request however often it is sent."""
    outbox = Outbox.create(tmp_path / "outbox")
    for number in range(4):
        packed = question(picture(number), Shadow.load()).packed()
        outbox.add(packed.id, packed.frame, packed.png, packed.body, packed.text)
    away = Sender(Wire("http://127.0.0.1:9", "x", attempts=1))
    assert away.send_due(outbox).sent == 0
    outbox.seal()
    running = start()

    def all_sent() -> bool:  # what was tried in vain before waits a while for its next turn
        Sender(Wire(running.url, running.tokens["node"])).send_sealed(tmp_path / "outbox")
        return not list((tmp_path / "outbox").iterdir())

    eventually(all_sent, 90)
    eventually(lambda: len(running.lessons()) == 4, 60)


def test_what_the_service_never_takes_is_dropped_here(running: Running, tmp_path: Path) -> None:
    outbox = Outbox.create(tmp_path / "outbox")
    packed = question(picture(), Shadow.load()).packed()
    body = json.loads(packed.body)
    outbox.add(packed.id, packed.frame, packed.png, json.dumps({**body, "text": "another text, the same id"}).encode())
    result = Sender(Wire(running.url, running.tokens["node"])).send_due(outbox)
    assert (result.sent, result.refused) == (0, 1)
    assert outbox.waiting() == []


def test_a_wrong_token_is_said_once_and_everything_kept(running: Running, tmp_path: Path) -> None:
    outbox = Outbox.create(tmp_path / "outbox")
    packed = question(picture(), Shadow.load()).packed()
    outbox.add(packed.id, packed.frame, packed.png, packed.body)
    assert Sender(Wire(running.url, "wrong")).send_due(outbox).unauthorized
    assert len(outbox.waiting()) == 1


def test_the_id_is_the_one_the_service_computes(running: Running) -> None:
    """Also with a correction, a scale that is no integer, and letters beyond ASCII."""
    from dataclasses import replace

    shadow = Shadow.load()
    asked = question(picture(), shadow)
    for varied in (
        replace(asked, correction={"point": [350.5, 80.0]}), replace(asked, text="größter “Knopf”"), replace(asked, kind="check", text="rating slider is visible"),
        replace(asked, frame=Frame(rgb=picture(3), scale=1.25)),
    ):  # fmt: skip
        packed = varied.packed()
        running.node.put(f"/v1/frames/{packed.frame}", content=packed.png, headers={"Content-Type": "image/png"}).raise_for_status()
        answer = running.node.post("/v1/requests", content=packed.body, headers={"Content-Type": "application/json", "Idempotency-Key": packed.id})
        assert answer.status_code == 202, answer.text
