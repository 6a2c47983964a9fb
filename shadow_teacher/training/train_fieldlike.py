"""Train the small networks that tell which painted rectangles are fields (shadow_runtime/fieldlike.py).

    python -m shadow_teacher.training.train_fieldlike --pages DIR [--pages DIR] --heldout DIR --student DIR --out fieldlike.npz

"field" says whether a rectangle, or what was seen as a field without one, is a field; "written" whether a field is written into
rather than chosen from. Pages are seen by the student, so that what was seen in a rectangle is what that student sees. Now and
then a lesson goes without it: its detector knows the training pages, and what is painted must do on others. fieldlike_metrics.json
beside the weights says how well fields come first on held-out pages, for the detector alone and for the network.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from rich.progress import track

from shadow_runtime.fieldlike import FEATURES, FIELDS, fieldlike_features
from shadow_runtime.fields import candidates_of, weights_of
from shadow_runtime.geometry import Box, iou_matrix, to_xyxy
from shadow_runtime.perceive import perceive
from shadow_runtime.pixels import css_pixels
from shadow_runtime.student import Student
from shadow_runtime.weighing import weighed

from .scenes import page_frame
from .small_net import fit, how_well, lack

SAME = 0.5  # intersection over union from which a rectangle is a labelled control
WRITTEN, CHOSEN = 1, 2  # of Material.kinds
NOISE, UNSEEN = 0.2, 0.3
SEEN = (*(name for name in FEATURES if name.startswith("seen_")), "best_overlap", "fields_seen", "peers_seen")


@dataclass(frozen=True, slots=True)
class Material:
    """rows: (N, len(FEATURES)) of rectangles; kinds: (N,) 0 of what is no field, WRITTEN or CHOSEN."""

    rows: np.ndarray
    kinds: np.ndarray


def kinds_of(boxes: np.ndarray, page: dict[str, Any]) -> np.ndarray:
    """(N,) the kind of each rectangle by the page's labels, -1 where they leave it open."""
    kinds = np.zeros(len(boxes), np.int64)
    labels = [e for e in page["elements"] if e["role"] in FIELDS]
    if not labels or not len(boxes):
        return kinds
    overlap = iou_matrix(boxes.astype(np.float64), to_xyxy([Box(*e["box"]) for e in labels]).astype(np.float64))
    for i, row in enumerate(overlap):
        label = labels[int(row.argmax())]
        if row.max() >= SAME:
            kinds[i] = -1 if label["ignore"] else WRITTEN if label["role"] == "textbox" else CHOSEN
    return kinds


def collect(paths: Sequence[Path], student: Student) -> Material:
    """What the rectangles of some pages are like, to a student."""
    rows, kinds = [np.zeros((0, len(FEATURES)), np.float32)], [np.zeros(0, np.int64)]
    for path in track(paths, description="looks"):
        page = json.loads(path.read_text())
        frame = page_frame(path.with_suffix(".png"), page)
        scene, picture = perceive(frame, student), css_pixels(frame)
        boxes = candidates_of(scene, picture)
        kind = kinds_of(boxes, page)
        rows.append(fieldlike_features(picture, boxes, [*scene.elements, *scene.containers])[kind >= 0])
        kinds.append(kind[kind >= 0])
    return Material(np.concatenate(rows), np.concatenate(kinds))


def train(material: Material, epochs: int, seed: int) -> dict[str, np.ndarray]:
    """The student's table: the weights of both networks, by name."""
    lacking, field = [lack(FEATURES, SEEN, UNSEEN)], material.kinds > 0
    nets = {
        "field": fit(material.rows, field, epochs=epochs, seed=seed, lacking=lacking, noise=NOISE),
        "written": fit(material.rows[field], material.kinds[field] == WRITTEN, epochs=epochs, seed=seed, lacking=lacking, noise=NOISE),
    }
    return {f"{net}_{name}": values for net, weights in nets.items() for name, values in weights.items()}


def report(material: Material, arrays: dict[str, np.ndarray]) -> dict[str, float]:
    """How well the fields of held-out pages are told."""
    likely, field = weighed(material.rows, weights_of(arrays, "field")), material.kinds > 0
    written = weighed(material.rows[field], weights_of(arrays, "written")) >= 0.5
    detector = material.rows[:, [FEATURES.index(f"seen_{role}") for role in sorted(FIELDS)]].max(1)
    return {
        "rectangles": len(field), "fields": int(field.sum()), **how_well(likely, detector, field),
        "written_or_chosen": round(float((written == (material.kinds[field] == WRITTEN)).mean()) if field.any() else 0.0, 4),
    }  # fmt: skip


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, action="append", required=True, help="folders of labelled pages")
    parser.add_argument("--heldout", type=Path, action="append", required=True, help="folders of pages that are only asked")
    parser.add_argument("--student", type=Path, required=True, help="who sees the pages")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=None, help="pages of each folder (for tests)")
    parser.add_argument("--epochs", type=int, default=24)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(argv)
    torch.set_num_threads(1)
    student = Student.load(args.student)
    material = collect([path for folder in args.pages for path in sorted(folder.glob("*.json"))[: args.limit]], student)
    print(f"{len(material.kinds)} rectangles, {int((material.kinds > 0).sum())} of them fields")
    arrays = train(material, args.epochs, args.seed)
    np.savez(args.out, **arrays)
    told = {folder.parent.name + "/" + folder.name: report(collect(sorted(folder.glob("*.json"))[: args.limit], student), arrays) for folder in args.heldout}
    args.out.with_name("fieldlike_metrics.json").write_text(json.dumps(told, indent=1))
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
