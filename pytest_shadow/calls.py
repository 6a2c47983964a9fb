"""One code for both Playwright APIs: everything is written as coroutines; on a sync page they never suspend.

`await finished(value)` waits for an awaitable and hands anything else through, so a coroutine that only awaits that way
runs to its end in one send() when the page is a sync one.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Coroutine
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")


class Meanwhile(NamedTuple):
    """What there is to do until the browser answers.

    work: called when the call is on its way, and each time the file can be read, until it returns False. It must not call
    the browser. file: its descriptor.
    """

    file: int
    work: Callable[[], bool]


class DeadlineExceeded(Exception):
    """A call to the browser gave no answer in time."""


def is_async_page(page: Any) -> bool:
    """True for a page of playwright.async_api."""
    return inspect.iscoroutinefunction(getattr(type(page), "wait_for_timeout", None))


async def finished(value: Any) -> Any:
    """The value itself, or what it resolves to."""
    __tracebackhide__ = True
    return await value if inspect.isawaitable(value) else value


def is_playwright_error(error: Exception) -> bool:
    """True for what Playwright raises; both of its APIs raise the same class."""
    from playwright.sync_api import Error

    return isinstance(error, Error)


def run(coroutine: Coroutine[Any, Any, T], asynchronous: bool) -> T | Coroutine[Any, Any, T]:
    """The coroutine's result (sync page), or the coroutine for the test to await (async page)."""
    __tracebackhide__ = True
    if asynchronous:
        return coroutine
    try:
        coroutine.send(None)
    except StopIteration as stop:
        return stop.value
    coroutine.close()
    raise RuntimeError("a sync page handed out an awaitable: do not mix playwright.sync_api and playwright.async_api")


async def within(call: Callable[[], Any], seconds: float, asynchronous: bool, meanwhile: Meanwhile | None = None) -> Any:
    """The result of a browser call that has no timeout of its own. Raises DeadlineExceeded, and what meanwhile's work raises.

    Playwright's sync API waits inside a greenlet while its event loop runs; the call is given a greenlet of its own, and the
    loop returns to ours when the browser stays silent, or when there is something to do meanwhile (sync pages only). Time that
    work takes is not the browser's.
    """
    __tracebackhide__ = True
    if asynchronous:
        try:
            return await asyncio.wait_for(call(), seconds)
        except TimeoutError as error:
            raise DeadlineExceeded from error
    try:
        loop = asyncio.get_running_loop()
        from greenlet import getcurrent, greenlet
    except (RuntimeError, ImportError):  # no Playwright at work here: a page of another kind, which must not hang itself
        return call()
    ours, silent, at_leisure = getcurrent(), object(), object()
    waiting, given_up, fiber = True, False, None

    def guarded() -> Any:
        try:
            return call()
        except Exception:
            if not given_up:
                raise
            return None  # nobody waits for this answer any more

    theirs = greenlet(guarded)

    def return_to_us(reason: object) -> None:
        """Called by the loop, in the greenlet that runs it."""
        nonlocal fiber
        if waiting:  # else what was due in the same turn of the loop as the answer: it must not jump into whatever we do by then
            fiber = getcurrent()
            ours.switch(reason)

    deadline = loop.time() + max(seconds, 0.0)
    timer = loop.call_at(deadline, return_to_us, silent)
    watched = meanwhile.file if meanwhile is not None and _watch(loop, meanwhile.file, return_to_us, at_leisure) else None
    if watched is not None:
        loop.call_soon(loop.call_soon, return_to_us, at_leisure)  # the call is sent in the next turn of the loop
    try:
        answer = theirs.switch()
        while answer is at_leisure:
            timer.cancel()
            started = loop.time()
            if watched is not None and not meanwhile.work():  # type: ignore[union-attr]
                loop.remove_reader(watched)
                watched = None
            deadline += loop.time() - started
            timer = loop.call_at(deadline, return_to_us, silent)
            answer = fiber.switch()  # type: ignore[union-attr]
        if answer is silent:
            raise DeadlineExceeded
        return answer
    finally:
        waiting = False
        timer.cancel()
        if watched is not None:
            loop.remove_reader(watched)
        if fiber is not None and not theirs.dead:
            given_up = True
            theirs.parent = fiber  # the late answer, if it ever comes, ends there


def _watch(loop: asyncio.AbstractEventLoop, file: int, call: Callable[..., None], argument: object) -> bool:
    try:
        loop.add_reader(file, call, argument)
    except NotImplementedError:  # a loop that watches no files
        return False
    return True
