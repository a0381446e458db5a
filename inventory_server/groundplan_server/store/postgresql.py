"""PostgreSQL's facts: the database in production."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, Engine, Table, event, text

name = "postgresql"


def configure(engine: Engine) -> None:
    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A read sees one moment throughout, so that an answer and its serial agree.
        if not connection.get_execution_options().get("writes", False):
            connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def take_ids(connection: Connection, table: Table, count: int) -> list[int]:
    statement = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
    return [row[0] for row in connection.execute(statement, {"name": table.name, "count": count})]


def keep_ids(connection: Connection, table: Table, highest: int) -> None:
    statement = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), GREATEST(:highest, (SELECT COALESCE(max(id), 1) FROM " + table.name + ")))")
    connection.execute(statement, {"name": table.name, "highest": highest})


def lock(connection: Connection, name: str) -> None:
    number = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big", signed=True)
    connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
