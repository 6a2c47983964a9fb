"""What seeing costs, stage by stage, on one thread: whole frames, changed frames, reading, locating, checking.

    python -m benchmarks.seeing --out benchmarks/results/seeing.json [--frames 40] [--quick]

Cold means: no row of the frame was read before. Warm means: the frame was seen and its rows were read. Beside it, for
scale, Tesseract reads the same frames where it is installed. Workers are processes with a student each. Frames are handed
over as the plugin's captures are, whichever way a picture was taken: nobody can write into them, so `see` copies none.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from shadow_runtime import Shadow
from shadow_runtime.perceive import forget

from .frames import load_frames, patch
from .live_conditions import conditions
from .report import report

SHARES = (0.01, 0.1, 0.5)
OPENING = "import shadow_runtime"
FIRST_ANSWER = """
from shadow_runtime.doctor import drawn_page
from shadow_runtime import Shadow
Shadow.load().see(drawn_page(0)).check("save button is visible")
"""
MEMORY = """
import resource
import numpy as np, cv2  # what a test run that takes pictures holds anyway
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * resource.getpagesize() / 2**20
before = resident()
from benchmarks.frames import load_frames
frames = load_frames(20)[1]
held = sum(frame.nbytes for frame in frames) / 2**20
from shadow_runtime import Shadow
shadow = Shadow.load()
for frame in frames:
    shadow.see(frame).check("submit button is visible")
print(resident() - before - held)
"""
WORKER = """
import sys, time
from benchmarks.frames import load_frames
from shadow_runtime import Shadow
seen = Shadow.load().see(load_frames(4)[1][1])
seen.check("submit button is visible")
print("ready", flush=True); sys.stdin.readline()
started, count = time.perf_counter(), 0
while time.perf_counter() - started < float(sys.argv[1]):
    seen.check(f"submit button is at least {count} px wide"); count += 1
print(count / (time.perf_counter() - started))
"""


def row(name: str, samples_ms: Sequence[float], note: str = "") -> dict[str, Any]:
    p50, p95, p99 = (round(float(np.percentile(samples_ms, q)), 3) for q in (50, 95, 99))
    return {"name": name, "p50_ms": p50, "p95_ms": p95, "p99_ms": p99, "n": len(samples_ms), **({"note": note} if note else {})}


def timed(action: Callable[[], object]) -> float:
    started = time.perf_counter()
    action()
    return (time.perf_counter() - started) * 1e3


def captured(rgb: np.ndarray) -> np.ndarray:
    """A picture as pytest_shadow/camera.py hands it over: memory of its own that nobody writes into any more."""
    assert rgb.flags.owndata, "a view of other memory is no capture"
    rgb.flags.writeable = False
    return rgb


def seeing(frames: Sequence[np.ndarray], rounds: int) -> list[dict[str, Any]]:
    """Whole and changed frames; each sample is a frame that this student has never seen."""
    frames = [captured(frame.copy()) for frame in frames]
    shadow = Shadow.load()
    rng = np.random.default_rng(0)
    shadow.see(frames[0]).check("submit button is visible")
    whole, read, first, again = [], [], [], []
    for number in range(rounds):
        # One pixel makes a known page a new frame; forgetting makes the look a whole one and its rows unread.
        frame = frames[number % len(frames)].copy()
        frame[0, 0] = rng.integers(0, 256, 3)
        frame = captured(frame)
        forget(shadow.student)
        whole.append(timed(lambda: shadow.see(frame)))  # noqa: B023
        seen = shadow.see(frame)
        read.append(timed(lambda: seen.elements))  # noqa: B023
        first.append(timed(lambda: seen.check("submit button is visible")))  # noqa: B023
        again.append(timed(lambda: shadow.see(frame)))  # noqa: B023
    rows = [
        row("see a whole frame", whole), row("read all its rows, cold", read), row("see it and read it, cold", [a + b for a, b in zip(whole, read, strict=True)]),
        row("first claim on it", first), row("see the same frame again", again),
    ]  # fmt: skip
    for share in SHARES:
        samples, answered = [], []
        for number in range(rounds):
            before, other = frames[number % len(frames)], frames[(number + 1) % len(frames)]
            _ = shadow.see(before).elements
            # Its scene is kept by hash, its maps are not: look away and back, so that the change is one from `before`.
            shadow.student.detector.look(before)
            after = captured(patch(before, other, share, rng))
            samples.append(timed(lambda: shadow.see(after)))  # noqa: B023
            answered.append(timed(lambda: shadow.see(after).check("submit button is visible")))  # noqa: B023
        rows.append(row(f"see a frame of which {share:.0%} changed", samples))
        rows.append(row(f"... and read and check it ({share:.0%} changed)", answered))
    return rows


def checking(frames: Sequence[np.ndarray], rounds: int) -> list[dict[str, Any]]:
    """Claims about a frame that was seen and read; every claim is new, so nothing is answered from a cache of answers."""
    shadow = Shadow.load()
    located, checked, known = [], [], []
    for number in range(rounds):
        seen = shadow.see(frames[number % min(len(frames), 8)])
        if number < 8:
            seen.check("submit button is visible")
        located.append(timed(lambda: seen.locate(f"submit button {number}")))  # noqa: B023
        checked.append(timed(lambda: seen.check(f"submit button is at least {number} px wide")))  # noqa: B023
        known.append(timed(lambda: seen.check("submit button is visible")))  # noqa: B023
    return [row("ground a phrase, rows warm", located), row("check a claim on a seen frame, rows warm", checked), row("ask the same claim again", known)]


def tesseract(frames: Sequence[np.ndarray], rounds: int) -> list[dict[str, Any]]:
    if shutil.which("tesseract") is None:
        print("skipped: Tesseract is not installed (apt-get install tesseract-ocr)", file=sys.stderr)
        return []
    import cv2

    samples = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(min(rounds, len(frames), 8)):
            path = Path(folder) / "frame.png"
            cv2.imwrite(str(path), frames[number][:, :, ::-1])
            command = ["tesseract", str(path), "stdout", "--psm", "11"]
            samples.append(timed(lambda: subprocess.run(command, capture_output=True, check=True, env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"})))  # noqa: B023
    return [row("Tesseract reads the same frames", samples, "one thread, process start included")]


def run_python(program: str, *arguments: str, **variables: str) -> str:
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1], env={**os.environ, **variables}).stdout


def starting(rounds: int) -> list[dict[str, Any]]:
    """A new process, its modules compiled before, as pip leaves them: whatever this environment says about bytecode."""
    with tempfile.TemporaryDirectory() as compiled:

        def started(program: str) -> float:
            return timed(lambda: run_python(program, PYTHONDONTWRITEBYTECODE="", PYTHONPYCACHEPREFIX=compiled))

        started(FIRST_ANSWER)  # compiles them
        bare = min(started("pass") for _ in range(3))
        opening = [max(started(OPENING) - bare, 0.0) for _ in range(rounds)]
        answer = [max(started(FIRST_ANSWER) - bare, 0.0) for _ in range(rounds)]
    return [row("import shadow_runtime", opening), row("first answer of a new process", answer, "imports, student, a whole frame, its rows, one claim")]


def workers(seconds: float) -> dict[str, float]:
    """Claims per second on a seen frame with one and with two processes."""
    found = {}
    for count in (1, 2):
        processes = [
            subprocess.Popen([sys.executable, "-c", WORKER, str(seconds)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1])
            for _ in range(count)
        ]
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        found[f"claims per second, {count} process{'es' if count > 1 else ''}"] = round(sum(float(process.communicate()[0]) for process in processes), 1)
    return found


def measure(count: int, quick: bool) -> dict[str, Any]:
    started = time.perf_counter()
    source, frames = load_frames(count)
    rounds = 8 if quick else max(count, 40)
    rows = [*seeing(frames, rounds), *checking(frames, 40 if quick else 400)]
    rows += [*tesseract(frames, rounds), *starting(2 if quick else 7)]
    totals = {"memory added by a worker, MiB": round(float(run_python(MEMORY)), 1)} if Path("/proc/self/statm").exists() else {}
    totals |= workers(1.0 if quick else 4.0)
    return {**conditions(), "student": Shadow.load().student_id, "frames": f"{len(frames)} {source}, 1280x720", "quick": quick,
            "seconds": round(time.perf_counter() - started, 1), "rows": rows, "totals": totals}  # fmt: skip


def main(argv: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--frames", type=int, default=40)
    parser.add_argument("--quick", action="store_true", help="a tenth of the samples")
    args = parser.parse_args(argv)
    report(measure(8 if args.quick else args.frames, args.quick), args.out)


if __name__ == "__main__":
    main()
