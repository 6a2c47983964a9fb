"""What the pixels of an element show: its fill, its ink, lines through its text. Borders and corners: outlines.py.

Flat fills of a browser are exact bytes, so modes beat means; text is anti-aliased, so its color is the far end of the
line from background to ink. Everything works on small crops of the frame in device pixels; results are in CSS px.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .backdrop import away_from
from .color import Rgb, distance
from .geometry import Box
from .records import Frame, TextRow

SAMPLES = 4096  # pixels looked at for a modal color; more changes nothing and costs time
UNEVEN = 0.45  # share of a row that its own background color must cover; below, it stands on a gradient or a picture
NEAR = 14  # largest channel difference within one flat color (dithering, JPEG-free captures)
DRAWN = 40  # largest channel difference from its ground that fringes of letters reach
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
    color; stretched: the color if they did not; behind: colors it stands on (the corners of a gradient); share: ink pixels in the box; flat: share of the box in the background color."""

    color: Rgb
    background: Rgb
    reach: float
    stretched: Rgb
    share: float
    flat: float
    behind: tuple[Rgb, ...]


def css_pixels(frame: Frame) -> np.ndarray:
    """(H, W, 3) uint8: the frame at one pixel per CSS pixel."""
    if abs(frame.scale - 1.0) <= 1e-3:
        return frame.rgb
    width, height = (round(side) for side in frame.size)
    return cv2.resize(frame.rgb, (width, height), interpolation=cv2.INTER_AREA if frame.scale > 1 else cv2.INTER_LINEAR)


def as_rgb(values: np.ndarray) -> Rgb:
    return int(values[0]), int(values[1]), int(values[2])


def _pack(pixels: np.ndarray) -> np.ndarray:
    """(N, 3) uint8 -> (N,) uint32."""
    wide = pixels.astype(np.uint32)
    return (wide[:, 0] << 16) | (wide[:, 1] << 8) | wide[:, 2]


def _unpack(value: int) -> Rgb:
    return value >> 16, (value >> 8) & 255, value & 255


def _mode(pixels: np.ndarray) -> tuple[Rgb, int]:
    """Most frequent exact color of (N, 3) pixels and its count."""
    packed = _pack(pixels)
    for probe in (packed[len(packed) // 2], packed[0]):  # a color of more than half of them is most often that of any one
        seen = int(np.count_nonzero(packed == probe))
        if 2 * seen > len(packed):
            return _unpack(int(probe)), seen
    values, counts = np.unique(packed, return_counts=True)
    best = int(counts.argmax())
    return _unpack(int(values[best])), int(counts[best])


def _thin(pixels: np.ndarray) -> np.ndarray:
    flat = pixels.reshape(-1, 3)
    return flat[:: len(flat) // SAMPLES + 1 | 1] if len(flat) > SAMPLES else flat


def device_bounds(frame: Frame, box: Box, grow: float = 0.0) -> tuple[int, int, int, int]:
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
    return tuple((as_rgb(pixels[inverse == index].mean(0).round()), float(counts[index] / len(pixels))) for index in order)


def palette(frame: Frame, box: Box) -> list[tuple[Rgb, float]]:
    """(mean color, share) of every color cell of a box, largest first; shares sum to one."""
    pixels = _thin(frame.crop(box)) if frame.crop(box).size else frame.rgb[:1, 0]
    values, inverse, counts = np.unique(_pack(pixels >> 4), return_inverse=True, return_counts=True)
    sums = np.stack([np.bincount(inverse, weights=pixels[:, channel], minlength=len(values)) for channel in range(3)], axis=1)
    order = np.argsort(-counts)
    return [(as_rgb((sums[i] / counts[i]).round()), float(counts[i] / len(pixels))) for i in order]


def gradient(frame: Frame, box: Box) -> tuple[Rgb, Rgb] | None:
    """The two end colors of a fill that follows a linear gradient; None for a flat fill or a picture."""
    inset = min(3.0, 0.2 * box.width, 0.2 * box.height)
    crop = frame.crop(Box(box.x + inset, box.y + inset, box.width - 2 * inset, box.height - 2 * inset))
    if min(crop.shape[:2]) < 6:
        return None
    step = max(max(crop.shape[:2]) // 64, 1)
    crop = crop[::step, ::step]
    plane = _plane(crop)
    near = np.abs(crop.reshape(-1, 3).astype(np.float32) - plane).max(1) <= NEAR
    if near.mean() < 0.5:
        return None
    fitted = np.clip(plane, 0, 255)
    along = fitted - fitted.mean(0)
    axis = np.linalg.svd(along[:: len(along) // 256 + 1], full_matrices=False)[2][0]
    order = along @ axis
    first, last = as_rgb(fitted[int(order.argmin())].round()), as_rgb(fitted[int(order.argmax())].round())
    return (first, last) if max(abs(a - b) for a, b in zip(first, last, strict=True)) > NEAR else None


def ring_color(frame: Frame, box: Box, inner: float = 2.0, outer: float = 4.0) -> Rgb:
    """Modal color of the ring between `inner` and `outer` CSS px outside a box; of the frame's rim where none is left."""
    x1, y1, x2, y2 = device_bounds(frame, box, inner)
    ox1, oy1, ox2, oy2 = device_bounds(frame, box, outer)
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
    share = np.count_nonzero(away_from(pixels[None], color) <= NEAR) / len(pixels)
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
    even = float((reach < NEAR).mean())
    behind: tuple[Rgb, ...] = (background,)
    if even < UNEVEN:  # a gradient: strokes are what leaves the plane that the background follows
        plane = _plane(crop)
        step = flat.astype(np.float32) - plane
        reach = np.sqrt((step * step).sum(1))
        height, width = crop.shape[:2]
        behind = tuple(as_rgb(np.clip(plane[y * width + x], 0, 255).round()) for y, x in ((0, 0), (0, width - 1), (height - 1, 0), (height - 1, width - 1)))
        background = as_rgb(np.clip(plane.mean(0), 0, 255).round())
        even = min(float((reach < NEAR).mean()), 0.9)
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
    extreme = flat[marked][along >= (0.985 if len(behind) == 1 else 0.93) * top]
    color, count = _mode(extreme)
    full = count >= max(3, 0.012 * len(along))  # the same bytes several times at the far end: full coverage was reached
    if not full:
        color = as_rgb(extreme.mean(0).round())
    dark = np.array(background, np.float32)
    stretched = as_rgb(np.clip(dark + (np.array(color, np.float32) - dark) * 1.15, 0, 255).round())
    plateau = float((along >= 0.93 * top).mean())
    certainty = 1.0 if full else min(0.9, 0.4 + 2.5 * plateau)
    if crop.shape[0] < 17:  # strokes of small text may never cover a pixel, and repeat that in every letter
        certainty = min(certainty, 0.6)
    return Ink(color=color, background=background, behind=behind, reach=certainty, stretched=stretched, share=float(marked.mean()), flat=even)


def ink_extent(frame: Frame, box: Box) -> Box | None:
    """The extent (CSS px, exact to the device pixel) of what is drawn on the ground of a box, up to 3 px beyond it; None where
    nothing is, or what is runs on: words and icons end there however large a box was found around them."""
    x1, y1, x2, y2 = device_bounds(frame, box, 3)
    crop = frame.rgb[y1:y2, x1:x2]
    if crop.size < 3 * 12:
        return None
    ground = np.array(_mode(_thin(crop))[0], np.int16)
    drawn = np.abs(crop.astype(np.int16) - ground).max(2) > DRAWN
    lines, columns = np.flatnonzero(drawn.any(1)), np.flatnonzero(drawn.any(0))
    if not len(lines) or columns[0] == 0 or columns[-1] == crop.shape[1] - 1:
        return None
    s = frame.scale
    return Box((x1 + int(columns[0])) / s, (y1 + int(lines[0])) / s, int(columns[-1] - columns[0] + 1) / s, int(lines[-1] - lines[0] + 1) / s)


def _plane(crop: np.ndarray) -> np.ndarray:
    """(N, 3) float32: the linear gradient that most pixels of an (H, W, 3) crop follow, robust against strokes."""
    height, width = crop.shape[:2]
    y, x = np.mgrid[0:height, 0:width].reshape(2, -1).astype(np.float32)
    basis = np.stack([x / max(width - 1, 1), y / max(height - 1, 1), np.ones_like(x)], axis=1)
    colors = crop.reshape(-1, 3).astype(np.float32)
    keep = np.ones(len(colors), bool)
    fitted = np.broadcast_to(np.median(colors, axis=0), colors.shape)
    for _ in range(6):
        away = np.abs(colors - fitted).max(1)
        keep = away <= max(float(np.quantile(away, 0.6)), 2.0)
        solution = np.linalg.lstsq(basis[keep][:: int(keep.sum()) // 1024 + 1], colors[keep][:: int(keep.sum()) // 1024 + 1], rcond=None)[0]
        fitted = basis @ solution
    return fitted.astype(np.float32)


def line_through(frame: Frame, row: TextRow, low: float, high: float) -> float:
    """Share 0..1 of a text row's width that one unbroken thin line in ink spans, between two heights (0 its top, 1 its bottom).

    Letters break a line; what runs through them does not. Tells a line through a text from the tops of small letters.
    """
    box, s = row.box, frame.scale
    height, width = frame.rgb.shape[:2]
    x1, x2 = max(round(box.x * s), 0), min(round(box.right * s), width)
    y1, y2 = max(round((box.y + low * box.height) * s), 0), min(round((box.y + high * box.height) * s) + 1, height)
    if x2 - x1 < 4 or y2 - y1 < 1:
        return 0.0
    whole = frame.crop(box)
    background = np.array(_mode(_thin(whole))[0], np.int16)
    strongest = int(np.abs(whole.astype(np.int16) - background).max())
    if strongest < 24:
        return 0.0
    marked = np.abs(frame.rgb[y1:y2, x1:x2].astype(np.int16) - background).max(2) > 0.3 * strongest
    runs = np.array([_longest(line) for line in marked], float) / (x2 - x1)
    best = float(runs.max())
    if best > 0.3 and int((runs > 0.9 * best).sum()) > max(3 * s, 0.16 * box.height * s):
        return 0.3 * best  # a bar, a filled box: no line
    return best


def _longest(marked: np.ndarray) -> int:
    """Length of the longest run of True."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], marked, [False])).astype(np.int8)))
    return int((edges[1::2] - edges[::2]).max(initial=0))


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
