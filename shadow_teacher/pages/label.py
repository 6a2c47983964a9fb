"""Labels of a painted page, asked from the browser itself (label.js), then checked against the pixels.

    python -m shadow_teacher.pages.label DIR       # check pages that are already rendered against their pixels again
"""

from __future__ import annotations

import argparse
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from shadow_runtime.records import CONTAINER_ROLES, CONTROL_ROLES, TEXT_ROLES

from .lines import visual_lines

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What the reader can read: printable ASCII, Latin-1, Latin Extended-A and common typographic, arrow and check signs.
READABLE_EXTRA = (
    r"\u2010-\u2015\u2018-\u201E\u2022\u2026\u2039\u203A\u20AC\u20B9\u2122"
    r"\u2190-\u2193\u2197\u2212\u2713\u2714\u2715\u2717\u2318\u2605\u2606\u25B2\u25B4\u25B6\u25B8\u25BC\u25BE\u25CF\u25CB"
)
READABLE = r"^[\u0020-\u007E\u00A0-\u017F" + READABLE_EXTRA + r"]+$"
FAINT = 1.5  # contrast ratio below which text counts as unreadable


@cache
def script() -> str:
    """The labeler as JavaScript source: a function of {controls, containers, readable}."""
    return (Path(__file__).parent / "label.js").read_text(encoding="utf-8")


def label_page(page: Page, keep: bool = False) -> dict[str, Any]:
    """Elements and rows of the page's viewport as it is now (docs/file-formats.md).

    Beyond the format: elements may carry "aria_role" (where ARIA names it otherwise than the eye does) and "native"
    (painted by the browser, so that computed colors say nothing) and "bare" (a control that paints no box: its text and
    icons are all there is to see); rows carry "hidden" (covered, cut, too faint or of
    unknown extent: no loss there), "truncated" and "mixed" (styles change within the row). keep: leave the painted DOM
    node of each element in window.shadowPainted, by id.
    """
    labels = page.evaluate(script(), {"controls": CONTROL_ROLES, "containers": CONTAINER_ROLES, "readable": READABLE,
                                      "keep": keep})
    for element in labels["elements"]:
        element["box"] = [round(side, 2) for side in element["box"]]
        if element["label_box"]:
            element["label_box"] = [round(side, 2) for side in element["label_box"]]
        icon = element["icon"]
        if icon:
            icon["box"] = [round(side, 2) for side in icon["box"]]
            icon["tags"] = icon_tags(icon["pack"], icon["name"])
    for row in labels["rows"]:
        row["box"] = [round(side, 2) for side in row["box"]]
        row["char_x"] = [round(x, 2) for x in row["char_x"]]
    return labels


@cache
def icon_tags(pack: str, name: str) -> list[str]:
    """Tags of an icon from its pack's metadata; the words of its name where the pack is not installed."""
    from .icon_packs import tags

    try:
        return list(tags(pack, name)) or name.replace("-", " ").split()
    except (KeyError, FileNotFoundError):
        return name.replace("-", " ").split()


def check_pixels(labels: dict[str, Any], rgb: np.ndarray, scale: float) -> None:
    """Correct in place what only the pixels tell: rows without visible ink, fills, the ink of icons; then join the lines.

    rgb: (H, W, 3) uint8, device pixels. Style cannot tell contrast over pictures and gradients, nor what the browser's
    own theme paints, nor how much of its box an icon's drawing leaves empty. Checking twice changes nothing.
    """
    tighten_icons(labels, rgb, scale)
    light = luminance_table()
    for row in labels["rows"]:
        if row["hidden"]:
            continue
        crop = _crop(rgb, row["box"], scale)
        if crop.size < 12:
            row["readable"], row["hidden"] = False, True
            continue
        values = light[0][crop[..., 0]] + light[1][crop[..., 1]] + light[2][crop[..., 2]]
        low, high = np.percentile(values, (1.5, 98.5))
        if (high + 0.05) / (low + 0.05) < FAINT:
            row["readable"], row["hidden"] = False, True
        else:
            row["background"] = _fill(crop, row["background"])
    shown: dict[int, list[bool]] = {}
    for row in labels["rows"]:
        shown.setdefault(row["element"], []).append(not row["hidden"])
    for element in labels["elements"]:  # white on white: there, but not to be seen
        if (element.get("bare") or element["role"] in TEXT_ROLES) and not any(shown.get(element["id"], [True])):
            element["ignore"] = True
        elif element["role"] in ("img", "checkbox", "radio", "switch") and not element["ignore"] and _even(rgb, element["box"], scale):
            element["ignore"] = True  # a chart that was never drawn, a box whose picture did not come
    labels["lines"] = visual_lines(labels)
    for element in labels["elements"]:
        if element["ignore"] or element["role"] in CONTAINER_ROLES:
            continue
        inset = 2 if element.get("native") else 1
        x, y, width, height = element["box"]
        crop = _crop(rgb, [x + inset, y + inset, max(width - 2 * inset, 1), max(height - 2 * inset, 1)], scale)
        if crop.size:
            element["style"]["background"] = _fill(crop, None if element.get("native")
                                                   else element["style"]["background"], element.get("native", False))


def tighten_icons(labels: dict[str, Any], rgb: np.ndarray, scale: float) -> None:
    """Icon boxes become the extent of their ink (each side at least half the longer one), and so do bare controls.

    How much air a pack leaves around its drawings cannot be seen, so a student could not predict it.
    """
    for element in labels["elements"]:  # the browser draws bars and tracks thinner than the element
        if element["role"] in ("progressbar", "slider") and element.get("native") and not element["ignore"]:
            element["box"] = ink_box(rgb, element["box"], scale, squarish=False) or element["box"]
    moved: dict[int, tuple[list[float], list[float]]] = {}
    for element in labels["elements"]:
        if element["role"] != "icon" or element["ignore"]:
            continue
        tight = ink_box(rgb, element["box"], scale)
        if tight is not None:
            moved[element["id"]] = element["box"], tight
            if element["icon"]:
                element["icon"]["box"] = tight
            element["box"] = tight
    by_id = {element["id"]: element for element in labels["elements"]}
    for identity, (old, tight) in moved.items():
        up = by_id.get(by_id[identity]["parent"])
        while up is not None:
            if up["icon"] and _same(up["icon"]["box"], old):
                up["icon"]["box"] = tight
            if up["role"] in CONTROL_ROLES and _same(up["box"], old):
                up["box"] = tight
            up = by_id.get(up["parent"])
    for element in labels["elements"]:  # a field may show an icon that lies over it
        if element["icon"]:
            for old, tight in moved.values():
                if _same(element["icon"]["box"], old):
                    element["icon"]["box"] = tight


def ink_box(rgb: np.ndarray, box: list[float], scale: float, squarish: bool = True) -> list[float] | None:
    """Extent (CSS px) of what stands out from the color around the box; None where that color is not one.

    squarish: each side at least half the longer one, so that a minus sign still has a box worth the name.
    """
    x, y, width, height = box
    left, top, right, bottom = max(round(x * scale), 0), max(round(y * scale),
                                                             0), round((x + width) * scale), round((y + height) * scale)
    crop = rgb[top:bottom, left:right].astype(np.int16)
    if min(crop.shape[:2]) < 5:
        return None
    ring = np.concatenate([crop[0], crop[-1], crop[:, 0], crop[:, -1]])
    ground = np.median(ring, axis=0)
    if (np.abs(ring - ground).max(1) > 24).mean() > 0.35:
        return None
    change = np.abs(crop - ground).max(2)
    rows, columns = (change > max(12.0, 0.22 * float(change.max()))).nonzero()
    if not len(rows):
        return None
    x1, x2, y1, y2 = columns.min(), columns.max() + 1, rows.min(), rows.max() + 1
    least = max(x2 - x1, y2 - y1) / 2 if squarish else 0
    grow_x, grow_y = max(least - (x2 - x1), 0) / 2, max(least - (y2 - y1), 0) / 2
    if max(x2 - x1, y2 - y1) < 5 * scale:
        return None
    return [round(float(v), 2) for v in ((left + x1 - grow_x) / scale, (top + y1 - grow_y) / scale,
                                         (x2 - x1 + 2 * grow_x) / scale, (y2 - y1 + 2 * grow_y) / scale)]


def _even(rgb: np.ndarray, box: list[float], scale: float) -> bool:
    """Whether nothing is drawn here: one color, its surroundings' too, give or take what a gradient's dithering moves."""
    x, y, width, height = box
    crop = _crop(rgb, [x - 2, y - 2, width + 4, height + 4], scale)
    return crop.size > 0 and int(np.ptp(crop.reshape(-1, 3), axis=0).max()) <= 3


def zoom_labels(labels: dict[str, Any], zoom: float) -> None:
    """Turn lengths from CSS px of a page that the browser shows `zoom` times as large into px of that view, in place."""
    if zoom == 1.0:
        return

    def larger(values: list[float]) -> list[float]:
        return [round(value * zoom, 2) for value in values]

    for element in labels["elements"]:
        element["box"] = larger(element["box"])
        if element["label_box"]:
            element["label_box"] = larger(element["label_box"])
        if element["icon"]:
            element["icon"] = {**element["icon"], "box": larger(element["icon"]["box"])}
        style = element["style"] = dict(element["style"])
        for length in ("font_size", "border_width", "radius"):
            style[length] = round(style[length] * zoom, 2)
    for row in labels["rows"]:
        row["box"], row["char_x"] = larger(row["box"]), larger(row["char_x"])
        row["font_size"] = round(row["font_size"] * zoom, 2)
    for line in labels["lines"]:
        line["box"] = larger(line["box"])


def _same(a: list[float], b: list[float]) -> bool:
    return max(abs(p - q) for p, q in zip(a, b, strict=True)) < 0.6


def _fill(crop: np.ndarray, computed: list[int] | None, always: bool = False) -> list[int] | None:
    """The color behind: the computed one where the pixels bear it out, else their most frequent one if it dominates.

    Style does not know what a positioned neighbor paints underneath, nor what veils the whole.
    """
    pixels = crop.reshape(-1, 3)
    if computed is not None and (np.abs(pixels.astype(np.int16) - computed).max(1) <= 6).mean() > 0.2:
        return computed
    packed = (pixels[:, 0].astype(np.int32) << 16) | (pixels[:, 1].astype(np.int32) << 8) | pixels[:, 2]
    colors, counts = np.unique(packed, return_counts=True)
    best = int(colors[counts.argmax()])
    if always or (computed is not None and counts.max() > 0.35 * len(packed)):
        return [best >> 16, best >> 8 & 255, best & 255]
    return None


@cache
def luminance_table() -> np.ndarray:
    """(3, 256) float32: share of relative luminance of each channel value (WCAG)."""
    value = np.arange(256, dtype=np.float32) / 255
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return (np.array([0.2126, 0.7152, 0.0722], np.float32)[:, None] * linear).astype(np.float32)


def _crop(rgb: np.ndarray, box: list[float], scale: float) -> np.ndarray:
    x, y, width, height = box
    return rgb[max(round(y * scale), 0) : round((y + height) * scale),
               max(round(x * scale), 0) : round((x + width) * scale)]


def main(argv: list[str] | None = None) -> None:
    """Command line: check rendered pages against their pixels, in place."""
    parser = argparse.ArgumentParser(prog="python -m shadow_teacher.pages.label", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    for path in sorted(parser.parse_args(argv).folder.glob("*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        image = cv2.imread(str(path.with_suffix(".png")))
        if image is None or "elements" not in page:
            print(f"skipped {path.name}: no picture beside it")
            continue
        for row in page["rows"]:
            row.setdefault("hidden", not row["readable"])
        check_pixels(page, np.ascontiguousarray(image[..., ::-1]), page["scale"])
        partial = path.with_suffix(".partial")
        partial.write_text(json.dumps(page, separators=(",", ":")), encoding="utf-8")
        partial.replace(path)


if __name__ == "__main__":
    main()
