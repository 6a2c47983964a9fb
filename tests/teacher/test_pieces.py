"""An exported detector can be cut where its metadata says, and the first pass over its input costs nothing."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import pytest
import torch

from shadow_runtime.cascade import Cascade, spread
from shadow_runtime.cut_onnx import PIECES_KEY, OnnxFile
from shadow_runtime.errors import StudentError
from shadow_runtime.vet_onnx import vet_onnx
from shadow_teacher.networks.detector import Detector
from shadow_teacher.networks.detector import spread as spread_in_torch
from shadow_teacher.networks.export import export_onnx, feed_bytes, quantize, run_onnx
from shadow_teacher.networks.pieces import HEADS, MAPS, PIECES, describe_pieces
from shadow_teacher.training.export_student import DetectorFile, cut_detector


@pytest.fixture(scope="module")
def detector(tmp_path_factory: pytest.TempPathFactory) -> onnx.ModelProto:
    """The smallest detector with random weights, exported the way a student is."""
    folder = tmp_path_factory.mktemp("detector")
    torch.manual_seed(1)
    net = Detector("xxs")
    names = list(net.heads)
    export_onnx(DetectorFile(net), (torch.zeros(1, 64, 32, 12, dtype=torch.uint8),), folder / "float.onnx", ["pixels"], names, {"pixels": {1: "height", 2: "width"}})
    rng = np.random.default_rng(0)
    feeds = ({"pixels": rng.integers(0, 256, (1, 128, 32, 12), np.uint8)} for _ in range(2))
    quantize(folder / "float.onnx", folder / "detector.onnx", feeds)
    cut_detector(folder / "detector.onnx")
    return onnx.load(str(folder / "detector.onnx"))


def test_the_first_convolution_takes_bytes(detector: onnx.ModelProto) -> None:
    assert not {"Cast", "Div"} & {node.op_type for node in detector.graph.node}
    assert not feed_bytes(detector)  # nothing left to do, and nothing harmed


def test_every_map_and_head_is_described(detector: onnx.ModelProto) -> None:
    described = json.loads(OnnxFile(detector.SerializeToString()).metadata[PIECES_KEY])
    assert set(described["maps"]) == set(MAPS)
    assert len(described["pieces"]) == len(PIECES)
    assert {name for head in described["heads"] for name in head["to"]} == {output.name for output in detector.graph.output} == {name for _, names in HEADS for name in names}


def test_a_piece_is_a_network_that_computes_the_same_map(detector: onnx.ModelProto, tmp_path) -> None:
    data = detector.SerializeToString()
    file = OnnxFile(data)
    maps = {name: entry["tensor"] for name, entry in json.loads(file.metadata[PIECES_KEY])["maps"].items()}
    whole = onnx.ModelProto()
    whole.CopyFrom(detector)
    whole.graph.output.append(onnx.helper.make_tensor_value_info(maps["x8"], onnx.TensorProto.UINT8, None))
    onnx.save(whole, str(tmp_path / "whole.onnx"))
    (tmp_path / "first.onnx").write_bytes(file.piece(["pixels"], [maps["x8a"]]))
    (tmp_path / "second.onnx").write_bytes(file.piece([maps["x8a"]], [maps["x8"]]))
    for name in ("first", "second"):
        assert vet_onnx((tmp_path / f"{name}.onnx").read_bytes()) is None
        onnx.checker.check_model(str(tmp_path / f"{name}.onnx"))
    pixels = np.random.default_rng(5).integers(0, 256, (1, 64, 48, 12), np.uint8)
    expected = run_onnx(tmp_path / "whole.onnx", {"pixels": pixels})[-1]
    between = run_onnx(tmp_path / "first.onnx", {"pixels": pixels})[0]
    found = run_onnx(tmp_path / "second.onnx", {f"{maps['x8a']}:in": between})[0]
    np.testing.assert_array_equal(found, expected.transpose(0, 2, 3, 1))


def test_a_piece_that_needs_more_is_refused(detector: onnx.ModelProto) -> None:
    file = OnnxFile(detector.SerializeToString())
    maps = {name: entry["tensor"] for name, entry in json.loads(file.metadata[PIECES_KEY])["maps"].items()}
    with pytest.raises(StudentError, match="'pixels', which is not among its inputs"):
        file.piece([maps["wide16"]], [maps["m16"]])


def test_a_detector_of_another_shape_is_not_described(detector: onnx.ModelProto) -> None:
    other = onnx.ModelProto()
    other.CopyFrom(detector)
    del other.graph.node[:]
    with pytest.raises(ValueError, match="x8a"):
        describe_pieces(other)


def test_the_pieces_together_are_the_whole_network(detector: onnx.ModelProto, tmp_path: Path) -> None:
    """First a whole look, then small edits of it: every head's map is what the uncut file gives, to the bit."""
    path = tmp_path / "detector.onnx"
    onnx.save(detector, str(path))
    cascade = Cascade(OnnxFile(path.read_bytes()), lambda data: ort.InferenceSession(data, providers=["CPUExecutionProvider"]))
    rng = np.random.default_rng(3)
    frame = rng.integers(0, 256, (256, 384, 3), np.uint8)
    names = [output.name for output in detector.graph.output]
    for _ in range(5):
        maps = cascade.look(frame)
        whole = dict(zip(names, run_onnx(path, {"pixels": frame.reshape(1, 256, 96, 12)}), strict=True))
        for name in names:
            np.testing.assert_array_equal(maps.dense(name), whole[name][0], err_msg=name)
        y, x = int(rng.integers(0, 236)), int(rng.integers(0, 344))
        frame = frame.copy()
        frame[y : y + 20, x : x + 40] = rng.integers(0, 256, 3)


def test_children_lie_row_by_row_in_numpy_as_in_torch() -> None:
    cells = torch.arange(2 * 8 * 3 * 5, dtype=torch.float32).reshape(2, 8, 3, 5)
    expected = spread_in_torch(cells).numpy()
    for picture, wanted in zip(cells.numpy(), expected, strict=True):
        np.testing.assert_array_equal(spread(picture.transpose(1, 2, 0)), wanted.transpose(1, 2, 0))


def test_gradients_flow_back_to_the_right_child() -> None:
    cells = torch.randn(1, 8, 2, 3, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(spread_in_torch, (cells,))
