"""Takes requests from a test and is done with them at once; two threads keep them on disk and send them.

    put      a bounded queue; full means dropped and counted, never waited for
    writer   encodes the picture, writes frame and row to the outbox of this worker
    sender   posts what waits, this worker's and what others left; a teacher that is away costs nobody anything

A dead disk, a dead teacher, a dead thread: the run goes on and the summary says what was not kept.
"""

from __future__ import annotations

import contextlib
import queue
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shadow_runtime.escalate import IntelligenceRequest
    from shadow_runtime.outbox import Outbox
    from shadow_runtime.send import Sender

QUEUED = 32  # pictures in memory
SEND_EVERY_S = 1.0
LEFTOVERS_EVERY_S = 60.0


class Postbox:
    """kept, dropped: requests on disk, and those that were not kept. sent: confirmed by the teacher."""

    def __init__(self, folder: Path, worker: str, make_sender: Callable[[], Sender] | None) -> None:
        """make_sender: builds the sender in its own thread (imports take time); None where no teacher is configured."""
        self.folder = folder
        self.kept = self.known = self.dropped = self.sent = self.refused = 0
        self.trouble = ""
        self.last_put = float("-inf")
        self._worker, self._make_sender = worker, make_sender
        self._queue: queue.Queue[IntelligenceRequest | None] = queue.Queue(QUEUED)
        self._outbox: Outbox | None = None
        self._opened, self._stopping, self._wake = threading.Event(), threading.Event(), threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start the threads; they never keep the process alive."""
        jobs: list[Callable[[], None]] = [self._write] + ([self._send] if self._make_sender is not None else [])
        self._threads = [threading.Thread(target=job, name=f"shadow-{job.__name__.strip('_')}", daemon=True) for job in jobs]
        for thread in self._threads:
            thread.start()

    def put(self, request: IntelligenceRequest) -> None:
        """Hand over a request. Returns at once."""
        self.last_put = time.monotonic()
        try:
            self._queue.put_nowait(request)
        except queue.Full:
            self._lose("more requests at once than could be written")

    def finish(self, seconds: float = 2.0) -> None:
        """Write what is queued, send what can be sent, seal the batch; no longer than `seconds`."""
        deadline = time.monotonic() + seconds
        with contextlib.suppress(queue.Full):
            self._queue.put(None, timeout=seconds / 2)
        if self._threads:
            self._threads[0].join(max(deadline - time.monotonic(), 0.0))
        self._stopping.set()
        self._wake.set()
        for thread in self._threads[1:]:
            thread.join(max(deadline - time.monotonic(), 0.0))
        if self._outbox is not None and not any(thread.is_alive() for thread in self._threads):
            self._outbox.seal()
        # With a thread still at work the batch stays open; the next run seals it.

    def _write(self) -> None:
        from shadow_runtime.outbox import Outbox

        try:
            self._outbox = Outbox.create(self.folder, self._worker)
        except Exception as error:
            self.trouble = str(error)
        self._opened.set()
        while (request := self._queue.get()) is not None:
            try:
                packed = request.packed()
                if self._outbox is None:
                    self._lose(self.trouble)
                elif self._outbox.add(packed.id, packed.frame, packed.png, packed.body, packed.text):
                    self.kept += 1
                    self._wake.set()
                else:
                    self.known += 1
            except Exception as error:  # whatever it is, it is not the test's business
                self._lose(str(error))

    def _send(self) -> None:
        self._opened.wait()
        try:
            sender: Any = self._make_sender()  # type: ignore[misc]  # the thread runs only where there is one
        except Exception as error:
            self.trouble = str(error)
            return
        next_leftovers = 0.0
        while True:
            stopping = self._stopping.is_set()
            self._wake.clear()
            if self._outbox is not None:
                self._count(sender.send_due(self._outbox))
            if not stopping and time.monotonic() >= next_leftovers:
                self._count(sender.send_sealed(self.folder))
                next_leftovers = time.monotonic() + LEFTOVERS_EVERY_S
            if stopping:
                return
            self._wake.wait(SEND_EVERY_S)

    def _count(self, result: Any) -> None:
        self.sent += result.sent
        self.refused += result.refused + result.damaged
        self.trouble = result.trouble or self.trouble

    def _lose(self, why: str) -> None:
        self.dropped += 1
        self.trouble = why
