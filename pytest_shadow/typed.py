"""What the typed expectations are made of: they say a sentence of the phrasebook about a handle, and are judged like words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from shadow_runtime.say import say

from .calls import run
from .expectation import assert_claim
from .handle import Handle

if TYPE_CHECKING:
    from .visual_expectation import VisualExpectation

Element = Handle | str
Relation = Literal["exactly", "at least", "at most", "more than", "less than", "about"]
Edge = Literal["left", "right", "top", "bottom", "center"]
Dimension = Literal["width", "height", "size"]
Style = Literal["solid", "dashed", "dotted"]
Place = Literal["top", "bottom", "left", "right", "center", "top left", "top right", "bottom left", "bottom right"]


class Expectation:
    """A handle about which something is expected."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle

    def __repr__(self) -> str:
        return f"expect_visual({self._handle!r})"

    def _expect(self, sentence: str, negated: bool, timeout: float | None, **values: Any) -> Any:
        __tracebackhide__ = True
        plain = {name: value.intent if isinstance(value, Handle) else value for name, value in values.items()}
        onlooker = self._handle.onlooker
        return run(assert_claim(onlooker, say(sentence, self._handle.intent, plain, negated), timeout), onlooker.asynchronous)


def expect_visual(handle: Handle) -> VisualExpectation:
    """Expectations with completion, the typed twin of assert_visual: `expect_visual(shadow.locate("Save")).to_be_below("the title")`.

    Each method retries, returns the Verdict (awaitable on async pages) and raises VisualAssertionError as assert_visual does.
    Raises TypeError for anything but a handle of shadow.locate.
    """
    from .visual_expectation import VisualExpectation

    if not isinstance(handle, Handle):
        raise TypeError(f'expect_visual() takes a handle, such as shadow.locate("submit button"), got {type(handle).__name__}; for a sentence there is assert_visual()')
    return VisualExpectation(handle)
