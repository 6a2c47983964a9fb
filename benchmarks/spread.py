"""How far a change spreads through the detector's maps, and what each piece of it costs on a whole frame.

    python -m benchmarks.spread [--edits 4]

Prints, for each map, the share of cells that differ after a rectangle of a frame was replaced by another page's, and for
each piece the processor time of its cheapest whole run. Random choices are seeded.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import defaultdict
from typing import Any

import numpy as np

from shadow_runtime.cascade import Cascade, Piece
from shadow_runtime.student import Student

from .frames import load_frames, patch

SHARES = (0.01, 0.1)


def spread(cascade: Cascade, frames: list[np.ndarray], edits: int) -> dict[str, dict[str, float]]:
    cascade._joint = None  # each piece by itself, and all maps kept, also where the last pieces would run as one
    rng = np.random.default_rng(1)
    found: dict[str, dict[str, list[float]]] = {f"{share:.0%} changed": defaultdict(list) for share in SHARES}
    for number in range(edits):
        before, other = frames[number % len(frames)], frames[(number + 1) % len(frames)]
        for share, shares in zip(SHARES, found.values(), strict=True):
            cascade.look(before)
            old = {name: array.copy() for name, array in cascade.kept.items()}
            cascade.look(patch(before, other, share, rng))
            for name, array in cascade.kept.items():
                shares[name].append(float((array != old[name]).any(axis=2).mean()))
    return {label: {name: round(float(np.mean(values)), 3) for name, values in shares.items()} for label, shares in found.items()}


def piece_times(cascade: Cascade, frame: np.ndarray, rounds: int) -> dict[str, float]:
    """Processor milliseconds of each piece's cheapest run over a whole frame."""
    cascade._joint = None
    best: dict[str, float] = defaultdict(lambda: float("inf"))
    run = cascade._run

    def timed(piece: Piece, *rest: Any) -> None:
        started = time.process_time()
        run(piece, *rest)
        best[" ".join(piece.targets)] = min(best[" ".join(piece.targets)], (time.process_time() - started) * 1e3)

    cascade._run = timed  # type: ignore[method-assign]
    for _ in range(rounds):
        cascade.forget()
        cascade.look(frame)
    cascade._run = run  # type: ignore[method-assign]
    return {name: round(ms, 2) for name, ms in best.items()}


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edits", type=int, default=4)
    args = parser.parse_args(argv)
    source, frames = load_frames(max(args.edits, 4))
    cascade = Student.load().detector
    assert isinstance(cascade, Cascade), "this student's detector cannot be cut"
    print(json.dumps({"frames": source, "spread": spread(cascade, frames, args.edits), "piece_ms": piece_times(cascade, frames[0], 12)}, indent=1))


if __name__ == "__main__":
    main()
