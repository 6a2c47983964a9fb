"""Which browser is launched: the one asked for, Playwright's own, else a Chromium found on this machine.

Registered late, as a plugin of its own (see plugin.pytest_configure), so that this fixture wraps pytest-playwright's
and a conftest's wraps it.
"""

from __future__ import annotations

from typing import Any

import pytest

from .options import Settings
from .session import current_session

_ASYNC_PLUGINS = ("playwright-asyncio", "pytest_playwright_asyncio.pytest_playwright")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], request: pytest.FixtureRequest) -> dict[str, Any]:
    """pytest-playwright's launch options: for Chromium, with the executable Shadow chose, on the display it looks at."""
    session, args = current_session(), browser_type_launch_args
    is_chromium = request.getfixturevalue("browser_name") in (None, "chromium")
    if "executable_path" not in args and not args.get("channel") and (is_chromium or session.settings.browser_path is not None):
        path = browser_path(session.settings)
        args = {**args, "executable_path": path} if path else args
    if not is_chromium:
        return args
    if any(request.config.pluginmanager.hasplugin(name) for name in _ASYNC_PLUGINS):
        return session.backends.launch_async_args(args)
    return session.backends.launch_args(args)


def browser_path(settings: Settings) -> str | None:
    """What to launch, None to leave it to Playwright. Raises pytest.UsageError when the named browser is not there."""
    from shadow_runtime.browsers import find_browser

    try:
        browser = find_browser(settings.browser_path, {} if settings.browser_path else None)
    except FileNotFoundError as error:
        raise pytest.UsageError(str(error)) from None
    # Playwright knows its own better: headless runs use a smaller binary.
    return str(browser.path) if browser is not None and browser.found_by != "playwright" else None
