"""What lies over a page: dialogs, drawers, tooltips, popovers, toasts, cookie banners, menus, floating buttons."""

from __future__ import annotations

from markupsafe import Markup

from . import phrases as w
from .choices import ACCENT, PANEL, menu
from .pairs import pair
from .sections import form
from .widgets import Page, button, e, icon, icon_button, inline_link

CORNERS = ("right:16px;bottom:16px", "right:16px;top:16px", "left:16px;bottom:16px", "left:50%;bottom:20px;"
                                                                                     "transform:translateX(-50%)",
           "left:50%;top:12px;transform:translateX(-50%)")


def overlay(p: Page) -> str:
    """One of them, or nothing (mostly)."""
    draw = p.rng.random()
    for share, make in ((0.10, toast), (0.05, cookie_banner), (0.05, popover), (0.04, tooltip), (0.04, drawer),
                        (0.03, floating_button),
                        (0.04, context_menu)):
        if draw < share:
            return make(p)
        draw -= share
    return ""


def modal(p: Page) -> str:
    """A dialog in front of a veil."""
    rng = p.rng
    inner = rng.choice((lambda: form(p, rng.randint(1, 4)), lambda: question(p), lambda: question(p),
                        lambda: f"<h3>{e(w.heading(rng))}</h3>{pair(p)}{pair(p)}<div>{button(p, 'Cancel')} "
                                f"{button(p, 'Save', 'primary')}</div>"))()
    ground, ink = ("#1f2937", "#eee") if p.dark else ("#fff", "#222")
    own = p.own("dialog", title=w.heading(rng), body=Markup(rng.choice((f"<p>{e(w.sentence(rng))}</p>", pair(p) + pair(p), form(p, 2)))),
                foot=Markup(f"{button(p, 'Cancel', 'btn', off=False)} {button(p, 'Save', 'primary', off=False)}"),
                width=rng.choice((380, 480, 560)), close=p.chance(0.75))
    if own:
        return (f'<div style="position:fixed;inset:0;background:rgba(0,0,0,{rng.choice((.45, .5, .6))});display:flex;align-items:center;'
                f'justify-content:center;z-index:99">{own}</div>')
    close = f'<div style="position:absolute;right:10px;top:10px">{icon_button(p, "close")}</div>' if p.chance(0.75) else ""
    box = (f'<div role="dialog" aria-modal="true" style="position:relative;background:{ground};color:{ink};'
           f"border-radius:{rng.choice((0, 4, 8, 16, 24))}px;padding:{rng.choice((16, 24, 32))}px;"
           f"width:{rng.choice((320, 420, 520, 680))}px;"
           f"max-width:94vw;box-shadow:{rng.choice(('0 20px 50px #0006', '0 4px 16px #0008', 'none'))};"
           f'border:{rng.choice((0, 0, 1))}px solid #8886">{close}{inner}</div>')
    veil = rng.choice(("rgba(0,0,0,.4)", "rgba(0,0,0,.5)", "rgba(0,0,0,.65)", "rgba(15,23,42,.6)",
                       "rgba(255,255,255,.6)"))
    place = rng.choice(("center", "center", "flex-start"))
    return (f'<div style="position:fixed;inset:0;background:{veil};display:flex;align-items:{place};'
            'justify-content:center;'
            f'padding-top:{40 if place == "flex-start" else 0}px;z-index:99">{box}</div>')


def question(p: Page) -> str:
    rng = p.rng
    align = rng.choice(("right", "right", "center", "left"))
    return (f"<h3>{e(w.heading(rng))}</h3><p>{e(w.sentence(rng))}</p><div style='text-align:{align}'>"
            f"{button(p, rng.choice(('Cancel', 'No', 'Not now', 'Keep')), off=False)} "
            f"{button(p, rng.choice(('Delete', 'Confirm', 'OK', 'Save changes', 'Yes')), rng.choice(('primary', 'danger')), off=False)}</div>")


def drawer(p: Page) -> str:
    """A panel at a side of the window."""
    rng = p.rng
    side = rng.choice(("left", "right"))
    body = "".join(f'<div style="margin:12px 0">{pair(p)}</div>' for _ in range(rng.randint(2, 4)))
    return ('<div style="position:fixed;inset:0;background:rgba(0,0,0,.45);z-index:90"></div>'
            '<div role="dialog" style="position:fixed;'
            f"{side}:0;top:0;bottom:0;width:{rng.choice((260, 320, 380))}px;max-width:86vw;{PANEL};z-index:91;"
            "padding:16px;overflow:hidden;"
            f'box-shadow:0 0 30px #0006"><div style="display:flex;justify-content:space-between;align-items:center">'
            f"<strong>{e(w.heading(rng))}</strong>{icon_button(p, 'close')}</div>{body}</div>")


def toast(p: Page) -> str:
    """A message in a corner of the window, or two."""
    rng = p.rng
    made = []
    for _ in range(rng.choice((1, 1, 1, 2))):
        look = rng.choice(("background:#323232;color:#fff", PANEL, "background:#14532d;color:#dcfce7",
                           "background:#7f1d1d;color:#fee2e2",
                           "background:#fff;color:#222;border-left:5px solid #16a34a", f"background:{ACCENT};"
                                                                                       "color:#fff"))
        lead = icon(p, rng.choice(("success", "info", "warning", "error")), "20px") if p.chance(0.5) else ""
        end = rng.choice((lambda: icon_button(p, "close"), lambda: inline_link(p, "Undo"), lambda: ""))()
        title = f"<strong>{e(w.phrase(rng, 1, 2))}</strong><br>" if p.chance(0.4) else ""
        made.append(f'<div role="{rng.choice(("alert", "status"))}" style="{look};padding:12px 16px;'
                    f'border-radius:{rng.choice((0, 4, 8, 14))}px;'
                    f'box-shadow:0 6px 20px #0005;display:flex;gap:12px;align-items:center;margin-top:10px">{lead}'
                    f'<span style="flex:1">{title}{e(rng.choice(w.ALERTS))}</span>{end}</div>')
    return (f'<div style="position:fixed;z-index:60;{rng.choice(CORNERS)};width:{rng.choice((260, 320, 380))}px;'
            f'max-width:92vw">{"".join(made)}</div>')


def cookie_banner(p: Page) -> str:
    rng = p.rng
    look = rng.choice((PANEL, "background:#111;color:#eee", "background:#1f2937;color:#e5e7eb"))
    return (f'<div role="dialog" aria-label="Cookies" style="position:fixed;left:0;right:0;bottom:0;z-index:70;{look};'
            'padding:14px 24px;'
            'border-top:1px solid #8885;box-shadow:0 -4px 16px #0003;display:flex;flex-wrap:wrap;gap:14px;'
            'align-items:center">'
            f'<span style="flex:1;min-width:220px">We use cookies to {e(w.sentence(rng, 5, 12))} '
            f'{inline_link(p, "Privacy policy")}</span>'
            f"{button(p, rng.choice(('Decline', 'Settings', 'Only necessary')), 'btn', off=False)} "
            f"{button(p, rng.choice(('Accept all', 'Accept', 'Got it', 'OK')), 'primary', off=False)}</div>")


def popover(p: Page) -> str:
    rng = p.rng
    left, top = rng.randint(4, 55), rng.randint(12, 55)
    return (f'<div class="card" style="position:fixed;left:{left}vw;top:{top}vh;z-index:50;{PANEL};'
            f'width:{rng.choice((220, 280, 320))}px;'
            f'padding:14px;border:1px solid #8886;border-radius:{rng.choice((0, 6, 12))}px;box-shadow:0 8px 30px '
            '#0004">'
            f"<strong>{e(w.phrase(rng, 1, 3))}</strong>{pair(p)}</div>")


def tooltip(p: Page) -> str:
    rng = p.rng
    left, top = rng.randint(6, 70), rng.randint(10, 80)
    return (f'<div role="tooltip" style="position:fixed;left:{left}vw;top:{top}vh;z-index:55;'
            f"{rng.choice(('background:#222;color:#fff', 'background:#334155;color:#fff', 'background:#ffffe1;color:#000'))};"
            f'padding:4px 9px;border-radius:{rng.choice((0, 4))}px;font-size:{rng.choice((11, 12, 13))}px">'
            f"{e(w.phrase(rng, 1, 4))}</div>")


def context_menu(p: Page) -> str:
    left, top = p.rng.randint(5, 55), p.rng.randint(12, 50)
    return menu(p, f"position:fixed;left:{left}vw;top:{top}vh;z-index:52")


def floating_button(p: Page) -> str:
    size = p.rng.choice((44, 56, 64))
    return ('<button type="button" aria-label="Add" style="position:fixed;right:24px;bottom:24px;z-index:45;'
            f'width:{size}px;height:{size}px;'
            f"border:0;padding:0;margin:0;border-radius:{p.rng.choice((16, 99))}px;background:{ACCENT};color:#fff;"
            f'box-shadow:0 4px 14px #0006">{icon(p, "plus", "24px")}</button>')
