"""Which way pictures are taken in this run: decided at launch, from the option and from what this machine has.

    framebuffer   Linux, Chromium, sync pages: a headed browser on a private display (display.py, framebuffer.py)
    cdp           Chromium everywhere: Page.captureScreenshot over one session
    screenshot    every browser: page.screenshot

`auto` takes CDP where the browser speaks it (see AUTO_TAKES_FRAMEBUFFER). Whoever asked for a way that does not work
here is told so, once, and gets the next.
"""

from __future__ import annotations

import os
import sys
import warnings
from collections.abc import Mapping
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


# Whether `auto` takes the framebuffer where it works. Its freshness is proven (docs/capture.md); it stays to be asked for
# until the whole test suite has run with a headed browser as the default.
AUTO_TAKES_FRAMEBUFFER = False


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
        if self.mode in ("cdp", "screenshot") or (self.mode == "auto" and not (AUTO_TAKES_FRAMEBUFFER and _suits(args))):
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
            try:
                warnings.warn(f"pictures are taken through CDP, not from the framebuffer: {reason}", ShadowCaptureWarning, stacklevel=2)
            except ShadowCaptureWarning:  # warnings are errors in this run; whoever left the choice to us has done no wrong
                if self.mode == "framebuffer":
                    raise

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
            if self.mode == "framebuffer":
                self.say_once(str(error))
            self.mode = "cdp"
            return False
        return True


def _suits(args: Mapping[str, Any]) -> bool:
    """Whether `auto` may put this browser on a private display: not one that somebody wants to watch."""
    return sys.platform == "linux" and args.get("headless") is not False and not args.get("devtools") and "DISPLAY" not in (args.get("env") or {})
