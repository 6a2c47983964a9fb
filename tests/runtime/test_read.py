"""Rows to text: normalization that ignores colors, CTC decoding, character places, the cache."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest

from shadow_runtime.charset import CHARSET, fold_confusables, fold_look
from shadow_runtime.doctor import drawn_page
from shadow_runtime.geometry import Box
from shadow_runtime.read import (
    HEIGHT,
    LONGEST,
    STEP,
    WIDTH_UNIT,
    Reader,
    Reading,
    best_path,
    cut_long,
    ink_of,
    join_readings,
    normalize_row,
    pack_strip,
    readings_of,
    spoken,
)
from shadow_runtime.records import Frame
from shadow_runtime.student import Student

NO_STYLE = np.zeros((1, 3), np.float32)


def logits_of(path: str, charset: str = "ab l") -> np.ndarray:
    """(T, C) logits that say one character of `path` a step; "_" is the blank."""
    out = np.full((len(path), len(charset) + 1), -8.0, np.float32)
    for step, character in enumerate(path):
        out[step, 0 if character == "_" else charset.index(character) + 1] = 8.0
    return out


def picture(ink: tuple[int, int, int], ground: tuple[int, int, int]) -> np.ndarray:
    """A word on a plain ground, antialiased; ink at half coverage is exactly between the colors."""
    mask = np.zeros((40, 160), np.uint8)
    cv2.putText(mask, "Shadow", (20, 27), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 255, 1, cv2.LINE_AA)
    share = mask[..., None].astype(np.float32) / 255
    return np.rint(share * np.array(ink) + (1 - share) * np.array(ground)).astype(np.uint8)


class ScriptedSession:
    """Says the same path for every strip, and counts how often it is asked."""

    def __init__(self, path: str, charset: str) -> None:
        self.path, self.charset, self.calls = path, charset, 0

    def get_inputs(self) -> list[Any]:
        return [SimpleNamespace(shape=["rows", HEIGHT // 2, "columns", 4])]

    def run(self, _outputs: Any, feeds: dict[str, np.ndarray]) -> list[np.ndarray]:
        self.calls += 1
        rows, _, steps, _ = feeds["strip"].shape
        assert feeds["strip"].shape[1:] == (HEIGHT // 2, steps, 4)
        assert feeds["strip"].dtype == np.uint8
        return [logits_of(self.path.ljust(steps, "_")[:steps], self.charset)[None].repeat(rows, 0), np.full((rows, steps, 3), 5.0, np.float32)]


class ScriptedStudent:
    def __init__(self, path: str, charset: str = "ab l") -> None:
        self.manifest = {"charset": charset}
        self.network = ScriptedSession(path, charset)

    def session(self, name: str) -> ScriptedSession:
        assert name == "reader"
        return self.network


def test_best_path_keeps_repeated_letters_apart_and_collapses_held_ones() -> None:
    reading = best_path(logits_of("_bb_aa_ll_l__"), np.zeros((13, 3), np.float32), "ab l")
    assert reading.text == "ball"
    assert reading.centers.tolist() == [2.0, 5.0, 8.0, 10.5]
    assert reading.confidence > 0.99


def test_one_doubtful_step_lowers_the_confidence_of_the_row() -> None:
    sure = logits_of("_ab_")
    doubtful = sure.copy()
    doubtful[1, 2] = 7.5  # "b" is nearly as likely as "a"
    style = np.zeros((4, 3), np.float32)
    assert best_path(doubtful, style, "ab l").confidence < 0.7 < best_path(sure, style, "ab l").confidence


def test_nothing_but_blanks_is_an_empty_reading() -> None:
    reading = best_path(logits_of("____"), np.zeros((4, 3), np.float32), "ab l")
    assert reading.text == ""
    assert len(reading.centers) == 0


@pytest.mark.parametrize(("ink", "ground"), [((255, 255, 255), (0, 0, 0)), ((120, 120, 120), (255, 255, 255)),
                                             ((255, 255, 255), (30, 110, 230)), ((250, 200, 0), (20, 20, 60))])
def test_normalized_ink_does_not_depend_on_colors(ink: tuple[int, int, int], ground: tuple[int, int, int]) -> None:
    reference = normalize_row(picture((0, 0, 0), (255, 255, 255)), 18, 10, 120, 32)
    strip = normalize_row(picture(ink, ground), 18, 10, 120, 32)
    assert reference is not None
    assert strip is not None
    assert strip.ink.shape == reference.ink.shape
    assert strip.ink.shape[0] == HEIGHT
    assert np.abs(strip.ink.astype(int) - reference.ink).mean() < 4
    assert strip.ink.max() > 200
    assert np.median(strip.ink) < 10


def ink_by_ranking(crop: np.ndarray) -> np.ndarray:
    """What `ink_of` does, the plain way: medians and percentile by sorting everything."""
    sample = crop[::2, ::2].reshape(-1, 3)
    ground = np.sort(sample, axis=0)[len(sample) // 2].astype(int)
    difference = np.abs(crop.astype(int) - ground).max(axis=2).astype(np.uint8)
    zoom = HEIGHT / crop.shape[0]
    width = max(round(crop.shape[1] * zoom), 4)
    ink = cv2.resize(difference, (width, HEIGHT), interpolation=cv2.INTER_AREA if zoom < 1 else cv2.INTER_LINEAR)
    peak = int(np.percentile(ink, 99.5)) if ink.size > 2000 else int(ink.max())
    return cv2.convertScaleAbs(ink, alpha=255.0 / max(peak, 24))


@pytest.mark.parametrize("ground", ["plain", "busy", "two halves"])
@pytest.mark.parametrize(("height", "width"), [(9, 30), (22, 60), (22, 240), (31, 240), (24, 501)])
def test_ink_is_what_plain_ranking_makes_of_it(height: int, width: int, ground: str) -> None:
    rng = np.random.default_rng(height + width)
    page = np.full((height + 8, width + 8, 3), (250, 244, 230), np.uint8)
    if ground == "busy":
        page[:] = rng.integers(180, 256, page.shape)
    elif ground == "two halves":
        page[:, page.shape[1] // 2 :] = (40, 60, 90)
    cv2.putText(page, "Shadow reads it", (6, height - 4), cv2.FONT_HERSHEY_SIMPLEX, height / 44, (30, 60, 20), 1, cv2.LINE_AA)
    crop = page[4:-4, 4:-4]
    ink, zoom = ink_of(crop)
    assert zoom == HEIGHT / height
    assert np.array_equal(ink, ink_by_ranking(crop))


def test_what_stands_in_the_padding_is_not_said() -> None:
    logits = np.stack([logits_of("_a_b_l"), logits_of("b_la_a")])
    style = np.zeros((2, 6, 3), np.float32)
    together = readings_of([spoken(logits, style, np.array([4, 3]), np.array([1, 0]))], 2, "ab l")
    alone = [best_path(logits[1, :3], style[1, :3], "ab l"), best_path(logits[0, :4], style[0, :4], "ab l")]
    assert [reading.text for reading in together] == ["bl", "ab"]
    for one, other in zip(together, alone, strict=True):
        assert (one.text, one.confidence, one.style, one.centers.tolist()) == (other.text, other.confidence, other.style, other.centers.tolist())


def test_rows_outside_the_frame_are_not_normalized() -> None:
    rgb = picture((0, 0, 0), (255, 255, 255))
    assert normalize_row(rgb, 10, 60, 50, 80) is None
    assert normalize_row(rgb, 400, 10, 450, 30) is None


def test_packing_loses_nothing() -> None:
    ink = np.random.default_rng(0).integers(0, 255, (HEIGHT, 50), dtype=np.uint8)
    packed = pack_strip(ink)
    assert packed.shape == (HEIGHT // 2, 2 * WIDTH_UNIT // 2, 4)
    restored = packed.reshape(HEIGHT // 2, -1, 2, 2).transpose(0, 2, 1, 3).reshape(HEIGHT, -1)
    assert np.array_equal(restored[:, :50], ink)
    assert not restored[:, 50:].any()


def test_read_places_characters_between_the_ends_of_the_row() -> None:
    frame = Frame(rgb=picture((0, 0, 0), (255, 255, 255)))
    box = Box(18.0, 10.0, 102.0, 22.0)
    (row,) = Reader(ScriptedStudent("____bb____aa____ll____l")).read(frame, [box])
    assert row.text == "ball"
    assert row.box == box
    assert row.char_x.shape == (5,)
    assert row.char_x[0] == box.x
    assert row.char_x[-1] == pytest.approx(box.right)
    assert (np.diff(row.char_x) > 0).all()
    assert row.bold > 0.9


def test_the_same_crop_is_read_once_wherever_it_stands() -> None:
    rgb = np.full((200, 400, 3), 255, np.uint8)
    rgb[10:50, 20:180] = picture((0, 0, 0), (255, 255, 255))
    rgb[110:150, 200:360] = picture((0, 0, 0), (255, 255, 255))
    student = ScriptedStudent("_a_b")
    reader = Reader(student)
    first, second = reader.read(Frame(rgb=rgb), [Box(38, 20, 102, 22), Box(218, 120, 102, 22)])
    assert student.network.calls == 1
    assert first.text == second.text == "ab"
    assert second.char_x - second.box.x == pytest.approx(first.char_x - first.box.x, abs=0.01)
    again, narrower = reader.read(Frame(rgb=rgb), [Box(38, 20, 102, 22), Box(38, 20, 101.9, 22)])
    assert again is first  # what stands where it stood is put there once
    assert narrower.box.width == 101.9
    assert narrower.char_x[-1] == pytest.approx(38 + 101.9)
    reader.forget()
    assert reader.read(Frame(rgb=rgb), [Box(38, 20, 102, 22)])[0] is not first
    rgb[120:142, 240:260] = 255
    reader.read(Frame(rgb=rgb), [Box(218, 120, 102, 22)])
    assert student.network.calls == 3  # other pixels are read anew


def test_rows_read_together_read_as_alone() -> None:
    """With the real reader: a row's text, confidence and character places do not depend on what is read with it."""
    student = Student.load()
    frame = Frame(rgb=drawn_page(0))
    boxes = [Box(400, 70, 300, 36), Box(400, 140, 90, 20), Box(400, 230, 120, 20), Box(442, 349, 50, 20), Box(400, 142, 90, 20)]
    together = Reader(student).read(frame, boxes)
    assert [row.text for row in together][:2] == ["Account settings", "Full name"]
    for box, row in zip(boxes, together, strict=True):
        (alone,) = Reader(student).read(frame, [box])
        assert (alone.text, alone.confidence, alone.bold) == (row.text, row.confidence, row.bold)
        np.testing.assert_array_equal(alone.char_x, row.char_x)


def test_device_scale_changes_nothing_in_css_pixels() -> None:
    rgb = picture((0, 0, 0), (255, 255, 255))
    double = cv2.resize(rgb, None, fx=2, fy=2, interpolation=cv2.INTER_NEAREST)
    box = Box(18, 10, 102, 22)
    (one,) = Reader(ScriptedStudent("___a_____b")).read(Frame(rgb=rgb), [box])
    (two,) = Reader(ScriptedStudent("___a_____b")).read(Frame(rgb=double, scale=2.0), [box])
    assert two.text == one.text
    assert two.char_x == pytest.approx(one.char_x, abs=1.0)
    assert two.font_size == one.font_size


def test_long_rows_are_cut_in_blanks_and_joined_with_a_space() -> None:
    ink = np.full((HEIGHT, LONGEST + 300), 200, np.uint8)
    ink[:, 1200:1220] = 0
    pieces = cut_long(ink)
    assert sum(piece.shape[1] for piece in pieces) == ink.shape[1]
    assert all(piece.shape[1] <= LONGEST for piece in pieces)
    assert 1200 <= pieces[0].shape[1] <= 1220
    left, right = (Reading(text, np.array([1.0, 2.0], np.float32), sure, (0.0, 0.0, 0.0)) for text, sure in (("ab", 0.9), ("ba", 0.8)))
    joined = join_readings([left, right], [100, 60])
    assert joined.text == "ab ba"
    assert joined.centers.tolist() == [1.0, 2.0, 50.0, 50 + 1.0, 50 + 2.0]
    assert joined.centers[3] == 100 / STEP + 1
    assert joined.confidence == 0.8  # as sure as the least sure piece


def test_the_alphabet_has_each_character_once_and_knows_look_alikes() -> None:
    assert len(set(CHARSET)) == len(CHARSET)
    assert set(fold_look("a\u00a0b\u2212c")) <= set(CHARSET)
    assert fold_confusables("Il1|O0 “x”") == fold_confusables('llllo0 "x"')
    assert fold_confusables("modern") == fold_confusables("modem")
    assert fold_confusables("Save") != fold_confusables("Share")
