"""Intents made from labels must be true of the page they were made from."""

from random import Random

from shadow_runtime.match import normalized
from shadow_teacher.training.intents import page_cases, typo


def label(number, role, box, text="", field_label=None, **states):
    return {"id": number, "role": role, "box": box, "name": text or field_label or "", "text": text, "label": field_label, "label_box": None,
            "states": states, "icon": None, "style": None, "visible_fraction": 1.0, "ignore": False, "parent": None}  # fmt: skip


def a_page():
    elements = [
        label(0, "button", [10, 10, 80, 30], "Import"), label(1, "button", [110, 10, 80, 30], "Save"), label(2, "link", [10, 60, 80, 20], "Log in"),
        label(3, "textbox", [10, 100, 200, 30], "", "Email"), label(4, "checkbox", [10, 150, 18, 18], "", "Remember me", checked=True),
        label(5, "heading", [10, 200, 300, 30], "Billing"), label(6, "button", [10, 250, 60, 30], "Edit"), label(7, "button", [10, 300, 60, 30], "Edit"),
    ]  # fmt: skip
    return {"width": 640, "height": 480, "elements": elements, "rows": [{"text": e["text"] or e["label"]} for e in elements]}


def many_cases():
    return [case for seed in range(40) for case in page_cases(a_page(), Random(seed))]


def test_every_kind_comes_up_with_targets_that_exist():
    cases = many_cases()
    assert {"text", "labelled", "semantic", "state", "absent", "antonym"} <= {case.kind for case in cases}
    ids = {e["id"] for e in a_page()["elements"]}
    assert all(set(case.targets) <= ids for case in cases)
    assert all(bool(case.targets) != (case.kind in ("absent", "antonym")) for case in cases)


def test_equal_buttons_are_both_targets():
    edits = [case for case in many_cases() if case.kind == "text" and "Edit" in case.text]
    assert edits
    assert all(set(case.targets) == {6, 7} for case in edits)


def test_absent_names_stand_nowhere():
    shown = {normalized(row["text"]) for row in a_page()["rows"]}
    for case in many_cases():
        if case.kind in ("absent", "antonym"):
            assert normalized(case.text) not in shown, case


def test_a_typo_swaps_two_neighbors():
    assert sorted(typo("Settings", Random(3))) == sorted("Settings")
    assert typo("ab", Random(1)) == "ab"


def test_a_paraphrase_means_what_its_concept_names():
    from shadow_teacher.training.intents import means
    from shadow_teacher.training.lexicon import concepts

    elements = a_page()["elements"]
    login, email = (next(c for c in concepts() if c.name == name) for name in ("log-in", "email"))
    assert [e["id"] for e in elements if means(e, login)] == [2]
    assert [e["id"] for e in elements if means(e, email)] == [3]
    assert all(case.targets for case in many_cases() if case.kind == "semantic")


def test_nothing_related_is_called_absent():
    """ "get into my account" is not absent where a "Log in" link stands."""
    from shadow_teacher.training.intents import related
    from shadow_teacher.training.lexicon import concepts

    login = next(c for c in concepts() if c.name == "log-in")
    assert related(login, {"sign in"})
    assert related(login, {"login"})
    assert not related(login, {"weather"})


def test_words_about_drawing_do_not_name_an_icon():
    from shadow_teacher.training.intents import icon_words

    icon = {"icon": {"name": "trash-outline", "pack": "x", "tags": ["outline", "delete", "circle"]}}
    assert icon_words(icon) == ["trash", "delete"]
