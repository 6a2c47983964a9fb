"""The service put together, and as an ASGI application."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from shadow_teacher.teachers.answer import Teacher
from shadow_teacher.teachers.dom import DomTeacher

from .access import LoginNeeded, to_login
from .admin import admin
from .api import api
from .budget import DailyBudget
from .console import console
from .database import Database, is_full, meta
from .exemplars import Eyes
from .frames import FrameStore
from .intake import Intake, Refused
from .leases import Leases
from .limits import RateLimit
from .metrics import Metrics
from .settings import ServiceSettings
from .settle import Settling
from .students import StudentFiles
from .teaching import Teaching, Workers

log = structlog.get_logger("shadow_teacher.service")
FORM_BYTES = 65_536
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cross-Origin-Resource-Policy": "same-origin",
}  # fmt: skip
SIGN_INS = 30  # a minute and address
READY_SECONDS = 1.0  # that an answer of /readyz holds


class Service:
    """Everything one process of the service holds. start() before the first call, close() after the last."""

    def __init__(self, settings: ServiceSettings, teachers: list[Teacher] | None = None) -> None:
        """teachers: for tests; by default dom, and vlm where an endpoint is configured. Raises DatabaseError, OSError."""
        self.settings = settings
        settings.data.mkdir(parents=True, exist_ok=True)
        self.database = Database(settings.database_url)
        self.database.create()
        self.frames = FrameStore(settings.data / "frames", settings.frame_pixels, settings.reserve_bytes)
        self.students = StudentFiles(settings.registry_folder)
        self.eyes = Eyes(settings.student or None, self.students)
        self.leases = Leases(self.database, settings.lease, settings.attempts, settings.backoff)
        self.settling = Settling(self.database, self.leases, self.eyes, settings.frozen_share, settings.agreement, settings.vlm_alone)
        self.metrics = Metrics(self.leases.counts, self.frames.free)
        self.arrived = threading.Event()
        self.intake = Intake(self.database, self.arrived)
        self.teaching = Teaching(self.database, self.frames, self.leases, self.settling, self._teachers() if teachers is None else teachers, self.metrics)
        self.workers = Workers(self.teaching, self.leases, settings.workers, self.arrived)
        self.request_rate, self.frame_rate = RateLimit(settings.rate, settings.burst), RateLimit(settings.rate, settings.burst)
        self.login_rate = RateLimit(SIGN_INS, SIGN_INS)
        self.draining = False
        self._ready: tuple[float, str | None] = (-READY_SECONDS, None)
        self._ready_lock = threading.Lock()

    def _teachers(self) -> list[Teacher]:
        chosen: list[Teacher] = [DomTeacher(self.eyes.colors)]
        settings = self.settings
        if settings.vlm_url:
            from shadow_teacher.teachers.endpoint import Endpoint
            from shadow_teacher.teachers.vlm import VlmTeacher

            budget = DailyBudget(self.database, "vlm", settings.vlm_requests_per_day, settings.vlm_cents_per_day, settings.vlm_cents_per_million_in, settings.vlm_cents_per_million_out)
            chosen.append(VlmTeacher(Endpoint(settings.vlm_url, settings.vlm_model, settings.vlm_key.get_secret_value(), budget), self.eyes.things))
        return chosen

    def start(self) -> None:
        """Clean up after a process that was killed, get to know the vision model, start to teach."""
        left = self.frames.sweep()
        if left:
            log.warning("half-written frames removed", count=left)
        for teacher in self.teaching.teachers:
            calibrate = getattr(teacher, "calibrate", None)
            if calibrate is not None:
                try:
                    log.info("vision model calibrated", iou=round(calibrate(), 3), codec=teacher.codec)
                except Exception as error:  # the service is useful without it; the teacher answers by numbers only
                    log.warning("vision model not calibrated, coordinates are not asked for", error=str(error)[:300])
        self.workers.start()
        log.info("serving", data=str(self.settings.data), database=self.database.place, teachers=[teacher.name for teacher in self.teaching.teachers])

    def not_ready(self) -> str | None:
        """Why no request can be taken now; None when all is well."""
        if self.draining:
            return "draining"
        with self._ready_lock:  # anybody may ask, so the asking must be cheap
            if time.monotonic() - self._ready[0] > READY_SECONDS:
                self._ready = time.monotonic(), self._try_to_write()
            return self._ready[1]

    def _try_to_write(self) -> str | None:
        if self.frames.free() < self.settings.reserve_bytes:
            return "the disk is full"
        try:
            with self.database.write() as connection:  # a real write: a read-only or full disk shows here and not in a node's face
                connection.execute(meta.delete().where(meta.c.name == "ready"))
                connection.execute(insert(meta).values(name="ready", value=int(time.time())))
        except DBAPIError as error:
            return f"the database refuses writes: {str(error.orig)[:100]}"
        return None

    def close(self) -> None:
        """Take nothing more, commit what was taken, let workers finish. What a worker did not finish is leased out again."""
        self.draining = True
        self.intake.close()
        if not self.workers.stop(self.settings.drain):
            log.warning("a worker did not finish in time; its request is taken up again later")
        self.database.close()
        log.info("stopped")


def create_app(service: Service) -> FastAPI:
    """The ASGI application of a service; its lifespan starts and closes it."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await run_in_threadpool(service.start)
        yield
        await run_in_threadpool(service.close)

    app = FastAPI(title="Shadow teacher", lifespan=lifespan, docs_url=None, redoc_url=None, openapi_url=None)
    app.state.service = service
    app.include_router(admin)
    app.include_router(api)
    app.include_router(console)
    app.middleware("http")(_watch)
    app.exception_handler(Refused)(_refused)
    app.exception_handler(LoginNeeded)(lambda request, error: to_login())
    app.exception_handler(DBAPIError)(_database_trouble)
    app.exception_handler(HTTPException)(lambda request, error: _error(error.status_code, "http", str(error.detail)))
    app.exception_handler(RequestValidationError)(lambda request, error: _error(422, "invalid", "; ".join(e["msg"] for e in error.errors())[:300]))
    return app


async def _watch(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    """Security headers, one log line and the metrics of each call; never the query, a header or a body."""
    service, started = request.app.state.service, time.perf_counter()
    if service.draining and request.url.path.startswith("/v1/"):
        response: Response = _error(503, "draining", "this teacher is stopping; send it again later", retry_after=5)
    elif (too_much := _larger_than_a_form(request)) is not None:
        response = too_much
    else:
        try:
            response = await call_next(request)
        except Exception:
            log.error("call failed", method=request.method, exc_info=True)
            response = _error(500, "internal", "the teacher failed; sending again is safe")
    response.headers.update(HEADERS)
    if request.url.path.startswith("/console") and "static" not in request.url.path:
        response.headers.setdefault("Cache-Control", "no-store")
    route = getattr(request.scope.get("route"), "path", "unknown")
    seconds = time.perf_counter() - started
    service.metrics.calls.labels(request.method, route, str(response.status_code)).inc()
    service.metrics.call_seconds.labels(route).observe(seconds)
    log.info("call", method=request.method, route=route, code=response.status_code, ms=round(seconds * 1e3, 1))
    return response


def _larger_than_a_form(request: Request) -> Response | None:
    """Forms are read whole before anybody knows who sent them, so how long they are has to be said, and short. The calls that
    take pictures and requests count their bytes themselves, after the token was checked."""
    if request.method in ("GET", "HEAD") or request.url.path.startswith(("/v1/frames/", "/v1/requests")):
        return None
    declared = request.headers.get("content-length", "")
    if "transfer-encoding" in request.headers:
        return _error(411, "no_length", "say how long it is (Content-Length)")
    if declared.isdigit() and int(declared) > FORM_BYTES:
        return _error(413, "too_large", f"at most {FORM_BYTES} bytes", limit=FORM_BYTES)
    return None


def _error(status: int, code: str, message: str, **more: object) -> JSONResponse:
    headers = {"Retry-After": str(more.pop("retry_after"))} if "retry_after" in more else {}
    return JSONResponse({"error": {"code": code, "message": message, **more}}, status_code=status, headers=headers)


async def _refused(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)
    response = _error(error.status, error.code, error.message, **error.more)
    if error.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


async def _database_trouble(request: Request, error: Exception) -> JSONResponse:
    if is_full(error):
        return _error(507, "storage_full", "no room left on the teacher's disk; send it again later", retry_after=60)
    log.error("database unavailable", exc_info=True)
    return _error(503, "database_unavailable", "the database does not answer; send it again later", retry_after=5)
