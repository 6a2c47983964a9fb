"""False statements without a second picture: imagine an element changed, say what would be true of it then.

The claim is mutated instead of the page, by the same magnitudes. That gives many independent falsehoods per page (one an
element and family) for the price of one look; pictures that were really changed are kept and reported apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

from shadow_runtime.color import ColorTable

from .catalog import NEAR, TIERS, Setup, by_tier
from .facts import BY_QUOTE, BY_TEXT, NOUNS, Facts
from .paint import other_color
from .statements import Statement, statements
from .typography import _one_letter, _other_word


def imagined(f: Facts, tier: str, rng: Random) -> Iterator[tuple[str, Facts]]:
    """(aspect, facts) of the element with one thing different. Aspects whose difference has no size come as near misses."""
    colors = ("text color", "color"), ("background color", "background"), ("color", "background" if f.boxed else "color"), ("border color", "border")
    for aspect, name in colors:
        color = getattr(f, name)
        other = color and other_color(color, tier, rng)
        if other:
            yield aspect, replace(f, **{name: other})
    if f.color and f.background:
        lighter = sum(f.background) > 382
        yield (
            "contrast",
            replace(
                f,
                color=tuple(round(c * (1 - by_tier(tier, (0.9, 0.45, 0.25)))) for c in f.color)
                if lighter
                else tuple(round(c + (255 - c) * by_tier(tier, (0.9, 0.45, 0.25))) for c in f.color),
            ),
        )
    if f.font_size:
        step = max(2.0, rng.uniform(*by_tier(tier, ((0.4, 0.6), (0.22, 0.3), (0.12, 0.14)))) * f.font_size)
        yield "font size", replace(f, font_size=float(round(f.font_size + step)))
    if f.weight is not None:
        yield "font weight", replace(f, weight=400 if f.weight >= 600 else 700)
    for aspect, name in (("slant", "italic"), ("underline", "underline"), ("strike-through", "strike"), ("truncation", "truncated"), ("checked", "checked"),
                         ("disabled", "disabled"), ("focus", "focused"), ("value", "empty"), ("shadow", "shadow")):  # fmt: skip
        value = getattr(f, name)
        if value is not None:
            yield aspect, replace(f, **{name: not value})
    if f.text and f.text != f.text.upper():
        yield "case", replace(f, text=f.text.upper())
    elif f.text:
        yield "case", replace(f, text=f.text.capitalize())
    if f.boxed:
        x, y, width, height = f.box
        low, high = by_tier(tier, ((0.45, 0.7), (0.18, 0.26), (0.0, 0.0)))
        for aspect, size, axis in (("width", width, 2), ("height", height, 3)):
            box = [x, y, width, height]
            box[axis] = round(size) + max(rng.uniform(low, high) * size, 6 if tier == NEAR else 10)
            yield aspect, replace(f, box=tuple(box))
        if f.radius is not None:
            yield "radius", replace(f, radius=0.0 if f.radius >= 2.8 else 12.0)
        yield (
            "border",
            replace(f, sides=0, border=None)
            if f.sides
            else replace(f, sides=4, border_width=1.0, border=(255, 0, 255)),
        )
    if f.anchor is not None:
        by = rng.uniform(*by_tier(tier, ((40, 80), (14, 22), (6, 7)))) * rng.choice((-1, 1))
        a = f.anchor
        yield (
            "position x",
            replace(
                f,
                anchor=replace(a, box=(f.box[0], *a.box[1:])) if abs(f.box[0] - a.box[0]) >= 5.5 else a,
                box=f.box if abs(f.box[0] - a.box[0]) >= 5.5 else (f.box[0] + by, *f.box[1:]),
            ),
        )
        yield "position y", replace(f, box=(f.box[0], f.box[1] + by, *f.box[2:]))
        yield (
            "order",
            replace(f, box=(2 * a.box[0] + a.box[2] - f.right, 2 * a.box[1] + a.box[3] - f.bottom, *f.box[2:])),
        )
        yield "overlap", replace(f, box=a.box)
    yield "visibility", replace(f, shown=False)
    if f.count is not None:
        yield "count", replace(f, count=f.count + by_tier(tier, (3, 2, 1)))


def misnamed(f: Facts, tier: str, rng: Random) -> str | None:
    """The name of the element as it would be after a change of its text; None where there is nothing to change."""
    if f.role not in (*BY_TEXT, *BY_QUOTE) or len(f.text) < 4:
        return None
    words = [word for word in f.text.split() if word.isalpha() and word.isascii() and len(word) > 1]
    if tier == NEAR:
        return _one_letter(f.text, rng)
    if not words or (tier == "medium" and len(words) < 2):
        return None
    other = f.text
    for word in words if tier == "obvious" else [rng.choice(words)]:
        other = other.replace(word, _other_word(word, rng), 1)
    return other if other != f.text and f.text not in other else None


def sayings(
    f: Facts, page: Setup, colors: ColorTable, rng: Random, everything: str
) -> Iterator[tuple[Statement, bool, str]]:
    """(statement, truth, tier) about one element as it stands: one false and one true a kind of claim, tiers by chance.

    everything: all text of the page in small letters; a made-up name that stands somewhere in it is not used.
    """
    near = page.near[f.id]
    if near:
        f = replace(f, anchor=page.subjects[rng.choice(near[:4])])
    tier = rng.choice(TIERS)
    true: dict[str, list[Statement]] = {}
    for said in statements(f, colors):
        true.setdefault(said.aspect, []).append(said)
    for group in true.values():
        yield rng.choice(group), True, tier
    for aspect, other in imagined(f, tier, rng):
        false = [said for said in statements(other, colors) if said.aspect == aspect and said.holds(f) is False]
        if false:
            yield rng.choice(false), False, tier
    name = misnamed(f, tier, rng)
    if name and name.lower() not in everything:
        phrase = f'the "{name}" {NOUNS[f.role]}' if f.role in NOUNS else f'"{name}"'
        yield Statement(f"{phrase} is visible", "visibility", lambda _: False), False, tier
        yield Statement(f'the page contains the text "{name}"', "text", lambda _: False), False, tier
