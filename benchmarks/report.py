"""What a measurement says: one JSON, printed and, where asked for, written."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def report(result: Mapping[str, Any], out: Path | None) -> None:
    """Print the result, and write it to `out` when one is given."""
    print(as_text(result))
    if out is not None:
        write(result, out)


def write(result: Mapping[str, Any], out: Path) -> None:
    """Write the result; folders on the way are made."""
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(as_text(result) + "\n", encoding="utf-8")


def as_text(result: Mapping[str, Any]) -> str:
    return json.dumps(result, indent=1, ensure_ascii=False)
