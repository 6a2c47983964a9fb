"""Workers: lease a request, ask the teachers, settle it.

A worker may die at any line: its lease stands still, runs out, and another worker starts anew.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import structlog
from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError

from shadow_teacher.teachers.answer import Answer, Teacher, TeacherUnavailable
from shadow_teacher.teachers.person import answer_of_correction
from shadow_teacher.teachers.request import IntelligenceRequest

from .database import Database
from .decide import settled_by_dom
from .frames import FrameStore, NotAPng
from .leases import Lease, Leases, LostLease
from .metrics import Metrics
from .settle import Settling

log = structlog.get_logger("shadow_teacher.teaching")
IDLE = 0.5  # seconds between looks when nothing arrives


class Teaching:
    """What one worker does, again and again."""

    def __init__(self, database: Database, frames: FrameStore, leases: Leases, settling: Settling, teachers: Sequence[Teacher], metrics: Metrics) -> None:
        self._database, self._frames, self._leases, self._settling, self._metrics = database, frames, leases, settling, metrics
        self.teachers = tuple(teachers)

    def step(self) -> bool:
        """Answer one request; False when none waits."""
        lease = self._leases.take()
        if lease is None:
            return False
        started = time.perf_counter()
        try:
            outcome = self._teach(lease)
        except LostLease:
            outcome = "lost"
        except TeacherUnavailable as error:  # not the request's fault
            outcome = self._again(lease, str(error), error.retry_after, count=False)
        except Exception as error:  # a request that breaks a teacher must not stop the others
            log.error("teaching failed", request=lease.request, attempt=lease.attempt, exc_info=True)
            outcome = self._again(lease, f"{type(error).__name__}: {error}")
        seconds = time.perf_counter() - started
        self._metrics.taught.labels(outcome).inc()
        self._metrics.teaching_seconds.observe(seconds)
        log.info("taught", request=lease.request, outcome=outcome, attempt=lease.attempt, ms=round(seconds * 1e3, 1))
        return True

    def _again(self, lease: Lease, reason: str, pause: float | None = None, count: bool = True) -> str:
        try:
            return self._leases.give_back(lease, reason, pause, count)
        except LostLease:
            return "lost"

    def _teach(self, lease: Lease) -> str:
        try:
            request = IntelligenceRequest.model_validate_json(lease.body)
            frame = self._frames.read(request.frame)
        except (ValidationError, FileNotFoundError, NotAPng) as error:  # trying again would not make it whole
            with self._database.write() as connection:
                self._leases.finish(connection, lease, "dead", f"what is stored of it is damaged: {str(error)[:500]}")
            return "dead"
        given: list[Answer] = []
        if request.correction is not None:
            given.append(answer_of_correction(request, who=f"tester:{request.node}"))
        with self._alive(lease) as current:
            self._ask(request, frame, given)
        settled = self._settling.settle(request, frame, given, current[0])
        if settled.decided_by:
            self._metrics.lessons.labels(settled.decided_by).inc()
        return settled.status

    def _ask(self, request: IntelligenceRequest, frame: np.ndarray, given: list[Answer]) -> None:
        """The teachers' answers, cheap ones first; none is asked what is settled. One that is away matters only without another answer."""
        away: TeacherUnavailable | None = None
        for teacher in self.teachers:
            if any(answer.teacher == "dom" and not answer.cannot_tell for answer in given) and settled_by_dom(request):
                return
            try:
                given.append(teacher.answer(request, frame))
            except TeacherUnavailable as error:
                away = error
        if away is not None and all(answer.cannot_tell for answer in given):
            raise away

    @contextmanager
    def _alive(self, lease: Lease) -> Iterator[list[Lease]]:
        """Renews the lease while a slow teacher thinks; the list holds the newest one."""
        current, stop = [lease], threading.Event()

        def beat() -> None:
            while not stop.wait(self._leases.renew_every):
                try:
                    current[0] = self._leases.renew(current[0])
                except LostLease:
                    return
                except SQLAlchemyError:
                    continue

        heart = threading.Thread(target=beat, name="lease", daemon=True)
        heart.start()
        try:
            yield current
        finally:
            stop.set()
            heart.join()


class Workers:
    """Threads that teach until they are told to stop."""

    def __init__(self, teaching: Teaching, leases: Leases, count: int, arrived: threading.Event) -> None:
        self._teaching, self._leases, self._arrived = teaching, leases, arrived
        self._stop, self._looked = threading.Event(), 0.0
        self._threads = [threading.Thread(target=self._run, name=f"teacher-{number}", daemon=True) for number in range(count)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self, within: float) -> bool:
        """Let each finish the request it is at; True when all did in time. What was not finished is leased out again later."""
        self._stop.set()
        self._arrived.set()
        deadline = time.monotonic() + within
        for thread in self._threads:
            if thread.ident is not None:
                thread.join(max(deadline - time.monotonic(), 0))
        return not any(thread.is_alive() for thread in self._threads)

    def _take_over(self) -> None:
        """Now and then, also while there is always something to do."""
        if time.monotonic() - self._looked >= IDLE:
            self._looked = time.monotonic()
            for identity in self._leases.free_abandoned():
                log.warning("lease ran out", request=identity)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                worked = self._teaching.step()
                self._take_over()
            except Exception:  # the database may be away for a while; a worker stays
                log.error("worker failed", exc_info=True)
                worked = False
            if not worked:
                self._arrived.wait(IDLE)
                self._arrived.clear()
