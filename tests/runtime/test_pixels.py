"""Fill, ink, edges, corners and lines, on drawn pictures with known answers."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from runtime.claim_scene import Canvas

from shadow_runtime import outlines, pixels
from shadow_runtime.color import distance
from shadow_runtime.geometry import Box
from shadow_runtime.records import Frame

_BYTE = st.integers(0, 255)
_RGB = st.tuples(_BYTE, _BYTE, _BYTE)


def _rounded(radius: float, fill: object, outline: object = None, border: int = 0, scale: int = 1, page: tuple[int, int, int] = (255, 255, 255)) -> Frame:
    """An anti-aliased rounded box at (40, 40, 120x36) CSS px."""
    over = 8
    picture = Image.new("RGB", (200 * over * scale, 120 * over * scale), page)
    k = over * scale
    ImageDraw.Draw(picture).rounded_rectangle((40 * k, 40 * k, 160 * k - 1, 76 * k - 1), radius * k, fill=fill, outline=outline, width=border * k)
    return Frame(rgb=np.array(picture.resize((200 * scale, 120 * scale), Image.Resampling.BOX)), scale=scale)


BOX = Box(40, 40, 120, 36)


@given(_RGB, _RGB)
@settings(max_examples=60, deadline=None)
def test_flat_fill_is_exact(fill: tuple[int, int, int], page: tuple[int, int, int]) -> None:
    found = pixels.surface(_rounded(0, fill, page=page), BOX)
    assert found.color == fill
    assert found.outside == page
    assert found.share > 0.99
    assert found.painted == (distance(fill, page) > 0.018)


def test_fill_under_text_is_the_fill() -> None:
    canvas = Canvas()
    canvas.add("b", "button", (40, 40, 120, 36), "Save it now", fill=(25, 135, 84), ink=(255, 255, 255))
    found = pixels.surface(canvas.scene().frame, BOX)
    assert found.color == (25, 135, 84)
    assert found.painted
    assert 0.5 < found.share < 0.99


def test_gradient_is_reported_in_parts() -> None:
    rgb = np.full((120, 200, 3), 255, np.uint8)
    rgb[40:76, 40:160] = np.linspace((80, 180, 255), (0, 60, 160), 36)[:, None].round()
    found = pixels.surface(Frame(rgb=rgb), BOX)
    assert found.share < 0.35
    assert len(found.parts) > 3


@pytest.mark.parametrize("ink", [(0, 0, 0), (220, 53, 69), (108, 117, 125), (13, 110, 253)])
@pytest.mark.parametrize("page", [(255, 255, 255), (33, 37, 41)])
@pytest.mark.parametrize("size", [12, 16, 28])
def test_text_color_survives_anti_aliasing(ink: tuple[int, int, int], page: tuple[int, int, int], size: int) -> None:
    if distance(ink, page) < 0.25:
        pytest.skip("no such text on a page")
    canvas = Canvas(background=page)
    element = canvas.add("t", "text", (40, 40, 200, 40), "Order number 4711", ink=ink, size=size)
    found = pixels.ink(canvas.scene().frame, element.rows[0].box)
    assert found is not None
    assert found.background == page
    assert min(distance(found.color, ink), distance(found.stretched, ink)) < 0.06
    assert distance(found.color, ink) < 0.04 or found.reach < 1


def test_no_ink_on_a_flat_area() -> None:
    assert pixels.ink(_rounded(0, (1, 2, 3)), Box(50, 50, 60, 16)) is None


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("radius", [0, 4, 8, 18])
@pytest.mark.parametrize("off", [(0.0, 0.0, 0.0, 0.0), (1.2, -1.0, -1.1, 1.3), (-1.3, 1.1, 1.2, -1.2)])
def test_corner_radius(scale: int, radius: int, off: tuple[float, float, float, float]) -> None:
    frame = _rounded(radius, (13, 110, 253), scale=scale)
    box = Box(*(a + b for a, b in zip(BOX, off, strict=True)))
    measured = outlines.corner_radius(frame, outlines.edges(frame, box))
    assert measured is not None
    assert measured[0] == pytest.approx(radius, abs=0.8 + 0.08 * radius)


@pytest.mark.parametrize("radius", [0, 6])
def test_corner_radius_of_an_outline(radius: int) -> None:
    frame = _rounded(radius, (255, 255, 255), outline=(13, 110, 253), border=1)
    measured = outlines.corner_radius(frame, outlines.edges(frame, BOX))
    assert measured is not None
    assert measured[0] == pytest.approx(radius, abs=1.2)


@pytest.mark.parametrize("off", [(0.0, 0.0, 0.0, 0.0), (1.2, -1.0, -1.1, 1.3), (-1.3, 1.1, 1.2, -1.2)])
@pytest.mark.parametrize(("fill", "outline", "width"), [((255, 255, 255), (206, 212, 218), 1), ((238, 238, 238), (120, 120, 120), 2), ((13, 110, 253), (0, 0, 0), 1)])
def test_border_is_found(off: tuple[float, float, float, float], fill: object, outline: tuple[int, int, int], width: int) -> None:
    frame = _rounded(4, fill, outline=outline, border=width)
    found = outlines.edges(frame, Box(*(a + b for a, b in zip(BOX, off, strict=True))))
    assert found.color == outline
    assert found.sides == 4
    assert found.width == pytest.approx(width, abs=0.6)


@pytest.mark.parametrize("fill", [(13, 110, 253), (240, 240, 240)])
def test_no_border_is_no_border(fill: tuple[int, int, int]) -> None:
    assert outlines.edges(_rounded(4, fill), BOX).color is None
    assert outlines.edges(_rounded(4, fill, outline=fill, border=1), BOX).color is None


def test_shadow_is_no_border() -> None:
    rgb = np.full((120, 200, 3), 255, np.uint8)
    for step in range(8, 0, -1):  # a soft shadow, darker towards the box
        rgb[40 - step : 76 + step, 40 - step : 160 + step] = 255 - 6 * (9 - step)
    rgb[40:76, 40:160] = 255
    found = outlines.edges(Frame(rgb=rgb), BOX)
    assert found.color is None or found.sides < 3


def test_neighbor_is_no_edge() -> None:
    frame = _rounded(0, (25, 135, 84))
    frame.rgb[40:76, 164:190] = (220, 53, 69)  # 4 px to the right
    found = outlines.edges(frame, Box(41, 39, 120.5, 37))
    assert found.box == (40, 40, 160, 76)
    assert found.color is None


@pytest.mark.parametrize("text", ["Forgot Password?", "ELEVEN LEVELS", "Typography gypsy", "Illinois will"])
def test_line_under_text(text: str) -> None:
    covers = {}
    for underline in (False, True):
        canvas = Canvas()
        element = canvas.add("t", "link", (40, 40, 220, 40), text, underline=underline)
        covers[underline] = pixels.line_in_row(canvas.scene().frame, element.rows[0], 0.82, 1.12)
    assert covers[True] > 0.7
    assert covers[False] < 0.5


def test_line_through_text() -> None:
    canvas = Canvas()
    plain = canvas.add("a", "text", (20, 40, 180, 40), "call the plumber")
    struck = canvas.add("b", "text", (20, 100, 180, 40), "call the plumber", strike=True)
    frame = canvas.scene().frame
    assert pixels.line_in_row(frame, struck.rows[0], 0.42, 0.7) > 0.9
    assert pixels.line_in_row(frame, plain.rows[0], 0.42, 0.7) < 0.75


def test_a_rule_across_the_page_is_no_underline() -> None:
    canvas = Canvas()
    element = canvas.add("t", "text", (100, 40, 180, 40), "Account settings")
    row = element.rows[0].box
    canvas.draw.line((0, row.bottom - 1, 400, row.bottom - 1), fill=(0, 0, 0))
    assert pixels.line_in_row(canvas.scene().frame, element.rows[0], 0.82, 1.12) < 0.5


@given(st.floats(-50, 450), st.floats(-50, 350), st.floats(0, 300), st.floats(0, 300))
@settings(max_examples=80, deadline=None)
def test_any_box_is_survived(x: float, y: float, width: float, height: float) -> None:
    """Boxes at and beyond the frame's rim give answers, not exceptions."""
    frame = _FRAME
    box = Box(x, y, width, height)
    pixels.surface(frame, box)
    pixels.ink(frame, box)
    outlines.corner_radius(frame, outlines.edges(frame, box))


_FRAME = Frame(rgb=np.random.default_rng(1).integers(0, 256, (300, 400, 3), dtype=np.uint8))


@pytest.mark.parametrize("shares", [(90, 10, 0), (51, 49, 0), (50, 50, 0), (40, 30, 30), (1, 0, 0)])
def test_the_most_frequent_color_is_found_whatever_pixel_is_looked_at_first(shares: tuple[int, int, int]) -> None:
    colors = np.array([(9, 8, 7), (200, 0, 3), (0, 0, 0)], np.uint8)
    shown = np.repeat(colors, shares, axis=0)
    for seed in range(8):
        color, count = pixels._mode(np.random.default_rng(seed).permutation(shown))
        assert count == max(shares)
        assert color in [tuple(c) for c, share in zip(colors.tolist(), shares, strict=True) if share == max(shares)]
