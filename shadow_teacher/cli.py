"""`shadow-teacher`: make, measure and publish students. Heavy libraries are imported by the command that needs them."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path
from typing import Annotated

import typer

from .learn_commands import add_commands as add_learning
from .service.commands import add_commands
from .survey.commands import add_commands as add_survey

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help="Make, measure and publish students; teach them.")
add_commands(app)
add_survey(app)
add_learning(app)
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
    current = (models / "current").read_text(encoding="utf-8").strip()
    stands = "is current" if current == folder.name else f"is published; {current}, published meanwhile, is current"
    typer.echo(f"{folder.name} {stands}; {size / 2**20:.1f} MiB at test time")
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


mutations = typer.Typer(no_args_is_help=True, help="The mutation suite: what a student notices when one CSS property changes.")
app.add_typer(mutations, name="mutate")
SuiteOption = Annotated[Path, typer.Option(help="Folder of the suite, outside the repository.")]


@mutations.command("render")
def mutate_render(
    suite: SuiteOption,
    target: Annotated[int, typer.Option(help="Pairs of each property and tier.")] = 100,
    pages: Annotated[int, typer.Option(help="Seeds to go through at most.")] = 400,
    minutes: Annotated[float | None, typer.Option(help="Stop after so many minutes; run again to go on.")] = None,
    only: Annotated[list[str], typer.Option(help="Only this property; may be given again.")] = [],  # noqa: B006
    jobs: Annotated[int, typer.Option(help="Browsers side by side.")] = 2,
    first: Annotated[int, typer.Option(help="First seed.")] = 700_000,
    claims_only: Annotated[bool, typer.Option("--claims-only", help="Do not mutate: pages, and true and false claims about them as they are.")] = False,
    each: Annotated[int, typer.Option(help="Pairs of a property and tier that one page may give.")] = 1,
) -> None:
    """Open held-out pages, change one property at a time, keep the frames and the claims that the change turns."""
    from .mutations.catalog import TIERS
    from .mutations.suite import render

    have = render(suite, target=target, pages=pages, minutes=minutes, only=tuple(only), jobs=jobs, first=first, claims_only=claims_only, each=each)
    for name in sorted({name for name, _ in have}):
        typer.echo(f"{name:<18}" + "".join(f"{tier} {have[name, tier]:>4}   " for tier in TIERS))
    typer.echo(f"{sum(have.values())} pairs")


@mutations.command("score")
def mutate_score(
    suite: SuiteOption,
    rows: Annotated[Path, typer.Option(help="JSONL file of answers; what it holds already is not asked again.")],
    student: Annotated[Path | None, typer.Option(help="Student folder; the current one when left out.")] = None,
    limit: Annotated[int | None, typer.Option(help="Pairs of each property and tier; all when left out.")] = None,
    minutes: Annotated[float | None, typer.Option(help="Stop after so many minutes; run again to go on.")] = None,
    jobs: Annotated[int, typer.Option(help="Processes side by side.")] = 2,
) -> None:
    """Ask a student every claim of the suite, on both sides of every pair."""
    from .mutations.score import score

    typer.echo(f"{score(suite, rows, student=student, jobs=jobs, minutes=minutes, limit=limit)} answers in {rows}")


@mutations.command("report")
def mutate_report(
    suite: SuiteOption,
    rows: Annotated[Path, typer.Option(help="Answers that `mutate score` wrote.")],
    student: Annotated[Path | None, typer.Option(help="Whose thresholds to apply; the current student's when left out.")] = None,
    out: Annotated[Path, typer.Option(help="The JSON; the table is written beside it as .md.")] = Path("docs/mutations.json"),
) -> None:
    """Count what was noticed, missed and left open, per property and tier, on the half of the frameworks kept for reporting."""
    from .mutations.tabulate import tabulate

    typer.echo(tabulate(suite, rows, student, out))


@mutations.command("freeze")
def mutate_freeze(
    suite: SuiteOption,
    out: Annotated[Path, typer.Option(help="Folder of the frozen set; written anew.")] = Path("tests/mustnotpass/frames"),
    pages: Annotated[int, typer.Option(help="Pages to take.")] = 8,
) -> None:
    """Draw the small frozen set of false claims that CI asks every student: none may pass."""
    from .mutations.freeze import freeze

    kept, still = freeze(suite, out, pages=pages)
    typer.echo(f"{kept} claims must not pass; {still} that the current student passes are listed in {out / 'open.json'}")


@app.command()
def calibrate(
    rows: Annotated[Path, typer.Option(help="Answers of this student that `mutate score` wrote.")],
    student: Annotated[Path, typer.Option(help="Student folder; its manifest.json, metrics.json and CARD.md are rewritten.")],
    pages: Annotated[list[Path], typer.Option(help="Folder of labelled held-out pages whose kinds are counted as well; may be given again.")] = [],  # noqa: B006
    family: Annotated[list[str], typer.Option(help="Set only this family anew, and keep all others; may be given again.")] = [],  # noqa: B006
    uncertified: Annotated[bool, typer.Option("--uncertified", help="Families with too few false claims keep default thresholds, about which nothing is promised, instead of never passing.")] = False,
) -> None:
    """Fit the thresholds of every family: at most 1 % of false claims pass, with 95 % confidence."""
    from .mutations.calibrate import LEAST, store
    from .mutations.counting import looks_at

    for folder in pages:
        if not any(folder.glob("*.json")):
            raise typer.BadParameter(f"{folder} holds no labelled pages (NAME.json beside NAME.png); make some with python -m shadow_teacher.pages.render", param_hint="--pages")
    counted = looks_at([path for folder in pages for path in sorted(folder.glob("*.json"))], student) if pages else []
    found = store(student, rows, uncertified=uncertified, counted=counted, only=family)
    typer.echo(f"{'family':<16}{'false':>7}{'passed':>8}{'bound':>8}   pass from confidence")
    for family, facts in found["facts"].items():
        threshold = found["families"][family]
        short = "its default, uncertified" if threshold["floor"] < 1 else "never"
        reach = f"{threshold['reach']:.3f}" if facts["passes"] else f"{short}: fewer than {LEAST} false claims"
        typer.echo(f"{family:<16}{facts['false_claims']:>7}{facts['false_passed']:>8}{facts['false_pass_bound'] or 1:>8.2%}   {reach}")
    for name, shares in found["kept_apart"].items():
        typer.echo(f"on the looks kept apart, {name}: {shares['answered']:.1%} answered, {shares['right']:.1%} of those right, {shares['false_passed']:.2%} of false claims pass")


@app.command()
def misses(
    out: Annotated[Path, typer.Option(help="Folder for the gallery (index.html) and misses.json.")] = Path("test-results/misses"),
    validation: Annotated[Path, typer.Option(help="Folder with score.py, cases and frames.")] = Path("../shared/validation"),
    student: Annotated[Path | None, typer.Option(help="Student folder; the current one when left out.")] = None,
    quick: Annotated[bool, typer.Option(help="Only the fixed subset.")] = False,
) -> None:
    """Run the scorer, group what was missed by cause, and draw a gallery of it."""
    from .error_analysis import analyze, counts
    from .validate import score

    rows = score(validation, student, quick=quick)
    found = analyze(validation, rows, student, out)
    for group, causes in counts(found).items():
        typer.echo(f"{group:<22}{sum(causes.values()):>5}  " + ", ".join(f"{cause} {n}" for cause, n in causes.items()))
    typer.echo(f"{len(found)} of {len(rows)} cases missed; look at {out / 'index.html'}")


@app.command()
def stages(
    pages: Annotated[Path, typer.Option(help="Folder of labelled pages kept out of training.")],
    student: Annotated[Path | None, typer.Option(help="Student folder; the current one when left out.")] = None,
    count: Annotated[int, typer.Option(help="So many pages at most.")] = 100,
    out: Annotated[Path | None, typer.Option(help="Write the figures here as JSON.")] = None,
) -> None:
    """Say where the loss sits: rows, words, elements and intents with true input and with what the student saw."""
    import json

    from shadow_runtime.student import Student

    from .stage_loss import describe, measure

    report = measure(sorted(pages.glob("*.json"))[:count], Student.load(student))
    typer.echo(describe(report))
    if out is not None:
        out.write_text(json.dumps(report, indent=1), encoding="utf-8")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []})
def run(context: typer.Context, module: Annotated[str, typer.Argument(help="e.g. training.train_detector")]) -> None:
    """Run one script of shadow_teacher with its own options: `shadow-teacher run training.train_detector --help`."""
    sys.argv = [module, *context.args]
    runpy.run_module(f"shadow_teacher.{module}", run_name="__main__", alter_sys=True)
