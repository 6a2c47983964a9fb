"""Hand-written looks: random design tokens, and the CSS (`k-*` classes) that draws every widget from them.

Each page gets this CSS, also where a framework draws most widgets: it covers what the framework does not have.
"""

from __future__ import annotations

import colorsys
from dataclasses import dataclass
from random import Random

VARIANTS = ("primary", "secondary", "success", "danger", "warning", "info", "light", "dark", "link")


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Design tokens of one page; colors are "#rrggbb", lengths CSS px."""

    name: str
    dark: bool
    bg: str
    surface: str
    sunken: str
    fg: str
    muted: str
    border: str
    colors: dict[str, str]
    radius: int
    button_radius: int
    border_width: int
    shadow: str
    base: int
    density: float
    gradient: bool
    body_background: str


def _hex(h: float, s: float, lightness: float) -> str:
    r, g, b = colorsys.hls_to_rgb(h % 1, min(max(lightness, 0), 1), min(max(s, 0), 1))
    return f"#{round(r * 255):02x}{round(g * 255):02x}{round(b * 255):02x}"


def luminance(color: str) -> float:
    """WCAG relative luminance, 0 to 1."""
    parts = [int(color[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ink_on(color: str) -> str:
    """White or near-black, as designers choose: white unless the color is clearly light."""
    return "#ffffff" if luminance(color) < 0.36 else "#1a1a1a"


_PRIMARIES = ("#2563eb", "#0d6efd", "#4f46e5", "#7c3aed", "#db2777", "#dc2626", "#ea580c", "#d97706", "#16a34a", "#059669", "#0d9488", "#0891b2",
              "#1d4ed8", "#111827", "#334155", "#6d28d9", "#be123c", "#3f51b5", "#009688", "#ff5722", "#1a73e8", "#24292f", "#f59e0b", "#84cc16", "#e11d48")


def make_theme(rng: Random, name: str = "", dark: bool | None = None, primary: str | None = None) -> Theme:
    """Draw a theme; `dark` and `primary` pin what a framework has already decided."""
    dark = rng.random() < 0.28 if dark is None else dark
    primary = primary or (rng.choice(_PRIMARIES) if rng.random() < 0.7 else _hex(rng.random(), rng.uniform(0.35, 0.95), rng.uniform(0.3, 0.6)))
    tint, amount = rng.random(), rng.choice((0, 0, 0.05, 0.12, 0.25))
    if dark:
        low = rng.uniform(0.05, 0.15)
        bg, surface, sunken = _hex(tint, amount, low), _hex(tint, amount, low + rng.uniform(0.02, 0.07)), _hex(tint, amount, low + rng.choice((-0.03, 0.1)))
        fg, muted, border = _hex(tint, amount, rng.uniform(0.85, 0.98)), _hex(tint, amount, rng.uniform(0.55, 0.7)), _hex(tint, amount, low + rng.uniform(0.1, 0.2))
    else:
        high = rng.choice((1.0, 1.0, 0.98, 0.965, 0.95, 0.92))
        bg, surface, sunken = _hex(tint, amount * 2, high), rng.choice(("#ffffff", "#ffffff", _hex(tint, amount, 0.985))), _hex(tint, amount, rng.uniform(0.92, 0.975))
        fg, muted, border = _hex(tint, amount, rng.uniform(0.05, 0.25)), _hex(tint, amount, rng.uniform(0.4, 0.62)), _hex(tint, amount, rng.uniform(0.76, 0.92))
    colors = {"primary": primary, "secondary": _hex(rng.random(), rng.choice((0.05, 0.4)), rng.uniform(0.38, 0.55)),
              "success": rng.choice(("#198754", "#16a34a", "#28a745", "#4caf50", "#10b981", "#2e7d32")), "danger": rng.choice(("#dc3545", "#dc2626", "#e53935", "#ef4444", "#b91c1c", "#f44336")),
              "warning": rng.choice(("#ffc107", "#f59e0b", "#fb8c00", "#eab308", "#fde047")), "info": rng.choice(("#0dcaf0", "#0ea5e9", "#17a2b8", "#2196f3", "#38bdf8")),
              "light": "#f3f4f6" if not dark else "#d1d5db", "dark": "#212529" if not dark else "#0b0d10", "link": primary}
    if dark and luminance(primary) < 0.12:
        colors["link"] = rng.choice(("#60a5fa", "#93c5fd", "#a78bfa", "#5eead4", "#fbbf24"))
    radius = rng.choice((0, 0, 2, 3, 4, 4, 6, 8, 8, 12, 16, 20))
    shadow = rng.choice(("none", "none", "0 1px 2px rgba(0,0,0,.1)", "0 1px 3px rgba(0,0,0,.2)", "0 4px 12px rgba(0,0,0,.12)", "0 10px 30px rgba(0,0,0,.15)", "3px 3px 0 rgba(0,0,0,.85)", "0 0 0 1px rgba(0,0,0,.05),0 2px 4px rgba(0,0,0,.08)"))
    body = bg
    if rng.random() < 0.1:
        other = _hex(tint, 0.4, 0.12 if dark else 0.93)
        body = rng.choice((f"linear-gradient({rng.randint(0, 360)}deg,{bg},{other}) fixed", f"repeating-linear-gradient(45deg,{bg} 0 12px,{other} 12px 24px)", f"radial-gradient({other} 1px,{bg} 1.5px) 0 0/18px 18px"))
    return Theme(name=name or f"hand-{rng.randint(0, 9999):04}", dark=dark, bg=bg, surface=surface, sunken=sunken, fg=fg, muted=muted, border=border, colors=colors,
                 radius=radius, button_radius=rng.choice((radius, radius, min(radius, 8), 999)), border_width=rng.choice((1, 1, 1, 1, 2, 3 if shadow.startswith("3px") else 1)), shadow=shadow,
                 base=rng.choice((13, 14, 14, 15, 16, 16, 16, 16, 17, 18)), density=rng.choice((0.7, 0.85, 1, 1, 1.15, 1.35)), gradient=rng.random() < 0.15, body_background=body)


def fonts_css(body: str, head: str, mono: str, rng: Random) -> str:
    """Rules that set the page's families and heading style; used over frameworks as well."""
    heads = [f"font-family:{head}"]
    if rng.random() < 0.15:
        heads.append("text-transform:uppercase;letter-spacing:.06em")
    if rng.random() < 0.4:
        heads.append(f"font-weight:{rng.choice((400, 500, 600, 700, 800))}")
    if rng.random() < 0.1:
        heads.append("font-style:italic")
    return (f"body,button,input,select,textarea{{font-family:{body}}}h1,h2,h3,h4,.k-display,.k-brand{{{';'.join(heads)}}}code,pre,kbd,samp,.k-mono{{font-family:{mono}}}")


def layout_css() -> str:
    """Structure only (`x-*`): rows, grids, containers, sidebars; the same under every look."""
    return """
*,*::before,*::after{box-sizing:border-box}body{margin:0}
.x-container{width:100%;margin:0 auto;padding:0 var(--gut,16px)}.x-row{display:flex;flex-wrap:wrap;gap:var(--gap,12px);align-items:center}.x-nowrap{flex-wrap:nowrap}
.x-between{justify-content:space-between}.x-center{justify-content:center}.x-end{justify-content:flex-end}.x-top{align-items:flex-start}.x-stretch{align-items:stretch}.x-grow{flex:1 1 0;min-width:0}
.x-col{display:flex;flex-direction:column;gap:var(--gap,12px)}.x-grid{display:grid;gap:var(--gap,16px)}.x-text-center{text-align:center}.x-text-right{text-align:right}
.x-section{padding:var(--sec,32px) 0}.x-side{flex:none}.x-min{min-height:100vh}.x-fill{width:100%}.x-rel{position:relative}.x-ib{display:inline-block}
.x-sr{position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0 0 0 0);white-space:nowrap}.x-ellipsis{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.x-fixed{position:fixed;z-index:1050}.x-sticky{position:sticky;top:0;z-index:20}.x-backdrop{position:fixed;inset:0;background:rgba(0,0,0,var(--bd,.5));z-index:1040}
img{max-width:100%}ul.x-plain,ol.x-plain{list-style:none;margin:0;padding:0}
"""


def kit_css(theme: Theme, rng: Random, scope_body: bool) -> str:
    """The `k-*` widget CSS of a theme. scope_body: also style body, headings, links, bare inputs and tables."""
    t, c = theme, theme.colors
    d = t.density
    on = ink_on(c["primary"])
    css = [f":root{{--p:{c['primary']};--onp:{on};--bg:{t.bg};--sf:{t.surface};--sk:{t.sunken};--fg:{t.fg};--mu:{t.muted};--bo:{t.border};--r:{t.radius}px;--br:{t.button_radius}px;--lk:{c['link']}}}"]
    underline = rng.choice(("none", "none", "underline", "underline"))
    if scope_body:
        h1 = rng.choice((26, 30, 34, 40))
        css.append(f"html{{font-size:{t.base}px}}body{{background:{t.body_background};color:{t.fg};line-height:{rng.choice((1.35, 1.5, 1.5, 1.6, 1.75))}}}a{{color:{c['link']};text-decoration:{underline}}}"
                   f"h1{{font-size:{h1}px}}h2{{font-size:{round(h1 * .75)}px}}h3{{font-size:{round(h1 * .6)}px}}h1,h2,h3,h4{{line-height:1.2;margin:.4em 0 .5em}}p{{margin:0 0 1em}}"
                   f"code{{background:{t.sunken};padding:.1em .3em;border-radius:3px;font-size:.9em}}pre{{background:{rng.choice((t.sunken, '#1e1e2e'))};color:{t.fg if rng.random() < 0 else 'inherit'};padding:12px 16px;border-radius:{t.radius}px;overflow:auto}}blockquote{{margin:1em 0;padding:.4em 1em;border-left:4px solid {c['primary']};color:{t.muted}}}hr{{border:0;border-top:1px solid {t.border}}}")
    # buttons
    pad = f"{round(rng.choice((6, 7, 8, 10)) * d)}px {round(rng.choice((12, 14, 16, 20, 24)) * d)}px"
    extra = rng.choice(("", "", "", "text-transform:uppercase;letter-spacing:.05em;font-size:.88em;", "font-weight:600;", "font-weight:700;", "font-weight:500;"))
    style = rng.choice(("flat", "flat", "flat", "gradient", "raised", "bevel", "hard"))
    finish = {"flat": "", "gradient": "background-image:linear-gradient(rgba(255,255,255,.22),rgba(0,0,0,.12));border-color:rgba(0,0,0,.25)!important;", "raised": "box-shadow:0 2px 5px rgba(0,0,0,.28);",
              "bevel": "box-shadow:inset 0 1px 0 rgba(255,255,255,.4),inset 0 -2px 0 rgba(0,0,0,.2);", "hard": "border-color:#111!important;box-shadow:3px 3px 0 #111;"}[style]
    css.append(f".k-btn{{display:inline-flex;align-items:center;justify-content:center;gap:.5em;padding:{pad};border:{t.border_width}px solid transparent;border-radius:var(--br);font-size:1em;line-height:1.3;cursor:pointer;text-decoration:none;background:{t.sunken};color:{t.fg};{extra}{finish}}}"
               ".k-btn-sm{padding:.25em .7em;font-size:.85em}.k-btn-lg{padding:.75em 1.8em;font-size:1.2em}.k-btn-block{width:100%;display:flex}.k-btn-icon{padding:.5em;aspect-ratio:1;min-width:2.2em}.k-btn-round{border-radius:50%}"
               f".k-btn[disabled],.k-btn.disabled,.k-btn[aria-disabled=true]{{opacity:{rng.choice((.4, .5, .65))};cursor:not-allowed;{rng.choice(('', 'filter:grayscale(1);'))}}}")
    for variant in VARIANTS:
        color = c[variant]
        ink = t.fg if variant in ("light", "dark") else color
        css.append(f".k-btn-{variant}{{background-color:{color};color:{ink_on(color)};border-color:{color}}}.k-btn-outline-{variant}{{background:transparent;color:{ink};border-color:{color if variant not in ('light', 'dark') else t.border};box-shadow:none;background-image:none}}"
                   f".k-badge-{variant}{{background:{color};color:{ink_on(color)}}}.k-alert-{variant}{{--a:{color}}}.k-progress-{variant}{{background:{color}!important}}.k-text-{variant}{{color:{ink}}}")
    css.append(f".k-btn-link,.k-btn-ghost{{background:transparent;border-color:transparent;color:{c['link']};box-shadow:none;background-image:none;border-color:transparent!important}}.k-btn-ghost{{color:inherit}}.k-btn-link{{text-decoration:{underline}}}")
    # fields
    kind = rng.choice(("box", "box", "box", "box", "filled", "underline", "pill", "soft"))
    ipad = f"{round(rng.choice((6, 8, 9, 11)) * d)}px {round(rng.choice((8, 10, 12, 14)) * d)}px"
    line = t.muted if rng.random() < 0.3 else t.border
    shape = {"box": f"border:{t.border_width}px solid {line};border-radius:{min(t.radius, 10)}px;background:{t.surface}", "filled": f"border:0;border-bottom:2px solid {line};border-radius:4px 4px 0 0;background:{t.sunken}",
             "underline": f"border:0;border-bottom:1px solid {t.muted};border-radius:0;background:transparent", "pill": f"border:1px solid {line};border-radius:99px;background:{t.surface}",
             "soft": f"border:1px solid transparent;border-radius:{t.radius}px;background:{t.sunken}"}[kind]
    bare = ",input:not([type]).k-bare" if not scope_body else ""
    css.append(f".k-input,.k-select,.k-textarea{bare}{{display:block;width:100%;padding:{ipad};font-size:1em;line-height:1.4;color:{t.fg};{shape};outline:0}}.k-select{{appearance:{rng.choice(('auto', 'none'))};}}"
               f".k-textarea{{border-radius:{min(t.radius, 14)}px;min-height:5em}}.k-input::placeholder,.k-textarea::placeholder{{color:{t.muted};opacity:{rng.choice((.6, .8, 1))}}}.k-input:focus,.k-select:focus,.k-textarea:focus{{border-color:{c['primary']};{rng.choice((f'box-shadow:0 0 0 3px color-mix(in srgb,{c['primary']} 35%,transparent)', f'outline:2px solid {c['primary']};outline-offset:1px', 'border-width:2px'))}}}"
               f".k-invalid,.is-invalid.k-input{{border-color:{c['danger']}!important;{rng.choice(('', f'box-shadow:0 0 0 1px {c['danger']}', f'background-color:color-mix(in srgb,{c['danger']} 9%,{t.surface})'))}}}.k-input:disabled,.k-select:disabled,.k-textarea:disabled{{opacity:.6;background:{t.sunken}}}"
               f".k-input-sm{{padding:.2em .5em;font-size:.85em}}.k-input-lg{{padding:.7em 1em;font-size:1.15em}}"
               f".k-field{{margin-bottom:{round(14 * d)}px}}.k-label{{display:{rng.choice(('block', 'block', 'inline-block'))};margin-bottom:.3em;{rng.choice(('', 'font-weight:600;', 'font-weight:500;font-size:.9em;', f'color:{t.muted};font-size:.85em;', 'text-transform:uppercase;font-size:.75em;letter-spacing:.08em;font-weight:700;'))}}}"
               f".k-help{{font-size:.82em;color:{t.muted};margin-top:.25em}}.k-error{{font-size:.82em;color:{c['danger']};margin-top:.25em}}.k-fieldset{{border:1px solid {t.border};border-radius:{t.radius}px;padding:.8em 1em;margin:0 0 1em}}"
               f".k-group{{display:flex;align-items:stretch}}.k-group>*{{border-radius:0}}.k-group>*:first-child{{border-radius:{min(t.radius, 10)}px 0 0 {min(t.radius, 10)}px}}.k-group>*:last-child{{border-radius:0 {min(t.radius, 10)}px {min(t.radius, 10)}px 0}}.k-group>.k-input{{flex:1;min-width:0;width:1%}}.k-addon{{display:flex;align-items:center;padding:0 .8em;background:{t.sunken};border:1px solid {t.border};color:{t.muted};white-space:nowrap}}"
               ".k-inset{position:relative;display:block}.k-inset>[data-shadow-icon],.k-inset>.k-in{position:absolute;left:.75em;top:50%;transform:translateY(-50%);opacity:.65;z-index:2}.k-inset>input{padding-left:2.4em!important}.k-inset.k-right>[data-shadow-icon],.k-inset.k-right>.k-in{left:auto;right:.75em}.k-inset.k-right>input{padding-left:.75em!important;padding-right:2.4em!important}"
               f".k-float{{position:relative;margin-bottom:14px}}.k-float>input{{padding:1.4em .8em .4em!important}}.k-float>label{{position:absolute;left:.85em;top:.9em;color:{t.muted};pointer-events:none;transition:none}}.k-float>input:not(:placeholder-shown)+label,.k-float>input:focus+label{{top:.35em;font-size:.72em}}.k-float>input::placeholder{{color:transparent}}"
               f".k-outlined{{position:relative;margin:10px 0 18px}}.k-outlined>label{{position:absolute;top:-.7em;left:.7em;padding:0 .3em;background:{t.surface};font-size:.75em;color:{t.muted}}}")
    # checkboxes, radios, switches: the native input is hidden, its look is painted by a pseudo-element
    size = rng.choice((14, 16, 16, 18, 20, 24, 30))
    mark = rng.choice((
        "content:'✓';display:flex;align-items:center;justify-content:center;font-size:.8em;line-height:1;font-weight:700", f"content:'';left:{round(size * .34)}px;top:{round(size * .12)}px;width:{round(size * .3)}px;height:{round(size * .6)}px;border:solid currentColor;border-width:0 2px 2px 0;transform:rotate(45deg)",
        f"content:'';inset:{round(size * .24)}px;background:currentColor;border-radius:1px", "content:'✕';display:flex;align-items:center;justify-content:center;font-size:.8em;line-height:1", "content:'✔';display:flex;align-items:center;justify-content:center;font-size:.85em;line-height:1"))
    fill = rng.choice((True, True, False))
    shape = f"{rng.choice((0, 2, 3, 4, 6, size))}px"
    css.append(f".k-check{{display:inline-flex;align-items:{rng.choice(('center', 'center', 'flex-start'))};gap:{rng.choice((6, 8, 10, 12))}px;cursor:pointer;position:relative;line-height:1.35}}.k-check>input{{position:absolute;opacity:0;width:{size}px;height:{size}px;margin:0}}"
               f".k-check>i{{position:relative;flex:none;width:{size}px;height:{size}px;border:{rng.choice((1, 1, 2, 2))}px solid {rng.choice((t.muted, t.border, t.fg))};border-radius:{shape};background:{t.surface};font-style:normal;font-size:{size}px;color:{ink_on(c['primary']) if fill else c['primary']}}}.k-check>i.k-round{{border-radius:50%}}"
               f".k-check>input:checked+i{{{f'background:{c['primary']};border-color:{c['primary']}' if fill else f'border-color:{c['primary']}'}}}.k-check>input:checked+i::after{{position:absolute;inset:0;{mark}}}.k-check>input:checked+i.k-round::after{{position:absolute;content:'';inset:{max(3, size // 4)}px;border:0;transform:none;width:auto;height:auto;background:currentColor;border-radius:50%}}"
               ".k-check>input:disabled+i{opacity:.45}.k-check>input:disabled~span{opacity:.5}.k-check>input:focus-visible+i{outline:2px solid var(--p);outline-offset:2px}")
    sw, sh = rng.choice(((30, 16), (36, 20), (40, 22), (44, 24), (52, 28), (34, 14)))
    knob = sh - rng.choice((4, 4, 6, -4)) if sh > 14 else sh + 6
    off = rng.choice((t.border, t.muted, "#bdbdbd" if not t.dark else "#4b5563"))
    square = rng.random() < 0.15
    css.append(f".k-switch{{display:inline-flex;align-items:center;gap:10px;cursor:pointer;position:relative}}.k-switch>input{{position:absolute;opacity:0;width:{sw}px;height:{sh}px;margin:0}}.k-switch>i{{position:relative;flex:none;width:{sw}px;height:{sh}px;border-radius:{2 if square else 99}px;background:{off}}}"
               f".k-switch>i::after{{content:'';position:absolute;width:{knob}px;height:{knob}px;top:{(sh - knob) / 2}px;left:{max(0, (sh - knob) / 2)}px;border-radius:{2 if square else 99}px;background:#fff;box-shadow:0 1px 3px rgba(0,0,0,.35)}}.k-switch>input:checked+i{{background:{rng.choice((c['primary'], c['primary'], c['success']))}}}.k-switch>input:checked+i::after{{left:auto;right:{max(0, (sh - knob) / 2)}px}}.k-switch>input:disabled+i{{opacity:.45}}")
    # slider, progress
    th = rng.choice((12, 14, 16, 20))
    css.append(f".k-range{{width:100%;accent-color:{c['primary']}}}.k-range.k-custom{{appearance:none;height:{rng.choice((3, 4, 6, 8))}px;border-radius:9px;background:{t.border};outline:0}}.k-range.k-custom::-webkit-slider-thumb{{appearance:none;width:{th}px;height:{th}px;border-radius:{rng.choice(('50%', '50%', '3px'))};background:{c['primary']};border:{rng.choice((0, 2, 3))}px solid #fff;box-shadow:0 1px 4px rgba(0,0,0,.4)}}"
               f".k-progress{{height:{rng.choice((4, 6, 8, 12, 16, 20))}px;background:{t.sunken if t.sunken != t.surface else t.border};border-radius:{rng.choice((0, 99, t.radius))}px;overflow:hidden;display:flex}}.k-progress-bar{{background:{c['primary']};color:#fff;font-size:11px;line-height:1.2;display:flex;align-items:center;justify-content:center;height:100%}}.k-progress-striped{{background-image:linear-gradient(45deg,rgba(255,255,255,.2) 25%,transparent 25% 50%,rgba(255,255,255,.2) 50% 75%,transparent 75%);background-size:16px 16px}}"
               f".k-spinner{{width:2em;height:2em;border:.25em solid {t.border};border-top-color:{c['primary']};border-radius:50%;display:inline-block}}")
    # surfaces
    edge = rng.choice((f"border:{t.border_width}px solid {t.border};", f"border:{t.border_width}px solid {t.border};", ""))
    shadow = t.shadow if edge or t.shadow != "none" else "0 1px 4px rgba(0,0,0,.2)"
    cpad = round(rng.choice((12, 16, 20, 24)) * d)
    css.append(f".k-card{{background:{t.surface};{edge}border-radius:{t.radius}px;box-shadow:{shadow};overflow:hidden;color:{t.fg}}}.k-card-body{{padding:{cpad}px}}.k-card-header{{padding:{round(cpad * .6)}px {cpad}px;border-bottom:1px solid {t.border};font-weight:600;{rng.choice(('', f'background:{t.sunken};'))}}}.k-card-footer{{padding:{round(cpad * .6)}px {cpad}px;border-top:1px solid {t.border};{rng.choice(('', f'background:{t.sunken};'))}color:{t.muted};font-size:.9em}}.k-card-title{{margin:0 0 .5em;font-size:{rng.choice((1, 1.1, 1.25, 1.4))}em}}"
               f".k-muted{{color:{t.muted}}}.k-small{{font-size:.85em}}.k-lead{{font-size:{rng.choice((1.15, 1.25, 1.4))}em;color:{rng.choice((t.muted, t.fg))}}}.k-divider{{border:0;border-top:1px solid {t.border};margin:1em 0;width:100%}}.k-price{{font-weight:700;font-size:1.2em}}")
    a = rng.choice(("soft", "soft", "solid", "bar", "outline"))
    look = {"soft": f"background:color-mix(in srgb,var(--a) 16%,{t.surface});border:1px solid color-mix(in srgb,var(--a) 40%,{t.surface});color:color-mix(in srgb,var(--a) 55%,{t.fg})", "solid": "background:var(--a);color:#fff;border:0",
            "bar": f"background:{t.surface};border:1px solid {t.border};border-left:5px solid var(--a)", "outline": f"background:transparent;border:2px solid var(--a);color:{t.fg}"}[a]
    css.append(f".k-alert{{--a:{c['info']};display:flex;gap:.7em;align-items:center;padding:{round(12 * d)}px {round(16 * d)}px;border-radius:{t.radius}px;margin-bottom:12px;{look}}}.k-alert .k-grow,.k-grow{{flex:1;min-width:0}}.k-close{{background:transparent;border:0;color:inherit;font-size:1.3em;line-height:1;cursor:pointer;opacity:.7;padding:0 .2em}}"
               f".k-badge{{display:inline-flex;align-items:center;gap:.3em;padding:{rng.choice(('.15em .5em', '.25em .65em', '.3em .9em'))};font-size:{rng.choice((.7, .75, .85))}em;line-height:1.25;border-radius:{rng.choice((2, 4, 99, 99, t.radius))}px;{rng.choice(('', 'font-weight:700;', 'text-transform:uppercase;letter-spacing:.04em;font-weight:600;'))}background:{t.sunken};color:{t.fg}}}.k-chip{{display:inline-flex;align-items:center;gap:.4em;padding:.3em .8em;border-radius:99px;background:{t.sunken};border:1px solid {t.border};font-size:.9em;color:{t.fg}}}"
               f".k-dot{{position:absolute;top:-.5em;right:-.6em;background:{c['danger']};color:#fff;border-radius:99px;font-size:10px;line-height:1;padding:3px 5px;min-width:16px;text-align:center}}")
    # navigation
    bar = rng.choice((t.surface, t.surface, t.bg, c["primary"], "#1f2937", c["dark"], f"linear-gradient(90deg,{c['primary']},{c['secondary']})"))
    ink = t.fg if bar in (t.surface, t.bg) else ink_on(bar) if bar.startswith("#") else "#fff"
    act = rng.choice(("font-weight:700", f"box-shadow:inset 0 -3px 0 {c['primary'] if ink == t.fg else '#fff'}", "background:rgba(127,127,127,.22);border-radius:6px", "opacity:1;text-decoration:underline;text-underline-offset:.4em"))
    css.append(f".k-navbar{{display:flex;align-items:center;gap:{rng.choice((12, 18, 24))}px;padding:{round(rng.choice((8, 12, 16, 20)) * d)}px {rng.choice((16, 24, 40))}px;background:{bar};color:{ink};{rng.choice((f'border-bottom:1px solid {t.border}', 'box-shadow:0 2px 8px rgba(0,0,0,.12)', ''))}}}.k-navbar a{{color:inherit;text-decoration:none}}.k-navbar ul{{display:flex;gap:{rng.choice((4, 8, 16))}px;list-style:none;margin:0;padding:0;align-items:center}}.k-navbar li>a{{display:block;padding:.45em .7em;opacity:{rng.choice((.75, .9, 1))}}}.k-navbar li>a[aria-current],.k-navbar li>a.active{{{act};opacity:1}}"
               f".k-brand{{font-size:{rng.choice((1.1, 1.25, 1.5))}em;font-weight:700;display:inline-flex;gap:.4em;align-items:center;white-space:nowrap}}")
    sbg = rng.choice((t.surface, t.sunken, "#111827", "#1e293b", "#2c3e50", c["primary"]))
    sink = t.fg if sbg in (t.surface, t.sunken) else ink_on(sbg)
    sact = rng.choice((f"background:{c['primary']};color:{on};", "background:rgba(127,127,127,.2);", f"box-shadow:inset 3px 0 0 {c['primary'] if sbg != c['primary'] else '#fff'};font-weight:700;", "font-weight:700;background:rgba(127,127,127,.15);border-radius:8px;"))
    css.append(f".k-sidebar{{background:{sbg};color:{sink};padding:{round(14 * d)}px {rng.choice((0, 8, 12))}px;border-right:1px solid {t.border}}}.k-sidebar a{{color:inherit;text-decoration:none;display:flex;align-items:center;gap:.75em;padding:{round(rng.choice((6, 8, 10)) * d)}px 14px}}.k-sidebar ul{{list-style:none;margin:0 0 1em;padding:0}}.k-sidebar a[aria-current],.k-sidebar a.active{{{sact}}}.k-side-title{{padding:8px 14px;font-size:.72em;letter-spacing:.08em;text-transform:uppercase;opacity:.6;font-weight:600}}")
    tab = rng.choice(("line", "line", "box", "pill", "segment"))
    tcss = {"line": (f"border-bottom:1px solid {t.border}", "padding:.6em 1em;border:0;border-bottom:2px solid transparent;background:none;color:inherit", f"border-bottom-color:{c['primary']};color:{c['link']};font-weight:600"),
            "box": (f"border-bottom:1px solid {t.border}", f"padding:.5em 1em;border:1px solid transparent;border-radius:{min(t.radius, 8)}px {min(t.radius, 8)}px 0 0;background:none;color:inherit;margin-bottom:-1px", f"border-color:{t.border};border-bottom-color:{t.surface};background:{t.surface}"),
            "pill": ("gap:6px", "padding:.45em 1em;border:0;border-radius:99px;background:none;color:inherit", f"background:{c['primary']};color:{on}"),
            "segment": (f"background:{t.sunken};border-radius:{t.radius}px;padding:4px;width:fit-content", f"padding:.4em 1.1em;border:0;border-radius:{max(t.radius - 3, 0)}px;background:none;color:{t.muted}", f"background:{t.surface};color:{t.fg};box-shadow:0 1px 3px rgba(0,0,0,.25)")}[tab]
    css.append(f".k-tabs{{display:flex;flex-wrap:wrap;list-style:none;margin:0 0 14px;padding:0;{tcss[0]}}}.k-tabs-link{{display:inline-flex;gap:.5em;align-items:center;font-size:1em;cursor:pointer;text-decoration:none;{tcss[1]}}}.k-tabs-link[aria-selected=true],.k-tabs-link.active{{{tcss[2]}}}.k-tabs-link[aria-disabled=true]{{opacity:.4}}"
               f".k-breadcrumb{{display:flex;flex-wrap:wrap;list-style:none;padding:0;margin:0 0 12px;font-size:.9em;gap:.5em}}.k-breadcrumb li+li::before{{content:'{rng.choice(('/', '›', '»', '>', '·', '→'))}';color:{t.muted};margin-right:.5em}}"
               f".k-pagination{{display:inline-flex;list-style:none;padding:0;margin:12px 0;gap:{rng.choice((0, 4, 8))}px}}.k-pagination-link{{display:block;min-width:2.3em;text-align:center;padding:.4em .7em;border:{rng.choice((0, 1))}px solid {t.border};border-radius:{rng.choice((0, t.radius, 99))}px;text-decoration:none;color:{c['link']};background:{t.surface}}}.k-pagination-link[aria-current]{{background:{c['primary']};color:{on};border-color:{c['primary']}}}.k-pagination-link[aria-disabled=true]{{opacity:.45}}"
               f".k-menu{{background:{t.surface};border:1px solid {t.border};border-radius:{min(t.radius, 12)}px;box-shadow:0 6px 20px rgba(0,0,0,.18);padding:6px 0;min-width:170px;list-style:none;margin:4px 0 0;width:max-content;color:{t.fg}}}.k-menu-item{{display:flex;align-items:center;gap:.7em;padding:.45em 1em;color:inherit;text-decoration:none;background:none;border:0;width:100%;text-align:left;font-size:.95em}}.k-menu-item.active,.k-menu-item[aria-selected=true]{{background:{rng.choice((c['primary'] + ';color:' + on, t.sunken))}}}.k-menu-item[aria-disabled=true]{{opacity:.45}}"
               f".k-list{{list-style:none;margin:0 0 12px;padding:0;border:1px solid {t.border};border-radius:{t.radius}px;overflow:hidden;background:{t.surface}}}.k-list-item{{display:flex;align-items:center;gap:.8em;padding:{round(10 * d)}px 14px;border-top:1px solid {t.border};color:inherit;text-decoration:none}}.k-list-item:first-child{{border-top:0}}.k-list-item.active{{background:{c['primary']};color:{on}}}"
               f".k-accordion{{border:1px solid {t.border};border-radius:{t.radius}px;overflow:hidden;background:{t.surface}}}.k-accordion-item+.k-accordion-item{{border-top:1px solid {t.border}}}.k-accordion-button{{display:flex;width:100%;justify-content:space-between;gap:1em;align-items:center;padding:{round(12 * d)}px 16px;background:none;border:0;font-size:1em;text-align:left;color:inherit;font-weight:600;cursor:pointer}}.k-accordion-button[aria-expanded=true]{{{rng.choice(('', f'background:{t.sunken}', f'color:{c['link']}'))}}}.k-accordion-body{{padding:4px 16px 14px}}")
    # table
    th_bg = rng.choice(("transparent", t.sunken, c["primary"], "#374151"))
    cell = round(rng.choice((6, 8, 10, 14)) * d)
    css.append(f".k-table{{width:100%;border-collapse:collapse;background:{t.surface}}}.k-table th{{text-align:left;padding:{cell}px 12px;background:{th_bg};color:{t.fg if th_bg in ('transparent', t.sunken) else ink_on(th_bg)};{rng.choice(('', 'text-transform:uppercase;font-size:.78em;letter-spacing:.05em;', f'color:{t.muted};font-weight:500;' if th_bg in ('transparent', t.sunken) else ''))}border-bottom:2px solid {t.border}}}.k-table td{{padding:{cell}px 12px;{rng.choice((f'border-bottom:1px solid {t.border}', f'border:1px solid {t.border}', ''))}}}"
               + rng.choice(("", f".k-table tbody tr:nth-child(even){{background:{t.sunken}}}")))
    # overlays and the rest
    css.append(f".k-modal{{position:fixed;z-index:1050;background:{t.surface};color:{t.fg};border-radius:{t.radius}px;box-shadow:0 20px 60px rgba(0,0,0,.4);max-width:calc(100vw - 24px)}}.k-modal-header,.k-modal-footer{{display:flex;align-items:center;justify-content:space-between;gap:10px;padding:14px 20px}}.k-modal-header{{border-bottom:1px solid {t.border}}}.k-modal-footer{{justify-content:flex-end;border-top:{rng.choice((0, 1))}px solid {t.border}}}.k-modal-body{{padding:16px 20px}}.k-modal-title{{margin:0;font-size:1.25em}}"
               f".k-toast{{background:{rng.choice((t.surface + ';color:' + t.fg, '#323232;color:#fff'))};border-radius:{min(t.radius, 12)}px;box-shadow:0 6px 24px rgba(0,0,0,.3);padding:12px 16px;display:flex;gap:12px;align-items:center;min-width:260px;max-width:360px}}.k-tooltip{{background:#222;color:#fff;font-size:.8em;padding:.35em .7em;border-radius:4px;position:absolute;white-space:nowrap;z-index:30}}.k-tooltip::after{{content:'';position:absolute;left:50%;top:100%;margin-left:-5px;border:5px solid transparent;border-top-color:#222}}"
               f".k-avatar{{border-radius:{rng.choice(('50%', '50%', '20%'))};object-fit:cover;display:inline-flex;align-items:center;justify-content:center;background:{c['secondary']};color:#fff;font-weight:600;flex:none}}.k-footer{{background:{rng.choice((t.sunken, '#1f2937', t.bg, c['dark']))};padding:28px 24px;font-size:.92em}}.k-display{{font-weight:800;line-height:1.08;margin:0 0 .4em}}.k-bubble{{padding:.6em .9em;border-radius:{rng.choice((6, 14, 18))}px;background:{t.sunken};max-width:70%}}.k-bubble.k-own{{background:{c['primary']};color:{on};margin-left:auto}}.k-thumb{{background:{t.sunken};border-radius:{t.radius}px;object-fit:cover;display:block}}"
               f".k-file{{display:flex;flex-direction:column;align-items:center;gap:6px;padding:22px;border:2px dashed {t.border};border-radius:{t.radius}px;color:{t.muted};text-align:center}}.k-bar{{background:{c['primary']};border-radius:2px 2px 0 0;flex:1}}.k-cal{{width:100%;border-collapse:collapse;text-align:center}}.k-cal td,.k-cal th{{padding:.35em}}.k-cal button{{width:2.2em;height:2.2em;border:0;background:none;color:inherit;border-radius:{rng.choice((0, 6, 99))}px;font:inherit}}.k-cal button[aria-pressed=true]{{background:{c['primary']};color:{on}}}.k-kbd{{border:1px solid {t.border};border-bottom-width:2px;border-radius:4px;padding:.1em .4em;font-size:.8em;background:{t.sunken}}}"
               f".k-tile{{padding:14px;border-radius:{t.radius}px;background:{t.sunken}}}.k-social{{width:2.4em;height:2.4em;border-radius:{rng.choice(('50%', '6px'))};display:inline-flex;align-items:center;justify-content:center;background:{c['dark']};color:#fff!important}}.k-stars{{color:#f5a623;letter-spacing:1px}}")
    return "".join(css)
