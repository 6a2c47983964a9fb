"""The tables, and two ways in: read() and write().

SQLite by default, with the rollback journal and synchronous=FULL: the write-ahead log has a corruption bug in versions
that are still shipped (3.7.0 to 3.51.2), and an accepted request must survive a power cut. PostgreSQL by URL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError

FORMAT = 1
BUSY_MS = 10_000

metadata = MetaData()
meta = Table("meta", metadata, Column("name", String(40), primary_key=True), Column("value", Integer, nullable=False))
tokens = Table(
    "tokens", metadata,
    Column("id", String(16), primary_key=True), Column("name", String(100), nullable=False), Column("role", String(16), nullable=False),
    Column("secret_hash", LargeBinary, nullable=False), Column("created_at", String(40), nullable=False),
    Column("revoked", Boolean, nullable=False, default=False),
)  # fmt: skip
sessions = Table(
    "sessions", metadata,
    Column("id_hash", LargeBinary, primary_key=True), Column("token", ForeignKey("tokens.id"), nullable=False),
    Column("csrf", String(64), nullable=False), Column("expires", Integer, nullable=False),
)  # fmt: skip
requests = Table(
    "requests", metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True), Column("id", String(64), nullable=False, unique=True),
    Column("status", String(16), nullable=False, index=True),  # queued, leased, answered, needs_person, dead
    Column("body", Text, nullable=False), Column("token", String(16), nullable=False), Column("received_at", String(40), nullable=False),
    Column("attempts", Integer, nullable=False, default=0), Column("not_before", Integer, nullable=False, default=0),
    Column("lease", String(32), nullable=False, default=""), Column("reason", Text, nullable=False, default=""),
    Column("lesson", String(64)),
)  # fmt: skip
answers = Table(
    "answers", metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True), Column("request", String(64), nullable=False, index=True),
    Column("teacher", String(16), nullable=False), Column("who", String(100), nullable=False), Column("body", JSON, nullable=False),
    Column("given_at", String(40), nullable=False), UniqueConstraint("request", "teacher", "who"),
)  # fmt: skip
lessons = Table(
    "lessons", metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False), Column("id", String(64), nullable=False, unique=True),
    Column("kind", String(16), nullable=False), Column("frame", String(64), nullable=False, index=True),
    # One standing lesson a request, and one retraction a lesson: the database itself refuses the second.
    Column("stands_for", String(100), nullable=False, unique=True), Column("body", Text, nullable=False),
)  # fmt: skip
exemplars = Table(
    "exemplars", metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False), Column("id", String(64), nullable=False, unique=True),
    Column("lesson", String(64), nullable=False, unique=True), Column("status", String(16), nullable=False), Column("body", JSON, nullable=False),
)  # fmt: skip
spending = Table(
    "spending", metadata,
    Column("teacher", String(40), primary_key=True), Column("day", String(10), primary_key=True),
    Column("requests", Integer, nullable=False, default=0), Column("microcents", Integer, nullable=False, default=0),
)  # fmt: skip


class DatabaseError(Exception):
    """The database is missing, damaged, or of another version; the message says what to do."""


class Database:
    """An engine with its rules. Safe to use from several threads and several processes."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.sqlite = url.startswith("sqlite")
        if self.sqlite:
            self.engine = create_engine(url, pool_size=16, max_overflow=32, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False})
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            self.engine = create_engine(url, pool_pre_ping=True, pool_size=8, max_overflow=8)

    @property
    def place(self) -> str:
        """For messages; without a password."""
        return self.engine.url.render_as_string(hide_password=True)

    def create(self) -> None:
        """Make what is missing, check what is there. Raises DatabaseError for a damaged or newer database."""
        try:
            if self.sqlite:
                with self.engine.connect() as connection:
                    found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
                if found != "ok":
                    raise DatabaseError(f"{self.place}: damaged ({found}); restore it from a backup, or move it away to start anew")
            try:
                metadata.create_all(self.engine)
            except DBAPIError:  # another process made the tables in the same moment, or it fails again
                metadata.create_all(self.engine)
            with self.write() as connection:
                version = connection.execute(select(meta.c.value).where(meta.c.name == "format")).scalar()
                if version is None:
                    connection.execute(insert(meta), [{"name": "format", "value": FORMAT}, {"name": "lesson", "value": 0}, {"name": "exemplar", "value": 0}])
                elif version != FORMAT:
                    raise DatabaseError(f"{self.place}: database format {version}, this version reads {FORMAT}; update pytest-shadow")
        except DBAPIError as error:
            raise DatabaseError(f"{self.place}: {error.orig}; if the file is damaged, restore it from a backup or move it away to start anew") from error

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection for reading; sees one state of the database."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that has the right to write from its start; durable when the block is left."""
        with self.engine.connect().execution_options(shadow_write=True) as connection, connection.begin():
            yield connection

    def next_number(self, connection: Connection, name: str) -> int:
        """The next number of a series without gaps or overtaking: its row stays locked until the transaction ends."""
        connection.execute(update(meta).where(meta.c.name == name).values(value=meta.c.value + 1))
        return int(connection.execute(select(meta.c.value).where(meta.c.name == name)).scalar_one())

    def close(self) -> None:
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in ("journal_mode=DELETE", "synchronous=FULL", f"busy_timeout={BUSY_MS}", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("shadow_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def is_full(error: BaseException) -> bool:
    """Whether a database error means that the disk or the quota is full."""
    original = getattr(error, "orig", error)
    return (isinstance(original, sqlite3.OperationalError) and "full" in str(original)) or getattr(original, "sqlstate", "") == "53100"


__all__ = ["Database", "DatabaseError", "answers", "exemplars", "is_full", "lessons", "meta", "requests", "sessions", "spending", "tokens"]
