"""Labelled pages -> an evaluation folder: frames.json and cases.jsonl beside the pictures (docs/evaluation-format.md)."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .cases import cases_of, intents_of
from .evaluate import read_frame


def gather(folder: Path, pages: Mapping[str, Mapping[str, Any]], sizes: Mapping[str, Mapping[str, Any]]) -> int:
    """Write the questions about labelled pages, whose pictures lie in the folder's frames/; returns how many. sizes: by page, {"dsf", "w", "h", "source"}.

    Raises EvaluationError for a picture that is missing. What is asked for and absent comes from the other pages, so many pages make harder questions than one.
    """
    asked = {name: intents_of(labels) for name, labels in pages.items()}
    cases: list[dict[str, Any]] = []
    for name, labels in pages.items():
        elsewhere = [phrase for other, phrases in asked.items() if other != name for phrase in phrases]
        cases += cases_of(name, str(sizes[name]["source"]), {**labels, "name": name, "scale": sizes[name]["dsf"]}, elsewhere, read_frame(folder, name))
    (folder / "frames.json").write_text(json.dumps(dict(sizes), indent=1), encoding="utf-8")
    (folder / "cases.jsonl").write_text("".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases), encoding="utf-8")
    return len(cases)


def gather_rendered(folder: Path, rendered: Path) -> int:
    """An evaluation folder of pages as the page factory renders them (NAME.png, NAME.json); returns how many questions it asks.

    Raises FileNotFoundError when there is no such page.
    """
    pages = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(rendered.glob("*.json"))}
    if not pages:
        raise FileNotFoundError(f"no rendered page (NAME.json beside NAME.png) in {rendered}")
    (folder / "frames").mkdir(parents=True, exist_ok=True)
    for name in pages:
        for suffix in (".png", ".json"):
            shutil.copyfile(rendered / f"{name}{suffix}", folder / "frames" / f"{name}{suffix}")
    sizes = {name: {"dsf": page["scale"], "w": page["width"], "h": page["height"], "source": page["framework"]} for name, page in pages.items()}
    return gather(folder, pages, sizes)
