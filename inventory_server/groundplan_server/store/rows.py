"""Many rows at once, without what SQLAlchemy does for each row of a general statement."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter
from typing import Any

import orjson
from sqlalchemy import Boolean, Connection, CursorResult, Dialect, Float, Integer, String, Table, insert


def json_text(value: Any) -> str:
    """Structured data as the databases store it; moments within it are in UTC, with a Z."""
    return orjson.dumps(value, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS).decode()


@dataclass(frozen=True)
class _Insert:
    """A compiled insert: its text, its columns in order, and how some values are turned into what the driver takes."""

    text: str
    positional: bool
    names: tuple[str, ...]
    turned: tuple[tuple[int, Callable[[Any], Any]], ...]


#: What drivers take as it is; for others SQLAlchemy's own processors apply.
_AS_IS = (String, Integer, Boolean, Float)


@lru_cache(maxsize=512)
def _statement(table: Table, dialect: Dialect) -> _Insert:
    compiled = insert(table).compile(dialect=dialect, column_keys=[c.name for c in table.c])
    names = tuple(compiled.positiontup or (c.name for c in table.c))
    turned = []
    for place, name in enumerate(names):
        type_ = table.c[name].type
        processor = type_.dialect_impl(dialect).bind_processor(dialect)
        if processor is not None and not isinstance(type_, _AS_IS):
            turned.append((place, processor))
    return _Insert(str(compiled), bool(compiled.positiontup), names, tuple(turned))


def as_dicts(result: CursorResult[Any]) -> list[dict[str, Any]]:
    """All rows by column; SQLAlchemy's own mappings cost several times as much."""
    names = tuple(result.keys())
    return [dict(zip(names, row, strict=True)) for row in result.all()]


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that give a value for every column; other keys are left alone."""
    if not rows:
        return
    statement = _statement(table, connection.dialect)
    pick = itemgetter(*statement.names)
    given: list[Any] = []
    for row in rows:
        values = list(pick(row))
        for place, turn in statement.turned:
            values[place] = turn(values[place])
        given.append(tuple(values) if statement.positional else dict(zip(statement.names, values, strict=True)))
    connection.exec_driver_sql(statement.text, given)
