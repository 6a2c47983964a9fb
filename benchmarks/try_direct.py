"""What a connection of our own to Chromium would save: the same calls through Playwright's driver and past it, by turns.

    python -m benchmarks.try_direct --out benchmarks/results/try_direct.json

For this comparison only, the browser opens a port on the loopback interface; docs/capture.md says why the product does not.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import socket
import struct
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from pytest_shadow.browsers import browser_path
from pytest_shadow.options import Settings

from .live_conditions import conditions
from .report import report

PAGE = "<h1>Orders</h1>" + "".join(f"<p>Order {i} <button>Open {i}</button></p>" for i in range(20))
SHOT = {"format": "png", "optimizeForSpeed": True, "fromSurface": True, "captureBeyondViewport": False}
ONE = {"expression": "1", "returnByValue": True}


class DirectSession:
    """As much of a websocket client as this needs: text frames out, whole text frames in."""

    def __init__(self, url: str) -> None:
        host, _, path = url.removeprefix("ws://").partition("/")
        name, _, port = host.partition(":")
        self._socket = socket.create_connection((name, int(port)))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        key = base64.b64encode(os.urandom(16)).decode()
        self._socket.sendall(f"GET /{path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
                             "Sec-WebSocket-Version: 13\r\n\r\n".encode())  # fmt: skip
        self._read, self._asked = b"", 0
        while b"\r\n\r\n" not in self._read:
            self._read += self._socket.recv(65536)
        self._read = self._read.split(b"\r\n\r\n", 1)[1]

    def send(self, method: str, parameters: dict[str, Any]) -> dict[str, Any]:
        """The answer to one call; events in between are dropped."""
        self._asked += 1
        text = json.dumps({"id": self._asked, "method": method, "params": parameters}).encode()
        head = bytes([0x81, 0x80 | len(text)]) if len(text) < 126 else bytes([0x81, 0xFE]) + struct.pack(">H", len(text))
        self._socket.sendall(head + bytes(4) + text)  # masked with zeros
        while (answer := json.loads(self._frame())).get("id") != self._asked:
            pass
        return answer["result"]

    def close(self) -> None:
        self._socket.close()

    def _frame(self) -> bytes:
        length = self._take(2)[1] & 127
        if length >= 126:
            length = int.from_bytes(self._take(2 if length == 126 else 8))
        return self._take(length)

    def _take(self, count: int) -> bytes:
        while len(self._read) < count:
            self._read += self._socket.recv(1 << 20)
        taken, self._read = self._read[:count], self._read[count:]
        return taken


def measure(rounds: int) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    times: dict[str, list[float]] = {}

    def add(name: str, call: Callable[[], Any]) -> None:
        started = time.perf_counter()
        call()
        times.setdefault(name, []).append((time.perf_counter() - started) * 1e3)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = browser_path(Settings())
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(args=[f"--remote-debugging-port={port}"], **({"executable_path": path} if path else {}))
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.set_content(PAGE)
        driver = page.context.new_cdp_session(page)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list") as answer:
            targets = json.load(answer)
        direct = DirectSession(next(target["webSocketDebuggerUrl"] for target in targets if target["type"] == "page"))
        for number in range(rounds + 4):
            for name, session in (("driver", driver), ("direct", direct)):
                add(f"Runtime.evaluate, {name}", lambda: session.send("Runtime.evaluate", ONE))  # noqa: B023
                page.evaluate("n => { document.body.style.background = `rgb(${n % 250},200,220)` }", number)
                add(f"Page.captureScreenshot, {name}", lambda: session.send("Page.captureScreenshot", SHOT))  # noqa: B023
            if number == 3:
                times.clear()
        version = browser.version
        direct.close()
        browser.close()
    calls = {name: dict(zip(("p50_ms", "p95_ms"), np.percentile(values, (50, 95)).round(2).tolist(), strict=True)) for name, values in times.items()}
    return {**conditions(), "browser": f"Chromium {version}", "calls_each": rounds, "calls": calls}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    report(measure(options.rounds), options.out)


if __name__ == "__main__":
    main()
