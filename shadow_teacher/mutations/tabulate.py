"""Answers of a student -> what it noticed, missed and left open: docs/mutations.json, and the same as a table in .md."""

from __future__ import annotations

import json
import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from shadow_runtime.calibrate import TRUSTS, Calibration
from shadow_runtime.student import find_student, read_manifest

from .bounds import upper_bound
from .calibrate import DELTA, LEAST, Row, answer_of, held_out, load_rows, split
from .catalog import TIERS, all_mutations
from .counting import recounted
from .pairs import pages_of, sides
from .score import CHANGED

CLOSED = ("passed", "failed", "abstained")


def tabulate(suite: Path, rows: Path, student: Path | None, out: Path) -> str:
    """Count a student's answers under its thresholds; writes OUT (JSON) and the table beside it, returns the table.

    Raises ValueError when the rows are another student's.
    """
    manifest = read_manifest(find_student(student))
    identity, answers = load_rows(rows)
    if identity != manifest.id:
        raise ValueError(f"{rows} holds answers of {identity}, asked for {manifest.id}")
    trusts = {trust: Calibration.from_manifest(manifest.calibration, certified=trust == "certified") for trust in TRUSTS}
    answers = [recounted(answer, trusts["usual"]) for answer in answers]  # numbers were counted before it was known how far off
    result = summary(suite, answers, manifest.id, trusts, bool(manifest.calibration))
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    text = markdown(result)
    out.with_suffix(".md").write_text(text, encoding="utf-8")
    return text


def summary(
    suite: Path, rows: Sequence[Row], student: str, trusts: Mapping[str, Calibration], calibrated: bool
) -> dict[str, Any]:
    """Everything that docs/mutations.md says, as numbers. trusts: the thresholds of each of TRUSTS."""
    calibration, certified = trusts["usual"], trusts["certified"]
    pages = {page.name: page for page in pages_of(suite)}
    side_of = sides([str(page.head["framework"]) for page in pages.values()])
    pairs: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for row in rows:
        if row["kind"] == "pair":
            pairs[row["page"], row["pair"]].append(row)
    cells: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for (page, number), group in pairs.items():
        record = pages[page].pairs[number]
        facts = {"report": side_of[pages[page].head["framework"]] == "report", "different": record["different"], "changed": record["changed"]}
        for name in (record["property"], CHANGED):
            mine = [row for row in group if row["property"] == name]
            if mine:
                cells[name, record["tier"]].append({**pair_outcome(mine, calibration), **facts, "certified": pair_outcome(mine, certified)["outcome"]})
    asked = {row["page"] for row in rows}
    report = split(rows)["report"]
    families = sorted({row["family"] for row in rows if row.get("family")})
    noisy = [page for name, page in pages.items() if name in asked and page.head["twin_changed"]]
    return {
        "student": student, "calibrated": calibrated, "pairs": len(pairs), "pages": len(asked), "claims": sum(row.get("side") != "twin" for row in rows),
        "frameworks": {kind: sorted(name for name, side in side_of.items() if side == kind) for kind in ("calibrate", "report")},
        "not_understood": sum(row["outcome"] == "not understood" for row in rows), "crashed": sum(row["outcome"] == "crashed" for row in rows),
        "twins": {"pages": len(asked), "other_pixels": len(noisy), "playwright": sum(bool(page.head["twin_noticed"]) for page in noisy)},
        "properties": {name: {tier: cell(cells[name, tier]) for tier in TIERS} for name in (*all_mutations(), CHANGED) if any(cells[name, tier] for tier in TIERS)},
        "families": {family: {trust: held_out(report, family, trusts[trust]) for trust in TRUSTS} for family in families},
    }  # fmt: skip


def pair_outcome(rows: Iterable[Row], calibration: Calibration) -> dict[str, Any]:
    """missed: a claim that is false of its frame passed. noticed: none did, and one failed. Else open: all abstained.

    wolf: a claim that is true of its frame failed, on the twin where there is one.
    """
    false, true = Counter[str](), Counter[str]()
    rows = list(rows)
    twins = {row["claim"] for row in rows if row.get("side") == "twin"}
    for row in rows:
        if row["side"] == "before" and row["truth"] and row["claim"] in twins:
            continue  # the twin says it
        (true if row["truth"] else false)[answer_of(row, calibration)] += 1
    outcome = (
        "missed" if false["passed"] else "noticed" if false["failed"] else "open" if false["abstained"] else "unasked"
    )
    return {"outcome": outcome, "wolf": bool(true["failed"]), "confirmed": bool(true["passed"]) and not true["failed"]}


def cell(pairs: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Counts of one property and tier."""
    counts = Counter(pair["outcome"] for pair in pairs)
    return {
        "pairs": len(pairs), **{name: counts[name] for name in ("noticed", "missed", "open", "unasked")}, "wolf": sum(pair["wolf"] for pair in pairs),
        "report_pairs": sum(pair["report"] for pair in pairs), "report_missed": sum(pair["report"] and pair["outcome"] == "missed" for pair in pairs),
        "certified_missed": sum(pair["certified"] == "missed" for pair in pairs), "certified_open": sum(pair["certified"] == "open" for pair in pairs),
        "playwright": sum(pair["different"] > 0 for pair in pairs), "changed_px": statistics.median(pair["changed"] for pair in pairs) if pairs else 0,
    }  # fmt: skip


def percent(part: float, whole: float) -> str:
    return f"{part / whole:.0%}" if whole else "-"


def markdown(result: Mapping[str, Any]) -> str:
    """docs/mutations.md."""
    lines = [
        "# What is noticed when one CSS property changes", "",
        f"Written by `shadow-teacher mutate report` from [mutations.json](mutations.json); do not edit. Student: {result['student']}, "
        + ("thresholds of its manifest, fitted on the looks named first" if result["calibrated"] else "default thresholds, not calibrated") + ".", "",
        f"{result['pairs']} pairs of frames on {result['pages']} held-out pages, {result['claims']} answers. Looks of the pages (none in training): thresholds from "
        f"{', '.join(result['frameworks']['calibrate'])}; reported apart: {', '.join(result['frameworks']['report'])}.", "",
        "A pair is a page and the same page with **one property of one element changed**. Claims that the change turns false are asked of the changed page, claims that it",
        "turns true of the unchanged one, so both are false where they are asked. *noticed*: none of them passed and at least one failed. *missed*: one passed, the worst",
        "answer there is. *open*: abstained. Both with usual trust, and beside it with `--shadow-trust=certified` ([calibration.md](calibration.md)). *cried wolf*: a true claim failed on the unmutated twin (the page painted again). *Playwright*: its default screenshot",
        "comparison (pixelmatch, threshold 0.2, no different pixel allowed) finds a difference; it cannot say what changed or whether that matters.", "",
        "| property | tier | pairs | noticed | missed | missed, frameworks kept apart | open | missed, certified | open, certified | cried wolf | Playwright | pixels changed (median) |",
        "|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]  # fmt: skip
    for name, tiers in result["properties"].items():
        for tier, c in tiers.items():
            n = c["pairs"] - c["unasked"]
            lines.append(
                f"| {name} | {tier} | {c['pairs']} | {percent(c['noticed'], n)} | {percent(c['missed'], n)} | {percent(c['report_missed'], c['report_pairs'])} | {percent(c['open'], n)} | "
                f"{percent(c['certified_missed'], n)} | {percent(c['certified_open'], n)} | {percent(c['wolf'], n)} | {percent(c['playwright'], c['pairs'])} | {c['changed_px']:.0f} |"
            )
    for tier in TIERS:
        total = Counter[str]()
        for tiers in result["properties"].values():
            total.update({key: value for key, value in tiers[tier].items() if key != "changed_px"})
        n = total["pairs"] - total["unasked"]
        lines.append(
            f"| **all** | **{tier}** | {total['pairs']} | {percent(total['noticed'], n)} | {percent(total['missed'], n)} | {percent(total['report_missed'], total['report_pairs'])} | "
            f"{percent(total['open'], n)} | {percent(total['certified_missed'], n)} | {percent(total['certified_open'], n)} | {percent(total['wolf'], n)} | {percent(total['playwright'], total['pairs'])} | |"
        )
    twins = result["twins"]
    lines += [
        "", f"Twins: {twins['other_pixels']} of {twins['pages']} pages gave other pixels when they were painted again (a level or two in rounded corners); "
        f"Playwright's comparison noticed {twins['playwright']} of them." + (f" {result['not_understood']} answers are missing because the sentence is not understood yet." if result["not_understood"] else "")
        + (f" {result['crashed']} are missing because judging crashed." if result["crashed"] else ""), "",
        "The property *changed* asks, of pairs above that were restyled in place, whether the element \"has changed since\" the page as it was.", "",
        "## Magnitudes", "", "| property | CSS | obvious | medium | near-miss |", "|---|---|---|---|---|",
        *(f"| {m.name} | {m.css} | {' | '.join(m.magnitudes)} |" for name, m in all_mutations().items() if name in result["properties"]), "",
        "## Families, on the frameworks kept apart", "",
        f"One trial is one element of one page, however many sentences were said of it. Certified, a family passes claims only when it was calibrated on {LEAST} false ones and",
        f"more; the bound is Clopper-Pearson, {1 - DELTA:.0%} confidence. With usual trust a falsehood passed of at most one element in twenty on the looks that set the thresholds.", "",
        "| family | elements with false claims | one passed, usual | one passed, certified | at most | elements with true claims | one failed, usual | answered, usual | answered, certified | confidence off by |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]  # fmt: skip
    for family, trusts in result["families"].items():
        f, sure = trusts["usual"], trusts["certified"]
        bound = upper_bound(sure["report_false_passed"], sure["report_false"], DELTA) if sure["report_false"] else 1.0
        error = "-" if f["report_confidence_error"] is None else f"{f['report_confidence_error']:.3f}"
        lines.append(
            f"| {family} | {f['report_false']} | {f['report_false_passed']} | {sure['report_false_passed']} | {bound:.1%} | {f['report_true']} | {f['report_true_failed']} | "
            f"{f['report_answered']:.0%} | {sure['report_answered']:.0%} | {error} |"
        )
    return "\n".join(lines) + "\n"
