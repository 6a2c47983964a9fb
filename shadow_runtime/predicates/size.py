"""Width, height, size in px and against others; text size.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from shadow_runtime import pixels
from shadow_runtime.claims import Claim
from shadow_runtime.geometry import Box
from shadow_runtime.records import Element

from .observation import Observation, Setting, beyond, line, name_of, odds


def text_size(element: Element) -> float:
    """CSS px of the element's largest row; 0 where no text was read. Row boxes span ascender to descender, about 0.95 em."""
    sizes = [row.font_size if row.font_size > 0 else row.box.height / 0.95 for row in element.rows]
    return max(sizes, default=0.0)


def painted_box(element: Element, setting: Setting) -> tuple[Box, bool]:
    """The element's painted outline, exact to the pixel, where one is visible near its box; else its box as found."""
    outline = pixels.edges(setting.scene.frame, element.box).box
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
    """How far off a measurement usually is, CSS px."""
    return 0.6 + 0.03 * value if dimension == "text size" else 1.5 + 0.006 * value


def _compare(relation: str, value: float, limit: float, sigma: float, slack: float, upper: float = 0.0) -> float:
    if relation == ">":
        return beyond(value, limit + 0.25, sigma)
    if relation == ">=":
        return beyond(value, limit - 0.75 - slack, sigma)
    if relation == "<":
        return 1 - beyond(value, limit - 0.25, sigma)
    if relation == "<=":
        return 1 - beyond(value, limit + 0.75 + slack, sigma)
    if relation == "between":
        return min(beyond(value, limit - 0.5, sigma), 1 - beyond(value, upper + 0.5, sigma))
    allowed = slack + (0.12 * limit if relation == "~" else 0.0)
    return line(abs(value - limit) - allowed, ((1.5, 0.95), (3.0, 0.6), (6.0, 0.1), (10.0, 0.02)))


_WORDS = {">": "more than", ">=": "at least", "<": "less than", "<=": "at most", "=": "", "~": "about", "between": "between"}


def judge_size(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X is at least 44 px tall"."""
    dimension, relation = str(claim.args["dimension"]), str(claim.args["relation"])
    limit, upper = float(claim.args["value"]), float(claim.args.get("upper", 0.0))  # type: ignore[arg-type]
    expected = f"{dimension} {_WORDS[relation]} {limit:g}{f' to {upper:g}' if upper else ''} px".replace("  ", " ")
    if dimension == "unknown":
        return Observation(score=0.0, expected=expected, observed="", reason="say which measure is meant: px wide, px tall")
    if dimension == "size":
        dimension = "width"
    element, sigma = subjects[0], 0.0
    if dimension != "text size":
        box, exact = painted_box(element, setting)
        element, sigma = replace(element, box=box), 0.8 if exact else 0.0
    value = _measure(element, dimension)
    if dimension == "text size" and not value:
        return Observation(score=0.0, expected=expected, observed="no text", reason="no text to measure")
    score = _compare(relation, value, limit, sigma or _sigma(value, dimension), float(claim.args.get("tolerance", 0.0)), upper)  # type: ignore[arg-type]
    return Observation(score=odds(score), expected=expected, observed=f"{dimension} {value:.1f} px", measurements={dimension: value})


def judge_compare(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X is wider than Y", "the text of X is larger than the text of Y", "X is as tall as Y"."""
    dimension, relation = str(claim.args["dimension"]), str(claim.args["relation"])
    if dimension == "height" and claim.args.get("aspect") == "text size":
        dimension = "text size"
    one, two = _measure(subjects[0], dimension), _measure(objects[0], dimension)
    word = {">": "larger than", "<": "smaller than", "=": "equal to"}[relation]
    expected = f"{dimension} {word} that of {name_of(objects[0])}"
    if dimension == "text size" and not (one and two):
        return Observation(score=0.0, expected=expected, observed="no text", reason="no text to measure")
    sigma = math.hypot(_sigma(one, dimension), _sigma(two, dimension))
    score = _compare(relation, one, two, sigma, float(claim.args.get("tolerance", 0.0)))  # type: ignore[arg-type]
    return Observation(score=odds(score), expected=expected, observed=f"{one:.1f} px against {two:.1f} px", measurements={dimension: one, "other": two})


def judge_same_size(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"the three buttons have the same width"."""
    dimension = str(claim.args["dimension"])
    parts = ("width", "height") if dimension == "size" else (dimension,)
    if len(subjects) < 2:
        return Observation(score=0.0, expected=f"same {dimension}", observed="only one element", reason="a comparison needs two elements")
    spread = max(max(_measure(e, part) for e in subjects) - min(_measure(e, part) for e in subjects) for part in parts)
    slack = float(claim.args.get("tolerance", 0.0))  # type: ignore[arg-type]
    score = line(spread - slack, ((2.0, 0.95), (4.0, 0.6), (8.0, 0.1), (12.0, 0.02)))
    seen = "; ".join(f"{name_of(e)} {' x '.join(f'{_measure(e, part):.0f}' for part in parts)}" for e in subjects[:5])
    return Observation(score=odds(score), expected=f"same {dimension}", observed=f"{seen}: {spread:.1f} px apart", measurements={"spread": spread})
