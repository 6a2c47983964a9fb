"""Does it look the same: as another element, or as it did when the page was remembered?

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from shadow_runtime import pixels
from shadow_runtime.claims import Claim
from shadow_runtime.color import distance
from shadow_runtime.geometry import Box
from shadow_runtime.records import AbstainReason, Element, Frame, Grounding

from .observation import Observation, Remembered, Setting, line, name_of, odds

_STEP = 24  # difference of a channel from which a pixel counts as another; anti-aliasing of equal letters stays below
_SLACK = 3  # px that two found boxes of one thing may be apart


def unlike_share(one: np.ndarray, two: np.ndarray) -> float:
    """Share of pixels in which two pictures differ, at the best offset of up to _SLACK px; 1.0 where their sizes do not fit."""
    height, width = min(one.shape[0], two.shape[0]), min(one.shape[1], two.shape[1])
    if min(height, width) < 3 or abs(one.shape[0] - two.shape[0]) > 2 * _SLACK or abs(one.shape[1] - two.shape[1]) > 2 * _SLACK:
        return 1.0
    pad = min(_SLACK, (height - 2) // 2, (width - 2) // 2)
    inner = np.ascontiguousarray(one[pad : height - pad, pad : width - pad])
    room = np.ascontiguousarray(two[:height, :width])
    score = cv2.matchTemplate(room, inner, cv2.TM_SQDIFF)
    y, x = np.unravel_index(int(score.argmin()), score.shape)
    at = room[y : y + inner.shape[0], x : x + inner.shape[1]]
    return float((np.abs(at.astype(np.int16) - inner.astype(np.int16)).max(2) > _STEP).mean())


def judge_same_look(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X looks the same as Y": size and pixels."""
    frame, one, two = setting.scene.frame, subjects[0].box, objects[0].box
    apart = max(abs(one.width - two.width), abs(one.height - two.height))
    share = unlike_share(frame.crop(one), frame.crop(two))
    likely = min(line(share, ((0.005, 0.95), (0.03, 0.6), (0.08, 0.1), (0.15, 0.02))), line(apart, ((2.0, 0.97), (4.0, 0.5), (7.0, 0.04))))
    return Observation(
        score=odds(likely), expected=f"the look of {name_of(objects[0])}", observed=f"{share:.1%} of the pixels differ, sizes by {apart:.0f} px",
        measurements={"differing": share, "size": apart},
    )  # fmt: skip


def _difference(now: Frame, before: Frame, box: Box, earlier: Box) -> float:
    """Share of pixels of a region that differ from an earlier frame; 0 where the very same place is unchanged."""
    if now.rgb.shape == before.rgb.shape and np.array_equal(now.crop(box), before.crop(box)):
        return 0.0
    return unlike_share(now.crop(box), before.crop(earlier))


def judge_changed(claim: Claim, element: Element, before: Remembered, earlier: Grounding | None, setting: Setting) -> Observation:
    """"X has changed since ..." in look (size or pixels, wherever it stands) or in color; the page: anything at all."""
    frame, old, name = setting.scene.frame, before.frame, str(claim.args["since"])
    expected = f'another look than in "{name}"' if claim.args["what"] == "look" else f'another color than in "{name}"'
    if frame.rgb.shape != old.rgb.shape or frame.scale != old.scale:
        return Observation(
            score=0.0, expected=expected, observed="a viewport of another size", reasons=(AbstainReason.NOTHING_TO_JUDGE,), reason="the viewport changed its size",
        )  # fmt: skip
    if element.role == "page":
        share = float((np.abs(frame.rgb.astype(np.int16) - old.rgb.astype(np.int16)).max(2) > _STEP).mean())
        likely = 0.003 if np.array_equal(frame.rgb, old.rgb) else line(share, ((0.0, 0.3), (0.0002, 0.9), (0.002, 0.99)))
        return Observation(score=odds(likely), expected=expected, observed=f"{share:.2%} of the viewport's pixels differ", measurements={"differing": share})
    there = earlier.element.box if earlier is not None and earlier.element is not None else element.box
    if claim.args["what"] == "color":
        now, then = pixels.surface(frame, element.box).color, pixels.surface(old, there).color
        ink_now, ink_then = pixels.ink(frame, element.box), pixels.ink(old, there)
        apart = max(distance(now, then), distance(ink_now.color, ink_then.color) if ink_now and ink_then else 0.0)
        return Observation(
            score=odds(line(apart, ((0.005, 0.02), (0.02, 0.4), (0.05, 0.95)))), expected=expected,
            observed=f"{setting.colors.describe(now)}, then {setting.colors.describe(then)}", swatches=(("now", now), (name, then)), measurements={"difference": apart},
        )  # fmt: skip
    share = _difference(frame, old, element.box, there)
    likely = line(share, ((0.0, 0.01), (0.002, 0.1), (0.01, 0.6), (0.04, 0.97)))
    observed = f"{share:.1%} of its pixels differ"
    if claim.args.get("only"):
        rest = np.abs(frame.rgb.astype(np.int16) - old.rgb.astype(np.int16)).max(2) > _STEP
        for box in (element.box, there):
            x1, y1, x2, y2 = pixels.device_bounds(frame, box, 4)
            rest[y1:y2, x1:x2] = False
        outside = float(rest.sum()) / frame.scale**2
        likely = min(likely, line(outside, ((4.0, 0.97), (30.0, 0.5), (100.0, 0.03))))
        observed += f"; outside of it {outside:.0f} px differ"
    return Observation(score=odds(likely), expected=expected, observed=observed, measurements={"differing": share})


def judge_moved(claim: Claim, now: Grounding, then: Grounding) -> Observation:
    """"X has moved since ...": by more than found boxes are apart."""
    expected = f'another place than in "{claim.args["since"]}"'
    if now.element is None or then.element is None:
        where = "now" if now.element is None else "then"
        return Observation(score=0.0, expected=expected, observed=f"not found {where}", reasons=(AbstainReason.NOT_SURELY_ABSENT,), reason=f"it was not found {where}, so it has no two places")
    one, two = now.element.box, then.element.box
    # The nearer of top-left corner and middle: a thing that grew did not move by that alone.
    away = min(max(abs(one.x - two.x), abs(one.y - two.y)), max(abs(a - b) for a, b in zip(one.center, two.center, strict=True)))
    likely = line(away, ((0.6, 0.03), (2.0, 0.3), (4.0, 0.8), (8.0, 0.97)))
    return Observation(
        score=odds(likely), expected=expected, observed=f"now at ({one.x:.0f}, {one.y:.0f}), then at ({two.x:.0f}, {two.y:.0f})", measurements={"moved": away},
    )  # fmt: skip


def judge_came(claim: Claim, now: Grounding, then: Grounding) -> Observation:
    """"X has appeared since ..." and "has disappeared since ...": there in one picture, absent from the other."""
    first, second = (then, now) if claim.predicate == "appeared" else (now, then)
    word = "appeared" if claim.predicate == "appeared" else "disappeared"

    def absent(grounding: Grounding) -> float:
        """Probability of absence: the outcome's own confidence, both ways."""
        if grounding.outcome == "absent":
            return grounding.confidence
        return 1 - max(grounding.confidence, 0.5 if grounding.outcome == "ambiguous" else 0.0)

    likely = absent(first) * (1 - absent(second))
    place = {True: "absent", False: "there"}
    return Observation(
        score=odds(likely), expected=f'{word} since "{claim.args["since"]}"', observed=f"{place[then.outcome == 'absent']} then, {place[now.outcome == 'absent']} now",
    )  # fmt: skip
