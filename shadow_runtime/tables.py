"""The rows of the one table of a page, for "the checkbox in the second row": rows that were seen as such are seldom all of them.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from .geometry import Box, to_xyxy
from .records import Element
from .scene import Scene

IN_TABLES = ("cell", "columnheader")
FEWEST = 2  # cells that make a line a row


def body_rows(scene: Scene) -> list[Element]:
    """The rows below the heads, from top to bottom; empty where no table or more than one was seen."""
    cells = [e for e in scene.elements if e.role in IN_TABLES]
    tables = [c.box for c in scene.containers if c.role == "table"]
    if len(tables) > 1:
        return []
    if tables:
        cells = [e for e in cells if tables[0].contains(e.box, 0.6)]
    lines = lined(cells)
    lines = [line for line in lines if len(line) >= FEWEST]
    if len(lines) < 2:
        return []
    body = [line for line in lines if sum(e.role == "columnheader" for e in line) <= len(line) / 2]
    around = tables[0] if tables else None
    boxes = [to_xyxy([e.box for e in line]) for line in body]
    spans = [(float(b[:, 1].min()), float(b[:, 3].max())) for b in boxes]
    left = around.x if around else min((float(b[:, 0].min()) for b in boxes), default=0.0) - 60
    right = around.right if around else max((float(b[:, 2].max()) for b in boxes), default=0.0) + 120
    rows = []
    for k, (top, bottom) in enumerate(spans):
        # Half of the way to the next row, or as far as to the one on the other side.
        above = (top - spans[k - 1][1]) / 2 if k else None
        below = (spans[k + 1][0] - bottom) / 2 if k + 1 < len(spans) else None
        above, below = above if above is not None else below or 0.0, below if below is not None else above or 0.0
        rows.append(Element(role="row", box=Box(left, top - above, right - left, bottom + below - top + above), confidence=0.9, role_scores={"row": 0.9}))
    return rows


def lined(elements: list[Element]) -> list[list[Element]]:
    """Elements by lines, from top to bottom: what stands on the level of the first of a line belongs to it."""
    lines: list[list[Element]] = []
    for element in sorted(elements, key=lambda e: e.box.center[1]):
        first = lines[-1][0] if lines else None
        if first is not None and element.box.center[1] - first.box.center[1] <= max(0.5 * first.box.height, 8.0):
            lines[-1].append(element)
        else:
            lines.append([element])
    return [sorted(line, key=lambda e: e.box.x) for line in lines]
