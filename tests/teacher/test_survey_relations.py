"""Questions about places and states, made from labels: only what is unmistakable."""

from __future__ import annotations

from typing import Any

from shadow_teacher.survey.relations import relation_cases
from shadow_teacher.survey.states import state_cases


class Labels:
    """A labelled page, element by element."""

    def __init__(self) -> None:
        self.elements: list[dict[str, Any]] = []
        self.rows: list[dict[str, Any]] = []

    def add(self, role: str, box: tuple[float, float, float, float], text: str = "", parent: int | None = None, **states: bool) -> int:
        number = len(self.elements)
        self.elements.append({"id": number, "role": role, "box": list(box), "text": text, "name": text, "label": None, "states": states, "visible_fraction": 1, "ignore": False, "parent": parent})
        if text:
            self.rows.append({"element": number, "readable": True})
        return number

    def asked(self) -> dict[str, int]:
        return {phrase: element["id"] for _, phrase, element in relation_cases({"elements": self.elements, "rows": self.rows})}


def test_what_repeats_in_rows_is_asked_for_by_the_row() -> None:
    page = Labels()
    table = page.add("table", (0, 0, 600, 200))
    head = page.add("row", (0, 0, 600, 40), parent=table)
    page.add("columnheader", (10, 10, 100, 20), "Name", head)
    page.add("columnheader", (200, 10, 100, 20), "Status", head)
    buttons, cells = [], []
    for k, name in enumerate(("Ada Lovelace", "Alan Turing", "Grace Hopper")):
        row = page.add("row", (0, 40 + 40 * k, 600, 40), parent=table)
        page.add("cell", (10, 50 + 40 * k, 100, 20), name, row)
        cells.append(page.add("cell", (200, 50 + 40 * k, 60, 20), f"state {k}", row))
        buttons.append(page.add("button", (500, 50 + 40 * k, 60, 24), "Edit", row))
    asked = page.asked()
    for k, name in enumerate(("Ada Lovelace", "Alan Turing")):
        assert any(phrase.startswith("Edit button") and phrase.endswith(name) and at == buttons[k] for phrase, at in asked.items()), asked
        assert any(phrase.startswith("Status") and phrase.endswith(name) and at == cells[k] for phrase, at in asked.items()), asked
    assert asked["Edit button in the second row"] == buttons[1]


def test_what_two_could_be_is_not_asked() -> None:
    """Two links at the same distance on one side; an anchor that stands there twice; a kind there is one of anyway."""
    page = Labels()
    page.add("text", (10, 10, 100, 20), "Amount due")
    page.add("link", (10, 50, 40, 20), "Pay")
    page.add("link", (60, 50, 40, 20), "Ask")
    page.add("text", (300, 10, 100, 20), "Twice here")
    page.add("text", (600, 10, 100, 20), "Twice here")
    page.add("checkbox", (300, 50, 16, 16))
    assert not [phrase for phrase in page.asked() if "Amount due" in phrase or "Twice here" in phrase]


def test_the_nearest_on_a_side_is_asked() -> None:
    page = Labels()
    page.add("text", (10, 10, 100, 20), "Amount due")  # anchors take the sides in turn: this one looks to its right
    near = page.add("button", (130, 8, 80, 24), "Pay")
    page.add("button", (600, 8, 80, 24), "Pay")
    assert {phrase: at for phrase, at in page.asked().items() if "Amount" in phrase} in ({"button to the right of Amount due": near}, {"button right of Amount due": near})


def test_one_that_has_a_state_is_asked_for_by_it() -> None:
    page = Labels()
    tabs = [page.add("tab", (100 * k, 10, 80, 30), f"Tab {k}", selected=k == 1) for k in range(3)]
    for k in range(3):
        page.add("checkbox", (20, 100 + 40 * k, 16, 16), checked=k == 2)
    asked = {phrase: element["id"] for phrase, element in state_cases(page.elements)}
    assert [phrase for phrase, at in asked.items() if at == tabs[1]] in (["the selected tab"], ["the active tab"], ["the current tab"])
    assert len([phrase for phrase in asked if "check" in phrase]) == 1, "two are unchecked, so that one of them is not asked for"
