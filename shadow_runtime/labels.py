"""Which text names which field: reading conventions of forms, as costs.

A field's label stands on its left in the same line, above its left edge, or (checkbox, radio, switch) right beside it, or at the
other end of a row that holds nothing else.
Each label serves one field: the cheapest pairs are taken first. Lines are looked at one by one, since lines that follow
each other closely may have been taken for one paragraph.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from .geometry import Box
from .records import Element, TextRow

FIELDS = ("textbox", "combobox", "slider", "spinbutton")
INDICATORS = ("checkbox", "radio", "switch")
FAR = 1e9
COSTLIEST = 60.0
# A control that the detector calls a button may still be a field: so likely, by its own scores, or wide and without words.
FIELD_SHARE = 0.15
INDICATOR_SHARE = 0.25
_DRAWN = frozenset("OoQ0©®DCU@□○●•vV✓")  # what a reader takes an indicator for
ABOVE, BELOW = 32.0, 32.0  # px beyond which no line has a cost as a field's label: more than field_cost looks
BESIDE = 60.0  # px right of an indicator where words are its own or a neighbor's
ALIGNED = 8.0  # px between the beginnings of lines that stand below each other
ROW = 1200.0  # px from the words at the beginning of a row of settings to the switch at its end
TITLE = 1.13  # times as high as the words in a field
ADDON = 18.0  # px between a sign before a field and the field, their padding included
OVER = 20.0  # px by which a field's box may reach over the label at its left
DOUBT = 8.0  # what it costs such a control to take a label


class Line(NamedTuple):
    """A line of text that may be a label. block: the element it belongs to; number: which of its lines."""

    block: int
    number: int
    row: TextRow


def label_fields(controls: Sequence[Element], text: Sequence[Element], size: tuple[float, float]) -> list[Element]:
    """Controls, fields among them with the label and label box found for them."""
    lines = [Line(b, n, row) for b, element in enumerate(text) for n, row in enumerate(element.rows)]
    kinds = [kind_of(control) for control in controls]
    for c, control in enumerate(controls):  # a row of settings that was boxed is no field: it holds a switch
        if kinds[c] == "field" and control.role not in FIELDS and any(k == "indicator" and control.box.contains(o.box, 0.8) for o, k in zip(controls, kinds, strict=True)):
            kinds[c] = ""
    addons = [o.box for o in controls if o.role not in FIELDS and not o.text] + [line.row.box for line in lines if is_sign(line.row.text)]
    fields = [with_addon(control.box, addons) if kind == "field" else control.box for control, kind in zip(controls, kinds, strict=True)]
    for c, control in enumerate(controls):  # what stands before a field is part of it, though it looks like a small field
        if kinds[c] == "field" and control.role not in FIELDS and any(k == "field" and o.role in FIELDS and leads(control.box, o.box) for o, k in zip(controls, kinds, strict=True)):
            kinds[c] = ""
    indicators = [control.box for control, kind in zip(controls, kinds, strict=True) if kind == "indicator"]
    pairs = []
    for c, (control, kind) in enumerate(zip(controls, kinds, strict=True)):
        if kind == "":
            continue
        highest, lowest = control.box.y - ABOVE, control.box.bottom + BELOW
        for k, line in enumerate(lines):
            if kind == "field" and (line.row.box.y > lowest or line.row.box.bottom < highest):
                continue  # most lines of a page are nowhere near
            if is_sign(line.row.text):
                continue
            block = text[line.block]
            last = line.number == len(block.rows) - 1
            if kind == "indicator":
                if not is_level(control.box, line.row.box):
                    continue
                cost = indicator_cost(control.box, beside(line.row, control.box).box)
            elif last or len(block.rows) <= 3:
                cost = field_cost(fields[c], line.row.box, above=last) + (DOUBT if control.role not in FIELDS else 0)
            else:
                continue
            if block.role == "label":
                cost -= 6
            elif block.role == "heading":
                # A field that says itself what it is for needs no title of what is above it.
                cost += COSTLIEST if kind == "field" and is_title(line.row, control) else 12
            elif len(line.row.text) > 70:
                cost += 15
            if cost < COSTLIEST:
                pairs.append((cost, c, k))
    result = list(controls)
    labelled: set[int] = set()
    used: set[int] = set()
    for _, c, k in sorted(pairs):
        if c in labelled or k in used:
            continue
        labelled.add(c)
        said, box, taken = full_label(controls[c], kinds[c], k, lines, text, indicators)
        used.update(taken)
        result[c] = replace(controls[c], label=said, label_box=box)
    for c, kind in enumerate(kinds):
        if kind == "indicator" and c not in labelled and (k := across(c, controls, lines, used)) is not None:
            used.add(k)
            result[c] = replace(controls[c], label=lines[k].row.text, label_box=lines[k].row.box)
    return result


def is_sign(text: str) -> bool:
    """Whether a line only shows what a field takes ("@", "€") and names nothing."""
    return not any(character.isalnum() for character in text)


def leads(addon: Box, field: Box) -> bool:
    """Whether a small box abuts a field at its left, as high as it or within its height: the "@" before a name."""
    level = field.y - 4 <= addon.center[1] <= field.bottom + 4 and addon.height <= field.height + 8
    return level and addon.width <= 1.5 * field.height and -6 <= field.x - addon.right <= ADDON


def with_addon(field: Box, addons: Sequence[Box]) -> Box:
    """A field's box with what stands before it: labels above are aligned with that. addons: signs, and controls that say nothing."""
    before = next((addon for addon in addons if addon is not field and leads(addon, field)), None)
    return field if before is None else field.union(before)


def is_title(row: TextRow, field: Element) -> bool:
    """Whether a line is written larger than what stands in a field, its placeholder as well: a label is not."""
    return bool(field.rows) and row.box.height > TITLE * field.rows[0].box.height


def across(c: int, controls: Sequence[Element], lines: Sequence[Line], used: set[int]) -> int | None:
    """The line that a row of settings begins with, whose switch stands at the row's other end; None where something else stands
    between or on both sides."""
    indicator = controls[c].box
    others = [e.box for n, e in enumerate(controls) if n != c and e.box.y < indicator.center[1] < e.box.bottom]
    level = [k for k, line in enumerate(lines) if is_level(indicator, line.row.box)]
    if any(0 <= lines[k].row.box.x - indicator.right <= BESIDE for k in level):
        return None  # words at its right, which another control took, or nobody: not a row's end
    left = [k for k in level if lines[k].row.box.right <= indicator.x + 4]
    if not left:
        return None
    nearest = max(left, key=lambda k: lines[k].row.box.right)
    # A title and what explains it may both be level with the switch.
    first = min((k for k in left if abs(lines[k].row.box.x - lines[nearest].row.box.x) <= ALIGNED), key=lambda k: lines[k].row.box.y)
    words = lines[first].row.box
    between = any(words.right - 4 <= box.x and box.right <= indicator.x + 4 for box in others)
    return None if between or first in used or indicator.x - words.right > ROW else first


def kind_of(control: Element) -> str:
    """ "field", "indicator" or "": which convention names the control."""
    if control.role in FIELDS:
        return "field"
    if control.role in INDICATORS:
        return "indicator"
    small = control.role in ("link", "button") and not control.text and control.box.width <= 48 and control.box.height <= 30
    if small and sum(p for role, p in control.role_scores.items() if role in INDICATORS) >= INDICATOR_SHARE:
        return "indicator"
    if control.role == "button":
        share = sum(p for role, p in control.role_scores.items() if role in FIELDS)
        wordless = not control.text and control.icon is None and control.box.width >= max(60.0, 2.5 * control.box.height)
        return "field" if share >= FIELD_SHARE or wordless else ""
    return ""


def beside(row: TextRow, indicator: Box) -> TextRow:
    """The part of a line that stands right of an indicator which the line was read across: "OYes" is a circle and "Yes"."""
    if row.box.x >= indicator.center[0] + 2 or row.box.right <= indicator.right + 4 or len(row.char_x) != len(row.text) + 1:
        return row
    middles = (row.char_x[:-1] + row.char_x[1:]) / 2
    inside = [i for i, x in enumerate(middles) if x <= indicator.right - 1]
    if middles[0] < indicator.x - 2:
        return row  # words stand left of the indicator: they are a label of their own
    # The ring or box itself was read as one letter, or the reader spread the first letters over it.
    drawn = len(inside) <= 2 and row.text[:1] in _DRAWN and (row.text[1:2].isupper() or row.text[1:2] == " ")
    first = 1 + (row.text[1:2] == " ") if inside and drawn else 0
    left = max(float(row.char_x[first]), indicator.right + 1)
    return replace(row, text=row.text[first:], char_x=row.char_x[first:], box=Box(left, row.box.y, max(row.box.right - left, 1.0), row.box.height))


def full_label(
    control: Element, kind: str, start: int, lines: Sequence[Line], text: Sequence[Element], indicators: Sequence[Box]
) -> tuple[str, Box, list[int]]:
    """What the label says with the lines it was wrapped to, its box, and which lines these are."""
    line = lines[start]
    block = text[line.block]
    if kind == "field":
        # A label over two lines above its field reads on from the line before.
        if line.number == len(block.rows) - 1 and len(block.rows) == 2 and len(block.text) <= 60:
            return block.text, block.box, [start - 1, start]
        return line.row.text, line.row.box, [start]
    row = beside(line.row, control.box)
    said, box, taken = row.text, row.box, [start]
    for k in range(start + 1, start + len(block.rows) - line.number):
        following = lines[k].row
        others = any(indicator_cost(box_, following.box) < COSTLIEST for box_ in indicators if box_ != control.box)
        if others or not following.text[:1].islower() or said.endswith((".", "!", "?")):
            break
        said, box = f"{said} {following.text}", box.union(following.box)
        taken.append(k)
    return said, box, taken


def field_cost(field: Box, label: Box, above: bool = True) -> float:
    """Small when the label stands above the field's left edge or on its left in the same line; px-like.

    above: the line may be a label above the field (no further line of its paragraph stands between).
    """
    gap = field.y - label.bottom
    if above and -3 <= gap <= 28:
        aligned = abs(label.x - field.x)
        inside = label.x >= field.x - 8 and label.x <= field.right
        cost = gap + (0.3 * aligned if inside else aligned)
        return cost if inside or aligned < 40 else FAR
    left = field.x - label.right
    level = abs(label.center[1] - field.center[1])
    if -OVER <= left <= 240 and level <= max(0.5 * min(field.height, 48), 8):
        return 4 + 0.2 * left + 1.5 * level
    # A tall field (many lines of text) has its label on the left of its first line.
    if field.height > 60 and -4 <= left <= 240 and -4 <= label.y - field.y <= 24:
        return 10 + 0.2 * left
    # Text inside the upper border of the field: a floating label.
    if field.contains(label, 0.5) and label.height < 0.5 * field.height:
        return 6.0
    below = label.y - field.bottom
    if 0 <= below <= 10 and abs(label.x - field.x) < 30:
        return 40 + below
    return FAR


def is_level(indicator: Box, label: Box) -> bool:
    """Whether a label stands in the same line as the indicator."""
    return abs(label.center[1] - indicator.center[1]) <= max(0.7 * indicator.height, 10)


def indicator_cost(indicator: Box, label: Box) -> float:
    """Small when the label begins right of the indicator in the same line; a label on the left costs more."""
    if not is_level(indicator, label):
        return FAR
    level = abs(label.center[1] - indicator.center[1])
    right = label.x - indicator.right
    if -4 <= right <= 60:
        return 0.6 * right + level
    left = indicator.x - label.right
    if -4 <= left <= 200:
        return 22 + 0.15 * left + level
    return FAR
