"""Icons -> vectors in the space of the text table, so that an icon can be asked for by any word that means it.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import cv2
import numpy as np

from .backdrop import away_from
from .geometry import Box
from .recall import Recall, content_key
from .records import Frame

SIZE = 32
FITTED = 28  # longest side of the ink in the picture
FAINTEST = 12  # gray levels: less than this is no ink
DIMENSIONS = 128
# Of a counter on an icon: least share of the ink that has its color, least way of its middle from the icon's (of the crop's side), least share
# of its box that is filled: the rest is the number. SMALLEST: px; of what is smaller nobody can say where one color ends.
COUNTER, CORNER, FILLED, SMALLEST = 0.12, 0.15, 0.5, 6
# Before anything is counted: least ink in a quarter of the crop, as a share, and least deviation of the ink's colors, gray levels.
PATCHED, VARIED = 0.35, 45
CACHE_ICONS = 4096


class IconStudent(Protocol):
    """What the encoder needs of a student."""

    def session(self, name: str) -> Any: ...


def normalize_icon(frame: Frame, box: Box) -> np.ndarray:
    """(32, 32) uint8 ink of the icon in a box (CSS px): difference to the ground around it, stretched to 0..255.

    The ink itself is centered and fitted to 28 px, aspect kept, so that a loose or shifted box gives the same picture.
    All zeros when nothing stands out from the ground.
    """
    return _ink(icon_crop(frame, box))


def icon_crop(frame: Frame, box: Box) -> np.ndarray:
    """The square of pixels an icon is seen in, a little larger than its box."""
    side = max(box.width, box.height) * 1.2
    x, y = box.center
    return frame.crop(Box(x - side / 2, y - side / 2, side, side))


def _ground(crop: np.ndarray) -> np.ndarray:
    """(3,) int32: the color that most of a crop's edge has, by its median."""
    rim = np.concatenate([crop[0], crop[-1], crop[:, 0], crop[:, -1]])
    low, high = (len(rim) - 1) // 2, len(rim) // 2
    ranked = np.partition(rim, (low, high), axis=0)
    return (ranked[low].astype(np.int32) + ranked[high]) // 2


def _ink(crop: np.ndarray) -> np.ndarray:
    picture = np.zeros((SIZE, SIZE), np.uint8)
    if min(crop.shape[:2]) < 3:
        return picture
    ground = _ground(crop)
    difference = away_from(crop, ground.tolist())
    peak = int(difference.max())
    if peak < FAINTEST:
        return picture
    mask = cv2.compare(difference, 0.3 * peak, cv2.CMP_GE)
    # A pale bell is no ink beside its red counter.
    counter = _counter(crop, cv2.compare(difference, FAINTEST, cv2.CMP_GE))
    if counter is not None:
        left, top, right, bottom = counter
        difference[top:bottom, left:right] = 0  # not in the crop, which is a view of the frame
        mask = cv2.compare(difference, 0.3 * int(difference.max()), cv2.CMP_GE)
    left, top, right, bottom = _ink_extent(mask)
    ink = difference[top:bottom, left:right]
    factor = FITTED / max(ink.shape)
    width, height = max(round(ink.shape[1] * factor), 1), max(round(ink.shape[0] * factor), 1)
    ink = cv2.resize(ink, (width, height), interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
    x0, y0 = (SIZE - width) // 2, (SIZE - height) // 2
    picture[y0 : y0 + height, x0 : x0 + width] = cv2.convertScaleAbs(ink, alpha=255.0 / max(int(ink.max()), 1))
    return picture


def _coarse(colors: np.ndarray) -> np.ndarray:
    """(...) the three highest bits of each channel of (..., 3) uint8 colors, as one number below 512."""
    high = (colors >> 5).astype(np.uint16)
    return (high[..., 0] << 6) | (high[..., 1] << 3) | high[..., 2]


def _counter(crop: np.ndarray, ink: np.ndarray) -> tuple[int, int, int, int] | None:
    """x1, y1, x2, y2 of a counter at an upper corner of the icon, the red spot with a number on a bell, which is none of its strokes: a
    filled patch of one color, where the rest of the ink has another. None where there is no such patch. ink: (h, w), not 0 where something is."""
    (height, width), half = ink.shape, (ink.shape[0] // 2, ink.shape[1] // 2)
    if max(cv2.countNonZero(ink[: half[0], half[1] :]), cv2.countNonZero(ink[: half[0], : half[1]])) < PATCHED * half[0] * half[1]:
        return None  # no patch above, where counters are
    if cv2.meanStdDev(crop, mask=ink)[1].max() < VARIED:
        return None
    inked = ink > 0
    counts = np.bincount(_coarse(crop[inked]), minlength=512)
    total = int(counts.sum())
    common = np.flatnonzero(counts >= COUNTER * total)
    if len(common) < 2:  # as with most icons
        return None
    codes = _coarse(crop)
    for code in common.tolist():
        patch = inked & (codes == code)
        columns, rows = np.flatnonzero(patch.any(0)), np.flatnonzero(patch.any(1))
        left, top, right, bottom = int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
        small = SMALLEST <= right - left <= 0.75 * width and SMALLEST <= bottom - top <= 0.7 * height
        if not small or counts[code] < FILLED * (right - left) * (bottom - top):
            continue
        grown = max(left - 1, 0), max(top - 1, 0), min(right + 1, width), min(bottom + 1, height)
        rest = inked.copy()
        rest[grown[1] : grown[3], grown[0] : grown[2]] = False
        ys, xs = rest.nonzero()
        if len(xs) < 0.25 * total:
            continue
        across, down = ((left + right - 1) / 2 - xs.mean()) / width, ((top + bottom - 1) / 2 - ys.mean()) / height
        if min(abs(across), -down) >= CORNER:
            return grown
    return None


def _ink_extent(mask: np.ndarray) -> tuple[int, int, int, int]:
    """x1, y1, x2, y2 of the ink, without parts of neighbors that reach into the picture from its edge."""
    height, width = mask.shape
    count, _, stats, centers = cv2.connectedComponentsWithStats(mask, connectivity=8)
    kept = []
    for part in range(1, count):
        x, y, w, h, _ = (int(v) for v in stats[part])
        at_edge = x == 0 or y == 0 or x + w == width or y + h == height
        aside = abs(centers[part][0] - (width - 1) / 2) > 0.4 * width or abs(centers[part][1] - (height - 1) / 2) > 0.4 * height
        if not (at_edge and aside):
            kept.append((x, y, x + w, y + h))
    if not kept:
        return 0, 0, width, height
    corners = np.array(kept)
    return int(corners[:, 0].min()), int(corners[:, 1].min()), int(corners[:, 2].max()), int(corners[:, 3].max())


def pack_icons(inks: np.ndarray) -> np.ndarray:
    """(N, 32, 32) -> (N, 16, 16, 4): 2x2 pixels become channels, as the reader's strips."""
    n = len(inks)
    return inks.reshape(n, SIZE // 2, 2, SIZE // 2, 2).transpose(0, 1, 3, 2, 4).reshape(n, SIZE // 2, SIZE // 2, 4)


class IconEncoder:
    """Encodes icons with a student's icon network; keeps vectors by content."""

    def __init__(self, student: IconStudent) -> None:
        self._student = student
        self._known = Recall(CACHE_ICONS)  # of crops

    def forget(self) -> None:
        """Vectors that were kept are made anew."""
        self._known.clear()

    def encode(self, frame: Frame, boxes: Sequence[Box]) -> np.ndarray:
        """(N, 128) float32 unit vectors of the icons in the boxes (CSS px)."""
        if not boxes:
            return np.zeros((0, DIMENSIONS), np.float32)
        crops = [icon_crop(frame, box) for box in boxes]
        keys = [content_key(crop) for crop in crops]
        vectors = {key: self._known.fetch(key) for key in keys}
        new = {key: crop for key, crop in zip(keys, crops, strict=True) if vectors[key] is None}
        if new:
            feed: Mapping[str, np.ndarray] = {"icons": pack_icons(np.stack([_ink(crop) for crop in new.values()]))}
            encoded = np.asarray(self._student.session("icons").run(None, feed)[0], np.float32)
            encoded /= np.maximum(np.linalg.norm(encoded, axis=1, keepdims=True), 1e-6)
            for key, vector in zip(new, encoded, strict=True):
                vectors[key] = vector.copy()
                self._known.keep(key, vectors[key])
        return np.stack([vectors[key] for key in keys])
