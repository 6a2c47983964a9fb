"""The entry that stands out of its menu, by whatever word for an entry: "active filter", "selected tab", "current page in the navigation".

What these words say of the kind of thing is little: a tab may be seen as a link and a filter as a button. What they say of its menu
is more: tabs stand in a line, a page is in a menu at the side or in a pager. Where only one menu has an entry that stands out, that
is meant.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from . import outlines
from .geometry import to_xyxy
from .match import normalized
from .records import Element, Intent
from .relations import region_scores
from .scene import Scene
from .siblings import OF_TWO, compared

# Word -> the kinds of thing that most entries of such a menu are taken for, and how much of that is meant where others fit better.
KINDS = {
    "tab": ("tab",), "link": ("link",), "filter": ("button", "tab", "badge", "option"), "chip": ("button", "tab", "badge", "option"),
    "pill": ("button", "tab", "badge", "option"), "segment": ("button", "tab", "option"), "button": ("button",), "menu": ("link", "tab", "menuitem", "option"),
}  # fmt: skip
WORDLESS = ("link", "button", "item", "entry")  # what may be an icon and nothing else
ANY = frozenset(
    ("page", "page number", "page button", "page link", "entry", "item", "section", "category", "view", "step", "option", "menu item", "menu entry", "nav item", "nav link",
     "navigation item", "navigation link", "navigation entry", "tab item", "topic", "chapter", "one")
)  # fmt: skip
ROLES = {frozenset(("tab",)): "tab", frozenset(("link",)): "link", frozenset(("badge",)): "chip", frozenset(("button",)): "button",
         frozenset(("menuitem", "link")): "item", frozenset(("menuitem",)): "item", frozenset(("card", "form", "list")): "section", frozenset(("option", "menuitem", "radio")): "option"}  # fmt: skip
PAGERS = frozenset(("pagination", "pager", "paginator", "page list", "page numbers"))
LINKS = ("link", "menuitem", "text")
MENUS = frozenset(("menu", "list", "navigation", "banner", "tab"))  # kinds of what holds entries, ...
PLACES = re.compile(r"(?:(?:main|side|top|bottom|left|right|page|site|tab|filter|app|action|status)\s)*(?:menu|nav|navigation|bar|list|tabs|filters|breadcrumbs?|(?:table of )?contents)")  # ... and words
PILLS = ("filter", "chip", "pill")
ROUND = 0.35  # of its height, from which a corner makes a box a pill
SAYING = re.compile(r"(?:currently |now )?(?:selected|active|current|chosen|highlighted) (?P<word>.+)")
SIGN = re.compile(r"\d{1,4}|\W{1,2}")  # what the entries of a pager say
BARE, COLUMN, LINE = 0.4, 0.3, 0.5  # what is left of a menu of other things, of tabs in a column, of pages in a line
DRAWN_OTHERWISE = 0.65  # of a menu whose entries are not drawn as the word would have it: below what makes a rival
SURE = 0.85  # of what must fit for a menu to be surely the one
LEAST = 0.25  # of the best menu's fitting, below which no menu is meant


def entries_of(intent: Intent, scene: Scene) -> list[tuple[Element, float]]:
    """What stands out of the menus that an intent may mean, and how surely each is meant; nothing where it asks for no such entry."""
    word = asked_for(intent)
    if not word:
        return []
    found = []
    for members, likely in compared(scene.frame, scene.elements):
        marked = [(scene.elements[i], p) for i, p in zip(members, likely, strict=True) if p >= OF_TWO and is_entry(scene.elements[i], word)]
        entries = [scene.elements[i] for i in members]
        if marked and not is_call(marked[0][0], entries):
            fit = menu_fit(word, intent, entries, marked[0][0], scene)
            found += [(element, p, fit) for element, p in marked]
    best = max((fit for _, _, fit in found), default=0.0)
    return [(element, p * fit / best * min(best / SURE, 1.0)) for element, p, fit in found] if best >= LEAST else []


def asked_for(intent: Intent) -> str:
    """The word for an entry where an intent asks for the selected one and says no more than where it is; "" where it does not."""
    if intent.ordinal is not None or intent.color or intent.size or intent.icon or intent.quoted:
        return ""
    relation, name = intent.relation, normalized(intent.name)
    if relation is not None and (relation.kind not in ("inside", "of") or not (is_pager(intent) or is_menu(relation.anchor))):
        return ""
    if not intent.states and (saying := SAYING.fullmatch(name)):
        name = saying["word"]
    elif dict(intent.states) != {"selected": True}:
        return ""
    if not name:
        return ROLES.get(intent.roles, "")
    return name if name in ANY or name in KINDS else ""


def is_entry(element: Element, word: str) -> bool:
    """Whether a thing can be called by the word: what shows only an icon is hardly a filter or a page."""
    return bool(element.text) or word in WORDLESS or element.role == word


def is_call(marked: Element, members: Sequence[Element]) -> bool:
    """Whether what stands out is another kind of thing than its neighbors: the button "Sign in" at the end of a menu of links."""
    links = sum(e.role in LINKS for e in members if e is not marked)
    return marked.role == "button" and 2 * links > len(members) - 1


def is_pager(intent: Intent) -> bool:
    return intent.relation is not None and normalized(intent.relation.anchor.name) in PAGERS


def is_menu(anchor: Intent) -> bool:
    return not anchor.roles.isdisjoint(MENUS) or bool(PLACES.fullmatch(normalized(anchor.name)))


def menu_fit(word: str, intent: Intent, members: Sequence[Element], marked: Element, scene: Scene) -> float:
    """0..1 how well a menu fits the word for its entries and the place that was said. marked: the one that stands out."""
    in_line = abs(members[0].box.center[1] - members[-1].box.center[1]) <= 5
    pager = sum(bool(SIGN.fullmatch(e.text.strip())) for e in members) * 2 > len(members)
    fit = 1.0
    if word.startswith("page"):
        of_pager = is_pager(intent) or word in ("page number", "page button")
        fit = float(pager) if of_pager else 0.0 if pager and (intent.region or intent.relation) else 1.0 if pager or not in_line else LINE
    elif pager:
        fit = LINE
    elif word in KINDS:
        fit = of_kinds(members, KINDS[word])
        if word == "tab" and in_line and len(members) > 2:
            fit = max(fit, DRAWN_OTHERWISE)  # tabs are drawn as anything
        if word in PILLS:
            fit *= 1.0 if is_pill(marked, scene) else DRAWN_OTHERWISE
    if intent.relation is not None and not pager:
        fit *= of_kinds(members, KINDS["menu"])
    if (word in ("tab", "segment") and not in_line) or (intent.region == "sidebar" and in_line):
        fit *= COLUMN
    if intent.region is not None:
        fit *= float(region_scores(intent.region, to_xyxy([e.box for e in members]), scene.frame.size).mean())
    return fit


def of_kinds(members: Sequence[Element], roles: Sequence[str]) -> float:
    """0..1 how much of a menu was taken for these kinds; a part of that where nothing was, since it says little."""
    share = np.mean([sum(e.role_scores.get(role, 0.0) for role in roles) for e in members])
    return BARE + (1 - BARE) * min(float(share), 1.0)


def is_pill(element: Element, scene: Scene) -> bool:
    """Whether a thing is painted with round ends."""
    measured = outlines.corner_radius(scene.frame, outlines.edges(scene.frame, element.box))
    return measured is not None and measured[0] >= ROUND * element.box.height
