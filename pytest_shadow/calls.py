"""One code for both Playwright APIs: everything is written as coroutines; on a sync page they never suspend.

`await finished(value)` waits for an awaitable and hands anything else through, so a coroutine that only awaits that way
runs to its end in one send() when the page is a sync one.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


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


async def within(call: Callable[[], Any], seconds: float, asynchronous: bool) -> Any:
    """The result of a browser call that has no timeout of its own. Raises DeadlineExceeded.

    Playwright's sync API waits inside a greenlet while its event loop runs; the call is given a greenlet of its own,
    and a timer of that loop returns to ours when the browser stays silent.
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
    ours, silent = getcurrent(), object()
    given_up = False

    def guarded() -> Any:
        try:
            return call()
        except Exception:
            if not given_up:
                raise
            return None  # nobody waits for this answer any more

    theirs = greenlet(guarded)

    def give_up() -> None:
        nonlocal given_up
        given_up = True
        # The late answer, if it ever comes, must not jump into whatever we do by then.
        theirs.parent = getcurrent()
        ours.switch(silent)

    timer = loop.call_later(max(seconds, 0.0), give_up)
    try:
        answer = theirs.switch()
    finally:
        timer.cancel()
    if answer is silent:
        raise DeadlineExceeded
    return answer
