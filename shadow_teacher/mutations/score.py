"""A student over all pairs: every claim asked of both frames, one row an answer.

A row holds what the answer was made from (family, score, confidence of the grounding), so that thresholds can be fitted
and tried without looking again. Resumable: pages that have rows are skipped.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
from rich.progress import Progress

from shadow_runtime.errors import ClaimError
from shadow_runtime.shadow import SeenScene, Shadow
from shadow_runtime.student import find_student, read_manifest

from .pairs import MutatedPage, load, pages_of, sides

# Claims about pages as they are, of each aspect and side: the more false ones, the nearer a threshold may
# come to 1 % (of 473 one may pass, of 1,049 five), and the longer it takes.
FALSE_SAID, TRUE_SAID = 1000, 300
_COLORED = ("text color", "contrast", "opacity", "border color", "background color")
# Properties whose change leaves the element where it is and everything else as it was: what "has changed since" is asked of.
CHANGED, RESTYLED = "changed", ("text color", "background color", "border color", "border", "shadow", "contrast", "underline", "strike-through", "text", "case")
NOT_UNDERSTOOD, CRASHED = "not understood", "crashed"


Chosen = tuple[list[int], list[int]]  # numbers of plain claims, numbers of pairs


def score(
    suite: Path,
    rows: Path,
    *,
    student: Path | None = None,
    jobs: int = 1,
    minutes: float | None = None,
    limit: int | None = None,
) -> int:
    """Ask a student (the current one) every claim of a suite; returns how many answers the rows file holds.

    limit: pairs of each property and tier, in the order of pages; None: all. Stops after so many minutes.
    Raises ValueError when the rows are another student's.
    """
    folder = find_student(student)
    identity = read_manifest(folder).id
    done: set[str] = set()
    if rows.exists():
        known = [json.loads(line) for line in rows.read_text(encoding="utf-8").splitlines()]
        if known and known[0].get("student") != identity:
            raise ValueError(
                f"{rows} holds answers of {known[0].get('student')}, asked for {identity}: name another file"
            )
        done = {row["page"] for row in known[1:]}
    else:
        rows.parent.mkdir(parents=True, exist_ok=True)
        rows.write_text(json.dumps({"student": identity, "suite": suite.name}) + "\n", encoding="utf-8")
    chosen = choose(suite, limit)
    # What takes longest first, so that a run that is cut short has pairs to tell of.
    todo = sorted((name for name in chosen if name not in done), key=lambda name: not chosen[name][1])
    end = None if minutes is None else time.time() + 60 * minutes
    with (
        get_context("spawn").Pool(jobs, initializer=_start, initargs=(suite, folder, chosen, end)) as pool,
        Progress(refresh_per_second=0.2) as progress,
        rows.open("a", encoding="utf-8") as file,
    ):
        task = progress.add_task(f"{identity} looks", total=len(todo))
        for answers in pool.imap(_score_page, todo):
            file.write("".join(json.dumps(answer, separators=(",", ":")) + "\n" for answer in answers))
            file.flush()  # whole pages, so that a run that is killed goes on where it was
            progress.advance(task)
    return sum(1 for _ in rows.open(encoding="utf-8")) - 1


def choose(suite: Path, limit: int | None) -> dict[str, Chosen]:
    """Page -> what to ask of it, in the order of pages."""
    pages = list(pages_of(suite))
    side_of = sides([str(page.head["framework"]) for page in pages])
    taken: Counter[tuple[Any, ...]] = Counter()
    chosen: dict[str, Chosen] = {}
    for page in pages:
        said, pairs = [], []
        old = page.head["format"] < 2
        dimmed = old and under_backdrop(page)
        for number, entry in enumerate(page.head["said"]):
            if old and doubted(entry, dimmed):
                continue
            # "is visible" and "is hidden" speak of one aspect and are two families.
            key = side_of[page.head["framework"]], entry["aspect"], entry["truth"], entry["text"].endswith("is visible")
            if taken[key] < (FALSE_SAID if entry["truth"] is False else TRUE_SAID):
                taken[key] += 1
                said.append(number)
        for number, pair in enumerate(page.pairs):
            key = pair["property"], pair["tier"]
            if dimmed and pair["property"] in _COLORED:
                continue  # its colors are not those that style says
            if limit is None or taken[key] < limit:
                taken[key] += 1
                pairs.append(number)
        if said or pairs:
            chosen[page.name] = said, pairs
    return chosen


def doubted(entry: Mapping[str, Any], dimmed: bool) -> bool:
    """Does what a page of format 1 says rest on a fact that was not to be seen?

    A transparent shadow, the radius of a control that the browser's theme draws, a weight that the font does not have, the
    border of a cell around a text in quotes, the edge of a box against that of a text, colors under a dimmed backdrop.
    """
    text, aspect = entry["text"], entry["aspect"]
    told = {"shadow": " has no " in text, "radius": "rounded" in text, "font weight": "not bold" in text}.get(aspect)
    if aspect in ("position x", "position y"):
        return not entry["truth"] and (text.endswith("-aligned") or text.startswith('"') or " the " not in text[1:])
    if aspect in ("text color", "contrast"):
        return dimmed
    return (told is not None and told is not entry["truth"]) or (aspect == "border" and text.startswith('"'))


def under_backdrop(page: MutatedPage) -> bool:
    """Is most of the page one middle grey, as behind an open dialog?"""
    rgb = load(page.folder / f"{page.name}.png")[::8, ::8].reshape(-1, 3).astype(np.int16)
    grey = (rgb.max(1) - rgb.min(1) <= 14) & (rgb.min(1) >= 0x68) & (rgb.max(1) <= 0xB4)
    return bool(grey.mean() > 0.3)


_worker: dict[str, Any] = {}


def _start(suite: Path, student: Path, chosen: dict[str, Chosen], end: float | None) -> None:
    _worker.update(
        pages={page.name: page for page in pages_of(suite)}, shadow=Shadow.load(student), chosen=chosen, end=end
    )


def _score_page(name: str) -> list[dict[str, Any]]:
    if _worker["end"] is not None and time.time() > _worker["end"]:
        return []
    return list(page_answers(_worker["pages"].pop(name), _worker["shadow"], *_worker["chosen"][name]))


def page_answers(
    page: MutatedPage, shadow: Shadow, said: Sequence[int], pairs: Sequence[int]
) -> Iterator[dict[str, Any]]:
    """One row an answer: claims about the page as it is ("said"), then each pair on both sides, and its true claims on the twin."""
    scale = page.head["scale"]
    base = {"page": page.name, "framework": page.head["framework"]}
    seen = shadow.see(page.rgb, scale)
    twin = shadow.see(page.twin, scale) if pairs and page.twin is not None else seen
    answered: dict[tuple[bool, str], dict[str, Any]] = {}  # of the page as it is, whose claims many pairs share

    def ask_once(scene: SeenScene, text: str) -> dict[str, Any]:
        key = scene is seen, text
        if key not in answered:
            answered[key] = ask(scene, text)
        return answered[key]

    for entry in (page.head["said"][number] for number in said):
        yield {
            **base,
            "kind": "said",
            "element": entry["element"],
            "aspect": entry["aspect"],
            "tier": entry["tier"],
            "truth": entry["truth"],
            "claim": entry["text"],
            **ask_once(seen, entry["text"]),
        }
    names = phrases(page)
    for number in pairs:
        pair = page.pairs[number]
        after = shadow.see(page.mutated(pair), scale)
        about = {
            **base,
            "kind": "pair",
            "pair": number,
            "element": pair["element"],
            "property": pair["property"],
            "tier": pair["tier"],
        }
        for claim in pair["claims"]:
            for side, scene in (("before", seen), ("after", after), ("twin", twin)):
                if side == "twin" and not claim["before"]:
                    continue
                truth = claim["before" if side == "twin" else side]
                yield {
                    **about,
                    "side": side,
                    "aspect": claim["aspect"],
                    "truth": truth,
                    "claim": claim["text"],
                    **(ask(scene, claim["text"]) if scene is after else ask_once(scene, claim["text"])),
                }


        if pair["element"] in names and pair["property"] in RESTYLED:
            yield from change_answers(about, names[pair["element"]], seen, twin, after)


def phrases(page: MutatedPage) -> dict[int, str]:
    """Element -> the phrase that names it, from what is said of it as it is."""
    end = " is visible"
    return {entry["element"]: entry["text"].removesuffix(end) for entry in page.head["said"] if entry["truth"] and entry["text"].endswith(end)}


def change_answers(about: Mapping[str, Any], phrase: str, seen: SeenScene, twin: SeenScene, after: SeenScene) -> Iterator[dict[str, Any]]:
    """Claims of change against the page as it was: of the changed frame, and of the page painted again, which has not changed.

    They count as a property of their own, since "has it changed" would notice every other one.
    """
    for said, changed in (("has changed since", True), ("is unchanged since", False)):
        for side, scene in (("after", after), ("before", twin)):
            claim = f'{phrase} {said} "before"'
            yield {**about, "side": side, "property": CHANGED, "aspect": CHANGED, "truth": (side == "after") is changed, "claim": claim, **ask(scene, claim, seen)}


def ask(scene: SeenScene, claim: str, before: SeenScene | None = None) -> dict[str, Any]:
    """The answer and what it was made from. before: an earlier look, for claims of change."""
    try:
        verdict = scene.check(claim, None if before is None else {"before": before})
    except ClaimError:
        return {"outcome": NOT_UNDERSTOOD}
    except Exception as error:  # a bug of the student is a finding of the suite, not its end
        return {"outcome": CRASHED, "observed": f"{type(error).__name__}: {error}"}
    measured = verdict.evidence.measurements
    counted = {"seen": [int(measured["seen"]), measured["doubt"]]} if "doubt" in measured else {}
    return {
        **counted, "outcome": verdict.outcome, "family": verdict.family, "score": round(verdict.score, 4), "grounded": round(verdict.grounded, 4),
        "absent": verdict.score < 0 and "was not found" in verdict.reason,
        "reasons": [str(reason) for reason in verdict.reasons], "observed": verdict.evidence.observed[:100],
    }  # fmt: skip
