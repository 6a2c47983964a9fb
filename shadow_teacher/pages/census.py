"""What a set of rendered pages holds: roles, states, frameworks, themes, kinds, viewports, scales.

    python -m shadow_teacher.pages.census DIR [--json FILE]

Shares are of pages that show at least one such element in their viewport, ignored ones not counted.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from shadow_runtime.records import CONTAINER_ROLES, LEAF_ROLES, STATES

AXES = ("framework", "theme", "layout", "viewport", "scale", "zoom", "dark")


def census(folder: Path) -> dict[str, Any]:
    """Counts of a folder of labelled pages.

    {"pages": n, "roles": {role: [elements, pages]}, "states": {state: [on, pages on, off, pages off, pages with both]},
    and for each axis {value: pages}}.
    """
    roles, role_pages = Counter(), Counter()
    states: dict[str, Counter[str]] = {state: Counter() for state in STATES}
    axes: dict[str, Counter[str]] = {axis: Counter() for axis in AXES}
    rows, pages = Counter(), 0
    for path in sorted(folder.glob("*.json")):
        page = json.loads(path.read_text(encoding="utf-8"))
        if "elements" not in page:
            continue
        pages += 1
        page["viewport"] = f"{page['width']}x{page['height']}"
        for axis in AXES:
            axes[axis][str(page.get(axis, "-"))] += 1
        shown = [element for element in page["elements"] if not element["ignore"]]
        found = Counter(element["role"] for element in shown)
        roles.update(found)
        role_pages.update(found.keys())
        for state, counter in states.items():
            values = Counter(element["states"][state] for element in shown if element["states"].get(state) is not None)
            counter.update({"on": values[True], "off": values[False], "pages on": values[True] > 0,
                            "pages off": values[False] > 0,
                            "pages both": values[True] > 0 and values[False] > 0})
        rows.update({"readable": sum(row["readable"] for row in page["rows"]),
                     "unreadable": sum(not row["readable"] for row in page["rows"])})
    return {"pages": pages,
            "roles": {role: [roles[role], role_pages[role]] for role in (*LEAF_ROLES, *CONTAINER_ROLES)},
            "states": {state: dict(counter) for state, counter in states.items()}, "rows": dict(rows),
            **{axis: dict(counter.most_common()) for axis, counter in axes.items()}}


def tables(counts: dict[str, Any]) -> list[Table]:
    """The counts as tables for a terminal."""
    pages = max(counts["pages"], 1)
    by_role = Table("role", "elements", "pages", "share", title=f"{counts['pages']} pages")
    for role, (elements, shown) in sorted(counts["roles"].items(), key=lambda item: -item[1][1]):
        by_role.add_row(role, str(elements), str(shown), f"{100 * shown / pages:.0f} %")
    by_state = Table("state", "on", "off", "pages on", "share on", "pages with both")
    for state, count in counts["states"].items():
        by_state.add_row(state, str(count.get("on", 0)), str(count.get("off", 0)), str(count.get("pages on", 0)),
                         f"{100 * count.get('pages on', 0) / pages:.0f} %", str(count.get("pages both", 0)))
    by_axis = Table("axis", "values (pages)")
    for axis in AXES:
        by_axis.add_row(axis, ", ".join(f"{value} {count}" for value, count in counts[axis].items()))
    by_axis.add_row("rows", ", ".join(f"{value} {count}" for value, count in counts["rows"].items()))
    return [by_role, by_state, by_axis]


def main(argv: list[str] | None = None) -> None:
    """Command line: print the tables of a folder, or write the counts as JSON."""
    parser = argparse.ArgumentParser(prog="python -m shadow_teacher.pages.census", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", type=Path, help="write the counts here as well")
    args = parser.parse_args(argv)
    counts = census(args.folder)
    console = Console()
    for table in tables(counts):
        console.print(table)
    if args.json:
        args.json.write_text(json.dumps(counts, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
