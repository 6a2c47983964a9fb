"""Words of a claim -> the values they stand for: relations, dimensions, sides, states, styles, shapes, numbers.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re

from .claim_grammar import NUMBER_WORDS

_Table = tuple[tuple[str, tuple[str, ...]], ...]  # value, parts of words that stand for it; the first that fits counts


def number_of(word: str) -> float:
    word = word.lower().replace(",", ".")
    if word == "zero":
        return 0.0
    return float(NUMBER_WORDS.index(word)) if word in NUMBER_WORDS else float(word)


_RELATIONS = {
    "at least": ">=", "no less than": ">=", "no fewer than": ">=", ">=": ">=", "≥": ">=", "at most": "<=", "no more than": "<=",
    "not more than": "<=", "up to": "<=", "<=": "<=", "≤": "<=", "less than": "<", "fewer than": "<", "under": "<", "<": "<",
    "more than": ">", "greater than": ">", "over": ">", ">": ">", "exactly": "=", "only": "=", "precisely": "=", "=": "=",
    "several": ">=", "about": "~", "around": "~", "approximately": "~", "roughly": "~", "almost": "~", "~": "~",
}  # fmt: skip


def relation_of(quant: str | None) -> str:
    return "=" if quant is None else _RELATIONS[re.sub(r"\s+", " ", quant.lower())]


def _first(word: str, table: _Table, otherwise: str) -> str:
    """The value of the first row of which a part stands in the word."""
    return next((value for value, parts in table if any(part in word for part in parts)), otherwise)


_DIMENSIONS: _Table = (
    ("corner radius", ("radius",)), ("border width", ("border",)), ("text size", ("font", "text size")), ("width", ("wid", "narrow", "long")),
    ("height", ("tall", "high", "height", "short")),
)  # fmt: skip


def dimension_of(word: str | None) -> str:
    return _first((word or "").lower(), _DIMENSIONS, "size")


def position_of(word: str) -> str:
    word = re.sub(r"\s+", " ", word.lower())
    if "left" in word:
        return "left of"
    if "right" in word:
        return "right of"
    if word in ("above", "over", "on top of"):
        return "above"
    if word in ("below", "under", "underneath", "beneath"):
        return "below"
    if word in ("next to", "beside", "near", "close to", "adjacent to"):
        return "next to"
    return "inside"


def alignment_of(word: str) -> str:
    word = re.sub(r"[\s-]+", " ", word.lower())
    if re.match(r"(aligned|lined up|in line|flush) (with|to)$", word):
        return "center"
    for side in ("left", "right", "top", "bottom"):
        if side in word and "on top of" not in word:
            return side
    if "column" in word or "stacked" in word or "below the other" in word or "above each other" in word or "below each other" in word:
        return "column"
    if "line" in word or "row" in word or "next to" in word or "side by side" in word:
        return "line"
    if "vertical" in word:
        return "center x"
    if "horizontal" in word:
        return "center y"
    return "center"


STATES: dict[str, tuple[str, bool]] = {
    "checked": ("checked", True), "ticked": ("checked", True), "ticked off": ("checked", True), "on": ("checked", True), "turned on": ("checked", True),
    "switched on": ("checked", True), "unchecked": ("checked", False), "unticked": ("checked", False), "off": ("checked", False),
    "turned off": ("checked", False), "switched off": ("checked", False), "selected": ("selected", True), "active": ("selected", True),
    "chosen": ("selected", True), "highlighted": ("selected", True), "current": ("selected", True), "pressed": ("selected", True),
    "deselected": ("selected", False), "unselected": ("selected", False), "disabled": ("disabled", True), "inactive": ("disabled", True),
    "greyed out": ("disabled", True), "grayed out": ("disabled", True), "enabled": ("disabled", False), "focused": ("focused", True),
    "focussed": ("focused", True), "in focus": ("focused", True), "focus": ("focused", True), "expanded": ("expanded", True), "open": ("expanded", True),
    "opened": ("expanded", True), "collapsed": ("expanded", False), "closed": ("expanded", False), "invalid": ("invalid", True),
    "dismissed": ("expanded", False), "loading": ("loading", True), "busy": ("loading", True), "masked": ("masked", True), "required": ("required", True),
    "mandatory": ("required", True), "ticked on": ("checked", True), "completed": ("checked", True), "done": ("checked", True), "in an error state": ("invalid", True), "in error state": ("invalid", True), "valid": ("invalid", False),
}  # fmt: skip


_STYLES: _Table = (
    ("bold", ("bold",)), ("italic", ("ital", "slant")), ("struck", ("cross", "struck", "strike")), ("underlined", ("underline",)),
    ("lowercase", ("lower",)), ("uppercase", ("upper", "caps", "capital")),
)  # fmt: skip


def style_of(word: str) -> tuple[str, bool]:
    word = word.lower()
    style = _first(word, _STYLES, "")
    assert style, word
    return style, bool(re.match(r"no\b", word))


_SHAPES: _Table = (("pill", ("pill", "round end", "rounded end")), ("circle", ("circ",)), ("rounded", ("round",)))


def shape_of(word: str) -> tuple[str, bool]:
    word = word.lower()
    if word.startswith("no "):
        return "rounded", True
    return "circle" if word in ("round", "a round") else _first(word, _SHAPES, "square"), False


def state_word(word: str) -> str:
    word = re.sub(r"\s+", " ", word.lower())
    if "focus" in word:
        return "focused"
    if "error" in word:
        return "invalid"
    if "required" in word or re.search(r"asterisk|star\b", word):
        return "required"
    return word


def times_of(word: str) -> float:
    word = word.lower()
    if "%" in word:
        return float(word.rstrip("% ")) / 100
    return 2.0 if word == "twice" else 0.5 if word == "half" else float(NUMBER_WORDS.index(word.split()[0]))


def share_of(word: str) -> float | None:
    """The percentage in a phrase: "at least half full" is 50; None where it names none. "0.5" is 50, "1" is 100."""
    if re.search(r"\bhalf\b", word, re.I):
        return 50.0
    number = re.search(r"(\d*[.,]?\d+)\s*(%|percent)?", word, re.I)
    if number is None:
        return None
    value = float(number[1].replace(",", "."))
    return value if number[2] or value > 1 else 100 * value


def quant_of(word: str) -> str:
    """The relation that a phrase begins with or holds: "at at least 60%" is >=."""
    found = re.search(r"at\s+least|at\s+most|more\s+than|less\s+than|about|around|exactly|roughly|almost|\bover\b|\bunder\b", word, re.I)
    return relation_of(found[0] if found else None)


def proportion_of(word: str) -> tuple[str, float]:
    """(relation, width through height) of "16:9", "wider than tall", "twice as wide as tall"."""
    word = re.sub(r"\s+", " ", word.lower())
    numbers = [float(number.replace(",", ".")) for number in re.findall(r"\d+(?:[.,]\d+)?", word)]
    if numbers:
        return quant_of(word), numbers[0] / (numbers[1] or 1.0) if len(numbers) > 1 else numbers[0] or 1.0
    if "landscape" in word or word.startswith("wider"):
        return ">", 1.0
    if "portrait" in word or word.startswith(("taller", "higher")):
        return "<", 1.0
    return quant_of(word), 2.0 if "twice" in word else 3.0 if "three" in word else 0.5 if "half" in word else 1.0
