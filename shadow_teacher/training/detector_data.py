"""Labelled pages -> batches of detector crops.

`pack_pages` decodes every page once into one memory-mapped array file, since decoding PNGs would cost more than a
training step; crops are then cut straight from the map, augmented and turned into targets in worker processes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields
from itertools import count
from pathlib import Path

import cv2
import numpy as np
import torch
from rich.progress import track
from torch.utils.data import IterableDataset, get_worker_info

from .targets import Objects, Targets, crop_objects, page_objects, target_maps


def pack_pages(folders: list[Path], out: Path, limit: int | None = None) -> int:
    """Decode pages at one CSS pixel per pixel into OUT/pixels.bin + OUT/index.json; adds only what is missing.

    Returns the number of pages packed. A page whose picture or labels cannot be read is skipped and named.
    """
    out.mkdir(parents=True, exist_ok=True)
    index_path = out / "index.json"
    index = json.loads(index_path.read_text()) if index_path.exists() else []
    known = {entry["name"] for entry in index}
    paths = [path for folder in folders for path in sorted(folder.glob("*.json")) if path.stem not in known]
    with open(out / "pixels.bin", "ab") as pixels:
        offset = max((entry["offset"] + entry["width"] * entry["height"] * 3 for entry in index), default=0)
        pixels.truncate(offset)
        pixels.seek(offset)
        for path in track(paths[:limit], description="packing pages"):
            picture = cv2.imread(str(path.with_suffix(".png")))
            try:
                page = json.loads(path.read_text())
            except json.JSONDecodeError:
                page = None
            if picture is None or page is None:
                print(f"skipped {path.name}: unreadable picture or labels")
                continue
            rgb = cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
            if page["scale"] != 1:
                rgb = cv2.resize(rgb, (page["width"], page["height"]), interpolation=cv2.INTER_AREA)
            rgb = rgb[: page["height"], : page["width"]]
            pixels.write(np.ascontiguousarray(rgb).tobytes())
            index.append({"name": path.stem, "labels": str(path), "offset": offset, "height": rgb.shape[0],
                          "width": rgb.shape[1], "framework": page["framework"]})
            offset += rgb.size
    partial = index_path.with_suffix(".partial")
    partial.write_text(json.dumps(index))
    partial.replace(index_path)
    return len(index)


class PackedPages:
    """Random access to packed pages: pixels as (H, W, 3) uint8 views, labels as Objects (parsed once, kept)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._objects: dict[int, Objects] = {}
        self.refresh()

    def refresh(self) -> None:
        """See the pages that were packed meanwhile; those known before keep their numbers."""
        self.index = json.loads((self.folder / "index.json").read_text())
        self.pixels = np.memmap(self.folder / "pixels.bin", np.uint8, "r")

    def __len__(self) -> int:
        return len(self.index)

    def rgb(self, number: int) -> np.ndarray:
        entry = self.index[number]
        height, width = entry["height"], entry["width"]
        return self.pixels[entry["offset"] : entry["offset"] + height * width * 3].reshape(height, width, 3)

    def objects(self, number: int) -> Objects:
        if number not in self._objects:
            self._objects[number] = page_objects(json.loads(Path(self.index[number]["labels"]).read_text()))
        return self._objects[number]


class Examples:
    """Where every role, and every state that is on, can be seen: what is rare on pages is drawn as often as what is not.

    Class-aware sampling (Shen, Lin and Huang, arXiv 1512.05830, section 4.1).
    """

    def __init__(self, pages: PackedPages) -> None:
        places: dict[tuple[str, int], list[tuple[int, float, float]]] = {}
        for page in range(len(pages)):
            for name, layer in pages.objects(page).items():
                centers = (layer.boxes[:, :2] + layer.boxes[:, 2:]) / 2
                for index in np.flatnonzero(~layer.ignore & (layer.roles >= 0)):
                    place = (page, float(centers[index, 0]), float(centers[index, 1]))
                    places.setdefault((name, int(layer.roles[index])), []).append(place)
                    for state in np.flatnonzero(layer.states[index] == 1):
                        places.setdefault(("state", int(state)), []).append(place)
        self.places = dict(sorted(places.items()))

    def draw(self, rng: np.random.Generator) -> tuple[int, tuple[float, float]]:
        """A page and a point on it, CSS px: any role or state with equal chance, then any example of it."""
        kinds = list(self.places)
        examples = self.places[kinds[rng.integers(len(kinds))]]
        page, x, y = examples[rng.integers(len(examples))]
        return page, (x, y)


REOPEN = 400  # batches after which the folder is looked at again
AIMED = 0.5  # share of the crops that are drawn for something in them; the others lie anywhere
# Height, width, how many make a batch (all batches cost the same) and how often. What spans a page (navigation, banners,
# tables) is only ever whole in the wide ones.
SHAPES = ((384, 640, 8, 0.45), (384, 1280, 4, 0.25), (768, 1280, 2, 0.3))


class CropBatches(IterableDataset):
    """Endless batches of augmented crops of one shape each, reproducible from (seed, worker).

    shapes: (height, width, crops, share of the batches) each.
    """

    def __init__(self, folder: Path, seed: int, shapes: tuple[tuple[int, int, int, float], ...] = SHAPES, augment: bool = True) -> None:
        self.folder, self.seed, self.shapes, self.augment = folder, seed, shapes, augment

    def __iter__(self) -> Iterator[dict[str, torch.Tensor]]:
        worker = get_worker_info()
        cv2.setNumThreads(1)
        rng = np.random.default_rng([self.seed, worker.id if worker else 0])
        shares = np.array([share for *_, share in self.shapes])
        pages = PackedPages(self.folder)
        for number in count(0):
            if number % REOPEN == 0:  # pages may be rendered and packed while training runs
                pages.refresh()
                examples = Examples(pages)
            height, width, size, _ = self.shapes[rng.choice(len(self.shapes), p=shares / shares.sum())]
            crops = []
            for anywhere in rng.integers(len(pages), size=size):
                page, around = examples.draw(rng) if rng.random() < AIMED else (anywhere, None)
                rgb, objects = cut(pages.rgb(page), pages.objects(page), height, width, rng, self.augment, around)
                crops.append({"rgb": torch.from_numpy(rgb), **tensors(target_maps(objects, height, width))})
            yield {name: torch.stack([crop[name] for crop in crops]) for name in crops[0]}


def tensors(targets: Targets) -> dict[str, torch.Tensor]:
    return {f.name: torch.from_numpy(getattr(targets, f.name)) for f in fields(targets)}


def cut(
    rgb: np.ndarray, objects: Objects, height: int, width: int, rng: np.random.Generator, augment: bool,
    around: tuple[float, float] | None = None,
) -> tuple[np.ndarray, Objects]:
    """One crop of (height, width, 3) with its objects; zoomed by 0.75 to 1.35 now and then, padded with zeros.

    around: a point, CSS px, that lies in the crop, not at its very edge.
    """
    zoom = float(np.exp(rng.uniform(np.log(0.75), np.log(1.35)))) if augment and rng.random() < 0.5 else 1.0
    view_height, view_width = height / zoom, width / zoom
    # Overshooting the range makes the page's own borders as frequent as its middle.
    spare_x, spare_y = max(rgb.shape[1] - view_width, 0.0), max(rgb.shape[0] - view_height, 0.0)
    if around is None:
        left, top = rng.uniform(-80, spare_x + 80), rng.uniform(-60, spare_y + 60)
    else:
        left, top = around[0] - view_width * rng.uniform(0.1, 0.9), around[1] - view_height * rng.uniform(0.1, 0.9)
    x, y = float(round(np.clip(left, 0, spare_x))), float(round(np.clip(top, 0, spare_y)))
    piece = rgb[int(y) : int(np.ceil(y + view_height)), int(x) : int(np.ceil(x + view_width))]
    if zoom != 1.0:
        size = (max(round(piece.shape[1] * zoom), 1), max(round(piece.shape[0] * zoom), 1))
        piece = cv2.resize(np.ascontiguousarray(piece), size, interpolation=cv2.INTER_AREA if zoom < 1 else cv2.INTER_LINEAR)
    piece = piece[:height, :width]
    canvas = np.zeros((height, width, 3), np.uint8)
    canvas[: piece.shape[0], : piece.shape[1]] = recolor(piece, rng) if augment else piece
    visible_width, visible_height = piece.shape[1] / zoom, piece.shape[0] / zoom
    return canvas, crop_objects(objects, x, y, visible_width, visible_height, zoom)


def recolor(piece: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Change the palette, not the structure: inversion, swapped channels, gain and offset per channel."""
    if rng.random() < 0.12:
        piece = 255 - piece
    if rng.random() < 0.3:
        piece = piece[:, :, rng.permutation(3)]
    if rng.random() < 0.5:
        gain, offset = rng.uniform(0.75, 1.1, 3), rng.uniform(-12, 25, 3)
        table = np.clip(np.arange(256)[:, None] * gain + offset, 0, 255).astype(np.uint8)
        piece = np.stack([table[:, c][piece[:, :, c]] for c in range(3)], axis=2)
    return piece
