"""Answers about numbers -> how far off a student counts, by kind and by how many it saw; and those answers anew.

Every true "there are exactly N buttons" of a suite is one labelled look: N by the browser, so many seen by the student.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from shadow_runtime.calibrate import COUNT_REACH, Calibration
from shadow_runtime.intent import parse_intent
from shadow_runtime.predicates.counting import bucket_of, exactly, kind_of, spread_of
from shadow_runtime.predicates.observation import odds

LEAST_LOOKS = 12  # pages with a kind below which nothing is said of it
_OWN, _KIND = 4.0, 1.0  # looks that the kind as a whole, and all kinds together, stand for in each group
_SAID = re.compile(r"there are exactly (\d+) (.+)")
Errors = dict[str, dict[str, list[float]]]


def looks(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], tuple[str, int, int, int]]:
    """(page, kind) -> (kind, number there, number seen, number unclear): one look a page and kind."""
    found = {}
    for row in rows:
        said = _SAID.fullmatch(row.get("claim", ""))
        if said and row["truth"] and row.get("side") != "twin" and "seen" in row:
            kind = kind_of(parse_intent(said[2]))
            found.setdefault((f"{row['page']}-{row.get('pair', '')}-{row.get('side', '')}", kind), (kind, int(said[1]), *row["seen"]))
    return found


def count_errors(rows: Iterable[Mapping[str, Any]]) -> Errors:
    """The manifest's calibration.counts: kind -> group -> probabilities of the errors, smoothed toward those of the kind."""
    own: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    kinds: dict[str, Counter[int]] = defaultdict(Counter)
    every: Counter[int] = Counter()
    for kind, there, seen, unclear in looks(rows).values():
        off = min(max(there - seen, -COUNT_REACH - 1), COUNT_REACH + 1)
        for tally in (own[kind, bucket_of(seen, unclear)], kinds[kind], every):
            tally[off] += 1
    steps = range(-COUNT_REACH - 1, COUNT_REACH + 2)
    found: Errors = {}
    for (kind, group), tally in sorted(own.items()):
        if sum(kinds[kind].values()) < LEAST_LOOKS:
            continue
        share = {step: _KIND * (every[step] + 0.2) / (sum(every.values()) + 0.2 * len(steps)) + _OWN * kinds[kind][step] / sum(kinds[kind].values()) for step in steps}
        total = sum(tally.values()) + _OWN + _KIND
        found.setdefault(kind, {})[group] = [round((tally[step] + share[step]) / total, 4) for step in steps]
    return found


def recounted(row: Mapping[str, Any], calibration: Calibration) -> Mapping[str, Any]:
    """A row about a number with the score that it would have under a calibration's counts; other rows as they are."""
    said = _SAID.fullmatch(row.get("claim", ""))
    if not said or "seen" not in row:
        return row
    seen, unclear = row["seen"]
    errors = calibration.counts.get(kind_of(parse_intent(said[2])), {}).get(bucket_of(seen, unclear))
    return {**row, "score": round(odds(exactly(spread_of(seen, errors), int(said[1]))), 4)} if errors else row
