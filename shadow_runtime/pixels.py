"""What the pixels of an element show: its fill, its ink, its border, its corners, lines through its text.

Flat fills of a browser are exact bytes, so modes beat means; text is anti-aliased, so its color is the far end of the
line from background to ink. Everything works on small crops of the frame in device pixels; results are in CSS px.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from .color import Rgb, distance, oklab
from .geometry import Box
from .records import Frame, TextRow

SAMPLES = 4096  # pixels looked at for a modal color; more changes nothing and costs time
NEAR = 14  # largest channel difference within one flat color (dithering, JPEG-free captures)
DISTINCT = 0.03  # OKLab distance at which two flat neighbors are two colors


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """The area of a box. color: modal color; share: of the area near it; parts: (color, share) of a gradient's or picture's
    main colors, largest first; outside: modal color of a thin ring around the box; painted: the fill differs from it."""

    color: Rgb
    share: float
    parts: tuple[tuple[Rgb, float], ...]
    outside: Rgb
    painted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """Text or icon strokes over a background. color: best estimate; reach: 0..1, how surely strokes reached their full
    color; stretched: the color if they did not; share: ink pixels in the box; flat: share of the box in the background color."""

    color: Rgb
    background: Rgb
    reach: float
    stretched: Rgb
    share: float
    flat: float


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


def _rgb(values: np.ndarray) -> Rgb:
    return int(values[0]), int(values[1]), int(values[2])


def _pack(pixels: np.ndarray) -> np.ndarray:
    """(N, 3) uint8 -> (N,) uint32."""
    wide = pixels.astype(np.uint32)
    return (wide[:, 0] << 16) | (wide[:, 1] << 8) | wide[:, 2]


def _unpack(value: int) -> Rgb:
    return value >> 16, (value >> 8) & 255, value & 255


def _mode(pixels: np.ndarray) -> tuple[Rgb, int]:
    """Most frequent exact color of (N, 3) pixels and its count."""
    values, counts = np.unique(_pack(pixels), return_counts=True)
    best = int(counts.argmax())
    return _unpack(int(values[best])), int(counts[best])


def _thin(pixels: np.ndarray) -> np.ndarray:
    flat = pixels.reshape(-1, 3)
    return flat[:: len(flat) // SAMPLES + 1 | 1] if len(flat) > SAMPLES else flat


def _bounds(frame: Frame, box: Box, grow: float = 0.0) -> tuple[int, int, int, int]:
    """Device-pixel corners of a CSS box grown by `grow` CSS px, clipped to the frame."""
    height, width = frame.rgb.shape[:2]
    s = frame.scale
    x1, y1 = max(round((box.x - grow) * s), 0), max(round((box.y - grow) * s), 0)
    x2, y2 = min(round((box.right + grow) * s), width), min(round((box.bottom + grow) * s), height)
    return x1, y1, max(x2, x1), max(y2, y1)


def _main_parts(pixels: np.ndarray) -> tuple[tuple[Rgb, float], ...]:
    """The largest color cells of a gradient or picture, each by its mean color."""
    cells = _pack(pixels >> 4)
    _values, inverse, counts = np.unique(cells, return_inverse=True, return_counts=True)
    order = np.argsort(-counts)[:8]
    return tuple((_rgb(pixels[inverse == index].mean(0).round()), float(counts[index] / len(pixels))) for index in order)


def ring_color(frame: Frame, box: Box, inner: float = 2.0, outer: float = 4.0) -> Rgb:
    """Modal color of the ring between `inner` and `outer` CSS px outside a box; of the frame's rim where none is left."""
    x1, y1, x2, y2 = _bounds(frame, box, inner)
    ox1, oy1, ox2, oy2 = _bounds(frame, box, outer)
    rgb = frame.rgb
    strips = [rgb[oy1:y1, ox1:ox2], rgb[y2:oy2, ox1:ox2], rgb[y1:y2, ox1:x1], rgb[y1:y2, x2:ox2]]
    pixels = [strip.reshape(-1, 3) for strip in strips if strip.size]
    if not pixels:
        return _mode(_thin(frame.rgb))[0]
    return _mode(_thin(np.concatenate(pixels)))[0]


def surface(frame: Frame, box: Box) -> Surface:
    """The fill of a box: modal color of its interior (a little inset, so that borders and box errors stay out)."""
    inset = min(3.0, 0.2 * box.width, 0.2 * box.height)
    crop = frame.crop(Box(box.x + inset, box.y + inset, box.width - 2 * inset, box.height - 2 * inset))
    if not crop.size:
        crop = frame.crop(Box(box.x, box.y, max(box.width, 1.0), max(box.height, 1.0)))
    if not crop.size:
        crop = frame.rgb[:1, :1]
    pixels = _thin(crop)
    color, count = _mode(pixels)
    near = np.abs(pixels.astype(np.int16) - np.array(color, np.int16)).max(1) <= NEAR
    share = float(near.mean())
    if share >= 0.35 or count >= 0.3 * len(pixels):
        parts: tuple[tuple[Rgb, float], ...] = ((color, share),)
    else:
        parts = _main_parts(pixels)
        color, share = parts[0]
    outside = ring_color(frame, box)
    return Surface(color=color, share=share, parts=parts, outside=outside, painted=distance(color, outside) > 0.018)


def ink(frame: Frame, box: Box) -> Ink | None:
    """The strokes in a box (a text row, an icon); None where the box is flat."""
    crop = frame.crop(box)
    if crop.size < 3 * 6:
        return None
    flat = crop.reshape(-1, 3)
    background, _ = _mode(_thin(crop))
    step = flat.astype(np.float32) - np.array(background, np.float32)
    reach = np.sqrt((step * step).sum(1))
    farthest = float(reach.max())
    if farthest < 24:
        return None
    marked = reach > 0.3 * farthest
    axis = step[marked].sum(0)
    axis /= max(float(np.linalg.norm(axis)), 1e-6)
    along = step[marked] @ axis
    top = float(np.percentile(along, 98))
    if top < 16:
        return None
    extreme = flat[marked][along >= 0.985 * top]
    color, count = _mode(extreme)
    full = count >= max(3, 0.012 * len(along))  # the same bytes several times at the far end: full coverage was reached
    if not full:
        color = _rgb(extreme.mean(0).round())
    dark = np.array(background, np.float32)
    stretched = _rgb(np.clip(dark + (np.array(color, np.float32) - dark) * 1.15, 0, 255).round())
    plateau = float((along >= 0.93 * top).mean())
    certainty = 1.0 if full else min(0.9, 0.4 + 2.5 * plateau)
    if crop.shape[0] < 17:  # strokes of small text may never cover a pixel, and repeat that in every letter
        certainty = min(certainty, 0.6)
    return Ink(color=color, background=background, reach=certainty, stretched=stretched, share=float(marked.mean()), flat=float((reach < NEAR).mean()))


def edges(frame: Frame, box: Box, body: Rgb | None = None) -> Edges:
    """The border and the exact painted outline of a box, from the color profiles across its four sides."""
    height, width = frame.rgb.shape[:2]
    s = frame.scale
    x1, y1, x2, y2 = _bounds(frame, box)
    out, into = max(round(4 * s), 3), min(max(round(7 * s), 5), max((min(x2 - x1, y2 - y1)) // 2, 1))
    if x2 - x1 < 4 or y2 - y1 < 4:
        return Edges(color=None, width=0, sides=0, seen=0, contrast=0, box=None, body=None)
    seen = surface(frame, box)
    body = seen.color if body is None else body
    columns, lines = _middle(x1, x2), _middle(y1, y2)
    offsets = np.arange(-out, into)
    found: list[tuple[int, Rgb | None, float, float] | None] = []
    for start, sign, across, vertical in ((x1, 1, lines, False), (x2 - 1, -1, lines, False), (y1, 1, columns, True), (y2 - 1, -1, columns, True)):
        position = start + sign * offsets
        inside = (position >= 0) & (position < (height if vertical else width))
        position = position[inside]
        block = frame.rgb[position][:, columns] if vertical else frame.rgb[across][:, position].transpose(1, 0, 2)
        profile = np.sort(block, axis=1)[:, block.shape[1] // 2]
        # An edge runs along the side; letters do not.
        even = (np.abs(block.astype(np.int16) - profile[:, None].astype(np.int16)).max(2) <= NEAR).mean(1)
        found.append(_side(profile, even, position, offsets[inside], body, seen.outside))
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
        contrast=best[3], box=painted, body=best[1],
    )  # fmt: skip


def _middle(low: int, high: int) -> np.ndarray:
    """Sample positions along the middle of a side; short sides may be round, so only their very middle."""
    reach = 0.14 if high - low > 60 else 0.06
    center, half = (low + high - 1) / 2, max(reach * (high - low), 1.0)
    return np.unique(np.linspace(center - half, center + half, 15).round().astype(int))


def _side(
    profile: np.ndarray, even: np.ndarray, position: np.ndarray, offsets: np.ndarray, body: Rgb, outside: Rgb
) -> tuple[int, Rgb | None, float, float] | None:
    """One side's profile, outside to inside: (pixel where paint starts, border color or None, border px, contrast)."""
    if len(profile) < 4:
        return None
    lab = oklab(profile)
    of_body, of_outside = oklab(np.array(body)), oklab(np.array(outside))
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
            return int(position[start]), _rgb(profile[start]), 1.0, -float(min(from_outside[start], from_body[start]))
    best = int(np.minimum(from_outside[start : start + length], from_body[start : start + length]).argmax())
    strength = float(min(from_outside[start + best], from_body[start + best]))
    if strength <= DISTINCT:
        return int(position[start]), None, 0.0, 0.0
    peak = start + best
    far = float(np.sqrt(((lab[peak] - lab[max(peak - 2, 0)]) ** 2).sum()))
    if float(steps[max(peak - 2, 0) : peak].max()) < 0.45 * strength or far < 0.75 * strength:  # a slope, not a step: a shadow
        return int(position[min(start + length, len(position) - 1)]), None, 0.0, 0.0
    return int(position[start]), _rgb(profile[start + best]), float(length), strength


def corner_radius(frame: Frame, outline: Edges) -> tuple[float, float] | None:
    """(radius, spread) of the painted outline's corners in CSS px; None where no outline is visible.

    The radius follows from the area outside the paint in each corner square: (1 - pi / 4) r^2.
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
        empty[empty < 0.12] = 0
        # Only what connects to the corner counts: run lengths from the outer edge until paint is met, both ways.
        free = np.ones((size + 1, size + 1), bool)
        free[1:, 1:] = empty > 0.6
        reached = np.logical_and.accumulate(free[1:, :-1] | (np.arange(size) == 0), 1) & np.logical_and.accumulate(
            free[:-1, 1:] | (np.arange(size) == 0)[:, None], 0
        )
        area = float((empty * reached).sum())
        if area > 0.9 * size * size:
            continue
        radii.append(math.sqrt(area / (1 - math.pi / 4)))
    if not radii:
        return None
    return float(np.median(radii)) / frame.scale, (max(radii) - min(radii)) / frame.scale


def line_in_row(frame: Frame, row: TextRow, low: float, high: float) -> float:
    """Coverage 0..1 of the best horizontal line between two heights of a text row (0 its top, 1 its bottom).

    Counts a thin line in ink that spans the text and stops with it: a border or a table rule runs on and is refused.
    """
    box = row.box
    s = frame.scale
    height, width = frame.rgb.shape[:2]
    x1, x2 = max(round(box.x * s), 0), min(round(box.right * s), width)
    y1 = max(round((box.y + low * box.height) * s), 0)
    y2 = min(round((box.y + high * box.height) * s) + 1, height)
    if x2 - x1 < 4 or y2 - y1 < 1:
        return 0.0
    whole = frame.crop(box)
    background = np.array(_mode(_thin(whole))[0], np.int16)
    band = np.abs(frame.rgb[y1:y2, x1:x2].astype(np.int16) - background).max(2)
    strongest = max(int(np.abs(whole.astype(np.int16) - background).max()), 1)
    if strongest < 24:
        return 0.0
    marked = band > 0.3 * strongest
    cover = marked.mean(1)
    best = int(cover.argmax())
    value = float(cover[best])
    # Thin: within a few pixels above or below the line most of the width is background again.
    thick = int((cover > 0.9 * value).sum())
    if value < 0.5 or thick > max(3 * s, 0.16 * box.height * s):
        return 0.0 if value < 0.5 else 0.3 * value
    reach = round(8 * s)
    line = frame.rgb[y1 + best]
    left, right = line[max(x1 - reach, 0) : max(x1 - 2, 0)], line[min(x2 + 2, width) : min(x2 + reach, width)]
    runs_on = [
        bool((np.abs(side.astype(np.int16) - background).max(1) > 0.3 * strongest).mean() > 0.8) for side in (left, right) if len(side)
    ]
    if runs_on and all(runs_on):
        return 0.25 * value
    return value
