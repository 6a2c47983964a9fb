"""Choices under a label: "size M" is the M below "Size", "selected size" the one of them that stands out, "second size" the second.

A group's label stands above its choices or to the left of them and belongs to none of them, as a field's label does; so
neither "size M" nor its parts name what is meant, and the label reads most like it.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from .geometry import Box
from .intent_words import STATE_WORDS
from .match import AT, Texts, normalized, state_fits
from .records import CONTROL_ROLES, Element, Frame, Intent

if TYPE_CHECKING:
    from .student import Student

LABELS = ("label", "text", "heading", "columnheader")
CHOICES = frozenset((*CONTROL_ROLES, "badge", "img")) - {"textbox", "combobox", "spinbutton"}  # what is under a field's label is that field
TICKED = frozenset(("checkbox", "radio", "switch"))
NOUNS = frozenset(("option", "options", "choice", "choices", "swatch", "swatches", "button", "buttons", "variant", "value", "chip", "pill"))
NAMED, COUNTED, COLORED = 0.92, 0.85, 0.85  # how surely a choice is meant by its own words, as one of all, by its color
UNMEANT = 0.3  # what is left of the label, and of other choices, where one of them is meant
SHORTEST = 3  # letters of a label
BELOW, BESIDE, APART = 40.0, 60.0, 48.0  # px from a label down to its choices, and right to them; between two choices


@dataclass(frozen=True, slots=True)
class Wish:
    """A phrase as label and choice. words: the choice's own, "" where it is described; states: that it is to have."""

    label: str
    words: str = ""
    states: Mapping[str, bool] = field(default_factory=dict)


def chosen(intent: Intent, candidates: Sequence[Element], texts: Texts, rows: np.ndarray, frame: Frame, student: Student) -> tuple[dict[int, float], list[int]]:
    """How likely each choice under a label is meant, and what is not: the labels, and the other choices where one was called by its
    words; nothing where the phrase is no label with a choice.

    texts: of the candidates; rows: (N, F) the features of this reading (match.py).
    """
    found: dict[int, float] = {}
    others: list[int] = []
    for wish in wishes_of(intent):
        for number in (place for place in texts.by_head.places(wish.label) if candidates[place].role in LABELS):
            if words_of_a_control(candidates[number], candidates):
                continue
            if members := choices_of(candidates[number].box, candidates):
                others += [number, *(members if wish.words else ())]
                for i, p in fits(wish, intent, members, candidates, rows, frame, student).items():
                    found[i] = max(p, found.get(i, 0.0))
    return found, [i for i in others if i not in found]


def words_of_a_control(label: Element, candidates: Sequence[Element]) -> bool:
    """Whether words lie in a control, whose they are: no label of what stands beside it."""
    return any(e.role in CHOICES and e.box.intersection(label.box) >= 0.5 * label.box.area for e in candidates)


def wishes_of(intent: Intent) -> list[Wish]:
    """All ways to part a phrase into a label and a choice, in either order."""
    words = [word for word in normalized(intent.name).split() if word not in NOUNS]
    states = dict(intent.states)
    while words and words[0] in STATE_WORDS and len(words) > 1:
        state, value = STATE_WORDS[words.pop(0)]
        states[state] = value
    whole = " ".join(words)
    if len(whole) < SHORTEST:
        return []
    # "sizes" are choices; "the Pages link" is one link that is called so.
    described = states or intent.color or intent.ordinal is not None or intent.plural or (whole.endswith("s") and not intent.roles)
    wishes = [Wish(name, states=states) for name in dict.fromkeys((whole, whole.removesuffix("s"))) if described]
    for cut in range(1, len(words)):
        first, last = " ".join(words[:cut]), " ".join(words[cut:])
        wishes += [Wish(label, choice) for label, choice in ((first, last), (last, first)) if len(label) >= SHORTEST]
    return wishes


def fits(
    wish: Wish, intent: Intent, members: Sequence[int], candidates: Sequence[Element], rows: np.ndarray, frame: Frame, student: Student
) -> dict[int, float]:
    """How likely each of a label's choices is meant."""
    if wish.words:
        return {i: NAMED for i in members if normalized(candidates[i].text) == wish.words}
    if wish.states:
        # Beside all candidates, since what stands out does so among its neighbors.
        seen = state_fits(candidates, dict(wish.states), frame, student)
        return {i: float(seen[i]) for i in members}
    if intent.color:
        return {i: COLORED * float(rows[i, AT["color"]]) for i in members}
    return dict.fromkeys(members, COUNTED)


def choices_of(label: Box, candidates: Sequence[Element]) -> list[int]:
    """Indices of two or more controls that stand in one line right below a label, or in its line to its right."""
    boxes = {i: with_words(e) for i, e in enumerate(candidates) if e.role in CHOICES}
    whole = [i for i, box in boxes.items() if not any(other.contains(box, 0.8) and other.area > box.area for other in boxes.values())]
    below = [i for i in whole if -2 <= boxes[i].y - label.bottom <= BELOW and boxes[i].right > label.x - 16]
    beside = [i for i in whole if abs(boxes[i].center[1] - label.center[1]) <= 14 and boxes[i].x >= label.right - 2]
    if below:
        top = min(boxes[i].center[1] for i in below)
        below = [i for i in below if abs(boxes[i].center[1] - top) <= 10]
    for line, begins in ((below, label.x - 16), (beside, label.right - 2)):
        run = run_of(sorted(line, key=lambda i: boxes[i].x), boxes, begins, begins + BESIDE + 16)
        if len(run) >= 2:
            return run
    return []


def with_words(element: Element) -> Box:
    """Where a choice stands, of a radio button or a checkbox with the words beside it."""
    return element.box.union(element.label_box) if element.role in TICKED and element.label_box is not None else element.box


def run_of(line: Sequence[int], boxes: Mapping[int, Box], first: float, last: float) -> list[int]:
    """What follows each other in a line whose first one begins between two places; no two of it are the same thing."""
    run: list[int] = []
    for i in line:
        if not run:
            if not first <= boxes[i].x <= last:
                return []
        elif boxes[i].iou(boxes[run[-1]]) > 0.4:
            continue
        elif boxes[i].x - boxes[run[-1]].right > APART or abs(boxes[i].height - boxes[run[-1]].height) > 0.35 * boxes[i].height:
            break
        run.append(i)
    return run
