"""Pairs from disk: the pages of a suite, their frames, and whether a page calibrates or reports."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from .suite import read

SIDES = ("calibrate", "report")
REPORTED = 4  # every fourth look is kept for reporting; bounds need the others


@dataclass(frozen=True)
class MutatedPage:
    """One page of a suite. head: its record; pairs: the records of its pairs."""

    folder: Path
    head: Mapping[str, Any]
    pairs: Sequence[Mapping[str, Any]]

    @property
    def name(self) -> str:
        return str(self.head["page"])

    @cached_property
    def rgb(self) -> np.ndarray:
        """(H, W, 3) uint8: the page as it is. Raises FileNotFoundError."""
        return load(self.folder / f"{self.name}.png")

    @property
    def twin(self) -> np.ndarray | None:
        """The page painted a second time; None where that gave the same pixels."""
        path = self.folder / f"{self.name}.twin.png"
        return load(path) if path.exists() else None

    def mutated(self, pair: Mapping[str, Any]) -> np.ndarray:
        """The whole frame of a pair's changed side."""
        frame = self.rgb.copy()
        x, y, width, height = pair["patch"]
        frame[y : y + height, x : x + width] = load(self.folder / pair["file"])
        return frame


def load(path: Path) -> np.ndarray:
    image = cv2.imread(str(path))
    if image is None:
        raise FileNotFoundError(f"{path}: not a readable picture; render the suite again")
    return cv2.cvtColor(image, cv2.COLOR_BGR2RGB)


def pages_of(folder: Path) -> Iterator[MutatedPage]:
    """The pages of a suite in an order that mixes frameworks and sizes, the same every time. Raises FileNotFoundError."""
    paths = sorted(folder.glob("*.jsonl"), key=lambda path: (zlib.crc32(path.stem.encode()), path.stem))
    if not paths:
        raise FileNotFoundError(
            f"{folder} holds no suite: make one with `shadow-teacher mutate render --suite {folder}`"
        )
    for path in paths:
        head, *pairs = read(path)
        yield MutatedPage(folder, head, pairs)


def sides(frameworks: Sequence[str]) -> dict[str, str]:
    """Framework -> "calibrate" or "report": every fourth one by name is reported, so that no look is in both."""
    return {name: SIDES[number % REPORTED == REPORTED - 1] for number, name in enumerate(sorted(set(frameworks)))}
