"""Take a piece out of an ONNX network: the nodes between given tensors, as a network of its own.

A detector is one file, but a frame of which a part changed needs only parts of it (cascade.py). The onnx package is no
dependency of the runtime; protobuf's wire format is simple enough to copy whole nodes and write the few new ones by hand.
Field numbers are those of onnx.proto, see vet_onnx.py.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from .errors import StudentError
from .vet_onnx import (
    GRAPH_INITIALIZER,
    GRAPH_NODE,
    MODEL_GRAPH,
    MODEL_IR,
    MODEL_OPSETS,
    NODE_ATTRIBUTE,
    NODE_OPERATOR,
    fields,
)

PIECES_KEY = "shadow.pieces"  # metadata entry that says where the network may be cut, written by the exporter
MODEL_METADATA, METADATA_KEY, METADATA_VALUE = 14, 1, 2
GRAPH_NAME, GRAPH_INPUT, GRAPH_OUTPUT = 2, 11, 12
NODE_INPUT, NODE_OUTPUT, NODE_NAME = 1, 2, 3
TENSOR_DIMS, TENSOR_TYPE, TENSOR_NAME, TENSOR_BYTES, VALUE_NAME = 1, 2, 8, 9, 1
UINT8, INT8, INT64 = 2, 3, 7  # TensorProto.DataType
TO_CHANNELS_FIRST, TO_CHANNELS_LAST = (0, 3, 1, 2), (0, 2, 3, 1)
_BY_TWO = "cells:by_two"  # a constant: sizes of a map whose channels are parted into 2x2 children
PATCH = 4  # px, the sides of what the first convolution sees at a time


class OnnxFile:
    """The parts of a network's bytes, to cut pieces from. Nothing is copied until a piece is written."""

    def __init__(self, data: bytes) -> None:
        self._head: list[bytes] = []
        self.metadata: dict[str, str] = {}
        self._nodes: list[tuple[tuple[str, ...], tuple[str, ...], memoryview]] = []
        self._constants: dict[str, memoryview] = {}
        self._inputs: list[str] = []
        self.outputs: dict[str, memoryview] = {}
        for number, value in fields(memoryview(data)):
            if number == MODEL_IR and isinstance(value, int):
                self._head.append(_integer(MODEL_IR, value))
            elif number == MODEL_OPSETS and isinstance(value, memoryview):
                self._head.append(_message(MODEL_OPSETS, bytes(value)))
            elif number == MODEL_METADATA and isinstance(value, memoryview):
                entry = {n: bytes(v).decode() for n, v in fields(value) if isinstance(v, memoryview)}
                self.metadata[entry.get(METADATA_KEY, "")] = entry.get(METADATA_VALUE, "")
            elif number == MODEL_GRAPH and isinstance(value, memoryview):
                self._read_graph(value)
        self._maker = {name: index for index, (_, outputs, _) in enumerate(self._nodes) for name in outputs}

    def _read_graph(self, graph: memoryview) -> None:
        for number, value in fields(graph):
            if not isinstance(value, memoryview):
                continue
            if number == GRAPH_NODE:
                parts = [(n, bytes(v).decode()) for n, v in fields(value) if n in (NODE_INPUT, NODE_OUTPUT) and isinstance(v, memoryview)]
                self._nodes.append((tuple(t for n, t in parts if n == NODE_INPUT), tuple(t for n, t in parts if n == NODE_OUTPUT), value))
            elif number == GRAPH_INITIALIZER:
                self._constants[_text(value, TENSOR_NAME)] = value
            elif number == GRAPH_INPUT:
                self._inputs.append(_text(value, VALUE_NAME))
            elif number == GRAPH_OUTPUT:
                self.outputs[_text(value, VALUE_NAME)] = value

    def piece(self, inputs: Sequence[str], outputs: Sequence[str]) -> bytes:
        """The nodes that lead from the input tensors to the output tensors, as a model of its own.

        Int8 maps go in and come out channels last, (1, h, w, C) uint8, as the convolutions have them; outputs of the
        whole network come out as they are there. Raises StudentError when the outputs need more than the inputs.
        """
        return self.pieces([(inputs, outputs)], {})

    def pieces(self, steps: Sequence[tuple[Sequence[str], Sequence[str]]], laid: Mapping[str, str]) -> bytes:
        """Pieces that follow each other as one model: what a step needs and none before it made is an input, all they make are outputs.

        laid: child map -> the map that it lays out, each cell as 2x2 children (cascade.spread, done here); the child's sizes,
        (1, h, w, C), are an input of their own, size_input(child).
        """
        made = {name for _, outputs in steps for name in outputs}
        inputs = list(dict.fromkeys(name for taken, _ in steps for name in taken if name not in made and name not in laid))
        nodes, chosen, constants = [], set(), set()
        for name in inputs:
            if name in self._maker:  # the network's own input has its own layout
                nodes.append(_transpose(f"{name}:in", name, TO_CHANNELS_FIRST))
        for taken, outputs in steps:
            nodes += [node for child in taken if child in laid for node in _laid_out(child, f"{laid[child]}:out")]
            between, used = self._between(taken, outputs)
            nodes += [bytes(self._nodes[index][2]) for index in between if index not in chosen]
            chosen.update(between)
            constants.update(used)
            nodes += [_transpose(name, f"{name}:out", TO_CHANNELS_LAST) for name in outputs if name not in self.outputs]
        graph = [_message(GRAPH_NAME, b"piece"), *(_message(GRAPH_NODE, node) for node in nodes)]
        graph += [_message(GRAPH_INITIALIZER, bytes(self._constants[name])) for name in sorted(constants)]
        if laid:
            graph.append(_message(GRAPH_INITIALIZER, _integers(_BY_TWO, (0, 0, 0, 2, 2, -1))))
        graph += [_message(GRAPH_INPUT, _value(f"{name}:in" if name in self._maker else name)) for name in inputs]
        graph += [_message(GRAPH_INPUT, _sizes(size_input(child))) for child in laid]
        for name in (name for _, outputs in steps for name in outputs):
            graph.append(_message(GRAPH_OUTPUT, bytes(self.outputs[name]) if name in self.outputs else _value(f"{name}:out")))
        return b"".join([*self._head, _message(MODEL_GRAPH, b"".join(graph))])

    def take_patches(self) -> bool:
        """From now on pieces take a picture as patches of 4x4 px, (1, H/4, W/4, 48), in place of rows, (1, H, W/4, 12).

        The first convolution, 4x1 in steps of 4, gathers every patch from four places, twelve bytes each, which is about half of
        its time. Side by side they make it a product of matrices: the same weights in another order, the same sums of
        integers. False, and nothing is changed, where a network begins otherwise than networks/detector.py does in int8.
        """
        index = self._end_of(self._inputs[0], _STEM) if len(self._inputs) == 1 else None
        if index is None:
            return False
        taken, made, conv = self._nodes[index]
        weigh = self._maker.get(taken[1])
        name = self._nodes[weigh][0][0] if weigh is not None else ""
        if name not in self._constants or self._end_of(name, _WEIGHTS) != index:
            return False
        parts = list(fields(self._constants[name]))
        sizes, values = [v for n, v in parts if n == TENSOR_DIMS], b"".join(v for n, v in parts if n == TENSOR_BYTES and isinstance(v, memoryview))
        if sizes[1:] != [3 * PATCH, PATCH, 1] or (TENSOR_TYPE, INT8) not in parts or len(values) != sizes[0] * 3 * PATCH**2:
            return False
        ordered = np.frombuffer(values, np.int8).reshape(-1, 3 * PATCH, PATCH).swapaxes(1, 2).tobytes()
        tensor = [*(_integer(TENSOR_DIMS, size) for size in (sizes[0], 3 * PATCH**2, 1, 1)), _integer(TENSOR_TYPE, INT8)]
        self._constants[name] = memoryview(b"".join([*tensor, _message(TENSOR_NAME, name.encode()), _message(TENSOR_BYTES, ordered)]))
        self._nodes[index] = taken, made, memoryview(_node("Conv", _text(conv, NODE_NAME), taken, made, _convolution(1)))
        return True

    def _end_of(self, tensor: str, path: Sequence[tuple[str, Sequence[bytes]]]) -> int | None:
        """Index of the last of these operators, each the only taker of what the one before it makes; None where they are not there."""
        index = None
        for operator, attributes in path:
            takers = [i for i, (inputs, _, _) in enumerate(self._nodes) if tensor in inputs]
            if len(takers) != 1:
                return None
            index, parts = takers[0], list(fields(self._nodes[takers[0]][2]))
            if (NODE_OPERATOR, operator.encode()) not in parts or {v for n, v in parts if n == NODE_ATTRIBUTE} != set(map(memoryview, attributes)):
                return None
            tensor = self._nodes[index][1][0]
        return index

    def _between(self, inputs: Sequence[str], outputs: Sequence[str]) -> tuple[list[int], list[str]]:
        """Indices of the nodes that make the outputs out of the inputs, in file order, and the constants they use."""
        chosen: set[int] = set()
        constants: set[str] = set()
        wanted = list(outputs)
        while wanted:
            name = wanted.pop()
            if name in inputs or not name:
                continue
            if name in self._constants:
                constants.add(name)
            elif name not in self._maker:
                raise StudentError(f"a piece of the network that ends in {', '.join(outputs)} needs {name!r}, which is not among its inputs")
            elif self._maker[name] not in chosen:
                chosen.add(self._maker[name])
                wanted.extend(self._nodes[self._maker[name]][0])
        return sorted(chosen), sorted(constants)


def size_input(child: str) -> str:
    """Name of the input that says how large a map of children is."""
    return f"{child}:sizes"


def _laid_out(child: str, source: str) -> list[bytes]:
    """Nodes that lay out a map's cells, (1, h, w, 4C), as children, (1, 2h, 2w, C), and hand them on channels first."""
    split, turned, joined = (f"{child}:{step}" for step in ("split", "turned", "joined"))
    return [
        _node("Reshape", split, [source, _BY_TWO], [split], []),
        _node("Transpose", turned, [split], [turned], [_numbers("perm", (0, 1, 3, 2, 4, 5))]),
        _node("Reshape", joined, [turned, size_input(child)], [joined], []),
        _transpose(joined, child, TO_CHANNELS_FIRST),
    ]


def _text(message: memoryview, field: int) -> str:
    return next((bytes(v).decode() for n, v in fields(message) if n == field and isinstance(v, memoryview)), "")


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _integer(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _message(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _numbers(name: str, values: Iterable[int]) -> bytes:
    """AttributeProto of whole numbers: name 1, ints 8, type 20 (7 = INTS)."""
    return _message(1, name.encode()) + b"".join(_integer(8, value) for value in values) + _integer(20, 7)


def _number(name: str, value: int) -> bytes:
    """AttributeProto of a whole number: name 1, i 3, type 20 (2 = INT)."""
    return _message(1, name.encode()) + _integer(3, value) + _integer(20, 2)


def _convolution(side: int) -> list[bytes]:
    """Attributes of a convolution of so many rows, in steps of as many."""
    sizes = {"kernel_shape": (side, 1), "strides": (side, 1), "pads": (0, 0, 0, 0), "dilations": (1, 1)}
    return [_number("group", 1), *(_numbers(name, size) for name, size in sizes.items())]


# How a detector begins: its input's way to the first convolution, and the weights' way there.
_STEM = (("Transpose", [_numbers("perm", TO_CHANNELS_FIRST)]), ("DequantizeLinear", []), ("Conv", _convolution(PATCH)))
_WEIGHTS = (("DequantizeLinear", [_number("axis", 0)]), ("Conv", _convolution(PATCH)))


def _node(operator: str, name: str, inputs: Sequence[str], outputs: Sequence[str], attributes: Iterable[bytes]) -> bytes:
    """NodeProto: input 1, output 2, name 3, op_type 4, attribute 5."""
    ends = [*(_message(NODE_INPUT, i.encode()) for i in inputs), *(_message(NODE_OUTPUT, o.encode()) for o in outputs)]
    return b"".join([*ends, _message(NODE_NAME, name.encode()), _message(NODE_OPERATOR, operator.encode()), *(_message(NODE_ATTRIBUTE, a) for a in attributes)])


def _transpose(source: str, target: str, order: Iterable[int]) -> bytes:
    return _node("Transpose", f"{target}:transpose", [source], [target], [_numbers("perm", order)])


def _integers(name: str, values: Sequence[int]) -> bytes:
    """TensorProto of 64-bit whole numbers."""
    content = np.array(values, "<i8").tobytes()
    return b"".join([_integer(TENSOR_DIMS, len(values)), _integer(TENSOR_TYPE, INT64), _message(TENSOR_NAME, name.encode()), _message(TENSOR_BYTES, content)])


def _sizes(name: str) -> bytes:
    """ValueInfoProto of four 64-bit whole numbers."""
    return _message(VALUE_NAME, name.encode()) + _message(2, _message(1, _integer(1, INT64) + _message(2, _message(1, _integer(1, 4)))))


def _value(name: str) -> bytes:
    """ValueInfoProto of a (1, ?, ?, ?) uint8 tensor: name 1, type 2 (tensor 1 (element 1, shape 2 (dimension 1 ...)))."""
    one, free = _message(1, _integer(1, 1)), [_message(1, _message(2, f"{name}:{axis}".encode())) for axis in (1, 2, 3)]
    tensor = _integer(1, UINT8) + _message(2, b"".join([one, *free]))
    return _message(VALUE_NAME, name.encode()) + _message(2, _message(1, tensor))
