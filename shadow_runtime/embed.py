"""Phrases to vectors: a static table of word-piece vectors, summed, and one small layer that weighs them together.

The table was distilled from a sentence encoder and tuned on interface words (shadow_teacher/training/
train_text_table.py), so that "magnifying glass" lies near "search" and "log in" away from "log out". It is also the
text tower that the icon encoder was trained against.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import OrderedDict
from collections.abc import Mapping, Sequence

import numpy as np

from .concepts import Concepts

_WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
_CACHED_PHRASES = 8192
_CACHED_WORDS = 16384
_LONGEST_WORD = 40


def split_words(phrase: str) -> list[str]:
    """Lower-case words and single punctuation marks of a phrase, accents stripped."""
    if not phrase.isascii():
        phrase = "".join(c for c in unicodedata.normalize("NFKD", phrase) if not unicodedata.combining(c))
    return _WORD.findall(phrase.lower())


def plain_words(phrase: str) -> str:
    """The words of a phrase without signs, a space between: how labels are looked up."""
    return " ".join(word for word in split_words(phrase) if word.isalnum())


class Vocabulary:
    """Word pieces of the table: cuts words greedily, longest piece first; pairs of words may have an entry of their own.

    entries: "word", "##ending" or "two words", in the order of the table's rows.
    """

    def __init__(self, entries: Sequence[str]) -> None:
        self._row = {entry: row for row, entry in enumerate(entries)}
        self._word_rows: dict[str, tuple[int, ...]] = {}

    def __contains__(self, word: str) -> bool:
        """Whether a word has an entry of its own."""
        return word in self._row

    def rows(self, phrase: str) -> list[int]:
        """Table rows of a phrase: pieces of each word, then known word pairs; what is unknown is left out."""
        words = split_words(phrase)
        rows = [row for word in words for row in self._rows_of_word(word)]
        lookup = self._row.get
        for first, second in itertools.pairwise(words):
            row = lookup(f"{first} {second}")
            if row is not None:
                rows.append(row)
        return rows

    def _rows_of_word(self, word: str) -> tuple[int, ...]:
        known = self._word_rows.get(word)
        if known is not None:
            return known
        if len(self._word_rows) >= _CACHED_WORDS:
            self._word_rows.clear()
        found, start, word = [], 0, word[:_LONGEST_WORD]
        while start < len(word):
            for end in range(len(word), start, -1):
                row = self._row.get(word[start:end] if start == 0 else "##" + word[start:end])
                if row is not None:
                    found.append(row)
                    start = end
                    break
            else:
                start += 1  # a character outside the vocabulary
        self._word_rows[word] = rows = tuple(found)
        return rows


class TextTable:
    """Static phrase encoder.

    arrays: "entries" (uint8, the vocabulary as UTF-8 lines), "rows" (V, D) int8, "scale" (V,) float16 or float32; the
    vector of entry i is rows[i] * scale[i]. With "w1" (D, H), "b1" (H,), "w2" (H, D) the unit sum x of a phrase becomes
    x + relu(x w1 + b1) w2. With "concepts" and "concept_labels" it knows which labels mean the same (concepts.py). Raises
    ValueError when they do not fit together.
    """

    def __init__(self, arrays: Mapping[str, np.ndarray]) -> None:
        missing = {"entries", "rows", "scale"} - set(arrays)
        if missing:
            raise ValueError(f"text table lacks {', '.join(sorted(missing))}")
        entries = bytes(arrays["entries"]).decode("utf-8").split("\n")
        self._table = np.ascontiguousarray(arrays["rows"])
        self._scale = np.asarray(arrays["scale"], dtype=np.float32)
        if self._table.dtype != np.int8 or self._table.ndim != 2 or not len(entries) == len(self._table) == len(self._scale):
            raise ValueError(
                f"text table does not fit together: {len(entries)} entries, rows {self._table.shape} {self._table.dtype}, "
                f"scale {self._scale.shape}"
            )
        layer = [np.asarray(arrays[name], np.float32) for name in ("w1", "b1", "w2") if name in arrays]
        sides = self._table.shape[1], len(layer[1]) if len(layer) == 3 else 0
        if layer and [w.shape for w in layer] != [sides, sides[1:], sides[::-1]]:
            raise ValueError(f"text table does not fit together: {sides[0]} dimensions, layer {[w.shape for w in layer]}")
        self._layer = layer
        self.vocabulary = Vocabulary(entries)
        self._concepts = Concepts(arrays, sides[0]) if "concepts" in arrays and "concept_labels" in arrays else None
        self._phrases: OrderedDict[str, np.ndarray] = OrderedDict()
        self._printed: OrderedDict[str, np.ndarray] = OrderedDict()

    @property
    def dimensions(self) -> int:
        return self._table.shape[1]

    def encode(self, phrases: Sequence[str]) -> np.ndarray:
        """(N, D) float32 unit vectors of the phrases; a phrase without any known piece is all zeros."""
        if len(phrases) == 1:
            return self._vector(phrases[0])[None]
        if not phrases:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return np.stack([self._vector(phrase) for phrase in phrases])

    def encode_printed(self, labels: Sequence[str]) -> np.ndarray:
        """(N, D) float32 unit vectors of what a page prints, to compare the `encode`d phrases of people with."""
        if self._concepts is None:
            return self.encode(labels)
        if not labels:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return np.stack([self._drawn(self._concepts, label) for label in labels])

    def similarity(self, a: str | Sequence[str], b: str | Sequence[str]) -> np.ndarray:
        """(N, M) float32 cosine similarities of two lists of phrases (a plain string is a list of one)."""
        return self.encode([a] if isinstance(a, str) else a) @ self.encode([b] if isinstance(b, str) else b).T

    def _drawn(self, concepts: Concepts, label: str) -> np.ndarray:
        vector = _recalled(self._printed, label)
        return vector if vector is not None else _remembered(self._printed, label, concepts.drawn(plain_words(label), self._vector(label)))

    def _vector(self, phrase: str) -> np.ndarray:
        vector = _recalled(self._phrases, phrase)
        if vector is not None:
            return vector
        rows = self.vocabulary.rows(phrase)
        if rows:
            vector = self._scale[rows] @ self._table[rows].astype(np.float32)
            vector /= max(float(vector @ vector) ** 0.5, 1e-9)
            if self._layer:
                inward, bias, outward = self._layer
                vector = vector + np.maximum(vector @ inward + bias, 0) @ outward
                vector /= max(float(vector @ vector) ** 0.5, 1e-9)
        else:
            vector = np.zeros(self.dimensions, dtype=np.float32)
        return _remembered(self._phrases, phrase, vector)


def _recalled(cache: OrderedDict[str, np.ndarray], phrase: str) -> np.ndarray | None:
    vector = cache.get(phrase)
    if vector is not None:
        cache.move_to_end(phrase)
    return vector


def _remembered(cache: OrderedDict[str, np.ndarray], phrase: str, vector: np.ndarray) -> np.ndarray:
    vector.flags.writeable = False  # shared with every caller
    cache[phrase] = vector
    if len(cache) > _CACHED_PHRASES:
        cache.popitem(last=False)
    return vector
