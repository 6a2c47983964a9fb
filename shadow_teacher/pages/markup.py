"""A framework's own markup: one file of Jinja macros per framework in parts/, one macro per part.

Classes are enough where a framework styles plain elements. Where it draws a control from several (a notch around a label, a
track with its knob, a list that stands in for a select), the macro of that part writes them. Each takes one argument, the facts:

    checkbox, radio, switch   id, text ("": without words of its own), name, on, off, small, boxed, attrs (of an <input>), focus
    field, area, floating     id, label, kind, value, hint, off, bad, large, filled, icon, rows, attrs, focus; floating shows the label
                              inside and draws a choice, too: of ("field", "area", "choice"), shown, empty
    choice                    id, by (id of its label), label, shown, empty, off, bad, open, large, filled, focus
    listbox, menu             entries, css (of the panel); listbox: name
    tabs, segments, steps, crumbs, pages, accordion, sidenav
                              entries; boxed (the other of two looks); sidenav: shade (on dark ground)
    alert                     kind ("alert", "alertok", "alerterr", "alertwarn"), text, title, close, boxed
    slider, progress, spinner name, value (slider and progress: percent), off
    badge, dialog             text, look (0 to 5); title, body, foot (HTML), width (CSS px), close

Entries have text, on, off, done, icon (a concept or ""), focus; of pages also kind ("prev", "next"), of accordions body. attrs and
focus are ready attributes; icon(concept, size) draws an icon of the page's packs.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup


@cache
def environment() -> Environment:
    """Where the macros lie. A fact that a macro asks for and nobody gives is an error."""
    return Environment(loader=PackageLoader("shadow_teacher.pages", "parts"), autoescape=True, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True)


@cache
def parts_of(kit: str) -> frozenset[str]:
    """Names of the parts that a framework draws itself; none for the name ""."""
    if not kit:
        return frozenset()
    template = environment().get_template(f"{kit}.html")
    return frozenset(name for name in vars(template.make_module({"icon": str})) if not name.startswith("_"))


def draw(kit: str, part: str, icon: Callable[..., str], facts: dict[str, Any]) -> str:
    """HTML of a part. icon(concept, size) draws an icon of the page's packs."""
    module = environment().get_template(f"{kit}.html").make_module({"icon": lambda *given: Markup(icon(*given))})
    return str(getattr(module, part)(facts)).replace("\n", "")
