"""The selected entry of a menu, by whatever word for an entry, on painted pages."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shadow_runtime.entries import asked_for
from shadow_runtime.geometry import Box
from shadow_runtime.ground import ground
from shadow_runtime.intent import parse_intent
from shadow_runtime.records import Element, Frame, TextRow
from shadow_runtime.scene import Scene

from .test_ground import PartialStudent

WHITE, BLUE, BLACK, GREY = (255, 255, 255), (30, 90, 220), (20, 20, 20), (120, 120, 120)


class Page:
    """Words, or words in painted boxes, as a detector may see them."""

    def __init__(self) -> None:
        self.rgb = np.full((720, 1280, 3), 255, np.uint8)
        self.elements: list[Element] = []

    def add(self, role: str, box: tuple[int, int, int, int], text: str, ink: tuple[int, int, int] = BLACK, fill: tuple[int, int, int] | None = None, pill: bool = False) -> None:
        x, y, width, height = box
        if fill is not None and pill:
            r = height // 2
            cv2.rectangle(self.rgb, (x + r, y), (x + width - r - 1, y + height - 1), fill, -1)
            for cx in (x + r, x + width - r - 1):
                cv2.circle(self.rgb, (cx, y + r), r, fill, -1, cv2.LINE_AA)
        elif fill is not None:
            self.rgb[y : y + height, x : x + width] = fill
        base = y + (height + 12) // 2
        cv2.putText(self.rgb, text, (x + 8, base), cv2.FONT_HERSHEY_SIMPLEX, 0.5, ink, 1, cv2.LINE_AA)
        row = TextRow(box=Box(x + 8, base - 14, 9 * len(text), 18), text=text, confidence=0.95, char_x=np.zeros(0, np.float32))
        self.elements.append(Element(role=role, box=Box(*box), confidence=0.9, text=text, rows=(row,), role_scores={role: 0.97}, states={"selected": 0.3}))

    def scene(self) -> Scene:
        return Scene.of(Frame(rgb=self.rgb), tuple(self.elements))


@pytest.fixture(scope="module")
def student() -> PartialStudent:
    return PartialStudent()


@pytest.fixture(scope="module")
def app() -> Scene:
    """A line of links at the top, a menu at the side, chips, three buttons of which one is blue, a pager; of each one entry stands out."""
    page = Page()
    for n, word in enumerate(("Docs", "Blog", "Events", "About")):
        page.add("link", (300 + 90 * n, 20, 70, 24), word, BLUE if word == "Blog" else GREY)
    for n, word in enumerate(("Install", "Configure", "Deploy", "Upgrade")):
        page.add("link", (20, 120 + 34 * n, 160, 28), word, WHITE if word == "Deploy" else BLACK, BLUE if word == "Deploy" else None)
    for n, word in enumerate(("All", "Open", "Closed", "Mine")):
        page.add("button", (300 + 100 * n, 120, 84, 28), word, WHITE if word == "Closed" else BLACK, BLUE if word == "Closed" else (232, 232, 236), pill=True)
    for n, word in enumerate(("Columns", "Export", "Invite")):
        page.add("button", (900 + 110 * n, 120, 96, 32), word, WHITE if word == "Invite" else BLACK, BLUE if word == "Invite" else (232, 232, 236))
    for n, word in enumerate(("1", "2", "3", "4")):
        page.add("button", (900 + 44 * n, 640, 36, 32), word, WHITE if word == "2" else BLACK, BLUE if word == "2" else (232, 232, 236))
    return page.scene()


@pytest.mark.parametrize(("phrase", "said"), [
    ("active filter", "Closed"), ("the selected chip", "Closed"), ("current page in the navigation", "Deploy"), ("selected entry of the sidebar", "Deploy"),
    ("active link in the header", "Blog"), ("current page in the pagination", "2"), ("selected page number", "2"),
])  # fmt: skip
def test_the_entry_of_the_menu_that_is_meant(app: Scene, student: PartialStudent, phrase: str, said: str) -> None:
    found = ground(parse_intent(phrase), app, student)
    assert (found.outcome, found.element and found.element.text) == ("found", said), found


def test_where_several_menus_fit_none_is_meant(app: Scene, student: PartialStudent) -> None:
    assert ground(parse_intent("the selected item"), app, student).outcome == "ambiguous"


def test_where_no_entry_stands_out_none_is_meant(student: PartialStudent) -> None:
    page = Page()
    for n, word in enumerate(("Docs", "Blog", "Events", "About")):
        page.add("link", (300 + 90 * n, 20, 70, 24), word, GREY)
    assert ground(parse_intent("active link"), page.scene(), student).outcome != "found"


def test_the_button_at_the_end_of_a_menu_of_links_is_no_entry(student: PartialStudent) -> None:
    page = Page()
    for n, word in enumerate(("Docs", "Blog", "Events", "About")):
        page.add("link", (300 + 90 * n, 20, 70, 24), word, GREY)
    page.add("button", (660, 16, 90, 32), "Sign in", WHITE, BLUE)
    for phrase in ("active link", "current tab", "selected item"):
        found = ground(parse_intent(phrase), page.scene(), student)
        assert found.outcome != "found", (phrase, found)


def test_tabs_taken_for_buttons_are_tabs(student: PartialStudent) -> None:
    page = Page()
    for n, word in enumerate(("All", "Open", "Done")):
        page.add("button", (300 + 90 * n, 120, 70, 30), word, BLUE if word == "Open" else GREY)
    found = ground(parse_intent("selected tab"), page.scene(), student)
    assert (found.outcome, found.element and found.element.text) == ("found", "Open"), found


@pytest.mark.parametrize(("phrase", "word"), [
    ("active filter", "filter"), ("current page", "page"), ("selected tab in the tab bar", "tab"), ("current step", "step"), ("active filter in the row of Ada", ""), ("second selected tab", ""),
    ("selected checkbox", ""), ("Active users tab", ""), ("disabled tab", ""), ("open tab", ""),
])  # fmt: skip
def test_what_is_asked_for(phrase: str, word: str) -> None:
    assert asked_for(parse_intent(phrase)) == word
