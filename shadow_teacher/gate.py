"""The gate: a candidate gets out only when nothing got worse, and is told why when it does not.

    gate(candidate, base, lessons, pages) -> GateReport       .passed, .checks, .table(), .data()

It asks pages that distilling never saw (their own seeds), every lesson ever learned, frozen lessons, and claims that are
false. Both students answer the same questions; what counts is what the candidate lost against its base.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from shadow_runtime.errors import ClaimError, StudentError
from shadow_runtime.match import normalized
from shadow_runtime.records import LEAF_ROLES, Element, Frame
from shadow_runtime.registry import prove_student
from shadow_runtime.shadow import SeenScene, Shadow
from shadow_runtime.student import Student

from .lesson_set import Lesson

PAGES = 24
LOST = 0.02  # share of a slice's cases that may turn from right to not right, net of those that turned right
WRONG = 0.01  # share of a slice's cases that may turn to a wrong element, net
FALSE_PASSES = 0.01
PARITY, PARITY_HEADS, PARITY_PAGES = 0.95, 0.98, 6
LARGEST = 10 * 2**20
GROWTH, SLOWER = 1.05, 1.35


@dataclass(frozen=True, slots=True)
class Check:
    """One question the gate asks. reason: for a person, where it did not pass."""

    name: str
    passed: bool
    measured: str
    bound: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class GateReport:
    """All checks. passed: only when all are."""

    candidate: str
    base: str
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)

    def data(self) -> dict[str, Any]:
        return {"candidate": self.candidate, "base": self.base, "passed": self.passed, "checks": [asdict(check) for check in self.checks]}

    def table(self) -> str:
        """Readable in a terminal and in a log."""
        widths = [max(len(str(row[i])) for row in (("check", "measured", "bound"), *((c.name, c.measured, c.bound) for c in self.checks))) for i in range(3)]
        lines = [f"      {'check':<{widths[0]}}  {'measured':<{widths[1]}}  {'bound':<{widths[2]}}"]
        for check in self.checks:
            lines.append(f"  {'ok' if check.passed else 'NO':<3} {check.name:<{widths[0]}}  {check.measured:<{widths[1]}}  {check.bound:<{widths[2]}}".rstrip())
            lines += [f"      -> {check.reason}"] if check.reason and not check.passed else []
        failed = sum(not check.passed for check in self.checks)
        verdict = "may be published" if not failed else f"REFUSED: {failed} of {len(self.checks)} checks"
        return "\n".join([f"gate: {self.candidate} against {self.base}", *lines, f"  {self.candidate} {verdict}"])


def gate(candidate: Path, base: Path, lessons: Sequence[Lesson], pages: Sequence[Path], *, seed: int = 1, say: Callable[[str], None] = lambda _: None) -> GateReport:
    """Ask both students. pages: JSON paths of labelled pages that no student was trained on. Raises StudentError for the base."""
    old = Shadow(Student.load(base))
    try:
        new = Shadow(Student.load(candidate))
        prove_student(new.student)
    except StudentError as error:
        return GateReport(candidate.name, old.student_id, (Check("loads and sees", False, "no", "yes", str(error)),))
    checks = [Check("loads and sees", True, "yes", "yes")]
    before, after = Exam(old, pages, seed), Exam(new, pages, seed)
    say("the gate asks both students")
    checks += slices(before.located, after.located, "locate")
    if other_eyes(candidate, base):
        checks += slices(before.called, after.called, "called")
    checks.append(must_not_pass(before.passed_falsely, after.passed_falsely, after.false_claims))
    checks += lesson_checks(lessons, old, new)
    checks.append(imagined(lessons, before, after))
    checks += parity(candidate, base, [seen.frame for seen in before.seen[:PARITY_PAGES]])
    checks.append(size(new.student, old.student))
    checks.append(latency(before, after))
    return GateReport(new.student_id, old.student_id, tuple(checks))


class Exam:
    """What one student answered on the pages. located: (page, phrase) -> (kind, "right" | "wrong" | "none").

    called: (page, element) -> the same of the roles and states that it gives what is labelled; kind is the role or the state.
    """

    def __init__(self, shadow: Shadow, pages: Sequence[Path], seed: int) -> None:
        from .training.intents import page_cases
        from .training.replay import read_pages
        from .training.scenes import matched_ids

        self.shadow = shadow
        self.located: dict[tuple[int, str], tuple[str, str]] = {}
        self.called: dict[tuple[int, str], tuple[str, str]] = {}
        self.passed_falsely: list[str] = []
        self.false_claims = 0
        self.seen: list[SeenScene] = []
        self.words: list[str] = []
        for number, (page, frame) in enumerate(read_pages(list(pages))):
            seen = shadow.see(frame.rgb, frame.scale)
            elements = (*seen.elements, *seen.containers)
            ids = matched_ids(seen.scene, page)
            self.seen.append(seen)
            self.words.append(" | ".join(normalized(row["text"]) for row in page["rows"]))
            self.called |= {(number, name): told for name, told in names_given(page, elements, ids)}
            for case in page_cases(page, Random(f"{seed}-{number}"), limit=24):
                grounding = seen.locate(case.text)
                if grounding.outcome != "found":
                    said = "right" if not case.targets and grounding.outcome == "absent" else "none"
                else:
                    index = next((i for i, element in enumerate(elements) if element.box == grounding.element.box and element.role == grounding.element.role), None)
                    hit = index is not None and set(case.targets).intersection(ids[index])
                    said = "right" if hit else "none" if index is None else "wrong"
                self.located[number, case.text] = case.kind, said
            for claim in false_claims(page, Random(f"{seed}-false-{number}")):
                self.false_claims += 1
                if said_of(seen, claim) == "passed":
                    self.passed_falsely.append(f"{claim} ({page['name']})")


def names_given(page: Mapping[str, Any], elements: Sequence[Element], ids: Sequence[tuple[int, ...]]) -> Iterator[tuple[str, tuple[str, str]]]:
    """For every labelled leaf and each of its states: its name, and (role or state, whether the student says the same).

    elements: seen; ids: for each of them the labelled elements that it stands for.
    """
    seen: dict[int, Element] = {}
    for element, stands_for in zip(elements, ids, strict=True):
        for identity in stands_for:
            known = seen.get(identity)
            if known is None or element.confidence > known.confidence:
                seen[identity] = element
    for labelled in page["elements"]:
        role = labelled["role"]
        if labelled["ignore"] or role not in LEAF_ROLES:
            continue
        name, given = f"{role} {(labelled['text'] or labelled['label'] or '')[:30]!r} ({labelled['id']})", seen.get(labelled["id"])
        yield name, (role, "none" if given is None else "right" if given.role == role else "wrong")
        for state, truth in (labelled["states"] or {}).items():
            if truth is not None and given is not None and state in given.states:
                yield f"{name} {state}", (state, "right" if (given.states[state] > 0.5) == (truth is True) else "wrong")


def other_eyes(candidate: Path, base: Path) -> bool:
    """Whether the candidate's detector is another file than its base's."""
    return (candidate / "detector.onnx").read_bytes() != (base / "detector.onnx").read_bytes()


def said_of(seen: SeenScene, claim: str) -> str:
    """The outcome of a claim; one that is not understood counts as abstained."""
    try:
        return seen.check(claim).outcome
    except ClaimError:
        return "abstained"


def false_claims(page: Mapping[str, Any], rng: Random, limit: int = 12) -> Iterator[str]:
    """Sentences about a labelled page that are not so: wrong color, wrong state, something that is not there, wrong order."""
    shown = [e for e in page["elements"] if not e["ignore"] and e["visible_fraction"] > 0.9 and e["text"] and len(e["text"]) < 40 and '"' not in e["text"]]
    names = [normalized(e["text"]) for e in shown]
    everything = " | ".join(normalized(row["text"]) for row in page["rows"])
    single = [e for e, name in zip(shown, names, strict=True) if names.count(name) == 1]
    rng.shuffle(single)
    made = 0
    for element in single:
        if made >= limit:
            return
        role, text = element["role"], element["text"].strip()
        if role not in ("button", "link", "heading"):
            continue
        color = element["style"]["background"]
        if role == "button" and color is not None and max(color) - min(color) > 90:
            yield f'"{text}" button is {"green" if color[0] == max(color) else "red"}'
            made += 1
        yield f'the text of the "{text}" {role} is "{text[::-1]} no"'
        yield f'"{text}" {role} is hidden'
        made += 2
    low = sorted(single, key=lambda e: e["box"][1])
    if len(low) >= 2 and low[-1]["box"][1] > low[0]["box"][1] + low[0]["box"][3] + 40:
        yield f'"{low[-1]["text"].strip()}" is above "{low[0]["text"].strip()}"'
    for absent in ("Teleport to the moon", "Unsubscribe the cat"):
        if normalized(absent) not in everything:
            yield f'"{absent}" button is visible'
    for element in page["elements"]:
        label = (element["label"] or "").strip()
        if element["role"] == "checkbox" and label and '"' not in label and element["states"].get("checked") is not None and not element["ignore"]:
            yield f'"{label}" checkbox is {"unchecked" if element["states"]["checked"] else "checked"}'
            break


def slices(before: Mapping[tuple[int, str], tuple[str, str]], after: Mapping[tuple[int, str], tuple[str, str]], what: str) -> list[Check]:
    """One check a kind (of phrase, of element): what was right stays right, what was not wrong does not become wrong.

    A state that is read off in one of the two only, since the other takes the element for something else, counts as not right there.
    """
    tally: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0, 0])
    lost: dict[str, list[str]] = defaultdict(list)
    for key in dict.fromkeys((*before, *after)):
        kind, old = before.get(key, (after.get(key, ("", ""))[0], "none"))
        new = after.get(key, (kind, "none"))[1]
        row = tally[kind]
        row[0] += 1
        row[1] += old == "right"
        row[2] += new == "right"
        row[3] += old == "wrong"
        row[4] += new == "wrong"
        if old == "right" and new != "right":
            lost[kind].append(key[1])
    checks = []
    for kind, (n, right_before, right_after, wrong_before, wrong_after) in sorted(tally.items()):
        most_lost, most_wrong = max(round(LOST * n), 1), max(round(WRONG * n), 1)
        ok = right_before - right_after <= most_lost and wrong_after - wrong_before <= most_wrong
        checks.append(Check(
            f"{what}: {kind}", ok, f"{right_after / n:.1%} right (was {right_before / n:.1%}), {wrong_after / n:.1%} wrong (was {wrong_before / n:.1%}) of {n}",
            f"lose {most_lost}, {most_wrong} more wrong", "" if ok else f"no longer right, for example: {'; '.join(lost[kind][:3]) or 'more answers are the wrong element'}",
        ))  # fmt: skip
    return checks


def must_not_pass(before: Sequence[str], after: Sequence[str], asked: int) -> Check:
    """False claims: a bound on their share, and none more than before."""
    bound = max(round(FALSE_PASSES * asked), 1)
    fresh = [claim for claim in after if claim not in before]
    ok = len(after) <= max(bound, len(before)) and len(fresh) <= max(round(0.002 * asked), 1)
    return Check("must not pass", ok, f"{len(after)} of {asked} false claims pass (was {len(before)})", f"{bound}, or as before", "" if ok else f"passes now, and is false: {'; '.join(fresh[:3])}")


def lesson_checks(lessons: Sequence[Lesson], old: Shadow, new: Shadow) -> list[Check]:
    """Every lesson that was right stays right; frozen ones too; no new one is answered by a wrong element; some are learned."""
    earlier = set(old.student.manifest.get("provenance", {}).get("distilled", {}).get("all_lessons", ()))
    trained = set(new.student.manifest.get("provenance", {}).get("distilled", {}).get("lessons", ()))
    answers = {lesson.id: (answered(lesson, old), answered(lesson, new)) for lesson in lessons}
    known = [lesson for lesson in lessons if lesson.id in earlier or lesson.frozen or answers[lesson.id][0] == "right"]
    fresh = [lesson for lesson in lessons if lesson.id in trained and lesson.id not in earlier]
    checks = []
    if known:
        was = [lesson for lesson in known if answers[lesson.id][0] == "right"]
        gone = [lesson for lesson in was if answers[lesson.id][1] != "right"]
        checks.append(Check("earlier lessons still right", not gone, f"{len(was) - len(gone)} of {len(was)}", "all", f"no longer right: {_named(gone)}" if gone else ""))
    if fresh:
        right = [lesson for lesson in fresh if answers[lesson.id][1] == "right"]
        wrong = [lesson for lesson in fresh if answers[lesson.id][1] == "wrong" and answers[lesson.id][0] != "wrong"]
        checks.append(Check("new lessons learned", bool(right), f"{len(right)} of {len(fresh)}", "one or more", "" if right else f"none took: {_named(fresh)}"))
        checks.append(Check("new lessons answered wrongly", not wrong, str(len(wrong)), "0", f"names something else: {_named(wrong)}" if wrong else ""))
    return checks


def answered(lesson: Lesson, shadow: Shadow) -> str:
    """ "right", "wrong" or "none", as the student answers a lesson by itself: exemplars are not in force here."""
    from .training.tune_grounder import meant

    frame = lesson.frame()
    seen = shadow.see(frame.rgb, frame.scale)
    if lesson.kind == "check" and lesson.truth is not None:
        outcome = said_of(seen, lesson.text)
        return "none" if outcome == "abstained" else "right" if (outcome == "passed") == lesson.truth else "wrong"
    grounding = seen.locate(lesson.phrase)
    if lesson.absent:
        return {"absent": "right", "found": "wrong"}.get(grounding.outcome, "none")
    if grounding.outcome != "found" or grounding.element is None or lesson.box is None:
        return "none"
    return "right" if meant(grounding.element.box, lesson.box) else "wrong"


def imagined(lessons: Sequence[Lesson], before: Exam, after: Exam) -> Check:
    """What was taught must not be seen everywhere: each taught phrase is asked on pages that do not show it."""
    phrases = list(dict.fromkeys(lesson.phrase for lesson in lessons if lesson.box is not None and lesson.phrase))[:40]
    asked, more = 0, []
    for old, new, words in zip(before.seen, after.seen, after.words, strict=True):
        for phrase in phrases:
            if any(word in words for word in normalized(phrase).split() if len(word) > 3 and word not in ("button", "icon", "field", "link")):
                continue
            asked += 1
            if new.locate(phrase).outcome == "found" and old.locate(phrase).outcome != "found":
                more.append(phrase)
    bound = max(round(0.01 * asked), 0)
    return Check("seen where it is not", len(more) <= bound, f"{len(more)} of {asked}", f"{bound}", f"found on pages without it: {', '.join(sorted(set(more))[:4])}" if len(more) > bound else "")


def parity(candidate: Path, base: Path, frames: Sequence[Frame]) -> list[Check]:
    """The int8 networks say what their float checkpoints say; asked only of what changed and has a checkpoint."""
    checks = []
    if (candidate / "detector.safetensors").is_file() and other_eyes(candidate, base):
        from .training.tune_heads import heads_parity

        alike = heads_parity(candidate / "detector.safetensors", candidate / "detector.onnx", frames)
        ok = alike >= PARITY_HEADS
        checks.append(Check("int8 parity: heads", ok, f"{alike:.1%} alike", f">= {PARITY_HEADS:.0%}", "" if ok else "the quantized heads do not say what the trained ones say"))
    if not (candidate / "icons.safetensors").is_file() or (candidate / "icons.onnx").read_bytes() == (base / "icons.onnx").read_bytes():
        return checks
    from .training.replay import random_inks
    from .training.tune_icons import int8_parity

    measured = int8_parity(candidate / "icons.safetensors", candidate / "icons.onnx", random_inks(300, np.random.default_rng(5)))
    ok = measured >= PARITY
    return [*checks, Check("int8 parity: icons", ok, f"cosine {measured:.4f}", f">= {PARITY}", "" if ok else "the quantized network does not say what the trained one says")]


def size(new: Student, old: Student) -> Check:
    """Bytes at test time."""
    now, before = (sum(entry["size"] for entry in student.manifest["files"].values()) for student in (new, old))
    bound = min(LARGEST, round(before * GROWTH))
    return Check("size", now <= bound, f"{now / 2**20:.2f} MiB", f"<= {bound / 2**20:.2f} MiB", "" if now <= bound else "larger than a node should have to load")


def latency(before: Exam, after: Exam, rounds: int = 5) -> Check:
    """Seeing and asking, the two students in turn; the fastest of some rounds, which another process disturbs least."""
    best = {id(exam): float("inf") for exam in (before, after)}
    frame = before.seen[0].frame if before.seen else None
    if frame is None:
        return Check("latency", True, "not measured: no pages", f"<= {SLOWER}x")
    rgb = frame.rgb.copy()
    for turn in range(rounds):
        rgb[0, 0] = turn  # another picture: nothing is answered from memory
        for exam in (before, after):
            started = time.perf_counter()
            exam.shadow.see(rgb, frame.scale).locate("submit button")
            best[id(exam)] = min(best[id(exam)], time.perf_counter() - started)
    old, new = best[id(before)] * 1e3, best[id(after)] * 1e3
    ok = new <= SLOWER * old
    return Check("latency", ok, f"{new:.1f} ms (was {old:.1f} ms)", f"<= {SLOWER}x", "" if ok else "slower than its base")


def write_report(report: GateReport, path: Path) -> Path:
    """The report as JSON, for the record."""
    path.write_text(json.dumps(report.data(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return path


def _named(lessons: Sequence[Lesson]) -> str:
    return ", ".join(f"{lesson.text!r} ({lesson.id[:8]}, by {lesson.decided_by or 'unknown'})" for lesson in lessons[:5])
