"""How far off a student counts is learned from true claims about numbers."""

from __future__ import annotations

from shadow_runtime.calibrate import COUNT_REACH, Calibration
from shadow_teacher.mutations.counting import LEAST_LOOKS, count_errors, recounted


def row(page: int, there: int, seen: int, unclear: int = 0, *, truth: bool = True, said: int | None = None) -> dict:
    return {
        "page": f"page-{page}", "kind": "said", "element": 1, "claim": f"there are exactly {there if said is None else said} buttons", "truth": truth, "family": "count",
        "score": 0.0, "seen": [seen, unclear],
    }  # fmt: skip


def test_what_is_counted_right_is_likely_right() -> None:
    rows = [row(page, 3, 3) for page in range(40)] + [row(100 + page, 7, 5) for page in range(20)]
    errors = count_errors(rows)["button"]
    assert errors["3"][COUNT_REACH + 1] > 0.9
    assert errors["4-6"][COUNT_REACH + 3] > 0.75
    for group in errors.values():
        assert abs(sum(group) - 1) < 0.01
    Calibration.from_manifest({"counts": {"button": errors}})


def test_sentences_about_one_page_are_one_look_and_false_ones_none() -> None:
    few = [row(1, 3, 3) for _ in range(100)]
    assert count_errors(few) == {}
    enough = [row(page, 3, 3) for page in range(LEAST_LOOKS)]
    assert set(count_errors(enough)) == {"button"}
    assert count_errors([{**entry, "truth": False} for entry in enough]) == {}


def test_answers_are_scored_anew() -> None:
    calibration = Calibration.from_manifest({"counts": count_errors([row(page, 3, 3) for page in range(40)])})
    assert recounted(row(99, 3, 3), calibration)["score"] > 2
    assert recounted(row(99, 3, 3, said=4, truth=False), calibration)["score"] < -1.5
    other = {**row(99, 3, 3), "claim": "the Save button is green"}
    assert recounted(other, calibration) is other
    unknown = row(99, 3, 9)
    assert recounted(unknown, calibration) is unknown, "nothing was counted of so many"
