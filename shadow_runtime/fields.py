"""Scene -> the scene in which the fields are sure: painted ones that were overlooked are added, and each is as likely as it looks.

Made when a phrase asks for fields, and kept with the scene; all else looks at what was seen.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from .fieldlike import FIELDS, SAME, fieldlike_features
from .geometry import Box, iou_matrix, to_boxes, to_xyxy
from .labels import label_fields
from .pixels import css_pixels
from .records import CONTROL_ROLES, TEXT_ROLES, Element, Intent, TextRow
from .rectangles import rectangles
from .relations import reading_order
from .scene import Scene
from .weighing import weighed

if TYPE_CHECKING:
    from .student import Student

BARE = 0.15  # share of its own scores from which what was seen without a rectangle may be a field: a line to write on
RIM = 4  # px from the picture's edge
LIKELY = 0.3  # least probability of a field that nobody saw
SNAPPED = 0.93  # intersection over union from which a box that was seen has the edges of its rectangle
EDGES = np.array((-1.5, -1.5, 2.5, 2.5), np.float32)  # px from a rectangle to what is painted: its line, and what rectangles.COARSE leaves out
CHOICES = ("combobox", "spinbutton")


def asks_for_fields(readings: Sequence[Intent]) -> bool:
    return any(not reading.roles.isdisjoint(FIELDS) for reading in readings)


def with_fields(scene: Scene, student: Student) -> Scene:
    """The scene with its fields weighed; the scene itself for a student that was published without the weights."""
    if not student.has("fieldlike"):
        return scene
    if scene.fielded is None:
        scene.fielded = _with_fields(scene, student)
        scene.fielded.fielded = scene.fielded
    return scene.fielded


def bare_fields(elements: Sequence[Element], painted: np.ndarray) -> list[Element]:
    """What may be a field by its own scores and lies in no painted rectangle."""
    likely = [e for e in elements if sum(p for role, p in e.role_scores.items() if role in FIELDS) >= BARE]
    if not likely or not len(painted):
        return likely
    overlap = iou_matrix(to_xyxy([e.box for e in likely]).astype(np.float64), painted.astype(np.float64)).max(1)
    return [e for e, most in zip(likely, overlap, strict=True) if most < SAME]


def candidates_of(scene: Scene, picture: np.ndarray) -> np.ndarray:
    """(N, 4) float32 xyxy CSS px: whatever may be a field, for its paint or for what was seen. picture: the frame's css_pixels."""
    painted = rectangles(picture)
    height, width = picture.shape[:2]
    sides = (painted[:, :2] <= RIM).sum(1) + (painted[:, 2:] >= (width - RIM, height - RIM)).sum(1)
    painted = painted[sides <= 2]  # else it is the page, or a bar across it
    return np.concatenate([painted, to_xyxy([e.box for e in bare_fields(scene.elements, painted)]).reshape(-1, 4)])


def weights_of(arrays: Mapping[str, np.ndarray], net: str) -> dict[str, np.ndarray]:
    """One of the networks in a student's table: "field" (is it one?) or "written" (is it written into, not chosen from?)."""
    return {name.removeprefix(f"{net}_"): values for name, values in arrays.items() if name.startswith(f"{net}_")}


def _with_fields(scene: Scene, student: Student) -> Scene:
    kept, added = settled(scene, *weighed_candidates(scene, student))
    labelled = label_fields([*added, *(e for e in kept if e.role in CONTROL_ROLES)], [e for e in kept if e.role in TEXT_ROLES], scene.frame.size)
    elements = [*labelled[: len(added)], *kept]
    order = reading_order(to_xyxy([e.box for e in elements]).reshape(-1, 4))
    found = Scene.of(scene.frame, (*(elements[k] for k in order), *scene.containers), scene.rows)
    found.phrases, found.outlines, found.surfaces, found.panels = scene.phrases, scene.outlines, scene.surfaces, scene.panels
    return found


def weighed_candidates(scene: Scene, student: Student) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Whatever may be a field, (N, 4) xyxy CSS px; (N,) how likely it is one; (N,) how likely it then is written into."""
    picture, arrays = css_pixels(scene.frame), student.arrays_cached("fieldlike")
    boxes = candidates_of(scene, picture)
    rows = fieldlike_features(picture, boxes, [*scene.elements, *scene.containers])
    return boxes, weighed(rows, weights_of(arrays, "field")), weighed(rows, weights_of(arrays, "written"))


def settled(scene: Scene, boxes: np.ndarray, likely: np.ndarray, written: np.ndarray) -> tuple[list[Element], list[Element]]:
    """The scene's leaf elements, fields among them as sure as they are, and the fields that none of them is; the likeliest take first."""
    kept, added = list(scene.elements), []
    overlap = iou_matrix(boxes.astype(np.float64), to_xyxy([e.box for e in kept]).reshape(-1, 4).astype(np.float64))
    taken: set[int] = set()
    for i in np.argsort(-likely, kind="stable").tolist():
        box = to_boxes(boxes[i : i + 1] + EDGES)[0]
        mates = [k for k in np.argsort(-overlap[i]).tolist()[:4] if overlap[i, k] >= SAME and kept[k].role in CONTROL_ROLES and k not in taken]
        # What was seen as something else than a field is one only where the paint says so.
        mate = next((k for k in mates if kept[k].role in FIELDS), mates[0] if mates and likely[i] >= 0.5 else None)
        scores = scores_of(float(likely[i]), float(written[i]), kept[mate].role_scores if mate is not None else {})
        role = max(scores, key=lambda name: scores[name] if name in FIELDS else 0.0)
        if mate is not None:
            taken.add(mate)
            exact = kept[mate].box if kept[mate].box.iou(box) >= SNAPPED else box
            kept[mate] = replace(kept[mate], box=exact, role=role, role_scores=scores, confidence=max(kept[mate].confidence, float(likely[i])))
        elif likely[i] >= LIKELY:
            lines = within(box, scene.rows)
            added.append(Element(role=role, box=box, confidence=float(likely[i]), rows=lines, text=" ".join(row.text for row in lines), role_scores=scores))
    return kept, added


def scores_of(likely: float, written: float, seen: Mapping[str, float]) -> dict[str, float]:
    """The roles of what is a field with this probability: a text field as surely as it is written into, else what it was seen as."""
    chosen = {role: seen.get(role, 0.0) + 1e-3 for role in CHOICES}
    rest = {role: p for role, p in seen.items() if role not in FIELDS}
    scores = {"textbox": likely * written} | {role: likely * (1 - written) * share / sum(chosen.values()) for role, share in chosen.items()}
    other = sum(rest.values())
    scores |= {role: (1 - likely) * p / other for role, p in rest.items()} if other else {"text": 1 - likely}
    return {role: p for role, p in scores.items() if p >= 0.02} or {"textbox": likely}


def within(box: Box, rows: Sequence[TextRow]) -> tuple[TextRow, ...]:
    """The lines that stand in a box whole."""
    return tuple(row for row in rows if box.contains(row.box, 0.8))
