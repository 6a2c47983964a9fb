"""Trained networks -> the files of a student: float ONNX, int8 ONNX, parity figures.

    python -m shadow_teacher.training.export_student detector --weights detector.safetensors --packed DIR --out DIR
    python -m shadow_teacher.training.export_student reader --weights reader.safetensors --packed DIR --out DIR
    python -m shadow_teacher.training.export_student recut --weights models/student-0010 --out DIR

`recut` brings the files of a student that an older version exported to what this one writes, without its training pages.
Calibration pictures come from the training pages. The float file and the figures stay in OUT beside the int8 file.
"""

from __future__ import annotations

import argparse
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from shadow_runtime.charset import CHARSET
from shadow_runtime.decode import ALIGN
from shadow_runtime.read import best_path, normalize_row, pack_strip
from shadow_teacher.networks.export import assert_no_float_conv, export_onnx, feed_bytes, free_axes, quantize, run_onnx
from shadow_teacher.networks.pieces import describe_pieces
from shadow_teacher.networks.reader import ReaderNet

from .detector_data import PackedPages
from .detector_loss import true_odds
from .evaluate_detector import load_detector
from .reader_data import PackedRows, shifted_box

CALIBRATION_FRAMES, CALIBRATION_ROWS = 48, 300
READER_AXES = {"strip": {0: "rows", 2: "columns"}, "logits": {0: "rows", 1: "steps"}, "style": {0: "rows", 1: "steps"}}


class DetectorFile(nn.Module):
    """The detector as the runtime feeds it: bytes in, maps out in the order of MAP_CHANNELS."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def forward(self, pixels: Tensor) -> tuple[Tensor, ...]:
        return tuple(self.net(pixels.float() / 255.0).values())


class ReaderFile(nn.Module):
    """The reader as the runtime feeds it: packed bytes in, logits and style out."""

    def __init__(self, net: nn.Module) -> None:
        super().__init__()
        self.net = net

    def forward(self, strip: Tensor) -> tuple[Tensor, Tensor]:
        return self.net(strip.float() / 255.0)


def detector_feeds(pages: PackedPages, count: int, seed: int = 0) -> Iterator[dict[str, np.ndarray]]:
    """Whole frames, zero-padded as the runtime pads them."""
    for number in np.random.default_rng(seed).permutation(len(pages))[:count]:
        rgb = pages.rgb(int(number))
        height, width = -(-rgb.shape[0] // ALIGN) * ALIGN, -(-rgb.shape[1] // ALIGN) * ALIGN
        padded = np.zeros((1, height, width, 3), np.uint8)
        padded[0, : rgb.shape[0], : rgb.shape[1]] = rgb
        yield {"pixels": padded.reshape(1, height, width // 4, 12)}


def reader_feeds(rows: PackedRows, count: int, seed: int = 0) -> Iterator[dict[str, np.ndarray]]:
    rng = np.random.default_rng(seed)
    for number in rng.permutation(len(rows))[:count]:
        crop, entry = rows.crop(int(number))
        strip = normalize_row(crop, *shifted_box(entry["box"], rng))
        if strip is not None:
            yield {"strip": pack_strip(strip.ink)[None]}


def export_detector(weights: Path, packed: Path, out: Path) -> dict:
    """Write detector_float.onnx and detector.onnx; returns parity and int8 figures."""
    net = load_detector(weights)
    net.heads["state"].bias.data = true_odds(net.heads["state"].bias)
    module, pages = DetectorFile(net).eval(), PackedPages(packed)
    example = torch.zeros(1, 768, 320, 12, dtype=torch.uint8)
    axes = {"pixels": {1: "height", 2: "width"}}
    names = list(net.heads)
    export_onnx(module, (example,), out / "detector_float.onnx", ["pixels"], names, axes)
    quantize(out / "detector_float.onnx", out / "detector.onnx", detector_feeds(pages, CALIBRATION_FRAMES))
    cut_detector(out / "detector.onnx")
    operators = assert_no_float_conv(out / "detector.onnx")
    feed = next(detector_feeds(pages, 1, seed=99))
    with torch.no_grad():
        expected = [value.numpy() for value in module(torch.from_numpy(feed["pixels"]))]
    floats, ints = run_onnx(out / "detector_float.onnx", feed), run_onnx(out / "detector.onnx", feed)
    shutil.copyfile(weights, out / "detector.safetensors")
    return {
        "float_parity_max": max(float(np.abs(a - b).max()) for a, b in zip(expected, floats, strict=True)),
        "int8_mean_difference": {n: float(np.abs(a - b).mean()) for n, a, b in zip(names, floats, ints, strict=True)},
        "operators": operators, "bytes": (out / "detector.onnx").stat().st_size,
    }


def cut_detector(path: Path) -> None:
    """Name in an int8 detector file the places where the runtime may cut it."""
    model = onnx.load(str(path))
    describe_pieces(model)
    onnx.save(model, str(path))


def recut(student: Path, out: Path) -> dict:
    """Copy a student's artifacts with its networks as this version exports them: same weights, same outputs to the bit.

    Returns the largest difference of an output on one random input, which must be 0, for every network.
    """
    for path in sorted(student.glob("*.npz")) + sorted(student.glob("*.safetensors")):
        shutil.copyfile(path, out / path.name)
    worst: dict[str, float] = {}
    for name, shape in (("detector", (1, 256, 96, 12)), ("reader", (1, 12, 96, 4)), ("icons", (2, 16, 16, 4))):
        model = onnx.load(str(student / f"{name}.onnx"))
        feed_bytes(model)
        if name == "reader":
            free_axes(model, READER_AXES)
        onnx.save(model, str(out / f"{name}.onnx"))
        if name == "detector":
            cut_detector(out / "detector.onnx")
        feed = {model.graph.input[0].name: np.random.default_rng(0).integers(0, 256, shape, np.uint8)}
        pairs = zip(run_onnx(student / f"{name}.onnx", feed), run_onnx(out / f"{name}.onnx", feed), strict=True)
        worst[name] = max(float(np.abs(before - after).max()) for before, after in pairs)
    return worst


def export_reader(weights: Path, packed: Path, out: Path) -> dict:
    """Write reader_float.onnx and reader.onnx; returns parity and int8 figures."""
    net = ReaderNet()
    net.load_state_dict(load_file(weights))
    module, rows = ReaderFile(net.eval()).eval(), PackedRows(packed)
    example = torch.zeros(1, 12, 96, 4, dtype=torch.uint8)
    export_onnx(module, (example,), out / "reader_float.onnx", ["strip"], ["logits", "style"], READER_AXES)
    quantize(out / "reader_float.onnx", out / "reader.onnx", reader_feeds(rows, CALIBRATION_ROWS))
    operators = assert_no_float_conv(out / "reader.onnx")
    feeds = list(reader_feeds(rows, 60, seed=99))
    with torch.no_grad():
        expected = module(torch.from_numpy(feeds[0]["strip"]))[0].numpy()
    parity = float(np.abs(expected - run_onnx(out / "reader_float.onnx", feeds[0])[0]).max())
    same = sum(
        best_path(*(x[0] for x in run_onnx(out / "reader_float.onnx", feed)), CHARSET).text
        == best_path(*(x[0] for x in run_onnx(out / "reader.onnx", feed)), CHARSET).text
        for feed in feeds
    )
    shutil.copyfile(weights, out / "reader.safetensors")
    return {"float_parity_max": parity, "int8_same_text": same / len(feeds), "operators": operators,
            "bytes": (out / "reader.onnx").stat().st_size}


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("network", choices=("detector", "reader", "recut"))
    parser.add_argument("--weights", type=Path, help="detector.safetensors or reader.safetensors; for recut: a student's folder", required=True)
    parser.add_argument("--packed", type=Path, help="packed pages or rows for calibration; not needed by recut")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    if args.network == "recut":
        print(json.dumps({"largest_difference": recut(args.weights, args.out)}, indent=1))
        return
    if args.packed is None:
        parser.error("--packed is needed: its pages or rows calibrate the int8 network")
    figures = {"detector": export_detector, "reader": export_reader}[args.network](args.weights, args.packed, args.out)
    (args.out / f"{args.network}_export.json").write_text(json.dumps(figures, indent=1))
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
