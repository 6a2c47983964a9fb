"""Features -> probabilities: the small networks that weigh what was measured (which candidate is meant; whether a control is disabled).

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np


def weighed(rows: np.ndarray, weights: Mapping[str, np.ndarray]) -> np.ndarray:
    """(N,) probabilities of (N, C) features: two ReLU layers and a sigmoid."""
    known = len(weights["mean"])  # features only ever grow at their end: older weights look at the first ones
    x = (rows[:, :known] - weights["mean"]) / weights["deviation"]
    x = np.maximum(x @ weights["w1"] + weights["b1"], 0)
    x = np.maximum(x @ weights["w2"] + weights["b2"], 0)
    logits = (x @ weights["w3"] + weights["b3"])[:, 0] / float(weights["temperature"])
    return 1 / (1 + np.exp(-np.minimum(np.maximum(logits, -30), 30)))
