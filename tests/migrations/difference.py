"""What a database lacks of what the models say, or has beside it."""

import warnings

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, text
from sqlalchemy.schema import CreateIndex
from sqlmodel import SQLModel

from groundplan_server.registry import load


def differences(engine: Engine) -> list[str]:
    """Every difference, in words."""
    load()
    with engine.connect() as connection, warnings.catch_warnings():
        # References run in circles, and SQLite does not tell of indexes over expressions; those are compared below.
        warnings.simplefilter("ignore")
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = [str(difference) for difference in compare_metadata(context, SQLModel.metadata)]
        return found + (_indexes(connection) if engine.dialect.name == "sqlite" else [])


def _indexes(connection: Connection) -> list[str]:
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))
    there = {row.name: _words(row.sql) for row in rows}
    indexes = {str(i.name): i for table in SQLModel.metadata.tables.values() for i in table.indexes}
    wanted = {name: _words(str(CreateIndex(index).compile(connection))) for name, index in indexes.items()}
    wrong = [name for name in sorted({*there, *wanted}) if there.get(name) != wanted.get(name)]
    return [f"{name}: {there.get(name)}, not {wanted.get(name)}" for name in wrong]


def _words(sql: str) -> str:
    return " ".join(sql.replace('"', "").split())
