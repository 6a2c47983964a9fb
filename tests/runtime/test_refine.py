"""Boxes snap to what is painted, and only to that."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shadow_runtime import refine as refine_module
from shadow_runtime.decode import Detections
from shadow_runtime.recall import bands_of
from shadow_runtime.records import CONTROL_ROLES, STATES, Frame
from shadow_runtime.refine import commonest, gaps, known_regions, middle_color, refine, region_of


def page() -> np.ndarray:
    rgb = np.full((300, 900, 3), 245, np.uint8)
    rgb[100:140, 200:560] = (29, 94, 209)
    rgb[112:128, 350:410:3] = 255  # something like letters
    rgb[200:240, 200:560] = (150, 150, 150)
    rgb[201:239, 201:559] = 255  # a field with a 1 px border
    return rgb


def test_a_wide_button_seen_as_its_middle_snaps_to_its_fill() -> None:
    box = region_of(Frame(rgb=page()), np.array([320, 101, 440, 139], np.float32))
    assert box is not None
    assert box.tolist() == [200, 100, 560, 140]


def test_a_read_only_picture_is_fine() -> None:
    rgb = page()
    rgb.flags.writeable = False
    assert region_of(Frame(rgb=rgb), np.array([320, 101, 440, 139], np.float32)) is not None


@given(seed=st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_flooding_what_is_near_first_finds_what_flooding_all_finds(seed: int) -> None:
    """Rectangles on rectangles, lines between some, and boxes that lie on them, across their sides, or anywhere."""
    rng = np.random.default_rng(seed)
    rgb = np.full((120, 400, 3), 240, np.uint8)
    boxes = []
    for _ in range(rng.integers(1, 9)):
        x, y, w, h = rng.integers(0, 380), rng.integers(0, 100), rng.integers(14, 300), rng.integers(12, 50)
        rgb[y : y + h, x : x + w] = rng.choice((240, 236, 90, 20))
        rgb[y + h // 3, x : x + w : rng.integers(1, 3)] = 240
        boxes += [np.array([x, y, x + w, y + h]) + rng.normal(0, 4, 4) + rng.choice((0, -30, 90)) * rng.integers(0, 2, 4)]
    frame = Frame(rgb=rgb)
    found = [region_of(frame, box.astype(np.float32)) for box in boxes]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(refine_module, "NEAR", 1000)
        expected = [region_of(frame, box.astype(np.float32)) for box in boxes]
    assert [None if box is None else box.tolist() for box in found] == [None if box is None else box.tolist() for box in expected]


def test_a_region_is_known_again_while_its_rows_stay_as_they_were(monkeypatch: pytest.MonkeyPatch) -> None:
    box, rgb = np.array([320, 101, 440, 139], np.float32), page()
    known_regions.clear()
    first = region_of(Frame(rgb=rgb, bands=bands_of(rgb)), box)
    monkeypatch.setattr(refine_module, "painted_region", lambda *_: pytest.fail("looked for again"))
    rgb[230:] = 0
    assert region_of(Frame(rgb=rgb, bands=bands_of(rgb)), box).tolist() == first.tolist()
    monkeypatch.undo()
    rgb[100:140, 500:560] = 245  # beside the box, within its window
    changed = region_of(Frame(rgb=rgb, bands=bands_of(rgb)), box)
    assert changed.tolist() == region_of(Frame(rgb=rgb), box).tolist() == [200, 100, 500, 140]


def test_a_field_snaps_to_its_border() -> None:
    box = region_of(Frame(rgb=page()), np.array([210, 203, 540, 243], np.float32))
    assert box is not None
    assert np.abs(box - [200, 200, 560, 240]).max() <= 1


def test_a_link_on_the_page_background_keeps_its_box() -> None:
    assert region_of(Frame(rgb=page()), np.array([600, 20, 700, 40], np.float32)) is None


def test_two_fragments_of_one_button_become_one() -> None:
    boxes = np.array([[210, 102, 380, 138], [370, 101, 550, 139]], np.float32)
    roles = np.eye(len(CONTROL_ROLES), dtype=np.float32)[[0, 0]]
    found = refine(Frame(rgb=page()), Detections(boxes, np.array([0.9, 0.6], np.float32), roles, np.zeros((2, len(STATES)), np.float32)))
    assert found.boxes.tolist() == [[200, 100, 560, 140]]
    assert found.scores.tolist() == [np.float32(0.9)]


def test_the_space_between_two_fields_is_no_field() -> None:
    rgb = page()
    rgb[270:290, 200:560] = (150, 150, 150)
    rgb[271:289, 201:559] = 255
    boxes = np.array([[205, 202, 540, 238], [206, 272, 550, 288], [203, 241, 555, 269]], np.float32)
    roles = np.eye(len(CONTROL_ROLES), dtype=np.float32)[[2, 2, 2]]
    found = refine(Frame(rgb=rgb), Detections(boxes, np.array([0.9, 0.8, 0.7], np.float32), roles, np.zeros((3, len(STATES)), np.float32)))
    assert len(found.boxes) == 2
    assert found.scores.tolist() == [np.float32(0.9), np.float32(0.8)]


def test_the_most_common_color_is_that_of_counting_all() -> None:
    rng = np.random.default_rng(0)
    for share in (0.1, 0.4, 0.6, 0.95):
        codes = np.where(rng.random((9, 14)) < share, rng.integers(0, 32768), rng.integers(0, 4, (9, 14))).astype(np.uint16)
        np.testing.assert_array_equal(commonest(codes), codes == np.bincount(codes.ravel()).argmax())
    assert commonest(np.array([[7, 3], [3, 7]], np.uint16)).tolist() == [[False, True], [True, False]]


def test_the_middle_color_is_the_median_rounded_down() -> None:
    rng = np.random.default_rng(1)
    for size in ((1, 1), (1, 2), (5, 7), (4, 6)):
        for share in (0.0, 0.4, 0.55, 0.95, 1.0):  # of the pixels with one color
            part = rng.integers(0, 256, (size[0], size[1] + 3, 3), np.uint8)[:, 1:-2]  # a window: its rows lie apart
            part[rng.random(size) < share] = likely = rng.integers(0, 256, 3, np.uint8)
            assert middle_color(part, likely) == np.median(part.reshape(-1, 3), axis=0).astype(int).tolist()


def test_half_of_the_pixels_are_no_majority() -> None:
    part = np.array([[[8, 8, 8], [8, 8, 8], [9, 4, 0], [9, 4, 0]]], np.uint8)
    assert middle_color(part, part[0, 0]) == [8, 6, 4]


def test_a_gap_has_painted_controls_above_and_below() -> None:
    painted = np.array([[100, 100, 300, 140], [100, 180, 300, 220], [500, 100, 700, 140]], np.float32)
    boxes = np.array([[100, 142, 300, 178], [100, 142, 140, 178], [500, 142, 700, 178], [100, 150, 300, 170], [400, 142, 480, 178]], np.float32)
    assert gaps(boxes, painted).tolist() == [True, True, False, False, False]
    assert gaps(boxes, painted[:0]).tolist() == [False] * 5


def test_the_line_of_a_label_above_a_field_is_that_field() -> None:
    """Between two fields a label looks framed; what was seen there is the field below it."""
    rgb = page()
    rgb[150:170, 200:560] = 245
    for below, seen in ((True, [203, 165, 555, 199]), (False, [203, 243, 555, 277])):  # below the second nothing begins
        box = np.array([seen], np.float32)
        textbox = np.eye(len(CONTROL_ROLES), dtype=np.float32)[[2]]
        found = refine(Frame(rgb=rgb), Detections(box, np.array([0.8], np.float32), textbox, np.zeros((1, len(STATES)), np.float32)))
        wanted = [200, 200, 560, 240] if below else seen
        assert np.abs(found.boxes[0] - wanted).max() <= 1


def test_so_it_is_where_the_box_holds_the_fields_upper_border_as_well() -> None:
    """Low fields of plain forms: a box around the line and the border is nearly twice as high as the field."""
    rgb = np.full((300, 900, 3), 255, np.uint8)
    rgb[203:222, 8:328] = (60, 60, 60)
    rgb[204:221, 9:327] = 255
    textbox, states = np.eye(len(CONTROL_ROLES), dtype=np.float32)[[2]], np.zeros((1, len(STATES)), np.float32)
    for seen in ([17, 177, 341, 212], [-1, 171, 338, 206]):
        found = refine(Frame(rgb=rgb), Detections(np.array([seen], np.float32), np.array([0.8], np.float32), textbox, states))
        assert np.abs(found.boxes[0] - [8, 203, 328, 222]).max() <= 1
