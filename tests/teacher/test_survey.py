"""Surveying a page: labelled by the browser, asked, reported, taught."""

from __future__ import annotations

import http.server
import json
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from shadow_runtime.browsers import find_browser
from shadow_teacher.cli import app

pytest.importorskip("playwright", reason="playwright is not installed")

PAGE = """<!doctype html><title>t</title><style>body{font:16px sans-serif;margin:24px;background:#fff}
button{background:#1f6feb;color:#fff;border:0;padding:12px 20px;font:bold 16px sans-serif}label{display:block;margin:16px 0}</style>
<h1>Your profile</h1><label>Full name <input value="Ada Lovelace"></label><label>Password <input type=password value=hunter2></label>
<label><input type=checkbox checked> Weekly digest</label><label><input type=checkbox> Product news</label>
<p><button>Save changes</button> <a href=#>Delete account</a></p><script>if(location.search)document.title=localStorage.user||'nobody'</script>"""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "profile.html").write_text(PAGE)
    (tmp_path / "site" / "empty.html").write_text("<!doctype html><title>e</title><h1>Nothing yet</h1><button>Invite people</button>")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Not worth a line."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path / "site")))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.mark.skipif(find_browser() is None, reason="no browser (SHADOW_BROWSER_PATH)")
def test_a_survey_from_visit_to_report(site: str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    ran = CliRunner().invoke(app, ["survey", f"{site}/profile.html?token=secret", f"{site}/empty.html", f"{site}/missing.html", "--out", str(out), "--width", "800", "--height", "600"])
    assert "2 fields masked" in ran.output, ran.output
    assert ran.exit_code == 1, "one of the three pages could not be visited, and that is said"
    assert f"not visited: {site}/missing.html: answered 404" in ran.output
    cases = [json.loads(line) for line in (out / "cases.jsonl").read_text().splitlines()]
    asked = {case.get("intent") or case["text"]: case for case in cases if case["frame"].startswith("001")}
    assert asked["Save changes button"]["kind"] == "text"
    assert asked["Full name field"]["kind"] == "labelled"
    assert asked["the checked checkbox"]["kind"] == "state"
    assert asked["Weekly digest checkbox is checked"]["truth"] is True
    assert asked["Product news checkbox is checked"]["truth"] is False
    assert asked["Save changes button has a #1f6feb background"]["truth"] is True
    absent = [case["intent"] for case in cases if case["kind"] == "absent" and case["frame"].startswith("001")]
    assert "Invite people button" in absent
    assert {"frame", "id", "kind", "origin", "source", "type"} <= set(cases[0])
    rows = [json.loads(line) for line in (out / "rows.jsonl").read_text().splitlines()]
    assert len(rows) == len(cases)
    assert sum(row["ok"] for row in rows) > len(rows) / 3
    report = (out / "report.html").read_text()
    assert "How student-" in report
    everything = "".join(path.read_text(errors="replace") for path in out.rglob("*.json*")) + report
    assert not any(secret in everything for secret in ("hunter2", "Ada Lovelace", "token=secret"))
    labels = json.loads(next((out / "frames").glob("001*.json")).read_text())
    rgb = cv2.imread(str(next((out / "frames").glob("001*.png"))))
    assert len(labels["masked"]) == 2
    for x, y, width, height in labels["masked"]:
        inside = rgb[round(y) + 3 : round(y + height) - 3, round(x) + 3 : round(x + width) - 3]
        assert np.ptp(inside.reshape(-1, 3), axis=0).max() == 0


def test_evaluating_a_folder_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "frames").mkdir()
    cv2.imwrite(str(tmp_path / "frames" / "white.png"), np.full((360, 640, 3), 255, np.uint8))
    (tmp_path / "frames.json").write_text(json.dumps({"white": {"dsf": 1, "w": 640, "h": 360, "source": "test"}}))
    base = {"frame": "white", "source": "test", "origin": "hand"}
    cases = [
        {**base, "id": "1", "type": "locate", "kind": "absent", "intent": "save button", "boxes": []},
        {**base, "id": "2", "type": "locate", "kind": "text", "intent": "send button", "boxes": [[10, 10, 40, 20]]},
        {**base, "id": "3", "type": "check", "kind": "odd", "text": "gobbledygook", "truth": True},
    ]
    (tmp_path / "cases.jsonl").write_text("".join(json.dumps(case) + "\n" for case in cases))
    ran = CliRunner().invoke(app, ["evaluate", str(tmp_path)])
    assert ran.exit_code == 0, ran.output
    rows = {row["id"]: row for row in map(json.loads, (tmp_path / "rows.jsonl").read_text().splitlines())}
    assert (rows["1"]["ok"], rows["2"]["none"], rows["3"]["none"]) == (True, True, True)
    (tmp_path / "frames" / "white.png").unlink()
    assert CliRunner().invoke(app, ["evaluate", str(tmp_path)]).exit_code == 1


def test_rendered_pages_become_a_folder_to_evaluate(tmp_path: Path) -> None:
    rendered = tmp_path / "rendered"
    rendered.mkdir()
    style = {"color": [0, 0, 0], "background": [255, 255, 255], "border": None, "border_width": 0, "radius": 0, "font_size": 16, "font_weight": 400, "italic": False, "underline": False, "opacity": 1}
    for name, word in (("one", "Save"), ("two", "Send")):
        cv2.imwrite(str(rendered / f"{name}.png"), np.full((360, 640, 3), 255, np.uint8))
        button = {"id": 0, "role": "button", "box": [20, 20, 80, 30], "name": word, "text": word, "label": None, "label_box": None, "states": {}, "icon": None, "style": style,
                  "visible_fraction": 1, "ignore": False, "parent": None}  # fmt: skip
        (rendered / f"{name}.json").write_text(json.dumps({"framework": "test", "width": 640, "height": 360, "scale": 1, "elements": [button], "rows": []}))
    out = tmp_path / "out"
    ran = CliRunner().invoke(app, ["evaluate", str(out), "--pages", str(rendered)])
    assert ran.exit_code == 0, ran.output
    cases = [json.loads(line) for line in (out / "cases.jsonl").read_text().splitlines()]
    assert {case["intent"] for case in cases if case["kind"] == "text"} == {"Save button", "Send button"}
    assert any(case["frame"] == "one" and case["intent"] == "Send button" for case in cases if case["kind"] == "absent")
    assert (out / "rows.jsonl").is_file()


@pytest.mark.parametrize("pages", [False, True])
def test_a_folder_that_is_not_there_is_said(tmp_path: Path, pages: bool) -> None:
    (tmp_path / "empty").mkdir()
    ran = CliRunner().invoke(app, ["evaluate", str(tmp_path / "none"), *(["--pages", str(tmp_path / "empty")] if pages else [])])
    assert ran.exit_code == 1
    assert ("no rendered page" if pages else "no folder") in ran.output
