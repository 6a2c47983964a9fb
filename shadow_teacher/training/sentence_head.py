"""A small layer over what MiniLM makes of phrases, fitted to the lexicon: its general sense of words, turned toward interfaces.

Whole phrases are read once and kept (sentence_encoder.py), so fitting costs a minute where the encoder itself would cost hours.
"""

from __future__ import annotations

from random import Random

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from .text_lessons import Lessons

HIDDEN, BATCH, CROWD, TEMPERATURE = 768, 192, 800, 0.06
NOISE = 0.03  # of each dimension of a phrase, so that the layer learns directions and not phrases


class SentenceHead(nn.Module):
    """(N, 384) -> (N, 384) unit vectors; starts as the identity."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.straight, self.first, self.second = nn.Linear(size, size, bias=False), nn.Linear(size, HIDDEN), nn.Linear(HIDDEN, size, bias=False)
        nn.init.eye_(self.straight.weight)
        nn.init.zeros_(self.second.weight)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return functional.normalize(self.straight(x) + self.second(functional.relu(self.first(x))), dim=1)


def turned(vectors: dict[str, np.ndarray], material: Lessons, steps: int, seed: int) -> dict[str, np.ndarray]:
    """The vectors of all phrases after a layer that was fitted so that the material's phrasings find their labels."""
    rng = Random(seed)
    torch.manual_seed(seed)
    labels = sorted({label for concept, _ in material.shown for label in concept.labels})
    column = {label: k for k, label in enumerate(labels)}
    asked = [(phrase, number) for number, (_, phrasings) in enumerate(material.shown) for phrase in phrasings]
    read = torch.from_numpy(np.stack([vectors[phrase] for phrase, _ in asked]))
    printed = torch.from_numpy(np.stack([vectors[label] for label in labels]))
    concept_of = torch.tensor([number for _, number in asked])
    own = torch.zeros(len(material.shown), len(labels), dtype=torch.bool)
    for number, (concept, _) in enumerate(material.shown):
        own[number, [column[label] for label in concept.labels]] = True
    head = SentenceHead(read.shape[1])
    optimizer = torch.optim.AdamW(head.parameters(), lr=5e-4, weight_decay=0.05)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = 5e-4 * (1 - step / steps)
        batch = torch.randint(len(asked), (BATCH,))
        numbers = concept_of[batch]
        wanted = torch.tensor([column[rng.choice(material.shown[n][0].labels)] for n in numbers.tolist()])
        drawn = torch.unique(torch.cat([wanted, torch.randint(len(labels), (CROWD,))]))
        truth, others = torch.searchsorted(drawn, wanted), own[numbers][:, drawn]
        others[torch.arange(BATCH), truth] = False
        logits = head(read[batch] + NOISE * torch.randn(BATCH, read.shape[1])) @ head(printed[drawn]).T / TEMPERATURE
        loss = functional.cross_entropy(logits.masked_fill(others, -1e4), truth)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 100 == 0:
            print(f"head, step {step}: loss {float(loss.detach()):.3f}", flush=True)
    phrases = list(vectors)
    with torch.inference_mode():
        parts = [head(torch.from_numpy(np.stack([vectors[p] for p in phrases[k : k + 2048]]))).numpy() for k in range(0, len(phrases), 2048)]
    return dict(zip(phrases, np.concatenate(parts), strict=True))
