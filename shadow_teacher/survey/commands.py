"""`shadow-teacher survey` and `shadow-teacher evaluate`. Heavy libraries are imported by the command that needs them."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer


def add_commands(app: typer.Typer) -> None:
    """Put the survey's commands under `shadow-teacher`."""
    app.command()(survey)
    app.command()(evaluate)


StudentOption = Annotated[str, typer.Option(help="Student folder or id; the bundled one when left out.")]


def survey(
    urls: Annotated[list[str], typer.Argument(help="Pages of your application.")],
    out: Annotated[Path, typer.Option(help="Folder for pictures, cases and the report.")] = Path("survey"),
    storage_state: Annotated[Path | None, typer.Option(help="Playwright's storage state of a signed-in user.", exists=True, dir_okay=False)] = None,
    width: Annotated[int, typer.Option(help="Viewport, CSS px.", min=200, max=4000)] = 1280,
    height: Annotated[int, typer.Option(help="Viewport, CSS px.", min=200, max=4000)] = 720,
    scale: Annotated[float, typer.Option(help="Device pixels per CSS px.", min=0.5, max=4)] = 1.0,
    student: StudentOption = "",
    teach: Annotated[str, typer.Option(help="URL of a teacher service that gets the misses as lessons; its token in SHADOW_TEACHER_TOKEN.")] = "",
) -> None:
    """Visit pages, let the browser label them, and report how well the student would do there."""
    from .gather import gather
    from .visit import Visit, VisitError, save, visit

    visits: list[Visit] = []
    failed: list[str] = []
    try:
        for found in visit(urls, width, height, scale, storage_state):
            if isinstance(found, VisitError):
                failed.append(str(found))
                typer.echo(f"not visited: {found}", err=True)
            else:
                visits.append(found)
                save(found, out)
                typer.echo(f"{found.name}: {len(found.labels['elements'])} elements, {len(found.masked)} fields masked")
    except VisitError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    if not visits:
        raise typer.Exit(1)
    sizes = {one.name: {"dsf": one.scale, "w": width, "h": height, "source": one.origin or "file"} for one in visits}
    gather(out, {one.name: one.labels for one in visits}, sizes)
    _evaluate(out, student, teach, failed)
    if failed:
        raise typer.Exit(1)


def evaluate(
    folder: Annotated[Path, typer.Argument(help="Folder with frames.json, cases.jsonl and frames/ (docs/evaluation-format.md).", file_okay=False)],
    student: StudentOption = "",
    pages: Annotated[Path | None, typer.Option(help="Make the folder of these rendered pages first (NAME.png and NAME.json of pages.render or pages.foreign).", exists=True, file_okay=False)] = None,
    teach: Annotated[str, typer.Option(help="URL of a teacher service that gets the misses as lessons; its token in SHADOW_TEACHER_TOKEN.")] = "",
) -> None:
    """Ask a student the cases of a folder and write rows.jsonl and report.html there."""
    if pages is not None:
        from .gather import gather_rendered

        try:
            typer.echo(f"{gather_rendered(folder, pages)} questions about the pages of {pages}")
        except FileNotFoundError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from None
    elif not folder.is_dir():
        typer.echo(f"no folder {folder}: survey makes one of pages that you name, --pages of rendered ones", err=True)
        raise typer.Exit(1)
    _evaluate(folder, student, teach, [])


def _evaluate(folder: Path, student: str, teach: str, failed: list[str]) -> None:
    from shadow_runtime import Shadow
    from shadow_runtime.errors import StudentError

    from .evaluate import EvaluationError, tables
    from .evaluate import evaluate as ask
    from .report import write_report

    try:
        shadow = Shadow.load(student or None)
        marked = ask(folder, shadow)
    except (StudentError, EvaluationError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    (folder / "rows.jsonl").write_text("".join(json.dumps(one.row, ensure_ascii=False) + "\n" for one in marked), encoding="utf-8")
    for what, kinds in tables(marked).items():
        for kind, row in kinds.items():
            typer.echo(f"{what:<7} {kind:<12} {row['n']:>4} questions {row['right']:>7.1%} right {row['none']:>7.1%} abstains {row['wrong']:>7.1%} misreads")
    scales = {name: float(size["dsf"]) for name, size in json.loads((folder / "frames.json").read_text(encoding="utf-8")).items()}
    typer.echo(f"report: {write_report(folder, marked, shadow.student_id, scales, failed)}")
    if teach:
        _teach(folder, marked, shadow.student_id, teach)


def _teach(folder: Path, marked: list[Any], student: str, url: str) -> None:
    from .teach import TeachError
    from .teach import teach as send

    def labels_of(frame: str) -> dict[str, Any]:
        return json.loads((folder / "frames" / f"{frame}.json").read_text(encoding="utf-8"))

    token = os.environ.get("SHADOW_TEACHER_TOKEN", "")
    if not token:
        typer.echo("put a node's token into SHADOW_TEACHER_TOKEN", err=True)
        raise typer.Exit(1)
    try:
        typer.echo(f"{send(folder, marked, student, labels_of, url, token)} misses taken by {url}")
    except TeachError as error:
        typer.echo(f"not taught: {error}", err=True)
        raise typer.Exit(1) from None
