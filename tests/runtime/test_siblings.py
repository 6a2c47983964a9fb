"""States that show by comparison with neighbors, on painted pixels."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from shadow_runtime.geometry import Box
from shadow_runtime.records import Element, Frame, TextRow
from shadow_runtime.siblings import counts, selected_among, selected_ones

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


def test_one_of_a_menu_is_selected_or_another_one_is() -> None:
    frame, elements = menu([WHITE, BLUE, WHITE, WHITE], [BLACK, WHITE, BLACK, BLACK])
    assert selected_among(frame, elements[1], elements) == pytest.approx(0.9)
    assert selected_among(frame, elements[0], elements) == pytest.approx(0.1)
    frame, elements = menu([WHITE] * 4, [BLACK] * 4)
    assert selected_among(frame, elements[0], elements) is None


def entries(shades: list[tuple[int, int, int]], roles: list[str], xs: list[int] | None = None, bold: int | None = None) -> tuple[Frame, list[Element]]:
    """Words in a line, boxes as a detector may give them: of the words alone, or of a button around them."""
    rgb = np.full((120, 700, 3), 255, np.uint8)
    elements = []
    for k, (shade, role) in enumerate(zip(shades, roles, strict=True)):
        x = xs[k] if xs else 20 + 110 * k
        cv2.putText(rgb, WORDS[k % 4], (x, 54), cv2.FONT_HERSHEY_SIMPLEX, 0.55, shade, 1, cv2.LINE_AA)
        row = TextRow(box=Box(x, 40, 62, 18), text=WORDS[k % 4], confidence=0.9, char_x=np.zeros(0, np.float32), bold=0.9 if k == bold else 0.1)
        box = Box(x - 14, 30, 90, 36) if role == "button" else row.box
        states = {"selected": 0.05} if role != "text" else {}
        elements.append(Element(role=role, box=box, confidence=0.9, text=WORDS[k % 4], rows=(row,), states=states))
    return Frame(rgb=rgb), elements


def chosen(frame: Frame, elements: list[Element]) -> list[bool]:
    return (selected_ones(frame, elements) > 0.5).tolist()


def test_the_entry_that_stands_out_may_have_been_taken_for_another_kind_of_thing() -> None:
    frame, elements = entries([GREY, BLUE, GREY], ["button", "text", "button"])
    assert chosen(frame, elements) == [False, True, False]
    assert selected_among(frame, elements[1], elements) == 0.9
    assert selected_among(frame, elements[0], elements) == pytest.approx(0.1)


def test_words_among_which_hardly_any_can_be_chosen_are_no_menu() -> None:
    frame, elements = entries([GREY, BLUE, GREY], ["button", "text", "text"])
    assert not any(chosen(frame, elements))


def test_a_bar_below_one_word_marks_it_and_a_frame_around_it_does_not() -> None:
    roles = ["tab", "link", "tab", "link"]
    frame, elements = entries([BLACK] * 4, roles)
    frame.rgb[66:69, 118:206] = BLUE
    assert chosen(frame, elements) == [False, True, False, False]
    frame.rgb[30:33, 118:206] = BLUE  # the ring of what has the focus
    assert not any(chosen(frame, elements))


def test_what_is_only_fainter_is_not_the_selected_one() -> None:
    frame, elements = entries([BLACK, BLACK, GREY, BLACK], ["link", "button", "link", "button"])
    assert not any(chosen(frame, elements))


def test_a_name_in_bold_at_the_beginning_is_not_the_selected_one() -> None:
    frame, elements = entries([BLACK] * 4, ["link"] * 4, bold=0)
    assert not any(chosen(frame, elements))
    assert chosen(*entries([BLACK] * 4, ["link"] * 4, bold=2)) == [False, False, True, False]


def test_a_menu_ends_where_the_gap_widens() -> None:
    frame, elements = entries([GREY, BLUE, GREY, BLACK, BLACK, BLACK], ["button", "link", "button", "button", "button", "button"], xs=[20, 108, 196, 324, 420, 516])
    assert chosen(frame, elements)[:3] == [False, True, False]


def test_a_bold_first_tab_is_an_entry_and_so_is_what_follows_the_name() -> None:
    assert chosen(*entries([BLUE, GREY, GREY], ["tab"] * 3, bold=0)) == [True, False, False]
    frame, elements = entries([BLUE, GREY, GREY], ["link"] * 3, xs=[120, 230, 340], bold=0)
    assert not any(chosen(frame, elements)), "nothing stands before it: it may be the page's name"
    name = replace(elements[0], box=Box(20, 36, 80, 26), rows=(replace(elements[0].rows[0], box=Box(20, 36, 80, 26)),), text="Quarry", role="heading")
    assert chosen(frame, [*elements, name])[:3] == [True, False, False]


def test_a_counter_behind_words_parts_no_menu() -> None:
    frame, elements = entries([GREY, BLUE, GREY], ["button"] * 3)
    counters = []
    for k, element in enumerate(elements):
        box = Box(element.rows[0].box.right + 6, 41, 12, 16)
        row = replace(elements[0].rows[0], box=box, text=str(k + 2))
        counters.append(replace(elements[0], role="badge" if k else "text", box=box, text=row.text, rows=(row,), states={}))
    assert chosen(frame, [*elements, *counters])[:3] == [False, True, False]
    assert not counts(0, elements, {0: elements[0].rows[0].box, 1: elements[1].rows[0].box}), "words count nothing"
    pager = [replace(e, rows=(replace(e.rows[0], text=str(n)),)) for n, e in enumerate(counters)]
    near = {n: Box(20 + 20 * n, 40, 8, 16) for n in range(3)}
    assert not any(counts(n, pager, near) for n in near), "the numbers of a pager count nothing"
