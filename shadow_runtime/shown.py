"""Icons without words: how surely one shows what a name says.

Of such a thing two numbers speak: how near its vector lies to the name, and by how much it leads the other icons of the page.
The grounder weighs them among fifty others, most of which say nothing here, so that a printer that leads by far is too unsure
for "printer button"; here they are weighed beside its opinion once more (docs/experiments.md).

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import numpy as np

from .match import AT, Texts, lead_of_things
from .records import Intent
from .unnamed import is_unnamed

# A logistic regression on 1,121 phrases for icons that stand on pages the student was not taught with and 1,568 for icons that do not;
# its bias (-1.7) lowered until the 75 foreign looks showed no more pointing in vain than with the network alone.
OPINION, NEAR, LEAD, BIAS = 0.65, 4.5, 3.4, -2.1
FARTHEST = 0.6  # a longer lead says no more
SUREST = 4.0  # log odds of the network's opinion that count
KINDS = ("button", "link", "icon", "menuitem")  # kinds that often are an icon and nothing else
SHOWN, AHEAD = 0.4, 0.05  # similarity from which an icon shows a name, and by how much it must be the likest thing
NAMED = (None, "navigation", "sidebar")  # regions whose words things are called by: "leftmost button" is no arrow
SAID = 0.9  # share of a name that words must cover to say it


def by_what_it_shows(intent: Intent, p: np.ndarray, rows: np.ndarray, texts: Texts) -> np.ndarray:
    """(N,) p, the network's opinion; where a candidate shows an icon and no words, with what its icon says. rows: the features of this
    reading (match.py).

    Left as it is where the name stands on the page, where more than a name and a kind was said, and where an icon was asked for as
    such, which the network weighs well.
    """
    bare = (rows[:, AT["has_icon"]] > 0) & (rows[:, AT["has_text"]] == 0) & (rows[:, AT["has_label"]] == 0)
    more = intent.icon or intent.states or intent.color or intent.size or intent.region
    if more or not bare.any() or rows[0, AT["named"]] == 0 or rows[:, AT["exact_folded"]].any() or rows[:, AT["covers_name"]].max() >= SAID:
        return p
    near = np.where(bare, rows[:, AT["mean_icon"]], -1.0)
    ahead = np.minimum(lead_of_things(near, texts)[0], FARTHEST)
    odds = np.minimum(np.maximum(np.log((p + 1e-9) / (1 - p + 1e-9)), -SUREST), SUREST)
    sure = OPINION * odds + NEAR * near + LEAD * ahead + BIAS
    return np.where(bare, 1 / (1 + np.exp(-sure)), p).astype(p.dtype)


def told_by_icon(intent: Intent, reading: Intent, rows: np.ndarray) -> np.ndarray:
    """(N,) bool: which icons without words show all words of a phrase that was read as a kind alone: "find button", "open button"
    and "navigation menu button" are what such things are called, while nothing on the page says so."""
    more = intent.relation or intent.ordinal or intent.color or intent.size or not set(intent.states) <= {"expanded"}
    if more or intent.region not in NAMED or not is_unnamed(intent) or reading.relation or intent.roles.isdisjoint(KINDS):
        return np.zeros(len(rows), bool)
    bare = (rows[:, AT["has_icon"]] > 0) & (rows[:, AT["has_text"]] == 0)
    return bare & (rows[:, AT["mean_icon"]] >= SHOWN) & (rows[:, AT["mean_lead"]] > AHEAD)
