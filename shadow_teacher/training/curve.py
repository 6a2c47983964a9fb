"""Losses of a training run: one JSON object a line in curve.jsonl, and a picture of them in curve.svg.

    python -m shadow_teacher.training.curve DIR/curve.jsonl      # draw again
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 860, 420, 56, 130, 24, 40
COLORS = ("#111827", "#2563eb", "#dc2626", "#059669", "#d97706", "#7c3aed", "#0891b2", "#be185d", "#65a30d", "#6b7280")
NOT_LOSSES = ("step", "seconds", "rows_seen")


def log_losses(path: Path, line: Mapping[str, float]) -> None:
    """Append a line to curve.jsonl."""
    with open(path, "a", encoding="utf-8") as curve:
        curve.write(json.dumps(line) + "\n")


def draw_curve(path: Path) -> Path:
    """Draw curve.svg beside curve.jsonl: every loss, divided by its first value, over the steps."""
    # A resumed run does the steps since its checkpoint again: the later line counts.
    by_step = {line["step"]: line for line in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    lines = [by_step[step] for step in sorted(by_step)]
    names = [name for name in lines[0] if name not in NOT_LOSSES] if lines else []
    first = {name: max(abs(lines[0][name]), 1e-9) for name in names}
    last_step = max((line["step"] for line in lines), default=1)
    top = max((line[name] / first[name] for line in lines for name in names), default=1.0)

    def x(step: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * step / last_step

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value / top)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="{HEIGHT - 10}">steps, up to {last_step}; each loss divided by its first value</text>',
    ]
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        height = y(share * top)
        parts.append(f'<path d="M{LEFT} {height:.1f}H{WIDTH - RIGHT}" stroke="#e5e7eb"/><text x="8" y="{height + 4:.1f}">{share * top:.2f}</text>')
    for number, name in enumerate(names):
        color = COLORS[number % len(COLORS)]
        points = " ".join(f"{x(line['step']):.1f},{y(line[name] / first[name]):.1f}" for line in lines)
        parts.append(f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="{2 if name == "loss" else 1}"/>')
        parts.append(f'<text x="{WIDTH - RIGHT + 8}" y="{TOP + 16 * number + 12}" fill="{color}">{name} {lines[-1][name]:.3f}</text>')
    picture = path.with_suffix(".svg")
    picture.write_text("\n".join([*parts, "</svg>"]) + "\n", encoding="utf-8")
    return picture


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("curve", type=Path)
    print(draw_curve(parser.parse_args(argv).curve))


if __name__ == "__main__":
    main()
