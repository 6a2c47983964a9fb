"""`shadow outbox ...` and `shadow student pull | rollback`: what waits for the teacher, and students from elsewhere.

    shadow outbox list | show ID | send | purge
    shadow student pull [REGISTRY] | rollback [ID]

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .errors import ShadowError

if TYPE_CHECKING:
    from .outbox import StoredRequest
    from .registry import Home
    from .student import Student

NOT_DONE = 1

outbox_app = typer.Typer(no_args_is_help=True, help="Requests that wait for the teacher.")

Folder = Annotated[Path | None, typer.Option("--outbox", envvar="SHADOW_OUTBOX", help="Outbox folder. [default: in SHADOW_HOME]")]
Teacher = Annotated[str, typer.Option(envvar="SHADOW_TEACHER", help="URL of the teacher service.")]
Token = Annotated[str, typer.Option(envvar="SHADOW_TEACHER_TOKEN", help="Its token; better given by the environment.")]
Keys = Annotated[str, typer.Option("--trusted-key", envvar="SHADOW_TRUSTED_KEY", help="Public keys (hex), or files of such, of who may publish.")]


@outbox_app.command("list")
def show_all(outbox: Folder = None) -> None:
    """One line a waiting request, batch by batch."""
    from .outbox import batches, folder_size

    with said():
        folder = folder_of(outbox)
        requests = 0
        for batch in batches(folder):
            state = batch.name.partition("-")[0]
            waiting, note = _waiting_in(batch)
            requests += len(waiting)
            typer.echo(f"{batch.name}  {folder_size(batch) / 2**20:.1f} MiB  {note or f'{len(waiting)} waiting'}" + ("" if state != "broken" else "  (cannot be read)"))
            for request in waiting:
                tried = f"  tried {request.attempts} times: {request.note[:100]}" if request.attempts else ""
                typer.echo(f"  {request.id[:12]}  {request.size / 1024:7.0f} KiB  {request.text[:70]!r}{tried}")
        typer.echo(f"{requests} request{'s' if requests != 1 else ''} in {folder}")


@outbox_app.command("show")
def show_one(request: Annotated[str, typer.Argument(help="Id, or its first digits.")], outbox: Folder = None, out: Annotated[Path | None, typer.Option(help="Write the picture here.")] = None) -> None:
    """What a request says, exactly as it would be sent; --out writes its picture."""
    from .outbox import Outbox, OutboxError, batches

    with said():
        for batch in batches(folder_of(outbox), ("sealed", "open")):
            try:
                box = Outbox.take(batch)
            except OutboxError:
                continue
            try:
                for stored in box.waiting():
                    if stored.id.startswith(request):
                        body = json.loads(stored.body)
                        snapshot = body.get("dom_snapshot")
                        body["dom_snapshot"] = f"({len(snapshot['elements'])} elements)" if snapshot else None
                        typer.echo(json.dumps(body, indent=1, ensure_ascii=False))
                        if out is not None:
                            out.write_bytes(box.frame(stored.frame))
                            typer.echo(out)
                        return
            finally:
                box.close()
        raise ShadowError(f"no waiting request {request!r} in {folder_of(outbox)}; see shadow outbox list")


@outbox_app.command()
def send(teacher: Teacher, outbox: Folder = None, token: Token = "") -> None:
    """Send everything that waits, also what earlier runs left. Exit code 1 when something is left."""
    from .outbox import batches
    from .send import Sender
    from .wire import Wire

    with said():
        folder = folder_of(outbox)
        result = Sender(Wire(teacher, token or None)).send_sealed(folder)
        left = len(batches(folder, ("sealed",)))
        typer.echo(f"{result.sent} sent, {result.refused} refused, {result.damaged} damaged" + (f"; {result.trouble}" if result.trouble else ""))
        if left:
            typer.echo(f"{left} batch{'es' if left != 1 else ''} left", err=True)
            raise typer.Exit(NOT_DONE)


@outbox_app.command()
def purge(outbox: Folder = None, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False) -> None:
    """Throw away everything that waits, broken batches too; not what a running process is writing."""
    from .outbox import BusyError, Outbox, OutboxError, batches

    with said():
        folder = folder_of(outbox)
        found = batches(folder)
        if found and not yes:
            typer.confirm(f"throw away {len(found)} batches in {folder}?", abort=True)
        removed = 0
        for batch in found:
            try:
                Outbox.take(batch).close()
            except BusyError:
                continue
            except OutboxError:
                pass
            shutil.rmtree(batch, ignore_errors=True)
            removed += 1
        typer.echo(f"{removed} batch{'es' if removed != 1 else ''} removed from {folder}")


def pull(
    registry: Annotated[str, typer.Argument(help="URL or folder of a registry; the teacher when left out.")] = "",
    teacher: Annotated[str, typer.Option(envvar="SHADOW_TEACHER", help="URL of the teacher service.")] = "", token: Token = "", trusted_key: Keys = "",
) -> None:  # fmt: skip
    """Fetch the newest student, verify it (signature, hashes, operators, version), try it, keep it."""
    from .sources import TeacherSource, open_source
    from .wire import Wire

    with said():
        if not registry and not teacher:
            raise ShadowError("say where from: a registry (URL or folder), or --teacher")
        home = _home(trusted_key)
        home.release()
        pulled = home.pull(open_source(registry, token or None) if registry else TeacherSource(Wire(teacher, token or None)))
        assert pulled is not None  # no etag was given
        typer.echo(f"{pulled.id} {'is current' if pulled.changed else 'was current already'}; kept in {home.students}")


def rollback(student: Annotated[str, typer.Argument(help="Id; the one before the current when left out.")] = "", trusted_key: Keys = "") -> None:
    """Go back to an older student of this machine and stay there until the next `shadow student pull`."""
    with said():
        typer.echo(f"{_home(trusted_key).rollback(student or None)} is current; newer ones are not taken until: shadow student pull")


def pulled_students(trusted_key: str) -> list[tuple[str, str]]:
    """(id, what its verification says) of each student that was pulled to this machine."""
    home = _home(trusted_key)
    found = []
    for student_id in home.ids():
        try:
            home.load(student_id)
            said_of = "verified"
        except ShadowError as error:
            said_of = str(error)
        found.append((student_id + (" (current)" if student_id == home.current() else ""), said_of))
    return found


def load_pulled(student: str, trusted_key: str) -> Student:
    """A pulled student by id, or a folder with a signature; signature and files verified. Raises StudentError."""
    from .registry import Home

    folder = Path(student)
    if folder.is_dir():
        elsewhere = Home(folder.parent, _home(trusted_key).keys)
        elsewhere.students = folder.parent
        return elsewhere.load(folder.name)
    return _home(trusted_key).load(student)


@contextmanager
def said() -> Iterator[None]:
    """Errors as one line on standard error, exit code 1."""
    try:
        yield
    except ShadowError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(NOT_DONE) from None


def folder_of(outbox: Path | None) -> Path:
    from .registry import home_folder

    return outbox.expanduser() if outbox is not None else home_folder() / "outbox"


def _home(keys: str) -> Home:
    from .registry import Home, home_folder
    from .signature import trusted_keys

    return Home(home_folder(), trusted_keys(keys.replace(",", " ").split()) if keys else {})


def _waiting_in(batch: Path) -> tuple[list[StoredRequest], str]:
    """Waiting requests of a batch, or why they cannot be listed."""
    from .outbox import BusyError, Outbox, OutboxError

    if batch.name.startswith("broken"):
        return [], "broken"
    try:
        box = Outbox.take(batch)
    except BusyError:
        return [], "in use by a running process"
    except OutboxError as error:
        return [], str(error)
    try:
        return box.waiting(), ""
    finally:
        box.close()
