"""The README's speeds and the plot come from results files alone."""

from __future__ import annotations

import importlib.util
import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
CONDITIONS = {"commit": "abc1234", "cpu": "Some Processor", "cores": 2, "threads": 1, "load": 0.3, "python": "3.11.7"}


@pytest.fixture(scope="module")
def bench_table() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_table", ROOT / "tools" / "bench_table.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write(folder: Path, name: str, rows: list[dict], **more: object) -> None:
    (folder / f"{name}.json").write_text(json.dumps({**CONDITIONS, "rows": rows, **more}))


def test_every_file_with_rows_becomes_a_table_under_its_conditions(bench_table: ModuleType, tmp_path: Path) -> None:
    write(tmp_path, "live_end", [{"name": "page.screenshot() <b>", "p50_ms": 41.26, "p95_ms": 60, "p99_ms": 61, "n": 20}], browser="Chromium 140")
    write(tmp_path, "seeing", [{"name": "see a whole frame", "p50_ms": 17.04, "p95_ms": 20, "p99_ms": 1234.5, "n": 40}], totals={"memory added by a worker, MiB": 151.2})
    (tmp_path / "prove_seeing.json").write_text(json.dumps({**CONDITIONS, "edits": 1000}))
    found = bench_table.results(tmp_path)
    text = bench_table.table(found)
    assert [result["file"] for result in found] == ["seeing", "live_end"]
    assert "| see a whole frame | 17 | 20 | 1234 | 40 |" in text
    assert "| memory added by a worker, MiB | 151 | | | |" in text
    assert "Chromium 140; 2 cores of Some Processor, 1 thread, Python 3.11.7, load average 0.3, commit abc1234:" in text
    drawn = ElementTree.fromstring(bench_table.plot(found))
    assert [e.text for e in drawn.iter("{http://www.w3.org/2000/svg}text") if e.get("text-anchor") == "end"] == ["see a whole frame", "page.screenshot() <b>"]


def test_readme_shows_the_measured_speeds(bench_table: ModuleType) -> None:
    block = bench_table.BLOCK.search((ROOT / "README.md").read_text(encoding="utf-8"))
    if block is not None:
        assert bench_table.table(bench_table.results(ROOT / "benchmarks" / "results")) in block[0], "run: python tools/bench_table.py"
