"""A training run that may be interrupted: what it keeps beside its network, on disk and back; its clock and its losses.

OUT/last.pt holds the weights, the optimizer, the moving average and the step, replaced in one step; OUT/NAME.safetensors
the averaged weights, which are what is exported; OUT/curve.jsonl the losses, drawn in curve.svg.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import save_file
from torch import nn

from .curve import draw_curve, log_losses


def learning_rate(progress: float, peak: float, warm: float = 0.02) -> float:
    """Linear warm-up, then half a cosine down to 1 % of the peak."""
    if progress < warm:
        return peak * max(progress / warm, 0.02)
    cosine = 0.5 * (1 + torch.cos(torch.tensor(torch.pi * min((progress - warm) / (1 - warm), 1.0))).item())
    return peak * (0.01 + 0.99 * cosine)


def computes_bf16(device: str) -> bool:
    """Whether bf16 is native: every CUDA device at hand has it; of CPUs those with AVX512-BF16 or AMX."""
    return device != "cpu" or torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported()


class MovingAverage:
    """Exponential moving average of weights and batch-norm statistics; the average is what is exported."""

    def __init__(self, model: nn.Module, decay: float = 0.998) -> None:
        self.decay, self.steps = decay, 0
        self.state = {name: value.detach().clone() for name, value in model.state_dict().items()}

    @torch.no_grad()
    def update(self, model: nn.Module) -> None:
        self.steps += 1
        decay = min(self.decay, self.steps / (self.steps + 10))
        for name, value in model.state_dict().items():
            if value.dtype.is_floating_point:
                self.state[name].lerp_(value, 1 - decay)
            else:
                self.state[name].copy_(value)


class Run:
    """A network's training, from its first step or from where last.pt left it.

    name: of the exported checkpoint. minutes: training time in all, earlier runs included. steps: end after so many instead.
    facts: strings for the exported checkpoint's metadata, to which the step is added.
    """

    def __init__(
        self, out: Path, name: str, model: nn.Module, optimizer: torch.optim.Optimizer, *, minutes: float, steps: int | None,
        checkpoint_minutes: float, log_every: int, device: str = "cpu", facts: Mapping[str, str] | None = None,
    ) -> None:  # fmt: skip
        out.mkdir(parents=True, exist_ok=True)
        self._last, self._export, self._curve = out / "last.pt", out / f"{name}.safetensors", out / "curve.jsonl"
        self._model, self._optimizer, self._average = model, optimizer, MovingAverage(model)
        self._minutes, self._steps, self._pause, self._log_every = minutes, steps, checkpoint_minutes * 60, log_every
        self._facts = dict(facts or {})
        self.step, self._spent = 0, 0.0
        if self._last.exists():
            saved = torch.load(self._last, map_location=device, weights_only=True)
            model.load_state_dict(saved["model"])
            optimizer.load_state_dict(saved["optimizer"])
            self._average.state, self._average.steps = saved["average"], saved["step"]
            self.step, self._spent = saved["step"], saved["seconds"]
            print(f"going on from step {self.step}, {self._spent / 60:.1f} minutes trained")
        self._started = self._saved_at = time.monotonic()
        self._sums: dict[str, float] = {}
        self._counted = 0

    def seconds(self) -> float:
        """Time trained, earlier runs included."""
        return self._spent + time.monotonic() - self._started

    def progress(self) -> float:
        """The share of the training that is over; 1 and more: it has ended."""
        return self.seconds() / (self._minutes * 60) if self._steps is None else self.step / self._steps

    def stepped(self, losses: Mapping[str, float], **counts: int) -> None:
        """Take note of a step of the optimizer; logs mean losses (beside counts) and saves when it is time to."""
        self._average.update(self._model)
        self.step, self._counted = self.step + 1, self._counted + 1
        for name, value in losses.items():
            self._sums[name] = self._sums.get(name, 0.0) + value
        if self.step % self._log_every == 0:
            line = {"step": self.step, "seconds": round(self.seconds(), 1), **counts,
                    **{name: round(value / self._counted, 4) for name, value in self._sums.items()}}  # fmt: skip
            log_losses(self._curve, line)
            print(json.dumps(line), flush=True)
            self._sums, self._counted = {}, 0
        if time.monotonic() - self._saved_at > self._pause:
            self.save()
            self._saved_at = time.monotonic()

    def save(self) -> None:
        """Write last.pt (in one step), the curve's picture and the averaged weights."""
        partial = self._last.with_suffix(".partial")
        torch.save({"model": self._model.state_dict(), "optimizer": self._optimizer.state_dict(), "average": self._average.state,
                    "step": self.step, "seconds": self.seconds()}, partial)  # fmt: skip
        partial.replace(self._last)
        if self._curve.exists():
            draw_curve(self._curve)
        save_file({k: v.contiguous() for k, v in self._average.state.items()}, self._export, metadata={**self._facts, "step": str(self.step)})
