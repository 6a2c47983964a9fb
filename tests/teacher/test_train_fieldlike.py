"""Teaching which rectangles are fields: from labelled pages to weights that tell them from notes and buttons."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np

from shadow_runtime.fieldlike import FEATURES
from shadow_runtime.fields import weights_of
from shadow_runtime.student import find_student
from shadow_runtime.weighing import weighed
from shadow_teacher.training.train_fieldlike import CHOSEN, WRITTEN, Material, kinds_of, main, report, train


def material(count: int, seed: int) -> Material:
    """What has a line around it is a field, and chosen from where an icon stands at its right end."""
    rng = np.random.default_rng(seed)
    rows = rng.normal(0, 0.3, (count, len(FEATURES))).astype(np.float32)
    field, chosen = rows[:, FEATURES.index("lined")] > 0.1, rows[:, FEATURES.index("icon_right")] > 0.2
    return Material(rows, np.where(field, np.where(chosen, CHOSEN, WRITTEN), 0))


def test_what_is_taught_is_told_on_others() -> None:
    arrays = train(material(4000, 0), epochs=40, seed=0)
    told = report(material(1000, 1), arrays)
    assert told["average_precision"] > 0.9 > told["average_precision_of_the_detector"]
    assert told["written_or_chosen"] > 0.85
    assert weighed(material(5, 2).rows, weights_of(arrays, "written")).shape == (5,)


def test_kinds_by_the_labels_of_a_page() -> None:
    page = {"elements": [{"role": "textbox", "box": [10, 10, 200, 30], "ignore": False}, {"role": "combobox", "box": [10, 60, 200, 30], "ignore": False},
                         {"role": "textbox", "box": [10, 110, 200, 30], "ignore": True}, {"role": "button", "box": [10, 160, 90, 30], "ignore": False}]}  # fmt: skip
    boxes = np.array([(11, 11, 209, 39), (10, 60, 210, 90), (10, 110, 210, 140), (10, 160, 100, 190), (0, 0, 600, 400)], np.float32)
    assert kinds_of(boxes, page).tolist() == [WRITTEN, CHOSEN, -1, 0, 0]
    assert kinds_of(boxes[:0], page).shape == (0,)


def page(path: Path) -> None:
    """Two fields with their labels and a button."""
    rgb, elements = np.full((480, 800, 3), 255, np.uint8), []
    for k, label in enumerate(("Name", "Email")):
        y = 80 + 90 * k
        cv2.putText(rgb, label, (100, y - 10), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (20, 20, 20), 1, cv2.LINE_AA)
        cv2.rectangle(rgb, (100, y), (420, y + 36), (160, 160, 160), 1)
        elements.append({"id": k, "role": "textbox", "box": [100, y, 321, 37], "ignore": False, "visible_fraction": 1.0})
    cv2.rectangle(rgb, (100, 280), (200, 316), (220, 110, 30), -1)
    elements.append({"id": 2, "role": "button", "box": [100, 280, 101, 37], "ignore": False, "visible_fraction": 1.0})
    cv2.imwrite(str(path.with_suffix(".png")), rgb)
    path.write_text(json.dumps({"name": path.stem, "width": 800, "height": 480, "scale": 1, "elements": elements}))


def test_pages_become_weights_and_a_report(tmp_path: Path) -> None:
    for number in range(3):
        page(tmp_path / f"page-{number}.json")
    main(["--pages", str(tmp_path), "--heldout", str(tmp_path), "--student", str(find_student()), "--out", str(tmp_path / "fieldlike.npz"), "--epochs", "1"])
    with np.load(tmp_path / "fieldlike.npz") as arrays:
        assert arrays["field_w1"].shape == arrays["written_w1"].shape == (len(FEATURES), 64)
    (told,) = json.loads((tmp_path / "fieldlike_metrics.json").read_text()).values()
    assert told["fields"] == 6
    assert told["rectangles"] >= 9
