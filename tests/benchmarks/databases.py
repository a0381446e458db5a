"""Databases to measure on: thrown away afterwards."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path

from sqlalchemy import text

from groundplan_server.server import Server
from tests.postgres import started

DATABASES = ("sqlite", "postgresql")

Fresh = Callable[[], AbstractContextManager[str]]


@contextmanager
def fresh_ones(database: str, directory: Path) -> Iterator[Fresh]:
    """Makes URLs of fresh, empty databases."""
    if database == "sqlite":
        numbers = count()

        @contextmanager
        def on_sqlite() -> Iterator[str]:
            yield f"sqlite:///{directory / f'{next(numbers)}.sqlite3'}"

        yield on_sqlite
        return
    with started() as server:

        @contextmanager
        def on_postgresql() -> Iterator[str]:
            name = server.create_database()
            yield server.url(name)
            server.drop_database(name)

        yield on_postgresql


def settle(server: Server) -> None:
    """What PostgreSQL does by itself within a minute, now."""
    if server.engine.dialect.name == "postgresql":
        with server.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
