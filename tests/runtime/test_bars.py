"""Header, sidebar and footer by what is painted along the edges; a page's color is not that of the card on it."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shadow_runtime.bars import bands, bar_of, in_bar
from shadow_runtime.geometry import Box
from shadow_runtime.intent import parse_intent
from shadow_runtime.records import Element, Frame
from shadow_runtime.scene import Scene
from shadow_runtime.shadow import SeenScene
from shadow_runtime.student import Student

NAVY, GREY = (30, 40, 90), (238, 240, 244)


def thing(role: str, x: float, y: float, text: str = "") -> Element:
    return Element(role=role, box=Box(x, y, 60, 18), confidence=0.9, text=text, role_scores={role: 0.97})


def app(*, header: bool = True, sidebar: bool = True, footer: bool = False, scale: float = 1) -> Scene:
    """An app: a white header with a line below, a navy sidebar, a footer."""
    rgb, elements = np.full((720, 1280, 3), GREY, np.uint8), [thing("button", 500, 300, "Save"), thing("heading", 500, 200, "Orders")]
    if header:
        rgb[:56], rgb[56] = 255, 200
        elements += [thing("link", 300 + 90 * n, 20, word) for n, word in enumerate(("Docs", "Blog", "Help"))]
    if sidebar:
        rgb[:, :220] = NAVY
        elements += [thing("link", 30, 120 + 50 * n, word) for n, word in enumerate(("Home", "Orders", "Users", "Billing"))]
        rgb[120:138, 30:90] = 255  # words
    if footer:
        rgb[660:] = 20
        elements.append(thing("text", 600, 680, "© Acme"))
    return Scene.of(Frame(rgb=cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_NEAREST), scale=scale), tuple(elements))


@pytest.mark.parametrize("scale", [1, 1.5, 2])
def test_bars_end_where_their_color_does(scale: float) -> None:
    scene = app(footer=True, scale=scale)
    for phrase, box in (("the header", (220, 0, 1060, 56)), ("navbar", (220, 0, 1060, 56)), ("the sidebar", (0, 0, 220, 660)), ("left sidebar", (0, 0, 220, 660)), ("footer", (0, 660, 1280, 60))):
        bar = bar_of(parse_intent(phrase), scene)
        assert bar is not None, phrase
        assert np.abs(np.array(bar.box) - box).max() <= 4, (phrase, bar.box)
    assert bar_of(parse_intent("right sidebar"), scene) is None


def test_things_in_the_header_are_those_in_its_bar() -> None:
    """Below a header of 56 px a toolbar may stand at 77, which by place alone would still be in it."""
    boxes = np.array([[300, 20, 360, 38], [300, 77, 360, 95], [30, 120, 90, 138]], np.float32)
    assert in_bar("header", np.ones(3), boxes, app()).round(2).tolist() == [1.0, 0.28, 0.28]
    assert in_bar("sidebar", np.ones(3), boxes, app()).round(2).tolist() == [0.28, 0.28, 1.0]
    by_place = np.array([1.0, 0.8, 0.0])
    assert in_bar("header", by_place, boxes, app(header=False, sidebar=False)).tolist() == by_place.tolist(), "no bar shows"
    assert in_bar("top left", by_place, boxes, app()).tolist() == by_place.tolist()


def test_what_is_not_painted_is_not_found() -> None:
    scene = app(header=False, sidebar=False)
    assert [bar_of(parse_intent(phrase), scene) for phrase in ("the header", "the sidebar", "the footer")] == [None] * 3
    assert bands("header", scene.frame) == []


def test_the_margin_beside_a_card_and_the_last_stretch_of_a_page_are_no_bars() -> None:
    rgb = np.full((720, 1280, 3), GREY, np.uint8)
    rgb[:, 300:980], rgb[640:, :] = 255, (200, 220, 250)
    scene = Scene.of(Frame(rgb=rgb), (thing("text", 100, 300, "margin note"), thing("text", 600, 680, "Our customers")))
    assert bar_of(parse_intent("the sidebar"), scene) is None
    assert bar_of(parse_intent("the footer"), scene) is None


def test_more_than_the_bar_is_another_phrase() -> None:
    assert bar_of(parse_intent("link in the sidebar"), app()) is None
    assert bar_of(parse_intent("the Header link"), app()) is None


def test_claims_about_bars_and_the_page() -> None:
    student = Student.load()
    seen = SeenScene(app(footer=True), student)
    said = {claim: seen.check(claim).outcome for claim in (
        "the sidebar is dark blue", "the sidebar is red", "the header is white", "the header is black", "the footer is black", "there is a sidebar", "the page background is black",
    )}  # fmt: skip
    assert said == {
        "the sidebar is dark blue": "passed", "the sidebar is red": "failed", "the header is white": "passed", "the header is black": "failed", "the footer is black": "passed",
        "there is a sidebar": "passed", "the page background is black": "failed",
    }  # fmt: skip


def test_the_card_that_covers_most_of_a_page_is_not_its_background() -> None:
    rgb = np.full((720, 1280, 3), (60, 100, 220), np.uint8)
    rgb[60:660, 150:1130] = 255
    seen = SeenScene(Scene.of(Frame(rgb=rgb), (thing("heading", 600, 100, "Create an account"),)), Student.load())
    assert seen.check("the page background is white").outcome == "abstained"
    assert "edges" in seen.check("the page background is white").reason
