"""A parse tree of the grammar -> Made: the predicate of a sentence, its subject still free text.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from lark import Token

from .claim_tree import Children, rule_of, split_list
from .claim_words import (
    STATES,
    alignment_of,
    dimension_of,
    number_of,
    position_of,
    proportion_of,
    quant_of,
    relation_of,
    shape_of,
    share_of,
    state_word,
    style_of,
    times_of,
)
from .color import BASIC_WORDS, FINER_WORDS, parse_color


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A predicate without its subject. weak: only to be used when nothing stricter parses."""

    predicate: str
    args: dict[str, object] = field(default_factory=dict)
    negated: bool = False
    objects: tuple[str, ...] = ()
    weak: bool = False
    suffix: str = ""  # belongs to the subject ("is visible in the header")
    within: str | None = None  # the subject is the container of this phrase ("the form has two fields")


def _color_items(children: Children) -> tuple[object, ...]:
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


def _visible(c: Children) -> Made:
    return Made(predicate="visible")


def _between(c: Children) -> Made | None:
    parts = split_list(c.get("PHRASE") or "", pairs=True)
    if len(parts) != 2:
        return None
    return Made(predicate="position", args={"kind": "between"}, objects=parts)


def _align_phrase(c: Children) -> Made:
    kind = alignment_of(c.get("ALIGNED_WITH") or "")
    return Made(predicate="aligned", args={"kind": kind}, objects=(c.get("PHRASE") or "",))


def _edge(c: Children) -> Made:
    word = (c.get("EDGE") or "").lower()
    vertical = next((side for side in ("top", "bottom") if side in word), None)
    horizontal = next((side for side in ("left", "right") if side in word), None)
    middle = "middle" in word or "cent" in word
    return Made(predicate="edge", args={
        "vertical": vertical or ("middle" if middle else None), "horizontal": horizontal or ("middle" if middle else None)})  # fmt: skip


def _centered(c: Children) -> Made:
    word = (c.get("CENTERED", "CENTERED_IN") or "").lower()
    axis = "x" if "horizontally" in word or re.search(r"(over|above|on|below|under)$", word) else "y" if "vertically" in word else "any"
    target = c.get("PHRASE")
    return Made(predicate="centered", args={"axis": axis}, objects=(target,) if target else ("the page",))


def _compare(relation: str, word: str | None, phrase: str | None, **more: object) -> Made:
    return Made(predicate="compare size", args={"dimension": dimension_of(word), "relation": relation, **more}, objects=(phrase,) if phrase else ())


def _grows(word: str) -> str:
    return "<" if re.match(r"(narrower|shorter|smaller)", word.lower()) else ">"


def _text(test: str) -> Callable[[Children], Made | None]:
    def make(c: Children) -> Made | None:
        wanted, quoted = c.quoted_or_free()
        article = re.match(r"(an?|the|no|any)\s+(?P<rest>\S.*)$", wanted, re.I)
        if not quoted and article and test == "contains":
            if _PROPERTY.search(article["rest"]):
                return None
            return Made(predicate="visible", within=article["rest"], weak=True, negated=article[1].lower() == "no")
        folded = bool(_FOLDED.search(wanted if not quoted else c.source))
        wanted = _FOLDED.sub("", wanted) if not quoted else wanted
        if test == "matches" and (slashed := re.fullmatch(r"/(.+)/([a-z]*)", wanted)):
            wanted, quoted = slashed[1], True
        args: dict[str, object] = {"test": test, "text": wanted, "quoted": quoted}
        return Made(predicate="text", args={**args, "folded": True} if folded else args, weak=not quoted)

    return make


def _contrast(c: Children) -> Made:
    stated = c.get("CONTRAST_AT")
    if stated is not None:
        number = re.search(r"(\d+(?:\.\d+)?)(?:\s*(?::|to)\s*1)?\s*\)?\s*$", stated)
        return Made(predicate="contrast", args={"ratio": float(number[1]) if number else None})
    words = (c.get("HAS_CONTRAST") or "").lower()
    negated = bool(re.search(r"\b(no|low|poor|weak|insufficient|too little)\b", words))
    return Made(predicate="contrast", args={"ratio": 7.0 if "aaa" in words else None}, negated=negated)


def _state(c: Children) -> Made:
    state, wanted = STATES[state_word(c.get("STATE", "HAS_STATE") or "")]
    return Made(predicate="state", args={"state": state, "wanted": wanted})


def _styled(c: Children) -> Made:
    style, negated = style_of(c.get("STYLE", "HAS_STYLE") or "")
    return Made(predicate="style", args={"style": style}, negated=negated)


def _shaped(c: Children) -> Made:
    word = c.get("SHAPE", "HAS_SHAPE") or ""
    shape, negated = shape_of(re.sub(r"^(almost|roughly|perfectly)\s+", "", word, flags=re.I))
    if shape == "square" and re.search(r"(an?|^|almost|roughly|perfectly)\s*squares?$", word, re.I) and "corner" not in word.lower():
        shape = "a square"
    return Made(predicate="corners", args={"shape": shape, "loose": bool(re.match(r"almost|roughly", word, re.I))}, negated=negated)


def count_args(c: Children) -> dict[str, object]:
    if (several := c.get("SEVERAL")) is not None:
        return {"relation": ">=", "value": 2 if "couple" in several.lower() or several.lower() == "multiple" else 3}
    numbers = c.all("NUMBER")
    if len(numbers) == 2:
        return {"relation": "between", "value": int(c.number()), "upper": int(c.number(1))}
    return {"relation": relation_of(c.get("QUANT")), "value": int(c.number())}


_PROPERTY = re.compile(
    r"\b(shadow|borders?|radius|height|width|size|gradient|gaps?|backdrop|contrast|corners?|underline|padding|margin|colou?r|opacity|outline)\b(\s+(of|from|with)\b.*)?$",
    re.I,
)
_FOLDED = re.compile(r",?\s*(ignoring|regardless of|whatever the) (the )?((upper|lower) )?case$|,?\s*case[\s-]insensitive(ly)?$", re.I)


def _has(c: Children, made: Made) -> Made | None:
    """ "has a title": an element inside; "has a soft shadow" is a property the grammar does not know, no element."""
    return None if _PROPERTY.search(c.get("PHRASE") or "") else made


def _size_of(c: Children) -> Made:
    word = (c.get("SIZE_OF") or "").lower()
    relation = ">=" if "min" in word else "<=" if "max" in word else relation_of(c.get("QUANT"))
    return Made(predicate="size", args={"dimension": dimension_of(word), "relation": relation, "value": c.number()})


def _sizes(c: Children) -> Made:
    word = c.get("SIZES") or ""
    numbers = [float(n) for n in re.findall(r"\d+", word)]
    quant = re.match(r"at\s+least|at\s+most|exactly|about", word, re.I)
    return Made(predicate="size", args={"dimension": "both", "relation": relation_of(quant[0] if quant else None), "value": numbers[0], "upper": numbers[1]})


def _lines(c: Children) -> Made:
    word = re.sub(r"\s+", " ", (c.get("LINES", "WRAPS") or "").lower())
    number = re.search(r"\b(\d+|two|three|four|five|six|one|single)\b", word)
    value = 1 if number and number[1] == "single" else int(number_of(number[1])) if number else 2
    quant = re.search(r"exactly|at least|at most|more than|less than|about", word)
    relation = relation_of(quant[0] if quant else None)
    if not number or "several" in word or "second" in word:
        relation = ">="
    return Made(predicate="lines", args={"relation": "<=" if word.startswith("fit") else relation, "value": value})


def _grid(c: Children) -> Made:
    args: dict[str, object] = {}
    for number, kind in re.findall(r"(\d+|two|three|four|five|six|seven|eight)[\s-]+(column|row)", (c.get("GRID") or "").lower()):
        args[f"{kind}s"] = int(number_of(number))
    return Made(predicate="grid", args=args)


def _apart(c: Children, relation: str) -> Made:
    word = re.sub(r"\s+", " ", (c.get("APART") or "").lower())
    kind = "any" if "from" in word else position_of(re.sub(r"^directly ", "", word))
    args: dict[str, object] = {"kind": kind, "relation": relation, "value": c.number()}
    if relation == "between":
        args["upper"] = c.number(1)
    return Made(predicate="gap", args=args, objects=(c.get("PHRASE") or "",))


def _since(c: Children) -> Made:
    """ "has not changed since "before"", "looks the same as "before"": what a remembered look is compared with."""
    word = re.sub(r"\s+", " ", (c.get("SINCE") or "").lower())
    name = (c.get("QUOTED") or "")[1:-1]
    negated = bool(re.search(r"\bnot\b|n['’]t\b", word))
    if re.search(r"\b(moved?)\b", word):
        return Made(predicate="moved", args={"since": name}, negated=negated)
    if re.search(r"disappear|vanish|gone", word):
        return Made(predicate="disappeared", args={"since": name}, negated=negated)
    if re.search(r"(?<!is )appear(ed)? (since|from|compared)", word):
        return Made(predicate="appeared", args={"since": name}, negated=negated)
    same = bool(re.search(r"unchanged|same as|identical", word))
    return Made(predicate="changed", args={"since": name, "what": "color" if "color" in word or "colour" in word else "look"}, negated=negated != same)


def _faded(c: Children) -> Made:
    """ "is faded", "is opaque", "has an opacity of 50%"."""
    word = (c.get("FADED", "OPACITY") or "").lower()
    share = share_of(word) if "opacity of" in word else None
    negated = share is None and bool(re.match(r"(fully\s+)?opaque|(an?\s+)?full\s+opacity", word))
    return Made(predicate="faded", args={} if share is None else {"opacity": share / 100}, negated=negated)


def _broken(c: Children) -> Made:
    word = (c.get("BROKEN", "LOADED", "NOT_LOADED") or "").lower()
    return Made(predicate="broken", negated=word.endswith("loaded") and not re.search(r"not\s|n['’]t\s", word))


def _proportion(c: Children) -> Made:
    relation, value = proportion_of(c.get("PROPORTION", "ASPECT") or "")
    return Made(predicate="ratio", args={"relation": relation, "value": value})


def _progress(c: Children) -> Made:
    word = c.get("PROGRESS") or ""
    return Made(predicate="progress", args={"relation": quant_of(word), "value": share_of(word)})


_MAKERS: dict[str, Callable[[Children], Made | None]] = {
    "visible": _visible,
    "whole": lambda c: Made(predicate="clipped", args={"covered": True}, negated=True),
    "truncated": lambda c: Made(predicate="truncated"),
    "clipped": lambda c: Made(predicate="clipped"),
    "covered": lambda c: Made(predicate="covered"),
    "covered_by": lambda c: Made(predicate="covered", objects=(c.get("PHRASE") or "",)),
    "covers": lambda c: Made(predicate="covered", args={"reverse": True}, objects=(c.get("PHRASE") or "",)),
    "overlaps": lambda c: Made(predicate="overlap", objects=(c.get("PHRASE") or "",) if c.get("PHRASE") else ()),
    "overflows": lambda c: Made(predicate="overflow", objects=(c.get("PHRASE") or "",)),
    "fits": lambda c: Made(predicate="position", args={"kind": "inside"}, objects=(c.get("PHRASE") or "",)),
    "partly": lambda c: Made(predicate="overflow", objects=(c.get("PHRASE") or "",)),
    "lines": _lines,
    "grid": _grid,
    "even": lambda c: Made(predicate="even gaps", args={"bare": True} if re.fullmatch(r"even|equal|consistent|the\s+same", c.get("EVEN") or "", re.I) else {}),
    "sufficient": lambda c: Made(predicate="contrast", args={"ratio": None, "bare": True}),
    "border_style": lambda c: Made(predicate="border style", args={"style": (c.get("BORDER_STYLE") or "").lower()}),
    "border_px": lambda c: Made(predicate="size", args={"dimension": "border width", "relation": relation_of(c.get("QUANT")), "value": c.number()}),
    "shadow": lambda c: Made(predicate="shadow", negated=(c.get("HAS_SHADOW") or "").lower().startswith("no")),
    "gradient": lambda c: Made(predicate="gradient", args={"ends": _color_items(c)}, negated=(c.get("GRADIENT") or "").lower().startswith("no")),
    "same_look": lambda c: Made(predicate="same look", objects=(c.get("PHRASE") or "",)),
    "different_look": lambda c: Made(predicate="same look", negated=True, objects=(c.get("PHRASE") or "",)),
    "same_color_group": lambda c: Made(predicate="same color", negated="different" in (c.get("SAME_COLOR_GROUP") or "").lower()),
    "dark_mode": lambda c: Made(predicate="background", args={"colors": ((c.get("DARK_MODE") or "").lower().replace("in ", "").split()[0],)}),
    "sizes": _sizes,
    "apart": lambda c: _apart(c, relation_of(c.get("QUANT"))),
    "apart_range": lambda c: _apart(c, "between"),
    "nearer": lambda c: Made(predicate="gap", args={"kind": "any", "relation": "<=", "value": c.number()}, objects=(c.get("PHRASE") or "",)),
    "wider_by": lambda c: _compare(_grows(c.get("WIDER") or ""), c.get("WIDER"), c.get("PHRASE"), by=c.number(), by_relation=relation_of(c.get("QUANT"))),
    "ratio": lambda c: _compare(relation_of(c.get("QUANT")), c.get("AS_WIDE"), c.get("PHRASE"), times=times_of(c.get("RATIO") or "")),
    "spans": lambda c: Made(predicate="compare size", args={"dimension": "width", "relation": "="}, objects=("the page",)),
    "meets": lambda c: Made(predicate="contrast", args={"ratio": 7.0 if "aaa" in (c.get("WCAG") or "").lower() else None}),
    "order": lambda c: Made(
        predicate="position", args={"kind": "after" if re.search(r"after|follow", c.get("ORDER") or "", re.I) else "before"}, objects=(c.get("PHRASE") or "",)),
    "since": _since,
    "visible_in": lambda c: Made(predicate="visible", suffix=" " + (c.get("PHRASE") or "")),
    "hidden": lambda c: Made(predicate="visible", negated=True),
    "color": lambda c: Made(predicate="color", args={"colors": _color_items(c)}),
    "written": lambda c: Made(predicate="text color", args={"colors": _color_items(c)}),
    "background": lambda c: Made(predicate="background", args={"colors": _color_items(c)}),
    "text_color": lambda c: Made(predicate="text color", args={"colors": _color_items(c)}),
    "border_color": lambda c: Made(predicate="border color", args={"colors": _color_items(c)}),
    "same_color": lambda c: Made(predicate="same color", objects=(c.get("PHRASE") or "",)),
    "brighter": lambda c: Made(
        predicate="brighter", args={"darker": (c.get("BRIGHTER") or "").lower().startswith("darker")}, objects=(c.get("PHRASE") or "",)),
    "position": lambda c: Made(predicate="position", args={"kind": position_of(c.get("POSITION") or "")}, objects=(c.get("PHRASE") or "",)),
    "not_position": lambda c: Made(predicate="position", args={"kind": "inside"}, negated=True, objects=(c.get("PHRASE") or "",)),
    "between": _between,
    "edge": _edge,
    "aligned": lambda c: Made(predicate="aligned", args={"kind": alignment_of(c.get("ALIGNED") or "")}),
    "aligned_with": _align_phrase,
    "centered": _centered,
    "centered_in": _centered,
    "wider_px": lambda c: Made(predicate="size", args={
        "dimension": dimension_of(c.get("DIMENSION") or c.get("WIDER")), "relation": _grows(c.get("WIDER") or ""), "value": c.number()}),
    "wider": lambda c: _compare(_grows(c.get("WIDER") or ""), c.get("WIDER"), c.get("PHRASE")),
    "as_wide": lambda c: _compare("=", c.get("AS_WIDE"), c.get("PHRASE")),
    "same_size": lambda c: Made(
        predicate="same size", args={"dimension": dimension_of(c.get("SAME_SIZE_BE", "SAME_SIZE_END"))},
        negated="different" in (c.get("SAME_SIZE_END") or "").lower()),
    "same_size_as": lambda c: _compare("=", c.get("SAME_SIZE"), c.get("PHRASE")),
    "size_px": lambda c: Made(predicate="size", args={
        "dimension": dimension_of(c.get("DIMENSION")), "relation": relation_of(c.get("QUANT")), "value": c.number()}),
    "size_range": lambda c: Made(predicate="size", args={
        "dimension": dimension_of(c.get("DIMENSION")), "relation": "between", "value": c.number(), "upper": c.number(1)}),
    "size_of": _size_of,
    "bare_px": lambda c: Made(predicate="bare px", args={"relation": relation_of(c.get("QUANT")), "value": c.number()}),
    "bare_number": lambda c: Made(predicate="bare number", args=count_args(c) | ({} if c.get("QUANT") else {"written": c.get("NUMBER")})),
    "state": _state,
    "empty": lambda c: Made(predicate="empty", negated=(c.get("EMPTY") or "").lower().startswith("filled")),
    "style": _styled,
    "readable": _contrast,
    "readable_at": _contrast,
    "has_contrast": _contrast,
    "bordered": lambda c: Made(predicate="border"),
    "no_border": lambda c: Made(predicate="border", negated=True),
    "shape": _shaped,
    "text_is": lambda c: Made(predicate="text", args={"test": "is", "text": c.quoted_or_free()[0], "quoted": True}),
    "price": lambda c: Made(predicate="text", args={"test": "is", "text": c.get("PRICE") or "", "quoted": True}),
    "contains": _text("contains"),
    "starts": _text("starts"),
    "ends": _text("ends"),
    "matches": _text("matches"),
    "has_count": lambda c: _has(c, Made(predicate="count", args=count_args(c), within=c.get("PHRASE"))),
    "has_one": lambda c: _has(c, Made(predicate="visible", within=c.get("PHRASE"), weak=True)),
    "progress": _progress,
    "faded": _faded,
    "broken": _broken,
    "proportion": _proportion,
    "has_none": lambda c: _has(c, Made(predicate="visible", negated=True, within=c.get("PHRASE"), weak=True)),
}


def interpret(tree: object, source: str) -> Made | None:
    """The predicate of a parse tree (affirmed or denied)."""
    if rule_of(tree) == "since":
        return _since(Children(tree, source))
    inner = next((child for child in tree.children if not isinstance(child, Token)), None)  # type: ignore[attr-defined]
    if inner is None:
        return None
    made = _MAKERS[rule_of(inner)](Children(inner, source))
    if made is None or any(key == "colors" and not value for key, value in made.args.items()):
        return None
    return replace(made, negated=made.negated != (rule_of(tree) == "denied"))
