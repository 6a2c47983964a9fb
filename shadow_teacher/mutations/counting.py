"""Answers about numbers -> how far off a student counts, by kind and by how many are in doubt; and those answers anew.

Every true "there are exactly N buttons" of a suite is one labelled look: N by the browser, so many seen by the student. So is
every kind on a labelled page: the same question without a suite.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import Image
from rich.progress import track

from shadow_runtime import Shadow
from shadow_runtime.calibrate import COUNT_REACH, Calibration
from shadow_runtime.intent import parse_intent
from shadow_runtime.predicates.counting import PERHAPS, bucket_of, exactly, kind_of, seen_of, spread_of
from shadow_runtime.predicates.observation import odds

from .facts import COUNTED, counts_of

FIELDS = "input fields"  # asked of pages besides the kinds that suites count
LEAST_LOOKS = 12  # pages with a kind below which nothing is said of it
LEAST_EXACT = 0.5  # share of a kind's surest looks that must be right to the number: of links not even those are, and how far off they are says nothing of other pages
_ALIKE, _KIND = 5.0, 1.0  # looks that all kinds as much in doubt, and the kind as a whole, stand for in each group
_SAID = re.compile(r"there are exactly (\d+) (.+)")
Errors = dict[str, dict[str, list[float]]]


class CountLook(NamedTuple):
    """A kind on a page: how many are there, were seen, are in doubt (predicates.counting.seen_of)."""

    kind: str
    there: int
    seen: int
    doubt: float


def looks(rows: Iterable[Mapping[str, Any]]) -> list[CountLook]:
    """What a suite's answers tell: one look a page and kind."""
    found: dict[tuple[str, str], CountLook] = {}
    for row in rows:
        said = _SAID.fullmatch(row.get("claim", ""))
        if said and row["truth"] and row.get("side") != "twin" and "seen" in row:
            kind = kind_of(parse_intent(said[2]))
            found.setdefault((f"{row['page']}-{row.get('pair', '')}-{row.get('side', '')}", kind), CountLook(kind, int(said[1]), *row["seen"]))
    return list(found.values())


def looks_at(pages: Sequence[Path], student: Path | None) -> list[CountLook]:
    """What labelled pages tell (JSON files beside their pictures): every kind that is there whole, or that was seen."""
    shadow, found = Shadow.load(student), []
    asked = {**{plural: (role,) for role, plural in COUNTED.items()}, FIELDS: ("textbox", "combobox", "spinbutton")}
    for path in track(pages, description="counting"):
        labels = json.loads(path.read_text(encoding="utf-8"))
        scene = shadow.see(np.asarray(Image.open(path.with_suffix(".png")).convert("RGB")), labels["scale"])
        present = {element["role"] for element in labels["elements"]}
        whole = counts_of(labels, present)
        for plural, roles in asked.items():
            if all(role in whole or role not in present for role in roles):
                found.append(CountLook(kind_of(parse_intent(plural)), sum(whole.get(role, 0) for role in roles), *seen_of(scene.ground_all(plural, PERHAPS))))
    return found


def count_errors(counted: Iterable[CountLook]) -> Errors:
    """The manifest's calibration.counts: kind -> group -> probabilities of the errors, smoothed toward those of all kinds as much
    in doubt and of the kind as a whole."""
    own: dict[tuple[str, str], Counter[int]] = defaultdict(Counter)
    kinds: dict[str, Counter[int]] = defaultdict(Counter)
    groups: dict[str, Counter[int]] = defaultdict(Counter)
    for kind, there, seen, doubt in counted:
        if not seen:
            continue
        off, group = min(max(there - seen, -COUNT_REACH - 1), COUNT_REACH + 1), bucket_of(doubt)
        for tally in (own[kind, group], kinds[kind], groups[group]):
            tally[off] += 1
    found: Errors = {}
    for (kind, group), tally in sorted(own.items()):
        if sum(kinds[kind].values()) >= LEAST_LOOKS:
            found.setdefault(kind, {})[group] = _smoothed(tally, ((groups[group], _ALIKE), (kinds[kind], _KIND)))
    return {kind: told for kind, told in found.items() if max(errors[COUNT_REACH + 1] for errors in told.values()) >= LEAST_EXACT}


def _smoothed(tally: Counter[int], priors: Sequence[tuple[Counter[int], float]]) -> list[float]:
    """Shares of the errors from far below to far above; every prior stands for so many looks."""
    steps = range(-COUNT_REACH - 1, COUNT_REACH + 2)
    weights = {step: tally[step] + 0.05 + sum(share * prior[step] / prior.total() for prior, share in priors) for step in steps}
    total = sum(weights.values())
    return [round(weights[step] / total, 4) for step in steps]


def recounted(row: Mapping[str, Any], calibration: Calibration) -> Mapping[str, Any]:
    """A row about a number with the score that it would have under a calibration's counts; other rows as they are."""
    said = _SAID.fullmatch(row.get("claim", ""))
    if not said or "seen" not in row:
        return row
    seen, doubt = row["seen"]
    errors = calibration.counts.get(kind_of(parse_intent(said[2])), {}).get(bucket_of(doubt)) if seen else None
    return {**row, "score": round(odds(exactly(spread_of(seen, errors), int(said[1]))), 4)} if errors else row
