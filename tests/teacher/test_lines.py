"""Lines of labelled pages: what flows together is one line, what stands apart is not."""

from __future__ import annotations

from typing import Any

from shadow_teacher.pages.lines import visual_lines
from shadow_teacher.training.targets import page_objects


def page(*rows: tuple[str, str, float, float, int], flow: bool = True) -> dict[str, Any]:
    """A page of rows (role of the owner, text, x, width, flow), all on one line of 16 px type."""
    return {
        "elements": [{"id": n, "role": role, "box": [x, 20, width, 18], "parent": group, "states": {}, "ignore": False}
                     for n, (role, _, x, width, group) in enumerate(rows)],
        "rows": [{"element": n, "text": text, "box": [x, 20, width, 16], "font_size": 16, "readable": True, "hidden": False,
                  **({"flow": group} if flow else {})} for n, (_, text, x, width, group) in enumerate(rows)],
    }


SENTENCE = (("text", "Read our", 10, 60, 1), ("link", "policy", 74, 40, 1), ("text", "first.", 118, 30, 1))


def test_a_link_in_a_sentence_does_not_end_the_line() -> None:
    (line,) = visual_lines(page(*SENTENCE))
    assert line == {"rows": [0, 1, 2], "box": [10, 20, 138, 16]}


def test_pages_without_flows_are_joined_by_their_parents() -> None:
    assert [line["rows"] for line in visual_lines(page(*SENTENCE, flow=False))] == [[0, 1, 2]]


def test_gaps_other_flows_and_painted_boxes_end_a_line() -> None:
    apart = page(("link", "Home", 10, 40, 1), ("link", "About", 62, 40, 1), ("link", "Docs", 104, 40, 2), ("button", "Go", 146, 20, 2))
    assert [line["rows"] for line in visual_lines(apart)] == [[0], [1], [2], [3]]


def test_what_cannot_be_seen_stays_alone() -> None:
    covered = page(*SENTENCE)
    covered["rows"][1]["hidden"] = True
    assert sorted(line["rows"] for line in visual_lines(covered)) == [[0], [1], [2]]


def test_the_detector_learns_the_line_and_the_role_of_most_of_it() -> None:
    rows = page_objects(page(*SENTENCE))["row"]
    assert rows.boxes.tolist() == [[10, 20, 148, 36]]
    assert rows.roles.tolist() == [0]
