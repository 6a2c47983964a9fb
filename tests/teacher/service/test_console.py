"""The review console in a real browser: by keys, by clicking, by drawing; two persons; and by plain forms without a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from service_kit import Running, picture, snapshot

from shadow_runtime.browsers import find_browser
from shadow_runtime.geometry import Box

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    found = find_browser()
    if found is None:
        pytest.skip("no browser (SHADOW_BROWSER_PATH)")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=str(found.path), args=["--no-sandbox", "--disable-gpu"])
        yield launched
        launched.close()


@pytest.fixture
def open_console(chromium: Any) -> Iterator[Callable[..., Any]]:
    contexts = []

    def sign_in(running: Running, token: str | None = None, **context: Any) -> Any:
        contexts.append(chromium.new_context(viewport={"width": 1280, "height": 800}, **context))
        page = contexts[-1].new_page()
        page.set_default_timeout(60_000)
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.shadow_errors = errors
        page.goto(f"{running.url}/console")
        page.get_by_label("Reviewer's token").fill(token or running.tokens["reviewer"])
        page.keyboard.press("Enter")
        shown(page, "Requests")
        return page

    yield sign_in
    for context in contexts:
        context.close()


def waiting(running: Running, text: str, kind: str = "locate", number: int = 0, **more: Any) -> str:
    """A request that no teacher could answer."""
    outcome = running.ask(picture(number), text, kind, **more)
    assert outcome["status"] == "needs_person", outcome
    return outcome["id"]


def shown(page: Any, heading: str) -> None:
    """A request is on the screen, and the page's script listens to keys: its words come first."""
    page.get_by_role("heading", name=heading).wait_for()
    page.wait_for_load_state("load")


def test_keys_clicks_and_drawing(start: Callable[..., Running], open_console: Callable[..., Any]) -> None:
    running = start()
    ids = [
        waiting(running, "the submit button"),  # by number key
        waiting(running, "the stars", dom_snapshot=snapshot(), number=1),  # by clicking what the page's own book knows
        waiting(running, "the caption", number=2),  # by drawing
        waiting(running, "the paper plane", number=3),  # not there
        waiting(running, "the picture is lovely <script>alert(1)</script>", "check", number=4),  # true or false
        waiting(running, "the vague thing", number=5),  # cannot tell
    ]
    page = open_console(running)
    page.keyboard.press("Enter")  # the first request has the focus
    shown(page, "the submit button")
    page.keyboard.press("1")
    assert page.locator("#box").input_value() == "41, 61, 118, 38"
    page.keyboard.press("Enter")

    shown(page, "the stars")
    frame = page.locator("#picture img").bounding_box()
    page.mouse.click(frame["x"] + 350, frame["y"] + 80)
    clicked = Box(*(float(v) for v in page.locator("#box").input_value().split(",")))
    assert clicked.iou(Box(288, 68, 124, 24)) > 0.6
    page.keyboard.press("Enter")

    shown(page, "the caption")
    page.keyboard.press("Enter")  # nothing chosen yet
    page.get_by_role("alert").wait_for()
    frame = page.locator("#picture img").bounding_box()
    page.mouse.move(frame["x"] + 195, frame["y"] + 66)
    page.mouse.down()
    page.mouse.move(frame["x"] + 240, frame["y"] + 80)
    page.mouse.move(frame["x"] + 285, frame["y"] + 94)
    page.mouse.up()
    assert page.locator("#box").input_value() == "195, 66, 90, 28"
    page.keyboard.press("Escape")
    assert page.locator("#box").input_value() == ""
    page.locator("#box").fill("195, 66, 90, 28")
    page.locator("#box").press("Enter")  # in the field it sends the form, as everywhere

    shown(page, "the paper plane")
    page.keyboard.press("n")  # later
    shown(page, "lovely")
    page.keyboard.press("f")
    shown(page, "the vague thing")
    page.keyboard.press("c")
    shown(page, "the paper plane")
    page.keyboard.press("a")
    shown(page, "the vague thing")

    by_request = {lesson["provenance"]["request"]: lesson for lesson in running.lessons()}
    assert [identity in by_request for identity in ids] == [True] * 5 + [False]
    assert by_request[ids[0]]["answer"]["box"] == [41, 61, 118, 38]
    assert by_request[ids[2]]["answer"]["box"] == [195, 66, 90, 28]
    assert by_request[ids[3]]["answer"]["absent"] is True
    assert by_request[ids[4]]["answer"]["truth"] is False
    assert all(lesson["provenance"]["who"][0].startswith("reviewer#") for lesson in by_request.values())
    assert len(running.exemplars()) == 3
    assert [error for error in page.shadow_errors if "422" not in error] == []  # nor did the content security policy stop anything

    page.goto(f"{running.url}/console/lessons")
    page.get_by_label("Why lesson 1 is wrong").fill("it was the other one")
    page.get_by_role("button", name="Take back").last.click()
    page.get_by_text("takes back").wait_for()
    assert running.lessons()[-1]["kind"] == "retract"


def test_two_persons_must_agree(start: Callable[..., Running], open_console: Callable[..., Any]) -> None:
    running = start(agreement=2)
    identity = waiting(running, "the submit button")
    for token, key, lessons in ((running.tokens["reviewer"], "1", 0), (running.tokens["admin"], "2", 0), (running.tokens["admin"], "1", 1)):
        page = open_console(running, token)
        page.goto(f"{running.url}/console/requests/{identity}")
        if token == running.tokens["admin"] and key == "2":
            assert page.get_by_text("reviewer").count() == 0  # nobody sees what the others said before saying it himself
        page.keyboard.press(key)
        page.keyboard.press("Enter")
        page.wait_for_url(f"{running.url}/console")
        assert len(running.lessons()) == lessons
    assert len(running.lessons()[0]["provenance"]["who"]) == 2


def test_without_a_script(start: Callable[..., Running], open_console: Callable[..., Any]) -> None:
    running = start()
    waiting(running, "the submit button")
    page = open_console(running, java_script_enabled=False)
    page.get_by_role("link", name="the submit button").click()
    page.get_by_label("Send").check()
    page.get_by_role("button", name="It is this one").click()
    page.wait_for_url(f"{running.url}/console")
    assert running.lessons()[0]["answer"]["box"] == [41, 61, 118, 38]


def test_a_page_cannot_write_into_the_console(start: Callable[..., Running], open_console: Callable[..., Any]) -> None:
    """Texts of a hostile page are shown, never run."""
    running = start()
    evil = '"><img src=x onerror=document.title=1></script><script>document.title="owned"</script>'
    grounding = {"outcome": "ambiguous", "candidates": [{"role": "button", "text": evil, "box": [40, 60, 120, 40]}]}
    identity = waiting(running, evil, grounding=grounding, reasons=[evil], dom_snapshot={"format": 1, "elements": [
        {"id": 0, "tag": "b", "role": "button", "name": evil, "text": evil, "box": [40, 60, 120, 40], "style": {}}]})  # fmt: skip
    page = open_console(running)
    page.goto(f"{running.url}/console/requests/{identity}")
    page.keyboard.press("1")
    assert page.locator("#box").input_value() == "40, 60, 120, 40"
    assert page.title().startswith(evil)  # as text
    assert page.locator("img").count() == 1
