"""A framework's own markup: one file of Jinja macros per framework in parts/, one macro per part.

Classes are enough where a framework styles plain elements. Where it draws a control from several (a notch around a label, a
track with its knob, a list that stands in for a select), the macro of that part writes them. Each takes one argument, the facts:

    checkbox, radio, switch   id, text ("" without words of its own), name, on, off, attrs (of the hidden input)
    field, area, floating     id, label, kind, value, hint, off, bad, attrs, rows; floating holds its label itself
    choice                    id, name (of the label's id), label, shown, empty, off, bad, open, attrs
    listbox, menu             entries (text, on, off, icon, keys), name, css
    tabs, segments, steps, crumbs, pages, accordion, sidenav   entries (text, on, off, attrs, ...)
    alert                     text, title, kind, close         badge   text, look     dialog   title, body, foot
    slider, progress, spinner value, name, off
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
