"""Sections: the blocks that pages are stacked from, each a function of the page; SECTIONS says how often each is drawn."""

from __future__ import annotations

from markupsafe import Markup

from . import phrases as w
from .widgets import (
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
    tick,
    toggle,
)


def head(p: Page, low: int = 1, high: int = 4) -> str:
    level = p.rng.randint(low, high)
    center = ' style="text-align:center"' if p.chance(0.15) else ""
    return f"<h{level}{center}>{e(w.heading(p.rng))}</h{level}>"


def card(p: Page, inner: str, width: str = "") -> str:
    style = f' style="{width}"' if width else ""
    if p.kit.of("card"):
        return f'<div{p.kit.of("card")}{style}><div{p.kit.of("cardbody")}>{inner}</div></div>'
    return f'<div style="border:1px solid #8886;border-radius:6px;padding:14px;{width}">{inner}</div>'


def form(p: Page, count: int | None = None) -> str:
    rng = p.rng
    fields = rng.sample(w.FIELDS, count or rng.randint(2, 7))
    body = [text_field(p, spec) for spec in fields]
    if p.chance(0.25) and len(body) > 2:
        body[0] = (f'<div style="display:flex;gap:14px"><div style="flex:1">{body[0]}</div>'
                   f'<div style="flex:1">{text_field(p)}</div></div>')
    for _ in range(rng.randint(0, 2)):
        body.append(toggle(p))
    if p.chance(0.2):
        group = p.new_id()
        body.append(f'<fieldset><legend>{e(w.heading(rng))}</legend>'
                    f'{"".join(toggle(p, "radio", group=group) for _ in range(rng.randint(2, 4)))}</fieldset>')
    if p.chance(0.12):
        body.append(f'<label>{e(rng.choice(("Volume", "Price range", "Brightness", "Zoom")))} '
                    f'<input type="range"{p.kit.of("range")} value="{rng.randint(0, 100)}"></label>')
    if p.chance(0.08):
        body.append(f'<div><label>{e("Attachment")} <input type="file"></label></div>')
    buttons = button(p, kind="primary") + (" " + button(p) if p.chance(0.45) else "")
    if p.chance(0.15):
        buttons = f'<div style="display:grid">{button(p, kind="primary")}</div>'
    end = (f"<p>{e(rng.choice(('Already have an account?', 'New here?', 'Forgot your password?', 'Need help?')))} "
           f"{inline_link(p)}</p>") if p.chance(0.3) else ""
    return (f'<form{p.kit.of("form")} onsubmit="return false">{head(p, 1, 4) if p.chance(0.7) else ""}{"".join(body)}'
            f'<div style="margin-top:12px">{buttons}</div>{end}</form>')


def form_section(p: Page) -> str:
    inner = form(p)
    width = p.rng.choice(("max-width:420px", "max-width:520px", "max-width:720px", "max-width:360px", ""))
    margin = ";margin:24px auto" if p.chance(0.6) else ""
    return card(p, inner, width + margin) if p.chance(0.55) else f'<div style="{width}{margin}">{inner}</div>'


def hero(p: Page) -> str:
    rng = p.rng
    hue = rng.randint(0, 359)
    ground, ink = rng.choice(((f"linear-gradient({rng.randint(0, 180)}deg,hsl({hue} 60% 35%),hsl({(hue + 50) % 360} "
                               "65% 45%))", "#fff"), (f"hsl({hue} 55% 30%)", "#fff"), ("transparent", "inherit"),
                              (f"hsl({hue} 40% 92%)", "#222"), ("#111", "#fff")))
    background = (f'<div style="position:absolute;inset:0;z-index:0;filter:brightness(.5)">{picture(p, "100%", 420)}'
                  '</div>') if p.chance(0.2) else ""
    if background:
        ink = "#fff"
    align = rng.choice(("center", "center", "left"))
    return (f'<section style="position:relative;overflow:hidden;background:{ground};color:{ink};'
            f'padding:{rng.randint(30, 90)}px 24px;text-align:{align}">{background}<div style="position:relative">'
            f'<h1 style="font-size:{rng.randint(28, 60)}px;margin:0 0 12px;color:inherit;'
            f'{rng.choice(("", "", "text-transform:uppercase;letter-spacing:.05em", "font-weight:300"))}">'
            f'{e(w.heading(rng))}</h1>'
            f'<p style="font-size:{rng.randint(15, 22)}px;color:inherit">{e(w.sentence(rng))}</p>'
            f'<div>{button(p, kind="large")} {button(p) if p.chance(0.5) else ""}</div></div></section>')


def card_grid(p: Page) -> str:
    rng = p.rng
    cards = []
    shape = rng.choice(("product", "article", "stat", "feature", "plan", "person"))
    for _ in range(rng.randint(2, 8)):
        if shape == "product":
            inner = (f'{picture(p, "100%", rng.randint(90, 180))}<h4>{e(rng.choice(w.GOODS))}</h4>'
                     f'{badge(p) if p.chance(0.3) else ""}<p><strong>{w.price(rng)}</strong>'
                     f'</p>{button(p, rng.choice(("Add to cart", "Buy now", "View details")), "primary")}')
        elif shape == "article":
            inner = (f'{picture(p, "100%", rng.randint(80, 160)) if p.chance(0.6) else ""}<h3>'
                     f'<a href="#">{e(w.heading(rng))}</a></h3><small style="color:var(--muted,#777)">{w.date(rng)}'
                     f'</small><p>{e(w.sentence(rng))}</p>{inline_link(p, "Read more")}')
        elif shape == "stat":
            inner = ('<div style="display:flex;justify-content:space-between;align-items:center"><div>'
                     '<div style="font-size:12px;font-weight:700;text-transform:uppercase;'
                     f'color:hsl({rng.randint(0, 359)} 60% 45%)">{e(w.phrase(rng, 1, 2))}</div>'
                     '<div style="font-size:22px;font-weight:700">'
                     f'{rng.choice((w.price(rng), f"{rng.randint(1, 99)}%", f"{rng.randint(1, 99999):,}"))}</div>'
                     f'</div><span style="color:#8888">{icon(p, size="32px")}</span></div>')
        elif shape == "feature":
            inner = ('<div style="text-align:center"><span style="display:inline-flex;padding:14px;border-radius:50%;'
                     f'background:var(--accent,#0d6efd);color:#fff">{icon(p, size="28px")}</span>'
                     f'<h4>{e(w.phrase(rng, 1, 3))}</h4><p>{e(w.sentence(rng))}</p></div>')
        elif shape == "plan":
            inner = (f'<h3>{e(w.phrase(rng, 1, 1))}</h3><p style="font-size:30px">{w.price(rng)}<small>/mo</small></p>'
                     f'<ul>{"".join(f"<li>{e(w.phrase(rng, 2, 4))}</li>" for _ in range(rng.randint(2, 5)))}</ul>'
                     f'{button(p)}')
        else:
            inner = (f'<div style="display:flex;gap:12px;align-items:center">{avatar(p, rng.choice((32, 40, 56)))}<div>'
                     f'<strong>{e(rng.choice(w.PEOPLE))}</strong><div style="color:var(--muted,#777)">'
                     f'{e(w.phrase(rng, 1, 3))}</div></div>'
                     f'</div>{button(p, rng.choice(("Follow", "Message", "Invite"))) if p.chance(0.5) else ""}')
        cards.append(card(p, inner))
    width = rng.choice((200, 240, 280, 330))
    return (f'{head(p, 2, 3) if p.chance(0.5) else ""}'
            f'<div style="display:grid;grid-template-columns:repeat(auto-fill,minmax({width}px,1fr));'
            f'gap:{rng.choice((12, 16, 24))}px;margin:16px 0">{"".join(cards)}</div>')


def table(p: Page) -> str:
    rng = p.rng
    columns = rng.sample(w.COLUMNS, rng.randint(3, 7))
    actions = p.chance(0.35)
    rows = []
    for _ in range(rng.randint(3, 10)):
        cells = "".join(f"<td>{badge(p) if p.chance(0.06) else inline_link(p, w.cell(rng)) if p.chance(0.08) else e(w.cell(rng))}</td>" for _ in columns)
        act = f'<td>{"".join(rng.choice((icon_button(p, c), button(p, n, "small"), f"<a href=#>{n}</a> ")) for c, n in rng.sample((("edit", "Edit"), ("trash", "Delete"), ("eye", "View"), ("download", "Download")), rng.randint(1, 2)))}</td>' if actions else ""
        check = f"<td>{tick(p, p.chance(0.4), '')}</td>" if len(columns) == 5 else ""
        rows.append(f"<tr>{check}{cells}{act}</tr>")
    border = ' border="1"' if p.kit.name == "unstyled" and p.chance(0.6) else ""
    titles = ("<th></th>" if len(columns) == 5 else "") + "".join(f"<th>{e(c)}</th>"
                                                                  for c in columns) + ("<th>Actions</th>" if actions
                                                                                       else "")
    return (f'{head(p, 2, 4) if p.chance(0.6) else ""}<div{p.kit.of("tablewrap")}><table{p.kit.of("table")}{border}><thead{p.kit.of("thead")}>'
            f'<tr>{titles}</tr></thead><tbody{p.kit.of("tbody")}>{"".join(rows)}</tbody></table></div>')


def article(p: Page) -> str:
    rng = p.rng
    parts = [head(p, 1, 2)]
    if p.chance(0.4):
        parts.append(f'<p style="color:var(--muted,#777)">By <a href="#">{e(rng.choice(w.PEOPLE))}</a>, {w.date(rng)}'
                     '</p>')
    for _ in range(rng.randint(1, 5)):
        parts.append(prose(p))
        extra = rng.random()
        if extra < 0.18:
            tag = rng.choice(("ul", "ol"))
            parts.append(f'<{tag}>{"".join(f"<li>{inline_link(p) if p.chance(0.3) else e(w.sentence(rng, 2, 7))}</li>" for _ in range(rng.randint(2, 6)))}</{tag}>')
        elif extra < 0.32:
            parts.append(head(p, 2, 5))
        elif extra < 0.4:
            parts.append(f"<blockquote>{e(w.sentence(rng))}</blockquote>")
        elif extra < 0.48:
            parts.append(f"<pre><code>{e(chr(10).join(f'{w.phrase(rng, 1, 1).lower()}({w.phrase(rng, 1, 1).lower()!r});' for _ in range(rng.randint(1, 4))))}</code></pre>")
        elif extra < 0.55:
            parts.append(picture(p, rng.choice(("100%", "320px")), rng.randint(100, 240)))
        elif extra < 0.62:
            parts.append(f"<dl><dt>{e(w.phrase(rng))}</dt><dd>{e(w.sentence(rng))}</dd></dl><hr>")
    return f'<article style="max-width:{rng.choice((600, 720, 860, 1100))}px">{"".join(parts)}</article>'


def gallery(p: Page) -> str:
    """A component gallery: one kind of control in all its looks, as documentation shows them."""
    rng = p.rng
    kind = rng.choice(("buttons", "buttons", "icons", "badges", "toggles", "fields", "tabs", "alerts", "progress",
                       "pages", "headings"))
    if kind == "buttons":
        body = (f'<div style="display:flex;flex-wrap:wrap;gap:{rng.choice((4, 8, 14))}px;align-items:center">'
                f'{"".join(button(p) for _ in range(rng.randint(4, 16)))}</div>')
    elif kind == "icons":
        body = "".join(icon_button(p) for _ in range(rng.randint(4, 14)))
    elif kind == "badges":
        body = " ".join(badge(p) for _ in range(rng.randint(3, 10)))
    elif kind == "toggles":
        body = "".join(toggle(p) for _ in range(rng.randint(3, 9)))
    elif kind == "fields":
        body = ('<div style="display:grid;grid-template-columns:1fr 1fr;gap:8px 24px">'
                f'{"".join(text_field(p) for _ in range(rng.randint(2, 8)))}</div>')
    elif kind == "tabs":
        body = tabs(p)
    elif kind == "alerts":
        body = "".join(alert(p) for _ in range(rng.randint(1, 4)))
    elif kind == "progress":
        body = "".join(progress(p) for _ in range(rng.randint(2, 5)))
    elif kind == "pages":
        body = pagination(p) + crumbs(p)
    else:
        body = "".join(f"<h{n}>{e(w.heading(rng))}</h{n}>" for n in range(1, rng.randint(3, 7)))
    return f"{head(p, 2, 4)}{prose(p) if p.chance(0.4) else ''}{body}"


def tabs(p: Page) -> str:
    rng, kit = p.rng, p.kit
    names = rng.sample(w.NAV, rng.randint(2, 5))
    chosen = rng.randrange(len(names))
    own = p.own("tabs", entries=[{"text": name, "on": n == chosen, "off": False, "icon": "", "focus": Markup(p.focus())}
                               for n, name in enumerate(names)], boxed=p.chance(0.3))
    if own:
        return own
    if kit.classes.get("tab") and kit.name not in ("foundation",):
        items = "".join(
            f'<a href="#" role="tab" aria-selected="{"true" if n == chosen else "false"}" '
            f'class="{kit.classes.get("tabon" if n == chosen else "tab", kit.classes["tab"])}">{e(name)}</a>' for n,
                        name in enumerate(names))
        return f'<div role="tablist"{kit.of("tabs")}>{items}</div>'
    look = rng.choice((("border-bottom:3px solid var(--accent,#2563eb);font-weight:600", "color:#888"),
                       ("background:var(--accent,#2563eb);color:#fff;border-radius:6px", ""),
                       ("border:1px solid #8888;border-bottom:0", "color:#777")))
    items = "".join(f'<button role="tab" aria-selected="{"true" if n == chosen else "false"}" style="background:none;'
                    f'border:0;font:inherit;color:inherit;padding:8px 16px;{look[0 if n == chosen else 1]}">{e(name)}'
                    '</button>' for n, name in enumerate(names))
    return f'<div role="tablist" style="display:flex;border-bottom:1px solid #8884">{items}</div>'


def alert(p: Page) -> str:
    kind = p.rng.choice(("alert", "alertok", "alerterr", "alertwarn"))
    own = p.own("alert", kind=kind, text=p.rng.choice(w.ALERTS), title=w.phrase(p.rng, 1, 3) if p.chance(0.3) else "",
                close=p.chance(0.4), boxed=p.chance(0.3))
    if own:
        return own
    close = icon_button(p, "close") if p.chance(0.3) else ""
    lead = icon(p, p.rng.choice(("check", "bell", "close"))) + " " if p.chance(0.3) else ""
    style = "" if p.kit.of(kind) else ("padding:10px;border:1px solid;"
                                       f"background:{p.rng.choice(('#fef9c3', '#dcfce7', '#fee2e2', '#dbeafe'))};"
                                       "color:#222")
    return (f'<div role="alert"{p.kit.of(kind)} style="display:flex;justify-content:space-between;align-items:center;'
            f'{style}"><span>{lead}{e(p.rng.choice(w.ALERTS))}</span>{close}</div>')


def progress(p: Page) -> str:
    value = p.rng.randint(5, 98)
    own = p.own("progress", value=value, name=w.phrase(p.rng, 1, 2))
    if own:
        return f'<div style="margin:8px 0;max-width:420px"><small>{e(w.phrase(p.rng, 1, 3))}</small>{own}</div>'
    if p.chance(0.4) or not p.kit.of("bar"):
        return f'<p>{e(w.phrase(p.rng, 1, 2))} <progress value="{value}" max="100"></progress></p>'
    return (f'<div style="margin:8px 0"><small>{e(w.phrase(p.rng, 1, 3))}</small>'
            f'<div role="progressbar"{p.kit.of("bar")}><div{p.kit.of("fill")} style="width:{value}%"></div></div>'
            '</div>')


def pagination(p: Page) -> str:
    kit, chosen = p.kit, p.rng.randint(1, 5)
    names = ["Previous" if p.chance(0.5) else "«", *map(str, range(1, p.rng.randint(4, 7))), "Next" if p.chance(0.5)
             else "»"]
    numbers = [{"text": name, "on": n == chosen, "off": n == 0 and p.chance(0.4), "kind": ("prev", "next")[n > 0],
                "icon": "" if 0 < n < len(names) - 1 else ("chevron-left", "chevron-right")[n > 0]} for n, name in enumerate(names)]
    own = p.own("pages", entries=numbers, boxed=p.chance(0.5))
    if own:
        return f'<nav aria-label="pages">{own}</nav>'
    items = []
    for n, name in enumerate(names):
        on = n == chosen
        off = n == 0 and p.chance(0.4)
        classes = kit.classes.get("pageon" if on and "pageon" in kit.classes else "page", "")
        li = ("page-item " if kit.name.startswith("bootstrap") else "") + ("active current" if on else "disabled"
                                                                           if off else "")
        items.append(f'<li class="{li.strip()}"><a href="#" class="{classes}"{" aria-current=page" if on else ""}>'
                     f'{name}</a></li>')
    return (f'<nav aria-label="pages"><ul{kit.of("pages")} style="display:flex;list-style:none;gap:6px">'
            f'{"".join(items)}</ul></nav>')


def crumbs(p: Page) -> str:
    names = p.rng.sample(w.NAV, p.rng.randint(2, 4))
    own = p.own("crumbs", entries=[{"text": name} for name in names])
    if own:
        return own
    crumb, slash = p.kit.of("crumb"), "" if p.kit.of("crumb") else " /"
    steps = "".join(f"<li{crumb}><a href=#>{e(name)}</a>{slash}</li>" for name in names[:-1])
    return (f'<nav><ol{p.kit.of("crumbs")} style="display:flex;gap:8px;list-style:none">{steps}<li{crumb}>'
            f'{e(names[-1])}</li></ol></nav>')


def todo(p: Page) -> str:
    """A list whose items carry a control on the left and small actions on the right."""
    rng = p.rng
    items = []
    for _ in range(rng.randint(2, 8)):
        done = p.chance(0.4)
        text = f'<s style="color:#999">{e(w.phrase(rng, 2, 5))}</s>' if done else e(w.phrase(rng, 2, 5))
        items.append(f'<li{p.kit.of("item")} style="display:flex;align-items:center;gap:12px;list-style:none;'
                     f'padding:10px">{tick(p, done, "done")}'
                     f'<span style="flex:1">{text}</span>'
                     f'{badge(p) if p.chance(0.2) else ""}'
                     f'{icon_button(p, rng.choice(("trash", "close", "edit"))) if p.chance(0.6) else ""}</li>')
    entry = (f'<input{p.kit.of("field")} '
             f'placeholder="{e(rng.choice(("What needs doing?", "Add a task", "New item", "Add something...")))}'
             f'"{p.focus()}>')
    filters = " ".join(f'<a href="#"{" aria-current=true style=border:1px_solid;padding:2px_6px".replace("_", " ") if n == 0 else ""}>{name}</a>' for n, name in enumerate(rng.sample(("All", "Open", "Done", "Active", "Completed", "Mine"), 3)))
    return (f'<div style="max-width:{rng.choice((420, 560, 700))}px;margin:0 auto">{head(p, 1, 2)}{entry}'
            f'<ul{p.kit.of("items")} style="padding:0">{"".join(items)}</ul>'
            f'<div style="display:flex;justify-content:space-between;gap:12px"><span>{rng.randint(1, 9)} items left'
            f'</span><span>{filters}</span>{button(p, "Clear completed", "ghost") if p.chance(0.5) else ""}</div>'
            '</div>')


def mail_list(p: Page) -> str:
    rng = p.rng
    rows = "".join('<div style="display:flex;gap:12px;align-items:center;padding:10px;border-bottom:1px solid #8884;'
                   f'{"font-weight:700" if p.chance(0.4) else ""}">'
                   f'{rng.choice((avatar(p, 36), "<input type=checkbox>"))}'
                   f'{icon(p, "star", "16px") if p.chance(0.5) else ""}<span style="flex:0 0 150px">'
                   f'{e(rng.choice(w.PEOPLE))}</span><span style="flex:1;overflow:hidden;text-overflow:ellipsis;'
                   f'white-space:nowrap">{e(w.heading(rng))} <span style="color:#888">{e(w.sentence(rng))}</span>'
                   f'</span><small>{w.date(rng)}</small></div>' for _ in range(rng.randint(4, 10)))
    return (f'<div style="display:flex;gap:6px;padding:8px">{"".join(icon_button(p) for _ in range(rng.randint(2, 6)))}'
            f'<div style="flex:1"><input type="search" placeholder="Search mail"{p.kit.of("field")}></div></div>{rows}')


def thread(p: Page) -> str:
    rng = p.rng
    posts = "".join(f'<div style="display:flex;gap:12px;margin:14px 0">{avatar(p, rng.choice((40, 48, 64)))}<div>'
                    f'<strong>{e(rng.choice(w.PEOPLE))}</strong> <small style="color:#888">@{rng.choice(w.LEXICON)} · '
                    f'{w.date(rng)}</small><p style="margin:4px 0">{e(w.paragraph(rng, 1, 3))}</p>'
                    f'<div>{inline_link(p, "Like")} · {inline_link(p, "Reply")} · '
                    f'{icon_button(p, rng.choice(("heart", "share", "edit")))}</div></div></div>'
                    for _ in range(rng.randint(2, 5)))
    return (f'{head(p, 2, 3)}{posts}<textarea{p.kit.of("area")} '
            f'placeholder="{e(rng.choice(("Write a comment...", "Add a reply", "Type a message")))}"></textarea>'
            f'<div>{button(p, rng.choice(("Post", "Reply", "Send", "Comment")), "primary")}</div>')


def menu_list(p: Page) -> str:
    rng = p.rng
    chosen = rng.randrange(4)
    rows = "".join('<a href="#" role="menuitem" style="display:block;padding:8px 14px;text-decoration:none;'
                   f'color:inherit;{"background:#8883" if n == chosen else ""}">'
                   f'{icon(p) + " " if p.chance(0.5) else ""}{e(w.action(rng))}</a>' for n in range(rng.randint(3, 7)))
    return ('<div style="position:relative;min-height:40px">'
            f'{button(p, rng.choice(("Dropdown", "Options", "More", "Actions")) + " ▾")}'
            '<div role="menu" style="display:inline-block;vertical-align:top;border:1px solid #8886;'
            'border-radius:6px;background:var(--panel,#fff);color:var(--ink,#222);box-shadow:0 6px 18px #0003;'
            f'min-width:180px">{rows}</div></div>')


def accordion(p: Page) -> str:
    return head(p, 2, 3) + "".join(f'<details{" open" if p.chance(0.35) else ""} style="border:1px solid #8884;'
                                   'padding:8px;margin:4px 0">'
                                   f'<summary>{e(w.heading(p.rng))}{"?" if p.chance(0.3) else ""}</summary>{prose(p)}'
                                   '</details>' for _ in range(p.rng.randint(2, 6)))


def chart(p: Page) -> str:
    rng = p.rng
    n, hue = rng.randint(5, 12), rng.randint(0, 359)
    bars = "".join(f'<rect x="{20 + i * 360 / n:.0f}" y="{150 - (h := rng.randint(10, 130))}" width="{250 / n:.0f}" '
                   f'height="{h}" fill="hsl({hue} 60% 50%)"/>' for i in range(n))
    line = (f'<polyline fill="none" stroke="hsl({hue} 70% 45%)" stroke-width="3" '
            f'points="{" ".join(f"{20 + i * 360 / n:.0f},{rng.randint(20, 150)}" for i in range(n))}"/>')
    return card(p, f'<h4>{e(w.heading(rng))}</h4><svg role="img" aria-label="chart" viewBox="0 0 400 170" '
                   f'style="width:100%;max-width:560px;height:{rng.randint(140, 240)}px">{rng.choice((bars, line))}'
                   '<path d="M20 10V150H390" stroke="#888" fill="none"/></svg>')


SECTIONS = (
    (form_section, 5), (card_grid, 5), (table, 3), (article, 5), (gallery, 7), (todo, 2), (mail_list, 1), (thread, 1.5),
            (menu_list, 1), (accordion, 1), (chart, 1), (hero, 2.5),
    (lambda p: alert(p), 1), (lambda p: crumbs(p) + head(p, 1, 2) + tabs(p), 1),
            (lambda p: '<div style="display:flex;gap:8px;flex-wrap:wrap">'
                       f'{"".join(icon_button(p) for _ in range(p.rng.randint(3, 9)))}</div>', 1),
)
