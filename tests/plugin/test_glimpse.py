"""A picture copied before it is sure: counted only when nothing more was drawn, and never heard of otherwise. No browser."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from pytest_shadow.calls import DeadlineExceeded, Meanwhile, run, within
from pytest_shadow.glimpse import Glimpse, viewport
from pytest_shadow.screen import Area

VIEWPORT = Area(10, 20, 64, 48)
CORNER = Area(73, 67, 1, 1)
CODE = 0x1133AA


class FakeScreen:
    """Draws when told to, and tells it as the server does."""

    def __init__(self) -> None:
        self.pixels = np.zeros((48, 64, 3), np.uint8)
        self.copies, self.mark = 0, 0
        self._damaged: set[Area] = set()
        self._drawn: list[Area] = []

    def draw(self, gray: int, area: Area = VIEWPORT) -> None:
        self.pixels[:] = gray
        self._damaged.add(area)
        self._drawn.append(area)

    def set_mark(self, code: int = CODE) -> None:
        self.mark = code
        self._damaged.add(CORNER)
        self._drawn.append(CORNER)

    def watch(self) -> None:
        self._drawn = []

    def drawn(self) -> list[Area]:
        return self._drawn

    def known_damage(self) -> set[Area]:
        return self._damaged

    def code_at(self, x: int, y: int) -> int:
        assert (x, y) == (CORNER.x, CORNER.y)
        return self.mark

    def copy(self, _area: Area) -> np.ndarray:
        self.copies += 1
        self._damaged = set()
        return self.pixels.copy()


class Seer:
    """Remembers what it was shown; fails where told to."""

    def __init__(self) -> None:
        self.seen: list[np.ndarray] = []
        self.trouble: Exception | None = None

    def __call__(self, rgb: np.ndarray) -> None:
        self.seen.append(rgb)
        if self.trouble is not None:
            raise self.trouble


def looks(glimpse: Glimpse, screen: FakeScreen, seer: Seer, draw: Callable[[], Any] = lambda: None, later: Callable[[], Any] = lambda: None) -> np.ndarray | None:
    """One look: ask for a mark, something is drawn, glance, something is drawn later, the mark is there. What was confirmed."""
    glimpse.begin(seer)
    glimpse.expect(VIEWPORT, CODE)
    draw()
    glimpse.glance()
    later()
    screen.set_mark()
    glimpse.glance(asked=True)
    found = glimpse.confirmed(VIEWPORT)
    kept = glimpse.settle(found if found is not None else viewport(screen, VIEWPORT))  # type: ignore[arg-type]
    screen.mark = 0
    assert kept is not None
    assert (kept == screen.pixels).all(), "whatever was glimpsed, what counts is what is there"
    return found


def test_what_was_drawn_before_the_mark_is_seen_meanwhile():
    screen, seer = FakeScreen(), Seer()
    glimpse = Glimpse(screen)  # type: ignore[arg-type]
    found = looks(glimpse, screen, seer, lambda: screen.draw(7))
    assert found is seer.seen[0]
    assert screen.copies == 1
    assert not found.flags.writeable


def test_a_picture_that_changed_afterwards_is_thrown_away():
    screen, seer = FakeScreen(), Seer()
    glimpse = Glimpse(screen)  # type: ignore[arg-type]
    assert looks(glimpse, screen, seer, lambda: screen.draw(7), lambda: screen.draw(8, Area(30, 30, 2, 2))) is None
    assert [int(rgb[0, 0, 0]) for rgb in seer.seen] == [7]


def test_a_drawing_that_covers_the_corner_is_no_mark():
    screen = FakeScreen()
    assert looks(Glimpse(screen), screen, Seer(), lambda: screen.draw(7), lambda: screen.draw(8, Area(72, 67, 2, 1))) is None  # type: ignore[arg-type]


def test_another_copy_in_between_counts_for_nothing():
    """Damage is told since the last copy, whoever made it."""
    screen = FakeScreen()
    glimpse = Glimpse(screen)  # type: ignore[arg-type]
    assert looks(glimpse, screen, Seer(), lambda: screen.draw(7), lambda: (screen.draw(8), screen.copy(VIEWPORT))) is None


def test_the_window_that_moved_counts_for_nothing():
    screen = FakeScreen()
    glimpse = Glimpse(screen)  # type: ignore[arg-type]
    glimpse.begin(Seer())
    glimpse.expect(VIEWPORT, CODE)
    screen.draw(7)
    glimpse.glance()
    assert glimpse.confirmed(VIEWPORT._replace(x=11)) is None


def test_nothing_drawn_nothing_copied():
    screen, seer = FakeScreen(), Seer()
    glimpse = Glimpse(screen)  # type: ignore[arg-type]
    assert looks(glimpse, screen, seer) is None
    assert screen.copies == 1, "the copy that the look makes when the mark is there"
    assert not seer.seen


def test_what_was_drawn_before_the_look_is_seen_once_the_page_answered():
    screen, seer = FakeScreen(), Seer()
    glimpse = Glimpse(screen)  # type: ignore[arg-type]
    screen.draw(9)
    glimpse.begin(seer)
    glimpse.expect(VIEWPORT, CODE)
    assert glimpse.glance()
    assert not seer.seen, "a hover may be there already, and the click's change not yet"
    glimpse.glance(asked=True)
    assert len(seer.seen) == 1
    screen.set_mark()
    assert glimpse.confirmed(VIEWPORT) is seer.seen[0]


def test_once_the_mark_is_there_nobody_looks_before_it_is_sure():
    screen, seer = FakeScreen(), Seer()
    glimpse = Glimpse(screen)  # type: ignore[arg-type]
    glimpse.begin(seer)
    glimpse.expect(VIEWPORT, CODE)
    screen.draw(7)
    screen.set_mark()
    assert not glimpse.glance()
    assert not seer.seen


def test_the_same_pixels_drawn_again_are_what_was_seen():
    screen, seer = FakeScreen(), Seer()
    glimpse = Glimpse(screen)  # type: ignore[arg-type]
    glimpse.begin(seer)
    glimpse.expect(VIEWPORT, CODE)
    screen.draw(7)
    glimpse.glance()
    screen.draw(7)
    assert glimpse.confirmed(VIEWPORT) is None
    assert glimpse.settle(viewport(screen, VIEWPORT)) is seer.seen[0]  # type: ignore[arg-type]


def test_errors_of_seeing_too_early_do_not_surface():
    screen, seer = FakeScreen(), Seer()
    seer.trouble = RuntimeError("no student")
    assert looks(Glimpse(screen), screen, seer, lambda: screen.draw(7)) is seer.seen[0]  # type: ignore[arg-type]


def test_a_page_that_never_rests_is_not_seen_in_vain_each_time():
    screen, seer = FakeScreen(), Seer()
    glimpse = Glimpse(screen)  # type: ignore[arg-type]
    for number in range(40):
        assert looks(glimpse, screen, seer, lambda: screen.draw(7), lambda n=number: screen.draw(8 + n)) is None
    assert len(seer.seen) <= 6
    before = len(seer.seen)
    for _ in range(17):  # it came to rest
        looks(glimpse, screen, seer, lambda: screen.draw(7))
    assert len(seer.seen) > before
    before = len(seer.seen)
    for _ in range(3):
        looks(glimpse, screen, seer, lambda: screen.draw(7))
    assert len(seer.seen) == before + 3


def test_a_mark_is_waited_for_as_long_as_seeing_takes_and_no_longer():
    screen = FakeScreen()
    glimpse = Glimpse(screen)  # type: ignore[arg-type]
    glimpse.begin()
    assert glimpse.expect(VIEWPORT, CODE) == 0
    glimpse.begin(Seer())
    assert 0 < glimpse.expect(VIEWPORT, CODE) <= 400


class Loop:
    """What Playwright's sync API does: calls wait in a greenlet of their own while another one runs the event loop."""

    def __init__(self) -> None:
        from greenlet import getcurrent, greenlet

        self.loop = asyncio.new_event_loop()
        self._main = getcurrent()
        self._fiber = greenlet(self.loop.run_forever)
        self._getcurrent = getcurrent
        self.wait(0)

    def call(self, seconds: float) -> str:
        """A call that the browser answers after some time."""
        ours = self._getcurrent()
        self.loop.call_later(seconds, ours.switch)
        self._fiber.switch()
        return "answer"

    def wait(self, seconds: float) -> None:
        self.loop.call_later(seconds, self._main.switch)
        self._fiber.switch()

    def close(self) -> None:
        self.loop.call_soon(self.loop.stop)
        self._fiber.switch()
        self.loop.close()


@pytest.fixture
def loop() -> Iterator[Loop]:
    opened = Loop()
    yield opened
    opened.close()


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


def test_work_is_done_while_the_browser_has_not_answered(loop: Loop, pipe: tuple[int, int]):
    calls = []

    def work() -> bool:
        calls.append(len(calls))
        if len(calls) == 1:
            os.write(pipe[1], b"!")
        else:
            os.read(pipe[0], 1)
        return True

    assert run(within(lambda: loop.call(0.05), 5, False, Meanwhile(pipe[0], work)), False) == "answer"
    assert calls == [0, 1], "once when the call was on its way, once when there was something to read"
    os.write(pipe[1], b"!")
    loop.wait(0.02)
    assert calls == [0, 1], "the file is not watched any longer"


def test_work_that_is_done_is_not_asked_again(loop: Loop, pipe: tuple[int, int]):
    calls = []
    os.write(pipe[1], b"!")
    assert run(within(lambda: loop.call(0.03), 5, False, Meanwhile(pipe[0], lambda: bool(calls.append(1)))), False) == "answer"
    assert len(calls) <= 2  # the turn of the loop in which it said so may have held one more


def test_what_work_takes_is_not_the_browsers_time(loop: Loop, pipe: tuple[int, int]):
    assert run(within(lambda: loop.call(0.05), 0.2, False, Meanwhile(pipe[0], lambda: bool(time.sleep(0.4)))), False) == "answer"
    with pytest.raises(DeadlineExceeded):
        run(within(lambda: loop.call(1.0), 0.05, False, Meanwhile(pipe[0], lambda: False)), False)
    loop.wait(0.01)


def test_what_ends_the_test_during_work_ends_it(loop: Loop, pipe: tuple[int, int]):
    def work() -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(within(lambda: loop.call(0.02), 5, False, Meanwhile(pipe[0], work)), False)
    loop.wait(0.05)  # the late answer comes, and jumps nowhere
