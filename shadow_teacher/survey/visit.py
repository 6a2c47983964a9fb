"""Pages that a user names, opened in Chromium, captured and labelled by the browser itself.

What was typed into fields is painted over in the picture before anything is looked at or stored.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import cv2
import numpy as np
from playwright.sync_api import Error, Page, sync_playwright

from shadow_runtime.browsers import find_browser
from shadow_teacher.pages.label import check_pixels, label_page
from shadow_teacher.pages.render import CHROMIUM_ARGUMENTS, STILL

SETTLED_MS = 5000
# Fields with a value: where it stands, and what it is.
FILLED = """() => [...document.querySelectorAll("input, textarea, [contenteditable]")].filter((e) =>
    !["button", "submit", "reset", "checkbox", "radio", "range", "color", "image", "file", "hidden"].includes(e.type) && (e.value ?? e.innerText ?? "").trim())
    .map((e) => { const r = e.getBoundingClientRect(); return {box: [r.x, r.y, r.width, r.height], value: (e.value ?? e.innerText).trim()}; })"""


@dataclass(frozen=True, slots=True)
class Visit:
    """One page as it was seen. rgb: (H, W, 3) uint8. labels: docs/file-formats.md. masked: boxes painted over, CSS px."""

    name: str
    url: str
    rgb: np.ndarray
    scale: float
    labels: dict[str, Any]
    masked: list[list[float]]

    @property
    def origin(self) -> str | None:
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.rsplit('@')[-1]}" if parts.netloc else None


class VisitError(Exception):
    """A page that could not be visited; the message names it and says why."""


def visit(urls: Sequence[str], width: int, height: int, scale: float, storage_state: Path | None = None) -> Iterator[Visit | VisitError]:
    """Each page in turn, or why not. storage_state: Playwright's file with cookies and local storage of a signed-in user.

    Raises VisitError when no browser can be started.
    """
    found = find_browser()
    arguments = [*CHROMIUM_ARGUMENTS, *(["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=str(found.path) if found else None, args=arguments)
        except Error as error:
            raise VisitError(f"no browser: {str(error).splitlines()[0]}; set SHADOW_BROWSER_PATH") from error
        context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=scale, reduced_motion="reduce",
                                      storage_state=str(storage_state) if storage_state else None)  # fmt: skip
        page = context.new_page()
        for number, url in enumerate(urls, 1):
            try:
                yield _visit(page, url, f"{number:03d}-{_slug(url)}", scale)
            except VisitError as error:
                yield error
            except Error as error:
                yield VisitError(f"{url}: {str(error).splitlines()[0][:200]}")
        browser.close()


def _visit(page: Page, url: str, name: str, scale: float) -> Visit:
    answer = page.goto(url, wait_until="load", timeout=30_000)
    if answer is not None and answer.status >= 400:  # an error page says nothing about the app; a login that ran out is met like this, too
        raise VisitError(f"{url}: answered {answer.status} {answer.status_text}".rstrip())
    try:  # pages that never fall silent are taken as they are
        page.wait_for_load_state("networkidle", timeout=SETTLED_MS)
    except Error:
        page.wait_for_timeout(500)
    page.add_style_tag(content=STILL)
    page.evaluate("() => document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))")
    labels, filled = label_page(page), page.evaluate(FILLED)
    shot = page.screenshot(type="png", animations="disabled", caret="hide")
    rgb = np.ascontiguousarray(cv2.cvtColor(cv2.imdecode(np.frombuffer(shot, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB))
    masked = [field["box"] for field in filled if _cover(rgb, field["box"], scale)]
    _forget(labels, masked, [field["value"] for field in filled])
    check_pixels(labels, rgb, scale)
    return Visit(name, url, rgb, scale, labels, masked)


def _cover(rgb: np.ndarray, box: Sequence[float], scale: float) -> bool:
    """Paint the inside of a field with its commonest color; False where nothing of it is in the picture."""
    inset = 2
    x1, y1 = max(round((box[0] + inset) * scale), 0), max(round((box[1] + inset) * scale), 0)
    x2, y2 = round((box[0] + box[2] - inset) * scale), round((box[1] + box[3] - inset) * scale)
    part = rgb[y1:y2, x1:x2]
    if part.size == 0:
        return False
    colors, counts = np.unique(part.reshape(-1, 3), axis=0, return_counts=True)
    part[:] = colors[counts.argmax()]
    return True


def _forget(labels: dict[str, Any], masked: Sequence[Sequence[float]], values: Sequence[str]) -> None:
    """Take typed values out of the labels, also where they became part of a label's or a container's text."""
    for row in labels["rows"]:
        if any(_inside(row["box"], box) for box in masked) or any(value in row["text"] for value in values if len(value) > 2):
            row.update(readable=False, hidden=True, text="", char_x=row["char_x"][:1])
    for element in labels["elements"]:
        if any(_inside(element["box"], box) for box in masked):
            element["text"] = ""
        for key in ("text", "name", "label"):
            for value in sorted(values, key=len, reverse=True):
                for form in (value, " ".join(value.split())):
                    if element[key] and re.search(rf"(?<!\w){re.escape(form)}(?!\w)", element[key]):
                        element[key] = " ".join(element[key].replace(form, " ").split())


def _inside(box: Sequence[float], outer: Sequence[float]) -> bool:
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    return outer[0] <= x <= outer[0] + outer[2] and outer[1] <= y <= outer[1] + outer[3]


def _slug(url: str) -> str:
    parts = urlsplit(url)
    return re.sub(r"[^a-z0-9]+", "-", (parts.netloc.rsplit("@")[-1] + parts.path).lower()).strip("-")[:60] or "page"


def save(visited: Visit, folder: Path) -> None:
    """frames/NAME.png and frames/NAME.json; the page's address without query, so that no token of it is kept."""
    frames = folder / "frames"
    frames.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(frames / f"{visited.name}.png"), cv2.cvtColor(visited.rgb, cv2.COLOR_RGB2BGR))
    address = urlsplit(visited.url)._replace(query="", fragment="").geturl()
    height, width = visited.rgb.shape[:2]
    labels = {"format": 1, "name": visited.name, "url": address, "width": width / visited.scale, "height": height / visited.scale, "scale": visited.scale, "masked": visited.masked,
              **visited.labels}  # fmt: skip
    (frames / f"{visited.name}.json").write_text(json.dumps(labels, ensure_ascii=False), encoding="utf-8")
