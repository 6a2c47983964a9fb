"""Misspelt, or another word? "Porducts" means "Products"; "Print" is not "Point", though only a letter differs.

People mistype and the reader misreads, so what is spelled nearly as asked may be meant. But a slip seldom makes a word: where
a word that was asked for and the one that stands there are both known ones, they are two words.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Collection, Container

from rapidfuzz.distance import OSA

from .charset import fold_confusables
from .embed import split_words

SHORTEST = 3  # letters; shorter ones are misread for each other too easily
ENDING = 2  # letters by which forms of one word differ: "Service" and "Services"


def without_slip(asked: str, printed: Collection[str]) -> str:
    """What is printed where two neighboring letters are the other way round in what was asked for ("Clcik me!"), the commonest slip
    of the hand; what was asked for where it is printed itself, or several such texts are."""
    if len(asked) < SHORTEST or asked in printed:
        return asked
    letters = sorted(asked)
    meant = [text for text in printed if len(text) == len(asked) and sorted(text) == letters and OSA.distance(asked, text) == 1]
    return meant[0] if len(meant) == 1 else asked


def is_another_word(asked: str, printed: str, known: Container[str]) -> bool:
    """Whether two phrases of as many words differ in a word that is a known one in both. known: lower-case words."""
    mine, other = split_words(asked), split_words(printed)
    return len(mine) == len(other) and any(_are_two_words(a, b, known) for a, b in zip(mine, other, strict=True) if a != b)


def _are_two_words(a: str, b: str, known: Container[str]) -> bool:
    if min(len(a), len(b)) < SHORTEST or not (a.isalpha() and b.isalpha()) or fold_confusables(a) == fold_confusables(b):
        return False
    one_form = (a.startswith(b) or b.startswith(a)) and abs(len(a) - len(b)) <= ENDING
    return not one_form and a in known and b in known
