"""Which text names which field: reading conventions of forms, as costs.

A field's label stands on its left in the same line, above its left edge, or (checkbox, radio, switch) right beside it.
Each label serves one field: the cheapest pairs are taken first.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .geometry import Box
from .records import Element

FIELDS = ("textbox", "combobox", "slider", "spinbutton")
INDICATORS = ("checkbox", "radio", "switch")
FAR = 1e9


def label_fields(controls: Sequence[Element], text: Sequence[Element], size: tuple[float, float]) -> list[Element]:
    """Controls, fields among them with the label and label box found for them."""
    pairs = []
    for c, control in enumerate(controls):
        cost_of = field_cost if control.role in FIELDS else indicator_cost if control.role in INDICATORS else None
        if cost_of is None:
            continue
        for t, candidate in enumerate(text):
            row = candidate.rows[-1].box if control.role in FIELDS else candidate.rows[0].box
            cost = cost_of(control.box, row)
            if candidate.role == "label":
                cost -= 6
            elif candidate.role == "heading":
                cost += 12
            if cost < 60:
                pairs.append((cost, c, t))
    labelled: dict[int, int] = {}
    used: set[int] = set()
    for _, c, t in sorted(pairs):
        if c not in labelled and t not in used:
            labelled[c] = t
            used.add(t)
    result = list(controls)
    for c, t in labelled.items():
        result[c] = replace(controls[c], label=text[t].text, label_box=text[t].box)
    return result


def field_cost(field: Box, label: Box) -> float:
    """Small when the label stands above the field's left edge or on its left in the same line; px-like."""
    above = field.y - label.bottom
    if -3 <= above <= 28:
        aligned = abs(label.x - field.x)
        inside = label.x >= field.x - 8 and label.x <= field.right
        cost = above + (0.3 * aligned if inside else aligned)
        return cost if inside or aligned < 40 else FAR
    left = field.x - label.right
    level = abs(label.center[1] - field.center[1])
    if -4 <= left <= 240 and level <= max(0.5 * min(field.height, 48), 8):
        return 4 + 0.2 * left + 1.5 * level
    # Text inside the upper border of the field: a floating label.
    if field.contains(label, 0.5) and label.height < 0.5 * field.height:
        return 6.0
    below = label.y - field.bottom
    if 0 <= below <= 10 and abs(label.x - field.x) < 30:
        return 40 + below
    return FAR


def indicator_cost(indicator: Box, label: Box) -> float:
    """Small when the label begins right of the indicator in the same line; a label on the left costs more."""
    level = abs(label.center[1] - indicator.center[1])
    if level > max(0.7 * indicator.height, 10):
        return FAR
    right = label.x - indicator.right
    if -4 <= right <= 60:
        return 0.6 * right + level
    left = indicator.x - label.right
    if -4 <= left <= 200:
        return 22 + 0.15 * left + level
    return FAR
