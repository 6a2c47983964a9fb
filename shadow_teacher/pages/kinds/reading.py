"""Pages people read: landing pages, blogs, documentation, search results, prices."""

from __future__ import annotations

from shadow_teacher.pages import phrases as w
from shadow_teacher.pages.choices import segments
from shadow_teacher.pages.frames import contained, footer, header, side_nav
from shadow_teacher.pages.pairs import pair
from shadow_teacher.pages.sections import accordion, article, card_grid, crumbs, head, hero, pagination, thread
from shadow_teacher.pages.widgets import (
    Page,
    avatar,
    badge,
    button,
    e,
    icon,
    icon_button,
    inline_link,
    picture,
    prose,
    text_field,
)


def landing(p: Page) -> str:
    rng = p.rng
    quotes = "".join(f'<blockquote style="flex:1;min-width:200px">“{e(w.sentence(rng))}”<br>'
                     f'<span style="display:flex;gap:8px;align-items:center">{avatar(p, 32)} {e(rng.choice(w.PEOPLE))}'
                     '</span></blockquote>' for _ in range(rng.randint(2, 3)))
    parts = [card_grid(p), f'<section style="display:flex;flex-wrap:wrap;gap:20px">{quotes}</section>', accordion(p),
             split(p), subscribe(p), card_grid(p), carousel(p)]
    return header(p) + hero(p) + contained(p, "".join(rng.sample(parts, rng.randint(2, 4)))) + footer(p)


def carousel(p: Page) -> str:
    """One of several pictures with words on it, arrows at the sides and dots below."""
    rng = p.rng
    count = rng.randint(3, 5)
    dots = "".join(f'<span style="width:9px;height:9px;border-radius:9px;background:{"#fff" if n == 0 else "#fff8"}"></span>'
                   for n in range(count))
    arrows = "".join(f'<div style="position:absolute;{side}:10px;top:45%;color:#fff">{icon_button(p, f"chevron-{side}")}</div>'
                     for side in ("left", "right"))
    words = (f'<div style="position:absolute;left:0;right:0;bottom:{rng.choice((30, 60))}px;text-align:center;color:#fff;'
             f'text-shadow:0 1px 4px #000"><h2 style="color:#fff">{e(w.heading(rng))}</h2><p>{e(w.sentence(rng))}</p></div>')
    return (f'<div style="position:relative;background:#222">{picture(p, "100%", rng.randint(220, 400), "filter:brightness(.6)")}'
            f'{words}{arrows}<div style="position:absolute;bottom:12px;left:0;right:0;display:flex;gap:8px;justify-content:center">'
            f"{dots}</div></div>")


def split(p: Page) -> str:
    """A picture beside a text with points and a button."""
    rng = p.rng
    points = "".join(f'<li style="list-style:none;display:flex;gap:8px;align-items:center">{icon(p, "check", "18px")}'
                     f'<span>{e(w.phrase(rng, 2, 5))}</span></li>' for _ in range(rng.randint(2, 4)))
    halves = [f'<div style="flex:1;min-width:240px">{picture(p, "100%", rng.randint(180, 320))}</div>',
              f'<div style="flex:1;min-width:240px">{head(p, 2, 3)}{prose(p)}<ul style="padding:0">{points}</ul>'
              f'{button(p)}</div>']
    rng.shuffle(halves)
    return (f'<section style="display:flex;flex-wrap:wrap;gap:32px;align-items:center;padding:24px 0">{"".join(halves)}'
            '</section>')


def subscribe(p: Page) -> str:
    rng = p.rng
    look = rng.choice(("background:#8882", "background:var(--accent,#2563eb);color:#fff", "background:#111;color:#eee"))
    name = p.new_id()
    return (f'<section style="{look};padding:28px;text-align:center"><h2 style="color:inherit">{e(w.heading(rng))}'
            '</h2><form onsubmit="return false" style="display:inline-flex;gap:8px;align-items:center">'
            f'<input id="{name}" type="email" placeholder="Your email" aria-label="Email"{p.kit.of("field")}'
            f'{p.focus()} style="width:220px;margin:0">{button(p, "Subscribe", "primary", off=False)}</form></section>')


def blog(p: Page) -> str:
    rng = p.rng
    posts = "".join('<article style="margin:18px 0">'
                    f'{picture(p, "100%", rng.randint(120, 260)) if p.chance(0.5) else ""}<h2>'
                    f'<a href="#">{e(w.heading(rng))}</a></h2>'
                    f'<small style="color:var(--muted,#777)">{w.date(rng)} · {inline_link(p)} · {rng.randint(0, 80)} '
                    f'comments</small>{prose(p)}{inline_link(p, "Continue reading")}</article>'
                    for _ in range(rng.randint(1, 3)))
    side = (f'<aside style="flex:1;min-width:200px">{text_field(p, "Search|search|Search")}<h4>Categories</h4>'
            f'<ul>{"".join(f"<li>{inline_link(p)} ({rng.randint(1, 60)})</li>" for _ in range(rng.randint(3, 7)))}</ul>'
            f'<h4>Tags</h4><p>{" ".join(badge(p) for _ in range(rng.randint(3, 8)))}</p>'
            f'{pair(p) if p.chance(0.4) else ""}</aside>')
    main = (f'<div style="flex:3;min-width:min(300px,100%)">{posts if p.chance(0.6) else article(p) + thread(p)}'
            f'{pagination(p)}</div>')
    return header(p) + contained(p, f'<div style="display:flex;flex-wrap:wrap;gap:36px">{main}{side}</div>') + footer(p)


def docs(p: Page) -> str:
    """A tree of chapters, the text with code and notes, the table of contents at the right."""
    rng = p.rng
    def code() -> str:
        lines = chr(10).join(f"{w.phrase(rng, 1, 1).lower()} = {w.phrase(rng, 1, 1).lower()}({rng.randint(0, 99)})"
                             for _ in range(rng.randint(1, 5)))
        return (f'<pre style="background:{rng.choice(("#f6f8fa;color:#24292f", "#282c34;color:#abb2bf"))};padding:12px;'
                f'overflow:auto"><code>{e(lines)}</code></pre>')

    note = ('<div role="note" class="alert" style="border-left:4px solid #0969da;background:#ddf4ff;color:#0b3d66;'
            f'padding:10px 14px"><strong>Note</strong> {e(w.sentence(rng))}</div>') if p.chance(0.6) else ""
    body = "".join(rng.choice((lambda: prose(p), lambda: prose(p), code, lambda: head(p, 2, 4), lambda: pair(p),
                               lambda: f"<ul>{''.join(f'<li>{e(w.sentence(rng, 3, 7))}</li>' for _ in range(3))}</ul>"))() for _ in range(rng.randint(4, 8)))
    contents = "" if p.narrow else ('<aside style="flex:0 0 180px;font-size:.85em"><strong>On this page</strong>'
                                    '<ul style="list-style:none;padding-left:8px">'
                                    f'{"".join(f"<li>{inline_link(p)}</li>" for _ in range(rng.randint(3, 7)))}</ul>'
                                    '</aside>')
    ends = ('<div style="display:flex;justify-content:space-between;margin:18px 0">'
            f'{inline_link(p, "‹ Previous")}{inline_link(p, "Next ›")}</div>')
    side = "" if p.narrow else side_nav(p)
    return (f'{header(p)}<div style="display:flex;gap:24px">{side}<main style="flex:1;min-width:0;padding:8px 16px">'
            f'{crumbs(p)}{head(p, 1, 1)}{note}{body}{ends}</main>{contents}</div>')


def results(p: Page) -> str:
    rng = p.rng
    words = w.phrase(rng, 1, 3)
    bar = ('<form onsubmit="return false" style="display:flex;gap:8px;max-width:620px">'
           f'<input type="search" aria-label="Search" value="{e(words)}"{p.kit.of("field")}{p.focus()} style="flex:1;'
           f'margin:0">{button(p, "Search", "primary", off=False)}</form>')
    hits = "".join('<div style="margin:16px 0;max-width:640px"><a href="#" style="font-size:1.2em">'
                   f'{e(w.heading(rng))}</a><div style="color:#15803d;font-size:.85em">https://{rng.choice(w.LEXICON)}'
                   f'.example/{rng.choice(w.LEXICON)}</div>'
                   f'<div>{w.date(rng)} — {e(w.sentence(rng, 8, 22))}</div></div>' for _ in range(rng.randint(4, 8)))
    filters = f'<aside style="flex:0 0 220px">{pair(p)}{pair(p)}</aside>' if p.chance(0.5) and not p.narrow else ""
    return header(p) + contained(p, f'{bar}<p style="color:var(--muted,#777)">About {rng.randint(100, 99999):,} '
                                    f'results for <b>{e(words)}</b></p><div style="display:flex;gap:30px">{filters}'
                                    f'<div>{hits}{pagination(p)}</div></div>') + footer(p)


def tick_line(p: Page) -> str:
    return f'<li style="list-style:none">{icon(p, "check", "14px")} {e(w.phrase(p.rng, 2, 3))}</li>'


def pricing(p: Page) -> str:
    rng = p.rng
    hot = rng.randrange(3)
    plans = "".join(
        f'<div class="card" style="flex:1;min-width:210px;padding:20px;text-align:center;border:{2 if n == hot else 1}'
        f'px solid {"var(--accent,#2563eb)" if n == hot else "#8885"};border-radius:10px">'
        f'{badge(p) if n == hot else ""}<h3>{name}</h3>'
        f'<p style="font-size:2em;margin:4px">{w.price(rng)}<small style="font-size:.45em">/mo</small></p>'
        f'<ul style="padding:0">{"".join(tick_line(p) for _ in range(4))}</ul>'
        f'{button(p, rng.choice(("Choose plan", "Start trial", "Buy now")), "primary" if n == hot else "outline", off=False)}</div>' for n, name in enumerate(("Basic", "Team", "Business")))
    return header(p) + contained(p, f'<div style="text-align:center">{head(p, 1, 2)}{segments(p)}</div>'
                                    f'<div style="display:flex;flex-wrap:wrap;gap:18px">{plans}</div>{accordion(p)}') + footer(p)
