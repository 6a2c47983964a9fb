"""The README's speeds, the plot and the table of targets come from results files alone."""

from __future__ import annotations

import importlib.util
import json
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
CONDITIONS = {"commit": "abc1234", "cpu": "Some Processor", "cores": 2, "threads": 1, "load": 0.3, "python": "3.11.7"}


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def bench_table() -> ModuleType:
    return tool("bench_table")


@pytest.fixture(scope="module")
def speed_targets() -> ModuleType:
    return tool("speed_targets")


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


def test_targets_say_what_was_measured_and_whether_it_is_enough(speed_targets: ModuleType) -> None:
    live = {"rows": [{"name": "page.screenshot", "p50_ms": 50.0}, {"name": "assert_visual after a change never seen before, framebuffer", "p50_ms": 30.0}]}
    seeing = {"rows": [{"name": "check a claim on a seen frame, rows warm", "p50_ms": 0.3, "p99_ms": 3.5}], "totals": {"memory added by a worker, MiB": 151.2}}
    text = speed_targets.table({"live_capture": live, "seeing": seeing})
    assert "| check a claim on a seen frame, rows warm | 0.5 | 0.1 | 0.3 ms | yes |" in text
    assert "| the same, p99 | 3 | 1 | 3.5 ms | no |" in text
    assert "| `assert_visual` after a change never seen before | 0.5 | 0.15 | 0.6 x page.screenshot | no |" in text
    assert "| memory that a worker adds | 200 | 80 | 151 MiB | yes |" in text
    assert "| see a whole new 1280x720 frame, one thread | 20 | 3 | not measured |  |" in text


def test_the_document_shows_the_targets_as_measured(speed_targets: ModuleType) -> None:
    results = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "benchmarks" / "results").glob("*.json")}
    block = speed_targets.BLOCK.search((ROOT / "docs" / "speed.md").read_text(encoding="utf-8"))
    assert block is not None
    assert speed_targets.table(results) in block[0], "run: python tools/speed_targets.py"
    assert not {t.row for t in speed_targets.TARGETS} - {row["name"] for r in results.values() for row in r.get("rows", ())} - {n for r in results.values() for n in r.get("totals", {})}
