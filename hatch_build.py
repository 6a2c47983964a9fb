"""Puts the current student inside the wheel, so that an empty environment without network can look at pictures.

Only what the runtime loads goes in: the files of models/current; float checkpoints and older students stay in the
repository. An editable install reads models/ of the checkout instead.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class BundleStudent(BuildHookInterface):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        models = Path(self.root) / "models"
        current = models / "current"
        if not current.is_file():
            raise FileNotFoundError(f"{current} is missing: publish a student first (shadow-teacher publish), or install with -e")
        student = models / current.read_text(encoding="utf-8").strip()
        manifest = json.loads((student / "manifest.json").read_text(encoding="utf-8"))
        names = [entry["path"] for entry in manifest["files"].values()]
        names += [name for name in ("manifest.json", "metrics.json", "CARD.md") if (student / name).is_file()]
        inside = build_data["force_include"]
        inside[str(current)] = "shadow_runtime/_models/current"
        for name in names:
            inside[str(student / name)] = f"shadow_runtime/_models/{student.name}/{name}"
