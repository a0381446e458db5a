"""SQLite's facts: the embedded default. One writer at a time, readers never wait."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, Table, event, func, select, text

from groundplan_server.errors import Unavailable

name = "sqlite"

PATIENCE = 30  # seconds
_TURNS: WeakKeyDictionary[Engine, Lock] = WeakKeyDictionary()


def configure(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def connected(connection: Any, _: Any) -> None:
        # The driver's own transaction handling begins too late; we begin ours (see `begin`).
        connection.isolation_level = None
        for pragma in (
            "foreign_keys=ON",
            "journal_mode=WAL",
            "synchronous=NORMAL",
            f"busy_timeout={PATIENCE * 1000}",
            "cache_size=-8192",  # kilobytes, of each connection; the system keeps the rest of the file at hand
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def turn(engine: Engine) -> Iterator[None]:
    # SQLite's own way is to try again after a nap: the unlucky starve. In one process nobody needs to.
    lock = _TURNS.setdefault(engine, Lock())
    if not lock.acquire(timeout=PATIENCE):
        raise Unavailable("The database is busy; try again.")
    try:
        yield
    finally:
        lock.release()


def take_ids(connection: Connection, table: Table, count: int) -> list[int]:
    used = (
        connection.execute(text("SELECT seq FROM sqlite_sequence WHERE name = :name"), {"name": table.name}).scalar()
        or 0
    )
    highest = connection.execute(select(func.max(table.c.id))).scalar() or 0
    first = max(used, highest, connection.info.setdefault("taken", {}).get(table.name, 0)) + 1
    connection.info["taken"][table.name] = first + count - 1
    return list(range(first, first + count))


def keep_ids(connection: Connection, table: Table, highest: int) -> None:
    """AUTOINCREMENT counts chosen numbers by itself."""


def lock(connection: Connection, *names: str) -> None:
    """A writer is alone already."""


def hold(connection: Connection, table: Table, ids: Collection[int]) -> set[int]:
    return set(ids)


def settle(connection: Connection) -> None:
    """Nobody waits for a writer's last checks."""
