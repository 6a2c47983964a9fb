"""Look at an ONNX file's bytes before they are given to onnxruntime.

A student must be one closed file of known operators: no tensors in files beside it (their hash would be nobody's
business), no operator sets that need a library to be loaded. The protobuf wire format is simple enough to walk without
the onnx package, and only lengths are read, not weights.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Iterator

# Field numbers of onnx.proto: message -> field that leads to the next message.
MODEL_IR, MODEL_GRAPH, MODEL_OPSETS, MODEL_FUNCTIONS = 1, 7, 8, 25
GRAPH_NODE, GRAPH_INITIALIZER, GRAPH_SPARSE = 1, 5, 15
NODE_OPERATOR, NODE_ATTRIBUTE = 4, 5
ATTRIBUTE_TENSOR, ATTRIBUTE_GRAPH, ATTRIBUTE_TENSORS, ATTRIBUTE_GRAPHS = 5, 6, 10, 11
TENSOR_EXTERNAL_DATA, TENSOR_DATA_LOCATION = 13, 14
OPSET_DOMAIN = 1

# Operator sets built into onnxruntime. Its own tools list them all in what they write, used or not.
KNOWN_DOMAINS = frozenset({
    "", "ai.onnx", "ai.onnx.ml", "ai.onnx.training", "ai.onnx.preview", "ai.onnx.preview.training", "com.microsoft",
    "com.microsoft.experimental", "com.microsoft.nchwc", "com.microsoft.dml", "com.ms.internal.nhwc", "org.pytorch.aten",
})  # fmt: skip

# What a student's networks may be made of: tensor arithmetic. No control flow (graphs in graphs), no strings, no files, no
# random numbers. A published student with another operator is refused before onnxruntime sees it.
KNOWN_OPERATORS = frozenset({
    "Add", "ArgMax", "AveragePool", "BatchNormalization", "Cast", "Clip", "Concat", "Constant", "ConstantOfShape", "Conv", "ConvInteger", "DepthToSpace", "DequantizeLinear",
    "Div", "DynamicQuantizeLinear", "Equal", "Expand", "Flatten", "Gather", "Gemm", "GlobalAveragePool", "Greater", "Identity", "LeakyRelu", "Less", "LogSoftmax",
    "MatMul", "MatMulInteger", "Max", "MaxPool", "Min", "Mul", "Neg", "Pad", "Pow", "QGemm", "QLinearAdd", "QLinearConcat", "QLinearConv",
    "QLinearGlobalAveragePool", "QLinearMatMul", "QLinearMul", "QuantizeLinear", "Reciprocal", "ReduceMax", "ReduceMean", "ReduceMin", "ReduceSum", "Relu",
    "Reshape", "Resize", "Round", "Shape", "Sigmoid", "Slice", "Softmax", "Split", "Sqrt", "Squeeze", "Sub", "Tanh", "Transpose", "Unsqueeze", "Where",
})  # fmt: skip


def vet_onnx(data: bytes) -> str | None:
    """Why these bytes are no acceptable network, in words; None when they are one."""
    try:
        return _model_problem(memoryview(data))
    except (IndexError, ValueError):
        return "it is not an ONNX file (its structure ends in the middle)"


def _model_problem(model: memoryview) -> str | None:
    has_version, has_graph = False, False
    for number, value in fields(model):
        if number == MODEL_IR and isinstance(value, int):
            has_version = True
        elif number == MODEL_FUNCTIONS:
            return "it defines functions of its own"
        elif number == MODEL_OPSETS and isinstance(value, memoryview):
            domain = next((bytes(v).decode() for n, v in fields(value) if n == OPSET_DOMAIN), "")
            if domain not in KNOWN_DOMAINS:
                return f"it needs operators from {domain!r}, which this runtime does not load"
        elif number == MODEL_GRAPH and isinstance(value, memoryview):
            has_graph = True
            if _graph_is_open(value):
                return "it keeps weights in files outside itself (external data)"
    return None if has_version and has_graph else "it is not an ONNX file (no graph in it)"


def _graph_is_open(graph: memoryview) -> bool:
    """True when a tensor of the graph, or of a graph inside it, lies in another file."""
    for number, value in fields(graph):
        if number == GRAPH_INITIALIZER and _tensor_is_open(value):
            return True
        if number == GRAPH_SPARSE and any(isinstance(part, memoryview) and _tensor_is_open(part) for _, part in fields(value)):
            return True
        if number == GRAPH_NODE and any(n == NODE_ATTRIBUTE and _attribute_is_open(v) for n, v in fields(value)):
            return True
    return False


def _attribute_is_open(attribute: memoryview) -> bool:
    for number, value in fields(attribute):
        if number in (ATTRIBUTE_TENSOR, ATTRIBUTE_TENSORS) and isinstance(value, memoryview) and _tensor_is_open(value):
            return True
        if number in (ATTRIBUTE_GRAPH, ATTRIBUTE_GRAPHS) and isinstance(value, memoryview) and _graph_is_open(value):
            return True
    return False


def _tensor_is_open(tensor: memoryview) -> bool:
    return any(
        number == TENSOR_EXTERNAL_DATA or (number == TENSOR_DATA_LOCATION and value == 1) for number, value in fields(tensor)
    )


def fields(message: memoryview) -> Iterator[tuple[int, int | memoryview]]:
    """(field number, integer or bytes) of a protobuf message, in file order."""
    at, end = 0, len(message)
    while at < end:
        key, at = _varint(message, at)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = _varint(message, at)
            yield number, value
            continue
        if wire == 2:
            length, at = _varint(message, at)
        elif wire in (1, 5):
            length = 8 if wire == 1 else 4
        else:
            raise ValueError(f"wire type {wire}")
        if number == 0 or at + length > end:
            raise ValueError("field runs past the end")
        yield number, message[at : at + length]
        at += length


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value, shift = 0, 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
        if shift > 63:
            raise ValueError("number too long")


def unknown_operators(data: bytes) -> list[str]:
    """Names of operators in a vetted network that are not on the list, sorted."""
    found: set[str] = set()
    for number, graph in fields(memoryview(data)):
        if number == MODEL_GRAPH and isinstance(graph, memoryview):
            for kind, node in fields(graph):
                if kind == GRAPH_NODE and isinstance(node, memoryview):
                    found.update(bytes(value).decode("utf-8", "replace") for n, value in fields(node) if n == NODE_OPERATOR and isinstance(value, memoryview))
    return sorted(found - KNOWN_OPERATORS)
