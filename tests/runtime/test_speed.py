"""Speed as ratios, which hold on a busy machine too: the fast paths are taken, and they pay. Times: `make bench`."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pytest

from shadow_runtime import Shadow
from shadow_runtime.doctor import drawn_page

ROUNDS = 12


def processor_ms(action: Callable[[], object]) -> float:
    started = time.thread_time()  # of this thread: what other tests left running in the process is not what is measured
    action()
    return (time.thread_time() - started) * 1e3


def cost_of(action: Callable[[int], object], base: Callable[[int], object]) -> float:
    """What an action costs as a share of another one: processor time, by turns, the cheapest of many rounds each.

    Others on the machine slow a round down, by what they leave in the caches, and never speed one up.
    """
    pairs = [(processor_ms(lambda: action(number)), processor_ms(lambda: base(number))) for number in range(ROUNDS)]  # noqa: B023
    return min(cost for cost, _ in pairs) / min(cost for _, cost in pairs)


@pytest.fixture(scope="module")
def shadow() -> Shadow:
    loaded = Shadow.load()
    loaded.see(drawn_page(0)).check("save button is visible")
    return loaded


@pytest.fixture(scope="module")
def whole_look() -> Callable[[int], object]:
    """A whole frame that was never seen; by a student of its own, so that it changes nothing for the other."""
    other = Shadow.load()
    drawn = [drawn_page(100 + number) for number in range(ROUNDS)]

    def look(number: int) -> None:
        other.student.detector.forget()
        frame = drawn[number]
        frame[0, 0] += 1  # a picture seen in another test is known
        other.see(frame)

    look(0)
    return look


def test_the_same_pixels_again_cost_a_hash(shadow: Shadow, whole_look: Callable[[int], object]) -> None:
    rgb = drawn_page(0)
    first = shadow.see(rgb)
    assert cost_of(lambda _: shadow.see(rgb), whole_look) < 0.05  # 0.01 measured
    assert shadow.see(rgb) is first
    shadow.see(drawn_page(1))
    assert shadow.see(rgb.copy()) is first  # a page that comes back


def test_a_small_change_costs_clearly_less_than_a_look(shadow: Shadow, whole_look: Callable[[int], object]) -> None:
    frames = [drawn_page(0) for _ in range(ROUNDS)]
    for number, frame in enumerate(frames):
        frame[300:316, 500 + 3 * number : 502 + 3 * number] = 0  # a caret moves
    shadow.student.detector.look(drawn_page(0))
    assert cost_of(lambda number: shadow.see(frames[number]), whole_look) < 0.6  # 0.4 to 0.5 measured


def test_a_claim_on_a_read_frame_costs_a_fraction_of_a_look(shadow: Shadow, whole_look: Callable[[int], object]) -> None:
    seen = shadow.see(drawn_page(0))
    seen.check("save button is visible")
    # Each is a new sentence and parsed, too.
    assert cost_of(lambda number: seen.check(f"save button is at least {number + 10} px wide"), whole_look) < 0.2  # 0.10 to 0.12 measured, since a look costs a fifth less


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
