"""`shadow`: look at a picture or a URL from the command line.

    shadow see PAGE.png --out overlay.png          what the student sees
    shadow locate PAGE.png "submit button"         where something is
    shadow check PAGE.png "submit button is green" whether something is so
    shadow doctor                                  whether everything is in place, and how fast it is here
    shadow student list | verify                   which students there are, and whether they are whole
    shadow student pull | rollback                 students from elsewhere; shadow outbox ...: what waits for the teacher

Exit codes of locate: 0 found, 1 absent, 2 ambiguous; of check: 0 passed, 1 failed, 2 abstained; 64 a sentence or a call
that is not understood, 65 a student or picture that cannot be used, 69 no browser.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from . import learn_commands
from .errors import CaptureError, ClaimError, ShadowError, StudentError

if TYPE_CHECKING:
    import numpy as np

    from .records import Element, Grounding, Verdict
    from .shadow import SeenScene

OUTCOME_CODES = {"found": 0, "passed": 0, "absent": 1, "failed": 1, "ambiguous": 2, "abstained": 2}
NOT_UNDERSTOOD, NOT_USABLE, NO_BROWSER = 64, 65, 69

app = typer.Typer(
    no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="Look at a page's pixels: locate things and check claims, offline.",
)  # fmt: skip
student_app = typer.Typer(no_args_is_help=True, help="Published students.")
app.add_typer(student_app, name="student")
app.add_typer(learn_commands.outbox_app, name="outbox")
student_app.command()(learn_commands.pull)
student_app.command()(learn_commands.rollback)

Page = Annotated[str, typer.Argument(help="A picture (PNG, JPEG, WebP) or a URL.")]
Out = Annotated[Path | None, typer.Option(help="Write a picture with the answer drawn in.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Scale = Annotated[float | None, typer.Option(help="Device pixels per CSS pixel. [default: 1]", min=0.25, max=8)]
Model = Annotated[str | None, typer.Option(envvar="SHADOW_MODEL", help="Student: an id or a folder. [default: the bundled one]")]
BrowserPath = Annotated[Path | None, typer.Option("--browser-path", help="Chromium's executable, for URLs.")]
Viewport = Annotated[str, typer.Option(help="WIDTHxHEIGHT in CSS px, for URLs.")]


@app.command()
def see(
    page: Page, out: Out = None, as_json: AsJson = False, scale: Scale = None, model: Model = None,
    browser_path: BrowserPath = None, viewport: Viewport = "1280x720",
) -> None:  # fmt: skip
    """Show every element the student sees."""
    with plain_errors():
        scene = look(page, scale, model, browser_path, viewport)
        from .overlay import draw_scene

        if as_json:
            print_json({
                "student": scene.student.id,
                "timings_ms": {"see": scene.see_ms, "read": scene.read_ms},
                "elements": [describe_element(element) for element in scene.elements],
                "containers": [describe_element(element) for element in scene.containers],
            })  # fmt: skip
        else:
            print_elements(scene)
        if out is not None:
            write_picture(out, draw_scene(scene.frame, scene.scene), quiet=as_json)


@app.command()
def locate(
    page: Page, intent: Annotated[str, typer.Argument(help='What to find, e.g. "submit button".')],
    out: Out = None, as_json: AsJson = False, scale: Scale = None, model: Model = None,
    browser_path: BrowserPath = None, viewport: Viewport = "1280x720",
) -> None:  # fmt: skip
    """Find what a phrase names."""
    with plain_errors():
        scene = look(page, scale, model, browser_path, viewport)
        grounding = scene.locate(intent)
        if as_json:
            print_json({"student": scene.student.id, **describe_grounding(grounding)})
        else:
            typer.echo(f"{intent}: {grounding.outcome} (confidence {grounding.confidence:.2f})")
            for number, candidate in enumerate(grounding.candidates[:5]):
                mark = "->" if number == 0 and grounding.outcome == "found" else "  "
                typer.echo(f"  {mark} {candidate.element.description}  {candidate.confidence:.2f}")
            if grounding.reason:
                typer.echo(f"  {grounding.reason}")
        if out is not None:
            from .overlay import draw_grounding

            write_picture(out, draw_grounding(scene.frame, grounding), quiet=as_json)
    raise typer.Exit(OUTCOME_CODES[grounding.outcome])


@app.command()
def check(
    page: Page, claim: Annotated[str, typer.Argument(help='What should be so, e.g. "submit button is green".')],
    out: Out = None, as_json: AsJson = False, scale: Scale = None, model: Model = None,
    browser_path: BrowserPath = None, viewport: Viewport = "1280x720",
) -> None:  # fmt: skip
    """Check a claim about a page."""
    with plain_errors():
        scene = look(page, scale, model, browser_path, viewport)
        verdict = scene.check(claim)
        if as_json:
            print_json(describe_verdict(verdict))
        else:
            print_verdict(verdict)
        evidence = verdict.evidence
        if out is not None and (evidence.groundings or evidence.counted):
            from .overlay import draw_count, draw_grounding

            picture = draw_grounding(scene.frame, evidence.groundings[0]) if evidence.groundings else draw_count(scene.frame, evidence.counted)
            write_picture(out, picture, quiet=as_json)
    raise typer.Exit(OUTCOME_CODES[verdict.outcome])


@app.command()
def doctor(model: Model = None, browser_path: BrowserPath = None, as_json: AsJson = False) -> None:
    """Tell what is in place and how fast this machine sees."""
    from .doctor import examine

    report = examine(model, browser_path)
    if as_json:
        print_json(report)
    else:
        for section, facts in report.items():
            typer.echo(section)
            for name, value in facts.items():
                typer.echo(f"  {name:<22} {value}")
    raise typer.Exit(NOT_USABLE if "problem" in report["student"] else 0)


@student_app.command("list")
def student_list(trusted_key: learn_commands.Keys = "") -> None:
    """List the students that came with this installation, and those that were pulled to this machine."""
    from .student import find_student, models_folder, read_manifest, student_ids

    with plain_errors():
        ids = student_ids()
        if not ids:
            raise StudentError(f"no student in {models_folder()}; publish one with shadow-teacher, or pass a folder")
        current = find_student().name
        for student_id in ids:
            manifest = read_manifest(models_folder() / student_id)
            size = sum(entry.size for entry in manifest.files.values())
            mark = "*" if student_id == current else " "
            typer.echo(f"{mark} {student_id}  {size / 2**20:6.2f} MiB  {manifest.created}  {', '.join(manifest.files)}")
        for name, verified in learn_commands.pulled_students(trusted_key):
            typer.echo(f"  pulled: {name}  {verified}")


@student_app.command("verify")
def student_verify(
    model: Annotated[str | None, typer.Argument(help="An id or a folder. [default: the bundled one]")] = None, trusted_key: learn_commands.Keys = "",
) -> None:  # fmt: skip
    """Check every file of a student against its manifest, and open every network; with --trusted-key its signature too."""
    from .student import NETWORKS, Student

    with plain_errors():
        student = learn_commands.load_pulled(model, trusted_key) if trusted_key and model else Student.load(model)
        for name, entry in student.manifest["files"].items():
            if name in NETWORKS:
                student.session(name)
            else:
                student.arrays(name)
            typer.echo(f"  {entry['path']:<20} {entry['size']:>10} bytes  sha256 {entry['sha256'][:16]}  whole")
        typer.echo(f"{student.id}: whole")


def look(page: str, scale: float | None, model: str | None, browser_path: Path | None, viewport: str) -> SeenScene:
    """See a picture file or the viewport of a URL."""
    if "://" in page:
        rgb = capture_url(page, scale or 1.0, browser_path, viewport)
    else:
        rgb = read_picture(Path(page))
    from .shadow import Shadow

    return Shadow.load(model).see(rgb, scale or 1.0)


def read_picture(path: Path) -> np.ndarray:
    """(H, W, 3) uint8 of a picture file, transparency over white. Raises CaptureError."""
    import numpy as np
    from PIL import Image

    try:
        with Image.open(path) as image:
            if image.has_transparency_data:
                image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image.convert("RGBA"))
            return np.array(image.convert("RGB"))
    except FileNotFoundError:
        raise CaptureError(f"no picture at {path}; expected a picture file or a URL with its scheme") from None
    except (OSError, ValueError) as error:
        raise CaptureError(f"{path} is not a picture that can be read: {error}") from error


def capture_url(url: str, scale: float, browser_path: Path | None, viewport: str) -> np.ndarray:
    """(H, W, 3) uint8 viewport of a URL, in a headless Chromium started for this one picture."""
    import io

    import numpy as np
    from PIL import Image

    from .browsers import find_browser

    width, separator, height = viewport.lower().partition("x")
    if not (separator and width.isdigit() and height.isdigit()):
        raise typer.BadParameter(f"{viewport!r}: expected WIDTHxHEIGHT, e.g. 1280x720", param_hint="--viewport")
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        typer.echo("a URL needs the browser packages: pip install 'pytest-shadow[sync]'; a picture file needs nothing", err=True)
        raise typer.Exit(NO_BROWSER) from None
    try:
        browser = find_browser(browser_path)
    except FileNotFoundError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(NO_BROWSER) from None
    if browser is None:
        typer.echo(
            "no Chromium found: pass --browser-path, set SHADOW_BROWSER_PATH, run `playwright install chromium`, "
            "or install the system's chromium package", err=True,
        )  # fmt: skip
        raise typer.Exit(NO_BROWSER)
    arguments = ["--no-sandbox"] if running_as_root() else []
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=str(browser.path), args=arguments)
            try:
                page = chromium.new_page(
                    viewport={"width": int(width), "height": int(height)}, device_scale_factor=scale
                )  # fmt: skip
                page.goto(url)
                picture = page.screenshot()
            finally:
                chromium.close()
    except Error as error:
        raise CaptureError(f"{url} could not be captured with {browser.path}: {str(error).splitlines()[0]}") from error
    return np.array(Image.open(io.BytesIO(picture)).convert("RGB"))


def running_as_root() -> bool:
    """Chromium's sandbox refuses to start for root."""
    import os

    return hasattr(os, "geteuid") and os.geteuid() == 0


@contextmanager
def plain_errors() -> Iterator[None]:
    """Errors raised on purpose are told in their own words, without a traceback."""
    try:
        yield
    except ClaimError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(NOT_UNDERSTOOD) from None
    except (ShadowError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(NOT_USABLE) from None


def print_elements(scene: SeenScene) -> None:
    from rich.console import Console
    from rich.table import Table

    read_ms = scene.read_ms  # before anything else asks for the elements, which reads them
    table = Table("role", "text", "box", "states", "confidence", box=None, pad_edge=False)
    for element in (*scene.elements, *scene.containers):
        box = element.box
        states = ", ".join(f"{name} {p:.2f}" for name, p in element.states.items() if p >= 0.5)
        shown = element.text or (f"<{element.label}>" if element.label else "")
        place = f"{box.x:.0f}, {box.y:.0f}, {box.width:.0f}x{box.height:.0f}"
        table.add_row(element.role, escape(shown[:60]), place, states, f"{element.confidence:.2f}")
    console = Console(width=None if sys.stdout.isatty() else 140)
    console.print(table)
    console.print(
        f"{scene.student.id}: {len(scene.elements)} elements, {len(scene.containers)} containers, {len(scene.rows)} rows of text; "
        f"see {scene.see_ms:.1f} ms, read {read_ms:.1f} ms (first look of this process, networks opened)", highlight=False,
    )  # fmt: skip


def escape(text: str) -> str:
    """Text of a page is data, not console markup."""
    from rich.markup import escape as escape_markup

    return escape_markup(text)


def print_verdict(verdict: Verdict) -> None:
    evidence = verdict.evidence
    typer.echo(f"{verdict.claim}: {verdict.outcome} (confidence {verdict.confidence:.2f})")
    for grounding in evidence.groundings:
        shown = grounding.element.description if grounding.element else grounding.outcome
        typer.echo(f"  grounded   {shown}, confidence {grounding.confidence:.2f}")
    typer.echo(f"  expected   {evidence.expected}")
    typer.echo(f"  observed   {evidence.observed}")
    if verdict.reason:
        typer.echo(f"  reason     {verdict.reason}")
    times = ", ".join(f"{name} {value:.1f} ms" for name, value in verdict.timings_ms.items())
    typer.echo(f"  student    {verdict.student}    {times}")


def describe_element(element: Element) -> dict[str, Any]:
    return {
        "role": element.role,
        "box": [round(side, 2) for side in element.box],
        "text": element.text,
        "label": element.label,
        "states": {name: round(float(p), 4) for name, p in element.states.items()},
        "confidence": round(float(element.confidence), 4),
    }


def describe_grounding(grounding: Grounding) -> dict[str, Any]:
    return {
        "intent": grounding.intent.text,
        "outcome": grounding.outcome,
        "confidence": round(float(grounding.confidence), 4),
        "element": describe_element(grounding.element) if grounding.element else None,
        "candidates": [
            {**describe_element(c.element), "probability": round(float(c.confidence), 4)} for c in grounding.candidates[:5]
        ],
        "reason": grounding.reason,
    }


def describe_verdict(verdict: Verdict) -> dict[str, Any]:
    evidence = verdict.evidence
    return {
        "claim": verdict.claim,
        "outcome": verdict.outcome,
        "confidence": round(float(verdict.confidence), 4),
        "expected": evidence.expected,
        "observed": evidence.observed,
        "reason": verdict.reason,
        "groundings": [describe_grounding(grounding) for grounding in evidence.groundings],
        "measurements": {name: float(value) for name, value in evidence.measurements.items()},
        "student": verdict.student,
        "timings_ms": {name: round(float(value), 3) for name, value in verdict.timings_ms.items()},
    }


def print_json(data: Mapping[str, Any]) -> None:
    typer.echo(json.dumps(data, indent=2, ensure_ascii=False, default=float))


def write_picture(path: Path, rgb: np.ndarray, quiet: bool = False) -> None:
    from PIL import Image

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(rgb).save(path)
    except (OSError, ValueError) as error:
        raise CaptureError(f"{path} cannot be written: {error}") from error
    if not quiet:
        typer.echo(f"written to {path}")
