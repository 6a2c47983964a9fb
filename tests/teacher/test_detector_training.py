"""What the detector is shown: rare things as often as common ones, with the point they were drawn for in the crop."""

from __future__ import annotations

import json
import math
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

pytest.importorskip("torch")
import torch
from safetensors.torch import save_file

from shadow_runtime.decode import SUBCELLS
from shadow_runtime.records import CONTROL_ROLES, STATES
from shadow_teacher.networks.detector import Detector, pack
from shadow_teacher.training.detector_data import Examples, cut
from shadow_teacher.training.detector_loss import STATE_WEIGHTS, missed, state_loss, true_odds
from shadow_teacher.training.narrow_detector import GROUPS, match, narrowed
from shadow_teacher.training.targets import LAYER_ROLES, Layer
from shadow_teacher.training.train_detector import main as train
from shadow_teacher.training.train_detector import take_weights


def layer(boxes: list[tuple[float, float, float, float]], roles: list[str], on: dict[int, str] | None = None, ignored: tuple[int, ...] = ()) -> Layer:
    states = np.full((len(boxes), len(STATES)), -1, np.int8)
    for index, state in (on or {}).items():
        states[index, STATES.index(state)] = 1
    return Layer(np.array(boxes, np.float32).reshape(-1, 4), np.array([CONTROL_ROLES.index(role) for role in roles], np.int64), states,
                 np.isin(np.arange(len(boxes)), ignored))  # fmt: skip


class FakePages(SimpleNamespace):
    """Pages with only controls."""

    def __len__(self) -> int:
        return len(self.controls)

    def objects(self, number: int) -> dict[str, Layer]:
        nothing = layer([], [])
        return {name: self.controls[number] if name == "control" else nothing for name in LAYER_ROLES}


def test_what_is_rare_is_drawn_as_often_as_what_is_not() -> None:
    common = layer([(0, 0, 10, 10)] * 50, ["button"] * 50)
    rare = layer([(100, 200, 120, 220), (0, 0, 8, 8), (50, 50, 60, 60)], ["slider", "radio", "button"], {2: "disabled"}, ignored=(1,))
    examples = Examples(FakePages(controls=[common, rare]))  # type: ignore[arg-type]
    rng = np.random.default_rng(0)
    drawn = [examples.draw(rng) for _ in range(900)]
    sliders = sum(point == (110.0, 210.0) and page == 1 for page, point in drawn)
    assert 0.25 < sliders / len(drawn) < 0.42, "one kind of three: button, slider, a disabled one"
    assert not any(page == 1 and point == (4.0, 4.0) for page, point in drawn), "what is ignored teaches nothing"
    disabled = sum(page == 1 and point == (55.0, 55.0) for page, point in drawn)
    assert disabled / len(drawn) > 0.25


def test_a_crop_holds_the_point_it_was_drawn_for() -> None:
    rgb = np.zeros((900, 1600, 3), np.uint8)
    rng = np.random.default_rng(1)
    for _ in range(60):
        x, y = float(rng.uniform(4, 1596)), float(rng.uniform(4, 896))
        target = layer([(x - 3, y - 3, x + 3, y + 3)], ["button"])
        _, objects = cut(rgb, {"control": target}, 384, 640, rng, True, (x, y))
        assert len(objects["control"].boxes) == 1
        assert not objects["control"].ignore[0]


def test_weights_of_a_somewhat_different_network_are_taken_where_they_fit(tmp_path: Path) -> None:
    torch.manual_seed(0)
    source, target = Detector("xxs"), Detector("xxs")
    state = {name: value.contiguous() for name, value in source.state_dict().items()}
    state["stem.conv.weight"] = torch.zeros(8, 12, 4, 1)
    del state["heads.state.bias"]
    save_file(state, tmp_path / "other.safetensors")
    assert take_weights(target, tmp_path / "other.safetensors") == ["heads.state.bias", "stem.conv.weight"]
    assert torch.equal(target.heads["box"].weight, source.heads["box"].weight)


def test_the_exported_odds_are_those_of_the_pages() -> None:
    """A head that only knows how frequent a state is: trained with weights it says more, exported it says the frequency."""
    share = 0.1
    target = torch.full((1, len(STATES), 1, 1000), -1)
    index = list(STATE_WEIGHTS).index("disabled")
    target[0, index, 0] = (torch.arange(1000) < 1000 * share).long()
    bias = torch.zeros(len(STATES), requires_grad=True)
    optimizer = torch.optim.Adam([bias], lr=0.1)
    for _ in range(300):
        optimizer.zero_grad()
        state_loss(bias.reshape(1, -1, 1, 1).expand(1, len(STATES), 1, 1000), target).backward()
        optimizer.step()
    learned = float(torch.sigmoid(bias.detach()[index]))
    assert learned == pytest.approx(0.4 / 1.3, abs=0.01), "4 times 0.1 against 0.9"
    exported = true_odds(bias.detach().repeat(4)).reshape(4, -1)[:, index]
    assert torch.sigmoid(exported).tolist() == pytest.approx([share] * 4, abs=0.01)
    assert list(STATE_WEIGHTS) == list(STATES)
    assert math.isclose(float(bias.detach()[index] - exported[0]), math.log(4.0), rel_tol=1e-5)


@pytest.mark.parametrize("width", ["slim", "lean"])
def test_a_narrowed_detector_keeps_the_channels_that_say_something(width: str) -> None:
    torch.manual_seed(0)
    wide, narrow = Detector("s").eval(), Detector(width).eval()
    weights = wide.state_dict()
    for group in GROUPS:
        has, keeps = (model.state_dict()[f"{group.makers[0][0]}.weight"].shape[0] for model in (wide, narrow))
        silent = torch.randperm(has)[: has - keeps]
        for _, norm in group.makers:
            for part in ("weight", "bias"):
                weights[f"{norm}.{part}"][silent] = 0
        for convolution in group.spreading:
            for part in ("weight", "bias"):
                weights[f"{convolution}.{part}"].unflatten(0, (SUBCELLS, has))[:, silent] = 0
    narrow.load_state_dict(narrowed(weights, width))
    pixels = pack(torch.randint(0, 256, (1, 128, 192, 3), dtype=torch.uint8))
    with torch.inference_mode():
        wanted, given = wide(pixels), narrow(pixels)
    for name, maps in wanted.items():
        torch.testing.assert_close(given[name], maps, rtol=1e-4, atol=1e-5)


def test_every_convolution_of_the_detector_is_in_a_group_of_channels() -> None:
    convolutions = {name for name, module in Detector("xxs").named_modules() if isinstance(module, torch.nn.Conv2d)}
    makers = {convolution for group in GROUPS for convolution in (*(name for name, _ in group.makers), *group.spreading)}
    assert makers == {name for name in convolutions if not name.startswith("heads")}
    assert {name for group in GROUPS for name in group.readers} == convolutions - {"stem.conv"}


def test_only_a_wider_detector_can_be_narrowed() -> None:
    with pytest.raises(ValueError, match="only narrower ones"):
        narrowed(Detector("slim").state_dict(), "s")


def test_a_narrowed_detector_learns_to_say_what_the_wide_one_says() -> None:
    torch.manual_seed(0)
    wide, narrow = Detector("s"), Detector("slim")
    narrow.load_state_dict(narrowed(wide.state_dict(), "slim"))
    picture = torch.randint(0, 256, (2, 64, 128, 3), dtype=torch.uint8)
    kept = {name: value.clone() for name, value in wide.state_dict().items()}
    losses = match(narrow, wide, [picture] * 12, 12, 3e-3)
    assert losses[-1] < 0.8 * losses[0]
    assert all(torch.equal(wide.state_dict()[name], value) for name, value in kept.items()), "the wide one stays as it is"


def test_what_was_not_cut_stays_and_a_smaller_kernel_is_the_middle_of_the_larger() -> None:
    torch.manual_seed(0)
    wide, narrow = Detector("lean"), Detector("light")
    narrow.load_state_dict(narrowed(wide.state_dict(), "light"))
    merge = narrow.merge32[0].weight
    assert merge.shape[2:] == (1, 1)
    assert torch.equal(merge[:, :, 0, 0], wide.merge32[0].weight[:, :, 1, 1])
    kept = {name: value.clone() for name, value in narrow.state_dict().items()}
    match(narrow, wide, [torch.randint(0, 256, (1, 64, 128, 3), dtype=torch.uint8)] * 2, 2, 3e-3)
    changed = {name.split(".")[0] for name, value in narrow.state_dict().items() if not torch.equal(value, kept[name])}
    assert {"stage64", "from64", "merge32", "mix16"} <= changed
    assert changed.isdisjoint({"stem", "stage8", "stage16", "stage32", "local16"}), "their batch norms neither"


def test_what_is_missed_of_another_detectors_maps_counts_where_there_is_something() -> None:
    torch.manual_seed(0)
    wanted = {name: maps.detach() for name, maps in Detector("xxs").eval()(pack(torch.randint(0, 256, (1, 128, 128, 3), dtype=torch.uint8))).items()}
    wanted["heat"] = torch.full_like(wanted["heat"], -20.0)
    wanted["heat"][0, :, 2, 3] = 20.0
    assert float(missed(wanted, wanted)) == 0.0
    elsewhere, there = wanted["box"].clone(), wanted["box"].clone()
    elsewhere[0, :, 5, 5] += 3.0
    there[0, :, 2, 3] += 3.0
    assert float(missed({**wanted, "box": elsewhere}, wanted)) < 1e-5
    assert float(missed({**wanted, "box": there}, wanted)) > 0.1
    assert float(missed({**wanted, "heat": wanted["heat"].mean().expand_as(wanted["heat"])}, wanted)) == pytest.approx(1 / len(wanted), rel=1e-3)


def test_a_narrow_detector_is_trained_on_labels_and_on_what_a_wide_one_says_and_goes_on(tmp_path: Path) -> None:
    pages, wide = tmp_path / "pages", tmp_path / "wide.safetensors"
    pages.mkdir()
    elements = [{"id": 0, "role": "button", "box": [100, 140, 96, 36], "states": {"disabled": True}}, {"id": 1, "role": "card", "box": [64, 32, 500, 300]}]
    rows = [{"box": [110, 150, 52, 15], "element": 0, "text": "Submit"}]
    cv2.imwrite(str(pages / "page.png"), np.full((768, 1280, 3), 230, np.uint8))
    (pages / "page.json").write_text(json.dumps({"name": "page", "framework": "drawn", "width": 1280, "height": 768, "scale": 1, "elements": elements, "rows": rows}))
    save_file(Detector("xs").state_dict(), wide, metadata={"width": "xs"})
    arguments = ["--pages", str(pages), "--packed", str(tmp_path / "packed"), "--out", str(tmp_path / "out"), "--width", "xxs", "--teacher", str(wide),
                 "--workers", "0", "--threads", "1", "--precision", "float"]
    for steps in (1, 2):
        train([*arguments, "--steps", str(steps)])
        assert torch.load(tmp_path / "out" / "last.pt", weights_only=True)["step"] == steps
