"""The learning half of a run: what is kept, what is painted over, what is left out, and that no test notices any of it."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import cv2
import numpy as np
import pytest
from plugin.fake_eyes import FakeEyes, FakePage, ScriptedCamera, absent, ambiguous, element, found, verdict
from plugin.test_plugin import NO_PAGE, launch, needs_browser

from pytest_shadow.calls import run
from pytest_shadow.escalation import correction_of
from pytest_shadow.expectation import VisualAssertionError, assert_claim
from pytest_shadow.learning import DOUBTS_AT_MOST
from pytest_shadow.onlooker import Onlooker
from pytest_shadow.options import Settings
from pytest_shadow.session import ShadowSession
from pytest_shadow.snapshot import is_allowed, origin_of, paint_over
from shadow_runtime.errors import AmbiguousIntentError
from shadow_runtime.geometry import Box
from shadow_runtime.outbox import Outbox, batches, seal_orphans

pytest_plugins = ["pytester"]


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHADOW_HOME", str(tmp_path / "home"))


def waiting(outbox: Path) -> list[dict[str, Any]]:
    """Bodies of all sealed requests; each with its picture."""
    seal_orphans(outbox)  # a run that ended while its sender was still importing leaves that to the next one
    found_bodies = []
    for batch in batches(outbox, ("sealed",)):
        box = Outbox.take(batch)
        for request in box.waiting():
            picture = cv2.imdecode(np.frombuffer(box.frame(request.frame), np.uint8), cv2.IMREAD_COLOR)[:, :, ::-1]
            found_bodies.append({**json.loads(request.body), "picture": picture})
        box.close()
    return found_bodies


def looker(eyes: FakeEyes, tmp_path: Path, **settings: Any) -> Onlooker:
    session = ShadowSession(Settings(timeout=0, outbox=str(tmp_path / "outbox"), **settings), root=tmp_path)
    session.eyes = eyes
    page = FakePage()
    page.url = "http://localhost:8000/checkout?token=1"  # type: ignore[attr-defined]
    return Onlooker(page, session, camera=ScriptedCamera(200))


TWINS = [(element("button", "Send", (40, 40, 96, 36)), 0.49), (element("button", "Send", (40, 90, 96, 36)), 0.48)]


def test_a_refused_action_becomes_a_request(tmp_path: Path) -> None:
    look = looker(FakeEyes({"send button": ambiguous("send button", TWINS)}), tmp_path)
    for _ in range(3):
        with pytest.raises(AmbiguousIntentError):
            look.locate("send button").click()
    look.session.finish_learning()
    [body] = waiting(tmp_path / "outbox")
    assert (body["kind"], body["text"], body["student"], body["origin"]) == ("locate", "send button", "student-fake", "http://localhost:8000")
    assert [c["text"] for c in body["grounding"]["candidates"]] == ["Send", "Send"]
    assert "token" not in json.dumps({**body, "picture": None}), "neither path nor query of the page"
    assert look.session.tally.requests == {"kept": 1}


def test_filled_fields_and_bullets_are_painted_over_and_left_out(tmp_path: Path) -> None:
    """Without a page to ask: what the student takes for a field with something in it."""
    secret, bullets = element("textbox", "hunter22", (40, 40, 120, 30), states={"placeholder": 0.1}), element("text", "••••••", (40, 90, 60, 16))
    hint = element("textbox", "Your name", (40, 130, 120, 30), states={"placeholder": 0.95})
    claim = 'the field says "hunter22"'
    answer = verdict(claim, "abstained", [found("field", secret)], observed='it says "hunter22"')
    eyes = FakeEyes({"field": found("field", secret), "a": found("a", bullets), "b": found("b", hint)}, {claim: answer})
    look = looker(eyes, tmp_path)
    assert look.check(claim).outcome == "abstained"
    look.session.finish_learning()
    [body] = waiting(tmp_path / "outbox")
    assert "hunter22" not in json.dumps({**body, "picture": None}, ensure_ascii=False)
    assert body["picture"][55, 100].tolist() == body["picture"][98, 60].tolist() == [96, 96, 96]
    assert len(body["masked"]) >= 2
    raw = b"".join(path.read_bytes() for path in (tmp_path / "outbox").rglob("*") if path.is_file())
    assert b"hunter22" not in raw


@pytest.mark.parametrize(
    ("url", "allowed", "expected"),
    [
        ("http://localhost:3000/x", (), True), ("file:///tmp/x.html", (), True), ("about:blank", (), True), ("http://shop.test/", (), True),
        ("https://shop.example/", (), False), ("https://shop.example/", ("https://shop.example",), True), ("https://shop.example:8443/", ("https://shop.example",), False),
        ("https://a.shop.example/", ("https://*.shop.example",), True), ("https://shop.example.evil.example/", ("https://shop.example",), False),
        ("https://localhost.evil.example/", (), False), ("https://shop.example/", ("*",), True),
    ],
)  # fmt: skip
def test_origins(url: str, allowed: tuple[str, ...], expected: bool) -> None:
    assert is_allowed(url, allowed) is expected


def test_pages_that_are_not_allowed_leave_nothing(tmp_path: Path) -> None:
    look = looker(FakeEyes({"send button": ambiguous("send button", TWINS)}), tmp_path)
    look.page.url = "https://bank.example/account"
    with pytest.raises(AmbiguousIntentError):
        look.locate("send button").click()
    look.session.finish_learning()
    assert waiting(tmp_path / "outbox") == []
    assert look.session.tally.requests == {"origins not allowed": 1}


def test_origin_holds_no_path_no_query_no_password() -> None:
    assert origin_of("https://ada:secret@shop.example:8443/cart?x=1#y") == "https://shop.example:8443"
    assert origin_of("file:///tmp/x.html") is None


def test_a_correction_is_a_request(tmp_path: Path) -> None:
    look = looker(FakeEyes({"submit button": ambiguous("submit button", TWINS)}), tmp_path)
    assert look.correct("submit button", at=(60, 50)) is True
    look.session.finish_learning()
    [body] = waiting(tmp_path / "outbox")
    assert body["correction"] == {"point": [60.0, 50.0]}
    for wrong in ({}, {"at": (1, 2), "absent": True}, {"at": (1, 2, 3)}, {"box": (1, 2)}):
        with pytest.raises(ValueError, match=r"say exactly one|expected at"):
            correction_of(wrong.get("at"), wrong.get("box"), wrong.get("truth"), wrong.get("absent", False))


def test_a_failure_for_want_of_its_subject_is_asked_about_and_marked(tmp_path: Path) -> None:
    """It may be missing, it may be the student who is blind; that the claim failed changes for nobody."""
    gone, green = "confirmation banner is visible", "submit button is green"
    seen = found("submit button", element("button", "Submit", (40, 40, 120, 30)))
    eyes = FakeEyes({}, {gone: verdict(gone, "failed", [absent("confirmation banner")]), green: verdict(green, "failed", [seen])})
    look = looker(eyes, tmp_path)
    for claim in (gone, green, gone):
        with pytest.raises(VisualAssertionError):
            run(assert_claim(look, claim, 0), False)
    assert look.check(gone).outcome == "failed", "looking without asserting asks nothing"
    look.session.finish_learning()
    [body] = waiting(tmp_path / "outbox")
    assert (body["text"], body["verdict"]["outcome"], body["grounding"]["outcome"]) == (gone, "failed", "absent")


def test_a_red_suite_does_not_flood_the_teacher(tmp_path: Path) -> None:
    claims = [f'"Line {number}" is visible' for number in range(DOUBTS_AT_MOST + 5)]
    look = looker(FakeEyes({}, {claim: verdict(claim, "failed", [absent(claim)]) for claim in claims}), tmp_path)
    for claim in claims:
        with pytest.raises(VisualAssertionError):
            run(assert_claim(look, claim, 0), False)
    unsure = "submit button is odd"
    look.session.eyes.verdicts[unsure] = verdict(unsure, "abstained", [])
    assert look.check(unsure).outcome == "abstained"
    look.session.finish_learning()
    kept = [body["verdict"]["outcome"] for body in waiting(tmp_path / "outbox")]
    assert kept == ["failed"] * DOUBTS_AT_MOST + ["abstained"], "what the student abstains on is asked all the same"


def test_off_means_off(tmp_path: Path) -> None:
    session = ShadowSession(Settings(), root=tmp_path)
    assert session.learning is None
    assert not (tmp_path / "home").exists()


def test_painting_over_spares_the_rest() -> None:
    frame = ScriptedCamera(10)
    picture = run(frame.capture(), False)
    masked = paint_over(picture, [Box(10, 10, 20, 20), Box(-5, -5, 8, 8)])
    assert (masked.rgb[:3, :3] == 96).all()
    assert (masked.rgb[10:30, 10:30] == 96).all()
    assert (masked.rgb[40:, 40:] == 10).all()
    assert (picture.rgb == 10).all()


def test_a_broken_disk_changes_no_outcome(tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file where a folder should be")
    look = looker(FakeEyes({"send button": ambiguous("send button", TWINS)}), tmp_path)
    with pytest.raises(AmbiguousIntentError):
        look.locate("send button").click()
    look.session.finish_learning()
    assert look.session.tally.requests == {"not kept": 1}
    assert "no outbox can be made" in look.session.tally.trouble


def test_eyes_that_cannot_be_taught_are_kept(tmp_path: Path) -> None:
    look = looker(FakeEyes(), tmp_path)
    learning = look.session.learning
    learning._fresh_exemplars = learning.exemplars
    assert learning.between_tests(look.session.eyes) is look.session.eyes
    assert "teach" in learning.trouble
    look.session.finish_learning()


def dead_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def test_a_dead_teacher_changes_no_outcome(pytester: pytest.Pytester) -> None:
    """The same tests, the same outcomes, the requests kept for later."""
    pytest.importorskip("httpx2")
    plain = launch(pytester, NO_PAGE).parseoutcomes()
    result = launch(pytester, NO_PAGE, f"--shadow-teacher=http://127.0.0.1:{dead_port()}", f"--shadow-outbox={pytester.path / 'outbox'}")
    assert {k: v for k, v in result.parseoutcomes().items() if k != "warnings"} == {k: v for k, v in plain.items() if k != "warnings"}
    result.stdout.fnmatch_lines(["shadow, requests to the teacher: 1 kept*"])
    assert len(waiting(pytester.path / "outbox")) == 1


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--shadow-teacher=teacher.example", "expected a URL"), ("--shadow-teacher=https://ada:secret@teacher.example", "without user or password"),
        ("--shadow-pin=newest", "expected student-NNNN"), ("--shadow-trusted-key=nothing", "trusted key"),
    ],
)  # fmt: skip
def test_options_that_make_no_sense(pytester: pytest.Pytester, option: str, said: str) -> None:
    more = ("--shadow-outbox=box",) if "key" in option else ()
    result = launch(pytester, "def test_nothing(): pass", option, *more)
    assert said in result.stderr.str() + result.stdout.str()
    assert result.ret != 0


@needs_browser
def test_the_page_tells_what_it_is_and_keeps_its_secrets(pytester: pytest.Pytester) -> None:
    """A real page: names, boxes and styles of the same instant; typed values in no file, in pixels or in text."""
    test = """
    FORM = '''<body style="margin:0"><label for=a>Password</label><input id=a type=password style="position:absolute;left:20px;top:40px;width:200px;height:30px">
    <label for=c>City</label><input id=c style="position:absolute;left:20px;top:100px;width:200px;height:30px">
    <button aria-label="Save all" style="position:absolute;left:20px;top:160px;width:90px;height:30px;background:#0a0;border:0"></button>'''

    def test_form(page):
        page.set_content(FORM)
        page.fill("#a", "swordfish-9")
        page.fill("#c", "Samarkand")
        assert_visual(page, "buy button is odd", timeout=0)

    from pytest_shadow import assert_visual
    """
    result = launch(pytester, test, f"--shadow-outbox={pytester.path / 'outbox'}")
    assert result.parseoutcomes()["failed"] == 1
    [body] = waiting(pytester.path / "outbox")
    picture = body.pop("picture")
    told = json.dumps(body)
    assert "swordfish" not in told
    assert "Samarkand" not in told
    assert (picture[45:65, 30:210] == 96).all(), "the password"
    assert (picture[105:125, 30:210] == 96).all(), "the city"
    elements = {e["name"]: e for e in body["dom_snapshot"]["elements"] if e["name"]}
    assert elements["Save all"]["role"] == "button"
    assert elements["Save all"]["box"] == [20, 160, 90, 30]
    assert elements["Save all"]["style"]["background-color"] == "rgb(0, 170, 0)"
    assert elements["Save all"]["hit"] == 1
    assert elements["City"]["role"] == "textbox"
    raw = b"".join(path.read_bytes() for path in (pytester.path / "outbox").rglob("*") if path.is_file())
    assert b"swordfish" not in raw
    assert b"Samarkand" not in raw


def test_pin_is_exact(tmp_path: Path) -> None:
    """A pin names a student and the taught cases; nothing is fetched, and what is not here is an error, not a guess."""
    from shadow_runtime.errors import StudentError
    from shadow_runtime.student import student_ids

    session = ShadowSession(Settings(pin=student_ids()[-1]), root=tmp_path)
    assert session.eyes.student_id == student_ids()[-1]
    assert not session.learning._polls
    session.finish_learning()
    with pytest.raises(StudentError, match="not on this machine"):
        _ = ShadowSession(Settings(pin="student-9999"), root=tmp_path).eyes
    with pytest.raises(StudentError, match="are not kept"):
        _ = ShadowSession(Settings(pin=f"{student_ids()[-1]}+0123456789ab"), root=tmp_path).learning


def test_what_the_controller_prints_comes_from_the_workers() -> None:
    from pytest_shadow.session import Tally
    from pytest_shadow.summary import learning_line

    worker, controller = Tally(), Tally()
    worker.requests, worker.lessons = {"kept": 2, "sent": 1}, {"cd" * 32}
    controller.merge(worker.dump())
    controller.merge(SimpleNamespace(dump=worker.dump).dump())
    assert learning_line(controller) == f"shadow, requests to the teacher: 4 kept, 2 sent, lessons behind answers: {'cd' * 6}"
