"""Pages where people fill in and switch: forms of every sort, settings, wizards, log-ins, old table layouts."""

from __future__ import annotations

from shadow_teacher.pages import blocks
from shadow_teacher.pages import phrases as w
from shadow_teacher.pages.choices import ACCENT, menubar, steps, tab_strip
from shadow_teacher.pages.frames import contained, footer, framed, header, sections
from shadow_teacher.pages.overlays import modal
from shadow_teacher.pages.pairs import (
    ERRORS,
    button_row,
    field_pair,
    floating_field,
    pair,
    sampler,
    switch_rows,
    toggle_pair,
)
from shadow_teacher.pages.sections import alert, card, crumbs, form, head, picture
from shadow_teacher.pages.widgets import (
    Page,
    avatar,
    badge,
    button,
    e,
    icon,
    icon_button,
    inline_link,
    prose,
    text_field,
    toggle,
)


def controls(p: Page) -> str:
    """A page full of small groups of controls: where rare roles and states are learned."""
    top = header(p) if p.chance(0.6) else ""
    title = head(p, 1, 2) if p.chance(0.6) else ""
    body = title + "".join(sampler(p) for _ in range(p.rng.randint(1, 3)))
    return framed(p, body) if p.chance(0.3) else top + contained(p, body) + footer(p)


def stack(p: Page) -> str:
    return header(p) + contained(p, sections(p, 2, 6)) + footer(p)


def columns(p: Page) -> str:
    left, right = sections(p, 1, 4), sections(p, 1, 3)
    inner = ('<div style="display:flex;flex-wrap:wrap;gap:28px">'
             f'<div style="flex:{p.rng.choice((1, 2, 3))};min-width:min(300px,100%)">{left}</div>'
             f'<div style="flex:1;min-width:min(260px,100%)">{right}</div></div>')
    return header(p) + contained(p, inner) + footer(p)


def sidebar(p: Page) -> str:
    return framed(p, sections(p, 2, 5))


def dialog(p: Page) -> str:
    """A page behind a veil, a dialog in front."""
    return stack(p) + modal(p)


def login(p: Page) -> str:
    """One card in the middle, or half a picture and half a form: log in, register, not found."""
    rng = p.rng
    hue = rng.randint(0, 359)
    ground = rng.choice(("transparent", f"linear-gradient(160deg,hsl({hue} 60% 45%),hsl({hue + 60} 60% 35%))",
                         f"hsl({hue} 40% 90%)", "#e9ecef"))
    panel, ink = ("#1f2937", "#eee") if p.dark else ("#fff", "#222")
    fields = rng.choice((("Email|email|you@example.com", "Password|password|"),
                         ("Username|text|", "Password|password|"),
                         ("Full name|text|Your name", "Email address|email|", "Password|password|",
                          "Confirm password|password|")))
    bad = rng.randrange(len(fields)) if p.chance(0.35) else -1
    body = floating_field(p) if p.chance(0.2) else "".join(
        text_field(p, spec, off=False, bad=n == bad) + ('<div style="color:#dc2626;font-size:13px">'
                                                        f'{e(rng.choice(ERRORS))}</div>' if n == bad else "")
        for n, spec in enumerate(fields))
    failed = alert(p) if p.chance(0.25) else ""
    extras = toggle(p, "checkbox",
                    rng.choice(("Remember me", "Keep me signed in", "I agree to the terms"))) if p.chance(0.6) else ""
    action = ('<div style="display:grid;margin:12px 0">'
              f'{button(p, rng.choice(("Log in", "Sign in", "Continue", "Create account")), "primary")}</div>')
    ways = "".join(f'<div style="margin:6px 0">{button(p, f"{icon_word} with {name}", "btn", off=False)}</div>'
                   for icon_word, name in rng.sample((("Log in", "Google"), ("Continue", "GitHub"),
                                                      ("Sign in", "Facebook")), rng.randint(0, 2)))
    foot = (f'<div style="text-align:center">{inline_link(p, "Forgot password?")} {inline_link(p, "Create an account")}'
            '</div>') if p.chance(0.6) else ""
    logo = f'<div style="text-align:center">{icon(p, size="40px")}</div>' if p.chance(0.3) else ""
    inner = f"{logo}{head(p, 1, 3)}{failed}<form onsubmit='return false'>{body}{extras}{action}</form>{ways}{foot}"
    box = (f"background:{panel};color:{ink};width:{rng.choice((320, 380, 460, 540))}px;max-width:94vw;"
           f"padding:{rng.choice((18, 28, 44))}px;"
           f"border-radius:{rng.choice((0, 6, 12, 20))}px;"
           f"box-shadow:{rng.choice(('0 8px 30px #0003', 'none', '0 1px 3px #0004'))}")
    if p.chance(0.25) and not p.narrow:
        return (f'<div style="display:flex;min-height:100vh"><div style="flex:1">{picture(p, "100%", 1080)}</div>'
                f'<div style="flex:1;display:flex;align-items:center;justify-content:center;background:{panel};'
                f'color:{ink}"><div style="width:360px">{inner}</div></div></div>')
    return ('<div style="min-height:100vh;display:flex;flex-direction:column;align-items:center;'
            f'justify-content:center;background:{ground}">'
            f'<div class="card" style="{box}">{inner}</div></div>')


def government(p: Page) -> str:
    """One question after the other, large type, radios and dates, an error summary on top."""
    rng = p.rng
    errors = rng.sample(ERRORS, rng.randint(1, 3))
    summary = ('<div role="alert" style="border:4px solid #b10e1e;padding:14px;margin:16px 0">'
               '<h2>There is a problem</h2><ul>'
               f'{"".join(f"<li><a href=# style=color:#b10e1e>{e(text)}</a></li>" for text in errors)}</ul></div>') if p.chance(0.45) else ""
    date = "".join(f'<div><label for="{(name := p.new_id())}">{part}</label><br>'
                   f'<input id="{name}" value="{rng.choice(("", str(rng.randint(1, 28))))}" '
                   f'{" aria-invalid=true" if summary and part == "Month" else ""} style="width:{width}px;padding:6px;'
                   'font:inherit;margin:0;'
                   f'border:2px solid {"#b10e1e" if summary and part == "Month" else "#0b0c0c"};border-radius:0"></div>'
                   for part, width in (("Day", 52), ("Month", 52), ("Year", 78)))
    questions = [
        lambda: f"<fieldset style='border:0;padding:0'><legend><h3>{e(w.heading(rng))}?</h3>"
                f"</legend>{toggle_pair(p, 'radio')}</fieldset>",
        lambda: "<fieldset style='border:0;padding:0'><legend>"
                f"<strong>{rng.choice(('Date of birth', 'When did it start?'))}</strong></legend>"
                f'<small style="color:#505a5f">For example, 27 3 2007</small><div style="display:flex;gap:18px">{date}'
                '</div></fieldset>',
        lambda: field_pair(p), lambda: text_field(p), lambda: toggle_pair(p, "checkbox"),
                 lambda: text_field(p, "Details|area|"),
        lambda: f'<details{" open" if p.chance(0.5) else ""}><summary>Help with {e(w.phrase(rng, 1, 2).lower())}'
                f'</summary>{prose(p)}</details>',
    ]
    body = "".join(f'<div style="margin:22px 0">{make()}</div>' for make in rng.sample(questions, rng.randint(3, 5)))
    phase = (f'<div style="padding:8px 0;border-bottom:1px solid #b1b4b6">{badge(p)} This is a new service, your '
             f'{inline_link(p, "feedback")} will help us.</div>')
    back = '<p><a href="#">‹ Back</a></p>' if p.chance(0.6) else ""
    return (f"{header(p)}<main style='max-width:{rng.choice((640, 760, 960))}px;margin:0 auto;padding:0 16px'>"
            f"{phase if p.chance(0.5) else crumbs(p)}{back}"
            f"{summary}{head(p, 1, 1)}<form onsubmit='return false'>"
            f"{body}{button(p, rng.choice(('Continue', 'Save and continue', 'Accept and send')), 'primary', off=False)}"
            f"</form></main>{footer(p)}")


def wizard(p: Page) -> str:
    rng = p.rng
    inner = (f"{steps(p)}{head(p, 2, 3)}{form(p, rng.randint(2, 5)) if p.chance(0.6) else pair(p) + pair(p)}"
             "<div style='display:flex;justify-content:space-between;margin-top:18px'>"
             f"{button(p, 'Back', 'btn')}"
             f"{button(p, rng.choice(('Next', 'Continue', 'Finish')), 'primary', off=p.chance(0.4))}</div>")
    return header(p) + contained(p, card(p, inner, rng.choice(("max-width:680px;margin:20px auto;", "")))) + footer(p)


def settings(p: Page) -> str:
    """Tabs or a side list, groups of switches, selects and fields, a bar with Save below."""
    rng = p.rng
    groups = "".join(f'<section style="margin:16px 0;padding:12px 0;border-bottom:1px solid #8884">{head(p, 2, 4)}'
                     f"{rng.choice((switch_rows, switch_rows, pair, pair, field_pair, blocks.settings))(p)}</section>"
                     for _ in range(rng.randint(2, 4)))
    end = ('<div style="display:flex;gap:10px;justify-content:flex-end">'
           f'{button(p, "Cancel", "btn")}{button(p, "Save changes", "primary")}</div>')
    return framed(p, f"{head(p, 1, 2)}{tab_strip(p) if p.chance(0.6) else ''}{groups}{end}")


def profile(p: Page) -> str:
    rng = p.rng
    cover = picture(p, "100%", rng.choice((120, 180, 240)))
    top = (f'{cover}<div style="display:flex;gap:18px;align-items:flex-end;margin:-40px 20px 12px;flex-wrap:wrap;'
           f'position:relative">{avatar(p, 96)}'
           f'<div style="flex:1"><h1 style="margin:0">{e(rng.choice(w.PEOPLE))}</h1>'
           f'<span>{e(w.phrase(rng, 2, 4))} {badge(p)}</span></div>'
           f'{button(p, "Follow", "primary")}{button(p, "Message", "btn")}{icon_button(p, "more")}</div>')
    return header(p) + contained(p, top + tab_strip(p) + sections(p, 1, 3)) + footer(p)


def editor(p: Page) -> str:
    """A menu bar, tools, a page to write on, properties at the side."""
    rng = p.rng
    text = "".join(prose(p) for _ in range(rng.randint(2, 4)))
    side = "" if p.narrow else ('<aside style="flex:0 0 240px;padding:12px;border-left:1px solid #8885">'
                                f'{pair(p)}{pair(p)}{button_row(p)}</aside>')
    return (f"{menubar(p) if p.chance(0.7) else header(p)}{blocks.toolbar(p)}<div style='display:flex'>"
            "<main style='flex:1;padding:20px;background:#8882'>"
            "<div style='background:var(--panel,#fff);color:var(--ink,#222);max-width:720px;margin:0 auto;"
            "padding:36px;box-shadow:0 1px 4px #0004'>"
            f"{head(p, 1, 2)}{text}</div></main>{side}</div>"
            f'<div style="position:fixed;left:0;right:0;bottom:0;background:{ACCENT};color:#fff;font-size:12px;'
            f'padding:2px 10px">{rng.randint(1, 900)} words · '
            f"Line {rng.randint(1, 90)}</div>")


def legacy_row(p: Page, label: str, kind: str) -> str:
    """A table row: words at the left, the browser's own field at the right."""
    rng, name = p.rng, p.new_id()
    if kind == "select":
        field = f'<select id="{name}">{"".join(f"<option>{e(o)}</option>" for o in rng.sample(w.OPTIONS, 3))}</select>'
    else:
        state = rng.choice(("", " disabled", f' value="{e(w.phrase(rng, 1, 1))}"'))
        field = f'<input id="{name}" size="{rng.randint(12, 30)}"{p.focus()}{state}>'
    return (f'<tr><td align="right" style="padding:3px 6px"><label for="{name}">{e(label)}:</label></td>'
            f'<td style="padding:3px 6px">{field}</td></tr>')


def legacy(p: Page) -> str:
    """The web of 1998 to 2006: nested tables, link bars, small type, colored cells, forms in tables."""
    rng = p.rng
    bar, side, ink = rng.choice((("#336699", "#eef3f8", "#fff"), ("#990000", "#ffffee", "#fff"),
                                 ("#cccccc", "#f0f0f0", "#000"), ("#ffcc00", "#fffbe0", "#000"),
                                 ("#003300", "#e8f0e8", "#fff"), ("#6699cc", "#ddeeff", "#000")))
    size = rng.choice((10, 11, 12, 13))
    links = " | ".join(f'<a href="#" style="color:{ink}">{e(name)}</a>' for name in rng.sample(w.NAV,
                                                                                               rng.randint(3, 8)))
    left = "".join(f'<tr><td style="padding:2px 6px">{rng.choice(("» ", "• ", ""))}<a href="#">{e(name)}</a></td></tr>'
                   for name in rng.sample(w.NAV, rng.randint(4, 10)))
    specs = rng.sample([spec for spec in w.FIELDS if "|area|" not in spec], rng.randint(2, 6))
    rows = "".join(legacy_row(p, *spec.split("|")[:2]) for spec in specs)
    choices = "".join(f'<input type="{kind}" id="{(name := p.new_id())}"{" checked" if p.chance(0.5) else ""}>'
                      f'<label for="{name}"> {e(text)}</label> '
                      for kind, text in zip([rng.choice(("checkbox", "radio"))] * 3, rng.sample(w.CHECKS, 3),
                                            strict=True))
    entry = (f'<form onsubmit="return false"><table>{rows}<tr><td></td><td>{choices}</td></tr><tr><td></td><td>'
             f'<input type="submit" value="{e(w.action(rng))}">'
             f' <input type="reset"{" disabled" if p.chance(0.4) else ""}></td></tr></table></form>')
    news = "".join(f'<p><b>{e(w.heading(rng))}</b><br><font color="#666666">{w.date(rng)}'
                   f'</font> {e(w.paragraph(rng, 1, 2))} <a href="#">more...</a></p>' for _ in range(rng.randint(1, 4)))
    columns = rng.sample(w.COLUMNS, rng.randint(3, 5))
    heads = "".join(f'<th><font color="{ink}">{name}</font></th>' for name in columns)
    lines = "".join(f'<tr bgcolor="{side if n % 2 else "#ffffff"}">'
                    f'{"".join(f"<td>{e(w.cell(rng))}</td>" for _ in columns)}</tr>'
                    for n in range(rng.randint(3, 8)))
    data = (f'<table border="1" cellspacing="0" cellpadding="3" width="100%"><tr bgcolor="{bar}">{heads}</tr>{lines}'
            '</table>')
    parts = [entry, news, data, "<hr>", f'<center><h2>{e(w.heading(rng))}</h2></center>', "<p><font size=2>"
                                                                                          f"{e(w.paragraph(rng))}"
                                                                                          "</font></p>"]
    rng.shuffle(parts)
    width = rng.choice(("100%", "760", "780", "980"))
    return (f'<center><table width="{width}" cellspacing="0" cellpadding="4" style="font-size:{size}px;'
            'text-align:left;background:#fff;color:#000">'
            f'<tr bgcolor="{bar}"><td colspan="2"><font color="{ink}" size="5" data-shadow-role="heading"><b>{e(w.phrase(rng, 1, 3))}</b></font>'
            '</td></tr>'
            f'<tr bgcolor="{bar}"><td colspan="2"><font color="{ink}">{links}</font></td></tr>'
            f'<tr valign="top"><td width="150" bgcolor="{side}"><table style="font-size:{size}px">{left}</table></td>'
            f'<td>{"".join(parts[:rng.randint(3, 6)])}</td></tr>'
            f'<tr bgcolor="{side}"><td colspan="2" align="center">'
            f'<small>© {rng.randint(1997, 2008)} {e(w.phrase(rng, 1, 2))}. Best viewed at 800x600.</small></td></tr>'
            '</table></center>')
