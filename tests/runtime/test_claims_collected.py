"""Claims as testers write them: both collected lists parse but for what is refused and why, and so do validation's sentences."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from shadow_runtime.claims import parse_claim
from shadow_runtime.errors import ClaimError

HERE = Path(__file__).parent / "claims"
VALIDATION = Path(os.environ.get("SHADOW_VALIDATION", Path(__file__).parents[3] / "shared" / "validation")) / "cases.jsonl"


def collected(name: str) -> Iterator[tuple[str, str]]:
    """(claim, why it is refused or "") of a list."""
    for line in (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, why = line.partition(" -> ")
            yield (text.split("] ", 1)[1] if text.startswith("[") else text), why


ALL = [(text, why) for name in ("peers", "wild") for text, why in collected(name)]


@pytest.mark.parametrize(("text", "why"), ALL, ids=[text for text, _ in ALL])
def test_collected_claim(text: str, why: str) -> None:
    if why:
        with pytest.raises(ClaimError):
            parse_claim(text)
    else:
        parse_claim(text)


def test_at_least_250_parse_and_half_come_from_other_tools() -> None:
    understood = {name: sum(not why for _, why in collected(name)) for name in ("peers", "wild")}
    assert sum(understood.values()) >= 250
    assert min(understood.values()) >= 125


def test_every_validation_sentence_parses() -> None:
    """Their text alone is read, here and never elsewhere: nothing is tuned on their answers."""
    if not VALIDATION.is_file():
        pytest.skip(f"no {VALIDATION}")
    with VALIDATION.open(encoding="utf-8") as lines:
        cases = [case for case in map(json.loads, lines) if case["type"] == "check"]
    sentences = [case["text"] for case in cases]
    refused = []
    for sentence in sentences:
        try:
            parse_claim(sentence)
        except ClaimError as error:
            refused.append(str(error))
    # A handful are not claims in words of this language ("the status is paid": quote what is read).
    assert len(refused) <= 0.01 * len(sentences), "\n".join(refused[:20])


def test_fuzzing_for_a_moment_finds_nothing() -> None:
    """Ten minutes of it: make prove."""
    from benchmarks.prove_claims import fuzz

    result = fuzz(seconds=3, seed=5)
    assert not result["defects"]
    assert result["sentences"] > 20
