"""What only an admin may: hand out and end tokens, and have everything that was laid aside tried again; by program and by console.

Two things stay off the network on purpose. An admin's token is made on the server (`shadow-teacher token create --role
admin`), so that a stolen one cannot beget another; and `current` is changed by who holds the signing key (`shadow-teacher
rollback`), which the service must never hold: nodes would refuse an unsigned change anyway.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import structlog
from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from .access import bearer, session, session_form
from .intake import Refused
from .pages import page
from .tokens import Caller, create_token, list_tokens, revoke_token

admin = APIRouter()
Admin = Annotated[Caller, Depends(bearer("admin"))]
Signed = Annotated[Caller, Depends(session("admin"))]
SignedForm = Annotated[Caller, Depends(session_form("admin"))]
NAME = r"^[\w .@-]{1,60}$"
log = structlog.get_logger("shadow_teacher.admin")


class NewToken(BaseModel):
    """Whom a token is for."""

    model_config = ConfigDict(extra="forbid")

    role: Literal["node", "reviewer"]
    name: Annotated[str, Field(pattern=NAME)]


@admin.get("/v1/tokens")
def get_tokens(request: Request, caller: Admin) -> dict[str, Any]:
    """All tokens, without their secrets."""
    return {"tokens": list_tokens(request.app.state.service.database)}


@admin.post("/v1/tokens", status_code=201)
def post_token(wanted: NewToken, request: Request, caller: Admin) -> dict[str, str]:
    """A new token; this answer is the only place where it stands."""
    return {"token": _create(request, caller, wanted.role, wanted.name), "role": wanted.role, "name": wanted.name}


@admin.delete("/v1/tokens/{identity}")
def delete_token(identity: str, request: Request, caller: Admin) -> dict[str, str]:
    """End a token and the console sessions that it opened, at once."""
    _revoke(request, caller, identity)
    return {"revoked": identity}


@admin.post("/v1/requests/revive")
def revive_requests(request: Request, caller: Admin) -> dict[str, int]:
    """Every request that was laid aside is tried again: after the teacher's trouble was mended."""
    service = request.app.state.service
    count = service.leases.revive_all()
    if count:
        service.arrived.set()
    log.info("dead requests revived", by=caller.token, count=count)
    return {"revived": count}


@admin.get("/console/tokens", include_in_schema=False)
def token_page(request: Request, caller: Signed) -> HTMLResponse:
    """Tokens for people: a list, a form."""
    return _shown(request, caller)


@admin.post("/console/tokens", include_in_schema=False)
def token_form(request: Request, caller: SignedForm, role: Annotated[str, Form()] = "", name: Annotated[str, Form()] = "") -> HTMLResponse:
    """Make a token and show it, once."""
    try:
        wanted = NewToken(role=role, name=name.strip())  # type: ignore[arg-type]  # it is checked here
    except ValueError:
        return _shown(request, caller, problem="A token is for a node or a reviewer, and has a name of 1 to 60 letters, digits, spaces and . _ @ -", code=422)
    return _shown(request, caller, made=_create(request, caller, wanted.role, wanted.name), name=wanted.name)


@admin.post("/console/tokens/{identity}/revoke", include_in_schema=False)
def revoke_form(identity: str, request: Request, caller: SignedForm) -> Response:
    """End a token; who ended his own has to sign in anew with another."""
    _revoke(request, caller, identity)
    return RedirectResponse("/console/tokens", status_code=303)


def _shown(request: Request, caller: Caller, problem: str = "", made: str = "", name: str = "", code: int = 200) -> HTMLResponse:
    return page("tokens", code, caller=caller, rows=list_tokens(request.app.state.service.database), problem=problem, made=made, name=name)


def _create(request: Request, caller: Caller, role: Literal["node", "reviewer"], name: str) -> str:
    token = create_token(request.app.state.service.database, role, name)
    log.info("token created", by=caller.token, id=token.split("_")[1], role=role)
    return token


def _revoke(request: Request, caller: Caller, identity: str) -> None:
    if not revoke_token(request.app.state.service.database, identity):
        raise Refused(404, "unknown", "no token with this id")
    log.info("token revoked", by=caller.token, id=identity)
