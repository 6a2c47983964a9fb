"""Pictures of what the student saw and meant; for people, never for an answer.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .geometry import Box
from .records import CONTAINER_ROLES, CONTROL_ROLES, COUNTS, GRAPHIC_ROLES, Candidate, Element, Frame, Grounding
from .scene import Scene

CONTROL, GRAPHIC, TEXT, CONTAINER = (220, 38, 38), (217, 119, 6), (37, 99, 235), (107, 114, 128)
CHOSEN, RIVAL, ANCHOR = (22, 163, 74), (234, 88, 12), (124, 58, 237)


def layer_color(element: Element) -> tuple[int, int, int]:
    """The color of an element's layer: red controls, amber graphics, blue text, gray containers."""
    if element.role in CONTROL_ROLES:
        return CONTROL
    if element.role in GRAPHIC_ROLES:
        return GRAPHIC
    return CONTAINER if element.role in CONTAINER_ROLES else TEXT


def draw_scene(frame: Frame, scene: Scene, confidences: bool = False) -> np.ndarray:
    """(H, W, 3) uint8 copy of the frame with every element outlined and named by role, states and label."""
    image = Image.fromarray(frame.rgb)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=max(9, round(9 * frame.scale)))
    for element in (*scene.containers, *scene.elements):
        notes = [element.role]
        notes += [state for state, p in element.states.items() if p > 0.5]
        if element.label:
            notes.append(f"<{element.label[:24]}>")
        if confidences:
            notes.append(f"{element.confidence:.2f}")
        outline(draw, element.box, frame.scale, layer_color(element), " ".join(notes), font)
    return np.asarray(image)


def draw_grounding(frame: Frame, grounding: Grounding) -> np.ndarray:
    """(H, W, 3) uint8 copy of the frame with the chosen element in green, its rivals in orange, anchors in violet."""
    image = Image.fromarray(frame.rgb)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=max(11, round(11 * frame.scale)))
    for candidate in grounding.candidates[1:]:
        element = candidate.element
        outline(draw, element.box, frame.scale, RIVAL, f"{element.role} {candidate.confidence:.2f}", font)
    if grounding.element is not None:
        color = CHOSEN if grounding.outcome == "found" else RIVAL
        outline(draw, grounding.element.box, frame.scale, color, f"{grounding.outcome} {grounding.confidence:.2f}", font, 3)
    return np.asarray(image)


def draw_count(frame: Frame, counted: Sequence[Candidate]) -> np.ndarray:
    """(H, W, 3) uint8 copy of the frame with what was counted."""
    image = Image.fromarray(frame.rgb)
    outline_counted(ImageDraw.Draw(image), counted, frame.scale, ImageFont.load_default(size=max(11, round(11 * frame.scale))))
    return np.asarray(image)


def outline_counted(draw: ImageDraw.ImageDraw, counted: Sequence[Candidate], scale: float, font: ImageFont.ImageFont | ImageFont.FreeTypeFont) -> list[Box]:
    """Outlines what was counted, numbered in green, and in orange what may be one and was not; returns all their boxes, CSS px."""
    number = 0
    for candidate in counted:
        number += candidate.confidence >= COUNTS
        note, color = (str(number), CHOSEN) if candidate.confidence >= COUNTS else (f"? {candidate.confidence:.2f}", RIVAL)
        outline(draw, candidate.element.box, scale, color, note, font, 2 if color is CHOSEN else 1)
    return [candidate.element.box for candidate in counted]


def outline(
    draw: ImageDraw.ImageDraw, box: Box, scale: float, color: tuple[int, int, int], note: str,
    font: ImageFont.ImageFont | ImageFont.FreeTypeFont, thickness: int = 1,
) -> None:
    """A rectangle with a small caption on its upper border, CSS px in, device px out."""
    x1, y1, x2, y2 = (side * scale for side in (box.x, box.y, box.right, box.bottom))
    draw.rectangle((x1 - thickness, y1 - thickness, x2 + thickness, y2 + thickness), outline=color, width=thickness)
    if note:
        left, top, right, bottom = draw.textbbox((x1, y1), note, font=font)
        height = bottom - top + 2
        lift = height if y1 >= height else 0
        draw.rectangle((left - 1, top - lift - 1, right + 1, bottom - lift + 1), fill=color)
        draw.text((x1, y1 - lift), note, fill=(255, 255, 255), font=font)
