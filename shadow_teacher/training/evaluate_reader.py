"""How well a reader network reads labelled rows it was not trained on, with the box errors a detector makes.

    python -m shadow_teacher.training.evaluate_reader --network reader.onnx --pages DIR [--pages DIR] --out metrics.json
        [--mistakes mistakes.png]

The network runs through shadow_runtime.read.Reader, exactly as in a test; boxes are shifted as in training. `exact` is
the share of rows read without any difference, `folded` the same after fold_confusables (what pixels cannot tell), `word`
the share of the words that stand in the reading, `cer` edit distance over characters.
"""

from __future__ import annotations

import argparse
import itertools
import json
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from rapidfuzz.distance import Levenshtein

from shadow_runtime.charset import CHARSET, fold_confusables, fold_look
from shadow_runtime.geometry import Box
from shadow_runtime.read import Reader
from shadow_runtime.records import Frame, TextRow
from shadow_teacher.networks.export import open_session

from .reader_data import INDEX_OF, shifted_box

SIZES = (("9-11 px", 0.0, 11.7), ("12-15 px", 11.7, 15.7), ("16-23 px", 15.7, 23.7), ("24 px and more", 23.7, 1e9))
STYLES = ("bold", "italic", "underline")


class FileStudent:
    """The part of a student that the reader asks for, over one ONNX file."""

    def __init__(self, path: Path) -> None:
        self.manifest: Mapping[str, Any] = {"charset": CHARSET}
        self._session = open_session(path)

    def session(self, _name: str) -> Any:
        return self._session


@dataclass(frozen=True, slots=True)
class Case:
    """A row, what was read, and its pixels (for a picture of mistakes)."""

    group: str
    row: dict
    truth: str
    read: TextRow
    pixels: np.ndarray


def labelled_rows(page: dict) -> Iterator[tuple[dict, str]]:
    """The rows the reader is asked to read, with their text in the reader's characters and single spaces."""
    for row in page["rows"]:
        text = fold_look(row["text"]).strip()
        if row["readable"] and text and all(c in INDEX_OF for c in text) and 6 < row["box"][3] * page["scale"] < 120:
            yield row, " ".join(text.split())


def read_pages(reader: Reader, pages: list[Path], per_page: int, rng: np.random.Generator) -> tuple[list[Case], float]:
    """Read up to `per_page` rows of each page; returns the cases and the milliseconds spent reading."""
    cases, spent = [], 0.0
    for path in pages:
        picture = cv2.imread(str(path.with_suffix(".png")))
        if picture is None:
            continue
        page = json.loads(path.read_text())
        # What was captured counts: early sheets were painted at one pixel per CSS pixel whatever scale they name.
        frame = Frame(rgb=np.ascontiguousarray(picture[..., ::-1]), scale=picture.shape[1] / page["width"])
        rows = list(labelled_rows(page))
        rows = [rows[i] for i in sorted(rng.permutation(len(rows))[:per_page])]
        corners = []
        for row, _ in rows:
            x, y, width, height = row["box"]
            corners.append(shifted_box([x, y, x + width, y + height], rng))
        boxes = [Box(x1, y1, x2 - x1, y2 - y1) for x1, y1, x2, y2 in corners]
        started = time.perf_counter()
        found = reader.read(frame, boxes)
        spent += 1e3 * (time.perf_counter() - started)
        for (row, text), box, read in zip(rows, boxes, found, strict=True):
            margin = Box(box.x - 4, box.y - 4, box.width + 8, box.height + 8)
            cases.append(Case(page["framework"], row, text, read, frame.crop(margin)))
    return cases, spent


def figures(cases: list[Case]) -> dict[str, float]:
    """Accuracy of some cases."""
    if not cases:
        return {"rows": 0}
    pairs = [(case.truth, " ".join(case.read.text.split())) for case in cases]
    words = hits = 0
    for truth, read in pairs:
        there = read.split()
        for word in truth.split():
            words += 1
            if word in there:
                there.remove(word)
                hits += 1
    characters = sum(len(truth) for truth, _ in pairs)
    return {
        "rows": len(pairs),
        "exact": round(float(np.mean([a == b for a, b in pairs])), 4),
        "folded": round(float(np.mean([fold_confusables(a) == fold_confusables(b) for a, b in pairs])), 4),
        "word": round(hits / max(words, 1), 4),
        "cer": round(sum(Levenshtein.distance(a, b) for a, b in pairs) / max(characters, 1), 4),
    }


def style_figures(cases: list[Case]) -> dict[str, dict[str, float]]:
    """Recall and precision of each style at probability 0.5."""
    out = {}
    for style in STYLES:
        truth = np.array([bool(case.row[style]) for case in cases])
        said = np.array([getattr(case.read, style) > 0.5 for case in cases])
        out[style] = {"rows": int(truth.sum()), "recall": round(float(said[truth].mean()), 4) if truth.any() else 0.0,
                      "precision": round(float(truth[said].mean()), 4) if said.any() else 0.0}
    return out


def confidence_table(cases: list[Case]) -> list[dict[str, float]]:
    """Share of exact rows by stated confidence: what the number is worth."""
    confidence = np.array([case.read.confidence for case in cases])
    right = np.array([case.truth == " ".join(case.read.text.split()) for case in cases])
    edges = (0.0, 0.2, 0.5, 0.8, 0.95, 1.01)
    out = []
    for low, high in itertools.pairwise(edges):
        inside = (confidence >= low) & (confidence < high)
        if inside.any():
            out.append({"from": low, "rows": int(inside.sum()), "exact": round(float(right[inside].mean()), 4)})
    return out


def evaluate(cases: list[Case]) -> dict[str, Any]:
    """All figures of the cases: in all, by font size in CSS px, by group."""
    by_group: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_group[case.group].append(case)
    sizes = {name: figures([c for c in cases if low <= c.row["font_size"] < high]) for name, low, high in SIZES}
    return {"all": figures(cases), "12 px and more": figures([c for c in cases if c.row["font_size"] >= 11.7]), "sizes": sizes,
            "groups": {name: figures(members) for name, members in sorted(by_group.items())},
            "styles": style_figures(cases), "confidence": confidence_table(cases)}


def draw_mistakes(cases: list[Case], path: Path, limit: int = 60, seed: int = 0) -> None:
    """A picture of rows read wrong: the pixels, then truth and reading below each other."""
    wrong = [case for case in cases if case.truth != " ".join(case.read.text.split())]
    order = np.random.default_rng(seed).permutation(len(wrong))[:limit]
    canvas = np.full((48 * len(order) + 8, 1400, 3), 255, np.uint8)
    for line, number in enumerate(order):
        case, top = wrong[number], 48 * line + 4
        crop = case.pixels
        if crop.size == 0:
            continue
        zoom = min(44 / crop.shape[0], 680 / crop.shape[1])
        crop = cv2.resize(crop, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_CUBIC if zoom > 1 else cv2.INTER_AREA)
        canvas[top : top + crop.shape[0], 4 : 4 + crop.shape[1]] = crop[:44, :690, ::-1]
        said = f"{case.row['font_size']:.0f}px {case.read.confidence:.2f}"
        for shift, text in ((16, case.truth), (36, case.read.text)):
            printable = text.encode("ascii", "backslashreplace").decode()
            cv2.putText(canvas, printable[:80], (700, top + shift), cv2.FONT_HERSHEY_SIMPLEX, 0.45, (0, 0, 0), 1, cv2.LINE_AA)
        cv2.putText(canvas, said, (1310, top + 16), cv2.FONT_HERSHEY_SIMPLEX, 0.4, (0, 0, 200), 1, cv2.LINE_AA)
    cv2.imwrite(str(path), canvas)


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--network", type=Path, required=True, help="reader.onnx, float or int8")
    parser.add_argument("--pages", type=Path, action="append", required=True, help="labelled pages or sheets held out")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=40, help="pages of each folder")
    parser.add_argument("--rows", type=int, default=80, help="rows of each page")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--mistakes", type=Path, default=None, help="draw rows read wrong into this picture")
    args = parser.parse_args(argv)
    cv2.setNumThreads(1)
    reader, metrics, all_cases = Reader(FileStudent(args.network)), {}, []
    for number, folder in enumerate(args.pages):
        paths = sorted(folder.glob("*.json"))[: args.limit]
        cases, spent = read_pages(reader, paths, args.rows, np.random.default_rng([args.seed, number]))
        if not cases:
            raise SystemExit(f"no readable rows in {len(paths)} labelled pages of {folder}")
        name = f"{folder.parent.name}/{folder.name}"
        metrics[name] = evaluate(cases) | {"pages": len(paths), "ms_per_row": round(spent / len(cases), 3)}
        print(name, json.dumps({key: metrics[name][key] for key in ("all", "12 px and more", "sizes", "styles", "ms_per_row")}, indent=1))
        all_cases.extend(cases)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(metrics, indent=1))
    if args.mistakes is not None:
        draw_mistakes(all_cases, args.mistakes)


if __name__ == "__main__":
    main()
