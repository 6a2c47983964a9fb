"""The learning half of a run: where requests go, what comes back, and when it takes effect. Between tests, never in one.

    pin       --shadow-pin=student-0010[+lessons]: exactly this student and exactly these taught cases, nothing is fetched
    poll      a thread asks for taught cases and students, often while answers are awaited; ETags make most answers empty
    swap      a student is fetched, proved and warmed up in that thread; a test only ever sees it whole, and from its start
"""

from __future__ import annotations

import atexit
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xxhash

from .options import Settings
from .postbox import Postbox

if TYPE_CHECKING:
    from shadow_runtime import Shadow
    from shadow_runtime.exemplars import Exemplars
    from shadow_runtime.records import Frame
    from shadow_runtime.sources import Source
    from shadow_runtime.wire import Wire

FIRST_POLL_S = 1.0  # a run waits once for this long at most, before its first test, for what the teacher has to say
READY_S = 5.0  # and before that for the libraries of the asking thread: their import needs a processor, no network, and ends
EAGER_S, PATIENT_S, EAGER_FOR_S = 0.5, 10.0, 120.0
LISTS_KEPT = 20
ASKED_AT_MOST = 12  # a question and process: who asks in a loop gets no longer loop
DOUBTS_AT_MOST = 20  # failed claims and process: a suite that is red because its page is down has nothing to teach


class Learning:
    """postbox: where requests go. exemplars: the taught cases in force in this test. kept_out: pages not allowed."""

    def __init__(self, settings: Settings, worker: str) -> None:
        from shadow_runtime.exemplars import Exemplars
        from shadow_runtime.registry import Home, home_folder
        from shadow_runtime.signature import trusted_keys

        self.settings = settings
        self.home_folder = home_folder()
        self.home = Home(self.home_folder, trusted_keys(settings.trusted_keys) if settings.trusted_keys else {})
        self.kept_out: set[str] = set()
        self.trouble = ""
        self.exemplars = Exemplars()
        self._seen: set[int] = set()
        self._asked: Counter[tuple[str, str]] = Counter()
        self._doubts = 0
        self._wire: Wire | None = None
        outbox = Path(settings.outbox).expanduser() if settings.outbox else self.home_folder / "outbox"
        self.postbox = Postbox(outbox, worker, self._sender if settings.teacher else None)
        self._fresh_exemplars: Exemplars | None = None
        self._fresh_eyes: Shadow | None = None
        self._in_force: str = ""
        self._ready, self._polled, self._wake, self._stopping = threading.Event(), threading.Event(), threading.Event(), threading.Event()
        self._polls = self.pinned is None and bool(settings.teacher or settings.registry)
        self._poller = threading.Thread(target=self._poll_for_ever, name="shadow-poll", daemon=True)

    @property
    def pinned(self) -> tuple[str, str] | None:
        """(student id, digest of taught cases or "") of --shadow-pin."""
        student_id, _, digest = self.settings.pin.partition("+") if self.settings.pin else ("", "", "")
        return (student_id, digest) if student_id else None

    def start(self) -> None:
        """Take up what was taught before; start asking and sending. Sealed at the process's end at the latest."""
        atexit.register(self.finish)
        self.exemplars = self._kept_exemplars()
        if self.settings.teacher or self.settings.outbox:
            self.postbox.start()
        if self._polls:
            self._poller.start()

    def load_eyes(self, model: str | None) -> Shadow:
        """The student of this run: the pinned one, the one asked for, the newest verified one of this machine, the bundled one.

        Raises StudentError for a pin or a model that cannot be had; a pulled student that broke falls back to the bundled.
        """
        from shadow_runtime import Shadow, StudentError
        from shadow_runtime.student import student_ids

        eyes: Shadow | None = None
        if self.pinned is not None and model is None:
            wanted = self.pinned[0]
            if wanted in self.home.ids():
                eyes = Shadow(self.home.load(wanted))
            elif wanted in student_ids():
                eyes = Shadow.load(wanted)
            else:
                eyes = Shadow(self._pull_pinned(wanted))
        elif model is None and self.home.current() is not None:
            try:
                eyes = Shadow(self.home.load())
            except StudentError as error:
                self.trouble = f"the pulled student is not used: {error}"
        eyes = eyes or Shadow.load(model)
        self._in_force = eyes.student_id
        eyes.teach(self.exemplars)
        return eyes

    def between_tests(self, eyes: Shadow | None) -> Shadow | None:
        """What to look with from now on; called before a test. None where no student was needed so far."""
        if self._polls and not self._polled.is_set():
            self._ready.wait(READY_S)
            self._polled.wait(FIRST_POLL_S)
        self._wake.set()
        fresh, self._fresh_exemplars = self._fresh_exemplars, None
        self.exemplars = fresh if fresh is not None else self.exemplars
        if eyes is None:
            return None
        swapped, self._fresh_eyes = self._fresh_eyes, None
        now = swapped or eyes
        try:
            if swapped is not None or fresh is not None:
                now.teach(self.exemplars)
        except Exception as error:  # eyes of another kind, or a list that cannot be used: what was in force stays
            self.trouble = f"{type(error).__name__}: {error}"
            return eyes
        self._in_force = now.student_id
        return now

    def is_new(self, kind: str, text: str, frame: Frame, doubt: bool = False) -> bool:
        """False for a question that this process asked already about the same picture, or often enough about others.

        doubt: the student did answer, "failed", and the question is whether it missed something; there are fewer of those.
        """
        self._asked[kind, text] += 1
        if self._asked[kind, text] > ASKED_AT_MOST or (doubt and self._doubts >= DOUBTS_AT_MOST):
            return False
        key = xxhash.xxh3_64_intdigest(frame.rgb.data, seed=xxhash.xxh32_intdigest(f"{kind}\0{text}".encode()))
        if key in self._seen:
            return False
        self._seen.add(key)
        self._doubts += doubt
        return True

    def counts(self) -> dict[str, int]:
        """What became of the requests, for the summary; what is zero is left out."""
        box = self.postbox
        found = {"kept": box.kept, "known before": box.known, "sent": box.sent, "refused": box.refused, "not kept": box.dropped, "origins not allowed": len(self.kept_out)}
        return {name: count for name, count in found.items() if count}

    def pin_of_now(self) -> str:
        """What --shadow-pin has to say for a run with just this student and these taught cases; "" while nothing was looked at."""
        if not self._in_force or self.pinned is not None or not (self.settings.teacher or self.settings.registry):
            return ""
        return self._in_force + (f"+{self.exemplars.digest}" if self.exemplars.digest else "")

    def describe(self) -> str:
        """The run's header: which student and taught cases it starts with, and how to pin just these."""
        student_id = self.pinned[0] if self.pinned else self._in_force or self.settings.model or self.home.current() or "the bundled student"
        taught = f"{len(self.exemplars)} taught case{'s' if len(self.exemplars) != 1 else ''}"
        where = f", teacher {self.settings.teacher}" if self.settings.teacher else ""
        return f"shadow: {student_id}, {taught}{where}" + (" (pinned)" if self.pinned else "")

    def finish(self) -> None:
        """Stop; queued requests are written, the batch is sealed. Does nothing the second time."""
        if self._stopping.is_set():
            return
        self._stopping.set()
        self._wake.set()
        self.postbox.finish()
        if self._poller.is_alive():
            self._poller.join(0.3)
        if self._wire is not None and not self._poller.is_alive():
            self._wire.close()

    def _sender(self) -> Any:
        from shadow_runtime.send import Sender

        return Sender(self._connected())

    def _connected(self) -> Wire:
        from shadow_runtime.wire import Wire

        if self._wire is None:
            self._wire = Wire(self.settings.teacher or "", self.settings.token)
        return self._wire

    def _source(self) -> Source:
        from shadow_runtime.sources import TeacherSource, open_source

        return open_source(self.settings.registry) if self.settings.registry else TeacherSource(self._connected())

    def _pull_pinned(self, wanted: str) -> Any:
        from shadow_runtime import StudentError

        if not (self.settings.registry or self.settings.teacher):
            raise StudentError(f"--shadow-pin={wanted}: not on this machine, and no registry or teacher is configured to get it from")
        self.home.pull(self._source(), wanted=wanted)
        return self.home.load(wanted)

    def _poll_for_ever(self) -> None:
        from shadow_runtime.wire import Breaker

        try:
            if self.settings.teacher:
                self._connected()
        except Exception as error:  # said again, and counted, by the first poll
            self.trouble = str(error)
        self._ready.set()
        breaker, exemplar_etag, student_etag = Breaker(after=1, first=2.0, longest=60.0), "", ""
        while not self._stopping.is_set():
            if not breaker.open:
                try:
                    if self.settings.teacher:
                        exemplar_etag = self._poll_exemplars(exemplar_etag)
                    if self.settings.trusted_keys and self.settings.model is None and not self.home.held():
                        student_etag = self._poll_student(student_etag)
                    breaker.succeeded()
                except Exception as error:  # whatever the network or a registry does: the run goes on as it is
                    self.trouble = str(error) or type(error).__name__
                    breaker.failed(getattr(error, "retry_after", None))
            self._polled.set()
            eager = time.monotonic() - self.postbox.last_put < EAGER_FOR_S
            self._wake.clear()
            self._wake.wait(EAGER_S if eager else PATIENT_S)
            self._stopping.wait(0.1)  # tests of a millisecond each must not become a poll each

    def _poll_exemplars(self, etag: str) -> str:
        from shadow_runtime.durable import write_whole
        from shadow_runtime.exemplars import Exemplars

        answer = self._connected().call("GET", "/v1/exemplars", headers={"If-None-Match": etag} if etag else None, attempts=1)
        if answer.not_modified:
            return etag
        fresh = Exemplars.parse(answer.body)
        folder = self.home_folder / "exemplars"
        write_whole(folder / "current.json", answer.body)
        if fresh.digest:
            write_whole(folder / f"{fresh.digest}.json", answer.body)
            for old in sorted(folder.glob("[0-9a-f]*.json"), key=lambda path: path.stat().st_mtime)[:-LISTS_KEPT]:
                old.unlink(missing_ok=True)
        if fresh.digest != self.exemplars.digest:
            self._fresh_exemplars = fresh
        return answer.etag

    def _poll_student(self, etag: str) -> str:
        from shadow_runtime import Shadow
        from shadow_runtime.registry import prove_student
        from shadow_runtime.sources import RegistryError

        try:
            pulled = self.home.pull(self._source(), etag)
        except RegistryError as error:
            if "no student is published" in str(error):
                return etag
            raise
        if pulled is None:
            return etag
        if pulled.id != self._in_force:
            student = self.home.load(pulled.id)
            prove_student(student)  # opens every network: the test that gets it pays for none of that
            self._fresh_eyes = Shadow(student)
        return pulled.etag

    def _kept_exemplars(self) -> Exemplars:
        """Taught cases from the last poll, or those of the pin. Raises StudentError where a pinned list is not kept here."""
        from shadow_runtime import ShadowError, StudentError
        from shadow_runtime.exemplars import Exemplars

        folder = self.home_folder / "exemplars"
        if self.pinned is not None:
            digest = self.pinned[1]
            if not digest:
                return Exemplars()
            try:
                kept = Exemplars.parse((folder / f"{digest}.json").read_bytes())
            except (OSError, ShadowError) as error:
                raise StudentError(f"--shadow-pin: the taught cases {digest} are not kept in {folder}: {error}") from error
            if kept.digest != digest:
                raise StudentError(f"--shadow-pin: {folder / digest}.json holds other taught cases ({kept.digest})")
            return kept
        if not self.settings.teacher:
            return Exemplars()
        try:
            return Exemplars.parse((folder / "current.json").read_bytes())
        except (OSError, ShadowError):
            return Exemplars()
