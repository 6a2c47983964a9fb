"""Taking requests in: checked, stored, committed; only then does the node hear 202.

One thread commits; whatever arrived while it flushed the last transaction to the disk goes into the next one together,
so that two hundred nodes cost some flushes a second and not two hundred.
"""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError
from sqlalchemy import insert, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from shadow_teacher.teachers.request import SCHEMA, IntelligenceRequest, content_id

from .database import Database, is_full, requests
from .frames import FrameStore, StorageFull
from .tokens import now

BATCH = 256


class Refused(Exception):
    """A request that is not taken: an HTTP status, a code for programs and a sentence for people."""

    def __init__(self, status: int, code: str, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.more = status, code, message, more

    @property
    def body(self) -> dict[str, Any]:
        return {"code": self.code, "message": self.message, **self.more}


@dataclass(frozen=True, slots=True)
class Accepted:
    """A request that is in the database. new: False when it had been there before."""

    id: str
    status: str
    new: bool


@dataclass(slots=True)
class _Waiting:
    row: dict[str, Any]
    done: Future[Accepted] = field(default_factory=Future)


def check_request(sent: Any, frames: FrameStore) -> IntelligenceRequest:
    """A request as it may be stored. Raises Refused: 422 for what can never be taken, 409 for a frame that is not there yet."""
    if not isinstance(sent, dict):
        raise Refused(422, "not_a_request", f"expected a JSON object, got {type(sent).__name__}")
    if isinstance(sent.get("schema"), int) and sent["schema"] > SCHEMA:
        raise Refused(422, "schema_unsupported", f"schema {sent['schema']}; this service reads up to {SCHEMA}, update it")
    try:
        request = IntelligenceRequest.model_validate(sent)
        computed = content_id(sent)
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_url=False, include_input=False)[:4])
        raise Refused(422, "invalid", problems[:1000]) from None
    except (ValueError, UnicodeError, RecursionError) as error:
        raise Refused(422, "invalid", str(error)[:300]) from None
    if request.id != computed:
        raise Refused(422, "id_mismatch", f"the id says {request.id}, the content is {computed}")
    if not frames.has(request.frame):
        raise Refused(409, "frame_missing", f"send the frame first: PUT /v1/frames/{request.frame}", frames=[request.frame])
    return request


class Intake:
    """The one writer of new requests in this process."""

    def __init__(self, database: Database, arrived: threading.Event) -> None:
        """arrived: set after each commit, wakes the teaching workers."""
        self._database, self._arrived = database, arrived
        self._queue: queue.SimpleQueue[_Waiting | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="intake", daemon=True)
        self._thread.start()

    def submit(self, request: IntelligenceRequest, sent: Mapping[str, Any], token: str) -> Future[Accepted]:
        """The result comes after the commit. It raises Refused 503 or 507 when the database cannot take it."""
        waiting = _Waiting({"id": request.id, "status": "queued", "body": json.dumps(sent, ensure_ascii=False), "token": token, "received_at": now()})
        self._queue.put(waiting)
        return waiting.done

    def close(self) -> None:
        """Commit what waits, then stop."""
        self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        stopping = False
        while not stopping:
            batch: list[_Waiting] = []
            item = self._queue.get()
            while True:
                if item is None:
                    stopping = True
                else:
                    batch.append(item)
                if stopping or len(batch) >= BATCH:
                    break
                try:
                    item = self._queue.get_nowait()
                except queue.Empty:
                    break
            if batch:
                self._commit(batch)

    def _commit(self, batch: list[_Waiting]) -> None:
        try:
            accepted = self._store(batch)
        except Exception as error:  # every waiting node must hear something, whatever went wrong
            refused = _as_refusal(error)
            for waiting in batch:
                waiting.done.set_exception(refused)
            return
        for waiting, result in zip(batch, accepted, strict=True):
            waiting.done.set_result(result)
        self._arrived.set()

    def _store(self, batch: list[_Waiting]) -> list[Accepted]:
        for attempt in (1, 2):
            try:
                with self._database.write() as connection:
                    known = dict(connection.execute(select(requests.c.id, requests.c.status).where(requests.c.id.in_({w.row["id"] for w in batch}))).all())
                    fresh: dict[str, dict[str, Any]] = {}
                    result = []
                    for waiting in batch:
                        identity = waiting.row["id"]
                        new = identity not in known and identity not in fresh
                        if new:
                            fresh[identity] = waiting.row
                        result.append(Accepted(identity, known.get(identity, "queued"), new))
                    if fresh:
                        connection.execute(insert(requests), list(fresh.values()))
                return result
            except IntegrityError:  # another process of the service stored one of them in between (PostgreSQL)
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")


def _as_refusal(error: Exception) -> Refused:
    if isinstance(error, StorageFull) or is_full(error):
        return Refused(507, "storage_full", "no room left on the teacher's disk; keep the request and send it again later", retry_after=60)
    if isinstance(error, DBAPIError):
        return Refused(503, "database_unavailable", f"the database refused: {str(error.orig)[:200]}; send it again later", retry_after=5)
    return Refused(503, "unavailable", f"{type(error).__name__} while storing; send it again later", retry_after=5)
