"""Dense detector maps -> boxes, roles, states and text rows; numpy and one OpenCV filter.

Coordinates here are pixels of the frame as the detector saw it (CSS pixels: perceive rescales), corners x1 y1 x2 y2.
The inverse, labels -> target maps, is shadow_teacher/training/targets.py; both use encode_distance / decode_distance.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import cv2
import numpy as np

from .chains import chains_of, narrow
from .overlaps import distinct, suppress
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
CONTAINER_MAPS = ("container_box", "container_role")
LIMIT = 300  # boxes of a layer
Place = tuple[np.ndarray, np.ndarray, np.ndarray]  # ys, xs, scores of sub-cells


@dataclass(frozen=True, slots=True)
class Layer:
    """Boxes of one kind: where the maps speak of them, and what two of them may be to each other."""

    box: str  # the map with their distances,
    channel: int  # from this channel on
    role: str
    stride: int  # px, of their cells
    limit: int
    doubled: float  # intersection over union above which two are one
    nests: bool = False  # one inside another is no piece of it
    states: bool = False


CONTROL = Layer("box", 0, "control_role", STRIDE, LIMIT, 0.55, states=True)
GRAPHIC = Layer("box", 4, "graphic_role", STRIDE, LIMIT, 0.55)
CONTAINER = Layer("container_box", 0, "container_role", CONTAINER_STRIDE, 60, 0.6, nests=True)


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


def softmax(x: np.ndarray, axis: int = -1) -> np.ndarray:
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


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

    def by_channel(self, name: str, start: int = 0, stop: int | None = None) -> np.ndarray:
        """(C, N), of some channels: numbers of one channel side by side, which is far faster where there are many sub-cells."""
        cells = self.cells[name]
        _, channels, count = cells.shape
        wanted = np.arange(channels)[start:stop, None] * count
        return cells.reshape(-1).take(wanted + (self.sub * (channels * count) + self.number))

    def part(self, which: slice | np.ndarray) -> Said:
        """The same at some of the sub-cells."""
        return Said(self.cells, self.sub[which], self.number[which])


def gather(maps: Maps, names: Sequence[str], ys: np.ndarray, xs: np.ndarray) -> Said:
    """What is said at the sub-cells (ys, xs), without unfolding whole maps; each cell is asked for once."""
    columns = int(xs.max(initial=0)) // 2 + 1
    cells = (ys >> 1) * columns + (xs >> 1)
    asked = np.zeros(int(cells.max(initial=0)) + 1, bool)
    asked[cells] = True
    values = maps.at(names, *np.divmod(asked.nonzero()[0], columns))
    folded = {name: value.T.reshape(SUBCELLS, MAP_CHANNELS[name], -1) for name, value in values.items()}
    return Said(folded, (ys & 1) * 2 + (xs & 1), (asked.cumsum() - 1)[cells])


@cache
def logit(probability: float) -> np.float32:
    """What a float32 logit must exceed to be above a probability: comparing in float32 is several times faster."""
    exact = np.log(probability / (1 - probability))
    below = np.float32(exact)
    return below if below <= exact else np.nextafter(below, np.float32(-np.inf))


def peaks(logits: np.ndarray, threshold: float, limit: int) -> Place:
    """Local maxima (3x3) of an (h, w) logit map above a probability; returns ys, xs, scores, best first."""
    found = ((logits > logit(threshold)) & (logits >= cv2.dilate(logits, None))).ravel().nonzero()[0]
    scores = sigmoid(logits.ravel()[found])
    order = (-scores).argsort(kind="stable")[:limit]
    ys, xs = np.divmod(found[order], logits.shape[1])
    return ys, xs, scores[order]


def row_cells(heat: np.ndarray, threshold: float) -> Place:
    """Sub-cells that say "the middle of a text row passes here", column by column: ys, xs, scores."""
    fires = heat > logit(threshold)
    # Where two map rows both fire, the row's middle lies near their border: keep the stronger.
    lower = heat[1:] >= heat[:-1]
    fires[1:] &= lower
    fires[:-1] &= ~lower
    found = fires.ravel().nonzero()[0]
    ys, xs = np.divmod(found, heat.shape[1])
    order = narrow(xs).argsort(kind="stable")
    return ys[order], xs[order], sigmoid(heat.ravel()[found[order]])


def ltrb_boxes(codes: np.ndarray, ys: np.ndarray, xs: np.ndarray, stride: int | np.ndarray) -> np.ndarray:
    """(N, 4) xyxy boxes from log-encoded left, top, right, bottom distances of cell centers; stride: px, of all or of each."""
    distances = decode_distance(codes)
    centers = np.empty((len(codes), 2))
    centers[:, 0], centers[:, 1] = (xs + 0.5) * stride, (ys + 0.5) * stride
    boxes = np.empty((len(codes), 4), np.float32)
    boxes[:, :2], boxes[:, 2:] = centers - distances[:, :2], centers + distances[:, 2:]
    return boxes


def decode(maps: Maps, control: float, graphic: float, row: float, container: float) -> tuple[Detections, Detections, Detections, Rows]:
    """Controls, graphics, containers and text rows above these probabilities.

    What can be done for several kinds at once is: there are a few hundred numbers, and the time goes into calling numpy.
    """
    heat = unfold(maps.dense("heat"), MAP_CHANNELS["heat"])
    controls, graphics, rows = peaks(heat[0], control, CONTROL.limit), peaks(heat[1], graphic, GRAPHIC.limit), row_cells(heat[2], row)
    containers = peaks(maps.dense("container_heat")[0], container, CONTAINER.limit)
    said = gather(maps, LEAF_MAPS, *(np.concatenate([place[axis] for place in (controls, graphics, rows)]) for axis in (0, 1)))
    first, second = len(controls[0]), len(controls[0]) + len(graphics[0])
    found = boxes_of([
        (CONTROL, controls, said.part(slice(first))),
        (GRAPHIC, graphics, said.part(slice(first, second))),
        (CONTAINER, containers, maps.at(CONTAINER_MAPS, *containers[:2])),
    ])  # fmt: skip
    return found[0], found[1], found[2], rows_of(rows, said.part(slice(second, None)))


def decode_layer(maps: Maps, layer: int, threshold: float) -> Detections:
    """Controls (layer 0) or graphics (layer 1) alone."""
    place = peaks(unfold_layer(maps.dense("heat"), MAP_CHANNELS["heat"], layer), threshold, LIMIT)
    return boxes_of([((CONTROL, GRAPHIC)[layer], place, gather(maps, LEAF_MAPS, *place[:2]))])[0]


def decode_containers(maps: Maps, threshold: float) -> Detections:
    """Containers alone."""
    place = peaks(maps.dense("container_heat")[0], threshold, CONTAINER.limit)
    return boxes_of([(CONTAINER, place, maps.at(CONTAINER_MAPS, *place[:2]))])[0]


def decode_rows(maps: Maps, threshold: float) -> Rows:
    """Text rows alone."""
    place = row_cells(unfold_layer(maps.dense("heat"), MAP_CHANNELS["heat"], 2), threshold)
    return rows_of(place, gather(maps, LEAF_MAPS, *place[:2]))


def boxes_of(found: Sequence[tuple[Layer, Place, Said | Mapping[str, np.ndarray]]]) -> list[Detections]:
    """The boxes of some layers, each with the places of its cells and what is said there."""
    counts = [len(place[0]) for _, place, _ in found]
    ends = [0, *itertools.accumulate(counts)]
    numbers = np.arange(len(found)).repeat(counts)
    ys, xs, scores = (np.concatenate([place[axis] for _, place, _ in found]) for axis in range(3))
    codes = np.concatenate([said[layer.box][:, layer.channel : layer.channel + 4] for layer, _, said in found])
    boxes = ltrb_boxes(codes, ys, xs, np.array([layer.stride for layer, _, _ in found])[numbers])
    kept = distinct(boxes, scores, numbers, [layer.doubled for layer, _, _ in found], [layer.nests for layer, _, _ in found])
    edges = kept.searchsorted(ends).tolist()
    parts = [kept[start:stop] for start, stop in itertools.pairwise(edges)]
    return [_detections(layer, said, boxes[part], scores[part], part - first) for (layer, _, said), part, first in zip(found, parts, ends, strict=False)]


def _detections(layer: Layer, said: Said | Mapping[str, np.ndarray], boxes: np.ndarray, scores: np.ndarray, kept: np.ndarray) -> Detections:
    """What is kept of a layer. kept: numbers of these boxes among all places of the layer."""
    states = sigmoid(said["state"][kept]) if layer.states else np.zeros((len(kept), 0), np.float32)
    return Detections(boxes, scores, softmax(said[layer.role][kept]), states)


def rows_of(place: Place, said: Said) -> Rows:
    """Runs of row cells with agreeing top and bottom; the cells column by column."""
    ys, xs, scores = place
    if len(ys) == 0:
        return Rows(np.zeros((0, 4), np.float32), np.zeros(0, np.float32), np.zeros((0, len(TEXT_ROLES)), np.float32))
    distances = decode_distance(said.by_channel("box", 8, 10))
    middle = (ys + 0.5) * STRIDE
    return _join_runs(xs, middle - distances[0], middle + distances[1], scores, softmax(said.by_channel("row_role"), axis=0))


def _join_runs(xs: np.ndarray, tops: np.ndarray, bottoms: np.ndarray, scores: np.ndarray, roles: np.ndarray) -> Rows:
    """Chain cells of neighboring columns whose vertical extents agree; a chain is a row, its cells vote on the rest. roles: (R, N)."""
    order, starts, stops = chains_of(xs, tops, bottoms)
    counts = stops - starts
    xs, scores = xs[order], scores[order]
    top, bottom = _medians(np.array([tops, bottoms])[:, order], starts, counts)
    boxes = np.empty((len(starts), 4), np.float32)
    boxes[:, 0], boxes[:, 1], boxes[:, 2], boxes[:, 3] = xs[starts] * STRIDE, top, (xs[stops - 1] + 1) * STRIDE, bottom
    mean = np.add.reduceat(scores, starts) / counts
    rows = order[starts].argsort()  # as their first cells come
    rows = rows[((bottom - top >= 4) & (np.maximum.reduceat(scores, starts) >= 0.5))[rows]]
    rows = rows[(-(mean * (boxes[:, 2] - boxes[:, 0]))[rows]).argsort(kind="stable")]
    rows = rows[suppress(boxes[rows], 0.5)]
    role = (np.add.reduceat(roles[:, order], starts, axis=1) / counts)[:, rows]
    return Rows(boxes[rows], mean[rows].astype(np.float32), role.T.astype(np.float32, order="C"))


def _medians(values: np.ndarray, starts: np.ndarray, counts: np.ndarray) -> np.ndarray:
    """(2, C): the medians of every chain's values of two kinds. values: (2, N), chain by chain; starts, counts: of each in them."""
    kinds, size = values.shape
    starts = (starts + np.arange(0, kinds * size, size)[:, None]).ravel()
    counts = np.concatenate([counts] * kinds)
    chains = narrow(np.arange(len(starts))).repeat(counts)
    values = values.ravel()
    ranked = values.argsort()
    ranked = values[ranked[chains[ranked].argsort(kind="stable")]]
    return ((ranked[starts + ((counts - 1) >> 1)] + ranked[starts + (counts >> 1)]) / 2).reshape(kinds, -1)
