"""A published detector -> a narrower one that begins where it stands: the first thing to do for a cheaper network.

    python -m shadow_teacher.training.narrow_detector --weights WIDE.safetensors --width slim
                                                      --packed DIR --out narrow.safetensors --steps 600
    python -m shadow_teacher.training.train_detector --width slim --weights narrow.safetensors ...

Of the channels that both stride-4 and stride-8 maps have, those are kept that the next layer makes most of: scale of the
batch norm (network slimming, arXiv 1708.06519) times the size of the weights that read it. What was lost is then made up
for without a label: the layers up to stride 16 learn to give the map that the wide network gives (FitNets, arXiv
1412.6550), while everything behind that map stays as it is.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional

from shadow_teacher.networks.detector import WIDTHS, Detector, pack

from .detector_data import CropBatches
from .run import learning_rate

Weights = dict[str, Tensor]
# One group of channels each: (convolution, batch norm) that make them, convolutions that read them. A residual block adds
# its own output to its input, so both are one group.
GROUPS = (
    ((("stem.conv", "stem.norm"),), ("stage8.0.0",)),
    ((("stage8.0.0", "stage8.0.1"), ("stage8.1.second.0", "stage8.1.second.1")), ("stage8.1.first.0", "stage16.0.0")),
    ((("stage8.1.first.0", "stage8.1.first.1"),), ("stage8.1.second.0",)),
)
MATCHED = ("stem", "stage8", "stage16")  # the modules that learn to give the wide network's map


def narrowed(weights: Weights, width: str) -> Weights:
    """The weights of a detector of this width, cut out of a wider one's.

    Raises ValueError when they differ in more than the channels at strides 4 and 8, or when the new one is not narrower.
    """
    own = Detector(width).state_dict()
    kept = dict(weights)
    for makers, readers in GROUPS:
        count = own[f"{makers[0][0]}.weight"].shape[0]
        if count > len(kept[f"{makers[0][0]}.weight"]):
            raise ValueError(f"{makers[0][0]} has {len(kept[f'{makers[0][0]}.weight'])} channels, {width!r} wants {count}: only narrower ones can be made")
        worth = sum(kept[f"{norm}.weight"].abs() for _, norm in makers) * sum(kept[f"{name}.weight"].pow(2).sum((0, 2, 3)).sqrt() for name in readers)
        chosen = worth.topk(count).indices.sort().values
        for convolution, norm in makers:
            kept[f"{convolution}.weight"] = kept[f"{convolution}.weight"][chosen]
            for part in ("weight", "bias", "running_mean", "running_var"):
                kept[f"{norm}.{part}"] = kept[f"{norm}.{part}"][chosen]
        for name in readers:
            kept[f"{name}.weight"] = kept[f"{name}.weight"][:, chosen]
    unlike = sorted(name for name, value in own.items() if name not in kept or kept[name].shape != value.shape)
    if unlike:
        raise ValueError(f"{width!r} differs from these weights in {', '.join(unlike[:4])}; only channels at strides 4 and 8 can be cut")
    return {name: kept[name].contiguous() for name in own}


def map16(model: Detector, packed: Tensor) -> Tensor:
    """(N, C, H/16, W/16): the map from which both the leaf path and the wide one go on."""
    return model.stage16(model.stage8(model.stem(packed)))


def match(narrow: Detector, wide: Detector, pictures: Iterable[Tensor], steps: int, rate: float) -> list[float]:
    """Teach `narrow` to give the map of `wide` for (N, H, W, 3) uint8 pictures; returns the losses, as shares of the map's variance, one a step."""
    wide.eval().requires_grad_(False)
    narrow.train()
    learning = [p for name in MATCHED for p in getattr(narrow, name).parameters()]
    optimizer = torch.optim.AdamW(learning, lr=rate)
    losses: list[float] = []
    for step, rgb in zip(range(steps), pictures, strict=False):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step / steps, rate)
        pixels = pack(rgb)
        wanted = map16(wide, pixels)
        loss = functional.mse_loss(map16(narrow, pixels), wanted) / wanted.var()
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(learning, 1.0)
        optimizer.step()
        losses.append(float(loss.detach()))
        if step % 50 == 49:
            print(f"step {step + 1}: {sum(losses[-50:]) / 50:.3f} of the map's variance", flush=True)
    return losses


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help="the wide detector's float checkpoint (safetensors)")
    parser.add_argument("--width", choices=sorted(WIDTHS), required=True, help="of the new one")
    parser.add_argument("--packed", type=Path, required=True, help="folder of packed pages; their labels are not used")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(argv)
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    with safe_open(args.weights, "pt") as file:
        wide = Detector(file.metadata()["width"]).to(memory_format=torch.channels_last)
    weights = load_file(args.weights)
    wide.load_state_dict(weights)
    narrow = Detector(args.width).to(memory_format=torch.channels_last)
    narrow.load_state_dict(narrowed(weights, args.width))
    match(narrow, wide, (batch["rgb"] for batch in CropBatches(args.packed, seed=args.seed)), args.steps, args.rate)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    save_file({name: value.contiguous() for name, value in narrow.state_dict().items()}, args.out, metadata={"width": args.width})


if __name__ == "__main__":
    main()
