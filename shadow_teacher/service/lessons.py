"""Lessons: what was answered, by whom, for which picture. Append-only; a mistake is retracted by another lesson.

The database refuses a second lesson for one request and a second retraction of one lesson.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, func, insert, select

from shadow_teacher.teachers.answer import Answer
from shadow_teacher.teachers.request import IntelligenceRequest, canonical

from .database import Database, lessons, requests
from .frames import FrameStore
from .tokens import now

FORMAT = 1


class LessonError(Exception):
    """A lesson that cannot be retracted or exported; the message says why."""


def share_of(frame: str, frozen_share: float) -> str:
    """ "frozen" or "train", decided by the frame alone, so that all lessons of one picture fall on the same side."""
    draw = int(hashlib.sha256(b"shadow-frozen-1:" + frame.encode()).hexdigest()[:8], 16)
    return "frozen" if draw < frozen_share * 2**32 else "train"


def make_lesson(request: IntelligenceRequest, answer: Answer, answers: Sequence[Answer], decided_by: str, frozen_share: float) -> dict[str, Any]:
    """The lesson without seq and id. answer: the one that holds; answers: all that were given."""
    return {
        "format": FORMAT, "kind": request.kind, "text": request.text, "student": request.student, "frame": request.frame,
        "viewport": list(request.viewport), "scale": request.scale, "origin": request.origin,
        "answer": {
            "box": [round(side, 2) for side in answer.box] if answer.box else None, "absent": answer.absent, "truth": answer.truth,
            "role": answer.role, "name": answer.name, "states": dict(answer.states),
        },
        "corrects": request.outcome, "share": share_of(request.frame, frozen_share), "snapshot": request.dom_snapshot is not None,
        "provenance": {
            "request": request.id, "decided_by": decided_by, "who": sorted({a.who for a in answers if a.who}), "answers": [a.as_json() for a in answers],
        },
        "created_at": now(), "retracts": None, "reason": "",
    }  # fmt: skip


def append_lesson(database: Database, connection: Connection, lesson: dict[str, Any]) -> dict[str, Any]:
    """Store a lesson in an open transaction; returns it with seq and id.

    Raises sqlalchemy.exc.IntegrityError when its request has a lesson, or when what it retracts was retracted before.
    """
    stands_for = f"retract:{lesson['retracts']}" if lesson["kind"] == "retract" else _turn(connection, lesson["provenance"]["request"])
    identity = hashlib.sha256(canonical(lesson)).hexdigest()
    stored = {"seq": database.next_number(connection, "lesson"), "id": identity, **lesson}
    body = json.dumps(stored, ensure_ascii=False)
    connection.execute(insert(lessons).values(seq=stored["seq"], id=identity, kind=lesson["kind"], frame=lesson["frame"], stands_for=stands_for, body=body))
    return stored


def _turn(connection: Connection, request: str) -> str:
    """Which answering of a request a lesson stands for: the next one becomes free when the last one is retracted."""
    prefix = f"request:{request}:"
    made = connection.execute(select(lessons.c.id, lessons.c.stands_for).where(lessons.c.stands_for.startswith(prefix))).all()
    taken_back = connection.execute(select(func.count()).where(lessons.c.stands_for.in_([f"retract:{row.id}" for row in made]))).scalar_one()
    return f"{prefix}{taken_back}"


def retraction(lesson: dict[str, Any], who: str, reason: str) -> dict[str, Any]:
    """The lesson that takes another one back, without seq and id. Raises LessonError for a retraction."""
    if lesson["kind"] == "retract":
        raise LessonError("a retraction cannot be retracted; answer the request anew")
    kept = {name: value for name, value in lesson.items() if name not in ("seq", "id")}
    provenance = {**lesson["provenance"], "decided_by": "person", "who": [who], "answers": []}
    return {**kept, "kind": "retract", "provenance": provenance, "created_at": now(), "retracts": lesson["id"], "reason": reason[:500]}


def find_lesson(connection: Connection, identity: str) -> dict[str, Any] | None:
    body = connection.execute(select(lessons.c.body).where(lessons.c.id == identity)).scalar()
    return json.loads(body) if body is not None else None


def lessons_of_frame(connection: Connection, frame: str) -> list[dict[str, Any]]:
    """Lessons about one picture that stand, oldest first."""
    found = [json.loads(body) for (body,) in connection.execute(select(lessons.c.body).where(lessons.c.frame == frame).order_by(lessons.c.seq))]
    gone = {lesson["retracts"] for lesson in found}
    return [lesson for lesson in found if lesson["kind"] != "retract" and lesson["id"] not in gone]


def lessons_since(database: Database, since: int, limit: int) -> list[dict[str, Any]]:
    """Lessons in the order they were made, after number `since`."""
    with database.read() as connection:
        query = select(lessons.c.body).where(lessons.c.seq > since).order_by(lessons.c.seq).limit(limit)
        return [json.loads(body) for (body,) in connection.execute(query)]


def export_lessons(database: Database, frames: FrameStore, folder: Path, everything: bool = False) -> dict[str, int]:
    """Write lessons, their frames and snapshots into a new folder (docs/learning-protocol.md); returns counts.

    everything: retracted lessons and retractions, too. The folder appears whole, by a rename. Raises LessonError when
    it is there already, and when a frame is missing or damaged.
    """
    if folder.exists():
        raise LessonError(f"{folder} is there already; name a new folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        counts = _write_export(database, frames, beside, everything)
        os.chmod(beside, 0o755)
        os.replace(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return counts


def _write_export(database: Database, frames: FrameStore, folder: Path, everything: bool) -> dict[str, int]:
    chosen = list(_standing(database, everything))
    (folder / "frames").mkdir()
    (folder / "snapshots").mkdir()
    for frame in sorted({lesson["frame"] for lesson in chosen}):
        source = frames.path(frame)
        if not source.is_file() or hashlib.sha256(data := source.read_bytes()).hexdigest() != frame:
            raise LessonError(f"{source}: missing or damaged, and lessons refer to it; restore it from a backup")
        (folder / "frames" / f"{frame}.png").write_bytes(data)
    snapshots = 0
    with database.read() as connection:
        for lesson in chosen:
            if lesson["snapshot"]:
                identity = lesson["provenance"]["request"]
                body = connection.execute(select(requests.c.body).where(requests.c.id == identity)).scalar_one()
                (folder / "snapshots" / f"{identity}.json").write_text(json.dumps(json.loads(body)["dom_snapshot"], ensure_ascii=False), encoding="utf-8")
                snapshots += 1
    (folder / "lessons.jsonl").write_text("".join(json.dumps(lesson, ensure_ascii=False) + "\n" for lesson in chosen), encoding="utf-8")
    frozen = sum(lesson["share"] == "frozen" for lesson in chosen)
    return {"lessons": len(chosen), "frozen": frozen, "frames": len({lesson["frame"] for lesson in chosen}), "snapshots": snapshots}


def _standing(database: Database, everything: bool) -> Iterator[dict[str, Any]]:
    with database.read() as connection:
        found = [json.loads(body) for (body,) in connection.execute(select(lessons.c.body).order_by(lessons.c.seq))]
    gone = {lesson["retracts"] for lesson in found if lesson["retracts"]}
    for lesson in found:
        if everything or (lesson["kind"] != "retract" and lesson["id"] not in gone):
            yield lesson
