"""Shadow looks at a viewport's pixels and answers `locate` and `check`. Offline, on one thread, without the DOM.

    from shadow_runtime import Shadow

    shadow = Shadow.load()                            # the bundled student
    scene = shadow.see(rgb)                           # (H, W, 3) uint8
    scene.locate("submit button").box                 # Box(x, y, width, height) in CSS px
    scene.check("submit button is green").outcome     # "passed", "failed" or "abstained"

Reading order: records.py (the nouns), shadow.py (the façade), then the verbs perceive -> ground -> judge.

Names are imported when first used: importing this package costs nothing, because a pytest plugin imports it in every
run, also in those that never look at a picture.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .errors import (
        AmbiguousIntentError,
        CaptureError,
        ClaimError,
        PageClosedError,
        ShadowError,
        StudentError,
        TargetNotFoundError,
    )
    from .geometry import Box
    from .records import (
        AbstainReason,
        Candidate,
        Element,
        Evidence,
        Frame,
        Grounding,
        Intent,
        Relation,
        TextRow,
        Verdict,
    )
    from .scene import Scene
    from .shadow import SeenScene, Shadow
    from .student import Student

_HOMES = {
    "AbstainReason": "records",
    "AmbiguousIntentError": "errors",
    "Box": "geometry",
    "Candidate": "records",
    "CaptureError": "errors",
    "ClaimError": "errors",
    "Element": "records",
    "Evidence": "records",
    "Frame": "records",
    "Grounding": "records",
    "Intent": "records",
    "PageClosedError": "errors",
    "Relation": "records",
    "Scene": "scene",
    "SeenScene": "shadow",
    "Shadow": "shadow",
    "ShadowError": "errors",
    "Student": "student",
    "StudentError": "errors",
    "TargetNotFoundError": "errors",
    "TextRow": "records",
    "Verdict": "records",
}

__all__ = [
    "AbstainReason",
    "AmbiguousIntentError",
    "Box",
    "Candidate",
    "CaptureError",
    "ClaimError",
    "Element",
    "Evidence",
    "Frame",
    "Grounding",
    "Intent",
    "PageClosedError",
    "Relation",
    "Scene",
    "SeenScene",
    "Shadow",
    "ShadowError",
    "Student",
    "StudentError",
    "TargetNotFoundError",
    "TextRow",
    "Verdict",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
