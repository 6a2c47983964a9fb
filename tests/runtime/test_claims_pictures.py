"""The pictures of the reference page, drawn by a real browser: each claim passes on its true picture and does not on its false one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest
from PIL import Image
from runtime.claim_scene import colors

from shadow_runtime.calibrate import Calibration
from shadow_runtime.claims import parse_claim
from shadow_runtime.geometry import Box
from shadow_runtime.judge import judge
from shadow_runtime.records import Candidate, Element, Frame, Grounding, Intent, TextRow, Verdict
from shadow_runtime.scene import Scene
from tools import claims_page

FOLDER = claims_page.FOLDER
TABLE = colors()
SHARP = Calibration(overlooked=0.02, imagined=0.01)  # of a student that overlooks little: here nothing is


@cache
def boxes() -> dict[str, list[dict]]:
    return json.loads((FOLDER / "pictures.json").read_text(encoding="utf-8"))


class Looked:
    """A picture with what stands in it, grounded by name."""

    def __init__(self, file: str) -> None:
        self.frame = Frame(rgb=np.array(Image.open(FOLDER / file).convert("RGB")))
        self.named: dict[str, list[Element]] = {}
        for item in boxes()[file]:
            words, lines = item["text"].split(), [box for box in item["rows"] if box[2] > 0]
            per_line = -(-len(words) // max(len(lines), 1))
            rows = []
            for number, line in enumerate(lines):
                text = " ".join(words[number * per_line : (number + 1) * per_line])
                rows.append(TextRow(
                    box=Box(*line), text=text, confidence=0.98, char_x=np.linspace(line[0], line[0] + line[2], len(text) + 1, dtype=np.float32),
                    bold=0.97 if item["bold"] else 0.02, underline=0.5, font_size=item["size"],
                ))  # fmt: skip
            box = Box(*item["box"])
            if item["role"] in ("heading", "text") and rows:  # as the student sees it: an unpainted element is as large as its words
                box = rows[0].box
                for row in rows[1:]:
                    box = box.union(row.box)
            element = Element(role=item["role"], box=box, confidence=0.98, text=item["text"], rows=tuple(rows))
            self.named.setdefault(item["name"], []).append(element)
        elements = tuple(element for group in self.named.values() for element in group)
        self.scene = Scene.of(self.frame, elements, tuple(row for element in elements for row in element.rows))

    def locate(self, intent: str) -> Grounding:
        found = self.named.get(intent, [])
        if not found:
            return Grounding(intent=Intent(text=intent), outcome="absent", confidence=0.98)
        return Grounding(intent=Intent(text=intent, plural=len(found) > 1), outcome="found", confidence=0.98, element=found[0])

    def ground_all(self, intent: str, least: float | None = None) -> Sequence[Candidate]:
        return [Candidate(element=element, confidence=0.98) for element in self.named.get(intent, [])]


def look(predicate: str, truth: str) -> Verdict:
    seen = Looked(f"{predicate.replace(' ', '-')}-{truth}.png")
    return judge(parse_claim(claims_page.PICTURES[predicate][0]), seen.scene, seen, TABLE, SHARP, memory={"before": Looked("before.png")})


@pytest.mark.parametrize("predicate", sorted(claims_page.PICTURES))
def test_true_passes_and_false_does_not(predicate: str) -> None:
    true, false = look(predicate, "true"), look(predicate, "false")
    # What reaches the rim, and what a count may have overlooked, is open by design; it never passes.
    assert true.outcome == "passed", (true.evidence, true.score, true.reason)
    allowed = {"failed", "abstained"} if predicate in ("clipped", "holds", "count", "grid") else {"failed"}
    assert false.outcome in allowed, (false.evidence, false.score, false.reason)


def test_pictures_are_those_of_the_page() -> None:
    names = {f"{name.replace(' ', '-')}-{truth}.png" for name in claims_page.PICTURES for truth in ("true", "false")} | {"before.png"}
    assert {path.name for path in FOLDER.glob("*.png")} == names == set(boxes())
    assert all(path.stat().st_size < 6000 for path in FOLDER.glob("*.png"))


def test_page_is_up_to_date_and_complete() -> None:
    assert claims_page.PAGE.read_text(encoding="utf-8") == claims_page.page_text(), "run python tools/claims_page.py"
    assert set(claims_page.PICTURES) == {entry.predicate for entry in claims_page.PHRASEBOOK}
