"""The 1x1 heads of an int8 detector, taken out to be fitted and put back: the rest of the file stays as it is, to the bit.

A head is an int8 convolution over a map that others read, too (networks/pieces.py calls it m16). It can be fitted on that
map's cells as the int8 network makes them, and written back with scales of its own; nothing else depends on it, so no
calibration pictures are needed, and a network of any width and depth will do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import onnx
from onnx import numpy_helper


class HeadError(Exception):
    """A detector file whose heads are not 1x1 int8 convolutions over one map; says which is not."""


@dataclass(frozen=True, slots=True)
class Head:
    """A head as the int8 file computes it.

    weight: (out, in) float32; bias: (out,) float32. low, high: what its output can say at most. source: the map it reads.
    """

    weight: np.ndarray
    bias: np.ndarray
    low: float
    high: float
    source: str


def read_heads(model: onnx.ModelProto, names: Sequence[str]) -> dict[str, Head]:
    """The named outputs' heads. Raises HeadError."""
    graph = _Graph(model)
    heads = {name: graph.head(name) for name in names}
    if len({head.source for head in heads.values()}) > 1:
        raise HeadError(f"{', '.join(names)} read different maps: {', '.join(sorted({head.source for head in heads.values()}))}")
    return heads


def write_head(model: onnx.ModelProto, name: str, weight: np.ndarray, bias: np.ndarray, said: tuple[float, float]) -> None:
    """Replace a head's numbers in place. said: least and greatest output that was met; the output's scale stays where it reaches."""
    graph = _Graph(model)
    head, (conv, weight_from, bias_from, quantize) = graph.head(name), graph.parts(name)
    scale = np.maximum(np.abs(weight).max(1), 1e-4).astype(np.float32) / np.float32(127)  # not less: the bias counts in these steps
    source_scale = graph.array(graph.maker[conv.input[0]].input[1])
    bias_scale = (source_scale * scale).astype(np.float32)
    shape = graph.array(weight_from.input[0]).shape
    graph.set(weight_from.input[0], np.clip(np.rint(weight / scale[:, None]), -127, 127).astype(np.int8).reshape(shape))
    graph.set(weight_from.input[1], scale)
    graph.set(bias_from.input[0], np.clip(np.rint(bias / bias_scale), -(2**31) + 1, 2**31 - 1).astype(np.int32))
    graph.set(bias_from.input[1], bias_scale)
    low, high = min(head.low, said[0], 0.0), max(head.high, said[1], 0.0)
    if low < head.low or high > head.high:
        step = np.float32((high - low) / 255)
        graph.set(quantize.input[1], step)
        graph.set(quantize.input[2], np.uint8(np.clip(np.rint(-low / step), 0, 255)))


def with_source(model: onnx.ModelProto, source: str) -> bytes:
    """The network with the map that its heads read as one more output, the last one."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    copy.graph.output.append(onnx.helper.make_tensor_value_info(source, onnx.TensorProto.FLOAT, None))
    return copy.SerializeToString()


class _Graph:
    """Who makes which tensor, and what the constants hold."""

    def __init__(self, model: onnx.ModelProto) -> None:
        self._constants: Mapping[str, onnx.TensorProto] = {tensor.name: tensor for tensor in model.graph.initializer}
        self.maker = {name: node for node in model.graph.node for name in node.output}

    def array(self, name: str) -> np.ndarray:
        if name not in self._constants:
            raise HeadError(f"{name} is no constant of the file")
        return numpy_helper.to_array(self._constants[name])

    def set(self, name: str, value: np.ndarray | np.generic) -> None:
        old = self.array(name)
        self._constants[name].CopyFrom(numpy_helper.from_array(np.asarray(value, old.dtype).reshape(old.shape), name))

    def parts(self, name: str) -> tuple[onnx.NodeProto, onnx.NodeProto, onnx.NodeProto, onnx.NodeProto]:
        """The convolution, where its weight and bias are dequantized, and where its output is quantized."""
        quantize = self._made(self._made(name, "DequantizeLinear", name).input[0], "QuantizeLinear", name)
        conv = self._made(quantize.input[0], "Conv", name)
        if len(conv.input) != 3:
            raise HeadError(f"{name}: its convolution has no bias")
        return conv, self._made(conv.input[1], "DequantizeLinear", name), self._made(conv.input[2], "DequantizeLinear", name), quantize

    def head(self, name: str) -> Head:
        conv, weight_from, bias_from, quantize = self.parts(name)
        raw = self.array(weight_from.input[0])
        if raw.ndim != 4 or raw.shape[2:] != (1, 1) or raw.dtype != np.int8:
            raise HeadError(f"{name}: expected a 1x1 int8 convolution, its weight is {raw.dtype} {raw.shape}")
        self._made(conv.input[0], "DequantizeLinear", name)
        weight = raw[:, :, 0, 0].astype(np.float32) * np.broadcast_to(self.array(weight_from.input[1]), (len(raw),))[:, None]
        bias = self.array(bias_from.input[0]).astype(np.float32) * self.array(bias_from.input[1])
        step, zero = float(self.array(quantize.input[1])), float(self.array(quantize.input[2]))
        return Head(weight, bias, (0 - zero) * step, (255 - zero) * step, conv.input[0])

    def _made(self, tensor: str, kind: str, head: str) -> onnx.NodeProto:
        node = self.maker.get(tensor)
        if node is None or node.op_type != kind:
            raise HeadError(f"{head}: expected {tensor} to come from a {kind}, it comes from {node.op_type if node else 'nowhere'}")
        return node
