"""Where everything stands to an anchor, by what the page itself holds together: the row of a table, a card, what follows a heading.

Geometry between two boxes is in relations.py; here is what lies around the anchor.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz

from .geometry import Box, to_xyxy
from .match import Texts, normalized
from .panels import panel_around
from .records import CONTAINER_ROLES, Element, Intent, Relation
from .relations import FAR, relation_scores, same_place
from .scene import Scene

FRAMES = ("row", "card", "dialog", "alert", "form")  # what holds the parts of one thing together
LISTS = ("table", "list", "card", "dialog", "form", "navigation", "menu", "complementary")  # what a line of things does not reach out of
WITHIN, WITHIN_NEAR, FARTHER = 0.9, 0.05, 100.0  # how surely what stands in the anchor's box belongs to it; share of its distance that counts; px by which all else is farther
MUCH_SMALLER = 0.5  # share of a painted panel's area: what was seen is something in it
OUTSIDE = 0.3  # how much a thing on the same line belongs to it when it stands in another container
PRESSED, BESIDE_PRESSED = ("button", "link", "icon", "badge"), 0.12  # what has little in it; how much of what is only near it is in it
LEVEL = 12.0  # CSS px between the middles of headings that stand side by side
LIKE_RANK = 0.85  # a heading ends the block of another when it is at least so tall
HEADS = ("columnheader", "heading", "text", "label", "cell", "button", "link")
SAME = 88  # of 100: a head that was misread in a letter is still the head
NEAR = {"row of": 120.0, "of": 120.0, "inside": 120.0}  # CSS px over which a thing is less meant than a nearer one, ...
USUAL_NEAR = 30.0  # ... and where a relation asks for the nearest


def standing(relation: Relation, anchor: Element, boxes: np.ndarray, scene: Scene, other: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """(N,) how truly each box stands in the relation to the anchor, 0 for the anchor itself; (N,) its distance in px along it."""
    kind, holds = relation.kind, anchor.role in CONTAINER_ROLES
    box = to_xyxy([anchor_box(anchor, relation.anchor)])[0]
    plain = "row of" if kind == "of" else kind
    fit, distance = relation_scores(plain, boxes, box, other, holds)
    itself = np.zeros(len(boxes), bool) if holds else same_place(boxes, box)
    if not holds and anchor.rows:
        # "icon next to Settings": the link may have been boxed with its icon, but the words are what one sees it beside.
        words = to_xyxy([around([row.box for row in anchor.rows])])[0]
        within = inside(boxes, box) & ~same_place(boxes, words) & (areas(boxes) < 0.5 * areas(box[None])[0])
        if within.any():
            by_words = relation_scores(plain, boxes, words, other, False)
            fit, distance = np.where(within, by_words[0], fit), np.where(within, by_words[1], distance)
            itself &= ~within
            if kind in ("row of", "of"):  # what stands in the thing itself is its own before what stands beside it
                fit, distance = np.where(within, np.maximum(fit, WITHIN), fit), np.where(within, WITHIN_NEAR * distance, distance + FARTHER)
    if kind in ("row of", "of"):
        fit, distance = in_its_row(fit, distance, box, boxes, scene, kind == "of")
    elif kind == "inside" and not holds:
        fit, distance = held_with(fit, distance, anchor, box, boxes, scene)
        if anchor.role in PRESSED:
            fit = np.where(inside(boxes, box), fit, BESIDE_PRESSED * fit)
    elif kind == "below" and (anchor.role == "heading" or "heading" in relation.anchor.roles):
        section, down = block_of(box, boxes, scene)
        fit, distance = np.maximum(fit, section), np.where(section > fit, np.minimum(distance, down), distance)
    return np.where(itself, 0.0, fit), distance


def meant_by_place(p: np.ndarray, relation: np.ndarray, kind: str, every: bool) -> np.ndarray:
    """(N,) p of what fits by itself, of which only what stands as was said remains; of several, the nearest.

    relation: (N, 2) fit and distance. every: all that stand there are asked for, not the nearest.
    """
    fit, distance = np.clip(3 * relation[:, 0], 0, 1), relation[:, 1]
    there = p * fit
    if every or there.max(initial=0.0) <= 0:
        return there
    best, placed = int(there.argmax()), there
    for _ in range(3):  # what stands nearer may be less surely of the kind, and the nearest then has rivals nearer still
        nearest = distance[there >= 0.5 * there[best]].min()
        placed = there * np.exp(-np.clip(distance - nearest, 0, None) / NEAR.get(kind, USUAL_NEAR))
        if int(placed.argmax()) == best:
            break
        best = int(placed.argmax())
    return placed


def cells_under(intent: Intent, candidates: Sequence[Element], texts: Texts, relation: np.ndarray) -> set[int]:
    """Indices of what stands in the row that a relation names, under the head of the column that the intent's name is: "Status in
    the row of Ada". Empty where no such head is, or a kind of thing was asked for."""
    if intent.relation is None or intent.relation.kind not in ("row of", "of") or (intent.name and intent.roles):
        return set()
    # "Status" is also a word for a kind of thing.
    name = normalized(intent.name) or next((t for t, c in zip(texts.text, candidates, strict=True) if c.role == "columnheader" and t and says_first(intent.text, t)), "")
    if not name:
        return set()
    there = [k for k, candidate in enumerate(candidates) if relation[k, 0] >= 0.3 and candidate.role not in CONTAINER_ROLES]
    heads = [k for k, text in enumerate(texts.text) if fuzz.ratio(text, name) >= SAME and candidates[k].role in HEADS and k not in there]
    found: set[int] = set()
    for head in heads:
        x1, y2, x2 = texts.boxes[head, 0], texts.boxes[head, 3], texts.boxes[head, 2]
        below = [k for k in there if texts.boxes[k, 1] >= y2 - 4]
        shared = {k: min(x2, texts.boxes[k, 2]) - max(x1, texts.boxes[k, 0]) for k in below}
        found |= {k for k in below if shared[k] >= 0.3 * min(x2 - x1, texts.boxes[k, 2] - texts.boxes[k, 0])}
    return found


def says_first(phrase: str, words: str) -> bool:
    """Whether a phrase begins with these words, "the" aside."""
    return f"{normalized(phrase).removeprefix('the ')} ".startswith(f"{words} ")


def anchor_box(anchor: Element, intent: Intent) -> Box:
    """Where an anchor stands: "checkbox next to Remember me" means these words, though the checkbox answers to them too."""
    name = normalized(intent.name)
    own = [row.box for row in anchor.rows if name and normalized(row.text) == name] if len(anchor.rows) > 1 else []
    if len(own) == 1 and not intent.roles:
        return own[0]  # "price of Gift wrapping" in a line that was seen as one thing
    named_by_label = anchor.label_box is not None and not intent.roles and normalized(anchor.text) != name
    return anchor.label_box if named_by_label and anchor.label_box is not None else anchor.box


def in_its_row(fit: np.ndarray, distance: np.ndarray, box: np.ndarray, boxes: np.ndarray, scene: Scene, or_card: bool) -> tuple[np.ndarray, np.ndarray]:
    """The same, with the row that was seen around the anchor, or no farther than the list it stands in.

    or_card: what belongs to the anchor, in a row or else in its card.
    """
    row = smallest_around(box, scene, ("row",))
    frame = smallest_around(box, scene, FRAMES) if row is None and or_card else row
    if frame is not None:
        within = inside(boxes, frame) & ~same_size(boxes, frame)
        fit = np.maximum(np.where(within, fit, OUTSIDE * fit), 0.9 * within)
        # All of a row belongs to what it says; of a card with many lines rather what is on the line.
        return fit, np.where(within, np.minimum(distance, 60.0), distance) if row is not None else distance
    around_it = smallest_around(box, scene, LISTS)
    return (fit, distance) if around_it is None else (np.where(inside(boxes, around_it), fit, OUTSIDE * fit), distance)


def held_with(fit: np.ndarray, distance: np.ndarray, anchor: Element, box: np.ndarray, boxes: np.ndarray, scene: Scene) -> tuple[np.ndarray, np.ndarray]:
    """ "in the Earnings card", of which the title was found: the frame around the title, else what follows a heading, else what is near."""
    frame = framed(box, scene)
    if frame is not None:
        within = inside(boxes, frame) & ~same_size(boxes, frame)
        return np.maximum(0.2 * fit, within), np.where(within, 0.0, distance + 100)
    section, down = block_of(box, boxes, scene)
    return np.maximum(fit, section), np.where(section > 0, np.minimum(distance, down), distance)


def framed(box: np.ndarray, scene: Scene) -> np.ndarray | None:
    """xyxy of the frame that words stand in: the panel painted around them, or what was seen as a card, a dialog, a row, if that is
    smaller or no panel is painted."""
    seen = smallest_around(box, scene, FRAMES)
    x1, y1, x2, y2 = (float(value) for value in box)
    panel = panel_around(scene, Box(x1, y1, x2 - x1, y2 - y1))
    if panel is None:
        return seen
    painted = to_xyxy([panel])[0]
    return seen if seen is not None and areas(seen[None])[0] < MUCH_SMALLER * areas(painted[None])[0] else painted


def block_of(box: np.ndarray, boxes: np.ndarray, scene: Scene) -> tuple[np.ndarray, np.ndarray]:
    """(N,) 0..1 whether each box belongs to what a heading opens: below it, before the next heading of its rank in its column;
    and (N,) how far below it begins."""
    heads = to_xyxy([e.box for e in scene.elements if e.role == "heading"]).reshape(-1, 4)
    heads = heads[~same_place(heads, box)] if len(heads) else heads
    frame = smallest_around(box, scene, FRAMES)
    left, right, bottom = box[0] - 16, FAR, FAR
    if frame is not None:
        left, right, bottom = frame[0], frame[2], frame[3]
    if len(heads):
        middle = (heads[:, 1] + heads[:, 3]) / 2
        beside = (np.abs(middle - (box[1] + box[3]) / 2) <= LEVEL) & (heads[:, 0] > box[2])
        right = min(right, float(heads[beside, 0].min(initial=FAR)) - 8)
        next_ones = (heads[:, 1] >= box[3] - 2) & (heads[:, 0] < right) & (heads[:, 2] > left) & (heads[:, 3] - heads[:, 1] >= LIKE_RANK * (box[3] - box[1]))
        bottom = min(bottom, float(heads[next_ones, 1].min(initial=FAR)))
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    held = (boxes[:, 1] >= box[3] - 6) & (y < bottom) & (x >= left) & (x <= right)
    down = np.clip(boxes[:, 1] - box[3], 0, None)
    return held * np.exp(-down / 900), np.where(held, down + 0.1 * np.abs(boxes[:, 0] - box[0]), FAR)


def smallest_around(box: np.ndarray, scene: Scene, roles: Sequence[str]) -> np.ndarray | None:
    """xyxy of the smallest container of these roles that holds a box and more than it; None where none was seen."""
    found = [c.box for c in scene.containers if c.role in roles]
    if not found:
        return None
    frames = to_xyxy(found)
    low, high = np.maximum(frames[:, :2], box[:2]), np.minimum(frames[:, 2:], box[2:])
    shared = np.clip(high - low, 0, None).prod(1)
    area = areas(frames)
    holding = np.flatnonzero((shared >= 0.75 * areas(box[None])[0]) & (area > 1.5 * areas(box[None])[0]))
    return frames[holding[np.argmin(area[holding])]] if len(holding) else None


def inside(boxes: np.ndarray, outer: np.ndarray) -> np.ndarray:
    """(N,) bool: boxes that lie in the outer one by three quarters of their area."""
    low, high = np.maximum(boxes[:, :2], outer[:2]), np.minimum(boxes[:, 2:], outer[2:])
    return np.clip(high - low, 0, None).prod(1) >= 0.75 * np.maximum(areas(boxes), 1e-6)


def same_size(boxes: np.ndarray, box: np.ndarray) -> np.ndarray:
    """(N,) bool: as large as the box, or nearly."""
    return areas(boxes) >= 0.9 * areas(box[None])[0]


def areas(boxes: np.ndarray) -> np.ndarray:
    return np.clip(boxes[:, 2:] - boxes[:, :2], 0, None).prod(1)


def around(boxes: Sequence[Box]) -> Box:
    """The box around several; at least one."""
    found = boxes[0]
    for box in boxes[1:]:
        found = found.union(box)
    return found
