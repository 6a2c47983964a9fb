"""The one builder of failure texts.

    submit button is green: failed
      grounded   button "Submit" at (812, 540, 96x36), confidence 0.98; next: button "Cancel" 0.31
      expected   green
      observed   blue #1f6feb over 91 % of the fill; nearest names: blue 0.95, purple 0.03
      student    student-0010    see 6.1 ms, check 0.2 ms, capture 4.3 ms
      evidence   test-results/test_checkout/evidence.png
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shadow_runtime.records import Candidate, Grounding, Verdict

BULLETS = "•••"
_VIEWPORT_ONLY = "only the viewport was looked at; locate(..., scroll=True) also looks at what must be scrolled to"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFiles:
    """What a failure left. paths: as named to the user. secrets: texts that stood in masked fields."""

    paths: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()


_NO_FILES = EvidenceFiles()


def explain_verdict(verdict: Verdict, files: EvidenceFiles = _NO_FILES) -> str:
    """Why a claim did not hold."""
    rows = [("grounded", _grounded(grounding)) for grounding in _distinct(verdict.evidence.groundings)]
    rows += [("expected", verdict.evidence.expected), ("observed", verdict.evidence.observed)]
    if verdict.reason and verdict.reason not in verdict.evidence.observed:
        code = verdict.reasons[0].value if verdict.reasons else ""
        rows.append(("reason", verdict.reason if not code or verdict.reason.startswith(code) else f"{code}: {verdict.reason}"))
    rows.append(("student", _student(verdict.student, verdict.timings_ms)))
    rows.append(("taught by", ", ".join(f"lesson {lesson[:12]}" for lesson in verdict.lessons)))
    return _layout(f"{verdict.claim}: {verdict.outcome}", rows, files)


def explain_grounding(
    grounding: Grounding, doing: str, student: str, timings_ms: Mapping[str, float], files: EvidenceFiles = _NO_FILES, reason: str = "",
) -> str:  # fmt: skip
    """Why an action on an intent was refused. doing: "click", "fill" ..."""
    expected = {
        "absent": "one element that fits, in the viewport",
        "ambiguous": "one element that fits; say more about which is meant: its text, its place, an ordinal",
        "found": "one element that stays in its place and can be acted on",
    }[grounding.outcome]
    rows = [("grounded", _grounded(grounding)), ("expected", expected)]
    note = reason or grounding.reason
    if grounding.outcome == "absent" and not reason:
        note = "; ".join(filter(None, (note, _VIEWPORT_ONLY)))
    rows += [("reason", note)] if note else []
    rows.append(("student", _student(student, timings_ms)))
    outcome = {"absent": "not found", "ambiguous": "ambiguous", "found": "not possible"}[grounding.outcome]
    return _layout(f"{doing} {grounding.intent.text!r}: {outcome}", rows, files)


def _grounded(grounding: Grounding) -> str:
    if grounding.outcome == "ambiguous":
        return f"{grounding.intent.text!r} fits " + " and ".join(
            f"{candidate.element.description} {candidate.confidence:.2f}" for candidate in grounding.candidates[:4]
        )
    if grounding.element is None:
        nearest = _list(grounding.candidates[:2])
        return f"nothing fits {grounding.intent.text!r}, confidence {grounding.confidence:.2f}" + (f"; nearest: {nearest}" if nearest else "")
    rivals = _list([candidate for candidate in grounding.candidates if candidate.element is not grounding.element][:2])
    return f"{grounding.element.description}, confidence {grounding.confidence:.2f}" + (f"; next: {rivals}" if rivals else "")


def _list(candidates: Sequence[Candidate]) -> str:
    return ", ".join(f"{candidate.element.description.rsplit(' at (', 1)[0]} {candidate.confidence:.2f}" for candidate in candidates)


def _distinct(groundings: Sequence[Grounding]) -> list[Grounding]:
    """Each phrase once, five at most."""
    return list({grounding.intent.text: grounding for grounding in groundings}.values())[:5]


def _student(student: str, timings_ms: Mapping[str, float]) -> str:
    times = ", ".join(f"{name} {timings_ms[name]:.1f} ms" for name in ("see", "check", "capture") if name in timings_ms)
    return f"{student}    {times}".rstrip()


def _layout(head: str, rows: Sequence[tuple[str, str]], files: EvidenceFiles) -> str:
    text = "\n".join([head, *(f"  {name:<9}  {content}" for name, content in rows if content)])
    for secret in files.secrets:
        text = text.replace(secret, BULLETS)
    return "\n".join([text, *(f"  {'evidence':<9}  {path}" for path in files.paths[:1])])
