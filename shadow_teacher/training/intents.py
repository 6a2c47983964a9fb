"""Labelled page -> intents a tester might write, with the elements each may mean; also ones that mean nothing there.

    cases = page_cases(page, rng)      # [Case(text, kind, targets)]
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from shadow_runtime.match import normalized

from .synonyms import antonym_pairs, field_pairs, synonym_groups

ROLE_NOUNS = {
    "button": ("button", "button", "button", "btn"), "link": ("link", "link", "link"), "textbox": ("field", "field", "text box", "input", "textbox", "text field", "input field"),
    "combobox": ("dropdown", "select", "combobox", "drop-down", "select box"), "checkbox": ("checkbox", "check box", "tick box"), "radio": ("radio button", "radio"), "switch": ("switch", "toggle"),
    "tab": ("tab",), "menuitem": ("menu item", "menu entry"), "heading": ("heading", "title", "headline"), "columnheader": ("column header", "column"), "badge": ("badge", "tag", "label"),
    "text": ("text",), "slider": ("slider",), "spinbutton": ("number field",), "cell": ("cell",), "icon": ("icon",), "img": ("image", "picture"), "label": ("label",), "progressbar": ("progress bar",), "option": ("option",),
}
FIELDS = ("textbox", "combobox", "slider", "spinbutton")
INDICATORS = ("checkbox", "radio", "switch")


@dataclass(frozen=True, slots=True)
class Case:
    """An intent, its kind, and the ids of all elements that would be a right answer (none: it is absent)."""

    text: str
    kind: str
    targets: tuple[int, ...]


@lru_cache(maxsize=1)
def _meanings() -> dict[str, list[str]]:
    """Phrase -> phrases that mean the same."""
    table: dict[str, set[str]] = {}
    for group in synonym_groups():
        for phrase in group:
            table.setdefault(phrase.casefold(), set()).update(p for p in group if p != phrase)
    for name, hint in field_pairs():
        table.setdefault(name.casefold(), set()).add(hint)
    return {phrase: sorted(others) for phrase, others in table.items()}


@lru_cache(maxsize=1)
def _opposites() -> dict[str, list[str]]:
    table: dict[str, list[str]] = {}
    for a, b in antonym_pairs():
        table.setdefault(a.casefold(), []).append(b)
        table.setdefault(b.casefold(), []).append(a)
    return table


def typo(text: str, rng: Random) -> str:
    """Two letters swapped inside a word of five or more."""
    places = [m.start() + 1 + rng.randrange(len(m.group()) - 3) for m in re.finditer(r"[A-Za-z]{5,}", text)]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def called(name: str, role: str, rng: Random) -> str:
    """A phrase for an element that shows its name."""
    noun = rng.choice(ROLE_NOUNS.get(role, ("",)))
    forms = [f"{name} {noun}", f"{name} {noun}", f"the {name} {noun}", f'{noun} labelled "{name}"', f"{noun} with the text {name}", f'"{name}" {noun}', f"{noun} called {name}"]
    if role in ("button", "link", "tab", "menuitem"):
        forms += [name, name, f"click {name}", f"press the {name} {noun}", f'"{name}"']
    elif role in ("heading", "text", "badge", "cell", "columnheader"):
        forms += [name, f'"{name}"', f"{noun} saying {name}"]
    return rng.choice(forms).strip()


def called_field(name: str, role: str, rng: Random) -> str:
    noun = rng.choice(ROLE_NOUNS[role])
    low = name if name.isupper() else name[:1].lower() + name[1:]
    forms = [f"{name} {noun}", f"{low} {noun}", f"the {low} {noun}", f"{noun} for {name}", f"{noun} labelled {name}", f'{noun} labelled "{name}"', f"{noun} for the {low}"]
    if role == "textbox":
        forms += [f"where I type the {low}", f"box to enter the {low}", f"{low} input"]
    return rng.choice(forms)


def page_cases(page: Mapping[str, Any], rng: Random, limit: int = 40) -> list[Case]:
    """Up to `limit` cases of all kinds from one page."""
    elements = [e for e in page["elements"] if not e["ignore"] and e["visible_fraction"] >= 0.5]
    leaves = [e for e in elements if e["role"] in ROLE_NOUNS]
    shown = [normalized(e["text"] or e["label"] or e["name"]) for e in leaves]
    texts = Counter(normalized(row["text"]) for row in page["rows"])
    everything = " | ".join(shown + list(texts))
    cases: list[Case] = []

    def same(name: str, roles: tuple[str, ...] | None = None) -> tuple[int, ...]:
        key = normalized(name)
        return tuple(e["id"] for e in leaves if key and key in (normalized(e["text"]), normalized(e["label"] or ""), normalized(e["name"])) and (roles is None or e["role"] in roles))

    rng.shuffle(leaves)
    for element in leaves:
        role, text, label = element["role"], element["text"].strip(), (element["label"] or "").strip()
        if role in FIELDS or role in INDICATORS:
            name = label or (element["name"] if element["states"].get("placeholder") and normalized(element["name"]) == normalized(text) else "")
            if not name or len(name) > 60:
                continue
            targets = same(name, (*FIELDS, *INDICATORS)) + same(name, ("label", "text") if role in INDICATORS else ())
            cases.append(Case(called_field(typo(name, rng) if rng.random() < 0.08 else name, role, rng), "labelled", targets or (element["id"],)))
            others = _meanings().get(normalized(name))
            if others and rng.random() < 0.5:
                cases.append(Case(called_field(rng.choice(others), role, rng), "semantic", targets or (element["id"],)))
        elif text and len(text) <= 70:
            targets = same(text)
            cases.append(Case(called(typo(text, rng) if rng.random() < 0.1 else text, role, rng), "text", targets))
            others = _meanings().get(normalized(text))
            if others and role in ("button", "link", "tab", "menuitem") and rng.random() < 0.5:
                cases.append(Case(f"{rng.choice(others)} {rng.choice((role, 'button', ''))}".strip(), "semantic", targets))
            opposite = _opposites().get(normalized(text))
            if opposite and rng.random() < 0.7:
                word = rng.choice(opposite)
                if normalized(word) not in everything:
                    cases.append(Case(called(word, role, rng), "antonym", ()))
        elif element.get("icon") and role in ("button", "link", "icon"):
            cases += icon_cases(element, leaves, rng)
    cases += state_cases(leaves, rng) + relation_cases(leaves, rng) + ordinal_cases(leaves, rng)
    rng.shuffle(cases)
    return cases[:limit] + absent_cases(leaves, everything, rng, max(len(cases[:limit]) // 3, 3))


def icon_cases(element: Mapping[str, Any], leaves: list, rng: Random) -> list[Case]:
    """Name, tag or meaning of an icon, meaning it and every equal icon."""
    icon = element["icon"]
    words = [icon["name"].replace("-", " ").replace("_", " "), *icon["tags"][:8]]
    word = rng.choice([w for w in words if w and len(w) < 24] or [icon["name"]])
    tags = set(map(normalized, words))
    targets = tuple(e["id"] for e in leaves if e.get("icon") and (e["icon"]["name"] == icon["name"] or normalized(word) in {normalized(t) for t in e["icon"]["tags"]} or e["icon"]["name"] in tags))
    forms = (f"{word} icon", f"the {word} icon", f"icon of a {word}", f"{word} icon", f"{word} button", f"{element['name'] or word} button")
    return [Case(rng.choice(forms), "icon", targets)]


def state_cases(leaves: list, rng: Random) -> list[Case]:
    words = {"checked": ("checked", "ticked", "selected"), "disabled": ("disabled", "greyed out", "inactive"), "selected": ("selected", "active", "current"), "focused": ("focused",), "expanded": ("expanded", "open")}
    cases = []
    for role in ("checkbox", "radio", "switch", "button", "textbox", "tab", "combobox", "link"):
        for state, adjectives in words.items():
            on = [e["id"] for e in leaves if e["role"] == role and e["states"].get(state) is True]
            if len(on) == 1:
                cases.append(Case(f"{rng.choice(('', 'the '))}{rng.choice(adjectives)} {rng.choice(ROLE_NOUNS[role])}", "state", tuple(on)))
            elif not on and any(e["role"] == role for e in leaves) and rng.random() < 0.15:
                cases.append(Case(f"{rng.choice(adjectives)} {rng.choice(ROLE_NOUNS[role])}", "absent", ()))
    return cases


def relation_cases(leaves: list, rng: Random) -> list[Case]:
    """The nearest of a role on one side of an element with a unique text."""
    unique = Counter(normalized(e["text"]) for e in leaves)
    anchors = [e for e in leaves if e["text"] and unique[normalized(e["text"])] == 1 and len(e["text"]) < 40]
    cases = []
    for anchor in rng.sample(anchors, min(len(anchors), 12)):
        ax, ay, aw, ah = anchor["box"]
        kind = rng.choice(("right", "left", "above", "below", "next to"))
        role = rng.choice(("button", "link", "textbox", "checkbox", "icon", "heading"))
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
            noun = rng.choice(ROLE_NOUNS[role])
            suffix = f" {ROLE_NOUNS[anchor['role']][0]}" if rng.random() < 0.4 else ""
            cases.append(Case(f"{noun} {words} {anchor['text']}{suffix}", "relation", (near[0][1],)))
    return cases


def ordinal_cases(leaves: list, rng: Random) -> list[Case]:
    cases = []
    for role in ("button", "link", "textbox", "checkbox", "heading"):
        groups: dict[str, list] = {}
        for e in leaves:
            if e["role"] == role and e["text"]:
                groups.setdefault(normalized(e["text"]), []).append(e)
        for members in groups.values():
            if 2 <= len(members) <= 6 and rng.random() < 0.5:
                members.sort(key=lambda e: (round((e["box"][1] + e["box"][3] / 2) / 12), e["box"][0]))
                # Trained as "all that fit": the ordinal itself is counted, not learned.
                cases.append(Case(f"{members[0]['text']} {rng.choice(ROLE_NOUNS[role])}", "text", tuple(e["id"] for e in members)))
    return cases


def absent_cases(leaves: list, everything: str, rng: Random, count: int) -> list[Case]:
    """Intents of the kinds above for names that stand nowhere on the page, some of them near misses."""
    from shadow_teacher.pages import phrases

    cases = []
    for _ in range(count * 2):
        role = rng.choice(("button", "link", "textbox", "heading", "icon", "checkbox", "combobox", "tab"))
        if role in ("textbox", "combobox"):
            name = rng.choice(phrases.FIELDS).split("|")[0]
            text = called_field(name, role, rng)
        elif role == "icon":
            name = rng.choice(("printer", "rocket", "umbrella", "guitar", "whale", "anchor", "trophy", "microscope", "shopping cart", "trash", "bell", "camera", "lock", "download", "search"))
            text = f"{name} icon"
        else:
            name = rng.choice(phrases.NAV + phrases.ACTIONS) if rng.random() < 0.7 else phrases.phrase(rng, 1, 3)
            text = called(name, role, rng)
        if normalized(name) in everything or any(normalized(m) in everything for m in _meanings().get(normalized(name), ())):
            continue
        if role == "icon" and any(e.get("icon") and (name.split()[-1] in e["icon"]["name"] or normalized(name) in map(normalized, e["icon"]["tags"])) for e in leaves):
            continue
        cases.append(Case(text, "absent", ()))
        if len(cases) == count:
            break
    return cases
