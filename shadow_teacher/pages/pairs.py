"""Small groups that show one kind of control in both values of a state, and fields in the looks that forms have.

PAIRS lists what `sampler` draws from: every control role and every state, often enough to be learned.
"""

from __future__ import annotations

from collections.abc import Callable

from . import blocks
from . import phrases as w
from .choices import (
    ACCENT,
    combobox,
    dropdown,
    menu,
    menubar,
    native_select,
    options,
    rating,
    segments,
    split_button,
    steps,
    tab_strip,
    tree,
    truth,
)
from .sections import accordion, alert, head, pagination, progress
from .widgets import Page, avatar, badge, button, e, icon, icon_button, inline_link, text_field, toggle

ERRORS = (
    "This field is required.", "Enter a valid email address.", "Must be at least 8 characters.", "Passwords do not match.",
    "Please choose a date in the future.", "Invalid card number.", "Too short", "Required", "Enter a number between 1 and 10",
)


def toggle_pair(p: Page, role: str) -> str:
    """Two to five of a kind: on and off next to each other, sometimes a disabled one."""
    rng = p.rng
    count = rng.randint(2, 5)
    texts = rng.sample(w.CHECKS, count)
    on = [role != "radio" and p.chance(0.5) for _ in range(count)]
    on[0], on[1] = (True, False) if p.chance(0.5) else (False, True)
    dead = rng.randrange(count) if p.chance(0.4) else -1
    group = p.new_id() if role == "radio" else None
    boxes = "".join(toggle(p, role, text, group, on[n], n == dead) for n, text in enumerate(texts))
    title = f"<legend>{e(w.heading(rng))}</legend>" if p.chance(0.3) else ""
    if title:
        return f"<fieldset>{title}{boxes}</fieldset>"
    if p.chance(0.2):
        return f'<div style="display:flex;flex-wrap:wrap;gap:{rng.choice((8, 18, 26))}px">{boxes}</div>'
    return f"<div>{boxes}</div>"


def switch_rows(p: Page) -> str:
    """Words at the left, switch at the right; both positions."""
    rng = p.rng
    rows = "".join(
        '<div style="display:flex;justify-content:space-between;align-items:center;gap:16px;'
        f'padding:{rng.choice((4, 8, 12))}px 0;'
        f'{"border-bottom:1px solid #8883;" if p.chance(0.6) else ""}"><span>{e(text)}</span>{blocks.switch(p, text)}'
        '</div>'
        for text in rng.sample(w.CHECKS, rng.randint(2, 4)))
    return f"<div>{rows}</div>"


def button_row(p: Page) -> str:
    """The same buttons enabled and disabled."""
    rng = p.rng
    kind = rng.choice(("btn", "primary", "primary", "outline", "success", "danger", "large", "small"))
    names = rng.sample(w.ACTIONS, rng.randint(2, 4))
    dead = rng.randrange(len(names))
    same = p.chance(0.6)
    row = "".join(button(p, name, kind if same else None, off=n == dead) for n, name in enumerate(names))
    return (f'<div style="display:flex;flex-wrap:wrap;gap:{rng.choice((4, 8, 12))}px;align-items:center;margin:6px 0">'
            f'{row}</div>')


def field_pair(p: Page) -> str:
    """Two fields of which one is wrong, or off, with the message below."""
    rng = p.rng
    one, two = rng.sample(w.FIELDS, 2)
    if p.chance(0.6):
        color = rng.choice(("#dc2626", "#b91c1c", "#e11d48", "#d32f2f"))
        sign = icon(p, rng.choice(("error", "warning")), "14px") + " " if p.chance(0.3) else ""
        error = (f'<div style="color:{color};font-size:{rng.choice((12, 13, 14))}px;margin:2px 0 8px">'
                 f'{sign}{e(rng.choice(ERRORS))}</div>'
                 if p.chance(0.8) else "")
        pair = [text_field(p, one, off=False, bad=True) + error, text_field(p, two, off=False, bad=False)]
    else:
        pair = [text_field(p, one, off=True, bad=False), text_field(p, two, off=False, bad=False)]
    rng.shuffle(pair)
    side = p.chance(0.3)
    return (f'<div style="display:grid;grid-template-columns:{"1fr 1fr" if side else "1fr"};gap:4px 16px">'
            f'{"".join(pair)}</div>')


def floating_field(p: Page) -> str:
    """A label that lies on the border of its field, small above a value or large in an empty one."""
    rng = p.rng
    rows = []
    for spec in rng.sample([f for f in w.FIELDS if "|select|" not in f and "|area|" not in f], rng.randint(1, 3)):
        label, kind, _ = spec.split("|")
        name, filled = p.new_id(), p.chance(0.5)
        bad, off = p.chance(0.2), p.chance(0.12)
        line = "#dc2626" if bad else rng.choice(("#8888", ACCENT, "#999"))
        style = rng.choice((f"border:1px solid {line};border-radius:{rng.choice((3, 6, 10))}px;"
                            "background:var(--ground,transparent)",
                            f"border:0;border-bottom:2px solid {line};border-radius:4px 4px 0 0;background:#8882"))
        place = "top:-8px;font-size:12px;background:var(--ground,#fff)" if filled and "border:1px" in style else \
            "top:5px;font-size:11px" if filled else "top:16px"
        value = "secret12" if kind == "password" else w.email(rng) if kind == "email" else w.phrase(rng, 1, 2)
        states = f'{" aria-invalid=true" if bad else ""}{" disabled" if off else ""}{p.focus()}'
        rows.append(
            f'<div style="position:relative;margin:14px 0;{"opacity:.6;" if off else ""}"><input id="{name}" '
            f'type="{kind if kind == "password" else "text"}" '
            f'{f"value={chr(34)}{e(value)}{chr(34)}" if filled else ""}{states} '
            'style="width:100%;height:52px;padding:18px 12px 6px;font:inherit;color:inherit;box-shadow:none;margin:0;'
            f'{style}">'
            f'<label for="{name}" style="position:absolute;left:12px;{place};padding:0 4px;line-height:1.3;'
            'pointer-events:none;'
            f'color:{"#dc2626" if bad else "var(--muted,#666)"}">{e(label)}{"*" if p.chance(0.3) else ""}</label>'
            '</div>')
    return f'<div style="max-width:{rng.choice((260, 340, 480))}px">{"".join(rows)}</div>'


def addon_field(p: Page) -> str:
    """A field with something attached: an icon, a unit, a button, a clear sign, a counter."""
    rng = p.rng
    name, off = p.new_id(), p.chance(0.1)
    label = rng.choice(("Amount", "Website", "Search", "Password", "Weight", "Price", "Username", "Email", "Discount"))
    edge = "padding:6px 10px;border:1px solid #8886;background:#8882;display:flex;align-items:center;line-height:1.3"
    before = rng.choice((f'<span style="{edge}">{rng.choice(("$", "€", "https://", "@", "+49"))}</span>',
                         f'<span style="{edge}">'
                         f'{icon(p, rng.choice(("user", "mail", "lock", "search", "phone")), "16px")}</span>', ""))
    after = rng.choice((f'<span style="{edge}">{rng.choice((".00", "kg", "%", "px", "/ mo"))}</span>',
                        icon_button(p, "eye"),
                        icon_button(p, "close"), button(p, rng.choice(("Go", "Search", "Copy", "Apply")), "primary"),
                        ""))
    value = f' value="{rng.choice((str(rng.randint(1, 900)), w.phrase(rng, 1, 1)))}"' if p.chance(0.5) else ' placeholder="0"'
    field = (f'<input id="{name}"{p.kit.of("field")}{value}{" disabled" if off else ""}{p.focus()} '
             f'style="flex:1;min-width:0;width:auto;margin:0">')
    return (f'<div{p.kit.of("group")}><label for="{name}"{p.kit.of("label")}>{label}</label>'
            f'<div style="display:flex;align-items:stretch;max-width:360px">{before}{field}{after}</div></div>')


def number_row(p: Page) -> str:
    """Numbers with minus and plus, or with the browser's own arrows."""
    rng = p.rng
    rows = []
    for name in rng.sample(("Quantity", "Adults", "Children", "Rooms", "Guests", "Copies", "Width", "Height",
                            "Tickets"), rng.randint(1, 3)):
        dead = " disabled" if p.chance(0.12) else ""
        control = blocks.spinner(p, name) if p.chance(0.65) else (
            f'<input type="number" data-shadow-role="spinbutton" class="arrows" aria-label="{name}" '
            f'value="{rng.randint(0, 40)}"{dead}'
            f'{p.focus()} style="width:{rng.choice((70, 90, 120))}px;padding:4px 6px;border:1px solid #8888;'
            'font:inherit;margin:0;'
            f'height:auto;{"" if p.dark else "background:#fff;color:#222"}">')
        rows.append('<div style="display:flex;align-items:center;justify-content:space-between;gap:16px;margin:6px 0;'
                    'max-width:300px">'
                    f"<span>{name}</span>{control}</div>")
    return "<style>.arrows::-webkit-inner-spin-button{opacity:1}</style>" + "".join(rows)


def slider_rows(p: Page) -> str:
    rng = p.rng
    names = rng.sample(("Volume", "Brightness", "Price", "Zoom", "Opacity", "Contrast", "Speed", "Quality", "Bass"),
                       rng.randint(1, 3))
    return "".join(f'<div style="display:flex;align-items:center;gap:12px;margin:8px 0;max-width:420px">'
                   f'<span style="flex:0 0 84px">{name}</span><div style="flex:1">{blocks.slider(p, name)}</div></div>'
                   for name in names)


def progress_rows(p: Page) -> str:
    """Bars of every thickness, with words above, beside or in them; and rings."""
    rng = p.rng
    rows = []
    for _ in range(rng.randint(1, 3)):
        draw = rng.random()
        value, high = rng.randint(8, 97), rng.choice((3, 5, 8, 12, 18, 24))
        hue = rng.choice((ACCENT, "#16a34a", "#f59e0b", "#dc2626", "#0ea5e9"))
        if draw < 0.25:
            rows.append(progress(p))
        elif draw < 0.4:
            size = rng.choice((28, 40, 64, 90))
            rows.append(f'<div role="progressbar" aria-valuenow="{value}" style="width:{size}px;height:{size}px;'
                        'border-radius:50%;'
                        f"background:conic-gradient({hue} {value}%,#8884 0);display:flex;align-items:center;"
                        "justify-content:center\">"
                        f'<span style="width:{size * 3 // 4}px;height:{size * 3 // 4}px;border-radius:50%;'
                        'background:var(--ground,#fff);'
                        f'display:flex;align-items:center;justify-content:center;font-size:{size // 4}px">'
                        f'{f"{value}%" if size > 40 else ""}</span></div>')
        else:
            inside = f"{value}%" if high >= 18 and p.chance(0.6) else ""
            stripes = rng.choice(("", "", "background-image:repeating-linear-gradient(45deg,#fff3 0 10px,transparent "
                                          "10px 20px);"))
            rows.append('<div style="margin:8px 0"><div style="display:flex;justify-content:space-between">'
                        f'<small>{e(w.phrase(rng, 1, 3))}'
                        f'</small><small>{"" if inside else f"{value}%"}</small></div>'
                        f'<div role="progressbar" aria-valuenow="{value}" '
                        f'style="height:{high}px;background:#8884;border-radius:{rng.choice((0, 3, 99))}px;'
                        'overflow:hidden">'
                        f'<div style="width:{value}%;height:100%;background-color:{hue};{stripes}color:#fff;'
                        'font-size:11px;'
                        f'text-align:center;line-height:{high}px">{inside}</div></div></div>')
    return f'<div style="max-width:{rng.choice((240, 400, 600))}px">{"".join(rows)}</div>'


def loading(p: Page) -> str:
    """A ring that turns, alone, with words, or in a button that waits."""
    rng = p.rng
    size = rng.choice((16, 20, 28, 40, 56))
    color = rng.choice((ACCENT, "#888", "#16a34a"))
    ring = (f'<span role="progressbar" aria-label="Loading" style="display:inline-block;width:{size}px;height:{size}px;'
            f'border-radius:50%;border:{max(2, size // 8)}px solid #8884;border-top-color:{color}"></span>')
    words = f"<span>{rng.choice(('Loading…', 'Please wait', 'Saving…', 'Searching…'))}</span>" if p.chance(0.6) else ""
    return (f'<div style="display:flex;align-items:center;gap:10px">{ring}{words}'
            f'{button(p, "Working…", "primary", off=True) if p.chance(0.3) else ""}</div>')


def expand_row(p: Page) -> str:
    """Buttons that show or hide something: one open, one closed."""
    rng = p.rng
    signs = rng.choice((("chevron-down", "chevron-up"), ("plus", "minus"), ("chevron-right", "chevron-down")))
    rows = []
    opened = rng.choice(((True, False), (False, True), (True, False, False)))
    for on in opened:
        body = f'<div style="padding:6px 12px">{e(w.sentence(rng))}</div>' if on else ""
        rows.append(
            f'<div style="border:1px solid #8884;margin:{rng.choice((-1, 4))}px 0">'
            f'<button type="button" aria-expanded="{truth(on)}"'
            f'{p.focus()} style="display:flex;gap:10px;align-items:center;width:100%;height:auto;border:0;'
            'box-shadow:none;margin:0;'
            f"padding:{rng.choice((6, 10, 14))}px 12px;background:#8882;color:inherit;font:inherit;text-align:left;"
            "line-height:1.4;"
            f'text-transform:none;letter-spacing:0"><span style="flex:1">{e(w.heading(rng))}</span>'
            f'{icon(p, signs[on], "16px")}</button>'
            f"{body}</div>")
    return "".join(rows)


def people_row(p: Page) -> str:
    """A list of people with an action each, or chips that can be removed."""
    rng = p.rng
    if p.chance(0.4):
        chips = "".join('<span data-shadow-role="badge" style="display:inline-flex;align-items:center;gap:6px;'
                        'padding:3px 10px;'
                        f'border-radius:99px;background:#8883">{e(rng.choice(w.PEOPLE))}</span>'
                        f'{icon_button(p, "close")}'
                        for _ in range(rng.randint(2, 4)))
        return f'<div style="display:flex;flex-wrap:wrap;gap:4px;align-items:center">{chips}</div>'
    rows = "".join(f'<li{p.kit.of("item")} style="display:flex;align-items:center;gap:12px;list-style:none;'
                   'padding:8px">'
                   f'{avatar(p, 32)}<span style="flex:1">{e(rng.choice(w.PEOPLE))}</span>'
                   f'{badge(p) if p.chance(0.4) else ""}'
                   f'{rng.choice((icon_button, inline_link))(p)}</li>' for _ in range(rng.randint(2, 4)))
    return f'<ul{p.kit.of("items")} style="padding:0;margin:8px 0;max-width:420px">{rows}</ul>'


def small_table(p: Page) -> str:
    """A narrow table with its heads."""
    rng = p.rng
    columns = rng.sample(w.COLUMNS, rng.randint(2, 3))
    heads = "".join(f"<th>{e(name)}</th>" for name in columns)
    rows = "".join(f"<tr>{''.join(f'<td>{e(w.cell(rng))}</td>' for _ in columns)}</tr>"
                   for _ in range(rng.randint(2, 4)))
    return (f'<div{p.kit.of("tablewrap")}><table{p.kit.of("table")}><thead{p.kit.of("thead")}><tr>{heads}</tr></thead>'
            f'<tbody{p.kit.of("tbody")}>{rows}</tbody></table></div>')


def option_cards(p: Page) -> str:
    """A listbox of cards or color swatches in a row, one chosen."""
    rng = p.rng
    names = rng.sample(w.PLACES + w.GOODS, rng.randint(3, 4))
    return ('<div role="listbox" style="max-width:320px;border:1px solid #8886">'
            f'{options(p, names, rng.randrange(len(names)))}</div>')


PAIRS: tuple[tuple[Callable[[Page], str], float], ...] = (
    (lambda p: toggle_pair(p, "checkbox"), 3), (lambda p: toggle_pair(p, "radio"), 3),
                                                          (lambda p: toggle_pair(p, "switch"), 3.5),
    (switch_rows, 2), (button_row, 3), (field_pair, 6), (floating_field, 2), (addon_field, 1.5), (number_row, 5),
                                                          (slider_rows, 3.5),
    (progress_rows, 4), (expand_row, 2), (tab_strip, 3.5), (segments, 1.2), (combobox, 4), (native_select, 2),
                                                          (dropdown, 1.2),
    (menu, 1), (menubar, 0.8), (tree, 1.5), (steps, 0.6), (rating, 0.4), (split_button, 0.5), (people_row, 0.8),
                                                          (option_cards, 2),
    (alert, 1.5), (pagination, 0.5), (accordion, 0.5), (small_table, 2.5), (loading, 0.7),
)


def pair(p: Page) -> str:
    draw, = p.rng.choices([f for f, _ in PAIRS], [n for _, n in PAIRS])
    return draw(p)


def sampler(p: Page) -> str:
    """Many small groups side by side, with or without titles and frames around them."""
    rng = p.rng
    width = rng.choice((220, 260, 300, 360))
    frame = rng.choice(("", "", f"{'border:1px solid #8885;'}border-radius:{rng.choice((0, 6, 12))}px;padding:12px;"))
    cells = "".join(f'<div style="{frame}min-width:0">{head(p, 3, 5) if p.chance(0.4) else ""}{pair(p)}</div>'
                    for _ in range(rng.randint(3, 8)))
    return (f'<div style="display:grid;grid-template-columns:repeat(auto-fill,minmax(min({width}px,100%),1fr));'
            f'gap:{rng.choice((12, 20, 28))}px;align-items:start">{cells}</div>')
