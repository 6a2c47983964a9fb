"""Phrases that name nothing: "the disabled checkbox", "the green one", "leftmost tab", "large text area on the right".

What is meant is said by kind, state, color, size and place, all of which were seen: there is no name to weigh, so nothing
to learn. Each says how well a candidate fits, the product of all is what it is worth.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import numpy as np

from .match import AT, ROLE_INDEX, ROLES, Texts, normalized, role_weights
from .records import CONTAINER_ROLES, CONTROL_ROLES, Intent
from .relations import size_scores

OTHER_GRAPHIC = 0.49  # of a picture where an icon was asked for: below what is believed of a bare kind (ground.PLAINLY)
SWITCHES, SEEN = frozenset(("switch", "checkbox")), 0.7  # what "switch" may mean; how surely one was seen
COLORED = 0.5  # how well a color must fit for a thing to be of it
LOOKALIKE = 0.7  # of a kind that looks like the one asked for, in the color asked for: a small pink button may be called a label
LIKE = 0.25  # how readily a kind must be taken for another to look like it
ROUND = 0.8  # of a round box to tick, where "the checkbox of" something was asked for: in a list of tasks they often are
BARE = 0.6  # of what is no control, where any thing may be meant
AT_ALL = 0.25  # least that the best of them must fit a place
STRICT = {"leftmost": (0, 1), "rightmost": (2, -1), "topmost": (1, 1), "bottommost": (3, -1)}  # which side of a box, and which way is first
NEXT = 0.4  # of what comes second where the first was asked for
SAME_LINE = 3.0  # px
PRINTED = 0.4  # of a look, where the words for it are printed: below what makes a rival
ACTS = np.array([1.0 if role in CONTROL_ROLES or role == "badge" else 0.0 if role in CONTAINER_ROLES else BARE for role in ROLES], np.float32)


def is_unnamed(intent: Intent) -> bool:
    """Whether a phrase says what a thing is or looks like, and not what it is called."""
    if normalized(intent.name) or (intent.icon and not intent.relation):
        return False
    return bool(intent.roles) or intent.color is not None


def fits_of(intent: Intent, rows: np.ndarray, texts: Texts) -> np.ndarray:
    """(N,) how well each candidate fits an unnamed intent; rows: its features (match.py)."""
    kind = kinds(intent, rows, texts.roles) * np.minimum(2.5 * rows[:, AT["confidence"]], 1.0)
    fit = kind * rows[:, AT["state"]] if intent.states else kind
    if intent.color:
        fit = fit * rows[:, AT["color"]]
    rivals = fit >= COLORED * fit.max(initial=0.0)
    if intent.region in STRICT:
        side, sign = STRICT[intent.region]
        fit = fit * first(sign * texts.boxes[:, side], rivals, SAME_LINE)
    elif intent.region:
        place = rows[:, AT["region"]]
        if intent.size:  # of two fields the one that lies more to the right is the large one "on the right", wherever that is
            place = np.minimum(place / max(float(place[rivals].max(initial=0.0)), AT_ALL), 1.0)
        fit = fit * place
    if intent.size in ("largest", "smallest", "widest"):
        fit = fit * first(-np.log(np.maximum(size_scores(intent.size, texts.boxes, rivals), 1e-6)), rivals, 0.05)
    elif intent.size:
        fit = fit * size_scores(intent.size, texts.boxes, rivals)
    # "Small button" means what says "Small", where anything does.
    return PRINTED * fit if (intent.color or intent.size or intent.region) and rows[:, AT["plain_exact"]].any() else fit


def kinds(intent: Intent, rows: np.ndarray, roles: np.ndarray) -> np.ndarray:
    """(N,) how well each candidate is of the kind asked for. roles: (N, len(ROLES))."""
    if not intent.roles:
        return roles @ ACTS
    role = rows[:, AT["role"]]
    if intent.roles == SWITCHES and (switches := roles[:, ROLE_INDEX["switch"]]).max(initial=0.0) >= SEEN:
        role = np.where(switches >= roles[:, ROLE_INDEX["checkbox"]], role, OTHER_GRAPHIC * role)  # where switches stand, a checkbox is none
    if intent.color and not (role[rows[:, AT["color"]] >= COLORED] >= COLORED).any():
        return np.where(rows[:, AT["role_alike"]] >= LIKE, np.maximum(role, LOOKALIKE), role)
    if intent.relation is not None:
        role = np.minimum(roles @ role_weights(intent.roles)[1], 1.0)  # a link may be called a button where no button is
        if "checkbox" in intent.roles:
            role = np.maximum(role, ROUND * roles[:, ROLE_INDEX["radio"]])
        if {"img", "icon"} <= intent.roles:
            # Either word may mean either thing; where both stand there, a picture is not an icon.
            said, other = ("icon", "img") if intent.icon else ("img", "icon")
            role = np.where(roles[:, ROLE_INDEX[other]] > roles[:, ROLE_INDEX[said]], OTHER_GRAPHIC * role, role)
    return role


def first(value: np.ndarray, rivals: np.ndarray, slack: float) -> np.ndarray:
    """(N,) 1 for the least of the rivals' values and what lies within the slack of it, less for all others."""
    if not rivals.any():
        return np.ones(len(value))
    return np.where(value <= value[rivals].min() + slack, 1.0, NEXT)
