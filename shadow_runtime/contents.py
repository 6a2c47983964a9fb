"""Things called by what they hold: "price" is an amount of money, "old price" one that is struck through, "product title" the largest heading.

Nobody writes "Price" beside a price, so no word on the page leads there; what stands there tells what it is. It counts only
where nothing on the page is surely called so (ground.SAID).

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from .match import normalized
from .pixels import line_through
from .records import Element, Intent
from .scene import Scene
from .spans import element_of
from .tables import body_rows

SURELY = 0.92  # how surely the row is meant in which a name stands
HOLDS, LESS = 0.8, 0.5  # how surely a text that holds such a thing is meant; where something else may as well be
TITLE = 4  # letters: a sign in a picture may be read as a larger one
STRUCK = 0.5  # share of its width that a line spans
LETTERS = (0.3, 0.7)  # heights between which a line strikes letters through
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WHEN = r"(?:today|yesterday|tomorrow|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|just now|never|(?:an?|\d+)\s(?:sec|second|min|minute|hour|day|week|month|year)s?\sago)"
_PRICE = re.compile(r"(?:[$€£¥]|chf|usd|eur)\s?\d[\d.,']*|\d[\d.,']*\s?(?:[$€£¥]|chf|usd|eur|kr\b|zł)", re.I)
# What a name asks for -> what such a text looks like.
_HOLDING = (
    (r"(?:(?P<old>old|original|former|previous|regular|list|struck through|crossed out|strikethrough)|(?P<new>new|current|sale|discounted|reduced|final))?\s?(?:(?:product|item|article)\s)?price", _PRICE),
    (r"(?:price\s)?discount(?:\s(?:percentage|percent|rate))?|percent off|savings", re.compile(r"[-–−]\s?\d+\s?%|\d+\s?%\s?off|\bsave\s\S*\d|^\W?\d+\s?%$", re.I)),
    (r"(?:number of|count of)\s(?:reviews|ratings)|(?:review|rating)s?\s(?:count|number)", re.compile(r"\d[\d.,]*\s(?:customer\s|verified\s|global\s)?(?:reviews?|ratings?)\b", re.I)),
    (r"(?:go\s)?(?:to\s)?(?:the\s)?next(?:\spage)?", re.compile(r"^\s*(?:[›»→>]|>>)\s*$")),
    (r"(?:go\s)?(?:back\s)?(?:to\s)?(?:the\s)?prev(?:ious)?(?:\spage)?", re.compile(r"^\s*(?:[‹«←<]|<<)\s*$")),
    (r"(?:star\s)?rating(?:\sstars)?", re.compile(r"[★☆⭐]{2,}|\b\d(?:[.,]\d)?\s?(?:/|out of)\s?5\b", re.I)),
)  # fmt: skip
# The same for what only a phrase that says whose it is can mean: "date in the row of Ada", "number next to Drafts".
_BESIDE = (
    (r"price|cost|amount", re.compile(rf"{_PRICE.pattern}|^(?:free|included)$", re.I)),
    (r"(?:(?:due|start|end|release|order)\s)?(?:date|day|time|deadline)", re.compile(rf"^{_WHEN}$|\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b|\b{_MONTH}\s\d{{1,2}}\b|\b\d{{1,2}}\.?\s{_MONTH}|^\d{{1,2}}:\d\d(?:\s?[ap]m)?$", re.I)),
    (r"(?:item\s|unread\s|total\s)?(?:number|count|counter)", re.compile(r"^\W?\d{1,4}\+?\W?$")),
)  # fmt: skip
# The same for what is as often the name of a field, which then is meant.
_ASKED_FOR = (
    (r"(?:tele)?phone(?:\snumber)?", re.compile(r"\+\d[\d\s()/.-]{6,}\d|\(?\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}\b")),
    (r"e-?mail(?:\saddress)?", re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")),
    (r"(?:(?:publication|posting|order|start|end|release|due)\s)?date", re.compile(rf"\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}\b|\b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?\b|\b\d{{1,2}}\.?\s{_MONTH}(?:\s\d{{4}})?\b", re.I)),
)  # fmt: skip
HOLDING = tuple((re.compile(name), held, likely) for names, likely in ((_HOLDING, HOLDS), (_ASKED_FOR, LESS)) for name, held in names)
BESIDE = tuple((re.compile(name), held) for name, held in _BESIDE)
AMOUNTS, FIELDS = frozenset(("quantity", "qty", "amount", "number of items")), ("spinbutton", "textbox", "combobox")  # such a field shows a number and has no label
WHOLE_PAGE = frozenset(("page", "product", "main", "article", "item", "post", "primary", "top"))  # whose title is the largest heading, whose picture the largest
PICTURES = WHOLE_PAGE | {"hero", "cover", "featured", "preview"}


def by_contents(intent: Intent, scene: Scene) -> list[tuple[Element, float]]:
    """Elements, or parts of lines as elements of their own, that hold what the intent names, and how surely each is meant."""
    name = normalized(intent.name)
    if not name or intent.ordinal is not None:
        return []
    if intent.relation is not None:
        held = next((held for asked, held in BESIDE if asked.fullmatch(name)), None)
        return [(part, HOLDS) for part in holders(held, scene)] if held is not None and intent.roles.isdisjoint(FIELDS) else []
    if intent.roles == {"row"}:
        return [(row, SURELY) for row in rows_with(name, scene)]
    if "heading" in intent.roles and name in WHOLE_PAGE:
        return [(e, HOLDS) for e in largest([e for e in scene.elements if e.role == "heading" and len(e.text) >= TITLE], lambda e: e.rows[0].box.height)]
    if "img" in intent.roles and name in PICTURES:
        return [(e, HOLDS) for e in largest([e for e in scene.elements if e.role == "img"], lambda e: e.box.area)]
    if name in AMOUNTS and not intent.roles.isdisjoint(FIELDS):
        return [(e, HOLDS) for e in scene.elements if e.role in FIELDS and not e.label and re.fullmatch(r"\d{1,4}", e.text.strip())]
    for asked, held, likely in HOLDING:
        if match := asked.fullmatch(name):
            parts = list(holders(held, scene))
            return as_struck(parts, match["old"], match["new"], scene) if held is _PRICE else [(part, likely) for part in parts]
    return []


def rows_with(name: str, scene: Scene) -> list[Element]:
    """The row of the table in which a cell says just this, or one that was seen around such words; none where several say so."""
    says = [e for e in scene.elements if e.rows and normalized(e.text) == name]
    if len(says) != 1:
        return []
    rows = body_rows(scene) or [c for c in scene.containers if c.role == "row"]
    around = [row for row in rows if row.box.contains(says[0].box, 0.7)]
    return sorted(around, key=lambda row: row.box.area)[:1]


def largest(elements: Sequence[Element], size: Callable[[Element], float]) -> list[Element]:
    """The largest one; none where two are as large."""
    ranked = sorted(elements, key=size, reverse=True)
    return [] if len(ranked) > 1 and size(ranked[0]) <= 1.1 * size(ranked[1]) else ranked[:1]


def holders(held: re.Pattern[str], scene: Scene) -> Iterator[Element]:
    """What holds such a text: the element, where it is all that stands there, else its part of the line."""
    for element in scene.elements:
        for row in element.rows:
            for found in held.finditer(row.text):
                if len(element.rows) == 1 and len(found[0]) >= 0.6 * len(row.text):
                    yield element
                else:
                    yield element_of(row, found.span())


def as_struck(prices: Sequence[Element], old: str | None, new: str | None, scene: Scene) -> list[tuple[Element, float]]:
    """How surely each price is meant: of old ones those that are struck through, of new ones those that are not, else the latter before the former."""
    meant = []
    for price in prices:
        struck = line_through(scene.frame, price.rows[0], *LETTERS) >= STRUCK
        if not (old or new) or struck == bool(old):
            meant.append((price, LESS if struck and not old else HOLDS))
    return meant
