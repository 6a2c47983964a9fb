"""The gate's arithmetic: what counts as worse, and that it says so. The whole of it runs in `make learn-demo`."""

from __future__ import annotations

from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest

from shadow_runtime.geometry import Box
from shadow_runtime.records import Element
from shadow_teacher import gate as gate_module
from shadow_teacher.gate import Check, GateReport, false_claims, lesson_checks, must_not_pass, names_given, slices
from shadow_teacher.lesson_set import Lesson


def located(outcomes: str, kind: str = "text") -> dict[tuple[int, str], tuple[str, str]]:
    names = {"r": "right", "w": "wrong", "n": "none"}
    return {(number, f"phrase {number}"): (kind, names[outcome]) for number, outcome in enumerate(outcomes)}


@pytest.mark.parametrize(
    ("before", "after", "passes"),
    [
        ("r" * 100, "r" * 100, True),
        ("r" * 100, "r" * 98 + "nn", True),
        ("r" * 100, "r" * 97 + "nnn", False),
        ("r" * 100, "r" * 98 + "ww", False),
        ("r" * 90 + "n" * 10, "r" * 88 + "nn" + "r" * 10, True),
    ],
)
def test_slices_bound_what_may_be_lost(before: str, after: str, passes: bool) -> None:
    [check] = slices(located(before), located(after), "locate")
    assert check.passed is passes
    assert passes or "phrase" in check.reason


def test_roles_and_states_that_change_are_counted() -> None:
    """A head that learned "switch" and now calls every checkbox so is found out, and so is a state that turned."""
    page = {"elements": [
        {"id": 1, "role": "checkbox", "text": "", "label": "Remember me", "ignore": False, "states": {"checked": True, "disabled": None}},
        {"id": 2, "role": "button", "text": "Save", "label": "", "ignore": False, "states": {"disabled": False}},
        {"id": 3, "role": "button", "text": "Unseen", "label": "", "ignore": False, "states": {}},
        {"id": 4, "role": "dialog", "text": "", "label": "", "ignore": False, "states": {}},
    ]}  # fmt: skip

    def seen(role: str, **states: float) -> Element:
        return Element(role=role, box=Box(0, 0, 9, 9), confidence=0.9, states=states)

    before = dict(names_given(page, [seen("checkbox", checked=0.9), seen("button", disabled=0.1), seen("text")], [(1,), (2,), ()]))
    after = dict(names_given(page, [seen("switch", checked=0.2), seen("button", disabled=0.1)], [(1,), (2,)]))
    assert list(before.values()) == [("checkbox", "right"), ("checked", "right"), ("button", "right"), ("disabled", "right"), ("button", "none")]
    checks = {check.name: check for check in slices({(n, k): v for n in range(60) for k, v in before.items()}, {(n, k): v for n in range(60) for k, v in after.items()}, "called")}
    assert {name for name, check in checks.items() if not check.passed} == {"called: checkbox", "called: checked"}
    assert "Remember me" in checks["called: checkbox"].reason


def test_a_state_that_is_no_longer_read_off_is_lost() -> None:
    told = {(n, "x checked"): ("checked", "right") for n in range(100)}
    [check] = slices(told, {}, "called")
    assert not check.passed


def test_false_claims_that_pass_now_are_named() -> None:
    assert must_not_pass(["a"], ["a"], 500).passed
    fresh = must_not_pass([], ['"Save" button is green (page-1)', "b", "c"], 500)
    assert not fresh.passed
    assert '"Save" button is green' in fresh.reason


def lesson(identity: str, frozen: bool = False) -> Lesson:
    return Lesson(id=identity, kind="locate", text=f"{identity} button", phrase=f"{identity} button", picture=Path("none.png"), scale=1.0, box=Box(0, 0, 9, 9),
                  absent=False, truth=None, frozen=frozen, decided_by="dom")  # fmt: skip


def test_earlier_lessons_must_stay_right(monkeypatch: pytest.MonkeyPatch) -> None:
    old = SimpleNamespace(student=SimpleNamespace(manifest={"provenance": {"distilled": {"all_lessons": ["early"]}}}))
    new = SimpleNamespace(student=SimpleNamespace(manifest={"provenance": {"distilled": {"lessons": ["fresh"], "all_lessons": ["early", "fresh"]}}}))
    answers = {("early", id(old)): "right", ("early", id(new)): "wrong", ("fresh", id(old)): "none", ("fresh", id(new)): "wrong", ("held", id(old)): "right", ("held", id(new)): "right"}
    monkeypatch.setattr(gate_module, "answered", lambda asked, shadow: answers[asked.id, id(shadow)])
    checks = {check.name: check for check in lesson_checks([lesson("early"), lesson("fresh"), lesson("held", frozen=True)], old, new)}
    assert checks["earlier lessons still right"].measured == "1 of 2"
    assert "'early button'" in checks["earlier lessons still right"].reason
    assert not checks["new lessons learned"].passed
    assert not checks["new lessons answered wrongly"].passed


def test_report_says_what_and_why() -> None:
    report = GateReport("student-0003", "student-0002", (Check("size", True, "5 MiB", "<= 6 MiB"), Check("locate: icon", False, "50 % right", "lose 1", "no longer right: trash")))
    assert not report.passed
    assert "REFUSED: 1 of 2 checks" in report.table()
    assert "-> no longer right: trash" in report.table()
    assert report.data()["checks"][1]["reason"] == "no longer right: trash"


def test_false_claims_are_false() -> None:
    def element(role: str, text: str, box: list[float], background: list[int] | None = None, **more: object) -> dict:
        return {"role": role, "text": text, "box": box, "ignore": False, "visible_fraction": 1.0, "states": {}, "label": None, "style": {"background": background}, **more}

    page = {"elements": [
        element("button", "Save", [10, 10, 80, 30], [30, 80, 220]),
        element("heading", "Invoices", [10, 200, 80, 30]),
        element("checkbox", "", [10, 300, 16, 16], label="Remember me") | {"states": {"checked": True}},
    ], "rows": [{"text": "Save"}, {"text": "Invoices"}]}  # fmt: skip
    claims = list(false_claims(page, Random(1)))
    assert '"Save" button is red' in claims
    assert '"Invoices" is above "Save"' in claims
    assert '"Remember me" checkbox is unchecked' in claims
    assert '"Teleport to the moon" button is visible' in claims
