"""An OpenAI-compatible endpoint as a careful caller sees it: retries, a circuit breaker, a budget, no trust.

The key goes into one header and nowhere else. What comes back is text that the caller must check.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import httpx2
import stamina

from .answer import TeacherUnavailable

TRIES = 4
TIMEOUT = 60.0
LONGEST_WAIT = 20.0  # seconds that one call waits for a busy endpoint before it gives the request back to the queue
BREAK_AFTER, BREAK_FOR = 5, 30.0
RETRIED = frozenset((408, 409, 425, 429, 500, 502, 503, 504, 529))


class Budget(Protocol):
    """Who counts what is spent."""

    def allows(self) -> bool: ...

    def spend(self, tokens_in: int, tokens_out: int) -> None: ...


class BudgetSpent(Exception):
    """No more calls today."""


class EndpointRefused(Exception):
    """The endpoint answers, but not to this: wrong key, wrong model, wrong request. Trying again does not help."""


class _Busy(Exception):
    def __init__(self, message: str, wait: float | None) -> None:
        super().__init__(message)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Said:
    """text: of the first choice. tokens: as the endpoint counted them."""

    text: str
    model: str
    tokens_in: int
    tokens_out: int


class Breaker:
    """Open after several failures in a row: callers are turned away at once, until one is let through to try."""

    def __init__(self, after: int = BREAK_AFTER, seconds: float = BREAK_FOR, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._after, self._seconds, self._monotonic = after, seconds, monotonic
        self._failures, self._opened = 0, 0.0
        self._lock = threading.Lock()

    def enter(self) -> None:
        """Raises TeacherUnavailable while open."""
        with self._lock:
            if self._failures < self._after:
                return
            left = self._opened + self._seconds - self._monotonic()
            if left > 0:
                raise TeacherUnavailable("the vision endpoint failed several times in a row; waiting before it is tried again", retry_after=left)
            self._opened = self._monotonic()  # this caller tries, the others wait

    def succeeded(self) -> None:
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        with self._lock:
            self._failures += 1
            self._opened = self._monotonic()


class Endpoint:
    """POST {url}/chat/completions."""

    def __init__(self, url: str, model: str, key: str, budget: Budget, breaker: Breaker | None = None) -> None:
        self.model, self._budget, self._breaker = model, budget, breaker or Breaker()
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._client = httpx2.Client(base_url=url.rstrip("/") + "/", headers=headers, timeout=TIMEOUT, follow_redirects=False)

    def ask(self, messages: list[dict[str, Any]], schema: Mapping[str, Any]) -> Said:
        """One answer, asked for in a JSON schema (which not every server obeys).

        Raises BudgetSpent, EndpointRefused, TeacherUnavailable.
        """
        if not self._budget.allows():
            raise BudgetSpent("the vision model's budget for today is spent")
        self._breaker.enter()
        body = {
            "model": self.model, "messages": messages, "temperature": 0, "max_tokens": 300,
            "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": dict(schema)}},
        }  # fmt: skip
        try:
            said = self._send(body)
        except _Busy as error:
            self._breaker.failed()
            raise TeacherUnavailable(str(error), retry_after=error.wait) from None
        self._breaker.succeeded()
        self._budget.spend(said.tokens_in, said.tokens_out)
        return said

    def _send(self, body: dict[str, Any]) -> Said:
        for attempt in stamina.retry_context(on=_wait_of, attempts=TRIES, timeout=2 * LONGEST_WAIT, wait_initial=0.2, wait_max=5.0, wait_jitter=0.2):
            with attempt:
                try:
                    response = self._client.post("chat/completions", json=body)
                except httpx2.TransportError as error:
                    raise _Busy(f"the vision endpoint cannot be reached: {type(error).__name__}", None) from error
                if response.status_code in RETRIED:
                    raise _Busy(f"the vision endpoint answered {response.status_code}", _retry_after(response.headers.get("retry-after")))
                if response.status_code != 200:
                    raise EndpointRefused(f"the vision endpoint refused with {response.status_code}: {response.text[:200]}")
                return _said(response)
        raise AssertionError("unreachable")

    def close(self) -> None:
        self._client.close()


def _said(response: httpx2.Response) -> Said:
    try:
        answer = response.json()
        text = answer["choices"][0]["message"]["content"]
        usage = answer.get("usage") or {}
        return Said(text if isinstance(text, str) else "", str(answer.get("model", ""))[:100], int(usage.get("prompt_tokens") or 0), int(usage.get("completion_tokens") or 0))
    except (ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        raise EndpointRefused(f"the vision endpoint's answer is not that of an OpenAI-compatible server: {type(error).__name__}") from error


def _wait_of(error: Exception) -> bool | float:
    """For stamina: whether to try again, or after how many seconds."""
    if not isinstance(error, _Busy):
        return False
    if error.wait is None:
        return True
    return error.wait if error.wait <= LONGEST_WAIT else False


def _retry_after(value: str | None) -> float | None:
    try:
        return max(float(value), 0.0) if value else None
    except ValueError:
        return None
