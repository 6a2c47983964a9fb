"""Widgets: one function, one piece of HTML in a kit's classes. States come in balanced pairs, as the detector needs them."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from random import Random
from typing import Any

from markupsafe import Markup

from . import markup
from . import phrases as w
from .icon_packs import CONCEPTS, IconSource
from .kits import Kit

MEANINGS = {  # what icon-only buttons are for: concept -> accessible name
    "search": "Search", "menu": "Menu", "close": "Close", "home": "Home", "user": "Account", "settings": "Settings",
            "bell": "Notifications", "cart": "Cart", "heart": "Like", "star": "Favorite",
    "trash": "Delete", "edit": "Edit", "plus": "Add", "minus": "Remove", "check": "Confirm", "mail": "Mail",
            "phone": "Call", "lock": "Lock", "download": "Download", "upload": "Upload", "share": "Share",
    "calendar": "Calendar", "clock": "History", "image": "Image", "camera": "Camera", "file": "File",
            "folder": "Folder", "copy": "Copy", "save": "Save", "print": "Print",
}
BRANDS = ("facebook", "twitter", "instagram", "youtube", "github", "google", "linkedin")


@dataclass
class Page:
    """What the widgets of one page share."""

    rng: Random
    kit: Kit
    icons: IconSource
    dark: bool
    check_style: int = 0
    switch_style: int = 0
    label_style: str = "above"
    css: list[str] = field(default_factory=list)
    ids: int = 0
    focus_rate: float = 0.0  # share of the controls that ask for the focus
    narrow: bool = False  # a phone's width

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    def new_id(self) -> str:
        self.ids += 1
        return f"f{self.ids}"

    def focus(self) -> str:
        """Mark some elements as candidates: the renderer focuses the first of them that can be seen."""
        return " data-shadow-focus" if self.focus_rate and self.chance(self.focus_rate) else ""

    def own(self, part: str, **facts: Any) -> str:
        """The part in the markup of the page's framework (markup.py); "" where our own will do."""
        if part not in markup.parts_of(self.kit.markup) or self.chance(0.1):
            return ""
        return markup.draw(self.kit.markup, part, lambda concept, size="16px": icon(self, concept, size), facts)

    def concept(self) -> str:
        return self.rng.choice(list(MEANINGS) if self.chance(0.7) else list(CONCEPTS))


def e(text: str) -> str:
    return html.escape(text, quote=True)


def icon(p: Page, concept: str | None = None, size: str | None = None, css: str = "") -> str:
    name = concept or (p.icons.random_name(p.rng) if p.chance(0.35) else p.concept())
    return p.icons.draw(name, size or p.rng.choice(("1em", "1em", "1.2em", "16px", "18px", "20px", "24px")), css)


def button(p: Page, text: str | None = None, kind: str | None = None, off: bool | None = None) -> str:
    """A button or an anchor that looks like one; sometimes with an icon. off: disabled or not, by chance when None."""
    rng, text = p.rng, text or w.action(p.rng)
    kind = kind or rng.choice(("btn", "primary", "primary", "success", "danger", "warning", "outline", "ghost", "small",
                               "large", "info"))
    inner = e(text)
    if p.chance(0.18):
        inner = rng.choice((f"{icon(p)} {inner}",
                            f"{inner} {icon(p, rng.choice(('arrow-right', 'chevron-down', 'plus')))}"))
    anchor = off is None and p.chance(0.25)
    off = p.chance(0.1) and not anchor if off is None else off
    if anchor:
        return f'<a href="#"{p.kit.of(kind)} role="button">{inner}</a>' if p.chance(0.5) else f'<a href="#"{p.kit.of(kind)}>{inner}</a>'
    if p.chance(0.12) and "<" not in inner:
        return (f'<input type="{rng.choice(("submit", "button", "reset"))}" value="{inner}"{p.kit.of(kind)}'
                f'{" disabled" if off else ""}{p.focus()}>')
    expanded = f' aria-expanded="{rng.choice(("true", "false"))}"' if p.chance(0.06) else ""
    return f'<button type="button"{p.kit.of(kind)}{" disabled" if off else ""}{expanded}{p.focus()}>{inner}</button>'


def icon_button(p: Page, concept: str | None = None) -> str:
    """A control that shows nothing but an icon: bare, boxed or round."""
    rng = p.rng
    concept = concept or (rng.choice(BRANDS) if p.chance(0.2) else rng.choice(list(MEANINGS)))
    name, size = MEANINGS.get(concept, concept.title()), rng.choice((16, 18, 20, 22, 24))
    box = size + rng.choice((8, 12, 16, 20))
    look = rng.choice(("background:none;border:0;color:inherit", "background:none;border:0;color:inherit",
                       "border:1px solid #8886;background:transparent;color:inherit;"
                       f"border-radius:{rng.choice((4, 8, 99))}px",
                       f"background:var(--accent,#2563eb);color:#fff;border:0;border-radius:{rng.choice((4, 99))}px",
                       f"background:#8883;color:inherit;border:0;border-radius:{rng.choice((6, 99))}px"))
    style = (f"display:inline-flex;align-items:center;justify-content:center;width:{box}px;height:{box}px;padding:0;"
             f"margin:2px;{look}")
    drawn = p.icons.draw(concept, f"{size}px")
    if p.kit.classes.get("iconbtn") and p.chance(0.7):
        return (f'<button type="button" aria-label="{name}"{p.kit.of("iconbtn")}{" disabled" if p.chance(0.05) else ""}{p.focus()}>'
                f'{p.icons.draw(concept, "1.3em")}</button>')
    if p.chance(0.4):
        return f'<a href="#" aria-label="{name}" style="{style}">{drawn}</a>'
    return (f'<button type="button" aria-label="{name}" style="{style}"{" disabled" if p.chance(0.05) else ""}>{drawn}'
            '</button>')


def text_field(p: Page, spec: str | None = None, off: bool | None = None, bad: bool | None = None) -> str:
    """Label and field: above, left, inside as placeholder; filled or empty. off, bad: disabled, invalid; by chance when None."""
    rng, kit = p.rng, p.kit
    label, kind, hint = (spec or rng.choice(w.FIELDS)).split("|")
    name, where = p.new_id(), p.label_style if p.chance(0.8) else rng.choice(("above", "left", "placeholder"))
    if "floating" in markup.parts_of(kit.markup) and (where != "left" or p.chance(0.7)):
        where = "floating"
    off = p.chance(0.08) if off is None else off
    bad = p.chance(0.12) if bad is None else bad
    attributes = f'{" disabled" if off else ""}{" aria-invalid=true" if bad else ""}{p.focus()}' + (' style="border-color:#dc3545"' if bad else "")
    filled = p.chance(0.3)
    own = own_field(p, name, label, kind, hint, where, off, bad, filled) if kit.markup else ""
    if own and where == "floating":
        return f'<div{kit.of("group")}>{own}</div>'
    if own:
        control, where = own, "above" if where == "placeholder" and kind == "select" else where
    elif kind == "select":
        options = "".join(f"<option>{e(o)}</option>" for o in rng.sample(w.OPTIONS, 4))
        control = f'<select id="{name}"{kit.of("choice")}{attributes}>{options}</select>'
        where = "above" if where == "placeholder" else where
    elif kind == "area":
        shown = f' placeholder="{e(hint or label)}"' if p.chance(0.7) or where == "placeholder" else ""
        control = (f'<textarea id="{name}" rows="{rng.randint(2, 5)}"{kit.of("area")}{shown}{attributes}>'
                   f'{e(w.phrase(rng, 1, 3)) if filled else ""}</textarea>')
    else:
        shown = f' placeholder="{e(label if where == "placeholder" else hint)}"' if where == "placeholder" or (hint
                                                                                                               and p.chance(0.6)) else ""
        value = {"email": w.email(rng), "password": "secret12", "number": str(rng.randint(1, 200)),
                 "tel": "+1 555 0123", "url": "https://example.org"}.get(kind, w.phrase(rng, 1, 2))
        control = (f'<input id="{name}" type="{kind}"{kit.of("field")}{shown}{attributes}'
                   f'{f" value={chr(34)}{e(value)}{chr(34)}" if filled else ""}>')
        if p.chance(0.1):
            control = (f'<div style="position:relative">{control}<span style="position:absolute;right:10px;top:50%;'
                       'transform:translateY(-50%);line-height:0;color:var(--muted,#888)">'
                       f'{icon(p, rng.choice(("search", "eye", "calendar", "user", "mail", "lock")), "16px")}</span>'
                       '</div>')
        elif p.chance(0.06):
            control = ('<div style="display:flex">'
                       f'{control}{button(p, rng.choice(("Go", "Search", "Apply", "Subscribe", "OK", "Send")), "primary")}</div>')
    star = '<span style="color:#dc3545">*</span>' if p.chance(0.12) else ""
    help_text = f'<small style="color:var(--muted,#6c757d);display:block">{e(w.sentence(rng, 4, 9))}</small>' if p.chance(0.12) else ""
    if where == "placeholder":
        return f'<div{kit.of("group")}>{control}</div>'
    tag = f'<label for="{name}" id="{name}-label"{kit.of("label")}>{e(label)}{":" if p.chance(0.15) else ""}{star}</label>'
    if where == "left":
        return (f'<div{kit.of("group")} style="display:flex;align-items:center;gap:12px">'
                f'<div style="flex:0 0 {rng.choice((110, 140, 170))}px">{tag}</div>'
                f'<div style="flex:1">{control}{help_text}</div></div>')
    if p.chance(0.15):
        return f'<div{kit.of("group")}><label{kit.of("label")}>{e(label)} {control}</label></div>'
    return f'<div{kit.of("group")}>{tag}{control}{help_text}</div>'


def own_field(p: Page, name: str, label: str, kind: str, hint: str, where: str, off: bool, bad: bool, filled: bool) -> str:
    """The control of a labelled field in the framework's own markup, its label in it when it floats; "" where it has none."""
    rng = p.rng
    part = "choice" if kind == "select" else "area" if kind == "area" else "field"
    shown = label if where == "placeholder" else hint if p.chance(0.6) else ""
    value = (w.email(rng) if kind == "email" else "secret12" if kind == "password" else str(rng.randint(1, 200)) if kind == "number"
             else w.phrase(rng, 1, 3)) if filled else ""
    if part == "choice":
        names = rng.sample(w.OPTIONS, 4)
        shown = rng.choice(("Select", "Select...", "Please select", "Choose an option")) if not filled else names[0]
    facts = {"id": name, "by": f"{name}-label", "label": label, "kind": kind, "value": value, "shown": shown, "hint": shown, "empty": not filled,
             "off": off, "bad": bad, "open": False, "rows": rng.randint(2, 4), "large": p.check_style == 4, "filled": p.switch_style < 3,
             "icon": rng.choice(("user", "mail", "lock", "search", "calendar")) if part == "field" and p.chance(0.15) else "",
             "focus": Markup(p.focus())}
    facts["attrs"] = Markup(f'{" disabled" if off else ""}{" aria-invalid=true" if bad else ""}{facts["focus"]}')
    if where == "floating":
        return p.own("floating", **facts, of=part)
    return p.own(part, **facts)


def tick(p: Page, on: bool, name: str) -> str:
    """A checkbox without words, as the rows of lists and tables have it."""
    state = " checked" if on else ""
    own = p.own("checkbox", id=p.new_id(), text="", name=name, on=on, off=False, boxed=False, attrs=Markup(state), focus="")
    return own or f'<input type="checkbox" aria-label="{e(name)}"{state}>'


def toggle(
    p: Page, role: str | None = None, text: str | None = None, group: str | None = None,
    on: bool | None = None, off: bool | None = None,
) -> str:
    """Checkbox, radio or switch with its words: native, framework's own, or hidden input and painted stand-in.

    on, off: checked, disabled; by chance when None.
    """
    rng, kit = p.rng, p.kit
    role, text = role or rng.choice(("checkbox", "checkbox", "radio", "switch")), text or rng.choice(w.CHECKS)
    name = p.new_id()
    on = p.chance(0.5) if on is None else on
    off = p.chance(0.08) if off is None else off
    kind = "radio" if role == "radio" else "checkbox"
    state = f'{" checked" if on else ""}{" disabled" if off else ""}{p.focus()}{f" name={group}" if group else ""}'
    accent = rng.choice(("var(--accent,#0d6efd)", "#0d6efd", "#198754", "#6200ee",
                         "#2563eb")) if p.chance(0.3) else "var(--accent,#2563eb)"
    own = p.own(role, id=name, text=text, name=text, on=on, off=off, small=p.check_style == 0, boxed=p.switch_style == 0,
                attrs=Markup(state), focus=Markup(p.focus()))
    if own:
        return own
    dim = "opacity:.5;" if off else ""
    if role == "switch":
        if p.switch_style == 0 and kit.classes.get("switch"):
            wrap = f' class="{kit.classes["switchwrap"]}"' if "switchwrap" in kit.classes else ""
            return (f'<div{wrap}><input type="checkbox" role="switch" data-shadow-role="switch" '
                    f'id="{name}"{kit.of("switch")}{state}> <label for="{name}"{kit.of("checklabel")}>{e(text)}'
                    '</label></div>')
        h = (16, 18, 20, 24, 28)[p.switch_style % 5]
        width, knob = int(h * (1.7, 1.9, 2.1)[p.switch_style % 3]), h - (4, 6, 2)[p.switch_style % 3]
        ground = accent if on else ("#9ca3af", "#ccc", "#6b7280")[p.switch_style % 3]
        track = (f"display:inline-block;position:relative;width:{width}px;height:{h}px;"
                 f"border-radius:{99 if p.switch_style != 4 else 4}px;background:{ground};{dim}vertical-align:middle")
        place = f"left:{width - knob - (h - knob) // 2}px" if on else f"left:{(h - knob) // 2}px"
        painted = (f'<span data-shadow-indicator style="{track}">'
                   f'<span style="position:absolute;top:{(h - knob) // 2}px;{place};width:{knob}px;height:{knob}px;'
                   f'border-radius:{99 if p.switch_style != 4 else 3}px;background:#fff;box-shadow:0 1px 2px #0005">'
                   '</span></span>')
        row = [f'<span style="margin:0 10px">{e(text)}</span>', '<input type="checkbox" data-shadow-role="switch" '
                                                                'style="position:absolute;opacity:0;width:1px;'
                                                                f'height:1px"{state}>{painted}']
        if p.chance(0.6):
            row.reverse()
        return ('<label style="display:flex;align-items:center;margin:6px 0;position:relative;'
                f'{"justify-content:space-between" if p.chance(0.3) else ""}">{"".join(row)}</label>')
    style = p.check_style
    if style <= 2 or (style == 3 and not kit.classes.get("check")):
        native = (f'<input type="{kind}" '
                  f'id="{name}"{kit.of("radio" if role == "radio" and "radio" in kit.classes else "check")}{state}'
                  f'{f" style={chr(34)}accent-color:{accent}{chr(34)}" if style == 1 else f" style={chr(34)}width:18px;height:18px{chr(34)}" if style == 2 and not kit.classes.get("check") else ""}>')
        words = kit.classes.get("checktext")
        if words is not None:  # the kit hides the input and paints before the words
            filled = "filled-in" if kit.name == "materialize" and kind == "checkbox" and p.check_style == 0 else ""
            given = filled or kit.classes.get("radio" if role == "radio" else "check", "")
            wrap = kit.of("checkwrap") if role == "checkbox" else ""
            return (f'<p><label{wrap}><input type="{kind}"{state} class="{given}"><span class="{words}">{e(text)}'
                    '</span></label></p>')
        if kit.classes.get("sibling") or p.chance(0.5):
            label = kit.of("radiolabel" if role == "radio" and "radiolabel" in kit.classes else "checklabel")
            wrap = kit.of("radiowrap" if role == "radio" and "radiowrap" in kit.classes else "checkwrap")
            return (f'<div{wrap}>{native} <label for="{name}"{label}{"" if label else " style=display:inline"}>'
                    f'{e(text)}</label></div>')
        return f'<div><label style="display:block">{native} {e(text)}</label></div>'
    size = (14, 16, 18, 20, 22)[style % 5]
    radius = 99 if kind == "radio" else (0, 3, 5, 2)[style % 4]
    fill = f"background:{accent};border-color:{accent}" if on else (f"background:{'transparent' if p.dark else '#fff'};"
                                                                    f"border-color:{'#94a3b8' if p.dark else '#888'}")
    mark = (f'<span style="width:{size * 2 // 5}px;height:{size * 2 // 5}px;border-radius:99px;background:#fff">'
            '</span>' if kind == "radio" else
            f'<svg viewBox="0 0 16 16" width="{size - 4}" height="{size - 4}" data-shadow-role="none" fill="none" '
            'stroke="#fff" stroke-width="2.5"><path d="M3 8l3.5 3.5L13 5"/></svg>') if on else ""
    painted = ('<span data-shadow-indicator style="display:inline-flex;align-items:center;justify-content:center;'
               f'flex:none;width:{size}px;height:{size}px;border:{(1, 2)[style % 2]}px solid;box-sizing:border-box;'
               f'border-radius:{radius}px;{fill};{dim}">{mark}</span>')
    return (f'<label style="display:flex;align-items:center;gap:{rng.choice((6, 8, 10))}px;margin:5px 0">'
            f'<input type="{kind}" style="position:absolute;opacity:0;width:1px;height:1px"{state}>{painted}<span>'
            f'{e(text)}</span></label>')


def picture(p: Page, width: str, height: int, css: str = "") -> str:
    """An image that looks like one: gradient sky, shapes, noise; as <img> data URI."""
    rng = p.rng
    hue = rng.randint(0, 359)
    shapes = "".join(
        rng.choice((f'<circle cx="{rng.randint(0, 200)}" cy="{rng.randint(0, 140)}" r="{rng.randint(5, 60)}" '
                    f'fill="hsl({rng.randint(0, 359)},{rng.randint(20, 90)}%,{rng.randint(20, 85)}%)" '
                    f'opacity="{rng.uniform(.4, 1):.2f}"/>',
                    f'<rect x="{rng.randint(0, 180)}" y="{rng.randint(0, 120)}" width="{rng.randint(8, 120)}" '
                    f'height="{rng.randint(8, 90)}" fill="hsl({rng.randint(0, 359)},{rng.randint(20, 90)}'
                    f'%,{rng.randint(20, 85)}%)"/>',
                    f'<path d="M0 {rng.randint(60, 140)} L{rng.randint(20, 90)} {rng.randint(20, 100)} '
                    f'L{rng.randint(100, 180)} {rng.randint(60, 140)} L200 {rng.randint(40, 120)} L200 140 L0 140Z" '
                    f'fill="hsl({rng.randint(0, 359)},{rng.randint(10, 60)}%,{rng.randint(15, 60)}%)"/>'))
        for _ in range(rng.randint(1, 7)))
    blur = (f'<filter id="n"><feTurbulence baseFrequency="{rng.uniform(.01, .4):.3f}" numOctaves="2"/>'
            '<feColorMatrix type="saturate" values=".6"/><feBlend in2="SourceGraphic" mode="multiply"/></filter>') if p.chance(0.4) else ""
    svg = ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 140" preserveAspectRatio="xMidYMid slice" '
           f'width="400" height="280"><defs><linearGradient id="g" x1="0" y1="0" x2="{rng.random():.1f}" y2="1">'
           f'<stop stop-color="hsl({hue},50%,{rng.randint(40, 90)}%)"/>'
           f'<stop offset="1" stop-color="hsl({(hue + rng.randint(10, 90)) % 360},60%,{rng.randint(20, 80)}%)"/>'
           f'</linearGradient>{blur}</defs><rect width="200" height="140" fill="url(#g)"/>'
           f'<g{" filter=" + chr(34) + "url(#n)" + chr(34) if blur else ""}>{shapes}</g></svg>')
    from urllib.parse import quote

    return (f'<img src="data:image/svg+xml,{quote(svg)}" alt="{e(w.phrase(rng, 1, 3))}" style="width:{width};'
            f'height:{height}px;object-fit:cover;display:block;{css}">')


def avatar(p: Page, size: int = 40) -> str:
    if p.chance(0.5):
        return picture(p, f"{size}px", size, "border-radius:50%;flex:none;")
    name = p.rng.choice(w.PEOPLE)
    initials = "".join(part[0] for part in name.split()[:2])
    return ('<span class="avatar badge-circle" data-shadow-role="badge" style="display:inline-flex;align-items:center;'
            f'justify-content:center;width:{size}px;height:{size}px;border-radius:50%;'
            f'background:hsl({p.rng.randint(0, 359)} 50% 45%);color:#fff;font-size:{size // 2.6:.0f}px;flex:none">'
            f'{initials}</span>')


def badge(p: Page) -> str:
    own = p.own("badge", text=p.rng.choice(w.BADGES), look=p.rng.randrange(6))
    if own:
        return own
    return f'<span data-shadow-role="badge"{p.kit.of("badge")}>{e(p.rng.choice(w.BADGES))}</span>' if p.kit.of("badge") else f'<mark data-shadow-role="badge" style="padding:1px 6px;border-radius:4px;background:#fde68a;color:#222">{e(p.rng.choice(w.BADGES))}</mark>'


def inline_link(p: Page, text: str | None = None) -> str:
    return f'<a href="#"{p.focus()}>{e(text or w.link(p.rng))}</a>'


def prose(p: Page) -> str:
    """A paragraph with links, bold, italics and code in the flow."""
    parts = []
    for _ in range(p.rng.randint(1, 4)):
        words = w.sentence(p.rng)
        if p.chance(0.5):
            cut = words.split(" ")
            at = p.rng.randrange(len(cut))
            size = p.rng.randint(1, 3)
            piece = e(" ".join(cut[at : at + size]))
            wrap = '<a href="#">{}</a>' if p.chance(0.5) else p.rng.choice(
                ("<strong>{}</strong>", "<em>{}</em>", "<code>{}</code>", "<u>{}</u>", "<s>{}</s>"))
            words = " ".join([e(" ".join(cut[:at])), wrap.format(piece), e(" ".join(cut[at + size :]))]).strip()
            parts.append(words)
        else:
            parts.append(e(words))
    return f"<p>{' '.join(parts)}</p>"
