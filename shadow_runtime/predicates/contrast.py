"""Contrast of text against its background, by WCAG 2.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from shadow_runtime.claims import Claim
from shadow_runtime.color import contrast
from shadow_runtime.records import Element

from .colors import background_trust, text_ink
from .observation import Observation, Setting, beyond, name_of, odds


def judge_contrast(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X has enough contrast" (4.5:1, large text 3:1) or "a contrast of at least 7:1"."""
    element = subjects[0]
    size = max((row.font_size for row in element.rows), default=0.0)
    bold = max((row.bold for row in element.rows), default=0.0)
    large = size >= 24 or (size >= 18.66 and bold > 0.6)
    wanted = claim.args.get("ratio") or (3.0 if large else 4.5)
    expected = f"a contrast of at least {wanted:g}:1" + (" (large text)" if large and not claim.args.get("ratio") else "")
    found = text_ink(element, setting)
    if found is None:
        return Observation(score=0.0, expected=expected, observed=f"no text strokes in {name_of(element)}", reason="no text to judge the contrast of")
    ratio, stretched = contrast(found.color, found.background), contrast(found.stretched, found.background)

    sigma = 0.012 + 0.05 * (1 - found.reach)  # strokes that reached their full color give it to the byte

    def reaches(value: float) -> float:
        return beyond(math.log(value), math.log(float(wanted)) - 0.005, sigma)  # type: ignore[arg-type]

    score = found.reach * reaches(ratio) + (1 - found.reach) * (reaches(ratio) + reaches(stretched)) / 2
    score = 0.5 + (score - 0.5) * background_trust(found)
    return Observation(
        score=odds(score), expected=expected,
        observed=f"{ratio:.2f}:1, {setting.colors.describe(found.color)} on {setting.colors.describe(found.background)}",
        swatches=(("text", found.color), ("background", found.background)), measurements={"contrast": ratio},
    )  # fmt: skip
