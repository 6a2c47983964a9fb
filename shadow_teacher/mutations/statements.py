"""Facts -> statements: claims in the words of the claim language, each with the rule that says of which facts it is true."""

from __future__ import annotations

import math
from collections.abc import Container, Iterator
from dataclasses import dataclass

from shadow_runtime.color import BASIC_WORDS, ColorTable, Rgb, distance, to_hex

from . import rules
from .facts import BY_QUOTE, COUNTED, TOGGLES, Facts


@dataclass(frozen=True, slots=True)
class Statement:
    """text: the claim. aspect: what it speaks of, a property of the catalog. holds: whether it is true of facts."""

    text: str
    aspect: str
    holds: rules.Rule


def statements(f: Facts, colors: ColorTable, aspects: Container[str] | None = None) -> Iterator[Statement]:
    """Everything that is worth saying and true of these facts. aspects: only what speaks of these."""
    for said in _all(f, colors):
        if (aspects is None or said.aspect in aspects) and said.holds(f) is True:
            yield said


def _all(f: Facts, colors: ColorTable) -> Iterator[Statement]:
    p = f.phrase
    yield Statement(f"{p} is visible", "visibility", rules.shown(True))
    yield Statement(f"{p} is hidden", "visibility", rules.shown(False))
    yield Statement(f"there is no {p.removeprefix('the ')}", "visibility", rules.shown(False))
    yield Statement(f'the page contains the text "{f.text}"', "text", rules.says(f.text))
    if f.count is not None and f.role in COUNTED:
        yield Statement(f"there are exactly {f.count} {COUNTED[f.role]}", "count", rules.counted(f.count))
    if f.shown and f.covered == 0:
        yield from _colored(f, p, colors)
        yield from _lettered(f, p)
        yield from _boxed(f, p)
        yield from _stated(f, p)
        yield from _placed(f, p)


def _words(color: Rgb, colors: ColorTable) -> list[str]:
    return [word for word in BASIC_WORDS if colors.accepts(word, color) >= rules.SAID][:1]


def _colored(f: Facts, p: str, colors: ColorTable) -> Iterator[Statement]:
    if f.color is not None and f.text:
        yield Statement(f"the text of {p} is {to_hex(f.color)}", "text color", rules.is_color(rules.text_color, f.color))
        for word in _words(f.color, colors):
            yield Statement(f"the text of {p} is {word}", "text color", rules.is_called(rules.text_color, word, colors))
            yield Statement(f"{p} has {word} text", "text color", rules.is_called(rules.text_color, word, colors))
        ratio = rules.text_contrast(f)
        if ratio is not None and ratio >= 1.2:
            limit = math.floor(ratio * 9.8) / 10
            yield Statement(f"{p} has a contrast of at least {limit:g}:1", "contrast", rules.contrasts(limit))
            yield Statement(f"{p} has enough contrast", "contrast", rules.contrasts(None))
        if not f.boxed and f.role in ("link", "heading"):  # what has no fill is of the color of its letters
            for word in _words(f.color, colors):
                yield Statement(f"{p} is {word}", "color", rules.is_called(rules.text_color, word, colors))
    fill = rules.fill(f)
    if fill is not None:
        yield Statement(f"the background of {p} is {to_hex(fill)}", "background color", rules.is_color(rules.fill, fill))
        for word in _words(fill, colors):
            yield Statement(f"{p} has a {word} background", "background color", rules.is_called(rules.fill, word, colors))
            if f.role in ("button", "badge"):
                yield Statement(f"{p} is {word}", "color", rules.is_called(rules.fill, word, colors))
    line = rules.border(f)
    if line is not None:
        yield Statement(f"the border of {p} is {to_hex(line)}", "border color", rules.is_color(rules.border, line))
        for word in _words(line, colors):
            yield Statement(f"{p} has a {word} border", "border color", rules.is_called(rules.border, word, colors))


def _lettered(f: Facts, p: str) -> Iterator[Statement]:
    if f.font_size and f.text:
        size = round(f.font_size)
        yield Statement(f"the font size of {p} is {size} px", "font size", rules.font_size(size, exactly=True))
        yield Statement(f"the font size of {p} is at least {size} px", "font size", rules.font_size(size, exactly=False))
    if f.text and f.weight is not None:
        yield Statement(f"{p} is bold", "font weight", rules.bold(True))
        yield Statement(f"{p} is not bold", "font weight", rules.bold(False))
    for name, aspect, word in (
        ("italic", "slant", "in italics"),
        ("underline", "underline", "underlined"),
        ("strike", "strike-through", "crossed out"),
    ):
        if getattr(f, name) is not None and f.text:
            yield Statement(f"{p} is {word}", aspect, rules.is_so(name, True))
            yield Statement(f"{p} is not {word}", aspect, rules.is_so(name, False))
    if sum(c.isalpha() for c in f.text) >= 3:
        yield Statement(f"{p} is uppercase", "case", rules.uppercase(True))
        yield Statement(f"{p} is not uppercase", "case", rules.uppercase(False))
    if f.truncated is not None:
        yield Statement(f"{p} is truncated", "truncation", rules.is_so("truncated", True))
        yield Statement(f"{p} is not truncated", "truncation", rules.is_so("truncated", False))


def _boxed(f: Facts, p: str) -> Iterator[Statement]:
    if not f.boxed:
        return
    width, height = round(f.box[2]), round(f.box[3])
    outlined = f.role not in TOGGLES and (
        (f.filled and f.ground is not None and f.background is not None and distance(f.ground, f.background) > 0.03)
        or rules.border(f) is not None
    )
    if outlined:
        yield Statement(f"{p} is {width} px wide", "width", rules.length(2, width, exactly=True))
        yield Statement(f"{p} is at least {width} px wide", "width", rules.length(2, width, exactly=False))
        yield Statement(f"{p} is {height} px tall", "height", rules.length(3, height, exactly=True))
        yield Statement(f"{p} is at least {height} px tall", "height", rules.length(3, height, exactly=False))
        yield Statement(f"{p} has rounded corners", "radius", rules.rounded(True))
        yield Statement(f"{p} has square corners", "radius", rules.rounded(False))
        yield Statement(f"{p} has a shadow", "shadow", rules.is_so("shadow", True))
        yield Statement(f"{p} has no shadow", "shadow", rules.is_so("shadow", False))
    if f.role not in TOGGLES and f.role not in BY_QUOTE:
        yield Statement(f"{p} has a visible border", "border", rules.lined(True))
        yield Statement(f"{p} has no border", "border", rules.lined(False))


def _stated(f: Facts, p: str) -> Iterator[Statement]:
    for name, aspect, so, not_so in (
        ("checked", "checked", "checked", "not checked"),
        ("disabled", "disabled", "disabled", "enabled"),
        ("focused", "focus", "focused", "not focused"),
        ("empty", "value", "empty", "filled in"),
    ):
        if getattr(f, name) is not None:
            yield Statement(f"{p} is {so}", aspect, rules.is_so(name, True))
            yield Statement(f"{p} is {not_so}", aspect, rules.is_so(name, False))


def _placed(f: Facts, p: str) -> Iterator[Statement]:
    a = f.anchor
    if a is None:
        return
    q = a.phrase
    for word, edge in (("left", 0), ("right", 1), ("top", 2), ("bottom", 3)):
        yield Statement(f"{p} and {q} are {word}-aligned", "position x" if edge < 2 else "position y", rules.aligned(edge))
    for word, aspect, gap in (
        ("above", "order", rules.above),
        ("below", "order", rules.below),
        ("to the left of", "order", rules.left),
        ("to the right of", "order", rules.right),
    ):
        yield Statement(f"{p} is {word} {q}", aspect, rules.related(gap))
        free = gap(f, a)
        # How far a text reaches up and down is its font's secret: vertical gaps are said of painted boxes only.
        if 6 <= free <= 200 and (gap in (rules.left, rules.right) or (f.boxed and a.boxed)):
            least = math.floor(free)
            yield Statement(
                f"{p} is {word} {q} by at least {least} px",
                "position y" if word in ("above", "below") else "position x",
                rules.apart(gap, least),
            )
    yield Statement(f"{p} overlaps {q}", "overlap", rules.overlaps(True))
    yield Statement(f"{p} does not overlap {q}", "overlap", rules.overlaps(False))
