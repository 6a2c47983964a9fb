"""Detected boxes -> the painted edges they mean: the detector is right about what and where, pixels know how far.

A filled or outlined control is a region of one color; flooding it from inside gives its exact box, however wide it is.
Where the flood leaks (a link, a field without outline) the detected box stays.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np

from .decode import Detections
from .overlaps import suppress
from .recall import BAND, Recall
from .records import CONTROL_ROLES, Frame

FLOODED = np.array([role in ("button", "textbox", "combobox", "spinbutton", "tab") for role in CONTROL_ROLES])  # by role number
TOLERANCE = 7  # of each channel, to the seed's color
ABUTS = 7  # px between a box's side and the painted side it was mistaken for
FIELDS = np.array([role in ("textbox", "combobox", "spinbutton") for role in CONTROL_ROLES])
STRIP = 200  # CSS px; what is wider than this, and flat, may be the line of a label whatever it was taken for
BEGINS = 10  # px between the end of a label's line and the field below it
LOWER = 0.25, 0.35  # of a line's height above and below its end: there a field lies whose upper border was taken for the line's frame
KEPT = 1024  # regions remembered
NEAR = 16  # px around a box that are flooded first: most floods end there, or leave above or below
FLOOD = 4 | cv2.FLOODFILL_FIXED_RANGE | cv2.FLOODFILL_MASK_ONLY | (255 << 8)
FILLED = 0.5  # least share of the flooded rectangle that has the color: the rest is text, icons, rounded corners

known_regions = Recall(KEPT)  # what was found in the same rows of pixels, for the same box


def refine(frame: Frame, controls: Detections) -> Detections:
    """The controls with boxes snapped to the regions they lie in; two that snap to one region become one."""
    if len(controls.boxes) == 0:
        return controls
    boxes = controls.boxes.copy()
    roles = controls.roles.argmax(1)
    flooded = FLOODED[roles]
    snapped = np.zeros(len(boxes), bool)
    for index in np.flatnonzero(flooded).tolist():
        region = region_of(frame, boxes[index])
        if region is not None:
            boxes[index], snapped[index] = region, True
    strips = boxes[:, 2] - boxes[:, 0] > np.maximum(STRIP, 5 * (boxes[:, 3] - boxes[:, 1]))
    for index in np.flatnonzero((FIELDS[roles] | (flooded & strips)) & ~snapped).tolist():
        below = field_below(frame, boxes[index])
        if below is not None:
            boxes[index], snapped[index] = below, True
    kept = suppress(boxes, 0.7)
    bare = (flooded & ~snapped)[kept]
    if bare.any() and snapped.any():
        bare[bare] = gaps(boxes[kept[bare]], boxes[snapped])
        kept = kept[~bare]
    return Detections(boxes[kept], controls.scores[kept], controls.roles[kept], controls.states[kept])


def field_below(frame: Frame, box: np.ndarray) -> np.ndarray | None:
    """xyxy of the painted field that begins where a box ends, as wide as it: between two fields the line of the label looks
    framed, and what was seen there is the field it names. None where no such field is."""
    x1, _, x2, y = (float(value) for value in box)
    height = y - float(box[1])
    for above, below in ((0.0, 1.0), LOWER):
        found = region_of(frame, np.array([x1, y - above * height, x2, y + below * height], box.dtype))
        if found is not None and abs(found[1] - y) <= BEGINS:
            shared = min(found[2], x2) - max(found[0], x1)
            return found if shared >= 0.8 * max(found[2] - found[0], x2 - x1) else None
    return None


def gaps(boxes: np.ndarray, painted: np.ndarray) -> np.ndarray:
    """Which boxes are just the space between a painted control above and one below: their borders make it look framed."""
    x1, y1, x2, y2 = boxes.T[:, :, None]
    left, top, right, bottom = painted.T
    beside = np.minimum(right, x2) - np.maximum(left, x1) > 0.35 * np.minimum(right - left, x2 - x1)
    above = beside & (np.abs(bottom - y1) <= ABUTS)
    below = beside & (np.abs(top - y2) <= ABUTS)
    return above.any(1) & below.any(1)


def region_of(frame: Frame, box: np.ndarray) -> np.ndarray | None:
    """xyxy (CSS px) of the one-colored region under a detected box, None when there is no such region of like height."""
    s = frame.scale
    x1, y1, x2, y2 = box * s
    width, height = x2 - x1, y2 - y1
    if height < 12 * s or width < 12 * s:
        return None
    beside, beyond = max(1.6 * width, 160 * s), 0.6 * height
    left, right = max(int(x1 - beside), 0), min(int(x2 + beside), frame.rgb.shape[1])
    top, bottom = max(int(y1 - beyond), 0), min(int(y2 + beyond), frame.rgb.shape[0])
    bands = frame.bands[top // BAND : -(-bottom // BAND)]
    key = box.tobytes(), s, frame.rgb.shape, tuple(bands)
    known = known_regions.fetch(key) if bands else None
    if known is None:
        window = frame.rgb[top:bottom, left:right]
        limits = left > 0, top > 0, right < frame.rgb.shape[1]
        found = painted_region(window, float(x1 - left), float(y1 - top), float(x2 - left), float(y2 - top), limits)
        known = (found and tuple((corner + place) / s for corner, place in zip((left, top) * 2, found, strict=True)),)
        if bands:
            known_regions.keep(key, known)
    return known[0] and np.array(known[0], np.float32)


def painted_region(
    window: np.ndarray, x1: float, y1: float, x2: float, y2: float, limits: tuple[bool, bool, bool]
) -> tuple[int, int, int, int] | None:
    """xyxy in the window's pixels, border included. limits: page goes on at the left, above, at the right."""
    width, height = x2 - x1, y2 - y1
    near, all_of_it = (max(int(x1) - NEAR, 0), min(int(x2) + NEAR, window.shape[1])), (0, window.shape[1])
    count, x, y, w, h = 0, 0, 0, 0, 0
    for seed in seeds_of(window, x1, y1, x2, y2):
        for left, right in (near, all_of_it) if near[0] <= seed[0] < near[1] else (all_of_it,):
            count, x, y, w, h = flooded_from(window, seed, left, right)
            if not (x <= left > 0 or x + w >= right < window.shape[1]):
                break  # it ends before these columns do
            if w >= 0.7 * width and ((y <= 0 and limits[1]) or y + h >= window.shape[0]):
                return None  # leaked, wherever else it goes
        if w >= 0.7 * width:
            break  # else the seed lay inside a letter, as in an "o"
    leaked = (x <= 0 and limits[0]) or (x + w >= window.shape[1] and limits[2]) or (y <= 0 and limits[1]) or y + h >= window.shape[0]
    if leaked or count < FILLED * w * h or not 0.65 * height < h < 1.5 * height or w < 0.7 * width:
        return None
    # A border is a line outside the fill: part of the painted box.
    x, y, w, h = with_border(window, x, y, w, h, seed)
    return x, y, x + w, y + h


def flooded_from(window: np.ndarray, seed: tuple[int, int], left: int, right: int) -> tuple[int, int, int, int, int]:
    """How many pixels of some columns are of the seed's color and hang together with it, and their x, y, width and height."""
    part = window[:, left:right].copy()  # OpenCV refuses a read-only picture, though it only fills the mask
    mask = np.zeros((part.shape[0] + 2, part.shape[1] + 2), np.uint8)
    count, _, _, (x, y, w, h) = cv2.floodFill(part, mask, (seed[0] - left, seed[1]), 0, (TOLERANCE,) * 3, (TOLERANCE,) * 3, FLOOD)
    return count, left + x, y, w, h


def seeds_of(window: np.ndarray, x1: float, y1: float, x2: float, y2: float) -> list[tuple[int, int]]:
    """Pixels of the most common color in the box, so that no flood starts on a letter: one in its middle, one near its upper
    left corner, one near its lower right. None where no color is common."""
    inset_x, inset_y = 0.1 * (x2 - x1), 0.2 * (y2 - y1)
    left, top = max(int(x1 + inset_x), 0), max(int(y1 + inset_y), 0)
    inner = window[top : int(y2 - inset_y), left : int(x2 - inset_x)]
    if inner.size == 0:
        return []
    codes = cv2.cvtColor(inner, cv2.COLOR_RGB2BGR555).view(np.uint16)[:, :, 0]  # 5 bits of each channel, red foremost
    where = np.flatnonzero(commonest(codes))
    if len(where) < 0.3 * codes.size:
        return []
    places = [divmod(int(where[at]), codes.shape[1]) for at in (len(where) // 2, 0, len(where) - 1)]
    return [(left + x, top + y) for y, x in places]


def commonest(codes: np.ndarray) -> np.ndarray:
    """Where the value stands that a 15-bit picture has in most places; the smallest of several."""
    for probe in (codes[0, 0], codes[-1, -1]):  # on a plain fill any corner is of its color
        marks = codes == probe
        if 2 * np.count_nonzero(marks) > codes.size:
            return marks
    return codes == np.bincount(codes.ravel()).argmax()


def with_border(window: np.ndarray, x: int, y: int, w: int, h: int, seed: tuple[int, int]) -> tuple[int, int, int, int]:
    """The rectangle grown by the line around it, if there is one: up to 3 px where the color is neither in- nor outside's.

    seed: x, y of a pixel that is likely of its color.
    """

    def line(strip: list[list[int]]) -> int:
        """How many pixels of a strip, from the fill outward, are neither the fill's color nor that of its last pixel."""
        outside = strip[-1]
        for thickness, pixel in enumerate(strip[:-1]):
            if far(pixel, outside) <= 10 or far(pixel, inside()) <= 4:
                return thickness
        return len(strip) - 1

    cx, cy = x + w // 2, y + h // 2
    reach = 4
    grow = [0, 0, 0, 0]
    if x >= reach and y >= reach and x + w + reach <= window.shape[1] and y + h + reach <= window.shape[0]:
        inside = cache(lambda: middle_color(window[y : y + h, x : x + w], window[seed[1], seed[0]]))  # most often nobody asks
        left, above = window[cy, x - reach : x][::-1].tolist(), window[y - reach : y, cx][::-1].tolist()
        right, below = window[cy, x + w : x + w + reach].tolist(), window[y + h : y + h + reach, cx].tolist()
        grow = [g if g < reach - 1 else 0 for g in (line(left), line(above), line(right), line(below))]
    return x - grow[0], y - grow[1], w + grow[0] + grow[2], h + grow[1] + grow[3]


def middle_color(part: np.ndarray, likely: np.ndarray) -> list[int]:
    """The median of each channel, rounded down. likely: (3,) a color that most pixels may have."""
    rows = part.reshape(len(part), -1)
    if 2 * np.count_nonzero(rows != likely[None].repeat(part.shape[1], axis=0).ravel()) < part.shape[0] * part.shape[1]:
        return likely.tolist()  # more than half of the pixels have it, in every channel
    flat = np.ascontiguousarray(part.reshape(-1, 3).T)
    low, high = (flat.shape[1] - 1) // 2, flat.shape[1] // 2
    ranked = np.partition(flat, (low, high), axis=1)
    return [(a + b) // 2 for a, b in zip(ranked[:, low].tolist(), ranked[:, high].tolist(), strict=True)]


def far(a: list[int], b: list[int]) -> int:
    """How much two colors differ in the channel where they differ most."""
    return max(abs(a[0] - b[0]), abs(a[1] - b[1]), abs(a[2] - b[2]))
