"""The whole of what a phrase names: a button of which only the words were found is as large as its paint, and so is a card.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from shadow_runtime import outlines
from shadow_runtime.claims import Claim
from shadow_runtime.geometry import Box, to_xyxy
from shadow_runtime.intent import parse_intent
from shadow_runtime.records import CONTAINER_ROLES, AbstainReason, Element
from shadow_runtime.refine import region_of

from .observation import Observation, Setting

BOXED = frozenset(("button", "textbox", "combobox", "spinbutton", "badge"))  # roles that are a box around their words
_LIKE = 0.5  # intersection over union of the seen and the painted box
_BARE = frozenset(("text", "heading", "link", "label", "cell"))
# Claims about the box itself; where it is not known they are open.
_OF_THE_BOX = frozenset(("size", "compare size", "same size", "corners", "border", "border color", "border style", "shadow", "gap", "gaps", "even gaps"))
# Claims in which the box helps where it shows; without it the words stand for it.
_HELPED = frozenset(("aligned", "centered", "color", "background", "position", "overlap", "covered", "gradient", "color share", "same color"))


def says_box(phrase: str) -> bool:
    """True for "the Save button": what is meant is a box, whatever was found."""
    roles = parse_intent(phrase).roles
    return bool(roles) and roles <= BOXED


def as_painted(element: Element, setting: Setting) -> Element:
    """A container with the box of the one-colored region that fills most of it: seen boxes of cards and alerts are some 20 px off.
    Everything else, and what has no such region, as it is."""
    if element.role not in CONTAINER_ROLES:
        return element
    found = region_of(setting.scene.frame, to_xyxy([element.box])[0])
    if found is None:
        return element
    x1, y1, x2, y2 = (float(value) for value in found)
    box = Box(x1, y1, x2 - x1, y2 - y1)
    return replace(element, box=box) if box.iou(element.box) >= _LIKE else element


def made_whole(claim: Claim, phrases: Sequence[str], elements: Sequence[Element], setting: Setting) -> tuple[Element, ...] | Observation:
    """The elements with the painted box around those of which only the words were found.

    An Observation (open) when a claim about such a box cannot be judged because no paint shows where it ends.
    """
    elements = [as_painted(element, setting) for element in elements]
    if claim.predicate not in _OF_THE_BOX and claim.predicate not in _HELPED:
        return tuple(elements)
    whole = []
    for number, element in enumerate(elements):
        phrase = phrases[number] if len(phrases) == len(elements) else phrases[0] if phrases else ""
        if element.role not in _BARE or not phrase or not says_box(phrase) or claim.args.get("dimension") == "text size":
            whole.append(element)
            continue
        others = [row.box for row in setting.scene.rows if not element.box.contains(row.box, 0.5)]
        box = outlines.enclosing(setting.scene.frame, element.box, others)
        if box is not None:
            whole.append(replace(element, role="button", box=box))
        elif claim.predicate in _OF_THE_BOX:
            return Observation(
                score=0.0, expected=phrase, observed=f"only its words were found: {element.description}", reasons=(AbstainReason.WEAK_MATCH,),
                reason="only the words were found, and no paint shows where its box ends",
            )  # fmt: skip
        else:
            whole.append(element)
    return tuple(whole)
