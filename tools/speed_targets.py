"""benchmarks/results/*.json -> the table of targets in docs/speed.md: what was to be reached, what was measured; run after `make bench`.

    python tools/speed_targets.py [--results benchmarks/results]

What bounds each stands in docs/speed.md and is written by hand; only what lies between the two marks is replaced.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"(<!-- targets: begin .*?-->\n).*?(<!-- targets: end -->)", re.DOTALL)


@dataclass(frozen=True)
class Target:
    """A number to reach: a row of a result (or one of its totals), as it is or over another row of the same result."""

    title: str
    result: str
    row: str
    first: float
    goal: float
    value: str = "p50_ms"
    over: str = ""  # row it is divided by
    unit: str = "ms"


TARGETS = (
    Target("see a whole new 1280x720 frame, one thread", "seeing", "see a whole frame", 20, 3),
    Target("the same with all its text rows, cold", "seeing", "see it and read it, cold", 40, 10),
    Target("see a frame of which 10 % changed", "seeing", "see a frame of which 10% changed", 6, 1),
    Target("check a claim on a seen frame, rows warm", "seeing", "check a claim on a seen frame, rows warm", 0.5, 0.1),
    Target("the same, p99", "seeing", "check a claim on a seen frame, rows warm", 3, 1, "p99_ms"),
    Target("picture in hand after a change, framebuffer", "live_capture", "picture after a change, framebuffer", 10, 4),
    Target("the same, with the call that makes the change", "live_capture", "change to picture, framebuffer", 10, 4),
    Target("`assert_visual` after a change never seen before", "live_capture", "assert_visual after a change never seen before, framebuffer", 0.5, 0.15, over="page.screenshot", unit="x page.screenshot"),
    Target("`assert_visual` on an unchanged page", "live_capture", "assert_visual on an unchanged page, framebuffer", 1, 0.3, over="expect(locator).to_have_css", unit="x expect"),
    Target("memory that a worker adds", "seeing", "memory added by a worker, MiB", 200, 80, unit="MiB"),
)  # fmt: skip


def measured(target: Target, results: dict[str, dict[str, Any]]) -> float | None:
    """What a target's row says; None where it was not measured."""
    result = results.get(target.result, {})
    rows = {row["name"]: row[target.value] for row in result.get("rows", ())}
    value = rows.get(target.row, result.get("totals", {}).get(target.row))
    if value is None or (target.over and not rows.get(target.over)):
        return None
    return float(value / rows[target.over]) if target.over else float(value)


def table(results: dict[str, dict[str, Any]]) -> str:
    """Markdown: a line a target."""
    lines = ["| p50 unless said otherwise | first target | where we are going | measured | reached |", "|---|---:|---:|---:|---|"]
    for target in TARGETS:
        value = measured(target, results)
        said = "not measured" if value is None else f"{value:.3g} {target.unit}"
        reached = "" if value is None else "yes" if value <= target.first else "no"
        lines.append(f"| {target.title} | {target.first:g} | {target.goal:g} | {said} | {reached} |")
    return "\n".join([*lines, ""])


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--results", type=Path, default=ROOT / "benchmarks" / "results")
    args = parser.parse_args(argv)
    results = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in args.results.glob("*.json")}
    page = ROOT / "docs" / "speed.md"
    text = page.read_text(encoding="utf-8")
    page.write_text(BLOCK.sub(lambda match: match[1] + table(results) + match[2], text), encoding="utf-8")
    sys.stdout.write(table(results))


if __name__ == "__main__":
    main()
