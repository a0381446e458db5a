"""Requests that may be sent again (`Idempotency-Key`): the first does its work, the others get its answer."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, insert, select

from groundplan_server.core.answer import Answer
from groundplan_server.errors import Conflict, Invalid, Problem
from groundplan_server.store.actor import Actor
from groundplan_server.store.dialect import dialect_of
from groundplan_server.store.ledger import Intent
from groundplan_server.store.reading import Reading
from groundplan_server.store.transaction import Transaction

from .call import Call
from .encoding import dumps

HEADER = "Idempotency-Key"
LONGEST = 200


class Answered(Exception):
    """This request was answered before."""

    def __init__(self, body: Any, status: int) -> None:
        super().__init__()
        self.body = body
        self.status = status


def recall(call: Call, work: Transaction, intent: Intent) -> None:
    """Wait for a request of the same key. Raises Answered if there was one, Conflict if it asked for something else."""
    key = call.headers.get(HEADER)
    if not key or intent.dry_run:
        return
    dialect_of(work.connection).lock(work.connection, f"{HEADER}:{intent.actor.id}:{key}")
    _answer_again(call, work.connection, key, intent.actor)


def recall_early(call: Call, reading: Reading) -> None:
    """The same before anything is looked at that the first request may have changed."""
    key = call.headers.get(HEADER)
    if key and not call.flag("dry_run"):
        _answer_again(call, reading.connection, key, reading.actor)


def _answer_again(call: Call, connection: Connection, key: str, actor: Actor) -> None:
    if len(key) > LONGEST:
        raise Invalid([Problem(f"An {HEADER} has no more than {LONGEST} characters.")])
    t = Answer.table()
    statement = select(t.c.fingerprint, t.c.body, t.c.status).where(
        t.c.actor_id == (actor.id or 0), t.c.idempotency_key == key
    )
    found = connection.execute(statement).first()
    if found is None:
        return
    if found[0] != _fingerprint(call):
        raise Conflict(f"This {HEADER} was used for another request.")
    raise Answered(found[1], found[2])


def remember(call: Call, work: Transaction, intent: Intent, body: Any, status: int) -> None:
    """Keep an answer for as long as what it tells of: it is written in the same transaction."""
    key = call.headers.get(HEADER)
    if not key or intent.dry_run or work.problems:
        return
    row = {
        "actor_id": intent.actor.id or 0, "idempotency_key": key, "fingerprint": _fingerprint(call), "status": status,
        "body": orjson.loads(dumps(body)), "created": datetime.now(UTC),
    }  # fmt: skip
    work.connection.execute(insert(Answer.table()), row)


def _fingerprint(call: Call) -> str:
    return hashlib.sha256(
        b"\n".join([call.method.encode(), call.path.encode(), call.query_string.encode(), call.body])
    ).hexdigest()
