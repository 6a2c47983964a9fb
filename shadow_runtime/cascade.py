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
from typing import Any, Protocol

import cv2
import numpy as np

from .changes import Region, changed_regions, difference, joined, unlike
from .cut_onnx import PATCH, PIECES_KEY, OnnxFile, size_input
from .decode import ALIGN, DenseMaps
from .recall import bands_of

# A piece is run on the whole map when its crops would cover more than this share of it.
WORTH_CUTTING = 0.7
# The pieces behind the widest context run as one where a change reached this share of what they begin with. With a light context
# they are cheap, and nearly any change gets through it to most of the frame.
WORTH_JOINING = 0.02
DENSE = (["heat"], ["container_heat"])  # heads that every look reads of every cell


class Session(Protocol):
    def run(self, outputs: Any, feeds: Mapping[str, np.ndarray]) -> list[np.ndarray]: ...


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
class Joint:
    """The last pieces as one network, for when all of them run whole: fewer calls, nothing compared in between.

    first: number of the first of them. sources: maps by input. children: maps laid out inside, by the input that takes their sizes.
    dense: heads that are read of every cell, computed along with them.
    """

    first: int
    sources: Mapping[str, str]
    children: Mapping[str, str]
    targets: tuple[str, ...]
    dense: tuple[str, ...]
    session: Session


@dataclass(frozen=True, slots=True)
class Head:
    """What is read off one map, cell by cell."""

    source: str
    targets: tuple[str, ...]
    session: Session
    feed: str


class CascadeMaps:
    """The output maps of one look (decode.Maps); heads that are not dense are computed for the cells asked for."""

    def __init__(self, maps: Mapping[str, np.ndarray], heads: Sequence[Head], dense: Mapping[str, np.ndarray]) -> None:
        """dense: heads that were computed of every cell already."""
        self._maps, self._head_of, self._dense = maps, {name: head for head in heads for name in head.targets}, dense

    def dense(self, name: str) -> np.ndarray:
        """(C, h, w) float32: the whole map."""
        if name in self._dense:
            return self._dense[name]
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
        dense = [h for h in plan["heads"] if h["to"] in DENSE]
        self._joint = self._join(file, open_session, tensors, dense) if self._spread else None
        self._read_on = {name for piece in self._pieces for name in piece.sources} | set(self._spread.values())
        self._bands: Sequence[int] = ()  # of the last look's pixels; empty where nobody asked for them yet
        self.kept: dict[str, np.ndarray] = {}  # the pixels and every map of the last look, (h, w, C) uint8

    def _join(self, file: OnnxFile, open_session: Callable[[bytes], Session], tensors: Mapping[str, str], dense: Sequence[Mapping[str, Any]]) -> Joint:
        """The first piece that makes cells which are laid out as children, all behind it, and the heads that are read of every cell, as one network."""
        first = next(number for number, piece in enumerate(self._pieces) if set(piece.targets) & set(self._spread.values()))
        pieces = self._pieces[first:]
        targets = [name for piece in pieces for name in piece.targets]
        taken = dict.fromkeys(name for piece in pieces for name in piece.sources)
        steps = [([tensors[n] for n in piece.sources], [tensors[n] for n in piece.targets]) for piece in pieces]
        steps += [([tensors[head["from"]]], head["to"]) for head in dense if head["from"] in targets]
        return Joint(
            first=first,
            sources={f"{tensors[name]}:in": name for name in taken if name not in targets and name not in self._spread},
            children={size_input(tensors[child]): child for child in self._spread},
            targets=tuple(targets),
            dense=tuple(name for head in dense if head["from"] in targets for name in head["to"]),
            session=open_session(file.pieces(steps, {tensors[child]: tensors[source] for child, source in self._spread.items()})),
        )

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
        reached: dict[str, list[Region]] = {"pixels": changed}
        dense: Mapping[str, np.ndarray] = {}
        for number, piece in enumerate(self._pieces):
            if self._joint and number == self._joint.first and self._all_of_the_rest(piece, maps, reached, width, height):
                dense = self._run_joined(self._joint, maps, width, height)
                break
            for name in piece.sources:
                if name in self._spread:
                    self._lay_out(maps, reached, name)
            self._run(piece, maps, reached, width, height)
        self.kept = maps
        return CascadeMaps(maps, self._heads, dense)

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
        if sum(region.area for region in sources) < WORTH_JOINING * width * height:
            return False
        return self._extent(piece, maps, sources, width, height)[2][0].area == width * height

    def _run_joined(self, joint: Joint, maps: dict[str, np.ndarray], width: int, height: int) -> dict[str, np.ndarray]:
        """All pieces from the first joined one on, whole, in one call; returns what its heads say of every cell."""
        feeds = {feed: maps[name][None] for feed, name in joint.sources.items()}
        for sizes, child in joint.children.items():
            maps.pop(child, None)  # laid out anew when a piece is run on a part of it
            feeds[sizes] = np.array([1, height // self._strides[child], width // self._strides[child], -1])
        values = [value[0] for value in joint.session.run(None, feeds)]
        maps.update(zip(joint.targets, values, strict=False))
        return dict(zip(joint.dense, values[len(joint.targets) :], strict=True))

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
