"""A set-of-marks picture: numbered boxes drawn over a frame, so that an answer can be a number instead of coordinates."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from shadow_runtime.geometry import Box

MOST = 80  # marks in one picture; more cover each other
SIDE = 28  # vision encoders cut pictures into patches of this side; a size they need not change keeps coordinates true
LONGEST = 46 * SIDE
_COLORS = ((214, 40, 40), (0, 104, 180), (0, 130, 60), (150, 60, 170), (190, 100, 0))


@dataclass(frozen=True, slots=True)
class Mark:
    """One numbered thing. number: from 1, as drawn. box: CSS px. text: what stands in it, data and nothing else."""

    number: int
    box: Box
    role: str = ""
    text: str = ""


def number_marks(things: Sequence[tuple[Box, str, str]], page: Box) -> list[Mark]:
    """Marks for (box, role, text) in reading order, without doubles and what lies outside the page; at most MOST."""
    kept: list[tuple[Box, str, str]] = []
    for box, role, text in things:
        if min(box.width, box.height) >= 4 and page.intersection(box) >= 0.3 * box.area and not any(box.iou(other) > 0.85 for other, _, _ in kept):
            kept.append((box, role, text))
    kept = sorted(kept[:MOST], key=lambda thing: (round(thing[0].y / 12), thing[0].x))
    return [Mark(number, box, role, text) for number, (box, role, text) in enumerate(kept, 1)]


def fitted(frame: np.ndarray) -> tuple[np.ndarray, float, float]:
    """The frame at a size whose sides are multiples of SIDE, and its pixels per frame pixel in x and y."""
    height, width = frame.shape[:2]
    factor = min(1.0, LONGEST / max(width, height))
    size = max(round(width * factor / SIDE), 1) * SIDE, max(round(height * factor / SIDE), 1) * SIDE
    return cv2.resize(frame, size, interpolation=cv2.INTER_AREA), size[0] / width, size[1] / height


def draw_marks(frame: np.ndarray, scale: float, marks: Sequence[Mark]) -> np.ndarray:
    """(h, w, 3) uint8 RGB: the fitted frame with each mark's outline and number.

    frame: (H, W, 3) uint8 RGB. scale: device pixels per CSS pixel.
    """
    picture, fx, fy = fitted(frame)
    for mark in marks:
        color = _COLORS[mark.number % len(_COLORS)]
        x1, y1 = round(mark.box.x * scale * fx), round(mark.box.y * scale * fy)
        x2, y2 = round(mark.box.right * scale * fx), round(mark.box.bottom * scale * fy)
        cv2.rectangle(picture, (x1, y1), (x2, y2), color, 1)
        label = str(mark.number)
        (width, height), _ = cv2.getTextSize(label, cv2.FONT_HERSHEY_SIMPLEX, 0.42, 1)
        left, top = min(max(x1, 0), picture.shape[1] - width - 4), max(y1 - height - 4, 0)
        cv2.rectangle(picture, (left, top), (left + width + 3, top + height + 4), color, cv2.FILLED)
        cv2.putText(picture, label, (left + 2, top + height + 1), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (255, 255, 255), 1, cv2.LINE_AA)
    return picture


def as_data_url(picture: np.ndarray) -> str:
    """A PNG of an (h, w, 3) uint8 RGB picture, as endpoints take it."""
    _, png = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    return "data:image/png;base64," + base64.b64encode(png.tobytes()).decode("ascii")
