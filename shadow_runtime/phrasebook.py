"""Everything that can be claimed, one entry a predicate: how it is said, how it is called, what it is judged from.

The reference page, the typed API and the suggestions of ClaimError are made from this table; tests hold it against the
grammar and the predicates, so that none has what another lacks.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One predicate. title: as a heading. family: of calibrate.FAMILIES (the main one). says: sentences, each in another way.

    calls: typed method -> sentence with X for the subject and {names} for arguments; {other} and {third} are elements,
    {text} and {since} texts. from_: what it is judged from, and what it cannot tell.
    """

    predicate: str
    title: str
    says: tuple[str, ...]
    from_: str
    calls: Mapping[str, str] = field(default_factory=dict)


PHRASEBOOK: tuple[Entry, ...] = (
    Entry(
        predicate="visible", title="There, or not there",
        says=(
            "the Save button is visible", "the Save button is displayed in the dialog", "there is a Save button", "the Save button exists", "the form has a submit button",
            "I should see the Save button", "the error message is hidden", "the error message is gone", "there is no error message", "no error message is shown",
            "the spinner has disappeared", "the form has no submit button", "the menu contains the Home link",
        ),
        calls={"to_be_visible": "X is visible", "to_be_absent": "X is absent", "to_be_hidden": "X is hidden"},
        from_="the grounder. Only the viewport is looked at: what must be scrolled to is not there. Absence needs a settled picture.",
    ),
    Entry(
        predicate="count", title="How many",
        says=(
            "there are exactly 3 cards", "there are at least two links in the footer", "there are 3 to 7 cards", "there are several links", "three cards are visible",
            "the form has two text fields", "the menu contains 4 links", "the number of rows is 7", 'there are 6 "Add to cart" buttons',
        ),
        calls={"to_have_count": "there are {relation} {number} X"},
        from_="how many are seen, and how far off the student counts that kind on held-out pages. A bound (\"at least 2\") needs no certainty about every one. What has neither a kind nor its name on the page (\"tasks\") is not counted.",
    ),
    Entry(
        predicate="holds", title="One in each", says=("every card has a title", "each row contains a button", "not every card has an image"),
        calls={"to_each_have": "every X has {other}"}, from_="boxes inside boxes.",
    ),
    Entry(
        predicate="text", title="Text",
        says=(
            'the heading contains "Order"', 'the heading says "Order overview"', 'the heading is "Order overview"', 'the heading has the text "Order overview"',
            'the price starts with "$"', 'the price ends with ".00"', r'the price matches "\$\d+\.\d\d"', 'the heading contains "order" ignoring case',
            'the page contains the text "Order"', 'the name field is filled with "Ada"', 'the heading equals "Order overview"', "the heading says Order overview",
            "the total is $45.00", "the counter is 3",
        ),
        calls={
            "to_have_text": 'X is "{text}"', "to_contain_text": 'X contains "{text}"', "to_start_with": 'X starts with "{text}"', "to_end_with": 'X ends with "{text}"',
            "to_match": 'X matches "{text}"',
        },
        from_="the reader, forgiving its own confusions (I l 1, O 0); where those decide, abstained. A number or price beside its name is what the name is; other words beside it are not.",
    ),
    Entry(
        predicate="color", title="Color",
        says=(
            "the Save button is green", "the Save button is #198754", "the Save button is rgb(25, 135, 84)", "the tag is yellow or orange", "the tag is dark blue",
            "the color of the tag is red", "the tag has the color red", "the tag has a red fill",
        ),
        calls={"to_have_color": "X is {color}"},
        from_="the fill where there is one, else the strokes. Words as people use them (a survey), with a margin in which the answer is abstained; hex, rgb and hsl exact.",
    ),
    Entry(
        predicate="background", title="Background",
        says=("the alert has a green background", "the background of the alert is green", "the page has a dark background", "the page is in dark mode",
              "the second row is highlighted in yellow", "the alert has a background of green"),
        calls={"to_have_background": "X has a {color} background"}, from_="the most frequent color; of gradients and pictures all of them.",
    ),
    Entry(
        predicate="text color", title="Text color", says=("the Save button has white text", "the text of the Save button is white", "the message is written in red"),
        calls={"to_have_text_color": "X is written in {color}"}, from_="the strokes with their anti-aliasing undone, also on gradients.",
    ),
    Entry(
        predicate="border color", title="Border color", says=("the field has a red border", "the border of the field is red", "the field has a thin gray border"),
        calls={"to_have_border_color": "X has a {color} border"}, from_="the line around the painted outline.",
    ),
    Entry(
        predicate="same color", title="Same color",
        says=("the icon is the same color as the title", "the buttons are the same color", "the Save button and the Cancel button have different colors"),
        calls={"to_have_same_color_as": "X is the same color as {other}"}, from_="OKLab distance.",
    ),
    Entry(
        predicate="brighter", title="Brighter, darker", says=("the header is darker than the footer", "the header is brighter than the footer"),
        calls={"to_be_brighter_than": "X is brighter than {other}", "to_be_darker_than": "X is darker than {other}"}, from_="OKLab lightness.",
    ),
    Entry(
        predicate="color share", title="Share of a color", says=("at least 40% of the banner is white", "about 10% of the picture is red"),
        calls={"to_have_color_share": "{relation} {percent}% of X is {color}"}, from_="all pixels of the box.",
    ),
    Entry(
        predicate="gradient", title="Gradient", says=("the banner has a gradient", "the banner has a gradient from white to blue"),
        calls={"to_have_gradient": "X has a gradient"}, from_="a plane fitted to the fill; linear gradients only.",
    ),
    Entry(
        predicate="contrast", title="Contrast",
        says=(
            "the hint has enough contrast", "the hint has a contrast of at least 7:1", "the hint is readable", "the hint is readable with a contrast of at least 4.5:1",
            "the hint meets WCAG AA", "the hint has low contrast", "the border of the field has a contrast of at least 3:1", "the contrast of the hint is sufficient",
        ),
        calls={"to_have_contrast": "X has a contrast of at least {ratio}:1", "to_be_readable": "X is readable"},
        from_="WCAG 2 (4.5:1, large text 3:1) of the strokes against what is really behind them; on a gradient where it is worst.",
    ),
    Entry(
        predicate="position", title="Position",
        says=(
            "the order number is below the banner", "the banner is above the order number", "the Home link is to the left of the Cart link", "the Cart link is right of the Home link",
            "the avatar is inside the card", "the icon is next to the title", "the Home link is between the logo and the Cart link", "the icon is outside the card",
            "the Cancel button comes before the Save button", "the text fits in the card",
        ),
        calls={
            "to_be_above": "X is above {other}", "to_be_below": "X is below {other}", "to_be_left_of": "X is left of {other}", "to_be_right_of": "X is right of {other}",
            "to_be_inside": "X is inside {other}", "to_be_next_to": "X is next to {other}", "to_be_before": "X comes before {other}", "to_be_after": "X comes after {other}",
            "to_be_between": "X is between {other} and {third}",
        },
        from_="boxes.",
    ),
    Entry(
        predicate="edge", title="Place in the viewport", says=("the logo is at the top of the page", "the chat button is in the bottom right corner", "the logo is on the left"),
        calls={"to_be_at": "X is at the {place} of the page"}, from_="the third of the viewport in which its middle lies.",
    ),
    Entry(
        predicate="gap", title="Distance",
        says=("the submit button is 20 px below the email field", "the Save button is at least 8px away from the Cancel button", "the comments are 10 to 30px below the article",
              "the gap between the Save button and the Cancel button is 16px", "the tooltip is within 20px of the help icon"),
        calls={"to_have_gap": "X is {relation} {px} px away from {other}"}, from_="painted outlines where they show, exact to the pixel; else boxes.",
    ),
    Entry(
        predicate="gaps", title="Gaps of a group", says=("the gaps between the cards are 16px", "there is a gap of at least 8px between the buttons"),
        calls={"to_have_gaps": "the gaps between X are {relation} {px} px"}, from_="neighbors in one row or column.",
    ),
    Entry(
        predicate="even gaps", title="Even spacing", says=("the cards are evenly spaced", "the gaps between the cards are equal", "the tabs have equal spacing"),
        calls={"to_be_evenly_spaced": "X are evenly spaced"}, from_="three elements or more in one row or column.",
    ),
    Entry(
        predicate="grid", title="Rows and columns", says=("the products are in a 3 column grid", "the cards are arranged in 2 rows"),
        calls={"to_be_in_columns": "X are in {number} columns", "to_be_in_rows": "X are in {number} rows"}, from_="boxes that share a height.",
    ),
    Entry(
        predicate="aligned", title="Alignment",
        says=("the labels are left-aligned", "the title and the form are right-aligned", "the price is top-aligned with the title", "the icon is aligned with the text",
              "the Home link and the Cart link are on the same line", "the cards are stacked", "the top of the logo is aligned with the top of the menu"),
        calls={"to_be_aligned_with": "X is {edge}-aligned with {other}", "to_be_on_line_with": "X is on the same line as {other}"},
        from_="painted outlines where they show, else where words and icons begin and end; 3 px unless said otherwise (\"within 1px\").",
    ),
    Entry(
        predicate="centered", title="Centered", says=("the dialog is centered", "the title is centered in the card", "the icon is vertically centered in the button"),
        calls={"to_be_centered": "X is centered", "to_be_centered_in": "X is centered in {other}"}, from_="middles of boxes.",
    ),
    Entry(
        predicate="size", title="Size",
        says=(
            "the Save button is at least 44 px tall", "the sidebar is between 200 and 300px wide", "the width of the sidebar is 200px", "the Save button is 44px by 44px",
            "the font size of the title is at least 20 px", "the card has a corner radius of 8px", "the field has a 2px border", "the border of the field is 1px wide",
            "the Save button is wider than 100 px", "the text of the button is 14px",
        ),
        calls={
            "to_have_width": "X is {relation} {px} px wide", "to_have_height": "X is {relation} {px} px tall", "to_have_font_size": "X has a font size of {relation} {px} px",
            "to_have_corner_radius": "X has a corner radius of {relation} {px} px", "to_have_border_width": "X has a border width of {relation} {px} px",
        },
        from_="the painted outline, exact to the pixel where one shows; font size from the reader.",
    ),
    Entry(
        predicate="ratio", title="Proportions",
        says=(
            "the video has an aspect ratio of 16:9", "the thumbnail has a 4:3 aspect ratio", "the photo is 16:9", "the banner is wider than tall", "the photo is in portrait format",
            "the poster is twice as wide as tall",
        ),
        calls={"to_have_aspect_ratio": "X has an aspect ratio of {ratio}", "to_be_landscape": "X is landscape", "to_be_portrait": "X is portrait"},
        from_="the painted outline where one shows, else the box; \"about\" forgives 10%.",
    ),
    Entry(
        predicate="compare size", title="Size against another",
        says=(
            "the headline is bigger than the subtitle", "the Save button is as wide as the Cancel button", "the Save button is 20px wider than the Cancel button",
            "the search field is at least 50% as wide as the header", "the footer spans the page", "the Save button has the same height as the Cancel button",
            "the text of the title is larger than the text of the hint",
        ),
        calls={
            "to_be_wider_than": "X is wider than {other}", "to_be_narrower_than": "X is narrower than {other}", "to_be_taller_than": "X is taller than {other}",
            "to_be_shorter_than": "X is shorter than {other}", "to_be_larger_than": "X is larger than {other}", "to_be_smaller_than": "X is smaller than {other}",
            "to_have_same_size_as": "X has the same {dimension} as {other}",
        },
        from_="boxes, text rows.",
    ),
    Entry(
        predicate="same size", title="Same size in a group", says=("all buttons have the same height", "the three cards are equally wide", "the cards have different heights"),
        calls={"to_share_size": "X have the same {dimension}"}, from_="boxes, text rows.",
    ),
    Entry(
        predicate="state", title="State",
        says=(
            "the box is checked", "the box is unticked", "the switch is on", "the Home tab is selected", "the second row is highlighted", "the Save button is disabled",
            "the Save button is enabled", "the email field is focused", "the email field has a focus ring", "the menu is expanded", "the dialog is open", "the email field is invalid",
            "the email field has an error state", "the email field is required", "the password is masked", "the Save button is loading",
        ),
        calls={
            "to_be_checked": "X is checked", "to_be_unchecked": "X is unchecked", "to_be_selected": "X is selected", "to_be_disabled": "X is disabled",
            "to_be_enabled": "X is enabled", "to_be_focused": "X is focused", "to_be_expanded": "X is expanded", "to_be_collapsed": "X is collapsed",
            "to_be_invalid": "X is invalid", "to_be_required": "X is required", "to_be_masked": "X is masked", "to_be_loading": "X is loading",
        },
        from_="what the student sees of it: marks, rings, colors, words; how it looks beside others of its kind. A state that shows in nothing is abstained.",
    ),
    Entry(
        predicate="empty", title="Empty", says=("the password field is empty", "the name field is filled in", "the search field is blank"), calls={"to_be_empty": "X is empty"},
        from_="text, placeholder, strokes.",
    ),
    Entry(
        predicate="style", title="Type",
        says=("the title is bold", "the note is in italics", "the Home link is underlined", "the old price is struck through", "the menu is in uppercase", "the title has bold text"),
        calls={
            "to_be_bold": "X is bold", "to_be_italic": "X is italic", "to_be_underlined": "X is underlined", "to_be_struck_through": "X is struck through",
            "to_be_uppercase": "X is uppercase", "to_be_lowercase": "X is lowercase",
        },
        from_="the reader's style heads; lines on the pixels.",
    ),
    Entry(
        predicate="progress", title="Progress",
        says=("the progress bar is at 60%", "the progress bar is at least half full", "the upload bar is 25 percent filled", "the slider is at about 40%"),
        calls={"to_be_filled": "X is {relation} {percent}% full"},
        from_="where the bar's fill ends, from the left or from below. A bar of one color is empty or full: abstained, unless neither would do.",
    ),
    Entry(
        predicate="faded", title="Faded",
        says=("the hint is faded", "the Save button is semi-transparent", "the Save button is opaque", "the hint has reduced opacity", "the Save button has an opacity of 50%"),
        calls={"to_be_faded": "X is faded", "to_have_opacity": "X has an opacity of {percent}%"},
        from_="how far its text stands out, against two and more elements of its kind. Alone, a faded element and a pale one look the same: abstained.",
    ),
    Entry(
        predicate="broken", title="Broken picture",
        says=("the logo is broken", "the logo has a broken image icon", "the logo has not loaded", "the logo failed to load", "all images have loaded", "the photo is fully loaded"),
        calls={"to_be_broken": "X is broken", "to_be_loaded": "X is fully loaded"},
        from_="Chromium's icon of a picture that did not load, tones of a picture. One flat color is abstained: it may be a placeholder.",
    ),
    Entry(
        predicate="border", title="Border", says=("the field has a visible border", "the card has no border", "the card is framed"), calls={"to_have_border": "X has a border"},
        from_="a line of its own color, distinct from the fill and from what is around.",
    ),
    Entry(
        predicate="border style", title="Border style", says=("the field has a dashed border", "the border of the field is dotted"),
        calls={"to_have_border_style": "X has a {style} border"}, from_="the rhythm of the line: solid, dashed, dotted.",
    ),
    Entry(
        predicate="corners", title="Corners and shape",
        says=("the card has rounded corners", "the card has square corners", "the avatar is a circle", "the button is pill-shaped", "the thumbnail is almost square"),
        calls={
            "to_have_rounded_corners": "X has rounded corners", "to_have_square_corners": "X has square corners", "to_be_a_circle": "X is a circle",
            "to_be_pill_shaped": "X is pill-shaped", "to_be_square": "X is a square",
        },
        from_="the area outside the paint in the corners of the outline.",
    ),
    Entry(
        predicate="shadow", title="Shadow", says=("the card has a shadow", "the card casts a shadow", "the card has no drop shadow"), calls={"to_have_shadow": "X has a shadow"},
        from_="surroundings that darken toward the edge.",
    ),
    Entry(
        predicate="truncated", title="Truncated", says=("the title is truncated", "the file name is cut off", "no text is truncated", "the file name has an ellipsis"),
        calls={"to_be_truncated": "X is truncated"}, from_="an ellipsis at the end; text that reaches an edge is abstained.",
    ),
    Entry(
        predicate="lines", title="Lines of text", says=("the title is on one line", "the note wraps onto two lines", "the title does not wrap", "the title fits on one line"),
        calls={"to_have_lines": "X is on {relation} {number} lines"}, from_="text rows.",
    ),
    Entry(
        predicate="clipped", title="Cut off by the viewport", says=("the card is clipped", "the card is cut off at the bottom", "the card is fully visible"),
        calls={"to_be_clipped": "X is clipped", "to_be_fully_visible": "X is fully visible"}, from_="the rim of the viewport, and what lies over it. What reaches the rim is abstained.",
    ),
    Entry(
        predicate="covered", title="Covered",
        says=("the Save button is covered by the cookie banner", "the cookie banner covers the Save button", "the Save button is not covered", "the Save button is hidden behind the banner"),
        calls={"to_be_covered": "X is covered", "to_be_covered_by": "X is covered by {other}", "to_cover": "X covers {other}"},
        from_="whose outline goes through. What is covered whole is not seen at all.",
    ),
    Entry(
        predicate="overlap", title="Overlap", says=("the popover overlaps the toolbar", "the images do not overlap", "no elements overlap"),
        calls={"to_overlap": "X overlaps {other}"}, from_="boxes; what stands inside another does not overlap it.",
    ),
    Entry(
        predicate="overflow", title="Overflow", says=("the text overflows the card", "the search field sticks out of the header", "the note is partly inside the card"),
        calls={"to_overflow": "X overflows {other}"}, from_="boxes, text rows.",
    ),
    Entry(
        predicate="same look", title="Same look", says=("the avatar looks the same as the picture", "the first card looks different from the second card"),
        calls={"to_look_like": "X looks the same as {other}"}, from_="size and pixels.",
    ),
    Entry(
        predicate="changed", title="Changed since",
        says=('the counter has changed since "before"', 'the header is unchanged since "before"', 'nothing has changed since "before"', 'only the counter changed since "before"',
              'the button has changed color since "before"', 'the page looks the same as "before"'),
        calls={"to_have_changed": 'X has changed since "{since}"'}, from_="pixels of both looks; `shadow.remember(\"before\")` keeps one. Moving alone is no change of look.",
    ),
    Entry(
        predicate="moved", title="Moved since", says=('the panel has moved since "before"', 'the panel has not moved since "before"'),
        calls={"to_have_moved": 'X has moved since "{since}"'}, from_="its place in both looks.",
    ),
    Entry(
        predicate="appeared", title="Appeared since", says=('the new row has appeared since "before"',), calls={"to_have_appeared": 'X has appeared since "{since}"'},
        from_="the grounder in both looks.",
    ),
    Entry(
        predicate="disappeared", title="Disappeared since", says=('the banner has disappeared since "before"',),
        calls={"to_have_disappeared": 'X has disappeared since "{since}"'}, from_="the grounder in both looks.",
    ),
)  # fmt: skip


@lru_cache(maxsize=1)
def suggestions() -> tuple[str, ...]:
    """Predicates as they are suggested for a sentence that is not understood."""
    found = dict.fromkeys(sentence.removeprefix("X ").format_map(_Dots()) for entry in PHRASEBOOK for sentence in entry.calls.values() if sentence.startswith("X "))
    return tuple(name.replace("... ...", "...") for name in found)


class _Dots(dict[str, str]):
    """Example values for a sentence's arguments."""

    _EXAMPLES: ClassVar[dict[str, str]] = {"color": "green", "relation": "at least", "px": "44", "number": "two", "ratio": "4.5", "edge": "left", "place": "top", "dimension": "width", "style": "dashed", "percent": "60"}

    def __missing__(self, name: str) -> str:
        return self._EXAMPLES.get(name, "...")
