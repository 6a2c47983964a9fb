"""The numpy port of pixelmatch counts what pixelmatch 5.3.0 counted (node, threshold 0.2 and 0.05) on the same frames."""

from __future__ import annotations

import numpy as np
import pytest

from shadow_teacher.mutations.pixelmatch import count_different

# Printed by: node -e "pixelmatch(a, b, null, 96, 64, {threshold})" on the frames that frames() draws.
GOLDEN: dict[tuple[int, float], int] = {
    (0, 0.2): 49,
    (1, 0.2): 97,
    (2, 0.2): 145,
    (3, 0.2): 58,
    (4, 0.2): 138,
    (5, 0.2): 121,
    (6, 0.2): 40,
    (7, 0.2): 110,
    (0, 0.05): 69,
    (1, 0.05): 129,
    (2, 0.05): 157,
    (3, 0.05): 75,
    (4, 0.05): 144,
    (5, 0.05): 128,
    (6, 0.05): 62,
    (7, 0.05): 117,
}


def frames(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Two frames with flat areas, anti-aliased slopes and noise; integers only, so that they are the same everywhere."""
    draw = np.random.Generator(np.random.PCG64(seed))
    x, y = np.meshgrid(np.arange(96), np.arange(64))

    def paint(shift: int) -> np.ndarray:
        frame = np.full((64, 96, 3), 250, np.int64)
        for k in range(5):
            color, cx, cy, r = shapes[k]
            inside = r * r - (x - cx - (shift if k % 2 else 0)) ** 2 - (y - cy) ** 2
            cover = np.clip(inside * 4 // r + 8, 0, 16)[..., None]  # sixteenths: a soft rim
            frame = (frame * (16 - cover) + np.array(color) * cover) // 16
        return frame.astype(np.uint8)

    shapes = [
        (draw.integers(0, 256, 3), int(draw.integers(8, 88)), int(draw.integers(8, 56)), int(draw.integers(5, 20)))
        for _ in range(5)
    ]
    one, two = paint(0), paint(1 + seed % 3)
    spots = draw.integers(0, 64, 40), draw.integers(0, 96, 40)
    two[spots] = draw.integers(0, 256, (40, 3))
    return one, two


@pytest.mark.parametrize(("seed", "threshold"), sorted(GOLDEN))
def test_counts_are_those_of_the_original(seed: int, threshold: float) -> None:
    assert count_different(*frames(seed), threshold) == GOLDEN[seed, threshold]


def test_equal_frames_and_what_the_threshold_forgives() -> None:
    flat = np.full((40, 40, 3), 200, np.uint8)
    assert count_different(flat, flat) == 0
    greyer = flat.copy()
    greyer[10:20, 10:20] = (170, 170, 170)
    assert count_different(flat, greyer) == 0, (
        "a square that turns visibly darker is under Playwright's default threshold"
    )
    assert count_different(flat, greyer, threshold=0.05) == 100
    with pytest.raises(ValueError, match="one size"):
        count_different(flat, flat[:20])
