"""States that show by comparison: the one link of a menu that looks different is the active one; faint words are disabled.

Pixels alone tell little of one element; its neighbors tell what it would look like otherwise.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import cache

import numpy as np

from .color import Rgb, distance, luminance, oklab
from .geometry import Box
from .pixels import ink, surface
from .records import Element, Frame

GROUPED = ("link", "tab", "button", "menuitem", "option")
SURE = 0.9
# OKLab distances: one that differs by DIFFERS from others that differ among each other by at most ALIKE stands out.
DIFFERS, ALIKE = 0.09, 0.045
PEERS = 10  # elements that one is compared with
PALE_FIELD = 5.0  # pale words in a field speak for no more than that: they may be a placeholder that was not taken for one
FIELDS = ("textbox", "combobox", "spinbutton")
TOGGLES = ("checkbox", "radio", "switch", "slider")


def selected_ones(frame: Frame, elements: Sequence[Element]) -> np.ndarray:
    """(N,) probability of being the selected one of a menu, tab list or pager, judged by standing out from its neighbors."""
    found = np.zeros(len(elements), np.float32)
    for group in groups(elements):
        for i, likely in zip(group, standing_out(frame, [elements[i] for i in group]), strict=True):
            found[i] = max(found[i], likely)
    return found


def standing_out(frame: Frame, group: Sequence[Element]) -> list[float]:
    """Of each of a group, how surely it is the one that looks different from the others, who look alike."""
    looks = np.array([look(frame, element) for element in group])
    apart = np.linalg.norm(looks[:, None] - looks[None], axis=2)
    found = []
    for k in range(len(group)):
        others = np.delete(np.arange(len(group)), k)
        among = apart[np.ix_(others, others)]
        out = np.median(apart[k, others]) >= DIFFERS and apart[k, others].min() >= ALIKE
        if out and (len(others) == 1 or np.median(among[np.triu_indices(len(others), 1)]) <= ALIKE):
            found.append(SURE if len(group) >= 3 else 0.5)  # of two tabs that differ, nobody can say which one is meant to
        else:
            found.append(0.0)
    return found


def selected_among(frame: Frame, element: Element, elements: Sequence[Element]) -> float | None:
    """Probability that an element is the selected one of its menu, by comparison: it stands out, or another one does; None where
    no one stands out of three or more, or it stands alone."""
    for group in groups(elements):
        members = [elements[i] for i in group]
        if len(members) < 3 or element not in members:
            continue
        likely = standing_out(frame, members)
        if max(likely) >= SURE:
            return SURE if likely[members.index(element)] >= SURE else 1 - SURE
    return None


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


def disabled_ones(frame: Frame, elements: Sequence[Element]) -> list[float]:
    """Of each, the probability of being disabled: the detector's, how faint its strokes are beside others of its kind, and of a
    field, whether it is filled as the others are."""
    strokes = cache(lambda number: faintness(frame, elements[number]))
    fill = cache(lambda number: surface(frame, elements[number].box).color)
    numbers = {id(element): number for number, element in enumerate(elements)}
    found = []
    for number, element in enumerate(elements):
        likely = float(element.states.get("disabled", 0.0))
        peers = [numbers[id(peer)] for peer in peers_of(element, elements)]
        odds, own = likely / max(1 - likely, 1e-6), strokes(number)
        if own is not None and not prompts(element):
            others = sorted(faint[1] for k in peers if not prompts(elements[k]) and (faint := strokes(k)) is not None)
            relative = own[1] / max(others[len(others) // 2], 1.0) if others else None
            ratio = faint_ratio(own[0], relative, bool(element.rows) and element.role not in TOGGLES)
            odds *= min(ratio, PALE_FIELD) if element.role in FIELDS else ratio
        if element.role in FIELDS and peers:
            odds *= fill_ratio(fill(number), [fill(k) for k in peers])
        found.append(odds / (1 + odds))
    return found


def prompts(element: Element) -> bool:
    """Whether a field shows a placeholder, which is faint by itself."""
    return element.states.get("placeholder", 0.0) >= 0.5


def peers_of(element: Element, elements: Sequence[Element]) -> list[Element]:
    """Elements of its role, the nearest in height first: those would look like it if it were not faded."""
    others = [other for other in elements if other.role == element.role and other.box != element.box and other.confidence >= 0.4]
    return sorted(others, key=lambda other: abs(other.box.height - element.box.height))[:PEERS]


def faintness(frame: Frame, element: Element) -> tuple[float, float] | None:
    """(WCAG contrast, RGB distance 0..441) of an element's strokes, those of its words where it has some; None without strokes."""
    beside = element.role in TOGGLES  # their words stand beside them and may be as dark as ever
    strokes = ink(frame, element.rows[0].box if element.rows and not beside else element.box)
    if strokes is None:
        return None
    light, dark = sorted((luminance(strokes.stretched), luminance(strokes.background)), reverse=True)
    return (light + 0.05) / (dark + 0.05), math.dist(strokes.color, strokes.background)


def faint_ratio(contrast: float, relative: float | None, words: bool) -> float:
    """How many times commoner such strokes are among disabled elements than among others. relative: their strength over that of
    their kind, None where nothing is like it. Counted on 3,600 labelled elements (docs/experiments.md)."""
    if not words:  # icons, boxes, knobs
        if contrast < 2 or (relative is not None and relative < 0.65 and contrast < 4.5):
            return 5.0
        return 0.3 if contrast >= 4.5 or (relative is not None and relative >= 0.85) else 1.0
    if relative is None:
        return float(np.exp(np.interp(contrast, (2.5, 3.5, 5.0), np.log((12.0, 4.0, 0.7)))))
    ratio = float(np.exp(np.interp(relative, (0.45, 0.58, 0.75, 0.88), np.log((60.0, 15.0, 2.0, 0.22)))))
    return min(ratio, 60.0 if contrast < 4.5 else 3.0 if contrast < 7 else 0.4)


def fill_ratio(own: Rgb, others: Sequence[Rgb]) -> float:
    """How many times commoner such a fill is among disabled fields than among others: a little off that of most of them, as greyed
    ones are, or the same."""
    usual, times = Counter(others).most_common(1)[0]
    if times < 0.6 * len(others):
        return 1.0
    return float(np.interp(distance(own, usual), (0.002, 0.006, 0.05, 0.1), (0.45, 4.0, 4.0, 2.0)))
