"""Contrast of text against its background, by WCAG 2.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from shadow_runtime import pixels
from shadow_runtime.claims import Claim
from shadow_runtime.color import contrast
from shadow_runtime.records import AbstainReason, Element

from .colors import background_trust, text_ink
from .observation import Observation, Setting, beyond, name_of, odds


def judge_contrast(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X has enough contrast" (4.5:1, large text 3:1) or "a contrast of at least 7:1"; on a gradient where it is worst."""
    element = subjects[0]
    if claim.args.get("aspect") == "border":
        return _border_contrast(claim, element, setting)
    size = max((row.font_size for row in element.rows), default=0.0)
    bold = max((row.bold for row in element.rows), default=0.0)
    large = size >= 24 or (size >= 18.66 and bold > 0.6)
    wanted = float(claim.args.get("ratio") or (3.0 if large else 4.5))  # type: ignore[arg-type]
    expected = f"a contrast of at least {wanted:g}:1" + (" (large text)" if large and not claim.args.get("ratio") else "")
    found = text_ink(element, setting)
    if found is None:
        return Observation(
            score=0.0, expected=expected, observed=f"no text strokes in {name_of(element)}", reasons=(AbstainReason.NOTHING_TO_JUDGE,),
            reason="no text to judge the contrast of",
        )  # fmt: skip
    behind = min(found.behind, key=lambda color: contrast(found.color, color))
    ratio, stretched = contrast(found.color, behind), contrast(found.stretched, behind)
    sigma = 0.012 + 0.05 * (1 - found.reach)  # strokes that reached their full color give it to the byte
    if len(found.behind) > 1:
        sigma += 0.06

    def reaches(value: float) -> float:
        return beyond(math.log(value), math.log(wanted) - 0.005, sigma)

    score = found.reach * reaches(ratio) + (1 - found.reach) * (reaches(ratio) + reaches(stretched)) / 2
    score = 0.5 + (score - 0.5) * background_trust(found)
    if not claim.args.get("ratio") and 17.0 < size < 26.0 and (ratio >= 3.0) != (ratio >= 4.5):
        score = 0.5 + (score - 0.5) * 0.5  # whether it is large text hangs on a pixel or on a weight that was only seen
    return Observation(
        score=odds(score), expected=expected, reasons=(AbstainReason.NOT_ONE_COLOR,) if background_trust(found) < 0.9 else (AbstainReason.TOO_CLOSE,),
        observed=f"{ratio:.2f}:1, {setting.colors.describe(found.color)} on {setting.colors.describe(behind)}",
        swatches=(("text", found.color), ("background", behind)), measurements={"contrast": ratio},
    )  # fmt: skip


def _border_contrast(claim: Claim, element: Element, setting: Setting) -> Observation:
    """"the border of X has a contrast of at least 3:1": against what is around it."""
    wanted = float(claim.args.get("ratio") or 3.0)  # type: ignore[arg-type]
    expected = f"a border contrast of at least {wanted:g}:1"
    outline = setting.outline(element.box)
    around = pixels.ring_color(setting.scene.frame, element.box)
    if outline.color is None:
        return Observation(
            score=0.0, expected=expected, observed=f"no border around {name_of(element)}", reasons=(AbstainReason.NOTHING_TO_JUDGE,), reason="no border to judge the contrast of",
        )  # fmt: skip
    ratio = contrast(outline.color, around)
    return Observation(
        score=odds(beyond(math.log(ratio), math.log(wanted) - 0.005, 0.03)), expected=expected,
        observed=f"{ratio:.2f}:1, {setting.colors.describe(outline.color)} against {setting.colors.describe(around)}",
        swatches=(("border", outline.color), ("around", around)), measurements={"contrast": ratio},
    )  # fmt: skip
