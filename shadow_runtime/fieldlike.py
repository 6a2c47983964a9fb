"""Whether a painted rectangle is a field: how it is painted, what stands in it, before and above it, and what was seen there.

Fields of a style that the detector does not know are overlooked in whole forms, and yet painted as plainly as any. Where they are
asked for, every rectangle is weighed (FEATURES) by small networks that were taught on labelled pages
(shadow_teacher/training/train_fieldlike.py); so is what was seen as a field without a rectangle, a line to write on.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from .color import oklab
from .geometry import Box, iou_matrix, to_xyxy
from .records import Element

SEEN_AS = ("textbox", "combobox", "spinbutton", "button", "link", "tab", "option", "menuitem", "checkbox", "slider", "icon", "img", "badge", "progressbar",
           "text", "label", "heading", "cell", "columnheader", "card", "alert", "row", "list", "form", "table", "dialog", "banner", "navigation")  # fmt: skip
WORDS = frozenset(("text", "label", "heading", "cell", "columnheader", "link", "option", "menuitem", "tab", "button", "badge"))
FIELDS = frozenset(("textbox", "combobox", "spinbutton"))
PICTURES = frozenset(("icon", "img"))
SAME = 0.45  # intersection over union from which something was seen in the place of a rectangle
OUT = 7  # px outward that a side is looked at
PROBES = (0.3, 0.5, 0.7)  # where along a side
ABOVE, LEFT, ALIGNED = 28.0, 240.0, 14.0  # px: how far above or left a label stands, and how well it is aligned
ALIKE = 3.0  # px by which rectangles of one row of a form differ
PROMPT = re.compile(r"^(search|enter|type|your|e\.?g|find|write|add|filter|email|name|password|message|ask|what|new)\b|@|\.\.\.$|…$", re.I)
CHOICE = re.compile(r"^(choose|select|pick|please select|all|any|sort|none|-+)\b", re.I)
PATTERN = re.compile(r"^[•●*·∙.]{3,}$|\b(dd|mm|yyyy)\b|^-+:-+|^\W*\d[\d.,:/ -]*$", re.I)
NAME = re.compile(r"\b(name|surname|e-?mail|password|pass ?phrase|phone|mobile|address|street|city|zip|postal|postcode|state|country|search|message|comments?|subject|"
                  r"user ?name|login|card|cvc|cvv|expiry|date|birth(day)?|company|organi[sz]ation|url|website|title|code|number|amount|price|quantity|notes?|bio|description|age)\b", re.I)  # fmt: skip
ROWS = 24  # lines of a page whose ink says what is usual on it
FEATURES = (
    "width", "height", "aspect", "share", "left", "top", "fill_light", "fill_chroma", "outside_light", "outside_chroma", "stands_off", "lined", "line_sides",
    "line_width", "fill_is_ground", "outside_even",
    "words", "lines", "has_words", "words_left", "words_right", "centered", "words_high", "words_wide", "letters", "prompt", "choice", "pattern", "prompts", "bold",
    "icons", "icon_left", "icon_right", "controls", "fields", "fields_seen", "rectangles_in", "rectangle_around", "around_share",
    "label_above", "label_above_gap", "label_left", "label_left_gap", "label_colon", "label_star", "label_letters", "label_is_label",
    "alike_below", "alike_beside", "same_size", "best_overlap", "page_fields", "page_rectangles",
    "line_light", "line_chroma", "named", "ink", "ink_chroma", "ink_usual", "peers_seen", "peers_named", "peers_ink",
    *(f"seen_{role}" for role in SEEN_AS),
)  # fmt: skip


def fieldlike_features(picture: np.ndarray, boxes: np.ndarray, elements: Sequence[Element]) -> np.ndarray:
    """(N, len(FEATURES)) float32 of rectangles (N, 4) xyxy px of a picture, (H, W, 3) uint8 at one px per CSS px, among all the elements
    and containers of its scene."""
    n, (height, width) = len(boxes), picture.shape[:2]
    found = {name: np.zeros(n, np.float32) for name in FEATURES}
    if n == 0:
        return np.zeros((0, len(FEATURES)), np.float32)
    x1, y1, x2, y2 = boxes.T.astype(np.float64)
    w, h = np.maximum(x2 - x1, 1.0), np.maximum(y2 - y1, 1.0)
    found |= {"width": np.log(w), "height": np.log(h), "aspect": np.log(w / h), "share": w / width, "left": x1 / width, "top": y1 / height}
    found |= _paint(picture, boxes)
    _within(found, boxes, elements, picture)
    _labels(found, boxes, elements)
    inside = _holds(boxes, boxes)
    np.fill_diagonal(inside, False)
    found["rectangles_in"] = np.minimum(inside.sum(1), 8.0)
    areas = w * h
    around = np.where(inside, areas[:, None], np.inf).min(0)
    found["rectangle_around"], found["around_share"] = np.isfinite(around) * 1.0, np.where(np.isfinite(around), areas / around, 0.0)
    size = (np.abs(h[:, None] - h) <= ALIKE) & ~np.eye(n, dtype=bool)
    found["same_size"] = np.minimum((size & (np.abs(w[:, None] - w) <= ALIKE)).sum(1), 6.0)
    found["alike_below"] = np.minimum((size & (np.abs(x1[:, None] - x1) <= ALIKE)).sum(1), 6.0)
    found["alike_beside"] = np.minimum((size & (np.abs(y1[:, None] - y1) <= ALIKE)).sum(1), 6.0)
    peers = size & ((np.abs(w[:, None] - w) <= ALIKE) | (np.abs(x1[:, None] - x1) <= ALIKE) | (np.abs(y1[:, None] - y1) <= ALIKE))
    seen = np.max([found[f"seen_{role}"] for role in FIELDS], axis=0)
    named = np.maximum(np.maximum(found["prompt"], found["pattern"]), np.maximum(found["named"], found["label_colon"]))
    for name, values in (("peers_seen", seen), ("peers_named", named), ("peers_ink", found["ink"])):
        found[name] = np.where(peers, values, 0.0).max(1)
    found["page_rectangles"] = np.full(n, min(n, 60) / 20)
    return np.stack([np.asarray(found[name], np.float32) for name in FEATURES], axis=1)


def _paint(picture: np.ndarray, boxes: np.ndarray) -> dict[str, np.ndarray]:
    """What a rectangle is filled with, what lies around it, and the line between the two."""
    height, width = picture.shape[:2]
    x1, y1, x2, y2 = np.rint(boxes).astype(int).T
    along = np.array(PROBES)[None, :]
    xs, ys = (x1[:, None] + along * (x2 - x1)[:, None]).astype(int), (y1[:, None] + along * (y2 - y1)[:, None]).astype(int)  # (N, P)
    out = np.arange(-2, OUT)
    rows = np.stack([y1[:, None] - 1 - out, y2[:, None] + out], 1)  # (N, 2, O) of the upper and lower side, from inside outward
    columns = np.stack([x1[:, None] - 1 - out, x2[:, None] + out], 1)
    shape = (len(boxes), 2, len(PROBES), len(out))
    y = np.concatenate([np.broadcast_to(rows[:, :, None], shape), np.broadcast_to(ys[:, None, :, None], shape)], 1)
    x = np.concatenate([np.broadcast_to(xs[:, None, :, None], shape), np.broadcast_to(columns[:, :, None], shape)], 1)
    there = (y >= 0) & (y < height) & (x >= 0) & (x < width)
    lab = oklab(picture[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)].astype(np.float64))  # (N, 4 sides, P, O, 3)
    fill = np.median(lab[..., 0, :].reshape(len(boxes), -1, 3), axis=1)
    far = lab[..., -1, :].reshape(len(boxes), -1, 3)
    outside = np.median(far, axis=1)
    from_fill = np.linalg.norm(lab - fill[:, None, None, None], axis=-1)
    from_outside = np.linalg.norm(lab - outside[:, None, None, None], axis=-1)
    off = np.where(there, np.minimum(from_fill, from_outside), 0.0)[..., 1:-1]
    line = np.median(off.max(-1), axis=2)  # (N, 4)
    strongest = off.reshape(len(boxes), -1).argmax(1)
    color = lab[..., 1:-1, :].reshape(len(boxes), -1, 3)[np.arange(len(boxes)), strongest]
    ground = oklab(np.median(picture[:: max(height // 40, 1), :: max(width // 40, 1)].reshape(-1, 3), axis=0)[None].astype(np.float64))[0]
    return {
        "fill_light": fill[:, 0], "fill_chroma": np.hypot(fill[:, 1], fill[:, 2]), "outside_light": outside[:, 0], "outside_chroma": np.hypot(outside[:, 1], outside[:, 2]),
        "stands_off": np.linalg.norm(fill - outside, axis=1), "lined": np.median(line, axis=1), "line_sides": (line > 0.02).sum(1) / 4.0,
        "line_light": color[:, 0], "line_chroma": np.hypot(color[:, 1], color[:, 2]), "line_width": (off > 0.02).sum(-1).mean((1, 2)), "fill_is_ground": (np.linalg.norm(fill - ground, axis=1) < 0.01) * 1.0,
        "outside_even": (np.linalg.norm(far - outside[:, None], axis=2) < 0.02).mean(1),
    }  # fmt: skip


def _within(found: dict[str, np.ndarray], boxes: np.ndarray, elements: Sequence[Element], picture: np.ndarray) -> None:
    """What stands in each rectangle, and what was seen in its place."""
    if not elements:
        return
    lines = [row.box for e in elements if e.role in WORDS for row in e.rows]
    usual = np.quantile(_inks(picture, lines[:: -(-len(lines) // ROWS)])[:, 0], 0.75) if lines else 0.0
    firsts: dict[int, Box] = {}
    theirs = to_xyxy([e.box for e in elements])
    overlap = iou_matrix(boxes.astype(np.float64), theirs.astype(np.float64))
    inside = _holds(boxes, theirs) & (overlap < 0.8)
    found["best_overlap"] = overlap.max(1)
    found["page_fields"] = np.full(len(boxes), min(sum(e.role in FIELDS for e in elements), 12) / 6)
    number = {role: k for k, role in enumerate(SEEN_AS)}
    for i, row in enumerate(overlap):
        for k in np.flatnonzero(row >= SAME):
            element = elements[k]
            for role, p in (element.role_scores or {element.role: 1.0}).items():
                if role in number:
                    column = found[f"seen_{role}"]
                    column[i] = max(column[i], p * element.confidence)
        x1, y1, x2, y2 = boxes[i]
        held = [elements[k] for k in np.flatnonzero(inside[i] | (row >= SAME))]
        rows = [r for e in held if e.role in WORDS or e.role in FIELDS for r in e.rows if y1 <= r.box.center[1] <= y2 and x1 - 2 <= r.box.center[0] <= x2 + 2]
        icons = [e for e in held if e.role in PICTURES and e.box.width < 0.6 * (x2 - x1) and e.box.height <= y2 - y1]
        found["icons"][i] = min(len(icons), 4)
        found["controls"][i] = min(sum(e.role in ("button", "checkbox", "radio", "switch", "link", "slider", "tab") for e in held if e.box.area < 0.6 * (x2 - x1) * (y2 - y1)), 6)
        found["fields_seen"][i] = min(sum(e.role in FIELDS for e in held if e.box.area < 0.6 * (x2 - x1) * (y2 - y1)), 6)
        if icons:
            found["icon_left"][i] = min(min(e.box.x - x1 for e in icons) / (y2 - y1), 4.0)
            found["icon_right"][i] = min(min(x2 - e.box.right for e in icons) / (y2 - y1), 4.0)
        else:
            found["icon_left"][i] = found["icon_right"][i] = 4.0
        if not rows:
            continue
        first = min(rows, key=lambda r: (round(r.box.y / 6), r.box.x))
        said = " ".join(r.text for r in rows).strip()
        left, right = min(r.box.x for r in rows) - x1, x2 - max(r.box.right for r in rows)
        found["has_words"][i], found["words"][i], found["lines"][i] = 1.0, min(len(said.split()), 12) / 4, min(len(rows), 8) / 2
        found["words_left"][i], found["words_right"][i] = min(left / (y2 - y1), 4.0), min(right / (y2 - y1), 8.0)
        found["centered"][i] = abs(left - right) / max(x2 - x1, 1.0)
        found["words_high"][i], found["words_wide"][i] = first.box.height / (y2 - y1), sum(r.box.width for r in rows) / max(x2 - x1, 1.0)
        found["letters"][i] = min(len(said), 80) / 20
        found["prompt"][i], found["choice"][i], found["pattern"][i] = (float(bool(kind.search(said))) for kind in (PROMPT, CHOICE, PATTERN))
        found["named"][i], found["bold"][i] = float(bool(NAME.search(said))), first.bold
        firsts[i] = first.box
        found["prompts"][i] = max((e.states.get("placeholder", 0.0) for e in held if e.role in FIELDS), default=0.0)
    if firsts:
        inks, at = _inks(picture, list(firsts.values())), list(firsts)
        found["ink"][at], found["ink_chroma"][at], found["ink_usual"][at] = inks[:, 0], inks[:, 1], inks[:, 0] / max(usual, 0.05)


def _inks(picture: np.ndarray, boxes: Sequence[Box]) -> np.ndarray:
    """(N, 2): how far the strokes of lines stand out from what they stand on (OKLab), and how colorful they are: by their strongest
    pixel and what lies along their upper and lower end."""
    pairs = np.zeros((len(boxes), 2, 3))
    for pair, box in zip(pairs, boxes, strict=True):
        x1, y1, x2, y2 = int(box.x), int(box.y), int(box.right) + 1, int(box.bottom) + 1
        crop = picture[max(y1, 0) : y2, max(x1, 0) : x2].astype(np.int16)
        if crop.size < 12:
            continue
        ends = np.sort(np.concatenate([crop[0], crop[-1]]), axis=0)
        ground = (ends[len(ends) // 2] + ends[(len(ends) - 1) // 2]) / 2  # the median of an even number
        off = np.abs(crop - ground)
        strongest = int(np.maximum(np.maximum(off[..., 0], off[..., 1]), off[..., 2]).argmax())
        pair[:] = ground, crop.reshape(-1, 3)[strongest]
    behind, strokes = oklab(pairs).transpose(1, 0, 2)
    return np.stack([np.sqrt(((strokes - behind) ** 2).sum(1)), np.hypot(strokes[:, 1], strokes[:, 2])], axis=1)


def _labels(found: dict[str, np.ndarray], boxes: np.ndarray, elements: Sequence[Element]) -> None:
    """The words right above and left of each rectangle."""
    lines = [(row, element) for element in elements if element.role in WORDS for row in element.rows]
    found["label_above_gap"][:] = found["label_left_gap"][:] = 1.0
    if not lines:
        return
    x1, y1, _, y2 = boxes.T.astype(np.float64)[:, :, None]
    left, top, right, bottom = to_xyxy([row.box for row, _ in lines]).T.astype(np.float64)
    gap, aside = y1 - bottom, x1 - right
    level = np.abs((top + bottom) / 2 - (y1 + y2) / 2) <= np.maximum(0.5 * np.minimum(y2 - y1, 48), 8)
    above = np.where((gap >= -3) & (gap <= ABOVE) & (np.abs(left - x1) <= ALIGNED), gap, ABOVE)
    before = np.where((aside >= -2) & (aside <= LEFT) & level, aside, LEFT)
    found["label_above_gap"], found["label_left_gap"] = above.min(1) / ABOVE, before.min(1) / LEFT
    found["label_above"], found["label_left"] = (above.min(1) < ABOVE) * 1.0, (before.min(1) < LEFT) * 1.0
    for i, number in enumerate(np.where(above.min(1) < ABOVE, above.argmin(1), np.where(before.min(1) < LEFT, before.argmin(1), -1)).tolist()):
        if number >= 0:
            row, element = lines[number]
            said = row.text.rstrip()
            found["label_colon"][i], found["label_star"][i] = float(said.endswith(":")), float(said.endswith("*"))
            found["label_letters"][i], found["label_is_label"][i] = min(len(row.text), 60) / 20, float(element.role == "label")


def _holds(outer: np.ndarray, inner: np.ndarray) -> np.ndarray:
    """(N, M) bool: the middle of the inner one lies in the outer one, and most of it."""
    x1, y1 = np.maximum(outer[:, None, 0], inner[:, 0]), np.maximum(outer[:, None, 1], inner[:, 1])
    x2, y2 = np.minimum(outer[:, None, 2], inner[:, 2]), np.minimum(outer[:, None, 3], inner[:, 3])
    shared = np.maximum(x2 - x1, 0) * np.maximum(y2 - y1, 0)
    return shared >= 0.7 * np.maximum((inner[:, 2] - inner[:, 0]) * (inner[:, 3] - inner[:, 1]), 1e-6)
