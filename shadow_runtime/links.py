"""Links as a reader takes them: fragments of one link joined, its words completed by their color.

A detector sees a long link as two, or one of its words twice; the words themselves tell. Words of a link follow each
other at a plain word space, and where a link stands in a sentence its ink differs from the sentence's.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .backdrop import away_from, is_median
from .geometry import Box
from .records import Frame, TextRow

# A wider gap separates two links of a navigation. A space is as wide as a letter in monospaced fonts, narrower in others.
LETTERS, LOW, HIGH = 1.15, 0.4, 0.6  # mean letters; row heights that bound it
ALIKE, APART = 28.0, 60.0  # RGB distances: the same ink, a different ink
STEPS = frozenset(("/", ">", "›", "»", "|"))  # a word like that stands between two links, never in one
FULL_INK = 0.75  # of the largest contrast: the core of the strokes, not their anti-aliased edge


def join_links(frame: Frame, links: Sequence[Sequence[int]], rows: Sequence[TextRow], words: Sequence) -> list[tuple[list[int], list[int]]]:
    """Whole links: (indices into links that are one link, indices of its words).

    links: the words (indices into words, of one row each) that each detected link covers; links of several rows and
    links without words stay as they are.
    """
    single = [i for i, mine in enumerate(links) if mine and len({words[w].row for w in mine}) == 1]
    alone = [([i], list(mine)) for i, mine in enumerate(links) if i not in set(single)]
    groups: list[tuple[list[int], list[int]]] = []
    inks: dict[int, np.ndarray] = {}
    for i in sorted(single, key=lambda i: (words[links[i][0]].row, links[i][0])):
        mine = completed(frame, sorted(links[i]), rows, words, inks)
        if groups and belongs(groups[-1][1], mine, rows, words):
            groups[-1][0].append(i)
            groups[-1][1][:] = sorted({*groups[-1][1], *mine})
        else:
            groups.append(([i], mine))
    return [*alone, *groups]


def steps_of(mine: Sequence[int], rows: Sequence[TextRow], words: Sequence) -> list[list[int]]:
    """The links of a path that was seen as one, "Home / Library / Data": the words between its signs; else all words together."""
    runs: list[list[int]] = [[]]
    for word in mine:
        if rows[words[word].row].text[words[word].start : words[word].stop] in STEPS:
            runs.append([])
        else:
            runs[-1].append(word)
    runs = [run for run in runs if run]
    return runs if len(runs) > 1 else [list(mine)]


def belongs(before: Sequence[int], after: Sequence[int], rows: Sequence[TextRow], words: Sequence) -> bool:
    """Whether words go on a link: shared with it, or next to it at a word space."""
    if words[before[-1]].row != words[after[0]].row:
        return False
    if set(before) & set(after):
        return True
    left, right = words[before[-1]], words[after[0]]
    letter = (right.right - left.left) / (right.stop - left.start)
    height = rows[right.row].box.height
    return after[0] == before[-1] + 1 and right.left - left.right <= min(max(LETTERS * letter, LOW * height), HIGH * height)


def completed(frame: Frame, mine: list[int], rows: Sequence[TextRow], words: Sequence, inks: dict[int, np.ndarray]) -> list[int]:
    """A link's words with the neighbors in its row that have its ink, if some word of the row has another."""
    row = words[mine[0]].row
    first = last = mine[0]
    while first > 0 and words[first - 1].row == row:
        first -= 1
    while last + 1 < len(words) and words[last + 1].row == row:
        last += 1
    if last - first + 1 == len(mine):
        return mine
    in_row = range(first, last + 1)
    for w in in_row:
        if w not in inks:
            inks[w] = word_ink(frame, Box(words[w].left, rows[row].box.y, words[w].right - words[w].left, rows[row].box.height))
    own = inks[mine[0]] if len(mine) == 1 else np.median([inks[w] for w in mine], axis=0)
    away = dict(zip(in_row, np.linalg.norm(np.stack([inks[w] for w in in_row]) - own, axis=1).tolist(), strict=True))
    if max(away.values()) < APART:
        return mine
    low, high = mine[0], mine[-1]
    while low > first and away[low - 1] < ALIKE and belongs([low - 1], [low], rows, words):
        low -= 1
    while high < last and away[high + 1] < ALIKE and belongs([high], [high + 1], rows, words):
        high += 1
    return list(range(low, high + 1))


def word_ink(frame: Frame, box: Box) -> np.ndarray:
    """(3,) mean RGB of the core of a word's strokes."""
    crop = frame.crop(box)
    if crop.size == 0:
        return np.zeros(3, np.float32)
    from_corner = away_from(crop, crop[0, 0].tolist())
    if is_median(from_corner):
        return crop[from_corner >= FULL_INK * int(from_corner.max())].astype(np.float32).mean(axis=0)
    pixels = crop.reshape(-1, 3)
    crop, low, high = pixels.astype(np.float32), (len(pixels) - 1) // 2, len(pixels) // 2
    ranked = np.partition(pixels, (low, high), axis=0)
    ground = (ranked[low].astype(np.float32) + ranked[high]) / 2  # the median
    away = np.abs(crop - ground)
    away = np.maximum(np.maximum(away[:, 0], away[:, 1]), away[:, 2])
    return crop[away >= FULL_INK * away.max()].mean(axis=0)
