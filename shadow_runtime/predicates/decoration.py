"""Border and corners.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence

from shadow_runtime import pixels
from shadow_runtime.claims import Claim
from shadow_runtime.records import Element

from .observation import Observation, Setting, line, name_of, odds

_BARE_TEXT = ("text", "heading", "link", "label", "cell", "columnheader")


def judge_border(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X has a visible border": a line of its own color, distinct from the fill and from what is around."""
    found = pixels.edges(setting.scene.frame, subjects[0].box)
    expected = "a visible border"
    if found.color is None:
        return Observation(score=odds(0.04), expected=expected, observed=f"no line around {name_of(subjects[0])}", measurements={"sides": 0})
    score = line(found.contrast, ((0.03, 0.5), (0.06, 0.9), (0.12, 0.96)))
    if found.sides < 3 and subjects[0].role in _BARE_TEXT:  # a stem of a first or last letter, a line under a tab
        score = 0.12
    elif found.sides < 3:
        score = min(score, 0.45 if found.sides == 2 else 0.3)
    return Observation(
        score=odds(score), expected=expected,
        observed=f"a {setting.colors.describe(found.color)} line, {found.width:.1f} px, on {found.sides} of 4 sides, difference to its neighbors {found.contrast:.2f}",
        swatches=(("border", found.color),), measurements={"sides": found.sides, "width": found.width, "contrast": found.contrast},
    )  # fmt: skip


def judge_corners(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X has rounded corners", "is a circle", "has square corners"."""
    shape, element = str(claim.args["shape"]), subjects[0]
    expected = {"rounded": "rounded corners", "square": "square corners", "circle": "a circle", "pill": "fully rounded ends"}[shape]
    outline = pixels.edges(setting.scene.frame, element.box)
    measured = pixels.corner_radius(setting.scene.frame, outline)
    if measured is None or outline.box is None:
        return Observation(score=0.0, expected=expected, observed=f"{name_of(element)} shows no outline", reason="no painted outline whose corners could be judged")
    radius, spread = measured
    width, height = (outline.box[2] - outline.box[0]) / setting.scene.frame.scale, (outline.box[3] - outline.box[1]) / setting.scene.frame.scale
    rounded = line(radius, ((0.9, 0.04), (1.5, 0.4), (2.2, 0.9), (3.0, 0.96)))
    if spread > max(3.0, 0.5 * radius):  # some corners round, some square (button groups)
        rounded = 0.5 + (rounded - 0.5) * 0.5
    full = line(2 * radius / max(min(width, height), 1.0), ((0.6, 0.03), (0.78, 0.4), (0.9, 0.95)))
    squarish = line(max(width, height) / max(min(width, height), 1.0), ((1.12, 1.0), (1.3, 0.4), (1.5, 0.02)))
    score = {"rounded": rounded, "square": 1 - rounded, "pill": full, "circle": full * squarish}[shape]
    return Observation(
        score=odds(score), expected=expected, observed=f"corner radius about {radius:.1f} px on {width:.0f}x{height:.0f} px",
        measurements={"radius": radius, "spread": spread},
    )  # fmt: skip
