"""A wheel carries its student and works in an empty environment, from another folder, without the checkout."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from tiny_student import write_tiny_student

ROOT = Path(__file__).parents[2]
SOURCES = ("shadow_runtime", "pytest_shadow", "shadow_teacher", "pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "NOTICE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built from a copy of the tree; with the published student, or with a tiny one while none is published."""
    tree = tmp_path_factory.mktemp("tree")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
        else:
            shutil.copyfile(source, tree / name)
    if (ROOT / "models" / "current").is_file():
        shutil.copytree(ROOT / "models", tree / "models")
    else:
        write_tiny_student(tree / "models")
    student_id = (tree / "models" / "current").read_text().strip()
    (tree / "models" / student_id / "detector.safetensors").write_bytes(b"float weights stay at home")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", "dist", "."]
    built = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    return next((tree / "dist").glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the wheel's content and nothing else; third-party libraries come from this environment."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", str(folder), str(wheel)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def run_there(installed: Path, program: str, tmp_path: Path, *flags: str) -> subprocess.CompletedProcess[str]:
    """Run a program from an empty folder. -S -I keep out the checkout, which an editable install puts on the path."""
    paths = [str(installed), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]
    setup = f"import sys; sys.path[:0] = {paths!r}\n"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SHADOW"))}
    return subprocess.run(
        [sys.executable, "-I", "-S", *flags, "-c", setup + program], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip


def test_wheel_holds_the_student_and_no_float_weights(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    inside = [name.removeprefix("shadow_runtime/_models/") for name in names if name.startswith("shadow_runtime/_models/")]
    assert "current" in inside
    assert "shadow_runtime/claim_tables.json.gz" in names
    assert any(name.endswith("/manifest.json") for name in inside)
    assert not [name for name in names if name.endswith((".safetensors", ".pyc")) or name.startswith(("tests/", "models/", "examples/"))]
    assert any(name.endswith("licenses/NOTICE") for name in names)


def test_entry_points(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    text = archive.read(next(name for name in archive.namelist() if name.endswith("entry_points.txt"))).decode()
    for line in ("shadow = shadow_runtime.cli:app", "shadow-teacher = shadow_teacher.cli:app", "shadow = pytest_shadow.plugin"):
        assert line in text


def test_installed_wheel_verifies_its_own_student(installed: Path, tmp_path: Path) -> None:
    program = """
import json, shadow_runtime
from shadow_runtime.student import NETWORKS, Student
student = Student.load()
opened = [name for name in NETWORKS if student.has(name) and student.session(name)]
print(json.dumps([shadow_runtime.__file__, str(student.folder), opened]))
"""
    ran = run_there(installed, program, tmp_path)
    assert ran.returncode == 0, ran.stderr
    package, folder, opened = json.loads(ran.stdout)
    assert package.startswith(str(installed))
    assert folder.startswith(str(installed))
    assert {"detector", "reader"} <= set(opened)


@pytest.mark.skipif(not (ROOT / "models" / "current").is_file(), reason="no student is published yet")
def test_installed_wheel_locates_and_checks(installed: Path, tmp_path: Path) -> None:
    program = """
import json
from shadow_runtime import Shadow
from shadow_runtime.doctor import drawn_page
scene = Shadow.load().see(drawn_page(0))
found = scene.locate("save button")
print(json.dumps([found.outcome, list(found.box or ()), scene.check("save button is blue").outcome]))
"""
    ran = run_there(installed, program, tmp_path)
    assert ran.returncode == 0, ran.stderr
    outcome, box, verdict = json.loads(ran.stdout)
    assert outcome == "found"
    x, y = box[0] + box[2] / 2, box[1] + box[3] / 2
    assert 400 <= x <= 520
    assert 340 <= y <= 380  # where doctor.drawn_page draws the button
    assert verdict == "passed"


def test_a_damaged_installation_says_which_file(installed: Path, tmp_path: Path) -> None:
    models = installed / "shadow_runtime" / "_models"
    network = next(models.glob("student-*/reader.onnx"))
    whole = network.read_bytes()
    network.write_bytes(whole[: len(whole) // 2])
    try:
        ran = run_there(installed, "from shadow_runtime import Student; Student.load()", tmp_path)
    finally:
        network.write_bytes(whole)
    assert "StudentError" in ran.stderr
    assert "reader.onnx: truncated" in ran.stderr


def test_building_without_a_student_says_so(tmp_path: Path) -> None:
    from hatchling.builders.wheel import WheelBuilder

    for name in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "NOTICE"):
        shutil.copyfile(ROOT / name, tmp_path / name)
    for name in ("shadow_runtime", "pytest_shadow", "shadow_teacher"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text('__version__ = "0"\n')
    with pytest.raises(FileNotFoundError, match="publish a student first"):
        list(WheelBuilder(str(tmp_path)).build(directory=str(tmp_path / "dist")))
