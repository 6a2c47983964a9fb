"""Does a dead teacher slow a test? p99 of assert_visual with one, against the spread of two runs without one.

    python -m benchmarks.prove_dead_teacher [--looks 300] [--out FILE.json]     # one of `make prove`

Runs are taken in turns, in short rounds, so that whatever else this machine does falls on all of them alike: twice without
any teacher, once with a teacher whose port refuses, once with one that takes connections and never answers. Each look sees
a changed page (a counter) with the real student. Exit code 1 when a dead teacher lies outside the spread, or when an
outcome differs.
"""

from __future__ import annotations

import argparse
import os
import socket
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from .report import report

PAGE = """<body style="margin:0;font:16px sans-serif"><h1 style="margin:20px">Orders</h1><p id=n style="margin:20px">Order 0</p>
<button style="position:absolute;left:20px;top:160px;width:160px;height:44px;background:#1a7f37;color:#fff;border:0;border-radius:6px">Pay now</button></body>"""
CLAIM = "pay now button is green"


class Run:
    """One way of running: a session of its own, and the times it took."""

    def __init__(self, name: str, page: Any, **settings: Any) -> None:
        from pytest_shadow.options import Settings
        from pytest_shadow.session import ShadowSession

        self.name, self.page = name, page
        self.session = ShadowSession(Settings(timeout=2000, **settings))
        self.milliseconds: list[float] = []
        self.outcomes: list[str] = []
        self.missed = 0

    def look(self, number: int) -> None:
        """One changed page, one assertion, timed from call to return."""
        from pytest_shadow import VisualAssertionError, assert_visual
        from shadow_runtime.errors import CaptureError

        self.session.before_test(None)
        self.page.evaluate("n => { document.getElementById('n').textContent = 'Order ' + n }", number)
        looker = self.session.onlooker(self.page)
        started = time.perf_counter()
        try:
            outcome = assert_visual(looker, CLAIM, timeout=2000).outcome
        except VisualAssertionError as error:
            outcome = error.verdict.outcome
        except CaptureError:  # a machine too busy for the browser to draw: no look, in any of the runs; counted, not timed
            self.missed += 1
            return
        self.milliseconds.append((time.perf_counter() - started) * 1e3)
        self.outcomes.append(outcome)

    def p(self, share: float) -> float:
        return float(np.quantile(self.milliseconds, share))


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--looks", type=int, default=300, help="assertions a run")
    parser.add_argument("--out", type=Path, default=None, help="write the figures here as JSON")
    args = parser.parse_args(argv)
    from playwright.sync_api import sync_playwright

    from shadow_runtime.browsers import find_browser

    silent = socket.socket()
    silent.bind(("127.0.0.1", 0))
    silent.listen(64)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        refusing = free.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        os.environ["SHADOW_HOME"] = folder
        browser_found = find_browser()
        browser = playwright.chromium.launch(executable_path=str(browser_found.path) if browser_found else None, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 720})
        page.set_content(PAGE)
        runs = [
            Run("without, first", page), Run("without, second", page),
            Run("teacher refuses", page, teacher=f"http://127.0.0.1:{refusing}", outbox=f"{folder}/a"),
            Run("teacher is silent", page, teacher=f"http://127.0.0.1:{silent.getsockname()[1]}", outbox=f"{folder}/b"),
        ]
        for run in runs:
            for number in range(3):
                run.look(-1 - number)
            run.milliseconds.clear()
            run.outcomes.clear()
        for number in range(args.looks):
            for offset in range(len(runs)):  # each goes first as often as the others
                runs[(number + offset) % len(runs)].look(number * len(runs) + offset)
        for run in runs:
            run.session.finish_learning()
        browser.close()
    silent.close()
    without = sorted(run.p(0.99) for run in runs[:2])
    # Two runs of the same thing differ by chance; that difference, both ways, is the spread.
    bound = without[1] + (without[1] - without[0])
    figures = {
        "command": f"python -m benchmarks.prove_dead_teacher --looks {args.looks}", "looks": args.looks, "load_average": round(os.getloadavg()[0], 2),
        "runs": {run.name: {"p50_ms": round(run.p(0.5), 2), "p99_ms": round(run.p(0.99), 2), "outcomes": {o: run.outcomes.count(o) for o in sorted(set(run.outcomes))},
                            "no_picture": run.missed} for run in runs},
        "p99_bound_ms": round(bound, 2), "within_spread": all(run.p(0.99) <= bound for run in runs[2:]),
        "outcomes_equal": len({frozenset(run.outcomes) for run in runs}) == 1,
    }  # fmt: skip
    report(figures, args.out)
    return 0 if figures["within_spread"] and figures["outcomes_equal"] else 1


if __name__ == "__main__":
    sys.exit(main())
