r"""An English sentence -> Claim: subject + predicate, by a grammar; the subject stays free text.

Subjects are what stands on pages ("the Already have an account? link"), so no grammar can know them. Every verb of the
sentence is tried as the end of the subject; what follows must be a whole predicate of the grammar below. Splits that
parse are all kept (Claim.alternatives): the judge asks the page about each of them, and disagreement is abstained.
A sentence without any reading raises ClaimError; nothing is guessed.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz, process

from .claim_predicates import Made, interpret
from .claim_subjects import Claim, finish, there, with_subject
from .claim_tree import mask, tree_of
from .errors import ClaimError
from .phrasebook import suggestions

_HEAD = re.compile(
    r"(?<![\w-])(is|are|was|were|isn['’]t|aren['’]t|wasn['’]t|weren['’]t|looks?|appears?|seems?|remains?|stays?|stands?|sits?|lies|becomes?|"
    r"turns?|turned|became|has|have|had|should|must|mustn['’]t|shouldn['’]t|will|shall|may|can|cannot|does|do|did|doesn['’]t|don['’]t|didn['’]t|no longer|"
    r"contains?|includes?|mentions?|holds?|shows?|displays?|says?|reads?|exists?|overlaps?|collides?|intersects?|covers?|obscures?|hides?|overflows?|sticks?|leaks?|spills?|extends?|protrudes?|fits?|"
    r"wraps?|breaks?|casts?|throws?|meets?|passes|satisf(?:y|ies)|fulfil?ls?|stretch(?:es)?|spans?|runs?|comes?|precedes?|follows?|changed|moved|appeared|disappear(?:s|ed)?|vanish(?:es|ed)?|fail(?:s|ed)?(?=\s+to\s+load)|"
    r"starts?|begins?|ends?|match(?:es)?|equals?)(?![\w-])",
    re.I,
)
# "does not | contain": a subject that ends like this has swallowed half of the verb, and with it the negation.
_HALF_VERB = re.compile(r"(?:^|[^\w-])(?:not|no|with|never|no longer|longer|cannot|\w+n['’]t|is|are|was|were|does|do|did|has|have|had|should|must|will|shall|may|can)$", re.I)
_CONJUNCTION = re.compile(r",?\s+(?:and|but)\s+", re.I)
_WITH = re.compile(r",?\s+(?:and|but)\s+|,\s+|\s+with\s+(?=an?\s|no\s|equal\s|even\s|\w+\s+(?:text|border|corners|background)\b)|\s+(?=on\s+an?\s+\S+(?:\s+\S+)?\s+background\b)", re.I)
_PLURAL_VERBS = re.compile(r"(are|were|aren|weren|have|look|appear|seem|do|don|stand|contain|share)\b", re.I)
_TOLERANCE = re.compile(r"\s*[,(]?\s*(?:(?:to\s+)?within|give\s+or\s+take|±|\+/-|with\s+a\s+tolerance\s+of)\s*(?P<px>\d+(?:\.\d+)?)\s*(?:px|pixels?)\)?$", re.I)
_SEEN = re.compile(
    r"^(?:I|we|you|one|people|(?:the\s+)?users?|a\s+user|the\s+customer)\s+(?P<verb>(?:should|must|can|will|shall|does|do|would)?\s*(?P<not>not|n['’]t|never|no\s+longer)?\s*"
    r"(?:be\s+able\s+to\s+)?sees?|can(?P<cannot>not|['’]t)\s+see)\s+(?P<rest>\S.*)$",
    re.I,
)
_UNSEEN = re.compile(r"^(?:the\s+)?(?:(?:current\s+)?urls?|address\s+bar|browser\s+tab|console|cookies?(?=\s+(?:is|are|contains?))|local\s+storage)(?=\s)", re.I)
_TAIL_WORDS = re.compile(r"\s+(?:any\s?more|again|now|at\s+all|as\s+well|too|yet|already)$", re.I)


@lru_cache(maxsize=8192)
def parse_claim(text: str) -> Claim:
    """The claim in a sentence, with its other plausible readings as alternatives; cached.

    Raises ClaimError, which names the position of the first word not understood and near predicates.
    """
    sentence = text.strip()
    sentence = re.sub(r"(?<![.…])[.!]$", "", sentence).strip() if not sentence.endswith('"') else sentence
    if not sentence:
        raise ClaimError(text, 0, "the claim is empty", suggestions()[:3])
    if seen := _SEEN.match(sentence):
        return _sight(text, seen)
    tolerance = None
    if match := _TOLERANCE.search(sentence):
        sentence, tolerance = sentence[: match.start()], float(match["px"])
    if unseen := _UNSEEN.match(sentence):
        raise ClaimError(text, len(text) - len(text.lstrip()), f"{unseen[0]!r} is not in the picture: only the viewport is looked at", suggestions()[:3])
    readings, furthest = _readings(sentence)
    if not readings and (tail := _TAIL_WORDS.search(sentence)):  # "isn't visible anymore"; not "says Try again"
        readings, _ = _readings(sentence[: tail.start()])
    if not readings:
        offset = len(text) - len(text.lstrip())
        position, problem = _explain(sentence, furthest)
        rest = sentence[position:] if position < len(sentence) else sentence
        near = process.extract(rest.lower(), suggestions(), scorer=fuzz.WRatio, limit=3)
        raise ClaimError(text, position + offset, problem, tuple(name for name, _, _ in near))
    if tolerance is not None:
        readings = [replace(r, args={**r.args, "tolerance": tolerance}) for r in readings]
    first = replace(readings[0], text=text)
    return replace(first, alternatives=tuple(replace(r, text=text) for r in readings[1:])) if len(readings) > 1 else first


def _sight(text: str, seen: re.Match[str]) -> Claim:
    """ "I should see X" is "X is visible"."""
    phrase = re.sub(r"^(?:the\s+)?(?:text|words?|message)\s+(?=[\"“])", "", seen["rest"], flags=re.I)
    counted = parse_claim(f"there are {phrase}") if re.match(r"(exactly|at least|at most|only|\d|two|three|four|five)\b", phrase, re.I) else None
    negated = bool(seen["not"] or seen["cannot"])
    if counted is not None:
        return replace(counted, text=text, negated=negated)
    return Claim(text=text, predicate="visible", negated=negated, subjects=(re.sub(r"^(?:an?|any|some)\s+", "", phrase, flags=re.I),))


def _explain(sentence: str, furthest: int) -> tuple[int, str]:
    if furthest < 0:
        return len(sentence), 'no predicate found: say what is claimed, such as "... is visible"'
    word = re.match(r"\s*(\S*)", sentence[furthest:])
    start = furthest + len(word[0]) - len(word[1]) if word else furthest
    if word and word[1]:
        return start, f"{word[1]!r} is no predicate Shadow knows"
    return len(sentence), "the sentence stops before the predicate is complete"


def _readings(sentence: str) -> tuple[list[Claim], int]:
    """All plausible readings and the furthest position that the grammar reached (-1: no verb at all)."""
    simple, furthest = _simple_readings(sentence)
    joined = _conjunctions(sentence, whole=bool(simple))
    # "X is green and Y is bold" also splits with the subject "X is green and Y": nobody means that.
    return (joined or simple), furthest


def _conjunctions(sentence: str, whole: bool) -> list[Claim]:
    """The sentence as two claims or more; `whole`: it can be read as one, so that only "and" and "but" part it."""
    hidden = mask(sentence)
    for match in (_CONJUNCTION if whole else _WITH).finditer(hidden):
        left, right = sentence[: match.start()], sentence[match.end() :]
        firsts, _ = _simple_readings(left)
        firsts = [first for first in firsts if first.predicate not in ("between",)]
        if not firsts:
            continue
        joined = bool(_CONJUNCTION.fullmatch(match[0]))
        seconds = _readings(right)[0] if joined else []
        if not seconds:
            seconds = [claim for first in firsts[:1] for claim in _bare_readings(right, first)]
        if not seconds:
            continue
        return [
            Claim(text=sentence, predicate="and", parts=(first, *(second.parts if second.predicate == "and" else (second,))))
            for first in firsts
            for second in seconds
        ]
    return []


def _bare_readings(right: str, first: Claim) -> list[Claim]:
    """What is said after the first predicate of "X is green, bold and underlined", of the same subjects."""
    made = _bare(right)
    if made is not None:
        return [finish(made, right, first.subjects, first.quantifier, None)]
    hidden = mask(right)
    for match in _WITH.finditer(hidden):
        made = _bare(right[: match.start()])
        if made is None:
            continue
        rest = _bare_readings(right[match.end() :], first)
        if rest:
            head = finish(made, right, first.subjects, first.quantifier, None)
            return [Claim(text=right, predicate="and", parts=(head, *(rest[0].parts if rest[0].predicate == "and" else (rest[0],))))]
    return []


def _bare(text: str) -> Made | None:
    for start in ("tail", "bare"):
        tree, _ = tree_of(text, start)
        made = interpret(tree, text) if tree is not None else None
        if made is not None and not made.weak and made.predicate not in ("bare px", "bare number"):
            return made
    return None


def _simple_readings(sentence: str) -> tuple[list[Claim], int]:
    tree, _ = tree_of(sentence, "there")
    if tree is not None:
        claim = there(tree, sentence)
        return ([claim] if claim is not None else []), 0
    hidden = mask(sentence)
    found: list[tuple[int, Made, str]] = []
    furthest = -1
    for head in _HEAD.finditer(hidden):
        subject, tail = sentence[: head.start()].strip(" ,"), sentence[head.start() :]
        if not subject or _HALF_VERB.search(subject):
            continue
        tree, reached = tree_of(tail, "tail")
        if tree is None:
            furthest = max(furthest, head.start() + reached)
            continue
        made = interpret(tree, tail)
        if made is not None and any(re.match(r"(its|their|his|her)\s", phrase, re.I) for phrase in made.objects):
            made = None  # "its field": which one, a sentence alone does not say
        if made is not None:
            found.append((head.start(), made, subject))
    strong = [item for item in found if not item[1].weak]
    last = max((position for position, _, _ in strong), default=-1)
    # An element phrase that itself ends in a whole predicate ("... below the Terms link is visible") is no phrase.
    kept = [item for item in strong if item[0] == last or not item[1].objects] or found[-1:]
    readings: list[Claim] = []
    for position, made, subject in kept:
        plural = bool(_PLURAL_VERBS.match(sentence[position:]))
        for claim in with_subject(made, sentence, subject, plural):
            if claim not in readings:
                readings.append(claim)
    return readings, furthest
