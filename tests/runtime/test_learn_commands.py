"""`shadow outbox ...` and `shadow student pull | rollback`, as a person calls them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from runtime.test_registry import PUBLIC, put
from typer.testing import CliRunner

from shadow_runtime.cli import app
from shadow_runtime.outbox import Outbox

pytest.importorskip("cryptography")


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHADOW_HOME", str(tmp_path / "home"))
    for name in ("SHADOW_OUTBOX", "SHADOW_TEACHER", "SHADOW_TEACHER_TOKEN", "SHADOW_TRUSTED_KEY"):
        monkeypatch.delenv(name, raising=False)


def shadow(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, result.output


@pytest.fixture
def waiting(tmp_path: Path) -> Path:
    """An outbox with one sealed request and one that a process is writing."""
    folder = tmp_path / "outbox"
    done, busy = Outbox.create(folder, "gw0"), Outbox.create(folder, "gw1")
    for number, box in enumerate((done, busy)):
        body = json.dumps({"text": f"button {number}", "dom_snapshot": {"elements": [{}, {}]}}).encode()
        box.add(str(number) * 64, hashlib.sha256(b"png").hexdigest(), b"png", body, f"button {number}")
    done.seal()
    yield folder
    busy.close()


def test_list_show_and_purge(waiting: Path, tmp_path: Path) -> None:
    code, said = shadow("outbox", "list", "--outbox", str(waiting))
    assert code == 0
    assert "'button 0'" in said
    assert "in use by a running process" in said
    assert "1 request in" in said
    code, said = shadow("outbox", "show", "000", "--outbox", str(waiting))
    assert code == 0
    assert '"(2 elements)"' in said
    assert shadow("outbox", "show", "fff", "--outbox", str(waiting))[0] == 1
    code, said = shadow("outbox", "purge", "--yes", "--outbox", str(waiting))
    assert (code, "1 batch removed" in said) == (0, True)
    assert [path.name.partition("-")[0] for path in waiting.iterdir()] == ["open"], "what is being written stays"


def test_send_to_nobody_keeps_everything(waiting: Path) -> None:
    pytest.importorskip("httpx2")
    code, said = shadow("outbox", "send", "--outbox", str(waiting), "--teacher", "http://127.0.0.1:9")
    assert code == 1
    assert "0 sent" in said
    assert len(list(waiting.glob("sealed-*"))) == 1
    assert shadow("outbox", "send", "--outbox", str(waiting), "--teacher", "teacher")[0] == 1


def test_pull_list_verify_and_rollback(tmp_path: Path) -> None:
    registry, key = tmp_path / "registry", ("--trusted-key", PUBLIC.hex())
    registry.mkdir()
    for version in (1, 2):
        put(registry, version)
        code, said = shadow("student", "pull", str(registry), *key)
        assert (code, f"student-000{version} is current" in said) == (0, True), said
    code, said = shadow("student", "list", *key)
    assert "pulled: student-0002 (current)  verified" in said
    assert shadow("student", "verify", "student-0002", *key)[0] == 0
    assert shadow("student", "verify", str(registry / "student-0001"), *key)[0] == 0
    code, said = shadow("student", "rollback", *key)
    assert (code, "student-0001 is current" in said) == (0, True)
    code, said = shadow("student", "pull", str(registry))
    assert (code, "no key is trusted" in said) == (1, True)
    assert shadow("student", "pull")[0] == 1
