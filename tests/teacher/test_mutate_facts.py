"""Facts that are open where style says one thing and the screen shows another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright import sync_api

from shadow_teacher.mutations import suite
from shadow_teacher.mutations.facts import _shadow, shows

HTML = """<style>div{width:120px;height:40px;margin:20px;background:#fff}</style>
<div style="box-shadow:0 2px 8px rgba(0,0,0,.3)">soft</div><div style="box-shadow:0 0 0 rgba(0,0,0,0)">transparent</div><div style="box-shadow:0 0 0 3px #06f">ring</div>
<div style="box-shadow:4px 4px 0 #000">hard</div><div style="box-shadow:0 0 12px #fff">glow</div><div style="box-shadow:inset 0 2px 4px #000">inset</div>
<button>native</button><button style="border:1px solid red;background:#eee">styled</button>
<p style="font:400 16px Arial">Regular words</p><p style="font:700 16px Arial">Bold words</p>"""
NAMES = ("soft", "transparent", "ring", "hard", "glow", "inset", "native", "styled", "regular", "bold")


@pytest.fixture(scope="module")
def measured() -> Iterator[dict[str, Any]]:
    """What stage.js says of the elements above."""
    try:
        with suite.painter() as paints:
            page = paints.page(1.0)[0]
            page.set_content(HTML)
            page.evaluate("window.shadowPainted = [...document.querySelectorAll('div, button, p')]")
            page.evaluate((Path(suite.__file__).parent / "stage.js").read_text(encoding="utf-8"))
            yield dict(zip(NAMES, page.evaluate("(ids) => shadowStage.measure(ids)", list(range(len(NAMES)))), strict=True))
    except sync_api.Error as error:
        pytest.skip(f"no browser to paint with: {str(error).splitlines()[0]}")


def test_only_what_looks_like_a_shadow_is_one(measured: dict[str, Any]) -> None:
    assert {name: measured[name]["shadow"] for name in NAMES[:6]} == {"soft": True, "transparent": False, "ring": None, "hard": True, "glow": None, "inset": False}


def test_a_control_of_the_browsers_theme_has_no_computed_border(measured: dict[str, Any]) -> None:
    assert (measured["native"]["border"], measured["native"]["radius"]) == (None, None)
    assert measured["styled"]["border"] == [255, 0, 0, 1]


def test_bold_is_what_has_more_ink(measured: dict[str, Any]) -> None:
    assert (measured["regular"]["weight"], measured["bold"]["weight"]) == (400, 700)


def test_a_shadow_that_hardly_stands_out_is_open() -> None:
    facts = {"shadow": True, "shadow_color": [0, 0, 0, 0.3]}
    assert _shadow(facts, (255, 255, 255)) is True
    assert _shadow(facts, (8, 8, 8)) is None
    assert _shadow({"shadow": False, "shadow_color": None}, (255, 255, 255)) is False


def test_a_color_under_a_backdrop_is_not_what_style_says() -> None:
    rgb = np.full((40, 120, 3), 255, np.uint8)
    rgb[10:20, 10:60:3] = 0x33
    assert shows(rgb, [(5, 5, 80, 20)], (0x33, 0x33, 0x33, 1), (255, 255, 255), 1.0)
    dimmed = rgb // 2
    assert not shows(dimmed, [(5, 5, 80, 20)], (0x33, 0x33, 0x33, 1), (127, 127, 127), 1.0), "strokes go beyond their color"
    assert not shows(rgb, [(5, 25, 80, 10)], (0x33, 0x33, 0x33, 1), (255, 255, 255), 1.0), "nothing is written there"
