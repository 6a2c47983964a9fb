"""Icons -> vectors in the space of the text table, so that an icon can be asked for by any word that means it.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import cv2
import numpy as np
import xxhash

from .geometry import Box
from .records import Frame

SIZE = 32
DIMENSIONS = 128
CACHE_ICONS = 4096


class IconStudent(Protocol):
    """What the encoder needs of a student."""

    def session(self, name: str) -> Any: ...


def normalize_icon(frame: Frame, box: Box) -> np.ndarray:
    """(32, 32) uint8 ink of the square around a box plus a tenth: difference to the border's color, stretched to 0..255."""
    side = max(box.width, box.height) * 1.2
    x, y = box.center
    crop = frame.crop(Box(x - side / 2, y - side / 2, side, side))
    if min(crop.shape[:2]) < 3:
        return np.zeros((SIZE, SIZE), np.uint8)
    rim = np.concatenate([crop[0], crop[-1], crop[:, 0], crop[:, -1]])
    background = np.median(rim, axis=0).astype(np.uint8)
    difference = cv2.absdiff(crop, np.broadcast_to(background, crop.shape)).max(axis=2)
    shrink = crop.shape[0] > SIZE
    ink = cv2.resize(difference, (SIZE, SIZE), interpolation=cv2.INTER_AREA if shrink else cv2.INTER_LINEAR)
    return cv2.convertScaleAbs(ink, alpha=255.0 / max(int(ink.max()), 24))


def pack_icons(inks: np.ndarray) -> np.ndarray:
    """(N, 32, 32) -> (N, 16, 16, 4): 2x2 pixels become channels, as the reader's strips."""
    n = len(inks)
    return inks.reshape(n, SIZE // 2, 2, SIZE // 2, 2).transpose(0, 1, 3, 2, 4).reshape(n, SIZE // 2, SIZE // 2, 4)


class IconEncoder:
    """Encodes icons with a student's icon network; keeps vectors by content."""

    def __init__(self, student: IconStudent) -> None:
        self._student = student
        self._cache: OrderedDict[int, np.ndarray] = OrderedDict()

    def encode(self, frame: Frame, boxes: Sequence[Box]) -> np.ndarray:
        """(N, 128) float32 unit vectors of the icons in the boxes (CSS px)."""
        return np.stack([self._encode(normalize_icon(frame, box)) for box in boxes]) if boxes else np.zeros((0, DIMENSIONS), np.float32)

    def _encode(self, ink: np.ndarray) -> np.ndarray:
        key = xxhash.xxh3_64_intdigest(ink.data)
        known = self._cache.get(key)
        if known is None:
            feed: Mapping[str, np.ndarray] = {"icons": pack_icons(ink[None])}
            known = np.asarray(self._student.session("icons").run(None, feed)[0][0], np.float32)
            known = known / max(float(np.linalg.norm(known)), 1e-6)
            self._cache[key] = known
            if len(self._cache) > CACHE_ICONS:
                self._cache.popitem(last=False)
        else:
            self._cache.move_to_end(key)
        return known
