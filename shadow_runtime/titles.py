"""Containers by their titles: "the Billing card" has no text of its own, but a heading at its top.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz import fuzz

from .geometry import Box
from .match import ROLE_INDEX, normalized, role_weights
from .panels import panel_around
from .records import CONTAINER_ROLES, Element, Intent
from .scene import Scene

ALIKE = 0.4  # how readily a container's role must be taken for the one asked for
SAME = 88  # of 100: a title that was misread in a letter is still the title
TOP = 0.45  # share of a container's height in which its title stands
MEANT = 0.3  # intersection over union of what was seen and what is painted, from which they are one
PAINTED = 0.7  # how surely a painted panel is the container that was asked for
# A menu's first entry is no title, so only these may be titled by plain text.
FRAMED = ("card", "dialog", "alert", "form")


def titled(intent: Intent, scene: Scene) -> list[Element]:
    """Containers of a kind the intent asks for whose title is its name, smallest first; empty where it asks for none.

    Where a panel is painted around the title that is the container, its exact box: seen ones are some 20 px off, or missing.
    """
    name = normalized(intent.name)
    if not name or intent.roles.isdisjoint(CONTAINER_ROLES):
        return []
    _, likeness = role_weights(intent.roles)
    lines = [e for e in scene.elements if e.role in ("heading", "text", "label") and fuzz.ratio(normalized(e.text), name) >= SAME]
    if not lines:
        return []
    panels = [] if intent.roles.isdisjoint(FRAMED) else [panel for line in lines if (panel := panel_around(scene, line.box)) is not None and at_top(line.box, panel)]
    found = []
    for container in scene.containers:
        box = container.box
        if likeness[ROLE_INDEX[container.role]] < ALIKE:
            continue
        titles = [e.box for e in lines if e.role == "heading" or container.role in FRAMED]
        if any(box.contains(line, 0.7) and at_top(line, box) for line in titles):
            exact = max(panels, key=box.iou, default=box) if container.role in FRAMED else box
            found.append(replace(container, box=exact) if exact != box and box.iou(exact) >= MEANT else container)
    if not found:
        kind = next(role for role in (*FRAMED, *CONTAINER_ROLES) if role in intent.roles)
        found = [Element(role=kind, box=panel, confidence=PAINTED, role_scores={kind: PAINTED}) for panel in panels]
    return sorted(found, key=lambda c: c.box.area)


def at_top(title: Box, container: Box) -> bool:
    """Whether a line stands where titles do."""
    return title.y - container.y <= max(TOP * container.height, 48)
