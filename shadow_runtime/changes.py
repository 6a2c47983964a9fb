"""Where two pictures, or two maps, differ: as few upright rectangles as pay.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import cv2
import numpy as np

from .recall import BAND

# Two changed regions are treated as one when that costs at most this many more pixels: a call has its price too.
CALL_PX = 12_000
TILE = BAND  # px, of the grid on which pixels are compared
MOST_REGIONS = 12


class Region(NamedTuple):
    """An upright rectangle of whole pixels: left, top, right, bottom."""

    x1: int
    y1: int
    x2: int
    y2: int

    @property
    def area(self) -> int:
        return max(self.x2 - self.x1, 0) * max(self.y2 - self.y1, 0)

    def union(self, other: Region) -> Region:
        return Region(min(self.x1, other.x1), min(self.y1, other.y1), max(self.x2, other.x2), max(self.y2, other.y2))

    def grown(self, before: int, after: int, unit: int, width: int, height: int) -> Region:
        """With `before` px more at the left and top, `after` at the right and bottom, whole units, inside the frame."""
        return Region(
            max((self.x1 - before) // unit * unit, 0), max((self.y1 - before) // unit * unit, 0),
            min(-(-(self.x2 + after) // unit) * unit, width), min(-(-(self.y2 + after) // unit) * unit, height),
        )  # fmt: skip

    def within(self, other: Region) -> Region:
        """The same, counted from the other's corner."""
        return Region(self.x1 - other.x1, self.y1 - other.y1, self.x2 - other.x1, self.y2 - other.y1)

    def cells(self, stride: int) -> tuple[slice, slice]:
        """Rows and columns of a map of this stride."""
        return slice(self.y1 // stride, self.y2 // stride), slice(self.x1 // stride, self.x2 // stride)


def difference(old: np.ndarray, new: np.ndarray, region: Region, stride: int) -> Region | None:
    """The part of the region, in whole cells, in which two maps of it differ; None when they are equal."""
    height, _, channels = old.shape
    x, y, width, below = cv2.boundingRect(cv2.absdiff(old.reshape(height, -1), new.reshape(height, -1)))
    if width == 0:
        return None
    return Region(region.x1 + x // channels * stride, region.y1 + y * stride,
                  region.x1 + ((x + width - 1) // channels + 1) * stride, region.y1 + (y + below) * stride)


def any_of_rows(marks: np.ndarray, every: int) -> np.ndarray:
    """(H / every, W) bool: the marks of so many rows each as one row; eight columns at a time where that goes."""
    words = marks.view(np.int64) if marks.shape[1] % 8 == 0 else marks
    return np.bitwise_or.reduceat(words, np.arange(0, len(marks), every), axis=0).view(bool)


def unlike(before: Sequence[int], after: Sequence[int]) -> tuple[int, int]:
    """The first row, and the one after the last, of the bands that differ."""
    numbers = [number for number, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    return (numbers[0] * TILE, (numbers[-1] + 1) * TILE) if numbers else (0, 0)


def changed_regions(before: np.ndarray, after: np.ndarray) -> list[Region]:
    """Where two pictures of one size differ: regions of whole tiles (clipped to the picture), near ones joined."""
    height, width = after.shape[:2]
    if height == 0:
        return []
    across = width * 3 % 8 == 0 and width % TILE == 0 and before.strides[0] % 8 == 0 == after.strides[0] % 8
    if across:  # eight bytes at a time
        unlike = as_words(before) != as_words(after)
    else:
        unlike = (before != after).any(axis=2)
    per_tile = TILE * 3 // 8 if across else TILE
    right = -unlike.shape[1] % per_tile
    if right:
        unlike = np.pad(unlike, ((0, 0), (0, right)))
    strips = any_of_rows(unlike, TILE)
    if not strips.any():
        return []
    tiles = strips.reshape(len(strips), -1, per_tile).any(axis=2)
    return [Region(r.x1 * TILE, r.y1 * TILE, min(r.x2 * TILE, width), min(r.y2 * TILE, height)) for r in tile_regions(tiles)]


def as_words(picture: np.ndarray) -> np.ndarray:
    """(H, W, 3) bytes as (H, W * 3 / 8) eight-byte words; rows may be spaced apart."""
    height, width = picture.shape[:2]
    return np.lib.stride_tricks.as_strided(picture, (height, width * 3), (picture.strides[0], 1)).view(np.int64)


def tile_regions(tiles: np.ndarray) -> list[Region]:
    """Rectangles of tiles that cover all marked ones, at most MOST_REGIONS."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(tiles.astype(np.uint8), connectivity=8)
    found = [Region(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:count]]
    return joined(found, CALL_PX // TILE**2)


def joined(regions: Sequence[Region], slack: int = CALL_PX) -> list[Region]:
    """Regions that cover the given ones; two become one where that costs at most `slack` of area."""
    kept: list[Region] = []
    for region in sorted(regions):
        merging = True
        while merging:
            merging = False
            for other in kept:
                whole = region.union(other)
                if whole.area <= region.area + other.area + slack:
                    kept.remove(other)
                    region, merging = whole, True
                    break
        kept.append(region)
    while len(kept) > MOST_REGIONS:
        a, b = min(((a, b) for i, a in enumerate(kept) for b in kept[i + 1 :]), key=lambda pair: pair[0].union(pair[1]).area - pair[0].area - pair[1].area)
        kept = joined([*(r for r in kept if r not in (a, b)), a.union(b)], slack)
    return kept
