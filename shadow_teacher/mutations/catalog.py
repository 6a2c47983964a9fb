"""The catalog of mutations: which property is changed, how much in each tier, and which claims it should turn false.

One mutation changes one property of one element (or the place of one). Tiers are magnitudes; for what is only on or off
(visible, checked, underlined ...) the tier is how much of it there is to see. Every magnitude lies outside the bands in
which rules.py leaves truth open, so a near miss is small but false beyond doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from .facts import Facts

CLOSE = 10.0  # CSS px: the reach of what repaints an element and its rim
OBVIOUS, MEDIUM, NEAR = TIERS = ("obvious", "medium", "near-miss")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What stage.js is to do. actions: for ACTIONS there. text: what the element says afterwards, None: the same.
    anchor: id of the element that position claims refer to. covered: share under a patch. gone: one element less.
    reach: nothing is repainted farther than that from the element's box, CSS px; 0: the page may flow anew."""

    actions: tuple[Mapping[str, Any], ...]
    magnitude: str
    text: str | None = None
    anchor: int | None = None
    covered: float = 0.0
    gone: bool = False
    reach: float = 0.0


@dataclass(frozen=True, slots=True)
class Setup:
    """What a mutation may know of the page. near: subject id -> other subjects, nearest first, none inside another.
    siblings: pairs of subjects that may change places."""

    subjects: Mapping[int, Facts]
    near: Mapping[int, Sequence[int]]
    siblings: Sequence[tuple[int, int]]
    scale: float


Plan = Callable[[Facts, str, Random, Setup], Change | None]


@dataclass(frozen=True, slots=True)
class Mutation:
    """name: the property. aspects: statements (by aspect) that tell of it, the most telling first. magnitudes: by tier."""

    name: str
    aspects: tuple[str, ...]
    magnitudes: tuple[str, str, str]
    plan: Plan
    css: str = ""


@dataclass(slots=True)
class Catalog:
    """Mutations by name, in the order in which they were added."""

    mutations: dict[str, Mutation] = field(default_factory=dict)

    def add(
        self, name: str, aspects: Sequence[str], magnitudes: tuple[str, str, str], css: str = ""
    ) -> Callable[[Plan], Plan]:
        """Decorator: register a plan under a property name."""

        def register(plan: Plan) -> Plan:
            self.mutations[name] = Mutation(name, tuple(aspects), magnitudes, plan, css)
            return plan

        return register


CATALOG = Catalog()


def all_mutations() -> dict[str, Mutation]:
    """Every mutation there is, by name."""
    from . import paint, place, state, typography  # noqa: F401  they register themselves

    return CATALOG.mutations


def by_tier(tier: str, values: Sequence[Any]) -> Any:
    """The value of a tier: (obvious, medium, near miss)."""
    return values[TIERS.index(tier)]


def style(f: Facts, kind: str = "style", **css: str) -> dict[str, Any]:
    """A style action; names in CSS spelling with underscores for hyphens."""
    return {"kind": kind, "id": f.id, "css": {name.replace("_", "-"): value for name, value in css.items()}}
