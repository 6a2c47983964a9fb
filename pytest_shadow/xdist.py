"""Counts travel from the xdist workers to the controller, which prints the summary. Registered only where xdist is."""

from __future__ import annotations

from typing import Any

import pytest

from .session import ShadowSession


class XdistHooks:
    """Sends the tally on a worker, merges it on the controller."""

    def __init__(self, session: ShadowSession) -> None:
        self._session = session

    @pytest.hookimpl
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        output = getattr(session.config, "workeroutput", None)
        if output is not None:
            output["shadow"] = self._session.tally.dump()

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        dumped = getattr(node, "workeroutput", {}).get("shadow")
        if dumped:
            self._session.tally.merge(dumped)
