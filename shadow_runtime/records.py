"""The nouns that the stages hand to each other; frozen, so that a record can be cached, shared and put in a report.

    capture --Frame--> perceive --Scene--> ground --Grounding--> judge --Verdict

Scene lives in scene.py (it reads its text lazily); everything else is here.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, NoReturn

import numpy as np

from .geometry import Box

# Leaf roles a student tells apart, by the layer of the detector that finds them. Names are WAI-ARIA 1.2 roles where one
# exists; "icon" (a small graphic with a meaning) and "badge" (a tag, chip or counter) are ours, "img" is a picture.
CONTROL_ROLES = (
    "button", "link", "textbox", "combobox", "checkbox", "radio", "switch", "slider", "spinbutton", "tab", "menuitem", "option",
)
GRAPHIC_ROLES = ("img", "icon", "badge", "progressbar")
TEXT_ROLES = ("text", "heading", "columnheader", "cell", "label")
CONTAINER_ROLES = ("dialog", "alert", "card", "navigation", "table", "form", "list", "menu", "banner", "contentinfo", "complementary", "row")
LEAF_ROLES = CONTROL_ROLES + GRAPHIC_ROLES + TEXT_ROLES
# States a student judges from pixels; each element carries only those that are defined for its role.
COUNTS = 0.5  # confidence from which a candidate counts as one of what was asked for
STATES = ("checked", "disabled", "selected", "focused", "expanded", "invalid", "placeholder")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One captured viewport.

    rgb: (H, W, 3) uint8, device pixels, C-contiguous. scale: device pixels per CSS pixel.
    capture_ms: how long the capture took (0 for pictures from disk). bands: hashes of its rows, where they are known (recall.bands_of).
    """

    rgb: np.ndarray
    scale: float = 1.0
    capture_ms: float = 0.0
    bands: Sequence[int] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if self.rgb.ndim != 3 or self.rgb.shape[2] != 3 or self.rgb.dtype != np.uint8:
            raise ValueError(f"expected an (H, W, 3) uint8 RGB array, got {self.rgb.shape} {self.rgb.dtype}")
        if min(self.rgb.shape[:2]) < 16:
            raise ValueError(f"expected a frame of at least 16x16 pixels, got {self.rgb.shape[1]}x{self.rgb.shape[0]}")
        if not 0.25 <= self.scale <= 8:
            raise ValueError(f"expected a scale of 0.25 to 8 device pixels per CSS pixel, got {self.scale}")

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in CSS pixels."""
        return self.rgb.shape[1] / self.scale, self.rgb.shape[0] / self.scale

    def crop(self, box: Box) -> np.ndarray:
        """(h, w, 3) uint8 view of the device pixels under a CSS-pixel box, clipped to the frame; may be empty."""
        height, width = self.rgb.shape[:2]
        x1, y1 = max(round(box.x * self.scale), 0), max(round(box.y * self.scale), 0)
        x2, y2 = min(round(box.right * self.scale), width), min(round(box.bottom * self.scale), height)
        return self.rgb[y1 : max(y2, y1), x1 : max(x2, x1)]

    def edges(self, boxes: np.ndarray) -> np.ndarray:
        """(N, 4) int64 left, top, right, bottom of the device pixels that `crop` would take, of many boxes at once.

        boxes: (N, 4) float64 x, y, width, height, CSS px.
        """
        height, width = self.rgb.shape[:2]
        low = np.maximum(np.rint(boxes[:, :2] * self.scale), 0)
        high = np.minimum(np.rint((boxes[:, :2] + boxes[:, 2:]) * self.scale), (width, height))
        return np.concatenate([low, np.maximum(high, low)], axis=1).astype(np.int64)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRow:
    """One line of text as the reader saw it.

    box: from ascender top to descender bottom of the line's font, CSS px. text: what was read.
    confidence: 0..1, of the whole row being right. char_x: (len(text) + 1,) float32 CSS-px x of the character borders.
    bold, italic, underline: probabilities. font_size: CSS px.
    """

    box: Box
    text: str
    confidence: float
    char_x: np.ndarray
    bold: float = 0.0
    italic: float = 0.0
    underline: float = 0.0
    font_size: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Element:
    """One perceived object.

    role: most probable leaf or container role. role_scores: probability of each plausible role of its layer.
    box: painted box, CSS px. text: visible text, rows joined by a space ("" where there is none).
    states: probability of each state that the role can have, e.g. {"checked": 0.98, "disabled": 0.01}.
    label: nearby text that names a field ("" where there is none); label_box: where it stands.
    icon: (128,) float32 unit vector of the icon encoder for elements that show an icon, else None.
    lesson: id of the lesson whose exemplar showed this element to be the one meant ("" where none did).
    """

    role: str
    box: Box
    confidence: float
    text: str = ""
    rows: tuple[TextRow, ...] = ()
    states: Mapping[str, float] = field(default_factory=dict)
    role_scores: Mapping[str, float] = field(default_factory=dict)
    label: str = ""
    label_box: Box | None = None
    icon: np.ndarray | None = None
    lesson: str = ""

    @property
    def description(self) -> str:
        """How a failure text names this element: button "Save" at (812, 540, 96x36)."""
        shown = self.text or self.label
        name = f' "{shown[:60]}"' if shown else ""
        return f"{self.role}{name} at ({self.box.x:.0f}, {self.box.y:.0f}, {self.box.width:.0f}x{self.box.height:.0f})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Where the target stands with respect to an anchor.

    kind: "left of" | "right of" | "above" | "below" | "next to" | "inside" | "row of" | "of" (belongs to it, in its row or card) | "between".
    other: the second anchor of "between", else None.
    """

    kind: str
    anchor: Intent
    other: Intent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A phrase that names a target, taken apart.

    text: the phrase as written. name: what is left for matching text, label or meaning, role words and articles removed.
    roles: roles that the phrase allows, empty when it names none. quoted: the name stood in quotes (exact text wanted).
    ordinal: 1-based, -1 for "last", None when not given. states: wanted states, e.g. {"checked": True}.
    color: a color word said of the element. icon: the phrase asks for a graphic ("the gear icon").
    region: "header" | "footer" | "sidebar" | "top left" ... relation: see Relation. plural: "the buttons".
    size: "small" | "large" | "wide" | "round" | "largest" | "smallest" | "widest".
    alternatives: other readings of the same phrase ("First name field" is no ordinal); the page decides.
    """

    text: str
    name: str = ""
    roles: frozenset[str] = frozenset()
    quoted: bool = False
    ordinal: int | None = None
    states: Mapping[str, bool] = field(default_factory=dict, hash=False)
    color: str | None = None
    icon: bool = False
    region: str | None = None
    relation: Relation | None = None
    plural: bool = False
    size: str | None = None
    alternatives: tuple[Intent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An element with the probability that it is the one meant."""

    element: Element
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounding:
    """What an intent turned out to name.

    outcome: "found", "absent" or "ambiguous". element: best candidate unless absent. confidence: calibrated probability
    of the outcome being right. candidates: the best few, best first. reason: one sentence for a person.
    """

    intent: Intent
    outcome: Literal["found", "absent", "ambiguous"]
    confidence: float
    element: Element | None = None
    candidates: tuple[Candidate, ...] = ()
    reason: str = ""

    @property
    def box(self) -> Box | None:
        return self.element.box if self.element is not None else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a verdict rests on, in words and numbers a person can check.

    expected, observed: the two sides of the comparison. groundings: subject first, then other elements the claim names.
    swatches: colors shown in the evidence picture, (label, (r, g, b)). measurements: named numbers, CSS px or ratios. counted: what a
    number was counted of, with how surely each is one; those below a half were not counted.
    """

    expected: str
    observed: str
    groundings: tuple[Grounding, ...] = ()
    swatches: tuple[tuple[str, tuple[int, int, int]], ...] = ()
    measurements: Mapping[str, float] = field(default_factory=dict)
    counted: tuple[Candidate, ...] = ()


class AbstainReason(StrEnum):
    """Why a claim was not answered; the value is what failure texts say."""

    SEVERAL_CANDIDATES = "several candidates"
    WEAK_MATCH = "not sure which element is meant"
    NOT_SURELY_ABSENT = "not found, but perhaps overlooked"
    UNREADABLE_TEXT = "unreadable text"
    CONFUSABLE_GLYPHS = "confusable glyphs"
    COLOR_BOUNDARY = "color at a boundary"
    NOT_ONE_COLOR = "a gradient or a picture"
    HIDDEN_BEHIND = "hidden behind something"
    CUT_OFF = "reaches beyond the viewport"
    STILL_ANIMATING = "still animating"
    OUT_OF_DISTRIBUTION = "unlike anything the student was trained on"
    NOT_IN_PIXELS = "not decidable from pixels"
    NOTHING_TO_JUDGE = "nothing there to judge it by"
    SEVERAL_READINGS = "the sentence can be read in several ways"
    TOO_CLOSE = "too close to call"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer to a claim: passed, failed or abstained. Has no truth value: "abstained" must never read as true.

    family, score, grounded: what the answer was made from (of the telling part, where there are several): the family whose
    thresholds were applied, the score of the claim as said (log odds, negation included), and the confidence that the
    right elements were looked at. reasons: why it was abstained, most telling first; reason: the same in a sentence.
    needs_settled: the verdict rests on something not being there (absent, not ..., count), so it holds only on a
    frame that has stopped changing. taught: id of the lesson that settled what the student could not judge, "" else.
    """

    claim: str
    outcome: Literal["passed", "failed", "abstained"]
    confidence: float
    evidence: Evidence
    reason: str = ""
    reasons: tuple[AbstainReason, ...] = ()
    family: str = ""
    score: float = 0.0
    grounded: float = 1.0
    needs_settled: bool = False
    student: str = ""
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    taught: str = ""

    @property
    def lessons(self) -> tuple[str, ...]:
        """Ids of the lessons that stood behind the answer: exemplars that showed an element, or that settled the claim."""
        shown = [grounding.element.lesson for grounding in self.evidence.groundings if grounding.element is not None]
        return tuple(dict.fromkeys(lesson for lesson in (self.taught, *shown) if lesson))

    def __bool__(self) -> NoReturn:
        raise TypeError(
            'a Verdict has three values and no truth: compare verdict.outcome with "passed", "failed" or "abstained", '
            "or use assert_visual(page, claim)"
        )
