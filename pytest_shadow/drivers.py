"""Has anybody talked to the browser? The Playwright drivers of this process, and how much they have read.

Every call of a test reaches the browser through the driver, a child process that has read its bytes before the call
returns. As long as the drivers have read nothing, nothing was asked of the browser.
"""

from __future__ import annotations

import os


def have_read_nothing_since(counts: tuple[tuple[int, int], ...] | None) -> bool:
    """True when these, from `bytes_read`, are still the drivers and their counts."""
    try:
        # Most often a driver that is known has read something: then nobody need look for others.
        return counts is not None and all(_count(pid) == count for pid, count in counts) and counts == bytes_read()
    except (OSError, ValueError):
        return False


def bytes_read() -> tuple[tuple[int, int], ...] | None:
    """(process id, bytes ever read) of each driver; None where that cannot be known (no driver found, no /proc)."""
    found = []
    try:
        for thread in os.listdir("/proc/self/task"):
            for child in _content(f"/proc/self/task/{thread}/children").split():
                pid = int(child)
                if _is_driver(pid):
                    found.append((pid, _count(pid)))
    except (OSError, ValueError):
        return None
    return tuple(found) or None


def _count(pid: int) -> int:
    counts = _content(f"/proc/{pid}/io")
    return int(counts[7 : counts.index(b"\n")])  # the first line is "rchar: N"


_known: dict[int, bool] = {}


def _is_driver(pid: int) -> bool:
    if not _known.get(pid):  # a child that is no driver yet may be one that was just forked
        _known[pid] = b"run-driver" in _content(f"/proc/{pid}/cmdline")
    return _known[pid]


def _content(path: str) -> bytes:
    """What a file of /proc says; asked twice for every picture, hence without file objects."""
    file = os.open(path, os.O_RDONLY)
    try:
        return os.read(file, 65536)
    finally:
        os.close(file)
