"""What can be expected of an element, with completion: `expect_visual(shadow.locate("submit button")).to_have_color("green")`.

Made from shadow_runtime/phrasebook.py by tools/typed_api.py; do not edit. Each method says a sentence, which is judged and
reported as assert_visual would; its docstring is that sentence, X being the element.
"""

from __future__ import annotations

from typing import Any

from .typed import Dimension, Edge, Element, Expectation, Place, Relation, Style


class VisualExpectation(Expectation):
    """Expectations of one element (of several, where the intent is a plural). timeout: milliseconds, default --shadow-timeout."""

    def to_be_visible(self, *, timeout: float | None = None) -> Any:
        """X is visible."""
        __tracebackhide__ = True
        return self._expect("X is visible", False, timeout)

    def not_to_be_visible(self, *, timeout: float | None = None) -> Any:
        """X is not visible."""
        __tracebackhide__ = True
        return self._expect("X is visible", True, timeout)

    def to_be_absent(self, *, timeout: float | None = None) -> Any:
        """X is absent."""
        __tracebackhide__ = True
        return self._expect("X is absent", False, timeout)

    def not_to_be_absent(self, *, timeout: float | None = None) -> Any:
        """X is not absent."""
        __tracebackhide__ = True
        return self._expect("X is absent", True, timeout)

    def to_be_hidden(self, *, timeout: float | None = None) -> Any:
        """X is hidden."""
        __tracebackhide__ = True
        return self._expect("X is hidden", False, timeout)

    def not_to_be_hidden(self, *, timeout: float | None = None) -> Any:
        """X is not hidden."""
        __tracebackhide__ = True
        return self._expect("X is hidden", True, timeout)

    def to_have_count(self, number: int, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """there are {relation} {number} X."""
        __tracebackhide__ = True
        return self._expect("there are {relation} {number} X", False, timeout, number=number, relation=relation)

    def not_to_have_count(self, number: int, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """there are not {relation} {number} X."""
        __tracebackhide__ = True
        return self._expect("there are {relation} {number} X", True, timeout, number=number, relation=relation)

    def to_each_have(self, other: Element, *, timeout: float | None = None) -> Any:
        """every X has {other}."""
        __tracebackhide__ = True
        return self._expect("every X has {other}", False, timeout, other=other)

    def not_to_each_have(self, other: Element, *, timeout: float | None = None) -> Any:
        """every X does not have {other}."""
        __tracebackhide__ = True
        return self._expect("every X has {other}", True, timeout, other=other)

    def to_have_text(self, text: str, *, timeout: float | None = None) -> Any:
        """X is "{text}"."""
        __tracebackhide__ = True
        return self._expect('X is "{text}"', False, timeout, text=text)

    def not_to_have_text(self, text: str, *, timeout: float | None = None) -> Any:
        """X is not "{text}"."""
        __tracebackhide__ = True
        return self._expect('X is "{text}"', True, timeout, text=text)

    def to_contain_text(self, text: str, *, timeout: float | None = None) -> Any:
        """X contains "{text}"."""
        __tracebackhide__ = True
        return self._expect('X contains "{text}"', False, timeout, text=text)

    def not_to_contain_text(self, text: str, *, timeout: float | None = None) -> Any:
        """X does not contain "{text}"."""
        __tracebackhide__ = True
        return self._expect('X contains "{text}"', True, timeout, text=text)

    def to_start_with(self, text: str, *, timeout: float | None = None) -> Any:
        """X starts with "{text}"."""
        __tracebackhide__ = True
        return self._expect('X starts with "{text}"', False, timeout, text=text)

    def not_to_start_with(self, text: str, *, timeout: float | None = None) -> Any:
        """X does not start with "{text}"."""
        __tracebackhide__ = True
        return self._expect('X starts with "{text}"', True, timeout, text=text)

    def to_end_with(self, text: str, *, timeout: float | None = None) -> Any:
        """X ends with "{text}"."""
        __tracebackhide__ = True
        return self._expect('X ends with "{text}"', False, timeout, text=text)

    def not_to_end_with(self, text: str, *, timeout: float | None = None) -> Any:
        """X does not end with "{text}"."""
        __tracebackhide__ = True
        return self._expect('X ends with "{text}"', True, timeout, text=text)

    def to_match(self, text: str, *, timeout: float | None = None) -> Any:
        """X matches "{text}"."""
        __tracebackhide__ = True
        return self._expect('X matches "{text}"', False, timeout, text=text)

    def not_to_match(self, text: str, *, timeout: float | None = None) -> Any:
        """X does not match "{text}"."""
        __tracebackhide__ = True
        return self._expect('X matches "{text}"', True, timeout, text=text)

    def to_have_color(self, color: str, *, timeout: float | None = None) -> Any:
        """X is {color}."""
        __tracebackhide__ = True
        return self._expect("X is {color}", False, timeout, color=color)

    def not_to_have_color(self, color: str, *, timeout: float | None = None) -> Any:
        """X is not {color}."""
        __tracebackhide__ = True
        return self._expect("X is {color}", True, timeout, color=color)

    def to_have_background(self, color: str, *, timeout: float | None = None) -> Any:
        """X has a {color} background."""
        __tracebackhide__ = True
        return self._expect("X has a {color} background", False, timeout, color=color)

    def not_to_have_background(self, color: str, *, timeout: float | None = None) -> Any:
        """X does not have a {color} background."""
        __tracebackhide__ = True
        return self._expect("X has a {color} background", True, timeout, color=color)

    def to_have_text_color(self, color: str, *, timeout: float | None = None) -> Any:
        """X is written in {color}."""
        __tracebackhide__ = True
        return self._expect("X is written in {color}", False, timeout, color=color)

    def not_to_have_text_color(self, color: str, *, timeout: float | None = None) -> Any:
        """X is not written in {color}."""
        __tracebackhide__ = True
        return self._expect("X is written in {color}", True, timeout, color=color)

    def to_have_border_color(self, color: str, *, timeout: float | None = None) -> Any:
        """X has a {color} border."""
        __tracebackhide__ = True
        return self._expect("X has a {color} border", False, timeout, color=color)

    def not_to_have_border_color(self, color: str, *, timeout: float | None = None) -> Any:
        """X does not have a {color} border."""
        __tracebackhide__ = True
        return self._expect("X has a {color} border", True, timeout, color=color)

    def to_have_same_color_as(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is the same color as {other}."""
        __tracebackhide__ = True
        return self._expect("X is the same color as {other}", False, timeout, other=other)

    def not_to_have_same_color_as(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is not the same color as {other}."""
        __tracebackhide__ = True
        return self._expect("X is the same color as {other}", True, timeout, other=other)

    def to_be_brighter_than(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is brighter than {other}."""
        __tracebackhide__ = True
        return self._expect("X is brighter than {other}", False, timeout, other=other)

    def not_to_be_brighter_than(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is not brighter than {other}."""
        __tracebackhide__ = True
        return self._expect("X is brighter than {other}", True, timeout, other=other)

    def to_be_darker_than(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is darker than {other}."""
        __tracebackhide__ = True
        return self._expect("X is darker than {other}", False, timeout, other=other)

    def not_to_be_darker_than(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is not darker than {other}."""
        __tracebackhide__ = True
        return self._expect("X is darker than {other}", True, timeout, other=other)

    def to_have_color_share(self, percent: float, color: str, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """{relation} {percent}% of X is {color}."""
        __tracebackhide__ = True
        return self._expect("{relation} {percent}% of X is {color}", False, timeout, percent=percent, color=color, relation=relation)

    def not_to_have_color_share(self, percent: float, color: str, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """{relation} {percent}% of X is not {color}."""
        __tracebackhide__ = True
        return self._expect("{relation} {percent}% of X is {color}", True, timeout, percent=percent, color=color, relation=relation)

    def to_have_gradient(self, *, timeout: float | None = None) -> Any:
        """X has a gradient."""
        __tracebackhide__ = True
        return self._expect("X has a gradient", False, timeout)

    def not_to_have_gradient(self, *, timeout: float | None = None) -> Any:
        """X does not have a gradient."""
        __tracebackhide__ = True
        return self._expect("X has a gradient", True, timeout)

    def to_have_contrast(self, ratio: float, *, timeout: float | None = None) -> Any:
        """X has a contrast of at least {ratio}:1."""
        __tracebackhide__ = True
        return self._expect("X has a contrast of at least {ratio}:1", False, timeout, ratio=ratio)

    def not_to_have_contrast(self, ratio: float, *, timeout: float | None = None) -> Any:
        """X does not have a contrast of at least {ratio}:1."""
        __tracebackhide__ = True
        return self._expect("X has a contrast of at least {ratio}:1", True, timeout, ratio=ratio)

    def to_be_readable(self, *, timeout: float | None = None) -> Any:
        """X is readable."""
        __tracebackhide__ = True
        return self._expect("X is readable", False, timeout)

    def not_to_be_readable(self, *, timeout: float | None = None) -> Any:
        """X is not readable."""
        __tracebackhide__ = True
        return self._expect("X is readable", True, timeout)

    def to_be_above(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is above {other}."""
        __tracebackhide__ = True
        return self._expect("X is above {other}", False, timeout, other=other)

    def not_to_be_above(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is not above {other}."""
        __tracebackhide__ = True
        return self._expect("X is above {other}", True, timeout, other=other)

    def to_be_below(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is below {other}."""
        __tracebackhide__ = True
        return self._expect("X is below {other}", False, timeout, other=other)

    def not_to_be_below(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is not below {other}."""
        __tracebackhide__ = True
        return self._expect("X is below {other}", True, timeout, other=other)

    def to_be_left_of(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is left of {other}."""
        __tracebackhide__ = True
        return self._expect("X is left of {other}", False, timeout, other=other)

    def not_to_be_left_of(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is not left of {other}."""
        __tracebackhide__ = True
        return self._expect("X is left of {other}", True, timeout, other=other)

    def to_be_right_of(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is right of {other}."""
        __tracebackhide__ = True
        return self._expect("X is right of {other}", False, timeout, other=other)

    def not_to_be_right_of(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is not right of {other}."""
        __tracebackhide__ = True
        return self._expect("X is right of {other}", True, timeout, other=other)

    def to_be_inside(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is inside {other}."""
        __tracebackhide__ = True
        return self._expect("X is inside {other}", False, timeout, other=other)

    def not_to_be_inside(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is not inside {other}."""
        __tracebackhide__ = True
        return self._expect("X is inside {other}", True, timeout, other=other)

    def to_be_next_to(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is next to {other}."""
        __tracebackhide__ = True
        return self._expect("X is next to {other}", False, timeout, other=other)

    def not_to_be_next_to(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is not next to {other}."""
        __tracebackhide__ = True
        return self._expect("X is next to {other}", True, timeout, other=other)

    def to_be_before(self, other: Element, *, timeout: float | None = None) -> Any:
        """X comes before {other}."""
        __tracebackhide__ = True
        return self._expect("X comes before {other}", False, timeout, other=other)

    def not_to_be_before(self, other: Element, *, timeout: float | None = None) -> Any:
        """X does not come before {other}."""
        __tracebackhide__ = True
        return self._expect("X comes before {other}", True, timeout, other=other)

    def to_be_after(self, other: Element, *, timeout: float | None = None) -> Any:
        """X comes after {other}."""
        __tracebackhide__ = True
        return self._expect("X comes after {other}", False, timeout, other=other)

    def not_to_be_after(self, other: Element, *, timeout: float | None = None) -> Any:
        """X does not come after {other}."""
        __tracebackhide__ = True
        return self._expect("X comes after {other}", True, timeout, other=other)

    def to_be_between(self, other: Element, third: Element, *, timeout: float | None = None) -> Any:
        """X is between {other} and {third}."""
        __tracebackhide__ = True
        return self._expect("X is between {other} and {third}", False, timeout, other=other, third=third)

    def not_to_be_between(self, other: Element, third: Element, *, timeout: float | None = None) -> Any:
        """X is not between {other} and {third}."""
        __tracebackhide__ = True
        return self._expect("X is between {other} and {third}", True, timeout, other=other, third=third)

    def to_be_at(self, place: Place, *, timeout: float | None = None) -> Any:
        """X is at the {place} of the page."""
        __tracebackhide__ = True
        return self._expect("X is at the {place} of the page", False, timeout, place=place)

    def not_to_be_at(self, place: Place, *, timeout: float | None = None) -> Any:
        """X is not at the {place} of the page."""
        __tracebackhide__ = True
        return self._expect("X is at the {place} of the page", True, timeout, place=place)

    def to_have_gap(self, px: float, other: Element, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """X is {relation} {px} px away from {other}."""
        __tracebackhide__ = True
        return self._expect("X is {relation} {px} px away from {other}", False, timeout, px=px, other=other, relation=relation)

    def not_to_have_gap(self, px: float, other: Element, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """X is not {relation} {px} px away from {other}."""
        __tracebackhide__ = True
        return self._expect("X is {relation} {px} px away from {other}", True, timeout, px=px, other=other, relation=relation)

    def to_have_gaps(self, px: float, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """the gaps between X are {relation} {px} px."""
        __tracebackhide__ = True
        return self._expect("the gaps between X are {relation} {px} px", False, timeout, px=px, relation=relation)

    def not_to_have_gaps(self, px: float, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """the gaps between X are not {relation} {px} px."""
        __tracebackhide__ = True
        return self._expect("the gaps between X are {relation} {px} px", True, timeout, px=px, relation=relation)

    def to_be_evenly_spaced(self, *, timeout: float | None = None) -> Any:
        """X are evenly spaced."""
        __tracebackhide__ = True
        return self._expect("X are evenly spaced", False, timeout)

    def not_to_be_evenly_spaced(self, *, timeout: float | None = None) -> Any:
        """X are not evenly spaced."""
        __tracebackhide__ = True
        return self._expect("X are evenly spaced", True, timeout)

    def to_be_in_columns(self, number: int, *, timeout: float | None = None) -> Any:
        """X are in {number} columns."""
        __tracebackhide__ = True
        return self._expect("X are in {number} columns", False, timeout, number=number)

    def not_to_be_in_columns(self, number: int, *, timeout: float | None = None) -> Any:
        """X are not in {number} columns."""
        __tracebackhide__ = True
        return self._expect("X are in {number} columns", True, timeout, number=number)

    def to_be_in_rows(self, number: int, *, timeout: float | None = None) -> Any:
        """X are in {number} rows."""
        __tracebackhide__ = True
        return self._expect("X are in {number} rows", False, timeout, number=number)

    def not_to_be_in_rows(self, number: int, *, timeout: float | None = None) -> Any:
        """X are not in {number} rows."""
        __tracebackhide__ = True
        return self._expect("X are in {number} rows", True, timeout, number=number)

    def to_be_aligned_with(self, other: Element, edge: Edge = "left", *, timeout: float | None = None) -> Any:
        """X is {edge}-aligned with {other}."""
        __tracebackhide__ = True
        return self._expect("X is {edge}-aligned with {other}", False, timeout, other=other, edge=edge)

    def not_to_be_aligned_with(self, other: Element, edge: Edge = "left", *, timeout: float | None = None) -> Any:
        """X is not {edge}-aligned with {other}."""
        __tracebackhide__ = True
        return self._expect("X is {edge}-aligned with {other}", True, timeout, other=other, edge=edge)

    def to_be_on_line_with(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is on the same line as {other}."""
        __tracebackhide__ = True
        return self._expect("X is on the same line as {other}", False, timeout, other=other)

    def not_to_be_on_line_with(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is not on the same line as {other}."""
        __tracebackhide__ = True
        return self._expect("X is on the same line as {other}", True, timeout, other=other)

    def to_be_centered(self, *, timeout: float | None = None) -> Any:
        """X is centered."""
        __tracebackhide__ = True
        return self._expect("X is centered", False, timeout)

    def not_to_be_centered(self, *, timeout: float | None = None) -> Any:
        """X is not centered."""
        __tracebackhide__ = True
        return self._expect("X is centered", True, timeout)

    def to_be_centered_in(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is centered in {other}."""
        __tracebackhide__ = True
        return self._expect("X is centered in {other}", False, timeout, other=other)

    def not_to_be_centered_in(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is not centered in {other}."""
        __tracebackhide__ = True
        return self._expect("X is centered in {other}", True, timeout, other=other)

    def to_have_width(self, px: float, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """X is {relation} {px} px wide."""
        __tracebackhide__ = True
        return self._expect("X is {relation} {px} px wide", False, timeout, px=px, relation=relation)

    def not_to_have_width(self, px: float, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """X is not {relation} {px} px wide."""
        __tracebackhide__ = True
        return self._expect("X is {relation} {px} px wide", True, timeout, px=px, relation=relation)

    def to_have_height(self, px: float, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """X is {relation} {px} px tall."""
        __tracebackhide__ = True
        return self._expect("X is {relation} {px} px tall", False, timeout, px=px, relation=relation)

    def not_to_have_height(self, px: float, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """X is not {relation} {px} px tall."""
        __tracebackhide__ = True
        return self._expect("X is {relation} {px} px tall", True, timeout, px=px, relation=relation)

    def to_have_font_size(self, px: float, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """X has a font size of {relation} {px} px."""
        __tracebackhide__ = True
        return self._expect("X has a font size of {relation} {px} px", False, timeout, px=px, relation=relation)

    def not_to_have_font_size(self, px: float, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """X does not have a font size of {relation} {px} px."""
        __tracebackhide__ = True
        return self._expect("X has a font size of {relation} {px} px", True, timeout, px=px, relation=relation)

    def to_have_corner_radius(self, px: float, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """X has a corner radius of {relation} {px} px."""
        __tracebackhide__ = True
        return self._expect("X has a corner radius of {relation} {px} px", False, timeout, px=px, relation=relation)

    def not_to_have_corner_radius(self, px: float, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """X does not have a corner radius of {relation} {px} px."""
        __tracebackhide__ = True
        return self._expect("X has a corner radius of {relation} {px} px", True, timeout, px=px, relation=relation)

    def to_have_border_width(self, px: float, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """X has a border width of {relation} {px} px."""
        __tracebackhide__ = True
        return self._expect("X has a border width of {relation} {px} px", False, timeout, px=px, relation=relation)

    def not_to_have_border_width(self, px: float, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """X does not have a border width of {relation} {px} px."""
        __tracebackhide__ = True
        return self._expect("X has a border width of {relation} {px} px", True, timeout, px=px, relation=relation)

    def to_have_aspect_ratio(self, ratio: float, *, timeout: float | None = None) -> Any:
        """X has an aspect ratio of {ratio}."""
        __tracebackhide__ = True
        return self._expect("X has an aspect ratio of {ratio}", False, timeout, ratio=ratio)

    def not_to_have_aspect_ratio(self, ratio: float, *, timeout: float | None = None) -> Any:
        """X does not have an aspect ratio of {ratio}."""
        __tracebackhide__ = True
        return self._expect("X has an aspect ratio of {ratio}", True, timeout, ratio=ratio)

    def to_be_landscape(self, *, timeout: float | None = None) -> Any:
        """X is landscape."""
        __tracebackhide__ = True
        return self._expect("X is landscape", False, timeout)

    def not_to_be_landscape(self, *, timeout: float | None = None) -> Any:
        """X is not landscape."""
        __tracebackhide__ = True
        return self._expect("X is landscape", True, timeout)

    def to_be_portrait(self, *, timeout: float | None = None) -> Any:
        """X is portrait."""
        __tracebackhide__ = True
        return self._expect("X is portrait", False, timeout)

    def not_to_be_portrait(self, *, timeout: float | None = None) -> Any:
        """X is not portrait."""
        __tracebackhide__ = True
        return self._expect("X is portrait", True, timeout)

    def to_be_wider_than(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is wider than {other}."""
        __tracebackhide__ = True
        return self._expect("X is wider than {other}", False, timeout, other=other)

    def not_to_be_wider_than(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is not wider than {other}."""
        __tracebackhide__ = True
        return self._expect("X is wider than {other}", True, timeout, other=other)

    def to_be_narrower_than(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is narrower than {other}."""
        __tracebackhide__ = True
        return self._expect("X is narrower than {other}", False, timeout, other=other)

    def not_to_be_narrower_than(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is not narrower than {other}."""
        __tracebackhide__ = True
        return self._expect("X is narrower than {other}", True, timeout, other=other)

    def to_be_taller_than(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is taller than {other}."""
        __tracebackhide__ = True
        return self._expect("X is taller than {other}", False, timeout, other=other)

    def not_to_be_taller_than(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is not taller than {other}."""
        __tracebackhide__ = True
        return self._expect("X is taller than {other}", True, timeout, other=other)

    def to_be_shorter_than(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is shorter than {other}."""
        __tracebackhide__ = True
        return self._expect("X is shorter than {other}", False, timeout, other=other)

    def not_to_be_shorter_than(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is not shorter than {other}."""
        __tracebackhide__ = True
        return self._expect("X is shorter than {other}", True, timeout, other=other)

    def to_be_larger_than(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is larger than {other}."""
        __tracebackhide__ = True
        return self._expect("X is larger than {other}", False, timeout, other=other)

    def not_to_be_larger_than(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is not larger than {other}."""
        __tracebackhide__ = True
        return self._expect("X is larger than {other}", True, timeout, other=other)

    def to_be_smaller_than(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is smaller than {other}."""
        __tracebackhide__ = True
        return self._expect("X is smaller than {other}", False, timeout, other=other)

    def not_to_be_smaller_than(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is not smaller than {other}."""
        __tracebackhide__ = True
        return self._expect("X is smaller than {other}", True, timeout, other=other)

    def to_have_same_size_as(self, other: Element, dimension: Dimension = "size", *, timeout: float | None = None) -> Any:
        """X has the same {dimension} as {other}."""
        __tracebackhide__ = True
        return self._expect("X has the same {dimension} as {other}", False, timeout, other=other, dimension=dimension)

    def not_to_have_same_size_as(self, other: Element, dimension: Dimension = "size", *, timeout: float | None = None) -> Any:
        """X does not have the same {dimension} as {other}."""
        __tracebackhide__ = True
        return self._expect("X has the same {dimension} as {other}", True, timeout, other=other, dimension=dimension)

    def to_share_size(self, dimension: Dimension = "size", *, timeout: float | None = None) -> Any:
        """X have the same {dimension}."""
        __tracebackhide__ = True
        return self._expect("X have the same {dimension}", False, timeout, dimension=dimension)

    def not_to_share_size(self, dimension: Dimension = "size", *, timeout: float | None = None) -> Any:
        """X do not have the same {dimension}."""
        __tracebackhide__ = True
        return self._expect("X have the same {dimension}", True, timeout, dimension=dimension)

    def to_be_checked(self, *, timeout: float | None = None) -> Any:
        """X is checked."""
        __tracebackhide__ = True
        return self._expect("X is checked", False, timeout)

    def not_to_be_checked(self, *, timeout: float | None = None) -> Any:
        """X is not checked."""
        __tracebackhide__ = True
        return self._expect("X is checked", True, timeout)

    def to_be_unchecked(self, *, timeout: float | None = None) -> Any:
        """X is unchecked."""
        __tracebackhide__ = True
        return self._expect("X is unchecked", False, timeout)

    def not_to_be_unchecked(self, *, timeout: float | None = None) -> Any:
        """X is not unchecked."""
        __tracebackhide__ = True
        return self._expect("X is unchecked", True, timeout)

    def to_be_selected(self, *, timeout: float | None = None) -> Any:
        """X is selected."""
        __tracebackhide__ = True
        return self._expect("X is selected", False, timeout)

    def not_to_be_selected(self, *, timeout: float | None = None) -> Any:
        """X is not selected."""
        __tracebackhide__ = True
        return self._expect("X is selected", True, timeout)

    def to_be_disabled(self, *, timeout: float | None = None) -> Any:
        """X is disabled."""
        __tracebackhide__ = True
        return self._expect("X is disabled", False, timeout)

    def not_to_be_disabled(self, *, timeout: float | None = None) -> Any:
        """X is not disabled."""
        __tracebackhide__ = True
        return self._expect("X is disabled", True, timeout)

    def to_be_enabled(self, *, timeout: float | None = None) -> Any:
        """X is enabled."""
        __tracebackhide__ = True
        return self._expect("X is enabled", False, timeout)

    def not_to_be_enabled(self, *, timeout: float | None = None) -> Any:
        """X is not enabled."""
        __tracebackhide__ = True
        return self._expect("X is enabled", True, timeout)

    def to_be_focused(self, *, timeout: float | None = None) -> Any:
        """X is focused."""
        __tracebackhide__ = True
        return self._expect("X is focused", False, timeout)

    def not_to_be_focused(self, *, timeout: float | None = None) -> Any:
        """X is not focused."""
        __tracebackhide__ = True
        return self._expect("X is focused", True, timeout)

    def to_be_expanded(self, *, timeout: float | None = None) -> Any:
        """X is expanded."""
        __tracebackhide__ = True
        return self._expect("X is expanded", False, timeout)

    def not_to_be_expanded(self, *, timeout: float | None = None) -> Any:
        """X is not expanded."""
        __tracebackhide__ = True
        return self._expect("X is expanded", True, timeout)

    def to_be_collapsed(self, *, timeout: float | None = None) -> Any:
        """X is collapsed."""
        __tracebackhide__ = True
        return self._expect("X is collapsed", False, timeout)

    def not_to_be_collapsed(self, *, timeout: float | None = None) -> Any:
        """X is not collapsed."""
        __tracebackhide__ = True
        return self._expect("X is collapsed", True, timeout)

    def to_be_invalid(self, *, timeout: float | None = None) -> Any:
        """X is invalid."""
        __tracebackhide__ = True
        return self._expect("X is invalid", False, timeout)

    def not_to_be_invalid(self, *, timeout: float | None = None) -> Any:
        """X is not invalid."""
        __tracebackhide__ = True
        return self._expect("X is invalid", True, timeout)

    def to_be_required(self, *, timeout: float | None = None) -> Any:
        """X is required."""
        __tracebackhide__ = True
        return self._expect("X is required", False, timeout)

    def not_to_be_required(self, *, timeout: float | None = None) -> Any:
        """X is not required."""
        __tracebackhide__ = True
        return self._expect("X is required", True, timeout)

    def to_be_masked(self, *, timeout: float | None = None) -> Any:
        """X is masked."""
        __tracebackhide__ = True
        return self._expect("X is masked", False, timeout)

    def not_to_be_masked(self, *, timeout: float | None = None) -> Any:
        """X is not masked."""
        __tracebackhide__ = True
        return self._expect("X is masked", True, timeout)

    def to_be_loading(self, *, timeout: float | None = None) -> Any:
        """X is loading."""
        __tracebackhide__ = True
        return self._expect("X is loading", False, timeout)

    def not_to_be_loading(self, *, timeout: float | None = None) -> Any:
        """X is not loading."""
        __tracebackhide__ = True
        return self._expect("X is loading", True, timeout)

    def to_be_empty(self, *, timeout: float | None = None) -> Any:
        """X is empty."""
        __tracebackhide__ = True
        return self._expect("X is empty", False, timeout)

    def not_to_be_empty(self, *, timeout: float | None = None) -> Any:
        """X is not empty."""
        __tracebackhide__ = True
        return self._expect("X is empty", True, timeout)

    def to_be_bold(self, *, timeout: float | None = None) -> Any:
        """X is bold."""
        __tracebackhide__ = True
        return self._expect("X is bold", False, timeout)

    def not_to_be_bold(self, *, timeout: float | None = None) -> Any:
        """X is not bold."""
        __tracebackhide__ = True
        return self._expect("X is bold", True, timeout)

    def to_be_italic(self, *, timeout: float | None = None) -> Any:
        """X is italic."""
        __tracebackhide__ = True
        return self._expect("X is italic", False, timeout)

    def not_to_be_italic(self, *, timeout: float | None = None) -> Any:
        """X is not italic."""
        __tracebackhide__ = True
        return self._expect("X is italic", True, timeout)

    def to_be_underlined(self, *, timeout: float | None = None) -> Any:
        """X is underlined."""
        __tracebackhide__ = True
        return self._expect("X is underlined", False, timeout)

    def not_to_be_underlined(self, *, timeout: float | None = None) -> Any:
        """X is not underlined."""
        __tracebackhide__ = True
        return self._expect("X is underlined", True, timeout)

    def to_be_struck_through(self, *, timeout: float | None = None) -> Any:
        """X is struck through."""
        __tracebackhide__ = True
        return self._expect("X is struck through", False, timeout)

    def not_to_be_struck_through(self, *, timeout: float | None = None) -> Any:
        """X is not struck through."""
        __tracebackhide__ = True
        return self._expect("X is struck through", True, timeout)

    def to_be_uppercase(self, *, timeout: float | None = None) -> Any:
        """X is uppercase."""
        __tracebackhide__ = True
        return self._expect("X is uppercase", False, timeout)

    def not_to_be_uppercase(self, *, timeout: float | None = None) -> Any:
        """X is not uppercase."""
        __tracebackhide__ = True
        return self._expect("X is uppercase", True, timeout)

    def to_be_lowercase(self, *, timeout: float | None = None) -> Any:
        """X is lowercase."""
        __tracebackhide__ = True
        return self._expect("X is lowercase", False, timeout)

    def not_to_be_lowercase(self, *, timeout: float | None = None) -> Any:
        """X is not lowercase."""
        __tracebackhide__ = True
        return self._expect("X is lowercase", True, timeout)

    def to_be_filled(self, percent: float, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """X is {relation} {percent}% full."""
        __tracebackhide__ = True
        return self._expect("X is {relation} {percent}% full", False, timeout, percent=percent, relation=relation)

    def not_to_be_filled(self, percent: float, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """X is not {relation} {percent}% full."""
        __tracebackhide__ = True
        return self._expect("X is {relation} {percent}% full", True, timeout, percent=percent, relation=relation)

    def to_be_faded(self, *, timeout: float | None = None) -> Any:
        """X is faded."""
        __tracebackhide__ = True
        return self._expect("X is faded", False, timeout)

    def not_to_be_faded(self, *, timeout: float | None = None) -> Any:
        """X is not faded."""
        __tracebackhide__ = True
        return self._expect("X is faded", True, timeout)

    def to_have_opacity(self, percent: float, *, timeout: float | None = None) -> Any:
        """X has an opacity of {percent}%."""
        __tracebackhide__ = True
        return self._expect("X has an opacity of {percent}%", False, timeout, percent=percent)

    def not_to_have_opacity(self, percent: float, *, timeout: float | None = None) -> Any:
        """X does not have an opacity of {percent}%."""
        __tracebackhide__ = True
        return self._expect("X has an opacity of {percent}%", True, timeout, percent=percent)

    def to_be_broken(self, *, timeout: float | None = None) -> Any:
        """X is broken."""
        __tracebackhide__ = True
        return self._expect("X is broken", False, timeout)

    def not_to_be_broken(self, *, timeout: float | None = None) -> Any:
        """X is not broken."""
        __tracebackhide__ = True
        return self._expect("X is broken", True, timeout)

    def to_be_loaded(self, *, timeout: float | None = None) -> Any:
        """X is fully loaded."""
        __tracebackhide__ = True
        return self._expect("X is fully loaded", False, timeout)

    def not_to_be_loaded(self, *, timeout: float | None = None) -> Any:
        """X is not fully loaded."""
        __tracebackhide__ = True
        return self._expect("X is fully loaded", True, timeout)

    def to_have_border(self, *, timeout: float | None = None) -> Any:
        """X has a border."""
        __tracebackhide__ = True
        return self._expect("X has a border", False, timeout)

    def not_to_have_border(self, *, timeout: float | None = None) -> Any:
        """X does not have a border."""
        __tracebackhide__ = True
        return self._expect("X has a border", True, timeout)

    def to_have_border_style(self, style: Style, *, timeout: float | None = None) -> Any:
        """X has a {style} border."""
        __tracebackhide__ = True
        return self._expect("X has a {style} border", False, timeout, style=style)

    def not_to_have_border_style(self, style: Style, *, timeout: float | None = None) -> Any:
        """X does not have a {style} border."""
        __tracebackhide__ = True
        return self._expect("X has a {style} border", True, timeout, style=style)

    def to_have_rounded_corners(self, *, timeout: float | None = None) -> Any:
        """X has rounded corners."""
        __tracebackhide__ = True
        return self._expect("X has rounded corners", False, timeout)

    def not_to_have_rounded_corners(self, *, timeout: float | None = None) -> Any:
        """X does not have rounded corners."""
        __tracebackhide__ = True
        return self._expect("X has rounded corners", True, timeout)

    def to_have_square_corners(self, *, timeout: float | None = None) -> Any:
        """X has square corners."""
        __tracebackhide__ = True
        return self._expect("X has square corners", False, timeout)

    def not_to_have_square_corners(self, *, timeout: float | None = None) -> Any:
        """X does not have square corners."""
        __tracebackhide__ = True
        return self._expect("X has square corners", True, timeout)

    def to_be_a_circle(self, *, timeout: float | None = None) -> Any:
        """X is a circle."""
        __tracebackhide__ = True
        return self._expect("X is a circle", False, timeout)

    def not_to_be_a_circle(self, *, timeout: float | None = None) -> Any:
        """X is not a circle."""
        __tracebackhide__ = True
        return self._expect("X is a circle", True, timeout)

    def to_be_pill_shaped(self, *, timeout: float | None = None) -> Any:
        """X is pill-shaped."""
        __tracebackhide__ = True
        return self._expect("X is pill-shaped", False, timeout)

    def not_to_be_pill_shaped(self, *, timeout: float | None = None) -> Any:
        """X is not pill-shaped."""
        __tracebackhide__ = True
        return self._expect("X is pill-shaped", True, timeout)

    def to_be_square(self, *, timeout: float | None = None) -> Any:
        """X is a square."""
        __tracebackhide__ = True
        return self._expect("X is a square", False, timeout)

    def not_to_be_square(self, *, timeout: float | None = None) -> Any:
        """X is not a square."""
        __tracebackhide__ = True
        return self._expect("X is a square", True, timeout)

    def to_have_shadow(self, *, timeout: float | None = None) -> Any:
        """X has a shadow."""
        __tracebackhide__ = True
        return self._expect("X has a shadow", False, timeout)

    def not_to_have_shadow(self, *, timeout: float | None = None) -> Any:
        """X does not have a shadow."""
        __tracebackhide__ = True
        return self._expect("X has a shadow", True, timeout)

    def to_be_truncated(self, *, timeout: float | None = None) -> Any:
        """X is truncated."""
        __tracebackhide__ = True
        return self._expect("X is truncated", False, timeout)

    def not_to_be_truncated(self, *, timeout: float | None = None) -> Any:
        """X is not truncated."""
        __tracebackhide__ = True
        return self._expect("X is truncated", True, timeout)

    def to_have_lines(self, number: int, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """X is on {relation} {number} lines."""
        __tracebackhide__ = True
        return self._expect("X is on {relation} {number} lines", False, timeout, number=number, relation=relation)

    def not_to_have_lines(self, number: int, relation: Relation = "exactly", *, timeout: float | None = None) -> Any:
        """X is not on {relation} {number} lines."""
        __tracebackhide__ = True
        return self._expect("X is on {relation} {number} lines", True, timeout, number=number, relation=relation)

    def to_be_clipped(self, *, timeout: float | None = None) -> Any:
        """X is clipped."""
        __tracebackhide__ = True
        return self._expect("X is clipped", False, timeout)

    def not_to_be_clipped(self, *, timeout: float | None = None) -> Any:
        """X is not clipped."""
        __tracebackhide__ = True
        return self._expect("X is clipped", True, timeout)

    def to_be_fully_visible(self, *, timeout: float | None = None) -> Any:
        """X is fully visible."""
        __tracebackhide__ = True
        return self._expect("X is fully visible", False, timeout)

    def not_to_be_fully_visible(self, *, timeout: float | None = None) -> Any:
        """X is not fully visible."""
        __tracebackhide__ = True
        return self._expect("X is fully visible", True, timeout)

    def to_be_covered(self, *, timeout: float | None = None) -> Any:
        """X is covered."""
        __tracebackhide__ = True
        return self._expect("X is covered", False, timeout)

    def not_to_be_covered(self, *, timeout: float | None = None) -> Any:
        """X is not covered."""
        __tracebackhide__ = True
        return self._expect("X is covered", True, timeout)

    def to_be_covered_by(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is covered by {other}."""
        __tracebackhide__ = True
        return self._expect("X is covered by {other}", False, timeout, other=other)

    def not_to_be_covered_by(self, other: Element, *, timeout: float | None = None) -> Any:
        """X is not covered by {other}."""
        __tracebackhide__ = True
        return self._expect("X is covered by {other}", True, timeout, other=other)

    def to_cover(self, other: Element, *, timeout: float | None = None) -> Any:
        """X covers {other}."""
        __tracebackhide__ = True
        return self._expect("X covers {other}", False, timeout, other=other)

    def not_to_cover(self, other: Element, *, timeout: float | None = None) -> Any:
        """X does not cover {other}."""
        __tracebackhide__ = True
        return self._expect("X covers {other}", True, timeout, other=other)

    def to_overlap(self, other: Element, *, timeout: float | None = None) -> Any:
        """X overlaps {other}."""
        __tracebackhide__ = True
        return self._expect("X overlaps {other}", False, timeout, other=other)

    def not_to_overlap(self, other: Element, *, timeout: float | None = None) -> Any:
        """X does not overlap {other}."""
        __tracebackhide__ = True
        return self._expect("X overlaps {other}", True, timeout, other=other)

    def to_overflow(self, other: Element, *, timeout: float | None = None) -> Any:
        """X overflows {other}."""
        __tracebackhide__ = True
        return self._expect("X overflows {other}", False, timeout, other=other)

    def not_to_overflow(self, other: Element, *, timeout: float | None = None) -> Any:
        """X does not overflow {other}."""
        __tracebackhide__ = True
        return self._expect("X overflows {other}", True, timeout, other=other)

    def to_look_like(self, other: Element, *, timeout: float | None = None) -> Any:
        """X looks the same as {other}."""
        __tracebackhide__ = True
        return self._expect("X looks the same as {other}", False, timeout, other=other)

    def not_to_look_like(self, other: Element, *, timeout: float | None = None) -> Any:
        """X does not look the same as {other}."""
        __tracebackhide__ = True
        return self._expect("X looks the same as {other}", True, timeout, other=other)

    def to_have_changed(self, since: str, *, timeout: float | None = None) -> Any:
        """X has changed since "{since}"."""
        __tracebackhide__ = True
        return self._expect('X has changed since "{since}"', False, timeout, since=since)

    def not_to_have_changed(self, since: str, *, timeout: float | None = None) -> Any:
        """X has not changed since "{since}"."""
        __tracebackhide__ = True
        return self._expect('X has changed since "{since}"', True, timeout, since=since)

    def to_have_moved(self, since: str, *, timeout: float | None = None) -> Any:
        """X has moved since "{since}"."""
        __tracebackhide__ = True
        return self._expect('X has moved since "{since}"', False, timeout, since=since)

    def not_to_have_moved(self, since: str, *, timeout: float | None = None) -> Any:
        """X has not moved since "{since}"."""
        __tracebackhide__ = True
        return self._expect('X has moved since "{since}"', True, timeout, since=since)

    def to_have_appeared(self, since: str, *, timeout: float | None = None) -> Any:
        """X has appeared since "{since}"."""
        __tracebackhide__ = True
        return self._expect('X has appeared since "{since}"', False, timeout, since=since)

    def not_to_have_appeared(self, since: str, *, timeout: float | None = None) -> Any:
        """X has not appeared since "{since}"."""
        __tracebackhide__ = True
        return self._expect('X has appeared since "{since}"', True, timeout, since=since)

    def to_have_disappeared(self, since: str, *, timeout: float | None = None) -> Any:
        """X has disappeared since "{since}"."""
        __tracebackhide__ = True
        return self._expect('X has disappeared since "{since}"', False, timeout, since=since)

    def not_to_have_disappeared(self, since: str, *, timeout: float | None = None) -> Any:
        """X has not disappeared since "{since}"."""
        __tracebackhide__ = True
        return self._expect('X has disappeared since "{since}"', True, timeout, since=since)
