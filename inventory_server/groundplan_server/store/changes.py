"""Rows as the ledger keeps them, and the one place that writes the ledger's tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, func, insert, select

from groundplan_server.core.commit import Commit
from groundplan_server.core.object_change import ObjectChange
from groundplan_server.core.outbox import Outbox
from groundplan_server.spec import Spec

from .actor import Actor
from .dialect import dialect_of
from .rows import insert_rows

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One object created, updated or deleted; rows are in storage encoding, many-to-many attributes as lists of ids."""

    spec: Spec
    id: int
    display: str
    before: Row | None
    after: Row | None
    belongs_to: tuple[str, int] | None = None

    @property
    def action(self) -> str:
        return "create" if self.before is None else "delete" if self.after is None else "update"


def newest_serial(connection: Connection) -> int:
    """The serial of the newest commit that this transaction can see."""
    serial: int = connection.execute(select(func.coalesce(func.max(Commit.table().c.id), 0))).scalar_one()
    return serial


def record(
    connection: Connection, changes: Sequence[Change], actor: Actor, *, message: str, source: str, request_id: str
) -> int:
    """Write a commit and its changes as the last thing of a transaction, and return its serial.

    The lock is held from here to the end of the transaction, so serials appear to readers in order.
    """
    dialect = dialect_of(connection)
    # Checking references may mean waiting for others, who may be waiting for the lock.
    dialect.settle(connection)
    dialect.lock(connection, "ledger")
    serial = newest_serial(connection) + 1
    now = datetime.now(UTC)
    commit = {
        "id": serial, "time": now, "actor_id": actor.id, "user_name": actor.name, "request_id": request_id[:64],
        "message": message[:200], "source": source, "count": len(changes),
    }  # fmt: skip
    connection.execute(insert(Commit.table()), commit)
    ids = dialect.take_ids(connection, ObjectChange.table(), len(changes))
    rows = [
        {
            "id": id, "commit_id": serial, "ordinal": ordinal, "action": change.action,
            "changed_object_type": change.spec.key, "changed_object_id": change.id, "object_repr": change.display[:200],
            "related_object_type": change.belongs_to[0] if change.belongs_to else None,
            "related_object_id": change.belongs_to[1] if change.belongs_to else None,
            "before": change.before,
            "after": change.after,
        }
        for ordinal, (id, change) in enumerate(zip(ids, changes, strict=True))
    ]  # fmt: skip
    insert_rows(connection, ObjectChange.table(), rows)
    connection.execute(insert(Outbox.table()), {"serial": serial, "created": now})
    return serial
