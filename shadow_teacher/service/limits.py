"""How much one token may send: a bucket of permits that fills steadily, by the monotonic clock."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

KEPT = 10_000


class RateLimit:
    """rate: permits a minute. burst: the most that gather."""

    def __init__(self, rate: float, burst: int, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._monotonic = rate / 60, burst, monotonic
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, who: str, count: int = 1) -> float:
        """0 when granted, else the seconds after which to try again. More than a whole burst at once waits for a full bucket."""
        count = min(count, self._burst)
        with self._lock:
            now = self._monotonic()
            permits, last = self._buckets.pop(who, (float(self._burst), now))
            permits = min(permits + (now - last) * self._rate, self._burst)
            wait = 0.0 if permits >= count else (count - permits) / self._rate
            self._buckets[who] = permits - count if wait == 0 else permits, now
            while len(self._buckets) > KEPT:
                self._buckets.popitem(last=False)
        return wait
