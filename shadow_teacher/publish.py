"""Artifacts of training -> a student that the runtime can load: models/student-NNNN.

    shadow-teacher publish --artifacts DIR [--models models]

An artifacts folder holds what the training scripts wrote, one set of files per part:

    detector.onnx reader.onnx icons.onnx                    int8 networks
    text_table.npz colors.npz grounder.npz faded.npz fieldlike.npz        tables
    *.safetensors                                           float checkpoints, kept beside the student for training on
    PART.json                                               facts: any of charset, thresholds, splits, provenance,
                                                            metrics; each is filed under the part's name
    PART_NAME.json                                          more metrics of a part: export, evaluation ...
    student.json                                            facts of the whole student: the same, not filed under a
                                                            part, and calibration (thresholds of predicate families)

A table that is not in the artifacts is taken from models/parts/ (built once, the same for every student).
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shadow_runtime.charset import CHARSET
from shadow_runtime.durable import write_whole
from shadow_runtime.errors import StudentError
from shadow_runtime.sources import STUDENT_ID, version_of
from shadow_runtime.student import MANIFEST_FORMAT, NETWORKS, ROLES, TABLES, Student

from .card import write_card

OPTIONAL = frozenset({"icons", "text_table", "faded", "fieldlike"})
PART_FACTS = ("thresholds", "splits", "provenance", "metrics")
FACTS = (*PART_FACTS, "calibration")
LICENSE = "Apache-2.0; colors.npz holds data under a BSD-style license, see NOTICE"


class PublishError(Exception):
    """Artifacts that make no whole student."""


def publish(artifacts: Path, models: Path, *, allow_missing: frozenset[str] = OPTIONAL, created: str | None = None) -> Path:
    """Make the next student of `models` from a folder of artifacts, and make it the current one.

    The student is put together aside, loaded once the way a user loads it (hashes, every network opened), then moved
    into place, which is what takes its number: of two at the same time one gets the next. `current` changes last and
    atomically, to the highest number that is there. Raises PublishError when a part is missing or cannot be loaded.
    """
    sources = find_parts(artifacts, models)
    missing = set(NETWORKS) | set(TABLES)
    missing -= {*sources, *allow_missing}
    if missing:
        raise PublishError(f"{artifacts} has no {', '.join(sorted(missing))}; train and export them first")
    models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=models, prefix=".publishing-") as aside:
        folder = Path(aside) / "student"
        folder.mkdir()
        files = {name: _copied(source, folder) for name, source in sorted(sources.items())}
        for checkpoint in sorted(artifacts.glob("*.safetensors")):
            shutil.copyfile(checkpoint, folder / checkpoint.name)
        facts = gather_facts(artifacts)
        write_json(folder / "metrics.json", facts.pop("metrics"))
        manifest = {
            "created": created or datetime.now(UTC).isoformat(timespec="seconds"),
            "files": files,
            "roles": {layer: list(roles) for layer, roles in ROLES.items()},
            **facts,
            "license": LICENSE,
        }
        final = _moved_into_place(folder, manifest, models)
    set_newest_current(models)
    return final


def _moved_into_place(folder: Path, manifest: Mapping[str, Any], models: Path) -> Path:
    """Give a student the next number and move it there; anew, when somebody else was there first."""
    while True:
        version = next_version(models)
        final = models / f"student-{version:04d}"
        write_json(folder / "manifest.json", {"format": MANIFEST_FORMAT, "id": final.name, "version": version, **manifest})
        prove(folder)
        write_card(folder)
        try:
            os.rename(folder, final)  # onto a folder that holds something it fails, on every system
        except OSError:
            if not final.exists():
                raise
        else:
            return final


def find_parts(artifacts: Path, models: Path) -> dict[str, Path]:
    """Part name -> file, for every part that can be found."""
    if not artifacts.is_dir():
        raise PublishError(f"{artifacts} is no folder")
    found = {name: artifacts / f"{name}.onnx" for name in NETWORKS}
    for name in TABLES:
        own = artifacts / f"{name}.npz"
        found[name] = own if own.is_file() else models / "parts" / f"{name}.npz"
    return {name: path for name, path in found.items() if path.is_file()}


def gather_facts(artifacts: Path) -> dict[str, Any]:
    """charset, thresholds, splits, provenance and metrics of all parts, by part; student.json is laid over them."""
    facts: dict[str, Any] = {"charset": "", **{key: {} for key in FACTS}}
    for name in (*NETWORKS, *TABLES):
        found = read_facts(artifacts / f"{name}.json", PART_FACTS)
        facts["charset"] = found.pop("charset", "") or facts["charset"]
        for key in PART_FACTS:
            if found.get(key):
                facts[key][name] = found[key]
        for path in sorted(artifacts.glob(f"{name}_*.json")):
            kind = path.stem.removeprefix(f"{name}_")
            more = read_json(path) if kind == "metrics" else {kind: read_json(path)}
            facts["metrics"][name] = merged(facts["metrics"].get(name, {}), more)
    whole = read_facts(artifacts / "student.json", FACTS)
    facts["charset"] = whole.pop("charset", "") or facts["charset"] or CHARSET
    for key in FACTS:
        facts[key] = merged(facts[key], whole.get(key, {}))
    return facts


def read_facts(path: Path, known: tuple[str, ...]) -> dict[str, Any]:
    """The facts in a JSON file; {} where there is none. A file without any known key is metrics as a whole."""
    if not path.is_file():
        return {}
    raw = read_json(path)
    if not isinstance(raw, dict):
        raise PublishError(f"{path}: expected an object with any of charset, {', '.join(known)}")
    if not {"charset", *known} & set(raw):
        return {"metrics": raw}
    unknown = set(raw) - {"charset", *known}
    if unknown:
        raise PublishError(f"{path}: unknown keys {', '.join(sorted(unknown))}; known are charset, {', '.join(known)}")
    return raw


def read_json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise PublishError(f"{path}: not valid JSON: {error}") from error


def merged(low: Mapping[str, Any], high: Mapping[str, Any]) -> dict[str, Any]:
    """`low` with `high` laid over it, dictionaries joined key by key."""
    result = dict(low)
    for key, value in high.items():
        old = result.get(key)
        result[key] = merged(old, value) if isinstance(old, Mapping) and isinstance(value, Mapping) else value
    return result


def next_version(models: Path) -> int:
    """One more than the highest number in use; numbers are never used twice."""
    numbers = [version_of(path.name) for path in models.glob("student-*") if STUDENT_ID.fullmatch(path.name)]
    return max(numbers, default=0) + 1


def set_newest_current(models: Path) -> None:
    """Make the student with the highest number the current one; a reader sees the old id or the new one, never a torn file.

    Looks again afterwards: who published meanwhile has written `current` before or will find this number lower than its own.
    """
    written = None
    while (newest := _newest(models)) != written:
        write_whole(models / "current", newest.encode() + b"\n")
        written = newest


def _newest(models: Path) -> str:
    """The whole student with the highest number."""
    return max((path.parent.name for path in models.glob("student-*/manifest.json") if STUDENT_ID.fullmatch(path.parent.name)), key=version_of)


def prove(folder: Path) -> None:
    """Load the student as a user would and open every part. Raises PublishError."""
    try:
        student = Student.load(folder)
        student.open()
        for name in student.manifest["files"]:
            if name in NETWORKS:
                student.session(name)
            else:
                student.arrays(name)
    except StudentError as error:
        raise PublishError(f"the artifacts make no student that loads: {error}") from error


def write_json(path: Path, data: object) -> None:
    """Readable, stable JSON."""
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _copied(source: Path, folder: Path) -> dict[str, Any]:
    """Copy a part and describe the copy."""
    target = folder / source.name
    shutil.copyfile(source, target)
    data = target.read_bytes()
    return {"path": target.name, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
