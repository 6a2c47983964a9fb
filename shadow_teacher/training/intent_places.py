"""Intents that say where an element stands or how it looks: relations, rows, containers, regions, states, colors, sizes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import numpy as np

from shadow_runtime.match import normalized
from shadow_runtime.records import CONTAINER_ROLES
from shadow_runtime.relations import region_scores

from .intents import ROLE_NOUNS, Case

Leaf = Mapping[str, Any]
ASKED = ("button", "link", "textbox", "checkbox", "icon", "heading", "combobox", "radio", "switch", "img", "badge")
STATE_WORDS = {"checked": ("checked", "ticked", "selected"), "disabled": ("disabled", "greyed out", "inactive"), "selected": ("selected", "active", "current"),
               "focused": ("focused",), "expanded": ("expanded", "open")}
REGIONS = {"header": ("in the header", "at the top of the page"), "footer": ("in the footer",), "sidebar": ("in the sidebar",), "top right": ("in the top right corner", "at the top right"),
           "top left": ("in the top left corner", "in the upper left"), "bottom right": ("in the bottom right corner",), "bottom left": ("in the lower left corner",),
           "left": ("on the left", "on the left side"), "right": ("on the right", "on the right side"), "bottom": ("at the bottom",)}  # fmt: skip
HELD_BY = {"card": ("card", "panel", "box"), "dialog": ("dialog", "modal", "popup"), "form": ("form",), "alert": ("alert", "notification"), "navigation": ("navigation", "menu"),
           "table": ("table",), "list": ("list",), "banner": ("banner",)}  # fmt: skip


def place_cases(elements: Sequence[Leaf], leaves: Sequence[Leaf], page: Mapping[str, Any], rng: Random) -> list[Case]:
    """Cases of all the kinds of this file. elements: leaves and containers."""
    return [*state_cases(leaves, rng), *relation_cases(leaves, rng), *row_cases(leaves, rng), *inside_cases(elements, leaves, rng),
            *ordinal_cases(leaves, rng), *region_cases(leaves, (page["width"], page["height"]), rng), *color_cases(leaves, rng), *size_cases(leaves, rng)]


def state_cases(leaves: Sequence[Leaf], rng: Random) -> list[Case]:
    cases = []
    for role in ("checkbox", "radio", "switch", "button", "textbox", "tab", "combobox", "link"):
        for state, adjectives in STATE_WORDS.items():
            on = [e["id"] for e in leaves if e["role"] == role and e["states"].get(state) is True]
            if len(on) == 1:
                cases.append(Case(f"{rng.choice(('', 'the '))}{rng.choice(adjectives)} {rng.choice(ROLE_NOUNS[role])}", "state", tuple(on)))
            elif not on and any(e["role"] == role for e in leaves) and rng.random() < 0.15:
                cases.append(Case(f"{rng.choice(adjectives)} {rng.choice(ROLE_NOUNS[role])}", "absent", ()))
    return cases


def anchors_of(leaves: Sequence[Leaf]) -> list[Leaf]:
    """Elements with a text of their own that nothing else on the page shows: what others can be told apart by."""
    unique = Counter(normalized(e["text"]) for e in leaves)
    return [e for e in leaves if 2 < len(e["text"]) < 40 and unique[normalized(e["text"])] == 1]


def relation_cases(leaves: Sequence[Leaf], rng: Random) -> list[Case]:
    """The nearest of a role on one side of an element with a unique text."""
    anchors = anchors_of(leaves)
    cases = []
    for anchor in rng.sample(anchors, min(len(anchors), 12)):
        ax, ay, aw, ah = anchor["box"]
        kind = rng.choice(("right", "left", "above", "below", "next to"))
        role = rng.choice(ASKED[:6])
        near = []
        for e in leaves:
            if e["role"] != role or e["id"] == anchor["id"] or e["parent"] == anchor["id"] or anchor["parent"] == e["id"]:
                continue
            x, y, w, h = e["box"]
            level = min(y + h, ay + ah) - max(y, ay) > 0.5 * min(h, ah)
            column = min(x + w, ax + aw) - max(x, ax) > 0.4 * min(w, aw)
            gap = {"right": x - ax - aw if level else -99, "left": ax - x - w if level else -99, "above": ay - y - h if column else -99,
                   "below": y - ay - ah if column else -99, "next to": max(x - ax - aw, ax - x - w) if level else -99}[kind]
            if gap >= -3:
                near.append((gap, e["id"]))
        near.sort()
        if near and near[0][0] < 320 and (len(near) == 1 or near[1][0] - near[0][0] > 12):
            words = {"right": "to the right of", "left": "to the left of", "above": "above", "below": rng.choice(("below", "under")), "next to": rng.choice(("next to", "beside"))}[kind]
            suffix = f" {ROLE_NOUNS[anchor['role']][0]}" if rng.random() < 0.4 else ""
            cases.append(Case(f"{rng.choice(ROLE_NOUNS[role])} {words} {anchor['text']}{suffix}", "relation", (near[0][1],)))
    return cases


def row_cases(leaves: Sequence[Leaf], rng: Random) -> list[Case]:
    """A control in the line of a text: "Edit button in the row of Ada", where lines repeat the control."""
    cases = []
    for anchor in [a for a in anchors_of(leaves) if a["role"] in ("cell", "text", "link", "label")]:
        _, ay, _, ah = anchor["box"]
        line = [e for e in leaves if e["id"] != anchor["id"] and abs(e["box"][1] + e["box"][3] / 2 - ay - ah / 2) <= max(0.4 * ah, 6)]
        for role in ("button", "link", "checkbox", "icon", "switch", "badge"):
            here = [e for e in line if e["role"] == role]
            everywhere = [e for e in leaves if e["role"] == role]
            if len(here) != 1 or len(everywhere) < 3 or rng.random() < 0.6:
                continue
            said = f"{here[0]['text']} " if here[0]["text"] and rng.random() < 0.6 else ""
            words = rng.choice(("in the row of", "in the row with", "in the line of", "in the same row as", "for"))
            cases.append(Case(f"{said}{rng.choice(ROLE_NOUNS[role])} {words} {anchor['text']}", "relation", (here[0]["id"],)))
    return rng.sample(cases, min(len(cases), 4))


def inside_cases(elements: Sequence[Leaf], leaves: Sequence[Leaf], rng: Random) -> list[Case]:
    """A control in a container: by the container's kind where there is one of it, by its title otherwise."""
    parents = {e["id"]: e["parent"] for e in elements}

    def inside(leaf: Leaf, container: int) -> bool:
        at, steps = leaf["parent"], 0
        while at is not None and steps < 20:
            if at == container:
                return True
            at, steps = parents.get(at), steps + 1
        return False

    titles = Counter(normalized(e["text"]) for e in leaves)
    kinds = Counter(e["role"] for e in elements)
    cases = []
    for container in [e for e in elements if e["role"] in HELD_BY and e["role"] in CONTAINER_ROLES]:
        held = [e for e in leaves if inside(e, container["id"])]
        title = next((e["text"] for e in sorted(held, key=lambda e: e["box"][1]) if e["role"] == "heading" and titles[normalized(e["text"])] == 1 and len(e["text"]) < 40), "")
        noun = rng.choice(HELD_BY[container["role"]])
        for role in ASKED:
            mine = [e for e in held if e["role"] == role]
            if len(mine) != 1 or (len([e for e in leaves if e["role"] == role]) < 2 and rng.random() < 0.7):
                continue
            name = f"{mine[0]['text'] or mine[0]['label'] or ''} " if rng.random() < 0.5 and len(mine[0]["text"] or "") < 30 else ""
            where = []
            if kinds[container["role"]] == 1:
                where += [f"in the {noun}", f"inside the {noun}"]
            if title:
                where += [f"in the {title} {noun}", f"in the {noun} titled {title}", f"under the {title} heading", f"in the {title} section"]
            if where:
                cases.append(Case(f"{name}{rng.choice(ROLE_NOUNS[role])} {rng.choice(where)}".strip(), "relation", (mine[0]["id"],)))
    return rng.sample(cases, min(len(cases), 6))


def ordinal_cases(leaves: Sequence[Leaf], rng: Random) -> list[Case]:
    cases = []
    for role in ("button", "link", "textbox", "checkbox", "heading"):
        groups: dict[str, list[Leaf]] = {}
        for e in leaves:
            if e["role"] == role and e["text"]:
                groups.setdefault(normalized(e["text"]), []).append(e)
        for members in groups.values():
            if 2 <= len(members) <= 6 and rng.random() < 0.5:
                members.sort(key=lambda e: (round((e["box"][1] + e["box"][3] / 2) / 12), e["box"][0]))
                # Trained as "all that fit": the ordinal itself is counted, not learned.
                cases.append(Case(f"{members[0]['text']} {rng.choice(ROLE_NOUNS[role])}", "text", tuple(e["id"] for e in members)))
    return cases


def region_cases(leaves: Sequence[Leaf], size: tuple[float, float], rng: Random) -> list[Case]:
    """A kind of element, or one of several of the same name, that a region of the viewport singles out."""
    boxes = np.array([[x, y, x + w, y + h] for x, y, w, h in (e["box"] for e in leaves)], float).reshape(-1, 4)
    cases = []
    for region in rng.sample(sorted(REGIONS), 4):
        fit = region_scores(region, boxes, size)
        groups: dict[tuple[str, str], list[int]] = {}
        for k, e in enumerate(leaves):
            if e["role"] in ASKED:
                groups.setdefault((e["role"], ""), []).append(k)
                if e["text"] and len(e["text"]) < 40:
                    groups.setdefault((e["role"], e["text"]), []).append(k)
        for (role, text), members in groups.items():
            there = [k for k in members if fit[k] >= 0.8]
            if len(there) != 1 or any(0.2 < fit[k] < 0.8 for k in members) or (text and len(members) == 1 and rng.random() < 0.9):
                continue
            cases.append(Case(f"{text} {rng.choice(ROLE_NOUNS[role])} {rng.choice(REGIONS[region])}".strip(), "region", (leaves[there[0]]["id"],)))
    return rng.sample(cases, min(len(cases), 3))


def color_cases(leaves: Sequence[Leaf], rng: Random) -> list[Case]:
    """ "the green button" where the browser painted one of the kind in that color and no other in one like it."""
    cases = []
    for role in ("button", "badge", "link", "icon", "heading"):
        members = [e for e in leaves if e["role"] == role and e.get("style")]
        named = [(e, plain_color(e["style"]["background"] if role in ("button", "badge") else e["style"]["color"])) for e in members]
        count = Counter(word for _, word in named)
        for element, word in named:
            if word and count[word] == 1 and len(members) > 1 and not any(w is None for _, w in named if w != word):
                cases.append(Case(f"{rng.choice(('', 'the '))}{word} {rng.choice(ROLE_NOUNS[role])}", "color", (element["id"],)))
    return rng.sample(cases, min(len(cases), 2))


def plain_color(rgb: Sequence[int] | None) -> str | None:
    """The basic word for a color that nobody would argue about; "" for grey, black and white; None where one would."""
    if rgb is None:
        return ""
    high, low = max(rgb), min(rgb)
    if high - low < 24:
        return ""
    if high < 110 or high - low < 90:
        return None
    red, green, blue = (v / 255 for v in rgb)
    middle = (high - low) / 255
    hue = ((green - blue) / middle % 6 if high == rgb[0] else (blue - red) / middle + 2 if high == rgb[1] else (red - green) / middle + 4) * 60
    table = ((0, 10, "red"), (25, 38, "orange"), (48, 60, "yellow"), (95, 150, "green"), (205, 235, "blue"), (265, 285, "purple"), (350, 360, "red"))
    return next((word for start, end, word in table if start <= hue <= end), None)


def size_cases(leaves: Sequence[Leaf], rng: Random) -> list[Case]:
    """ "the largest image": by far, so that no tape measure is needed."""
    cases = []
    for role in ("button", "img", "icon", "textbox", "heading"):
        areas = sorted((e["box"][2] * e["box"][3], e["id"]) for e in leaves if e["role"] == role)
        if 2 <= len(areas) <= 8:
            if areas[-1][0] > 1.8 * areas[-2][0]:
                cases.append(Case(f"the {rng.choice(('largest', 'biggest', 'large', 'big'))} {rng.choice(ROLE_NOUNS[role])}", "size", (areas[-1][1],)))
            if areas[0][0] * 1.8 < areas[1][0]:
                cases.append(Case(f"the {rng.choice(('smallest', 'small'))} {rng.choice(ROLE_NOUNS[role])}", "size", (areas[0][1],)))
    return rng.sample(cases, min(len(cases), 1))
