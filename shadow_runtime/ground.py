"""Intent x Scene -> Grounding: every candidate gets a probability of being what is meant; the rest is reading them.

A small network weighs the features of match.py. One candidate clearly above the others is found; several that fit as
well in different places are ambiguous; none is absent. Relations ground their anchor first. Ordinals count the candidates
that fit in reading order.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from .bars import bar_of, in_bar
from .choices import UNMEANT, chosen
from .contents import by_contents
from .entries import entries_of
from .exemplars import raise_taught
from .fieldlike import FIELDS
from .fields import asks_for_fields, with_fields
from .geometry import to_xyxy
from .intent_words import STATE_WORDS
from .looks import by_looks
from .match import AT, Texts, features, joined, normalized, prepare
from .near_misses import ALIKE_ENOUGH, MEANT, PLAINLY, SAID, UNLIKE, without_near_misses
from .records import CONTAINER_ROLES, Candidate, Element, Grounding, Intent
from .relations import FAR
from .rivals import of_no_kind
from .scene import Scene
from .shown import by_what_it_shows, told_by_icon
from .spans import span_candidates
from .spelling import without_slip
from .standing import cells_under, meant_by_place, standing
from .tables import body_rows
from .titles import titled
from .twins import apart, as_read, likely
from .unnamed import fits_of, is_unnamed
from .unseen_fields import field_of, is_no_field
from .weighing import weighed

if TYPE_CHECKING:
    from .student import Student

# When the manifest names no others. found: least probability of an answer; rival: a second candidate above this share of
# the best one makes the intent ambiguous; fits: what ground_all and ordinals count.
THRESHOLDS = {"found": 0.45, "absent": 0.25, "rival": 0.72, "fits": 0.5}
SHOWN = 5
LOOKED_AT = 16  # the most likely candidates among which twins are sought: a pair costs microseconds, all pairs milliseconds
RESEMBLING = 0.6  # below the rival threshold
TITLED = 0.9  # how surely a container of the kind asked for is meant by its title
FIELDED = 0.85  # how surely a field is meant that is painted where its label says just what was asked for
SURELY = 0.9  # how surely a field that was seen must be meant, for the others not to be looked for
HEADED = 0.85  # how surely a cell is meant by its column's head and its row


def ground(intent: Intent, scene: Scene, student: Student) -> Grounding:
    """The element an intent names, or that there is none, or that there are several. Never raises for an intent.

    A field that was seen and is surely meant is taken as it was seen: weighing all of a page's costs ten times as much.
    """
    if not asks_for_fields(readings(intent)):
        return ground_in(intent, scene, student)
    if intent.name and intent.ordinal is None and intent.relation is None:
        seen = ground_in(intent, scene, student)
        if seen.outcome == "found" and seen.confidence >= SURELY and seen.element is not None and seen.element.role in FIELDS:
            return seen
    return ground_in(intent, with_fields(scene, student), student)


def ground_in(intent: Intent, scene: Scene, student: Student) -> Grounding:
    """The same of a scene as it is."""
    if (intent.ordinal is not None or is_a_title(intent)) and (said := literal(intent, scene, student)) is not None:
        return replace(ground_in(said, scene, student), intent=intent)
    candidates, p = weigh(intent, scene, student)
    limits = {**THRESHOLDS, **student.manifest.get("thresholds", {}).get("locate", {})}
    if len(candidates) == 0:
        return Grounding(intent=intent, outcome="absent", confidence=0.99, reason="nothing was seen in the viewport")
    order = np.argsort(-p, kind="stable")
    if intent.ordinal is not None:
        return nth(intent, candidates, p, limits)
    distinct = apart(order[:LOOKED_AT], candidates, p, intent, SHOWN)
    ranked = tuple(Candidate(element=candidates[i], confidence=float(p[i])) for i in distinct)
    best = ranked[0]
    if best.confidence < limits["absent"]:
        return Grounding(intent=intent, outcome="absent", confidence=1 - best.confidence, candidates=ranked,
                         reason=f'nothing in the viewport fits; nearest is {best.element.description}')
    close = [c for c in ranked[1:] if c.confidence >= limits["rival"] * best.confidence and c.confidence >= limits["absent"]]
    # Of the same name, what is of the kind that was asked for is meant: no words in it, and no words elsewhere.
    best = next((c for c in close if of_no_kind(best.element, c.element, intent)), best)
    rivals = [c for c in (ranked[0], *close) if c is not best and not of_no_kind(c.element, best.element, intent)]
    ranked = (best, *(c for c in ranked if c is not best))  # the first candidate is the one that is pointed at
    if rivals:
        names = ", ".join(c.element.description for c in (best, *rivals))
        return Grounding(intent=intent, outcome="ambiguous", confidence=1 - rivals[0].confidence / (best.confidence + rivals[0].confidence),
                         element=best.element, candidates=ranked, reason=f"several elements fit: {names}")
    if best.confidence < least_of(intent, limits):
        return Grounding(intent=intent, outcome="ambiguous", confidence=best.confidence, element=best.element, candidates=ranked,
                         reason=f"only a weak match: {best.element.description}")
    element = field_of(intent, best.element, scene.frame, scene.elements)
    if is_no_field(intent, element):
        return Grounding(intent=intent, outcome="ambiguous", confidence=best.confidence, element=element, candidates=ranked, reason=f"no field was found; nearest is {element.description}")
    labelled = element is not best.element and normalized(element.label) in {normalized(reading.name) for reading in readings(intent)}
    sure = max(best.confidence, FIELDED) if labelled else best.confidence
    ranked = (Candidate(element=element, confidence=sure), *ranked[1:])
    return Grounding(intent=intent, outcome="found", confidence=sure, element=element, candidates=ranked, reason=element.description)


def looked_at(intent: Intent, scene: Scene, student: Student) -> Scene:
    """The scene an intent is held against: with its fields weighed where fields are asked for, else as it was seen."""
    return with_fields(scene, student) if asks_for_fields(readings(intent)) else scene


def least_of(intent: Intent, limits: dict[str, float]) -> float:
    """Least probability of an answer. Where only a kind and a place were said, what may as well be of another kind is no answer:
    of those between the two limits about every second was wrong (docs/experiments.md)."""
    return max(limits["found"], PLAINLY) if intent.relation is not None and is_unnamed(intent) else limits["found"]


def is_a_title(intent: Intent) -> bool:
    """Whether a state is written as names are: "the Active link" is the link "Active", "the active link" the one that is."""
    words = intent.text.split()
    return bool(intent.states) and any(word[0].isupper() and word.lower() in STATE_WORDS for word in words)


def literal(intent: Intent, scene: Scene, student: Student) -> Intent | None:
    """The reading of "First name field" that counts nothing, where the page prints these very words."""
    _, texts = candidates_of(scene, student)
    plain = (reading for reading in intent.alternatives if reading.ordinal is None and reading.relation is None and reading.name)
    return next((reading for reading in plain if (name := normalized(reading.name)) in texts.by_text or name in texts.by_label), None)


def ground_all(intent: Intent, scene: Scene, student: Student, least: float | None = None) -> list[Candidate]:
    """Every element that fits, in reading order: for counts and plurals. least: probability from which one does, the student's if None."""
    fits = {**THRESHOLDS, **student.manifest.get("thresholds", {}).get("locate", {})}["fits"] if least is None else least
    candidates, p = weigh(replace(intent, ordinal=None), looked_at(intent, scene, student), student, every=True)
    chosen = [i for i in apart(likely(p, fits), candidates, p, intent) if p[i] >= fits]
    return [Candidate(element=candidates[i], confidence=float(p[i])) for i in as_read(chosen, candidates)]


def weigh(intent: Intent, scene: Scene, student: Student, every: bool = False) -> tuple[list[Element], np.ndarray]:
    """Candidates in reading order, and the probability of each to be meant; the best reading of the phrase counts.

    every: all that stand where they were asked for, not only the nearest.
    """
    candidates, texts = candidates_of(scene, student)
    intent = without_slips(intent, texts.printed)
    spans = span_candidates(intent, scene, texts)
    if spans:
        intent = without_slips(intent, {normalized(span.text) for span in spans})
    told = [reading for reading in readings(intent) if reading is intent or reading.relation is not None]
    looks = by_looks(intent, scene, student.colors)
    held = {id(reading): by_contents(reading, scene) or (looks if reading is intent else []) for reading in told}
    known = set(map(id, scene.elements))
    spans += [part for parts in held.values() for part, _ in parts if id(part) not in known]
    named = {id(reading): titled(reading, scene) for reading in readings(intent) if reading.relation is None}
    spans += [containers[0] for containers in named.values() if containers and not any(containers[0] is c for c in scene.containers)]
    bar = bar_of(intent, scene)
    spans += [bar] if bar is not None else []
    if spans:
        candidates, texts = [*candidates, *spans], joined(texts, prepare(spans, student))
    if not candidates:
        return raise_taught(intent, [], np.zeros(0, np.float32), scene, student)
    weights = student.arrays_cached("grounder")
    best = np.zeros(len(candidates), np.float32)
    for reading in readings(intent):
        # What a thing is and where it stands are weighed one after the other: geometry needs no learning.
        rows = features(reading, candidates, texts, scene.frame, student)
        if reading.region is not None:
            rows[:, AT["region"]] = in_bar(reading.region, rows[:, AT["region"]], texts.boxes, scene)
        p = fits_of(reading, rows, texts) if is_unnamed(reading) else by_what_it_shows(reading, weighed(rows, weights), rows, texts)
        p = p if reading.icon else lexical_first(rows, p)  # an icon is asked for by what it shows
        p = without_near_misses(p, reading, texts, rows, student) if reading.name else p
        cells: set[int] = set()
        beside = reading.relation is not None and bool(held.get(id(reading)))
        if beside and not (rows[:, AT["exact_folded"]] > 0).any():
            p = np.maximum(UNLIKE * p, likelihoods(held[id(reading)], candidates))
        if reading.relation is not None and (relation := relation_of(reading, scene, student, texts)) is not None:
            p = meant_by_place(p, relation, reading.relation.kind, every or reading.ordinal is not None)
            cells = cells_under(reading, candidates, texts, relation)
            if cells:
                p = np.where(np.isin(np.arange(len(p)), list(cells)), np.maximum(p, HEADED), 0.5 * p)
        if reading is not intent and reading.relation is not None and intent.relation is None:
            if reading.roles or cells or beside:  # "Terms of service" is a name, unless a column is headed "Terms"
                best = belonging(intent, reading, best, p, rows, texts)
            continue
        if reading is not intent:
            told = told_by_icon(intent, reading, rows)
            if told.any() and p[told].max() >= THRESHOLDS["fits"]:  # then "find button" is no button of any kind
                best = UNLIKE * best
            p = p * (believable(rows, literally=intent.quoted or (intent.relation is not None and reading.relation is None)) | told)
        if reading.relation is None:
            p = with_choices(p, reading, candidates, texts, rows, scene, student)
        best = np.maximum(best, p)
        if containers := named.get(id(reading)):
            only = reading.roles <= set(CONTAINER_ROLES)  # then its title is not meant, nor what else reads like it
            best = np.maximum(UNLIKE * best if only else best, [TITLED * (candidate is containers[0]) for candidate in candidates])
    own = held[id(intent)]
    if intent.relation is None and own and (best.max(initial=0.0) < SAID or intent.roles == {"row"} or (looks and is_unnamed(intent))):
        # Of "the row of Ada" her name is not meant, and the link "Profile" is no profile picture.
        best = np.maximum(UNLIKE * best if intent.roles == {"row"} or looks else best, likelihoods(own, candidates))
    if bar is not None:  # what is called so by its words, or was seen as a part of it, is hardly meant
        best = np.maximum(UNLIKE * best, likelihoods([(bar, bar.confidence)], candidates))
    if standing_out := entries_of(intent, scene):
        best = np.maximum(UNMEANT * best, likelihoods(standing_out, candidates))
    return raise_taught(intent, candidates, best, scene, student)


def without_slips(intent: Intent, printed: Collection[str]) -> Intent:
    """An intent with its names spelled as they are printed, where only two neighboring letters were swapped."""

    def spelled(reading: Intent) -> Intent:
        name = normalized(reading.name)
        meant = without_slip(name, printed)
        return reading if meant == name else replace(reading, name=meant)

    alternatives = tuple(map(spelled, intent.alternatives))
    unchanged = all(a is b for a, b in zip(alternatives, intent.alternatives, strict=True))
    return spelled(intent) if unchanged else replace(spelled(intent), alternatives=alternatives)


def likelihoods(meant: Sequence[tuple[Element, float]], candidates: Sequence[Element]) -> np.ndarray:
    """(N,) how surely each candidate is meant, 0 for those of which nothing is said."""
    surely = {id(element): likely for element, likely in meant}
    return np.array([surely.get(id(candidate), 0.0) for candidate in candidates])


def with_choices(p: np.ndarray, reading: Intent, candidates: Sequence[Element], texts: Texts, rows: np.ndarray, scene: Scene, student: Student) -> np.ndarray:
    """(N,) p, or what a label's choices are worth where one of them is meant: of "size M" not the word "Size"."""
    found, others = chosen(reading, candidates, texts, rows, scene.frame, student)
    if not others or not set(np.flatnonzero(rows[:, AT["exact_folded"]] > 0)) <= set(others):
        return p
    p = p.copy()
    p[others] *= UNMEANT
    p[list(found)] = np.maximum(p[list(found)], list(found.values()))
    return p


def lexical_first(rows: np.ndarray, p: np.ndarray) -> np.ndarray:
    """(N,) p, where something reads just as asked and fits: what only resembles it is no rival ("Cypress API" to "cypress.io")."""
    exact = rows[:, AT["exact_folded"]] > 0
    if not exact.any() or p[exact].max() < max(THRESHOLDS["fits"], 0.8 * p.max()):
        return p
    return np.where(exact, p, RESEMBLING * p)


def believable(rows: np.ndarray, literally: bool = False) -> np.ndarray:
    """(N,) bool: where a second reading of a phrase counts. It takes grammar words for part of the name, so such a name
    must stand on the page, or something that plainly means the same.

    literally: it must stand there. "Button to the right of Acme" with all its words for a name always means Acme most.
    """
    said = np.maximum(rows[:, AT["covers_name"]], rows[:, AT["exact_folded"]]) >= 0.9
    if literally:
        return said
    meant = (rows[:, AT["mean_best"]] >= MEANT) & (rows[:, AT["mean_lead"]] > 0.05) & (rows[:, AT["words"]] > 0)
    return said | meant


def belonging(intent: Intent, reading: Intent, best: np.ndarray, p: np.ndarray, rows: np.ndarray, texts: Texts) -> np.ndarray:
    """(N,) best, or p where nothing on the page bears the name as it stands: "Status of Ada" is no text but a cell, "link for
    Ada" no link that says Ada but the one in her row. p: of the reading that says what belongs to what."""
    kind = rows[:, AT["role_alike"]] >= ALIKE_ENOUGH if reading.roles else np.ones(len(p), bool)
    name = normalized(intent.name)
    said = any(k and name in (text, label) for k, text, label in zip(kind, texts.text, texts.label, strict=True))
    taken = said or (not normalized(reading.name) and best[kind].max(initial=0.0) >= THRESHOLDS["fits"])
    if taken or p.max(initial=0.0) < THRESHOLDS["fits"]:
        return np.where(kind | (not reading.roles), best, UNLIKE * best)  # the words "Ada" are no link for Ada
    return np.maximum(UNLIKE * best, p)


def readings(intent: Intent) -> list[Intent]:
    return [intent, *intent.alternatives]


def candidates_of(scene: Scene, student: Student) -> tuple[list[Element], Texts]:
    """Leaf elements and containers of a scene with their texts prepared; kept with the scene."""
    known = scene.prepared
    if known is None:
        candidates = [*scene.elements, *scene.containers]
        known = candidates, prepare(candidates, student)
        scene.prepared = known
    return known


def relation_of(intent: Intent, scene: Scene, student: Student, texts: Texts) -> np.ndarray | None:
    """(N, 2) how well each candidate stands to the likely anchors, and its distance in px; None where no relation is asked for."""
    if intent.relation is None:
        return None
    n = len(texts.boxes)
    result = np.stack([np.zeros(n), np.full(n, FAR)], axis=1)
    others = anchors(intent.relation.other, scene, student) if intent.relation.other is not None else []
    if intent.relation.kind == "between" and not others:
        return result.astype(np.float32)
    other = to_xyxy([others[0][0].box])[0] if others else None
    printed = as_printed(intent.relation.anchor, scene) if intent.relation.kind != "inside" else []
    for anchor, p in printed or anchors(intent.relation.anchor, scene, student):
        fit, distance = standing(intent.relation, anchor, texts.boxes, scene, other)
        result[:, 0] += p * fit
        result[:, 1] = np.where(fit > 0.3, np.minimum(result[:, 1], distance + 200 * (1 - p)), result[:, 1])
    return result.astype(np.float32)


def as_printed(intent: Intent, scene: Scene) -> list[tuple[Element, float]]:
    """What reads letter for letter as an anchor whose words could be grammar, in equal shares: "above Selected tags" is above
    these words, not above a badge that is selected."""
    words = intent.text.strip().removeprefix("the ")
    if not words[:1].isupper() or normalized(intent.name) == normalized(words):
        return []
    found = [element for element in scene.elements if element.text == words]
    return [(element, 1 / len(found)) for element in found]


def anchors(intent: Intent, scene: Scene, student: Student) -> list[tuple[Element, float]]:
    """Up to three elements an anchor phrase may mean, with shares that sum to one."""
    if intent.ordinal is not None and intent.roles == {"row"} and not intent.name and (rows := body_rows(scene)):
        return [(rows[intent.ordinal - (intent.ordinal > 0)], 1.0)] if intent.ordinal <= len(rows) else []
    scene = looked_at(intent, scene, student)
    candidates, p = weigh(intent, scene, student)
    if intent.ordinal is not None:
        found = ground(intent, scene, student)
        return [(found.element, 1.0)] if found.element is not None else []
    best = [i for i in apart(np.argsort(-p, kind="stable")[:12], candidates, p, intent) if p[i] >= 0.25][:3]
    if not best and intent.name and not intent.roles.isdisjoint(CONTAINER_ROLES):
        # "in the Billing card" where no card was seen: its title will do.
        return anchors(replace(intent, roles=frozenset(), alternatives=()), scene, student)
    total = sum(float(p[i]) for i in best)
    return [(candidates[i], float(p[i]) / total) for i in best]


def nth(intent: Intent, candidates: Sequence[Element], p: np.ndarray, limits: dict[str, float]) -> Grounding:
    """The candidate at an ordinal, among those that fit, in reading order."""
    assert intent.ordinal is not None
    chosen = as_read([i for i in apart(likely(p, limits["fits"]), candidates, p, intent) if p[i] >= limits["fits"]], candidates)
    ranked = tuple(Candidate(element=candidates[i], confidence=float(p[i])) for i in chosen[:SHOWN])
    wanted = intent.ordinal - 1 if intent.ordinal > 0 else len(chosen) + intent.ordinal
    if not 0 <= wanted < len(chosen):
        return Grounding(intent=intent, outcome="absent", confidence=0.6, candidates=ranked,
                         reason=f"{len(chosen)} element{'s' if len(chosen) != 1 else ''} fit, asked for number {intent.ordinal}")
    index = chosen[wanted]
    return Grounding(intent=intent, outcome="found", confidence=float(min(p[i] for i in chosen[: wanted + 1])), element=candidates[index],
                     candidates=(Candidate(element=candidates[index], confidence=float(p[index])), *ranked), reason=candidates[index].description)
