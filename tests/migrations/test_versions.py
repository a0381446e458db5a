"""The database's versions: from nothing they lead to what the models say, and on the way no row is lost."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Connection,
    Date,
    DateTime,
    Engine,
    Float,
    Integer,
    MetaData,
    Table,
    event,
    inspect,
)

from groundplan_server.migrations.run import HERE, migrate
from groundplan_server.store.engine import make_engine
from tests.migrations.difference import differences

# SQLite tells nothing of indexes over expressions, which does not matter here.
pytestmark = pytest.mark.filterwarnings("ignore:Skipped unsupported reflection")

REVISIONS = sorted(path.name[:4] for path in Path(HERE, "versions").glob("[0-9]*.py"))
MOMENT = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    found = make_engine(database_url)
    yield found
    found.dispose()


def test_all_versions_together_make_what_the_models_say(engine: Engine) -> None:
    migrate(engine)
    assert differences(engine) == []


def test_a_second_time_nothing_is_done(engine: Engine) -> None:
    migrate(engine)
    done: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda c, cursor, statement, *rest: done.append(statement))
    migrate(engine)
    assert [statement for statement in done if not statement.startswith(("SELECT", "PRAGMA", "BEGIN", "SET"))] == []


@pytest.mark.parametrize("before", REVISIONS[:-1])
def test_rows_of_an_older_version_are_kept(engine: Engine, before: str) -> None:
    migrate(engine, before)
    told = {name: row for name, row in fill(engine).items() if name != "alembic_version"}
    migrate(engine)
    assert differences(engine) == []
    with engine.connect() as connection:
        for name, row in told.items():
            kept = connection.execute(table_of(connection, name).select()).mappings().one()
            assert {column: kept[column] for column in row} == row


def fill(engine: Engine) -> dict[str, dict[str, Any]]:
    """Put one row into every table, each referring to the ones in the others, and return them all."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
        for name in names:
            table = table_of(connection, name)
            connection.execute(table.insert().values({column.name: value_for(column) for column in table.c}))
        return {name: dict(connection.execute(table_of(connection, name).select()).mappings().one()) for name in names}


def table_of(connection: Connection, name: str) -> Table:
    """A table as the database has it."""
    return Table(name, MetaData(), autoload_with=connection, resolve_fks=False)


def value_for(column: Any) -> Any:
    """Something of a column's type; numbers are 1, so that every reference leads somewhere."""
    match column.type:
        case Boolean():
            return True
        case Integer():
            return 1
        case Float():
            return 1.5
        case DateTime():
            return MOMENT if column.type.timezone else MOMENT.replace(tzinfo=None)
        case Date():
            return date(2026, 3, 1)
        case JSON():
            return ["x"]
    return "x"
