"""Round or square? Checkboxes and radio buttons differ by their outline, which pixels show better than cells of 8 px.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import cv2
import numpy as np

from .decode import Detections
from .recall import recalled
from .records import CONTROL_ROLES, Frame

CHECKBOX, RADIO = CONTROL_ROLES.index("checkbox"), CONTROL_ROLES.index("radio")
EITHER = np.array([role in ("checkbox", "radio") for role in CONTROL_ROLES])  # by role number
LARGEST = 40  # CSS px; larger ones are no check marks but cards
AROUND = 0.28  # of the side: how far outside the box the ground is looked for
INK = 24  # of any channel: what differs so much from the ground is painted
# Share of its own rectangle that an outline encloses: a circle pi/4, a square all, one rounded by a quarter of its side
# 0.95. On 384 radio buttons and 675 checkboxes of rendered pages, boxes moved by up to 1.5 px, 0.87 told 99.4 % apart.
SQUARE = 0.87
STEEP = 0.012
KEPT = 1024  # windows remembered


def told_apart(frame: Frame, controls: Detections) -> Detections:
    """The controls with the probabilities of checkbox and radio button shared out by how round each is."""
    either = np.flatnonzero(EITHER[controls.roles.argmax(1)]).tolist() if len(controls.boxes) else ()
    roles = controls.roles
    for index in either:
        share = enclosed_share(frame, controls.boxes[index])
        if share is None:
            continue
        if roles is controls.roles:
            roles = roles.copy()
        both = roles[index, CHECKBOX] + roles[index, RADIO]
        roles[index, RADIO] = both / (1.0 + np.exp((share - SQUARE) / STEEP))
        roles[index, CHECKBOX] = both - roles[index, RADIO]
    return Detections(controls.boxes, controls.scores, roles, controls.states)


def enclosed_share(frame: Frame, box: np.ndarray) -> float | None:
    """Area inside the outline of what is painted in a box (xyxy, CSS px), over that of its rectangle; None when there is no one outline."""
    x1, y1, x2, y2 = (float(value) * frame.scale for value in box)
    side = min(x2 - x1, y2 - y1)
    if not 6 * frame.scale <= side or max(x2 - x1, y2 - y1) > LARGEST * frame.scale:
        return None
    left, top = max(round(x1 - AROUND * side), 0), max(round(y1 - AROUND * side), 0)
    window = frame.rgb[top : round(y2 + AROUND * side), left : round(x2 + AROUND * side)]
    return share_in(window, (x1 + x2) / 2 - left, (y1 + y2) / 2 - top, side)


@recalled(KEPT)
def share_in(window: np.ndarray, center_x: float, center_y: float, side: float) -> float | None:
    """As enclosed_share, of what is painted around a point of a picture."""
    if window.size == 0:
        return None
    rim = np.concatenate([window[0], window[-1], window[:, 0], window[:, -1]])
    low, high = (len(rim) - 1) // 2, len(rim) // 2
    ranked = np.partition(rim, (low, high), axis=0)
    ground = ranked[low].astype(np.int16) + ranked[high]  # twice the median
    away = np.abs(window.astype(np.int16) * 2 - ground)
    painted = (np.maximum(np.maximum(away[:, :, 0], away[:, :, 1]), away[:, :, 2]) > 2 * INK).astype(np.uint8)
    _, parts, stats, _ = cv2.connectedComponentsWithStats(painted, connectivity=8)
    x, y, width, height = (stats[1:, column] for column in (cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT))
    fits = (x <= center_x) & (center_x < x + width) & (y <= center_y) & (center_y < y + height)
    fits &= (np.minimum(width, height) > 0.6 * side) & (np.maximum(width, height) < 1.5 * side)
    if not fits.any():
        return None
    best = int(np.where(fits, width * height, 0).argmax())
    outline = parts[y[best] : y[best] + height[best], x[best] : x[best] + width[best]] == best + 1
    # From the first to the last painted pixel of each line: an outline counts with all that it encloses.
    inside = np.logical_or.accumulate(outline, axis=1) & np.logical_or.accumulate(outline[:, ::-1], axis=1)[:, ::-1]
    return float(inside.mean())
