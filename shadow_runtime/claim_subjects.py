"""Subject phrase + Made -> Claims: quantifiers, counts, lists, and aspects such as "the text of".

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from .claim_grammar import NUMBER
from .claim_predicates import Made, count_args
from .claim_tree import QUOTED, Children, mask, rule_of, split_list
from .claim_words import number_of, relation_of


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


_ASPECT = re.compile(
    r"^(?:the\s+)?(?P<aspect>text(?:\s+colou?r)?|font\s+colou?r|label\s+text|background(?:\s+colou?r)?|border(?:\s+colou?r|\s+radius)?|corner\s+radius|fill(?:\s+colou?r)?|corners|shadow|"
    r"(?:left|right|top|bottom)\s+edges?|(?:left|right|top|bottom)(?=\s+of)|colou?r|width|height|font\s+size|text\s+size|contrast(?:\s+of\s+the\s+text)?)\s+(?:of|on|in)\s+(?P<rest>\S.*)$",
    re.I,
)
_OWNED_ASPECT = re.compile(
    r"^(?P<rest>\S.*?)(?:['’]s)\s+(?P<aspect>text(?:\s+colou?r)?|font\s+colou?r|background(?:\s+colou?r)?|border(?:\s+colou?r)?|corners|colou?r|width|height|"
    r"font\s+size|text\s+size|contrast)$",
    re.I,
)
_PAGE = re.compile(r"^(?:(?:the|this)\s+)?(?:whole\s+|entire\s+)?(?:page|screen|viewport|window|website|site)$", re.I)
_QUANTIFIED = re.compile(r"^(?P<word>all(?:\s+of)?|every|each(?:\s+of)?|both(?:\s+of)?|none\s+of|no|none|any\s+of|(?:at\s+least\s+)?one\s+of|some\s+of|some|not\s+(?:all|every|each)(?:\s+of)?)\s+(?:(?:the|these|those)\s+)?(?P<rest>\S.*)$", re.I)
_QUANT = r"(?P<quant>at least|at most|less than|more than|fewer than|no more than|no fewer than|exactly|only|about|around|up to)"
_COUNTED = re.compile(rf"^(?:{_QUANT}\s+)?(?P<number>{NUMBER})\s+(?P<rest>[^\W\d_].*)$", re.I)
_SHARE = re.compile(rf"^(?:{_QUANT}\s+)?(?P<number>\d+(?:\.\d+)?)\s*(?:%|percent)\s+of\s+(?P<rest>\S.*)$", re.I)
_GAPS = re.compile(r"^(?:the\s+|all\s+)?(?:gap|space|spacing|distance|margin)s?\s+between\s+(?P<rest>\S.*)$", re.I)
_ONLY = re.compile(r"^only\s+(?P<rest>\S.*)$", re.I)
_BARE_ASPECT = re.compile(r"^(?:the\s+)?(?P<aspect>background(?:\s+colou?r)?|(?:font|text)\s+(?:size|colou?r)|contrast|border(?:\s+colou?r)?|corner\s+radius)$", re.I)
_NOTHING = re.compile(r"^(?:nothing|none)$", re.I)
_NUMBER_OF = re.compile(r"^(?:the\s+)?(?:number|count|amount)\s+of\s+(?P<rest>\S.*)$", re.I)
_WORD = re.compile(r"^(?:the\s+)?(?:words?|text|phrase|string|message)\s+(?P<rest>\S.*)$", re.I)
_CONJUNCTION = re.compile(r",?\s+(?:and|but)\s+", re.I)
_GAP = re.compile(r"\s+by\s+(?:at\s+least\s+)?(?P<px>\d+(?:\.\d+)?)\s*(?:px|pixels?)$", re.I)


def there(tree: object, sentence: str) -> Claim | None:
    """The claim of "there is ..." (a tree of the start rule `there`)."""
    children = Children(tree, sentence)
    phrase = children.get("PHRASE") or ""
    rule = rule_of(tree)
    if rule == "there_gap":
        args = {"kind": "any", "relation": relation_of(children.get("QUANT")), "value": children.number()}
        return _gap_claim(Made(predicate="gap", args=args), sentence, phrase)
    phrase = re.sub(r"\s+(?:visible|shown|displayed|present|left)?(?:\s*on\s+(?:the|this)\s+(?:page|screen))?$", "", phrase)
    phrase = re.sub(r"^(?:an?|the|any|some)\s+", "", phrase, flags=re.I)
    if rule == "there":
        return Claim(text=sentence, predicate="count", args=count_args(children), subjects=(phrase,))
    if re.match(r"(gap|space|spacing|distance|margin)s?\b", phrase, re.I):
        return None
    counted = _COUNTED.match(phrase)
    if counted and rule == "there_none":  # "there are not 3 cards" denies the number, not the cards
        args = {"relation": relation_of(counted["quant"]), "value": int(number_of(counted["number"]))}
        return Claim(text=sentence, predicate="count", args=args, negated=True, subjects=(counted["rest"],))
    return Claim(text=sentence, predicate="visible", negated=rule == "there_none", subjects=(phrase,))


def _gap_claim(made: Made, sentence: str, phrase: str) -> Claim | None:
    """ "the gap between A and B is 16 px", "the gaps between the cards are equal"."""
    members = split_list(phrase)
    subjects = tuple(_phrase(member) for member in members)
    if made.predicate == "even gaps":
        return Claim(text=sentence, predicate="even gaps", negated=made.negated, subjects=subjects, quantifier="one" if len(subjects) > 1 else "all")
    args = {"kind": "any", **{name: made.args[name] for name in ("relation", "value", "upper") if name in made.args}}
    if len(subjects) == 2:
        return Claim(text=sentence, predicate="gap", args=args, negated=made.negated, subjects=subjects[:1], objects=subjects[1:])
    return Claim(text=sentence, predicate="gaps", args=args, negated=made.negated, subjects=subjects, quantifier="one" if len(subjects) > 1 else "all")


_ASPECT_PREDICATE = {
    ("border style", "border"): "border style", ("corners", "corners"): "corners",
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
    if "radius" in word:
        return "corner radius", match["rest"]
    if "size" in word:
        return "text size", match["rest"]
    if re.match(r"(left|right|top|bottom)\b", word):
        return word.split()[0], match["rest"]
    for aspect in ("text", "font", "label", "background", "border", "fill", "width", "height", "contrast", "corners", "shadow", "color", "colour"):
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
        if QUOTED.fullmatch(rest):
            return rest
        if re.match(r"(?:the\s+)?words?\b", phrase, re.I) and '"' not in rest:
            return f'"{rest}"'
    return phrase


def with_subject(made: Made, sentence: str, subject: str, plural: bool) -> Iterator[Claim]:
    """The claims of one split: quantifiers, counts, lists and shares of subjects resolved. None where the two do not fit."""
    if number_of_ := _NUMBER_OF.match(subject):
        if made.predicate == "bare number":
            args = {name: value for name, value in made.args.items() if name != "written"}
            yield Claim(text=sentence, predicate="count", args=args, negated=made.negated, subjects=(_phrase(number_of_["rest"]),))
        return
    if made.predicate == "bare number":  # "the counter is 3": what is read there
        if not (written := str(made.args.get("written") or "")).isascii() or not written[:1].isdigit():
            return
        made = replace(made, predicate="text", args={"test": "is", "text": written, "quoted": True})
    if gaps := _GAPS.match(subject):
        if made.predicate in ("bare px", "even gaps", "size") and (claim := _gap_claim(made, sentence, gaps["rest"])) is not None:
            yield claim
        return
    if made.predicate == "even gaps" and made.args.get("bare"):
        return
    if bare := _BARE_ASPECT.match(subject):  # "the background" is the page's; "the font size" is nobody's
        if bare["aspect"].lower().startswith("background") and made.predicate in ("color", "brighter"):
            yield finish(made, sentence, ("",), "one", "background")
        return
    if made.args.get("bare") and _aspect(subject)[0] != "contrast":
        return
    if made.predicate == "changed":
        yield _change(made, sentence, subject)
        return
    if share := _SHARE.match(subject):
        if made.predicate in ("color", "background"):
            args = {"colors": made.args["colors"], "relation": relation_of(share["quant"]), "value": float(share["number"])}
            yield Claim(text=sentence, predicate="color share", args=args, negated=made.negated, subjects=(_phrase(share["rest"]),))
        return
    if made.within is not None:
        yield from _inside(made, sentence, subject)
        return
    several = not _CONJUNCTION.search(mask(subject))
    counted = _COUNTED.match(subject)
    if counted and several and made.predicate == "visible":
        args = {"relation": relation_of(counted["quant"]), "value": int(number_of(counted["number"]))}
        yield Claim(text=sentence, predicate="count", args=args, negated=made.negated, subjects=(_phrase(counted["rest"] + made.suffix),))
        return
    if counted and several and (plural or counted["quant"]) and made.predicate not in GROUPED:
        rest = re.sub(r"^of\s+(the\s+)?((two|three|four|five|six|seven|eight|nine|ten|\d+)\s+)?", "", counted["rest"], flags=re.I)
        yield finish(made, sentence, (_phrase(rest),), f"{relation_of(counted['quant'])}{int(number_of(counted['number']))}", None)
        return
    if _NOTHING.match(subject):
        if made.predicate in ("overlap", "truncated", "clipped", "overflow"):
            yield finish(replace(made, negated=not made.negated), sentence, ("elements",), "all", None)
        return
    quantified = _QUANTIFIED.match(subject)
    if quantified and several:
        yield from _over_all(made, sentence, quantified["word"].lower(), quantified["rest"])
        return
    aspect, inner = _aspect(subject)
    group = made.predicate in GROUPED and not made.objects
    members = split_list(inner + made.suffix)
    if group or plural:
        listed = tuple(_phrase(_aspect(member)[1]) for member in members)
        numbered = re.match(rf"^(?:the|these|those|both)\s+(?P<number>{NUMBER})\s+(?=[^\W\d_])", inner, re.I)
        if len(listed) > 1:
            yield finish(made, sentence, listed, "one" if group else "all", aspect)
            articles = all(re.match(r"(the\s|an?\s|\")", member, re.I) for member in members)
            if not group and not articles and not _split_has_articles(inner):
                yield finish(made, sentence, (_phrase(inner + made.suffix),), "one", aspect)
            return
        if numbered:  # "the five buttons": the buttons, of which there must be five
            rest, number = "the " + inner[numbered.end() :], int(number_of(numbered["number"]))
            if made.predicate == "visible":
                args: dict[str, object] = {"relation": ">=", "value": number}
                yield Claim(text=sentence, predicate="count", args=args, negated=made.negated, subjects=(_phrase(rest + made.suffix),))
            else:
                yield finish(replace(made, args={**made.args, "of": number}), sentence, (_phrase(rest),), "all", aspect)
            return
        if group:
            yield finish(made, sentence, (_phrase(inner),), "all" if plural else "one", aspect)
            return
    yield finish(made, sentence, (_phrase(inner + made.suffix),), "one", aspect)


# Said of several elements at once, when no object follows.
GROUPED = ("aligned", "same size", "same color", "even gaps", "overlap", "grid", "gaps")


def _over_all(made: Made, sentence: str, word: str, rest: str) -> Iterator[Claim]:
    """ "all / every / none of / no / not all ... ": the quantifier is the claim's."""
    none = word.startswith("no") and not word.startswith("not")
    if made.predicate == "visible" and none:
        yield Claim(text=sentence, predicate="visible", negated=not made.negated, subjects=(_phrase(rest + made.suffix),))
        return
    if made.predicate in GROUPED and not made.objects and (none or word.startswith("not")):
        made, none, word = replace(made, negated=not made.negated), False, "all"  # said of all of them together
    kind = "none" if none else "not all" if word.startswith("not") else "any" if re.match(r"any|one|at|some", word) else "all"
    aspect, rest = _aspect(rest)
    yield finish(made, sentence, (_phrase(rest),), kind, aspect)


def _inside(made: Made, sentence: str, subject: str) -> Iterator[Claim]:
    """ "the form has two fields", "every card has a title", "the header has a logo and a search field"."""
    assert made.within is not None
    container = _phrase(subject)
    quantified = _QUANTIFIED.match(subject)
    if quantified:
        word = quantified["word"].lower()
        if made.predicate == "visible" and (not word.startswith("no") or word.startswith("not")):
            kind = "not all" if word.startswith("not") else "any" if re.match(r"any|one|at|some", word) else "all"
            yield Claim(text=sentence, predicate="holds", negated=made.negated, subjects=(_phrase(quantified["rest"]),), objects=(made.within,), quantifier=kind)
        return
    members = split_list(made.within)
    if len(members) < 2 or made.predicate != "visible" or not all(re.match(r"(the\s|an?\s|\")", member, re.I) for member in members[1:]):
        members = (made.within,)
    inner = tuple(re.sub(r"^(?:the|an?)\s+", "", member, flags=re.I) for member in members)
    subjects = tuple(member if not container else f"{member} in {container}" for member in inner)
    yield Claim(text=sentence, predicate=made.predicate, args=made.args, negated=made.negated, subjects=subjects)


def _change(made: Made, sentence: str, subject: str) -> Claim:
    """ "X has changed since ...", "only X changed since ...", "nothing has changed since ..."."""
    if _NOTHING.match(subject):
        return Claim(text=sentence, predicate="changed", args=made.args, negated=not made.negated, subjects=("",))
    if only := _ONLY.match(subject):
        return Claim(text=sentence, predicate="changed", args={**made.args, "only": True}, negated=made.negated, subjects=(_phrase(only["rest"]),))
    aspect, inner = _aspect(subject)
    args = {**made.args, "what": "color"} if aspect in ("color", "background", "text") else made.args
    return Claim(text=sentence, predicate="changed", args=args, negated=made.negated, subjects=(_phrase(inner),))


def _split_has_articles(phrase: str) -> bool:
    return bool(re.search(r"(and|,)\s+(the\s|\")", mask(phrase), re.I))


def finish(made: Made, sentence: str, subjects: tuple[str, ...], quantifier: str, aspect: str | None) -> Claim:
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
        if predicate == "aligned" and aspect in ("left", "right", "top", "bottom"):
            args["kind"] = aspect if object_aspect in (aspect, None) else "unlike"
    if predicate == "bare px":
        predicate = "size"
        args["dimension"] = {"text": "text size", "border": "border width"}.get(aspect or "", aspect)
        if aspect not in ("width", "height", "text size", "text", "border", "corner radius"):
            args["dimension"] = "unknown"
    elif predicate == "size" and aspect == "border" and args.get("dimension") == "width":
        args["dimension"] = "border width"
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
