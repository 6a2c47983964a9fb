"""What the survey found, as one HTML file with pictures that can be sent around."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from jinja2 import Environment, PackageLoader, StrictUndefined

from shadow_runtime.geometry import Box

from .evaluate import Marked, read_frame, tables

PICTURES = 60
MARGIN, LONGEST = 60, 640  # around what is shown, and the longest side of a picture, device px
EXPECTED, ANSWERED = (10, 125, 51), (214, 40, 40)


def write_report(folder: Path, marked: Sequence[Marked], student: str, scale: dict[str, float], failed: Sequence[str]) -> Path:
    """folder/report.html. scale: device pixels per CSS px of each frame. failed: pages that could not be visited."""
    misses = sorted((one for one in marked if one.outcome != "right"), key=lambda one: (one.outcome != "wrong", -one.confidence))
    shown: list[dict[str, Any]] = []
    cached: tuple[str, np.ndarray] | None = None
    for one in sorted(misses[:PICTURES], key=lambda one: (one.outcome != "wrong", one.case["frame"])):
        if cached is None or cached[0] != one.case["frame"]:
            cached = one.case["frame"], read_frame(folder, one.case["frame"])
        shown.append({**one.row, "truth": one.case.get("truth"), "outcome": one.outcome, "picture": _picture(cached[1], one, scale[one.case["frame"]])})
    pages = Environment(loader=PackageLoader("shadow_teacher", "templates/survey"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    html = pages.get_template("report.html.j2").render(
        student=student, tables=tables(marked), shown=shown, left=max(len(misses) - PICTURES, 0), failed=failed, frames=len({one.case["frame"] for one in marked}), total=len(marked),
    )  # fmt: skip
    path = folder / "report.html"
    path.write_text(html, encoding="utf-8")
    return path


def _picture(rgb: np.ndarray, one: Marked, scale: float) -> str:
    """What was expected in green, what was answered in red, with some of the page around."""
    boxes = [(Box(*box), EXPECTED) for box in one.case.get("boxes", [])[:1]] + ([(one.answer, ANSWERED)] if one.answer is not None else [])
    drawn = rgb.copy()
    for box, color in boxes:
        corners = [round(side * scale) for side in (box.x, box.y, box.right, box.bottom)]
        cv2.rectangle(drawn, (corners[0] - 3, corners[1] - 3), (corners[2] + 2, corners[3] + 2), color, 2)
    if boxes:
        around = boxes[0][0] if len(boxes) == 1 else boxes[0][0].union(boxes[1][0])
        x1, y1 = max(round(around.x * scale) - MARGIN, 0), max(round(around.y * scale) - MARGIN, 0)
        drawn = drawn[y1 : round(around.bottom * scale) + MARGIN, x1 : round(around.right * scale) + MARGIN]
    if drawn.size == 0:
        drawn = rgb
    factor = min(LONGEST / max(drawn.shape[:2]), 1.0)
    if factor < 1:
        drawn = cv2.resize(drawn, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    return "data:image/png;base64," + base64.b64encode(cv2.imencode(".png", cv2.cvtColor(np.ascontiguousarray(drawn), cv2.COLOR_RGB2BGR))[1].tobytes()).decode("ascii")
