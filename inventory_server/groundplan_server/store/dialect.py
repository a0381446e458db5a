"""What the two databases do differently, as one interface. Everything else is common SQL."""

from __future__ import annotations

from typing import Any, Protocol

from sqlalchemy import BigInteger, Boolean, ColumnElement, Connection, Engine, Table, Text, bindparam
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine.interfaces import Dialect as SQLDialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from . import postgresql, sqlite


class Dialect(Protocol):
    """The facts of one database."""

    name: str

    def configure(self, engine: Engine) -> None:
        """Make every new connection of an engine behave."""

    def take_ids(self, connection: Connection, table: Table, count: int) -> list[int]:
        """Numbers for new rows, never handed out before or again."""

    def keep_ids(self, connection: Connection, table: Table, highest: int) -> None:
        """Never hand out a number up to `highest`, which a caller chose."""

    def lock(self, connection: Connection, name: str) -> None:
        """Hold the right to `name` until the transaction ends."""


def dialect_of(connection: Connection | Engine) -> Dialect:
    """The facts of the database behind a connection."""
    return sqlite if connection.dialect.name == "sqlite" else postgresql


class _Values(TypeDecorator[Any]):
    """A whole list in one bound parameter: JSON on SQLite, an array on PostgreSQL."""

    impl = Text
    cache_ok = True

    def __init__(self, numbers: bool) -> None:
        super().__init__()
        self.numbers = numbers

    def load_dialect_impl(self, dialect: SQLDialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        return dialect.type_descriptor(ARRAY(BigInteger() if self.numbers else Text()))

    def process_bind_param(self, value: Any, dialect: SQLDialect) -> Any:
        return sqlite.list_parameter(value) if dialect.name == "sqlite" else list(value)


class _AnyOf(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True
    name = "any_of"


@compiles(_AnyOf, "sqlite")
def _any_of_sqlite(element: Any, compiler: Any, **kwargs: Any) -> str:
    column, values = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"


@compiles(_AnyOf)
def _any_of(element: Any, compiler: Any, **kwargs: Any) -> str:
    column, values = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"{column} = ANY({values})"


def any_of(column: ColumnElement[Any], values: Any) -> ColumnElement[bool]:
    """`column IN (…)` with the whole list in one parameter, so that the statement is the same for one value and for ten thousand."""
    values = list(values)
    numbers = not values or isinstance(values[0], int)
    return _AnyOf(column, bindparam(None, values, type_=_Values(numbers), unique=True))
