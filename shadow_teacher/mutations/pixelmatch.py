"""What Playwright's screenshot assertion compares by default: pixelmatch 5, threshold 0.2, anti-aliasing not counted.

A port to numpy of pixelmatch 5.3.0 (ISC license, (c) 2022 Mapbox, see NOTICE), the version inside Playwright's driver;
tests/teacher/test_mutate_pixels.py compares counts with those that the original printed.
"""

from __future__ import annotations

import numpy as np

THRESHOLD = 0.2  # Playwright's default; pixelmatch's own is 0.1
_Y = np.array([0.29889531, 0.58662247, 0.11448223])
_I = np.array([0.59597799, -0.27417610, -0.32180189])
_Q = np.array([0.21147017, -0.52261711, 0.31114694])


def count_different(before: np.ndarray, after: np.ndarray, threshold: float = THRESHOLD) -> int:
    """Pixels that pixelmatch calls different between two (H, W, 3) uint8 frames of one size.

    Raises ValueError when the sizes differ (Playwright fails then, whatever the pixels).
    """
    if before.shape != after.shape:
        raise ValueError(f"expected two frames of one size, got {before.shape} and {after.shape}")
    changed = (before != after).any(2)
    if not changed.any():
        return 0
    one, two = before[changed], after[changed]
    y, i, q = (_channel(one, weights) - _channel(two, weights) for weights in (_Y, _I, _Q))
    above = np.zeros(changed.shape, bool)
    above[changed] = 0.5053 * y * y + 0.299 * i * i + 0.1957 * q * q > 35215 * threshold * threshold
    if not above.any():
        return 0
    brightness, crowded = (_channel(before, _Y), _channel(after, _Y)), (_many_siblings(before), _many_siblings(after))
    both = crowded[0] & crowded[1]
    places = above.nonzero()
    smooth = _antialiased(brightness[0], both, *places) | _antialiased(brightness[1], both, *places)
    return int(len(smooth) - smooth.sum())


def _channel(frame: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """(...) float64 of (..., 3) uint8, summed in pixelmatch's order so that equal stays equal."""
    wide = frame.astype(np.float64)
    return wide[..., 0] * weights[0] + wide[..., 1] * weights[1] + wide[..., 2] * weights[2]


def _many_siblings(frame: np.ndarray) -> np.ndarray:
    """(H, W) bool: more than two of the eight neighbors have exactly this color; the frame's rim counts as one."""
    height, width = frame.shape[:2]
    packed = (frame[..., 0].astype(np.int32) << 16) | (frame[..., 1].astype(np.int32) << 8) | frame[..., 2]
    padded = np.pad(packed, 1, constant_values=-1)
    equal = np.zeros((height, width), np.int8)
    for dy in (0, 1, 2):
        for dx in (0, 1, 2):
            if (dy, dx) != (1, 1):
                equal += padded[dy : dy + height, dx : dx + width] == packed
    equal[[0, -1]] += 1
    equal[1:-1, [0, -1]] += 1
    return equal > 2


def _antialiased(brightness: np.ndarray, both: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """(N,) bool: pixels on a slope between a darker and a brighter neighbor of which one lies in a flat area of both frames."""
    height, width = brightness.shape
    # pixelmatch walks column by column and keeps the first extreme; argmin and argmax do, too.
    steps = [(dy, dx) for dx in (-1, 0, 1) for dy in (-1, 0, 1) if (dy, dx) != (0, 0)]
    change, flat = np.zeros((len(rows), 8)), np.zeros((len(rows), 8), bool)
    for k, (dy, dx) in enumerate(steps):
        y, x = rows + dy, columns + dx
        there = (y >= 0) & (y < height) & (x >= 0) & (x < width)
        y, x = np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)
        change[:, k] = np.where(there, brightness[rows, columns] - brightness[y, x], np.nan)
        flat[:, k] = both[y, x]
    rim = (rows == 0) | (rows == height - 1) | (columns == 0) | (columns == width - 1)
    zeroes = (change == 0).sum(1) + rim
    change = np.nan_to_num(change, nan=0.0)
    low, high, each = change.argmin(1), change.argmax(1), np.arange(len(rows))
    sloped = (zeroes <= 2) & (change[each, low] < 0) & (change[each, high] > 0)
    return sloped & (flat[each, low] | flat[each, high])
