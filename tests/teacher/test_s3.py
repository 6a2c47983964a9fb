"""Students in an S3 bucket, over real HTTP: published, pulled, taken back, refused; never half there.

The server is moto's, another project's implementation of S3's protocol, as a process of its own.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from numbered_student import numbered_student

pytest.importorskip("cryptography")
pytest.importorskip("moto", reason="moto is not installed (pip install 'moto[server]')")
s3fs = pytest.importorskip("s3fs")

from shadow_runtime.errors import StudentError  # noqa: E402
from shadow_runtime.registry import Home  # noqa: E402
from shadow_runtime.signature import key_id, new_key  # noqa: E402
from shadow_runtime.sources import RegistryError, open_source  # noqa: E402
from shadow_teacher.publish import PublishError  # noqa: E402
from shadow_teacher.release import NumberTakenError, Registry, release, roll_back  # noqa: E402

ROOT = Path(__file__).parents[2]
PRIVATE, PUBLIC = new_key()
KEYS = {key_id(PUBLIC): PUBLIC}
ACCESS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1", "AWS_EC2_METADATA_DISABLED": "true"}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/moto-api/", timeout=10).close()
            break
        except urllib.error.HTTPError:
            break
        except OSError:
            assert process.poll() is None, "the S3 server ended"
            assert time.monotonic() < deadline, "the S3 server did not start"
            time.sleep(0.2)
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(30)


@pytest.fixture
def bucket(server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A bucket of its own; nodes and publishers find server and keys by the usual variables of AWS."""
    for name, value in {**ACCESS, "AWS_ENDPOINT_URL": server}.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    name = f"students-{abs(hash(str(tmp_path))) % 10**9}"
    urllib.request.urlopen(urllib.request.Request(f"{server}/{name}", method="PUT"), timeout=30).close()
    yield f"s3://{name}/shadow"
    s3fs.S3FileSystem.clear_instance_cache()


def test_published_pulled_and_taken_back(bucket: str, tmp_path: Path) -> None:
    registry, home = Registry(bucket), Home(tmp_path / "home", KEYS)
    source = open_source(bucket)
    with pytest.raises(RegistryError, match="current cannot be read"):
        home.pull(source)
    assert release(numbered_student(tmp_path, 1), registry, PRIVATE) == "student-0001"
    first = home.pull(source)
    assert (first.id, first.changed) == ("student-0001", True)
    assert home.load().id == "student-0001"
    assert home.pull(source, first.etag) is None, "nothing is fetched while nothing is new"

    assert release(numbered_student(tmp_path, 2), registry, PRIVATE) == "student-0002"
    second = home.pull(source, first.etag)
    assert (second.id, second.changed) == ("student-0002", True), "a listing or an object of before is not believed"
    with pytest.raises(PublishError, match="versions only grow"):
        release(tmp_path / "student-0001", registry, PRIVATE)

    assert roll_back(registry, PRIVATE) == "student-0003"
    assert home.pull(source, second.etag).id == "student-0003"
    assert json.loads((home.students / "student-0003" / "manifest.json").read_text())["provenance"]["rollback"] == {"of": "student-0002", "to": "student-0001"}
    assert registry.ids() == ["student-0001", "student-0002", "student-0003"]


def test_what_was_changed_in_the_bucket_is_refused(bucket: str, tmp_path: Path) -> None:
    """One file exchanged, one cut, one gone, an older `current`: the node keeps what it has."""
    registry, home, source = Registry(bucket), Home(tmp_path / "home", KEYS), open_source(bucket)
    release(numbered_student(tmp_path, 1), registry, PRIVATE)
    release(numbered_student(tmp_path, 2), registry, PRIVATE)
    whole = registry.read("student-0002/grounder.npz")
    for damaged, reason in ((whole[:-1] + bytes([whole[-1] ^ 1]), "sha256"), (whole[:-9], "truncated"), (whole + b"more", "larger than")):
        registry.write("student-0002/grounder.npz", damaged)
        with pytest.raises(StudentError, match=reason):
            home.pull(source)
        assert (home.current(), home.ids()) == (None, [])
    registry.write("student-0002/grounder.npz", whole)
    assert home.pull(source).id == "student-0002"
    registry.write("current", b"student-0001\n")  # an attack, or a restored backup: validly signed, and older
    with pytest.raises(RegistryError, match="version 1 is offered, version 2 was accepted before"):
        home.pull(source)
    registry.remove("student-0001")
    with pytest.raises(RegistryError, match="cannot be read"):
        home.pull(source)
    assert home.load().id == "student-0002"


def test_a_half_published_student_is_never_loaded(bucket: str, tmp_path: Path) -> None:
    """The publisher is killed after some objects, right before `current` at last: nodes see the student before."""
    registry, home, source = Registry(bucket), Home(tmp_path / "home", KEYS), open_source(bucket)
    release(numbered_student(tmp_path, 1), registry, PRIVATE)
    numbered_student(tmp_path, 2)
    for after in (3, 10):
        program = f"""
            import os, signal
            from pathlib import Path
            from shadow_teacher import release as module
            written, write = [], module.Registry.write
            module.prove = lambda folder: None
            def killing(self, path, data, **how):
                if len(written) == {after}:
                    os.kill(os.getpid(), signal.SIGKILL)
                written.append(path)
                write(self, path, data, **how)
            module.Registry.write = killing
            module.release(Path({str(tmp_path / "student-0002")!r}), module.Registry({bucket!r}), bytes.fromhex({PRIVATE.hex()!r}))
        """
        ran = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, capture_output=True)
        assert ran.returncode == -signal.SIGKILL, ran.stderr
        assert registry.ids() == ["student-0001", "student-0002"], "something of it lies there"
        assert home.pull(source).id == "student-0001"
    assert release(tmp_path / "student-0002", registry, PRIVATE) == "student-0002", "the next publishing is not held up"
    assert home.pull(source).id == "student-0002"


def test_two_publishers_of_one_number(bucket: str, tmp_path: Path) -> None:
    """The store itself says who was first; the same student again is no other one."""
    release(numbered_student(tmp_path, 1), Registry(bucket), PRIVATE)
    folders = [numbered_student(tmp_path / name, 2, created=name) for name in ("one", "another")]
    Registry(bucket).write("student-0002/manifest.json", (folders[0] / "manifest.json").read_bytes(), new=True)
    with pytest.raises(NumberTakenError, match="another student has the number 2 there"):
        release(folders[1], Registry(bucket), PRIVATE)
    assert Registry(bucket).current() == "student-0001"
    assert release(folders[0], Registry(bucket), PRIVATE) == "student-0002"
    assert Home(tmp_path / "home", KEYS).pull(open_source(bucket)).id == "student-0002"


def test_a_store_that_cannot_be_used_says_why(bucket: str, tmp_path: Path) -> None:
    folder = numbered_student(tmp_path, 1)
    with pytest.raises(PublishError, match="buckets are not made here"):
        release(folder, Registry("s3://nobodys-bucket/shadow"), PRIVATE)
    with pytest.raises(PublishError, match="not replaced in one step"):
        Registry("simplecache::memory://students")
    with pytest.raises(PublishError, match="cannot be opened"):
        Registry("ftp://127.0.0.1:9/students")
    assert Registry(bucket).current() is None
