"""Which text names which field: forms as people lay them out, and lines that were read as one paragraph."""

from __future__ import annotations

import numpy as np
import pytest

from shadow_runtime.geometry import Box
from shadow_runtime.labels import ABOVE, BELOW, FAR, field_cost, label_fields
from shadow_runtime.records import Element, TextRow


def row(text: str, x: float, y: float, letter: float = 8.0, height: float = 16.0) -> TextRow:
    edges = x + letter * np.arange(len(text) + 1, dtype=np.float32)
    return TextRow(box=Box(x, y, letter * len(text), height), text=text, confidence=0.9, char_x=edges)


def block(*rows: TextRow, role: str = "text") -> Element:
    box = rows[0].box
    for other in rows[1:]:
        box = box.union(other.box)
    return Element(role=role, box=box, confidence=0.9, text=" ".join(r.text for r in rows), rows=rows)


def control(role: str, x: float, y: float, width: float, height: float, text: str = "", **scores: float) -> Element:
    return Element(role=role, box=Box(x, y, width, height), confidence=0.9, text=text, role_scores=scores or {role: 0.9})


def labels(controls: list[Element], *text: Element) -> list[str]:
    return [c.label for c in label_fields(controls, text, (1280, 720))]


def test_above_left_and_beside() -> None:
    controls = [control("textbox", 40, 60, 200, 32), control("textbox", 160, 120, 200, 32), control("checkbox", 40, 180, 16, 16)]
    assert labels(controls, block(row("Email", 40, 40)), block(row("City", 60, 128)), block(row("Remember me", 64, 180))) == ["Email", "City", "Remember me"]


def test_options_read_as_one_paragraph_keep_their_own_words() -> None:
    controls = [control("radio", 40, y, 16, 16) for y in (100, 124, 148)]
    text = block(row("Monthly", 64, 100), row("Yearly", 64, 124), row("Never", 64, 148))
    assert labels(controls, text) == ["Monthly", "Yearly", "Never"]


def test_a_description_below_is_no_part_of_the_label_but_a_wrapped_line_is() -> None:
    box = control("checkbox", 40, 100, 16, 16)
    assert labels([box], block(row("Weekly digest", 64, 100), row("Sent on Mondays", 64, 118))) == ["Weekly digest"]
    assert labels([box], block(row("I agree to the terms", 64, 100), row("and conditions", 64, 118))) == ["I agree to the terms and conditions"]


def test_the_ring_read_as_a_letter_is_dropped() -> None:
    assert labels([control("radio", 40, 100, 16, 16)], block(row("OSubscribe", 44, 100))) == ["Subscribe"]
    assert labels([control("checkbox", 40, 100, 16, 16)], block(row("Orders", 64, 100))) == ["Orders"]


def test_what_may_be_a_field_takes_a_label_but_a_button_does_not() -> None:
    label = block(row("Country", 40, 40), role="label")
    assert labels([control("button", 40, 60, 200, 32, "France", button=0.6, combobox=0.3)], label) == ["Country"]
    assert labels([control("button", 40, 60, 200, 32, "Save", button=0.95)], label) == [""]


def test_a_heading_names_no_field_that_has_a_label() -> None:
    field = control("textbox", 40, 100, 200, 32)
    assert labels([field], block(row("Billing", 40, 60, height=24), role="heading"), block(row("Street", 40, 82), role="label")) == ["Street"]


def test_no_line_that_could_name_a_field_is_passed_over() -> None:
    rng = np.random.default_rng(5)
    for _ in range(3000):
        field = Box(200.0, 200.0, float(rng.uniform(20, 300)), float(rng.uniform(8, 120)))
        line = Box(float(rng.uniform(0, 500)), float(rng.uniform(100, 420)), float(rng.uniform(5, 200)), float(rng.uniform(6, 40)))
        if field_cost(field, line, above=bool(rng.integers(2))) < FAR:
            assert field.y - ABOVE <= line.bottom
            assert line.y <= field.bottom + BELOW


def test_a_switch_at_the_end_of_a_row_is_named_by_the_words_at_its_beginning() -> None:
    switches = [control("switch", 900, y, 40, 22) for y in (100, 150)]
    weekly = block(row("Weekly summary", 40, 95), row("We send it on Mondays", 40, 113))
    assert labels(switches, weekly, block(row("Dark theme", 40, 153))) == ["Weekly summary", "Dark theme"]
    boxed = control("button", 200, 90, 760, 44)  # the row itself, taken for a button: no field of that name
    assert labels([switches[0], boxed], block(row("Weekly summary", 40, 103))) == ["Weekly summary", ""]


def test_what_stands_between_or_beyond_is_not_passed_over() -> None:
    switch = control("switch", 900, 100, 40, 22)
    assert labels([switch, control("button", 500, 96, 80, 30, "Edit")], block(row("Dark theme", 40, 103))) == ["", ""]
    assert labels([switch, control("checkbox", 20, 104, 16, 16)], block(row("Dark theme", 40, 103))) == ["", "Dark theme"]


@pytest.mark.parametrize(("height", "label"), [(24, ""), (16, "Messages")])
def test_a_title_above_a_field_that_shows_words_of_its_own_is_no_label(height: int, label: str) -> None:
    def words(text: str, x: float, y: float, high: float) -> TextRow:
        return TextRow(box=Box(x, y, 90, high), text=text, confidence=0.9, char_x=np.zeros(0, np.float32))

    field = Element(role="textbox", box=Box(20, 60, 250, 40), confidence=0.9, text="Search people", rows=(words("Search people", 32, 72, 16),))
    title = Element(role="heading", box=Box(20, 54 - height, 90, height), confidence=0.9, text="Messages", rows=(words("Messages", 20, 54 - height, height),))
    assert label_fields([field], [title], (400, 300))[0].label == label


def test_a_sign_before_a_field_is_part_of_it_and_names_nothing() -> None:
    """Email above [@][        ]: the label is aligned with the sign."""
    addon, field = control("button", 40, 60, 38, 40, textbox=0.3, button=0.6), control("textbox", 84, 60, 280, 40)
    assert labels([addon, field], block(row("Email", 40, 38))) == ["", "Email"]
    assert labels([field], block(row("Website", 40, 38)), block(row("€", 58, 72))) == ["Website"]
    assert labels([control("textbox", 84, 160, 280, 40)], block(row("€", 58, 172))) == [""]


def test_a_field_whose_box_reaches_over_its_label_keeps_it() -> None:
    assert labels([control("slider", 104, 33, 290, 17)], block(row("Brightness", 20, 34))) == ["Brightness"]
    assert labels([control("slider", 60, 33, 290, 17)], block(row("Brightness", 20, 34))) == [""]  # words within it are not at its left
