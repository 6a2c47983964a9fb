"""Write pytest_shadow/visual_expectation.py, the typed twin of the words, from the phrasebook.

    python tools/typed_api.py
"""

from __future__ import annotations

import string
from pathlib import Path

from shadow_runtime.phrasebook import PHRASEBOOK
from shadow_runtime.say import denied

TARGET = Path(__file__).parents[1] / "pytest_shadow" / "visual_expectation.py"
HEAD = '''"""What can be expected of an element, with completion: `expect_visual(shadow.locate("submit button")).to_have_color("green")`.

Made from shadow_runtime/phrasebook.py by tools/typed_api.py; do not edit. Each method says a sentence, which is judged and
reported as assert_visual would; its docstring is that sentence, X being the element.
"""

from __future__ import annotations

from typing import Any

from .typed import Dimension, Edge, Element, Expectation, Place, Relation, Style


class VisualExpectation(Expectation):
    """Expectations of one element (of several, where the intent is a plural). timeout: milliseconds, default --shadow-timeout."""
'''
# argument -> (annotation, default or "")
ARGUMENTS = {
    "other": ("Element", ""), "third": ("Element", ""), "text": ("str", ""), "since": ("str", ""), "color": ("str", ""), "px": ("float", ""), "number": ("int", ""),
    "percent": ("float", ""), "ratio": ("float", ""), "relation": ("Relation", '"exactly"'), "edge": ("Edge", '"left"'), "place": ("Place", ""),
    "dimension": ("Dimension", '"size"'), "style": ("Style", ""),
}  # fmt: skip


def names_of(sentence: str) -> list[str]:
    """Arguments of a phrasebook sentence, those without a default first."""
    names = [name for _, name, _, _ in string.Formatter().parse(sentence) if name]
    return sorted(names, key=lambda name: bool(ARGUMENTS[name][1]))


def method(name: str, sentence: str, negated: bool) -> str:
    names = names_of(sentence)
    parameters = "".join(f", {n}: {ARGUMENTS[n][0]}" + (f" = {ARGUMENTS[n][1]}" if ARGUMENTS[n][1] else "") for n in names)
    values = "".join(f", {n}={n}" for n in names)
    quote = "'" if '"' in sentence else '"'
    said = (denied(sentence) if negated else sentence) + "."
    called = f"self._expect({quote}{sentence}{quote}, {negated}, timeout{values})"
    return (
        f"    def {'not_' if negated else ''}{name}(self{parameters}, *, timeout: float | None = None) -> Any:\n"
        f'        """{said}"""\n        __tracebackhide__ = True\n        return {called}\n'
    )


def source() -> str:
    """The whole module."""
    methods = [method(name, sentence, negated) for entry in PHRASEBOOK for name, sentence in entry.calls.items() for negated in (False, True)]
    return HEAD + "\n" + "\n".join(methods)


if __name__ == "__main__":
    TARGET.write_text(source(), encoding="utf-8")
    print(f"wrote {TARGET.name}: {source().count('    def ')} methods")
