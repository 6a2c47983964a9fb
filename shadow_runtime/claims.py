r"""An English sentence -> Claim: subject + predicate, by a grammar; the subject stays free text.

Subjects are what stands on pages ("the Already have an account? link"), so no grammar can know them. Every verb of the
sentence is tried as the end of the subject; what follows must be a whole predicate of the grammar below. Splits that
parse are all kept (Claim.alternatives): the judge asks the page about each of them, and disagreement is abstained.
A sentence without any reading raises ClaimError; nothing is guessed.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from lark import Token
from lark.exceptions import UnexpectedInput
from rapidfuzz import fuzz, process

from .claim_grammar import NUMBER, NUMBER_WORDS, claim_parser
from .color import BASIC_WORDS, FINER_WORDS, parse_color
from .errors import ClaimError

# Predicates as they are suggested to a person whose sentence was not understood; docs/claims.md lists all phrasings.
EXAMPLES = (
    "is visible", "is hidden", "is absent", "exists", 'contains the text "..."', 'shows "..."', 'says "..."', 'starts with "..."',
    'ends with "..."', 'matches "..."', 'is "..."', "is green", "is #1f6feb", "has a green background", "has white text",
    "is written in white", "has a red border", "is the same color as ...", "is brighter than ...", "is darker than ...", "is dark",
    "has enough contrast", "has a contrast of at least 4.5:1", "is readable", "is above ...", "is below ...", "is to the left of ...",
    "is to the right of ...", "is inside ...", "is next to ...", "is between ... and ...", "are on the same line", "are left-aligned",
    "are right-aligned", "are top-aligned", "are bottom-aligned", "is centered", "is wider than ...", "is narrower than ...",
    "is taller than ...", "is larger than ...", "is smaller than ...", "has the same width as ...", "is less than 200 px wide",
    "is at least 44 px tall", "is checked", "is unchecked", "is selected", "is turned on", "is off", "is disabled", "is enabled",
    "is focused", "is expanded", "is collapsed", "is empty", "is crossed out", "is bold", "is in italics", "is underlined",
    "is uppercase", "has a visible border", "has no border", "has rounded corners", "has square corners", "is a circle", "has two links",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A sentence about the page, taken apart.

    text: the sentence (or the part of it). predicate: a key of predicates.PREDICATES, or "and".
    args: what the predicate needs (numbers, color words, text). negated: "is not ...".
    subjects: phrases of what is spoken of; "" is the page itself. objects: phrases it is compared with.
    quantifier: "one" | "all" | "any" | "none" (of the elements that a subject names). parts: the claims of an "and".
    alternatives: other plausible readings of the same sentence.
    """

    text: str
    predicate: str
    args: Mapping[str, object] = field(default_factory=dict, hash=False)
    negated: bool = False
    subjects: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    quantifier: str = "one"
    parts: tuple[Claim, ...] = ()
    alternatives: tuple[Claim, ...] = ()

    @property
    def readings(self) -> tuple[Claim, ...]:
        """All readings, this one first."""
        return (replace(self, alternatives=()), *self.alternatives) if self.alternatives else (self,)



_QUOTED = re.compile(r'"[^"]*"|“[^”]*”|(?<![\w])\'[^\']*\'(?!\w)')
_HEAD = re.compile(
    r"(?<![\w-])(is|are|was|were|isn['’]t|aren['’]t|wasn['’]t|weren['’]t|looks?|appears?|seems?|remains?|stays?|stands?|sits?|lies|becomes?|"
    r"turns?|has|have|had|should|must|mustn['’]t|shouldn['’]t|will|shall|may|can|cannot|does|do|did|doesn['’]t|don['’]t|didn['’]t|no longer|"
    r"contains?|includes?|mentions?|holds?|shows?|displays?|says?|reads?|exists?|disappear(?:s|ed)?|vanish(?:es|ed)?|"
    r"starts?|begins?|ends?|match(?:es)?|equals?)(?![\w-])",
    re.I,
)
# "does not | contain": a subject that ends like this has swallowed half of the verb, and with it the negation.
_HALF_VERB = re.compile(r"(?:^|[^\w-])(?:not|never|no longer|longer|cannot|\w+n['’]t|is|are|was|were|does|do|did|has|have|had|should|must|will|shall|may|can)$", re.I)
_CONJUNCTION = re.compile(r",?\s+(?:and|but)\s+", re.I)
_PLURAL_VERBS = re.compile(r"(are|were|aren|weren|have|look|appear|seem|do|don|stand|contain|share)\b", re.I)
_ASPECT = re.compile(
    r"^(?:the\s+)?(?P<aspect>text(?:\s+colou?r)?|font\s+colou?r|label\s+text|background(?:\s+colou?r)?|border(?:\s+colou?r)?|fill(?:\s+colou?r)?|"
    r"colou?r|width|height|font\s+size|text\s+size|contrast(?:\s+of\s+the\s+text)?)\s+(?:of|on|in)\s+(?P<rest>\S.*)$",
    re.I,
)
_OWNED_ASPECT = re.compile(
    r"^(?P<rest>\S.*?)(?:['’]s)\s+(?P<aspect>text(?:\s+colou?r)?|font\s+colou?r|background(?:\s+colou?r)?|border(?:\s+colou?r)?|colou?r|width|height|"
    r"font\s+size|text\s+size|contrast)$",
    re.I,
)
_PAGE = re.compile(r"^(?:(?:the|this)\s+)?(?:whole\s+|entire\s+)?(?:page|screen|viewport|window|website|site)$", re.I)
_QUANTIFIED = re.compile(r"^(?P<word>all(?:\s+of)?|every|each(?:\s+of)?|both(?:\s+of)?|none\s+of|no|none|any\s+of|(?:at\s+least\s+)?one\s+of|some\s+of)\s+(?:(?:the|these|those)\s+)?(?P<rest>\S.*)$", re.I)
_COUNTED = re.compile(
    rf"^(?:(?P<quant>at least|at most|less than|more than|fewer than|no more than|exactly|only|about|around|up to)\s+)?"
    rf"(?P<number>{NUMBER})\s+(?P<rest>[^\W\d_].*)$", re.I)  # fmt: skip
_NUMBER_OF = re.compile(r"^(?:the\s+)?(?:number|count|amount)\s+of\s+(?P<rest>\S.*)$", re.I)
_WORD = re.compile(r"^(?:the\s+)?(?:words?|text|phrase|string|message)\s+(?P<rest>\S.*)$", re.I)
_GROUP = ("aligned", "same size", "same color group")
_TOLERANCE = re.compile(r"\s*[,(]?\s*(?:(?:to\s+)?within|give\s+or\s+take|±|\+/-|with\s+a\s+tolerance\s+of)\s*(?P<px>\d+(?:\.\d+)?)\s*(?:px|pixels?)\)?$", re.I)
_GAP = re.compile(r"\s+by\s+(?:at\s+least\s+)?(?P<px>\d+(?:\.\d+)?)\s*(?:px|pixels?)$", re.I)


@lru_cache(maxsize=8192)
def parse_claim(text: str) -> Claim:
    """The claim in a sentence, with its other plausible readings as alternatives; cached.

    Raises ClaimError, which names the position of the first word not understood and near predicates.
    """
    sentence = text.strip()
    sentence = re.sub(r"(?<![.…])[.!]$", "", sentence).strip() if not sentence.endswith('"') else sentence
    if not sentence:
        raise ClaimError(text, 0, "the claim is empty", EXAMPLES[:3])
    tolerance = None
    if match := _TOLERANCE.search(sentence):
        sentence, tolerance = sentence[: match.start()], float(match["px"])
    readings, furthest = _readings(sentence)
    if not readings:
        offset = len(text) - len(text.lstrip())
        position, problem = _explain(sentence, furthest)
        rest = sentence[position:] if position < len(sentence) else sentence
        near = process.extract(rest.lower(), EXAMPLES, scorer=fuzz.WRatio, limit=3)
        raise ClaimError(text, position + offset, problem, tuple(name for name, _, _ in near))
    if tolerance is not None:
        readings = [replace(r, args={**r.args, "tolerance": tolerance}) for r in readings]
    first = replace(readings[0], text=text)
    return replace(first, alternatives=tuple(replace(r, text=text) for r in readings[1:])) if len(readings) > 1 else first


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
    joined = _conjunctions(sentence)
    # "X is green and Y is bold" also splits with the subject "X is green and Y": nobody means that.
    return (joined or simple), furthest


def _conjunctions(sentence: str) -> list[Claim]:
    hidden = _mask(sentence)
    for match in _CONJUNCTION.finditer(hidden):
        left, right = sentence[: match.start()], sentence[match.end() :]
        firsts, _ = _simple_readings(left)
        firsts = [first for first in firsts if first.predicate not in ("between",)]
        if not firsts:
            continue
        seconds, _ = _readings(right)
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
    """The second predicate of "X is green and bold", said of the first one's subjects."""
    for start in ("tail", "bare"):
        try:
            tree = claim_parser().parse(_mask(right), start=start)
        except UnexpectedInput:
            continue
        made = _interpret(tree, right)
        if made is not None and not made.weak:
            return [_finish(made, right, first.subjects, first.quantifier, None)]
    return []


def _simple_readings(sentence: str) -> tuple[list[Claim], int]:
    try:
        tree = claim_parser().parse(_mask(sentence), start="there")
    except UnexpectedInput:
        pass
    else:
        return [_there(tree, sentence)], 0
    hidden = _mask(sentence)
    found: list[tuple[int, _Made, str]] = []
    furthest = -1
    for head in _HEAD.finditer(hidden):
        subject, tail = sentence[: head.start()].strip(" ,"), sentence[head.start() :]
        if not subject or _HALF_VERB.search(subject):
            continue
        try:
            tree = claim_parser().parse(_mask(tail), start="tail")
        except UnexpectedInput as error:
            reached = error.pos_in_stream if getattr(error, "pos_in_stream", None) is not None and error.pos_in_stream >= 0 else len(tail)
            furthest = max(furthest, head.start() + min(reached, len(tail)))
            continue
        made = _interpret(tree, tail)
        if made is not None:
            found.append((head.start(), made, subject))
    strong = [item for item in found if not item[1].weak]
    last = max((position for position, _, _ in strong), default=-1)
    # An element phrase that itself ends in a whole predicate ("... below the Terms link is visible") is no phrase.
    kept = [item for item in strong if item[0] == last or not item[1].objects] or found[-1:]
    readings: list[Claim] = []
    for position, made, subject in kept:
        plural = bool(_PLURAL_VERBS.match(sentence[position:]))
        for claim in _with_subject(made, sentence, subject, plural):
            if claim not in readings:
                readings.append(claim)
    return readings, furthest


def _mask(sentence: str) -> str:
    """The sentence with the insides of quotes blanked, same length."""
    return _QUOTED.sub(lambda match: '"' + "_" * (len(match[0]) - 2) + '"', sentence)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """A predicate without its subject. weak: only to be used when nothing stricter parses."""

    predicate: str
    args: dict[str, object] = field(default_factory=dict)
    negated: bool = False
    objects: tuple[str, ...] = ()
    weak: bool = False
    suffix: str = ""  # belongs to the subject ("is visible in the header")
    within: str | None = None  # the subject is the container of this phrase ("the form has two fields")


class _Children:
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
        return _number(self.all("NUMBER")[index])

    def quoted_or_free(self) -> tuple[str, bool]:
        quoted = self.get("QUOTED")
        return (quoted[1:-1], True) if quoted is not None else ((self.get("FREE") or "").strip(), False)


def _number(word: str) -> float:
    word = word.lower().replace(",", ".")
    if word == "zero":
        return 0.0
    return float(NUMBER_WORDS.index(word)) if word in NUMBER_WORDS else float(word)


_RELATIONS = {
    "at least": ">=", "no less than": ">=", "no fewer than": ">=", ">=": ">=", "≥": ">=", "at most": "<=", "no more than": "<=",
    "not more than": "<=", "up to": "<=", "<=": "<=", "≤": "<=", "less than": "<", "fewer than": "<", "under": "<", "<": "<",
    "more than": ">", "greater than": ">", "over": ">", ">": ">", "exactly": "=", "only": "=", "precisely": "=", "=": "=",
    "about": "~", "around": "~", "approximately": "~", "roughly": "~", "almost": "~", "~": "~",
}  # fmt: skip


def _relation(quant: str | None) -> str:
    return "=" if quant is None else _RELATIONS[re.sub(r"\s+", " ", quant.lower())]


def _dimension(word: str | None) -> str:
    word = (word or "").lower()
    if "font" in word or "text size" in word:
        return "text size"
    if any(part in word for part in ("wid", "narrow", "long")):
        return "width"
    if any(part in word for part in ("tall", "high", "height", "short")):
        return "height"
    return "size"


def _position_kind(word: str) -> str:
    word = re.sub(r"\s+", " ", word.lower())
    if "left" in word:
        return "left of"
    if "right" in word:
        return "right of"
    if word in ("above", "over"):
        return "above"
    if word in ("below", "under", "underneath", "beneath"):
        return "below"
    if word in ("next to", "beside", "near", "close to", "adjacent to"):
        return "next to"
    return "inside"


def _alignment_kind(word: str) -> str:
    word = re.sub(r"[\s-]+", " ", word.lower())
    for side in ("left", "right", "top", "bottom"):
        if side in word and "on top of" not in word:
            return side
    if "column" in word or "stacked" in word or "below the other" in word or "above each other" in word:
        return "column"
    if "line" in word or "row" in word or "next to" in word or "side by side" in word:
        return "line"
    if "vertical" in word:
        return "center x"
    if "horizontal" in word:
        return "center y"
    return "center"


_STATES: dict[str, tuple[str, bool]] = {
    "checked": ("checked", True), "ticked": ("checked", True), "ticked off": ("checked", True), "on": ("checked", True), "turned on": ("checked", True),
    "switched on": ("checked", True), "unchecked": ("checked", False), "unticked": ("checked", False), "off": ("checked", False),
    "turned off": ("checked", False), "switched off": ("checked", False), "selected": ("selected", True), "active": ("selected", True),
    "chosen": ("selected", True), "highlighted": ("selected", True), "current": ("selected", True), "pressed": ("selected", True),
    "deselected": ("selected", False), "unselected": ("selected", False), "disabled": ("disabled", True), "inactive": ("disabled", True),
    "greyed out": ("disabled", True), "grayed out": ("disabled", True), "enabled": ("disabled", False), "focused": ("focused", True),
    "focussed": ("focused", True), "in focus": ("focused", True), "focus": ("focused", True), "expanded": ("expanded", True), "open": ("expanded", True),
    "opened": ("expanded", True), "collapsed": ("expanded", False), "closed": ("expanded", False), "invalid": ("invalid", True),
    "completed": ("checked", True), "done": ("checked", True), "in an error state": ("invalid", True), "in error state": ("invalid", True), "valid": ("invalid", False),
}  # fmt: skip


def _style(word: str) -> tuple[str, bool]:
    word = word.lower()
    negated = bool(re.match(r"no\b", word))
    for name, marks in (
        ("bold", ("bold",)), ("italic", ("ital", "slant")), ("struck", ("cross", "struck", "strike")), ("underlined", ("underline",)),
        ("lowercase", ("lower",)), ("uppercase", ("upper", "caps", "capital")),
    ):  # fmt: skip
        if any(mark in word for mark in marks):
            return name, negated
    raise AssertionError(word)


def _shape(word: str) -> tuple[str, bool]:
    word = word.lower()
    if word.startswith("no "):
        return "rounded", True
    if "pill" in word or "round end" in word or "rounded end" in word:
        return "pill", False
    if "circ" in word or word in ("round", "a round"):
        return "circle", False
    if "round" in word:
        return "rounded", False
    return "square", False


def _color_items(children: _Children) -> tuple[object, ...]:
    items: list[object] = []
    for token in children.tokens:
        text = children.source[token.start_pos : token.end_pos]
        if token.type == "COLOR":
            word = re.sub(r"[\s-]+", " ", text.lower().strip())
            word = "off-white" if word == "off white" else word
            word = word[:-3] if word.endswith("ish") and word[:-3] in BASIC_WORDS + FINER_WORDS + ("gray",) else word
            items.append(word)
        elif token.type in ("HEX", "RGB"):
            color = parse_color(text)
            if color is not None:
                items.append(color)
    return tuple(items)


def _visible(c: _Children) -> _Made:
    return _Made(predicate="visible")


def _between(c: _Children) -> _Made | None:
    parts = _split_list(c.get("PHRASE") or "", pairs=True)
    if len(parts) != 2:
        return None
    return _Made(predicate="position", args={"kind": "between"}, objects=parts)


def _edge(c: _Children) -> _Made:
    word = (c.get("EDGE") or "").lower()
    vertical = next((side for side in ("top", "bottom") if side in word), None)
    horizontal = next((side for side in ("left", "right") if side in word), None)
    middle = "middle" in word or "cent" in word
    return _Made(predicate="edge", args={
        "vertical": vertical or ("middle" if middle else None), "horizontal": horizontal or ("middle" if middle else None)})  # fmt: skip


def _centered(c: _Children) -> _Made:
    word = (c.get("CENTERED", "CENTERED_IN") or "").lower()
    axis = "x" if "horizontally" in word or re.search(r"(over|above|on|below|under)$", word) else "y" if "vertically" in word else "any"
    target = c.get("PHRASE")
    return _Made(predicate="centered", args={"axis": axis}, objects=(target,) if target else ("the page",))


def _compare(relation: str, word: str | None, phrase: str | None, **more: object) -> _Made:
    return _Made(predicate="compare size", args={"dimension": _dimension(word), "relation": relation, **more}, objects=(phrase,) if phrase else ())


def _grows(word: str) -> str:
    return "<" if re.match(r"(narrower|shorter|smaller)", word.lower()) else ">"


def _text(test: str) -> Callable[[_Children], _Made]:
    def make(c: _Children) -> _Made:
        wanted, quoted = c.quoted_or_free()
        article = re.match(r"(an?|the)\s+(?P<rest>\S.*)$", wanted, re.I)
        if not quoted and article and test == "contains":
            return _Made(predicate="visible", within=article["rest"], weak=True)
        return _Made(predicate="text", args={"test": test, "text": wanted, "quoted": quoted}, weak=not quoted)

    return make


def _contrast(c: _Children) -> _Made:
    stated = c.get("CONTRAST_AT")
    if stated is not None:
        number = re.search(r"(\d+(?:\.\d+)?)(?:\s*(?::|to)\s*1)?\s*\)?\s*$", stated)
        return _Made(predicate="contrast", args={"ratio": float(number[1]) if number else None})
    words = (c.get("HAS_CONTRAST") or "").lower()
    negated = bool(re.search(r"\b(no|low|poor|weak|insufficient|too little)\b", words))
    return _Made(predicate="contrast", args={"ratio": 7.0 if "aaa" in words else None}, negated=negated)


def _state(c: _Children) -> _Made:
    state, wanted = _STATES[re.sub(r"\s+", " ", re.sub(r"^the (keyboard )?|^keyboard ", "", (c.get("STATE", "HAS_STATE") or "").lower()))]
    return _Made(predicate="state", args={"state": state, "wanted": wanted})


def _styled(c: _Children) -> _Made:
    style, negated = _style(c.get("STYLE", "HAS_STYLE") or "")
    return _Made(predicate="style", args={"style": style}, negated=negated)


def _shaped(c: _Children) -> _Made:
    shape, negated = _shape(c.get("SHAPE", "HAS_SHAPE") or "")
    return _Made(predicate="corners", args={"shape": shape}, negated=negated)


def _count_args(c: _Children) -> dict[str, object]:
    return {"relation": _relation(c.get("QUANT")), "value": int(c.number())}


_MAKERS: dict[str, Callable[[_Children], _Made | None]] = {
    "visible": _visible,
    "visible_in": lambda c: _Made(predicate="visible", suffix=" " + (c.get("PHRASE") or "")),
    "hidden": lambda c: _Made(predicate="visible", negated=True),
    "color": lambda c: _Made(predicate="color", args={"colors": _color_items(c)}),
    "written": lambda c: _Made(predicate="text color", args={"colors": _color_items(c)}),
    "background": lambda c: _Made(predicate="background", args={"colors": _color_items(c)}),
    "text_color": lambda c: _Made(predicate="text color", args={"colors": _color_items(c)}),
    "border_color": lambda c: _Made(predicate="border color", args={"colors": _color_items(c)}),
    "same_color": lambda c: _Made(predicate="same color", objects=(c.get("PHRASE") or "",)),
    "brighter": lambda c: _Made(
        predicate="brighter", args={"darker": (c.get("BRIGHTER") or "").lower().startswith("darker")}, objects=(c.get("PHRASE") or "",)),
    "position": lambda c: _Made(predicate="position", args={"kind": _position_kind(c.get("POSITION") or "")}, objects=(c.get("PHRASE") or "",)),
    "not_position": lambda c: _Made(predicate="position", args={"kind": "inside"}, negated=True, objects=(c.get("PHRASE") or "",)),
    "between": _between,
    "edge": _edge,
    "aligned": lambda c: _Made(predicate="aligned", args={"kind": _alignment_kind(c.get("ALIGNED") or "")}),
    "aligned_with": lambda c: _Made(
        predicate="aligned", args={"kind": _alignment_kind(c.get("ALIGNED_WITH") or "")}, objects=(c.get("PHRASE") or "",)),
    "centered": _centered,
    "centered_in": _centered,
    "wider_px": lambda c: _Made(predicate="size", args={
        "dimension": _dimension(c.get("DIMENSION") or c.get("WIDER")), "relation": _grows(c.get("WIDER") or ""), "value": c.number()}),
    "wider": lambda c: _compare(_grows(c.get("WIDER") or ""), c.get("WIDER"), c.get("PHRASE")),
    "as_wide": lambda c: _compare("=", c.get("AS_WIDE"), c.get("PHRASE")),
    "same_size": lambda c: _Made(predicate="same size", args={"dimension": _dimension(c.get("SAME_SIZE_BE", "SAME_SIZE_END"))}),
    "same_size_as": lambda c: _compare("=", c.get("SAME_SIZE"), c.get("PHRASE")),
    "size_px": lambda c: _Made(predicate="size", args={
        "dimension": _dimension(c.get("DIMENSION")), "relation": _relation(c.get("QUANT")), "value": c.number()}),
    "size_range": lambda c: _Made(predicate="size", args={
        "dimension": _dimension(c.get("DIMENSION")), "relation": "between", "value": c.number(), "upper": c.number(1)}),
    "size_of": lambda c: _Made(predicate="size", args={
        "dimension": _dimension(c.get("SIZE_OF")), "relation": _relation(c.get("QUANT")), "value": c.number()}),
    "bare_px": lambda c: _Made(predicate="bare px", args={"relation": _relation(c.get("QUANT")), "value": c.number()}),
    "bare_number": lambda c: _Made(predicate="bare number", args=_count_args(c)),
    "state": _state,
    "empty": lambda c: _Made(predicate="empty", negated=(c.get("EMPTY") or "").lower().startswith("filled")),
    "style": _styled,
    "readable": _contrast,
    "readable_at": _contrast,
    "has_contrast": _contrast,
    "bordered": lambda c: _Made(predicate="border"),
    "no_border": lambda c: _Made(predicate="border", negated=True),
    "shape": _shaped,
    "text_is": lambda c: _Made(predicate="text", args={"test": "is", "text": c.quoted_or_free()[0], "quoted": True}),
    "contains": _text("contains"),
    "starts": _text("starts"),
    "ends": _text("ends"),
    "matches": _text("matches"),
    "has_count": lambda c: _Made(predicate="count", args=_count_args(c), within=c.get("PHRASE")),
    "has_one": lambda c: _Made(predicate="visible", within=c.get("PHRASE"), weak=True),
    "has_none": lambda c: _Made(predicate="visible", negated=True, within=c.get("PHRASE"), weak=True),
}


def _interpret(tree: object, source: str) -> _Made | None:
    """The predicate of a parse tree (affirmed or denied)."""
    inner = next((child for child in tree.children if not isinstance(child, Token)), None)  # type: ignore[attr-defined]
    if inner is None:
        return None
    made = _MAKERS[_rule(inner)](_Children(inner, source))
    if made is None or any(key == "colors" and not value for key, value in made.args.items()):
        return None
    return replace(made, negated=made.negated != (_rule(tree) == "denied"))


def _rule(tree: object) -> str:
    data = tree.data  # type: ignore[attr-defined]
    return str(data.value if isinstance(data, Token) else data)


def _there(tree: object, sentence: str) -> Claim:
    children = _Children(tree, sentence)
    phrase = re.sub(r"\s+(?:visible|shown|displayed|present|left)?(?:\s*on\s+(?:the|this)\s+(?:page|screen))?$", "", children.get("PHRASE") or "")
    phrase = re.sub(r"^(?:an?|the|any|some)\s+", "", phrase, flags=re.I)
    rule = _rule(tree)
    if rule == "there":
        return Claim(text=sentence, predicate="count", args=_count_args(children), subjects=(phrase,))
    return Claim(text=sentence, predicate="visible", negated=rule == "there_none", subjects=(phrase,))


def _split_list(phrase: str, pairs: bool = False) -> tuple[str, ...]:
    """"A, B and C" -> its members; a conjunction inside a name ("Terms and Conditions") stays, where articles tell."""
    hidden = _mask(phrase)
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


_ASPECT_PREDICATE = {
    ("color", "text"): "text color", ("color", "background"): "background", ("color", "border"): "border color", ("color", "fill"): "background",
    ("color", "color"): "color", ("compare size", "text"): "compare size", ("brighter", "text"): "brighter", ("same color", "text"): "same color",
}  # fmt: skip


def _aspect(phrase: str) -> tuple[str | None, str]:
    """"the text of the Save button" -> ("text", "the Save button")."""
    match = _ASPECT.match(phrase) or _OWNED_ASPECT.match(phrase)
    if not match:
        if re.match(r"^(?:the\s+)?(?:page(?:['’]s)?\s+)background$", phrase, re.I):
            return "background", ""
        return None, phrase
    word = match["aspect"].lower()
    if "size" in word:
        return "text size", match["rest"]
    for aspect in ("text", "font", "label", "background", "border", "fill", "width", "height", "contrast", "color", "colour"):
        if word.startswith(aspect):
            return {"font": "text", "label": "text", "colour": "color"}.get(aspect, aspect), match["rest"]
    return None, phrase


def _phrase(phrase: str) -> str:
    """A subject phrase for parse_intent: "" for the page; "the word Subscribe" -> '"Subscribe"'."""
    phrase = phrase.strip()
    if _PAGE.match(phrase):
        return ""
    word = _WORD.match(phrase)
    if word:
        rest = word["rest"]
        if _QUOTED.fullmatch(rest):
            return rest
        if re.match(r"(?:the\s+)?words?\b", phrase, re.I) and '"' not in rest:
            return f'"{rest}"'
    return phrase


def _with_subject(made: _Made, sentence: str, subject: str, plural: bool) -> Iterator[Claim]:
    """The claims of one split: quantifiers, counts and lists of subjects resolved."""
    if number_of := _NUMBER_OF.match(subject):
        if made.predicate == "bare number":
            yield Claim(text=sentence, predicate="count", args=made.args, negated=made.negated, subjects=(_phrase(number_of["rest"]),))
        return
    if made.predicate == "bare number":
        return
    if made.within is not None:
        container = _phrase(subject)
        inner = made.within if not container else f"{made.within} in {container}"
        if _quantifies(subject):
            return
        yield Claim(text=sentence, predicate=made.predicate, args=made.args, negated=made.negated, subjects=(inner,))
        return
    counted = _COUNTED.match(subject)
    if counted and made.predicate == "visible" and not _CONJUNCTION.search(subject):
        args = {"relation": _relation(counted["quant"]), "value": int(_number(counted["number"]))}
        yield Claim(text=sentence, predicate="count", args=args, negated=made.negated, subjects=(_phrase(counted["rest"] + made.suffix),))
        return
    quantified = _QUANTIFIED.match(subject)
    if quantified and not _CONJUNCTION.search(_mask(subject)):
        word, rest = quantified["word"].lower(), quantified["rest"]
        none = word.startswith("no")
        kind = "none" if none else "any" if re.match(r"any|one|at|some", word) else "all"
        if made.predicate == "visible" and none:
            yield Claim(text=sentence, predicate="visible", negated=not made.negated, subjects=(_phrase(rest + made.suffix),))
            return
        aspect, rest = _aspect(rest)
        yield _finish(made, sentence, (_phrase(rest),), kind, aspect)
        return
    aspect, inner = _aspect(subject)
    group = made.predicate in ("aligned", "same size") and not made.objects
    members = _split_list(inner + made.suffix)
    if group or plural:
        listed = tuple(_phrase(_aspect(member)[1]) for member in members)
        numbered = re.match(rf"^(?:the\s+)?(?:{NUMBER})\s+", inner, re.I)
        if len(listed) > 1:
            yield _finish(made, sentence, listed, "one" if group else "all", aspect)
            articles = all(re.match(r"(the\s|an?\s|\")", member, re.I) for member in members)
            if not group and not articles and not _split_has_articles(inner):
                yield _finish(made, sentence, (_phrase(inner + made.suffix),), "one", aspect)
            return
        if group or numbered:
            yield _finish(made, sentence, (_phrase(inner),), "all", aspect)
            return
    yield _finish(made, sentence, (_phrase(inner + made.suffix),), "one", aspect)


def _split_has_articles(phrase: str) -> bool:
    return bool(re.search(r"(and|,)\s+(the\s|\")", _mask(phrase), re.I))


def _quantifies(subject: str) -> bool:
    return bool(_QUANTIFIED.match(subject))


def _finish(made: _Made, sentence: str, subjects: tuple[str, ...], quantifier: str, aspect: str | None) -> Claim:
    predicate, args = made.predicate, dict(made.args)
    objects: list[str] = []
    for phrase in made.objects:
        gap = _GAP.search(phrase)
        if gap:
            phrase, args["gap"] = phrase[: gap.start()], float(gap["px"])
        object_aspect, inner = _aspect(phrase)
        if object_aspect is not None:
            args["object aspect"] = object_aspect
        objects.append(_phrase(inner))
    if predicate == "bare px":
        predicate = "size"
        args["dimension"] = aspect if aspect in ("width", "height", "text size") else "width"
        if aspect not in ("width", "height", "text size"):
            args["dimension"] = "unknown"
    elif aspect is not None:
        predicate = _ASPECT_PREDICATE.get((predicate, aspect), predicate)
        args["aspect"] = aspect
        if predicate == "compare size" and aspect in ("text", "text size"):
            args["dimension"] = "text size"
        if predicate == "compare size" and aspect in ("width", "height"):
            args["dimension"] = aspect
    return Claim(
        text=sentence, predicate=predicate, args=args, negated=made.negated, subjects=subjects, objects=tuple(objects), quantifier=quantifier
    )
