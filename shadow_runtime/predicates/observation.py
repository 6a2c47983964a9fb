"""What a predicate found out, and what it may look at.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from shadow_runtime import outlines, pixels
from shadow_runtime.calibrate import SUREST
from shadow_runtime.color import ColorTable, Rgb
from shadow_runtime.geometry import Box
from shadow_runtime.records import AbstainReason, Candidate, Element, Frame, Grounding
from shadow_runtime.scene import Scene


class Grounder(Protocol):
    """Who finds elements for phrases; SeenScene is one, tests bring fakes."""

    def locate(self, intent: str) -> Grounding: ...

    def ground_all(self, intent: str, least: float | None = None) -> Sequence[Candidate]: ...


class Remembered(Protocol):
    """An earlier look at the page (SeenScene is one): its picture, and what words named in it."""

    @property
    def frame(self) -> Frame: ...

    def locate(self, intent: str) -> Grounding: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """The scene a predicate is judged in, the color words, the looks that were remembered, by name, and the student's weights for
    what looks disabled."""

    scene: Scene
    colors: ColorTable
    memory: Mapping[str, Remembered] = field(default_factory=dict)
    faded: Mapping[str, np.ndarray] | None = None

    def outline(self, box: Box) -> outlines.Edges:
        """The painted outline of a box in the scene's frame; kept, since it takes a millisecond or two and claims about one
        element follow each other."""
        kept = self.scene.outlines
        if box not in kept:
            kept[box] = outlines.edges(self.scene.frame, box)
        return kept[box]

    def surface(self, box: Box) -> pixels.Surface:
        """The fill of a box in the scene's frame, kept likewise."""
        kept = self.scene.surfaces
        if box not in kept:
            kept[box] = pixels.surface(self.scene.frame, box)
        return kept[box]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What a predicate, not negated, looks like for these elements.

    score: how true, in log odds: > 0 true, < 0 false, the magnitude says how surely; see odds(). family: whose
    thresholds turn the score into an answer; filled in by observe(). reasons, reason: why the score is near 0, as codes
    and in words. The rest is evidence.
    """

    score: float
    expected: str
    observed: str
    family: str = ""
    reasons: tuple[AbstainReason, ...] = ()
    reason: str = ""
    swatches: tuple[tuple[str, Rgb], ...] = ()
    measurements: Mapping[str, float] = field(default_factory=dict)
    counted: tuple[Candidate, ...] = ()


def odds(probability: float) -> float:
    """Log odds of a probability, within +-SUREST: 0 is even, 2.2 is 90 %, 4.6 is 99 %."""
    p = min(max(probability, 1e-9), 1 - 1e-9)
    return min(max(math.log(p / (1 - p)), -SUREST), SUREST)


def line(value: float, points: Sequence[tuple[float, float]]) -> float:
    """Piecewise linear through (x, y) points, flat outside."""
    if value <= points[0][0]:
        return points[0][1]
    for (x1, y1), (x2, y2) in itertools.pairwise(points):
        if value <= x2:
            return y1 + (y2 - y1) * (value - x1) / (x2 - x1)
    return points[-1][1]


def beyond(value: float, limit: float, sigma: float) -> float:
    """Probability that the true value exceeds the limit when `value` was measured with a normal error."""
    return 0.5 * (1 + math.erf((value - limit) / (sigma * math.sqrt(2))))


def name_of(element: Element) -> str:
    """Short name for sentences: "Save" or the role."""
    shown = element.text or element.label
    return f'"{shown[:40]}"' if shown else f"the {element.role}"


def row_boxes(element: Element) -> list[Box]:
    """Boxes of the element's text rows, the widest first; its own box where rows are not known."""
    if element.rows:
        return [row.box for row in sorted(element.rows, key=lambda row: -row.box.area)]
    return [element.box]
