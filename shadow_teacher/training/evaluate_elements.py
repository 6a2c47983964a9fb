"""How many leaf elements of labelled pages a published student finds: class-agnostic recall at IoU 0.5, 100 best boxes.

    python -m shadow_teacher.training.evaluate_elements --pages DIR [--student models/student-0010] [--out FILE]

The whole int8 student looks, as at test time: controls snapped to what is painted, graphics, and blocks of text put together
from rows. (evaluate_detector counts single rows of the float network instead, a stricter convention for text.)
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import track

from shadow_runtime.decode import decode_layer
from shadow_runtime.geometry import Box, iou_matrix, to_xyxy
from shadow_runtime.perceive import perceive
from shadow_runtime.pixels import css_pixels
from shadow_runtime.records import CONTROL_ROLES, LEAF_ROLES, TEXT_ROLES, Frame
from shadow_runtime.refine import refine
from shadow_runtime.student import Student

from .scenes import page_frame

THRESHOLD, BEST, IOU = 0.05, 100, 0.5


def best_boxes(frame: Frame, student: Student) -> np.ndarray:
    """(N, 4) xyxy of the student's 100 surest leaf boxes, CSS px. Text blocks have no detector score: they rank at 0.5."""
    maps = student.detector.look(css_pixels(frame))
    controls, graphics = refine(frame, decode_layer(maps, 0, THRESHOLD)), decode_layer(maps, 1, THRESHOLD)
    text = [element.box for element in perceive(frame, student).elements if element.role in TEXT_ROLES]
    boxes = np.concatenate([controls.boxes, graphics.boxes, to_xyxy(text)])
    scores = np.concatenate([controls.scores, graphics.scores, np.full(len(text), 0.5, np.float32)])
    return boxes[np.argsort(-scores, kind="stable")[:BEST]]


def kind_of(role: str) -> str:
    return "text" if role in TEXT_ROLES else "control" if role in CONTROL_ROLES else "graphic"


def found_by_kind(page: Mapping[str, Any], boxes: np.ndarray) -> dict[str, tuple[int, int]]:
    """(found, all) leaf elements of a labelled page per kind; elements the browser itself is unsure of are left out."""
    tally: dict[str, tuple[int, int]] = {}
    leaves = [e for e in page["elements"] if e["role"] in LEAF_ROLES and not e["ignore"]]
    best = iou_matrix(to_xyxy([Box(*e["box"]) for e in leaves]), boxes).max(axis=1, initial=0.0) if leaves else []
    for element, overlap in zip(leaves, best, strict=True):
        found, total = tally.get(kind_of(element["role"]), (0, 0))
        tally[kind_of(element["role"])] = found + int(overlap >= IOU), total + 1
    return tally


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--student", default=None, help="a student id or folder; the bundled one when not given")
    parser.add_argument("--out", type=Path, default=None)
    args = parser.parse_args(argv)
    student, sums = Student.load(args.student), {}
    for path in track(sorted(args.pages.glob("*.json")), description="looking"):
        page = json.loads(path.read_text())
        for kind, (found, total) in found_by_kind(page, best_boxes(page_frame(path.with_suffix(".png"), page), student)).items():
            had = sums.get(kind, (0, 0))
            sums[kind] = had[0] + found, had[1] + total
    everything = tuple(sum(column) for column in zip(*sums.values(), strict=True))
    report = {"student": student.id, **{kind: {"n": n, "recall": round(f / n, 4)} for kind, (f, n) in {**sums, "all": everything}.items()}}
    print(json.dumps(report, indent=1))
    if args.out:
        args.out.write_text(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
