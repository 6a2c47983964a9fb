"""Small numbers that were taken for icons: read, and badges from then on; drawings stay icons."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from shadow_runtime.counters import BADGE, TEXT, is_small, read_counters
from shadow_runtime.decode import Detections
from shadow_runtime.geometry import Box
from shadow_runtime.recall import Recall, bands_of
from shadow_runtime.records import GRAPHIC_ROLES, TEXT_ROLES, Frame, TextRow
from shadow_runtime.student import Student

ICON = GRAPHIC_ROLES.index("icon")
NO_ROLES = np.zeros((0, len(TEXT_ROLES)), np.float32)


def graphics(*boxes: tuple[float, float, float, float]) -> Detections:
    """Icons at x, y, width, height."""
    xyxy = np.array([(x, y, x + w, y + h) for x, y, w, h in boxes], np.float32).reshape(-1, 4)
    roles = np.zeros((len(boxes), len(GRAPHIC_ROLES)), np.float32)
    roles[:, ICON] = 1
    return Detections(xyxy, np.full(len(boxes), 0.8, np.float32), roles, np.zeros((len(boxes), 0), np.float32))


class Says:
    """A reader that says the same of every box."""

    def __init__(self, text: str, confidence: float = 0.97) -> None:
        self.text, self.confidence, self.asked, self.places = text, confidence, 0, Recall(64)

    def read(self, frame: Frame, boxes: Sequence[Box]) -> list[TextRow]:
        self.asked += len(boxes)
        return [TextRow(box=box, text=self.text, confidence=self.confidence, char_x=np.zeros(len(self.text) + 1, np.float32)) for box in boxes]


BLANK = Frame(rgb=np.full((200, 300, 3), 255, np.uint8))


def test_what_says_a_number_is_a_badge() -> None:
    found, rows, roles = read_counters(BLANK, graphics((100, 50, 7, 10), (20, 20, 24, 24)), [], NO_ROLES, Says("12"))
    assert found.roles.argmax(1).tolist() == [BADGE, ICON]
    assert [row.text for row in rows] == ["12"]
    assert roles.argmax(1).tolist() == [TEXT]


@pytest.mark.parametrize(("text", "confidence"), [("x", 0.99), ("3", 0.7), ("", 0.99), ("1234", 0.99), ("<", 0.95)])
def test_what_says_none_for_certain_stays_an_icon(text: str, confidence: float) -> None:
    before = graphics((100, 50, 7, 10))
    found, rows, roles = read_counters(BLANK, before, [], NO_ROLES, Says(text, confidence))
    assert found is before
    assert rows == []
    assert len(roles) == 0


def test_only_what_is_as_small_and_was_not_read_is_looked_at() -> None:
    assert is_small(Box(0, 0, 7, 10))
    assert not any(map(is_small, (Box(0, 0, 24, 24), Box(0, 0, 20, 6), Box(0, 0, 2, 10), Box(0, 0, 8, 4))))
    known = TextRow(box=Box(95, 46, 40, 18), text="3 new", confidence=0.9, char_x=np.zeros(6, np.float32))
    reader = Says("3")
    _, rows, _ = read_counters(BLANK, graphics((100, 50, 7, 10)), [known], np.ones((1, len(TEXT_ROLES)), np.float32), reader)
    assert (rows, reader.asked) == ([known], 0)


def test_what_stands_where_it_stood_is_not_read_again() -> None:
    rgb, reader = BLANK.rgb.copy(), Says("3")
    for asked in (1, 1, 2):
        _, rows, _ = read_counters(Frame(rgb=rgb, bands=bands_of(rgb)), graphics((100, 50, 7, 10)), [], NO_ROLES, reader)
        assert (reader.asked, [row.text for row in rows]) == (asked, ["3"])
        rgb = rgb.copy()
        rgb[190 if asked == 1 and rgb[190, 5, 0] == 255 else 55, 5] = 0  # below it, then level with it


def test_the_bundled_reader_reads_a_counter_and_no_chevron() -> None:
    picture = Image.new("RGB", (300, 120), "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(13)
    draw.rounded_rectangle((95, 45, 117, 63), 9, fill=(220, 53, 69))
    draw.text((106, 54), "3", fill="white", font=font, anchor="mm")
    draw.line([(200, 50), (204, 54), (200, 58)], fill="black", width=1)
    found, rows, _ = read_counters(Frame(rgb=np.array(picture)), graphics((102.5, 49, 7, 10), (199, 49, 6, 10)), [], NO_ROLES, Student.load().reader)
    assert [row.text for row in rows] == ["3"]
    assert found.roles.argmax(1).tolist() == [BADGE, ICON]
