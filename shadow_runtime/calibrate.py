"""How sure is sure enough: the thresholds of each predicate family, fitted on held-out pages and stored with the student.

Every threshold of judging is here or in the manifest's "calibration", nowhere else. Predicates return scores (log odds);
a score is compared with the two thresholds of its family.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

SUREST = 6.0  # scores are log odds within +-6 (99.75 %): no single look is surer than that

# Every predicate belongs to one family; the manifest's "calibration" may set any of them.
FAMILIES = (
    "presence", "absence", "count", "named count", "text", "color", "text color", "background", "border color", "contrast", "position", "alignment", "spacing", "size",
    "text size", "checked", "selected", "disabled", "focused", "expanded", "invalid", "loading", "empty", "bold", "italic", "underlined", "struck",
    "case", "border", "corners", "shadow", "truncation", "overlap", "occlusion", "change", "likeness",
    "progress", "opacity", "picture",
)  # fmt: skip


def probability(score: float) -> float:
    """The probability that a score (log odds) stands for."""
    return 1 / (1 + math.exp(-score))


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """When a family answers. score: log odds that the claim holds, given the right elements.

    passed when score >= pass_above, failed when score <= fail_below, and in both cases only when the probability of that
    answer times the grounding's confidence reaches a floor (fail_floor: of failed, where it is another one); else
    abstained. pass_above over SUREST: never answer passed. reach: what the same two numbers, raised to the powers `weights`
    and multiplied, must reach besides for passed: learned, and in some families the picture tells more, in others who was
    found. curve: (confidence, how often such answers were right) knots.
    """

    pass_above: float = 1.39
    fail_below: float = -1.39
    floor: float = 0.5
    fail_floor: float | None = None
    reach: float = 0.0
    weights: tuple[float, float] = (1.0, 1.0)
    curve: tuple[tuple[float, float], ...] = ()

    def outcome(self, score: float, grounding: float = 1.0) -> Literal["passed", "failed", "abstained"]:
        if score >= self.pass_above and probability(score) * grounding >= self.floor and self.weighed(score, grounding) >= self.reach:
            return "passed"
        if score <= self.fail_below and probability(-score) * grounding >= (self.floor if self.fail_floor is None else self.fail_floor):
            return "failed"
        return "abstained"

    def weighed(self, score: float, grounding: float) -> float:
        """How near an answer "passed" is, 0..1: what `reach` is held against."""
        return probability(score) ** self.weights[0] * max(grounding, 0.0) ** self.weights[1]

    def frequency(self, confidence: float) -> float:
        """How often answers of this confidence were right on held-out pages; the confidence itself where nobody counted."""
        if not self.curve:
            return confidence
        low = self.curve[0]
        for high in self.curve:
            if confidence <= high[0]:
                share = (confidence - low[0]) / max(high[0] - low[0], 1e-9)
                return low[1] + (high[1] - low[1]) * min(max(share, 0.0), 1.0)
            low = high
        return low[1]


_DEFAULTS: Mapping[str, Threshold] = {
    "presence": Threshold(pass_above=0.41, fail_below=-0.85, floor=0.55),
    "absence": Threshold(pass_above=0.85, fail_below=-0.62, floor=0.55),
    # "6 'Add to cart' buttons" rests on their text, "6 buttons" on the detector alone: other scores, other thresholds.
    "count": Threshold(pass_above=1.8, fail_below=-1.39),
    "named count": Threshold(pass_above=1.1, fail_below=-1.39),
    "text": Threshold(pass_above=1.39, fail_below=-1.73),
    "bold": Threshold(pass_above=1.1, fail_below=-1.1),
    "italic": Threshold(pass_above=1.1, fail_below=-1.1),
    **dict.fromkeys(("checked", "selected", "disabled", "focused", "expanded", "invalid", "loading"), Threshold(pass_above=1.1, fail_below=-1.1)),
}
_PLAIN = Threshold()
_ABSENT_AT = 0.95
_OVERLOOKED = 0.25
_IMAGINED = 0.12
TRUSTS = ("usual", "certified")  # how much a student must be sure of: see Student.calibration
COUNT_REACH = 4  # errors of counting up to this far off have a probability of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Thresholds by family. absent_at: confidence from which a missing subject makes a claim failed, not abstained.

    overlooked: elements that the student overlooks for each one it sees; imagined: share of what it sees that is none. Both
        on held-out pages; counts rest on them where `counts` says nothing. counts: kind -> group of looks -> how often the
    true number was how far off (predicates/counting.py), 2 * COUNT_REACH + 3 probabilities.
    """

    families: Mapping[str, Threshold] = field(default_factory=lambda: dict(_DEFAULTS))
    absent_at: float = _ABSENT_AT
    overlooked: float = _OVERLOOKED
    imagined: float = _IMAGINED
    counts: Mapping[str, Mapping[str, tuple[float, ...]]] = field(default_factory=dict)

    def of(self, family: str) -> Threshold:
        """The thresholds of a family."""
        return self.families.get(family, _PLAIN)

    @classmethod
    def from_manifest(cls, stored: Mapping[str, object] | None, *, certified: bool = True) -> Calibration:
        """From manifest["calibration"]: {"absent_at": .9, "overlooked": .2, "imagined": .1, "families":
        {"color": {"pass_above": 2.0, "fail_below": -2.0, "floor": .5}}, "counts": {"button": {"3": [...], "4-6": [...]}}}.

        certified: hold every family to its certified thresholds; else only those marked "always", the others to what they
        have under "usual" and "set", or to the defaults. What is not stored keeps its default. Raises ValueError for an unknown family
        or a bad number.
        """
        families = dict(_DEFAULTS)
        stored = stored or {}
        given = stored.get("families", {})
        if not isinstance(given, Mapping):
            raise ValueError(f"calibration.families: expected an object, got {type(given).__name__}")
        for family, values in given.items():
            if family not in FAMILIES:
                raise ValueError(f"calibration.families: unknown family {family!r}; known: {', '.join(FAMILIES)}")
            base, curve = families.get(family, _PLAIN), values.get("curve", ())
            if not certified and not values.get("always", True):
                values = {**values.get("set", {}), **values.get("usual", {})}
            numbers = {name: float(values.get(name, getattr(base, name))) for name in ("pass_above", "fail_below", "floor")}
            if not numbers["fail_below"] < numbers["pass_above"]:
                raise ValueError(f"calibration.families.{family}: fail_below {numbers['fail_below']} is not below pass_above {numbers['pass_above']}")
            fail_floor, weights = values.get("fail_floor"), tuple(float(weight) for weight in values.get("weights", base.weights))
            if len(weights) != 2:
                raise ValueError(f"calibration.families.{family}.weights: expected two numbers, got {len(weights)}")
            curve = tuple((float(confidence), float(right)) for confidence, right in curve)
            families[family] = Threshold(
                **numbers, fail_floor=None if fail_floor is None else float(fail_floor), reach=float(values.get("reach", base.reach)), weights=weights, curve=curve,
            )  # fmt: skip
        single = {name: float(stored.get(name, usual)) for name, usual in (("absent_at", _ABSENT_AT), ("overlooked", _OVERLOOKED), ("imagined", _IMAGINED))}  # type: ignore[arg-type]
        if not certified and any(not values.get("always", True) for values in given.values()):
            single["absent_at"] = _ABSENT_AT
        return cls(families=families, counts=_counts(stored.get("counts", {})), **single)


def _counts(given: object) -> dict[str, dict[str, tuple[float, ...]]]:
    """Raises ValueError where a group has another number of probabilities than there are errors."""
    if not isinstance(given, Mapping):
        raise ValueError(f"calibration.counts: expected an object, got {type(given).__name__}")
    found = {kind: {group: tuple(float(p) for p in errors) for group, errors in groups.items()} for kind, groups in given.items()}
    for kind, groups in found.items():
        for group, errors in groups.items():
            if len(errors) != 2 * COUNT_REACH + 3:
                raise ValueError(f"calibration.counts.{kind}.{group}: expected {2 * COUNT_REACH + 3} probabilities, got {len(errors)}")
    return found
