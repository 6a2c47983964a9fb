"""On or off? A tick, a dot, a knob to one side: what a checkbox, radio button or switch shows, measured on its pixels.

The detector judges a whole look at 8 px steps; a tick or a dot is a question of contrast inside a few pixels.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import numpy as np

from .geometry import Box
from .records import Frame

SMALLEST = 9  # CSS px; below, a mark is not told from a border
CLEAR = 40.0  # gray levels of contrast at which a mark is as likely as not
STEEP = 10.0
KNOB_STEP = 24  # of any channel: what a knob differs from its track by, at least
# Of 206 switches of held-out pages, boxes moved by up to 1.5 px, the knob's side showed on 173 and was never wrong.
KNOB_SURE = 0.98


def mark_probability(frame: Frame, role: str, box: Box) -> float | None:
    """Probability that a checkbox carries a tick, a radio button a dot, or that a switch is on; None where it does not show."""
    if role == "switch":
        right = knob_is_right(frame.crop(box).astype(np.int16))
        return None if right is None else KNOB_SURE if right else 1 - KNOB_SURE
    if role not in ("checkbox", "radio") or min(box.width, box.height) < SMALLEST:
        return None
    side = min(box.width, box.height)
    x, y = box.center
    inner = frame.crop(Box(x - 0.26 * side, y - 0.26 * side, 0.52 * side, 0.52 * side)).astype(np.int16)
    if inner.size == 0:
        return None
    if role == "checkbox":
        low, high = np.percentile(inner.reshape(-1, 3), (4, 96), axis=0)
        contrast = float((high - low).max())
    else:
        core = frame.crop(Box(x - 0.1 * side, y - 0.1 * side, 0.2 * side, 0.2 * side)).reshape(-1, 3)
        ring = [frame.crop(Box(x + dx * side - 0.5, y + dy * side - 0.5, 1, 1)).reshape(-1, 3) for dx, dy in ((0.33, 0), (-0.33, 0), (0, 0.33), (0, -0.33))]
        if core.size == 0 or any(r.size == 0 for r in ring):
            return None
        around = np.median(np.concatenate(ring).astype(np.float32), axis=0)
        contrast = float(np.abs(core.mean(axis=0) - around).max())
    return float(1 / (1 + np.exp(-(contrast - CLEAR) / STEEP)))


def knob_is_right(window: np.ndarray) -> bool | None:
    """Whether the knob of a switch, (H, W, 3) int16, is at its right end; None where no knob stands out.

    Knobs are round: where one meets its track, its edge bulges into the track, whichever of the two is the larger.
    """
    height, width = window.shape[:2]
    if height < SMALLEST or width < 1.25 * height:
        return None
    center = height // 2
    line = np.median(window[center - 1 : center + 2], axis=0)
    left, right = line[width // 4], line[width - 1 - width // 4]
    if np.abs(left - right).max() < KNOB_STEP:
        return None
    like_left = np.abs(window - left).sum(2) < np.abs(window - right).sum(2)
    edge = [_edge(like_left[row], width // 4) for row in (center, *(center + sign * round(0.27 * height) for sign in (-1, 1)))]
    bulge = edge[0] - (edge[1] + edge[2]) / 2
    if abs(bulge) >= 0.03 * height and edge[1] < width and edge[2] < width:
        return bool(bulge < 0)
    # A square knob: the track's color shows beyond it, too. Not at the very rim, where the page may.
    rim, quarter = max(height // 6, 2), width // 4
    outer_left = np.abs(line[rim:quarter] - right).max(1) < KNOB_STEP
    outer_right = np.abs(line[width - quarter : width - rim] - left).max(1) < KNOB_STEP
    return bool(outer_right.any()) if outer_left.any() != outer_right.any() else None


def _edge(like_left: np.ndarray, start: int) -> int:
    """Where a row of pixels first stops looking like its left part, from start on."""
    ends = np.flatnonzero(~like_left[start:])
    return start + int(ends[0]) if len(ends) else len(like_left)
