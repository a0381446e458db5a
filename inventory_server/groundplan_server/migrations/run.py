"""Brings a database to the shape that this version of the software expects."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect
from sqlmodel import SQLModel

from groundplan_server.registry import load


def configuration() -> Config:
    """Alembic, told where our versions are."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the database up to a revision, then make the tables of plugins that bring no versions of their own."""
    load()
    config = configuration()
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        if revision == "head":
            there = set(inspect(connection).get_table_names())
            SQLModel.metadata.create_all(
                connection, tables=[t for t in SQLModel.metadata.tables.values() if t.name not in there]
            )
