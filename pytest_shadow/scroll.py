"""Scrolling through what the viewport does not show: `shadow.locate("newsletter field", scroll=True)`.

What scrolls is what a mouse wheel over the middle of the viewport would move: the page, or the pane of an application.
Down to its end first, then from its top to where it was. The page is asked where it can be moved, not what is on it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .calls import finished, is_playwright_error

OVERLAP = 0.2  # share of a view that is seen again in the next one: nothing is only ever cut in two
MOST_VIEWS = 60  # of a page without an end

_PANE = """() => {
  const moves = (el) => el.scrollHeight > el.clientHeight + 1 && /auto|scroll|overlay/.test(getComputedStyle(el).overflowY);
  let el = document.elementFromPoint(innerWidth / 2, innerHeight / 2);
  while (el && el !== document.body && el !== document.documentElement) {
    if (moves(el)) return el;
    el = el.parentElement || (el.getRootNode() instanceof ShadowRoot ? el.getRootNode().host : null);
  }
  return document.scrollingElement || document.documentElement;
}"""
_WHERE = "el => [el.scrollTop, el.clientHeight, el.scrollHeight]"
_TO = "(el, top) => { el.scrollTo({ top, behavior: 'instant' }); return el.scrollTop; }"


class SearchInterrupted(Exception):
    """The document that was searched is gone; the text says what the browser said."""


class Scroll:
    """One search through a page, from the view it begins with. Its coroutines raise SearchInterrupted."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._pane: Any = None
        self._start = self._at = 0.0
        self._wrapped = False
        self.views = 1  # looked through so far

    async def further(self) -> bool:
        """Show the next view; False when every view was shown once."""
        if self._pane is None:
            self._pane = await _answer(lambda: self._page.evaluate_handle(_PANE))
            self._start = self._at = float((await _answer(lambda: self._pane.evaluate(_WHERE)))[0])
        if self.views >= MOST_VIEWS:
            return False
        _, height, whole = await _answer(lambda: self._pane.evaluate(_WHERE))
        step, end = max(height * (1 - OVERLAP), 1.0), whole - height
        wanted = self._at + step
        if not self._wrapped and self._at >= end - 1:
            self._wrapped, wanted = True, 0.0
        if self._wrapped and wanted >= self._start:
            return False
        self._at = float(await _answer(lambda: self._pane.evaluate(_TO, min(wanted, end))))
        self.views += 1
        return True

    async def back(self) -> None:
        """Show the view that the search began with."""
        if self._pane is not None:
            await _answer(lambda: self._pane.evaluate(_TO, self._start))


async def _answer(call: Callable[[], Any]) -> Any:
    try:
        return await finished(call())
    except Exception as error:
        if not is_playwright_error(error):
            raise
        raise SearchInterrupted(str(error).strip().splitlines()[0]) from error
