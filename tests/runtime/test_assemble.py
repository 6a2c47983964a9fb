"""Words go to the control around them, labels to the field beside them, the rest becomes headings and text."""

from dataclasses import replace

import numpy as np
import pytest

from shadow_runtime.assemble import assemble, inside_each, words_inside
from shadow_runtime.decode import Detections
from shadow_runtime.geometry import Box, to_xyxy
from shadow_runtime.records import (
    CONTAINER_ROLES,
    CONTROL_ROLES,
    GRAPHIC_ROLES,
    STATES,
    TEXT_ROLES,
    Element,
    Frame,
    TextRow,
)
from shadow_runtime.rows import borders_across, cut_rows, ink_spans


def detections(roles: tuple[str, ...], found: list[tuple[str, tuple[float, float, float, float]]]) -> Detections:
    probabilities = np.array([[1.0 if name == role else 0.0 for name in roles] for role, _ in found], np.float32)
    return Detections(to_xyxy([Box(*box) for _, box in found]), np.full(len(found), 0.9, np.float32),
                      probabilities.reshape(-1, len(roles)), np.zeros((len(found), len(STATES)), np.float32))


def row(text: str, x: float, y: float, advance: float = 8, height: float = 14) -> TextRow:
    char_x = (x + advance * np.arange(len(text) + 1)).astype(np.float32)
    return TextRow(box=Box(x, y, advance * len(text), height), text=text, confidence=0.9, char_x=char_x)


class IconsOf:
    """Stands for the icon encoder: every icon is the same unit vector."""

    def encode(self, frame: Frame, boxes: list[Box]) -> np.ndarray:
        return np.tile(np.eye(1, 128, dtype=np.float32), (len(boxes), 1))


class StudentOf:
    icons = IconsOf()


@pytest.fixture
def frame() -> Frame:
    return Frame(rgb=np.full((400, 600, 3), 255, np.uint8))


def build(frame: Frame, controls: list, rows: list[TextRow], roles: list[str], graphics: list = (), scores: tuple[float, ...] = ()) -> dict[str, Element]:
    row_roles = np.array([[1.0 if name == role else 0.0 for name in TEXT_ROLES] for role in roles], np.float32)
    found = detections(CONTROL_ROLES, controls)
    if scores:
        found = replace(found, scores=np.array(scores, np.float32))
    elements, _ = assemble(frame, found, detections(GRAPHIC_ROLES, list(graphics)),
                           detections(CONTAINER_ROLES, []), rows, row_roles.reshape(-1, len(TEXT_ROLES)), StudentOf())
    return {f"{e.role}:{e.text or e.label}": e for e in elements}


def test_link_takes_its_words_out_of_a_sentence_that_stays_whole(frame: Frame) -> None:
    sentence = row("Have an account? Sign in", 20, 40)
    found = build(frame, [("link", (156, 38, 56, 18))], [sentence], ["text"])
    assert set(found) == {"link:Sign in", "text:Have an account? Sign in"}


def test_button_text_is_not_also_a_paragraph(frame: Frame) -> None:
    found = build(frame, [("button", (10, 30, 100, 36))], [row("Submit", 36, 41)], ["text"])
    assert set(found) == {"button:Submit"}


def test_row_of_links_only_is_links_unless_it_is_a_heading(frame: Frame) -> None:
    rows = [row("Home  About", 20, 40), row("News", 20, 100, height=30)]
    controls = [("link", (18, 38, 36, 18)), ("link", (66, 38, 44, 18)), ("link", (18, 98, 40, 34))]
    found = build(frame, controls, rows, ["text", "heading"])
    assert set(found) == {"link:Home", "link:About", "link:News", "heading:News"}


def test_fields_get_the_label_above_or_left_and_each_label_serves_once(frame: Frame) -> None:
    controls = [("textbox", (20, 60, 200, 34)), ("textbox", (20, 130, 200, 34)), ("checkbox", (20, 200, 14, 14))]
    rows = [row("Email", 20, 42), row("Password", 20, 112), row("Remember me", 42, 200)]
    found = build(frame, controls, rows, ["label", "label", "label"])
    assert {name for name in found if not name.startswith("label:")} == {
        "textbox:Email", "textbox:Password", "checkbox:Remember me"}


def test_lines_of_a_paragraph_become_one_block_and_a_heading_stays_apart(frame: Frame) -> None:
    rows = [row("Big news", 20, 20, 14, 26), row("first line of text", 20, 60), row("second line", 20, 80)]
    found = build(frame, [], rows, ["heading", "text", "text"])
    assert set(found) == {"heading:Big news", "text:first line of text second line"}
    assert found["text:first line of text second line"].box.height == 34


def test_icon_only_button_carries_an_icon_vector(frame: Frame) -> None:
    found = build(frame, [("button", (20, 20, 32, 32))], [], [], [("icon", (28, 28, 16, 16))])
    assert found["button:"].icon is not None
    assert found["button:"].icon.shape == (128,)


def cut(frame: Frame, row: tuple[float, float, float, float], control: tuple[str, tuple[float, float, float, float]]) -> tuple[list[Box], list[int]]:
    """One detected row cut, with one control on the page."""
    corners = np.array([row], np.float32)
    return cut_rows(frame, corners, borders_across(corners, detections(CONTROL_ROLES, [control])))


def test_rows_are_trimmed_to_ink_and_cut_at_wide_gaps_and_borders() -> None:
    rgb = np.full((100, 400, 3), 255, np.uint8)
    for left, right in ((30, 46), (54, 70), (120, 150)):
        rgb[44:54, left:right] = 0
    frame = Frame(rgb=rgb)
    assert [(round(a), round(b)) for a, b in ink_spans(frame, [(16, 40, 200, 58)])[0]] == [(29, 71), (119, 151)]
    boxes, source = cut(frame, (16, 40, 200, 58), ("button", (20, 34, 30, 30)))
    assert [(round(b.x), round(b.right)) for b in boxes] == [(29, 47), (53, 71), (119, 151)]
    assert source == [0, 0, 0]


def test_a_border_through_a_glyph_does_not_cut_the_row() -> None:
    rgb = np.full((100, 400, 3), 255, np.uint8)
    rgb[44:54, 30:70] = 0
    boxes, _ = cut(Frame(rgb=rgb), (16, 40, 100, 58), ("button", (20, 34, 30, 30)))
    assert [(round(b.x), round(b.right)) for b in boxes] == [(29, 71)]


def test_blank_row_yields_nothing_to_read() -> None:
    assert ink_spans(Frame(rgb=np.full((60, 200, 3), 240, np.uint8)), [(10, 10, 180, 30)]) == [[]]


@pytest.mark.parametrize(("read", "said"), [("@", ""), ("+", "+"), ("B", "B")])
def test_what_an_icon_was_read_as_is_no_text_where_no_button_says_it(frame: Frame, read: str, said: str) -> None:
    found = build(frame, [("button", (100, 40, 36, 36))], [row(read, 114, 51)], ["text"], [("icon", (110, 49, 16, 18))])
    button = next(e for e in found.values() if e.role == "button")
    assert (button.text, bool(button.rows)) == (said, bool(said))
    assert button.icon is not None


def test_words_inside_boxes_are_those_whose_middle_is_at_most_a_pixel_outside() -> None:
    rng = np.random.default_rng(0)
    boxes = [Box(*rng.integers(0, 60, 2).tolist(), *rng.integers(0, 30, 2).tolist()) for _ in range(30)]
    middles = rng.integers(0, 90, (2, 50)).astype(np.float64)
    for box, held in zip(boxes, inside_each(boxes, middles), strict=True):
        expected = [box.x - 1 <= x <= box.right + 1 and box.y - 1 <= y <= box.bottom + 1 for x, y in middles.T]
        assert held.tolist() == expected
        assert words_inside(box, middles) == [number for number, inside in enumerate(expected) if inside]
    assert inside_each([], middles).shape == (0, 50)
    assert inside_each(boxes, np.zeros((2, 0))).shape == (30, 0)


@pytest.mark.parametrize(("score", "there"), [(0.3, {"link:Tables"}), (0.8, {"link:", "menuitem:Tables"})])
def test_the_line_of_a_surer_link_is_no_control(frame: Frame, score: float, there: set[str]) -> None:
    controls = [("link", (66, 40, 48, 16)), ("menuitem", (20, 32, 220, 30))]
    assert set(build(frame, controls, [row("Tables", 66, 41)], ["text"], scores=(0.6, score))) == there


def test_an_entry_seen_from_side_to_side_is_its_words_and_its_icon_unless_it_is_painted(frame: Frame) -> None:
    asked = [("link", (20, 32, 220, 30))], [row("Tables", 66, 41)], ["text"]
    assert build(frame, *asked)["link:Tables"].box == Box(66, 41, 48, 14)
    assert build(frame, *asked, graphics=[("icon", (40, 40, 16, 16))])["link:Tables"].box == Box(40, 40, 74, 16)
    painted = frame.rgb.copy()
    painted[32:62, 20:240] = (220, 230, 250)
    assert build(Frame(rgb=painted), *asked)["link:Tables"].box == Box(20, 32, 220, 30)
