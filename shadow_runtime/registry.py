"""Students from elsewhere: fetched, proved, kept; nothing of one reaches onnxruntime before all of it was verified.

    source      where they are fetched from: sources.py
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
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from .durable import write_whole
from .errors import StudentError
from .signature import SIGNATURE_FILE, verify_manifest
from .sources import LARGEST, MANIFEST, STUDENT_ID, RegistryError, Source, checked_id, version_of
from .student import NETWORKS, Manifest, Student, read_manifest, verified_bytes
from .vet_onnx import unknown_operators

LARGEST_FILE = 128 * 2**20
KEPT = 3  # students kept on a node: the current one and two to go back to


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
        return name if STUDENT_ID.fullmatch(name) and (self.students / name).is_dir() else None

    def held(self) -> bool:
        """True after a rollback: newer students are not taken until `shadow student pull`."""
        return (self.students / "held").exists()

    def ids(self) -> list[str]:
        """Kept students, lowest version first."""
        found = [path.name for path in self.students.glob("student-*") if STUDENT_ID.fullmatch(path.name)] if self.students.is_dir() else []
        return sorted(found, key=version_of)

    def rollback(self, student_id: str | None = None) -> str:
        """Go back to an older kept student and stay there; returns its id. Raises StudentError."""
        now = self.current()
        older = [name for name in self.ids() if now is None or version_of(name) < version_of(now)]
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


def _refuse_operators(folder: Path, known: Manifest) -> None:
    """Networks made of anything but the known operators. Looked at after their hashes were checked, before they are opened."""
    for name in NETWORKS:
        if name in known.files and (strange := unknown_operators(verified_bytes(folder, name, known.files[name]))):
            raise RegistryError(f"{known.id}: {known.files[name].path} uses operators that a student is not made of: {', '.join(strange[:5])}")


def _check_name(student_id: str, named: str, version: int, where: str) -> None:
    if named != student_id or version != version_of(student_id):
        raise RegistryError(f"{where}: the manifest of {student_id} calls itself {named[:40]!r}, version {version}")


def _test_picture() -> np.ndarray:
    """(320, 640, 3) uint8: two buttons and a line of text, drawn without a browser."""
    import cv2

    picture = np.full((320, 640, 3), 255, np.uint8)
    for x, color, text in ((40, (31, 111, 235), "Save"), (240, (90, 98, 104), "Cancel")):
        cv2.rectangle(picture, (x, 120), (x + 140, 164), color, -1)
        cv2.putText(picture, text, (x + 34, 149), cv2.FONT_HERSHEY_SIMPLEX, 0.7, (255, 255, 255), 1, cv2.LINE_AA)
    cv2.putText(picture, "Save the changes to this page", (40, 80), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (20, 20, 20), 1, cv2.LINE_AA)
    return picture


__all__ = ["Home", "Pulled", "home_folder", "prove_student"]
