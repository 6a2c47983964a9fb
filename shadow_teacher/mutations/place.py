"""Mutations of place and extent: position, size, order, overlap, cover."""

from __future__ import annotations

from random import Random

from .catalog import CATALOG, CLOSE, Change, Setup, by_tier, style
from .facts import TOGGLES, Facts
from .rules import ALIGNED, edges

_SHIFT = ("by 40 to 80 px", "by 14 to 22 px", "by 6 or 7 px")
_GROW = ("by 45 to 70 %, at least 30 px", "by 18 to 26 %, at least 10 px", "by 6 or 7 px")


def aligned_neighbor(f: Facts, page: Setup, vertical: bool) -> int | None:
    """The nearest subject with which an edge is shared: left or right, or top or bottom when vertical."""
    own = edges(f)
    for other in page.near[f.id]:
        g = page.subjects[other]
        if vertical and not (f.boxed and g.boxed):
            continue
        pairs = zip(own[2:] if vertical else own[:2], edges(g)[2:] if vertical else edges(g)[:2], strict=True)
        if any(abs(a - b) <= ALIGNED for a, b in pairs):
            return other
    return None


def _shifted(f: Facts, tier: str, rng: Random, page: Setup, vertical: bool) -> Change | None:
    anchor = aligned_neighbor(f, page, vertical)
    if anchor is None:
        anchor = next(iter(page.near[f.id]), None)
    if anchor is None:
        return None
    low, high = by_tier(tier, ((40, 80), (14, 22), (6, 7)))
    by = rng.randint(low, high) * rng.choice((-1, 1))
    start, _size = (f.box[1], f.box[3]) if vertical else (f.box[0], f.box[2])
    if start + by < 4:
        by = -by
    return Change(
        actions=(style(f, "block", translate=f"0 {by}px" if vertical else f"{by}px 0"),),
        magnitude=f"{by:+d} px",
        reach=100.0,
        anchor=anchor,
    )


@CATALOG.add("position x", ("position x", "order"), _SHIFT, "translate")
def shift_x(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    return _shifted(f, tier, rng, page, vertical=False)


@CATALOG.add("position y", ("position y", "order"), _SHIFT, "translate")
def shift_y(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    return _shifted(f, tier, rng, page, vertical=True)


def _grown(f: Facts, tier: str, rng: Random, axis: int) -> Change | None:
    if not f.boxed or f.role in TOGGLES:
        return None
    size = f.box[axis]
    low, high, least = by_tier(tier, ((0.45, 0.7, 30), (0.18, 0.26, 10), (0, 0, 0)))
    step = rng.choice((6, 7)) if not high else max(round(size * rng.uniform(low, high)), least)
    shrinks = (
        rng.random() < 0.5
        and size - step > (40 if axis == 2 else 14)
        and not (axis == 2 and f.text and size - step < (f.measured["text_box"] or [0, 0, 0])[2] + 6)
        and not (axis == 3 and size - step < (f.font_size or 12) * 1.2)
    )
    value = size - step if shrinks else size + step
    name = "width" if axis == 2 else "height"
    css = {name: f"{value:g}px", f"min_{name}": "0", f"max_{name}": "none", "box_sizing": "border-box", "flex": "none"}
    return Change(actions=(style(f, "block", **css),), magnitude=f"{size:g} to {value:g} px")


@CATALOG.add("width", ("width",), _GROW, "width")
def width(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    return _grown(f, tier, rng, 2)


@CATALOG.add("height", ("height",), _GROW, "height")
def height(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    return _grown(f, tier, rng, 3)


@CATALOG.add(
    "order",
    ("order",),
    ("two siblings change places, middles 120 px and more apart", "50 to 120 px", "under 50 px"),
    "order",
)
def order(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    low, high = by_tier(tier, ((120, 9999), (50, 120), (8, 50)))
    pairs = [pair for pair in page.siblings if f.id in pair]
    rng.shuffle(pairs)
    for pair in pairs:
        other = page.subjects[pair[0] if pair[1] == f.id else pair[1]]
        apart = max(
            abs(f.box[0] + f.box[2] / 2 - other.box[0] - other.box[2] / 2),
            abs(f.box[1] + f.box[3] / 2 - other.box[1] - other.box[3] / 2),
        )
        if low <= apart < high:
            return Change(
                actions=({"kind": "swap", "id": f.id, "other": other.id},),
                magnitude=f"{apart:.0f} px apart",
                anchor=other.id,
            )
    return None


@CATALOG.add(
    "overlap", ("overlap",), ("60 to 80 % of the smaller one lie on the other", "30 to 45 %", "12 to 20 %"), "translate"
)
def overlap(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    if not f.boxed:
        return None
    share = rng.uniform(*by_tier(tier, ((0.6, 0.8), (0.3, 0.45), (0.12, 0.2))))
    for other in page.near[f.id][:6]:
        g = page.subjects[other]
        if not g.boxed or min(g.box[3], f.box[3]) < 12:
            continue
        # Side by side or one above the other: slide along that axis until the wanted share of the smaller side is shared.
        for axis in (0, 1):
            size, cross = axis + 2, 3 - axis
            shared = min(f.box[1 - axis] + f.box[cross], g.box[1 - axis] + g.box[cross]) - max(
                f.box[1 - axis], g.box[1 - axis]
            )
            if shared < 0.9 * min(f.box[cross], g.box[cross]):
                continue
            depth = share * min(f.box[size], g.box[size])
            before = f.box[axis] < g.box[axis]
            by = (
                (g.box[axis] + depth - f.box[axis] - f.box[size])
                if before
                else (g.box[axis] + g.box[size] - depth - f.box[axis])
            )
            if depth >= 4 and 2 <= abs(by) < 400:
                css = {
                    "translate": f"{by:.1f}px 0" if axis == 0 else f"0 {by:.1f}px",
                    "position": "relative",
                    "z_index": "9",
                }
                return Change(
                    actions=(style(f, "block", **css),), magnitude=f"{share:.0%} of the smaller", anchor=other
                )
    return None


@CATALOG.add(
    "cover",
    ("visibility",),
    ("an opaque patch hides a box of 3000 px2 and more", "800 to 3000 px2", "under 800 px2"),
    "z-index",
)
def cover(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    low, high = by_tier(tier, ((3000, 1e9), (800, 3000), (0, 800)))
    if f.ground is None or not low <= f.box[2] * f.box[3] < high or f.role in TOGGLES:
        return None
    color = "#{:02x}{:02x}{:02x}".format(*f.ground)
    return Change(
        actions=({"kind": "cover", "id": f.id, "share": 1, "rim": 4, "color": color},),
        magnitude=f"{f.box[2] * f.box[3]:.0f} px2",
        reach=CLOSE,
        covered=1.0,
    )
