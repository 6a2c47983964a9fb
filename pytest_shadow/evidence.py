"""What a failure leaves in the test's output folder: evidence.png for a person, scene.json for a program.

What was typed into password and payment fields is masked in the pixels and left out of the texts before anything is
written. Which fields those are is the one thing asked of the DOM here, after the verdict was given.
"""

from __future__ import annotations

import json
import os
import re
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from shadow_runtime.geometry import Box
from shadow_runtime.overlay import ANCHOR, CHOSEN, RIVAL, outline, outline_counted
from shadow_runtime.records import Element, Frame, Grounding, Verdict

from .calls import within
from .explain import BULLETS, EvidenceFiles
from .onlooker import same_pixels

if TYPE_CHECKING:
    from .onlooker import Onlooker

_MARGIN = 140.0  # CSS px of surroundings in the picture
_SECRET_FIELDS = """() => {
  const found = [];
  const visit = root => {
    for (const el of root.querySelectorAll('*')) {
      if (el.shadowRoot) visit(el.shadowRoot);
      if (el.matches('input[type=password], [autocomplete*="password"], [autocomplete^="cc-"], [autocomplete*=" cc-"], [autocomplete="one-time-code"]'))
        { const r = el.getBoundingClientRect(); if (r.width && r.height) found.push([r.x, r.y, r.width, r.height]); }
    }
  };
  visit(document);
  return found;
}"""
_BULLET_TEXT = re.compile(r"^[•●∙·*＊⬤○◦.\s]{3,}$")
_MASK = (96, 96, 96)


async def leave_evidence(
    onlooker: Onlooker, seen: Any, groundings: Sequence[Grounding], *, verdict: Verdict | None = None, headline: str = ""
) -> EvidenceFiles:
    """Write evidence.png and scene.json; returns what was written, named relative to where pytest was started.

    Never raises for a file that cannot be written or a page that went away: the failure itself must be reported.
    """
    __tracebackhide__ = True
    secret_boxes = await _secret_boxes(onlooker, seen)
    hidden = [element for element in (*seen.elements, *_rows_as_elements(seen)) if any(_covers(box, element.box) for box in secret_boxes)]
    secrets = tuple(sorted({e.text for e in hidden if len(e.text) >= 3 and not _BULLET_TEXT.match(e.text)}, key=len, reverse=True))
    session = onlooker.session
    folder = output_folder(session)
    frame = mask(seen.frame, secret_boxes)
    picture = draw_evidence(frame, groundings, verdict, _redact(headline or (f"{verdict.claim}: {verdict.outcome}" if verdict is not None else ""), secrets), secrets)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        number = 1 + sum(1 for _ in folder.glob("evidence*.png"))
        suffix = "" if number == 1 else f"-{number}"
        paths = (folder / f"evidence{suffix}.png", folder / f"scene{suffix}.json")
        Image.fromarray(picture).save(paths[0])
        report = _describe(seen, groundings, verdict, session.eyes.student_id)
        paths[1].write_text(json.dumps(_redacted(report, secrets), indent=1, ensure_ascii=False), encoding="utf-8")
    except OSError as error:
        return EvidenceFiles(paths=(f"could not be written: {error}",), secrets=secrets)
    names = tuple(os.path.relpath(path, session.root) for path in paths)
    if session.request is not None:
        session.request.node.user_properties.extend((("shadow_evidence", names[0]), ("shadow_scene", names[1])))
    return EvidenceFiles(paths=names, secrets=secrets)


def output_folder(session: Any) -> Path:
    """The running test's folder: pytest-playwright's output_path, else test-results/<test>."""
    request = session.request
    if request is None:
        return session.root / "test-results"
    try:
        return Path(request.getfixturevalue("output_path"))
    except Exception:  # pytest-playwright is not in use, or its options are of another version
        name = re.sub(r"[^\w.-]+", "-", request.node.nodeid).strip("-")[-120:]
        return session.root / "test-results" / name


async def _secret_boxes(onlooker: Onlooker, seen: Any) -> list[Box]:
    boxes = [element.box for element in seen.elements if _BULLET_TEXT.match(element.text or "")]
    boxes += [row.box for row in seen.rows if _BULLET_TEXT.match(row.text or "")]
    page = onlooker.page
    asked = len(boxes)
    try:
        for frame in list(getattr(page, "frames", ()))[:12]:
            left = top = 0.0
            if frame is not page.main_frame:
                owner = await within(frame.frame_element, 0.5, onlooker.asynchronous)
                place = await within(owner.bounding_box, 0.5, onlooker.asynchronous)
                if place is None:
                    continue
                left, top = place["x"], place["y"]
            found = await within(lambda frame=frame: frame.evaluate(_SECRET_FIELDS), 0.5, onlooker.asynchronous)
            boxes += [Box(x + left, y + top, width, height) for x, y, width, height in found]
        moved_on = len(boxes) > asked and not same_pixels((await onlooker.look()).frame, seen.frame)
    except Exception:  # the page is gone or does not answer
        moved_on = True
    if moved_on:
        # The boxes are not those of the picture that is shown: whatever could have been typed into is masked.
        boxes += [element.box for element in seen.elements if element.role == "textbox"]
    return boxes


def _rows_as_elements(seen: Any) -> list[Element]:
    return [Element(role="text", box=row.box, confidence=1.0, text=row.text) for row in seen.rows]


def _covers(secret: Box, box: Box) -> bool:
    return box.area > 0 and secret.intersection(box) > 0.5 * min(box.area, secret.area)


def mask(frame: Frame, boxes: Sequence[Box]) -> Frame:
    """A copy of the frame whose pixels under the boxes are gray."""
    if not boxes:
        return frame
    masked = replace(frame, rgb=frame.rgb.copy())
    for box in boxes:
        masked.crop(box)[:] = _MASK
    return masked


def draw_evidence(frame: Frame, groundings: Sequence[Grounding], verdict: Verdict | None, headline: str, secrets: Sequence[str] = ()) -> np.ndarray:
    """(H, W, 3) uint8: the surroundings of what was grounded, outlined, above them the claim and the colors it is about."""
    image = Image.fromarray(frame.rgb)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(size=max(11, round(11 * frame.scale)))
    boxes: list[Box] = []
    for index, grounding in enumerate(groundings):
        for candidate in reversed(grounding.candidates[:5]):
            if candidate.element is grounding.element:
                continue
            boxes.append(candidate.element.box)
            outline(draw, candidate.element.box, frame.scale, RIVAL, f"{candidate.element.role} {candidate.confidence:.2f}", font)
        if grounding.element is not None:
            color = RIVAL if grounding.outcome != "found" else CHOSEN if index == 0 else ANCHOR
            boxes.append(grounding.element.box)
            outline(draw, grounding.element.box, frame.scale, color, f"{grounding.element.role} {grounding.confidence:.2f}", font, 3)
    boxes += outline_counted(draw, verdict.evidence.counted if verdict is not None else (), frame.scale, font)
    crop = image.crop(_surroundings(boxes, frame))
    header = _header(crop.width, headline, verdict, max(round(frame.scale), 1), secrets)
    sheet = Image.new("RGB", (crop.width, header.height + crop.height), (255, 255, 255))
    sheet.paste(header, (0, 0))
    sheet.paste(crop, (0, header.height))
    return np.asarray(sheet)


def _surroundings(boxes: Sequence[Box], frame: Frame) -> tuple[int, int, int, int]:
    width, height = frame.size
    if not boxes:
        return 0, 0, frame.rgb.shape[1], frame.rgb.shape[0]
    around = boxes[0]
    for box in boxes[1:]:
        around = around.union(box)
    half_width, half_height = max(around.width / 2 + _MARGIN, 320.0), max(around.height / 2 + _MARGIN, 180.0)
    x, y = around.center
    left, right = max(x - half_width, 0.0), min(x + half_width, width)
    top, bottom = max(y - half_height, 0.0), min(y + half_height, height)
    return round(left * frame.scale), round(top * frame.scale), round(right * frame.scale), round(bottom * frame.scale)


def _header(width: int, headline: str, verdict: Verdict | None, scale: int, secrets: Sequence[str]) -> Image.Image:
    size = 13 * scale
    font = ImageFont.load_default(size=size)
    columns = max(int((width - 20 * scale) / (size * 0.56)), 20)
    lines = textwrap.wrap(headline, columns)[:3]
    if verdict is not None:
        for name, text in (("expected", verdict.evidence.expected), ("observed", verdict.evidence.observed)):
            lines += textwrap.wrap(f"{name}: {_redact(text, secrets)}", columns)[:2]
    swatches = verdict.evidence.swatches[:6] if verdict is not None else ()
    line_height = round(size * 1.45)
    height = 16 * scale + line_height * len(lines) + (line_height * 2 if swatches else 0)
    image = Image.new("RGB", (width, height), (24, 24, 27))
    draw = ImageDraw.Draw(image)
    y = 8 * scale
    for index, line in enumerate(lines):
        draw.text((10 * scale, y), line, fill=(255, 255, 255) if index == 0 else (212, 212, 216), font=font)
        y += line_height
    x = 10 * scale
    for label, color in swatches:
        text = f"{label} #{color[0]:02x}{color[1]:02x}{color[2]:02x}"
        draw.rectangle((x, y + 4 * scale, x + 26 * scale, y + 22 * scale), fill=tuple(color), outline=(255, 255, 255))
        draw.text((x + 32 * scale, y + 4 * scale), text, fill=(255, 255, 255), font=font)
        x += 44 * scale + round(draw.textlength(text, font=font))
    return image


def _redact(text: str, secrets: Sequence[str]) -> str:
    for secret in secrets:
        text = text.replace(secret, BULLETS)
    return text


def _redacted(value: Any, secrets: Sequence[str]) -> Any:
    """The same data without the secrets."""
    if isinstance(value, str):
        return _redact(value, secrets)
    if isinstance(value, dict):
        return {key: _redacted(item, secrets) for key, item in value.items()}
    return [_redacted(item, secrets) for item in value] if isinstance(value, list) else value


def _describe(seen: Any, groundings: Sequence[Grounding], verdict: Verdict | None, student: str) -> dict[str, Any]:
    width, height = seen.frame.size
    report: dict[str, Any] = {
        "student": student, "width": width, "height": height, "scale": seen.frame.scale,
        "groundings": [
            {
                "intent": grounding.intent.text, "outcome": grounding.outcome, "confidence": round(float(grounding.confidence), 4), "reason": grounding.reason,
                "candidates": [{**_element(c.element), "confidence": round(float(c.confidence), 4)} for c in grounding.candidates],
            }
            for grounding in groundings
        ],
        "elements": [_element(element) for element in seen.elements],
    }  # fmt: skip
    if verdict is not None:
        report["verdict"] = {
            "claim": verdict.claim, "outcome": verdict.outcome, "confidence": round(float(verdict.confidence), 4), "reason": verdict.reason,
            "expected": verdict.evidence.expected, "observed": verdict.evidence.observed,
            "measurements": {name: float(value) for name, value in verdict.evidence.measurements.items()},
            "timings_ms": {name: round(float(value), 3) for name, value in verdict.timings_ms.items()},
        }  # fmt: skip
    return report


def _element(element: Element) -> dict[str, Any]:
    return {
        "role": element.role, "box": [round(float(side), 1) for side in element.box], "confidence": round(float(element.confidence), 4), "text": element.text,
        "label": element.label, "states": {name: round(float(p), 3) for name, p in element.states.items()},
    }  # fmt: skip
