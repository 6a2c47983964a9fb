"""The `dom` teacher: answers from the page's own book, exactly or not at all.

Geometry, text and states go through the student's own judge, given true boxes, texts and states instead of perceived
ones; colors and type come from computed style.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from shadow_runtime.claims import Claim, parse_claim
from shadow_runtime.color import ColorTable, Rgb, contrast, distance
from shadow_runtime.errors import ClaimError
from shadow_runtime.judge import judge

from .answer import Answer, cannot_tell
from .dom_book import Book, Entry
from .dom_style import background_of, border_of, is_bold, own_fill, pixels_of, text_color_of
from .request import IntelligenceRequest

NAME = "dom"
_ACCEPTED, _REJECTED = 0.8, 0.15  # of a color word, see shadow_runtime.predicates.colors
_SAME, _DIFFERENT = 0.015, 0.05  # OKLab distance: nobody notices; everybody does
_TEXTUAL = ("text", "heading", "label", "link", "cell", "columnheader", "tab", "menuitem", "option", "button")


class DomTeacher:
    """Exact for style and geometry; locates by role and name; silent about everything else.

    colors: the color words, asked for when first needed.
    """

    name = NAME

    def __init__(self, colors: Callable[[], ColorTable]) -> None:
        self._colors = colors

    def answer(self, request: IntelligenceRequest, frame: np.ndarray) -> Answer:
        """Never raises for what the snapshot holds; without one it cannot tell."""
        if request.dom_snapshot is None:
            return cannot_tell(NAME, "the request brought no snapshot of the page")
        book = Book(request, frame)
        if request.correction is not None and request.correction.point is not None and request.kind == "locate":
            return self._at_point(book, *request.correction.point)
        return self._locate(book) if request.kind == "locate" else self._check(book)

    def _at_point(self, book: Book, x: float, y: float) -> Answer:
        entry = book.at(x, y)
        if entry is None:
            return cannot_tell(NAME, f"nothing of the page's own book lies at ({x:.0f}, {y:.0f})")
        return _found(entry, f"what lies at the corrected point ({x:.0f}, {y:.0f})")

    def _locate(self, book: Book) -> Answer:
        grounding = book.locate(book.request.text)
        if grounding.outcome == "found" and grounding.element is not None:
            return _found(book.entry_of(grounding.element), "the one element with that name and role")
        if grounding.outcome == "absent":
            return Answer(teacher=NAME, absent=True, note=grounding.reason)
        return cannot_tell(NAME, grounding.reason)

    def _check(self, book: Book) -> Answer:
        try:
            claim = parse_claim(book.request.text)
        except ClaimError as error:
            return cannot_tell(NAME, f"the claim is not understood: {error}")
        readings = [self._reading(reading, book) for reading in claim.readings]
        truths = {truth for truth, _, _ in readings}
        truth, note, subject = readings[0]
        if len(truths) > 1 or truth is None:
            return cannot_tell(NAME, note if truth is None else "the sentence can be read in several ways and they disagree")
        if subject is None:
            return Answer(teacher=NAME, truth=truth, confidence=0.99, note=note)
        return Answer(teacher=NAME, truth=truth, confidence=0.99, note=note, box=subject.element.box, role=subject.element.role, name=subject.source.name,
                      states=subject.source.states)  # fmt: skip

    def _reading(self, claim: Claim, book: Book) -> tuple[bool | None, str, Entry | None]:
        """Truth (None: cannot tell), why, and the subject where it is one element."""
        if claim.predicate == "and":
            parts = [self._reading(part, book) for part in claim.parts]
            truths = [truth for truth, _, _ in parts]
            truth = False if False in truths else None if None in truths else True
            return truth, "; ".join(note for _, note, _ in parts), parts[0][2]
        subject = self._subject(claim, book)
        if claim.predicate == "visible":
            return self._presence(claim, book, subject)
        styled = _STYLED.get(claim.predicate)
        if styled is not None and claim.quantifier == "one" and len(claim.subjects) == 1:
            if subject is None:
                return None, book.locate(claim.subjects[0]).reason, None
            found = styled(claim, subject, book, self._colors)
            if found is None:
                return None, f"computed style does not tell the {claim.predicate} of {subject.element.description}", subject
            return found[0] != claim.negated, found[1], subject
        if claim.predicate == "text" and subject is not None and subject.element.role in ("textbox", "combobox", "spinbutton"):
            return None, "what was typed into a field is not in the snapshot", subject
        verdict = judge(claim, book.scene, book, self._colors())
        truth = {"passed": True, "failed": False, "abstained": None}[verdict.outcome]
        return truth, verdict.reason or f"expected {verdict.evidence.expected}, {verdict.evidence.observed}", subject

    def _subject(self, claim: Claim, book: Book) -> Entry | None:
        if len(claim.subjects) != 1 or not claim.subjects[0]:
            return None
        grounding = book.locate(claim.subjects[0])
        return book.entry_of(grounding.element) if grounding.outcome == "found" and grounding.element is not None else None

    def _presence(self, claim: Claim, book: Book, subject: Entry | None) -> tuple[bool | None, str, Entry | None]:
        truths = []
        for phrase in claim.subjects:
            grounding = book.locate(phrase)
            shown = True if grounding.candidates else False if grounding.outcome == "absent" or book.hidden(phrase) else None
            if shown is None:
                return None, grounding.reason, None
            truths.append(shown != claim.negated)
        return all(truths), "; ".join(f"{phrase!r} is {'there' if t != claim.negated else 'not to be seen'}" for phrase, t in zip(claim.subjects, truths, strict=True)), subject


def _found(entry: Entry, note: str) -> Answer:
    return Answer(teacher=NAME, box=entry.element.box, role=entry.element.role, name=entry.source.name or entry.source.text[:120], states=entry.source.states,
                  confidence=0.99, note=f"{note}: {entry.element.description}", provenance={"snapshot_element": entry.source.id})  # fmt: skip


Found = tuple[bool, str] | None
Colors = Callable[[], ColorTable]


def _color_is(claim: Claim, color: Rgb | None, what: str, colors: Colors) -> Found:
    """Whether one of the claim's words or values fits a color; None in the margin where people differ."""
    if color is None:
        return None
    wanted: Any = claim.args["colors"]
    table = colors()
    fits, misses = False, True
    for item in wanted:
        if isinstance(item, str):
            accepted = table.accepts(item, color)
            fits, misses = fits or accepted >= _ACCEPTED, misses and accepted <= _REJECTED
        else:
            apart = distance(item, color)
            fits, misses = fits or apart <= _SAME, misses and apart >= _DIFFERENT
    return (fits, f"its {what} is {table.describe(color)}") if fits or misses else None


def _color(claim: Claim, subject: Entry, book: Book, colors: Colors) -> Found:
    fill = own_fill(subject.source, book.by_id)
    if fill is not None:
        return _color_is(claim, fill, "fill", colors)
    if subject.element.role in _TEXTUAL and background_of(subject.source, book.by_id) is not None and subject.source.text:
        return _color_is(claim, text_color_of(subject.source, book.by_id), "text", colors)
    return None


def _text_color(claim: Claim, subject: Entry, book: Book, colors: Colors) -> Found:
    return _color_is(claim, text_color_of(subject.source, book.by_id), "text", colors) if subject.source.text else None


def _background(claim: Claim, subject: Entry, book: Book, colors: Colors) -> Found:
    return _color_is(claim, background_of(subject.source, book.by_id), "background", colors)


def _border_color(claim: Claim, subject: Entry, book: Book, colors: Colors) -> Found:
    width, color = border_of(subject.source)
    return _color_is(claim, color, "border", colors) if width > 0 else None


def _border(claim: Claim, subject: Entry, book: Book, colors: Colors) -> Found:
    width, color = border_of(subject.source)
    if width == 0:  # a shadow may pass for a border
        return (False, "it has no border") if subject.source.style.get("box-shadow", "none") == "none" else None
    behind, fill = background_of(book.by_id[subject.source.parent], book.by_id) if subject.source.parent is not None else (255, 255, 255), own_fill(subject.source, book.by_id)
    if color is None or behind is None or min(distance(color, behind), distance(color, fill or behind)) < _DIFFERENT:
        return None
    return True, f"a border of {width:g} px"


def _contrast(claim: Claim, subject: Entry, book: Book, colors: Colors) -> Found:
    text, behind = text_color_of(subject.source, book.by_id), background_of(subject.source, book.by_id)
    size = pixels_of(subject.source.style.get("font-size", ""))
    if text is None or behind is None or size is None or not subject.source.text:
        return None
    large = size >= 24 or (size >= 18.66 and is_bold(subject.source))
    wanted, ratio = float(claim.args.get("ratio") or (3.0 if large else 4.5)), contrast(text, behind)  # type: ignore[arg-type]
    return ratio >= wanted, f"contrast {ratio:.2f}:1, {wanted:g}:1 wanted"


def _type(claim: Claim, subject: Entry, book: Book, colors: Colors) -> Found:
    style, source = str(claim.args["style"]), subject.source
    line = source.style.get("text-decoration-line", "none")
    letters = [c for c in source.text if c.isalpha()]
    if not letters or (style in ("bold", "italic", "underlined", "struck") and not source.style):
        return None
    if style in ("underlined", "struck") and any(("underline" if style == "underlined" else "line-through") in e.style.get("text-decoration-line", "") for e in book.by_id.values() if e.parent == source.id):
        return None  # its child has it, drawn under a part
    holds = {
        "bold": is_bold(source), "italic": source.style.get("font-style", "") in ("italic", "oblique"), "underlined": "underline" in line,
        "struck": "line-through" in line, "uppercase": all(c.isupper() for c in letters), "lowercase": all(c.islower() for c in letters),
    }[style]  # fmt: skip
    return holds, f"its text is {'' if holds else 'not '}{style}"


_STYLED: dict[str, Callable[[Claim, Entry, Book, Colors], Found]] = {
    "color": _color, "text color": _text_color, "background": _background, "border color": _border_color, "border": _border,
    "contrast": _contrast, "style": _type,
}  # fmt: skip
