"""What pages print, drawn toward what it is known to mean: "register" and "join now" are labels of one concept.

A text table learns where words lie; which labels name the same thing it only learns roughly. So it keeps the center of
every concept it was taught, the mean of all ways to say it (a prototype, as in arXiv 1703.05175), and a label that is known,
or lies near a center, is taken half for itself and half for its concept. Phrases that people ask with are not drawn: those
are compared with what was drawn.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

# An unknown label is drawn the more, the nearer it lies to a center: not at all below the first cosine, fully from the second.
FAR, NEAR = 0.5, 0.7


class Concepts:
    """Centers of concepts and the labels that are known to name them.

    arrays: "concepts" (K, D) int8, one direction a concept; "concept_labels" (uint8, UTF-8 lines "label<tab>numbers of its
    concepts"). Raises ValueError when they do not fit together.
    """

    def __init__(self, arrays: Mapping[str, np.ndarray], dimensions: int) -> None:
        centers, lines = arrays["concepts"], arrays["concept_labels"]
        if centers.ndim != 2 or centers.shape[1] != dimensions or centers.dtype != np.int8 or not len(centers):
            raise ValueError(f"the text table's concepts do not fit it: {centers.shape} {centers.dtype} for {dimensions} dimensions")
        self._centers = unit(centers.astype(np.float32))
        self._lines: bytes = bytes(lines)
        self._known: dict[str, list[int]] | None = None

    def drawn(self, words: str, vector: np.ndarray) -> np.ndarray:
        """(D,) unit vector of what a page prints. words: split and joined by single spaces; vector: (D,) its own unit vector."""
        numbers = self._numbers(words)
        if numbers:
            return unit(vector + unit(self._centers[numbers].sum(axis=0)))
        cosines = self._centers @ vector
        nearest = int(cosines.argmax())
        share = min(max((float(cosines[nearest]) - FAR) / (NEAR - FAR), 0.0), 1.0)
        return unit((2 - share) * vector + share * self._centers[nearest]) if share else vector

    def _numbers(self, words: str) -> list[int]:
        if self._known is None:  # when the first label is asked for: thousands of lines
            lines = (line.split("\t") for line in self._lines.decode("utf-8").split("\n"))
            try:
                self._known = {label: [int(n) for n in numbers.split()] for label, numbers in lines}
            except ValueError as error:
                raise ValueError(f"the text table's list of labels cannot be read: {error}") from error
        return self._known.get(words, [])


def unit(vectors: np.ndarray) -> np.ndarray:
    """The same directions at length one; zeros stay zeros. (D,) or (N, D)."""
    return vectors / np.maximum(np.sqrt((vectors * vectors).sum(axis=-1, keepdims=True)), 1e-9)
