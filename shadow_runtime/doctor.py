"""What `shadow doctor` examines: the student, the browser, the processor, and how fast this machine sees.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import os
import platform
import statistics
import time
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from .browsers import find_browser
from .errors import ShadowError

# Instructions that int8 networks use; without VNNI they run about half as fast.
WANTED_FLAGS = ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "amx_int8", "asimddp", "i8mm")
PACKAGES = ("numpy", "onnxruntime", "opencv-python-headless", "pytest", "playwright", "pytest-playwright", "pytest-playwright-asyncio")
LOOKS = 9


def examine(model: str | Path | None = None, browser_path: str | Path | None = None) -> dict[str, dict[str, Any]]:
    """Section -> name -> value, ready to print. Never raises: what is wrong is a finding, under "problem"."""
    student = student_facts(model)
    return {
        "student": student,
        "browser": browser_facts(browser_path),
        "processor": processor_facts(),
        "packages": package_facts(),
        "timings, one thread": {} if "problem" in student else timings(model),
    }


def student_facts(model: str | Path | None) -> dict[str, Any]:
    from .student import Student

    try:
        student = Student.load(model)
        student.open()
    except ShadowError as error:
        return {"problem": str(error)}
    sizes = {name: entry["size"] for name, entry in student.manifest["files"].items()}
    return {
        "id": student.id,
        "folder": str(student.folder),
        "hashes": "all files match the manifest",
        "size": f"{sum(sizes.values()) / 2**20:.2f} MiB",
        **{name: f"{size / 2**10:.0f} KiB" for name, size in sizes.items()},
    }


def browser_facts(option: str | Path | None) -> dict[str, Any]:
    try:
        browser = find_browser(option)
    except FileNotFoundError as error:
        return {"problem": str(error)}
    if browser is None:
        return {"problem": "no Chromium found; run `playwright install chromium` or install the system's chromium package"}
    return {"path": str(browser.path), "found by": browser.found_by}


def processor_facts() -> dict[str, Any]:
    name, flags = platform.processor() or platform.machine(), set()
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name":
                name = value.strip()
            elif key.strip() in ("flags", "Features"):
                flags = set(value.split())
                break
    except OSError:
        return {"name": name, "cores": os.cpu_count(), "int8 instructions": "unknown on this system"}
    found = [flag for flag in WANTED_FLAGS if flag in flags]
    fast = {"avx512_vnni", "avx_vnni", "asimddp"} & flags
    return {
        "name": name,
        "cores": len(os.sched_getaffinity(0)),
        "int8 instructions": ", ".join(found) + ("" if fast else " (no VNNI: seeing takes about twice as long)"),
    }


def package_facts() -> dict[str, Any]:
    facts: dict[str, Any] = {"python": platform.python_version()}
    for name in ("pytest-shadow", *PACKAGES):
        try:
            facts[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            facts[name] = "not installed"
    return facts


def timings(model: str | Path | None) -> dict[str, Any]:
    """Medians over LOOKS different frames of a drawn page; the frames differ, so that nothing is answered from a cache."""
    from .shadow import Shadow

    try:
        shadow = Shadow.load(model)
        shadow.see(drawn_page(0)).locate("save button")  # opens the networks
        see_ms, read_ms, check_ms = [], [], []
        for number in range(1, LOOKS + 1):
            scene = shadow.see(drawn_page(number))
            see_ms.append(scene.see_ms)
            read_ms.append(scene.read_ms)
            started = time.perf_counter()
            scene.check("save button is visible")
            check_ms.append((time.perf_counter() - started) * 1e3)
    except ShadowError as error:
        return {"problem": str(error)}
    return {
        "see 1280x720": f"{statistics.median(see_ms):.1f} ms",
        "read its text": f"{statistics.median(read_ms):.1f} ms ({len(scene.rows)} rows, most of them cached)",
        "check a claim": f"{statistics.median(check_ms):.2f} ms",
        "elements seen": len(scene.elements),
    }


def drawn_page(number: int) -> np.ndarray:
    """(720, 1280, 3) uint8: a form with a heading, two fields and a button; `number` moves it a little."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (1280, 720), "white")
    draw = ImageDraw.Draw(image)
    left, top = 400 + 4 * number, 140 + 2 * number
    draw.text((left, top - 70), "Account settings", fill="#222222", font=ImageFont.load_default(size=32))
    for row, label in enumerate(("Full name", "Email address")):
        y = top + 90 * row
        draw.text((left, y), label, fill="#333333", font=ImageFont.load_default(size=16))
        draw.rounded_rectangle((left, y + 26, left + 420, y + 64), radius=6, outline="#999999", width=1)
    draw.rounded_rectangle((left, top + 200, left + 120, top + 240), radius=6, fill="#1f6feb")
    draw.text((left + 42, top + 209), "Save", fill="white", font=ImageFont.load_default(size=17))
    return np.array(image)
