"""Pictures out of a private display's memory, in a real browser: the right ones, never an old one, and nothing left behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pytest_shadow.backends import Backends, ShadowCaptureWarning
from pytest_shadow.calls import run
from pytest_shadow.camera import Camera
from pytest_shadow.drivers import bytes_read, have_read_nothing_since
from shadow_runtime.browsers import find_browser
from shadow_runtime.errors import CaptureError

pytest.importorskip("pytest_playwright", reason="the framebuffer is looked at from sync pages here")
ROOT = Path(__file__).parents[2]
missing = [name for name, there in (
    ("Linux", sys.platform == "linux"), ("Xvfb (apt-get install xvfb)", shutil.which("Xvfb")), ("a Chromium", find_browser()),
) if not there]  # fmt: skip
pytestmark = pytest.mark.skipif(bool(missing), reason=f"needs {', '.join(missing)}")
PAGE = """<body style="margin:0;background:#fff"><h1>Orders</h1><button id=b style="position:absolute;left:40px;top:200px;width:120px;height:40px"
onclick="paint()">Next</button><div id=d style="position:absolute;left:400px;top:300px;width:80px;height:60px"></div>
<script>let next = 'rgb(9,9,9)'; function paint() { d.style.background = next; }</script>"""


class Bench:
    """A browser on a private display."""

    def __init__(self, playwright: Any, *args: str) -> None:
        self.backends = Backends("framebuffer")
        launch = self.backends.launch_args({"args": list(args), "executable_path": str(find_browser().path)})
        self.browser = playwright.chromium.launch(**launch)
        self.said: list[str] = []
        self.backends.say_once = self.said.append  # type: ignore[method-assign]

    def page(self, html: str = PAGE, **context: Any) -> tuple[Any, Camera]:
        page = self.browser.new_context(**context).new_page()
        page.set_content(html)
        return page, Camera(page, False, self.backends)

    def close(self) -> None:
        self.browser.close()
        self.backends.close()


@pytest.fixture(scope="module")
def playwright() -> Iterator[Any]:
    """Playwright for this file only: pytest-playwright's own stays until the run ends, and no second one starts beside it."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="module")
def bench(playwright: Any) -> Iterator[Bench]:
    opened = Bench(playwright)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def leave_no_page(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("pytest_shadow.camera.DEADLINE_S", 20.0)  # not what is tested here
    yield
    if "bench" in request.fixturenames:
        for context in request.getfixturevalue("bench").browser.contexts:
            context.close()


def look(camera: Camera, wanted: Any = lambda frame: True, seconds: float = 60) -> Any:
    """A picture; on a very busy machine the browser may give none in time, or show its window late, so ask again."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            frame = run(camera.capture(), False)
        except CaptureError:
            continue
        if wanted(frame):
            return frame
        time.sleep(0.3)
    pytest.fail("no such picture")


def framed(camera: Camera) -> Any:
    """A picture from the framebuffer."""
    frame = look(camera, lambda frame: is_direct(camera, frame))
    assert frame.rgb.flags.owndata, "seeing it would copy it"
    assert not frame.rgb.flags.writeable, "seeing it would copy it"
    return frame


def is_direct(camera: Camera, frame: Any) -> bool:
    return camera._framebuffer is not None and camera._framebuffer._frame is frame


def color(frame: Any) -> tuple[int, ...]:
    return tuple(frame.rgb[int(330 * frame.scale), int(440 * frame.scale)].tolist())


def same_as_cdp(page: Any, frame: Any) -> bool:
    reference = look(Camera(page, False))
    if reference.rgb.shape != frame.rgb.shape:
        return False
    wrong = (reference.rgb != frame.rgb).any(axis=2)
    return not wrong[:-1, :-1].any() and wrong.sum() <= 1  # the corner may still show the last mark to CDP


def alternate(page: Any, camera: Camera, times: int, act: Any) -> None:
    for number in range(times):
        wanted = (40 + number * 7 % 200, 200 - number * 11 % 190, 5 + number % 250)
        page.evaluate("c => { next = c; }", "rgb({},{},{})".format(*wanted))
        act(page)
        assert color(look(camera)) == wanted


def test_it_shows_what_cdp_captures_and_no_old_picture(bench: Bench):
    page, camera = bench.page()
    frame = framed(camera)
    assert frame.rgb.shape == (720, 1280, 3)
    assert same_as_cdp(page, frame)
    alternate(page, camera, 12, lambda p: p.evaluate("paint()"))
    alternate(page, camera, 12, lambda p: p.click("#b"))
    alternate(page, camera, 6, lambda p: (p.evaluate("setTimeout(() => { paint(); window.done = next; }, 20)"), p.wait_for_function("window.done === next")))


def test_an_unchanged_page_is_not_copied_again(bench: Bench):
    page, camera = bench.page()
    first, again = None, framed(camera)
    for _ in range(12):  # a page just opened may be drawn once more, and late on a busy machine
        first = again
        page.wait_for_timeout(30)
        page.evaluate("1")  # asked: a mark has to be seen, but nothing else was drawn
        again = look(camera)
        if again.rgb is first.rgb:
            break
    assert again.rgb is first.rgb
    page.evaluate("d.style.background = '#123456'")
    assert color(look(camera)) == (0x12, 0x34, 0x56)


def test_whoever_asks_the_browser_is_noticed(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    page, _ = bench.page()
    page.wait_for_timeout(200)
    counts = bytes_read()
    assert counts is not None
    assert have_read_nothing_since(counts)
    page.evaluate("1")
    assert not have_read_nothing_since(counts)
    counts = bytes_read()
    monkeypatch.setattr("pytest_shadow.drivers.bytes_read", lambda: (*counts, (1, 1)))
    assert not have_read_nothing_since(counts), "another driver was started"
    assert not have_read_nothing_since(None), "nothing is known"


def test_two_contexts_and_two_pages_of_one_window(bench: Bench):
    one, other = bench.page(), bench.page()
    third = one[0].context.new_page()
    third.set_content(PAGE)
    pages = [one, other, (third, Camera(third, False, bench.backends))]
    for _, camera in pages:
        framed(camera)
    for number in range(4):
        for index, (page, camera) in enumerate(pages):
            wanted = (10 + number, 60 * index, 200)
            page.evaluate("c => { next = c; paint(); }", "rgb({},{},{})".format(*wanted))
            frame = look(camera)
            assert color(frame) == wanted
    assert is_direct(camera, frame)


def test_it_follows_the_window(bench: Bench):
    page, camera = bench.page()
    framed(camera)
    session = page.context.new_cdp_session(page)
    window = session.send("Browser.getWindowForTarget")["windowId"]
    session.send("Browser.setWindowBounds", {"windowId": window, "bounds": {"left": 200, "top": 120}})
    alternate(page, camera, 3, lambda p: p.evaluate("paint()"))
    page.set_viewport_size({"width": 900, "height": 640})
    frame = framed(camera)
    assert frame.rgb.shape == (640, 900, 3)
    assert same_as_cdp(page, frame)
    page.set_viewport_size({"width": 375, "height": 667})  # narrower than a window of Chromium can be
    frame = framed(camera)
    assert frame.rgb.shape == (667, 375, 3)
    assert same_as_cdp(page, frame)


def test_a_viewport_painted_at_another_scale_comes_through_cdp(bench: Bench):
    """Headed Chromium paints a page of device scale 2 with one pixel each, so its framebuffer holds less than CDP gives."""
    page, camera = bench.page(device_scale_factor=2)
    alternate(page, camera, 3, lambda p: p.click("#b"))
    frame = look(camera, lambda frame: frame.scale == 2)
    assert frame.rgb.shape == (1440, 2560, 3)
    assert not is_direct(camera, frame)
    assert any("device scale" in reason for reason in bench.said)


def test_a_browser_of_scale_2_is_looked_at_directly(playwright: Any):
    bench = Bench(playwright, "--force-device-scale-factor=2")
    try:
        page, camera = bench.page(device_scale_factor=2)
        frame = framed(camera)
        assert (frame.rgb.shape, frame.scale) == ((1440, 2560, 3), 2.0)
        assert same_as_cdp(page, frame)
        alternate(page, camera, 6, lambda p: p.click("#b"))
    finally:
        bench.close()


def test_an_open_dialog_does_not_hide_the_mark(bench: Bench):
    page, camera = bench.page(PAGE + "<dialog id=g style='width:300px'>Sure?</dialog><style>dialog::backdrop { background: rgb(0 0 0 / .5) }</style>")
    framed(camera)
    page.evaluate("g.showModal()")
    frame = framed(camera)
    assert same_as_cdp(page, frame)
    page.evaluate("g.close()")
    assert same_as_cdp(page, framed(camera))


@pytest.mark.parametrize(("html", "reason"), [
    (PAGE + "<style>:root::after { content: 'mine'; position: fixed; right: 0; bottom: 0 }</style>", "its own style uses ::after"),
    (PAGE + "<style>html { filter: invert(0) }</style>", "filtered or transformed"),
    (PAGE + "<style>::backdrop { background: none }</style><dialog id=g style='transform: translateX(1px)'>Sure?</dialog><script>g.showModal()</script>", "filtered or transformed"),
    (PAGE + "<iframe sandbox srcdoc='other'></iframe>", "frame of another site"),
])  # fmt: skip
def test_a_document_that_cannot_be_marked_comes_through_cdp(bench: Bench, html: str, reason: str):
    page, camera = bench.page(html)
    alternate(page, camera, 2, lambda p: p.evaluate("paint()"))
    assert not is_direct(camera, look(camera))
    assert any(reason in said for said in bench.said)
    assert page.evaluate("document.adoptedStyleSheets.length") == 0, "nothing of the mark is left behind"


def test_the_page_itself_is_left_as_it_was(bench: Bench):
    page, camera = bench.page()
    before = page.content()
    page.evaluate("new MutationObserver(() => { window.touched = true; }).observe(document, { subtree: true, childList: true, attributes: true })")
    framed(camera)
    assert page.content() == before
    assert page.evaluate("[window.touched, typeof window.mark]") == [None, "undefined"]
    page.wait_for_function("document.adoptedStyleSheets.length === 0", timeout=30_000)  # the mark took itself away


def test_a_copy_is_whole_while_the_page_repaints_all_the_time(bench: Bench):
    """Each frame is of one color throughout; a torn copy holds two. The grab is what prevents it."""
    page, camera = bench.page("<body><script>let n = 0; function f() { document.body.style.background = `rgb(${n % 251},0,${++n % 241})`; requestAnimationFrame(f); }</script>")
    framed(camera)
    page.evaluate("f()")
    screen, area = bench.backends.station.screen, camera._framebuffer._area
    area = area._replace(height=area.height - 1)  # without the mark
    seen = set()
    for _ in range(150):
        copy = screen.copy(area)
        assert (copy == copy[0, 0]).all()
        seen.add(tuple(copy[0, 0].tolist()))
        time.sleep(0.003)
    assert len(seen) > 3, "it did repaint"


def copied_early(camera: Camera, monkeypatch: pytest.MonkeyPatch, then: Any = lambda: None) -> list[Any]:
    """The colors of pictures that are copied while their mark is on its way; then: done after each."""
    framebuffer, colors = camera._framebuffer, []
    screen = framebuffer._screen
    wait, copy = screen.wait_for_code, framebuffer._copy_what_was_drawn

    def waiting(x: int, y: int, code: int, seconds: float, _meanwhile: Any = None) -> bool:
        def meanwhile() -> None:
            before = screen.copies
            rgb = copy()
            if screen.copies != before and screen.code_at(x, y) != code:
                colors.append(tuple(rgb[330, 440].tolist()))
                then()

        return wait(x, y, code, seconds, meanwhile)

    monkeypatch.setattr(screen, "wait_for_code", waiting)
    return colors


def test_what_is_drawn_before_the_mark_is_copied_meanwhile(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    page, camera = bench.page()
    framed(camera)
    early, looks = copied_early(camera, monkeypatch), 0
    screen = bench.backends.station.screen
    before = screen.copies
    for looks in range(1, 60):
        wanted = (10 + looks, 200, 90)
        page.evaluate("c => { next = c; paint(); }", "rgb({},{},{})".format(*wanted))
        assert color(look(camera)) == wanted
        if wanted in early and screen.copies - before < 2 * looks:
            return  # one was made early, and at least once that was the only one
    pytest.fail("no picture at all was there before its mark")


def test_a_copy_after_which_the_page_went_on_is_thrown_away(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    page, camera = bench.page()
    framed(camera)
    screen, area = camera._framebuffer._screen, camera._framebuffer._area

    def until_the_page_goes_on() -> None:
        until = time.monotonic() + 60
        while screen.code_at(area.x + 440, area.y + 330) != 0x030303 and time.monotonic() < until:
            time.sleep(0.01)

    early = copied_early(camera, monkeypatch, until_the_page_goes_on)
    for _ in range(20):
        page.evaluate("next = 'rgb(10,20,30)'; paint(); next = 'rgb(3,3,3)'; setTimeout(paint, 40)")
        seen = color(look(camera))
        if (10, 20, 30) in early:
            assert seen == (3, 3, 3), "what was copied too early is not what the page shows"
            return
        time.sleep(0.2)
    pytest.fail("no picture at all was there before its mark")


def test_a_mark_that_is_not_seen_gives_no_frame(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    """Also: the camera then asks CDP, so that no test waits for a display that shows something else."""
    page, camera = bench.page()
    framed(camera)
    page.evaluate("next = 'rgb(1,2,3)'; paint()")
    monkeypatch.setattr(bench.backends.station.screen, "wait_for_code", lambda *_: False)
    monkeypatch.setattr(bench.backends.station.screen, "find_code", lambda *_: [])
    monkeypatch.setattr("pytest_shadow.framebuffer._NEW_WINDOW_S", 0.2)
    frame = look(camera)
    assert color(frame) == (1, 2, 3)
    assert not is_direct(camera, frame)
    assert any("not seen" in reason for reason in bench.said)


def test_the_display_goes_with_its_process_even_when_that_is_killed(tmp_path: Path):
    program = """
        import time
        from pytest_shadow.display import PrivateDisplay
        display = PrivateDisplay()
        print(display.folder, display.name, flush=True)
        time.sleep(600)
    """
    child = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    folder, name = child.stdout.readline().split()
    assert Path(folder).stat().st_mode & 0o77 == 0, "nobody else may read the screen"
    servers = [pid for pid in os.listdir("/proc") if pid.isdigit() and folder in command_of(pid)]
    assert servers
    child.send_signal(signal.SIGKILL)
    child.wait()
    until = time.monotonic() + 60
    while time.monotonic() < until and (Path(folder).exists() or any(folder in command_of(pid) for pid in servers)):
        time.sleep(0.05)
    assert not Path(folder).exists()
    assert not any(folder in command_of(pid) for pid in servers)
    assert not Path(f"/tmp/.X11-unix/X{name[1:]}").exists()


def command_of(pid: str) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def test_without_xvfb_it_is_said_once_and_cdp_is_used(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "/nowhere")
    backends = Backends("framebuffer")
    with pytest.warns(ShadowCaptureWarning, match=r"Xvfb is not installed .*apt-get install xvfb") as said:
        assert backends.launch_args({"headless": True}) == {"headless": True}
    assert backends.launch_args({}) == {}
    assert len(said) == 1
    assert backends.station is None
    quiet = Backends("auto")
    assert quiet.launch_args({}) == {}


def test_only_who_asks_gets_another_browser():
    for mode in ("auto", "cdp", "screenshot"):
        for args in ({}, {"headless": True}, {"headless": False}, {"env": {"DISPLAY": ":0"}}):
            assert Backends(mode).launch_args(dict(args)) == args  # type: ignore[arg-type]


def test_what_somebody_wants_to_watch_stays_where_it_is():
    backends = Backends("framebuffer")
    with pytest.warns(ShadowCaptureWarning, match="wants to watch"):
        assert backends.launch_args({"headless": False}) == {"headless": False}
    assert backends.launch_args({"devtools": True}) == {"devtools": True}  # said once: a second warning would be an error
    assert backends.station is None


def test_small_proof_of_freshness(playwright: Any):
    from benchmarks.prove_freshness import alternate as alternate_colors

    bench = Bench(playwright)
    try:
        result = alternate_colors(bench.browser, bench.backends, 40, 1)
    finally:
        bench.close()
    assert result["stale"] == 0, result["stale_ones"]
    assert result["counts"].get("from the framebuffer", 0) > 20


def test_both_back_ends_give_the_same_verdicts(bench: Bench, playwright: Any):
    """A headed browser on the private display, and the headless one that Playwright starts by default."""
    from shadow_runtime import Shadow

    shadow = Shadow.load()
    claims = ("sign in button is visible", "save button is green", "save button is blue", "the heading is above the button", "search field is visible",
              "there are 3 buttons", "cancel button is left of the save button", "cart icon is visible", "total text is bold")  # fmt: skip
    headless = playwright.chromium.launch(executable_path=str(find_browser().path))
    try:
        answers = []
        for address in (ROOT / "examples/shop/v1/index.html", ROOT / "examples/shop/v2/index.html"):
            page, camera = bench.page()
            other = headless.new_context().new_page()
            for opened in (page, other):
                opened.goto(address.as_uri())
                opened.wait_for_load_state("networkidle")
            seen = [shadow.see(frame.rgb, scale=frame.scale) for frame in (framed(camera), look(Camera(other, False)))]
            answers.append([[(claim, each.check(claim).outcome) for claim in claims] for each in seen])
    finally:
        headless.close()
    for through_framebuffer, through_cdp in answers:
        assert through_framebuffer == through_cdp
    assert len({outcome for one in answers for _, outcome in one[0]}) > 1, "the claims tell nothing apart"


def test_pixels_of_the_screen_are_read_only(bench: Bench):
    with pytest.raises(ValueError, match="read-only"):
        bench.backends.station.display.pixels[0, 0, 0] = 1
    assert bench.backends.station.display.pixels.dtype == np.uint8
