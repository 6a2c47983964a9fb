"""Maps -> boxes: what is done for all kinds at once gives what each kind gives alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shadow_runtime.decode import (
    LEAF_MAPS,
    MAP_CHANNELS,
    SUBCELLS,
    DenseMaps,
    Detections,
    Rows,
    _medians,
    decode,
    decode_containers,
    decode_layer,
    decode_rows,
    gather,
    peaks,
    row_cells,
    unfold,
)


def noisy_maps(seed: int, share: float, height: int = 12, width: int = 20) -> DenseMaps:
    """Maps of a frame on which this share of the cells says something, in the coarse steps of int8."""
    rng = np.random.default_rng(seed)
    maps = {}
    for name, channels in MAP_CHANNELS.items():
        wide = name.startswith("container")
        size = (channels, height // 2, width // 2) if wide else (SUBCELLS * channels, height, width)
        values = np.round(rng.normal(0, 2, size) * 8) / 8
        if name.endswith("heat"):
            values = np.where(rng.random(size) < share, abs(values), -4)
        elif name.endswith("box"):
            values = abs(values) / 2
        maps[name] = values.astype(np.float32)
    return DenseMaps(maps)


def same(found: Detections | Rows, alone: Detections | Rows) -> bool:
    return all(np.array_equal(getattr(found, name), getattr(alone, name)) for name in ("boxes", "scores", "roles", "states") if hasattr(alone, name))


@pytest.mark.parametrize("share", [0.0, 0.02, 0.3])
def test_all_kinds_at_once_are_each_kind_alone(share: float) -> None:
    for seed in range(4):
        maps = noisy_maps(seed, share)
        controls, graphics, containers, rows = decode(maps, control=0.6, graphic=0.7, row=0.8, container=0.5)
        assert same(controls, decode_layer(maps, 0, 0.6))
        assert same(graphics, decode_layer(maps, 1, 0.7))
        assert same(containers, decode_containers(maps, 0.5))
        assert same(rows, decode_rows(maps, 0.8))
        assert (len(controls.boxes) > 0) == (len(rows.boxes) > 0) == (share > 0)


def test_what_is_gathered_is_what_the_unfolded_maps_say() -> None:
    maps = noisy_maps(5, 0.3)
    rng = np.random.default_rng(6)
    ys, xs = rng.integers(0, 24, 50), rng.integers(0, 40, 50)
    said = gather(maps, LEAF_MAPS, ys, xs)
    for name in LEAF_MAPS:
        expected = unfold(maps.dense(name), MAP_CHANNELS[name])[:, ys, xs]
        np.testing.assert_array_equal(said[name], expected.T)
        np.testing.assert_array_equal(said.by_channel(name), expected)
        np.testing.assert_array_equal(said.part(slice(7, 9))[name], expected.T[7:9])
    assert gather(maps, LEAF_MAPS, ys[:0], xs[:0]).by_channel("box").shape == (MAP_CHANNELS["box"], 0)


@given(seed=st.integers(0, 10**6), steps=st.sampled_from([2, 8, 64]))
@settings(max_examples=60, deadline=None)
def test_peaks_and_row_cells_are_those_of_looking_at_every_cell(seed: int, steps: int) -> None:
    heat = np.round(np.random.default_rng(seed).normal(0, 2, (9, 14)) * steps) / steps
    heat = heat.astype(np.float32)
    around = np.pad(heat, 1, constant_values=-np.inf)
    tops = [
        (y, x) for y in range(9) for x in range(14) if heat[y, x] > 0 and heat[y, x] == around[y : y + 3, x : x + 3].max()
    ]
    ys, xs, scores = peaks(heat, 0.5, 1000)
    assert sorted(zip(ys.tolist(), xs.tolist(), strict=True)) == tops
    assert (np.diff(scores) <= 0).all()
    middles = [(x, y) for x in range(14) for y in range(9) if heat[y, x] > 0 and around[y, x + 1] <= heat[y, x] > around[y + 2, x + 1]]
    ys, xs, scores = row_cells(heat, 0.5)
    assert list(zip(xs.tolist(), ys.tolist(), strict=True)) == middles
    np.testing.assert_array_equal(scores, 1 / (1 + np.exp(-heat[ys, xs])))


def test_medians_of_chains_are_medians() -> None:
    rng = np.random.default_rng(2)
    counts = rng.integers(1, 9, 30)
    stops = counts.cumsum()
    values = rng.integers(0, 5, (2, stops[-1])) / 2
    found = _medians(values, stops - counts, counts)
    assert found.tolist() == [[np.median(part) for part in np.split(kind, stops[:-1])] for kind in values]
