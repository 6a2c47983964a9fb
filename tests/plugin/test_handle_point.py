"""Where a handle acts on what was found."""

from __future__ import annotations

import numpy as np

from pytest_shadow.handle import point_on
from shadow_runtime.geometry import Box
from shadow_runtime.records import Element, TextRow


def element(role: str, words: Box | None) -> Element:
    rows = (TextRow(box=words, text="Orders", confidence=0.9, char_x=np.zeros(0, np.float32)),) if words else ()
    return Element(role=role, box=Box(0, 100, 300, 20), confidence=0.9, text="Orders" if words else "", rows=rows)


def test_a_link_that_was_boxed_as_a_whole_line_is_clicked_on_its_words() -> None:
    assert point_on(element("link", Box(10, 102, 50, 16))) == (35, 110)


def test_the_middle_is_where_everything_else_is_clicked() -> None:
    assert point_on(element("link", Box(120, 102, 60, 16))) == (150, 110), "its middle lies on the words"
    assert point_on(element("link", None)) == (150, 110)
    assert point_on(element("button", Box(10, 102, 50, 16))) == (150, 110), "a button acts wherever it is painted"
    assert point_on(element("textbox", Box(10, 102, 50, 16))) == (150, 110)
