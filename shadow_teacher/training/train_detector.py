"""Train the detector; resumable, checkpointed by wall clock.

    python -m shadow_teacher.training.train_detector --pages DIR [--pages DIR] --packed DIR --out DIR --minutes 60
                                                     [--weights models/student-0010/detector.safetensors]
                                                     [--teacher models/student-0010/detector.safetensors]

With a teacher, another detector's checkpoint, the network also learns to give that one's maps (knowledge distillation,
arXiv 1503.02531), which a narrowed one does well to (narrow_detector.py).

Every --checkpoint-minutes the weights, the optimizer, the moving average and the step go to OUT/last.pt (atomically) and
the losses to OUT/curve.jsonl, drawn in curve.svg; a run that finds last.pt goes on from it. The learning rate follows the share of the
planned minutes that is over, so a run of any length ends with a small rate.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import nn
from torch.utils.data import DataLoader

from shadow_teacher.networks.detector import WIDTHS, Detector, pack

from .detector_data import CropBatches, pack_pages
from .detector_loss import detector_loss, missed
from .evaluate_detector import load_detector
from .run import Run, computes_bf16, learning_rate


def parse_arguments(argv: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, action="append", default=[], help="folders of labelled pages to pack first")
    parser.add_argument("--packed", type=Path, required=True, help="folder of packed pages")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--width", choices=sorted(WIDTHS), default="lean")
    parser.add_argument("--weights", type=Path, default=None, help="a published float checkpoint to start from (safetensors)")
    parser.add_argument("--teacher", type=Path, default=None, help="a float checkpoint (safetensors) whose maps are learned as well")
    parser.add_argument("--teacher-weight", type=float, default=4.0, help="of the share of the teacher's maps that is missed, beside the labels' loss")
    parser.add_argument("--minutes", type=float, default=60, help="training time in all, earlier runs included")
    parser.add_argument("--steps", type=int, default=None, help="stop after so many steps instead (for tests)")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--checkpoint-minutes", type=float, default=3)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--compile", action="store_true", help="torch.compile: minutes to start, then a sixth less time a step")
    parser.add_argument("--precision", choices=("auto", "bf16", "float"), default="auto",
                        help="auto: bf16 where the device computes in it; a CPU that only emulates it is half as fast as in float")
    return parser.parse_args(argv)


def take_weights(model: nn.Module, path: Path) -> list[str]:
    """Start from a checkpoint, also of a somewhat different network; returns the tensors that start anew."""
    saved, own = load_file(path), model.state_dict()
    fitting = {name: value for name, value in saved.items() if name in own and own[name].shape == value.shape}
    model.load_state_dict(fitting, strict=False)
    return sorted(set(own) - set(fitting))


def main(argv: list[str] | None = None) -> None:
    args = parse_arguments(argv)
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    if args.pages:
        print(f"{pack_pages(args.pages, args.packed)} pages packed")
    model = Detector(args.width).to(args.device, memory_format=torch.channels_last)
    if args.weights:
        anew = take_weights(model, args.weights)
        print(f"weights of {args.weights}; new are {', '.join(anew) or 'none'}")
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.rate, weight_decay=0.02)
    run = Run(args.out, "detector", model, optimizer, minutes=args.minutes, steps=args.steps, checkpoint_minutes=args.checkpoint_minutes,
              log_every=50, device=args.device, facts={"width": args.width})  # fmt: skip
    teacher = load_detector(args.teacher).requires_grad_(False).to(args.device, memory_format=torch.channels_last) if args.teacher else None
    forward = torch.compile(model, dynamic=False) if args.compile else model
    ask = torch.compile(teacher, dynamic=False) if args.compile and teacher is not None else teacher
    bf16 = args.precision == "bf16" or (args.precision == "auto" and computes_bf16(args.device))
    loader = DataLoader(CropBatches(args.packed, seed=args.seed + run.step), batch_size=None, num_workers=args.workers,
                        prefetch_factor=4 if args.workers else None,
                        # Not fork: OpenCV and OpenMP threads of the parent would leave a forked worker waiting forever.
                        multiprocessing_context="spawn" if args.workers else None)
    for batch in loader:
        progress = run.progress()
        if progress >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(progress, args.rate)
        batch = {name: value.to(args.device) for name, value in batch.items()}
        with torch.autocast(args.device, dtype=torch.bfloat16, enabled=bf16):
            maps = forward(pack(batch["rgb"]))
        loss, parts = detector_loss(maps, batch)
        if ask is not None:
            gap = missed(maps, ask(pack(batch["rgb"])))
            loss, parts["gap"] = loss + args.teacher_weight * gap, float(gap.detach())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 10.0)
        optimizer.step()
        run.stepped({"loss": float(loss.detach()), **parts})
    run.save()


if __name__ == "__main__":
    main()
