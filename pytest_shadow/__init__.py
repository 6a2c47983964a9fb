"""Shadow in a test run: say what a person sees, the student looks at the page's pixels.

    from pytest_shadow import assert_visual

    def test_checkout(page, shadow):
        page.goto("https://shop.example/checkout")
        shadow.locate("email field").fill("ada@example.org")
        shadow.locate("submit button").click()
        assert_visual(page, "confirmation banner is green")

Reading order: plugin.py (hooks and fixtures), onlooker.py (a page that is looked at), expectation.py (retrying claims), typed.py (the same with
completion),
handle.py (acting on what was found), explain.py and evidence.py (what a failure leaves).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .expectation import ShadowAbstainedWarning, VisualAssertionError, assert_visual
    from .handle import Handle
    from .onlooker import Onlooker
    from .typed import expect_visual
    from .visual_expectation import VisualExpectation

_HOMES = {
    "Handle": "handle",
    "Onlooker": "onlooker",
    "ShadowAbstainedWarning": "expectation",
    "VisualAssertionError": "expectation",
    "VisualExpectation": "visual_expectation",
    "assert_visual": "expectation",
    "expect_visual": "typed",
}

__all__ = ["Handle", "Onlooker", "ShadowAbstainedWarning", "VisualAssertionError", "VisualExpectation", "assert_visual", "expect_visual"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value
