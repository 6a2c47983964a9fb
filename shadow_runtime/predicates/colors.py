"""Color of an element, its background, text or border; same color; brighter and darker.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from shadow_runtime import pixels
from shadow_runtime.claims import Claim
from shadow_runtime.color import Rgb, distance, lab_of, lightness, to_hex
from shadow_runtime.records import AbstainReason, Element

from .observation import Observation, Setting, beyond, line, name_of, odds, row_boxes
from .wholeness import says_box

_INKED = ("text", "heading", "link", "label", "cell", "columnheader", "icon", "menuitem", "tab", "option")
_HAS_FILL = ("button", "badge", "textbox", "combobox", "spinbutton", "checkbox", "radio", "switch", "slider", "progressbar", "img")
# Acceptability -> probability of the claim: .8 and more is agreement, .15 and less is disagreement.
_ACCEPTED = ((0.0, 0.01), (0.15, 0.1), (0.8, 0.88), (1.0, 0.99))
TOLD = odds(0.8)  # of a fill: surer than that, the strokes are not asked
# Chroma (OKLab) of strokes that have a color and of a fill that has a tinge of one; cosine of their hues from which one is a tint of the other.
COLORFUL, TINGED, TINT = 0.08, 0.012, 0.85
RIM, SAME_FILL = 0.4, 10  # least share of the viewport's edge that a page's own color has; levels of a channel
_SAME = ((0.0, 0.99), (0.015, 0.95), (0.03, 0.6), (0.05, 0.08), (0.1, 0.01))


def _wanted(claim: Claim) -> tuple[object, ...]:
    return tuple(claim.args["colors"])  # type: ignore[call-overload, no-any-return]


def _say(wanted: Sequence[object]) -> str:
    return " or ".join(word if isinstance(word, str) else to_hex(word) for word in wanted)  # type: ignore[arg-type]


def _score(wanted: Sequence[object], color: Rgb, setting: Setting) -> float:
    """Probability that a person accepts one of the wanted words or values for this color."""
    best = 0.0
    for item in wanted:
        if isinstance(item, str):
            best = max(best, line(setting.colors.accepts(item, color), _ACCEPTED))
        else:
            best = max(best, line(distance(item, color), _SAME))  # type: ignore[arg-type]
    return best


def _names(color: Rgb, setting: Setting) -> str:
    return ", ".join(f"{word} {value:.2f}" for word, value in setting.colors.names(color))


def _doubts(likely: float, mixed: bool) -> tuple[AbstainReason, ...]:
    """Why a color near even odds is not answered."""
    return (AbstainReason.NOT_ONE_COLOR,) if mixed else (AbstainReason.COLOR_BOUNDARY,)


def _fill_seen(what: str, wanted: Sequence[object], surface: pixels.Surface, setting: Setting) -> Observation:
    total = sum(share for _, share in surface.parts)
    score = sum(_score(wanted, color, setting) * share for color, share in surface.parts) / max(total, 1e-6)
    if surface.share < 0.35 and len(surface.parts) > 1:
        where = f"a gradient or picture, largest part {setting.colors.describe(surface.color)} over {surface.share:.0%}"
        score = 0.5 + (score - 0.5) * 0.9  # parts of a picture are no flat color: less sure both ways
    else:
        where = f"{setting.colors.describe(surface.color)} over {surface.share:.0%} of the {what}"
    return Observation(
        score=odds(score), expected=_say(wanted), reasons=_doubts(score, surface.share < 0.35), observed=f"{where}; nearest names: {_names(surface.color, setting)}",
        swatches=((what, surface.color), ("around", surface.outside)), measurements={"share": surface.share},
    )  # fmt: skip


def text_ink(element: Element, setting: Setting) -> pixels.Ink | None:
    """Ink of the element's largest row that has any."""
    for box in row_boxes(element)[:3]:
        found = pixels.ink(setting.scene.frame, box)
        if found is not None:
            return found
    return None


def background_trust(found: pixels.Ink) -> float:
    """0..1: strokes over a gradient or picture cannot be told from it."""
    return line(found.flat, ((0.15, 0.2), (0.3, 1.0)))


def _ink_seen(what: str, wanted: Sequence[object], element: Element, setting: Setting) -> Observation:
    found = text_ink(element, setting)
    if found is None:
        return Observation(score=0.0, expected=_say(wanted), observed=f"no {what} strokes in {name_of(element)}", reasons=(AbstainReason.NOTHING_TO_JUDGE,), reason=f"no {what} to judge the color of")
    plain, stretched = _score(wanted, found.color, setting), _score(wanted, found.stretched, setting)
    score = found.reach * plain + (1 - found.reach) * (plain + stretched) / 2
    score = 0.5 + (score - 0.5) * background_trust(found)
    return Observation(
        score=odds(score), expected=_say(wanted), reasons=_doubts(score, background_trust(found) < 0.9),
        observed=f"{what} {setting.colors.describe(found.color)} on {setting.colors.describe(found.background)}; "
        f"nearest names: {_names(found.color, setting)}",
        swatches=((what, found.color), ("background", found.background)), measurements={"reach": found.reach},
    )  # fmt: skip


def judge_color(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X is green": the fill where the element has one, else its strokes."""
    element, wanted = subjects[0], _wanted(claim)
    if element.role == "page":
        return judge_background(claim, subjects, objects, setting)
    surface = setting.surface(element.box)
    if surface.painted or (element.role not in _INKED and element.role not in _HAS_FILL):
        filled = _fill_seen("fill", wanted, surface, setting)
        return _tint_seen(wanted, surface, element, setting) or filled if filled.score < TOLD and element.rows else filled
    if (element.role in _HAS_FILL and element.role != "img") or (claim.subjects and says_box(claim.subjects[0])):
        drawn = _ink_seen("text" if element.text else "strokes", wanted, element, setting)
        filled = _fill_seen("fill", wanted, surface, setting)
        if (drawn.score > 0) != (filled.score > 0):
            return Observation(
                score=0.0, expected=drawn.expected, observed=f"no fill of its own; {drawn.observed}", swatches=drawn.swatches,
                reasons=(AbstainReason.SEVERAL_READINGS,), reason="the element has no fill of its own, and its text and the page behind it disagree",
            )  # fmt: skip
        return drawn
    if element.role == "img":
        return _fill_seen("picture", wanted, surface, setting)
    return _ink_seen("strokes" if element.role == "icon" else "text", wanted, element, setting)


def _tint_seen(wanted: Sequence[object], surface: pixels.Surface, element: Element, setting: Setting) -> Observation | None:
    """The strokes, where the fill is a pale or dark tint of their color: such a badge is called by its hue, not by the shade of its fill."""
    drawn = _ink_seen("text", wanted, element, setting)
    found = text_ink(element, setting)
    if found is None or drawn.score <= 0:
        return None
    (_, *fill), (_, *strokes) = lab_of(surface.color), lab_of(found.color)
    size, full = math.hypot(*fill), math.hypot(*strokes)
    alike = (fill[0] * strokes[0] + fill[1] * strokes[1]) / max(size * full, 1e-9)
    if full < COLORFUL or not TINGED <= size < full or alike < TINT:
        return None
    return replace(drawn, score=min(drawn.score, odds(0.9)), observed=f"a fill of the same hue, {setting.colors.describe(surface.color)}; {drawn.observed}")


def judge_text_color(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"the text of X is white"."""
    return _ink_seen("text", _wanted(claim), subjects[0], setting)


def judge_background(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X has a green background"; of the page: the color that covers most of the viewport."""
    element = subjects[0]
    if element.rows and element.role in _INKED and element.role != "icon":
        found = text_ink(element, setting)
        if found is not None:
            behind = pixels.Surface(color=found.background, share=1 - found.share, parts=((found.background, 1.0),), outside=found.background, painted=True)
            return _fill_seen("background", _wanted(claim), behind, setting)
    surface = setting.surface(element.box)
    seen = _fill_seen("background", _wanted(claim), surface, setting)
    if element.role == "page" and rim_share(setting.scene.frame.rgb, surface.color) < RIM:
        return replace(
            seen, score=0.0, reasons=(AbstainReason.SEVERAL_READINGS,),
            reason="the color that covers most of the viewport does not reach its edges: it may be a card's, and what lies around it the page's",
        )  # fmt: skip
    return seen


def rim_share(rgb: np.ndarray, color: Rgb) -> float:
    """Share of the pixels along the left, right or lower edge of a picture that have a color, where it is largest: bars lie along others."""
    return max(float((np.abs(edge.astype(int) - np.array(color)).max(1) <= SAME_FILL).mean()) for edge in (rgb[:, 1], rgb[:, -2], rgb[-2]))


def judge_border_color(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X has a red border"; without a border it is not red."""
    wanted = _wanted(claim)
    found = setting.outline(subjects[0].box)
    if found.box is None and found.sides < 2:  # its edges were not seen at all: a border there may have been overlooked
        return Observation(
            score=0.0, expected=f"a {_say(wanted)} border", observed=f"{name_of(subjects[0])} shows no outline", reasons=(AbstainReason.NOTHING_TO_JUDGE,),
            reason="no painted outline whose border could be judged",
        )  # fmt: skip
    if found.color is None or found.sides < 2:
        return Observation(score=odds(0.12), expected=f"a {_say(wanted)} border", observed=f"no border around {name_of(subjects[0])}")
    likely = _score(wanted, found.color, setting)
    if found.sides == 2:  # the edge of a hard shadow, a rule below, half of a bevel
        likely = 0.5 + (likely - 0.5) * 0.5
    return Observation(
        score=odds(likely), expected=f"a {_say(wanted)} border",
        observed=f"border {setting.colors.describe(found.color)}, {found.width:.0f} px on {found.sides} sides; nearest names: {_names(found.color, setting)}",
        swatches=(("border", found.color),), measurements={"width": found.width},
    )  # fmt: skip


def shown_color(element: Element, setting: Setting, aspect: object) -> Rgb:
    """The color that "the color of X" means: strokes of text-only elements, else the fill."""
    surface = setting.surface(element.box)
    if aspect == "text" or (aspect != "background" and not surface.painted and element.role in (*_INKED, "button")):
        found = text_ink(element, setting)
        if found is not None:
            return found.color
    return surface.color


def judge_same_color(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X is the same color as Y", "the buttons are the same color"."""
    aspect = claim.args.get("aspect")
    if not objects:
        return _same_colors(subjects, aspect, setting)
    one = shown_color(subjects[0], setting, aspect)
    two = shown_color(objects[0], setting, claim.args.get("object aspect", aspect))
    apart = distance(one, two)
    return Observation(
        score=odds(line(apart, _SAME)), reasons=(AbstainReason.COLOR_BOUNDARY,), expected=f"the color of {name_of(objects[0])}, {setting.colors.describe(two)}",
        observed=f"{setting.colors.describe(one)}, difference {apart:.3f} (0.02 is just noticeable)",
        swatches=((name_of(subjects[0]), one), (name_of(objects[0]), two)), measurements={"difference": apart},
    )  # fmt: skip


def _same_colors(elements: Sequence[Element], aspect: object, setting: Setting) -> Observation:
    """Of a group: the two that are furthest apart."""
    if len(elements) < 2:
        return Observation(
            score=0.0, expected="one color", observed="only one element", reasons=(AbstainReason.NOTHING_TO_JUDGE,), reason="a comparison needs two elements",
        )  # fmt: skip
    shown = [shown_color(element, setting, aspect) for element in elements]
    apart = max(distance(one, two) for one in shown for two in shown)
    return Observation(
        score=odds(line(apart, _SAME)), reasons=(AbstainReason.COLOR_BOUNDARY,), expected="one color",
        observed="; ".join(f"{name_of(element)} {setting.colors.describe(color)}" for element, color in zip(elements[:5], shown, strict=False)),
        swatches=tuple((name_of(element), color) for element, color in zip(elements[:5], shown, strict=False)), measurements={"difference": apart},
    )  # fmt: skip


def judge_color_share(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"at least 40 % of the banner is white": pixels that a person would call so."""
    wanted, relation, limit = _wanted(claim), str(claim.args["relation"]), float(claim.args["value"])  # type: ignore[arg-type]
    low = high = 0.0
    for color, share in pixels.palette(setting.scene.frame, subjects[0].box):
        likely = _score(wanted, color, setting)
        low, high = low + share * (likely > 0.8), high + share * (likely > 0.2)
    share = 100 * (low + high) / 2
    sigma = max(50 * (high - low), 2.0)  # what is and is not called so differs by as much
    if relation in ("=", "~"):
        score = line(abs(share - limit), ((sigma, 0.9), (2 * sigma + 3, 0.4), (3 * sigma + 8, 0.04)))
    else:
        score = beyond(share, limit, sigma) if relation in (">", ">=") else 1 - beyond(share, limit, sigma)
    return Observation(
        score=odds(score), expected=f"{_say(wanted)} over {relation} {limit:g} %", reasons=(AbstainReason.COLOR_BOUNDARY,),
        observed=f"{share:.0f} % ({100 * low:.0f} to {100 * high:.0f} %)", measurements={"share": share},
    )  # fmt: skip


def judge_gradient(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X has a gradient (from white to gray)": a fill that changes steadily from one side to the other."""
    ends = claim.args.get("ends") or ()
    found = pixels.gradient(setting.scene.frame, subjects[0].box)
    expected = "a gradient" + (f" from {_say([ends[0]])} to {_say([ends[-1]])}" if ends else "")  # type: ignore[index]
    if found is None:
        return Observation(score=odds(0.06), expected=expected, observed="a fill of one color, or a picture")
    first, last = found
    apart = distance(first, last)
    likely = line(apart, ((0.02, 0.1), (0.05, 0.6), (0.1, 0.95)))
    if ends:
        start, stop = ends[0], ends[-1]  # type: ignore[index]
        likely = min(likely, max(min(_score([start], a, setting), _score([stop], b, setting)) for a, b in ((first, last), (last, first))))
    return Observation(
        score=odds(likely), expected=expected, observed=f"from {setting.colors.describe(first)} to {setting.colors.describe(last)}", reasons=(AbstainReason.COLOR_BOUNDARY,),
        swatches=(("one end", first), ("other end", last)), measurements={"difference": apart},
    )  # fmt: skip


def judge_brighter(claim: Claim, subjects: Sequence[Element], objects: Sequence[Element], setting: Setting) -> Observation:
    """"X is brighter than Y"."""
    aspect = claim.args.get("aspect")
    one = shown_color(subjects[0], setting, aspect)
    two = shown_color(objects[0], setting, claim.args.get("object aspect", aspect))
    darker = bool(claim.args["darker"])
    apart = (lightness(two) - lightness(one)) if darker else (lightness(one) - lightness(two))
    return Observation(
        score=odds(beyond(apart, 0.012, 0.012)), expected=f"{'darker' if darker else 'brighter'} than {setting.colors.describe(two)}",
        observed=f"{setting.colors.describe(one)}, lightness {lightness(one):.2f} against {lightness(two):.2f}",
        swatches=((name_of(subjects[0]), one), (name_of(objects[0]), two)), measurements={"lightness": lightness(one), "other": lightness(two)},
    )  # fmt: skip
