"""What a student must not forget while it learns something new: pages from seeds, labelled by the browser, and their icons.

Pages are drawn without npm packages (plain styles, hand-drawn icons, this machine's fonts), so that distilling works
anywhere a browser is. They are kept by seed; a second run renders nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from shadow_runtime.geometry import Box
from shadow_runtime.icons import SIZE, normalize_icon
from shadow_runtime.records import Frame

from .scenes import page_frame

TRAIN_SEEDS, GATE_SEEDS = 700_000, 800_000  # the gate asks pages that distilling never saw


def render_replay(folder: Path, start: int, count: int) -> list[Path]:
    """JSON paths of `count` labelled pages from seeds start, start + 1, ...; rendered where they are not there yet."""
    from shadow_teacher.pages.assets import ENVIRONMENT_VARIABLE
    from shadow_teacher.pages.compose import PageSpec, compose
    from shadow_teacher.pages.render import render

    def page(seed: int) -> PageSpec:
        return replace(compose(seed, "train"), width=1280, height=720, scale=1.0)

    numbers = range(start, start + count)
    missing = [n for n in numbers if not (folder / f"train-{n:06d}.json").exists()]
    if missing:
        kept = os.environ.pop(ENVIRONMENT_VARIABLE, None)  # the same pages everywhere, whatever is installed
        try:
            render(page, range(missing[0], missing[-1] + 1), folder)
        finally:
            if kept is not None:
                os.environ[ENVIRONMENT_VARIABLE] = kept
    return [path for n in numbers if (path := folder / f"train-{n:06d}.json").exists()]


def read_pages(paths: list[Path]) -> Iterator[tuple[Mapping[str, Any], Frame]]:
    """(labels, picture) of rendered pages."""
    for path in paths:
        page = json.loads(path.read_text(encoding="utf-8"))
        yield page, page_frame(path.with_suffix(".png"), page)


def page_icons(paths: list[Path], rng: np.random.Generator, copies: int = 2) -> tuple[np.ndarray, list[str]]:
    """(N, 32, 32) uint8 inks of the pages' icons, cut a little loosely, and their names."""
    inks, names = [], []
    for page, frame in read_pages(paths):
        for element in page["elements"]:
            icon = element.get("icon")
            if not icon or element["ignore"] or element["role"] not in ("icon", "button", "link"):
                continue
            for _ in range(copies):
                inks.append(loose_ink(frame, Box(*icon["box"]), rng))
                names.append(str(icon["name"]))
    return np.stack(inks) if inks else np.zeros((0, SIZE, SIZE), np.uint8), names


def loose_ink(frame: Frame, box: Box, rng: np.random.Generator, spread: float = 0.1) -> np.ndarray:
    """(32, 32) uint8 ink of a box that is off by about `spread` of its size, as a student's boxes are."""
    grow = 1 + rng.uniform(-0.5, 1.5) * spread
    x, y = box.center
    x, y = x + rng.uniform(-spread, spread) * box.width, y + rng.uniform(-spread, spread) * box.height
    return normalize_icon(frame, Box(x - box.width * grow / 2, y - box.height * grow / 2, box.width * grow, box.height * grow))


def random_inks(count: int, rng: np.random.Generator) -> np.ndarray:
    """(count, 32, 32) uint8 drawings of a few random strokes and shapes: what no icon looks like must not drift either."""
    import cv2

    inks = np.zeros((count, SIZE, SIZE), np.uint8)
    for ink in inks:
        for _ in range(int(rng.integers(2, 6))):
            a, b = (tuple(int(v) for v in rng.integers(3, 29, 2)) for _ in range(2))
            width = int(rng.integers(1, 4))
            kind = rng.integers(4)
            if kind == 0:
                cv2.line(ink, a, b, 255, width, cv2.LINE_AA)
            elif kind == 1:
                cv2.circle(ink, a, int(rng.integers(2, 10)), 255, width if rng.random() < 0.7 else -1, cv2.LINE_AA)
            elif kind == 2:
                cv2.rectangle(ink, a, b, 255, width, cv2.LINE_AA)
            else:
                cv2.polylines(ink, [rng.integers(3, 29, (4, 2)).astype(np.int32)], bool(rng.random() < 0.5), 255, width, cv2.LINE_AA)
    return inks
