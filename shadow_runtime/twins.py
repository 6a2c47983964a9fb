"""Which candidates are one and the same thing: a link and the button it was also taken for, a field and its label, an icon in its button.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .geometry import to_xyxy
from .labels import FIELDS, INDICATORS
from .match import normalized
from .records import CONTAINER_ROLES, CONTROL_ROLES, GRAPHIC_ROLES, TEXT_ROLES, Element, Intent
from .relations import reading_order

INSTEAD = 0.6  # how likely one of two boxes of the same thing must be, of the likelier one's share, to be taken in its stead

Corners = tuple[float, float, float, float]


def apart(order: Sequence[int], candidates: Sequence[Element], p: np.ndarray, intent: Intent, first: int | None = None) -> list[int]:
    """Indices by probability, without those that are the same thing as a better one: nested, or the field of a label.

    Of a nested pair with like probability the actionable one stays: clicking the link acts, clicking its heading may not.
    Where an icon is asked for, the icon stays, unless its control shows nothing else; where a heading is, the words.
    first: so many are wanted, all if None.
    """
    icon = intent.icon
    order = [int(i) for i in order]
    near = meeting([candidates[i] for i in order]) if first is None else None  # all pairs at once, or one by one as they come up
    outlines = [outline_of(candidates[i]) for i in order] if first is not None else []
    kept: list[int] = []  # places in order
    for place, i in enumerate(order):
        if first is not None and len(kept) >= first and all(p[i] < INSTEAD * p[order[other]] for other in kept[:first]):
            break  # from here on none is likely enough to stand for one of the first
        twin = next(
            (k for k, other in enumerate(kept) if (near[place][other] if near is not None else meets(outlines[place], outlines[other]))
             and (same_thing(candidates[i], candidates[order[other]]) or (icon and shows(candidates[i], candidates[order[other]])))), None,
        )  # fmt: skip
        if twin is None:
            kept.append(place)
        elif rank(candidates[i], intent) > rank(candidates[order[kept[twin]]], intent) and p[i] >= INSTEAD * p[order[kept[twin]]]:
            kept[twin] = place
    return [order[place] for place in kept[:first]]


def outline_of(element: Element) -> tuple[Corners, Corners | None, bool]:
    """Corners of an element and of its label, if it has one, x1, y1, x2, y2; whether it has no area."""
    (x, y, width, height), label = element.box, element.label_box
    return (x, y, x + width, y + height), None if label is None else (label[0], label[1], label[0] + label[2], label[1] + label[3]), width * height <= 0


def meets(a: tuple[Corners, Corners | None, bool], b: tuple[Corners, Corners | None, bool]) -> bool:
    """`meeting` of one pair."""
    (box, label, empty), (other, its_label, is_empty) = a, b
    return (
        empty or is_empty or touches(box, other) or (label is not None and touches(label, other)) or (its_label is not None and touches(its_label, box))
    )  # fmt: skip


def touches(a: Corners, b: Corners) -> bool:
    """Whether two rectangles share a pixel."""
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def meeting(elements: Sequence[Element]) -> list[list[bool]]:
    """(N, N) which elements, or their labels, share a pixel: only such pairs can be the same thing (same_thing, shows)."""
    boxes, labels = np.array([e.box for e in elements], np.float64).reshape(-1, 4), np.array([e.label_box or e.box for e in elements], np.float64).reshape(-1, 4)
    low, high, area = boxes[:, :2], boxes[:, :2] + boxes[:, 2:], boxes[:, 2] * boxes[:, 3]
    near = ((low[:, None] < high) & (low < high[:, None])).all(2)
    by_label = ((labels[:, None, :2] < high) & (low < (labels[:, :2] + labels[:, 2:])[:, None])).all(2)
    empty = area <= 0  # lies inside whatever it lies in
    return (near | by_label | by_label.T | empty | empty[:, None]).tolist()


def likely(p: np.ndarray, least: float) -> np.ndarray:
    """Indices by probability, of those that reach it, or whose actionable twin might (see apart)."""
    order = np.argsort(-p, kind="stable")
    return order[p[order] >= INSTEAD * least]


def rank(element: Element, intent: Intent) -> int:
    """Which of two things that are one stays: the higher."""
    if intent.icon and (element.role in GRAPHIC_ROLES or (element.icon is not None and not element.text)):
        return 3
    if element.role in TEXT_ROLES and intent.roles and (element.role in intent.roles or intent.roles <= frozenset(TEXT_ROLES)):
        return 3
    if element.role in INDICATORS and intent.roles.isdisjoint((*INDICATORS, *FIELDS)):
        return 0  # "Alan Turing" is the name, not the box that picks his row; the words of "Remember me" tick it as well
    return 2 if element.role in CONTROL_ROLES else 0 if element.role in CONTAINER_ROLES else 1


def same_thing(a: Element, b: Element) -> bool:
    """One lies mostly inside the other and neither is a container, or one is the other's label."""
    if a.role in CONTAINER_ROLES or b.role in CONTAINER_ROLES:
        return a.role == b.role and a.box.iou(b.box) > 0.7
    small, large = (a, b) if a.box.area <= b.box.area else (b, a)
    if large.box.intersection(small.box) >= 0.75 * small.box.area:
        # A link in a paragraph is not the paragraph; a heading that is one link is.
        return len(large.text) <= 2 * len(small.text) + 4 or not small.text
    for field, text in ((a, b), (b, a)):
        if field.label_box is not None and field.label_box.iou(text.box) > 0.6:
            return normalized(field.label) == normalized(text.text)
    return False


def shows(a: Element, b: Element) -> bool:
    """One is the icon that the other, a control with words, shows."""
    small, large = (a, b) if a.box.area <= b.box.area else (b, a)
    return small.role == "icon" and large.icon is not None and large.box.contains(small.box, 0.7)


def as_read(chosen: Sequence[int], candidates: Sequence[Element]) -> list[int]:
    """The chosen ones in reading order: candidates are, one by one, but words inside lines come after all that was seen whole."""
    order = reading_order(to_xyxy([candidates[i].box for i in chosen]).reshape(-1, 4))
    return [chosen[k] for k in order]
