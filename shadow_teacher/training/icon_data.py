"""Icon packs from npm: what each icon is called, and by which other words.

`read_catalog` reads names, tags and files; train_icons.py draws them. heroicons, octicons and remixicon are never read: the first two belong to pages we are judged on, the
license of the third forbids competing sets.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

# pack -> folders of its SVG files, relative to node_modules. "fa5" is the npm alias of fontawesome-free 5.
PACKS: dict[str, tuple[str, ...]] = {
    "lucide": ("lucide-static/icons",),
    "tabler": ("@tabler/icons/icons/outline", "@tabler/icons/icons/filled"),
    "fontawesome": (
        "@fortawesome/fontawesome-free/svgs/solid",
        "@fortawesome/fontawesome-free/svgs/regular",
        "@fortawesome/fontawesome-free/svgs/brands",
    ),
    "fontawesome5": ("fa5/svgs/solid", "fa5/svgs/regular", "fa5/svgs/brands"),
    "carbon": ("@carbon/icons/svg/32",),
    "phosphor": tuple(f"@phosphor-icons/core/assets/{weight}" for weight in ("regular", "bold", "fill", "light", "thin")),
    "mdi": ("@mdi/svg/svg",),
    "material": tuple(f"@material-design-icons/svg/{style}" for style in ("filled", "outlined", "round", "sharp")),
    "feather": ("feather-icons/dist/icons",),
    "bootstrap": ("bootstrap-icons/icons",),
    "iconoir": ("iconoir/icons/regular", "iconoir/icons/solid"),
    "ant": ("@ant-design/icons-svg/inline-svg/outlined", "@ant-design/icons-svg/inline-svg/filled"),
    "boxicons": ("boxicons/svg/regular", "boxicons/svg/solid", "boxicons/svg/logos"),
    "eva": ("eva-icons/fill/svg", "eva-icons/outline/svg"),
    "simple": ("simple-icons/icons",),
    "ionicons": ("ionicons/dist/svg",),
    # One JSON file each, as iconify repacks them.
    "fluent": ("@iconify-json/fluent",),
    "mingcute": ("@iconify-json/mingcute",),
    "tdesign": ("@iconify-json/tdesign",),
    "mynaui": ("@iconify-json/mynaui",),
    "unicons": ("@iconify-json/uil",),
    "gg": ("@iconify-json/gg",),
    # solar, basil, lets, iconamoon and coolicons are CC BY 4.0, the others MIT, Apache 2.0 or Unlicense (info.json of each).
    "solar": ("@iconify-json/solar",),
    "basil": ("@iconify-json/basil",),
    "lets": ("@iconify-json/lets-icons",),
    "hugeicons": ("@iconify-json/hugeicons",),
    "iconamoon": ("@iconify-json/iconamoon",),
    "iconpark": ("@iconify-json/icon-park-outline",),
    "akar": ("@iconify-json/akar-icons",),
    "majesticons": ("@iconify-json/majesticons",),
    "teenyicons": ("@iconify-json/teenyicons",),
    "humbleicons": ("@iconify-json/humbleicons",),
    "systemuicons": ("@iconify-json/system-uicons",),
    "coolicons": ("@iconify-json/ci",),
    "jam": ("@iconify-json/jam",),
    "proicons": ("@iconify-json/proicons",),
    "lineawesome": ("@iconify-json/la",),
}
HELD_OUT_PACK = "ionicons"  # measures how well the encoder does on a pack it never saw

# Brands that web pages link to, besides those that a second pack draws; simple-icons holds 3,000 more that would only crowd the space.
BRANDS = frozenset(
    """facebook twitter x instagram youtube github gitlab google linkedin whatsapp telegram pinterest reddit discord slack
    tiktok paypal visa mastercard android apple windows microsoft linux google chrome firefox dribbble behance spotify amazon
    wordpress figma dropbox stackoverflow stack overflow medium twitch vimeo tumblr snapchat skype messenger bitbucket docker
    npm python javascript html5 css steam stripe wechat weibo vk yelp airbnb uber netflix soundcloud bitcoin mastodon threads
    bluesky signal zoom trello notion jira google play app store googleplay appstore safari edge opera codepen rss quora line
    """.split()
)
# Tags that say nothing about one icon: they would pull all brands together.
_EMPTY_TAGS = frozenset("*updated* *new* logo brand brands emblem logotype icon symbol".split())
_STYLE_WORDS = re.compile(
    r"(?:[-_ ](?:outline|outlined|sharp|fill|filled|regular|bold|thin|light|duotone|line|solid|round|twotone|alt|glyph|o|(?:10|12|16|20|24|28|32|48)(?=[-_ ](?:regular|filled|light)$)))+$"
)
# What a pack appends to its names besides these, where in another it would be a word ("linear") or a number of its own ("battery 01").
_OWN_STYLES = {"solar": r"-(?:linear|broken)$", "jam": r"-f$", "hugeicons": r"-0\d$"}
_PREFIXES = re.compile(r"^(?:bxs|bxl|bx|logo|brand|md|ios)[-_ ]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Icon:
    """One icon of a pack.

    name: normalized words ("arrow left"). tags: other words for it, from its pack's metadata or from icons of the same
    name in other packs. files: its drawings (styles, weights). inline: drawings that stand in no file of their own, as SVG.
    brand: a trademark rather than a concept.
    """

    pack: str
    name: str
    tags: tuple[str, ...]
    files: tuple[Path, ...] = ()
    inline: tuple[str, ...] = ()
    brand: bool = False

    def drawings(self) -> list[str]:
        """SVG source of every drawing."""
        return [*(file.read_text(encoding="utf-8", errors="replace") for file in self.files), *self.inline]


def clean_name(raw: str) -> str:
    """Words of an icon's file name or tag: "arrow--left-outline" -> "arrow left"."""
    name = _PREFIXES.sub("", str(raw).strip().lower())
    name = re.sub(r"[-_\s]+", " ", name).strip()
    return _STYLE_WORDS.sub("", name) or name


def read_catalog(node_modules: Path, packs: Iterable[str] = tuple(PACKS)) -> list[Icon]:
    """All icons of the named packs, each with its own tags and those of icons of the same name in other packs."""
    icons: list[Icon] = []
    for pack in packs:
        tags_of = _TAG_READERS[pack](node_modules) if pack in _TAG_READERS else {}
        files: dict[str, list[Path]] = defaultdict(list)
        for folder in PACKS[pack]:
            if not (node_modules / folder).is_dir():
                raise FileNotFoundError(f"{pack}: no folder {folder} under {node_modules}; install the pack with npm first")
            if folder.startswith("@iconify-json/"):
                icons += _repacked(node_modules / folder, pack)
                continue
            for path in sorted((node_modules / folder).glob("*.svg")):
                files[clean_name(path.stem)].append(path)
        for name, paths in files.items():
            brand = any(part in ("brands", "logos") for path in paths for part in path.parts) or pack == "simple"
            brand = brand or paths[0].stem.startswith(("brand-", "logo-"))
            tags = tuple(dict.fromkeys(tag for tag in tags_of.get(name, ()) if tag and tag != name and len(tag) < 40))
            icons.append(Icon(pack=pack, name=name, tags=tags, files=tuple(paths), brand=brand))
    drawn_twice = BRANDS | {icon.name for icon in icons if icon.brand and icon.pack not in ("simple", HELD_OUT_PACK)}
    icons = [icon for icon in icons if icon.pack != "simple" or icon.name in drawn_twice]
    shared: dict[str, dict[str, None]] = defaultdict(dict)
    for icon in icons:
        if icon.pack != HELD_OUT_PACK:
            shared[icon.name].update(dict.fromkeys(icon.tags))
    return [replace(icon, tags=tuple(dict.fromkeys((*icon.tags, *shared[icon.name])))) for icon in icons]


def _repacked(folder: Path, pack: str) -> list[Icon]:
    """The icons of one of iconify's JSON files; of several sizes the one for 20 px."""
    table = _json(folder / "icons.json")
    sources: dict[str, list[str]] = defaultdict(list)
    for raw, icon in table["icons"].items():
        if re.search(r"-(?:10|12|16|24|28|32|48)-(?:regular|filled|light)$|-(?:color|light)$|duotone|twotone", raw):
            continue
        width, height = icon.get("width", table.get("width", 24)), icon.get("height", table.get("height", 24))
        sources[clean_name(re.sub(_OWN_STYLES.get(pack, "$^"), "", raw))].append(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{icon["body"]}</svg>')
    return [Icon(pack=pack, name=name, tags=(), inline=tuple(drawings)) for name, drawings in sources.items()]


def tag_pairs(icons: Iterable[Icon]) -> list[tuple[str, str]]:
    """Sorted unique (tag, name) pairs of a catalog."""
    return sorted({(tag, icon.name) for icon in icons for tag in icon.tags if tag != icon.name})


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def _tags(words: Iterable[Any]) -> list[str]:
    return [clean_name(word) for word in words if not str(word).isdigit() and str(word).strip().lower() not in _EMPTY_TAGS]


def _lucide(root: Path) -> dict[str, list[str]]:
    return {clean_name(name): _tags(tags) for name, tags in _json(root / "lucide-static/tags.json").items()}


def _tabler(root: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, icon in _json(root / "@tabler/icons/icons.json").items():
        found[clean_name(name)] += _tags(icon.get("tags") or [])
    return found


def _fontawesome(root: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, icon in _json(root / "@fortawesome/fontawesome-free/metadata/icon-families.json").items():
        words = [icon.get("label", name), *((icon.get("aliases") or {}).get("names") or []), *icon.get("search", {}).get("terms", [])]
        found[clean_name(name)] += _tags(words)
    return found


def _carbon(root: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for icon in _json(root / "@carbon/icons/metadata.json")["icons"]:
        found[clean_name(icon["name"])] += _tags([icon.get("friendlyName") or icon["name"], *(icon.get("aliases") or [])])
    return found


def _mdi(root: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)  # the pack's "tags" are broad categories: left out
    for icon in _json(root / "@mdi/svg/meta.json"):
        found[clean_name(icon["name"])] += _tags(icon["aliases"])
    return found


def _phosphor(root: Path) -> dict[str, list[str]]:
    source = (root / "@phosphor-icons/core/dist/index.mjs").read_text(encoding="utf-8")
    found = re.findall(r'\bname: "([^"]+)",.*?\btags: \[(.*?)\]', source, re.DOTALL)
    return {clean_name(name): _tags(tag for tag in re.findall(r'"([^"]*)"', tags) if tag != "*new*") for name, tags in found}


def _simple(root: Path) -> dict[str, list[str]]:
    found = {}
    for icon in _json(root / "simple-icons/data/simple-icons.json"):
        slug = icon.get("slug") or re.sub(r"[^a-z0-9]", "", icon["title"].lower())
        found[slug] = _tags([icon["title"], *((icon.get("aliases") or {}).get("aka") or [])])
    return found


_TAG_READERS = {
    "lucide": _lucide,
    "tabler": _tabler,
    "fontawesome": _fontawesome,
    "carbon": _carbon,
    "mdi": _mdi,
    "phosphor": _phosphor,
    "simple": _simple,
}
