"""The composer: the same seed gives the same page, the splits share nothing that is held out, no page needs npm."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from shadow_teacher.pages import assets, fonts, icon_packs, kits, scripts, themes
from shadow_teacher.pages.blocks import BLOCKS
from shadow_teacher.pages.compose import compose
from shadow_teacher.pages.kinds import KINDS
from shadow_teacher.pages.pairs import PAIRS
from shadow_teacher.pages.sections import SECTIONS
from shadow_teacher.pages.widgets import Page

from .balance import balanced

SEEDS = range(120)


@pytest.fixture(autouse=True)
def without_npm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(assets.ENVIRONMENT_VARIABLE, raising=False)


def test_a_seed_always_gives_the_same_page() -> None:
    for seed in range(10):
        assert compose(seed) == compose(seed)


def test_seeds_and_splits_give_different_pages() -> None:
    pages = [compose(seed, split).html for seed in range(40) for split in ("train", "heldout")]
    assert len(set(pages)) == len(pages)


def test_what_is_held_out_is_never_trained_on() -> None:
    assert not {kit.name for kit in kits.TRAIN} & {kit.name for kit in kits.HELDOUT}
    assert not {sheet for kit in kits.TRAIN for sheet in kit.sheets} & {sheet for kit in kits.HELDOUT for sheet in kit.sheets}
    assert not {f.name for f in fonts.family_split("train")} & {f.name for f in fonts.family_split("heldout")}
    assert not set(icon_packs.pack_split("train")) & set(icon_packs.pack_split("heldout"))


def test_validation_frameworks_and_packs_are_not_installed() -> None:
    installed = (Path(assets.__file__).parent / "package.json").read_text()
    for name in ("bulma", "fomantic", "semantic-ui", "heroicons", "octicons", "remixicon", "sb-admin", "todomvc", "cypress"):
        assert name not in installed


def test_the_lock_names_no_download_host() -> None:
    lock = (Path(assets.__file__).parent / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert '"integrity"' in lock


@pytest.mark.parametrize("split", ["train", "heldout"])
def test_pages_without_npm_ask_for_no_asset(split: str) -> None:
    for seed in SEEDS:
        page = compose(seed, split)
        assert page.framework in ("plain", "unstyled")
        assert assets.URL_PREFIX not in page.html
        assert len(re.sub(r"<style>.*?</style>|<[^>]*>", " ", page.html, flags=re.S).split()) > 1, page.name


def test_tags_are_balanced() -> None:
    for seed in SEEDS:
        balanced(compose(seed).html)


def test_some_pages_offer_controls_to_focus() -> None:
    counts = [compose(seed).html.count("data-shadow-focus") for seed in SEEDS]
    assert min(counts) == 0
    assert sum(count > 0 for count in counts) > len(counts) / 3


@pytest.mark.parametrize("name", [name for name, _, _ in KINDS])
@pytest.mark.parametrize("narrow", [False, True])
def test_every_kind_composes_on_monitors_and_phones(name: str, narrow: bool) -> None:
    make = next(make for kind, make, _ in KINDS if kind == name)
    for seed in range(8):
        rng = Random(seed)
        icons = icon_packs.IconSource(rng, (icon_packs.BUILTIN,), None)
        body = make(Page(rng, kits.PLAIN, icons, dark=seed % 2 == 0, narrow=narrow, focus_rate=0.2))
        balanced(body)
        assert len(body) > 400


@pytest.mark.parametrize("theme", [*themes.TRAIN, *themes.HELDOUT], ids=lambda theme: theme.name)
def test_every_theme_styles_every_part(theme: themes.Theme) -> None:
    for seed in range(12):
        css = themes.plain_css(Random(seed), theme, dark=seed % 2 == 0)
        assert css.count("{") == css.count("}")
        assert all(f".{part}" in css for part in kits.PARTS if part not in ("crumb",)), theme.name


def test_themes_of_the_splits_differ() -> None:
    assert len(themes.TRAIN) >= 25
    assert len(themes.HELDOUT) >= 5
    assert not {theme.name for theme in themes.TRAIN} & {theme.name for theme in themes.HELDOUT}


def test_foreign_text_keeps_the_tags() -> None:
    for seed in range(30):
        body, direction = scripts.foreign(Random(seed), compose(seed).html.split("<body", 1)[1].split(">", 1)[1].removesuffix("</body></html>"))
        balanced(body)
        assert direction in ("ltr", "rtl")


@pytest.mark.parametrize("state", ["checked", "disabled", "aria-invalid=true", 'aria-selected="true"', 'aria-expanded="true"', "data-shadow-focus"])
def test_every_state_is_on_many_pages(state: str) -> None:
    assert sum(state in re.sub(r"<style>.*?</style>", "", compose(seed).html, flags=re.S) for seed in SEEDS) > len(SEEDS) / 5


def _many(section: object, times: int) -> str:
    out = []
    for seed in range(times):
        rng = Random(seed)
        out.append(section(Page(rng, kits.PLAIN, icon_packs.IconSource(rng, (icon_packs.BUILTIN,), None), False)))  # type: ignore[operator]
    return "".join(out)


def test_every_state_comes_in_both_values() -> None:
    page = "".join(_many(section, 60) for section, _ in (*SECTIONS, *BLOCKS, *PAIRS))
    for word in ("checked", "selected", "expanded"):
        on, off = page.count(f'aria-{word}="true"'), page.count(f'aria-{word}="false"')
        assert min(on, off) > 20, (word, on, off)
    boxes = re.findall(r'<input type="checkbox"[^>]*>', page)
    checked = sum(" checked" in box for box in boxes) / len(boxes)
    assert 0.4 < checked < 0.6


@pytest.mark.parametrize("role", ["option", "spinbutton", "slider", "switch", "menuitem", "tab", "combobox", "progressbar", "dialog", "alert"])
def test_every_role_is_drawn(role: str) -> None:
    assert any(f'role="{role}"' in compose(seed).html for seed in range(400))


def test_every_icon_is_marked_with_pack_and_name() -> None:
    marks = [mark for seed in SEEDS for mark in re.findall(r'data-shadow-icon="([^"]*)"', compose(seed).html)]
    assert len(marks) > 100
    assert all(re.fullmatch(r"builtin:[a-z-]+", mark) for mark in marks)


def test_tags_come_without_metadata_too() -> None:
    assert "search" in icon_packs.tags("mdi", "magnify")


def test_assets_stay_inside_their_folder(tmp_path: Path) -> None:
    (tmp_path / "node_modules" / "kit").mkdir(parents=True)
    (tmp_path / "node_modules" / "kit" / "a.css").write_text("a{}")
    (tmp_path / "secret.css").write_text("no")
    assert assets.resolve("/assets/kit/a.css?v=1", tmp_path) == (b"a{}", "text/css; charset=utf-8")
    for path in ("/assets/../secret.css", "/assets/kit/none.css", "/other/kit/a.css"):
        with pytest.raises(FileNotFoundError, match=r"secret|none|other"):
            assets.resolve(path, tmp_path)
    with pytest.raises(FileNotFoundError, match="SHADOW_ASSETS"):
        assets.resolve("/assets/kit/a.css")
