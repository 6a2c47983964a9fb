"""Labels -> questions that say where a thing stands: in whose row, in which card, below what, the how-manieth.

Asked only where one element of the page is the answer, by a margin that nobody would argue about. What the thing is called is
said only where the name alone would not do: "Edit button in the row of Ada", "checkbox to the left of Terms".
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shadow_runtime.geometry import Box
from shadow_runtime.match import normalized
from shadow_runtime.records import CONTAINER_ROLES

Label = Mapping[str, Any]
WORD = {
    "button": "button", "link": "link", "textbox": "field", "combobox": "dropdown", "spinbutton": "number field", "checkbox": "checkbox", "radio": "radio button", "switch": "switch", "slider": "slider",
    "tab": "tab", "menuitem": "menu item", "icon": "icon", "img": "image", "badge": "badge", "heading": "heading", "progressbar": "progress bar",
}  # fmt: skip
TITLED = {"card": ("card", "panel"), "dialog": ("dialog", "popup"), "alert": ("alert", "notification"), "form": ("form", "section")}
ALONE = {"dialog": ("dialog", "modal"), "alert": ("alert",), "form": ("form",), "table": ("table",), "banner": ("header",), "contentinfo": ("footer",), "menu": ("menu",)}
SAID = {"right": ("to the right of", "right of"), "left": ("to the left of", "left of"), "below": ("below", "under"), "above": ("above", "right above"), "next to": ("next to", "beside")}
ORDINALS = ("first", "second", "third", "fourth", "fifth")
LONGEST, SHORTEST = 32, 3  # characters of a name that is an anchor
REACH, LEAD = 220.0, 24.0  # CSS px: how far the nearest may be, and by how much it must be nearer than the next
EACH = 5  # at most so many of a kind a page


@dataclass(frozen=True, slots=True)
class Page:
    """What one page shows. leaves: all but containers; things: those that can be asked for by their kind; held: ids of all that enclose an element; named: how many things carry a name."""

    leaves: Sequence[Label]
    things: Sequence[Label]
    containers: Sequence[Label]
    anchors: Sequence[Label]
    held: Mapping[int, frozenset[int]]
    named: Counter[str]

    def inside(self, container: Label) -> list[Label]:
        return [e for e in self.things if container["id"] in self.held[e["id"]]]


def relation_cases(labels: Mapping[str, Any]) -> Iterator[tuple[str, str, Label]]:
    """(how, phrase, element meant) of one labelled page; at most EACH of a kind. how: "row", "card", "side", ..."""
    page = page_of(labels)
    for make in (_in_rows, _in_lines, _in_cards, _alone, _beside, _under_headings, _ordinals):
        made: dict[str, tuple[str, str, Label]] = {}
        for how, phrase, element in make(page):
            made.setdefault(phrase, (how, phrase, element))
        yield from spread(list(made.values()), EACH)


def spread(items: Sequence[Any], count: int) -> list[Any]:
    """At most so many of them, from the first to the last at even steps."""
    return list(items) if len(items) <= count else [items[k * (len(items) - 1) // (count - 1)] for k in range(count)]


def page_of(labels: Mapping[str, Any]) -> Page:
    """The page's leaves, containers and what can be an anchor: a text of its own, plainly seen."""
    elements = {e["id"]: e for e in labels["elements"]}
    held = {}
    for e in elements.values():
        above, at = [], e["parent"]
        while at is not None and at in elements and at not in above:
            above.append(at)
            at = elements[at]["parent"]
        held[e["id"]] = frozenset(above)
    seen = [e for e in elements.values() if not e["ignore"] and e["visible_fraction"] >= 0.9 and e["box"][2] >= 6 and e["box"][3] >= 6]
    leaves = [e for e in seen if e["role"] not in CONTAINER_ROLES]
    shown = Counter(normalized(e["text"]) for e in elements.values() if e["text"] and e["role"] not in CONTAINER_ROLES)
    # An element that only holds one that says the same is the same thing.
    for e in leaves:
        if e["parent"] in elements and e["text"] and normalized(elements[e["parent"]]["text"] or "") == normalized(e["text"]):
            shown[normalized(e["text"])] -= 1
    readable = {row["element"] for row in labels["rows"] if row["readable"] and not row.get("hidden")}
    anchors = [e for e in leaves if e["id"] in readable and SHORTEST <= len(e["text"].strip()) <= LONGEST and "\n" not in e["text"] and not e["states"].get("placeholder")
               and shown[normalized(e["text"])] == 1 and any(c.isalpha() for c in e["text"])]  # fmt: skip
    things = [e for e in leaves if e["role"] in WORD and not _part(e, elements)]
    return Page(leaves, things, [e for e in seen if e["role"] in CONTAINER_ROLES], anchors, held, Counter(_name(e) for e in things if _name(e)))


def _part(element: Label, elements: Mapping[int, Label]) -> bool:
    """Whether a thing is only the icon or words of the control around it."""
    around = elements.get(element["parent"])
    return around is not None and around["role"] not in (*CONTAINER_ROLES, "text", "cell", "label", "heading", "columnheader")


def _name(element: Label) -> str:
    """What a thing visibly says; "" for what says nothing, or too much."""
    text = " ".join((element["text"] or "").split())
    return text if 1 < len(text) <= LONGEST and not element["states"].get("placeholder") else ""


def _phrase(element: Label, among: Sequence[Label], page: Page) -> str:
    """How a thing is asked for among others: by its name where others of the page bear it too, else by its kind; "" where neither tells it."""
    word, name = WORD[element["role"]], _name(element)
    alike = [e for e in among if e["role"] == element["role"]]
    if name and page.named[name] > 1 and sum(_name(e) == name for e in among) == 1:
        return f"{name} {word}"
    # Where it is the only one of its kind on the page, nobody needs a relation; links and buttons look too much alike to be kinds of their own.
    rivals = [e for e in among if {e["role"], element["role"]} <= {"button", "link"} or {e["role"], element["role"]} <= {"icon", "img"}]
    return word if len(alike) == 1 and len(rivals) <= 1 and sum(e["role"] == element["role"] for e in page.things) > 1 else ""


def _pick(words: Sequence[str], element: Label) -> str:
    return words[element["id"] % len(words)]


def _text(element: Label) -> str:
    return " ".join(element["text"].split())


def _in_rows(page: Page) -> Iterator[tuple[str, str, Label]]:
    """What stands in a row of a table, by words that only this row shows, and by its kind or by the head of its column."""
    for row in (c for c in page.containers if c["role"] == "row"):
        anchors = [a for a in page.anchors if row["id"] in page.held[a["id"]] and a["role"] != "columnheader"]
        if not anchors:
            continue
        anchor = min(anchors, key=lambda a: a["box"][0])
        mine = [e for e in page.inside(row) if e is not anchor and e["id"] not in page.held[anchor["id"]] and anchor["id"] not in page.held[e["id"]]]
        for element in mine:
            if phrase := _phrase(element, mine, page):
                yield "row", f"{phrase} {_pick(('in the row of', 'in the row with', 'for'), element)} {_text(anchor)}", element
        tables = {c["id"] for c in page.containers if c["role"] == "table"} & page.held[row["id"]]
        for head in (a for a in page.anchors if a["role"] == "columnheader" and tables & page.held[a["id"]] and len(a["text"]) <= 20):
            left, right = head["box"][0], head["box"][0] + head["box"][2]
            below = [e for e in page.leaves if row["id"] in page.held[e["id"]] and e["role"] in ("cell", "badge", "text", "link") and e["text"]
                     and min(right, e["box"][0] + e["box"][2]) - max(left, e["box"][0]) > 0.3 * min(right - left, e["box"][2])]  # fmt: skip
            # Words on a painted cell or in a link of it are the cell: the smallest one is asked for, the survey takes what holds it, too.
            if below and anchor not in below and len({_text(e) for e in below}) == 1:
                yield "column", f"{_text(head).capitalize()} {_pick(('in the row of', 'of', 'in the row with'), below[0])} {_text(anchor)}", min(below, key=lambda e: e["box"][2] * e["box"][3])


def _in_lines(page: Page) -> Iterator[tuple[str, str, Label]]:
    """The same where no table is: a control at the end of a line, lines of the kind in a column."""
    tables = {c["id"] for c in page.containers if c["role"] in ("table", "row")}
    free = [e for e in page.things if not tables & page.held[e["id"]]]
    for element in free:
        if element["role"] not in ("button", "link", "switch", "checkbox", "combobox", "badge"):
            continue
        box = Box(*element["box"])
        column = [e for e in free if e["role"] == element["role"] and abs(Box(*e["box"]).center[0] - box.center[0]) <= 12 and abs(e["box"][3] - element["box"][3]) <= 4]
        if len(column) < 3 or any(abs(Box(*e["box"]).center[1] - box.center[1]) < 28 for e in column if e is not element):
            continue
        line = [a for a in page.anchors if a["role"] in ("text", "label", "heading", "link") and a is not element and a["parent"] == element["parent"] and element["parent"] is not None
                and abs(Box(*a["box"]).center[1] - box.center[1]) <= 10 and a["box"][0] + a["box"][2] < element["box"][0]]  # fmt: skip
        same = [e for e in free if abs(Box(*e["box"]).center[1] - box.center[1]) <= 16 and e is not element and e["parent"] == element["parent"]]
        if len(line) == 1 and (phrase := _phrase(element, [element, *same], page)):
            yield "line", f"{phrase} {_pick(('in the row of', 'for', 'in the line of'), element)} {_text(line[0])}", element


def _in_cards(page: Page) -> Iterator[tuple[str, str, Label]]:
    """What stands in a card, dialog, form or alert, by its title, or by the first thing that it says."""
    framed = [c for c in page.containers if c["role"] in TITLED]
    for container in framed:
        if any(container["id"] in page.held[c["id"]] for c in framed):
            continue  # "in the card" of cards
        box = Box(*container["box"])
        within = sorted((a for a in page.anchors if container["id"] in page.held[a["id"]] and a["role"] in ("heading", "text", "link", "label")), key=lambda a: a["box"][1])
        heads = [a for a in within if a["role"] == "heading" and a["box"][1] - box.y <= max(0.4 * box.height, 60)]
        if not (heads or within):
            continue
        title = (heads or within)[0]
        noun = _pick(TITLED[container["role"]], container)
        said = (f"in the {_text(title)} {noun}", f"in the {noun} titled {_text(title)}", f"of the {_text(title)} {noun}") if heads else (f"in the {noun} of {_text(title)}", f"in the {noun} with {_text(title)}")
        mine = [e for e in page.inside(container) if e is not title and title["id"] not in page.held[e["id"]] and e["id"] not in page.held[title["id"]]]
        for element in mine:
            if phrase := _phrase(element, mine, page):
                yield "card", f"{phrase} {_pick(said, element)}", element


def _alone(page: Page) -> Iterator[tuple[str, str, Label]]:
    """What stands in the one dialog, form, table, header or footer of the page."""
    for role, nouns in ALONE.items():
        found = [c for c in page.containers if c["role"] == role]
        if len(found) != 1:
            continue
        mine = page.inside(found[0])
        for element in mine:
            if phrase := _phrase(element, mine, page):
                yield "container", f"{phrase} {_pick(('in', 'inside'), element)} the {_pick(nouns, element)}", element


def _beside(page: Page) -> Iterator[tuple[str, str, Label]]:
    """The nearest of a kind on one side of a text, where the next one is clearly farther."""
    for number, anchor in enumerate(page.anchors):
        side = tuple(SAID)[number % len(SAID)]
        for role in ("button", "link", "icon", "checkbox", "textbox", "switch", "badge", "img", "combobox"):
            kin = {"button": ("button", "link"), "link": ("button", "link"), "icon": ("icon", "img"), "img": ("icon", "img")}.get(role, (role,))
            placed = []
            for e in page.things:
                if e["role"] not in kin or e is anchor or anchor["id"] in page.held[e["id"]] or e["id"] in page.held[anchor["id"]]:
                    continue
                placed.append((_gap(side, Box(*anchor["box"]), Box(*e["box"])), e["id"], e))
            near = sorted(p for p in placed if p[0] is not None)
            if not near or near[0][2]["role"] != role or near[0][0] > REACH / (1 if side in ("left", "right") else 2):
                continue
            # What stands near on the slant is a rival, too: somebody may call that "below".
            box = Box(*near[0][2]["box"])
            slant = [e for _, _, e in placed if e is not near[0][2] and _distance(Box(*anchor["box"]), Box(*e["box"])) < _distance(Box(*anchor["box"]), box) + LEAD]
            if slant and (side == "next to" or any(_gap(side, Box(*anchor["box"]), Box(*e["box"]), loose=True) is not None for e in slant)):
                continue
            if len(near) > 1 and near[1][0] - near[0][0] < LEAD:
                continue
            if any(_gap(side, Box(*anchor["box"]), Box(*e["box"])) is None and e["role"] == role and _distance(Box(*anchor["box"]), Box(*e["box"])) == 0 for e in page.things):
                continue
            yield "side", f"{WORD[role]} {_pick(SAID[side], anchor)} {_text(anchor)}", near[0][2]


def _gap(side: str, anchor: Box, box: Box, loose: bool = False) -> float | None:
    """How far a box lies on a side of the anchor; None where it does not stand there. loose: also a little off to the side."""
    level = min(anchor.bottom, box.bottom) - max(anchor.y, box.y)
    column = min(anchor.right, box.right) - max(anchor.x, box.x)
    lined = level > (-12 if loose else 0.5 * min(anchor.height, box.height))
    stacked = column > (-60 if loose else 0.5 * min(anchor.width, box.width))
    gap = {"right": box.x - anchor.right, "left": anchor.x - box.right, "below": box.y - anchor.bottom, "above": anchor.y - box.bottom,
           "next to": max(box.x - anchor.right, anchor.x - box.right)}[side]  # fmt: skip
    fits = stacked if side in ("below", "above") else lined
    return gap if fits and gap >= -2 else None


def _distance(a: Box, b: Box) -> float:
    dx, dy = max(b.x - a.right, a.x - b.right, 0), max(b.y - a.bottom, a.y - b.bottom, 0)
    return float((dx * dx + dy * dy) ** 0.5)


def _under_headings(page: Page) -> Iterator[tuple[str, str, Label]]:
    """What stands between a heading and the next one, in the block that the heading opens."""
    headings = [a for a in page.anchors if a["role"] == "heading"]
    everything = [e for e in page.things if e["role"] == "heading"]
    sections: dict[int, list[Label]] = {}
    for element in page.things:
        if element["role"] == "heading":
            continue
        x = Box(*element["box"]).center[0]
        over = [h for h in everything if h["box"][1] + h["box"][3] <= element["box"][1] + 2 and h["box"][0] <= x and (h["parent"] is None or h["parent"] in page.held[element["id"]])]
        if over:
            owner = max(over, key=lambda h: (round((h["box"][1] + h["box"][3]) / 8), h["box"][0]))
            sections.setdefault(owner["id"], []).append(element)
    for heading in headings:
        mine = sections.get(heading["id"], [])
        for element in mine:
            if element["box"][1] - heading["box"][1] <= 320 and (phrase := _phrase(element, mine, page)):
                yield "heading", f"{phrase} {_pick(('under the heading', 'below the heading', 'in the section'), element)} {_text(heading)}", element


def _ordinals(page: Page) -> Iterator[tuple[str, str, Label]]:
    """The how-manieth of a kind in a titled card, in the header or in a row; they must stand in one line or one column."""
    for container in (c for c in page.containers if c["role"] in ("card", "dialog", "banner", "form")):
        titles = [a for a in page.anchors if a["role"] == "heading" and container["id"] in page.held[a["id"]]]
        alone = sum(c["role"] == container["role"] for c in page.containers) == 1 and container["role"] != "card"
        if not alone and not titles:
            continue
        where = f"in the {ALONE[container['role']][0]}" if alone else f"in the {_text(min(titles, key=lambda a: a['box'][1]))} {TITLED[container['role']][0]}"
        for role in ("button", "link", "textbox", "checkbox", "icon", "radio", "switch"):
            mine = [e for e in page.inside(container) if e["role"] == role]
            line = _lined(mine)
            others = {"button": "link", "link": "button", "icon": "img"}.get(role)
            if 2 <= len(line) <= 6 and not any(e["role"] == others for e in page.inside(container)):
                number = (line[0]["id"] % min(len(line), len(ORDINALS) + 1)) or len(line)
                word = "last" if number == len(line) else ORDINALS[number - 1]
                yield "ordinal", f"{word} {WORD[role]} {where}", line[number - 1]
    rows = [c for c in page.containers if c["role"] == "row"]
    tables = {c["id"] for c in page.containers if c["role"] == "table"}
    if len(tables) == 1:
        body = sorted((r for r in rows if tables & page.held[r["id"]] and not any(e["role"] == "columnheader" and r["id"] in page.held[e["id"]] for e in page.anchors)), key=lambda r: r["box"][1])
        for number, row in enumerate(body[: len(ORDINALS)]):
            for element in page.inside(row):
                if (phrase := _phrase(element, page.inside(row), page)) and len(body) > 2:
                    yield "nth row", f"{phrase} in the {ORDINALS[number]} row", element


def _lined(elements: Sequence[Label]) -> list[Label]:
    """The elements from left to right or from top to bottom; empty where they stand in neither one line nor one column."""
    boxes = [Box(*e["box"]) for e in elements]
    if not boxes:
        return []
    for axis in (0, 1):
        across = [box.center[1 - axis] if axis == 0 else box.x for box in boxes]
        order = sorted(range(len(boxes)), key=lambda i: boxes[i].center[axis])
        apart = all((boxes[b].x - boxes[a].right if axis == 0 else boxes[b].y - boxes[a].bottom) >= 0 for a, b in itertools.pairwise(order))
        if max(across) - min(across) <= 6 and apart:
            return [elements[i] for i in order]
    return []
