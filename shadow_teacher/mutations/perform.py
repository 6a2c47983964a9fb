"""An open page and what is wanted of it -> shots: mutations that stay in their place together, the others one by one.

A mutation with a `reach` repaints nothing farther than that from its element. Several of those on elements apart from
each other are applied at once and captured once; each one's frame is the page as it was with that element's surroundings
from the capture. That is the frame which the mutation alone would give, and it is checked: nothing outside the
surroundings may have changed, else each is played alone.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from playwright.sync_api import Error

from shadow_runtime.color import ColorTable

from .catalog import Change, Mutation
from .facts import Box, Facts
from .stage import Shot, Stage, surroundings
from .statements import Statement, statements

CLAIMS = 4  # claims a pair, at most
TRIED = 5  # subjects asked before a property and tier is given up on a page


@dataclass(frozen=True, slots=True)
class Cast:
    """One mutation that was planned for one element."""

    mutation: Mutation
    tier: str
    subject: Facts
    change: Change


@dataclass(frozen=True, slots=True)
class Played:
    """A cast with its shot and the claims whose truth it turned."""

    cast: Cast
    shot: Shot
    claims: list[dict[str, Any]]


def perform(
    stage: Stage,
    wanted: Sequence[tuple[Mutation, str]],
    colors: ColorTable,
    rng: Random,
    skipped: Counter[str],
    end: float | None = None,
) -> Iterator[Played]:
    """One mutation of each (property, tier) named, where the page allows it; counts what was tried in vain. end: time.monotonic() to stop at."""
    together, alone = [], []
    used: Counter[int] = Counter()
    taken: set[tuple[str, int]] = set()  # wanted may name a property twice: another element each time
    for mutation, tier in wanted:
        free = (cast for cast in plans(stage, mutation, tier, rng, used) if (mutation.name, cast.subject.id) not in taken)
        cast = next(free, None)
        if cast is not None:
            used[cast.subject.id] += 1
            taken.add((mutation.name, cast.subject.id))
            (together if cast.change.reach else alone).append(cast)
    for group in packed(together):
        if end is not None and time.monotonic() > end:
            return
        shots = played_together(stage, group, skipped)
        if shots is None:
            alone += group
            continue
        for cast, shot in zip(group, shots, strict=True):
            yield from judged(cast, shot, colors, rng, skipped)
    for cast in alone:
        if end is not None and time.monotonic() > end:
            return
        yield from played_alone(stage, cast, colors, rng, skipped, used)


def plans(stage: Stage, mutation: Mutation, tier: str, rng: Random, used: Mapping[int, int]) -> Iterator[Cast]:
    """Casts of one mutation, elements that were used least first."""
    subjects = list(stage.setup.subjects.values())
    rng.shuffle(subjects)
    for subject in sorted(subjects, key=lambda facts: used.get(facts.id, 0)):
        change = mutation.plan(subject, tier, rng, stage.setup)
        if change is not None:
            yield Cast(mutation, tier, subject, change)


def packed(casts: Sequence[Cast]) -> list[list[Cast]]:
    """Groups of casts whose surroundings do not touch; an anchor is never mutated in the same group."""
    groups: list[list[Cast]] = []
    for cast in sorted(casts, key=lambda cast: -cast.change.reach):
        home = next((group for group in groups if all(apart(cast, other) for other in group)), None)
        if home is None:
            groups.append([cast])
        else:
            home.append(cast)
    return groups


def apart(one: Cast, two: Cast) -> bool:
    if touching(surroundings(one.subject, one.change), surroundings(two.subject, two.change)):
        return False
    return one.change.anchor != two.subject.id and two.change.anchor != one.subject.id


def touching(a: Box, b: Box) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def played_together(stage: Stage, group: Sequence[Cast], skipped: Counter[str]) -> list[Shot | None] | None:
    try:
        return stage.play_together([(cast.change, cast.subject) for cast in group])
    except Error as error:
        skipped[f"together: {str(error).splitlines()[0][:60]}"] += 1
        return None


def played_alone(
    stage: Stage, cast: Cast, colors: ColorTable, rng: Random, skipped: Counter[str], used: Mapping[int, int]
) -> Iterator[Played]:
    """The cast; where nothing comes of it, other elements with the same mutation."""
    tried = [cast]
    for _ in range(TRIED):
        try:
            shot = stage.play(tried[-1].change, tried[-1].subject)
        except Error as error:
            skipped[f"{cast.mutation.name}: {str(error).splitlines()[0][:60]}"] += 1
        else:
            found = list(judged(tried[-1], shot, colors, rng, skipped))
            if found:
                yield from found
                return
        seen = {other.subject.id for other in tried}
        following = next(
            (other for other in plans(stage, cast.mutation, cast.tier, rng, used) if other.subject.id not in seen), None
        )
        if following is None:
            return
        tried.append(following)


def judged(cast: Cast, shot: Shot | None, colors: ColorTable, rng: Random, skipped: Counter[str]) -> Iterator[Played]:
    claims = turned(shot, cast.mutation, colors, rng) if shot else []
    if shot is not None and claims:
        yield Played(cast, shot, claims)
    else:
        skipped[f"{cast.mutation.name}: {'no claim turned' if shot else 'no pixel changed'}"] += 1


def turned(shot: Shot, mutation: Mutation, colors: ColorTable, rng: Random) -> list[dict[str, Any]]:
    """Claims true on one side and false on the other: up to CLAIMS, both directions, those of the telling aspects first."""
    found: dict[str, dict[str, Any]] = {}
    for facts in (shot.before, shot.after):
        for said in statements(facts, colors, mutation.aspects):
            claim = turning(said, shot.before, shot.after)
            if claim:
                found.setdefault(said.text, claim)
    claims = list(found.values())
    rng.shuffle(claims)
    first = [claim for claim in claims if claim["before"]][:2] + [claim for claim in claims if claim["after"]][:2]
    claims.sort(key=lambda claim: (claim not in first, mutation.aspects.index(claim["aspect"])))
    return claims[:CLAIMS]


def turning(said: Statement, before: Facts, after: Facts) -> dict[str, Any] | None:
    sides = said.holds(before), said.holds(after)
    if set(sides) != {True, False}:
        return None
    return {"text": said.text, "aspect": said.aspect, "before": sides[0], "after": sides[1]}
