"""Text rows -> text: normalize each row to 24 px of ink, run the reader, decode by CTC best path.

    Reader(student).read(frame, boxes) -> [TextRow]

Rows are cached by the content of their crop, so a row that moved or stayed is not read again.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import cv2
import numpy as np
import xxhash

from .geometry import Box
from .records import Frame, TextRow

HEIGHT = 24  # px of a normalized row; the row box itself fills 20 of them
PAD = 0.1  # of the row height, above and below
SIDE = 0.2  # of the row height, left and right
STEP = 2  # normalized px per time step
WIDTH_UNIT = 32  # widths are padded to a multiple, to keep the number of shapes small
LONGEST = 1536  # normalized px; longer rows are read in pieces
FONT_SHARE = 0.96  # row box height (ascender to descender) over font size, mean over the training fonts
CACHE_ROWS = 4096


class Session(Protocol):
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
    height = y2 - y1
    top, bottom = max(round(y1 - PAD * height), 0), min(round(y2 + PAD * height), rgb.shape[0])
    left, right = max(round(x1 - SIDE * height), 0), min(round(x2 + SIDE * height), rgb.shape[1])
    if bottom - top < 3 or right - left < 2:
        return None
    crop = rgb[top:bottom, left:right]
    sample = crop[::2, ::2].reshape(-1, 3)
    background = np.partition(sample, len(sample) // 2, axis=0)[len(sample) // 2]
    difference = cv2.absdiff(crop, np.broadcast_to(background, crop.shape).astype(np.uint8)).max(axis=2)
    zoom = HEIGHT / (bottom - top)
    width = max(round((right - left) * zoom), 4)
    ink = cv2.resize(difference, (width, HEIGHT), interpolation=cv2.INTER_AREA if zoom < 1 else cv2.INTER_LINEAR)
    peak = int(np.percentile(ink, 99.5)) if ink.size > 2000 else int(ink.max())
    return Strip(cv2.convertScaleAbs(ink, alpha=255.0 / max(peak, 24)), float(left), zoom)


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


def best_path(logits: np.ndarray, style: np.ndarray, charset: str) -> Reading:
    """CTC best path (arXiv ctc 2006): argmax per step, collapse repeats, drop blanks (index 0).

    logits: (T, C) float; style: (T, 3).
    """
    best = logits.argmax(axis=1)
    peak = 1.0 / np.exp(logits - logits.max(axis=1, keepdims=True)).sum(axis=1)
    starts = np.flatnonzero((best != 0) & (best != np.concatenate([[0], best[:-1]])))
    if len(starts) == 0:
        return Reading("", np.zeros(0, np.float32), 0.0, (0.0, 0.0, 0.0))
    changes = np.concatenate([np.flatnonzero(np.diff(best)) + 1, [len(best)]])
    stops = changes[np.searchsorted(changes, starts, side="right")]
    text = "".join(charset[index - 1] for index in best[starts])
    weights = 1.0 / (1.0 + np.exp(-style[best != 0].mean(axis=0)))
    # A character is as sure as its surest step, a row as its least sure character: one doubtful letter must show.
    sure = np.maximum.reduceat(np.where(best != 0, peak, 0.0), starts)
    return Reading(text, ((starts + stops) / 2).astype(np.float32), float(sure.min()),
                   (float(weights[0]), float(weights[1]), float(weights[2])))


class Reader:
    """Reads rows with a student's reader network; keeps what it read, by content."""

    def __init__(self, student: ReaderStudent) -> None:
        self._student = student
        self._charset: str = student.manifest["charset"]
        self._cache: OrderedDict[int, Reading] = OrderedDict()

    def read(self, frame: Frame, boxes: Sequence[Box]) -> list[TextRow]:
        """One TextRow for each box (CSS px), in order; text "" where nothing can be read."""
        return [self._read_row(frame, box) for box in boxes]

    def _read_row(self, frame: Frame, box: Box) -> TextRow:
        s = frame.scale
        strip = normalize_row(frame.rgb, box.x * s, box.y * s, box.right * s, box.bottom * s)
        reading = self._reading(strip) if strip is not None else Reading("", np.zeros(0, np.float32), 0.0, (0.0,) * 3)
        text = reading.text.strip()
        lead = len(reading.text) - len(reading.text.lstrip())
        centers = reading.centers[lead : lead + len(text)]
        char_x = np.array([box.x, box.right], np.float32)[: 2 if text else 1]
        if text and strip is not None:
            xs = (strip.left + centers * STEP / strip.zoom) / s
            char_x = np.concatenate([[box.x], (xs[1:] + xs[:-1]) / 2, [box.right]]).astype(np.float32)
        bold, italic, underline = reading.style
        return TextRow(box=box, text=text, confidence=reading.confidence, char_x=char_x, bold=bold, italic=italic,
                       underline=underline, font_size=box.height / FONT_SHARE)

    def _reading(self, strip: Strip) -> Reading:
        key = xxhash.xxh3_64_intdigest(np.ascontiguousarray(strip.ink).data, seed=strip.ink.shape[1])
        known = self._cache.get(key)
        if known is not None:
            self._cache.move_to_end(key)
            return known
        pieces = [self._run(ink) for ink in cut_long(strip.ink)]
        reading = join_readings(pieces, [ink.shape[1] for ink in cut_long(strip.ink)])
        self._cache[key] = reading
        if len(self._cache) > CACHE_ROWS:
            self._cache.popitem(last=False)
        return reading

    def _run(self, ink: np.ndarray) -> Reading:
        logits, style = self._student.session("reader").run(None, {"strip": pack_strip(ink)[None]})
        steps = -(-ink.shape[1] // STEP)
        return best_path(logits[0, :steps], style[0, :steps], self._charset)


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
