"""Choosing from a dropdown: one that the browser draws, one behind its label, one that is drawn by the page."""

from __future__ import annotations

import textwrap

import pytest
from plugin.test_plugin import launch_bundled, needs_browser

pytest_plugins = ["pytester"]

PAGE = """
import pytest
from pytest_shadow import assert_visual

HTML = '''<style>body{margin:40px;font:16px Arial}select,.box{font:16px Arial;padding:8px 12px;border:1px solid #888;border-radius:4px;width:220px;background:#fff}
.list{border:1px solid #ccc;width:240px;box-shadow:0 2px 6px #0003}.list div{padding:8px 12px;cursor:pointer}</style>
<p><label for=c>Country</label><br><select id=c><option>France<option>Germany<option>Norway</select></p>
<p>Size</p><div class=box onclick="list.hidden = false">Small &#9662;</div>
<div class=list id=list hidden><div>Medium</div><div>Extra large</div></div>
<script>list.onclick = e => { document.querySelector('.box').textContent = e.target.textContent; list.hidden = true; }</script>'''
"""


@needs_browser
def test_options_are_chosen_by_their_text(pytester: pytest.Pytester):
    test = """
    def test_native(page, shadow):
        page.set_content(HTML)
        shadow.locate("country dropdown").select_option("Norway")
        assert page.locator("select").input_value() == "Norway"
        with pytest.raises(Exception, match="(?s)did not find some options.*while doing select"):
            shadow.locate("country dropdown").select_option("Atlantis", timeout=800)

    def test_drawn_by_the_page(page, shadow):
        page.set_content(HTML)
        shadow.locate("size dropdown").select_option("Extra large")
        assert page.locator(".box").inner_text() == "Extra large"
    """
    launch_bundled(pytester, PAGE + textwrap.dedent(test)).assert_outcomes(passed=2)
