"""The failure text, to the letter, and what a failure leaves on disk."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from PIL import Image
from plugin.fake_eyes import FakeEyes, FakePage, ScriptedCamera, element, found, verdict

from pytest_shadow.calls import run
from pytest_shadow.evidence import leave_evidence, mask
from pytest_shadow.explain import EvidenceFiles, explain_verdict
from pytest_shadow.onlooker import Onlooker
from pytest_shadow.options import Settings
from pytest_shadow.session import ShadowSession
from shadow_runtime.geometry import Box
from shadow_runtime.records import Frame

BUTTON, CANCEL = element("button", "Submit", (812, 540, 96, 36)), element("button", "Cancel", (700, 540, 96, 36))


def test_the_text_is_the_one_in_the_design():
    given = verdict(
        "submit button is green", "failed", [found("submit button", BUTTON, rivals=[(CANCEL, 0.31)])],
        observed="blue #1f6feb over 91 % of the fill; nearest names: blue 0.95, purple 0.03",
    )  # fmt: skip
    assert explain_verdict(given, EvidenceFiles(paths=("test-results/test_checkout/evidence.png",))) == (
        "submit button is green: failed\n"
        '  grounded   button "Submit" at (812, 540, 96x36), confidence 0.98; next: button "Cancel" 0.31\n'
        "  expected   green\n"
        "  observed   blue #1f6feb over 91 % of the fill; nearest names: blue 0.95, purple 0.03\n"
        "  student    student-fake    see 6.1 ms, check 0.2 ms, capture 4.3 ms\n"
        "  evidence   test-results/test_checkout/evidence.png"
    )


def test_what_was_typed_into_a_secret_field_is_nowhere(tmp_path: Path):
    """Fields the page says are secret, and fields that show bullets."""
    card = element("textbox", "4242 4242", (20, 20, 120, 24))
    bullets = element("textbox", "••••••", (20, 60, 120, 24))
    eyes = FakeEyes({"card": found("card", card), "password": found("password", bullets)})
    session = ShadowSession(Settings(), root=tmp_path)
    session.eyes = eyes
    page = FakePage()

    class Document:
        def evaluate(self, _script: str):
            return [[20, 20, 120, 24]]

    page.main_frame = Document()
    page.frames = (page.main_frame,)
    looker = Onlooker(page, session, camera=ScriptedCamera(200))
    seen = run(looker.look(), False)
    given = verdict("card is empty", "failed", [eyes.groundings["card"]], observed='the text is "4242 4242"')
    files = run(leave_evidence(looker, seen, given.evidence.groundings, verdict=given), False)
    assert "4242" not in explain_verdict(given, files)
    report = (tmp_path / files.paths[1]).read_text()
    assert "4242" not in report
    assert json.loads(report)["verdict"]["outcome"] == "failed"
    masked = mask(seen.frame, [card.box])
    assert (masked.crop(card.box) == 96).all()
    assert (seen.frame.rgb == 200).all(), "masking must not touch the frame that is judged"
    assert Image.open(tmp_path / files.paths[0]).width == 320


def test_mask_scales_with_the_device():
    frame = Frame(rgb=np.full((200, 200, 3), 255, np.uint8), scale=2.0)
    masked = mask(frame, [Box(10, 10, 20, 20)])
    assert (masked.rgb[20:60, 20:60] == 96).all()
    assert (masked.rgb != 255).sum() == 40 * 40 * 3
