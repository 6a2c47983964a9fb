"""How far labels are from the pixels: hide one element, look what changed, compare with its box.

    python -m shadow_teacher.pages.verify --split heldout --start 500 --count 30 --per-page 12

Boxes: controls, pictures, icons and badges that carry no other element's paint. Rows: the ink in the row's band. Sides that
something else hides (overlaps, soft shadows) are not the label's fault, so a miss is a reason to look, not a verdict.
"""

from __future__ import annotations

import argparse
import json
import os
from collections import defaultdict
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from playwright.sync_api import sync_playwright

from shadow_runtime.geometry import Box

from .label import check_pixels, label_page
from .render import CHROMIUM_ARGUMENTS, Painter, chromium_path, page_server

if TYPE_CHECKING:
    from .compose import PageSpec

CHECKED_ROLES = frozenset(["button", "textbox", "combobox", "slider", "checkbox", "radio", "switch", "badge", "img",
                           "icon", "link", "tab", "menuitem", "progressbar"])
AROUND = 24  # CSS px around the box in which a change is looked for
HIDE = """([n, on]) => { const e = window.shadowPainted[n]; if (!e) return;
    const all = [e, ...e.querySelectorAll('*')];
    for (const x of all) on ? x.style.setProperty('visibility', 'hidden', 'important') : x.style.removeProperty('visibility'); }"""


def differing(before: np.ndarray, after: np.ndarray, box: list[float], scale: float, share: float) -> Box | None:
    """Extent (CSS px) of what changed near the box by more than a share of the largest change."""
    x, y, width, height = box
    left, top = max(round((x - AROUND) * scale), 0), max(round((y - AROUND) * scale), 0)
    right, bottom = round((x + width + AROUND) * scale), round((y + height + AROUND) * scale)
    change = np.abs(before[top:bottom, left:right].astype(np.int16) - after[top:bottom, left:right]).max(2)
    rows, columns = (change > max(2, share * int(change.max(initial=0)))).nonzero()
    if not len(rows):
        return None
    return Box((left + columns.min()) / scale, (top + rows.min()) / scale, (columns.max() - columns.min() + 1) / scale,
               (rows.max() - rows.min() + 1) / scale)


def verify(painter: Painter, spec: PageSpec, per_page: int, rng: Random) -> list[dict[str, Any]]:
    """One record per checked element: role, label box, seen box, intersection over union, largest edge error."""
    page, scale = painter.open(spec), spec.scale * spec.zoom
    labels = label_page(page, keep=True)

    def shoot() -> np.ndarray:
        return cv2.imdecode(np.frombuffer(painter.capture(spec), np.uint8), cv2.IMREAD_COLOR)

    before, records = shoot(), []
    check_pixels(labels, np.ascontiguousarray(before[..., ::-1]), scale)
    pool = [e for e in labels["elements"] if e["role"] in CHECKED_ROLES
            and not e["ignore"] and e["visible_fraction"] > 0.95]
    for element in rng.sample(pool, min(per_page, len(pool))):
        page.evaluate(HIDE, [element["id"], True])
        after = shoot()
        page.evaluate(HIDE, [element["id"], False])
        box = Box(*element["box"])
        # Faint fills count and soft shadows do not; no one threshold tells them apart, so the better of two speaks.
        seen = [found for share in (0.0, 0.1, 0.3)
                if (found := differing(before, after, element["box"], scale, share))]
        if element.get("bare") and element["text"]:  # rows reach from ascender to descender whether there are any: width only
            seen = [Box(found.x, box.y, found.width, box.height) for found in seen]
        best = max(seen, key=box.iou, default=None)
        edge = None if best is None else max(abs(best.x - box.x), abs(best.y - box.y), abs(best.right - box.right),
                                             abs(best.bottom - box.bottom))
        records.append({"page": spec.name, "id": element["id"], "role": element["role"], "framework": spec.framework,
                        "box": list(box), "text": element["text"][:30],
                        "seen": best and list(best), "iou": 0.0 if best is None else box.iou(best), "edge": edge})
    return records


def summary(records: list[dict[str, Any]]) -> str:
    """A table per role: how many, share with IoU under 0.75 and under 0.5, median and 95th percentile of the edge error."""
    by_role: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for record in records:
        by_role[record["role"]].append(record)
        by_role["all"].append(record)
    lines = ["| role | checked | IoU < 0.75 | IoU < 0.5 | edge error px, median | p95 |", "|---|---|---|---|---|---|"]
    for role, group in sorted(by_role.items(), key=lambda item: len(item[1])):
        iou = np.array([r["iou"] for r in group])
        edge = np.array([r["edge"] if r["edge"] is not None else AROUND for r in group])
        lines.append(f"| {role} | {len(group)} | {(iou < 0.75).sum()} | {(iou < 0.5).sum()} | {np.median(edge):.1f} | "
                     f"{np.percentile(edge, 95):.1f} |")
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> None:
    from .compose import compose

    parser = argparse.ArgumentParser(prog="python -m shadow_teacher.pages.verify", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=("train", "heldout"), default="train")
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--count", type=int, default=30)
    parser.add_argument("--per-page", type=int, default=12)
    parser.add_argument("--kits", default="", help="only these kits and themes, by name, with commas between; all when empty")
    parser.add_argument("--out", type=Path, help="all records as JSON")
    args = parser.parse_args(argv)
    records, rng = [], Random(args.start)
    with page_server() as (address, pages), sync_playwright() as playwright:
        arguments = CHROMIUM_ARGUMENTS + (["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else [])
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=arguments)
        painter = Painter(browser, address, pages)
        for seed in range(args.start, args.start + args.count):
            records += verify(painter, compose(seed, args.split, tuple(filter(None, args.kits.split(",")))), args.per_page, rng)
        browser.close()
    if args.out:
        args.out.write_text(json.dumps(records), encoding="utf-8")
    print(summary(records))


if __name__ == "__main__":
    main()
