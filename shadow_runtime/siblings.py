"""States that show by comparison: the one link of a menu that looks different is the active one; faint words are disabled.

Pixels alone tell little of one element; its neighbors tell what it would look like otherwise.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .color import luminance, oklab
from .geometry import Box
from .pixels import ink, surface
from .records import Element, Frame

GROUPED = ("link", "tab", "button", "menuitem", "option")
SURE = 0.9
# OKLab distances: one that differs by DIFFERS from others that differ among each other by at most ALIKE stands out.
DIFFERS, ALIKE = 0.09, 0.045
FAINT = (2.2, 3.2)  # WCAG contrast of words: at the first surely disabled, at the second not


def selected_ones(frame: Frame, elements: Sequence[Element]) -> np.ndarray:
    """(N,) probability of being the selected one of a menu, tab list or pager, judged by standing out from its neighbors."""
    found = np.zeros(len(elements), np.float32)
    for group in groups(elements):
        looks = np.array([look(frame, elements[i]) for i in group])
        apart = np.linalg.norm(looks[:, None] - looks[None], axis=2)
        for k, i in enumerate(group):
            others = np.delete(np.arange(len(group)), k)
            if np.median(apart[k, others]) < DIFFERS or apart[k, others].min() < ALIKE:
                continue
            among = apart[np.ix_(others, others)]
            if len(others) == 1 or np.median(among[np.triu_indices(len(others), 1)]) <= ALIKE:
                # Of two tabs that differ, nobody can say which one is meant to.
                found[i] = SURE if len(group) >= 3 else 0.5
    return found


def groups(elements: Sequence[Element]) -> list[list[int]]:
    """Indices of elements of one kind that stand in a line or in a column, close to each other."""
    lined: list[list[int]] = []
    for role in GROUPED:
        members = [i for i, e in enumerate(elements) if e.role == role and (e.text or e.icon is not None)]
        for along, across, reach in ((0, 1, 60.0), (1, 0, 24.0)):
            order = sorted(members, key=lambda i: (round(position(elements[i].box, across) / 4), position(elements[i].box, along, start=True)))
            run: list[int] = []
            for i in order:
                if run and not follows(elements[run[-1]].box, elements[i].box, along, reach):
                    lined.append(run)
                    run = []
                run.append(i)
            lined.append(run)
    return [run for run in lined if 2 <= len(run) <= 24]


def position(box: Box, axis: int, start: bool = False) -> float:
    """Where a box lies along an axis: its start; across lines its middle, across columns its left edge."""
    if axis == 0:
        return box.x
    return box.y if start else box.center[1]


def follows(before: Box, box: Box, along: int, reach: float) -> bool:
    """Whether a box is the next one in the line (along 0) or column (along 1) of another."""
    if abs(before.height - box.height) > 0.3 * max(before.height, box.height):
        return False
    if along == 0:
        return abs(before.center[1] - box.center[1]) <= 5 and -4 <= box.x - before.right <= reach
    return abs(before.x - box.x) <= 6 and -4 <= box.y - before.bottom <= reach


def look(frame: Frame, element: Element) -> np.ndarray:
    """(8,) how an element looks: its fill and the color of its strokes in OKLab, bold letters, a bar along its lower edge."""
    row = element.rows[0] if element.rows else None
    fill = surface(frame, element.box)
    strokes = ink(frame, row.box if row is not None else element.box)
    color = strokes.color if strokes is not None else fill.color
    bold = 0.1 * (row.bold > 0.6) if row is not None else 0.0
    return np.concatenate([oklab(np.array(fill.color)), oklab(np.array(color)), [bold, 0.15 * has_bar(frame, element.box)]])


def has_bar(frame: Frame, box: Box) -> bool:
    """Whether a line runs along the lower edge of a box, and not on beyond its sides: the mark of a tab."""
    strip = frame.crop(Box(box.x - 4, box.bottom - 4, box.width + 8, 10)).astype(np.int16)
    if strip.shape[0] < 4 or strip.shape[1] < 16:
        return False
    middle, sides = strip[:, 6:-6], np.concatenate([strip[:, :2], strip[:, -2:]], axis=1)
    line = np.median(middle, axis=1)
    even = (np.abs(middle - line[:, None]).max(2) <= 16).mean(1) >= 0.85
    differs = np.abs(line - np.median(sides, axis=1)).max(1) >= 40
    return bool((even & differs).any() and not (even & differs).all())


def disabled_one(frame: Frame, element: Element) -> float:
    """Probability of being disabled, judged by how faint its words are."""
    if not element.rows:
        return 0.0
    strokes = ink(frame, element.rows[0].box)
    if strokes is None:
        return 0.0
    light, dark = sorted((luminance(strokes.stretched), luminance(strokes.background)), reverse=True)
    contrast = (light + 0.05) / (dark + 0.05)
    return SURE * float(np.clip((FAINT[1] - contrast) / (FAINT[1] - FAINT[0]), 0, 1))
