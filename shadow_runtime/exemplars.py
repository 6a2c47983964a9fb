"""Taught cases in force before any training: a phrase, and how the element that it means looked.

An exemplar answers only where the look agrees, and it is looked at anew in every frame: the pixels of the element found
again in this frame, the text in it, the texts around it. It knows no position and no selector, so a page that changed
leaves it silent. What it found is one candidate of grounding with the lesson's id on it; two places that look alike stay
two candidates, and where the student by itself is sure of something else the two disagree and nothing is found.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from rapidfuzz import fuzz

from .claims import parse_claim
from .errors import ClaimError, ShadowError
from .geometry import Box
from .icons import normalize_icon
from .intent import parse_intent
from .likeness import element_at, neighbors_of, rows_inside, unpack_ink, unpack_patch
from .match import normalized
from .records import LEAF_ROLES, Element, Frame, Intent, Verdict
from .scene import Scene

if TYPE_CHECKING:
    from .student import Student

FORMAT = 1
ALIKE = 0.88  # least correlation of the pixels with the taught ones
SAME_COLOR = 28.0  # most that they may differ, mean over the element, in levels of 255
NEIGHBORS = 0.5  # least share of the taught neighbors that must stand around
PLAIN, SMALLEST = 6.0, 10  # deviation of the pixels, and side in CSS px, below which they tell nothing
INK_ALIKE = 0.9  # the same for elements too large to keep their pixels
RAISED, LOWERED = 0.97, 0.6  # what a verified place gets; what is left to the others, as a share
SURE, RIVAL = 0.45, 0.72  # as in ground.THRESHOLDS: when the student by itself would have found something
IDENTICAL = 2.0  # mean difference below which a place is pixel for pixel the taught one
MOST_PLACES = 8
OWN_BOX = 0.8  # overlap from which the place is an element that the student sees itself


@dataclass(frozen=True)
class Exemplar:
    """One taught case. phrase: the intent, or the subject of the claim. claim: "" for kind locate. truth: of the claim."""

    id: str
    lesson: str
    phrase: str
    evidence: Mapping[str, Any]
    role: str = ""
    corrects: str = ""
    claim: str = ""
    truth: bool | None = None

    @cached_property
    def key(self) -> Intent:
        return _key(parse_intent(self.phrase))

    @cached_property
    def patch(self) -> np.ndarray | None:
        """(h, w, 3) uint8 RGB at one CSS pixel a pixel; None where none was kept, or where it is too plain or too small to tell
        one thing from another."""
        patch = unpack_patch(dict(self.evidence))
        if patch is None or float(patch.std(axis=(0, 1)).max()) < PLAIN:
            return None
        patch = _at_css_scale(patch, float(self.evidence["patch_scale"]))
        return patch if min(patch.shape[:2]) >= SMALLEST else None

    @cached_property
    def ink(self) -> np.ndarray:
        return unpack_ink(dict(self.evidence))


@dataclass(frozen=True, slots=True)
class Place:
    """Where an exemplar's look was found again. likeness: 0..1. exact: pixel for pixel the taught one."""

    exemplar: Exemplar
    box: Box
    likeness: float
    exact: bool


class Exemplars:
    """The complete list of a moment; never changes. digest: names exactly this list, "" for the empty one."""

    def __init__(self, exemplars: Sequence[Exemplar] = (), digest: str = "") -> None:
        self.all, self.digest = tuple(exemplars), digest if exemplars else ""
        self._by_key: dict[Intent, list[Exemplar]] = {}
        for exemplar in self.all:
            self._by_key.setdefault(exemplar.key, []).append(exemplar)

    @classmethod
    def parse(cls, data: bytes) -> Exemplars:
        """The list as the teacher sends it; retracted ones are left out. Raises ShadowError for what is none."""
        try:
            raw = json.loads(data)
            if raw["format"] != FORMAT:
                raise ValueError(f"format {raw['format']!r}, this version of Shadow reads {FORMAT}")
            found = [_exemplar(item) for item in raw["exemplars"] if item["status"] == "active"]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ShadowError(f"not a list of exemplars: {type(error).__name__}: {error}") from error
        kept = [exemplar for exemplar in found if exemplar is not None]
        return cls(kept, hashlib.sha256("\n".join(sorted(e.id for e in kept)).encode()).hexdigest()[:12])

    def __len__(self) -> int:
        return len(self.all)

    def about(self, intent: Intent) -> list[Exemplar]:
        """Those whose phrase asks for the same as the intent."""
        return self._by_key.get(_key(intent), []) if self._by_key else []

    def about_claim(self, claim: str) -> list[Exemplar]:
        """Those that answer a claim."""
        wanted = normalized(claim)
        return [exemplar for exemplar in self.all if exemplar.claim and normalized(exemplar.claim) == wanted]


def raise_taught(intent: Intent, candidates: list[Element], p: np.ndarray, scene: Scene, student: Student) -> tuple[list[Element], np.ndarray]:
    """Candidates and their probabilities, after those that an exemplar shows to be meant were raised (or added).

    Nothing changes where no exemplar is about the intent or none of them finds its look again.
    """
    exemplars: Exemplars | None = getattr(student, "exemplars", None)
    about = exemplars.about(intent) if exemplars is not None else []
    places = [place for exemplar in about for place in find_again(exemplar, scene, student)]
    if not places:
        return candidates, p
    candidates, p = list(candidates), p.astype(np.float32, copy=True)
    before, own = len(p), p.copy()
    raised: dict[int, Place] = {}
    for place in places:
        index = max(range(before), key=lambda i: candidates[i].box.iou(place.box), default=-1)
        if index < 0 or candidates[index].box.iou(place.box) < OWN_BOX or (index in raised and raised[index].exemplar is not place.exemplar):
            if any(candidates[i].box.iou(place.box) > 0.5 for i in raised):
                continue
            candidates.append(_element(place, scene, student))
            p, index = np.append(p, np.float32(0)), len(candidates) - 1
        candidates[index] = replace(candidates[index], lesson=place.exemplar.lesson)
        p[index] = max(p[index], np.float32(RAISED * place.likeness))
        raised[index] = place
    others = [i for i in range(before) if i not in raised]
    if not _disagrees(own, list(raised), others, about):
        p[others] = np.minimum(p[others], np.float32(LOWERED) * min(p[i] for i in raised))
    return candidates, p


def settle_taught(verdict: Verdict, scene: Scene, student: Student) -> Verdict:
    """The verdict, or what a lesson says of an abstained one whose subject stands here pixel for pixel as it was taught.

    Several lessons or places that do not agree settle nothing; a changed pixel more than noise neither.
    """
    exemplars: Exemplars | None = getattr(student, "exemplars", None)
    if verdict.outcome != "abstained" or exemplars is None:
        return verdict
    about = [exemplar for exemplar in exemplars.about_claim(verdict.claim) if exemplar.truth is not None]
    places = [place for exemplar in about for place in find_again(exemplar, scene, student)]
    if not places or not all(place.exact for place in places) or len({place.exemplar.truth for place in places}) != 1:
        return verdict
    best = max(places, key=lambda place: place.likeness)
    if any(place.box.iou(best.box) < 0.5 for place in places):
        return verdict
    lesson = best.exemplar.lesson
    return replace(
        verdict, outcome="passed" if best.exemplar.truth else "failed", confidence=min(best.likeness, RAISED), taught=lesson,
        reason=f"the subject looks as it did when this claim was taught to be {str(best.exemplar.truth).lower()} (lesson {lesson[:12]})",
    )  # fmt: skip


def find_again(exemplar: Exemplar, scene: Scene, student: Student) -> list[Place]:
    """Every place of the frame where the exemplar's look holds, the likeliest first; those clearly behind it are left out."""
    view = SimpleNamespace(frame=scene.frame, elements=scene.elements, containers=scene.containers, rows=scene.rows, student=student)
    found = [place for box, alike, exact in _look_alikes(exemplar, scene, student) if (place := _verified(exemplar, box, alike, exact, view)) is not None]
    found.sort(key=lambda place: -place.likeness)
    return [place for place in found if place.likeness >= found[0].likeness - 0.12][:MOST_PLACES]


def _look_alikes(exemplar: Exemplar, scene: Scene, student: Student) -> list[tuple[Box, float, bool]]:
    """(box, how alike, exact) of places whose pixels are like the taught ones."""
    if exemplar.patch is not None:
        return _matching_pixels(exemplar.patch, scene.frame)
    width, height = exemplar.evidence["size"]
    found = []
    for element in (*scene.elements, *scene.containers):
        if not (0.8 <= element.box.width / max(width, 1) <= 1.25 and 0.8 <= element.box.height / max(height, 1) <= 1.25):
            continue
        alike = _correlation(normalize_icon(scene.frame, element.box), exemplar.ink)
        if alike >= INK_ALIKE:
            found.append((element.box, alike, False))
    return found


def _matching_pixels(patch: np.ndarray, frame: Frame) -> list[tuple[Box, float, bool]]:
    picture = _at_css_scale(frame.rgb, frame.scale)
    height, width = patch.shape[:2]
    if picture.shape[0] < height or picture.shape[1] < width:
        return []
    gray = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), cv2.cvtColor(patch, cv2.COLOR_RGB2GRAY)
    scores = np.nan_to_num(cv2.matchTemplate(*gray, cv2.TM_CCOEFF_NORMED), nan=0.0, posinf=0.0, neginf=0.0)
    found = []
    for _ in range(MOST_PLACES * 2):
        _, best, _, (x, y) = cv2.minMaxLoc(scores)
        if best < ALIKE:
            break
        scores[max(y - height // 2, 0) : y + height // 2 + 1, max(x - width // 2, 0) : x + width // 2 + 1] = 0
        difference = float(cv2.absdiff(picture[y : y + height, x : x + width], patch).mean())
        if difference <= SAME_COLOR:
            found.append((Box(float(x), float(y), float(width), float(height)), min(best, 1.0), difference <= IDENTICAL))
    return found


def _verified(exemplar: Exemplar, box: Box, alike: float, exact: bool, view: Any) -> Place | None:
    """The place, when the text in it and the texts around it agree too."""
    taught, evidence = normalized(exemplar.evidence["text"]), exemplar.evidence
    read = normalized(" ".join(row.text for row in rows_inside(view, box)))
    if taught != read and fuzz.ratio(taught, read) < 85:
        return None
    present, around = _neighbors_agree(evidence["neighbors"], neighbors_of(view, box))
    if present < NEIGHBORS:
        return None
    return Place(exemplar, box, 0.6 * alike + 0.4 * around, exact)


def _neighbors_agree(taught: Sequence[Mapping[str, Any]], seen: Sequence[Mapping[str, Any]]) -> tuple[float, float]:
    """Share of the taught neighbors that stand around, and the same where one that moved counts less, down to half."""
    present = likeness = 0.0
    for neighbor in taught:
        name = normalized(neighbor["text"])
        same = [other for other in seen if fuzz.ratio(name, normalized(other["text"])) >= 85]
        if same:
            moved = min(float(np.hypot(other["dx"] - neighbor["dx"], other["dy"] - neighbor["dy"])) for other in same)
            present += 1
            likeness += 0.5 + 0.5 * float(np.exp(-moved / 60))
    return (present / len(taught), likeness / len(taught)) if taught else (1.0, 1.0)


def _disagrees(own: np.ndarray, raised: Sequence[int], others: Sequence[int], about: Sequence[Exemplar]) -> bool:
    """True when the student by itself would have found something else, in a case that was not taught because it was wrong."""
    if any(exemplar.corrects in ("found", "passed", "failed") for exemplar in about) or not others:
        return False
    best = max(others, key=lambda i: own[i])
    rest = max((float(own[i]) for i in range(len(own)) if i != best), default=0.0)
    return bool(own[best] >= SURE and rest < RIVAL * own[best] and best not in raised)


def _element(place: Place, scene: Scene, student: Student) -> Element:
    """An element where the student sees none, or something else."""
    view = SimpleNamespace(frame=scene.frame, elements=scene.elements, containers=scene.containers, rows=scene.rows)
    rows, near = tuple(rows_inside(view, place.box)), element_at(view, place.box)
    role = place.exemplar.role if place.exemplar.role in LEAF_ROLES else near.role if near is not None else "img"
    icon = student.icons.encode(scene.frame, [place.box])[0] if student.icons is not None else None
    return Element(
        role=role, box=place.box, confidence=place.likeness, text=" ".join(row.text for row in rows), rows=rows,
        states=near.states if near is not None else {}, role_scores={role: 1.0}, label=near.label if near is not None else "", icon=icon,
    )  # fmt: skip


def _exemplar(item: Mapping[str, Any]) -> Exemplar | None:
    """One entry of the list; None for a claim whose subject cannot be told (several subjects, another version's grammar)."""
    answer, evidence = item["answer"], item["evidence"]
    for name in ("ink", "patch", "patch_scale", "size", "text", "neighbors"):
        evidence[name]  # a KeyError here says what is missing
    phrase, claim = item["phrase"], ""
    if item["kind"] == "check":
        claim = phrase
        try:
            readings = parse_claim(claim).readings
        except ClaimError:
            return None
        subjects = {reading.subjects for reading in readings}
        if len(subjects) != 1 or len(one := subjects.pop()) != 1 or not one[0] or any(reading.objects for reading in readings):
            return None
        phrase = one[0]
    exemplar = Exemplar(
        id=str(item["id"]), lesson=str(item["lesson"]), phrase=str(phrase), evidence=evidence, role=str(answer.get("role") or ""),
        corrects=str(item.get("corrects") or ""), claim=claim, truth=answer.get("truth"),
    )  # fmt: skip
    _ = exemplar.ink.shape, exemplar.patch  # damaged pictures show here, not in a test
    return exemplar


def _key(intent: Intent) -> Intent:
    """What an intent asks for, however it is written: same key, same question."""
    return replace(intent, text="", name=normalized(intent.name), alternatives=())


def _at_css_scale(rgb: np.ndarray, scale: float) -> np.ndarray:
    if abs(scale - 1.0) < 1e-3:
        return np.ascontiguousarray(rgb)
    size = max(round(rgb.shape[1] / scale), 1), max(round(rgb.shape[0] / scale), 1)
    return cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if scale > 1 else cv2.INTER_LINEAR)


def _correlation(a: np.ndarray, b: np.ndarray) -> float:
    x, y = a.astype(np.float32).ravel() - a.mean(), b.astype(np.float32).ravel() - b.mean()
    return float(x @ y / max(float(np.linalg.norm(x) * np.linalg.norm(y)), 1e-6))
