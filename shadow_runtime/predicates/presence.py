"""Is it there: visible, absent, one in each. How many there are: counting.py.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from shadow_runtime.records import CONTAINER_ROLES, AbstainReason, Candidate, Element, Grounding, TextRow

from .observation import Observation, line, odds
from .text import says


def judge_visible(phrase: str, grounding: Grounding, rows: Sequence[TextRow] = (), negated: bool = False) -> Observation:
    """"X is visible", from the grounder's outcome; several equal candidates are visible as well as one.

    rows: all text that was read. negated: X is claimed to be absent; a name that is nearly there may be there, read wrongly.
    """
    if grounding.outcome == "absent":
        alike = _nearly_said(grounding.intent.name, rows if negated else ())
        near = f"; nearest: {grounding.candidates[0].element.description}" if grounding.candidates else ""
        return Observation(
            score=odds(max(1 - grounding.confidence, alike)), expected=f"{phrase} in the viewport", observed=f"nothing like it in the viewport{near}",
            reasons=(AbstainReason.NOT_SURELY_ABSENT,),
        )  # fmt: skip
    if grounding.outcome == "ambiguous":
        missed = 1.0
        for candidate in grounding.candidates:
            missed *= 1 - min(candidate.confidence, 0.99)
        score = max(grounding.confidence, 1 - missed)
        if grounding.intent.quoted and grounding.intent.name:  # as below: to the letter, in one of them
            score = min(score, max((says(_with_words(candidate.element, rows), grounding.intent.name) for candidate in grounding.candidates), default=score))
        names = " or ".join(candidate.element.description for candidate in grounding.candidates[:2])
        return Observation(
            score=odds(min(score, 0.97)), expected=f"{phrase} in the viewport", observed=f"several fit: {names}", reasons=(AbstainReason.SEVERAL_CANDIDATES,),
        )  # fmt: skip
    shown = grounding.element.description if grounding.element is not None else phrase
    likely = grounding.confidence
    # Finding forgives a letter or a word, because testers do not copy texts; a text in quotes is claimed to the letter.
    if grounding.intent.quoted and grounding.intent.name and grounding.element is not None:
        likely = min(likely, says(_with_words(grounding.element, rows), grounding.intent.name))
    return Observation(
        score=odds(likely), expected=f"{phrase} in the viewport", observed=f"{shown}, confidence {grounding.confidence:.2f}",
        reasons=(AbstainReason.WEAK_MATCH,),
    )  # fmt: skip


def _with_words(element: Element, rows: Sequence[TextRow]) -> Element:
    """A container, which has no text of its own, with the words that stand in it; anything else as it is."""
    if element.role not in CONTAINER_ROLES or element.text:
        return element
    inside = tuple(row for row in rows if element.box.contains(row.box, 0.5))
    return replace(element, text=" ".join(row.text for row in inside), rows=inside)


def _nearly_said(name: str, rows: Sequence[TextRow]) -> float:
    """How likely a name stands somewhere although nothing was found: read with an error or two, or too short to be seen surely."""
    wanted = "".join(character for character in name.casefold() if character.isalnum())
    if not wanted or not rows:
        return 0.0
    short = 0.12 if len(wanted) <= 3 else 0.0  # a "Feb" or "RP" is easily overlooked
    best = max((fuzz.partial_ratio(wanted, "".join(filter(str.isalnum, row.text.casefold()))) for row in rows if len(row.text) >= 2), default=0.0)
    return max(short, line(best, ((70, 0.0), (78, 0.3), (90, 0.5))) if len(wanted) > 3 else 0.0)


def judge_holds(holder: Element, inner: Sequence[Candidate], phrase: str) -> Observation:
    """"every card has a title": one of what the phrase names stands inside."""
    inside = [candidate for candidate in inner if holder.box.contains(candidate.element.box, 0.8) and candidate.element is not holder]
    best = max(inside, key=lambda candidate: candidate.confidence, default=None)
    if best is None:
        return Observation(
            score=odds(0.2), expected=f"{phrase} inside", observed=f"none seen in {holder.description}", reasons=(AbstainReason.NOT_SURELY_ABSENT,),
        )  # fmt: skip
    return Observation(score=odds(min(best.confidence, 0.97)), expected=f"{phrase} inside", observed=best.element.description)
