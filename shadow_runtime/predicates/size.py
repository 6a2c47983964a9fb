"""Width, height, size in px and against others; text size.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from shadow_runtime import outlines
from shadow_runtime.claims import Claim
from shadow_runtime.geometry import Box
from shadow_runtime.records import CONTAINER_ROLES, AbstainReason, Element

from .observation import Observation, Setting, beyond, line, name_of, odds


def text_size(element: Element) -> float:
    """CSS px of the element's largest row; 0 where no text was read. Row boxes span ascender to descender, about 0.95 em."""
    sizes = [row.font_size if row.font_size > 0 else row.box.height / 0.95 for row in element.rows]
    return max(sizes, default=0.0)


def painted_box(element: Element, setting: Setting) -> tuple[Box, bool]:
    """The element's painted outline, exact to the pixel, where one is visible near its box; else its box as found."""
    outline = setting.outline(element.box).box
    if outline is not None:
        s = setting.scene.frame.scale
        x1, y1, x2, y2 = (value / s for value in outline)
        exact = Box(x1, y1, x2 - x1, y2 - y1)
        corners = zip((exact.x, exact.y, exact.right, exact.bottom), (element.box.x, element.box.y, element.box.right, element.box.bottom), strict=True)
        if max(abs(a - b) for a, b in corners) <= 3.5:
            return exact, True
    return element.box, False


def _measure(element: Element, dimension: str) -> float:
    if dimension == "width":
        return element.box.width
    if dimension == "height":
        return element.box.height
    if dimension == "text size":
        return text_size(element)
    return math.sqrt(max(element.box.area, 0.0))


def _sigma(value: float, dimension: str) -> float:
    """How far off a measurement usually is, CSS px: what rows say of a font's size, what found boxes say of painted ones."""
    return 0.5 + 0.07 * value if dimension == "text size" else 2.0 + 0.01 * value


EXACT = 0.8  # sigma of what was measured between two crisp edges, CSS px
# Distance from the number that was said -> probability that it is true. Whoever says 44 px means 44, not 43 or 45: between
# crisp edges a fraction of a pixel is forgiven, since browsers round a layout of 43.6 to whole device pixels, one off is
# left open (a layout of 44.4 may be painted as 45), two are not 44. What has no edges is known to a px or two only.
_CRISP = ((0.6, 0.96), (0.85, 0.8), (1.2, 0.5), (1.7, 0.12), (3.0, 0.03))
_FOUND = ((1.0, 0.85), (3.0, 0.6), (6.0, 0.12), (10.0, 0.03))
_SURE = {True: 0.985, False: 0.94}  # nothing is surer than that, however far the number: the box may be another's


def compare(relation: str, value: float, limit: float, sigma: float, slack: float, upper: float = 0.0) -> float:
    """Probability that a measured value (sigma: how far off it usually is) stands in a relation to a number, all in one unit."""
    crisp = sigma <= EXACT

    def more(than: float) -> float:
        return (1 - _SURE[crisp]) + (2 * _SURE[crisp] - 1) * beyond(value, than, sigma)

    if relation == ">":
        return more(limit + 0.25)
    if relation == ">=":
        return more(limit - 0.75 - slack)
    if relation == "<":
        return 1 - more(limit - 0.25)
    if relation == "<=":
        return 1 - more(limit + 0.75 + slack)
    if relation == "between":
        return min(more(limit - 0.5), 1 - more(upper + 0.5))
    allowed = slack + (0.12 * limit if relation == "~" else 0.0)
    return line(abs(value - limit) - allowed, _CRISP if crisp else _FOUND)


WORDS = {">": "more than", ">=": "at least", "<": "less than", "<=": "at most", "=": "", "~": "about", "between": "between"}


def judge_size(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X is at least 44 px tall"."""
    dimension, relation = str(claim.args["dimension"]), str(claim.args["relation"])
    limit, upper = float(claim.args["value"]), float(claim.args.get("upper", 0.0))  # type: ignore[arg-type]
    expected = f"{dimension} {WORDS[relation]} {limit:g}{f' to {upper:g}' if upper else ''} px".replace("  ", " ")
    if dimension == "unknown":
        return Observation(score=0.0, expected=expected, observed="", reasons=(AbstainReason.SEVERAL_READINGS,), reason="say which measure is meant: px wide, px tall")
    if dimension == "both":
        return _judge_both(claim, subjects[0], setting)
    if dimension in ("border width", "corner radius"):
        return _judge_outline(claim, subjects[0], setting, dimension, expected)
    if dimension == "size":
        dimension = "width"
    element, sigma = subjects[0], 0.0
    if dimension != "text size":
        box, exact = painted_box(element, setting)
        element, sigma = replace(element, box=box), EXACT if exact else 0.0
        if not exact and element.role in CONTAINER_ROLES:
            return Observation(
                score=0.0, expected=expected, observed=f"{element.description}, whose edges do not show", reasons=(AbstainReason.NOTHING_TO_JUDGE,),
                reason="no paint shows where it ends",
            )  # fmt: skip
    value = _measure(element, dimension)
    if dimension == "text size" and not value:
        return Observation(score=0.0, expected=expected, observed="no text", reasons=(AbstainReason.NOTHING_TO_JUDGE,), reason="no text to measure")
    slack = float(claim.args.get("tolerance", 0.0))  # type: ignore[arg-type]
    if dimension == "text size" and relation == "=":  # a px or two cannot be told: only what fits very well is likelier than its neighbors
        off = _sigma(limit, dimension)
        score = line(abs(value - limit) - slack, ((0.3 * off, 0.84), (off, 0.6), (2 * off, 0.2), (3 * off, 0.06), (4.5 * off, 0.02)))
    else:
        score = compare(relation, value, limit, sigma or _sigma(value, dimension), slack, upper)
    return Observation(score=odds(score), expected=expected, observed=f"{dimension} {value:.1f} px", measurements={dimension: value})


def _judge_both(claim: Claim, element: Element, setting: Setting) -> Observation:
    """"X is 44 px by 44 px"."""
    relation, wide, tall = str(claim.args["relation"]), float(claim.args["value"]), float(claim.args["upper"])  # type: ignore[arg-type]
    box, exact = painted_box(element, setting)
    slack = float(claim.args.get("tolerance", 0.0))  # type: ignore[arg-type]
    likely = min(
        compare(relation, value, limit, EXACT if exact else _sigma(value, "width"), slack) for value, limit in ((box.width, wide), (box.height, tall))
    )
    return Observation(
        score=odds(likely), expected=f"{WORDS[relation]} {wide:g} x {tall:g} px".strip(), observed=f"{box.width:.0f} x {box.height:.0f} px",
        measurements={"width": box.width, "height": box.height},
    )  # fmt: skip


def _judge_outline(claim: Claim, element: Element, setting: Setting, dimension: str, expected: str) -> Observation:
    """"X has a 2 px border", "a corner radius of 8 px"."""
    outline = setting.outline(element.box)
    relation, limit, upper = str(claim.args["relation"]), float(claim.args["value"]), float(claim.args.get("upper", 0.0))  # type: ignore[arg-type]
    slack = float(claim.args.get("tolerance", 0.0))  # type: ignore[arg-type]
    if dimension == "border width":
        value, spread = (outline.width if outline.color is not None else 0.0), 0.0
        sure = ((0.4, 0.95), (0.8, 0.4), (1.2, 0.06))
    else:
        measured = outlines.corner_radius(setting.scene.frame, outline)
        if measured is None:
            return Observation(
                score=0.0, expected=expected, observed=f"{name_of(element)} shows no outline", reasons=(AbstainReason.NOTHING_TO_JUDGE,),
                reason="no painted outline whose corners could be measured",
            )  # fmt: skip
        value, spread = measured
        sure = ((0.35 + 0.03 * limit, 0.965), (0.8 + 0.06 * limit, 0.9), (1.5 + 0.1 * limit, 0.5), (3.0 + 0.15 * limit, 0.06))
    likely = line(abs(value - limit) - slack, sure) if relation in ("=", "~") else compare(relation, value, limit, 0.4 + 0.05 * value, slack, upper)
    if spread > max(2.5, 0.4 * value):
        likely = 0.5 + (likely - 0.5) * 0.3
    return Observation(score=odds(likely), expected=expected, observed=f"{dimension} {value:.1f} px", measurements={dimension: value})


def judge_compare(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X is wider than Y", "the text of X is larger than the text of Y", "X is as tall as Y"."""
    dimension, relation = str(claim.args["dimension"]), str(claim.args["relation"])
    if dimension == "height" and claim.args.get("aspect") == "text size":
        dimension = "text size"
    one, two = _measure(subjects[0], dimension), _measure(objects[0], dimension)
    word = {">": "larger than", "<": "smaller than", "=": "equal to", ">=": "at least", "<=": "at most", "~": "about"}[relation]
    times, by = float(claim.args.get("times", 1.0)), float(claim.args.get("by", 0.0))  # type: ignore[arg-type]
    if times != 1.0:
        word = f"{word} {times:g} times"
    expected = f"{dimension} {word} that of {name_of(objects[0])}"
    if dimension == "text size" and not (one and two):
        return Observation(score=0.0, expected=expected, observed="no text", reasons=(AbstainReason.NOTHING_TO_JUDGE,), reason="no text to measure")
    sigma, slack = math.hypot(_sigma(one, dimension), _sigma(two, dimension)), float(claim.args.get("tolerance", 0.0))  # type: ignore[arg-type]
    if by:
        more = one - two if relation == ">" else two - one
        score = compare(str(claim.args["by_relation"]), more, by, sigma, slack)
        expected = f"{dimension} {word} that of {name_of(objects[0])} by {by:g} px"
    else:
        score = compare(relation, one, times * two, sigma, slack)
    return Observation(score=odds(score), expected=expected, observed=f"{one:.1f} px against {two:.1f} px", measurements={dimension: one, "other": two})


def judge_same_size(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"the three buttons have the same width"."""
    dimension = str(claim.args["dimension"])
    parts = ("width", "height") if dimension == "size" else (dimension,)
    if len(subjects) < 2:
        return Observation(score=0.0, expected=f"same {dimension}", observed="only one element", reasons=(AbstainReason.NOTHING_TO_JUDGE,), reason="a comparison needs two elements")
    spread = max(max(_measure(e, part) for e in subjects) - min(_measure(e, part) for e in subjects) for part in parts)
    slack = float(claim.args.get("tolerance", 0.0))  # type: ignore[arg-type]
    score = line(spread - slack, ((2.0, 0.95), (4.0, 0.6), (8.0, 0.1), (12.0, 0.02)))
    seen = "; ".join(f"{name_of(e)} {' x '.join(f'{_measure(e, part):.0f}' for part in parts)}" for e in subjects[:5])
    return Observation(score=odds(score), expected=f"same {dimension}", observed=f"{seen}: {spread:.1f} px apart", measurements={"spread": spread})
