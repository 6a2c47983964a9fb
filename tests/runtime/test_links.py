"""Fragments of a link become one link; words of its color belong to it; a navigation stays several links."""

import cv2
import numpy as np
import pytest

from shadow_runtime.assemble import split_words
from shadow_runtime.geometry import Box
from shadow_runtime.links import FULL_INK, join_links, steps_of, word_ink
from shadow_runtime.records import Frame, TextRow

HEIGHT, ADVANCE = 18, 9


def line(text: str, x: float, y: float, spaces: dict[int, float] | None = None) -> TextRow:
    """A row of evenly spaced characters; spaces: character index -> extra px before it."""
    widths = [ADVANCE + (spaces or {}).get(i, 0) for i in range(len(text))]
    char_x = np.concatenate([[x], x + np.cumsum(widths)]).astype(np.float32)
    return TextRow(box=Box(x, y, float(char_x[-1] - x), HEIGHT), text=text, confidence=0.9, char_x=char_x)


def painted(row: TextRow, blue: tuple[int, int] = (0, 0)) -> Frame:
    """The row on white: a dark block for each letter, blue for the characters of the span."""
    rgb = np.full((200, 800, 3), 255, np.uint8)
    for i, character in enumerate(row.text):
        if character != " ":
            color = (20, 60, 220) if blue[0] <= i < blue[1] else (30, 30, 30)
            left, right = int(row.char_x[i + 1] - ADVANCE) + 2, int(row.char_x[i + 1]) - 1
            cv2.rectangle(rgb, (left, int(row.box.y) + 4), (right, int(row.box.y) + 14), color, -1)
    return Frame(rgb=rgb)


def joined(row: TextRow, links: list[list[int]], frame: Frame) -> list[tuple[list[int], list[int]]]:
    return join_links(frame, links, [row], split_words([row]))


def test_two_halves_of_a_link_are_one() -> None:
    row = line("Jeremy Thomas.", 40, 50)
    assert joined(row, [[0], [1]], painted(row)) == [([0, 1], [0, 1])]


def test_a_link_seen_twice_is_one() -> None:
    row = line("Find sit", 40, 50)
    assert joined(row, [[1], [0, 1]], painted(row)) == [([1, 0], [0, 1])]


def test_links_of_a_navigation_stay_apart() -> None:
    row = line("Home About", 40, 50, spaces={4: 12})
    assert joined(row, [[0], [1]], painted(row)) == [([0], [0]), ([1], [1])]


def test_words_of_the_same_ink_complete_a_link_in_a_sentence() -> None:
    row = line("Read The trouble with Otters today", 40, 50)
    frame = painted(row, blue=(5, 28))
    assert joined(row, [[4]], frame) == [([0], [1, 2, 3, 4])]


def test_a_link_of_the_ink_of_its_sentence_is_left_as_it_was_seen() -> None:
    row = line("Read The trouble with Otters today", 40, 50)
    assert joined(row, [[4]], painted(row)) == [([0], [4])]


def test_links_without_words_are_kept() -> None:
    row = line("Home", 40, 50)
    assert joined(row, [[], [0]], painted(row)) == [([0], []), ([1], [0])]


@pytest.mark.parametrize("ground", [0.2, 0.5, 0.8])
def test_the_ink_of_a_word_is_the_mean_of_what_is_farthest_from_its_median_color(ground: float) -> None:
    """ground: the share of pixels that are plain; below a half their color is not that of the corner by counting alone."""
    rng = np.random.default_rng(3)
    for _ in range(20):
        rgb = rng.integers(0, 256, (40, 60, 3)).astype(np.uint8)
        rgb[rng.random((40, 60)) < ground] = (240, 238, 250)
        box = Box(5, 6, int(rng.integers(2, 50)), int(rng.integers(2, 30)))
        pixels = Frame(rgb=rgb).crop(box).reshape(-1, 3).astype(np.float32)
        away = np.abs(pixels - np.median(pixels, axis=0)).max(axis=1)
        assert np.array_equal(word_ink(Frame(rgb=rgb), box), pixels[away >= FULL_INK * away.max()].mean(axis=0))
    assert not word_ink(Frame(rgb=rgb), Box(100, 100, 5, 5)).any()


@pytest.mark.parametrize(
    ("text", "steps"),
    [("Home / Library / Data", [[0], [2], [4]]), ("Home › Help center", [[0], [2, 3]]), ("Read more >", [[0, 1, 2]]), ("and/or", [[0]]), ("Terms of use", [[0, 1, 2]])],
)
def test_a_path_that_was_seen_as_one_link_is_several(text: str, steps: list[list[int]]) -> None:
    row = line(text, 40, 50)
    words = split_words([row])
    assert steps_of(range(len(words)), [row], words) == steps
