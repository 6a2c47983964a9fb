"""Where fields are asked for every painted rectangle is weighed, and what is a field is one, seen or not."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from shadow_runtime import Shadow
from shadow_runtime.fieldlike import FEATURES, FIELDS, fieldlike_features
from shadow_runtime.fields import asks_for_fields, bare_fields, candidates_of, scores_of, with_fields, within
from shadow_runtime.geometry import Box
from shadow_runtime.intent import parse_intent
from shadow_runtime.overlay import CHOSEN, draw_count
from shadow_runtime.records import COUNTS, Element, Frame, TextRow
from shadow_runtime.scene import Scene
from shadow_runtime.student import Student, find_student

INK, PALE, FAINT, HINT = (33, 37, 41), (248, 249, 250), (222, 226, 230), (134, 142, 150)


@pytest.fixture
def student() -> Student:
    return Student.load(find_student())


def write(picture: np.ndarray, text: str, at: tuple[int, int], color: tuple[int, int, int] = INK) -> None:
    cv2.putText(picture, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.5, color, 1, cv2.LINE_AA)


def form() -> np.ndarray:
    """Three fields as a template with faint lines paints them, a button and a note in a frame."""
    picture = np.full((600, 900, 3), 255, np.uint8)
    write(picture, "Account", (60, 60))
    for k, (label, hint) in enumerate((("Full name", ""), ("Email", "you@example.com"), ("City", ""))):
        y = 100 + 90 * k
        write(picture, label, (60, y))
        cv2.rectangle(picture, (60, y + 12), (460, y + 50), PALE, -1)
        cv2.rectangle(picture, (60, y + 12), (460, y + 50), FAINT, 1)
        write(picture, hint, (74, y + 36), HINT)
    cv2.rectangle(picture, (60, 390), (180, 428), (13, 110, 253), -1)
    write(picture, "Save", (98, 414), (255, 255, 255))
    return picture


def line(text: str, box: Box) -> TextRow:
    return TextRow(box=box, text=text, confidence=0.99, char_x=np.linspace(box.x, box.right, len(text) + 1, dtype=np.float32))


def words(text: str, box: Box, role: str = "text") -> Element:
    return Element(role=role, box=box, text=text, confidence=0.95, rows=(line(text, box),), role_scores={role: 0.95})


def features(picture: np.ndarray, box: tuple[int, int, int, int], elements: list[Element]) -> dict[str, float]:
    return dict(zip(FEATURES, fieldlike_features(picture, np.array([box], np.float32), elements)[0].tolist(), strict=True))


def test_what_is_measured_of_a_rectangle() -> None:
    label, hint = words("Email", Box(60, 180, 40, 14), "label"), words("you@example.com", Box(74, 218, 120, 14))
    told = features(form(), (60, 202, 461, 241), [label, hint])
    assert told["width"] == pytest.approx(np.log(401), abs=0.01)
    assert told["line_sides"] == 1
    assert told["lined"] > 0.02
    assert told["label_above"] == 1
    assert told["label_is_label"] == 1
    assert told["prompt"] == 1, "an address is what is asked for"
    assert told["words_right"] > 4 * told["words_left"]
    assert told["ink"] > 0.05
    assert told["ink_usual"] < 1.2


def test_what_was_seen_there_and_in_rectangles_like_it_counts() -> None:
    seen = Element(role="textbox", box=Box(60, 112, 400, 38), confidence=0.9, role_scores={"textbox": 0.8, "combobox": 0.1})
    boxes = np.array([(60, 112, 461, 151), (60, 202, 461, 241), (60, 390, 181, 420)], np.float32)
    rows = fieldlike_features(form(), boxes, [seen])
    own, peers = rows[:, FEATURES.index("seen_textbox")], rows[:, FEATURES.index("peers_seen")]
    assert own.tolist() == pytest.approx([0.72, 0, 0])
    assert peers.tolist() == pytest.approx([0, 0.72, 0]), "of the same size, and aligned"


def test_no_rectangle_no_rows_and_an_empty_page_has_features() -> None:
    assert fieldlike_features(form(), np.zeros((0, 4), np.float32), []).shape == (0, len(FEATURES))
    assert np.isfinite(fieldlike_features(form(), np.array([(60, 112, 461, 151), (0, 0, 900, 600)], np.float32), [])).all()


def test_which_phrases_ask_for_fields() -> None:
    for phrase, asks in (("email field", True), ("text fields", True), ("country dropdown", True), ("submit button", False), ("email", False), ("checkbox", False)):
        intent = parse_intent(phrase)
        assert asks_for_fields([intent, *intent.alternatives]) is asks, phrase


def test_a_line_to_write_on_is_a_candidate_without_a_rectangle() -> None:
    inside = Element(role="textbox", box=Box(60, 112, 400, 38), confidence=0.9, role_scores={"textbox": 0.9})
    bare = replace(inside, box=Box(500, 112, 300, 38))
    unlikely = replace(bare, role="text", box=Box(500, 300, 300, 38), role_scores={"text": 0.9, "textbox": 0.05})
    painted = np.array([(60, 112, 461, 151)], np.float32)
    assert bare_fields([inside, bare, unlikely], painted) == [bare]
    assert bare_fields([inside], np.zeros((0, 4), np.float32)) == [inside]


def test_the_scores_of_a_field_add_up() -> None:
    for seen in ({}, {"textbox": 0.7, "button": 0.2}, {"combobox": 0.5, "text": 0.4}):
        scores = scores_of(0.9, 0.8, seen)
        assert sum(scores.values()) == pytest.approx(1, abs=0.05)
        assert scores["textbox"] == pytest.approx(0.72)
    assert scores_of(0.9, 0.1, {"spinbutton": 0.5})["spinbutton"] > 0.7, "what is chosen from is what it was seen as"


def test_words_that_stand_in_a_box_whole() -> None:
    inner, across = line("Ada", Box(70, 120, 30, 14)), line("A longer line", Box(400, 120, 200, 14))
    assert within(Box(60, 112, 400, 38), [inner, across]) == (inner,)


def test_without_the_weights_a_scene_stays_as_it_was_seen(student: Student, monkeypatch: pytest.MonkeyPatch) -> None:
    scene = Scene.of(Frame(rgb=form()), ())
    monkeypatch.setattr(Student, "has", lambda self, name: name != "fieldlike")
    assert with_fields(scene, student) is scene


def test_overlooked_fields_are_there_with_their_labels(student: Student) -> None:
    """As if the detector knew no field of this style: all that was seen are words and the button."""
    picture = form()
    seen = (words("Account", Box(60, 47, 70, 16), "heading"), words("Full name", Box(60, 88, 80, 15), "label"), words("Email", Box(60, 178, 44, 15), "label"),
            words("you@example.com", Box(74, 214, 130, 15)), words("City", Box(60, 268, 34, 15), "label"),
            Element(role="button", box=Box(60, 390, 121, 39), confidence=0.9, text="Save", rows=(line("Save", Box(98, 402, 40, 15)),), role_scores={"button": 0.95}))  # fmt: skip
    scene = Scene.of(Frame(rgb=picture), seen, tuple(row for element in seen for row in element.rows))
    assert len(candidates_of(scene, picture)) >= 4
    found = with_fields(scene, student)
    assert with_fields(scene, student) is found is with_fields(found, student), "made once, and kept"
    fields = [element for element in found.elements if element.role in FIELDS]
    assert [element.label for element in fields] == ["Full name", "Email", "City"]
    assert fields[1].text == "you@example.com"
    assert [element.text for element in found.elements if element.role == "button"] == ["Save"]


def test_a_drawn_form_is_counted_and_filled() -> None:
    scene = Shadow.load().see(form())
    assert scene.check("there are exactly 3 text fields").outcome == "passed"
    assert scene.check("there are 2 text fields").outcome == "failed"
    city = scene.locate("city field")
    assert city.outcome == "found"
    assert Box(60, 292, 400, 38).iou(city.element.box) > 0.8


def test_the_picture_of_a_number_shows_what_was_counted() -> None:
    scene = Shadow.load().see(form())
    verdict = scene.check("there are exactly 5 text fields")
    assert [candidate.element.label for candidate in verdict.evidence.counted if candidate.confidence >= COUNTS] == ["Full name", "Email", "City"]
    picture = draw_count(scene.frame, verdict.evidence.counted)
    box = verdict.evidence.counted[0].element.box
    assert tuple(picture[int(box.center[1]), int(box.x) - 2]) == CHOSEN
    assert (picture != scene.frame.rgb).any()
    assert (draw_count(scene.frame, ()) == scene.frame.rgb).all()


def test_a_field_seen_askew_takes_the_edges_of_its_paint(student: Student) -> None:
    askew = Element(role="textbox", box=Box(90, 112, 340, 38), confidence=0.9, role_scores={"textbox": 0.9})
    near = replace(askew, box=Box(60, 202, 401, 39))
    found = [element for element in with_fields(Scene.of(Frame(rgb=form()), (askew, near)), student).elements if element.role == "textbox"]
    assert found[0].box.iou(Box(60, 112, 401, 39)) > 0.9
    assert found[1].box == near.box, "already has them"
