"""Icon packs: names, tags and what is kept apart; the hand-written word lists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shadow_teacher.training.icon_data import HELD_OUT_PACK, clean_name, read_catalog, tag_pairs
from shadow_teacher.training.lexicon import antonym_pairs, field_pairs, synonym_groups


def pack(root: Path, folder: str, *names: str) -> None:
    (root / folder).mkdir(parents=True)
    for name in names:
        (root / folder / f"{name}.svg").write_text("<svg/>")


@pytest.fixture
def node_modules(tmp_path: Path) -> Path:
    pack(tmp_path, "lucide-static/icons", "trash", "trash-2", "arrow-left")
    (tmp_path / "lucide-static/tags.json").write_text(json.dumps({"trash": ["delete", "bin", "7"], "arrow-left": ["back"]}))
    pack(tmp_path, "feather-icons/dist/icons", "trash")
    pack(tmp_path, "ionicons/dist/svg", "trash", "trash-outline", "trash-sharp", "logo-github")
    pack(tmp_path, "simple-icons/icons", "github", "someunknownbrand")
    (tmp_path / "simple-icons/data").mkdir()
    (tmp_path / "simple-icons/data/simple-icons.json").write_text(json.dumps([{"title": "GitHub", "slug": "github", "aliases": {"aka": ["Octocat"]}}]))
    return tmp_path


@pytest.mark.parametrize(
    ("raw", "name"),
    [("arrow--left-outline", "arrow left"), ("logo-github", "github"), ("bxs-trash", "trash"), ("trash_can", "trash can"), ("outline", "outline"), ("heart-fill", "heart")],
)
def test_names_lose_style_and_prefix(raw: str, name: str) -> None:
    assert clean_name(raw) == name


def test_styles_of_one_icon_are_one_icon(node_modules: Path) -> None:
    icons = {icon.name: icon for icon in read_catalog(node_modules, ["ionicons"])}
    assert len(icons["trash"].files) == 3
    assert icons["github"].brand
    assert not icons["trash"].brand


def test_a_pack_of_one_file_says_styles_its_own_way(tmp_path: Path) -> None:
    def repack(name: str, *icons: str) -> None:
        (tmp_path / "@iconify-json" / name).mkdir(parents=True)
        table = {"width": 24, "height": 24, "icons": {icon: {"body": "<path/>"} for icon in icons}}
        (tmp_path / "@iconify-json" / name / "icons.json").write_text(json.dumps(table))

    repack("solar", "bell-linear", "bell-bold", "bell-bold-duotone", "bell-broken")
    repack("hugeicons", "add-01", "add-02", "number-10")
    repack("tdesign", "chart-linear")
    icons = {icon.name: len(icon.inline) for icon in read_catalog(tmp_path, ["solar", "hugeicons", "tdesign"])}
    assert icons == {"bell": 3, "add": 2, "number 10": 1, "chart linear": 1}, "two shades are left out; what is a word elsewhere stays one"


def test_tags_spread_by_name_but_never_from_the_held_out_pack(node_modules: Path) -> None:
    icons = read_catalog(node_modules, ["lucide", "feather", "simple", HELD_OUT_PACK])
    feather = next(icon for icon in icons if icon.pack == "feather")
    assert feather.tags == ("delete", "bin")
    assert ("delete", "trash") in tag_pairs(icons)
    assert ("7", "trash") not in tag_pairs(icons)
    assert [icon.name for icon in icons if icon.pack == "simple"] == ["github"]


def test_a_missing_pack_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="feather: no folder feather-icons"):
        read_catalog(tmp_path, ["feather"])


def test_packs_of_pages_we_are_judged_on_are_never_read() -> None:
    from shadow_teacher.training.icon_data import PACKS

    folders = " ".join(folder for group in PACKS.values() for folder in group)
    assert not any(name in folders for name in ("heroicons", "octicons", "remixicon"))


def test_word_lists_are_clean() -> None:
    groups, antonyms = synonym_groups(), antonym_pairs()
    assert len(groups) >= 500
    assert len(antonyms) >= 300
    assert len(field_pairs()) >= 300
    for phrases in [*groups, *antonyms, *field_pairs()]:
        assert len(set(phrases)) == len(phrases) >= 2, phrases
        assert all(phrase and phrase == phrase.strip().lower() for phrase in phrases), phrases


def test_no_antonyms_share_a_synonym_group() -> None:
    groups = [set(group) for group in synonym_groups()]
    clash = [pair for pair in antonym_pairs() if any(set(pair) <= group for group in groups)]
    assert not clash


def test_a_repacked_pack_is_read_from_its_one_file(tmp_path: Path) -> None:
    folder = tmp_path / "@iconify-json/fluent"
    folder.mkdir(parents=True)
    body = '<path d="M0 0h9v9z"/>'
    names = ("delete-20-regular", "delete-20-filled", "delete-48-regular", "delete-20-color")
    (folder / "icons.json").write_text(json.dumps({"width": 20, "height": 20, "icons": {name: {"body": body} for name in names}}))
    icons = read_catalog(tmp_path, ["fluent"])
    assert [(icon.name, len(icon.drawings())) for icon in icons] == [("delete", 2)], "one size, every style, no colored ones"
    assert icons[0].drawings()[0].startswith("<svg")
    assert 'viewBox="0 0 20 20"' in icons[0].drawings()[0]


def test_a_brand_is_learned_where_two_packs_draw_it(tmp_path: Path) -> None:
    pack(tmp_path, "simple-icons/icons", "laravel", "someunknownbrand")
    (tmp_path / "simple-icons/data").mkdir()
    (tmp_path / "simple-icons/data/simple-icons.json").write_text("[]")
    for folder in ("svg/regular", "svg/solid"):
        pack(tmp_path, f"boxicons/{folder}")
    pack(tmp_path, "boxicons/svg/logos", "bxl-laravel")
    assert sorted(icon.name for icon in read_catalog(tmp_path, ["simple", "boxicons"])) == ["laravel", "laravel"]
