"""Train the icon encoder on the drawings of icon packs, against the text table; export it.

    python -m shadow_teacher.training.train_icons --assets DIR --text-table text_table.npz --data DIR --out DIR --minutes 10

The text table is frozen: an icon learns to lie where its name and tags lie (LiT, arXiv 2111.07991). One pack is held out
and reported: is the right name among the nearest one, five, of all the pack's names?
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from random import Random

import cv2
import numpy as np
import torch
from rich.progress import track
from safetensors.torch import load_file, save_file
from torch.nn import functional

from shadow_runtime.embed import TextTable
from shadow_runtime.geometry import Box
from shadow_runtime.icons import normalize_icon, pack_icons
from shadow_runtime.records import Frame
from shadow_teacher.networks.export import assert_no_float_conv, export_onnx, quantize, run_onnx
from shadow_teacher.networks.icon_encoder import IconNet

from .icon_data import HELD_OUT_PACK, PACKS, Icon, read_catalog
from .icon_drawings import clean_svg, draw, pictures
from .lexicon import Concept, concepts
from .run import MovingAverage, learning_rate

COLUMNS, ROWS, CELL = 20, 11, 64
BATCH, RATE, TEMPERATURE = 128, 1e-3, 0.06
ALIKE = 0.75  # cosine from which two names are no negatives of each other: "house" and "home"


def sheet_html(icons: list[tuple[int, str]], rng: Random) -> tuple[str, list[tuple[int, float, float, float]]]:
    """A grid of icons, each with its own size, color, ground and place; returns HTML and (icon, x, y, size) of each."""
    cells, places = [], []
    for n, (number, svg) in enumerate(icons):
        size = rng.choice((12, 14, 16, 16, 18, 20, 20, 24, 24, 28, 32, 40, 48))  # beyond 24: what device scale 2 looks like
        x = (n % COLUMNS) * CELL + (CELL - size) / 2 + rng.uniform(-2, 2)
        y = (n // COLUMNS) * CELL + (CELL - size) / 2 + rng.uniform(-2, 2)
        dark = rng.random() < 0.5
        hue, strong = rng.randint(0, 359), rng.choice((0, 0, 30, 80))
        light = rng.uniform(5, 45) if dark else rng.uniform(75, 100)
        ground = f"hsl({hue} {strong}% {light:.0f}%)"
        if rng.random() < 0.15:  # a hero, a toolbar with a sheen
            ground = f"linear-gradient({rng.randint(0, 359)}deg, {ground}, hsl({hue + rng.randint(-40, 40)} {strong}% {min(max(light + rng.uniform(-15, 15), 3), 100):.0f}%))"
        ink = f"hsl({rng.randint(0, 359)} {rng.choice((0, 0, 40, 90))}% {rng.uniform(75, 100) if dark else rng.uniform(0, 50):.0f}%)"
        frame = ""
        if rng.random() < 0.3:
            side = size * rng.uniform(1.5, 2.2)
            round_ = rng.choice((4, 8, 99))
            frame = f'<i style="left:{x + size / 2 - side / 2:.1f}px;top:{y + size / 2 - side / 2:.1f}px;width:{side:.0f}px;height:{side:.0f}px;border-radius:{round_}px;{rng.choice(("border:1px solid #888", "background:" + ground))}"></i>'
        if rng.random() < 0.25:  # the word that often follows an icon, reaching into its crop
            frame += f'<em style="left:{x + size * rng.uniform(1.08, 1.4):.1f}px;top:{y:.1f}px;font:{size * 0.8:.0f}px sans-serif;color:{ink}">{rng.choice("AEHKLMST")}</em>'
        cells.append(f'<b style="left:{(n % COLUMNS) * CELL}px;top:{(n // COLUMNS) * CELL}px;background:{ground if not frame or rng.random() < 0.5 else "#fff" if not dark else ground}"></b>{frame}'
                     f'<span style="left:{x:.2f}px;top:{y:.2f}px;width:{size}px;height:{size}px;color:{ink}">{svg}</span>')
        places.append((number, x, y, float(size)))
    style = "body{margin:0}b,i,em,span{position:absolute;box-sizing:border-box}b{width:64px;height:64px}span svg{width:100%;height:100%;display:block;overflow:visible}"
    return f"<!doctype html><style>{style}</style><body>{''.join(cells)}", places


def draw_sheets(icons: list[Icon], out: Path, sheets: int, seed: int) -> None:
    """Write OUT/inks.npy (N, 32, 32) and OUT/numbers.npy (N,), crops of icons as a browser draws them."""
    from playwright.sync_api import sync_playwright

    from shadow_teacher.pages.render import CHROMIUM_ARGUMENTS, chromium_path

    rng = Random(seed)
    inks, numbers = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=[*CHROMIUM_ARGUMENTS, "--no-sandbox"])
        page = browser.new_page(viewport={"width": COLUMNS * CELL, "height": ROWS * CELL})
        for _ in track(range(sheets), description="icon sheets"):
            chosen = rng.choices(range(len(icons)), k=COLUMNS * ROWS)
            html, places = sheet_html([(n, clean_svg(rng.choice(icons[n].drawings()))) for n in chosen], rng)
            page.set_content(html)
            picture = cv2.imdecode(np.frombuffer(page.screenshot(), np.uint8), cv2.IMREAD_COLOR)
            frame = Frame(rgb=np.ascontiguousarray(picture[:, :, ::-1]))
            for number, x, y, size in places:
                grow = rng.uniform(0.85, 1.35) * size
                dx, dy = rng.uniform(-0.1, 0.1) * size, rng.uniform(-0.1, 0.1) * size
                inks.append(normalize_icon(frame, Box(x + size / 2 - grow / 2 + dx, y + size / 2 - grow / 2 + dy, grow, grow)))
                numbers.append(number)
        browser.close()
    out.mkdir(parents=True, exist_ok=True)
    np.save(out / "inks.npy", np.stack(inks))
    np.save(out / "numbers.npy", np.array(numbers))


def shared(icons: Sequence[Icon]) -> np.ndarray:
    """(N,) bool: whether a second pack has an icon of this name."""
    packs: dict[str, set[str]] = {}
    for icon in icons:
        packs.setdefault(icon.name, set()).add(icon.pack)
    return np.array([len(packs[icon.name]) > 1 for icon in icons])


def commonness(icons: Sequence[Icon]) -> list[float]:
    """How often to draw each icon: a concept that many packs hold is one that pages show."""
    packs: dict[str, set[str]] = {}
    for icon in icons:
        packs.setdefault(icon.name, set()).add(icon.pack)
    return [min(len(packs[icon.name]), 8) ** 1.5 / len(packs[icon.name]) for icon in icons]


def meanings(icons: Sequence[Icon], table: TextTable) -> np.ndarray:
    """(N, 128) unit vectors: an icon's name counts as much as all its tags together, and as what interfaces call it."""
    vectors = []
    for icon in icons:
        name = table.encode([icon.name])[0]
        tags = table.encode(list(icon.tags[:12])).mean(0) if icon.tags else name
        vector = name + tags / max(float(np.linalg.norm(tags)), 1e-6)
        for concept in () if icon.brand else concepts_of(icon.name)[:2]:
            labels = table.encode(list(concept.labels[:6])).mean(0)
            vector = vector + 0.7 * labels / max(float(np.linalg.norm(labels)), 1e-6)
        vectors.append(vector)
    array = np.array(vectors, np.float32)
    return array / np.maximum(np.linalg.norm(array, axis=1, keepdims=True), 1e-6)


@lru_cache(maxsize=8192)
def concepts_of(name: str) -> tuple[Concept, ...]:
    """Concepts of the lexicon that an icon of this name stands for: "trash" for deleting."""
    return tuple(c for c in concepts() if name in c.labels)


def alike(icon: Icon, other: str) -> bool:
    """Whether another icon's name means what this icon does: the same name, one of its tags, or the same concept."""
    return other == icon.name or other in icon.tags or any(other in c.labels for c in concepts_of(icon.name))


def spoiled(inks: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """(N, 32, 32) inks as found boxes give them: shifted, thinner or bolder, blurred, fainter, cut at an edge."""
    out = np.empty_like(inks)
    kernel = np.ones((2, 2), np.uint8)
    for n, ink in enumerate(inks):
        ink = np.roll(ink, (int(rng.integers(-1, 2)), int(rng.integers(-1, 2))), (0, 1))
        chance = rng.random(4)
        if chance[0] < 0.2:
            ink = cv2.erode(ink, kernel) if chance[0] < 0.08 else cv2.dilate(ink, kernel)
        if chance[1] < 0.2:
            ink = cv2.GaussianBlur(ink, (3, 3), 0.8)
        if chance[2] < 0.15:
            ink = ink.copy()
            side, width = int(rng.integers(4)), int(rng.integers(2, 5))
            np.rot90(ink, side)[:width] = 0
        if chance[3] < 0.2:
            ink = (255 * (ink / 255.0) ** rng.uniform(0.6, 1.7)).astype(np.uint8)
        out[n] = ink
    return out


def train(
    net: IconNet, masks: np.ndarray, owners: np.ndarray, icons: Sequence[Icon], table: TextTable, minutes: float, seed: int, kept: Path | None = None
) -> IconNet:
    """Each look at an icon finds its meaning among those of the names that packs share, and comes near to it. The text side is
    frozen, so a batch can be compared with all of them; they are what an icon means at one step, its bare name at the next,
    which is what a phrase is compared with. masks, owners: icon_drawings.draw. Returns the averaged weights."""
    net = net.train()
    average = MovingAverage(net, 0.995)
    optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=0.01)
    rng, step = np.random.default_rng(seed), 0
    targets = meanings(icons, table)
    names, concept = np.unique([icon.name for icon in icons], return_inverse=True)
    bank = np.zeros((len(names), targets.shape[1]), np.float32)
    np.add.at(bank, concept, targets)
    text = torch.from_numpy(targets)
    banks = functional.normalize(torch.from_numpy(bank), dim=1), torch.from_numpy(table.encode(names.tolist()))
    common = np.zeros(len(names), bool)
    common[concept[shared(icons)]] = True
    share = np.bincount(owners, minlength=len(targets))[owners].astype(np.float64)  # an icon of three drawings is not drawn three times as often
    odds = np.asarray(commonness(icons), np.float64)[owners] / share
    odds /= odds.sum()
    deck: list[int] = []
    started = time.monotonic()
    while (progress := (time.monotonic() - started) / (60 * minutes)) < 1:
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(progress, RATE)
        if len(deck) < BATCH:
            deck = rng.choice(len(owners), size=64 * BATCH, p=odds).tolist()
        chosen, deck = deck[:BATCH], deck[BATCH:]
        inks = spoiled(pictures(masks, chosen, rng), rng)
        image = functional.normalize(net(torch.from_numpy(pack_icons(inks)).float() / 255), dim=1)
        wanted, own = text[owners[chosen]], concept[owners[chosen]]
        among = common.copy()
        among[own] = True
        every = banks[step % 2][torch.from_numpy(among)]
        mine = torch.from_numpy((np.cumsum(among) - 1)[own])
        alike = (wanted @ every.T > ALIKE).scatter_(1, mine[:, None], False)
        logits = (image @ every.T / TEMPERATURE).masked_fill(alike, -1e4)
        loss = functional.cross_entropy(logits, mine) + 2 * (1 - (image * wanted).sum(1)).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        average.update(net)
        step += 1
        if step % 50 == 0:
            print(json.dumps({"step": step, "minutes": round(progress * minutes, 1), "loss": round(float(loss.detach()), 4), "top1": round(float((logits.argmax(1) == mine).float().mean()), 3)}), flush=True)
            if kept is not None:
                save_file({k: v.contiguous() for k, v in average.state.items()}, kept)
    net.load_state_dict(average.state)
    return net.eval()


@torch.no_grad()
def retrieval(net: IconNet, inks: np.ndarray, numbers: np.ndarray, icons: list[Icon], table: TextTable) -> dict[str, float]:
    """How often the right name is nearest, among the five nearest, of all names of these icons; a crop each.

    concept_top1, concept_top5: a name that means the same (one of the icon's tags, the same concept) is right as well;
    concept_top5_no_brands: of the crops that are no trademark.
    """
    names = sorted({icon.name for icon in icons})
    index = {name: n for n, name in enumerate(names)}
    texts = table.encode(names)
    vectors = functional.normalize(torch.cat([net(torch.from_numpy(pack_icons(part)).float() / 255) for part in np.array_split(inks, len(inks) // 512 + 1)]), dim=1).numpy()
    order = np.argsort(-(vectors @ texts.T), axis=1)[:, :5]
    truth = np.array([index[icons[n].name] for n in numbers])
    same = np.array([[alike(icons[n], names[k]) for k in row] for n, row in zip(numbers, order, strict=True)])
    plain = np.array([not icons[n].brand for n in numbers])
    return {"n": len(inks), "names": len(names), "top1": round(float((order[:, 0] == truth).mean()), 4), "top5": round(float((order == truth[:, None]).any(1).mean()), 4),
            "concept_top1": round(float(same[:, 0].mean()), 4), "concept_top5": round(float(same.any(1).mean()), 4),
            "concept_top5_no_brands": round(float(same[plain].any(1).mean()), 4)}


class IconFile(torch.nn.Module):
    """The encoder as the runtime feeds it: packed bytes in."""

    def __init__(self, net: IconNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, icons: torch.Tensor) -> torch.Tensor:
        return self.net(icons.float() / 255.0)


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assets", type=Path, required=True, help="folder that holds node_modules")
    parser.add_argument("--text-table", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--weights", type=Path, help="icons.safetensors to go on from")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(argv)
    torch.set_num_threads(1)
    modules = args.assets / "node_modules"
    there = [pack for pack, folders in PACKS.items() if all((modules / folder).is_dir() for folder in folders)]
    icons = read_catalog(modules, there)
    seen = [icon for icon in icons if icon.pack != HELD_OUT_PACK]
    held = [icon for icon in icons if icon.pack == HELD_OUT_PACK]
    print(f"{len(seen)} icons of {', '.join(there)}; {len(held)} held out")
    if not (args.data / "heldout" / "inks.npy").exists():
        draw_sheets(held, args.data / "heldout", 6, args.seed)
    masks, owners = draw(seen, args.data / "drawings", args.seed)
    table = TextTable(dict(np.load(args.text_table)))
    torch.manual_seed(args.seed)
    net = IconNet()
    if args.weights:
        net.load_state_dict(load_file(args.weights))
    net = train(net, masks, owners, seen, table, args.minutes, args.seed, args.data / "icons.safetensors")
    held_inks, held_numbers = np.load(args.data / "heldout" / "inks.npy"), np.load(args.data / "heldout" / "numbers.npy")
    args.out.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous() for k, v in net.state_dict().items()}, args.out / "icons.safetensors")
    export_onnx(IconFile(net), (torch.zeros(1, 16, 16, 4, dtype=torch.uint8),), args.out / "icons_float.onnx", ["icons"], ["vectors"], {"icons": {0: "n"}})
    rng = np.random.default_rng(args.seed)
    feeds = [{"icons": pack_icons(ink[None])} for ink in pictures(masks, rng.integers(len(masks), size=400), rng)]
    quantize(args.out / "icons_float.onnx", args.out / "icons.onnx", feeds)
    operators = assert_no_float_conv(args.out / "icons.onnx")
    pair = [run_onnx(args.out / name, {"icons": pack_icons(held_inks[:200])})[0] for name in ("icons_float.onnx", "icons.onnx")]
    pair = [v / np.linalg.norm(v, axis=1, keepdims=True) for v in pair]
    report = {"heldout_pack": HELD_OUT_PACK, "heldout": retrieval(net, held_inks, held_numbers, held, table), "int8_cosine": round(float((pair[0] * pair[1]).sum(1).mean()), 4),
              "operators": operators, "bytes": (args.out / "icons.onnx").stat().st_size}
    (args.out / "icons.json").write_text(json.dumps({"metrics": report}, indent=1))
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
