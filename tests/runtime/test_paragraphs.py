"""Lines that wrapped are one block; lines that only stand below each other are not."""

import numpy as np

from shadow_runtime.geometry import Box
from shadow_runtime.paragraphs import group_rows
from shadow_runtime.records import TextRow


def line(text: str, y: float, x: float = 20, height: float = 16, bold: float = 0.0) -> TextRow:
    char_x = (x + 8 * np.arange(len(text) + 1)).astype(np.float32)
    return TextRow(box=Box(x, y, 8.0 * len(text), height), text=text, confidence=0.9, char_x=char_x, bold=bold)


def blocks(rows: list[TextRow], role: str = "text") -> list[list[int]]:
    return group_rows([(i, role) for i in range(len(rows))], rows)


def test_a_wrapped_paragraph_is_one_block() -> None:
    assert blocks([line("The quick brown fox jumps over", 0), line("the lazy dog, and then it rests", 21), line("for a while.", 42)]) == [[0, 1, 2]]


def test_a_line_with_room_for_the_next_word_ended_on_purpose() -> None:
    assert blocks([line("Rain jacket", 0), line("A coat for every kind of weather", 21)]) == [[0], [1]]


def test_a_bold_title_is_not_its_text() -> None:
    assert blocks([line("The indispensable form", 0, bold=0.95), line("controls, made for you", 21)]) == [[0], [1]]


def test_prices_below_each_other_stay_apart() -> None:
    assert blocks([line("$582.24", 0), line("$269.82", 26), line("$994.00", 52)]) == [[0], [1], [2]]


def test_another_size_begins_another_block() -> None:
    assert blocks([line("Two words more here", 0, height=28), line("and some more to go", 33)]) == [[0], [1]]
