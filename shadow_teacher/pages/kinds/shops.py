"""Shops: lists of goods with filters, one article, the cart."""

from __future__ import annotations

from shadow_teacher.pages import blocks
from shadow_teacher.pages import phrases as w
from shadow_teacher.pages.choices import native_select, rating, segments, tab_strip
from shadow_teacher.pages.frames import contained, footer, header
from shadow_teacher.pages.pairs import number_row, toggle_pair
from shadow_teacher.pages.sections import card, card_grid, crumbs, head, pagination
from shadow_teacher.pages.widgets import Page, badge, button, e, icon_button, picture, prose


def tile(p: Page) -> str:
    rng = p.rng
    old = f'<s style="color:#888">{w.price(rng)}</s> ' if p.chance(0.3) else ""
    mark = f'<div style="position:absolute;left:8px;top:8px">{badge(p)}</div>' if p.chance(0.35) else ""
    heart = f'<div style="position:absolute;right:6px;top:6px">{icon_button(p, "heart")}</div>' if p.chance(0.5) else ""
    action = button(p, rng.choice(("Add to cart", "Buy now", "Details")), rng.choice(("primary", "btn", "outline")),
                    off=p.chance(0.12))
    return card(p, f'<div style="position:relative">{picture(p, "100%", rng.randint(110, 190))}{mark}{heart}</div>'
                   f'<div><a href="#">{e(rng.choice(w.GOODS))}</a></div>'
                   f"{rating(p) if p.chance(0.3) else ''}<div>{old}<strong>{w.price(rng)}</strong></div>{action}")


def listing(p: Page) -> str:
    rng = p.rng
    tiles = "".join(tile(p) for _ in range(rng.randint(3, 9)))
    grid = (f'<div style="display:grid;grid-template-columns:repeat(auto-fill,minmax({rng.choice((150, 190, 230))}'
            f'px,1fr));gap:16px">{tiles}</div>')
    side = "" if p.narrow else ('<aside style="flex:0 0 230px">'
                                f'{blocks.filters(p) if p.chance(0.5) else toggle_pair(p, "checkbox") + blocks.slider(p, "Price") + toggle_pair(p, "radio")}</aside>')
    tools = ('<div style="display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center">'
             f'{head(p, 1, 2)}{native_select(p, "Sort by")}{segments(p) if p.chance(0.3) else ""}</div>')
    return header(p) + contained(p, f'{crumbs(p)}{tools}<div style="display:flex;gap:24px">{side}<div style="flex:1">'
                                    f'{grid}{pagination(p)}</div></div>') + footer(p)


def product(p: Page) -> str:
    rng = p.rng
    thumbs = "".join(picture(p, "64px", 64,
                             f"border:2px solid {'var(--accent,#2563eb)' if n == 0 else 'transparent'};")
                     for n in range(rng.randint(3, 4)))
    arrows = (f'<div style="position:absolute;left:8px;top:45%">{icon_button(p, "chevron-left")}</div>'
              f'<div style="position:absolute;right:8px;top:45%">{icon_button(p, "chevron-right")}</div>') if p.chance(0.5) else ""
    left = ('<div style="flex:1;min-width:min(280px,100%)"><div style="position:relative">'
            f'{picture(p, "100%", rng.randint(260, 400))}{arrows}</div>'
            f'<div style="display:flex;gap:8px;margin-top:8px">{thumbs}</div></div>')
    size = f'<div>{e(rng.choice(("Size", "Color", "Fit")))}: {segments(p)}</div>'
    right = (f'<div style="flex:1;min-width:min(260px,100%)"><h1>{e(rng.choice(w.GOODS))}</h1>{rating(p)}'
             f'<p style="font-size:1.6em">{w.price(rng)} {badge(p)}</p>'
             f'{prose(p)}{size if p.chance(0.7) else toggle_pair(p, "radio")}{number_row(p)}'
             '<div style="display:flex;gap:10px;margin:12px 0">'
             f'{button(p, "Add to cart", "primary", off=p.chance(0.2))}{icon_button(p, "heart")}'
             f'{icon_button(p, "share")}</div></div>')
    return header(p) + contained(p, f'{crumbs(p)}<div style="display:flex;flex-wrap:wrap;gap:32px">{left}{right}</div>'
                                    f'{tab_strip(p)}{card_grid(p) if p.chance(0.4) else ""}') + footer(p)


def cart(p: Page) -> str:
    return header(p) + contained(p, crumbs(p) + blocks.cart(p)) + footer(p)
