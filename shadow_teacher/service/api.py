"""The routes of docs/learning-protocol.md."""

from __future__ import annotations

import asyncio
import hashlib
import json
import math
import re
from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool

from shadow_teacher.teachers.request import IntelligenceRequest

from .access import bearer
from .database import requests
from .exemplars import exemplar_number, list_exemplars
from .frames import NotAPng, StorageFull
from .intake import Accepted, Refused, check_request
from .lessons import LessonError, lessons_since
from .settle import retract_lesson as take_lesson_back
from .students import StudentFiles, UnknownFile
from .tokens import Caller

api = APIRouter()
Node = Annotated[Caller, Depends(bearer("node"))]
Reviewer = Annotated[Caller, Depends(bearer("reviewer"))]
_SHA256 = re.compile(r"[0-9a-f]{64}")


async def body_of(request: Request, limit: int) -> bytes:
    """The body, refused as soon as it is larger than the limit, whatever its header said."""
    too_large = Refused(413, "too_large", f"at most {limit} bytes", limit=limit)
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit:
        raise too_large
    chunks, size = [], 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise too_large
        chunks.append(chunk)
    return b"".join(chunks)


def _pace(wait: float, what: str) -> None:
    if wait > 0:
        raise Refused(429, "too_many", f"too many {what} from this token", retry_after=max(math.ceil(wait), 1))


@api.put("/v1/frames/{sha256}")
async def put_frame(sha256: str, request: Request, caller: Node) -> Response:
    """Store a frame; 201 new, 200 known."""
    service = request.app.state.service
    if not _SHA256.fullmatch(sha256):
        raise Refused(422, "not_a_hash", "the address ends with the lower-case hex sha256 of the body")
    if request.headers.get("content-type", "").split(";")[0].strip() != "image/png":
        raise Refused(415, "not_a_png", "Content-Type must be image/png")
    _pace(service.frame_rate.take(caller.token), "frames")
    data = await body_of(request, service.settings.frame_bytes)
    try:
        new = await run_in_threadpool(service.frames.put, sha256, data)
    except NotAPng as error:
        raise Refused(422, "not_a_png", str(error)) from None
    except ValueError as error:
        raise Refused(422, "hash_mismatch", str(error)) from None
    except StorageFull as error:
        raise Refused(507, "storage_full", f"{error}; keep the frame and send it again later", retry_after=60) from None
    if new:
        service.metrics.frames.inc()
    return Response(status_code=201 if new else 200)


@api.head("/v1/frames/{sha256}")
def has_frame(sha256: str, request: Request, caller: Node) -> Response:
    """200 when the frame need not be sent."""
    known = _SHA256.fullmatch(sha256) is not None and request.app.state.service.frames.has(sha256)
    return Response(status_code=200 if known else 404)


@api.post("/v1/requests")
async def post_requests(request: Request, caller: Node) -> JSONResponse:
    """Take in one request or a batch; answers after the commit."""
    service = request.app.state.service
    if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
        raise Refused(415, "not_json", "Content-Type must be application/json")
    raw = await body_of(request, service.settings.batch_bytes)
    try:
        sent = await run_in_threadpool(_parsed, raw)
    except (ValueError, RecursionError) as error:
        raise Refused(422, "not_json", str(error)[:200]) from None
    if isinstance(sent, dict) and "requests" in sent:
        return await _batch(request, caller, sent["requests"])
    _pace(service.request_rate.take(caller.token), "requests")
    if len(raw) > service.settings.request_bytes:
        raise Refused(413, "too_large", f"at most {service.settings.request_bytes} bytes", limit=service.settings.request_bytes)
    key = request.headers.get("idempotency-key")
    if key is not None and (not isinstance(sent, dict) or key.strip('"') != sent.get("id")):
        raise Refused(422, "id_mismatch", "Idempotency-Key must be the request's id")
    accepted = await _take(service, caller, sent)
    return JSONResponse({"id": accepted.id, "status": accepted.status}, status_code=202 if accepted.new else 200)


async def _batch(request: Request, caller: Caller, batch: Any) -> JSONResponse:
    service = request.app.state.service
    if not isinstance(batch, list) or not 1 <= len(batch) <= service.settings.batch_requests:
        raise Refused(422, "not_a_batch", f"a batch holds 1 to {service.settings.batch_requests} requests")
    _pace(service.request_rate.take(caller.token, len(batch)), "requests")
    return JSONResponse({"results": await asyncio.gather(*(_result(service, caller, sent) for sent in batch))}, status_code=202)


async def _result(service: Any, caller: Caller, sent: Any) -> dict[str, Any]:
    identity = sent.get("id") if isinstance(sent, dict) else None
    try:
        if len(json.dumps(sent)) > service.settings.request_bytes:
            raise Refused(413, "too_large", f"at most {service.settings.request_bytes} bytes", limit=service.settings.request_bytes)
        accepted = await _take(service, caller, sent)
    except Refused as error:
        if error.status in (503, 507):  # true of the whole batch: the node keeps all of it
            raise
        return {"id": identity, "code": error.status, "error": error.body}
    return {"id": accepted.id, "code": 202 if accepted.new else 200, "error": None}


async def _take(service: Any, caller: Caller, sent: Any) -> Accepted:
    try:
        checked: IntelligenceRequest = await run_in_threadpool(check_request, sent, service.frames)
        accepted = await asyncio.wrap_future(service.intake.submit(checked, sent, caller.token))
    except Refused as error:
        service.metrics.intake.labels("refused").inc()
        raise error
    service.metrics.intake.labels("new" if accepted.new else "duplicate").inc()
    return accepted


def _parsed(raw: bytes) -> Any:
    def refuse(name: str) -> Any:
        raise ValueError(f"{name} is no JSON number")

    return json.loads(raw, parse_constant=refuse)


@api.get("/v1/requests/{identity}")
def get_request(identity: str, request: Request, caller: Node) -> dict[str, Any]:
    """What became of a request."""
    with request.app.state.service.database.read() as connection:
        row = connection.execute(select(requests).where(requests.c.id == identity)).one_or_none()
    if row is None:
        raise Refused(404, "unknown", "no request with this id was taken in")
    return {"id": row.id, "status": row.status, "attempts": row.attempts, "lesson": row.lesson, "reason": row.reason}


@api.get("/v1/exemplars")
def get_exemplars(request: Request, caller: Node) -> Response:
    """The whole list; 304 while nothing changed."""
    database = request.app.state.service.database
    number = exemplar_number(database)
    return _tagged(request, f"exemplars-{number}", lambda: json.dumps(list_exemplars(database)).encode(), "application/json")


@api.get("/v1/students/current")
def get_current_student(request: Request, caller: Node) -> Response:
    """Which student is published."""
    files: StudentFiles = request.app.state.service.students
    try:
        identity = files.current()
        tag = hashlib.sha256(identity.encode() + files.read(identity, "manifest.json")).hexdigest()
        return _tagged(request, tag, lambda: json.dumps({"id": identity, "files": files.names(identity)}).encode(), "application/json")
    except UnknownFile as error:
        raise Refused(404, "no_student", str(error)) from None


@api.get("/v1/students/{identity}/{file}")
def get_student_file(identity: str, file: str, request: Request, caller: Node) -> Response:
    """One file of a published student."""
    try:
        data = request.app.state.service.students.read(identity, file)
    except UnknownFile as error:
        raise Refused(404, "unknown", str(error)) from None
    return _tagged(request, hashlib.sha256(data).hexdigest(), lambda: data, "application/octet-stream")


@api.get("/v1/lessons")
def get_lessons(request: Request, caller: Reviewer, since: Annotated[int, Query(ge=0)] = 0, limit: Annotated[int, Query(ge=1, le=1000)] = 200) -> dict[str, Any]:
    """Lessons after a number, in order."""
    found = lessons_since(request.app.state.service.database, since, limit)
    return {"lessons": found, "next": found[-1]["seq"] if found else since}


@api.post("/v1/lessons/{identity}/retract")
async def retract_lesson(identity: str, request: Request, caller: Reviewer) -> dict[str, Any]:
    """Take a lesson and its exemplar back."""
    try:
        sent = _parsed(await body_of(request, 10_000) or b"{}")
    except ValueError:
        raise Refused(422, "not_json", 'send {"reason": "..."}') from None
    reason = sent.get("reason") if isinstance(sent, dict) else None
    if not isinstance(reason, str) or not reason.strip():
        raise Refused(422, "no_reason", 'say why: {"reason": "..."}')
    try:
        taken_back = await run_in_threadpool(take_lesson_back, request.app.state.service.database, identity, caller.name, reason)
    except LessonError as error:
        raise Refused(409, "not_retractable", str(error)) from None
    if taken_back is None:
        raise Refused(404, "unknown", "no lesson with this id")
    return {"id": taken_back["id"], "retracts": identity}


@api.get("/metrics")
def get_metrics(request: Request, caller: Node) -> Response:
    """For Prometheus."""
    return Response(request.app.state.service.metrics.text(), media_type="text/plain; version=0.0.4; charset=utf-8")


@api.get("/healthz")
def get_health() -> dict[str, str]:
    """The process lives."""
    return {"status": "ok"}


@api.get("/readyz")
def get_ready(request: Request) -> JSONResponse:
    """It takes requests."""
    problem = request.app.state.service.not_ready()
    return JSONResponse({"status": "ready"} if problem is None else {"status": "not ready", "reason": problem}, status_code=200 if problem is None else 503)


def _tagged(request: Request, tag: str, make: Callable[[], bytes], media_type: str) -> Response:
    """200 with an ETag, or 304 when the caller has this very version."""
    headers = {"ETag": f'"{tag}"', "Cache-Control": "private, no-cache"}
    asked = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
    if f'"{tag}"' in asked or "*" in asked:
        return Response(status_code=304, headers=headers)
    return Response(make(), media_type=media_type, headers=headers)
