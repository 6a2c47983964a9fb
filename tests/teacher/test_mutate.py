"""Mutations on a small page in a real browser: they turn the truth of their claims, they can be taken back to the pixel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import cv2
import numpy as np
import pytest

# ruff: noqa: E402  what follows needs the browser packages
sync_api = pytest.importorskip("playwright.sync_api")

from shadow_runtime.claims import parse_claim
from shadow_runtime.shadow import Shadow
from shadow_runtime.student import Student
from shadow_teacher.mutations.catalog import TIERS, all_mutations
from shadow_teacher.mutations.imagine import sayings
from shadow_teacher.mutations.pairs import MutatedPage, sides
from shadow_teacher.mutations.perform import packed, plans, turned
from shadow_teacher.mutations.score import page_answers
from shadow_teacher.mutations.stage import SPECKS, Stage, differing, frame
from shadow_teacher.mutations.suite import mutate_page, painter
from shadow_teacher.pages.compose import PageSpec

HTML = """<!doctype html><meta charset="utf-8"><style>
body{margin:24px;font:16px Arial,"Liberation Sans",sans-serif;background:#fff;color:#222}
.b{display:inline-block;font:inherit;padding:8px 20px;margin-right:16px;border:0;background:#1f6feb;color:#fff}
.o{background:#fff;color:#222;border:2px solid #b00020;border-radius:6px}
input[type=text]{font:inherit;width:220px;padding:6px;border:1px solid #888;display:block}
input[type=checkbox]{width:20px;height:20px}
</style><h1>Quarterly report</h1><p><button class="b">Save changes</button><button class="b o">Discard draft</button></p>
<p><label>Full name <input type="text" value="Ada Lovelace"></label></p><p><label><input type="checkbox"> Keep me signed in</label></p>
<ul><li><a href="#a">Billing</a></li><li><a href="#b">Members</a></li><li><a href="#c">Security settings overview</a></li></ul>
<p><span style="font-weight:700">Deadline tomorrow</span></p>"""


def spec_of(html: str) -> PageSpec:
    return PageSpec(
        name="small", seed=0, split="heldout", html=html, framework="own", theme="light", dark=False, layout="stack", fonts=(), icon_packs=(),
        width=720, height=560, scale=1.0, scroll_y=0,
    )  # fmt: skip


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    try:
        with painter() as paints:
            yield Stage.open(paints, spec_of(HTML))
    except sync_api.Error as error:
        pytest.skip(f"no browser to paint with: {str(error).splitlines()[0]}")


def test_every_element_with_a_name_of_its_own_is_a_subject(stage: Stage) -> None:
    phrases = {facts.phrase for facts in stage.setup.subjects.values()}
    assert {
        'the "Save changes" button',
        'the "Quarterly report" heading',
        'the "Full name" field',
        'the "Keep me signed in" checkbox',
        'the "Members" link',
    } <= phrases


def test_facts_are_those_of_the_style_sheet(stage: Stage) -> None:
    by_phrase = {facts.phrase: facts for facts in stage.setup.subjects.values()}
    save, discard = by_phrase['the "Save changes" button'], by_phrase['the "Discard draft" button']
    assert (save.background, save.color, save.filled, save.radius, save.sides) == (
        (31, 111, 235),
        (255, 255, 255),
        True,
        0,
        0,
    )
    assert (discard.border, discard.border_width, discard.radius, discard.sides) == ((176, 0, 32), 2, 6, 4)
    assert save.weight == 400
    assert by_phrase['the "Quarterly report" heading'].weight == 700
    assert by_phrase['the "Keep me signed in" checkbox'].checked is False
    assert by_phrase['the "Full name" field'].empty is False


@pytest.mark.parametrize("name", sorted(all_mutations()))
def test_a_mutation_turns_the_truth_of_its_claims_and_can_be_taken_back(stage: Stage, name: str) -> None:
    """One element and one tier a property; the claims parse, and are true on exactly one side."""
    mutation, colors = all_mutations()[name], Student.load().colors
    for tier in TIERS:
        for subject in stage.setup.subjects.values():
            change = mutation.plan(subject, tier, Random(4), stage.setup)
            shot = stage.play(change, subject) if change else None
            claims = turned(shot, mutation, colors, Random(4)) if shot else []
            if claims:
                assert differing(shot.rgb, stage.rgb).any()
                for claim in claims:
                    assert {claim["before"], claim["after"]} == {True, False}
                    assert claim["aspect"] in mutation.aspects
                    parse_claim(claim["text"])
                assert stage.restored(), f"{name} ({tier}) of {subject.phrase} left traces"
                return
    if name in ("count", "border color"):
        pytest.skip("nothing on this small page to do it to")
    pytest.fail(f"no element of the page could be given another {name}")


def test_played_together_is_played_alone(stage: Stage) -> None:
    """Several mutations in one capture give, each, the frame and the facts that it gives alone."""
    rng = Random(7)
    wanted = [(mutation, tier) for mutation in all_mutations().values() for tier in TIERS]
    casts = [cast for mutation, tier in wanted for cast in list(plans(stage, mutation, tier, rng, {}))[:1] if cast.change.reach]
    groups = [group for group in packed(casts) if len(group) >= 3][:4]
    assert groups
    for group in groups:
        shots = stage.play_together([(cast.change, cast.subject) for cast in group])
        assert shots is not None, [(cast.mutation.name, cast.subject.phrase) for cast in group]
        for cast, shot in zip(group, shots, strict=True):
            alone = stage.play(cast.change, cast.subject)
            assert (alone is None) == (shot is None), (cast.mutation.name, cast.subject.phrase)
            if shot is not None:
                assert differing(alone.rgb, shot.rgb).sum() <= SPECKS, (cast.mutation.name, cast.change.magnitude)
                assert alone.after == shot.after
    assert stage.restored()


def test_the_changed_side_says_what_was_done(stage: Stage) -> None:
    """The measured facts after a change, against what the change was."""
    subject = next(facts for facts in stage.setup.subjects.values() if facts.phrase == 'the "Save changes" button')
    plan = all_mutations()
    shot = stage.play(plan["width"].plan(subject, "near-miss", Random(1), stage.setup), subject)
    assert abs(abs(shot.after.box[2] - shot.before.box[2]) - 6.5) <= 0.6
    assert shot.after.box[3] == pytest.approx(shot.before.box[3])
    shot = stage.play(plan["opacity"].plan(subject, "medium", Random(1), stage.setup), subject)
    x, y, _width, _height = (round(side) for side in shot.after.box)
    inside = shot.rgb[y + 3, x + 4]
    assert np.abs(inside.astype(int) - shot.after.background).max() <= 1, "blended as the browser blends it"
    shot = stage.play(plan["visibility"].plan(subject, "obvious", Random(1), stage.setup), subject)
    assert shot is not None
    assert shot.after.shown is False
    assert stage.restored()


def test_imagined_falsehoods_are_false_and_near_enough_to_be_said(stage: Stage) -> None:
    colors = Student.load().colors
    said = [
        entry for facts in stage.setup.subjects.values() for entry in sayings(facts, stage.setup, colors, Random(2), "")
    ]
    assert {truth for _, truth, _ in said} == {True, False}
    assert len({statement.aspect for statement, truth, _ in said if not truth}) >= 12
    for statement, _, _ in said:
        parse_claim(statement.text)


def test_a_page_becomes_pairs_and_is_scored(stage: Stage, tmp_path: Path) -> None:
    """From the page to the answers: what is stored gives back the very frames, and every claim is asked of both sides."""
    wanted = {name: all_mutations()[name] for name in ("background color", "text", "visibility")}
    spec = replace(
        spec_of(HTML), name="larger", scale=1.25
    )  # another scale is another browser page: this stage keeps its own
    head, *pairs = mutate_page(
        stage.painter, spec, tmp_path, wanted, Student.load().colors, lambda name, tier: tier != "obvious"
    )
    assert {pair["property"] for pair in pairs} == set(wanted)
    assert head["subjects"] >= 7
    page = MutatedPage(tmp_path, head, pairs)
    for pair in pairs:
        changed = differing(page.mutated(pair), page.rgb)
        assert int(changed.sum()) == pair["changed"] > 0
    answers = list(page_answers(page, Shadow.load(), range(len(head["said"])), range(len(pairs))))
    assert len([a for a in answers if a["kind"] == "said"]) == len(head["said"])
    assert all(
        {"before", "after"} <= {a["side"] for a in answers if a["kind"] == "pair" and a["pair"] == number}
        for number in range(len(pairs))
    )
    seen = [
        a
        for a in answers
        if a["kind"] == "pair" and a["property"] == "background color" and a["side"] == "after" and not a["truth"]
    ]
    assert seen
    assert all(a["outcome"] == "failed" for a in seen), "an obviously recolored button is told"


def test_retrying_draws_nothing_new(stage: Stage) -> None:
    """Five captures of a settled page give one answer: retries of an assertion are one trial, not five."""
    shadow = Shadow.load()
    claims = ['the "Save changes" button is blue', 'the "Save changes" button is red', '"Deadline tomorrow" is bold', 'the "Discard draft" button has rounded corners',
              'the "Keep me signed in" checkbox is checked', 'the "Full name" field is 300 px wide']  # fmt: skip
    rounds = []
    for _ in range(5):
        seen = Shadow(shadow.student).see(frame(stage.painter.capture(stage.spec)))
        rounds.append([(verdict.outcome, verdict.score, verdict.grounded) for verdict in map(seen.check, claims)])
    assert all(answers == rounds[0] for answers in rounds)


def test_every_fourth_look_is_kept_for_reporting() -> None:
    sided = sides(["water", "pico", "pico", "mvp", "simple", "latex"])
    assert sided == {"latex": "calibrate", "mvp": "calibrate", "pico": "calibrate", "simple": "report", "water": "calibrate"}


def test_the_frames_are_rgb(stage: Stage) -> None:
    one = cv2.imencode(".png", stage.rgb[..., ::-1])[1].tobytes()
    assert np.array_equal(frame(one), stage.rgb)
