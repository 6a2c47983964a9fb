"""The painted panel around some words: cards with and without a header, dialogs on a dimmed page; and none where none is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from shadow_runtime.geometry import Box
from shadow_runtime.intent import parse_intent
from shadow_runtime.panels import panel_around
from shadow_runtime.records import Element, Frame
from shadow_runtime.scene import Scene
from shadow_runtime.titles import titled

PAGE, LINE = (240, 242, 245), (210, 214, 220)


def write(rgb: np.ndarray, text: str, x: int, y: int) -> Box:
    cv2.putText(rgb, text, (x, y + 13), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (30, 30, 30), 1, cv2.LINE_AA)
    return Box(x, y, 9 * len(text), 16)


def card(rgb: np.ndarray, x: int, y: int, width: int, height: int, header: int = 0) -> None:
    """White with a grey line around it, below its header, too."""
    cv2.rectangle(rgb, (x, y), (x + width - 1, y + height - 1), (255, 255, 255), -1)
    cv2.rectangle(rgb, (x, y), (x + width - 1, y + height - 1), LINE, 1)
    if header:
        rgb[y + 1 : y + header, x + 1 : x + width - 1] = 248
        rgb[y + header, x : x + width] = LINE


def close(found: Box | None, box: tuple[float, float, float, float]) -> bool:
    return found is not None and np.abs(np.array(found) - box).max() <= 2


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("header", [0, 44])
def test_a_card_is_all_of_its_fields(header: int, scale: int) -> None:
    rgb = np.full((600, 900, 3), PAGE, np.uint8)
    for x in (40, 460):
        card(rgb, x, 60, 380, 240, header)
    words = write(rgb, "Earnings", 56, 74)
    write(rgb, "in the card", 60, 200)
    scene = Scene.of(Frame(rgb=cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_NEAREST), scale=scale), ())
    assert close(panel_around(scene, words), (40, 60, 380, 240))
    assert scene.panels[words] == panel_around(scene, words), "kept with the scene"


def test_words_in_a_button_of_a_card_are_in_the_card() -> None:
    rgb = np.full((600, 900, 3), PAGE, np.uint8)
    card(rgb, 40, 60, 380, 240)
    rgb[200:236, 60:160] = (30, 90, 220)
    assert close(panel_around(Scene.of(Frame(rgb=rgb), ()), write(rgb, "Save", 76, 210)), (40, 60, 380, 240))


def test_two_cards_one_below_the_other_are_two() -> None:
    rgb = np.full((600, 900, 3), PAGE, np.uint8)
    card(rgb, 40, 60, 380, 120)
    card(rgb, 40, 196, 380, 120)
    assert close(panel_around(Scene.of(Frame(rgb=rgb), ()), write(rgb, "Second", 56, 210)), (40, 196, 380, 120))


def test_neither_the_page_nor_a_bar_across_it_is_a_panel() -> None:
    rgb = np.full((600, 900, 3), PAGE, np.uint8)
    rgb[:60] = (30, 40, 90)
    title = write(rgb, "Plain words", 100, 300)
    brand = write(rgb, "Brand", 30, 20)
    scene = Scene.of(Frame(rgb=rgb), ())
    assert panel_around(scene, title) is None
    assert panel_around(scene, brand) is None


def test_a_card_that_was_not_seen_is_found_by_its_title_and_a_seen_one_has_its_exact_box() -> None:
    rgb = np.full((600, 900, 3), PAGE, np.uint8)
    card(rgb, 40, 60, 380, 240)
    heading = Element(role="heading", box=write(rgb, "Earnings", 56, 74), confidence=0.9, text="Earnings", role_scores={"heading": 0.9})
    seen = Element(role="card", box=Box(24, 44, 420, 280), confidence=0.6, role_scores={"card": 0.6})
    for elements in ((heading,), (heading, seen)):
        (found,) = titled(parse_intent("the Earnings card"), Scene.of(Frame(rgb=rgb), elements))
        assert found.role == "card"
        assert close(found.box, (40, 60, 380, 240))
    assert titled(parse_intent("the Orders card"), Scene.of(Frame(rgb=rgb), (heading, seen))) == []
    assert titled(parse_intent("the Earnings navigation"), Scene.of(Frame(rgb=rgb), (heading,))) == [], "a menu has no title"
