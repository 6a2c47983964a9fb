"""The plugin inside pytest: options, policies, evidence, a real Chromium where one is found."""

from __future__ import annotations

import textwrap
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from shadow_runtime.browsers import find_browser

pytest_plugins = ["pytester"]
HERE = Path(__file__).parent
# An environment that only has the repository on its path knows no entry point.
INSTALLED = any(entry.value == "pytest_shadow.plugin" for entry in entry_points(group="pytest11"))
needs_browser = pytest.mark.skipif(find_browser() is None, reason="no Chromium on this machine")

# A run whose student is fake and whose pages are real (or not needed).
CONFTEST = f"""
import sys; sys.path.insert(0, {str(HERE.parent)!r})
import pytest
from plugin.fake_eyes import *
from pytest_shadow.session import current_session

BUTTON, CANCEL = element("button", "Buy", (20, 20, 120, 40)), element("button", "Cancel", (200, 20, 120, 40))

def green(frame):
    r, g, b = frame.rgb[int(40 * frame.scale), int(26 * frame.scale)].tolist()
    return verdict("buy button is green", "passed" if g > 1.5 * max(r, b) else "failed", [found("buy button", BUTTON, rivals=[(CANCEL, 0.31)])])

@pytest.fixture(autouse=True)
def fake():
    current_session().eyes = FakeEyes(
        {{"buy button": found("buy button", BUTTON), "name field": found("name field", element("textbox", "", (20, 80, 160, 30))),
          "drawn button": found("drawn button", element("button", "Go", (300, 300, 80, 30)))}},
        {{"buy button is green": green, "buy button is odd": verdict("buy button is odd", "abstained")}},
    )
"""
PAGE = """
HTML = '''<body style="margin:0"><button id=b style="position:absolute;left:20px;top:20px;width:120px;height:40px;border:0;background:#777"
onclick="setTimeout(() => this.style.background='#0a0', 150)">Buy</button><div style="position:absolute;left:20px;top:80px;width:160px;height:30px"><input
style="width:100%;height:100%;box-sizing:border-box"></div><canvas style="position:absolute;left:200px;top:200px" width=300 height=200></canvas>
<script>document.querySelector('canvas').onclick = e => { window.hit = [e.offsetX, e.offsetY]; }</script>'''
"""


def launch(pytester: pytest.Pytester, test: str, *options: str) -> pytest.RunResult:
    pytester.makeconftest(CONFTEST)
    pytester.makepyfile(PAGE + textwrap.dedent(test))
    browser = find_browser()
    if browser is not None and not any(option.startswith("--shadow-browser-path") for option in options):
        options = (f"--shadow-browser-path={browser.path}", *options)
    return run_plugin(pytester, *options)


def launch_bundled(pytester: pytest.Pytester, test: str) -> pytest.RunResult:
    """Run a test whose student is the bundled one and whose pages are real."""
    browser = find_browser()
    assert browser is not None
    pytester.makepyfile(test)
    return run_plugin(pytester, f"--shadow-browser-path={browser.path}")


def run_plugin(pytester: pytest.Pytester, *options: str) -> pytest.RunResult:
    options = options if INSTALLED else ("-p", "pytest_shadow.plugin", *options)
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", "-p", "no:asyncio", *options)


NO_PAGE = """
from pytest_shadow import assert_visual
from pytest_shadow.onlooker import Onlooker
from pytest_shadow.session import current_session
from plugin.fake_eyes import *

def test_odd():
    looker = Onlooker(FakePage(), current_session(), camera=ScriptedCamera(7))
    assert_visual(looker, "buy button is odd", timeout=0)
"""


@pytest.mark.parametrize(
    ("policy", "outcome"), [("fail", {"failed": 1}), ("warn", {"passed": 1, "warnings": 1}), ("skip", {"skipped": 1})]
)
def test_what_an_abstention_does_is_an_option(pytester: pytest.Pytester, policy: str, outcome: dict[str, int]):
    result = launch(pytester, NO_PAGE, f"--shadow-on-abstain={policy}")
    result.assert_outcomes(**outcome)
    result.stdout.fnmatch_lines(["shadow: 1 claim judged, 1 abstained by student-fake (median ms: capture 4.3, see 6.1, check 0.2)"])


def test_trust_reaches_every_student_that_this_run_loads(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("SHADOW_TRUST", "usual")
    test = """
    import os
    from pytest_shadow.session import current_session
    def test_trust():
        assert (current_session().settings.trust, os.environ["SHADOW_TRUST"]) == ("certified", "certified")
    """
    launch(pytester, test, "--shadow-trust=certified").assert_outcomes(passed=1)
    result = launch(pytester, test, "--shadow-trust=blind")
    assert result.ret != 0


def test_command_line_over_environment_over_ini(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch):
    pytester.makeini("[pytest]\nshadow_timeout = 1\nshadow_model = ini\nshadow_on_abstain = warn\n")
    monkeypatch.setenv("SHADOW_TIMEOUT", "2")
    monkeypatch.setenv("SHADOW_MODEL", "env")
    test = """
    from pytest_shadow.session import current_session
    def test_settings():
        s = current_session().settings
        assert (s.timeout, s.model, s.on_abstain) == (3.0, "env", "warn")
    """
    launch(pytester, test, "--shadow-timeout=3").assert_outcomes(passed=1)


@pytest.mark.parametrize(("variable", "value"), [("SHADOW_ON_ABSTAIN", "ignore"), ("SHADOW_TIMEOUT", "soon")])
def test_a_wrong_value_names_its_source(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, variable: str, value: str):
    monkeypatch.setenv(variable, value)
    result = launch(pytester, "def test_nothing(): pass")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([f"*{variable}*{value}*"])


@needs_browser
def test_a_browser_that_is_not_there_is_named(pytester: pytest.Pytester):
    result = launch(pytester, "def test_page(page): pass", "--shadow-browser-path=/nowhere/chrome")
    result.stdout.fnmatch_lines(["*--shadow-browser-path names*nowhere*chrome*"])


@needs_browser
def test_acting_and_claiming_on_a_real_page(pytester: pytest.Pytester):
    """Also: a pass, a failure with its evidence, and a crash that is reported at once, in one browser."""
    test = """
    import time
    import pytest
    from pytest_shadow import assert_visual
    from shadow_runtime.errors import CaptureError, PageClosedError

    def test_retried_until_green(page, shadow):
        page.set_content(HTML)
        shadow.locate("buy button").click()
        assert_visual(page, "buy button is green")
        shadow.locate("name field").fill("Ada")
        assert page.locator("input").input_value() == "Ada"
        shadow.locate("drawn button").click()
        assert page.evaluate("hit") == [140, 115]

    def test_stays_gray(page, shadow):
        page.set_content(HTML)
        assert_visual(page, "buy button is green", timeout=100)

    def test_closed(page):
        page.close()
        started = time.monotonic()
        with pytest.raises(PageClosedError, match="closed"):
            assert_visual(page, "buy button is green")
        assert time.monotonic() - started < 2

    def test_blocked(page):
        page.set_content(HTML)
        page.evaluate("setTimeout(() => { const end = Date.now() + 3500; while (Date.now() < end); }, 0)")
        page.wait_for_timeout(50)
        started = time.monotonic()
        with pytest.raises(CaptureError, match="gave no picture"):
            assert_visual(page, "buy button is green")
        assert time.monotonic() - started < 2.5

    @pytest.mark.browser_context_args(device_scale_factor=2)
    def test_device_scale(page, shadow):
        page.set_content(HTML)
        shadow.locate("buy button").click()
        assert assert_visual(page, "buy button is green").outcome == "passed"
        assert shadow.check("buy button is green").outcome == "passed"

    def test_crashed(page):
        page.set_content(HTML)
        started = time.monotonic()
        try:
            page.goto("chrome://crash")
        except Exception:
            pass
        with pytest.raises(PageClosedError):
            assert_visual(page, "buy button is green")
        assert time.monotonic() - started < 3
    """
    result = launch(pytester, test)
    # The crash comes last: some builds of Chromium go down as a whole, and pytest-playwright's teardown then complains.
    outcomes = result.parseoutcomes()
    assert (outcomes["passed"], outcomes["failed"]) == (5, 1)
    result.stdout.fnmatch_lines([
        "E*buy button is green: failed",
        'E*grounded   button "Buy" at (20, 20, 120x40), confidence 0.98; next: button "Cancel" 0.31',
        "E*expected   green",
        "E*evidence   test-results/*stays-gray*/evidence.png",
    ])  # fmt: skip
    assert "expectation.py" not in result.stdout.str(), "the traceback must end in the test"
    [picture] = pytester.path.glob("test-results/*stays-gray*/evidence.png")
    assert picture.stat().st_size > 1000
    assert picture.with_name("scene.json").exists()


@needs_browser
def test_a_conftest_still_decides_how_the_browser_is_launched(pytester: pytest.Pytester):
    test = """
    def test_launch(browser_type_launch_args):
        assert browser_type_launch_args["args"] == ["--mine"]
        assert browser_type_launch_args["executable_path"]
    """
    pytester.makepyfile(**{"sub/conftest": """
        import pytest
        @pytest.fixture(scope="session")
        def browser_type_launch_args(browser_type_launch_args):
            return {**browser_type_launch_args, "args": ["--mine"]}
    """, "sub/test_launch": test})  # fmt: skip
    launch(pytester, "def test_nothing(): pass").assert_outcomes(passed=2)


def test_workers_counts_are_merged(pytester: pytest.Pytester):
    pytest.importorskip("xdist")
    two = NO_PAGE + "\ndef test_again():\n    test_odd()\n"
    result = launch(pytester, two, "-n2", "--shadow-on-abstain=warn")
    result.assert_outcomes(passed=2, warnings=2)
    result.stdout.fnmatch_lines(["shadow: 2 claims judged, 2 abstained by student-fake*"])
