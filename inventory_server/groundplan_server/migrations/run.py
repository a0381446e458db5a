"""Brings a database to the shape that this version of the software expects."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text
from sqlmodel import SQLModel

from groundplan_server.registry import load

if TYPE_CHECKING:
    from alembic.config import Config

HERE = Path(__file__).parent


def configuration() -> Config:
    """Alembic, told where our versions are."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(HERE))
    config.set_main_option("path_separator", "os")
    return config


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the database up to a revision, then make the tables of plugins that bring no versions of their own."""
    load()
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if revision != "head" or not _is_at_head(connection):
            _upgrade(connection, revision)
        if revision == "head":
            there = set(inspect(connection).get_table_names())
            SQLModel.metadata.create_all(
                connection, tables=[t for t in SQLModel.metadata.tables.values() if t.name not in there]
            )


def _is_at_head(connection: Connection) -> bool:
    """Whether there is nothing to do, as at most starts: Alembic takes long to import."""
    if not inspect(connection).has_table("alembic_version"):
        return False
    newest = max(path.name for path in HERE.glob("versions/*.py")).partition("_")[0]
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == [newest]


def _upgrade(connection: Connection, revision: str) -> None:
    from alembic import command

    config = configuration()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
