"""Labels -> cases: questions whose answers the browser's own labels know (docs/evaluation-format.md).

Only what is unmistakable is asked: a name that one element has, a difference that everybody sees.
"""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from shadow_runtime.color import contrast, distance, to_hex
from shadow_runtime.geometry import Box
from shadow_runtime.match import normalized
from shadow_runtime.records import CONTAINER_ROLES, CONTROL_ROLES, TEXT_ROLES

from .claims import claims_of
from .relations import relation_cases
from .states import state_cases

WORD = {
    "button": "button", "link": "link", "textbox": "field", "combobox": "dropdown", "spinbutton": "field", "checkbox": "checkbox", "radio": "radio button", "switch": "switch",
    "slider": "slider", "tab": "tab", "menuitem": "menu item", "heading": "heading", "icon": "icon", "img": "image",
}  # fmt: skip
FIELDS = ("textbox", "combobox", "spinbutton", "checkbox", "radio", "switch", "slider")
STATES = {("checked", True): "checked", ("checked", False): "unchecked", ("disabled", True): "disabled", ("expanded", True): "expanded"}
CLAIMED = {("checked", True): "is checked", ("checked", False): "is not checked", ("disabled", True): "is disabled", ("disabled", False): "is enabled"}
LONGEST = 40
ABSENT, RELATIONS, SIZES = 6, 6, 6  # at most so many a page
# Asked for on pages that have no such thing, beside what the other pages of the survey have.
STRANGERS = ("unsubscribe link", "cookie consent dialog", "Export to CSV button", "shipping address field", "two-factor code field", "playback speed slider", "Request a refund button", "dark mode switch")


def cases_of(name: str, source: str, labels: Mapping[str, Any], elsewhere: Sequence[str] = (), rgb: np.ndarray | None = None) -> list[dict[str, Any]]:
    """The cases of one labelled page. elsewhere: intents of other pages, from which absent ones are taken. rgb: (H, W, 3) uint8, its
    device pixels; without them nothing is asked that style alone does not tell (claims.py)."""
    seen = [e for e in labels["elements"] if not e["ignore"] and e["visible_fraction"] >= 0.9 and e["role"] not in CONTAINER_ROLES]
    counts = _names(labels)
    subjects = list(_subjects(seen, counts))
    found = [*({"type": "locate", "kind": kind, "intent": phrase, "boxes": _acceptable(e, seen)} for kind, phrase, e in subjects)]
    found += _states(seen)
    found += [{"type": "locate", "kind": "state", "intent": phrase, "boxes": _acceptable(e, seen)} for phrase, e in state_cases(seen)]
    found += [{"type": "locate", "kind": "relation", "how": how, "intent": phrase, "boxes": _acceptable(e, seen)} for how, phrase, e in relation_cases(labels)]
    found += _absent(labels, elsewhere)
    found += _claims(labels, subjects)
    if rgb is not None:
        found += [_claim(*said) for said in claims_of(labels, _shuffled(subjects, name), rgb)]
    return [{"id": f"{name}-{n:03d}", "frame": name, "source": source, "origin": "auto", **case} for n, case in enumerate(found, 1)]


def intents_of(labels: Mapping[str, Any]) -> list[str]:
    """What one page could be asked for; absent elsewhere, perhaps."""
    seen = [e for e in labels["elements"] if not e["ignore"] and e["role"] in CONTROL_ROLES]
    return [phrase for _, phrase, _ in _subjects(seen, _names(labels))]


def _names(labels: Mapping[str, Any]) -> Counter[str]:
    """How many different things carry a name: text, label or accessible name; a nest counts once."""
    counted: Counter[str] = Counter()
    for element in labels["elements"]:
        if element["role"] in CONTAINER_ROLES:
            continue
        said = {normalized(text) for text in (element["text"], element["name"], element["label"] or "") if text}
        parent = next((e for e in labels["elements"] if e["id"] == element["parent"]), None)
        inherited = {normalized(parent[key] or "") for key in ("text", "name", "label")} if parent and parent["role"] not in CONTAINER_ROLES else set()
        counted.update(said - inherited)
    return counted


def _subjects(seen: Sequence[Mapping[str, Any]], counts: Counter[str]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """(kind, phrase, element) of what has a name of its own."""
    for element in seen:
        role, word = element["role"], WORD.get(element["role"])
        text, label, name = (" ".join((element[key] or "").split()) for key in ("text", "label", "name"))
        if role in FIELDS:
            if label and len(label) <= LONGEST and counts[normalized(label)] <= 2:  # the field and its label
                fields = [e for e in seen if e["role"] in FIELDS and normalized(e["label"] or "") == normalized(label)]
                if len(fields) == 1:
                    yield "labelled", f"{label} {word}", element
        elif text and len(text) <= LONGEST and counts[normalized(text)] == 1 and (role in CONTROL_ROLES or role == "heading"):
            yield "text", f"{text} {word or role}", element
        elif not text and element["icon"] and name and len(name) <= LONGEST and counts[normalized(name)] == 1 and word:
            yield "icon", f"{name} {word}", element


def _acceptable(element: Mapping[str, Any], seen: Sequence[Mapping[str, Any]]) -> list[list[float]]:
    """The element, and what lies in it and says the same: clicking that is clicking it."""
    box = Box(*element["box"])
    same = [e["box"] for e in seen if e is not element and box.contains(Box(*e["box"])) and (e["text"] == element["text"] or e["role"] == "icon")]
    labels = [element["label_box"]] if element["role"] in ("checkbox", "radio", "switch") and element["label_box"] else []
    return [list(element["box"]), *map(list, same), *labels]


def _states(seen: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """ "the checked checkbox", where one of several is."""
    for role in ("checkbox", "radio", "switch", "button", "textbox"):
        group = [e for e in seen if e["role"] == role]
        for (state, value), word in STATES.items():
            having = [e for e in group if e["states"].get(state) is value]
            if len(having) == 1 and len(group) > 1:
                yield {"type": "locate", "kind": "state", "intent": f"the {word} {WORD[role]}", "boxes": _acceptable(having[0], seen)}


def _absent(labels: Mapping[str, Any], elsewhere: Sequence[str]) -> list[dict[str, Any]]:
    """Phrases none of whose telling words stands on the page in any form."""
    said = " ".join(normalized(text) for e in labels["elements"] for text in (e["text"], e["name"], e["label"] or "") if text)
    words = set(said.split())
    roles = {word for phrase in WORD.values() for word in phrase.split()}
    chosen = []
    salt = str(labels.get("name", ""))
    for phrase in (*_shuffled(elsewhere, salt), *_shuffled(STRANGERS, salt)):
        telling = {word for word in normalized(phrase).split() if word not in roles and len(word) > 2}
        if telling and not telling & words and not any(word[:5] in said for word in telling) and phrase not in chosen:
            chosen.append(phrase)
    return [{"type": "locate", "kind": "absent", "intent": phrase, "boxes": []} for phrase in chosen[:ABSENT]]


def _claims(labels: Mapping[str, Any], subjects: Sequence[tuple[str, str, Mapping[str, Any]]]) -> Iterator[dict[str, Any]]:
    rows = {}
    for row in labels["rows"]:
        rows.setdefault(row["element"], []).append(row)
    for _, phrase, element in subjects:
        for (state, value), predicate in CLAIMED.items():
            if state in element["states"] and element["role"] in ("checkbox", "radio", "switch", "button", "textbox"):
                yield _claim("state", f"{phrase} {predicate}", element["states"][state] is value)
        fill = element["style"]["background"]
        if fill and element["role"] == "button" and not element.get("native"):
            yield _claim("background", f"{phrase} has a {to_hex(tuple(fill))} background", True)
            other = tuple(255 - side for side in fill)
            if distance(tuple(fill), other) > 0.2:
                yield _claim("background", f"{phrase} has a {to_hex(other)} background", False)
        shown = [row for row in rows.get(element["id"], ()) if row["readable"]]
        if element["role"] in (*TEXT_ROLES, "link", "button") and shown and not any(row.get("mixed") for row in shown):
            yield _claim("bold", f"{phrase} is bold", all(row["bold"] for row in shown))
            if shown[0]["background"] and (ratio := contrast(tuple(shown[0]["color"]), tuple(shown[0]["background"]))) and not 2.4 < ratio < 8.0:
                yield _claim("contrast", f"{phrase} has a contrast of at least 4.5:1", ratio > 4.5)
    yield from _relations(_shuffled(subjects, str(labels.get("name", ""))))
    for number, (_, phrase, element) in enumerate(_shuffled(subjects, "size")[:SIZES]):
        height = element["box"][3]
        yield _claim("size", f"{phrase} is at least {round(height * (0.6 if number % 2 else 1.6))} px tall", number % 2 == 1)


def _relations(subjects: Sequence[tuple[str, str, Mapping[str, Any]]]) -> Iterator[dict[str, Any]]:
    """Pairs that stand clearly one above the other or side by side; each claim once true, once false."""
    made = 0
    for (_, one, a), (_, two, b) in itertools.combinations(subjects, 2):
        first, second = Box(*a["box"]), Box(*b["box"])
        if made >= RELATIONS:
            return
        if second.y - first.bottom >= 12:
            words = ("above", "below")
        elif second.x - first.right >= 12:
            words = ("to the left of", "to the right of")
        else:
            continue
        made += 1
        word, truth = (words[0], True) if made % 2 else (words[1], False)
        yield _claim("position", f"{one} is {word} {two}", truth)


def _claim(kind: str, text: str, truth: bool) -> dict[str, Any]:
    return {"type": "check", "kind": kind, "text": text, "truth": truth}


def _shuffled(items: Sequence[Any], salt: str) -> list[Any]:
    """A fixed pseudo-random order, the same on every machine."""
    return sorted(items, key=lambda item: hashlib.sha256(f"{salt}\0{item[1] if isinstance(item, tuple) else item}".encode()).hexdigest())
