"""Sending to a scripted teacher: what is confirmed is forgotten here, what is not stays, nothing is sent for ever."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from shadow_runtime.outbox import Outbox
from shadow_runtime.send import Sender
from shadow_runtime.wire import Breaker, TeacherError, Wire, checked_url

httpx2 = pytest.importorskip("httpx2")
stamina = pytest.importorskip("stamina")


@pytest.fixture(autouse=True)
def _no_waiting():
    stamina.set_testing(True, attempts=1)
    yield
    stamina.set_testing(False)


class Teacher:
    """Remembers calls; answers by a function of (method, path)."""

    def __init__(self, answer: Callable[[str, str], tuple[int, dict[str, str]]]) -> None:
        self.calls: list[tuple[str, str]] = []
        self.requests = []
        self._answer = answer

    def __call__(self, request) -> object:
        self.calls.append((request.method, request.url.path))
        self.requests.append(request)
        code, headers = self._answer(request.method, request.url.path)
        return httpx2.Response(code, json={"error": {"code": "told", "message": "as scripted"}}, headers=headers)

    def sender(self, token: str | None = "secret") -> Sender:
        return Sender(Wire("http://teacher.test", token, transport=httpx2.MockTransport(self)), Breaker(after=3))


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    box = Outbox.create(tmp_path)
    for number in range(3):
        png = f"picture {number}".encode()
        box.add(f"{number:064x}", hashlib.sha256(png).hexdigest(), png, json.dumps({"id": number}).encode())
    return box


def test_frame_first_then_request_then_forgotten(outbox: Outbox) -> None:
    teacher = Teacher(lambda *_: (202, {}))
    result = teacher.sender().send_due(outbox)
    assert (result.sent, result.trouble) == (3, "")
    assert [call[0] for call in teacher.calls] == ["PUT", "POST"] * 3
    assert teacher.requests[1].headers["Idempotency-Key"] == "0" * 64
    assert teacher.requests[1].headers["Authorization"] == "Bearer secret"
    assert outbox.waiting() == []


def test_a_teacher_that_is_away_costs_one_call_then_none(outbox: Outbox) -> None:
    teacher = Teacher(lambda *_: (500, {}))
    sender = teacher.sender()
    for _ in range(10):
        sender.send_due(outbox)
    assert len(outbox.waiting()) == 3
    assert len(teacher.calls) <= 3, "after three failures the breaker is open"


def test_retry_after_is_obeyed(outbox: Outbox) -> None:
    teacher = Teacher(lambda *_: (429, {"Retry-After": "120"}))
    sender = teacher.sender()
    sender.send_due(outbox)
    assert len(teacher.calls) == 1
    assert sender.breaker.open
    waits = [request.next_try - request.stored_at for request in outbox.waiting() if request.attempts]
    assert waits == [pytest.approx(120, abs=5)]


def test_what_is_never_acceptable_is_dropped_and_counted(outbox: Outbox) -> None:
    result = Teacher(lambda method, _: (422, {}) if method == "POST" else (201, {})).sender().send_due(outbox)
    assert result.refused == 3
    assert outbox.counts() == {"refused": 3}


def test_without_a_valid_token_everything_is_kept(outbox: Outbox) -> None:
    teacher = Teacher(lambda *_: (401, {}))
    result = teacher.sender(token=None).send_due(outbox)
    assert result.unauthorized
    assert len(teacher.calls) == 1
    assert len(outbox.waiting()) == 3


def test_a_frame_the_teacher_lost_is_sent_again(outbox: Outbox) -> None:
    answers = iter([(201, {}), (409, {}), (201, {}), (202, {})])
    teacher = Teacher(lambda *_: next(answers, (202, {})))
    assert teacher.sender().send_due(outbox).sent == 3
    assert [call[0] for call in teacher.calls[:4]] == ["PUT", "POST", "PUT", "POST"]


def test_a_redirect_does_not_carry_the_token_away(outbox: Outbox) -> None:
    teacher = Teacher(lambda *_: (302, {"Location": "http://elsewhere.test/"}))
    teacher.sender().send_due(outbox)
    assert {request.url.host for request in teacher.requests} == {"teacher.test"}


def test_a_broken_database_ends_the_round_only(outbox: Outbox) -> None:
    outbox.close()
    assert "closed" in Teacher(lambda *_: (202, {})).sender().send_due(outbox).trouble.lower()


@pytest.mark.parametrize("url", ["teacher.example", "ftp://teacher", "https://me:secret@teacher.example", "https://teacher.example/?token=1"])
def test_urls_that_are_none_or_carry_secrets(url: str) -> None:
    with pytest.raises(TeacherError):
        checked_url(url)
