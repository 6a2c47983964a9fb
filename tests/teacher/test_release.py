"""Publishing: signed, whole or not there, numbers that only grow, back by going forward."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from shadow_runtime.registry import Home, open_source
from shadow_runtime.signature import key_id, new_key
from shadow_runtime.student import find_student
from shadow_teacher.publish import PublishError
from shadow_teacher.release import Registry, read_private_key, release, roll_back, write_key

pytest.importorskip("cryptography")
pytest.importorskip("fsspec")
ROOT = Path(__file__).parents[2]
PRIVATE, PUBLIC = new_key()
KEYS = {key_id(PUBLIC): PUBLIC}


def student(folder: Path, version: int) -> Path:
    target = folder / f"student-{version:04d}"
    shutil.copytree(find_student(), target, ignore=shutil.ignore_patterns("*.safetensors"))
    manifest = {**json.loads((target / "manifest.json").read_text()), "id": target.name, "version": version}
    (target / "manifest.json").write_text(json.dumps(manifest))
    return target


@pytest.mark.parametrize("kind", ["folder", "file", "memory"])
def test_what_is_published_is_pulled(tmp_path: Path, kind: str) -> None:
    url = {"folder": str(tmp_path / "registry"), "file": (tmp_path / "registry").as_uri(), "memory": f"memory://{tmp_path.name}"}[kind]
    assert release(student(tmp_path, 1), Registry(url), PRIVATE) == "student-0001"
    assert Home(tmp_path / "home", KEYS).pull(open_source(url)).id == "student-0001"


def test_versions_only_grow_and_old_ones_go(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "registry")
    for version in (1, 2, 3, 4):
        release(student(tmp_path, version), registry, PRIVATE)
    assert registry.ids() == ["student-0002", "student-0003", "student-0004"]
    with pytest.raises(PublishError, match="versions only grow"):
        release(tmp_path / "student-0003", registry, PRIVATE)
    assert registry.current() == "student-0004"


def test_rollback_goes_forward(tmp_path: Path) -> None:
    """Nodes that accepted version 2 take the older student's files as version 3."""
    registry, home = Registry(tmp_path / "registry"), Home(tmp_path / "home", KEYS)
    old = student(tmp_path, 1)
    release(old, registry, PRIVATE)
    release(student(tmp_path, 2), registry, PRIVATE)
    home.pull(open_source(str(tmp_path / "registry")))
    assert roll_back(registry, PRIVATE) == "student-0003"
    pulled = home.pull(open_source(str(tmp_path / "registry")))
    assert (pulled.id, pulled.changed) == ("student-0003", True)
    manifest = json.loads((home.students / "student-0003" / "manifest.json").read_text())
    assert manifest["provenance"]["rollback"] == {"of": "student-0002", "to": "student-0001"}
    assert manifest["files"] == json.loads((old / "manifest.json").read_text())["files"]


@pytest.mark.parametrize("after", range(0, 9, 2))
def test_publisher_killed_in_the_middle(tmp_path: Path, after: int) -> None:
    """Killed after so many files: nodes see the student before, and the next publishing is not held up."""
    registry, home = Registry(tmp_path / "registry"), Home(tmp_path / "home", KEYS)
    release(student(tmp_path, 1), registry, PRIVATE)
    student(tmp_path, 2)
    program = f"""
        import os, signal
        from pathlib import Path
        from shadow_teacher.release import Registry, release
        written, write = [], Registry.write
        def killing(self, path, data):
            if len(written) == {after}:
                os.kill(os.getpid(), signal.SIGKILL)
            written.append(path)
            write(self, path, data)
        Registry.write = killing
        release(Path({str(tmp_path / "student-0002")!r}), Registry({str(tmp_path / "registry")!r}), bytes.fromhex({PRIVATE.hex()!r}))
    """
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert ran.returncode == -signal.SIGKILL
    assert home.pull(open_source(str(tmp_path / "registry"))).id == "student-0001"
    assert release(tmp_path / "student-0002", registry, PRIVATE) == "student-0002"
    assert home.pull(open_source(str(tmp_path / "registry"))).id == "student-0002"


def test_a_student_that_does_not_load_is_not_published(tmp_path: Path) -> None:
    folder = student(tmp_path, 1)
    (folder / "colors.npz").write_bytes(b"nothing")
    with pytest.raises(PublishError, match="no student that loads"):
        release(folder, Registry(tmp_path / "registry"), PRIVATE)
    assert not (tmp_path / "registry").exists()


def test_web_servers_are_not_written_to() -> None:
    with pytest.raises(PublishError, match="folder or bucket that it serves"):
        Registry("https://students.example")


def test_keys(tmp_path: Path) -> None:
    public = write_key(tmp_path / "publisher.key")
    assert (tmp_path / "publisher.key.pub").read_text().strip() == public
    assert len(read_private_key(tmp_path / "publisher.key")) == 32
    with pytest.raises(PublishError, match="not overwritten"):
        write_key(tmp_path / "publisher.key")
    if os.name == "posix":
        (tmp_path / "publisher.key").chmod(0o644)
        with pytest.raises(PublishError, match="chmod 600"):
            read_private_key(tmp_path / "publisher.key")
