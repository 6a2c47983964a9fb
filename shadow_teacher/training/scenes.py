"""Scenes to train the grounder on: from true labels, spoiled as a student would spoil them, or as the student saw them.

The ids of the labelled elements that each candidate stands for come along, so that a case's targets can be found again.
"""

from __future__ import annotations

import pickle
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
import xxhash
from rapidfuzz import fuzz

import shadow_runtime
from shadow_runtime.assemble import STATES_OF_ROLE
from shadow_runtime.geometry import Box
from shadow_runtime.match import normalized
from shadow_runtime.perceive import perceive
from shadow_runtime.records import CONTAINER_ROLES, CONTROL_ROLES, Element, Frame, TextRow
from shadow_runtime.scene import Scene
from shadow_runtime.student import Student

# What a seen scene depends on: when one of these changes, pages are looked at again.
SEEING_CODE = ("perceive", "counters", "decode", "chains", "overlaps", "refine", "shapes", "rows", "read", "assemble", "labels", "links", "paragraphs", "marks", "icons", "pixels", "records")
SEEING_PARTS = ("detector.onnx", "reader.onnx", "icons.onnx")

CONFUSIONS = {"button": ("link", "tab"), "link": ("button", "menuitem", "tab"), "heading": ("text", "label"), "text": ("label", "heading", "cell"), "label": ("text",),
              "textbox": ("combobox",), "combobox": ("textbox", "button"), "radio": ("checkbox",), "checkbox": ("radio", "switch"), "tab": ("link", "button"), "cell": ("text",),
              "columnheader": ("cell", "text"), "badge": ("button", "text"), "icon": ("img",), "img": ("icon",), "menuitem": ("link",), "switch": ("checkbox",)}


def page_frame(picture: Path, page: Mapping[str, Any]) -> Frame:
    """The capture of a labelled page. Raises FileNotFoundError when it cannot be read."""
    image = cv2.imread(str(picture))
    if image is None:
        raise FileNotFoundError(f"{picture}: not a readable picture")
    return Frame(rgb=cv2.cvtColor(image, cv2.COLOR_BGR2RGB), scale=image.shape[1] / page["width"])


def labelled_icons(page: Mapping[str, Any], frame: Frame, student: Student | None) -> dict[int, np.ndarray]:
    """Label id -> the vector the student gives the icon at its labelled box; none without a student that knows icons."""
    if student is None or student.icons is None:
        return {}
    icons = [(e["id"], Box(*e["icon"]["box"])) for e in page["elements"] if e.get("icon") and not e["ignore"]]
    return dict(zip([number for number, _ in icons], student.icons.encode(frame, [box for _, box in icons]), strict=True))


def true_scene(page: Mapping[str, Any], frame: Frame, student: Student | None, rng: Random, noise: float = 0.0) -> tuple[Scene, list[tuple[int, ...]]]:
    """Scene of the labels; student: whose icon vectors it holds. noise: 0 = exact, 1 = about as wrong as a first student: missed elements, wrong roles, misread
    letters. Returns the scene and, for each of its elements and containers, the label ids it stands for."""
    leaves, containers, leaf_ids, container_ids = [], [], [], []
    icons = labelled_icons(page, frame, student)
    for e in page["elements"]:
        if e["ignore"] or e["box"] is None or rng.random() < 0.06 * noise:
            continue
        role = e["role"]
        if role in CONFUSIONS and rng.random() < 0.1 * noise:
            role = rng.choice(CONFUSIONS[role])
        sure = 0.97 if rng.random() < 0.7 else rng.uniform(0.45, 0.95)
        others = CONFUSIONS.get(role, ())
        scores = {role: sure, **({rng.choice(others): 1 - sure} if others else {})}
        states = {}
        for state in STATES_OF_ROLE.get(role, ()):
            truth = e["states"].get(state)
            p = (0.96 if truth else 0.03) if truth is not None else 0.08
            states[state] = min(max(p + rng.gauss(0, 0.12 * noise), 0.0), 1.0) if rng.random() > 0.04 * noise else 1 - p
        text = misread(e["text"].strip(), rng, noise)
        box = Box(*(v + rng.gauss(0, 1.0 * noise) for v in e["box"]))
        if box.width < 2 or box.height < 2:
            continue
        rows = (TextRow(box=box, text=text, confidence=rng.uniform(0.6, 1), char_x=np.zeros(0, np.float32)),) if text else ()
        label = misread((e["label"] or "").strip(), rng, noise)
        element = Element(role=role, box=box, confidence=min(max(rng.gauss(0.8, 0.15), 0.3), 1), text=text, rows=rows, states=states, role_scores=scores, label=label,
                          label_box=Box(*e["label_box"]) if e["label_box"] and label else None, icon=icons.get(e["id"]))
        (containers if role in CONTAINER_ROLES else leaves).append(element)
        (container_ids if role in CONTAINER_ROLES else leaf_ids).append((e["id"],))
    order = sorted(range(len(leaves)), key=lambda i: (round((leaves[i].box.y + leaves[i].box.height / 2) / 12), leaves[i].box.x))
    return Scene.of(frame, (*(leaves[i] for i in order), *containers)), [*(leaf_ids[i] for i in order), *container_ids]


def seen_scene(frame: Frame, student: Student, page: Path, cache: Path | None) -> Scene:
    """The scene as the student sees it; kept under `cache` until the student's networks or the code that sees change.

    The pickles are this machine's own scratch: never read one from elsewhere.
    """
    if cache is None:
        return perceive(frame, student)
    kept = cache / seeing_key(student.folder) / f"{page.parent.name}-{page.stem}.pkl"
    if kept.is_file():
        return Scene.of(frame, *pickle.loads(kept.read_bytes()))
    scene = perceive(frame, student)
    kept.parent.mkdir(parents=True, exist_ok=True)
    unfinished = kept.with_suffix(".tmp")
    unfinished.write_bytes(pickle.dumps(((*scene.elements, *scene.containers), scene.rows)))
    unfinished.replace(kept)
    return Scene.of(frame, (*scene.elements, *scene.containers), scene.rows)


@lru_cache(maxsize=8)
def seeing_key(student: Path) -> str:
    """A name for the networks of a student folder and the code that scenes come from."""
    state = xxhash.xxh3_64()
    for name in SEEING_PARTS:
        state.update((student / name).read_bytes() if (student / name).is_file() else b"")
    for name in SEEING_CODE:
        state.update((Path(shadow_runtime.__file__).parent / f"{name}.py").read_bytes())
    return state.hexdigest()


def misread(text: str, rng: Random, noise: float) -> str:
    if not text or rng.random() > 0.12 * noise:
        return text
    at = rng.randrange(len(text))
    return text[:at] + rng.choice(("", "l", "i", "e", "rn", "o", text[at] * 2)) + text[at + 1 :]


def matched_ids(scene: Scene, page: Mapping[str, Any]) -> list[tuple[int, ...]]:
    """For each element and container of a seen scene, the ids of the labelled elements whose click it would be: its center
    lies in their box, and it is of their size or says what they say (the text of a wide cell is the cell)."""
    found = []
    truths = [(e["id"], Box(*e["box"]), e["role"], normalized(e["text"] or "")) for e in page["elements"] if not e["ignore"]]
    for element in (*scene.elements, *scene.containers):
        x, y = element.box.center
        container, said = element.role in CONTAINER_ROLES, normalized(element.text)
        ids = []
        for n, box, role, text in truths:
            if (role in CONTAINER_ROLES) != container or not (box.x - 2 <= x <= box.right + 2 and box.y - 2 <= y <= box.bottom + 2):
                continue
            alike = box.area < 4 * element.box.area and (role in CONTROL_ROLES or element.role not in CONTROL_ROLES)
            if element.box.iou(box) > 0.3 or alike or (said and not container and fuzz.ratio(said, text) >= 80):
                ids.append(n)
        found.append(tuple(ids))
    return found
