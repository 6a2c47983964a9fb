"""The ground under letters: distances in the farthest channel, and a color that most pixels have is their median."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from shadow_runtime.backdrop import away_from, is_median

FEW_COLORS = arrays.arrays(np.uint8, arrays.array_shapes(min_dims=2, max_dims=2, max_side=7).map(lambda shape: (*shape, 3)), elements=st.sampled_from([0, 9, 255]))


@given(FEW_COLORS)
def test_away_is_the_largest_channel_difference(crop: np.ndarray) -> None:
    assert np.array_equal(away_from(crop, crop[0, 0].tolist()), np.abs(crop.astype(int) - crop[0, 0].astype(int)).max(axis=2))


@given(FEW_COLORS)
def test_what_most_pixels_have_is_both_medians_of_every_channel(crop: np.ndarray) -> None:
    if is_median(away_from(crop, crop[0, 0].tolist())):
        ranked = np.sort(crop.reshape(-1, 3), axis=0)
        assert np.array_equal(ranked[len(ranked) // 2], crop[0, 0])
        assert np.array_equal(ranked[(len(ranked) - 1) // 2], crop[0, 0])


def test_half_of_the_pixels_are_not_most() -> None:
    crop = np.zeros((2, 2, 3), np.uint8)
    crop[1] = 200
    assert not is_median(away_from(crop, crop[0, 0].tolist()))
    crop[1, 0] = 0
    assert is_median(away_from(crop, crop[0, 0].tolist()))
