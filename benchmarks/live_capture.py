"""Live pages: assert_visual beside what a Playwright user knows, all in one run, each kind of call in turn.

    python -m benchmarks.live_capture --out benchmarks/results/live_capture.json [--rounds 40] [--only captures]

Two browsers: the headless one that Playwright starts by default, and the headed one on a private display. "After a
change" is timed from the call that changed the page having returned; "change to picture" contains that call too. A plain
change alternates two colors, so what was seen before is known again; a change "never seen before" brings a color and words
that no look has met, so no cache of scenes, rows or colors helps.
Where --only captures is given no student looks, only pictures are taken.
"""

from __future__ import annotations

import argparse
import io
import itertools
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from pytest_shadow import assert_visual, camera
from pytest_shadow.backends import Backends
from pytest_shadow.browsers import browser_path
from pytest_shadow.calls import run
from pytest_shadow.onlooker import Onlooker
from pytest_shadow.options import Settings
from pytest_shadow.session import ShadowSession

from .live_conditions import conditions
from .report import report

PAGE = """<style>body { margin: 0; font: 15px sans-serif; background: #fff } main { margin: 24px 60px } td, th { padding: 6px 18px; text-align: left }
button { border: 0; border-radius: 6px; padding: 9px 20px; font: inherit; color: #fff; background: #1f6feb }</style>
<main><h1>Orders</h1><p><input placeholder="Search orders"> <button id=save style="background:#1a7f37">Save</button> <button>Cancel</button></p><table>
<tr><th>Order</th><th>Customer</th><th>Total</th><th>State</th></tr>""" + "".join(
    f"<tr><td>#{1000 + i}</td><td>Customer {i}</td><td>{i * 7 + 3}.50</td><td>{'open' if i % 3 else 'paid'}</td></tr>" for i in range(12)
) + "</table></main>"  # fmt: skip
GREENS = ("#1a7f37", "#188a3a")  # the claim holds for both, so that every call passes at its first look
CLAIM = "save button is green"
WORDS = ("Orders", "Customer 3")
CHANGE = """([color, words]) => { document.getElementById('save').style.background = color; document.querySelector('h1').textContent = words[0];
document.querySelectorAll('tr:nth-child(5) td')[1].textContent = words[1]; }"""


FRAMES_A_SECOND = """() => new Promise(done => { let count = 0; const start = performance.now();
const tick = now => { count += 1; now - start < 1000 ? requestAnimationFrame(tick) : done(count); }; requestAnimationFrame(tick); })"""
NEW_PAGES = 6


class Looker:
    """A page in a browser, looked at through one back end."""

    def __init__(self, browser: Any, backends: Backends, mode: str, eyes: Any, load: Callable[[], Any]) -> None:
        self.page = browser.new_page(viewport={"width": 1280, "height": 720})
        self.page.set_content(PAGE)
        session = ShadowSession(Settings(capture=mode), load=lambda _model: load())  # type: ignore[arg-type]
        session.backends = backends
        if eyes is not None:
            session.eyes = eyes
        self.onlooker = Onlooker(self.page, session)
        self.greens = itertools.cycle(GREENS)
        self.numbers = itertools.count(int.from_bytes(mode.encode()) % 997)

    def change(self) -> None:
        self.page.evaluate(CHANGE, [next(self.greens), WORDS])

    def change_anew(self) -> None:
        """A green of its own and words of its own each time."""
        number = next(self.numbers)
        color = f"rgb({16 + number % 19}, {122 + number % 17}, {48 + number % 13})"
        self.page.evaluate(CHANGE, [color, [f"Orders of week {number * 7919 % 9973}", f"Customer {number * 6151 % 99991}"]])

    def close(self) -> None:
        self.page.close()

    def picture(self) -> np.ndarray:
        return run(self.onlooker._camera.capture(), False).rgb

    def is_direct(self) -> bool:
        framebuffer = self.onlooker._camera._framebuffer
        return framebuffer is not None and framebuffer._frame is not None


def timed(call: Callable[[], Any]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1e3


def measure(rounds: int, with_student: bool) -> dict[str, Any]:
    """Rows of milliseconds, and totals."""
    from playwright.sync_api import expect, sync_playwright

    from shadow_runtime import Shadow

    camera.DEADLINE_S = 20.0  # a late picture is measured, not an error
    made_under = conditions()
    times: dict[str, list[float]] = {}
    totals: dict[str, float] = {}
    path = browser_path(Settings())
    plain: dict[str, Any] = {"executable_path": path} if path else {}
    direct = Backends("framebuffer")
    totals["start a private display"] = timed(lambda: direct.launch_args({}))
    if direct.station is None:
        raise SystemExit("no private display can be had here: install xvfb and python-xlib")
    eyes = Shadow.load() if with_student else None
    with sync_playwright() as playwright:
        started = time.perf_counter()
        headless = playwright.chromium.launch(**plain)
        totals["start the headless browser"] = (time.perf_counter() - started) * 1e3
        before = memory(os.getpid())
        started = time.perf_counter()
        headed = playwright.chromium.launch(**direct.launch_args(plain))
        totals["start the headed browser on it"] = (time.perf_counter() - started) * 1e3
        lookers = {
            "framebuffer": Looker(headed, direct, "framebuffer", eyes, Shadow.load),
            "cdp": Looker(headless, Backends("cdp"), "cdp", eyes, Shadow.load),
            "screenshot": Looker(headless, Backends("screenshot"), "screenshot", eyes, Shadow.load),
        }
        totals["first picture, framebuffer (viewport found and verified)"] = timed(lookers["framebuffer"].picture)
        totals["first picture, cdp"] = timed(lookers["cdp"].picture)
        for _ in range(20):  # a very busy machine may show a new window late
            if not lookers["framebuffer"].is_direct():
                time.sleep(0.5)
                lookers["framebuffer"].picture()
        if not lookers["framebuffer"].is_direct():
            raise SystemExit("the framebuffer did not verify here")
        page = lookers["cdp"].page
        button = page.locator("#save")
        stored = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))

        def compare() -> None:
            shot = np.asarray(Image.open(io.BytesIO(page.screenshot())).convert("RGB"))
            _ = (shot != stored).any(axis=2).mean()

        def add(name: str, call: Callable[[], Any]) -> None:
            times.setdefault(name, []).append(timed(call))

        def claim(name: str) -> Callable[[], Any]:
            return lambda: assert_visual(lookers[name].onlooker, CLAIM)

        for number in range(rounds + 2):
            page.evaluate(CHANGE, [GREENS[0], WORDS])
            add("expect(locator).to_have_css", lambda: expect(button).to_have_css("background-color", "rgb(26, 127, 55)"))
            add("page.screenshot", page.screenshot)
            add("page.screenshot and pixel comparison", compare)
            for name, looker in lookers.items():
                looker.change()
                add(f"picture after a change, {name}", looker.picture)

                def both(looker: Looker = looker) -> None:
                    looker.change()
                    looker.picture()

                add(f"change to picture, {name}", both)
                if with_student:
                    looker.change()
                    add(f"assert_visual after a change, {name}", claim(name))
                    add(f"assert_visual on an unchanged page, {name}", claim(name))
                    looker.change_anew()
                    add(f"assert_visual after a change never seen before, {name}", claim(name))
                    if name == "framebuffer":  # what of it is not the picture
                        looker.change_anew()
                        shown = looker.picture()
                        add("... of which seeing", lambda: eyes.see(shown))  # noqa: B023
                        add("... of which reading and putting together", lambda: eyes.see(shown).elements)  # noqa: B023
                        add("... of which the first claim", lambda: eyes.see(shown).check(CLAIM))  # noqa: B023
                else:
                    add(f"picture of an unchanged page, {name}", looker.picture)
            time.sleep(0.01)
            if number == 1:
                times.clear()  # the first two rounds warm up
        for name, (browser, backends) in {"framebuffer": (headed, direct), "cdp": (headless, Backends("cdp"))}.items():
            totals[f"requestAnimationFrame calls in a second, {name}"] = lookers[name].page.evaluate(FRAMES_A_SECOND)
            for _ in range(NEW_PAGES):
                fresh = Looker(browser, backends, name, eyes, Shadow.load)
                add(f"first picture of a new page, {name}", fresh.picture)
                fresh.close()
        version = headed.version
        headless.close()
        totals["memory of a headed browser with its page and display, MB"] = memory(os.getpid()) - before + memory_of_display(direct)
        headed.close()
    direct.close()
    rows = [
        {"name": name, **dict(zip(("p50_ms", "p95_ms", "p99_ms"), np.percentile(values, (50, 95, 99)).round(3).tolist(), strict=True)), "n": len(values)}
        for name, values in times.items()
    ]
    notes = {name: round(value, 1) for name, value in totals.items()}
    return {**made_under, "browser": f"Chromium {version}", "rows": rows, "notes": notes}


def memory(pid: int) -> float:
    """MB (proportional set size) of all descendants of a process."""
    parents: dict[int, list[int]] = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            parents.setdefault(int(Path(f"/proc/{name}/stat").read_text().rsplit(")", 1)[1].split()[1]), []).append(int(name))
        except OSError:
            continue
    found, todo = 0.0, [pid]
    while todo:
        for child in parents.get(todo.pop(), ()):
            todo.append(child)
            found += pss(child)
    return found


def memory_of_display(backends: Backends) -> float:
    """MB of the private display's screen, which lies in a file in memory."""
    folder = backends.station.display.folder  # type: ignore[union-attr]
    return sum(file.stat().st_blocks * 512 for file in folder.iterdir()) / 2**20


def pss(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--only", choices=("captures",))
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    report(measure(options.rounds, options.only is None), options.out)
    return 0


if __name__ == "__main__":
    sys.exit(main())
