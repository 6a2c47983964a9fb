"""A phrase that names a target -> Intent: "second Delete button in the row of Ada".

Names may themselves contain role, state or relation words ("Sign in to your account heading", "First name field"), so the
parse keeps the plain reading beside the parsed one (Intent.alternatives) and leaves the choice to what stands on the page.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from .intent_words import (
    COLORS,
    HOLDING_WORDS,
    LEADING_ROLES,
    ORDINALS,
    PLURAL_ROLES,
    QUALIFIERS,
    REGION_WORDS,
    ROLE_WORDS,
    SIZES,
    STATE_WORDS,
    THINGS,
    TRAILING_ONLY_STATES,
    WEAK_STATES,
)
from .purpose import is_wish, unwrap
from .records import Intent, Relation

_MAX_CHARS = 400


def _alternation(words: object) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


_ARTICLE = re.compile(r"^(?:the|a|an|this|that|my|your)\s+(?=\S)", re.I)
_THE = re.compile(r"^(?:the|a|an)\s+(?=\S)", re.I)
_VERB = re.compile(r"^(?:please\s+)?(?:left[- ]?|double[- ]?)?(?:click(?:\s+on)?|tap(?:\s+on)?|press(?:\s+on)?|hover(?:\s+over)?|locate|find)\s+(?=\S)", re.I)
_QUOTE = re.compile(r"\"([^\"]+)\"|“([^”]+)”|«([^»]+)»|(?<![\w'])'([^']+)'(?!\w)|(?<!\w)‘([^’]+)’(?!\w)")
_HELD = re.compile("\x00(\\d+)\x00")
_ROLE = _alternation((*ROLE_WORDS, *PLURAL_ROLES))
# The name is lazy so that the longest role word wins: "Cherry radio button" is a radio button named Cherry.
_END_ROLE = re.compile(rf"^(?P<role>{_ROLE})$|^(?P<name>.*?\S)\s+(?P<last>{_ROLE})$", re.I)
# "dismiss the dialog": what follows an article inside the phrase is the object of a verb, not the kind of thing asked for.
_ENDS_IN_OBJECT = re.compile(r"\s(?:the|a|an|this|that|these|those|my|your|our|another|every|each)$", re.I)
_START_ROLE = re.compile(rf"^(?P<role>{_alternation(LEADING_ROLES)})\s+(?P<name>\S.*)$", re.I)
_WHERE = re.compile(r"^(?:(?:the\s+)?(?:place|field|box|input)\s+)?where\s+(?:i|you|we|users?|the user|one|people|they)\s+(?:can\s+|should\s+|must\s+)?(?:types?|enters?|writes?|puts?|fills?\s+in|inputs?|provides?|gives?)\s+(?:in\s+)?(?P<name>\S.*)$", re.I)
_SAID = re.compile(r"^\S.*?\s+(?:(?:that|which)\s+(?:says|reads)|saying|reading)\s+(?P<name>\S.*)$", re.I)
_SAYING = re.compile(r"^(?P<head>.*?\S)\s+(?:with\s+(?:the\s+)?(?:text|label|name|title|caption|placeholder)|labell?ed(?:\s+as|\s+with)?|called|named|titled|entitled|captioned|marked|that\s+(?:says|reads)|which\s+(?:says|reads)|saying|reading)\s+(?P<name>\S.*)$", re.I)
_FOR = re.compile(r"^(?P<head>.*?\S)\s+for\s+(?P<name>\S.*)$", re.I)
_WITH = re.compile(r"^(?P<head>.*?\S)\s+(?:with|showing|containing|that has)\s+(?:(?:the|a|an)\s+)?(?P<name>\S.*?)(?P<icon>\s+(?:icon|symbol|picture|image|logo|on it|inside|in it))?$", re.I)
_PICTURE_OF = re.compile(r"^(?P<role>icon|symbol|glyph|image|picture|photo|logo|illustration|avatar|thumbnail)s?\s+(?:of|showing|with|for)\s+(?:(?:the|a|an)\s+)?(?P<name>\S.*)$", re.I)
_THAT_IS = re.compile(rf"^(?P<head>.*?\S)\s+(?:that|which)(?:\s+(?:is|are|was|has been|looks?)|'s)(?:\s+(?:currently|now|already))?\s+(?P<state>(?:not\s+)?(?:{_alternation(STATE_WORDS)}|{_alternation(COLORS)}))$", re.I)
_NEAR = r"(?:directly|immediately|just|right|shortly)\s+"
_RELATIONS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(rf"^(?P<left>.*?\S)\s+(?:that\s+is\s+|which\s+is\s+|located\s+|placed\s+|standing\s+)?(?:{pattern})\s+(?P<right>\S.*)$", re.I))
    for kind, pattern in (
        ("right of", rf"(?:{_NEAR})?(?:(?:to|on|at)\s+the\s+)?right\s+(?:side\s+)?of|(?:{_NEAR})?(?:right\s+)?after"),
        ("left of", rf"(?:{_NEAR})?(?:(?:to|on|at)\s+the\s+)?left\s+(?:side\s+)?of|(?:{_NEAR})?(?:right\s+)?before"),
        ("below", rf"(?:{_NEAR})?(?:below|under|underneath|beneath)"),
        ("above", rf"(?:{_NEAR})?(?:above|over|on top of)"),
        ("next to", rf"(?:{_NEAR})?(?:next\s+to|beside|besides|near(?:\s+to)?|close\s+to|adjacent\s+to|alongside|by\s+the)"),
        ("row of", r"(?:in|on|of|from)\s+the\s+(?:same\s+)?(?:row|line|entry)\s+(?:of|for|with|as|containing|named|labell?ed|that\s+says|called)"),
        ("between", r"between"),
        ("inside", r"inside(?:\s+of)?|within"),
        ("inside", r"(?:in|on|of|at|from)(?=\s+(?:the|that|this)\s)"),
        ("row of", r"of(?=\s+[\x00\"])"),
    )
)  # fmt: skip
# An anchor that opens with what holds things: "the heading Tags", "the card of Ada", "the section titled Local news".
_HOLDING = re.compile(rf"^(?:the\s+)?(?P<kind>{_alternation(HOLDING_WORDS)})\s+(?P<link>(?:of|for|with|about|titled|named|called|entitled|headed|labell?ed|containing|showing|(?:that|which)\s+(?:says|reads|shows|contains|has))\s+)?(?:the\s+)?(?P<name>\S.*)$", re.I)
_THING = re.compile(rf"^(?P<name>\S.*?)\s+(?:{_alternation(THINGS)})$", re.I)
_OWNED = re.compile(r"^(?P<owner>\S.*?)['\u2019]s?\s+(?P<name>\S.*)$")
_PART_OF = re.compile(r"^(?P<name>\S+(?:\s\S+)?)\s+of\s+(?P<owner>\S.*)$", re.I)
_REGION = re.compile(rf"^(?P<left>.*?\S)\s+(?:(?:in|at|on|inside|from|of)\s+(?:the\s+)?)(?:very\s+)?(?P<region>{_alternation(REGION_WORDS)})(?:\s+(?:corner|side|edge|part|area|section|half))?(?:\s+of\s+the\s+(?:page|screen|window|viewport|site))?$", re.I)
_LEAD_REGION = re.compile(rf"^(?P<region>{_alternation(REGION_WORDS)})\s+(?P<rest>\S.*)$", re.I)
_LEAD_ORDINAL = re.compile(rf"^(?P<word>{_alternation(ORDINALS)}|\d{{1,2}}(?:st|nd|rd|th))\s+(?P<rest>\S.*)$", re.I)
_WITH_ERROR = re.compile(r"^(?P<head>.*?\S)\s+(?:with|that\s+has|showing)\s+(?:an?\s+|the\s+)?(?:validation\s+)?errors?(?:\s+message)?$", re.I)
_LEAD_STATE = re.compile(rf"^(?P<word>{_alternation(w for w in STATE_WORDS if w not in TRAILING_ONLY_STATES)})\s+(?P<rest>\S.*)$", re.I)
_LEAD_COLOR = re.compile(rf"^(?!(?:dark|light|white|black)\s+(?:mode|theme|colors?|colours?|version|appearance|background)\b)(?:(?:dark|light|bright|pale|deep)[ -])?(?P<word>{_alternation(COLORS)})(?:[- ]colou?red)?,?\s+(?P<rest>\S.*)$", re.I)
_LEAD_SIZE = re.compile(rf"^(?P<word>{_alternation(SIZES)}),?\s+(?P<rest>\S.*)$", re.I)
_OF_THE_MANY = re.compile(r"^(?P<word>first|second|third|fourth|fifth|last|leftmost|rightmost|topmost|bottommost|biggest|largest|smallest|widest)\s+of\s+the\s+(?:(?:two|three|four|five|six|seven|eight|nine|ten|\d+)\s+)?(?P<rest>\S.*)$", re.I)


def parse_intent(text: str) -> Intent:
    """The Intent of a phrase; never raises, whatever the text. Cached by text."""
    return _parse_cached(str(text)[:_MAX_CHARS])


@lru_cache(maxsize=4096)
def _parse_cached(text: str) -> Intent:
    try:
        return _parse(text)
    except Exception:  # a phrase must never break a test; the whole text is still a fair reading
        return Intent(text=text, name=_tidy(text))


def _tidy(text: str) -> str:
    text = unicodedata.normalize("NFC", text).replace("\u00a0", " ")
    return re.sub(r"\s+", " ", text.replace("\x00", " ")).strip()


def _parse(text: str) -> Intent:
    phrase = _tidy(text)
    if not phrase:
        return Intent(text=text)
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(next(g for g in match.groups() if g is not None))
        return f"\x00{len(held) - 1}\x00"

    masked = _tidy_masked(_QUOTE.sub(hold, phrase))
    intent = _reading(masked, held, depth=0)
    tail = intent.relation is not None or _REGION.match(masked) is not None
    others: list[Intent] = [*intent.alternatives, *_belonging(masked, held, intent)]
    # A quote says which words are a name, so what stands around it is grammar and there is no second reading.
    tails = () if held and tail else (True, False) if tail else (False,)
    # "click Heading 6": the verb is what to do, unless the page prints it, too.
    for words, modified_tail in itertools.product(dict.fromkeys((masked, _VERB.sub("", masked))), tails):
        plain = replace(_plain(words, held, modified_tail), text=text)
        if _key(plain) not in (_key(intent), *map(_key, others)):
            others.append(plain)
    return replace(intent, text=text, alternatives=tuple(others))


def _belonging(masked: str, held: list[str], intent: Intent) -> Iterator[Intent]:
    """What else a phrase may say of what belongs to what: "Status of Ada", "Ada's delete button", "link for Ada"."""
    if intent.relation is not None or intent.region is not None:
        return
    phrase = _THE.sub("", masked)
    if (match := _OWNED.match(phrase)) and _end_role(match["name"]):
        yield replace(_reading(match["name"], held, 1), relation=Relation(kind="of", anchor=_anchor(match["owner"], held, 1)))
    elif not intent.roles and (match := _SAID.match(phrase)):  # "the note that says Call back": whatever a note is
        yield _named(match["name"], held)
    elif not intent.roles and (match := _PART_OF.match(phrase)) and "\x00" not in match["name"]:
        yield replace(_named(match["name"], held), relation=Relation(kind="of", anchor=_anchor(match["owner"], held, 1)))
    elif intent.roles and intent.roles.isdisjoint(("textbox", "spinbutton")) and (match := _FOR.match(_strip_modifiers(phrase)[0])) and _is_role_phrase(match["head"]):
        yield replace(intent, name="", quoted=False, relation=Relation(kind="of", anchor=_anchor(match["name"], held, 1)))


def _tidy_masked(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip().rstrip(".,;:") or text


def _key(intent: Intent) -> tuple[object, ...]:
    return (
        intent.name.casefold(), intent.roles, intent.ordinal, tuple(sorted(intent.states.items())), intent.color,
        intent.region, intent.relation, intent.size,
    )  # fmt: skip


def _restore(masked: str, held: list[str]) -> str:
    return _HELD.sub(lambda m: held[int(m.group(1))], masked).strip()


def _named(masked: str, held: list[str], **fields: object) -> Intent:
    """An intent whose name is what is left of the phrase; quoted when a quote is all or part of it."""
    masked = masked.strip()
    quotes = _HELD.findall(masked)
    # Once something is quoted, that is the name: words around it are grammar, not text.
    name = " ".join(held[int(q)] for q in quotes) if quotes else _restore(masked, held)
    return Intent(text=_restore(masked, held), name=_tidy(name), quoted=bool(quotes), **fields)


def _plain(masked: str, held: list[str], modified_tail: bool) -> Intent:
    """The reading without modifiers: (article) name (role word).

    modified_tail: the phrase ends in an anchor or region, so a role word at its end is not the target's.
    """
    phrase = _THE.sub("", masked)
    if modified_tail:
        return _named(phrase, held)
    name, roles, plural, icon = _split_end_role(phrase)
    return _named(name, held, roles=roles, plural=plural, icon=icon)


def _role_of(word: str) -> tuple[frozenset[str], bool]:
    word = word.lower()
    if word in ROLE_WORDS:
        return frozenset(ROLE_WORDS[word]), False
    return frozenset(ROLE_WORDS[PLURAL_ROLES[word]]), True


def _end_role(phrase: str) -> re.Match[str] | None:
    """The role word that closes a phrase, where it says what kind of thing is meant."""
    match = _END_ROLE.match(phrase)
    return None if match is None or (match["name"] and _ENDS_IN_OBJECT.search(match["name"])) else match


def _split_end_role(phrase: str) -> tuple[str, frozenset[str], bool, bool]:
    """(name, roles, plural, icon) of "Save button"; no role word, no roles."""
    match = _end_role(phrase)
    if match is None:
        return phrase, frozenset(), False, False
    word = match["role"] or match["last"]
    roles, plural = _role_of(word)
    name = match["name"] or ""
    icon = word.lower().rstrip("s") in ("icon", "symbol", "glyph", "icon button")
    # "the email icon button": the button that shows the icon.
    if roles == {"button"} and (inner := re.match(r"^(.*\S)\s+(?:icon|symbol)$", name, re.I)):
        name, icon = inner[1], True
    return name, roles, plural, icon


def _is_role_phrase(head: str) -> bool:
    """True when the head only says what kind of thing: "search field", "the radio button"."""
    match = _end_role(_THE.sub("", head))
    return match is not None and (not match["name"] or match["name"].lower() in QUALIFIERS)


def _role_word(head: str) -> str:
    match = _end_role(_THE.sub("", head))
    return match["role"] or match["last"]


def _reading(masked: str, held: list[str], depth: int) -> Intent:
    phrase = _VERB.sub("", masked) if depth == 0 else masked
    purpose = unwrap(phrase) if depth == 0 else None
    phrase = _ARTICLE.sub("", phrase)
    if purpose is not None:
        roles = _role_of(purpose.role)[0] if purpose.role else frozenset()
        return _named(purpose.wish, held, roles=roles, icon=purpose.role == "icon")
    if match := _WHERE.match(phrase):
        return _named(_ARTICLE.sub("", match["name"]), held, roles=frozenset(("textbox", "spinbutton", "combobox")))
    if match := _THAT_IS.match(phrase):
        word = match["state"].lower()
        negated = word.startswith("not ")
        word = word.removeprefix("not ")
        inner = _reading(match["head"], held, depth)
        if word in STATE_WORDS:
            state, value = STATE_WORDS[word]
            return replace(inner, states={**inner.states, state: value != negated})
        return replace(inner, color=word)
    if (match := _WITH_ERROR.match(phrase)) and (head := _end_role(_THE.sub("", match["head"]))) and not head["name"]:
        return replace(_reading(match["head"], held, depth), states={"invalid": True})
    if match := _PICTURE_OF.match(phrase):
        roles, plural = _role_of(match["role"].lower())
        icon = match["role"].lower() in ("icon", "symbol", "glyph")
        return _named(match["name"], held, roles=roles, plural=plural, icon=icon)
    if (match := _SAYING.match(phrase)) and _is_role_phrase(_strip_modifiers(match["head"])[0]):
        rest, fields = _strip_modifiers(match["head"])
        roles, plural = _role_of(_role_word(rest))
        # An unquoted name runs to the end; a quoted one may be followed by a relation.
        tail = match["name"]
        if depth < 2 and (related := _relation(tail, held, depth, needs_quote=True)):
            left, relation = related
            return _named(left, held, roles=roles, plural=plural, relation=relation, **fields)
        return replace(_named(tail, held, roles=roles, plural=plural, **fields), quoted=True)
    if depth < 2 and not _OF_THE_MANY.match(phrase):
        if (match := _REGION.match(phrase)) and not _HELD.fullmatch(match["left"] or ""):
            inner = _reading(match["left"], held, depth + 1)
            if inner.name or inner.roles:
                return replace(inner, region=REGION_WORDS[match["region"].lower()])
        if related := _relation(phrase, held, depth):
            left, relation = related
            inner = _reading(left, held, depth + 1)
            return replace(inner, relation=relation)
    rest, fields = _strip_modifiers(phrase)
    if (match := _FOR.match(rest)) and _is_role_phrase(match["head"]):
        roles, plural = _role_of(_role_word(match["head"]))
        return _named(_THE.sub("", match["name"]), held, roles=roles, plural=plural, **fields)
    if (match := _FOR.match(rest)) and depth < 2 and _end_role(match["head"]):
        # "Delete button for Ada": the one in Ada's row.
        inner = _reading(match["head"], held, depth + 1)
        anchor = _reading(match["name"], held, depth + 1)
        return replace(inner, relation=Relation(kind="of", anchor=anchor), **fields)
    if (match := _WITH.match(rest)) and (match["icon"] or not _end_role(rest)) and _is_role_phrase(match["head"]):
        roles, plural = _role_of(_role_word(match["head"]))
        icon = bool(match["icon"]) or (bool(roles & {"button", "link", "menuitem"}) and "\x00" not in match["name"])
        return _named(match["name"], held, roles=roles, plural=plural, icon=icon, **fields)
    name, roles, plural, icon = _split_end_role(rest)
    if re.fullmatch(r"ones?", name, re.I) or (not roles and re.search(r"(?:^|\s)ones?$", name, re.I)):
        name = re.sub(r"\s*\bones?$", "", name, flags=re.I)
    if not roles and (match := _START_ROLE.match(rest)) and not re.match(r"(?:switch|toggle|link|tab)\s+(?:to|between|back|off|on)\s", rest, re.I):
        roles, plural = _role_of(match["role"])
        name = re.sub(r"^(?:of|named|:)\s+", "", match["name"], flags=re.I)
        icon = match["role"].lower() == "icon"
    return _named(name, held, roles=roles, plural=plural, icon=icon, **fields)


def _strip_modifiers(phrase: str) -> tuple[str, dict[str, object]]:
    """Leading ordinal, state, color, size and region words, in any order; they must leave something behind."""
    fields: dict[str, object] = {}
    states: dict[str, bool] = {}
    rest = _ARTICLE.sub("", phrase)
    for _ in range(5):
        if match := _OF_THE_MANY.match(rest):
            word = match["word"].lower()
            if word in ORDINALS:
                fields["ordinal"] = ORDINALS[word]
            elif word in REGION_WORDS:
                fields["region"] = REGION_WORDS[word]
            else:
                fields["size"] = SIZES[word]
            rest = re.sub(rf"({_alternation(PLURAL_ROLES)})$", lambda m: PLURAL_ROLES[m[1].lower()], match["rest"], flags=re.I)
            break
        if (match := _LEAD_ORDINAL.match(rest)) and "ordinal" not in fields:
            word = match["word"].lower()
            number = ORDINALS.get(word)
            fields["ordinal"] = int(re.match(r"\d+", word)[0]) if number is None else number
        elif (match := _LEAD_STATE.match(rest)) and _kind_follows(match["rest"], strictly=match["word"].lower() in WEAK_STATES):
            state, value = STATE_WORDS[match["word"].lower()]
            states[state] = value
        elif (match := _LEAD_COLOR.match(rest)) and "color" not in fields and _kind_follows(match["rest"]):
            fields["color"] = match["word"].lower()
        elif (match := _LEAD_SIZE.match(rest)) and "size" not in fields and len(fields) < 3:
            fields["size"] = SIZES[match["word"].lower()]
        elif (match := _LEAD_REGION.match(rest)) and "region" not in fields and _kind_follows(match["rest"]):
            fields["region"] = REGION_WORDS[match["region"].lower()]
        else:
            break
        rest = match["rest"]
    if states:
        fields["states"] = states
    return rest, fields


def _kind_follows(rest: str, strictly: bool = False) -> bool:
    """A state or color word is an adjective only where a role word (or "one", "filter", "item") closes the phrase."""
    if re.match(r"(?:the|my|a|an|your|this)\s", rest, re.I):
        return False  # "open the menu": a verb
    short = len(rest.split()) <= 2 and not (strictly and rest.lower() not in ("one", "item", "entry", "filter"))
    return bool(_end_role(rest) or _PICTURE_OF.match(rest) or _SAYING.match(rest) or _FOR.match(rest) or short)


def _relation(phrase: str, held: list[str], depth: int, needs_quote: bool = False) -> tuple[str, Relation] | None:
    """(what stands left, Relation) for the earliest relation word that leaves a target and an anchor."""
    best: tuple[int, str, re.Match[str]] | None = None
    for kind, pattern in _RELATIONS:
        match = pattern.match(phrase)
        if match and (best is None or len(match["left"]) < best[0]):
            best = len(match["left"]), kind, match
    if best is None:
        return None
    _, kind, match = best
    left, right = match["left"], match["right"]
    if needs_quote and not _HELD.match(left):
        return None
    # "after" and "before" are weak: only between things that are clearly named as elements.
    weak = kind in ("right of", "left of") and re.search(r"\b(?:after|before)$", phrase[len(left) : match.start("right")].strip(), re.I)
    if weak and not _end_role(left):
        return None
    if kind == "inside" and is_wish(left) and not _end_role(left):
        return None
    if kind == "between":
        parts = re.split(r"\s+and\s+", right, maxsplit=1)
        if len(parts) != 2:
            return None
        return left, Relation(kind="between", anchor=_anchor(parts[0], held, depth), other=_anchor(parts[1], held, depth))
    if kind == "inside" and REGION_WORDS.get(_THE.sub("", right).lower()) is None:
        of = re.match(r"^of$", phrase[len(left) : match.start("right")].strip(), re.I)
        if of and not (_end_role(left) or _end_role(right)):
            return None
    return left, Relation(kind=kind, anchor=_anchor(right, held, depth))


def _anchor(phrase: str, held: list[str], depth: int) -> Intent:
    inner = _held_by(phrase, held) or _reading(phrase, held, depth + 1)
    others = [_plain(phrase, held, inner.relation is not None)]
    if not inner.roles and not inner.quoted and (match := _THING.match(inner.name)):
        others.append(_named(match["name"], held))  # "the Pro plan" is what says "Pro"
    others = [other for other in others if _key(other) != _key(inner)]
    return replace(inner, text=_restore(phrase, held), alternatives=tuple(others) or inner.alternatives)


def _held_by(phrase: str, held: list[str]) -> Intent | None:
    """The reading of an anchor that opens with what holds things; None where such a word only belongs to a name ("menu button")."""
    match = _HOLDING.match(phrase)
    if match is None or (not match["link"] and (closing := _end_role(phrase)) and not (closing["last"] or closing["role"])[0].isupper()):
        return None
    return _named(match["name"], held, roles=_role_of(match["kind"])[0])
