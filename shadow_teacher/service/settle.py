"""From answers to a lesson: everything that follows from them is committed together, or not at all."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import IntegrityError

from shadow_runtime.geometry import Box
from shadow_teacher.teachers.answer import Answer, agree
from shadow_teacher.teachers.request import IntelligenceRequest

from .answers import answers_to, forget_answers, merged, record_answers
from .database import Database, lessons, requests
from .decide import decide
from .exemplars import Eyes, append_exemplar, make_exemplar, retract_exemplar
from .leases import Lease, Leases
from .lessons import append_lesson, find_lesson, lessons_of_frame, make_lesson, retraction


@dataclass(frozen=True, slots=True)
class Settled:
    """status: of the request now. decided_by: of the new lesson, "" without one."""

    status: str
    decided_by: str = ""


class Settling:
    """Workers and the console bring answers; lessons and exemplars come out."""

    def __init__(self, database: Database, leases: Leases, eyes: Eyes, frozen_share: float, agreement: int, vlm_alone: bool) -> None:
        self._database, self._leases, self._eyes = database, leases, eyes
        self._frozen_share, self.agreement, self._vlm_alone = frozen_share, agreement, vlm_alone

    def settle(self, request: IntelligenceRequest, frame: np.ndarray, given: Sequence[Answer], lease: Lease | None) -> Settled:
        """Record answers and draw the conclusion from all that were ever given.

        frame: (H, W, 3) uint8 RGB. lease: the worker's; None for a person's answer, which needs none. Raises LostLease.
        """
        for attempt in (1, 2, 3):
            try:
                return self._settle(request, frame, given, lease)
            except IntegrityError:  # somebody else settled it in the same moment: look again
                if attempt == 3:
                    raise
        raise AssertionError("unreachable")

    def _settle(self, request: IntelligenceRequest, frame: np.ndarray, given: Sequence[Answer], lease: Lease | None) -> Settled:
        # Seeing takes longer than others should wait for the database, so the look is taken before the transaction.
        with self._database.read() as connection:
            expected = decide(request, merged(answers_to(connection, request.id), given), self.agreement, self._vlm_alone).answer
        looked = self._eyes.look(frame, request.scale, expected.box) if expected is not None and expected.box is not None else None
        with self._database.write() as connection:
            if lease is not None:
                self._leases.check(connection, lease)
            elif connection.execute(select(requests.c.status).where(requests.c.id == request.id)).scalar() == "answered":
                return Settled("answered")
            record_answers(connection, request.id, given)
            everything = answers_to(connection, request.id)
            decision = decide(request, everything, self.agreement, self._vlm_alone)
            if decision.answer is None:
                status = "answered" if decision.closed else "needs_person"
                self._finish(connection, request.id, lease, status, decision.reason, None)
                return Settled(status)
            lesson = append_lesson(self._database, connection, make_lesson(request, decision.answer, everything, decision.decided_by, self._frozen_share))
            self._take_back_contradicted(connection, lesson)
            if looked is not None and expected is not None and expected.box == decision.answer.box:
                append_exemplar(self._database, connection, make_exemplar(lesson, looked))
            self._finish(connection, request.id, lease, "answered", decision.reason, lesson["id"])
        return Settled("answered", decision.decided_by)

    def _finish(self, connection: Connection, request: str, lease: Lease | None, status: str, reason: str, lesson: str | None) -> None:
        if lease is not None:
            self._leases.finish(connection, lease, status, reason, lesson)
        else:  # a worker that holds it now finds its lease lost
            values = {"status": status, "reason": reason[:2000], "lesson": lesson, "lease": ""}
            connection.execute(update(requests).where(requests.c.id == request).values(values))

    def _take_back_contradicted(self, connection: Connection, lesson: dict[str, Any]) -> None:
        """A newer lesson that says otherwise of the same picture retracts the older one; a vision model's does not."""
        if lesson["provenance"]["decided_by"] == "vlm":
            return
        for older in lessons_of_frame(connection, lesson["frame"]):
            same = older["id"] != lesson["id"] and older["kind"] == lesson["kind"] and older["text"].casefold() == lesson["text"].casefold()
            if same and not agree(_answer_of(lesson), _answer_of(older), lesson["kind"]):
                _take_back(self._database, connection, older, "teacher", f"contradicted by lesson {lesson['id']}")


def retract_lesson(database: Database, identity: str, who: str, reason: str) -> dict[str, Any] | None:
    """Take a lesson back and ask a person anew; its exemplar is out of force from every node's next poll.

    Returns the retraction; None when there is no such lesson. Retracting twice changes nothing. Raises LessonError for a
    retraction.
    """
    with database.write() as connection:
        lesson = find_lesson(connection, identity)
        if lesson is None:
            return None
        known = connection.execute(select(lessons.c.body).where(lessons.c.stands_for == f"retract:{identity}")).scalar()
        if known is not None:
            return json.loads(known)
        taken_back = _take_back(database, connection, lesson, who, reason)
        request = lesson["provenance"]["request"]
        forget_answers(connection, request)
        values = {"status": "needs_person", "reason": f"its lesson was retracted: {reason}"[:2000], "lesson": None, "lease": ""}
        connection.execute(update(requests).where(requests.c.id == request).values(values))
        return taken_back


def _take_back(database: Database, connection: Connection, lesson: dict[str, Any], who: str, reason: str) -> dict[str, Any]:
    retract_exemplar(database, connection, lesson["id"])
    return append_lesson(database, connection, retraction(lesson, who, reason))


def _answer_of(lesson: dict[str, Any]) -> Answer:
    said = lesson["answer"]
    return Answer(teacher="lesson", box=Box(*said["box"]) if said["box"] else None, absent=said["absent"], truth=said["truth"])
