"""A picture that is copied, and seen, while its mark is still on its way.

What an action changed is on the screen some milliseconds before a mark that was asked for after it, and until the mark is seen
there is nothing to do but wait. So what is drawn in that time is copied, and handed on to be seen. It counts for nothing until
the mark has been seen and nothing but marks turned out to have been drawn since the copy: then it is the picture that would have
been copied now. Otherwise it is thrown away, and for some looks nothing is handed on before it is sure.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np

from .screen import Area, Screen

_FIRST_GUESS_MS = 40.0  # what seeing may take, until it is known
_MOST_MS = 400.0  # that a mark stays longer for the sake of somebody who is seeing meanwhile
_LONGEST_REST = 16  # looks


class Glimpse:
    """Of one page. spent_ms: what seeing took of the time since `begin`."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._usual_ms = _FIRST_GUESS_MS
        self._rest = self._next_rest = 0
        self.begin()

    def begin(self, foresee: Callable[[np.ndarray], None] | None = None) -> None:
        """A look begins; nothing was glimpsed yet. foresee: sees a picture ((H, W, 3) RGB) that may turn out to be none."""
        self._foresee, self.spent_ms = foresee, 0.0
        self._area: Area | None = None
        self._rgb: np.ndarray | None = None
        self._may_see = self._foreseen = False

    def expect(self, area: Area, code: int) -> float:
        """A mark of that code is asked for. Returns for how many milliseconds nobody may come to look for it."""
        self._screen.watch()
        self._area, self._code, self._rgb = area, code, None
        self._before = self._is_drawn(self._screen.known_damage())
        self._may_see = self._foresee is not None and not self._rest
        if self._foresee is not None:
            self._rest = max(self._rest - 1, 0)
        return min(3 * self._usual_ms, _MOST_MS) if self._may_see else 0.0

    def glance(self, asked: bool = False) -> bool:
        """Copy and see what was drawn, if anything was. True while there is reason to glance again.

        asked: the page has answered, so what was drawn before the look began is most likely all there is.
        """
        if self._area is None or self._rgb is not None:
            return False
        if self._screen.code_at(self._area.x + self._area.width - 1, self._area.y + self._area.height - 1) == self._code:
            return False  # it is sure now
        if self._is_drawn(self._screen.drawn()) or (asked and self._before):
            self._rgb = viewport(self._screen, self._area)
            self._copy = self._screen.copies
            self._see()
        return self._rgb is None

    def confirmed(self, area: Area) -> np.ndarray | None:
        """The picture, when nothing but marks was drawn since it was copied; None else. Call once the mark was seen."""
        if self._rgb is None or self._area != area or self._copy != self._screen.copies or self._is_drawn(self._screen.known_damage()):
            return None
        return self._rgb

    def settle(self, rgb: np.ndarray | None) -> np.ndarray | None:
        """What the look ended with (None: nothing). Returns what was glimpsed instead, where that has the same pixels."""
        if self._rgb is not None and rgb is not self._rgb and rgb is not None and np.array_equal(rgb, self._rgb):
            rgb = self._rgb
        if self._foreseen:
            self._next_rest = 0 if rgb is self._rgb else min(max(2 * self._next_rest, 1), _LONGEST_REST)
            self._rest = self._next_rest
        self._area, self._rgb, self._foreseen = None, None, False
        return rgb

    def _see(self) -> None:
        if not self._may_see:
            return
        started = time.perf_counter()
        self._foreseen = True
        try:
            self._foresee(self._rgb)  # type: ignore[misc, arg-type]
        except Exception:
            pass  # nobody asked for it yet; who does will hear of it
        self._usual_ms = (time.perf_counter() - started) * 1e3
        self.spent_ms += self._usual_ms

    def _is_drawn(self, areas: object) -> bool:
        return any(drawn(area, self._area) for area in areas)  # type: ignore[attr-defined, arg-type]


def drawn(area: Area, viewport_area: Area) -> bool:
    """Whether something drawn there shows in the viewport, marks apart."""
    return area.meets(viewport_area) and not last_pixel(viewport_area).holds(area)


def last_pixel(area: Area) -> Area:
    """Where the mark of a viewport is."""
    return Area(area.x + area.width - 1, area.y + area.height - 1, 1, 1)


def viewport(screen: Screen, area: Area) -> np.ndarray:
    """(H, W, 3) uint8 RGB, read-only: a viewport copied at one instant, without its mark."""
    rgb = screen.copy(area)
    rgb[-1, -1] = rgb[-1, -2]  # the mark
    rgb.flags.writeable = False  # nobody else has it: whoever sees it need not copy it again
    return rgb
