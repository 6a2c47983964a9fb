"""A Playwright page -> Frame: what the viewport shows now, within a deadline.

A browser on a private display is looked at in that display's memory (framebuffer.py). Else Chromium is asked over one
long-lived CDP session per page (about half the time of page.screenshot: no style injection, no font wait, fast PNG);
Firefox and WebKit through page.screenshot. A picture asked for after an action includes what the action changed.
Nothing hides the caret: whoever compares two looks must know that it blinks.
"""

from __future__ import annotations

import base64
import time
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from shadow_runtime.errors import CaptureError, PageClosedError
from shadow_runtime.records import Frame

from .calls import DeadlineExceeded, finished, is_playwright_error, within

if TYPE_CHECKING:
    from .backends import Backends
    from .framebuffer import Framebuffer

DEADLINE_S = 1.8  # of a capture, retry included: with what comes around it, an answer within 2 s
_PNG = {"format": "png", "optimizeForSpeed": True, "fromSurface": True, "captureBeyondViewport": False}


class Camera:
    """Captures one page."""

    def __init__(self, page: Any, asynchronous: bool, backends: Backends | None = None) -> None:
        """backends: of the run; None takes CDP where the browser speaks it."""
        self._page, self._asynchronous = page, asynchronous
        self._backends = backends
        self._session: Any = None
        self._by_cdp = backends is None or backends.mode != "screenshot"
        self._scale: float | None = None  # the page's devicePixelRatio
        self._framebuffer: Framebuffer | None = None
        self._crashed = False
        page.on("crash", self._on_crash)

    async def capture(self) -> Frame:
        """The viewport now.

        Raises PageClosedError when page, context or browser are gone, CaptureError when the browser gives no picture
        in time, navigation and one retry included.
        """
        __tracebackhide__ = True
        started = time.perf_counter()
        trouble: Exception | None = None
        for attempt in (1, 2):
            self._refuse_closed(trouble)
            left = DEADLINE_S - (time.perf_counter() - started)
            if left <= 0.05:
                break
            try:
                # A navigation can orphan the first request for good: leave time for a second one.
                left = left * 0.6 if attempt == 1 else left
                before = time.perf_counter()
                if (frame := await self._from_framebuffer(left)) is not None:
                    return frame
                started += time.perf_counter() - before  # a browser that answers may still take long to show a new window
                rgb, scale = await self._picture(left)
            except (DeadlineExceeded, CaptureError) as error:
                trouble, self._session = error, None
            except Exception as error:
                if not is_playwright_error(error):
                    raise
                trouble, self._session = error, None
            else:
                rgb.flags.writeable = False  # nobody else has it: whoever sees it need not copy it again
                return Frame(rgb=rgb, scale=scale, capture_ms=(time.perf_counter() - started) * 1e3)
        self._refuse_closed(trouble)
        if isinstance(trouble, DeadlineExceeded):
            raise CaptureError(
                f"the browser gave no picture of {_address(self._page)} within {DEADLINE_S:g} s. Its main thread may be "
                "blocked by a script, a dialog may be open, or the navigation never ended; wait for the page to be idle"
            ) from trouble
        raise CaptureError(f"the viewport of {_address(self._page)} could not be captured: {_first_line(trouble)}") from trouble

    async def _from_framebuffer(self, seconds: float) -> Frame | None:
        """The viewport from the private display; None where there is none or it does not show this page as it is."""
        station = self._backends.station if self._backends is not None else None
        if station is None or self._asynchronous or not self._by_cdp:
            return None
        from .framebuffer import Framebuffer, NotHere

        await self._open_session(seconds)
        if self._framebuffer is None:
            self._framebuffer = Framebuffer(self._page, self._asynchronous, station, self._send, self._reference)
        try:
            return await self._framebuffer.capture(seconds)
        except NotHere as reason:
            self._backends.say_once(str(reason))  # type: ignore[union-attr]
            return None

    async def _reference(self, seconds: float) -> tuple[np.ndarray, float]:
        """What the framebuffer is to show, as CDP captures it."""
        from .framebuffer import NotHere

        picture = await self._picture(seconds)
        if not self._by_cdp:
            raise NotHere("a headed browser does not paint it at the device scale that its context has")
        return picture

    async def _open_session(self, seconds: float) -> None:
        if self._session is None:
            self._session = await within(lambda: self._page.context.new_cdp_session(self._page), seconds, self._asynchronous)

    def _send(self, method: str, parameters: dict[str, Any]) -> Any:
        return self._session.send(method, parameters)

    async def _shoot(self, seconds: float) -> bytes:
        if self._by_cdp:
            try:
                await self._open_session(seconds)
                answer = await within(lambda: self._send("Page.captureScreenshot", dict(_PNG)), seconds, self._asynchronous)
                return base64.b64decode(answer["data"])
            except Exception as error:
                if not (is_playwright_error(error) and "CDP" in str(error) and "Chromium" in str(error)):
                    raise
                self._by_cdp = False
        return await finished(self._page.screenshot(type="png", timeout=seconds * 1e3, caret="initial"))

    async def _picture(self, seconds: float) -> tuple[np.ndarray, float]:
        """(H, W, 3) uint8 RGB of the viewport through CDP or page.screenshot, and its device pixels per CSS pixel."""
        rgb = decode_png(await self._shoot(seconds))
        if self._scale is None:
            self._scale = float(await within(lambda: self._page.evaluate("devicePixelRatio"), seconds, self._asynchronous))
        viewport = self._page.viewport_size
        if viewport is None:
            return rgb, self._scale
        # A headed browser's window is larger than the viewport it was given, and paints it at the monitor's scale. (No
        # clip: it would set this page's device scale back, and the page would see that.)
        wide, high = viewport["width"], viewport["height"]
        if rgb.shape[1] + 1 < wide * self._scale and self._by_cdp:
            self._by_cdp = False
            rgb = decode_png(await self._shoot(seconds))
        scale = min(self._scale, rgb.shape[1] / wide)
        return cut(rgb, round(high * scale), round(wide * scale)), scale

    def _refuse_closed(self, cause: Exception | None) -> None:
        if self._page.is_closed():
            raise PageClosedError("the page was closed (or its browser is gone) before it could be looked at") from cause
        if self._crashed:
            raise PageClosedError("the page crashed: its renderer is gone; open a new page") from cause
        if cause is not None and "has been closed" in str(cause):
            raise PageClosedError(f"the page went away while it was looked at: {_first_line(cause)}") from cause

    def _on_crash(self, _page: Any) -> None:
        self._crashed = True


def decode_png(data: bytes) -> np.ndarray:
    """(H, W, 3) uint8 RGB of a PNG; raises CaptureError when it is none."""
    bgr = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) if data else None
    if bgr is None:
        raise CaptureError(f"the browser sent {len(data)} bytes that are no picture")
    return cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB)


def cut(rgb: np.ndarray, height: int, width: int) -> np.ndarray:
    """The upper left of a picture, memory of its own: a view, even of all of it, would be copied by whoever keeps it."""
    part = rgb[:height, :width]
    return rgb if part.shape == rgb.shape else part.copy()


def _first_line(error: Exception | None) -> str:
    return str(error).strip().splitlines()[0] if error is not None and str(error).strip() else "no reason given"


def _address(page: Any) -> str:
    return getattr(page, "url", "") or "the page"
