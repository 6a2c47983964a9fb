"""Is it there: visible, absent, how many.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence

from shadow_runtime.claims import Claim
from shadow_runtime.records import Candidate, Grounding

from .observation import Observation, odds


def judge_visible(phrase: str, grounding: Grounding) -> Observation:
    """"X is visible", from the grounder's outcome; several equal candidates are visible as well as one."""
    if grounding.outcome == "absent":
        near = f"; nearest: {grounding.candidates[0].element.description}" if grounding.candidates else ""
        return Observation(score=odds(1 - grounding.confidence), expected=f"{phrase} in the viewport", observed=f"nothing like it in the viewport{near}")
    if grounding.outcome == "ambiguous":
        missed = 1.0
        for candidate in grounding.candidates:
            missed *= 1 - min(candidate.confidence, 0.99)
        score = max(grounding.confidence, 1 - missed)
        names = " or ".join(candidate.element.description for candidate in grounding.candidates[:2])
        return Observation(score=odds(min(score, 0.97)), expected=f"{phrase} in the viewport", observed=f"several fit: {names}")
    shown = grounding.element.description if grounding.element is not None else phrase
    return Observation(score=odds(grounding.confidence), expected=f"{phrase} in the viewport", observed=f"{shown}, confidence {grounding.confidence:.2f}")


def count_probabilities(confidences: Sequence[float]) -> list[float]:
    """P(exactly k are there) for k = 0 ... n, candidates being independent."""
    spread = [1.0]
    for p in confidences:
        p = min(max(p, 0.0), 0.995)
        spread = [(spread[k] if k < len(spread) else 0.0) * (1 - p) + (spread[k - 1] * p if k else 0.0) for k in range(len(spread) + 1)]
    return spread


def judge_count(claim: Claim, phrase: str, candidates: Sequence[Candidate]) -> Observation:
    """"there are exactly 3 X"."""
    relation, value = str(claim.args["relation"]), int(claim.args["value"])  # type: ignore[call-overload]
    spread = count_probabilities([candidate.confidence for candidate in candidates])
    holds = {
        "=": lambda k: k == value, "~": lambda k: abs(k - value) <= max(1, round(0.15 * value)), ">=": lambda k: k >= value, "<=": lambda k: k <= value,
        ">": lambda k: k > value, "<": lambda k: k < value,
    }[relation]  # fmt: skip
    score = sum(p for k, p in enumerate(spread) if holds(k))
    sure = sum(candidate.confidence >= 0.5 for candidate in candidates)
    word = {"=": "exactly", "~": "about", ">=": "at least", "<=": "at most", ">": "more than", "<": "less than"}[relation]
    named = "; ".join(candidate.element.description for candidate in candidates[:8] if candidate.confidence >= 0.5)
    return Observation(
        score=odds(score), expected=f"{word} {value} {phrase}", observed=f"{sure} seen" + (f": {named}" if named else ""), measurements={"seen": float(sure)},
    )  # fmt: skip
