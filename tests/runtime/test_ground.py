"""Grounding on hand-made scenes with the trained grounder: the right element, or an honest "absent" or "ambiguous"."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from shadow_runtime.color import load_colors
from shadow_runtime.geometry import Box
from shadow_runtime.ground import ground, ground_all
from shadow_runtime.intent import parse_intent
from shadow_runtime.records import Element, Frame, TextRow
from shadow_runtime.relations import FAR, reading_order, region_scores, relation_scores
from shadow_runtime.rivals import mere_words, of_another_kind
from shadow_runtime.scene import Scene
from shadow_runtime.twins import meeting, same_thing, shows

PARTS = Path(__file__).parents[2] / "models" / "parts"


class PartialStudent:
    """The trained grounder and colors without the networks that see; words are compared as letters, not by meaning."""

    def __init__(self) -> None:
        self.manifest: dict[str, object] = {"thresholds": {}}
        self.colors = load_colors(PARTS / "colors.npz")
        with np.load(PARTS / "grounder.npz") as arrays:
            self._weights = {name: arrays[name] for name in arrays.files}

    def has(self, name: str) -> bool:
        return False

    def arrays_cached(self, name: str) -> dict[str, np.ndarray]:
        assert name == "grounder"
        return self._weights


@pytest.fixture(scope="module")
def student() -> PartialStudent:
    return PartialStudent()


def element(role: str, box: tuple[float, float, float, float], text: str = "", label: str = "", **states: float) -> Element:
    rows = (TextRow(box=Box(*box), text=text, confidence=0.95, char_x=np.zeros(0, np.float32)),) if text else ()
    return Element(role=role, box=Box(*box), confidence=0.9, text=text, rows=rows, label=label, states=states, role_scores={role: 0.97})


def scene_of(*elements: Element) -> Scene:
    return Scene.of(Frame(rgb=np.full((720, 1280, 3), 255, np.uint8)), elements)


@pytest.fixture(scope="module")
def page() -> Scene:
    """A form above a table; a menu at the top."""
    return scene_of(
        element("link", (40, 20, 50, 20), "Home"), element("link", (120, 20, 60, 20), "Products"), element("link", (210, 20, 50, 20), "About"),
        element("link", (1180, 20, 50, 20), "Log in"),
        element("heading", (40, 80, 300, 36), "Create your account"),
        element("textbox", (40, 160, 300, 40), "", "First name", placeholder=0.02, disabled=0.02),
        element("textbox", (40, 240, 300, 40), "ada@example.org", "Email", placeholder=0.02, disabled=0.02),
        element("checkbox", (40, 300, 18, 18), "", "Remember me", checked=0.97, disabled=0.02),
        element("checkbox", (40, 330, 18, 18), "", "Send me news", checked=0.02, disabled=0.02),
        element("button", (40, 370, 100, 40), "Save", disabled=0.03), element("button", (160, 370, 100, 40), "Cancel", disabled=0.03),
        element("button", (280, 370, 100, 40), "Import", disabled=0.03),
        element("cell", (40, 470, 200, 30), "Ada Lovelace"), element("button", (600, 470, 60, 30), "Edit", disabled=0.03),
        element("cell", (40, 520, 200, 30), "Alan Turing"), element("button", (600, 520, 60, 30), "Edit", disabled=0.03),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("Save button", "Save"), ("the save button", "Save"), ('"Cancel"', "Cancel"), ("click Cancel", "Cancel"), ("Home link", "Home"),
        ("Create your account heading", "Create your account"), ("heading with the text Create your account", "Create your account"),
        ("Porducts link", "Products"), ("Email field", "Email"), ("where I type the email", "Email"), ("First name field", "First name"),
        ("Remember me checkbox", "Remember me"), ("link to the right of Home", "Products"), ("link to the left of About", "Products"),
        ("checked checkbox", "Remember me"),
    ],
)  # fmt: skip
def test_found(page, student, phrase, said):
    grounding = ground(parse_intent(phrase), page, student)
    assert grounding.outcome == "found", grounding
    assert said in (grounding.element.text, grounding.element.label)
    assert 0 < grounding.confidence <= 1


@pytest.mark.parametrize("phrase", ["Export button", "Log out link", "Delete button", "Password field", "Invoice link", "Download report heading", "Settings tab"])
def test_what_is_not_there_is_not_found(page, student, phrase):
    """A near miss ("Export" where only "Import" stands) must never be clicked."""
    assert ground(parse_intent(phrase), page, student).outcome != "found"


@pytest.mark.parametrize("phrase", ["Invoice link", "Delete button", "Download report heading"])
def test_plainly_absent(page, student, phrase):
    assert ground(parse_intent(phrase), page, student).outcome == "absent"


def test_an_ordinal_that_the_page_prints_counts_nothing(student):
    """ "First name" is a label; "first field" is a number."""
    form = scene_of(
        element("textbox", (40, 100, 300, 40), "", "First name", placeholder=0.02), element("textbox", (40, 180, 300, 40), "", "Last name", placeholder=0.02),
        element("textbox", (40, 260, 300, 40), "", "User name", placeholder=0.02),
    )  # fmt: skip
    for phrase, label in (("First name field", "First name"), ("the last name field", "Last name"), ("first field", "First name"), ("last field", "User name")):
        found = ground(parse_intent(phrase), form, student)
        assert found.element is not None
        assert (phrase, found.element.label) == (phrase, label)
        assert found.intent.text == phrase


def test_a_state_written_as_a_name_is_one_where_the_page_prints_it(student):
    """The filters of a list of tasks: All, Active, Completed, of which All is selected."""
    names = (("All", 0.97), ("Active", 0.02), ("Completed", 0.02))
    filters = scene_of(*(element("link", (500 + 90 * n, 420, 70, 24), name, selected=selected) for n, (name, selected) in enumerate(names)))
    for phrase, said in (("the Active link", "Active"), ("Active link", "Active"), ("the selected link", "All"), ("the Selected link", "All")):
        found = ground(parse_intent(phrase), filters, student)
        assert (found.outcome, found.element and found.element.text) == ("found", said), (phrase, found)


def test_a_heading_is_no_rival_of_the_button_that_was_asked_for():
    heading, button = element("heading", (40, 40, 90, 28), "Sign in"), element("button", (40, 300, 360, 42), "Sign in")
    assert mere_words(heading, button, parse_intent("sign in button"))
    assert not mere_words(heading, button, parse_intent("sign in"))  # nobody said which
    assert not mere_words(button, heading, parse_intent("sign in heading"))
    assert not mere_words(element("link", (40, 400, 60, 20), "Sign in"), button, parse_intent("sign in button"))


def test_words_that_were_asked_for_as_such_are_not_their_control(student):
    """A small picture before a heading may be taken for a control with the heading for its label; "the heading" is the words."""
    heading, mark = element("heading", (136, 232, 103, 23), "Columns"), replace(element("button", (98, 235, 21, 18), "", "Columns"), label_box=Box(136, 232, 103, 23))
    page = scene_of(mark, heading, element("link", (40, 20, 50, 20), "Home"))
    for phrase, meant in (("Columns heading", heading), ("heading with the text Columns", heading), ("Columns button", mark)):
        found = ground(parse_intent(phrase), page, student)
        assert found.element is meant, (phrase, found)


def test_a_name_beside_the_box_that_picks_its_row_is_the_name(student):
    name, pick = element("cell", (70, 100, 90, 16), "Alan Turing"), replace(element("checkbox", (40, 100, 14, 14), "", "Alan Turing", checked=0.02), label_box=Box(70, 100, 90, 16))
    table = scene_of(pick, name, element("cell", (300, 100, 90, 16), "London"))
    for phrase, meant in (('"Alan Turing"', name), ("Alan Turing", name), ("Alan Turing checkbox", pick), ("unchecked Alan Turing checkbox", pick)):
        found = ground(parse_intent(phrase), table, student)
        assert found.element is meant, (phrase, found)


def test_the_first_candidate_is_the_one_that_is_pointed_at(student):
    """Pictures and failure texts call the others rivals."""
    form = scene_of(element("heading", (40, 40, 90, 28), "Sign in"), element("button", (40, 300, 360, 42), "Sign in"), element("link", (900, 20, 60, 20), "Help"))
    for phrase in ("sign in button", "sign in heading", "help link"):
        found = ground(parse_intent(phrase), form, student)
        assert found.element is not None
        assert found.candidates[0].element is found.element
        assert len({id(candidate.element) for candidate in found.candidates}) == len(found.candidates)


def test_two_equal_buttons_are_ambiguous_until_told_apart(page, student):
    both = ground(parse_intent("Edit button"), page, student)
    assert both.outcome == "ambiguous"
    assert [c.element.text for c in both.candidates[:2]] == ["Edit", "Edit"]
    second = ground(parse_intent("second Edit button"), page, student)
    assert second.outcome == "found"
    assert second.box.y == 520
    assert ground(parse_intent("third Edit button"), page, student).outcome == "absent"
    in_row = ground(parse_intent('Edit button in the row of "Alan Turing"'), page, student)
    assert in_row.outcome == "found"
    assert in_row.box.y == 520


def test_nested_things_are_one_answer_and_the_actionable_one(student):
    nested = scene_of(element("heading", (40, 40, 200, 30), "Latest news"), element("link", (42, 42, 190, 26), "Latest news"), element("button", (400, 40, 80, 30), "Go"))
    grounding = ground(parse_intent("Latest news"), nested, student)
    assert grounding.outcome == "found"
    assert grounding.element.role == "link"


def test_all_that_fit_are_counted_in_reading_order(page, student):
    edits = ground_all(parse_intent("Edit buttons"), page, student)
    assert [c.element.box.y for c in edits] == [470, 520]


def test_words_inside_lines_are_counted_as_they_are_read(student):
    rows = [TextRow(box=Box(x, y, 112, 16), text="+1% See details", confidence=0.9, char_x=np.linspace(x, x + 112, 16).astype(np.float32))
            for x, y in ((40, 100.4), (640, 99.8), (340, 100.1))]
    cards = Scene.of(Frame(rgb=np.full((400, 900, 3), 255, np.uint8)), tuple(Element(role="text", box=r.box, confidence=0.9, text=r.text, rows=(r,)) for r in rows), tuple(rows))
    found = [ground(parse_intent(f"the {which} See details link"), cards, student) for which in ("first", "second", "third")]
    assert [g.element.box.x > x for g, x in zip(found, (40, 340, 640), strict=True)] == [True] * 3
    assert [g.element.box.x < x for g, x in zip(found, (160, 460, 760), strict=True)] == [True] * 3


def test_an_empty_scene_holds_nothing(student):
    grounding = ground(parse_intent("Save button"), scene_of(), student)
    assert grounding.outcome == "absent"
    assert grounding.box is None


@pytest.mark.parametrize("phrase", ["", "\"", "the", "button next to", "in the in the", "x" * 500, "第二个按钮"])
def test_odd_phrases_never_raise(page, student, phrase):
    assert ground(parse_intent(phrase), page, student).outcome in ("found", "absent", "ambiguous")


def test_relation_geometry():
    boxes = np.array([[100, 0, 140, 20], [200, 0, 240, 20], [0, 0, 40, 20], [100, 100, 140, 120]], np.float32)
    anchor = np.array([50, 0, 90, 20], np.float32)
    fits, distance = relation_scores("right of", boxes, anchor)
    assert fits[0] > 0.9
    assert fits[2] == 0
    assert fits[3] == 0
    assert distance[0] < distance[1]
    assert distance[2] == FAR
    fits, _ = relation_scores("below", boxes, anchor)
    assert fits[3] > 0
    assert fits[0] == 0
    assert region_scores("top left", boxes, (1280, 720)).min() > 0.9
    assert list(reading_order(boxes)) == [2, 0, 1, 3]


def test_another_thing_is_a_rival_but_the_icon_in_its_button_is_not():
    from shadow_runtime.match import lead_of_things, prepare

    candidates = [element("button", (0, 0, 90, 30), "Cart"), element("icon", (6, 6, 18, 18)), element("link", (200, 0, 60, 20), "Shop"), element("link", (300, 0, 60, 20), "Cart")]
    leads, ranks = lead_of_things(np.array([0.8, 0.7, 0.5, 0.79]), prepare(candidates, PartialStudent()))
    assert np.allclose(leads, [0.3, 0.2, -0.3, 0.29])
    assert np.allclose(ranks, [1, 1, 0.5, 1])


def test_a_line_of_a_longer_block_can_be_meant(student):
    rows = tuple(TextRow(box=Box(40, y, 160, 16), text=text, confidence=0.95, char_x=np.linspace(40, 200, len(text) + 1, dtype=np.float32))
                 for y, text in ((40, "Rain jacket"), (60, "Way home")))
    block = Element(role="text", box=Box(40, 40, 160, 36), confidence=0.9, text="Rain jacket Way home", rows=rows, role_scores={"text": 0.97})
    scene = Scene.of(Frame(rgb=np.full((720, 1280, 3), 255, np.uint8)), (block,), rows)
    found = ground(parse_intent('"Way home"'), scene, student)
    assert found.outcome == "found"
    assert found.box == Box(40, 60, 160, 16)


def test_the_words_beside_a_checkbox_are_its_anchor(student):
    box = Element(role="checkbox", box=Box(40, 40, 16, 16), confidence=0.9, label="Remember me", label_box=Box(64, 40, 90, 16), role_scores={"checkbox": 0.97})
    scene = scene_of(box, element("text", (64, 40, 90, 16), "Remember me"), element("checkbox", (40, 400, 16, 16)))
    found = ground(parse_intent("checkbox next to Remember me"), scene, student)
    assert found.element is box


def card(x: float) -> Element:
    return Element(role="card", box=Box(x, 100, 300, 300), confidence=0.9, role_scores={"card": 0.97})


def test_a_card_is_asked_for_by_its_title(student):
    left, right = card(40), card(400)
    buttons = [element("button", (x, 340, 80, 32), "Edit") for x in (60, 420)]
    scene = scene_of(element("heading", (60, 112, 120, 24), "Billing"), element("heading", (420, 112, 120, 24), "Shipping"), *buttons, left, right)
    assert ground(parse_intent("Shipping card"), scene, student).element is right
    assert ground(parse_intent("Edit button in the Shipping card"), scene, student).element is buttons[1]
    assert ground(parse_intent("Edit button in the card titled Billing"), scene, student).element is buttons[0]
    assert ground(parse_intent("Edit button"), scene, student).outcome == "ambiguous"


def test_where_no_card_was_seen_its_title_will_do(student):
    buttons = [element("button", (x, 150, 80, 32), "Edit") for x in (60, 620)]
    scene = scene_of(element("heading", (60, 112, 120, 24), "Billing"), element("heading", (620, 112, 120, 24), "Shipping"), *buttons)
    assert ground(parse_intent("Edit button in the Shipping card"), scene, student).element is buttons[1]


def test_only_what_meets_can_be_the_same_thing() -> None:
    rng = np.random.default_rng(4)
    seen = []
    for number in range(60):
        x, y, width, height = (float(v) for v in (*rng.uniform(0, 200, 2), *rng.uniform(0, 60, 2)))
        role = str(rng.choice(["button", "text", "icon", "card", "textbox"]))
        one = element(role, (x, y, 0.0 if number % 9 == 0 else width, height), str(rng.choice(["", "Save", "Email"])), str(rng.choice(["", "Email"])))
        seen.append(replace(one, label_box=Box(x - 60, y, 50, 20) if one.label else None, icon=np.ones(4, np.float32) if number % 5 == 0 else None))
    near = meeting(seen)
    alike = [(i, j) for i in range(60) for j in range(60) if same_thing(seen[i], seen[j]) or shows(seen[i], seen[j])]
    assert len(alike) > 60  # more than each with itself
    assert all(near[i][j] for i, j in alike)
    assert sum(map(sum, near)) < 60 * 60 / 2


def test_of_two_that_read_alike_the_kind_that_was_said_is_meant(student: PartialStudent) -> None:
    scene = scene_of(element("heading", (40, 80, 120, 30), "Drivers"), element("link", (240, 20, 60, 20), "Drivers"), element("button", (400, 20, 60, 20), "Trips"))
    for phrase, role in (("Drivers heading", "heading"), ("Drivers link", "link")):
        found = ground(parse_intent(phrase), scene, student)
        assert (found.outcome, found.element and found.element.role) == ("found", role), found
    assert ground(parse_intent("Drivers"), scene, student).outcome == "ambiguous"
    heading, unsure = element("heading", (0, 0, 90, 20), "Drivers"), replace(element("link", (0, 90, 90, 20), "Drivers"), role_scores={"link": 0.5, "heading": 0.4})
    assert not of_another_kind(unsure, heading, parse_intent("Drivers heading"))


def test_words_of_another_kind_are_not_meant_for_a_word_in_common(student: PartialStudent) -> None:
    page = scene_of(element("button", (600, 80, 90, 40), "Add task"), element("link", (40, 20, 90, 20), "Terms of service"), element("checkbox", (40, 200, 16, 16), "", "I accept the Terms of service"))
    assert ground(parse_intent("new task field"), page, student).outcome != "found"
    found = ground(parse_intent("Terms of service checkbox"), page, student)
    assert found.element is not None
    assert found.element.role == "checkbox"


def test_the_one_checkbox_whose_words_hold_the_name(student: PartialStudent) -> None:
    page = scene_of(element("checkbox", (40, 200, 16, 16), "", "I accept the Terms of service"), element("checkbox", (40, 240, 16, 16), "", "Keep me posted about new boxes"), element("link", (120, 20, 90, 20), "Terms of service"))
    found = ground(parse_intent("terms checkbox"), page, student)
    assert (found.outcome, found.element and found.element.label) == ("found", "I accept the Terms of service"), found
    assert ground(parse_intent("cookies checkbox"), page, student).outcome == "absent"
    twice = scene_of(element("checkbox", (40, 200, 16, 16), "", "I accept the Terms of service"), element("checkbox", (40, 240, 16, 16), "", "Send me the terms by mail"))
    assert ground(parse_intent("terms checkbox"), twice, student).outcome != "found"


def test_a_card_is_meant_by_its_title_and_its_title_is_not(student: PartialStudent) -> None:
    for role in ("card", "dialog"):
        page = scene_of(element("heading", (520, 100, 120, 20), "Danger zone"), element("link", (40, 100, 100, 20), "Danger zone"), element(role, (500, 80, 400, 200)))
        found = ground(parse_intent("danger zone card"), page, student)
        assert (found.outcome, found.element and found.element.role) == ("found", role), found
