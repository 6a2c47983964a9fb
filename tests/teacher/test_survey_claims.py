"""Questions about borders, corners, alignment, numbers and states: asked where the picture shows what style says, else not."""

from __future__ import annotations

from typing import Any

import numpy as np
from PIL import Image, ImageDraw

from shadow_teacher.survey.claims import claims_of
from shadow_teacher.survey.facts import facts_of, state_shown

STYLE = {"color": [20, 20, 20], "background": [255, 255, 255], "border": None, "border_width": 0, "radius": 0, "font_size": 16, "font_weight": 400, "italic": False, "underline": False, "opacity": 1}


def element(number: int, role: str, box: tuple[int, int, int, int], text: str, states: dict[str, bool] | None = None, **style: object) -> dict[str, Any]:
    return {"id": number, "role": role, "box": list(box), "name": text, "text": text, "label": None, "label_box": None, "states": states or {}, "icon": None,
            "style": {**STYLE, **style}, "visible_fraction": 1, "ignore": False, "parent": None}  # fmt: skip


def page(elements: list[dict[str, Any]], radius: int) -> np.ndarray:
    """The elements painted with a radius that need not be that of their style."""
    image = Image.new("RGB", (500, 200), (255, 255, 255))
    draw = ImageDraw.Draw(image)
    for e in elements:
        x, y, width, height = e["box"]
        style = e["style"]
        draw.rounded_rectangle((x, y, x + width - 1, y + height - 1), radius, fill=tuple(style["background"]), outline=style["border"] and tuple(style["border"]), width=style["border_width"])
    return np.array(image)


def said(elements: list[dict[str, Any]], rgb: np.ndarray) -> dict[tuple[str, str], bool]:
    labels = {"elements": elements, "rows": [], "scale": 1.0, "width": rgb.shape[1]}
    subjects = [("text", f"{e['text']} {e['role']}", e) for e in elements]
    return {(kind, text): truth for kind, text, truth in claims_of(labels, subjects, rgb)}


def test_what_the_picture_shows_is_asked_once_true_and_once_false() -> None:
    buttons = [element(1, "button", (20, 20, 100, 40), "Save", background=[30, 90, 220], radius=8), element(2, "button", (20, 100, 140, 40), "Send", background=[255, 255, 255], border=[90, 90, 90], border_width=1, radius=8)]
    asked = said(buttons, page(buttons, 8))
    assert asked["radius", "Save button has rounded corners"] is True
    assert asked["radius", "Save button has square corners"] is False
    assert asked["radius", "Save button has a corner radius of 8px"] is True
    assert asked["border", "Save button has no border"] is True
    assert asked["border", "Send button has a visible border"] is True
    assert asked["border", "Send button has a 1px border"] is True
    assert asked["border color", "the border of Send button is #5a5a5a"] is True
    assert asked["alignment", "Save button and Send button are left-aligned"] is True
    assert asked["alignment", "Save button and Send button are right-aligned"] is False
    assert asked["count", "there are exactly 2 buttons"] is True
    for kind in ("radius", "border", "border color", "count"):
        truths = [truth for (of, _), truth in asked.items() if of == kind]
        assert truths.count(True) == truths.count(False) > 0


def test_a_radius_that_is_not_painted_is_not_asked_about() -> None:
    buttons = [element(1, "button", (20, 20, 100, 40), "Save", background=[30, 90, 220], radius=12)]
    assert not any(kind == "radius" for kind, _ in said(buttons, page(buttons, 0)))
    assert facts_of(buttons[0], "Save button", None, page(buttons, 12), 1.0).radius == 12.0


def test_the_color_of_a_border_is_that_of_its_pixels() -> None:
    button = element(1, "button", (20, 20, 100, 40), "Save", background=[200, 220, 255], border=[90, 90, 90], border_width=2)
    rgb = page([button], 0)
    rgb[(rgb == (90, 90, 90)).all(2)] = (150, 160, 175)  # translucent, over its own fill
    assert facts_of(button, "Save button", None, rgb, 1.0).border == (150, 160, 175)
    rgb[20:22] = (255, 255, 255)
    assert facts_of(button, "Save button", None, rgb, 1.0).border is None, "a border on three sides"


def test_selected_is_asked_where_it_looks_different() -> None:
    plain = [element(k, "tab", (20 + 90 * k, 20, 80, 30), word, {"selected": k == 0}) for k, word in enumerate(("One", "Two", "Three"))]
    assert not any(state_shown(e, "selected", {"elements": plain}) for e in plain)
    plain[0]["style"] = {**STYLE, "background": [30, 90, 220], "color": [255, 255, 255]}
    assert all(state_shown(e, "selected", {"elements": plain}) for e in plain)


def test_kinds_that_one_word_takes_together_are_not_counted() -> None:
    toggles = [element(1, "checkbox", (20, 20, 16, 16), ""), element(2, "switch", (20, 60, 40, 20), "")]
    assert not any(kind == "count" for kind, _ in said(toggles, page(toggles, 0)))
    bare = [{**element(1, "button", (20, 20, 60, 20), "More"), "bare": True}]
    assert not any(kind == "count" for kind, _ in said(bare, page(bare, 0)))
