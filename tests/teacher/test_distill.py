"""Lessons read back; what is taught where; distilling that is killed or has nothing to learn. The whole of it runs in `make learn-demo`."""

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
from service_kit import picture

from shadow_runtime import Shadow
from shadow_runtime.geometry import Box
from shadow_runtime.records import Element
from shadow_runtime.student import Student, find_student
from shadow_teacher.distill import DistillError, distill, drawing_among
from shadow_teacher.lesson_set import LessonError, read_lessons, role_of, state_of, subject_of

pytest.importorskip("torch")
ROOT = Path(__file__).parents[2]


def export(folder: Path, *rows: dict[str, Any], rgb: np.ndarray | None = None) -> Path:
    """A folder of lessons about one picture, a white one when none is given."""
    (folder / "frames").mkdir(parents=True)
    png = cv2.imencode(".png", np.full((64, 64, 3), 255, np.uint8) if rgb is None else rgb[:, :, ::-1])[1].tobytes()
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


@pytest.mark.parametrize("dies_in", ["replay.render_replay", "module._write_manifest", "module.os.replace"])
def test_teacher_killed_in_the_middle_of_distillation(tmp_path: Path, dies_in: str) -> None:
    """Before anything, between the files, right before the rename: no candidate appears, whole or half; what was left aside goes with the next run."""
    folder = export(tmp_path / "a", {})
    program = f"""
        import os, signal
        from pathlib import Path
        import shadow_teacher.distill as module
        from shadow_teacher.lesson_set import read_lessons
        import shadow_teacher.training.replay as replay
        replay.render_replay = lambda *_: []
        {dies_in} = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        module.distill(Path({str(find_student())!r}), read_lessons([Path({str(folder)!r})]), Path({str(tmp_path / "candidates")!r}), Path({str(tmp_path)!r}), version=2)
    """
    for _ in range(2):
        ran = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False, capture_output=True)
        assert ran.returncode == -signal.SIGKILL, ran.stderr
        [left] = (tmp_path / "candidates").iterdir()
        assert left.name.startswith(".distilling-")
        assert not list((tmp_path / "candidates").glob("student-*"))


def test_a_state_that_was_wrong_is_right_in_the_candidate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody knows that the green button is disabled; so does the candidate, there. Boxes, roles and every other part are its base's."""
    base, rgb, place = find_student(), picture(), Box(40, 60, 120, 40)
    answer = {"box": [40, 60, 120, 40], "absent": False, "truth": True, "role": "button", "name": "Send", "states": {}}
    folder = export(tmp_path / "a", {"kind": "check", "text": "send button is disabled", "answer": answer, "provenance": {"decided_by": "person"}}, rgb=rgb)
    monkeypatch.setattr("shadow_teacher.training.replay.render_replay", lambda *_: [drawn_page(tmp_path / "replay", number) for number in range(24)])

    before = named_at(Shadow(Student.load(base)), rgb, place)
    assert before.states["disabled"] < 0.5
    learned = distill(base, read_lessons([folder]), tmp_path / "candidates", tmp_path / "replay", version=9)
    after = named_at(Shadow(Student.load(learned.folder)), rgb, place)
    assert after.states["disabled"] > 0.9
    assert (after.box, after.role) == (before.box, before.role)
    assert set(learned.facts["heads"]["heads"]) == {"state"}
    elsewhere = cv2.imread(str(drawn_page(tmp_path / "other", 99).with_suffix(".png")))[:, :, ::-1].copy()
    told = [[(e.box, e.role, e.states.get("disabled", 0) > 0.5) for e in Shadow(Student.load(folder)).see(elsewhere).elements] for folder in (base, learned.folder)]
    assert len(told[0]) > 8
    same = [one == two for one, two in zip(*told, strict=True)]
    assert sum(same) >= 0.9 * len(same), "what was not taught is told as before"
    changed = {path.name for path in learned.folder.iterdir() if (base / path.name).is_file() and path.read_bytes() != (base / path.name).read_bytes()}
    assert changed - {"grounder.npz"} == {"detector.onnx", "detector.safetensors", "manifest.json", "metrics.json"}


def named_at(shadow: Shadow, rgb: np.ndarray, place: Box) -> Element:
    return max(shadow.see(rgb).elements, key=lambda element: element.box.iou(place))


def drawn_page(folder: Path, number: int) -> Path:
    """A page of replay that no browser drew: buttons, lines of text, boxes."""
    folder.mkdir(exist_ok=True)
    rng, rgb = np.random.default_rng(number), np.full((360, 640, 3), 250, np.uint8)
    for row in range(4):
        for column in range(4):
            x, y, color = 20 + 155 * column, 20 + 85 * row, tuple(int(v) for v in rng.integers(0, 200, 3))
            cv2.rectangle(rgb, (x, y), (x + int(rng.integers(60, 130)), y + int(rng.integers(24, 44))), color, int(rng.choice([-1, 2])))
            cv2.putText(rgb, str(rng.choice(["Save", "Cancel", "Name", "Total 12", "Delete"])), (x + 10, y + 22), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (255, 255, 255) if row % 2 else (0, 0, 0), 1, cv2.LINE_AA)
    cv2.imwrite(str(folder / f"{number}.png"), rgb)
    (folder / f"{number}.json").write_text(json.dumps({"name": str(number), "width": 640, "height": 360, "elements": [], "rows": []}))
    return folder / f"{number}.json"


@pytest.mark.parametrize(
    ("phrase", "book", "role"),
    [
        ("autopilot switch", "switch", "switch"), ("autopilot", "switch", "switch"), ("autopilot switch", "", "switch"), ("autopilot button", "switch", ""),
        ("the docs", "link", ""), ("docs link", "link", "link"), ("docs button", "link", ""), ("email field", "", ""), ("email field", "textbox", "textbox"),
    ],
)  # fmt: skip
def test_a_role_is_taught_where_book_and_phrase_agree(phrase: str, book: str, role: str) -> None:
    """A link that looks like a button is a button to a person: there the book alone teaches nothing."""
    assert role_of(phrase, book) == role


@pytest.mark.parametrize(
    ("claim", "truth", "states"),
    [
        ("terms checkbox is checked", True, {"checked": True}), ("terms checkbox is checked", False, {"checked": False}), ("terms checkbox is not checked", True, {"checked": False}),
        ("save button is enabled", True, {"disabled": False}), ("save button is green", True, {}), ("all checkboxes are checked", True, {}), ("", True, {}),
    ],
)  # fmt: skip
def test_a_claim_about_a_state_teaches_that_state(claim: str, truth: bool, states: dict[str, bool]) -> None:
    assert state_of(claim, truth) == states


def test_the_students_own_opinion_is_no_lesson(tmp_path: Path) -> None:
    """A person who clicked a candidate confirmed its place, not the role that the student gave it."""
    answer = {"box": [10, 10, 20, 20], "absent": False, "truth": None, "role": "link", "name": "Go", "states": {"disabled": True}}
    person = {"teacher": "person", "box": [10, 10, 20, 20], "cannot_tell": False}
    [lesson] = read_lessons([export(tmp_path / "a", {"text": "the go thing", "answer": answer, "provenance": {"decided_by": "person", "answers": [person]}})])
    assert (lesson.role, dict(lesson.states)) == ("", {})


def test_text_is_not_taught_as_a_drawing() -> None:
    from shadow_runtime.records import Element

    vector = np.ones(128, np.float32)
    icon = Element(role="icon", box=Box(5, 5, 10, 10), confidence=1.0, icon=vector)
    button = Element(role="button", box=Box(0, 0, 20, 20), confidence=1.0, icon=vector)
    assert drawing_among([button, icon]) is icon
    assert drawing_among([button]) is button
    assert drawing_among([Element(role="button", box=Box(0, 0, 20, 20), confidence=1.0, text="Go"), icon]) is None
