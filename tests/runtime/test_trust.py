"""Two degrees of trust: which thresholds of a student's manifest are in force."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_student import read_manifest, write_manifest, write_tiny_student

from shadow_runtime.calibrate import Calibration
from shadow_runtime.errors import StudentError
from shadow_runtime.student import Student

STORED = {
    "absent_at": 0.99,
    "families": {
        "color": {"pass_above": 3.0, "floor": 0.9, "always": False, "curve": [[0.5, 0.6], [0.9, 0.95]]},
        "focused": {"pass_above": 5.0, "floor": 0.9, "always": True},
        "size": {"pass_above": 4.0, "always": False, "set": {"pass_above": 2.0}},
        "bold": {"pass_above": 3.5},
        "italic": {"pass_above": 3.0, "reach": 0.98, "weights": [3.0, 1.0], "always": False, "usual": {"reach": 0.7, "weights": [3.0, 1.0]}},
    },
}


def test_usual_trust_holds_only_the_marked_families_to_what_was_fitted() -> None:
    usual, certified = Calibration.from_manifest(STORED, certified=False), Calibration.from_manifest(STORED)
    assert [certified.of(family).pass_above for family in ("color", "focused", "size", "bold")] == [3.0, 5.0, 4.0, 3.5]
    assert [usual.of(family).pass_above for family in ("color", "focused", "size", "bold")] == [1.39, 5.0, 2.0, 3.5]
    assert (usual.absent_at, certified.absent_at) == (0.95, 0.99)
    assert usual.of("color").frequency(0.9) == certified.of("color").frequency(0.9) == 0.95, "how often answers are right is known either way"


def test_usual_trust_may_ask_for_a_part_of_what_is_certified() -> None:
    usual, certified = (Calibration.from_manifest(STORED, certified=trust).of("italic") for trust in (False, True))
    assert (usual.reach, usual.weights, usual.pass_above) == (0.7, (3.0, 1.0), 1.1)
    assert (certified.reach, certified.pass_above) == (0.98, 3.0)
    assert [threshold.outcome(3.2, 0.9) for threshold in (usual, certified)] == ["passed", "abstained"]


def test_a_score_between_the_two_passes_only_with_usual_trust() -> None:
    assert Calibration.from_manifest(STORED, certified=False).of("color").outcome(2.0) == "passed"
    assert Calibration.from_manifest(STORED).of("color").outcome(2.0) == "abstained"


@pytest.mark.parametrize(("trust", "expected"), [(None, 1.39), ("", 1.39), ("usual", 1.39), ("certified", 3.0)])
def test_the_environment_chooses(trust: str | None, expected: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_tiny_student(tmp_path)
    write_manifest(folder, {**read_manifest(folder), "calibration": STORED})
    monkeypatch.delenv("SHADOW_TRUST", raising=False)
    if trust is not None:
        monkeypatch.setenv("SHADOW_TRUST", trust)
    assert Student.load(folder).calibration.of("color").pass_above == expected


def test_another_word_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHADOW_TRUST", "blind")
    with pytest.raises(StudentError, match="SHADOW_TRUST: expected one of usual, certified, got 'blind'"):
        _ = Student.load(write_tiny_student(tmp_path)).calibration
