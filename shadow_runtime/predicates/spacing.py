"""Gaps between elements, even spacing, rows and columns.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from shadow_runtime.claims import Claim
from shadow_runtime.geometry import Box
from shadow_runtime.records import AbstainReason, Element

from .observation import Observation, Setting, line, name_of, odds
from .size import WORDS, compare, painted_box

_SIGMA = {True: 0.9, False: 2.0}  # CSS px that a gap is usually off, between painted outlines and between found boxes


def gap_between(one: Box, two: Box, kind: str = "any") -> float:
    """Free px between two boxes; negative where they overlap. kind: "above", "left of" ... measures in that direction only."""
    if kind == "below":
        return one.y - two.bottom
    if kind == "above":
        return two.y - one.bottom
    if kind == "right of":
        return one.x - two.right
    if kind == "left of":
        return two.x - one.right
    across = max(one.x - two.right, two.x - one.right)
    along = max(one.y - two.bottom, two.y - one.bottom)
    return (across**2 + along**2) ** 0.5 if across > 0 and along > 0 else max(across, along)


def judge_gap(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X is 20 px below Y", "at least 8 px away from Y", "the gap between X and Y is 16 px"."""
    kind, relation = str(claim.args["kind"]), str(claim.args["relation"])
    limit, upper = float(claim.args["value"]), float(claim.args.get("upper", 0.0))  # type: ignore[arg-type]
    (one, sharp_one), (two, sharp_two) = painted_box(subjects[0], setting), painted_box(objects[0], setting)
    gap = gap_between(one, two, kind)
    where = "from" if kind == "any" else kind
    expected = f"{WORDS[relation]} {limit:g}{f' to {upper:g}' if upper else ''} px {where} {name_of(objects[0])}".strip()
    slack = float(claim.args.get("tolerance", 0.0))  # type: ignore[arg-type]
    likely = compare(relation, gap, limit, _SIGMA[sharp_one and sharp_two], slack, upper)
    if gap < -2 and kind == "any":
        likely = min(likely, 0.05) if relation not in ("<=", "<") else likely
    return Observation(score=odds(likely), expected=expected, observed=f"{gap:.1f} px", measurements={"gap": gap})


def _chain(elements: Sequence[Element], setting: Setting) -> tuple[list[float], str]:
    """Gaps between neighbors along the axis on which the elements stand, and that axis; no gaps where they stand in a grid."""
    boxes = [painted_box(element, setting)[0] for element in elements]
    in_row = all(min(a.bottom, b.bottom) - max(a.y, b.y) > 0.4 * min(a.height, b.height) for a, b in pairwise(sorted(boxes, key=lambda b: b.x)))
    in_column = all(min(a.right, b.right) - max(a.x, b.x) > 0.3 * min(a.width, b.width) for a, b in pairwise(sorted(boxes, key=lambda b: b.y)))
    if in_row:
        return [b.x - a.right for a, b in pairwise(sorted(boxes, key=lambda b: b.x))], "row"
    if in_column:
        return [b.y - a.bottom for a, b in pairwise(sorted(boxes, key=lambda b: b.y))], "column"
    return [], "neither one row nor one column"


def judge_even_gaps(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"the cards are evenly spaced": equal gaps in a row or a column, 3 px unless said otherwise."""
    tolerance = float(claim.args.get("tolerance", 3.0))  # type: ignore[arg-type]
    gaps, axis = _chain(subjects, setting) if len(subjects) > 1 else ([], "only one element")
    if len(gaps) < 2:
        return Observation(
            score=0.0, expected="equal gaps", observed=axis, reasons=(AbstainReason.NOTHING_TO_JUDGE,), reason=f"equal gaps need three elements in a line; seen: {axis}",
        )  # fmt: skip
    spread = max(gaps) - min(gaps)
    likely = line(spread - tolerance, ((-2.0, 0.96), (0.0, 0.85), (2.0, 0.5), (5.0, 0.1), (9.0, 0.02)))
    return Observation(
        score=odds(likely), expected=f"equal gaps (within {tolerance:g} px)", observed=f"gaps of {', '.join(f'{gap:.1f}' for gap in gaps)} px in a {axis}",
        measurements={"spread": spread},
    )  # fmt: skip


def judge_gaps(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"the gaps between the cards are 16 px": of each pair of neighbors."""
    relation, limit = str(claim.args["relation"]), float(claim.args["value"])  # type: ignore[arg-type]
    gaps, axis = _chain(subjects, setting) if len(subjects) > 1 else ([], "only one element")
    expected = f"gaps {WORDS[relation]} {limit:g} px"
    if not gaps:
        return Observation(score=0.0, expected=expected, observed=axis, reasons=(AbstainReason.NOTHING_TO_JUDGE,), reason=f"gaps need two elements in a line; seen: {axis}")
    slack, upper = float(claim.args.get("tolerance", 0.0)), float(claim.args.get("upper", 0.0))  # type: ignore[arg-type]
    likely = min(compare(relation, gap, limit, _SIGMA[False], slack, upper) for gap in gaps)
    return Observation(score=odds(likely), expected=expected, observed=f"gaps of {', '.join(f'{gap:.1f}' for gap in gaps)} px", measurements={"smallest": min(gaps)})


def judge_grid(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"the cards are in 3 columns", "in two rows"."""
    wanted = {kind: int(claim.args[kind]) for kind in ("columns", "rows") if kind in claim.args}  # type: ignore[call-overload]
    expected = " and ".join(f"{count} {kind}" for kind, count in wanted.items())
    if len(subjects) < 2:
        return Observation(score=0.0, expected=expected, observed="only one element", reasons=(AbstainReason.NOTHING_TO_JUDGE,), reason="a grid needs several elements")
    rows: list[list[Box]] = []
    for box in sorted((element.box for element in subjects), key=lambda b: b.center[1]):
        same = rows and min(rows[-1][0].bottom, box.bottom) - max(rows[-1][0].y, box.y) > 0.4 * min(rows[-1][0].height, box.height)
        if same:
            rows[-1].append(box)
        else:
            rows.append([box])
    seen = {"rows": len(rows), "columns": max(len(row) for row in rows)}
    off = max(abs(seen[kind] - count) for kind, count in wanted.items())
    # An element that was overlooked changes a count by one; more than that it rarely does.
    likely = 0.93 if off == 0 else 0.2 if off == 1 else 0.05
    return Observation(
        score=odds(likely), expected=expected, observed=f"{len(subjects)} elements in {seen['rows']} rows, {seen['columns']} in the longest",
        measurements={kind: float(count) for kind, count in seen.items()},
    )  # fmt: skip
