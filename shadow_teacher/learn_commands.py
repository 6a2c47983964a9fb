"""`shadow-teacher distill | gate | release | rollback | key`: from lessons to a student that nodes take up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from .release import Registry

keys = typer.Typer(no_args_is_help=True, help="The key that signs published students.")

Lessons = Annotated[list[Path], typer.Option(help="Folder of exported lessons; may be given again.")]
Base = Annotated[Path, typer.Option(help="Student folder that is in use.")]
Replay = Annotated[Path, typer.Option(help="Folder of replay pages; rendered from seeds where it is empty.")]
KeyOption = Annotated[Path, typer.Option(help="Private key file, made by `shadow-teacher key new`.")]
RegistryOption = Annotated[str, typer.Option(help="Folder, or URL that fsspec can write (s3://bucket/prefix ...).")]


def add_commands(app: typer.Typer) -> None:
    """Put these commands under `shadow-teacher`."""
    for command in (distill, gate, release, rollback):
        app.command()(command)
    app.add_typer(keys, name="key")


def distill(
    lessons: Lessons, base: Base, out: Annotated[Path, typer.Option(help="Folder of candidates.")], replay: Replay = Path("data/replay"),
    version: Annotated[int, typer.Option(help="Number of the candidate; one more than the base's when left out.")] = 0, seed: int = 0,
    pages: Annotated[int, typer.Option(help="Replay pages to learn with.")] = 60,
) -> None:  # fmt: skip
    """Make a candidate student from lessons, in minutes; the gate decides about it."""
    from .distill import DistillError
    from .distill import distill as make
    from .lesson_set import LessonError, read_lessons
    from .publish import read_json

    try:
        number = version or int(read_json(base / "manifest.json")["version"]) + 1
        learned = make(base, read_lessons(lessons), out, replay, version=number, seed=seed, pages=pages, say=typer.echo)
    except (DistillError, LessonError) as error:
        typer.echo(f"no candidate: {error}", err=True)
        raise typer.Exit(1) from None
    for lesson in learned.unseen:
        typer.echo(f"lesson {lesson[:12]}: the student sees nothing where the target is; that needs a training of its detector", err=True)
    typer.echo(learned.folder)


def gate(
    candidate: Annotated[Path, typer.Option(help="Folder of the candidate.")], base: Base, lessons: Lessons, replay: Replay = Path("data/replay"),
    pages: Annotated[int, typer.Option(help="Pages to ask about; distilling never sees them.")] = 24,
) -> None:  # fmt: skip
    """Ask candidate and base the same questions; exit code 1 and the reasons when something got worse."""
    from .gate import gate as ask
    from .gate import write_report
    from .lesson_set import read_lessons
    from .training.replay import GATE_SEEDS, render_replay

    report = ask(candidate, base, read_lessons(lessons), render_replay(replay, GATE_SEEDS, pages))
    typer.echo(report.table())
    write_report(report, candidate.parent / f"{candidate.name}-gate.json")
    if not report.passed:
        raise typer.Exit(1)


def release(
    student: Annotated[Path, typer.Option(help="Student folder to publish.")], registry: RegistryOption, key: KeyOption,
    report: Annotated[Path | None, typer.Option(help="Gate report; the one beside the student when left out.")] = None,
    without_gate: Annotated[bool, typer.Option(help="Publish a student that no gate saw: the first one.")] = False,
) -> None:  # fmt: skip
    """Sign a student that passed the gate and make it the registry's current one."""
    from .publish import PublishError, read_json
    from .release import Registry, read_private_key
    from .release import release as publish

    try:
        if not without_gate:
            path = report or student.parent / f"{student.name}-gate.json"
            passed = read_json(path) if path.is_file() else None
            if passed is None:
                raise PublishError(f"{path}: no gate report; run shadow-teacher gate first")
            if not passed["passed"] or passed["candidate"] != student.name:
                raise PublishError(f"{path}: the gate refused {passed['candidate']}, or saw another student than {student.name}")
        there = Registry(registry)
        typer.echo(_stands(publish(student, there, read_private_key(key)), there))
    except PublishError as error:
        typer.echo(f"not published: {error}", err=True)
        raise typer.Exit(1) from None


def rollback(registry: RegistryOption, key: KeyOption, to: Annotated[str, typer.Option(help="Id; the one before the current when left out.")] = "") -> None:
    """Publish an older student's files under the next number: nodes go back by going forward."""
    from .publish import PublishError
    from .release import Registry, read_private_key, roll_back

    try:
        there = Registry(registry)
        typer.echo(_stands(roll_back(there, read_private_key(key), to or None), there))
    except PublishError as error:
        typer.echo(f"not rolled back: {error}", err=True)
        raise typer.Exit(1) from None


def _stands(published: str, registry: Registry) -> str:
    """What became of a student: with two publishers at the same time, the higher number is current."""
    current = registry.current()
    return f"{published} is current in {registry.url}" if current == published else f"{published} is in {registry.url}; {current}, published meanwhile, is current"


@keys.command("new")
def new(out: Annotated[Path, typer.Option(help="Where the private key goes; OUT.pub gets the public one.")]) -> None:
    """Make a key pair; prints the public key, which nodes are told to trust."""
    from .publish import PublishError
    from .release import write_key

    try:
        typer.echo(write_key(out))
    except PublishError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None


@keys.command("show")
def show(key: Annotated[Path, typer.Argument(help="Private key file.")]) -> None:
    """Print the public key of a private key."""
    from shadow_runtime.signature import public_of

    from .publish import PublishError
    from .release import read_private_key

    try:
        typer.echo(public_of(read_private_key(key)).hex())
    except PublishError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from None
