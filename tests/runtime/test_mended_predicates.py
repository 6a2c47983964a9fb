"""What looked at pages taught: causes of wrong answers that were mended, each held by the picture that showed it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw
from runtime.claim_scene import ByName, Canvas, colors

from shadow_runtime import outlines
from shadow_runtime.claims import parse_claim
from shadow_runtime.geometry import Box
from shadow_runtime.judge import judge
from shadow_runtime.predicates.presence import judge_visible
from shadow_runtime.predicates.size import EXACT, compare
from shadow_runtime.records import Candidate, Element, Frame, Grounding, Intent, TextRow, Verdict
from shadow_runtime.student import Student

TABLE = colors()


def ask(claim: str, canvas: Canvas) -> Verdict:
    return judge(parse_claim(claim), canvas.scene(), ByName(canvas.named), TABLE)


@pytest.mark.parametrize(("px", "outcome"), [(120, "passed"), (119, "abstained"), (121, "abstained"), (118, "failed"), (122, "failed")])
def test_px_between_crisp_edges_are_meant_to_the_pixel(px: int, outcome: str) -> None:
    canvas = Canvas()
    canvas.add("the Save button", "button", (40, 40, 120, 40), "Save", fill=(25, 135, 84), ink=(255, 255, 255))
    assert ask(f"the Save button is {px} px wide", canvas).outcome == outcome


def test_what_has_no_edges_is_never_as_sure_as_what_has() -> None:
    assert compare(">=", 500, 100, 2.0, 0.0) < compare(">=", 500, 100, EXACT, 0.0) < 1


def struck(high: float) -> Canvas:
    canvas = Canvas()
    element = canvas.add("the price", "text", (40, 40, 120, 24), "Running shoes", size=15)
    row = element.rows[0].box
    y = round(row.y + high * row.height)
    canvas.draw.line((row.x, y, row.right, y), fill=(0, 0, 0))
    return canvas


def test_a_line_through_small_letters_lies_higher_in_their_row() -> None:
    assert ask("the price is struck through", struck(0.36)).outcome == "passed"
    assert ask("the price is struck through", struck(0.55)).outcome == "passed"
    plain = Canvas()
    plain.add("the price", "text", (40, 40, 120, 24), "Running shoes mmnn", size=15)
    assert ask("the price is struck through", plain).outcome == "failed", "tops of letters are no line"


def test_bullets_are_no_bold_letters() -> None:
    canvas = Canvas()
    canvas.add("the password field", "textbox", (40, 40, 160, 34), "●●●●●●", bold=0.99, border=(90, 90, 90))
    assert ask("the password field is bold", canvas).outcome == "abstained"


def test_a_quoted_name_is_meant_to_the_letter_in_one_of_several_too() -> None:
    several = tuple(Candidate(element=Element(role="link", box=Box(10, y, 60, 20), confidence=0.9, text="Roadmap"), confidence=0.9) for y in (10, 60))
    grounding = Grounding(intent=Intent(text='the "Roadrap" link', name="Roadrap", quoted=True), outcome="ambiguous", confidence=0.9, candidates=several)
    assert judge_visible("x", grounding).score < 0.5
    right = Grounding(intent=Intent(text='the "Roadmap" link', name="Roadmap", quoted=True), outcome="ambiguous", confidence=0.9, candidates=several)
    assert judge_visible("x", right).score > 2


@pytest.mark.parametrize(("name", "written", "open_"), [("Center", "Ccnter", True), ("Integrations", "tegrations", True), ("Feb", "Total", True), ("Center", "Roadmap", False)])
def test_a_name_that_is_nearly_there_is_not_surely_absent(name: str, written: str, open_: bool) -> None:
    row = TextRow(box=Box(0, 0, 60, 16), text=written, confidence=0.9, char_x=np.zeros(len(written) + 1, np.float32))
    absent = Grounding(intent=Intent(text=name, name=name), outcome="absent", confidence=0.998)
    score = judge_visible(name, absent, (row,), negated=True).score
    assert (score > -2.2) is open_, score
    assert judge_visible(name, absent, (row,)).score < -5, "a claim that it is visible is not helped by that"


def test_a_rule_below_does_not_decide_what_color_fills_the_corners() -> None:
    canvas = Canvas()
    canvas.draw.line((20, 85, 300, 85), fill=(224, 224, 224))
    canvas.draw.rounded_rectangle((40, 42, 127, 85), 5, fill=(59, 130, 246))
    canvas.draw.line((20, 86, 300, 86), fill=(224, 224, 224))
    frame = Frame(rgb=np.array(canvas.image))
    found = outlines.edges(frame, Box(40, 42, 88, 45))
    assert found.body == (59, 130, 246)


def field(text: str, ink: tuple[int, int, int]) -> Canvas:
    canvas = Canvas()
    for number, label in enumerate(("First name", "Last name", "Street", "Town")):
        canvas.add(f"label {number}", "text", (20, 20 + 40 * number, 90, 20), label)
    canvas.add("the town field", "textbox", (130, 136, 200, 32), text, border=(120, 120, 120), ink=ink)
    return canvas


def test_a_label_is_not_what_stands_in_its_field() -> None:
    canvas = Canvas()
    canvas.add("the town field", "label", (20, 140, 90, 20), "Town")
    for claim in ("the town field is filled in", "the town field is empty"):
        verdict = ask(claim, canvas)
        assert verdict.outcome == "abstained"
        assert "only the label" in verdict.reason


def test_a_pale_prompt_is_not_taken_for_what_was_typed() -> None:
    assert ask("the town field is empty", field("Enter your town", (160, 160, 160))).outcome != "failed"
    assert ask("the town field is filled in", field("Enter your town", (160, 160, 160))).outcome != "passed"
    assert ask("the town field is empty", field("Lyon", (0, 0, 0))).outcome == "failed"


@pytest.mark.parametrize(("shift", "outcome"), [(0, "passed"), (11, "failed")])
def test_entries_of_a_menu_are_aligned_by_their_words(shift: int, outcome: str) -> None:
    """The boxes found around them begin 8 px and 18 px before the words; nobody sees boxes."""
    canvas = Canvas()
    for number, (word, before) in enumerate((("Tables", 8), ("Kanban", 18))):
        x, y = 60 + shift * number, 40 + 40 * number
        canvas.draw.rectangle((x, y + 4, x + 50 + 20 * number, y + 18), fill=(20, 20, 20))  # its letters, so to speak
        canvas.named[f"the {word} link"] = Element(role="link", box=Box(x - before, y, 100 + before, 24), confidence=0.98, text=word)
    assert ask("the Tables link and the Kanban link are left-aligned", canvas).outcome == outcome


def test_a_pill_has_no_border_though_its_edge_is_half_covered() -> None:
    canvas = Canvas()
    large = Image.new("RGB", (120 * 8, 40 * 8), (255, 255, 255))
    ImageDraw.Draw(large).rounded_rectangle((4, 4, 120 * 8 - 5, 40 * 8 - 5), 156, fill=(177, 37, 61))
    canvas.image.paste(large.resize((120, 40), Image.Resampling.BOX), (40, 40))
    canvas.named["the Save button"] = Element(role="button", box=Box(40, 40, 120, 40), confidence=0.98, text="Save")
    assert ask("the Save button has no border", canvas).outcome == "passed"
    assert ask("the Save button has a visible border", canvas).outcome == "failed"


def test_where_no_outline_shows_the_color_of_a_border_stays_open() -> None:
    canvas = Canvas()
    canvas.named["the Save button"] = Element(role="button", box=Box(40, 40, 120, 40), confidence=0.98, text="Save")
    assert ask("the Save button has a red border", canvas).outcome == "abstained"
    canvas.add("the Send button", "button", (40, 100, 120, 40), "Send", fill=(30, 90, 220))
    assert ask("the Send button has a red border", canvas).outcome == "failed"


def test_a_button_fainter_than_its_kind_is_disabled() -> None:
    faded = Student.load().arrays("faded")

    def ask(claim: str, canvas: Canvas) -> Verdict:
        return judge(parse_claim(claim), canvas.scene(), ByName(canvas.named), TABLE, faded=faded)

    canvas = Canvas()
    for number, (word, fill, ink) in enumerate((("Save", (25, 135, 84), (255, 255, 255)), ("Send", (150, 200, 175), (245, 250, 248)), ("Print", (25, 135, 84), (255, 255, 255)))):
        canvas.add(f"the {word} button", "button", (40 + 110 * number, 40, 90, 40), word, fill=fill, ink=ink, states={"disabled": 0.08})
    assert ask("the Send button is disabled", canvas).outcome == "passed"
    assert ask("the Save button is enabled", canvas).outcome == "passed"
    assert ask("the Save button is disabled", canvas).outcome == "failed"


def test_a_field_found_by_its_paint_alone_is_enabled_or_not() -> None:
    canvas = Canvas()
    canvas.add("the Email field", "textbox", (40, 40, 200, 36), "ada@example.org", fill=(255, 255, 255), border=(120, 120, 120))
    assert ask("the Email field is enabled", canvas).outcome == "passed", "the detector said nothing of its states"


def amounts() -> Canvas:
    canvas = Canvas()
    for number, (word, value) in enumerate((("Revenue", "$48,210"), ("Orders", "1,284"), ("Region", "North"))):
        canvas.add(f"the {word.lower()}", "text", (20 + 120 * number, 20, 90, 20), word)
        canvas.add(f"value {number}", "text", (20 + 120 * number, 46, 90, 24), value, size=20)
    return canvas


@pytest.mark.parametrize(("claim", "outcome"), [
    ("the revenue is $48,210", "passed"), ("the revenue is $48,310", "abstained"), ("the revenue is $9.50", "failed"), ("the revenue is not $50,000", "passed"), ('the orders is "1,284"', "passed"),
    ('the orders is "48,210"', "failed"), ('the region is "North"', "abstained"),
])  # fmt: skip
def test_a_label_is_the_number_or_price_that_it_names(claim: str, outcome: str) -> None:
    assert ask(claim, amounts()).outcome == outcome


def test_a_failure_tells_what_a_label_names_from_what_it_reads() -> None:
    assert ask("the revenue is $9.50", amounts()).evidence.observed.endswith('names "$48,210" beside it')


def test_what_stands_just_outside_of_a_container_may_well_be_in_it() -> None:
    canvas = Canvas()
    canvas.named["the order table"] = Element(role="table", box=Box(10, 10, 300, 80), confidence=0.9)
    for number, name in enumerate(("Ines", "Karl", "Yuki", "Olav")):
        canvas.add(f"name {number}", "cell", (20, 14 + 36 * number, 60, 20), name)
    assert ask('the order table contains "Karl"', canvas).outcome == "passed"
    assert ask('the order table contains "Yuki"', canvas).outcome == "abstained"
    for name in ("Olav", "Bert"):
        assert ask(f'the order table contains "{name}"', canvas).outcome == "failed"


def test_a_badge_in_a_tint_of_its_words_is_called_by_their_hue() -> None:
    canvas = Canvas(background=(16, 20, 27))
    canvas.add("the Pending badge", "badge", (40, 40, 90, 26), "Pending", fill=(58, 48, 21), ink=(242, 193, 78))
    canvas.add("the Draft badge", "badge", (40, 90, 90, 26), "Draft", fill=(58, 58, 58), ink=(242, 193, 78))
    canvas.add("the Save button", "button", (40, 140, 90, 36), "Save", fill=(31, 111, 235), ink=(242, 193, 78))
    assert ask("the Pending badge is yellow", canvas).outcome == "passed"
    assert ask("the Pending badge is blue", canvas).outcome == "failed"
    assert ask("the Draft badge is yellow", canvas).outcome == "failed", "gray is no tint of yellow"
    assert ask("the Save button is yellow", canvas).outcome == "failed"


def menu_of(*, icons: tuple[bool, bool] = (False, False), filled: bool = False, seen_with_icon: bool = False) -> Canvas:
    """Two entries, one below the other, whose words begin at 60."""
    canvas = Canvas()
    for number, (word, icon) in enumerate(zip(("Files", "Inbox"), icons, strict=True)):
        y = 40 + 50 * number
        left = 10 if filled and number else 30 if icon and (number or seen_with_icon) else 58
        entry = canvas.add(f"the {word} link", "link", (left, y, 190 - left, 30), fill=(30, 90, 220) if filled and number else None)
        canvas.draw.text((60, y + 8), word, fill=(20, 20, 20))
        row = TextRow(box=Box(60, y + 8, 32, 12), text=word, confidence=0.97, char_x=np.linspace(60, 92, len(word) + 1, dtype=np.float32))
        canvas.named[f"the {word} link"] = replace(entry, text=word, rows=(row,))
        if icon:
            canvas.add(f"icon {number}", "icon", (36, y + 8, 12, 12), fill=(20, 20, 20))
    return canvas


@pytest.mark.parametrize(("menu", "outcome"), [
    ({}, "passed"), ({"icons": (True, True)}, "passed"), ({"icons": (True, True), "seen_with_icon": True}, "passed"),
    ({"icons": (False, True)}, "failed"), ({"filled": True}, "failed"),
])  # fmt: skip
def test_entries_are_aligned_where_their_words_and_icons_are(menu: dict[str, Any], outcome: str) -> None:
    """A fill ends where it does, whatever stands in it; of an icon before one of two entries only that one begins farther left."""
    verdict = ask("the Files link and the Inbox link are left-aligned", menu_of(**menu))
    assert verdict.outcome in (outcome, "abstained" if outcome == "failed" else outcome), verdict
