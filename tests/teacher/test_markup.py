"""Frameworks that draw their own controls: every macro writes whole HTML, shows what it is told, and says what it needs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from jinja2 import UndefinedError

from shadow_teacher.pages import app_kits, assets, compose, icon_packs, kits, markup
from shadow_teacher.pages.blocks import BLOCKS, slider, spinner
from shadow_teacher.pages.choices import combobox, listbox_box, menu, own_accordion, segments, steps, tab_strip
from shadow_teacher.pages.frames import side_nav
from shadow_teacher.pages.overlays import modal
from shadow_teacher.pages.pairs import PAIRS
from shadow_teacher.pages.sections import SECTIONS, alert, crumbs, pagination, progress
from shadow_teacher.pages.widgets import Page, badge, text_field, toggle

from .balance import balanced

KITS = (*app_kits.TRAIN, *app_kits.HELDOUT)
DRAWS: dict[str, Callable[[Page], str]] = {
    **{role: (lambda p, role=role: toggle(p, role)) for role in ("checkbox", "radio", "switch")},
    "field": text_field, "area": lambda p: text_field(p, "About|area|Say more"), "choice": combobox, "floating": text_field,
    "listbox": lambda p: listbox_box(p, ["One", "Two", "Three"], 1), "menu": menu, "tabs": tab_strip, "segments": segments, "steps": steps,
    "crumbs": crumbs, "pages": pagination, "accordion": lambda p: own_accordion(p, 3), "sidenav": side_nav, "alert": alert, "badge": badge,
    "dialog": modal, "slider": lambda p: slider(p, "Volume"), "progress": progress, "spinner": lambda p: spinner(p, "Rooms"),
}


def page(kit: kits.Kit, seed: int) -> Page:
    rng = Random(seed)
    return Page(rng, kit, icon_packs.IconSource(rng, (icon_packs.BUILTIN,), None), dark=False, check_style=seed % 9, switch_style=seed % 6, focus_rate=0.2)


@pytest.mark.parametrize("kit", KITS, ids=lambda kit: kit.name)
def test_every_part_of_a_framework_is_drawn_by_somebody_and_whole(kit: kits.Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: set[str] = set()
    draw = markup.draw

    def watched(name: str, part: str, *rest: object) -> str:
        drawn.add(part)
        return balanced(draw(name, part, *rest))  # type: ignore[arg-type]

    monkeypatch.setattr(markup, "draw", watched)
    assert markup.parts_of(kit.markup) <= set(DRAWS)
    for part in markup.parts_of(kit.markup):
        for seed in range(12):
            balanced(DRAWS[part](page(kit, seed)))
    assert drawn == markup.parts_of(kit.markup)


@pytest.mark.parametrize("kit", KITS, ids=lambda kit: kit.name)
def test_sections_stay_whole_in_every_framework(kit: kits.Kit) -> None:
    for number, (section, _) in enumerate((*SECTIONS, *BLOCKS, *PAIRS)):
        balanced(section(page(kit, number)))


@pytest.mark.parametrize("kit", KITS, ids=lambda kit: kit.name)
@pytest.mark.parametrize("role", ["checkbox", "radio", "switch"])
def test_what_is_on_and_what_is_off_look_different(kit: kits.Kit, role: str) -> None:
    looks = {(on, off): toggle(page(kit, 1), role, "Remember me", "g", on, off) for on in (True, False) for off in (True, False)}
    assert len(set(looks.values())) == 4
    for (on, off), html in looks.items():
        assert bool(re.search(r' checked|aria-checked="true"', html)) is on, html
        assert bool(re.search(r" disabled[ >]|aria-disabled=true", html)) is off, html
        assert "Remember me" in html


def test_words_are_escaped_and_a_missing_fact_is_an_error() -> None:
    facts = {"text": "<b>&", "look": 1}
    assert "&lt;b&gt;&amp;" in markup.draw("antd", "badge", lambda *_: "", facts)
    with pytest.raises(UndefinedError, match="text"):
        markup.draw("antd", "badge", lambda *_: "", {"look": 1})


def test_kits_without_markup_draw_nothing_of_their_own() -> None:
    assert markup.parts_of("") == frozenset()
    assert page(kits.PLAIN, 1).own("badge", text="New", look=1) == ""


def test_every_file_of_macros_belongs_to_a_kit() -> None:
    files = {path.stem for path in (Path(markup.__file__).parent / "parts").glob("*.html")}
    assert files == {kit.markup for kit in KITS}


def test_names_differ_and_the_splits_share_no_framework() -> None:
    names = [kit.name for kit in (*kits.TRAIN, *kits.HELDOUT, *KITS)]
    assert len(set(names)) == len(names)
    assert not {kit.markup for kit in app_kits.TRAIN} & {kit.markup for kit in app_kits.HELDOUT}


def sheets(kit: kits.Kit) -> set[str]:
    return {sheet for sheet in (*kit.sheets, *(sheet for look in kit.looks for sheet in look)) if sheet}


def test_licenses_are_those_of_the_locked_packages() -> None:
    lock = json.loads((Path(assets.__file__).parent / "package-lock.json").read_text())["packages"]
    for kit in KITS:
        for sheet in sheets(kit):
            package = "/".join(sheet.split("/")[: 2 if sheet.startswith("@") else 1])
            assert lock[f"node_modules/{package}"]["license"] == kit.license, package


def test_pages_of_one_kit_can_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(assets.ENVIRONMENT_VARIABLE, raising=False)
    assert {compose.compose(seed, among=("zinc",)).theme for seed in range(4)} == {"zinc"}
    assert {compose.compose(seed, among=("zinc", "unstyled")).framework for seed in range(12)} == {"plain", "unstyled"}
    with pytest.raises(ValueError, match="'layui' is no kit or theme of train"):
        compose.compose(1, among=("layui",))
    with pytest.raises(FileNotFoundError, match="antd"):  # not a page that has lost its style
        compose.compose(1, among=("antd",))
    monkeypatch.setattr(compose, "installed", lambda path: True)
    assert compose.choose_kit(Random(1), "train", npm=True, wanted="antd").name == "antd"


def test_a_framework_is_dark_only_where_it_has_such_a_look() -> None:
    assert {kit.name for kit in KITS if not kit.has_dark} == {"mdc", "carbon", "lightning", "quasar", "uswds", "nhs", "layui"}
    for kit in KITS:
        assert kit.has_dark == bool(kit.dark or kit.body or any(night for _, night in kit.looks))


def test_every_kind_of_kit_is_drawn_and_none_drowns_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compose, "installed", lambda path: True)
    for split, apps in (("train", app_kits.TRAIN), ("heldout", app_kits.HELDOUT)):
        drawn = [compose.choose_kit(Random(seed), split, npm=True) for seed in range(4000)]
        assert {kit.name for kit in apps} <= {kit.name for kit in drawn}
        shares = [sum(kit in group for kit in drawn) / len(drawn) for group in ((kits.PLAIN,), (kits.UNSTYLED,), apps)]
        assert shares == pytest.approx([compose.PLAIN_SHARE[split], compose.UNSTYLED_SHARE[split], compose.APP_SHARE[split]], abs=0.03)
