"""The types that versions are written with, and tables whose references may run in circles."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from groundplan_server.language.columns import Moment

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
FLOAT = sa.Float(53).with_variant(postgresql.DOUBLE_PRECISION(), "postgresql")
LONG_TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
MOMENT = Moment()


def text(length: int) -> Any:
    """Text that sorts bytewise on both databases."""
    return sa.String(length).with_variant(postgresql.VARCHAR(length, collation="C"), "postgresql")


class Tables:
    """Creates tables in any order: on PostgreSQL their foreign keys follow when all are there."""

    def __init__(self) -> None:
        self._later: list[tuple[str, sa.ForeignKeyConstraint]] = []
        self._inline = op.get_bind().dialect.name == "sqlite"

    def create(self, name: str, *items: Any, **facts: Any) -> None:
        """Create a table."""
        if not self._inline:
            self._later += [(name, i) for i in items if isinstance(i, sa.ForeignKeyConstraint)]
            items = tuple(i for i in items if not isinstance(i, sa.ForeignKeyConstraint))
        op.create_table(name, *items, **facts)

    def finish(self) -> None:
        """Add what had to wait."""
        for name, key in self._later:
            target = key.elements[0].target_fullname.partition(".")[0]
            op.create_foreign_key(
                str(key.name), name, target, list(key.column_keys), ["id"], deferrable=True, initially="DEFERRED"
            )
