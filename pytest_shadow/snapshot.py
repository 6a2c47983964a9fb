"""What the page was in the instant of a verdict: what must be painted over, and the browser's own account of it.

Asked for after the verdict and only where a request is written for the teacher; no answer of a test rests on it.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np

from shadow_runtime.geometry import Box
from shadow_runtime.records import Element, Frame

from .calls import within

if TYPE_CHECKING:
    from .onlooker import Onlooker

SECONDS = 3.0  # at most, for everything that the page is asked; the test has its answer already, and it was no pass
SAMPLE_BUDGET_MS = 150
_SCRIPT = Path(__file__).with_name("snapshot.js")
_BULLET_TEXT = re.compile(r"^[•●∙·*＊⬤○◦.\s]{3,}$")
_MASK = (96, 96, 96)
_LOCAL = re.compile(r"(about|data|file|blob):|https?://(localhost|127\.\d+\.\d+\.\d+|\[::1\]|[\w.-]+\.(localhost|test))(:\d+)?(/|$)", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """frame: masked. masked: what was painted over, CSS px. secrets: texts that stand in fields, kept in memory only.

    dom: dom_snapshot of the protocol, None where the page had moved on or could not be asked. origin: None for none.
    """

    frame: Frame
    masked: tuple[Box, ...] = ()
    secrets: tuple[str, ...] = ()
    dom: Mapping[str, Any] | None = None
    origin: str | None = None


async def take_snapshot(onlooker: Onlooker, seen: Any, allowed: Sequence[str]) -> Snapshot:
    """The frame of `seen`, masked, with what the browser says of that instant. Never raises for what the page does.

    allowed: origins whose frames may be shown; frames of others are painted over.
    """
    __tracebackhide__ = True
    boxes = [element.box for element in seen.elements if _may_be_typed(element)]
    boxes += [row.box for row in seen.rows if _BULLET_TEXT.match(row.text or "")]
    secrets: list[str] = []
    fields: list[Box] = []
    dom: dict[str, Any] | None = None
    try:
        deadline = time.monotonic() + SECONDS
        async for told, left, top in _ask(onlooker, deadline, allowed):
            boxes += [Box(x + left, y + top, w, h) for x, y, w, h in (*told["secret"], *told["filled"])]
            fields += [Box(x + left, y + top, w, h) for x, y, w, h in told["fields"]]
            secrets += [text for text in told["typed"] if len(text) >= 3]
            dom = dom or told
        same = _same_but(fields, seen.frame, (await onlooker.look()).frame)
    except Exception:  # the page is gone, busy, or no Playwright page at all
        same = False
    if not same:
        # What was told is not of this picture: whatever could have been typed into is painted over.
        dom = None
        boxes += [element.box for element in seen.elements if element.role in ("textbox", "spinbutton", "combobox")]
    masked = tuple(dict.fromkeys(_padded(box) for box in boxes if box.area > 0))
    secrets += [e.text for e in _texts(seen) if len(e.text) >= 3 and not _BULLET_TEXT.match(e.text) and any(box.contains(e.box, 0.7) for box in masked)]
    snapshot = None if dom is None or not dom["elements"] else {"format": 1, "elements": dom["elements"]}
    return Snapshot(
        frame=paint_over(seen.frame, masked), masked=masked, secrets=tuple(sorted(set(secrets), key=len, reverse=True)), dom=snapshot,
        origin=origin_of(getattr(onlooker.page, "url", "")),
    )  # fmt: skip


def paint_over(frame: Frame, boxes: Sequence[Box]) -> Frame:
    """A copy of the frame whose pixels under the boxes are gray."""
    masked = replace(frame, rgb=frame.rgb.copy())
    for box in boxes:
        masked.crop(box)[:] = _MASK
    return masked


def origin_of(url: str) -> str | None:
    """scheme://host[:port] of an http(s) page, else None."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if parts.scheme in ("http", "https") and parts.hostname else None


def is_allowed(url: str, allowed: Sequence[str]) -> bool:
    """Whether pictures of this page may be kept: pages of this machine always, others where they are listed.

    allowed: origins such as https://staging.example, https://*.example, or * for all.
    """
    if not url or _LOCAL.match(url) or "*" in allowed:
        return True
    origin = origin_of(url)
    patterns = (re.escape(entry.rstrip("/")).replace(r"\*", r"[\w.-]+") for entry in allowed)
    return origin is not None and any(re.fullmatch(pattern, origin, re.I) for pattern in patterns)


async def _ask(onlooker: Onlooker, deadline: float, allowed: Sequence[str]) -> Any:
    """(what the script told, left, top) of every frame of the page, the main one first, with its elements."""
    page = onlooker.page
    script = _SCRIPT.read_text(encoding="utf-8")
    for frame in list(page.frames)[:12]:
        main = frame is page.main_frame
        left = top = 0.0
        if not main:
            owner = await within(frame.frame_element, _left(deadline), onlooker.asynchronous)
            place = await within(owner.bounding_box, _left(deadline), onlooker.asynchronous)
            if place is None:
                continue
            left, top = place["x"], place["y"]
            if not is_allowed(frame.url, allowed):
                yield {"secret": [(0, 0, place["width"], place["height"])], "filled": [], "fields": [], "typed": [], "elements": []}, left, top
                continue
        options = {"elements": main, "budget": SAMPLE_BUDGET_MS}
        told = await within(lambda frame=frame, options=options: frame.evaluate(script, options), _left(deadline), onlooker.asynchronous)
        if main:
            await _as_browser_says(onlooker, told, deadline)
        yield told, left, top


async def _as_browser_says(onlooker: Onlooker, told: dict[str, Any], deadline: float) -> None:
    """Put the browser's own roles and names (its accessibility tree) into what the script told; Chromium only.

    Both walk the same tree in the same order; where they do not agree on it, the script's account stays.
    """
    orders = [element.pop("order") for element in told["elements"]]
    session = None
    try:
        session = await within(lambda: onlooker.page.context.new_cdp_session(onlooker.page), _left(deadline), onlooker.asynchronous)
        document = await within(lambda: session.send("DOM.getDocument", {"depth": -1, "pierce": True}), _left(deadline), onlooker.asynchronous)
        tree = await within(lambda: session.send("Accessibility.getFullAXTree"), _left(deadline), onlooker.asynchronous)
    except Exception:
        return
    finally:
        if session is not None:
            await _quietly(session.detach, onlooker.asynchronous)
    nodes = list(_elements_of(document["root"]))
    if len(nodes) != told.get("total"):
        return
    spoken = {node["backendDOMNodeId"]: node for node in tree["nodes"] if "backendDOMNodeId" in node and not node.get("ignored")}
    for element, order in zip(told["elements"], orders, strict=True):
        tag, backend_id = nodes[order]
        node = spoken.get(backend_id)
        if node is None or tag != element["tag"]:
            continue
        role = str(node.get("role", {}).get("value") or "")
        if role not in ("", "generic", "none") and role[0].islower():
            element["role"] = "img" if role == "image" else role
        element["name"] = str(node.get("name", {}).get("value") or element["name"])[:300]


def _elements_of(node: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    """(tag, backend id) of every element below, in the order of the script: shadow tree first, then children."""
    for part in (*node.get("shadowRoots", ()), *node.get("children", ())):
        if part.get("nodeType") == 1:
            yield part["localName"].lower(), part["backendNodeId"]
            yield from _elements_of(part)
        elif part.get("nodeType") == 11 and part.get("shadowRootType") == "open":
            yield from _elements_of(part)


async def _quietly(call: Any, asynchronous: bool) -> None:
    try:
        await within(call, 0.2, asynchronous)
    except Exception:
        return


def _left(deadline: float) -> float:
    return max(deadline - time.monotonic(), 0.01)


def _may_be_typed(element: Element) -> bool:
    """A field that the student sees with text in it that is no placeholder."""
    if _BULLET_TEXT.match(element.text or ""):
        return True
    return element.role in ("textbox", "spinbutton") and bool(element.text) and element.states.get("placeholder", 0.0) < 0.6


def _texts(seen: Any) -> list[Element]:
    return [*seen.elements, *(Element(role="text", box=row.box, confidence=1.0, text=row.text) for row in seen.rows)]


def _same_but(fields: Sequence[Box], a: Frame, b: Frame) -> bool:
    """Two looks show the same picture, fields left out: a caret blinks."""
    if a is b:
        return True
    if a.scale != b.scale or a.rgb.shape != b.rgb.shape:
        return False
    return bool(np.array_equal(paint_over(a, fields).rgb, paint_over(b, fields).rgb))


def _padded(box: Box) -> Box:
    """A little more than the box: glyphs and focus rings reach over it, and a student's box may fall short by a pixel."""
    return Box(box.x - 2, box.y - 2, box.width + 4, box.height + 4)
