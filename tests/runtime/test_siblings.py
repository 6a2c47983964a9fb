"""States that show by comparison with neighbors, on painted pixels."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from shadow_runtime.geometry import Box
from shadow_runtime.records import Element, Frame, TextRow
from shadow_runtime.siblings import disabled_ones, selected_among, selected_ones

WORDS = ("Home", "Orders", "Reports", "Help")


def menu(fills: list[tuple[int, int, int]], inks: list[tuple[int, int, int]], role: str = "link") -> tuple[Frame, list[Element]]:
    rgb = np.full((120, 600, 3), 255, np.uint8)
    elements = []
    for k, (word, fill, shade) in enumerate(zip(WORDS, fills, inks, strict=True)):
        box = Box(20 + 110 * k, 30, 100, 36)
        rgb[30:66, int(box.x) : int(box.x) + 100] = fill
        cv2.putText(rgb, word, (int(box.x) + 12, 54), cv2.FONT_HERSHEY_SIMPLEX, 0.55, shade, 1, cv2.LINE_AA)
        row = TextRow(box=Box(box.x + 10, 38, 80, 20), text=word, confidence=0.9, char_x=np.zeros(0, np.float32))
        elements.append(Element(role=role, box=box, confidence=0.9, text=word, rows=(row,), states={"selected": 0.05, "disabled": 0.05}))
    return Frame(rgb=rgb), elements


WHITE, BLUE, BLACK, GREY = (255, 255, 255), (30, 90, 220), (20, 20, 20), (190, 190, 190)


def test_the_filled_one_of_a_menu_is_selected() -> None:
    frame, elements = menu([WHITE, BLUE, WHITE, WHITE], [BLACK, WHITE, BLACK, BLACK])
    assert (selected_ones(frame, elements) > 0.5).tolist() == [False, True, False, False]


def test_a_menu_without_a_selected_one_has_none() -> None:
    frame, elements = menu([WHITE] * 4, [BLACK] * 4)
    assert not selected_ones(frame, elements).any()


def test_where_all_differ_none_is_selected() -> None:
    frame, elements = menu([WHITE, BLUE, (200, 40, 40), (40, 160, 60)], [BLACK, WHITE, WHITE, WHITE])
    assert not selected_ones(frame, elements).any()


def test_a_bar_below_marks_a_tab() -> None:
    frame, elements = menu([WHITE] * 4, [BLACK] * 4, role="tab")
    frame.rgb[63:66, 240:340] = BLUE
    assert (selected_ones(frame, elements) > 0.5).tolist() == [False, False, True, False]


def test_faint_words_are_disabled() -> None:
    frame, elements = menu([WHITE] * 4, [BLACK, GREY, BLACK, BLACK], role="button")
    likely = disabled_ones(frame, elements)
    assert likely[1] > 0.6
    assert max(likely[0], likely[2]) < 0.02, "as dark as its kind, so surer than the detector's 0.05"


def test_where_all_are_pale_none_is_taken_for_disabled() -> None:
    frame, elements = menu([WHITE] * 4, [GREY] * 4, role="button")
    assert max(disabled_ones(frame, elements)) < 0.05


def test_a_placeholder_is_pale_by_itself() -> None:
    frame, elements = menu([WHITE] * 4, [BLACK, GREY, BLACK, BLACK], role="textbox")
    elements[1] = replace(elements[1], states={"placeholder": 0.9, "disabled": 0.05})
    assert disabled_ones(frame, elements)[1] < 0.05


def test_a_field_grey_among_white_ones_may_be_disabled() -> None:
    frame, elements = menu([WHITE, (233, 236, 239), WHITE, WHITE], [BLACK] * 4, role="textbox")
    likely = disabled_ones(frame, [replace(element, states={"placeholder": 0.9, "disabled": 0.2}) for element in elements])
    assert likely[1] > 0.45
    assert max(likely[0], likely[2], likely[3]) < 0.15


def test_one_of_a_menu_is_selected_or_another_one_is() -> None:
    frame, elements = menu([WHITE, BLUE, WHITE, WHITE], [BLACK, WHITE, BLACK, BLACK])
    assert selected_among(frame, elements[1], elements) == pytest.approx(0.9)
    assert selected_among(frame, elements[0], elements) == pytest.approx(0.1)
    frame, elements = menu([WHITE] * 4, [BLACK] * 4)
    assert selected_among(frame, elements[0], elements) is None
