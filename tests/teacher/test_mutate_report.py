"""The published table says what the JSON says, and the counting behind it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shadow_runtime.calibrate import Calibration
from shadow_runtime.records import Evidence, Verdict
from shadow_teacher.mutations.score import CHANGED, change_answers, doubted
from shadow_teacher.mutations.tabulate import markdown, pair_outcome

DOCS = Path(__file__).parents[2] / "docs"


def row(truth: bool, score: float, side: str = "after", claim: str = "c", **more: object) -> dict:
    return {
        "truth": truth,
        "score": score,
        "grounded": 1.0,
        "family": "color",
        "absent": False,
        "reasons": [],
        "side": side,
        "claim": claim,
        "outcome": "abstained",
        **more,
    }


@pytest.mark.parametrize(
    ("scores", "outcome"),
    [
        ([-3.0, -3.0], "noticed"),
        ([-3.0, 0.1], "noticed"),
        ([0.1, 0.2], "open"),
        ([-3.0, 3.0], "missed"),
        ([3.0], "missed"),
    ],
)
def test_a_pair_is_missed_as_soon_as_one_false_claim_passes(scores: list[float], outcome: str) -> None:
    found = pair_outcome([row(False, score) for score in scores] + [row(True, 3.0, "before")], Calibration())
    assert (found["outcome"], found["wolf"], found["confirmed"]) == (outcome, False, True)


def test_crying_wolf_is_asked_of_the_twin_where_there_is_one() -> None:
    rows = [row(True, 3.0, "before"), row(True, -3.0, "twin"), row(False, -3.0)]
    assert pair_outcome(rows, Calibration())["wolf"] is True
    assert pair_outcome([row(True, -3.0, "before", "other"), row(False, -3.0)], Calibration())["wolf"] is True


def test_claims_nobody_understands_are_no_answers() -> None:
    assert (
        pair_outcome([{"truth": False, "side": "after", "claim": "c", "outcome": "not understood"}], Calibration())[
            "outcome"
        ]
        == "unasked"
    )


def test_the_table_is_written_from_the_json() -> None:
    result = json.loads((DOCS / "mutations.json").read_text(encoding="utf-8"))
    assert (DOCS / "mutations.md").read_text(encoding="utf-8") == markdown(result), (
        "run `shadow-teacher mutate report`; docs/mutations.md is not edited by hand"
    )


def test_pages_of_the_first_format_are_not_asked_what_was_not_to_be_seen() -> None:
    def said(text: str, aspect: str, truth: bool) -> dict:
        return {"text": text, "aspect": aspect, "truth": truth}

    for entry in (
        said('the "Save" button has no shadow', "shadow", False), said('the "Save" button has a shadow', "shadow", True), said('the "Save" button has rounded corners', "radius", False),
        said('the "Save" heading is not bold', "font weight", False), said('"4 Jan 2018" has no border', "border", False), said('the "A" link and the "B" link are left-aligned', "position x", False),
    ):  # fmt: skip
        assert doubted(entry, dimmed=False), entry
    for entry in (
        said('the "Save" button has a shadow', "shadow", False), said('the "Save" button has no border', "border", False), said('the "Save" heading is bold', "font weight", False),
        said('the text of the "Save" button is red', "text color", False),
    ):  # fmt: skip
        assert not doubted(entry, dimmed=False), entry
    assert doubted(said('the text of the "Save" button is red', "text color", False), dimmed=True), "what style says is dimmed by a backdrop"


def test_change_is_a_property_of_its_own() -> None:
    class Scene:
        def check(self, claim: str, memory: dict | None = None) -> Verdict:
            return Verdict(claim=claim, outcome="passed", confidence=0.9, family="change", score=2.0, evidence=Evidence(expected="", observed=""))

    seen, after = Scene(), Scene()
    rows = list(change_answers({"property": "shadow", "tier": "medium"}, 'the "Save" button', seen, seen, after))
    assert {(row["side"], row["truth"], row["claim"].split()[3]) for row in rows} == {("after", True, "has"), ("before", False, "has"), ("after", False, "is"), ("before", True, "is")}
    assert {row["property"] for row in rows} == {CHANGED}
    assert pair_outcome(rows, Calibration())["outcome"] == "missed"
