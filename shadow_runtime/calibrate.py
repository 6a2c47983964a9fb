"""How sure is sure enough: the thresholds of each predicate family, fitted on held-out pages and stored with the student.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

# Every predicate belongs to one family; the manifest's "calibration" may set any of them.
FAMILIES = (
    "presence", "absence", "count", "text", "color", "text color", "background", "border color", "contrast", "position", "alignment", "size", "text size",
    "state", "empty", "bold", "italic", "underlined", "struck", "case", "border", "corners",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """When a family answers. score: probability that the predicate holds, given the right element.

    passed when score >= pass_at, failed when score <= fail_at, and in both cases only when score (or 1 - score) times
    the grounding's confidence reaches `floor`; else abstained. A pass_at above 1 means: never answer passed.
    """

    pass_at: float = 0.8
    fail_at: float = 0.2
    floor: float = 0.5

    def outcome(self, score: float, grounding: float = 1.0) -> Literal["passed", "failed", "abstained"]:
        if score >= self.pass_at and score * grounding >= self.floor:
            return "passed"
        if score <= self.fail_at and (1 - score) * grounding >= self.floor:
            return "failed"
        return "abstained"


_DEFAULTS: Mapping[str, Threshold] = {
    "presence": Threshold(pass_at=0.6, fail_at=0.3, floor=0.55),
    "absence": Threshold(pass_at=0.7, fail_at=0.35, floor=0.55),
    "count": Threshold(pass_at=0.6, fail_at=0.2, floor=0.5),
    "text": Threshold(pass_at=0.8, fail_at=0.15, floor=0.5),
    "state": Threshold(pass_at=0.75, fail_at=0.25, floor=0.5),
    "bold": Threshold(pass_at=0.75, fail_at=0.25, floor=0.5),
    "italic": Threshold(pass_at=0.75, fail_at=0.25, floor=0.5),
}
_ABSENT_AT = 0.85


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Thresholds by family. absent_at: confidence from which a missing subject makes a claim failed, not abstained."""

    families: Mapping[str, Threshold] = field(default_factory=lambda: dict(_DEFAULTS))
    absent_at: float = _ABSENT_AT

    def of(self, family: str) -> Threshold:
        return self.families.get(family, _PLAIN)

    @classmethod
    def from_manifest(cls, stored: Mapping[str, object] | None) -> Calibration:
        """From manifest["calibration"]: {"absent_at": .9, "families": {"color": {"pass_at": .9, "fail_at": .1, "floor": .5}}}.

        What is not stored keeps its conservative default. Raises ValueError for an unknown family or a bad number.
        """
        families = dict(_DEFAULTS)
        stored = stored or {}
        given = stored.get("families", {})
        if not isinstance(given, Mapping):
            raise ValueError(f"calibration.families: expected an object, got {type(given).__name__}")
        for family, values in given.items():
            if family not in FAMILIES:
                raise ValueError(f"calibration.families: unknown family {family!r}; known: {', '.join(FAMILIES)}")
            base = families.get(family, _PLAIN)
            numbers = {name: float(values.get(name, getattr(base, name))) for name in ("pass_at", "fail_at", "floor")}
            if not numbers["fail_at"] < numbers["pass_at"]:
                raise ValueError(f"calibration.families.{family}: fail_at {numbers['fail_at']} is not below pass_at {numbers['pass_at']}")
            families[family] = Threshold(**numbers)
        return cls(families=families, absent_at=float(stored.get("absent_at", _ABSENT_AT)))  # type: ignore[arg-type]


_PLAIN = Threshold()
