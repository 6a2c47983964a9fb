"""Labels of a painted page, asked from the browser itself (label.js), with icon tags added."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shadow_runtime.records import CONTAINER_ROLES, CONTROL_ROLES

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What the reader can read: printable ASCII, Latin-1, Latin Extended-A and common typographic, arrow and check signs.
READABLE = (
    r"^[\u0020-\u007E\u00A0-\u017F\u2010-\u2015\u2018-\u201E\u2022\u2026\u2039\u203A\u20AC\u20B9\u2122"
    r"\u2190-\u2193\u2197\u2212\u2713\u2714\u2715\u2717\u2318\u2605\u2606\u25B2\u25B4\u25B6\u25B8\u25BC\u25BE\u25CF\u25CB]+$"
)


@cache
def script() -> str:
    return (Path(__file__).parent / "label.js").read_text()


def label_page(page: Page) -> dict[str, Any]:
    """Elements and rows of the page's viewport as it is now (docs/file-formats.md)."""
    labels = page.evaluate(script(), {"controls": CONTROL_ROLES, "containers": CONTAINER_ROLES, "readable": READABLE})
    for element in labels["elements"]:
        element["box"] = [round(side, 2) for side in element["box"]]
        if element["icon"] and not element["icon"]["tags"]:
            element["icon"]["tags"] = icon_tags(element["icon"]["pack"], element["icon"]["name"])
    return labels


@cache
def icon_tags(pack: str, name: str) -> list[str]:
    """Tags of an icon from its pack's metadata; the words of its name where the pack is not installed."""
    from .icon_packs import tags

    try:
        return list(tags(pack, name))
    except (KeyError, FileNotFoundError):
        return name.replace("-", " ").split()
