"""What can be claimed of elements: predicate name -> family and function.

Each function takes (claim, subjects, objects, setting) and returns a Observation for the predicate *not* negated; negation,
grounding and thresholds are the judge's. "visible" and "count" ask the grounder and are called by the judge itself.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from shadow_runtime.claims import Claim
from shadow_runtime.records import Element

from .alignment import judge_aligned, judge_centered
from .colors import (
    judge_background,
    judge_border_color,
    judge_brighter,
    judge_color,
    judge_same_color,
    judge_text_color,
)
from .contrast import judge_contrast
from .decoration import judge_border, judge_corners
from .observation import Grounder, Observation, Setting
from .position import judge_edge, judge_position
from .presence import judge_count, judge_visible
from .size import judge_compare, judge_same_size, judge_size
from .state import judge_empty, judge_state
from .text import judge_text
from .typography import judge_style

Judging = Callable[[Claim, Sequence[Element], Sequence[Element], Setting], Observation]

PREDICATES: dict[str, tuple[str, Judging]] = {
    "text": ("text", judge_text),
    "color": ("color", judge_color),
    "text color": ("text color", judge_text_color),
    "background": ("background", judge_background),
    "border color": ("border color", judge_border_color),
    "same color": ("color", judge_same_color),
    "brighter": ("color", judge_brighter),
    "contrast": ("contrast", judge_contrast),
    "position": ("position", judge_position),
    "edge": ("position", judge_edge),
    "aligned": ("alignment", judge_aligned),
    "centered": ("alignment", judge_centered),
    "size": ("size", judge_size),
    "compare size": ("size", judge_compare),
    "same size": ("size", judge_same_size),
    "state": ("checked", judge_state),
    "empty": ("empty", judge_empty),
    "style": ("bold", judge_style),
    "border": ("border", judge_border),
    "corners": ("corners", judge_corners),
}
GROUPS = frozenset(("aligned", "same size"))  # said of several elements at once


def family_of(claim: Claim) -> str:
    """The calibration family of a claim; one of calibrate.FAMILIES."""
    if claim.predicate == "visible":
        return "absence" if claim.negated else "presence"
    if claim.predicate == "count":
        return "count"
    if claim.predicate == "state":
        return str(claim.args["state"])
    if claim.predicate == "style":
        style = str(claim.args["style"])
        return "case" if style in ("uppercase", "lowercase") else style
    if claim.args.get("dimension") == "text size":
        return "text size"
    return PREDICATES[claim.predicate][0]


def observe(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """What a claim's predicate, not negated, finds for grounded elements; never raises for what is seen."""
    return replace(PREDICATES[claim.predicate][1](claim, subjects, objects, setting), family=family_of(claim))


__all__ = ["GROUPS", "PREDICATES", "Grounder", "Observation", "Setting", "family_of", "judge_count", "judge_visible", "observe"]
