"""What the student perceived in one frame; reads text when it is first asked for.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

from .geometry import Box
from .records import CONTAINER_ROLES, Element, Frame, TextRow


class Scene:
    """The elements of a frame.

    frame: the picture. elements: leaf elements in reading order, text read. containers: dialogs, cards, tables ...
    rows: every text row of the frame. All three are computed on first use and kept.
    """

    def __init__(self, frame: Frame, assemble: Callable[[], tuple[tuple[Element, ...], tuple[TextRow, ...]]]) -> None:
        self.frame = frame
        self._assemble = assemble
        self.fielded: Scene | None = None  # with its fields weighed (fields.py)
        self.prepared: tuple | None = None  # what grounding computed once for all intents of this scene
        self.phrases: dict[int, Any] = {}  # by number of words: where in the rows each phrase stands (spans.py)
        self.outlines: dict[Box, Any] = {}  # of boxes that a claim measured (predicates/observation.py)
        self.surfaces: dict[Box, Any] = {}
        self.panels: dict[Box, Box | None] = {}  # painted around words that a relation named (panels.py)

    @classmethod
    def of(cls, frame: Frame, elements: tuple[Element, ...], rows: tuple[TextRow, ...] = ()) -> Scene:
        """A scene from known elements (true labels, tests)."""
        return cls(frame, lambda: (tuple(elements), tuple(rows)))

    @cached_property
    def _parts(self) -> tuple[tuple[Element, ...], tuple[TextRow, ...]]:
        return self._assemble()

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        return tuple(e for e in self._parts[0] if e.role not in CONTAINER_ROLES)

    @cached_property
    def containers(self) -> tuple[Element, ...]:
        return tuple(e for e in self._parts[0] if e.role in CONTAINER_ROLES)

    @property
    def rows(self) -> tuple[TextRow, ...]:
        return self._parts[1]
