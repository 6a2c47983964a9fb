"""Targets and decode are inverses: what the labels say is what a perfect network would be decoded to."""

import numpy as np
import pytest

from shadow_runtime.decode import MAP_CHANNELS, DenseMaps, decode_containers, decode_layer, decode_rows
from shadow_runtime.geometry import iou_matrix
from shadow_runtime.records import CONTAINER_ROLES, CONTROL_ROLES, STATES, TEXT_ROLES
from shadow_teacher.training.targets import crop_objects, page_objects, target_maps


def page(elements: list[dict], rows: list[dict]) -> dict:
    for number, element in enumerate(elements):
        element["id"] = number
    return {"elements": elements, "rows": rows}


@pytest.fixture
def login() -> dict:
    elements = [
        {"role": "textbox", "box": [100, 80, 400, 38], "states": {"disabled": False, "focused": True}},
        {"role": "button", "box": [100, 140, 96, 36], "states": {"disabled": True}},
        {"role": "icon", "box": [108, 150, 16, 16]},
        {"role": "checkbox", "box": [101, 200, 13, 13], "states": {"checked": True}},
        {"role": "card", "box": [64, 32, 500, 300]},
        {"role": "heading", "box": [100, 40, 180, 30]},
    ]
    rows = [
        {"box": [100, 41, 181, 27], "element": 5, "text": "Sign in"},
        {"box": [130, 150, 52, 15], "element": 1, "text": "Submit"},
        {"box": [120, 199, 90, 14], "element": None, "text": "Remember me"},
        {"box": [228, 199, 60, 14], "element": None, "text": "Forgot?"},
    ]
    return page(elements, rows)


def perfect_maps(objects: dict, height: int, width: int) -> DenseMaps:
    """The output maps of a network without error, in the network's own (sub-cell) layout."""
    targets = target_maps(objects, height, width)

    def fold(fine: np.ndarray) -> np.ndarray:
        c, h, w = fine.shape
        return fine.reshape(c, h // 2, 2, w // 2, 2).transpose(2, 4, 0, 1, 3).reshape(4 * c, h // 2, w // 2)

    def one_hot(role: np.ndarray, count: int) -> np.ndarray:
        return 12.0 * (np.arange(count)[:, None, None] == role[None]).astype(np.float32)

    logit = lambda p: np.log(np.clip(p, 1e-4, 1 - 1e-4) / (1 - np.clip(p, 1e-4, 1 - 1e-4)))  # noqa: E731
    return DenseMaps({
        "heat": fold(logit(targets.heat)), "box": fold(targets.box),
        "control_role": fold(one_hot(targets.control_role, MAP_CHANNELS["control_role"])),
        "graphic_role": fold(one_hot(targets.graphic_role, MAP_CHANNELS["graphic_role"])),
        "row_role": fold(one_hot(targets.row_role, MAP_CHANNELS["row_role"])),
        "state": fold(np.where(targets.state == 1, 8.0, -8.0).astype(np.float32)),
        "container_heat": logit(targets.container_heat), "container_box": targets.container_box,
        "container_role": one_hot(targets.container_role, MAP_CHANNELS["container_role"]),
    })


def test_perfect_maps_decode_to_the_labels(login: dict) -> None:
    objects = page_objects(login)
    maps = perfect_maps(objects, 384, 640)
    controls = decode_layer(maps, 0, 0.5)
    assert [CONTROL_ROLES[r] for r in controls.roles.argmax(1)].count("textbox") == 1
    overlap = iou_matrix(objects["control"].boxes, controls.boxes)
    assert len(controls.boxes) == 3
    assert (overlap.max(1) > 0.95).all()
    checked = controls.states[overlap.argmax(1)[2]][STATES.index("checked")]
    disabled = controls.states[overlap.argmax(1)[1]][STATES.index("disabled")]
    assert checked > 0.9
    assert disabled > 0.9
    graphics = decode_layer(maps, 1, 0.5)
    assert iou_matrix(objects["graphic"].boxes, graphics.boxes).max() > 0.95
    containers = decode_containers(maps, 0.5)
    assert CONTAINER_ROLES[containers.roles.argmax(1)[0]] == "card"
    assert iou_matrix(objects["container"].boxes, containers.boxes).max() > 0.95


def test_rows_decode_apart_and_keep_their_extent(login: dict) -> None:
    objects = page_objects(login)
    rows = decode_rows(perfect_maps(objects, 384, 640), 0.5)
    overlap = iou_matrix(objects["row"].boxes, rows.boxes)
    assert len(rows.boxes) == 4
    assert (overlap.max(1) > 0.75).all()
    best = rows.boxes[overlap.argmax(1)]
    assert np.abs(best[:, [1, 3]] - objects["row"].boxes[:, [1, 3]]).max() < 1.0
    assert np.abs(best[:, [0, 2]] - objects["row"].boxes[:, [0, 2]]).max() <= 8
    assert TEXT_ROLES[rows.roles[overlap.argmax(1)[0]].argmax()] == "heading"


def test_crop_turns_half_cut_elements_into_ignore_regions(login: dict) -> None:
    cropped = crop_objects(page_objects(login), x=350, y=0, width=290, height=384, zoom=1.0)
    field = cropped["control"]
    assert len(field.boxes) == 1
    assert field.ignore[0]
    assert np.allclose(field.boxes[0], [0, 80, 150, 118])
