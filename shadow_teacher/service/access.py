"""Who calls, and whether they may: bearer tokens for programs, a session cookie for the console.

Every route names the role it needs by one of the dependencies here; a test walks all routes and finds those that do not.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from typing import Annotated

from fastapi import Form, Request
from fastapi.responses import RedirectResponse

from .intake import Refused
from .tokens import Caller, Role, check_session, check_token

COOKIE = "shadow_session"


class LoginNeeded(Exception):
    """A browser without a session: it is sent to the login page."""


def bearer(role: Role) -> Callable[[Request], Caller]:
    """A dependency: the caller of a program's route."""

    def caller(request: Request) -> Caller:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        found = check_token(request.app.state.service.database, token.strip()) if scheme.lower() == "bearer" else None
        if found is None:
            raise Refused(401, "unauthorized", "send Authorization: Bearer TOKEN (shadow-teacher token create)")
        if not found.may(role):
            raise Refused(403, "forbidden", f"this needs a token with the role {role}; {found.name!r} is a {found.role}")
        return found

    return caller


def session(role: Role) -> Callable[[Request], Caller]:
    """A dependency: the caller of a console page."""

    def caller(request: Request) -> Caller:
        cookie = request.cookies.get(COOKIE, "")
        found = check_session(request.app.state.service.database, cookie) if cookie else None
        if found is None:
            raise LoginNeeded
        if not found.may(role):
            raise Refused(403, "forbidden", f"the console needs a token with the role {role}")
        return found

    return caller


def session_form(role: Role) -> Callable[..., Caller]:
    """A dependency: the caller of a console form, whose hidden field proves that our own page sent it."""
    signed_in = session(role)

    def caller(request: Request, csrf: Annotated[str, Form()] = "") -> Caller:
        found = signed_in(request)
        if not hmac.compare_digest(csrf.encode("utf-8", "replace"), found.session_csrf.encode()):
            raise Refused(403, "csrf", "this form did not come from the console's own page; load the page again")
        return found

    return caller


def to_login() -> RedirectResponse:
    return RedirectResponse("/console/login", status_code=303)
