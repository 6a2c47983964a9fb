"""A published detector -> a narrower one that begins where it stands: the first thing to do for a cheaper network.

    python -m shadow_teacher.training.narrow_detector --weights WIDE.safetensors --width lean
                                                      --packed DIR --out narrow.safetensors --steps 1000
    python -m shadow_teacher.training.train_detector --width lean --weights narrow.safetensors ...

Of each map's channels those are kept that the layers behind it make most of: scale of the batch norm (network slimming,
arXiv 1708.06519) times the size of the weights that read it. Of a convolution that becomes smaller its middle is kept. What was lost is then made up for without a label: the
narrow network learns to say of every cell what the wide one says (knowledge distillation, arXiv 1503.02531). Where the first
parts stay as wide as they were, only what comes behind them learns.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from shadow_runtime.decode import MAP_CHANNELS, SUBCELLS
from shadow_teacher.networks.detector import WIDTHS, Detector, pack

from .detector_data import CropBatches
from .detector_loss import missed
from .run import learning_rate

Weights = dict[str, Tensor]


@dataclass(frozen=True, slots=True)
class Group:
    """Channels that are kept or cut together, since they are added to each other. All names are modules of Detector.

    makers: convolutions with the batch norm behind each; spreading: convolutions without one that make the channels of
    four children at once (detector.spread); readers: convolutions that take the channels.
    """

    makers: tuple[tuple[str, str], ...]
    readers: tuple[str, ...]
    spreading: tuple[str, ...] = ()


def made(*stages: str) -> tuple[tuple[str, str], ...]:
    """Convolution and batch norm of modules that detector.conv built."""
    return tuple((f"{stage}.0", f"{stage}.1") for stage in stages)


def inside(residual: str) -> Group:
    """The channels between the two convolutions of a residual block."""
    return Group(made(f"{residual}.first"), (f"{residual}.second.0",))


LEAVES = tuple(f"heads.{name}" for name in MAP_CHANNELS if not name.startswith("container"))
CONTAINERS = tuple(f"heads.{name}" for name in MAP_CHANNELS if name.startswith("container"))
GROUPS = (
    Group((("stem.conv", "stem.norm"),), ("stage8.0.0",)),
    Group(made("stage8.0", "stage8.1.second"), ("stage8.1.first.0", "stage16.0.0")), inside("stage8.1"),
    Group(made("stage16.0", "stage16.1.second", "local16.second"), ("stage16.1.first.0", "stage32.0.0", "local16.first.0", "mix16.0"), ("from32",)),
    inside("stage16.1"), inside("local16"),
    Group(made("stage32.0", "stage32.1.second"), ("stage32.1.first.0", "stage64.0.0", "merge32.0"), ("from64",)), inside("stage32.1"),
    Group(made("stage64.0", "stage64.1.second", "stage64.2.second"), ("stage64.1.first.0", "stage64.2.first.0", "from64")),
    inside("stage64.1"), inside("stage64.2"),
    Group(made("merge32"), ("from32", *CONTAINERS)), Group(made("mix16"), LEAVES),
)  # fmt: skip


def narrowed(weights: Weights, width: str) -> Weights:
    """The weights of a detector of this width, cut out of a wider one's. Raises ValueError when the new one is not narrower."""
    own = Detector(width).state_dict()
    kept = dict(weights)
    for group in GROUPS:
        first = group.makers[0][0]
        count = own[f"{first}.weight"].shape[0]
        if count > len(kept[f"{first}.weight"]):
            raise ValueError(f"{first} has {len(kept[f'{first}.weight'])} channels, {width!r} wants {count}: only narrower ones can be made")
        worth = sum(kept[f"{norm}.weight"].abs() for _, norm in group.makers) * sum(kept[f"{name}.weight"].pow(2).sum((0, 2, 3)).sqrt() for name in group.readers)
        chosen = worth.topk(count).indices.sort().values
        for convolution, norm in group.makers:
            kept[f"{convolution}.weight"] = kept[f"{convolution}.weight"][chosen]
            for part in ("weight", "bias", "running_mean", "running_var"):
                kept[f"{norm}.{part}"] = kept[f"{norm}.{part}"][chosen]
        for convolution in group.spreading:  # children outermost
            of_children = torch.cat([child * len(worth) + chosen for child in range(SUBCELLS)])
            for part in ("weight", "bias"):
                kept[f"{convolution}.{part}"] = kept[f"{convolution}.{part}"][of_children]
        for name in group.readers:
            kept[f"{name}.weight"] = kept[f"{name}.weight"][:, chosen]
    return {name: middle(kept[name], own[name].shape).contiguous() for name in own}


def middle(weight: Tensor, shape: torch.Size) -> Tensor:
    """Of a convolution that becomes smaller the middle of its kernel; any other weight as it is."""
    if weight.shape == shape:
        return weight
    rows, columns = ((before - after) // 2 for before, after in zip(weight.shape[2:], shape[2:], strict=True))
    return weight[:, :, rows : rows + shape[2], columns : columns + shape[3]]


def match(narrow: Detector, wide: Detector, pictures: Iterable[Tensor], steps: int, rate: float) -> list[float]:
    """Teach `narrow` to give the maps of `wide` for (N, H, W, 3) uint8 pictures; parts that were not cut stay as they are.

    Returns the losses (detector_loss.missed), one a step.
    """
    wide.eval().requires_grad_(False)
    narrow.train()
    for part in same_parts(narrow, wide):
        part.eval().requires_grad_(False)
    optimizer = torch.optim.AdamW([weight for weight in narrow.parameters() if weight.requires_grad], lr=rate)
    losses: list[float] = []
    for step, rgb in zip(range(steps), pictures, strict=False):
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(step / steps, rate)
        pixels = pack(rgb)
        loss = missed(narrow(pixels), wide(pixels))
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(narrow.parameters(), 1.0)
        optimizer.step()
        losses.append(float(loss.detach()))
        if step % 50 == 49:
            print(f"step {step + 1}: {sum(losses[-50:]) / 50:.3f} of the maps missed", flush=True)
    return losses


def same_parts(narrow: Detector, wide: Detector) -> list[nn.Module]:
    """The first parts of a detector that are of one size in both, with all they are fed by: their weights say already what is wanted."""
    parts = []
    for name in ("stem", "stage8", "stage16", "stage32", "local16"):
        mine, theirs = getattr(narrow, name), getattr(wide, name)
        if [weight.shape for weight in mine.parameters()] != [weight.shape for weight in theirs.parameters()]:
            break
        parts.append(mine)
    return parts


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
