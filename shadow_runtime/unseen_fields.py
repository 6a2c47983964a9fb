"""A field that was asked for by its label, of which only the label was found: the nameless field or the painted box below it, or beside it.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .geometry import Box
from .labels import FIELDS, INDICATORS, field_cost, kind_of
from .match import normalized
from .records import Element, Frame, Intent
from .refine import region_of

# What words are taken for; a button is not among them, since it has paint of its own.
WORDS = frozenset(("text", "heading", "label", "link", "tab", "menuitem", "option", "cell", "columnheader"))
PRESSED, SURELY = ("button", "link", "tab"), 0.9  # what a field may be taken for at times, and how surely it then is none
USUAL = 32.0  # CSS px, height of a field
WIDTHS = (120.0, 300.0, 750.0)  # CSS px: paint is found that is 0.7 to 2.6 times as wide as where it is looked for
HINTS = ("text", "label", "heading")
HEIGHTS = (USUAL, 48.0)  # CSS px: paint is found that is 0.65 to 1.5 times as high as where it is looked for
HIGHEST, ROOM = 64.0, 24.0  # CSS px: a field around its words is at most so high, and wider than they are by at least so much
LOW = 24.0  # CSS px: what is boxed lower than this shows its words and no paint of a control
COSTLIEST, APART = 60.0, 12.0  # of labels.field_cost: of a field at all, and by how much the next one must cost more
SAME_LINE = 0.6  # intersection over union of a label's box and of a line of words from which they are one
HINT = 0.15  # share of its own scores from which something may be a field after all
BELOW, BESIDE, LEVEL = 16.0, 40.0, 8.0  # CSS px between a label and the field below it or beside it, and between their middles


def field_of(intent: Intent, found: Element, frame: Frame, seen: Sequence[Element] = ()) -> Element:
    """What was found, or the field that its words name, where a field was asked for and nothing but words was found.

    seen: what else stands on the page, fields that no label was found for among it.
    """
    if is_words(intent, found) and (named := named_by(found, seen) or nameless_field(found, seen)) is not None:
        return named
    if not intent.roles or not intent.roles <= frozenset(FIELDS):
        return found
    if found.icon is not None and not found.text and found.role not in FIELDS:
        return field_around(found, frame, seen)
    if found.role not in WORDS:
        return found
    x, y, right, bottom = found.box.x, found.box.y, found.box.right, found.box.bottom
    middle = (y + bottom) / 2
    for width in WIDTHS:
        below = region_of(frame, np.array([x, bottom + 6, x + width, bottom + 6 + USUAL], np.float32))
        if below is not None and -2 <= below[1] - bottom <= BELOW and abs(below[0] - x) <= BELOW:
            return field(found, below)
    for width in WIDTHS:
        beside = region_of(frame, np.array([right + 8, middle - USUAL / 2, right + 8 + width, middle + USUAL / 2], np.float32))
        if beside is not None and -2 <= beside[0] - right <= BESIDE and abs((beside[1] + beside[3]) / 2 - middle) <= LEVEL:
            return field(found, beside)
    for width, height in itertools.product(WIDTHS, HEIGHTS) if found.role in HINTS else ():
        around = region_of(frame, np.array([x, middle - height / 2, x + width, middle + height / 2], np.float32))
        if around is not None and around[3] - around[1] <= HIGHEST and around[0] < x and around[2] >= right + ROOM and around[1] < y + 2 and around[3] > bottom - 2:
            return replace(field(found, around), text=found.text, rows=found.rows, label="", label_box=None)  # words in it: a hint, or a value
    return found


def field_around(icon: Element, frame: Frame, seen: Sequence[Element]) -> Element:
    """The painted box with an icon at one of its ends, as a search field has a magnifier, with the words that stand in it; the icon
    itself where no such box is painted."""
    x, right, middle = icon.box.x, icon.box.right, icon.box.center[1]
    for width, (left, end) in itertools.product(WIDTHS, ((x, None), (None, right))):
        first = left if left is not None else right - width
        box = np.array([first, middle - USUAL / 2, end if end is not None else x + width, middle + USUAL / 2], np.float32)
        if (around := region_of(frame, box)) is None:
            continue
        x1, y1, x2, y2 = (float(value) for value in around)
        painted = Box(x1, y1, x2 - x1, y2 - y1)
        if painted.height > HIGHEST or painted.width < icon.box.width + 3 * ROOM or not painted.contains(icon.box, 0.9):
            continue
        words = next((e for e in seen if e.role in WORDS and e.text and painted.contains(e.box, 0.9)), None)
        return replace(field(icon, around), text=words.text if words else "", rows=words.rows if words else (), label="", label_box=None)
    return icon


def named_by(words: Element, seen: Sequence[Element]) -> Element | None:
    """The control that words are the label of, whatever it was taken for: a drop-down list may look like a button."""
    return next((e for e in seen if e is not words and e.role not in INDICATORS and e.label_box is not None and e.label_box.iou(words.box) > SAME_LINE), None)


def nameless_field(words: Element, seen: Sequence[Element]) -> Element | None:
    """The field without a label that stands where words would be its label, with them as its label: they had been taken for
    something else than words. None where two stand as well."""
    costs = sorted(((field_cost(e.box, words.box), k) for k, e in enumerate(seen) if kind_of(e) == "field" and not e.label and e is not words), key=lambda pair: pair[0])
    if not costs or costs[0][0] > COSTLIEST or (len(costs) > 1 and costs[1][0] - costs[0][0] < APART):
        return None
    return replace(seen[costs[0][1]], label=words.text, label_box=words.box)


def is_no_field(intent: Intent, found: Element) -> bool:
    """Whether a field was asked for and what was found is surely something to press that says something else: the button "Add task"
    is no "new task field", however near it comes."""
    asked = bool(intent.roles) and intent.roles <= frozenset(FIELDS)
    pressed = found.role in PRESSED and found.role_scores.get(found.role, 0.0) >= SURELY and not found.label
    return asked and pressed and bool(found.text) and normalized(intent.name) not in normalized(found.text)


def is_words(intent: Intent, found: Element) -> bool:
    """Whether a field was asked for and what was found is none, by all that is known of it."""
    if not intent.roles or not intent.roles <= frozenset(FIELDS):
        return False
    if found.role in FIELDS:
        return not found.label and found.text.endswith(":")  # a label that was framed by what stands around it
    if sum(p for role, p in found.role_scores.items() if role in FIELDS) >= HINT:
        return False
    return found.role in WORDS or (found.role == "button" and bool(found.text) and found.box.height < LOW)


def field(label: Element, box: np.ndarray) -> Element:
    """A text field in a painted box (xyxy, CSS px) with its label; as sure as its words."""
    x1, y1, x2, y2 = (float(value) for value in box)
    return replace(label, role="textbox", box=Box(x1, y1, x2 - x1, y2 - y1), text="", rows=(), label=label.text, label_box=label.box,
                   role_scores={"textbox": 0.6, label.role: 0.4})  # fmt: skip
