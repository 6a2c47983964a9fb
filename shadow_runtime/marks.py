"""Is there a mark in the box? What a checkbox or radio button shows, measured on its pixels.

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


def mark_probability(frame: Frame, role: str, box: Box) -> float | None:
    """Probability that a checkbox carries a tick or a radio button a dot; None for other roles and tiny boxes."""
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
