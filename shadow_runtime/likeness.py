"""How an element looks, in numbers that can be stored and compared: what an exemplar is bound to.

    evidence_of(seen, box) -> dict        the "evidence" of docs/learning-protocol.md, ready for JSON

The teacher service takes it from the taught frame and a node from its own, by this one function, so that like looks give
like numbers. Nothing in it is a position or a selector.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from .geometry import Box
from .icons import normalize_icon
from .records import CONTAINER_ROLES, Element, Frame, TextRow

if TYPE_CHECKING:
    from .shadow import SeenScene
    from .student import Student

NEIGHBORS = 6
PATCH_LIMIT = (320.0, 160.0)  # CSS px; a larger box is no widget, its pixels would be most of the page
NEAREST_NEIGHBOR = 400.0  # CSS px between centers; what is farther away says nothing about this element


def evidence_of(seen: SeenScene, box: Box) -> dict[str, Any]:
    """The look of what stands in a box, as JSON-ready values (docs/learning-protocol.md, "Exemplars").

    seen: a frame that a student looked at. box: CSS px. Raises ValueError for a box without pixels in the frame.
    """
    frame = seen.frame
    crop = frame.crop(box)
    if min(crop.shape[:2], default=0) < 2:
        width, height = frame.size
        raise ValueError(f"the box {tuple(round(side, 1) for side in box)} shows nothing of a frame of {width:.0f}x{height:.0f} CSS px")
    element = element_at(seen, box)
    ink = normalize_icon(frame, box)
    encoder = seen.student.icons
    return {
        "ink": base64.b64encode(ink.tobytes()).decode("ascii"),
        "embedding": [] if encoder is None else [round(float(v), 5) for v in encoder.encode(frame, [box])[0]],
        "encoder": encoder_id(seen.student),
        "patch": _patch(frame, box),
        "patch_scale": frame.scale,
        "size": [round(box.width, 1), round(box.height, 1)],
        "role": element.role if element is not None else "",
        "text": " ".join(row.text for row in rows_inside(seen, box)),
        "label": element.label if element is not None else "",
        "fill": commonest_color(crop),
        "neighbors": neighbors_of(seen, box),
    }


def encoder_id(student: Student) -> str:
    """sha256 of the student's icon network, "" without one: embeddings of two encoders do not compare."""
    return student.manifest["files"]["icons"]["sha256"] if student.has("icons") else ""


def element_at(seen: SeenScene, box: Box) -> Element | None:
    """What the student itself sees in that place: the element that overlaps the box best, None below an IoU of 0.3."""
    best = max((*seen.elements, *seen.containers), key=lambda element: element.box.iou(box), default=None)
    return best if best is not None and best.box.iou(box) >= 0.3 else None


def rows_inside(seen: SeenScene, box: Box) -> list[TextRow]:
    """Rows of text that lie inside a box, in reading order."""
    return sorted((row for row in seen.rows if row.text and box.contains(row.box, 0.7)), key=lambda row: (round(row.box.y), row.box.x))


def commonest_color(crop: np.ndarray) -> list[int]:
    """The color that fills most of an (h, w, 3) uint8 crop."""
    pixels = crop.reshape(-1, 3).astype(np.uint32)
    packed = pixels[:, 0] << 16 | pixels[:, 1] << 8 | pixels[:, 2]
    values, counts = np.unique(packed, return_counts=True)
    color = int(values[counts.argmax()])
    return [color >> 16, color >> 8 & 255, color & 255]


def neighbors_of(seen: SeenScene, box: Box) -> list[dict[str, Any]]:
    """The nearest leaf elements with text outside the box, nearest first; offsets from center to center, CSS px."""
    x, y = box.center
    found = []
    for element in seen.elements:
        text = element.text or element.label
        if not text or element.role in CONTAINER_ROLES or box.contains(element.box, 0.5) or element.box.contains(box, 0.9):
            continue
        dx, dy = element.box.center[0] - x, element.box.center[1] - y
        distance = float(np.hypot(dx, dy))
        if distance <= NEAREST_NEIGHBOR:
            found.append((distance, {"text": text[:120], "role": element.role, "dx": round(dx, 1), "dy": round(dy, 1)}))
    return [neighbor for _, neighbor in sorted(found, key=lambda pair: pair[0])[:NEIGHBORS]]


def _patch(frame: Frame, box: Box) -> str | None:
    """The pixels of the box as a base64 PNG; None for what is larger than a widget."""
    if box.width > PATCH_LIMIT[0] or box.height > PATCH_LIMIT[1]:
        return None
    written, png = cv2.imencode(".png", cv2.cvtColor(np.ascontiguousarray(frame.crop(box)), cv2.COLOR_RGB2BGR))
    return base64.b64encode(png.tobytes()).decode("ascii") if written else None


def unpack_ink(evidence: dict[str, Any]) -> np.ndarray:
    """(32, 32) uint8 ink of stored evidence. Raises ValueError when it is damaged."""
    raw = base64.b64decode(evidence["ink"], validate=True)
    return np.frombuffer(raw, np.uint8).reshape(32, 32)


def unpack_patch(evidence: dict[str, Any]) -> np.ndarray | None:
    """(h, w, 3) uint8 RGB pixels of stored evidence, None where there are none. Raises ValueError when they are damaged."""
    if evidence.get("patch") is None:
        return None
    picture = cv2.imdecode(np.frombuffer(base64.b64decode(evidence["patch"], validate=True), np.uint8), cv2.IMREAD_COLOR)
    if picture is None:
        raise ValueError("the patch of this evidence is no picture")
    return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)
