"""Icons become the same picture whatever their color, size, place and neighbors."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from shadow_runtime.geometry import Box
from shadow_runtime.icons import DIMENSIONS, SIZE, IconEncoder, normalize_icon, pack_icons
from shadow_runtime.records import Frame


def drawn(size: int = 24, ground: tuple[int, int, int] = (255, 255, 255), ink: tuple[int, int, int] = (20, 20, 20), scale: float = 1.0) -> tuple[Frame, Box]:
    """A frame with a "plus with a foot" (asymmetric in both axes) and its box in CSS px."""
    rgb = np.full((200, 200, 3), ground, np.uint8)
    x, y = 60, 70
    cv2.rectangle(rgb, (x, y + size // 2 - 2), (x + size - 1, y + size // 2 + 1), ink, -1)
    cv2.rectangle(rgb, (x + size // 2 - 2, y), (x + size // 2 + 1, y + size - 1), ink, -1)
    cv2.rectangle(rgb, (x, y + size - 4), (x + size // 2, y + size - 1), ink, -1)
    return Frame(rgb=rgb, scale=scale), Box(x / scale, y / scale, size / scale, size / scale)


def apart(a: np.ndarray, b: np.ndarray) -> float:
    return float(np.abs(a.astype(int) - b).mean())


def test_colors_and_polarity_do_not_matter() -> None:
    dark_on_light = normalize_icon(*drawn())
    assert dark_on_light.shape == (SIZE, SIZE)
    assert dark_on_light.dtype == np.uint8
    assert dark_on_light.max() == 255
    for ground, ink in (((0, 0, 0), (255, 255, 255)), ((30, 60, 200), (250, 240, 90)), ((250, 250, 250), (200, 205, 210))):
        assert apart(dark_on_light, normalize_icon(*drawn(ground=ground, ink=ink))) < 2


def test_a_loose_or_shifted_box_gives_the_same_picture() -> None:
    frame, box = drawn()
    exact = normalize_icon(frame, box)
    for loose in (Box(box.x - 6, box.y - 6, box.width + 12, box.height + 12), Box(box.x - 2, box.y + 2, box.width, box.height)):
        np.testing.assert_array_equal(exact, normalize_icon(frame, loose))


def test_device_scale_does_not_matter() -> None:
    frame, box = drawn(48)
    twice, small = drawn(48, scale=2.0)
    np.testing.assert_array_equal(normalize_icon(frame, box), normalize_icon(twice, small))


def test_a_neighbor_that_reaches_into_the_crop_is_left_out() -> None:
    frame, box = drawn()
    alone = normalize_icon(frame, box)
    with_neighbor = frame.rgb.copy()
    with_neighbor[66:100, int(box.right) + 1 : int(box.right) + 30] = 20
    np.testing.assert_array_equal(alone, normalize_icon(Frame(rgb=with_neighbor), box))


def test_an_icon_keeps_its_direction() -> None:
    frame, box = drawn()
    mirrored = Frame(rgb=np.ascontiguousarray(frame.rgb[:, ::-1]))
    flipped = Box(200 - box.right, box.y, box.width, box.height)
    assert apart(normalize_icon(frame, box), normalize_icon(mirrored, flipped)) > 10


def test_nothing_to_see_is_all_zeros() -> None:
    frame = Frame(rgb=np.full((100, 100, 3), 128, np.uint8))
    assert not normalize_icon(frame, Box(40, 40, 20, 20)).any()
    assert not normalize_icon(frame, Box(-50, -50, 20, 20)).any()
    assert not normalize_icon(frame, Box(40, 40, 0, 0)).any()


def bell(counter: tuple[int, int, int] | None, ink: tuple[int, int, int] = (245, 245, 245), ground: tuple[int, int, int] = (50, 100, 180)) -> tuple[Frame, Box]:
    """A frame with a bell, its counter over the right upper corner, and the box around both."""
    rgb = np.full((120, 120, 3), ground, np.uint8)
    cv2.ellipse(rgb, (60, 62), (10, 14), 0, 180, 360, ink, 2, cv2.LINE_AA)
    cv2.rectangle(rgb, (48, 62), (72, 64), ink, -1)
    cv2.circle(rgb, (60, 69), 3, ink, -1, cv2.LINE_AA)
    if counter is not None:
        cv2.rectangle(rgb, (64, 42), (76, 53), counter, -1)
        cv2.putText(rgb, "3", (67, 51), cv2.FONT_HERSHEY_PLAIN, 0.7, (255, 255, 255), 1)
    return Frame(rgb=rgb), Box(46, 42, 31, 31)


def test_the_counter_on_a_bell_is_no_part_of_it() -> None:
    plain = normalize_icon(*bell(None))
    for color in ((230, 30, 40), (0, 166, 90), (240, 150, 20)):
        with_counter = normalize_icon(*bell(color))
        assert apart(plain, with_counter) < 12  # a corner of it is hidden
        assert apart(plain, with_counter) < 0.5 * apart(plain, np.zeros_like(plain))


def test_nor_where_the_bell_is_far_paler_than_its_counter() -> None:
    pale = {"ink": (209, 211, 226), "ground": (255, 255, 255)}
    plain = normalize_icon(*bell(None, **pale))
    frame, box = bell((231, 74, 59), **pale)
    for seen in (box, Box(box.x - 4, box.y, box.width, box.height), Box(box.x, box.y + 3, box.width - 6, box.height - 3)):
        assert apart(plain, normalize_icon(frame, seen)) < 0.5 * apart(plain, np.zeros_like(plain))


def test_two_colors_of_one_drawing_are_no_counter() -> None:
    frame, box = drawn(40)
    rgb = frame.rgb.copy()
    cv2.rectangle(rgb, (60, 106), (79, 109), (200, 30, 30), -1)  # its foot is red: flat, no patch at a corner
    np.testing.assert_allclose(normalize_icon(Frame(rgb=rgb), box) > 60, normalize_icon(frame, box) > 60)


def test_packing_keeps_every_pixel() -> None:
    inks = np.arange(2 * SIZE * SIZE, dtype=np.int32).reshape(2, SIZE, SIZE)
    packed = pack_icons(inks)
    assert packed.shape == (2, 16, 16, 4)
    assert packed[1, 3, 5].tolist() == [inks[1, 6, 10], inks[1, 6, 11], inks[1, 7, 10], inks[1, 7, 11]]


class FakeStudent:
    """Hands out the mean ink per quadrant as "vector"; counts its runs and the icons in them."""

    def __init__(self) -> None:
        self.runs = self.icons = 0

    def session(self, name: str) -> Any:
        assert name == "icons"
        return self

    def run(self, outputs: None, feed: dict[str, np.ndarray]) -> list[np.ndarray]:
        self.runs += 1
        self.icons += len(feed["icons"])
        return [np.stack([np.resize(ink, DIMENSIONS) + 1 for ink in feed["icons"].astype(np.float32).mean(axis=(1, 2))])]


def test_vectors_have_length_one_and_equal_crops_are_encoded_once() -> None:
    frame, box = drawn()
    student = FakeStudent()
    encoder = IconEncoder(student)
    vectors = encoder.encode(frame, [box, Box(120, 10, 20, 20), box])
    assert vectors.shape == (3, DIMENSIONS)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, rtol=1e-5)
    np.testing.assert_array_equal(vectors[0], vectors[2])
    assert (student.runs, student.icons) == (1, 2)
    np.testing.assert_array_equal(encoder.encode(frame, [box]), vectors[:1])
    assert student.runs == 1
    assert encoder.encode(frame, []).shape == (0, DIMENSIONS)
