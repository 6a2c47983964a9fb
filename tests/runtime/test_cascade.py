"""Seeing what changed gives the maps, and the scene, of seeing the whole frame: to the bit."""

from __future__ import annotations

import json
import os
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shadow_runtime import cascade as cascade_module
from shadow_runtime import cut_onnx
from shadow_runtime.cascade import Cascade, Whole, padded, patches
from shadow_runtime.changes import MOST_REGIONS, TILE, Region, changed_regions, difference, joined, unlike
from shadow_runtime.cut_onnx import OnnxFile
from shadow_runtime.doctor import drawn_page
from shadow_runtime.recall import bands_of
from shadow_runtime.student import Student

EDITS = int(os.environ.get("SHADOW_EDITS", "12"))  # in full: benchmarks/prove_seeing.py, 1,000 of them


@pytest.fixture(scope="module")
def pair() -> tuple[Cascade, Cascade]:
    """One that remembers and one that is made to forget."""
    both = Student.load().detector, Student.load().detector
    assert all(isinstance(detector, Cascade) for detector in both), "the bundled student's detector cannot be cut"
    return both  # type: ignore[return-value]


def page() -> np.ndarray:
    """A drawn page cut to what is drawn on it: (360, 496, 3), neither side a multiple of 64."""
    return np.ascontiguousarray(drawn_page(0)[40:400, 380:876])


def edited(rgb: np.ndarray, rng: random.Random) -> np.ndarray:
    """A copy with one to three changes of the kinds pages make: a patch moved, a color, a caret, noise, a scroll."""
    rgb = rgb.copy()
    height, width = rgb.shape[:2]
    for _ in range(rng.randint(1, 3)):
        w, h = rng.randint(1, rng.choice((6, 60, width))), rng.randint(1, rng.choice((6, 40, height)))
        x, y = rng.randint(0, width - w), rng.randint(0, height - h)
        kind = rng.choice(("patch", "color", "caret", "noise", "scroll"))
        part = rgb[y : y + h, x : x + w]
        if kind == "patch":
            from_x, from_y = rng.randint(0, width - w), rng.randint(0, height - h)
            part[...] = rgb[from_y : from_y + h, from_x : from_x + w].copy()
        elif kind == "color":
            part[...] = [rng.randint(0, 255) for _ in range(3)]
        elif kind == "caret":
            rgb[y : y + 16, x : x + 1] = 0
        elif kind == "noise":
            part[...] = np.random.default_rng(rng.randint(0, 2**31)).integers(0, 256, part.shape, np.uint8)
        else:
            rgb[:] = np.roll(rgb, rng.choice((-8, 3, 16, 40)), axis=0)
    return rgb


def test_seeing_a_change_gives_the_maps_of_seeing_the_whole_frame(pair: tuple[Cascade, Cascade]) -> None:
    remembering, forgetting = pair
    rng = random.Random(7)
    rgb = page()
    remembering.look(rgb)
    for number in range(EDITS):
        rgb = edited(page() if number % 5 == 0 else rgb, rng)
        remembering.look(rgb)
        forgetting.forget()
        forgetting.look(rgb)
        for name, expected in forgetting.kept.items():
            np.testing.assert_array_equal(remembering.kept[name], expected, err_msg=f"edit {number}, map {name}")


def test_pieces_run_as_one_say_what_they_say_one_by_one(pair: tuple[Cascade, Cascade], monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole look, a change of half of it, and a small one after that, which needs children that nobody laid out."""
    joined_up, one_by_one = pair
    calls: list[int] = []
    run_joined = Cascade._run_joined
    monkeypatch.setattr(Cascade, "_run_joined", lambda self, *rest: (calls.append(1), run_joined(self, *rest)))
    first, half, little = page(), page(), page()
    half[:, 200:] = half[:, 200:][:, ::-1]
    little[:, 200:] = half[:, 200:]
    little[10:14, 10:20] = 90
    joined_up.forget()
    one_by_one.forget()
    for rgb, expected, worth in ((first, 1, 0.02), (half, 2, 0.02), (little, 2, 0.9)):
        monkeypatch.setattr(cascade_module, "WORTH_JOINING", worth)
        joined_up.look(rgb)
        assert len(calls) == expected
        with monkeypatch.context() as patched:
            patched.setattr(cascade_module, "WORTH_JOINING", 2)
            one_by_one.look(rgb)
        assert len(calls) == expected
        assert {"m16", "m32", "from64", "from32"} <= set(joined_up.kept)
        for name, value in joined_up.kept.items():
            np.testing.assert_array_equal(value, one_by_one.kept[name], err_msg=name)


def test_a_small_change_computes_little(pair: tuple[Cascade, Cascade], monkeypatch: pytest.MonkeyPatch) -> None:
    cascade, _ = pair
    rgb = page()
    cascade.look(rgb)
    rgb[200:216, 100:101] = 0
    computed: list[tuple[int, ...]] = []
    cut = Cascade._cut

    def watched(self: Cascade, array: np.ndarray, crop: Region, name: str) -> np.ndarray:
        computed.append((name == "pixels", crop.area))
        return cut(self, array, crop, name)

    monkeypatch.setattr(Cascade, "_cut", watched)
    cascade.look(rgb)
    assert [area for pixels, area in computed if pixels] == [Region(88, 184, 120, 232).area]
    computed.clear()
    cascade.look(rgb)
    assert computed == []


def test_a_buffer_written_into_again_is_seen_anew(pair: tuple[Cascade, Cascade]) -> None:
    """A read-only view of memory that somebody else changes: what is compared with must not change along."""
    remembering, forgetting = pair
    memory = page()
    view = memory[:]
    view.flags.writeable = False
    remembering.look(view)
    memory[100:140] = 30
    remembering.look(view)
    forgetting.forget()
    forgetting.look(view)
    np.testing.assert_array_equal(remembering.kept["m16"], forgetting.kept["m16"])


def test_bands_that_are_known_are_taken_for_the_pictures(pair: tuple[Cascade, Cascade]) -> None:
    remembering, forgetting = pair
    first, second = (fixed(picture) for picture in (page(), page()[::-1].copy()))
    remembering.forget()
    remembering.look(first, bands_of(first))
    remembering.look(second, bands_of(second))
    forgetting.forget()
    forgetting.look(second)
    assert all(np.array_equal(remembering.kept[name], value) for name, value in forgetting.kept.items())


def fixed(picture: np.ndarray) -> np.ndarray:
    """As Shadow.see hands it on: in one piece, of nobody else, read-only."""
    picture.flags.writeable = False
    return picture


def test_another_size_is_seen_anew(pair: tuple[Cascade, Cascade]) -> None:
    """320x448 and 310x440 have the same padded size: nothing of the larger one may shine through."""
    remembering, forgetting = pair
    large, small = page()[:320, :448].copy(), page()[:310, :440].copy()
    remembering.look(large)
    remembering.look(small)
    forgetting.forget()
    forgetting.look(small)
    for name, expected in forgetting.kept.items():
        np.testing.assert_array_equal(remembering.kept[name], expected, err_msg=name)


def test_after_an_error_nothing_half_changed_is_left(pair: tuple[Cascade, Cascade], monkeypatch: pytest.MonkeyPatch) -> None:
    cascade, forgetting = pair
    rgb = page()
    cascade.look(rgb)
    rgb[100:140] = 30
    monkeypatch.setattr(cascade_module, "difference", lambda *_: (_ for _ in ()).throw(MemoryError))
    with pytest.raises(MemoryError):
        cascade.look(rgb)
    monkeypatch.undo()
    cascade.look(rgb)
    forgetting.forget()
    forgetting.look(rgb)
    np.testing.assert_array_equal(cascade.kept["m16"], forgetting.kept["m16"])


def test_an_uncut_network_gives_the_same_maps(pair: tuple[Cascade, Cascade]) -> None:
    rgb = page()
    whole = Whole(Student.load().session("detector")).look(rgb)
    pieces = pair[1].look(rgb)
    ys, xs = (axis.ravel() for axis in np.mgrid[0:24:5, 0:32:7])
    for name in ("heat", "container_heat"):
        np.testing.assert_array_equal(pieces.dense(name), whole.dense(name))
    for names in (("box", "state"), ("graphic_role",)):
        for name, expected in whole.at(names, ys, xs).items():
            np.testing.assert_array_equal(pieces.at(names, ys, xs)[name], expected)
    assert pieces.at(("box",), ys[:0], xs[:0])["box"].shape == (0, 40)


def test_a_network_that_begins_otherwise_is_fed_rows(pair: tuple[Cascade, Cascade], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cut_onnx, "_STEM", (*cut_onnx._STEM[:2], ("Conv", cut_onnx._convolution(8))))
    rows = Student.load().detector
    assert isinstance(rows, Cascade)
    assert not rows._takes_patches
    assert pair[1]._takes_patches
    pair[1].forget()
    pair[1].look(page())
    rows.look(page())
    np.testing.assert_array_equal(rows.kept["x8a"], pair[1].kept["x8a"])


def test_only_a_stem_of_known_make_is_fed_patches(tmp_path) -> None:
    from tiny_student import tiny_network

    assert not OnnxFile(tiny_network().SerializeToString()).take_patches()


@pytest.mark.parametrize("size", [(64, 64), (63, 65), (1, 1), (360, 496), (5, 132)])
@pytest.mark.parametrize("corner", [None, (8, 8), (3, 5)])
def test_patches_are_the_pixels_in_another_order(size: tuple[int, int], corner: tuple[int, int] | None) -> None:
    """Of a picture of its own, and of a window into a larger one. Noise: no four bytes may be taken for a number."""
    rgb = np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8)
    if corner is not None:
        larger = np.random.default_rng(1).integers(0, 256, (size[0] + 8, size[1] + 12, 3), np.uint8)
        rgb = larger[corner[0] : corner[0] + size[0], corner[1] : corner[1] + size[1]]
    height, width = (-(-side // 64) * 64 for side in size)
    expected = padded(rgb, height, width).reshape(height // 4, 4, width // 4, 12).swapaxes(1, 2).reshape(height // 4, width // 4, 48)
    np.testing.assert_array_equal(patches(rgb, height, width), expected)


@given(seed=st.integers(0, 10**6), size=st.sampled_from([(64, 128), (50, 70), (33, 16), (100, 48)]))
@settings(max_examples=60, deadline=None)
def test_changed_regions_cover_every_changed_pixel(seed: int, size: tuple[int, int]) -> None:
    rng = np.random.default_rng(seed)
    before = rng.integers(0, 4, (*size, 3), np.uint8)
    after = before.copy()
    for _ in range(rng.integers(0, 4)):
        y, x = rng.integers(0, size[0]), rng.integers(0, size[1])
        after[y : y + rng.integers(1, 9), x : x + rng.integers(1, 9), rng.integers(3)] ^= 1
    left = (before != after).any(axis=2)
    for region in changed_regions(before, after):
        assert 0 <= region.x1 < region.x2 <= size[1]
        assert 0 <= region.y1 < region.y2 <= size[0]
        left[region.cells(1)] = False
    assert not left.any()


@given(seed=st.integers(0, 10**6), channels=st.sampled_from([1, 12, 48, 128]))
@settings(max_examples=60, deadline=None)
def test_a_difference_is_the_smallest_rectangle_of_cells(seed: int, channels: int) -> None:
    rng = np.random.default_rng(seed)
    whole = rng.integers(0, 256, (12, 15, channels), np.uint8)
    old, new = whole[2:9, 3:14], whole[2:9, 3:14].copy()
    for _ in range(rng.integers(0, 4)):
        new[rng.integers(0, 7), rng.integers(0, 11), rng.integers(channels)] ^= rng.choice((1, 128, 255))
    rows, columns = np.nonzero((old != new).any(axis=2))
    expected = Region(64 + 8 * columns.min(), 32 + 8 * rows.min(), 72 + 8 * columns.max(), 40 + 8 * rows.max()) if len(rows) else None
    assert difference(old, new, Region(64, 32, 152, 88), 8) == expected


@pytest.mark.parametrize("height", [1, 16, 70])
def test_the_rows_to_compare_hold_every_change(height: int) -> None:
    rng = np.random.default_rng(height)
    before = rng.integers(0, 256, (height, 33, 3), np.uint8)
    assert unlike(bands_of(before), bands_of(before.copy())) == (0, 0)
    for row in range(height):
        after = before.copy()
        after[row, rng.integers(33), rng.integers(3)] ^= 1
        top, bottom = unlike(bands_of(before), bands_of(after))
        assert top <= row < bottom <= top + TILE
    assert changed_regions(before[:0], before[:0]) == []


def test_a_part_is_put_in_its_place_and_a_whole_map_takes_it() -> None:
    first = np.zeros((4, 6, 2), np.uint8)
    maps: dict[str, np.ndarray] = {}
    cascade_module._put(maps, "x", first, (slice(0, 4), slice(0, 6)))
    assert maps["x"] is first
    cascade_module._put(maps, "x", np.full((2, 3, 2), 7, np.uint8), (slice(1, 3), slice(3, 6)))
    assert maps["x"] is first
    assert first[1:3, 3:6].min() == 7
    assert first.sum() == 12 * 7
    whole = np.ones((4, 6, 2), np.uint8)
    cascade_module._put(maps, "x", whole, (slice(0, 4), slice(0, 6)))
    assert maps["x"] is whole


def test_joined_regions_cover_all_and_stay_few() -> None:
    rng = random.Random(3)
    regions = [Region(x, y, x + 16, y + 16) for x, y in ((rng.randrange(0, 1200), rng.randrange(0, 700)) for _ in range(60))]
    found = joined(regions)
    assert len(found) <= MOST_REGIONS
    assert all(any(f.union(r) == f for f in found) for r in regions)


def test_metadata_that_describes_nothing_is_refused(tmp_path) -> None:
    import onnx
    from tiny_student import entry, read_manifest, tiny_network, write_manifest, write_tiny_student

    from shadow_runtime.cut_onnx import PIECES_KEY
    from shadow_runtime.errors import StudentError

    folder = write_tiny_student(tmp_path)
    model = tiny_network()
    model.metadata_props.append(onnx.StringStringEntryProto(key=PIECES_KEY, value=json.dumps({"maps": {}})))
    (folder / "detector.onnx").write_bytes(model.SerializeToString())
    write_manifest(folder, {**read_manifest(folder), "files": {**read_manifest(folder)["files"], "detector": entry(folder / "detector.onnx")}})
    with pytest.raises(StudentError, match=r"detector\.onnx: its metadata describes no pieces"):
        _ = Student.load(folder).detector
