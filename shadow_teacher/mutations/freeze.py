"""A suite -> a small frozen one for CI: frames and claims that are false of them and must never pass.

OUT has a suite's format (suite.py) with nothing in it but what is asked. Claims that the current student passes anyway are
not swept under: they go into OUT/open.json, and whoever makes them fail takes them out of it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import cv2

from shadow_runtime.records import Verdict
from shadow_runtime.shadow import Shadow

from .pairs import pages_of


def freeze(
    suite: Path, out: Path, *, pages: int = 8, pairs: int = 9, said: int = 40, most: int = 1_500_000
) -> tuple[int, int]:
    """Draw a frozen set; returns how many claims must not pass and how many of the drawn ones still do.

    pages, pairs and said: how many pages, pairs and plain false claims of each. Raises ValueError above `most` bytes.
    """
    if out.exists():
        shutil.rmtree(out)
    out.mkdir(parents=True)
    draw = Random("must not pass")
    kept = 0
    for page in pages_of(suite):
        if kept == pages:
            break
        if len(page.pairs) < pairs:
            continue
        kept += 1
        chosen = sorted(draw.sample(range(len(page.pairs)), pairs))
        false = [entry for entry in page.head["said"] if not entry["truth"]]
        head = {key: page.head[key] for key in ("format", "page", "framework", "width", "height", "scale")} | {
            "said": draw.sample(false, min(said, len(false)))
        }
        records = []
        for number in chosen:
            pair = page.pairs[number]
            claims = [{key: claim[key] for key in ("text", "aspect", "before", "after")} for claim in pair["claims"]]
            records.append(
                {key: pair[key] for key in ("page", "property", "tier", "element", "file", "patch")}
                | {"claims": claims}
            )
            (out / pair["file"]).parent.mkdir(exist_ok=True)
            recompress(suite / pair["file"], out / pair["file"])
        recompress(suite / f"{page.name}.png", out / f"{page.name}.png")
        (out / f"{page.name}.jsonl").write_text(
            "".join(json.dumps(record, separators=(",", ":")) + "\n" for record in [head, *records]), encoding="utf-8"
        )
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    if size > most:
        raise ValueError(f"{out} would hold {size} bytes, more than {most}: fewer pages or pairs")
    asked = list(false_claims(out, Shadow.load()))
    passed = [
        {"page": page, "pair": pair, "claim": claim}
        for page, pair, claim, verdict in asked
        if verdict.outcome == "passed"
    ]
    (out / "open.json").write_text(json.dumps(passed, indent=1) + "\n", encoding="utf-8")
    return len(asked) - len(passed), len(passed)


def false_claims(folder: Path, shadow: Shadow) -> Iterator[tuple[str, int | None, str, Verdict]]:
    """(page, number of the pair or None, claim, verdict) of every claim on the side where it is false."""
    for page in pages_of(folder):
        seen = shadow.see(page.rgb, page.head["scale"])
        for entry in page.head["said"]:
            yield page.name, None, entry["text"], seen.check(entry["text"])
        for number, pair in enumerate(page.pairs):
            after: Any = None
            for claim in pair["claims"]:
                if claim["before"]:
                    after = after or shadow.see(page.mutated(pair), page.head["scale"])
                yield page.name, number, claim["text"], (after if claim["before"] else seen).check(claim["text"])


def recompress(source: Path, target: Path) -> None:
    cv2.imwrite(
        str(target),
        cv2.imread(str(source)),
        [cv2.IMWRITE_PNG_COMPRESSION, 9, cv2.IMWRITE_PNG_STRATEGY, cv2.IMWRITE_PNG_STRATEGY_FILTERED],
    )
