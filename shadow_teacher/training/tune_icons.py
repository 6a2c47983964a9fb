"""Teach the icon encoder new pictures: a lesson's drawing moves to the words it was asked for by, all others stay.

What must stay is asked of the encoder before: its own vectors of page icons and of random drawings are the targets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch.nn import functional

from shadow_runtime.geometry import Box
from shadow_runtime.icons import SIZE, pack_icons
from shadow_runtime.records import Frame
from shadow_teacher.networks.export import assert_no_float_conv, export_onnx, quantize, run_onnx
from shadow_teacher.networks.icon_encoder import IconNet

from .replay import loose_ink, random_inks
from .train_icons import IconFile

STEPS, BATCH, RATE = 200, 96, 6e-4
LESSON_SHARE = 0.35


@dataclass(frozen=True, slots=True)
class Drawing:
    """A taught icon: where it stands in a frame, and the unit vector of the words it was asked for by."""

    frame: Frame
    box: Box
    meaning: np.ndarray


def tune_icons(weights: Path, drawings: Sequence[Drawing], replay: np.ndarray, out: Path, seed: int, steps: int = STEPS) -> dict[str, Any]:
    """Write OUT/icons.onnx and OUT/icons.safetensors; returns facts about the training. replay: (N, 32, 32) inks."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    rng = np.random.default_rng(seed)
    state = load_file(weights)
    net, before = IconNet(), IconNet()
    net.load_state_dict(state)
    before.load_state_dict(state)
    net.eval(), before.eval()  # running statistics stay: a batch of a few lessons is no picture of the world
    fixed = np.concatenate([replay, random_inks(1500, rng)])
    with torch.no_grad():
        kept = torch.cat([functional.normalize(before(_packed(part)), dim=1) for part in np.array_split(fixed, max(len(fixed) // 256, 1))])
    taught, wanted = variants(drawings, rng)
    target = torch.from_numpy(wanted)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=1e-4)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
    of_lessons = max(round(BATCH * LESSON_SHARE), 1)
    for _ in range(steps):
        old, new = rng.integers(len(fixed), size=BATCH - of_lessons), rng.integers(len(taught), size=of_lessons)
        image = functional.normalize(net(_packed(np.concatenate([fixed[old], taught[new]]))), dim=1)
        aim = torch.cat([kept[old], target[new]])
        distance = 1 - (image * aim).sum(1)
        loss = 4 * distance[: len(old)].mean() + distance[len(old) :].mean() + 0.5 * distance[len(old) :].max()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    out.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous() for k, v in net.state_dict().items()}, out / "icons.safetensors")
    export_onnx(IconFile(net.eval()), (torch.zeros(1, 16, 16, 4, dtype=torch.uint8),), out / "icons_float.onnx", ["icons"], ["vectors"], {"icons": {0: "n"}})
    calibration = np.concatenate([fixed[rng.integers(len(fixed), size=240)], taught[:: max(len(taught) // 60, 1)]])
    quantize(out / "icons_float.onnx", out / "icons.onnx", [{"icons": pack_icons(ink[None])} for ink in calibration])
    assert_no_float_conv(out / "icons.onnx")
    (out / "icons_float.onnx").unlink()
    with torch.no_grad():
        after = functional.normalize(net(_packed(taught)), dim=1).numpy()
        stayed = functional.normalize(net(_packed(fixed[:600])), dim=1)
        drift = 1 - (stayed * kept[:600]).sum(1).numpy()
    return {"drawings": len(drawings), "steps": steps, "taught_cosine": round(float((after * wanted).sum(1).mean()), 4), "replay_drift": round(float(drift.mean()), 4)}


def int8_parity(checkpoint: Path, network: Path, inks: np.ndarray) -> float:
    """Least cosine, over 99 of 100 drawings, between the float checkpoint and the int8 file."""
    net = IconNet()
    net.load_state_dict(load_file(checkpoint))
    with torch.no_grad():
        exact = functional.normalize(net.eval()(_packed(inks)), dim=1).numpy()
    quick = run_onnx(network, {"icons": pack_icons(inks)})[0]
    quick = quick / np.maximum(np.linalg.norm(quick, axis=1, keepdims=True), 1e-6)
    return float(np.quantile((exact * quick).sum(1), 0.01))


def variants(drawings: Sequence[Drawing], rng: np.random.Generator, each: int = 160) -> tuple[np.ndarray, np.ndarray]:
    """(N, 32, 32) inks of the drawings as other pages would show them, and their (N, 128) targets."""
    inks, targets = [], []
    for drawing in drawings:
        for number in range(each):
            ink = loose_ink(drawing.frame, drawing.box, rng, 0.12)
            inks.append(redrawn(ink, rng) if number % 8 else ink)
            targets.append(drawing.meaning)
    return np.stack(inks), np.stack(targets).astype(np.float32)


def redrawn(ink: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The ink a little turned, scaled, thicker or thinner, blurred, as another size and renderer would draw it."""
    matrix = cv2.getRotationMatrix2D((SIZE / 2 - 0.5, SIZE / 2 - 0.5), float(rng.uniform(-6, 6)), float(rng.uniform(0.88, 1.08)))
    matrix[:, 2] += rng.uniform(-1.2, 1.2, 2)
    ink = cv2.warpAffine(ink, matrix, (SIZE, SIZE), flags=cv2.INTER_LINEAR)
    draw = rng.random()
    if draw < 0.2:
        ink = cv2.dilate(ink, np.ones((2, 2), np.uint8))
    elif draw < 0.35:
        ink = cv2.erode(ink, np.ones((2, 2), np.uint8))
    if rng.random() < 0.4:
        small = int(rng.integers(14, 28))
        ink = cv2.resize(cv2.resize(ink, (small, small), interpolation=cv2.INTER_AREA), (SIZE, SIZE), interpolation=cv2.INTER_LINEAR)
    return cv2.convertScaleAbs(ink, alpha=255.0 / max(int(ink.max()), 1))


def _packed(inks: np.ndarray) -> torch.Tensor:
    return torch.from_numpy(pack_icons(inks)).float() / 255
