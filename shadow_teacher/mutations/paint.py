"""Mutations of what is painted: colors, border, corners, shadow, opacity, contrast."""

from __future__ import annotations

from random import Random

import numpy as np

from shadow_runtime.color import Rgb, contrast, distance, oklab, to_hex

from .catalog import CATALOG, CLOSE, NEAR, OBVIOUS, Change, Setup, by_tier, style
from .facts import TOGGLES, Facts
from .rules import line_contrast, text_contrast

APART = ((0.25, 0.6), (0.10, 0.13), (0.05, 0.06))  # OKLab distance by tier; 0.02 is just noticeable
_COLORS = ("obvious: OKLab distance 0.25 to 0.6", "0.10 to 0.13", "0.05 to 0.06")
_DARK_ENOUGH = 2.0  # contrast that is left between text and background, so that there is text to judge


def other_color(
    color: Rgb, tier: str, rng: Random, against: Rgb | None = None, least: float = _DARK_ENOUGH
) -> Rgb | None:
    """A color at the tier's distance, with a contrast of at least `least` against another color; None where none was found."""
    low, high = by_tier(tier, APART)
    draw = np.random.default_rng(rng.getrandbits(32))
    reach = 255 if tier == OBVIOUS else 70 if tier != NEAR else 40
    pool = np.clip(np.array(color) + draw.integers(-reach, reach + 1, (1500, 3)), 0, 255).astype(np.uint8)
    far = np.sqrt(((oklab(pool) - oklab(np.array(color))) ** 2).sum(1))
    for index in ((far >= low) & (far <= high)).nonzero()[0][:60]:
        red, green, blue = (int(v) for v in pool[index])
        if against is None or contrast((red, green, blue), against) >= least:
            return red, green, blue
    return None


@CATALOG.add("text color", ("text color",), _COLORS, "color")
def text_color(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    if f.color is None or f.background is None:
        return None
    color = other_color(f.color, tier, rng, f.background)
    return color and Change(
        actions=(style(f, "text_style", color=to_hex(color), _webkit_text_fill_color=to_hex(color)),),
        magnitude=f"{to_hex(f.color)} to {to_hex(color)}, {distance(f.color, color):.3f}",
        reach=CLOSE,
    )


@CATALOG.add("background color", ("background color", "color"), _COLORS, "background-color")
def background_color(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    if not f.filled or f.background is None or f.ground is None:
        return None
    color = other_color(f.background, tier, rng)
    if color is None or distance(color, f.ground) < 0.04 or (f.color and contrast(color, f.color) < 1.4):
        return None
    return Change(
        actions=(style(f, background_color=to_hex(color)),),
        magnitude=f"{to_hex(f.background)} to {to_hex(color)}, {distance(f.background, color):.3f}",
        reach=CLOSE,
    )


@CATALOG.add("border color", ("border color",), _COLORS, "border-color")
def border_color(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    if f.border is None or f.sides < 4 or f.border_width < 0.9 or f.ground is None:
        return None
    color = other_color(f.border, tier, rng)
    if color is None or min(distance(color, f.ground), distance(color, f.background or f.ground)) < 0.05:
        return None
    return Change(
        actions=(style(f, border_color=to_hex(color)),),
        magnitude=f"{to_hex(f.border)} to {to_hex(color)}, {distance(f.border, color):.3f}",
        reach=CLOSE,
    )


@CATALOG.add(
    "border",
    ("border", "border color"),
    (
        "3 px that stands out by 0.3 in OKLab comes or a border of 2 px and more goes",
        "1 px that stands out by 0.3",
        "1 px that stands out by 0.08 to 0.15",
    ),
    "border-width",
)
def border(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    if not f.boxed or f.role in TOGGLES or f.shadow is not False or f.ground is None:
        return None
    inside = f.background or f.ground
    if f.sides == 4 and f.border is not None:
        stands_out = line_contrast(f)
        own = OBVIOUS if f.border_width >= 2 and stands_out >= 0.2 else NEAR if stands_out < 0.16 else "medium"
        if stands_out < 0.07 or own != tier:
            return None
        # A line without color shows the element's own fill: the border is gone, the size stays.
        return Change(
            actions=(style(f, border_color="transparent"),),
            magnitude=f"{f.border_width:g} px {to_hex(f.border)} gone",
            reach=CLOSE,
        )
    if f.sides:
        return None
    draw = np.random.default_rng(rng.getrandbits(32))
    low, high = by_tier(tier, ((0.3, 1.0), (0.3, 1.0), (0.08, 0.15)))
    for _ in range(400):
        red, green, blue = (
            (int(v) for v in draw.integers(0, 256, 3))
            if tier != NEAR
            else (int(v) for v in np.clip(np.array(inside) + draw.integers(-60, 61, 3), 0, 255))
        )
        if low <= min(distance((red, green, blue), inside), distance((red, green, blue), f.ground)) <= high:
            width = by_tier(tier, (3, 1, 1))
            return Change(
                actions=(style(f, border=f"{width}px solid {to_hex((red, green, blue))}"),),
                magnitude=f"{width} px {to_hex((red, green, blue))}",
            )
    return None


@CATALOG.add(
    "radius",
    ("radius",),
    ("square to 12 px or half the height, 10 px and more to square", "6 px", "3 px"),
    "border-radius",
)
def radius(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    if not f.boxed or f.radius is None or f.role in TOGGLES or min(f.box[2:]) < 16:
        return None
    if f.radius >= 2.8:
        own = OBVIOUS if f.radius >= 9 else "medium" if f.radius >= 5 else NEAR
        return (
            Change(actions=(style(f, border_radius="0px"),), magnitude=f"{f.radius:g} px to 0", reach=CLOSE)
            if own == tier
            else None
        )
    if f.radius > 0.4:
        return None
    value = by_tier(tier, (max(12.0, 0.5 * min(f.box[2:]) if rng.random() < 0.3 else 12.0), 6.0, 3.0))
    return Change(actions=(style(f, border_radius=f"{value:g}px"),), magnitude=f"0 to {value:g} px", reach=CLOSE)


@CATALOG.add("shadow", ("shadow",), ("0 8px 24px, 50 % black", "0 2px 8px, 30 %", "0 1px 3px, 20 %"), "box-shadow")
def shadow(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    if not f.boxed or f.shadow is not False or f.role in TOGGLES or f.ground is None or sum(f.ground) < 330:
        return None
    value = by_tier(tier, ("0 8px 24px rgba(0,0,0,.5)", "0 2px 8px rgba(0,0,0,.3)", "0 1px 3px rgba(0,0,0,.2)"))
    return Change(actions=(style(f, box_shadow=value),), magnitude=f"none to {value}", reach=40.0)


@CATALOG.add(
    "opacity",
    ("text color", "background color", "color", "contrast", "border color", "visibility"),
    ("0.25 to 0.35", "0.5 to 0.6", "0.75 to 0.85"),
    "opacity",
)
def opacity(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    if f.ground is None or (f.color is None and not f.filled):
        return None
    low, high = by_tier(tier, ((0.25, 0.35), (0.5, 0.6), (0.75, 0.85)))
    value = round(rng.uniform(low, high), 2)
    return Change(actions=(style(f, opacity=f"{value:g}"),), magnitude=f"1 to {value:g}", reach=CLOSE)


@CATALOG.add(
    "contrast",
    ("contrast",),
    ("text fades from the WCAG limit and more to under 45 % of it", "to 55 to 70 %", "to 80 to 91 %"),
    "color",
)
def fade(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    ratio = text_contrast(f)
    if ratio is None or f.color is None or f.background is None or not f.font_size or f.weight is None:
        return None
    limit = 3.0 if f.font_size >= 24 or (f.font_size >= 18.66 and f.weight >= 700) else 4.5
    low, high = by_tier(
        tier, ((max(1.35, 0.3 * limit), 0.45 * limit), (0.55 * limit, 0.7 * limit), (0.8 * limit, 0.91 * limit))
    )
    if ratio < 1.01 * limit:
        return None
    for step in range(1, 200):
        share = step / 200
        red, green, blue = (round(c * (1 - share) + b * share) for c, b in zip(f.color, f.background, strict=True))
        if low <= contrast((red, green, blue), f.background) <= high:
            color = to_hex((red, green, blue))
            return Change(
                actions=(style(f, "text_style", color=color, _webkit_text_fill_color=color),),
                magnitude=f"{ratio:.2f}:1 to {contrast((red, green, blue), f.background):.2f}:1",
                reach=CLOSE,
            )
    return None
