"""Facts -> claims about borders, corners, fills, alignment, numbers and states; of each as many false ones as true ones.

The rules of the mutation suite (mutations/rules.py) say which claims are true, which false and which nobody should make.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from shadow_runtime.color import Rgb, distance, to_hex
from shadow_runtime.geometry import Box
from shadow_teacher.mutations import rules
from shadow_teacher.mutations.facts import COUNTED, Facts, counts_of

from .facts import GROUPED, facts_of, state_shown

EACH = 6  # subjects a page and kind
# What is a heading or a link to the page need not be one to the eye, nor the other way round: only what has a shape of its own is counted.
PLURALS = {**{role: COUNTED[role] for role in ("button", "checkbox", "radio", "switch")}, "textbox": "text fields", "combobox": "dropdowns"}
SINGULARS = {role: plural[:-2] if plural.endswith(("xes", "ches")) else plural[:-1] for role, plural in PLURALS.items()}
# Kinds that one plural takes together: where both are on a page, neither is counted.
TOGETHER = (("textbox", "spinbutton"), ("checkbox", "switch"))
SAID = {
    ("selected", True): ("is selected", "is not selected"), ("selected", False): ("is not selected", "is selected"),
    ("expanded", True): ("is expanded", "is collapsed"), ("expanded", False): ("is collapsed", "is expanded"),
}  # fmt: skip
WRONG_COLORS: tuple[Rgb, ...] = ((214, 40, 40), (34, 139, 60), (30, 90, 220), (20, 20, 20), (245, 245, 245), (250, 200, 40))
Claim = tuple[str, str, bool]  # kind, sentence, truth
Subject = tuple[str, str, Mapping[str, Any]]  # as cases.py names it: kind, phrase, element


def claims_of(labels: Mapping[str, Any], subjects: Sequence[Subject], rgb: np.ndarray) -> Iterator[Claim]:
    """The claims about one page. subjects: in the order in which they are asked about. rgb: (H, W, 3) uint8, device pixels."""
    scale = float(labels["scale"]) if "scale" in labels else rgb.shape[1] / float(labels["width"])
    facts = [facts_of(element, phrase, None, rgb, scale) for _, phrase, element in subjects]
    for ask in (_corners, _borders, _border_colors, _fills):
        asked = 0
        for number, f in enumerate(facts):
            made = list(ask(f, number % 2 == 0))
            asked += bool(made)
            yield from made
            if asked >= EACH:
                break
    yield from _aligned(facts)
    yield from _counted(labels)
    yield from _stated(labels, subjects)


def _held(kind: str, f: Facts, said: Sequence[tuple[str, rules.Rule]]) -> Iterator[Claim]:
    """What is true and what is false of it; what is neither is not said."""
    for text, rule in said:
        truth = rule(f)
        if truth is not None:
            yield kind, f"{f.phrase} {text}", truth


def _corners(f: Facts, odd: bool) -> Iterator[Claim]:
    said = [("has rounded corners", rules.rounded(True)), ("has square corners", rules.rounded(False))]
    yield from _held("radius", f, said if f.radius is None or f.radius < rules.ROUND else said[::-1])
    if f.radius is None or f.radius < rules.ROUND or abs(f.radius - round(f.radius)) > 0.05 or 2 * f.radius > min(f.box[2:]) - 1:
        return
    right = round(f.radius)
    wrong = right + max(4, right) if odd else max(right - max(3, round(0.6 * right)), 0)
    yield "radius", f"{f.phrase} has a corner radius of {right}px", True
    yield "radius", f"{f.phrase} has a corner radius of {wrong}px", False


def _borders(f: Facts, odd: bool) -> Iterator[Claim]:
    yield from _held("border", f, (("has a visible border", rules.lined(True)), ("has no border", rules.lined(False))))
    width = f.border_width
    if rules.lined(True)(f) and abs(width - round(width)) < 0.05:
        yield "border", f"{f.phrase} has a {round(width)}px border", True
        yield "border", f"{f.phrase} has a {round(width) + 2}px border", False


def _border_colors(f: Facts, odd: bool) -> Iterator[Claim]:
    color = rules.border(f)
    if color is not None:
        yield "border color", f"the border of {f.phrase} is {to_hex(color)}", True
        yield "border color", f"the border of {f.phrase} is {to_hex(_other(color, odd))}", False


def _fills(f: Facts, odd: bool) -> Iterator[Claim]:
    color = rules.fill(f)
    if color is not None and f.role != "button":  # buttons are asked about already
        yield "background", f"{f.phrase} has a {to_hex(color)} background", True
        yield "background", f"{f.phrase} has a {to_hex(_other(color, odd))} background", False


def _other(color: Rgb, near: bool) -> Rgb:
    """Another color: a near miss, or one that nobody takes for it."""
    if near:
        shifted = tuple(side + 40 if side < 128 else side - 40 for side in color)
        if distance(shifted, color) > 1.5 * rules.OTHER_COLOR:  # type: ignore[arg-type]
            return shifted  # type: ignore[return-value]
    return max(WRONG_COLORS, key=lambda other: distance(other, color))


def _aligned(facts: Sequence[Facts]) -> Iterator[Claim]:
    """Pairs that share a row or a column; as many claims that hold as such that do not."""
    made = {True: 0, False: 0}
    for one, two in itertools.combinations(facts, 2):
        if one.text == two.text or Box(*one.box).intersection(Box(*two.box)) > 0:
            continue
        edges = (2, 3) if abs(one.box[1] - two.box[1]) < 60 else (0, 1)
        for edge in edges:
            truth = rules.aligned(edge)(replace(one, anchor=two))
            if truth is not None and made[truth] < EACH and (truth or made[False] < made[True]):
                made[truth] += 1
                yield "alignment", f"{one.phrase} and {two.phrase} are {('left', 'right', 'top', 'bottom')[edge]}-aligned", truth


def _counted(labels: Mapping[str, Any]) -> Iterator[Claim]:
    counts = counts_of(labels, PLURALS)
    there = {element["role"] for element in labels["elements"]}
    bare = {element["role"] for element in labels["elements"] if element.get("bare")}
    for role, number in sorted(counts.items()):
        if role in bare or any(role in pair and set(pair) <= there for pair in TOGETHER):
            continue
        wrong = number + (1 if len(role) % 2 or number < 2 else -1)
        for value in (number, wrong):
            yield "count", f"there are exactly {value} {PLURALS[role]}" if value != 1 else f"there is exactly 1 {SINGULARS[role]}", value == number


def _stated(labels: Mapping[str, Any], subjects: Sequence[Subject]) -> Iterator[Claim]:
    """Who is selected and who is not, where everybody sees it; what is open and what is closed."""
    for state, roles in (("selected", GROUPED), ("expanded", ("button", "combobox", "menuitem"))):
        asked = {True: 0, False: 0}
        for _, phrase, element in subjects:
            value = element["states"].get(state)
            if element["role"] not in roles or value is None or asked[value] >= EACH or (state == "selected" and not state_shown(element, state, labels)):
                continue
            asked[value] += 1
            right, wrong = SAID[state, value]
            yield state, f"{phrase} {right}", True
            yield state, f"{phrase} {wrong}", False
