"""Labels and pixels -> facts (mutations/facts.py) of one element: what its style says, as far as the picture shows it.

A radius that is not painted, a border on three sides, a selected link that looks like its neighbors: style knows of them and
no eye does. What the pixels do not confirm stays None, and nothing is asked of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from shadow_runtime.color import Rgb, distance, oklab
from shadow_teacher.mutations.facts import Facts, ring_color

PAINTED = ("button", "textbox", "combobox", "spinbutton", "badge")  # controls that have an outline, when they paint a box
ALIKE = 0.025  # OKLab distance of pixels that are one color
SHOWN = 0.05  # OKLab distance between two looks that everybody sees
SMALL, TALL = 3.0, 64.0  # CSS px of radii that are checked on their corner
GROUPED = ("tab", "link", "menuitem", "option")


def facts_of(element: Mapping[str, Any], phrase: str, count: int | None, rgb: np.ndarray, scale: float) -> Facts:
    """Facts of a labelled element. count: how many of its role there are, None where nobody is sure. rgb: (H, W, 3) uint8 device pixels."""
    style, box = element["style"], tuple(float(side) for side in element["box"])
    boxed = element["role"] in PAINTED and not element.get("bare") and not element.get("native") and style["opacity"] == 1
    ground, background = ring_color(rgb, box, scale), _color(style["background"])
    facts: dict[str, Any] = {
        "id": element["id"], "phrase": phrase, "role": element["role"], "text": element["text"], "box": box, "boxed": boxed, "ground": ground,
        "background": background, "filled": boxed and background is not None, "count": count, "label": element,
    }  # fmt: skip
    if boxed and ground is not None and background is not None:
        width = float(style["border_width"]) if style["border"] else 0.0
        line = _line(rgb, box, scale, width) if width >= 0.9 else None
        if line is not None:
            facts |= {"border": line, "border_width": width, "sides": 4}
        elif width or any(_other_line(rgb, box, scale, side, background, ground) for side in range(4)):
            facts |= {"sides": 1}  # something is there that nobody knows
        facts["shadow"] = any(_beside(rgb, box, scale, side, ground) for side in range(4))
        paint = background if line is None else line
        if distance(paint, ground) > SHOWN and facts.get("sides", 0) != 1:
            facts["radius"] = _radius(rgb, box, scale, float(style["radius"]), paint, ground)
    return Facts(**facts)


def state_shown(element: Mapping[str, Any], state: str, labels: Mapping[str, Any]) -> bool:
    """Whether elements of the same kind that are not in the state, and stand near, all look different from this one, who is in it;
    of one who is not: whether it looks like most of its kind."""
    mine = element["states"].get(state)
    kin = [e for e in labels["elements"] if e is not element and e["role"] == element["role"] and e["states"].get(state) is not None and not e["ignore"] and _near(e, element, state)]
    others = [e for e in kin if e["states"][state] is False]
    if mine is True:
        return len(others) >= 2 and all(looks_apart(element, other) for other in others)
    having = [e for e in kin if e["states"][state] is True]
    return len(having) == 1 and looks_apart(element, having[0]) and len(others) >= 1 and not any(looks_apart(element, other) for other in others)


def looks_apart(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether two elements differ in fill, ink, weight or opacity so that everybody sees it."""
    one, two = a["style"], b["style"]
    if abs(one["font_weight"] - two["font_weight"]) >= 200 or abs(one["opacity"] - two["opacity"]) >= 0.2:
        return True
    pairs = [(one[key], two[key]) for key in ("color", "background") if one[key] and two[key]]
    return any(distance(tuple(p), tuple(q)) > SHOWN for p, q in pairs)


def _near(a: Mapping[str, Any], b: Mapping[str, Any], state: str) -> bool:
    """In one row or one column with it, for states that are told by neighbors."""
    if state != "selected":
        return True
    (ax, ay, _, ah), (bx, by, _, bh) = a["box"], b["box"]
    return (abs(ay + ah / 2 - by - bh / 2) < 8 and abs(ah - bh) < 10) or abs(ax - bx) < 8


def _color(value: Sequence[float] | None) -> Rgb | None:
    return None if value is None else (round(value[0]), round(value[1]), round(value[2]))


def _profile(rgb: np.ndarray, box: Sequence[float], scale: float, side: int, out: float, into: float) -> np.ndarray:
    """(N, 3) OKLab, outside to inside, across the middle of a side (left, top, right, bottom), from `out` to `into` CSS px beyond its edge."""
    x, y, w, h = (value * scale for value in box)
    steps = np.arange(-round(out * scale), round(into * scale))
    spread = np.linspace(-0.1, 0.1, 9)
    if side in (0, 2):
        line = (y + h / 2 + spread * h).astype(int)
        across = round(x) + steps if side == 0 else round(x + w) - 1 - steps
        picked = rgb[np.clip(line, 0, rgb.shape[0] - 1)[None, :], np.clip(across, 0, rgb.shape[1] - 1)[:, None]]
    else:
        line = (x + w / 2 + spread * w).astype(int)
        across = round(y) + steps if side == 1 else round(y + h) - 1 - steps
        picked = rgb[np.clip(across, 0, rgb.shape[0] - 1)[:, None], np.clip(line, 0, rgb.shape[1] - 1)[None, :]]
    return oklab(np.median(picked, axis=1))


def _away(profile: np.ndarray, color: Rgb) -> np.ndarray:
    return np.sqrt(((profile - oklab(np.array(color, np.float64))) ** 2).sum(1))


def _line(rgb: np.ndarray, box: Sequence[float], scale: float, width: float) -> Rgb | None:
    """The color of a border that runs around a box, as wide as style says; None where the four sides differ. Style alone does not
    tell it: a translucent border lies on the element's own fill."""
    across = max(round(width * scale), 1)
    bands = [_profile(rgb, box, scale, side, 0, (across + 0.5) / scale)[:across] for side in range(4)]
    middle = bands[0][across // 2]
    if any(np.sqrt(((band - middle) ** 2).sum(1)).max() > ALIKE for band in bands):
        return None
    x, y, _, h = (value * scale for value in box)
    return _color([float(v) for v in rgb[min(int(y + h / 2), rgb.shape[0] - 1), min(round(x) + across // 2, rgb.shape[1] - 1)]])


def _other_line(rgb: np.ndarray, box: Sequence[float], scale: float, side: int, inside: Rgb, outside: Rgb) -> bool:
    """Whether anything but the fill and what is around shows near the edge of a side; one mixed pixel does not count."""
    profile = _profile(rgb, box, scale, side, 2, 2)
    return int((np.minimum(_away(profile, inside), _away(profile, outside)) > ALIKE).sum()) > 1


def _beside(rgb: np.ndarray, box: Sequence[float], scale: float, side: int, ground: Rgb) -> bool:
    """Whether what lies just outside a side is not what is around: a shadow, a ring, a neighbor."""
    return bool((_away(_profile(rgb, box, scale, side, 3, 0), ground)[:-1] > 0.01).any())


def _radius(rgb: np.ndarray, box: Sequence[float], scale: float, radius: float, paint: Rgb, ground: Rgb) -> float | None:
    """The radius, if all four corners are as empty on their diagonals as it makes them."""
    if 0.4 < radius < SMALL or radius > TALL:
        return None
    x, y, w, h = (value * scale for value in box)

    def painted(depth: float) -> list[bool]:
        """Of each corner: is the pixel so many device px in from both its edges nearer to the paint than to the ground?"""
        found = []
        for px in (x + depth, x + w - depth - 1e-3):
            for py in (y + depth, y + h - depth - 1e-3):
                pixel = rgb[min(max(int(py), 0), rgb.shape[0] - 1), min(max(int(px), 0), rgb.shape[1] - 1)]
                found.append(distance(tuple(int(v) for v in pixel), paint) < distance(tuple(int(v) for v in pixel), ground))
        return found

    diagonal = (1 - 0.5**0.5) * radius * scale  # where a circle crosses the diagonal of its corner
    if radius <= 0.4:
        return radius if all(painted(0.5)) else None
    return radius if not any(painted(max(diagonal - 0.9, 0.0))) and all(painted(diagonal + 1.2)) else None


__all__ = ["GROUPED", "PAINTED", "facts_of", "looks_apart", "state_shown"]
