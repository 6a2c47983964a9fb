"""Answers as they were given, one a teacher and person, kept until the request is settled."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from shadow_teacher.teachers.answer import Answer

from .database import answers
from .tokens import now


def record_answers(connection: Connection, request: str, given: Sequence[Answer]) -> None:
    """Store answers in an open transaction; a teacher or person who answers again replaces the earlier answer."""
    for answer in given:
        mine = (answers.c.request == request) & (answers.c.teacher == answer.teacher) & (answers.c.who == answer.who)
        connection.execute(delete(answers).where(mine))
        connection.execute(insert(answers).values(request=request, teacher=answer.teacher, who=answer.who, body=answer.as_json(), given_at=now()))


def answers_to(connection: Connection, request: str) -> list[Answer]:
    """All answers to a request, in the order they were given."""
    rows = connection.execute(select(answers.c.body).where(answers.c.request == request).order_by(answers.c.seq))
    return [Answer.from_json(row.body) for row in rows]


def forget_answers(connection: Connection, request: str) -> None:
    """Before a request is asked anew; the lesson that was retracted still tells what they were."""
    connection.execute(delete(answers).where(answers.c.request == request))


def merged(known: Sequence[Answer], given: Sequence[Answer]) -> list[Answer]:
    """What answers_to() would return after record_answers()."""
    replaced = {(answer.teacher, answer.who) for answer in given}
    return [*(answer for answer in known if (answer.teacher, answer.who) not in replaced), *given]
