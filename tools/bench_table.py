"""benchmarks/results/*.json -> the README's table of speeds and docs/speed.svg; run after `make bench`.

    python tools/bench_table.py [--results benchmarks/results]

Each file holds the conditions it was measured under and rows of {"name", "p50_ms", "p95_ms", "p99_ms", "n"}; files
without rows (proofs) are left out. The README keeps what stands between its two speed marks, and only that is replaced.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from html import escape
from math import log10
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"(<!-- speed: begin .*?-->\n).*?(<!-- speed: end -->)", re.DOTALL)
LOWEST, HIGHEST = -3, 4  # powers of ten of milliseconds on the plot's axis
LEFT, RIGHT, LINE = 330, 760, 22  # px


def results(folder: Path) -> list[dict[str, Any]]:
    """Every result that has rows, "seeing" first."""
    found = [(path.stem, json.loads(path.read_text(encoding="utf-8"))) for path in folder.glob("*.json")]
    return [{**result, "file": name} for name, result in sorted(found, key=lambda pair: (pair[0] != "seeing", pair[0])) if result.get("rows")]


def number(value: float) -> str:
    return f"{value:.3g}" if value < 100 else f"{value:.0f}"


def table(found: list[dict[str, Any]]) -> str:
    """Markdown: one table a result, under one line of its conditions."""
    if not found:
        return "Nothing was measured yet: `make bench`.\n"
    lines: list[str] = []
    for result in found:
        where = ", ".join(str(result[key]) for key in ("frames", "browser", "student") if result.get(key))
        lines += [
            f"{where + '; ' if where else ''}{result['cores']} cores of {result['cpu']}, {result['threads']} thread, Python {result['python']}, "
            f"load average {result['load']}, commit {result['commit']}:",
            "", "| milliseconds | p50 | p95 | p99 | n |", "|---|---:|---:|---:|---:|",
            *(f"| {row['name']} | {number(row['p50_ms'])} | {number(row['p95_ms'])} | {number(row['p99_ms'])} | {row['n']} |" for row in result["rows"]),
            *(f"| {name} | {number(value)} | | | |" for name, value in result.get("totals", {}).items()), "",
        ]  # fmt: skip
    return "\n".join(lines)


def plot(found: list[dict[str, Any]]) -> str:
    """SVG: p50 as a dot and p95 as the end of a line, on a logarithmic axis."""
    rows = [row for result in found for row in result["rows"]]
    height = LINE * len(rows) + 50

    def x(ms: float) -> float:
        return LEFT + (RIGHT - LEFT) * (log10(max(ms, 10.0**LOWEST)) - LOWEST) / (HIGHEST - LOWEST)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{RIGHT + 40}" height="{height}" font-family="sans-serif" font-size="12">',
        f'<rect width="{RIGHT + 40}" height="{height}" fill="white"/>',
    ]
    for power in range(LOWEST, HIGHEST + 1):
        at, label = x(10.0**power), f"{10.0**power:g} ms"
        parts.append(f'<line x1="{at:.1f}" y1="10" x2="{at:.1f}" y2="{height - 30}" stroke="#ddd"/>')
        parts.append(f'<text x="{at:.1f}" y="{height - 12}" text-anchor="middle" fill="#555">{label}</text>')
    for index, row in enumerate(rows):
        y = 24 + LINE * index
        parts.append(f'<text x="{LEFT - 10}" y="{y + 4}" text-anchor="end" fill="#222">{escape(row["name"])}</text>')
        parts.append(f'<line x1="{x(row["p50_ms"]):.1f}" y1="{y}" x2="{x(row["p95_ms"]):.1f}" y2="{y}" stroke="#1f6feb" stroke-width="3"/>')
        parts.append(f'<circle cx="{x(row["p50_ms"]):.1f}" cy="{y}" r="4.5" fill="#1f6feb"/>')
    return "\n".join([*parts, "</svg>", ""])


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--results", type=Path, default=ROOT / "benchmarks" / "results")
    args = parser.parse_args(argv)
    found = results(args.results)
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(BLOCK.sub(lambda match: match[1] + table(found) + match[2], text), encoding="utf-8")
    (ROOT / "docs" / "speed.svg").write_text(plot(found), encoding="utf-8")
    sys.stdout.write(table(found))


if __name__ == "__main__":
    main()
