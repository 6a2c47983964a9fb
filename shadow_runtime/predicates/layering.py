"""What lies over what: overlap, overflow, covered, clipped by the viewport.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np

from shadow_runtime.claims import Claim
from shadow_runtime.color import oklab
from shadow_runtime.geometry import Box, to_xyxy
from shadow_runtime.records import CONTAINER_ROLES, AbstainReason, Element, Frame

from .observation import Observation, Setting, line, name_of, odds

_TOUCH = 1.5  # CSS px from the rim of the viewport that count as reaching it
_LAYERS = ("dialog", "alert", "banner", "menu")  # containers that float over a page


def shared_part(one: Box, two: Box) -> float:
    """Overlap as a share of the smaller box, once 3 px of box error are taken off each side; 0 for a mere touch."""
    width = min(one.right, two.right) - max(one.x, two.x)
    height = min(one.bottom, two.bottom) - max(one.y, two.y)
    if min(width, height) <= 3.0:
        return 0.0
    return width * height / max(min(one.area, two.area), 1.0)


def _nested(one: Box, two: Box) -> bool:
    small, large = sorted((one, two), key=lambda box: box.area)
    return large.intersection(small) >= 0.85 * small.area


def _near(pairs: list[tuple[Element, Element]]) -> list[tuple[Element, Element]]:
    """The pairs whose boxes share an area at all; a page has thousands of pairs and few of these."""
    one, two = to_xyxy([pair[0].box for pair in pairs]), to_xyxy([pair[1].box for pair in pairs])
    shared = np.minimum(one[:, 2:], two[:, 2:]) - np.maximum(one[:, :2], two[:, :2])
    return [pairs[index] for index in np.flatnonzero((shared > 3.0).all(1))]


_TOUCHING = 3.0  # CSS px between boxes of which one may lie on the other


def gap_between(one: Box, two: Box) -> float:
    """CSS px between two boxes that do not overlap, along the axis on which they are apart; 0 for those that do."""
    return max(max(one.x - two.right, two.x - one.right), max(one.y - two.bottom, two.y - one.bottom), 0.0)


def judge_overlap(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X overlaps Y", "the images overlap", "no elements overlap": partly one over the other; what stands inside another does not overlap it."""
    if objects:
        pairs = [(one, two) for one in subjects for two in objects]
    else:
        pairs = [(one, two) for one, two in combinations(subjects, 2) if one.role not in CONTAINER_ROLES and two.role not in CONTAINER_ROLES]
        if not pairs:
            pairs = list(combinations(subjects, 2))
    if not pairs:
        return Observation(score=0.0, expected="an overlap", observed="only one element", reasons=(AbstainReason.NOTHING_TO_JUDGE,), reason="an overlap needs two elements")
    named, count = bool(objects), len(pairs)
    likely, worst = 0.03 if named or count < 40 else 0.08, ""
    if not named:
        pairs = _near(pairs)
    for one, two in pairs:
        if _nested(one.box, two.box):
            if named:
                return Observation(
                    score=0.0, expected=f"an overlap with {name_of(two)}", observed=f"{name_of(one)} and {name_of(two)}: one stands inside the other",
                    reasons=(AbstainReason.TOO_CLOSE,), reason="one stands inside the other; whether that is an overlap depends on what is meant: say inside or covers",
                )  # fmt: skip
            continue
        shared = shared_part(one.box, two.box)
        value = line(shared, ((0.0, 0.03), (0.08, 0.3), (0.2, 0.8), (0.4, 0.95)))
        if shared == 0.0 and named and gap_between(one.box, two.box) < _TOUCHING:  # what covers another cuts its box off
            value = 0.12
        if value > likely:
            likely, worst = value, f"{one.description} and {two.description} share {one.box.intersection(two.box):.0f} square px"
    return Observation(
        score=odds(likely), expected=f"an overlap with {name_of(objects[0])}" if named else "an overlap", observed=worst or "no two of them overlap",
        measurements={"pairs": float(count)},
    )  # fmt: skip


def judge_overflow(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X overflows Y", "sticks out of Y", "is partly inside Y": partly in it, partly out."""
    one, two = subjects[0].box, objects[0].box
    expected = f"partly outside of {name_of(objects[0])}"
    if objects[0].role == "page":
        cut, sides = _reaches_rim(subjects[0], setting.scene.frame)
        return Observation(
            score=odds(cut), expected="reaching beyond the viewport", observed=f"touches {', '.join(sides) or 'no side'} of the viewport",
            reasons=(AbstainReason.CUT_OFF,) if sides else (),
        )  # fmt: skip
    rows = [row.box for row in subjects[0].rows if row.box.intersection(two) > 0.2 * row.box.area]
    out = max(two.x - one.x, two.y - one.y, one.right - two.right, one.bottom - two.bottom, *(row.right - two.right for row in rows))
    inside = one.intersection(two) / max(one.area, 1e-6)
    likely = line(out, ((1.0, 0.04), (3.0, 0.25), (6.0, 0.75), (12.0, 0.95))) if inside > 0.05 else 0.05
    return Observation(score=odds(likely), expected=expected, observed=f"{inside:.0%} of it lies inside; it sticks out by {max(out, 0):.0f} px", measurements={"out": out, "inside": inside})


def _line_strength(frame: Frame, box: Box, within: Box) -> float:
    """How clearly the outline of `box` shows where it runs through `within`: median step across it, OKLab."""
    strengths = []
    for vertical, at, low, high in (
        (True, box.x, max(box.y, within.y), min(box.bottom, within.bottom)), (True, box.right, max(box.y, within.y), min(box.bottom, within.bottom)),
        (False, box.y, max(box.x, within.x), min(box.right, within.right)), (False, box.bottom, max(box.x, within.x), min(box.right, within.right)),
    ):  # fmt: skip
        middle = within.x < at < within.right if vertical else within.y < at < within.bottom
        if not middle or high - low < 6:
            continue
        strip = frame.crop(Box(at - 3, low + 2, 6, high - low - 4) if vertical else Box(low + 2, at - 3, high - low - 4, 6))
        if strip.size < 3 * 12:
            continue
        lab = oklab(strip)
        steps = np.sqrt((np.diff(lab, axis=1 if vertical else 0) ** 2).sum(2))
        strengths.append(float(np.median(steps.max(1 if vertical else 0))))
    return max(strengths, default=0.0)


def judge_covered(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X is covered (by Y)", "Y covers X": partly hidden behind it. Which of two is on top shows in whose outline goes through."""
    frame = setting.scene.frame
    if claim.args.get("reverse"):
        subjects, objects = objects, subjects
    below = subjects[0]
    if below.role == "page":
        share = objects[0].box.area / max(frame.size[0] * frame.size[1], 1.0)
        likely = line(share, ((0.5, 0.05), (0.8, 0.5), (0.95, 0.95)))
        return Observation(score=odds(likely), expected="the page covered", observed=f"{name_of(objects[0])} spans {share:.0%} of the viewport", measurements={"share": share})
    above = list(objects) or [c for c in (*setting.scene.containers, *setting.scene.elements) if c is not below and (c.role in _LAYERS or c.role not in CONTAINER_ROLES)]
    expected = f"covered by {name_of(objects[0])}" if objects else "something in front of it"
    likely, what, reasons = 0.06 if objects else 0.1, "nothing lies over it", ()
    for other in above:
        if shared_part(below.box, other.box) < 0.02 or (not objects and _nested(below.box, other.box)):
            continue
        if objects and _nested(below.box, other.box):
            return Observation(
                score=0.0, expected=expected, observed=f"{name_of(below)} is seen inside {name_of(other)}", reasons=(AbstainReason.NOT_IN_PIXELS,),
                reason="both are seen at the same place; pixels do not tell a child from something underneath",
            )  # fmt: skip
        over, under = _line_strength(frame, other.box, below.box), _line_strength(frame, below.box, other.box)
        value = line(over - under, ((-0.05, 0.08), (0.0, 0.5), (0.05, 0.9), (0.15, 0.96)))
        if value > likely:
            likely, what = value, f"{other.description} lies over {shared_part(below.box, other.box):.0%} of the smaller of the two"
            reasons = (AbstainReason.HIDDEN_BEHIND,)
    return Observation(score=odds(likely), expected=expected, observed=what, reasons=reasons)


def _reaches_rim(element: Element, frame: Frame) -> tuple[float, list[str]]:
    """Probability that an element goes on beyond the viewport, and the sides it touches.

    A header touches three sides and is whole; what ends in a cut row or in a single side is not known to be.
    """
    width, height = frame.size
    box = element.box
    sides = [name for name, touches in (
        ("the left", box.x <= _TOUCH), ("the top", box.y <= _TOUCH), ("the right", box.right >= width - _TOUCH), ("the bottom", box.bottom >= height - _TOUCH),
    ) if touches]  # fmt: skip
    if not sides:
        return 0.07, sides
    usual = max((row.box.height for row in element.rows), default=0.0)
    cut = any(row.box.bottom >= height - 0.5 or row.box.right >= width - 0.5 or (row.box.y <= 0.5 and row.box.height < 0.8 * usual) for row in element.rows)
    return (0.85 if cut else 0.5), sides


def judge_clipped(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X is clipped", and its contrary "X is fully visible": cut off at the rim of the viewport, or (fully visible) covered."""
    likely, sides = _reaches_rim(subjects[0], setting.scene.frame)
    reasons: tuple[AbstainReason, ...] = (AbstainReason.CUT_OFF,) if sides else ()
    observed = f"it touches {' and '.join(sides)} of the viewport" if sides else "it ends before the rim of the viewport"
    if claim.args.get("covered"):
        behind = judge_covered(Claim(text=claim.text, predicate="covered"), subjects, (), setting)
        if behind.score > odds(likely):
            return Observation(score=behind.score, expected="cut off or covered", observed=behind.observed, reasons=behind.reasons)
    return Observation(
        score=odds(likely), expected="cut off at the rim of the viewport", observed=observed, reasons=reasons,
        reason="it reaches the rim of the viewport; pixels do not tell whether it goes on" if sides and likely == 0.5 else "",
    )  # fmt: skip
