"""Take a piece out of an ONNX network: the nodes between given tensors, as a network of its own.

A detector is one file, but a frame of which a part changed needs only parts of it (cascade.py). The onnx package is no
dependency of the runtime; protobuf's wire format is simple enough to copy whole nodes and write the few new ones by hand.
Field numbers are those of onnx.proto, see vet_onnx.py.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from .errors import StudentError
from .vet_onnx import GRAPH_INITIALIZER, GRAPH_NODE, MODEL_GRAPH, MODEL_IR, MODEL_OPSETS, fields

PIECES_KEY = "shadow.pieces"  # metadata entry that says where the network may be cut, written by the exporter
MODEL_METADATA, METADATA_KEY, METADATA_VALUE = 14, 1, 2
GRAPH_NAME, GRAPH_INPUT, GRAPH_OUTPUT = 2, 11, 12
NODE_INPUT, NODE_OUTPUT = 1, 2
TENSOR_NAME, VALUE_NAME = 8, 1
UINT8 = 2  # TensorProto.DataType
TO_CHANNELS_FIRST, TO_CHANNELS_LAST = (0, 3, 1, 2), (0, 2, 3, 1)


class OnnxFile:
    """The parts of a network's bytes, to cut pieces from. Nothing is copied until a piece is written."""

    def __init__(self, data: bytes) -> None:
        self._head: list[bytes] = []
        self.metadata: dict[str, str] = {}
        self._nodes: list[tuple[tuple[str, ...], tuple[str, ...], memoryview]] = []
        self._constants: dict[str, memoryview] = {}
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
            elif number == GRAPH_OUTPUT:
                self.outputs[_text(value, VALUE_NAME)] = value

    def piece(self, inputs: Sequence[str], outputs: Sequence[str]) -> bytes:
        """The nodes that lead from the input tensors to the output tensors, as a model of its own.

        Int8 maps go in and come out channels last, (1, h, w, C) uint8, as the convolutions have them; outputs of the
        whole network come out as they are there. Raises StudentError when the outputs need more than the inputs.
        """
        chosen, constants = self._between(inputs, outputs)
        graph = [_message(GRAPH_NAME, b"piece")]
        wrapped = [name for name in inputs if name in self._maker]  # the network's own input has its own layout
        for name in wrapped:
            graph.append(_message(GRAPH_NODE, _transpose(f"{name}:in", name, TO_CHANNELS_FIRST)))
        graph += [_message(GRAPH_NODE, bytes(self._nodes[index][2])) for index in chosen]
        for name in outputs:
            if name not in self.outputs:
                graph.append(_message(GRAPH_NODE, _transpose(name, f"{name}:out", TO_CHANNELS_LAST)))
        graph += [_message(GRAPH_INITIALIZER, bytes(self._constants[name])) for name in constants]
        for name in inputs:
            graph.append(_message(GRAPH_INPUT, _value(f"{name}:in" if name in wrapped else name)))
        for name in outputs:
            graph.append(_message(GRAPH_OUTPUT, bytes(self.outputs[name]) if name in self.outputs else _value(f"{name}:out")))
        return b"".join([*self._head, _message(MODEL_GRAPH, b"".join(graph))])

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


def _transpose(source: str, target: str, order: Iterable[int]) -> bytes:
    """NodeProto of a Transpose: input 1, output 2, name 3, op_type 4, attribute 5 (name 1, ints 8, type 20 = INTS)."""
    perm = _message(1, b"perm") + b"".join(_integer(8, axis) for axis in order) + _integer(20, 7)
    return (_message(NODE_INPUT, source.encode()) + _message(NODE_OUTPUT, target.encode())
            + _message(3, f"{target}:transpose".encode()) + _message(4, b"Transpose") + _message(5, perm))


def _value(name: str) -> bytes:
    """ValueInfoProto of a (1, ?, ?, ?) uint8 tensor: name 1, type 2 (tensor 1 (element 1, shape 2 (dimension 1 ...)))."""
    one, free = _message(1, _integer(1, 1)), [_message(1, _message(2, f"{name}:{axis}".encode())) for axis in (1, 2, 3)]
    tensor = _integer(1, UINT8) + _message(2, b"".join([one, *free]))
    return _message(VALUE_NAME, name.encode()) + _message(2, _message(1, tensor))
