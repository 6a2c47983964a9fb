"""Persons as teachers: what a tester corrected in a test, and what a reviewer says in the console.

A person is not asked and waited for like the other teachers: the request waits until somebody comes.
"""

from __future__ import annotations

from shadow_runtime.geometry import Box

from .answer import Answer, cannot_tell
from .request import IntelligenceRequest, SeenCandidate

NAME = "person"
SMALLEST = 4.0  # CSS px: a box that is smaller was a slip of the hand


class NoAnswer(ValueError):
    """What came from the console's form says nothing; the message tells the reviewer what to do."""


def answer_of_correction(request: IntelligenceRequest, who: str) -> Answer:
    """What a tester's correction says. A point whose element nobody knows the extent of cannot tell, a reviewer must."""
    correction = request.correction
    assert correction is not None
    if request.kind == "check":
        if correction.truth is None:
            return cannot_tell(NAME, "a claim is corrected by true or false")
        return Answer(teacher=NAME, who=who, truth=correction.truth, box=subject_box(request), note="corrected in a test")
    if correction.absent:
        return Answer(teacher=NAME, who=who, absent=True, note="corrected in a test")
    if correction.box is not None and min(correction.box[2:]) >= SMALLEST:
        return _boxed(request, Box(*correction.box), who, "corrected in a test")
    if correction.point is not None:
        under = candidate_at(request, *correction.point)
        if under is not None:
            return _boxed(request, Box(*under.box), who, "the candidate at the point that was corrected to")
        return cannot_tell(NAME, f"the right place is ({correction.point[0]:.0f}, {correction.point[1]:.0f}); how far it reaches must be shown")
    return cannot_tell(NAME, "an element is corrected by a box, a point or absent")


def answer_of_form(request: IntelligenceRequest, who: str, said: str, box: Box | None, candidate: int | None) -> Answer:
    """A reviewer's answer. said: "here", "absent", "true", "false", "cannot_tell". Raises NoAnswer."""
    if said == "cannot_tell":
        return Answer(teacher=NAME, who=who, cannot_tell=True, confidence=0.0, note="a reviewer cannot tell")
    chosen = box
    if chosen is None and candidate is not None:
        candidates = request.grounding.candidates if request.grounding else ()
        if not 0 <= candidate < len(candidates):
            raise NoAnswer(f"there is no candidate {candidate + 1}; there are {len(candidates)}")
        chosen = Box(*candidates[candidate].box)
    if chosen is not None and (min(chosen.width, chosen.height) < SMALLEST or request.page.intersection(chosen) <= 0):
        raise NoAnswer("that box is too small or outside the picture; draw it around the whole element")
    if request.kind == "check":
        if said not in ("true", "false"):
            raise NoAnswer("a claim is answered true, false or cannot tell")
        return Answer(teacher=NAME, who=who, truth=said == "true", box=chosen or subject_box(request), note="a reviewer said so")
    if said == "absent":
        return Answer(teacher=NAME, who=who, absent=True, note="a reviewer said so")
    if said != "here" or chosen is None:
        raise NoAnswer("click the right element or draw a box around it, or say that it is not there")
    return _boxed(request, chosen, who, "a reviewer showed it")


def subject_box(request: IntelligenceRequest) -> Box | None:
    """Where the student found the subject of a claim, if it was sure."""
    if request.grounding is None or request.grounding.outcome != "found" or not request.grounding.candidates:
        return None
    return Box(*request.grounding.candidates[0].box)


def candidate_at(request: IntelligenceRequest, x: float, y: float) -> SeenCandidate | None:
    """The smallest of the student's candidates at a point."""
    candidates = request.grounding.candidates if request.grounding else ()
    under = [c for c in candidates if c.box[0] <= x <= c.box[0] + c.box[2] and c.box[1] <= y <= c.box[1] + c.box[3]]
    return min(under, key=lambda c: c.box[2] * c.box[3], default=None)


def _boxed(request: IntelligenceRequest, box: Box, who: str, note: str) -> Answer:
    x, y = box.center
    under = candidate_at(request, x, y)
    fits = under is not None and Box(*under.box).iou(box) >= 0.5
    return Answer(teacher=NAME, who=who, box=box, role=under.role if under and fits else "", name=(under.text or under.label)[:120] if under and fits else "", note=note)
