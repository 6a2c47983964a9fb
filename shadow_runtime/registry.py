"""Students from elsewhere: fetched, proved, kept; nothing of one reaches onnxruntime before all of it was verified.

    source      the teacher service, or a registry by URL: http(s) of a static server, a folder, whatever fsspec opens
    proof       signature of a trusted key over the manifest; sha256 and size of every file; operators on the list; version
                not below the highest ever accepted; then it is loaded and has to see a picture
    home        ~/.cache/shadow or SHADOW_HOME: students/student-NNNN, students/current, trust.json, exemplars/

`current` changes last and atomically; a pull that ends anywhere before has changed nothing.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from .durable import write_whole
from .errors import StudentError
from .signature import SIGNATURE_FILE, SignatureError, verify_manifest
from .student import NETWORKS, Manifest, Student, read_manifest, verified_bytes
from .vet_onnx import unknown_operators
from .wire import RefusedError, TeacherAwayError, TeacherError, Wire

MANIFEST = "manifest.json"
LARGEST = {MANIFEST: 2**20, SIGNATURE_FILE: 2**13, "current": 2**13}
LARGEST_FILE = 128 * 2**20
KEPT = 3  # students kept on a node: the current one and two to go back to
_ID = re.compile(r"student-(\d{4,})")


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


def home_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Where this machine keeps what it learned: SHADOW_HOME, else the user's cache folder."""
    environ = os.environ if environ is None else environ
    if environ.get("SHADOW_HOME"):
        return Path(environ["SHADOW_HOME"]).expanduser()
    base = environ.get("XDG_CACHE_HOME") or environ.get("LOCALAPPDATA") or "~/.cache"
    return Path(base).expanduser() / "shadow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pulled:
    """What a pull came to. changed: False when the newest student was here already."""

    id: str
    etag: str
    changed: bool


class Home:
    """The students of this machine, and the highest version that was ever accepted from each key. keys: id -> public key."""

    def __init__(self, folder: Path, keys: Mapping[str, bytes]) -> None:
        self.folder, self.students = folder, folder / "students"
        self.keys = dict(keys)

    def pull(self, source: Source, etag: str = "", *, wanted: str | None = None) -> Pulled | None:
        """Fetch, prove and keep the source's current student (or `wanted`, for a pin); None when etag still holds.

        Raises RegistryError, SignatureError or StudentError naming the check that failed; then nothing has changed.
        """
        if wanted is None:
            found = source.current(etag)
            if found is None:
                return None
            student_id, etag = found
        else:
            student_id = checked_id(wanted, "the pin")
        manifest = source.read(student_id, MANIFEST, LARGEST[MANIFEST])
        signature = source.read(student_id, SIGNATURE_FILE, LARGEST[SIGNATURE_FILE])
        key = verify_manifest(manifest, signature, self.keys)
        self.students.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.students, prefix=".pulling-") as aside:
            folder = Path(aside) / student_id
            folder.mkdir()
            (folder / MANIFEST).write_bytes(manifest)
            (folder / SIGNATURE_FILE).write_bytes(signature)
            known = read_manifest(folder)
            _check_name(student_id, known.id, known.version, source.name)
            self._refuse_rollback(key, known.version, manifest, pinned=wanted is not None)
            if self._has(student_id, manifest):
                return Pulled(id=student_id, etag=etag, changed=self._accept(key, known.version, manifest, student_id, wanted))
            for entry in known.files.values():
                if entry.size > LARGEST_FILE:
                    raise RegistryError(f"{source.name}: {entry.path} of {student_id} is {entry.size} bytes; {LARGEST_FILE} is the most that is accepted")
                (folder / entry.path).write_bytes(source.read(student_id, entry.path, entry.size))
            _refuse_operators(folder, known)
            prove_student(Student.load(folder))
            final = self.students / student_id
            if not self._has(student_id, manifest):  # another worker may have been faster
                if final.exists():
                    os.replace(final, Path(aside) / "replaced")
                os.replace(folder, final)
        changed = self._accept(key, known.version, manifest, student_id, wanted)
        return Pulled(id=student_id, etag=etag, changed=changed)

    def load(self, student_id: str | None = None) -> Student:
        """A kept student (the current one), its signature and every file verified anew. Raises StudentError."""
        student_id = student_id or self.current()
        if student_id is None:
            raise RegistryError(f"{self.students}: no student was pulled yet")
        folder = self.students / checked_id(student_id, "the name")
        try:
            manifest, signature = (folder / MANIFEST).read_bytes(), (folder / SIGNATURE_FILE).read_bytes()
        except OSError as error:
            raise RegistryError(f"{student_id}: not kept on this machine ({error}); kept: {', '.join(self.ids()) or 'none'}") from error
        verify_manifest(manifest, signature, self.keys)
        return Student.load(folder)

    def current(self) -> str | None:
        """The id of the student in use, None before the first pull."""
        try:
            name = (self.students / "current").read_text(encoding="utf-8").strip()
        except OSError:
            return None
        return name if _ID.fullmatch(name) and (self.students / name).is_dir() else None

    def held(self) -> bool:
        """True after a rollback: newer students are not taken until `shadow student pull`."""
        return (self.students / "held").exists()

    def ids(self) -> list[str]:
        """Kept students, lowest version first."""
        found = [path.name for path in self.students.glob("student-*") if _ID.fullmatch(path.name)] if self.students.is_dir() else []
        return sorted(found, key=lambda name: int(_ID.fullmatch(name)[1]))  # type: ignore[index]

    def rollback(self, student_id: str | None = None) -> str:
        """Go back to an older kept student and stay there; returns its id. Raises StudentError."""
        now = self.current()
        older = [name for name in self.ids() if now is None or _number(name) < _number(now)]
        chosen = student_id or (older[-1] if older else None)
        if chosen is None:
            raise RegistryError(f"{self.students}: no older student is kept; kept: {', '.join(self.ids()) or 'none'}")
        self.load(chosen)
        write_whole(self.students / "held", chosen.encode() + b"\n")
        write_whole(self.students / "current", chosen.encode() + b"\n")
        return chosen

    def release(self) -> None:
        """Undo the holding back of a rollback."""
        (self.students / "held").unlink(missing_ok=True)

    def _accept(self, key: str, version: int, manifest: bytes, student_id: str, wanted: str | None) -> bool:
        if wanted is not None:
            return True
        trust = self._trust()
        if version >= int(trust.get(key, {}).get("version", 0)):
            trust[key] = {"version": version, "manifest": hashlib.sha256(manifest).hexdigest()}
            write_whole(self.folder / "trust.json", json.dumps(trust, indent=1).encode())
        changed = self.current() != student_id
        write_whole(self.students / "current", student_id.encode() + b"\n")
        for old in self.ids()[:-KEPT]:
            if old != student_id:
                shutil.rmtree(self.students / old, ignore_errors=True)
        return changed

    def _refuse_rollback(self, key: str, version: int, manifest: bytes, pinned: bool) -> None:
        """A validly signed old student is how a known weakness is brought back: only a person may go back."""
        known = self._trust().get(key)
        if known is None or pinned:
            return
        if version < int(known["version"]):
            raise RegistryError(f"version {version} is offered, version {known['version']} was accepted before: refused (to go back, use `shadow student rollback`)")
        if version == int(known["version"]) and hashlib.sha256(manifest).hexdigest() != known["manifest"]:
            raise RegistryError(f"version {version} is offered with another manifest than the one accepted before: refused")

    def _trust(self) -> dict[str, Any]:
        path = self.folder / "trust.json"
        try:
            found = json.loads(path.read_bytes())
            return {str(key): {"version": int(entry["version"]), "manifest": str(entry["manifest"])} for key, entry in found.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise RegistryError(f"{path}: damaged ({error}); it remembers the highest version accepted, so nothing is pulled until a person removes it") from error

    def _has(self, student_id: str, manifest: bytes) -> bool:
        """True when exactly this student is kept and every file of it is whole."""
        try:
            return (self.students / student_id / MANIFEST).read_bytes() == manifest and self.load(student_id).id == student_id
        except (OSError, StudentError):
            return False


def prove_student(student: Student) -> None:
    """Open every part and look at a picture, as a user would. Raises StudentError when it does not see at all.

    This is also the warm-up: what it opens is open.
    """
    from .records import Frame

    for name in student.manifest["files"]:
        if name in NETWORKS:
            student.session(name)
        else:
            student.arrays_cached(name)
    if not {"detector", "reader", "grounder"} <= set(student.manifest["files"]):
        raise RegistryError(f"{student.id}: has no detector, reader or grounder")
    from .perceive import perceive

    try:
        scene = perceive(Frame(rgb=_test_picture()), student)
        elements = scene.elements
    except Exception as error:
        raise RegistryError(f"{student.id}: cannot look at a picture: {type(error).__name__}: {error}") from error
    if not any(not np.isnan(element.confidence) for element in elements):
        raise RegistryError(f"{student.id}: sees nothing in a picture of two buttons and a line of text")


def checked_id(name: object, where: str) -> str:
    """A student's id. Raises RegistryError for anything else: it becomes a folder's name."""
    if not isinstance(name, str) or not _ID.fullmatch(name):
        raise RegistryError(f"{where}: names {str(name)[:40]!r}, which is no student id")
    return name


def _refuse_operators(folder: Path, known: Manifest) -> None:
    """Networks made of anything but the known operators. Looked at after their hashes were checked, before they are opened."""
    for name in NETWORKS:
        if name in known.files and (strange := unknown_operators(verified_bytes(folder, name, known.files[name]))):
            raise RegistryError(f"{known.id}: {known.files[name].path} uses operators that a student is not made of: {', '.join(strange[:5])}")


def _check_name(student_id: str, named: str, version: int, where: str) -> None:
    if named != student_id or version != _number(student_id):
        raise RegistryError(f"{where}: the manifest of {student_id} calls itself {named[:40]!r}, version {version}")


def _number(student_id: str) -> int:
    return int(_ID.fullmatch(student_id)[1])  # type: ignore[index]  # checked before


def _within(data: bytes, limit: int, file: str, where: str) -> bytes:
    if len(data) > limit:
        raise RegistryError(f"{where}: {file} is larger than the {limit} bytes it may have")
    return data


def _test_picture() -> np.ndarray:
    """(320, 640, 3) uint8: two buttons and a line of text, drawn without a browser."""
    import cv2

    picture = np.full((320, 640, 3), 255, np.uint8)
    for x, color, text in ((40, (31, 111, 235), "Save"), (240, (90, 98, 104), "Cancel")):
        cv2.rectangle(picture, (x, 120), (x + 140, 164), color, -1)
        cv2.putText(picture, text, (x + 34, 149), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (255, 255, 255), 1, cv2.LINE_AA)
    cv2.putText(picture, "Save the changes to this page", (40, 80), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (20, 20, 20), 1, cv2.LINE_AA)
    return picture


__all__ = [
    "FileSource", "Home", "HttpSource", "Pulled", "RegistryError", "SignatureError", "Source", "TeacherAwayError", "TeacherSource", "home_folder", "open_source", "prove_student",
]  # fmt: skip
