"""The review console: what no other teacher could settle, shown to a person. Works without JavaScript; faster with it.

A page is rendered here, a form is posted, the answer is a redirect to the next page. The script adds keys, clicking and
drawing on the picture; it fills in the same form.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse
from sqlalchemy import func, select
from starlette.concurrency import run_in_threadpool

from shadow_runtime.geometry import Box
from shadow_teacher.teachers.dom_book import Book
from shadow_teacher.teachers.person import NoAnswer, answer_of_form
from shadow_teacher.teachers.request import IntelligenceRequest

from .access import COOKIE, session, session_form, to_login
from .answers import answers_to
from .database import lessons, requests
from .decide import describe
from .frames import NotAPng
from .intake import Refused
from .lessons import LessonError
from .pages import page
from .settle import retract_lesson
from .tokens import SESSION_SECONDS, Caller, check_token, close_session, open_session

console = APIRouter(prefix="/console", include_in_schema=False)
Signed = Annotated[Caller, Depends(session("reviewer"))]
SignedForm = Annotated[Caller, Depends(session_form("reviewer"))]
STATIC = Path(__file__).parent / "static"
FILES = {"console.css": "text/css", "console.js": "text/javascript", "console.svg": "image/svg+xml"}
TARGETS = 300  # snapshot elements that can be clicked
LISTED = 100

@console.get("/static/{name}")
def static(name: str) -> Response:
    """The console's own style and script; they hold nothing secret."""
    if name not in FILES:
        raise Refused(404, "unknown", "no such file")
    return FileResponse(STATIC / name, media_type=FILES[name])


@console.get("/login")
def login_page() -> HTMLResponse:
    return page("login", problem="")


@console.post("/login")
def login(request: Request, token: Annotated[str, Form()] = "") -> Response:
    """A token becomes a session; the token itself is not kept."""
    origin = request.headers.get("origin")
    if origin not in (None, "null") and origin.split("://")[-1] != request.headers.get("host"):
        raise Refused(403, "csrf", "sign in on the console's own page")
    service = request.app.state.service
    wait = service.login_rate.take(request.client.host if request.client else "")
    if wait > 0:
        raise Refused(429, "too_many", "too many sign-ins from this address", retry_after=int(wait) + 1)
    caller = check_token(service.database, token.strip())
    if caller is None or not caller.may("reviewer"):
        return page("login", code=401, problem="This is no reviewer's token.")
    answer = RedirectResponse("/console", status_code=303)
    answer.set_cookie(COOKIE, open_session(service.database, caller), max_age=SESSION_SECONDS, path="/console", httponly=True, samesite="strict",
                      secure=service.settings.secure_cookies)  # fmt: skip
    return answer


@console.post("/logout")
def logout(request: Request, caller: SignedForm) -> Response:
    close_session(request.app.state.service.database, request.cookies.get(COOKIE, ""))
    answer = to_login()
    answer.delete_cookie(COOKIE, path="/console")
    return answer


@console.get("")
def queue(request: Request, caller: Signed, status: str = "needs_person") -> HTMLResponse:
    """What waits for a person, oldest first."""
    service = request.app.state.service
    with service.database.read() as connection:
        query = select(requests.c.id, requests.c.body, requests.c.reason, requests.c.received_at).where(requests.c.status == status).order_by(requests.c.seq).limit(LISTED)
        rows = [{"id": row.id, "reason": row.reason, "received_at": row.received_at, **_asked(row.body)} for row in connection.execute(query)]
    return page("queue", caller=caller, rows=rows, counts=service.leases.counts(), status=status)


@console.get("/requests/{identity}")
def review_page(identity: str, request: Request, caller: Signed) -> HTMLResponse:
    """One request: picture, claim, candidates, answers so far."""
    return _review(request, identity, caller)


def _review(request: Request, identity: str, caller: Caller, problem: str = "", code: int = 200) -> HTMLResponse:
    service = request.app.state.service
    row, asked = _load(service, identity)
    with service.database.read() as connection:
        given = answers_to(connection, identity)
        waiting = connection.execute(select(func.count()).where(requests.c.status == "needs_person")).scalar_one()
    own = [answer for answer in given if answer.who == _who(caller)]
    # With several persons each must answer without seeing what the others said.
    shown = [] if service.settling.agreement > 1 and not own else [{"teacher": a.teacher, "who": a.who, "says": describe(a), "note": a.note} for a in given]
    candidates = [
        {"number": n, "box": list(c.box), "role": c.role, "text": c.text or c.label, "confidence": c.confidence}
        for n, c in enumerate(asked.grounding.candidates[:9] if asked.grounding else (), 1)
    ]
    facts = {"viewport": list(asked.viewport), "candidates": candidates, "targets": _targets(service, asked)}
    return page("review", code=code, caller=caller, row=row, asked=asked, candidates=candidates, given=shown, own=own, waiting=waiting,
                 agreement=service.settling.agreement, problem=problem, facts=json.dumps(facts))  # fmt: skip


@console.get("/frames/{identity}.png")
def frame(identity: str, request: Request, caller: Signed) -> Response:
    """The masked picture of a request."""
    service = request.app.state.service
    _, asked = _load(service, identity)
    if not service.frames.has(asked.frame):
        raise Refused(404, "unknown", "the picture is missing; restore it from a backup")
    return FileResponse(service.frames.path(asked.frame), media_type="image/png", headers={"Cache-Control": "private, max-age=3600"})


@console.post("/requests/{identity}/answer")
async def answer(
    identity: str, request: Request, caller: SignedForm, said: Annotated[str, Form()] = "", box: Annotated[str, Form()] = "", candidate: Annotated[str, Form()] = "",
) -> Response:  # fmt: skip
    """A person's answer; then the next request."""
    return await run_in_threadpool(_answer, request, identity, caller, said, box, candidate)


def _answer(request: Request, identity: str, caller: Caller, said: str, box: str, candidate: str) -> Response:
    service = request.app.state.service
    row, asked = _load(service, identity)
    try:
        drawn = _box_of(box)
        given = answer_of_form(asked, _who(caller), said, drawn, int(candidate) - 1 if candidate.isdigit() and drawn is None else None)
        picture = service.frames.read(asked.frame)
    except NoAnswer as error:
        return _review(request, identity, caller, str(error), 422)
    except (NotAPng, FileNotFoundError) as error:
        return _review(request, identity, caller, f"the picture is damaged: {error}", 409)
    if row.status == "answered":
        return _review(request, identity, caller, "somebody else answered this one in the meantime", 409)
    settled = service.settling.settle(asked, picture, [given], None)
    if settled.decided_by:
        service.metrics.lessons.labels(settled.decided_by).inc()
    return RedirectResponse(_next(service, identity), status_code=303)


@console.get("/next/{identity}")
def skip(identity: str, request: Request, caller: Signed) -> Response:
    """The one after this."""
    return RedirectResponse(_next(request.app.state.service, identity), status_code=303)


@console.get("/lessons")
def lesson_page(request: Request, caller: Signed) -> HTMLResponse:
    """The newest lessons."""
    with request.app.state.service.database.read() as connection:
        found = [json.loads(body) for (body,) in connection.execute(select(lessons.c.body).order_by(lessons.c.seq.desc()).limit(LISTED))]
        gone = {identity for (identity,) in connection.execute(select(lessons.c.stands_for).where(lessons.c.kind == "retract"))}
    rows = [{**lesson, "taken_back": f"retract:{lesson['id']}" in gone, "says": _says(lesson["answer"])} for lesson in found]
    return page("lessons", caller=caller, rows=rows)


@console.post("/lessons/{identity}/retract")
def retract(identity: str, request: Request, caller: SignedForm, reason: Annotated[str, Form()] = "") -> Response:
    """Take a lesson back."""
    if not reason.strip():
        raise Refused(422, "no_reason", "say why the lesson is wrong")
    try:
        found = retract_lesson(request.app.state.service.database, identity, _who(caller), reason)
    except LessonError as error:
        raise Refused(409, "not_retractable", str(error)) from None
    if found is None:
        raise Refused(404, "unknown", "no lesson with this id")
    return RedirectResponse("/console/lessons", status_code=303)


@console.post("/requests/{identity}/revive")
def revive(identity: str, request: Request, caller: SignedForm) -> Response:
    """A dead request is tried again."""
    service = request.app.state.service
    if not service.leases.revive(identity):
        raise Refused(409, "not_dead", "only a request that was laid aside can be tried again")
    service.arrived.set()
    return RedirectResponse("/console?status=dead", status_code=303)


def _load(service: Any, identity: str) -> tuple[Any, IntelligenceRequest]:
    with service.database.read() as connection:
        row = connection.execute(select(requests).where(requests.c.id == identity)).one_or_none()
    if row is None:
        raise Refused(404, "unknown", "no request with this id")
    try:
        return row, IntelligenceRequest.model_validate_json(row.body)
    except ValueError:
        raise Refused(409, "damaged", "what is stored of this request is damaged") from None


def _next(service: Any, after: str) -> str:
    """The next request that waits, from the one given onward; the list when there is none."""
    with service.database.read() as connection:
        position = connection.execute(select(requests.c.seq).where(requests.c.id == after)).scalar() or 0
        waiting = select(requests.c.id).where(requests.c.status == "needs_person", requests.c.id != after).order_by(requests.c.seq).limit(1)
        found = connection.execute(waiting.where(requests.c.seq > position)).scalar() or connection.execute(waiting).scalar()
    return f"/console/requests/{found}" if found else "/console"


def _targets(service: Any, asked: IntelligenceRequest) -> list[dict[str, Any]]:
    """What of the page's own book can be clicked; nothing when there is no snapshot or no picture."""
    if asked.dom_snapshot is None:
        return []
    try:
        book = Book(asked, service.frames.read(asked.frame))
    except (NotAPng, FileNotFoundError):
        return []
    return [{"box": [round(v, 1) for v in e.element.box], "name": f"{e.element.role} {e.source.name or e.source.text}"[:80]} for e in book.entries[:TARGETS]]


def _box_of(text: str) -> Box | None:
    """ "x, y, width, height" of the form; None when it is empty. Raises NoAnswer."""
    if not text.strip():
        return None
    numbers = re.fullmatch(r"\s*" + r"\s*,\s*".join([r"(-?\d{1,6}(?:\.\d{1,6})?)"] * 4) + r"\s*", text)
    if numbers is None:
        raise NoAnswer("a box is written x, y, width, height")
    return Box(*(float(number) for number in numbers.groups()))


def _asked(body: str) -> dict[str, str]:
    try:
        stored = json.loads(body)
        return {"kind": str(stored["kind"]), "text": str(stored["text"]), "origin": str(stored.get("origin") or "")}
    except (ValueError, KeyError, TypeError):
        return {"kind": "damaged", "text": "", "origin": ""}


def _says(answer: dict[str, Any]) -> str:
    if answer["truth"] is not None:
        return "true" if answer["truth"] else "false"
    if answer["absent"] or not answer["box"]:
        return "not there"
    x, y, width, height = answer["box"]
    what = " ".join(part for part in (answer["role"], f'"{answer["name"]}"' if answer["name"] else "") if part)
    return f"{what or 'something'} at ({x:.0f}, {y:.0f}), {width:.0f}x{height:.0f}"


def _who(caller: Caller) -> str:
    """Names may repeat, tokens do not: two tokens are two persons."""
    return f"{caller.name}#{caller.token}"
