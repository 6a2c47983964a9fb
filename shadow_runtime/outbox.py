"""Requests that wait for the teacher, on disk: nothing that was taken in is lost, and nothing here stops a test.

    OUTBOX/open-<worker>-<token>/       being written, by one process
    OUTBOX/sealed-<worker>-<token>/     complete; whoever gets hold of it sends it
    OUTBOX/broken-<worker>-<token>/     cannot be read; kept for a person, removed by purge
        requests.sqlite                 one row a request; rollback journal (SQLite's write-ahead log can lose commits)
        frames/<sha256>.png             named by content; on disk before the row that needs it

The connection holds its file exclusively for as long as it lives: that is how others know that its owner is at work, and
a killed owner lets go by itself.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .durable import write_whole
from .errors import ShadowError

DATABASE = "requests.sqlite"
MAX_BYTES = 256 * 2**20
MAX_AGE_S = 30 * 86400.0
LONGEST_WAIT_S = 3600.0
_NAME = re.compile(r"(open|sealed|broken)-([\w.-]+)-([0-9a-f]{12})")
_TABLES = """
CREATE TABLE requests(id TEXT PRIMARY KEY, frame TEXT NOT NULL, body BLOB NOT NULL, text TEXT NOT NULL, size INTEGER NOT NULL,
  stored_at REAL NOT NULL, next_try REAL NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0, note TEXT NOT NULL DEFAULT '');
CREATE TABLE counts(name TEXT PRIMARY KEY, n INTEGER NOT NULL);
PRAGMA user_version = 1;
"""


class OutboxError(ShadowError):
    """A request that could not be kept, or an outbox that cannot be read; says which and why."""


class BusyError(OutboxError):
    """A batch that another process holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRequest:
    """One waiting request. body: the JSON that is sent. stored_at, next_try: seconds since 1970, by this machine's clock."""

    id: str
    frame: str
    body: bytes
    text: str
    size: int
    stored_at: float
    next_try: float = 0.0
    attempts: int = 0
    note: str = ""


class Outbox:
    """One batch, held by this process; may be used from several threads."""

    def __init__(self, batch: Path, connection: sqlite3.Connection, *, max_bytes: int = MAX_BYTES, elsewhere: int = 0,
                 clock: Callable[[], float] = time.time) -> None:  # fmt: skip
        """Use create or take. elsewhere: bytes in other batches, which count against max_bytes."""
        self.batch = batch
        self._db, self._clock = connection, clock
        self._lock = threading.RLock()
        self._room = max_bytes - elsewhere - folder_size(batch)

    @classmethod
    def create(cls, folder: Path, worker: str = "main", *, max_bytes: int = MAX_BYTES, max_age_s: float = MAX_AGE_S,
               clock: Callable[[], float] = time.time) -> Outbox:  # fmt: skip
        """A new batch in `folder`. Batches that killed processes left are sealed, and old ones dropped to keep the caps.

        Raises OutboxError when the folder cannot be written.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            seal_orphans(folder)
            elsewhere = drop_oldest(folder, max_bytes, max_age_s, clock)
            batch = folder / f"open-{re.sub(r'[^A-Za-z0-9_.]+', '.', worker)[:40] or 'main'}-{secrets.token_hex(6)}"
            (batch / "frames").mkdir(parents=True)
            connection = _connect(batch, new=True)
        except (OSError, sqlite3.Error) as error:
            raise OutboxError(f"{folder}: no outbox can be made there: {error}") from error
        return cls(batch, connection, max_bytes=max_bytes, elsewhere=elsewhere, clock=clock)

    @classmethod
    def take(cls, batch: Path) -> Outbox:
        """Get hold of a sealed batch. Raises BusyError when another process has it, OutboxError when it cannot be read."""
        try:
            return cls(batch, _connect(batch))
        except sqlite3.Error as error:
            if _is_busy(error):
                raise BusyError(f"{batch.name}: another process is sending it") from error
            raise OutboxError(f"{batch.name}: {error}") from error
        except OSError as error:
            raise OutboxError(f"{batch.name}: {error}") from error

    def add(self, request_id: str, frame: str, png: bytes, body: bytes, text: str = "") -> bool:
        """Keep a request and its frame (sha256 of the PNG); False when it was there already.

        The frame is on disk before the row. Raises OutboxError when there is no room or the disk refuses; then nothing
        of the request is left.
        """
        with self._lock:
            try:
                if self._db.execute("SELECT 1 FROM requests WHERE id = ?", (request_id,)).fetchone():
                    return False
                path = self.frame_path(frame)
                size = len(body) + (0 if path.exists() else len(png))
                if size > self._room:
                    with self._db:
                        self._count("no_room")
                    raise OutboxError(f"{self.batch.parent}: full; send it (shadow outbox send) or empty it (shadow outbox purge)")
                if not path.exists():
                    write_whole(path, png)
                self._insert(request_id, frame, body, text, size)
            except (OSError, sqlite3.Error) as error:
                raise OutboxError(f"{self.batch}: a request could not be kept: {error}") from error
            self._room -= size
            return True

    def _insert(self, request_id: str, frame: str, body: bytes, text: str, size: int) -> None:
        with self._db:
            self._db.execute(
                "INSERT INTO requests(id, frame, body, text, size, stored_at) VALUES (?, ?, ?, ?, ?, ?)",
                (request_id, frame, body, text[:500], size, self._clock()),
            )

    def waiting(self, limit: int = 1000) -> list[StoredRequest]:
        """What has not been sent, oldest first."""
        return self._rows("ORDER BY rowid LIMIT ?", (limit,))

    def due(self, limit: int = 32) -> list[StoredRequest]:
        """What may be sent now. A time further away than any wait we set comes from a clock that jumped: it is due."""
        now = self._clock()
        return self._rows("WHERE next_try <= ? OR next_try > ? ORDER BY attempts, rowid LIMIT ?", (now, now + LONGEST_WAIT_S + 1, limit))

    def frame(self, sha256: str) -> bytes:
        """The PNG of a request. Raises OutboxError when it is missing or damaged."""
        try:
            data = self.frame_path(sha256).read_bytes()
        except OSError as error:
            raise OutboxError(f"{self.batch.name}: frame {sha256[:12]} cannot be read: {error}") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise OutboxError(f"{self.batch.name}: frame {sha256[:12]} is damaged")
        return data

    def frame_path(self, sha256: str) -> Path:
        return self.batch / "frames" / f"{sha256}.png"

    def forget(self, request_id: str, outcome: str) -> None:
        """Drop a request that is done, and its frame when no other needs it. outcome: what to count it as ("sent", "refused")."""
        with self._lock, self._db:
            row = self._db.execute("SELECT frame, size FROM requests WHERE id = ?", (request_id,)).fetchone()
            if row is None:
                return
            self._db.execute("DELETE FROM requests WHERE id = ?", (request_id,))
            self._count(outcome)
            if not self._db.execute("SELECT 1 FROM requests WHERE frame = ?", (row[0],)).fetchone():
                self.frame_path(row[0]).unlink(missing_ok=True)
            self._room += row[1]

    def postpone(self, request_id: str, seconds: float, note: str) -> None:
        """Not before so many seconds from now."""
        with self._lock, self._db:
            self._db.execute(
                "UPDATE requests SET next_try = ?, attempts = attempts + 1, note = ? WHERE id = ?",
                (self._clock() + min(max(seconds, 0.0), LONGEST_WAIT_S), note[:500], request_id),
            )

    def counts(self) -> dict[str, int]:
        """How many were sent, refused, not kept."""
        with self._lock:
            return dict(self._db.execute("SELECT name, n FROM counts ORDER BY name"))

    def close(self) -> None:
        """Let go of the batch; it stays as it is."""
        with self._lock:
            self._db.close()

    def seal(self) -> Path | None:
        """Finish the batch: nothing is added any more, anyone may send it. None when nothing waits in it (it is removed)."""
        with self._lock:
            try:
                empty = self._db.execute("SELECT 1 FROM requests").fetchone() is None
            except sqlite3.Error:
                empty = False
            self._db.close()
            return _seal(self.batch, empty)

    def _count(self, name: str) -> None:
        self._db.execute("INSERT INTO counts VALUES (?, 1) ON CONFLICT(name) DO UPDATE SET n = n + 1", (name,))

    def _rows(self, tail: str, values: tuple) -> list[StoredRequest]:
        names = ("id", "frame", "body", "text", "size", "stored_at", "next_try", "attempts", "note")
        with self._lock:
            try:
                found = self._db.execute(f"SELECT {', '.join(names)} FROM requests {tail}", values).fetchall()
            except sqlite3.Error as error:
                raise OutboxError(f"{self.batch.name}: {error}") from error
        return [StoredRequest(**dict(zip(names, row, strict=True))) for row in found]


def batches(folder: Path, kinds: tuple[str, ...] = ("open", "sealed", "broken")) -> list[Path]:
    """Batch folders, oldest first."""
    if not folder.is_dir():
        return []
    found = [path for path in folder.iterdir() if (match := _NAME.fullmatch(path.name)) and match[1] in kinds and path.is_dir()]
    return sorted(found, key=_modified)


def seal_orphans(folder: Path) -> list[Path]:
    """Seal what killed processes left; set aside what cannot be read. Returns the batches that were changed."""
    changed = []
    for batch in batches(folder, ("open",)):
        if not (batch / DATABASE).exists():
            continue  # just being made, or killed before anything was in it
        try:
            connection = _connect(batch)
        except sqlite3.Error as error:
            if not _is_busy(error):
                changed.append(set_aside(batch))
            continue
        except (OSError, OutboxError):
            continue
        try:
            rows = connection.execute("SELECT frame FROM requests").fetchall()
        except sqlite3.Error:
            connection.close()
            changed.append(set_aside(batch))
            continue
        _sweep(batch, {frame for (frame,) in rows})
        connection.close()
        changed.append(_seal(batch, not rows))
    return [path for path in changed if path is not None]


def take_all(folder: Path) -> Iterator[Outbox]:
    """Every sealed batch that no other process holds, one after the other; broken ones are set aside."""
    seal_orphans(folder)
    for batch in batches(folder, ("sealed",)):
        try:
            yield Outbox.take(batch)
        except BusyError:
            continue
        except OutboxError:
            set_aside(batch)


def drop_oldest(folder: Path, max_bytes: int, max_age_s: float, clock: Callable[[], float] = time.time) -> int:
    """Remove batches over the caps, oldest first; never one that is open. Returns the bytes that are left.

    A batch from the future (a clock that jumped) counts as new.
    """
    left = {batch: folder_size(batch) for batch in batches(folder)}
    for batch in list(left):
        if _NAME.fullmatch(batch.name)[1] == "open":  # type: ignore[index]  # batches() matched it
            continue
        if clock() - _modified(batch) > max_age_s or sum(left.values()) > max_bytes * 0.75:
            shutil.rmtree(batch, ignore_errors=True)
            del left[batch]
    return sum(left.values())


def set_aside(batch: Path) -> Path | None:
    """Rename a batch that cannot be read, so that nobody trips over it again."""
    return _renamed(batch, "broken")


def folder_size(folder: Path) -> int:
    """Bytes of all files below."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total


def _connect(batch: Path, new: bool = False) -> sqlite3.Connection:
    """A connection that holds the database for itself. Raises sqlite3.Error, also for one that is damaged."""
    path = (batch / DATABASE).absolute()
    connection = sqlite3.connect(f"{path.as_uri()}?mode={'rwc' if new else 'rw'}", uri=True, timeout=5.0 if new else 0.0, check_same_thread=False)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = TRUNCATE")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN EXCLUSIVE")
        connection.commit()
        if new:
            connection.executescript(_TABLES)
        elif connection.execute("PRAGMA user_version").fetchone()[0] != 1:
            raise OutboxError(f"{batch.name}: not an outbox of this version")
        elif (answer := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(answer)
    except BaseException:
        connection.close()
        raise
    return connection


def _is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _sweep(batch: Path, needed: set[str]) -> None:
    """Remove frames whose row was never written."""
    for path in (batch / "frames").glob("*"):
        if path.suffix != ".png" or path.stem not in needed:
            path.unlink(missing_ok=True)


def _seal(batch: Path, empty: bool) -> Path | None:
    if empty:
        shutil.rmtree(batch, ignore_errors=True)
        return None
    return _renamed(batch, "sealed")


def _renamed(batch: Path, kind: str) -> Path | None:
    match = _NAME.fullmatch(batch.name)
    if match is None or match[1] == kind:
        return batch
    target = batch.with_name(f"{kind}-{match[2]}-{match[3]}")
    try:
        os.replace(batch, target)
    except OSError:
        return None  # another process was faster
    return target


def _modified(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
