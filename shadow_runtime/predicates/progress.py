"""How full a bar is: "the progress bar is at 60%".

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from shadow_runtime import outlines
from shadow_runtime.claims import Claim
from shadow_runtime.color import distance, oklab
from shadow_runtime.geometry import Box
from shadow_runtime.pixels import DISTINCT, as_rgb
from shadow_runtime.records import AbstainReason, Element, Frame

from .observation import Observation, Setting, beyond, line, name_of, odds
from .size import WORDS, painted_box

_THUMB = 6.0  # CSS px from a slider's thumb's rim to its middle


def filled_share(frame: Frame, box: Box) -> tuple[float, float] | None:
    """(share of a bar's length that is filled from its left, or bottom; how much of the bar looks like two parts).

    None where the bar is of one color throughout: empty or full, which is not told without knowing its colors.
    """
    bounds = outlines.edges(frame, box).box
    s = frame.scale
    x1, y1, x2, y2 = bounds or (round(box.x * s), round(box.y * s), round(box.right * s), round(box.bottom * s))
    crop = frame.rgb[max(y1, 0) : y2, max(x1, 0) : x2]
    if crop.shape[0] > 2 * crop.shape[1]:
        crop = crop[::-1].transpose(1, 0, 2)  # upright: filled from the bottom
    height, width = crop.shape[:2]
    if height < 2 or width < 16:
        return None
    middle = crop[height // 5 : height - height // 5] if height > 6 else crop
    profile = np.sort(middle, axis=0)[middle.shape[0] // 2].astype(np.float32)  # letters on the bar cover less than half of a column
    pad = min(max(height // 3, 1), width // 12)  # round ends
    ends = profile[pad : pad + max(width // 50, 1)].mean(0), profile[-pad - max(width // 50, 1) : -pad].mean(0)
    first, last = as_rgb(ends[0].round()), as_rgb(ends[1].round())
    if distance(first, last) <= DISTINCT:
        return None
    lab = oklab(profile.round().astype(np.uint8))
    nearer = ((lab - oklab(np.array(first))) ** 2).sum(1) < ((lab - oklab(np.array(last))) ** 2).sum(1)
    nearer[:pad], nearer[-pad:] = True, False
    before = np.concatenate(([0], np.cumsum(nearer)))
    right = before + (len(nearer) - np.arange(len(nearer) + 1) - (before[-1] - before))  # columns on the side they look like
    split = int(right.argmax())
    vivid = [float(np.hypot(*oklab(np.array(color))[1:])) for color in (first, last)]
    fits = float(right[split] / width)
    return split / width, 0.5 * fits if vivid[1] > vivid[0] + 0.04 else fits  # filled from the right, or an odd track


def judge_progress(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X is at least 60% full", from where its fill ends."""
    relation, wanted = str(claim.args["relation"]), float(claim.args["value"])  # type: ignore[arg-type]
    element = subjects[0]
    expected = f"{WORDS[relation]} {wanted:g}% full".strip()
    box, _ = painted_box(element, setting)
    sigma = 0.6 + 120 / max(box.width, box.height, 1.0)
    if element.role == "slider":
        sigma += 100 * _THUMB / max(box.width, box.height, 1.0)
    measured = filled_share(setting.scene.frame, element.box)
    if measured is None:
        chances = [_likely(relation, value, wanted, sigma) for value in (0.0, 100.0)]
        score = odds(max(chances)) if max(chances) < 0.2 else 0.0  # neither empty nor full would do
        return Observation(
            score=score, expected=expected, observed=f"{name_of(element)} has one color throughout: empty or full", reasons=(AbstainReason.NOT_IN_PIXELS,),
            reason="" if score else "an empty bar and a full one look alike",
        )  # fmt: skip
    share, fits = measured
    likely = _likely(relation, 100 * share, wanted, sigma)
    if fits < 0.92:
        likely = 0.5 + (likely - 0.5) * 0.3
    return Observation(score=odds(likely), expected=expected, observed=f"filled to {100 * share:.0f}%", reasons=(AbstainReason.TOO_CLOSE,), measurements={"percent": 100 * share})


def _likely(relation: str, value: float, wanted: float, sigma: float) -> float:
    if relation in (">", ">="):
        return beyond(value, wanted - (1.0 if relation == ">=" else -0.5), sigma)
    if relation in ("<", "<="):
        return 1 - beyond(value, wanted + (1.0 if relation == "<=" else -0.5), sigma)
    allowed = 7.0 if relation == "~" else 0.5
    return line(abs(value - wanted) - allowed, ((sigma, 0.95), (2 * sigma + 1, 0.5), (4 * sigma + 2, 0.05), (8 * sigma + 4, 0.02)))


__all__ = ["judge_progress"]
