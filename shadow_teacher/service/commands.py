"""`shadow-teacher serve`, `token`, `lessons`. Heavy libraries are imported by the command that needs them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import typer

DataOption = Annotated[Path, typer.Option(help="Folder with the service's database, frames and registry.")]
DatabaseOption = Annotated[str, typer.Option(help="Database URL; SQLite in the data folder when left out.", envvar="SHADOW_TEACHER_DATABASE")]
_NAME = re.compile(r"[\w .@-]{1,60}")

tokens = typer.Typer(no_args_is_help=True, help="Make, list and revoke access tokens.")
lessons = typer.Typer(no_args_is_help=True, help="Export and retract lessons.")


def add_commands(app: typer.Typer) -> None:
    """Put the service's commands under `shadow-teacher`."""
    app.command()(serve)
    app.add_typer(tokens, name="token")
    app.add_typer(lessons, name="lessons")


def serve(
    context: typer.Context,
    data: DataOption,
    port: Annotated[int, typer.Option(help="TCP port; 0 for any free one.", min=0, max=65535)] = 8765,
    host: Annotated[str, typer.Option(help="Address to listen on. Put TLS in front of it before you open it to others.")] = "127.0.0.1",
    database: DatabaseOption = "",
    registry: Annotated[Path | None, typer.Option(help="Folder of published students; DATA/registry when left out.")] = None,
    student: Annotated[str, typer.Option(help="Student whose eyes take the evidence of exemplars; the registry's current one when left out.")] = "",
    workers: Annotated[int, typer.Option(help="Teaching threads; 0 only takes requests in.", min=0, max=64)] = 2,
    frozen_share: Annotated[float, typer.Option(help="Share of lessons that are never trained on.", min=0, max=0.9)] = 0.2,
    agreement: Annotated[int, typer.Option(help="Persons who must say the same.", min=1, max=5)] = 1,
    vlm_url: Annotated[str, typer.Option(help="OpenAI-compatible vision endpoint; its key goes into SHADOW_TEACHER_VLM_KEY.")] = "",
    vlm_model: Annotated[str, typer.Option(help="Model name at that endpoint.")] = "",
    log_level: Annotated[str, typer.Option(help="debug, info, warning or error.")] = "info",
) -> None:
    """Run the teacher service. Every other setting is an environment variable: docs/reference.md."""
    from .database import DatabaseError
    from .serve import serve as run
    from .settings import ServiceSettings

    given: dict[str, Any] = {
        "data": data, "port": port, "host": host, "database": database, "registry": registry, "student": student, "workers": workers,
        "frozen_share": frozen_share, "agreement": agreement, "vlm_url": vlm_url, "vlm_model": vlm_model,
    }  # fmt: skip
    said = {name: value for name, value in given.items() if context.get_parameter_source(name).name == "COMMANDLINE"}
    try:  # what was not said on the command line may come from the environment
        run(ServiceSettings(**said), log_level)
    except (DatabaseError, OSError, ValueError) as error:
        typer.echo(f"not started: {error}", err=True)
        raise typer.Exit(1) from None


@tokens.command("create")
def create(
    role: Annotated[str, typer.Option(help="node (sends requests, polls), reviewer (console, lessons) or admin.")],
    data: DataOption,
    name: Annotated[str, typer.Option(help="Whose it is; stands in lessons and logs.")] = "",
    database: DatabaseOption = "",
) -> None:
    """Make a token and print it; it is stored only as a hash and cannot be shown again."""
    from .tokens import ROLES, create_token

    if role not in ROLES:
        typer.echo(f"no role {role!r}; there are {', '.join(ROLES)}", err=True)
        raise typer.Exit(2)
    if name and not _NAME.fullmatch(name):
        typer.echo("a name has 1 to 60 letters, digits, spaces and . _ @ -", err=True)
        raise typer.Exit(2)
    typer.echo(create_token(_open(data, database), role, name or role))


@tokens.command("list")
def show(data: DataOption, database: DatabaseOption = "") -> None:
    """Tokens by id, without their secrets."""
    from .tokens import list_tokens

    for token in list_tokens(_open(data, database)):
        typer.echo(f"{token['id']}  {token['role']:<9} {'revoked  ' if token['revoked'] else '         '}{token['created_at']}  {token['name']}")


@tokens.command("revoke")
def revoke(identity: Annotated[str, typer.Argument(help="Id of a token, from `token list`.")], data: DataOption, database: DatabaseOption = "") -> None:
    """End a token and every console session that it opened, at once."""
    from .tokens import revoke_token

    if not revoke_token(_open(data, database), identity):
        typer.echo(f"no token {identity!r}; see `shadow-teacher token list`", err=True)
        raise typer.Exit(1)
    typer.echo(f"{identity} is revoked")


@lessons.command("export")
def export(
    data: DataOption,
    out: Annotated[Path, typer.Option(help="New folder; it appears whole or not at all.")],
    everything: Annotated[bool, typer.Option("--all", help="Retracted lessons and retractions, too.")] = False,
    database: DatabaseOption = "",
) -> None:
    """Write lessons, frames and snapshots for distillation (docs/learning-protocol.md)."""
    from .frames import FrameStore
    from .lessons import LessonError, export_lessons

    try:
        counts = export_lessons(_open(data, database), FrameStore(data / "frames"), out, everything)
    except LessonError as error:
        typer.echo(f"not exported: {error}", err=True)
        raise typer.Exit(1) from None
    typer.echo(f"{out}: {counts['lessons']} lessons ({counts['frozen']} frozen), {counts['frames']} frames, {counts['snapshots']} snapshots")


@lessons.command("retract")
def retract(
    identity: Annotated[str, typer.Argument(help="Id of the lesson.")],
    data: DataOption,
    reason: Annotated[str, typer.Option(help="Why it is wrong.")],
    database: DatabaseOption = "",
) -> None:
    """Take a lesson and its exemplar back; nodes forget it at their next poll."""
    from .lessons import LessonError
    from .settle import retract_lesson

    try:
        found = retract_lesson(_open(data, database), identity, "operator", reason)
    except LessonError as error:
        typer.echo(f"not retracted: {error}", err=True)
        raise typer.Exit(1) from None
    if found is None:
        typer.echo(f"no lesson {identity!r}", err=True)
        raise typer.Exit(1)
    typer.echo(f"retracted by {found['id']}")


def _open(data: Path, url: str) -> Any:
    from .database import Database, DatabaseError

    data.mkdir(parents=True, exist_ok=True)
    database = Database(url or f"sqlite:///{data / 'teacher.sqlite'}")
    try:
        database.create()
    except DatabaseError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
    return database
