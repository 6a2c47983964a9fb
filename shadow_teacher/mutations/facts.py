"""Facts: what is so about one element, from the browser's labels and measurements, in words a claim can be held against.

None stands for "not known exactly"; a statement about it is then neither true nor false and is not made.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from shadow_runtime.color import Rgb, distance
from shadow_runtime.match import normalized
from shadow_runtime.records import CONTAINER_ROLES

Box = tuple[float, float, float, float]  # x, y, width, height in CSS px
NOUNS = {
    "button": "button", "link": "link", "tab": "tab", "menuitem": "menu item", "heading": "heading", "badge": "badge", "textbox": "field",
    "spinbutton": "field", "combobox": "dropdown", "checkbox": "checkbox", "radio": "radio button", "switch": "switch",
}  # fmt: skip
BY_TEXT = ("button", "link", "tab", "menuitem", "heading", "badge")
BY_QUOTE = ("text", "cell", "columnheader")
BY_LABEL = ("textbox", "spinbutton", "combobox", "checkbox", "radio", "switch")
TOGGLES = ("checkbox", "radio", "switch")
COUNTED = {
    "button": "buttons",
    "checkbox": "checkboxes",
    "radio": "radio buttons",
    "switch": "switches",
    "heading": "headings",
    "badge": "badges",
    "tab": "tabs",
    "link": "links",
    "img": "images",
    "textbox": "text fields",
    "combobox": "dropdowns",
    "slider": "sliders",
    "columnheader": "column headers",
}
_SAYABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9 &$%.,:/#!?+()€£'-]*")
MIXED = 0.6  # share of a ring that must have one color before that color is "what is behind"
REACHED = (0.35, 1.08)  # how far from the background toward their color strokes reach: thin ones stay behind, none goes beyond
SHADE = 0.03  # OKLab distance of a shadow's darkest from its ground, below which nobody sees it


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One element at one moment. box: painted box, or extent of the text; boxed: the former, with a visible outline.

    Colors are those on the screen (opacity applied); background: behind the text; filled: the element paints it itself.
    count: how many elements of its role are in the viewport, None where some are cut off. covered: share under a patch.
    """

    id: int
    phrase: str
    role: str
    text: str = ""
    shown: bool = True
    box: Box = (0, 0, 0, 0)
    boxed: bool = False
    color: Rgb | None = None
    background: Rgb | None = None
    ground: Rgb | None = None
    filled: bool = False
    border: Rgb | None = None
    border_width: float = 0
    sides: int = 0
    radius: float | None = None
    shadow: bool | None = None
    font_size: float | None = None
    weight: int | None = None
    italic: bool | None = None
    underline: bool | None = None
    strike: bool | None = None
    truncated: bool | None = None
    covered: float = 0
    checked: bool | None = None
    disabled: bool | None = None
    focused: bool | None = None
    empty: bool | None = None
    count: int | None = None
    anchor: Facts | None = None
    label: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    measured: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def right(self) -> float:
        return self.box[0] + self.box[2]

    @property
    def bottom(self) -> float:
        return self.box[1] + self.box[3]


def subjects_of(labels: Mapping[str, Any]) -> dict[int, str]:
    """Label id -> phrase, for elements that one phrase names and nothing else on the page: fully visible, short plain text.

    A text that also stands elsewhere, or inside another text, names nothing.
    """
    elements = [e for e in labels["elements"] if e["visible_fraction"] > 0]
    said: Counter[str] = Counter()
    for element in elements:
        if element["role"] not in CONTAINER_ROLES:  # a card is called by its heading; nobody says "the X card" here
            for text in {
                normalized(element["text"]),
                normalized(element["label"] or ""),
                normalized(element["name"] or ""),
            }:
                said[text] += 1
    shown = [normalized(row["text"]) for row in labels["rows"] if row["text"]]
    found = {}
    for element in elements:
        role, labelled = element["role"], element["role"] in BY_LABEL
        name = (element["label"] or "") if labelled else element["text"]
        if (
            element["ignore"]
            or element["visible_fraction"] < 0.99
            or not 2 <= len(name) <= 48
            or not _SAYABLE.fullmatch(name)
            or not re.search("[A-Za-z]", name)
        ):
            continue
        key = normalized(name)
        own = 2 if labelled else 1  # a label element says the same and means the field
        if said[key] > own or sum(key in text for text in shown) != 1:
            continue
        if role in BY_TEXT or labelled:
            found[element["id"]] = f'the "{name}" {NOUNS[role]}'
        elif role in BY_QUOTE:
            found[element["id"]] = f'"{name}"'
    return found


def counts_of(labels: Mapping[str, Any], roles: Container[str] = COUNTED) -> dict[str, int]:
    """Role -> number in the viewport, for roles none of whose elements is cut off, hidden in part or doubtful."""
    counts: Counter[str] = Counter()
    doubtful = {e["role"] for e in labels["elements"] if e["ignore"] or e["visible_fraction"] < 0.95}
    for element in labels["elements"]:
        counts[element["role"]] += 1
    return {role: n for role, n in counts.items() if role in roles and role not in doubtful}


def facts_before(
    element: Mapping[str, Any],
    phrase: str,
    measured: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    rgb: np.ndarray,
    scale: float,
    counts: Mapping[str, int],
) -> Facts:
    """Facts of a labelled element as it stands. rows: its own; rgb: (H, W, 3) uint8 device pixels of the page."""
    style, box = element["style"], tuple(element["box"])
    boxed = bool(_close(box, measured["border_box"])) and not element.get("bare", False)
    if element["role"] in ("cell", "columnheader") and rows:  # who quotes a text means the text, not the cell that it stands in
        edges = [(x, y, x + width, y + height) for x, y, width, height in (row["box"] for row in rows)]
        left, top, right, bottom = (pick(side) for pick, side in zip((min, min, max, max), zip(*edges, strict=True), strict=True))
        box, boxed = (left, top, right - left, bottom - top), False
    own = measured["background"]
    ground = ring_color(rgb, box, scale)
    background = tuple(style["background"]) if style["background"] else None
    filled = (
        boxed
        and own[3] == 1
        and not measured["image"]
        and background is not None
        and tuple(round(v) for v in own[:3]) == background
        and measured["opacity"] == 1
    )
    # Over a picture or a gradient, under a veil: colors are not exact there.
    exact = measured["opacity"] == 1 and background is not None and not measured["image"] and not element.get("native")
    color = measured["color"]
    states = element["states"]
    field_like = element["role"] in ("textbox", "spinbutton", "combobox")
    mixed = any(row["mixed"] for row in rows) or not rows
    plain = (
        exact
        and color is not None
        and color[3] == 1
        and not mixed
        and bool(element["text"])
        and not states.get("placeholder")
        and shows(rgb, [row["box"] for row in rows], color, background, scale)
    )
    return Facts(
        id=element["id"], phrase=phrase, role=element["role"], text=element["text"], box=box, boxed=boxed, ground=ground, filled=filled,
        background=background if exact else None, color=_whole(color) if plain else None,
        border=_whole(measured["border"]) if measured["border"] and measured["border"][3] == 1 and measured["opacity"] == 1 and boxed else None,
        border_width=measured["border_width"], sides=measured["sides"] if boxed else 0, radius=_radius(measured) if boxed else None,
        shadow=_shadow(measured, ground) if boxed else None, font_size=measured["font_size"] if not mixed else None,
        weight=measured["weight"] if not mixed else None, italic=measured["italic"] if not mixed else None,
        underline=None if mixed or field_like else measured["underline"], strike=None if mixed or field_like else measured["strike"],
        truncated=any(row["truncated"] for row in rows) if rows else None, checked=states.get("checked"), disabled=states.get("disabled"),
        focused=states.get("focused"), empty=None if not field_like or element["role"] == "combobox" else not measured["value"],
        count=counts.get(element["role"]), label=element, measured=measured,
    )  # fmt: skip


def facts_after(
    before: Facts, measured: Mapping[str, Any] | None, *, text: str | None = None, covered: float = 0.0
) -> Facts:
    """Facts of the same element after a change. text: what it says now (None: the same). covered: share under a patch.

    Boxes move as the browser's own boxes moved; colors are computed from style, opacity blended with what is behind.
    """
    if measured is None:
        return replace(before, shown=False)
    old = before.measured
    shown = measured["shown"] and measured["opacity"] > 0.03 and covered < 1
    if before.boxed:
        box: Box = tuple(measured["border_box"])
    else:
        was, now = (
            (old["text_box"], measured["text_box"])
            if old["text_box"] and measured["text_box"]
            else (old["border_box"], measured["border_box"])
        )
        box = _moved(before.box, was, now)
    opacity = measured["opacity"] / old["opacity"] if old["opacity"] else 1.0
    fill, color, background, border = before.filled, before.color, before.background, before.border
    own = measured["background"]
    if own != old["background"]:
        fill, background = own[3] == 1 and before.boxed, _whole(own) if own[3] == 1 else None
    if measured["color"] != old["color"]:
        color = _whole(measured["color"]) if measured["color"] and measured["color"][3] == 1 and before.color else None
    if measured["border"] != old["border"]:
        border = _whole(measured["border"]) if measured["border"] and measured["border"][3] == 1 else None
    if opacity < 0.999:
        veil = before.ground
        color, border = _mixed(veil, color, opacity), _mixed(veil, border, opacity)
        background = _mixed(veil, background, opacity) if before.filled else background
    same_text = measured["text"] == old["text"]
    return replace(
        before, shown=shown, box=box, color=color, background=background, border=border, filled=fill, border_width=measured["border_width"],
        sides=measured["sides"] if before.boxed else 0, radius=_radius(measured) if before.boxed else None, shadow=_shadow(measured, before.ground) if before.boxed else None,
        font_size=measured["font_size"] if before.font_size else None, weight=measured["weight"] if before.weight else None,
        italic=measured["italic"] if before.italic is not None else None, underline=measured["underline"] if before.underline is not None else None,
        strike=measured["strike"] if before.strike is not None else None,
        truncated=(measured["scrolls"] and measured["lines"] <= 1) if before.truncated is not None else None,
        text=text if text is not None else _cased(before.text, measured) if same_text else before.text, covered=covered,
        checked=measured["checked"] if before.checked is not None and measured["checked"] is not None else before.checked,
        disabled=measured["disabled"] if before.disabled is not None else None, focused=measured["focused"] if before.focused is not None else None,
        empty=None if before.empty is None else not measured["value"], measured=measured,
    )  # fmt: skip


def ring_color(rgb: np.ndarray, box: Sequence[float], scale: float) -> Rgb | None:
    """The one color around a box (2 to 4 CSS px outside), None where there are several."""
    height, width = rgb.shape[:2]

    def edges(grow: float) -> tuple[int, int, int, int]:
        x, y, w, h = box
        return (
            max(round((x - grow) * scale), 0),
            max(round((y - grow) * scale), 0),
            min(round((x + w + grow) * scale), width),
            min(round((y + h + grow) * scale), height),
        )

    x1, y1, x2, y2 = edges(4)
    mask = np.ones((y2 - y1, x2 - x1), bool)
    a, b, c, d = edges(2)
    mask[b - y1 : d - y1, a - x1 : c - x1] = False
    pixels = rgb[y1:y2, x1:x2][mask]
    if not len(pixels):
        return None
    packed = (pixels[:, 0].astype(np.int32) << 16) | (pixels[:, 1].astype(np.int32) << 8) | pixels[:, 2]
    values, counts = np.unique(packed, return_counts=True)
    best = int(values[counts.argmax()])
    return (best >> 16, best >> 8 & 255, best & 255) if counts.max() >= MIXED * len(packed) else None


def shows(rgb: np.ndarray, boxes: Sequence[Sequence[float]], color: Sequence[float], background: Rgb, scale: float) -> bool:
    """Are strokes of that color on that background painted there? Not so under a dimmed backdrop or a veil, whatever style says."""
    axis = np.array(color[:3], np.float32) - np.array(background, np.float32)
    length = float(axis @ axis)
    if length < 400:
        return False  # too near each other to be told apart
    for x, y, width, height in boxes:
        crop = rgb[max(round(y * scale), 0) : round((y + height) * scale), max(round(x * scale), 0) : round((x + width) * scale)].reshape(-1, 3)
        if len(crop) < 12:
            return False
        along = (crop.astype(np.float32) - np.array(background, np.float32)) @ axis / length
        if not REACHED[0] <= float(np.percentile(along, 99)) <= REACHED[1] or float(np.percentile(along, 1)) < -0.15:
            return False
    return bool(boxes)


def _whole(color: Sequence[float] | None) -> Rgb | None:
    return None if color is None else (round(color[0]), round(color[1]), round(color[2]))


def _mixed(below: Rgb | None, top: Rgb | None, share: float) -> Rgb | None:
    return (
        None
        if below is None or top is None
        else _whole([t * share + b * (1 - share) for t, b in zip(top, below, strict=True)])
    )


def _radius(measured: Mapping[str, Any]) -> float | None:
    text = measured["radius"]
    if text is None:
        return None
    width, height = measured["border_box"][2:]
    first = text.split()[0]
    value = (
        float(first[:-1]) / 100 * width
        if first.endswith("%")
        else float(first.removesuffix("px"))
        if first.endswith("px")
        else 0.0
    )
    return min(value, width / 2, height / 2)


def _shadow(measured: Mapping[str, Any], ground: Rgb | None) -> bool | None:
    """Is there a shadow that can be seen? None where it hardly stands out from what it falls on."""
    color = measured["shadow_color"]
    if not measured["shadow"] or color is None:
        return measured["shadow"]
    return None if ground is None or distance(ground, _mixed(ground, _whole(color), color[3])) < SHADE else True


def _close(a: Sequence[float], b: Sequence[float]) -> bool:
    return max(abs(p - q) for p, q in zip(a, b, strict=True)) < 0.75


def _moved(box: Box, was: Sequence[float], now: Sequence[float]) -> Box:
    """The box with each edge moved as that of a reference box moved."""
    left, top = box[0] + now[0] - was[0], box[1] + now[1] - was[1]
    right = box[0] + box[2] + (now[0] + now[2]) - (was[0] + was[2])
    bottom = box[1] + box[3] + (now[1] + now[3]) - (was[1] + was[3])
    return (left, top, right - left, bottom - top)


def _cased(text: str, measured: Mapping[str, Any]) -> str:
    kind = measured["transform"]
    return text.upper() if kind == "uppercase" else text.lower() if kind == "lowercase" else text
