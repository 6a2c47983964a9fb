"""Which of several that fit is meant, where one of them is not of the kind that was asked for: words beside or around a control, a control
in a container, a link that reads like the heading.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from .match import normalized
from .records import CONTAINER_ROLES, CONTROL_ROLES, TEXT_ROLES, Element, Intent

SURELY, HARDLY = 0.5, 0.2  # how surely one of two that read alike is of the kind that was asked for, and the other is


def of_no_kind(rival: Element, best: Element, intent: Intent) -> bool:
    """Whether one is only words beside or around, or words or a control inside, of what was asked for by its kind, or of another kind."""
    return part_of(rival, best, intent) or mere_words(rival, best, intent) or line_around(rival, best, intent) or of_another_kind(rival, best, intent)


def of_another_kind(rival: Element, best: Element, intent: Intent) -> bool:
    """Whether two read alike, and one of them alone is of the kind that was asked for: of a heading and a link "Drivers" the heading
    is meant by "Drivers heading", of a link and a button "Next" the link by "Next link"."""
    alike = (rival.text or rival.label) and normalized(rival.text or rival.label) == normalized(best.text or best.label)
    return bool(alike) and of_kind(best, intent) >= SURELY and of_kind(rival, intent) <= HARDLY


def of_kind(element: Element, intent: Intent) -> float:
    """How surely an element is of a kind that was asked for; 0 where none was."""
    return sum(p for role, p in (element.role_scores or {element.role: 1.0}).items() if role in intent.roles)


def mere_words(rival: Element, best: Element, intent: Intent) -> bool:
    """Whether one is only text where a control that reads the same was asked for and found: the heading "Sign in" is no rival of the sign in button."""
    alike = normalized(rival.text) == normalized(best.text or best.label)
    return alike and best.role in intent.roles and best.role in CONTROL_ROLES and rival.role in TEXT_ROLES and rival.role not in intent.roles


def line_around(line: Element, control: Element, intent: Intent) -> bool:
    """Whether one is the line of text that a link stands in: of "Already registered? Sign in" the link is meant, unless the line was asked for."""
    words = line.role in TEXT_ROLES and intent.roles.isdisjoint(TEXT_ROLES) and normalized(line.text) != normalized(intent.name)
    return words and control.role in ("link", "button") and line.box.intersection(control.box) >= 0.75 * control.box.area


def part_of(inner: Element, container: Element, intent: Intent) -> bool:
    """Whether one is the text or a control inside a container that was asked for by its kind: "the Order confirmed banner"
    is the banner, not the words in it."""
    asked = container.role in CONTAINER_ROLES and container.role in intent.roles and inner.role not in intent.roles
    x, y = inner.box.center
    return asked and container.box.x <= x <= container.box.right and container.box.y <= y <= container.box.bottom
