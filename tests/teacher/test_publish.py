"""Publishing: what comes out loads, counts up, is described by what was measured, and never leaves a torn `current`."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import numpy as np
import pytest
from tiny_student import tiny_network
from typer.testing import CliRunner

from shadow_runtime.student import NETWORKS, TABLES, Student
from shadow_teacher.card import write_card
from shadow_teacher.cli import app
from shadow_teacher.publish import PublishError, publish
from shadow_teacher.validate import tables

ROOT = Path(__file__).parents[2]


@pytest.fixture
def artifacts(tmp_path: Path) -> Path:
    folder = tmp_path / "artifacts"
    folder.mkdir()
    for number, name in enumerate(NETWORKS):
        (folder / f"{name}.onnx").write_bytes(tiny_network(number).SerializeToString())
    for name in TABLES:
        np.savez(folder / f"{name}.npz", values=np.arange(4))
    (folder / "detector.safetensors").write_bytes(b"weights")
    (folder / "detector.json").write_text(json.dumps({
        "thresholds": {"control": 0.4},
        "splits": {"train": ["bootstrap"], "heldout": ["foundation"]},
        "metrics": {"leaf_recall": 0.91234, "roles": {"button": {"n": 5, "recall": 0.8}, "link": {"n": 7, "recall": 0.9}}},
    }))  # fmt: skip
    (folder / "reader.json").write_text(json.dumps({"charset": "abc", "metrics": {"word_exact": 0.5}}))
    (folder / "reader_export.json").write_text(json.dumps({"int8_drop": 0.125}))
    (folder / "icons.json").write_text(json.dumps({"top1": 0.25}))  # no known key: metrics as a whole
    return folder


def test_published_student_loads_and_tells_what_was_measured(artifacts: Path, tmp_path: Path) -> None:
    folder = publish(artifacts, tmp_path / "models")
    student = Student.load(tmp_path / "models")
    assert (student.id, student.folder) == ("student-0001", folder)
    assert student.manifest["charset"] == "abc"
    assert student.manifest["thresholds"]["detector"]["control"] == 0.4
    assert student.manifest["splits"]["detector"]["heldout"] == ("foundation",)
    metrics = json.loads((folder / "metrics.json").read_text())
    assert metrics["icons"] == {"top1": 0.25}
    assert metrics["reader"] == {"word_exact": 0.5, "export": {"int8_drop": 0.125}}
    assert (folder / "detector.safetensors").read_bytes() == b"weights"
    card = (folder / "CARD.md").read_text()
    for said in ("# student-0001", "leaf_recall | 0.9123", "| button | 5 | 0.8 |", "foundation", "Not measured yet"):
        assert said in card


def test_numbers_count_up_and_current_follows(artifacts: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    assert [publish(artifacts, models).name for _ in range(3)] == ["student-0001", "student-0002", "student-0003"]
    assert (models / "current").read_text() == "student-0003\n"
    assert sorted(path.name for path in models.iterdir()) == ["current", "student-0001", "student-0002", "student-0003"]


def test_three_publishers_at_once_get_three_numbers(artifacts: Path, tmp_path: Path) -> None:
    """Processes of their own; each has its student ready, under the same number, before the first moves into place."""
    models, mates = tmp_path / "models", tmp_path / "mates"
    mates.mkdir()
    program = f"""
        import os, time
        from pathlib import Path
        from shadow_teacher import publish as module
        mates, prove = Path({str(mates)!r}), module.prove
        def proving(folder):
            prove(folder)
            (mates / str(os.getpid())).touch()
            deadline = time.monotonic() + 120
            while len(list(mates.iterdir())) < 3:
                assert time.monotonic() < deadline
                time.sleep(0.01)
        module.prove = proving
        print(module.publish(Path({str(artifacts)!r}), Path({str(models)!r})).name)
    """
    publishers = [subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
                                   stdout=subprocess.PIPE, text=True) for _ in range(3)]  # fmt: skip
    said = sorted(publisher.communicate(timeout=180)[0].strip() for publisher in publishers)
    assert said == ["student-0001", "student-0002", "student-0003"]
    assert sorted(path.name for path in models.iterdir()) == ["current", *said], "nothing is left over"
    assert (models / "current").read_text() == "student-0003\n"
    for name in said:
        assert (student := Student.load(models / name)).id == name
        assert student.manifest["version"] == int(name[-1])
        assert f"# {name}" in (models / name / "CARD.md").read_text()


def test_tables_come_from_models_parts_when_training_made_none(artifacts: Path, tmp_path: Path) -> None:
    parts = tmp_path / "models" / "parts"
    parts.mkdir(parents=True)
    (artifacts / "colors.npz").rename(parts / "colors.npz")
    assert Student.load(publish(artifacts, tmp_path / "models")).arrays("colors")


def test_command_line_prints_the_folder_last(artifacts: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["publish", "--artifacts", str(artifacts), "--models", str(tmp_path / "models")])
    assert result.stdout.splitlines()[-1] == str(tmp_path / "models" / "student-0001")


def test_missing_part_publishes_nothing(artifacts: Path, tmp_path: Path) -> None:
    (artifacts / "reader.onnx").unlink()
    with pytest.raises(PublishError, match=r"has no reader"):
        publish(artifacts, tmp_path / "models")
    assert not (tmp_path / "models").exists()


def test_broken_network_keeps_the_old_student_current(artifacts: Path, tmp_path: Path) -> None:
    models = tmp_path / "models"
    publish(artifacts, models)
    (artifacts / "icons.onnx").write_bytes(b"not a network")
    with pytest.raises(PublishError, match=r"icons\.onnx: it is not an ONNX file"):
        publish(artifacts, models)
    assert (models / "current").read_text() == "student-0001\n"
    assert sorted(path.name for path in models.iterdir()) == ["current", "student-0001"]


def test_misspelled_fact_is_refused(artifacts: Path, tmp_path: Path) -> None:
    (artifacts / "detector.json").write_text(json.dumps({"metrics": {}, "treshold": 1}))
    with pytest.raises(PublishError, match=r"detector\.json: unknown keys treshold"):
        publish(artifacts, tmp_path / "models")


def test_command_line_says_what_is_wrong(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["publish", "--artifacts", str(tmp_path / "none"), "--models", str(tmp_path / "models")])
    assert result.exit_code == 1
    assert "is no folder" in result.output


def test_card_tells_kinds_frameworks_and_weak_spots(artifacts: Path, tmp_path: Path) -> None:
    folder = publish(artifacts, tmp_path / "models")
    rows = [
        {"type": "locate", "kind": "text", "source": source, "frame": f"{source}-{number % 2}", "ok": number < 2, "none": number > 3}
        for source in ("pico", "bulma-templates", "todomvc") for number in range(6)
    ]  # fmt: skip
    rows += [{"type": "locate", "kind": "absent", "source": "pico", "frame": "pico-0", "ok": True, "none": True}]
    found = tables(rows, frozenset({"pico"}))
    assert found["locate_kinds"]["text"] == {"n": 18, "right": 0.3333, "none": 0.3333, "wrong": 0.3333}
    assert found["locate_kinds"]["absent"]["right"] == 1.0
    assert set(found["locate_frameworks"]) == {"pico", "bulma", "plain", "all seen in training", "all unseen in training"}
    assert found["locate_frameworks"]["bulma"]["frames"] == 2
    metrics = json.loads((folder / "metrics.json").read_text())
    summary = dict.fromkeys(("locate_hit", "locate_wrong", "absent_right", "check_answered", "check_false_pass"), 0.5)
    summary |= {"check_right_when_answered": None, "see_ms_p50_p95": [1, 2], "see_and_first_answer_ms_p50_p95": [3, 4]}
    metrics["validation"] = {"frames": 6, "cases": 19, "machine": "a test", "command": "none", **summary, **found}
    (folder / "metrics.json").write_text(json.dumps(metrics))
    card = write_card(folder).read_text()
    assert re.search(r"\| all unseen in training \| 2 \| 6 \| 33\.3% \|", card)
    assert "- locate by text: 33% of 18 right" in card
    assert "right, of those answered | not measured" in card


def test_provenance_is_counted_from_pages_and_names_what_stands_on_both_sides(artifacts: Path, tmp_path: Path) -> None:
    for split, frameworks in (("train", ("pico", "plain", "pico")), ("heldout", ("foundation", "plain"))):
        (tmp_path / split).mkdir()
        for number, framework in enumerate(frameworks):
            page = {"framework": framework, "fonts": ["Inter", "Inter"], "icon_packs": [], "dark": number == 0, "elements": [{}] * 3, "rows": [{}]}
            (tmp_path / split / f"{number}.json").write_text(json.dumps(page))
    arguments = ["provenance", "--train", str(tmp_path / "train"), "--heldout", str(tmp_path / "heldout"), "--artifacts", str(artifacts)]
    result = CliRunner().invoke(app, [*arguments, "--note", "teacher=pages v1"])
    assert result.exit_code == 0
    assert "frameworks on both sides: plain" in result.output
    manifest = Student.load(publish(artifacts, tmp_path / "models")).manifest
    assert manifest["splits"]["train"]["frameworks"] == ("pico", "plain")
    assert manifest["provenance"]["train"] == {
        "pages": 3, "elements": 9, "rows": 3, "dark_pages": 1, "frameworks": {"pico": 2, "plain": 1},
    }  # fmt: skip
    assert manifest["provenance"]["teacher"] == "pages v1"
