"""The state of one run: settings, the student of this process, the pages looked at, what was counted."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .backends import Backends
from .options import Settings, settings_from_environment

if TYPE_CHECKING:
    import pytest

    from shadow_runtime import Verdict

    from .learning import Learning
    from .onlooker import Onlooker


def _load_student(model: str | None) -> Any:
    from shadow_runtime import Shadow

    return Shadow.load(model)


@dataclass
class Tally:
    """What the terminal summary says. Times in milliseconds."""

    outcomes: dict[str, int] = field(default_factory=lambda: {"passed": 0, "failed": 0, "abstained": 0})
    actions: int = 0
    students: set[str] = field(default_factory=set)
    times: dict[str, list[float]] = field(default_factory=lambda: {"capture": [], "see": [], "check": []})
    lessons: set[str] = field(default_factory=set)
    requests: dict[str, int] = field(default_factory=dict)
    trouble: str = ""
    pin: str = ""

    def add(self, verdict: Verdict) -> None:
        """Count one final verdict."""
        self.outcomes[verdict.outcome] += 1
        self.students.add(verdict.student)
        self.lessons.update(getattr(verdict, "lessons", ()))

    def add_times(self, timings_ms: Mapping[str, float]) -> None:
        """Keep the times of one look at a new picture."""
        for name, values in self.times.items():
            if name in timings_ms:
                values.append(float(timings_ms[name]))

    def dump(self) -> dict[str, Any]:
        """Plain data, as xdist carries it from worker to controller."""
        return {"outcomes": dict(self.outcomes), "actions": self.actions, "students": sorted(self.students), "times": self.times,
                "lessons": sorted(self.lessons), "requests": dict(self.requests), "trouble": self.trouble, "pin": self.pin}  # fmt: skip

    def merge(self, dumped: Mapping[str, Any]) -> None:
        """Add another process's tally."""
        for name, count in dumped["outcomes"].items():
            self.outcomes[name] += count
        self.actions += dumped["actions"]
        self.students.update(dumped["students"])
        for name, values in dumped["times"].items():
            self.times[name].extend(values)
        self.lessons.update(dumped["lessons"])
        for name, count in dumped["requests"].items():
            self.requests[name] = self.requests.get(name, 0) + count
        self.trouble, self.pin = self.trouble or dumped["trouble"], self.pin or dumped["pin"]


class ShadowSession:
    """settings: frozen. eyes: the student, loaded at first use, one per process. request: of the test now running."""

    def __init__(self, settings: Settings, load: Callable[[str | None], Any] = _load_student, root: Path | None = None, worker: str = "main") -> None:
        self.settings = settings
        self.backends = Backends(settings.capture)
        self.tally = Tally()
        self.request: pytest.FixtureRequest | None = None
        self.root = root or Path.cwd()
        self._load = load
        self._eyes: Any = None
        self._worker = worker
        self._learning: Learning | None = None
        self._learning_asked = False
        self._onlookers: weakref.WeakKeyDictionary[Any, Onlooker] = weakref.WeakKeyDictionary()

    @property
    def eyes(self) -> Any:
        """What sees: a shadow_runtime.Shadow."""
        if self._eyes is None:
            self._eyes = self._load(self.settings.model) if self.learning is None else self.learning.load_eyes(self.settings.model)
        return self._eyes

    @eyes.setter
    def eyes(self, eyes: Any) -> None:
        self._eyes = eyes

    @property
    def learning(self) -> Learning | None:
        """What asks a teacher and takes up what it answers; None where none of that is configured."""
        if not self._learning_asked:
            self._learning_asked = True
            asked = self.settings
            if asked.teacher or asked.outbox or asked.registry or asked.pin:
                from .learning import Learning

                self._learning = Learning(asked, self._worker)
                self._learning.start()
        return self._learning

    def before_test(self, request: pytest.FixtureRequest) -> None:
        """A test begins: what was learned meanwhile takes effect now, and stays as it is until the test's end."""
        self.request = request
        if self.learning is not None:
            self._eyes = self.learning.between_tests(self._eyes) or self._eyes

    def finish_learning(self) -> None:
        """The last test ran: what waits is written and sealed, and counted for the summary. Does nothing the second time."""
        learning, self._learning = self._learning, None
        if learning is not None:
            learning.finish()
            self.tally.requests.update(learning.counts())
            self.tally.trouble = learning.postbox.trouble or learning.trouble
            self.tally.pin = learning.pin_of_now()

    def onlooker(self, page: Any) -> Onlooker:
        """The one onlooker of a page."""
        from .onlooker import Onlooker

        if isinstance(page, Onlooker):
            return page
        if page not in self._onlookers:
            self._onlookers[page] = Onlooker(page, self)
        return self._onlookers[page]


# A stack, because a test of tests runs pytest inside pytest.
_sessions: list[ShadowSession] = []


def open_session(session: ShadowSession) -> None:
    """Make this the session that assert_visual works in."""
    _sessions.append(session)


def close_session(session: ShadowSession) -> None:
    """Undo open_session; end what the session started."""
    session.backends.close()
    if session in _sessions:
        _sessions.remove(session)


def current_session() -> ShadowSession:
    """The session of the innermost pytest run; outside pytest, one with the environment's settings."""
    if not _sessions:
        _sessions.append(ShadowSession(settings_from_environment()))
    return _sessions[-1]
