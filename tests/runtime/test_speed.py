"""Speed as ratios, which hold on a busy machine too: the fast paths are taken, and they pay. Times: `make bench`."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest

from shadow_runtime import Shadow
from shadow_runtime.doctor import drawn_page

ROUNDS = 5


def processor_ms(action: Callable[[int], object]) -> float:
    """Processor time of the cheapest of a few rounds: what others do on the machine counts least there."""
    samples = []
    for number in range(ROUNDS):
        started = time.process_time()
        action(number)
        samples.append((time.process_time() - started) * 1e3)
    return min(samples)


@pytest.fixture(scope="module")
def shadow() -> Shadow:
    loaded = Shadow.load()
    loaded.see(drawn_page(0)).check("save button is visible")
    return loaded


@pytest.fixture(scope="module")
def whole_ms(shadow: Shadow) -> float:
    def look(number: int) -> None:
        shadow.student.detector.forget()
        shadow.see(drawn[number])

    drawn = [drawn_page(100 + number) for number in range(ROUNDS)]
    return processor_ms(look)


def test_the_same_pixels_again_cost_a_hash(shadow: Shadow, whole_ms: float) -> None:
    rgb = drawn_page(0)
    first = shadow.see(rgb)
    assert processor_ms(lambda _: shadow.see(rgb)) < 0.2 * whole_ms
    assert shadow.see(rgb) is first
    shadow.see(drawn_page(1))
    assert shadow.see(rgb.copy()) is first  # a page that comes back


def test_a_small_change_costs_clearly_less_than_a_look(shadow: Shadow, whole_ms: float) -> None:
    frames = [drawn_page(0) for _ in range(ROUNDS)]
    for number, frame in enumerate(frames):
        frame[300:316, 500 + 3 * number : 502 + 3 * number] = 0  # a caret moves
    shadow.student.detector.look(drawn_page(0))
    assert processor_ms(lambda number: shadow.see(frames[number])) < 0.75 * whole_ms  # 0.5 when measured alone


def test_a_claim_on_a_read_frame_costs_a_fraction_of_a_look(shadow: Shadow, whole_ms: float) -> None:
    seen = shadow.see(drawn_page(0))
    seen.check("save button is visible")
    # Each is a new sentence and parsed, too; 0.1 when measured alone.
    assert processor_ms(lambda number: seen.check(f"save button is at least {number + 10} px wide")) < 0.3 * whole_ms


def test_what_was_seen_stays_when_the_caller_reuses_its_buffer(shadow: Shadow) -> None:
    rgb = drawn_page(3)
    seen = shadow.see(rgb)
    words = [row.text for row in Shadow.load().see(rgb.copy()).rows]
    rgb[:] = 255  # before anything of it was read
    assert [row.text for row in seen.rows] == words
    assert shadow.see(rgb) is not seen
    kept = np.full((64, 64, 3), 7, np.uint8)
    kept.flags.writeable = False
    assert shadow.see(kept).frame.rgb is kept  # nobody can change it: no copy
