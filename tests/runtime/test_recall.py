"""Measured once on the same pixels; never mixed up; bounded."""

from __future__ import annotations

import numpy as np

from shadow_runtime.recall import PHRASES, Recall, content_key, recalled, recalled_by_phrase


def test_equal_pixels_and_arguments_are_measured_once() -> None:
    calls: list[tuple] = []

    @recalled(8)
    def total(pixels: np.ndarray, factor: int) -> int | None:
        calls.append((pixels.shape, factor))
        return int(pixels.sum()) * factor or None

    picture = np.arange(60, dtype=np.uint8).reshape(4, 5, 3)
    assert total(picture, 1) == total(picture.copy(), 1) == 1770
    assert len(calls) == 1
    assert total(picture, 2) == 3540
    assert total(np.ascontiguousarray(picture.reshape(5, 4, 3)), 1) == 1770  # the same bytes in another shape
    assert len(calls) == 3
    assert total(picture[:, 1:4], 1) == picture[:, 1:4].sum()  # a view with gaps between its rows
    assert total(picture[:0], 1) is total(picture[:0], 1) is None  # None is a result like any other
    assert len(calls) == 5


def test_one_changed_pixel_is_other_content() -> None:
    picture = np.zeros((30, 200, 3), np.uint8)
    other = picture.copy()
    other[29, 199, 2] = 1
    assert content_key(picture) != content_key(other)


def test_the_least_recently_used_is_forgotten() -> None:
    known = Recall(2)
    known.keep("a", 1)
    known.keep("b", 2)
    assert known.fetch("a") == 1
    known.keep("c", 3)
    assert (known.fetch("a"), known.fetch("b"), known.fetch("c")) == (1, None, 3)


def test_a_phrase_is_looked_up_once_in_each_collection_and_few_are_kept() -> None:
    class Texts:
        def __init__(self, texts: list[str]) -> None:
            self.texts, self.asked = texts, 0

        @recalled_by_phrase
        def first(self, phrase: str) -> int:
            self.asked += 1
            return self.texts.index(phrase)

        @recalled_by_phrase
        def last(self, phrase: str) -> int:
            return len(self.texts) - 1 - self.texts[::-1].index(phrase)

    one, other = Texts(["a", "b", "a"]), Texts(["b", "a"])
    assert [one.first("a"), one.first("a"), one.last("a"), other.first("a"), one.asked, other.asked] == [0, 0, 2, 1, 1, 1]
    many = Texts([str(number) for number in range(3 * PHRASES)])
    assert [many.first(text) for text in many.texts] == list(range(3 * PHRASES))
    assert all(len(kept) <= PHRASES for kept in vars(many).values() if isinstance(kept, dict))
