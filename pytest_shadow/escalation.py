"""What a test could not settle becomes a request to the teacher, after the answer was given and without changing it."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal

from shadow_runtime.escalate import escalate
from shadow_runtime.records import Grounding, Verdict

from .snapshot import is_allowed, take_snapshot

if TYPE_CHECKING:
    from .onlooker import Onlooker


def is_doubtful(verdict: Verdict) -> bool:
    """A failure that rests on not having seen something: it is missing, as the test is there to find out, or the student is blind to it."""
    return verdict.outcome == "failed" and any(grounding.outcome == "absent" for grounding in verdict.evidence.groundings)


async def ask_teacher(
    onlooker: Onlooker, seen: Any, kind: Literal["locate", "check"], text: str, *, grounding: Grounding | None = None, verdict: Verdict | None = None,
    correction: dict[str, Any] | None = None,
) -> bool:  # fmt: skip
    """Hand a request to the postbox; True when it was taken.

    Nothing happens where no teacher and no outbox is configured, or the page's origin is not allowed. Never raises: what
    goes wrong here is counted, and the test goes on with the answer that it had.
    """
    __tracebackhide__ = True
    learning = onlooker.session.learning
    if learning is None:
        return False
    try:
        if not is_allowed(getattr(onlooker.page, "url", ""), onlooker.session.settings.origins):
            learning.kept_out.add(str(getattr(onlooker.page, "url", "")))
            return False
        if correction is None and not learning.is_new(kind, text, seen.frame, doubt=verdict is not None and verdict.outcome == "failed"):
            return False
        snapshot = await take_snapshot(onlooker, seen, onlooker.session.settings.origins)
        learning.postbox.put(escalate(
            kind, text, snapshot.frame, onlooker.session.eyes.student_id, grounding=grounding, verdict=verdict, secrets=snapshot.secrets,
            masked=snapshot.masked, snapshot=snapshot.dom, origin=snapshot.origin, correction=correction, node=platform.node() or "node",
            created_at=datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        ))  # fmt: skip
    except Exception as error:
        learning.postbox.trouble = f"{type(error).__name__}: {error}"
        return False
    return True


def correction_of(at: Sequence[float] | None, box: Sequence[float] | None, truth: bool | None, absent: bool) -> dict[str, Any]:
    """The correction as the protocol has it. Raises ValueError for none or several of the four."""
    given = {
        "point": [float(v) for v in at] if at is not None else None, "box": [float(v) for v in box] if box is not None else None, "truth": truth, "absent": True if absent else None,
    }  # fmt: skip
    said = {name: value for name, value in given.items() if value is not None}
    if len(said) != 1:
        raise ValueError("say exactly one of at=(x, y), box=(x, y, width, height), truth=True or False, absent=True")
    if any(isinstance(value, list) and len(value) != {"point": 2, "box": 4}[name] for name, value in said.items()):
        raise ValueError("expected at=(x, y) or box=(x, y, width, height), in CSS px")
    return said
