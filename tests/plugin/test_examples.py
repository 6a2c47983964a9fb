"""The demo, as `make demo` runs it: the first thing a new user sees must be green with the bundled student."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from shadow_runtime.browsers import find_browser

ROOT = Path(__file__).parents[2]


@pytest.mark.skipif(find_browser() is None, reason="no Chromium on this machine")
def test_the_demo_is_green(tmp_path: Path) -> None:
    browser = find_browser()
    assert browser is not None
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "examples", "-q", "-p", "no:cacheprovider", f"--output={tmp_path}"], cwd=ROOT, capture_output=True, text=True,
        timeout=240, env={**os.environ, "SHADOW_BROWSER_PATH": str(browser.path)}, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout[-4000:]
    assert "abstained" not in run.stdout
