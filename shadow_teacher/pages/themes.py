"""Hand-made styles for pages without a framework: named themes, each a set of choices that a page draws its tokens from.

TRAIN and HELDOUT share no theme. `plain_css` turns a theme and a random generator into rules for every part of a kit.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

ACCENTS = ("#0d6efd", "#1976d2", "#6200ee", "#e91e63", "#16a34a", "#dc2626", "#ea580c", "#0f766e", "#111827", "#7c3aed",
           "hue")
DARK_GROUNDS = ("#0f172a", "#111", "#1e1e2e", "#212529", "#0b0f14", "#23272f")
SHADOWS = ("none", "none", "0 1px 3px #0003", "0 4px 12px #0002", "0 10px 30px #0002")
DOTS = "background-image:radial-gradient(#8883 1px,transparent 1px);background-size:14px 14px"
LINES = "background-image:repeating-linear-gradient(0deg,#8881 0 1px,transparent 1px 28px)"
CHECKS = "background-image:repeating-conic-gradient(#8881 0 25%,transparent 0 50%);background-size:22px 22px"
SLANTS = "background-image:repeating-linear-gradient(45deg,#8881 0 6px,transparent 6px 14px)"


@dataclass(frozen=True, slots=True)
class Theme:
    """Choices of a style. Colors are CSS; "hue" stands for a random one. radii, pads: CSS px; buttons, fields, tabs, heads:
    keys of the tables below; faces: families, "own" for the page's own; backdrop: more rules for <body>; extra: more
    rules at the end; dark: whether it has a dark form (None: only a dark one)."""

    name: str
    grounds: tuple[str, ...] = ("#fff", "#f8f9fa", "#fafafa", "#f3f4f6")
    panels: tuple[str, ...] = ("#fff", "#fff", "#fafafa")
    inks: tuple[str, ...] = ("#212529", "#111", "#333", "#374151")
    lines: tuple[str, ...] = ("#ced4da", "#d1d5db", "#ddd", "#bbb")
    accents: tuple[str, ...] = ACCENTS
    radii: tuple[int, ...] = (2, 4, 6, 8)
    borders: tuple[str, ...] = ("1px solid",)
    shadows: tuple[str, ...] = SHADOWS
    buttons: tuple[str, ...] = ("flat",)
    fields: tuple[str, ...] = ("box",)
    tabs: tuple[str, ...] = ("line", "pill", "folder")
    heads: tuple[str, ...] = ("", "", "font-weight:600")
    pads: tuple[str, ...] = ("4px 10px", "6px 12px", "8px 16px", "10px 20px")
    faces: tuple[str, ...] = ()
    sizes: tuple[int, ...] = (14, 15, 16, 16, 17)
    leading: tuple[float, ...] = (1.35, 1.5, 1.6)
    backdrop: tuple[str, ...] = ("",)
    extra: str = ""
    dark: bool | None = True


OLD_FACES = ("Verdana", "Arial", "Times New Roman", "Helvetica")
TRAIN = (
    Theme("plain", radii=(0, 2, 3, 4, 4, 6, 8, 10, 14, 999), buttons=("flat", "flat", "gradient", "outline"),
          fields=("box", "line", "thick", "filled"), shadows=(*SHADOWS, "2px 2px 0 #0006")),
    Theme("flat", accents=("#3498db", "#1abc9c", "#e74c3c", "#9b59b6", "#2ecc71", "#34495e"), radii=(0, 3),
          shadows=("none",),
          fields=("box", "filled"), grounds=("#ecf0f1", "#fff", "#f7f9fa"), lines=("#bdc3c7", "#dfe6e9")),
    Theme("material", accents=("#6200ee", "#1976d2", "#009688", "#e91e63", "#3f51b5"),
          grounds=("#fafafa", "#f5f5f5", "#fff"),
          radii=(2, 4), shadows=("0 2px 2px #0003,0 1px 5px #0003", "0 3px 6px #0004"), fields=("line", "filled"),
          tabs=("line",),
          heads=("font-weight:400", "font-weight:500"), buttons=("caps",), faces=("own", "Arial")),
    Theme("material-you", accents=("#6750a4", "#386a20", "#006a6a", "#984061"),
          grounds=("#fffbfe", "#fef7ff", "#f4fbf0"),
          panels=("#f3edf7", "#eef1ea", "#e8def8"), radii=(12, 16, 28), shadows=("none",), buttons=("pill", "tonal"),
          fields=("filled", "box"), tabs=("line", "pill")),
    Theme("skeuomorphic", grounds=("#e9e6df", "#d8d8d8", "#f2efe8"), panels=("#f7f5f0", "#fdfdfd"),
          buttons=("gloss", "bevel"),
          fields=("inset",), radii=(4, 6, 9), shadows=("0 1px 2px #0006,inset 0 1px 0 #fff", "0 2px 4px #0005"),
          tabs=("folder",),
          heads=("text-shadow:0 1px 0 #fff",), backdrop=("", LINES, SLANTS), dark=False),
    Theme("neumorphic", grounds=("#e0e5ec", "#ecf0f3"), panels=("#e0e5ec", "#ecf0f3"), radii=(10, 16, 24),
          lines=("transparent", "#d1d9e6"),
          shadows=("6px 6px 12px #b8bec9,-6px -6px 12px #fff",), buttons=("soft",), fields=("sunk",), tabs=("pill",),
          dark=False),
    Theme("brutalist", grounds=("#fff", "#fffbe6", "#f0f0f0", "#fde047"), panels=("#fff", "#fef08a"), inks=("#000",),
          lines=("#000",),
          accents=("#ff5722", "#000", "#2563eb", "#ec4899"), borders=("2px solid", "3px solid"), radii=(0,),
          shadows=("4px 4px 0 #000", "none"),
          buttons=("hard",), fields=("thick",), tabs=("block", "folder"), heads=("font-weight:900;"
                                                                                 "text-transform:uppercase",
                                                                                 "font-weight:800"),
          dark=False),
    Theme("glass", grounds=("#667eea", "#4facfe", "#fa709a", "#43e97b", "#1e3c72"),
          panels=("#ffffffd9", "#ffffffbf", "#ffffffcc"),
          lines=("#ffffff99",), radii=(12, 18), shadows=("0 8px 32px #0003",), fields=("box", "filled"),
          buttons=("flat", "pill"),
          backdrop=("background-image:linear-gradient(135deg,#fff6,#0003)", "background-image:radial-gradient(circle "
                                                                            "at 20% 20%,#fff8,#0000 60%)"),
          extra=".card{backdrop-filter:blur(8px)}", dark=False),
    Theme("portal-2000", grounds=("#fff", "#eef3fa", "#ddeeff", "#f5f5dc"), panels=("#fff", "#f7f7f7", "#ffffee"),
          inks=("#000", "#333"),
          lines=("#99aabb", "#ccc", "#336699"), accents=("#003399", "#cc0000", "#336699", "#006600", "#ff6600"),
          radii=(0, 0, 2),
          shadows=("none",), buttons=("bevel", "gradient", "gloss"), fields=("inset", "box"), tabs=("folder", "block"),
          pads=("2px 8px", "3px 10px"),
          faces=OLD_FACES, sizes=(11, 12, 12, 13), leading=(1.2, 1.35),
          heads=("color:#003366;font-size:1.2em", "font-size:1.1em"), dark=False),
    Theme("table-1998", grounds=("#c0c0c0", "#ffffcc", "#fff", "#000080", "#008080"),
          panels=("#d4d0c8", "#fff", "#ffffff"), inks=("#000",),
          lines=("#808080", "#000"), accents=("#0000ff", "#800000", "#008000"),
          borders=("2px outset", "1px solid", "3px ridge"), radii=(0,),
          shadows=("none",), buttons=("classic",), fields=("classic",), tabs=("classic",), pads=("1px 6px", "2px 8px"),
          faces=OLD_FACES,
          sizes=(12, 13, 14, 16), leading=(1.15, 1.25), backdrop=("", CHECKS, DOTS), extra="body>*{color:inherit}",
          dark=False),
    Theme("government", grounds=("#fff", "#f3f2f1"), panels=("#fff", "#f3f2f1", "#f0f4f8"), inks=("#0b0c0c", "#1b1b1b"),
          lines=("#b1b4b6", "#505a5f"),
          accents=("#005ea5", "#00703c", "#1d70b8", "#005ea2", "#003366"), radii=(0, 3),
          shadows=("none", "0 2px 0 #002d18"),
          buttons=("solid",), fields=("thick",), tabs=("folder", "line"), sizes=(16, 17, 19),
          heads=("font-weight:700",),
          pads=("8px 12px", "10px 20px"), dark=False),
    Theme("terminal", grounds=("#000", "#0a0e0a", "#10140f", "#002b36"), panels=("#000", "#0d120d"),
          inks=("#33ff66", "#e0e0e0", "#ffb000", "#93a1a1"),
          lines=("#2f6f3f", "#555", "#8a6a10"), accents=("#1f7a3a", "#b58900", "#268bd2", "#8a2be2"), radii=(0,),
          shadows=("none",),
          buttons=("outline", "solid"), fields=("box", "line"), tabs=("block", "line"),
          faces=("Courier New", "DejaVu Sans Mono"), sizes=(13, 14, 15),
          dark=None),
    Theme("newspaper", grounds=("#fdfaf3", "#fff", "#f7f1e3"), panels=("#fdfaf3", "#fff"), inks=("#111", "#2b2118"),
          lines=("#333", "#c9bfa8"),
          accents=("#8b0000", "#111", "#1a3d5c"), radii=(0,), shadows=("none",), buttons=("outline", "flat"),
          fields=("line", "box"), tabs=("line",),
          faces=("Georgia", "Times New Roman", "own"), heads=("font-weight:700;letter-spacing:-.01em",
                                                              "font-style:italic"), dark=False),
    Theme("corporate", grounds=("#fff", "#f4f6f9"), accents=("#0a4d8c", "#00529b", "#14375e", "#5b2d8e"),
          lines=("#d9dfe7", "#c5ced8"),
          radii=(2, 3, 4), buttons=("flat", "gradient"), fields=("box",), tabs=("line", "folder"), sizes=(13, 14, 15)),
    Theme("startup", grounds=("#fff", "#fafaff", "#f9fafb"), accents=("#6366f1", "#8b5cf6", "#ec4899", "#06b6d4",
                                                                      "#f43f5e"), radii=(8, 10, 12, 999),
          shadows=("0 1px 2px #0002", "0 10px 25px #0002"), buttons=("flat", "gradient", "pill"),
          fields=("box", "filled"),
          heads=("font-weight:800;letter-spacing:-.02em", "font-weight:700"), tabs=("pill", "line")),
    Theme("pastel", grounds=("#fdf2f8", "#ecfeff", "#f0fdf4", "#fefce8", "#faf5ff"), panels=("#fff", "#ffffffcc"),
          inks=("#4a4458", "#3f3f46"),
          lines=("#f5d0fe", "#bae6fd", "#d9f99d", "#e5e7eb"), accents=("#d946ef", "#0ea5e9", "#84cc16", "#f97316"),
          radii=(12, 18, 24),
          buttons=("pill", "tonal"), fields=("box", "filled"), tabs=("pill",), dark=False),
    Theme("candy", grounds=("#ffe4f1", "#fff0c2", "#d7f9ff"), panels=("#fff",),
          accents=("#ff2e93", "#7928ca", "#00b8d9", "#ff7a00"), radii=(14, 999),
          borders=("2px solid", "3px solid"), buttons=("gloss", "hard", "pill"), fields=("thick",),
          heads=("font-weight:800",), tabs=("pill", "block"),
          lines=("#ffb3d9", "#7928ca"), dark=False),
    Theme("luxury", grounds=("#0c0c0c", "#14110d", "#1a1a1a"), panels=("#161412", "#1f1c18"),
          inks=("#e8e0d0", "#f5f0e6"), lines=("#5c4f33", "#3a3328"),
          accents=("#b08d3c", "#8c6f2e", "#a67c00"), radii=(0,), shadows=("none",), buttons=("outline", "flat"),
          fields=("line", "box"),
          heads=("font-weight:300;letter-spacing:.12em;text-transform:uppercase",), faces=("Georgia", "own"),
          tabs=("line",), dark=None),
    Theme("neon", grounds=("#0b0221", "#08081a", "#120024"), panels=("#160a33", "#101030"), inks=("#f0e6ff", "#d6f8ff"),
          lines=("#5b21b6", "#0891b2"),
          accents=("#d100d1", "#7c3aed", "#0891b2", "#e11d48"), radii=(4, 10),
          shadows=("0 0 12px #a855f7", "0 0 10px #22d3ee"),
          buttons=("flat", "outline"), fields=("box",), tabs=("line", "pill"), dark=None),
    Theme("dense-tool", grounds=("#f0f0f0", "#fff", "#e8eaed"), lines=("#c4c7cc", "#aaa"), radii=(2, 3),
          pads=("2px 6px", "3px 8px"), sizes=(11, 12, 13),
          leading=(1.2, 1.3), buttons=("flat", "gradient", "outline"), fields=("box",), tabs=("folder", "line"),
          shadows=("none",)),
    Theme("airy", grounds=("#fff",), lines=("#eee", "#e5e5e5"), radii=(0, 6, 999), pads=("12px 28px", "14px 34px"),
          sizes=(16, 18, 19), leading=(1.7, 1.8),
          buttons=("flat", "outline", "pill"), fields=("line", "box"), heads=("font-weight:300", "font-weight:200;"
                                                                                                 "letter-spacing:-.01em"), tabs=("line",)),
    Theme("photo", grounds=("#2a2d34", "#3b3a36", "#394b59"), panels=("#ffffffee", "#fff"), inks=("#222",),
          radii=(0, 6, 10), buttons=("flat", "pill"),
          backdrop=("background-image:radial-gradient(ellipse at 20% 30%,#d9a441aa,#0000 55%),radial-gradient(ellipse "
                    "at 80% 70%,#356e9daa,#0000 60%)",
                    "background-image:linear-gradient(180deg,#89b4d8,#dfe9f0 45%,#6b7f57 46%,#3f5136)"), dark=False),
    Theme("mac-classic", grounds=("#ddd", "#ececec"), panels=("#fff", "#f6f6f6"), lines=("#999", "#b5b5b5"),
          accents=("#0a64dc", "#1d6fe0"), radii=(4, 5),
          buttons=("gloss", "gradient"), fields=("inset", "box"), tabs=("block", "folder"), sizes=(12, 13),
          faces=("Helvetica", "Arial"), dark=False),
    Theme("forum", grounds=("#e9eef3", "#f5f5f5", "#dfe6ec"), panels=("#fff", "#f4f7fa"), lines=("#b7c3cf", "#ccd6dd"),
          accents=("#2b587a", "#417394", "#7a2b2b"),
          radii=(0, 3, 5), sizes=(12, 13, 14), faces=("Verdana", "Arial", "own"), buttons=("gradient", "bevel"),
          fields=("inset", "box"), tabs=("folder",),
          pads=("3px 8px", "4px 12px")),
    Theme("kids", grounds=("#fff9db", "#e3fafc", "#f3f0ff"), accents=("#f76707", "#1098ad", "#7048e8", "#e8590c"),
          radii=(16, 24, 999), borders=("3px solid",),
          lines=("#ffd43b", "#66d9e8", "#b197fc"), buttons=("hard", "gloss", "pill"), fields=("thick",),
          sizes=(16, 18, 20), heads=("font-weight:800",),
          tabs=("pill", "block"), dark=False),
    # What applications look like now: hairlines, small type, quiet grays, one strong button.
    Theme("zinc", grounds=("#fff", "#fafafa"), panels=("#fff",), inks=("#09090b", "#18181b"), lines=("#e4e4e7",), accents=("#18181b", "#09090b", "#2563eb"),
          radii=(6, 8), shadows=("0 1px 2px #0000000d", "none"), pads=("5px 12px", "7px 16px"), sizes=(13, 14, 14), faces=("Inter", "Inter", "own"),
          leading=(1.43, 1.5), heads=("font-weight:600;letter-spacing:-.02em",), tabs=("pill", "line"), dark=False),
    Theme("zinc-dark", grounds=("#09090b", "#0a0a0a"), panels=("#09090b", "#18181b"), inks=("#fafafa",), lines=("#27272a", "#3f3f46"), accents=("#3f3f46", "#2563eb", "#7c3aed"),
          radii=(6, 8), shadows=("none",), pads=("5px 12px", "7px 16px"), sizes=(13, 14), faces=("Inter", "own"), heads=("font-weight:600;letter-spacing:-.02em",),
          tabs=("pill", "line"), dark=None),
    Theme("tracker", grounds=("#fff", "#fcfcfd", "#fbfbfc"), panels=("#fff",), inks=("#282a30", "#1f2023"), lines=("#e6e6e9", "#ececf0"), accents=("#5e6ad2", "#26b5ce", "#4c9aff"),
          radii=(4, 5, 6), shadows=("0 1px 1px #00000012", "none"), pads=("3px 9px", "4px 10px", "5px 12px"), sizes=(12, 13, 13), faces=("Inter", "own"),
          leading=(1.4,), heads=("font-weight:600", "font-weight:500"), tabs=("pill", "line"), buttons=("flat", "tonal")),
    Theme("repository", grounds=("#fff", "#f6f8fa"), panels=("#fff", "#f6f8fa"), inks=("#1f2328", "#24292f"), lines=("#d0d7de", "#d1d9e0"), accents=("#1f883d", "#0969da", "#2da44e"),
          radii=(6,), shadows=("0 1px 0 #1f232808", "none"), pads=("4px 12px", "5px 16px"), sizes=(14, 14, 13), faces=("Noto Sans", "own", "Arial"), leading=(1.43, 1.5),
          heads=("font-weight:600", "font-weight:400"), fields=("box", "inset"), tabs=("line", "folder")),
    Theme("payments", grounds=("#fff", "#f6f8fa", "#f7fafc"), panels=("#fff",), inks=("#1a1f36", "#0a2540", "#3c4257"), lines=("#e3e8ee", "#d8dee4"), accents=("#635bff", "#5469d4", "#0570de"),
          radii=(4, 6, 8), shadows=("0 2px 5px #3c425714,0 1px 1px #0000001f", "0 0 0 1px #3c425729,0 1px 1px #0000001f"), pads=("4px 10px", "6px 14px"), sizes=(13, 14),
          faces=("Inter", "own"), leading=(1.43,), heads=("font-weight:700", "font-weight:600"), tabs=("line",)),
    Theme("fluent", grounds=("#faf9f8", "#fff", "#f3f2f1"), panels=("#fff",), inks=("#323130", "#242424"), lines=("#d1d1d1", "#8a8886", "#e1dfdd"), accents=("#0f6cbd", "#0078d4", "#5b5fc7"),
          radii=(2, 4), shadows=("none", "0 2px 4px #00000024"), pads=("5px 12px", "6px 16px"), sizes=(14,), faces=("Open Sans", "own"), leading=(1.43,),
          heads=("font-weight:600",), fields=("box", "line"), tabs=("line",)),
)
HELDOUT = (
    Theme("windows-95", grounds=("#008080", "#c0c0c0"), panels=("#c0c0c0",), inks=("#000",), lines=("#808080",),
          accents=("#000080",), radii=(0,),
          borders=("2px outset",), shadows=("none",), buttons=("classic",), fields=("classic",), tabs=("classic",),
          sizes=(11, 12, 13), faces=("Arial",),
          leading=(1.2,), pads=("2px 10px", "3px 12px"), extra="body>*{color:inherit}", dark=False),
    Theme("swiss", grounds=("#fff", "#f2f2f2"), accents=("#e30613", "#000"), inks=("#000",), lines=("#000", "#ccc"),
          radii=(0,), shadows=("none",),
          buttons=("solid", "outline"), fields=("line",), heads=("font-weight:800;letter-spacing:-.03em",),
          tabs=("line", "block")),
    Theme("aqua", grounds=("#f0f6ff", "#e7eef7"), accents=("#2f7de1", "#3a8fd9"), lines=("#a9c1dd",),
          radii=(8, 14, 999), buttons=("gloss",),
          fields=("inset",), shadows=("0 1px 3px #0004",), tabs=("pill", "folder"), dark=False),
    Theme("council", grounds=("#fff", "#fafafa"), accents=("#00664f", "#7a1f6b", "#204d86"), inks=("#1a1a1a",),
          lines=("#6f777b",), radii=(0, 2),
          buttons=("solid",), fields=("thick",), sizes=(17, 18), heads=("font-weight:700",), shadows=("none",),
          tabs=("folder",), dark=False),
    Theme("midnight", grounds=("#0d1117", "#10141c"), panels=("#161b22", "#1a2030"), inks=("#c9d1d9", "#e6edf3"),
          lines=("#30363d",),
          accents=("#238636", "#1f6feb", "#8957e5"), radii=(6,), buttons=("flat", "tonal"), fields=("box",),
          tabs=("line",), dark=None),
    Theme("paper", grounds=("#faf6ee", "#fffdf7"), panels=("#fffefa",), lines=("#d8cdb8", "#41403e"),
          accents=("#41403e", "#86a361", "#a7342d"), radii=(3, 12),
          borders=("2px solid", "1px solid"), buttons=("hard", "outline"), fields=("thick", "line"),
          backdrop=("", DOTS, LINES), tabs=("line",), dark=False),
)


def theme_split(split: str) -> tuple[Theme, ...]:
    """The themes of a split."""
    return {"train": TRAIN, "heldout": HELDOUT}[split]


def hue(rng: Random, color: str, lightness: int = 42) -> str:
    return f"hsl({rng.randint(0, 359)} {rng.randint(50, 85)}% {lightness}%)" if color == "hue" else color


def plain_css(rng: Random, theme: Theme, dark: bool) -> str:
    """Rules for every part of the plain kit, with tokens drawn from the theme."""
    dark = theme.dark is None or (dark and theme.dark)
    own_dark = theme.dark is None or not dark
    accent = hue(rng, rng.choice(theme.accents))
    ground = rng.choice(theme.grounds if own_dark else DARK_GROUNDS)
    ink = rng.choice(theme.inks if own_dark else ("#e5e7eb", "#fff", "#cdd6f4"))
    panel = rng.choice(theme.panels if own_dark else ("#1e293b", "#222", "#2b2b3b"))
    line = rng.choice(theme.lines if own_dark else ("#ffffff33", "#444", "#475569"))
    muted = "#94a3b8" if dark else rng.choice(("#6c757d", "#6b7280", "#767676", "#777"))
    radius = rng.choice(theme.radii)
    soft = min(radius, 16)
    border, shadow, pad = rng.choice(theme.borders), rng.choice(theme.shadows), rng.choice(theme.pads)
    outside = ink if _light(panel) == _light(ground) else ("#fff" if not _light(ground) else "#222")
    text = accent if not dark else "#93c5fd"
    root = (f":root{{--accent:{accent};--line:{line};--panel:{panel if len(panel) < 8 else '#fff'};--muted:{muted};"
            f"--ground:{ground};"
            f"--ink:{ink}}}body{{background-color:{ground};color:{outside};margin:0;"
            f"line-height:{rng.choice(theme.leading)};"
            f"{rng.choice(theme.backdrop)}"
            f"}}a{{color:{text if _light(ground) != (not dark) or dark or _light(ground) else '#cfe3ff'}}}"
            f"h1,h2,h3,h4,h5{{{rng.choice(theme.heads)}}}")
    parts = (_buttons(rng, rng.choice(theme.buttons), accent, panel, ink, line, radius, border, shadow, pad, dark),
             _fields(rng, rng.choice(theme.fields), panel, ground, ink, line, muted, soft, border, dark),
             _tabs(rng.choice(theme.tabs), accent, panel, ink, line, muted, soft, dark),
             _rest(rng, accent, panel, ink, line, soft, border, shadow, dark))
    return root + "".join(parts) + theme.extra


def _light(color: str) -> bool:
    """Whether a #hex color is light; others count as light."""
    if not color.startswith("#"):
        return True
    digits = color[1:7] if len(color) > 5 else "".join(c * 2 for c in color[1:4])
    red, green, blue = (int(digits[k : k + 2], 16) for k in (0, 2, 4))
    return 0.3 * red + 0.59 * green + 0.11 * blue > 128


def _buttons(
    rng: Random, kind: str, accent: str, panel: str, ink: str, line: str, radius: int, border: str, shadow: str,
             pad: str, dark: bool,
) -> str:
    """Rules of the button parts; kind: one of the looks that themes name."""
    caps = rng.choice(("", "", "", "text-transform:uppercase;letter-spacing:.06em;", "font-weight:600;"))
    sheen = {"gradient": "background-image:linear-gradient(#fff4,#0002);",
             "bevel": "background-image:linear-gradient(#fff6,#0001);",
             "gloss": "background-image:linear-gradient(#fff9,#fff2 50%,#0001 51%,#fff3);"}.get(kind, "")
    if kind == "pill":
        radius = 999
    if kind == "caps":
        caps = "text-transform:uppercase;letter-spacing:.07em;font-weight:500;"
    edge = {"bevel": "border:2px outset #bbb;", "classic": "border:2px outset #ddd;", "hard": f"border:{border} #000;",
            "gloss": "border:1px solid #0005;", "soft": "border:0;",
            "solid": "border:0;"}.get(kind, "border:1px solid transparent;")
    drop = {"hard": "box-shadow:3px 3px 0 #000;", "solid": "box-shadow:none;", "classic": "box-shadow:none;"}.get(kind,
                                                                                                                  f"box-shadow:{shadow};")
    neutral = {"classic": "background:#d4d0c8;color:#000;", "soft": f"background:{panel};color:{ink};",
               "tonal": "background:#8883;color:inherit;", "hard": "background:#fff;color:#000;",
               "bevel": "background-color:#e4e4e4;color:#111;"}.get(kind)
    if neutral is None:
        pale = rng.choice(("#e5e7eb;color:#222", "#eee;color:#222", "#6c757d;color:#fff", "#fff;color:#333"))
        neutral = f"background-color:{'#374151' if dark else pale};border-color:{line};" + (f"color:{ink};" if dark
                                                                                            else "")
    main = {"outline": f"background:transparent;border-color:{accent};color:{'#cbd5e1' if dark else accent};",
            "classic": "background:#d4d0c8;color:#000;font-weight:700;", "soft": f"background:{panel};color:{accent};"
                                                                                 "font-weight:700;",
            "tonal": f"background:{accent};color:#fff;"}.get(kind, f"background-color:{accent};color:#fff;")
    every = ".btn,.primary,.success,.danger,.warning,.outline,.ghost,.small,.large,.info"
    off = rng.choice(("opacity:.5", "opacity:.4", "opacity:.65", "background:#ccc!important;color:#777!important;"
                                                                 "border-color:#bbb!important",
                      "filter:grayscale(1);opacity:.6"))
    return (f"{every}{{display:inline-block;padding:{pad};border-radius:{radius}px;{edge}font:inherit;"
            f"text-decoration:none;cursor:pointer;{caps}"
            f"{drop}line-height:1.4}}.btn{{{neutral}{sheen}}}.primary{{{main}{sheen}"
            f"}}.success{{background-color:#198754;color:#fff;{sheen}}}"
            f".danger{{background-color:{rng.choice(('#dc3545', '#b91c1c', '#ef4444'))};color:#fff;{sheen}}}"
            f".warning{{background-color:{rng.choice(('#ffc107', '#fbbf24', '#f59e0b'))};color:#222;"
            f"{sheen}}}.info{{background-color:#0dcaf0;color:#111}}"
            f".outline{{background:transparent;border:1px solid {accent};color:{'#cbd5e1' if dark else accent};"
            "box-shadow:none}"
            f".ghost{{background:transparent;border-color:transparent;box-shadow:none;"
            f"color:{'#93c5fd' if dark else accent}}}"
            f".small{{padding:2px 8px;font-size:.85em;{main}}}.large{{padding:14px 30px;font-size:1.25em;{main}}}"
            f":is({every}):disabled{{{off};cursor:default}}"
            f":is({every},.field,.area,.choice,a):focus-visible{{{focus_ring(rng, accent)}}}")


def focus_ring(rng: Random, accent: str) -> str:
    """How a theme shows the focus; every way can be seen."""
    return rng.choice((f"outline:2px solid {accent};outline-offset:2px", f"outline:3px solid {accent};outline-offset:0",
                       f"outline:0;box-shadow:0 0 0 3px color-mix(in srgb,{accent} 45%,transparent)",
                       "outline:3px solid #ffbf47;outline-offset:0",
                       "outline:2px dotted currentColor;outline-offset:2px", "outline:0;box-shadow:0 0 0 2px #fff,0 "
                                                                             f"0 0 4px {accent}",
                       f"outline:0;border-color:{accent};box-shadow:0 0 0 2px {accent}"))


def _fields(
    rng: Random, kind: str, panel: str, ground: str, ink: str, line: str, muted: str, soft: int, border: str,
            dark: bool,
) -> str:
    pad = rng.choice(("4px 8px", "6px 12px", "8px 12px", "10px 14px", "12px 16px", "2px 4px"))
    # Some templates draw a field's line so faintly, or fill it so palely, that it is hardly there.
    edge = "#8883" if rng.random() < 0.2 else line if line != "transparent" else "#8886"
    fill = rng.choice(("#ffffff1f", "#ffffff14", "#ffffff0d", "#0000002e") if dark else ("#00000012", "#0000000b", "#00000008", "#00000014"))
    look = {"box": f"border:1px solid {edge};border-radius:{soft}px;background-color:{panel}",
            "line": f"border:0;border-bottom:{rng.choice((1, 2))}px solid {edge};background-color:transparent",
            "thick": f"border:{border if border[0] in '23' else '2px solid'} {edge};border-radius:{soft}px;"
                     f"background-color:{panel}",
            "filled": f"border:1px solid transparent;border-radius:{soft}px;"
                      f"background-color:{fill}",
            "inset": f"border:1px solid {edge};border-radius:{min(soft, 6)}px;background-color:#fff;box-shadow:inset "
                     "0 1px 4px #0004;color:#222",
            "classic": "border:2px inset #ddd;background-color:#fff;color:#000",
            "sunk": f"border:0;border-radius:{soft}px;background-color:{panel};box-shadow:inset 3px 3px 6px "
                    "#b8bec9,inset -3px -3px 6px #fff"}[kind]
    words = "#222" if kind in ("inset", "classic") else "inherit" if kind == "line" else ink
    off = rng.choice(("opacity:.5", "background-color:#8883", "background-color:#e9ecef;color:#888" if not dark
                      else "opacity:.45", "opacity:.65"))
    return (f".field,.area,.choice{{display:block;width:100%;padding:{pad};{look};font:inherit;color:{words}}}"
            f":is(.field,.area)::placeholder{{color:{muted};opacity:1}}:is(.field,.area,.choice):disabled{{{off}}}"
            f".label{{display:block;margin-bottom:{rng.choice((2, 4, 6))}px;"
            f"font-size:{rng.choice(('.85em', '.9em', '1em'))};"
            f"font-weight:{rng.choice((400, 500, 600))}}}.group{{margin-bottom:{rng.choice((8, 12, 16, 20))}px}}")


def _tabs(kind: str, accent: str, panel: str, ink: str, line: str, muted: str, soft: int, dark: bool) -> str:
    rest, on = {
        "line": ("border:0;border-bottom:2px solid transparent;background:none",
                 f"border-bottom:2px solid {accent};font-weight:600;color:{'#fff' if dark else accent}"),
        "pill": (f"border:0;border-radius:{max(soft, 6)}px;background:none", f"background:{accent};color:#fff"),
        "folder": ("border:1px solid transparent;background:none;border-radius:4px 4px 0 0",
                   f"border:1px solid {line};border-bottom-color:{panel};background:{panel};color:{ink}"),
        "block": ("border:0;background:#8883", f"background:{accent};color:#fff"),
        "classic": ("border:2px outset #ddd;background:#bbb;color:#000", "border:2px outset #ddd;border-bottom:0;"
                                                                         "background:#d4d0c8;color:#000"),
    }[kind]
    return (f".tabs{{display:flex;flex-wrap:wrap;gap:4px;border-bottom:1px solid {line};list-style:none;padding:0;"
            "margin:0 0 12px}"
            f".tab,.tabon{{display:inline-block;padding:8px 14px;text-decoration:none;color:{muted};font:inherit;"
            f"{rest}}}.tabon{{{on}}}")


def _rest(rng: Random, accent: str, panel: str, ink: str, line: str, soft: int, border: str, shadow: str,
          dark: bool) -> str:
    """Cards, badges, alerts, tables, pages, lists, bars, crumbs."""
    head = rng.choice(("transparent", "#8882", f"{accent};color:#fff" if not dark else "#8883"))
    edge = f"{border} {line}" if rng.random() < 0.75 else "0"
    pill = rng.choice((f"{accent};color:#fff", "#6c757d;color:#fff", "#e5e7eb;color:#333", "#dcfce7;color:#166534",
                       "#fee2e2;color:#991b1b"))
    alerts = rng.choice((("#cfe2ff", "#d1e7dd", "#f8d7da", "#fff3cd"), ("#e3f2fd", "#e8f5e9", "#ffebee", "#fff8e1"),
                         ("#bde5f8", "#dff2bf", "#ffbaba", "#feefb3")))
    bar = rng.choice(("border:1px solid #0002", "border:0;border-left:5px solid #0006", "border:1px solid #0005"))
    zebra = f".table tr:nth-child(even){{background:{'#ffffff0d' if dark else '#00000009'}}}" if rng.random() < 0.35 else ""
    grid = f"border:1px solid {line}" if rng.random() < 0.3 else f"border-bottom:1px solid {line}"
    return (f".card{{background:{panel};color:{ink};border:{edge};border-radius:{soft}px;"
            f"box-shadow:{shadow if shadow != 'none' else '0 1px 2px #0002'}}}"
            f".cardbody{{padding:{rng.choice((10, 16, 20, 24))}px}}.badge{{display:inline-block;padding:.2em .6em;"
            "font-size:.75em;"
            f"border-radius:{rng.choice((0, 3, 4, 999))}px;background:{pill};font-weight:600}}"
            f".alert,.alertok,.alerterr,.alertwarn{{padding:12px 16px;border-radius:{soft}px;margin-bottom:12px;{bar};"
            "color:#222}"
            f".alert{{background:{alerts[0]}}}.alertok{{background:{alerts[1]}}}.alerterr{{background:{alerts[2]}"
            f"}}.alertwarn{{background:{alerts[3]}}}"
            f".table{{width:100%;border-collapse:collapse;background:{panel};color:{ink}}}.table "
            f":is(td,th){{padding:{rng.choice((3, 5, 8, 12))}px;{grid};"
            f"text-align:left}}.table th{{background:{head}}}{zebra}"
            f".pages{{display:flex;list-style:none;padding:0;gap:{rng.choice((0, 4))}px}}.page,.pageon{{padding:6px "
            f"12px;border:1px solid {line};"
            f"text-decoration:none;border-radius:{min(soft, 6)}px;color:{accent if not dark else '#cbd5e1'}"
            f"}}.pageon{{background:{accent};color:#fff}}"
            f".items{{list-style:none;padding:0;margin:0;border:{border} {line};border-radius:{soft}px;"
            f"background:{panel};color:{ink}}}"
            f".item{{padding:10px 14px;border-bottom:1px solid {line}}}.bar{{height:{rng.choice((4, 8, 16))}px;"
            "background:#8884;"
            f"border-radius:{rng.choice((0, 9))}px;overflow:hidden}}.fill{{height:100%;background:{accent}}}"
            f".crumbs{{display:flex;gap:8px;list-style:none;"
            f"padding:0}}.container{{max-width:{rng.choice((960, 1100, 1140, 1240))}px;margin:0 auto;padding:0 16px}}")
