"""Words of a phrase -> what they stand for: roles, states, colors, sizes, ordinals, regions.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

_FIELD = ("textbox", "spinbutton", "combobox")
_GRAPHIC = ("icon", "img")
# Role words, each with the roles it allows. The grounder weighs roles softly; these sets are what a claim would count.
ROLE_WORDS: dict[str, tuple[str, ...]] = {
    "button": ("button",), "btn": ("button",), "push button": ("button",), "split button": ("button",),
    "icon button": ("button",), "call to action": ("button",), "cta": ("button",),
    "link": ("link",), "hyperlink": ("link",), "nav link": ("link",), "navigation link": ("link",),
    "breadcrumb": ("link", "text"),
    "field": _FIELD, "input": _FIELD, "entry field": _FIELD, "input field": _FIELD, "input box": _FIELD,
    "form field": _FIELD, "box": ("textbox", "combobox", "spinbutton"),
    "text field": ("textbox",), "text box": ("textbox",), "textbox": ("textbox",), "text input": ("textbox",),
    "text area": ("textbox",), "textarea": ("textbox",), "editor": ("textbox",),
    "search bar": ("textbox",), "searchbox": ("textbox",), "number field": ("spinbutton", "textbox"),
    "spinner field": ("spinbutton",), "stepper": ("spinbutton",), "spin button": ("spinbutton",),
    "dropdown": ("combobox",), "drop-down": ("combobox",), "drop down": ("combobox",), "combobox": ("combobox",),
    "combo box": ("combobox",), "select": ("combobox",), "select box": ("combobox",), "picker": ("combobox", "textbox"),
    "drop-down box": ("combobox",), "drop-down list": ("combobox",), "dropdown list": ("combobox",),
    "dropdown menu": ("combobox", "menu"), "drop-down menu": ("combobox", "menu"), "selector": ("combobox",),
    "list box": ("combobox", "list"), "listbox": ("combobox", "list"),
    "checkbox": ("checkbox",), "check box": ("checkbox",), "tick box": ("checkbox",), "tickbox": ("checkbox",),
    "radio": ("radio",), "radio button": ("radio",), "radio option": ("radio",),
    "switch": ("switch", "checkbox"), "toggle": ("switch", "checkbox"), "toggle switch": ("switch", "checkbox"),
    "slider": ("slider",), "range slider": ("slider",), "tab": ("tab",),
    "menu item": ("menuitem", "link"), "menu entry": ("menuitem", "link"), "menuitem": ("menuitem",),
    "option": ("option", "menuitem", "radio"), "list item": ("option", "text", "menuitem"),
    "heading": ("heading",), "headline": ("heading",), "title": ("heading",), "header text": ("heading",),
    "subheading": ("heading",), "caption": ("text", "label"),
    "icon": _GRAPHIC, "symbol": _GRAPHIC, "glyph": _GRAPHIC,
    "image": ("img", "icon"), "picture": ("img", "icon"), "photo": ("img",), "logo": ("img", "icon"),
    "illustration": ("img",), "avatar": ("img", "icon"), "thumbnail": ("img",),
    "badge": ("badge",), "tag": ("badge",), "chip": ("badge",), "pill": ("badge",), "counter": ("badge",),
    "label": ("label", "badge"), "status": ("badge", "text"),
    "progress bar": ("progressbar",), "progressbar": ("progressbar",), "loading bar": ("progressbar",),
    "column header": ("columnheader",), "table header": ("columnheader",), "column": ("columnheader",),
    "cell": ("cell",), "table cell": ("cell",), "text": ("text", "heading", "label", "cell"),
    "paragraph": ("text",), "sentence": ("text",),
    "dialog box": ("dialog",), "dialog": ("dialog",), "dialogue": ("dialog",), "modal": ("dialog",), "popup": ("dialog",), "pop-up": ("dialog",),
    "alert": ("alert",), "notification": ("alert",), "toast": ("alert",), "banner": ("banner", "alert"),
    "card": ("card",), "tile": ("card",), "panel": ("card", "form"), "widget": ("card",), "form": ("form", "card"),
    "section": ("card", "form", "list"),
    "table": ("table",), "list": ("list",), "menu": ("menu", "list"), "row": ("row",), "table row": ("row",),
    "navigation": ("navigation",), "navbar": ("navigation", "banner"), "nav bar": ("navigation", "banner"),
    "navigation bar": ("navigation", "banner"),
}  # fmt: skip
# Words that are a role only at the end of a phrase or alone: too common as names to open one ("Text editor", "Tab 1").
LEADING_ROLES = frozenset(
    ("button", "link", "field", "checkbox", "radio button", "heading", "dropdown", "tab", "switch", "icon", "image",
     "text box", "text field", "input", "slider", "badge", "toggle", "dialog", "card", "row", "column")
)  # fmt: skip
# Words for what holds things together; they may open an anchor: "below the heading News", "in the card of Ada".
HOLDING_WORDS = ("heading", "headline", "section", "card", "panel", "tile", "widget", "form", "dialog", "dialogue", "modal", "popup", "pop-up", "alert", "notification", "toast", "banner", "table", "list", "menu")

# Words for what a name is the name of; pages print the name alone: "the price of the Pro plan".
THINGS = frozenset(
    ("plan", "tier", "package", "product", "article", "item", "task", "todo", "to-do", "project", "trip", "user", "customer", "member", "person", "contact", "file",
     "document", "folder", "order", "invoice", "event", "note", "post", "entry", "record", "group", "channel", "city", "country")
)  # fmt: skip

STATE_WORDS: dict[str, tuple[str, bool]] = {
    "disabled": ("disabled", True), "inactive": ("disabled", True), "greyed out": ("disabled", True),
    "grayed out": ("disabled", True), "greyed-out": ("disabled", True), "grayed-out": ("disabled", True),
    "enabled": ("disabled", False),
    "checked": ("checked", True), "ticked": ("checked", True), "ticked off": ("checked", True), "marked": ("checked", True),
    "checked off": ("checked", True), "unchecked": ("checked", False), "unticked": ("checked", False),
    "not checked": ("checked", False), "selected": ("selected", True), "active": ("selected", True),
    "current": ("selected", True), "chosen": ("selected", True), "unselected": ("selected", False),
    "focused": ("focused", True), "expanded": ("expanded", True), "collapsed": ("expanded", False),
    "open": ("expanded", True), "closed": ("expanded", False),
    "empty": ("empty", True), "blank": ("empty", True), "filled": ("empty", False), "filled-in": ("empty", False),
    "invalid": ("invalid", True), "erroneous": ("invalid", True), "turned on": ("checked", True), "on": ("checked", True),
    "turned off": ("checked", False), "off": ("checked", False), "switched on": ("checked", True),
    "switched off": ("checked", False),
}  # fmt: skip
# Adjectives that are names and verbs as well ("open basket", "Active"): states only before a role word.
WEAK_STATES = frozenset(("open", "closed", "active", "inactive", "current", "chosen", "marked", "blank", "empty", "filled", "invalid", "selected", "enabled", "focused",
                         "turned on", "turned off", "switched on", "switched off"))
TRAILING_ONLY_STATES = frozenset(("on", "off"))
COLORS = (
    "red", "green", "blue", "yellow", "orange", "purple", "violet", "pink", "brown", "black", "white", "gray", "grey",
    "teal", "cyan", "turquoise", "magenta", "maroon", "navy", "olive", "lime", "indigo", "gold", "beige", "dark", "light",
    "crimson", "salmon", "lavender",
)  # fmt: skip
SIZES = {
    "big": "large", "large": "large", "huge": "large", "biggest": "largest", "largest": "largest", "small": "small",
    "tiny": "small", "little": "small", "smallest": "smallest", "wide": "wide", "widest": "widest", "round": "round",
    "long": "wide", "tall": "large",
}  # fmt: skip
ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "last": -1, "final": -1,
}  # fmt: skip
REGION_WORDS = {
    "header": "header", "page header": "header", "top bar": "header", "toolbar": "header", "app bar": "header",
    "navbar": "navigation", "nav bar": "navigation", "navigation": "navigation", "navigation bar": "navigation",
    "nav": "navigation", "navigation menu": "navigation", "footer": "footer", "page footer": "footer",
    "sidebar": "sidebar", "side bar": "sidebar", "side menu": "sidebar", "side navigation": "sidebar",
    "navigation drawer": "sidebar", "top": "top", "bottom": "bottom", "left": "left", "right": "right",
    "top left": "top left", "top right": "top right", "bottom left": "bottom left", "bottom right": "bottom right",
    "upper left": "top left", "upper right": "top right", "lower left": "bottom left", "lower right": "bottom right",
    "middle": "center", "center": "center", "centre": "center", "main content": "center", "main area": "center",
    "leftmost": "leftmost", "rightmost": "rightmost", "topmost": "topmost", "bottommost": "bottommost",
    "top-left": "top left", "top-right": "top right", "bottom-left": "bottom left", "bottom-right": "bottom right",
    "upper-left": "top left", "upper-right": "top right", "lower-left": "bottom left", "lower-right": "bottom right",
}  # fmt: skip
PLURAL_ROLES = {
    (w[:-1] + "ies" if w.endswith("y") else w + "es" if w.endswith(("x", "ch", "s")) else w + "s"): w for w in ROLE_WORDS
}
# What may stand before a role word without being a name.
QUALIFIERS = frozenset(
    ("search", "text", "input", "form", "entry", "small", "big", "large", "round", "little", "submit", "nav", "navigation", "page",
     "section", "menu", "toggle", "primary", "secondary", *COLORS)
)  # fmt: skip
