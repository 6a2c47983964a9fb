"""10,000 requests over 200 connections, with the service killed in the middle: none that was accepted is lost or doubled.

    python -m benchmarks.prove_intake [--requests 10000] [--connections 200] [--out FILE.json]     # one of `make prove`

Starts `shadow-teacher serve` on a fresh folder, sends from an own process over real connections (each request twice now
and then, as a node does that did not hear an answer), kills the service with SIGKILL half way, starts it again, sends on.
Prints and writes one JSON object; exit code 1 when anything was lost, doubled or refused for a wrong reason.
"""

from __future__ import annotations

import argparse
import asyncio
import hashlib
import os
import platform
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import httpx2
import numpy as np

from shadow_teacher.teachers.request import content_id

from .report import report

ROOT = Path(__file__).parents[1]
FRAMES = 50


def frames() -> list[bytes]:
    """Different small pages."""
    rng = np.random.default_rng(7)
    pictures = (cv2.resize(rng.integers(0, 255, (9, 16, 3), np.uint8), (640, 360), interpolation=cv2.INTER_NEAREST) for _ in range(FRAMES))
    return [cv2.imencode(".png", one)[1].tobytes() for one in pictures]


def request(number: int, frame: str) -> dict[str, Any]:
    sent = {
        "schema": 1, "kind": "locate", "text": f"button {number}", "student": "student-0001", "frame": frame, "viewport": [640, 360], "scale": 1.0, "origin": None,
        "node": "prove", "created_at": datetime.now(UTC).isoformat(), "reasons": ["proof"], "grounding": None, "verdict": None, "correction": None,
    }  # fmt: skip
    return {"id": content_id(sent), **sent}


class Teacher:
    """The service as its own process, on one folder and port all the time."""

    def __init__(self, data: Path) -> None:
        self.data = data
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.port = listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        environment = {**os.environ, "SHADOW_TEACHER_RATE": "1e9", "SHADOW_TEACHER_BURST": "1000000000", "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "shadow_teacher", "serve", "--data", str(self.data), "--port", str(self.port), "--workers", "0", "--log-level", "error"]
        self.process = subprocess.Popen(command, env=environment, cwd=ROOT)
        while True:
            try:
                if httpx2.get(f"{self.url}/readyz", timeout=30).status_code == 200:
                    return
            except httpx2.TransportError:
                time.sleep(0.1)
            if self.process.poll() is not None:
                raise SystemExit("the service did not start")

    def token(self) -> str:
        command = [sys.executable, "-m", "shadow_teacher", "token", "create", "--role", "node", "--data", str(self.data)]
        return subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True).stdout.strip()

    def end(self, number: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(120)


class Sending:
    """Nodes that send until each of their requests was accepted."""

    def __init__(self, teacher: Teacher, token: str, work: list[dict[str, Any]], pictures: dict[str, bytes]) -> None:
        self.teacher, self.work, self.pictures = teacher, list(reversed(work)), pictures
        self.headers = {"Authorization": f"Bearer {token}"}
        self.codes: dict[str, int] = {}
        self.new: dict[str, int] = {}  # how often a request was told to be new
        self.milliseconds: list[float] = []
        self.failed = 0

    @property
    def accepted(self) -> int:
        return sum(count for code, count in self.codes.items() if code in ("200", "202"))

    async def run(self, connections: int, kill_at: int | None) -> None:
        killer = asyncio.create_task(self._kill(kill_at)) if kill_at is not None else None
        await asyncio.gather(*(self._node(number) for number in range(connections)))
        if killer is not None:
            await killer

    async def _kill(self, at: int) -> None:
        while self.accepted < at:
            await asyncio.sleep(0.01)
        await asyncio.to_thread(self.teacher.end, signal.SIGKILL)
        await asyncio.to_thread(self.teacher.start)

    async def _node(self, number: int) -> None:
        dice = random.Random(number)
        # A client and a connection for each node; without certificates to load, two hundred of them start at once.
        async with httpx2.AsyncClient(base_url=self.teacher.url, headers=self.headers, timeout=120, limits=httpx2.Limits(max_connections=1), verify=False) as client:
            while self.work:
                sent = self.work.pop()
                while not await self._deliver(client, sent):
                    await asyncio.sleep(0.2 + dice.random() * 0.3)
                if dice.random() < 0.05:  # the answer was not heard: again
                    await self._deliver(client, sent)

    async def _deliver(self, client: httpx2.AsyncClient, sent: dict[str, Any]) -> bool:
        started = time.perf_counter()
        try:
            answer = await client.post("/v1/requests", json=sent, headers={"Idempotency-Key": sent["id"]})
            if answer.status_code == 409:
                await client.put(f"/v1/frames/{sent['frame']}", content=self.pictures[sent["frame"]], headers={"Content-Type": "image/png"})
                answer = await client.post("/v1/requests", json=sent)
        except httpx2.TransportError:
            self.failed += 1
            return False
        self.codes[str(answer.status_code)] = self.codes.get(str(answer.status_code), 0) + 1
        if answer.status_code == 202:
            self.new[sent["id"]] = self.new.get(sent["id"], 0) + 1
        self.milliseconds.append((time.perf_counter() - started) * 1e3)
        return answer.status_code in (200, 202)


def prove(count: int, connections: int, folder: Path) -> dict[str, Any]:
    """Everything, as one JSON-ready object with "passed"."""
    pictures = {hashlib.sha256(data).hexdigest(): data for data in frames()}
    names = list(pictures)
    work = [request(number, names[number % len(names)]) for number in range(count)]
    teacher = Teacher(folder / "data")
    teacher.start()
    sending = Sending(teacher, teacher.token(), work, pictures)
    started = time.perf_counter()
    asyncio.run(sending.run(connections, kill_at=count // 2))
    seconds = time.perf_counter() - started
    ended = teacher.end(signal.SIGTERM)
    with sqlite3.connect(folder / "data" / "teacher.sqlite") as connection:
        integrity = connection.execute("PRAGMA integrity_check").fetchone()[0]
        stored = [row[0] for row in connection.execute("SELECT id FROM requests")]
    wanted = {sent["id"] for sent in work}
    times = sorted(sending.milliseconds)
    result = {
        "requests": count, "connections": connections, "killed_at": count // 2, "answers": dict(sorted(sending.codes.items())), "connections_lost": sending.failed,
        "lost": len(wanted - set(stored)), "doubled": len(stored) - len(set(stored)), "told_new_twice": sum(told > 1 for told in sending.new.values()),
        "strangers": len(set(stored) - wanted), "database": integrity, "exit_code": ended, "seconds": round(seconds, 1), "per_second": round(count / seconds, 1),
        "ms_p50": round(times[len(times) // 2], 1), "ms_p99": round(times[int(len(times) * 0.99)], 1), "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(), "load_average": round(os.getloadavg()[0], 1), "date": datetime.now(UTC).date().isoformat(),
    }  # fmt: skip
    # A first 202 comes after its commit, so even a kill between two sendings never makes a request new twice.
    result["passed"] = (
        not result["lost"] and not result["doubled"] and not result["strangers"] and not result["told_new_twice"] and integrity == "ok" and ended == 0
        and set(sending.codes) <= {"200", "202"}
    )  # fmt: skip
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--connections", type=int, default=200)
    parser.add_argument("--out", type=Path, help="write the result here, too")
    options = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="shadow-prove-"))
    try:
        result = prove(options.requests, options.connections, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    report(result, options.out)
    raise SystemExit(0 if result["passed"] else 1)


if __name__ == "__main__":
    main()
