"""A student that passed the gate -> a registry that nodes pull from: signed, versioned, whole or not there.

    REGISTRY/current                       the id of the current student, one line; changes last, in one step
    REGISTRY/student-NNNN/manifest.json    lists sha256 and size of every file; comes first, and takes the number
    REGISTRY/student-NNNN/...              the files
    REGISTRY/student-NNNN/manifest.json.sig   comes last: the student is whole

A registry is a folder, or an object store that fsspec can write (s3://bucket/prefix with s3fs, gs:// ...): there a PUT
replaces a whole object in one step, as a rename does in a folder, who reads after it gets the new one, and a PUT that is to
make a new object is refused where one lies already (S3 promises the former since 2020, the latter, If-None-Match, since
2024). http(s) registries are such a folder or bucket behind a web server, or the teacher service. Versions only ever grow:
going back publishes an older student's files anew under the next number, since a node refuses a number below the highest it
accepted.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from shadow_runtime.durable import write_whole
from shadow_runtime.signature import SIGNATURE_FILE, new_key, sign_manifest
from shadow_runtime.sources import STUDENT_ID, version_of
from shadow_runtime.student import read_manifest

from .publish import PublishError, prove, write_json

TRIES = 20  # numbers that going back asks for while others publish
KEPT = 3  # the current student and the two before it
PUBLIC_FILES = ("CARD.md", "metrics.json")
WHOLE_OBJECTS = frozenset({"s3", "gs", "az", "memory"})  # fsspec file systems that put a file whole or not at all


class NumberTakenError(PublishError):
    """Another student has that number in the registry, or one with a higher number is current."""


class Registry:
    """Where students are published to."""

    def __init__(self, url: str | Path) -> None:
        """Raises PublishError for a URL that fsspec cannot open, or that files cannot be put to in one step."""
        import fsspec

        self.url = str(url)
        if self.url.startswith(("http://", "https://")):
            raise PublishError(f"{self.url}: a web server is not written to; publish to the folder or bucket that it serves")
        try:
            self._fs, root = fsspec.core.url_to_fs(self.url)
        except (ValueError, ImportError, OSError) as error:
            raise PublishError(f"{self.url}: cannot be opened: {error}") from error
        self._root = str(root).rstrip("/")
        protocols = {self._fs.protocol} if isinstance(self._fs.protocol, str) else set(self._fs.protocol)
        self._local = bool(protocols & {"file", "local"})
        if not self._local and not protocols & WHOLE_OBJECTS:
            raise PublishError(f"{self.url}: files there are not replaced in one step; publish to a folder or an object store ({', '.join(sorted(WHOLE_OBJECTS))})")

    def read(self, path: str) -> bytes:
        """A file as it is now. Raises FileNotFoundError, PublishError."""
        with self._asking(f"{path} cannot be read"):
            return self._fs.cat_file(f"{self._root}/{path}", start=0)  # with a start, S3 is asked once, and for no listing kept from before

    def write(self, path: str, data: bytes, *, new: bool = False) -> None:
        """Write a file in one step: a reader sees all of the old one or all of the new. Raises PublishError.

        new: NumberTakenError when another one lies there. The same bytes are no other one: a publisher that was killed, or
        whose PUT was sent twice, finds its own.
        """
        try:
            with self._asking(f"{path} cannot be written"):
                if self._local:
                    write_whole(Path(f"{self._root}/{path}"), data, new=new)
                else:  # one PUT, or one multipart upload, which is there when it is completed
                    self._fs.pipe_file(f"{self._root}/{path}", data, **({"mode": "create"} if new else {}))
        except (FileNotFoundError, FileExistsError, PublishError) as error:  # S3 says only that a precondition failed
            there = self._found(path) if new else None
            if there is None:
                hint = "; buckets are not made here" if isinstance(error, FileNotFoundError) else ""
                raise error if isinstance(error, PublishError) else PublishError(f"{self.url}: {path} cannot be written: {error}{hint}") from error
            if there != data:
                raise NumberTakenError(f"{self.url}: {path} is there already, and another one") from error

    def _found(self, path: str) -> bytes | None:
        """A file as it is now, None where there is none. Raises PublishError."""
        try:
            return self.read(path)
        except FileNotFoundError:
            return None

    def current(self) -> str | None:
        """The id of the current student, None while nothing is published. Raises PublishError when it cannot be read."""
        found = self._found("current")
        if found is None:
            return None
        name = found.decode("utf-8", "replace").strip()
        if not STUDENT_ID.fullmatch(name):
            raise PublishError(f"{self.url}: current names {name[:40]!r}, which is no student id")
        return name

    def ids(self) -> list[str]:
        """Ids of all students that lie there, whole or not, lowest version first. Raises PublishError."""
        with self._asking("cannot be listed"):
            self._fs.invalidate_cache()
            if not self._fs.exists(self._root):
                return []
            names = {Path(str(entry).rstrip("/")).name for entry in self._fs.ls(self._root, detail=False)}
        return sorted((name for name in names if STUDENT_ID.fullmatch(name)), key=version_of)

    def make_newest_current(self) -> None:
        """Make the whole student with the highest number the current one.

        Looks again afterwards: who published meanwhile has written `current` before or will find this number lower than its own.
        """
        written = None
        while (newest := next(name for name in reversed(self.ids()) if self._found(f"{name}/{SIGNATURE_FILE}") is not None)) != written:
            self.write("current", newest.encode() + b"\n")
            written = newest

    def next_version(self) -> int:
        """One more than the highest number in use there."""
        return max((version_of(name) for name in self.ids()), default=0) + 1

    def remove(self, student_id: str) -> None:
        with self._asking(f"{student_id} cannot be removed"):
            self._fs.invalidate_cache()
            self._fs.rm(f"{self._root}/{student_id}", recursive=True)

    @contextmanager
    def fetched(self, student_id: str) -> Iterator[Path]:
        """A local copy of a published student. Raises PublishError."""
        with tempfile.TemporaryDirectory(prefix="shadow-registry-") as aside:
            folder = Path(aside) / student_id
            folder.mkdir()
            try:
                (folder / "manifest.json").write_bytes(self.read(f"{student_id}/manifest.json"))
                for entry in read_manifest(folder).files.values():
                    (folder / entry.path).write_bytes(self.read(f"{student_id}/{entry.path}"))
            except OSError as error:
                raise PublishError(f"{self.url}: {student_id} cannot be read: {error}") from error
            for name in PUBLIC_FILES:
                with suppress(FileNotFoundError):
                    (folder / name).write_bytes(self.read(f"{student_id}/{name}"))
            yield folder

    @contextmanager
    def _asking(self, failed: str) -> Iterator[None]:
        """Whatever a store's own library raises, said in one way; what is not there, or there already, stays what it is."""
        try:
            yield
        except (FileNotFoundError, FileExistsError):
            raise
        except Exception as error:  # libraries of object stores have exceptions of their own
            raise PublishError(f"{self.url}: {failed}: {type(error).__name__}: {str(error)[:300]}") from error


def release(student: Path, registry: Registry, private_key: bytes, *, keep: int = KEPT) -> str:
    """Sign and publish a student folder, make it the current one; returns its id.

    The manifest first, which takes the number, then the files, then the signature, then `current`, which goes to the
    highest number that is whole: of two publishers at the same time both may succeed, in any order. Raises PublishError
    when the student does not load, its version is not above the current one, or what was written does not read back the
    same; NumberTakenError when another student has that number.
    """
    prove(student)
    manifest = (student / "manifest.json").read_bytes()
    known = read_manifest(student)
    student_id = f"student-{known.version:04d}"
    if known.id != student_id:
        raise PublishError(f"{student}: calls itself {known.id!r}, version {known.version}; a published student is called {student_id}")
    current = registry.current()
    if current is not None and known.version <= version_of(current):
        raise NumberTakenError(f"{registry.url}: {current} is published there; version {known.version} is not above it, and versions only grow")
    contents = {entry.path: (student / entry.path).read_bytes() for entry in known.files.values()}
    contents |= {name: (student / name).read_bytes() for name in PUBLIC_FILES if (student / name).is_file()}
    try:
        registry.write(f"{student_id}/manifest.json", manifest, new=True)
    except NumberTakenError as error:
        raise NumberTakenError(
            f"{registry.url}: another student has the number {known.version} there, published at this moment or broken off; a number is used once: give "
            f"this one a higher (shadow-teacher distill --version), or remove {student_id} there when nobody is at work on it"
        ) from error
    for name, data in contents.items():
        registry.write(f"{student_id}/{name}", data)
    for name, data in {"manifest.json": manifest, **contents}.items():
        if registry.read(f"{student_id}/{name}") != data:
            raise PublishError(f"{registry.url}: {student_id}/{name} does not read back as it was written; nothing was made current")
    registry.write(f"{student_id}/{SIGNATURE_FILE}", sign_manifest(manifest, private_key))
    registry.make_newest_current()
    for old in [name for name in registry.ids() if version_of(name) < known.version][: -(keep - 1) or None]:
        registry.remove(old)
    return student_id


def roll_back(registry: Registry, private_key: bytes, to: str | None = None) -> str:
    """Publish an older student's files under the next number; returns the new id. Raises PublishError."""
    current = registry.current()
    older = [name for name in registry.ids() if current is not None and version_of(name) < version_of(current)]
    chosen = to or (older[-1] if older else None)
    if chosen is None or chosen not in registry.ids():
        raise PublishError(f"{registry.url}: no {to or 'older student'} to go back to; there: {', '.join(registry.ids()) or 'nothing'}")
    with registry.fetched(chosen) as folder:
        manifest: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        provenance = {**manifest.get("provenance", {}), "rollback": {"of": current, "to": chosen}}
        for _ in range(TRIES):
            version = registry.next_version()
            manifest |= {"id": f"student-{version:04d}", "version": version, "created": datetime.now(UTC).isoformat(timespec="seconds"), "provenance": provenance}
            write_json(folder / "manifest.json", manifest)
            try:
                return release(folder, registry, private_key)
            except NumberTakenError as error:  # somebody publishes at this moment: the next number
                refused = error
        raise refused


def read_private_key(path: Path) -> bytes:
    """A private key file: 64 hex digits. Raises PublishError, also when others may read it."""
    try:
        mode, text = path.stat().st_mode, path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise PublishError(f"{path}: no private key: {error}; make one with: shadow-teacher key new --out {path}") from error
    if os.name == "posix" and mode & 0o077:
        raise PublishError(f"{path}: others on this machine may read it; chmod 600 {path}")
    if not re.fullmatch(r"[0-9a-f]{64}", text):
        raise PublishError(f"{path}: not a private key (64 hex digits)")
    return bytes.fromhex(text)


def write_key(path: Path) -> str:
    """Make a key pair: the private key into `path` (readable by its owner only), PATH.pub for nodes; returns the public key."""
    private, public = new_key()
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise PublishError(f"{path}: exists already; a key is not overwritten, what it signed would be lost") from None
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(private.hex() + "\n")
    path.with_suffix(path.suffix + ".pub").write_text(public.hex() + "\n", encoding="utf-8")
    return public.hex()
