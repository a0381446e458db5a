"""What the two databases do differently, as one interface. Everything else is common SQL."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy import Connection, Engine, Table

from . import postgresql, sqlite


class Dialect(Protocol):
    """The facts of one database."""

    name: str

    def configure(self, engine: Engine) -> None:
        """Make every new connection of an engine behave."""

    def turn(self, engine: Engine) -> AbstractContextManager[None]:
        """One's turn to write, where writers must take turns. Raises Unavailable when it does not come."""

    def take_ids(self, connection: Connection, table: Table, count: int) -> list[int]:
        """Numbers for new rows, never handed out before or again."""

    def keep_ids(self, connection: Connection, table: Table, highest: int) -> None:
        """Never hand out a number up to `highest`, which a caller chose."""

    def lock(self, connection: Connection, *names: str) -> None:
        """Hold the right to these names until the transaction ends; taken in one order, whoever takes them."""

    def hold(self, connection: Connection, table: Table, ids: Collection[int]) -> set[int]:
        """Keep rows from being deleted until the transaction ends; those that are still there."""

    def settle(self, connection: Connection) -> None:
        """Check now what would be checked at the end of the transaction."""


def dialect_of(connection: Connection | Engine) -> Dialect:
    """The facts of the database behind a connection."""
    return sqlite if connection.dialect.name == "sqlite" else postgresql
