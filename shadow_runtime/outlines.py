"""The painted outline of an element: where its paint starts, its border, its corners, its shadow.

Found boxes are a pixel or three off; what is measured here is searched for on the pixels around the box.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .backdrop import away_from
from .color import Rgb, distance, lab_of, oklab
from .geometry import Box
from .pixels import DISTINCT, NEAR, as_rgb, device_bounds, ring_color, surface
from .records import Frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Edges:
    """The painted outline of a box. color: border color or None; width: CSS px; sides: how many of the four sides have it
    (of `seen` sides that could be judged); contrast: OKLab distance to both neighbors; box: painted box in device px
    (x1, y1, x2, y2), None where no edge is visible; body: color that fills the outline at the edge."""

    color: Rgb | None
    width: float
    sides: int
    seen: int
    contrast: float
    box: tuple[int, int, int, int] | None
    body: Rgb | None


def edges(frame: Frame, box: Box, body: Rgb | None = None) -> Edges:
    """The border and the exact painted outline of a box, from the color profiles across its four sides."""
    height, width = frame.rgb.shape[:2]
    s = frame.scale
    x1, y1, x2, y2 = device_bounds(frame, box)
    out, into = max(round(5 * s), 4), min(max(round(7 * s), 5), max((min(x2 - x1, y2 - y1)) // 2, 1))
    if x2 - x1 < 4 or y2 - y1 < 4:
        return Edges(color=None, width=0, sides=0, seen=0, contrast=0, box=None, body=None)
    seen = surface(frame, box)
    body = seen.color if body is None else body
    if distance(body, seen.outside) > DISTINCT:
        x1, y1, x2, y2 = _as_far_as_the_fill(frame.rgb, (x1, y1, x2, y2), body, seen.outside, s)
    columns, lines = _middle(x1, x2), _middle(y1, y2)
    offsets = np.arange(-out, into)
    profiles = []
    for start, sign, across, vertical in ((x1, 1, lines, False), (x2 - 1, -1, lines, False), (y1, 1, columns, True), (y2 - 1, -1, columns, True)):
        position = start + sign * offsets
        inside = (position >= 0) & (position < (height if vertical else width))
        position = position[inside]
        block = frame.rgb[position[:, None], across] if vertical else frame.rgb[across, position[:, None]]
        profile = np.sort(block, axis=1)[:, block.shape[1] // 2]
        # An edge runs along the side; letters do not.
        red, green, blue = np.abs(block.astype(np.int16) - profile[:, None]).transpose(2, 0, 1)
        even = (np.maximum(np.maximum(red, green), blue) <= NEAR).mean(1)
        profiles.append((profile, oklab(profile), even, position, offsets[inside]))
    found = [_side(*profile, body, seen.outside) for profile in profiles]
    if not any(side and side[1] is not None and side[3] > 0 for side in found):
        # A box that was found within its border: what lies around it is the border, or the fill, and no surroundings.
        within: list[tuple[int, Rgb | None, float, float]] = []
        for profile in profiles:
            side = _side(*profile, body, None)
            if side is None or side[1] is None or side[3] <= 0 or (within and distance(side[1], within[0][1]) >= 0.08):
                break
            within.append(side)
        if len(within) == len(profiles):
            found = within
    marks = [side for side in found if side is not None]
    mixed = [side for side in marks if side[3] < 0]
    if len(mixed) == 4 and all(distance(side[1], mixed[0][1]) < 0.02 for side in mixed if side[1] and mixed[0][1]):
        marks = [(at, shade, px, -strength) for at, shade, px, strength in mixed]  # fractions of a pixel differ, borders do not
        found = list(marks)
    drawn = [side for side in marks if side[1] is not None and side[3] > 0]
    painted = None
    if len(marks) == 4:
        left, right, top, bottom = (side[0] for side in found if side is not None)
        if right - left >= 4 and bottom - top >= 4:
            painted = left, top, right + 1, bottom + 1
    if not drawn:
        return Edges(color=None, width=0, sides=0, seen=len(marks), contrast=0, box=painted, body=body)
    best = max(drawn, key=lambda side: side[3])
    agreeing = [side for side in drawn if side[1] is not None and best[1] is not None and distance(side[1], best[1]) < 0.08]
    return Edges(
        color=best[1], width=float(np.median([side[2] for side in agreeing])) / s, sides=len(agreeing), seen=max(len(marks), len(agreeing)),
        # A line on one side is a neighbor's, or a rule below: what fills the corners is the fill.
        contrast=best[3], box=painted, body=best[1] if len(agreeing) > 1 else body,
    )  # fmt: skip


def _as_far_as_the_fill(rgb: np.ndarray, bounds: tuple[int, int, int, int], body: Rgb, outside: Rgb, scale: float) -> tuple[int, int, int, int]:
    """The bounds (device px) moved outward where the fill goes on beyond them, and ends again not too far away: of a wide button
    the middle may have been found. Where it does not end the side stays."""
    x1, y1, x2, y2 = bounds
    height, width = rgb.shape[:2]
    wide, tall = round(max(0.6 * (x2 - x1), 40 * scale)), round(0.4 * (y2 - y1))
    columns, lines = _middle(x1, x2), _middle(y1, y2)
    near = min(NEAR, max(abs(a - b) for a, b in zip(body, outside, strict=True)) // 2)  # dark fills are near to what is around them

    def further(block: np.ndarray) -> int:
        """Lines (first axis, from the edge outward) that still have the fill's color; 0 when all have."""
        if not len(block):
            return 0
        same = (away_from(np.ascontiguousarray(block), body) <= near).mean(1) > 0.6
        ends = np.flatnonzero(~same)
        return int(ends[0]) if len(ends) else 0

    return (
        x1 - further(rgb[lines, max(x1 - wide, 0) : x1].transpose(1, 0, 2)[::-1]), y1 - further(rgb[max(y1 - tall, 0) : y1][:, columns][::-1]),
        x2 + further(rgb[lines, x2 : min(x2 + wide, width)].transpose(1, 0, 2)), y2 + further(rgb[y2 : min(y2 + tall, height)][:, columns]),
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _middle(low: int, high: int) -> np.ndarray:
    """Sample positions along the middle of a side; short sides may be round, so only their very middle."""
    reach = 0.14 if high - low > 120 else 0.08 if high - low > 60 else 0.06
    center, half = (low + high - 1) / 2, max(reach * (high - low), 1.0)
    positions = np.unique(np.linspace(center - half, center + half, 15).round().astype(int))
    positions.flags.writeable = False  # shared with every caller
    return positions


def _side(
    profile: np.ndarray, lab: np.ndarray, even: np.ndarray, position: np.ndarray, offsets: np.ndarray, body: Rgb, outside: Rgb | None
) -> tuple[int, Rgb | None, float, float] | None:
    """One side's profile, outside to inside: (pixel where paint starts, border color or None, border px, contrast). lab: the profile in
    OKLab. outside: color of the surroundings; None where it is the profile's first."""
    if len(profile) < 4:
        return None
    of_body, of_outside = np.array(lab_of(body)), lab[0] if outside is None else np.array(lab_of(outside))
    from_outside = np.sqrt(((lab - of_outside) ** 2).sum(1))
    from_body = np.sqrt(((lab - of_body) ** 2).sum(1))
    # Where the surroundings end nearest to the box's edge; a neighbor a few px away has edges, too.
    begins = np.flatnonzero((from_outside[:-1] <= DISTINCT) & (from_outside[1:] > DISTINCT)) + 1
    if not len(begins):  # other surroundings on this side
        of_outside = lab[0]
        from_outside = np.sqrt(((lab - lab[0]) ** 2).sum(1))
        begins = np.flatnonzero((from_outside[:-1] <= DISTINCT) & (from_outside[1:] > DISTINCT)) + 1
        if not len(begins):
            return None
    start = int(begins[np.abs(offsets[begins]).argmin()])
    steps = np.sqrt((np.diff(lab, axis=0) ** 2).sum(1))
    ahead = steps[start - 1 : start + 6]
    if len(ahead) > 1 and ahead[0] < 0.045 and ahead.max() > 2 * ahead[0]:  # a shadow's ramp: the paint starts at its end
        start += int(ahead.argmax())
        of_outside = lab[start - 1]
        from_outside = np.sqrt(((lab - of_outside) ** 2).sum(1))
    if max(even[start], even[min(start + 1, len(even) - 1)]) < 0.7:
        return None
    # A mixed pixel (fraction of a pixel covered) belongs to the paint but shows neither color.
    ends = np.flatnonzero(from_body[start:] <= DISTINCT)
    length = int(ends[0]) if len(ends) else len(profile) - start
    if length == 0 or length > 6:
        return int(position[start]), None, 0.0, 0.0
    run = lab[start : start + length]
    span = of_body - of_outside
    size = float(span @ span)
    if size > 1e-5:  # distance from the straight line between outside and fill: mixtures lie on it
        t = np.clip((run - of_outside) @ span / size, 0, 1)
        off = np.sqrt(((run - of_outside - t[:, None] * span) ** 2).sum(1))
        if length == 1 and off[0] < 0.02 and 0.02 < t[0] < 0.98:  # negative contrast: a border only if all sides agree
            return int(position[start]), as_rgb(profile[start]), 1.0, -float(min(from_outside[start], from_body[start]))
    best = int(np.minimum(from_outside[start : start + length], from_body[start : start + length]).argmax())
    strength = float(min(from_outside[start + best], from_body[start + best]))
    if strength <= DISTINCT:
        return int(position[start]), None, 0.0, 0.0
    peak = start + best
    far = float(np.sqrt(((lab[peak] - lab[max(peak - 2, 0)]) ** 2).sum()))
    if float(steps[max(peak - 2, 0) : peak].max()) < 0.45 * strength or far < 0.75 * strength:  # a slope, not a step: a shadow
        return int(position[min(start + length, len(position) - 1)]), None, 0.0, 0.0
    return int(position[start]), as_rgb(profile[start + best]), float(length), strength


def corner_radius(frame: Frame, outline: Edges) -> tuple[float, float] | None:
    """(radius, spread) of the painted outline's corners in CSS px; None where no outline is visible.

    The radius follows from the area outside the paint in each corner square: (1 - pi / 4) r^2. Where an edge lies within a pixel,
    its whole first line is paint in part; that part is no corner and does not count.
    """
    if outline.box is None or outline.body is None:
        return None
    x1, y1, x2, y2 = outline.box
    size = min((x2 - x1) // 2, (y2 - y1) // 2, 64)
    if size < 2 or x1 < 1 or y1 < 1 or x2 >= frame.rgb.shape[1] or y2 >= frame.rgb.shape[0]:
        return None
    body = np.array(outline.body, np.float32)
    radii = []
    for fx, fy in ((1, 1), (-1, 1), (1, -1), (-1, -1)):
        rows = np.arange(y1, y1 + size) if fy > 0 else np.arange(y2 - 1, y2 - 1 - size, -1)
        cols = np.arange(x1, x1 + size) if fx > 0 else np.arange(x2 - 1, x2 - 1 - size, -1)
        corner = frame.rgb[np.ix_(rows, cols)].astype(np.float32)
        beyond = frame.rgb[rows[0] - fy, cols[0] - fx].astype(np.float32)  # the pixel diagonally outside
        axis = body - beyond
        length = float(axis @ axis)
        if length < 100:
            continue
        empty = 1 - np.clip((corner - beyond) @ axis / length, 0, 1)
        middle_x, middle_y = (x1 + x2) // 2, (y1 + y2) // 2
        edge_y, edge_x = (1 - float(np.clip((pixel.astype(np.float32) - beyond) @ axis / length, 0, 1)) for pixel in (frame.rgb[rows[0], middle_x], frame.rgb[middle_y, cols[0]]))
        painted = np.ones_like(empty)
        painted[0] *= 1 - edge_y
        painted[:, 0] *= 1 - edge_x
        gone = np.clip(empty - (1 - painted), 0, 1)
        gone[gone < 0.12] = 0
        # Only what connects to the corner counts: run lengths from the outer edge until paint is met, both ways.
        free = np.ones((size + 1, size + 1), bool)
        free[1:, 1:] = empty > 0.6
        reached = np.logical_and.accumulate(free[1:, :-1] | (np.arange(size) == 0), 1) & np.logical_and.accumulate(
            free[:-1, 1:] | (np.arange(size) == 0)[:, None], 0
        )
        area = float((gone * reached).sum())
        if area > 0.9 * size * size:
            continue
        radii.append(math.sqrt(area / (1 - math.pi / 4)))
    if not radii:
        return None
    radii.sort()
    if len(radii) == 4:  # a neighbor that touches one corner must not decide: three that agree are enough
        three = min((radii[:3], radii[1:]), key=lambda group: group[2] - group[0])
        if three[2] - three[0] <= max(1.5, 0.2 * three[1]):
            return three[1] / frame.scale, (three[2] - three[0]) / frame.scale
    return float(np.median(radii)) / frame.scale, (max(radii) - min(radii)) / frame.scale


def border_pattern(frame: Frame, box: Box) -> str | None:
    """"solid", "dashed" or "dotted": the line that runs around a box; None where no line is found."""
    s, rgb = frame.scale, frame.rgb
    x1, y1, x2, y2 = device_bounds(frame, box)
    if x2 - x1 < 12 or y2 - y1 < 8:
        return None
    reach, votes = max(round(4 * s), 3), []
    for vertical, edge, low, high in ((False, y1, x1, x2), (False, y2 - 1, x1, x2), (True, x1, y1, y2), (True, x2 - 1, y1, y2)):
        pad = min(round(6 * s), (high - low) // 6)  # round corners
        lines = np.arange(max(edge - reach, 0), min(edge + reach + 1, rgb.shape[1] if vertical else rgb.shape[0]))
        band = rgb[low + pad : high - pad, lines].transpose(1, 0, 2) if vertical else rgb[lines, low + pad : high - pad]
        if band.shape[0] < 3 or band.shape[1] < 8:
            continue
        lab = oklab(band)
        ground = np.median(lab.reshape(-1, 3), axis=0)
        distinct = np.sqrt(((lab - ground) ** 2).sum(2))
        best = int(distinct.mean(1).argmax())
        strongest = float(np.quantile(distinct[best], 0.95))
        if strongest <= DISTINCT:
            continue
        on = distinct[best] > 0.5 * strongest
        votes.append((_pattern(on, lab[best], float(strongest)), float(on.mean())))
    kinds = [kind for kind, _ in votes if kind is not None]
    return max(set(kinds), key=kinds.count) if len(kinds) >= 2 else None


def _pattern(on: np.ndarray, lab: np.ndarray, strongest: float) -> str | None:
    """What a line of samples is: on and off at a steady rhythm, or on throughout."""
    if on.mean() > 0.97:
        return "solid"
    changes = np.flatnonzero(np.diff(on.astype(np.int8)))
    lengths = np.diff(changes)
    if len(lengths) < 4 or not 0.2 < on.mean() < 0.9:
        return None
    first_on = bool(on[changes[0] + 1])
    dashes, gaps = lengths[0 if first_on else 1 :: 2], lengths[1 if first_on else 0 :: 2]
    if not len(dashes) or not len(gaps) or np.std(dashes) > 0.5 * np.mean(dashes) + 0.5 or np.std(gaps) > 0.5 * np.mean(gaps) + 0.5:
        return None
    return "dashed" if np.mean(dashes) >= 1.6 * np.mean(gaps) or np.mean(dashes) >= 4.5 else "dotted"


def shadow_depth(frame: Frame, outline: tuple[int, int, int, int]) -> tuple[float, int] | None:
    """(how much darker, OKLab, the page is just outside the paint than further away, sides that fade out); None at the rim.

    A shadow is strongest at the edge and fades with distance; a flat neighbor does neither.
    """
    x1, y1, x2, y2 = outline
    height, width = frame.rgb.shape[:2]
    reach = max(round(24 * frame.scale), 12)
    middle_x, middle_y = _middle(x1, x2), _middle(y1, y2)
    sides = (
        (frame.rgb[y2 : min(y2 + reach, height)][:, middle_x], y2 + 8 < height),
        (frame.rgb[max(y1 - reach, 0) : y1][:, middle_x][::-1], y1 > 8),
        (frame.rgb[middle_y][:, x2 : min(x2 + reach, width)].transpose(1, 0, 2), x2 + 8 < width),
        (frame.rgb[middle_y][:, max(x1 - reach, 0) : x1].transpose(1, 0, 2)[::-1], x1 > 8),
    )
    deepest, fading, seen = 0.0, 0, 0
    for block, room in sides:
        if not room or len(block) < 5:
            continue
        seen += 1
        profile = oklab(np.sort(block, axis=1)[:, block.shape[1] // 2])
        # Where a faint shadow begins, the outline is found a pixel early or late: what is left of a border is no shadow.
        depth = max(fade(profile[start:]) for start in range(min(3, len(profile) - 4)))
        fading += depth > 0
        deepest = max(deepest, depth)
    return (deepest, fading) if seen >= 2 else None


def fade(profile: np.ndarray) -> float:
    """How much (N, 3) OKLab colors lighten from the first on, 0 unless as a shadow does: over two pixels or more, never
    darker again, no single step the whole of it, in one hue."""
    light, hue = profile[:, 0], profile[:, 1:]
    steps = np.diff(light)
    rising = int((steps > 1e-4).sum())
    end = int(np.argmax(np.maximum.accumulate(light) >= light.max() - 1e-4))
    ramp = steps[: max(end, 1)]
    depth = float(light.max() - light[0])
    flat_hue = float(np.abs(hue[: end + 1] - hue[end]).max()) < 0.03 + 0.5 * depth
    fades = depth > 0.004 and rising >= 2 and (ramp >= -0.002).all() and float(ramp.max(initial=0)) < 0.75 * depth + 1e-6 and flat_hue
    return depth if fades else 0.0


def focus_ring(frame: Frame, box: Box) -> float | None:
    """Strength (OKLab) of a line of two px or more around a box, up to 5 px outside it; None where there is none.

    A ring is alike on three sides at least, thicker than a usual border, and strong against both neighbors or colorful.
    """
    s = frame.scale
    height, width = frame.rgb.shape[:2]
    x1, y1, x2, y2 = device_bounds(frame, box)
    reach = round(6 * s)
    if x2 - x1 < 8 or y2 - y1 < 8:
        return None
    far = oklab(np.array(ring_color(frame, box, 7, 9)))
    rings = []
    for vertical, edge, sign, across in ((True, y1, -1, _middle(x1, x2)), (True, y2 - 1, 1, _middle(x1, x2)), (False, x1, -1, _middle(y1, y2)), (False, x2 - 1, 1, _middle(y1, y2))):
        line = edge + sign * np.arange(-round(2 * s), reach)
        line = line[(line >= 0) & (line < (height if vertical else width))]
        block = frame.rgb[line][:, across] if vertical else frame.rgb[across][:, line].transpose(1, 0, 2)
        if len(block) < 4:
            continue
        lab = oklab(np.sort(block, axis=1)[:, block.shape[1] // 2])
        away = np.sqrt(((lab - far) ** 2).sum(1))
        best, start = 0.0, 0
        for stop in range(1, len(lab) + 1):  # the longest run of one color that is not the page's
            if stop == len(lab) or np.sqrt(((lab[stop] - lab[stop - 1]) ** 2).sum()) > 0.02:
                if 1.8 * s <= stop - start <= 4.5 * s and away[start] > 0.06:
                    best = max(best, float(away[start]) * (1.0 if np.hypot(*lab[start, 1:]) > 0.05 else 0.6))
                start = stop
        rings.append(best)
    strong = sorted(rings, reverse=True)
    return strong[2] if len(strong) >= 3 and strong[2] > 0 else None


def enclosing(frame: Frame, box: Box, others: Sequence[Box] = ()) -> Box | None:
    """The painted rectangle around a line of words: where their background ends on all four sides.

    None where it does not end nearby above and below, or holds one of the others, too: a bar with several things in it is no button.
    """
    rgb, s = frame.rgb, frame.scale
    height = len(rgb)
    x1, y1, x2, y2 = device_bounds(frame, box)
    if x2 - x1 < 4 or y2 - y1 < 4:
        return None
    ground = np.array(ring_color(frame, box, 0, 2), np.int16)

    def reach(lines: np.ndarray) -> int | None:
        """How many lines outward (first axis) are still mostly ground; None when all are."""
        same = (np.abs(lines.astype(np.int16) - ground).max(2) <= NEAR).mean(1) > 0.6
        ends = np.flatnonzero(~same)
        return int(ends[0]) if len(ends) else None

    far_y = round(28 * s)
    above, below = reach(rgb[max(y1 - far_y, 0) : y1, x1:x2][::-1]), reach(rgb[y2 : min(y2 + far_y, height), x1:x2])
    left, right = reach(rgb[y1:y2, :x1].transpose(1, 0, 2)[::-1]), reach(rgb[y1:y2, x2:].transpose(1, 0, 2))
    if above is None or below is None or left is None or right is None:
        return None
    outer = x1 - left, y1 - above, x2 + right, y2 + below
    if any(outer[0] <= x * s < outer[2] and outer[1] <= y * s < outer[3] for x, y in (other.center for other in others)):
        return None
    # An outline goes all the way around: the lines just outside are of another color along the whole side.
    for line in (rgb[max(outer[1] - 1, 0), outer[0] : outer[2]], rgb[min(outer[3], height - 1), outer[0] : outer[2]]):
        if (np.abs(line.astype(np.int16) - ground).max(1) > NEAR).mean() < 0.7:
            return None
    found = Box(outer[0] / s, outer[1] / s, (outer[2] - outer[0]) / s, (outer[3] - outer[1]) / s)
    exact = edges(frame, found).box
    return found if exact is None else Box(exact[0] / s, exact[1] / s, (exact[2] - exact[0]) / s, (exact[3] - exact[1]) / s)
