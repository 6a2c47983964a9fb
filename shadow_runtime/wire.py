"""HTTP to the teacher service: the node's half of docs/learning-protocol.md. The only file here that opens a connection.

httpx2 and stamina come with the extra `learn` and are imported when a teacher is first spoken to.

"PYTEST_DONT_REWRITE"
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from .errors import ShadowError

CONNECT_S, ANSWER_S = 2.0, 15.0
ATTEMPTS = 3
LONGEST_PAUSE_S = 5.0  # a longer Retry-After is waited out between calls, not in one


class TeacherError(ShadowError):
    """The teacher cannot be spoken to as configured; says what to change."""


class TeacherAwayError(ShadowError):
    """No answer, or one that says "later". retry_after: seconds, when the teacher named them."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(message)


class NotAuthorizedError(ShadowError):
    """The token is missing, wrong, or of the wrong role: nothing is sent until it is configured anew."""


class RefusedError(ShadowError):
    """This one will never be accepted as it is. code: HTTP status; details: the error object of the answer."""

    def __init__(self, message: str, code: int, details: Mapping[str, Any]) -> None:
        self.code, self.details = code, details
        super().__init__(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back. etag: "" when there was none; not_modified: the copy at hand is the current one."""

    code: int
    body: bytes = b""
    etag: str = ""
    not_modified: bool = False

    def json(self) -> Any:
        """The body as data. Raises TeacherAwayError when it is no JSON (a proxy's error page, say)."""
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise TeacherAwayError(f"the answer is no JSON: {error}") from error


class Wire:
    """One teacher. Every call is safe to repeat, and is: ATTEMPTS times with growing, jittered pauses."""

    def __init__(self, url: str, token: str | None = None, *, attempts: int = ATTEMPTS, transport: Any = None) -> None:
        """url: http(s)://host[:port][/prefix]. transport: of httpx2, for tests. Raises TeacherError."""
        self.url, self._attempts = checked_url(url), attempts
        httpx2 = _library("httpx2")
        _say_nothing_of_retries()
        self._client = httpx2.Client(
            base_url=self.url, timeout=httpx2.Timeout(ANSWER_S, connect=CONNECT_S), follow_redirects=False, transport=transport,
            headers={"User-Agent": "pytest-shadow", **({"Authorization": f"Bearer {token}"} if token else {})},
        )  # fmt: skip

    def call(self, method: str, path: str, *, content: bytes | None = None, headers: Mapping[str, str] | None = None,
             missing_ok: bool = False, attempts: int | None = None) -> Answer:  # fmt: skip
        """One call, tried again where that can help. Raises TeacherAwayError, NotAuthorizedError, RefusedError (404 is an
        answer where missing_ok). attempts: 1 for who asks again anyway."""
        stamina = _library("stamina")
        for attempt in stamina.retry_context(on=_worth_retrying, attempts=attempts or self._attempts, timeout=30.0, wait_max=LONGEST_PAUSE_S):
            with attempt:
                return self._once(method, path, content, headers, missing_ok)
        raise AssertionError("unreachable")

    def _once(self, method: str, path: str, content: bytes | None, headers: Mapping[str, str] | None, missing_ok: bool) -> Answer:
        httpx2 = _library("httpx2")
        try:
            response = self._client.request(method, path, content=content, headers=dict(headers or {}))
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            raise TeacherAwayError(f"{self.url}: {type(error).__name__}: {error}") from error
        code = response.status_code
        if code == 304 or 200 <= code < 300 or (code == 404 and missing_ok):
            return Answer(code=code, body=response.content, etag=response.headers.get("ETag", ""), not_modified=code == 304)
        details = _error_of(response.content)
        message = f"{self.url}{path}: {code} {details.get('code', '')} {details.get('message', '')}".strip()[:400]
        if code in (401, 403):
            raise NotAuthorizedError(message)
        if code in (429, 503, 507):
            raise TeacherAwayError(message, retry_after=_seconds(response.headers.get("Retry-After")))
        if 400 <= code < 500 and code != 408:
            raise RefusedError(message, code, details)
        raise TeacherAwayError(message)  # 5xx, 408, a redirect to somewhere we do not carry a token to

    def close(self) -> None:
        self._client.close()


class Breaker:
    """After `after` failures in a row no call is made for a while; the while doubles up to `longest` seconds."""

    def __init__(self, after: int = 3, first: float = 5.0, longest: float = 300.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._after, self._first, self._longest, self._clock = after, first, longest, clock
        self._failures, self._closed_at = 0, float("-inf")

    @property
    def open(self) -> bool:
        """True while calls are pointless."""
        return self._clock() < self._closed_at

    def succeeded(self) -> None:
        self._failures, self._closed_at = 0, float("-inf")

    def failed(self, retry_after: float | None = None) -> None:
        """Count a failure; a Retry-After opens it at once."""
        self._failures += 1
        pause = 0.0
        if self._failures >= self._after:
            pause = min(self._first * 2 ** (self._failures - self._after), self._longest)
        if retry_after is not None:
            pause = max(pause, min(retry_after, self._longest))
        if pause:
            self._closed_at = self._clock() + pause


def checked_url(url: str) -> str:
    """The URL without a trailing slash. Raises TeacherError when it is none, or carries a password."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise TeacherError(f"expected the teacher's URL, such as https://teacher.example, got {url!r}")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise TeacherError("a teacher's URL carries no user, password or query; the token goes into SHADOW_TEACHER_TOKEN")
    return url.rstrip("/")


def _library(name: str) -> Any:
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError:
        raise TeacherError(f"speaking to a teacher needs {name}: pip install 'pytest-shadow[learn]'") from None


@cache
def _say_nothing_of_retries() -> None:
    """stamina logs every retry, with structlog straight to the terminal; a teacher that is away is no news in a test run.

    Hooks are the process's own: everybody else's retries are told as before.
    """
    instrumentation = _library("stamina.instrumentation")

    def quiet(hook: Callable[[Any], Any]) -> Callable[[Any], Any]:
        return lambda details: None if isinstance(details.caused_by, TeacherAwayError) else hook(details)

    instrumentation.set_on_retry_hooks([quiet(hook) for hook in instrumentation.get_on_retry_hooks()])


def _worth_retrying(error: Exception) -> bool | float:
    if not isinstance(error, TeacherAwayError):
        return False
    if error.retry_after is None:
        return True
    return error.retry_after if error.retry_after <= LONGEST_PAUSE_S else False


def _error_of(body: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(body)["error"]
    except (ValueError, KeyError, TypeError):
        return {}
    return found if isinstance(found, dict) else {}


def _seconds(value: str | None) -> float | None:
    """Retry-After in seconds; a date is taken for one minute (clocks differ)."""
    if not value:
        return None
    try:
        return max(float(value), 0.0)
    except ValueError:
        return 60.0
