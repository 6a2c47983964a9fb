"""One page, open and labelled: change one property, capture, take the change back.

with page_server() as (address, pages), sync_playwright() as playwright:
    stage = Stage.open(Painter(browser, address, pages), spec)
    shot = stage.play(change, subject)        # None where nothing visible came of it
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from shadow_teacher.pages.compose import PageSpec
from shadow_teacher.pages.label import check_pixels, label_page
from shadow_teacher.pages.render import Painter

from .catalog import Change, Setup
from .facts import Box, Facts, counts_of, facts_after, facts_before, subjects_of

NEIGHBORS = 12  # anchors to choose from
NEAR_BY = 400.0  # CSS px
# Two paintings of one page differ in single pixels of rounded corners, mostly by a level or two: Chromium's rasterizer.
NOISE, SPECKS = 4, 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """A changed page. rgb: the whole frame; before, after: facts of the subject, its anchor inside, if there is one."""

    rgb: np.ndarray
    before: Facts
    after: Facts


class Stage:
    """The open page. rgb: its frame as it was; setup: what mutations may know of it."""

    def __init__(
        self, painter: Painter, spec: PageSpec, labels: Mapping[str, Any], rgb: np.ndarray, setup: Setup
    ) -> None:
        self.painter, self.spec, self.labels, self.rgb, self.setup = painter, spec, labels, rgb, setup
        self._page = painter.page(spec.scale)[0]
        self._scroll = self._page.evaluate("scrollY")

    @classmethod
    def open(cls, painter: Painter, spec: PageSpec) -> Stage:
        """Paint a specification, label it, measure every element that a phrase names. Raises playwright's Error."""
        page = painter.open(spec)
        labels = label_page(page, keep=True)
        rgb = frame(painter.capture(spec))
        check_pixels(labels, rgb, spec.scale)
        page.evaluate((Path(__file__).parent / "stage.js").read_text(encoding="utf-8"))
        phrases, counts = subjects_of(labels), counts_of(labels)
        ids = list(phrases)
        measured = page.evaluate("(ids) => shadowStage.measure(ids)", ids)
        siblings = page.evaluate("(ids) => shadowStage.siblings(ids)", ids)
        rows: dict[int, list[Mapping[str, Any]]] = {}
        for row in labels["rows"]:
            rows.setdefault(row["element"], []).append(row)
        elements = {element["id"]: element for element in labels["elements"]}
        children: dict[int, list[int]] = {}
        for element in labels["elements"]:
            children.setdefault(element["parent"], []).append(element["id"])

        def own_rows(identity: int) -> list[Mapping[str, Any]]:
            return [*rows.get(identity, []), *(row for child in children.get(identity, []) for row in own_rows(child))]

        subjects = {
            identity: facts_before(
                elements[identity], phrases[identity], facts, own_rows(identity), rgb, spec.scale, counts
            )
            for identity, facts in zip(ids, measured, strict=True)
            if facts is not None
        }
        near = {identity: neighbors(facts, subjects.values()) for identity, facts in subjects.items()}
        setup = Setup(subjects, near, [(a, b) for a, b in siblings if a in subjects and b in subjects], spec.scale)
        return cls(painter, spec, labels, rgb, setup)

    def play(self, change: Change, subject: Facts) -> Shot | None:
        """Undo what was played before, apply a change, capture. None where no more than specks changed or the subject left
        the viewport.

        Raises playwright's Error when the page cannot be changed so; the next play starts from the page as it was all the same.
        """
        played = self._play([(change, subject)])
        if played is None:
            return None
        rgb, measured = played
        return self._shot(rgb, change, subject, measured) if self._changed(rgb) else None

    def play_together(self, casts: Sequence[tuple[Change, Facts]]) -> list[Shot | None] | None:
        """As play, several changes with a reach and surroundings apart from each other, in one capture; one shot each.

        None where something outside their surroundings changed: then they are not what they would be alone.
        """
        played = self._play(casts)
        if played is None:
            return None
        rgb, measured = played
        stray = differing(rgb, self.rgb)
        regions = [self._pixels(surroundings(subject, change)) for change, subject in casts]
        for rows, columns in regions:
            stray[rows, columns] = False
        if int(stray.sum()) > SPECKS:
            return None
        shots: list[Shot | None] = []
        for (change, subject), (rows, columns) in zip(casts, regions, strict=True):
            own = self.rgb.copy()
            own[rows, columns] = rgb[rows, columns]
            shots.append(self._shot(own, change, subject, measured) if self._changed(own) else None)
        return shots

    def _play(self, casts: Sequence[tuple[Change, Facts]]) -> tuple[np.ndarray, dict[int, Any]] | None:
        """The changed frame and what was measured, by id; None where the page scrolled."""
        ids = sorted(
            {subject.id for _, subject in casts} | {change.anchor for change, _ in casts if change.anchor is not None}
        )
        actions = [action for change, _ in casts for action in change.actions]
        done = self._page.evaluate(
            "([actions, ids, y]) => shadowStage.change(actions, ids, y)", [actions, ids, self._scroll]
        )
        if done["scroll"] != self._scroll:
            return None
        return frame(self.painter.capture(self.spec)), dict(zip(ids, done["facts"], strict=True))

    def _changed(self, rgb: np.ndarray) -> bool:
        return int(differing(rgb, self.rgb).sum()) > SPECKS

    def _pixels(self, box: Box) -> tuple[slice, slice]:
        """Rows and columns of the frame under a CSS box."""
        s, (height, width) = self.spec.scale, self.rgb.shape[:2]
        x1, y1 = max(round(box[0] * s), 0), max(round(box[1] * s), 0)
        return slice(y1, min(round((box[1] + box[3]) * s), height)), slice(x1, min(round((box[0] + box[2]) * s), width))

    def _shot(self, rgb: np.ndarray, change: Change, subject: Facts, measured: Mapping[int, Any]) -> Shot | None:
        after = facts_after(subject, measured[subject.id], text=change.text, covered=change.covered)
        if change.gone:
            after = replace(after, shown=False, count=None if after.count is None else after.count - 1)
        before = subject
        if change.anchor is not None:
            anchor = self.setup.subjects[change.anchor]
            before, after = (
                replace(before, anchor=anchor),
                replace(after, anchor=facts_after(anchor, measured[anchor.id])),
            )
        return Shot(rgb=rgb, before=before, after=after) if not after.shown or self.holds(after) else None

    def holds(self, facts: Facts) -> bool:
        """Is the whole element inside the viewport?"""
        return (
            facts.box[0] >= 0
            and facts.box[1] >= 0
            and facts.right <= self.spec.width
            and facts.bottom <= self.spec.height
        )

    def restored(self) -> bool:
        """Undo; does the page look as it did before anything was changed, but for the rasterizer's noise?"""
        if self._page.evaluate("(y) => shadowStage.undo(y)", self._scroll) != self._scroll:
            return False
        return int(differing(frame(self.painter.capture(self.spec)), self.rgb).sum()) <= SPECKS


def surroundings(subject: Facts, change: Change) -> Box:
    """What a change may repaint: the element's box, grown by its reach."""
    x, y, width, height = subject.box
    return (x - change.reach, y - change.reach, width + 2 * change.reach, height + 2 * change.reach)


def neighbors(facts: Facts, others: Sequence[Facts] | Any) -> list[int]:
    """Ids of other subjects that do not touch this one, nearest first."""
    ranked = []
    for other in others:
        if other.id == facts.id:
            continue
        dx = max(other.box[0] - facts.right, facts.box[0] - other.right)
        dy = max(other.box[1] - facts.bottom, facts.box[1] - other.bottom)
        if max(dx, dy) > 0 and max(dx, 0) + max(dy, 0) < NEAR_BY:
            ranked.append((max(dx, 0) + max(dy, 0), other.id))
    return [identity for _, identity in sorted(ranked)[:NEIGHBORS]]


def differing(one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """(H, W) bool: pixels that differ by more than NOISE in some channel. Raises ValueError for frames of two sizes."""
    if one.shape != two.shape:
        raise ValueError(f"expected frames of one size, got {one.shape} and {two.shape}")
    return (cv2.absdiff(one, two) > NOISE).any(2)


def frame(png: bytes) -> np.ndarray:
    """(H, W, 3) uint8 RGB of a PNG."""
    return cv2.cvtColor(cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)
