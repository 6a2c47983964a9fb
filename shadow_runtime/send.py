"""Outbox -> teacher: frames first, then the requests that refer to them; what is confirmed durable there is forgotten here.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .outbox import Outbox, OutboxError, take_all
from .wire import Breaker, NotAuthorizedError, RefusedError, TeacherAwayError, Wire

FRAMES_KNOWN = 4096


@dataclass(kw_only=True)
class Sent:
    """What a round of sending came to. trouble: why it ended early, "" when it did not."""

    sent: int = 0
    refused: int = 0
    damaged: int = 0
    trouble: str = ""
    unauthorized: bool = False

    def add(self, other: Sent) -> None:
        self.sent, self.refused, self.damaged = self.sent + other.sent, self.refused + other.refused, self.damaged + other.damaged
        self.trouble, self.unauthorized = other.trouble or self.trouble, other.unauthorized or self.unauthorized


class Sender:
    """Sends to one teacher; remembers which frames it has. Not for use by two threads at once."""

    def __init__(self, wire: Wire, breaker: Breaker | None = None) -> None:
        self.wire, self.breaker = wire, breaker or Breaker()
        self._frames_there: set[str] = set()

    def send_due(self, outbox: Outbox, limit: int = 1000) -> Sent:
        """Send what is due, until the teacher is away. Never raises for what the teacher or the disk does."""
        result = Sent()
        try:
            due = [] if self.breaker.open else outbox.due(limit)
            for request in due:
                try:
                    self._send(outbox, request)
                    outbox.forget(request.id, "sent")
                    result.sent += 1
                    self.breaker.succeeded()
                except RefusedError as error:
                    outbox.forget(request.id, "refused")
                    result.refused += 1
                    result.trouble = str(error)
                except NotAuthorizedError as error:
                    outbox.postpone(request.id, 60.0, str(error))
                    result.trouble, result.unauthorized = str(error), True
                    self.breaker.failed(60.0)
                    break
                except TeacherAwayError as error:
                    outbox.postpone(request.id, error.retry_after or min(2.0 * 2**request.attempts, 600.0), str(error))
                    result.trouble = str(error)
                    self.breaker.failed(error.retry_after)
                    break
                except OutboxError as error:
                    outbox.forget(request.id, "damaged")
                    result.damaged += 1
                    result.trouble = str(error)
        except Exception as error:  # a disk that refuses, a database that broke: the next round, or a person, will tell
            result.trouble = f"{type(error).__name__}: {error}"
        return result

    def send_sealed(self, folder: Path) -> Sent:
        """Send what earlier runs and other workers left, batch by batch."""
        result = Sent()
        for outbox in take_all(folder):
            result.add(self.send_due(outbox))
            outbox.seal()  # removes it when nothing waits in it any more
            if self.breaker.open or result.unauthorized:
                break
        return result

    def _send(self, outbox: Outbox, request: Any) -> None:
        self._send_frame(outbox, request.frame)
        headers = {"Content-Type": "application/json", "Idempotency-Key": request.id}
        try:
            self.wire.call("POST", "/v1/requests", content=request.body, headers=headers)
        except RefusedError as error:
            if error.code != 409:
                raise
            self._frames_there.discard(request.frame)  # the teacher lost it: once more, with the frame
            self._send_frame(outbox, request.frame)
            self.wire.call("POST", "/v1/requests", content=request.body, headers=headers)

    def _send_frame(self, outbox: Outbox, sha256: str) -> None:
        if sha256 in self._frames_there:
            return
        self.wire.call("PUT", f"/v1/frames/{sha256}", content=outbox.frame(sha256), headers={"Content-Type": "image/png"})
        if len(self._frames_there) >= FRAMES_KNOWN:
            self._frames_there.clear()
        self._frames_there.add(sha256)
