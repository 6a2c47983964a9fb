"""Faded, translucent, "an opacity of 50%": told by comparison, since one pixel does not say what it was mixed of.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from shadow_runtime import pixels
from shadow_runtime.claims import Claim
from shadow_runtime.faded import peers_of
from shadow_runtime.geometry import Box
from shadow_runtime.records import AbstainReason, Element

from .observation import Observation, Setting, line, name_of, odds

_EVEN = 1.35  # how far apart the strengths of peers may be that are taken for one


def strength(element: Element, setting: Setting) -> float | None:
    """How far the element's strokes stand out from what is behind them, 0..441 (RGB distance); None without strokes.

    Opacity scales this number: an element at 40 % over its own surroundings stands out by 40 % of what it did.
    """
    rows = sorted(element.rows, key=lambda row: -row.box.width)[:2]
    return strength_of(setting, [row.box for row in rows] or [element.box])


def strength_of(setting: Setting, boxes: Sequence[Box]) -> float | None:
    """The same of boxes, the strongest."""
    found = [ink for box in boxes if (ink := pixels.ink(setting.scene.frame, box)) is not None and ink.flat > 0.3]
    if not found:
        return None
    return max(math.dist(ink.color, ink.background) for ink in found)


def judge_faded(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X is faded", "X has an opacity of 50%": its strength against that of elements of its kind."""
    element, wanted = subjects[0], claim.args.get("opacity")
    expected = "faded" if wanted is None else f"{float(wanted):.0%} as strong as its kind"  # type: ignore[arg-type]
    own = strength(element, setting)
    if own is None:
        return Observation(score=0.0, expected=expected, observed=f"no strokes in {name_of(element)}", reasons=(AbstainReason.NOT_IN_PIXELS,), reason="opacity shows in nothing here")
    peers = sorted(value for other in peers_of(element, setting.scene.elements) if (value := strength(other, setting)) is not None)
    if len(peers) < 2:
        return Observation(
            score=0.0, expected=expected, observed=f"{len(peers)} other {element.role} to compare with", reasons=(AbstainReason.NOT_IN_PIXELS,),
            reason="whether it is faded is told by comparison with others of its kind, and there are too few",
        )  # fmt: skip
    usual = peers[len(peers) // 2]
    ratio = own / max(usual, 1.0)
    if wanted is None:
        likely = line(ratio, ((0.45, 0.95), (0.6, 0.85), (0.75, 0.4), (0.88, 0.06)))
    else:
        likely = line(abs(min(ratio, 1.0) - float(wanted)), ((0.05, 0.92), (0.12, 0.5), (0.25, 0.05)))  # type: ignore[arg-type]
    alike = sum(usual / _EVEN <= value <= usual * _EVEN for value in peers) / len(peers)
    if alike < 0.6:  # its kind has no usual strength: links of a menu and links of a text
        likely = 0.5 + (likely - 0.5) * 0.3
    return Observation(
        score=odds(likely), expected=expected, observed=f"{ratio:.0%} as strong as {len(peers)} other {element.role} elements", reasons=(AbstainReason.TOO_CLOSE,),
        measurements={"strength": ratio},
    )  # fmt: skip


__all__ = ["judge_faded", "strength_of"]
