"""Phrases that say what something is for, unwrapped: "button that lets me log out" -> a button, "log out".

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# Nouns that may open such a phrase, with the role word they stand for; "" says nothing about the kind of element.
_HEADS = {
    **dict.fromkeys(("way", "control", "option", "something", "thing", "one", "element", "function", "command", "possibility", "action", "feature",
                     "entry", "means", "spot", "place", "area", "space", "part", "anything", "symbol", "menu", "list", "switch", "toggle", "bar"), ""),
    "button": "button", "link": "link", "icon": "icon", "field": "field", "box": "field", "input": "field", "text field": "field", "text box": "field",
    "input field": "field", "checkbox": "checkbox", "check box": "checkbox", "dropdown": "dropdown", "slider": "slider", "tab": "tab",
}  # fmt: skip
_PLACES = frozenset(("place", "spot", "area", "space", "field", "box", "input", "text field", "text box", "input field", "bar"))
_TICKED = frozenset(("box", "checkbox", "check box", "square", "field"))
_HEAD = "|".join(sorted(map(re.escape, _HEADS), key=len, reverse=True))
_PERSON = r"(?:i|we|you|one|people|users?|the user|somebody|someone|me|us)"
_THAT = (
    rf"(?:(?:that|which)\s+(?:lets?|allows?|helps?|enables?|makes?)\s+{_PERSON}(?:\s+to)?|(?:that|which)\s+(?:takes?|brings?|leads?|gets?|sends?)\s+{_PERSON}\s+(?:back\s+)?to"
    rf"|(?:that|which)\s+(?:leads?|goes|points?)\s+to|(?:that\s+is\s+|which\s+is\s+)?(?:used|meant|needed|there)\s+(?:to|for)|(?:with|by)\s+which\s+{_PERSON}(?:\s+can)?"
    rf"|where\s+{_PERSON}\s+(?:can|could|may|should|must|would)|(?:that\s+)?{_PERSON}\s+(?:can\s+)?(?:use|press|click|need)\s+(?:to|for)|(?:that|which)\s+will|(?:that|which)\s+(?:does|performs|starts|triggers|handles)\s+the|(?:(?:that|which)\s+)?{_PERSON}(?:\s+(?:would|can|could|should|must|have\s+to|need\s+to))?\s+(?:use|press|click|tap|hit|push|choose|pick)(?:\s+on)?\s+(?:to|for|when|if)|(?:in|into|on)\s+which\s+{_PERSON}(?:\s+(?:can|could|may|should|must))?|where\s+{_PERSON}|(?:leading|going|taking\s+me)\s+to|of(?=\s+\w+ing\b)|(?:that|which)(?=\s+(?!is\b|was\b|has\b|says\b|reads\b|looks\b)\w+s\s)|in\s+order\s+to|with|showing|to|for)"
)
# "link to the right of Light" tells where, not what for.
_FOR_WHAT = re.compile(rf"^(?P<article>(?:the|a|an|some|any)\s+)?(?P<head>{_HEAD})\s+(?P<that>{_THAT})\s+(?!the\s+(?:very\s+)?(?:left|right|side)\b)(?P<wish>\S.*)$", re.I)
_ASKED = re.compile(
    rf"^(?:(?:where|how)\s+(?:can|do|could|would|should|must|to)\s+(?:{_PERSON}\s+)?(?!to\b)"
    rf"|(?:what|which\s+\w+)\s+(?:do|should|must|can|would)\s+{_PERSON}\s+(?:click|press|use|tap|choose)(?:\s+on)?\s+(?:to|for)\s+"
    rf"|(?:{_PERSON}\s+)(?:want|need|wish|would\s+like|have)\s+to\s+|i'd\s+like\s+to\s+|(?:please\s+)?(?:let|allow|help)\s+(?:me|us)\s+(?:to\s+)?|please\s+"
    rf"|(?:(?:what|that|which|something\s+that)\s+)?(?:lets|allows|helps)\s+{_PERSON}\s+(?:to\s+)?|(?:something|somewhere|anything|anywhere)\s+(?:to|for)\s+"
    rf"|what\s+(?:do\s+)?{_PERSON}\s+(?:press|click|tap|use|need|hit)(?:\s+on)?\s+(?:to|for|when|if)\s+)(?P<wish>\S.*)$",
    re.I,
)
_TYPING = re.compile(r"^(?:typ(?:es?|ing)|enter(?:s|ing)?|writ(?:es?|ing)|fill(?:s|ing)?\s+in|put(?:s|ting)?(?:\s+in)?|key(?:s|ing)?\s+in|input|insert(?:s|ing)?)\s+(?:in\s+)?(?P<what>\S.*)$", re.I)
_TICKING = re.compile(r"^(?:tick|check|mark|cross)\s+(?:if|when|in\s+order\s+to|to\s+(?:say|show|confirm)(?:\s+that)?|to)\s+(?P<what>\S.*)$", re.I)
# "which opens the menu": what it does is what one wants done. Only after "that" or "which", where no noun can stand.
_DOES = re.compile(r"^(?P<verb>[a-z]{2,}?)(?P<ending>(?<=ch|sh|ss)es|(?<=[xo])es|ies|(?<!s)s)\s+(?=\S)", re.I)
_ARTICLE = re.compile(r"^(?:the|a|an|my|your|some)\s+(?=\S)", re.I)
# Verbs that open a wish: after one of these and a small word, "in the ..." belongs to the wish and is no relation.
_WISH = re.compile(
    r"^(?:add|put|place|drop|remove|delete|take|throw|get|go|jump|move|switch|turn|make|set|change|choose|pick|show|see|look|read|open|close|send|give|keep|bring|log|sign|leave|mark|pay|buy"
    r"|return|come|scroll|find|say|tell|start|stop|save|store|do|have|play|let|view|check|find|write|create|start|hide|dismiss|clear|join|follow|report|print|share|copy)"
    r"\s+(?:this|that|it|me|them|my|a|an|the|all|every(?:thing|one|body)?|some(?:thing|one|body)?|back|up|down|out|off|on|in|to|at|what|where|how|who|one|another|more|him|her|us|new)\b",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Purpose:
    """What is wished for, the role word that the phrase names ("" for none), and whether it is something to type."""

    wish: str
    role: str = ""
    typed: bool = False


def unwrap(phrase: str) -> Purpose | None:
    """The purpose a phrase states, or None where it names a thing rather than a purpose."""
    if match := _FOR_WHAT.match(phrase):
        head = match["head"].lower()
        if head in ("switch", "toggle", "list", "menu") and not match["article"] and match["that"].lower() == "to":
            return None  # "switch to the list view": a verb
        if head in ("switch", "toggle") and match["that"].lower() == "for":
            return None  # "switch for Email alerts": a name
        wish = match["wish"]
        if match["that"].lower() in ("that", "which") and (does := _DOES.match(wish)):
            wish = does["verb"] + ("y" if does["ending"].lower() == "ies" else "") + " " + wish[does.end() :]
        if head in _TICKED and (ticking := _TICKING.match(wish)):
            return Purpose(ticking["what"], "checkbox")
        if match["that"].lower() in ("for", "with", "showing") and _HEADS[head]:
            return None  # "field for Email": a name
        if head in _PLACES and (typing := _TYPING.match(wish)):
            return Purpose(_ARTICLE.sub("", typing["what"]), "field", True)
        return Purpose(_ARTICLE.sub("", wish), _HEADS[head])
    if match := _ASKED.match(phrase):
        wish = match["wish"].rstrip("?")
        if typing := _TYPING.match(wish):
            return Purpose(_ARTICLE.sub("", typing["what"]), "field", True)
        return Purpose(wish)
    return None


def is_wish(phrase: str) -> bool:
    """True for "put it in the cart": a verb with an object or direction, so that what follows belongs to it."""
    return _WISH.match(phrase) is not None
