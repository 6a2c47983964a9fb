"""The registry folder as nodes see it: read-only, plain names, never outside the folder."""

from __future__ import annotations

import re
from pathlib import Path

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_STUDENT = re.compile(r"student-\d{4,}")


class UnknownFile(LookupError):
    """No such student or file is published."""


class StudentFiles:
    """registry/current names a folder registry/student-NNNN. Read anew for each call; publishing is done by others."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def current(self) -> str:
        try:
            name = (self.folder / "current").read_text(encoding="utf-8").strip()
        except OSError:
            raise UnknownFile("no student is published here yet (shadow-teacher publish)") from None
        if not _STUDENT.fullmatch(name) or not (self.folder / name).is_dir():
            raise UnknownFile("the registry's `current` names no student that is there")
        return name

    def names(self, identity: str) -> list[str]:
        """The files of a student; links are left out, they could lead anywhere."""
        return sorted(path.name for path in self._student(identity).iterdir() if path.is_file() and not path.is_symlink() and _NAME.fullmatch(path.name))

    def read(self, identity: str, name: str) -> bytes:
        path = self._student(identity) / name
        if not _NAME.fullmatch(name) or path.is_symlink() or not path.is_file():
            raise UnknownFile(f"{identity} has no file of this name")
        return path.read_bytes()

    def _student(self, identity: str) -> Path:
        folder = self.folder / identity
        if not _STUDENT.fullmatch(identity) or folder.is_symlink() or not folder.is_dir():
            raise UnknownFile("no such student is published")
        return folder
