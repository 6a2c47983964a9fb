"""Icons drawn once and placed anew for every look: what is drawn, and that each look is one a page could give."""

from __future__ import annotations

import numpy as np
import pytest

from shadow_runtime.icons import FITTED, SIZE
from shadow_teacher.training.icon_data import Icon
from shadow_teacher.training.icon_drawings import (
    MARGIN,
    MOST,
    MOST_OF_NAME,
    SIDE,
    clean_svg,
    draw,
    opacities,
    pictured,
    pictures,
    redrawn,
)

SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="99" class="a"><path d="M4 4h16v16H4z"/></svg>'
WIDE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="currentColor"><path d="M2 12h20" stroke-width="4"/></svg>'


def plain_mask() -> np.ndarray:
    mask = np.zeros((SIDE + 2 * MARGIN, SIDE + 2 * MARGIN), np.uint8)
    mask[20:60, 30:50] = 255  # a tall bar
    return mask


def test_an_icon_is_drawn_in_the_text_color_at_any_size() -> None:
    assert 'fill="currentColor"' in clean_svg(SQUARE)
    assert "width=" not in clean_svg(SQUARE)
    assert "class=" not in clean_svg(SQUARE)
    assert clean_svg(WIDE).count("fill=") == 1, "an outlined icon stays one"


def test_what_is_drawn_is_how_much_of_each_pixel_is_covered() -> None:
    pytest.importorskip("resvg_py")
    mask = opacities(SQUARE)
    assert mask is not None
    assert mask.shape == (SIDE + 2 * MARGIN, SIDE + 2 * MARGIN)
    assert mask[mask.shape[0] // 2, mask.shape[1] // 2] == 255
    assert mask[: MARGIN].max() == 0
    assert abs(float((mask > 127).mean()) * mask.size - (16 / 24 * SIDE) ** 2) < 200
    assert opacities('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"></svg>') is None, "nothing is no icon"
    assert opacities("<svg") is None


def test_every_look_is_another_one_of_the_same_thing() -> None:
    looks = pictures(plain_mask()[None], [0] * 40, np.random.default_rng(0))
    assert looks.shape == (40, SIZE, SIZE)
    assert looks.dtype == np.uint8
    assert len({look.tobytes() for look in looks}) == 40
    tall = 0
    for look in looks:
        ys, xs = np.nonzero(look > 128)
        tall += np.ptp(ys) > np.ptp(xs) or np.ptp(ys) >= FITTED - 4
    assert tall >= 36, "a tall bar, maybe on a button"


def test_another_hand_draws_the_same_thing_in_the_same_place() -> None:
    mask, rng = plain_mask(), np.random.default_rng(0)
    hands = [redrawn(mask, rng) for _ in range(60)]
    assert all(hand.shape == mask.shape and hand.dtype == np.uint8 and hand.max() > 128 for hand in hands)
    widths = [int((hand[40] > 128).sum()) for hand in hands]
    assert min(widths) < 20 < max(widths), "thinner and bolder than the bar is"
    for hand in hands:
        ys, xs = np.nonzero(hand > 128)
        assert abs(ys.mean() - 39.5) < 3
        assert abs(xs.mean() - 39.5) < 3
        assert np.ptp(ys) > np.ptp(xs), "turned a little, never laid down"


def test_a_look_never_leaves_the_range_whatever_the_ground() -> None:
    for seed in range(40):
        ink = pictured(plain_mask(), np.random.default_rng(seed), plain_mask())
        assert ink.max() > 128


def test_drawings_are_kept_and_counted_by_name(tmp_path) -> None:
    pytest.importorskip("resvg_py")
    icons = [Icon(pack=pack, name="box", tags=(), inline=(SQUARE, WIDE, SQUARE, WIDE)) for pack in "abcdefghijk"]
    masks, owners = draw(icons, tmp_path)
    assert len(masks) == len(owners) == MOST_OF_NAME < MOST * len(icons), "some of each pack, until the name has enough"
    assert np.bincount(owners).max() == MOST
    again, same = draw(icons, tmp_path)
    assert np.array_equal(masks, again)
    assert np.array_equal(owners, same)
    fewer, _ = draw(icons[:2], tmp_path)
    assert len(fewer) == 2 * MOST, "another catalog is drawn anew: its icons have other numbers"
