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
    judge_color_share,
    judge_gradient,
    judge_same_color,
    judge_text_color,
)
from .contrast import judge_contrast
from .counting import count_family, judge_count
from .decoration import judge_border, judge_border_style, judge_corners, judge_shadow
from .fading import judge_faded
from .layering import judge_clipped, judge_covered, judge_overflow, judge_overlap
from .likeness import judge_came, judge_changed, judge_moved, judge_same_look
from .observation import Grounder, Observation, Remembered, Setting
from .picture import judge_broken, judge_ratio
from .position import judge_edge, judge_position
from .presence import judge_holds, judge_visible
from .progress import judge_progress
from .size import judge_compare, judge_same_size, judge_size
from .spacing import judge_even_gaps, judge_gap, judge_gaps, judge_grid
from .state import judge_empty, judge_state
from .text import judge_text
from .truncation import judge_lines, judge_truncated
from .typography import judge_style
from .wholeness import made_whole

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
    "border style": ("border", judge_border_style),
    "corners": ("corners", judge_corners),
    "shadow": ("shadow", judge_shadow),
    "color share": ("color", judge_color_share),
    "gradient": ("background", judge_gradient),
    "gap": ("spacing", judge_gap),
    "gaps": ("spacing", judge_gaps),
    "even gaps": ("spacing", judge_even_gaps),
    "grid": ("alignment", judge_grid),
    "overlap": ("overlap", judge_overlap),
    "overflow": ("overlap", judge_overflow),
    "covered": ("occlusion", judge_covered),
    "clipped": ("occlusion", judge_clipped),
    "truncated": ("truncation", judge_truncated),
    "lines": ("truncation", judge_lines),
    "same look": ("likeness", judge_same_look),
    "progress": ("progress", judge_progress),
    "faded": ("opacity", judge_faded),
    "broken": ("picture", judge_broken),
    "ratio": ("size", judge_ratio),
}
# Judged with the help of the grounder or of a remembered look; the judge calls them itself. Name -> family.
GROUNDED = {"visible": "presence", "count": "count", "holds": "presence", "changed": "change", "moved": "change", "appeared": "change", "disappeared": "change"}
# Said of several elements at once.
GROUPS = frozenset(("aligned", "same size", "same color", "even gaps", "gaps", "grid", "overlap"))
_SIZE_FAMILIES = {"text size": "text size", "border width": "border", "corner radius": "corners"}


def family_of(claim: Claim) -> str:
    """The calibration family of a claim; one of calibrate.FAMILIES."""
    if claim.predicate == "visible":
        return "absence" if claim.negated else "presence"
    if claim.predicate == "count":
        return count_family(claim.subjects[0])
    if claim.predicate in GROUNDED:
        return GROUNDED[claim.predicate]
    if claim.predicate == "state":
        state = str(claim.args["state"])
        return "checked" if state in ("required", "masked") else state
    if claim.predicate == "style":
        style = str(claim.args["style"])
        return "case" if style in ("uppercase", "lowercase") else style
    if claim.args.get("dimension") in _SIZE_FAMILIES:
        return _SIZE_FAMILIES[str(claim.args["dimension"])]
    return PREDICATES[claim.predicate][0]


def observe(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """What a claim's predicate, not negated, finds for grounded elements; never raises for what is seen."""
    seen: list[tuple[Element, ...]] = []
    for phrases, elements in ((claim.subjects, subjects), (claim.objects, objects)):
        whole = made_whole(claim, phrases, elements, setting)
        if isinstance(whole, Observation):
            return replace(whole, family=family_of(claim))
        seen.append(whole)
    return replace(PREDICATES[claim.predicate][1](claim, *seen, setting), family=family_of(claim))


__all__ = [
    "GROUNDED", "GROUPS", "PREDICATES", "Grounder", "Observation", "Remembered", "Setting", "family_of", "judge_came", "judge_changed", "judge_count",
    "judge_holds", "judge_moved", "judge_visible", "observe",
]  # fmt: skip
