"""Controls that choose one of several: tab strips, open and closed listboxes, menus, trees, segments, steps, ratings.

Each draws its states in pairs (one tab selected, the others not; one branch open, one closed), because a state is
learned from the difference between two of a kind on one page.
"""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from . import phrases as w
from .widgets import Page, badge, button, e, icon

ACCENT = "var(--accent,#2563eb)"
PANEL = "background:var(--panel,#fff);color:var(--ink,#222)"
TAB_NAMES = w.NAV + w.COLUMNS[:20]


def own_items(p: Page, names: list[str], chosen: int, dead: int = -1, icons: bool = False) -> list[dict[str, Any]]:
    """Facts of a row of choices for the framework's own markup."""
    return [{"text": name, "on": n == chosen, "off": n == dead and n != chosen, "done": n < chosen, "hover": False, "keys": "",
             "icon": p.concept() if icons else "", "focus": Markup(p.focus())} for n, name in enumerate(names)]


def own_menu(p: Page, css: str = "") -> str:
    """An open menu in the framework's own markup; "" where it has none."""
    rng, count = p.rng, p.rng.randint(3, 7)
    names = [w.action(rng) for _ in range(count)]
    return p.own("menu", entries=own_items(p, names, rng.randrange(count), rng.randrange(count) if p.chance(0.35) else -1, p.chance(0.5)), css=css)


def own_accordion(p: Page, count: int) -> str:
    """Sections that open and close in the framework's own markup, one of each; "" where it has none."""
    items = own_items(p, [w.heading(p.rng) for _ in range(count)], p.rng.randrange(count))
    for item in items:
        item["body"] = w.paragraph(p.rng, 1, 2)
    return p.own("accordion", entries=items)


def truth(on: bool) -> str:
    return "true" if on else "false"


def tab_strip(p: Page) -> str:
    """Tabs in one of eight looks, one selected, now and then one disabled, with the panel below or beside."""
    rng = p.rng
    names = rng.sample(TAB_NAMES, rng.randint(2, 6))
    chosen = rng.randrange(len(names))
    off = rng.randrange(len(names)) if p.chance(0.3) else -1
    look = rng.choice(("line", "line", "line-top", "pill", "folder", "block", "vertical", "icon", "kit", "kit"))
    if look == "kit" and not p.kit.classes.get("tab"):
        look = "line"
    with_icons = look == "icon" or p.chance(0.15)
    if p.kit.markup and look not in ("vertical", "icon"):
        own = p.own("tabs", entries=own_items(p, names, chosen, off, with_icons), boxed=p.chance(0.3))
        if own:
            return own + (f'<div role="tabpanel">{e(w.sentence(rng))}</div>' if p.chance(0.4) else "")
    base = "display:inline-flex;align-items:center;gap:8px;font:inherit;text-decoration:none;cursor:pointer;margin:0;" \
           "height:auto;line-height:1.4;letter-spacing:0;width:auto;min-width:0;text-transform:none;box-shadow:none;"
    pad = f"padding:{rng.choice((5, 7, 9, 12))}px {rng.choice((8, 12, 16, 22))}px;"
    thick = rng.choice((2, 3, 4))
    styles = {  # selected, unselected
        "line": (f"border:0;border-bottom:{thick}px solid {ACCENT};background:none;color:inherit;"
                 f"{rng.choice(('', 'font-weight:600;', f'color:{ACCENT};'))}",
                 f"border:0;border-bottom:{thick}px solid transparent;background:none;color:var(--muted,#777);"),
        "line-top": (f"border:1px solid #8886;border-top:{thick}px solid {ACCENT};border-bottom:0;{PANEL};",
                     f"border:1px solid transparent;border-top:{thick}px solid transparent;background:none;"
                     "color:inherit;"),
        "pill": (f"border:0;border-radius:{rng.choice((6, 99))}px;background:{ACCENT};color:#fff;",
                 f"border:0;border-radius:{rng.choice((6, 99))}px;background:none;color:inherit;"),
        "folder": (f"border:1px solid #8888;border-bottom-color:transparent;border-radius:6px 6px 0 0;{PANEL};",
                   "border:1px solid #8884;border-radius:6px 6px 0 0;background:#8882;color:inherit;"),
        "block": (f"border:0;background:{ACCENT};color:#fff;", "border:0;background:#8883;color:inherit;"),
        "vertical": (f"border:0;border-left:{thick}px solid {ACCENT};background:#8882;color:inherit;width:100%;",
                     f"border:0;border-left:{thick}px solid transparent;background:none;color:inherit;width:100%;"),
        "icon": (f"border:0;flex-direction:column;background:none;color:{ACCENT};font-size:.8em;",
                 "border:0;flex-direction:column;background:none;color:var(--muted,#777);font-size:.8em;"),
        "kit": ("", ""),
    }[look]
    items = []
    for n, name in enumerate(names):
        on = n == chosen
        dead = n == off and not on
        kit_class = p.kit.classes.get("tabon" if on else "tab", "") if look == "kit" else ""
        style = "" if look == "kit" else f' style="{base}{pad}{styles[0 if on else 1]}{"opacity:.45;" if dead else ""}"'
        inner = (icon(p, size=rng.choice(("16px", "18px", "22px"))) + " " if with_icons else "") + (f"<span>{e(name)}"
                                                                                                    "</span>")
        inner += " " + badge(p) if p.chance(0.06) else ""
        attributes = f'role="tab" aria-selected="{truth(on)}"{" aria-disabled=true" if dead else ""}{p.focus()}'
        if look == "kit" or p.chance(0.4):
            items.append(f'<a href="#" {attributes} class="{kit_class}"{style}>{inner}</a>')
        else:
            items.append(f'<button type="button" {attributes}{style}>{inner}</button>')
    body = f'<div role="tabpanel" style="padding:10px 4px">{e(w.sentence(rng))}</div>' if p.chance(0.6) else ""
    if look == "vertical":
        return (f'<div style="display:flex;gap:14px"><div role="tablist" aria-orientation="vertical" '
                f'style="flex:0 0 150px;display:flex;flex-direction:column">{"".join(items)}</div><div>{body}</div>'
                '</div>')
    if look == "kit":
        return f'<div role="tablist"{p.kit.of("tabs")}>{"".join(items)}</div>{body}'
    line = "border-bottom:1px solid #8885;" if look in ("line", "folder", "line-top") else ""
    return (f'<div role="tablist" style="display:flex;flex-wrap:wrap;gap:{rng.choice((0, 2, 8))}px;{line}">'
            f'{"".join(items)}</div>{body}')


def segments(p: Page) -> str:
    """Joined buttons of which one (or some) is pressed."""
    rng = p.rng
    names = rng.choice((("Day", "Week", "Month"), ("List", "Grid"), ("Left", "Center", "Right"), ("S", "M", "L", "XL"),
                        ("Monthly", "Yearly"), ("All", "Open", "Closed"), ("1D", "1W", "1M", "1Y"),
                        ("Code", "Preview")))
    chosen = rng.randrange(len(names))
    own = p.own("segments", entries=own_items(p, list(names), chosen), boxed=p.chance(0.5))
    if own:
        return own
    radius = rng.choice((0, 4, 8, 99))
    on = rng.choice((f"background:{ACCENT};color:#fff", "background:#8886;color:inherit;font-weight:600",
                     f"{PANEL};font-weight:600"))
    off = rng.choice(("background:transparent;color:inherit", "background:#8882;color:inherit"))
    keys = "".join(
        f'<button type="button" aria-pressed="{truth(n == chosen)}"{p.focus()} style="border:1px solid #8886;'
        'font:inherit;'
        f"margin:0 0 0 -1px;padding:{rng.choice((4, 6))}px 12px;width:auto;height:auto;line-height:1.4;box-shadow:none;"
        f'border-radius:{f"{radius}px 0 0 {radius}px" if n == 0 else f"0 {radius}px {radius}px 0" if n == len(names) - 1 else 0};'
        f'{on if n == chosen else off}">{e(name)}</button>'
        for n, name in enumerate(names))
    return f'<div role="group" style="display:inline-flex;padding-left:1px;margin:4px 0">{keys}</div>'


def options(p: Page, names: list[str], chosen: int) -> str:
    """The rows of an open listbox: one selected, sometimes one disabled, with or without ticks and icons."""
    rng = p.rng
    mark = rng.choice((f"background:{ACCENT};color:#fff;", "background:#8884;", "font-weight:700;", f"color:{ACCENT};"))
    tick, lead, pad = p.chance(0.4), p.chance(0.2), rng.choice((4, 6, 8, 10))
    dead = rng.randrange(len(names)) if p.chance(0.25) else -1
    rows = []
    for n, name in enumerate(names):
        on, off = n == chosen, n == dead and n != chosen
        end = icon(p, "check", "14px") if tick and on else ""
        rows.append(
            f'<div role="option" aria-selected="{truth(on)}"{" aria-disabled=true" if off else ""} style="display:flex;'
            f'align-items:center;gap:10px;padding:{pad}px 12px;{"opacity:.45;" if off else ""}{mark if on else ""}">'
            f'{icon(p, size="16px") if lead else ""}<span style="flex:1">{e(name)}</span>{end}</div>')
    return "".join(rows)


def listbox_box(p: Page, names: list[str], chosen: int, css: str = "") -> str:
    rng = p.rng
    own = p.own("listbox", entries=own_items(p, names, chosen, rng.randrange(len(names)) if p.chance(0.25) else -1), name=w.phrase(rng, 1, 2), css=css)
    if own:
        return own
    return (f'<div role="listbox" aria-label="{e(w.phrase(rng, 1, 2))}" style="{PANEL};border:1px solid #8886;'
            f"border-radius:{rng.choice((0, 4, 8, 12))}px;"
            f"box-shadow:{rng.choice(('none', '0 6px 18px #0003', '0 2px 6px #0004'))};"
            f'padding:{rng.choice((0, 4))}px 0;overflow:hidden;{css}">{options(p, names, chosen)}</div>')


def combobox(p: Page, opened: bool | None = None, label: str | None = None) -> str:
    """A select made by hand: a button or a text field with an arrow; open with its options, or closed."""
    rng = p.rng
    opened = p.chance(0.4) if opened is None else opened
    names = rng.sample(w.OPTIONS + w.PLACES, rng.randint(3, 6))
    chosen, label = rng.randrange(len(names)), label or rng.choice(("Country", "Status", "Sort by", "Size", "Assignee",
                                                                    "Team", "City",
                                                                   "Language", "Currency", "Category", "Role",
                                                                    w.phrase(rng, 1, 2)))
    name = p.new_id()
    arrow = icon(p, rng.choice(("chevron-down", "chevron-down", "chevron-up" if opened else "chevron-down", "sort")),
                 "14px")
    empty, off = p.chance(0.3), not opened and p.chance(0.15)
    bad = not opened and p.chance(0.12)
    box = ("display:flex;justify-content:space-between;align-items:center;width:100%;height:auto;margin:0;gap:10px;"
           "text-align:left;"
           f"padding:{rng.choice((4, 6, 8, 11))}px {rng.choice((8, 12))}px;{PANEL};font:inherit;line-height:1.4;"
           "text-transform:none;"
           f"letter-spacing:0;border:{rng.choice((1, 1, 2))}px solid {'#dc2626' if bad else '#8888'};"
           f"border-radius:{rng.choice((0, 3, 5, 8, 20))}px;{'opacity:.5;' if off else ''}")
    states = (f'aria-expanded="{truth(opened)}"{" aria-disabled=true" if off else ""}'
              f'{" aria-invalid=true" if bad else ""}')
    shown = rng.choice(("Select…", "Choose an option", "Please select",
                        f"Select {label.lower()}")) if empty else names[chosen]
    inner = f'<span{" class=placeholder style=color:var(--muted,#777)" if empty else ""}>{e(shown)}</span>'
    if p.chance(0.7):
        control = (f'<button type="button" role="combobox" aria-labelledby="{name}" {states}{p.focus()} style="{box}">'
                   f"{inner}{arrow}</button>")
    else:
        control = (f'<div role="combobox" tabindex="0" aria-labelledby="{name}" {states}{p.focus()} style="{box}">'
                   f'{inner}{arrow}</div>')
    control = p.own("choice", id=f"{name}-control", by=name, label=label, shown=shown, empty=empty, off=off, bad=bad, open=opened,
                    focus=Markup(p.focus()), filled=p.switch_style < 3, large=p.check_style == 4, attrs="") or control
    width = rng.choice((160, 200, 240, 320))
    floating = opened and p.chance(0.6)
    css = "position:absolute;left:0;right:0;top:100%;z-index:15;margin-top:3px" if floating else "margin-top:3px"
    below = listbox_box(p, names, -1 if empty else chosen, css) if opened else ""
    room = f"margin-bottom:{rng.choice((40, 90, 140))}px;" if floating else ""
    return (f'<div style="width:{width}px;max-width:100%;{room}"><label id="{name}"{p.kit.of("label")}>{e(label)}'
            '</label>'
            f'<div style="position:relative">{control}{below}</div></div>')


def native_select(p: Page, label: str | None = None) -> str:
    """A select of the browser, styled by the kit; closed, or as a list of rows."""
    rng, name = p.rng, p.new_id()
    label = label or rng.choice(("Country", "State", "Sort by", "Rows per page", "Time zone", "Month", "Priority",
                                 "Size"))
    rows = rng.sample(w.OPTIONS + w.PLACES, rng.randint(3, 6))
    chosen = rng.randrange(len(rows))
    body = "".join(f"<option{' selected' if n == chosen else ''}>{e(row)}</option>" for n, row in enumerate(rows))
    many = f" size={len(rows)}" if p.chance(0.25) else ""
    off = " disabled" if p.chance(0.12) and not many else ""
    style = "" if p.kit.of("choice") else ' style="min-width:120px"'
    return (f'<div{p.kit.of("group")}><label for="{name}"{p.kit.of("label")}>{e(label)}</label> '
            f'<select id="{name}"{p.kit.of("choice")}{many}{off}{p.focus()}{style}>{body}</select></div>')


def menu(p: Page, css: str = "") -> str:
    """An open menu: one item under the pointer, one that is off, groups, shortcuts, ticks."""
    rng = p.rng
    own = own_menu(p, css)
    if own:
        return own
    count = rng.randint(3, 8)
    chosen, dead = rng.randrange(count), rng.randrange(count) if p.chance(0.35) else -1
    look = rng.choice((f"background:{ACCENT};color:#fff;", "background:#8883;", "background:#8885;font-weight:600;"))
    with_icons, with_keys, pad = p.chance(0.5), p.chance(0.25), rng.choice((3, 5, 7, 10))
    rows = []
    for n in range(count):
        on, off = n == chosen, n == dead and n != chosen
        style = (f"display:flex;align-items:center;gap:10px;padding:{pad}px 14px;text-decoration:none;color:inherit;"
                 "list-style:none;"
                 f"margin:0;{'opacity:.4;' if off else ''}{look if on else ''}")
        inner = (icon(p, size="16px") if with_icons else "") + f'<span style="flex:1">{e(w.action(rng))}</span>'
        inner += f"<small>Ctrl+{rng.choice('ACDEFKNOPSVXZ')}</small>" if with_keys else ""
        states = f'{" aria-selected=true" if on else ""}{" aria-disabled=true" if off else ""}'
        rows.append(rng.choice((f'<li role="menuitem"{states} style="{style}">{inner}</li>',
                                f'<a href="#" role="menuitem"{states} style="{style}">{inner}</a>')))
        if p.chance(0.12):
            rows.append('<div role="separator" style="border-top:1px solid #8884;margin:4px 0"></div>')
    return (f'<div role="menu" style="width:{rng.choice((150, 180, 220, 260))}px;padding:{rng.choice((0, 4, 8))}px 0;'
            f'{PANEL};'
            f"border:1px solid #8885;border-radius:{rng.choice((0, 4, 8, 12))}px;"
            f'box-shadow:{rng.choice(("0 8px 24px #0003", "0 2px 8px #0004", "2px 2px 0 #0005"))};{css}">'
            f'{"".join(rows)}</div>')


def dropdown(p: Page) -> str:
    """Two buttons that open menus: one open with its menu over the page, one closed."""
    rng = p.rng
    arrow = rng.choice((" ▾", "", icon(p, "chevron-down", "14px")))
    names = rng.sample(("Options", "More", "Actions", "Account", "File", "Insert", "Export", "Share", "New"), 2)

    def opener(name: str, on: bool) -> str:
        return (f'<button type="button"{p.kit.of("btn")} aria-haspopup="menu" aria-expanded="{truth(on)}"{p.focus()}>'
                f"{e(name)} {arrow}</button>")

    room = rng.choice((0, 60, 140))
    over = "position:absolute;left:0;top:100%;z-index:16;margin-top:4px"
    return (f'<div style="display:flex;gap:10px;margin-bottom:{room}px"><div style="position:relative">'
            f'{opener(names[0], True)}{menu(p, over)}</div><div>{opener(names[1], False)}</div></div>')


def menubar(p: Page) -> str:
    """The menu bar of a desktop program in the page."""
    rng = p.rng
    names = rng.sample(("File", "Edit", "View", "Insert", "Format", "Tools", "Table", "Window", "Help"),
                       rng.randint(4, 7))
    chosen = rng.randrange(len(names) + 2)
    items = "".join(
        f'<span role="menuitem" tabindex="0" aria-expanded="{truth(n == chosen)}" style="padding:4px 10px;'
        'cursor:default;'
        f'{"background:#8884;" if n == chosen else ""}">{name}</span>' for n, name in enumerate(names))
    return (f'<div role="menubar" style="display:flex;gap:2px;background:#8882;border-bottom:1px solid #8884">{items}'
            '</div>')


def tree(p: Page) -> str:
    """Folders and files: some branches open, some closed, one entry selected."""
    rng = p.rng
    signs = rng.choice((("chevron-right", "chevron-down"), ("plus", "minus"), None))
    chosen, rows, number = rng.randint(0, 5), [], 0
    for _ in range(rng.randint(2, 4)):
        opened = p.chance(0.5)
        entries: list[tuple[int, bool | None]] = [(0, opened), *([(1, None)] * (rng.randint(1, 3) if opened else 0))]
        for depth, branch in entries:
            on = number == chosen
            number += 1
            turn = ("<span style='width:16px'></span>" if branch is None else icon(p, signs[branch], "14px") if signs
                    else f"<span>{'▾' if branch else '▸'}</span>")
            lead = icon(p, "file" if branch is None else "folder", "16px") if p.chance(0.7) else ""
            states = f'aria-selected="{truth(on)}"' + ("" if branch is None else f' aria-expanded="{truth(branch)}"')
            rows.append(f'<div role="treeitem" {states} style="display:flex;align-items:center;gap:6px;'
                        f'padding:{rng.choice((2, 3, 5))}px 8px {rng.choice((2, 3, 5))}px {8 + 20 * depth}px;'
                        f'{rng.choice((f"background:{ACCENT};color:#fff", "background:#8884")) if on else ""}">'
                        f"{turn}{lead}<span>{e(w.phrase(rng, 1, 2))}</span></div>")
    return f'<div role="tree" style="max-width:{rng.choice((220, 280, 340))}px">{"".join(rows)}</div>'


def steps(p: Page) -> str:
    """The steps of a wizard, one of them current."""
    rng = p.rng
    names = rng.sample(("Account", "Profile", "Address", "Shipping", "Payment", "Review", "Confirm", "Done", "Details"),
                       rng.randint(3, 5))
    now, size = rng.randrange(len(names)), rng.choice((20, 24, 28, 34))
    own = p.own("steps", entries=own_items(p, names, now))
    if own:
        return own
    parts = []
    for n, name in enumerate(names):
        done = n < now
        ground = f"background:{ACCENT};color:#fff" if n <= now else rng.choice(("background:#8884;color:inherit",
                                                                               "border:2px solid #8886;color:inherit"))
        sign = icon(p, "check", "14px") if done and p.chance(0.5) else str(n + 1)
        parts.append(f'<li{" aria-current=step" if n == now else ""} style="display:flex;align-items:center;gap:8px;'
                     'list-style:none;'
                     f'{"font-weight:700;" if n == now else "color:var(--muted,#777);" if n > now else ""}">'
                     '<span data-shadow-role="badge" style="display:inline-flex;align-items:center;'
                     'justify-content:center;flex:none;'
                     f'width:{size}px;height:{size}px;border-radius:99px;font-size:13px;{ground}">{sign}</span>'
                     f"<span>{name}</span></li>")
    rule = '<li style="list-style:none;flex:1;height:2px;min-width:16px;background:#8885"></li>'
    return (f'<ol style="display:flex;flex-wrap:wrap;align-items:center;gap:12px;padding:0;margin:12px 0">'
            f"{rule.join(parts)}</ol>")


def rating(p: Page) -> str:
    """Stars that can be pressed, and what others gave."""
    rng = p.rng
    given = rng.randint(1, 5)
    stars = "".join(f'<button type="button" aria-label="{n} stars" aria-pressed="{truth(n <= given)}" style="border:0;'
                    'background:none;'
                    'box-shadow:none;width:auto;height:auto;min-width:0;margin:0;padding:2px;line-height:1;'
                    f'font-size:{22}px;'
                    f'color:{"#f59e0b" if n <= given else "#9ca3af"}">★</button>' for n in range(1, 6))
    return (f'<div style="display:flex;align-items:center;gap:8px"><span>{stars}</span><small>({rng.randint(1, 900)})'
            '</small></div>')


def split_button(p: Page) -> str:
    return (f'<div style="display:inline-flex">{button(p, kind="primary", off=False)}'
            '<button type="button" aria-label="More" '
            f'aria-haspopup="menu" aria-expanded="false"{p.kit.of("primary")} style="margin-left:1px">'
            f'{icon(p, "chevron-down", "14px")}</button></div>')
