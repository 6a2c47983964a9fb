"""A phrase of a claim -> Meant: the element it means, or every one of a plural, and how surely.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .geometry import Box
from .match import normalized
from .predicates import Grounder, Setting
from .records import CONTROL_ROLES, Candidate, Element, Grounding, Intent
from .scene import Scene

# Words for everything there is; nobody means an element with that name.
_EVERYTHING = re.compile(r"(?:the\s+|any\s+)?(?:(?P<text>texts?)|(?:elements?|things?|controls?))(?:\s+(?:on|of|in)\s+the\s+(?:page|screen))?$", re.I)


@dataclass(frozen=True, slots=True)
class Meant:
    """Elements of one phrase. confidence: of these being meant. trouble: an outcome that ends the judging."""

    elements: tuple[Element, ...]
    confidence: float
    groundings: tuple[Grounding, ...]
    trouble: str = ""  # "absent" | "ambiguous"

    @classmethod
    def nothing(cls, grounding: Grounding) -> Meant:
        """What a phrase means that found no one element."""
        return cls((), grounding.confidence, (grounding,), "absent" if grounding.outcome == "absent" else "ambiguous")


def meant(phrase: str, several: bool, setting: Setting, grounder: Grounder, of_text: bool = False) -> Meant:
    """The element that a phrase means; the page for an empty one. several: every element. of_text: see _itself."""
    if not phrase:
        return Meant((the_page(setting),), 1.0, ())
    if several or _EVERYTHING.match(phrase):
        return every(phrase, setting, grounder)
    grounding = grounder.locate(phrase)
    if grounding.intent.plural and grounding.outcome != "absent":
        if (called := called_so(phrase, setting.scene)) is not None:
            return Meant((called,), called.confidence, (replace(grounding, outcome="found", element=called, confidence=called.confidence),))
        return every(phrase, setting, grounder, grounding)
    if grounding.outcome == "found" and grounding.element is not None:
        if of_text:
            grounding = replace(grounding, element=_itself(grounding, setting.scene))
        return Meant((grounding.element,), grounding.confidence, (grounding,))
    return Meant.nothing(grounding)


def called_so(phrase: str, scene: Scene) -> Element | None:
    """The one control that says just this, of a word for a kind of thing that is written as a name: "Columns" is the button that says
    so, "the columns" are the columns."""
    if not phrase[:1].isupper() or phrase.lower().startswith("the "):
        return None
    says = [e for e in scene.elements if e.role in CONTROL_ROLES and e.text == phrase]
    return says[0] if len(says) == 1 else None


def every(phrase: str, setting: Setting, grounder: Grounder, known: Grounding | None = None) -> Meant:
    """All elements of a plural phrase that are more likely meant than not."""
    everything = _EVERYTHING.match(phrase)
    if everything:
        elements = [element for element in setting.scene.elements if element.rows or not everything["text"]]
        candidates = [Candidate(element=element, confidence=element.confidence) for element in elements if element.confidence >= 0.3]
    else:
        candidates = [candidate for candidate in grounder.ground_all(phrase) if candidate.confidence >= 0.5]
    if not candidates:
        grounding = known or grounder.locate(phrase)
        return Meant.nothing(grounding)
    least = 0.97 if everything else min(candidate.confidence for candidate in candidates)
    grounding = Grounding(
        intent=known.intent if known else Intent(text=phrase, plural=True), outcome="found", confidence=least,
        element=candidates[0].element, candidates=tuple(candidates), reason=f"{len(candidates)} elements",
    )  # fmt: skip
    return Meant(tuple(candidate.element for candidate in candidates), least, (grounding,))


def _itself(grounding: Grounding, scene: Scene) -> Element:
    """The one element that reads as the name, where what was found only has it beside it: of a checkbox its words, where nobody said
    "checkbox"; else what was found."""
    element, name = grounding.element, normalized(grounding.intent.name)
    assert element is not None
    if grounding.intent.roles or not name or normalized(element.text) == name:
        return element
    if not grounding.intent.quoted and (element.text or normalized(element.label) != name):
        return element
    reads = [other for other in scene.elements if other.text and normalized(other.text) == name]
    return reads[0] if len(reads) == 1 else element


def the_page(setting: Setting) -> Element:
    """The viewport as an element."""
    width, height = setting.scene.frame.size
    return Element(role="page", box=Box(0, 0, width, height), confidence=1.0)
