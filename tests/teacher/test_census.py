"""The census counts what can be seen, and in how many pages."""

from __future__ import annotations

import json
from pathlib import Path

from shadow_teacher.pages.census import census, main


def write(folder: Path, name: str, *elements: dict) -> None:
    page = {"framework": "plain", "theme": "airy", "layout": "blog", "width": 1280, "height": 720, "scale": 1, "zoom": 1, "dark": False,
            "elements": [{"ignore": False, "states": {}, **element} for element in elements], "rows": [{"readable": True}]}
    (folder / f"{name}.json").write_text(json.dumps(page))


def test_roles_and_states_are_counted_per_page(tmp_path: Path) -> None:
    write(tmp_path, "a", {"role": "checkbox", "states": {"checked": True}}, {"role": "checkbox", "states": {"checked": False}})
    write(tmp_path, "b", {"role": "checkbox", "states": {"checked": True}, "ignore": True}, {"role": "tab", "states": {"selected": False}})
    counts = census(tmp_path)
    assert counts["pages"] == 2
    assert counts["roles"]["checkbox"] == [2, 1]
    assert counts["roles"]["tab"] == [1, 1]
    assert counts["states"]["checked"] == {"on": 1, "off": 1, "pages on": 1, "pages off": 1, "pages both": 1}
    assert counts["states"]["selected"]["pages on"] == 0
    assert counts["viewport"] == {"1280x720": 2}


def test_the_command_writes_the_counts(tmp_path: Path) -> None:
    write(tmp_path, "a", {"role": "slider"})
    out = tmp_path / "counts" / "census.json"
    out.parent.mkdir()
    main([str(tmp_path), "--json", str(out)])
    assert json.loads(out.read_text())["roles"]["slider"] == [1, 1]
