"""How often a student grounds intents made from held-out pages rightly, per kind, and where the others are lost.

    python -m shadow_teacher.training.evaluate_grounder --pages DIR [--student DIR] [--cache DIR] [--show relation]

A lost case is put down to the first thing that went wrong: the element was not seen; its text was misread; its label was
not found; its state is not what the student thinks; else the grounder ranked another one higher or believed nothing.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from shadow_runtime.ground import candidates_of, ground
from shadow_runtime.intent import parse_intent
from shadow_runtime.match import normalized, state_fit
from shadow_runtime.records import Element, Grounding
from shadow_runtime.scene import Scene
from shadow_runtime.student import Student

from .intents import FIELDS, INDICATORS, Case, page_cases
from .scenes import matched_ids, page_frame, seen_scene, true_scene


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case: right, wrong or none; cause: why not right ("" if right); note: for a person."""

    case: Case
    verdict: str
    cause: str
    note: str


def outcomes(page: Mapping[str, Any], scene: Scene, ids: list[tuple[int, ...]], student: Any, rng: Random) -> Iterator[Outcome]:
    """Every case of a page, grounded in a scene. ids: label ids of the scene's elements and containers (scenes.matched_ids)."""
    candidates, _ = candidates_of(scene, student)
    labels = {e["id"]: e for e in page["elements"]}
    for case in page_cases(page, rng, novel_only=True):
        grounding = ground(parse_intent(case.text), scene, student)
        verdict = judged(case, grounding, candidates, ids, page, scene)
        if verdict == "right":
            yield Outcome(case, verdict, "", "")
            continue
        seen = [c for c, i in zip(candidates, ids, strict=True) if set(case.targets).intersection(i)]
        cause = "false find" if not case.targets else lost_by(case, [labels[t] for t in case.targets], seen)
        best = grounding.candidates[0] if grounding.candidates else None
        target = "; ".join(c.description + (f' label "{c.label}"' if c.label else "") for c in seen[:2]) or "; ".join(f'{labels[t]["role"]} {labels[t]["box"]}' for t in case.targets[:2])
        yield Outcome(case, verdict, cause, f'{case.text!r}: {grounding.outcome}, best {f"{best.element.description} {best.confidence:.2f}" if best else "none"}; meant {target or "nothing"}')


def judged(case: Case, grounding: Grounding, candidates: list[Element], ids: list[tuple[int, ...]], page: Mapping[str, Any], scene: Scene) -> str:
    """right, wrong, or none: no answer where there is one."""
    wanted = set(case.targets)

    def hits(element: Element) -> bool:
        index = next((i for i, c in enumerate(candidates) if c is element), None)
        # A phrase inside a line is no element of the scene: look up what is labelled where it stands.
        return not wanted.isdisjoint(ids[index] if index is not None else matched_ids(Scene.of(scene.frame, (element,)), page)[0])

    if grounding.outcome == "absent":
        return "none" if wanted else "right"
    if grounding.outcome == "found":
        return "right" if hits(grounding.element) else "wrong"
    # Where several elements fit, saying so is the right answer.
    return "right" if len(wanted) > 1 and all(hits(c.element) for c in grounding.candidates[:2]) else "none"


def lost_by(case: Case, targets: list[Mapping[str, Any]], seen: list[Element]) -> str:
    """The first thing that stands in the way of a right answer."""
    if not seen:
        return "not seen"
    if case.kind == "state":
        intent = parse_intent(case.text)
        return "state" if max(state_fit(c, intent.states) for c in seen) < 0.5 else "ranked"
    if case.kind == "icon":
        return "no icon" if all(c.icon is None for c in seen) else "ranked"
    if case.kind in ("labelled", "semantic") and targets[0]["role"] in (*FIELDS, *INDICATORS):
        named = {normalized(t["label"] or t["name"]) for t in targets}
        return "label" if not any(named & {normalized(c.label), normalized(c.text)} for c in seen) else "ranked"
    if case.kind in ("text", "semantic"):
        return "misread" if not any(normalized(t["text"]) in {normalized(c.text), normalized(c.label)} for t in targets for c in seen) else "ranked"
    return "ranked"


def summary(found: list[Outcome]) -> dict[str, dict[str, Any]]:
    """Shares of right, wrong and none per kind, and how many were lost by what."""
    by_kind: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in found:
        by_kind[outcome.case.kind].append(outcome)
    return {kind: {"n": len(members), **{v: round(float(np.mean([m.verdict == v for m in members])), 4) for v in ("right", "wrong", "none")},
                   "lost_by": ", ".join(f"{cause} {n}" for cause, n in Counter(m.cause for m in members if m.cause).most_common())} for kind, members in sorted(by_kind.items())}


def evaluate(paths: list[Path], parts: Any, seed: int, *, seen: Student | None, icons: Student | None = None, cache: Path | None = None) -> list[Outcome]:
    """Outcomes of all pages. parts: what grounds; seen: the student whose scenes it grounds in, None for true scenes;
    icons: whose icon vectors true scenes hold."""
    found: list[Outcome] = []
    for path in paths:
        rng = Random(f"{seed} {path.stem}")
        page = json.loads(path.read_text())
        frame = page_frame(path.with_suffix(".png"), page)
        if seen is not None:
            scene = seen_scene(frame, seen, path, cache)
            ids = matched_ids(scene, page)
        else:
            scene, ids = true_scene(page, frame, icons, rng, 0.0)
        found += outcomes(page, scene, ids, parts, rng)
    return found


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--student", type=Path, default=None)
    parser.add_argument("--cache", type=Path, default=None, help="folder to keep seen scenes in")
    parser.add_argument("--count", type=int, default=130)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--show", action="append", default=[], help="print the lost cases of this kind")
    args = parser.parse_args(argv)
    student = Student.load(args.student)
    found = evaluate(sorted(args.pages.glob("*.json"))[: args.count], student, args.seed, seen=student, cache=args.cache)
    for outcome in found:
        if outcome.cause and outcome.case.kind in args.show:
            print(f"{outcome.case.kind:9} {outcome.verdict:5} {outcome.cause:9} {outcome.note}")
    print(json.dumps(summary(found), indent=1))


if __name__ == "__main__":
    main()
