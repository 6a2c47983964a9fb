"""What may import what. The table below is the architecture; a file that is not in it has no place yet.

Packages:   pytest_shadow -> shadow_runtime <- shadow_teacher, nothing else.
Runtime:    a file imports from rows below its own, or from its own row, never from a row above.
Libraries:  each third-party library only where it is listed; so onnxruntime stays in one file and torch in training.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGES = ("shadow_runtime", "pytest_shadow", "shadow_teacher")
MAY_IMPORT = {"shadow_runtime": set(), "pytest_shadow": {"shadow_runtime"}, "shadow_teacher": {"shadow_runtime"}}

# Top row first. `predicates` is a package; its files count as one.
RUNTIME_ROWS = (
    ("__init__", "__main__"),
    ("cli",),
    ("doctor", "learn_commands"),
    ("shadow",),
    ("judge", "escalate", "registry", "send"),
    ("ground", "meant", "combine", "predicates"),
    ("say", "bars", "choices", "contents", "entries", "fields", "looks", "near_misses", "rivals", "shown", "standing", "titles", "twins", "unnamed", "unseen_fields"),
    ("spans", "spelling"),
    ("claims", "perceive", "match", "exemplars"),
    ("assemble", "text_rows", "claim_subjects", "counters", "faded", "fieldlike", "panels", "relations", "siblings", "tables"),
    ("student",),
    ("claim_predicates", "claim_tree", "claim_words", "claim_parser", "claim_grammar", "overlay", "intent", "labels", "links", "paragraphs", "rows", "refine", "shapes", "marks", "read", "icons", "embed", "concepts", "cascade", "changes", "cut_onnx", "sessions", "vet_onnx",
     "outbox", "sources", "wire", "signature", "likeness"),
    ("outlines", "calibrate", "charset", "intent_words", "purpose", "said", "wording", "color", "decode", "pixels", "recall", "rectangles", "scene"),
    ("records",),
    ("phrasebook", "browsers", "geometry", "errors", "durable", "backdrop", "chains", "overlaps", "weighing"),
)

# library (import name) -> path prefixes where it may be imported. Standard library and our packages are always allowed.
LIBRARIES = {
    "numpy": ("shadow_runtime/", "shadow_teacher/", "pytest_shadow/"),
    "cv2": ("shadow_runtime/", "shadow_teacher/", "pytest_shadow/"),
    "PIL": ("shadow_runtime/", "shadow_teacher/", "pytest_shadow/"),
    "onnxruntime": ("shadow_runtime/sessions.py", "shadow_teacher/networks/", "shadow_teacher/training/"),
    "pydantic": ("shadow_runtime/student.py", "pytest_shadow/", "shadow_teacher/"),
    "pydantic_settings": ("pytest_shadow/", "shadow_teacher/"),
    "lark": ("shadow_runtime/claim_parser.py", "shadow_runtime/claim_predicates.py", "shadow_runtime/claim_tree.py"),
    "rapidfuzz": ("shadow_runtime/", "shadow_teacher/training/", "shadow_teacher/error_analysis.py"),
    "xxhash": ("shadow_runtime/", "pytest_shadow/", "shadow_teacher/"),
    "typer": ("shadow_runtime/cli.py", "shadow_runtime/learn_commands.py", "shadow_teacher/"),
    "rich": ("shadow_runtime/cli.py", "shadow_teacher/"),
    "pytest": ("pytest_shadow/",),
    "greenlet": ("pytest_shadow/calls.py",),
    "Xlib": ("pytest_shadow/screen.py",),
    "_pytest": (),
    "playwright": ("pytest_shadow/", "shadow_teacher/pages/", "shadow_teacher/mutations/", "shadow_teacher/survey/visit.py", "shadow_runtime/cli.py",
                   "shadow_teacher/training/train_icons.py"),
    "torch": ("shadow_teacher/networks/", "shadow_teacher/training/"),
    "onnx": ("shadow_teacher/networks/", "shadow_teacher/training/"),
    "safetensors": ("shadow_teacher/networks/", "shadow_teacher/training/"),
    "model2vec": ("shadow_teacher/training/",),
    "sentence_transformers": ("shadow_teacher/training/",),
    "transformers": ("shadow_teacher/training/",),
    "tokenizers": ("shadow_teacher/training/",),
    "sklearn": ("shadow_teacher/training/",),
    "scipy": ("shadow_teacher/training/",),
    "fontTools": ("shadow_teacher/",),
    "resvg_py": ("shadow_teacher/training/icon_drawings.py",),
    "markupsafe": ("shadow_teacher/pages/",),
    "jinja2": ("shadow_teacher/card.py", "shadow_teacher/error_analysis.py", "shadow_teacher/pages/", "shadow_teacher/service/pages.py", "shadow_teacher/survey/"),
    "coloraide": ("shadow_teacher/training/",),
    "fastapi": ("shadow_teacher/service/access.py", "shadow_teacher/service/admin.py", "shadow_teacher/service/api.py", "shadow_teacher/service/app.py", "shadow_teacher/service/console.py",
                "shadow_teacher/service/pages.py"),
    "starlette": ("shadow_teacher/service/api.py", "shadow_teacher/service/app.py", "shadow_teacher/service/console.py"),
    "uvicorn": ("shadow_teacher/service/serve.py",),
    "sqlalchemy": ("shadow_teacher/service/",),
    "structlog": ("shadow_teacher/service/",),
    "prometheus_client": ("shadow_teacher/service/metrics.py",),
    "httpx2": ("shadow_runtime/wire.py", "shadow_teacher/teachers/endpoint.py", "shadow_teacher/survey/teach.py"),
    "stamina": ("shadow_runtime/wire.py", "shadow_teacher/teachers/endpoint.py"),
    "cryptography": ("shadow_runtime/signature.py",),
    "fsspec": ("shadow_runtime/sources.py", "shadow_teacher/release.py"),
}  # fmt: skip
# Imported inside a function only, so that whoever does not need it does not pay for it or have to install it.
LAZY = {("shadow_runtime", "onnxruntime"), ("shadow_runtime", "playwright"), ("shadow_runtime", "rich"), ("shadow_teacher/card.py", "jinja2"),
        ("shadow_runtime", "httpx2"), ("shadow_runtime", "stamina"), ("shadow_runtime", "cryptography"), ("shadow_runtime", "fsspec"), ("shadow_teacher", "fsspec"), ("shadow_teacher/error_analysis.py", "jinja2"), ("pytest_shadow", "Xlib")}


@dataclass(frozen=True)
class Import:
    """file imports module (absolute name) in a line. level: "module", "function" or "types" (under TYPE_CHECKING)."""

    file: str
    module: str
    line: int
    level: str


def source_files() -> list[Path]:
    return sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "node_modules" not in path.parts)


def imports_of(path: Path) -> Iterator[Import]:
    file = path.relative_to(ROOT).as_posix()
    package = list(path.relative_to(ROOT).parent.parts)
    yield from walk(ast.parse(path.read_text(encoding="utf-8"), filename=file), file, package, "module")


def walk(node: ast.AST, file: str, package: list[str], level: str) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            for alias in child.names:
                yield Import(file, alias.name, child.lineno, level)
        elif isinstance(child, ast.ImportFrom):
            base = package[: len(package) - child.level + 1] if child.level else []
            module = ".".join([*base, *([child.module] if child.module else [])])
            if child.module:
                yield Import(file, module, child.lineno, level)
            else:  # from . import a, b
                for alias in child.names:
                    yield Import(file, f"{module}.{alias.name}", child.lineno, level)
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from walk(child, file, package, "function" if level == "module" else level)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            yield from walk(child, file, package, "types")
        else:
            yield from walk(child, file, package, level)


@cache
def all_imports() -> list[Import]:
    return [found for path in source_files() for found in imports_of(path)]


def where(found: Import) -> str:
    return f"{found.file}:{found.line} imports {found.module}"


def test_packages_import_one_way() -> None:
    wrong = []
    for found in all_imports():
        package, target = found.file.split("/")[0], found.module.split(".")[0]
        if target in PACKAGES and target != package and target not in MAY_IMPORT[package]:
            wrong.append(where(found))
    assert not wrong, "packages import pytest_shadow -> shadow_runtime <- shadow_teacher only:\n" + "\n".join(wrong)


def row_of(name: str) -> int:
    for number, row in enumerate(RUNTIME_ROWS):
        if name in row:
            return number
    raise AssertionError(f"shadow_runtime/{name} has no row in RUNTIME_ROWS: say where in the runtime it stands")


def test_runtime_imports_point_down() -> None:
    wrong = []
    for found in all_imports():
        if not found.file.startswith("shadow_runtime/") or found.level == "types":
            continue
        own = found.file.removeprefix("shadow_runtime/").removesuffix(".py").split("/")[0]
        row = row_of(own)
        if found.module.startswith("shadow_runtime.") and row_of(found.module.split(".")[1]) < row:
            wrong.append(where(found))
    assert not wrong, "a stage imports only from rows below its own:\n" + "\n".join(wrong)


def test_runtime_has_no_import_cycle() -> None:
    edges: dict[str, set[str]] = {}
    for found in all_imports():
        if found.file.startswith("shadow_runtime/") and found.level != "types" and found.module.startswith("shadow_runtime."):
            own = found.file.removeprefix("shadow_runtime/").removesuffix(".py").split("/")[0]
            edges.setdefault(own, set()).add(found.module.split(".")[1])
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, "import cycle: " + " -> ".join((*path, name))
        if name not in done:
            for target in sorted(edges.get(name, set()) - {name}):
                visit(target, (*path, name))
            done.add(name)

    for name in sorted(edges):
        visit(name, ())


def test_libraries_stay_where_they_belong() -> None:
    wrong = []
    for found in all_imports():
        library = found.module.split(".")[0]
        if library in sys.stdlib_module_names or library in PACKAGES or found.level == "types":
            continue
        if not found.file.startswith(LIBRARIES.get(library, ()) or ("nowhere",)):
            wrong.append(f"{where(found)}; allowed in {LIBRARIES.get(library, 'no file: it is not in LIBRARIES')}")
    assert not wrong, "\n".join(wrong)


def test_heavy_libraries_are_imported_late() -> None:
    wrong = [
        where(found)
        for found in all_imports()
        if found.level == "module" and any(found.file.startswith(p) and found.module.split(".")[0] == lib for p, lib in LAZY)
    ]
    assert not wrong, "import these inside the function that needs them:\n" + "\n".join(wrong)


def test_no_heap_of_helpers() -> None:
    heaps = [path for path in source_files() if path.stem in ("utils", "util", "helpers", "misc", "common")]
    assert not heaps, f"name a file after what it does: {heaps}"


def test_runtime_modules_are_not_rewritten_by_pytest() -> None:
    plain = [path.name for path in (ROOT / "shadow_runtime").rglob("*.py")
             if path.name != "__main__.py" and "PYTEST_DONT_REWRITE" not in (ast.get_docstring(ast.parse(path.read_text())) or "")]  # fmt: skip
    assert not plain, f'put "PYTEST_DONT_REWRITE" into the module docstring of {plain}'


@pytest.mark.parametrize("package", ["shadow_runtime", "pytest_shadow.plugin", "shadow_runtime.cli", "shadow_teacher.cli"])
def test_importing_is_cheap(package: str) -> None:
    """Everybody who has the plugin installed pays for its import, in every pytest run."""
    heavy = ["onnxruntime", "cv2", "torch", "playwright", "PIL", *([] if package.endswith("cli") else ["numpy", "pydantic", "rich"])]
    program = f"import {package}, sys; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]", f"import {package} loads {ran.stdout.strip()}"


def test_public_names_exist() -> None:
    import shadow_runtime

    assert sorted(shadow_runtime.__all__) == shadow_runtime.__all__ == sorted(shadow_runtime._HOMES)
    for name in shadow_runtime.__all__:
        assert getattr(shadow_runtime, name).__name__ == name
