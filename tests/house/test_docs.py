"""What stands in the documents exists, and nothing that is committed names this machine or a download host."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import typer

import shadow_runtime.cli
import shadow_teacher.cli
from pytest_shadow.options import _OPTIONS
from shadow_teacher.service.settings import ServiceSettings

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
BINARY = {".onnx", ".npz", ".safetensors", ".png", ".jpg", ".woff2", ".ttf", ".gz", ".sqlite"}
# Spelled in parts, so that this file is not its own finding.
MACHINE_PATHS = re.compile("(?<![A-Za-z0-9_.<-])/" + "(work|root|farm|home/[a-z]+)" + "/")
DOWNLOAD_HOSTS = re.compile("https?://[^ \"']+/" + "(simple|packages|debian|-)/")


def committed_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (document.parent / target).exists(), f"{document.name} links to {target}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_make_targets_and_source_files_named_exist(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for target in re.findall(r"`make ([a-z-]+)", text):
        assert target in targets, f"{document.name} names `make {target}`"
    for name in re.findall(r"`((?:shadow_runtime|pytest_shadow|shadow_teacher|tools|tests|examples|benchmarks)/[\w/.-]+)`", text):
        assert (ROOT / name).exists(), f"{document.name} names {name}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_tests_named_exist(document: Path) -> None:
    """`tests/x.py::test_a`, `test_b`: a test without a file of its own is in the one named before it."""
    for line in document.read_text(encoding="utf-8").splitlines():
        file = None
        for name, test in re.findall(r"`(?:(tests/[\w/]+\.py)::)?(test_\w+)`", line):
            file = name or file
            if file is not None:
                assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), f"{document.name} names {file}::{test}"


def leaves(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """(words, command) of every command that can be called."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path, command
    else:
        for name in inner:
            yield from leaves(inner[name], (*path, name))


@cache
def command_lines() -> dict[tuple[str, ...], Any]:
    apps = {"shadow": shadow_runtime.cli.app, "shadow-teacher": shadow_teacher.cli.app}
    return dict(found for name, app in apps.items() for found in leaves(typer.main.get_command(app), (name,)))


@cache
def variables() -> set[str]:
    """Environment variables that are read: options of the plugin, settings of the service, what stands in the code."""
    named = {f"SHADOW_{name}" for name in _OPTIONS} | {f"SHADOW_TEACHER_{name}" for name in ServiceSettings.model_fields}
    for path in committed_files():
        if path.suffix in (".py", ".sh") and path.relative_to(ROOT).parts[0] != "examples":
            named |= set(re.findall(r"SHADOW_[A-Z][A-Z_]*[A-Z]", path.read_text(encoding="utf-8")))
    return {name.upper().replace("-", "_") for name in named}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_and_variables_named_exist(document: Path) -> None:
    """In lines of code and in `...`: the command is there, and so is every option it is given."""
    known, text = command_lines(), document.read_text(encoding="utf-8")
    code = [line for line in text.splitlines() if line.startswith("    ")] + re.findall(r"`([^`\n]+)`", text)
    for line in code:
        said = re.split(r" #|  | \| ", line.strip())[0].split()
        while said and re.fullmatch(r"[A-Z_]+=\S+", said[0]):
            said.pop(0)
        if said[:1] in (["shadow"], ["shadow-teacher"]) and len(said) > 1 and re.fullmatch(r"[a-z-]+", said[1]):
            words = next((path for path in known if path == tuple(said[: len(path)])), None)
            assert words or any(path[: len(said)] == tuple(said) for path in known), f"{document.name}: {line.strip()}"
            options = {option for parameter in known[words].params for option in parameter.opts} if words else set()
            for option in (word.split("=")[0] for word in said if word.startswith("--") and said[1] != "run"):
                assert option in {*options, "--help"}, f"{document.name}: {line.strip()}: no option {option}"
        if (module := re.match(r"\s*python -m ((?:shadow_teacher|benchmarks)[a-z_.]+)(?= |$)(.*)", line.split(" #")[0])) is not None:
            source = (ROOT / f"{module[1].replace('.', '/')}.py").read_text(encoding="utf-8")
            for option in re.findall(r"--[a-z-]+", module[2]):
                assert f'"{option}"' in source, f"{document.name}: {line.strip()}: no option {option}"
    for option in re.findall(r"--shadow-([a-z-]+)", text):
        assert option in _OPTIONS, f"{document.name} names --shadow-{option}"
    for name in re.findall(r"SHADOW_[A-Z][A-Z_]*[A-Z]", text):
        assert name in variables(), f"{document.name} names {name}"


def test_every_option_variable_and_command_is_documented() -> None:
    reference = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
    missing = [f"--shadow-{name}" for name in _OPTIONS if f"`--shadow-{name}`" not in reference]
    missing += [name for name in ServiceSettings.model_fields if f"`{name.upper()}`" not in reference]
    missing += [" ".join(words) for words in command_lines() if f"`{' '.join(words)}" not in reference]
    derived = {f"SHADOW_{name.upper().replace('-', '_')}" for name in _OPTIONS} | {f"SHADOW_TEACHER_{name.upper()}" for name in ServiceSettings.model_fields}
    shipped = [path for package in ("shadow_runtime", "pytest_shadow", "shadow_teacher", "benchmarks") for path in (ROOT / package).rglob("*.py")]
    read = {name for path in shipped for name in re.findall(r"[\"'](SHADOW_[A-Z][A-Z_]*[A-Z])[\"']", path.read_text(encoding="utf-8"))}
    missing += [name for name in sorted(read - derived) if f"`{name}`" not in reference]
    assert not missing, f"docs/reference.md does not name {missing}"


def test_makefile_help_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[1].split()
    described = re.findall(r"^([a-z-]+):.*##", makefile, re.MULTILINE)
    assert sorted(phony) == sorted(described)


def test_every_student_has_a_card_that_tells_its_numbers() -> None:
    for folder in sorted((ROOT / "models").glob("student-*")):
        card = (folder / "CARD.md").read_text(encoding="utf-8")
        validation = json.loads((folder / "metrics.json").read_text(encoding="utf-8")).get("validation")
        assert folder.name in card
        if validation:
            assert f"{validation['locate_hit']:.1%}" in card


def test_readme_shows_the_current_numbers() -> None:
    spec = importlib.util.spec_from_file_location("readme_numbers", ROOT / "tools" / "readme_numbers.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    block = module.BLOCK.search((ROOT / "README.md").read_text(encoding="utf-8"))
    assert module.numbers() in block[0], "run: python tools/readme_numbers.py"


def test_no_machine_path_or_download_host_is_committed() -> None:
    wrong = []
    for path in committed_files():
        if path.suffix in BINARY:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        for pattern in (MACHINE_PATHS, DOWNLOAD_HOSTS):
            if found := pattern.search(text):
                line = text.count("\n", 0, found.start()) + 1
                wrong.append(f"{path.relative_to(ROOT)}:{line}: {found[0]}")
    assert not wrong, "\n".join(wrong)
