"""Font families of pages, split whole families at a time, and the @font-face rules that load them from npm."""

from __future__ import annotations

from dataclasses import dataclass

_WEIGHTS = "400 700"


@dataclass(frozen=True, slots=True)
class Family:
    """One family. kind: sans, serif, mono, condensed, display or script. package: @fontsource name, None = system font."""

    name: str
    kind: str
    package: str | None
    weights: tuple[int, ...] = (400, 700)
    italics: tuple[int, ...] = ()  # weights with an italic of their own; elsewhere the browser slants the upright


def _families(kind: str, listing: str, italics: tuple[int, ...] = ()) -> tuple[Family, ...]:
    out = []
    for item in listing.split(","):
        name, _, weights = item.strip().partition(":")
        package = name.lower().replace(" ", "-")
        out.append(Family(name, kind, package, tuple(int(w) for w in (weights or _WEIGHTS).split()), italics))
    return tuple(out)


TRAIN = (
    *_families("sans", "Roboto:400 500 700, Open Sans:400 600 700, Lato, Montserrat:400 600 700, Inter:400 500 600 700, "
               "Poppins:400 500 600 700, Source Sans 3:400 600 700, Noto Sans, Raleway:400 600 700, Nunito:400 600 700, "
               "Ubuntu:400 500 700, PT Sans, Rubik:400 500 700, Work Sans:400 600 700, Fira Sans:400 500 700, "
               "IBM Plex Sans:400 600 700, Mulish, Quicksand:400 700, Barlow:400 600 700, Josefin Sans, "
               "Manrope:400 600 800, Cabin, Exo 2, Titillium Web, Space Grotesk, Figtree:400 600 700, Hind:400 600 700"),
    *_families("serif", "Merriweather, Playfair Display, PT Serif, Roboto Slab, Lora, Libre Baskerville, Bitter, Zilla Slab"),
    *_families("mono", "Roboto Mono, Fira Code, Source Code Pro"),
    *_families("condensed", "Oswald, Roboto Condensed, Archivo Narrow"),
    *_families("display", "Bebas Neue:400, Anton:400, Abril Fatface:400, Righteous:400"),
    *_families("script", "Lobster:400, Pacifico:400"),
)
HELDOUT = (
    *_families("sans", "DM Sans:400 500 700, Karla, Plus Jakarta Sans:400 600 700, Nunito Sans:400 600 700, Comfortaa"),
    *_families("serif", "Crimson Text, EB Garamond"),
    *_families("mono", "JetBrains Mono, IBM Plex Mono"),
    *_families("condensed", "Barlow Condensed:400 600 700"),
    *_families("display", "Comfortaa"),
    *_families("script", "Dancing Script"),
)
# Families for text sheets alone: the reader needs more shapes, and true italics, than pages need looks.
SHEET_ONLY = (
    *_families("sans", "Public Sans:300 400 600 700, Be Vietnam Pro:300 400 600 700, Overpass:300 400 600 700, Urbanist:300 400 600 700, "
               "Red Hat Display:400 600 800, Libre Franklin:300 400 600 700, Alegreya Sans:300 400 700, Asap:400 600 700, Arimo, Atkinson Hyperlegible", (400, 700)),
    *_families("sans", "Outfit:300 400 600 700, Lexend:300 400 600 700, Dosis:300 400 700, Varela Round:400, Maven Pro:400 600 700, Signika:300 400 700"),
    *_families("serif", "Source Serif 4:300 400 600 700, Noto Serif:300 400 700, IBM Plex Serif:300 400 600 700, Spectral:300 400 700, Arvo, Tinos", (400, 700)),
    *_families("mono", "Cousine, Courier Prime, Space Mono", (400, 700)),
    *_families("mono", "Inconsolata:300 400 700"),
    *_families("condensed", "Fjalla One:400"),
    *_families("script", "Caveat, Kalam:300 400 700, Satisfy:400"),
)
# Fonts of the machine itself: what pages without web fonts show. Not part of the split: a page cannot avoid them.
SYSTEM = (
    Family("Arial", "sans", None),
    Family("Helvetica", "sans", None),
    Family("Verdana", "sans", None),
    Family("system-ui", "sans", None),
    Family("DejaVu Sans", "sans", None),
    Family("Liberation Sans", "sans", None),
    Family("Times New Roman", "serif", None),
    Family("Georgia", "serif", None),
    Family("DejaVu Serif", "serif", None),
    Family("Courier New", "mono", None),
    Family("DejaVu Sans Mono", "mono", None),
    Family("Liberation Sans Narrow", "condensed", None),
)
_GENERIC = {"sans": "sans-serif", "serif": "serif", "mono": "monospace", "condensed": "sans-serif", "display": "sans-serif",
            "script": "cursive"}


def family_split(split: str) -> tuple[Family, ...]:
    """The web font families of a split."""
    return {"train": TRAIN, "heldout": HELDOUT}[split]


def stack(family: Family) -> str:
    """The CSS font-family value; `system-ui` stays a keyword."""
    name = family.name if family.name == "system-ui" else f"'{family.name}'"
    return f"{name},{_GENERIC[family.kind]}"


def font_face(family: Family) -> str:
    """@font-face rules (Latin and Latin Extended, upright and true italics); "" for a system font."""
    if family.package is None:
        return ""
    rules = []
    styles = [(weight, "normal") for weight in family.weights] + [(weight, "italic") for weight in family.italics]
    for weight, style in styles:
        for subset, ranges in (("latin-ext", "U+0100-02BA,U+1E00-1E9F,U+20A0-20AB,U+20AD-20C0"), ("latin", None)):
            url = f"/assets/@fontsource/{family.package}/files/{family.package}-{subset}-{weight}-{style}.woff2"
            limit = f"unicode-range:{ranges};" if ranges else ""
            rules.append(
                f"@font-face{{font-family:'{family.name}';font-style:{style};font-weight:{weight};font-display:block;"
                f"{limit}src:url({url}) format('woff2')}}"
            )
    return "".join(rules)
