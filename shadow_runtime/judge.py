"""A claim about a scene -> Verdict: ground its phrases, ask the predicate, apply the thresholds.

What keeps a wrong "passed" away: an ambiguous or doubtful grounding abstains; a subject that is not there never passes,
negated or not; several readings of a sentence must agree; scores between the thresholds of the family abstain.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from .calibrate import SUREST, Calibration, probability
from .claims import Claim
from .color import ColorTable
from .combine import agree, all_of, conjoined, quantified
from .errors import NotRememberedError
from .intent import parse_intent
from .meant import Meant, every, meant, the_page
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
from .records import CONTAINER_ROLES, AbstainReason, Element, Evidence, Grounding, Verdict
from .scene import Scene

_CERTAIN = Calibration()


def judge(
    claim: Claim, scene: Scene, grounder: Grounder, colors: ColorTable, calibration: Calibration = _CERTAIN, *,
    memory: Mapping[str, Remembered] | None = None, faded: Mapping[str, np.ndarray] | None = None, student_id: str = "", timings_ms: Mapping[str, float] | None = None, started: float | None = None,
) -> Verdict:  # fmt: skip
    """The verdict on a claim.

    grounder: locate(phrase) -> Grounding and ground_all(phrase) -> candidates. colors: the student's color words. memory:
    earlier looks by name, for claims of change; NotRememberedError when the claim names another. faded: the student's weights
    for what looks disabled (faded.py).
    started: time.perf_counter() from which "check" in timings_ms is counted; now, when not given. Never raises for what
    is seen; a claim that cannot be judged is abstained with the reason.
    """
    started = time.perf_counter() if started is None else started
    setting = Setting(scene=scene, colors=colors, memory=memory or {}, faded=faded)
    verdicts = [_judge_reading(reading, setting, grounder, calibration) for reading in claim.readings]
    verdict = verdicts[0] if len(verdicts) == 1 else agree(verdicts)
    timings = {**(timings_ms or {}), "check": (time.perf_counter() - started) * 1e3}
    return replace(verdict, claim=claim.text, student=student_id, timings_ms=timings)


def _judge_reading(claim: Claim, setting: Setting, grounder: Grounder, calibration: Calibration) -> Verdict:
    if claim.predicate == "and":
        return _judge_parts(claim, setting, grounder, calibration)
    if claim.predicate == "visible":
        return _judge_presence(claim, setting, grounder, calibration)
    if claim.predicate == "count":
        phrase = claim.subjects[0]
        observation = judge_count(claim, phrase, grounder, calibration)
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
        return _verdict(claim, judge_changed(claim, the_page(setting), before, None, setting), (), 1.0, calibration, needs_settled=True)
    now, then = grounder.locate(phrase), before.locate(phrase)
    if claim.predicate in ("appeared", "disappeared"):
        return _verdict(claim, judge_came(claim, now, then), (now,), 1.0, calibration, needs_settled=True)
    if now.outcome != "found" or now.element is None:
        return _ungrounded(claim, Meant.nothing(now), (now,), calibration)
    # Without an earlier place of its own, "changed" compares what stood at the same place.
    confidence = now.confidence if claim.predicate == "changed" else now.confidence * (then.confidence if then.outcome == "found" else 1.0)
    observation = judge_moved(claim, now, then) if claim.predicate == "moved" else judge_changed(claim, now.element, before, then, setting)
    return _verdict(claim, observation, (now,), confidence, calibration, needs_settled=True)


def _judge_holds(claim: Claim, setting: Setting, grounder: Grounder, calibration: Calibration) -> Verdict:
    """ "every card has a title"."""
    holders = every(claim.subjects[0], setting, grounder)
    if holders.trouble:
        return _ungrounded(claim, holders, holders.groundings, calibration)
    phrase = claim.objects[0]
    inner = grounder.ground_all(phrase)
    verdicts = [
        _verdict(claim, judge_holds(holder, inner, phrase), holders.groundings, holders.confidence, calibration, needs_settled=True) for holder in holders.elements
    ]
    return verdicts[0] if len(verdicts) == 1 else quantified(claim, verdicts)


def _judge_parts(claim: Claim, setting: Setting, grounder: Grounder, calibration: Calibration) -> Verdict:
    return conjoined(claim, [_judge_reading(part, setting, grounder, calibration) for part in claim.parts])


def _judge_presence(claim: Claim, setting: Setting, grounder: Grounder, calibration: Calibration) -> Verdict:
    """"X is visible" / "there is no X". Several subjects must all be there (or all be gone)."""
    parts = []
    for phrase in claim.subjects:
        if not phrase:
            parts.append(_verdict(claim, Observation(score=SUREST, expected="the page", observed="the page"), (), 1.0, calibration))
            continue
        grounding = grounder.locate(phrase)
        observation = judge_visible(phrase, grounding, setting.scene.rows, claim.negated)
        only = "" if grounding.outcome != "absent" else "only the viewport was looked at, not what must be scrolled to"
        needs = claim.negated or grounding.outcome == "absent"
        parts.append(_verdict(claim, observation, (grounding,), 1.0, calibration, needs_settled=needs, note=only))
    return parts[0] if len(parts) == 1 else all_of(claim, parts)


# What is said of how a text is set; of a text in quotes that is the text itself, not the field that it labels.
_OF_TEXT = frozenset(("style", "text color", "truncated", "lines"))


def _judge_predicate(claim: Claim, setting: Setting, grounder: Grounder, calibration: Calibration) -> Verdict:
    several = claim.quantifier != "one" and len(claim.subjects) == 1
    subjects = [meant(phrase, several, setting, grounder, claim.predicate in _OF_TEXT) for phrase in claim.subjects]
    objects = [meant(phrase, False, setting, grounder) for phrase in claim.objects]
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
    return quantified(claim, verdicts)


def _all_seen(members: Sequence[Element]) -> float:
    """How surely a handful of elements is all that a plural phrase names: two of something are seldom all there is."""
    return 0.9 if len(members) > 1 else 0.7


def _pairs(members: Sequence[Element], others: tuple[Element, ...], phrases: int) -> list[tuple[Element, tuple[Element, ...]]] | None:
    """Who is compared with whom: everyone with the objects; "the labels are above the fields" one by one, in order. None where it is not clear."""
    if len(others) <= max(phrases, 1):
        return [(member, others) for member in members]
    if phrases > 1:
        return None  # "between A and B", of which one names several
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


def _ungrounded(claim: Claim, grounded: Meant, groundings: tuple[Grounding, ...], calibration: Calibration) -> Verdict:
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
            measurements=dict(observation.measurements), counted=observation.counted,
        ),
    )  # fmt: skip


__all__ = ["judge"]
