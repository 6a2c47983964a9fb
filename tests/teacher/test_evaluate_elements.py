"""Recall counts what was found, by kind, and leaves out what the browser is unsure of."""

import numpy as np

from shadow_teacher.training.evaluate_elements import found_by_kind


def test_recall_counts_overlap_of_half_and_ignores_the_unsure() -> None:
    page = {"elements": [
        {"role": "button", "box": [10, 10, 100, 40], "ignore": False},
        {"role": "link", "box": [300, 10, 60, 20], "ignore": False},
        {"role": "heading", "box": [10, 100, 200, 30], "ignore": False},
        {"role": "icon", "box": [500, 500, 20, 20], "ignore": True},
        {"role": "card", "box": [0, 0, 600, 400], "ignore": False},
    ]}
    boxes = np.array([[12, 11, 108, 50], [300, 10, 320, 30], [10, 100, 210, 131]], np.float32)
    assert found_by_kind(page, boxes) == {"control": (1, 2), "text": (1, 1)}
    assert found_by_kind(page, np.zeros((0, 4), np.float32)) == {"control": (0, 2), "text": (0, 1)}
