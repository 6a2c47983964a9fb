"""The frames that speed is measured on: real captures where there are some, drawn pages where not.

Real ones are looked for in SHADOW_BENCH_FRAMES, in the validation set beside the repository, and among pages rendered for
training (`make pages`). Every result says which it was. SHADOW_BENCH_FRAMES is a folder, or a name for its frames and the
folder: "rendered held-out pages=/somewhere".
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from shadow_runtime.doctor import drawn_page

ROOT = Path(__file__).parents[1]
SIZE = (720, 1280)


def places() -> Iterator[tuple[str, Path]]:
    """What the frames are called in a result, and where they would lie; best first."""
    named = os.environ.get("SHADOW_BENCH_FRAMES")
    if named:
        name, _, folder = named.rpartition("=")
        yield name or f"frames of {Path(folder).name}", Path(folder)
    yield "validation frames", ROOT.parent / "shared" / "validation" / "frames"
    yield "rendered held-out pages", ROOT / "data" / "pages" / "heldout"


def load_frames(count: int) -> tuple[str, list[np.ndarray]]:
    """Where they come from, and up to `count` different (720, 1280, 3) RGB frames spread over what is there."""
    for name, folder in places():
        paths = sorted(folder.rglob("*.png"))
        found: list[np.ndarray] = []
        for path in [paths[i] for i in np.linspace(0, len(paths) - 1, min(3 * count, len(paths))).astype(int)] if paths else []:
            picture = cv2.imread(str(path))
            if picture is not None and picture.shape[:2] == SIZE:
                found.append(np.ascontiguousarray(picture[:, :, ::-1]))
            if len(found) == count:
                break
        if len(found) >= 4:
            return name, found
    return "drawn pages", [drawn_page(number) for number in range(count)]


def patch(before: np.ndarray, other: np.ndarray, share: float, rng: np.random.Generator) -> np.ndarray:
    """A copy in which one rectangle, `share` of the frame and twice as wide as high, shows another page."""
    height, width = before.shape[:2]
    h = min(max(round((share * height * width / 2) ** 0.5), 1), height)
    w = min(round(share * height * width / h), width)
    y, x = int(rng.integers(0, height - h + 1)), int(rng.integers(0, width - w + 1))
    after = before.copy()
    after[y : y + h, x : x + w] = other[y : y + h, x : x + w]
    return after
