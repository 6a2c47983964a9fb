"""Taking requests in: idempotent, durable before the answer, every refusal says what to do."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from service_kit import Running, picture, png, request_of, sha
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from shadow_teacher.service.database import requests

FRAME = png(picture())
PNG_TYPE = {"Content-Type": "image/png"}


def count(running: Running) -> int:
    with running.service.database.read() as connection:
        return connection.execute(select(func.count()).select_from(requests)).scalar_one()


def code(answer: Any) -> str:
    return answer.json()["error"]["code"]


def test_frame_then_request_then_again(start: Callable[..., Running]) -> None:
    running = start(workers=0)
    sent = request_of(sha(FRAME))
    missing = running.send(sent)
    assert (missing.status_code, code(missing)) == (409, "frame_missing")
    assert missing.json()["error"]["frames"] == [sent["frame"]]
    assert running.node.head(f"/v1/frames/{sent['frame']}").status_code == 404
    assert running.node.put(f"/v1/frames/{sent['frame']}", content=FRAME, headers=PNG_TYPE).status_code == 201
    assert running.node.put(f"/v1/frames/{sent['frame']}", content=FRAME, headers=PNG_TYPE).status_code == 200
    assert running.node.head(f"/v1/frames/{sent['frame']}").status_code == 200
    first = running.node.post("/v1/requests", json=sent, headers={"Idempotency-Key": sent["id"]})
    assert (first.status_code, first.json()) == (202, {"id": sent["id"], "status": "queued"})
    again = running.send(sent)
    assert (again.status_code, again.json()["id"]) == (200, sent["id"])
    assert count(running) == 1


def test_the_same_request_from_many_at_once_is_one(start: Callable[..., Running]) -> None:
    running = start(workers=0)
    sent = request_of(sha(FRAME))
    running.node.put(f"/v1/frames/{sent['frame']}", content=FRAME, headers=PNG_TYPE)
    with ThreadPoolExecutor(16) as pool:
        codes = sorted(pool.map(lambda _: running.send({**sent, "node": "other"}).status_code, range(48)))
    assert codes == [200] * 47 + [202]
    assert count(running) == 1


def test_a_batch_is_judged_one_by_one(start: Callable[..., Running]) -> None:
    running = start(workers=0)
    running.node.put(f"/v1/frames/{sha(FRAME)}", content=FRAME, headers=PNG_TYPE)
    good, other = request_of(sha(FRAME)), request_of(sha(FRAME), "the rating")
    batch = [good, {**other, "id": "0" * 64}, request_of("1" * 64), other, good, "nonsense", {**good, "reasons": ["x" * 500] * 20, "junk": "y" * 3_000_000}]
    answer = running.node.post("/v1/requests", json={"requests": batch})
    assert answer.status_code == 202
    assert [result["code"] for result in answer.json()["results"]] in ([202, 422, 409, 202, 200, 422, 413], [200, 422, 409, 202, 202, 422, 413])
    assert count(running) == 2


@pytest.mark.parametrize(("change", "expected"), [
    ({"text": "another"}, "id_mismatch"), ({"schema": 2}, "schema_unsupported"), ({"kind": "guess"}, "invalid"), ({"scale": 99}, "invalid"),
    ({"correction": {"box": [1, 1, 5, 5], "truth": True}}, "invalid"), ({"origin": "https://shop.example/secret?token=1"}, "invalid"),
    ({"dom_snapshot": {"format": 1, "elements": [{"id": 1, "parent": 7, "box": [0, 0, 1, 1]}]}}, "invalid"),
])  # fmt: skip
def test_what_can_never_be_taken_is_422(start: Callable[..., Running], change: dict[str, Any], expected: str) -> None:
    running = start(workers=0)
    answer = running.send({**request_of(sha(FRAME)), **change}, None)
    assert (answer.status_code, code(answer)) == (422, expected)
    assert count(running) == 0


def test_bodies_that_are_no_requests(start: Callable[..., Running]) -> None:
    running = start(workers=0, frame_bytes=50_000, frame_pixels=100_000_000, request_bytes=20_000, batch_bytes=40_000)
    post = lambda body, kind="application/json", **headers: running.node.post("/v1/requests", content=body, headers={"Content-Type": kind, **headers})  # noqa: E731
    assert post(b"{", "application/json").status_code == 422
    assert post(b'{"schema": NaN}').status_code == 422
    assert post(b"[" * 100_000).status_code in (413, 422)
    assert post(b"[" * 30_000).status_code == 422
    assert post(b"{}", "text/plain").status_code == 415
    assert post(b" " * 30_000 + b"{}").status_code == 413
    assert post(json.dumps(request_of(sha(FRAME))).encode(), **{"Idempotency-Key": "0" * 64}).status_code == 422
    assert post(b'{"requests": []}').status_code == 422
    put = lambda data, name=None, kind="image/png": running.node.put(f"/v1/frames/{name or sha(data)}", content=data, headers={"Content-Type": kind})  # noqa: E731
    assert put(FRAME, kind="image/jpeg").status_code == 415
    assert code(put(FRAME, name="0" * 64)) == "hash_mismatch"
    assert put(FRAME, name="..%2f..%2fetc").status_code in (404, 422)
    assert code(put(FRAME[:-20])) == "not_a_png"
    assert code(put(FRAME + b"tail")) == "not_a_png"
    assert code(put(b"GIF89a" + b"0" * 40)) == "not_a_png"
    bomb = bytearray(FRAME)
    bomb[16:24] = (30_000).to_bytes(4, "big") * 2
    assert code(put(bytes(bomb))) == "not_a_png"
    too_large = put(b"\x89PNG" + bytes(60_000))
    assert (too_large.status_code, too_large.json()["error"]["limit"]) == (413, 50_000)
    assert count(running) == 0


def test_a_body_that_lies_about_its_length_is_stopped(start: Callable[..., Running]) -> None:
    running = start(workers=0, batch_bytes=10_000)
    chunks = (b"x" * 1000 for _ in range(100))
    assert running.node.post("/v1/requests", content=chunks, headers={"Content-Type": "application/json"}).status_code == 413


def test_too_fast_is_429_with_the_time_to_wait(start: Callable[..., Running]) -> None:
    running = start(workers=0, rate=60, burst=3)
    sent = request_of(sha(FRAME))
    answers = [running.send(sent) for _ in range(5)]
    assert [answer.status_code for answer in answers[:3]] == [409] * 3
    assert answers[-1].status_code == 429
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 2
    assert running.admin.post("/v1/requests", json=sent).status_code == 409  # another token has its own


def test_disk_full_while_a_frame_is_written(start: Callable[..., Running], monkeypatch: pytest.MonkeyPatch) -> None:
    """Injected ENOSPC: 507, nothing half-written, and once there is room the same frame is taken."""
    running = start(workers=0)
    put = lambda: running.node.put(f"/v1/frames/{sha(FRAME)}", content=FRAME, headers=PNG_TYPE)  # noqa: E731

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("shadow_teacher.service.frames.os.fsync", full)
        answer = put()
    assert (answer.status_code, code(answer)) == (507, "storage_full")
    assert "Retry-After" in answer.headers
    assert not [path for path in (running.settings.data / "frames").rglob("*") if path.is_file()]
    assert put().status_code == 201


def test_disk_full_while_the_database_commits(start: Callable[..., Running], monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was accepted, so nothing may be missing: 507, and the same request is new when it comes again."""
    import sqlite3

    running = start(workers=0)
    sent = request_of(sha(FRAME))
    running.node.put(f"/v1/frames/{sent['frame']}", content=FRAME, headers=PNG_TYPE)

    def full(*_: Any) -> None:
        raise OperationalError("COMMIT", {}, sqlite3.OperationalError("database or disk is full"))

    with monkeypatch.context() as patched:
        patched.setattr(running.service.intake, "_store", full)
        answer = running.send(sent)
    assert (answer.status_code, code(answer)) == (507, "storage_full")
    assert count(running) == 0
    assert running.send(sent).status_code == 202


def test_a_real_full_file_system_is_507(start: Callable[..., Running], tmp_path: Path) -> None:
    """SQLite itself, told that its file may not grow, reports the full disk that we translate."""
    running = start(workers=0)
    sent = request_of(sha(FRAME), dom_snapshot={"format": 1, "elements": []}, reasons=["r" * 500] * 20)
    running.node.put(f"/v1/frames/{sent['frame']}", content=FRAME, headers=PNG_TYPE)
    with running.service.database.read() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()

    def cap(connection: Any, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")

    from sqlalchemy import event

    running.service.database.engine.dispose()
    event.listen(running.service.database.engine, "connect", cap)
    answers = [running.send(request_of(sent["frame"], f"button {n}", reasons=["r" * 500] * 20)) for n in range(12)]
    assert answers[-1].status_code == 507, answers[-1].text
    assert code(answers[-1]) == "storage_full"
    event.remove(running.service.database.engine, "connect", cap)
    running.service.database.engine.dispose()
    assert count(running) == sum(answer.status_code == 202 for answer in answers)


def test_what_a_killed_process_left_is_swept(start: Callable[..., Running], tmp_path: Path) -> None:
    left = tmp_path / "data" / "frames" / "incoming" / f"{sha(FRAME)}.1.abc"
    left.parent.mkdir(parents=True)
    left.write_bytes(FRAME[:100])
    start(workers=0)
    assert not left.exists()


def test_draining_refuses_politely(start: Callable[..., Running]) -> None:
    running = start(workers=0)
    running.service.draining = True
    answer = running.send(request_of(sha(FRAME)))
    assert (answer.status_code, code(answer)) == (503, "draining")
    assert running.node.get("/readyz").status_code == 503
    assert running.node.get("/healthz").status_code == 200


def test_a_low_disk_takes_no_frames(start: Callable[..., Running]) -> None:
    running = start(workers=0, reserve_bytes=1 << 60)
    assert running.node.put(f"/v1/frames/{sha(FRAME)}", content=FRAME, headers=PNG_TYPE).status_code == 507
    assert running.node.get("/readyz").status_code == 503


def test_frames_survive_a_write_by_two_at_once(start: Callable[..., Running]) -> None:
    running = start(workers=0)
    with ThreadPoolExecutor(8) as pool:
        codes = list(pool.map(lambda _: running.node.put(f"/v1/frames/{sha(FRAME)}", content=FRAME, headers=PNG_TYPE).status_code, range(16)))
    assert set(codes) <= {200, 201}
    assert running.service.frames.path(sha(FRAME)).read_bytes() == FRAME
    assert os.listdir(running.settings.data / "frames" / "incoming") == []
