"""Computed style read as a person would see it: which color, which border, how the text is set. Exact, or None.

None means that style alone does not tell: a gradient, a picture, transparency over something unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from shadow_runtime.color import Rgb, parse_color

from .request import SnapshotElement

_ALPHA = re.compile(r"rgba?\([^)]*?[,/]\s*([\d.]+)(%?)\s*\)")


def color_of(value: str) -> tuple[Rgb, float] | None:
    """Color and alpha (0..1) of a computed CSS color; None for notations that are not sRGB."""
    if value == "transparent":
        return (0, 0, 0), 0.0
    rgb = parse_color(value)
    if rgb is None:
        return None
    match = _ALPHA.fullmatch(value.strip().lower()) if value.count(",") == 3 or "/" in value else None
    return rgb, (float(match[1]) / (100 if match[2] else 1)) if match else 1.0


def pixels_of(value: str) -> float | None:
    """A computed length in CSS px."""
    match = re.fullmatch(r"(-?[\d.]+)px", value.strip())
    return float(match[1]) if match else None


def ancestry(element: SnapshotElement, by_id: Mapping[int, SnapshotElement]) -> Iterator[SnapshotElement]:
    """The element, its parent, and so on up."""
    current: SnapshotElement | None = element
    while current is not None:
        yield current
        current = by_id.get(current.parent) if current.parent is not None else None


def background_of(element: SnapshotElement, by_id: Mapping[int, SnapshotElement]) -> Rgb | None:
    """The color behind the element's content: its own background, blended over those of its ancestors; white at last."""
    layers: list[tuple[Rgb, float]] = []
    for link in ancestry(element, by_id):
        if link.style.get("background-image", "none") != "none" or float(link.style.get("opacity", "1") or 1) < 1:
            return None
        found = color_of(link.style.get("background-color", ""))
        if found is None:
            return None
        if found[1] > 0:
            layers.append(found)
        if found[1] >= 1:
            break
    else:
        layers.append(((255, 255, 255), 1.0))
    result = layers[-1][0]
    for rgb, alpha in reversed(layers[:-1]):
        result = _over(rgb, alpha, result)
    return result


def own_fill(element: SnapshotElement, by_id: Mapping[int, SnapshotElement]) -> Rgb | None:
    """The element's fill where it has one that differs from what lies behind it."""
    found = color_of(element.style.get("background-color", ""))
    if found is None or found[1] == 0:
        return None
    fill = background_of(element, by_id)
    parent = by_id.get(element.parent) if element.parent is not None else None
    behind = background_of(parent, by_id) if parent is not None else (255, 255, 255)
    return fill if fill is not None and fill != behind else None


def text_color_of(element: SnapshotElement, by_id: Mapping[int, SnapshotElement]) -> Rgb | None:
    """The color of the element's text as it appears on its background."""
    found, behind = color_of(element.style.get("color", "")), background_of(element, by_id)
    if found is None or behind is None:
        return None
    return _over(found[0], found[1], behind)


def border_of(element: SnapshotElement) -> tuple[float, Rgb | None]:
    """Width (0 where none is drawn) and color of the top border."""
    width = pixels_of(element.style.get("border-top-width", "")) or 0.0
    found = color_of(element.style.get("border-top-color", ""))
    if element.style.get("border-top-style", "none") in ("none", "hidden") or (found is not None and found[1] == 0):
        width = 0.0
    return width, found[0] if found is not None and found[1] >= 1 else None


def paints_box(element: SnapshotElement, by_id: Mapping[int, SnapshotElement]) -> bool:
    """Whether the element's box itself can be seen (fill, border, shadow, picture), not only what stands in it."""
    style = element.style
    if style.get("background-image", "none") != "none" or style.get("box-shadow", "none") != "none" or border_of(element)[0] > 0:
        return True
    return element.tag in ("img", "video", "canvas", "svg", "input", "select", "textarea") or own_fill(element, by_id) is not None


def row_style(element: SnapshotElement) -> dict[str, float]:
    """bold, italic, underline (0.01 or 0.99) and font_size (CSS px) of the element's text."""
    style = element.style

    def sure(holds: bool) -> float:
        return 0.99 if holds else 0.01

    return {
        "bold": sure(is_bold(element)), "italic": sure(style.get("font-style", "") in ("italic", "oblique")),
        "underline": sure("underline" in style.get("text-decoration-line", "")), "font_size": pixels_of(style.get("font-size", "")) or 0.0,
    }  # fmt: skip


def is_bold(element: SnapshotElement) -> bool:
    weight = element.style.get("font-weight", "400")
    return weight == "bold" or (weight.replace(".", "").isdigit() and float(weight) >= 600)


def _over(rgb: Rgb, alpha: float, behind: Rgb) -> Rgb:
    red, green, blue = (round(alpha * a + (1 - alpha) * b) for a, b in zip(rgb, behind, strict=True))
    return red, green, blue
