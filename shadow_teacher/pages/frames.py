"""What surrounds the content of a page: top bars, navigation, side bars, footers, and how sections are stacked."""

from __future__ import annotations

from . import phrases as w
from .blocks import BLOCKS
from .choices import own_items, truth
from .pairs import sampler
from .sections import SECTIONS
from .widgets import Page, avatar, badge, button, e, icon, icon_button, inline_link

GROUNDS = (("transparent", "inherit"), ("#212529", "#fff"), ("#fff", "#333"), ("#f8f9fa", "#222"), ("#0b2545", "#fff"),
           ("#000", "#fff"),
           ("#e5e7eb", "#111"), ("var(--panel,#fff)", "var(--ink,#222)"))
POOL = (*SECTIONS, *BLOCKS, (sampler, 20))


def bar_colors(p: Page) -> tuple[str, str]:
    """Ground and ink of a bar: plain, colored or a gradient."""
    hue = p.rng.randint(0, 359)
    if p.chance(0.3):
        return p.rng.choice(((f"hsl({hue} 55% 35%)", "#fff"), ("var(--accent,#2563eb)", "#fff"),
                             (f"linear-gradient(90deg,hsl({hue} 60% 35%),hsl({hue + 40} 60% 38%))", "#fff")))
    return p.rng.choice(GROUNDS)


def sections(p: Page, low: int, high: int) -> str:
    """Sections one below the other."""
    picked = p.rng.choices([s for s, _ in POOL], [n for _, n in POOL], k=p.rng.randint(low, high))
    gap = p.rng.choice((6, 12, 16, 24, 40))
    return "".join(f'<section style="margin:{gap}px 0">{section(p)}</section>' for section in picked)


def contained(p: Page, inner: str) -> str:
    """The main part in the width that the kit or the page gives it."""
    if p.kit.of("container"):
        return f"<main{p.kit.of('container')}>{inner}</main>"
    width, pad = p.rng.choice((800, 1000, 1200, 4000)), p.rng.choice((8, 12, 20))
    return f'<main style="max-width:{width}px;margin:0 auto;padding:0 {pad}px">{inner}</main>'


def brand(p: Page) -> str:
    sign = icon(p) + " " if p.chance(0.4) else ""
    size = p.rng.choice((1, 1.15, 1.3, 1.5))
    return (f'<a href="#" style="color:inherit;text-decoration:none;font-weight:700;font-size:{size}em">{sign}'
            f"{e(w.phrase(p.rng, 1, 2))}</a>")


def nav_links(p: Page, names: list[str], gap: int, mark: bool = True) -> str:
    """Links of a top bar; the current one is marked in one of several ways."""
    rng = p.rng
    chosen = rng.randrange(len(names)) if mark else -1
    on = rng.choice(("font-weight:700;", "border-bottom:2px solid currentColor;", "background:#8885;border-radius:5px;",
                     "opacity:1;text-decoration:underline;"))
    caps = rng.choice(("", "", "", "text-transform:uppercase;font-size:.85em;letter-spacing:.05em;"))
    pad = rng.choice(("0", "4px 8px", "8px 12px"))
    lead = p.chance(0.12)
    links = "".join(
        f'<a href="#"{" aria-current=page" if n == chosen else ""}{p.focus()} style="display:inline-block;'
        'color:inherit;text-decoration:none;'
        f'padding:{pad};{caps}{on if n == chosen else ""}">{icon(p) + " " if lead else ""}{e(name)}</a>' for n,
                    name in enumerate(names))
    return f'<nav style="display:flex;flex-wrap:wrap;gap:{gap}px;align-items:center">{links}</nav>'


def header(p: Page) -> str:
    """A banner: brand, navigation, a few tools; on a phone only a menu button; sometimes none at all."""
    rng = p.rng
    if p.chance(0.08):
        return ""
    names = rng.sample(w.NAV, rng.randint(2, 7))
    if p.kit.name == "unstyled" and p.chance(0.6):
        items = "".join(f"<li><a href=#>{e(n)}</a></li>" for n in names)
        return f"<header><h1>{e(w.heading(rng))}</h1><nav><ul>{items}</ul></nav></header>"
    ground, ink = bar_colors(p)
    sticky = "position:sticky;top:0;z-index:20;" if p.chance(0.3) and ground != "transparent" else ""
    line = rng.choice(("border-bottom:1px solid #8884;", "", "box-shadow:0 1px 6px #0003;", "border-bottom:4px solid "
                                                                                            "var(--accent,#2563eb);"))
    look = (f"{sticky}background:{ground};color:{ink};padding:{rng.choice((4, 8, 12, 18))}px {rng.choice((12, 20, 40))}"
            f"px;{line}")
    if p.narrow:
        return (f'<header style="{look}display:flex;align-items:center;gap:10px">{icon_button(p, "menu")}'
                f'<div style="flex:1">{brand(p)}</div>{icon_button(p)}{icon_button(p) if p.chance(0.5) else ""}'
                '</header>')
    gap = rng.choice((6, 12, 18, 26))
    tools = "".join(tool(p) for _ in range(rng.randint(0, 3)))
    middle = (f'<div style="flex:1;display:flex;justify-content:{rng.choice(("flex-start", "center", "flex-end"))}">'
              f'{nav_links(p, names, gap)}</div>')
    return (f'<header style="{look}"><div style="display:flex;flex-wrap:wrap;align-items:center;gap:{gap + 6}px">'
            f'{brand(p)}{middle}'
            f'<div style="display:flex;gap:8px;align-items:center">{tools}</div></div></header>')


def tool(p: Page) -> str:
    """Something at the right of a top bar."""
    return p.rng.choice((
        lambda: icon_button(p), lambda: icon_button(p),
        lambda: button(p, p.rng.choice(("Sign in", "Log in", "Sign up", "Get started")), "primary"),
                         lambda: avatar(p, 32),
        lambda: f'<input type="search" placeholder="Search"{p.kit.of("field")}{p.focus()} style="width:170px;'
                'display:inline-block;margin:0">',
        lambda: f'<button type="button"{p.kit.of("ghost")} aria-haspopup="menu" aria-expanded="{truth(False)}" '
                'style="color:inherit">'
                f'{e(p.rng.choice(w.PEOPLE).split()[0])} {icon(p, "chevron-down", "12px")}</button>',
    ))()


def footer(p: Page) -> str:
    """Columns of links, signs of networks, the small print."""
    rng = p.rng
    if p.chance(0.3):
        return ""
    ground, ink = rng.choice((("#212529", "#ddd"), ("transparent", "inherit"), ("#f1f3f5", "#444"),
                              ("#0f172a", "#cbd5e1"), ("#8882", "inherit")))
    columns = "".join(
        f'<div><h5 style="color:inherit">{e(w.phrase(rng, 1, 2))}</h5><ul style="list-style:none;padding:0">'
        f'{"".join(f"<li>{inline_link(p)}</li>" for _ in range(rng.randint(2, 5)))}</ul></div>'
                      for _ in range(rng.randint(0, 4)))
    networks = rng.sample(("facebook", "twitter", "instagram", "youtube", "github", "linkedin", "google"),
                          rng.randint(0, 4))
    signs = "".join(icon_button(p, name) for name in networks)
    links = " · ".join(inline_link(p) for _ in range(rng.randint(0, 3)))
    return (f'<footer style="background:{ground};color:{ink};padding:{rng.choice((10, 20, 30))}px 24px;'
            f'margin-top:{rng.choice((0, 24))}px">'
            f'<div style="display:flex;flex-wrap:wrap;gap:48px">{columns}</div>'
            f'<div style="text-align:{rng.choice(("center", "left"))}">'
            f"{signs}<p><small>© {rng.randint(2001, 2027)} {e(w.phrase(rng, 1, 2))}. All rights reserved. {links}"
            "</small></p></div></footer>")


def side_nav(p: Page) -> str:
    """Side navigation with groups, icons, counters and an entry that is open."""
    rng = p.rng
    hue = rng.randint(0, 359)
    ground, ink = rng.choice((("#1f2937", "#d1d5db"), (f"linear-gradient(180deg,hsl({hue} 60% 40%),hsl({hue} 60% 28%))",
                                                       "#fff"), ("#f8f9fa", "#333"),
                              ("transparent", "inherit"), ("#fff", "#444"), ("#222e3c", "#ccc"),
                              ("var(--panel,#fff)", "var(--ink,#222)")))
    names, with_icons = rng.sample(w.NAV, rng.randint(4, 11)), p.chance(0.6)
    shade = p.chance(0.4)
    own = p.own("sidenav", entries=own_items(p, names, rng.randrange(len(names)), icons=with_icons), shade=shade)
    if own:
        ground, ink = ("#001529", "#d6dbe1") if shade else ("var(--panel,#fff)", "var(--ink,#222)")
        return (f'<aside style="flex:0 0 {rng.choice((200, 224, 256))}px;min-height:100vh;background:{ground};color:{ink};'
                f'border-right:1px solid #8883"><div style="padding:14px 20px">{brand(p)}</div><nav>{own}</nav></aside>')
    chosen, opened = rng.randrange(len(names)), rng.randrange(len(names)) if p.chance(0.35) else -1
    on = rng.choice(("background:#8884;font-weight:600;", "background:var(--accent,#2563eb);color:#fff;",
                     "border-left:3px solid currentColor;font-weight:600;"))
    pad, entries = rng.choice((4, 6, 8, 11)), []
    for n, name in enumerate(names):
        if p.chance(0.12):
            entries.append('<div style="font-size:11px;text-transform:uppercase;opacity:.65;padding:10px 16px 2px">'
                           f'{e(w.phrase(rng, 1, 1))}</div>')
        style = f"display:flex;gap:10px;align-items:center;padding:{pad}px 16px;color:inherit;text-decoration:none;"
        lead, count = icon(p, size="16px") if with_icons else "", badge(p) if p.chance(0.08) else ""
        if opened >= 0 and n in (opened, (opened + 1) % len(names)):
            inner = "".join(f'<a href="#" style="{style}padding-left:42px">{e(w.link(rng))}</a>'
                            for _ in range(2)) if n == opened else ""
            sign = icon(p, "chevron-down" if n == opened else "chevron-right", "14px")
            entries.append(f'<button type="button" aria-expanded="{truth(n == opened)}" style="{style}width:100%;'
                           'height:auto;border:0;background:none;'
                           'box-shadow:none;margin:0;font:inherit;text-align:left;text-transform:none;'
                           'letter-spacing:0;line-height:1.4">'
                           f'{lead}<span style="flex:1">{e(name)}</span>{sign}</button>{inner}')
        else:
            entries.append(f'<a href="#"{" aria-current=page" if n == chosen else ""}{p.focus()} style="{style}'
                           f'{on if n == chosen else ""}">'
                           f"{lead}<span>{e(name)}</span>{count}</a>")
    top = f'<div style="padding:10px 16px">{brand(p)}</div>' if p.chance(0.8) else ""
    return (f'<aside style="flex:0 0 {rng.choice((170, 200, 224, 260))}px;background:{ground};color:{ink};'
            'min-height:100vh;padding:10px 0;'
            f'{rng.choice(("", "border-right:1px solid #8884;"))}">{top}<nav>{"".join(entries)}</nav></aside>')


def rail(p: Page) -> str:
    """A narrow side bar of icons alone."""
    names = p.rng.sample(("home", "search", "bell", "mail", "calendar", "users", "folder", "chart", "settings", "star",
                          "file"), p.rng.randint(4, 8))
    ground, ink = p.rng.choice((("#111827", "#e5e7eb"), ("#fff", "#333"), ("var(--accent,#2563eb)", "#fff")))
    return (f'<aside style="flex:0 0 60px;min-height:100vh;background:{ground};color:{ink};display:flex;'
            'flex-direction:column;align-items:center;'
            f'gap:{p.rng.choice((4, 12))}px;padding:12px 0;border-right:1px solid #8884">'
            f'<nav>{"".join(icon_button(p, n) for n in names)}</nav></aside>')


def framed(p: Page, inner: str, side: bool | None = None) -> str:
    """Content inside the frame of an application: a side bar or an icon rail, mostly a top bar."""
    rng = p.rng
    if p.narrow:
        return f'{header(p)}<div style="padding:10px 12px">{inner}</div>{tab_bar(p) if p.chance(0.5) else ""}'
    left = rail(p) if p.chance(0.15) else side_nav(p) if side is not False else ""
    top = header(p) if p.chance(0.7) else ""
    pad = rng.choice(("8px 12px", "16px 24px", "24px 32px"))
    return (f'<div style="display:flex">{left}<div style="flex:1;min-width:0">{top}<div style="padding:{pad}">{inner}'
            '</div></div></div>')


def tab_bar(p: Page) -> str:
    """The bar of icons with words at the bottom of a phone's window."""
    rng = p.rng
    names = rng.sample(("Home", "Search", "Messages", "Profile", "Cart", "Settings", "Favorites", "Calendar"),
                       rng.randint(3, 5))
    signs = {"Home": "home", "Search": "search", "Messages": "message", "Profile": "user", "Cart": "cart",
             "Settings": "settings", "Favorites": "heart",
             "Calendar": "calendar"}
    chosen = rng.randrange(len(names))
    items = "".join(
        f'<button type="button" role="tab" aria-selected="{truth(n == chosen)}" style="flex:1;display:flex;'
        'flex-direction:column;align-items:center;gap:3px;'
        "padding:7px 0;border:0;background:none;box-shadow:none;margin:0;height:auto;font-size:11px;line-height:1.2;"
        "text-transform:none;"
        f'color:{"var(--accent,#2563eb)" if n == chosen else "var(--muted,#777)"}">{icon(p, signs[name], "22px")}'
        f'<span>{name}</span></button>'
        for n, name in enumerate(names))
    return ('<div role="tablist" style="position:fixed;left:0;right:0;bottom:0;z-index:30;display:flex;'
            'background:var(--panel,#fff);'
            f'border-top:1px solid #8885">{items}</div>')
