"""Lessons read back, and distilling that is killed or has nothing to learn. That it teaches is shown by `make learn-demo`."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from shadow_runtime.geometry import Box
from shadow_runtime.student import find_student
from shadow_teacher.distill import DistillError, distill, drawing_among
from shadow_teacher.lesson_set import LessonError, read_lessons, subject_of

pytest.importorskip("torch")
ROOT = Path(__file__).parents[2]


def export(folder: Path, *rows: dict[str, Any]) -> Path:
    """A folder of lessons about one white picture."""
    (folder / "frames").mkdir(parents=True)
    png = cv2.imencode(".png", np.full((64, 64, 3), 255, np.uint8))[1].tobytes()
    frame = hashlib.sha256(png).hexdigest()
    (folder / "frames" / f"{frame}.png").write_bytes(png)
    answer = {"box": [10, 10, 20, 20], "absent": False, "truth": None, "role": "button", "name": "Go", "states": {}}
    whole = {"format": 1, "kind": "locate", "text": "go button", "frame": frame, "scale": 1.0, "answer": answer, "share": "train", "provenance": {"decided_by": "dom"}}
    (folder / "lessons.jsonl").write_text("".join(json.dumps({**whole, "id": f"{number:064x}", **row}) + "\n" for number, row in enumerate(rows)))
    return folder


def test_lessons_are_read_with_retractions_and_subjects(tmp_path: Path) -> None:
    folder = export(
        tmp_path / "a", {}, {"share": "frozen"}, {"kind": "check", "text": "go button is green", "answer": {"box": None, "truth": False}},
        {"kind": "retract", "retracts": f"{1:064x}"},
    )  # fmt: skip
    first, claim = read_lessons([folder, folder])
    assert (first.phrase, first.box, first.frozen, first.decided_by) == ("go button", Box(10, 10, 20, 20), False, "dom")
    assert (claim.phrase, claim.truth, claim.box) == ("go button", False, None)
    assert first.frame().size == (64, 64)
    assert subject_of("save button is above cancel button") == "save button"
    assert subject_of("nothing that is understood") == ""


@pytest.mark.parametrize("line", ["no json", "{}", '{"kind": "locate", "id": "x"}'])
def test_lines_that_are_no_lessons_are_named(tmp_path: Path, line: str) -> None:
    folder = export(tmp_path / "a")
    (folder / "lessons.jsonl").write_text(line + "\n")
    with pytest.raises(LessonError, match=r"lessons\.jsonl:1"):
        read_lessons([folder])


def test_damaged_pictures_are_named(tmp_path: Path) -> None:
    folder = export(tmp_path / "a", {})
    [picture] = (folder / "frames").iterdir()
    picture.write_bytes(picture.read_bytes()[:-20])
    with pytest.raises(LessonError, match="damaged"):
        read_lessons([folder])[0].frame()


def test_frozen_lessons_are_never_trained_on(tmp_path: Path) -> None:
    lessons = read_lessons([export(tmp_path / "a", {"share": "frozen"})])
    with pytest.raises(DistillError, match="may be trained on"):
        distill(find_student(), lessons, tmp_path / "candidates", tmp_path / "replay", version=2)
    assert not (tmp_path / "candidates").exists()


def test_teacher_killed_in_the_middle_of_distillation(tmp_path: Path) -> None:
    """No candidate appears, whole or half; what was left aside goes with the next run."""
    folder = export(tmp_path / "a", {})
    program = f"""
        import os, signal
        from pathlib import Path
        from shadow_teacher.distill import distill
        from shadow_teacher.lesson_set import read_lessons
        import shadow_teacher.training.replay as replay
        replay.render_replay = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        distill(Path({str(find_student())!r}), read_lessons([Path({str(folder)!r})]), Path({str(tmp_path / "candidates")!r}), Path({str(tmp_path)!r}), version=2)
    """
    for _ in range(2):
        ran = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False)
        assert ran.returncode == -signal.SIGKILL
        [left] = (tmp_path / "candidates").iterdir()
        assert left.name.startswith(".distilling-")
        assert not list((tmp_path / "candidates").glob("student-*"))


def test_text_is_not_taught_as_a_drawing() -> None:
    from shadow_runtime.records import Element

    vector = np.ones(128, np.float32)
    icon = Element(role="icon", box=Box(5, 5, 10, 10), confidence=1.0, icon=vector)
    button = Element(role="button", box=Box(0, 0, 20, 20), confidence=1.0, icon=vector)
    assert drawing_among([button, icon]) is icon
    assert drawing_among([button]) is button
    assert drawing_among([Element(role="button", box=Box(0, 0, 20, 20), confidence=1.0, text="Go"), icon]) is None
