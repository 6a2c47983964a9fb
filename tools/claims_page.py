"""Write docs/claims.md from the phrasebook, and draw its pictures: for each predicate one in which a claim is true, one in which it is false.

    python tools/claims_page.py            # the page
    python tools/claims_page.py pictures   # the pictures as well, in Chromium (SHADOW_BROWSER_PATH); docs/claims/pictures.json keeps what stands where
"""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

from shadow_runtime.claims import parse_claim
from shadow_runtime.phrasebook import PHRASEBOOK, Entry
from shadow_runtime.predicates import family_of
from shadow_runtime.records import AbstainReason

DOCS = Path(__file__).parents[1] / "docs"
PAGE, FOLDER = DOCS / "claims.md", DOCS / "claims"
SIZE = {"width": 200, "height": 90}
STYLE = """<style>body{margin:0;background:#fff;font:14px Arimo,Liberation Sans,sans-serif;color:#212529}
b{font-weight:700} .b{position:absolute;box-sizing:border-box;padding:6px 12px;background:#198754;color:#fff;white-space:nowrap}
.o{position:absolute;box-sizing:border-box;padding:6px 12px;border:1px solid #6c757d;color:#212529;white-space:nowrap} .t{position:absolute;white-space:nowrap}
.c{position:absolute;width:44px;height:30px;background:#dee2e6}</style>"""
# predicate -> (claim, html in which it is true, html in which it is false). data-x names what the claim speaks of, data-role what it is.
BUTTON = '<div class="b" data-x="the Save button" data-role="button" style="left:20px;top:16px;{0}">Save</div>'
CANCEL = '<div class="o" data-x="the Cancel button" data-role="button" style="{0}">Cancel</div>'
FIELD = '<div class="o" data-x="the field" data-role="textbox" style="left:20px;top:24px;width:140px;height:34px;{0}">{1}</div>'
TITLE = '<div class="t" data-x="the title" data-role="heading" style="left:20px;top:20px;font-size:20px;{0}">{1}</div>'
CARD = '<div class="o" data-x="the card" data-role="card" style="left:30px;top:18px;width:130px;height:50px;border-color:#dee2e6;background:#fff;{0}"></div>'
BAR = '<div data-x="the progress bar" data-role="progressbar" style="position:absolute;left:20px;top:30px;width:150px;height:16px;background:linear-gradient(90deg,#0d6efd {0}%,#e9ecef {0}%)"></div>'
PEERS = "".join(f'<div class="b" data-x="the {name} button" data-role="button" style="left:{x}px;top:46px">{name}</div>' for name, x in (("Print", 20), ("Share", 100)))
PICTURE = '<img alt="" src="{0}" data-x="the logo" data-role="img" width="120" height="60" style="position:absolute;left:20px;top:14px">'
SKY = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='120' height='60'%3E" + "".join(
    f"%3Crect width='120' height='{60 - y}' y='{y}' fill='hsl(210 70%25 {40 + y}%25)'/%3E" for y in range(0, 50, 3)) + "%3Cpath d='M0 60 L40 30 L80 50 L120 25 V60' fill='%23347'/%3E%3C/svg%3E"  # fmt: skip
PICTURES: dict[str, tuple[str, str, str]] = {
    "visible": ("the Save button is visible", BUTTON.format(""), CANCEL.format("left:20px;top:16px")),
    "count": ("there are exactly 2 cards", "".join(f'<div class="c" data-x="cards" data-role="card" style="left:{x}px;top:20px"></div>' for x in (20, 80)),
              "".join(f'<div class="c" data-x="cards" data-role="card" style="left:{x}px;top:20px;width:30px"></div>' for x in (6, 46, 86, 126, 166))),
    "holds": ("every card has a title", "".join(f'<div class="c" data-x="card" data-role="card" style="left:{x}px;top:20px;width:70px"><span data-x="title" data-role="heading">One</span></div>' for x in (20, 100)),
              '<div class="c" data-x="card" data-role="card" style="left:20px;top:20px;width:70px"><span data-x="title" data-role="heading">One</span></div><div class="c" data-x="card" data-role="card" style="left:100px;top:20px;width:70px"></div>'),
    "text": ('the title says "Order"', TITLE.format("", "Order"), TITLE.format("", "Basket")),
    "color": ("the Save button is green", BUTTON.format(""), BUTTON.format("background:#dc3545")),
    "background": ("the Save button has a green background", BUTTON.format(""), BUTTON.format("background:#0d6efd")),
    "text color": ("the Save button has white text", BUTTON.format(""), BUTTON.format("color:#000")),
    "border color": ("the field has a red border", FIELD.format("border-color:#dc3545", "Ada"), FIELD.format("border-color:#0d6efd", "Ada")),
    "same color": ("the Save button is the same color as the Cancel button", BUTTON.format("") + CANCEL.format("left:110px;top:16px;background:#198754;border-color:#198754;color:#fff"),
                   BUTTON.format("") + CANCEL.format("left:110px;top:16px;background:#0d6efd;color:#fff")),
    "brighter": ("the Cancel button is brighter than the Save button", BUTTON.format("") + CANCEL.format("left:110px;top:16px;background:#d1e7dd"),
                 BUTTON.format("") + CANCEL.format("left:110px;top:16px;background:#051b11;color:#fff")),
    "color share": ("at least 40% of the card is green", CARD.format("background:linear-gradient(90deg,#198754 70%,#fff 70%)"), CARD.format("background:linear-gradient(90deg,#198754 15%,#fff 15%)")),
    "gradient": ("the card has a gradient", CARD.format("background:linear-gradient(90deg,#0d6efd,#fff)"), CARD.format("background:#0d6efd")),
    "contrast": ("the title has enough contrast", TITLE.format("", "Order"), TITLE.format("color:#ced4da", "Order")),
    "position": ("the Cancel button is below the Save button", BUTTON.format("top:8px") + CANCEL.format("left:20px;top:50px"), BUTTON.format("top:50px") + CANCEL.format("left:20px;top:8px")),
    "edge": ("the Save button is at the bottom of the page", BUTTON.format("top:56px"), BUTTON.format("top:4px")),
    "gap": ("the Cancel button is 16 px below the Save button", BUTTON.format("top:4px;height:30px") + CANCEL.format("left:20px;top:50px"), BUTTON.format("top:4px;height:30px") + CANCEL.format("left:20px;top:38px")),
    "gaps": ("the gaps between the cards are 12 px", "".join(f'<div class="c" data-x="the cards" data-role="card" style="left:{x}px;top:20px"></div>' for x in (10, 66, 122)),
             "".join(f'<div class="c" data-x="the cards" data-role="card" style="left:{x}px;top:20px"></div>' for x in (10, 58, 140))),
    "even gaps": ("the cards are evenly spaced", "".join(f'<div class="c" data-x="the cards" data-role="card" style="left:{x}px;top:20px"></div>' for x in (10, 66, 122)),
                  "".join(f'<div class="c" data-x="the cards" data-role="card" style="left:{x}px;top:20px"></div>' for x in (10, 58, 140))),
    "grid": ("the cards are in 3 columns", "".join(f'<div class="c" data-x="the cards" data-role="card" style="left:{x}px;top:{y}px"></div>' for y in (8, 48) for x in (10, 66, 122)),
             "".join(f'<div class="c" data-x="the cards" data-role="card" style="left:10px;top:{y}px;height:18px"></div>' for y in (4, 26, 48, 70))),
    "aligned": ("the Save button is left-aligned with the Cancel button", BUTTON.format("top:8px") + CANCEL.format("left:20px;top:50px"), BUTTON.format("top:8px") + CANCEL.format("left:60px;top:50px")),
    "centered": ("the Save button is centered", BUTTON.format("left:60px;width:80px;text-align:center"), BUTTON.format("left:8px")),
    "size": ("the Save button is at least 44 px tall", BUTTON.format("height:48px"), BUTTON.format("height:30px")),
    "ratio": ("the card is 16:9", CARD.format("top:6px;width:128px;height:72px;background:#cfe2ff;border:0"), CARD.format("top:6px;width:72px;height:72px;background:#cfe2ff;border:0")),
    "compare size": ("the Save button is wider than the Cancel button", BUTTON.format("width:150px;top:8px") + CANCEL.format("left:20px;top:50px"), BUTTON.format("top:8px") + CANCEL.format("left:20px;top:50px;width:150px")),
    "same size": ("the cards have the same width", "".join(f'<div class="c" data-x="the cards" data-role="card" style="left:{x}px;top:20px"></div>' for x in (10, 66)),
                  '<div class="c" data-x="the cards" data-role="card" style="left:10px;top:20px"></div><div class="c" data-x="the cards" data-role="card" style="left:66px;top:20px;width:90px"></div>'),
    "state": ("the second row is highlighted", '<div class="t" data-x="the second row" data-role="row" style="left:10px;top:30px;width:180px;height:26px;background:#fff3cd"></div>',
              '<div class="t" data-x="the second row" data-role="row" style="left:10px;top:30px;width:180px;height:26px"></div>'),
    "empty": ("the field is empty", FIELD.format("", ""), FIELD.format("", "Ada")),
    "style": ("the title is underlined", TITLE.format("text-decoration:underline", "Order"), TITLE.format("", "Order")),
    "progress": ("the progress bar is at 60%", BAR.format(60), BAR.format(30)),
    "faded": ("the Save button is faded", BUTTON.format("top:8px;opacity:.35") + PEERS, BUTTON.format("top:8px") + PEERS),
    "broken": ("the logo is broken", PICTURE.format("data:,"), PICTURE.format(SKY)),
    "border": ("the card has a border", CARD.format("border-color:#495057"), CARD.format("border:0;background:#cfe2ff")),
    "border style": ("the card has a dashed border", CARD.format("border:2px dashed #495057"), CARD.format("border:2px solid #495057")),
    "corners": ("the card has rounded corners", CARD.format("background:#cfe2ff;border:0;border-radius:12px"), CARD.format("background:#cfe2ff;border:0")),
    "shadow": ("the card has a shadow", CARD.format("box-shadow:0 4px 12px #0006"), CARD.format("")),
    "truncated": ("the title is truncated", TITLE.format("width:90px;overflow:hidden;text-overflow:ellipsis", "Order overview"), TITLE.format("", "Order")),
    "lines": ("the title is on one line", TITLE.format("", "Order overview"), TITLE.format("width:90px;white-space:normal", "Order overview")),
    "clipped": ("the card is fully visible", CARD.format(""), CARD.format("top:60px")),
    "covered": ("the Save button is covered by the card", BUTTON.format("width:100px") + CARD.format("left:70px;top:26px;background:#ffe69c"), BUTTON.format("top:8px") + CARD.format("left:20px;top:50px;height:30px")),
    "overlap": ("the Save button overlaps the Cancel button", BUTTON.format("") + CANCEL.format("left:50px;top:30px;background:#fff"), BUTTON.format("") + CANCEL.format("left:110px;top:16px")),
    "overflow": ("the title overflows the card", CARD.format("width:70px") + TITLE.format("left:40px;top:30px", "Order overview"), CARD.format("") + TITLE.format("left:40px;top:30px", "Order")),
    "same look": ("the Save button looks the same as the Cancel button", BUTTON.format("left:10px;width:80px") + '<div class="b" data-x="the Cancel button" data-role="button" style="left:104px;top:16px;width:80px">Save</div>',
                  BUTTON.format("left:10px;width:80px") + CANCEL.format("left:104px;top:16px;width:80px")),
    "changed": ('the Save button has changed since "before"', BUTTON.format("background:#dc3545"), BUTTON.format("")),
    "moved": ('the Save button has moved since "before"', BUTTON.format("left:90px"), BUTTON.format("")),
    "appeared": ('the Cancel button has appeared since "before"', BUTTON.format("") + CANCEL.format("left:110px;top:16px"), BUTTON.format("")),
    "disappeared": ('the Save button has disappeared since "before"', CANCEL.format("left:110px;top:16px"), BUTTON.format("")),
}  # fmt: skip
BEFORE = BUTTON.format("")  # what was remembered, for claims of change
_BOXES = """() => [...document.querySelectorAll('[data-x]')].map(e => {
  const r = e.getBoundingClientRect(), s = getComputedStyle(e), range = document.createRange();
  range.selectNodeContents(e);
  return {name: e.dataset.x, role: e.dataset.role, box: [r.x, r.y, r.width, r.height], text: e.textContent.trim(), size: parseFloat(s.fontSize),
          bold: +s.fontWeight >= 600, ellipsis: s.textOverflow === 'ellipsis' && e.scrollWidth > e.clientWidth,
          rows: [...range.getClientRects()].map(q => [q.x, q.y, Math.min(q.width, r.right - q.x), q.height])}})"""


def draw() -> None:
    """Pictures and what stands in them, from a real page."""
    from PIL import Image
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(exist_ok=True)
    kept: dict[str, Any] = {}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=os.environ.get("SHADOW_BROWSER_PATH"))
        page = browser.new_page(viewport=SIZE)
        scenes = {"before": BEFORE, **{f"{name}-{truth}": html for name, (_, *both) in PICTURES.items() for truth, html in zip(("true", "false"), both, strict=True)}}
        for name, html in scenes.items():
            page.set_content(STYLE + html)
            file = name.replace(" ", "-") + ".png"
            picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            picture.save(FOLDER / file, optimize=True)
            kept[file] = page.evaluate(_BOXES)
        browser.close()
    lines = ",\n".join(f"{json.dumps(file)}: {json.dumps(found, separators=(',', ':'))}" for file, found in kept.items())
    (FOLDER / "pictures.json").write_text("{\n" + lines + "\n}\n", encoding="utf-8")


def entry_text(entry: Entry) -> str:
    claim, _, _ = PICTURES[entry.predicate]
    file = entry.predicate.replace(" ", "-")
    families = dict.fromkeys(family_of(parse_claim(said)) for said in entry.says)
    calls = ", ".join(f"`{name}`" for name in entry.calls)
    said = "\n".join(f"- {text}" for text in entry.says)
    return (
        f"### {entry.title}\n\n{said}\n\nJudged from {entry.from_} Famil{'ies' if len(families) > 1 else 'y'}: {', '.join(families)}. Typed: {calls}.\n\n"
        f"| \"{claim}\" is true | and false |\n|---|---|\n| ![true](claims/{file}-true.png) | ![false](claims/{file}-false.png) |\n"
    )


def page_text() -> str:
    """docs/claims.md."""
    reasons = "\n".join(f"- {reason.value} (`{reason.name}`)" for reason in AbstainReason)
    return INTRODUCTION + "\n".join(entry_text(entry) for entry in PHRASEBOOK) + ANSWERS.format(reasons=reasons)


INTRODUCTION = """# Claims: what can be said

<!-- Made by tools/claims_page.py from shadow_runtime/phrasebook.py; do not edit. -->

A claim is a plain English sentence: a subject and a predicate. `assert_visual(page, "submit button is green")`. With completion:
`expect_visual(shadow.locate("submit button")).to_have_color("green")`, the same predicates, the same messages.

- The **subject** is free text, as in `locate`: role words, visible text (quoted or not), icons, states, ordinals, places, relations
  ("the second Delete button in the dialog"). Quote text that could be read as part of the sentence: `the "is red" link is blue`.
  *The page* is a subject, too; so are *text* and *elements*: "no text is truncated", "no elements overlap".
- The **predicate** is one of those below, after a verb (is, are, looks, has, should be, must have, contains, ...).
- A sentence that is not understood raises `ClaimError`, which points at the word and lists near predicates. Nothing is guessed.
- Where a sentence can be read in several ways, every reading is judged; if they disagree the verdict is *abstained*.

**Negation** works everywhere: `is not`, `isn't`, `has no`, `does not`, `should not be`, `no longer`. A claim about something that is
not in the viewport never passes, negated or not: "the banner is not green" needs a banner. The exceptions are the claims of absence.

**And**: `and`, `but`, `with` and commas join claims: "the Save button is visible, enabled and green", "the button is blue with white
text". The whole fails when one part fails, passes when all pass.

**Several**: "the buttons are green", "all / every / each / both ...", "one of / some of ...", "none of ...", "not all ...",
"at least two of the cards are green", "exactly one button is red".

**Tolerance**: "about", "almost", "within 4px", "give or take 2px" at the end of the sentence.

**Since**: `shadow.remember("before")` keeps a look; "... since "before"" compares with it.

## The predicates

"""
ANSWERS = """
## What the answers mean

*passed* and *failed* are given only beyond the thresholds of the predicate's family (`shadow_runtime/calibrate.py`; a student's manifest
carries fitted ones), and only when the right element was found surely enough. Everything between is *abstained*, with a reason that
the failure text says and `Verdict.reasons` holds (`shadow_runtime.AbstainReason`):

{reasons}

Some things people ask for are refused because a viewport does not show them: whether something is clickable, editable or attached,
cursors, scrolling, what an animation does, the address bar. Words without quotes after "is" ("the status is paid") are
refused as well, but for numbers and prices: write `the status is "Paid"`.
"""

if __name__ == "__main__":
    if "pictures" in sys.argv[1:]:
        draw()
    PAGE.write_text(page_text(), encoding="utf-8")
    print(f"wrote {PAGE.relative_to(DOCS.parent)}: {len(PHRASEBOOK)} predicates")
