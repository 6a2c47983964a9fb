"""How well a detector finds and names things on labelled pages it was not trained on.

    python -m shadow_teacher.training.evaluate_detector --weights detector.safetensors --packed DIR [--pages DIR] --out metrics.json

Recall is class-agnostic at IoU 0.5 among the 100 best boxes of a frame (leaf elements: controls and graphics by their
boxes, text by its rows); AP50 is per role, all-point interpolation as in COCO, ignore regions left out.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import load_file

from shadow_runtime.decode import ALIGN, DenseMaps, Detections, Rows, decode_containers, decode_layer, decode_rows
from shadow_runtime.geometry import iou_matrix
from shadow_runtime.records import STATES
from shadow_teacher.networks.detector import Detector, pack

from .detector_data import PackedPages, pack_pages
from .targets import LAYER_ROLES, Layer

RECALL_THRESHOLD = 0.05  # the 100 best boxes of a layer count, however unsure; AP ranks by score
ROW_THRESHOLD = 0.3


def load_detector(weights: Path) -> Detector:
    """The network of a safetensors file, in evaluation mode."""
    with safe_open(weights, "pt") as file:
        width = file.metadata()["width"]
    model = Detector(width)
    model.load_state_dict(load_file(weights))
    return model.eval()


@torch.no_grad()
def run_detector(model: Detector, rgb: np.ndarray) -> DenseMaps:
    """Maps of one frame, as shadow_runtime.decode takes them."""
    height, width = -(-rgb.shape[0] // ALIGN) * ALIGN, -(-rgb.shape[1] // ALIGN) * ALIGN
    padded = np.zeros((1, height, width, 3), np.uint8)
    padded[0, : rgb.shape[0], : rgb.shape[1]] = rgb
    with torch.autocast("cpu", dtype=torch.bfloat16):
        maps = model(pack(torch.from_numpy(padded)))
    return DenseMaps({name: value[0].float().numpy() for name, value in maps.items()})


class Tally:
    """Matches of one layer over all frames."""

    def __init__(self, name: str) -> None:
        self.name, self.roles = name, LAYER_ROLES[name]
        self.found, self.total, self.role_right, self.missed = 0, 0, 0, defaultdict(int)
        self.per_role_total, self.ranked = defaultdict(int), defaultdict(list)
        self.states: dict[str, list[tuple[float, int]]] = defaultdict(list)
        self.best_iou: list[float] = []

    def add(self, truth: Layer, found: Detections | Rows, limit: int = 100) -> None:
        sure = np.flatnonzero(~truth.ignore)
        overlaps = iou_matrix(truth.boxes, found.boxes) if len(found.boxes) else np.zeros((len(truth.boxes), 0))
        for index in sure:
            self.total += 1
            role = int(truth.roles[index])
            self.per_role_total[role] += 1
            best = overlaps[index, :limit].max(initial=0.0)
            self.best_iou.append(float(best))
            if best >= 0.5:
                self.found += 1
                match = int(overlaps[index, :limit].argmax())
                self.role_right += int(found.roles[match].argmax() == role)
                if isinstance(found, Detections) and found.states.shape[1]:
                    for s, state in enumerate(STATES):
                        if truth.states[index, s] >= 0:
                            self.states[state].append((float(found.states[match, s]), int(truth.states[index, s])))
            else:
                self.missed[role] += 1
        taken: set[int] = set()
        for number in range(len(found.boxes)):
            role = int(found.roles[number].argmax())
            same = [i for i in sure if truth.roles[i] == role and i not in taken and overlaps[i, number] >= 0.5]
            if same:
                best = max(same, key=lambda i: overlaps[i, number])
                taken.add(best)
            elif truth.ignore.any() and covered(found.boxes[number], truth.boxes[truth.ignore]):
                continue
            self.ranked[role].append((float(found.scores[number] * found.roles[number].max()), bool(same)))

    def summary(self) -> dict:
        ap = {}
        for role, total in sorted(self.per_role_total.items()):
            if role >= 0 and total >= 5:
                ap[self.roles[role]] = {"n": total, "recall": round(1 - self.missed[role] / total, 4),
                                        "ap50": round(average_precision(self.ranked[role], total), 4)}
        states = {}
        for state, pairs in sorted(self.states.items()):
            values, truth = np.array([p for p, _ in pairs]), np.array([t for _, t in pairs])
            right = (values > 0.5) == (truth == 1)
            states[state] = {"n": len(pairs), "positives": int(truth.sum()), "accuracy": round(float(right.mean()), 4),
                             "recall": round(float(right[truth == 1].mean()), 4) if truth.any() else None}
        return {
            "n": self.total, "recall": round(self.found / max(self.total, 1), 4),
            "role_right_when_found": round(self.role_right / max(self.found, 1), 4),
            "iou90": round(float((np.array(self.best_iou) >= 0.9).mean()), 4) if self.best_iou else None,
            "map50": round(float(np.mean([v["ap50"] for v in ap.values()])), 4) if ap else None,
            "roles": ap, "states": states,
        }


def covered(box: np.ndarray, regions: np.ndarray) -> bool:
    low, high = np.maximum(box[:2], regions[:, :2]), np.minimum(box[2:], regions[:, 2:])
    shared = np.clip(high - low, 0, None).prod(1)
    return bool((shared > 0.5 * max((box[2] - box[0]) * (box[3] - box[1]), 1)).any())


def average_precision(ranked: list[tuple[float, bool]], total: int) -> float:
    ranked = sorted(ranked, key=lambda pair: -pair[0])
    hits = np.cumsum([hit for _, hit in ranked]) if ranked else np.zeros(0)
    precision = hits / np.arange(1, len(ranked) + 1)
    recall = hits / total
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    return float((np.diff(np.concatenate([[0.0], recall])) * envelope).sum()) if len(ranked) else 0.0


def evaluate(model: Detector, pages: PackedPages, limit: int | None = None) -> dict:
    """Metrics per layer, and the class-agnostic recall of all leaf elements together."""
    tallies = {name: Tally(name) for name in LAYER_ROLES}
    for number in range(min(len(pages), limit or len(pages))):
        maps = run_detector(model, pages.rgb(number))
        objects = pages.objects(number)
        tallies["control"].add(objects["control"], decode_layer(maps, 0, RECALL_THRESHOLD))
        tallies["graphic"].add(objects["graphic"], decode_layer(maps, 1, RECALL_THRESHOLD))
        tallies["row"].add(objects["row"], decode_rows(maps, ROW_THRESHOLD), limit=400)
        tallies["container"].add(objects["container"], decode_containers(maps, 0.2))
    leaf = [tallies[name] for name in ("control", "graphic", "row")]
    return {
        "frames": min(len(pages), limit or len(pages)),
        "leaf_recall": round(sum(t.found for t in leaf) / max(sum(t.total for t in leaf), 1), 4),
        **{name: tally.summary() for name, tally in tallies.items()},
    }


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--packed", type=Path, required=True)
    parser.add_argument("--pages", type=Path, action="append", default=[])
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=None)
    args = parser.parse_args(argv)
    torch.set_num_threads(args.threads)
    if args.pages:
        pack_pages(args.pages, args.packed)
    metrics = evaluate(load_detector(args.weights), PackedPages(args.packed), args.limit)
    print(json.dumps(metrics, indent=1))
    if args.out:
        args.out.write_text(json.dumps(metrics, indent=1))


if __name__ == "__main__":
    main()
