"""Containers by their titles: "the Billing card" has no text of its own, but a heading at its top.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from rapidfuzz import fuzz

from .match import ROLE_INDEX, normalized, role_weights
from .records import CONTAINER_ROLES, Element, Intent
from .scene import Scene

ALIKE = 0.4  # how readily a container's role must be taken for the one asked for
SAME = 88  # of 100: a title that was misread in a letter is still the title
TOP = 0.45  # share of a container's height in which its title stands
# A menu's first entry is no title, so only these may be titled by plain text.
FRAMED = ("card", "dialog", "alert", "form")


def titled(intent: Intent, scene: Scene) -> list[Element]:
    """Containers of a kind the intent asks for whose title is its name, smallest first; empty where it asks for none."""
    name = normalized(intent.name)
    if not name or intent.roles.isdisjoint(CONTAINER_ROLES):
        return []
    _, likeness = role_weights(intent.roles)
    lines = [e for e in scene.elements if e.role in ("heading", "text", "label") and fuzz.ratio(normalized(e.text), name) >= SAME]
    found = []
    for container in scene.containers:
        box = container.box
        if likeness[ROLE_INDEX[container.role]] < ALIKE:
            continue
        titles = [e.box for e in lines if e.role == "heading" or container.role in FRAMED]
        if any(box.contains(line, 0.7) and line.y - box.y <= max(TOP * box.height, 48) for line in titles):
            found.append(container)
    return sorted(found, key=lambda c: c.box.area)
