"""Hooks and fixtures; they forward, the modules beside this one decide.

Nothing heavy is imported here: a run that never looks at a picture pays for no model and no image library.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

import pytest

from shadow_runtime.errors import ShadowError

from . import options
from .session import ShadowSession, close_session, open_session
from .summary import learning_line, summary_line

if TYPE_CHECKING:
    from .onlooker import Onlooker

SESSION = pytest.StashKey[ShadowSession]()
TRUST = "SHADOW_TRUST"
TRUST_BEFORE = pytest.StashKey[str | None]()
_PLAYWRIGHT_PLUGINS = ("playwright", "playwright-asyncio", "pytest_playwright.pytest_playwright", "pytest_playwright_asyncio.pytest_playwright")


def pytest_addoption(parser: pytest.Parser) -> None:
    options.add_options(parser)


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    worker = getattr(config, "workerinput", {}).get("workerid", "main")
    session = ShadowSession(options.read_settings(config), root=config.invocation_params.dir, worker=worker)
    config.stash[SESSION] = session
    # Students are loaded in many places, also while tests run; the environment reaches them all.
    config.stash[TRUST_BEFORE] = os.environ.get(TRUST)
    os.environ[TRUST] = session.settings.trust
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
        session.finish_learning()
        close_session(session)
        before = config.stash[TRUST_BEFORE]
        os.environ.pop(TRUST, None)
        if before is not None:
            os.environ[TRUST] = before


def pytest_report_header(config: pytest.Config) -> str | None:
    session = config.stash[SESSION]
    if config.getoption("numprocesses", None) or config.getoption("collectonly", False):
        return None  # the workers look and learn, not this process
    try:
        return session.learning.describe() if session.learning is not None else None
    except ShadowError as error:
        raise pytest.UsageError(str(error)) from None


@pytest.hookimpl(tryfirst=True)  # before xdist's twin sends the counts
def pytest_sessionfinish(session: pytest.Session) -> None:
    session.config.stash[SESSION].finish_learning()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    tally = config.stash[SESSION].tally
    for line in (summary_line(tally), learning_line(tally)):
        if line:
            terminalreporter.write_line(line)


@pytest.fixture(autouse=True)
def _shadow_request(request: pytest.FixtureRequest) -> Generator[None, None, None]:
    """Tells the session which test is running: evidence goes to that test's folder."""
    session = request.config.stash[SESSION]
    before = session.request
    session.before_test(request)
    yield
    session.request = before


@pytest.fixture
def shadow(page: Any, request: pytest.FixtureRequest) -> Onlooker:
    """Looks at this test's page: shadow.locate("submit button").click(), shadow.check("submit button is green")."""
    return request.config.stash[SESSION].onlooker(page)
