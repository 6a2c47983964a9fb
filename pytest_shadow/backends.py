"""Which way pictures are taken in this run: decided at launch, from the option and from what this machine has.

    framebuffer   Linux, Chromium, sync pages: a headed browser on a private display (display.py, framebuffer.py)
    cdp           Chromium everywhere: Page.captureScreenshot over one session
    screenshot    every browser: page.screenshot

`auto` takes CDP where the browser speaks it, and never another browser than the test would have had: why, docs/capture.md
says. Whoever asked for a way that does not work here is told so, once, and gets the next.
"""

from __future__ import annotations

import os
import warnings
from typing import TYPE_CHECKING, Any

from .options import CaptureMode

if TYPE_CHECKING:
    from .display import PrivateDisplay
    from .framebuffer import Framebuffer
    from .screen import Screen

# Images are decoded before a frame is shown, not after; the rest is what Playwright gives a headless browser: no scroll
# bars, no sound, a mouse.
_LAUNCH = (
    "--disable-checker-imaging",
    "--hide-scrollbars",
    "--mute-audio",
    "--blink-settings=primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4",
)


class ShadowCaptureWarning(UserWarning):
    """Pictures are taken another way than the one that was asked for."""


class Station:
    """A private display and our connection to it. shown: whose page was last seen on it."""

    def __init__(self, display: PrivateDisplay, screen: Screen) -> None:
        self.display, self.screen = display, screen
        self.shown: Framebuffer | None = None
        self.inset: tuple[int, int] | None = None  # of the last viewport found, in its window: most likely the next one's too


class Backends:
    """What a run has to take pictures with. mode: as asked for. station: None until a browser was launched on one."""

    def __init__(self, mode: CaptureMode) -> None:
        self.mode = mode
        self.station: Station | None = None
        self._said: set[str] = set()

    def launch_args(self, args: dict[str, Any]) -> dict[str, Any]:
        """Playwright's launch options for Chromium, on the private display where there is one to use."""
        if self.mode != "framebuffer":
            return args
        if args.get("headless") is False or args.get("devtools"):
            self.say_once("somebody wants to watch this browser (--headed, headless=False or devtools), and a private display shows it to nobody")
            return args
        if self.station is None and not self._open_station():
            return args
        display = self.station.display  # type: ignore[union-attr]
        return {
            **args,
            "headless": False,
            "args": [*_LAUNCH, *args.get("args", ())],
            "env": {**(args.get("env") or os.environ), **display.environment},
        }

    def launch_async_args(self, args: dict[str, Any]) -> dict[str, Any]:
        """The same for a browser whose pages are async ones: those are captured through CDP or page.screenshot."""
        if self.mode == "framebuffer":
            self.say_once("pages of playwright.async_api are not looked at on a private display")
        return args

    def say_once(self, reason: str) -> None:
        """Warn that pictures come through CDP."""
        if reason not in self._said:
            self._said.add(reason)
            warnings.warn(f"pictures are taken through CDP, not from the framebuffer: {reason}", ShadowCaptureWarning, stacklevel=2)

    def close(self) -> None:
        """End the display."""
        if self.station is not None:
            self.station.screen.close()
            self.station.display.close()
            self.station = None

    def _open_station(self) -> bool:
        from .display import DisplayUnavailable, PrivateDisplay
        from .screen import Screen

        display = None
        try:
            display = PrivateDisplay()
            self.station = Station(display, Screen(display))
        except DisplayUnavailable as error:
            if display is not None:
                display.close()
            self.mode = "cdp"
            self.say_once(str(error))
            return False
        return True
