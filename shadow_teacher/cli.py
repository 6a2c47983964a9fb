"""`shadow-teacher`: make, measure and publish students. Heavy libraries are imported by the command that needs them."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Annotated

import typer

from .service.commands import add_commands
from .survey.commands import add_commands as add_survey

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Make, measure and publish students; teach them.")
add_commands(app)
add_survey(app)
ModelsOption = Annotated[Path, typer.Option(help="Folder of published students.")]


@app.command()
def publish(
    artifacts: Annotated[Path, typer.Option(help="Folder with what the training scripts wrote.")],
    models: ModelsOption = Path("models"),
) -> None:
    """Make the next student from trained artifacts and make it the current one."""
    from .publish import PublishError
    from .publish import publish as publish_student

    try:
        folder = publish_student(artifacts, models)
    except PublishError as error:
        typer.echo(f"not published: {error}", err=True)
        raise typer.Exit(1) from None
    size = sum(path.stat().st_size for path in folder.iterdir() if path.suffix in (".onnx", ".npz"))
    typer.echo(f"{folder.name} is current, {size / 2**20:.1f} MiB at test time")
    typer.echo(folder)  # last and alone, for scripts


@app.command()
def provenance(
    train: Annotated[list[Path], typer.Option(help="Folder of labelled training pages; may be given again.")],
    heldout: Annotated[list[Path], typer.Option(help="Folder of labelled pages kept out of training; may be given again.")],
    artifacts: Annotated[Path, typer.Option(help="Folder whose student.json is written.")],
    note: Annotated[list[str], typer.Option(help="KEY=TEXT, for what pages do not tell; may be given again.")] = [],  # noqa: B006
) -> None:
    """Count what the pages hold, for the manifest and the card."""
    from .provenance import record_provenance

    notes = dict(item.split("=", 1) for item in note)
    facts = record_provenance(train, heldout, artifacts, notes)
    for split in ("train", "heldout"):
        found = facts["provenance"][split]
        typer.echo(f"{split}: {found['pages']} pages, {found['elements']} elements, {found['rows']} rows of text")
    for kind, names in facts["splits"]["shared"].items():
        typer.echo(f"{kind} on both sides: {', '.join(names) or 'none'}")


@app.command()
def card(student: Annotated[Path, typer.Argument(help="Student folder.")]) -> None:
    """Rewrite a student's CARD.md from its manifest and metrics."""
    from .card import write_card

    typer.echo(write_card(student))


@app.command()
def validate(
    validation: Annotated[Path, typer.Option(help="Folder with score.py, cases and frames.")] = Path("../shared/validation"),
    student: Annotated[Path | None, typer.Option(help="Student folder; the current one when left out.")] = None,
    quick: Annotated[bool, typer.Option(help="Only the fixed subset; not written to metrics.json.")] = False,
    rows: Annotated[Path | None, typer.Option(help="Keep one JSON row a case here.")] = None,
) -> None:
    """Score a published student on real pages; the result goes into its metrics.json and CARD.md."""
    from .validate import validate as validate_student

    raise typer.Exit(validate_student(validation, student, quick=quick, rows_path=rows))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def run(context: typer.Context, module: Annotated[str, typer.Argument(help="e.g. training.train_detector")]) -> None:
    """Run one script of shadow_teacher with its own options: `shadow-teacher run training.train_detector --help`."""
    sys.argv = [module, *context.args]
    runpy.run_module(f"shadow_teacher.{module}", run_name="__main__", alter_sys=True)
