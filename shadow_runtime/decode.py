"""Dense detector maps -> boxes, roles, states and text rows; pure numpy.

Coordinates here are pixels of the frame as the detector saw it (CSS pixels: perceive rescales), corners x1 y1 x2 y2.
The inverse, labels -> target maps, is shadow_teacher/training/targets.py; both use encode_distance / decode_distance.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

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
    return 4.0 * (np.exp2(np.clip(code, 0.0, 10.0)) - 1.0)


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


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-x))


def softmax(x: np.ndarray) -> np.ndarray:
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def unfold(cells: np.ndarray, channels: int) -> np.ndarray:
    """(4 * C, h, w) map with 2x2 sub-cells -> (C, 2h, 2w); sub-cells lie outermost, row-major."""
    _, height, width = cells.shape
    return cells.reshape(2, 2, channels, height, width).transpose(2, 3, 0, 4, 1).reshape(channels, 2 * height, 2 * width)


def gather(cells: np.ndarray, channels: int, ys: np.ndarray, xs: np.ndarray) -> np.ndarray:
    """(N, C) values of the sub-cells (ys, xs), without unfolding the whole map."""
    _, height, width = cells.shape
    sub = cells.reshape(2, 2, channels, height, width)
    return sub[ys % 2, xs % 2, :, ys // 2, xs // 2]


def peaks(logits: np.ndarray, threshold: float, limit: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Local maxima (3x3) of an (h, w) logit map above a probability; returns ys, xs, scores, best first."""
    cut = np.log(threshold / (1 - threshold))
    padded = np.pad(logits, 1, constant_values=-np.inf)
    rows = np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:])
    best = np.maximum(np.maximum(rows[:, :-2], rows[:, 1:-1]), rows[:, 2:])
    ys, xs = np.nonzero((logits >= best) & (logits > cut))
    scores = sigmoid(logits[ys, xs])
    order = np.argsort(-scores, kind="stable")[:limit]
    return ys[order], xs[order], scores[order]


def ltrb_boxes(codes: np.ndarray, ys: np.ndarray, xs: np.ndarray, stride: int) -> np.ndarray:
    """(N, 4) xyxy boxes from log-encoded left, top, right, bottom distances of cell centers."""
    distances = decode_distance(codes)
    centers = np.stack([(xs + 0.5) * stride, (ys + 0.5) * stride], axis=1)
    return np.concatenate([centers - distances[:, :2], centers + distances[:, 2:]], axis=1).astype(np.float32)


def suppress(boxes: np.ndarray, scores: np.ndarray, iou: float) -> np.ndarray:
    """Indices that survive greedy non-maximum suppression; boxes come best first."""
    if len(boxes) == 0:
        return np.zeros(0, dtype=np.int64)
    overlaps = np.triu(iou_matrix(boxes, boxes) > iou, k=1)
    kept = np.ones(len(boxes), dtype=bool)
    for index in np.flatnonzero(overlaps.any(axis=1)):
        if kept[index]:
            kept[overlaps[index]] = False
    return np.flatnonzero(kept)


def drop_fragments(boxes: np.ndarray, scores: np.ndarray) -> np.ndarray:
    """Indices without fragments: a box lying mostly inside a much surer one of like height is a piece of it, not a part.

    What really nests (a button in a search field) is about as sure as what it lies in, or much lower.
    """
    if len(boxes) < 2:
        return np.arange(len(boxes))
    heights, areas = boxes[:, 3] - boxes[:, 1], (boxes[:, 2:] - boxes[:, :2]).prod(1)
    low, high = np.maximum(boxes[:, None, :2], boxes[None, :, :2]), np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    shared = np.clip(high - low, 0, None).prod(-1)
    inside = shared > 0.7 * np.minimum(areas[:, None], areas[None, :])
    alike = np.minimum(heights[:, None], heights[None, :]) > 0.6 * np.maximum(heights[:, None], heights[None, :])
    weaker = scores[:, None] < 0.75 * scores[None, :]
    return np.flatnonzero(~(inside & alike & weaker).any(axis=1))


def decode_layer(
    maps: Mapping[str, np.ndarray], layer: int, threshold: float, limit: int = 300, iou: float = 0.55
) -> Detections:
    """Controls (layer 0) or graphics (layer 1) of one frame's maps, each (4 * C, h, w)."""
    name, roles = ("control_role", len(CONTROL_ROLES)) if layer == 0 else ("graphic_role", len(GRAPHIC_ROLES))
    heat = unfold(maps["heat"], 3)[layer]
    ys, xs, scores = peaks(heat, threshold, limit)
    codes = gather(maps["box"], MAP_CHANNELS["box"], ys, xs)[:, 4 * layer : 4 * layer + 4]
    boxes = ltrb_boxes(codes, ys, xs, STRIDE)
    kept = suppress(boxes, scores, iou)
    kept = kept[drop_fragments(boxes[kept], scores[kept])]
    ys, xs = ys[kept], xs[kept]
    role = softmax(gather(maps[name], roles, ys, xs))
    states = sigmoid(gather(maps["state"], len(STATES), ys, xs)) if layer == 0 else np.zeros((len(ys), 0), np.float32)
    return Detections(boxes[kept], scores[kept], role, states)


def decode_containers(maps: Mapping[str, np.ndarray], threshold: float, limit: int = 60) -> Detections:
    ys, xs, scores = peaks(maps["container_heat"][0], threshold, limit)
    boxes = ltrb_boxes(maps["container_box"][:, ys, xs].T, ys, xs, CONTAINER_STRIDE)
    kept = suppress(boxes, scores, 0.6)
    ys, xs = ys[kept], xs[kept]
    roles = softmax(maps["container_role"][:, ys, xs].T)
    return Detections(boxes[kept], scores[kept], roles, np.zeros((len(kept), 0), np.float32))


def decode_rows(maps: Mapping[str, np.ndarray], threshold: float) -> Rows:
    """Text rows: runs of sub-cells that say "the middle of a text row passes here", with agreeing top and bottom."""
    heat = unfold(maps["heat"], 3)[2]
    height, width = heat.shape
    cut = np.log(threshold / (1 - threshold))
    # Where two map rows both fire, the row's middle lies near their border: keep the stronger.
    above, below = np.full_like(heat, -np.inf), np.full_like(heat, -np.inf)
    above[1:], below[:-1] = heat[:-1], heat[1:]
    ys, xs = np.nonzero((heat > cut) & (heat >= above) & (heat > below))
    if len(ys) == 0:
        return Rows(np.zeros((0, 4), np.float32), np.zeros(0, np.float32), np.zeros((0, len(TEXT_ROLES)), np.float32))
    codes = gather(maps["box"], MAP_CHANNELS["box"], ys, xs)[:, 8:10]
    distances = decode_distance(codes)
    middle = (ys + 0.5) * STRIDE
    tops, bottoms = middle - distances[:, 0], middle + distances[:, 1]
    scores = sigmoid(heat[ys, xs])
    roles = softmax(gather(maps["row_role"], len(TEXT_ROLES), ys, xs))
    return _join_runs(xs, tops, bottoms, scores, roles, width)


def _join_runs(
    xs: np.ndarray, tops: np.ndarray, bottoms: np.ndarray, scores: np.ndarray, roles: np.ndarray, width: int
) -> Rows:
    """Chain cells of neighboring columns whose vertical extents agree."""
    order = np.argsort(xs, kind="stable")
    open_runs: list[dict] = []
    done: list[dict] = []
    column = -1
    for index in order:
        x, top, bottom = int(xs[index]), float(tops[index]), float(bottoms[index])
        if x != column:
            column = x
            still = []
            for run in open_runs:
                (still if run["x"] >= x - 2 else done).append(run)
            open_runs = still
        size = bottom - top
        best, best_gap = None, 0.35
        for run in open_runs:
            if run["x"] == x:
                continue
            reference = max(run["bottom"] - run["top"], size, 1.0)
            gap = max(abs(run["top"] - top), abs(run["bottom"] - bottom)) / reference
            if gap < best_gap:
                best, best_gap = run, gap
        if best is None:
            open_runs.append({"x": x, "first": x, "top": top, "bottom": bottom, "members": [index]})
        else:
            best["x"] = x
            best["members"].append(index)
            # Follow slowly: one noisy cell must not derail the run.
            best["top"] += 0.4 * (top - best["top"])
            best["bottom"] += 0.4 * (bottom - best["bottom"])
    done.extend(open_runs)
    boxes, row_scores, row_roles = [], [], []
    for run in done:
        members = np.array(run["members"])
        weight = scores[members]
        top, bottom = np.median(tops[members]), np.median(bottoms[members])
        if bottom - top < 4 or weight.max() < 0.5:
            continue
        boxes.append((run["first"] * STRIDE, top, (run["x"] + 1) * STRIDE, bottom))
        row_scores.append(float(weight.mean()))
        row_roles.append(roles[members].mean(axis=0))
    if not boxes:
        return Rows(np.zeros((0, 4), np.float32), np.zeros(0, np.float32), np.zeros((0, roles.shape[1]), np.float32))
    boxes_array, scores_array = np.array(boxes, np.float32), np.array(row_scores, np.float32)
    order = np.argsort(-(scores_array * (boxes_array[:, 2] - boxes_array[:, 0])), kind="stable")
    boxes_array, scores_array = boxes_array[order], scores_array[order]
    kept = suppress(boxes_array, scores_array, 0.5)
    return Rows(boxes_array[kept], scores_array[kept], np.array(row_roles, np.float32)[order][kept])
