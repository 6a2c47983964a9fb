"""A claim about a scene -> Verdict: ground its phrases, ask the predicate, apply the thresholds.

What keeps a wrong "passed" away: an ambiguous or doubtful grounding abstains; a subject that is not there never passes,
negated or not; several readings of a sentence must agree; scores between the thresholds of the family abstain.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .calibrate import SUREST, Calibration, probability
from .claims import Claim
from .color import ColorTable
from .errors import NotRememberedError
from .geometry import Box
from .intent import parse_intent
from .match import normalized
from .predicates import (
    GROUPS,
    Grounder,
    Observation,
    Remembered,
    Setting,
    family_of,
    judge_came,
    judge_changed,
    judge_count,
    judge_holds,
    judge_moved,
    judge_visible,
    observe,
)
from .records import CONTAINER_ROLES, AbstainReason, Candidate, Element, Evidence, Grounding, Intent, Verdict
from .scene import Scene

Outcome = Literal["passed", "failed", "abstained"]
_OPPOSITE: dict[Outcome, Outcome] = {"passed": "failed", "failed": "passed", "abstained": "abstained"}
_CERTAIN = Calibration()


def judge(
    claim: Claim, scene: Scene, grounder: Grounder, colors: ColorTable, calibration: Calibration = _CERTAIN, *,
    memory: Mapping[str, Remembered] | None = None, student_id: str = "", timings_ms: Mapping[str, float] | None = None, started: float | None = None,
) -> Verdict:  # fmt: skip
    """The verdict on a claim.

    grounder: locate(phrase) -> Grounding and ground_all(phrase) -> candidates. colors: the student's color words. memory:
    earlier looks by name, for claims of change; NotRememberedError when the claim names another.
    started: time.perf_counter() from which "check" in timings_ms is counted; now, when not given. Never raises for what
    is seen; a claim that cannot be judged is abstained with the reason.
    """
    started = time.perf_counter() if started is None else started
    setting = Setting(scene=scene, colors=colors, memory=memory or {})
    verdicts = [_judge_reading(reading, setting, grounder, calibration) for reading in claim.readings]
    verdict = verdicts[0] if len(verdicts) == 1 else _agree(verdicts)
    timings = {**(timings_ms or {}), "check": (time.perf_counter() - started) * 1e3}
    return replace(verdict, claim=claim.text, student=student_id, timings_ms=timings)


def _agree(verdicts: Sequence[Verdict]) -> Verdict:
    """One verdict of several readings: theirs if they agree, else abstained."""
    outcomes = {verdict.outcome for verdict in verdicts}
    if len(outcomes) == 1:
        best = max(verdicts, key=lambda verdict: verdict.confidence)
        return replace(best, needs_settled=any(verdict.needs_settled for verdict in verdicts))
    first = verdicts[0]
    said = "; ".join(f"{verdict.claim!r}: {verdict.outcome}" for verdict in verdicts)
    return replace(
        first, outcome="abstained", confidence=min(verdict.confidence for verdict in verdicts), needs_settled=True,
        reasons=(AbstainReason.SEVERAL_READINGS,),
        reason=f"the sentence can be read in several ways and they disagree ({said}); quote the text that is meant",
    )  # fmt: skip


def _judge_reading(claim: Claim, setting: Setting, grounder: Grounder, calibration: Calibration) -> Verdict:
    if claim.predicate == "and":
        return _judge_parts(claim, setting, grounder, calibration)
    if claim.predicate == "visible":
        return _judge_presence(claim, setting, grounder, calibration)
    if claim.predicate == "count":
        phrase = claim.subjects[0]
        observation = judge_count(claim, phrase, grounder.ground_all(phrase), calibration)
        return _verdict(claim, observation, (), 1.0, calibration, needs_settled=True)
    if claim.predicate in _TIMED:
        return _judge_change(claim, setting, grounder, calibration)
    if claim.predicate == "holds":
        return _judge_holds(claim, setting, grounder, calibration)
    return _judge_predicate(claim, setting, grounder, calibration)


_TIMED = ("changed", "moved", "appeared", "disappeared")


def _judge_change(claim: Claim, setting: Setting, grounder: Grounder, calibration: Calibration) -> Verdict:
    """ "X has changed / moved / appeared / disappeared since ...": grounded in both pictures."""
    name, phrase = str(claim.args["since"]), claim.subjects[0]
    before = setting.memory.get(name)
    if before is None:
        raise NotRememberedError(name, tuple(setting.memory))
    if not phrase:
        return _verdict(claim, judge_changed(claim, _page(setting), before, None, setting), (), 1.0, calibration, needs_settled=True)
    now, then = grounder.locate(phrase), before.locate(phrase)
    if claim.predicate in ("appeared", "disappeared"):
        return _verdict(claim, judge_came(claim, now, then), (now,), 1.0, calibration, needs_settled=True)
    if now.outcome != "found" or now.element is None:
        grounded = _Grounded((), now.confidence, (now,), "absent" if now.outcome == "absent" else "ambiguous")
        return _ungrounded(claim, grounded, (now,), calibration)
    # Without an earlier place of its own, "changed" compares what stood at the same place.
    confidence = now.confidence if claim.predicate == "changed" else now.confidence * (then.confidence if then.outcome == "found" else 1.0)
    observation = judge_moved(claim, now, then) if claim.predicate == "moved" else judge_changed(claim, now.element, before, then, setting)
    return _verdict(claim, observation, (now,), confidence, calibration, needs_settled=True)


def _judge_holds(claim: Claim, setting: Setting, grounder: Grounder, calibration: Calibration) -> Verdict:
    """ "every card has a title"."""
    holders = _every(claim.subjects[0], setting, grounder)
    if holders.trouble:
        return _ungrounded(claim, holders, holders.groundings, calibration)
    phrase = claim.objects[0]
    inner = grounder.ground_all(phrase)
    verdicts = [
        _verdict(claim, judge_holds(holder, inner, phrase), holders.groundings, holders.confidence, calibration, needs_settled=True) for holder in holders.elements
    ]
    return verdicts[0] if len(verdicts) == 1 else _quantified(claim, verdicts)


def _judge_parts(claim: Claim, setting: Setting, grounder: Grounder, calibration: Calibration) -> Verdict:
    """A conjunction: failed as soon as a part failed, passed when all passed."""
    verdicts = [_judge_reading(part, setting, grounder, calibration) for part in claim.parts]
    failed = [verdict for verdict in verdicts if verdict.outcome == "failed"]
    unsure = [verdict for verdict in verdicts if verdict.outcome == "abstained"]
    outcome: Outcome = "failed" if failed else "abstained" if unsure else "passed"
    confidence = max(verdict.confidence for verdict in failed) if failed else min(verdict.confidence for verdict in verdicts)
    telling = (failed or unsure or verdicts)[0]
    evidence = Evidence(
        expected=" and ".join(verdict.evidence.expected for verdict in verdicts),
        observed="; ".join(verdict.evidence.observed for verdict in verdicts),
        groundings=tuple(grounding for verdict in verdicts for grounding in verdict.evidence.groundings),
        swatches=tuple(swatch for verdict in verdicts for swatch in verdict.evidence.swatches),
        measurements={name: value for verdict in verdicts for name, value in verdict.evidence.measurements.items()},
    )
    return Verdict(
        claim=claim.text, outcome=outcome, confidence=confidence, evidence=evidence, reason=telling.reason,
        reasons=telling.reasons if outcome == "abstained" else (), family=telling.family, score=telling.score, grounded=telling.grounded,
        needs_settled=any(verdict.needs_settled for verdict in verdicts),
    )  # fmt: skip


def _judge_presence(claim: Claim, setting: Setting, grounder: Grounder, calibration: Calibration) -> Verdict:
    """"X is visible" / "there is no X". Several subjects must all be there (or all be gone)."""
    parts = []
    for phrase in claim.subjects:
        if not phrase:
            parts.append(_verdict(claim, Observation(score=SUREST, expected="the page", observed="the page"), (), 1.0, calibration))
            continue
        grounding = grounder.locate(phrase)
        observation = judge_visible(phrase, grounding, setting.scene.rows if claim.negated else ())
        only = "" if grounding.outcome != "absent" else "only the viewport was looked at, not what must be scrolled to"
        needs = claim.negated or grounding.outcome == "absent"
        parts.append(_verdict(claim, observation, (grounding,), 1.0, calibration, needs_settled=needs, note=only))
    return parts[0] if len(parts) == 1 else _all_of(claim, parts)


def _all_of(claim: Claim, verdicts: Sequence[Verdict]) -> Verdict:
    together = Claim(text=claim.text, predicate="and", parts=(claim,) * len(verdicts))
    outcomes = [verdict.outcome for verdict in verdicts]
    outcome: Outcome = "failed" if "failed" in outcomes else "abstained" if "abstained" in outcomes else "passed"
    telling = next(verdict for verdict in verdicts if verdict.outcome == outcome)
    confidence = max(v.confidence for v in verdicts if v.outcome == "failed") if outcome == "failed" else min(v.confidence for v in verdicts)
    groundings = tuple(grounding for verdict in verdicts for grounding in verdict.evidence.groundings)
    observed = telling.evidence.observed if outcome != "passed" else "; ".join(v.evidence.observed for v in verdicts[:4])
    return replace(
        telling, claim=together.text, outcome=outcome, confidence=confidence, needs_settled=any(v.needs_settled for v in verdicts),
        evidence=replace(telling.evidence, groundings=groundings, observed=observed),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Grounded:
    """Elements of one phrase. confidence: of these being meant. trouble: an outcome that ends the judging."""

    elements: tuple[Element, ...]
    confidence: float
    groundings: tuple[Grounding, ...]
    trouble: str = ""  # "absent" | "ambiguous"


def _page(setting: Setting) -> Element:
    width, height = setting.scene.frame.size
    return Element(role="page", box=Box(0, 0, width, height), confidence=1.0)


# What is said of how a text is set; of a text in quotes that is the text itself, not the field that it labels.
_OF_TEXT = frozenset(("style", "text color", "truncated", "lines"))


def _itself(grounding: Grounding, scene: Scene) -> Element:
    """The one element that reads as the quoted name, where what was found only has it beside it; else what was found."""
    element, name = grounding.element, normalized(grounding.intent.name)
    assert element is not None
    if not grounding.intent.quoted or grounding.intent.roles or normalized(element.text) == name:
        return element
    reads = [other for other in scene.elements if other.text and normalized(other.text) == name]
    return reads[0] if len(reads) == 1 else element


def _ground(phrase: str, several: bool, setting: Setting, grounder: Grounder, of_text: bool = False) -> _Grounded:
    if not phrase:
        return _Grounded((_page(setting),), 1.0, ())
    if several or _EVERYTHING.match(phrase):
        return _every(phrase, setting, grounder)
    grounding = grounder.locate(phrase)
    if grounding.intent.plural and grounding.outcome != "absent":
        return _every(phrase, setting, grounder, grounding)
    if grounding.outcome == "found" and grounding.element is not None:
        if of_text:
            grounding = replace(grounding, element=_itself(grounding, setting.scene))
        return _Grounded((grounding.element,), grounding.confidence, (grounding,))
    return _Grounded((), grounding.confidence, (grounding,), "absent" if grounding.outcome == "absent" else "ambiguous")


# Words for everything there is; nobody means an element with that name.
_EVERYTHING = re.compile(r"(?:the\s+|any\s+)?(?:(?P<text>texts?)|(?:elements?|things?|controls?))(?:\s+(?:on|of|in)\s+the\s+(?:page|screen))?$", re.I)


def _every(phrase: str, setting: Setting, grounder: Grounder, known: Grounding | None = None) -> _Grounded:
    """All elements of a plural phrase that are more likely meant than not."""
    everything = _EVERYTHING.match(phrase)
    if everything:
        elements = [element for element in setting.scene.elements if element.rows or not everything["text"]]
        candidates = [Candidate(element=element, confidence=element.confidence) for element in elements if element.confidence >= 0.3]
    else:
        candidates = [candidate for candidate in grounder.ground_all(phrase) if candidate.confidence >= 0.5]
    if not candidates:
        grounding = known or grounder.locate(phrase)
        return _Grounded((), grounding.confidence, (grounding,), "absent" if grounding.outcome == "absent" else "ambiguous")
    least = 0.97 if everything else min(candidate.confidence for candidate in candidates)
    grounding = Grounding(
        intent=known.intent if known else Intent(text=phrase, plural=True), outcome="found", confidence=least,
        element=candidates[0].element, candidates=tuple(candidates), reason=f"{len(candidates)} elements",
    )  # fmt: skip
    return _Grounded(tuple(candidate.element for candidate in candidates), least, (grounding,))


def _judge_predicate(claim: Claim, setting: Setting, grounder: Grounder, calibration: Calibration) -> Verdict:
    several = claim.quantifier != "one" and len(claim.subjects) == 1
    subjects = [_ground(phrase, several, setting, grounder, claim.predicate in _OF_TEXT) for phrase in claim.subjects]
    objects = [_ground(phrase, False, setting, grounder) for phrase in claim.objects]
    groundings = tuple(grounding for grounded in (*subjects, *objects) for grounding in grounded.groundings)
    confidence = 1.0
    for grounded in (*subjects, *objects):
        confidence *= grounded.confidence
        if grounded.trouble:
            return _ungrounded(claim, grounded, groundings, calibration)
    members = tuple(element for grounded in subjects for element in grounded.elements)
    others = tuple(element for grounded in objects for element in grounded.elements)
    named = claim.args.get("of")
    if named is not None and named != len(members):
        return _open(
            claim, AbstainReason.NOT_SURELY_ABSENT, f"{named} are named, {len(members)} were found", groundings, confidence, f"{named} elements", f"{len(members)}",
        )  # fmt: skip
    same = others and others == members
    if same:  # two phrases of one claim found one element: at least one of them found the wrong one
        found = " and ".join(element.description for element in members[:2])
        return _open(claim, AbstainReason.WEAK_MATCH, f"both phrases were found in the same element, {found}", groundings, confidence, "two elements", found)
    if claim.predicate in GROUPS and (len(members) > 1 or not others or claim.predicate == "overlap"):
        observation = observe(claim, members, others, setting)
        if several and claim.predicate != "overlap":
            confidence *= _all_seen(members)
        return _verdict(claim, observation, groundings, confidence, calibration)
    pairs = _pairs(members, others, len(claim.objects))
    if pairs is None:
        numbers = f"{len(members)} against {len(others)}"
        return _open(
            claim, AbstainReason.SEVERAL_CANDIDATES, f"{numbers} elements: it is not clear which belong together", groundings, confidence, "as many as others", numbers,
        )  # fmt: skip
    verdicts = [_verdict(claim, observe(claim, (one,), two, setting), groundings, confidence, calibration) for one, two in pairs]
    if len(verdicts) == 1 and claim.quantifier in ("one", "all", "any"):
        return verdicts[0]
    return _quantified(claim, verdicts)


def _all_seen(members: Sequence[Element]) -> float:
    """How surely a handful of elements is all that a plural phrase names: two of something are seldom all there is."""
    return 0.9 if len(members) > 1 else 0.7


def _pairs(members: Sequence[Element], others: tuple[Element, ...], phrases: int) -> list[tuple[Element, tuple[Element, ...]]] | None:
    """Who is compared with whom: everyone with the objects; "the labels are above the fields" one by one, in order."""
    if len(others) <= max(phrases, 1):
        return [(member, others) for member in members]
    if len(members) == 1:
        return [(members[0], (other,)) for other in others]
    if phrases == 1 and len(members) == len(others):
        return [(member, (other,)) for member, other in zip(members, others, strict=True)]
    return None


def _open(
    claim: Claim, why: AbstainReason, reason: str, groundings: tuple[Grounding, ...], confidence: float, expected: str, observed: str,
) -> Verdict:  # fmt: skip
    """An abstention for want of the right elements."""
    return Verdict(
        claim=claim.text, outcome="abstained", confidence=confidence, needs_settled=claim.negated or claim.quantifier != "one", family=family_of(claim),
        grounded=confidence, reasons=(why,), reason=reason, evidence=Evidence(expected=expected, observed=observed, groundings=groundings),
    )  # fmt: skip


def _quantified(claim: Claim, verdicts: Sequence[Verdict]) -> Verdict:
    """All, any, none, not all or a number of several elements; the verdicts are those of the (possibly negated) predicate."""
    quantifier = claim.quantifier
    if quantifier in ("one", "all"):
        return _all_of(claim, verdicts)
    if quantifier == "not all":
        whole = _all_of(claim, verdicts)
        return replace(whole, outcome=_OPPOSITE[whole.outcome], score=-whole.score, needs_settled=True)
    passed = [verdict for verdict in verdicts if verdict.outcome == "passed"]
    if quantifier in ("any", "none"):
        outcomes = {verdict.outcome for verdict in verdicts}
        outcome: Outcome = "passed" if passed else "failed" if outcomes == {"failed"} else "abstained"
        telling = max(passed or [v for v in verdicts if v.outcome == outcome], key=lambda verdict: verdict.confidence)
        confidence = telling.confidence if passed else min(verdict.confidence for verdict in verdicts)
        if quantifier == "none":
            return replace(telling, outcome=_OPPOSITE[outcome], confidence=confidence, score=-telling.score, needs_settled=True)
        return replace(telling, outcome=outcome, confidence=confidence, needs_settled=True)
    return _numbered(claim, verdicts, len(passed))


def _numbered(claim: Claim, verdicts: Sequence[Verdict], passed: int) -> Verdict:
    """ "at least two cards are green": a number of elements for which it holds; those abstained on may be either."""
    relation, wanted = re.fullmatch(r"(\D+)(\d+)", claim.quantifier).groups()  # type: ignore[union-attr]
    open_ = sum(verdict.outcome == "abstained" for verdict in verdicts)
    tests = {"=": lambda n: n == int(wanted), ">=": lambda n: n >= int(wanted), "<=": lambda n: n <= int(wanted), ">": lambda n: n > int(wanted),
             "<": lambda n: n < int(wanted), "~": lambda n: abs(n - int(wanted)) <= 1}  # fmt: skip
    answers = {tests[relation](number) for number in range(passed, passed + open_ + 1)}
    outcome: Outcome = "abstained" if len(answers) > 1 else "passed" if answers.pop() else "failed"
    telling = next((verdict for verdict in verdicts if verdict.outcome == "abstained"), verdicts[0])
    evidence = replace(telling.evidence, expected=f"{claim.quantifier} of: {telling.evidence.expected}", observed=f"{passed} of {len(verdicts)} are, {open_} not sure")
    return replace(
        telling, outcome=outcome, confidence=min(verdict.confidence for verdict in verdicts), evidence=evidence, needs_settled=True,
        reason=telling.reason if outcome == "abstained" else "", reasons=telling.reasons if outcome == "abstained" else (),
    )  # fmt: skip


def _ungrounded(claim: Claim, grounded: _Grounded, groundings: tuple[Grounding, ...], calibration: Calibration) -> Verdict:
    """A claim about something that is not there, or not clearly one thing. Never passed, negated or not."""
    grounding = grounded.groundings[0]
    phrase = grounding.intent.text
    if grounded.trouble == "ambiguous":
        named = " and ".join(candidate.element.description for candidate in grounding.candidates[:2])
        return Verdict(
            claim=claim.text, outcome="abstained", confidence=grounding.confidence, needs_settled=claim.negated,
            evidence=Evidence(expected=f"one element that is {phrase!r}", observed=f"several fit: {named}", groundings=groundings),
            reasons=(AbstainReason.SEVERAL_CANDIDATES,), family=family_of(claim), grounded=grounding.confidence,
            reason=f"{phrase!r} fits several elements: {named}; say which, for example by position or by what is next to it",
        )  # fmt: skip
    # That a name is not written anywhere can be seen; that no sidebar is there, hardly: containers and kinds are overlooked.
    intent = parse_intent(phrase)
    named = intent.quoted or (bool(intent.name) and bool(intent.roles) and not intent.plural and not intent.roles & frozenset(CONTAINER_ROLES))
    sure = named and grounding.confidence >= calibration.absent_at
    near = f"; nearest: {grounding.candidates[0].element.description}" if grounding.candidates else ""
    return Verdict(
        claim=claim.text, outcome="failed" if sure else "abstained", confidence=grounding.confidence, needs_settled=True,
        evidence=Evidence(expected=f"{phrase} in the viewport", observed=f"nothing like it in the viewport{near}", groundings=groundings),
        reasons=() if sure else (AbstainReason.NOT_SURELY_ABSENT,), family=family_of(claim), score=-SUREST, grounded=grounding.confidence,
        reason=f"{phrase!r} was not found; only the viewport was looked at, not what must be scrolled to",
    )  # fmt: skip


def _verdict(
    claim: Claim, observation: Observation, groundings: tuple[Grounding, ...], confidence: float, calibration: Calibration, *,
    needs_settled: bool = False, note: str = "",
) -> Verdict:  # fmt: skip
    """Thresholds applied to an observation; a negated claim turns score and expectation round."""
    score = -observation.score if claim.negated else observation.score
    family = observation.family or family_of(claim)
    threshold = calibration.of(family)
    outcome = threshold.outcome(score, confidence)
    expected = f"not {observation.expected}" if claim.negated else observation.expected
    if claim.predicate == "visible" and claim.negated:
        expected = f"no {observation.expected}"
    sureness = probability(score) if outcome == "passed" else probability(-score) if outcome == "failed" else probability(abs(score))
    reason, reasons = observation.reason or note, observation.reasons
    if outcome == "abstained" and not observation.reason:
        if confidence < 0.6 and abs(score) > 0.85:
            reasons = (AbstainReason.WEAK_MATCH, *reasons)
            reason = f"not sure enough that the right element was found (confidence {confidence:.2f})"
        else:
            reasons = reasons or (AbstainReason.TOO_CLOSE,)
            reason = f"{reasons[0]}: {probability(score):.0%} likely"
    return Verdict(
        claim=claim.text, outcome=outcome, confidence=threshold.frequency(float(sureness * confidence)), reason=reason, reasons=reasons if outcome == "abstained" else (),
        family=family, score=score, grounded=confidence, needs_settled=needs_settled or claim.negated,
        evidence=Evidence(
            expected=expected, observed=observation.observed, groundings=groundings, swatches=observation.swatches,
            measurements=dict(observation.measurements),
        ),
    )  # fmt: skip


__all__ = ["judge"]
