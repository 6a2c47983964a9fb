"""Role and state heads that are taught: right at the lesson, unchanged elsewhere, and nothing else of the network touched."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

pytest.importorskip("torch")
onnx = pytest.importorskip("onnx")

import torch  # noqa: E402
from safetensors.torch import load_file, save_file  # noqa: E402

from shadow_runtime.decode import DenseMaps, decode_layer  # noqa: E402
from shadow_runtime.geometry import Box, to_boxes  # noqa: E402
from shadow_runtime.records import CONTROL_ROLES, STATES, Frame  # noqa: E402
from shadow_teacher.networks.detector import Detector  # noqa: E402
from shadow_teacher.networks.export import export_onnx, quantize, run_onnx  # noqa: E402
from shadow_teacher.networks.heads import HeadError, read_heads, write_head  # noqa: E402
from shadow_teacher.training import tune_heads as tune_heads_module  # noqa: E402
from shadow_teacher.training.detector_loss import true_odds  # noqa: E402
from shadow_teacher.training.export_student import DetectorFile, cut_detector  # noqa: E402
from shadow_teacher.training.tune_heads import HEADS, TaughtLook, tune_heads  # noqa: E402

FREE = {"pixels": {1: "height", 2: "width"}}


def page(seed: int) -> Frame:
    """A made-up page of boxes and strokes."""
    rng = np.random.default_rng(seed)
    rgb = np.full((256, 384, 3), rng.integers(200, 256), np.uint8)
    for _ in range(14):
        x, y = int(rng.integers(0, 330)), int(rng.integers(0, 220))
        cv2.rectangle(rgb, (x, y), (x + int(rng.integers(16, 90)), y + int(rng.integers(12, 40))), tuple(int(v) for v in rng.integers(0, 256, 3)), -1 if rng.random() < 0.6 else 2)
    return Frame(rgb=rgb)


@pytest.fixture(autouse=True)
def _loosely_held(monkeypatch: pytest.MonkeyPatch) -> None:
    """The features of a network of random weights tell little apart; that replay holds is tried with a trained one (test_distill.py)."""
    monkeypatch.setattr(tune_heads_module, "HELD", 1.0)


@pytest.fixture(scope="module")
def detector(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small real detector of random weights, exported as students are, that fires at many places."""
    folder = tmp_path_factory.mktemp("detector")
    torch.manual_seed(3)
    net = Detector("xxs").eval()
    with torch.no_grad():
        net.heads["heat"].weight.mul_(12.0)
        net.heads["heat"].bias.fill_(0.5)
        net.heads["box"].bias.fill_(2.0)  # boxes of about 24 px
        for name in ("control_role", "state"):
            net.heads[name].weight.mul_(30.0)  # sure of what it says, as a trained one is
    save_file({k: v.contiguous() for k, v in net.state_dict().items()}, folder / "detector.safetensors", metadata={"width": "xxs"})
    net.heads["state"].bias.data = true_odds(net.heads["state"].bias)
    export_onnx(DetectorFile(net), (torch.zeros(1, 256, 96, 12, dtype=torch.uint8),), folder / "float.onnx", ["pixels"], list(net.heads), FREE)
    quantize(folder / "float.onnx", folder / "detector.onnx", [{"pixels": packed(page(seed))} for seed in range(4)])
    cut_detector(folder / "detector.onnx")
    return folder


def packed(frame: Frame) -> np.ndarray:
    return frame.rgb.reshape(1, frame.rgb.shape[0], -1, 12)


def maps_of(path: Path, frame: Frame) -> dict[str, np.ndarray]:
    names = [output.name for output in onnx.load(str(path)).graph.output]
    return dict(zip(names, (value[0] for value in run_onnx(path, {"pixels": packed(frame)})), strict=True))


def surest(path: Path, frame: Frame) -> tuple[Box, str, np.ndarray]:
    """Box, role and states of the control that the detector is surest of, some way from the edge."""
    found = decode_layer(DenseMaps(maps_of(path, frame)), 0, 0.3)
    index = next(i for i, box in enumerate(to_boxes(found.boxes)) if box.x > 40 and box.y > 40 and box.right < 340 and box.bottom < 220)
    return to_boxes(found.boxes)[index], CONTROL_ROLES[int(found.roles[index].argmax())], found.states[index]


def test_a_lesson_is_learned_and_nothing_else_moves(detector: Path, tmp_path: Path) -> None:
    frame, replay = page(100), [page(seed) for seed in range(20, 26)]
    box, role, states = surest(detector / "detector.onnx", frame)
    other = next(name for name in reversed(CONTROL_ROLES) if name != role)
    wanted = {"checked": bool(states[STATES.index("checked")] < 0.5), "disabled": bool(states[STATES.index("disabled")] < 0.5)}
    facts = tune_heads(detector / "detector.onnx", detector / "detector.safetensors", [TaughtLook(frame, box, other, wanted)], replay, tmp_path)
    assert facts["unseen"] == []
    assert set(facts["heads"]) == {"control_role", "state"}, "no lesson spoke to the other heads"

    after_box, after_role, after_states = surest(tmp_path / "detector.onnx", frame)
    assert after_box == box
    assert after_role == other
    for name, on in wanted.items():
        assert (after_states[STATES.index(name)] > 0.5) == on, name

    for shown in (frame, *replay):
        before, after = maps_of(detector / "detector.onnx", shown), maps_of(tmp_path / "detector.onnx", shown)
        for name in before:
            if name not in ("control_role", "state"):
                assert np.array_equal(before[name], after[name]), f"{name} moved"


def test_the_float_checkpoint_says_what_the_int8_file_says(detector: Path, tmp_path: Path) -> None:
    frame = page(100)
    box, role, states = surest(detector / "detector.onnx", frame)
    other = next(name for name in CONTROL_ROLES if name != role)
    look = TaughtLook(frame, box, other, {"checked": bool(states[STATES.index("checked")] < 0.5)})
    assert tune_heads(detector / "detector.onnx", detector / "detector.safetensors", [look], [page(seed) for seed in range(20, 24)], tmp_path)["checkpoint"] == "written"
    before, after = load_file(detector / "detector.safetensors"), load_file(tmp_path / "detector.safetensors")
    for name, value in before.items():
        taught = name.startswith(("heads.control_role.", "heads.state."))
        assert torch.equal(value, after[name]) != taught, name
    net = Detector("xxs").eval()
    net.load_state_dict(after)
    heads = read_heads(onnx.load(str(tmp_path / "detector.onnx")), HEADS)
    for name in ("control_role", "state"):
        weight, bias = net.heads[name].weight[:, :, 0, 0].detach(), net.heads[name].bias.detach()
        step = np.abs(heads[name].weight).max(1, keepdims=True) / 127
        assert (np.abs(weight.numpy() - heads[name].weight) <= 0.51 * step + 1e-6).all()
        exported = true_odds(bias) if name == "state" else bias  # "on" weighs more in training: the export takes that off
        np.testing.assert_allclose(exported.numpy(), heads[name].bias, atol=5e-3)


def test_a_head_written_back_unchanged_is_the_same_to_the_bit(detector: Path, tmp_path: Path) -> None:
    model = onnx.load(str(detector / "detector.onnx"))
    for name, head in read_heads(model, HEADS).items():
        write_head(model, name, head.weight, head.bias, (0.0, 0.0))
    onnx.save(model, str(tmp_path / "detector.onnx"))
    before, after = maps_of(detector / "detector.onnx", page(7)), maps_of(tmp_path / "detector.onnx", page(7))
    assert all(np.array_equal(before[name], after[name]) for name in before)


def test_a_head_that_says_more_than_before_is_not_cut_off(detector: Path, tmp_path: Path) -> None:
    """Outputs are int8, too: their range grows with what is said."""
    model = onnx.load(str(detector / "detector.onnx"))
    head = read_heads(model, ["state"])["state"]
    write_head(model, "state", head.weight, head.bias + 40.0, (head.low + 40.0, head.high + 40.0))
    onnx.save(model, str(tmp_path / "detector.onnx"))
    said = maps_of(detector / "detector.onnx", page(7))["state"] + 40.0
    np.testing.assert_allclose(maps_of(tmp_path / "detector.onnx", page(7))["state"], said, atol=0.5)


def test_nothing_is_taught_where_nothing_is_seen(detector: Path, tmp_path: Path) -> None:
    blank = Frame(rgb=np.full((256, 384, 3), 255, np.uint8))
    tiny = Box(190, 120, 2, 2)  # nothing that is seen is as small: a click there would not be meant
    facts = tune_heads(detector / "detector.onnx", detector / "detector.safetensors", [TaughtLook(blank, tiny, "switch", {})], [page(seed) for seed in range(20, 24)], tmp_path)
    assert (facts["unseen"], facts["heads"]) == ([0], {})
    assert not list(tmp_path.iterdir()), "a network that learned nothing is not written anew"


def test_another_networks_checkpoint_is_not_written_into(detector: Path, tmp_path: Path) -> None:
    """The int8 heads are tuned all the same; the checkpoint beside them would say something else, so it goes."""
    strange = {name: value.clone() for name, value in load_file(detector / "detector.safetensors").items()}
    strange["heads.control_role.weight"] += 1.0
    save_file(strange, tmp_path / "strange.safetensors")
    save_file(strange, tmp_path / "detector.safetensors")
    frame = page(100)
    box, role, _ = surest(detector / "detector.onnx", frame)
    other = next(name for name in CONTROL_ROLES if name != role)
    facts = tune_heads(detector / "detector.onnx", tmp_path / "strange.safetensors", [TaughtLook(frame, box, other, {})], [page(seed) for seed in range(20, 24)], tmp_path)
    assert "differs by more than int8 rounding" in facts["checkpoint"]
    assert surest(tmp_path / "detector.onnx", frame)[1] == other
    assert not (tmp_path / "detector.safetensors").exists()


def test_a_file_without_such_heads_is_refused(detector: Path, tmp_path: Path) -> None:
    with pytest.raises(HeadError, match="expected nothing"):
        read_heads(onnx.load(str(detector / "detector.onnx")), ["nothing"])
    with pytest.raises(HeadError, match="read different maps"):
        read_heads(onnx.load(str(detector / "detector.onnx")), ["control_role", "container_role"])
    with pytest.raises(HeadError, match="control_role: expected control_role to come from a DequantizeLinear"):
        tune_heads(detector / "float.onnx", tmp_path / "none", [], [], tmp_path)
