"""False claims about frozen frames: whatever student is current, none of them may pass.

frames/ is a small mutation suite, drawn by our own page factory with hand-written CSS, system fonts and built-in icons
(`shadow-teacher mutate freeze`). frames/open.json lists the drawn claims that passed when the set was frozen: a debt, not
an excuse, so it may only shrink.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shadow_runtime.records import Verdict
from shadow_runtime.shadow import Shadow
from shadow_teacher.mutations.freeze import false_claims

FRAMES = Path(__file__).parent / "frames"
Answers = list[tuple[str, int | None, str, Verdict]]


def debts() -> set[tuple[str, int | None, str]]:
    return {
        (entry["page"], entry["pair"], entry["claim"])
        for entry in json.loads((FRAMES / "open.json").read_text(encoding="utf-8"))
    }


@pytest.fixture(scope="module")
def answers() -> Answers:
    return list(false_claims(FRAMES, Shadow.load()))


def test_no_false_claim_passes(answers: Answers) -> None:
    known = debts()
    passed = [f"{page}{'' if pair is None else f'/{pair:03d}'}: {claim} ({verdict.evidence.observed[:80]})"
              for page, pair, claim, verdict in answers if verdict.outcome == "passed" and (page, pair, claim) not in known]  # fmt: skip
    assert not passed, f"{len(passed)} of {len(answers)} false claims passed:\n" + "\n".join(passed)


def test_debts_are_among_what_is_asked_and_few(answers: Answers) -> None:
    asked = {(page, pair, claim) for page, pair, claim, _ in answers}
    assert debts() <= asked
    assert len(debts()) <= 0.1 * len(asked), "a set that excuses a tenth of its claims protects nobody"


def test_the_set_is_worth_its_name(answers: Answers) -> None:
    """Many kinds of claims, and a student that answers them rather than abstaining throughout."""
    assert len(answers) >= 300
    assert len({verdict.family for *_, verdict in answers}) >= 12
    assert sum(verdict.outcome == "failed" for *_, verdict in answers) >= 0.4 * len(answers)


def test_the_set_stays_small() -> None:
    assert sum(path.stat().st_size for path in FRAMES.rglob("*") if path.is_file()) <= 1_500_000
