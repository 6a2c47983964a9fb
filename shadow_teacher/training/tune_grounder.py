"""Teach the grounder new cases: from its present weights, on lessons and on replay, held by what it answered before."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from shadow_runtime.geometry import Box
from shadow_runtime.ground import candidates_of
from shadow_runtime.match import FEATURES
from shadow_runtime.perceive import perceive
from shadow_runtime.records import Frame
from shadow_runtime.student import Student
from shadow_teacher.networks.grounder import GrounderNet

from .intents import page_cases
from .readings import readings_of
from .replay import read_pages
from .scenes import matched_ids

EPOCHS, RATE, LESSON_WEIGHT, HELD = 3, 4e-4, 16, 24.0


@dataclass(frozen=True, slots=True)
class Case:
    """Features of every candidate for one reading of a phrase, and which of them is meant (NaN: not asked)."""

    rows: np.ndarray
    right: np.ndarray


@dataclass(frozen=True, slots=True)
class TaughtPlace:
    """A lesson as the grounder sees it. box: None for "there is none"."""

    frame: Frame
    phrase: str
    box: Box | None


def replay_cases(paths: Sequence[Path], student: Student, seed: int) -> list[Case]:
    """Cases of rendered pages, as the student sees them."""
    rng, found = Random(seed), []
    for page, frame in read_pages(list(paths)):
        scene = perceive(frame, student)
        ids = matched_ids(scene, page)
        for case in page_cases(page, rng, limit=24):
            right = np.array([bool(set(case.targets).intersection(i)) for i in ids], np.float32)
            if len(right) and (right.any() or not case.targets):
                found += [Case(*pair) for pair in readings_of(case.text, scene, student, right)]
    return found


def lesson_cases(places: Sequence[TaughtPlace], student: Student) -> tuple[list[Case], list[int]]:
    """Cases of lessons, and the numbers of those that cannot be learned here: the student sees nothing where the target is."""
    found, unseen = [], []
    for number, place in enumerate(places):
        scene = perceive(place.frame, student)
        candidates, _ = candidates_of(scene, student)
        right = np.array([place.box is not None and meant(candidate.box, place.box) for candidate in candidates], np.float32)
        if place.box is not None and not right.any():
            unseen.append(number)
        elif len(right):
            found += [Case(*pair) for pair in readings_of(place.phrase, scene, student, right)]
    return found, unseen


def meant(seen: Box, taught: Box) -> bool:
    """Whether a click on what is seen would be a click on what was taught, and not on something much larger."""
    x, y = seen.center
    inside = taught.x - 2 <= x <= taught.right + 2 and taught.y - 2 <= y <= taught.bottom + 2
    return inside and seen.area < 4 * taught.area


def tune_grounder(weights: dict[str, np.ndarray], replay: Sequence[Case], lessons: Sequence[Case], seed: int) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """New weights, and facts about the training. Mean and deviation stay: old answers must mean the same numbers."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    known = len(weights["mean"])
    net = GrounderNet(hidden=(weights["w1"].shape[1], weights["w2"].shape[1]))
    if known != len(FEATURES):
        net.first = torch.nn.Linear(known, weights["w1"].shape[1])
    with torch.no_grad():
        for number, layer in enumerate((net.first, net.second, net.third), 1):
            layer.weight.copy_(torch.from_numpy(weights[f"w{number}"].T))
            layer.bias.copy_(torch.from_numpy(weights[f"b{number}"]))

    def standard(case: Case) -> torch.Tensor:
        return torch.from_numpy(((case.rows[:, :known] - weights["mean"]) / weights["deviation"]).astype(np.float32))

    material = [(standard(case), torch.from_numpy(case.right), 1.0, True) for case in replay]
    material += [(standard(case), torch.from_numpy(case.right), float(LESSON_WEIGHT), False) for case in lessons]
    with torch.no_grad():
        before = [torch.sigmoid(net(rows) / float(weights["temperature"])) for rows, _, _, _ in material]
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=1e-4)
    order, rng = np.arange(len(material)), np.random.default_rng(seed)
    for _ in range(EPOCHS):
        rng.shuffle(order)
        for start in range(0, len(order), 32):
            loss = torch.zeros(())
            for index in order[start : start + 32]:
                rows, right, weight, held = material[index]
                logits = net(rows) / float(weights["temperature"])
                asked = ~torch.isnan(right)
                wrong = functional.binary_cross_entropy_with_logits(logits[asked], right[asked], reduction="none")
                if len(wrong):
                    loss = loss + weight * (0.5 * wrong.sum() + wrong.max())
                if held:
                    loss = loss + HELD * ((torch.sigmoid(logits) - before[index]) ** 2).sum()
            optimizer.zero_grad()
            (loss / 32).backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
    arrays = {**weights}
    for number, layer in enumerate((net.first, net.second, net.third), 1):
        arrays[f"w{number}"] = layer.weight.detach().numpy().T.copy()
        arrays[f"b{number}"] = layer.bias.detach().numpy().copy()
    with torch.no_grad():
        moved = [float((torch.sigmoid(net(rows) / float(weights["temperature"])) - old).abs().max()) for (rows, _, _, held), old in zip(material, before, strict=True) if held and len(old)]
    return arrays, {"lesson_cases": len(lessons), "replay_cases": len(replay), "epochs": EPOCHS, "replay_moved": round(float(np.mean(moved)), 4) if moved else 0.0}


def packed_table(arrays: dict[str, np.ndarray]) -> bytes:
    """The weights as an .npz file's bytes."""
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()
