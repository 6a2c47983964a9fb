"""Pages -> pairs: each page as it is, and once for every mutation of it, with the claims whose truth the mutation turns.

OUT/NAME.png                  the page; NAME.twin.png beside it when painting it again gave other pixels
OUT/NAME/NNN.png              the changed part of a mutated frame (its place is in the record); the rest is as in NAME.png
OUT/NAME.jsonl                first line: the page; one line a pair; written last, so a page that has it is done
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from random import Random
from typing import Any

import cv2
import numpy as np
from playwright.sync_api import Error, sync_playwright
from rich.progress import Progress

from shadow_runtime.color import ColorTable
from shadow_runtime.student import Student
from shadow_teacher.pages.compose import PageSpec, compose
from shadow_teacher.pages.kits import PLAIN, UNSTYLED
from shadow_teacher.pages.render import CHROMIUM_ARGUMENTS, Painter, chromium_path, page_server

from .catalog import TIERS, Mutation, all_mutations
from .facts import Facts
from .imagine import sayings
from .perform import Played, perform
from .pixelmatch import count_different
from .stage import Stage, differing, frame

FORMAT = 2  # of a page's record; 1 took every box-shadow for one that is seen, and a native control for square
FIRST_SEED = 700_000  # far from the seeds of pages that students are trained, chosen or scored on
LARGEST = 1_400_000  # device px of a frame: throughput is what a suite lives on
PATIENCE = 30_000  # ms for a page to load; machines that render are busy
VERIFIED = 12  # pairs after which undoing is checked against the pixels
BORDER = 4  # device px around the changed part, so that anti-aliasing can be judged from it


@contextmanager
def painter() -> Iterator[Painter]:
    """A browser to paint with."""
    with page_server() as (address, pages), sync_playwright() as playwright:
        arguments = CHROMIUM_ARGUMENTS + (["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=arguments)
        yield Painter(browser, address, pages)
        browser.close()


def render(
    out: Path, *, target: int = 100, pages: int = 400, minutes: float | None = None, first: int = FIRST_SEED, only: Sequence[str] = (), jobs: int = 1, claims_only: bool = False, each: int = 1,
) -> Counter[tuple[str, str]]:  # fmt: skip
    """Mutate held-out pages until every property and tier has `target` pairs; returns how many each has.

    each: pairs of a property and tier that one page may give, on as many elements: opening a page is what costs.
    Resumable: a page that is done is skipped. only: these properties. jobs: browsers at work side by side. claims_only: do
    not mutate, only draw pages and the true and false claims about them as they are, which is cheap. Stops after `pages` seeds or so many minutes.
    """
    out.mkdir(parents=True, exist_ok=True)
    names = () if claims_only else tuple(name for name in all_mutations() if not only or name in only)
    started, tally = time.monotonic(), Tally(out)
    parts = [
        (
            out,
            range(first + job, first + pages, jobs),
            names,
            target,
            each,
            None if minutes is None else started + 60 * minutes,
        )
        for job in range(jobs)
    ]
    workers = [get_context("spawn").Process(target=_work, args=part, daemon=True) for part in parts]
    with Progress(refresh_per_second=0.2) as progress:
        task = progress.add_task("mutating" if names else "drawing", total=target * len(names) * len(TIERS) or None)
        for worker in workers:
            worker.start()
        while any(worker.is_alive() for worker in workers):
            time.sleep(1)
            progress.update(
                task, completed=sum(min(n, target) for (name, _), n in tally.counts().items() if name in names)
            )
    broken = [worker.exitcode for worker in workers if worker.exitcode]
    if broken:
        raise RuntimeError(
            f"{len(broken)} of {jobs} workers ended with {broken}; what they finished is kept, run it again"
        )
    return tally.counts()


class Tally:
    """How many pairs of each (property, tier) lie in a folder; reads what is new each time it is asked."""

    def __init__(self, out: Path) -> None:
        self._out, self._seen, self._counts = out, set[str](), Counter[tuple[str, str]]()

    def counts(self) -> Counter[tuple[str, str]]:
        for path in sorted(self._out.glob("*.jsonl")):
            if path.name not in self._seen:
                self._seen.add(path.name)
                self._counts.update((record["property"], record["tier"]) for record in read(path)[1:])
        return self._counts


def suits(spec: PageSpec) -> bool:
    """Is this a page for the suite: a look that no training page has, not zoomed, not too large?"""
    return spec.framework != UNSTYLED.name and spec.zoom == 1 and spec.width * spec.height * spec.scale**2 <= LARGEST


def look_of(spec: PageSpec) -> str:
    """The framework of a page, or the theme where it is hand-written CSS."""
    return f"{spec.framework}-{spec.theme}" if spec.framework == PLAIN.name else spec.framework


def _work(out: Path, seeds: range, names: Sequence[str], target: int, each: int, end: float | None) -> None:
    """One worker: pages of its seeds, one browser."""
    wanted = {name: mutation for name, mutation in all_mutations().items() if name in names}
    colors, tally = Student.load().colors, Tally(out)
    with painter() as paints:
        for seed in seeds:
            have = tally.counts()
            if (end is not None and time.monotonic() > end) or (
                names and all(have[name, tier] >= target for name in names for tier in TIERS)
            ):
                break
            spec = compose(seed, "heldout")
            if (out / f"{spec.name}.jsonl").exists() or not suits(spec):
                continue
            try:
                mutate_page(
                    paints, spec, out, wanted, colors, lambda name, tier, have=have: have[name, tier] >= target, end, each
                )
            except Error as error:
                print(f"skipped {spec.name}: {str(error).splitlines()[0][:140]}")
                paints.forget(spec.scale)


def mutate_page(
    paints: Painter,
    spec: PageSpec,
    out: Path,
    wanted: Mapping[str, Mutation],
    colors: ColorTable,
    enough: Callable[[str, str], bool],
    end: float | None = None,
    each: int = 1,
) -> list[dict[str, Any]]:
    """All pairs of one page, written to disk; the records of its JSONL file. end: time.monotonic() after which no more are made.

    Raises playwright's Error.
    """
    rng = Random(f"mutate-{spec.name}")
    paints.page(spec.scale)[0].set_default_timeout(PATIENCE)
    twin = frame(again(paints, spec)) if wanted else None
    stage = Stage.open(paints, spec)
    records: list[dict[str, Any]] = []
    kept, sound, skipped = 0, True, Counter[str]()
    order = [(mutation, tier) for name, mutation in wanted.items() for tier in TIERS if not enough(name, tier)] * each
    rng.shuffle(order)
    for played in perform(stage, order, colors, rng, skipped, end):
        records.append(kept_pair(out, spec, stage.rgb, played, len(records)))
        if len(records) >= kept + VERIFIED:
            sound = stage.restored()
            if not sound:
                break
            kept = len(records)
    if sound and (not records or stage.restored()):
        kept = len(records)
    else:
        skipped["undo left traces: pairs dropped"] += len(records) - kept
    for record in records[kept:]:
        (out / record["file"]).unlink()
    everything = " | ".join(row["text"].lower() for row in stage.labels["rows"])
    said = [
        {"text": statement.text, "truth": truth, "aspect": statement.aspect, "tier": tier, "element": facts.id}
        for facts in stage.setup.subjects.values()
        for statement, truth, tier in sayings(facts, stage.setup, colors, rng, everything)
    ]
    changed = 0 if twin is None else int((twin != stage.rgb).any(2).sum())
    head = {
        "format": FORMAT, "page": spec.name, "seed": spec.seed, "framework": look_of(spec), "dark": spec.dark, "layout": spec.layout, "width": spec.width, "height": spec.height,
        "scale": spec.scale, "subjects": len(stage.setup.subjects), "twin_changed": changed, "twin_noticed": count_different(twin, stage.rgb) if changed else 0, "skipped": dict(skipped), "said": said,
    }  # fmt: skip
    if changed:
        write_png(out / f"{spec.name}.twin.png", twin)
    write_png(out / f"{spec.name}.png", stage.rgb)
    partial = out / f"{spec.name}.partial"
    partial.write_text(
        "".join(json.dumps(record, separators=(",", ":")) + "\n" for record in [head, *records[:kept]]),
        encoding="utf-8",
    )
    partial.replace(out / f"{spec.name}.jsonl")
    return [head, *records[:kept]]


def again(paints: Painter, spec: PageSpec) -> bytes:
    """PNG of the page, painted once before anything else is done to it: the unmutated twin."""
    paints.open(spec)
    return paints.capture(spec)


def kept_pair(out: Path, spec: PageSpec, rgb: np.ndarray, played: Played, number: int) -> dict[str, Any]:
    """Write the changed part of a frame; the record of the pair."""
    cast, shot = played.cast, played.shot
    rows, columns = differing(shot.rgb, rgb).nonzero()
    x1, y1 = max(int(columns.min()) - BORDER, 0), max(int(rows.min()) - BORDER, 0)
    x2, y2 = min(int(columns.max()) + 1 + BORDER, rgb.shape[1]), min(int(rows.max()) + 1 + BORDER, rgb.shape[0])
    file = f"{spec.name}/{number:03d}.png"
    (out / spec.name).mkdir(exist_ok=True)
    write_png(out / file, shot.rgb[y1:y2, x1:x2])
    return {
        "page": spec.name, "property": cast.mutation.name, "tier": cast.tier, "element": shot.before.id, "role": shot.before.role, "magnitude": cast.change.magnitude, "file": file,
        "patch": [x1, y1, x2 - x1, y2 - y1], "changed": len(rows), "different": count_different(rgb[y1:y2, x1:x2], shot.rgb[y1:y2, x1:x2]), "claims": played.claims,
        "facts": [brief(shot.before), brief(shot.after)],
    }  # fmt: skip


def brief(facts: Facts) -> dict[str, Any]:
    """The facts that say something, for the record."""
    names = ("shown", "box", "boxed", "color", "background", "ground", "filled", "border", "border_width", "sides", "radius", "shadow", "font_size", "weight", "italic",
             "underline", "strike", "truncated", "covered", "checked", "disabled", "focused", "empty", "count", "text")  # fmt: skip
    found = {name: getattr(facts, name) for name in names if getattr(facts, name) not in (None, "")}
    found["box"] = [round(side, 2) for side in facts.box]
    return {**found, **({"anchor": [round(side, 2) for side in facts.anchor.box]} if facts.anchor else {})}


def read(path: Path) -> list[dict[str, Any]]:
    """The records of one page: the page itself, then its pairs."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def write_png(path: Path, rgb: np.ndarray) -> None:
    cv2.imwrite(str(path), rgb[..., ::-1], [cv2.IMWRITE_PNG_COMPRESSION, 3])
