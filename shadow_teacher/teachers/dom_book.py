"""The page's own book: a snapshot of accessibility tree and layout as elements, and who is meant by a phrase, by name and role.

Strict where the student is lenient: only a name that is there word for word identifies, everything else "cannot tell".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from shadow_runtime.geometry import Box, to_xyxy
from shadow_runtime.intent import parse_intent
from shadow_runtime.match import normalized
from shadow_runtime.records import (
    CONTAINER_ROLES,
    CONTROL_ROLES,
    LEAF_ROLES,
    Candidate,
    Element,
    Frame,
    Grounding,
    Intent,
    TextRow,
)
from shadow_runtime.relations import region_scores, relation_scores
from shadow_runtime.scene import Scene
from shadow_teacher.pages.label import ink_box

from .dom_style import paints_box, row_style
from .request import IntelligenceRequest, SnapshotElement

# ARIA roles that we call otherwise. Roles not named here and not ours say nothing of what the eye sees.
ARIA = {
    "searchbox": "textbox", "image": "img", "graphics-symbol": "icon", "meter": "progressbar", "gridcell": "cell", "rowheader": "columnheader",
    "menuitemcheckbox": "menuitem", "menuitemradio": "menuitem", "alertdialog": "dialog", "article": "card", "listbox": "list", "tree": "list",
    "treeitem": "option", "grid": "table", "treegrid": "table", "menubar": "menu", "paragraph": "text", "search": "form", "status": "alert",
    "emphasis": "text", "strong": "text", "listitem": "text", "togglebutton": "button", "toolbar": "banner", "labeltext": "label", "note": "text",
}  # fmt: skip
FIELDS = ("textbox", "combobox", "spinbutton")
ICON_SIDE = 48.0  # CSS px: a larger picture is "img"
COVERED = 0.3  # least share of a box that must be on top to be seen


@dataclass(frozen=True, slots=True)
class Entry:
    """A snapshot element as the student would name it, with every name that the page gives it."""

    source: SnapshotElement
    element: Element
    names: tuple[str, ...]


class Book:
    """One snapshot with its frame. Grounds phrases as the judge expects a grounder to (locate, ground_all)."""

    def __init__(self, request: IntelligenceRequest, frame: np.ndarray) -> None:
        """frame: (H, W, 3) uint8 RGB."""
        assert request.dom_snapshot is not None
        self.request, self.frame = request, Frame(rgb=np.ascontiguousarray(frame), scale=request.scale)
        self.by_id = {element.id: element for element in request.dom_snapshot.elements}
        self._with_children = {element.parent for element in request.dom_snapshot.elements}
        self.entries = [entry for element in request.dom_snapshot.elements if self._shown(element) and (entry := self._entry(element))]

    @cached_property
    def scene(self) -> Scene:
        """The entries as a scene, for the judge."""
        elements = tuple(entry.element for entry in self.entries)
        return Scene.of(self.frame, elements, tuple(row for element in elements for row in element.rows))

    def _shown(self, element: SnapshotElement) -> bool:
        box = Box(*element.box)
        return element.visible and element.hit >= COVERED and min(box.width, box.height) >= 2 and self.request.page.intersection(box) >= 0.3 * box.area

    def _entry(self, source: SnapshotElement) -> Entry | None:
        box = Box(*source.box)
        role = ARIA.get(source.role, source.role)
        if role == "img" and max(box.width, box.height) <= ICON_SIDE:
            role = "icon"
        if role not in LEAF_ROLES and role not in CONTAINER_ROLES:
            # A bare box is no thing of its own; what holds text and nothing else is text.
            if source.id in self._with_children or not source.text:
                return None
            role = "text"
        text = "" if role in CONTAINER_ROLES else source.text or source.placeholder
        names = tuple(dict.fromkeys(name for said in (source.name, source.label, source.text, source.placeholder) if (name := normalized(said))))
        if role in CONTAINER_ROLES:
            names = tuple(name for name in names if len(name) <= 60)
        if not paints_box(source, self.by_id) and role not in CONTAINER_ROLES:
            tight = ink_box(self.frame.rgb, list(source.box), self.frame.scale, squarish=False)
            box = Box(*tight) if tight is not None else box
        states = {state: 0.99 if on else 0.01 for state, on in source.states.items()}
        if source.placeholder and role in FIELDS:
            states["placeholder"] = 0.99 if not source.text else 0.5
        rows: tuple[TextRow, ...] = ()
        if text:
            rows = (TextRow(box=box, text=text, confidence=1.0, char_x=np.linspace(box.x, box.right, len(text) + 1).astype(np.float32), **row_style(source)),)
        return Entry(source, Element(role=role, box=box, confidence=0.99, text=text, rows=rows, states=states, role_scores={role: 0.99}, label=source.label or source.name), names)

    def locate(self, intent: str) -> Grounding:
        """The one element with this name and role: "found"; several: "ambiguous"; none: "ambiguous" too, the book cannot say.

        "absent" only for a quoted text that stands nowhere in the snapshot, seen or unseen.
        """
        parsed = parse_intent(intent)
        matches = self.matching(parsed)
        if len(matches) == 1:
            element = matches[0].element
            return Grounding(intent=parsed, outcome="found", confidence=0.99, element=element, candidates=(Candidate(element=element, confidence=0.99),),
                             reason=element.description)
        if matches:
            candidates = tuple(Candidate(element=entry.element, confidence=0.5) for entry in matches[:5])
            return Grounding(intent=parsed, outcome="ambiguous", confidence=0.5, element=matches[0].element, candidates=candidates,
                             reason="several have that name: " + ", ".join(entry.element.description for entry in matches[:5]))
        if parsed.quoted and self.nowhere(parsed.name):
            return Grounding(intent=parsed, outcome="absent", confidence=0.99, reason=f"{parsed.name!r} stands nowhere on the page")
        return Grounding(intent=parsed, outcome="ambiguous", confidence=0.0, reason=f"nothing is named {intent!r} word for word")

    def ground_all(self, intent: str, least: float | None = None) -> Sequence[Candidate]:
        """All that have the name and role."""
        return [Candidate(element=entry.element, confidence=0.99) for entry in self.matching(replace(parse_intent(intent), ordinal=None))]

    def nowhere(self, text: str) -> bool:
        wanted = normalized(text)
        return not any(wanted in normalized(said) for e in self.by_id.values() for said in (e.name, e.text, e.label, e.placeholder))

    def hidden(self, intent: str) -> bool:
        """Whether the page holds exactly that, but does not show it."""
        parsed = parse_intent(intent)
        wanted = normalized(parsed.name)
        named = [e for e in self.by_id.values() if wanted and wanted in map(normalized, (e.name, e.label, e.text)) and _has_role(ARIA.get(e.role, e.role), parsed.roles)]
        return bool(named) and not any(e.visible and e.hit > 0 for e in named)

    def entry_of(self, element: Element) -> Entry:
        return next(entry for entry in self.entries if entry.element is element)

    def at(self, x: float, y: float) -> Entry | None:
        """The innermost thing at a point; what can be acted on before what only shows."""
        under = [entry for entry in self.entries if _holds(Box(*entry.source.box), x, y) and entry.element.role not in CONTAINER_ROLES]
        return min(under, key=lambda entry: (entry.element.role not in CONTROL_ROLES, entry.element.box.area), default=None)

    def matching(self, intent: Intent) -> list[Entry]:
        """Entries that an intent names, the strictest reading that names any; in reading order, nested doubles removed."""
        for reading in (replace(intent, alternatives=()), *intent.alternatives):
            for test in (_named_exactly, _named_in_words):
                found = [entry for entry in self.entries if test(entry, reading) and _has_role(entry.element.role, reading.roles) and _has_states(entry, reading)]
                found = self._outermost(self._related(found, reading))
                if reading.ordinal is not None and found:
                    number = reading.ordinal - 1 if reading.ordinal > 0 else len(found) + reading.ordinal
                    found = [found[number]] if 0 <= number < len(found) else []
                if found:
                    return found
        return []

    def _related(self, entries: list[Entry], intent: Intent) -> list[Entry]:
        if intent.color or intent.size:  # what a word for color or size means is not written in the book
            return []
        if intent.region and entries:
            boxes = to_xyxy([entry.element.box for entry in entries])
            entries = [entry for entry, fit in zip(entries, region_scores(intent.region, boxes, self.frame.size), strict=True) if fit >= 0.5]
        if intent.relation is None or not entries:
            return entries
        anchors = self.matching(intent.relation.anchor)
        others = self.matching(intent.relation.other) if intent.relation.other is not None else []
        if len(anchors) != 1 or len(others) > 1:
            return []
        anchor = anchors[0].element
        other = to_xyxy([others[0].element.box])[0] if others else None
        boxes = to_xyxy([entry.element.box for entry in entries])
        fits, distances = relation_scores(intent.relation.kind, boxes, to_xyxy([anchor.box])[0], other, anchor.role in CONTAINER_ROLES)
        kept = sorted((float(d), i) for i, (fit, d) in enumerate(zip(fits, distances, strict=True)) if fit >= 0.5 and entries[i].element is not anchor)
        if intent.relation.kind in ("inside", "row of") or len(kept) < 2 or kept[1][0] > kept[0][0] + 8:
            kept = kept if intent.relation.kind in ("inside", "row of") else kept[:1]
        return [entries[i] for i in sorted(i for _, i in kept)]

    def _outermost(self, entries: list[Entry]) -> list[Entry]:
        """One entry of each nest: the control where there is one, and the field rather than its label."""
        kept: list[Entry] = []
        for entry in sorted(entries, key=lambda e: (e.element.role not in CONTROL_ROLES, e.element.role in CONTAINER_ROLES, -e.element.box.area)):
            twin = any(_nested(entry.element.box, other.element.box) or self._labels(entry, other) for other in kept)
            if not twin:
                kept.append(entry)
        return sorted(kept, key=lambda e: (round(e.element.box.y / 8), e.element.box.x))

    def _labels(self, entry: Entry, field: Entry) -> bool:
        return field.element.role in (*FIELDS, "checkbox", "radio", "switch", "slider") and entry.element.role in ("text", "label") and normalized(field.source.label) in entry.names


def _named_exactly(entry: Entry, intent: Intent) -> bool:
    wanted = normalized(intent.name)
    return not wanted or wanted in entry.names


def _named_in_words(entry: Entry, intent: Intent) -> bool:
    wanted = set(re.findall(r"\w+", normalized(intent.name)))
    return bool(wanted) and not intent.quoted and any(wanted <= set(re.findall(r"\w+", name)) for name in entry.names if len(name) <= 120)


def _has_role(role: str, roles: frozenset[str]) -> bool:
    return not roles or role in roles


def _has_states(entry: Entry, intent: Intent) -> bool:
    for state, wanted in intent.states.items():
        key = state if state in entry.element.states else {"checked": "selected", "selected": "checked"}.get(state, state)
        if key == "empty" or key not in entry.element.states or (entry.element.states[key] > 0.5) != wanted:
            return False
    return True


def _nested(a: Box, b: Box) -> bool:
    return a.intersection(b) >= 0.8 * min(a.area, b.area)


def _holds(box: Box, x: float, y: float) -> bool:
    return box.x <= x <= box.right and box.y <= y <= box.bottom
