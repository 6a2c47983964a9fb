"""What the grounder learns from a phrase: features of every candidate for each reading of it, and which candidates are meant."""

from __future__ import annotations

from typing import Any

import numpy as np

from shadow_runtime.ground import candidates_of, readings
from shadow_runtime.intent import parse_intent
from shadow_runtime.match import FEATURES, features
from shadow_runtime.scene import Scene


def readings_of(phrase: str, scene: Scene, student: Any, right: np.ndarray) -> list[tuple[np.ndarray, np.ndarray]]:
    """((N, len(FEATURES)) features, (N,) 1 for meant, 0 for not, NaN for not asked) of each reading; empty without candidates.

    right: (N,) 1 for what the phrase means. Only the first reading of a right candidate has to be believed, another must see
    it only where its words say so too; wrong is wrong in every reading. Where a thing stands is weighed apart
    (shadow_runtime/standing.py): of a phrase with a relation only what is meant is told, another "Delete" is none the less one.
    """
    candidates, texts = candidates_of(scene, student)
    if not candidates:
        return []
    found = []
    for number, reading in enumerate(readings(parse_intent(phrase))):
        rows = features(reading, candidates, texts, scene.frame, student)
        known = right if number == 0 else np.where((right > 0) & (rows[:, FEATURES.index("exact_folded")] == 0), np.nan, right)
        if reading.relation is not None:
            known = np.where(known > 0, known, np.nan)
        found.append((rows, known.astype(np.float32)))
    return found
