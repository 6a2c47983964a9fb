"""Why a student missed: the scorer's misses grouped by cause, with a gallery page of pictures to look at.

    scorer's rows --explain--> Miss (cause, what was seen) --write_gallery--> OUT/index.html, OUT/misses.json

Causes of a miss in `locate`, first that applies:
    not detected      nothing the student saw has its center where the target is
    misread text      the target was seen, its text was read as something else
    wrong threshold   the target came out first, but too unsure, or several fit as well
    wrong role        the target was seen as something else than it is
    wrong grounding   the target was seen right, another element (or nothing) was preferred
    found in vain     an answer where there is nothing of the kind
Of a claim: not understood, subject absent, subject ambiguous, undecided (with the student's reason), wrong answer.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from rapidfuzz import fuzz
from rich.progress import track

from shadow_runtime import ClaimError, Shadow
from shadow_runtime.geometry import Box
from shadow_runtime.overlay import CHOSEN, RIVAL, outline
from shadow_runtime.records import LEAF_ROLES, Candidate, Element
from shadow_runtime.shadow import SeenScene

TRUE_BOX = (37, 99, 235)
MISREAD = 85  # rapidfuzz ratio below which a text counts as read wrong
PICTURE_SIDE = 560  # longest side of a picture, px
TEMPLATE = Path(__file__).parent / "templates" / "gallery.html.j2"


@dataclass(frozen=True, slots=True)
class Miss:
    """One case that was not answered right.

    asked: the phrase or claim. wanted, got: in words. answered: an answer was given (and wrong). picture: file name in
    the gallery, "" where none was drawn.
    """

    id: str
    frame: str
    source: str
    type: str
    kind: str
    cause: str
    asked: str
    wanted: str
    got: str
    answered: bool
    picture: str = ""


def analyze(validation: Path, rows: Sequence[Mapping[str, Any]], student: Path | None, out: Path, pictures_per_cause: int = 24) -> list[Miss]:
    """Explain every miss among the scorer's rows and write the gallery to OUT; returns the misses."""
    cases = {case["id"]: case for case in map(json.loads, (validation / "cases.jsonl").read_text(encoding="utf-8").splitlines())}
    sizes = json.loads((validation / "frames.json").read_text(encoding="utf-8"))
    missed: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if not row["ok"]:
            missed[row["frame"]].append(row)
    (out / "pictures").mkdir(parents=True, exist_ok=True)
    shadow, misses, drawn = Shadow.load(student), [], defaultdict(int)
    for frame in track(sorted(missed), description="explaining"):
        rgb = np.asarray(Image.open(validation / "frames" / f"{frame}.png").convert("RGB"))
        labels = json.loads((validation / "frames" / f"{frame}.json").read_text(encoding="utf-8"))
        by_id = {element["id"]: element for element in labels["elements"]}
        scene = shadow.see(rgb, scale=sizes[frame]["dsf"])
        for row in missed[frame]:
            case = cases[row["id"]]
            targets = [by_id[name] for name in case.get("targets", ()) if name in by_id]
            miss = (explain_locate if case["type"] == "locate" else explain_check)(case, row, targets, scene)
            group = (miss.type, miss.kind, miss.cause)
            if drawn[group] < pictures_per_cause:
                drawn[group] += 1
                miss = replace(miss, picture=f"pictures/{miss.id}.png")
                draw_miss(case, scene).save(out / miss.picture)
            misses.append(miss)
    (out / "misses.json").write_text(json.dumps([asdict(miss) for miss in misses], indent=0), encoding="utf-8")
    write_gallery(misses, len(rows), shadow.student_id, out)
    return misses


def explain_locate(case: Mapping[str, Any], row: Mapping[str, Any], targets: Sequence[Mapping[str, Any]], scene: SeenScene) -> Miss:
    """The first cause that applies, see the module's head."""
    found = scene.locate(case["intent"])
    boxes = [Box(*box) for box in case["boxes"]]
    got = f"{found.outcome}: {found.reason}"
    names = " / ".join(f'{t["role"]} "{(t.get("name") or t.get("own") or "")[:50]}"' for t in targets) or case.get("role", "?")
    hits = [element for element in (*scene.elements, *scene.containers) if any(holds(box, element) for box in boxes)]
    leaves = [element for element in hits if element.role in LEAF_ROLES]
    first = found.candidates[0] if found.candidates else None
    texts = {t.get("own") or t.get("name") or "" for t in targets}
    if case["kind"] == "absent":
        cause, names = "found in vain", "nothing"
    elif not leaves:
        cause = "not detected"
    elif case["kind"] == "text" and not any(reads_as(text, element) for text in texts for element in leaves):
        cause = "misread text"
    elif first is not None and is_hit(first, boxes) and found.outcome != "found":
        cause = f"wrong threshold ({found.outcome})"
    elif case.get("role") in LEAF_ROLES and not any(element.role == case["role"] for element in leaves):
        cause = "wrong role"
    else:
        cause = "wrong grounding"
    seen = "; ".join(element.description for element in leaves[:3])
    wanted = f"{names}, seen as {seen}" if seen else names
    return Miss(row["id"], row["frame"], row["source"], "locate", row["kind"], cause, case["intent"], wanted, got, not row["none"])


def explain_check(case: Mapping[str, Any], row: Mapping[str, Any], targets: Sequence[Mapping[str, Any]], scene: SeenScene) -> Miss:
    """Refused, subject not grounded, abstained with a reason, or answered wrong."""
    wanted = f"{case['truth']}" + (f" (really {case['actual']})" if "actual" in case else "")
    try:
        verdict = scene.check(case["text"])
    except ClaimError as error:
        got, cause, answered = str(error).splitlines()[0], "not understood", False
    else:
        got = f"{verdict.outcome}: expected {verdict.evidence.expected}, observed {verdict.evidence.observed}. {verdict.reason}"
        answered = verdict.outcome != "abstained"
        lost = next((g for g in verdict.evidence.groundings if g.outcome != "found"), None)
        if answered:
            cause = "false pass" if verdict.outcome == "passed" else "false alarm"
        else:
            cause = f"subject {lost.outcome}" if lost is not None else "undecided"
    return Miss(row["id"], row["frame"], row["source"], "check", row["kind"], cause, case["text"], wanted, got, answered)


def holds(box: Box, element: Element) -> bool:
    """The scorer's rule: the element's center lies in the box."""
    x, y = element.box.center
    return box.x <= x <= box.right and box.y <= y <= box.bottom


def is_hit(candidate: Candidate, boxes: Sequence[Box]) -> bool:
    return any(holds(box, candidate.element) for box in boxes)


def reads_as(text: str, element: Element) -> bool:
    """Whether the element's text is the label's, up to what fuzzy matching forgives; a longer text may hold it."""
    wanted, seen = " ".join(text.lower().split()), element.text.lower()
    return not wanted or max(fuzz.ratio(wanted, seen), fuzz.partial_ratio(wanted, seen) if len(seen) >= len(wanted) else 0) >= MISREAD


def draw_miss(case: Mapping[str, Any], scene: SeenScene) -> Image.Image:
    """The surroundings of the target (blue) and of the answer (green) or best candidates (orange)."""
    scale = scene.frame.scale
    image = Image.fromarray(scene.frame.rgb)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size=max(11, round(11 * scale)))
    shown = [Box(*box) for box in case.get("boxes", ())]
    for box in shown:
        outline(draw, box, scale, TRUE_BOX, "target", font, 2)
    if case["type"] == "locate":
        groundings = [scene.locate(case["intent"])]
    else:
        try:
            groundings = list(scene.check(case["text"]).evidence.groundings)
        except ClaimError:
            groundings = []
    for grounding in groundings:
        for number, candidate in enumerate(grounding.candidates[:3]):
            sure = number == 0 and grounding.outcome == "found"
            note = f"{candidate.element.role} {candidate.confidence:.2f}"
            outline(draw, candidate.element.box, scale, CHOSEN if sure else RIVAL, note, font, 2)
            shown.append(candidate.element.box)
            if sure:
                break
    width, height = scene.frame.size
    area = shown[0] if shown else Box(0, 0, width, height)
    for box in shown[1:]:
        area = area.union(box)
    margin = 70
    left, top = max(area.x - margin, 0), max(area.y - margin, 0)
    right, bottom = min(area.right + margin, width), min(area.bottom + margin, height)
    picture = image.crop(tuple(round(side * scale) for side in (left, top, right, bottom)))
    picture.thumbnail((PICTURE_SIDE, PICTURE_SIDE))
    return picture


def counts(misses: Sequence[Miss]) -> dict[str, dict[str, int]]:
    """"locate text" -> cause -> how many, the most frequent cause first."""
    table: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for miss in misses:
        table[f"{miss.type} {miss.kind}"][miss.cause] += 1
    return {
        group: dict(sorted(causes.items(), key=lambda item: -item[1]))
        for group, causes in sorted(table.items(), key=lambda item: -sum(item[1].values()))
    }


def write_gallery(misses: Sequence[Miss], asked: int, student: str, out: Path) -> Path:
    """OUT/index.html: a table of causes, then pictures group by group."""
    import jinja2

    environment = jinja2.Environment(trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined, autoescape=True)
    groups: dict[str, list[Miss]] = defaultdict(list)
    for miss in misses:
        groups[f"{miss.type} {miss.kind}: {miss.cause}"].append(miss)
    page = environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        student=student, asked=asked, missed=len(misses), counts=counts(misses),
        groups=sorted(groups.items(), key=lambda item: -len(item[1])),
    )
    path = out / "index.html"
    path.write_text(page, encoding="utf-8")
    return path
