"""What an element or the page says: is, contains, starts with, ends with, matches.

Readers confuse letters; a difference that a reader could have made is not called a difference but abstained on.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from shadow_runtime.claims import Claim
from shadow_runtime.geometry import Box
from shadow_runtime.records import CONTAINER_ROLES, AbstainReason, Element, TextRow
from shadow_runtime.scene import Scene

from .observation import Observation, Setting, name_of, odds

_LOOKS_LIKE = str.maketrans({"I": "l", "1": "l", "|": "l", "0": "o", "O": "o", "’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": ".", "\u00a0": " "})
_SURE, _OTHERWISE = 0.98, 0.1  # confidence from which hardly a letter was misread (in 8 of 1,000 lines), and how likely a text then is that reads otherwise
_SAME_SHAPE = frozenset("cosuvwxzkp")  # capitals that differ from their small letters in size only


def _tidy(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("\u00a0", " ").replace("’", "'").replace("“", '"').replace("”", '"').replace("…", "...")).strip()


@lru_cache(maxsize=4096)
def _canonical(text: str) -> str:
    """Text with letters that look alike made one."""
    shaped = "".join(c.lower() if c.lower() in _SAME_SHAPE else c for c in _tidy(text).translate(_LOOKS_LIKE).replace("...", "."))
    return shaped.replace("rn", "m")


def _whole(shown: str, wanted: str) -> float:
    """Probability that the text shown is the text wanted."""
    shown, wanted = _tidy(shown), _tidy(wanted)
    if shown == wanted:
        return 0.98
    if not shown or not wanted:
        return 0.03
    if _canonical(shown) == _canonical(wanted):
        return 0.93
    if shown.lower() == wanted.lower():
        return 0.5
    errors = Levenshtein.distance(_canonical(shown), _canonical(wanted))
    return _with_errors(errors, len(wanted))


def _with_errors(errors: int, length: int) -> float:
    """A reader makes an error in some 2 % of letters: few differences in a long text are probably its own, and never proven."""
    rate = errors / max(length, 1)
    if rate <= 0.04:
        return 0.72
    if rate <= 0.1:
        return 0.6
    if rate <= 0.25:
        return 0.35
    return 0.03 if rate > 0.4 else 0.12


def _contains(shown: str, wanted: str) -> float:
    shown, wanted = _tidy(shown), _tidy(wanted)
    if not wanted:
        return 0.5
    if wanted in shown:
        return 0.98
    canonical, needle = _canonical(shown), _canonical(wanted)
    if needle in canonical:
        return 0.93
    if wanted.lower() in shown.lower():
        return 0.5
    if len(needle) > len(canonical):  # the part of the longer one that is likest would be the whole of what is shown
        return _with_errors(Levenshtein.distance(needle, canonical), len(needle))
    ratio = fuzz.partial_ratio(needle, canonical, score_cutoff=60) / 100
    return _with_errors(round((1 - ratio) * len(needle)) if ratio else len(needle), len(needle))


def _letters(text: str) -> str:
    return "".join(c for c in _canonical(text).lower() if c.isalnum())


def _surely_otherwise(likely: float, shown: str, wanted: str, confidence: float) -> float:
    """likely, or less where letters differ that a reader so sure did not take for others: "File" is not "Files".

    What it loses at times is the beginning of a line, and punctuation: texts that differ so stay open. So do long ones with a letter
    changed, which nobody claims and a reader may well have done.
    """
    if not 0.12 < likely < 0.7 or confidence < _SURE:
        return likely
    told, asked = _letters(shown), _letters(wanted)
    return likely if not told or asked in told or asked.endswith(told) else min(likely, _OTHERWISE)


def _test(test: str, shown: str, wanted: str) -> float:
    shown_tidy, wanted_tidy = _tidy(shown), _tidy(wanted)
    if test == "is":
        return _whole(shown, wanted)
    if test == "starts":
        return _whole(shown_tidy[: len(wanted_tidy)], wanted_tidy)
    if test == "ends":
        return _whole(shown_tidy[-len(wanted_tidy) :], wanted_tidy)
    if test == "matches":
        try:
            return 0.95 if re.search(wanted, shown_tidy) else 0.1
        except re.error:
            return 0.5
    return _contains(shown, wanted)


def says(element: Element, wanted: str) -> float:
    """Probability that an element that was found for a quoted name really shows that name, or is labelled by it."""
    confidence = min((row.confidence for row in element.rows), default=1.0)
    return max(_trusted(_contains(element.text, wanted), confidence), _contains(element.label, wanted) if element.label else 0.0)


def page_lines(scene: Scene) -> list[tuple[str, float]]:
    """Every text of the frame with the reader's confidence: rows, elements (rows joined), and rows of one line joined."""
    lines = [(row.text, row.confidence) for row in scene.rows]
    for element in (*scene.elements, *scene.containers):
        if element.text:
            lines.append((element.text, min((row.confidence for row in element.rows), default=element.confidence)))
    ordered = sorted(scene.rows, key=lambda row: (round(row.box.center[1] / max(row.box.height, 1.0)), row.box.x))
    for one, two in itertools.pairwise(ordered):
        if abs(one.box.center[1] - two.box.center[1]) < 0.4 * one.box.height and -4 < two.box.x - one.box.right < 2 * one.box.height:
            lines.append((f"{one.text} {two.text}", min(one.confidence, two.confidence)))
    below = sorted(scene.rows, key=lambda row: (row.box.x, row.box.y))
    for one, two in itertools.pairwise(below):  # a paragraph that wraps
        if abs(one.box.x - two.box.x) < 3 and 0 < two.box.y - one.box.y < 2.2 * one.box.height:
            lines.append((f"{one.text} {two.text}", min(one.confidence, two.confidence)))
    return lines


_LABELS = ("text", "label", "heading", "cell", "columnheader", "option", "link")  # what a label may be taken for
_EDGE = 24.0  # px by which a container's box may be off
_EXPECTED = {"is": "the text", "contains": "text with", "starts": "text that starts with", "ends": "text that ends with", "matches": "text that matches"}


def _doubt(shown: str, wanted: str, confidence: float) -> tuple[AbstainReason, ...]:
    """Why a text near even odds is not answered."""
    if confidence < 0.6:
        return (AbstainReason.UNREADABLE_TEXT,)
    return (AbstainReason.CONFUSABLE_GLYPHS,) if shown else (AbstainReason.UNREADABLE_TEXT,)


def _trusted(likely: float, confidence: float) -> float:
    """A text read badly neither proves nor disproves much: an honest reader's "no" is as good as its letters."""
    if likely > 0.5:
        return 0.5 + (likely - 0.5) * max(confidence, 0.6)
    return 0.5 - (0.5 - likely) * min(max(2 * confidence - 0.2, 0.3), 1.0)


def beside(scene: Scene, element: Element) -> str:
    return " ".join(row.text for row in rows_beside(scene, element))


def rows_beside(scene: Scene, element: Element) -> list[TextRow]:
    """Text to the right of an element on its line, or directly below it: "Total" names the number that follows."""
    box = element.box
    right = [row for row in scene.rows if abs(row.box.center[1] - box.center[1]) < 0.6 * max(row.box.height, min(box.height, 40)) and row.box.x >= box.right - 4]
    below = [row for row in scene.rows if 0 <= row.box.y - box.bottom < 1.6 * row.box.height and row.box.x < box.right and row.box.right > box.x]
    return [*sorted(right, key=lambda row: row.box.x)[:2], *below[:2]]


def _named_value(scene: Scene, element: Element, shown: str, wanted: str) -> TextRow | None:
    """The number or price that stands to the right of a label or below it, the likest one to what is wanted; None for what names no value."""
    if element.role not in _LABELS or not any(c.isdigit() for c in wanted) or any(c.isdigit() for c in shown):
        return None
    values = [row for row in rows_beside(scene, element) if any(c.isdigit() for c in row.text)]
    return max(values, key=lambda row: _whole(row.text, wanted), default=None)


def _at_its_edge(scene: Scene, element: Element) -> str:
    """The rows that lie across the edge of a container, or just outside of it."""
    box = element.box
    near = Box(box.x - _EDGE, box.y - _EDGE, box.width + 2 * _EDGE, box.height + 2 * _EDGE)
    return " ".join(row.text for row in scene.rows if near.contains(row.box, 0.7) and not box.contains(row.box, 0.7))


def judge_text(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X contains the text "..."", of one element or of the whole page."""
    test, wanted, element = str(claim.args["test"]), str(claim.args["text"]), subjects[0]
    folded = bool(claim.args.get("folded"))
    wanted = wanted.lower() if folded else wanted
    expected = f'{_EXPECTED[test]} "{wanted}"'
    if element.role == "page":
        return _page_says(test, wanted, folded, expected, setting)
    shown = element.text or " ".join(row.text for row in element.rows)
    shown = shown.lower() if folded else shown
    inside = [row for row in setting.scene.rows if element.box.contains(row.box, 0.7)]
    own = not shown
    if own:
        shown = " ".join(row.text for row in inside)
    elif test == "contains" and _contains(shown, wanted) < 0.8:  # a card's own text may leave out the rows of its children
        shown = " ".join([shown, *(row.text for row in inside if row.text not in shown)])
    shown = shown.lower() if folded else shown
    confidence = min((row.confidence for row in (inside if own else element.rows)), default=1.0 if shown else 0.4)
    likely = _surely_otherwise(_test(test, shown, wanted), shown, wanted, confidence)
    score, reasons, reason = odds(_trusted(likely, confidence)), _doubt(shown, wanted, confidence), ""
    value = _named_value(setting.scene, element, shown, wanted) if score < 0 and test == "is" else None
    if value is not None:
        confidence = min(confidence, value.confidence)
        score, reasons = odds(_trusted(_whole(value.text, wanted), confidence)), _doubt(value.text, wanted, confidence)
    elif score < 0 and element.role in _LABELS and _contains(beside(setting.scene, element), wanted) > 0.8:
        # "the total is "$45.00"" with "Total" and "$45.00" side by side: the words were meant as the name of what follows.
        score, reasons, reason = 0.0, (AbstainReason.SEVERAL_READINGS,), f'"{wanted}" stands beside it, not in it; say which is meant'
    if test == "contains" and score < 0 and element.role in CONTAINER_ROLES and _contains(_at_its_edge(setting.scene, element), wanted) > 0.8:
        score, reasons, reason = 0.0, (AbstainReason.SEVERAL_READINGS,), "it stands just outside of what was found, whose edges are not sure"
    if test == "contains" and score < 0 and element.role in ("text", "heading", "label") and _contains(_around(setting.scene, element), wanted) > 0.8:
        score, reasons, reason = 0.0, (AbstainReason.SEVERAL_READINGS,), "the text goes on in the next line; what belongs together is not sure"
    observed = f'{name_of(element)} reads "{shown[:160]}"' if value is None else f'{name_of(element)} names "{value.text[:160]}" beside it'
    return Observation(
        score=score, expected=expected, observed=observed, reasons=reasons, reason=reason, measurements={"reader confidence": confidence},
    )  # fmt: skip


def _around(scene: Scene, element: Element) -> str:
    """The element's rows joined with those directly above and below that share its left edge or its middle."""
    box = element.box
    near = [
        row for row in scene.rows
        if row.box.bottom > box.y - 1.2 * row.box.height and row.box.y < box.bottom + 1.2 * row.box.height
        and (abs(row.box.x - box.x) < 6 or abs(row.box.center[0] - box.center[0]) < 8)
    ]  # fmt: skip
    return " ".join(row.text for row in sorted(near, key=lambda row: row.box.y))


def _page_says(test: str, wanted: str, folded: bool, expected: str, setting: Setting) -> Observation:
    if test in ("starts", "ends"):
        return Observation(
            score=0.0, expected=expected, observed="the whole page", reasons=(AbstainReason.NOTHING_TO_JUDGE,), reason="a page has no first or last text; name an element",
        )  # fmt: skip
    lines = [(text.lower() if folded else text, confidence) for text, confidence in page_lines(setting.scene)]
    scored = [(_test("contains" if test == "is" else test, text, wanted), confidence, text) for text, confidence in lines]
    if not scored:
        return Observation(score=odds(0.1), expected=expected, observed="no text on the page")
    likely, confidence, text = max((_surely_otherwise(likely, text, wanted, confidence), confidence, text) for likely, confidence, text in scored)
    if likely > 0.5:
        likely = _trusted(likely, confidence)
    return Observation(
        score=odds(likely), expected=expected, observed=f'nearest text in the viewport: "{text[:120]}"', reasons=_doubt(text, wanted, confidence),
        measurements={"reader confidence": confidence},
    )  # fmt: skip
