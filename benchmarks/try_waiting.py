"""What might make a framebuffer look shorter, each beside the way it is done, by turns in one process.

    python -m benchmarks.try_waiting --out benchmarks/results/try_waiting.json [--rounds 100]

    copied late      the picture is copied when its mark is there, not already when the change is
    seen meanwhile   what was copied before its mark is there is seen at once; thrown away if more was drawn
    spinning         the screen is watched without sleeping
    480 Hz           the private display shows twice as many pictures a second
    eager            the page may begin its next picture before the last one is on the screen (Chromium's switch for it)
    overlay          the mark is drawn by the developer tools' overlay (Overlay.highlightRect), not by a style sheet

docs/capture.md says what came of them.
"""

from __future__ import annotations

import argparse
import itertools
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from pytest_shadow import assert_visual, camera, screen
from pytest_shadow.backends import Backends
from pytest_shadow.browsers import browser_path
from pytest_shadow.calls import run
from pytest_shadow.marker import Marker, new_code
from pytest_shadow.options import Settings
from shadow_runtime import Shadow

from .live_capture import CLAIM, Looker, timed
from .live_conditions import conditions
from .report import report

HERTZ = 480
EAGER = "--enable-main-frame-before-activation"
PICTURE, ASSERTION, MARK = "picture after a change", "assert_visual after a change never seen before", "mark asked for to mark seen"


class Watched:
    """A browser on a private display of its own, and a page in it."""

    def __init__(self, playwright: Any, eyes: Any, *args: str, hertz: int = screen.REFRESH_HZ) -> None:
        usual, screen.REFRESH_HZ = screen.REFRESH_HZ, hertz
        self.backends = Backends("framebuffer")
        path = browser_path(Settings())
        self.browser = playwright.chromium.launch(**self.backends.launch_args({"args": list(args), **({"executable_path": path} if path else {})}))
        screen.REFRESH_HZ = usual
        self.looker = Looker(self.browser, self.backends, "framebuffer", eyes, lambda: eyes)
        for _ in range(20):  # a very busy machine may show a new window late
            self.looker.picture()
            if self.looker.is_direct():
                break
            time.sleep(0.5)
        else:
            raise SystemExit("the framebuffer did not verify here")
        self.framebuffer = self.looker.onlooker._camera._framebuffer
        self.screen = self.backends.station.screen  # type: ignore[union-attr]
        self.stages: dict[str, float] = {}  # of the last look: when, as perf_counter tells

    @contextmanager
    def waiting(self, meanwhile: Callable[[Callable[[], Any]], None]) -> Iterator[None]:
        """Do something else while a mark is on its way; meanwhile is given what is done usually."""
        usual = self.screen.wait_for_code

        def wait(x: int, y: int, code: int, seconds: float, copy: Callable[[], Any] = lambda: None) -> bool:
            self.stages = {"the page answered that the mark is set": time.perf_counter()}
            seen = usual(x, y, code, seconds, lambda: meanwhile(copy))
            self.stages["the mark was seen"] = time.perf_counter()
            return seen

        self.screen.wait_for_code = wait
        try:
            yield
        finally:
            del self.screen.wait_for_code

    def as_it_is(self) -> Any:
        def note(copy: Callable[[], Any]) -> None:
            before = self.screen.copies
            copy()
            if self.screen.copies != before:
                self.stages["the change was copied"] = time.perf_counter()

        return self.waiting(note)

    def copied_late(self) -> Any:
        return self.waiting(lambda _copy: None)

    def seen_meanwhile(self) -> Any:
        eyes = self.looker.onlooker.session.eyes

        def see(copy: Callable[[], Any]) -> None:
            before = self.screen.copies
            rgb = copy()
            if self.screen.copies != before:
                eyes.see(rgb)

        return self.waiting(see)

    @contextmanager
    def spinning(self) -> Iterator[None]:
        self.screen.sleep = lambda _seconds: self.screen.take_events()
        try:
            yield
        finally:
            del self.screen.sleep

    def mark(self, setting: Callable[[int], Any]) -> float | None:
        """Milliseconds until the mark that setting(code) sets is seen; None when it is not."""
        self.looker.change()
        area, code = self.framebuffer._area, new_code()
        started = time.perf_counter()
        setting(code)
        seen = self.screen.wait_for_code(area.x + area.width - 1, area.y + area.height - 1, code, 1.0)
        return (time.perf_counter() - started) * 1e3 if seen else None

    def close(self) -> None:
        self.browser.close()
        self.backends.close()


def measure(rounds: int) -> dict[str, Any]:
    from playwright.sync_api import sync_playwright

    camera.DEADLINE_S = 20.0  # a late picture is measured, not an error
    made_under, times, counts = conditions(), {}, Counter()
    eyes = Shadow.load()
    with sync_playwright() as playwright:
        usual, fast, eager = Watched(playwright, eyes), Watched(playwright, eyes, hertz=HERTZ), Watched(playwright, eyes, EAGER)
        for number, watched in enumerate((usual, fast, eager)):
            watched.looker.numbers = itertools.count(3000 * number)  # no two show the same words: each has to be seen anew
        send = usual.looker.onlooker._camera._send
        marker = Marker(send, False)
        size = usual.looker.page.viewport_size

        def add(what: str, how: str, milliseconds: float | None) -> None:
            if milliseconds is not None:
                times.setdefault((what, how), []).append(milliseconds)

        def picture(watched: Watched, how: str, around: Any) -> None:
            watched.looker.change()
            before = watched.screen.copies
            started = time.perf_counter()
            with around:
                add(PICTURE, how, timed(watched.looker.picture))
            if how == "as it is":
                for stage, at in watched.stages.items():
                    add("from the call until", stage, (at - started) * 1e3)
            counts[f"{how}: copies for one picture", watched.screen.copies - before] += 1

        def assertion(watched: Watched, how: str, around: Any) -> None:
            watched.looker.change_anew()
            with around:
                add(ASSERTION, how, timed(lambda: assert_visual(watched.looker.onlooker, CLAIM, 30_000)))

        def by_style(code: int) -> None:
            run(marker.mark(code, 20.0), False)

        def by_overlay(code: int) -> None:
            color = {"r": code >> 16, "g": code >> 8 & 255, "b": code & 255, "a": 1}
            none = {"r": 0, "g": 0, "b": 0, "a": 0}
            send("Overlay.highlightRect", {"x": size["width"] - 1, "y": size["height"] - 1, "width": 1, "height": 1, "color": color, "outlineColor": none})

        def marks(setting: Callable[[int], Any], how: str) -> None:
            add(MARK, how, usual.mark(setting))
            send("Overlay.hideHighlight", {})

        jobs = [
            *(lambda what=what, how=how, around=around, watched=watched: what(watched, how, around()) for what, how, around, watched in (
                (picture, "as it is", usual.as_it_is, usual), (picture, "copied late", usual.copied_late, usual),
                (picture, "spinning", usual.spinning, usual), (picture, "480 Hz", fast.as_it_is, fast),
                (picture, "eager", eager.as_it_is, eager), (assertion, "eager", eager.as_it_is, eager),
                (assertion, "as it is", usual.as_it_is, usual), (assertion, "copied late", usual.copied_late, usual),
                (assertion, "seen meanwhile", usual.seen_meanwhile, usual), (assertion, "480 Hz", fast.as_it_is, fast),
            )),
        ]  # fmt: skip
        for number in range(rounds + 3):
            random.shuffle(jobs)
            for job in jobs:
                job()
            if number == 2:
                times.clear()  # the first rounds warm up
                counts.clear()
        send("DOM.enable", {})  # last: a page that had an overlay once may be slower afterwards
        send("Overlay.enable", {})
        for _ in range(rounds):
            marks(by_style, "as it is")
            marks(by_overlay, "overlay")
        version = usual.browser.version
        for watched in (usual, fast, eager):
            watched.close()
    rows = [
        {"what": what, "how": how, **dict(zip(("least_ms", "p25_ms", "p50_ms", "p95_ms"), np.percentile(values, (0, 25, 50, 95)).round(2).tolist(), strict=True)), "n": len(values)}
        for (what, how), values in sorted(times.items())
    ]  # fmt: skip
    copies: dict[str, dict[str, int]] = {}
    for (name, number), count in sorted(counts.items()):
        copies.setdefault(name, {})[str(number)] = count
    return {**made_under, "browser": f"Chromium {version}", "ways": rows, "copies": copies}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    report(measure(options.rounds), options.out)


if __name__ == "__main__":
    main()
