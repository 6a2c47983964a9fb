"""Is the text cut short, and how many lines does it take?

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from shadow_runtime.claims import Claim
from shadow_runtime.geometry import Box
from shadow_runtime.records import AbstainReason, Element, Frame, TextRow

from .observation import Observation, Setting, name_of, odds
from .size import WORDS

_SMALLEST_TEXT = 9.0  # CSS px of row height under which three dots are three specks


def ends_in_dots(frame: Frame, row: TextRow) -> bool:
    """True when the last strokes of a row are three small dots of one size, evenly spaced, on the baseline."""
    box = row.box
    if box.height < _SMALLEST_TEXT:
        return False
    reach = 1.6 * box.height
    crop = frame.crop(Box(max(box.right - reach, box.x), box.y, min(reach, box.width) + 0.35 * box.height, box.height))
    if crop.size < 3 * 20:
        return False
    flat = crop.reshape(-1, 3).astype(np.int16)
    ground = np.median(flat, axis=0)
    away = np.abs(crop.astype(np.int16) - ground).max(2)
    strongest = int(away.max())
    if strongest < 40:
        return False
    height = crop.shape[0]
    count, _, stats, centers = cv2.connectedComponentsWithStats((away > 0.4 * strongest).astype(np.uint8), connectivity=8)
    marks = sorted(range(1, count), key=lambda i: centers[i][0])[-3:]
    if len(marks) < 3:
        return False
    size = 0.22 * height + 1
    small = all(stats[i, cv2.CC_STAT_WIDTH] <= size and stats[i, cv2.CC_STAT_HEIGHT] <= size and centers[i][1] > 0.5 * height for i in marks)
    xs, ys = [centers[i][0] for i in marks], [centers[i][1] for i in marks]
    steps = np.diff(xs)
    return bool(small and max(ys) - min(ys) <= 1.2 and abs(steps[1] - steps[0]) <= 1.2 and steps.max() <= 0.5 * height)


def _text_rows(element: Element, setting: Setting) -> tuple[TextRow, ...]:
    return element.rows or tuple(row for row in setting.scene.rows if element.box.contains(row.box, 0.7))


def judge_truncated(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X is truncated": its text ends in an ellipsis, or letters are cut at the edge of its box or of the viewport."""
    element, frame = subjects[0], setting.scene.frame
    expected = "text that is cut short"
    rows = _text_rows(element, setting)
    if not rows:
        return Observation(
            score=0.0, expected=expected, observed=f"no text was read in {name_of(element)}", reasons=(AbstainReason.NOTHING_TO_JUDGE,), reason="no text to judge",
        )  # fmt: skip
    last = rows[-1]
    read = last.text.rstrip()
    dots = any(ends_in_dots(frame, row) for row in rows)
    if dots or read.endswith(("…", "...")):
        both = dots and read.endswith(("…", "..."))
        return Observation(score=odds(0.96 if both else 0.85), expected=expected, observed=f'it ends in dots: "{read[-40:]}"')
    width, height = frame.size
    at_rim = any(row.box.right >= width - 0.5 or row.box.bottom >= height - 0.5 for row in rows)
    # Letters that reach the very edge of a box with padding elsewhere were probably cut there.
    cut = element.role not in ("text", "heading", "link", "label", "cell", "columnheader") and any(
        row.box.right >= element.box.right - 0.5 and row.box.x > element.box.x + 3 for row in rows
    )
    if at_rim or cut:
        return Observation(
            score=odds(0.6), expected=expected, observed=f"its text reaches the edge of {'the viewport' if at_rim else 'its box'}", reasons=(AbstainReason.CUT_OFF,),
            reason="the text reaches the edge; pixels do not tell whether it goes on",
        )  # fmt: skip
    sure = min(row.confidence for row in rows)
    return Observation(
        score=odds(0.5 - 0.43 * max(sure, 0.5)), expected=expected, observed=f'the whole of "{read[-40:]}" with room to spare',
        reasons=(AbstainReason.UNREADABLE_TEXT,) if sure < 0.5 else (),
    )  # fmt: skip


def line_count(element: Element, setting: Setting) -> int:
    """Lines of text in an element; rows that share a height are one line."""
    middles = sorted(row.box.center[1] for row in _text_rows(element, setting))
    heights = [row.box.height for row in _text_rows(element, setting)]
    return sum(1 for i, y in enumerate(middles) if i == 0 or y - middles[i - 1] > 0.5 * min(heights))


def judge_lines(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X is on one line", "wraps onto two lines", "does not wrap"."""
    relation, value = str(claim.args["relation"]), int(claim.args["value"])  # type: ignore[call-overload]
    seen = line_count(subjects[0], setting)
    expected = f"{WORDS[relation]} {value} line{'s' if value != 1 else ''}".strip()
    if not seen:
        return Observation(score=0.0, expected=expected, observed="no text", reasons=(AbstainReason.NOTHING_TO_JUDGE,), reason="no text to count the lines of")
    holds = {"=": seen == value, ">=": seen >= value, "<=": seen <= value, ">": seen > value, "<": seen < value, "~": abs(seen - value) <= 1}[relation]
    # Blocks are put together from rows by rule: a heading may have been joined with what follows it, more often than split.
    sure = 0.92 if seen == 1 else 0.85
    return Observation(score=odds(sure if holds else 1 - sure), expected=expected, observed=f"{seen} line{'s' if seen != 1 else ''} of text", measurements={"lines": float(seen)})
