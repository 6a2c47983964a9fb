"""Small networks over measured features: two ReLU layers and a logit. shadow_runtime/weighing.py runs them without torch."""

from __future__ import annotations

import numpy as np
from torch import Tensor, nn

from shadow_runtime.match import FEATURES


class GrounderNet(nn.Module):
    """(N, inputs) standardized features -> (N,) logits; of the grounder: how surely a candidate is the one meant."""

    def __init__(self, hidden: tuple[int, int] = (64, 32), inputs: int = len(FEATURES)) -> None:
        super().__init__()
        self.first = nn.Linear(inputs, hidden[0])
        self.second = nn.Linear(hidden[0], hidden[1])
        self.third = nn.Linear(hidden[1], 1)

    def forward(self, features: Tensor) -> Tensor:
        x = self.first(features).relu()
        return self.third(self.second(x).relu()).squeeze(-1)

    def arrays(self, mean: np.ndarray, deviation: np.ndarray) -> dict[str, np.ndarray]:
        """The weights as weighing.weighed takes them. mean, deviation: (inputs,) by which features were standardized."""
        arrays = {"mean": mean.astype(np.float32), "deviation": deviation.astype(np.float32), "temperature": np.float32(1)}
        for number, layer in enumerate((self.first, self.second, self.third), 1):
            arrays[f"w{number}"] = layer.weight.detach().numpy().T.copy()
            arrays[f"b{number}"] = layer.bias.detach().numpy().copy()
        return arrays
