"""How many there are: "there are exactly 3 cards", "at least two links".

What the student sees of a kind is not what there is: it overlooks some and imagines others, each kind in its own way. How
far off it usually is was counted on labelled held-out pages (calibration.counts, shadow_teacher/mutations/counting.py) and
turns a number seen into probabilities of the true number.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from shadow_runtime.calibrate import COUNT_REACH, Calibration
from shadow_runtime.claims import Claim
from shadow_runtime.intent import parse_intent
from shadow_runtime.looks import has_a_look
from shadow_runtime.match import normalized
from shadow_runtime.records import COUNTS, AbstainReason, Candidate, Intent

from .observation import Grounder, Observation, odds
from .size import WORDS

_NAMED = 0.1  # share of the usual overlooking and imagining that elements with a text of their own meet
_STEEP = 0.75  # how fast errors beyond COUNT_REACH become rarer, one more at a time
_NEAR_MISS, _ANYWHERE = 0.7, 8  # share of wrong numbers that are near the right one; how many numbers the others spread over
PERHAPS = 0.1  # confidence from which a candidate may be one
_DOUBTS = (0.03, 0.07, 0.15, 0.3, 0.6, 1.2)  # how many are in doubt: groups of counts that go wrong alike end there


def kind_of(intent: Intent) -> str:
    """The kind that a phrase counts, by its roles ("button", "checkbox+switch"); empty for what has a name or a look of its own."""
    own = intent.name or intent.states or intent.color or intent.size or intent.icon or intent.ordinal
    return "" if own else "+".join(sorted(intent.roles))


def count_family(phrase: str) -> str:
    """The calibration family of a number: what has a name is told by its text, what is only a kind by the detector alone."""
    return "named count" if parse_intent(phrase).name else "count"


def is_countable(intent: Intent, candidates: Sequence[Candidate]) -> bool:
    """Whether it shows what is one of these: a kind, something with a look, or a name that all that was found reads or shows in an
    icon. Of "tasks" nobody can tell by their meaning how many there are."""
    name = normalized(intent.name)
    if intent.roles or intent.quoted or not name or has_a_look(intent):
        return True
    names = {name, name.removesuffix("s"), name.removesuffix("es")}
    seen = [candidate.element for candidate in candidates if candidate.confidence >= COUNTS]
    return bool(seen) and all(normalized(e.text or e.label) in names or (not e.text and e.icon is not None) for e in seen)


def bucket_of(doubt: float) -> str:
    """The group of counts that go wrong alike: by how many are in doubt."""
    return next((f"below {limit:g}" for limit in _DOUBTS if doubt < limit), "more")


def seen_of(candidates: Sequence[Candidate]) -> tuple[int, float]:
    """How many candidates are more likely one than not, and how many are in doubt: what the seen ones lack of certainty, and what the
    others have of likelihood."""
    seen = [c.confidence for c in candidates if c.confidence >= COUNTS]
    return len(seen), round(sum(1 - p for p in seen) + sum(c.confidence for c in candidates if PERHAPS <= c.confidence < COUNTS), 4)


def spread_of(seen: int, errors: Sequence[float]) -> list[float]:
    """P(k are there) for k = 0, 1, ... when `seen` were seen.

    errors: probabilities of (there - seen) being below -COUNT_REACH, -COUNT_REACH ... COUNT_REACH, above COUNT_REACH.
    """
    result = [0.0] * (seen + COUNT_REACH + 16)
    for k in range(len(result)):
        off = k - seen
        if abs(off) <= COUNT_REACH:
            result[k] = errors[off + COUNT_REACH + 1]
        else:
            result[k] = errors[0 if off < 0 else -1] * (1 - _STEEP) * _STEEP ** (abs(off) - COUNT_REACH - 1)
    total = sum(result) or 1.0
    return [p / total for p in result]


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

    Whoever writes a wrong number means one near the truth, seven times of ten (what speaks against 6 is not that 6 is
    unlikely, but that 4, 5, 7 or 8 are likelier); the rest may be anywhere.
    """

    def at(number: int) -> float:
        return spread[number] if 0 <= number < len(spread) else 0.0

    near = sum(weight * at(value + step) for step, weight in ((-2, 0.1), (-1, 0.4), (1, 0.4), (2, 0.1)))
    other = _NEAR_MISS * near + (1 - _NEAR_MISS) * (1 - at(value)) / _ANYWHERE
    # What the student saw nothing of is not told by comparing tails; the floor keeps such answers open.
    return (at(value) + 1e-4) / (at(value) + other + 4e-4)


_NO_ERRORS: Mapping[str, Sequence[float]] = {}


def judge_count(claim: Claim, phrase: str, grounder: Grounder, calibration: Calibration) -> Observation:
    """"there are exactly 3 X", from how surely each candidate is one and how often the student overlooks or imagines one."""
    relation, value, upper = str(claim.args["relation"]), int(claim.args["value"]), int(claim.args.get("upper", 0))  # type: ignore[call-overload]
    intent, candidates = parse_intent(phrase), grounder.ground_all(phrase, PERHAPS)
    seen, doubt = seen_of(candidates)
    if not is_countable(intent, candidates):
        return Observation(
            score=0.0, expected=f"{value} {phrase}", observed=f"{seen} things that may be meant", reasons=(AbstainReason.NOT_IN_PIXELS,),
            reason=f"nothing there reads {phrase!r}, and what such things look like is not known",
        )  # fmt: skip
    # What has a name ("Add to cart" buttons) is told by its text; what is only a kind, by how the detector takes each look.
    share = _NAMED if intent.name else 1.0
    # Where none was seen, they may be of a style that the student does not know, all of them.
    errors = calibration.counts.get(kind_of(intent), _NO_ERRORS).get(bucket_of(doubt)) if seen else None
    real = [candidate.confidence * (1 - share * calibration.imagined) for candidate in candidates if candidate.confidence >= COUNTS]
    spread = spread_of(seen, errors) if errors else with_overlooked(count_probabilities(real), share * calibration.overlooked)
    holds = {
        "=": lambda k: k == value, "~": lambda k: abs(k - value) <= max(1, round(0.15 * value)), ">=": lambda k: k >= value, "<=": lambda k: k <= value,
        ">": lambda k: k > value, "<": lambda k: k < value, "between": lambda k: value <= k <= upper,
    }[relation]  # fmt: skip
    likely = exactly(spread, value) if relation == "=" else sum(p for k, p in enumerate(spread) if holds(k)) / sum(spread)
    named = "; ".join(candidate.element.description for candidate in candidates[:8] if candidate.confidence >= COUNTS)
    wanted = f"{WORDS[relation] or 'exactly'} {value}{f' to {upper}' if upper else ''} {phrase}".replace("between", "").strip()
    return Observation(
        score=odds(likely), expected=wanted, observed=f"{seen} seen" + (f": {named}" if named else ""), reasons=(AbstainReason.NOT_SURELY_ABSENT,),
        reason="" if likely >= 0.5 else "some may have been overlooked", measurements={"seen": float(seen), "doubt": doubt},
        counted=tuple(candidates),
    )  # fmt: skip
