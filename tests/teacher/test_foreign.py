"""Pages that other people wrote: found, looked at, labelled, and nothing fetched from elsewhere."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest

sync_api = pytest.importorskip("playwright.sync_api")

from shadow_teacher.pages import foreign  # noqa: E402

PAGE = """<!doctype html><html><head><link rel="stylesheet" href="/css/site.css">
<link rel="stylesheet" href="https://styles.invalid/icons/font-awesome/4.7.0/css/font-awesome.min.css" integrity="sha384-another"
 crossorigin="anonymous"></head><body>
<h1>Orders</h1><p>All that was bought this week.</p>
<form><label for="a">Customer</label><input id="a"><label for="b">City</label><input id="b"><button>Find</button></form>
<a href="#x">Export</a> <a href="#y">Archive</a> <i class="fa fa-fw fa-trash"><svg width="20" height="20"><path d="M2 2h16v16H2z"/></svg></i>
<svg class="bi bi-bell" width="20" height="20"><path d="M2 2h16v16H2z"/></svg>
<iframe srcdoc="<h1>Inner words</h1>" width="300" height="80"></iframe></body></html>"""


@pytest.fixture
def packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packages with one page, a fragment, and a style sheet at the root of the page's own site."""
    site = tmp_path / "node_modules" / "shop" / "dist"
    (site / "css").mkdir(parents=True)
    (site / "pages").mkdir()
    (site / "css" / "site.css").write_text("button{background:rgb(10,120,60);color:#fff;border:0;padding:8px 16px}body{font:16px Arial}")
    (site / "pages" / "orders.html").write_text(PAGE)
    (site / "pages" / "fragment.html").write_text("<div>no page</div>")
    awesome = tmp_path / "node_modules" / "font-awesome" / "css"
    awesome.mkdir(parents=True)
    (awesome / "font-awesome.min.css").write_text("h1{color:rgb(200,0,0)}")
    monkeypatch.setattr(foreign, "SPLITS", {"train": {"shop": ("dist",)}})
    return tmp_path


def test_whole_pages_are_found_and_looked_at_alike_every_time(packages):
    modules = packages / "node_modules"
    assert [path.name for _, path in foreign.find_pages(modules, "train")] == ["orders.html"]
    looks = foreign.looks(modules, "train", 4)
    assert len({look.name for look in looks}) == 4
    assert looks == foreign.looks(modules, "train", 4)
    assert [look.used for look in sorted(looks, key=lambda look: look.name)] == [False, True, True, True]


def test_no_package_gives_more_pages_than_it_may(packages, monkeypatch):
    modules = packages / "node_modules"
    pages = modules / "shop" / "dist" / "pages"
    for number in range(5):
        (pages / f"copy-{number}.html").write_text(PAGE)
    monkeypatch.setattr(foreign, "MOST", {"shop": 2})
    few = foreign.find_pages(modules, "train")
    assert len(few) == 2
    assert few == sorted(few)
    assert few == foreign.find_pages(modules, "train", ["shop"])
    assert foreign.find_pages(modules, "train", ["another"]) == []


def test_a_pattern_picks_pages_of_a_folder(packages, monkeypatch):
    monkeypatch.setattr(foreign, "SPLITS", {"train": {"shop": ("dist/*/ord*.html", "dist/none-*.html")}})
    assert [path.name for _, path in foreign.find_pages(packages / "node_modules", "train")] == ["orders.html"]


def test_no_package_trains_and_measures():
    everything = [name for packages in foreign.SPLITS.values() for name in packages]
    assert len(everything) == len(set(everything))
    assert set(foreign.MOST) <= set(everything)
    assert not any(word in name for name in everything for word in ("sb-admin", "agency", "todomvc", "pico.", "picocss", "semantic", "fomantic", "bulma", "kitchensink"))
    assert not any("layui" in name for name in foreign.SPLITS["train"])  # the component framework that is kept out of app_kits


def test_every_package_is_pinned():
    pinned = json.loads(Path(foreign.__file__).with_suffix(".json").read_text())["dependencies"]
    assert not [name for packages in foreign.SPLITS.values() for name in packages if name not in pinned]
    assert all(re.fullmatch(r"(npm:.+@)?\d+\.\d+\.\d+(-[\w.]+)?", version) for version in pinned.values())


def test_what_a_package_builds_first_has_a_stand_in(packages, tmp_path, monkeypatch):
    """The page's script is not in the package: the stand-in writes the style sheet that the built one would."""
    browser = os.environ.get("SHADOW_BROWSER_PATH") or shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        pytest.skip("no browser to paint with")
    page = packages / "node_modules" / "shop" / "dist" / "pages" / "orders.html"
    page.write_text(PAGE.replace('<link rel="stylesheet" href="/css/site.css">', '<script src="built.js"></script>'))
    monkeypatch.setattr(foreign, "BUILT", {"shop/dist/pages/built.js": "document.write('<link rel=stylesheet href=../css/site.css>')"})
    monkeypatch.setenv("SHADOW_ASSETS", str(packages))
    out = tmp_path / "out"
    foreign.main(["--assets", str(packages), "--looks", "1", "--out", str(out)])
    elements = json.loads(next(out.glob("*.json")).read_text())["elements"]
    assert next(element for element in elements if element["role"] == "button")["style"]["background"] == [10, 120, 60]


def test_a_page_is_labelled_as_it_is_painted(packages, tmp_path, monkeypatch):
    browser = os.environ.get("SHADOW_BROWSER_PATH") or shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        pytest.skip("no browser to paint with")
    monkeypatch.setenv("SHADOW_ASSETS", str(packages))
    out = tmp_path / "out"
    foreign.main(["--assets", str(packages), "--looks", "1", "--out", str(out)])
    (path,) = out.glob("*.json")
    page = json.loads(path.read_text())
    kinds = [element["role"] for element in page["elements"]]
    assert kinds.count("textbox") == 2
    assert "button" in kinds
    button = next(element for element in page["elements"] if element["role"] == "button")
    assert button["style"]["background"] == [10, 120, 60]  # the sheet at the root of the site was found
    heading = next(element for element in page["elements"] if element["role"] == "heading")
    assert heading["style"]["color"] == [200, 0, 0]  # what was asked for elsewhere came from a package
    assert not any("Inner" in row["text"] for row in page["rows"])
    assert "bell" in [element["icon"]["name"] for element in page["elements"] if element["icon"]]  # named by its class
    assert cv2.imread(str(path.with_suffix(".png"))).shape[:2] == (round(page["height"] * page["scale"]), round(page["width"] * page["scale"]))


def test_a_folder_without_the_packages_is_said(tmp_path, capsys):
    with pytest.raises(SystemExit):
        foreign.main(["--assets", str(tmp_path), "--out", str(tmp_path / "out")])
    assert "no page of the packages" in capsys.readouterr().err


def test_a_check_box_whose_picture_did_not_come_is_not_learned_from():
    from shadow_teacher.pages.label import check_pixels

    def box(identity: int, x: float) -> dict:
        return {"id": identity, "role": "checkbox", "box": [x, 10, 16, 16], "ignore": False, "icon": None, "parent": None,
                "style": {"background": None}}  # fmt: skip

    picture = np.full((40, 80, 3), 250, np.uint8)
    cv2.rectangle(picture, (50, 10), (65, 25), (120, 120, 120), 1)
    labels = {"elements": [box(0, 10), box(1, 50)], "rows": []}
    check_pixels(labels, picture, 1.0)
    assert [element["ignore"] for element in labels["elements"]] == [True, False]


def test_a_page_that_overflows_to_the_left_is_refused(packages, tmp_path, capsys):
    page = packages / "node_modules" / "shop" / "dist" / "pages" / "orders.html"
    page.write_text(PAGE.replace("<html>", '<html dir="rtl">').replace("<body>", '<body><div style="width:4000px">wide</div>'), encoding="utf-8")
    foreign.main(["--assets", str(packages), "--split", "train", "--looks", "1", "--out", str(tmp_path / "out")])
    assert "overflows to the left" in capsys.readouterr().out
    assert not list((tmp_path / "out").glob("*.json"))


def test_modules_find_packages_by_name(packages, tmp_path, monkeypatch):
    """Scripts import packages by their bare name and by a path inside them; two style sheets lie where other installers put packages."""
    browser = os.environ.get("SHADOW_BROWSER_PATH") or shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        pytest.skip("no browser to paint with")
    modules = packages / "node_modules"
    for name, about in (("@parts/dial", {"main": "./lib/dial.js"}), ("odd", {"main": ["a.js", "b.js"]})):
        (modules / name / "lib").mkdir(parents=True)
        (modules / name / "package.json").write_text(json.dumps(about))
    (modules / "broken").mkdir()
    (modules / "broken" / "package.json").write_text("{")
    (modules / "@parts" / "dial" / "lib" / "dial.js").write_text('export const add = (words) => document.body.insertAdjacentHTML("beforeend", `<button>${words}</button>`);')
    (modules / "@parts" / "dial" / "more.js").write_text('import { add } from "@parts/dial"; add("Second dial");')
    (modules / "@parts" / "dial" / "lib" / "dial.css").write_text("button{background:rgb(10,20,200)!important}")
    (modules / "@parts" / "dial" / "lib" / "head.css").write_text("h1{color:rgb(1,100,2)!important}")
    script = '<script type="module">import { add } from "@parts/dial"; import "@parts/dial/more.js"; add("First dial");</script></body>'
    sheets = '<link rel="stylesheet" href="../bower_components/@parts/dial/lib/dial.css"><link rel="stylesheet" href="https://files.invalid/@parts/dial/lib/head.css"></head>'
    (modules / "shop" / "dist" / "pages" / "orders.html").write_text(PAGE.replace("</body>", script).replace("</head>", sheets))
    monkeypatch.setenv("SHADOW_ASSETS", str(packages))
    foreign.main(["--assets", str(packages), "--looks", "1", "--out", str(tmp_path / "out")])
    elements = json.loads(next((tmp_path / "out").glob("*.json")).read_text())["elements"]
    buttons = [element for element in elements if element["role"] == "button"]
    assert [button["text"] for button in buttons] == ["Find", "Second dial", "First dial"]
    assert {tuple(button["style"]["background"]) for button in buttons} == {(10, 20, 200)}
    assert next(element for element in elements if element["role"] == "heading")["style"]["color"] == [1, 100, 2]
