"""Pictures for a person who judges labels: overlays of whole pages and a contact sheet of random elements.

    python -m shadow_teacher.pages.audit DIR --count 40 --seed 1 --out sheet.png             # elements, crop and label side by side
    python -m shadow_teacher.pages.audit DIR --overlay train-000012 --out overlay.png        # one page with everything drawn on it
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from random import Random
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from shadow_runtime.records import CONTAINER_ROLES, CONTROL_ROLES, GRAPHIC_ROLES

CONTROL, GRAPHIC, TEXT, CONTAINER, ROW, UNSURE = (220, 38, 38), (217, 119, 6), (37, 99, 235), (107, 114, 128), (22, 163,
                                                                                                                74), (200, 60, 220)
TILE_WIDTH, TILE_HEIGHT, NOTE_HEIGHT = 420, 150, 62


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


def contact_sheet(folder: Path, count: int, seed: int, roles: set[str] | None, columns: int = 3) -> Image.Image:
    """Tiles of `count` random elements, drawn so that rare roles show up as often as frequent ones."""
    rng = Random(seed)
    pages = sorted(folder.glob("*.json"))
    rng.shuffle(pages)
    by_role: dict[str, list[tuple[Path, int]]] = {}
    loaded: dict[Path, dict[str, Any]] = {}
    for path in pages[:120]:
        loaded[path] = json.loads(path.read_text(encoding="utf-8"))
        for element in loaded[path]["elements"]:
            if roles is None or element["role"] in roles:
                by_role.setdefault(element["role"], []).append((path, element["id"]))
    names = sorted(by_role)
    picks = []
    for number in range(count):
        pool = by_role[names[number % len(names)]]
        picks.append(pool.pop(rng.randrange(len(pool))) if pool else None)
    picks = [pick for pick in picks if pick]
    sheet = Image.new("RGB", (columns * TILE_WIDTH, -(-len(picks) // columns) * TILE_HEIGHT), (255, 255, 255))
    for number, (path, identity) in enumerate(picks):
        page = loaded[path]
        with Image.open(path.with_suffix(".png")) as image:
            drawn = tile(image, page, page["elements"][identity])
        sheet.paste(drawn, (number % columns * TILE_WIDTH, number // columns * TILE_HEIGHT))
    return sheet


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m shadow_teacher.pages.audit", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--roles", default="", help="comma-separated; all when empty")
    parser.add_argument("--overlay", default="", help="name of one page: draw it whole instead")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(argv)
    if args.overlay:
        page = json.loads((args.folder / f"{args.overlay}.json").read_text(encoding="utf-8"))
        with Image.open(args.folder / f"{args.overlay}.png") as image:
            overlay(image, page).save(args.out)
        return
    contact_sheet(args.folder, args.count, args.seed, set(args.roles.split(",")) if args.roles else None).save(args.out)


if __name__ == "__main__":
    main()
