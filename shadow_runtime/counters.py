"""Small numbers that were taken for icons: the 3 at the end of "Inbox", the 12 on a bell.

A counter is a digit or two of ten pixels in a pill; the detector sees a small drawing there as often as a row of text. What is as
small as that is read as well, and where it says a number for certain it is a badge that says so.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from .decode import Detections
from .geometry import Box, to_boxes
from .pixels import ink_extent
from .read import Reader
from .records import GRAPHIC_ROLES, TEXT_ROLES, Frame, TextRow
from .text_rows import places_of

NUMBER = re.compile(r"\d{1,3}\+?")
SURE = 0.9  # least confidence of such a reading: of 103 on held-out pages 100 were right (docs/experiments.md)
HEIGHT = (5.0, 14.0)  # CSS px of what is looked at, ...
WIDTH = (3.0, 26.0)
SLENDER = 2.2  # ... and at most so many times as wide as high
ABOVE, BELOW, BESIDE = 0.28, 0.34, 1.0  # of the digits' height: a row reaches from ascenders to descenders; CSS px
BADGE, TEXT = GRAPHIC_ROLES.index("badge"), TEXT_ROLES.index("text")


def read_counters(
    frame: Frame, graphics: Detections, rows: Sequence[TextRow], roles: np.ndarray, reader: Reader
) -> tuple[Detections, list[TextRow], np.ndarray]:
    """Graphics of which those that say a number are badges, and the text rows with these numbers. roles: (N, R) of the rows."""
    boxes = to_boxes(graphics.boxes)
    small = [number for number, box in enumerate(boxes) if is_small(box) and not any(row.box.contains(box, 0.5) for row in rows)]
    if not small:
        return graphics, list(rows), roles
    said = {number: row for number, row in zip(small, numbers_of(frame, graphics.boxes[small], reader), strict=True) if row is not None}
    if not said:
        return graphics, list(rows), roles
    of_graphics = graphics.roles.copy()
    of_graphics[list(said)] = np.eye(len(GRAPHIC_ROLES), dtype=of_graphics.dtype)[BADGE]
    plain = np.eye(len(TEXT_ROLES), dtype=roles.dtype)[[TEXT] * len(said)]
    return replace(graphics, roles=of_graphics), [*rows, *said.values()], np.concatenate([roles, plain])


def numbers_of(frame: Frame, boxes: np.ndarray, reader: Reader) -> list[TextRow | None]:
    """Of each small box, (N, 4) xyxy, the number it says; None where it says none for certain. Not looked at where it was and
    nothing level with it changed, as rows are (text_rows.py)."""
    places = [("number", *place) for place in places_of(frame, boxes, [()] * len(boxes), frame.bands)] if frame.bands else [None] * len(boxes)
    found = [reader.places.fetch(place) if place is not None else None for place in places]
    new = [number for number, known in enumerate(found) if known is None]
    extents = [ink_extent(frame, box) or box for box in to_boxes(boxes[new])]
    for number, row in zip(new, reader.read(frame, [row_around(extent) for extent in extents]), strict=True):
        found[number] = (row if row.confidence >= SURE and NUMBER.fullmatch(row.text.strip()) else None,)
        if places[number] is not None:
            reader.places.keep(places[number], found[number])
    return [known[0] for known in found]


def is_small(box: Box) -> bool:
    return HEIGHT[0] <= box.height <= HEIGHT[1] and WIDTH[0] <= box.width <= min(WIDTH[1], SLENDER * box.height)


def row_around(box: Box) -> Box:
    """The row of text that digits would stand in."""
    return Box(box.x - BESIDE, box.y - ABOVE * box.height, box.width + 2 * BESIDE, (1 + ABOVE + BELOW) * box.height)
