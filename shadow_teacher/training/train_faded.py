"""Train the small network that tells disabled controls from others by how they look beside their neighbors (shadow_runtime/faded.py).

    python -m shadow_teacher.training.train_faded --pages DIR [--pages DIR] --heldout DIR --student DIR --out faded.npz [--others 500]

Pages are seen by the student, so that what it learns is what that student's boxes and readings give. All pages that show
something disabled are taken, and some others. faded_metrics.json beside the weights says, of the held-out pages, how well the
disabled ones come first (average precision), for the detector alone and for the network.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from rich.progress import track

from shadow_runtime.faded import FEATURES, ROLES, faded_features
from shadow_runtime.geometry import Box, iou_matrix, to_xyxy
from shadow_runtime.perceive import perceive
from shadow_runtime.student import Student
from shadow_runtime.weighing import weighed

from .scenes import page_frame
from .small_net import fit, how_well, lack

SAME = 0.5  # intersection over union from which a seen control is a labelled one
VISIBLE = 0.8  # least share of a control that shows
ENABLED = 40  # at most so many of a page: there are enough
# What a page may lack, and how often a lesson goes without it though it was there: pages with three controls and no other word
# are rare among labelled ones, and not in the world. The detector's own word is left out now and then, too.
LACKING = (("words_around", "against_words_around", "label_against_words_around"),
           ("peers", "against_peers", "against_strongest_peer", "chroma_against_peers", "fill_against_peers", "fill_light_against_peers", "alike_peers"))
LACKED, UNSAID = 0.3, 0.2


@dataclass(frozen=True, slots=True)
class Material:
    """rows: (N, len(FEATURES)) of seen controls; disabled: (N,) bool, by their labels."""

    rows: np.ndarray
    disabled: np.ndarray


def able(page: dict[str, Any]) -> list[dict[str, Any]]:
    """The labelled controls of which it is known whether they are disabled."""
    return [e for e in page["elements"] if e["role"] in ROLES and e["states"].get("disabled") is not None and not e["ignore"] and e["visible_fraction"] > VISIBLE]


def chosen(folders: Sequence[Path], others: int, rng: Random) -> list[Path]:
    """Every page that shows something disabled, and some that do not."""
    showing, rest = [], []
    for path in (path for folder in folders for path in sorted(folder.glob("*.json"))):
        page = json.loads(path.read_text())
        (showing if any(e["states"]["disabled"] for e in able(page)) else rest).append(path)
    return showing + rng.sample(rest, min(others, len(rest)))


def collect(paths: Sequence[Path], student: Student, rng: Random, enabled: int = ENABLED) -> Material:
    """What the controls of some pages look like to a student. enabled: at most so many of a page that are not disabled."""
    rows, disabled = [np.zeros((0, len(FEATURES)), np.float32)], []
    for path in track(paths, description="looks"):
        page = json.loads(path.read_text())
        frame = page_frame(path.with_suffix(".png"), page)
        labels, seen = able(page), perceive(frame, student).elements
        if not labels or not seen:
            continue
        overlaps = iou_matrix(to_xyxy([Box(*e["box"]) for e in labels]), to_xyxy([e.box for e in seen]))
        found: dict[int, bool] = {}
        for label, row in zip(labels, overlaps, strict=True):
            number = next((int(n) for n in np.argsort(-row)[:3] if row[n] >= SAME and "disabled" in seen[n].states and int(n) not in found), None)
            if number is not None:
                found[number] = bool(label["states"]["disabled"])
        plain = [number for number, off in found.items() if not off]
        kept = [number for number, off in found.items() if off] + rng.sample(plain, min(enabled, len(plain)))
        rows.append(faded_features(frame, [seen[number] for number in kept], seen))
        disabled += [found[number] for number in kept]
    return Material(np.concatenate(rows), np.array(disabled, bool))


def train(material: Material, epochs: int, seed: int) -> dict[str, np.ndarray]:
    """Weights as weighing.weighed takes them."""
    lacking = [*(lack(FEATURES, group, LACKED) for group in LACKING), lack(FEATURES, ("seen",), UNSAID, usual=True)]
    return fit(material.rows, material.disabled, epochs=epochs, seed=seed, lacking=lacking)


def report(material: Material, weights: dict[str, np.ndarray]) -> dict[str, float]:
    """How well the disabled ones of held-out pages are told."""
    likely, wanted = weighed(material.rows, weights), material.disabled
    return {"controls": len(wanted), "disabled": int(wanted.sum()), **how_well(likely, material.rows[:, FEATURES.index("seen")], wanted)}


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, action="append", required=True, help="folders of labelled pages")
    parser.add_argument("--heldout", type=Path, action="append", required=True, help="folders of pages that are only asked")
    parser.add_argument("--student", type=Path, required=True, help="who sees the pages")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--others", type=int, default=500, help="pages without anything disabled")
    parser.add_argument("--limit", type=int, default=None, help="pages in all (for tests)")
    parser.add_argument("--epochs", type=int, default=16)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(argv)
    torch.set_num_threads(1)
    rng, student = Random(args.seed), Student.load(args.student)
    paths = chosen(args.pages, args.others, rng)[: args.limit]
    material = collect(paths, student, rng)
    print(f"{len(material.disabled)} controls of {len(paths)} pages, {int(material.disabled.sum())} of them disabled")
    weights = train(material, args.epochs, args.seed)
    np.savez(args.out, **weights)
    told = {folder.parent.name + "/" + folder.name: report(collect(sorted(folder.glob("*.json"))[: args.limit], student, rng, enabled=10_000), weights) for folder in args.heldout}
    args.out.with_name("faded_metrics.json").write_text(json.dumps(told, indent=1))
    print(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
