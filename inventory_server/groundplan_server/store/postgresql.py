"""PostgreSQL's facts: the database in production."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from sqlalchemy import Connection, Engine, Table, event, select, text

from groundplan_server.language.columns import any_of

name = "postgresql"


def configure(engine: Engine) -> None:
    from psycopg import IsolationLevel  # not needed, so not loaded, on SQLite

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reads = not connection.get_execution_options().get("writes", False)
        # The driver says it with its BEGIN, before the first statement, so it costs no round trip of its own.
        driver: Any = connection.connection.driver_connection
        if driver.read_only is not (reads or None):
            driver.read_only = reads or None
            # A read sees one moment throughout, so that an answer and its serial agree.
            driver.isolation_level = IsolationLevel.REPEATABLE_READ if reads else None


def turn(engine: Engine) -> AbstractContextManager[None]:
    return nullcontext()


def take_ids(connection: Connection, table: Table, count: int) -> list[int]:
    statement = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
    return [row[0] for row in connection.execute(statement, {"name": table.name, "count": count})]


def keep_ids(connection: Connection, table: Table, highest: int) -> None:
    statement = text(
        "SELECT setval(name, :highest) FROM (SELECT pg_get_serial_sequence(:table, 'id')::regclass AS name) s "
        "WHERE COALESCE(pg_sequence_last_value(name), 0) < :highest"
    )
    connection.execute(statement, {"table": table.name, "highest": highest})


def lock(connection: Connection, *names: str) -> None:
    digests = (hashlib.blake2b(name.encode(), digest_size=8).digest() for name in names)
    numbers = sorted({int.from_bytes(digest, "big", signed=True) for digest in digests})
    statement = text("SELECT pg_advisory_xact_lock(number) FROM unnest(CAST(:numbers AS bigint[])) AS number")
    if numbers:
        connection.execute(statement, {"numbers": numbers})


def hold(connection: Connection, table: Table, ids: Collection[int]) -> set[int]:
    statement = select(table.c.id).where(any_of(table.c.id, sorted(ids))).order_by(table.c.id)
    return set(connection.execute(statement.with_for_update(read=True, key_share=True)).scalars())


def settle(connection: Connection) -> None:
    connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
