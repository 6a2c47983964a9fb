"""Relations on hand-made pages: rows, cards, sections, what is beside what; and no answer where two fit as well."""

from __future__ import annotations

import pytest
from runtime.test_ground import PartialStudent, element, scene_of

from shadow_runtime.ground import ground, ground_all
from shadow_runtime.intent import parse_intent
from shadow_runtime.scene import Scene
from shadow_runtime.tables import body_rows


@pytest.fixture(scope="module")
def student() -> PartialStudent:
    return PartialStudent()


@pytest.fixture(scope="module")
def table() -> Scene:
    """A menu beside a table of three people, each with a checkbox, a status and two buttons."""
    heads = [element("columnheader", (x, 100, width, 24), text) for x, width, text in ((260, 120, "Name"), (420, 160, "Email"), (640, 80, "Status"))]
    lines = []
    for k, (name, mail, status) in enumerate((("Ada Lovelace", "ada@example.org", "Active"), ("Alan Turing", "alan@example.org", "Invited"), ("Grace Hopper", "grace@example.org", "Active"))):
        y = 140 + 48 * k
        lines += [element("checkbox", (220, y + 4, 16, 16), checked=0.02), element("cell", (260, y, 120, 24), name), element("cell", (420, y, 160, 24), mail),
                  element("badge", (640, y, 60, 24), status), element("button", (800, y, 60, 26), "Edit", disabled=0.02), element("button", (880, y, 70, 26), "Delete", disabled=0.02)]  # fmt: skip
    menu = [element("link", (20, y, 100, 24), text) for y, text in ((140, "Overview"), (188, "People"), (236, "Settings"))]
    return scene_of(*menu, *heads, *lines, element("table", (200, 90, 800, 200)))


@pytest.mark.parametrize(
    ("phrase", "at"),
    [
        ("Delete button in the row of Alan Turing", (880, 188)), ("Edit button for Grace Hopper", (800, 236)), ("checkbox in the row of Ada Lovelace", (220, 144)),
        ("checkbox for Alan Turing", (220, 192)), ("Grace Hopper's delete button", (880, 236)), ("badge in the row with grace@example.org", (640, 236)),
        ("Status in the row of Alan Turing", (640, 188)), ("Email of Ada Lovelace", (420, 140)), ("checkbox in the second row", (220, 192)),
        ("Delete button in the last row", (880, 236)), ("Edit button in the first row", (800, 140)),
    ],
)  # fmt: skip
def test_the_row_of_a_table(table, student, phrase, at):
    found = ground(parse_intent(phrase), table, student)
    assert found.outcome == "found", found
    assert (found.box.x, found.box.y) == at


def test_of_two_that_fit_as_well_none_is_pointed_at(table, student):
    """Two buttons in the row, and nobody said which."""
    assert ground(parse_intent("button in the row of Ada Lovelace"), table, student).outcome != "found"
    assert ground(parse_intent("link in the row of Ada Lovelace"), table, student).outcome != "found", "the menu beside the table is not in its row"
    assert ground(parse_intent("Delete button in the row of Edsger Dijkstra"), table, student).outcome != "found"
    assert ground(parse_intent("Delete button in the fourth row"), table, student).outcome != "found"


def test_rows_are_found_by_their_cells(table):
    rows = body_rows(table)
    assert len(rows) == 3
    assert [row.box.y <= y <= row.box.bottom for row, y in zip(rows, (152, 200, 248), strict=True)] == [True, True, True]
    assert body_rows(scene_of(element("link", (20, 20, 50, 20), "Home"))) == []


@pytest.fixture(scope="module")
def shop() -> Scene:
    """Two cards side by side and, below a heading, links in two columns of sections."""
    cards = []
    for x, name, price in ((40, "Tea pot", "$24.00"), (340, "Coffee mill", "$89.00")):
        cards += [element("img", (x + 10, 60, 240, 120)), element("heading", (x + 10, 190, 120, 22), name), element("text", (x + 10, 220, 60, 18), price),
                  element("button", (x + 10, 250, 110, 36), "Add to cart", disabled=0.02), element("icon", (x + 220, 256, 20, 20)), element("card", (x, 50, 260, 250))]  # fmt: skip
    sections = []
    for x, title, names in ((40, "Company", ("About", "Careers")), (340, "Support", ("Contact", "Careers"))):
        sections += [element("heading", (x, 400, 100, 20), title), *(element("link", (x, 430 + 28 * k, 70, 18), name) for k, name in enumerate(names))]
    return scene_of(*cards, *sections, element("heading", (700, 60, 140, 26), "Newsletter"), element("textbox", (700, 110, 240, 36), placeholder=0.02), element("button", (700, 160, 100, 36), "Subscribe", disabled=0.02))


@pytest.mark.parametrize(
    ("phrase", "at"),
    [
        ("Add to cart button in the Coffee mill card", (350, 250)), ("button in the card of Tea pot", (50, 250)), ("icon in the card titled Coffee mill", (560, 256)),
        ("Add to cart button for Tea pot", (50, 250)), ("image in the Tea pot card", (50, 60)), ("Careers link under the heading Support", (340, 458)),
        ("Careers link in the section Company", (40, 458)), ("first link under the heading Support", (340, 430)), ("second link under the heading Company", (40, 458)),
        ("button below the heading Newsletter", (700, 160)), ("field under Newsletter", (700, 110)), ("link below Contact", (340, 458)), ("button left of the icon in the Tea pot card", (50, 250)),
    ],
)  # fmt: skip
def test_cards_and_sections(shop, student, phrase, at):
    found = ground(parse_intent(phrase), shop, student)
    assert found.outcome == "found", found
    assert (found.box.x, found.box.y) == at


def test_what_belongs_to_a_section_is_counted_within_it(shop, student):
    assert [c.element.text for c in ground_all(parse_intent("links under the heading Support"), shop, student)] == ["Contact", "Careers"]


def test_words_are_what_a_thing_is_beside(student):
    """A link may have been boxed with the icon in front of its words."""
    from dataclasses import replace

    from shadow_runtime.geometry import Box

    link = element("link", (20, 100, 180, 28), "Settings")
    link = replace(link, rows=(replace(link.rows[0], box=Box(60, 104, 70, 18)),))
    menu = scene_of(link, element("icon", (30, 106, 16, 16)), element("icon", (600, 106, 16, 16)), element("icon", (30, 160, 16, 16)))
    found = ground(parse_intent("icon to the left of Settings"), menu, student)
    assert found.outcome == "found"
    assert found.box.x == 30
    assert found.box.y == 106


def test_the_anchor_is_never_the_answer(student):
    bar = scene_of(element("link", (40, 20, 120, 20), "Gentle v4"), element("link", (320, 20, 60, 20), "Docs"), element("heading", (40, 90, 200, 30), "Welcome"))
    for phrase in ("button to the right of Gentle v4", "field under Gentle v4", "checkbox next to Gentle v4"):
        found = ground(parse_intent(phrase), bar, student)
        assert found.element is None or found.element.text != "Gentle v4" or found.outcome != "found", phrase


def test_an_anchor_that_opens_with_what_holds_things():
    for phrase, name, role in (("button under the heading Tags", "Tags", "heading"), ("icon in the panel of Tea pot", "Tea pot", "card"), ("button in the card with Widget", "Widget", "card")):
        anchor = parse_intent(phrase).relation.anchor
        assert (anchor.name, role in anchor.roles) == (name, True), phrase
    assert parse_intent("button next to the menu button").relation.anchor.roles == {"button"}


def test_a_name_with_of_in_it_is_a_name(student):
    """Without a column of that head nothing is taken apart, and the words "Ada" are no link for Ada."""
    page = scene_of(element("link", (40, 20, 60, 20), "Terms"), element("text", (120, 20, 80, 20), "Service"), element("text", (40, 100, 90, 20), "Ada Lovelace"), element("link", (40, 300, 60, 20), "Help"))
    assert ground(parse_intent("switch for Ada Lovelace"), page, student).outcome != "found"
    of = scene_of(element("link", (40, 20, 120, 20), "Terms of Service"), element("link", (200, 20, 60, 20), "Terms"))
    found = ground(parse_intent("Terms of Service"), of, student)
    assert found.outcome == "found"
    assert found.element.text == "Terms of Service"


def test_of_a_card_with_many_lines_what_is_on_the_line_belongs_to_it(student):
    names = ("Cheese", "Vegetarian", "Vegan")
    lines = [part for k, name in enumerate(names) for part in (element("text", (60, 100 + 34 * k, 90, 18), name), element("switch", (400, 101 + 34 * k, 32, 16), checked=0.02))]
    settings = scene_of(*lines, element("card", (40, 60, 420, 180)))
    found = ground(parse_intent("switch for Vegetarian"), settings, student)
    assert found.outcome == "found", found
    assert found.box.y == 135


def test_what_is_near_a_button_is_not_in_it(student):
    page = scene_of(element("button", (20, 70, 200, 44), "New message"), element("button", (456, 66, 54, 30), "Undo"), element("text", (560, 70, 160, 20), "1-8 of 214"))
    assert ground(parse_intent("undo button in the message"), page, student).outcome != "found"


def test_an_anchor_is_what_the_page_prints_letter_by_letter(student):
    """"Selected tags" is a heading here, not a badge that is selected."""
    page = scene_of(
        element("combobox", (40, 100, 200, 32), "Latvia"), element("text", (40, 150, 120, 16), "Selected tags"),
        element("combobox", (40, 400, 200, 32), "Oslo"), element("badge", (40, 450, 60, 20), "new", selected=0.9),
    )  # fmt: skip
    found = ground(parse_intent("dropdown above Selected tags"), page, student)
    assert (found.outcome, found.box.y) == ("found", 100)
