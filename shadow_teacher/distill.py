"""Lessons -> a candidate student: the parts that can learn in minutes, on two cores, from the student that is in use.

    icons       lessons about something that shows a drawing and no text: the drawing moves to the words it was asked for by
    heads       lessons about something that the student sees, and takes for another role or in another state
    grounder    lessons that are not answered right by then, where the student sees the place at all
    the rest    is copied; a widget that the detector does not see needs a training of the detector (`make train`)

Each part takes only lessons that the student does not answer right by then: the least change that teaches forgets least.

The candidate is a student folder like any other, but nobody's `current`: the gate (gate.py) decides. It appears whole, by a
rename; a killed run leaves only a hidden folder, which the next one removes.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from shadow_runtime.decode import Detections, Rows
from shadow_runtime.geometry import Box, to_boxes
from shadow_runtime.intent import parse_intent
from shadow_runtime.match import normalized
from shadow_runtime.perceive import DEFAULT_THRESHOLDS, look, perceive
from shadow_runtime.records import STATES, Element
from shadow_runtime.shadow import Shadow
from shadow_runtime.student import Student, read_manifest

from .gate import answered
from .lesson_set import Lesson, state_of
from .publish import write_json

if TYPE_CHECKING:
    from .training.tune_heads import TaughtLook
    from .training.tune_icons import Drawing

KNOWN_ALREADY = 0.8  # cosine from which a drawing needs no lesson
PAGES = 60


class DistillError(Exception):
    """Lessons that no candidate can be made from; says why."""


@dataclass(frozen=True, slots=True)
class Learned:
    """folder: the candidate. facts: what went into it; unseen: ids of lessons about what the student does not see at all."""

    folder: Path
    facts: Mapping[str, Any]
    unseen: tuple[str, ...]


def distill(
    base: Path, lessons: Sequence[Lesson], candidates: Path, replay: Path, *, version: int, seed: int = 0, pages: int = PAGES, say: Callable[[str], None] = print,
) -> Learned:  # fmt: skip
    """Make candidates/student-NNNN (NNNN = version) from `base` and the lessons that may be trained on.

    replay: folder of rendered pages, filled where it is empty. Raises DistillError when there is nothing to learn.
    """
    from .training.replay import TRAIN_SEEDS, page_icons, render_replay
    from .training.tune_grounder import TaughtPlace, lesson_cases, packed_table, replay_cases, tune_grounder

    usable = [lesson for lesson in lessons if not lesson.frozen and lesson.phrase and (lesson.box is not None or lesson.absent)]
    if not usable:
        raise DistillError("none of the lessons says where something is (or that it is nowhere) and may be trained on")
    started = time.monotonic()
    rng = np.random.default_rng(seed)
    student_id = f"student-{version:04d}"
    candidates.mkdir(parents=True, exist_ok=True)
    for left in candidates.glob(".distilling-*"):
        shutil.rmtree(left, ignore_errors=True)
    aside = candidates / f".distilling-{os.getpid()}"
    folder = aside / student_id
    folder.mkdir(parents=True)
    student = Student.load(base)
    facts: dict[str, Any] = {"from": student.id, "seed": seed, "lessons": [lesson.id for lesson in usable], "pages": pages}
    for path in sorted(base.iterdir()):
        if path.suffix in (".onnx", ".npz", ".safetensors") and path.name != "grounder.safetensors":
            shutil.copyfile(path, folder / path.name)
    paths = render_replay(replay, TRAIN_SEEDS, pages)
    say(f"replay: {len(paths)} pages, {time.monotonic() - started:.0f} s")
    drawings = drawings_of(usable, student)
    if drawings and (base / "icons.safetensors").is_file():
        from .training.tune_icons import tune_icons

        inks, _ = page_icons(paths, rng)
        facts["icons"] = tune_icons(base / "icons.safetensors", drawings, inks, folder, seed)
        say(f"icons: {json.dumps(facts['icons'])}, {time.monotonic() - started:.0f} s")
    _write_manifest(base, folder, student_id, version, facts)
    student = Student.load(folder)
    looks = looks_of([lesson for lesson in usable if answered(lesson, Shadow(student)) != "right"], student)
    if looks:
        facts["heads"] = _tune_heads(base, looks, paths, folder, seed, student)
        say(f"heads: {json.dumps(facts['heads'])}, {time.monotonic() - started:.0f} s")
        _write_manifest(base, folder, student_id, version, facts)
        student = Student.load(folder)  # the grounder learns with the eyes it will have
    shadow = Shadow(student)
    open_lessons = [lesson for lesson in usable if answered(lesson, shadow) != "right"]
    taught, unseen = lesson_cases([TaughtPlace(lesson.frame(), lesson.phrase, lesson.box) for lesson in open_lessons], student)
    if taught:
        weights, facts["grounder"] = tune_grounder(student.arrays("grounder"), replay_cases(paths, student, seed), taught, seed)
        (folder / "grounder.npz").write_bytes(packed_table(weights))
        say(f"grounder: {json.dumps(facts['grounder'])}, {time.monotonic() - started:.0f} s")
    facts["seconds"] = round(time.monotonic() - started, 1)
    _write_manifest(base, folder, student_id, version, facts)
    final = candidates / student_id
    if final.exists():
        os.replace(final, aside / "replaced")
    os.replace(folder, final)
    shutil.rmtree(aside, ignore_errors=True)
    return Learned(final, facts, tuple(open_lessons[number].id for number in unseen))


def drawings_of(lessons: Sequence[Lesson], student: Student) -> list[Drawing]:
    """What lessons teach the icon encoder: targets that show a drawing and no text, asked for by words it does not yet mean."""
    from .training.tune_grounder import meant
    from .training.tune_icons import Drawing

    found = []
    if student.icons is None or not student.has("text_table"):
        return found
    for lesson in lessons:
        name = normalized(parse_intent(lesson.phrase).name)
        if lesson.box is None or not name:
            continue
        frame = lesson.frame()
        shown = [element for element in perceive(frame, student).elements if meant(element.box, lesson.box)]
        drawing = drawing_among(shown)
        meaning = student.text_table.encode([name])[0]
        if drawing is None or not float(np.linalg.norm(meaning)):
            continue
        if float(student.icons.encode(frame, [drawing.box])[0] @ meaning) < KNOWN_ALREADY:
            found.append(Drawing(frame, drawing.box, meaning))
    return found


def looks_of(lessons: Sequence[Lesson], student: Student) -> list[TaughtLook]:
    """What lessons teach the detector's heads: a role or a state that is known of a place and that the student says otherwise.

    A state that the book names is taught where the student has it the wrong way round; one that a claim was about always.
    """
    from .training.tune_heads import LAYERS, TaughtLook

    found = []
    for lesson in lessons:
        if lesson.box is None or not (lesson.role or lesson.states):
            continue
        frame = lesson.frame()
        seen = look(frame, student)
        layers = {"control": seen.controls, "graphic": seen.graphics, "row": seen.rows}
        layer = next((name for name, roles in LAYERS.items() if lesson.role in roles), "control")
        at = said_at(layers[layer], lesson.box)
        role = "" if lesson.role not in LAYERS[layer] or (at and LAYERS[layer][int(at[0].argmax())] == lesson.role) else lesson.role
        asked = state_of(lesson.text, lesson.truth) if lesson.truth is not None else {}
        believed = dict(zip(STATES, at[1].tolist(), strict=False)) if at else {}
        told = lesson.states if layer == "control" else {}
        states = {name: on for name, on in told.items() if name in asked or (name in believed and (believed[name] > 0.5) != on)}
        if role or states:
            found.append(TaughtLook(frame, lesson.box, role, states))
    return found


def said_at(layer: Detections | Rows, box: Box) -> tuple[np.ndarray, np.ndarray] | None:
    """Probabilities of roles and states of the surest thing of a layer that a click into the box would hit."""
    from .training.tune_grounder import meant

    order = np.argsort(-layer.scores, kind="stable")
    number = next((i for i in order if meant(to_boxes(layer.boxes[i : i + 1])[0], box)), None)
    return None if number is None else (layer.roles[number], layer.states[number] if isinstance(layer, Detections) else np.zeros(0, np.float32))


def _tune_heads(base: Path, looks: Sequence[TaughtLook], pages: Sequence[Path], folder: Path, seed: int, student: Student) -> dict[str, Any]:
    from .training.replay import read_pages
    from .training.tune_heads import HeadError, tune_heads

    thresholds = {**DEFAULT_THRESHOLDS, **student.manifest.get("thresholds", {}).get("detector", {})}
    replay = (frame for _, frame in read_pages(list(pages)))
    try:
        return tune_heads(base / "detector.onnx", base / "detector.safetensors", looks, replay, folder, seed, thresholds)
    except HeadError as error:  # another network than this version's: icons and grounder still learn
        return {"not_tuned": str(error)}


def drawing_among(elements: Sequence[Element]) -> Element | None:
    """The element whose pixels the icon encoder is shown: the icon itself, else a control that is all icon."""
    if any(element.text for element in elements):
        return None
    icons = [element for element in elements if element.icon is not None]
    return next((element for element in icons if element.role == "icon"), icons[0] if icons else None)


def _write_manifest(base: Path, folder: Path, student_id: str, version: int, facts: Mapping[str, Any]) -> None:
    """manifest.json and metrics.json: the base's, with the files as they are now and what was distilled."""
    manifest = json.loads((base / "manifest.json").read_text(encoding="utf-8"))
    earlier = manifest.get("provenance", {}).get("distilled", {})
    lessons = list(dict.fromkeys([*earlier.get("all_lessons", []), *facts["lessons"]]))
    files = {name: entry_of(folder / entry["path"]) for name, entry in manifest["files"].items()}
    manifest |= {
        "id": student_id, "version": version, "created": datetime.now(UTC).isoformat(timespec="seconds"), "files": files,
        "provenance": {**manifest.get("provenance", {}), "distilled": {**facts, "all_lessons": lessons}},
    }  # fmt: skip
    write_json(folder / "manifest.json", manifest)
    read_manifest(folder)
    metrics = json.loads((base / "metrics.json").read_text(encoding="utf-8")) if (base / "metrics.json").is_file() else {}
    metrics.pop("validation", None)  # measured on another student
    write_json(folder / "metrics.json", metrics)


def entry_of(path: Path) -> dict[str, Any]:
    """A file as the manifest lists it."""
    data = path.read_bytes()
    return {"path": path.name, "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
