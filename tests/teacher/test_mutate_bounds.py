"""Exact binomial bounds and thresholds: against known numbers, and against simulation."""

from __future__ import annotations

import itertools
import json
import math
import random
from pathlib import Path

import pytest
from tiny_student import read_manifest, write_manifest, write_tiny_student

from shadow_runtime.calibrate import COUNT_REACH, SUREST, Calibration
from shadow_runtime.student import Student
from shadow_teacher.mutations.bounds import at_most, isotonic, learn_then_test, least_trials, upper_bound
from shadow_teacher.mutations.calibrate import LEAST, NEVER, answer_of, calibrate, careful, confidence_of, fit, store


def test_binomial_tail_is_exact() -> None:
    for n, p in ((10, 0.3), (25, 0.01), (40, 0.5)):
        exact = [sum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k + 1)) for k in range(n + 1)]
        for k in range(n + 1):
            assert at_most(k, n, p) == pytest.approx(exact[k], rel=1e-9)
    assert at_most(3, 5, 0.0) == 1.0
    assert at_most(3, 5, 1.0) == 0.0


@pytest.mark.parametrize(("k", "trials"), [(0, 299), (1, 473), (2, 628), (5, 1049)])
def test_how_many_trials_one_percent_takes(k: int, trials: int) -> None:
    assert least_trials(k, 0.01) == trials
    assert upper_bound(k, trials) <= 0.01 < upper_bound(k, trials - 1)


def test_clopper_pearson_matches_published_values() -> None:
    assert upper_bound(0, 10) == pytest.approx(1 - 0.05 ** (1 / 10), abs=1e-6)
    assert upper_bound(1, 20) == pytest.approx(0.21611, abs=1e-4)  # 95 % one-sided
    assert upper_bound(5, 5) == 1.0


def test_too_few_trials_certify_nothing() -> None:
    assert learn_then_test([0.1] * 298, 0.01) is None
    assert learn_then_test([0.1] * 299, 0.01) is not None


def test_the_threshold_clears_ties() -> None:
    values = [0.9] * 5 + [0.1] * 995
    reach = learn_then_test(values, 0.01)
    assert reach is not None
    assert sum(value >= reach for value in values) <= 4 or at_most(5, 1000, 0.01) <= 0.05
    crowded = [0.9] * 20 + [0.1] * 980
    reach = learn_then_test(crowded, 0.01)
    assert reach is not None
    assert reach > 0.9


def test_the_promise_holds_in_simulation() -> None:
    """Scores of false claims are uniform, so a threshold t lets 1 - t of them pass: how often is that more than 1 %?"""
    draw, broken, times = random.Random(5), 0, 400
    for _ in range(times):
        reach = learn_then_test([draw.random() for _ in range(600)], 0.01)
        assert reach is not None
        broken += 1 - reach > 0.01
    allowed = 0.05 * times + 3 * math.sqrt(times * 0.05 * 0.95)
    assert broken <= allowed, f"{broken} of {times} thresholds let more than 1 % pass"


def test_isotonic_is_monotone_and_counts() -> None:
    draw = random.Random(1)
    scores = [draw.random() for _ in range(2000)]
    right = [float(draw.random() < score) for score in scores]
    knots = isotonic(scores, right, [1.0] * len(scores))
    assert all(a[0] < b[0] and a[1] <= b[1] for a, b in itertools.pairwise(knots))
    assert all(abs(score - frequency) < 0.08 for score, frequency in knots)


def row(
    element: int,
    *,
    truth: bool,
    score: float,
    grounded: float = 1.0,
    family: str = "color",
    absent: bool = False,
    page: str = "p",
    reasons: tuple[str, ...] = (),
) -> dict:
    return {"page": page, "framework": "f", "kind": "said", "element": element, "truth": truth, "family": family, "score": score, "grounded": grounded,
            "absent": absent, "reasons": list(reasons), "outcome": "abstained"}  # fmt: skip


def answers(n: int, passing: int = 0) -> list[dict]:
    """n false claims, of which `passing` look true; as many true ones that look true."""
    false = [row(i, truth=False, score=3.0 if i < passing else -2.0) for i in range(n)]
    return false + [row(i, truth=True, score=2.5 + i / n) for i in range(n)]


def test_too_few_false_claims_and_a_family_never_passes() -> None:
    found, facts = fit(answers(LEAST - 1), 0.9)
    assert found["pass_above"] == NEVER > SUREST
    assert facts["passes"] is False
    calibration = Calibration.from_manifest({"families": {"color": found}})
    assert calibration.of("color").outcome(SUREST, 1.0) == "abstained"
    assert calibration.of("color").outcome(-SUREST, 1.0) == "failed"


def test_uncertified_families_keep_their_default_only_when_asked_to() -> None:
    found, facts = fit(answers(100), 0.9, uncertified=True)
    assert found["pass_above"] == Calibration().of("color").pass_above
    assert facts["passes"] is False, "the card must not say that it was certified"
    assert fit(answers(600), 0.9, uncertified=True) == fit(answers(600), 0.9)


def test_enough_false_claims_and_it_passes_what_is_surer_than_they_were() -> None:
    found, facts = fit(answers(600, passing=5), 0.9)
    assert facts["passes"]
    assert facts["false_pass_bound"] <= 0.01
    calibration = Calibration.from_manifest({"families": {"color": found}})
    assert calibration.of("color").outcome(3.0, 1.0) == "abstained", "as sure as five false claims of 600"
    assert calibration.of("color").outcome(3.2, 1.0) == "passed"
    assert calibration.of("color").outcome(3.2, 0.5) == "abstained", "surely so, but perhaps of another element"


def test_many_sentences_of_one_element_are_one_trial() -> None:
    sentences = [row(1, truth=False, score=-1.0) for _ in range(5000)]
    found, facts = fit(sentences, 0.9)
    assert facts["false_claims"] == 1
    assert found["pass_above"] == NEVER


def test_what_no_threshold_decides_stays_abstained() -> None:
    calibration = Calibration.from_manifest(
        {"families": {"color": {"pass_above": -5.0, "fail_below": -5.5, "floor": 0.0}}}
    )
    assert answer_of(row(1, truth=False, score=5.0), calibration) == "passed"
    assert answer_of(row(1, truth=False, score=5.0, reasons=("several candidates",)), calibration) == "abstained"


def test_absence_is_a_threshold_of_its_own() -> None:
    rows = answers(600) + [
        row(1000 + i, truth=True, score=-SUREST, grounded=0.86 if i < 40 else 0.6, absent=True) for i in range(400)
    ]
    found = calibrate(rows)
    assert found["absent_at"] > 0.86, "true claims were called false because their subject was overlooked, at 0.86"


def test_usual_trust_asks_the_more_the_further_the_defaults_are_over_the_line() -> None:
    usual = Calibration().of("bold")
    believed = [row(n, truth=False, score=1.2 + 0.01 * n, family="bold") for n in range(120)]  # false claims that pass by the defaults
    quiet = [row(1000 + n, truth=False, score=-4.0, family="bold") for n in range(880)]

    def passing(count: int) -> int:
        rows = [*believed[:count], *quiet, *(row(5000 + n, truth=False, score=-4.0, family="bold") for n in range(120 - count))]
        reach = careful(rows, usual, {"reach": 0.999, "weights": [1.0, 1.0]}).get("usual", {}).get("reach", 0.0)
        return sum(confidence_of(r, usual, passed=True) >= max(reach, 1e-9) for r in rows)

    assert [passing(count) for count in (40, 50)] == [40, 50]
    assert [passing(count) for count in (52, 55, 60, 70, 120)] == [pytest.approx(n, abs=2) for n in (43, 34, 18, 10, 10)]
    assert careful([*believed[:60], *quiet], usual, {"reach": 0.5}) == {"always": True}, "as much as is certified"
    assert careful([], usual, {}) == {"always": False}


def calibrated_student(tmp_path: Path) -> tuple[Path, Path]:
    """A loadable student without calibration, and answers of it from two looks."""
    folder = write_tiny_student(tmp_path / "models")
    write_manifest(folder, {**read_manifest(folder), "provenance": {}, "splits": {}})
    (folder / "metrics.json").write_text("{}")
    rows = [{**entry, "page": f"{look}-{entry['element'] // 50}", "framework": look} for look in ("a", "b", "c", "d") for entry in answers(700, passing=5)]
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in [{"student": "student-0001"}, *rows]) + "\n")
    return folder, path


def test_thresholds_land_in_the_student_and_are_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHADOW_TRUST", "certified")
    folder, path = calibrated_student(tmp_path)
    found = store(folder, path)
    calibration = Student.load(folder).calibration
    assert calibration.of("color").reach == found["families"]["color"]["reach"] > 0.8
    assert calibration.of("bold") == Calibration().of("bold"), "what was not calibrated keeps its default"
    facts = json.loads((folder / "metrics.json").read_text())["calibration"]["color"]
    assert (facts["false_claims"], facts["report_false"]) == (2100, 700)
    assert facts["report_false_passed"] == 0
    assert "700" in (folder / "CARD.md").read_text()


def test_thresholds_set_by_other_means_are_kept_or_tightened(tmp_path: Path) -> None:
    folder, path = calibrated_student(tmp_path)
    write_manifest(folder, {**read_manifest(folder), "calibration": {"families": {"selected": {"pass_above": 2.02}, "color": {"pass_above": 5.0}}}})
    for _ in range(2):  # calibrating again starts from the same place
        store(folder, path)
        calibration = Student.load(folder).calibration
        assert calibration.of("selected").pass_above == 2.02
        assert calibration.of("bold") == Calibration().of("bold")
    assert calibration.of("color").outcome(4.9) == "abstained"


def test_one_family_is_set_anew_and_the_others_stay(tmp_path: Path) -> None:
    folder, path = calibrated_student(tmp_path)
    counts, bold = {"button": {"more": [0.1] * (2 * COUNT_REACH + 3)}}, {"pass_above": 3.0, "fail_below": -3.0, "floor": 0.5, "fail_floor": 0.7}
    write_manifest(folder, {**read_manifest(folder), "calibration": {"absent_at": 0.97, "counts": counts, "families": {"bold": bold, "size": {"reach": 0.91, "curve": [[0.5, 0.5]]}}}})
    found = store(folder, path, only=["color"])
    stored = read_manifest(folder)["calibration"]
    assert stored["families"]["color"]["reach"] == found["families"]["color"]["reach"]
    assert stored["families"]["bold"] == bold
    assert stored["families"]["size"] == {"reach": 0.91, "curve": [[0.5, 0.5]]}
    assert (stored["absent_at"], stored["counts"]) == (0.97, counts)
    with pytest.raises(ValueError, match="no family is called colour"):
        store(folder, path, only=["colour"])


def test_another_students_answers_and_signed_manifests_are_refused(tmp_path: Path) -> None:
    folder, path = calibrated_student(tmp_path)
    before = (folder / "manifest.json").read_bytes()
    path.write_text(path.read_text().replace("student-0001", "student-0002", 1))
    with pytest.raises(ValueError, match="student-0002"):
        store(folder, path)
    (folder / "manifest.json.sig").write_text("{}")
    with pytest.raises(ValueError, match="signed"):
        store(folder, path)
    assert (folder / "manifest.json").read_bytes() == before
