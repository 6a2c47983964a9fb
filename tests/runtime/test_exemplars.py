"""Taught cases: in force only for what looks as it was taught, wherever it stands; never by position, never by selector."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import cv2
import numpy as np
import pytest

from shadow_runtime import Shadow, ShadowError
from shadow_runtime.exemplars import Exemplars, find_again
from shadow_runtime.geometry import Box
from shadow_runtime.likeness import evidence_of

PHRASE = "autopilot button"
GLYPH_AT = (300, 140)


def page(glyph: tuple[int, int] | None = GLYPH_AT, *, color: tuple[int, int, int] = (191, 57, 137), title: str = "Trail lamp", other: tuple[int, int] | None = None) -> np.ndarray:
    """(360, 640, 3) uint8: a title, a price, two gray buttons, and a glyph that no icon pack has."""
    rgb = np.full((360, 640, 3), 255, np.uint8)
    cv2.putText(rgb, title, (40, 60), cv2.FONT_HERSHEY_SIMPLEX, 0.9, (20, 20, 20), 2, cv2.LINE_AA)
    x = (glyph or GLYPH_AT)[0]
    y = (glyph or GLYPH_AT)[1]
    cv2.putText(rgb, "Ready to go", (x - 170, y + 30), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (20, 20, 20), 1, cv2.LINE_AA)
    for at in filter(None, (glyph, other)):
        cv2.rectangle(rgb, at, (at[0] + 44, at[1] + 44), color, -1)
        cv2.rectangle(rgb, (at[0] + 9, at[1] + 10), (at[0] + 20, at[1] + 20), (255, 255, 255), 2)
        cv2.rectangle(rgb, (at[0] + 25, at[1] + 25), (at[0] + 36, at[1] + 36), (255, 255, 255), 2)
        cv2.line(rgb, (at[0] + 20, at[1] + 15), (at[0] + 30, at[1] + 25), (255, 255, 255), 2, cv2.LINE_AA)
    return rgb


@pytest.fixture(scope="module")
def shadow() -> Shadow:
    return Shadow.load()


@pytest.fixture(autouse=True)
def _nothing_taught_before(shadow: Shadow) -> None:
    shadow.teach(Exemplars())


def entry(shadow: Shadow, rgb: np.ndarray, at: tuple[int, int] = GLYPH_AT, **more: Any) -> dict[str, Any]:
    shadow.teach(Exemplars())
    item = {
        "id": "ab" * 32, "status": "active", "kind": "locate", "phrase": PHRASE, "answer": {"role": "button", "name": "Autopilot", "truth": None}, "corrects": "absent",
        "origin": None, "student": shadow.student_id, "lesson": "cd" * 32, "evidence": evidence_of(shadow.see(rgb), Box(*at, 45, 45)), **more,
    }  # fmt: skip
    return item


def taught(*items: dict[str, Any]) -> Exemplars:
    return Exemplars.parse(json.dumps({"format": 1, "seq": 1, "exemplars": list(items)}).encode())


def test_a_taught_case_takes_effect_and_says_so(shadow: Shadow) -> None:
    assert shadow.see(page()).locate(PHRASE).outcome != "found"
    shadow.teach(taught(entry(shadow, page())))
    found = shadow.see(page()).locate(f"the {PHRASE}")
    assert found.outcome == "found"
    assert found.box.iou(Box(*GLYPH_AT, 45, 45)) > 0.7
    assert found.element.lesson == "cd" * 32
    verdict = shadow.see(page()).check(f"{PHRASE} is visible")
    assert verdict.outcome == "passed"
    assert verdict.lessons == ("cd" * 32,)


def test_it_knows_no_position(shadow: Shadow) -> None:
    shadow.teach(taught(entry(shadow, page())))
    moved = (420, 250)
    assert shadow.see(page(moved)).locate(PHRASE).box.iou(Box(*moved, 45, 45)) > 0.7
    assert shadow.see(page(None)).locate(PHRASE).outcome != "found", "where it stood, nothing stands: nothing is found"


@pytest.mark.parametrize(
    "changed",
    [
        page(color=(30, 130, 60)),
        cv2.rotate(page(), cv2.ROTATE_180),
        255 - page(),
    ],
    ids=["another color", "upside down", "inverted"],
)
def test_what_looks_different_is_not_it(shadow: Shadow, changed: np.ndarray) -> None:
    shadow.teach(taught(entry(shadow, page())))
    assert shadow.see(changed).locate(PHRASE).outcome != "found"


def test_other_surroundings_are_another_case(shadow: Shadow) -> None:
    shadow.teach(taught(entry(shadow, page())))
    bare = page()
    bare[:130] = 255
    bare[130:200, :295] = 255
    assert shadow.see(bare).locate(PHRASE).outcome != "found"


def test_two_look_alikes_are_not_guessed_between(shadow: Shadow) -> None:
    """The row it was taught in tells them apart; where the rows are alike, nothing does."""
    alone = entry(shadow, page(), evidence={**entry(shadow, page())["evidence"], "neighbors": []})
    shadow.teach(taught(alone))
    assert shadow.see(page(other=(300, 240))).locate(PHRASE).outcome == "ambiguous"


def test_a_dot_or_a_plain_surface_tells_nothing(shadow: Shadow) -> None:
    """A handful of pixels is found everywhere: such a case is not in force by its pixels."""
    for box in (Box(GLYPH_AT[0] + 8, GLYPH_AT[1] + 9, 6, 6), Box(500, 300, 60, 30)):
        tiny = entry(shadow, page(), evidence={**evidence_of(shadow.see(page()), box), "neighbors": []})
        assert taught(tiny).all[0].patch is None
        shadow.teach(taught(tiny))
        assert shadow.see(page()).locate(PHRASE).outcome != "found"


def test_other_phrases_are_not_touched(shadow: Shadow) -> None:
    before = [(c.element.description, c.confidence) for c in shadow.see(page()).locate("mail icon").candidates]
    shadow.teach(taught(entry(shadow, page())))
    assert [(c.element.description, c.confidence) for c in shadow.see(page()).locate("mail icon").candidates] == before


def test_a_wrong_one_is_retracted(shadow: Shadow) -> None:
    item = entry(shadow, page())
    shadow.teach(taught(item))
    assert shadow.see(page()).locate(PHRASE).outcome == "found"
    shadow.teach(taught({**item, "status": "retracted", "evidence": None}))
    assert shadow.see(page()).locate(PHRASE).outcome != "found"


def test_a_claim_is_settled_only_pixel_for_pixel(shadow: Shadow) -> None:
    claim = f"{PHRASE} is in italics"
    item = entry(shadow, page(), kind="check", phrase=claim, answer={"role": "button", "name": "", "truth": True})
    exemplars = taught(item)
    shadow.teach(exemplars)
    seen = shadow.see(page())
    asked = seen.check(f"{PHRASE} is visible")
    from shadow_runtime.exemplars import settle_taught

    open_question = replace(asked, claim=claim, outcome="abstained", taught="")
    assert settle_taught(open_question, seen.scene, shadow.student).outcome == "passed"
    assert settle_taught(open_question, seen.scene, shadow.student).lessons[0] == "cd" * 32
    off = page()
    off[GLYPH_AT[1] + 8 : GLYPH_AT[1] + 22, GLYPH_AT[0] + 8 : GLYPH_AT[0] + 22] = (191, 57, 137)
    assert settle_taught(open_question, shadow.see(off).scene, shadow.student).outcome == "abstained"
    failed = replace(open_question, outcome="failed")
    assert settle_taught(failed, seen.scene, shadow.student).outcome == "failed", "only what was abstained is settled"


def test_a_list_of_another_kind_is_refused_whole(shadow: Shadow) -> None:
    for data in (b"{}", b"no json", b'{"format": 2, "exemplars": []}'):
        with pytest.raises(ShadowError, match="not a list of exemplars"):
            Exemplars.parse(data)
    item = entry(shadow, page())
    item["evidence"]["ink"] = "AAAA"
    with pytest.raises(ShadowError):
        taught(item)


def test_digest_names_the_list(shadow: Shadow) -> None:
    one, two = entry(shadow, page()), {**entry(shadow, page()), "id": "ef" * 32}
    assert Exemplars().digest == taught().digest == ""
    assert taught(one, two).digest == taught(two, one).digest != taught(one).digest
    assert find_again(taught(one).all[0], shadow.see(page()).scene, shadow.student)
