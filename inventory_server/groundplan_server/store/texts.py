"""Columns as text made by the database, so that rows go to JSON without passing through Python objects."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, DateTime, Text, type_coerce
from sqlalchemy import cast as sql_cast
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class _MomentText(FunctionElement[Any]):
    # PostgreSQL hands over aware datetimes, which orjson writes; SQLite's text only needs its T and Z.
    type = DateTime(timezone=True)
    inherit_cache = True
    name = "moment_text"


class _SQLiteMoment(_MomentText):
    type = Text()  # type: ignore[assignment]
    inherit_cache = True


@compiles(_MomentText, "sqlite")
def _sqlite(element: Any, compiler: Any, **kwargs: Any) -> str:
    column = compiler.process(element.clauses, **kwargs)
    # A full second is written without a fraction, as it is everywhere else.
    return f"(substr({column}, 1, 10) || 'T' || replace(substr({column}, 12), '.000000', '') || 'Z')"


@compiles(_MomentText)
def _other(element: Any, compiler: Any, **kwargs: Any) -> str:
    return str(compiler.process(element.clauses, **kwargs))


def moment_text(column: ColumnElement[Any], dialect: str) -> ColumnElement[Any]:
    """A moment as JSON carries it."""
    return _SQLiteMoment(column) if dialect == "sqlite" else type_coerce(_MomentText(column), DateTime(timezone=True))


def json_text(column: ColumnElement[Any]) -> ColumnElement[str]:
    """Structured data as the text that it is stored as."""
    return sql_cast(column, Text)
