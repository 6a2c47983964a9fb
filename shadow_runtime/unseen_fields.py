"""A field that was asked for by its label, of which only the label was seen: the painted box below it, or beside it.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .geometry import Box
from .labels import FIELDS
from .records import Element, Frame, Intent
from .refine import region_of

# What words are taken for; a button is not among them, since it has paint of its own.
WORDS = frozenset(("text", "heading", "label", "link", "tab", "menuitem", "option", "cell", "columnheader"))
USUAL = 32.0  # CSS px, height of a field
WIDTHS = (120.0, 300.0, 750.0)  # CSS px: paint is found that is 0.7 to 2.6 times as wide as where it is looked for
BELOW, BESIDE, LEVEL = 16.0, 40.0, 8.0  # CSS px between a label and the field below it or beside it, and between their middles


def field_of(intent: Intent, found: Element, frame: Frame) -> Element:
    """What was found, or the field that its words name, where a field was asked for and nothing but words was seen."""
    if found.role not in WORDS or not intent.roles or not intent.roles <= frozenset(FIELDS):
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
    return found


def field(label: Element, box: np.ndarray) -> Element:
    """A text field in a painted box (xyxy, CSS px) with its label; as sure as its words."""
    x1, y1, x2, y2 = (float(value) for value in box)
    return replace(label, role="textbox", box=Box(x1, y1, x2 - x1, y2 - y1), text="", rows=(), label=label.text, label_box=label.box,
                   role_scores={"textbox": 0.6, label.role: 0.4})  # fmt: skip
