"""Rows of a labelled page (one per element and line) -> lines as the eye sees them.

A link in running text is an element of its own, but no gap divides its words from their neighbors: to an eye, to the
detector and to the reader that is one line.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

GAP = 0.6  # font sizes; a wider blank ends a line
INLINE = ("text", "link", "heading", "label", "cell", "columnheader")  # owners whose words flow; others paint a box


def visual_lines(page: Mapping[str, Any]) -> list[dict[str, Any]]:
    """[{"rows": indices left to right, "box": [x, y, width, height]}] of a page's "rows", top to bottom.

    Pieces of one inline flow side by side are one line; rows that cannot be seen stay alone. Pages labelled before rows
    said their flow are joined by the elements' parents.
    """
    rows = page["rows"]
    owners = {element["id"]: element for element in page["elements"]}
    lines: list[list[int]] = []
    by_flow: dict[Hashable, list[int]] = {}
    for index, row in enumerate(rows):
        flow = _flow(row, owners.get(row["element"]))
        if flow is None or row.get("hidden"):
            lines.append([index])
        else:
            by_flow.setdefault(flow, []).append(index)
    for members in by_flow.values():
        opened: list[list[int]] = []
        for index in sorted(members, key=lambda i: rows[i]["box"][0]):
            host = next((line for line in opened if _continues(rows[line[-1]], rows[index])), None)
            if host is None:
                opened.append([index])
            else:
                host.append(index)
        lines += opened
    lines.sort(key=lambda line: (rows[line[0]]["box"][1], rows[line[0]]["box"][0]))
    return [{"rows": line, "box": _around([rows[i]["box"] for i in line])} for line in lines]


def _flow(row: Mapping[str, Any], owner: Mapping[str, Any] | None) -> Hashable | None:
    """What names the run of inline content that a row stands in; None where its owner paints a box around it."""
    if owner is None or owner["role"] not in INLINE:
        return None
    if "flow" in row:
        return row["flow"]
    return ("inside", owner["parent"]) if "parent" in owner else None


def _continues(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    """Whether `right` goes on where `left` ends: same line, about the same size, no more than a wide space between."""
    a, b, size = left["box"], right["box"], max(left["font_size"], right["font_size"])
    level = abs((a[1] + a[3] / 2) - (b[1] + b[3] / 2)) <= 0.25 * max(a[3], b[3])
    return level and max(a[3], b[3]) <= 1.6 * min(a[3], b[3]) and -2 <= b[0] - (a[0] + a[2]) <= GAP * size


def _around(boxes: list[list[float]]) -> list[float]:
    left, top = min(b[0] for b in boxes), min(b[1] for b in boxes)
    right, bottom = max(b[0] + b[2] for b in boxes), max(b[1] + b[3] for b in boxes)
    return [round(left, 2), round(top, 2), round(right - left, 2), round(bottom - top, 2)]
