"""Where a Chromium is: what the user named, else Playwright's own, else the system's. Finds; never installs or starts.

Shared by the pytest plugin, the command line and the Makefile, so that all three agree.

    python -m shadow_runtime.browsers          prints the browser's path, or exits with 1

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

VARIABLE = "SHADOW_BROWSER_PATH"
SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
SYSTEM_PATHS = ("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium")
# Below a chromium-NNNN folder of Playwright's cache, newest first.
PLAYWRIGHT_PATTERNS = (
    "chromium-*/chrome-linux*/chrome",
    "chromium_headless_shell-*/chrome-*linux*/*headless*shell",
    "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
    "chromium-*/chrome-win*/chrome.exe",
)


@dataclass(frozen=True, slots=True)
class Browser:
    """path: the executable. found_by: "option", "environment", "playwright" or "system"."""

    path: Path
    found_by: str


def find_browser(option: str | Path | None = None, environment: Mapping[str, str] | None = None) -> Browser | None:
    """The browser to use, None when there is none.

    option: what --shadow-browser-path said. A path that was named but is not there raises FileNotFoundError: falling
    back silently would test another browser than the one asked for.
    """
    environment = os.environ if environment is None else environment
    for named, found_by in ((option, "option"), (environment.get(VARIABLE), "environment")):
        if named:
            path = Path(named).expanduser()
            if not path.is_file():
                source = "--shadow-browser-path" if found_by == "option" else VARIABLE
                raise FileNotFoundError(f"{source} names {path}, which is not a file; name the browser's executable")
            return Browser(path, found_by)
    for pattern in PLAYWRIGHT_PATTERNS:
        for path in sorted(playwright_folder(environment).glob(pattern), reverse=True):
            if os.access(path, os.X_OK):
                return Browser(path, "playwright")
    for name in (*SYSTEM_NAMES, *SYSTEM_PATHS):
        found = shutil.which(name, path=environment.get("PATH"))
        if found:
            return Browser(Path(found), "system")
    return None


def playwright_folder(environment: Mapping[str, str]) -> Path:
    """Where `playwright install` puts browsers."""
    named = environment.get("PLAYWRIGHT_BROWSERS_PATH")
    if named and named != "0":
        return Path(named)
    home = Path.home()
    if sys.platform == "darwin":
        return home / "Library" / "Caches" / "ms-playwright"
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / "ms-playwright"
    return Path(environment.get("XDG_CACHE_HOME") or home / ".cache") / "ms-playwright"


def main() -> int:
    try:
        browser = find_browser()
    except FileNotFoundError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if browser is None:
        return 1
    sys.stdout.write(f"{browser.path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
