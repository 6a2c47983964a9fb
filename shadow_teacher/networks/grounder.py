"""The grounder: features of a candidate -> logit that it is the one meant; two small ReLU layers, shared by candidates."""

from __future__ import annotations

from torch import Tensor, nn

from shadow_runtime.match import FEATURES


class GrounderNet(nn.Module):
    """(N, len(FEATURES)) standardized features -> (N,) logits."""

    def __init__(self, hidden: tuple[int, int] = (64, 32)) -> None:
        super().__init__()
        self.first = nn.Linear(len(FEATURES), hidden[0])
        self.second = nn.Linear(hidden[0], hidden[1])
        self.third = nn.Linear(hidden[1], 1)

    def forward(self, features: Tensor) -> Tensor:
        x = self.first(features).relu()
        return self.third(self.second(x).relu()).squeeze(-1)
