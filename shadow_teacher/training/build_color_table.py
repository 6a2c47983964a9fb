"""Derives the color-word table of a student from the color survey.

    python -m shadow_teacher.training.build_color_table c3.json models/parts/colors.npz

Input is the C3 model of Heer & Stone (counts of which colors people called by which term, see NOTICE). Output is a small
lookup table over sRGB that shadow_runtime.color reads:

    levels  (L,) uint8            grid values of each channel, 0 ... 255
    words   (W,) str              "basic:green" (hue families that compete for a color) and "term:teal" (finer words)
    table   (L, L, L, W) uint8    255 * value at (r, g, b); basic words: share of the namings that fall into the family,
                                  finer words: naming share relative to 0.35 of the word's own best color, clipped to 1

Families follow the head noun ("limegreen" is a green); two-noun terms count half for each; what people call teal,
turquoise, cyan or aqua is a family of its own, because neither "blue" nor "green" is clearly right there.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np

LEVELS = 22
KERNEL_SIGMA = 4.0  # Lab units; bins are 5 apart
BASIC = ("red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink", "brown", "grey", "black", "white")
# Terms that are no compound of a basic word, by the family whose members accept them. Weights sum to 1.
FAMILY_OF_TERM: dict[str, dict[str, float]] = {
    "teal": {"cyan": 1}, "darkteal": {"cyan": 1}, "lightteal": {"cyan": 1}, "cyan": {"cyan": 1}, "turquoise": {"cyan": 1},
    "darkturquoise": {"cyan": 1}, "lightturquoise": {"cyan": 1}, "aqua": {"cyan": 1}, "aquamarine": {"cyan": 1},
    "robinseggblue": {"cyan": 0.5, "blue": 0.5}, "bluegreen": {"cyan": 1}, "greenblue": {"cyan": 1},
    "seafoamgreen": {"green": 0.6, "cyan": 0.4}, "azure": {"blue": 1}, "cerulean": {"blue": 1}, "slate": {"grey": 0.6, "blue": 0.4},
    "slateblue": {"blue": 1}, "periwinkle": {"blue": 0.5, "purple": 0.5}, "indigo": {"purple": 0.5, "blue": 0.5},
    "magenta": {"pink": 0.6, "purple": 0.4}, "fuchsia": {"pink": 0.7, "purple": 0.3}, "darkmagenta": {"purple": 0.7, "pink": 0.3},
    "lavender": {"purple": 1}, "violet": {"purple": 1}, "lilac": {"purple": 1}, "mauve": {"purple": 0.6, "pink": 0.4},
    "plum": {"purple": 1}, "eggplant": {"purple": 1}, "puce": {"brown": 0.5, "pink": 0.5}, "wine": {"red": 0.7, "purple": 0.3},
    "burgundy": {"red": 1}, "maroon": {"red": 0.8, "brown": 0.2}, "crimson": {"red": 1}, "brick": {"red": 0.7, "brown": 0.3},
    "salmon": {"pink": 0.5, "red": 0.25, "orange": 0.25}, "coral": {"orange": 0.4, "pink": 0.3, "red": 0.3},
    "rose": {"pink": 0.7, "red": 0.3}, "dustyrose": {"pink": 1}, "peach": {"orange": 0.6, "pink": 0.4}, "flesh": {"pink": 0.5, "orange": 0.5},
    "skin": {"pink": 0.5, "orange": 0.5}, "rust": {"brown": 0.5, "orange": 0.5}, "terracotta": {"brown": 0.5, "orange": 0.5},
    "burntsienna": {"brown": 0.7, "orange": 0.3}, "ochre": {"yellow": 0.4, "orange": 0.3, "brown": 0.3},
    "gold": {"yellow": 0.9, "orange": 0.1}, "goldenrod": {"yellow": 0.7, "orange": 0.3}, "mustard": {"yellow": 1},
    "mustardyellow": {"yellow": 1}, "khaki": {"green": 0.3, "yellow": 0.3, "brown": 0.4}, "olive": {"green": 1}, "puke": {"green": 0.6, "yellow": 0.4},
    "tan": {"brown": 1}, "beige": {"brown": 0.6, "yellow": 0.4}, "sand": {"brown": 0.6, "yellow": 0.4}, "taupe": {"brown": 0.6, "grey": 0.4},
    "cream": {"yellow": 0.5, "white": 0.5}, "offwhite": {"white": 1}, "lime": {"green": 1}, "chartreuse": {"green": 0.8, "yellow": 0.2},
    "mint": {"green": 1}, "sage": {"green": 1},
}
# Finer words a claim may use, each with the survey terms it stands for.
FINER: dict[str, tuple[str, ...]] = {
    "teal": ("teal", "darkteal"), "turquoise": ("turquoise", "lightturquoise", "darkturquoise", "aquamarine"), "cyan": ("cyan", "aqua"),
    "aqua": ("aqua", "cyan", "aquamarine"), "lime": ("lime", "limegreen", "neongreen"), "navy": ("navyblue", "darkblue", "midnightblue"),
    "maroon": ("maroon", "burgundy", "wine"), "burgundy": ("burgundy", "maroon", "wine"), "crimson": ("crimson", "deepred", "bloodred"),
    "magenta": ("magenta", "fuchsia", "hotpink"), "fuchsia": ("fuchsia", "magenta", "hotpink"), "olive": ("olive", "armygreen"),
    "beige": ("beige", "sand", "cream"), "cream": ("cream", "offwhite", "beige"), "tan": ("tan", "sand"), "gold": ("gold", "goldenrod", "mustardyellow"),
    "mustard": ("mustard", "mustardyellow"), "lavender": ("lavender", "lilac", "lightpurple"), "lilac": ("lilac", "lavender"),
    "violet": ("violet", "purple", "bluepurple"), "indigo": ("indigo", "bluepurple", "purpleblue"), "salmon": ("salmon", "coral"),
    "coral": ("coral", "salmon"), "mint": ("mint", "seafoamgreen", "pastelgreen"), "peach": ("peach",), "khaki": ("khaki",),
    "rust": ("rust", "terracotta", "brick"), "plum": ("plum", "eggplant"), "mauve": ("mauve", "dustyrose"), "sky blue": ("skyblue", "lightblue", "babyblue"),
    "royal blue": ("royalblue", "brightblue", "electricblue"), "forest green": ("forestgreen", "huntergreen", "darkgreen"), "hot pink": ("hotpink", "neonpink", "brightpink"),
}


def family_weights(term: str) -> dict[str, float]:
    """The basic families that a survey term counts for; head noun first, two nouns half and half."""
    if term in FAMILY_OF_TERM:
        return FAMILY_OF_TERM[term]
    nouns = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "grey", "black", "white", "violet")
    head = next((noun for noun in nouns if term.endswith(noun)), None)
    if head is None:
        raise ValueError(f"survey term {term!r} belongs to no family; add it to FAMILY_OF_TERM")
    modifier = term[: -len(head)]
    families = ["purple" if noun == "violet" else noun for noun in (head, modifier) if noun in nouns]
    return {family: families.count(family) / len(families) for family in families}


def srgb_to_lab(rgb: np.ndarray) -> np.ndarray:
    """(N, 3) float64 CIE Lab (D65) of (N, 3) sRGB values 0..255."""
    linear = np.asarray(rgb, np.float64) / 255
    linear = np.where(linear <= 0.04045, linear / 12.92, ((linear + 0.055) / 1.055) ** 2.4)
    xyz = linear @ np.array([[0.4124564, 0.2126729, 0.0193339], [0.3575761, 0.7151522, 0.1191920], [0.1804375, 0.0721750, 0.9503041]])
    ratio = xyz / np.array([0.950470, 1.0, 1.088830])
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], 1)


def build(survey: dict) -> dict[str, np.ndarray]:
    """The arrays of colors.npz from the parsed survey file."""
    bins = np.array(survey["color"], np.float64).reshape(-1, 3)
    terms: list[str] = survey["terms"]
    index, count = np.array(survey["T"], np.int64).reshape(-1, 2).T
    counts = np.zeros((len(bins), len(terms)))
    counts.flat[index] = count

    to_family = np.zeros((len(terms), len(BASIC)))
    for i, term in enumerate(terms):
        for family, weight in family_weights(term).items():
            to_family[i, BASIC.index(family)] = weight
    to_finer = np.zeros((len(terms), len(FINER)))
    for j, group in enumerate(FINER.values()):
        for term in group:
            to_finer[terms.index(term), j] = 1.0

    levels = np.round(np.linspace(0, 255, LEVELS)).astype(np.uint8)
    grid = np.stack(np.meshgrid(levels, levels, levels, indexing="ij"), -1).reshape(-1, 3)
    lab = srgb_to_lab(grid)
    shares = np.zeros((len(grid), len(terms)), np.float64)
    for start in range(0, len(grid), 1024):
        block = lab[start : start + 1024]
        distance = (block**2).sum(1)[:, None] + (bins**2).sum(1)[None] - 2 * block @ bins.T
        nearest = distance.min(1, keepdims=True)  # a color off the survey's bins still takes its nearest neighbors
        kernel = np.exp(-(distance - nearest) / (2 * KERNEL_SIGMA**2))
        named = kernel @ counts
        shares[start : start + 1024] = named / named.sum(1, keepdims=True)
    basic = shares @ to_family
    finer = shares @ to_finer
    finer = np.clip(finer / (0.35 * finer.max(0, keepdims=True)), 0, 1)
    table = np.round(255 * np.concatenate([basic, finer], 1)).astype(np.uint8)
    words = [f"basic:{word}" for word in BASIC] + [f"term:{word}" for word in FINER]
    return {"levels": levels, "words": np.array(words), "table": table.reshape(LEVELS, LEVELS, LEVELS, -1)}


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("usage: python -m shadow_teacher.training.build_color_table c3.json colors.npz")
    target = Path(sys.argv[2])
    target.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(target, **build(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))))
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
