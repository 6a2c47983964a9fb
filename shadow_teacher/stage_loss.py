"""Where the loss sits: each stage measured with what the browser says went in, and with what the student itself saw.

    shadow-teacher stages --pages DIR [--student models/student-0010] [--out FILE]

    rows      share of the labelled text rows that the detector found
    words     share of their words read letter by letter right: with the labelled boxes, with the boxes found
    leaves    share of the labelled controls, graphics and texts seen at IoU 0.5
    locate    share of generated intents (training/intents.py) answered right: on the labelled scene, on the scene seen

The gap between the two columns of a line says which part to train next. Pages: held-out ones, see docs/file-formats.md.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from rich.progress import track

from shadow_runtime.charset import fold_look
from shadow_runtime.geometry import Box, iou_matrix, to_xyxy
from shadow_runtime.ground import ground
from shadow_runtime.intent import parse_intent
from shadow_runtime.perceive import perceive
from shadow_runtime.records import Frame, TextRow
from shadow_runtime.scene import Scene
from shadow_runtime.student import Student

from .training.evaluate_elements import best_boxes, found_by_kind
from .training.intents import page_cases
from .training.scenes import matched_ids, page_frame, true_scene

IOU = 0.5


def measure(paths: Sequence[Path], student: Student, seed: int = 0) -> dict[str, Any]:
    """All stages on labelled pages; shares are null where there was nothing to count."""
    rng, words, rows, leaves = Random(seed), Counter(), Counter(), Counter()
    outcomes: dict[str, dict[str, Counter]] = {"true": defaultdict(Counter), "seen": defaultdict(Counter)}
    for path in track(paths, description="measuring"):
        page = json.loads(path.read_text(encoding="utf-8"))
        frame = page_frame(path.with_suffix(".png"), page)
        seen = perceive(frame, student)
        count_words(page, frame, seen, student, words, rows)
        for kind, (found, total) in found_by_kind(page, best_boxes(frame, student)).items():
            leaves[kind, "found"] += found
            leaves[kind, "all"] += total
        cases = page_cases(page, rng)
        for name, (scene, ids) in {"true": true_scene(page, frame, student, rng), "seen": (seen, matched_ids(seen, page))}.items():
            place = {id(element): found for element, found in zip((*scene.elements, *scene.containers), ids, strict=True)}
            for case in cases:
                outcomes[name][case.kind][answer(case.text, set(case.targets), scene, place, page, student)] += 1
    kinds = sorted(outcomes["true"])
    return {
        "student": student.id,
        "pages": len(paths),
        "rows": {"n": rows["all"], "found": share(rows["found"], rows["all"])},
        "words": {"n": words["all"], "true boxes": share(words["true"], words["all"]), "found boxes": share(words["found"], words["all"])},
        "leaves": {kind: {"n": leaves[kind, "all"], "found": share(leaves[kind, "found"], leaves[kind, "all"])} for kind in ("control", "graphic", "text")},
        "locate": {kind: {name: outcome_shares(outcomes[name][kind]) for name in ("true", "seen")} for kind in kinds},
    }


def count_words(page: Mapping[str, Any], frame: Frame, seen: Scene, student: Student, words: Counter, rows: Counter) -> None:
    """Add a page's rows and words to the counts."""
    truths = [row for row in page["rows"] if row["readable"] and not row.get("hidden") and row["text"].strip()]
    if not truths:
        return
    boxes = [Box(*row["box"]) for row in truths]
    overlaps = iou_matrix(to_xyxy(boxes), to_xyxy([row.box for row in seen.rows])) if seen.rows else np.zeros((len(boxes), 0))
    for truth, box, read, overlap in zip(truths, boxes, student.reader.read(frame, boxes), overlaps, strict=True):
        wanted = Counter(fold_look(truth["text"]).split())
        words["all"] += wanted.total()
        words["true"] += (wanted & Counter(read.text.split())).total()
        words["found"] += (wanted & Counter(text_within(box, seen.rows).split())).total()
        rows["all"] += 1
        # A line that labels cut at an inline link is one line to the eye: then the part must lie in it.
        rows["found"] += bool(overlap.max(initial=0.0) >= IOU or covered_by_one(box, seen.rows))


def covered_by_one(box: Box, rows: Sequence[TextRow]) -> bool:
    return any(
        row.box.x <= box.x + 4 and row.box.right >= box.right - 4 and abs(row.box.center[1] - box.center[1]) < 0.3 * box.height and row.box.height < 1.6 * box.height
        for row in rows
    )


def text_within(box: Box, rows: Sequence[TextRow]) -> str:
    """What was read inside a box, left to right: whole words of the rows whose middle lies in it."""
    parts = []
    for row in rows:
        if not box.y - 2 <= row.box.center[1] <= box.bottom + 2:
            continue
        middles = (row.char_x[1:] + row.char_x[:-1]) / 2
        inside = np.flatnonzero((middles >= box.x - 2) & (middles <= box.right + 2))
        if len(inside):
            parts.append((row.box.x, row.text[inside[0] : inside[-1] + 1]))
    return " ".join(text for _, text in sorted(parts))


def answer(text: str, targets: set[int], scene: Scene, place: Mapping[int, tuple[int, ...]], page: Mapping[str, Any], student: Student) -> str:
    """ "right", "wrong" or "none" for one intent on one scene; place: id(element) -> the label ids it stands for."""
    grounding = ground(parse_intent(text), scene, student)
    if grounding.outcome != "found" or grounding.element is None:
        return "right" if not targets and grounding.outcome == "absent" else "none"
    hit = place.get(id(grounding.element))
    if hit is None:  # words inside a line are no element of the scene: look up what is labelled where they stand
        hit = matched_ids(Scene.of(scene.frame, (grounding.element,)), page)[0]
    return "right" if targets.intersection(hit) else "wrong"


def outcome_shares(outcomes: Mapping[str, int]) -> dict[str, float | None]:
    n = sum(outcomes.values())
    return {"n": n, **{name: share(outcomes.get(name, 0), n) for name in ("right", "wrong", "none")}}


def share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def describe(report: Mapping[str, Any]) -> str:
    """The report as a table for a terminal."""
    lines = [f"{report['student']} on {report['pages']} pages", f"rows found {report['rows']['found']:.1%} of {report['rows']['n']}"]
    words = report["words"]
    lines.append(f"words exact {words['true boxes']:.1%} with labelled boxes, {words['found boxes']:.1%} with found boxes, of {words['n']}")
    lines += [f"{kind}s found {row['found']:.1%} of {row['n']}" for kind, row in report["leaves"].items() if row["n"]]
    lines.append(f"{'locate':<12}{'n':>6}{'true: right':>13}{'wrong':>8}{'seen: right':>13}{'wrong':>8}")
    for kind, row in report["locate"].items():
        true, seen = row["true"], row["seen"]
        lines.append(f"{kind:<12}{true['n']:>6}{true['right']:>13.1%}{true['wrong']:>8.1%}{seen['right']:>13.1%}{seen['wrong']:>8.1%}")
    return "\n".join(lines)
