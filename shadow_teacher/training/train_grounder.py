"""Train the grounder on intents made from labelled pages, on true scenes with noise and on scenes as the student sees them.

    python -m shadow_teacher.training.train_grounder --pages DIR --heldout DIR --parts DIR --out grounder.npz [--student DIR] [--cache DIR]

--parts holds the tables a candidate's meaning needs: colors.npz and measuring_table.npz, the text table as it was before
the held-out paraphrases were taught (train_text_table.py). Intents are made from those paraphrases, so that the grounder
learns how near a phrase that nobody taught comes to its label; with text_table.npz alone it would expect too much.
--cache keeps the scenes that the student saw.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from rich.progress import track
from safetensors.torch import save_file
from torch.nn import functional

from shadow_runtime.student import Student
from shadow_teacher.networks.grounder import GrounderNet

from .evaluate_grounder import evaluate, summary
from .intents import page_cases
from .readings import readings_of
from .scenes import matched_ids, page_frame, seen_scene, true_scene
from .train_text_table import MEASURING

# Kinds for which "the element was not seen" is a lesson: what is left of it (a label without its field) is no answer.
LOST_IS_ABSENT = ("labelled", "semantic", "icon")


class Parts:
    """As much of a student as grounding needs: text table, colors, and the grounder's weights once it is trained."""

    def __init__(self, folder: Path, student: Student | None) -> None:
        from shadow_runtime.color import load_colors
        from shadow_runtime.embed import TextTable

        self.manifest: dict[str, Any] = {"thresholds": {}}
        self.weights: dict[str, np.ndarray] = {}
        self._table = next((path for path in (folder / MEASURING, folder / "text_table.npz") if path.exists()), folder / "text_table.npz")
        self.student = student
        if self._table.exists():
            with np.load(self._table) as arrays:
                self.text_table = TextTable({name: arrays[name] for name in arrays.files})
        self.colors = load_colors(folder / "colors.npz")

    def has(self, name: str) -> bool:
        return name == "text_table" and self._table.exists()

    def arrays_cached(self, name: str) -> dict[str, np.ndarray]:
        return self.weights


def collect(
    paths: list[Path], parts: Parts, seed: int, noises: tuple[float, ...], cache: Path | None
) -> list[tuple[np.ndarray, np.ndarray, str]]:
    """Training material of the pages: (features, targets, kind) for each reading of each case."""
    rng, material = Random(seed), []
    for path in track(paths, description="intents"):
        page = json.loads(path.read_text())
        frame = page_frame(path.with_suffix(".png"), page)
        scenes = [true_scene(page, frame, parts.student, rng, noise) for noise in noises]
        if parts.student is not None:
            seen = seen_scene(frame, parts.student, path, cache)
            scenes.append((seen, matched_ids(seen, page)))
        for case in page_cases(page, rng):
            for scene, ids in scenes:
                meant = np.array([not set(case.targets).isdisjoint(i) for i in ids], np.float32)
                for rows, right in readings_of(case.text, scene, parts, meant):
                    if np.isnan(right).all() or (case.targets and not np.nansum(right) and case.kind not in LOST_IS_ABSENT):
                        continue  # the scene lost it, and what it says of the rest would be chance
                    # Opposites are rare on pages and the worst to confuse.
                    kept = rows.astype(np.float16)  # a thousand pages' worth would not fit otherwise
                    material.extend([(kept, right, case.kind)] * (3 if case.kind == "antonym" else 1))
    return material


def train(material: list[tuple[np.ndarray, np.ndarray, str]], epochs: int, seed: int) -> dict[str, np.ndarray]:
    """Weights as arrays, fitted to the material; each case weighs the same however many candidates it has."""
    torch.manual_seed(seed)
    stacked = np.concatenate([rows for rows, _, _ in material])
    mean, deviation = stacked.mean(0, dtype=np.float32), stacked.std(0, dtype=np.float32)
    # A feature that never varied (icons, where there is no student yet) has taught nothing: it must not speak once it varies.
    silent = deviation < 1e-4
    deviation = np.where(silent, 1.0, deviation + 1e-3)
    net = GrounderNet()
    with torch.no_grad():
        net.first.weight[:, torch.from_numpy(silent)] = 0.0
    optimizer = torch.optim.AdamW(net.parameters(), lr=3e-3, weight_decay=1e-3)
    order, rng = np.arange(len(material)), np.random.default_rng(seed)
    steps = epochs * (len(material) // 64 + 1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, total_steps=steps)
    for epoch in range(epochs):
        rng.shuffle(order)
        total = 0.0
        for start in range(0, len(order), 64):
            batch = [material[i] for i in order[start : start + 64]]
            rows = torch.from_numpy(np.concatenate([(r - mean) / deviation for r, _, _ in batch]).astype(np.float32))
            right = torch.from_numpy(np.concatenate([t for _, t, _ in batch]).astype(np.float32))
            case = torch.from_numpy(np.repeat(np.arange(len(batch)), [len(t) for _, t, _ in batch]))
            known = ~torch.isnan(right)
            loss = functional.binary_cross_entropy_with_logits(net(rows)[known], right[known], reduction="none")
            # The hardest wrong candidate of a case decides an answer: weigh a case's largest losses most.
            worst = torch.zeros(len(batch)).scatter_reduce(0, case[known], loss, "amax")
            loss = (loss.sum() / len(batch)) * 0.5 + worst.mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        print(f"epoch {epoch}: loss {total / max(len(order) / 64, 1):.4f}", flush=True)
    return net.arrays(mean, deviation)


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--heldout", type=Path, required=True)
    parser.add_argument("--parts", type=Path, required=True)
    parser.add_argument("--student", type=Path, default=None, help="a student folder: also train on scenes as it sees them")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--cache", type=Path, default=None, help="folder to keep seen scenes in")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(argv)
    torch.set_num_threads(1)
    parts = Parts(args.parts, Student.load(args.student) if args.student else None)
    noises = (0.0, 1.0) if args.student is None else (1.0,)
    paths = sorted(args.pages.glob("*.json"))[: args.count]
    material = collect(paths, parts, args.seed, noises, args.cache)
    print(f"{len(material)} readings of intents")
    parts.weights = train(material, args.epochs, args.seed)
    np.savez(args.out, **parts.weights)
    save_file({name: torch.from_numpy(np.atleast_1d(value)) for name, value in parts.weights.items()}, args.out.with_suffix(".safetensors"))
    held = sorted(args.heldout.glob("*.json"))[:60]
    report = {"true_scenes": summary(evaluate(held, parts, args.seed, seen=None, icons=parts.student))}
    if args.student is not None:
        report["seen_scenes"] = summary(evaluate(held, parts, args.seed, seen=parts.student, cache=args.cache))
    args.out.with_name("grounder_metrics.json").write_text(json.dumps(report, indent=1))
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
