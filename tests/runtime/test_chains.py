"""Chains of row cells: what needs no following gives what following gives."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from shadow_runtime.chains import FEW, _followed, chains_of, narrow


def line(x: int, length: int, top: float, height: float = 16.0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Cells of one even row of text."""
    return np.arange(x, x + length), np.full(length, top), np.full(length, top + height)


def by_column(*lines: tuple[np.ndarray, np.ndarray, np.ndarray]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    xs, tops, bottoms = (np.concatenate(parts) for parts in zip(*lines, strict=True))
    order = np.argsort(xs, kind="stable")
    return xs[order], tops[order], bottoms[order]


def firsts(xs: np.ndarray, tops: np.ndarray, bottoms: np.ndarray) -> np.ndarray:
    """For every cell the first cell of its chain."""
    order, starts, stops = chains_of(xs, tops, bottoms)
    assert starts.tolist() == [0, *stops[:-1].tolist()]
    assert sorted(order.tolist()) == list(range(len(xs)))
    assert all((np.diff(order[start:stop]) > 0).all() for start, stop in zip(starts, stops, strict=True))  # each in its columns' order
    found = np.empty(len(xs), int)
    found[order] = order[starts].repeat(stops - starts)
    return found


def test_rows_on_top_of_and_beside_each_other_are_chains_of_their_own() -> None:
    xs, tops, bottoms = by_column(line(0, 60, 100), line(0, 60, 120), line(63, 40, 100), line(10, 5, 300, 40.0))
    chains = firsts(xs, tops, bottoms)
    assert sorted(np.unique(chains, return_counts=True)[1].tolist()) == [5, 40, 60, 60]
    assert all(chains[first] == first for first in np.unique(chains).tolist())


def test_a_gap_of_one_column_is_bridged() -> None:
    xs, tops, bottoms = by_column(line(0, 60, 100), line(61, 60, 101))
    assert len(xs) > FEW
    assert set(firsts(xs, tops, bottoms).tolist()) == {0}


def test_one_cell_is_one_chain() -> None:
    assert [part.tolist() for part in chains_of(np.array([4]), np.array([1.0]), np.array([9.0]))] == [[0], [0], [1]]


def test_numbers_too_large_for_16_bits_stay_what_they_are() -> None:
    assert narrow(np.array([3, 2**16 - 1])).dtype == np.uint16
    assert narrow(np.array([3, 2**16])).tolist() == [3, 2**16]


@given(seed=st.integers(0, 10**6), spacing=st.sampled_from([4.0, 12.0, 19.0, 40.0]), noise=st.sampled_from([0.0, 0.3, 2.0, 6.0]), columns=st.sampled_from([6, 30, 160]))
@settings(max_examples=150, deadline=None)
def test_chains_are_those_of_following_every_cell(seed: int, spacing: float, noise: float, columns: int) -> None:
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 5 * FEW))
    xs = np.sort(rng.integers(0, columns, count))
    tops = np.round(4 * (rng.integers(0, 12, count) * spacing + rng.normal(0, noise, count))) / 4  # ties are common on int8 maps
    bottoms = tops + rng.choice(rng.choice([0.2, 5.0, 14.0, 15.0, 40.0], 2), count) + np.abs(rng.normal(0, noise / 2, count))
    assert firsts(xs, tops, bottoms).tolist() == _followed(xs.tolist(), tops.tolist(), bottoms.tolist())
