"""Seed -> page specification: a kit, fonts, icons, a theme, a layout and sections, all from one random generator.

    python -m shadow_teacher.pages.compose 17 --split train --out page.html
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path
from random import Random

from . import fonts
from . import phrases as w
from .assets import URL_PREFIX, assets_root
from .blocks import BLOCKS
from .icon_packs import BUILTIN, IconSource, pack_split
from .kits import DARK_REPAIR, HELDOUT, PLAIN, TRAIN, UNSTYLED, Kit, plain_css
from .sections import SECTIONS, form
from .widgets import Page, avatar, badge, button, e, icon, icon_button, inline_link

VIEWPORTS = ((1280, 720, 1.0, 60), (1440, 900, 1.0, 6), (1024, 768, 1.0, 6), (1920, 1080, 1.0, 2), (768, 1024, 1.0, 5), (390, 844, 2.0, 7), (360, 740, 2.0, 3), (412, 915, 1.0, 2), (1280, 720, 1.5, 4), (1280, 720, 2.0, 3))


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page to render. html refers to assets by /assets/ URLs; width, height in CSS px; scale: device px per CSS px."""

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


def compose(seed: int, split: str = "train") -> PageSpec:
    """The page of a seed; the same seed and split give the same page. Without npm assets only plain kits are drawn."""
    rng = Random(f"page-{split}-{seed}")
    root = assets_root()
    kit = choose_kit(rng, split, npm=root is not None)
    dark = rng.random() < 0.22 and kit is not UNSTYLED
    icons = IconSource(rng, pack_split(split) if root else (BUILTIN,), root)
    page = Page(rng, kit, icons, dark, check_style=rng.randrange(9), switch_style=rng.randrange(6), label_style=rng.choice(("above", "above", "above", "left", "placeholder")))
    families = choose_fonts(rng, split, kit, npm=root is not None)
    width, height, scale = choose_viewport(rng)
    layout = rng.choices(("stack", "sidebar", "dialog", "center", "columns"), (50, 20, 9, 11, 10))[0]
    if layout == "sidebar" and width < 700:
        layout = "stack"  # a phone has no room for one
    body = {"stack": stack, "sidebar": sidebar, "dialog": dialog, "center": center, "columns": columns}[layout](page)
    sheets = "".join(f'<link rel="stylesheet" href="{URL_PREFIX}{sheet}">' for sheet in kit.sheets)
    html_attributes = kit.dark if dark else kit.light
    body_class = f' class="{kit.body}"' if dark and kit.body else ""
    html = (f'<!doctype html><html lang="en" {html_attributes}><head><meta charset="utf-8"><title>{e(w.heading(rng))}</title>{sheets}<style>{style(page, families)}</style></head>'
            f"<body{body_class}>{body}</body></html>")
    return PageSpec(
        name=f"{split}-{seed:06d}", seed=seed, split=split, html=html, framework=kit.name, theme="dark" if dark else "light", dark=dark, layout=layout,
        fonts=tuple(family.name for family in families), icon_packs=tuple(sorted(icons.used)), width=width, height=height, scale=scale,
        scroll_y=rng.choice((0, 0, 0, rng.randint(50, 900))),
    )


def choose_kit(rng: Random, split: str, npm: bool) -> Kit:
    draw = rng.random()
    if draw < (0.34 if split == "train" else 0.15) or (not npm and draw < 0.7):
        return PLAIN
    if draw < (0.5 if split == "train" else 0.22) or not npm:
        return UNSTYLED
    return rng.choice(TRAIN if split == "train" else HELDOUT)


def choose_fonts(rng: Random, split: str, kit: Kit, npm: bool) -> list[fonts.Family]:
    """Body and heading family; pages without any style show the machine's own fonts."""
    def one() -> fonts.Family:
        pool = fonts.SYSTEM if not npm or rng.random() < 0.3 else [f for f in fonts.family_split(split) if f.kind in ("sans", "serif", "mono") or rng.random() < 0.1]
        return rng.choice(pool)

    if kit is UNSTYLED and rng.random() < 0.75:
        return [fonts.Family("Times New Roman", "serif", None)]
    body = one()
    heading = one() if rng.random() < 0.35 else body
    return [body, heading]


def choose_viewport(rng: Random) -> tuple[int, int, float]:
    width, height, scale, _ = rng.choices(VIEWPORTS, [v[3] for v in VIEWPORTS])[0]
    return width, height, scale


def style(page: Page, families: list[fonts.Family]) -> str:
    rng, kit = page.rng, page.kit
    body = families[0]
    heading = families[-1]
    size = rng.choice((13, 14, 14, 15, 16, 16, 16, 16, 17, 18))
    rules = [*(fonts.font_face(f) for f in dict.fromkeys(families)), "*,*::before,*::after{box-sizing:border-box}"]
    if kit is not UNSTYLED:
        own = rng.random() < 0.7 or kit is PLAIN
        if own:
            rules.append(f"body{{font-family:{fonts.stack(body)};font-size:{size}px}}h1,h2,h3,h4,h5{{font-family:{fonts.stack(heading)}}}button,input,select,textarea{{font-family:inherit}}")
        if rng.random() < 0.2:
            rules.append(f"html{{font-size:{rng.choice((87.5, 93.75, 112.5, 125))}%}}")
    else:
        rules.append(f"body{{font-family:{fonts.stack(body)};margin:{rng.choice((8, 8, 20, 0))}px {rng.choice((8, 8, 60, 160))}px}}")
    if kit is PLAIN:
        rules.append(plain_css(rng, page.dark))
    elif kit is not UNSTYLED:
        hue = rng.randint(0, 359)
        rules.append(f":root{{--accent:hsl({hue} 65% 42%);--muted:{'#9ca3af' if page.dark else '#6b7280'};--panel:{'#1f2937' if page.dark else '#fff'};--ink:{'#f3f4f6' if page.dark else '#1f2937'}}}")
        if page.dark and not kit.dark and not kit.body:
            rules.append(DARK_REPAIR)
        rules.append(kit.repair)
    link = rng.random()
    if link < 0.25:
        rules.append("a{text-decoration:none}")
    elif link < 0.4:
        rules.append("p a,li a{text-decoration:underline}")
    if rng.random() < 0.15:
        rules.append("h1,h2,h3{text-transform:uppercase;letter-spacing:.03em}")
    if rng.random() < 0.1:
        rules.append("h1,h2,h3,h4{font-weight:300}")
    if rng.random() < 0.06:
        rules.append(f"body{{background-image:linear-gradient({rng.randint(0, 180)}deg,hsl({rng.randint(0, 359)} 60% {20 if page.dark else 88}%),hsl({rng.randint(0, 359)} 60% {25 if page.dark else 94}%))}}")
    return "".join(rules)


def sections(page: Page, low: int, high: int) -> str:
    """Sections one below the other."""
    pool = (*SECTIONS, *BLOCKS)
    picked = page.rng.choices([s for s, _ in pool], [n for _, n in pool], k=page.rng.randint(low, high))
    gap = page.rng.choice((8, 16, 24, 40))
    return "".join(f'<section style="margin:{gap}px 0">{section(page)}</section>' for section in picked)


def contained(page: Page, inner: str) -> str:
    if page.kit.of("container"):
        return f"<main{page.kit.of('container')}>{inner}</main>"
    return f'<main style="max-width:{page.rng.choice((800, 1000, 1200, 4000))}px;margin:0 auto;padding:0 {page.rng.choice((0, 12, 20))}px">{inner}</main>'


def header(page: Page) -> str:
    rng = page.rng
    if page.chance(0.12):
        return ""
    hue = rng.randint(0, 359)
    ground, ink = rng.choice((("transparent", "inherit"), (f"hsl({hue} 55% 35%)", "#fff"), ("#212529", "#fff"), ("#fff", "#333"), ("#f8f9fa", "#222"), (f"linear-gradient(90deg,hsl({hue} 60% 40%),hsl({hue + 40} 60% 45%))", "#fff")))
    plain_list = page.kit.name == "unstyled" and page.chance(0.6)
    names = rng.sample(w.NAV, rng.randint(2, 7))
    chosen = rng.randrange(len(names))
    if plain_list:
        return f'<header><h1>{e(w.heading(rng))}</h1><nav><ul>{"".join(f"<li><a href=#>{e(n)}</a></li>" for n in names)}</ul></nav></header>'
    gap, caps = rng.choice((10, 16, 24, 32)), rng.choice(("", "", "text-transform:uppercase;font-size:.85em;letter-spacing:.05em;"))
    links = "".join(f'<a href="#"{" aria-current=page" if n == chosen else ""} style="color:inherit;text-decoration:none;{caps}{"font-weight:700;" if n == chosen and page.chance(0.7) else ""}">{icon(page) + " " if page.chance(0.08) else ""}{e(name)}</a>' for n, name in enumerate(names))
    brand = f'<a href="#" style="color:inherit;text-decoration:none;font-weight:700;font-size:{rng.choice((1, 1.2, 1.4))}em">{icon(page) + " " if page.chance(0.35) else ""}{e(w.phrase(rng, 1, 2))}</a>'
    right = "".join(rng.choice((lambda: icon_button(page), lambda: button(page, rng.choice(("Sign in", "Log in", "Sign up", "Get started")), "primary"), lambda: avatar(page, 32), lambda: '<input type="search" placeholder="Search"' + page.kit.of("field") + ' style="width:180px;display:inline-block">', lambda: badge(page)))() for _ in range(rng.randint(0, 3)))
    sticky = "position:sticky;top:0;z-index:20;" if page.chance(0.3) and ground != "transparent" else ""
    return (f'<header style="{sticky}background:{ground};color:{ink};padding:{rng.choice((6, 10, 16))}px {rng.choice((12, 24, 48))}px;{"border-bottom:1px solid #8884;" if page.chance(0.5) else ""}"><div style="display:flex;flex-wrap:wrap;align-items:center;gap:{gap}px">'
            f'{brand}<nav style="display:flex;flex-wrap:wrap;gap:{gap}px;{"flex:1;" if page.chance(0.7) else ""}{"justify-content:" + rng.choice(("center", "flex-end")) if page.chance(0.4) else ""}">{links}</nav><div style="display:flex;gap:8px;align-items:center">{right}</div></div></header>')


def footer(page: Page) -> str:
    rng = page.rng
    if page.chance(0.35):
        return ""
    columns_html = "".join(f'<div><h5>{e(w.phrase(rng, 1, 2))}</h5><ul style="list-style:none;padding:0">{"".join(f"<li>{inline_link(page)}</li>" for _ in range(rng.randint(2, 5)))}</ul></div>' for _ in range(rng.randint(0, 4)))
    social = "".join(icon_button(page, c) for c in rng.sample(("facebook", "twitter", "instagram", "youtube", "github", "linkedin", "google"), rng.randint(0, 4)))
    ground, ink = rng.choice((("#212529", "#ddd"), ("transparent", "inherit"), ("#f1f3f5", "#444"), ("#0f172a", "#cbd5e1")))
    links = " · ".join(inline_link(page) for _ in range(rng.randint(0, 3)))
    return f'<footer style="background:{ground};color:{ink};padding:20px 24px;margin-top:24px"><div style="display:flex;flex-wrap:wrap;gap:48px">{columns_html}</div><div style="text-align:{rng.choice(("center", "left"))}">{social}<p><small>© {rng.randint(2010, 2027)} {e(w.phrase(rng, 1, 2))}. All rights reserved. {links}</small></p></div></footer>'


def stack(page: Page) -> str:
    return header(page) + contained(page, sections(page, 2, 6)) + footer(page)


def sidebar(page: Page) -> str:
    """Side navigation, top bar, content: dashboards and documentation."""
    rng = page.rng
    hue = rng.randint(0, 359)
    ground, ink = rng.choice((("#1f2937", "#d1d5db"), (f"linear-gradient(180deg,hsl({hue} 60% 45%),hsl({hue} 60% 30%))", "#fff"), ("#f8f9fa", "#333"), ("transparent", "inherit"), ("#fff", "#444"), ("#222e3c", "#ccc")))
    names, with_icons = rng.sample(w.NAV, rng.randint(4, 11)), page.chance(0.6)
    chosen = rng.randrange(len(names))
    entries = []
    for n, name in enumerate(names):
        if page.chance(0.12):
            entries.append(f'<div style="font-size:11px;text-transform:uppercase;opacity:.6;padding:10px 16px 2px">{e(w.phrase(rng, 1, 1))}</div>')
        mark = "background:#8884;font-weight:600;" if n == chosen else ""
        entries.append(f'<a href="#"{" aria-current=page" if n == chosen else ""} style="display:flex;gap:10px;align-items:center;padding:{rng.choice((6, 8, 11))}px 16px;color:inherit;text-decoration:none;{mark}">{icon(page, size="16px") if with_icons else ""}<span>{e(name)}</span>{badge(page) if page.chance(0.08) else ""}</a>')
    side = f'<aside style="flex:0 0 {rng.choice((180, 220, 224, 260))}px;background:{ground};color:{ink};min-height:100vh;padding:10px 0"><div style="padding:10px 16px;font-weight:700;font-size:1.15em">{icon(page) + " " if page.chance(0.4) else ""}{e(w.phrase(rng, 1, 2))}</div><nav>{"".join(entries)}</nav></aside>'
    return f'<div style="display:flex">{side}<div style="flex:1;min-width:0">{header(page) if page.chance(0.7) else ""}<div style="padding:16px 24px">{sections(page, 2, 5)}</div></div></div>'


def dialog(page: Page) -> str:
    """A page behind a backdrop, a dialog in front."""
    rng = page.rng
    inner = form(page, rng.randint(1, 4)) if page.chance(0.5) else f"<h3>{e(w.heading(rng))}</h3><p>{e(w.sentence(rng))}</p><div style='text-align:right'>{button(page, 'Cancel')} {button(page, rng.choice(('Delete', 'Confirm', 'OK', 'Save changes')), 'primary')}</div>"
    ground, ink = ("#1f2937", "#eee") if page.dark else ("#fff", "#222")
    box = f'<div role="dialog" style="position:relative;background:{ground};color:{ink};border-radius:{rng.choice((0, 4, 8, 16))}px;padding:{rng.choice((16, 24, 32))}px;width:{rng.choice((340, 420, 520, 640))}px;max-width:94vw;box-shadow:0 20px 50px #0006"><div style="position:absolute;right:10px;top:10px">{icon_button(page, "close")}</div>{inner}</div>'
    backdrop = f'<div style="position:fixed;inset:0;background:rgba(0,0,0,{rng.choice((0.4, 0.5, 0.6))});display:flex;align-items:{rng.choice(("center", "flex-start"))};justify-content:center;padding-top:40px;z-index:99">{box}</div>'
    return stack(page) + backdrop


def center(page: Page) -> str:
    """One card in the middle of an otherwise empty page: log in, register, not found."""
    rng = page.rng
    hue = rng.randint(0, 359)
    ground = rng.choice(("transparent", f"linear-gradient(160deg,hsl({hue} 60% 45%),hsl({hue + 60} 60% 35%))", f"hsl({hue} 40% 90%)", "#e9ecef"))
    panel, ink = ("#1f2937", "#eee") if page.dark else ("#fff", "#222")
    brands = (("Login", "Google"), ("Continue", "GitHub"), ("Sign in", "Facebook"))[: rng.randint(1, 3)]
    ways = "".join("<div style=margin:6px>" + button(page, f"{verb} with {brand}") + "</div>" for verb, brand in brands)
    social = f'<div style="margin:10px 0">{ways}</div>' if page.chance(0.3) else ""
    foot = f'<div style="text-align:center">{inline_link(page, "Forgot password?")}<br>{inline_link(page, "Create an account!")}</div>' if page.chance(0.4) else ""
    card_html = f'<div class="card" style="background:{panel};color:{ink};width:{rng.choice((340, 400, 480, 560))}px;max-width:94vw;padding:{rng.choice((20, 32, 44))}px;border-radius:{rng.choice((0, 6, 12))}px;box-shadow:0 8px 30px #0003">{form(page, rng.randint(1, 5))}{social}{foot}</div>'
    return f'<div style="min-height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;background:{ground}">{card_html}</div>'


def columns(page: Page) -> str:
    return header(page) + contained(page, f'<div style="display:flex;flex-wrap:wrap;gap:28px"><div style="flex:{page.rng.choice((1, 2, 3))};min-width:300px">{sections(page, 1, 4)}</div><div style="flex:1;min-width:260px">{sections(page, 1, 3)}</div></div>') + footer(page)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seed", type=int)
    parser.add_argument("--split", choices=("train", "heldout"), default="train")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    args.out.write_text(compose(args.seed, args.split).html)


if __name__ == "__main__":
    main()
