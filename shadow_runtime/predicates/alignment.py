"""Aligned edges, one line, one column, centered.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from shadow_runtime import pixels
from shadow_runtime.claims import Claim
from shadow_runtime.geometry import Box
from shadow_runtime.records import AbstainReason, Element
from shadow_runtime.scene import Scene
from shadow_runtime.standing import around

from .observation import Observation, Setting, line, name_of, odds
from .size import painted_box

_BARE = ("link", "text", "label", "heading", "cell", "tab", "menuitem")
_INSET = 16.0  # CSS px by which what is drawn in two boxes may begin at different depths
_BEYOND = 2.0  # CSS px by which an edge must lie outside the viewport to be taken for cut off
_BEFORE = 24.0  # CSS px between an entry's icon and its words
_CLEAR = 3.0  # CSS px at the least
_TOLERANCE = 3.0  # CSS px that an eye forgives and a found box may be off


def _within(offset: float, tolerance: float) -> float:
    """Probability that two edges `offset` px apart count as aligned; found boxes are a px or two off."""
    return line(abs(offset), ((0.5 * tolerance, 0.97), (tolerance, 0.85), (tolerance + 2.5, 0.5), (tolerance + 6, 0.12), (tolerance + 12, 0.03)))


def _overlap(low_a: float, high_a: float, low_b: float, high_b: float) -> float:
    """Shared length over the shorter of two spans."""
    return max(min(high_a, high_b) - max(low_a, low_b), 0.0) / max(min(high_a - low_a, high_b - low_b), 1e-6)


def _line_score(a: Box, b: Box) -> float:
    return line(_overlap(a.y, a.bottom, b.y, b.bottom), ((0.15, 0.02), (0.4, 0.35), (0.7, 0.95)))


def _as_drawn(boxes: Sequence[Box], edge: Callable[[Box], float], setting: Setting) -> list[Box]:
    """The extents of what is drawn in each box, since found boxes of what has no outline are as wide as the student likes; the boxes
    themselves where something is drawn in none, or stands so far in that it is hardly what begins there: a pale icon was missed."""
    drawn = [pixels.ink_extent(setting.scene.frame, box) for box in boxes]
    found = [extent for extent in drawn if extent is not None]
    if len(found) < len(boxes):
        return list(boxes)
    insets = [edge(extent) - edge(box) for extent, box in zip(found, boxes, strict=True)]
    return found if max(insets) - min(insets) <= _INSET else list(boxes)


def _level(boxes: Sequence[Box], edge: Callable[[Box], float], tolerance: float) -> bool:
    places = [edge(box) for box in boxes]
    return max(places) - min(places) <= tolerance


def _where_aligned(lines: Sequence[Box | None], edge: Callable[[Box], float], tolerance: float, scene: Scene) -> list[Box]:
    """The boxes of words and of the icons before them, where these are aligned: of two entries of a menu one was seen with its icon
    and one without. Where one icon was not seen at all, but something is drawn in its place, the words speak for both."""
    words = [line for line in lines if line is not None]
    if len(words) < max(len(lines), 2):
        return []
    whole = [_with_icon(line, scene) for line in words]
    if _level(whole, edge, 0.5 * tolerance):
        return whole
    left = min(box.x for box in whole)
    bare = [line for line, box in zip(words, whole, strict=True) if box is line]
    missed = all(pixels.ink(scene.frame, Box(left, line.y, line.x - _CLEAR - left, line.height)) is not None for line in bare)
    return words if missed and _level(words, edge, 0.5 * tolerance) else []


def _with_icon(words: Box, scene: Scene) -> Box:
    """The words, and the icon that stands right before them."""
    level = (e.box for e in scene.elements if e.role == "icon" and abs(e.box.center[1] - words.center[1]) <= 0.5 * words.height)
    before = [box for box in level if -2 <= words.x - box.right <= _BEFORE]
    return words.union(max(before, key=lambda box: box.right)) if before else words


def _line_of(element: Element) -> Box | None:
    """Where the words of an element stand that has one line of them, a counter at its end included; None of any other."""
    boxes = [row.box for row in element.rows]
    if not boxes or any(abs(box.center[1] - boxes[0].center[1]) > 0.5 * boxes[0].height for box in boxes):
        return None
    return around(boxes)


def judge_aligned(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"A and B are left-aligned", "are on the same line"; every neighbor pair must hold."""
    kind = str(claim.args["kind"])
    tolerance = float(claim.args.get("tolerance", _TOLERANCE))  # type: ignore[arg-type]
    elements = [*subjects, *objects]
    if kind == "unlike":
        return Observation(
            score=0.0, expected="aligned edges", observed="", reasons=(AbstainReason.SEVERAL_READINGS,), reason="name the same edge of both, such as top and top",
        )  # fmt: skip
    edge = {
        "left": lambda b: b.x, "right": lambda b: b.right, "top": lambda b: b.y, "bottom": lambda b: b.bottom,
        "center x": lambda b: b.center[0], "center y": lambda b: b.center[1],
    }  # fmt: skip
    measured = [painted_box(element, setting) for element in elements]
    boxes = [box for box, _ in measured]
    if kind in ("left", "right") and not any(exact for _, exact in measured):
        lines = [_line_of(element) for element in elements]
        filled = [line is not None and setting.surface(element.box).painted for element, line in zip(elements, lines, strict=True)]
        if any(filled) and not all(filled):  # a fill ends where it does; what has none begins with what stands in it
            boxes = [box if fill or line is None else _with_icon(line, setting.scene) for box, fill, line in zip(boxes, filled, lines, strict=True)]
            if not _level(boxes, edge[kind], tolerance) and None not in lines and _level([line for line in lines if line], edge[kind], tolerance):
                return Observation(
                    score=0.0, expected=f"{kind} edges within {tolerance:g} px", observed="words aligned, a fill that is not", reasons=(AbstainReason.SEVERAL_READINGS,),
                    reason="their words are aligned, the fill of one is not; say which is meant",
                )  # fmt: skip
        else:
            boxes = _where_aligned(lines, edge[kind], tolerance, setting.scene) or _as_drawn(boxes, edge[kind], setting)
    if len(elements) == 1 and len(elements[0].rows) > 1 and kind != "line":  # a paragraph: its lines
        boxes = [row.box for row in elements[0].rows]
        elements = [elements[0]] * len(boxes)
    if len(boxes) < 2:
        return Observation(
            score=0.0, expected=f"aligned: {kind}", observed="only one element", reasons=(AbstainReason.NOTHING_TO_JUDGE,),
            reason="alignment needs two elements, or a text of several lines",
        )  # fmt: skip
    if kind == "line":
        score = min(_line_score(a, b) for a, b in pairwise(boxes))
        seen = "; ".join(f"{name_of(e)} y {e.box.y:.0f}-{e.box.bottom:.0f}" for e in elements[:4])
        return Observation(score=odds(score), expected="on one line", observed=seen)
    if kind == "column":
        order = sorted(boxes, key=lambda b: b.y)
        score = min(
            line(_overlap(a.x, a.right, b.x, b.right), ((0.2, 0.02), (0.5, 0.5), (0.8, 0.95)))
            * line(b.y - a.bottom, ((-8.0, 0.05), (-2.0, 0.9), (0.0, 1.0)))
            for a, b in pairwise(order)
        )
        return Observation(score=odds(score), expected="one below the other", observed="; ".join(f"{name_of(e)} x {e.box.x:.0f}-{e.box.right:.0f}" for e in elements[:4]))
    if kind == "center":
        kind = min(("center x", "center y"), key=lambda k: max(map(edge[k], boxes)) - min(map(edge[k], boxes)))
    places = [edge[kind](box) for box in boxes]
    ends = {"left": (0.0, -1), "right": (setting.scene.frame.size[0], 1), "top": (0.0, -1), "bottom": (setting.scene.frame.size[1], 1)}
    if kind in ends and any((place - ends[kind][0]) * ends[kind][1] > _BEYOND for place in places):
        return Observation(
            score=0.0, expected=f"{kind} edges within {tolerance:g} px", observed="an edge beyond the viewport", reasons=(AbstainReason.CUT_OFF,),
            reason=f"where one of them ends on the {kind} is not in the viewport",
        )  # fmt: skip
    offset = max(places) - min(places)
    middles = [box.center[0] for box in boxes]
    if kind in ("left", "right") and offset > tolerance and max(middles) - min(middles) < 3 and all(element.role in _BARE for element in elements):
        # Centered words in boxes that do not show: the boxes may well be aligned, the words are not.
        return Observation(
            score=0.0, expected=f"{kind} edges within {tolerance:g} px", observed="texts around one middle", reasons=(AbstainReason.SEVERAL_READINGS,),
            reason="the words are centered over each other; whether their boxes are aligned does not show",
        )  # fmt: skip
    seen = "; ".join(f"{name_of(e)} {kind} {place:.0f}" for e, place in zip(elements[:4], places, strict=False))
    return Observation(
        score=odds(_within(offset, tolerance)), expected=f"{kind} edges within {tolerance:g} px", observed=f"{seen}: {offset:.1f} px apart", measurements={"offset": offset},
    )  # fmt: skip


def judge_centered(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X is centered in Y" (horizontally unless said otherwise)."""
    one, two = subjects[0].box, objects[0].box
    tolerance = float(claim.args.get("tolerance", 4.0 if objects[0].role != "page" else 10.0))  # type: ignore[arg-type]
    x, y = one.center[0] - two.center[0], one.center[1] - two.center[1]
    axis = str(claim.args["axis"])
    score = _within(y, tolerance) if axis == "y" else _within(x, tolerance)
    return Observation(
        score=odds(score), expected=f"centered {'vertically' if axis == 'y' else 'horizontally'} on {name_of(objects[0])}",
        observed=f"its middle is {abs(x):.1f} px {'right' if x > 0 else 'left'} of and {abs(y):.1f} px {'below' if y > 0 else 'above'} the other's",
        measurements={"offset x": x, "offset y": y},
    )  # fmt: skip
