"""Applications: dashboards, mail, chat, calendars, players, boards, files, tables of records, lists on a phone."""

from __future__ import annotations

from shadow_teacher.pages import blocks
from shadow_teacher.pages import phrases as w
from shadow_teacher.pages.choices import ACCENT, PANEL, menu, segments, tab_strip, tree
from shadow_teacher.pages.frames import framed, header, tab_bar
from shadow_teacher.pages.pairs import progress_rows
from shadow_teacher.pages.sections import card, chart, crumbs, head, mail_list, pagination, table, thread, todo
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
    text_field,
)


def donut(p: Page) -> str:
    """A ring chart or an area chart with its legend, as inline SVG."""
    rng = p.rng
    hue, parts, start = rng.randint(0, 359), rng.randint(3, 5), 0
    names = rng.sample(w.PLACES + w.COLUMNS, parts)
    if p.chance(0.5):
        arcs = []
        for n in range(parts):
            share = rng.randint(8, 34)
            arcs.append(f'<circle r="40" cx="60" cy="60" fill="none" stroke="hsl({(hue + 50 * n) % 360} 65% 52%)" '
                        'stroke-width="18" pathLength="100" '
                        f'stroke-dasharray="{share} 100" stroke-dashoffset="-{start}"/>')
            start += share
        drawing = (f'<svg role="img" aria-label="chart" viewBox="0 0 120 120" width="150" height="150">{"".join(arcs)}'
                   '</svg>')
    else:
        points = [(20 + 40 * n, rng.randint(20, 110)) for n in range(8)]
        line = " ".join(f"{x},{y}" for x, y in points)
        marks = "".join(f'<text x="{x}" y="138" font-size="9" fill="#888">{month}</text>' for (x, _),
                        month in zip(points, ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug"), strict=True))
        drawing = ('<svg role="img" aria-label="chart" viewBox="0 0 320 142" style="width:100%;height:170px">'
                   '<path d="M20 120H310M20 80H310M20 40H310" stroke="#8884"/>'
                   f'<polygon points="20,120 {line} 300,120" fill="hsl({hue} 70% 55% / .25)"/>'
                   f'<polyline points="{line}" fill="none" stroke="hsl({hue} 70% 50%)" stroke-width="2.5"/>{marks}'
                   '</svg>')
    legend = "".join('<li style="list-style:none;display:flex;gap:8px;align-items:center">'
                     '<span style="width:10px;height:10px;border-radius:2px;'
                     f'background:hsl({(hue + 50 * n) % 360} 65% 52%)"></span>{e(name)}</li>' for n,
                     name in enumerate(names))
    return card(p, f'{head(p, 3, 5)}<div style="display:flex;gap:18px;align-items:center;flex-wrap:wrap">{drawing}'
                   f'<ul style="padding:0">{legend}</ul></div>', "flex:1;min-width:240px;")


def dashboard(p: Page) -> str:
    rng = p.rng
    charts = "".join(rng.choice((donut, donut, chart))(p) for _ in range(rng.randint(1, 3)))
    tools = (f'<div style="display:flex;gap:10px;flex-wrap:wrap;align-items:center"><div style="flex:1">{head(p, 1, 2)}'
             f'</div>{segments(p)}{button(p, "Export", "outline")}</div>')
    parts = [blocks.stat_tiles(p), f'<div style="display:flex;flex-wrap:wrap;gap:16px;margin:16px 0">{charts}</div>',
             rng.choice((table, progress_rows, mail_list, table))(p)]
    if p.chance(0.3):
        rng.shuffle(parts)
    return framed(p, tools + "".join(parts))


def mail(p: Page) -> str:
    """Folders, a list of messages, perhaps the one that is open."""
    rng = p.rng
    folders = "".join(f'<a href="#"{" aria-current=page" if n == 0 else ""} style="display:flex;gap:10px;'
                      'align-items:center;padding:7px 12px;color:inherit;text-decoration:none;'
                      f'{"background:#8884;font-weight:700;border-radius:99px" if n == 0 else ""}">'
                      f'{icon(p, sign, "18px")}<span style="flex:1">{name}</span>{badge(p) if p.chance(0.3) else ""}'
                      '</a>'
                      for n, (name, sign) in enumerate((("Inbox", "mail"), ("Starred", "star"), ("Sent", "send"),
                                                        ("Drafts", "file"), ("Archive", "archive"),
                                                        ("Trash", "trash"))))
    chosen = rng.randrange(7)
    rows = "".join(
        f'<li style="list-style:none;display:flex;gap:10px;'
        f'padding:{rng.choice((8, 8, 12))}px;border-bottom:1px solid #8883;'
        f'{f"background:#8883;border-left:3px solid {ACCENT}" if n == chosen else ""}">{avatar(p, 34)}'
        f'<span style="flex:1;min-width:0"><strong>{e(rng.choice(w.PEOPLE))}</strong><br>'
        f'<span style="display:block;overflow:hidden;text-overflow:ellipsis;white-space:nowrap">{e(w.heading(rng))}'
        f'</span></span><small>{w.date(rng)}</small></li>' for n in range(rng.randint(5, 9)))
    letter = ('<div style="flex:2;padding:16px;min-width:0"><div style="display:flex;gap:4px">'
              f'{"".join(icon_button(p, n) for n in ("reply", "archive", "trash", "more"))}</div>{head(p, 2, 3)}'
              f"<p>{e(w.paragraph(rng))}</p><p>{e(w.paragraph(rng))}</p>{button(p, 'Reply', 'primary')} "
              f"{button(p, 'Forward', 'btn')}</div>") if not p.narrow and p.chance(0.7) else ""
    if p.narrow or p.chance(0.3):
        return framed(p, mail_list(p))
    return (f'{header(p)}<div style="display:flex"><nav style="flex:0 0 180px;padding:12px">'
            f'{button(p, "Compose", "primary", off=False)}{folders}</nav>'
            f'<ul style="flex:1;min-width:260px;border:1px solid #8884;margin:0;padding:0">{rows}</ul>{letter}</div>')


def chat(p: Page) -> str:
    rng = p.rng
    chosen = rng.randrange(5)
    people = "".join('<li style="list-style:none;display:flex;gap:10px;align-items:center;padding:10px;'
                     f'{"background:#8884" if n == chosen else ""}">{avatar(p, 38)}'
                     f'<span style="flex:1"><strong>{e(rng.choice(w.PEOPLE))}</strong><br>'
                     f'<small>{e(w.sentence(rng, 2, 4))}</small></span>{badge(p) if p.chance(0.3) else ""}</li>'
                     for n in range(6))
    side = "" if p.narrow else ('<aside style="flex:0 0 270px;border-right:1px solid #8884">'
                                f'{text_field(p, "Search|search|Search people")}<ul style="padding:0">{people}</ul>'
                                '</aside>')
    return (f'{header(p)}<div style="display:flex">{side}<main style="flex:1;padding:10px">'
            f'{rng.choice((blocks.chat, blocks.chat, thread))(p)}</main></div>')


def calendar(p: Page) -> str:
    """A month, a week with entries, or the small one of a date field."""
    rng = p.rng
    if p.narrow or p.chance(0.3):
        return framed(p, blocks.calendar(p) + todo(p))
    days = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    today, high = rng.randint(1, 30), rng.choice((74, 92, 110))

    def entry() -> str:
        hue = rng.randint(0, 359)
        return (f'<div style="background:hsl({hue} 60% 88%);color:hsl({hue} 60% 25%);border-radius:3px;font-size:11px;'
                'padding:1px 5px;margin:2px 0;overflow:hidden;white-space:nowrap;'
                f'text-overflow:ellipsis">{rng.randint(8, 18)}:00 {e(w.phrase(rng, 1, 3))}</div>')

    cells = "".join(f'<td style="height:{high}px;vertical-align:top;border:1px solid #8884;padding:3px;'
                    f'{"background:#8883" if n + 1 == today else ""}"><span>{n % 31 + 1}</span>'
                    f'{"".join(entry() for _ in range(rng.choice((0, 0, 0, 1, 2))))}</td>'
                    + ("</tr><tr>" if n % 7 == 6 else "") for n in range(35))
    names = "".join(f'<th style="padding:4px;border:1px solid #8884">{day}</th>' for day in days)
    bar = ('<div style="display:flex;gap:8px;align-items:center;margin:8px 0">'
           f'{button(p, "Today", "btn", off=False)}{icon_button(p, "chevron-left")}{icon_button(p, "chevron-right")}'
           f'<h2 style="flex:1;margin:0">{rng.choice(("May", "June", "October", "March"))} {rng.randint(2004, 2028)}'
           f'</h2>{segments(p)}</div>')
    return framed(p, f'{bar}<table style="width:100%;border-collapse:collapse;table-layout:fixed"><thead>'
                     f'<tr>{names}</tr></thead><tbody><tr>{cells}</tr></tbody></table>')


def player(p: Page) -> str:
    rng = p.rng
    chosen = rng.randrange(6)
    tracks = "".join(f'<tr style="{"background:#8884" if n == chosen else ""}">'
                     f'<td>{icon_button(p, "pause" if n == chosen else "play")}</td><td>{e(w.phrase(rng, 1, 4))}</td>'
                     f'<td>{e(rng.choice(w.PEOPLE))}</td>'
                     f'<td>{rng.randint(1, 6)}:{rng.randint(10, 59)}</td><td>{icon_button(p, "heart")}</td></tr>'
                     for n in range(rng.randint(4, 8)))
    tiles = "".join(f'<div>{picture(p, "100%", 130, "border-radius:6px;")}<strong>{e(w.phrase(rng, 1, 3))}</strong>'
                    '</div>' for _ in range(rng.randint(3, 6)))
    grid = f'<div style="display:grid;grid-template-columns:repeat(auto-fill,minmax(130px,1fr));gap:14px">{tiles}</div>'
    bar = (f'<div style="position:sticky;bottom:0;{PANEL};border-top:1px solid #8885;padding:8px 14px;display:flex;'
           'flex-wrap:wrap;gap:14px;align-items:center">'
           f'{"".join(icon_button(p, c) for c in ("previous", rng.choice(("play", "pause")), "next"))}'
           f'<div style="flex:1;min-width:140px">{blocks.slider(p, "Seek")}</div>'
           f'{icon_button(p, rng.choice(("volume", "mute")))}<div style="width:90px">{blocks.slider(p, "Volume")}'
           '</div></div>')
    return framed(p, f'{head(p, 1, 2)}{grid}<table{p.kit.of("table")} style="width:100%"><tbody>{tracks}</tbody>'
                     '</table>') + bar


def board(p: Page) -> str:
    tools = ('<div style="display:flex;gap:10px;flex-wrap:wrap;align-items:center">'
             f'{head(p, 1, 2)}{text_field(p, "Search|search|Search tasks")}{button(p, "Add task", "primary")}</div>')
    return framed(p, tools + blocks.board(p))


def files(p: Page) -> str:
    """A tree at the left, rows or tiles of files, a tool bar above, perhaps a menu over one of them."""
    rng = p.rng
    tools = "".join(icon_button(p, name) for name in rng.sample(("upload", "download", "folder", "trash", "share",
                                                                 "copy", "refresh", "grid", "list"), rng.randint(3, 6)))
    chosen = rng.randrange(5)
    rows = "".join(
        f'<tr style="{"background:#8884" if n == chosen else ""}"><td>'
        f'<input type="checkbox" aria-label="Select"{" checked" if n == chosen or p.chance(0.2) else ""}></td>'
        f'<td>{icon(p, rng.choice(("folder", "file", "image")), "18px")} {e(w.phrase(rng, 1, 2))}'
        f'.{rng.choice(("pdf", "png", "txt", "zip", "docx"))}</td><td>{w.date(rng)}</td>'
        f'<td>{rng.randint(1, 999)} {rng.choice(("KB", "MB"))}</td><td>{icon_button(p, "more")}</td></tr>'
                   for n in range(rng.randint(4, 9)))
    listing = (f'<table{p.kit.of("table")} style="width:100%"><thead><tr><th><input type="checkbox" aria-label="All">'
               f'</th><th>Name {icon(p, "arrow-up", "12px")}</th><th>Modified</th><th>Size</th>'
               f"<th></th></tr></thead><tbody>{rows}</tbody></table>")
    over = menu(p, "position:absolute;right:40px;top:110px;z-index:9") if p.chance(0.4) else ""
    side = "" if p.narrow else f'<div style="flex:0 0 210px">{tree(p)}</div>'
    return framed(p, f'{crumbs(p)}<div role="toolbar" style="display:flex;align-items:center">{tools}'
                     f'<div style="flex:1"></div>{button(p, "New folder", "btn")}</div>'
                     f'<div style="display:flex;gap:16px;position:relative">{side}<div style="flex:1;min-width:0">'
                     f'{listing}</div>{over}</div>', side=p.chance(0.3))


def records(p: Page) -> str:
    """A table as administration tools have it: search, filters, sorted column, boxes, row actions, pages."""
    rng = p.rng
    columns = rng.sample(w.COLUMNS, rng.randint(3, 6))
    sort, boxes = rng.randrange(len(columns)), p.chance(0.6)
    heads = "".join(f'<th{" aria-sort=ascending" if n == sort else ""}>'
                    f'{e(c)}{" " + icon(p, "arrow-up", "12px") if n == sort else ""}</th>' for n,
                    c in enumerate(columns))
    acts = rng.choice((lambda: icon_button(p, "edit") + icon_button(p, "trash"), lambda: button(p, "Edit", "small")
                       + " " + button(p, "Delete", "danger"), lambda: icon_button(p, "more"),
                       lambda: f"{inline_link(p, 'Edit')} {inline_link(p, 'Delete')}",
                       lambda: button(p, "View", "outline")))
    rows = []
    for _ in range(rng.randint(4, 11)):
        on = p.chance(0.3)
        cells = "".join(f"<td>{badge(p) if p.chance(0.12) else inline_link(p, w.cell(rng)) if n == 0 and p.chance(0.4) else e(w.cell(rng))}</td>" for n in range(len(columns)))
        box = f'<td><input type="checkbox" aria-label="Select row"{" checked" if on else ""}></td>' if boxes else ""
        rows.append(f'<tr style="{"background:#8883" if on and boxes else ""}">{box}{cells}'
                    f'<td style="white-space:nowrap">{acts()}</td></tr>')
    grid = (f'<table{p.kit.of("table")} style="width:100%"><thead>'
            f'<tr>{"<th><input type=checkbox aria-label=All></th>" if boxes else ""}{heads}<th>'
            f'{rng.choice(("Actions", ""))}</th></tr></thead>'
            f'<tbody>{"".join(rows)}</tbody></table>')
    tools = ('<div style="display:flex;flex-wrap:wrap;gap:10px;align-items:end">'
             f'{text_field(p, "Search|search|Search...")}{text_field(p, "Status|select|")}{button(p, "Filter", "btn")}'
             f'<div style="flex:1"></div>{button(p, rng.choice(("Add user", "New", "Create", "Import")), "primary")}'
             '</div>')
    foot = ('<div style="display:flex;flex-wrap:wrap;justify-content:space-between;align-items:center">'
            f'<small>Showing 1 to {len(rows)} of {rng.randint(20, 900)} entries</small>{pagination(p)}</div>')
    return framed(p, f"{head(p, 1, 2)}{tab_strip(p) if p.chance(0.3) else ''}{tools}{grid}{foot}")


def phone_list(p: Page) -> str:
    """Rows to touch, as phones have them; a bar of tabs at the bottom."""
    rng = p.rng
    rows = "".join(f'<a href="#" style="display:flex;gap:14px;align-items:center;padding:{rng.choice((10, 14))}px '
                   '16px;border-bottom:1px solid #8883;color:inherit;text-decoration:none">'
                   f'{rng.choice((lambda: avatar(p, 44), lambda: icon(p, size="24px")))()}<span style="flex:1">'
                   f'<span>{e(w.phrase(rng, 1, 3))}</span><br><small style="color:var(--muted,#777)">'
                   f'{e(w.sentence(rng, 3, 6))}</small>'
                   f'</span>{badge(p) if p.chance(0.2) else icon(p, "chevron-right", "16px")}</a>'
                   for _ in range(rng.randint(5, 9)))
    search = f'<div style="padding:10px 14px">{text_field(p, "Search|search|Search")}</div>' if p.chance(0.5) else ""
    return (f"{header(p)}{tab_strip(p) if p.chance(0.4) else ''}{search}<main>{rows}</main>"
            f"{tab_bar(p) if p.chance(0.8) else ''}")
