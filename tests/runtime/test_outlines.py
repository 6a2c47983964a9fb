"""Borders, shadows, rings, boxes around words and inks on gradients, on exact constructions."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from shadow_runtime import outlines, pixels
from shadow_runtime.color import distance
from shadow_runtime.geometry import Box
from shadow_runtime.predicates.spacing import gap_between
from shadow_runtime.records import Frame

BOX = Box(40, 30, 120, 40)
_RGB = st.tuples(st.integers(0, 255), st.integers(0, 255), st.integers(0, 255))


def page(color: tuple[int, int, int] = (255, 255, 255)) -> np.ndarray:
    return np.full((110, 220, 3), color, np.uint8)


def dashed(on: int, off: int, width: int = 1) -> Frame:
    rgb = page()
    for x in range(40, 160, on + off):
        for y in (30, 69):
            rgb[y : y + width, x : min(x + on, 160)] = 60
    for y in range(30, 70, on + off):
        for x in (40, 159):
            rgb[y : min(y + on, 70), x : x + width] = 60
    return Frame(rgb=rgb)


@pytest.mark.parametrize(("on", "off", "style"), [(6, 3, "dashed"), (4, 2, "dashed"), (1, 1, "dotted"), (2, 2, "dotted"), (6, 0, "solid")])
def test_border_pattern(on: int, off: int, style: str) -> None:
    assert outlines.border_pattern(dashed(on, off), BOX) == style


def test_no_pattern_without_a_line() -> None:
    assert outlines.border_pattern(Frame(rgb=page()), BOX) is None


def test_shadow_fades_and_a_flat_neighbor_does_not() -> None:
    rgb = page()
    for distance_ in range(12, 0, -1):
        rgb[max(30 - distance_ + 4, 0) : 70 + distance_ + 2, 40 - distance_ : 160 + distance_] = 255 - (13 - distance_) * 5
    rgb[30:70, 40:160] = (250, 250, 250)
    depth, sides = outlines.shadow_depth(Frame(rgb=rgb), (40, 30, 160, 70)) or (0, 0)
    assert sides >= 3
    assert depth > 0.03
    flat = page((240, 240, 240))
    flat[30:70, 40:160] = (250, 250, 250)
    assert outlines.shadow_depth(Frame(rgb=flat), (40, 30, 160, 70)) == (0.0, 0)
    stepped = page()
    stepped[20:80, 30:170] = 225  # a frame around it: one step, no fading
    stepped[30:70, 40:160] = (250, 250, 250)
    assert outlines.shadow_depth(Frame(rgb=stepped), (40, 30, 160, 70)) == (0.0, 0)


def test_focus_ring_is_seen_and_a_hairline_border_is_not() -> None:
    rgb = page()
    rgb[27:73, 37:163] = (13, 110, 253)
    rgb[30:70, 40:160] = 255
    assert (outlines.focus_ring(Frame(rgb=rgb), BOX) or 0) > 0.2
    thin = page()
    thin[29:71, 39:161] = (108, 117, 125)
    thin[30:70, 40:160] = 255
    assert outlines.focus_ring(Frame(rgb=thin), BOX) is None
    assert outlines.focus_ring(Frame(rgb=page()), BOX) is None


@given(st.integers(4, 40), st.integers(3, 16), _RGB, _RGB)
@settings(max_examples=60, deadline=None)
def test_enclosing_finds_the_paint_around_words(across: int, along: int, fill: tuple[int, int, int], around: tuple[int, int, int]) -> None:
    words = Box(80, 45, 60, 14)
    rgb = page(around)
    x1, y1, x2, y2 = 80 - across, 45 - along, 140 + across, 59 + along
    rgb[y1:y2, x1:x2] = fill
    found = outlines.enclosing(Frame(rgb=rgb), words)
    if max(abs(a - b) for a, b in zip(fill, around, strict=True)) <= pixels.NEAR or distance(fill, around) < 0.05:
        return
    assert found is not None
    assert (round(found.x), round(found.y), round(found.right), round(found.bottom)) == (x1, y1, x2, y2)


def test_enclosing_is_open_on_a_bare_page() -> None:
    assert outlines.enclosing(Frame(rgb=page()), Box(80, 45, 60, 14)) is None


@pytest.mark.parametrize("ink", [(255, 255, 255), (10, 10, 20), (255, 230, 80)])
def test_ink_on_a_gradient(ink: tuple[int, int, int]) -> None:
    """White words on a steep gradient: the mode of the pixels is no background, and its far end no ink."""
    rgb = page()
    across = np.linspace(0, 1, 220)[None, :, None]
    rgb[:] = ((1 - across) * np.array((180, 40, 120)) + across * np.array((40, 60, 200))).round().astype(np.uint8)
    picture = Image.fromarray(rgb)
    draw = ImageDraw.Draw(picture)
    for x in range(50, 150, 9):
        draw.rectangle((x, 40, x + 2, 56), fill=ink)
    found = pixels.ink(Frame(rgb=np.array(picture)), Box(46, 38, 110, 22))
    assert found is not None
    assert distance(found.color, ink) < 0.02
    assert len(found.behind) == 4
    assert max(distance(found.behind[0], (155, 44, 137)), distance(found.behind[1], (85, 53, 176))) < 0.08


def test_gradient_and_its_ends() -> None:
    rgb = page()
    rgb[30:70, 40:160] = np.linspace((13, 110, 253), (255, 255, 255), 120).round().astype(np.uint8)[None]
    first, last = pixels.gradient(Frame(rgb=rgb), BOX) or ((0, 0, 0), (0, 0, 0))
    assert min(distance(first, (13, 110, 253)), distance(last, (13, 110, 253))) < 0.05
    assert pixels.gradient(Frame(rgb=page()), BOX) is None


@given(st.lists(st.tuples(_RGB, st.integers(1, 40)), min_size=1, max_size=6))
@settings(max_examples=40, deadline=None)
def test_palette_shares_sum_to_one(bands: list[tuple[tuple[int, int, int], int]]) -> None:
    rgb = page()
    x = 0
    for color, width in bands:
        rgb[:, x : x + width] = color
        x += width
    shares = pixels.palette(Frame(rgb=rgb), Box(0, 0, 220, 110))
    assert sum(share for _, share in shares) == pytest.approx(1.0, abs=1e-6)
    assert shares == sorted(shares, key=lambda item: -item[1])


_BOX = st.builds(Box, st.floats(0, 500), st.floats(0, 500), st.floats(1, 200), st.floats(1, 200))


@given(_BOX, _BOX)
@settings(max_examples=200, deadline=None)
def test_gap_is_symmetric_and_negative_only_for_overlap(one: Box, two: Box) -> None:
    gap = gap_between(one, two)
    assert gap == pytest.approx(gap_between(two, one))
    assert (gap < 0) == (one.intersection(two) > 0) or gap == pytest.approx(0, abs=1e-6)
    if gap >= 0:
        moved = Box(two.x, two.y, two.width, two.height)
        assert gap_between(one, moved) <= gap + 1e-9
    assert gap_between(one, two, "left of") == pytest.approx(gap_between(two, one, "right of"))
    assert gap_between(one, two, "above") == pytest.approx(gap_between(two, one, "below"))


def test_a_corner_is_measured_where_the_edge_lies_within_a_pixel() -> None:
    """A button at y 30.5: its first line is half painted along the whole side, which is no rounding."""
    large = np.full((8 * 110, 8 * 220, 3), 255, np.uint8)
    cv2.rectangle(large, (8 * 40 + 8 * 6, 8 * 30 + 4), (8 * 160 - 8 * 6, 8 * 70 + 3), (190, 90, 20), -1)
    cv2.rectangle(large, (8 * 40, 8 * 30 + 4 + 8 * 6), (8 * 160 - 1, 8 * 70 + 3 - 8 * 6), (190, 90, 20), -1)
    for x in (8 * 46, 8 * 154 - 1):
        for y in (8 * 36 + 4, 8 * 64 + 3):
            cv2.circle(large, (x, y), 8 * 6, (190, 90, 20), -1)
    rgb = np.ascontiguousarray(cv2.resize(large, (220, 110), interpolation=cv2.INTER_AREA))
    frame = Frame(rgb=rgb)
    radius, spread = outlines.corner_radius(frame, outlines.edges(frame, BOX)) or (0.0, 9.0)
    assert radius == pytest.approx(6.0, abs=0.5)
    assert spread < 1.0


def test_of_a_wide_button_the_middle_was_found() -> None:
    rgb = page()
    rgb[30:70, 20:200] = (20, 90, 190)
    assert outlines.edges(Frame(rgb=rgb), Box(40, 31, 130, 38)).box == (20, 30, 200, 70)
    rgb[:, :] = (20, 90, 190)
    rgb[28:30, 30:170] = rgb[70:72, 30:170] = (255, 255, 255)
    assert outlines.edges(Frame(rgb=rgb), Box(40, 30, 120, 40)).box is None, "a fill that does not end has no outline"


def test_words_end_where_they_end() -> None:
    rgb = page()
    rgb[40:50, 60:90] = (10, 10, 10)
    assert pixels.ink_extent(Frame(rgb=rgb), Box(50, 36, 60, 18)) == Box(60, 40, 30, 10)
    assert pixels.ink_extent(Frame(rgb=page()), Box(50, 36, 60, 18)) is None
    rgb[40:50, :] = (10, 10, 10)
    assert pixels.ink_extent(Frame(rgb=rgb), Box(50, 36, 60, 18)) is None, "what runs on has no end here"
