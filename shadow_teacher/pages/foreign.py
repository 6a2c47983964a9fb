"""Pages that other people wrote: templates and demos inside npm packages -> labelled pages, as pages/render.py writes them.

    python -m shadow_teacher.pages.foreign --assets DIR --split train --looks 3 --out DIR

The factory draws what its authors thought of; a template is what somebody else did. Every page is looked at several times:
another window, another scroll position, another state (menus opened, fields filled, boxes ticked). What it wants from
elsewhere comes from packages that lie in the same folder, or not at all: nothing is fetched. A package is in one split whole.
The packages are other people's work: they and their pages stay outside the repository.
"""

from __future__ import annotations

import argparse
import json
import re
import zlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from urllib.parse import parse_qs, unquote, urlsplit

from playwright.sync_api import Error, Page, Route

from .assets import URL_PREFIX, resolve
from .foreign_packages import MOST, SPLITS
from .render import SETTLE, STILL, Painter, render

VIEWPORTS = ((1280, 720, 8), (1440, 900, 3), (1024, 768, 2), (1920, 1080, 1), (820, 1180, 1), (390, 844, 2))
SCALES = ((1.0, 8), (2.0, 2), (1.5, 1))
# Nobody labels what lies in a frame of its own, so it must not be in the picture either.
FRAMELESS = "iframe,embed,object{visibility:hidden!important}"
LEAST = 8  # elements of a page worth learning from
# What pages want from elsewhere -> the file of a package that is the same thing.
ELSEWHERE = (
    (re.compile(r"/plugins/fontawesome-free/(.+)$"), r"@fortawesome/fontawesome-free/\1"),
    (re.compile(r"/plugins/jquery/(.+)$"), r"jquery/dist/\1"),
    (re.compile(r"/plugins/bootstrap/(.+)$"), r"bootstrap4/dist/\1"),
    (re.compile(r"/(?:npm/)?((?:@[^/@]+/)?[^/@]+)@[^/]+/(.+)$"), r"\1/\2"),
    (re.compile(r"/rcue/components/(.+)$"), r"rcue/node_modules/\1"),
    (re.compile(r"^/components/(.+)$"), r"propellerkit/components/\1"),
    (re.compile(r".*/(?:bower_components|node_modules)/(.+)$"), r"\1"),
    (re.compile(r"/icon$"), "material-icons/iconfont/material-icons.css"),
    (re.compile(r"font-?awesome.*/4[^/]*/css/|font-?awesome.*latest/css/"), "font-awesome/css/font-awesome.min.css"),
    (re.compile(r"/font-awesome.*/fonts/([^/]+)$"), r"font-awesome/fonts/\1"),
    (re.compile(r"/(?:releases/)?v[56][^/]*/css/"), "@fortawesome/fontawesome-free/css/all.min.css"),
    (re.compile(r"/(?:releases/)?v[56][^/]*/js/|/[0-9a-f]{10}\.js$"), "@fortawesome/fontawesome-free/js/all.min.js"),
    (re.compile(r"/1\.3\.0/material\.(.+)$"), r"material-design-lite/dist/material.\1"),
    (re.compile(r"/bootstrap/3[^/]*/(.+)$"), r"bootstrap3/dist/\1"),
    (re.compile(r"/bootstrap/4[^/]*/(.+)$"), r"bootstrap4/dist/\1"),
    (re.compile(r"/bootstrap/5[^/]*/(.+)$"), r"bootstrap/dist/\1"),
    (re.compile(r"/jquery[-/.\d]*(?:slim\.)?(?:min\.)?(?:/jquery(?:\.slim)?(?:\.min)?\.)?js$"), "jquery/dist/jquery.min.js"),
    (re.compile(r"^/(?:npm/)?((?:@[^/]+/)?[^/@]+/.+)$"), r"\1"),
)
# What a package builds before its pages can be looked at, and does not bring along.
BUILT = {
    "uikit/tests/js/test.js": """document.write('<link rel="stylesheet" href="../dist/css/uikit.css"><script src="../dist/js/uikit.js"></script>'
        + '<script src="../dist/js/uikit-icons.js"></script>');""",
}
# Whether a page that runs from right to left is wider than the window.
LEFTWARD = """() => document.scrollingElement.scrollWidth > innerWidth
    && [document.body, document.documentElement].some((el) => getComputedStyle(el).direction === "rtl")"""
# Does to a page what a user might: opens one thing, fills fields, ticks boxes, picks options. Seeded, so that it can be repeated.
USE = """(seed) => {
    let state = seed >>> 0;
    const chance = (p) => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return state / 4294967296 < p; };
    const seen = (el) => { const r = el.getBoundingClientRect(); return r.width > 4 && r.height > 4 && r.bottom > 0 && r.top < innerHeight; };
    const words = ["Ada Lovelace", "ada@example.org", "42", "Berlin", "A short note", "2026-05-17", "Blue chair", "+44 20 7946 0958", "1,250.00"];
    const fills = chance(0.5), ticks = chance(0.5);
    for (const el of document.querySelectorAll("input,textarea,select")) {
        if (!seen(el) || el.disabled || el.readOnly) continue;
        if (/^(checkbox|radio)$/.test(el.type)) { if (ticks && chance(0.4)) el.click(); }
        else if (el.tagName === "SELECT") { if (chance(0.4) && el.options.length) el.selectedIndex = Math.floor(state / 4294967296 * el.options.length); }
        else if (/^(text|email|search|url|tel|password|)$/.test(el.type) || el.tagName === "TEXTAREA") { if (fills && chance(0.6)) el.value = words[state % words.length]; }
    }
    if (chance(0.45)) {
        const openers = [...document.querySelectorAll("[data-toggle]:not([data-toggle=tooltip]),[data-bs-toggle]:not([data-bs-toggle=tooltip]),[aria-haspopup],[aria-expanded=false],[role=tab],summary")]
            .filter((el) => seen(el) && !(el.tagName === "A" && /^(?!#).+\\.html/.test(el.getAttribute("href") || "")));
        if (openers.length) openers[state % openers.length].click();
    }
}"""


@dataclass(frozen=True)
class ForeignPage:
    """A look at a page somebody else wrote; the fields of compose.PageSpec, with an address instead of html."""

    name: str
    seed: int
    split: str
    path: str
    framework: str
    layout: str
    width: int
    height: int
    scale: float
    scroll: float
    used: bool
    zoom: float = 1.0
    theme: str = "its own"
    dark: bool = False
    fonts: tuple[str, ...] = ()
    icon_packs: tuple[str, ...] = ()


def find_pages(modules: Path, split: str, only: Collection[str] = ()) -> list[tuple[str, Path]]:
    """(package, file) of every page of a split, or of `only` some of its packages, sorted; whole documents, MOST of a package."""
    found: dict[tuple[str, Path], None] = {}
    for package, folders in SPLITS[split].items():
        if only and package not in only:
            continue
        whole = {}
        for folder in folders:
            pattern = folder if folder.endswith((".html", ".htm")) else "*.html" if folder == "." else f"{folder}/**/*.html"
            for path in sorted((modules / package).glob(pattern)):
                html = path.read_bytes().lower()
                if b"<body" in html and b"<head" in html[:4000]:
                    whole[package, path] = zlib.crc32(path.relative_to(modules).as_posix().encode())
        kept = set(sorted(whole, key=whole.__getitem__)[: MOST.get(package)])
        found.update(dict.fromkeys(page for page in whole if page in kept))
    return list(found)


def looks(modules: Path, split: str, each: int, only: Collection[str] = ()) -> list[ForeignPage]:
    """Every page of a split `each` times, in an order that mixes them; the same folder gives the same list."""
    pages = []
    for package, path in find_pages(modules, split, only):
        relative = path.relative_to(modules).as_posix()
        for look in range(each):
            seed = zlib.crc32(f"{relative} {look}".encode())
            rng = Random(seed)
            width, height, _ = rng.choices(VIEWPORTS, [weight for *_, weight in VIEWPORTS])[0]
            scale = rng.choices([scale for scale, _ in SCALES], [weight for _, weight in SCALES])[0]
            slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"\.html?$", "", relative.lower())).strip("-")[-60:]
            pages.append(ForeignPage(f"{split}-{slug}-{look}", seed, split, relative, package, path.stem, width, height, scale,
                                     0.0 if look == 0 else rng.random(), look > 0))  # fmt: skip
    return sorted(pages, key=lambda page: page.seed)


class Visitor(Painter):
    """Opens pages of packages instead of composed ones."""

    root: Path | None = None

    def open(self, spec: ForeignPage) -> Page:  # type: ignore[override]
        """The page, loaded, used, scrolled and still."""
        page, _ = self.page(spec.scale)
        page.unroute_all()
        page.route("**/*", lambda route: answer(route, self.root, self.address, spec.path))
        page.set_viewport_size({"width": spec.width, "height": spec.height})
        page.goto(f"{self.address}{URL_PREFIX}{spec.path}", wait_until="load", timeout=60_000)
        page.wait_for_timeout(300)
        if page.evaluate(LEFTWARD):
            raise Error("overflows to the left: the picture would begin elsewhere than the labels")
        tall = page.evaluate("() => Math.max(document.documentElement.scrollHeight - innerHeight, 0)")
        page.evaluate("(y) => scrollTo({top: y, behavior: 'instant'})", round(tall * spec.scroll))
        if spec.used:
            page.evaluate(USE, spec.seed)
            page.wait_for_timeout(350)
        page.add_style_tag(content=STILL + FRAMELESS)
        self._origin = page.evaluate(SETTLE, page.evaluate("() => scrollY"))
        return page

    def paint(self, spec: ForeignPage) -> tuple[bytes, dict]:  # type: ignore[override]
        png, labels = super().paint(spec)  # type: ignore[arg-type]
        shown = sum(not element["ignore"] for element in labels["elements"])
        if shown < LEAST:
            raise Error(f"only {shown} elements")
        return png, labels


def answer(route: Route, root: Path | None, address: str, page: str) -> None:
    """Let a request for a file of the page's package through; what lies elsewhere comes from where a package has the same.

    Raises nothing: what nobody has is refused, as it would be without a network.
    """
    parts = urlsplit(route.request.url)
    if route.request.url.startswith(address):
        asked = unquote(parts.path)
        if asked.removeprefix(URL_PREFIX) in BUILT:
            route.fulfill(body=BUILT[asked.removeprefix(URL_PREFIX)], content_type="text/javascript")
            return
        # "/css/x.css" means the root of the site, which lies somewhere in the package.
        for place in (asked, *(f"{base}{asked}" for base in Path(URL_PREFIX + page).parents)):
            try:
                body, mime = resolve(place, root)
            except (FileNotFoundError, ValueError):
                continue
            if mime.startswith("text/html"):  # what a package has in its place is another version of the file
                body = re.sub(rb"\sintegrity=([\"']).*?\1", b"", body)
                if re.search(rb"""type=["']?module""", body) and b"importmap" not in body:
                    body = re.sub(rb"<head[^>]*>", lambda found: found[0] + import_map(root), body, count=1)
            route.fulfill(body=body, content_type=mime)
            return
    families = [name for value in parse_qs(parts.query).get("family", ()) for name in value.split("|")]
    if families and not parts.path.endswith("/icon"):
        route.fulfill(body="".join(font_faces(name, root) for name in families), content_type="text/css")
        return
    for pattern, package in ELSEWHERE:
        found = pattern.search(unquote(parts.path))
        if found is None:
            continue
        try:
            body, mime = resolve(URL_PREFIX + found.expand(package), root)
        except (FileNotFoundError, ValueError):
            break
        if mime.startswith("text/css"):
            body = rehomed(body.decode(), found.expand(package).rpartition("/")[0]).encode()
        route.fulfill(body=body, content_type=mime, headers={"Access-Control-Allow-Origin": "*"})
        return
    route.abort()


@cache
def import_map(root: Path | None) -> bytes:
    """A script element that tells modules where the packages lie which they import by name; every package's entry and folder."""
    places = {}
    modules = (root or Path()) / "node_modules"
    for about in sorted((*modules.glob("*/package.json"), *modules.glob("@*/*/package.json"))):
        name = about.parent.relative_to(modules).as_posix()
        try:
            said = json.loads(about.read_text(encoding="utf-8"))
        except ValueError:
            continue
        entry = said.get("module") or said.get("main") or "index.js"
        places[f"{name}/"] = f"{URL_PREFIX}{name}/"
        if isinstance(entry, str):
            places[name] = f"{URL_PREFIX}{name}/{entry.removeprefix('./')}"
    return f'<script type="importmap">{json.dumps({"imports": places})}</script>'.encode()


def rehomed(css: str, folder: str) -> str:
    """A style sheet whose fonts lie beside it in a folder of a package, though it was asked for under another address."""
    here = f"https://elsewhere.invalid/{package_of(folder)}@0/{inside(folder)}/"
    return re.sub(r"url\((['\"]?)(?!data:|https?:|/)", lambda found: f"url({found[1]}{here}", css)


def package_of(folder: str) -> str:
    """'@scope/name' or 'name' of a path inside the folder of packages."""
    parts = folder.split("/")
    return "/".join(parts[:2] if folder.startswith("@") else parts[:1])


def inside(folder: str) -> str:
    """The rest of that path."""
    return folder[len(package_of(folder)) :].strip("/") or "."


def font_faces(family: str, root: Path | None) -> str:
    """@font-face rules for 'Open Sans:wght@400;700' from the fonts at hand; '' where there is no such font."""
    name = family.partition(":")[0]
    slug = name.lower().replace(" ", "-")
    rules = []
    for weight in (300, 400, 500, 600, 700):
        try:
            resolve(f"{URL_PREFIX}@fontsource/{slug}/files/{slug}-latin-{weight}-normal.woff2", root)
        except (FileNotFoundError, ValueError):
            continue
        rules.append(f"@font-face{{font-family:'{name}';font-weight:{weight};src:url(https://elsewhere.invalid/@fontsource/{slug}@0/files/{slug}-latin-{weight}-normal.woff2)}}")
    return "".join(rules)


def main(argv: list[str] | None = None) -> None:
    """Command line: render the looks of a split."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--assets", type=Path, required=True, help="folder with node_modules that holds the packages")
    parser.add_argument("--split", choices=tuple(SPLITS), default="train")
    parser.add_argument("--package", action="append", default=[], help="only this package of the split; may be given again")
    parser.add_argument("--looks", type=int, default=3, help="how often each page is looked at")
    parser.add_argument("--limit", type=int, default=None)
    parser.add_argument("--minutes", type=float, default=None, help="stop after so many minutes")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args(argv)
    pages = looks((args.assets / "node_modules").resolve(), args.split, args.looks, args.package)
    if not pages:
        parser.error(f"no page of the packages {', '.join(args.package or SPLITS[args.split])} under {args.assets}/node_modules")
    Visitor.root = args.assets
    render(lambda number: pages[number], range(min(len(pages), args.limit or len(pages))), args.out, args.minutes, Visitor)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
