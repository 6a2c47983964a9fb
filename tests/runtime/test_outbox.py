"""The outbox under what can go wrong: a killed process, a full disk, damage, two workers, a clock that jumps."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from shadow_runtime import durable
from shadow_runtime import outbox as outbox_module
from shadow_runtime.outbox import BusyError, Outbox, OutboxError, batches, drop_oldest, seal_orphans, take_all

ROOT = Path(__file__).parents[2]


def keep(outbox: Outbox, number: int, png: bytes | None = None) -> bool:
    png = png if png is not None else f"picture {number}".encode()
    return outbox.add(f"{number:064x}", hashlib.sha256(png).hexdigest(), png, b'{"text": "submit button"}', "submit button")


def in_another_process(program: str, folder: Path) -> subprocess.CompletedProcess[str]:
    code = f"from pathlib import Path\nimport os, signal\nfrom shadow_runtime.outbox import *\nfolder = Path({str(folder)!r})\n" + textwrap.dedent(program)
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False)


def test_what_was_kept_comes_out_again_once(tmp_path: Path) -> None:
    outbox = Outbox.create(tmp_path, "gw0")
    assert keep(outbox, 1)
    assert not keep(outbox, 1), "the same request is one request"
    assert keep(outbox, 2, b"picture 1")
    assert len(list((outbox.batch / "frames").iterdir())) == 1, "the same picture is kept once"
    first, second = outbox.waiting()
    assert outbox.frame(first.frame) == b"picture 1"
    outbox.forget(first.id, "sent")
    assert outbox.frame(second.frame) == b"picture 1", "another request still needs it"
    sealed = outbox.seal()
    assert sealed is not None
    assert sealed.name.startswith("sealed-gw0-")
    [again] = take_all(tmp_path)
    assert [request.id for request in again.waiting()] == [second.id]
    again.forget(second.id, "sent")
    assert again.counts() == {"sent": 2}
    assert again.seal() is None
    assert batches(tmp_path) == []


def test_node_killed_between_frame_and_row(tmp_path: Path) -> None:
    """The frame is on disk, its row is not: nothing half is sent, what was kept before is."""
    ran = in_another_process(
        """
        outbox = Outbox.create(folder, "gw0")
        outbox.add("1" * 64, "a" * 64, b"one", b"{}")
        Outbox._insert = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        outbox.add("2" * 64, "b" * 64, b"two", b"{}")
        """,
        tmp_path,
    )
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    [left] = batches(tmp_path, ("open",))
    assert {path.stem for path in (left / "frames").iterdir()} == {"a" * 64, "b" * 64}
    Outbox.create(tmp_path, "gw1")
    [again] = take_all(tmp_path)
    assert [request.id for request in again.waiting()] == ["1" * 64]
    assert {path.stem for path in (again.batch / "frames").iterdir()} == {"a" * 64}


def test_disk_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ENOSPC while the frame is written, and while the row is: an error, no half request, and the next one is kept."""
    outbox = Outbox.create(tmp_path)
    full = OSError(errno.ENOSPC, "No space left on device")

    def no_space(*_: object) -> None:
        raise full

    with monkeypatch.context() as patched:
        patched.setattr(durable.os, "fsync", no_space)
        with pytest.raises(OutboxError, match="No space left"):
            keep(outbox, 1)
    assert list((outbox.batch / "frames").iterdir()) == []
    with monkeypatch.context() as patched:
        patched.setattr(outbox, "_insert", lambda *_: (_ for _ in ()).throw(sqlite3.OperationalError("database or disk is full")))
        with pytest.raises(OutboxError, match="disk is full"):
            keep(outbox, 2)
    assert outbox.waiting() == []
    assert keep(outbox, 3)


def test_own_caps(tmp_path: Path) -> None:
    outbox = Outbox.create(tmp_path, max_bytes=40_000)
    room = outbox._room
    keep(outbox, 1, b"x" * (room - 100))
    with pytest.raises(OutboxError, match="full; send it"):
        keep(outbox, 2, b"y" * 200)
    assert outbox.counts() == {"no_room": 1}
    outbox.seal()
    assert drop_oldest(tmp_path, max_bytes=1000, max_age_s=1e9) == 0, "sealed batches over the cap go"


@pytest.mark.parametrize("damage", ["truncated", "garbage", "emptied"])
def test_corrupt_and_truncated_outbox(tmp_path: Path, damage: str) -> None:
    outbox = Outbox.create(tmp_path)
    for number in range(50):
        keep(outbox, number)
    sealed = outbox.seal()
    database = sealed / outbox_module.DATABASE
    data = database.read_bytes()
    database.write_bytes({"truncated": data[: len(data) // 2], "garbage": b"\xa5" * len(data), "emptied": b""}[damage])
    assert list(take_all(tmp_path)) == []
    [broken] = batches(tmp_path)
    assert broken.name.startswith("broken-")
    assert keep(Outbox.create(tmp_path), 1), "the next run is not held up"


def test_damaged_frame_is_not_sent(tmp_path: Path) -> None:
    outbox = Outbox.create(tmp_path)
    keep(outbox, 1)
    [request] = outbox.waiting()
    outbox.frame_path(request.frame).write_bytes(b"something else")
    with pytest.raises(OutboxError, match="damaged"):
        outbox.frame(request.frame)


def test_two_workers(tmp_path: Path) -> None:
    """Each has its own file; neither takes the other's while it is at work, in this process or in another."""
    one, two = Outbox.create(tmp_path, "gw0"), Outbox.create(tmp_path, "gw1")
    keep(one, 1)
    keep(two, 1)
    assert seal_orphans(tmp_path) == []
    assert in_another_process("assert seal_orphans(folder) == [] and list(take_all(folder)) == []", tmp_path).returncode == 0
    one.seal()
    [taken] = take_all(tmp_path)
    with pytest.raises(BusyError):
        Outbox.take(taken.batch)
    assert in_another_process("assert list(take_all(folder)) == []", tmp_path).returncode == 0
    keep(two, 2)
    assert len(two.waiting()) == 2


def test_clock_jump(tmp_path: Path) -> None:
    """Backwards: what was postponed does not wait for years. Forwards: what is new is not thrown away as old."""
    now = [2e9]
    outbox = Outbox.create(tmp_path, clock=lambda: now[0])
    keep(outbox, 1)
    outbox.postpone(f"{1:064x}", 60, "teacher away")
    assert outbox.due() == []
    now[0] += 61
    assert len(outbox.due()) == 1
    outbox.postpone(f"{1:064x}", 60, "teacher away")
    now[0] -= 5 * 365 * 86400
    assert len(outbox.due()) == 1
    sealed = outbox.seal()
    os.utime(sealed, (4e9, 4e9))  # written by a clock far ahead
    drop_oldest(tmp_path, 2**30, max_age_s=86400)
    assert batches(tmp_path) == [sealed]
