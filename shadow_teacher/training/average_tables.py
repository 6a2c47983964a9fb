"""The mean of two text tables that went on from one: keeps what both learned, and mistakes that only one makes mostly vanish.

    python -m shadow_teacher.training.average_tables NEW.npz OLD.npz --out TABLE.npz

Averaging weights of runs with a common start is known as a model soup (arXiv 2203.05482). The entries are the new table's.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from .packed_table import packed_rows, unpacked

LAYER = ("w1", "b1", "w2")


def averaged(new: Path, old: Path) -> dict[str, np.ndarray]:
    """Arrays as TextTable reads them; an entry that the old table lacks stays as it is. Raises ValueError where a layer is missing or of another size."""
    entries, rows = unpacked(new)
    known, others = unpacked(old)
    place = {entry: n for n, entry in enumerate(known)}
    shared = [(n, place[entry]) for n, entry in enumerate(entries) if entry in place]
    here, there = map(list, zip(*shared, strict=True)) if shared else ([], [])
    rows[here] = (rows[here] + others[there]) / 2
    with np.load(new) as a, np.load(old) as b:
        if any(name not in table.files for table in (a, b) for name in LAYER) or any(a[name].shape != b[name].shape for name in LAYER):
            raise ValueError(f"{new.name} and {old.name} cannot be averaged: both need a layer {', '.join(LAYER)} of the same size")
        layer = {name: ((a[name].astype(np.float32) + b[name].astype(np.float32)) / 2).astype(np.float16) for name in LAYER}
    return packed_rows(entries, rows) | layer


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("new", type=Path)
    parser.add_argument("old", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(argv)
    np.savez_compressed(args.out, **averaged(args.new, args.old))


if __name__ == "__main__":
    main()
