"""Hand-made scenes for judge tests: drawn with Pillow, labelled by hand, grounded by exact phrase."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from shadow_runtime.color import ColorTable, load_colors
from shadow_runtime.geometry import Box
from shadow_runtime.records import Candidate, Element, Frame, Grounding, Intent, TextRow
from shadow_runtime.scene import Scene

COLORS = Path(__file__).parents[2] / "models" / "parts" / "colors.npz"


def colors() -> ColorTable:
    return load_colors(COLORS)


class Canvas:
    """Draws elements and remembers them under the phrase that names them."""

    def __init__(self, width: int = 400, height: int = 300, background: tuple[int, int, int] = (255, 255, 255)) -> None:
        self.image = Image.new("RGB", (width, height), background)
        self.draw = ImageDraw.Draw(self.image)
        self.named: dict[str, Element] = {}
        self.rows: list[TextRow] = []

    def add(
        self, phrase: str, role: str, box: tuple[float, float, float, float], text: str = "", *, fill: object = None, ink: object = (0, 0, 0),
        border: object = None, border_width: int = 1, radius: float = 0, size: int = 16, bold: float = 0.02, italic: float = 0.02,
        underline: bool = False, strike: bool = False, states: dict[str, float] | None = None,
    ) -> Element:  # fmt: skip
        x, y, width, height = box
        if fill is not None or border is not None:
            corners = (x, y, x + width - 1, y + height - 1)
            self.draw.rounded_rectangle(corners, radius, fill=fill, outline=border, width=border_width if border is not None else 0)
        rows: tuple[TextRow, ...] = ()
        if text:
            font = ImageFont.load_default(size)
            left, _top, right, _bottom = self.draw.textbbox((0, 0), text, font=font)
            ascent, descent = font.getmetrics()
            tx, ty = x + (width - (right - left)) / 2 - left, y + (height - (ascent + descent)) / 2
            self.draw.text((tx, ty), text, fill=ink, font=font)
            row_box = Box(tx + left, ty + 0.1 * ascent, right - left, 0.9 * ascent + descent)
            baseline = ty + ascent
            if underline:
                self.draw.line((row_box.x, baseline + 2, row_box.right, baseline + 2), fill=ink)
            if strike:
                self.draw.line((row_box.x, ty + 0.68 * ascent, row_box.right, ty + 0.68 * ascent), fill=ink)
            row = TextRow(
                box=row_box, text=text, confidence=0.97, char_x=np.linspace(row_box.x, row_box.right, len(text) + 1, dtype=np.float32),
                bold=bold, italic=italic, underline=0.9 if underline else 0.05, font_size=float(size),
            )  # fmt: skip
            rows = (row,)
            self.rows.append(row)
        element = Element(role=role, box=Box(*box), confidence=0.98, text=text, rows=rows, states=states or {})
        self.named[phrase] = element
        return element

    def scene(self) -> Scene:
        return Scene.of(Frame(rgb=np.array(self.image)), tuple(self.named.values()), tuple(self.rows))


class ByName:
    """A grounder that knows phrases by heart; unknown ones are absent."""

    def __init__(self, named: dict[str, Element], confidence: float = 0.97) -> None:
        self.named, self.confidence = named, confidence
        self.ambiguous: dict[str, Sequence[Element]] = {}
        self.plural: dict[str, Sequence[tuple[Element, float]]] = {}
        self.absent_confidence = 0.95

    def locate(self, intent: str) -> Grounding:
        known = Intent(text=intent, plural=intent in self.plural)
        if intent in self.ambiguous:
            candidates = tuple(Candidate(element=element, confidence=0.48) for element in self.ambiguous[intent])
            return Grounding(intent=known, outcome="ambiguous", confidence=0.9, element=candidates[0].element, candidates=candidates)
        element = self.named.get(intent)
        if intent in self.plural:
            element = self.plural[intent][0][0]
        if element is None:
            return Grounding(intent=known, outcome="absent", confidence=self.absent_confidence)
        return Grounding(intent=known, outcome="found", confidence=self.confidence, element=element,
                         candidates=(Candidate(element=element, confidence=self.confidence),))  # fmt: skip

    def ground_all(self, intent: str, least: float | None = None) -> list[Candidate]:
        if intent in self.plural:
            return [Candidate(element=element, confidence=confidence) for element, confidence in self.plural[intent]]
        return [Candidate(element=self.named[intent], confidence=self.confidence)] if intent in self.named else []
