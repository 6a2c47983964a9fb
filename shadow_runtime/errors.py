"""Everything Shadow raises on purpose.

    ShadowError
      ClaimError              a sentence that is not understood; points at the word
      NotRememberedError      a claim of change since a look that nobody remembered
      StudentError            a student (model folder) that cannot be used
      CaptureError            the viewport could not be captured
        PageClosedError       ... because the page or browser is gone
      TargetNotFoundError     an action on something that is not in the viewport
      AmbiguousIntentError    an action on an intent that fits several elements

"PYTEST_DONT_REWRITE"
"""


class ShadowError(Exception):
    """Base of all errors Shadow raises on purpose."""


class ClaimError(ShadowError):
    """A claim the grammar does not know.

    claim: the sentence; position: offset of the first character not understood; suggestions: near predicates.
    """

    def __init__(self, claim: str, position: int, problem: str, suggestions: tuple[str, ...] = ()) -> None:
        self.claim, self.position, self.problem, self.suggestions = claim, position, problem, suggestions
        lines = [f"claim not understood: {problem}", f"  {claim}", "  " + " " * position + "^"]
        if suggestions:
            lines.append("  did you mean: " + "; ".join(suggestions))
        super().__init__("\n".join(lines))


class NotRememberedError(ShadowError):
    """A claim compares with a look that was never remembered. name: the one asked for."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name = name
        there = f"remembered so far: {', '.join(map(repr, known))}" if known else "nothing was remembered so far"
        super().__init__(f'nothing is remembered as {name!r}; {there}. Call shadow.remember({name!r}) before the change')


class StudentError(ShadowError):
    """A student folder that is missing, damaged, of another version, or does not match its manifest."""


class CaptureError(ShadowError):
    """The viewport could not be captured in time."""


class PageClosedError(CaptureError):
    """The page, its context or the browser was closed or crashed."""


class TargetNotFoundError(ShadowError):
    """Nothing in the viewport fits the intent well enough to act on it."""


class AmbiguousIntentError(ShadowError):
    """Several elements fit the intent; acting on one of them would be a guess."""
