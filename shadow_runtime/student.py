"""A student: a folder of small networks and tables, verified before anything in it is used.

    models/current                  the id of the student in use, one line
    models/student-0001/
        manifest.json               what belongs to the student: sha256 and size of every file, roles, charset, thresholds
        detector.onnx reader.onnx ...

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import threading
import zipfile
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .errors import StudentError
from .records import CONTAINER_ROLES, CONTROL_ROLES, GRAPHIC_ROLES, TEXT_ROLES
from .sessions import open_session
from .vet_onnx import vet_onnx

if TYPE_CHECKING:
    import onnxruntime

    from .calibrate import Calibration
    from .cascade import Cascade, Whole
    from .color import ColorTable
    from .embed import TextTable
    from .exemplars import Exemplars
    from .icons import IconEncoder
    from .read import Reader

MANIFEST_FORMAT = 1
NETWORKS = ("detector", "reader", "icons")
TABLES = ("text_table", "colors", "grounder", "faded", "fieldlike")
ROLES = {"control": CONTROL_ROLES, "graphic": GRAPHIC_ROLES, "text": TEXT_ROLES, "container": CONTAINER_ROLES}
_ID = re.compile(r"student-\d{4,}")
_HEX = r"^[0-9a-f]{64}$"
_FILE_NAME = r"^[A-Za-z0-9][A-Za-z0-9._-]*$"  # a plain name: a manifest must not point outside its folder


class FileEntry(BaseModel):
    """One file of a student."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str = Field(pattern=_FILE_NAME)
    sha256: str = Field(pattern=_HEX)
    size: int = Field(gt=0)


class Manifest(BaseModel):
    """manifest.json; what the runtime relies on is typed, what only people read is free."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int
    id: str = Field(min_length=1)
    version: int = Field(ge=0)
    created: str
    files: dict[str, FileEntry]
    roles: dict[str, tuple[str, ...]]
    charset: str = ""
    thresholds: dict[str, Any] = {}
    calibration: dict[str, Any] = {}
    splits: dict[str, Any] = {}
    license: str = ""
    provenance: dict[str, Any] = {}


class Student:
    """The verified files of one student; networks are opened when first asked for, one thread each."""

    def __init__(self, folder: Path, manifest: Mapping[str, Any], contents: dict[str, bytes]) -> None:
        """Use Student.load; this keeps what was verified. contents: file name in the manifest -> bytes."""
        self.folder = folder
        self.manifest = manifest
        self._contents = contents
        self._sessions: dict[str, onnxruntime.InferenceSession] = {}
        self._lock = threading.Lock()
        self._closed = False
        self._arrays: dict[str, dict[str, np.ndarray]] = {}
        self.exemplars: Exemplars | None = None  # taught cases in force; Shadow.teach sets them

    @classmethod
    def load(cls, model: str | Path | None = None) -> Student:
        """Verify a student and return it, ready to run. Never touches the network.

        model: None for the one that came with the package, an id such as "student-0001", or a folder.
        Raises StudentError naming the file and the reason; nothing is half-loaded.
        """
        folder = find_student(model)
        manifest = read_manifest(folder)
        contents = {name: verified_bytes(folder, name, entry) for name, entry in manifest.files.items()}
        return cls(folder, _frozen(manifest.model_dump()), contents)

    @property
    def id(self) -> str:
        return self.manifest["id"]

    def has(self, name: str) -> bool:
        """True when the student carries this network or table."""
        return name in self.manifest["files"]

    def session(self, name: str) -> onnxruntime.InferenceSession:
        """The network `name` ("detector", "reader", ...), opened from its verified bytes on first use.

        Raises StudentError when the student has no such network or onnxruntime cannot run it.
        """
        with self._lock:
            if name not in self._sessions:
                self._sessions[name] = open_session(self._bytes(name), self._path(name))
                if name != "detector":  # that one may still be wanted in pieces
                    del self._contents[name]  # onnxruntime holds its own copy
            return self._sessions[name]

    def arrays(self, name: str) -> dict[str, np.ndarray]:
        """The arrays of the table `name` ("text_table", "colors"). Raises StudentError when it cannot be read."""
        try:
            with np.load(io.BytesIO(self._bytes(name)), allow_pickle=False) as table:
                return {key: table[key] for key in table.files}
        except (ValueError, OSError, EOFError, zipfile.BadZipFile) as error:
            raise StudentError(f"{self._path(name)}: not a readable table: {error}") from error

    def arrays_cached(self, name: str) -> dict[str, np.ndarray]:
        """As arrays, read once and kept."""
        if name not in self._arrays:
            self._arrays[name] = self.arrays(name)
        return self._arrays[name]

    def open(self) -> None:
        """Open every network now. Raises StudentError when one cannot be run."""
        for name in NETWORKS:
            if name == "detector":
                _ = self.detector
            elif self.has(name):
                self.session(name)

    @cached_property
    def detector(self) -> Cascade | Whole:
        """Pictures to maps; remembers the last picture, so that the next costs what changed."""
        from .cascade import Cascade, Whole
        from .cut_onnx import PIECES_KEY, OnnxFile

        with self._lock:
            file = OnnxFile(self._bytes("detector"))
            if PIECES_KEY in file.metadata:
                try:
                    return Cascade(file, lambda data: open_session(data, self._path("detector")))
                except (LookupError, TypeError, ValueError) as error:
                    raise StudentError(f"{self._path('detector')}: its metadata describes no pieces: {error!r}") from error
        return Whole(self.session("detector"))

    @cached_property
    def text_table(self) -> TextTable:
        """Phrases to vectors."""
        from .embed import TextTable

        return TextTable(self.arrays("text_table"))

    @cached_property
    def reader(self) -> Reader:
        """Text rows to text."""
        from .read import Reader

        return Reader(self)

    @cached_property
    def icons(self) -> IconEncoder | None:
        """Small pictures to vectors; None when the student was published without an icon encoder."""
        if not self.has("icons"):
            return None
        from .icons import IconEncoder

        return IconEncoder(self)

    @cached_property
    def colors(self) -> ColorTable:
        """Color words."""
        from .color import load_colors

        return load_colors(self._bytes("colors"))

    @cached_property
    def calibration(self) -> Calibration:
        """When each family of predicates answers. Raises StudentError when the manifest's numbers make no sense.

        SHADOW_TRUST=certified in the environment holds every family to thresholds under which at most 1 % of near-miss
        falsehoods pass; "usual", the default, only those families that would be careless otherwise (docs/calibration.md).
        """
        from .calibrate import TRUSTS, Calibration

        trust = os.environ.get("SHADOW_TRUST") or TRUSTS[0]
        if trust not in TRUSTS:
            raise StudentError(f"SHADOW_TRUST: expected one of {', '.join(TRUSTS)}, got {trust!r}")
        try:
            return Calibration.from_manifest(self.manifest["calibration"], certified=trust == "certified")
        except (ValueError, TypeError, AttributeError) as error:
            raise StudentError(f"{self.folder / 'manifest.json'}: {error}") from error

    def close(self) -> None:
        """Give the memory back; the student cannot be asked afterwards."""
        with self._lock:
            self._closed = True
            self._sessions.clear()
            self._contents.clear()

    def _path(self, name: str) -> Path:
        return self.folder / self.manifest["files"][name]["path"]

    def _bytes(self, name: str) -> bytes:
        if self._closed:
            raise StudentError(f"{self.id} was closed; load it again")
        if not self.has(name):
            raise StudentError(f"{self.id} has no {name}; it carries {', '.join(sorted(self.manifest['files']))}")
        return self._contents[name]


def models_folder() -> Path:
    """Where students lie: inside the installed package, or `models/` of a source checkout."""
    package = Path(__file__).parent
    inside = package / "_models"
    return inside if inside.is_dir() else package.parent / "models"


def find_student(model: str | Path | None = None) -> Path:
    """The folder of a student. Raises StudentError that lists what there is."""
    models = models_folder()
    if model is None:
        return models / _current_id(models)
    if isinstance(model, str) and _ID.fullmatch(model):
        folder = models / model
        if not folder.is_dir():
            raise StudentError(f"no student {model!r} in {models}; there: {_listed(models)}")
        return folder
    folder = Path(model).expanduser()
    if not folder.is_dir():
        raise StudentError(f"no student at {folder}: expected a folder with a manifest.json, or an id such as 'student-0001'")
    if (folder / "current").is_file() and not (folder / "manifest.json").exists():
        return folder / _current_id(folder)  # a folder of students
    return folder


def student_ids(models: Path | None = None) -> list[str]:
    """Ids of the students in a models folder, oldest first."""
    base = models or models_folder()
    return sorted(path.parent.name for path in base.glob("student-*/manifest.json")) if base.is_dir() else []


def read_manifest(folder: Path) -> Manifest:
    """The checked manifest.json of a student folder. Raises StudentError."""
    path = folder / "manifest.json"
    try:
        raw = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise StudentError(f"{path}: missing; a student folder holds a manifest.json and the files it names") from None
    except (ValueError, UnicodeDecodeError) as error:
        raise StudentError(f"{path}: not valid JSON: {error}") from error
    except OSError as error:
        raise StudentError(f"{path}: cannot be read: {error}") from error
    found = raw.get("format") if isinstance(raw, dict) else None
    if found != MANIFEST_FORMAT:
        raise StudentError(
            f"{path}: manifest format {found!r}, this version of Shadow reads format {MANIFEST_FORMAT}; "
            "update pytest-shadow or use a student that was published for it"
        )
    try:
        manifest = Manifest.model_validate(raw)
    except ValidationError as error:
        problems = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors()[:4])
        raise StudentError(f"{path}: not a manifest: {problems}") from error
    unknown = set(manifest.files) - {*NETWORKS, *TABLES}
    if unknown:
        raise StudentError(f"{path}: files this version of Shadow does not know: {', '.join(sorted(unknown))}")
    for layer, roles in ROLES.items():
        if manifest.roles.get(layer) != roles:
            raise StudentError(
                f"{path}: the {layer} roles are {manifest.roles.get(layer)}, this version of Shadow tells apart {roles}"
            )
    return manifest


def _current_id(models: Path) -> str:
    path = models / "current"
    try:
        name = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise StudentError(
            f"{path}: {error.strerror or error}; no student came with this installation, pass a folder or publish one"
        ) from error
    if not _ID.fullmatch(name) or not (models / name).is_dir():
        raise StudentError(f"{path}: names {name[:40]!r}, which is no student in {models}; there: {_listed(models)}")
    return name


def _listed(models: Path) -> str:
    return ", ".join(student_ids(models)) or "none"


def verified_bytes(folder: Path, name: str, entry: FileEntry) -> bytes:
    """The bytes of one file, after its size, its hash and (for networks) its structure were checked."""
    path = folder / entry.path
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise StudentError(f"{path}: missing, the manifest lists it as the {name}") from None
    except OSError as error:
        raise StudentError(f"{path}: cannot be read: {error}") from error
    if len(data) != entry.size:
        kind = "truncated" if len(data) < entry.size else "too long"
        raise StudentError(f"{path}: {kind}, {len(data)} bytes where the manifest says {entry.size}")
    digest = hashlib.sha256(data).hexdigest()
    if digest != entry.sha256:
        raise StudentError(f"{path}: damaged or changed, sha256 {digest[:16]}... where the manifest says {entry.sha256[:16]}...")
    problem = vet_onnx(data) if name in NETWORKS else None
    if problem:
        raise StudentError(f"{path}: {problem}")
    return data


def _frozen(value: Any) -> Any:
    """A deeply read-only view of JSON-like data."""
    if isinstance(value, dict):
        return MappingProxyType({key: _frozen(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return tuple(_frozen(item) for item in value)
    return value
