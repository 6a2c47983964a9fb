"""torch -> ONNX -> int8, with the checks that keep both honest.

Rules and reasons: vision-models.md section 3.3. Activations uint8, weights int8 per channel, QDQ; a convolution that
silently stays in float costs 2-6 times its time, so `assert_no_float_conv` looks at the graph onnxruntime really runs.
"""

from __future__ import annotations

import tempfile
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import torch
from onnxruntime.quantization import CalibrationDataReader, CalibrationMethod, QuantFormat, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import nn

OPSET = 17


def export_onnx(
    module: nn.Module, example_inputs: tuple[torch.Tensor, ...], path: Path, input_names: Sequence[str],
    output_names: Sequence[str], dynamic_axes: Mapping[str, Mapping[int, str]] | None = None,
) -> None:
    """Write the module in evaluation mode as a float ONNX file."""
    module.eval()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the older exporter is chosen: it writes the plain graph that quantizes well
        torch.onnx.export(module, example_inputs, str(path), input_names=list(input_names), output_names=list(output_names),
                          dynamic_axes=dict(dynamic_axes or {}), opset_version=OPSET, dynamo=False)
    onnx.checker.check_model(onnx.load(str(path)))


class Feeds(CalibrationDataReader):
    """Calibration feeds one by one."""

    def __init__(self, feeds: Iterable[dict[str, np.ndarray]]) -> None:
        self._feeds: Iterator[dict[str, np.ndarray]] = iter(feeds)

    def get_next(self) -> dict[str, np.ndarray] | None:
        return next(self._feeds, None)


def quantize(
    path_float: Path, path_int8: Path, calibration_feeds: Iterable[dict[str, np.ndarray]],
    nodes_to_exclude: Sequence[str] = (), method: CalibrationMethod = CalibrationMethod.MinMax,
    extra: Mapping[str, object] | None = None,
) -> None:
    """Static U8S8 per-channel quantization of a float ONNX file."""
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(path_float), str(prepared), skip_symbolic_shape=True)
        quantize_static(
            str(prepared), str(path_int8), Feeds(calibration_feeds), quant_format=QuantFormat.QDQ,
            activation_type=QuantType.QUInt8, weight_type=QuantType.QInt8, per_channel=True,
            nodes_to_exclude=list(nodes_to_exclude), calibrate_method=method, extra_options=dict(extra or {}),
        )


def optimized_operators(path: Path) -> dict[str, int]:
    """How often each operator occurs in the graph onnxruntime runs after its own optimizations."""
    with tempfile.TemporaryDirectory() as folder:
        optimized = Path(folder) / "optimized.onnx"
        options = ort.SessionOptions()
        options.optimized_model_filepath = str(optimized)
        options.log_severity_level = 3
        ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        counts: dict[str, int] = {}
        for node in onnx.load(str(optimized)).graph.node:
            counts[node.op_type] = counts.get(node.op_type, 0) + 1
    return counts


def assert_no_float_conv(path: Path) -> dict[str, int]:
    """Raise AssertionError when the optimized graph still holds a float convolution; returns the operator counts."""
    counts = optimized_operators(path)
    floating = {name: n for name, n in counts.items() if name in ("Conv", "FusedConv")}
    assert not floating, f"{path.name}: {floating} convolutions stay in float, of {counts.get('QLinearConv', 0)} quantized"
    return counts


def open_session(path: Path) -> ort.InferenceSession:
    """An ONNX file ready to run on one thread."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def run_onnx(path: Path, feeds: dict[str, np.ndarray]) -> list[np.ndarray]:
    """Outputs of an ONNX file on one thread."""
    return open_session(path).run(None, feeds)
