"""Hooks and fixtures; they forward, the modules beside this one decide.

Nothing heavy is imported here: a run that never looks at a picture pays for no model and no image library.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import pytest

from . import options
from .session import ShadowSession, close_session, open_session
from .summary import summary_line

if TYPE_CHECKING:
    from .onlooker import Onlooker

SESSION = pytest.StashKey[ShadowSession]()
_PLAYWRIGHT_PLUGINS = ("playwright", "playwright-asyncio", "pytest_playwright.pytest_playwright", "pytest_playwright_asyncio.pytest_playwright")


def pytest_addoption(parser: pytest.Parser) -> None:
    options.add_options(parser)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    session = ShadowSession(options.read_settings(config), root=config.invocation_params.dir)
    config.stash[SESSION] = session
    open_session(session)
    if any(config.pluginmanager.hasplugin(name) for name in _PLAYWRIGHT_PLUGINS):
        from . import browsers

        # Fixtures of one name resolve by order of registration: late enough to wrap pytest-playwright's, and a
        # conftest's still comes after.
        config.pluginmanager.register(browsers, "shadow-browsers")
    if config.pluginmanager.hasplugin("xdist"):
        from .xdist import XdistHooks

        config.pluginmanager.register(XdistHooks(session), "shadow-xdist")


def pytest_unconfigure(config: pytest.Config) -> None:
    if (session := config.stash.get(SESSION, None)) is not None:
        close_session(session)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    line = summary_line(config.stash[SESSION].tally)
    if line:
        terminalreporter.write_line(line)


@pytest.fixture(autouse=True)
def _shadow_request(request: pytest.FixtureRequest) -> Generator[None, None, None]:
    """Tells the session which test is running: evidence goes to that test's folder."""
    session = request.config.stash[SESSION]
    before, session.request = session.request, request
    yield
    session.request = before


@pytest.fixture
def shadow(page: Any, request: pytest.FixtureRequest) -> Onlooker:
    """Looks at this test's page: shadow.locate("submit button").click(), shadow.check("submit button is green")."""
    return request.config.stash[SESSION].onlooker(page)
