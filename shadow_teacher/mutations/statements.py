"""Facts -> statements: claims in the words of the claim language, each with the rule that says of which facts it is true.

A rule answers True, False or None. None is the band in which people and browsers may disagree (a color half way between
two words, 2 px off a width): no statement is made there. The bands are wider than what the browser measures exactly,
and narrower than the near-miss magnitudes of the catalog, so that every near miss is false beyond doubt.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass

from shadow_runtime.color import BASIC_WORDS, ColorTable, Rgb, contrast, distance, to_hex

from .facts import BY_QUOTE, COUNTED, TOGGLES, Facts

Rule = Callable[[Facts], bool | None]

SAME_COLOR, OTHER_COLOR = 0.004, 0.045  # OKLab distances: the same color; not the same color
SAID, UNSAID = 0.85, 0.1  # acceptability of a color word (survey): said of the color; not said of it
SAME_LENGTH, OTHER_LENGTH = 0.75, 5.0  # CSS px of a painted box
ALIGNED, ASKEW = 1.0, 5.5  # CSS px between two edges
ROUND, SQUARE = 2.8, 0.4  # CSS px of radius
BOLD, REGULAR = 600, 450  # CSS font-weight; medium weights are neither
LINE_SEEN, LINE_UNSEEN = 0.06, 0.01  # OKLab distance of a border from its neighbors


@dataclass(frozen=True, slots=True)
class Statement:
    """text: the claim. aspect: what it speaks of, a property of the catalog. holds: whether it is true of facts."""

    text: str
    aspect: str
    holds: Rule


def statements(f: Facts, colors: ColorTable, aspects: Container[str] | None = None) -> Iterator[Statement]:
    """Everything that is worth saying and true of these facts. aspects: only what speaks of these."""
    for said in _all(f, colors):
        if (aspects is None or said.aspect in aspects) and said.holds(f) is True:
            yield said


def _all(f: Facts, colors: ColorTable) -> Iterator[Statement]:
    p = f.phrase
    yield Statement(f"{p} is visible", "visibility", _shown(True))
    yield Statement(f"{p} is hidden", "visibility", _shown(False))
    yield Statement(f"there is no {p.removeprefix('the ')}", "visibility", _shown(False))
    yield Statement(f'the page contains the text "{f.text}"', "text", _says(f.text))
    if f.count is not None and f.role in COUNTED:
        yield Statement(f"there are exactly {f.count} {COUNTED[f.role]}", "count", _counted(f.count))
    if f.shown and f.covered == 0:
        yield from _colored(f, p, colors)
        yield from _lettered(f, p)
        yield from _boxed(f, p)
        yield from _stated(f, p)
        yield from _placed(f, p)


def _seen(rule: Rule) -> Rule:
    """A claim about something that is not there, or partly covered, is nothing to be right or wrong about here."""
    return lambda f: rule(f) if f.shown and f.covered == 0 else None


def _shown(wanted: bool) -> Rule:
    return lambda f: None if 0 < f.covered < 1 else f.shown is wanted


def _says(text: str) -> Rule:
    return lambda f: None if not text or 0 < f.covered < 1 or f.truncated else f.shown and text in f.text


def _counted(number: int) -> Rule:
    return lambda f: None if f.count is None else f.count == number


def _is_color(get: Callable[[Facts], Rgb | None], wanted: Rgb) -> Rule:
    def rule(f: Facts) -> bool | None:
        color = get(f)
        if color is None:
            return None
        far = distance(color, wanted)
        return True if far <= SAME_COLOR else False if far >= OTHER_COLOR else None

    return _seen(rule)


def _is_called(get: Callable[[Facts], Rgb | None], word: str, colors: ColorTable) -> Rule:
    def rule(f: Facts) -> bool | None:
        color = get(f)
        if color is None:
            return None
        value = colors.accepts(word, color)
        return True if value >= SAID else False if value <= UNSAID else None

    return _seen(rule)


def _words(color: Rgb, colors: ColorTable) -> list[str]:
    return [word for word in BASIC_WORDS if colors.accepts(word, color) >= SAID][:1]


def _text_color(f: Facts) -> Rgb | None:
    return f.color


def _fill(f: Facts) -> Rgb | None:
    return f.background if f.filled else None


def _border(f: Facts) -> Rgb | None:
    return f.border if f.sides == 4 and f.border_width >= 0.9 and line_contrast(f) > 0.04 else None


def line_contrast(f: Facts) -> float:
    """OKLab distance of the border from what is inside and outside, the smaller one; 0 where that is not known."""
    inside = f.background or f.ground
    return (
        0.0
        if f.border is None or inside is None or f.ground is None
        else min(distance(f.border, inside), distance(f.border, f.ground))
    )


def _colored(f: Facts, p: str, colors: ColorTable) -> Iterator[Statement]:
    if f.color is not None and f.text:
        yield Statement(f"the text of {p} is {to_hex(f.color)}", "text color", _is_color(_text_color, f.color))
        for word in _words(f.color, colors):
            yield Statement(f"the text of {p} is {word}", "text color", _is_called(_text_color, word, colors))
            yield Statement(f"{p} has {word} text", "text color", _is_called(_text_color, word, colors))
        ratio = text_contrast(f)
        if ratio is not None and ratio >= 1.2:
            limit = math.floor(ratio * 9.8) / 10
            yield Statement(f"{p} has a contrast of at least {limit:g}:1", "contrast", _contrasts(limit))
            yield Statement(f"{p} has enough contrast", "contrast", _contrasts(None))
        if not f.boxed and f.role in ("link", "heading"):  # what has no fill is of the color of its letters
            for word in _words(f.color, colors):
                yield Statement(f"{p} is {word}", "color", _is_called(_text_color, word, colors))
    fill = _fill(f)
    if fill is not None:
        yield Statement(f"the background of {p} is {to_hex(fill)}", "background color", _is_color(_fill, fill))
        for word in _words(fill, colors):
            yield Statement(f"{p} has a {word} background", "background color", _is_called(_fill, word, colors))
            if f.role in ("button", "badge"):
                yield Statement(f"{p} is {word}", "color", _is_called(_fill, word, colors))
    line = _border(f)
    if line is not None:
        yield Statement(f"the border of {p} is {to_hex(line)}", "border color", _is_color(_border, line))
        for word in _words(line, colors):
            yield Statement(f"{p} has a {word} border", "border color", _is_called(_border, word, colors))


def text_contrast(f: Facts) -> float | None:
    return None if f.color is None or f.background is None else contrast(f.color, f.background)


def _contrasts(limit: float | None) -> Rule:
    """limit None: WCAG AA, 4.5:1, large text 3:1."""

    def rule(f: Facts) -> bool | None:
        ratio, size = text_contrast(f), f.font_size
        if ratio is None or size is None or f.weight is None:
            return None
        large = size >= 24 or (size >= 18.66 and f.weight >= 700)
        if limit is None and (22 < size < 26 or 17.5 < size < 20):
            return None
        wanted = limit or (3.0 if large else 4.5)
        return True if ratio >= wanted * 1.01 else False if ratio <= wanted * 0.92 else None

    return _seen(rule)


def _lettered(f: Facts, p: str) -> Iterator[Statement]:
    if f.font_size and f.text:
        size = round(f.font_size)
        yield Statement(f"the font size of {p} is {size} px", "font size", _font_size(size, exactly=True))
        yield Statement(f"the font size of {p} is at least {size} px", "font size", _font_size(size, exactly=False))
    if f.text and f.weight is not None:
        yield Statement(f"{p} is bold", "font weight", _bold(True))
        yield Statement(f"{p} is not bold", "font weight", _bold(False))
    for value, aspect, word in (
        (f.italic, "slant", "in italics"),
        (f.underline, "underline", "underlined"),
        (f.strike, "strike-through", "crossed out"),
    ):
        if value is not None and f.text:
            yield Statement(f"{p} is {word}", aspect, _flag(aspect, True))
            yield Statement(f"{p} is not {word}", aspect, _flag(aspect, False))
    if sum(c.isalpha() for c in f.text) >= 3:
        yield Statement(f"{p} is uppercase", "case", _uppercase(True))
        yield Statement(f"{p} is not uppercase", "case", _uppercase(False))
    if f.truncated is not None:
        yield Statement(f"{p} is truncated", "truncation", _truncated(True))
        yield Statement(f"{p} is not truncated", "truncation", _truncated(False))


def _font_size(wanted: int, exactly: bool) -> Rule:
    def rule(f: Facts) -> bool | None:
        if not f.font_size:
            return None
        apart = max(2.0, 0.11 * wanted)
        if f.font_size <= wanted - apart or (exactly and f.font_size >= wanted + apart):
            return False
        return True if abs(f.font_size - wanted) <= 0.51 or (not exactly and f.font_size >= wanted - 0.51) else None

    return _seen(rule)


def _bold(wanted: bool) -> Rule:
    return _seen(lambda f: None if f.weight is None or REGULAR < f.weight < BOLD else (f.weight >= BOLD) is wanted)


def _flag(aspect: str, wanted: bool) -> Rule:
    name = {"slant": "italic", "underline": "underline", "strike-through": "strike"}[aspect]
    return _seen(lambda f: None if getattr(f, name) is None else getattr(f, name) is wanted)


def _uppercase(wanted: bool) -> Rule:
    def rule(f: Facts) -> bool | None:
        letters = [c for c in f.text if c.isalpha()]
        share = sum(c.isupper() for c in letters) / max(len(letters), 1)
        return None if 0.5 < share < 1 else (share == 1) is wanted

    return _seen(rule)


def _truncated(wanted: bool) -> Rule:
    return _seen(lambda f: None if f.truncated is None else f.truncated is wanted)


def _boxed(f: Facts, p: str) -> Iterator[Statement]:
    if not f.boxed:
        return
    width, height = round(f.box[2]), round(f.box[3])
    outlined = f.role not in TOGGLES and (
        (f.filled and f.ground is not None and f.background is not None and distance(f.ground, f.background) > 0.03)
        or _border(f) is not None
    )
    if outlined:
        yield Statement(f"{p} is {width} px wide", "width", _length(2, width, exactly=True))
        yield Statement(f"{p} is at least {width} px wide", "width", _length(2, width, exactly=False))
        yield Statement(f"{p} is {height} px tall", "height", _length(3, height, exactly=True))
        yield Statement(f"{p} is at least {height} px tall", "height", _length(3, height, exactly=False))
        yield Statement(f"{p} has rounded corners", "radius", _rounded(True))
        yield Statement(f"{p} has square corners", "radius", _rounded(False))
        yield Statement(f"{p} has a shadow", "shadow", _shadow(True))
        yield Statement(f"{p} has no shadow", "shadow", _shadow(False))
    if f.role not in TOGGLES and f.role not in BY_QUOTE:
        yield Statement(f"{p} has a visible border", "border", _lined(True))
        yield Statement(f"{p} has no border", "border", _lined(False))


def _length(axis: int, wanted: int, exactly: bool) -> Rule:
    def rule(f: Facts) -> bool | None:
        if not f.boxed:
            return None
        value = f.box[axis]
        if value <= wanted - OTHER_LENGTH or (exactly and value >= wanted + OTHER_LENGTH):
            return False
        return True if abs(value - wanted) <= SAME_LENGTH or (not exactly and value >= wanted - SAME_LENGTH) else None

    return _seen(rule)


def _rounded(wanted: bool) -> Rule:
    return _seen(lambda f: None if f.radius is None or SQUARE < f.radius < ROUND else (f.radius >= ROUND) is wanted)


def _shadow(wanted: bool) -> Rule:
    return _seen(lambda f: None if f.shadow is None else f.shadow is wanted)


def _lined(wanted: bool) -> Rule:
    def rule(f: Facts) -> bool | None:
        if not f.boxed or f.shadow is not False or f.measured.get("outline"):
            return None
        if f.sides == 0:
            return not wanted
        if f.sides < 4 or f.border is None or f.ground is None:
            return None
        seen = line_contrast(f)
        return wanted if seen >= LINE_SEEN else not wanted if seen <= LINE_UNSEEN else None

    return _seen(rule)


def _stated(f: Facts, p: str) -> Iterator[Statement]:
    if f.checked is not None:
        yield Statement(f"{p} is checked", "checked", _state("checked", True))
        yield Statement(f"{p} is not checked", "checked", _state("checked", False))
    if f.disabled is not None:
        yield Statement(f"{p} is disabled", "disabled", _state("disabled", True))
        yield Statement(f"{p} is enabled", "disabled", _state("disabled", False))
    if f.focused is not None:
        yield Statement(f"{p} is focused", "focus", _state("focused", True))
        yield Statement(f"{p} is not focused", "focus", _state("focused", False))
    if f.empty is not None:
        yield Statement(f"{p} is empty", "value", _state("empty", True))
        yield Statement(f"{p} is filled in", "value", _state("empty", False))


def _state(name: str, wanted: bool) -> Rule:
    return _seen(lambda f: None if getattr(f, name) is None else getattr(f, name) is wanted)


def _placed(f: Facts, p: str) -> Iterator[Statement]:
    a = f.anchor
    if a is None:
        return
    q = a.phrase
    for word, edge in (("left", 0), ("right", 1), ("top", 2), ("bottom", 3)):
        yield Statement(f"{p} and {q} are {word}-aligned", "position x" if edge < 2 else "position y", _aligned(edge))
    for word, aspect, gap in (
        ("above", "order", _above),
        ("below", "order", _below),
        ("to the left of", "order", _left),
        ("to the right of", "order", _right),
    ):
        yield Statement(f"{p} is {word} {q}", aspect, _related(gap))
        free = gap(f, a)
        # How far a text reaches up and down is its font's secret: vertical gaps are said of painted boxes only.
        if 6 <= free <= 200 and (gap in (_left, _right) or (f.boxed and a.boxed)):
            least = math.floor(free)
            yield Statement(
                f"{p} is {word} {q} by at least {least} px",
                "position y" if word in ("above", "below") else "position x",
                _apart(gap, least),
            )
    yield Statement(f"{p} overlaps {q}", "overlap", _overlaps(True))
    yield Statement(f"{p} does not overlap {q}", "overlap", _overlaps(False))


def edges(f: Facts) -> tuple[float, float, float, float]:
    """Left, right, top, bottom."""
    return f.box[0], f.right, f.box[1], f.bottom


def _aligned(edge: int) -> Rule:
    def rule(f: Facts) -> bool | None:
        if f.anchor is None or (edge >= 2 and not (f.boxed and f.anchor.boxed)):
            return None  # tops of texts depend on their fonts
        if f.boxed != f.anchor.boxed:
            return None  # the edge of a box against that of a text inside another: which is meant?
        off = abs(edges(f)[edge] - edges(f.anchor)[edge])
        return True if off <= ALIGNED else False if off >= ASKEW else None

    return _seen(rule)


def _above(f: Facts, a: Facts) -> float:
    return a.box[1] - f.bottom


def _below(f: Facts, a: Facts) -> float:
    return f.box[1] - a.bottom


def _left(f: Facts, a: Facts) -> float:
    return a.box[0] - f.right


def _right(f: Facts, a: Facts) -> float:
    return f.box[0] - a.right


_OPPOSITE = {_above: _below, _below: _above, _left: _right, _right: _left}


def _related(gap: Callable[[Facts, Facts], float]) -> Rule:
    """True when it is beyond the anchor on that side and level with it, false when it is so on the opposite side."""

    def rule(f: Facts) -> bool | None:
        if f.anchor is None or not _level(f, f.anchor, gap):
            return None
        return True if gap(f, f.anchor) >= 1 else False if _OPPOSITE[gap](f, f.anchor) >= 1 else None

    return _seen(rule)


def _apart(gap: Callable[[Facts, Facts], float], least: int) -> Rule:
    def rule(f: Facts) -> bool | None:
        if f.anchor is None or not _level(f, f.anchor, gap):
            return None
        if gap in (_above, _below) and not (f.boxed and f.anchor.boxed):
            return None
        free = gap(f, f.anchor)
        return True if free >= least else False if free <= least - 5.0 else None

    return _seen(rule)


def _level(f: Facts, a: Facts, gap: Callable[[Facts, Facts], float]) -> bool:
    """Do they share a good part of the span across the direction?"""
    low, size = (0, 2) if gap in (_above, _below) else (1, 3)
    shared = min(f.box[low] + f.box[size], a.box[low] + a.box[size]) - max(f.box[low], a.box[low])
    return shared >= 0.4 * min(f.box[size], a.box[size])


def overlap(f: Facts, a: Facts) -> float:
    """Shared area in square CSS px."""
    width = min(f.right, a.right) - max(f.box[0], a.box[0])
    height = min(f.bottom, a.bottom) - max(f.box[1], a.box[1])
    return max(width, 0) * max(height, 0) if width > 0 and height > 0 else min(width, height, 0)


def _overlaps(wanted: bool) -> Rule:
    def rule(f: Facts) -> bool | None:
        if f.anchor is None or not (f.boxed and f.anchor.boxed):
            return None
        shared = overlap(f, f.anchor)
        least = 0.08 * min(f.box[2] * f.box[3], f.anchor.box[2] * f.anchor.box[3])
        return wanted if shared >= max(least, 12) else not wanted if shared <= -1 else None

    return _seen(rule)
