"""Measured features -> weights of a small network (networks/grounder.py) that says how likely each row is one of the wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch.nn import functional

from shadow_teacher.networks.grounder import GrounderNet

from .run import learning_rate

BATCH, RATE, DECAY = 512, 3e-3, 0.05


@dataclass(frozen=True, slots=True)
class Lack:
    """What a lesson goes without now and then, though it was there, so that nothing rests on it alone.

    features: (C,) bool. share: of the lessons. usual: it then is what is usual, not 0.
    """

    features: np.ndarray
    share: float
    usual: bool = False


def lack(names: Sequence[str], left_out: Sequence[str], share: float, usual: bool = False) -> Lack:
    return Lack(np.array([name in left_out for name in names]), share, usual)


def fit(
    rows: np.ndarray, wanted: np.ndarray, *, epochs: int, seed: int, lacking: Sequence[Lack] = (), noise: float = 0.1, hidden: tuple[int, int] = (64, 64)
) -> dict[str, np.ndarray]:
    """Weights as weighing.weighed takes them. rows: (N, C) float32. wanted: (N,) bool. noise: of standardized features."""
    torch.manual_seed(seed)
    mean, deviation = rows.mean(0), rows.std(0) + 1e-3
    lessons, answers = torch.from_numpy((rows - mean) / deviation), torch.from_numpy(wanted.astype(np.float32))
    nothing = torch.from_numpy(-mean / deviation)
    net = GrounderNet(hidden, rows.shape[1])
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    steps = max(epochs * len(rows) // BATCH, 1)
    for step in range(steps):
        for parameters in optimizer.param_groups:
            parameters["lr"] = learning_rate(step / steps, RATE)
        batch = torch.randint(len(lessons), (BATCH,))
        lesson = lessons[batch] + noise * torch.randn(BATCH, rows.shape[1])
        for part in lacking:
            gone = (torch.rand(BATCH, 1) < part.share) & torch.from_numpy(part.features)
            lesson = torch.where(gone, torch.zeros(()) if part.usual else nothing, lesson)
        loss = functional.binary_cross_entropy_with_logits(net(lesson), answers[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return net.arrays(mean, deviation)


def how_well(likely: np.ndarray, detector: np.ndarray, wanted: np.ndarray) -> dict[str, float]:
    """How well the wanted ones are told, by the network and, to compare, by the detector alone."""
    said = likely >= 0.5
    return {
        "average_precision": round(average_precision(likely, wanted), 4), "average_precision_of_the_detector": round(average_precision(detector, wanted), 4),
        "precision": round(float(wanted[said].mean()) if said.any() else 0.0, 4), "recall": round(float(said[wanted].mean()) if wanted.any() else 0.0, 4),
    }  # fmt: skip


def average_precision(likely: np.ndarray, wanted: np.ndarray) -> float:
    """Mean precision at each of the wanted, the likeliest first."""
    hits = wanted[np.argsort(-likely, kind="stable")]
    precision = hits.cumsum() / np.arange(1, len(hits) + 1)
    return float((precision * hits).sum() / max(hits.sum(), 1))
