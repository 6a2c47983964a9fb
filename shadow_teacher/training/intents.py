"""Labelled page -> intents a tester might write, with the elements each may mean; also ones that mean nothing there.

    cases = page_cases(page, rng)      # [Case(text, kind, targets)]

Names, labels, icons and meanings here; where things stand and how they look in intent_places.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Any

from shadow_runtime.match import normalized
from shadow_runtime.purpose import is_wish

from .icon_data import clean_name
from .lexicon import Concept, antonym_pairs, concepts, field_pairs, synonym_groups

ROLE_NOUNS = {
    "button": ("button", "button", "button", "btn"), "link": ("link", "link", "link"), "textbox": ("field", "field", "text box", "input", "textbox", "text field", "input field"),
    "combobox": ("dropdown", "select", "combobox", "drop-down", "select box"), "checkbox": ("checkbox", "check box", "tick box"), "radio": ("radio button", "radio"), "switch": ("switch", "toggle"),
    "tab": ("tab",), "menuitem": ("menu item", "menu entry"), "heading": ("heading", "title", "headline"), "columnheader": ("column header", "column"), "badge": ("badge", "tag", "label"),
    "text": ("text",), "slider": ("slider",), "spinbutton": ("number field",), "cell": ("cell",), "icon": ("icon",), "img": ("image", "picture"), "label": ("label",), "progressbar": ("progress bar",), "option": ("option",),
}
FIELDS = ("textbox", "combobox", "slider", "spinbutton")
INDICATORS = ("checkbox", "radio", "switch")
ACTIONS = ("button", "link", "tab", "menuitem")
# Words of an icon's name that say how it is drawn, not what it shows; nobody asks for an icon by these.
DRAWN = frozenset("outline outlined sharp fill filled circle square round rounded solid line thin bold regular alt box duotone small large off on ionitron logo".split())


@dataclass(frozen=True, slots=True)
class Case:
    """An intent, its kind, and the ids of all elements that would be a right answer (none: it is absent)."""

    text: str
    kind: str
    targets: tuple[int, ...]


@lru_cache(maxsize=1)
def _of_label() -> dict[str, list[Concept]]:
    """Normalized label -> concepts that pages call so."""
    table: dict[str, list[Concept]] = {}
    for concept in concepts():
        for label in concept.labels:
            table.setdefault(normalized(label), []).append(concept)
    table.pop("", None)
    return table


@lru_cache(maxsize=1)
def _synonyms() -> dict[str, frozenset[str]]:
    """Normalized phrase -> phrases that mean the same, from the groups and field hints."""
    table: dict[str, set[str]] = {}
    for group in synonym_groups():
        for phrase in group:
            table.setdefault(normalized(phrase), set()).update(p for p in group if p != phrase)
    for name, hint in field_pairs():
        table.setdefault(normalized(name), set()).add(hint)
    return {phrase: frozenset(others) for phrase, others in table.items()}


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
    if role in ACTIONS:
        forms += [name, name, f"click {name}", f"press the {name} {noun}", f'"{name}"']
    elif role in ("heading", "text", "badge", "cell", "columnheader"):
        forms += [name, f'"{name}"', f"{noun} saying {name}"]
    return rng.choice(forms).strip()


def called_field(name: str, role: str, rng: Random) -> str:
    noun = rng.choice(ROLE_NOUNS[role])
    low = name if name.isupper() else name[:1].lower() + name[1:]
    forms = [f"{name} {noun}", f"{low} {noun}", f"the {low} {noun}", f"{noun} for {name}", f"{noun} labelled {name}", f'{noun} labelled "{name}"', f"{noun} for the {low}"]
    if role == "textbox":
        forms += [f"where I type the {low}", f"box to enter the {low}", f"{low} input", f"place to type the {low}"]
    return rng.choice(forms)


def wished(phrase: str, role: str, rng: Random) -> str:
    """A phrase for what an element is there for: "button to log me out", "where can I log in"."""
    if role in FIELDS:
        return rng.choice((phrase, f"{phrase} field", f"box for {phrase}", f"field for the {phrase}", f"where I type {phrase}", f"place for the {phrase}"))
    noun = rng.choice(("button", "link")) if role in ("button", "link") else rng.choice(ROLE_NOUNS.get(role, ("control",)))
    if is_wish(phrase):
        return rng.choice((phrase, phrase, phrase, f"{noun} to {phrase}", f"way to {phrase}", f"where can I {phrase}", f"control that lets me {phrase}"))
    return rng.choice((phrase, phrase, f"the {phrase}", f"{phrase} {noun}", f"{phrase} {noun}", f"control for {phrase}"))


def page_cases(page: Mapping[str, Any], rng: Random, limit: int = 40, novel_only: bool = False) -> list[Case]:
    """Up to `limit` cases of all kinds from one page, and a third as many that mean nothing there.

    novel_only: paraphrases only from those that the text table was not taught (lexicon.py), to measure with.
    """
    from .intent_places import place_cases

    elements = [e for e in page["elements"] if not e["ignore"] and e["visible_fraction"] >= 0.5]
    leaves = [e for e in elements if e["role"] in ROLE_NOUNS]
    shown = [normalized(e["text"] or e["label"] or e["name"]) for e in leaves]
    texts = Counter(normalized(row["text"]) for row in page["rows"])
    everything = " | ".join(shown + list(texts))
    cases: list[Case] = []

    def same(name: str, roles: tuple[str, ...] | None = None) -> tuple[int, ...]:
        key = normalized(name)
        return tuple(e["id"] for e in leaves if key and key in names_of(e) and (roles is None or e["role"] in roles))

    rng.shuffle(leaves)
    for element in leaves:
        role, text, label = element["role"], element["text"].strip(), (element["label"] or "").strip()
        if role in FIELDS or role in INDICATORS:
            name = label or (element["name"] if element["states"].get("placeholder") and normalized(element["name"]) == normalized(text) else "")
            if not name or len(name) > 60:
                continue
            targets = same(name, (*FIELDS, *INDICATORS)) + same(name, ("label", "text") if role in INDICATORS else ())
            cases.append(Case(called_field(typo(name, rng) if rng.random() < 0.08 else name, role, rng), "labelled", targets or (element["id"],)))
            cases += meaning_cases(element, name, leaves, rng, novel_only)
        elif text and len(text) <= 70:
            targets = same(text)
            cases.append(Case(called(typo(text, rng) if rng.random() < 0.1 else text, role, rng), "text", targets))
            if role in ACTIONS:
                cases += meaning_cases(element, text, leaves, rng, novel_only)
            opposite = _opposites().get(normalized(text))
            if opposite and rng.random() < 0.7:
                word = rng.choice(opposite)
                if normalized(word) not in everything:
                    cases.append(Case(called(word, role, rng), "antonym", ()))
                cases += opposite_cases(word, role, leaves, rng, novel_only)
        elif element.get("icon") and role in ("button", "link", "icon"):
            cases += icon_cases(element, leaves, rng)
    cases += place_cases(elements, leaves, page, rng)
    rng.shuffle(cases)
    # What pages offer rarely is worth as much as what they are full of.
    rare = [c for c in cases if c.kind not in ("text", "icon")]
    usual = [c for c in cases if c.kind in ("text", "icon")]
    kept = rare[:limit] + usual[: max(limit - len(rare), limit // 3)]
    return kept + absent_cases(leaves, everything, rng, max(len(kept) // 3, 3), novel_only)


def names_of(element: Mapping[str, Any]) -> set[str]:
    """Everything an element is called, normalized."""
    return {normalized(element["text"]), normalized(element["label"] or ""), normalized(element["name"])} - {""}


def icon_words(element: Mapping[str, Any]) -> list[str]:
    """What an element's icon shows, by name and tags; without words about how it is drawn."""
    if not element.get("icon"):
        return []
    words = [clean_name(element["icon"]["name"]), *map(clean_name, element["icon"]["tags"])]
    return list(dict.fromkeys(w for w in words if w and len(w) < 24 and not DRAWN.issuperset(w.split())))


def means(element: Mapping[str, Any], concept: Concept) -> bool:
    """Whether an element shows one of a concept's labels, or an icon of that name."""
    labels = {normalized(label) for label in concept.labels}
    return not labels.isdisjoint(names_of(element)) or (not element["text"].strip() and not labels.isdisjoint(icon_words(element)[:1]))


def related(concept: Concept, names: set[str]) -> bool:
    """Whether anything is called by a label or phrasing of the concept, or of a concept that shares a label with it."""
    mine = {normalized(p) for p in (*concept.labels, *concept.phrasings)}
    near = {normalized(p) for label in mine for other in _of_label().get(label, ()) for p in other.labels}
    near |= {normalized(p) for phrase in mine for p in _synonyms().get(phrase, ())}
    return not (mine | near).isdisjoint(names)


def meaning_cases(element: Mapping[str, Any], name: str, leaves: Sequence[Mapping[str, Any]], rng: Random, novel_only: bool) -> list[Case]:
    """A paraphrase of what the element is called, meaning it and all others that a concept of the same meaning names."""
    found = _of_label().get(normalized(name), [])
    cases = []
    for concept in rng.sample(found, min(len(found), 1)):
        phrase = paraphrase(concept, rng, novel_only, without=name)
        if phrase:
            targets = tuple(e["id"] for e in leaves if means(e, concept))
            cases.append(Case(wished(phrase, element["role"], rng), "semantic", targets))
    return cases


def opposite_cases(word: str, role: str, leaves: Sequence[Mapping[str, Any]], rng: Random, novel_only: bool) -> list[Case]:
    """A paraphrase of the opposite of what an element says, where nothing on the page means it: "log me out" beside "Log in"."""
    found = _of_label().get(normalized(word), [])
    names = {name for e in leaves for name in (*names_of(e), *icon_words(e))}
    for concept in rng.sample(found, min(len(found), 1)):
        phrase = paraphrase(concept, rng, novel_only)
        if phrase and not related(concept, names):
            return [Case(wished(phrase, role, rng), "antonym", ())]
    return []


def paraphrase(concept: Concept, rng: Random, novel_only: bool = False, without: str = "") -> str:
    """A way to speak of a concept: mostly one that the text table was not taught, so that its distance is an honest one."""
    novel = concept.phrasings if concept.held_out else concept.held_out_phrasings
    other = () if novel_only else (*concept.taught_phrasings, *(label for label in concept.labels if normalized(label) != normalized(without)))
    pool = novel if novel and (not other or rng.random() < 0.75) else other
    return rng.choice(pool) if pool else ""


def icon_cases(element: Mapping[str, Any], leaves: Sequence[Mapping[str, Any]], rng: Random) -> list[Case]:
    """Name, tag or meaning of an icon, meaning it and every equal icon."""
    words = icon_words(element)[:8]
    if not words:
        return []
    word = words[0] if rng.random() < 0.5 else rng.choice(words)
    said = set(map(normalized, words))
    targets = tuple(e["id"] for e in leaves if e.get("icon") and (not said.isdisjoint(icon_words(e)[:1]) or normalized(word) in map(normalized, icon_words(e))))
    forms = (f"{word} icon", f"the {word} icon", f"icon of a {word}", f"{word} icon", f"{word} button", f"{element['name'] or word} button")
    cases = [Case(rng.choice(forms), "icon", targets)]
    found = _of_label().get(normalized(words[0]), [])
    if found and element["role"] in ("button", "link") and rng.random() < 0.5:
        concept = rng.choice(found)
        phrase = paraphrase(concept, rng)
        if phrase:
            cases.append(Case(wished(phrase, element["role"], rng), "icon", tuple(sorted({*targets, *(e["id"] for e in leaves if means(e, concept))}))))
    return cases


def absent_cases(leaves: Sequence[Mapping[str, Any]], everything: str, rng: Random, count: int, novel_only: bool = False) -> list[Case]:
    """Intents of the kinds above for names that stand nowhere on the page, some of them near misses."""
    from shadow_teacher.pages import phrases

    names = {name for e in leaves for name in (*names_of(e), *icon_words(e))}
    cases = []
    for _ in range(count * 3):
        role = rng.choice(("button", "link", "textbox", "heading", "icon", "checkbox", "combobox", "tab", "meaning", "meaning"))
        if role == "meaning":
            concept = rng.choice(concepts())
            phrase = paraphrase(concept, rng, novel_only)
            if not phrase or related(concept, names):
                continue
            cases.append(Case(wished(phrase, "textbox" if concept.area == "fields" else rng.choice(("button", "link")), rng), "absent", ()))
        else:
            if role in ("textbox", "combobox"):
                name = rng.choice(phrases.FIELDS).split("|")[0]
                text = called_field(name, role, rng)
            elif role == "icon":
                name = rng.choice(("printer", "rocket", "umbrella", "guitar", "whale", "anchor", "trophy", "microscope", "shopping cart", "trash", "bell", "camera", "lock", "download", "search"))
                text = f"{name} icon"
            else:
                name = rng.choice(phrases.NAV + phrases.ACTIONS) if rng.random() < 0.7 else phrases.phrase(rng, 1, 3)
                text = called(name, role, rng)
            near = {normalized(m) for m in _synonyms().get(normalized(name), ())}
            if normalized(name) in everything or not near.isdisjoint(names) or any(related(c, names) for c in _of_label().get(normalized(name), ())):
                continue
            if role == "icon" and any(name.split()[-1] in word for e in leaves for word in icon_words(e)):
                continue
            cases.append(Case(text, "absent", ()))
        if len(cases) == count:
            break
    return cases
