"""Connections: one transaction for each request, `commit` nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import orjson
from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError

from groundplan_server.errors import Unavailable

from .dialect import dialect_of
from .rows import json_text

_JSON = {"json_serializer": json_text, "json_deserializer": orjson.loads}


def make_engine(url: str, pool_size: int = 20) -> Engine:
    """An engine whose connections behave the same on both databases."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            parsed, connect_args={"check_same_thread": False}, pool_size=pool_size, max_overflow=20, **_JSON
        )
    else:
        engine = create_engine(
            parsed,
            pool_size=pool_size,
            max_overflow=20,
            pool_pre_ping=True,
            connect_args={"connect_timeout": 10},
            **_JSON,
        )
    dialect_of(engine).configure(engine)
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one moment and changes nothing."""
    with _answering(), engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that commits when the block ends, and leaves nothing behind when the block fails."""
    with (
        _answering(),
        dialect_of(engine).turn(engine),
        engine.connect().execution_options(writes=True) as connection,
    ):
        connection.info["taken"] = {}
        with connection.begin():
            yield connection


#: How the databases say that they cannot serve at the moment, and what that means.
_TROUBLE = {
    "database is locked": "The database is busy; try again.",
    "readonly database": "The database is read-only; nothing was changed.",
    "read-only transaction": "The database is read-only; nothing was changed.",
    "disk is full": "The database is full; nothing was changed.",
    "No space left": "The database is full; nothing was changed.",
    "disk I/O error": "The database is full or broken; nothing was changed.",
    "unable to open database file": "The database does not answer.",
}


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (InternalError, OperationalError) as error:  # others quote what callers wrote
        text = _all_said(error)
        for sign, sentence in _TROUBLE.items():
            if sign in text:
                raise Unavailable(sentence) from error
        if error.connection_invalidated or "connect" in text.lower():
            raise Unavailable("The database does not answer.") from error
        raise


def _all_said(error: BaseException | None) -> str:
    """What went wrong, and what went wrong before: SQLite may have rolled back by itself what we then fail to."""
    said: list[str] = []
    while isinstance(error, DBAPIError):
        said.append(str(error.orig))
        error = error.__context__
        while error is not None and not isinstance(error, DBAPIError):
            error = error.__context__
    return "\n".join(said)
