"""Answers of a student on the looks of a suite that calibrate -> thresholds and confidence of each family.

A family passes a claim when the defaults would and its confidence (probability of the score and confidence of the
grounding, weighed) reaches a threshold; the threshold is learned so that at most FALSE_PASS of false claims pass, with 95 %
confidence. The trial is an element of a page, whatever number of sentences were said of it: it counts as passed when any of
its false claims would. docs/calibration.md explains the method and its limits.
"""

from __future__ import annotations

import json
import math
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from shadow_runtime.calibrate import FAMILIES, SUREST, Calibration, Threshold, probability
from shadow_runtime.records import AbstainReason

from .bounds import isotonic, learn_then_test, upper_bound
from .counting import CountLook, count_errors, looks, recounted
from .pairs import sides

# Rates that are ruled out with confidence 1 - DELTA. A wrong "failed" is looked at by a person and costs minutes, a wrong
# "passed" is seen by nobody: the bounds are not of one size.
FALSE_PASS, FALSE_FAIL, ABSENT_FAIL = 0.01, 0.15, 0.02
DELTA = 0.05
CARELESS = 0.05  # share of elements of which a falsehood may pass by a family's defaults
RECKLESS = 0.0625  # from which on usual trust lets pass as little as
CAREFUL = 0.01  # this, counted: what is certified is a bound on it with confidence
LEAST = 473  # false claims, one an element, below which a family never passes: enough for one mistake at 1 %
LEAST_TRUE = 60  # true claims below which the default thresholds of "failed" stay
NEVER = SUREST + 1
WEIGHTS = ((1.0, 1.0), (3.0, 1.0), (1.0, 3.0))  # ways to weigh the picture against the grounding that are tried; each costs its share of DELTA
# Of these two no threshold decides: several elements or several readings fit, and they disagree.
_SILENT = frozenset((str(AbstainReason.SEVERAL_CANDIDATES),))

Row = Mapping[str, Any]


def confidence_of(row: Row, usual: Threshold, *, passed: bool, weights: tuple[float, float] = WEIGHTS[0]) -> float:
    """How near a row is to "passed" (or to "failed"): 0 where the usual thresholds keep it from that."""
    if "score" not in row or _SILENT & set(row["reasons"]):
        return 0.0
    answer = usual.outcome(row["score"], row["grounded"])
    if answer != ("passed" if passed else "failed"):
        return 0.0
    return probability(abs(row["score"])) ** weights[0] * row["grounded"] ** weights[1]


def answer_of(row: Row, calibration: Calibration) -> str:
    """The outcome a row's score has under given thresholds."""
    if "score" not in row:
        return str(row["outcome"])
    if _SILENT & set(row["reasons"]) or str(AbstainReason.SEVERAL_READINGS) in row["reasons"]:
        return "abstained"
    if row["absent"]:
        return "failed" if row["grounded"] >= calibration.absent_at else "abstained"
    return calibration.of(row["family"]).outcome(row["score"], row["grounded"])


def load_rows(path: Path) -> tuple[str, list[dict[str, Any]]]:
    """The student's id and its answers. Raises ValueError for a file that holds none."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if len(lines) < 2:
        raise ValueError(f"{path} holds no answers: make some with `shadow-teacher mutate score`")
    return json.loads(lines[0])["student"], [json.loads(line) for line in lines[1:]]


def split(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by side; a twin repeats what "before" says and counts in neither."""
    rows = list(rows)
    side_of = sides([row["framework"] for row in rows])
    found: dict[str, list[Row]] = {"calibrate": [], "report": []}
    for row in rows:
        if row.get("side") != "twin":
            found[side_of[row["framework"]]].append(row)
    return found


def trials(rows: Iterable[Row], usual: Threshold, *, truth: bool, weights: tuple[float, float] = WEIGHTS[0]) -> list[float]:
    """One value an element of a page: the nearest that any of its true (false) claims came to "failed" ("passed")."""
    best: dict[tuple[str, int], float] = defaultdict(float)
    for row in rows:
        if row["truth"] is truth:
            key = row["page"], row["element"]
            best[key] = max(best[key], confidence_of(row, usual, passed=not truth, weights=weights))
    return list(best.values())


def calibrate(rows: Iterable[Row], usual: Calibration | None = None, *, uncertified: bool = False) -> dict[str, Any]:
    """The manifest's "calibration" and, per family, what it rests on, from the rows of one side.

    usual: thresholds that are only ever tightened; the defaults when left out. uncertified: families with fewer than LEAST false claims keep the default thresholds of "passed", about which nothing is
    promised; else they never pass.
    Returns {"absent_at", "families": {family: {pass_above, fail_below, floor, fail_floor, reach, weights, curve}}, "facts": {family: ...}}.
    """
    by_family: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.get("family") in FAMILIES:
            by_family[row["family"]].append(row)
    everything = [row for group in by_family.values() for row in group]
    overlooked: dict[tuple[str, int], float] = defaultdict(float)
    for row in everything:
        if row["truth"]:
            key = row["page"], row["element"]
            overlooked[key] = max(overlooked[key], row["grounded"] if row["absent"] else 0.0)
    absent_at = learn_then_test(list(overlooked.values()), ABSENT_FAIL, DELTA)
    usual = usual or Calibration()
    absent_at = NEVER if absent_at is None else max(absent_at, usual.absent_at)
    families, facts = {}, {}
    for family, group in sorted(by_family.items()):
        families[family], facts[family] = fit(group, absent_at, usual, uncertified=uncertified)
    return {"absent_at": round_up(absent_at), "families": families, "facts": facts}


def fit(rows: Sequence[Row], absent_at: float, known: Calibration | None = None, *, uncertified: bool = False) -> tuple[dict[str, Any], dict[str, Any]]:
    """Thresholds of one family, and the counts behind them.

    They tighten the defaults and never loosen them: those carry what other pages than the factory's taught.
    """
    usual = (known or Calibration()).of(rows[0]["family"])
    true = trials([row for row in rows if not row["absent"]], usual, truth=True)
    lost = {
        (row["page"], row["element"]) for row in rows if row["truth"] and row["absent"] and row["grounded"] >= absent_at
    }
    true += [1.0] * len(lost)  # these fail whatever the threshold
    weights, reach, false = reach_of(rows, usual)
    found: dict[str, Any] = {"pass_above": NEVER, "floor": 1.0}
    if reach is not None or (uncertified and len(false) < LEAST):
        found = {"pass_above": usual.pass_above, "floor": usual.floor, "reach": reach or 0.0, "weights": list(weights)}
    low = learn_then_test(true, FALSE_FAIL, DELTA) if len(true) >= LEAST_TRUE else None
    least = usual.floor if usual.fail_floor is None else usual.fail_floor
    low = least if low is None else round_up(max(low, least))
    found |= {"fail_below": usual.fail_below, "fail_floor": low}
    passed = sum(value >= max(reach, 1e-9) for value in false) if reach is not None else 0
    facts = {
        "false_claims": len(false), "false_passed": passed, "false_pass_bound": round(upper_bound(passed, len(false), DELTA), 4) if false else None,
        "true_claims": len(true), "true_failed": sum(value >= low for value in true), "passes": reach is not None,
    }  # fmt: skip
    curve = reliability([row for row in rows if "score" in row and row["score"] and not _SILENT & set(row["reasons"])])
    return found | ({"curve": curve} if curve else {}), facts


def reach_of(rows: Sequence[Row], usual: Threshold) -> tuple[tuple[float, float], float | None, list[float]]:
    """(weights, reach, nearness of each false trial): of the ways to weigh, the one that passes most true claims; each is
    certified with its share of DELTA, so choosing between them costs nothing. reach None: too few false claims."""
    best: tuple[int, tuple[float, float], float] | None = None
    for weights in WEIGHTS:
        reach = learn_then_test(trials(rows, usual, truth=False, weights=weights), FALSE_PASS, DELTA / len(WEIGHTS))
        if reach is None:
            break
        reach = round_up(reach)
        passes = sum(confidence_of(row, usual, passed=True, weights=weights) >= reach for row in rows if row["truth"])
        if best is None or passes > best[0]:
            best = passes, weights, reach
    weights = best[1] if best else WEIGHTS[0]
    false = trials(rows, usual, truth=False, weights=weights)
    return weights, best[2] if best and len(false) >= LEAST else None, false


def reliability(rows: Sequence[Row]) -> list[tuple[float, float]]:
    """(confidence, how often right) of a family; true and false claims weigh the same, whatever their numbers."""
    n = {truth: sum(row["truth"] is truth for row in rows) for truth in (True, False)}
    if min(n.values(), default=0) < LEAST_TRUE:
        return []
    scores = [probability(abs(row["score"])) * row["grounded"] for row in rows]
    right = [float((row["score"] > 0) is row["truth"]) for row in rows]
    return isotonic(scores, right, [1 / n[row["truth"]] for row in rows])


def calibration_error(rows: Iterable[Row], calibration: Calibration) -> float | None:
    """Mean difference between the stated confidence and how often such answers were right, weighted by their number (ECE)."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for row in rows:
        outcome = answer_of(row, calibration)
        if outcome in ("passed", "failed") and not row["absent"]:
            stated = calibration.of(row["family"]).frequency(probability(abs(row["score"])) * row["grounded"])
            bins[min(int(stated * 10), 9)].append((stated, (outcome == "passed") is row["truth"]))
    total = sum(map(len, bins.values()))
    if not total:
        return None
    return (
        sum(abs(sum(stated for stated, _ in group) - sum(right for _, right in group)) for group in bins.values())
        / total
    )


def round_up(value: float) -> float:
    """To four digits, never below: rounding down would let in what was to stay out."""
    return math.ceil(value * 1e4) / 1e4


def store(folder: Path, rows: Path, *, uncertified: bool = False, counted: Sequence[CountLook] = (), only: Collection[str] = ()) -> dict[str, Any]:
    """Calibrate a student folder: thresholds into its manifest.json, what they rest on into metrics.json, CARD.md anew.

    counted: how it counts on pages besides the suite's. only: these families; the others, and absent_at, stay as they are.

    Returns what calibrate() does, and under "kept_apart" what the defaults, usual trust and certified trust do on the looks that report. Raises ValueError when the rows are another student's, or the manifest is signed already:
    nothing is changed then.
    """
    from shadow_teacher.card import write_card
    from shadow_teacher.publish import write_json

    if (folder / "manifest.json.sig").exists():
        raise ValueError(f"{folder} is signed: new thresholds would break its signature; calibrate a student before it is released")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    identity, answers = load_rows(rows)
    if identity != manifest["id"]:
        raise ValueError(f"{rows} holds answers of {identity}, the student in {folder} is {manifest['id']}")
    unknown = set(only) - set(FAMILIES)
    if unknown:
        raise ValueError(f"no family is called {', '.join(sorted(unknown))}; known: {', '.join(FAMILIES)}")
    parts = split(row for row in answers if not only or row.get("family") in only)
    stored = manifest.get("calibration", {})
    others = set_otherwise(stored.get("families", {}))
    # Numbers first: how far off a student counts decides the score of a number. Each fold is scored by what the other taught.
    folds = [[row for row in parts["calibrate"] if zlib.crc32(row["page"].encode()) % 2 == fold] for fold in (0, 1)]
    taught = [Calibration.from_manifest({"counts": count_errors([*looks(fold), *counted])}) for fold in folds]
    parts["calibrate"] = [recounted(row, taught[1 - fold]) for fold in (0, 1) for row in folds[fold]]
    counts = count_errors([*looks(row for fold in folds for row in fold), *counted]) if not only or "count" in only else stored.get("counts", {})
    parts["report"] = [recounted(row, Calibration.from_manifest({"counts": counts})) for row in parts["report"]]
    found = calibrate(parts["calibrate"], Calibration.from_manifest({"families": others}), uncertified=uncertified)
    usual = Calibration.from_manifest({"families": others, "counts": counts})
    fitted_families = {
        family: {**values, **careful([row for row in parts["calibrate"] if row.get("family") == family], usual.of(family), values),
                 **({"set": others[family]} if family in others else {})}
        for family, values in found["families"].items()
    }  # fmt: skip
    kept = {family: values for family, values in stored.get("families", {}).items() if only and family not in only}
    absent_at = stored.get("absent_at", found["absent_at"]) if only else found["absent_at"]
    manifest["calibration"] = {**stored, "counts": counts, "absent_at": absent_at, "families": {**others, **kept, **fitted_families}}
    fitted = Calibration.from_manifest(manifest["calibration"])
    write_json(folder / "manifest.json", manifest)
    metrics = json.loads((folder / "metrics.json").read_text(encoding="utf-8"))
    metrics["calibration"] = (metrics.get("calibration", {}) if only else {}) | {
        family: {**facts, **held_out(parts["report"], family, fitted)} for family, facts in found["facts"].items()
    }
    write_json(folder / "metrics.json", metrics)
    write_card(folder)
    shipped = {"defaults": usual, "usual": Calibration.from_manifest(manifest["calibration"], certified=False), "certified": fitted}
    return {**found, "kept_apart": {name: answered(parts["report"], calibration) for name, calibration in shipped.items()}}


def careful(rows: Sequence[Row], usual: Threshold, certified: Mapping[str, Any]) -> dict[str, Any]:
    """What usual trust asks of a family besides its defaults, by the share of elements of which these let a falsehood pass.

    Up to CARELESS nothing: {"always": False}. From there on the more, the further they are over it, so that a little more does
    not change everything: {"always": False, "usual": {"reach", "weights"}}; from RECKLESS on CAREFUL may pass. Where that is as
    much as is certified, or all: {"always": True}. certified: the family's certified thresholds.
    """
    weights = tuple(certified.get("weights", WEIGHTS[0]))
    near = sorted(trials(rows, usual, truth=False, weights=weights), reverse=True)
    share = sum(value > 0 for value in near) / max(len(near), 1)
    if share <= CARELESS:
        return {"always": False}
    allowed = CAREFUL + (CARELESS - CAREFUL) * max(RECKLESS - share, 0.0) / (RECKLESS - CARELESS)
    reach = round_up(near[int(allowed * len(near))] + 1e-4)  # so many may pass; this one may not
    if reach >= certified.get("reach", 1.0):
        return {"always": True}
    return {"always": False, "usual": {"reach": reach, "weights": list(weights)}}


def answered(rows: Iterable[Row], calibration: Calibration) -> dict[str, float]:
    """Shares: of claims answered, of answers right, of false claims that pass."""
    told = [(row["truth"], answer_of(row, calibration)) for row in rows if row.get("family") in FAMILIES]
    given = [(truth, answer) for truth, answer in told if answer in ("passed", "failed")]
    false = [answer for truth, answer in told if not truth]
    return {
        "answered": round(len(given) / max(len(told), 1), 4), "right": round(sum((answer == "passed") is truth for truth, answer in given) / max(len(given), 1), 4),
        "false_passed": round(false.count("passed") / max(len(false), 1), 4),
    }  # fmt: skip


def set_otherwise(families: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Thresholds that other means than this set; a calibration tightens them, and keeps them under "set" for the next one."""
    plain = {family: values.get("set", values) for family, values in families.items()}
    return {family: values for family, values in plain.items() if "fail_floor" not in values and "curve" not in values}


def held_out(rows: Iterable[Row], family: str, calibration: Calibration) -> dict[str, Any]:
    """How the thresholds do on the other side: other frameworks, other pages."""
    mine = [row for row in rows if row.get("family") == family]
    units: dict[bool, dict[tuple[str, int], bool]] = {True: {}, False: {}}
    for row in mine:
        wrong = answer_of(row, calibration) == ("failed" if row["truth"] else "passed")
        key = row["page"], row["element"]
        units[row["truth"]][key] = units[row["truth"]].get(key, False) or wrong
    answered = sum(answer_of(row, calibration) in ("passed", "failed") for row in mine)
    error = calibration_error(mine, calibration)
    k, n = sum(units[False].values()), len(units[False])
    return {
        "report_false": n, "report_false_passed": k, "report_false_pass_bound": round(upper_bound(k, n, DELTA), 4) if n else None,
        "report_true": len(units[True]), "report_true_failed": sum(units[True].values()), "report_answered": round(answered / max(len(mine), 1), 4),
        "report_confidence_error": None if error is None else round(error, 4),
    }  # fmt: skip
