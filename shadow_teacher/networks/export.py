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
from onnx import numpy_helper
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
    model = onnx.load(str(path_int8))
    if feed_bytes(model):
        onnx.save(model, str(path_int8))


def feed_bytes(model: onnx.ModelProto) -> bool:
    """Let the first convolution take the input's bytes as they are, without a pass over the picture in float.

    The exported network casts bytes to float, divides by 255 and quantizes again; where that quantization has scale
    1/255 and zero point 0 the three cancel, and the outputs are the same to the bit. Returns False, and changes nothing,
    where they do not cancel.
    """
    graph = model.graph
    constants = {tensor.name: tensor for tensor in graph.initializer}
    constants.update({node.output[0]: node.attribute[0].t for node in graph.node if node.op_type == "Constant"})
    source = graph.input[0].name
    cast = _only(graph, source, "Cast")
    divide = cast and _only(graph, cast.output[0], "Div")
    if divide is None:
        return False
    path, tensor = [], divide.output[0]
    while (node := _only(graph, tensor, "Transpose")) is not None:
        path.append(node)
        tensor = node.output[0]
    quantize = _only(graph, tensor, "QuantizeLinear")
    if quantize is None:
        return False
    divisor, scale, zero = (float(numpy_helper.to_array(constants[name])) for name in (divide.input[1], *quantize.input[1:3]))
    if divisor != 255.0 or zero != 0.0 or np.float32(scale) != np.float32(1 / 255):
        return False
    for node in graph.node:
        for index, name in enumerate(node.input):
            if name == divide.output[0]:
                node.input[index] = source
            elif name == quantize.output[0]:
                node.input[index] = path[-1].output[0] if path else source
    for node in (cast, divide, quantize):
        graph.node.remove(node)
    for value in [v for v in graph.value_info if v.name in {cast.output[0], divide.output[0], *(n.output[0] for n in path)}]:
        graph.value_info.remove(value)  # they are bytes now
    return True


def free_axes(model: onnx.ModelProto, axes: Mapping[str, Mapping[int, str]]) -> None:
    """Let inputs and outputs vary in these axes, as dynamic_axes of export_onnx would have."""
    for value in (*model.graph.input, *model.graph.output):
        for axis, name in axes.get(value.name, {}).items():
            value.type.tensor_type.shape.dim[axis].dim_param = name
    del model.graph.value_info[:]  # shapes of what lies between follow from these


def _only(graph: onnx.GraphProto, tensor: str, kind: str) -> onnx.NodeProto | None:
    """The one node that takes the tensor, when it is of this kind."""
    takers = [node for node in graph.node if tensor in node.input]
    return takers[0] if len(takers) == 1 and takers[0].op_type == kind else None


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
