"""States that show by comparison: the one link of a menu that looks different is the active one; faint words are disabled.

Pixels alone tell little of one element; its neighbors tell what it would look like otherwise.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from .color import oklab
from .geometry import Box
from .pixels import ink, surface
from .records import Element, Frame, TextRow

GROUPED = ("link", "tab", "button", "menuitem", "option")
WORDS = ("text", "label", "cell", "columnheader")  # what an entry of a menu may be taken for
LONGEST_ENTRY = 28  # letters
MENU_GAP = ((6.0, 90.0), (3.0, 36.0))  # px between two entries of a line, and of a column
UNEVEN = 1.5  # times as far apart as the next ones is where a menu ends
PRESSED = ("tab", "button", "option", "menuitem")  # what no page writes its name in
BEFORE = 160.0  # px left of an entry in which the name of the page stands
COUNTER, AFTER = re.compile(r"\W*\d{1,3}\+?\W*"), 16.0  # a number so near behind words counts what they name
EDGE = 18  # px under the words in which a tab's bar is looked for
BAR = 0.15  # OKLab distance at which something else lies there
BOLD, BARRED = 0.1, 0.15  # what bold letters and a bar below count, on OKLab's scale
FAINT = 0.75  # strokes of less than this share of the others' strength are those of something disabled
SURE, OF_TWO = 0.9, 0.8  # of the only one that stands out, of one of two
# OKLab distances: one that differs by DIFFERS from others that differ among each other by at most ALIKE stands out.
DIFFERS, ALIKE = 0.09, 0.045


def selected_ones(frame: Frame, elements: Sequence[Element]) -> np.ndarray:
    """(N,) probability of being the selected one of a menu, tab list or pager, judged by standing out from its neighbors."""
    found = np.zeros(len(elements), np.float32)
    for members, likely in compared(frame, elements):
        found[members] = np.maximum(found[members], likely)
    return found


def selected_among(frame: Frame, element: Element, elements: Sequence[Element]) -> float | None:
    """Probability that an element is the selected one of its menu, by comparison: it stands out, or another one does; None where
    no one stands out of three or more, or it stands alone."""
    number = next((number for number, other in enumerate(elements) if other == element), -1)
    for members, likely in compared(frame, elements, number):
        if len(members) >= 3 and max(likely) >= OF_TWO:
            return likely[members.index(number)] if likely[members.index(number)] >= OF_TWO else 1 - max(likely)
    return None


def compared(frame: Frame, elements: Sequence[Element], number: int | None = None) -> Iterator[tuple[list[int], list[float]]]:
    """Groups of elements, and of each member how surely it is the one that stands out: what has boxes alike, then words alike.

    number: only groups that this one is in.
    """
    for members in groups(elements):
        if number is None or number in members:
            yield members, standing_out(looks_of_boxes(frame, [elements[i] for i in members]), may_be_a_name(members, elements))
    for members in menus(elements):
        if number is None or number in members:
            yield members, standing_out(looks_of_words(frame, [elements[i].rows[0] for i in members]), may_be_a_name(members, elements))


class Looks(NamedTuple):
    """How the members of a group look. grounds, strokes: (N, 3) OKLab; bold: (N,) bool; barred: (N, N) bool, which have a bar below
    that the other has not; in_line: side by side, not one below the other."""

    grounds: np.ndarray
    strokes: np.ndarray
    bold: np.ndarray
    barred: np.ndarray
    in_line: bool


def may_be_a_name(members: Sequence[int], elements: Sequence[Element]) -> bool:
    """Whether the first of a line may be what the page is called, and no entry: it is no tab, and no words stand before it."""
    first = elements[members[0]]
    return first.role not in PRESSED and not any(
        e.rows and 0 < first.box.x - e.box.right <= BEFORE and abs(e.box.center[1] - first.box.center[1]) <= 5 for e in elements
    )


def standing_out(looks: Looks, named: bool) -> list[float]:
    """Of each of a group, how surely it is the one that looks different from the others, who look alike.

    What is only fainter than the others is disabled. named: what stands in bold at the beginning of the line may be a name.
    """
    parts = np.concatenate([looks.grounds, looks.strokes, BOLD * looks.bold[:, None]], axis=1)
    apart = np.linalg.norm(parts[:, None] - parts[None], axis=2) + BARRED * looks.barred
    forces = np.linalg.norm(looks.strokes - looks.grounds, axis=1)
    found, marked = [], []
    for k in range(len(apart)):
        others = np.delete(np.arange(len(apart)), k)
        among = apart[np.ix_(others, others)]
        # Most of the others look alike; one of them may be disabled.
        out = np.median(apart[k, others]) >= DIFFERS and apart[k, others].min() >= ALIKE and np.median(among, axis=1).min() <= ALIKE
        mark = np.linalg.norm(looks.grounds[k] - np.median(looks.grounds[others], axis=0)) >= ALIKE or 2 * looks.barred[k, others].sum() > len(others)
        if out and not mark:
            faint = forces[k] < FAINT * np.median(forces[others])
            out = not faint and not (named and looks.in_line and k == 0 and looks.bold[0])
        found.append(bool(out))
        marked.append(bool(out and mark))
    if sum(marked) == 1:  # words of another color are less than a fill or a bar
        found = marked
    # Of two tabs that differ nobody can say which one is meant to; of a longer menu an entry and the one it belongs to may be.
    alone, pair = sum(found) == 1 and len(apart) >= 3, sum(found) == 2 and len(apart) >= 5
    return [(SURE if alone else OF_TWO if pair else 0.5) if out else 0.0 for out in found]


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


def menus(elements: Sequence[Element]) -> list[list[int]]:
    """Indices of short words that stand in a line or in a column like the entries of a menu, whatever each was taken for.

    The entry that is selected looks different, so it is often seen as another kind of thing, in a box of another size; its words
    are as high as the others' and stand in their line. At least half of them must be something one can choose.
    """
    members = [i for i, e in enumerate(elements) if e.role in (*GROUPED, *WORDS) and len(e.rows) >= 1 and len(e.rows[0].text) <= LONGEST_ENTRY]
    members.sort(key=lambda i: elements[i].role not in GROUPED)
    boxes: dict[int, Box] = {}
    for i in members:  # a badge and the words in it are one entry
        if not any(elements[i].rows[0].box.intersection(box) > 0.5 * box.area for box in boxes.values()):
            boxes[i] = elements[i].rows[0].box
    for i in [i for i in boxes if counts(i, elements, boxes)]:
        del boxes[i]
    found: list[list[int]] = []
    for along, across in ((0, 1), (1, 0)):
        order = sorted(boxes, key=lambda i: (position(boxes[i], across), position(boxes[i], along, start=True)))
        lines: list[list[int]] = []
        for i in order:
            if lines and abs(position(boxes[i], across) - position(boxes[lines[-1][0]], across)) <= 3:
                lines[-1].append(i)
            else:
                lines.append([i])
        for line in lines:
            found += runs_of(sorted(line, key=lambda i: position(boxes[i], along, start=True)), boxes, along)
    return [run for run in found if 3 <= len(run) <= 16 and 2 * sum(elements[i].role in GROUPED for i in run) >= len(run)]


def counts(number: int, elements: Sequence[Element], boxes: Mapping[int, Box]) -> bool:
    """Whether an entry is the counter right behind another one's words: of "Open 4" the 4."""
    box, said = boxes[number], elements[number].rows[0].text
    return bool(COUNTER.fullmatch(said)) and any(
        0 <= box.x - other.right <= AFTER and abs(box.center[1] - other.center[1]) <= 5 and not COUNTER.fullmatch(elements[k].rows[0].text)
        for k, other in boxes.items()
    )


def runs_of(line: Sequence[int], boxes: Mapping[int, Box], along: int) -> list[list[int]]:
    """A line of words, parted where two of them are too far apart, farther than those beside them, or not of one height."""
    least, most = MENU_GAP[along]
    gaps = [boxes[b].x - boxes[a].right if along == 0 else boxes[b].y - boxes[a].bottom for a, b in itertools.pairwise(line)]
    runs = [[line[0]]]
    for number, (gap, i) in enumerate(zip(gaps, line[1:], strict=True)):
        beside = min(gaps[max(number - 1, 0) : number + 2])
        height, before = boxes[i].height, boxes[runs[-1][-1]].height
        if least <= gap <= min(most, max(UNEVEN * beside, beside + 6)) and abs(before - height) <= 0.15 * max(before, height):
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def looks_of_words(frame: Frame, rows: Sequence[TextRow]) -> Looks:
    """Looks of the entries of a menu by their words, since their boxes may be anything."""
    grounds, strokes = [], []
    for row in rows:
        ground = surface(frame, Box(row.box.x - 6, row.box.y - 3, row.box.width + 12, row.box.height + 6)).color
        drawn = ink(frame, row.box)
        grounds.append(ground)
        strokes.append(drawn.color if drawn is not None else ground)
    in_line = abs(rows[0].box.center[1] - rows[-1].box.center[1]) <= 3
    barred = bars_apart(frame, rows) if in_line else np.zeros((len(rows), len(rows)), bool)
    return Looks(oklab(np.array(grounds)), oklab(np.array(strokes)), np.array([row.bold > 0.6 for row in rows]), barred, in_line)


def bars_apart(frame: Frame, rows: Sequence[TextRow]) -> np.ndarray:
    """(N, N) which of some words in a line have something else below them, but not above them as in a frame."""
    below, above = (np.array([edge_lines(frame, row.box, under) for row in rows]) for under in (True, False))
    differs, framed = (np.linalg.norm(lines[:, None] - lines[None], axis=3).max(2) >= BAR for lines in (below, above))
    return differs & ~framed


def edge_lines(frame: Frame, box: Box, under: bool) -> np.ndarray:
    """(EDGE, 3) OKLab colors of the lines under some words or above them, the nearest first: of each what most of their width has."""
    crop = frame.crop(Box(box.x, box.bottom + 2 if under else box.y - 2 - EDGE, box.width, EDGE))
    if not crop.size:
        return np.zeros((EDGE, 3))
    lines = oklab(np.median(crop, axis=1))[:: 1 if under else -1]
    return lines[np.linspace(0, len(lines) - 1, EDGE).round().astype(int)]


def looks_of_boxes(frame: Frame, elements: Sequence[Element]) -> Looks:
    """Looks of elements that have boxes of one height: fill, strokes, and a bar along the lower edge."""
    grounds, strokes = [], []
    for element in elements:
        fill = surface(frame, element.box).color
        drawn = ink(frame, element.rows[0].box if element.rows else element.box)
        grounds.append(fill)
        strokes.append(drawn.color if drawn is not None else fill)
    bars = np.array([has_bar(frame, element.box) for element in elements])
    in_line = abs(elements[0].box.center[1] - elements[-1].box.center[1]) <= 5
    bold = np.array([bool(element.rows) and element.rows[0].bold > 0.6 for element in elements])
    return Looks(oklab(np.array(grounds)), oklab(np.array(strokes)), bold, bars[:, None] != bars[None], in_line)


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
