"""Who may do what: bearer tokens with a role, and the console's sessions. Only hashes are stored.

A token is shadow_ID_SECRET. The secret has 256 random bits, so a plain hash of it cannot be guessed back.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import delete, insert, select, update

from .database import Database, sessions, tokens

Role = Literal["node", "reviewer", "admin"]
ROLES: tuple[Role, ...] = ("node", "reviewer", "admin")
SESSION_SECONDS = 12 * 3600
_NOBODY = hashlib.sha256(b"nobody").digest()


@dataclass(frozen=True, slots=True)
class Caller:
    """A token that was checked. session_csrf: only for the console."""

    token: str
    name: str
    role: Role
    session_csrf: str = ""

    def may(self, role: Role) -> bool:
        """A reviewer may do what a node may, an admin everything."""
        return ROLES.index(self.role) >= ROLES.index(role)


def now() -> str:
    """Wall time for people; nothing is ordered by it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def create_token(database: Database, role: Role, name: str) -> str:
    """A new token; this is the only time that anybody sees it."""
    identity, secret = secrets.token_hex(4), secrets.token_urlsafe(32)
    with database.write() as connection:
        connection.execute(insert(tokens).values(id=identity, name=name, role=role, secret_hash=_hash(secret), created_at=now(), revoked=False))
    return f"shadow_{identity}_{secret}"


def list_tokens(database: Database) -> list[dict[str, object]]:
    with database.read() as connection:
        rows = connection.execute(select(tokens.c.id, tokens.c.name, tokens.c.role, tokens.c.created_at, tokens.c.revoked).order_by(tokens.c.created_at))
        return [dict(row._mapping) for row in rows]


def revoke_token(database: Database, identity: str) -> bool:
    """False when there is no such token. Sessions that were opened with it end at once."""
    with database.write() as connection:
        connection.execute(delete(sessions).where(sessions.c.token == identity))
        return connection.execute(update(tokens).where(tokens.c.id == identity).values(revoked=True)).rowcount == 1


def check_token(database: Database, token: str) -> Caller | None:
    """The caller a token stands for. Takes the same time for a wrong secret as for an unknown id."""
    kind, _, rest = token.partition("_")
    identity, _, secret = rest.partition("_")
    row = None
    if kind == "shadow" and len(identity) == 8:
        with database.read() as connection:
            row = connection.execute(select(tokens).where(tokens.c.id == identity)).one_or_none()
    right = hmac.compare_digest(bytes(row.secret_hash) if row is not None else _NOBODY, _hash(secret))
    if row is None or not right or row.revoked:
        return None
    return Caller(token=row.id, name=row.name, role=row.role)


def open_session(database: Database, caller: Caller) -> str:
    """A console session; returns the cookie's value."""
    cookie = secrets.token_urlsafe(32)
    with database.write() as connection:
        connection.execute(delete(sessions).where(sessions.c.expires < int(time.time())))
        connection.execute(insert(sessions).values(id_hash=_hash(cookie), token=caller.token, csrf=secrets.token_urlsafe(32), expires=int(time.time()) + SESSION_SECONDS))
    return cookie


def check_session(database: Database, cookie: str) -> Caller | None:
    with database.read() as connection:
        query = select(sessions.c.csrf, sessions.c.expires, tokens).join(tokens, tokens.c.id == sessions.c.token)
        row = connection.execute(query.where(sessions.c.id_hash == _hash(cookie))).one_or_none()
    if row is None or row.revoked or row.expires < time.time():
        return None
    return Caller(token=row.id, name=row.name, role=row.role, session_csrf=row.csrf)


def close_session(database: Database, cookie: str) -> None:
    with database.write() as connection:
        connection.execute(delete(sessions).where(sessions.c.id_hash == _hash(cookie)))


def _hash(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()
