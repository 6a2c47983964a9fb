"""Progress, fading, broken pictures, proportions: on drawn scenes whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runtime.claim_scene import ByName, Canvas, colors

from shadow_runtime.claims import parse_claim
from shadow_runtime.geometry import Box
from shadow_runtime.judge import judge
from shadow_runtime.predicates.picture import torn
from shadow_runtime.predicates.progress import filled_share
from shadow_runtime.records import AbstainReason, Frame, Verdict

TABLE = colors()


def ask(claim: str, canvas: Canvas) -> Verdict:
    return judge(parse_claim(claim), canvas.scene(), ByName(canvas.named), TABLE)


def bar(share: float, *, label: str = "", width: int = 200, height: int = 16) -> Canvas:
    canvas = Canvas()
    canvas.add("the progress bar", "progressbar", (40, 50, width, height), label, fill=(222, 226, 230), ink=(0, 0, 0))
    if share:
        canvas.draw.rectangle((40, 50, 40 + round(share * width) - 1, 50 + height - 1), fill=(13, 110, 253))
    return canvas


@pytest.mark.parametrize(
    ("claim", "share", "outcome"),
    [
        ("the progress bar is at 60%", 0.6, "passed"), ("the progress bar is at 60%", 0.5, "failed"), ("the progress bar is at least half full", 0.6, "passed"),
        ("the progress bar is at least half full", 0.4, "failed"), ("the progress bar is about 25 percent complete", 0.3, "passed"), ("the progress bar is not at 60%", 0.2, "passed"),
        ("the progress bar is less than 30% full", 0.1, "passed"), ("the progress bar is 100% full", 0.9, "failed"),
        # Empty and full look alike, and neither is 60 %.
        ("the progress bar is at 0%", 0.0, "abstained"), ("the progress bar is 100% full", 1.0, "abstained"), ("the progress bar is at 60%", 0.0, "failed"),
    ],
)  # fmt: skip
def test_progress(claim: str, share: float, outcome: str) -> None:
    verdict = ask(claim, bar(share))
    assert verdict.outcome == outcome, (verdict.evidence, verdict.score)


@given(st.floats(0.1, 0.9), st.integers(100, 340), st.integers(4, 30))
@settings(max_examples=60, deadline=None)
def test_the_end_of_the_fill_is_found_to_the_pixel(share: float, width: int, height: int) -> None:
    canvas = bar(share, width=width, height=height)
    found = filled_share(Frame(rgb=np.array(canvas.image)), Box(40, 50, width, height))
    assert found is not None
    assert found[0] == pytest.approx(round(share * width) / width, abs=1.5 / width)


def test_letters_on_the_bar_do_not_count() -> None:
    canvas = bar(0.7, height=30)
    canvas.draw.text((120, 58), "70 % done", fill=(0, 0, 0))
    assert ask("the progress bar is at 70%", canvas).outcome == "passed"


def buttons(ink: tuple[int, int, int], others: int = 3) -> Canvas:
    canvas = Canvas()
    canvas.add("the Save button", "button", (20, 20, 90, 34), "Save", ink=ink)
    for number in range(others):
        canvas.add(f"other {number}", "button", (20, 70 + 50 * number, 90, 34), "Cancel", ink=(0, 0, 0))
    return canvas


def test_faded_is_told_by_comparison() -> None:
    assert ask("the Save button is faded", buttons((178, 178, 178))).outcome == "passed"
    assert ask("the Save button is faded", buttons((0, 0, 0))).outcome == "failed"
    assert ask("the Save button is opaque", buttons((0, 0, 0))).outcome == "passed"
    assert ask("the Save button has an opacity of 50%", buttons((128, 128, 128))).outcome == "passed"
    assert ask("the Save button has an opacity of 50%", buttons((0, 0, 0))).outcome == "failed"
    alone = ask("the Save button is faded", buttons((178, 178, 178), others=1))
    assert (alone.outcome, alone.reasons) == ("abstained", (AbstainReason.NOT_IN_PIXELS,))


def chromium_icon(canvas: Canvas, x: int, y: int) -> None:
    """The colors of Chromium's icon for a picture that did not load, where they stand in it."""
    canvas.draw.rectangle((x, y, x + 12, y + 14), outline=(0x9A, 0x9A, 0x9B), fill=(0xC6, 0xD8, 0xF4))
    canvas.draw.polygon([(x + 2, y + 14), (x + 6, y + 9), (x + 11, y + 14)], fill=(0x58, 0xAE, 0x39))


def test_broken_picture() -> None:
    canvas = Canvas()
    canvas.add("the logo", "img", (40, 40, 120, 60), border=(192, 192, 192))
    assert ask("the logo is broken", canvas).outcome == "abstained" or ask("the logo is broken", canvas).score > 0, "nothing is painted there"
    chromium_icon(canvas, 42, 42)
    assert ask("the logo is broken", canvas).outcome == "passed"
    assert ask("the logo has loaded", canvas).outcome == "failed"
    assert torn(Frame(rgb=np.array(canvas.image)), Box(43, 38, 118, 64)), "found boxes are a few pixels off"
    photo = Canvas()
    photo.add("the logo", "img", (40, 40, 120, 60))
    for x in range(120):
        photo.draw.line((40 + x, 40, 40 + x, 99), fill=(2 * x, 255 - 2 * x, (x * 7) % 255))
    assert ask("the logo is broken", photo).outcome == "failed"
    assert ask("the logo has loaded", photo).outcome == "passed"
    flat = Canvas()
    flat.add("the logo", "img", (40, 40, 120, 60), fill=(200, 30, 30))
    assert ask("the logo has loaded", flat).outcome == "abstained", "a placeholder looks like that, too"


def test_proportions() -> None:
    canvas = Canvas()
    canvas.add("the video", "img", (10, 10, 320, 180), fill=(20, 20, 90))
    for claim, outcome in (
        ("the video is 16:9", "passed"), ("the video has an aspect ratio of 4:3", "failed"), ("the video is wider than tall", "passed"), ("the video is in portrait format", "failed"),
        ("the video has an aspect ratio of about 1.8", "passed"), ("the video is not 1:1", "passed"), ("the video is twice as wide as tall", "failed"),
    ):  # fmt: skip
        assert ask(claim, canvas).outcome == outcome, claim


def test_words_of_shape_are_not_those_of_contrast_or_size() -> None:
    assert parse_claim("the hint has a contrast of at least 4.5:1").predicate == "contrast"
    assert parse_claim("the search field is at least 50% as wide as the header").predicate == "compare size"
    assert parse_claim("the Save button is 44px by 44px").predicate == "size"
    assert parse_claim("the Save button is wider than the Cancel button").predicate == "compare size"
    assert parse_claim("about 10% of the picture is red").predicate == "color share"


