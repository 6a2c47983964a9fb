"""From an answer to a lesson, an exemplar, an export; and back again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from service_kit import Canned, Running, eventually, picture, png, sha, snapshot
from typer.testing import CliRunner

from shadow_runtime import Shadow
from shadow_runtime.geometry import Box
from shadow_runtime.likeness import evidence_of
from shadow_teacher.cli import app
from shadow_teacher.service.lessons import LessonError, export_lessons
from shadow_teacher.teachers.answer import Answer
from shadow_teacher.teachers.request import canonical


def test_a_request_becomes_a_lesson_and_an_exemplar_within_two_seconds_of_work(running: Running) -> None:
    rgb = picture()
    outcome = running.ask(rgb, "rating slider", dom_snapshot=snapshot())
    assert outcome["status"] == "answered"
    (lesson,) = running.lessons()
    assert lesson["id"] == outcome["lesson"]
    assert lesson["id"] == hashlib.sha256(canonical({k: v for k, v in lesson.items() if k not in ("seq", "id")})).hexdigest()
    assert lesson["answer"]["role"] == "slider"
    assert (lesson["corrects"], lesson["snapshot"], lesson["provenance"]["decided_by"]) == ("ambiguous", True, "dom")
    (exemplar,) = running.exemplars()
    assert (exemplar["status"], exemplar["phrase"], exemplar["lesson"]) == ("active", "rating slider", lesson["id"])
    assert exemplar["answer"] == {"role": "slider", "name": "Rating", "truth": None}
    assert exemplar["evidence"] == evidence_of(Shadow.load().see(rgb), Box(*lesson["answer"]["box"]))


def test_the_list_of_exemplars_is_fetched_only_when_it_changed(running: Running) -> None:
    first = running.node.get("/v1/exemplars")
    assert first.json() == {"format": 1, "seq": 0, "exemplars": []}
    same = lambda: running.node.get("/v1/exemplars", headers={"If-None-Match": first.headers["ETag"]}).status_code  # noqa: E731
    assert same() == 304
    running.ask(picture(), "send button", dom_snapshot=snapshot())
    assert same() == 200


def test_a_claim_becomes_an_exemplar_of_its_subject(running: Running) -> None:
    running.ask(picture(), "send button is green", "check", dom_snapshot=snapshot(), verdict={"outcome": "abstained"})
    (exemplar,) = running.exemplars()
    assert exemplar["answer"]["truth"] is True
    assert exemplar["evidence"]["size"] == [120, 40]


def test_absence_is_a_lesson_without_exemplar(running: Running) -> None:
    running.ask(picture(), '"Unsubscribe" link', dom_snapshot=snapshot())
    assert running.lessons()[0]["answer"]["absent"] is True
    assert running.exemplars() == []


def failed(claim: str) -> dict[str, object]:
    return {"kind": "check", "text": claim, "verdict": {"outcome": "failed"}, "grounding": {"outcome": "absent", "candidates": []}}


def test_a_failed_claim_that_the_page_bears_out_is_a_lesson_that_it_is_false(running: Running) -> None:
    assert running.ask(picture(), dom_snapshot=snapshot(), **failed('"Unsubscribe" link is visible'))["status"] == "answered"
    [lesson] = running.lessons()
    assert (lesson["answer"]["truth"], lesson["corrects"], lesson["provenance"]["decided_by"]) == (False, "failed", "dom")


def test_only_a_person_turns_a_failed_claim_into_a_true_one(running: Running) -> None:
    """The page's own book says that it is there: it also says so of white text on white."""
    outcome = running.ask(picture(), dom_snapshot=snapshot(), **failed("send button is visible"))
    assert outcome["status"] == "needs_person"
    assert "failed for the student, true for dom" in outcome["reason"]
    assert running.lessons() == running.exemplars() == []


def test_a_failed_claim_that_nobody_contradicts_bothers_no_person(start: Callable[..., Running]) -> None:
    running = start()
    outcome = running.ask(picture(), **failed("confirmation banner is visible"))
    assert (outcome["status"], outcome["lesson"]) == ("answered", None)
    assert "no teacher contradicts" in outcome["reason"]
    assert running.lessons() == []


def test_a_vision_model_that_contradicts_a_failed_claim_calls_a_person(start: Callable[..., Running]) -> None:
    running = start([Canned("vlm", Answer(teacher="vlm", truth=True))], vlm_alone=True)
    assert running.ask(picture(), **failed("confirmation banner is visible"))["status"] == "needs_person"
    assert running.lessons() == []


def test_a_testers_correction_counts_unless_the_page_says_otherwise(running: Running) -> None:
    assert running.ask(picture(), "the stars", correction={"box": [288, 68, 124, 24]})["status"] == "answered"
    assert running.lessons()[0]["provenance"]["who"] == ["tester:test"]
    disputed = running.ask(picture(), "send button", dom_snapshot=snapshot(), correction={"box": [288, 68, 124, 24]})
    assert disputed["status"] == "needs_person"
    assert "disagree" in disputed["reason"]


def test_a_retracted_lesson_is_out_of_force_and_asked_anew(running: Running) -> None:
    identity = running.ask(picture(), "send button", dom_snapshot=snapshot())["lesson"]
    assert running.reviewer.post(f"/v1/lessons/{identity}/retract", json={}).status_code == 422
    taken_back = running.reviewer.post(f"/v1/lessons/{identity}/retract", json={"reason": "it was the other one"})
    assert taken_back.status_code == 200
    assert running.reviewer.post(f"/v1/lessons/{identity}/retract", json={"reason": "again"}).json() == taken_back.json()
    (exemplar,) = running.exemplars()
    assert exemplar["status"] == "retracted"
    assert "evidence" not in exemplar
    kinds = [lesson["kind"] for lesson in running.lessons()]
    assert kinds == ["locate", "retract"]
    assert running.reviewer.post(f"/v1/lessons/{taken_back.json()['id']}/retract", json={"reason": "x"}).status_code == 409
    assert running.outcome(running.lessons()[0]["provenance"]["request"])["status"] == "needs_person"
    with running.service.database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM lessons").scalar() == 2  # nothing was deleted


def test_a_wrong_exemplar_is_retracted_by_the_correction(running: Running) -> None:
    """The same phrase on the same picture, answered otherwise by a tester: the older lesson goes."""
    wrong = running.ask(picture(), "Rating widget", correction={"box": [40, 60, 120, 40]})["lesson"]
    right = running.ask(picture(), "rating widget", correction={"box": [288, 68, 124, 24]})["lesson"]
    states = {exemplar["lesson"]: exemplar["status"] for exemplar in running.exemplars()}
    assert states == {wrong: "retracted", right: "active"}
    assert f"contradicted by lesson {right}" in running.lessons()[-1]["reason"]


def test_export_writes_whole_folders_only(start: Callable[..., Running], tmp_path: Path) -> None:
    running = start(frozen_share=0.5)
    for number in range(4):
        running.ask(picture(number), "send button", dom_snapshot=snapshot())
    running.reviewer.post(f"/v1/lessons/{running.lessons()[0]['id']}/retract", json={"reason": "test"})
    database, frames = running.service.database, running.service.frames
    counts = export_lessons(database, frames, tmp_path / "out")
    assert counts["lessons"] == counts["frames"] == counts["snapshots"] == 3
    lines = [json.loads(line) for line in (tmp_path / "out" / "lessons.jsonl").read_text().splitlines()]
    assert [lesson["seq"] for lesson in lines] == [2, 3, 4]
    for lesson in lines:
        assert sha((tmp_path / "out" / "frames" / f"{lesson['frame']}.png").read_bytes()) == lesson["frame"]
        assert json.loads((tmp_path / "out" / "snapshots" / f"{lesson['provenance']['request']}.json").read_text())["format"] == 1
    assert export_lessons(database, frames, tmp_path / "all", everything=True)["lessons"] == 5
    with pytest.raises(LessonError, match="already"):
        export_lessons(database, frames, tmp_path / "out")
    frames.path(lines[0]["frame"]).write_bytes(b"rotten")
    with pytest.raises(LessonError, match="damaged"):
        export_lessons(database, frames, tmp_path / "later")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all", "data", "out"]


def test_a_vision_model_alone_makes_no_lesson(start: Callable[..., Running]) -> None:
    running = start([Canned("vlm", Answer(teacher="vlm", box=Box(40, 60, 120, 40)))])
    assert running.ask(picture())["status"] == "needs_person"
    assert running.lessons() == []


def test_commands(start: Callable[..., Running], tmp_path: Path) -> None:
    running = start()
    identity = running.ask(picture(), "send button", dom_snapshot=snapshot())["lesson"]
    call = lambda *words: CliRunner().invoke(app, [*words, "--data", str(running.settings.data)])  # noqa: E731
    token = call("token", "create", "--role", "node", "--name", "ci-1").stdout.strip()
    assert running.client(None).get("/v1/exemplars", headers={"Authorization": f"Bearer {token}"}).status_code == 200
    assert call("token", "create", "--role", "king").exit_code == 2
    assert call("token", "create", "--role", "node", "--name", "tester:x").exit_code == 2
    listed = call("token", "list").stdout
    assert "ci-1" in listed
    assert token.split("_")[2] not in listed
    assert call("token", "revoke", token.split("_")[1]).exit_code == 0
    assert running.client(None).get("/v1/exemplars", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert call("token", "revoke", "nobody").exit_code == 1
    assert call("lessons", "retract", identity, "--reason", "wrong").exit_code == 0
    assert call("lessons", "export", "--out", str(tmp_path / "x")).stdout.strip().endswith("0 lessons (0 frozen), 0 frames, 0 snapshots")


def test_misses_of_a_survey_become_lessons(running: Running, tmp_path: Path) -> None:
    from shadow_teacher.survey.evaluate import Marked
    from shadow_teacher.survey.teach import TeachError, teach

    (tmp_path / "frames").mkdir()
    (tmp_path / "frames" / "one.png").write_bytes(png(picture()))
    labels = {"url": "https://shop.example/profile", "width": 640, "height": 360, "scale": 1.0, "masked": []}
    case = {"frame": "one", "source": "s", "origin": "auto", "id": "1"}
    marked = [
        Marked({**case, "type": "locate", "kind": "icon", "intent": "rating slider", "boxes": [[288, 68, 124, 24]]}, "wrong", Box(40, 60, 120, 40), "found", 0.6),
        Marked({**case, "type": "check", "kind": "bold", "text": "Send button is bold", "truth": True}, "none", None, "abstained: too close", 0.5),
        Marked({**case, "type": "locate", "kind": "absent", "intent": "cancel button", "boxes": []}, "wrong", Box(40, 60, 120, 40), "found", 0.6),
        Marked({**case, "type": "locate", "kind": "text", "intent": "Send button", "boxes": [[40, 60, 120, 40]]}, "right", Box(40, 60, 120, 40), "found", 0.9),
    ]
    assert teach(tmp_path, marked, "student-0001", lambda frame: labels, running.url, running.tokens["node"]) == 3
    assert teach(tmp_path, marked, "student-0001", lambda frame: labels, running.url, running.tokens["node"]) == 3  # again is safe
    eventually(lambda: len(running.lessons()) == 3, 90)
    assert {(lesson["text"], lesson["answer"]["absent"], lesson["answer"]["truth"]) for lesson in running.lessons()} == {
        ("rating slider", False, None), ("Send button is bold", False, True), ("cancel button", True, None)}  # fmt: skip
    with pytest.raises(TeachError, match="401"):
        teach(tmp_path, marked, "student-0001", lambda frame: labels, running.url, "shadow_0_0")
