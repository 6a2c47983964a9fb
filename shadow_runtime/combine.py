"""Verdicts of a claim's readings, of its parts or of several elements -> one Verdict.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from .claims import Claim
from .records import AbstainReason, Evidence, Verdict

Outcome = Literal["passed", "failed", "abstained"]
_OPPOSITE: dict[Outcome, Outcome] = {"passed": "failed", "failed": "passed", "abstained": "abstained"}


def agree(verdicts: Sequence[Verdict]) -> Verdict:
    """One verdict of several readings: theirs if they agree, else abstained."""
    outcomes = {verdict.outcome for verdict in verdicts}
    if len(outcomes) == 1:
        best = max(verdicts, key=lambda verdict: verdict.confidence)
        return replace(best, needs_settled=any(verdict.needs_settled for verdict in verdicts))
    first = verdicts[0]
    said = "; ".join(f"{verdict.claim!r}: {verdict.outcome}" for verdict in verdicts)
    return replace(
        first, outcome="abstained", confidence=min(verdict.confidence for verdict in verdicts), needs_settled=True,
        reasons=(AbstainReason.SEVERAL_READINGS,),
        reason=f"the sentence can be read in several ways and they disagree ({said}); quote the text that is meant",
    )  # fmt: skip


def _all(verdicts: Sequence[Verdict]) -> tuple[Outcome, float, Verdict]:
    """Outcome, confidence and the first verdict that tells: failed as soon as one failed, passed when all passed."""
    failed = [verdict for verdict in verdicts if verdict.outcome == "failed"]
    unsure = [verdict for verdict in verdicts if verdict.outcome == "abstained"]
    confidence = max(verdict.confidence for verdict in failed) if failed else min(verdict.confidence for verdict in verdicts)
    return "failed" if failed else "abstained" if unsure else "passed", confidence, (failed or unsure or verdicts)[0]


def conjoined(claim: Claim, verdicts: Sequence[Verdict]) -> Verdict:
    """One verdict of a conjunction's parts, with the evidence of all."""
    outcome, confidence, telling = _all(verdicts)
    evidence = Evidence(
        expected=" and ".join(verdict.evidence.expected for verdict in verdicts),
        observed="; ".join(verdict.evidence.observed for verdict in verdicts),
        groundings=tuple(grounding for verdict in verdicts for grounding in verdict.evidence.groundings),
        swatches=tuple(swatch for verdict in verdicts for swatch in verdict.evidence.swatches),
        measurements={name: value for verdict in verdicts for name, value in verdict.evidence.measurements.items()},
    )
    return Verdict(
        claim=claim.text, outcome=outcome, confidence=confidence, evidence=evidence, reason=telling.reason,
        reasons=telling.reasons if outcome == "abstained" else (), family=telling.family, score=telling.score, grounded=telling.grounded,
        needs_settled=any(verdict.needs_settled for verdict in verdicts),
    )  # fmt: skip


def all_of(claim: Claim, verdicts: Sequence[Verdict]) -> Verdict:
    """One verdict of a claim that holds for each of several elements; what is shown is the first that tells."""
    outcome, confidence, telling = _all(verdicts)
    groundings = tuple(grounding for verdict in verdicts for grounding in verdict.evidence.groundings)
    observed = telling.evidence.observed if outcome != "passed" else "; ".join(v.evidence.observed for v in verdicts[:4])
    return replace(
        telling, claim=claim.text, outcome=outcome, confidence=confidence, needs_settled=any(v.needs_settled for v in verdicts),
        evidence=replace(telling.evidence, groundings=groundings, observed=observed),
    )  # fmt: skip


def quantified(claim: Claim, verdicts: Sequence[Verdict]) -> Verdict:
    """All, any, none, not all or a number of several elements; the verdicts are those of the (possibly negated) predicate."""
    quantifier = claim.quantifier
    if quantifier in ("one", "all"):
        return all_of(claim, verdicts)
    if quantifier == "not all":
        whole = all_of(claim, verdicts)
        return replace(whole, outcome=_OPPOSITE[whole.outcome], score=-whole.score, needs_settled=True)
    passed = [verdict for verdict in verdicts if verdict.outcome == "passed"]
    if quantifier in ("any", "none"):
        outcomes = {verdict.outcome for verdict in verdicts}
        outcome: Outcome = "passed" if passed else "failed" if outcomes == {"failed"} else "abstained"
        telling = max(passed or [v for v in verdicts if v.outcome == outcome], key=lambda verdict: verdict.confidence)
        confidence = telling.confidence if passed else min(verdict.confidence for verdict in verdicts)
        if quantifier == "none":
            return replace(telling, outcome=_OPPOSITE[outcome], confidence=confidence, score=-telling.score, needs_settled=True)
        return replace(telling, outcome=outcome, confidence=confidence, needs_settled=True)
    return _numbered(claim, verdicts, len(passed))


def _numbered(claim: Claim, verdicts: Sequence[Verdict], passed: int) -> Verdict:
    """ "at least two cards are green": a number of elements for which it holds; those abstained on may be either."""
    relation, wanted = re.fullmatch(r"(\D+)(\d+)", claim.quantifier).groups()  # type: ignore[union-attr]
    open_ = sum(verdict.outcome == "abstained" for verdict in verdicts)
    tests = {"=": lambda n: n == int(wanted), ">=": lambda n: n >= int(wanted), "<=": lambda n: n <= int(wanted), ">": lambda n: n > int(wanted),
             "<": lambda n: n < int(wanted), "~": lambda n: abs(n - int(wanted)) <= 1}  # fmt: skip
    answers = {tests[relation](number) for number in range(passed, passed + open_ + 1)}
    outcome: Outcome = "abstained" if len(answers) > 1 else "passed" if answers.pop() else "failed"
    telling = next((verdict for verdict in verdicts if verdict.outcome == "abstained"), verdicts[0])
    evidence = replace(telling.evidence, expected=f"{claim.quantifier} of: {telling.evidence.expected}", observed=f"{passed} of {len(verdicts)} are, {open_} not sure")
    return replace(
        telling, outcome=outcome, confidence=min(verdict.confidence for verdict in verdicts), evidence=evidence, needs_settled=True,
        reason=telling.reason if outcome == "abstained" else "", reasons=telling.reasons if outcome == "abstained" else (),
    )  # fmt: skip
