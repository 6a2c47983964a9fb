"""The npm packages that pages are made of: where they lie, how a page's `/assets/...` URL maps to a file, installing them.

    python -m shadow_teacher.pages.assets install --to DIR      # npm ci from the committed lock, then SHADOW_ASSETS=DIR
    python -m shadow_teacher.pages.assets install --to DIR --foreign      # other people's pages, for pages/foreign.py
"""

from __future__ import annotations

import argparse
import mimetypes
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

ENVIRONMENT_VARIABLE = "SHADOW_ASSETS"
URL_PREFIX = "/assets/"
_MIME = {".woff2": "font/woff2", ".woff": "font/woff", ".svg": "image/svg+xml", ".css": "text/css; charset=utf-8"}


def assets_root(explicit: Path | str | None = None) -> Path | None:
    """The folder that holds node_modules: the argument, else SHADOW_ASSETS, else None."""
    chosen = explicit or os.environ.get(ENVIRONMENT_VARIABLE)
    return Path(chosen) if chosen else None


def resolve(path: str, root: Path | str | None = None) -> tuple[bytes, str]:
    """Bytes and MIME type behind a page's asset URL or URL path ("/assets/bootstrap/dist/css/bootstrap.min.css").

    Raises FileNotFoundError when nothing lies there, no folder is configured, or the path leaves node_modules.
    """
    folder = assets_root(root)
    if folder is None:
        raise FileNotFoundError(f"{path}: no assets folder; set {ENVIRONMENT_VARIABLE} or run the install command "
                                "first")
    relative = unquote(urlsplit(path).path)
    if not relative.startswith(URL_PREFIX):
        raise FileNotFoundError(f"{path}: expected a path under {URL_PREFIX}")
    modules = (folder / "node_modules").resolve()
    file = (modules / relative[len(URL_PREFIX):]).resolve()
    if not file.is_relative_to(modules) or not file.is_file():
        raise FileNotFoundError(f"{path}: no such file under {modules}")
    mime = _MIME.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return file.read_bytes(), mime


def installed(path: str) -> bool:
    """Whether a page's asset URL path leads to a file."""
    root = assets_root()
    return root is not None and (root / "node_modules" / path.removeprefix(URL_PREFIX)).is_file()


def install(to: Path) -> None:
    """Install exactly the locked packages into `to`/node_modules; no install script of any package runs."""
    to.mkdir(parents=True, exist_ok=True)
    here = Path(__file__).parent
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(here / name, to / name)
    subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps", "--prefix", str(to)],
                   check=True
    )


def install_foreign(to: Path) -> None:
    """Install the packages whose pages others wrote (foreign.json, versions pinned) into `to`/node_modules, with what they need
    beside them; no install script runs."""
    to.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(Path(__file__).parent / "foreign.json", to / "package.json")
    command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps", "--no-package-lock", "--install-strategy=shallow"]
    subprocess.run([*command, "--omit=peer", "--omit=optional", "--prefix", str(to)], check=True)


def main() -> None:
    """Command line: install the locked packages."""
    parser = argparse.ArgumentParser(prog="python -m shadow_teacher.pages.assets", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("install", help="npm ci from the committed lock")
    command.add_argument("--to", type=Path, required=True, help="folder that will hold node_modules")
    command.add_argument("--foreign", action="store_true", help="the packages of foreign.json instead: pages that other people wrote")
    args = parser.parse_args()
    (install_foreign if args.foreign else install)(args.to)


if __name__ == "__main__":
    main()
