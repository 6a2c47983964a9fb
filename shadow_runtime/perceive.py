"""Frame -> Scene: run the detector, decode its maps, read the text rows, put elements together.

    look   one forward pass of the detector over the whole viewport, decoded to boxes
    rows   the detector's rows, cut to their ink and at control borders, read by the reader
    count  small numbers that were taken for icons are read, too
    build  controls take the words inside them; headings, paragraphs, cells come from the remaining rows

Everything after `look` happens when a scene's elements are first asked for (scene.py).

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import decode
from .assemble import assemble
from .counters import read_counters
from .pixels import css_pixels
from .records import Frame
from .refine import known_regions, refine
from .rows import ink_columns
from .scene import Scene
from .shapes import share_in, told_apart
from .text_rows import text_rows

if TYPE_CHECKING:
    from .student import Student

# Score thresholds of the decoded layers when the student's manifest names none.
DEFAULT_THRESHOLDS = {"control": 0.3, "graphic": 0.3, "row": 0.4, "container": 0.35}


@dataclass(frozen=True, slots=True)
class Look:
    """What one detector pass found, CSS px."""

    controls: decode.Detections
    graphics: decode.Detections
    containers: decode.Detections
    rows: decode.Rows


def perceive(frame: Frame, student: Student) -> Scene:
    """See a frame. The detector runs at once; text is read when the scene's elements are first used."""
    seen = look(frame, student)

    def build() -> tuple:
        rows, roles = text_rows(frame, seen.rows, seen.controls, student.reader, frame.bands)
        graphics, rows, roles = read_counters(frame, seen.graphics, rows, roles, student.reader)
        return assemble(frame, seen.controls, graphics, seen.containers, rows, roles, student)

    return Scene(frame, build)


def forget(student: Student) -> None:
    """See the next frame as if it were the first: whole, with every row, region and icon measured anew."""
    student.detector.forget()
    student.reader.forget()
    if student.icons is not None:
        student.icons.forget()
    ink_columns.known.clear()
    known_regions.clear()
    share_in.known.clear()


def look(frame: Frame, student: Student) -> Look:
    """Run the detector over the frame at one CSS pixel per pixel and decode its maps."""
    pixels = css_pixels(frame)
    maps = student.detector.look(pixels, frame.bands if pixels is frame.rgb else ())
    thresholds = {**DEFAULT_THRESHOLDS, **student.manifest.get("thresholds", {}).get("detector", {})}
    controls, graphics, containers, rows = decode.decode(maps, *(thresholds[kind] for kind in ("control", "graphic", "row", "container")))
    return Look(controls=told_apart(frame, refine(frame, controls)), graphics=graphics, containers=containers, rows=rows)
