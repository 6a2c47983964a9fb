"""The lines at the end of a run: what was judged, by whom, how fast; what was asked of the teacher."""

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


def learning_line(tally: Tally) -> str:
    """What was asked of the teacher and what its lessons settled, or "" when there was neither."""
    parts = [f"{count} {name}" for name, count in tally.requests.items()]
    if tally.lessons:
        shown = ", ".join(lesson[:12] for lesson in sorted(tally.lessons)[:6])
        parts.append(f"lessons behind answers: {shown}" + (" ..." if len(tally.lessons) > 6 else ""))
    if tally.pin:
        parts.append(f"to pin: --shadow-pin={tally.pin}")
    if not parts and not tally.trouble:
        return ""
    trouble = f" ({tally.trouble[:200]})" if tally.trouble else ""
    return f"shadow, requests to the teacher: {', '.join(parts) or 'none'}{trouble}"
