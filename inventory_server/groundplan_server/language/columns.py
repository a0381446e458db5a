"""Column types, and a condition on columns, that behave the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    DateTime,
    Dialect,
    Double,
    Float,
    Integer,
    String,
    Text,
    bindparam,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import UnaryExpression
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

from .values import is_storable


class Moment(TypeDecorator[datetime]):
    """A point in time: `timestamptz` on PostgreSQL, UTC without a zone on SQLite; always aware in Python."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class _Values(TypeDecorator[Any]):
    """A whole list in one bound parameter: JSON on SQLite, an array on PostgreSQL."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type) -> None:
        super().__init__()
        self.kind = kind

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(Text())
        item: TypeEngine[Any] = BigInteger() if self.kind is int else Double() if self.kind is float else Text()
        return dialect.type_descriptor(ARRAY(item))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        plain = (
            value if _are(self.kind, value) else [v for v in (_of_kind(self.kind, v) for v in value) if v is not None]
        )
        return orjson.dumps(plain).decode() if dialect.name == "sqlite" else plain


def _are(kind: type, values: list[Any]) -> bool:
    """Whether all of these are what a column of this kind holds, as they mostly are."""
    if set(map(type, values)) - {kind}:
        return False
    return kind is not int or not values or (is_storable(min(values)) and is_storable(max(values)))


def _of_kind(kind: type, value: Any) -> Any:
    """A value as a column of this kind holds it; None for what is in no such column."""
    try:
        found = kind(value)
    except (TypeError, ValueError, OverflowError):
        return None
    if kind is int and (not is_storable(found) or (isinstance(value, float) and found != value)):
        return None
    return found


class _AnyOf(FunctionElement[bool]):
    type = Boolean()
    inherit_cache = True
    name = "any_of"

    def self_group(self, against: Any = None) -> Any:
        # SQLAlchemy would write "… = 1" for databases without booleans, and no index answers that.
        return self

    def _negate(self) -> Any:
        return UnaryExpression(self, operator=operators.inv, type_=Boolean())


@compiles(_AnyOf, "sqlite")
def _any_of_sqlite(element: Any, compiler: Any, **kwargs: Any) -> str:
    column, values = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"({column} IN (SELECT value FROM json_each({values})))"


@compiles(_AnyOf)
def _any_of(element: Any, compiler: Any, **kwargs: Any) -> str:
    column, values = (compiler.process(clause, **kwargs) for clause in element.clauses)
    return f"({column} = ANY({values}))"


def any_of(column: ColumnElement[Any], values: Any) -> ColumnElement[bool]:
    """`column IN (…)` with all values in one parameter, so that the statement is the same for any number of them."""
    values = list(values)
    return _AnyOf(column, bindparam(None, values, type_=_Values(_kind(column, values)), unique=True))


def _kind(column: ColumnElement[Any], values: list[Any]) -> type:
    """What a column holds, or what the values are where that cannot be told."""
    if isinstance(column.type, Integer | BigInteger):
        return int
    if isinstance(column.type, Float):
        return float
    if isinstance(column.type, String):
        return str
    return next((kind for kind in (str, float) if any(isinstance(v, kind) for v in values)), int)


def listed(column: ColumnElement[Any], name: str = "ids") -> ColumnElement[bool]:
    """`any_of` with numbers that are given when the statement is run, for statements that are built once."""
    return _AnyOf(column, bindparam(name, type_=_Values(int)))
