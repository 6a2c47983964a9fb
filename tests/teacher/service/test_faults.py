"""The service as its own process, killed and damaged: nothing that was accepted is lost or doubled."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from service_kit import eventually, picture, png, request_of, sha, snapshot

ROOT = Path(__file__).parents[3]
FRAMES = [png(picture(number)) for number in range(6)]


class Process:
    """`shadow-teacher serve` on a data folder."""

    def __init__(self, data: Path, *options: str, **environment: str) -> None:
        self.data = data
        self.environment = {**os.environ, "SHADOW_TEACHER_RATE": "1e6", "SHADOW_TEACHER_BURST": "1000000", **environment}
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.port = listener.getsockname()[1]
        self.log = (data.parent / f"log-{self.port}").open("wb+")
        command = [sys.executable, "-m", "shadow_teacher", "serve", "--data", str(data), "--port", str(self.port), *options]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=self.log, stderr=self.log)
        self.url = f"http://127.0.0.1:{self.port}"

    def ready(self) -> Process:
        def up() -> bool:
            assert self.process.poll() is None, self.text()
            try:
                return httpx2.get(f"{self.url}/readyz", timeout=10).status_code == 200
            except httpx2.TransportError:
                return False

        eventually(up, 120)
        return self

    def text(self) -> str:
        return Path(self.log.name).read_text(errors="replace")

    def token(self, role: str = "node") -> str:
        made = subprocess.run([sys.executable, "-m", "shadow_teacher", "token", "create", "--role", role, "--data", str(self.data)], cwd=ROOT, capture_output=True, text=True, check=True)
        return made.stdout.strip()

    def client(self, token: str) -> httpx2.Client:
        return httpx2.Client(base_url=self.url, headers={"Authorization": f"Bearer {token}"}, timeout=60)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Process]]:
    started: list[Process] = []

    def run(*options: str, **environment: str) -> Process:
        started.append(Process(tmp_path / "data", *options, **environment))
        return started[-1]

    yield run
    for one in started:
        if one.process.poll() is None:
            one.process.kill()
        one.process.wait()
        one.log.close()


def stored(data: Path) -> list[str]:
    with sqlite3.connect(data / "teacher.sqlite") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [row[0] for row in connection.execute("SELECT id FROM requests ORDER BY seq")]


def requests_of(count: int) -> list[tuple[bytes, dict[str, Any]]]:
    return [(FRAMES[n % len(FRAMES)], request_of(sha(FRAMES[n % len(FRAMES)]), f"button {n}")) for n in range(count)]


def test_killed_in_the_middle_of_intake(serve: Callable[..., Process], tmp_path: Path) -> None:
    """kill -9 while eight clients send: what got 202 is there, once; sent again, all of it is there, once; no frame is half."""
    first = serve("--workers", "0").ready()
    token = first.token()
    work, accepted, lock = requests_of(400), [], threading.Lock()
    queue = list(work)

    def send() -> None:
        with first.client(token) as client:
            while True:
                with lock:
                    if not queue:
                        return
                    frame, sent = queue.pop()
                try:
                    client.put(f"/v1/frames/{sent['frame']}", content=frame, headers={"Content-Type": "image/png"})
                    if client.post("/v1/requests", json=sent).status_code in (200, 202):
                        with lock:
                            accepted.append(sent["id"])
                except httpx2.TransportError:
                    return

    senders = [threading.Thread(target=send) for _ in range(8)]
    for sender in senders:
        sender.start()
    eventually(lambda: len(accepted) >= 20, 120)
    first.process.send_signal(signal.SIGKILL)
    for sender in senders:
        sender.join()
    first.process.wait()
    assert accepted
    there = stored(tmp_path / "data")
    assert len(there) == len(set(there))
    assert set(accepted) <= set(there)
    second = serve("--workers", "0").ready()
    with second.client(token) as client:
        for frame, sent in work[-60:]:
            assert client.put(f"/v1/frames/{sent['frame']}", content=frame, headers={"Content-Type": "image/png"}).status_code in (200, 201)
            assert client.post("/v1/requests", json=sent).status_code == (200 if sent["id"] in there else 202)
    again = stored(tmp_path / "data")
    assert len(again) == len(set(again))
    assert {sent["id"] for _, sent in work[-60:]} | set(accepted) <= set(again)
    for path in (tmp_path / "data" / "frames").rglob("*.png"):
        assert sha(path.read_bytes()) == path.stem
    assert os.listdir(tmp_path / "data" / "frames" / "incoming") == []


def test_killed_while_teaching(serve: Callable[..., Process], tmp_path: Path) -> None:
    """kill -9 with leases held: the next process takes them over, each request gets its one lesson."""
    first = serve("--workers", "2", SHADOW_TEACHER_LEASE="3", SHADOW_TEACHER_ATTEMPTS="20").ready()
    token = first.token("reviewer")
    ids = []
    with first.client(token) as client:
        for number in range(12):
            frame = FRAMES[number % len(FRAMES)]
            sent = request_of(sha(frame), f"{'the ' * (number // len(FRAMES))}send button", dom_snapshot=snapshot())
            client.put(f"/v1/frames/{sent['frame']}", content=frame, headers={"Content-Type": "image/png"})
            assert client.post("/v1/requests", json=sent).status_code == 202
            ids.append(sent["id"])
    first.process.send_signal(signal.SIGKILL)
    first.process.wait()
    with sqlite3.connect(tmp_path / "data" / "teacher.sqlite") as connection:  # as if it had died while it was at two more
        connection.execute("UPDATE requests SET status = 'leased', lease = 'dead', attempts = 1 WHERE status = 'queued' AND seq % 5 = 0")
    second = serve("--workers", "2", SHADOW_TEACHER_LEASE="3", SHADOW_TEACHER_ATTEMPTS="20").ready()
    with second.client(token) as client:
        eventually(lambda: len(client.get("/v1/lessons").json()["lessons"]) >= len(ids), 120)
        made = client.get("/v1/lessons").json()["lessons"]
        assert sorted(lesson["provenance"]["request"] for lesson in made) == sorted(ids)
        assert [lesson["seq"] for lesson in made] == list(range(1, len(ids) + 1))
        assert len(client.get("/v1/exemplars").json()["exemplars"]) == len(ids)


def test_a_signal_ends_it_cleanly(serve: Callable[..., Process], tmp_path: Path) -> None:
    """SIGTERM under load: exit code 0, whatever got 202 is stored, the log says so in JSON and holds no secret."""
    service = serve("--workers", "1").ready()
    token = service.token()
    accepted: list[str] = []

    def send() -> None:
        with service.client(token) as client:
            for frame, sent in requests_of(500):
                try:
                    client.put(f"/v1/frames/{sent['frame']}", content=frame, headers={"Content-Type": "image/png"})
                    if client.post("/v1/requests", json=sent).status_code == 202:
                        accepted.append(sent["id"])
                except httpx2.TransportError:
                    return

    sender = threading.Thread(target=send)
    sender.start()
    eventually(lambda: len(accepted) >= 5, 120)
    service.process.send_signal(signal.SIGTERM)
    assert service.process.wait(90) == 0, service.text()[-2000:]
    sender.join()
    assert set(accepted) <= set(stored(tmp_path / "data"))
    lines = [json.loads(line) for line in service.text().splitlines()]
    assert "stopped" in [line["event"] for line in lines]
    assert token.split("_", 2)[2] not in service.text()
    assert {"time", "level", "event"} <= set(lines[0])


@pytest.mark.parametrize("damage", ["garbage", "truncated", "newer"])
def test_a_damaged_database_is_refused_with_a_reason(serve: Callable[..., Process], tmp_path: Path, damage: str) -> None:
    from shadow_teacher.service.database import Database

    data = tmp_path / "data"
    data.mkdir()
    path = data / "teacher.sqlite"
    database = Database(f"sqlite:///{path}")
    database.create()
    if damage == "newer":
        with database.write() as connection:
            connection.exec_driver_sql("UPDATE meta SET value = 99 WHERE name = 'format'")
    database.close()
    if damage == "garbage":
        path.write_bytes(b"SQLite format 3\0" + os.urandom(20_000))
    if damage == "truncated":
        path.write_bytes(path.read_bytes()[:9000])
    before = path.read_bytes()
    refused = serve()
    assert refused.process.wait(90) == 1
    said = refused.text()
    assert re.search(r"not started: .*(damaged|malformed|not a database|database format 99|disk image)", said), said[-800:]
    assert path.read_bytes() == before


def test_the_proof_of_intake_runs_small(tmp_path: Path) -> None:
    """benchmarks/prove_intake.py as `make prove` runs it, with fewer requests: killed half way, nothing lost, nothing doubled."""
    command = [sys.executable, "-m", "benchmarks.prove_intake", "--requests", "200", "--connections", "20", "--out", str(tmp_path / "proof.json")]
    ran = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=500, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr[-2000:]
    proof = json.loads((tmp_path / "proof.json").read_text())
    assert (proof["passed"], proof["lost"], proof["doubled"]) == (True, 0, 0)
    assert proof["connections_lost"] > 0  # the kill was felt
