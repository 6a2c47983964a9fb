"""`shadow-teacher serve`: the command line wins over the environment, the environment over the defaults."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

pytest.importorskip("uvicorn")

from shadow_teacher.cli import app
from shadow_teacher.service import serve


@pytest.mark.parametrize(("options", "port"), [([], 9000), (["--port", "9001"], 9001), (["--port", "8765"], 8765)])
def test_the_command_line_wins_over_the_environment(options: list[str], port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[Any] = []
    monkeypatch.setattr(serve, "serve", lambda settings, level: ran.append(settings))
    monkeypatch.setenv("SHADOW_TEACHER_PORT", "9000")
    monkeypatch.setenv("SHADOW_TEACHER_DATABASE", "sqlite:///elsewhere.sqlite")
    result = CliRunner().invoke(app, ["serve", "--data", str(tmp_path), *options])
    assert result.exit_code == 0, result.output
    assert (ran[0].port, ran[0].workers, ran[0].data, ran[0].database) == (port, 2, tmp_path, "sqlite:///elsewhere.sqlite")
