"""What stands in the documents exists, and nothing that is committed names this machine or a download host."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
from pathlib import Path

import pytest

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
