"""CSS kits: which style sheets a framework needs and what it calls a button, a field, a card.

A kit maps our part names to the framework's classes; what a framework does not have is drawn bare. PLAIN is styled by
themes.py, UNSTYLED by the browser alone. Train and held-out frameworks share nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Kit:
    """A framework. sheets: asset paths; classes: part name -> class attribute; dark and light: attributes of <html> in that
    theme; body: its class in the dark theme; repair: rules for where our markup is not the framework's own.

    markup: the file of macros in parts/ that draws its controls (markup.py); looks: (light sheet, dark sheet or "") of which
    a page takes one, before `sheets`; accent: its main color, for what we draw beside its controls; license: of its package,
    as the package says. A kit with markup has no dark form but the ones given here."""

    name: str
    sheets: tuple[str, ...] = ()
    classes: dict[str, str] = field(default_factory=dict)
    dark: str = ""
    body: str = ""
    light: str = ""
    repair: str = ""
    markup: str = ""
    looks: tuple[tuple[str, str], ...] = ()
    accent: str = ""
    license: str = ""

    @property
    def has_dark(self) -> bool:
        """Whether a page of it may be dark."""
        return not self.markup or bool(self.dark or self.body or any(night for _, night in self.looks))

    def of(self, part: str) -> str:
        """class="..." of a part, or nothing."""
        names = self.classes.get(part, "")
        return f' class="{names}"' if names else ""


def _kit(name: str, sheets: str, dark: str = "", body: str = "", light: str = "", repair: str = "",
         **classes: str) -> Kit:
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
    "nav{background:none;box-shadow:none;height:auto;line-height:1.5;width:auto;color:inherit}header nav{width:auto}"
    ".breadcrumb:before{content:none!important}.breadcrumb{color:inherit!important}"
    "input[type=search],input[type=text],input:not([type]){box-sizing:border-box}"
)
# Their buttons and fields assume a gray ground and small type.
_OLD_REPAIR = ("body{background:#c0c0c0;color:#000;font-size:12px}h1{font-size:1.6em}h2{font-size:1.3em}"
               ".window{margin:6px}")
_NAV_REPAIR = ("nav{margin:0;padding:0}aside nav{display:block}aside{width:auto;float:none;"
               "margin:0}header{max-width:none;margin:0}section,header>div{max-width:none}")


BOOTSTRAP = {
    "btn": "btn btn-secondary", "primary": "btn btn-primary", "success": "btn btn-success", "danger": "btn btn-danger",
                  "warning": "btn btn-warning", "info": "btn btn-info",
    "outline": "btn btn-outline-primary", "ghost": "btn btn-link", "small": "btn btn-sm btn-primary",
                  "large": "btn btn-lg btn-primary", "field": "form-control", "area": "form-control",
    "choice": "form-select", "label": "form-label", "group": "mb-3", "check": "form-check-input", "checklabel": "form-check-label",
                  "checkwrap": "form-check", "card": "card", "cardbody": "card-body",
    "badge": "badge bg-primary", "alert": "alert alert-info", "alertok": "alert alert-success", "alerterr": "alert alert-danger",
                  "alertwarn": "alert alert-warning", "table": "table",
    "tabs": "nav nav-tabs", "tab": "nav-link", "tabon": "nav-link active", "pages": "pagination", "page": "page-link",
                  "items": "list-group", "item": "list-group-item", "bar": "progress", "fill": "progress-bar",
    "crumbs": "breadcrumb", "crumb": "breadcrumb-item", "container": "container",
}
TRAIN = (
    _kit("bootstrap", "bootstrap/dist/css/bootstrap.min.css", 'data-bs-theme="dark"', **BOOTSTRAP,
         switch="form-check-input", switchwrap="form-check form-switch"),
    _kit("bootstrap4", "bootstrap4/dist/css/bootstrap.min.css", **{**BOOTSTRAP, "choice": "custom-select", "label": "",
                                                                   "group": "form-group",
                                                                   "badge": "badge badge-primary"}),
    _kit("bootstrap3", "bootstrap3/dist/css/bootstrap.min.css", **{
        **BOOTSTRAP, "btn": "btn btn-default", "outline": "btn btn-default", "choice": "form-control",
                                                                   "label": "control-label", "group": "form-group",
                                                                   "check": "", "checklabel": "",
        "checkwrap": "checkbox", "card": "panel panel-default", "cardbody": "panel-body",
                                                                   "badge": "label label-primary", "tab": "",
                                                                   "tabon": "", "page": "", "crumb": ""}),
    _kit("foundation", "foundation-sites/dist/css/foundation.min.css", btn="button secondary", primary="button",
         success="button success", danger="button alert", warning="button warning",
         outline="button hollow", ghost="button clear", small="button small", large="button large", card="card",
         cardbody="card-section", badge="label", alert="callout primary", alertok="callout success",
         alerterr="callout alert", alertwarn="callout warning", tabs="tabs", tab="tabs-title", pages="pagination",
         crumbs="breadcrumbs", bar="progress", fill="progress-meter", container="grid-container"),
    _kit("materialize", "materialize-css/dist/css/materialize.min.css", repair=_MATERIALIZE_REPAIR, checktext="words",
         btn="btn grey", primary="btn", success="btn green", danger="btn red", warning="btn orange", outline="btn-flat",
         ghost="btn-flat",
         small="btn-small", large="btn-large", area="materialize-textarea", choice="browser-default", card="card",
         cardbody="card-content", badge="new badge", alert="card-panel blue lighten-4",
         alertok="card-panel green lighten-4", alerterr="card-panel red lighten-4", table="striped", pages="pagination",
         items="collection", item="collection-item", bar="progress", fill="determinate", container="container"),
    _kit("milligram", "milligram/dist/milligram.min.css", btn="button button-outline", primary="button",
         outline="button button-outline", ghost="button button-clear", container="container"),
    _kit("pure", "purecss/build/pure-min.css", btn="pure-button", primary="pure-button pure-button-primary",
         outline="pure-button", ghost="pure-button", form="pure-form pure-form-stacked",
         table="pure-table pure-table-bordered", menu="pure-menu-list", link="pure-menu-link"),
    _kit("spectre", "spectre.css/dist/spectre.min.css", btn="btn", primary="btn btn-primary", success="btn btn-success",
         danger="btn btn-error", outline="btn", ghost="btn btn-link", small="btn btn-sm btn-primary",
         large="btn btn-lg btn-primary", field="form-input", area="form-input", choice="form-select",
         label="form-label", group="form-group", card="card", cardbody="card-body", badge="label label-primary",
         alert="toast toast-primary", alertok="toast toast-success", alerterr="toast toast-error",
         alertwarn="toast toast-warning", table="table table-striped", tabs="tab", tab="tab-item",
         tabon="tab-item active",
         pages="pagination", page="page-item", crumbs="breadcrumb", crumb="breadcrumb-item", bar="bar", fill="bar-item",
         container="container grid-lg", iconlabel="form-icon", checkwrap="form-checkbox", switchwrap="form-switch"),
    _kit("uikit", "uikit/dist/css/uikit.min.css", btn="uk-button uk-button-default",
         primary="uk-button uk-button-primary", success="uk-button uk-button-secondary",
         danger="uk-button uk-button-danger",
         outline="uk-button uk-button-default", ghost="uk-button uk-button-text", small="uk-button uk-button-primary "
                                                                                        "uk-button-small", large="uk-button uk-button-primary uk-button-large", field="uk-input", area="uk-textarea",
         choice="uk-select", label="uk-form-label", group="uk-margin", check="uk-checkbox", radio="uk-radio",
         range="uk-range", card="uk-card uk-card-default", cardbody="uk-card-body", badge="uk-label",
         alert="uk-alert uk-alert-primary", alertok="uk-alert uk-alert-success", alerterr="uk-alert uk-alert-danger",
         table="uk-table uk-table-divider", tabs="uk-tab", pages="uk-pagination", crumbs="uk-breadcrumb",
         items="uk-list uk-list-divider", container="uk-container", bar="uk-progress"),
    _kit("daisyui", "tailwindcss2/dist/tailwind.min.css daisyui/dist/full.css", 'data-theme="dark"', btn="btn",
         primary="btn btn-primary", success="btn btn-success", danger="btn btn-error", warning="btn btn-warning",
         info="btn btn-info", outline="btn btn-outline", ghost="btn btn-ghost", small="btn btn-sm btn-primary",
         large="btn btn-lg btn-primary", field="input input-bordered w-full", area="textarea textarea-bordered w-full",
         choice="select select-bordered w-full", label="label-text", group="form-control mb-3", check="checkbox",
         radio="radio", switch="toggle toggle-primary", range="range", card="card bg-base-100 shadow-xl",
         cardbody="card-body", badge="badge badge-primary", alert="alert alert-info", alertok="alert alert-success",
         alerterr="alert alert-error", alertwarn="alert alert-warning", table="table", tabs="tabs tabs-bordered",
         tab="tab", tabon="tab tab-active", pages="btn-group", items="menu bg-base-200 rounded-box",
         crumbs="breadcrumbs text-sm", container="container mx-auto px-4"),
    _kit("w3css", "w3-css/w3.css", btn="w3-button w3-light-grey", primary="w3-button w3-blue",
         success="w3-button w3-green",
         danger="w3-button w3-red", warning="w3-button w3-orange", info="w3-button w3-teal",
         outline="w3-button w3-border w3-white",
         ghost="w3-button", small="w3-button w3-small w3-blue", large="w3-button w3-xlarge w3-indigo",
         field="w3-input w3-border",
         area="w3-input w3-border", choice="w3-select w3-border", check="w3-check", radio="w3-radio",
         card="w3-card w3-white w3-round",
         cardbody="w3-container w3-padding", badge="w3-tag w3-blue w3-round", alert="w3-panel w3-pale-blue w3-border "
                                                                                    "w3-padding",
         alertok="w3-panel w3-pale-green w3-border w3-padding", alerterr="w3-panel w3-pale-red w3-border w3-padding",
         alertwarn="w3-panel w3-pale-yellow w3-border w3-padding", table="w3-table-all", tabs="w3-bar w3-light-grey",
         tab="w3-bar-item w3-button", tabon="w3-bar-item w3-button w3-blue", page="w3-button",
         pageon="w3-button w3-green",
         items="w3-ul w3-border", bar="w3-light-grey w3-round", fill="w3-container w3-green w3-round",
         container="w3-content"),
    _kit("skeleton", "skeleton-css/css/normalize.css skeleton-css/css/skeleton.css", btn="button",
         primary="button-primary",
         success="button-primary", outline="button", large="button-primary", field="u-full-width", area="u-full-width",
         choice="u-full-width", table="u-full-width", container="container"),
    _kit("chota", "chota/dist/chota.min.css", body="dark", btn="button", primary="button primary",
         success="button success",
         danger="button error", warning="button dark", outline="button outline primary", ghost="button clear",
         small="button secondary", large="button primary", card="card", badge="tag is-small bg-primary text-white",
         tabs="tabs is-full",
         tabon="active", tab="tab-link", table="striped", container="container"),
    _kit("picnic", "picnic/picnic.css", repair="nav{position:static;height:auto;box-shadow:none;background:none;"
                                               "z-index:auto}"
         "section{overflow:visible}.card{overflow:visible}", btn="pseudo button", primary="button",
         success="success button",
         danger="error button", warning="warning button", outline="pseudo button", ghost="pseudo button",
         small="button", large="button",
         card="card", badge="label", alertok="label success", alerterr="label error", alertwarn="label warning",
         checktext="checkable"),
    _kit("newcss", "@exampledev/new.css/new.css", repair="body{max-width:none;padding:0}header{margin:0}"),
    _kit("bamboo", "bamboo.css/dist/light.min.css", repair="body{max-width:none;padding:0}"),
    _kit("tachyons", "tachyons/css/tachyons.min.css", btn="f6 link dim ba b--black-30 ph3 pv2 dib black bg-white br2",
         primary="f6 link dim bn ph3 pv2 dib white bg-dark-blue br2", success="f6 link dim bn ph3 pv2 dib white "
                                                                              "bg-dark-green br-pill",
         danger="f6 link dim bn ph3 pv2 dib white bg-dark-red", warning="f6 link dim bn ph3 pv2 dib black bg-gold",
         info="f6 link dim bn ph3 pv2 dib white bg-purple br3", outline="f6 link dim ba bw1 ph3 pv2 dib dark-blue "
                                                                        "bg-transparent",
         ghost="f6 link bn ph3 pv2 dib dark-blue bg-transparent", small="f7 link dim bn ph2 pv1 dib white bg-navy br1",
         large="f4 link dim bn ph4 pv3 dib white bg-hot-pink br3", field="input-reset ba b--black-20 pa2 db w-100 br2",
         area="db border-box w-100 ba b--black-20 pa2 br2", choice="ba b--black-20 pa2 db w-100 bg-white",
         label="f6 b db mb2",
         group="mv3", card="bg-white br3 shadow-4", cardbody="pa3 black-70", badge="f7 white bg-dark-green br-pill "
                                                                                   "ph2 pv1",
         alert="pa3 bg-lightest-blue navy mv2", alertok="pa3 bg-washed-green dark-green mv2",
         alerterr="pa3 bg-washed-red dark-red mv2",
         alertwarn="pa3 bg-light-yellow black-80 mv2", table="f6 w-100 collapse ba b--black-10",
         tabs="flex bb b--black-20",
         tab="link pa3 gray", tabon="link pa3 dark-blue bb bw1 b", page="link pa2 ba b--black-20 dark-gray",
         pageon="link pa2 ba bg-dark-blue white", items="list pl0 ba b--black-10", item="bb b--black-10",
         container="mw8 center ph3"),
    _kit("blaze", "@blaze/css/dist/blaze/blaze.css", btn="c-button", primary="c-button c-button--brand",
         success="c-button c-button--success",
         danger="c-button c-button--error", warning="c-button c-button--warning", info="c-button c-button--info",
         outline="c-button c-button--ghost-brand", ghost="c-button c-button--nude", small="c-button c-button--brand "
                                                                                          "u-small",
         large="c-button c-button--brand u-large", field="c-field", area="c-field", choice="c-field", label="c-label",
         group="o-form-element",
         card="c-card", cardbody="c-card__body", badge="c-badge c-badge--brand", alert="c-alert c-alert--info",
         alertok="c-alert c-alert--success", alerterr="c-alert c-alert--error", alertwarn="c-alert c-alert--warning",
         table="c-table",
         tabs="c-tabs__headings", tab="c-tab-heading", tabon="c-tab-heading c-tab-heading--active", bar="c-progress",
         fill="c-progress__bar", container="o-container o-container--large", body="u-text"),
    _kit("turret", "turretcss/dist/turretcss.min.css", btn="button", primary="button button-primary",
         success="button button-success",
         danger="button button-error", warning="button button-warning", info="button button-info",
         outline="button button-border",
         ghost="button button-text", small="button button-primary button-s", large="button button-primary button-l",
         container="container",
         alert="message info", alertok="message success", alerterr="message error", alertwarn="message warning",
         group="field"),
    _kit("terminal", "terminal.css/dist/terminal.min.css", repair="body{margin:0}header{margin:0}",
         btn="btn btn-default",
         primary="btn btn-primary", danger="btn btn-error", outline="btn btn-default btn-ghost",
         ghost="btn btn-primary btn-ghost",
         success="btn btn-primary", group="form-group", card="terminal-card", alert="terminal-alert "
                                                                                    "terminal-alert-primary",
         alerterr="terminal-alert terminal-alert-error", container="container"),
    _kit("98", "98.css/dist/98.css", repair=_OLD_REPAIR, card="window", cardbody="window-body", tabs="", sibling="1",
         primary="default"),
    _kit("xp", "xp.css/dist/XP.css", repair=_OLD_REPAIR, card="window", cardbody="window-body", sibling="1",
         primary="default"),
    _kit("7", "7.css/dist/7.css", repair=_OLD_REPAIR, card="window", cardbody="window-body has-space", sibling="1",
         primary="default"),
    _kit("paper", "papercss/dist/paper.min.css", repair="nav{border:0;position:static}", btn="paper-btn",
         primary="paper-btn btn-primary",
         success="paper-btn btn-success", danger="paper-btn btn-danger", warning="paper-btn btn-warning",
         outline="paper-btn",
         ghost="paper-btn btn-muted", small="paper-btn btn-small", large="paper-btn btn-large", group="form-group",
         card="card",
         cardbody="card-body", badge="badge", alert="alert alert-primary", alertok="alert alert-success",
         alerterr="alert alert-danger",
         alertwarn="alert alert-warning", checkwrap="paper-check", checktext="paper-text", crumbs="breadcrumb",
         container="container"),
    _kit("govuk", "govuk-frontend/dist/govuk/govuk-frontend.min.css", btn="govuk-button govuk-button--secondary",
         primary="govuk-button",
         success="govuk-button", danger="govuk-button govuk-button--warning", warning="govuk-button "
                                                                                      "govuk-button--warning",
         outline="govuk-button govuk-button--secondary", large="govuk-button govuk-button--start", field="govuk-input",
         area="govuk-textarea", choice="govuk-select", label="govuk-label", group="govuk-form-group",
         check="govuk-checkboxes__input", checklabel="govuk-label govuk-checkboxes__label",
         checkwrap="govuk-checkboxes__item",
         radio="govuk-radios__input", radiolabel="govuk-label govuk-radios__label", radiowrap="govuk-radios__item",
         sibling="1",
         badge="govuk-tag", alert="govuk-notification-banner", alerterr="govuk-error-summary", table="govuk-table",
         crumbs="govuk-breadcrumbs__list", container="govuk-width-container", tabs="govuk-tabs__list"),
    _kit("nes", "nes.css/css/nes.min.css", btn="nes-btn", primary="nes-btn is-primary", success="nes-btn is-success",
         danger="nes-btn is-error", warning="nes-btn is-warning", outline="nes-btn", small="nes-btn is-primary",
         field="nes-input",
         area="nes-textarea", card="nes-container is-rounded", badge="nes-text is-primary", alert="nes-container "
                                                                                                  "is-rounded",
         table="nes-table is-bordered", check="nes-checkbox", radio="nes-radio", checktext="nes-word"),
)
HELDOUT = (
    _kit("pico", "@picocss/pico/css/pico.min.css", 'data-theme="dark"', light='data-theme="light"',
         repair="aside nav{display:block}", container="container", outline="outline", btn="secondary",
         ghost="contrast outline"),
    _kit("water", "water.css/out/light.min.css", repair="body{max-width:none}"),
    _kit("mvp", "mvp.css/mvp.css", repair=_NAV_REPAIR),
    _kit("sakura", "sakura.css/css/sakura.css"),
    _kit("simple", "simpledotcss/simple.min.css", repair=_NAV_REPAIR + "body{display:block}"),
    _kit("primer", "@primer/css/dist/primitives.css @primer/css/dist/primer.css", 'data-color-mode="dark" data-dark-theme="dark"',
         repair=".UnderlineNav-item{display:inline-block;padding:8px 14px}"  # its own rules want one more wrapper
                ".UnderlineNav-item[aria-selected=true]{border-bottom:2px solid #fd8c73;font-weight:600}",
         light='data-color-mode="light" data-light-theme="light"', btn="btn", primary="btn btn-primary",
         danger="btn btn-danger", outline="btn btn-outline", ghost="btn-link",
         small="btn btn-sm", large="btn btn-large", field="form-control", area="form-control", choice="form-select",
         card="Box", cardbody="Box-body", badge="Label", alert="flash", alertok="flash flash-success",
         alerterr="flash flash-error", alertwarn="flash flash-warn", tabs="UnderlineNav", tab="UnderlineNav-item",
         pages="paginate-container pagination", container="container-lg px-3"),
    _kit("halfmoon", "halfmoon/css/halfmoon.min.css", body="dark-mode", btn="btn", primary="btn btn-primary",
         success="btn btn-success", danger="btn btn-danger", outline="btn", ghost="btn btn-link", small="btn btn-sm",
         large="btn btn-lg", field="form-control", area="form-control", choice="form-control", card="card",
         badge="badge badge-primary", alert="alert alert-primary", alertok="alert alert-success",
         alerterr="alert alert-danger",
         table="table", pages="pagination", crumbs="breadcrumb", crumb="breadcrumb-item", container="container"),
    _kit("marx", "marx-css/css/marx.min.css", repair="main{max-width:none}"),
    _kit("latex", "latex.css/style.min.css", repair="body{max-width:none;padding:0;margin:0}"),
    _kit("cirrus", "cirrus-ui/dist/cirrus.min.css", repair="header{height:auto}nav{position:static}", btn="btn",
         primary="btn btn-primary",
         success="btn btn-success", danger="btn btn-danger", warning="btn btn-warning", info="btn btn-info",
         outline="btn outline",
         ghost="btn btn-transparent", small="btn btn-primary btn--sm", large="btn btn-primary btn--lg",
         card="card u-shadow-md",
         cardbody="content", badge="tag tag--info", alert="toast toast--info", alertok="toast toast--success",
         alerterr="toast toast--error", table="table striped", crumbs="breadcrumb"),
)


PARTS = ["btn", "primary", "success", "danger", "warning", "info", "outline", "ghost", "small", "large", "field",
         "area", "choice", "label", "group", "card", "cardbody", "badge", "alert", "alertok", "alerterr", "alertwarn",
         "table", "tabs", "tab", "tabon", "pages", "page", "pageon", "items", "item", "bar", "fill", "crumbs", "crumb",
         "container"]
PLAIN = Kit("plain", (), {part: part for part in PARTS})
UNSTYLED = Kit("unstyled")
