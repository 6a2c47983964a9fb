"""States that show: checked, selected, disabled, focused, expanded, invalid; and empty.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from shadow_runtime import outlines, pixels, siblings
from shadow_runtime.claims import Claim
from shadow_runtime.color import distance
from shadow_runtime.faded import ROLES as CONTROLS
from shadow_runtime.faded import disabled_ones
from shadow_runtime.geometry import Box
from shadow_runtime.records import AbstainReason, Element, TextRow
from shadow_runtime.scene import Scene

from .fading import strength_of
from .observation import Observation, Setting, line, name_of, odds

_TOGGLES = ("checkbox", "radio", "switch")
_UNSEEN = 0.05  # how likely a control is disabled of which the detector says nothing
_WORDS = {("checked", True): "checked", ("checked", False): "not checked", ("selected", True): "selected", ("selected", False): "not selected",
          ("disabled", True): "disabled", ("disabled", False): "enabled", ("focused", True): "focused", ("expanded", True): "expanded",
          ("expanded", False): "collapsed", ("invalid", True): "invalid", ("invalid", False): "valid", ("required", True): "marked as required",
          ("masked", True): "masked", ("loading", True): "loading"}  # fmt: skip


def toggle_beside(scene: Scene, box: Box) -> Element | None:
    """The checkbox, radio or switch that a text names: the one it is the label of, which may stand at the other end of the row, else
    on its line the nearest one to its left, else to its right."""
    if (named := toggle_of(scene, box)) is not None:
        return named
    best: tuple[float, Element] | None = None
    for element in scene.elements:
        if element.role not in _TOGGLES:
            continue
        if element.box.intersection(box) > 0.5 * element.box.area:
            return element
        if abs(element.box.center[1] - box.center[1]) > 0.5 * max(element.box.height, box.height):
            continue
        left, right = box.x - element.box.right, element.box.x - box.right
        away = left if left >= -6 else right + 40 if right >= -6 else 1e9
        if away < 80 and (best is None or away < best[0]):
            best = away, element
    return best[1] if best else None


def toggle_of(scene: Scene, words: Box) -> Element | None:
    """The checkbox, radio or switch that words are the label of; None where they are no one's."""
    return next((e for e in scene.elements if e.role in _TOGGLES and e.label_box is not None and e.label_box.iou(words) > 0.5), None)


def judge_state(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X is checked", from the states that the student sees; what it cannot see is abstained on."""
    state, wanted, element = str(claim.args["state"]), bool(claim.args["wanted"]), subjects[0]
    expected = _WORDS.get((state, wanted), state if wanted else f"not {state}")
    if state in _WRITTEN:
        return _written_state(state, element, expected)
    if state == "expanded" and element.role in ("dialog", "alert", "menu", "form", "card"):
        # What stands there is open; the closed one is not there to be grounded.
        likely = 0.95 if wanted else 0.05
        return Observation(score=odds(likely), expected=expected, observed=f"{element.description} is there")
    among = siblings.selected_among(setting.scene.frame, element, setting.scene.elements) if state == "selected" else None
    if among is not None:  # whatever the entry of a menu was taken for
        return _seen_state("selected", among, wanted, element, expected)
    if state in ("checked", "selected") and element.role in ("cell", "text", "heading", "label") and (named := toggle_of(setting.scene, element.box)) is not None:
        element = named
    elif state == "selected" and element.role in ("row", "cell", "text", "heading", "card", "label") and "selected" not in element.states:
        return _highlighted(element, expected, setting)
    if state in ("checked", "selected") and element.role not in _TOGGLES and state not in element.states and "checked" not in element.states:
        element = toggle_beside(setting.scene, element.box) or element
    if state == "disabled" and state not in element.states and element.role in CONTROLS:  # found by its paint alone
        element = replace(element, states={**element.states, state: _UNSEEN})
    key = state
    if state not in element.states and state in ("checked", "selected"):  # a radio button is selected, a switch is checked
        key = "selected" if state == "checked" else "checked"
    if key not in element.states:
        return Observation(
            score=0.0, expected=expected, observed=f"{element.description}: no such state visible", reasons=(AbstainReason.NOT_IN_PIXELS,), reason=f"a {element.role} shows no {state} state",
        )  # fmt: skip
    probability = float(element.states[key])
    if key == "disabled":
        probability = float(disabled_ones(setting.scene.frame, [element], setting.scene.elements, setting.faded)[0])
    if key == "focused":
        # A ring and a thick border look alike: a ring alone leaves the answer open.
        probability = 1 - (1 - probability) * (1 - 0.65 * _ring_likely(element, setting))
    if key == "invalid":
        probability = 1 - (1 - probability) * (1 - 0.7 * _error_look(element, setting))
    return _seen_state(key, probability, wanted, element, expected)


def _seen_state(key: str, probability: float, wanted: bool, element: Element, expected: str) -> Observation:
    seen = _WORDS.get((key, probability >= 0.5)) or (key if probability >= 0.5 else f"not {key}")
    return Observation(
        score=odds(probability if wanted else 1 - probability), expected=expected, reasons=(AbstainReason.TOO_CLOSE,),
        observed=f"{element.description} looks {seen} ({max(probability, 1 - probability):.0%})", measurements={key: probability},
    )  # fmt: skip


_WRITTEN = ("required", "masked", "loading")
_BULLETS = frozenset("•●∙·*.‧⚫ ")


def _written_state(state: str, element: Element, expected: str) -> Observation:
    """States that stand in the text: an asterisk, bullets, "Loading...". Without the text they are not decidable."""
    shown, label = element.text.strip(), element.label.strip()
    unknown = Observation(
        score=0.0, expected=expected, observed=f'{element.description} reads "{shown or label}"', reasons=(AbstainReason.NOT_IN_PIXELS,),
        reason=f"nothing written there says {state}; other signs of it are not known",
    )  # fmt: skip
    if state == "required":
        marked = any(text.endswith(("*", "required")) or "(required)" in text.lower() for text in (label, shown))
        return Observation(score=odds(0.93), expected=expected, observed=f'"{label or shown}"') if marked else unknown
    if state == "loading":
        says = any(word in shown.lower() for word in ("loading", "please wait", "saving", "processing"))
        return Observation(score=odds(0.9), expected=expected, observed=f'it reads "{shown}"') if says else unknown
    if shown and all(character in _BULLETS for character in shown):
        return Observation(score=odds(0.94), expected=expected, observed=f"{len(shown)} bullets")
    if any(character.isalnum() for character in shown) and element.states.get("placeholder", 0.0) < 0.5:
        return Observation(score=odds(0.12), expected=expected, observed=f'it reads "{shown}"')
    return unknown


def _ring_likely(element: Element, setting: Setting) -> float:
    """Probability of a focus ring: a strong line of one color around the box, outside of its border or thicker than one."""
    found = outlines.focus_ring(setting.scene.frame, element.box)
    return 0.0 if found is None else line(found, ((0.06, 0.1), (0.12, 0.6), (0.2, 0.95)))


def _error_look(element: Element, setting: Setting) -> float:
    """Probability of an error look: a red border."""
    found = setting.outline(element.box)
    if found.color is None or found.sides < 3:
        return 0.0
    return line(setting.colors.accepts("red", found.color), ((0.5, 0.05), (0.9, 0.95)))


def _highlighted(element: Element, expected: str, setting: Setting) -> Observation:
    """"the second row is highlighted": another background than what is around it."""
    fill = setting.surface(element.box)
    apart = distance(fill.color, fill.outside)
    likely = line(apart, ((0.006, 0.08 if element.role in ("row", "cell", "card") else 0.3), (0.018, 0.5), (0.05, 0.9)))  # words may be marked otherwise
    return Observation(
        score=odds(likely), expected=expected, observed=f"{setting.colors.describe(fill.color)} in {setting.colors.describe(fill.outside)}",
        reasons=(AbstainReason.COLOR_BOUNDARY,), swatches=(("fill", fill.color), ("around", fill.outside)), measurements={"difference": apart},
    )  # fmt: skip


_FILLED_BY_TYPING = ("textbox", "spinbutton")
_WORDS_ALONE = ("text", "heading", "label")
_PROMPT = re.compile(r"(enter|type|search|your|add|write|e\.g\.?|ex\.?|for example)\b|.*(\.\.\.|…)$", re.I)


def _placeholder_look(element: Element, inside: Sequence[TextRow], shown: str, setting: Setting) -> float:
    """Probability of a placeholder from its looks: paler than the texts around the field, words that ask for something.

    What was typed is as dark as other text, unless the field is disabled.
    """
    if not inside:
        return 0.0
    rows = sorted((row for row in setting.scene.rows if row not in inside), key=lambda row: abs(row.box.center[1] - element.box.center[1]))[:12]
    own = strength_of(setting, [row.box for row in inside])
    others = [value for row in rows if (value := strength_of(setting, [row.box])) is not None]
    if own is None or len(others) < 3:
        return 0.0
    pale = line(own / max(sorted(others)[-max(len(others) // 4, 1)], 1.0), ((0.5, 0.8), (0.68, 0.65), (0.8, 0.2), (0.92, 0.0)))
    asks = 0.3 if _PROMPT.match(shown) else 0.0
    return (1 - (1 - pale) * (1 - asks)) * (1 - 0.7 * float(element.states.get("disabled", 0.0)))


def judge_empty(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"the password field is empty": no text, or only a placeholder."""
    element = subjects[0]
    if element.role in _WORDS_ALONE:  # what the label says is not what stands in the field
        return Observation(
            score=0.0, expected="empty", observed=f"only words were found: {element.description}", reasons=(AbstainReason.WEAK_MATCH,),
            reason="only the label was found, and no paint shows where its field is",
        )  # fmt: skip
    inside = [row for row in setting.scene.rows if element.box.contains(row.box, 0.7)]
    shown = element.text or " ".join(row.text for row in inside)
    placeholder = float(element.states.get("placeholder", 0.0))
    if shown and element.role in _FILLED_BY_TYPING:
        placeholder = 1 - (1 - placeholder) * (1 - _placeholder_look(element, inside, shown, setting))
    if shown:
        return Observation(
            score=odds(min(max(placeholder, 0.03), 0.97)), expected="empty", observed=f'shows "{shown[:80]}"' + (" as a placeholder" if placeholder > 0.5 else ""),
            measurements={"placeholder": placeholder},
        )  # fmt: skip
    # Unread strokes (masked passwords, a script the reader does not know) are content, too.
    pad = min(6.0, 0.2 * element.box.height)
    inner = Box(element.box.x + pad, element.box.y + pad, max(element.box.width - 2 * pad, 1), max(element.box.height - 2 * pad, 1))
    drawn = pixels.ink(setting.scene.frame, inner)
    if drawn is not None and drawn.share > 0.004:
        return Observation(score=odds(0.4), expected="empty", observed=f"strokes that were not read in {name_of(element)}", reasons=(AbstainReason.UNREADABLE_TEXT,), reason="something is drawn inside that could not be read")
    return Observation(score=odds(0.95), expected="empty", observed=f"nothing inside {name_of(element)}")
