"""Text rows -> blocks: which lines are one paragraph or heading, and which only stand below each other.

A line is broken because the next word did not fit. Where it would have fitted, or where size, weight or spacing change,
something else begins: a list of names, a price under a product, a text under its heading.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence

from .records import TextRow

LOOSE = 0.75  # of the row height: lines further apart are no block
AIRY = 0.5  # from here on only lines that had to break are one block
ROOM = 0.9  # of the row height: so much spare room on top of the next word shows that a break was wanted
HEAVY, LIGHT = 0.75, 0.25  # probabilities of being bold


def group_rows(free: Sequence[tuple[int, str]], rows: Sequence[TextRow]) -> list[list[int]]:
    """Row numbers of each block. free: (row number, role) of the rows no control owns."""
    order = sorted(free, key=lambda pair: (rows[pair[0]].box.y, rows[pair[0]].box.x))
    groups: list[tuple[str, list[int]]] = []
    for number, role in order:
        for group_role, members in reversed(groups[-12:]):
            if role == group_role and role in ("text", "heading") and goes_on([rows[m] for m in members], rows[number]):
                members.append(number)
                break
        else:
            groups.append((role, [number]))
    return [members for _, members in groups]


def goes_on(block: Sequence[TextRow], row: TextRow) -> bool:
    """Whether a row is the next line of a block."""
    last, box = block[-1].box, row.box
    gap = box.y - last.bottom
    centered = abs(box.center[0] - last.center[0]) <= 6 and min(box.right, last.right) > max(box.x, last.x)
    if not (-0.3 * last.height <= gap <= LOOSE * last.height and (abs(box.x - last.x) <= 4 or centered)):
        return False
    if abs(box.height - last.height) > 0.2 * last.height:
        return False
    if (block[-1].bold > HEAVY and row.bold < LIGHT) or (block[-1].bold < LIGHT and row.bold > HEAVY):
        return False
    widest = max(line.box.width for line in (*block, row))
    spare = widest - last.width - first_word_width(row)
    if spare > ROOM * last.height:
        return False
    # Nothing tells the room of a block whose lines are all short: then spacing has to.
    return gap <= AIRY * last.height or " " in block[-1].text.strip()


def first_word_width(row: TextRow) -> float:
    """CSS px of a row's first word and a space."""
    end = len(row.text.split(" ", 1)[0])
    if len(row.char_x) <= end:
        return 0.0
    return float(row.char_x[end] - row.char_x[0]) + 0.25 * row.box.height
