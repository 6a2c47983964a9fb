"""Things called by what they hold, where nobody wrote their name."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from shadow_runtime.geometry import Box
from shadow_runtime.ground import ground
from shadow_runtime.intent import parse_intent
from shadow_runtime.records import Element, Frame, TextRow
from shadow_runtime.scene import Scene

from .test_ground import PartialStudent


@pytest.fixture(scope="module")
def student() -> PartialStudent:
    return PartialStudent()


def page_of(*things: tuple[str, tuple[int, int, int, int], str]) -> Scene:
    """A white page with (role, box, text); what stands between tildes is struck through."""
    image = Image.new("RGB", (1280, 720), (255, 255, 255))
    draw, elements = ImageDraw.Draw(image), []
    for role, (x, y, width, height), marked in things:
        text, rows = marked.replace("~", ""), ()
        if text:
            font = ImageFont.load_default(height - 6)
            draw.text((x, y), text, fill=(20, 20, 20), font=font)
            edges = [x + font.getlength(text[:n]) for n in range(len(text) + 1)]
            if "~" in marked:
                first, last = marked.index("~"), marked.rindex("~") - 1
                draw.line((edges[first], y + 0.52 * height, edges[last], y + 0.52 * height), fill=(20, 20, 20), width=2)
            rows = (TextRow(box=Box(x, y, edges[-1] - x, height), text=text, confidence=0.95, char_x=np.array(edges, np.float32)),)
        elif role == "img":
            draw.rectangle((x, y, x + width, y + height), fill=(120, 150, 180))
        elements.append(Element(role=role, box=Box(x, y, width, height), confidence=0.9, text=text, rows=rows, role_scores={role: 0.97}))
    return Scene.of(Frame(rgb=np.array(image)), tuple(elements))


@pytest.fixture(scope="module")
def product() -> Scene:
    return page_of(
        ("link", (40, 20, 40, 22), "Sale"), ("heading", (600, 80, 300, 40), "Merino crew neck"), ("text", (600, 130, 120, 22), "132 reviews"),
        ("text", (600, 170, 220, 32), "$64.00 ~$80.00~"), ("badge", (860, 174, 60, 22), "-20%"), ("spinbutton", (600, 300, 60, 30), "1"),
        ("heading", (600, 400, 200, 26), "You may also like"), ("heading", (200, 240, 60, 60), "D"), ("img", (40, 80, 480, 400), ""), ("img", (40, 500, 80, 80), ""), ("text", (600, 460, 200, 22), "Ships on Nov 30, 2026"),
    )  # fmt: skip


@pytest.mark.parametrize(("phrase", "said"), [
    ("price", "$64.00"), ("the current price", "$64.00"), ("old price", "$80.00"), ("the product title", "Merino crew neck"), ("page title", "Merino crew neck"),
    ("number of reviews", "132 reviews"), ("discount badge", "-20%"), ("quantity field", "1"),
])  # fmt: skip
def test_it_is_found_by_what_it_holds(product: Scene, student: PartialStudent, phrase: str, said: str) -> None:
    found = ground(parse_intent(phrase), product, student)
    assert (found.outcome, found.element and found.element.text) == ("found", said), found


def test_the_product_image_is_the_largest(product: Scene, student: PartialStudent) -> None:
    found = ground(parse_intent("product image"), product, student)
    assert (found.outcome, found.element and found.element.box.width) == ("found", 480), found


def test_of_many_prices_none_is_the_price(student: PartialStudent) -> None:
    shelf = page_of(*(("text", (40 + 200 * number, 200, 100, 26), f"${number + 3}9.00") for number in range(4)))
    assert ground(parse_intent("price"), shelf, student).outcome == "ambiguous"


def test_where_the_word_stands_it_is_meant(student: PartialStudent) -> None:
    page = page_of(("columnheader", (40, 40, 80, 24), "Price"), ("cell", (40, 80, 80, 24), "$5.00"))
    found = ground(parse_intent("price"), page, student)
    assert (found.outcome, found.element and found.element.text) == ("found", "Price"), found


def test_where_no_price_stands_there_is_none(student: PartialStudent) -> None:
    page = page_of(("heading", (40, 40, 200, 30), "Welcome"), ("button", (40, 120, 120, 36), "Continue"))
    assert ground(parse_intent("old price"), page, student).outcome == "absent"


@pytest.fixture(scope="module")
def board() -> Scene:
    """Two plans in painted boxes with their prices, tasks with days, a sum in a line that was seen as one thing, counters."""
    scene = page_of(
        ("text", (50, 150, 120, 20), "$30 a month"), ("text", (270, 150, 120, 20), "$12 a month"),
        ("text", (40, 300, 160, 22), "Order bulbs"), ("text", (400, 300, 60, 22), "Friday"), ("text", (40, 340, 160, 22), "Write letter"), ("text", (400, 340, 60, 22), "12 Apr"),
        ("text", (700, 300, 80, 22), "Doing"), ("badge", (790, 300, 20, 22), "2"), ("text", (700, 500, 80, 22), "Shipping"), ("text", (1000, 500, 60, 22), "Free"),
    )  # fmt: skip
    rows = tuple(TextRow(box=Box(x, 450, width, 20), text=text, confidence=0.95, char_x=np.linspace(x, x + width, len(text) + 1, dtype=np.float32)) for text, x, width in (("Gift wrapping", 700, 100), ("$3.50", 1000, 50)))
    line = Element(role="button", box=Box(690, 440, 400, 40), confidence=0.9, text="Gift wrapping $3.50", rows=rows, role_scores={"button": 0.9})
    cards = []
    for x, word in ((40, "Team"), (260, "Pro")):
        row = TextRow(box=Box(x + 40, 110, 40, 20), text=word, confidence=0.95, char_x=np.linspace(x + 40, x + 80, len(word) + 1, dtype=np.float32))
        cards.append(Element(role="textbox", box=Box(x, 100, 200, 80), confidence=0.9, text=word, rows=(row,), role_scores={"textbox": 0.9}))
    return Scene.of(scene.frame, (*scene.elements, line, *cards))


@pytest.mark.parametrize(("phrase", "said"), [
    ("price of the Pro plan", "$12"), ("price of Team", "$30"), ("price of Gift wrapping", "$3.50"), ("price in the row of Shipping", "Free"), ("due date of Write letter", "12 Apr"),
    ("date in the row of Order bulbs", "Friday"), ("number next to Doing", "2"),
])  # fmt: skip
def test_of_whose_it_is_the_nearest_is_meant(board: Scene, student: PartialStudent, phrase: str, said: str) -> None:
    found = ground(parse_intent(phrase), board, student)
    assert (found.outcome, found.element and found.element.text) == ("found", said), found


def test_a_field_beside_something_is_no_price(board: Scene, student: PartialStudent) -> None:
    found = ground(parse_intent("price field in the row of Shipping"), board, student)
    assert found.outcome != "found"


def test_the_row_of_a_name_is_its_line_of_the_table(student: PartialStudent) -> None:
    lines = [("columnheader", "Name", "Email"), ("cell", "Alice", "alice@x.test"), ("cell", "Bruno", "bruno@x.test"), ("cell", "Chen", "chen@x.test")]
    table = page_of(*((role, (60 + 300 * n, 100 + 40 * k, 120, 22), word) for k, (role, *words) in enumerate(lines) for n, word in enumerate(words)))
    found = ground(parse_intent("the row of Bruno"), table, student)
    assert (found.outcome, found.element and found.element.role) == ("found", "row"), found
    assert found.element is not None
    assert found.element.box.y < 180 < 202 < found.element.box.bottom
    assert found.element.box.height < 60
    assert ground(parse_intent("the row of Zoe"), table, student).outcome != "found"


def test_the_arrows_of_a_pager_lead_to_the_next_page_and_back(student: PartialStudent) -> None:
    pager = page_of(*(("button", (600 + 40 * n, 640, 30, 30), word) for n, word in enumerate(("‹", "1", "2", "3", "›"))))
    for phrase, said in (("next page button", "›"), ("go to the next page", "›"), ("previous page", "‹")):
        found = ground(parse_intent(phrase), pager, student)
        assert (found.outcome, found.element and found.element.text) == ("found", said), (phrase, found)
    words = page_of(("link", (600, 640, 60, 30), "Next page"), ("text", (40, 100, 30, 30), "›"))
    found = ground(parse_intent("next page"), words, student)
    assert (found.outcome, found.element and found.element.text) == ("found", "Next page"), found
