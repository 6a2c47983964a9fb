"""A running service for each test that asks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the teacher service's extra is not installed: pip install 'pytest-shadow[service]'")

from service_kit import Running


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts services with given settings, all on tmp_path/data unless told otherwise; stops them at the end."""
    started: list[Running] = []

    def run(teachers: list[Any] | None = None, **settings: Any) -> Running:
        started.append(Running(settings.pop("data", tmp_path / "data"), teachers, **settings))
        return started[-1]

    yield run
    for running in started:
        running.stop()


@pytest.fixture
def running(start: Callable[..., Running]) -> Running:
    """A service with the default teachers (dom)."""
    return start()
