"""The façade: see a frame, locate an intent in it, check a claim about it.

    shadow = Shadow.load()
    seen = shadow.see(rgb)
    seen.locate("submit button")            -> Grounding
    seen.check("submit button is green")    -> Verdict

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import numpy as np
import xxhash

from .claims import Claim, parse_claim
from .exemplars import Exemplars, settle_taught
from .faded import faded_weights
from .ground import ground, ground_all
from .intent import parse_intent
from .judge import judge
from .perceive import perceive
from .recall import bands_of
from .records import Candidate, Element, Frame, Grounding, Intent, TextRow, Verdict
from .scene import Scene
from .student import Student

# Frames of scenes that are kept for the same pixels to come back: a menu opened and closed, a page visited again.
KEPT_BYTES = 32 * 2**20


class Shadow:
    """A student ready to look. Holds no state but caches; one per process is enough, threads may share it."""

    def __init__(self, student: Student) -> None:
        self.student = student
        self._seen: OrderedDict[int, SeenScene] = OrderedDict()
        self._lock = threading.Lock()

    @classmethod
    def load(cls, model: str | Path | None = None) -> Shadow:
        """Load a student: the bundled one, an id such as "student-0001", or a folder. Never touches the network.

        Raises StudentError when the folder is missing, damaged or does not match its manifest.
        """
        return cls(Student.load(model))

    @property
    def student_id(self) -> str:
        return self.student.id

    def teach(self, exemplars: Exemplars) -> None:
        """Put these taught cases in force, instead of those before. What was seen is kept, what was answered is not."""
        with self._lock:
            self.student.exemplars = exemplars
            for key, seen in self._seen.items():
                self._seen[key] = SeenScene(seen.scene, self.student, see_ms=seen.see_ms)

    def see(self, rgb: np.ndarray, scale: float = 1.0, capture_ms: float = 0.0) -> SeenScene:
        """Look at one viewport.

        rgb: (H, W, 3) uint8; copied, unless it is read-only. scale: device pixels per CSS pixel. The same pixels again
        give the same scene at once; pixels that differ in part from those seen last cost what differs.
        """
        started = time.perf_counter()
        rgb = np.ascontiguousarray(rgb)
        with self._lock:
            bands = bands_of(rgb)
            key = xxhash.xxh3_64_intdigest(np.array(bands, np.uint64).data, seed=hash((rgb.shape, scale)) & 0xFFFFFFFF)
            known = self._seen.get(key)
            if known is not None:
                self._seen.move_to_end(key)
                return known
            if rgb.flags.writeable:
                # What is read off this scene later must be what was seen: the caller may use its buffer again.
                rgb = rgb.copy()
                rgb.flags.writeable = False
            frame = Frame(rgb=rgb, scale=scale, capture_ms=capture_ms, bands=bands)
            scene = perceive(frame, self.student)
            seen = self._seen[key] = SeenScene(scene, self.student, see_ms=(time.perf_counter() - started) * 1e3)
            while len(self._seen) > 1 and sum(other.frame.rgb.nbytes for other in self._seen.values()) > KEPT_BYTES:
                self._seen.popitem(last=False)
            return seen


class SeenScene:
    """One frame, seen. Asking is cheap and repeatable: the same question gets the same answer."""

    def __init__(self, scene: Scene, student: Student, see_ms: float = 0.0) -> None:
        self.scene, self.student, self.see_ms = scene, student, see_ms
        self._groundings: dict[Intent, Grounding] = {}
        self._verdicts: dict[tuple[object, ...], Verdict] = {}

    @property
    def frame(self) -> Frame:
        return self.scene.frame

    @property
    def elements(self) -> tuple[Element, ...]:
        return self.scene.elements

    @property
    def containers(self) -> tuple[Element, ...]:
        return self.scene.containers

    @property
    def rows(self) -> tuple[TextRow, ...]:
        return self.scene.rows

    @cached_property
    def read_ms(self) -> float:
        """Milliseconds that reading this frame's text took (or takes now, if nobody asked before)."""
        started = time.perf_counter()
        _ = self.scene.elements
        return (time.perf_counter() - started) * 1e3

    def locate(self, intent: str | Intent) -> Grounding:
        """Where is it? Never raises for a phrase: what is not found or not clear says so in the outcome."""
        _ = self.read_ms
        return self._ground(parse_intent(intent) if isinstance(intent, str) else intent)

    def check(self, claim: str | Claim, memory: Mapping[str, SeenScene] | None = None) -> Verdict:
        """Is it so? memory: earlier looks by name, for "... since "before"".

        Raises ClaimError for a sentence that is not understood, NotRememberedError for an earlier look that is not in memory.
        """
        key = (claim, *((name, id(seen)) for name, seen in (memory or {}).items()))
        if key in self._verdicts:
            return self._verdicts[key]
        parsed = parse_claim(claim) if isinstance(claim, str) else claim
        read_ms = self.read_ms
        started = time.perf_counter()
        verdict = judge(
            parsed, self.scene, self, self.student.colors, self.student.calibration, memory=memory, faded=faded_weights(self.student), student_id=self.student.id,
            timings_ms={"capture": self.frame.capture_ms, "see": self.see_ms + read_ms}, started=started,
        )  # fmt: skip
        verdict = self._verdicts[key] = settle_taught(verdict, self.scene, self.student)
        return verdict

    def _ground(self, intent: Intent) -> Grounding:
        if intent not in self._groundings:
            self._groundings[intent] = ground(intent, self.scene, self.student)
        return self._groundings[intent]

    def ground_all(self, intent: str | Intent, least: float | None = None) -> list[Candidate]:
        """Every element that fits: for counts and plurals. least: probability from which one does, the student's if None."""
        return ground_all(parse_intent(intent) if isinstance(intent, str) else intent, self.scene, self.student, least)
