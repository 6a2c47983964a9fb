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
    assert box["states"]["checked"]
    assert box["label"] == "Remember me"
    assert not [e for e in labels["elements"] if e["role"] == "icon" and not e["ignore"]], "the check mark belongs to the box"


def test_switch_is_its_track_not_its_knob(label: Label) -> None:
    labels = label("""<button role=switch aria-checked=false aria-label="Airplane mode" style="position:absolute;left:300px;top:20px;width:40px;height:22px;border:0;padding:0;
        border-radius:99px;background:#888"><span style="position:absolute;left:2px;top:2px;width:18px;height:18px;border-radius:50%;background:#fff"></span></button>
        <p style="position:absolute;left:20px;top:10px">Airplane mode</p>""")
    switch = only(labels, "switch")
    assert switch["box"] == [300, 20, 40, 22]
    assert switch["states"]["checked"] is False
    assert switch["label"] == "Airplane mode"


def test_link_in_a_paragraph_splits_its_row(label: Label) -> None:
    labels = label("<p style='margin:20px'>Read our <a href=#>privacy policy</a> before you go on.</p>")
    assert texts(labels, only(labels, "link")) == ["privacy policy"]
    assert texts(labels, only(labels, "text")) == ["Read our", "before you go on."]
    for row in labels["rows"]:
        assert len(row["char_x"]) == len(row["text"]) + 1
        assert row["char_x"] == sorted(row["char_x"])
    first, link, last = sorted(labels["rows"], key=lambda row: row["box"][0])
    assert link["underline"]
    assert not first["underline"]
    assert not last["underline"]
    assert first["box"][0] + first["box"][2] < link["box"][0] < last["box"][0]


def test_a_line_goes_on_across_an_inline_link_but_not_across_a_gap(label: Label) -> None:
    labels = label("""<p style='margin:20px'>Read our <a href=#>privacy policy</a> before you go on.</p>
        <nav style='display:flex;gap:20px;margin:20px'><a href=#>Home</a><a href=#>About</a></nav>
        <p style='margin:20px'>Press <button>Save</button> now</p>""")
    lines = [" ".join(labels["rows"][i]["text"] for i in line["rows"]) for line in labels["lines"]]
    assert lines[:3] == ["Read our privacy policy before you go on.", "Home", "About"]
    assert sorted(lines[3:]) == ["Press", "Save", "now"]
    first, rows = labels["lines"][0], labels["rows"]
    assert first["box"][2] == pytest.approx(rows[first["rows"][-1]]["box"][0] + rows[first["rows"][-1]]["box"][2] - first["box"][0])


def test_a_table_that_only_places_things_is_no_table(label: Label) -> None:
    labels = label("""<table><tr><td>Name:</td><td><input aria-label=n></td></tr><tr><td>City:</td><td><input aria-label=c></td></tr></table>
        <table border=1><tr><th>City</th><th>Country</th></tr><tr><td>Lima</td><td>Peru</td></tr></table>""")
    roles = [e["role"] for e in labels["elements"]]
    assert roles.count("table") == 1
    assert roles.count("cell") == 2
    assert roles.count("columnheader") == 2
    assert {e["text"] for e in labels["elements"] if e["role"] == "text"} == {"Name:", "City:"}


def test_words_that_name_a_control_are_a_label_whatever_their_tag(label: Label) -> None:
    labels = label("""<div style="padding:20px;width:300px;display:flex;justify-content:space-between"><span>Auto save</span>
        <button role=switch aria-checked=true aria-label="Auto save" style="width:40px;height:20px;border:0;background:#06c;border-radius:9px"></button></div>""")
    assert only(labels, "label")["text"] == "Auto save"
    assert only(labels, "switch")["label"] == "Auto save"


def test_a_field_inside_a_combobox_is_one_control(label: Label) -> None:
    labels = label("""<form style="padding:20px"><label for=t>Start</label><div role=combobox aria-expanded=true style="border:1px solid #888;width:160px;height:28px;display:flex">
        <input id=t value="08:30" style="border:0;flex:1;min-width:0"><button style="border:0;width:24px">&#9660;</button></div><input aria-label=Room style="width:90px"></form>""")
    found = only(labels, "combobox")
    assert found["box"][2:] == [162, 30]
    assert (found["label"], found["text"].split()[0]) == ("Start", "08:30")
    assert found["states"]["expanded"]
    assert only(labels, "textbox")["name"] == "Room"
    assert only(labels, "form")


def test_a_combobox_keeps_what_its_field_cannot_fill(label: Label) -> None:
    labels = label("""<div role=combobox style="border:1px solid #888;width:160px;height:28px;overflow:hidden"><div style="float:right;width:30px;height:28px;background:#ddd">&#9660;</div>
        <div style="overflow:hidden"><input value="08:30" style="border:0;width:100%"></div></div>""")
    found = only(labels, "combobox")
    assert found["box"][2:] == [162, 30]
    assert found["visible_fraction"] == 1


def test_a_field_inside_an_unpainted_combobox_keeps_its_own_box(label: Label) -> None:
    labels = label("""<div role=combobox style="padding:20px;width:300px"><input placeholder=City style="width:120px;height:24px"></div>""")
    assert 120 <= only(labels, "combobox")["box"][2] <= 128
    assert "textbox" not in [element["role"] for element in labels["elements"]]


def test_a_table_that_says_it_only_arranges_is_no_table(label: Label) -> None:
    cells = "<tr><td style='border:1px solid #888;padding:6px'>Save</td><td style='border:1px solid #888;padding:6px'>As</td></tr>"
    assert "table" not in [e["role"] for e in label(f"<table role=presentation>{cells * 3}</table>")["elements"]]
    assert only(label(f"<table>{cells * 3}</table>"), "table")


def test_words_drawn_on_a_canvas_are_neither_text_nor_no_text(label: Label) -> None:
    labels = label("""<p>Sales</p><canvas id=c width=300 height=120></canvas><script>
        const pen = c.getContext("2d"); pen.font = "20px Arial"; pen.fillText("4,200 sold", 40, 60)</script>""")
    drawn = [row for row in labels["rows"] if row["element"] == only(labels, "img")["id"]]
    assert [(row["text"], row["readable"], row["hidden"]) for row in drawn] == [("", False, True)]
    assert drawn[0]["box"][2:] == [300, 120]
    assert texts(labels) == ["Sales", ""]


def test_what_an_arrow_opens_is_not_ticked(label: Label) -> None:
    arrow = "<i class='icon icon-arrow-right' style='display:inline-block;width:12px;height:12px;background:#333'></i>"
    labels = label(f"""<input type=radio id=a hidden checked><label for=a>{arrow} Shipping</label><p>Two days</p>
        <label><input type=radio> Pick up</label>""")
    assert only(labels, "radio")["label"] == "Pick up"


def test_a_chart_that_was_never_drawn_is_no_picture(label: Label) -> None:
    labels = label("<p>Sales</p><canvas width=300 height=120></canvas><div role=img aria-label=Red style='width:90px;height:90px;margin:9px;background:#c33'></div>")
    assert [e["ignore"] for e in labels["elements"] if e["role"] == "img"] == [True, False]


def test_half_a_button_is_no_badge(label: Label) -> None:
    labels = label("""<table role=presentation><tr><td style="background:#cde;border:1px solid #89a;border-radius:4px;padding:4px"><div role=button tabindex=0>Save</div></td></tr></table>""")
    assert "badge" not in [e["role"] for e in labels["elements"]]
    assert only(labels, "button")["text"] == "Save"


def test_a_dot_is_no_alert(label: Label) -> None:
    dot = "<div class=notification style='width:10px;height:10px;border-radius:5px;background:#e33;margin:9px'></div>"
    assert "alert" not in [e["role"] for e in label(f"<p>Mail</p>{dot}")["elements"]]
    assert only(label("<div class=notification style='padding:9px;background:#fcc'>No connection</div>"), "alert")


def test_open_combobox_shows_its_options(label: Label) -> None:
    labels = label("""<div style="padding:20px;width:200px"><span id=l>City</span><button role=combobox aria-expanded=true aria-labelledby=l style="width:200px;height:30px">Oslo</button>
        <div role=listbox style="border:1px solid #888"><div role=option aria-selected=true style="background:#cdf;padding:4px">Oslo</div><div role=option aria-selected=false style="padding:4px">Lima</div>
        <div role=option aria-selected=false aria-disabled=true style="padding:4px;opacity:.5">Rome</div></div></div>""")
    assert only(labels, "combobox")["states"]["expanded"]
    assert only(labels, "combobox")["label"] == "City"
    states = {e["text"]: e["states"] for e in labels["elements"] if e["role"] == "option"}
    assert states["Oslo"]["selected"]
    assert not states["Lima"]["selected"]
    assert states["Rome"]["disabled"]
    assert not states["Oslo"]["disabled"]
    assert only(labels, "menu")["box"][2] == 200


def test_number_with_signs_is_a_spinbutton(label: Label) -> None:
    labels = label("""<div style="padding:20px"><button aria-label=Less>-</button><input role=spinbutton aria-label=Rooms value=3 style="width:40px"><button aria-label=More>+</button></div>""")
    assert only(labels, "spinbutton")["text"] == "3"


def test_range_without_its_native_look_is_still_a_slider(label: Label) -> None:
    labels = label("""<style>input{appearance:none;width:200px;height:30px;background:none;margin:20px}input::-webkit-slider-runnable-track{height:6px;background:#06c}
        input::-webkit-slider-thumb{appearance:none;width:14px;height:14px;margin-top:-4px;background:#c00}</style><input type=range aria-label=Volume>""")
    slider = only(labels, "slider")
    assert slider["box"][2] == pytest.approx(200, abs=2)
    assert slider["box"][3] == pytest.approx(14, abs=2)


def test_tree_items_say_whether_they_are_open(label: Label) -> None:
    labels = label("""<div role=tree style="padding:20px"><div role=treeitem aria-expanded=true aria-selected=false>Src</div><div role=treeitem aria-selected=true style="background:#cdf">main.py</div>
        <div role=treeitem aria-expanded=false aria-selected=false>Docs</div></div>""")
    states = {e["text"]: e["states"] for e in labels["elements"] if e["role"] == "option"}
    assert states["Src"]["expanded"] is True
    assert states["Docs"]["expanded"] is False
    assert "expanded" not in states["main.py"]
    assert states["main.py"]["selected"]
    assert not states["Src"]["selected"]


def test_a_bar_at_the_edge_is_no_sure_dialog(label: Label) -> None:
    labels = label("""<div role=dialog style="position:fixed;left:0;right:0;bottom:0;background:#ddd;padding:10px"><span>Cookies?</span> <button>Yes</button> <button>No</button></div>""")
    assert [e["ignore"] for e in labels["elements"] if e["role"] == "dialog"] == [True]


def test_what_the_body_clips_at_its_side_is_not_there(label: Label) -> None:
    labels = label("""<style>html{overflow-x:hidden}body{overflow-x:clip;width:300px}</style><div style="width:800px;display:flex;justify-content:space-between">
        <span>Here</span><span>Gone</span></div>""")
    assert texts(labels) == ["Here"]


def test_labels_of_a_zoomed_page_are_in_what_is_seen() -> None:
    from shadow_teacher.pages.label import zoom_labels

    style = {"font_size": 16, "border_width": 1, "radius": 4}
    labels: dict[str, Any] = {
        "elements": [{"box": [10, 20, 30, 40], "label_box": [0, 0, 10, 10], "icon": {"name": "x", "box": [1, 1, 2, 2]}, "style": style}],
        "rows": [{"box": [10, 20, 30, 16], "char_x": [10, 40], "font_size": 16}], "lines": [{"rows": [0], "box": [10, 20, 30, 16]}]}
    zoom_labels(labels, 1.25)
    element, row = labels["elements"][0], labels["rows"][0]
    assert element["box"] == [12.5, 25, 37.5, 50]
    assert element["icon"]["box"] == [1.25, 1.25, 2.5, 2.5]
    assert element["style"]["font_size"] == 20
    assert row["char_x"] == [12.5, 50]
    assert labels["lines"][0]["box"] == [12.5, 25, 37.5, 20]
    assert style["font_size"] == 16


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
    assert button["ignore"]
    assert button["visible_fraction"] < 0.35


def test_truncated_text_says_what_is_left_of_it(label: Label) -> None:
    labels = label("<div style='margin:10px;width:120px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis'>A very long title that does not fit</div>")
    (row,) = labels["rows"]
    assert row["truncated"]
    assert row["text"].endswith("…")
    assert "A very long title that".startswith(row["text"][:-1].strip())
    assert ink(labels, 0, 0, 300, 60)[2] == pytest.approx(row["box"][0] + row["box"][2], abs=2)


def test_a_placeholder_without_color_is_not_shown(label: Label) -> None:
    labels = label("""<style>div{position:relative;margin:20px}input{width:240px;height:44px}input::placeholder{color:transparent}
        label{position:absolute;left:8px;top:14px}</style><div><input id=p placeholder="(123) 456-7890"><label for=p>Phone number</label></div>""")
    field = only(labels, "textbox")
    assert (field["label"], field["text"], "placeholder" in field["states"]) == ("Phone number", "", False)
    assert texts(labels) == ["Phone number"]


def test_field_shows_its_placeholder_or_its_value(label: Label) -> None:
    labels = label("""<style>input,select,textarea{position:absolute;left:20px;width:200px;box-sizing:border-box;padding:6px 10px;border:1px solid #999;font:16px Arial}</style>
        <label for=m style="position:absolute;left:20px;top:0">E-mail</label><input id=m type=email placeholder="you@example.org" style="top:20px">
        <input value="Ada Lovelace" aria-label=Name style="top:80px"><input type=password value=secret style="top:140px">
        <select style="top:200px"><option>One<option selected>Two words</select><textarea style="top:260px;height:90px">a few words that need more than one line here</textarea>""")
    fields = {element["box"][1]: element for element in labels["elements"] if element["role"] in ("textbox", "combobox")}
    shown = {top: texts(labels, element) for top, element in fields.items()}
    assert shown[20] == ["you@example.org"]
    assert fields[20]["states"]["placeholder"]
    assert fields[20]["label"] == "E-mail"
    assert shown[80] == ["Ada Lovelace"]
    assert not fields[80]["states"]["placeholder"]
    assert fields[80]["label"] is None
    assert shown[140] == ["••••••"]
    assert shown[200] == ["Two words"]
    assert len(shown[260]) == 2
    assert " ".join(shown[260]) == "a few words that need more than one line here"
    for row in labels["rows"]:  # the text stands where the label says
        x, y, width, height = row["box"]
        seen = ink(labels, round(x) - 8, round(y) - 1, round(x + width) + 8, round(y + height) + 1)
        assert max(abs(seen[0] - x), abs(seen[2] - x - width)) <= 3, (row["text"], row["box"], seen)


def test_anchor_that_paints_a_box_looks_like_a_button(label: Label) -> None:
    labels = label("<div style='padding:20px'><a href=# style='background:#06c;color:#fff;padding:8px 16px;display:inline-block'>Sign up</a></div>")
    button = only(labels, "button")
    assert button["aria_role"] == "link"
    assert button["style"]["background"] == [0, 102, 204]
    assert button["style"]["color"] == [255, 255, 255]


def test_invisible_things_leave_no_trace(label: Label) -> None:
    labels = label("""<p style="opacity:0">ghost</p><p style="visibility:hidden">ghost</p><p style="display:none">ghost</p><p style="position:absolute;left:-999px">ghost</p>
        <span style="position:absolute;width:1px;height:1px;overflow:hidden;clip:rect(0,0,0,0)">ghost</span><div style="height:20px;overflow:hidden"><div style="height:20px"></div>ghost</div>
        <p style="color:#fefefe">ghost</p><p>Seen</p>""")
    assert [row["text"] for row in labels["rows"] if row["readable"]] == ["Seen"]


def test_a_word_that_runs_to_the_left_is_one_row(label: Label) -> None:
    labels = label('<div dir=rtl style="position:absolute;left:40px;top:40px;width:300px;font-size:20px"><b>זולשש דחא</b></div>')
    assert len(labels["rows"]) == 1
    x, y, width, height = labels["rows"][0]["box"]
    left, _, right, _ = ink(labels, 0, int(y) - 4, 400, int(y + height) + 4)
    assert abs(x - left) < 3
    assert abs(x + width - right) < 3
    assert labels["rows"][0]["char_x"] == sorted(labels["rows"][0]["char_x"])
    assert not labels["rows"][0]["readable"]


def test_field_is_what_is_marked_around_it(label: Label) -> None:
    labels = label("""<label data-shadow-box style="position:absolute;left:40px;top:30px;width:200px;height:56px">
        <span style="position:absolute;inset:0;border:1px solid #777;border-radius:4px"></span><span style="position:absolute;left:12px;top:4px;font-size:12px">City</span>
        <input value="Oslo" style="position:absolute;left:12px;top:24px;width:170px;border:0;background:none;outline:0"></label>""")
    field = only(labels, "textbox")
    assert field["box"] == [40, 30, 200, 56]
    assert field["label"] == "City"
    assert field["text"] == "Oslo"


def test_border_drawn_by_a_pseudo_element_is_the_button_s(label: Label) -> None:
    labels = label("""<style>button{position:relative;border:0;background:none;padding:8px 20px;margin:30px}
        button::after{content:"";position:absolute;inset:0;border:2px solid #06c;border-radius:4px}</style><button>Save</button>""")
    x, y, width, height = only(labels, "button")["box"]
    seen = ink(labels, int(x) - 10, int(y) - 10, int(x + width) + 10, int(y + height) + 10)
    assert [round(v) for v in (x, y, x + width, y + height)] == seen


def test_tick_inside_a_marked_box_is_no_icon_of_its_own(label: Label) -> None:
    labels = label("""<style>i{display:inline-block;width:16px;height:16px;background:#06c;position:relative}
        i::after{content:"";position:absolute;left:5px;top:2px;width:5px;height:9px;border:solid #fff;border-width:0 2px 2px 0;transform:rotate(45deg)}</style>
        <p style="margin:30px"><span role=checkbox aria-checked=true tabindex=0><i data-shadow-indicator></i> Agree</span></p>""")
    box = only(labels, "checkbox")
    assert box["box"][2:] == [16, 16]
    assert box["states"]["checked"]
    assert box["label"] == "Agree"
    assert not [e for e in labels["elements"] if e["role"] == "icon"]


def test_line_below_a_tab_belongs_to_it(label: Label) -> None:
    labels = label("""<style>button{position:relative;border:0;background:none;padding:12px 20px;font:16px Arial;color:#000}
        [aria-selected=true]::after{content:"";position:absolute;left:0;right:0;bottom:0;height:3px;background:#06c}</style>
        <div role=tablist style="margin:30px"><button role=tab aria-selected=true>Files</button><button role=tab aria-selected=false>Users</button></div>""")
    on, off = (next(e for e in labels["elements"] if e["role"] == "tab" and e["states"]["selected"] is value) for value in (True, False))
    assert on["box"][1] + on["box"][3] > off["box"][1] + off["box"][3] + 6
    assert on["box"][2] > off["box"][2] + 30
