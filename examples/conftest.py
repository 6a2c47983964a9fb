"""Serves the demo shop. Two versions of it look alike; v2 keeps no id, class, label, role or button of v1."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

SHOP = Path(__file__).parent / "shop"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None: ...


@pytest.fixture(scope="session")
def shop_root() -> Iterator[str]:
    """Address of the folder that holds both versions."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(SHOP)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["v1", "v2"])
def shop(request: pytest.FixtureRequest, shop_root: str) -> str:
    """Address of the shop: each test runs on both versions."""
    return f"{shop_root}/{request.param}/"
