"""Icon packs: which icons exist, how a page draws one (inline SVG, <img>, mask, icon font), and what else it is called."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import Path
from random import Random

from .assets import assets_root

# pack -> style -> folder under node_modules. Licenses: ISC, MIT, Apache-2.0, CC-BY-4.0 (FontAwesome).
FOLDERS: dict[str, dict[str, str]] = {
    "lucide": {"": "lucide-static/icons"},
    "tabler": {"outline": "@tabler/icons/icons/outline", "filled": "@tabler/icons/icons/filled"},
    "fontawesome": {
        "solid": "@fortawesome/fontawesome-free/svgs/solid",
        "regular": "@fortawesome/fontawesome-free/svgs/regular",
        "brands": "@fortawesome/fontawesome-free/svgs/brands",
    },
    "phosphor": {
        "regular": "@phosphor-icons/core/assets/regular",
        "bold": "@phosphor-icons/core/assets/bold",
        "fill": "@phosphor-icons/core/assets/fill",
    },
    "mdi": {"": "@mdi/svg/svg"},
    "material": {
        "filled": "@material-design-icons/svg/filled",
        "outlined": "@material-design-icons/svg/outlined",
        "round": "@material-design-icons/svg/round",
    },
    "bootstrap": {"": "bootstrap-icons/icons"},
    "feather": {"": "feather-icons/dist/icons"},
    "carbon": {"": "@carbon/icons/svg/32"},
    "ionicons": {"": "ionicons/dist/svg"},
}
TRAIN = ("lucide", "tabler", "fontawesome", "phosphor", "mdi", "material", "bootstrap", "feather", "carbon")
HELDOUT = ("ionicons",)
BUILTIN = "builtin"  # hand-drawn, so that a page can be composed where npm never ran

# concept -> names it may have in a pack, tried in order; the first that the pack holds is drawn.
CONCEPTS: dict[str, str] = {
    "search": "search magnify magnifying-glass", "menu": "menu bars list menu-2 menu-outline", "close": "x xmark close times x-lg close-outline",
    "home": "home house house-door home-outline", "user": "user person account person-outline", "users": "users people account-group group people-outline",
    "settings": "settings cog gear settings-outline", "bell": "bell notifications notification notifications-outline",
    "cart": "shopping-cart cart shopping_cart cart-outline", "heart": "heart favorite heart-outline", "star": "star star-outline grade",
    "trash": "trash-2 trash delete trash-can trash-outline", "edit": "pencil edit edit-2 pen-to-square pencil-simple create-outline square-pen",
    "plus": "plus add plus-lg add-outline", "minus": "minus remove subtract dash remove-outline", "check": "check check-lg checkmark done checkmark-outline",
    "mail": "mail envelope email envelope-simple mail-outline", "phone": "phone telephone call call-outline", "lock": "lock locked lock-closed lock-outline lock-closed-outline",
    "key": "key vpn_key password key-outline", "eye": "eye visibility view eye-outline", "eye-off": "eye-off eye-slash visibility_off view--off eye-off-outline",
    "download": "download file_download download-outline", "upload": "upload file_upload arrow-up-from-bracket cloud-upload-outline",
    "share": "share-2 share share-nodes share-network share-social-outline", "link": "link link-2 link-outline", "external": "external-link open_in_new open-in-new arrow-up-right-from-square box-arrow-up-right arrow-square-out launch open-outline",
    "calendar": "calendar calendar-blank calendar_today event calendar-outline", "clock": "clock schedule clock-outline time time-outline",
    "image": "image photo image-outline", "camera": "camera photo_camera camera-outline", "video": "video videocam video-camera camera-video videocam-outline",
    "file": "file insert_drive_file document file-earmark file-outline document-outline", "folder": "folder folder-outline", "copy": "copy content_copy content-copy files copy-outline",
    "save": "save floppy-disk device-floppy content-save save-outline floppy", "print": "printer print printer-outline print-outline",
    "chevron-down": "chevron-down expand_more caret-down chevron--down chevron-down-outline", "chevron-up": "chevron-up expand_less caret-up chevron--up chevron-up-outline",
    "chevron-left": "chevron-left chevron_left caret-left chevron--left chevron-back-outline", "chevron-right": "chevron-right chevron_right caret-right chevron--right chevron-forward-outline",
    "arrow-left": "arrow-left arrow_back arrow--left arrow-back-outline", "arrow-right": "arrow-right arrow_forward arrow--right arrow-forward-outline",
    "arrow-up": "arrow-up arrow_upward arrow--up arrow-up-outline", "arrow-down": "arrow-down arrow_downward arrow--down arrow-down-outline",
    "refresh": "refresh-cw refresh rotate arrow-clockwise arrows-clockwise renew arrows-rotate refresh-outline", "filter": "filter funnel filter_list filter-outline filter-variant funnel-outline",
    "sort": "arrow-up-down sort arrows-sort filter-list arrow-down-up swap-vertical-outline", "more": "more-horizontal ellipsis dots more_horiz dots-horizontal three-dots dots-three overflow-menu--horizontal ellipsis-horizontal",
    "more-v": "more-vertical ellipsis-vertical dots-vertical more_vert three-dots-vertical dots-three-vertical overflow-menu--vertical",
    "info": "info info-circle circle-info information information-circle-outline information-outline", "warning": "alert-triangle triangle-alert triangle-exclamation warning alert exclamation-triangle warning-outline",
    "error": "alert-circle circle-alert circle-exclamation error alert-circle-outline exclamation-circle warning-circle", "help": "help-circle circle-help circle-question help question-circle question help-circle-outline circle-question-mark",
    "success": "check-circle circle-check check_circle check-circle-outline checkmark--outline checkmark-circle-outline circle-check-big", "logout": "log-out logout right-from-bracket box-arrow-right sign-out log-out-outline",
    "login": "log-in login right-to-bracket box-arrow-in-right sign-in log-in-outline", "globe": "globe public world earth language globe-outline", "map": "map map-outline",
    "pin": "map-pin location-dot place map-marker geo-alt location location-outline", "tag": "tag sell local_offer pricetag-outline", "bookmark": "bookmark bookmark-outline", "flag": "flag outlined_flag flag-outline",
    "credit-card": "credit-card credit_card purchase card-outline", "truck": "truck local_shipping delivery-truck car-outline", "gift": "gift card_giftcard gift-outline", "bag": "shopping-bag shopping_bag bag bag-outline handbag",
    "package": "package box inventory_2 archive cube-outline", "play": "play play_arrow play--filled play-outline", "pause": "pause pause-outline", "stop": "square stop player-stop stop-outline",
    "next": "skip-forward forward-step skip_next skip-next player-skip-forward play-skip-forward", "previous": "skip-back backward-step skip_previous skip-previous player-skip-back play-skip-back", "volume": "volume-2 volume volume_up volume-high volume-up speaker-high volume-high-outline",
    "mute": "volume-x volume_off volume-off volume-xmark volume-mute speaker-x volume-mute-outline", "mic": "mic microphone mic-outline", "message": "message-square message chat comment chat-dots chatbubble-outline", "send": "send paper-plane send-outline paper-plane-tilt",
    "reply": "reply arrow-bend-up-left arrow-undo-outline", "paperclip": "paperclip attach_file attachment attach-outline", "smile": "smile mood face-smile smiley emoji-smile face--satisfied happy-outline mood-smile", "sun": "sun light_mode white-balance-sunny sunny-outline brightness-high",
    "moon": "moon dark_mode weather-night moon-outline", "cloud": "cloud cloud-outline", "database": "database storage data--base server-outline", "server": "server dns server-outline hdd-stack hard-drives", "code": "code code-slash code-outline",
    "terminal": "terminal console terminal-outline", "chart": "bar-chart bar-chart-2 chart-bar chart-column bar_chart bar-chart-outline chart-simple", "pie": "pie-chart chart-pie pie_chart pie-chart-outline", "trending": "trending-up trending_up graph-up trend-up arrow-trend-up analytics-outline chart-line",
    "activity": "activity pulse monitor_heart pulse-outline heart-pulse", "grid": "grid layout-grid grid_view view-grid grid-outline border-all squares-four", "list": "list view_list list-ul list-outline", "layers": "layers layer-group stack layers-outline",
    "zap": "zap bolt flash lightning flash-outline lightning-charge", "shield": "shield security shield-outline", "award": "award award_star military_tech medal trophy ribbon-outline", "thumbs-up": "thumbs-up thumb-up thumb_up hand-thumbs-up thumbs-up-outline",
    "coffee": "coffee local_cafe mug-hot cup-hot cafe cafe-outline", "book": "book menu_book book-outline", "briefcase": "briefcase work briefcase-outline", "wifi": "wifi wifi-high wifi-outline", "battery": "battery battery-full battery_full battery-full-outline",
    "power": "power power-off power_settings_new power-outline", "undo": "undo undo-2 arrow-counter-clockwise rotate-left arrow-undo-outline", "redo": "redo redo-2 rotate-right arrow-redo-outline", "zoom-in": "zoom-in zoom_in magnify-plus magnifying-glass-plus add-circle-outline",
    "bold": "bold format_bold format-bold type-bold text-b text--bold text-outline", "italic": "italic format_italic format-italic type-italic text-italic text--italic", "underline": "underline format_underlined format-underline type-underline text-underline text--underline",
    "align-left": "align-left format_align_left format-align-left text-align-left text-left text-align-start reorder-three-outline", "maximize": "maximize fullscreen expand arrows-fullscreen arrows-out expand-outline", "sliders": "sliders tune adjustments sliders-horizontal options-outline",
    "cpu": "cpu memory microchip hardware-chip-outline chip", "rocket": "rocket rocket_launch rocket-launch rocket-outline rocket-takeoff", "pin2": "pin push_pin thumbtack pin-outline push-pin pin-angle", "car": "car directions_car car-front car-outline",
    "plane": "plane flight airplane airplane-outline", "music": "music music_note music-note music-notes musical-notes-outline", "headphones": "headphones headphones-outline headset", "monitor": "monitor desktop_windows desktop display desktop-outline screen",
    "smartphone": "smartphone phone-portrait-outline device-mobile mobile cellphone mobile-screen", "dollar": "dollar-sign attach_money currency-dollar currency-usd cash-outline", "percent": "percent percentage", "inbox": "inbox mail-open-outline tray",
    "archive": "archive archive-outline box-archive", "crop": "crop crop-outline", "palette": "palette color_lens color-palette-outline", "brush": "brush paintbrush paint-brush brush-outline", "scissors": "scissors content_cut cut cut-outline",
}
BRANDS = ("facebook", "twitter", "instagram", "youtube", "github", "google", "linkedin", "whatsapp", "telegram", "pinterest", "reddit",
          "discord", "slack", "tiktok", "paypal", "apple", "windows", "android", "spotify", "dribbble", "twitch", "gitlab", "amazon", "chrome")
_BRAND_FORMS = ("{0}", "{0}-f", "brand-{0}", "{0}-logo", "logo-{0}", "logo--{0}", "x-{0}")
_BUILTIN_PATHS = {
    "search": "M10 4a6 6 0 1 0 0 12a6 6 0 0 0 0-12M15 15l5 5", "menu": "M3 6h18M3 12h18M3 18h18", "close": "M5 5l14 14M19 5L5 19",
    "plus": "M12 4v16M4 12h16", "minus": "M4 12h16", "check": "M4 12l5 6L20 6", "home": "M3 12l9-8 9 8M6 10v10h12V10",
    "user": "M12 4a4 4 0 1 0 0 8a4 4 0 0 0 0-8M4 21c0-8 16-8 16 0", "mail": "M3 5h18v14H3zM3 6l9 7 9-7", "chevron-down": "M5 9l7 7 7-7",
    "chevron-right": "M9 5l7 7-7 7", "chevron-left": "M15 5l-7 7 7 7", "arrow-right": "M4 12h16M13 5l7 7-7 7", "info": "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 11v6M12 7v1",
    "star": "M12 3l3 6 6 1-5 4 2 7-6-4-6 4 2-7-5-4 6-1z", "trash": "M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14", "edit": "M4 20l1-5L16 4l4 4L9 19z", "lock": "M5 11h14v10H5zM8 11V7a4 4 0 0 1 8 0v4",
    "cart": "M2 4h3l3 12h10l3-9H6M9 20h1M17 20h1", "heart": "M12 20C-4 10 7 0 12 7c5-7 16 3 0 13", "more": "M5 12h1M12 12h1M19 12h1",
}


@lru_cache(maxsize=8)
def _listing(root: Path, pack: str) -> dict[str, tuple[str, ...]]:
    """Icon name -> its drawings as paths under node_modules."""
    found: dict[str, list[str]] = {}
    for style, folder in FOLDERS[pack].items():
        for file in sorted((root / "node_modules" / folder).glob("*.svg")):
            name = file.stem
            if pack == "phosphor" and style != "regular":
                name = name.removesuffix(f"-{style}")
            if pack == "ionicons" and name.endswith("-sharp"):
                continue
            found.setdefault(name, []).append(f"{folder}/{file.name}")
    if not found:
        raise FileNotFoundError(f"icon pack {pack}: nothing under {root / 'node_modules'}; install the packages first")
    return {name: tuple(paths) for name, paths in found.items()}


@lru_cache(maxsize=4096)
def _svg(root: Path, path: str) -> str:
    text = (root / "node_modules" / path).read_text(encoding="utf-8")
    text = re.sub(r"<\?xml.*?\?>|<!--.*?-->|<!DOCTYPE.*?>|<title>.*?</title>", "", text, flags=re.S)
    return re.sub(r"\s+", " ", text).strip()


class IconSource:
    """Draws the icons of one page: one pack (and a style the pack has), one way of drawing most of the time."""

    def __init__(self, rng: Random, packs: tuple[str, ...], root: Path | None) -> None:
        self.root = root if packs != (BUILTIN,) else None
        self.pack = rng.choice(packs)
        self.used: set[str] = set()
        self._rng = rng
        self._style = rng.random()
        self.way = rng.choices(("inline", "mask", "img"), (0.8, 0.14, 0.06))[0]

    def name_of(self, concept: str) -> str:
        """The pack's own name for a concept; a random icon of the pack when it has none."""
        if self.root is None:
            return concept if concept in _BUILTIN_PATHS else sorted(_BUILTIN_PATHS)[len(concept) % len(_BUILTIN_PATHS)]
        names = _listing(self.root, self.pack)
        if concept in BRANDS:
            candidates = [form.format(concept) for form in _BRAND_FORMS]
        else:
            words = CONCEPTS.get(concept, concept).split()
            candidates = [*words, *(word.replace("_", "-") for word in words)]
        for candidate in candidates:
            if candidate in names:
                return candidate
        return self._rng.choice(sorted(names)) if concept not in BRANDS else self.name_of("globe")

    def draw(self, concept: str, size: str = "1em", css: str = "", extra: str = "") -> str:
        """HTML of one icon, marked with data-shadow-icon="pack:name". size: CSS length."""
        name = concept[1:] if concept.startswith("=") else self.name_of(concept)
        box = f"width:{size};height:{size};flex:none;{css}"
        if self.root is None:
            self.used.add(BUILTIN)
            return (f'<svg data-shadow-icon="{BUILTIN}:{name}" {extra} viewBox="0 0 24 24" fill="none" stroke="currentColor" '
                    f'stroke-width="2" style="{box}vertical-align:-.125em" aria-hidden="true"><path d="{_BUILTIN_PATHS[name]}"/></svg>')
        self.used.add(self.pack)
        paths = _listing(self.root, self.pack)[name]
        path = paths[int(self._style * len(paths))]
        mark = f'data-shadow-icon="{self.pack}:{name}" {extra}'
        if self.way == "img" and not css:
            return f'<img {mark} src="/assets/{path}" alt="" style="{box}vertical-align:-.125em">'
        if self.way == "mask":
            return (f'<span {mark} aria-hidden="true" style="display:inline-block;vertical-align:-.125em;background:currentColor;{box}'
                    f'-webkit-mask:url(/assets/{path}) center/contain no-repeat;mask:url(/assets/{path}) center/contain no-repeat"></span>')
        svg = _svg(self.root, path)
        head, _, tail = svg.partition(">")
        head = re.sub(r'\s(?:width|height|class|style|id)="[^"]*"', "", head)
        if "fill=" not in head:
            head += ' fill="currentColor"' if self.pack != "ionicons" else ""
        own = ""
        if self.pack == "ionicons":
            own = "fill:currentColor;stroke:currentColor;stroke-width:0;"
            tail = re.sub(r'style="([^"]*)"', r'style="\1"', tail).replace(
                'class="ionicon-fill-none', 'style="fill:none;stroke-width:32px" class="ionicon-fill-none')
        return f'{head} {mark} aria-hidden="true" style="{own}{box}vertical-align:-.125em">{tail}'

    def random_name(self, rng: Random) -> str:
        """A marked name ("=name") of any icon of the pack, for long-tail variety."""
        if self.root is None:
            return "=" + rng.choice(sorted(_BUILTIN_PATHS))
        return "=" + rng.choice(sorted(_listing(self.root, self.pack)))


def pack_split(split: str) -> tuple[str, ...]:
    """The icon packs of a split."""
    return {"train": TRAIN, "heldout": HELDOUT}[split]


@lru_cache(maxsize=16)
def _tag_table(root: Path, pack: str) -> dict[str, list[str]]:
    modules = root / "node_modules"

    def read(path: str) -> object:
        return json.loads((modules / path).read_text(encoding="utf-8"))

    if pack == "lucide":
        return read("lucide-static/tags.json")  # type: ignore[return-value]
    if pack == "tabler":
        return {name: [str(t) for t in icon["tags"]] for name, icon in read("@tabler/icons/icons.json").items()}  # type: ignore[attr-defined]
    if pack == "fontawesome":
        table = read("@fortawesome/fontawesome-free/metadata/icon-families.json")
        return {name: [*icon.get("search", {}).get("terms", []), icon.get("label", "")] for name, icon in table.items()}  # type: ignore[attr-defined]
    if pack == "mdi":
        return {icon["name"]: icon["aliases"] for icon in read("@mdi/svg/meta.json")}  # type: ignore[attr-defined]
    if pack == "ionicons":
        return {icon["name"]: icon["tags"] for icon in read("ionicons/dist/ionicons.json")["icons"]}  # type: ignore[index]
    if pack == "carbon":
        return {icon["name"]: icon.get("aliases", []) for icon in read("@carbon/icons/metadata.json")["icons"]}  # type: ignore[index]
    if pack == "phosphor":
        text = (modules / "@phosphor-icons/core/dist/index.mjs").read_text(encoding="utf-8")
        found = re.findall(r'name:\s*"([a-z0-9-]+)".*?tags:\s*\[(.*?)\]', text, flags=re.S)
        return {name: [t for t in re.findall(r'"([^"]+)"', tags) if not t.startswith("*")] for name, tags in found}
    return {}


def tags(pack: str, name: str, root: Path | str | None = None) -> list[str]:
    """Other words for an icon, from its pack's metadata and from our own concept list; normalized, without duplicates."""
    words = [concept for concept, names in CONCEPTS.items() if name in names.split()]
    folder = assets_root(root)
    if folder is not None and pack in FOLDERS:
        words += _tag_table(folder, pack).get(name, [])
    clean = (re.sub(r"[-_]+", " ", str(word)).strip().lower() for word in words)
    return list(dict.fromkeys(word for word in clean if word))
