"""The grammar worked out ahead is the grammar: not stale, and with it every text has the tree it has without."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import lark
import pytest
from lark.exceptions import UnexpectedInput

from shadow_runtime import claim_parser as module
from shadow_runtime.claim_parser import TABLES, built, claim_parser, loaded, tables_of
from shadow_runtime.claim_tree import mask
from shadow_runtime.phrasebook import PHRASEBOOK

COLLECTED = Path(__file__).parent / "claims"
STALE = "shadow_runtime/claim_tables.json.gz is of another grammar, or of another lark than {}: run `python tools/claim_tables.py`"


def test_the_tables_that_ship_are_those_of_the_grammar() -> None:
    assert loaded(TABLES) is not None, STALE.format(lark.__version__)


def outcome(parser: lark.Lark, text: str, start: str) -> object:
    """The tree and the place of all its tokens, or how far the grammar went."""
    try:
        tree = parser.parse(text, start=start)
    except UnexpectedInput as error:
        return type(error).__name__, getattr(error, "pos_in_stream", None)
    return tree, [(token.start_pos, token.end_pos) for token in tree.scan_values(lambda value: isinstance(value, lark.Token))]


def test_with_tables_and_without_every_text_has_one_tree() -> None:
    """All that may follow a subject in the collected claims and the phrasebook's: what begins with any of their words."""
    sentences = {said for entry in PHRASEBOOK for said in entry.says}
    for name in ("peers", "wild"):
        sentences |= {line.partition(" -> ")[0] for line in (COLLECTED / f"{name}.txt").read_text(encoding="utf-8").splitlines() if line}
    tails = {mask(" ".join(words[-count:])) for words in map(str.split, sentences) for count in range(1, len(words) + 1)}
    ahead, anew = claim_parser(), built()
    parsed, every = 0, int(os.environ.get("SHADOW_TAILS", "5"))  # 1: all of the 3,507, half a minute
    for text in sorted(tails)[::every]:
        for start in ("tail", "bare", "there"):
            found = outcome(ahead, text, start)
            assert found == outcome(anew, text, start), (text, start)
            parsed += isinstance(found[0], lark.Tree)  # type: ignore[index]
    assert parsed > 1000 / every


@pytest.mark.parametrize("content", [None, b"", b"not zipped", gzip.compress(b"[not json"), gzip.compress(json.dumps({"made_from": "another grammar"}).encode())])
def test_without_fitting_tables_the_parser_is_built(content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / TABLES.name
    if content is not None:
        path.write_bytes(content)
    assert loaded(path) is None
    monkeypatch.setattr(module, "TABLES", path)
    assert claim_parser.__wrapped__().parse("is green", start="tail") == claim_parser().parse("is green", start="tail")


def test_tables_of_another_lark_are_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / TABLES.name
    path.write_bytes(tables_of(built()))
    assert loaded(path) is not None
    monkeypatch.setattr(lark, "__version__", "0.0.1")
    assert loaded(path) is None
