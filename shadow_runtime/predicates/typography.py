"""Bold, italic, underlined, crossed out, upper case.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from shadow_runtime import pixels
from shadow_runtime.claims import Claim
from shadow_runtime.records import AbstainReason, Element, TextRow

from .observation import Observation, Setting, line, name_of, odds

_NAMES = {"bold": "bold", "italic": "in italics", "underlined": "underlined", "struck": "crossed out", "uppercase": "in capitals", "lowercase": "in small letters"}


def _mix(a: float, b: float, weight: float) -> float:
    """Two opinions on one probability, in log odds."""

    def odds(p: float) -> float:
        p = min(max(p, 0.02), 0.98)
        return math.log(p / (1 - p))

    return 1 / (1 + math.exp(-(weight * odds(a) + (1 - weight) * odds(b))))


def _row_score(style: str, row: TextRow, setting: Setting) -> tuple[float, float]:
    """(probability, coverage of a line through or under the text)."""
    frame = setting.scene.frame
    if style == "bold":
        return row.bold, 0.0
    if style == "italic":
        return row.italic, 0.0
    if style == "underlined":
        cover = pixels.line_in_row(frame, row, 0.82, 1.18)
        from_pixels = line(cover, ((0.5, 0.03), (0.62, 0.5), (0.75, 0.96)))
        return _mix(from_pixels, row.underline, 0.65), cover
    # Row boxes are a pixel or two off, and a line through small letters lies high in them.
    cover = pixels.line_through(frame, row, 0.26, 0.72)
    if len(row.text) < 3:
        return 0.5, cover  # a dash, the bar of a "T"
    # A line through half of it is a struck word among others, or a row taken too long: neither yes nor no.
    return line(cover, ((0.25, 0.03), (0.4, 0.35), (0.72, 0.5), (0.88, 0.96))), cover


def judge_style(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X is bold": of all its rows, the long ones counting more."""
    style, element = str(claim.args["style"]), subjects[0]
    expected = _NAMES[style]
    rows = element.rows or tuple(row for row in setting.scene.rows if element.box.contains(row.box, 0.7))
    if style in ("uppercase", "lowercase"):
        letters = [c for c in (element.text or " ".join(row.text for row in rows)) if c.isalpha()]
        if not letters:
            return Observation(score=0.0, expected=expected, observed="no letters", reasons=(AbstainReason.NOTHING_TO_JUDGE,), reason="no letters to judge")
        share = sum(c.isupper() if style == "uppercase" else c.islower() for c in letters) / len(letters)
        return Observation(score=odds(line(share, ((0.7, 0.03), (0.95, 0.9), (1.0, 0.96)))), expected=expected, observed=f"{share:.0%} of its letters are", measurements={"share": share})
    if not rows:
        return Observation(score=0.0, expected=expected, observed=f"no text was read in {name_of(element)}", reasons=(AbstainReason.NOTHING_TO_JUDGE,), reason="no text to judge")
    if style in ("bold", "italic"):
        rows = tuple(row for row in rows if any(character.isalnum() for character in row.text))
        if not rows:
            return Observation(score=0.0, expected=expected, observed=f"no letters in {name_of(element)}", reasons=(AbstainReason.NOTHING_TO_JUDGE,), reason="no letters to judge")
    total = sum(row.box.width for row in rows) or 1.0
    judged = [(_row_score(style, row, setting), row.box.width / total) for row in rows[:6]]
    weight = sum(share for _, share in judged)
    score = sum(value * share for (value, _), share in judged) / weight
    cover = sum(cover * share for (_, cover), share in judged) / weight
    if style in ("bold", "italic"):
        observed = f"{name_of(element)} looks {expected if score >= 0.5 else 'regular' if style == 'bold' else 'upright'} ({max(score, 1 - score):.0%})"
        return Observation(score=odds(score), expected=expected, observed=observed, measurements={style: score})
    where = "under" if style == "underlined" else "through"
    return Observation(score=odds(score), expected=expected, observed=f"a line {where} {cover:.0%} of {name_of(element)}", measurements={"coverage": cover})
