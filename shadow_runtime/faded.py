"""Whether a control looks disabled: what its strokes, its fill and its label look like beside those of the controls around it.

One pixel does not say what it was mixed of; what other controls look like on the same page does. The numbers of FEATURES are
weighed by a small network that was taught on labelled pages (shadow_teacher/training/train_faded.py).

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from .color import contrast, oklab
from .pixels import Ink, Surface, ink, surface
from .records import Element, Frame
from .weighing import weighed

if TYPE_CHECKING:
    from .student import Student

TOGGLES = ("checkbox", "radio", "switch", "slider")
ROLES = ("button", "link", "textbox", "combobox", "checkbox", "radio", "switch", "slider", "spinbutton", "tab", "menuitem", "option")
PEERS = 8  # elements that one is compared with
SEEN = 0.4  # how surely they must have been seen
FEATURES = (
    "seen", "placeholder", "focused", "checked", "selected",
    "has_words", "has_strokes", "contrast", "strength", "stroke_light", "stroke_chroma", "fill_light", "fill_chroma", "outside_light", "painted", "stands_off",
    "peers", "against_peers", "against_strongest_peer", "chroma_against_peers", "fill_against_peers", "fill_light_against_peers", "alike_peers",
    "words_around", "against_words_around", "has_label", "label_contrast", "label_strength", "label_against_words_around",
    *(f"is_{role}" for role in ROLES),
)  # fmt: skip


class Look:
    """What one element looks like; each part is measured when it is first asked for."""

    def __init__(self, frame: Frame, element: Element) -> None:
        self.frame, self.element = frame, element

    @cached_property
    def strokes(self) -> Ink | None:
        """Those of its words where it has some; of a toggle, whose words stand beside it, its own."""
        words = self.element.rows and self.element.role not in TOGGLES
        return ink(self.frame, self.element.rows[0].box if words else self.element.box)

    @cached_property
    def fill(self) -> Surface:
        return surface(self.frame, self.element.box)

    @cached_property
    def label(self) -> Ink | None:
        return ink(self.frame, self.element.label_box) if self.element.label_box is not None else None


def strength(strokes: Ink) -> float:
    """How far strokes stand out from what is behind them, 0..441 (RGB distance)."""
    return math.dist(strokes.color, strokes.background)


def contrast_of(strokes: Ink) -> float:
    """WCAG contrast of strokes that may not have reached their full color."""
    return contrast(strokes.stretched, strokes.background)


def prompts(element: Element) -> bool:
    """Whether a field shows a placeholder, which is faint by itself."""
    return element.states.get("placeholder", 0.0) >= 0.5


def features_of(look: Look, peers: Sequence[Look], around: Sequence[Look]) -> np.ndarray:
    """(len(FEATURES),) float32 of one element. peers: of its role, those of like height first; around: other things with words."""
    element, found = look.element, dict.fromkeys(FEATURES, 0.0)
    found["seen"] = log_odds(element.states.get("disabled", 0.0))
    for state in ("placeholder", "focused", "checked", "selected"):
        found[state] = float(element.states.get(state, 0.0))
    found[f"is_{element.role}"] = 1.0
    found["has_words"] = float(bool(element.rows))
    strokes, fill = look.strokes, look.fill
    colors = oklab(np.array([fill.color, fill.outside, strokes.color if strokes is not None else fill.color, *(p.fill.color for p in peers)], np.float64))
    body, outside, stroke = colors[:3]
    found |= {"fill_light": body[0], "fill_chroma": chroma(body), "outside_light": outside[0], "painted": float(fill.painted), "stands_off": float(np.linalg.norm(body - outside))}
    own = None
    if strokes is not None:
        own = strength(strokes)
        found |= {"has_strokes": 1.0, "contrast": math.log(contrast_of(strokes)), "strength": own / 441, "stroke_light": stroke[0], "stroke_chroma": chroma(stroke)}
    found["peers"] = min(len(peers), PEERS) / PEERS
    if peers:
        others = colors[3:]
        apart = np.linalg.norm(others - body, axis=1)
        found["fill_against_peers"], found["alike_peers"] = float(np.median(apart)), float((apart < 0.02).mean())
        found["fill_light_against_peers"] = float(body[0] - np.median(others[:, 0]))
        found["chroma_against_peers"] = float(chroma(body) - np.median(np.hypot(others[:, 1], others[:, 2])))
    theirs = sorted(strength(p.strokes) for p in peers if p.strokes is not None and not prompts(p.element))
    if own is not None and theirs:
        found["against_peers"], found["against_strongest_peer"] = ratio(own, theirs[len(theirs) // 2]), ratio(own, theirs[-1])
    words = sorted(strength(other.strokes) for other in around if other.strokes is not None)
    if words:
        usual = words[(3 * len(words)) // 4]
        found["words_around"] = usual / 441
        if own is not None:
            found["against_words_around"] = ratio(own, usual)
        if look.label is not None:
            found["label_against_words_around"] = ratio(strength(look.label), usual)
    if look.label is not None:
        found |= {"has_label": 1.0, "label_contrast": math.log(contrast_of(look.label)), "label_strength": strength(look.label) / 441}
    return np.array([found[name] for name in FEATURES], np.float32)


def log_odds(probability: float) -> float:
    return math.log(max(probability, 1e-3) / max(1 - probability, 1e-3))


def ratio(own: float, usual: float) -> float:
    return math.log(max(own, 4.0) / max(usual, 4.0))


def chroma(color: np.ndarray) -> float:
    return float(math.hypot(color[1], color[2]))


def peers_of(element: Element, elements: Sequence[Element]) -> list[Element]:
    """Elements of its role, the nearest in height first, then in place: those would look like it if it were not faded."""
    others = [e for e in elements if e.role == element.role and e.box != element.box and e.confidence >= SEEN]
    others.sort(key=lambda e: (abs(e.box.height - element.box.height), abs(e.box.center[1] - element.box.center[1])))
    return others[:PEERS]


def words_near(element: Element, elements: Sequence[Element]) -> list[Element]:
    """The nearest other things with words."""
    x, y = element.box.center
    others = [e for e in elements if e.rows and e.role != element.role and e.box != element.box]
    others.sort(key=lambda e: abs(e.box.center[0] - x) + 2 * abs(e.box.center[1] - y))
    return others[:PEERS]


def faded_features(frame: Frame, wanted: Sequence[Element], elements: Sequence[Element]) -> np.ndarray:
    """(N, len(FEATURES)) of some elements among all of a scene."""
    looks: dict[int, Look] = {}

    def look(element: Element) -> Look:
        return looks.setdefault(id(element), Look(frame, element))

    rows = [features_of(look(e), [look(peer) for peer in peers_of(e, elements)], [look(other) for other in words_near(e, elements)]) for e in wanted]
    return np.array(rows, np.float32).reshape(-1, len(FEATURES))


def faded_weights(student: Student) -> Mapping[str, np.ndarray] | None:
    """A student's weights for disabled_ones; None of one that was published without."""
    return student.arrays_cached("faded") if student.has("faded") else None


def disabled_ones(frame: Frame, wanted: Sequence[Element], elements: Sequence[Element], weights: Mapping[str, np.ndarray] | None) -> np.ndarray:
    """(N,) the probability of being disabled, 0 of what cannot be. weights: the student's; without any it is the detector's."""
    likely = np.array([element.states.get("disabled", 0.0) for element in wanted], np.float64)
    able = [number for number, element in enumerate(wanted) if "disabled" in element.states]
    if weights is not None and able:
        likely[able] = weighed(faded_features(frame, [wanted[number] for number in able], elements), weights)
    return likely
