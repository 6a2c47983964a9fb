"""Seeing what changed is seeing the whole frame: random edits of real frames, maps and scenes compared to the bit.

    python -m benchmarks.prove_seeing --edits 1000 --out benchmarks/results/prove_seeing.json
"""

from __future__ import annotations

import argparse
import random
import time
from pathlib import Path
from typing import Any

import numpy as np

from shadow_runtime import Frame
from shadow_runtime.perceive import forget, perceive
from shadow_runtime.student import Student

from .frames import load_frames
from .live_conditions import conditions
from .report import report

CHAIN = 12  # edits of one page on top of each other before the next page


def edited(rgb: np.ndarray, other: np.ndarray, rng: random.Random) -> np.ndarray:
    """One to three changes of the kinds pages make: a part of another page, a color, a caret, noise, a scroll."""
    rgb = rgb.copy()
    height, width = rgb.shape[:2]
    for _ in range(rng.randint(1, 3)):
        w, h = rng.randint(1, rng.choice((8, 120, 500, width))), rng.randint(1, rng.choice((8, 60, 240, height)))
        x, y = rng.randint(0, width - w), rng.randint(0, height - h)
        part = rgb[y : y + h, x : x + w]
        kind = rng.choice(("other", "other", "color", "caret", "noise", "scroll"))
        if kind == "other":
            part[...] = other[y : y + h, x : x + w]
        elif kind == "color":
            part[...] = [rng.randint(0, 255) for _ in range(3)]
        elif kind == "caret":
            rgb[y : y + 18, x : x + 1] = rng.choice((0, 255))
        elif kind == "noise":
            part[...] = np.random.default_rng(rng.getrandbits(32)).integers(0, 256, part.shape, np.uint8)
        else:
            part[...] = np.roll(part, rng.choice((-16, -5, 7, 40)), axis=0)
    return rgb


def described(scene: Any) -> list[tuple]:
    """Everything a scene says, comparable."""
    return [
        (e.role, tuple(e.box), e.confidence, e.text, tuple(e.states.items()), tuple(e.role_scores.items()), e.label, e.label_box and tuple(e.label_box),
         None if e.icon is None else e.icon.tobytes(), tuple((r.text, tuple(r.box), r.confidence, r.char_x.tobytes()) for r in e.rows))
        for e in (*scene.elements, *scene.containers)
    ]  # fmt: skip


def prove(edits: int, seed: int = 0) -> dict[str, Any]:
    """Raises AssertionError at the first edit whose maps or scene differ."""
    source, frames = load_frames(24)
    remembering, forgetting = Student.load(), Student.load()
    rng = random.Random(seed)
    started, elements = time.monotonic(), 0
    rgb = frames[0]
    for number in range(edits):
        rgb = edited(rng.choice(frames) if number % CHAIN == 0 else rgb, rng.choice(frames), rng)
        said = described(perceive(Frame(rgb=rgb), remembering))
        forget(forgetting)
        whole = described(perceive(Frame(rgb=rgb), forgetting))
        for name, expected in forgetting.detector.kept.items():
            if not np.array_equal(remembering.detector.kept[name], expected):
                raise AssertionError(f"edit {number} (seed {seed}): map {name} differs from that of the whole frame")
        if said != whole:
            raise AssertionError(f"edit {number} (seed {seed}): the scenes differ")
        elements += len(said)
    return {**conditions(), "student": remembering.id, "frames": f"{len(frames)} {source}", "edits": edits, "maps_compared": edits * len(forgetting.detector.kept),
            "elements_compared": elements, "differences": 0, "seconds": round(time.monotonic() - started, 1)}  # fmt: skip


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edits", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--out", type=Path)
    args = parser.parse_args(argv)
    report(prove(args.edits, args.seed), args.out)


if __name__ == "__main__":
    main()
