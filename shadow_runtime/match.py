"""Candidates x intent -> features: what the grounder network weighs. One row a candidate, FEATURES names the columns.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from .charset import fold_confusables
from .geometry import to_xyxy
from .records import CONTAINER_ROLES, CONTROL_ROLES, GRAPHIC_ROLES, LEAF_ROLES, Element, Frame, Intent
from .relations import region_scores, same_place, size_scores
from .said import Said, said_of
from .wording import Wording, wording_of

if TYPE_CHECKING:
    from .student import Student

# "relation", "relation_wanted", "relation_nearest" and "is_anchor" are 0 by now: place is weighed apart. They keep their columns, for
# the weights of students that were published with them.
FEATURES = (
    "exact_text", "exact_label", "exact_folded", "ratio_text", "ratio_label", "contains_text", "contains_label", "contained_text",
    "mean_text", "mean_label", "mean_icon", "has_text", "has_label", "has_icon", "named", "role", "role_wanted", "actionable", "graphic", "container",
    "confidence", "read", "quoted", "icon_wanted", "state", "state_wanted", "color", "color_wanted", "region", "region_wanted", "relation", "relation_wanted",
    "size", "size_wanted", "lexical_lead", "semantic_lead", "words", "length_match",
    "role_alike", "covers_name", "covers_text", "number_differs", "exact_elsewhere", "plain_exact", "relation_nearest", "is_anchor", "conflict",
    "mean_best", "mean_lead", "mean_rank", "mean_top", "covers_elsewhere", "label_only",
)
# Roles that people and students take for each other, and how readily.
ALIKE = {
    frozenset(pair): value
    for *pair, value in (
        ("button", "link", 0.6), ("button", "tab", 0.5), ("link", "tab", 0.5), ("link", "menuitem", 0.6), ("button", "menuitem", 0.4),
        ("button", "combobox", 0.4), ("menuitem", "option", 0.6), ("textbox", "combobox", 0.4), ("textbox", "spinbutton", 0.7),
        ("checkbox", "switch", 0.5), ("checkbox", "radio", 0.3), ("icon", "img", 0.6), ("icon", "button", 0.35), ("icon", "link", 0.35),
        ("badge", "label", 0.5), ("badge", "text", 0.4), ("badge", "button", 0.3), ("heading", "text", 0.5), ("heading", "link", 0.3),
        ("heading", "label", 0.3), ("heading", "columnheader", 0.3), ("label", "text", 0.8), ("cell", "text", 0.8), ("columnheader", "cell", 0.4),
        ("columnheader", "text", 0.5), ("text", "link", 0.3), ("text", "button", 0.15), ("dialog", "card", 0.5), ("card", "form", 0.4),
        ("menu", "list", 0.6), ("navigation", "banner", 0.5), ("alert", "card", 0.3), ("alert", "banner", 0.4),
    )
}
STROKES = ("icon", "link", "text", "heading", "label", "cell", "badge")  # roles whose color may be that of their strokes
ROLES = (*LEAF_ROLES, *CONTAINER_ROLES)
ROLE_INDEX = {role: index for index, role in enumerate(ROLES)}
KINDS = {  # by place in ROLES
    name: np.array([role in roles for role in ROLES]) for name, roles in (("actionable", CONTROL_ROLES), ("graphic", GRAPHIC_ROLES), ("container", CONTAINER_ROLES))
}
AT = {name: column for column, name in enumerate(FEATURES)}
FIELD_ROLES = ("textbox", "combobox", "checkbox", "radio", "switch", "slider", "spinbutton")


_NUMBER = re.compile(r"\d+")
_ONE_FORM = str.maketrans({"’": "'", "“": '"', "”": '"', "…": "...", "–": "-", "—": "-", "−": "-", "✕": "×", "✖": "×"})


@lru_cache(maxsize=8192)
def normalized(text: str) -> str:
    """Text for comparison: compatibility forms, lower case, single spaces, no outer punctuation; a sign that is all there
    is stays ("×" is what a button says)."""
    if text.isascii():  # the same, without what only other letters need
        plain = " ".join(text.lower().split())
    else:
        plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).casefold().translate(_ONE_FORM))
    return plain.strip(" \t:*.,;!?\"'›»→←×▾▸") or plain.strip(" \t:*.,;!?\"'")


@dataclass(frozen=True)
class Texts:
    """What all candidates of a scene say and are, prepared once. Vectors are (N, 128) unit rows, zero where there is no text.

    roles: (N, len(ROLES)) probabilities. still: the columns of FEATURES that no intent changes. The rest is made when it is first
    asked for, and kept.
    """

    text: list[str]
    label: list[str]
    text_vectors: np.ndarray
    label_vectors: np.ndarray
    icon_vectors: np.ndarray
    boxes: np.ndarray
    roles: np.ndarray
    still: Mapping[str, np.ndarray]

    @cached_property
    def by_text(self) -> Said:
        return said_of(tuple(self.text))

    @cached_property
    def printed(self) -> frozenset[str]:
        """Every text and label."""
        return frozenset((*self.text, *self.label))

    @cached_property
    def by_head(self) -> Said:
        """What stands before a colon, as of "Color: Sand"; of a text without one, the text."""
        return Said([text.partition(":")[0] for text in self.text])

    @cached_property
    def by_label(self) -> Said:
        return said_of(tuple(self.label))

    @cached_property
    def by_folded_text(self) -> Said:
        return said_of(tuple(map(fold_confusables, self.text)))

    @cached_property
    def by_folded_label(self) -> Said:
        return said_of(tuple(map(fold_confusables, self.label)))

    @cached_property
    def by_numbers(self) -> Said:
        return said_of(tuple([numbers_in(t or b) for t, b in zip(self.text, self.label, strict=True)]))

    @cached_property
    def text_words(self) -> Wording:
        return wording_of(tuple(self.text))

    @cached_property
    def label_words(self) -> Wording:
        return wording_of(tuple(self.label))

    @cached_property
    def still_rows(self) -> np.ndarray:
        """(N, len(FEATURES)) float32: the features, as far as no intent changes them."""
        rows = np.zeros((len(self.text), len(FEATURES)), np.float32)
        for name, values in self.still.items():
            rows[:, AT[name]] = values
        return rows


def prepare(candidates: Sequence[Element], student: Student) -> Texts:
    """The candidates' texts, normalized and embedded, and what they are."""
    text, label = [normalized(c.text) for c in candidates], [normalized(c.label) for c in candidates]
    icons = np.zeros((len(candidates), 128), np.float32)
    roles = np.zeros((len(candidates), len(ROLES)), np.float32)
    for index, candidate in enumerate(candidates):
        if candidate.icon is not None:
            icons[index] = candidate.icon
    scores = [candidate.role_scores or {candidate.role: 1.0} for candidate in candidates]
    held = np.repeat(np.arange(len(scores)), np.array([len(said) for said in scores], np.int64))
    roles[held, [ROLE_INDEX[role] for said in scores for role in said]] = [p for said in scores for p in said.values()]
    kinds = np.array([ROLE_INDEX[c.role] for c in candidates], np.int64)
    still = {
        "has_text": [bool(t) for t in text], "has_label": [bool(t) for t in label], "has_icon": [c.icon is not None for c in candidates],
        **{name: of_kind[kinds] for name, of_kind in KINDS.items()}, "confidence": [c.confidence for c in candidates],
        "read": [c.rows[0].confidence if len(c.rows) == 1 else min((r.confidence for r in c.rows), default=1.0) for c in candidates],
    }  # fmt: skip
    return Texts(
        text, label, vectors(text, student, printed=True), vectors(label, student, printed=True), icons, to_xyxy([c.box for c in candidates]), roles,
        {name: np.array(values, np.float32) for name, values in still.items()},
    )


@lru_cache(maxsize=8192)
def numbers_in(text: str) -> tuple[str, ...]:
    return tuple(_NUMBER.findall(text))


def joined(first: Texts, second: Texts) -> Texts:
    """The texts of two lists of candidates, one after the other."""
    return Texts(
        first.text + second.text, first.label + second.label,
        *(np.concatenate([getattr(first, name), getattr(second, name)]) for name in ("text_vectors", "label_vectors", "icon_vectors", "boxes", "roles")),
        {name: np.concatenate([values, second.still[name]]) for name, values in first.still.items()},
    )  # fmt: skip


def vectors(phrases: Sequence[str], student: Student, printed: bool = False) -> np.ndarray:
    """(N, 128) meanings; zero for empty and for long texts (a paragraph has no one meaning). printed: by a page, not said by a person."""
    result = np.zeros((len(phrases), 128), np.float32)
    chosen = [i for i, phrase in enumerate(phrases) if phrase and len(phrase) <= 60]
    if chosen and student.has("text_table"):
        table = student.text_table
        result[chosen] = (table.encode_printed if printed else table.encode)([phrases[i] for i in chosen])
    return result


def features(
    intent: Intent, candidates: Sequence[Element], texts: Texts, frame: Frame, student: Student
) -> np.ndarray:
    """(N, len(FEATURES)) float32 for one reading of an intent, its relation aside (standing.py weighs that)."""
    name = normalized(intent.name)
    rows = texts.still_rows.copy()

    def put(feature: str, values: np.ndarray | float) -> None:
        rows[:, AT[feature]] = values

    put("named", bool(name))
    put("words", min(name.count(" ") / 4, 1.0))
    put("quoted", intent.quoted)
    put("icon_wanted", intent.icon)
    role_alike = None
    if intent.roles:
        role, role_alike = role_fit(texts.roles, intent.roles)
        put("role_wanted", 1)
        put("role", role)
        put("role_alike", role_alike)
    if intent.states:
        put("state_wanted", 1)
        put("state", state_fits(candidates, intent.states, frame, student))
    if intent.color:
        put("color_wanted", 1)
        meant = role_alike if role_alike is not None else np.ones(len(candidates))
        put("color", [color_fit(c, intent.color, frame, student) if m >= 0.2 else 0.0 for c, m in zip(candidates, meant, strict=True)])
    if intent.region:
        put("region_wanted", 1)
        put("region", region_scores(intent.region, texts.boxes, frame.size))
    if intent.size:
        put("size_wanted", 1)
        put("size", size_scores(intent.size, texts.boxes, role_alike >= 0.4 if role_alike is not None else rows[:, AT["container"]] == 0))
    # "First name field" is no ordinal where a field is called "First name".
    plain = (normalized(reading.name) for reading in intent.alternatives)
    put("plain_exact", any(said and (said in texts.by_text or said in texts.by_label) for said in plain))
    if name:
        _put_name(put, name, intent, texts, rows, student)
    return rows


def _put_name(put: Callable[[str, np.ndarray | float], None], name: str, intent: Intent, texts: Texts, rows: np.ndarray, student: Student) -> None:
    """The features that compare what a candidate says, or its icon shows, with the name that was asked for."""
    text, label, folded, asked = texts.by_text, texts.by_label, fold_confusables(name), numbers_in(name)
    exact_text, exact_label = text.equal(name), label.equal(name)
    exact_folded = (texts.by_folded_text.equal(folded) | texts.by_folded_label.equal(folded)).astype(np.float32)
    ratio_text, ratio_label = text.likeness(name), label.likeness(name)
    put("exact_text", exact_text)
    put("exact_label", exact_label)
    put("exact_folded", exact_folded)
    put("exact_elsewhere", bool(exact_text.any() or exact_label.any()))
    put("ratio_text", ratio_text)
    put("ratio_label", ratio_label)
    put("contains_text", text.holding(name))
    put("contains_label", label.holding(name))
    put("contained_text", text.held(name))
    put("number_differs", ~texts.by_numbers.equal(asked))
    put("length_match", np.minimum(text.lengths, len(name)) / np.maximum(text.lengths, len(name)))
    vector = vectors([name], student)[0]
    mean_text, mean_label, mean_icon = texts.text_vectors @ vector, texts.label_vectors @ vector, texts.icon_vectors @ vector
    means = np.maximum(np.maximum(mean_text, mean_label), mean_icon)
    put("mean_text", mean_text)
    put("mean_label", mean_label)
    put("mean_icon", mean_icon)
    put("mean_best", means)
    put("mean_top", means.max())
    mean_lead, mean_rank = lead_of_things(means, texts)
    put("mean_lead", mean_lead)
    put("mean_rank", mean_rank)
    put("semantic_lead", lead(means))
    (by_text, of_text), (by_label, of_label) = texts.text_words.coverage(name), texts.label_words.coverage(name)
    covers_name, covers_text = np.maximum(by_text, by_label), np.where(by_label > by_text, of_label, of_text)
    put("covers_name", covers_name)
    put("covers_text", covers_text)
    put("covers_elsewhere", covers_name.max())
    # "Sign out" and "Sign in", "start date" and "end date": a word in common and a word against a word.
    put("conflict", np.where(covers_name > 0, np.minimum(1 - covers_name, 1 - covers_text), 0))
    put("lexical_lead", lead(np.maximum(np.maximum(exact_folded, 0.95 * ratio_text), 0.95 * ratio_label)))
    if intent.roles and not intent.roles.isdisjoint(FIELD_ROLES):
        # "Name field" where no field was seen: the word "Name" is there, but it is not what was asked for.
        words_only = 1 - np.maximum.reduce([rows[:, AT[kind]] for kind in ("actionable", "graphic", "container")])
        put("label_only", words_only * np.maximum(covers_name, means))


def lead(values: np.ndarray) -> np.ndarray:
    """By how much each value leads (positive) or trails the best of the others; (N,)."""
    if len(values) < 2:
        return values.copy()
    top = int(values.argmax())
    best = values[top]
    second = max(values[:top].max(initial=-np.inf), values[top + 1 :].max(initial=-np.inf))
    leads = values - best
    leads[top] = best - second
    return leads


SAME_ICON = 0.9  # similarity of two icons from which they are one drawing, seen twice


def lead_of_things(values: np.ndarray, texts: Texts) -> tuple[np.ndarray, np.ndarray]:
    """(N,) lead of each value over the best of another thing, and (N,) 1 / rank among things.

    Another thing stands elsewhere and says something else: an icon in its button, a field and its label, a second "Remove"
    are no rivals of each other.
    """
    top = int(values.argmax())
    twins = same_place(texts.boxes, texts.boxes[top])
    if texts.text[top] or texts.label[top]:
        for said in {texts.text[top], texts.label[top]} - {""}:
            twins |= texts.by_text.equal(said) | texts.by_label.equal(said)
    else:
        twins |= texts.icon_vectors @ texts.icon_vectors[top] > SAME_ICON
    others = values[~twins]
    second = float(others.max()) if len(others) else 0.0
    leads = np.where(twins, values - second, values - values[top])
    better = np.searchsorted(-np.sort(-others), -values, side="left") if len(others) else np.zeros(len(values))
    ranks = np.where(twins, 1.0, 1.0 / (2.0 + better))
    return leads, ranks


def role_fit(roles: np.ndarray, wanted: frozenset[str]) -> tuple[np.ndarray, np.ndarray]:
    """(N,) probability that each candidate has one of the wanted roles; and (N,) the same where a link may be called a button
    and a text a label. roles: (N, len(ROLES))."""
    mask, alike = role_weights(wanted)
    return np.minimum(roles @ mask, 1.0), (roles * alike).max(axis=1, initial=0.0)


@lru_cache(maxsize=512)
def role_weights(wanted: frozenset[str]) -> tuple[np.ndarray, np.ndarray]:
    """(len(ROLES),) 1 for each wanted role; and (len(ROLES),) how readily each role is taken for one of them."""
    mask = np.array([role in wanted for role in ROLES], np.float32)
    alike = [1.0 if role in wanted else max((ALIKE.get(frozenset((role, w)), 0.0) for w in wanted), default=0.0) for role in ROLES]
    return mask, np.array(alike, np.float32)


def state_fits(candidates: Sequence[Element], states: Mapping[str, bool], frame: Frame, student: Student) -> np.ndarray:
    """(N,) probability that every wanted state holds, by the detector, or by how a candidate looks beside its neighbors."""
    from .faded import disabled_ones, faded_weights
    from .siblings import selected_ones

    selected = selected_ones(frame, candidates) if "selected" in states else None
    disabled = disabled_ones(frame, candidates, candidates, faded_weights(student)) if "disabled" in states else None
    found = np.zeros(len(candidates), np.float32)
    for number, candidate in enumerate(candidates):
        seen = dict(candidate.states)
        if selected is not None and ("selected" in seen or selected[number] > 0):  # an entry of a menu may be taken for mere text
            seen["selected"] = max(seen.get("selected", 0.0), float(selected[number]))
        if disabled is not None and "disabled" in seen:
            seen["disabled"] = float(disabled[number])
        found[number] = state_fit(replace(candidate, states=seen), states)
    return found


def state_fit(candidate: Element, states: dict[str, bool]) -> float:
    """Probability that every wanted state holds; 0 for a state the role cannot have."""
    fit = 1.0
    for state, wanted in states.items():
        if state == "empty":
            p = 1.0 if candidate.role in FIELD_ROLES and not candidate.text else candidate.states.get("placeholder", 0.0)
        elif state == "selected" and state not in candidate.states and "checked" in candidate.states:
            p = candidate.states["checked"]  # of a radio button one says either
        elif state not in candidate.states:
            # Only fields and indicators carry "checked"; a control without the state can still be "not disabled".
            return 0.0
        else:
            p = candidate.states[state]
        fit *= p if wanted else 1 - p
    return fit


def color_fit(candidate: Element, word: str, frame: Frame, student: Student) -> float:
    """How acceptable the color word is for the candidate's fill; for strokes (an icon, a link, text) their color counts too."""
    from .pixels import ink, surface

    fill = float(student.colors.accepts(word, surface(frame, candidate.box).color))
    if fill >= 0.5 or candidate.role not in STROKES:
        return fill
    strokes = ink(frame, candidate.rows[0].box if candidate.rows else candidate.box)
    return max(fill, float(student.colors.accepts(word, strokes.color))) if strokes is not None else fill
