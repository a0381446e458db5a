"""`/api/operations/`: any number of changes to any models as one commit, and its answer once more for a repeated key."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import insert, select
from starlette.responses import Response

from groundplan_server.core.answer import Answer
from groundplan_server.errors import Conflict, Invalid, Problem, did_you_mean
from groundplan_server.store.ledger import Operation, Receipt
from groundplan_server.store.transaction import Transaction

from .answers import json_answer
from .call import Call
from .doors import change_entries
from .wire import dumps

_KEYS = ("op", "model", "key", "data")
_BODY = ("message", "dry_run", "operations", "changes", "options")


class _Answered(Exception):
    """This request was answered before."""

    def __init__(self, body: Any) -> None:
        self.body = body


def operate(call: Call) -> Response:
    """Do a list of operations: all or nothing."""
    body = call.json
    operations = _operations(body)
    options = body.get("options") or {}
    intent = call.intent("operations", str(body.get("message") or ""))
    intent = intent.__class__(
        **{**intent.__dict__, "dry_run": intent.dry_run or bool(body.get("dry_run")), "components": options.get("components", True) is not False}
    )
    key = call.headers.get("idempotency-key")
    fingerprint = hashlib.sha256(call.body).hexdigest()
    answer: dict[str, Any] = {}

    def do(work: Transaction) -> None:
        if key:
            _remembered(work, intent.actor.id, key, fingerprint)
        work.apply(operations)
        if key and not intent.dry_run:
            work.at_the_end.append(lambda serial: _remember(work, intent.actor.id, key, fingerprint, _body(work, serial, body)))

    try:
        _, receipt = call.server.ledger.run(do, intent)
    except _Answered as answered:
        return json_answer(answered.body)
    except Invalid as refusal:
        return json_answer({"errors": [{"index": p.index, "field": p.field, "message": p.message} for p in refusal.problems]}, 400)
    except Conflict as refusal:
        if refusal.status != 409:
            raise
        return json_answer({"errors": [{"index": 0, "field": "__all__", "message": refusal.message}]}, 409)
    call.serial = receipt.serial or call.serial
    answer = _answer(receipt, receipt.serial, intent.dry_run, body.get("changes", True) is not False)
    return json_answer(answer)


def _operations(body: Any) -> list[Operation]:
    if not isinstance(body, Mapping) or not isinstance(body.get("operations"), list):
        raise Invalid([Problem('Expected {"operations": [{"op": …, "model": …, "data": …}]}.', "operations")])
    problems = [Problem(f"There is no {n!r} here.{did_you_mean(n, _BODY)}", n) for n in body if n not in _BODY]
    made = []
    for index, entry in enumerate(body["operations"]):
        if not isinstance(entry, Mapping):
            problems.append(Problem("Expected a dictionary.", "operations", index))
            continue
        problems += [Problem(f"An operation has no {n!r}.{did_you_mean(n, _KEYS)}", n, index) for n in entry if n not in _KEYS]
        problems += [Problem("This field is required.", n, index) for n in ("op", "model") if not isinstance(entry.get(n), str)]
        if isinstance(entry.get("op"), str) and isinstance(entry.get("model"), str):
            made.append(Operation(entry["op"], entry["model"], entry.get("data", {}), entry.get("key")))
    if problems:
        raise Invalid(problems)
    return made


def _answer(receipt: Receipt, serial: int | None, dry_run: bool, with_changes: bool) -> dict[str, Any]:
    results = [{"index": r.index, "op": r.op, "outcome": r.outcome, "model": r.model, "id": r.id, "display": r.display} for r in receipt.results]
    return {"serial": serial, "dry_run": dry_run, "results": results, "changes": change_entries(receipt) if with_changes else []}


def _body(work: Transaction, serial: int | None, body: Mapping[str, Any]) -> Any:
    receipt = Receipt(serial, tuple(work.results), tuple(work.changes))
    return _answer(receipt, serial, False, body.get("changes", True) is not False)


def _remembered(work: Transaction, actor: int | None, key: str, fingerprint: str) -> None:
    """Wait for a request with the same key, and give its answer if there was one. Raises Conflict when it asked for something else."""
    from groundplan_server.store.dialect import dialect_of

    dialect_of(work.connection).lock(work.connection, f"idempotency:{actor}:{key}")
    t = Answer.table()
    found = work.connection.execute(select(t.c.fingerprint, t.c.body).where(t.c.actor_id == (actor or 0), t.c.idempotency_key == key)).first()
    if found is None:
        return
    if found[0] != fingerprint:
        raise Conflict("This Idempotency-Key was used for another request.")
    raise _Answered(found[1])


def _remember(work: Transaction, actor: int | None, key: str, fingerprint: str, body: Any) -> None:
    import orjson

    row = {
        "actor_id": actor or 0, "idempotency_key": key, "fingerprint": fingerprint, "status": 200,
        "body": orjson.loads(dumps(body)), "created": datetime.now(timezone.utc),
    }  # fmt: skip
    work.connection.execute(insert(Answer.table()), row)
