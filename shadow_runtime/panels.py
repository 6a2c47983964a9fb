"""The painted panel around some words: a card, a dialog, a box of settings, by its fill or the line around it.

Such panels are seldom seen with exact edges, and often not at all, but they are painted: the color that words stand on ends in
straight lines. A panel may be made of several such fields one below the other, as a card with a header.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import cv2
import numpy as np

from .geometry import Box
from .refine import FLOOD
from .scene import Scene

LIKE = 2  # levels of a channel within one fill
BEYOND = 3  # px from words to what they stand on
LEVELS = 3  # how many fills out of which words may stand are left: a badge, a button, a line of a list
TALL = 2.5  # times the height of the words, at least, a panel is high
STRAIGHT = 0.7  # least share of a side that is filled: corners may be round
SEAM = 6  # px between two fields of one panel
PLUMB = 4  # px by which their sides may differ
FIELDS = 5  # of a panel, above and below the one the words stand in

Rect = tuple[int, int, int, int]  # left, top, right, bottom, px


def panel_around(scene: Scene, words: Box) -> Box | None:
    """The panel that words stand in, CSS px; None where none is painted. Kept with the scene."""
    if words not in scene.panels:
        scene.panels[words] = _panel_around(scene, words)
    return scene.panels[words]


def _panel_around(scene: Scene, words: Box) -> Box | None:
    step = max(round(scene.frame.scale), 1)
    # A copy: OpenCV refuses a read-only picture, though it only fills the mask.
    picture, unit = scene.frame.rgb[::step, ::step].copy(), step / scene.frame.scale
    inner = (int(words.x / unit), int(words.y / unit), int(np.ceil(words.right / unit)), int(np.ceil(words.bottom / unit)))
    least = TALL * (inner[3] - inner[1])
    for _ in range(LEVELS):
        field = next((found for at in beside(inner, picture) if (found := field_at(picture, at)) is not None and holds(found, inner)), None)
        if field is None or not ends(field, picture):
            return None
        if field[3] - field[1] >= least:
            x1, y1, x2, y2 = with_its_fields(field, picture)
            return Box(x1 * unit, y1 * unit, (x2 - x1) * unit, (y2 - y1) * unit)
        inner = field
    return None


def beside(rect: Rect, picture: np.ndarray) -> list[tuple[int, int]]:
    """x, y of pixels just outside a rectangle, those inside the picture."""
    x1, y1, x2, y2 = rect
    height, width = picture.shape[:2]
    around = ((x1 - BEYOND, (y1 + y2) // 2), (x2 + BEYOND, (y1 + y2) // 2), ((x1 + x2) // 2, y2 + BEYOND), ((x1 + x2) // 2, y1 - BEYOND))
    return [(x, y) for x, y in around if 0 <= x < width and 0 <= y < height]


def field_at(picture: np.ndarray, at: tuple[int, int]) -> Rect | None:
    """The rectangle of one color that holds a pixel; None where what is of its color and hangs together is no rectangle."""
    mask = np.zeros((picture.shape[0] + 2, picture.shape[1] + 2), np.uint8)
    _, _, _, (x, y, w, h) = cv2.floodFill(picture, mask, at, 0, (LIKE,) * 3, (LIKE,) * 3, FLOOD)
    marks = mask[1 + y : 1 + y + h, 1 + x : 1 + x + w] > 0
    if min(marks[0].mean(), marks[-1].mean(), marks[:, 0].mean(), marks[:, -1].mean()) < STRAIGHT:
        return None
    return x, y, x + w, y + h


def holds(outer: Rect, inner: Rect) -> bool:
    return outer[0] <= inner[0] and outer[1] <= inner[1] and outer[2] >= inner[2] and outer[3] >= inner[3]


def ends(rect: Rect, picture: np.ndarray) -> bool:
    """Whether a rectangle is no part of the page itself, nor a bar across it: at most one of its sides is the viewport's."""
    height, width = picture.shape[:2]
    return (rect[0] <= 0) + (rect[1] <= 0) + (rect[2] >= width) + (rect[3] >= height) <= 1


def with_its_fields(field: Rect, picture: np.ndarray) -> Rect:
    """The field with those right above and below it that are just as wide: header, body and footer of a card."""
    x1, y1, x2, y2 = field
    for upward in (True, False):
        for _ in range(FIELDS):
            found = next_field((x1, y1, x2, y2), picture, upward)
            if found is None:
                break
            y1, y2 = min(y1, found[1]), max(y2, found[3])
    return x1, y1, x2, y2


def next_field(rect: Rect, picture: np.ndarray, upward: bool) -> Rect | None:
    """The field above or below a rectangle that goes on with it; None where something else does."""
    x1, y1, x2, y2 = rect
    y = y1 - BEYOND if upward else y2 + BEYOND - 1
    if not 0 <= y < len(picture):
        return None
    for x in np.linspace(x1 + PLUMB, x2 - PLUMB - 1, 3).astype(int).tolist():
        found = field_at(picture, (x, y)) if 0 <= x < picture.shape[1] else None
        if found is not None and abs(found[0] - x1) <= PLUMB and abs(found[2] - x2) <= PLUMB:
            seam = y1 - found[3] if upward else found[1] - y2
            if -1 <= seam <= SEAM and ends(found, picture):
                return found
    return None
