"""Text rows -> text: normalize each row to 24 px of ink, run the reader, decode by CTC best path.

    Reader(student).read(frame, boxes) -> [TextRow]

Rows are cached by the content of their crop, so a row that moved or stayed is not read again. New rows of like width are
read together, since a call costs as much as a short row. (Rows side by side in one long strip are faster still, but read
worse: what stands cut off at a row's edge then looks like a character; docs/decisions/seeing-what-changed.md.)

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import cv2
import numpy as np

from .geometry import Box
from .recall import Recall, content_key
from .records import Frame, TextRow

HEIGHT = 24  # px of a normalized row; the row box itself fills 20 of them
PAD = 0.1  # of the row height, above and below
SIDE = 0.2  # of the row height, left and right
STEP = 2  # normalized px per time step
WIDTH_UNIT = 32  # widths are padded to a multiple, to keep the number of shapes small
LONGEST = 1536  # normalized px; longer rows are read in pieces
FONT_SHARE = 0.96  # row box height (ascender to descender) over font size, mean over the training fonts
BATCH_PX = 4096  # normalized px read in one call
CACHE_ROWS = 4096


Key = tuple[int, tuple[int, ...]]  # recall.content_key


class Session(Protocol):
    def get_inputs(self) -> Sequence[Any]: ...

    def run(self, outputs: Any, feeds: Mapping[str, np.ndarray]) -> list[np.ndarray]: ...


class ReaderStudent(Protocol):
    """What the reader needs of a student."""

    manifest: Mapping[str, Any]

    def session(self, name: str) -> Session: ...


@dataclass(frozen=True, slots=True)
class Strip:
    """A normalized row. ink: (HEIGHT, W) uint8, background 0; left: device px of its first column; zoom: normalized px
    per device px."""

    ink: np.ndarray
    left: float
    zoom: float


def normalize_row(rgb: np.ndarray, x1: float, y1: float, x2: float, y2: float) -> Strip | None:
    """Ink of a row, whatever its colors: the largest channel difference to the background, stretched to 0..255.

    rgb: (H, W, 3) uint8; the row's corners in its pixels. None when nothing of the row lies inside.
    """
    edges = crop_edges(rgb, x1, y1, x2, y2)
    if edges is None:
        return None
    left, top, right, bottom = edges
    ink, zoom = ink_of(rgb[top:bottom, left:right])
    return Strip(ink, float(left), zoom)


def crop_edges(rgb: np.ndarray, x1: float, y1: float, x2: float, y2: float) -> tuple[int, int, int, int] | None:
    """Left, top, right, bottom of what is read for a row: a little more than its box."""
    height = y2 - y1
    top, bottom = max(round(y1 - PAD * height), 0), min(round(y2 + PAD * height), rgb.shape[0])
    left, right = max(round(x1 - SIDE * height), 0), min(round(x2 + SIDE * height), rgb.shape[1])
    return None if bottom - top < 3 or right - left < 2 else (left, top, right, bottom)


def ink_of(crop: np.ndarray) -> tuple[np.ndarray, float]:
    """(HEIGHT, W) uint8 ink of a row's crop, and how much it was zoomed."""
    sample = crop[::2, ::2]
    background = np.array([_ranked(sample[:, :, channel], sample[:, :, channel].size // 2) for channel in range(3)], np.uint8)
    difference = cv2.absdiff(crop, np.broadcast_to(background, crop.shape).copy())
    difference = np.maximum(np.maximum(difference[:, :, 0], difference[:, :, 1]), difference[:, :, 2])
    zoom = HEIGHT / crop.shape[0]
    width = max(round(crop.shape[1] * zoom), 4)
    ink = cv2.resize(difference, (width, HEIGHT), interpolation=cv2.INTER_AREA if zoom < 1 else cv2.INTER_LINEAR)
    peak = int(ink.max())
    if ink.size > 2000:  # the 99.5th percentile: a speck must not set the scale
        at = 0.995 * (ink.size - 1)
        low, high = _ranked(ink, int(at)), _ranked(ink, int(at) + 1)
        peak = int(low + (high - low) * (at - int(at)))
    return cv2.convertScaleAbs(ink, alpha=255.0 / max(peak, 24)), zoom


def _ranked(values: np.ndarray, rank: int) -> int:
    """The value at a place of the sorted bytes, counted from 0."""
    return int(np.searchsorted(np.cumsum(np.bincount(values.ravel(), minlength=256)), rank, side="right"))


def pack_strip(ink: np.ndarray) -> np.ndarray:
    """(HEIGHT, W) -> (HEIGHT / 2, W' / 2, 4) with W' padded to WIDTH_UNIT: 2x2 pixels become four channels."""
    width = -(-ink.shape[1] // WIDTH_UNIT) * WIDTH_UNIT
    padded = np.zeros((HEIGHT, width), np.uint8)
    padded[:, : ink.shape[1]] = ink
    return padded.reshape(HEIGHT // 2, 2, width // 2, 2).transpose(0, 2, 1, 3).reshape(HEIGHT // 2, width // 2, 4)


@dataclass(frozen=True, slots=True)
class Reading:
    """What one strip says. centers: time step of each character; style: bold, italic, underline probabilities."""

    text: str
    centers: np.ndarray
    confidence: float
    style: tuple[float, float, float]


NOTHING = Reading("", np.zeros(0, np.float32), 0.0, (0.0, 0.0, 0.0))


def best_path(logits: np.ndarray, style: np.ndarray, charset: str) -> Reading:
    """CTC best path (arXiv ctc 2006): argmax per step, collapse repeats, drop blanks (index 0).

    logits: (T, C) float; style: (T, 3).
    """
    best = logits.argmax(axis=1)
    said = np.flatnonzero(best)
    if len(said) == 0:
        return NOTHING
    spoken = logits[said]
    peak = np.zeros(len(best), np.float32)
    peak[said] = 1.0 / np.exp(spoken - spoken.max(axis=1, keepdims=True)).sum(axis=1)
    starts = said[best[said] != np.concatenate([[0], best])[said]]
    changes = np.concatenate([np.flatnonzero(np.diff(best)) + 1, [len(best)]])
    stops = changes[np.searchsorted(changes, starts, side="right")]
    text = "".join(charset[index - 1] for index in best[starts])
    weights = 1.0 / (1.0 + np.exp(-style[said].mean(axis=0)))
    # A character is as sure as its surest step, a row as its least sure character: one doubtful letter must show.
    sure = np.maximum.reduceat(peak, starts)
    return Reading(text, ((starts + stops) / 2).astype(np.float32), float(sure.min()),
                   (float(weights[0]), float(weights[1]), float(weights[2])))


class Reader:
    """Reads rows with a student's reader network; keeps what it read, by content."""

    def __init__(self, student: ReaderStudent) -> None:
        self._student = student
        self._charset: str = student.manifest["charset"]
        self._known = Recall(CACHE_ROWS)  # reading and zoom of crops

    def forget(self) -> None:
        """Readings that were kept are made anew."""
        self._known.clear()

    def read(self, frame: Frame, boxes: Sequence[Box]) -> list[TextRow]:
        """One TextRow for each box (CSS px), in order; text "" where nothing can be read."""
        crops = [row_crop(frame, box) for box in boxes]
        keys = [crop and content_key(crop.pixels) for crop in crops]
        known = {key: self._known.fetch(key) for key in keys if key}
        new = {key: crop.pixels for key, crop in zip(keys, crops, strict=True) if key and crop and known[key] is None}
        for key, reading, zoom in self._read_new(new):
            known[key] = reading, zoom
            self._known.keep(key, known[key])
        rows = []
        for box, key, crop in zip(boxes, keys, crops, strict=True):
            reading, zoom = known[key] if key else (NOTHING, 1.0)
            rows.append(_row(box, reading, crop.left / frame.scale if crop else 0.0, zoom * frame.scale))
        return rows

    def _read_new(self, crops: Mapping[Key, np.ndarray]) -> Iterator[tuple[Key, Reading, float]]:
        inks = {key: ink_of(pixels) for key, pixels in crops.items()}
        pieces = {key: cut_long(ink) for key, (ink, _) in inks.items()}
        readings = iter(self._read_pieces([piece for parts in pieces.values() for piece in parts]))
        for key, parts in pieces.items():
            yield key, join_readings([next(readings) for _ in parts], [part.shape[1] for part in parts]), inks[key][1]

    def _read_pieces(self, inks: Sequence[np.ndarray]) -> list[Reading]:
        """Readings in order; strips of one padded width go to the network together."""
        session = self._student.session("reader")
        several = not isinstance(session.get_inputs()[0].shape[0], int)  # an older student reads one row at a time
        by_width: dict[int, list[int]] = {}
        for index, ink in enumerate(inks):
            by_width.setdefault(-(-ink.shape[1] // WIDTH_UNIT) * WIDTH_UNIT, []).append(index)
        readings = [NOTHING] * len(inks)
        for width, members in by_width.items():
            count = max(BATCH_PX // width, 1) if several else 1
            for first in range(0, len(members), count):
                batch = members[first : first + count]
                logits, style = session.run(None, {"strip": np.stack([pack_strip(inks[index]) for index in batch])})
                for index, scores, look in zip(batch, logits, style, strict=True):
                    steps = -(-inks[index].shape[1] // STEP)
                    readings[index] = best_path(scores[:steps], look[:steps], self._charset)
        return readings


@dataclass(frozen=True, slots=True)
class Crop:
    """The pixels a row is read from. left: device px of the first column."""

    pixels: np.ndarray
    left: int


def row_crop(frame: Frame, box: Box) -> Crop | None:
    s = frame.scale
    edges = crop_edges(frame.rgb, box.x * s, box.y * s, box.right * s, box.bottom * s)
    return Crop(np.ascontiguousarray(frame.rgb[edges[1] : edges[3], edges[0] : edges[2]]), edges[0]) if edges else None


def _row(box: Box, reading: Reading, left: float, zoom: float) -> TextRow:
    """A reading put in its place. left: CSS px of the strip's first column; zoom: normalized px per CSS px."""
    text = reading.text.strip()
    lead = len(reading.text) - len(reading.text.lstrip())
    centers = reading.centers[lead : lead + len(text)]
    char_x = np.array([box.x, box.right], np.float32)[: 2 if text else 1]
    if text:
        xs = left + centers * STEP / zoom
        char_x = np.concatenate([[box.x], (xs[1:] + xs[:-1]) / 2, [box.right]]).astype(np.float32)
    bold, italic, underline = reading.style
    return TextRow(box=box, text=text, confidence=reading.confidence, char_x=char_x, bold=bold, italic=italic,
                   underline=underline, font_size=box.height / FONT_SHARE)


def cut_long(ink: np.ndarray) -> list[np.ndarray]:
    """Pieces of at most LONGEST columns, cut in the widest blank near the limit."""
    pieces = []
    while ink.shape[1] > LONGEST:
        window = ink[:, LONGEST // 2 : LONGEST].max(axis=0)
        blank = np.convolve((window < 40).astype(np.float32), np.ones(9), mode="same")
        cut = LONGEST // 2 + int(len(window) - 1 - blank[::-1].argmax())
        pieces.append(ink[:, :cut])
        ink = ink[:, cut:]
    return [*pieces, ink]


def join_readings(pieces: Sequence[Reading], widths: Sequence[int]) -> Reading:
    """One reading of consecutive pieces; a cut lies in a blank, so a space goes between them."""
    if len(pieces) == 1:
        return pieces[0]
    text, centers, offset = "", [], 0.0
    for piece, width in zip(pieces, widths, strict=True):
        if text and piece.text and not text.endswith(" ") and not piece.text.startswith(" "):
            text += " "
            centers.append(np.array([offset], np.float32))
        text += piece.text
        centers.append(piece.centers + offset)
        offset += width / STEP
    styles = np.mean([piece.style for piece in pieces], axis=0)
    return Reading(text, np.concatenate(centers), min(piece.confidence for piece in pieces),
                   (float(styles[0]), float(styles[1]), float(styles[2])))
