"""The parser of predicates: claim_grammar.py, worked out ahead.

Reading the grammar and finding its tables takes lark a quarter of a second of each process; the tables ship beside this file
(claim_tables.json.gz, written by tools/claim_tables.py; no code, no pickle). They are used with the grammar and the version
of lark that they were made from, else the parser is built from the grammar: the same parses, later.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import lark

from .claim_grammar import GRAMMAR

TABLES = Path(__file__).with_name("claim_tables.json.gz")


@lru_cache(maxsize=1)
def claim_parser() -> lark.Lark:
    """The parser, ready on first use (some milliseconds, once a process)."""
    return loaded(TABLES) or built()


def built() -> lark.Lark:
    """The parser, from the grammar."""
    return lark.Lark(GRAMMAR, start=["there", "tail", "bare"], parser="lalr", lexer="contextual", maybe_placeholders=False)


def made_from() -> str:
    """What tables depend on: the grammar, and lark's version, as their form is its own."""
    return hashlib.sha256(f"{lark.__version__}\n{GRAMMAR}".encode()).hexdigest()


def tables_of(parser: lark.Lark) -> bytes:
    """The content of TABLES: what lark's own generator of stand-alone parsers writes, as JSON."""
    data, memo = parser.memo_serialize([lark.lexer.TerminalDef, lark.grammar.Rule])
    text = json.dumps({"made_from": made_from(), "data": data, "memo": memo}, separators=(",", ":"))
    return gzip.compress(text.encode(), mtime=0)


def loaded(path: Path) -> lark.Lark | None:
    """The parser from its tables; None where there are none, or they were made from something else."""
    try:
        tables = json.loads(zlib.decompress(path.read_bytes(), wbits=31))
    except (OSError, ValueError, zlib.error):
        return None
    if tables.get("made_from") != made_from():
        return None
    table = tables["data"]["parser"]["parser"]
    table["tokens"] = _numbered(table["tokens"])
    table["states"] = {state: _numbered(actions) for state, actions in _numbered(table["states"]).items()}
    return lark.Lark._load_from_dict(tables["data"], _numbered(tables["memo"]))


def _numbered(entries: Mapping[str, Any]) -> dict[int, Any]:
    """By number: JSON has no other keys than texts."""
    return {int(number): entry for number, entry in entries.items()}
