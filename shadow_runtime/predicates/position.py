"""Where an element stands: against another element, or in the viewport.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence

from shadow_runtime.claims import Claim
from shadow_runtime.geometry import Box
from shadow_runtime.records import Element

from .observation import Observation, Setting, beyond, line, name_of, odds


def _flip(box: Box) -> Box:
    """The box with x and y exchanged, so that one rule serves both axes."""
    return Box(box.y, box.x, box.height, box.width)


def _right_of(one: Box, two: Box, gap: float) -> float:
    """Probability that `one` counts as right of `two`, at least `gap` px away."""
    free = one.x - two.right
    if gap:
        return beyond(free, gap - 0.5, 1.5)
    allowed = min(4.0, 0.25 * min(one.width, two.width))  # boxes that touch or overlap by a hair still stand side by side
    if free >= -allowed:
        return line(free, ((-allowed, 0.85), (0.0, 0.93), (6.0, 0.98)))
    centers = one.center[0] - two.center[0]
    if centers <= 0:
        return 0.02
    overlap = -free / max(min(one.width, two.width), 1.0)
    return line(overlap, ((0.0, 0.8), (0.25, 0.6), (0.6, 0.3), (1.0, 0.12)))


def relation_score(kind: str, one: Box, two: Box, gap: float = 0.0) -> float:
    """Probability that `one` stands `kind` ("above", "left of", "inside", "next to" ...) `two`."""
    if kind == "right of":
        return _right_of(one, two, gap)
    if kind == "left of":
        return _right_of(two, one, gap)
    if kind == "below":
        return _right_of(_flip(one), _flip(two), gap)
    if kind == "above":
        return _right_of(_flip(two), _flip(one), gap)
    if kind == "after":
        return relation_score("before", two, one)
    if kind == "before":  # in reading order: to the left on the same line, else above
        shared = min(one.bottom, two.bottom) - max(one.y, two.y)
        same_line = shared > 0.5 * min(one.height, two.height)
        return _right_of(two, one, gap) if same_line else _right_of(_flip(two), _flip(one), gap)
    if kind == "inside":
        share = one.intersection(two) / max(one.area, 1e-6)
        if two.area <= one.area:
            share = 0.0
        return line(share, ((0.3, 0.02), (0.6, 0.4), (0.9, 0.97)))
    across = max(one.x - two.right, two.x - one.right)
    along = max(one.y - two.bottom, two.y - one.bottom)
    distance = max(across, 0.0) + max(along, 0.0)
    if across > 0 and along > 0:  # diagonal neighbors are not next to each other
        distance *= 1.5
    reach = 24 + 0.5 * min(one.height, two.height)
    return line(distance, ((reach, 0.95), (2.0 * reach, 0.6), (4.0 * reach, 0.05), (8.0 * reach, 0.02)))


def judge_position(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X is above Y", "X is between Y and Z"."""
    kind, one = str(claim.args["kind"]), subjects[0].box
    gap = float(claim.args.get("gap", 0.0))  # type: ignore[arg-type]
    two = objects[0].box
    if kind == "between":
        three = objects[1].box
        score = max(
            relation_score(first, one, two) * relation_score(second, one, three)
            for first, second in (("right of", "left of"), ("left of", "right of"), ("below", "above"), ("above", "below"))
        )
        expected = f"between {name_of(objects[0])} and {name_of(objects[1])}"
    else:
        score = relation_score(kind, one, two, gap)
        expected = f"{kind} {name_of(objects[0])}" + (f" by at least {gap:g} px" if gap else "")
    across = max(one.x - two.right, two.x - one.right)
    along = max(one.y - two.bottom, two.y - one.bottom)
    place = f"{name_of(subjects[0])} spans x {one.x:.0f}-{one.right:.0f}, y {one.y:.0f}-{one.bottom:.0f}; " + "; ".join(
        f"{name_of(other)} spans x {other.box.x:.0f}-{other.box.right:.0f}, y {other.box.y:.0f}-{other.box.bottom:.0f}" for other in objects
    )
    return Observation(score=odds(score), expected=expected, observed=place, measurements={"gap x": across, "gap y": along})


def judge_edge(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X is at the top of the page", "in the bottom right corner": the third of the viewport in which its middle lies."""
    width, height = setting.scene.frame.size
    x, y = subjects[0].box.center
    score, wanted = 1.0, []
    for part, value, low, high in ((claim.args["vertical"], y / height, "top", "bottom"), (claim.args["horizontal"], x / width, "left", "right")):
        if part is None:
            continue
        wanted.append(str(part))
        if part == low:
            score *= line(value, ((0.25, 0.97), (0.4, 0.5), (0.55, 0.03)))
        elif part == high:
            score *= line(value, ((0.45, 0.03), (0.6, 0.5), (0.75, 0.97)))
        else:
            score *= line(abs(value - 0.5), ((0.12, 0.97), (0.2, 0.5), (0.3, 0.03)))
    return Observation(
        score=odds(score), expected=f"at the {' '.join(wanted)} of the viewport", observed=f"its middle is at {x / width:.0%} of the width, {y / height:.0%} of the height",
        measurements={"x": x, "y": y},
    )  # fmt: skip
