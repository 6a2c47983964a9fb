"""The model card: what a student was trained on, how good it is, where it fails; written from its JSON, never by hand.

Every number in CARD.md stands in metrics.json; what was not measured is said not to have been.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

TEMPLATE = Path(__file__).parent / "templates" / "card.md.j2"


def write_card(folder: Path) -> Path:
    """(Re)write CARD.md of a student folder from its manifest.json and metrics.json."""
    import jinja2

    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    metrics = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    environment = jinja2.Environment(
        trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined, keep_trailing_newline=True, autoescape=False
    )
    environment.filters.update(percent=percent, facts=facts, mib=mib)
    environment.tests["tabular"] = is_tabular
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    sizes = {path.name: path.stat().st_size for path in sorted(folder.iterdir()) if path.suffix in (".onnx", ".npz", ".safetensors")}
    text = template.render(
        manifest=manifest,
        metrics={name: value for name, value in metrics.items() if name != "validation"},
        validation=metrics.get("validation"),
        sizes=sizes,
        weak=weak_spots(metrics),
    )
    path = folder / "CARD.md"
    path.write_text(text, encoding="utf-8")
    return path


def percent(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.1%}"


def mib(size: int) -> str:
    return f"{size / 2**20:.2f} MiB"


def is_tabular(value: object) -> bool:
    """A mapping of mappings of plain values: shown as one table."""
    return isinstance(value, Mapping) and bool(value) and all(
        isinstance(row, Mapping) and row and not any(isinstance(cell, Mapping) for cell in row.values()) for row in value.values()
    )


def facts(value: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(dotted name, value) of every plain value in nested data."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from facts(item, f"{prefix}.{key}" if prefix else str(key))
    elif isinstance(value, list) and len(value) > 12:
        yield prefix, f"{', '.join(map(str, value[:12]))}, ... ({len(value)})"
    elif isinstance(value, list):
        yield prefix, ", ".join(map(str, value))
    else:
        yield prefix, f"{value:.4g}" if isinstance(value, float) else str(value)


def weak_spots(metrics: Mapping[str, Any]) -> list[str]:
    """Kinds of the validation that come out under 60 %, weakest first, and roles the detector misses most."""
    spots = []
    validation = metrics.get("validation") or {}
    for what in ("locate", "check"):
        for kind, row in (validation.get(f"{what}_kinds") or {}).items():
            if row["n"] >= 5 and row["right"] < 0.6:
                spots.append((row["right"], f"{what} by {kind}: {row['right']:.0%} of {row['n']} right"))
    return [text for _, text in sorted(spots)]
