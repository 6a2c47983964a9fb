"""What the text table is taught from the lexicon: which phrases mean the same, said plainly or with words around them.

What is held out to measure is left out here, wherever else its words stand.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from shadow_runtime.purpose import is_wish
from shadow_teacher.pages.assets import assets_root
from shadow_teacher.pages.icon_packs import _tag_table

from .lexicon import Concept, Way, antonym_pairs, concepts, field_pairs, synonym_groups

PACKS = ("lucide", "tabler", "fontawesome", "mdi", "carbon", "phosphor")
# Words around a paraphrase that say nothing about which control is meant; the parser strips most of them (intent.py).
FRAMES = ("{} button", "{} link", "{} icon", "button to {}", "way to {}", "control for {}", "option to {}", "where can i {}", "i want to {}", "the {}", "a way to {}",
          "place to {}", "link to {}", "{} please", "let me {}", "how do i {}", "something to {}", "{} here", "to {}", "button for {}", "the control that lets me {}")
# For what is a thing, not a wish: where one goes or what one opens says nothing more about it.
PLACE_FRAMES = ("go to {}", "go to the {}", "open {}", "open the {}", "show me the {}", "see my {}", "{} page", "{} section", "take me to the {}", "look at the {}", "visit the {}", "my {}")
FIELD_FRAMES = ("{} field", "box for {}", "enter {}", "where i type {}", "field for the {}", "place for {}", "input for {}", "the {}", "{} box", "where the {} goes", "type {} here", "{} input")
# What pages add to a label without another thing being meant; {brand} is a made-up word.
DRESSES = ("{} now", "{} today", "{} here", "{} →", "→ {}", "{} ({number})", "{} {number}", "{}...", "{} for free", "your {}", "our {}", "my {}", "the {}", "all {}", "{} & more", "{} | {brand}",
           "{} with {brand}", "{} on {brand}", "{} to {brand}", "{} for {brand}", "{brand} {}", "{} - {brand}", "+ {}", "{} in {number} minutes", "click to {}", "please {}", "{}!", "{} *", "{} »", "view {}", "{} ↓",
           "{} at {brand}", "{number} {}", "{} v{number}", "{}: {brand}", "{} and {brand}", "{} - it's free", "{} - no card needed", "{} ({brand})", "{} {brand} {brand}")
SYLLABLES = "ac al am bor cor da den el fa flo gal hel in jo ka kon li lu ma mi nor no or pa per qui ra ro sen sol ta tri um va ver wen xi yo zen zo".split()

# "get rid of the message", "get rid of it": the thing of a verb, named or pointed at.
NAMED, POINTED = ("the {}", "my {}", "a {}", "this {}", "{}", "that {}", "some {}", "the whole {}"), ("it", "this", "that", "this one", "the thing", "them")


def icon_pairs() -> list[tuple[str, str]]:
    """(name, tag) pairs of the icon packs."""
    pairs = []
    root = assets_root()
    for pack in PACKS if root else ():
        for name, tags in _tag_table(root, pack).items():
            plain = name.replace("-", " ").replace("_", " ")
            pairs += [(plain, str(tag)) for tag in tags if str(tag) and str(tag) != plain and len(str(tag)) < 30]
    return pairs


@dataclass(frozen=True, slots=True)
class Lessons:
    """What to tune on. shown: concepts with the phrasings to teach. pairs: (a, b, weight) that mean the same. against: antonyms.
    hidden: phrases that must not be taught, however they come about."""

    shown: list[tuple[Concept, tuple[str, ...]]]
    pairs: list[tuple[str, str, int]]
    against: list[tuple[str, str]]
    hidden: frozenset[str]


def lessons(held_out: bool, tag_pairs: list[tuple[str, str]]) -> Lessons:
    """All there is to learn; held_out: without the concepts and phrasings that measure, wherever else their words stand."""
    kept = [c for c in concepts() if not (held_out and c.held_out)]
    hidden = {p for c in concepts() if held_out for p in (c.phrasings if c.held_out else c.held_out_phrasings)}
    hidden |= {p for c in concepts() if held_out and c.held_out for p in c.labels} - {p for c in kept for p in c.labels}
    pairs = [(a, b, 1) for a, b in tag_pairs]
    pairs += [(a, b, 10) for g in synonym_groups() for a in g for b in g if a != b] + [(a, b, 8) for a, b in field_pairs()]
    return Lessons([(c, tuple(p for p in c.phrasings if p not in hidden)) for c in kept],
                   [(a, b, w) for a, b, w in pairs if a not in hidden and b not in hidden], antonym_pairs(), frozenset(hidden))


def deed(verb: Way, thing: Way, rng: Random) -> tuple[str, str]:
    """(what a person says, what the page prints) for doing one thing: "get rid of this letter", "delete message"."""
    label, phrasing = rng.choice(verb.labels), rng.choice(verb.phrasings)
    named = rng.random() < 0.6
    said = rng.choice(NAMED).format(rng.choice((*thing.labels, *thing.phrasings))) if named else rng.choice(POINTED)
    if named and rng.random() < 0.6:
        label = f"{label} {rng.choice(thing.labels)}"
    return phrasing.format(said), label


def dressed(label: str, rng: Random, share: float = 0.3) -> str:
    """The label, a share of the time with what pages write around it: "sign up with Corva", "reports (12)"."""
    if rng.random() > share:
        return label
    brand = "".join(rng.choices(SYLLABLES, k=rng.choice((2, 2, 3))))
    return rng.choice(DRESSES).replace("{brand}", brand).replace("{number}", str(rng.randrange(2, 400))).replace("{}", label)


def framed(phrase: str, area: str, rng: Random) -> str:
    """The phrase, a third of the time with words around it that say nothing."""
    if rng.random() > 0.35:
        return phrase
    thing = area not in ("actions", "fields") and not is_wish(phrase) and rng.random() < 0.5
    return rng.choice(FIELD_FRAMES if area == "fields" else PLACE_FRAMES if thing else FRAMES).format(phrase)
