"""How far off a student counts is learned from true claims about numbers."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np

from shadow_runtime.calibrate import COUNT_REACH, Calibration
from shadow_runtime.student import find_student
from shadow_teacher.mutations.counting import LEAST_LOOKS, CountLook, count_errors, looks, looks_at, recounted


def row(page: int, there: int, seen: int, doubt: float = 0.0, *, truth: bool = True, said: int | None = None) -> dict:
    return {
        "page": f"page-{page}", "kind": "said", "element": 1, "claim": f"there are exactly {there if said is None else said} buttons", "truth": truth, "family": "count",
        "score": 0.0, "seen": [seen, doubt],
    }  # fmt: skip


def test_what_is_counted_right_is_likely_right() -> None:
    rows = [row(page, 3, 3) for page in range(40)] + [row(100 + page, 7, 5, 0.5) for page in range(20)]
    errors = count_errors(looks(rows))["button"]
    assert errors["below 0.03"][COUNT_REACH + 1] > 0.9
    assert errors["below 0.6"][COUNT_REACH + 3] > 0.75
    for group in errors.values():
        assert abs(sum(group) - 1) < 0.01
    Calibration.from_manifest({"counts": {"button": errors}})


def test_sentences_about_one_page_are_one_look_and_false_ones_none() -> None:
    few = [row(1, 3, 3) for _ in range(100)]
    assert count_errors(looks(few)) == {}
    enough = [row(page, 3, 3) for page in range(LEAST_LOOKS)]
    assert set(count_errors(looks(enough))) == {"button"}
    assert count_errors(looks([{**entry, "truth": False} for entry in enough])) == {}


def test_of_a_kind_that_is_hardly_ever_counted_right_nothing_is_said() -> None:
    links = [CountLook("link", 9 + page % 7, 5, 0.2) for page in range(40)]
    buttons = [CountLook("button", 5, 5, 0.2) for _ in range(40)]
    assert set(count_errors([*links, *buttons])) == {"button"}


def test_answers_are_scored_anew() -> None:
    calibration = Calibration.from_manifest({"counts": count_errors(looks([row(page, 3, 3) for page in range(40)]))})
    assert recounted(row(99, 3, 3), calibration)["score"] > 2
    assert recounted(row(99, 3, 3, said=4, truth=False), calibration)["score"] < -1.5
    other = {**row(99, 3, 3), "claim": "the Save button is green"}
    assert recounted(other, calibration) is other
    unknown = row(99, 3, 3, 9.0)
    assert recounted(unknown, calibration) is unknown, "nothing was counted where so many are in doubt"
    none = row(99, 3, 0)
    assert recounted(none, calibration) is none, "where none was seen nothing is known"


def test_labelled_pages_are_counted(tmp_path: Path) -> None:
    """Three fields with a line around them, one cut off by the viewport on another page."""
    for number, cut in enumerate((False, True)):
        rgb, elements = np.full((600, 900, 3), 255, np.uint8), []
        for k in range(3):
            y = 100 + 90 * k
            cv2.rectangle(rgb, (100, y), (420, y + 36), (160, 160, 160), 1)
            cv2.putText(rgb, ("Name", "Email", "City")[k], (100, y - 12), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (20, 20, 20), 1, cv2.LINE_AA)
            elements.append({"id": k, "role": "textbox", "box": [100, y, 321, 37], "ignore": False, "visible_fraction": 0.5 if cut and k == 2 else 1.0})
        cv2.imwrite(str(tmp_path / f"page-{number}.png"), rgb)
        (tmp_path / f"page-{number}.json").write_text(json.dumps({"scale": 1.0, "elements": elements}))
    found = looks_at(sorted(tmp_path.glob("*.json")), find_student())
    assert [look.there for look in found if look.kind == "textbox"] == [3], "what is cut off is not counted"
    assert [look.there for look in found if look.kind == "combobox+spinbutton+textbox"] == [3]
    assert all(look.there == 0 for look in found if look.kind == "button")
    assert CountLook("radio", 0, 0, 0.0) in found
