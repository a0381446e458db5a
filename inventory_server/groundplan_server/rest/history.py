"""Commits and changes: what happened since a serial, in order, deletions included."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from starlette.responses import Response

from groundplan_server.core.commit import Commit
from groundplan_server.core.object_change import ObjectChange
from groundplan_server.errors import Invalid, NotFound, Problem, did_you_mean
from groundplan_server.language.values import whole_number
from groundplan_server.registry import load, spec_of
from groundplan_server.store.reading import Reading

from .answers import json_answer
from .call import Call
from .listing import offset_of, page_size

_PARAMETERS = ("since", "limit", "model", "id")


def changes(call: Call) -> Response:
    """`/api/changes/?since=SERIAL`: changes after a serial, oldest first; `serial` is the one to ask from next time."""
    for name in call.parameters:
        if name not in _PARAMETERS:
            raise Invalid([Problem(f"There is no parameter {name!r}.{did_you_mean(name, _PARAMETERS)}", name)])
    since = whole_number(call.one("since") or "0")
    if since is None:
        raise Invalid([Problem("Enter a whole number.", "since")])
    change, commit = ObjectChange.table(), Commit.table()
    with call.reading() as reading:
        conditions = [change.c.commit_id > since]
        if call.one("model"):
            conditions.append(change.c.changed_object_type == call.one("model"))
        if (id := call.one("id")) is not None:
            conditions.append(change.c.changed_object_id == whole_number(id))
        statement = select(change, commit.c.time, commit.c.user_name, commit.c.message).join(
            commit, commit.c.id == change.c.commit_id
        )
        rows = (
            reading.connection.execute(
                statement.where(*conditions).order_by(change.c.commit_id, change.c.ordinal).limit(page_size(call) + 1)
            )
            .mappings()
            .all()
        )
        more = len(rows) > page_size(call)
        rows = rows[: page_size(call)]
        if more:
            # Never end in the middle of a commit: what is left of it comes whole with the next page.
            last = rows[-1]["commit_id"]
            if rows[0]["commit_id"] != last:
                rows = [r for r in rows if r["commit_id"] != last]
        serial = rows[-1]["commit_id"] if more else reading.serial
        return json_answer(
            {
                "serial": serial,
                "newest": reading.serial,
                "results": [entry for r in rows if (entry := _entry(reading, r)) is not None],
            }
        )


def _entry(reading: Reading, row: Any) -> dict[str, Any] | None:
    spec = load().get(row["changed_object_type"])
    if spec is None or (not reading.actor.is_superuser and not reading.sees_all(spec)):
        return None
    if not reading.actor.is_superuser and not reading.actor.grants_for(spec, "view"):
        return None
    return {
        "serial": row["commit_id"], "time": row["time"], "user": row["user_name"], "message": row["message"],
        "action": row["action"], "model": spec.key, "id": row["changed_object_id"], "display": row["object_repr"],
        "before": None if row["before"] is None else spec.readable(row["before"]),
        "after": None if row["after"] is None else spec.readable(row["after"]),
    }  # fmt: skip


def commits(call: Call) -> Response:
    """`/api/commits/`: commits, newest first."""
    table = Commit.table()
    offset = offset_of(call)
    with call.reading() as reading:
        reading.actor.require(spec_of(Commit), "view")
        rows = (
            reading.connection.execute(select(table).order_by(table.c.id.desc()).limit(page_size(call)).offset(offset))
            .mappings()
            .all()
        )
        return json_answer(
            {"count": reading.serial, "next": None, "previous": None, "results": [_commit(r) for r in rows]}
        )


def commit(call: Call) -> Response:
    """`/api/commits/<serial>/`: one commit with its changes."""
    serial = whole_number(call.path_parameters["serial"])
    table, change = Commit.table(), ObjectChange.table()
    with call.reading() as reading:
        reading.actor.require(spec_of(Commit), "view")
        found = reading.connection.execute(select(table).where(table.c.id == serial)).mappings().first()
        if found is None:
            raise NotFound(f"There is no commit {call.path_parameters['serial']}.")
        rows = reading.connection.execute(
            select(change, table.c.time, table.c.user_name, table.c.message)
            .join(table, table.c.id == change.c.commit_id)
            .where(change.c.commit_id == serial)
            .order_by(change.c.ordinal)
        ).mappings()
        return json_answer(
            {**_commit(found), "changes": [entry for r in rows if (entry := _entry(reading, r)) is not None]}
        )


def _commit(row: Any) -> dict[str, Any]:
    return {
        "serial": row["id"], "time": row["time"], "user": row["user_name"], "message": row["message"],
        "source": row["source"], "request_id": row["request_id"], "count": row["count"],
    }  # fmt: skip
