"""Of which facts a statement is true: rules that answer True, False or None.

None is the band in which people and browsers may disagree (a color half way between two words, 2 px off a width): no
statement is made there. The bands are wider than what the browser measures exactly, and narrower than the near-miss
magnitudes of the catalog, so that every near miss is false beyond doubt.
"""

from __future__ import annotations

from collections.abc import Callable

from shadow_runtime.color import ColorTable, Rgb, contrast, distance

from .facts import Facts

Rule = Callable[[Facts], bool | None]

SAME_COLOR, OTHER_COLOR = 0.004, 0.045  # OKLab distances: the same color; not the same color
SAID, UNSAID = 0.85, 0.1  # acceptability of a color word (survey): said of the color; not said of it
SAME_LENGTH, OTHER_LENGTH = 0.75, 5.0  # CSS px of a painted box
ALIGNED, ASKEW = 1.0, 5.5  # CSS px between two edges
ROUND, SQUARE = 2.8, 0.4  # CSS px of radius
BOLD, REGULAR = 600, 450  # CSS font-weight; medium weights are neither
LINE_SEEN, LINE_UNSEEN = 0.06, 0.01  # OKLab distance of a border from its neighbors


def _seen(rule: Rule) -> Rule:
    """A claim about something that is not there, or partly covered, is nothing to be right or wrong about here."""
    return lambda f: rule(f) if f.shown and f.covered == 0 else None


def shown(wanted: bool) -> Rule:
    return lambda f: None if 0 < f.covered < 1 else f.shown is wanted


def is_so(name: str, wanted: bool) -> Rule:
    """A fact that is True, False or not known, by its name."""
    return _seen(lambda f: None if getattr(f, name) is None else getattr(f, name) is wanted)


def says(text: str) -> Rule:
    return lambda f: None if not text or 0 < f.covered < 1 or f.truncated else f.shown and text in f.text


def counted(number: int) -> Rule:
    return lambda f: None if f.count is None else f.count == number


def is_color(get: Callable[[Facts], Rgb | None], wanted: Rgb) -> Rule:
    def rule(f: Facts) -> bool | None:
        color = get(f)
        if color is None:
            return None
        far = distance(color, wanted)
        return True if far <= SAME_COLOR else False if far >= OTHER_COLOR else None

    return _seen(rule)


def is_called(get: Callable[[Facts], Rgb | None], word: str, colors: ColorTable) -> Rule:
    def rule(f: Facts) -> bool | None:
        color = get(f)
        if color is None:
            return None
        value = colors.accepts(word, color)
        return True if value >= SAID else False if value <= UNSAID else None

    return _seen(rule)


def text_color(f: Facts) -> Rgb | None:
    return f.color


def fill(f: Facts) -> Rgb | None:
    return f.background if f.filled else None


def border(f: Facts) -> Rgb | None:
    return f.border if f.sides == 4 and f.border_width >= 0.9 and line_contrast(f) > 0.04 else None


def line_contrast(f: Facts) -> float:
    """OKLab distance of the border from what is inside and outside, the smaller one; 0 where that is not known."""
    inside = f.background or f.ground
    return (
        0.0
        if f.border is None or inside is None or f.ground is None
        else min(distance(f.border, inside), distance(f.border, f.ground))
    )


def text_contrast(f: Facts) -> float | None:
    return None if f.color is None or f.background is None else contrast(f.color, f.background)


def contrasts(limit: float | None) -> Rule:
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


def font_size(wanted: int, exactly: bool) -> Rule:
    def rule(f: Facts) -> bool | None:
        if not f.font_size:
            return None
        far = max(2.0, 0.11 * wanted)
        if f.font_size <= wanted - far or (exactly and f.font_size >= wanted + far):
            return False
        return True if abs(f.font_size - wanted) <= 0.51 or (not exactly and f.font_size >= wanted - 0.51) else None

    return _seen(rule)


def bold(wanted: bool) -> Rule:
    return _seen(lambda f: None if f.weight is None or REGULAR < f.weight < BOLD else (f.weight >= BOLD) is wanted)


def uppercase(wanted: bool) -> Rule:
    def rule(f: Facts) -> bool | None:
        letters = [c for c in f.text if c.isalpha()]
        share = sum(c.isupper() for c in letters) / max(len(letters), 1)
        return None if 0.5 < share < 1 else (share == 1) is wanted

    return _seen(rule)


def length(axis: int, wanted: int, exactly: bool) -> Rule:
    def rule(f: Facts) -> bool | None:
        if not f.boxed:
            return None
        value = f.box[axis]
        if value <= wanted - OTHER_LENGTH or (exactly and value >= wanted + OTHER_LENGTH):
            return False
        return True if abs(value - wanted) <= SAME_LENGTH or (not exactly and value >= wanted - SAME_LENGTH) else None

    return _seen(rule)


def rounded(wanted: bool) -> Rule:
    return _seen(lambda f: None if f.radius is None or SQUARE < f.radius < ROUND else (f.radius >= ROUND) is wanted)


def lined(wanted: bool) -> Rule:
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


def edges(f: Facts) -> tuple[float, float, float, float]:
    """Left, right, top, bottom."""
    return f.box[0], f.right, f.box[1], f.bottom


def aligned(edge: int) -> Rule:
    def rule(f: Facts) -> bool | None:
        if f.anchor is None or (edge >= 2 and not (f.boxed and f.anchor.boxed)):
            return None  # tops of texts depend on their fonts
        if f.boxed != f.anchor.boxed:
            return None  # the edge of a box against that of a text inside another: which is meant?
        off = abs(edges(f)[edge] - edges(f.anchor)[edge])
        return True if off <= ALIGNED else False if off >= ASKEW else None

    return _seen(rule)


def above(f: Facts, a: Facts) -> float:
    return a.box[1] - f.bottom


def below(f: Facts, a: Facts) -> float:
    return f.box[1] - a.bottom


def left(f: Facts, a: Facts) -> float:
    return a.box[0] - f.right


def right(f: Facts, a: Facts) -> float:
    return f.box[0] - a.right


_OPPOSITE = {above: below, below: above, left: right, right: left}


def related(gap: Callable[[Facts, Facts], float]) -> Rule:
    """True when it is beyond the anchor on that side and level with it, false when it is so on the opposite side."""

    def rule(f: Facts) -> bool | None:
        if f.anchor is None or not _level(f, f.anchor, gap):
            return None
        return True if gap(f, f.anchor) >= 1 else False if _OPPOSITE[gap](f, f.anchor) >= 1 else None

    return _seen(rule)


def apart(gap: Callable[[Facts, Facts], float], least: int) -> Rule:
    def rule(f: Facts) -> bool | None:
        if f.anchor is None or not _level(f, f.anchor, gap):
            return None
        if gap in (above, below) and not (f.boxed and f.anchor.boxed):
            return None
        free = gap(f, f.anchor)
        return True if free >= least else False if free <= least - 5.0 else None

    return _seen(rule)


def _level(f: Facts, a: Facts, gap: Callable[[Facts, Facts], float]) -> bool:
    """Do they share a good part of the span across the direction?"""
    low, size = (0, 2) if gap in (above, below) else (1, 3)
    shared = min(f.box[low] + f.box[size], a.box[low] + a.box[size]) - max(f.box[low], a.box[low])
    return shared >= 0.4 * min(f.box[size], a.box[size])


def overlap(f: Facts, a: Facts) -> float:
    """Shared area in square CSS px."""
    width = min(f.right, a.right) - max(f.box[0], a.box[0])
    height = min(f.bottom, a.bottom) - max(f.box[1], a.box[1])
    return max(width, 0) * max(height, 0) if width > 0 and height > 0 else min(width, height, 0)


def overlaps(wanted: bool) -> Rule:
    def rule(f: Facts) -> bool | None:
        if f.anchor is None or not (f.boxed and f.anchor.boxed):
            return None
        shared = overlap(f, f.anchor)
        least = 0.08 * min(f.box[2] * f.box[3], f.anchor.box[2] * f.anchor.box[3])
        return wanted if shared >= max(least, 12) else not wanted if shared <= -1 else None

    return _seen(rule)
