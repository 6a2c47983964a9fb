"""What counts as right when a grounding is held against labels."""

from __future__ import annotations

import numpy as np

from shadow_runtime.geometry import Box
from shadow_runtime.intent import parse_intent
from shadow_runtime.records import Candidate, Element, Frame, Grounding
from shadow_runtime.scene import Scene
from shadow_teacher.training.evaluate_grounder import Outcome, judged, lost_by, summary
from shadow_teacher.training.intents import Case
from shadow_teacher.training.scenes import matched_ids


def seen(role: str, box: tuple[float, float, float, float], text: str = "", label: str = "") -> Element:
    return Element(role=role, box=Box(*box), confidence=0.9, text=text, label=label)


def label(number: int, role: str, box: list[float], text: str = "", field_label: str | None = None) -> dict:
    return {"id": number, "role": role, "box": box, "text": text, "label": field_label, "name": text, "ignore": False}


FRAME = Frame(rgb=np.full((200, 400, 3), 255, np.uint8))
PAGE = {"elements": [label(0, "cell", [0, 0, 300, 40], "Active"), label(1, "button", [0, 60, 80, 30], "Edit"), label(2, "button", [0, 120, 80, 30], "Edit"),
                     label(3, "textbox", [0, 160, 200, 30], "", "Name")]}  # fmt: skip
CANDIDATES = [seen("cell", (120, 12, 45, 14), "Active"), seen("button", (0, 60, 80, 30), "Edit"), seen("button", (0, 120, 80, 30), "Edit")]


def grounding(outcome: str, *elements: Element) -> Grounding:
    return Grounding(intent=parse_intent("x"), outcome=outcome, confidence=0.9, element=elements[0] if elements else None,
                     candidates=tuple(Candidate(element=e, confidence=0.9) for e in elements))  # fmt: skip


def verdict(case: Case, answer: Grounding) -> str:
    scene = Scene.of(FRAME, tuple(CANDIDATES))
    return judged(case, answer, CANDIDATES, matched_ids(scene, PAGE), PAGE, scene)


def test_the_words_of_a_wide_cell_are_the_cell() -> None:
    assert matched_ids(Scene.of(FRAME, tuple(CANDIDATES)), PAGE) == [(0,), (1,), (2,)]


def test_several_that_fit_are_rightly_ambiguous_and_one_alone_is_not() -> None:
    both, first = Case("Edit", "text", (1, 2)), Case("Edit", "text", (1,))
    ambiguous = grounding("ambiguous", CANDIDATES[1], CANDIDATES[2])
    assert verdict(both, ambiguous) == "right"
    assert verdict(first, ambiguous) == "none"
    assert verdict(both, grounding("ambiguous", CANDIDATES[1], CANDIDATES[0])) == "none"


def test_found_and_absent() -> None:
    there, nowhere = Case("Active", "text", (0,)), Case("Pay", "absent", ())
    assert verdict(there, grounding("found", CANDIDATES[0])) == "right"
    assert verdict(there, grounding("found", CANDIDATES[1])) == "wrong"
    assert verdict(there, grounding("absent")) == "none"
    assert verdict(nowhere, grounding("absent")) == "right"
    assert verdict(nowhere, grounding("found", CANDIDATES[1])) == "wrong"


def test_a_lost_case_is_put_down_to_the_first_thing_that_went_wrong() -> None:
    field = Case("Name field", "labelled", (3,))
    assert lost_by(field, [PAGE["elements"][3]], []) == "not seen"
    assert lost_by(field, [PAGE["elements"][3]], [seen("textbox", (0, 160, 200, 30))]) == "label"
    assert lost_by(field, [PAGE["elements"][3]], [seen("textbox", (0, 160, 200, 30), label="Name")]) == "ranked"
    assert lost_by(Case("Edit", "text", (1,)), [PAGE["elements"][1]], [seen("button", (0, 60, 80, 30), "Fdil")]) == "misread"
    report = summary([Outcome(field, "none", "label", ""), Outcome(field, "right", "", "")])
    assert report == {"labelled": {"n": 2, "right": 0.5, "wrong": 0.0, "none": 0.5, "lost_by": "label 1"}}
