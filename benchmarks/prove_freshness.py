"""No stale picture: colors alternate in a live browser, and every picture taken must show the color set before.

    python -m benchmarks.prove_freshness --alternations 2000 --out benchmarks/results/prove_freshness.json

Ways of changing a page, in turn: an evaluate call, a raw click, a key, a timer that the test waited for; now and then a
timer that nobody asked the browser about. A second context's page takes turns with the first. Small and large areas
change, at once or in two steps of which the first shows another color. The same again in a browser of device scale 2. A picture is stale when the color it shows is not the last one;
pictures that came through CDP because the framebuffer declined are counted apart. Run it on a busy machine: that is
where pictures are late.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from pytest_shadow import camera
from pytest_shadow.backends import Backends
from pytest_shadow.browsers import browser_path
from pytest_shadow.calls import run
from pytest_shadow.options import Settings
from shadow_runtime.errors import CaptureError

from .live_conditions import conditions, load
from .report import report

PAGE = """<body style="margin:0;background:#fff"><button id=b style="position:absolute;left:40px;top:40px;width:120px;height:40px"
onclick="paint()">Next</button><input id=i style="position:absolute;left:40px;top:100px" onkeydown="paint()"><div id=d
style="position:absolute;left:400px;top:300px;width:80px;height:60px"></div><script>
let next = '', large = false;
function paint() { d.style.background = next; document.body.style.background = large ? next : '#fff'; window.done = next; }
function later(ms) { setTimeout(paint, ms); }
</script>""" + "".join(f"<p style='margin:0 0 4px 600px'>Row {i} of some text <button>Open {i}</button></p>" for i in range(24))
WAYS = ("evaluate", "click", "key", "timer", "two steps")
POINT = (440, 330)  # within the small area, CSS px


class Subject:
    """One page with its camera, and the color it shows."""

    def __init__(self, page: Any, backends: Backends) -> None:
        self.page, self.camera = page, camera.Camera(page, False, backends)
        page.set_default_timeout(300_000)  # a busy machine may take its time; what counts is what is seen in the end
        page.set_content(PAGE)
        self._note_copies(backends.station.screen)

    def _note_copies(self, screen: Any) -> None:
        """copies_at_mark: how many copies the screen had made when the last mark was seen."""
        wait = screen.wait_for_code

        def noting(*arguments: Any) -> bool:
            seen = wait(*arguments)
            self.copies_at_mark = screen.copies
            return seen

        self.copies_at_mark, screen.wait_for_code = 0, noting

    def change(self, way: str, color: tuple[int, int, int], chance: random.Random) -> None:
        """Make the page show a color. Returns once it was done, as far as a test could know."""
        self.page.evaluate("([color, l]) => { next = color; large = l; }", ["rgb({},{},{})".format(*color), chance.random() < 0.4])
        way = way.removesuffix(", other context")
        if way == "click":
            self.page.click("#b")
        elif way == "key":
            self.page.press("#i", "a")
        elif way == "timer":
            self.page.evaluate(f"later({chance.randrange(30)})")
            self.page.wait_for_function("done === next")
        elif way == "two steps":
            self.page.evaluate(f"() => {{ const last = next; next = 'rgb(1,2,3)'; paint(); next = last; later({chance.randrange(12)}); }}")
            self.page.wait_for_function("done === next")
        elif way == "silent timer":
            self.page.evaluate("done = ''")
            self.page.evaluate(f"later({chance.randrange(5)})")
            time.sleep(0.5 + chance.random() / 10)  # long past: a test that sleeps until it must have happened
        else:
            self.page.evaluate("paint()")

    def shows(self) -> tuple[tuple[int, int, int], float, str]:
        """The color seen, milliseconds the picture took, where it came from."""
        frame = run(self.camera.capture(), False)
        x, y = (int(value * frame.scale) for value in POINT)
        framebuffer, source = self.camera._framebuffer, "CDP"
        if framebuffer is not None and framebuffer._frame is frame:
            source = "framebuffer, copied before its mark was seen" if framebuffer._copy <= self.copies_at_mark else "framebuffer"
        return tuple(frame.rgb[y, x].tolist()), frame.capture_ms, source


def alternate(browser: Any, backends: Backends, count: int, scale: float, seed: int = 0) -> dict[str, Any]:
    """Alternate count times; returns what was counted."""
    chance, counts, ways, times, stale, loads = random.Random(seed), Counter(), Counter(), [], [], [load()]
    subjects = [Subject(browser.new_context(device_scale_factor=scale).new_page(), backends) for _ in range(2)]
    for number in range(count):
        if number % 100 == 99:
            loads.append(load())
            print(f"device scale {scale}: {number + 1} of {count}, {len(stale)} stale", file=sys.stderr, flush=True)
        way = "silent timer" if number % 30 == 29 else WAYS[number % len(WAYS)]
        other = number % 16 >= 12  # the contexts' windows cover each other: each turn raises one
        subject, way = subjects[other], f"{way}, other context" if other else way
        color = tuple(chance.randrange(256) for _ in range(3))
        subject.change(way, color, chance)
        try:
            seen, milliseconds, source = subject.shows()
        except CaptureError:
            counts["no picture in time"] += 1
            continue
        direct = source != "CDP"
        counts["from the framebuffer" if direct else "through CDP"] += 1
        if "," in source:
            counts["... " + source.split(", ")[1]] += 1
        ways[way] += 1
        if direct:
            times.append(milliseconds)
        if seen != color:
            stale.append({"number": number, "way": way, "expected": color, "seen": seen, "source": source})
        if chance.random() < 0.3:  # a second look at once: nothing was asked of the browser since
            try:
                again, _, source = subject.shows()
            except CaptureError:
                counts["no picture in time"] += 1
                continue
            counts["looked again"] += 1
            if again != color:
                stale.append({"number": number, "way": way + ", again", "expected": color, "seen": again, "source": source})
    for subject in subjects:
        subject.page.context.close()
    spread = dict(zip(("p50_ms", "p95_ms", "p99_ms"), np.percentile(times, (50, 95, 99)).round(2).tolist(), strict=True)) if times else {}
    return {"device_scale": scale, "alternations": count, "stale": len(stale), "counts": dict(counts), "ways": dict(ways), "capture": spread,
            "loads": loads, "stale_ones": stale[:20]}  # fmt: skip


def prove(alternations: int) -> dict[str, Any]:
    """Three quarters at device scale 1, the rest in a browser that paints at 2."""
    from playwright.sync_api import sync_playwright

    camera.DEADLINE_S = 20.0  # what counts is what is seen, however long a busy machine takes to show it
    made_under, parts, reasons = conditions(), [], []
    for scale, count in ((1, alternations - alternations // 4), (2, alternations // 4)):
        backends = Backends("framebuffer")
        args: dict[str, Any] = {"args": [f"--force-device-scale-factor={scale}"]} if scale != 1 else {}
        with warnings.catch_warnings(record=True) as caught, sync_playwright() as playwright:
            warnings.simplefilter("always")
            path = browser_path(Settings())
            browser = playwright.chromium.launch(**backends.launch_args({**args, **({"executable_path": path} if path else {})}))
            started = time.monotonic()
            parts.append({**alternate(browser, backends, count, scale), "seconds": round(time.monotonic() - started, 1), "browser": browser.version})
            browser.close()
        backends.close()
        reasons += [str(warning.message) for warning in caught]
    return {"what": "alternating colors, one picture after each change", **made_under, "stale": sum(p["stale"] for p in parts), "parts": parts, "said": reasons}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--alternations", type=int, default=2000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    result = prove(options.alternations)
    report(result, options.out)
    direct = sum(part["counts"].get("from the framebuffer", 0) for part in result["parts"])
    return 1 if result["stale"] or not direct else 0


if __name__ == "__main__":
    sys.exit(main())
