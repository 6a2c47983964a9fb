"""CSS kits: which style sheets a framework needs and what it calls a button, a field, a card.

A kit maps our part names to the framework's classes; parts a framework does not have fall back to `plain_css`, our own
style with random tokens, which is also a kit of its own. Train and held-out frameworks share nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random


@dataclass(frozen=True, slots=True)
class Kit:
    """A framework. sheets: asset paths; classes: part name -> class attribute; dark and light: attributes of <html> in that
    theme; body: its class in the dark theme; repair: rules for where our markup is not the framework's own."""

    name: str
    sheets: tuple[str, ...] = ()
    classes: dict[str, str] = field(default_factory=dict)
    dark: str = ""
    body: str = ""
    light: str = ""
    repair: str = ""

    def of(self, part: str) -> str:
        """class="..." of a part, or nothing."""
        names = self.classes.get(part, "")
        return f' class="{names}"' if names else ""


def _kit(name: str, sheets: str, dark: str = "", body: str = "", light: str = "", repair: str = "", **classes: str) -> Kit:
    return Kit(name, tuple(sheets.split()), classes, dark, body, light, repair)


# For frameworks without a dark theme: without it tables and cards stay white under pale text.
DARK_REPAIR = (
    "body{background:#14171c;color:#e6e6e6}input,select,textarea{background-color:#23272e;color:#eee;border-color:#555}"
    ".card,.panel,.uk-card,table,thead,tbody,tfoot,tr,th,td,.list-group-item,.collection,.collection-item,.page-link,.pagination a,.breadcrumb,pre,code,fieldset,.tabs,.nav-tabs .nav-link.active"
    "{background-color:#1d2127!important;color:#e6e6e6!important;border-color:#444!important}"
    "h1,h2,h3,h4,h5,h6,legend,label,summary,dt,dd,strong{color:inherit}"
    ".alert,.callout,.card-panel,.uk-alert,.toast{color:#1f2937!important}"
)
_MATERIALIZE_REPAIR = (
    "nav{background:none;box-shadow:none;height:auto;line-height:1.5;width:auto;color:inherit}header nav{width:auto}.breadcrumb:before{content:none!important}.breadcrumb{color:inherit!important}"
    "input[type=search],input[type=text],input:not([type]){box-sizing:border-box}"
)
_NAV_REPAIR = "nav{margin:0;padding:0}aside nav{display:block}aside{width:auto;float:none;margin:0}header{max-width:none;margin:0}section,header>div{max-width:none}"


_BOOTSTRAP = dict(
    btn="btn btn-secondary", primary="btn btn-primary", success="btn btn-success", danger="btn btn-danger", warning="btn btn-warning", info="btn btn-info",
    outline="btn btn-outline-primary", ghost="btn btn-link", small="btn btn-sm btn-primary", large="btn btn-lg btn-primary", field="form-control", area="form-control",
    choice="form-select", label="form-label", group="mb-3", check="form-check-input", checklabel="form-check-label", checkwrap="form-check", card="card", cardbody="card-body",
    badge="badge bg-primary", alert="alert alert-info", alertok="alert alert-success", alerterr="alert alert-danger", alertwarn="alert alert-warning", table="table",
    tabs="nav nav-tabs", tab="nav-link", tabon="nav-link active", pages="pagination", page="page-link", items="list-group", item="list-group-item", bar="progress", fill="progress-bar",
    crumbs="breadcrumb", crumb="breadcrumb-item", container="container",
)
TRAIN = (
    _kit("bootstrap", "bootstrap/dist/css/bootstrap.min.css", 'data-bs-theme="dark"', **_BOOTSTRAP, switch="form-check-input", switchwrap="form-check form-switch"),
    _kit("bootstrap4", "bootstrap4/dist/css/bootstrap.min.css", **{**_BOOTSTRAP, "choice": "custom-select", "label": "", "group": "form-group", "badge": "badge badge-primary"}),
    _kit("bootstrap3", "bootstrap3/dist/css/bootstrap.min.css", **{
        **_BOOTSTRAP, "btn": "btn btn-default", "outline": "btn btn-default", "choice": "form-control", "label": "control-label", "group": "form-group", "check": "", "checklabel": "",
        "checkwrap": "checkbox", "card": "panel panel-default", "cardbody": "panel-body", "badge": "label label-primary", "tab": "", "tabon": "", "page": "", "crumb": ""}),
    _kit("foundation", "foundation-sites/dist/css/foundation.min.css", btn="button secondary", primary="button", success="button success", danger="button alert", warning="button warning",
         outline="button hollow", ghost="button clear", small="button small", large="button large", card="card", cardbody="card-section", badge="label", alert="callout primary", alertok="callout success",
         alerterr="callout alert", alertwarn="callout warning", tabs="tabs", tab="tabs-title", pages="pagination", crumbs="breadcrumbs", bar="progress", fill="progress-meter", container="grid-container"),
    _kit("materialize", "materialize-css/dist/css/materialize.min.css", repair=_MATERIALIZE_REPAIR, btn="btn grey", primary="btn", success="btn green", danger="btn red", warning="btn orange", outline="btn-flat", ghost="btn-flat",
         small="btn-small", large="btn-large", area="materialize-textarea", choice="browser-default", card="card", cardbody="card-content", badge="new badge", alert="card-panel blue lighten-4",
         alertok="card-panel green lighten-4", alerterr="card-panel red lighten-4", table="striped", pages="pagination", items="collection", item="collection-item", bar="progress", fill="determinate", container="container"),
    _kit("milligram", "milligram/dist/milligram.min.css", btn="button button-outline", primary="button", outline="button button-outline", ghost="button button-clear", container="container"),
    _kit("pure", "purecss/build/pure-min.css", btn="pure-button", primary="pure-button pure-button-primary", outline="pure-button", ghost="pure-button", form="pure-form pure-form-stacked",
         table="pure-table pure-table-bordered", menu="pure-menu-list", link="pure-menu-link"),
    _kit("spectre", "spectre.css/dist/spectre.min.css", btn="btn", primary="btn btn-primary", success="btn btn-success", danger="btn btn-error", outline="btn", ghost="btn btn-link", small="btn btn-sm btn-primary",
         large="btn btn-lg btn-primary", field="form-input", area="form-input", choice="form-select", label="form-label", group="form-group", card="card", cardbody="card-body", badge="label label-primary",
         alert="toast toast-primary", alertok="toast toast-success", alerterr="toast toast-error", alertwarn="toast toast-warning", table="table table-striped", tabs="tab", tab="tab-item", tabon="tab-item active",
         pages="pagination", page="page-item", crumbs="breadcrumb", crumb="breadcrumb-item", bar="bar", fill="bar-item", container="container grid-lg", iconlabel="form-icon", checkwrap="form-checkbox", switchwrap="form-switch"),
    _kit("uikit", "uikit/dist/css/uikit.min.css", btn="uk-button uk-button-default", primary="uk-button uk-button-primary", success="uk-button uk-button-secondary", danger="uk-button uk-button-danger",
         outline="uk-button uk-button-default", ghost="uk-button uk-button-text", small="uk-button uk-button-primary uk-button-small", large="uk-button uk-button-primary uk-button-large", field="uk-input", area="uk-textarea",
         choice="uk-select", label="uk-form-label", group="uk-margin", check="uk-checkbox", radio="uk-radio", range="uk-range", card="uk-card uk-card-default", cardbody="uk-card-body", badge="uk-label",
         alert="uk-alert uk-alert-primary", alertok="uk-alert uk-alert-success", alerterr="uk-alert uk-alert-danger", table="uk-table uk-table-divider", tabs="uk-tab", pages="uk-pagination", crumbs="uk-breadcrumb",
         items="uk-list uk-list-divider", container="uk-container", bar="uk-progress"),
    _kit("daisyui", "tailwindcss2/dist/tailwind.min.css daisyui/dist/full.css", 'data-theme="dark"', btn="btn", primary="btn btn-primary", success="btn btn-success", danger="btn btn-error", warning="btn btn-warning",
         info="btn btn-info", outline="btn btn-outline", ghost="btn btn-ghost", small="btn btn-sm btn-primary", large="btn btn-lg btn-primary", field="input input-bordered w-full", area="textarea textarea-bordered w-full",
         choice="select select-bordered w-full", label="label-text", group="form-control mb-3", check="checkbox", radio="radio", switch="toggle toggle-primary", range="range", card="card bg-base-100 shadow-xl",
         cardbody="card-body", badge="badge badge-primary", alert="alert alert-info", alertok="alert alert-success", alerterr="alert alert-error", alertwarn="alert alert-warning", table="table", tabs="tabs tabs-bordered",
         tab="tab", tabon="tab tab-active", pages="btn-group", items="menu bg-base-200 rounded-box", crumbs="breadcrumbs text-sm", container="container mx-auto px-4"),
)
HELDOUT = (
    _kit("pico", "@picocss/pico/css/pico.min.css", 'data-theme="dark"', light='data-theme="light"', repair="aside nav{display:block}", container="container", outline="outline", btn="secondary", ghost="contrast outline"),
    _kit("water", "water.css/out/light.min.css", repair="body{max-width:none}"),
    _kit("mvp", "mvp.css/mvp.css", repair=_NAV_REPAIR),
    _kit("sakura", "sakura.css/css/sakura.css"),
    _kit("simple", "simpledotcss/simple.min.css", repair=_NAV_REPAIR + "body{display:block}"),
    _kit("primer", "@primer/css/dist/primitives.css @primer/css/dist/primer.css", 'data-color-mode="dark" data-dark-theme="dark"', light='data-color-mode="light" data-light-theme="light"', btn="btn", primary="btn btn-primary", danger="btn btn-danger", outline="btn btn-outline", ghost="btn-link",
         small="btn btn-sm", large="btn btn-large", field="form-control", area="form-control", choice="form-select", card="Box", cardbody="Box-body", badge="Label", alert="flash", alertok="flash flash-success",
         alerterr="flash flash-error", alertwarn="flash flash-warn", tabs="UnderlineNav", tab="UnderlineNav-item", pages="paginate-container pagination", container="container-lg px-3"),
    _kit("halfmoon", "halfmoon/css/halfmoon.min.css", body="dark-mode", btn="btn", primary="btn btn-primary", success="btn btn-success", danger="btn btn-danger", outline="btn", ghost="btn btn-link", small="btn btn-sm",
         large="btn btn-lg", field="form-control", area="form-control", choice="form-control", card="card", badge="badge badge-primary", alert="alert alert-primary", alertok="alert alert-success", alerterr="alert alert-danger",
         table="table", pages="pagination", crumbs="breadcrumb", crumb="breadcrumb-item", container="container"),
)


def plain_css(rng: Random, dark: bool, scope: str = "") -> str:
    """A hand-made style for every part, with random tokens: palette, radius, border, density, shadow."""
    hue = rng.randint(0, 359)
    accent = rng.choice(("#0d6efd", "#1976d2", "#6200ee", "#e91e63", "#16a34a", "#dc2626", "#ea580c", "#0f766e", "#111827", "#333", f"hsl({hue} 70% 42%)", f"hsl({hue} 55% 35%)", f"hsl({(hue + 120) % 360} 80% 40%)"))
    ground = rng.choice(("#0f172a", "#111", "#1e1e2e", "#212529", f"hsl({hue} 20% 12%)")) if dark else rng.choice(("#fff", "#fff", "#f8f9fa", "#f3f4f6", "#fafafa", f"hsl({hue} 30% 96%)", "#fffdf5"))
    ink = rng.choice(("#e5e7eb", "#fff", "#cdd6f4")) if dark else rng.choice(("#212529", "#111", "#333", "#374151", "#222"))
    panel = rng.choice(("#1e293b", "#222", "#2b2b3b")) if dark else rng.choice(("#fff", "#fff", "#fafafa", "#f9fafb"))
    line = rng.choice(("#ffffff33", "#444", "#475569")) if dark else rng.choice(("#ced4da", "#d1d5db", "#ddd", "#999", "#e5e7eb", "#bbb"))
    muted = "#94a3b8" if dark else rng.choice(("#6c757d", "#6b7280", "#888", "#777"))
    radius = rng.choice((0, 2, 3, 4, 4, 6, 8, 10, 14, 999))
    soft = min(radius, 16)
    pad = rng.choice(("4px 10px", "6px 12px", "6px 12px", "8px 16px", "10px 20px", "12px 28px", "3px 8px"))
    fpad = rng.choice(("4px 8px", "6px 12px", "8px 12px", "10px 14px", "12px 16px"))
    shadow = rng.choice(("none", "none", "0 1px 3px #0003", "0 4px 12px #0002", "0 10px 30px #0002", "2px 2px 0 #0006"))
    caps = rng.choice(("", "", "", "text-transform:uppercase;letter-spacing:.06em;", "font-weight:600;"))
    field_style = rng.choice((f"border:1px solid {line};border-radius:{soft}px;background:{panel}", f"border:0;border-bottom:{rng.choice((1, 2))}px solid {line};background:transparent",
                              f"border:2px solid {line};border-radius:{soft}px;background:{ground}", f"border:1px solid transparent;border-radius:{soft}px;background:{'#ffffff14' if dark else '#00000010'}"))
    hover = rng.choice(("transparent", panel))
    s = scope
    return f"""
{s} .btn,{s} .primary,{s} .success,{s} .danger,{s} .warning,{s} .outline,{s} .ghost,{s} .small,{s} .large,{s} .info{{display:inline-block;padding:{pad};border-radius:{radius}px;border:1px solid transparent;font:inherit;text-decoration:none;cursor:pointer;{caps}box-shadow:{shadow};line-height:1.4}}
{s} .btn{{background:{'#374151' if dark else rng.choice(('#e5e7eb', '#eee', '#6c757d;color:#fff', '#fff'))};border-color:{line};color:{ink if dark else ''}}}{s} .primary{{background:{rng.choice((accent, accent, f'linear-gradient(#fff3,#0002),{accent}'))};color:#fff}}
{s} .success{{background:#198754;color:#fff}}{s} .danger{{background:{rng.choice(('#dc3545', '#b91c1c', '#ef4444'))};color:#fff}}{s} .warning{{background:{rng.choice(('#ffc107', '#fbbf24', '#f59e0b'))};color:#222}}{s} .info{{background:#0dcaf0;color:#111}}
{s} .outline{{background:transparent;border-color:{accent};color:{accent if not dark else '#cbd5e1'}}}{s} .ghost{{background:transparent;box-shadow:none;color:{accent if not dark else '#93c5fd'}}}{s} .small{{padding:2px 8px;font-size:.85em;background:{accent};color:#fff}}{s} .large{{padding:14px 30px;font-size:1.25em;background:{accent};color:#fff}}
{s} .field,{s} .area,{s} .choice{{display:block;width:100%;padding:{fpad};{field_style};font:inherit;color:{ink}}}{s} .field::placeholder,{s} .area::placeholder{{color:{muted};opacity:1}}
{s} .label{{display:block;margin-bottom:{rng.choice((2, 4, 6))}px;font-size:{rng.choice(('.85em', '.9em', '1em'))};font-weight:{rng.choice((400, 500, 600))}}}{s} .group{{margin-bottom:{rng.choice((8, 12, 16, 20))}px}}
{s} .card{{background:{panel};border:{rng.choice((0, 1, 1))}px solid {line};border-radius:{soft}px;box-shadow:{shadow if shadow != 'none' else '0 1px 2px #0002'}}}{s} .cardbody{{padding:{rng.choice((10, 16, 20, 24))}px}}
{s} .badge{{display:inline-block;padding:.2em .6em;font-size:.75em;border-radius:{rng.choice((3, 4, 999))}px;background:{rng.choice((accent, '#6c757d', '#e5e7eb;color:#333', '#dcfce7;color:#166534'))};color:#fff;font-weight:600}}
{s} .alert,{s} .alertok,{s} .alerterr,{s} .alertwarn{{padding:12px 16px;border-radius:{soft}px;margin-bottom:12px;border:1px solid #0002;color:#222}}{s} .alert{{background:#cfe2ff}}{s} .alertok{{background:#d1e7dd}}{s} .alerterr{{background:#f8d7da}}{s} .alertwarn{{background:#fff3cd}}
{s} .table{{width:100%;border-collapse:collapse}}{s} .table td,{s} .table th{{padding:{rng.choice((4, 8, 12))}px;border-bottom:1px solid {line};text-align:left}}{s} .table th{{background:{rng.choice((hover, '#00000010'))}}}
{s} .tabs{{display:flex;gap:{rng.choice((2, 8, 20))}px;border-bottom:1px solid {line};list-style:none;padding:0;margin:0 0 12px}}{s} .tab,{s} .tabon{{padding:8px 14px;text-decoration:none;color:{muted};background:none;border:0;font:inherit}}{s} .tabon{{color:{accent if not dark else '#fff'};border-bottom:2px solid {accent};font-weight:600}}
{s} .pages{{display:flex;list-style:none;padding:0;gap:{rng.choice((0, 4))}px}}{s} .page,{s} .pageon{{padding:6px 12px;border:1px solid {line};text-decoration:none;border-radius:{min(soft, 6)}px;color:{accent if not dark else '#cbd5e1'}}}{s} .pageon{{background:{accent};color:#fff}}
{s} .items{{list-style:none;padding:0;margin:0;border:1px solid {line};border-radius:{soft}px}}{s} .item{{padding:10px 14px;border-bottom:1px solid {line}}}{s} .bar{{height:{rng.choice((4, 8, 16))}px;background:#8884;border-radius:9px;overflow:hidden}}{s} .fill{{height:100%;background:{accent}}}
{s} .crumbs{{display:flex;gap:8px;list-style:none;padding:0}}{s} .container{{max-width:{rng.choice((960, 1100, 1140, 1240))}px;margin:0 auto;padding:0 16px}}
:root{{--accent:{accent};--line:{line};--panel:{panel};--muted:{muted};--ground:{ground};--ink:{ink}}}
""" + ("" if scope else f"body{{background:{ground};color:{ink};margin:0;line-height:{rng.choice((1.35, 1.5, 1.6))}}}a{{color:{accent if not dark else '#93c5fd'}}}")


PARTS = ["btn", "primary", "success", "danger", "warning", "info", "outline", "ghost", "small", "large", "field", "area", "choice", "label", "group", "card", "cardbody", "badge", "alert", "alertok", "alerterr", "alertwarn", "table", "tabs", "tab", "tabon", "pages", "page", "pageon", "items", "item", "bar", "fill", "crumbs", "crumb", "container"]
PLAIN = Kit("plain", (), {part: part for part in PARTS})
UNSTYLED = Kit("unstyled")
