"""Whose turn it is: requests are leased to one worker at a time, tried again with growing pauses, at last laid aside.

A lease has a random name that its holder renews. Whether it has run out is told by watching it stand still, by this
process's own monotonic clock: a wall clock that jumps neither frees a living lease nor holds a dead one.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, or_, select, update

from .database import Database, requests

LONGEST_PAUSE = 3600.0


@dataclass(frozen=True, slots=True)
class Lease:
    """The right to answer one request. body: JSON as it is stored. attempt: 1 for the first."""

    request: str
    name: str
    body: str
    token: str
    attempt: int


class LostLease(Exception):
    """Somebody else took the request over; what was worked out must not be written."""


class Leases:
    """The queue of one database. monotonic and wall: clocks in seconds, replaced in tests."""

    def __init__(self, database: Database, lease: float, attempts: int, backoff: float,
                 monotonic: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time) -> None:  # fmt: skip
        self._database, self._lease, self._attempts, self._backoff = database, lease, attempts, backoff
        self._monotonic, self._wall = monotonic, wall
        self._watched: dict[str, tuple[str, float]] = {}  # request -> (lease name, since when it was seen unchanged)
        self._lock = threading.Lock()
        self.renew_every = lease / 3

    def take(self) -> Lease | None:
        """The oldest request that waits, now leased to the caller; None when there is none."""
        now = int(self._wall())
        due = or_(requests.c.not_before <= now, requests.c.not_before > now + LONGEST_PAUSE)  # the latter: the clock went back
        with self._database.write() as connection:
            query = select(requests).where(requests.c.status == "queued", due).order_by(requests.c.seq).limit(1)
            row = connection.execute(query.with_for_update(skip_locked=True)).one_or_none()
            if row is None:
                return None
            name = secrets.token_hex(16)
            connection.execute(update(requests).where(requests.c.seq == row.seq).values(status="leased", lease=name, attempts=row.attempts + 1))
        return Lease(row.id, name, row.body, row.token, row.attempts + 1)

    def renew(self, lease: Lease) -> Lease:
        """Say that the holder is alive. Raises LostLease."""
        fresh = secrets.token_hex(16)
        with self._database.write() as connection:
            changed = connection.execute(_held(lease).values(lease=fresh)).rowcount
        if changed != 1:
            raise LostLease(lease.request)
        return Lease(lease.request, fresh, lease.body, lease.token, lease.attempt)

    def check(self, connection: Connection, lease: Lease) -> None:
        """Raises LostLease when somebody else took it over. In the transaction that is going to write."""
        if connection.execute(_held(lease).values(lease=lease.name)).rowcount != 1:
            raise LostLease(lease.request)

    def finish(self, connection: Connection, lease: Lease, status: str, reason: str = "", lesson: str | None = None) -> None:
        """The end of a lease, in the transaction that writes its result. Raises LostLease."""
        if connection.execute(_held(lease).values(status=status, lease="", reason=reason[:2000], lesson=lesson)).rowcount != 1:
            raise LostLease(lease.request)

    def give_back(self, lease: Lease, reason: str, pause: float | None = None, count: bool = True) -> str:
        """Try again later, or lay aside as dead after the last attempt; returns the new status.

        pause: seconds, by default growing with each attempt. count: False when the attempt was not the request's fault.
        """
        dead = count and lease.attempt >= self._attempts
        wait = min(pause if pause is not None else self._backoff * 2 ** (lease.attempt - 1), LONGEST_PAUSE)
        values = {"status": "dead" if dead else "queued", "lease": "", "reason": reason[:2000], "not_before": 0 if dead else int(self._wall() + wait)}
        if not count:
            values["attempts"] = lease.attempt - 1
        with self._database.write() as connection:
            if connection.execute(_held(lease).values(values)).rowcount != 1:
                raise LostLease(lease.request)
        return str(values["status"])

    def free_abandoned(self) -> list[str]:
        """Requests whose lease stood still for longer than its term, queued again (or dead after the last attempt)."""
        with self._database.read() as connection:
            held = {row.id: row.lease for row in connection.execute(select(requests.c.id, requests.c.lease).where(requests.c.status == "leased"))}
        now, freed = self._monotonic(), []
        with self._lock:
            self._watched = {identity: seen for identity, seen in self._watched.items() if held.get(identity) == seen[0]}
            for identity, name in held.items():
                since = self._watched.setdefault(identity, (name, now))[1]
                if now - since >= self._lease:
                    freed.append((identity, name))
        for identity, name in freed:
            with self._database.write() as connection:
                mine = (requests.c.id == identity) & (requests.c.status == "leased") & (requests.c.lease == name)
                spent = mine & (requests.c.attempts >= self._attempts)
                connection.execute(update(requests).where(spent).values(status="dead", lease="", reason="its worker died or hung, each time it was tried"))
                connection.execute(update(requests).where(mine).values(status="queued", lease="", not_before=0))
        return [identity for identity, _ in freed]

    def revive(self, identity: str) -> bool:
        """Queue a dead request again, as if new."""
        with self._database.write() as connection:
            dead = (requests.c.id == identity) & (requests.c.status == "dead")
            return connection.execute(update(requests).where(dead).values(status="queued", attempts=0, not_before=0, reason="")).rowcount == 1

    def revive_all(self) -> int:
        """Queue every dead request again; returns how many."""
        with self._database.write() as connection:
            return connection.execute(update(requests).where(requests.c.status == "dead").values(status="queued", attempts=0, not_before=0, reason="")).rowcount

    def counts(self) -> dict[str, int]:
        """How many requests are in each status."""
        with self._database.read() as connection:
            rows = connection.execute(select(requests.c.status, func.count().label("requests")).group_by(requests.c.status))
            return {row.status: row.requests for row in rows}


def _held(lease: Lease) -> Any:
    return update(requests).where(requests.c.id == lease.request, requests.c.status == "leased", requests.c.lease == lease.name)
