"""How far pixels are from what they stand on: what reading a row and measuring a word's ink or a box's fill begin with.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np


def away_from(crop: np.ndarray, color: Sequence[int]) -> np.ndarray:
    """(H, W) uint8: how far each pixel of an (H, W, 3) uint8 crop is from a color, in the channel where it is farthest."""
    difference = cv2.absdiff(crop, (*color, 0))
    return np.maximum(np.maximum(difference[:, :, 0], difference[:, :, 1]), difference[:, :, 2])


def is_median(away: np.ndarray) -> bool:
    """Whether the color that pixels are so far away from is their median for certain: more than half of them have it.

    Ranking the pixels of a text row costs as much as all else that is done with them, and nearly always its corner has the
    color that most of it has.
    """
    return 2 * int(np.count_nonzero(away)) < away.size
