"""What the viewport does not show, searched view by view with the bundled student: found, nowhere, several, panes."""

from __future__ import annotations

import textwrap

import pytest
from plugin.test_plugin import launch_bundled, needs_browser

pytest_plugins = ["pytester"]

PAGES = '''
from urllib.parse import quote

import pytest
from pytest_shadow import assert_visual, expect_visual
from pytest_shadow.scroll import Scroll
from shadow_runtime.errors import AmbiguousIntentError, TargetNotFoundError

STYLE = "<style>body{margin:0;font:16px Arial}button{font:16px Arial;padding:8px 20px;background:#1a56db;color:#fff;border:0;border-radius:4px}</style>"
HEAD = STYLE + "<h1 style='margin:30px'>Annual report</h1><p style='margin:30px'>Figures of last year.</p>"

def gap(px):
    return f"<div style='height:{px}px'></div>"

def button(text, hit):
    return f"<button style='margin-left:60px' onclick='window.hit = {hit}'>{text}</button>"

LONG = HEAD + gap(2100) + button("Subscribe", 1) + gap(900)
PANE = STYLE + f"<div style='height:100vh;overflow-y:auto'>{HEAD}{gap(1500)}{button('Subscribe', 2)}{gap(300)}</div>"
TWO = HEAD + gap(1500) + button("Subscribe", 1) + gap(120) + button("Subscribe", 2) + gap(900)
'''


@needs_browser
def test_what_must_be_scrolled_to(pytester: pytest.Pytester):
    test = '''
    @pytest.mark.parametrize(("html", "hit"), [(LONG, 1), (PANE, 2)])
    def test_found_and_clicked(page, shadow, html, hit):
        page.set_content(html)
        shadow.locate("subscribe button", scroll=True).click()
        assert page.evaluate("window.hit") == hit

    def test_found_above(page, shadow):
        page.set_content(LONG)
        page.evaluate("scrollTo(0, 1e6)")
        shadow.locate("Annual report heading", scroll=True).wait()
        assert page.evaluate("scrollY") < 200

    def test_a_claim_about_it(page, shadow):
        page.set_content(LONG)
        expect_visual(shadow.locate("subscribe button", scroll=True)).to_have_color("blue")

    def test_nowhere(page, shadow):
        page.set_content(LONG)
        page.evaluate("scrollTo(0, 400)")
        with pytest.raises(TargetNotFoundError, match="views of the page were scrolled to, and none has it"):
            shadow.locate("delete account button", scroll=True).click(timeout=500)
        assert page.evaluate("scrollY") == 400
        with pytest.raises(ValueError, match="viewport only"):
            shadow.locate("delete account button", scroll=True).wait("absent")

    def test_without_scroll_the_message_says_so(page, shadow):
        page.set_content(LONG)
        with pytest.raises(TargetNotFoundError, match="scroll=True"):
            shadow.locate("subscribe button").click(timeout=100)

    def test_a_navigation_in_between_is_searched_anew(page, shadow, monkeypatch):
        further, asked = Scroll.further, []

        async def navigating(self):
            asked.append(self)
            if len(asked) == 2:
                page.goto("data:text/html," + quote(LONG))
            return await further(self)

        monkeypatch.setattr(Scroll, "further", navigating)
        page.set_content(HEAD + gap(4000))
        shadow.locate("subscribe button", scroll=True).wait()

    def test_a_page_that_never_stops_navigating(page, shadow, monkeypatch):
        further = Scroll.further

        async def navigating(self):
            if self._pane is not None:
                page.goto("data:text/html," + quote(HEAD + gap(4000)))
            return await further(self)

        monkeypatch.setattr(Scroll, "further", navigating)
        page.set_content(HEAD + gap(4000))
        with pytest.raises(TargetNotFoundError, match="navigated again while it was searched .now data:text/html"):
            shadow.locate("delete account button", scroll=True).click()

    def test_several(page, shadow):
        page.set_content(TWO)
        with pytest.raises(AmbiguousIntentError):
            shadow.locate("subscribe button", scroll=True).click(timeout=3000)
        assert page.evaluate("window.hit") is None
    '''
    launch_bundled(pytester, PAGES + textwrap.dedent(test)).assert_outcomes(passed=9)
