"""Exemplars: a lesson in the form that takes effect on nodes at once, bound to how the right element looks."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import Connection, insert, select, update

from shadow_runtime import Shadow
from shadow_runtime.color import ColorTable
from shadow_runtime.errors import StudentError
from shadow_runtime.geometry import Box
from shadow_runtime.likeness import evidence_of
from shadow_teacher.teachers.request import canonical

from .database import Database, exemplars, meta
from .students import StudentFiles, UnknownFile


class Eyes:
    """The student with whose eyes the service looks; loaded when first needed, looks at one frame at a time.

    That is the one named, else the registry's current one, else the one that came with the package. A student published
    later is used from the next look on.
    """

    def __init__(self, model: str | None, registry: StudentFiles) -> None:
        self._model, self._registry = model, registry
        self._shadow: Shadow | None = None
        self._loaded: str | Path | None = None
        self._lock = threading.Lock()

    def look(self, frame: np.ndarray, scale: float, box: Box) -> dict[str, Any] | None:
        """Evidence of what stands in a box, with the student's id; None where the box shows nothing of the frame.

        frame: (H, W, 3) uint8 RGB. scale: device pixels per CSS pixel.
        """
        with self._lock:
            shadow = self._open()
            try:
                return {"student": shadow.student_id, "evidence": evidence_of(shadow.see(frame, scale=scale), box)}
            except ValueError:
                return None

    def things(self, frame: np.ndarray, scale: float) -> list[tuple[Box, str, str]]:
        """Everything the student sees: (box, role, text)."""
        with self._lock:
            return [(e.box, e.role, e.text or e.label) for e in self._open().see(frame, scale=scale).elements]

    def colors(self) -> ColorTable:
        """The student's color words."""
        with self._lock:
            return self._open().student.colors

    def _open(self) -> Shadow:
        wanted: str | Path | None = self._model
        if wanted is None:
            try:
                wanted = self._registry.folder / self._registry.current()
            except UnknownFile:
                wanted = None
        if self._shadow is None or wanted != self._loaded:
            try:
                self._shadow = Shadow.load(wanted)
            except StudentError:
                if self._model is not None or (self._shadow is None and wanted is None):
                    raise
                self._shadow = self._shadow or Shadow.load()  # half-published or damaged: the nodes will refuse it, too
            self._loaded = wanted
        return self._shadow


def make_exemplar(lesson: dict[str, Any], look: dict[str, Any]) -> dict[str, Any]:
    """The exemplar of a stored lesson; look: of the lesson's box, from Eyes.look."""
    answer = lesson["answer"]
    exemplar = {
        "status": "active", "kind": lesson["kind"], "phrase": lesson["text"],
        "answer": {"role": answer["role"], "name": answer["name"], "truth": answer["truth"]},
        "corrects": lesson["corrects"], "origin": lesson["origin"], "lesson": lesson["id"], **look,
    }  # fmt: skip
    return {"id": hashlib.sha256(canonical(exemplar)).hexdigest(), **exemplar}


def append_exemplar(database: Database, connection: Connection, exemplar: dict[str, Any]) -> None:
    """In force from the next poll of every node. In an open transaction."""
    number = database.next_number(connection, "exemplar")
    connection.execute(insert(exemplars).values(seq=number, id=exemplar["id"], lesson=exemplar["lesson"], status="active", body=exemplar))


def retract_exemplar(database: Database, connection: Connection, lesson: str) -> bool:
    """No longer in force; its look is forgotten. False when the lesson had none, or it was retracted before."""
    row = connection.execute(select(exemplars).where(exemplars.c.lesson == lesson, exemplars.c.status == "active")).one_or_none()
    if row is None:
        return False
    body = {name: value for name, value in row.body.items() if name != "evidence"} | {"status": "retracted"}
    number = database.next_number(connection, "exemplar")
    connection.execute(update(exemplars).where(exemplars.c.lesson == lesson).values(seq=number, status="retracted", body=body))
    return True


def exemplar_number(database: Database) -> int:
    """Grows with every change of the list."""
    with database.read() as connection:
        return int(connection.execute(select(meta.c.value).where(meta.c.name == "exemplar")).scalar_one())


def list_exemplars(database: Database) -> dict[str, Any]:
    """The whole list, as nodes poll it."""
    with database.read() as connection:
        number = int(connection.execute(select(meta.c.value).where(meta.c.name == "exemplar")).scalar_one())
        bodies = [row.body for row in connection.execute(select(exemplars.c.body).order_by(exemplars.c.seq))]
    return {"format": 1, "seq": number, "exemplars": bodies}
