"""What is nearly what a phrase names, and is not: another number, another word, another kind, only the same meaning.

The network weighs likenesses; of some of them it is known that they do not do, and each rule here takes from what such a candidate is
worth. The one that adds is `only_one`: what names a checkbox in part is a near miss only where another one has the words, too.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from .choices import TICKED
from .match import AT, Texts
from .records import Intent
from .spelling import is_another_word

if TYPE_CHECKING:
    from .student import Student

WORTH = 0.25  # what is less likely is not looked at
UNLIKE = 0.4  # what is left of what is surely not meant
OTHER_NUMBER = 0.25
OTHER_KIND, SPELLED_SO = 0.6, 0.85  # likeness of letters from which a name is said, though misread
OTHER_WORD, SPELLED_LIKE = 0.3, 0.55  # what is left of what only spells like the name; similarity of letters from which it may
ONLY = 0.7  # how surely the one checkbox is meant whose words hold what was asked for
PLAINLY = 0.5  # how surely a thing must be of the kind that was asked for, where nothing else is known of it
SPELLED = ("exact_folded", "ratio_text", "ratio_label")  # features of a name's letters
LITERALLY = 0.66  # of a name that was quoted or "called" so: what only means the same is hardly meant
SURELY_OTHER = 0.1  # how readily a thing may be taken for one that was asked for, below which it surely is none
ALIKE_ENOUGH = 0.3  # how readily a role must be taken for one that was asked for
SAID = 0.9  # from which the page says what was asked for, whatever it holds
MEANT = 0.6  # similarity from which a phrase means what is written there


def without_near_misses(p: np.ndarray, reading: Intent, texts: Texts, rows: np.ndarray, student: Student) -> np.ndarray:
    """(N,) how likely each candidate is meant by a reading that has a name, near misses less. rows: (N, F) its features (match.py)."""
    p = only_one(reading, of_the_kind(reading, p, rows), rows)
    if any(map(str.isdigit, reading.name)):  # "Season 2" is not what "Season 4" names, however alike they read
        p = np.where((rows[:, AT["number_differs"]] > 0) & (rows[:, AT["exact_folded"]] == 0), OTHER_NUMBER * p, p)
    p = without_other_words(p, reading, texts, rows, student)
    return np.where(says_name(rows) >= LITERALLY, p, UNLIKE * p) if reading.quoted else p


def of_the_kind(reading: Intent, p: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """(N,) p, less where a candidate neither is of the kind that was asked for nor says the name: two near misses are a miss, and
    the button "Add task" is no "new task field"."""
    if not reading.roles or reading.icon:
        return p
    shows = (rows[:, AT["has_icon"]] > 0) & (rows[:, AT["has_text"]] == 0)  # what an icon is called, nobody says
    alike = rows[:, AT["role_alike"]]
    # A link that has the words in it is no checkbox; one that reads so may be, if its box was read as a letter.
    by = SPELLED if reading.roles <= TICKED else (*SPELLED, "covers_name")
    unlike = ~shows & (says_name(rows, by) < SPELLED_SO) & (alike < ALIKE_ENOUGH)
    # Behind what is of the kind they stay as they are: rivals that may make it doubtful.
    return np.where(unlike, np.where(alike < SURELY_OTHER, UNLIKE, OTHER_KIND) * p, p) if unlike[p.argmax()] else p


def says_name(rows: np.ndarray, by: Sequence[str] = (*SPELLED, "covers_name")) -> np.ndarray:
    """(N,) 0..1 how nearly each candidate says the name, by its letters or its words (features, match.py)."""
    return np.maximum.reduce([rows[:, AT[feature]] for feature in by])


def only_one(reading: Intent, p: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """(N,) p, where of all checkboxes one has the words in its label: labels of these are sentences, and nobody says them whole."""
    if not reading.roles or not reading.roles <= TICKED:
        return p
    says = np.flatnonzero((rows[:, AT["role"]] >= PLAINLY) & (rows[:, AT["covers_name"]] >= SAID))
    if len(says) == 1 and p[says[0]] >= 0.5 * p.max():
        p = p.copy()
        p[says] = np.maximum(p[says], ONLY)
    return p


def without_other_words(p: np.ndarray, reading: Intent, texts: Texts, rows: np.ndarray, student: Student) -> np.ndarray:
    """(N,) p, less where a candidate is only spelled like the name and says another word: "Print" is not "Point"."""
    if not student.has("text_table"):
        return p
    like = np.maximum(rows[:, AT["ratio_text"]], rows[:, AT["ratio_label"]]) >= SPELLED_LIKE
    spelled = like & (p >= WORTH) & (rows[:, AT["exact_folded"]] == 0) & (rows[:, AT["mean_best"]] < MEANT)
    known = student.text_table.vocabulary
    others = [i for i in np.flatnonzero(spelled).tolist() if is_another_word(reading.name, texts.text[i] or texts.label[i], known)]
    if others:
        p = p.copy()
        p[others] *= OTHER_WORD
    return p
