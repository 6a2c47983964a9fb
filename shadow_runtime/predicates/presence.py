"""Is it there: visible, absent, how many, one in each.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from shadow_runtime.calibrate import Calibration
from shadow_runtime.claims import Claim
from shadow_runtime.intent import parse_intent
from shadow_runtime.records import AbstainReason, Candidate, Element, Grounding

from .observation import Observation, odds
from .size import WORDS
from .text import says

_NAMED = 0.1  # share of the usual overlooking and imagining that elements with a text of their own meet


def judge_visible(phrase: str, grounding: Grounding) -> Observation:
    """"X is visible", from the grounder's outcome; several equal candidates are visible as well as one."""
    if grounding.outcome == "absent":
        near = f"; nearest: {grounding.candidates[0].element.description}" if grounding.candidates else ""
        return Observation(
            score=odds(1 - grounding.confidence), expected=f"{phrase} in the viewport", observed=f"nothing like it in the viewport{near}",
            reasons=(AbstainReason.NOT_SURELY_ABSENT,),
        )  # fmt: skip
    if grounding.outcome == "ambiguous":
        missed = 1.0
        for candidate in grounding.candidates:
            missed *= 1 - min(candidate.confidence, 0.99)
        score = max(grounding.confidence, 1 - missed)
        names = " or ".join(candidate.element.description for candidate in grounding.candidates[:2])
        return Observation(
            score=odds(min(score, 0.97)), expected=f"{phrase} in the viewport", observed=f"several fit: {names}", reasons=(AbstainReason.SEVERAL_CANDIDATES,),
        )  # fmt: skip
    shown = grounding.element.description if grounding.element is not None else phrase
    likely = grounding.confidence
    # Finding forgives a letter or a word, because testers do not copy texts; a text in quotes is claimed to the letter.
    if grounding.intent.quoted and grounding.intent.name and grounding.element is not None:
        likely = min(likely, says(grounding.element, grounding.intent.name))
    return Observation(
        score=odds(likely), expected=f"{phrase} in the viewport", observed=f"{shown}, confidence {grounding.confidence:.2f}",
        reasons=(AbstainReason.WEAK_MATCH,),
    )  # fmt: skip


def count_probabilities(confidences: Sequence[float]) -> list[float]:
    """P(exactly k of these are there) for k = 0 ... n, candidates being independent."""
    spread = [1.0]
    for p in confidences:
        p = min(max(p, 0.0), 0.995)
        spread = [(spread[k] if k < len(spread) else 0.0) * (1 - p) + (spread[k - 1] * p if k else 0.0) for k in range(len(spread) + 1)]
    return spread


def with_overlooked(spread: Sequence[float], rate: float) -> list[float]:
    """P(k are on the page) when each seen one stands for `rate` overlooked ones on average.

    Overlooking comes in bursts (a whole list in a style the student does not know), so a part of the probability has a
    heavy tail: far more than seen is never quite ruled out.
    """
    reach = len(spread) + 14
    result = [0.0] * reach
    ever = min(2 * rate, 0.4)
    for seen, p in enumerate(spread):
        mean = rate * (seen + 0.5)
        for more in range(reach - seen):
            usual = math.exp(-mean) * mean**more / math.factorial(more)
            burst = 0.35 * 0.65**more
            result[seen + more] += p * ((1 - ever) * usual + ever * burst)
    return result


def exactly(spread: Sequence[float], value: int) -> float:
    """Probability that a claim of exactly `value` is true, true claims and near misses being equally common.

    Whoever writes a number means a number near the truth: what speaks against 6 is not that 6 is unlikely, but that 4, 5,
    7 or 8 are likelier.
    """

    def at(number: int) -> float:
        return spread[number] if 0 <= number < len(spread) else 0.0

    near = sum(weight * at(value + step) for step, weight in ((-2, 0.1), (-1, 0.4), (1, 0.4), (2, 0.1)))
    # What the student saw nothing of is not told by comparing tails; the floor keeps such answers open.
    return (at(value) + 1e-4) / (at(value) + near + 4e-4)


def judge_count(claim: Claim, phrase: str, candidates: Sequence[Candidate], calibration: Calibration) -> Observation:
    """"there are exactly 3 X", from how surely each candidate is one and how often the student overlooks or imagines one."""
    relation, value, upper = str(claim.args["relation"]), int(claim.args["value"]), int(claim.args.get("upper", 0))  # type: ignore[call-overload]
    # What has a name ("Add to cart" buttons) is told by its text; what is only a kind, by how the detector takes each look.
    doubt = _NAMED if parse_intent(phrase).name else 1.0
    real = [candidate.confidence * (1 - doubt * calibration.imagined) for candidate in candidates]
    spread = with_overlooked(count_probabilities(real), doubt * calibration.overlooked)
    holds = {
        "=": lambda k: k == value, "~": lambda k: abs(k - value) <= max(1, round(0.15 * value)), ">=": lambda k: k >= value, "<=": lambda k: k <= value,
        ">": lambda k: k > value, "<": lambda k: k < value, "between": lambda k: value <= k <= upper,
    }[relation]  # fmt: skip
    likely = exactly(spread, value) if relation == "=" else sum(p for k, p in enumerate(spread) if holds(k)) / sum(spread)
    sure = sum(candidate.confidence >= 0.5 for candidate in candidates)
    named = "; ".join(candidate.element.description for candidate in candidates[:8] if candidate.confidence >= 0.5)
    wanted = f"{WORDS[relation] or 'exactly'} {value}{f' to {upper}' if upper else ''} {phrase}".replace("between", "").strip()
    return Observation(
        score=odds(likely), expected=wanted, observed=f"{sure} seen" + (f": {named}" if named else ""), reasons=(AbstainReason.NOT_SURELY_ABSENT,),
        reason="" if likely >= 0.5 else "some may have been overlooked", measurements={"seen": float(sure)},
    )  # fmt: skip


def judge_holds(holder: Element, inner: Sequence[Candidate], phrase: str) -> Observation:
    """"every card has a title": one of what the phrase names stands inside."""
    inside = [candidate for candidate in inner if holder.box.contains(candidate.element.box, 0.8) and candidate.element is not holder]
    best = max(inside, key=lambda candidate: candidate.confidence, default=None)
    if best is None:
        return Observation(
            score=odds(0.2), expected=f"{phrase} inside", observed=f"none seen in {holder.description}", reasons=(AbstainReason.NOT_SURELY_ABSENT,),
        )  # fmt: skip
    return Observation(score=odds(min(best.confidence, 0.97)), expected=f"{phrase} inside", observed=best.element.description)
