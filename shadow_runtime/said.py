"""Which of many texts say a phrase, hold it or stand in it: looked up, not compared one by one.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cached_property, lru_cache

import numpy as np
from rapidfuzz import fuzz, process

from .recall import recalled_by_phrase

MOST_WORDS = 8  # of a phrase whose parts are looked up one by one; of longer ones every text is tried


@lru_cache(maxsize=64)
def said_of(said: tuple[Hashable, ...]) -> Said:
    """The same one for the same texts: between two looks at a page often all labels stay, or all texts."""
    return Said(said)


class Said:
    """What each of N things says, equal ones under one number. said: texts as match.normalized makes them, or any values."""

    def __init__(self, said: Sequence[Hashable]) -> None:
        self._numbers: dict[Hashable, int] = {}
        setdefault = self._numbers.setdefault
        self._ids = np.array([setdefault(value, len(self._numbers)) for value in said], np.intp)

    def __contains__(self, value: Hashable) -> bool:
        return value in self._numbers

    def equal(self, value: Hashable) -> np.ndarray:
        """(N,) bool: who says just that."""
        return self._ids == self._numbers.get(value, -1)

    def places(self, value: Hashable) -> list[int]:
        """Who says just that, by index."""
        return np.flatnonzero(self.equal(value)).tolist() if value in self._numbers else []

    @recalled_by_phrase
    def likeness(self, phrase: str) -> np.ndarray:
        """(N,) float32 0..1, rapidfuzz's ratio of each text to a phrase."""
        return process.cdist([phrase], self._texts, scorer=fuzz.ratio)[0][self._ids] / 100

    @recalled_by_phrase
    def holding(self, phrase: str) -> np.ndarray:
        """(N,) float32: the share of each text that a phrase is where it stands in it, whole words only; else 0."""
        found, padded = np.zeros(len(self._ids), np.float32), f" {phrase} "
        if padded in self._padded:
            for text, number in self._numbers.items():
                if text and padded in f" {text} ":
                    found[self._ids == number] = len(phrase) / len(text)  # type: ignore[arg-type]
        return found

    @recalled_by_phrase
    def held(self, phrase: str) -> np.ndarray:
        """(N,) float32: the share of a phrase that each text is where it stands in it, whole words only; else 0. Single
        letters are in everything."""
        found, words, padded = np.zeros(len(self._ids), np.float32), phrase.split(" "), f" {phrase} "
        if len(words) <= MOST_WORDS:
            parts = {" ".join(words[first:last]) for first in range(len(words)) for last in range(first + 1, len(words) + 1)}
            inside = [part for part in parts if part in self._numbers]
        else:
            inside = [text for text in self._texts if f" {text} " in padded]
        for part in inside:
            if len(part) > 1:
                found[self._ids == self._numbers[part]] = len(part) / len(phrase)
        return found

    @cached_property
    def lengths(self) -> np.ndarray:
        """(N,) float64 characters of each text."""
        return np.array([len(text) for text in self._texts], np.float64)[self._ids]

    @cached_property
    def _texts(self) -> list[str]:
        return list(self._numbers)  # type: ignore[arg-type]

    @cached_property
    def _padded(self) -> str:
        return "\n".join(f" {text} " for text in self._texts)
