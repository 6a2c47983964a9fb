"""Pictures for a person who judges labels: numbered contact sheets of random elements, overlays of whole pages.

    python -m shadow_teacher.pages.audit DIR --count 300 --seed 1 --out SHEETS            # sheet-NN.png and picks.csv
    python -m shadow_teacher.pages.audit DIR --overlay train-000012 --out overlay.png     # one page with everything on it
    python -m shadow_teacher.pages.audit docs/label-audit.csv --tally                     # error rates of written verdicts
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from shadow_runtime.records import CONTAINER_ROLES, CONTROL_ROLES, GRAPHIC_ROLES

CONTROL, GRAPHIC, TEXT, CONTAINER, ROW, UNSURE = (220, 38, 38), (217, 119, 6), (37, 99, 235), (107, 114, 128), (22, 163,
                                                                                                                74), (200, 60, 220)
TILE_WIDTH, TILE_HEIGHT, NOTE_HEIGHT = 420, 210, 62
PER_SHEET = 24


@dataclass(frozen=True, slots=True)
class Pick:
    """An element to judge: its page's name, its id there, its role."""

    page: str
    element: int
    role: str


def layer_color(element: dict[str, Any]) -> tuple[int, int, int]:
    """Red controls, amber graphics, blue text, gray containers, violet what the labeler itself is unsure of."""
    if element["ignore"]:
        return UNSURE
    role = element["role"]
    if role in CONTROL_ROLES:
        return CONTROL
    if role in GRAPHIC_ROLES:
        return GRAPHIC
    return CONTAINER if role in CONTAINER_ROLES else TEXT


def corners(box: list[float], scale: float, dx: float = 0, dy: float = 0) -> tuple[float, float, float, float]:
    x, y, width, height = box
    return ((x - dx) * scale, (y - dy) * scale, (x + width - dx) * scale - 1, (y + height - dy) * scale - 1)


def overlay(image: Image.Image, page: dict[str, Any], rows: bool = True) -> Image.Image:
    """A copy of the picture with every element's box and role and every row's box drawn on it."""
    image = image.convert("RGB")
    draw, scale = ImageDraw.Draw(image), page["scale"]
    font = ImageFont.load_default(size=max(9, round(9 * scale)))
    if rows:
        for row in page["rows"]:
            draw.rectangle(corners(row["box"], scale), outline=ROW if row["readable"] else UNSURE)
    for element in sorted(page["elements"], key=lambda item: item["role"] not in CONTAINER_ROLES):
        if element["role"] in ("text", "cell") and rows:
            continue
        color = layer_color(element)
        box = corners(element["box"], scale)
        draw.rectangle(box, outline=color, width=max(1, round(scale)))
        marks = "".join(f" {state}" for state, on in element["states"].items() if on)
        draw.text((box[0] + 1, box[1] - 10 * scale), f"{element['role']}{marks}", fill=color, font=font)
    return image


def tile(image: Image.Image, page: dict[str, Any], element: dict[str, Any]) -> Image.Image:
    """The element in its surroundings, its box and rows drawn thinly outside, what the label says below."""
    scale, (x, y, width, height) = page["scale"], element["box"]
    margin = max(16.0, min(60.0, 0.4 * max(width, height)))
    left, top = max(x - margin, 0), max(y - margin, 0)
    right, bottom = min(x + width + margin, page["width"]), min(y + height + margin, page["height"])
    crop = image.crop((round(left * scale), round(top * scale), round(right * scale),
                       round(bottom * scale))).convert("RGB")
    room = TILE_HEIGHT - NOTE_HEIGHT
    zoom = min((TILE_WIDTH - 4) / crop.width, (room - 4) / crop.height, 3.0)
    crop = crop.resize((max(1, round(crop.width * zoom)), max(1, round(crop.height * zoom))), Image.Resampling.LANCZOS)
    draw = ImageDraw.Draw(crop)
    factor = scale * zoom
    for row in page["rows"]:
        if row["element"] == element["id"]:
            draw.rectangle(corners(row["box"], factor, left, top), outline=ROW if row["readable"] else UNSURE)
    if element["label_box"]:
        draw.rectangle(corners(element["label_box"], factor, left, top), outline=(0, 200, 220))
    if element["icon"]:
        draw.rectangle(corners(element["icon"]["box"], factor, left, top), outline=GRAPHIC)
    box = corners(element["box"], factor, left, top)
    draw.rectangle((box[0] - 1, box[1] - 1, box[2] + 1, box[3] + 1), outline=layer_color(element))
    out = Image.new("RGB", (TILE_WIDTH, TILE_HEIGHT), (250, 250, 250))
    out.paste(crop, (2, 2))
    note, font = ImageDraw.Draw(out), ImageFont.load_default(size=11)
    states = " ".join(f"{'+' if on else '-'}{state}" for state, on in element["states"].items() if on
                      or state in ("checked", "selected", "expanded", "placeholder"))
    icon = f" icon={element['icon']['name']}" if element["icon"] else ""
    lines = (f"{page['name'].split('-')[-1]}#{element['id']} {element['role']}{' IGNORE' if element['ignore'] else ''}"
             f" {states}{icon} {page['framework']}",
             f"text={element['text'][:58]!r}", f"label={element['label']!r} name={element['name'][:36]!r}",
             f"vis={element['visible_fraction']} col={element['style']['color']} bg={element['style']['background']} "
             f"aria={element.get('aria_role', '')}")
    for number, line in enumerate(lines):
        note.text((4, room + 1 + number * 15), line.encode("latin-1", "replace").decode("latin-1"), fill=(0, 0, 0),
                  font=font)
    return out


def picks(folder: Path, count: int, seed: int, roles: set[str] | None) -> list[Pick]:
    """Random elements of a folder of pages, drawn so that rare roles show up as often as frequent ones."""
    rng = Random(seed)
    by_role: dict[str, list[Pick]] = {}
    for path in sorted(folder.glob("*.json")):
        for element in json.loads(path.read_text(encoding="utf-8"))["elements"]:
            if roles is None or element["role"] in roles:
                by_role.setdefault(element["role"], []).append(Pick(path.stem, element["id"], element["role"]))
    names, picked = sorted(by_role), []
    for number in range(count):
        pool = by_role[names[number % len(names)]]
        if pool:
            picked.append(pool.pop(rng.randrange(len(pool))))
    return picked


def contact_sheet(folder: Path, picked: Sequence[Pick], first: int, columns: int = 3) -> Image.Image:
    """Tiles of the picked elements, numbered from `first`."""
    sheet = Image.new("RGB", (columns * TILE_WIDTH, -(-len(picked) // columns) * TILE_HEIGHT), (255, 255, 255))
    for number, pick in enumerate(picked):
        page = json.loads((folder / f"{pick.page}.json").read_text(encoding="utf-8"))
        with Image.open(folder / f"{pick.page}.png") as image:
            drawn = tile(image, page, page["elements"][pick.element])
        ImageDraw.Draw(drawn).text((TILE_WIDTH - 34, 2), str(first + number), fill=(200, 0, 0), font=ImageFont.load_default(size=14))
        sheet.paste(drawn, (number % columns * TILE_WIDTH, number // columns * TILE_HEIGHT))
    return sheet


def tally(verdicts: Path) -> str:
    """Error rates of a file of verdicts, per round and role: the share of rows whose verdict is "wrong"."""
    with verdicts.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    lines = []
    for name in dict.fromkeys(row["round"] for row in rows):
        mine = [row for row in rows if row["round"] == name]
        wrong = Counter(row["role"] for row in mine if row["verdict"] == "wrong")
        unsure = sum(row["verdict"] == "unsure" for row in mine)
        seen = Counter(row["role"] for row in mine)
        lines.append(f"{name}: {wrong.total()} of {len(mine)} wrong ({100 * wrong.total() / len(mine):.1f} %), {unsure} unsure; "
                     + ", ".join(f"{role} {count}/{seen[role]}" for role, count in wrong.most_common()))
    return "\n".join(lines)


def main(argv: list[str] | None = None) -> None:
    """Command line: sheets with a list of what is on them, one overlay, or the tally of a file of verdicts."""
    parser = argparse.ArgumentParser(prog="python -m shadow_teacher.pages.audit", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a folder of pages; with --tally a file of verdicts")
    parser.add_argument("--count", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--roles", default="", help="comma-separated; all when empty")
    parser.add_argument("--overlay", default="", help="name of one page: draw it whole instead")
    parser.add_argument("--tally", action="store_true", help="print the error rates of a file of verdicts")
    parser.add_argument("--out", type=Path, help="a picture for --overlay, else a folder for sheet-NN.png and picks.csv")
    args = parser.parse_args(argv)
    if args.tally:
        print(tally(args.folder))
        return
    if args.out is None:
        parser.error("--out is missing")
    if args.overlay:
        page = json.loads((args.folder / f"{args.overlay}.json").read_text(encoding="utf-8"))
        with Image.open(args.folder / f"{args.overlay}.png") as image:
            overlay(image, page).save(args.out)
        return
    picked = picks(args.folder, args.count, args.seed, set(args.roles.split(",")) if args.roles else None)
    args.out.mkdir(parents=True, exist_ok=True)
    for start in range(0, len(picked), PER_SHEET):
        contact_sheet(args.folder, picked[start : start + PER_SHEET], start + 1).save(args.out / f"sheet-{start // PER_SHEET + 1:02}.png")
    with (args.out / "picks.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("round", "number", "page", "element", "role", "verdict", "why"))
        writer.writerows((args.out.name, n, pick.page, pick.element, pick.role, "", "") for n, pick in enumerate(picked, 1))


if __name__ == "__main__":
    main()
