"""Each predicate family on a drawn scene: what is so passes, its counterpart fails, the border between abstains."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from runtime.claim_scene import ByName, Canvas, colors

from shadow_runtime import outlines, pixels
from shadow_runtime.calibrate import probability
from shadow_runtime.claims import parse_claim
from shadow_runtime.geometry import Box
from shadow_runtime.judge import judge
from shadow_runtime.predicates.counting import count_probabilities
from shadow_runtime.predicates.observation import Setting
from shadow_runtime.predicates.position import relation_score
from shadow_runtime.predicates.text import judge_text
from shadow_runtime.records import Element, TextRow, Verdict
from shadow_runtime.scene import Scene

TABLE = colors()


def _canvas() -> Canvas:
    c = Canvas(640, 480)
    c.add("the Save button", "button", (40, 20, 120, 40), "Save", fill=(25, 135, 84), ink=(255, 255, 255), radius=6, bold=0.95)
    c.add("the Cancel button", "button", (180, 20, 120, 40), "Cancel", border=(108, 117, 125), ink=(108, 117, 125), size=14)
    c.add("the Delete button", "button", (320, 20, 160, 40), "Delete", fill=(220, 53, 69), ink=(255, 255, 255), states={"disabled": 0.96})
    c.add("the go button", "button", (560, 20, 40, 40), "+", fill=(13, 110, 253), ink=(255, 255, 255), radius=20)
    c.add("the title", "heading", (40, 80, 300, 40), "Order overview", ink=(33, 37, 41), size=28, bold=0.97)
    c.add("the Home link", "link", (40, 130, 80, 24), "Home", ink=(13, 110, 253), underline=True)
    c.add("the Terms link", "link", (140, 130, 80, 24), "Terms", ink=(13, 110, 253))
    c.add("the hint", "text", (240, 130, 160, 24), "almost invisible", ink=(215, 215, 215))
    c.add("the note", "text", (420, 130, 160, 24), "buy oat milk", ink=(119, 119, 119), strike=True, italic=0.96)
    c.add("the email field", "textbox", (40, 180, 240, 36), "", border=(206, 212, 218), states={"focused": 0.93})
    c.add("the name field", "textbox", (40, 230, 240, 36), "Ada", border=(206, 212, 218), states={"placeholder": 0.02})
    c.add("the city field", "textbox", (40, 280, 240, 36), "City", border=(206, 212, 218), states={"placeholder": 0.97}, ink=(150, 150, 150))
    c.add("the box", "checkbox", (320, 190, 16, 16), "", fill=(13, 110, 253), states={"checked": 0.97})
    c.add("Remember me", "text", (344, 186, 110, 24), "Remember me")
    c.add("the radio", "radio", (320, 240, 16, 16), "", border=(100, 100, 100), radius=8, states={"checked": 0.03})
    c.add("the banner", "alert", (40, 340, 560, 60), "Thank you for your order 4711", fill=(209, 231, 221), ink=(10, 54, 34))
    c.add("the card", "card", (300, 170, 200, 110))
    return c


CANVAS = _canvas()
SCENE = CANVAS.scene()


def check(claim: str) -> Verdict:
    return judge(parse_claim(claim), SCENE, ByName(CANVAS.named), TABLE)


PASSES = """
the Save button is green
the Save button is #198754
the Save button is not blue
the Save button is green or yellow
the Save button has a green background
the Save button has white text
the text of the Save button is white
the Delete button is red
the title is black
the title is dark
the Home link is blue
the text of the Home link is not red
the page has a white background
the page background is not dark
the Cancel button has a grey border
the title is darker than the hint
the Home link is the same color as the Terms link
the Save button is left of the Cancel button
the Cancel button is to the right of the Save button
the title is below the Save button
the Save button is above the title
the Save button is not below the title
the Cancel button is between the Save button and the Delete button
the box is inside the card
the Save button is next to the Cancel button
the Save button is at the top of the page
the Save button is in the top left corner
the Save button and the title are left-aligned
the Save button and the Cancel button are on the same line
the Save button, the Cancel button and the Delete button are top-aligned
the email field and the name field are right-aligned
the Save button is 120 px wide
the Save button is at least 40 px tall
the Save button is less than 130 px wide
the width of the Save button is 120 px
the Delete button is wider than the Save button
the Save button is as tall as the Delete button
the Save button and the Cancel button have the same size
the text of the title is larger than the text of the Home link
the font size of the title is at least 24 px
the box is checked
Remember me is ticked
the radio is not selected
the radio is off
the Delete button is disabled
the email field is focused
the email field is empty
the city field is empty
the name field is not empty
the Save button is bold
the Cancel button is not bold
the note is in italics
the title is not in italics
the Home link is underlined
the Terms link is not underlined
the note is crossed out
the title is not crossed out
the Cancel button has a visible border
the Save button has no border
the Save button has rounded corners
the Delete button has square corners
the go button is a circle
the title has enough contrast
the Save button has a contrast of at least 4.5:1
the banner contains "order 4711"
the banner starts with "Thank you"
the banner ends with "4711"
the banner matches "order \\d{4}"
the title is "Order overview"
the page contains the text "Remember me"
the page does not contain the text "Out of stock"
the Save button is visible and the box is checked
the Save button is green and bold
""".strip().splitlines()


@pytest.mark.parametrize("claim", PASSES)
def test_true_claim_passes(claim: str) -> None:
    verdict = check(claim)
    assert verdict.outcome == "passed", (verdict.evidence, verdict.reason)
    assert 0.5 <= verdict.confidence <= 1
    assert verdict.evidence.expected
    assert verdict.evidence.observed


FAILS = """
the Save button is blue
the Save button is #0d6efd
the Save button is not green
the Save button has a red background
the Save button has black text
the title is red
the Home link is green
the page has a dark background
the Cancel button has a red border
the title is brighter than the hint
the Home link is the same color as the title
the Save button is right of the Cancel button
the title is above the Save button
the Delete button is between the Save button and the Cancel button
the title is inside the card
the Save button is at the bottom of the page
the Save button and the Cancel button are left-aligned
the Save button and the title are on the same line
the Save button is less than 100 px wide
the Save button is at least 60 px tall
the Save button is wider than the Delete button
the Save button and the Delete button have the same width
the text of the title is smaller than the text of the Home link
the box is not checked
the radio is selected
the Delete button is enabled
the name field is empty
the city field is filled in
the Save button is not in bold
the title is in italics
the Home link is not underlined
the Terms link is underlined
the title is crossed out
the Cancel button has no border
the Save button has a visible border
the Save button has square corners
the Delete button has rounded corners
the Save button is a circle
the hint has enough contrast
the hint is readable
the banner contains "payment failed"
the title is "Shopping cart"
the page contains the text "Out of stock"
the Save button is green and underlined
the Save button and the Cancel button are green
""".strip().splitlines()


@pytest.mark.parametrize("claim", FAILS)
def test_false_claim_fails(claim: str) -> None:
    verdict = check(claim)
    assert verdict.outcome == "failed", (verdict.evidence, verdict.reason)


ABSTAINS = """
the Save button is expanded
the title is checked
the Save button is darker than the Cancel button
the Save button is wider than the Cancel button
the email field is bold
""".strip().splitlines()


@pytest.mark.parametrize("claim", ABSTAINS)
def test_what_cannot_be_told_is_abstained(claim: str) -> None:
    verdict = check(claim)
    assert verdict.outcome == "abstained", verdict.evidence
    assert verdict.reason


def test_outline_button_has_no_fill_to_call_white() -> None:
    verdict = check("the Cancel button is white")
    assert verdict.outcome == "abstained"
    assert "no fill" in verdict.reason


def test_evidence_names_colors_and_numbers() -> None:
    evidence = check("the Save button is blue").evidence
    assert evidence.expected == "blue"
    assert "#198754" in evidence.observed
    assert "green" in evidence.observed
    assert "%" in evidence.observed
    assert ("fill", (25, 135, 84)) in evidence.swatches
    assert check("the Save button is 100 px wide").evidence.measurements["width"] == 120


_BOX = st.builds(Box, st.floats(0, 500), st.floats(0, 500), st.floats(4, 200), st.floats(4, 200))


@given(_BOX, _BOX)
@settings(max_examples=300, deadline=None)
def test_relations_mirror_each_other(a: Box, b: Box) -> None:
    assert relation_score("above", a, b) == relation_score("below", b, a)
    assert relation_score("left of", a, b) == relation_score("right of", b, a)
    assert relation_score("next to", a, b) == relation_score("next to", b, a)
    assert relation_score("above", a, b) < 0.8 or relation_score("below", a, b) <= 0.2
    assert relation_score("inside", a, b) < 0.8 or relation_score("inside", b, a) <= 0.2


@given(_BOX, _BOX, st.floats(-300, 300), st.floats(-300, 300))
@settings(max_examples=200, deadline=None)
def test_relations_do_not_depend_on_the_place(a: Box, b: Box, dx: float, dy: float) -> None:
    moved = [Box(box.x + dx, box.y + dy, box.width, box.height) for box in (a, b)]
    for kind in ("above", "left of", "inside", "next to"):
        assert relation_score(kind, a, b) == pytest.approx(relation_score(kind, *moved), abs=1e-3)


@given(st.lists(st.floats(0, 1), max_size=12))
@settings(max_examples=100, deadline=None)
def test_count_probabilities_are_a_distribution(confidences: list[float]) -> None:
    spread = count_probabilities(confidences)
    assert len(spread) == len(confidences) + 1
    assert sum(spread) == pytest.approx(1)
    assert sum(k * p for k, p in enumerate(spread)) == pytest.approx(sum(min(c, 0.995) for c in confidences))


@pytest.mark.parametrize(
    ("shown", "wanted", "low", "high"),
    [
        ("Sign in", "Sign in", 0.95, 1), ("Sign ln", "Sign in", 0.0, 0.7), ("Illinois", "lllinois", 0.9, 1), ("Sign in", "Sign up", 0, 0.4),
        ("Search", "Remove", 0, 0.15), ("Total: 1O0 EUR", "Total: 100 EUR", 0.9, 1), ("A very long sentence with one errer in it.", "A very long sentence with one error in it.", 0.5, 0.8),
        ("$18", "$78", 0, 0.5), ("", "Save", 0, 0.25),
    ],
)  # fmt: skip
def test_text_forgives_the_reader_and_nothing_else(shown: str, wanted: str, low: float, high: float) -> None:
    claim = parse_claim(f'the label is "{wanted}"')
    element = Element(role="text", box=Box(300, 440, 50, 20), confidence=1, text=shown)
    seen = judge_text(claim, (element,), (), Setting(scene=SCENE, colors=TABLE))
    assert low <= probability(seen.score) <= high


@pytest.mark.parametrize(
    ("one", "two", "before"),
    [((0, 0, 40, 20), (60, 2, 40, 20), True), ((60, 0, 40, 20), (0, 2, 40, 20), False), ((300, 0, 40, 20), (0, 60, 40, 20), True), ((0, 60, 40, 20), (300, 0, 40, 20), False)],
)
def test_before_is_reading_order(one: tuple[float, ...], two: tuple[float, ...], before: bool) -> None:
    a, b = Box(*one), Box(*two)
    assert (relation_score("before", a, b) > 0.9) == before
    assert (relation_score("after", b, a) > 0.9) == before
    assert (relation_score("before", b, a) < 0.1) == before


def test_an_element_is_measured_once_however_many_claims_are_made_about_it(monkeypatch: pytest.MonkeyPatch) -> None:
    canvas, asked = _canvas(), []
    scene, grounder = canvas.scene(), ByName(canvas.named)
    for module, name in ((outlines, "edges"), (pixels, "surface")):
        plain = getattr(module, name)
        monkeypatch.setattr(module, name, lambda frame, box, plain=plain, name=name: (asked.append((name, box)), plain(frame, box))[1])
    for claim in ("the Save button is at least 44 px wide", "the Save button is 40 px tall", "the Save button is green", "the Save button is white"):
        judge(parse_claim(claim), scene, grounder, TABLE)
    box = canvas.named["the Save button"].box
    assert asked.count(("edges", box)) == asked.count(("surface", box)) == 1
    other = Setting(scene=canvas.scene(), colors=TABLE)
    assert Setting(scene=scene, colors=TABLE).outline(box) == other.outline(box) == outlines.edges(scene.frame, box)
    assert other.surface(box) == pixels.surface(scene.frame, box)


@pytest.mark.parametrize(
    ("shown", "wanted", "confidence", "outcome"),
    [
        ("File", "Files", 0.99, "failed"),
        ("Total: $45.00", "Total: $46.00", 0.99, "failed"),
        ("File", "Files", 0.9, "open"),  # a reader less sure may have lost the letter
        ("rofile", "Profile", 0.99, "open"),  # what it does lose at times is the beginning of a line
        ("Lorem ipsum dolor sit amet", "Lorem ipsum dolor sit amet,", 0.99, "open"),  # and punctuation
        ("Menu", "Menu", 0.99, "passed"),
    ],
)
def test_a_sure_reader_tells_a_letter_more_or_less(shown: str, wanted: str, confidence: float, outcome: str) -> None:
    box = Box(10, 10, 8 * len(shown), 16)
    row = TextRow(box=box, text=shown, confidence=confidence, char_x=np.linspace(box.x, box.right, len(shown) + 1, dtype=np.float32))
    scene = Scene.of(SCENE.frame, (), (row,))
    page = Element(role="page", box=Box(0, 0, 400, 300), confidence=1.0)
    element = Element(role="heading", box=box, confidence=0.9, text=shown, rows=(row,))
    for subject, claim in ((page, f'the page contains the text "{wanted}"'), (element, f'the title is "{wanted}"')):
        score = judge_text(parse_claim(claim), (subject,), (), Setting(scene=scene, colors=TABLE)).score
        assert {"failed": score < -1.73, "passed": score > 1.39, "open": -1.73 < score < 1.39}[outcome], (claim, score)
