"""A page's viewport out of the memory of the display that its browser draws on.

    find      where on the screen the viewport lies, by two marks, verified against what CDP captures
    barrier   a mark set after the look began is seen on the screen: all that was done to the page before is there
    copy      while the server holds still; made while the mark is on its way, and again if more was drawn until it is seen

Whatever is not as it should be raises NotHere, and the camera takes this picture through CDP.
"""

from __future__ import annotations

import math
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from shadow_runtime.records import Frame

from .calls import within
from .drivers import bytes_read, have_read_nothing_since
from .marker import Marker, new_code
from .screen import Area

if TYPE_CHECKING:
    from .backends import Station

# What nobody asked about for longer than this may have a timer's change under way that is not painted yet.
_TRUST_S = 0.1
_WAITS_S = (0.15, 0.4, 0.8)  # for a mark to be seen, one per attempt
_NEW_WINDOW_S = 5.0  # for a window that was just opened to be painted
_EXPECTED_S = 0.15  # for a mark to be seen where it is most likely
_REST_S = 2.0  # after the marks of a page were not seen, before they are tried again
_ATTEMPTS = 3
_RESTLESS = 0.25  # share of pixels that may differ between two captures of a page that is to be verified


class NotHere(Exception):
    """The framebuffer does not show this page as it is; the text says why."""


class Framebuffer:
    """Looks at one page on a private display."""

    def __init__(self, page: Any, asynchronous: bool, station: Station, send: Any, shoot: Callable[[float], Awaitable[tuple[np.ndarray, float]]]) -> None:
        """send(method, parameters): of a CDP session on that page. shoot(seconds): (H, W, 3) RGB and scale, through CDP."""
        self._page, self._asynchronous, self._station = page, asynchronous, station
        self._screen = station.screen
        self._send, self._shoot = send, shoot
        self._marker = Marker(send, asynchronous)
        self._area: Area | None = None
        self._window: tuple[int, Area] | None = None
        self._windows_seen = self._verified_at = -1  # versions of the screen's windows
        self._covered = False
        self._rgb: np.ndarray | None = None  # the last copy, which a mark has yet to confirm
        self._copy = -1  # its number among the screen's copies
        self._frame: Frame | None = None  # the last picture that was confirmed
        self._traffic: Any = None  # of the driver, when that was taken
        self._answered: Any = None  # the same, when the last mark was set
        self._looked_at = self._rest_until = 0.0
        self._misses = 0

    async def capture(self, seconds: float) -> Frame:
        """The viewport now. Raises NotHere, DeadlineExceeded, and what Playwright raises."""
        started = time.perf_counter()
        if self._frame is not None and self._is_still(started):
            return self._frame
        if started < self._rest_until:
            raise NotHere("its marks were not seen on the private display a moment ago")
        if self._area is None:
            await self._find(seconds)
        if self._station.shown is not self:
            await self._bring_to_front(seconds)
        for _ in range(_ATTEMPTS):
            await self._show_mark(seconds)
            if self._verified_at != self._screen.windows_version:
                # What another window uncovered is blank until the browser has drawn it again, mark or no mark.
                await self._verify(seconds)
                continue
            rgb = self._copy_what_was_drawn()  # known since the mark was seen; most often that is the mark itself and nothing else
            if self._verified_at == self._screen.windows_version:
                break
        else:
            raise NotHere("windows of the private display keep changing")
        viewport = self._page.viewport_size
        scale = rgb.shape[1] / viewport["width"] if viewport else 1.0
        self._looked_at, self._traffic = time.perf_counter(), self._answered
        self._frame = Frame(rgb=rgb, scale=scale, capture_ms=(self._looked_at - started) * 1e3)
        return self._frame

    def _is_still(self, now: float) -> bool:
        """True when nobody asked anything of the browser since the last look, and nothing was drawn."""
        if now - self._looked_at > _TRUST_S or self._station.shown is not self:
            return False
        if self._frame.rgb is not self._rgb or not have_read_nothing_since(self._traffic):  # type: ignore[union-attr]
            return False
        if not self._is_undamaged(self._screen.damaged()) or self._verified_at != self._screen.windows_version:
            return False
        self._frame = replace(self._frame, capture_ms=(time.perf_counter() - now) * 1e3)
        return True

    def _is_undamaged(self, damaged: list[Area]) -> bool:
        """True when nothing but marks was drawn in the viewport since it was copied."""
        if self._rgb is None or self._area is None or self._copy != self._screen.copies:
            return False
        corner = _last_pixel(self._area)
        return all(corner.holds(area) or not area.meets(self._area) for area in damaged)

    def _copy_what_was_drawn(self) -> np.ndarray:
        """The viewport as far as the server has told: copied, unless nothing but marks was drawn since that was done last."""
        if not self._is_undamaged(self._screen.known_damage()):
            rgb = self._screen.copy(self._area)  # type: ignore[arg-type]
            rgb[-1, -1] = rgb[-1, -2]  # the mark
            rgb.flags.writeable = False  # nobody else has it: whoever sees it need not copy it again
            self._rgb, self._copy = rgb, self._screen.copies
        return self._rgb  # type: ignore[return-value]

    async def _show_mark(self, seconds: float) -> None:
        """Returns once a mark that was set just now is seen where it belongs."""
        for wait in _WAITS_S:
            self._screen.take_events()  # if a window moved and we do not know it yet, the mark is not seen or seen to be elsewhere
            self._follow_window()
            if self._covered:
                await self._uncover(seconds)
            if self._area is None:
                await self._find(seconds)
            corner = _last_pixel(self._area)
            code = new_code()
            if refusal := await self._marker.mark(code, seconds, visible_ms=int(wait * 500)):
                raise NotHere(refusal)
            self._answered = bytes_read()  # the page has, and whoever asks the browser anything from now on is not us
            # What the last action changed is drawn before the mark is: copied here, it costs no time when the mark is there.
            seen = self._screen.wait_for_code(corner.x, corner.y, code, wait, self._copy_what_was_drawn)
            before = self._area
            self._screen.catch_up()
            self._follow_window()
            if seen and self._area == before and not self._covered:
                self._station.shown = self
                return
            if wait == _WAITS_S[0]:
                await self._bring_to_front(seconds)
            elif not seen:
                self._area = None
        self._rest_until = time.perf_counter() + _REST_S
        raise NotHere("its marks are not seen on the private display")

    async def _uncover(self, seconds: float) -> None:
        """Raise the window above the others. Raises NotHere when something stays above it."""
        await self._bring_to_front(seconds)
        until = time.perf_counter() + _WAITS_S[0]
        while self._covered:
            if time.perf_counter() > until:
                raise NotHere("another window, such as an open list of options, lies over it")
            self._screen.sleep(0.005)
            self._screen.catch_up()
            self._follow_window()

    def _follow_window(self) -> None:
        """Keep up with a window that was moved; forget where the viewport is when the window changed its size."""
        if self._windows_seen == self._screen.windows_version or self._area is None:
            return
        self._windows_seen = self._screen.windows_version
        windows = self._screen.windows()
        ids = [window.id for window in windows]
        if self._window is None or self._window[0] not in ids:
            self._area = None
            return
        index = ids.index(self._window[0])
        now, before = windows[index].area, self._window[1]
        if now != before:
            moved = self._area._replace(x=self._area.x + now.x - before.x, y=self._area.y + now.y - before.y)
            same_size = (now.width, now.height) == (before.width, before.height)
            self._window = (self._window[0], now)
            self._area = moved if same_size and self._screen.area.holds(moved) else None
            self._frame = self._rgb = None
        self._covered = self._area is not None and any(w.area.meets(self._area) for w in windows[index + 1 :])

    async def _bring_to_front(self, seconds: float) -> None:
        await self._ask("Page.bringToFront", {}, seconds)
        self._frame = self._rgb = None

    async def _ask(self, method: str, parameters: dict[str, Any], seconds: float) -> Any:
        return await within(lambda: self._send(method, parameters), seconds, self._asynchronous)

    async def _find(self, seconds: float) -> None:
        """Learn where the viewport lies, by its first and its last pixel."""
        self._frame = self._rgb = None
        await self._bring_to_front(seconds)
        first = await self._seen_at("first", seconds, _NEW_WINDOW_S if not self._misses else 1.0)
        if first is None:
            # A browser that was not launched on our display never will be seen there: ask ever less often.
            self._misses += 1
            self._rest_until = time.perf_counter() + _REST_S * 4**self._misses
            raise NotHere("its marks are not seen on the private display")
        size = await self._make_room(first, seconds)
        last = await self._seen_at("last", seconds, expected=size and (first[0] + size[0] - 1, first[1] + size[1] - 1))
        if last is not None and size is not None and (last[0] - first[0] + 1, last[1] - first[1] + 1) != size:
            first = await self._seen_at("first", seconds)  # making room may have moved the window
        if first is None or last is None:
            raise NotHere(f"the private display shows only a part of its {'x'.join(map(str, size)) if size else 'unknown number of'} pixels")
        area = Area(*first, last[0] - first[0] + 1, last[1] - first[1] + 1)
        if size is not None and (area.width, area.height) != size:
            raise NotHere(f"the browser paints its viewport with {area.width}x{area.height} pixels, not {size[0]}x{size[1]} (its device scale)")
        self._screen.catch_up()
        self._windows_seen = self._screen.windows_version
        windows = [w for w in self._screen.windows() if w.area.meets(_last_pixel(area))]
        if not windows:
            raise NotHere("its window is gone")
        self._area, self._window, self._covered = area, (windows[-1].id, windows[-1].area), False
        self._station.inset = area.x - windows[-1].area.x, area.y - windows[-1].area.y
        self._station.shown = self
        self._verified_at, self._misses = -1, 0

    async def _seen_at(self, corner: str, seconds: float, wait: float = 1.0, expected: tuple[int, int] | None = None) -> tuple[int, int] | None:
        """Where on the screen the pixel in a corner of the viewport is; None when it is not seen within wait seconds.

        expected: where it is most likely; a search of the whole screen is needed only when it is not there.
        """
        code = new_code()
        until = time.perf_counter() + wait
        if refusal := await self._marker.mark(code, seconds, corner=corner, visible_ms=int(wait * 1000)):
            raise NotHere(refusal)
        if expected is None and corner == "first" and self._station.inset is not None and (windows := self._screen.windows()):
            expected = windows[-1].area.x + self._station.inset[0], windows[-1].area.y + self._station.inset[1]
        if expected is not None and self._screen.area.holds(Area(*expected, 1, 1)) and self._screen.wait_for_code(*expected, code, min(wait, _EXPECTED_S)):
            return expected
        while True:
            found = self._screen.find_code(code)
            if len(found) == 1:
                return found[0]
            if time.perf_counter() > until:
                return None
            self._screen.sleep(0.005)

    async def _make_room(self, first: tuple[int, int], seconds: float) -> tuple[int, int] | None:
        """Playwright's window can be some pixels smaller than the viewport; make it show the whole.

        first: where the viewport begins. Returns the viewport's width and height in pixels of the screen, None when it is
        as large as the window allows.
        """
        viewport = self._page.viewport_size
        if viewport is None:
            return None
        windows = [w for w in self._screen.windows() if w.area.meets(Area(*first, 1, 1))]
        if not windows:
            raise NotHere("its window is gone")
        window = windows[-1].area
        own = await self._ask("Browser.getWindowForTarget", {}, seconds)
        bounds = own["bounds"]
        scale = window.width / bounds["width"]  # of the monitor
        ratio = (await self._ask("Runtime.evaluate", {"expression": "devicePixelRatio", "returnByValue": True}, seconds))["result"]["value"]
        if abs(ratio - scale) > 0.02 * scale:
            raise NotHere(f"its monitor paints at device scale {scale:.3g}, its context has {ratio:g}")
        size = round(viewport["width"] * ratio), round(viewport["height"] * ratio)
        area = Area(*first, *size)
        right, bottom = area.x + area.width - window.x - window.width, area.y + area.height - window.y - window.height
        outside = not self._screen.area.holds(area)
        if right <= 0 and bottom <= 0 and not outside:
            return size
        wanted = {"width": bounds["width"] + math.ceil(max(right, 0) / scale), "height": bounds["height"] + math.ceil(max(bottom, 0) / scale)}
        if outside:
            wanted.update(left=0, top=0)
        if bounds.get("windowState", "normal") != "normal":
            raise NotHere("its window is maximized or in full screen and smaller than the viewport")
        await self._ask("Browser.setWindowBounds", {"windowId": own["windowId"], "bounds": wanted}, seconds)
        until = time.perf_counter() + 0.5
        while time.perf_counter() < until and not any(w.area.width >= window.width + max(right, 0) and w.area.height >= window.height + max(bottom, 0)
                                                      for w in self._screen.windows()):  # fmt: skip
            self._screen.sleep(0.01)
        return size

    async def _verify(self, seconds: float) -> None:
        """The screen must differ from CDP's captures no more than two of those do from each other, caret apart."""
        area, worst = self._area, 0.0
        assert area is not None
        corner = _last_pixel(area)
        for _ in range(_ATTEMPTS):
            version = self._screen.windows_version
            before = await self._shoot_marked(seconds)
            code = new_code()
            if refusal := await self._marker.mark(code, seconds, visible_ms=1000, caret_hidden=True):
                raise NotHere(refusal)
            if not self._screen.wait_for_code(corner.x, corner.y, code, 1.0):
                continue
            shown = self._screen.copy(area)
            shown[-1, -1] = before[-1, -1]
            if before.shape != shown.shape:
                painted, captured = (f"{picture.shape[1]}x{picture.shape[0]}" for picture in (shown, before))
                raise NotHere(f"the browser paints its viewport with {painted} pixels, CDP captures {captured} (its device scale)")
            if self._screen.windows_version != version:
                continue
            if np.array_equal(shown, before):
                self._verified_at = version
                return
            wrong = (shown != before).any(axis=2)
            if wrong.any():
                after = await self._shoot_marked(seconds)
                restless = (before != after).any(axis=2) if after.shape == before.shape else np.ones_like(wrong)
                wrong &= ~restless
                if restless.mean() > _RESTLESS:
                    wrong |= restless
            if not wrong.any():
                self._verified_at = version
                return
            worst = max(worst, float(wrong.mean()))
        raise NotHere(f"the private display shows it otherwise than CDP captures it ({worst:.1%} of the pixels)")

    async def _shoot_marked(self, seconds: float) -> np.ndarray:
        """A CDP capture with the caret hidden."""
        if refusal := await self._marker.mark(new_code(), seconds, visible_ms=1000, caret_hidden=True):
            raise NotHere(refusal)
        return (await self._shoot(seconds))[0]


def _last_pixel(area: Area) -> Area:
    return Area(area.x + area.width - 1, area.y + area.height - 1, 1, 1)
