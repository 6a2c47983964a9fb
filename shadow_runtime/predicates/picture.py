"""A picture: has it loaded, what shape does it have.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from shadow_runtime import pixels
from shadow_runtime.claims import Claim
from shadow_runtime.geometry import Box
from shadow_runtime.records import AbstainReason, Element, Frame

from .observation import Observation, Setting, beyond, line, name_of, odds
from .size import WORDS, painted_box

# Chromium's icon of a picture that did not load: a torn sheet with a green hill under a light blue sky, 16 px, always in the
# same colors. Other browsers draw other icons, which are not known here.
_HILL, _SKY, _NEAR = (0x58, 0xAE, 0x39), ((0xC3, 0xD4, 0xF3), (0xDA, 0xE6, 0xFB)), 7
_CORNER = 26.0  # CSS px from the top left corner within which the icon lies
_LEAST = (14, 20)  # pixels of the hill and of the sky, at scale 1


def torn(frame: Frame, box: Box) -> bool:
    """Does the browser's icon of a picture that did not load stand in the top left corner of a box?"""
    crop = frame.crop(Box(box.x - 6, box.y - 6, _CORNER + 6, _CORNER + 6)).astype(np.int16)
    if not crop.size:
        return False
    hill = (np.abs(crop - np.array(_HILL, np.int16)) <= _NEAR).all(2).sum()
    low, high = (np.array(color, np.int16) for color in _SKY)
    sky = ((crop >= low - _NEAR) & (crop <= high + _NEAR)).all(2).sum()
    return bool(hill >= _LEAST[0] * frame.scale**2 and sky >= _LEAST[1] * frame.scale**2)


def judge_broken(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"the image is broken": the browser's icon for it, or nothing at all where a picture should be."""
    element, frame = subjects[0], setting.scene.frame
    expected = "a picture that has not loaded"
    if torn(frame, element.box):
        return Observation(score=odds(0.97), expected=expected, observed=f"the browser's icon of a broken picture in {name_of(element)}")
    fill = setting.surface(element.box)
    colors = len(pixels.palette(frame, element.box))
    if fill.share > 0.985:
        if fill.painted:
            return Observation(
                score=0.0, expected=expected, observed=f"{name_of(element)} has one color throughout", reasons=(AbstainReason.NOT_IN_PIXELS,),
                reason="a picture of one color and a placeholder look alike",
            )  # fmt: skip
        return Observation(score=odds(0.8), expected=expected, observed=f"nothing is painted in {name_of(element)}", reasons=(AbstainReason.NOT_IN_PIXELS,))
    likely = line(colors, ((2, 0.4), (5, 0.15), (12, 0.04)))
    return Observation(score=odds(likely), expected=expected, observed=f"a picture of {colors} tones", measurements={"tones": float(colors)})


def judge_ratio(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X has an aspect ratio of 16:9", "X is wider than tall": its painted outline, else its box."""
    relation, wanted = str(claim.args["relation"]), float(claim.args["value"])  # type: ignore[arg-type]
    box, exact = painted_box(subjects[0], setting)
    width, height = max(box.width, 1.0), max(box.height, 1.0)
    sigma = math.hypot(1 / width, 1 / height) * (0.6 if exact else 1.8)
    apart = math.log(width / height) - math.log(wanted)
    if relation in (">", ">="):
        likely = beyond(apart, 0.0, sigma)
    elif relation in ("<", "<="):
        likely = 1 - beyond(apart, 0.0, sigma)
    else:
        allowed = 0.1 if relation == "~" else 0.005
        likely = line(abs(apart) - allowed, ((sigma, 0.95), (2 * sigma + 0.01, 0.5), (4 * sigma + 0.03, 0.04)))
    return Observation(
        score=odds(likely), expected=f"{WORDS[relation]} {wanted:.3g} times as wide as tall".strip(), observed=f"{width:.0f}x{height:.0f} px, {width / height:.2f} times as wide as tall",
        reasons=(AbstainReason.TOO_CLOSE,), measurements={"ratio": width / height},
    )  # fmt: skip


__all__ = ["judge_broken", "judge_ratio"]
