"""The detector at work: a cascade of int8 maps, of which a change re-computes only what it reaches.

    maps = cascade.look(rgb)      # whole, the first time
    maps = cascade.look(rgb2)     # what differs from rgb, and what that difference reaches

Every map of the last look is kept. Where pixels changed, each piece of the network (networks/pieces.py) is run on a crop
around the cells that can see a changed cell of its input, its result is compared with what was there, and only what
really differs goes on to the next piece. A piece computes the same int8 cell in a crop as in the whole frame, so the
maps, and the scene decoded from them, are those of a whole look to the bit; tests/runtime/test_cascade.py holds it to that.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import cv2
import numpy as np

from .cut_onnx import PATCH, PIECES_KEY, OnnxFile, size_input
from .decode import ALIGN, DenseMaps
from .recall import BAND, bands_of

# A piece is run on the whole map when its crops would cover more than this share of it.
WORTH_CUTTING = 0.7
# Two changed regions are treated as one when that costs at most this many more pixels: a call has its price too.
CALL_PX = 12_000
# The pieces behind the widest context run as one where a change reached this share of what they begin with.
WORTH_JOINING = 0.15
TILE = BAND  # px, of the grid on which pixels are compared
MOST_REGIONS = 12


class Session(Protocol):
    def run(self, outputs: Any, feeds: Mapping[str, np.ndarray]) -> list[np.ndarray]: ...


class Region(NamedTuple):
    """An upright rectangle of whole pixels: left, top, right, bottom."""

    x1: int
    y1: int
    x2: int
    y2: int

    @property
    def area(self) -> int:
        return max(self.x2 - self.x1, 0) * max(self.y2 - self.y1, 0)

    def union(self, other: Region) -> Region:
        return Region(min(self.x1, other.x1), min(self.y1, other.y1), max(self.x2, other.x2), max(self.y2, other.y2))

    def grown(self, before: int, after: int, unit: int, width: int, height: int) -> Region:
        """With `before` px more at the left and top, `after` at the right and bottom, whole units, inside the frame."""
        return Region(
            max((self.x1 - before) // unit * unit, 0), max((self.y1 - before) // unit * unit, 0),
            min(-(-(self.x2 + after) // unit) * unit, width), min(-(-(self.y2 + after) // unit) * unit, height),
        )  # fmt: skip

    def within(self, other: Region) -> Region:
        """The same, counted from the other's corner."""
        return Region(self.x1 - other.x1, self.y1 - other.y1, self.x2 - other.x1, self.y2 - other.y1)

    def cells(self, stride: int) -> tuple[slice, slice]:
        """Rows and columns of a map of this stride."""
        return slice(self.y1 // stride, self.y2 // stride), slice(self.x1 // stride, self.x2 // stride)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of the network. sources, targets: maps; before, after: how far it looks around a target cell, px."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    before: int
    after: int
    stride: int  # of the targets
    unit: int  # crops begin at multiples of this many px
    session: Session
    feeds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What is read off one map, cell by cell."""

    source: str
    targets: tuple[str, ...]
    session: Session
    feed: str


class CascadeMaps:
    """The output maps of one look (decode.Maps); heads that are not dense are computed for the cells asked for."""

    def __init__(self, maps: Mapping[str, np.ndarray], heads: Sequence[Head]) -> None:
        self._maps, self._head_of = maps, {name: head for head in heads for name in head.targets}

    def dense(self, name: str) -> np.ndarray:
        """(C, h, w) float32: the whole map."""
        head = self._head_of[name]
        return head.session.run([name], {head.feed: self._maps[head.source][None]})[0][0]

    def at(self, names: Sequence[str], ys: np.ndarray, xs: np.ndarray) -> dict[str, np.ndarray]:
        """Name -> (N, C) float32 of the cells (ys, xs); the names belong to one head."""
        head = self._head_of[names[0]]
        source = self._maps[head.source]
        cells = source.reshape(-1, source.shape[2]).take(ys * source.shape[1] + xs, axis=0)
        if len(cells) == 0:
            cells = source[0, :1]  # networks want at least one cell
        values = head.session.run(list(names), {head.feed: cells[None, None]})
        return {name: value[0, :, 0, : len(ys)].T for name, value in zip(names, values, strict=True)}


class Cascade:
    """A detector that remembers its last look; one look at a time."""

    def __init__(self, file: OnnxFile, open_session: Callable[[bytes], Session]) -> None:
        """file: a detector that says where it may be cut. open_session: network bytes -> session."""
        plan = json.loads(file.metadata[PIECES_KEY])
        tensors = {"pixels": "pixels", **{name: entry["tensor"] for name, entry in plan["maps"].items()}}
        strides = {"pixels": 1, **{name: entry["stride"] for name, entry in plan["maps"].items()}}
        self._strides, self._spread = strides, dict(plan["spread"])
        self._takes_patches = file.take_patches()

        def feed(name: str) -> str:
            return name if name == "pixels" else f"{tensors[name]}:in"

        self._pieces = [
            Piece(tuple(p["from"]), tuple(p["to"]), p["before"], p["after"], strides[p["to"][0]],
                  max(strides[name] for name in (*p["from"], *p["to"])),
                  open_session(file.piece([tensors[n] for n in p["from"]], [tensors[n] for n in p["to"]])), tuple(map(feed, p["from"])))
            for p in plan["pieces"]
        ]  # fmt: skip
        self._heads = [
            Head(h["from"], tuple(h["to"]), open_session(file.piece([tensors[h["from"]]], h["to"])), feed(h["from"])) for h in plan["heads"]
        ]
        # Where the first of them runs whole, all pieces do that come after cells were laid out for the first time.
        self._first_joined = next((i for i, piece in enumerate(self._pieces) if set(piece.targets) & set(self._spread.values())), len(self._pieces))
        joint = self._pieces[self._first_joined :]
        self._joint_targets = [name for piece in joint for name in piece.targets]
        self._joint_sources = [name for name in dict.fromkeys(name for piece in joint for name in piece.sources)
                               if name not in self._joint_targets and name not in self._spread]  # fmt: skip
        self._joint_feeds = [feed(name) for name in self._joint_sources]
        laid = {tensors[child]: tensors[source] for child, source in self._spread.items()}
        self._joint_sizes = {size_input(tensors[child]): child for child in self._spread}
        steps = [([tensors[n] for n in piece.sources], [tensors[n] for n in piece.targets]) for piece in joint]
        self._joint = open_session(file.pieces(steps, laid)) if self._spread else None
        self._read_on = {name for piece in self._pieces for name in piece.sources} | set(self._spread.values())
        self._bands: Sequence[int] = ()  # of the last look's pixels; empty where nobody asked for them yet
        self.kept: dict[str, np.ndarray] = {}  # the pixels and every map of the last look, (h, w, C) uint8

    def look(self, rgb: np.ndarray, bands: Sequence[int] = ()) -> CascadeMaps:
        """The maps of a frame at one CSS pixel per pixel, (H, W, 3) uint8. They hold until the next look.

        bands: of its rows (recall.bands_of), where they are known. The frame is kept to compare the next one with: as it is
        where nobody can write into it, else a copy.
        """
        maps, self.kept = self.kept, {}  # an error on the way leaves nothing half-changed behind
        # A read-only view says nothing about who else writes into what it is a view of.
        rgb = rgb if rgb.flags.owndata and rgb.flags.c_contiguous and not rgb.flags.writeable else rgb.copy()
        height, width = aligned(rgb)
        if maps and maps["pixels"].shape == rgb.shape:
            bands = bands or bands_of(rgb)
            top, bottom = unlike(self._bands or bands_of(maps["pixels"]), bands)
            changed = [r._replace(y1=top + r.y1, y2=top + r.y2) for r in changed_regions(maps["pixels"][top:bottom], rgb[top:bottom])]
        else:
            maps, changed = {}, [Region(0, 0, width, height)]
        maps["pixels"], self._bands = rgb, bands
        reached = {"pixels": changed}
        for number, piece in enumerate(self._pieces):
            if number == self._first_joined and self._all_of_the_rest(piece, maps, reached, width, height):
                self._run_joined(maps, height, width)
                break
            for name in piece.sources:
                if name in self._spread:
                    self._lay_out(maps, reached, name)
            self._run(piece, maps, reached, width, height)
        self.kept = maps
        return CascadeMaps(maps, self._heads)

    def forget(self) -> None:
        """Look at the next frame as a whole."""
        self.kept = {}

    def _lay_out(self, maps: dict[str, np.ndarray], reached: dict[str, list[Region]], name: str) -> None:
        """Bring a map of children up to date; there is none where it was laid out within the network last time."""
        source = self._spread[name]
        if name not in maps:
            maps[name] = spread(maps[source])
            reached[name] = reached[source]
            return
        for region in reached[source]:
            part = spread(maps[source][region.cells(self._strides[source])])
            _put(maps, name, part, region.cells(self._strides[name]))
        reached[name] = reached[source]

    def _run(self, piece: Piece, maps: dict[str, np.ndarray], reached: dict[str, list[Region]], width: int, height: int) -> None:
        """Bring the piece's targets up to date; `reached` learns where they changed."""
        for name in piece.targets:
            reached[name] = []
        sources = [region for name in piece.sources for region in reached[name]]
        if not sources:
            return
        everything, affected, crops = self._extent(piece, maps, sources, width, height)
        for wanted, crop in zip(affected, crops, strict=True):
            for name, value in zip(piece.targets, self._computed(piece, maps, crop), strict=True):
                if everything:
                    maps[name] = value
                    reached[name] = [wanted]
                    continue
                if name not in self._read_on:
                    _put(maps, name, value[wanted.within(crop).cells(piece.stride)], wanted.cells(piece.stride))
                    continue
                new = value[(wanted.y1 - crop.y1) // piece.stride :, (wanted.x1 - crop.x1) // piece.stride :]
                old = maps[name][wanted.cells(piece.stride)]
                region = difference(old, new[: old.shape[0], : old.shape[1]], wanted, piece.stride)
                if region is not None:
                    # Of a whole map even what is equal is taken over: nothing is copied then.
                    taken = crop if value.shape == maps[name].shape else region
                    _put(maps, name, value[taken.within(crop).cells(piece.stride)], taken.cells(piece.stride))
                    reached[name].append(region)

    def _extent(
        self, piece: Piece, maps: Mapping[str, np.ndarray], sources: Sequence[Region], width: int, height: int
    ) -> tuple[bool, Sequence[Region], Sequence[Region]]:
        """Whether all of the piece's targets changes for all we know, the target cells that may, and what to run it on."""
        whole = [Region(0, 0, width, height)]
        if piece.targets[0] not in maps or sum(r.area for r in sources) >= WORTH_CUTTING * whole[0].area:
            return True, whole, whole
        # The target cells that see a changed source cell, and the crops that hold everything those cells see.
        seeing = joined([r.grown(piece.after, piece.before, piece.stride, width, height) for r in sources])
        around = [r.grown(piece.before, piece.after, piece.unit, width, height) for r in seeing]
        if sum(crop.area for crop in around) < WORTH_CUTTING * whole[0].area:
            return False, seeing, around
        return False, whole, whole

    def _all_of_the_rest(self, piece: Piece, maps: Mapping[str, np.ndarray], reached: Mapping[str, list[Region]], width: int, height: int) -> bool:
        """Whether this piece, the first of those that were joined, runs whole, and most likely those behind it."""
        sources = [region for name in piece.sources for region in reached[name]]
        if self._joint is None or sum(region.area for region in sources) < WORTH_JOINING * width * height:
            return False
        return self._extent(piece, maps, sources, width, height)[2][0].area == width * height

    def _run_joined(self, maps: dict[str, np.ndarray], height: int, width: int) -> None:
        """All pieces from the first joined one on, whole, in one call."""
        feeds = {feed: maps[name][None] for feed, name in zip(self._joint_feeds, self._joint_sources, strict=True)}
        for sizes, child in self._joint_sizes.items():
            maps.pop(child, None)  # laid out anew when a piece is run on a part of it
            feeds[sizes] = np.array([1, height // self._strides[child], width // self._strides[child], -1])
        for name, value in zip(self._joint_targets, self._joint.run(None, feeds), strict=True):  # type: ignore[union-attr]
            maps[name] = value[0]

    def _computed(self, piece: Piece, maps: Mapping[str, np.ndarray], crop: Region) -> list[np.ndarray]:
        """The piece's targets on a crop, (h, w, C) each."""
        feeds = {feed: self._cut(maps[name], crop, name) for feed, name in zip(piece.feeds, piece.sources, strict=True)}
        return [value[0] for value in piece.session.run(None, feeds)]

    def _cut(self, array: np.ndarray, crop: Region, name: str) -> np.ndarray:
        part = array[crop.cells(self._strides[name])]
        if name != "pixels":
            return np.ascontiguousarray(part)[None]
        height, width = crop.y2 - crop.y1, crop.x2 - crop.x1
        return patches(part, height, width)[None] if self._takes_patches else padded(part, height, width).reshape(1, height, -1, 12)


class Whole:
    """A detector that cannot be cut (its student was published before there were pieces): every look computes everything."""

    def __init__(self, session: Any) -> None:
        self._session = session
        self._names = [output.name for output in session.get_outputs()]

    def look(self, rgb: np.ndarray, bands: Sequence[int] = ()) -> DenseMaps:
        """As Cascade.look; nothing is compared."""
        pixels = padded(rgb, *aligned(rgb))
        maps = self._session.run(self._names, {"pixels": pixels.reshape(1, pixels.shape[0], -1, 12)})
        return DenseMaps({name: value[0] for name, value in zip(self._names, maps, strict=True)})

    def forget(self) -> None:
        """There is nothing to forget."""


def _put(maps: dict[str, np.ndarray], name: str, part: np.ndarray, cells: tuple[slice, slice]) -> None:
    """Bring a part of a map up to date, (h, w, C) at these cells; what is all of it, or the first of it, takes its place."""
    if name not in maps or part.shape == maps[name].shape:
        maps[name] = part
    else:
        maps[name][cells] = part


def aligned(rgb: np.ndarray) -> tuple[int, int]:
    """Height and width that a picture is looked at with: multiples of ALIGN."""
    return -(-rgb.shape[0] // ALIGN) * ALIGN, -(-rgb.shape[1] // ALIGN) * ALIGN


def padded(rgb: np.ndarray, height: int, width: int) -> np.ndarray:
    """A picture in one piece, with zeros at the right and bottom where it is smaller."""
    if rgb.shape[:2] == (height, width):
        return np.ascontiguousarray(rgb)
    canvas = np.zeros((height, width, 3), np.uint8)
    canvas[: rgb.shape[0], : rgb.shape[1]] = rgb
    return canvas


def patches(rgb: np.ndarray, height: int, width: int) -> np.ndarray:
    """(height / 4, width / 4, 48) uint8: a picture in patches of 4x4 px, row by row, with zeros at the right and bottom where it is smaller."""
    if rgb.shape[0] % PATCH or rgb.shape[1] % PATCH or rgb.strides[0] % PATCH:
        rgb = padded(rgb, -(-rgb.shape[0] // PATCH) * PATCH, -(-rgb.shape[1] // PATCH) * PATCH)
    down, across = rgb.shape[0] // PATCH, rgb.shape[1] // PATCH
    laid = np.empty((height // PATCH, width // PATCH, 3 * PATCH**2), np.uint8)
    laid[down:], laid[:down, across:] = 0, 0
    # Four bytes at a time: the rows of every patch are three such words, which OpenCV puts behind each other as channels.
    words = rgb.reshape(rgb.shape[0], -1).view(np.int32).reshape(down, PATCH, across, 3)
    cv2.merge([words[:, row] for row in range(PATCH)], dst=laid[:down, :across].view(np.int32))
    return laid


def spread(cells: np.ndarray) -> np.ndarray:
    """(h, w, 4 * C) -> (2h, 2w, C): the four children of every cell, row by row; networks/detector.py has the torch twin."""
    height, width, channels = cells.shape
    return cells.reshape(height, width, 2, 2, channels // 4).transpose(0, 2, 1, 3, 4).reshape(2 * height, 2 * width, channels // 4)


def difference(old: np.ndarray, new: np.ndarray, region: Region, stride: int) -> Region | None:
    """The part of the region, in whole cells, in which two maps of it differ; None when they are equal."""
    height, _, channels = old.shape
    x, y, width, below = cv2.boundingRect(cv2.absdiff(old.reshape(height, -1), new.reshape(height, -1)))
    if width == 0:
        return None
    return Region(region.x1 + x // channels * stride, region.y1 + y * stride,
                  region.x1 + ((x + width - 1) // channels + 1) * stride, region.y1 + (y + below) * stride)


def any_of_rows(marks: np.ndarray, every: int) -> np.ndarray:
    """(H / every, W) bool: the marks of so many rows each as one row; eight columns at a time where that goes."""
    words = marks.view(np.int64) if marks.shape[1] % 8 == 0 else marks
    return np.bitwise_or.reduceat(words, np.arange(0, len(marks), every), axis=0).view(bool)


def unlike(before: Sequence[int], after: Sequence[int]) -> tuple[int, int]:
    """The first row, and the one after the last, of the bands that differ."""
    numbers = [number for number, (a, b) in enumerate(zip(before, after, strict=True)) if a != b]
    return (numbers[0] * TILE, (numbers[-1] + 1) * TILE) if numbers else (0, 0)


def changed_regions(before: np.ndarray, after: np.ndarray) -> list[Region]:
    """Where two pictures of one size differ: regions of whole tiles (clipped to the picture), near ones joined."""
    height, width = after.shape[:2]
    if height == 0:
        return []
    across = width * 3 % 8 == 0 and width % TILE == 0 and before.strides[0] % 8 == 0 == after.strides[0] % 8
    if across:  # eight bytes at a time
        unlike = as_words(before) != as_words(after)
    else:
        unlike = (before != after).any(axis=2)
    per_tile = TILE * 3 // 8 if across else TILE
    right = -unlike.shape[1] % per_tile
    if right:
        unlike = np.pad(unlike, ((0, 0), (0, right)))
    strips = any_of_rows(unlike, TILE)
    if not strips.any():
        return []
    tiles = strips.reshape(len(strips), -1, per_tile).any(axis=2)
    return [Region(r.x1 * TILE, r.y1 * TILE, min(r.x2 * TILE, width), min(r.y2 * TILE, height)) for r in tile_regions(tiles)]


def as_words(picture: np.ndarray) -> np.ndarray:
    """(H, W, 3) bytes as (H, W * 3 / 8) eight-byte words; rows may be spaced apart."""
    height, width = picture.shape[:2]
    return np.lib.stride_tricks.as_strided(picture, (height, width * 3), (picture.strides[0], 1)).view(np.int64)


def tile_regions(tiles: np.ndarray) -> list[Region]:
    """Rectangles of tiles that cover all marked ones, at most MOST_REGIONS."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(tiles.astype(np.uint8), connectivity=8)
    found = [Region(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:count]]
    return joined(found, CALL_PX // TILE**2)


def joined(regions: Sequence[Region], slack: int = CALL_PX) -> list[Region]:
    """Regions that cover the given ones; two become one where that costs at most `slack` of area."""
    kept: list[Region] = []
    for region in sorted(regions):
        merging = True
        while merging:
            merging = False
            for other in kept:
                whole = region.union(other)
                if whole.area <= region.area + other.area + slack:
                    kept.remove(other)
                    region, merging = whole, True
                    break
        kept.append(region)
    while len(kept) > MOST_REGIONS:
        a, b = min(((a, b) for i, a in enumerate(kept) for b in kept[i + 1 :]), key=lambda pair: pair[0].union(pair[1]).area - pair[0].area - pair[1].area)
        kept = joined([*(r for r in kept if r not in (a, b)), a.union(b)], slack)
    return kept
