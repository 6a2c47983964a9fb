"""Detected rows of a frame -> what they say: cut, read, and not even looked at where nothing near them changed.

Rows that moved are known by their pixels (rows.py, read.py). Most of a changed page did not move: such a row stands in lines
of pixels that are the same from one side of the frame to the other, which the hashes of a frame's lines tell about all rows.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from .decode import Detections, Rows
from .read import PAD, Reader
from .recall import BAND
from .records import Frame, TextRow
from .rows import borders_across, cut_rows


def text_rows(
    frame: Frame, rows: Rows, controls: Detections, reader: Reader, bands: Sequence[int] = ()
) -> tuple[list[TextRow], np.ndarray]:
    """The text rows of a frame, and the (N, R) role probabilities that each inherits from its detected row.

    bands: hashes of every BAND rows of its pixels (recall.bands_of); without them every row is looked at, and none is kept.
    """
    crossing = borders_across(rows.boxes, controls)
    places = places_of(frame, rows.boxes, crossing, bands) if bands else [None] * len(rows.boxes)
    parts: list[tuple[TextRow, ...] | None] = [reader.places.fetch(place) for place in places]
    new = [number for number, known in enumerate(parts) if known is None]
    if new:
        boxes, source = cut_rows(frame, rows.boxes[new], [crossing[number] for number in new])
        read: list[list[TextRow]] = [[] for _ in new]
        for number, row in zip(source, reader.read(frame, boxes), strict=True):
            read[number].append(row)
        for number, found in zip(new, read, strict=True):
            parts[number] = tuple(found)
            if bands:
                reader.places.keep(places[number], parts[number])
    source = np.repeat(np.arange(len(parts)), np.array([len(known) for known in parts], np.int64))
    return [row for known in parts for row in known], rows.roles[source]


def places_of(frame: Frame, boxes: np.ndarray, crossing: Sequence[Sequence[float]], bands: Sequence[int]) -> list[Hashable]:
    """For each row a key that stays the same while the row, the borders across it and all pixels level with it do.

    boxes: (N, 4) xyxy of detected rows, CSS px; crossing: the borders' sides (rows.borders_across).
    """
    margin = PAD * (boxes[:, 3] - boxes[:, 1])
    # A pixel more than what is read of a row: its edges are rounded.
    firsts = np.maximum(((boxes[:, 1] - margin) * frame.scale - 1) // BAND, 0).astype(np.int64).tolist()
    lasts = (((boxes[:, 3] + margin) * frame.scale + 1) // BAND).astype(np.int64).tolist()
    return [
        (*box, tuple(sides), tuple(bands[first : last + 1]), frame.rgb.shape, frame.scale)
        for box, sides, first, last in zip(boxes.tolist(), crossing, firsts, lasts, strict=True)
    ]
