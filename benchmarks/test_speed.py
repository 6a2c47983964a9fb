"""How long seeing, reading, locating and checking take, on one thread, apart from each other; `make bench`.

Frames are drawn pages that differ by a few pixels, so that no scene is answered from a cache; rows are warm (cached by
content) except where it says cold. Capture and assert_visual end to end are measured by the plugin's own tests.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

import numpy as np
import pytest

from shadow_runtime import Frame, Shadow
from shadow_runtime.doctor import drawn_page
from shadow_runtime.perceive import perceive


@pytest.fixture(scope="module")
def shadow() -> Shadow:
    loaded = Shadow.load()
    loaded.see(drawn_page(0)).locate("save button")
    return loaded


@pytest.fixture
def frames() -> Iterator[np.ndarray]:
    """Pages never seen before, endless."""
    return (drawn_page(number) for number in count(1))


def test_see_a_new_frame(benchmark: Any, shadow: Shadow, frames: Iterator[np.ndarray]) -> None:
    benchmark.pedantic(lambda rgb: shadow.see(rgb), setup=lambda: ((next(frames),), {}), rounds=30)


def test_see_the_same_frame_again(benchmark: Any, shadow: Shadow) -> None:
    rgb = drawn_page(0)
    first = shadow.see(rgb)
    assert benchmark(shadow.see, rgb) is first


def test_see_and_read_a_frame_cold(benchmark: Any, frames: Iterator[np.ndarray]) -> None:
    """A fresh student each round: networks open, no row was read before."""

    def setup() -> tuple[tuple, dict]:
        fresh = Shadow.load()
        fresh.student.session("detector"), fresh.student.session("reader")
        return (fresh.student, Frame(rgb=next(frames))), {}

    benchmark.pedantic(lambda student, frame: perceive(frame, student).elements, setup=setup, rounds=10)


def test_locate_in_a_read_frame(benchmark: Any, shadow: Shadow) -> None:
    scene = shadow.see(drawn_page(0))
    intents = (f"save button {number}" for number in count())  # each new: answers are kept per scene
    benchmark.pedantic(lambda: scene.locate(next(intents)), rounds=200)


def test_check_on_a_read_frame(benchmark: Any, shadow: Shadow) -> None:
    scene = shadow.see(drawn_page(0))
    sizes = count(10)
    benchmark.pedantic(lambda: scene.check(f"save button is at least {next(sizes)} px wide"), rounds=200)


def test_load_a_student(benchmark: Any) -> None:
    benchmark.pedantic(Shadow.load, rounds=10)
