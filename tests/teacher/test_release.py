"""Publishing: signed, whole or not there, numbers that only grow, back by going forward."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from numbered_student import numbered_student

from shadow_runtime.registry import Home
from shadow_runtime.signature import key_id, new_key
from shadow_runtime.sources import open_source
from shadow_teacher.publish import PublishError
from shadow_teacher.release import NumberTakenError, Registry, read_private_key, release, roll_back, write_key

pytest.importorskip("cryptography")
pytest.importorskip("fsspec")
ROOT = Path(__file__).parents[2]
PRIVATE, PUBLIC = new_key()
KEYS = {key_id(PUBLIC): PUBLIC}


@pytest.mark.parametrize("kind", ["folder", "file", "memory"])
def test_what_is_published_is_pulled(tmp_path: Path, kind: str) -> None:
    url = {"folder": str(tmp_path / "registry"), "file": (tmp_path / "registry").as_uri(), "memory": f"memory://{tmp_path.name}"}[kind]
    assert release(numbered_student(tmp_path, 1), Registry(url), PRIVATE) == "student-0001"
    assert Home(tmp_path / "home", KEYS).pull(open_source(url)).id == "student-0001"


def test_versions_only_grow_and_old_ones_go(tmp_path: Path) -> None:
    registry = Registry(tmp_path / "registry")
    for version in (1, 2, 3, 4):
        release(numbered_student(tmp_path, version), registry, PRIVATE)
    assert registry.ids() == ["student-0002", "student-0003", "student-0004"]
    with pytest.raises(PublishError, match="versions only grow"):
        release(tmp_path / "student-0003", registry, PRIVATE)
    assert registry.current() == "student-0004"


def test_rollback_goes_forward(tmp_path: Path) -> None:
    """Nodes that accepted version 2 take the older student's files as version 3."""
    registry, home = Registry(tmp_path / "registry"), Home(tmp_path / "home", KEYS)
    old = numbered_student(tmp_path, 1)
    release(old, registry, PRIVATE)
    release(numbered_student(tmp_path, 2), registry, PRIVATE)
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
    release(numbered_student(tmp_path, 1), registry, PRIVATE)
    numbered_student(tmp_path, 2)
    program = f"""
        import os, signal
        from pathlib import Path
        from shadow_teacher.release import Registry, release
        written, write = [], Registry.write
        def killing(self, path, data, **how):
            if len(written) == {after}:
                os.kill(os.getpid(), signal.SIGKILL)
            written.append(path)
            write(self, path, data, **how)
        Registry.write = killing
        release(Path({str(tmp_path / "student-0002")!r}), Registry({str(tmp_path / "registry")!r}), bytes.fromhex({PRIVATE.hex()!r}))
    """
    ran = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
    assert ran.returncode == -signal.SIGKILL
    assert home.pull(open_source(str(tmp_path / "registry"))).id == "student-0001"
    assert release(tmp_path / "student-0002", registry, PRIVATE) == "student-0002"
    assert home.pull(open_source(str(tmp_path / "registry"))).id == "student-0002"


def publishing(folder: Path, registry: Path, mates: Path, first: bool = False) -> subprocess.Popen[str]:
    """A publisher, a process of its own, that has looked what is current when the other has, too; `first` waits for it to end."""
    program = f"""
        import os, time
        from pathlib import Path
        from shadow_teacher.release import Registry, release
        mates, current, write = Path({str(mates)!r}), Registry.current, Registry.write
        def wait_for(count, what):
            deadline = time.monotonic() + 120
            while len(list(mates.glob(what))) < count:
                assert time.monotonic() < deadline
                time.sleep(0.01)
        def looking(self):
            found = current(self)
            (mates / f"{{os.getpid()}}.looked").touch()
            wait_for(2, "*.looked")
            return found
        def writing(self, path, data, **how):
            if path == "current" and {first}:
                wait_for(1, "*.ended")
            write(self, path, data, **how)
        Registry.current, Registry.write = looking, writing
        print(release(Path({str(folder)!r}), Registry({str(registry)!r}), bytes.fromhex({PRIVATE.hex()!r})))
        (mates / f"{{os.getpid()}}.ended").touch()
    """
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip


@pytest.fixture
def mates(tmp_path: Path) -> Path:
    folder = tmp_path / "mates"
    folder.mkdir()
    return folder


def test_two_publishers_of_one_number(tmp_path: Path, mates: Path) -> None:
    """One student gets the number, whole; the other publisher is told, and nothing of its student lies there."""
    registry = tmp_path / "registry"
    release(numbered_student(tmp_path, 1), Registry(registry), PRIVATE)
    folders = [numbered_student(tmp_path / name, 2, created=name) for name in ("one", "another")]
    publishers = [publishing(folder, registry, mates) for folder in folders]
    said = [publisher.communicate(timeout=180) for publisher in publishers]
    winner = next(number for number, publisher in enumerate(publishers) if publisher.returncode == 0)
    assert said[winner][0] == "student-0002\n"
    assert publishers[1 - winner].returncode != 0
    assert "another student has the number 2 there" in said[1 - winner][1]
    pulled = Home(tmp_path / "home", KEYS).pull(open_source(str(registry)))
    assert pulled.id == "student-0002"
    assert (registry / "student-0002" / "manifest.json").read_bytes() == (folders[winner] / "manifest.json").read_bytes()


def test_two_publishers_of_two_numbers(tmp_path: Path, mates: Path) -> None:
    """The lower number is ready last and takes `current` from nobody."""
    registry = tmp_path / "registry"
    release(numbered_student(tmp_path, 1), Registry(registry), PRIVATE)
    late = publishing(numbered_student(tmp_path, 2), registry, mates, first=True)
    early = publishing(numbered_student(tmp_path, 3), registry, mates)
    said = [publisher.communicate(timeout=180) for publisher in (late, early)]
    assert [late.returncode, early.returncode] == [0, 0], said
    assert (Registry(registry).current(), Registry(registry).ids()) == ("student-0003", ["student-0001", "student-0002", "student-0003"])
    assert Home(tmp_path / "home", KEYS).pull(open_source(str(registry))).id == "student-0003"


def test_a_number_is_used_once(tmp_path: Path) -> None:
    """Another student under the number of one whose publishing broke off is refused; going back takes the next number."""
    registry = Registry(tmp_path / "registry")
    release(numbered_student(tmp_path, 1), registry, PRIVATE)
    release(numbered_student(tmp_path, 2), registry, PRIVATE)
    registry.write("student-0003/manifest.json", b"{}")
    with pytest.raises(NumberTakenError, match=r"distill --version\), or remove student-0003 there"):
        release(numbered_student(tmp_path, 3), registry, PRIVATE)
    assert registry.current() == "student-0002"
    assert roll_back(registry, PRIVATE) == "student-0004"


def test_a_student_that_does_not_load_is_not_published(tmp_path: Path) -> None:
    folder = numbered_student(tmp_path, 1)
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
