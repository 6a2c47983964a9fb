"""Train the reader with CTC; resumable, checkpointed by wall clock.

    python -m shadow_teacher.training.train_reader --pages DIR [--pages DIR] --packed DIR --out DIR --minutes 40
                                                   [--teacher models/student-0010/reader.onnx]

With a teacher, a published reader of whatever shape, the network also learns to say of every time step what that one
says (knowledge distillation, arXiv 1503.02531).
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from onnxruntime import InferenceSession
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader

from shadow_teacher.networks.export import open_session
from shadow_teacher.networks.reader import ReaderNet

from .reader_data import UNDECIDED, RowBatches, pack_rows
from .run import Run, computes_bf16, learning_rate


def parse_arguments(argv: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, action="append", default=[])
    parser.add_argument("--packed", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=None, help="a published float checkpoint to start from (safetensors)")
    parser.add_argument("--teacher", type=Path, default=None, help="a published reader (ONNX) whose answers are learned as well")
    parser.add_argument("--minutes", type=float, default=40)
    parser.add_argument("--steps", type=int, default=None)
    parser.add_argument("--columns", type=int, default=6000, help="normalized px columns a batch")
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--checkpoint-minutes", type=float, default=3)
    return parser.parse_args(argv)


def reader_loss(
    logits: torch.Tensor, style: torch.Tensor, batch: dict[str, torch.Tensor], guide: float
) -> tuple[torch.Tensor, dict[str, float]]:
    """CTC + guide * cross entropy at the characters' true places + style. logits (N, T, C), style (N, T, 3).

    The guide removes CTC's slow start and ties characters to where they stand.
    """
    logits, style = logits.float(), style.float()
    log_probs = functional.log_softmax(logits, dim=2)
    ctc = functional.ctc_loss(log_probs.transpose(0, 1), batch["classes"], batch["lengths"], batch["sizes"],
                              blank=0, reduction="none", zero_infinity=True)
    ctc = (ctc / batch["sizes"]).mean()
    place = functional.nll_loss(log_probs.reshape(-1, log_probs.shape[2]), batch["steps"].reshape(-1), ignore_index=UNDECIDED)
    real = (torch.arange(style.shape[1])[None] < batch["lengths"][:, None]).float()[..., None]
    pooled = (style * real).sum(1) / real.sum(1)
    look = functional.binary_cross_entropy_with_logits(pooled, batch["styles"])
    return ctc + guide * place + 0.3 * look, {"ctc": float(ctc.detach()), "place": float(place.detach()), "style": float(look.detach())}


def distance_to(teacher: InferenceSession, logits: torch.Tensor, style: torch.Tensor, batch: dict[str, torch.Tensor]) -> torch.Tensor:
    """Mean over the real time steps of the divergence from what the teacher says, characters and styles."""
    said, look = (torch.from_numpy(value) for value in teacher.run(["logits", "style"], {"strip": batch["packed"].numpy()}))
    real = torch.arange(logits.shape[1])[None] < batch["lengths"][:, None]
    characters = functional.kl_div(functional.log_softmax(logits.float()[real], 1), functional.softmax(said[real], 1), reduction="batchmean")
    return characters + 0.1 * functional.binary_cross_entropy_with_logits(style.float()[real], torch.sigmoid(look[real]))


def main(argv: list[str] | None = None) -> None:
    args = parse_arguments(argv)
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    if args.pages:
        print(f"{pack_rows(args.pages, args.packed)} rows packed")
    model = ReaderNet().to(memory_format=torch.channels_last)
    if args.weights:
        model.load_state_dict(load_file(args.weights))
    teacher = open_session(args.teacher) if args.teacher else None
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.rate, weight_decay=0.01)
    run = Run(args.out, "reader", model, optimizer, minutes=args.minutes, steps=args.steps, checkpoint_minutes=args.checkpoint_minutes, log_every=100)
    loader = DataLoader(RowBatches(args.packed, args.seed + run.step, args.columns), batch_size=None, num_workers=args.workers,
                        prefetch_factor=8 if args.workers else None,
                        multiprocessing_context="spawn" if args.workers else None)
    rows = 0
    for batch in loader:
        progress = run.progress()
        if progress >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(progress, args.rate)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=computes_bf16("cpu")):
            logits, style = model(batch["packed"].float() / 255.0)
        loss, parts = reader_loss(logits, style, batch, guide=0.5 if progress < 0.2 else 0.1)
        if teacher is not None:
            gap = distance_to(teacher, logits, style, batch)
            loss, parts["gap"] = loss + gap, float(gap.detach())
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()
        rows += len(batch["sizes"])
        run.stepped(parts, rows_seen=rows)
    run.save()


if __name__ == "__main__":
    main()
