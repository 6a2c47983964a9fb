"""Is it there: visible, absent, one in each. How many there are: counting.py.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence

from shadow_runtime.records import AbstainReason, Candidate, Element, Grounding

from .observation import Observation, odds
from .text import says


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


def judge_holds(holder: Element, inner: Sequence[Candidate], phrase: str) -> Observation:
    """"every card has a title": one of what the phrase names stands inside."""
    inside = [candidate for candidate in inner if holder.box.contains(candidate.element.box, 0.8) and candidate.element is not holder]
    best = max(inside, key=lambda candidate: candidate.confidence, default=None)
    if best is None:
        return Observation(
            score=odds(0.2), expected=f"{phrase} inside", observed=f"none seen in {holder.description}", reasons=(AbstainReason.NOT_SURELY_ABSENT,),
        )  # fmt: skip
    return Observation(score=odds(min(best.confidence, 0.97)), expected=f"{phrase} inside", observed=best.element.description)
