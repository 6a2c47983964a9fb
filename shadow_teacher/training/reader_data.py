"""Labelled pages and text sheets -> batches of normalized strips with their text.

`pack_rows` cuts every readable row with a margin into one file, so that training can shift the row box as a detector
would and normalize it with the very function the runtime uses.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import torch
from rich.progress import track
from torch.utils.data import IterableDataset, get_worker_info

from shadow_runtime.charset import CHARSET, fold_look
from shadow_runtime.read import HEIGHT, STEP, WIDTH_UNIT, Strip, normalize_row, pack_strip

INDEX_OF = {character: number + 1 for number, character in enumerate(CHARSET)}
UNDECIDED = -100


def pack_rows(folders: list[Path], out: Path) -> int:
    """Append the readable rows of pages not packed yet to OUT/rows.bin and OUT/rows.jsonl; returns the rows in all."""
    out.mkdir(parents=True, exist_ok=True)
    table = out / "rows.jsonl"
    entries = [json.loads(line) for line in table.read_text().splitlines()] if table.exists() else []
    known = {entry["page"] for entry in entries}
    offset = max((entry["offset"] + entry["height"] * entry["width"] * 3 for entry in entries), default=0)
    with open(out / "rows.bin", "ab") as pixels, open(table, "a") as lines:
        pixels.truncate(offset)
        paths = [path for folder in folders for path in sorted(folder.glob("*.json")) if path.stem not in known]
        for path in track(paths, description="packing rows"):
            picture = cv2.imread(str(path.with_suffix(".png")))
            if picture is None:
                print(f"skipped {path.name}: no picture")
                continue
            page, rgb = json.loads(path.read_text()), cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
            for row in page["rows"]:
                entry = cut_row(page, row, rgb)
                if entry is None:
                    continue
                crop, fields = entry
                pixels.write(np.ascontiguousarray(crop).tobytes())
                fields |= {"page": path.stem, "offset": offset, "height": crop.shape[0], "width": crop.shape[1]}
                lines.write(json.dumps(fields) + "\n")
                offset += crop.size
    return len(table.read_text().splitlines())


def cut_row(page: dict, row: dict, rgb: np.ndarray) -> tuple[np.ndarray, dict] | None:
    """A row's pixels with margin and what is known of it; None for rows the reader is not asked to read."""
    text = fold_look(row["text"])
    if not row["readable"] or not text or any(c not in INDEX_OF for c in text) or len(text) > 120:
        return None
    scale = rgb.shape[1] / page["width"]
    x, y, width, height = (side * scale for side in row["box"])
    if height < 7 or height > 90:
        return None
    left, top = max(int(x - height), 0), max(int(y - 0.5 * height), 0)
    right, bottom = min(int(x + width + height), rgb.shape[1]), min(int(y + 1.5 * height), rgb.shape[0])
    return rgb[top:bottom, left:right], {
        "text": text, "box": [round(v, 2) for v in (x - left, y - top, x - left + width, y - top + height)],
        "char_x": [round(cx * scale - left, 1) for cx in row["char_x"]], "bold": row["bold"], "italic": row["italic"],
        "underline": row["underline"], "size": row["font_size"],
    }


class PackedRows:
    """Random access to packed rows."""

    def __init__(self, folder: Path) -> None:
        self.entries = [json.loads(line) for line in (folder / "rows.jsonl").read_text().splitlines()]
        self.pixels = np.memmap(folder / "rows.bin", np.uint8, "r")

    def __len__(self) -> int:
        return len(self.entries)

    def crop(self, number: int) -> tuple[np.ndarray, dict]:
        entry = self.entries[number]
        start, height, width = entry["offset"], entry["height"], entry["width"]
        return np.asarray(self.pixels[start : start + height * width * 3]).reshape(height, width, 3), entry


def shifted_box(box: list[float], rng: np.random.Generator) -> tuple[float, float, float, float]:
    """The row box as a detector would give it: off by a few percent of its height, wider rather than narrower."""
    x1, y1, x2, y2 = box
    height = y2 - y1
    dy, grow = rng.normal(0, 0.05) * height, rng.normal(0.0, 0.05) * height
    left, right = rng.uniform(-0.05, 0.35) * height, rng.uniform(-0.05, 0.35) * height
    return x1 - left, y1 + dy - grow, x2 + right, y2 + dy + grow


def step_targets(entry: dict, strip: Strip, steps: int) -> np.ndarray:
    """(steps,) class per time step: the character at its middle, blank between characters, else UNDECIDED."""
    targets = np.full(steps, UNDECIDED, np.int64)
    xs = (np.array(entry["char_x"]) - strip.left) * strip.zoom / STEP
    middles = np.clip(((xs[1:] + xs[:-1]) / 2).astype(int), 0, steps - 1)
    borders = np.clip(xs[1:-1].astype(int), 0, steps - 1)
    same = [a == b for a, b in zip(entry["text"], entry["text"][1:], strict=False)]
    targets[borders[np.array(same, bool)]] = 0
    targets[: max(int(xs[0]) - 1, 0)] = 0
    targets[min(int(xs[-1]) + 2, steps) :] = 0
    targets[middles] = [INDEX_OF[c] for c in entry["text"]]
    return targets


def make_batch(rows: list[tuple[Strip, dict]]) -> dict[str, torch.Tensor]:
    """Strips padded to the widest, packed; texts as class indices, concatenated."""
    width = -(-max(strip.ink.shape[1] for strip, _ in rows) // WIDTH_UNIT) * WIDTH_UNIT
    packed = np.zeros((len(rows), HEIGHT // 2, width // 2, 4), np.uint8)
    steps = np.full((len(rows), width // 2), UNDECIDED, np.int64)
    lengths, classes, sizes, styles = [], [], [], []
    for number, (strip, entry) in enumerate(rows):
        piece = pack_strip(strip.ink)
        packed[number, :, : piece.shape[1]] = piece
        count = -(-strip.ink.shape[1] // STEP)
        steps[number, :count] = step_targets(entry, strip, count)
        lengths.append(count)
        classes.extend(INDEX_OF[c] for c in entry["text"])
        sizes.append(len(entry["text"]))
        styles.append((entry["bold"], entry["italic"], entry["underline"]))
    return {"packed": torch.from_numpy(packed), "steps": torch.from_numpy(steps), "lengths": torch.tensor(lengths),
            "classes": torch.tensor(classes), "sizes": torch.tensor(sizes), "styles": torch.tensor(styles, dtype=torch.float32)}


class RowBatches(IterableDataset):
    """Endless batches of about `pixels` normalized columns, rows of like width together."""

    def __init__(self, folder: Path, seed: int, columns: int = 6000, page_share: float = 0.4) -> None:
        self.folder, self.seed, self.columns, self.page_share = folder, seed, columns, page_share

    def __iter__(self) -> Iterator[dict[str, torch.Tensor]]:
        worker = get_worker_info()
        cv2.setNumThreads(1)
        rng = np.random.default_rng([self.seed, worker.id if worker else 0])
        rows = PackedRows(self.folder)
        on_sheet = np.array([entry["page"].startswith("sheet") for entry in rows.entries])
        pools = [np.flatnonzero(on_sheet), np.flatnonzero(~on_sheet)]
        share = self.page_share if len(pools[1]) > 2000 else 0.0
        while True:
            chosen = [int(rng.choice(pools[int(rng.random() < share) if len(pools[1]) and len(pools[0]) else int(len(pools[0]) == 0)])) for _ in range(192)]
            strips = []
            for number in chosen:
                crop, entry = rows.crop(number)
                strip = normalize_row(crop, *shifted_box(entry["box"], rng))
                if strip is None or strip.ink.shape[1] > 1400 or strip.ink.shape[1] // STEP < len(entry["text"]) + 2:
                    continue
                strips.append((augment(strip, rng), entry))
            strips.sort(key=lambda pair: pair[0].ink.shape[1])
            batches, current = [], []
            for pair in strips:
                if current and pair[0].ink.shape[1] * (len(current) + 1) > self.columns:
                    batches.append(current)
                    current = []
                current.append(pair)
            batches.append(current)
            for index in rng.permutation(len(batches)):
                yield make_batch(batches[index])


def augment(strip: Strip, rng: np.random.Generator) -> Strip:
    """Narrower or wider, thinner or bolder, noisier, blurrier now and then: fonts nobody trained on differ so."""
    ink, zoom = strip.ink, strip.zoom
    if rng.random() < 0.4:
        factor = float(np.clip(np.exp(rng.normal(0, 0.1)), 0.78, 1.3))
        ink = cv2.resize(ink, (max(round(ink.shape[1] * factor), 4), HEIGHT), interpolation=cv2.INTER_LINEAR)
        zoom *= factor
    if rng.random() < 0.3:
        curve = 255 * (np.arange(256) / 255) ** rng.uniform(0.6, 1.6)
        ink = cv2.LUT(ink, curve.astype(np.uint8))
    if rng.random() < 0.15:
        ink = cv2.GaussianBlur(ink, (3, 3), rng.uniform(0.3, 0.9))
    if rng.random() < 0.2:
        noise = rng.normal(0, rng.uniform(2, 12), ink.shape)
        ink = np.clip(ink + noise, 0, 255).astype(np.uint8)
    if rng.random() < 0.15:  # a soft gradient behind the text
        ramp = np.linspace(rng.uniform(0, 60), rng.uniform(0, 60), ink.shape[1])
        ink = np.maximum(ink, ramp[None].astype(np.uint8))
    return Strip(ink, strip.left, zoom)
