"""What the typed expectations are made of: they say a sentence of the phrasebook about a handle, and are judged like words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from shadow_runtime.say import say

from .calls import run
from .expectation import assert_claim
from .handle import Handle

if TYPE_CHECKING:
    from shadow_runtime.claims import Claim
    from shadow_runtime.records import Verdict

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
        return run(self._assert(say(sentence, self._handle.intent, plain, negated), timeout), self._handle.onlooker.asynchronous)

    async def _assert(self, claim: Claim, timeout: float | None) -> Verdict:
        __tracebackhide__ = True
        if self._handle.scroll:
            await self._handle.show(timeout)  # found or not: the claim is judged on what is shown then
        return await assert_claim(self._handle.onlooker, claim, timeout)


def expect_visual(handle: Handle) -> VisualExpectation:
    """Expectations with completion, the typed twin of assert_visual: `expect_visual(shadow.locate("Save")).to_be_below("the title")`.

    Each method retries, returns the Verdict (awaitable on async pages) and raises VisualAssertionError as assert_visual does.
    Raises TypeError for anything but a handle of shadow.locate.
    """
    from .visual_expectation import VisualExpectation

    if not isinstance(handle, Handle):
        raise TypeError(f'expect_visual() takes a handle, such as shadow.locate("submit button"), got {type(handle).__name__}; for a sentence there is assert_visual()')
    return VisualExpectation(handle)
