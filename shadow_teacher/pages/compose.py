"""Seed -> page specification: a kit or theme, fonts, icons, a viewport and a kind of page, from one random generator.

    python -m shadow_teacher.pages.compose 17 --split train --out page.html
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from . import app_kits, fonts, kits
from . import phrases as w
from .assets import URL_PREFIX, assets_root, installed
from .icon_packs import BUILTIN, IconSource, pack_split
from .kinds import draw_kind
from .kits import DARK_REPAIR, PLAIN, UNSTYLED, Kit
from .overlays import overlay
from .scripts import foreign
from .themes import Theme, focus_ring, plain_css, theme_split
from .widgets import Page, e

# width, height in CSS px, device px per CSS px, how often
VIEWPORTS = (
    (1280, 720, 1.0, 46), (1440, 900, 1.0, 6), (1024, 768, 1.0, 6), (1920, 1080, 1.0, 4), (768, 1024, 1.0, 5),
             (390, 844, 2.0, 5),
    (390, 844, 3.0, 3), (360, 740, 2.0, 3), (412, 915, 1.0, 4), (1280, 720, 1.25, 3), (1280, 720, 1.5, 4),
             (1280, 720, 2.0, 4),
    (1366, 768, 1.0, 5), (1600, 900, 1.25, 2), (820, 1180, 2.0, 2),
)
ZOOMS = ((1.0, 88), (1.1, 3), (1.25, 3), (0.9, 3), (0.8, 2), (1.5, 1))
LABEL_STYLES = ("above", "above", "above", "left", "placeholder")
# Of all pages; what is left goes to style sheets for plain elements (kits.py).
PLAIN_SHARE, UNSTYLED_SHARE = {"train": 0.32, "heldout": 0.24}, {"train": 0.1, "heldout": 0.08}
APP_SHARE = {"train": 0.3, "heldout": 0.1}
KITS = {"train": (kits.TRAIN, app_kits.TRAIN), "heldout": (kits.HELDOUT, app_kits.HELDOUT)}


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page to render. html refers to assets by /assets/ URLs; width, height in CSS px; scale: device px per CSS px;
    zoom: how much larger than its CSS the browser shows the page (labels are in zoomed px)."""

    name: str
    seed: int
    split: str
    html: str
    framework: str
    theme: str
    dark: bool
    layout: str
    fonts: tuple[str, ...]
    icon_packs: tuple[str, ...]
    width: int
    height: int
    scale: float
    scroll_y: int
    zoom: float = 1.0


def compose(seed: int, split: str = "train", among: Sequence[str] = ()) -> PageSpec:
    """The page of a seed; the same arguments give the same page. Without npm assets only plain kits are drawn.

    among: names of kits and of themes (of the plain kit) of which one is taken; any when empty. Raises ValueError when the
    split has one of them not.
    """
    rng = Random(f"page-{split}-{seed}")
    root = assets_root()
    wanted = rng.choice(sorted(among)) if among else ""
    kit = choose_kit(rng, split, npm=root is not None, wanted=wanted)
    theme = rng.choice([t for t in theme_split(split) if wanted in ("", PLAIN.name, t.name)]) if kit is PLAIN else None
    dark = rng.random() < 0.22 and kit is not UNSTYLED and kit.has_dark
    if theme is not None and theme.dark is not True:
        dark = theme.dark is None
    icons = IconSource(rng, pack_split(split) if root else (BUILTIN,), root)
    width, height, scale, _ = rng.choices(VIEWPORTS, [v[3] for v in VIEWPORTS])[0]
    zoom = rng.choices([z for z, _ in ZOOMS], [n for _, n in ZOOMS])[0] if width >= 700 else 1.0
    page = Page(rng, kit, icons, dark, check_style=rng.randrange(9), switch_style=rng.randrange(6),
                label_style=rng.choice(LABEL_STYLES),
                narrow=width < 700, focus_rate=0.25 if rng.random() < 0.55 else 0.0)
    families = choose_fonts(rng, split, kit, theme, npm=root is not None)
    kind, body = draw_kind(page)
    body += overlay(page)
    day, night = rng.choice([look for look in kit.looks if look[1] or not dark]) if kit.looks else ("", "")
    own = (night if dark else day,) if kit.looks else ()
    sheets = "".join(f'<link rel="stylesheet" href="{URL_PREFIX}{sheet}">' for sheet in (*own, *kit.sheets))
    attributes, body_class = kit.dark if dark else kit.light, f' class="{kit.body}"' if dark and kit.body else ""
    rules = style(page, families, theme)
    if rng.random() < 0.04:
        body, direction = foreign(rng, body)
        attributes += f' dir="{direction}"'
        if direction == "rtl":  # what overflows to the left would move the origin of captures
            rules += "html{overflow-x:hidden}body{overflow-x:clip}"
    html = (f'<!doctype html><html lang="en" {attributes}><head><meta charset="utf-8">'
            f'<title>{e(w.heading(rng))}</title>{sheets}'
            f"<style>{rules}</style></head><body{body_class}>{body}</body></html>")
    return PageSpec(
        name=f"{split}-{seed:06d}", seed=seed, split=split, html=html, framework=kit.name, theme=theme.name if theme
                    else "dark" if dark else "light",
        dark=dark, layout=kind, fonts=tuple(family.name for family in families), icon_packs=tuple(sorted(icons.used)),
                    width=width, height=height,
        scale=scale, scroll_y=rng.choice((0, 0, 0, rng.randint(50, 900))), zoom=zoom,
    )


def choose_kit(rng: Random, split: str, npm: bool, wanted: str = "") -> Kit:
    """A kit of the split: the wanted one (PLAIN for the name of a theme), else by chance."""
    sheeted, apps = KITS[split]
    draw = rng.random()
    if wanted:
        known = {theme.name: PLAIN for theme in theme_split(split)} | {kit.name: kit for kit in (*sheeted, *apps, PLAIN, UNSTYLED)}
        if wanted not in known:
            raise ValueError(f"{wanted!r} is no kit or theme of {split}; there are {', '.join(sorted(known))}")
        return stylable(known[wanted])
    if draw < PLAIN_SHARE[split] or (not npm and draw < 0.75):
        return PLAIN
    if draw < PLAIN_SHARE[split] + UNSTYLED_SHARE[split] or not npm:
        return UNSTYLED
    return stylable(rng.choice(apps if draw < PLAIN_SHARE[split] + UNSTYLED_SHARE[split] + APP_SHARE[split] else sheeted))


def stylable(kit: Kit) -> Kit:
    """The kit, if its style sheets are installed: a page whose style is missing would look like no page at all."""
    for sheet in (*kit.sheets, *(sheet for look in kit.looks for sheet in look if sheet)):
        if not installed(f"{URL_PREFIX}{sheet}"):
            raise FileNotFoundError(f"{kit.name}: {sheet} is not installed; run python -m shadow_teacher.pages.assets "
                                    "install --to DIR")
    return kit


def choose_fonts(rng: Random, split: str, kit: Kit, theme: Theme | None, npm: bool) -> list[fonts.Family]:
    """Body and heading family; some themes bring theirs; pages without any style show the machine's own fonts."""
    def one() -> fonts.Family:
        text = [f for f in fonts.family_split(split) if f.kind in ("sans", "serif", "mono") or rng.random() < 0.1]
        return rng.choice(fonts.SYSTEM if not npm or rng.random() < 0.3 else text)

    if kit is UNSTYLED and rng.random() < 0.75:
        return [fonts.Family("Times New Roman", "serif", None)]
    face = rng.choice(theme.faces) if theme and theme.faces else "own"
    known = {family.name: family for family in (*(fonts.family_split(split) if npm else ()), *fonts.SYSTEM)}
    body = known.get(face) or one()
    heading = one() if rng.random() < 0.3 else body
    return [body, heading]


def style(page: Page, families: list[fonts.Family], theme: Theme | None) -> str:
    """The page's own rules: fonts, theme or repairs, how links and headings look."""
    rng, kit = page.rng, page.kit
    body, heading = families[0], families[-1]
    rules = [*(fonts.font_face(f) for f in dict.fromkeys(families)), "*,*::before,*::after{box-sizing:border-box}"]
    if theme is not None:
        rules.append(plain_css(rng, theme, page.dark))
    elif kit is UNSTYLED:
        margins = rng.choice((8, 8, 20, 0)), rng.choice((8, 8, 60, 160)) if not page.narrow else 8
        rules.append(f"body{{font-family:{fonts.stack(body)};margin:{margins[0]}px {margins[1]}px}}")
    else:
        accent = kit.accent if kit.accent and rng.random() < 0.85 else f"hsl({rng.randint(0, 359)} 65% 42%)"
        rules.append(f":root{{--accent:{accent};--muted:{'#9ca3af' if page.dark else '#6b7280'};"
                     f"--panel:{'#1f2937' if page.dark else '#fff'};"
                     f"--ink:{'#f3f4f6' if page.dark else '#1f2937'};--ground:{'#14171c' if page.dark else '#fff'}}}")
        if page.dark and not kit.dark and not kit.body and not kit.markup:
            rules.append(DARK_REPAIR)
        rules.append(kit.repair)
        if rng.random() < (0.15 if kit.markup else 0.5):
            rules.append(f":is(button,a,input,select,textarea):focus-visible{{{focus_ring(rng, 'var(--accent)')}}}")
        if rng.random() < 0.2:
            rules.append(f"html{{font-size:{rng.choice((87.5, 93.75, 112.5, 125))}%}}")
    if kit is not UNSTYLED and (theme is not None or rng.random() < 0.7):
        size = rng.choice(theme.sizes if theme else (13, 14, 15, 16, 16, 16, 17, 18))
        rules.append(f"body{{font-family:{fonts.stack(body)};font-size:{size}"
                     f"px}}h1,h2,h3,h4,h5{{font-family:{fonts.stack(heading)}}}"
                     "button,input,select,textarea{font-family:inherit}")
    rules.append(rng.choice(("a{text-decoration:none}", "p a,li a{text-decoration:underline}", "", "", "")))
    if rng.random() < 0.12:
        rules.append(rng.choice(("h1,h2,h3{text-transform:uppercase;letter-spacing:.03em}",
                                 "h1,h2,h3,h4{font-weight:300}")))
    return "".join(rules)


def main() -> None:
    """Command line: write the HTML of one seed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seed", type=int)
    parser.add_argument("--split", choices=("train", "heldout"), default="train")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.write_text(compose(args.seed, args.split).html)


if __name__ == "__main__":
    main()
