"""Under which conditions a measurement was made; goes into its JSON, every word of it from here."""

from __future__ import annotations

import os
import platform
import subprocess
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]


def conditions() -> dict[str, Any]:
    """Commit, CPU, cores, load average of the last minute, threads that one look uses."""
    return {
        "commit": commit(),
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "threads": 1,
        "load": load(),
        "python": platform.python_version(),
    }


def load() -> float | None:
    """The load average of the last minute."""
    return round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None


def commit() -> str:
    """Short hash of what is measured, with a "+" where files differ from it (results of measurements apart)."""
    found = _git("rev-parse", "--short", "HEAD")
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!benchmarks/results", ":!docs/speed.svg", ":!README.md")
    return found + ("+" if changed else "") if found else "unknown"


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()


def _cpu() -> str:
    info = Path("/proc/cpuinfo")
    names = [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []
    return names[0] if names else platform.processor() or platform.machine()
