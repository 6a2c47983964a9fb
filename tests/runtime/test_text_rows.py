"""Rows of a changed frame: read anew where something level with them changed, else the very same rows; never other words."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest

from shadow_runtime.cascade import bands_of
from shadow_runtime.decode import Detections, Rows
from shadow_runtime.read import HEIGHT, Reader
from shadow_runtime.records import CONTROL_ROLES, STATES, TEXT_ROLES, Frame, TextRow
from shadow_runtime.text_rows import text_rows

CHARSET = "abcdefghijklmnopqrstuvwxyz"


class PixelSession:
    """A reader whose letters follow from the ink of each column: other pixels, other words."""

    def get_inputs(self) -> list[Any]:
        return [SimpleNamespace(shape=["rows", HEIGHT // 2, "columns", 4])]

    def run(self, _outputs: Any, feeds: dict[str, np.ndarray]) -> list[np.ndarray]:
        ink = feeds["strip"].sum(axis=(1, 3), dtype=np.int64)
        logits = 9.0 * np.eye(len(CHARSET) + 1, dtype=np.float32)[ink % (len(CHARSET) + 1)]
        return [logits, np.zeros((*ink.shape, 3), np.float32)]


def reader() -> Reader:
    session = PixelSession()
    return Reader(SimpleNamespace(manifest={"charset": CHARSET}, session=lambda name: session))  # type: ignore[arg-type]


def said(rows: list[TextRow]) -> list[tuple[object, ...]]:
    return [(row.box, row.text, row.confidence, row.char_x.tolist(), row.font_size) for row in rows]


def a_page(scale: int) -> tuple[np.ndarray, Rows, Detections]:
    """Eight lines of words, a button around one of them."""
    rgb = np.full((300 * scale, 500 * scale, 3), 255, np.uint8)
    boxes = []
    for line in range(8):
        y = 12 + 34 * line
        cv2.putText(rgb, f"line {line * 7919 % 1000} says   more", (20 * scale, (y + 14) * scale), cv2.FONT_HERSHEY_SIMPLEX, 0.5 * scale, (0, 0, 0), scale)
        boxes.append((16.0, y, 300.0 + line, y + 18.5))
    cv2.rectangle(rgb, (90 * scale, 70 * scale), (200 * scale, 108 * scale), (120, 120, 120), 1)
    roles = np.tile(np.eye(1, len(TEXT_ROLES), dtype=np.float32), (8, 1)) * np.arange(1, 9, dtype=np.float32)[:, None]
    button = np.eye(1, len(CONTROL_ROLES), dtype=np.float32)
    controls = Detections(np.array([[90, 70, 200, 108]], np.float32), np.ones(1, np.float32), button, np.zeros((1, len(STATES)), np.float32))
    return rgb, Rows(np.array(boxes, np.float32), np.ones(8, np.float32), roles), controls


@pytest.mark.parametrize("scale", [1, 2])
def test_what_is_kept_never_says_other_than_what_is_read_anew(scale: int) -> None:
    rng = np.random.default_rng(scale)
    rgb, rows, controls = a_page(scale)
    keeping = reader()
    for number in range(60):
        rgb = rgb.copy()
        y, x = int(rng.integers(0, 290 * scale)), int(rng.integers(0, 480 * scale))
        rgb[y : y + int(rng.integers(1, 30)), x : x + int(rng.integers(1, 90))] = rng.integers(0, 256, 3)
        boxes = rows.boxes + (number % 5 == 0) * rng.choice([0.0, 0.5, 8.0], (8, 1)).astype(np.float32)
        some = controls if number % 3 else Detections(*(values[:0] for values in (controls.boxes, controls.scores, controls.roles, controls.states)))
        frame, found = Frame(rgb=rgb, scale=float(scale)), Rows(boxes, rows.scores, rows.roles)
        kept, kept_roles = text_rows(frame, found, some, keeping, bands_of(rgb))
        read, roles = text_rows(frame, found, some, reader())
        assert said(kept) == said(read)
        assert np.array_equal(kept_roles, roles)


def test_a_row_is_the_same_one_until_something_level_with_it_changes() -> None:
    rgb, rows, controls = a_page(1)
    keeping = reader()
    before, _ = text_rows(Frame(rgb=rgb), rows, controls, keeping, bands_of(rgb))
    after = rgb.copy()
    after[12:20, 480:490] = 0  # level with the first line, right of it
    after[46:60, 40:60] = 0  # in the second
    again, _ = text_rows(Frame(rgb=after), rows, controls, keeping, bands_of(after))
    same = [one is other for one, other in zip(before, again, strict=True)]
    first = len([row for row in before if row.box.y == rows.boxes[0, 1]])
    second = len([row for row in before if row.box.y == rows.boxes[1, 1]])
    assert all(same[:first]), "its own pixels are the same"
    assert not all(same[first : first + second])
    assert all(same[first + second :])
    keeping.forget()
    assert not any(one is other for one, other in zip(again, text_rows(Frame(rgb=after), rows, controls, keeping, bands_of(after))[0], strict=True))


def test_a_frame_without_rows_says_nothing() -> None:
    rgb, rows, controls = a_page(1)
    none = Rows(rows.boxes[:0], rows.scores[:0], rows.roles[:0])
    found, roles = text_rows(Frame(rgb=rgb), none, controls, reader())
    assert found == []
    assert roles.shape == (0, len(TEXT_ROLES))
    rgb = np.full((300, 500, 3), 250, np.uint8)
    blank, roles = text_rows(Frame(rgb=rgb), rows, controls, keeping := reader(), bands_of(rgb))
    assert blank == []
    assert roles.shape == (0, len(TEXT_ROLES))
    assert len(keeping.places) == 8, "that nothing is written there is known, too"
    text_rows(Frame(rgb=rgb), rows, controls, keeping := reader())
    assert not keeping.places, "without hashes of the frame nothing is kept by place"
