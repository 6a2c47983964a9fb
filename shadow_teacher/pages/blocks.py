"""More sections: the controls that pages of forms and articles rarely show (options, sliders, spin buttons, switches, menus)."""

from __future__ import annotations

from markupsafe import Markup

from . import phrases as w
from .choices import own_accordion, own_menu
from .sections import card, head, picture
from .widgets import Page, avatar, badge, button, e, icon, icon_button, inline_link, text_field, toggle

_ACCENT = "var(--accent,#2563eb)"
_PANEL = "background:var(--panel,#fff);color:var(--ink,#222)"


def settings(p: Page) -> str:
    """Rows of a title, a line of help, and a switch, a select or a button at the right."""
    rng = p.rng
    rows = []
    for text in rng.sample(w.CHECKS, rng.randint(3, 7)):
        help_text = f'<div style="font-size:.85em;color:var(--muted,#6c757d)">{e(w.sentence(rng, 4, 9))}</div>' if p.chance(0.5) else ""
        kind = rng.choice(("switch", "switch", "switch", "button", "way"))
        if kind == "switch":
            control = switch(p, text)
        elif kind == "button":
            control = button(p, rng.choice(("Change", "Edit", "Manage")))
        else:
            control = f"<span>{rng.choice(('On', 'Off', 'Default'))}</span>{icon(p, 'chevron-right', '16px')}"
        lead = icon(p, size="20px") if p.chance(0.3) else ""
        rows.append(f'<div style="display:flex;align-items:center;gap:14px;padding:{rng.choice((8, 12, 16))}px 4px;'
                    f'border-bottom:1px solid #8884">{lead}<div style="flex:1;min-width:0">'
                    f'<div>{e(text)}</div>{help_text}</div>{control}</div>')
    return card(p, head(p, 2, 4) + "".join(rows),
                rng.choice(("", "max-width:560px;", "max-width:720px;margin:0 auto;")))


def switch(p: Page, name: str) -> str:
    """A switch without words of its own: hidden input and painted track, or a button with aria-checked."""
    on, off = p.chance(0.5), p.chance(0.1)
    own = p.own("switch", id=p.new_id(), text="", name=name, on=on, off=off, small=p.check_style == 0, boxed=False,
                attrs=Markup(f'{" checked" if on else ""}{" disabled" if off else ""}{p.focus()}'), focus=Markup(p.focus()))
    if own:
        return own
    height = (14, 16, 20, 22, 24, 30)[p.switch_style]
    width, knob = int(height * (1.7, 2.0, 1.85)[p.switch_style % 3]), height - (4, 6, -4)[p.switch_style % 3]
    round_ends = 3 if p.switch_style == 4 else 99
    track = _ACCENT if on else ("#9ca3af", "#ccc", "#6b7280")[p.switch_style % 3]
    edge = (height - knob) // 2
    left = width - knob - edge if on else edge
    knob_html = (f'<span style="position:absolute;top:{edge}px;left:{left}px;width:{knob}px;height:{knob}px;'
                 f'border-radius:{round_ends}px;background:#fff;box-shadow:0 1px 3px #0006"></span>')
    box = (f"display:inline-block;position:relative;flex:none;width:{width}px;height:{height}px;"
           f"border-radius:{round_ends}px;background:{track};border:0;padding:0;{'opacity:.5;' if off else ''}")
    if p.chance(0.5):
        return (f'<button type="button" role="switch" aria-checked="{str(on).lower()}" aria-label="{e(name)}" '
                f'style="{box}"{" disabled" if off else ""}>{knob_html}</button>')
    state = f'{" checked" if on else ""}{" disabled" if off else ""}'
    return ('<label style="position:relative;line-height:0">'
            f'<input type="checkbox" data-shadow-role="switch" aria-label="{e(name)}" style="position:absolute;'
            f'opacity:0;width:1px;height:1px"{state}>'
            f'<span data-shadow-indicator style="{box}">{knob_html}</span></label>')


def slider(p: Page, name: str) -> str:
    """A range: native in several colors and lengths, or an ARIA slider drawn with boxes."""
    rng = p.rng
    value = rng.randint(3, 97)
    own = p.own("slider", name=name, value=value, off=p.chance(0.1))
    if own:
        return f'<div style="min-width:140px">{own}</div>'
    if p.chance(0.6):
        return (f'<input type="range"{p.kit.of("range")} aria-label="{e(name)}" min="0" max="100" value="{value}" '
                f'style="width:{rng.choice(("100%", "160px", "240px"))};'
                f'accent-color:{rng.choice((_ACCENT, "#dc2626", "#16a34a", "#111"))}'
                f'"{" disabled" if p.chance(0.1) else ""}>')
    thick, knob = rng.choice((2, 4, 6, 8)), rng.choice((12, 16, 20, 24))
    return (f'<div role="slider" tabindex="0" aria-label="{e(name)}" aria-valuemin="0" aria-valuemax="100" '
            f'aria-valuenow="{value}" style="position:relative;height:{knob}px;'
            f'width:{rng.choice(("100%", "200px", "280px"))};max-width:100%">'
            f'<span style="position:absolute;left:0;right:0;top:50%;height:{thick}px;margin-top:-{thick // 2}px;'
            f'background:#8886;border-radius:9px"></span><span style="position:absolute;left:0;width:{value}%;top:50%;'
            f'height:{thick}px;margin-top:-{thick // 2}px;background:{_ACCENT};border-radius:9px"></span>'
            f'<span style="position:absolute;left:calc({value}% - {knob // 2}px);top:0;width:{knob}px;height:{knob}px;'
            f'border-radius:{rng.choice((99, 99, 3))}px;background:{rng.choice((_ACCENT, "#fff"))};box-shadow:0 1px '
            '4px #0006"></span></div>')


def sliders(p: Page) -> str:
    rng = p.rng
    names = rng.sample(("Volume", "Brightness", "Price range", "Zoom", "Opacity", "Contrast", "Font size", "Speed",
                        "Temperature", "Quality", "Bass", "Treble"), rng.randint(2, 5))
    rows = "".join('<div style="display:flex;align-items:center;gap:14px;margin:10px 0"><span style="flex:0 0 110px">'
                   f'{e(n)}</span><div style="flex:1">{slider(p, n)}</div>'
                   f'<small>{rng.randint(0, 100)}{rng.choice(("", "%", " px"))}</small></div>' for n in names)
    return card(p, head(p, 3, 4) + rows, rng.choice(("max-width:420px;", "max-width:600px;", "")))


def spinner(p: Page, name: str) -> str:
    """A number with minus and plus, or a native number field."""
    rng = p.rng
    value = rng.randint(0, 12)
    own = p.own("spinner", id=p.new_id(), name=name, value=value, off=value == 0)
    if own:
        return own
    if p.chance(0.4):
        return (f'<input type="number" aria-label="{e(name)}" value="{value}" min="0"{p.kit.of("field")} '
                f'style="width:{rng.choice((64, 80, 100))}px;display:inline-block">')
    signs = rng.choice((("−", "+"), ("-", "+"), (icon(p, "minus", "14px"), icon(p, "plus", "14px"))))
    look = (f"border:1px solid #8886;background:#8882;color:inherit;font:inherit;width:{rng.choice((28, 34, 40))}px;"
            "padding:4px 0;text-align:center")
    return ('<span style="display:inline-flex;align-items:stretch">'
            f'<button type="button" aria-label="Decrease" style="{look}"{" disabled" if value == 0 else ""}>{signs[0]}'
            f'</button><input type="text" role="spinbutton" aria-label="{e(name)}" aria-valuenow="{value}" '
            f'value="{value}" '
            'style="width:44px;text-align:center;border:1px solid #8886;border-left:0;border-right:0;'
            'background:transparent;color:inherit;font:inherit;margin:0;height:auto;padding:4px">'
            f'<button type="button" aria-label="Increase" style="{look}">{signs[1]}</button></span>')


def cart(p: Page) -> str:
    """Cart rows with a quantity, a price and a way to remove each; the sum and the checkout below."""
    rng = p.rng
    rows = "".join('<div style="display:flex;flex-wrap:wrap;align-items:center;gap:16px;padding:12px 0;'
                   f'border-bottom:1px solid #8884">{picture(p, "64px", 64)}<div style="flex:1;min-width:110px">'
                   f'<strong>{e(name)}</strong><div><small style="color:var(--muted,#6c757d)">{e(w.phrase(rng, 1, 3))}'
                   '</small></div></div>'
                   f'{spinner(p, "Quantity")}<span>{w.price(rng)}</span>'
                   f'{rng.choice((lambda: icon_button(p, "trash"), lambda: icon_button(p, "close"), lambda: inline_link(p, "Remove")))()}</div>' for name in rng.sample(w.GOODS, rng.randint(2, 4)))
    sums = "".join('<div style="display:flex;justify-content:space-between;padding:3px '
                   f'0{";font-weight:700;font-size:1.15em" if n == "Total" else ""}"><span>{n}</span>'
                   f'<span>{w.price(rng)}</span></div>' for n in ("Subtotal", "Shipping", "Total"))
    coupon = (f'<div style="display:flex;gap:8px"><input placeholder="Coupon code"{p.kit.of("field")}>'
              f'{button(p, "Apply", "outline")}</div>') if p.chance(0.5) else ""
    return head(p, 1, 3) + rows + card(p, f'{sums}{coupon}<div style="margin-top:10px">'
                                          f'{button(p, rng.choice(("Checkout", "Proceed to checkout", "Place order")), "primary")}</div>', "max-width:360px;margin-left:auto;")


def listbox(p: Page) -> str:
    """A combobox that is open, or a list of options that stands alone; one option chosen."""
    rng = p.rng
    names = rng.sample(w.OPTIONS + w.PLACES, rng.randint(3, 7))
    chosen = rng.randrange(len(names))
    mark = rng.choice((f"background:{_ACCENT};color:#fff", "background:#8884", "font-weight:700"))
    tick = p.chance(0.4)
    rows = "".join(f'<div role="option" aria-selected="{str(n == chosen).lower()}'
                   f'"{" aria-disabled=true" if (off := n != chosen and p.chance(0.07)) else ""} style="display:flex;'
                   f'justify-content:space-between;gap:10px;padding:{rng.choice((5, 7))}px 12px;'
                   f'{"opacity:.45;" if off else ""}{mark if n == chosen else ""}">'
                   f'<span>{e(name)}</span>{icon(p, "check", "14px") if tick and n == chosen else ""}</div>' for n,
                   name in enumerate(names))
    width = rng.choice((180, 240, 320))
    opened = (f'<div role="listbox" aria-label="{e(w.phrase(rng, 1, 2))}" style="width:{width}px;max-width:100%;'
              f'{_PANEL};border:1px solid #8886;border-radius:{rng.choice((0, 4, 8))}px;'
              f'box-shadow:{rng.choice(("none", "0 6px 18px #0003"))};padding:{rng.choice((0, 4))}px 0;'
              f'margin-top:4px">{rows}</div>')
    if p.chance(0.4):
        return head(p, 3, 4) + opened
    field = (f'<button type="button" role="combobox" aria-expanded="true" aria-label="{e(w.phrase(rng, 1, 2))}" '
             f'style="display:flex;justify-content:space-between;align-items:center;width:{width}px;max-width:100%;'
             f'padding:7px 12px;{_PANEL};border:1px solid #8888;border-radius:5px;font:inherit">'
             f'<span>{e(names[chosen])}</span>{icon(p, rng.choice(("chevron-down", "chevron-up", "sort")), "14px")}'
             '</button>')
    return f'<div style="padding:6px 0"><label>{e(w.phrase(rng, 1, 2))}</label>{field}{opened}</div>'


def stat_tiles(p: Page) -> str:
    rng = p.rng
    tiles = "".join(card(p, '<div style="display:flex;justify-content:space-between;gap:12px;align-items:center">'
                            '<div><div style="font-size:.8em;color:var(--muted,#6c757d);'
                            f'{rng.choice(("", "text-transform:uppercase;font-weight:700;"))}">'
                            f'{e(w.phrase(rng, 1, 2))}</div>'
                         f'<div style="font-size:{rng.choice((1.3, 1.6, 2))}em;font-weight:700">'
                         f'{rng.choice((w.price(rng), str(rng.randint(3, 9999)), f"{rng.uniform(0, 99):.1f}%", f"{rng.uniform(1, 90):.1f}k"))}</div><small style="color:{rng.choice(("#16a34a", "#dc2626"))}">{rng.choice(("▲", "▼", "+", "−"))} {rng.uniform(0, 20):.1f}%</small></div>{icon(p, size="28px")}</div>', "flex:1;min-width:170px;") for _ in range(rng.randint(2, 4)))
    return f'<div style="display:flex;flex-wrap:wrap;gap:16px">{tiles}</div>'


def chat(p: Page) -> str:
    rng = p.rng
    bubbles = []
    for _ in range(rng.randint(3, 7)):
        own = p.chance(0.45)
        look = f"background:{_ACCENT};color:#fff;margin-left:auto" if own else "background:#8883"
        bubbles.append(f'<div style="display:flex;gap:8px;margin:8px 0">{"" if own else avatar(p, 32)}'
                       f'<div style="{look};padding:8px 12px;border-radius:{rng.choice((6, 14, 18))}px;max-width:70%">'
                       f'{e(w.sentence(rng, 3, 12))}</div></div>')
    entry = (f'<div style="display:flex;gap:8px;align-items:center;margin-top:10px">{icon_button(p, "plus")}'
             f'<input placeholder="{rng.choice(("Type a message…", "Message", "Write something..."))}'
             f'"{p.kit.of("field")}{p.focus()}>'
             f'{rng.choice((lambda: button(p, "Send", "primary"), lambda: icon_button(p, "mail")))()}</div>')
    return card(p, '<div style="display:flex;gap:10px;align-items:center;border-bottom:1px solid #8884;'
                   f'padding-bottom:8px">{avatar(p, 40)}<strong style="flex:1">{e(rng.choice(w.PEOPLE))}</strong>'
                   f'{icon_button(p, "phone")}{icon_button(p, "settings")}</div>{"".join(bubbles)}{entry}',
                rng.choice(("max-width:480px;", "max-width:680px;margin:0 auto;", "")))


def calendar(p: Page) -> str:
    rng = p.rng
    first, today, off = rng.randint(0, 6), rng.randint(1, 28), rng.randint(0, 9)
    days = ["" for _ in range(first)] + [str(d) for d in range(1, 31)]
    cells = "".join('<td style="padding:2px;text-align:center;border:0">'
                    f'{day(p, int(d), int(d) == today, int(d) <= off) if d else ""}</td>'
                    + ("</tr><tr>" if n % 7 == 6 else "") for n, d in enumerate(days))
    names = "".join(f'<th style="padding:4px;font-size:.8em;text-align:center">{d}</th>'
                    for d in rng.choice((("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"),
                                         ("S", "M", "T", "W", "T", "F", "S"))))
    month = rng.choice(["January", "February", "March", "April", "May", "June", "July", "August", "September",
                        "October", "November", "December"])
    return card(p, '<div style="display:flex;justify-content:space-between;align-items:center">'
                   f'{icon_button(p, "chevron-left")}<strong>{month} {rng.randint(1998, 2028)}</strong>'
                   f'{icon_button(p, "chevron-right")}</div><table style="width:100%"><tr>{names}</tr><tr>{cells}</tr>'
                   '</table>', "width:320px;max-width:100%;")


def day(p: Page, number: int, chosen: bool, off: bool) -> str:
    look = f"background:{_ACCENT};color:#fff;" if chosen else "background:none;color:inherit;"
    return (f'<button type="button"{" aria-pressed=true" if chosen else ""}{" disabled" if off and not chosen else ""} '
            f'style="{look}border:0;font:inherit;width:32px;height:32px;padding:0;margin:0;min-width:0;line-height:1;'
            f'border-radius:{(0, 6, 99)[p.check_style % 3]}px;{"opacity:.4" if off and not chosen else ""}">{number}'
            '</button>')


def player(p: Page) -> str:
    rng = p.rng
    controls = "".join(icon_button(p, c) for c in ("previous", rng.choice(("play", "pause")), "next",
                                                   rng.choice(("volume", "mute")), "heart")[: rng.randint(2, 5)])
    return card(p, f'<div style="display:flex;gap:14px;align-items:center">{picture(p, "72px", 72)}'
                   f'<div style="flex:1;min-width:0"><strong>{e(w.phrase(rng, 2, 4))}</strong>'
                   f'<div style="color:var(--muted,#6c757d)">{e(rng.choice(w.PEOPLE))}</div>{slider(p, "Seek")}'
                   '<div style="display:flex;justify-content:space-between">'
                   f'<small>{rng.randint(0, 4)}:{rng.randint(10, 59)}</small>'
                   f'<small>{rng.randint(4, 9)}:{rng.randint(10, 59)}</small></div></div></div>'
                   f'<div style="text-align:center">{controls}</div>',
                rng.choice(("max-width:380px;", "max-width:560px;")))


def toolbar(p: Page) -> str:
    """Grouped buttons as editors have them; some pressed, some split."""
    rng = p.rng
    groups = []
    for _ in range(rng.randint(1, 4)):
        names = rng.sample(("bold", "italic", "underline", "align-left", "link", "image", "undo", "redo", "copy",
                            "print", "list", "grid", "code", "zoom-in"), rng.randint(2, 4))
        keys = "".join(f'<button type="button" aria-label="{n.replace("-", " ")}" '
                       f'aria-pressed="{str(on := p.chance(0.3)).lower()}" style="border:1px solid #8886;margin:0 0 0 '
                       '-1px;padding:6px 9px;line-height:0;color:inherit;'
                       f'background:{"#8886" if on else "transparent"}">{p.icons.draw(n, "18px")}</button>'
                       for n in names)
        groups.append(f'<div role="group" style="display:inline-flex">{keys}</div>')
    words = "".join(button(p, t, "btn") for t in rng.sample(("Day", "Week", "Month", "List", "Left", "Middle", "Right",
                                                             "All", "Open", "Closed"), 3)) if p.chance(0.5) else ""
    return ('<div role="toolbar" style="display:flex;flex-wrap:wrap;gap:10px;padding:6px;border:1px solid #8884;'
            f'border-radius:4px">{"".join(groups)}<div style="display:inline-flex">{words}</div></div>')


def collapsible(p: Page) -> str:
    """An accordion made of buttons, as frameworks draw it."""
    rng = p.rng
    items = []
    own = own_accordion(p, rng.randint(2, 6))
    if own:
        return head(p, 2, 3) + own
    sign = rng.choice((("chevron-down", "chevron-up"), ("plus", "minus"), ("chevron-right", "chevron-down")))
    for _ in range(rng.randint(2, 6)):
        shown = p.chance(0.4)
        body = f'<div style="padding:4px 14px 12px">{e(w.paragraph(rng, 1, 2))}</div>' if shown else ""
        items.append('<div style="border-bottom:1px solid #8884">'
                     f'<button type="button" aria-expanded="{str(shown).lower()}" style="display:flex;'
                     'justify-content:space-between;align-items:center;width:100%;height:auto;margin:0;padding:10px '
                     f'14px;border:0;background:{rng.choice(("none", "none", "#8882"))};color:inherit;font:inherit;'
                     'text-align:left;text-transform:none;letter-spacing:0;line-height:1.4">'
                     f'<span>{e(w.heading(rng))}{rng.choice(("", "?"))}</span>{icon(p, sign[shown], "16px")}</button>'
                     f'{body}</div>')
    return head(p, 2, 3) + ('<div style="border:1px solid #8884;border-bottom:0;border-radius:6px;overflow:hidden">'
                            f'{"".join(items)}</div>')


def open_menu(p: Page) -> str:
    """A menu with icons, shortcuts, one item under the pointer, one that is off."""
    rng = p.rng
    own = own_menu(p, "margin:8px 0")
    if own:
        return own
    chosen = rng.randrange(6)
    with_icons, with_keys = p.chance(0.5), p.chance(0.3)
    rows = []
    for n in range(rng.randint(3, 8)):
        off = n != chosen and p.chance(0.1)
        look = rng.choice((f"background:{_ACCENT};color:#fff", "background:#8883")) if n == chosen else ""
        shortcut = f"<small>Ctrl+{rng.choice('ACDEFKNOPSVXZ')}</small>" if with_keys else ""
        rows.append(f'<li role="menuitem" tabindex="-1"{" aria-selected=true" if n == chosen else ""}'
                    f'{" aria-disabled=true" if off else ""} style="display:flex;align-items:center;gap:10px;'
                    f'padding:6px 14px;list-style:none;{"opacity:.45;" if off else ""}{look}">'
                    f'{icon(p, size="16px") if with_icons else ""}<span style="flex:1">{e(w.action(rng))}</span>'
                    f'{shortcut}</li>')
        if p.chance(0.12):
            rows.append('<li role="separator" style="list-style:none;border-top:1px solid #8884;margin:4px 0"></li>')
    return (f'<ul role="menu" style="width:{rng.choice((180, 220, 260))}px;margin:8px 0;padding:6px 0;{_PANEL};'
            f'border:1px solid #8885;border-radius:{rng.choice((0, 4, 8, 12))}px;box-shadow:0 8px 24px #0003">'
            f'{"".join(rows)}</ul>')


def board(p: Page) -> str:
    """Columns of cards with tags and people, as project tools have them."""
    rng = p.rng
    lanes = "".join('<div style="flex:1;min-width:180px;background:#8882;border-radius:6px;padding:10px">'
                    '<div style="display:flex;justify-content:space-between">'
                    f'<strong>{e(n)}</strong>{badge(p) if p.chance(0.5) else ""}</div>' + "".join(
        f'<div class="card" style="{_PANEL};padding:10px;margin:8px 0;border-radius:5px;box-shadow:0 1px 2px #0003">'
        f'{e(w.phrase(rng, 2, 5))}<div style="display:flex;justify-content:space-between;align-items:center;'
        f'margin-top:8px">{badge(p)}{avatar(p, 24)}</div></div>' for _ in range(rng.randint(1, 4)))
                    + f'{button(p, "+ Add card", "ghost") if p.chance(0.5) else ""}</div>'
                    for n in rng.sample(("To do", "In progress", "Review", "Done", "Backlog", "Blocked", "Testing"),
                                        rng.randint(2, 4)))
    return f'<div style="display:flex;gap:14px;align-items:flex-start;flex-wrap:wrap">{lanes}</div>'


def toast(p: Page) -> str:
    """A message in a corner of the window."""
    rng = p.rng
    look = rng.choice(("background:#323232;color:#fff", _PANEL, "background:#14532d;color:#dcfce7",
                       "background:#7f1d1d;color:#fee2e2"))
    corner = rng.choice(("right:16px;bottom:16px", "right:16px;top:16px", "left:16px;bottom:16px",
                         "left:50%;bottom:20px;transform:translateX(-50%)"))
    return (f'<div role="{rng.choice(("alert", "status"))}" style="position:fixed;z-index:60;{corner};{look};'
            f'padding:12px 16px;border-radius:{rng.choice((2, 6, 12))}px;box-shadow:0 6px 20px #0005;display:flex;'
            f'gap:14px;align-items:center;max-width:340px"><span>{e(rng.choice(w.ALERTS))}</span>'
            f'{rng.choice((lambda: icon_button(p, "close"), lambda: inline_link(p, "Undo"), lambda: ""))()}</div>')


def filters(p: Page) -> str:
    """Facets of a shop: groups of boxes, chips that can be removed, a search."""
    rng = p.rng
    groups = "".join(f'<div style="margin:10px 0"><strong>{e(w.phrase(rng, 1, 2))}</strong>'
                     f'{"".join(toggle(p, rng.choice(("checkbox", "radio"))) for _ in range(rng.randint(2, 4)))}</div>'
                     for _ in range(rng.randint(1, 3)))
    chips = "".join('<span data-shadow-role="badge" style="display:inline-flex;gap:6px;align-items:center;'
                    f'padding:3px 10px;border-radius:99px;background:#8883;margin:2px">{e(rng.choice(w.OPTIONS))}'
                    f'</span>{icon_button(p, "close")}' for _ in range(rng.randint(0, 4)))
    return card(p, f'{text_field(p, "Search|search|Search...")}{chips}{groups}{button(p, "Apply", "primary")} '
                   f'{button(p, "Clear all", "ghost")}', rng.choice(("max-width:280px;", "max-width:340px;")))


BLOCKS = ((settings, 2), (sliders, 1.2), (cart, 1.5), (listbox, 2.5), (stat_tiles, 1.2), (chat, 0.8), (calendar, 0.8),
          (player, 0.8), (toolbar, 1), (collapsible, 1.2), (open_menu, 1.5), (board, 0.6), (toast, 0.6), (filters, 1.2))
