"""A trained text table -> the same with the concepts it was taught: their centers, and which labels name them.

    python -m shadow_teacher.training.concept_centers TABLE.npz --out TABLE.npz [--held-out]

The last stage of a text table, after training and averaging; shadow_runtime/concepts.py uses what it writes. --held-out
leaves the concepts and phrasings out that measure (a measuring table); what the centers do for those is printed, and noted
in text_table.json beside the table.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from shadow_runtime.concepts import unit
from shadow_runtime.embed import TextTable, plain_words

from .lexicon import antonym_pairs
from .text_lessons import lessons

ARRAYS = ("concepts", "concept_labels")


def concept_arrays(table: TextTable, held_out: bool) -> dict[str, np.ndarray]:
    """Arrays "concepts" and "concept_labels" as shadow_runtime.concepts.Concepts reads them."""
    shown = lessons(held_out, []).shown
    centers = unit(np.stack([table.encode([*concept.labels, *phrasings]).mean(axis=0) for concept, phrasings in shown]))
    numbers: dict[str, list[int]] = {}
    for number, (concept, _) in enumerate(shown):
        for words in dict.fromkeys(plain_words(label) for label in concept.labels):
            numbers.setdefault(words, []).append(number)
    numbers.pop("", None)  # a label of signs alone
    lines = "\n".join(f"{words}\t{' '.join(map(str, known))}" for words, known in sorted(numbers.items()))
    largest = np.maximum(np.abs(centers).max(axis=1, keepdims=True), 1e-6)
    return {"concepts": np.round(centers / largest * 127).astype(np.int8), "concept_labels": np.frombuffer(lines.encode(), np.uint8)}


def with_centers(arrays: Mapping[str, np.ndarray], held_out: bool) -> dict[str, np.ndarray]:
    """The table's arrays with the centers of what it was taught, in place of any it had."""
    plain = {name: value for name, value in arrays.items() if name not in ARRAYS}
    return plain | concept_arrays(TextTable(plain), held_out)


def main(argv: list[str] | None = None) -> None:
    from .train_text_table import figures

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("table", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--held-out", action="store_true", help="without what measures, and print how that fares")
    args = parser.parse_args(argv)
    with np.load(args.table) as file:
        arrays = {name: file[name] for name in file.files}
    finished = with_centers(arrays, args.held_out)
    np.savez_compressed(args.out, **finished)
    if args.held_out:
        plain = {name: value for name, value in finished.items() if name not in ARRAYS}
        found = {"without_centers": figures(TextTable(plain), antonym_pairs()), "with_centers": figures(TextTable(finished), antonym_pairs())}
        print(json.dumps(found, indent=1))
        notes = args.out.with_name("text_table.json")
        known = json.loads(notes.read_text(encoding="utf-8")) if notes.is_file() else {}
        notes.write_text(json.dumps(known | {"metrics": known.get("metrics", {}) | found}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
