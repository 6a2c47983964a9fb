"""Dense detector maps -> boxes, roles, states and text rows; numpy and one OpenCV filter.

Coordinates here are pixels of the frame as the detector saw it (CSS pixels: perceive rescales), corners x1 y1 x2 y2.
The inverse, labels -> target maps, is shadow_teacher/training/targets.py; both use encode_distance / decode_distance.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import cv2
import numpy as np

from .chains import chains_of
from .geometry import iou_matrix
from .records import CONTAINER_ROLES, CONTROL_ROLES, GRAPHIC_ROLES, STATES, TEXT_ROLES

STRIDE = 8  # of a sub-cell
CELL = 16  # of the map that carries 2x2 sub-cells
SUBCELLS = 4
CONTAINER_STRIDE = 32
ALIGN = 64  # frames are padded to a multiple of this

# Channels of each output map. "heat": control, graphic, row. "box": control ltrb, graphic ltrb, row top and bottom.
MAP_CHANNELS = {
    "heat": 3,
    "box": 10,
    "control_role": len(CONTROL_ROLES),
    "graphic_role": len(GRAPHIC_ROLES),
    "row_role": len(TEXT_ROLES),
    "state": len(STATES),
    "container_heat": 1,
    "container_box": 4,
    "container_role": len(CONTAINER_ROLES),
}


def encode_distance(px: np.ndarray) -> np.ndarray:
    """Distance in px -> log2(1 + px / 4): one int8 scale fits 4 px icons and 1,200 px tables alike."""
    return np.log2(1.0 + np.maximum(px, 0.0) / 4.0)


def decode_distance(code: np.ndarray) -> np.ndarray:
    return 4.0 * (np.exp2(np.minimum(np.maximum(code, 0.0), 10.0)) - 1.0)


@dataclass(frozen=True, slots=True)
class Detections:
    """Boxes of one layer, best first. boxes: (N, 4) xyxy float32; scores: (N,); roles: (N, R) probabilities.

    states: (N, S) probabilities of records.STATES for controls, (N, 0) otherwise.
    """

    boxes: np.ndarray
    scores: np.ndarray
    roles: np.ndarray
    states: np.ndarray


@dataclass(frozen=True, slots=True)
class Rows:
    """Text rows. boxes: (N, 4) xyxy float32; scores: (N,); roles: (N, len(TEXT_ROLES)) probabilities."""

    boxes: np.ndarray
    scores: np.ndarray
    roles: np.ndarray


LEAF_MAPS = ("box", "control_role", "graphic_role", "row_role", "state")  # beside "heat", of one size with it
LIMIT = 300  # boxes of a layer
Place = tuple[np.ndarray, np.ndarray, np.ndarray]  # ys, xs, scores of sub-cells


class Maps(Protocol):
    """A detector's output maps, MAP_CHANNELS names them; (4 * C, h, w) with sub-cells outermost, containers (C, h, w)."""

    def dense(self, name: str) -> np.ndarray:
        """The whole map, float32."""

    def at(self, names: Sequence[str], ys: np.ndarray, xs: np.ndarray) -> dict[str, np.ndarray]:
        """Name -> (N, channels) float32 at the cells (ys, xs); maps of one size at a time."""


class DenseMaps:
    """Maps that were computed whole. maps: name -> (channels, h, w) float32."""

    def __init__(self, maps: Mapping[str, np.ndarray]) -> None:
        self._maps = maps

    def dense(self, name: str) -> np.ndarray:
        return self._maps[name]

    def at(self, names: Sequence[str], ys: np.ndarray, xs: np.ndarray) -> dict[str, np.ndarray]:
        return {name: self._maps[name][:, ys, xs].T for name in names}


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-x))


def softmax(x: np.ndarray) -> np.ndarray:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def unfold(cells: np.ndarray, channels: int) -> np.ndarray:
    """(channels, 2h, 2w) of a (4 * channels, h, w) map with 2x2 sub-cells; those lie outermost, row-major."""
    _, height, width = cells.shape
    layers = np.empty((channels, 2 * height, 2 * width), cells.dtype)
    for sub in range(SUBCELLS):
        layers[:, sub // 2 :: 2, sub % 2 :: 2] = cells[sub * channels : (sub + 1) * channels]
    return layers


def unfold_layer(cells: np.ndarray, channels: int, layer: int) -> np.ndarray:
    """One channel of a map with 2x2 sub-cells, (2h, 2w)."""
    return unfold(cells[layer::channels], 1)[0]


@dataclass(frozen=True, slots=True)
class Said:
    """What the maps say at some sub-cells: said[name] is (N, C)."""

    cells: Mapping[str, np.ndarray]  # name -> (SUBCELLS, C, M)
    sub: np.ndarray  # (N,) which sub-cell
    number: np.ndarray  # (N,) of which cell

    def __getitem__(self, name: str) -> np.ndarray:
        return self.cells[name][self.sub, :, self.number]

    def part(self, start: int, stop: int | None = None) -> Said:
        """The same at some of the sub-cells."""
        return Said(self.cells, self.sub[start:stop], self.number[start:stop])


def gather(maps: Maps, names: Sequence[str], ys: np.ndarray, xs: np.ndarray) -> Said:
    """What is said at the sub-cells (ys, xs), without unfolding whole maps; each cell is asked for once."""
    columns = int(xs.max(initial=0)) // 2 + 1
    cells = ys // 2 * columns + xs // 2
    asked = np.zeros(int(cells.max(initial=0)) + 1, bool)
    asked[cells] = True
    values = maps.at(names, *np.divmod(np.flatnonzero(asked), columns))
    folded = {name: value.T.reshape(SUBCELLS, MAP_CHANNELS[name], -1) for name, value in values.items()}
    return Said(folded, ys % 2 * 2 + xs % 2, (np.cumsum(asked) - 1)[cells])


@cache
def logit(probability: float) -> np.float32:
    """What a float32 logit must exceed to be above a probability: comparing in float32 is several times faster."""
    exact = np.log(probability / (1 - probability))
    below = np.float32(exact)
    return below if below <= exact else np.nextafter(below, np.float32(-np.inf))


def peaks(logits: np.ndarray, threshold: float, limit: int) -> Place:
    """Local maxima (3x3) of an (h, w) logit map above a probability; returns ys, xs, scores, best first."""
    best = cv2.dilate(logits, np.ones((3, 3), np.uint8))
    found = np.flatnonzero((logits > logit(threshold)) & (logits >= best))
    scores = sigmoid(logits.ravel()[found])
    order = np.argsort(-scores, kind="stable")[:limit]
    ys, xs = np.divmod(found[order], logits.shape[1])
    return ys, xs, scores[order]


def ltrb_boxes(codes: np.ndarray, ys: np.ndarray, xs: np.ndarray, stride: int) -> np.ndarray:
    """(N, 4) xyxy boxes from log-encoded left, top, right, bottom distances of cell centers."""
    left, top, right, bottom = decode_distance(codes).T
    x, y = (xs + 0.5) * stride, (ys + 0.5) * stride
    boxes = np.empty((len(codes), 4), np.float32)
    boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3] = x - left, y - top, x + right, y + bottom
    return boxes


def suppress(boxes: np.ndarray, scores: np.ndarray, iou: float) -> np.ndarray:
    """Indices that survive greedy non-maximum suppression; boxes come best first."""
    kept = np.ones(len(boxes), dtype=bool)
    overlaps = iou_matrix(boxes, boxes) > iou
    overlaps.ravel()[:: len(boxes) + 1] = False  # itself
    for index in np.flatnonzero(overlaps.any(axis=1)).tolist():
        if kept[index]:
            kept[index + 1 :] &= ~overlaps[index, index + 1 :]
    return np.flatnonzero(kept)


def drop_fragments(boxes: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Indices without fragments: a box lying mostly inside a much surer one of like height is a piece of it, not a part.

    What really nests (a button in a search field) is about as sure as what it lies in, or much lower.
    """
    if len(boxes) < 2:
        return np.arange(len(boxes))
    heights, areas = boxes[:, 3] - boxes[:, 1], (boxes[:, 2:] - boxes[:, :2]).prod(1)
    x1, y1, x2, y2 = boxes.T
    shared = np.maximum(np.minimum(x2[:, None], x2) - np.maximum(x1[:, None], x1), 0) * np.maximum(np.minimum(y2[:, None], y2) - np.maximum(y1[:, None], y1), 0)
    inside = shared > 0.7 * np.minimum(areas[:, None], areas[None, :])
    alike = np.minimum(heights[:, None], heights[None, :]) > 0.6 * np.maximum(heights[:, None], heights[None, :])
    weaker = scores[:, None] < 0.75 * scores[None, :]
    return np.flatnonzero(~(inside & alike & weaker).any(axis=1))


def decode_leaves(maps: Maps, control: float, graphic: float, row: float) -> tuple[Detections, Detections, Rows]:
    """Controls, graphics and text rows above these probabilities; the maps are asked once for all of them."""
    heat = unfold(maps.dense("heat"), MAP_CHANNELS["heat"])
    places = peaks(heat[0], control, LIMIT), peaks(heat[1], graphic, LIMIT), row_cells(heat[2], row)
    ys, xs = (np.concatenate([place[axis] for place in places]) for axis in (0, 1))
    said = gather(maps, LEAF_MAPS, ys, xs)
    first, second = len(places[0][0]), len(places[0][0]) + len(places[1][0])
    return (
        layer_of(places[0], said.part(0, first), 0), layer_of(places[1], said.part(first, second), 1),
        rows_of(places[2], said.part(second)),
    )  # fmt: skip


def decode_layer(maps: Maps, layer: int, threshold: float) -> Detections:
    """Controls (layer 0) or graphics (layer 1) alone."""
    place = peaks(unfold_layer(maps.dense("heat"), 3, layer), threshold, LIMIT)
    return layer_of(place, gather(maps, LEAF_MAPS, *place[:2]), layer)


def decode_rows(maps: Maps, threshold: float) -> Rows:
    """Text rows alone."""
    place = row_cells(unfold_layer(maps.dense("heat"), 3, 2), threshold)
    return rows_of(place, gather(maps, LEAF_MAPS, *place[:2]))


def layer_of(place: Place, said: Said, layer: int) -> Detections:
    ys, xs, scores = place
    boxes = ltrb_boxes(said["box"][:, 4 * layer : 4 * layer + 4], ys, xs, STRIDE)
    kept = suppress(boxes, scores, 0.55)
    kept = kept[drop_fragments(boxes[kept], scores[kept])]
    states = sigmoid(said["state"][kept]) if layer == 0 else np.zeros((len(kept), 0), np.float32)
    return Detections(boxes[kept], scores[kept], softmax(said["graphic_role" if layer else "control_role"][kept]), states)


def decode_containers(maps: Maps, threshold: float, limit: int = 60) -> Detections:
    ys, xs, scores = peaks(maps.dense("container_heat")[0], threshold, limit)
    values = maps.at(("container_box", "container_role"), ys, xs)
    boxes = ltrb_boxes(values["container_box"], ys, xs, CONTAINER_STRIDE)
    kept = suppress(boxes, scores, 0.6)
    return Detections(boxes[kept], scores[kept], softmax(values["container_role"][kept]), np.zeros((len(kept), 0), np.float32))


def row_cells(heat: np.ndarray, threshold: float) -> Place:
    """Sub-cells that say "the middle of a text row passes here": ys, xs, scores."""
    fires = heat > logit(threshold)
    # Where two map rows both fire, the row's middle lies near their border: keep the stronger.
    lower = heat[1:] >= heat[:-1]
    fires[1:] &= lower
    fires[:-1] &= ~lower
    found = np.flatnonzero(fires)
    return *np.divmod(found, heat.shape[1]), sigmoid(heat.ravel()[found])


def rows_of(place: Place, said: Said) -> Rows:
    """Runs of row cells with agreeing top and bottom."""
    ys, xs, scores = place
    if len(ys) == 0:
        return Rows(np.zeros((0, 4), np.float32), np.zeros(0, np.float32), np.zeros((0, len(TEXT_ROLES)), np.float32))
    distances = decode_distance(said["box"][:, 8:10])
    middle = (ys + 0.5) * STRIDE
    return _join_runs(xs, middle - distances[:, 0], middle + distances[:, 1], scores, softmax(said["row_role"]))


def _join_runs(xs: np.ndarray, tops: np.ndarray, bottoms: np.ndarray, scores: np.ndarray, roles: np.ndarray) -> Rows:
    """Chain cells of neighboring columns whose vertical extents agree; a chain is a row, its cells vote on the rest."""
    order = np.argsort(xs.astype(np.uint16), kind="stable")  # so narrow a number is sorted by counting
    xs, tops, bottoms, scores, roles = xs[order], tops[order], bottoms[order], scores[order], roles[order]
    chains = chains_of(xs, tops, bottoms)
    # Cells sorted by chain, then the votes of each chain at once.
    order = np.argsort(chains, kind="stable")
    ordered = chains[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    counts = np.append(starts[1:], len(order)) - starts
    members = xs[order]
    sure = scores[order]
    top, bottom = _medians(tops, chains, starts, counts), _medians(bottoms, chains, starts, counts)
    boxes = np.stack([members[starts] * STRIDE, top, (members[starts + counts - 1] + 1) * STRIDE, bottom], axis=1).astype(np.float32)
    mean = np.add.reduceat(sure, starts) / counts
    role = np.add.reduceat(roles[order], starts) / counts[:, None]
    rows = np.flatnonzero((bottom - top >= 4) & (np.maximum.reduceat(sure, starts) >= 0.5))
    rows = rows[np.argsort(-(mean * (boxes[:, 2] - boxes[:, 0]))[rows], kind="stable")]
    rows = rows[suppress(boxes[rows], mean[rows], 0.5)]
    return Rows(boxes[rows], mean[rows].astype(np.float32), role[rows].astype(np.float32))


def _medians(values: np.ndarray, chains: np.ndarray, starts: np.ndarray, counts: np.ndarray) -> np.ndarray:
    ranked = values[np.lexsort((values, chains))]
    return (ranked[starts + (counts - 1) // 2] + ranked[starts + counts // 2]) / 2
