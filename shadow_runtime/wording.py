"""How much of a name's words the texts of a scene say, typos and plurals allowed; all texts at once.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from .recall import recalled_by_phrase

LONGEST = 40  # words; what is longer is a page of text, not a name
KEPT = 256  # words of phrases whose likeness to a page's words is kept
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=16384)
def words(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text))


@lru_cache(maxsize=16384)
def has_digit(word: str) -> bool:
    return _DIGIT.search(word) is not None


@lru_cache(maxsize=64)
def wording_of(texts: tuple[str, ...]) -> Wording:
    """The wording of these texts; between two looks at a page often all labels stay, or all texts."""
    return Wording(texts)


class Wording:
    """The words of many texts, indexed once. texts: normalized (match.normalized)."""

    def __init__(self, texts: Sequence[str]) -> None:
        said = [words(text) for text in texts]
        said = [w if len(w) <= LONGEST else () for w in said]
        row: dict[str, int] = {}
        # Every text owns at least one entry (word 0, which is like nothing), so that segments are never empty.
        ids, starts = [], []
        for text in said:
            starts.append(len(ids))
            ids.extend([row.setdefault(word, len(row) + 1) for word in text] or [0])
        self.vocabulary, self._row = list(row), row
        self._known: dict[str, np.ndarray | None] = {}
        self.ids, self.starts = np.array(ids, np.int64), np.array(starts, np.int64)
        self.lengths = np.array([0, *map(len, self.vocabulary)], np.float32)
        self.digits = np.array([has_digit(word) for word in self.vocabulary], bool)
        self.totals = np.maximum(np.add.reduceat(self.lengths[self.ids], self.starts), 1) if len(starts) else np.zeros(0, np.float32)

    @recalled_by_phrase
    def coverage(self, name: str) -> tuple[np.ndarray, np.ndarray]:
        """(N,) share of the name's letters found in each text, and (N,) share of that text's letters explained by the name."""
        asked = words(name)
        total = sum(map(len, asked))
        if not total or not self.vocabulary or not len(self.starts):
            zeros = np.zeros(len(self.starts), np.float32)
            return zeros, zeros.copy()
        alike = [self._likeness_kept(word) for word in asked]
        if not any(found is not None for found in alike):
            zeros = np.zeros(len(self.starts), np.float32)
            return zeros, zeros.copy()
        like = np.zeros((len(asked), len(self.vocabulary) + 1), np.float32)
        for number, found in enumerate(alike):
            if found is not None:
                like[number, 1:] = found
        best = np.maximum.reduceat(like[:, self.ids], self.starts, axis=1)
        covered = np.array([len(word) for word in asked], np.float32) @ best / total
        explained = np.add.reduceat((like.max(0) * self.lengths)[self.ids], self.starts) / self.totals
        return covered, explained

    def _likeness_kept(self, word: str) -> np.ndarray | None:
        """(V,) float32, as `_likeness`; None where no word is like it. Phrases about one page share their words."""
        if word not in self._known:
            if len(self._known) >= KEPT:
                self._known.clear()
            if has_digit(word) and word not in self._row:
                self._known[word] = None
            else:
                found = self._likeness(word).astype(np.float32)
                self._known[word] = found if found.any() else None
        return self._known[word]

    def _likeness(self, word: str) -> np.ndarray:
        """(V,) 1 for the same word, less for a likely typo or plural, else 0; words with digits must be equal."""
        steps = process.cdist([word], self.vocabulary, scorer=OSA.distance, score_cutoff=2)[0]
        lengths = self.lengths[1:]
        longest = np.maximum(lengths, len(word))
        typo = np.where((steps == 1) & (longest >= 5), 0.85, np.where((steps == 1) | ((steps == 2) & (longest >= 8)), 0.6, 0.0))
        typo[(longest < 4) | self.digits | has_digit(word)] = 0.0
        typo[steps == 0] = 1.0
        for number in np.flatnonzero((steps == 1) & (lengths != len(word)) & (typo > 0)):
            other = self.vocabulary[number]
            if other + "s" == word or word + "s" == other:
                typo[number] = 0.9
        return typo
