"""Labels -> target maps of the detector: the inverse of shadow_runtime/decode.py, tested together.

    labelled page (JSON) --page_objects--> Objects --crop_objects--> Objects --target_maps--> Targets
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from shadow_runtime.decode import CONTAINER_STRIDE, STRIDE, encode_distance
from shadow_runtime.records import CONTAINER_ROLES, CONTROL_ROLES, GRAPHIC_ROLES, STATES, TEXT_ROLES
from shadow_teacher.pages.lines import visual_lines

UNDEFINED = -1  # a state that the role does not have, a role that is not sure


@dataclass(frozen=True)
class Layer:
    """Objects of one layer. boxes: (N, 4) xyxy float32 CSS px; roles: (N,) int64; states: (N, S) int8, UNDEFINED where
    a state does not apply; ignore: (N,) bool, neither positive nor negative."""

    boxes: np.ndarray
    roles: np.ndarray
    states: np.ndarray
    ignore: np.ndarray

    def take(self, index: np.ndarray) -> Layer:
        return Layer(self.boxes[index], self.roles[index], self.states[index], self.ignore[index])


Objects = Mapping[str, Layer]  # "control", "graphic", "row", "container"
LAYER_ROLES = {"control": CONTROL_ROLES, "graphic": GRAPHIC_ROLES, "row": TEXT_ROLES, "container": CONTAINER_ROLES}


def page_objects(page: Mapping[str, Any]) -> dict[str, Layer]:
    """The four layers of a labelled page (docs/file-formats.md)."""
    boxes: dict[str, list] = {name: [] for name in LAYER_ROLES}
    roles: dict[str, list] = {name: [] for name in LAYER_ROLES}
    states: dict[str, list] = {name: [] for name in LAYER_ROLES}
    ignore: dict[str, list] = {name: [] for name in LAYER_ROLES}

    def add(layer: str, box: list[float], role: int, state: Mapping[str, Any], ignored: bool) -> None:
        x, y, width, height = box
        if width < 2 or height < 2:
            return
        boxes[layer].append((x, y, x + width, y + height))
        roles[layer].append(role)
        states[layer].append([UNDEFINED if state.get(s) is None else int(state[s] is True) for s in STATES])
        ignore[layer].append(ignored)

    elements = {element["id"]: element for element in page["elements"]}
    for element in page["elements"]:
        for layer in ("control", "graphic", "container"):
            if element["role"] in LAYER_ROLES[layer]:
                role = LAYER_ROLES[layer].index(element["role"])
                add(layer, element["box"], role, element.get("states") or {}, bool(element.get("ignore")))
    for line in page.get("lines") or visual_lines(page):
        parts = [page["rows"][index] for index in line["rows"]]
        owners = [elements.get(row.get("element")) for row in parts]
        ignored = all(bool(owner and owner.get("ignore")) or (not row.get("readable", True) and bool(row.get("hidden")))
                      for row, owner in zip(parts, owners, strict=True))
        add("row", line["box"], line_role(parts, owners), {}, ignored)
    return {
        name: Layer(
            np.array(boxes[name], np.float32).reshape(-1, 4),
            np.array(roles[name], np.int64),
            np.array(states[name], np.int8).reshape(-1, len(STATES)),
            np.array(ignore[name], bool),
        )
        for name in LAYER_ROLES
    }


def line_role(parts: list[Mapping[str, Any]], owners: list[Mapping[str, Any] | None]) -> int:
    """Index of the text role that most characters of a line have; UNDEFINED where controls own all of it."""
    weights: dict[int, int] = {}
    for row, owner in zip(parts, owners, strict=True):
        name = owner["role"] if owner else "text"
        if name in TEXT_ROLES:
            role = TEXT_ROLES.index(name)
            weights[role] = weights.get(role, 0) + max(len(row["text"]), 1)
    return max(weights, key=lambda role: weights[role]) if weights else UNDEFINED


def crop_objects(objects: Objects, x: float, y: float, width: float, height: float, zoom: float) -> dict[str, Layer]:
    """Objects of the window (x, y, width, height), shifted to its origin and scaled by zoom; cut objects whose visible
    share is below a half become ignore regions."""
    cropped = {}
    for name, layer in objects.items():
        low = np.array([x, y, x, y], np.float32)
        clipped = np.clip(layer.boxes, low, low + np.array([width, height, width, height], np.float32))
        size, full = clipped[:, 2:] - clipped[:, :2], layer.boxes[:, 2:] - layer.boxes[:, :2]
        share = size.prod(1) / np.maximum(full.prod(1), 1e-3)
        inside = (size > 2).all(1)
        if name == "row":  # a row cut at the side is still a row; one cut through its height is not
            share = size[:, 1] / np.maximum(full[:, 1], 1e-3)
        kept = replace(layer, boxes=((clipped - low) * zoom).astype(np.float32), ignore=layer.ignore | (share < 0.5))
        cropped[name] = kept.take(inside)
    return cropped


@dataclass(frozen=True)
class Targets:
    """Dense targets of one crop; h, w are its size / 8 (containers / 32).

    heat: (3, h, w) in 0..1; heat_weight: same, 0 = ignore. box: (10, h, w) codes; box_weight: (3, h, w).
    control_role, graphic_role, row_role: (h, w) int64, UNDEFINED = no loss. state: (S, h, w) int8.
    container_*: likewise at stride 32.
    """

    heat: np.ndarray
    heat_weight: np.ndarray
    box: np.ndarray
    box_weight: np.ndarray
    control_role: np.ndarray
    graphic_role: np.ndarray
    row_role: np.ndarray
    state: np.ndarray
    container_heat: np.ndarray
    container_heat_weight: np.ndarray
    container_box: np.ndarray
    container_box_weight: np.ndarray
    container_role: np.ndarray


def target_maps(objects: Objects, height: int, width: int) -> Targets:
    """Target maps of a crop of height x width pixels (multiples of 64)."""
    h, w = height // STRIDE, width // STRIDE
    heat, weight = np.zeros((3, h, w), np.float32), np.ones((3, h, w), np.float32)
    box, box_weight = np.zeros((10, h, w), np.float32), np.zeros((3, h, w), np.float32)
    role = {name: np.full((h, w), UNDEFINED, np.int64) for name in ("control", "graphic", "row")}
    state = np.full((len(STATES), h, w), UNDEFINED, np.int8)
    for channel, name in enumerate(("control", "graphic")):
        draw_layer(objects[name], STRIDE, heat[channel], weight[channel], box[4 * channel : 4 * channel + 4],
                   box_weight[channel], role[name], state if name == "control" else None)
    draw_rows(objects["row"], heat[2], weight[2], box[8:10], box_weight[2], role["row"])
    ch, cw = height // CONTAINER_STRIDE, width // CONTAINER_STRIDE
    c_heat, c_weight = np.zeros((1, ch, cw), np.float32), np.ones((1, ch, cw), np.float32)
    c_box, c_box_weight = np.zeros((4, ch, cw), np.float32), np.zeros((1, ch, cw), np.float32)
    c_role = np.full((ch, cw), UNDEFINED, np.int64)
    draw_layer(objects["container"], CONTAINER_STRIDE, c_heat[0], c_weight[0], c_box, c_box_weight[0], c_role, None)
    return Targets(heat, weight, box, box_weight, role["control"], role["graphic"], role["row"], state,
                   c_heat, c_weight, c_box, c_box_weight, c_role)


def draw_layer(
    layer: Layer, stride: int, heat: np.ndarray, weight: np.ndarray, box: np.ndarray, box_weight: np.ndarray,
    role: np.ndarray, state: np.ndarray | None,
) -> None:
    """Elliptic Gaussians at object centers (TTFNet, arXiv 1909.00700): their area carries the box and role losses.

    Large objects are drawn first, so that a small object inside keeps its cells.
    """
    h, w = heat.shape
    areas = (layer.boxes[:, 2:] - layer.boxes[:, :2]).prod(1)
    for index in np.argsort(-areas, kind="stable"):
        x1, y1, x2, y2 = layer.boxes[index]
        if layer.ignore[index]:
            weight[cells(y1, y2, stride, h), cells(x1, x2, stride, w)] = 0
    for index in np.argsort(-areas, kind="stable"):
        if layer.ignore[index]:
            continue
        x1, y1, x2, y2 = layer.boxes[index]
        cx, cy = (x1 + x2) / 2, (y1 + y2) / 2
        sx, sy = max(0.11 * (x2 - x1), 0.4 * stride), max(0.11 * (y2 - y1), 0.4 * stride)
        rows, columns = cells(cy - 3 * sy, cy + 3 * sy, stride, h), cells(cx - 3 * sx, cx + 3 * sx, stride, w)
        ys = (np.arange(rows.start, rows.stop) + 0.5) * stride
        xs = (np.arange(columns.start, columns.stop) + 0.5) * stride
        blob = np.exp(-((ys - cy) ** 2) / (2 * sy**2))[:, None] * np.exp(-((xs - cx) ** 2) / (2 * sx**2))[None, :]
        inside = ((ys > y1) & (ys < y2))[:, None] & ((xs > x1) & (xs < x2))[None, :]
        # The cell under the center is a full positive even where the grid misses the exact center.
        iy, ix = min(int(cy // stride), h - 1), min(int(cx // stride), w - 1)
        if rows.start <= iy < rows.stop and columns.start <= ix < columns.stop:
            blob[iy - rows.start, ix - columns.start] = 1.0
            inside[iy - rows.start, ix - columns.start] = True
        blob = np.where(inside, blob, blob * 0.5)
        np.maximum(heat[rows, columns], blob, out=heat[rows, columns])
        mine = (blob >= 0.4) & inside & (blob >= 0.999 * np.where(box_weight[rows, columns] > 0, 0.6, 0))
        codes = encode_distance(np.stack([
            np.broadcast_to(xs[None, :] - x1, blob.shape), np.broadcast_to(ys[:, None] - y1, blob.shape),
            np.broadcast_to(x2 - xs[None, :], blob.shape), np.broadcast_to(y2 - ys[:, None], blob.shape),
        ]))
        box[:, rows, columns] = np.where(mine, codes, box[:, rows, columns])
        box_weight[rows, columns] = np.where(mine, blob, box_weight[rows, columns])
        role[rows, columns] = np.where(mine, layer.roles[index], role[rows, columns])
        weight[iy, ix] = 1.0
        if state is not None:
            state[:, rows, columns] = np.where(mine, layer.states[index][:, None, None], state[:, rows, columns])


def draw_rows(
    layer: Layer, heat: np.ndarray, weight: np.ndarray, box: np.ndarray, box_weight: np.ndarray, role: np.ndarray
) -> None:
    """A row is the line of sub-cells its middle passes through; cells next to that line are left undecided."""
    h, w = heat.shape
    for x1, y1, x2, y2 in layer.boxes[layer.ignore]:
        weight[cells(y1, y2, STRIDE, h), cells(x1, x2, STRIDE, w)] = 0
    middles = np.arange(h) * STRIDE + STRIDE / 2
    for index in np.flatnonzero(~layer.ignore):
        x1, y1, x2, y2 = layer.boxes[index]
        middle = (y1 + y2) / 2
        # Horizontally a cell counts when the row covers a quarter of it; sparser cover is undecided.
        first, last = int((x1 + 0.75 * STRIDE) // STRIDE), int((x2 - 0.25 * STRIDE) // STRIDE)
        first, last = max(min(first, w - 1), 0), min(max(last, first), w - 1)
        line = min(int(middle // STRIDE), h - 1)
        for iy in range(max(line - 1, 0), min(line + 2, h)):
            away = abs(middles[iy] - middle)
            if iy == line:
                heat[iy, first : last + 1] = 1.0
                weight[iy, first : last + 1] = 1.0
            elif away < 0.85 * STRIDE:
                undecided = heat[iy, first : last + 1] < 1.0
                weight[iy, first : last + 1][undecided] = 0
            else:
                continue
            free = (box_weight[iy, first : last + 1] == 0) | (iy == line)
            box[0, iy, first : last + 1][free] = encode_distance(middles[iy] - y1)
            box[1, iy, first : last + 1][free] = encode_distance(y2 - middles[iy])
            box_weight[iy, first : last + 1][free] = 1.0 if iy == line else 0.3
            role[iy, first : last + 1][free] = layer.roles[index]
        for ix in (first - 1, last + 1):
            if 0 <= ix < w and (ix + 1) * STRIDE > x1 and ix * STRIDE < x2 and heat[line, ix] < 1.0:
                weight[line, ix] = 0


def cells(low: float, high: float, stride: int, count: int) -> slice:
    """Slice of the cells that the interval touches."""
    first = int(np.clip(np.floor(low / stride), 0, count))
    return slice(first, int(np.clip(np.ceil(high / stride), first, count)))
