"""Where a detector may be cut: the runtime re-runs a piece on the part of a frame that changed, and keeps the rest.

The exported file stays one whole network. Its metadata names the int8 maps at which it can be cut (MAPS) and the pieces
between them (PIECES); shadow_runtime/cut_onnx.py takes the pieces out, shadow_runtime/cascade.py runs them. Maps are
named after their stride; "a" marks the first half of a stage: the shorter a piece, the less it has to look around. That pays
at stride 8; coarser stages cost less to compute on a wider crop than to cut in two.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

import onnx

from shadow_runtime.cut_onnx import PIECES_KEY

# Map -> stride in pixels and the activation of networks/detector.py it is. "pixels" is the network's own input.
MAPS: Mapping[str, tuple[int, str]] = {
    "x8a": (8, "/net/stage8/stage8.0/stage8.0.2/Relu_output_0"),
    "x8": (8, "/net/stage8/stage8.1/Relu_output_0"),
    "x16": (16, "/net/stage16/stage16.1/Relu_output_0"),
    "l16": (16, "/net/local16/Relu_output_0"),
    "x32": (32, "/net/stage32/stage32.1/Relu_output_0"),
    "from64": (64, "/net/from64/Conv_output_0"),
    "wide32": (32, "/net/DepthToSpace_output_0"),
    "m32": (32, "/net/merge32/merge32.2/Relu_output_0"),
    "from32": (32, "/net/from32/Conv_output_0"),
    "wide16": (16, "/net/DepthToSpace_1_output_0"),
    "m16": (16, "/net/mix16/mix16.2/Relu_output_0"),
}
# Input maps, output maps, and how many pixels before and after a cell of the output the piece looks: a 3x3 convolution
# of stride 1 looks one cell of its map to both sides, one of stride 2 one cell of its input map to the front.
PIECES = (
    (("pixels",), ("x8a",), 4, 0),  # 4x4 patches, 3x3 / 2
    (("x8a",), ("x8",), 16, 16),
    (("x8",), ("x16",), 40, 32),  # 3x3 / 2, then two 3x3
    (("x16",), ("l16",), 32, 32),
    (("x16",), ("x32",), 80, 64),
    (("x32",), ("from64",), 288, 256),  # 3x3 / 2, then four 3x3
    (("x32", "wide32"), ("m32", "from32"), 32, 32),
    (("l16", "wide16"), ("m16",), 0, 0),
)
# Maps that are another one with every cell laid out as its four children: no network is run for them.
SPREAD = {"wide32": "from64", "wide16": "from32"}
# What is read off a map cell by cell: the heats of every cell, the rest of the cells that turn out to matter.
HEADS = (
    ("m16", ("heat",)),
    ("m16", ("box", "control_role", "graphic_role", "row_role", "state")),
    ("m32", ("container_heat",)),
    ("m32", ("container_box", "container_role")),
)


def quantized(tensor: str) -> str:
    """What the quantizer calls the int8 twin of a float tensor."""
    return f"{tensor}_QuantizeLinear_Output"


def describe_pieces(model: onnx.ModelProto) -> None:
    """Write into an int8 detector's metadata where it may be cut. Raises ValueError when a map is not in it."""
    made = {name for node in model.graph.node for name in node.output}
    missing = [f"{name} ({tensor})" for name, (_, tensor) in MAPS.items() if quantized(tensor) not in made]
    if missing:
        raise ValueError(f"the int8 detector has no {', '.join(missing)}: MAPS does not fit networks/detector.py")
    described = {
        "maps": {name: {"tensor": quantized(tensor), "stride": stride} for name, (stride, tensor) in MAPS.items()},
        "pieces": [{"from": list(inputs), "to": list(outputs), "before": before, "after": after} for inputs, outputs, before, after in PIECES],
        "spread": SPREAD,
        "heads": [{"from": source, "to": list(outputs)} for source, outputs in HEADS],
    }
    kept = [entry for entry in model.metadata_props if entry.key != PIECES_KEY]
    del model.metadata_props[:]
    model.metadata_props.extend([*kept, onnx.StringStringEntryProto(key=PIECES_KEY, value=json.dumps(described))])
