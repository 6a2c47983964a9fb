"""Mutations of letters: size, weight, slant, lines, case, words, truncation."""

from __future__ import annotations

import re
from random import Random

from .catalog import CATALOG, CLOSE, Change, Setup, by_tier, style
from .facts import BY_TEXT, Facts

_MUCH = ("20 letters and more", "9 to 19 letters", "up to 8 letters")
# Letters that a reader of pixels cannot tell apart in every font are no near miss but no difference.
_ALIKE = ("Il1|i!j", "0Oo", "5S", "8B", "2Z", "cC", "sS", "uUvV", "wW", "xX", "zZ", "kK", "pP", "rn")


def letters_of(f: Facts) -> int:
    return sum(c.isalnum() for c in f.text)


def as_much(f: Facts, tier: str) -> bool:
    """Is there as much text as the tier asks for?"""
    low, high = by_tier(tier, ((20, 999), (9, 19), (2, 8)))
    return low <= letters_of(f) <= high


@CATALOG.add(
    "font size", ("font size",), ("by 40 to 60 %", "by 22 to 30 %", "by 12 to 14 %, at least 2 px"), "font-size"
)
def font_size(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    if not f.font_size or not f.text or f.role in ("textbox", "combobox", "spinbutton"):
        return None
    low, high = by_tier(tier, ((0.4, 0.6), (0.22, 0.3), (0.12, 0.14)))
    step = max(rng.uniform(low, high) * f.font_size, 2.0)
    size = f.font_size + step if rng.random() < 0.5 or f.font_size - step < 9 else f.font_size - step
    return Change(
        actions=(style(f, "text_style", font_size=f"{size:.2f}px"),), magnitude=f"{f.font_size:g} to {size:.1f} px"
    )


@CATALOG.add(
    "font weight",
    ("font weight",),
    ("400 and less to 900, 800 and more to 400", "400 to 700, 700 to 400", "400 to 600, 600 to 400"),
    "font-weight",
)
def weight(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    if f.weight is None or not f.text or letters_of(f) < 2:
        return None
    if f.weight <= 450:
        value = by_tier(tier, (900, 700, 600))
    else:
        own = by_tier(tier, (f.weight >= 800, f.weight == 700, f.weight == 600))
        if not own:
            return None
        value = 400
    return Change(actions=(style(f, "text_style", font_weight=str(value)),), magnitude=f"{f.weight} to {value}")


@CATALOG.add("slant", ("slant",), _MUCH, "font-style")
def slant(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    if f.italic is None or not as_much(f, tier):
        return None
    return Change(
        actions=(style(f, "text_style", font_style="normal" if f.italic else "italic"),),
        magnitude=f"{letters_of(f)} letters",
    )


def _decoration(f: Facts, tier: str, word: str, has: bool | None) -> Change | None:
    if has is None or not as_much(f, tier):
        return None
    if has:
        return Change(
            actions=(style(f, "text_style", text_decoration="none"),),
            magnitude=f"{letters_of(f)} letters, gone",
            reach=CLOSE,
        )
    return Change(
        actions=(style(f, "text_style", text_decoration=word),), magnitude=f"{letters_of(f)} letters", reach=CLOSE
    )


@CATALOG.add("underline", ("underline",), _MUCH, "text-decoration")
def underline(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    return _decoration(f, tier, "underline", f.underline)


@CATALOG.add("strike-through", ("strike-through",), _MUCH, "text-decoration")
def strike(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    return _decoration(f, tier, "line-through", f.strike)


@CATALOG.add("case", ("case",), _MUCH, "text-transform")
def case(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    letters = [c for c in f.text if c.isalpha()]
    if (
        len(letters) < 3
        or sum(c.isupper() for c in letters) > 0.5 * len(letters)
        or not as_much(f, tier)
        or f.role in ("textbox", "combobox", "spinbutton")
    ):
        return None
    return Change(actions=(style(f, "text_style", text_transform="uppercase"),), magnitude=f"{len(letters)} letters")


@CATALOG.add(
    "text",
    ("text", "visibility"),
    ("every word replaced", "one word replaced", "one letter or digit replaced by one that looks different"),
    "text content",
)
def text(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    source = f.measured.get("text") or ""
    if f.role not in (*BY_TEXT, "text", "cell", "columnheader") or f.text != source or len(f.text) < 4:
        return None
    words = re.findall(r"[A-Za-z]{2,}", f.text)
    if tier == "near-miss":
        changed = _one_letter(f.text, rng)
    elif tier == "medium":
        if len(words) < 2:
            return None
        old = rng.choice(words)
        changed = f.text.replace(old, _other_word(old, rng), 1)
    else:
        changed = re.sub(r"[A-Za-z]{2,}", lambda match: _other_word(match[0], rng), f.text)
    if not changed or changed == f.text or f.text in changed:
        return None
    return Change(
        actions=({"kind": "text", "id": f.id, "from": f.text, "to": changed},),
        magnitude=f"{f.text!r} to {changed!r}",
        text=changed,
    )


def _other_word(word: str, rng: Random) -> str:
    """Another word of about that length, in the same case."""
    from shadow_teacher.pages import phrases

    pool = sorted(
        {
            w
            for group in (phrases.NAV, phrases.ACTIONS)
            for entry in group
            for w in entry.split()
            if w.isalpha() and abs(len(w) - len(word)) <= 2 and w.lower() != word.lower()
        }
    )
    other = rng.choice(pool) if pool else word[::-1].lower()
    return other.upper() if word.isupper() else other.capitalize() if word[0].isupper() else other.lower()


def _one_letter(text: str, rng: Random) -> str | None:
    places = [i for i, c in enumerate(text) if c.isalnum() and c.isascii()]
    for _ in range(20):
        at = rng.choice(places)
        old = text[at]
        pool = (
            "0123456789" if old.isdigit() else "abcdefghkmnopqrstuvwxyz" if old.islower() else "ABCDEFGHKLMNPRSTUVWXYZ"
        )
        new = rng.choice(pool)
        changed = text[:at] + new + text[at + 1 :]
        if (
            new.lower() != old.lower()
            and not any(new in group and old in group for group in _ALIKE)
            and ("rn" in changed) == ("rn" in text)
        ):
            return changed
    return None


@CATALOG.add(
    "truncation", ("truncation",), ("cut to 45 to 60 % of its width", "to 65 to 78 %", "to 84 to 92 %"), "text-overflow"
)
def truncation(f: Facts, tier: str, rng: Random, page: Setup) -> Change | None:
    box = f.measured.get("text_box")
    if (
        f.truncated is not False
        or box is None
        or f.measured.get("lines") != 1
        or letters_of(f) < 8
        or f.role not in ("heading", "link", "text", "cell", "button")
        or f.measured.get("display") == "table-cell"
    ):
        return None
    low, high = by_tier(tier, ((0.45, 0.6), (0.65, 0.78), (0.84, 0.92)))
    outer = f.measured["border_box"][2]
    inner = box[2] * rng.uniform(low, high)
    width = inner + (outer - box[2] if f.boxed else 0)
    return Change(
        actions=(
            style(
                f,
                "block",
                width=f"{width:.1f}px",
                max_width=f"{width:.1f}px",
                min_width="0",
                overflow="hidden",
                text_overflow="ellipsis",
                white_space="nowrap",
                box_sizing="border-box",
            ),
        ),
        magnitude=f"{box[2]:.0f} to {inner:.0f} px",
    )
