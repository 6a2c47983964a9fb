"""Score a student on real pages that nobody on the project wrote, and put the result into its metrics and card.

The pages, cases and the scorer live outside the repository (nothing here is trained on them). The scorer's own summary
is kept as it prints it; tables by kind and by framework are counted from its rows, one row a case.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from shadow_runtime.student import find_student, read_manifest

from .card import write_card
from .publish import write_json

# Which framework draws the pages of a source; "plain" is CSS written by hand.
FRAMEWORK_OF_SOURCE = {
    "bulma-templates": "bulma",
    "cypress-kitchensink": "bootstrap",
    "mdn-learning": "plain",
    "pico": "pico",
    "sb-admin-2": "bootstrap",
    "sb-agency": "bootstrap",
    "semantic-ui": "semantic-ui",
    "small-apps": "plain",
    "todomvc": "plain",
}


class ScorerError(RuntimeError):
    """The scorer is missing or failed; the message says which."""


def score(validation: Path, student: Path | None = None, *, quick: bool = False, rows_path: Path | None = None) -> list[dict[str, Any]]:
    """Run the scorer on a student; returns its rows, one a case.

    Raises ScorerError when there is no scorer or it fails.
    """
    return run_scorer(validation, find_student(student).resolve(), quick, rows_path)[0]


def run_scorer(validation: Path, folder: Path, quick: bool, rows_path: Path | None) -> tuple[list[dict[str, Any]], str]:
    """(rows, what the scorer printed)."""
    scorer = validation / "score.py"
    if not scorer.is_file():
        raise ScorerError(f"no scorer at {scorer}: pass --validation FOLDER with score.py, cases.jsonl and frames")
    with tempfile.TemporaryDirectory() as scratch:
        rows_file = (rows_path or Path(scratch) / "rows.jsonl").resolve()
        command = [sys.executable, scorer.name, "shadow_eye.py", "--out", str(rows_file), *(["--quick"] if quick else [])]
        ran = subprocess.run(
            command, cwd=validation, env={**os.environ, "SHADOW_MODEL": str(folder), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
        if ran.returncode:
            raise ScorerError(f"{scorer} ended with exit code {ran.returncode}:\n{ran.stdout}")
        return [json.loads(line) for line in rows_file.read_text(encoding="utf-8").splitlines()], ran.stdout


def validate(validation: Path, student: Path | None = None, *, quick: bool = False, rows_path: Path | None = None) -> int:
    """Run the scorer, print its tables; a full run is written into the student's metrics.json and CARD.md.

    Returns the exit code: 0, or 2 when the scorer is missing or failed.
    """
    folder = find_student(student).resolve()
    try:
        rows, printed = run_scorer(validation, folder, quick, rows_path)
    except ScorerError as error:
        print(error, file=sys.stderr)
        return 2
    print(printed)
    result = {
        **json.loads(printed.strip().splitlines()[-1]),
        **tables(rows, trained_on(folder)),
        "machine": machine(),
        "command": "make validate",
    }
    print("\nby framework:")
    for what in ("locate", "check"):
        for name, row in result[f"{what}_frameworks"].items():
            print(f"  {what:<7}{name:<24}{row['n']:>6} cases{row['right']:>8.1%} right{row['wrong']:>8.1%} wrong")
    if not quick:
        path = folder / "metrics.json"
        write_json(path, {**json.loads(path.read_text(encoding="utf-8")), "validation": result})
        print(f"\nwritten to {path} and {write_card(folder).name}")
    return 0


def trained_on(folder: Path) -> frozenset[str]:
    """Frameworks of the student's training pages; empty when its manifest does not tell."""
    train = read_manifest(folder).splits.get("train", {})
    return frozenset(train.get("frameworks", ()))


def tables(rows: Iterable[Mapping[str, Any]], seen: frozenset[str] = frozenset()) -> dict[str, Any]:
    """locate_kinds, check_kinds, locate_frameworks, check_frameworks: name -> n, right, none, wrong (shares of n).

    Frameworks also count their frames; "all seen" and "all unseen" sum up frameworks that were in training and those
    that were not (hand-written CSS is neither). Absent targets count among the kinds, not among the frameworks.
    """
    by_kind: dict[str, dict[str, list]] = {"locate": defaultdict(list), "check": defaultdict(list)}
    by_framework: dict[str, dict[str, list]] = {"locate": defaultdict(list), "check": defaultdict(list)}
    for row in rows:
        by_kind[row["type"]][row["kind"]].append(row)
        if row["kind"] != "absent":
            framework = FRAMEWORK_OF_SOURCE.get(row["source"], row["source"])
            by_framework[row["type"]][framework].append(row)
            if seen and framework != "plain":
                by_framework[row["type"]]["all seen in training" if framework in seen else "all unseen in training"].append(row)
    result: dict[str, Any] = {}
    for what in ("locate", "check"):
        result[f"{what}_kinds"] = {kind: shares(group) for kind, group in sorted(by_kind[what].items())}
        result[f"{what}_frameworks"] = {
            name: {"frames": len({row["frame"] for row in group}), **shares(group)}
            for name, group in sorted(by_framework[what].items())
        }
    return result


def shares(group: list[Mapping[str, Any]]) -> dict[str, float]:
    right = sum(bool(row["ok"]) for row in group)
    none = sum(bool(row["none"]) and not row["ok"] for row in group)
    n = len(group)
    return {"n": n, "right": round(right / n, 4), "none": round(none / n, 4), "wrong": round((n - right - none) / n, 4)}


def machine() -> str:
    """The processor, in words."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        name = next(line.split(":", 1)[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        name = platform.processor() or platform.machine()
    load = f", load average {os.getloadavg()[0]:.1f} (times hold for an idle machine only below 1)" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} cores of {name}, Python {platform.python_version()}{load}"
