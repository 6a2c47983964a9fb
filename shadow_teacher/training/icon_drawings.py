"""Icons as pages show them: SVG drawn once as a mask, then placed anew for every look: size, place, contrast, company.

    masks, owners = draw(icons, kept)                # each drawing as 64x64 opacities, and which icon it is of
    inks = pictures(masks, chosen, rng)              # 32x32 inks as shadow_runtime.icons makes them of a page

A browser draws a sheet of 220 icons in a second; a mask is placed in a tenth of a millisecond, so no two looks are alike.
The held-out pack is measured on what the browser draws (train_icons.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

import cv2
import numpy as np
import xxhash
from rich.progress import track

from shadow_runtime.geometry import Box
from shadow_runtime.icons import SIZE, normalize_icon
from shadow_runtime.records import Frame

from .icon_data import Icon

SIDE, MARGIN = 64, 8  # of a mask, and empty pixels around it that let it move by fractions of a pixel
SIZES = (12, 14, 16, 16, 18, 20, 20, 24, 24, 28, 32, 40, 48)  # beyond 24: what device scale 2 looks like
MOST, MOST_OF_NAME, RARE = 3, 28, 0.3  # drawings of an icon, of all icons of a name; share of the names that one pack alone has


def clean_svg(text: str) -> str:
    """The SVG with its own size and ids removed; drawn in the text color where it names none."""
    text = re.sub(r"<\?xml.*?\?>|<!--.*?-->|<!DOCTYPE.*?>|<title>.*?</title>|<style.*?</style>|<defs>.*?</defs>", "", text, flags=re.S)
    head, _, tail = text.partition(">")
    head = re.sub(r'\s(?:width|height|class|style|id)="[^"]*"', "", head)
    if "fill=" not in head:
        head += ' fill="currentColor"'
    if "ionicon" in tail:
        tail = tail.replace('class="ionicon-fill-none', 'style="fill:none;stroke:currentColor;stroke-width:32px" class="')
    return f"{head}>{tail}"


def draw(icons: Sequence[Icon], kept: Path, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """(M, 80, 80) uint8 opacities and (M,) the icon each is of; kept in a folder, because drawing takes a minute, and drawn
    anew for another catalog, whose icons have other numbers."""
    files, listed = (kept / "masks.npy", kept / "owners.npy"), kept / "catalog.txt"
    catalog = xxhash.xxh3_64_hexdigest("\n".join(f"{icon.pack} {icon.name}" for icon in icons).encode())
    if not (listed.exists() and listed.read_text() == catalog):
        rng = Random(seed)
        packs, drawn = Counter(name for name, _ in {(icon.name, icon.pack) for icon in icons}), Counter[str]()
        masks, owners = [], []
        for number in track(rng.sample(range(len(icons)), len(icons)), description="drawing icons"):
            icon = icons[number]
            if packs[icon.name] == 1 and rng.random() > RARE:
                continue
            sources = icon.drawings()
            for source in rng.sample(sources, min(len(sources), MOST if packs[icon.name] > 1 else 1)):
                if drawn[icon.name] < MOST_OF_NAME and (mask := opacities(source)) is not None:
                    drawn[icon.name] += 1
                    masks.append(mask)
                    owners.append(number)
        kept.mkdir(parents=True, exist_ok=True)
        np.save(files[0], np.stack(masks))
        np.save(files[1], np.array(owners))
        listed.write_text(catalog)
    return np.load(files[0], mmap_mode="r"), np.load(files[1])


def opacities(svg: str) -> np.ndarray | None:
    """(80, 80) uint8: how much of each pixel an icon covers, with its margin; None where nothing can be drawn."""
    from resvg_py import svg_to_bytes

    try:
        png = svg_to_bytes(svg_string=clean_svg(svg), width=SIDE, height=SIDE, skip_system_fonts=True)
    except ValueError:
        return None
    picture = cv2.imdecode(np.frombuffer(bytes(png), np.uint8), cv2.IMREAD_UNCHANGED)
    if picture is None or picture.ndim != 3 or picture.shape[2] != 4 or picture[..., 3].max() < 128:
        return None
    height, width = (min(side, SIDE) for side in picture.shape[:2])
    mask = np.zeros((SIDE + 2 * MARGIN, SIDE + 2 * MARGIN), np.uint8)
    top, left = (mask.shape[0] - height) // 2, (mask.shape[1] - width) // 2
    mask[top : top + height, left : left + width] = picture[:height, :width, 3]
    return mask


def pictures(masks: np.ndarray, chosen: Sequence[int], rng: np.random.Generator) -> np.ndarray:
    """(N, 32, 32) uint8 inks of the chosen drawings, each as a loose box on some page would show it."""
    found = np.empty((len(chosen), SIZE, SIZE), np.uint8)
    for n, index in enumerate(chosen):
        neighbor = masks[int(rng.integers(len(masks)))] if rng.random() < 0.2 else None
        found[n] = pictured(masks[index], rng, neighbor)
    return found


def pictured(mask: np.ndarray, rng: np.random.Generator, neighbor: np.ndarray | None = None) -> np.ndarray:
    """(32, 32) uint8 ink of one drawing: its own size, contrast and ground; neighbor: what stands beside it."""
    size = SIZES[int(rng.integers(len(SIZES)))]
    factor = size / SIDE
    moved = mask[int(rng.integers(MARGIN)) :, int(rng.integers(MARGIN)) :]
    moved = redrawn(moved, rng)
    small = cv2.resize(moved, (round(moved.shape[1] * factor), round(moved.shape[0] * factor)), interpolation=cv2.INTER_AREA)
    canvas = np.zeros((2 * size + 24, 2 * size + 24), np.float32)
    at = size // 2 + 6
    cover = canvas[at : at + small.shape[0], at : at + small.shape[1]]
    cover += small / 255.0
    if neighbor is not None:  # the word that often follows an icon, reaching into its crop
        other = cv2.resize(neighbor, small.shape[::-1], interpolation=cv2.INTER_AREA)[:, : size // 2]
        x = min(round(at + size * rng.uniform(1.1, 1.45)), canvas.shape[1] - other.shape[1])
        beside = canvas[at : at + other.shape[0], x : x + other.shape[1]]
        np.maximum(beside, other / 255.0, out=beside)
    ys, xs = np.nonzero(small > 64)
    middle = at + small.shape[1] / 2, at + small.shape[0] / 2
    if len(xs) and rng.random() < 0.5:  # a box around the ink rather than around the drawing's square
        middle = at + (xs.min() + xs.max() + 1) / 2, at + (ys.min() + ys.max() + 1) / 2
    ground, ink = (float(v) for v in rng.uniform(0, 255, 2))
    if abs(ink - ground) < 50:
        ink = ground + 90 if ground < 128 else ground - 90
    plane = np.full(canvas.shape, ground, np.float32)
    if rng.random() < 0.25:  # a round or square button of another shade
        far = 60 if rng.random() < 0.6 else 200
        reach, shade = round(size * rng.uniform(0.65, 1.1)), float(np.clip(ground + rng.uniform(-far, far), 0, 255))
        if abs(ink - shade) < 50:
            ink = shade + 90 if shade < 128 else shade - 90
        x, y, width = round(middle[0]), round(middle[1]), -1 if rng.random() < 0.7 else 1
        if rng.random() < 0.5:
            cv2.circle(plane, (x, y), reach, shade, width, cv2.LINE_AA)
        else:
            cv2.rectangle(plane, (x - reach, y - reach), (x + reach, y + reach), shade, width)
    plane += canvas * (ink - plane)
    if rng.random() < 0.15:  # a sheen, or the noise of a picture behind
        plane += np.linspace(-1, 1, plane.shape[1], dtype=np.float32) * rng.uniform(3, 12)
    picture = np.clip(plane, 0, 255).astype(np.uint8)
    grow = rng.uniform(0.85, 1.35) * size
    dx, dy = rng.uniform(-0.1, 0.1, 2) * size
    box = Box(middle[0] - grow / 2 + dx, middle[1] - grow / 2 + dy, grow, grow)
    return normalize_icon(Frame(rgb=np.repeat(picture[..., None], 3, axis=2)), box)


def redrawn(mask: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The drawing as another hand would make it: thinner or bolder strokes, an outline of what was filled, a little turned and stretched."""
    style = rng.random()
    if style < 0.08:
        mask = cv2.subtract(mask, cv2.erode(mask, np.ones((7, 7), np.uint8)))
    elif style < 0.2:
        mask = cv2.erode(mask, np.ones((2, 2), np.uint8))
    elif style < 0.38:
        mask = cv2.dilate(mask, np.ones((3, 3) if style < 0.3 else (5, 5), np.uint8))
    if rng.random() < 0.5:
        middle = (mask.shape[1] / 2, mask.shape[0] / 2)
        matrix = cv2.getRotationMatrix2D(middle, float(rng.uniform(-7, 7)), 1.0)
        matrix[0, :2] *= rng.uniform(0.9, 1.1)
        matrix[1, :2] *= rng.uniform(0.9, 1.1)
        matrix[0, 1] += rng.uniform(-0.06, 0.06)
        matrix[:, 2] += middle - matrix @ (*middle, 1)
        mask = cv2.warpAffine(mask, matrix, mask.shape[::-1], flags=cv2.INTER_LINEAR)
    return mask
