"""The bars along the edges of a page: "the header", "the sidebar", "the footer".

Such a bar is seldom seen as a whole, but it is painted as one: its color reaches along an edge of the viewport and ends in a
straight line. A band like that, with something in it, is the bar; what was seen there as a container makes it surer. A bar in the
page's own color without a line at its end shows in no pixel, and is not found here.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from .geometry import Box
from .match import normalized
from .records import Element, Frame, Intent
from .scene import Scene


@dataclass(frozen=True, slots=True)
class Edge:
    """Where a bar lies. roles: what it may have been seen as, its own first; least, most: how far it reaches into the page, CSS px."""

    roles: tuple[str, ...]
    least: float
    most: float
    holds: int  # how many things to press or to look at stand in it at least


EDGES = {"header": Edge(("banner", "navigation"), 28, 150, 2), "sidebar": Edge(("complementary", "navigation", "menu"), 44, 420, 3),
         "footer": Edge(("contentinfo",), 28, 330, 1)}  # fmt: skip
CALLED = {
    **dict.fromkeys(("header", "page header", "site header", "header bar", "top bar", "topbar", "app bar", "navbar", "nav bar", "navigation bar", "top navigation", "menu bar"), "header"),
    **dict.fromkeys(("sidebar", "side bar", "side menu", "side navigation", "side panel", "side nav", "left sidebar", "right sidebar", "navigation drawer"), "sidebar"),
    **dict.fromkeys(("footer", "page footer", "site footer"), "footer"),
}  # fmt: skip
SAME, ALONG = 3, 7  # levels of a channel by which lines of one bar may differ, and a line from end to end: it may fade
BESIDE = 3  # px from the edge at which a bar's color is taken: outside of a line along the edge
MARGIN = 0.5  # least share of its edge that a header or footer covers
AGREED, PAINTED = 0.9, 0.72  # how surely a band is the bar: where a container was seen in it, and where none was
PRESSED = ("link", "button", "tab", "menuitem", "textbox", "img", "icon")  # what headers and sidebars hold
IMPRINT = re.compile(r"©|\(c\)|copyright|rights reserved|privacy|terms|imprint|impressum", re.I)  # what footers say


def bar_of(intent: Intent, scene: Scene) -> Element | None:
    """The header, sidebar or footer that a phrase asks for and nothing else, with how surely it is one; None where none shows."""
    kind = CALLED.get(normalized(intent.text).removeprefix("the "))
    if kind is None:
        return None
    side = "right" if "right" in intent.text.lower() else "left" if "left" in intent.text.lower() else ""
    return next(iter(bars_of(kind, scene, side)), None)


def bars_of(kind: str, scene: Scene, side: str = "") -> list[Element]:
    """The headers, sidebars or footers that show, of sidebars the left one first."""
    return [bar for box in bands(kind, scene.frame, side) if (bar := as_bar(kind, box, scene)) is not None]


def in_bar(region: str, fits: np.ndarray, boxes: np.ndarray, scene: Scene) -> np.ndarray:
    """(N,) how well things fit "in the header": those in the bar do; where none shows, fits, which is by place alone.

    boxes: (N, 4) xyxy, CSS px.
    """
    bars = bars_of(region, scene) if region in EDGES else []
    if not bars:
        return fits
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    inside = np.any([(x >= b.box.x) & (x < b.box.right) & (y >= b.box.y) & (y < b.box.bottom) for b in bars], axis=0)
    return np.where(inside, 1.0, (1 - max(bar.confidence for bar in bars)) * fits)


def as_bar(kind: str, box: Box, scene: Scene) -> Element | None:
    """A band as the bar that it is; None where too little stands in it."""
    edge = EDGES[kind]
    held = [e for e in scene.elements if box.contains(e.box, 0.9)]
    seen = any(c.role in edge.roles and c.box.iou(box) >= 0.4 for c in scene.containers)
    if kind == "footer":  # the last stretch of a page in another color is no footer yet
        enough = any(seen or IMPRINT.search(e.text) for e in held)
    else:  # nor its first one a header, nor the margin beside a dialog a sidebar
        enough = sum(seen or e.role in PRESSED for e in held) >= edge.holds
    if not enough:
        return None
    likely = AGREED if seen else PAINTED
    return Element(role=edge.roles[0], box=box, confidence=likely, role_scores={edge.roles[0]: likely})


def bands(kind: str, frame: Frame, side: str = "") -> list[Box]:
    """Where one color reaches along an edge of the viewport and ends in a straight line, CSS px; of sidebars the left one first."""
    step = max(round(frame.scale), 1)
    picture, unit = frame.rgb[::step, ::step], step / frame.scale  # CSS px
    if kind != "sidebar":
        found = band(picture if kind == "header" else picture[::-1], EDGES[kind])
        if found is None:
            return []
        depth, first, last = found
        return [Box(unit * first, 0 if kind == "header" else unit * (len(picture) - depth), unit * (last - first), unit * depth)]
    top = band(picture, EDGES["header"])
    below = 0 if top is None or top[1] >= EDGES["sidebar"].least else top[0]  # a header that begins beside the sidebar is not above it
    upright = picture[below:].transpose(1, 0, 2)
    boxes = []
    for name, columns in (("left", upright), ("right", upright[::-1])):
        if side in ("", name) and (found := band(columns, EDGES["sidebar"])) is not None:
            depth, first, last = found
            boxes.append(Box(0 if name == "left" else unit * (picture.shape[1] - depth), unit * (below + first), unit * depth, unit * (last - first)))
    return boxes


def band(lines: np.ndarray, edge: Edge) -> tuple[int, int, int] | None:
    """How many lines from the first on have one color, and where along them that begins and ends; None where that is no bar.

    lines: (H, W, 3) uint8, the edge first.
    """
    reach = int(min(edge.most + BESIDE + 2, len(lines)))
    colors = medians(lines[:reach])
    own = colors[min(BESIDE, len(colors) - 1)]
    unlike = np.abs(colors.astype(int) - own).max(1) > SAME
    unlike[:BESIDE] = False
    ends = np.flatnonzero(unlike)
    if len(ends) == 0 or not edge.least <= ends[0] <= edge.most:
        return None
    depth = int(ends[0])
    along = medians(lines[:depth].transpose(1, 0, 2))
    own_part = np.flatnonzero(np.abs(along.astype(int) - own).max(1) <= ALONG)
    if len(own_part) < MARGIN * lines.shape[1]:
        return None
    return depth, int(own_part[0]), int(own_part[-1]) + 1


def medians(lines: np.ndarray) -> np.ndarray:
    """(H, 3): the color that most of each line has, by its median. lines: (H, W, 3) uint8."""
    sample = lines[:, :: max(lines.shape[1] // 320, 1)]
    return np.median(sample, axis=1).astype(np.uint8)
