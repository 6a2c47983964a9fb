"""The benchmarks run: one round of each part that needs neither a browser nor minutes."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import frames, prove_seeing, seeing, spread
from shadow_runtime.student import Student


@pytest.fixture(autouse=True)
def drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "places", lambda: iter(()))  # drawn pages, the same on every machine


def test_seeing_and_checking_give_rows() -> None:
    _, pages = frames.load_frames(4)
    rows = [*seeing.seeing(pages, 1), *seeing.checking(pages, 2)]
    names = [row["name"] for row in rows]
    assert len(names) == len(set(names)) == 14
    assert all(0 < row["p50_ms"] <= row["p95_ms"] <= row["p99_ms"] for row in rows)


def test_a_patch_changes_the_share_it_says() -> None:
    black, white = np.zeros((720, 1280, 3), np.uint8), np.full((720, 1280, 3), 255, np.uint8)
    for share in (0.01, 0.1, 0.5):
        assert frames.patch(black, white, share, np.random.default_rng(0)).mean() / 255 == pytest.approx(share, rel=0.02)


def test_proof_and_spread_run_small() -> None:
    assert prove_seeing.prove(2)["differences"] == 0
    found = spread.spread(Student.load().detector, frames.load_frames(4)[1], 1)
    assert found["10% changed"]["pixels"] <= 0.101
