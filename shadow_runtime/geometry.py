"""Boxes and the few conversions between their layouts.

The public layout is Box(x, y, width, height): CSS pixels, viewport origin, as Playwright's bounding_box(). Numeric code
uses float32 arrays (N, 4) of x1, y1, x2, y2 ("xyxy"); those two functions here are the only converters.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np


class Box(NamedTuple):
    """An upright rectangle in CSS pixels, origin at the viewport's top-left corner."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def center(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def area(self) -> float:
        return self.width * self.height

    def intersection(self, other: Box) -> float:
        """Shared area in square CSS pixels."""
        width = min(self.right, other.right) - max(self.x, other.x)
        height = min(self.bottom, other.bottom) - max(self.y, other.y)
        return max(width, 0.0) * max(height, 0.0)

    def iou(self, other: Box) -> float:
        shared = self.intersection(other)
        union = self.area + other.area - shared
        return shared / union if union > 0 else 0.0

    def contains(self, other: Box, share: float = 0.9) -> bool:
        """True when at least `share` of the other box's area lies inside this one."""
        return other.area > 0 and self.intersection(other) >= share * other.area

    def union(self, other: Box) -> Box:
        x, y = min(self.x, other.x), min(self.y, other.y)
        return Box(x, y, max(self.right, other.right) - x, max(self.bottom, other.bottom) - y)


def to_xyxy(boxes: Sequence[Box]) -> np.ndarray:
    """(N, 4) float32 corner array of the boxes."""
    array = np.asarray(boxes, dtype=np.float32).reshape(-1, 4).copy()
    array[:, 2:] += array[:, :2]
    return array


def to_boxes(xyxy: np.ndarray) -> list[Box]:
    """The boxes of an (N, 4) corner array."""
    return [Box(float(x1), float(y1), float(x2 - x1), float(y2 - y1)) for x1, y1, x2, y2 in xyxy]


def iou_matrix(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """(N, M) intersection over union of two corner arrays."""
    a_x1, a_y1, a_x2, a_y2 = a.T[:, :, None]
    b_x1, b_y1, b_x2, b_y2 = b.T
    shared = np.maximum(np.minimum(a_x2, b_x2) - np.maximum(a_x1, b_x1), 0) * np.maximum(np.minimum(a_y2, b_y2) - np.maximum(a_y1, b_y1), 0)
    area_a = np.maximum(a_x2 - a_x1, 0) * np.maximum(a_y2 - a_y1, 0)
    area_b = np.maximum(b_x2 - b_x1, 0) * np.maximum(b_y2 - b_y1, 0)
    return shared / np.maximum(area_a + area_b - shared, 1e-6)


def containing(outer: Sequence[Box], inner: Sequence[Box], share: float) -> np.ndarray:
    """(N, M) bool: which outer boxes hold at least `share` of which inner boxes' areas; Box.contains for many at once."""
    a, b = np.array(outer, np.float64).reshape(-1, 1, 4), np.array(inner, np.float64).reshape(1, -1, 4)
    shared = np.minimum(a[..., :2] + a[..., 2:], b[..., :2] + b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    area = b[..., 2] * b[..., 3]
    return (area > 0) & (np.maximum(shared, 0.0).prod(-1) >= share * area)
