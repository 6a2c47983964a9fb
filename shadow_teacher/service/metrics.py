"""What Prometheus reads at /metrics."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector


class Metrics:
    """One service's own registry, so that two services in one process (tests) do not mix."""

    def __init__(self, counts: Callable[[], dict[str, int]], free_bytes: Callable[[], int]) -> None:
        """counts: requests by status. free_bytes: of the disk with the frames."""
        self.registry = CollectorRegistry()
        self.calls = Counter("shadow_teacher_calls", "Calls by route and answer.", ["method", "route", "code"], registry=self.registry)
        self.call_seconds = Histogram("shadow_teacher_call_seconds", "Seconds a call took, by route.", ["route"], registry=self.registry)
        self.intake = Counter("shadow_teacher_intake", "Requests taken in: new, duplicate, refused.", ["result"], registry=self.registry)
        self.frames = Counter("shadow_teacher_frames", "Frames stored for the first time.", registry=self.registry)
        self.taught = Counter("shadow_teacher_taught", "Requests a worker was done with, by outcome.", ["outcome"], registry=self.registry)
        self.teaching_seconds = Histogram("shadow_teacher_teaching_seconds", "Seconds a worker spent on a request.", registry=self.registry)
        self.lessons = Counter("shadow_teacher_lessons", "Lessons, by who decided.", ["decided_by"], registry=self.registry)
        free = Gauge("shadow_teacher_disk_free_bytes", "Bytes free on the disk with the frames.", registry=self.registry)
        free.set_function(free_bytes)
        self.registry.register(_Queue(counts))

    def text(self) -> bytes:
        return generate_latest(self.registry)


class _Queue(Collector):
    """Asked anew for each reading, so that a status nobody has any more is not shown with an old number."""

    def __init__(self, counts: Callable[[], dict[str, int]]) -> None:
        self._counts = counts

    def collect(self) -> list[GaugeMetricFamily]:
        family = GaugeMetricFamily("shadow_teacher_requests", "Requests in the database, by status.", labels=["status"])
        counts = self._counts()
        for status in ("queued", "leased", "answered", "needs_person", "dead"):
            family.add_metric([status], counts.get(status, 0))
        return [family]
