"""Labels say what is painted: small pages, real Chromium, what a person would see."""

from __future__ import annotations

import base64
import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import cv2
import numpy as np
import pytest

sync_api = pytest.importorskip("playwright.sync_api")
BROWSER = os.environ.get("SHADOW_BROWSER_PATH") or shutil.which("chromium") or shutil.which("chromium-browser")
STYLE = "<!doctype html><style>body{margin:0;font:16px Arial;background:#fff}*{transition:none!important}</style>"
Label = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def label() -> Iterator[Label]:
    from shadow_teacher.pages.label import check_pixels, label_page

    with sync_api.sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=BROWSER, args=["--no-sandbox", "--disable-gpu"])
        except sync_api.Error as error:
            pytest.skip(f"no browser to paint with: {str(error).splitlines()[0]}")
        page = browser.new_page(viewport={"width": 640, "height": 480})
        session = page.context.new_cdp_session(page)

        def run(html: str) -> dict[str, Any]:
            page.set_content(STYLE + html)
            labels = label_page(page)
            shot = base64.b64decode(session.send("Page.captureScreenshot", {"format": "png"})["data"])
            rgb = cv2.imdecode(np.frombuffer(shot, np.uint8), cv2.IMREAD_COLOR)[..., ::-1]
            check_pixels(labels, rgb, 1.0)
            return {**labels, "rgb": rgb}

        yield run
        browser.close()


def only(labels: dict[str, Any], role: str) -> dict[str, Any]:
    found = [element for element in labels["elements"] if element["role"] == role and not element["ignore"]]
    assert len(found) == 1, [(e["role"], e["text"], e["ignore"]) for e in labels["elements"]]
    return found[0]


def texts(labels: dict[str, Any], element: dict[str, Any] | None = None) -> list[str]:
    return [row["text"] for row in labels["rows"] if element is None or row["element"] == element["id"]]


def ink(labels: dict[str, Any], x1: int, y1: int, x2: int, y2: int) -> list[int]:
    """Extent of the non-white pixels in a window: what was painted, without asking the browser."""
    dark = (labels["rgb"][y1:y2, x1:x2].min(2) < 200).nonzero()
    return [x1 + dark[1].min(), y1 + dark[0].min(), x1 + dark[1].max() + 1, y1 + dark[0].max() + 1]


def test_hidden_checkbox_is_where_its_stand_in_is_painted(label: Label) -> None:
    labels = label("""<style>input{position:absolute;opacity:0}
        label{position:absolute;left:50px;top:40px;padding-left:30px}
        label::before{content:"";position:absolute;left:2px;top:1px;width:16px;height:16px;border:2px solid #333;background:#0a0}
        input:checked+label::after{content:"";position:absolute;left:9px;top:3px;width:5px;height:10px;border:solid #fff;border-width:0 2px 2px 0;transform:rotate(45deg)}
        </style><input type=checkbox id=a checked><label for=a>Remember me</label>""")
    box = only(labels, "checkbox")
    assert box["box"] == [52, 41, 20, 20]
    assert box["states"]["checked"] and box["label"] == "Remember me"
    assert not [e for e in labels["elements"] if e["role"] == "icon" and not e["ignore"]], "the check mark belongs to the box"


def test_switch_is_its_track_not_its_knob(label: Label) -> None:
    labels = label("""<button role=switch aria-checked=false aria-label="Airplane mode" style="position:absolute;left:300px;top:20px;width:40px;height:22px;border:0;padding:0;
        border-radius:99px;background:#888"><span style="position:absolute;left:2px;top:2px;width:18px;height:18px;border-radius:50%;background:#fff"></span></button>
        <p style="position:absolute;left:20px;top:10px">Airplane mode</p>""")
    switch = only(labels, "switch")
    assert switch["box"] == [300, 20, 40, 22] and switch["states"]["checked"] is False and switch["label"] == "Airplane mode"


def test_link_in_a_paragraph_splits_its_row(label: Label) -> None:
    labels = label("<p style='margin:20px'>Read our <a href=#>privacy policy</a> before you go on.</p>")
    assert texts(labels, only(labels, "link")) == ["privacy policy"]
    assert texts(labels, only(labels, "text")) == ["Read our", "before you go on."]
    for row in labels["rows"]:
        assert len(row["char_x"]) == len(row["text"]) + 1 and row["char_x"] == sorted(row["char_x"])
    first, link, last = sorted(labels["rows"], key=lambda row: row["box"][0])
    assert link["underline"] and not first["underline"] and not last["underline"]
    assert first["box"][0] + first["box"][2] < link["box"][0] < last["box"][0]


def test_row_covers_the_ink_from_ascender_to_descender(label: Label) -> None:
    labels = label("<div style='position:absolute;left:33px;top:50px;font:24px/60px serif'>Hdlb gpqy</div>")
    x, y, width, height = labels["rows"][0]["box"]
    seen = ink(labels, 20, 40, 400, 130)
    assert np.abs(np.array([x, y, x + width, y + height]) - seen).max() <= 2, (labels["rows"][0]["box"], seen)


def test_covered_text_is_no_text_and_a_veil_covers_nothing(label: Label) -> None:
    labels = label("""<button style="position:absolute;left:20px;top:20px">Under</button><button style="position:absolute;left:20px;top:300px">Behind</button>
        <div style="position:fixed;inset:0;background:#0008"></div><div role=dialog style="position:absolute;left:10px;top:10px;width:200px;height:90px;background:#fff">
        <p>Sure?</p></div>""")
    assert "Under" not in texts(labels)
    assert only(labels, "button")["text"] == "Behind"
    assert only(labels, "dialog")["box"] == [10, 10, 200, 90]


def test_half_covered_element_is_neither_positive_nor_negative(label: Label) -> None:
    labels = label("""<button style="position:absolute;left:20px;top:20px;width:200px;height:40px">A long button</button>
        <div style="position:absolute;left:50px;top:0;width:400px;height:100px;background:#222"></div>""")
    (button,) = (e for e in labels["elements"] if e["role"] == "button")
    assert button["ignore"] and button["visible_fraction"] < 0.35


def test_truncated_text_says_what_is_left_of_it(label: Label) -> None:
    labels = label("<div style='margin:10px;width:120px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis'>A very long title that does not fit</div>")
    (row,) = labels["rows"]
    assert row["truncated"] and row["text"].endswith("…") and "A very long title that".startswith(row["text"][:-1].strip())
    assert ink(labels, 0, 0, 300, 60)[2] == pytest.approx(row["box"][0] + row["box"][2], abs=2)


def test_field_shows_its_placeholder_or_its_value(label: Label) -> None:
    labels = label("""<style>input,select,textarea{position:absolute;left:20px;width:200px;box-sizing:border-box;padding:6px 10px;border:1px solid #999;font:16px Arial}</style>
        <label for=m style="position:absolute;left:20px;top:0">E-mail</label><input id=m type=email placeholder="you@example.org" style="top:20px">
        <input value="Ada Lovelace" aria-label=Name style="top:80px"><input type=password value=secret style="top:140px">
        <select style="top:200px"><option>One<option selected>Two words</select><textarea style="top:260px;height:90px">a few words that need more than one line here</textarea>""")
    fields = {element["box"][1]: element for element in labels["elements"] if element["role"] in ("textbox", "combobox")}
    shown = {top: texts(labels, element) for top, element in fields.items()}
    assert shown[20] == ["you@example.org"] and fields[20]["states"]["placeholder"] and fields[20]["label"] == "E-mail"
    assert shown[80] == ["Ada Lovelace"] and not fields[80]["states"]["placeholder"] and fields[80]["label"] is None
    assert shown[140] == ["••••••"] and shown[200] == ["Two words"]
    assert len(shown[260]) == 2 and " ".join(shown[260]) == "a few words that need more than one line here"
    for row in labels["rows"]:  # the text stands where the label says
        x, y, width, height = row["box"]
        seen = ink(labels, round(x) - 8, round(y) - 1, round(x + width) + 8, round(y + height) + 1)
        assert abs(seen[0] - x) <= 3 and abs(seen[2] - x - width) <= 3, (row["text"], row["box"], seen)


def test_anchor_that_paints_a_box_looks_like_a_button(label: Label) -> None:
    labels = label("<div style='padding:20px'><a href=# style='background:#06c;color:#fff;padding:8px 16px;display:inline-block'>Sign up</a></div>")
    button = only(labels, "button")
    assert button["aria_role"] == "link" and button["style"]["background"] == [0, 102, 204] and button["style"]["color"] == [255, 255, 255]


def test_invisible_things_leave_no_trace(label: Label) -> None:
    labels = label("""<p style="opacity:0">ghost</p><p style="visibility:hidden">ghost</p><p style="display:none">ghost</p><p style="position:absolute;left:-999px">ghost</p>
        <span style="position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)">ghost</span><div style="height:20px;overflow:hidden"><div style="height:20px"></div>ghost</div>
        <p style="color:#fefefe">ghost</p><p>Seen</p>""")
    assert [row["text"] for row in labels["rows"] if row["readable"]] == ["Seen"]
