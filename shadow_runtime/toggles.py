"""On or off? A tick, a dot, a knob to one side: the pixels of a toggle tell its state better than cells of 8 px.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import numpy as np

from .decode import Detections
from .records import CONTROL_ROLES, STATES, Frame

CHECKBOX, RADIO, SWITCH = (CONTROL_ROLES.index(role) for role in ("checkbox", "radio", "switch"))
CHECKED = STATES.index("checked")
LARGEST = 64  # CSS px of the shorter side; what is larger is a card that can be chosen
INK, FAINT, STEP = 40, 14, 24  # of any channel: a mark in a box; what may be the mark of a disabled one; a knob against its track
MARKED, CLEAN = 0.08, 0.02  # share of a box's middle that a mark covers, at least; that dirt covers, at most
COLORFUL = 60  # spread of the channels: a box filled with a color and nothing else may be either
# Log odds that a clear sign is worth: of 572 toggles of held-out pages, boxes moved by up to 1.5 px, it showed on 527 and was
# wrong on 3 (one-off script).
WORTH = 4.0


def switched(frame: Frame, controls: Detections) -> Detections:
    """The controls with the probability of "checked" of toggles moved by what their pixels show, where they show it."""
    states = controls.states
    for index in np.flatnonzero(np.isin(controls.roles.argmax(1), (CHECKBOX, RADIO, SWITCH))) if len(controls.boxes) else ():
        on = is_on(frame, controls.boxes[index], int(controls.roles[index].argmax()))
        if on is None:
            continue
        if states is controls.states:
            states = states.copy()
        odds = np.exp(WORTH if on else -WORTH) * states[index, CHECKED] / max(1.0 - states[index, CHECKED], 1e-6)
        states[index, CHECKED] = odds / (1.0 + odds)
    return Detections(controls.boxes, controls.scores, controls.roles, states)


def is_on(frame: Frame, box: np.ndarray, role: int) -> bool | None:
    """Whether the toggle in a box (xyxy, CSS px) is on; None where it does not show. role: index into CONTROL_ROLES."""
    x1, y1, x2, y2 = (round(float(value) * frame.scale) for value in box)
    window = frame.rgb[max(y1, 0) : y2, max(x1, 0) : x2].astype(np.int16)
    height, width = window.shape[:2]
    if not 8 <= min(height, width) <= LARGEST * frame.scale:
        return None
    return knob_is_right(window) if role == SWITCH else has_mark(window, role == RADIO)


def has_mark(window: np.ndarray, disc: bool) -> bool | None:
    """Whether something is drawn in the middle of a box, (H, W, 3) int16; None where too little is drawn to say, or only a color."""
    height, width = window.shape[:2]
    y, x = np.ogrid[:height, :width]
    away_y, away_x = np.abs(y - (height - 1) / 2) / height, np.abs(x - (width - 1) / 2) / width
    radius = np.sqrt(away_y**2 + away_x**2)
    middle = window[(radius < 0.26) if disc else (np.maximum(away_y, away_x) < 0.27)]
    codes = (middle >> 3) @ np.array([1024, 32, 1], np.int16)
    _, which, counts = np.unique(codes, return_inverse=True, return_counts=True)
    ground = np.median(middle[which == counts.argmax()], axis=0)
    away = np.abs(middle - ground).max(1)
    if (away > INK).mean() >= MARKED:
        return True
    if disc and np.abs(np.median(window[(radius > 0.27) & (radius < 0.34)], axis=0) - ground).max() > INK:
        return True  # a large dot
    return False if (away > FAINT).mean() <= CLEAN and ground.max() - ground.min() < COLORFUL else None


def knob_is_right(window: np.ndarray) -> bool | None:
    """Whether the knob of a switch, (H, W, 3) int16, is at its right end; None where no knob stands out.

    Knobs are round: where one meets its track, its edge bulges into the track, whichever of the two is the larger.
    """
    height, width = window.shape[:2]
    if width < 1.25 * height:
        return None
    center = height // 2
    line = np.median(window[center - 1 : center + 2], axis=0)
    left, right = line[width // 4], line[width - 1 - width // 4]
    if np.abs(left - right).max() < STEP:
        return None
    like_left = np.abs(window - left).sum(2) < np.abs(window - right).sum(2)
    edge = [_edge(like_left[row], width // 4) for row in (center, *(center + sign * round(0.27 * height) for sign in (-1, 1)))]
    bulge = edge[0] - (edge[1] + edge[2]) / 2
    if abs(bulge) >= 0.03 * height and edge[1] < width and edge[2] < width:
        return bool(bulge < 0)
    # A square knob: the track's color shows beyond it, too. Not at the very rim, where the page may.
    rim, quarter = max(height // 6, 2), width // 4
    outer_left = np.abs(line[rim:quarter] - right).max(1) < STEP
    outer_right = np.abs(line[width - quarter : width - rim] - left).max(1) < STEP
    return bool(outer_right.any()) if outer_left.any() != outer_right.any() else None


def _edge(like_left: np.ndarray, start: int) -> int:
    """Where a row of pixels first stops looking like its left part, from start on."""
    ends = np.flatnonzero(~like_left[start:])
    return start + int(ends[0]) if len(ends) else len(like_left)
