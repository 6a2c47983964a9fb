"""Throw sentences at the parser: anything but a Claim or a ClaimError that points into the sentence is a defect.

    python -m benchmarks.prove_claims --seconds 600 --out benchmarks/results/prove_claims.json
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from shadow_runtime.calibrate import FAMILIES
from shadow_runtime.claims import Claim, parse_claim
from shadow_runtime.errors import ClaimError
from shadow_runtime.phrasebook import PHRASEBOOK
from shadow_runtime.predicates import family_of
from shadow_runtime.say import say

from .report import write

LISTS = Path(__file__).parents[1] / "tests" / "runtime" / "claims"
ODD = ("", " ", '"', "'", "“", "”", "\x00", "\n", "\t", "é", "日本語", "🙂", "#", "#fff", "rgb(", "rgb(1,2,3)", "%", "px", "0", "-1", "1e9", "9" * 40, ".", ",", ", and ", "/", "\\", "(", ")", "…")


def sentences() -> list[str]:
    """Collected claims and the phrasebook's, as seeds."""
    found = [said for entry in PHRASEBOOK for said in entry.says]
    for path in sorted(LISTS.glob("*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                text = line.partition(" -> ")[0]
                found.append(text.split("] ", 1)[1] if text.startswith("[") else text)
    return found


def mutations(seed: int) -> Iterator[str]:
    """Endless sentences: seeds cut, joined, shuffled, with odd pieces put in; word salads; noise."""
    rng, known = random.Random(seed), sentences()
    words = sorted({word for sentence in known for word in sentence.split()})
    while True:
        kind = rng.random()
        if kind < 0.45:
            parts = rng.choice(known).split()
            for _ in range(rng.randint(1, 4)):
                place, act = rng.randrange(len(parts) + 1), rng.random()
                if act < 0.3:
                    parts.insert(place, rng.choice(words))
                elif act < 0.5:
                    parts.insert(place, rng.choice(ODD))
                elif act < 0.7 and parts:
                    parts.pop(min(place, len(parts) - 1))
                elif act < 0.85 and len(parts) > 1:
                    rng.shuffle(parts)
                elif parts:
                    at = min(place, len(parts) - 1)
                    parts[at] = parts[at][: rng.randint(0, len(parts[at]))]
            yield " ".join(parts)
        elif kind < 0.65:
            one, two = rng.choice(known), rng.choice(known)
            yield one[: rng.randint(0, len(one))] + rng.choice((" and ", ", ", " with ", " but ", "", " ")) + two[rng.randint(0, len(two)) :]
        elif kind < 0.9:
            yield " ".join(rng.choice(words) for _ in range(rng.randint(1, 14)))
        else:
            yield "".join(chr(rng.choice((rng.randint(32, 126), rng.randint(0, 0x2FF), rng.randint(0x2000, 0x30FF)))) for _ in range(rng.randint(0, 60)))


def defect_of(sentence: str) -> str | None:
    """What is wrong with the answer to a sentence; None when all is well."""
    try:
        claim = parse_claim(sentence)
    except ClaimError as error:
        if not 0 <= error.position <= len(sentence):
            return f"position {error.position} of {len(sentence)}"
        return None if str(error) else "an empty message"
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    for reading in claim.readings:
        parts: list[Claim] = [reading]
        while parts:
            part = parts.pop()
            if part.predicate == "and":
                parts.extend(part.parts)
            elif family_of(part) not in FAMILIES or not part.subjects:
                return f"a reading without family or subject: {part}"
    return None


def fuzz(seconds: float, seed: int = 0) -> dict[str, object]:
    """Counts, defects (sentence -> what), and the time of a new sentence's parse in ms."""
    started, defects, times, understood = time.monotonic(), {}, [], 0
    parse_claim("the Save button is green")  # builds the parser
    for sentence in mutations(seed):
        if time.monotonic() - started > seconds:
            break
        began = time.perf_counter()
        wrong = defect_of(sentence)
        times.append((time.perf_counter() - began) * 1e3)
        if wrong is not None:
            defects[sentence] = wrong
        elif len(times) % 50 == 0:
            claim = say('X contains "{text}"', sentence, {"text": sentence})
            if claim.subjects != (sentence,):
                defects[sentence] = f"say() changed the subject to {claim.subjects}"
        try:
            parse_claim(sentence)
            understood += 1
        except Exception:
            pass
    ordered = sorted(times)
    return {
        "seconds": round(time.monotonic() - started, 1), "seed": seed, "sentences": len(times), "understood": understood, "defects": defects,
        "parse_ms_p50": round(statistics.median(times), 3), "parse_ms_p99": round(ordered[int(0.99 * len(ordered))], 3),
    }  # fmt: skip


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=600)
    options.add_argument("--seed", type=int, default=int(time.time()))
    options.add_argument("--out", type=Path)
    chosen = options.parse_args()
    result = fuzz(chosen.seconds, chosen.seed)
    if chosen.out:
        write(result, chosen.out)
    print(json.dumps({**result, "defects": len(result["defects"])}))  # type: ignore[arg-type]
    for sentence, wrong in list(result["defects"].items())[:20]:  # type: ignore[attr-defined]
        print(f"  {sentence!r}: {wrong}")
    return 1 if result["defects"] else 0


if __name__ == "__main__":
    sys.exit(main())
