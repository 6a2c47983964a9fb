"""What people call a color, and how far apart two colors are.

Distances are Euclidean in OKLab (about 0.02 is just noticeable, 0.05 plainly different). Words come from a survey table
(ColorTable, stored in the student): a color word is *acceptable* for a color as far as its family is named as often as
the family named most; greys, black and white follow lightness and chroma rules, because the survey is noisy there.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import colorsys
import io
import math
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

Rgb = tuple[int, int, int]

BASIC_WORDS = ("red", "orange", "yellow", "green", "cyan", "blue", "purple", "pink", "brown", "grey", "black", "white")
FINER_WORDS = (
    "teal", "turquoise", "aqua", "lime", "navy", "maroon", "burgundy", "crimson", "magenta", "fuchsia", "olive", "beige",
    "cream", "tan", "gold", "mustard", "lavender", "lilac", "violet", "indigo", "salmon", "coral", "mint", "peach", "khaki",
    "rust", "plum", "mauve", "sky blue", "royal blue", "forest green", "hot pink",
)  # fmt: skip
SPELLINGS = {"gray": "grey", "golden": "gold", "navy blue": "navy", "lime green": "lime", "mint green": "mint", "olive green": "olive",
             "skyblue": "sky blue", "amber": "orange", "silver": "light grey", "charcoal": "dark grey", "violet": "violet", "off-white": "cream"}  # fmt: skip
SHADES = ("dark", "light", "bright", "pale", "deep", "vivid", "colorful", "colored", "colorless")

_MODIFIER = re.compile(r"^(very )?(dark|deep|light|pale|bright|vivid)[ -](.+)$")
_TO_LMS = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929], [0.2119034982, 0.6806995451, 0.1073969566], [0.0883024619, 0.2817188376, 0.6299787005]]
).T
_TO_OKLAB = np.array(
    [[0.2104542553, 0.7936177850, -0.0040720468], [1.9779984951, -2.4285922050, 0.4505937099], [0.0259040371, 0.7827717662, -0.8086757660]]
).T


@lru_cache(maxsize=1)
def _linear_of_byte() -> np.ndarray:
    byte = np.arange(256) / 255
    return np.where(byte <= 0.04045, byte / 12.92, ((byte + 0.055) / 1.055) ** 2.4)


def oklab(rgb: np.ndarray) -> np.ndarray:
    """(..., 3) float64 OKLab (L 0..1) of (..., 3) uint8 or integer sRGB."""
    return np.cbrt(_linear_of_byte()[np.asarray(rgb, np.uint8)] @ _TO_LMS) @ _TO_OKLAB


@lru_cache(maxsize=4096)
def lab_of(rgb: Rgb) -> tuple[float, float, float]:
    """OKLab of one color; cached, because a page has few colors."""
    lightness, a, b = oklab(np.array(rgb)).tolist()
    return lightness, a, b


def distance(a: Rgb, b: Rgb) -> float:
    """Delta E OK of two sRGB colors."""
    return math.dist(lab_of(a), lab_of(b))


def lightness(rgb: Rgb) -> float:
    """OKLab L, 0 black to 1 white."""
    return lab_of(rgb)[0]


def chroma(rgb: Rgb) -> float:
    """OKLab chroma, 0 for greys, about 0.3 for the strongest screen colors."""
    return math.hypot(*lab_of(rgb)[1:])


def luminance(rgb: Rgb) -> float:
    """WCAG relative luminance."""
    linear = _linear_of_byte()
    return float(0.2126 * linear[rgb[0]] + 0.7152 * linear[rgb[1]] + 0.0722 * linear[rgb[2]])


def contrast(a: Rgb, b: Rgb) -> float:
    """WCAG contrast ratio, 1 to 21."""
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def to_hex(rgb: Rgb) -> str:
    return "#{:02x}{:02x}{:02x}".format(*rgb)


def parse_color(text: str) -> Rgb | None:
    """The color of "#1f6feb", "#16e", "rgb(31, 111, 235)" or "hsl(215 84% 52%)"; None when it is none of them."""
    text = text.strip().lower()
    if match := re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", text):
        digits = match[1] if len(match[1]) == 6 else "".join(2 * digit for digit in match[1])
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    if match := re.fullmatch(r"(rgb|hsl)a?\(([^)]*)\)", text):
        parts = [part for part in re.split(r"[\s,/]+", match[2].strip()) if part]
        try:
            numbers = [float(part.rstrip("%deg")) for part in parts[:3]]
        except ValueError:
            return None
        if len(numbers) < 3:
            return None
        if match[1] == "rgb":
            values = [2.55 * n if part.endswith("%") else n for n, part in zip(numbers, parts, strict=False)]
        else:
            values = [255 * v for v in colorsys.hls_to_rgb(numbers[0] % 360 / 360, numbers[2] / 100, numbers[1] / 100)]
        if all(-0.5 <= v <= 255.5 for v in values):
            red, green, blue = (round(v) for v in values)
            return red, green, blue
    return None


def _ramp(value: float, low: float, high: float) -> float:
    """0 below `low`, 1 above `high` (or the other way round when low > high), a straight line between."""
    return min(max((value - low) / (high - low), 0.0), 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class ColorTable:
    """The survey table of a student: levels (L,), words (W,), table (L, L, L, W) uint8; see build_color_table.py."""

    levels: np.ndarray
    words: tuple[str, ...]
    table: np.ndarray

    def survey(self, rgb: Rgb) -> dict[str, float]:
        """Trilinear look-up: {"basic:green": share of namings, "term:teal": relative share, ...}."""
        position = np.interp(rgb, self.levels, np.arange(len(self.levels)))
        low = np.minimum(position.astype(int), len(self.levels) - 2)
        weight = position - low
        cube = self.table[low[0] : low[0] + 2, low[1] : low[1] + 2, low[2] : low[2] + 2].astype(np.float64)
        for share in weight:  # folds the red, then the green, then the blue axis
            cube = cube[0] * (1 - share) + cube[1] * share
        return dict(zip(self.words, (cube / 255).tolist(), strict=True))

    def basic(self, rgb: Rgb) -> dict[str, float]:
        """Acceptability 0..1 of each basic word, greys by rule."""
        return dict(_basic(self, rgb))

    def accepts(self, word: str, rgb: Rgb) -> float:
        """Acceptability 0..1 of a color word ("green", "dark blue", "teal") or shade ("dark", "light") for a color."""
        word = SPELLINGS.get(word, word)
        light = lightness(rgb)
        if word in ("dark", "deep"):
            return _ramp(light, 0.62, 0.42)
        if word in ("light", "pale"):
            return _ramp(light, 0.62, 0.82)
        if word in ("bright", "vivid"):
            return max(_ramp(chroma(rgb), 0.06, 0.15) * _ramp(light, 0.35, 0.55), _ramp(light, 0.75, 0.9))
        if word in ("colorful", "colored"):
            return _ramp(chroma(rgb), 0.02, 0.06)
        if word == "colorless":
            return 1 - _ramp(chroma(rgb), 0.015, 0.04)
        if word in BASIC_WORDS:
            return self.basic(rgb)[word]
        if word in FINER_WORDS:
            colorful = 1.0 if word in ("beige", "cream", "tan") else _ramp(chroma(rgb), 0.015, 0.04)
            return min(1.0, self.survey(rgb)[f"term:{word}"]) * colorful
        if match := _MODIFIER.match(word):
            shade, base = match[2], match[3]
            base = SPELLINGS.get(base, base)
            of_base = self.accepts(base, rgb)
            if base == "grey":  # dark grey and light grey reach further than a bare "grey"
                grey = max(of_base, 1 - _ramp(chroma(rgb), 0.015, 0.035)) * _ramp(light, 0.12, 0.22) * _ramp(light, 0.985, 0.96)
                return grey * (_ramp(light, 0.68, 0.5) if shade in ("dark", "deep") else _ramp(light, 0.62, 0.78))
            if shade in ("dark", "deep"):
                hue = of_base if light > 0.3 else max(of_base, self._hue_share(base, rgb))
                return hue * _ramp(light, 0.68, 0.5)
            if shade in ("light", "pale"):
                return max(of_base, self._hue_share(base, rgb)) * _ramp(light, 0.62, 0.76)
            return of_base * self.accepts("bright", rgb)
        raise KeyError(word)

    def _hue_share(self, word: str, rgb: Rgb) -> float:
        """Acceptability among the hue families only: a very dark or pale color still has a hue."""
        if chroma(rgb) < 0.015 or f"basic:{word}" not in self.words:
            return 0.0
        shares = {key: value for key, value in self.survey(rgb).items() if key.startswith("basic:")}
        hues = [value for key, value in shares.items() if key not in ("basic:grey", "basic:black", "basic:white")]
        return shares[f"basic:{word}"] / max(max(hues), 1e-6)

    def names(self, rgb: Rgb, count: int = 2) -> list[tuple[str, float]]:
        """The most acceptable basic words, best first."""
        ranked = sorted(self.basic(rgb).items(), key=lambda item: -item[1])
        return ranked[:count]

    def describe(self, rgb: Rgb) -> str:
        """"blue #1f6feb" ."""
        return f"{self.names(rgb, 1)[0][0]} {to_hex(rgb)}"


@lru_cache(maxsize=4096)
def _basic(table: ColorTable, rgb: Rgb) -> tuple[tuple[str, float], ...]:
    light, strength = lightness(rgb), chroma(rgb)
    shares = dict(_shares(table, rgb))
    best = max(shares.values())
    named = {word: value / best for word, value in shares.items()}
    rule = {
        "black": _ramp(light, 0.42, 0.31),
        "grey": min(_ramp(light, 0.27, 0.38), _ramp(light, 0.975, 0.93)),
        "white": _ramp(light, 0.93, 0.972),
    }
    # Below .02 of chroma people see no hue on a screen of full colors; above .045 they do, between the survey and the rule mix.
    # Very light and very dark colors need less or more chroma to show their hue.
    colorful = _ramp(strength, 0.02, 0.045) if light < 0.93 else _ramp(strength, 0.012, 0.035)
    if light < 0.32:  # nearly black, whatever the hue: "black" stays acceptable, the hue is a maybe
        colorful *= _ramp(light, 0.16, 0.32)
    result = {}
    for word in BASIC_WORDS:
        result[word] = (1 - colorful) * rule.get(word, 0.0) + colorful * named[word]
    return tuple(result.items())


def _shares(table: ColorTable, rgb: Rgb) -> list[tuple[str, float]]:
    found = table.survey(rgb)
    return [(word, found[f"basic:{word}"]) for word in BASIC_WORDS]


def load_colors(source: str | Path | bytes) -> ColorTable:
    """The color table from a colors.npz file or its bytes. Raises ValueError when it is not one."""
    try:
        with np.load(io.BytesIO(source) if isinstance(source, bytes) else source, allow_pickle=False) as arrays:
            levels, words, table = arrays["levels"], tuple(str(word) for word in arrays["words"]), arrays["table"]
    except (KeyError, ValueError, EOFError, OSError) as error:
        raise ValueError(f"not a color table: {error}") from error
    missing = [w for w in BASIC_WORDS if f"basic:{w}" not in words] + [w for w in FINER_WORDS if f"term:{w}" not in words]
    if table.shape != (len(levels),) * 3 + (len(words),) or table.dtype != np.uint8 or missing:
        raise ValueError(f"not a color table: shape {table.shape}, dtype {table.dtype}, missing words {missing}")
    return ColorTable(levels.astype(np.float64), words, table)
