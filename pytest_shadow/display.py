"""A private X display whose pixels lie in memory: one Xvfb per test process, gone when that process is gone.

Xvfb keeps its screen in a file that is mapped here (-fbdir; XWD format), so looking needs no encoding and no copying
through processes. Only this user can read the file or connect: the folder is private and the server wants a cookie.
"""

from __future__ import annotations

import mmap
import os
import secrets
import select
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

WIDTH, HEIGHT = 2720, 1720  # device pixels: room for 1280x720 at device scale 2 with the browser's own bars
_START_S = 60.0  # a busy machine takes its time
# The shell outlives whoever started it: when the test process is gone, killed included, its end of the pipe closes,
# read ends, and the display goes with its files. Xvfb writes its number to standard output once it is ready. (Signals
# are ignored only after Xvfb was started: it would inherit that.)
_KEEPER = """
Xvfb -displayfd 1 -screen 0 "$2" -fbdir "$1" -auth "$1/cookie" -nolisten tcp -nocursor -noreset 2>"$1/log" &
server=$!
trap '' HUP INT TERM
exec >/dev/null
while read -r line; do :; done
kill $server
left=50
while kill -0 $server 2>/dev/null && [ $left -gt 0 ]; do sleep 0.1; left=$((left - 1)); done
kill -9 $server
rm -rf "$1"
"""


class DisplayUnavailable(Exception):
    """No private display can be had here; says why and what to do."""


class PrivateDisplay:
    """A running Xvfb.

    name: as in DISPLAY. pixels: (HEIGHT, WIDTH, 4) uint8 BGRX, a read-only view of the live screen; it changes while
    one looks, so copy before use (see screen.py).
    """

    def __init__(self) -> None:
        """Start it. Raises DisplayUnavailable."""
        if sys.platform != "linux":
            raise DisplayUnavailable("a mapped framebuffer needs Linux")
        if shutil.which("Xvfb") is None:
            raise DisplayUnavailable("Xvfb is not installed (Debian, Ubuntu: apt-get install xvfb)")
        # Closed however this process ends; Xvfb, its folder and its sockets then go within a moment.
        self.folder = Path(tempfile.mkdtemp(prefix="shadow-display-", dir=_memory_folder()))
        self.cookie = self.folder / "cookie"
        self.cookie.write_bytes(_xauthority(secrets.token_bytes(16)))
        self._keeper = subprocess.Popen(
            ["sh", "-c", _KEEPER, "shadow-display", str(self.folder), f"{WIDTH}x{HEIGHT}x24"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            self.name = f":{self._read_number()}"
            self.pixels = _map_xwd(self.folder / "Xvfb_screen0")
        except Exception:
            self.close()
            raise

    @property
    def environment(self) -> dict[str, str]:
        """What a program needs in its environment to appear on this display."""
        return {"DISPLAY": self.name, "XAUTHORITY": str(self.cookie)}

    def close(self) -> None:
        """End the display and remove its files. Whatever still draws on it loses its connection."""
        if self._keeper.stdin is not None:
            self._keeper.stdin.close()
        try:
            self._keeper.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._keeper.kill()
            self._keeper.wait()
        if self._keeper.stdout is not None:
            self._keeper.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _read_number(self) -> int:
        text, until = b"", time.monotonic() + _START_S
        while not text.endswith(b"\n"):
            ready, _, _ = select.select([self._keeper.stdout], [], [], max(until - time.monotonic(), 0))
            more = os.read(self._keeper.stdout.fileno(), 16) if ready else b""  # type: ignore[union-attr]
            if not more:
                log = (self.folder / "log").read_text(errors="replace").strip().splitlines() if (self.folder / "log").exists() else []
                raise DisplayUnavailable(f"Xvfb did not start: {log[-1] if log else f'no answer within {_START_S:g} s'}")
            text += more
        return int(text)


def _memory_folder() -> str | None:
    """A folder in memory with room for the screen; None for the usual temporary folder."""
    try:
        room = os.statvfs("/dev/shm")
    except OSError:
        return None
    return "/dev/shm" if room.f_bavail * room.f_frsize > 4 * WIDTH * HEIGHT * 4 and os.access("/dev/shm", os.W_OK) else None


def _xauthority(cookie: bytes) -> bytes:
    """An Xauthority file with one entry, for every display of this host."""
    parts = (socket.gethostname().encode(), b"", b"MIT-MAGIC-COOKIE-1", cookie)
    return struct.pack(">H", 256) + b"".join(struct.pack(">H", len(part)) + part for part in parts)


def _map_xwd(path: Path) -> np.ndarray:
    """(H, W, 4) uint8 BGRX view of the screen in an XWD file; 25 big-endian words, colors, pixels."""
    with path.open("rb") as file:
        memory = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
    header = struct.unpack(">25I", memory[:100])
    size, width, height, depth_bits, line, colors = header[0], header[4], header[5], header[11], header[12], header[19]
    masks = header[14:17]
    if depth_bits != 32 or masks != (0xFF0000, 0x00FF00, 0x0000FF) or header[7] != 0:
        raise DisplayUnavailable(f"Xvfb lays out its pixels in a way not known here: {depth_bits} bits, masks {masks}")
    pixels = np.frombuffer(memory, np.uint8, height * line, size + colors * 12)
    return pixels.reshape(height, line // 4, 4)[:, :width]
