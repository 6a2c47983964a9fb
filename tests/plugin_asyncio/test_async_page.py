"""The same names on a page of pytest-playwright-asyncio, awaited. Runs where that plugin is (make test: .venv-asyncio)."""

from __future__ import annotations

from importlib.metadata import entry_points

import pytest

pytest.importorskip("pytest_playwright_asyncio", reason="needs pytest-playwright-asyncio, which refuses to share an environment with pytest-playwright")
pytest_plugins = ["pytester"]

INSTALLED = any(entry.value == "pytest_shadow.plugin" for entry in entry_points(group="pytest11"))

TEST = """
import time
import pytest
from pytest_shadow import VisualAssertionError, assert_visual
from pytest_shadow.session import current_session
from shadow_runtime.errors import CaptureError, PageClosedError
from shadow_runtime.geometry import Box
from shadow_runtime.records import Candidate, Element, Evidence, Frame, Grounding, Intent, Verdict

pytestmark = pytest.mark.asyncio(loop_scope="session")
BUTTON = Element(role="button", text="Buy", box=Box(20, 20, 120, 40), confidence=0.9)
FIELD = Element(role="textbox", box=Box(20, 80, 160, 30), confidence=0.9)
HTML = '''<body style="margin:0"><button style="position:absolute;left:20px;top:20px;width:120px;height:40px;border:0;background:#777"
onclick="setTimeout(() => this.style.background='#0a0', 150)">Buy</button><input style="position:absolute;left:20px;top:80px;width:150px;height:24px">'''


class Seen:
    elements, rows, see_ms = (BUTTON, FIELD), (), 1.0

    def __init__(self, frame):
        self.frame = frame

    def locate(self, intent):
        target = BUTTON if "button" in intent else FIELD
        return Grounding(intent=Intent(text=intent), outcome="found", confidence=0.9, element=target, candidates=(Candidate(element=target, confidence=0.9),))

    def check(self, claim):
        r, g, b = self.frame.rgb[int(40 * self.frame.scale), int(26 * self.frame.scale)].tolist()
        evidence = Evidence(expected="green", observed=f"#{r:02x}{g:02x}{b:02x}", groundings=(self.locate("button"),))
        return Verdict(claim=claim, outcome="passed" if g > 1.5 * max(r, b) else "failed", confidence=0.9, evidence=evidence)


class Eyes:
    student_id = "student-fake"

    def see(self, rgb, scale=1.0, capture_ms=0.0):
        return Seen(Frame(rgb=rgb, scale=scale, capture_ms=capture_ms))


@pytest.fixture(autouse=True)
def fake():
    current_session().eyes = Eyes()


async def test_awaited(page, shadow):
    await page.set_content(HTML)
    await shadow.locate("buy button").click()
    assert (await assert_visual(page, "buy button is green")).outcome == "passed"
    await shadow.locate("name field").fill("Ada")
    assert await page.locator("input").input_value() == "Ada"
    assert await shadow.locate("buy button").text() == "Buy"
    assert (await shadow.check("buy button is green")).outcome == "passed"


async def test_fails_with_evidence(page, output_path):
    await page.set_content(HTML)
    with pytest.raises(VisualAssertionError, match="observed   #777777"):
        await assert_visual(page, "buy button is green", timeout=100)
    from pathlib import Path
    assert (Path(output_path) / "evidence.png").exists()


async def test_closed_and_blocked(page, context):
    await page.set_content(HTML)
    await page.evaluate("setTimeout(() => { const end = Date.now() + 3500; while (Date.now() < end); }, 0)")
    await page.wait_for_timeout(50)
    started = time.monotonic()
    with pytest.raises(CaptureError, match="gave no picture"):
        await assert_visual(page, "buy button is green")
    assert time.monotonic() - started < 2.5
    other = await context.new_page()
    await other.close()
    with pytest.raises(PageClosedError):
        await assert_visual(other, "buy button is green")
"""


def test_the_whole_api_on_an_async_page(pytester: pytest.Pytester):
    pytester.makepyfile(TEST)
    pytester.makeini("[pytest]\nasyncio_default_fixture_loop_scope = session\nasyncio_default_test_loop_scope = session\n")
    options = () if INSTALLED else ("-p", "pytest_shadow.plugin")
    pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:playwright", *options).assert_outcomes(passed=3)
