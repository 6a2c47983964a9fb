"""The line at the end of a run: what was judged, by whom, how fast."""

from __future__ import annotations

from statistics import median

from .session import Tally


def summary_line(tally: Tally) -> str:
    """The summary, or "" when Shadow was not used. Seeing and capturing are always given apart."""
    judged = sum(tally.outcomes.values())
    if not judged and not tally.actions:
        return ""
    parts = [f"{judged} claim{'s' if judged != 1 else ''} judged"]
    parts += [f"{count} {outcome}" for outcome, count in tally.outcomes.items() if count]
    if tally.actions:
        parts.append(f"{tally.actions} action{'s' if tally.actions != 1 else ''}")
    times = ", ".join(f"{name} {median(values):.1f}" for name, values in tally.times.items() if values)
    line = "shadow: " + ", ".join(parts)
    students = ", ".join(sorted(filter(None, tally.students)))
    line += f" by {students}" if students else ""
    return line + (f" (median ms: {times})" if times else "")
