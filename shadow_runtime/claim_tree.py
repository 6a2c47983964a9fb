"""A sentence and its parse tree: quotes masked for the grammar, tokens read back from the sentence as it was written.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
from functools import lru_cache

from lark import Token
from lark.exceptions import UnexpectedInput

from .claim_parser import claim_parser
from .claim_words import number_of

QUOTED = re.compile(r'"[^"]*"|“[^”]*”|(?<![\w])\'[^\']*\'(?!\w)')
# The grammar tells 0, 1 and 2 from other digits, and these not from each other (a test holds it to that): "at least 44 px"
# and "at least 36 px" have one tree.
_ONE_DIGIT = str.maketrans("3456789", "3333333")
_THERE = re.compile(r"\s*there\s", re.I)  # every sentence of the start rule `there` begins like this


def tree_of(text: str, start: str) -> tuple[object | None, int]:
    """The parse tree of a text from one of the grammar's starts, and -1; or None, and the position that the grammar reached.

    Its tokens tell kinds and places; what they say is read from the text (Children). Shared between texts: not to be changed.
    """
    if start == "there" and not _THERE.match(text):
        return None, 0
    return _tree(mask(text).translate(_ONE_DIGIT), start)


@lru_cache(maxsize=1024)
def _tree(text: str, start: str) -> tuple[object | None, int]:
    try:
        return claim_parser().parse(text, start=start), -1
    except UnexpectedInput as error:
        reached = getattr(error, "pos_in_stream", None)
        return None, reached if reached is not None and 0 <= reached <= len(text) else len(text)


def mask(sentence: str) -> str:
    """The sentence with the insides of quotes blanked, same length."""
    if '"' not in sentence and "'" not in sentence and "“" not in sentence:
        return sentence
    return QUOTED.sub(lambda match: '"' + "_" * (len(match[0]) - 2) + '"', sentence)


def split_list(phrase: str, pairs: bool = False) -> tuple[str, ...]:
    """"A, B and C" -> its members; a conjunction inside a name ("Terms and Conditions") stays, where articles tell."""
    hidden = mask(phrase)
    cuts = [(m.start(), m.end()) for m in re.finditer(r",?\s+and\s+|,\s+", hidden)]
    strong = [(start, end) for start, end in cuts if re.match(r"(the\s|an?\s|\")", hidden[end:], re.I)]
    cuts = strong or cuts
    if pairs and len(cuts) > 1:
        return ()
    parts, begin = [], 0
    for start, end in [*cuts, (len(phrase), len(phrase))]:
        parts.append(phrase[begin:start].strip(" ,"))
        begin = end
    return tuple(part for part in parts if part)


class Children:
    """The tokens of a rule, by name, read from the unmasked text."""

    def __init__(self, tree: object, source: str) -> None:
        self.tokens: list[Token] = list(tree.scan_values(lambda value: isinstance(value, Token)))  # type: ignore[attr-defined]
        self.source = source

    def get(self, *names: str) -> str | None:
        for token in self.tokens:
            if token.type in names:
                return self.source[token.start_pos : token.end_pos]
        return None

    def all(self, *names: str) -> list[str]:
        return [self.source[token.start_pos : token.end_pos] for token in self.tokens if token.type in names]

    def number(self, index: int = 0) -> float:
        return number_of(self.all("NUMBER")[index])

    def quoted_or_free(self) -> tuple[str, bool]:
        quoted = self.get("QUOTED")
        return (quoted[1:-1], True) if quoted is not None else ((self.get("FREE") or "").strip(), False)


def rule_of(tree: object) -> str:
    data = tree.data  # type: ignore[attr-defined]
    return str(data.value if isinstance(data, Token) else data)
