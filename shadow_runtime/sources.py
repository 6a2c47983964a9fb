"""Where students are fetched from: the teacher service, or a registry by URL: http(s) of a static server, a folder, whatever fsspec opens.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import hashlib
import re
from typing import Any, Protocol

from .errors import StudentError
from .signature import SIGNATURE_FILE
from .wire import RefusedError, TeacherError, Wire

MANIFEST = "manifest.json"
LARGEST = {MANIFEST: 2**20, SIGNATURE_FILE: 2**13, "current": 2**13}
STUDENT_ID = re.compile(r"student-(\d{4,})")


class RegistryError(StudentError):
    """A registry that cannot be read, or a student in it that cannot be accepted; says which check it failed."""


class Source(Protocol):
    """Where students are fetched from."""

    name: str

    def current(self, etag: str = "") -> tuple[str, str] | None:
        """(id of the current student, etag); None when it is still that of `etag`."""

    def read(self, student_id: str, file: str, limit: int) -> bytes:
        """A file's bytes. Raises RegistryError when it is missing or larger than `limit`."""


class _WebSource:
    """What is read over HTTP: a student's files lie below its id."""

    students = ""  # the path below which the ids lie

    def __init__(self, wire: Wire) -> None:
        self.name, self._wire = wire.url, wire

    def read(self, student_id: str, file: str, limit: int) -> bytes:
        try:
            return _within(self._wire.call("GET", f"{self.students}/{student_id}/{file}").body, limit, file, self.name)
        except RefusedError as error:
            raise RegistryError(f"{self.name}: {file} of {student_id}: {error}") from error


class TeacherSource(_WebSource):
    """The students that a teacher service hands out."""

    students = "/v1/students"

    def current(self, etag: str = "") -> tuple[str, str] | None:
        answer = self._wire.call("GET", f"{self.students}/current", headers={"If-None-Match": etag} if etag else None, missing_ok=True)
        if answer.not_modified:
            return None
        if answer.code == 404:
            raise RegistryError(f"{self.name}: no student is published there")
        return checked_id(answer.json().get("id"), self.name), answer.etag


class HttpSource(_WebSource):
    """A registry folder behind a plain web server."""

    def current(self, etag: str = "") -> tuple[str, str] | None:
        try:
            answer = self._wire.call("GET", f"{self.students}/current", headers={"If-None-Match": etag} if etag else None)
        except RefusedError as error:
            raise RegistryError(f"{self.name}: no student is published there: {error}") from error
        if answer.not_modified:
            return None
        return checked_id(_within(answer.body, LARGEST["current"], "current", self.name).decode("utf-8", "replace").strip(), self.name), answer.etag


class FileSource:
    """A registry that fsspec opens: a folder, file://, s3:// (with s3fs), memory:// ... A plain folder needs no fsspec."""

    def __init__(self, url: str) -> None:
        self.name = url
        self._fs: Any = None
        self._root = url
        if "://" in url:
            try:
                import fsspec
            except ImportError:
                raise RegistryError(f"{url}: registries of this kind need fsspec: pip install 'pytest-shadow[learn]'") from None
            try:
                self._fs, self._root = fsspec.core.url_to_fs(url)
            except (ValueError, ImportError, OSError) as error:
                raise RegistryError(f"{url}: cannot be opened: {error}") from error

    def current(self, etag: str = "") -> tuple[str, str] | None:
        raw = self._bytes("current", LARGEST["current"])
        student_id = checked_id(raw.decode("utf-8", "replace").strip(), self.name)
        now = hashlib.sha256(raw + self.read(student_id, SIGNATURE_FILE, LARGEST[SIGNATURE_FILE])).hexdigest()
        return None if now == etag else (student_id, now)

    def read(self, student_id: str, file: str, limit: int) -> bytes:
        return self._bytes(f"{student_id}/{file}", limit)

    def _bytes(self, path: str, limit: int) -> bytes:
        full = f"{str(self._root).rstrip('/')}/{path}"
        try:
            if self._fs is not None:  # one request for the bytes: no listing that an earlier look left behind is asked
                return _within(self._fs.cat_file(full, start=0, end=limit + 1), limit, path, self.name)
            with open(full, "rb") as file:
                return _within(file.read(limit + 1), limit, path, self.name)
        except OSError as error:
            raise RegistryError(f"{self.name}: {path} cannot be read: {error}") from error
        except RegistryError:
            raise
        except Exception as error:  # a remote file system's own exceptions
            raise RegistryError(f"{self.name}: {path} cannot be read: {type(error).__name__}: {error}") from error


def open_source(url: str, token: str | None = None) -> Source:
    """The registry behind a URL or folder. Raises RegistryError."""
    if url.startswith(("http://", "https://")):
        try:
            return HttpSource(Wire(url, token))
        except TeacherError as error:
            raise RegistryError(str(error)) from error
    return FileSource(url)


def checked_id(name: object, where: str) -> str:
    """A student's id. Raises RegistryError for anything else: it becomes a folder's name."""
    if not isinstance(name, str) or not STUDENT_ID.fullmatch(name):
        raise RegistryError(f"{where}: names {str(name)[:40]!r}, which is no student id")
    return name


def version_of(student_id: str) -> int:
    """The number of a student's id, which was checked before."""
    return int(STUDENT_ID.fullmatch(student_id)[1])  # type: ignore[index]


def _within(data: bytes, limit: int, file: str, where: str) -> bytes:
    if len(data) > limit:
        raise RegistryError(f"{where}: {file} is larger than the {limit} bytes it may have")
    return data
