"""The command line: exit codes, plain error texts, JSON; the student itself is replaced by known scenes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tiny_student import write_tiny_student
from typer.testing import CliRunner

from shadow_runtime import cli
from shadow_runtime import student as student_module
from shadow_runtime.browsers import find_browser
from shadow_runtime.errors import ClaimError
from shadow_runtime.geometry import Box
from shadow_runtime.records import Candidate, Element, Evidence, Frame, Grounding, Intent, Verdict
from shadow_runtime.scene import Scene

SAVE = Element(role="button", box=Box(10, 20, 80, 30), confidence=0.9, text="Save [bold]", states={"disabled": 0.9})


class KnownScene:
    """Stands for a SeenScene whose answers are given."""

    see_ms, read_ms, rows, containers = 1.0, 2.0, (), ()

    def __init__(self, outcome: str) -> None:
        self.outcome, self.elements = outcome, (SAVE,)
        self.frame = Frame(rgb=np.full((100, 200, 3), 255, np.uint8))
        self.scene = Scene.of(self.frame, (SAVE,))
        self.student = type("StudentOf", (), {"id": "student-0001"})()

    def locate(self, intent: str) -> Grounding:
        element = None if self.outcome == "absent" else SAVE
        return Grounding(intent=Intent(text=intent), outcome=self.outcome, confidence=0.8, element=element,
                         candidates=(Candidate(element=SAVE, confidence=0.8),), reason="as told")  # fmt: skip

    def check(self, claim: str) -> Verdict:
        if self.outcome == "not understood":
            raise ClaimError(claim, 3, "no known predicate")
        return Verdict(claim=claim, outcome=self.outcome, confidence=0.7, student="student-0001",
                       evidence=Evidence(expected="green", observed="blue", measurements={"share": np.float32(0.5)}))  # fmt: skip


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., object]:
    def invoke(outcome: str, *arguments: str) -> object:
        monkeypatch.setattr(cli, "look", lambda *_: KnownScene(outcome))
        return CliRunner().invoke(cli.app, list(arguments))

    return invoke


@pytest.mark.parametrize(("outcome", "code"), [("found", 0), ("absent", 1), ("ambiguous", 2)])
def test_locate_exit_codes(run: Callable, outcome: str, code: int) -> None:
    result = run(outcome, "locate", "page.png", "save button")
    assert result.exit_code == code
    assert f"save button: {outcome}" in result.output


@pytest.mark.parametrize(("outcome", "code"), [("passed", 0), ("failed", 1), ("abstained", 2), ("not understood", 64)])
def test_check_exit_codes(run: Callable, outcome: str, code: int) -> None:
    result = run(outcome, "check", "page.png", "save button is green")
    assert result.exit_code == code
    assert "save button is green" in result.output


def test_json_is_json(run: Callable) -> None:
    verdict = json.loads(run("failed", "check", "page.png", "x is green", "--json").stdout)
    assert verdict["measurements"] == {"share": 0.5}
    scene = json.loads(run("found", "see", "page.png", "--json").stdout)
    assert scene["elements"][0]["box"] == [10, 20, 80, 30]
    assert json.loads(run("absent", "locate", "page.png", "x", "--json").stdout)["element"] is None


def test_see_prints_page_text_as_it_is_and_draws(run: Callable, tmp_path: Path) -> None:
    result = run("found", "see", "page.png", "--out", str(tmp_path / "new" / "overlay.png"))
    assert result.exit_code == 0
    assert "Save [bold]" in result.output
    assert "disabled 0.90" in result.output
    overlay = np.asarray(Image.open(tmp_path / "new" / "overlay.png"))
    assert overlay.shape == (100, 200, 3)
    assert (overlay != 255).any()


def test_pictures_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "text.png").write_text("no picture")
    for name, said in (("none.png", "no picture at"), ("text.png", "not a picture that can be read")):
        result = CliRunner().invoke(cli.app, ["see", str(tmp_path / name)])
        assert result.exit_code == 65
        assert said in result.output


def test_transparency_is_seen_over_white(tmp_path: Path) -> None:
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(tmp_path / "clear.png")
    assert (cli.read_picture(tmp_path / "clear.png") == 255).all()


def test_students_are_listed_and_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_tiny_student(tmp_path / "models")
    monkeypatch.setattr(student_module, "models_folder", lambda: tmp_path / "models")
    assert "* student-0001" in CliRunner().invoke(cli.app, ["student", "list"]).output
    assert "student-0001: whole" in CliRunner().invoke(cli.app, ["student", "verify"]).output
    (folder / "reader.onnx").write_bytes(b"")
    result = CliRunner().invoke(cli.app, ["student", "verify", "student-0001"])
    assert result.exit_code == 65
    assert "reader.onnx: truncated" in result.output


def test_doctor_tells_a_missing_student(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.app, ["doctor", "--model", str(tmp_path / "none"), "--json"])
    assert result.exit_code == 65
    report = json.loads(result.stdout)
    assert "no student at" in report["student"]["problem"]
    assert report["processor"]["cores"] >= 1


def executable(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


def test_browser_order(tmp_path: Path) -> None:
    option, variable = executable(tmp_path / "option"), executable(tmp_path / "variable")
    own = executable(tmp_path / "cache" / "chromium-1200" / "chrome-linux" / "chrome")
    system = executable(tmp_path / "bin" / "chromium")
    environment = {
        "SHADOW_BROWSER_PATH": str(variable), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path / "cache"), "PATH": str(tmp_path / "bin"),
    }  # fmt: skip
    for expected, found_by in ((option, "option"), (variable, "environment"), (own, "playwright"), (system, "system")):
        browser = find_browser(option if found_by == "option" else None, environment)
        assert (browser.path, browser.found_by) == (expected, found_by)
        if found_by == "environment":
            del environment["SHADOW_BROWSER_PATH"]
        if found_by == "playwright":
            own.unlink()
    assert find_browser(None, {"PATH": str(tmp_path), "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)}) is None


def test_a_named_browser_that_is_missing_is_no_reason_to_use_another(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="SHADOW_BROWSER_PATH names"):
        find_browser(None, {"SHADOW_BROWSER_PATH": str(tmp_path / "gone"), "PATH": "/usr/bin"})
