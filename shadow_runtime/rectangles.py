"""Painted rectangles: areas of one color that end in straight lines, by their fill or by the line around them.

Fields, buttons, cards and bars are painted so, in whatever style. A fill may shade off slowly; a line of one pixel ends it.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import cv2
import numpy as np

STEP = 1  # levels of a channel by which neighboring pixels of one fill may differ
COARSE = 2  # px: areas are told apart on blocks of so many pixels, all of which must be of the fill
LEAST = (24, 10)  # px, width and height
FILLED = 0.4  # least share of the rectangle that has the fill: the rest is words, icons, round corners
LINED = 0.3  # least share of its upper and of its lower side that is filled


def rectangles(picture: np.ndarray) -> np.ndarray:
    """(N, 4) float32 xyxy px of the rectangles painted in a picture, (H, W, 3) uint8; as exact as COARSE."""
    height, width = (side // COARSE * COARSE for side in picture.shape[:2])
    flat = np.zeros(picture.shape[:2], np.uint8)
    right = cv2.inRange(cv2.absdiff(picture[:, 1:], picture[:, :-1]), (0, 0, 0), (STEP,) * 3)
    down = cv2.inRange(cv2.absdiff(picture[1:], picture[:-1]), (0, 0, 0), (STEP,) * 3)
    np.bitwise_and(right[:-1], down[:, :-1], out=flat[:-1, :-1])
    flat = flat[:height, :width]
    coarse = flat[::2, ::2] & flat[1::2, ::2] & flat[::2, 1::2] & flat[1::2, 1::2]
    _, areas, stats, _ = cv2.connectedComponentsWithStats(coarse, connectivity=4, ltype=cv2.CV_32S)
    x, y, w, h, area = stats.T
    found = (w * COARSE >= LEAST[0]) & (h * COARSE >= LEAST[1]) & (area >= FILLED * w * h)
    found[0] = False  # what is of no fill
    kept = []
    for number in np.flatnonzero(found).tolist():
        left, top, end, bottom = x[number], y[number], x[number] + w[number], y[number] + h[number]
        if min((areas[line, left:end] == number).mean() for line in (top, bottom - 1)) >= LINED:
            kept.append((left, top, end, bottom))
    return np.array(kept, np.float32).reshape(-1, 4) * COARSE
