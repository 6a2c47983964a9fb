"""Text sheets: pages of nothing but short strings in many fonts, sizes and colors; the reader's main training data.

Rendered and labelled by the same loop as pages (render.py --sheets), so that rows follow the same convention.
"""

from __future__ import annotations

import html
import string
from dataclasses import dataclass
from functools import lru_cache
from random import Random

from shadow_teacher.training.lexicon import field_pairs, synonym_groups

from . import fonts
from .assets import assets_root

WIDTH, HEIGHT = 1280, 1440
SYMBOLS = "→←↑↓✓✔✕✗×•…—–“”‘’€£¥©®™°±÷·«»§¶¡¿½▾▸▲▼●○★☆⌘₹"
ACCENTED = "àáâãäåæçèéêëìíîïñòóôõöøùúûüýÿßÀÁÂÄÅÆÇÈÉÊËÍÎÑÓÔÖØÚÜąćęłńśźżČčĎďĚěŇňŘřŠšŤťŮůŽžĞğİıŞşŐőŰű"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What render.py needs of a page specification."""

    name: str
    seed: int
    split: str
    html: str
    scale: float
    fonts: tuple[str, ...]
    dark: bool = False
    width: int = WIDTH
    height: int = HEIGHT
    scroll_y: int = 0
    framework: str = "sheet"
    theme: str = "sheet"
    layout: str = "sheet"
    icon_packs: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def words() -> tuple[str, ...]:
    """English words of interfaces: the synonym lists and the tags of the icon packs that are installed."""
    from .icon_packs import _tag_table

    phrases = [*(p for group in synonym_groups() for p in group), *(p for pair in field_pairs() for p in pair)]
    found = {word for phrase in phrases for word in phrase.split()}
    root = assets_root()
    for pack in ("lucide", "tabler", "fontawesome", "phosphor") if root else ():
        for tags in _tag_table(root, pack).values():
            found.update(word for tag in tags for word in str(tag).split())
    return tuple(sorted(word for word in found if word.isascii() and 1 < len(word) < 16))


def random_string(rng: Random) -> str:
    """One string as interfaces show them; a fifth is random characters, so that no language model is learned."""
    kind = rng.random()
    pick = lambda low, high: " ".join(rng.choice(words()) for _ in range(rng.randint(low, high)))  # noqa: E731
    if kind < 0.42:
        text = pick(1, 4)
        return rng.choice((str.title, str.capitalize, str.capitalize, str.upper, str))(text)
    if kind < 0.55:
        text = pick(4, 9).capitalize()
        return text.replace(" ", ", ", 1) + rng.choice((".", ".", "!", "?", ":", "", "…"))
    if kind < 0.75:
        return structured(rng, pick)
    if kind < 0.85:
        parts = pick(1, 3)
        letters = list(parts)
        for _ in range(rng.randint(1, 3)):
            letters[rng.randrange(len(letters))] = rng.choice(ACCENTED)
        return "".join(letters).capitalize()
    if kind < 0.9:
        return rng.choice((f"{rng.choice(SYMBOLS)} {pick(1, 2)}", f"{pick(1, 2)} {rng.choice(SYMBOLS)}", f"({pick(1, 2)})", f"“{pick(1, 3)}”"))
    alphabet = string.ascii_letters + string.digits * 2 + string.punctuation + "      " + rng.choice(SYMBOLS)
    return "".join(rng.choice(alphabet) for _ in range(rng.randint(3, 14))).strip() or "x"


def structured(rng: Random, pick) -> str:
    """E-mails, prices, dates, versions, handles, code: strings with rules of their own."""
    word, n = pick(1, 1).lower(), rng.randint
    return rng.choice((
        f"{word}@{pick(1, 1).lower()}.{rng.choice(('com', 'org', 'net', 'io', 'co.uk', 'example'))}",
        f"{rng.choice('$€£')}{n(0, 9999):,}.{n(0, 99):02d}", f"{n(1, 31):02d}/{n(1, 12):02d}/{n(1990, 2030)}",
        f"{n(2000, 2030)}-{n(1, 12):02d}-{n(1, 28):02d}", f"{rng.choice(('Jan', 'Feb', 'March', 'April', 'May', 'June', 'Sept', 'Dec'))} {n(1, 31)}, {n(1999, 2030)}",
        f"{n(0, 23):02d}:{n(0, 59):02d}", f"v{n(0, 20)}.{n(0, 30)}.{n(0, 9)}", f"@{word}{n(1, 99)}", f"#{n(1, 99999)}", f"{n(1, 100)}%",
        f"{word}_{pick(1, 1).lower()}()", f".{word}-{pick(1, 1).lower()}", f"https://{word}.{rng.choice(('com', 'dev', 'org'))}/{pick(1, 1).lower()}",
        f"+{n(1, 99)} {n(100, 999)} {n(100, 999)} {n(1000, 9999)}", f"{n(1, 9999):,}", f"{n(1, 50)}. {pick(1, 3)}", f"{pick(1, 2).title()} ({n(1, 99)})",
        f"<{word}>", f"{word}: {n(0, 999)}px;", f"{pick(1, 1).title()} & {pick(1, 1).title()}", f"{pick(1, 1)}/{pick(1, 1)}", f"{n(1, 12)} {pick(1, 1)} left",
        f"const {word} = '{pick(1, 1)}';", f"{pick(1, 1).upper()}-{n(100, 9999)}", f"© {n(1999, 2030)} {pick(1, 2).title()}", f"{pick(1, 1).title()} › {pick(1, 2).title()}",
        f"'{pick(1, 2)}'", f'"{pick(1, 2)}"', f"{pick(1, 1).title()}’s {pick(1, 1)}", f"{n(1, 5)} × {n(1, 900)}", f"{pick(1, 1)}|{pick(1, 1)}", f"I {pick(1, 1)} Il{n(0, 1)}O0",
    ))


def palette(rng: Random) -> tuple[str, str]:
    """CSS background and text color, at least faintly readable; a fifth on gradients."""
    dark = rng.random() < 0.45
    hue, other = rng.randint(0, 359), rng.randint(0, 359)
    low, high = rng.uniform(2, 30), rng.uniform(82, 100)
    muted = rng.random() < 0.3
    saturation = rng.choice((0, 0, 15, 60, 90))
    ground = f"hsl({hue} {saturation}% {low if dark else high}%)"
    if rng.random() < 0.25:  # saturated fills of buttons and heroes
        middle = rng.uniform(32, 55)
        ground, dark = f"hsl({hue} {rng.uniform(45, 95):.0f}% {middle:.0f}%)", True
        return ground, rng.choice(("#fff", "#fff", "#ffffffd0", "#f8f9fa"))
    ink = rng.uniform(58, 78) if dark and muted else rng.uniform(85, 100) if dark else rng.uniform(42, 58) if muted else rng.uniform(0, 38)
    if rng.random() < 0.2:
        ground = f"linear-gradient({rng.randint(0, 359)}deg, hsl({hue} {saturation}% {low if dark else high:.0f}%), hsl({other} {saturation}% {low + 12 if dark else high - 10:.0f}%))"
    return ground, f"hsl({other} {rng.choice((0, 0, 20, 80))}% {ink:.0f}%)"


def compose_sheet(seed: int, split: str = "train") -> Sheet:
    """The sheet of a seed: about 200 strings in blocks, each block with a font, a size and colors of its own."""
    rng = Random(f"sheet-{split}-{seed}")
    webfonts = fonts.family_split(split) if split == "heldout" else fonts.TRAIN + 2 * fonts.SHEET_ONLY
    families = [rng.choice(webfonts if split == "heldout" or rng.random() < 0.82 else fonts.SYSTEM) for _ in range(6)]
    blocks = []
    for _ in range(26):
        family, (ground, ink) = rng.choice(families), palette(rng)
        size = rng.choice((10, 11, 12, 12, 13, 13, 14, 14, 14, 15, 16, 16, 16, 17, 18, 20, 22, 24, 28, 32, 40)) + rng.choice((0, 0, 0.4, -0.5))
        extra = [f"font-weight:{rng.choice((300, 400, 400, 400, 500, 600, 700, 700))}"]
        if rng.random() < 0.15:
            extra.append("font-style:italic")
        if rng.random() < 0.12:
            extra.append("text-decoration:underline")
        if rng.random() < 0.12:
            extra.append(f"text-transform:uppercase;letter-spacing:{rng.choice((0, .5, 1, 1.5, 2))}px")
        elif rng.random() < 0.1:
            extra.append(f"letter-spacing:{rng.choice((-.5, .3, .6, 1))}px")
        if rng.random() < 0.08:
            extra.append("text-shadow:0 1px 1px #0004")
        count = max(3, int(2400 / size / 13))
        items = "".join(
            f"<div style='margin:{rng.randint(1, 7)}px {rng.randint(2, 18)}px;padding-left:{rng.random():.2f}px'>{html.escape(random_string(rng))}</div>"
            for _ in range(count)
        )
        blocks.append(f"<section style=\"font-family:{fonts.stack(family)};font-size:{size}px;background:{ground};color:{ink};{';'.join(extra)}\">{items}</section>")
    faces = "".join(fonts.font_face(family) for family in dict.fromkeys(families))
    style = ("*{box-sizing:border-box}body{margin:0;line-height:1.25}section{display:flex;flex-wrap:wrap;padding:6px}section>div{white-space:nowrap}")
    return Sheet(name=f"sheet-{split}-{seed:06d}", seed=seed, split=split, scale=rng.choice((1, 1, 1, 1, 1.5, 2)),
                 fonts=tuple(family.name for family in families),
                 html=f"<!doctype html><html lang=en><meta charset=utf-8><style>{faces}{style}</style><body>{''.join(blocks)}</body></html>")
