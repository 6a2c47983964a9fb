"""Page specifications -> labelled pages: Chromium paints, the browser labels, both go to disk.

    python -m shadow_teacher.pages.render --split train --start 0 --count 3000 --out DIR

Resumable: a page whose JSON exists is skipped. Pages that fail are named and skipped. Format: docs/file-formats.md.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np
from playwright.sync_api import Browser, BrowserContext, CDPSession, Error, Page, sync_playwright
from rich.progress import Progress

from . import assets
from .label import check_pixels, label_page, zoom_labels

if TYPE_CHECKING:
    from .compose import PageSpec

CHROMIUM_ARGUMENTS = ["--disable-gpu", "--disable-background-networking", "--disable-component-update",
                      "--disable-sync",
                      "--no-first-run", "--font-render-hinting=none", "--disable-quic", "--force-color-profile=srgb"]
STILL = "*,*::before,*::after{animation:none!important;transition:none!important;caret-color:transparent!important}"

SETTLE = """async (y) => { await document.fonts.ready; scrollTo({top: y, behavior: "instant"});
    const own = (el) => { const s = getComputedStyle(el);
        return [s.outlineStyle, s.outlineWidth, s.boxShadow, s.borderTopColor, s.borderBottomColor, s.borderBottomWidth, s.backgroundColor,
            s.backgroundImage, s.color].join("|"); };
    const look = (el) => {  // frameworks show it on what is painted in its stead
        const around = el.closest("[data-shadow-box],label") || el.parentElement;
        return [el, around, ...[...around.querySelectorAll("*")].slice(0, 12)].map(own).join("/"); };
    let tries = 0;
    for (const el of document.querySelectorAll("[data-shadow-focus]")) {
        const r = el.getBoundingClientRect(), x = r.left + r.width / 2, y = r.top + r.height / 2;
        if (r.width < 4 || r.height < 4 || x < 0 || y < 0 || x >= innerWidth || y >= innerHeight || el.matches(":disabled")) continue;
        const top = document.elementFromPoint(x, y);
        if (!top || !(el.contains(top) || top.contains(el)) || ++tries > 4) continue;
        const before = look(el);
        el.focus({preventScroll: true, focusVisible: true});
        if (document.activeElement === el && look(el) !== before) break;
        el.blur();  // a focus that shows nothing cannot be learned
    }
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return [scrollX, scrollY]; }"""


def chromium_path() -> str | None:
    """A browser to render with: SHADOW_BROWSER_PATH, else a system Chromium, else None (Playwright's own)."""
    return os.environ.get("SHADOW_BROWSER_PATH") or shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def page_server() -> Iterator[tuple[str, dict[str, str]]]:
    """A loopback server of /assets/ and of the pages put into the dict it yields with its address."""
    pages: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            try:
                body, mime = (pages[path[1:]].encode(),
                              "text/html; charset=utf-8") if path[1:] in pages else assets.resolve(path)
                status = 200
            except (KeyError, FileNotFoundError, ValueError):
                body, mime, status = b"", "text/plain", 404
            self.send_response(status)
            self.send_header("Content-Type", mime)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "max-age=86400" if path.startswith("/assets/") else "no-store")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Requests are not worth a line each."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", pages
    finally:
        server.shutdown()


class Painter:
    """One browser, one page per device scale; paints a specification and labels what it painted."""

    def __init__(self, browser: Browser, address: str, pages: dict[str, str]) -> None:
        self.browser, self.address, self.pages = browser, address, pages
        self._open: dict[float, tuple[BrowserContext, Page, CDPSession]] = {}
        self._origin = (0.0, 0.0)

    def page(self, scale: float) -> tuple[Page, CDPSession]:
        if scale not in self._open:
            context = self.browser.new_context(device_scale_factor=scale, reduced_motion="reduce")
            page = context.new_page()
            page.set_default_timeout(8000)
            self._open[scale] = context, page, context.new_cdp_session(page)
        return self._open[scale][1:]

    def forget(self, scale: float) -> None:
        """Close a page that got stuck; the next specification gets a fresh one."""
        entry = self._open.pop(scale, None)
        if entry is not None:
            entry[0].close()

    def open(self, spec: PageSpec) -> Page:
        """The page of a specification: loaded, still, scrolled, focused."""
        page, _ = self.page(spec.scale * spec.zoom)
        self.pages[spec.name] = spec.html
        try:
            page.set_viewport_size({"width": round(spec.width / spec.zoom), "height": round(spec.height / spec.zoom)})
            page.goto(f"{self.address}/{spec.name}", wait_until="load")
            page.add_style_tag(content=STILL)
            self._origin = page.evaluate(SETTLE, spec.scroll_y)
        finally:
            del self.pages[spec.name]
        return page

    def capture(self, spec: PageSpec) -> bytes:
        """PNG of the open page's viewport, device pixels."""
        # Without a clip Chromium captures at one pixel per CSS pixel, whatever scale is emulated. Its origin is the document's.
        clip = {"x": self._origin[0], "y": self._origin[1], "width": round(spec.width / spec.zoom),
                "height": round(spec.height / spec.zoom),
                "scale": spec.scale * spec.zoom}
        shot = self.page(spec.scale * spec.zoom)[1].send("Page.captureScreenshot",
                                                         {"format": "png", "optimizeForSpeed": True, "clip": clip})
        return base64.b64decode(shot["data"])

    def paint(self, spec: PageSpec) -> tuple[bytes, dict]:
        """PNG bytes and labels of one specification."""
        page = self.open(spec)
        labels = label_page(page)
        png = self.capture(spec)
        rgb = cv2.cvtColor(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
        check_pixels(labels, rgb, spec.scale * spec.zoom)
        zoom_labels(labels, spec.zoom)
        keys = ("name", "seed", "split", "framework", "theme", "dark", "layout", "width", "height", "scale", "zoom")
        fields = {key: getattr(spec, key) for key in keys}
        return png, {"format": 1, **fields, "fonts": list(spec.fonts), "icon_packs": list(spec.icon_packs), **labels}


def render(specs: Callable[[int], PageSpec], numbers: range, out: Path, minutes: float | None = None, painting: type[Painter] = Painter) -> int:
    """Render specs(number) for each number into OUT; returns how many pages were written."""
    out.mkdir(parents=True, exist_ok=True)
    written, started = 0, time.monotonic()
    with page_server() as (address,
                           pages), sync_playwright() as playwright, Progress(refresh_per_second=0.2) as progress:
        arguments = CHROMIUM_ARGUMENTS + (["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=arguments)
        painter = painting(browser, address, pages)
        task = progress.add_task("rendering", total=len(numbers))
        for number in numbers:
            progress.advance(task)
            if minutes is not None and time.monotonic() - started > 60 * minutes:
                break
            spec = specs(number)
            target = out / f"{spec.name}.json"
            if target.exists():
                continue
            try:
                png, labels = painter.paint(spec)
            except Error as error:
                progress.print(f"skipped {spec.name}: {str(error).splitlines()[0][:140]}")
                painter.forget(spec.scale * spec.zoom)
                continue
            target.with_suffix(".png").write_bytes(png)
            partial = target.with_suffix(".partial")
            partial.write_text(json.dumps(labels, separators=(",", ":")))
            partial.replace(target)
            written += 1
            if written % 200 == 0:
                progress.print(f"{written} pages, {written / (time.monotonic() - started):.2f} pages/s")
        browser.close()
    print(f"{written} pages written, {written / max(time.monotonic() - started, 1e-3):.2f} pages/s")
    return written


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("train", "heldout"), default="train")
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--minutes", type=float, default=None, help="stop after so many minutes")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--kits", default="", help="only these kits and themes, by name, with commas between; all when empty")
    parser.add_argument("--sheets", action="store_true", help="text sheets for the reader instead of pages")
    args = parser.parse_args(argv)
    if args.sheets:
        from .text_sheets import compose_sheet as source
    else:
        from .compose import compose

        among = tuple(filter(None, args.kits.split(",")))

        def source(seed: int, split: str) -> PageSpec:
            return compose(seed, split, among)
    render(lambda seed: source(seed, args.split), range(args.start, args.start + args.count), args.out, args.minutes)


if __name__ == "__main__":
    main()
