"""A sentence of the phrasebook + a subject + values -> Claim: the typed API says the same things as the words.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from .claims import Claim, parse_claim

_SUBJECT, _OTHER, _THIRD, _TEXT = "subjectphrase", "otherphrase", "thirdphrase", "TEXTVALUE"
# What turns an affirmed sentence of the phrasebook into its denial.
_DENIALS = (
    (r"^there are\b", "there are not"), (r"\bX (is|are)\b", r"X \1 not"), (r"\bX has changed\b", "X has not changed"), (r"\bX has moved\b", "X has not moved"),
    (r"\bX has (dis)?appeared\b", r"X has not \1appeared"), (r"\bX has\b", "X does not have"), (r"\bX have\b", "X do not have"), (r"\bbetween X are\b", "between X are not"),
    (r"\bX (contains?|starts?|ends?|matches|overlaps|overflows|covers|looks|comes)\b", lambda m: f"X does not {_BASE.get(m[1], m[1].rstrip('s'))}"),
)  # fmt: skip
_BASE = {"matches": "match"}


def say(sentence: str, subject: str, values: Mapping[str, object] | None = None, negated: bool = False) -> Claim:
    """The claim that a phrasebook sentence makes of a subject.

    sentence: with X for the subject and {names}. values: by name; "other" and "third" are phrases for elements, "text" and
    "since" are taken as they are, whatever they hold. Raises ClaimError for a value that does not fit (a color nobody knows).
    """
    values = dict(values or {})
    held = {name: values.pop(name) for name in ("other", "third", "text", "since") if name in values}
    plain = tuple(sorted((name, _written(value)) for name, value in values.items()))
    claim = _parsed(sentence, plain)
    shown = _worded(denied(sentence) if negated else sentence, subject, {**dict(plain), **{name: str(value) for name, value in held.items()}})

    def phrase(text: str) -> str:
        for mark, value in ((_SUBJECT, subject), (_OTHER, held.get("other")), (_THIRD, held.get("third"))):
            if mark in text:
                return str(value)
        return text

    args = {name: str(held.get("text", held.get("since"))) if value == _TEXT else value for name, value in claim.args.items()}
    return replace(
        claim, text=shown, args=args, negated=claim.negated != negated, subjects=tuple(map(phrase, claim.subjects)), objects=tuple(map(phrase, claim.objects)),
    )  # fmt: skip


def denied(sentence: str) -> str:
    """The denial of a phrasebook sentence: "X is green" -> "X is not green"."""
    for pattern, by in _DENIALS:
        changed, count = re.subn(pattern, by, sentence, count=1)
        if count:
            return changed
    return f"not: {sentence}"


def _written(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


@lru_cache(maxsize=1024)
def _parsed(sentence: str, values: tuple[tuple[str, str], ...]) -> Claim:
    known = {**dict(values), "other": f"the {_OTHER}", "third": f"the {_THIRD}", "text": _TEXT, "since": _TEXT}
    return parse_claim(_worded(sentence, f"the {_SUBJECT}", known))


def _worded(sentence: str, subject: str, values: Mapping[str, str]) -> str:
    return re.sub(r"\bX\b", lambda _: subject, sentence.format_map(values), count=1)
