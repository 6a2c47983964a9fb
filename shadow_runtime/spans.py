"""Parts of the page's text as candidates: a line of a block, an inline link the detector missed, a phrase in a sentence or a label.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from .charset import fold_confusables
from .geometry import Box
from .labels import FIELDS
from .links import APART, word_ink
from .match import Texts, normalized
from .records import CONTROL_ROLES, TEXT_ROLES, Element, Intent, TextRow
from .scene import Scene

LIKE = 0.8  # optimal string alignment similarity from which a phrase may be meant despite a typo or a misread letter
IDENTIFIER = re.compile(r"\w[./@_]\w")  # an address, a file, a version: no word that stands in a sentence by the way
BADGE_AWAY = 180  # CSS px from the words of a menu's entry to the number at its end
WORD_SPACE = 14  # CSS px between a field and the words of the phrase it stands in
SENTENCES = ("checkbox", "radio", "switch")
ITEM_MARKS = ",|/·•; "
ITEM = re.compile(r"[^\s,|/·•;](?:[^,|/·•;]*[^\s,|/·•;])?")  # of a line: what stands between its marks
LONGEST_ITEM = 3  # words: what is longer is a clause
SHORTEST_FUZZY = 5  # characters: shorter names are taken by the letter only


def span_candidates(intent: Intent, scene: Scene, texts: Texts) -> list[Element]:
    """Words inside the lines of text that are what a reading of the intent names, where no element is.

    A single word stands in many sentences without being meant: it counts only as a whole line or item of one, as an @handle or
    an address, or where its ink differs from its neighbors'. Only where nothing matches by the letter a near match counts. Where
    they are counted ("the second Details link"), links in sentences count beside what reads so as a whole.
    """
    found: list[Element] = []
    for name in dict.fromkeys(normalized(reading.name) for reading in (intent, *intent.alternatives)):
        if not name:
            continue
        if name in texts.by_text or name in texts.by_label:
            if intent.ordinal is not None:
                standing = phrases_of(scene, name.count(" ") + 1).exactly(name)
                found += [element_of(row, span) for row, span in standing if is_item(row.text, span) or in_other_ink(row, span, scene)]
            continue
        composed = with_badge(name, scene.elements, texts) or labelled_so(name, intent, scene.elements) or labelled_around(name, scene.elements, texts)
        if composed:
            found += composed
            continue
        standing = phrases_of(scene, name.count(" ") + 1)
        exact = standing.exactly(name)
        near = [] if exact or len(name) < SHORTEST_FUZZY else near_spans(standing, texts, name)
        found += [element_of(row, span) for row, span in exact or near if stands_out(row, span, name, scene)]
    return found


def with_badge(name: str, elements: Sequence[Element], texts: Texts) -> list[Element]:
    """Controls whose words and the badge at their end read as the name together: "Inbox 12", "Reports New"."""
    found = []
    words = name.split(" ")
    for cut in range(len(words) - 1, 0, -1):
        first, last = " ".join(words[:cut]), " ".join(words[cut:])
        # texts may also hold containers, after the elements.
        for owner in (elements[i] for i in texts.by_text.places(first) if i < len(elements) and elements[i].role in CONTROL_ROLES):
            for mark in (elements[i] for i in texts.by_text.places(last) if i < len(elements) and elements[i] is not owner):
                between = (e for e in elements if e.text and e is not owner and e.box.right < mark.box.x)
                if at_end(owner, mark) and not any(at_end(owner, e) for e in between):
                    found.append(replace(owner, text=f"{owner.text} {mark.text}", rows=(*owner.rows, *mark.rows)))
    return found


def labelled_so(name: str, intent: Intent, elements: Sequence[Element]) -> list[Element]:
    """Checkboxes, radio buttons and switches of the kind asked for, whose label begins with the name or holds several words of
    it: "gift wrap checkbox" of "Gift wrap this order". Their labels are whole sentences, which nobody repeats to the end."""
    found = []
    for owner in (e for e in elements if e.label and e.role in SENTENCES and e.role in intent.roles):
        said = f"{normalized(owner.label)} "
        if said.startswith(f"{name} ") or (" " in name and f" {name} " in said):
            found.append(replace(owner, label=name))
    return found


def labelled_around(name: str, elements: Sequence[Element], texts: Texts) -> list[Element]:
    """Fields that stand in a phrase, whose label and the words right after them read as the name together: "Show [10] entries"."""
    found = []
    words = name.split(" ")
    for cut in range(1, len(words)):
        first, last = " ".join(words[:cut]), " ".join(words[cut:])
        # texts may also hold containers, after the elements.
        for owner in (elements[i] for i in texts.by_label.places(first) if i < len(elements) and elements[i].role in FIELDS):
            after = (elements[i].box for i in texts.by_text.places(last) if i < len(elements) and elements[i].role in TEXT_ROLES)
            if any(-2 <= box.x - owner.box.right <= WORD_SPACE and owner.box.y <= box.center[1] <= owner.box.bottom for box in after):
                found.append(replace(owner, label=name))
    return found


def at_end(owner: Element, mark: Element) -> bool:
    """Whether a mark stands on the line of a control, at its right."""
    words = owner.rows[-1].box if owner.rows else owner.box
    level = abs(mark.box.center[1] - words.center[1]) <= 0.5 * max(words.height, mark.box.height)
    return level and mark.box.height <= owner.box.height + 8 and -2 <= mark.box.x - words.right <= BADGE_AWAY


class Phrases:
    """The phrases of so many words in the rows of a scene, and where they stand."""

    def __init__(self, rows: Sequence[TextRow], count: int) -> None:
        self.places: list[tuple[TextRow, tuple[int, int]]] = []
        self.texts: list[str] = []
        self._by_text: dict[str, list[int]] = {}
        self._by_folded: dict[str, list[int]] = {}
        for row in rows:
            for span, text, folded in phrases(row.text, count):
                self._by_text.setdefault(text, []).append(len(self.places))
                self._by_folded.setdefault(folded, []).append(len(self.places))
                self.places.append((row, span))
                self.texts.append(text)

    def exactly(self, name: str) -> list[tuple[TextRow, tuple[int, int]]]:
        """(row, characters [first, last)) of what reads as the name, whole words only."""
        found = {*self._by_text.get(name, ()), *self._by_folded.get(fold_confusables(name), ())}
        return [self.places[number] for number in sorted(found)]


def phrases_of(scene: Scene, count: int) -> Phrases:
    """The phrases of `count` words in a scene's rows; kept with the scene."""
    if count not in scene.phrases:
        scene.phrases[count] = Phrases(scene.rows, count)
    return scene.phrases[count]


def near_spans(standing: Phrases, texts: Texts, name: str) -> list[tuple[TextRow, tuple[int, int]]]:
    """The phrase of all rows most like the name, if it is more like it than every element's text."""
    best = process.extractOne(name, standing.texts, scorer=OSA.normalized_similarity, score_cutoff=LIKE)
    if best is None or any(process.extractOne(name, said, scorer=OSA.normalized_similarity, score_cutoff=best[1]) for said in (texts.text, texts.label)):
        return []
    return [standing.places[best[2]]]


def windows(text: str, count: int) -> Iterator[tuple[int, int]]:
    """Character spans of `count` words in a line, left to right."""
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    for start in range(len(words) - count + 1):
        yield words[start][0], words[start + count - 1][1]


@lru_cache(maxsize=16384)
def phrases(text: str, count: int) -> tuple[tuple[tuple[int, int], str, str], ...]:
    """(span, normalized, with look-alikes folded) of every `count` words in a line; kept, since most lines are in the next frame, too."""
    found = []
    for first, last in windows(text, count):
        said = normalized(text[first:last])
        found.append(((first, last), said, fold_confusables(said)))
    return tuple(found)


def stands_out(row: TextRow, span: tuple[int, int], name: str, scene: Scene) -> bool:
    """Whether the words are more than a word in passing."""
    if " " in name or name[0] in "@#" or IDENTIFIER.search(name) or span == (0, len(row.text.rstrip())):
        return True
    return is_item(row.text, span) or in_other_ink(row, span, scene)


def is_item(line: str, span: tuple[int, int]) -> bool:
    """Whether the words are one of a line's items: of "Demo, Source" or "Home / Library / Data", which are no sentences."""
    items = [(m.start(), m.end()) for m in ITEM.finditer(line)]
    words = line[slice(*span)].strip(ITEM_MARKS)
    return len(items) > 1 and all(line[a:b].count(" ") < LONGEST_ITEM for a, b in items) and any(a <= span[0] < b and line[a:b] == words for a, b in items)


def in_other_ink(row: TextRow, span: tuple[int, int], scene: Scene) -> bool:
    """Whether the words differ in color from the other words of their line."""
    inks = [(word_ink(scene.frame, part_box(row, word)), word) for word in windows(row.text, 1)]
    own = [ink for ink, word in inks if span[0] <= word[0] < span[1]]
    others = [ink for ink, word in inks if not span[0] <= word[0] < span[1]]
    return bool(own and others) and float(np.linalg.norm(own[0] - np.median(others, axis=0))) >= APART


def part_box(row: TextRow, span: tuple[int, int]) -> Box:
    left, right = float(row.char_x[span[0]]), float(row.char_x[span[1]])
    return Box(left, row.box.y, right - left, row.box.height)


def element_of(row: TextRow, span: tuple[int, int]) -> Element:
    box = part_box(row, span)
    part = replace(row, text=row.text[slice(*span)], box=box, char_x=row.char_x[span[0] : span[1] + 1])
    return Element(role="text", box=box, confidence=row.confidence, text=part.text, rows=(part,), role_scores={"text": 0.5, "link": 0.5})
