"""What the X server of a private display tells: what was damaged, which windows lie where; and an untorn copy.

All drawing goes through the server, which reports it (XDamage) after it is done, and draws nothing for anybody while
we hold it (GrabServer): a copy made then is whole, and whatever is damaged later is reported later.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable
from typing import Any, NamedTuple

import cv2
import numpy as np

from .display import DisplayUnavailable, PrivateDisplay

# A browser paints as often as its monitor shows pictures: often enough that a change is there at once, and seldom enough
# that an animation does not eat the core (without any limit one takes more than a whole core for 1,000 frames a second).
REFRESH_HZ = 240


class Area(NamedTuple):
    """A rectangle of the screen, device pixels."""

    x: int
    y: int
    width: int
    height: int

    def meets(self, other: Area) -> bool:
        """True when the two share a pixel."""
        return (
            self.x < other.x + other.width and other.x < self.x + self.width and self.y < other.y + other.height and other.y < self.y + self.height
        )

    def holds(self, other: Area) -> bool:
        """True when the other lies wholly within this one."""
        return (
            self.x <= other.x and self.y <= other.y
            and other.x + other.width <= self.x + self.width and other.y + other.height <= self.y + self.height
        )  # fmt: skip


class Window(NamedTuple):
    """A mapped window of the top level."""

    id: int
    area: Area


class Screen:
    """One connection to the server of a private display."""

    def __init__(self, display: PrivateDisplay) -> None:
        """Raises DisplayUnavailable when the X client library or the server's DAMAGE extension is missing."""
        try:
            from Xlib import X
            from Xlib import display as xdisplay
            from Xlib.ext import damage
        except ImportError:
            raise DisplayUnavailable("the package python-xlib is not installed (pip install python-xlib)") from None
        before = os.environ.get("XAUTHORITY")
        os.environ["XAUTHORITY"] = str(display.cookie)  # python-xlib looks for the cookie nowhere else
        try:
            self._x = xdisplay.Display(display.name)
        except Exception as error:
            raise DisplayUnavailable(f"no connection to the private display {display.name}: {error}") from error
        finally:
            os.environ.pop("XAUTHORITY")
            if before is not None:
                os.environ["XAUTHORITY"] = before
        if not self._x.has_extension("DAMAGE"):
            raise DisplayUnavailable("this Xvfb has no DAMAGE extension")
        self._x.set_error_handler(lambda *_: None)  # a window may be gone by the time we ask about it
        self._pixels = display.pixels
        self._codes = self._pixels.view(np.uint32)[:, :, 0]
        self._root = self._x.screen().root
        self._root.change_attributes(event_mask=X.SubstructureNotifyMask)
        self._x.damage_query_version()
        # One report when something is damaged, another one each time its bounding box grows, until subtracted.
        self._damage = self._root.damage_create(damage.DamageReportBoundingBox)
        self._damage_notify = self._x.extension_event.DamageNotify
        self._structure = (X.ConfigureNotify, X.MapNotify, X.UnmapNotify, X.DestroyNotify, X.ReparentNotify, X.CirculateNotify)
        self._areas: list[Area] = []
        self.copies = 0  # made so far; damage is told since the last one, whoever made it
        self.windows_version = 0  # grows whenever a window appears, goes, moves, or changes its size
        self._set_refresh_rate(REFRESH_HZ)
        self._x.sync()

    @property
    def area(self) -> Area:
        return Area(0, 0, self._pixels.shape[1], self._pixels.shape[0])

    def damaged(self) -> list[Area]:
        """What was drawn on since the last copy: bounding boxes, which may overlap. All of it: waits for the server."""
        self.catch_up()
        return self._areas

    def known_damage(self) -> list[Area]:
        """As `damaged`, as far as the server had told when we caught up with it last."""
        return self._areas

    def catch_up(self) -> None:
        """Wait until everything that happened on the display so far is known here."""
        self._x.sync()
        self.take_events()

    def copy(self, area: Area) -> np.ndarray:
        """(H, W, 3) uint8 RGB: the pixels of an area at one instant. Starts the next report of damage."""
        self._x.grab_server()
        try:
            # Subtract first: what is damaged before this is in the copy, what comes after is reported.
            self._x.damage_subtract(self._damage, 0, 0)
            self._x.sync()
            self.take_events()
            self._areas = []
            self.copies += 1
            return cv2.cvtColor(self.live(area), cv2.COLOR_BGRA2RGB)
        finally:
            self._x.ungrab_server()
            self._x.flush()

    def live(self, area: Area) -> np.ndarray:
        """(H, W, 4) uint8 view of what is being drawn right now; never judge from it."""
        return self._pixels[area.y : area.y + area.height, area.x : area.x + area.width]

    def code_at(self, x: int, y: int) -> int:
        """0xRRGGBB of one pixel."""
        return int(self._codes[y, x]) & 0xFFFFFF

    def wait_for_code(self, x: int, y: int, code: int, seconds: float, meanwhile: Callable[[], None] = lambda: None) -> bool:
        """True once the pixel has that color; sleeps until the server reports that something was drawn. meanwhile: done before each sleep."""
        until = time.perf_counter() + seconds
        while self.code_at(x, y) != code:
            left = until - time.perf_counter()
            if left <= 0:
                return False
            self.take_events()
            meanwhile()
            if self.code_at(x, y) != code:
                # The bounding box may not grow with the drawing we wait for, so sleep shortly at most.
                self.sleep(min(left, 0.0005))
        return True

    def sleep(self, seconds: float) -> None:
        """Wait, shorter when the server has something to tell."""
        select.select([self._x.fileno()], [], [], seconds)
        self.take_events()

    def find_code(self, code: int) -> list[tuple[int, int]]:
        """Where in the windows of the top level pixels of that color are, (x, y)."""
        color = code & 255, code >> 8 & 255, code >> 16
        found: set[tuple[int, int]] = set()
        for window in self.windows():
            left, top = max(window.area.x, 0), max(window.area.y, 0)
            part = self._pixels[top : max(window.area.y + window.area.height, 0), left : max(window.area.x + window.area.width, 0)]
            where = cv2.findNonZero(cv2.inRange(part, (*color, 0), (*color, 255))) if part.size else None
            if where is not None:
                found.update((left + x, top + y) for x, y in where.reshape(-1, 2).tolist())
        return sorted(found)

    def windows(self) -> list[Window]:
        """The mapped windows of the top level, lowest first."""
        found = []
        for window in self._root.query_tree().children:
            try:
                if window.get_attributes().map_state == 2:  # viewable
                    place: Any = window.get_geometry()
                    found.append(Window(window.id, Area(place.x, place.y, place.width, place.height)))
            except Exception:
                continue
        return found

    def close(self) -> None:
        """Disconnect."""
        self._x.close()

    def _set_refresh_rate(self, hertz: int) -> None:
        """Make the display say that it shows so many pictures a second; a server that cannot stays at a monitor's 60."""
        from Xlib.ext import randr

        try:
            width, height = self.area.width, self.area.height
            resources = randr.get_screen_resources(self._root)
            name = f"{width}x{height}@{hertz}"
            timing = (0, width, height, width * height * hertz, width, width, width, 0, height, height, height, len(name), 0)
            mode = randr.create_mode(self._root, timing, name).mode
            randr.add_output_mode(self._x, resources.outputs[0], mode)
            randr.set_crtc_config(self._x, resources.crtcs[0], resources.config_timestamp, 0, 0, mode, 1, [resources.outputs[0]])
        except Exception:
            pass

    def take_events(self) -> None:
        """Note what the server has told already."""
        while self._x.pending_events():
            event = self._x.next_event()
            if event.type == self._damage_notify:
                self._areas.append(Area(event.area.x, event.area.y, event.area.width, event.area.height))
            elif event.type in self._structure:
                self.windows_version += 1
