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
from typing import Any, NamedTuple, Protocol

import cv2
import numpy as np

from .backdrop import away_from, is_median
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
    crop = row_crops(rgb, np.array([[x1, y1, x2, y2]], np.float64))[0]
    if crop is None:
        return None
    ink, zoom = ink_of(crop.pixels)
    return Strip(ink, float(crop.left), zoom)


class Crop(NamedTuple):
    """The pixels a row is read from. left: device px of the first column."""

    pixels: np.ndarray
    left: int


def row_crops(rgb: np.ndarray, rows: np.ndarray) -> list[Crop | None]:
    """What is read for each row: a little more than its box; None where hardly any of it lies inside.

    rgb: (H, W, 3) uint8; rows: (N, 4) float64 corners in its pixels.
    """
    x1, y1, x2, y2 = rows.T
    height = y2 - y1
    lefts, tops = np.maximum(np.rint(x1 - SIDE * height), 0), np.maximum(np.rint(y1 - PAD * height), 0)
    rights, bottoms = np.minimum(np.rint(x2 + SIDE * height), rgb.shape[1]), np.minimum(np.rint(y2 + PAD * height), rgb.shape[0])
    edges = np.stack([lefts, tops, rights, bottoms], axis=1).astype(np.int64)
    return [
        None if bottom - top < 3 or right - left < 2 else Crop(np.ascontiguousarray(rgb[top:bottom, left:right]), left)
        for left, top, right, bottom in edges.tolist()
    ]


def ink_of(crop: np.ndarray) -> tuple[np.ndarray, float]:
    """(HEIGHT, W) uint8 ink of a row's crop, and how much it was zoomed."""
    difference = away_from(crop, crop[0, 0].tolist())
    if not is_median(difference[::2, ::2]):
        sample = crop[::2, ::2].reshape(-1, 3)
        middle = len(sample) // 2
        difference = away_from(crop, np.partition(sample, middle, axis=0)[middle].tolist())
    zoom = HEIGHT / crop.shape[0]
    width = max(round(crop.shape[1] * zoom), 4)
    ink = cv2.resize(difference, (width, HEIGHT), interpolation=cv2.INTER_AREA if zoom < 1 else cv2.INTER_LINEAR)
    if ink.size > 2000:  # the 99.5th percentile: a speck must not set the scale
        at = 0.995 * (ink.size - 1)
        below = int(at) + 1
        ranked = np.partition(ink.ravel().astype(np.uint16), below)  # half the time of bytes, which numpy ranks one by one
        low, high = int(ranked[:below].max()), int(ranked[below])
        peak = int(low + (high - low) * (at - int(at)))
    else:
        peak = int(ink.max())
    return cv2.convertScaleAbs(ink, alpha=255.0 / max(peak, 24)), zoom


def pack_strip(ink: np.ndarray) -> np.ndarray:
    """(HEIGHT, W) -> (HEIGHT / 2, W' / 2, 4) with W' padded to WIDTH_UNIT: 2x2 pixels become four channels."""
    return pack_strips([ink], padded_width(ink))[0]


def pack_strips(inks: Sequence[np.ndarray], width: int) -> np.ndarray:
    """(N, HEIGHT / 2, width / 2, 4) of N strips that are at most so wide."""
    padded = np.zeros((len(inks), HEIGHT, width), np.uint8)
    for strip, ink in zip(padded, inks, strict=True):
        strip[:, : ink.shape[1]] = ink
    pairs = padded.view(np.uint16).reshape(-1, HEIGHT // 2, 2, width // 2)  # two neighbors of a line move together
    packed = np.empty((len(inks), HEIGHT // 2, width // 2, 2), np.uint16)
    packed[..., 0], packed[..., 1] = pairs[:, :, 0], pairs[:, :, 1]
    return packed.view(np.uint8)


def padded_width(ink: np.ndarray) -> int:
    """The width a strip is read at; it depends on nothing but the strip, so that what is read together does not matter."""
    return -(-ink.shape[1] // WIDTH_UNIT) * WIDTH_UNIT


@dataclass(frozen=True, slots=True)
class Reading:
    """What one strip says. centers: time step of each character; style: bold, italic, underline probabilities."""

    text: str
    centers: np.ndarray
    confidence: float
    style: tuple[float, float, float]


NOTHING = Reading("", np.zeros(0, np.float32), 0.0, (0.0, 0.0, 0.0))


@dataclass(frozen=True, slots=True)
class Spoken:
    """The time steps of some strips at which a character is said, strip by strip.

    strip, step, symbol: (N,) int; sure: (N,) probability of the symbol; style: (N, 3).
    """

    strip: np.ndarray
    step: np.ndarray
    symbol: np.ndarray
    sure: np.ndarray
    style: np.ndarray


def best_path(logits: np.ndarray, style: np.ndarray, charset: str) -> Reading:
    """What one strip says. logits: (T, C) float; style: (T, 3)."""
    return readings_of([spoken(logits[None], style[None], np.array([len(logits)]), np.zeros(1, int))], 1, charset)[0]


def spoken(logits: np.ndarray, style: np.ndarray, steps: np.ndarray, numbers: np.ndarray) -> Spoken:
    """Argmax of each step without the blanks (index 0).

    logits: (B, T, C) float; style: (B, T, 3); steps: (B,) what is not padding; numbers: (B,) of the strips.
    """
    symbols = logits.argmax(axis=2)
    said = np.flatnonzero(symbols)
    strip, step = np.divmod(said, symbols.shape[1])
    inside = step < steps[strip]
    said, strip, step = said[inside], strip[inside], step[inside]
    symbol = symbols.ravel()[said]
    scores = logits.reshape(-1, logits.shape[2])[said]
    scores -= scores[np.arange(len(said)), symbol][:, None]
    return Spoken(numbers[strip], step, symbol, 1.0 / np.exp(scores, out=scores).sum(axis=1), style.reshape(-1, style.shape[2])[said])


def readings_of(parts: Sequence[Spoken], count: int, charset: str) -> list[Reading]:
    """CTC best path (arXiv ctc 2006) of `count` strips: repeats collapse, a blank keeps two alike apart."""
    readings = [NOTHING] * count
    strip, step, symbol, sure = (np.concatenate([getattr(part, name) for part in parts]) for name in ("strip", "step", "symbol", "sure"))
    if len(strip) == 0:
        return readings
    other = np.diff(strip) != 0
    # A character is a run of equal symbols.
    firsts = np.concatenate([[0], np.flatnonzero(other | (np.diff(step) != 1) | (np.diff(symbol) != 0)) + 1])
    lasts = np.append(firsts[1:], len(strip)) - 1
    centers = ((step[firsts] + step[lasts] + 1) / 2).astype(np.float32)
    letters = "".join([charset[index - 1] for index in symbol[firsts].tolist()])
    opens = np.concatenate([[0], np.flatnonzero(other) + 1])  # where a strip begins, among steps
    begins = np.searchsorted(firsts, opens)  # and among characters
    # A character is as sure as its surest step, a row as its least sure character: one doubtful letter must show.
    least = np.minimum.reduceat(np.maximum.reduceat(sure, firsts), begins)
    means = np.add.reduceat(np.concatenate([part.style for part in parts]), opens, axis=0) / np.diff(opens, append=len(strip))[:, None]
    weights = 1.0 / (1.0 + np.exp(-means))
    ends = [*begins[1:].tolist(), len(firsts)]
    for number, begin, end, doubt, look in zip(strip[opens].tolist(), begins.tolist(), ends, least.tolist(), weights.tolist(), strict=True):
        readings[number] = Reading(letters[begin:end], centers[begin:end], doubt, (look[0], look[1], look[2]))
    return readings


class Reader:
    """Reads rows with a student's reader network; keeps what it read, by content."""

    def __init__(self, student: ReaderStudent) -> None:
        self._student = student
        self._charset: str = student.manifest["charset"]
        self._known = Recall(CACHE_ROWS)  # reading and zoom of crops
        self._placed = Recall(CACHE_ROWS)  # rows: readings put in their place
        self.places = Recall(CACHE_ROWS)  # the rows of places that stayed as they were (text_rows.py)

    def forget(self) -> None:
        """Readings that were kept are made anew."""
        self._known.clear()
        self._placed.clear()
        self.places.clear()

    def read(self, frame: Frame, boxes: Sequence[Box]) -> list[TextRow]:
        """One TextRow for each box (CSS px), in order; text "" where nothing can be read."""
        corners = np.array(boxes, np.float64).reshape(-1, 4)
        corners[:, 2:] += corners[:, :2]
        rows: list[TextRow | None] = []
        missing: list[tuple[int, Key, Crop]] = []
        for box, crop in zip(boxes, row_crops(frame.rgb, corners * frame.scale), strict=True):
            if crop is None:
                rows.append(_row(box, NOTHING, 0.0, frame.scale))
                continue
            key = content_key(crop.pixels)
            row = self._placed.fetch((key, box, crop.left, frame.scale))  # the same one again where it stood there and says the same
            if row is None:
                missing.append((len(rows), key, crop))
            rows.append(row)  # type: ignore[arg-type]
        readings = self._readings({key: crop.pixels for _, key, crop in missing})
        for number, key, crop in missing:
            reading, zoom = readings[key]
            row = rows[number] = _row(boxes[number], reading, crop.left / frame.scale, zoom * frame.scale)
            self._placed.keep((key, boxes[number], crop.left, frame.scale), row)
        return rows  # type: ignore[return-value]

    def _readings(self, crops: Mapping[Key, np.ndarray]) -> dict[Key, tuple[Reading, float]]:
        """What the crops say, and their zooms; what is not known yet is read, and kept."""
        known = {key: self._known.fetch(key) for key in crops}
        for key, reading, zoom in self._read_new({key: pixels for key, pixels in crops.items() if known[key] is None}):
            known[key] = reading, zoom
            self._known.keep(key, known[key])
        return known  # type: ignore[return-value]

    def _read_new(self, crops: Mapping[Key, np.ndarray]) -> Iterator[tuple[Key, Reading, float]]:
        inks = {key: ink_of(pixels) for key, pixels in crops.items()}
        pieces = {key: cut_long(ink) for key, (ink, _) in inks.items()}
        readings = iter(self._read_pieces([piece for parts in pieces.values() for piece in parts]))
        for key, parts in pieces.items():
            yield key, join_readings([next(readings) for _ in parts], [part.shape[1] for part in parts]), inks[key][1]

    def _read_pieces(self, inks: Sequence[np.ndarray]) -> list[Reading]:
        """Readings in order; strips of one padded width go to the network together."""
        if not inks:
            return []
        session = self._student.session("reader")
        several = not isinstance(session.get_inputs()[0].shape[0], int)  # an older student reads one row at a time
        by_width: dict[int, list[int]] = {}
        for index, ink in enumerate(inks):
            by_width.setdefault(padded_width(ink), []).append(index)
        parts = []
        for width, members in by_width.items():
            count = max(BATCH_PX // width, 1) if several else 1
            for first in range(0, len(members), count):
                batch = members[first : first + count]
                logits, style = session.run(None, {"strip": pack_strips([inks[index] for index in batch], width)})
                steps = np.array([-(-inks[index].shape[1] // STEP) for index in batch])
                parts.append(spoken(logits, style, steps, np.array(batch)))
        return readings_of(parts, len(inks), self._charset)


def _row(box: Box, reading: Reading, left: float, zoom: float) -> TextRow:
    """A reading put in its place. left: CSS px of the strip's first column; zoom: normalized px per CSS px."""
    text = reading.text.strip()
    lead = len(reading.text) - len(reading.text.lstrip())
    xs = left + reading.centers[lead : lead + len(text)] * STEP / zoom
    char_x = np.empty(len(text) + 1, np.float32)
    char_x[0] = box.x
    if text:
        char_x[-1] = box.right
        char_x[1:-1] = (xs[1:] + xs[:-1]) / 2
    char_x.flags.writeable = False  # rows are shared between looks
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
