"""Evidence: like looks give like numbers, wherever they stand."""

from __future__ import annotations

import json

import cv2
import numpy as np
import pytest

from shadow_runtime import Shadow
from shadow_runtime.geometry import Box
from shadow_runtime.likeness import evidence_of, unpack_ink, unpack_patch


def page(x: int, y: int) -> np.ndarray:
    """A white page with a blue plus in a gray box at (x, y), and a word beside it."""
    rgb = np.full((360, 640, 3), 255, np.uint8)
    rgb[y : y + 32, x : x + 32] = 230
    rgb[y + 14 : y + 18, x + 6 : x + 26] = rgb[y + 6 : y + 26, x + 14 : x + 18] = (20, 60, 200)
    cv2.putText(rgb, "Quantity", (x + 60, y + 22), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (0, 0, 0), 1, cv2.LINE_AA)
    return rgb


@pytest.fixture(scope="module")
def shadow() -> Shadow:
    return Shadow.load()


def test_the_same_look_elsewhere_gives_the_same_evidence(shadow: Shadow) -> None:
    here = evidence_of(shadow.see(page(40, 40)), Box(40, 40, 32, 32))
    there = evidence_of(shadow.see(page(296, 168)), Box(296, 168, 32, 32))
    assert here["ink"] == there["ink"]
    assert here["patch"] == there["patch"]
    assert here["size"] == [32, 32]
    assert here["fill"] == [230, 230, 230]
    assert np.dot(here["embedding"], there["embedding"]) == pytest.approx(1, abs=1e-3)
    assert json.loads(json.dumps(here)) == here


def test_what_is_stored_can_be_read_again(shadow: Shadow) -> None:
    seen = shadow.see(page(40, 40))
    evidence = evidence_of(seen, Box(40, 40, 32, 32))
    assert unpack_ink(evidence).shape == (32, 32)
    assert np.array_equal(unpack_patch(evidence), seen.frame.crop(Box(40, 40, 32, 32)))


def test_a_box_outside_the_frame_is_refused(shadow: Shadow) -> None:
    with pytest.raises(ValueError, match="shows nothing"):
        evidence_of(shadow.see(page(40, 40)), Box(900, 40, 32, 32))


def test_damaged_evidence_is_refused() -> None:
    with pytest.raises(ValueError, match=r"."):
        unpack_ink({"ink": "AAAA"})
    with pytest.raises(ValueError, match="no picture"):
        unpack_patch({"patch": "AAAA"})
