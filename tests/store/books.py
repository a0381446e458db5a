"""What a database holds, and what its ledger says it should hold."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import Engine, func, select
from sqlmodel import SQLModel

from groundplan_server.core.commit import Commit
from groundplan_server.core.object_change import ObjectChange
from groundplan_server.core.outbox import Outbox
from groundplan_server.language.attributes import Refs
from groundplan_server.registry import all_specs
from groundplan_server.store.engine import reading
from groundplan_server.store.records import Reader
from groundplan_server.store.rows import json_text

Row = Mapping[str, Any]
#: Rows by model and id.
State = dict[tuple[str, int], dict[str, Any]]


def dump(engine: Engine) -> dict[str, list[str]]:
    """Every row of every table, as text and in order."""
    with reading(engine) as connection:
        return {
            name: sorted(repr(tuple(row)) for row in connection.execute(select(table)))
            for name, table in SQLModel.metadata.tables.items()
        }


def state(engine: Engine) -> State:
    """Every object as the tables hold it, many-to-many attributes included."""
    found: State = {}
    with reading(engine) as connection:
        reader = Reader(connection)
        for spec in all_specs():
            if spec.meta.unlogged:
                continue
            rows = reader.rows(spec)
            links = {a.name: reader.links(spec, a, [row["id"] for row in rows]) for a in spec.of(Refs)}
            for row in rows:
                many = {name: by_id.get(row["id"], []) for name, by_id in links.items()}
                found[spec.key, row["id"]] = orjson.loads(json_text({**row, **many}))
    return found


def replayed(engine: Engine) -> State:
    """Every object as the ledger says it should be; each change must begin where the one before it ended."""
    change = ObjectChange.table()
    found: State = {}
    with reading(engine) as connection:
        statement = select(change).order_by(change.c.commit_id, change.c.ordinal)
        for row in connection.execute(statement).mappings():
            name = row["changed_object_type"], row["changed_object_id"]
            where = f"{row['action']} of {name} in commit {row['commit_id']}"
            assert row["before"] == found.pop(name, None), f"{where} does not begin where the change before it ended"
            kind = "create" if row["before"] is None else "delete" if row["after"] is None else "update"
            assert row["action"] == kind, where
            if row["after"] is not None:
                found[name] = row["after"]
    return found


def check_books(engine: Engine) -> State:
    """The tables are what the ledger says, its serials have no gaps, and every commit is whole. Returns the state."""
    there = state(engine)
    assert there == replayed(engine)
    commit, change, outbox = Commit.table(), ObjectChange.table(), Outbox.table()
    with reading(engine) as connection:
        commits = connection.execute(select(commit).order_by(commit.c.id)).mappings().all()
        statement = select(change.c.commit_id, func.count(), func.min(change.c.ordinal), func.max(change.c.ordinal))
        counted = {serial: rest for serial, *rest in connection.execute(statement.group_by(change.c.commit_id))}
        told = list(connection.execute(select(outbox.c.serial).order_by(outbox.c.serial)).scalars())
    serials = [row["id"] for row in commits]
    assert serials == list(range(1, len(serials) + 1))
    assert told == serials
    assert counted == {row["id"]: [row["count"], 0, row["count"] - 1] for row in commits}
    times = [row["time"] for row in commits]
    assert times == sorted(times)
    return there
