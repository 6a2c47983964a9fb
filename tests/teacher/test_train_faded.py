"""Teaching what looks disabled: from labelled pages to weights that tell pale controls from dark ones."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest

from shadow_runtime.faded import FEATURES
from shadow_runtime.student import find_student
from shadow_runtime.weighing import weighed
from shadow_teacher.training.small_net import average_precision
from shadow_teacher.training.train_faded import Material, chosen, main, report, train


def material(count: int, seed: int) -> Material:
    """Where strokes stand out little the control is disabled."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(0, 0.3, (count, len(FEATURES))).astype(np.float32)
    return Material(rows, rows[:, FEATURES.index("contrast")] < -0.3)


def test_what_is_taught_is_told_on_others() -> None:
    weights = train(material(4000, 0), epochs=30, seed=0)
    told = report(material(1000, 1), weights)
    assert told["average_precision"] > 0.9 > told["average_precision_of_the_detector"]
    assert weighed(material(5, 2).rows, weights).shape == (5,)


def test_average_precision() -> None:
    wanted = np.array([True, False, True, False])
    assert average_precision(np.array([0.9, 0.1, 0.8, 0.2]), wanted) == 1.0
    assert average_precision(np.array([0.1, 0.9, 0.2, 0.8]), wanted) == pytest.approx((1 / 3 + 2 / 4) / 2)


def page(path: Path, disabled: bool) -> None:
    """Three buttons, the middle one perhaps pale."""
    rgb, elements = np.full((720, 1280, 3), 255, np.uint8), []
    for k, word in enumerate(("Save", "Print", "Close")):
        off = disabled and k == 1
        x = 100 + 160 * k
        cv2.rectangle(rgb, (x, 200), (x + 119, 239), (235, 235, 235) if off else (220, 110, 30), -1)
        cv2.putText(rgb, word, (x + 30, 226), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (190, 190, 190) if off else (255, 255, 255), 1, cv2.LINE_AA)
        elements.append({"id": k, "role": "button", "box": [x, 200, 120, 40], "states": {"disabled": off}, "ignore": False, "visible_fraction": 1.0, "text": word})
    cv2.imwrite(str(path.with_suffix(".png")), rgb)
    path.write_text(json.dumps({"name": path.stem, "width": 1280, "height": 720, "scale": 1, "elements": elements}))


def test_pages_become_weights_and_a_report(tmp_path: Path) -> None:
    for number in range(3):
        page(tmp_path / f"page-{number}.json", disabled=number > 0)
    assert [path.stem for path in chosen([tmp_path], 0, Random(0))] == ["page-1", "page-2"]
    main(["--pages", str(tmp_path), "--heldout", str(tmp_path), "--student", str(find_student()), "--out", str(tmp_path / "faded.npz"), "--epochs", "1"])
    with np.load(tmp_path / "faded.npz") as weights:
        assert weights["w1"].shape == (len(FEATURES), 64)
    (told,) = json.loads((tmp_path / "faded_metrics.json").read_text()).values()
    assert told["controls"] == 9
    assert told["disabled"] == 2
