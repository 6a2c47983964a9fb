"""What a student was trained on, counted from the labelled pages themselves: for its manifest and its card.

    shadow-teacher provenance --train DIR --heldout DIR --artifacts DIR [--note KEY=TEXT]

Writes splits and provenance into ARTIFACTS/student.json; other facts in that file stay.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .publish import FACTS, merged, read_facts, write_json


def record_provenance(
    train: Sequence[Path], heldout: Sequence[Path], artifacts: Path, notes: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Count both splits, write ARTIFACTS/student.json and return what it says.

    Frameworks, icon packs and fonts that stand on both sides are named there under "shared": held-out figures on those
    pages say nothing about unseen ones.
    """
    counts = {"train": count_pages(train), "heldout": count_pages(heldout)}
    kinds = ("frameworks", "icon_packs", "fonts")
    shared = {kind: sorted(set(counts["train"][kind]) & set(counts["heldout"][kind])) for kind in kinds}
    path = artifacts / "student.json"
    facts = merged(read_facts(path, FACTS), {
        "splits": {
            **{split: {kind: sorted(found[kind]) for kind in kinds} for split, found in counts.items()}, "shared": shared,
        },
        "provenance": {
            **{split: {name: found[name] for name in ("pages", "elements", "rows", "dark_pages", "frameworks")} for split, found in counts.items()},
            **(notes or {}),
        },
    })  # fmt: skip
    write_json(path, facts)
    return facts


def count_pages(folders: Sequence[Path]) -> dict[str, Any]:
    """pages, elements, rows, dark_pages (numbers) and frameworks, icon_packs, fonts (name -> pages) of labelled pages."""
    pages, elements, rows, dark = 0, 0, 0, 0
    frameworks: Counter[str] = Counter()
    packs: Counter[str] = Counter()
    fonts: Counter[str] = Counter()
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            page = json.loads(path.read_text(encoding="utf-8"))
            pages += 1
            elements += len(page["elements"])
            rows += len(page["rows"])
            dark += bool(page.get("dark"))
            frameworks[page["framework"]] += 1
            packs.update(set(page.get("icon_packs", ())))
            fonts.update(set(page.get("fonts", ())))
    return {
        "pages": pages, "elements": elements, "rows": rows, "dark_pages": dark,
        "frameworks": dict(sorted(frameworks.items())), "icon_packs": dict(packs), "fonts": dict(fonts),
    }  # fmt: skip
