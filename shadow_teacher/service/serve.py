"""`shadow-teacher serve`: one process until SIGTERM or SIGINT, then a clean end."""

from __future__ import annotations

import signal
import sys

import uvicorn

from .app import Service, create_app
from .logs import set_up_logs
from .settings import ServiceSettings


def serve(settings: ServiceSettings, log_level: str = "info") -> None:
    """Blocks. uvicorn ends on a signal: no new connection, running calls finish, then the service closes (see Service.close)."""
    set_up_logs(log_level)
    # uvicorn raises the signal again when all is done; a clean end is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    app = create_app(Service(settings))
    uvicorn.run(app, host=settings.host, port=settings.port, log_config=None, access_log=False, server_header=False, backlog=2048,
                timeout_graceful_shutdown=max(round(settings.drain), 1), timeout_keep_alive=30)  # fmt: skip
