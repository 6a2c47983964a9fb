"""Color distances against coloraide; color words against what people accept on screens."""

from __future__ import annotations

import numpy as np
import pytest
from coloraide import Color
from hypothesis import given, settings
from hypothesis import strategies as st
from runtime.claim_scene import colors

from shadow_runtime import color
from shadow_runtime.color import load_colors

_BYTE = st.integers(0, 255)
_RGB = st.tuples(_BYTE, _BYTE, _BYTE)


def _aide(rgb: tuple[int, int, int]) -> Color:
    return Color("srgb", [value / 255 for value in rgb])


@given(_RGB)
@settings(max_examples=200, deadline=None)
def test_oklab_equals_coloraide(rgb: tuple[int, int, int]) -> None:
    assert color.lab_of(rgb) == pytest.approx(_aide(rgb).convert("oklab").coords(), abs=2e-4)


@given(_RGB, _RGB)
@settings(max_examples=200, deadline=None)
def test_distance_and_contrast_equal_coloraide(a: tuple[int, int, int], b: tuple[int, int, int]) -> None:
    assert color.distance(a, b) == pytest.approx(_aide(a).delta_e(_aide(b), method="ok"), abs=5e-4)
    assert color.contrast(a, b) == pytest.approx(_aide(a).contrast(_aide(b), method="wcag21"), rel=2e-3)


def test_oklab_of_a_picture_is_that_of_its_pixels() -> None:
    picture = np.random.default_rng(0).integers(0, 256, (5, 7, 3), dtype=np.uint8)
    assert color.oklab(picture)[2, 3] == pytest.approx(color.lab_of(tuple(int(v) for v in picture[2, 3])))


@pytest.mark.parametrize(
    ("text", "rgb"),
    [("#1f6feb", (31, 111, 235)), ("#F0a", (255, 0, 170)), ("rgb(1, 2, 3)", (1, 2, 3)), ("rgb(100% 0% 0%)", (255, 0, 0)),
     ("rgba(1,2,3,.5)", (1, 2, 3)), ("hsl(120, 100%, 25%)", (0, 128, 0)), ("hsl(210deg 50% 40%)", (51, 102, 153))],
)  # fmt: skip
def test_parse_color_as_css(text: str, rgb: tuple[int, int, int]) -> None:
    assert color.parse_color(text) == rgb
    expected = [255 * value for value in Color(text).convert("srgb").coords()]
    assert rgb == pytest.approx(expected, abs=0.51)


@pytest.mark.parametrize("text", ["green", "#12", "rgb(1,2)", "rgb(300,0,0)", "rgb(a,b,c)", ""])
def test_parse_color_refuses(text: str) -> None:
    assert color.parse_color(text) is None


# Colors of common design systems with what a person accepts and refuses for them.
@pytest.mark.parametrize(
    ("value", "yes", "no"),
    [
        ("#28a745", ["green"], ["blue", "red", "grey", "yellow"]),
        ("#198754", ["green"], ["red", "black", "purple"]),
        ("#0d6efd", ["blue"], ["green", "purple", "grey", "cyan"]),
        ("#dc3545", ["red"], ["green", "blue", "orange", "black"]),
        ("#ffc107", ["yellow"], ["green", "red", "white"]),
        ("#fd7e14", ["orange"], ["green", "yellow", "red"]),
        ("#6c757d", ["grey", "gray"], ["blue", "white", "black", "red"]),
        ("#212529", ["black", "dark"], ["white", "blue", "red", "light"]),
        ("#000000", ["black", "dark"], ["white", "grey"]),
        ("#ffffff", ["white", "light"], ["black", "grey", "yellow", "dark"]),
        ("#f8f9fa", ["white", "light"], ["black", "blue"]),
        ("#888888", ["grey"], ["black", "white"]),
        ("#14b8a6", ["teal", "turquoise"], ["red", "yellow", "purple"]),
        ("#a333c8", ["purple"], ["green", "red", "blue"]),
        ("#e03997", ["pink"], ["green", "blue"]),
        ("#a5673f", ["brown"], ["green", "blue", "grey"]),
        ("#0000ee", ["blue", "dark blue"], ["green", "black"]),
        ("#00008b", ["dark blue", "navy"], ["light blue", "white"]),
        ("#add8e6", ["light blue"], ["dark blue", "red"]),
        ("#006400", ["dark green", "green"], ["light green", "blue"]),
        ("#d3d3d3", ["light grey", "grey"], ["dark grey", "black"]),
        ("#800000", ["red", "maroon", "dark red"], ["blue", "green"]),
    ],
)
def test_words_people_accept(value: str, yes: list[str], no: list[str]) -> None:
    table, rgb = colors(), color.parse_color(value)
    assert rgb is not None
    assert {word: table.accepts(word, rgb) >= 0.8 for word in yes} == dict.fromkeys(yes, True)
    assert {word: table.accepts(word, rgb) <= 0.2 for word in no} == dict.fromkeys(no, True)


@pytest.mark.parametrize(("value", "word"), [("#ffc107", "orange"), ("#14b8a6", "blue"), ("#343a40", "black"), ("#6366f1", "purple"), ("#dc3545", "pink")])
def test_borders_between_words_are_neither_yes_nor_no(value: str, word: str) -> None:
    rgb = color.parse_color(value)
    assert rgb is not None
    assert 0.15 < colors().accepts(word, rgb) < 0.8


@given(_RGB)
@settings(max_examples=300, deadline=None)
def test_every_color_has_a_name_and_no_word_leaves_0_to_1(rgb: tuple[int, int, int]) -> None:
    table = colors_once()
    assert table.names(rgb, 1)[0][1] > 0.3
    for word in (*color.BASIC_WORDS, *color.FINER_WORDS, *color.SPELLINGS, "dark", "light", "dark red", "light grey", "pale pink", "bright green"):
        assert -1e-9 <= table.accepts(word, rgb) <= 1 + 1e-9, word


@given(_BYTE, st.integers(-1, 1), st.integers(-1, 1))
@settings(max_examples=100, deadline=None)
def test_greys_have_no_hue(value: int, more: int, less: int) -> None:
    rgb = (value, min(max(value + more, 0), 255), min(max(value + less, 0), 255))
    table = colors_once()
    assert max(table.accepts(word, rgb) for word in ("red", "green", "blue", "yellow", "purple", "pink", "brown")) < 0.1


_TABLE = []


def colors_once() -> color.ColorTable:
    if not _TABLE:
        _TABLE.append(colors())
    return _TABLE[0]


def test_damaged_table_is_refused(tmp_path: object) -> None:
    with pytest.raises(ValueError, match="not a color table"):
        load_colors(b"not a zip file")
