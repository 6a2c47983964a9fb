"""Several answers -> one decision: a lesson, or a person is asked.

Trust, in this order: the page's own book (dom) for style and geometry; people; agreement; never a vision model alone
unless the operator said so. Whoever contradicts somebody else does not win, a person decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shadow_runtime.claims import parse_claim
from shadow_runtime.errors import ClaimError
from shadow_runtime.predicates import family_of
from shadow_teacher.teachers.answer import Answer, agree
from shadow_teacher.teachers.request import IntelligenceRequest

# Families of predicates that computed style and layout settle: what a vision model says against them is not asked.
SETTLED_BY_DOM = frozenset((
    "color", "text color", "background", "border color", "contrast", "position", "alignment", "size", "text size",
    "bold", "italic", "underlined", "border", "corners",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Decision:
    """answer: the one that holds, None when a person must say. decided_by: dom, vlm, person or agreement.

    closed: no answer, and nobody need be asked.
    """

    answer: Answer | None
    decided_by: str
    reason: str
    closed: bool = False


def decide(request: IntelligenceRequest, answers: Sequence[Answer], agreement: int = 1, vlm_alone: bool = False) -> Decision:
    """What the answers amount to. agreement: persons who must say the same."""
    said = [answer for answer in answers if not answer.cannot_tell]
    persons = [answer for answer in said if answer.teacher == "person"]
    machines = [answer for answer in said if answer.teacher != "person"]
    if persons:
        return _by_persons(request, persons, machines, agreement)
    if request.is_doubt:
        return _of_doubt(machines)
    dom = next((answer for answer in machines if answer.teacher == "dom"), None)
    if dom is not None and settled_by_dom(request):
        return Decision(dom, "dom", "the page's own layout and style")
    rivals = [(one, two) for i, one in enumerate(machines) for two in machines[i + 1 :] if not agree(one, two, request.kind)]
    if rivals:
        one, two = rivals[0]
        return Decision(None, "", f"{one.teacher} and {two.teacher} disagree: {describe(one)} against {describe(two)}")
    if dom is not None:
        return Decision(dom, "agreement" if len(machines) > 1 else "dom", dom.note)
    if machines and vlm_alone:
        return Decision(machines[0], "vlm", machines[0].note)
    if machines:
        return Decision(None, "", f"only a vision model answered: {describe(machines[0])}")
    notes = "; ".join(f"{answer.teacher}: {answer.note}" for answer in answers if answer.teacher != "person" and answer.note)
    return Decision(None, "", notes or "no teacher could tell")


def _by_persons(request: IntelligenceRequest, persons: Sequence[Answer], machines: Sequence[Answer], agreement: int) -> Decision:
    """Enough persons who say the same decide; a tester's lone correction does not outvote the page's own book."""
    for answer in persons:
        same = {other.who for other in persons if agree(answer, other, request.kind)}
        reviewers = {who for who in same if not who.startswith("tester:")}
        if len(reviewers) >= agreement:
            return Decision(_exact(answer, [m for m in machines if agree(answer, m, request.kind)]), "person", f"{', '.join(sorted(same))} said so")
        against = [machine for machine in machines if not agree(answer, machine, request.kind)]
        if same - reviewers and agreement == 1:
            if not against:
                return Decision(_exact(answer, machines), "agreement" if machines else "person", f"{', '.join(sorted(same))} said so")
            return Decision(None, "", f"{answer.who} and {against[0].teacher} disagree: {describe(answer)} against {describe(against[0])}")
    if agreement > 1:
        return Decision(None, "", f"{len({a.who for a in persons})} of {agreement} persons answered, or they disagree")
    return Decision(None, "", "the persons' answers do not agree")


def _of_doubt(machines: Sequence[Answer]) -> Decision:
    """A claim that failed: only a person turns a red test green, and is asked only where a machine says that it should be.

    Most failures are what the test is there for, so they must not fill the console; the page's own book counts what stands in the tree
    as visible even where its color is its background's.
    """
    against = next((answer for answer in machines if answer.truth), None)
    if against is not None:
        return Decision(None, "", f"failed for the student, true for {against.teacher}: {against.note or describe(against)}")
    dom = next((answer for answer in machines if answer.teacher == "dom" and answer.truth is False), None)
    if dom is not None:
        return Decision(dom, "agreement" if len(machines) > 1 else "dom", dom.note)
    return Decision(None, "", "a failed claim that no teacher contradicts", closed=True)


def _exact(answer: Answer, agreeing: Sequence[Answer]) -> Answer:
    """The page's own box, role and name rather than a hand-drawn box, where both say the same."""
    return next((machine for machine in agreeing if machine.teacher == "dom" and machine.box is not None), answer)


def settled_by_dom(request: IntelligenceRequest) -> bool:
    """Whether the claim is about style or geometry, all of it."""
    if request.kind != "check":
        return False
    try:
        claim = parse_claim(request.text)
    except ClaimError:
        return False
    parts = [part for reading in claim.readings for part in (reading.parts or (reading,))]
    return all(part.predicate != "and" and family_of(part) in SETTLED_BY_DOM for part in parts)


def describe(answer: Answer) -> str:
    """An answer in a few words."""
    if answer.cannot_tell:
        return "cannot tell"
    if answer.truth is not None:
        return "true" if answer.truth else "false"
    if answer.absent:
        return "absent"
    assert answer.box is not None
    return f"({answer.box.x:.0f}, {answer.box.y:.0f}, {answer.box.width:.0f}x{answer.box.height:.0f})"
