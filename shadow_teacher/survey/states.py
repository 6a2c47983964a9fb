"""Labels -> questions that name a thing by its state alone: "the selected tab", "the switch that is off"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shadow_runtime.geometry import Box

Label = Mapping[str, Any]
# role -> (state, value, what one says). Only what shows: nobody sees that a button has the focus ring's state but not its ring.
ASKED: Mapping[str, Sequence[tuple[str, bool, Sequence[str]]]] = {
    "tab": (("selected", True, ("the selected tab", "the active tab", "the current tab")), ("disabled", True, ("the disabled tab",))),
    "link": (("selected", True, ("the active link", "the current link", "the selected link")), ("disabled", True, ("the disabled link",))),
    "menuitem": (("selected", True, ("the selected menu item", "the active menu item")), ("disabled", True, ("the disabled menu item", "the greyed out menu item"))),
    "option": (("selected", True, ("the selected option",)), ("disabled", True, ("the disabled option",))),
    "checkbox": (("checked", True, ("the ticked checkbox", "the checkbox that is checked")), ("checked", False, ("the checkbox that is not checked", "the unticked checkbox"))),
    "radio": (("checked", True, ("the selected radio button", "the radio button that is selected")), ("disabled", True, ("the disabled radio button",))),
    "switch": (("checked", True, ("the switch that is on", "the switch that is turned on")), ("checked", False, ("the switch that is off", "the turned off switch"))),
    "button": (("disabled", True, ("the button that is disabled", "the greyed out button")), ("expanded", True, ("the expanded button",))),
    "textbox": (("disabled", True, ("the field that is disabled", "the greyed out field")), ("invalid", True, ("the invalid field",)), ("focused", True, ("the focused field",))),
    "combobox": (("disabled", True, ("the disabled dropdown",)), ("expanded", True, ("the open dropdown", "the expanded dropdown"))),
}
FIELDS = ("textbox", "combobox", "spinbutton")


def state_cases(seen: Sequence[Label]) -> Iterator[tuple[str, Label]]:
    """(phrase, element) for every state that one element of a kind has while others of the kind plainly do not."""
    for role, states in ASKED.items():
        # A field is any kind of field; a link may be a button that looks like one, and is counted with what it is listed beside.
        group = [e for e in seen if e["role"] == role or (role == "textbox" and e["role"] in FIELDS)]
        for state, value, words in states:
            known = [e for e in group if state in e["states"]]
            having = [e for e in known if e["states"][state] is value]
            if len(having) == 1 and having[0]["role"] == role and len(known) > 1 and _alike(having[0], [e for e in known if e is not having[0]]):
                yield words[having[0]["id"] % len(words)], having[0]


def _alike(element: Label, others: Sequence[Label]) -> bool:
    """Whether one of the others is about as tall: what it looks like without the state can be seen beside it."""
    height = Box(*element["box"]).height
    return any(abs(e["box"][3] - height) <= 0.3 * max(height, e["box"][3]) for e in others)
