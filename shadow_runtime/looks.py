"""Things called by what they are for, which shows in how they look: an error message is red words, mostly right below a field; a hint
stands there in another color; an avatar is a round picture or two letters in a disc; a floating button is a disc at the lower end.

Such words are seldom printed; where they are, or something is surely called so, this does not count (ground.SAID).

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import re

from . import outlines
from .color import ColorTable
from .match import normalized
from .pixels import ink
from .records import Element, Intent
from .scene import Scene
from .spans import element_of

SURELY, MAYBE = 0.82, 0.6  # how surely red words below a field are an error message, and how surely other sentences in red are
WORDLESS = 0.55  # of a disc in which no letters were read: a round button may be one
BELOW, ASIDE = 14.0, 24.0  # CSS px between a field and what is said of it, and between their left edges
RED = 0.6  # how acceptable the word "red" is for the words' color
DISC, SQUARE = 0.4, 1.06  # of its height, from which a corner makes a square box a disc; longer side over shorter
AVATAR, FLOATING = (18.0, 96.0), (40.0, 96.0)  # CSS px across
LOWER, RIGHT = 0.55, 0.5  # shares of the viewport beyond which the middle of a floating button lies
WORDS = ("text", "label", "heading")
FIELDS = ("textbox", "combobox", "spinbutton")
HOLDERS = ("img", "badge", "button", "link")  # what an avatar may be taken for; of icons the ink is the disc
PICTURED, PRESSED = frozenset(("img", "icon", "button")), frozenset(("button", "link"))
ERRORS = re.compile(r"(?:(?:validation|form|field|inline|input)\s)?errors?(?:\s(?:messages?|texts?|hints?))?|validation\s(?:messages?|errors?)")
HINTS = re.compile(r"hints?|hint\stexts?|help(?:er)?\stexts?")
AVATARS = re.compile(r"(?:the\s|my\s)?(?:(?:user\s)?avatars?|initials|(?:profile|user)\s(?:picture|photo|image|avatar)s?)(?:\s(?:of\s)?(?P<who>(?!in\b|on\b|at\b|of\b|is\b|by\b)[^\W\d_]{1,3}))?\b")
CRUMBLED = frozenset(("link", "text"))  # what the grammar makes of "breadcrumb"
ITEM, LONGEST = re.compile(r"[^\s›»>/](?:(?!\s[›»>/]\s).)*(?=\s[›»>/]\s)|(?<=\s[›»>/]\s)\S(?:(?!\s[›»>/]\s).)*$"), 32  # between two marks; letters
CRUMB = re.compile(r"[\w &'’-]+")
FLOATERS = re.compile(r"floating(?:\saction)?(?:\sbutton)?|fab")
INITIALS = re.compile(r"[A-Z][A-Za-z]{0,2}\W?")


def by_looks(intent: Intent, scene: Scene, colors: ColorTable) -> list[tuple[Element, float]]:
    """Elements that look like what the intent names, and how surely each is meant; nothing for what has no look of its own."""
    if intent.quoted:
        return []
    if intent.roles == CRUMBLED and not intent.name:
        return crumbs(scene)
    if intent.roles <= PICTURED and (asked := AVATARS.match(normalized(intent.text))):
        return avatars(asked["who"], scene)
    if intent.roles <= PRESSED and FLOATERS.fullmatch(normalized(intent.name)):
        return floating_buttons(scene)
    if not intent.roles and ERRORS.fullmatch(normalized(intent.name)):
        return error_messages(scene, colors)
    return hints(scene, colors) if not intent.roles and HINTS.fullmatch(normalized(intent.name)) else []


def has_a_look(intent: Intent) -> bool:
    """Whether what an intent counts is told by its looks."""
    return intent.roles == CRUMBLED or bool(ERRORS.fullmatch(normalized(intent.name)) or AVATARS.match(normalized(intent.text)))


def crumbs(scene: Scene) -> list[tuple[Element, float]]:
    """The items of a line that arrows or slashes part: "Home › Guides › First query"."""
    found: list[tuple[Element, float]] = []
    for row in scene.rows:
        spans = [(m.start(), m.end()) for m in ITEM.finditer(row.text)]
        if len(spans) > 1 and len(row.char_x) == len(row.text) + 1 and all(b - a <= LONGEST and CRUMB.fullmatch(row.text[a:b]) for a, b in spans):
            found += [(element_of(row, span), SURELY) for span in spans]
    return found


def error_messages(scene: Scene, colors: ColorTable) -> list[tuple[Element, float]]:
    """Red words below a field, or else sentences in red."""
    found = []
    for element in scene.elements:
        below = element.role in WORDS and bool(element.rows) and below_a_field(element, scene)
        if (below or is_sentence(element)) and (strokes := ink(scene.frame, element.rows[0].box)) is not None and colors.accepts("red", strokes.color) >= RED:
            found.append((element, SURELY if below else MAYBE))
    return found


def is_sentence(element: Element) -> bool:
    return element.role in ("text", "label") and bool(element.rows) and element.text.count(" ") >= 2


def hints(scene: Scene, colors: ColorTable) -> list[tuple[Element, float]]:
    """Words right below a field that are not red."""
    red = {id(element) for element, _ in error_messages(scene, colors)}
    return [(e, SURELY) for e in scene.elements if e.role in WORDS and e.rows and id(e) not in red and below_a_field(e, scene)]


def below_a_field(words: Element, scene: Scene) -> bool:
    """Whether words stand right below a field, and nearer to it than to a field that follows, whose label they would be."""
    above = [words.box.y - e.box.bottom for e in scene.elements if e.role in FIELDS and abs(e.box.x - words.box.x) <= ASIDE]
    under = [e.box.y - words.box.bottom for e in scene.elements if e.role in FIELDS and abs(e.box.x - words.box.x) <= ASIDE]
    nearest, following = min((gap for gap in above if gap >= -2), default=1e9), min((gap for gap in under if gap >= -2), default=1e9)
    named = any(e.label_box is not None and e.label_box.iou(words.box) > 0.5 for e in scene.elements)
    return nearest <= BELOW and nearest < following and not named


def avatars(who: str | None, scene: Scene) -> list[tuple[Element, float]]:
    """Discs with a picture or one to three letters in them. who: the letters, where they were said."""
    discs = [e for e in scene.elements if e.role in HOLDERS and (not e.text or INITIALS.fullmatch(e.text)) and is_disc(e, scene, AVATAR)]
    return [(e, SURELY if e.text or e.role == "img" else WORDLESS) for e in discs if who is None or "".join(filter(str.isalnum, e.text)).casefold() == who]


def floating_buttons(scene: Scene) -> list[tuple[Element, float]]:
    """Discs near the lower right corner that say nothing or hardly anything."""
    width, height = scene.frame.size
    low = [e for e in scene.elements if e.role in ("button", "link", "img") and len(e.text) <= 1 and e.box.center[0] >= RIGHT * width and e.box.center[1] >= LOWER * height]
    return [(e, SURELY) for e in low if is_disc(e, scene, FLOATING)]


def is_disc(element: Element, scene: Scene, across: tuple[float, float]) -> bool:
    """Whether a thing is painted as a disc of such a size."""
    if not 0.7 * across[0] <= min(element.box.width, element.box.height) <= 1.3 * across[1]:
        return False
    outline = outlines.edges(scene.frame, element.box)
    measured = outlines.corner_radius(scene.frame, outline)
    if measured is None or outline.box is None:
        return False
    x1, y1, x2, y2 = (side / scene.frame.scale for side in outline.box)
    width, height = x2 - x1, y2 - y1
    return across[0] <= width <= across[1] and max(width, height) <= SQUARE * min(width, height) and measured[0] >= DISC * height
