"""Kits of component frameworks: what applications are built of. Their controls are drawn by macros (markup.py, parts/).

Every package names the license that is noted here; only their style sheets are used.
"""

from __future__ import annotations

from .kits import BOOTSTRAP, Kit

# Labels that stand above their field, as wide as it.
_STACKED = "display:block;text-align:left;height:auto;line-height:1.4;margin-bottom:6px;padding:0"


def _lines(table: str, pad: str, line: str, head: str = "") -> str:
    """Rules of a table whose framework wants a class on every cell."""
    return (f"{table}{{width:100%;border-collapse:collapse;text-align:left}}{table} :is(th,td){{padding:{pad};border-bottom:1px solid {line};"
            f"text-align:left}}{table} th{{font-weight:600;{head}}}")


_ANT = {
    "btn": "ant-btn ant-btn-default", "primary": "ant-btn ant-btn-primary", "success": "ant-btn ant-btn-primary",
    "danger": "ant-btn ant-btn-primary ant-btn-dangerous", "warning": "ant-btn ant-btn-default ant-btn-dangerous",
    "info": "ant-btn ant-btn-default ant-btn-round", "outline": "ant-btn ant-btn-dashed", "ghost": "ant-btn ant-btn-link",
    "small": "ant-btn ant-btn-primary ant-btn-sm", "large": "ant-btn ant-btn-primary ant-btn-lg", "iconbtn": "ant-btn ant-btn-default ant-btn-icon-only",
    "field": "ant-input", "area": "ant-input", "choice": "ant-input", "group": "ant-form-item", "card": "ant-card ant-card-bordered",
    "cardbody": "ant-card-body", "tablewrap": "ant-table", "thead": "ant-table-thead", "tbody": "ant-table-tbody",
}
_ELEMENT = {
    "btn": "el-button", "primary": "el-button el-button--primary", "success": "el-button el-button--success", "danger": "el-button el-button--danger",
    "warning": "el-button el-button--warning", "info": "el-button el-button--info is-plain", "outline": "el-button el-button--primary is-plain",
    "ghost": "el-button el-button--primary is-text", "small": "el-button el-button--primary el-button--small",
    "large": "el-button el-button--primary el-button--large is-round", "iconbtn": "el-button is-circle", "group": "el-form-item",
    "label": "el-form-item__label", "card": "el-card is-always-shadow", "cardbody": "el-card__body", "table": "el-table",
}
_MATERIAL = {
    "btn": "mdc-button mdc-button--outlined", "primary": "mdc-button mdc-button--raised", "success": "mdc-button mdc-button--unelevated",
    "danger": "mdc-button mdc-button--raised", "warning": "mdc-button mdc-button--outlined", "info": "mdc-button mdc-button--unelevated",
    "outline": "mdc-button mdc-button--outlined", "ghost": "mdc-button", "small": "mdc-button mdc-button--unelevated",
    "large": "mdc-fab mdc-fab--extended", "iconbtn": "mdc-icon-button", "group": "material-group", "card": "mdc-card", "cardbody": "material-card",
    "table": "mdc-data-table__table",
}
_PRIME = {
    "btn": "p-button p-component p-button-secondary", "primary": "p-button p-component", "success": "p-button p-component p-button-success",
    "danger": "p-button p-component p-button-danger", "warning": "p-button p-component p-button-warning", "info": "p-button p-component p-button-info p-button-raised",
    "outline": "p-button p-component p-button-outlined", "ghost": "p-button p-component p-button-text", "small": "p-button p-component p-button-sm",
    "large": "p-button p-component p-button-lg p-button-rounded", "iconbtn": "p-button p-component p-button-icon-only p-button-text p-button-rounded",
    "field": "p-inputtext p-component", "area": "p-inputtextarea p-inputtext p-component", "choice": "p-inputtext p-component", "group": "prime-group",
    "card": "p-card p-component", "cardbody": "p-card-body", "tablewrap": "p-datatable p-component", "table": "p-datatable-table",
    "thead": "p-datatable-thead", "tbody": "p-datatable-tbody",
}
_CARBON = {
    "btn": "bx--btn bx--btn--secondary", "primary": "bx--btn bx--btn--primary", "success": "bx--btn bx--btn--primary", "danger": "bx--btn bx--btn--danger",
    "warning": "bx--btn bx--btn--tertiary", "info": "bx--btn bx--btn--tertiary", "outline": "bx--btn bx--btn--tertiary", "ghost": "bx--btn bx--btn--ghost",
    "small": "bx--btn bx--btn--primary bx--btn--sm", "large": "bx--btn bx--btn--primary bx--btn--xl", "iconbtn": "bx--btn bx--btn--ghost bx--btn--icon-only",
    "field": "bx--text-input", "area": "bx--text-area", "choice": "bx--select-input", "label": "bx--label", "group": "carbon-group", "card": "bx--tile",
    "table": "bx--data-table",
}
_PATTERNFLY = {
    "btn": "pf-v5-c-button pf-m-secondary", "primary": "pf-v5-c-button pf-m-primary", "success": "pf-v5-c-button pf-m-primary",
    "danger": "pf-v5-c-button pf-m-danger", "warning": "pf-v5-c-button pf-m-warning", "info": "pf-v5-c-button pf-m-tertiary",
    "outline": "pf-v5-c-button pf-m-secondary", "ghost": "pf-v5-c-button pf-m-link", "small": "pf-v5-c-button pf-m-primary pf-m-small",
    "large": "pf-v5-c-button pf-m-primary pf-m-display-lg", "iconbtn": "pf-v5-c-button pf-m-plain", "label": "pf-v5-c-form__label pf-v5-c-form__label-text",
    "group": "patternfly-group", "card": "pf-v5-c-card", "cardbody": "pf-v5-c-card__body", "table": "pf-v5-c-table", "thead": "pf-v5-c-table__thead",
    "tbody": "pf-v5-c-table__tbody", "container": "patternfly-main",
}
_LIGHTNING = {
    "btn": "slds-button slds-button_neutral", "primary": "slds-button slds-button_brand", "success": "slds-button slds-button_success",
    "danger": "slds-button slds-button_destructive", "warning": "slds-button slds-button_text-destructive", "info": "slds-button slds-button_outline-brand",
    "outline": "slds-button slds-button_outline-brand", "ghost": "slds-button", "small": "slds-button slds-button_brand", "large": "slds-button slds-button_brand slds-button_stretch",
    "iconbtn": "slds-button slds-button_icon slds-button_icon-border-filled", "field": "slds-input", "area": "slds-textarea", "choice": "slds-select",
    "label": "slds-form-element__label", "group": "lightning-group", "card": "slds-card", "cardbody": "slds-card__body slds-card__body_inner lightning-card",
    "table": "slds-table slds-table_cell-buffer slds-table_bordered",
}
_BLUEPRINT = {
    "btn": "bp5-button", "primary": "bp5-button bp5-intent-primary", "success": "bp5-button bp5-intent-success", "danger": "bp5-button bp5-intent-danger",
    "warning": "bp5-button bp5-intent-warning", "info": "bp5-button bp5-intent-primary bp5-minimal", "outline": "bp5-button bp5-outlined bp5-intent-primary",
    "ghost": "bp5-button bp5-minimal", "small": "bp5-button bp5-small bp5-intent-primary", "large": "bp5-button bp5-large bp5-intent-primary",
    "iconbtn": "bp5-button bp5-minimal", "field": "bp5-input", "area": "bp5-input", "choice": "bp5-input", "label": "blueprint-label", "group": "bp5-form-group",
    "card": "bp5-card bp5-elevation-1", "table": "bp5-html-table bp5-html-table-bordered bp5-html-table-striped", "tabs": "",
}
_Q_BUTTON = "q-btn q-btn-item non-selectable no-outline q-btn--rectangle q-btn--actionable "
_QUASAR = {
    "btn": _Q_BUTTON + "q-btn--standard bg-grey-3 text-black", "primary": _Q_BUTTON + "q-btn--standard bg-primary text-white", "success": _Q_BUTTON + "q-btn--standard bg-positive text-white",
    "danger": _Q_BUTTON + "q-btn--standard bg-negative text-white", "warning": _Q_BUTTON + "q-btn--unelevated bg-orange text-white", "info": _Q_BUTTON + "q-btn--push q-btn--standard bg-teal text-white",
    "outline": _Q_BUTTON + "q-btn--outline text-primary", "ghost": _Q_BUTTON + "q-btn--flat text-primary", "small": _Q_BUTTON + "q-btn--unelevated q-btn--dense bg-primary text-white",
    "large": _Q_BUTTON + "q-btn--unelevated q-btn--rounded bg-primary text-white text-h6", "iconbtn": "q-btn non-selectable no-outline q-btn--flat q-btn--round q-btn--actionable",
    "group": "quasar-group", "card": "q-card q-card--bordered", "cardbody": "q-card__section q-card__section--vert", "tablewrap": "q-table__card q-table--horizontal-separator",
    "table": "q-table", "container": "q-pa-md",
}
_R_BUTTON = "rt-reset rt-BaseButton rt-Button "
_RADIX = {
    "btn": _R_BUTTON + "rt-r-size-2 rt-variant-surface radix-gray", "primary": _R_BUTTON + "rt-r-size-2 rt-variant-solid", "success": _R_BUTTON + "rt-r-size-2 rt-variant-solid radix-green",
    "danger": _R_BUTTON + "rt-r-size-2 rt-variant-solid radix-red", "warning": _R_BUTTON + "rt-r-size-2 rt-variant-soft radix-red", "info": _R_BUTTON + "rt-r-size-2 rt-variant-soft",
    "outline": _R_BUTTON + "rt-r-size-2 rt-variant-outline", "ghost": _R_BUTTON + "rt-r-size-2 rt-variant-ghost", "small": _R_BUTTON + "rt-r-size-1 rt-variant-solid",
    "large": _R_BUTTON + "rt-r-size-3 rt-variant-classic", "iconbtn": "rt-reset rt-BaseButton rt-r-size-2 rt-variant-soft rt-IconButton", "group": "radix-group", "label": "radix-label",
    "card": "rt-BaseCard rt-Card rt-r-size-2 rt-variant-surface", "cardbody": "radix-card", "table": "radix-table",
}
_USWDS = {
    "btn": "usa-button usa-button--outline", "primary": "usa-button", "success": "usa-button usa-button--accent-cool", "danger": "usa-button usa-button--secondary",
    "warning": "usa-button usa-button--accent-warm", "info": "usa-button usa-button--base", "outline": "usa-button usa-button--outline",
    "ghost": "usa-button usa-button--unstyled", "small": "usa-button", "large": "usa-button usa-button--big", "field": "usa-input", "area": "usa-textarea",
    "choice": "usa-select", "label": "usa-label", "check": "usa-checkbox__input", "checklabel": "usa-checkbox__label", "checkwrap": "usa-checkbox",
    "radio": "usa-radio__input", "radiolabel": "usa-radio__label", "radiowrap": "usa-radio", "sibling": "1", "range": "usa-range", "card": "usa-card__container",
    "cardbody": "usa-card__body", "badge": "usa-tag", "table": "usa-table", "container": "grid-container", "crumbs": "usa-breadcrumb__list", "crumb": "usa-breadcrumb__list-item",
}
_NHS = {
    "btn": "nhsuk-button nhsuk-button--secondary", "primary": "nhsuk-button", "success": "nhsuk-button", "danger": "nhsuk-button nhsuk-button--warning",
    "warning": "nhsuk-button nhsuk-button--warning", "info": "nhsuk-button nhsuk-button--brand", "outline": "nhsuk-button nhsuk-button--secondary-solid",
    "ghost": "nhsuk-button nhsuk-button--secondary", "small": "nhsuk-button nhsuk-button--small", "large": "nhsuk-button", "field": "nhsuk-input", "area": "nhsuk-textarea",
    "choice": "nhsuk-select", "label": "nhsuk-label", "group": "nhsuk-form-group", "check": "nhsuk-checkboxes__input", "checklabel": "nhsuk-label nhsuk-checkboxes__label",
    "checkwrap": "nhsuk-checkboxes__item", "radio": "nhsuk-radios__input", "radiolabel": "nhsuk-label nhsuk-radios__label", "radiowrap": "nhsuk-radios__item",
    "sibling": "1", "card": "nhsuk-card", "cardbody": "nhsuk-card__content", "badge": "nhsuk-tag", "alert": "nhsuk-inset-text", "alertwarn": "nhsuk-warning-callout",
    "alerterr": "nhsuk-error-summary", "table": "nhsuk-table", "tabs": "nhsuk-tabs__list", "container": "nhsuk-width-container",
}
_LAYUI = {
    "btn": "layui-btn layui-btn-primary", "primary": "layui-btn", "success": "layui-btn layui-bg-green", "danger": "layui-btn layui-btn-danger", "warning": "layui-btn layui-btn-warm",
    "info": "layui-btn layui-btn-normal", "outline": "layui-btn layui-btn-primary layui-border-blue", "ghost": "layui-btn layui-btn-primary", "small": "layui-btn layui-btn-sm",
    "large": "layui-btn layui-btn-lg layui-btn-radius", "field": "layui-input", "area": "layui-textarea", "choice": "layui-input", "group": "layui-group", "card": "layui-card layui-panel",
    "cardbody": "layui-card-body", "table": "layui-table", "container": "layui-container",
}
_TABLER = {**BOOTSTRAP, "btn": "btn", "success": "btn btn-success", "info": "btn btn-azure", "ghost": "btn btn-ghost-primary", "iconbtn": "btn btn-icon", "outline": "btn btn-outline-primary",
           "badge": "badge bg-blue-lt", "table": "table table-vcenter card-table", "alert": "alert alert-info", "switch": "form-check-input", "switchwrap": "form-check form-switch",
           "container": "container-xl"}
_PRIME_LOOKS = tuple((f"primereact/resources/themes/{day}/theme.css", f"primereact/resources/themes/{night}/theme.css" if night else "") for day, night in (
    ("lara-light-blue", "lara-dark-blue"), ("lara-light-indigo", "lara-dark-indigo"), ("lara-light-teal", "lara-dark-teal"), ("saga-blue", "arya-blue"),
    ("saga-green", "vela-green"), ("md-light-indigo", "md-dark-indigo"), ("mdc-light-deeppurple", "mdc-dark-deeppurple"), ("fluent-light", ""),
    ("tailwind-light", ""), ("bootstrap4-light-blue", "bootstrap4-dark-blue"), ("soho-light", "soho-dark"), ("viva-light", "viva-dark"), ("nova", ""), ("mira", "")))

TRAIN = (
    Kit("antd", (), _ANT, markup="antd", accent="#1890ff", license="MIT",
        looks=(("antd/dist/antd.min.css", "antd/dist/antd.dark.min.css"), ("antd/dist/antd.compact.min.css", "")),
        repair=".ant-form-item{display:block}.ant-btn-icon-only{display:inline-flex;align-items:center;justify-content:center}.ant-table table{width:100%}"),
    Kit("element", ("element-plus/dist/index.css", "element-plus/theme-chalk/dark/css-vars.css"), _ELEMENT, dark='class="dark"', markup="element",
        accent="#409eff", license="MIT", repair=f".el-form-item{{display:block}}.el-form-item__label{{{_STACKED}}}"
        ".el-input__wrapper:focus-within{box-shadow:0 0 0 1px var(--el-color-primary) inset!important}html.dark body{background:#141414;color:#e5eaf3}"
        ".el-slider{height:20px}" + _lines(".el-table", "10px 12px", "#ebeef5", "color:#909399")),
    Kit("mdc", ("material-components-web/dist/material-components-web.min.css",), _MATERIAL, markup="mdc", accent="#6200ee", license="MIT",
        repair=".mdc-text-field--outlined:focus-within .mdc-notched-outline>*{border-color:var(--accent)!important;border-width:2px!important}"
        ".mdc-text-field--filled:focus-within::after{content:'';position:absolute;left:0;right:0;bottom:0;height:2px;background:var(--accent)}"
        "body{--mdc-theme-primary:var(--accent);font-family:Roboto,Arial,sans-serif}.material-group{margin:0 0 20px}.material-card{padding:16px}.mdc-button,.mdc-fab{margin:4px}"
        + _lines(".mdc-data-table__table", "14px 16px", "#0000001f", "font-weight:500")),
    Kit("prime", ("primereact/resources/primereact.min.css",), _PRIME, markup="prime", license="MIT", looks=_PRIME_LOOKS,
        repair="body{background:var(--surface-ground,var(--ground));color:var(--text-color,var(--ink))}.p-button{margin:2px}.prime-group{margin-bottom:16px}"
        ".prime-group>label{display:block;margin-bottom:6px}.p-datatable-table{width:100%}"),
    Kit("carbon", ("carbon-components/css/carbon-components.min.css",), _CARBON, markup="carbon", accent="#0f62fe", license="Apache-2.0",
        repair=".carbon-group{margin-bottom:24px}.bx--btn{margin:2px}.bx--data-table{width:100%}"),
    Kit("patternfly", ("@patternfly/patternfly/patternfly.css",), _PATTERNFLY, markup="patternfly", accent="#06c", license="MIT", dark='class="pf-v5-theme-dark"',
        repair=".patternfly-group{margin-bottom:20px}.patternfly-main{padding:0 20px}.pf-v5-c-button{margin:2px}.pf-v5-theme-dark body{background:#151515;color:#f0f0f0}"
        ".pf-v5-c-input-group .pf-v5-c-button{margin:0}" + _lines(".pf-v5-c-table", "14px 16px", "#d2d2d2")),
    Kit("lightning", ("@salesforce-ux/design-system/assets/styles/salesforce-lightning-design-system.min.css",), _LIGHTNING, markup="lightning", accent="#0176d3",
        license="BSD-3-Clause", repair=".lightning-group{margin-bottom:14px}.lightning-card{padding:16px}.slds-button_brand,.slds-button_neutral,.slds-button_destructive{margin:2px}"
        ".slds-slider__range::-webkit-slider-runnable-track{background:#c9c9c9}h1{font-size:1.6rem}h2{font-size:1.25rem}h3,h4{font-size:1.05rem}p{margin:0 0 8px}"),
    Kit("blueprint", ("@blueprintjs/core/lib/css/blueprint.css",), _BLUEPRINT, markup="blueprint", accent="#2d72d2", license="Apache-2.0", body="bp5-dark",
        repair=".bp5-form-group{display:block}body.bp5-dark{background:#1c2127;color:#f6f7f9;--panel:#2f343c}.blueprint-label{display:block;margin-bottom:5px}.bp5-button{margin:2px}.bp5-button-group .bp5-button{margin:0 -1px 0 0}"),
    Kit("quasar", ("quasar/dist/quasar.prod.css",), _QUASAR, markup="quasar", accent="#1976d2", license="MIT",
        repair=".q-field__control:focus-within::after{border-color:var(--accent)!important;border-width:2px!important;transform:none!important}.quasar-group{margin-bottom:18px}h1,h2,h3,h4,h5{font-size:1.6rem;line-height:1.3;margin:8px 0;letter-spacing:0}h1{font-size:2.2rem}.q-btn{margin:2px;text-decoration:none;flex-direction:row;flex-wrap:nowrap;gap:6px}"
        ".q-btn-group .q-btn{margin:0}.quasar-group>label{display:block;margin-bottom:4px}"),
    Kit("radix", ("@radix-ui/themes/styles.css",), _RADIX, markup="radix", accent="#3e63dd", license="MIT",
        light='class="radix-themes light light-theme" data-accent-color="indigo" data-gray-color="slate" data-has-background="true" data-radius="medium" data-scaling="100%"',
        dark='class="radix-themes dark dark-theme" data-accent-color="indigo" data-gray-color="slate" data-has-background="true" data-radius="medium" data-scaling="100%"',
        repair=".radix-group{margin-bottom:14px}.radix-label{display:block;font-size:14px;font-weight:500;margin-bottom:4px}.radix-card{padding:4px}.rt-Button{margin:2px}"
        ".rt-BaseButton:disabled{background:var(--gray-a3)!important;color:var(--gray-a8)!important;box-shadow:none!important}.radix-gray{--accent-a3:var(--gray-a3);--accent-a7:var(--gray-a7);--accent-a11:var(--gray-12)}.radix-red{--accent-9:var(--red-9);--accent-a3:var(--red-a3);--accent-a11:var(--red-a11)}"
        ".radix-green{--accent-9:var(--green-9)}body{background:var(--color-background);color:var(--gray-12)}" + _lines(".radix-table", "10px 12px", "var(--gray-a5)")),
    Kit("tabler", ("@tabler/core/dist/css/tabler.min.css",), _TABLER, markup="tabler", accent="#066fd1", license="MIT", dark='data-bs-theme="dark"', repair=".btn{margin:2px}"),
    Kit("uswds", ("@uswds/uswds/dist/css/uswds.min.css",), _USWDS, markup="uswds", accent="#005ea2", license="SEE LICENSE IN LICENSE.md",
        repair=".usa-table{width:100%}.usa-card__container{margin:0 0 16px}.usa-button{margin:2px}.usa-input,.usa-select,.usa-textarea{max-width:none}.usa-label{margin-top:12px}"),
    Kit("nhs", ("nhsuk-frontend/dist/nhsuk/nhsuk-frontend.min.css",), _NHS, markup="nhs", accent="#005eb8", license="MIT",
        repair=".nhsuk-button{margin:4px 4px 12px}.nhsuk-form-group{margin-bottom:20px}"),
)
HELDOUT = (
    Kit("layui", ("layui/dist/css/layui.css",), _LAYUI, markup="layui", accent="#16baaa", license="MIT",
        repair=".layui-group{margin-bottom:14px}.layui-group>label{display:block;margin-bottom:5px}.layui-btn{margin:2px!important}h1{font-size:26px}h2{font-size:22px}h3{font-size:18px}"
        ".layui-form-danger{border-color:#ff5722!important}.layui-nav.layui-bg-gray .layui-nav-item a{color:#333!important}"),
)
