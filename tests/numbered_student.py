"""The bundled student under another number, for tests of fetching and publishing."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from shadow_runtime.student import find_student


def numbered_student(folder: Path, version: int, **changes: object) -> Path:
    """folder/student-NNNN with that version and these changes in its manifest; float checkpoints are left out."""
    target = folder / f"student-{version:04d}"
    shutil.copytree(find_student(), target, ignore=shutil.ignore_patterns("*.safetensors"))
    manifest = {**json.loads((target / "manifest.json").read_text()), "id": target.name, "version": version, **changes}
    (target / "manifest.json").write_text(json.dumps(manifest))
    return target
