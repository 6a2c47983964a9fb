"""Write the figures of the current student into README.md, from its metrics.json; run after `make validate`.

    python tools/readme_numbers.py
"""

from __future__ import annotations

import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"(<!-- numbers: begin .*?-->\n).*?(<!-- numbers: end -->)", re.DOTALL)


def numbers() -> str:
    """The README's table for models/current."""
    current = ROOT / "models" / "current"
    if not current.is_file():
        return "No student has been scored yet.\n"
    student = current.read_text(encoding="utf-8").strip()
    found = json.loads((ROOT / "models" / student / "metrics.json").read_text(encoding="utf-8")).get("validation")
    if not found:
        return f"{student} has not been scored yet; its parts are measured in [its card](models/{student}/CARD.md).\n"

    def percent(value: float | None) -> str:
        return "-" if value is None else f"{value:.1%}"

    lines = [
        f"[{student}](models/{student}/CARD.md) on {found['frames']} captures of third-party pages nobody trained on, {found['cases']} cases",
        f"(`make validate`; {found['machine']}):",
        "",
        "| | |",
        "|---|---|",
        *(f"| locate: {kind} | {percent(row['right'])} of {row['n']} |" for kind, row in found["locate_kinds"].items()),
        f"| locate answers that are the wrong element | {percent(found['locate_wrong'])} |",
        f"| claims answered | {percent(found['check_answered'])} |",
        f"| right, of those answered | {percent(found['check_right_when_answered'])} |",
        f"| false claims that pass | {percent(found['check_false_pass'])} |",
        f"| see a frame, one thread, p50 / p95 | {found['see_ms_p50_p95'][0]} / {found['see_ms_p50_p95'][1]} ms |",
        f"| see it, read it and answer once, p50 / p95 | {found['see_and_first_answer_ms_p50_p95'][0]} / {found['see_and_first_answer_ms_p50_p95'][1]} ms |",
        "",
    ]
    return "\n".join(lines)


def main() -> None:
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    readme.write_text(BLOCK.sub(lambda match: match[1] + numbers() + match[2], text), encoding="utf-8")


if __name__ == "__main__":
    main()
