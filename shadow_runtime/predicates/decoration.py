"""Border, corners, shadow.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from shadow_runtime import outlines, pixels
from shadow_runtime.claims import Claim
from shadow_runtime.records import AbstainReason, Element

from .observation import Observation, Setting, line, name_of, odds

_DARKEST = 0.4  # OKLab; more than that no shadow darkens
_BARE_TEXT = ("text", "heading", "link", "label", "cell", "columnheader")


def judge_border(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X has a visible border": a line of its own color, distinct from the fill and from what is around."""
    found = setting.outline(subjects[0].box)
    expected = "a visible border"
    if found.color is None:
        return Observation(score=odds(0.04), expected=expected, observed=f"no line around {name_of(subjects[0])}", measurements={"sides": 0})
    score = line(found.contrast, ((0.03, 0.5), (0.06, 0.9), (0.12, 0.96)))
    if found.width <= 1.5 and found.contrast < 0.06:  # of the suite's 54 such lines on four sides one was a border
        score = line(found.contrast, ((0.045, 0.12), (0.06, 0.5)))
    if found.width <= 1.5 and _blended(setting, subjects[0], found):
        score = min(score, 0.12)
    if found.sides < 3 and subjects[0].role in _BARE_TEXT:  # a stem of a first or last letter, a line under a tab
        score = 0.12
    elif found.sides < 3:
        score = min(score, 0.45 if found.sides == 2 else 0.3)
    return Observation(
        score=odds(score), expected=expected,
        observed=f"a {setting.colors.describe(found.color)} line, {found.width:.1f} px, on {found.sides} of 4 sides, difference to its neighbors {found.contrast:.2f}",
        swatches=(("border", found.color),), measurements={"sides": found.sides, "width": found.width, "contrast": found.contrast},
    )  # fmt: skip


def _blended(setting: Setting, element: Element, found: outlines.Edges) -> bool:
    """Is the line what a round edge shows anyway: pixels half covered, of a color between the fill and what is around?"""
    measured = outlines.corner_radius(setting.scene.frame, found)
    if measured is None or found.box is None or found.color is None:
        return False
    low = min(found.box[2] - found.box[0], found.box[3] - found.box[1]) / setting.scene.frame.scale
    if measured[0] < 0.35 * low:
        return False
    seen = setting.surface(element.box)
    inside, outside, line_color = (np.array(color, np.float32) for color in (seen.color, seen.outside, found.color))
    span = inside - outside
    share = float((line_color - outside) @ span / max(float(span @ span), 1.0))
    return 0.05 < share < 0.95 and float(np.abs(outside + share * span - line_color).max()) < 14


def judge_border_style(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X has a dashed border": solid, dashed or dotted; "double" only where two lines are told apart, which they are not."""
    style = str(claim.args["style"])
    expected = f"a {style} border"
    if style == "double":
        return Observation(score=0.0, expected=expected, observed="", reasons=(AbstainReason.NOT_IN_PIXELS,), reason="two thin lines are not told from one surely enough")
    seen = outlines.border_pattern(setting.scene.frame, subjects[0].box)
    if seen == "solid" and setting.outline(subjects[0].box).color is None:
        seen = None  # the edge of a fill, not a line
    if seen is None:
        return Observation(score=odds(0.15), expected=expected, observed=f"no line around {name_of(subjects[0])}")
    # Dots of a thin border are squares: dashed and dotted are told apart by their lengths alone.
    likely = 0.94 if seen == style else 0.25 if {seen, style} == {"dashed", "dotted"} else 0.04
    return Observation(score=odds(likely), expected=expected, observed=f"a {seen} line")


def judge_shadow(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X has a shadow": the page is darker at its edge and lightens with distance."""
    outline = setting.outline(subjects[0].box).box or pixels.device_bounds(setting.scene.frame, subjects[0].box)
    measured = outlines.shadow_depth(setting.scene.frame, outline)
    if measured is None:
        return Observation(
            score=0.0, expected="a shadow", observed="its edges lie at the rim of the viewport", reasons=(AbstainReason.CUT_OFF,), reason="no room around it to see a shadow in",
        )  # fmt: skip
    depth, sides = measured
    likely = 0.05 if not sides else line(depth, ((0.006, 0.35), (0.012, 0.7), (0.03, 0.95)))
    if sides == 1:
        likely = min(likely, 0.85)
    if depth > _DARKEST:  # half black on white is 0.37: steeper is a dark neighbor, or the edge of another box
        likely = min(likely, 0.6)
    return Observation(
        score=odds(likely), expected="a shadow", observed=f"the surroundings darken by {depth:.3f} (OKLab) toward it on {sides} sides" if sides else "no darkening around it",
        measurements={"depth": depth, "sides": float(sides)},
    )  # fmt: skip


def judge_corners(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X has rounded corners", "is a circle", "is a square", "has square corners"."""
    shape, element, frame = str(claim.args["shape"]), subjects[0], setting.scene.frame
    expected = {
        "rounded": "rounded corners", "square": "square corners", "circle": "a circle", "pill": "fully rounded ends", "a square": "as wide as tall",
    }[shape]  # fmt: skip
    outline = setting.outline(element.box)
    if shape == "a square":
        box = outline.box
        width, height = ((box[2] - box[0]) / frame.scale, (box[3] - box[1]) / frame.scale) if box else (element.box.width, element.box.height)
        ratio = max(width, height) / max(min(width, height), 1.0)
        slack = 0.09 if claim.args.get("loose") else 0.0
        likely = line(ratio - slack, ((1.02, 0.95), (1.06, 0.6), (1.12, 0.1), (1.2, 0.03)))
        return Observation(score=odds(likely), expected=expected, observed=f"{width:.0f}x{height:.0f} px", measurements={"ratio": ratio})
    measured = outlines.corner_radius(frame, outline)
    if measured is None or outline.box is None:
        return Observation(
            score=0.0, expected=expected, observed=f"{name_of(element)} shows no outline", reasons=(AbstainReason.NOTHING_TO_JUDGE,),
            reason="no painted outline whose corners could be judged",
        )  # fmt: skip
    radius, spread = measured
    width, height = (outline.box[2] - outline.box[0]) / frame.scale, (outline.box[3] - outline.box[1]) / frame.scale
    rounded = line(radius, ((0.7, 0.04), (1.3, 0.3), (2.0, 0.85), (3.0, 0.96)))
    if spread > max(2.5, 0.4 * radius):  # some corners round, some square (button groups), or a neighbor in one of them
        rounded = 0.5 + (rounded - 0.5) * 0.3
    full = line(2 * radius / max(min(width, height), 1.0), ((0.6, 0.03), (0.78, 0.4), (0.9, 0.95)))
    squarish = line(max(width, height) / max(min(width, height), 1.0), ((1.12, 1.0), (1.3, 0.4), (1.5, 0.02)))
    likely = {"rounded": rounded, "square": 1 - rounded, "pill": full, "circle": full * squarish}[shape]
    return Observation(
        score=odds(likely), expected=expected, observed=f"corner radius about {radius:.1f} px on {width:.0f}x{height:.0f} px",
        measurements={"radius": radius, "spread": spread},
    )  # fmt: skip


__all__ = ["judge_border", "judge_border_style", "judge_corners", "judge_shadow"]
