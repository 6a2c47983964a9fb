"""Detections and read rows -> elements: who owns which words, what labels which field.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from .decode import Detections
from .geometry import Box, containing, to_boxes
from .labels import label_fields
from .links import join_links, steps_of
from .marks import mark_probability
from .paragraphs import group_rows
from .pixels import surface
from .records import CONTAINER_ROLES, CONTROL_ROLES, GRAPHIC_ROLES, STATES, TEXT_ROLES, Element, Frame, TextRow

if TYPE_CHECKING:
    from .student import Student

STATES_OF_ROLE: Mapping[str, tuple[str, ...]] = {
    "button": ("disabled", "focused", "expanded", "selected"),
    "link": ("disabled", "focused", "expanded", "selected"),
    "textbox": ("disabled", "focused", "invalid", "placeholder"),
    "combobox": ("disabled", "focused", "invalid", "expanded"),
    "checkbox": ("checked", "disabled", "focused"),
    "radio": ("checked", "disabled", "focused"),
    "switch": ("checked", "disabled", "focused"),
    "slider": ("disabled", "focused"),
    "spinbutton": ("disabled", "focused", "invalid", "placeholder"),
    "tab": ("selected", "disabled", "focused"),
    "menuitem": ("selected", "disabled", "focused", "expanded"),
    "option": ("selected", "disabled", "focused", "checked"),
}
WIDE = 1.6  # times as wide as what is drawn on it a link is no more than that
SURER = 1.15  # times as sure as a control around it must a link be to be all there is
INDICATORS = ("checkbox", "radio", "switch", "slider")  # controls whose words stand beside them, not inside
# How far the pixels of a tick, dot or knob are believed over the detector; measured on held-out pages, docs/experiments.md.
MARK_TRUST = {"checkbox": 0.85, "radio": 0.5, "switch": 0.9}
OPAQUE = ("button", "textbox", "combobox", "tab", "menuitem", "option", "spinbutton")  # words inside are theirs alone
# What a reader takes an icon for (a bin for "@"), and no button says; "+" and "×" are said by many.
PICTURED = frozenset("@©®%$&#/()[]|~^")
_WORD = re.compile("[^ ]+")


class Word(NamedTuple):
    """One word of a row: its characters [start, stop) and its horizontal extent, CSS px."""

    row: int
    start: int
    stop: int
    left: float
    right: float


def assemble(
    frame: Frame, controls: Detections, graphics: Detections, containers: Detections,
    rows: Sequence[TextRow], row_roles: np.ndarray, student: Student,
) -> tuple[tuple[Element, ...], tuple[TextRow, ...]]:
    """All elements of a frame in reading order, and its text rows."""
    kept = [i for i, row in enumerate(rows) if row.text.strip()]
    rows, row_roles = [rows[i] for i in kept], row_roles[kept]
    words = split_words(rows)
    middles = middles_of(words, rows)
    owned: dict[int, str] = {}  # word index -> role of the control that took it
    icons = to_boxes(graphics.boxes[graphics.roles.argmax(1) == GRAPHIC_ROLES.index("icon")]) if len(graphics.boxes) else []
    built = [*control_elements(frame, controls, rows, words, middles, owned, icons), *graphic_elements(graphics, rows, words, middles)]
    built = with_icons(frame, built, student)
    text = text_elements(rows, row_roles, words, owned)
    built = label_fields(built, text, frame.size)
    boxes = [
        Element(role=CONTAINER_ROLES[int(roles.argmax())], box=box, confidence=float(score * roles.max()),
                role_scores=scores_of(roles, CONTAINER_ROLES))
        for box, score, roles in zip(to_boxes(containers.boxes), containers.scores, containers.roles, strict=True)
    ]
    elements = sorted([*built, *text], key=lambda e: (round((e.box.y + e.box.height / 2) / 12), e.box.x))
    return (*elements, *boxes), tuple(rows)


def split_words(rows: Sequence[TextRow]) -> list[Word]:
    words = []
    for number, row in enumerate(rows):
        xs = row.char_x.tolist()
        words += [Word(number, start, stop, xs[start], xs[stop]) for start, stop in spans_of_words(row.text)]
    return words


@lru_cache(maxsize=8192)
def spans_of_words(text: str) -> tuple[tuple[int, int], ...]:
    """Characters [start, stop) of each word; kept, since most rows are in the next frame, too."""
    return tuple([found.span() for found in _WORD.finditer(text)])


def middles_of(words: Sequence[Word], rows: Sequence[TextRow]) -> np.ndarray:
    """(2, N) x and y of the words' middles, CSS px."""
    heights = [row.box.y + row.box.height / 2 for row in rows]
    return np.array([[(word.left + word.right) / 2 for word in words], [heights[word.row] for word in words]], np.float64)


def words_inside(box: Box, middles: np.ndarray) -> list[int]:
    """Indices of the words whose middle lies in the box."""
    return np.flatnonzero(inside_each([box], middles)[0]).tolist()


def inside_each(boxes: Sequence[Box], middles: np.ndarray) -> np.ndarray:
    """(M, N) bool: which boxes hold the middles of which words."""
    x1, y1, width, height = np.array(boxes, np.float64).reshape(-1, 4).T[:, :, None]
    x, y = middles
    return (x >= x1 - 1) & (x <= x1 + width + 1) & (y >= y1 - 1) & (y <= y1 + height + 1)


def rows_of_words(indices: Sequence[int], rows: Sequence[TextRow], words: Sequence[Word]) -> tuple[TextRow, ...]:
    """The parts of rows that the words span, top to bottom, as rows of their own."""
    by_row: dict[int, list[Word]] = {}
    for index in indices:
        by_row.setdefault(words[index].row, []).append(words[index])
    parts = []
    for number, members in by_row.items():
        row, first, last = rows[number], members[0].start, members[-1].stop
        left, right = members[0].left, members[-1].right
        parts.append(replace(row, text=row.text[first:last], char_x=row.char_x[first : last + 1],
                             box=Box(left, row.box.y, right - left, row.box.height)))
    return tuple(sorted(parts, key=lambda part: (round(part.box.y / 6), part.box.x)))


def scores_of(probabilities: np.ndarray, names: Sequence[str]) -> dict[str, float]:
    return named(probabilities.tolist(), names)


def named(probabilities: Sequence[float], names: Sequence[str]) -> dict[str, float]:
    return {name: p for name, p in zip(names, probabilities, strict=True) if p >= 0.02}


def mean_of(values: np.ndarray, members: Sequence[int]) -> np.ndarray:
    """(C,) mean over some of the (N, C) values; most often over one."""
    return values[members[0]] if len(members) == 1 else values[list(members)].mean(axis=0)


def control_elements(
    frame: Frame, controls: Detections, rows: Sequence[TextRow], words: Sequence[Word], middles: np.ndarray, owned: dict[int, str],
    icons: Sequence[Box],
) -> list[Element]:  # fmt: skip
    """Controls with the words inside them; a word belongs to the smallest control around it."""
    areas = (controls.boxes[:, 2:] - controls.boxes[:, :2]).prod(1)
    boxes, roles_of = to_boxes(controls.boxes), controls.roles.argmax(1).tolist()
    within = inside_each(boxes, middles)
    built: list[Element] = []
    links: list[tuple[int, list[int]]] = []
    linked: dict[int, float] = {}  # word index -> score of the link that took it
    for index in np.argsort(areas, kind="stable").tolist():
        box, role = boxes[index], CONTROL_ROLES[roles_of[index]]
        mine = [] if role in INDICATORS else [w for w in np.flatnonzero(within[index]).tolist() if owned.get(w) not in OPAQUE]
        score = float(controls.scores[index])
        if role == "link":
            links.append((index, [w for w in mine if w not in owned or owned[w] == "link"]))
            linked.update(dict.fromkeys(mine, score))
        elif mine and all(linked.get(w, 0.0) > SURER * score for w in mine):
            continue  # the line that a link stands in, doubtfully taken for a control
        else:
            built.append(control_element(frame, controls, [index], box, rows_of_words(mine, rows, words)))
        for word in mine:
            owned[word] = role
    whole: list[tuple[list[int], Box, list[int]]] = []
    for members, mine in join_links(frame, [mine for _, mine in links], rows, words):
        mine = [w for w in mine if owned.get(w, "link") == "link"]
        box = boxes[links[members[0]][0]]
        for other in (*(boxes[links[m][0]] for m in members[1:]), *(part.box for part in rows_of_words(mine, rows, words))):
            box = box.union(other)
        steps = steps_of(mine, rows, words)
        for step in steps:
            around = box if len(steps) == 1 else rows_of_words(step, rows, words)[0].box
            whole.append(([links[m][0] for m in members], around, step))
        for word in mine:
            owned[word] = "link"
    for members, box, mine in absorb_icons(whole):
        parts = rows_of_words(mine, rows, words)
        built.append(control_element(frame, controls, members, drawn_of_link(frame, box, parts, icons), parts))
    return built


def drawn_of_link(frame: Frame, box: Box, parts: Sequence[TextRow], icons: Sequence[Box]) -> Box:
    """A link's box; that of its words and icons, where it is a much wider line without a fill: an entry of a menu was seen from side to side."""
    if len(parts) != 1 or box.height > 3 * parts[0].box.height:
        return box
    drawn = parts[0].box
    for icon in icons:
        if box.contains(icon, 0.8):
            drawn = drawn.union(icon)
    return box if box.width < WIDE * drawn.width or surface(frame, box).painted else drawn


def absorb_icons(links: Sequence[tuple[list[int], Box, list[int]]]) -> list[tuple[list[int], Box, list[int]]]:
    """Links, each (detections, box, words); one without words that reaches into another is that one's icon."""
    kept = [link for link in links if link[2]]
    for members, box, mine in (link for link in links if not link[2]):
        host = next((i for i, link in enumerate(kept) if link[2] and link[1].intersection(box) > 0.3 * box.area), None)
        if host is None:
            kept.append((members, box, mine))
        else:
            kept[host] = ([*kept[host][0], *members], kept[host][1].union(box), kept[host][2])
    return kept


def control_element(frame: Frame, controls: Detections, members: Sequence[int], box: Box, parts: tuple[TextRow, ...]) -> Element:
    """The element of one or, for a joined link, several detections."""
    roles, states_seen = mean_of(controls.roles, members), mean_of(controls.states, members).tolist()
    role = CONTROL_ROLES[int(roles.argmax())]
    states = {s: states_seen[STATES.index(s)] for s in STATES_OF_ROLE[role]}
    mark = mark_probability(frame, role, box)
    if mark is not None:
        trust = MARK_TRUST[role]
        states["checked"] = trust * mark + (1 - trust) * states["checked"]
    return Element(
        role=role, box=box, confidence=max(float(controls.scores[m]) for m in members), rows=parts,
        text=" ".join(part.text for part in parts), states=states, role_scores=scores_of(roles, CONTROL_ROLES),
    )


def graphic_elements(graphics: Detections, rows: Sequence[TextRow], words: Sequence[Word], middles: np.ndarray) -> list[Element]:
    built = []
    for box, score, roles in zip(to_boxes(graphics.boxes), graphics.scores, graphics.roles, strict=True):
        role = GRAPHIC_ROLES[int(roles.argmax())]
        parts = rows_of_words(words_inside(box, middles), rows, words) if role == "badge" else ()
        built.append(Element(role=role, box=box, confidence=float(score), rows=parts,
                             text=" ".join(part.text for part in parts), role_scores=scores_of(roles, GRAPHIC_ROLES)))
    return built


def with_icons(frame: Frame, elements: list[Element], student: Student) -> list[Element]:
    """Give icons, and controls that show nothing but an icon, their icon vector; what such an icon was read as is no text."""
    icons = [e.box for e in elements if e.role == "icon"]
    holders = [index for index, e in enumerate(elements) if e.role in ("button", "link", "tab", "menuitem")]
    held = dict(zip(holders, containing([elements[index].box for index in holders], icons, 0.7), strict=True))
    wanted: list[tuple[int, Box]] = []
    for index, element in enumerate(elements):
        if element.role == "icon":
            wanted.append((index, element.box))
        elif index in held:
            inner = [icons[i] for i in np.flatnonzero(held[index])]
            if inner:
                wanted.append((index, min(inner, key=lambda box: box.x)))
            elif not element.text and max(element.box.width, element.box.height) <= 72:
                wanted.append((index, element.box))
    if not wanted or student.icons is None:
        return elements
    vectors = student.icons.encode(frame, [box for _, box in wanted])
    result = list(elements)
    for (index, box), vector in zip(wanted, vectors, strict=True):
        pictured = result[index].text in PICTURED and box.contains(result[index].rows[0].box, 0.5)
        result[index] = replace(result[index], icon=vector, text="", rows=()) if pictured else replace(result[index], icon=vector)
    return result


def text_elements(
    rows: Sequence[TextRow], row_roles: np.ndarray, words: Sequence[Word], owned: Mapping[int, str]
) -> list[Element]:
    """Headings, paragraphs, cells and labels from the rows that no opaque control owns."""
    taken = [0] * len(rows)
    linked = [0] * len(rows)
    total = [0] * len(rows)
    for word in words:
        total[word.row] += 1
    for index, owner in owned.items():
        taken[words[index].row] += owner in OPAQUE
        linked[words[index].row] += owner == "link"
    free = []
    for number, best in enumerate(row_roles.argmax(axis=1).tolist()):
        role = TEXT_ROLES[best]
        if taken[number] == total[number]:
            continue
        # A row that is nothing but links is already there as links, unless it looks like a heading made of one.
        if linked[number] + taken[number] == total[number] and role not in ("heading", "columnheader"):
            continue
        free.append((number, role))
    return [text_element(group, rows, row_roles) for group in group_rows(free, rows)]


def text_element(members: Sequence[int], rows: Sequence[TextRow], row_roles: np.ndarray) -> Element:
    parts = tuple(rows[number] for number in members)
    roles = mean_of(row_roles, members).tolist()
    role = TEXT_ROLES[roles.index(max(roles))]
    if len(parts) == 1:
        row = parts[0]
        return Element(role=role, box=row.box, rows=parts, text=row.text, confidence=row.confidence, role_scores=named(roles, TEXT_ROLES))
    box = parts[0].box
    for part in parts[1:]:
        box = box.union(part.box)
    return Element(role=role, box=box, rows=parts, text=" ".join(p.text for p in parts),
                   confidence=float(np.mean([p.confidence for p in parts])), role_scores=named(roles, TEXT_ROLES))
