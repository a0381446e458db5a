"""`/api/operations/`: any number of changes to any models as one commit; a repeated key gets the same answer again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from starlette.responses import Response

from groundplan_server.errors import Conflict, Invalid, Problem, did_you_mean
from groundplan_server.store.ledger import Operation, Receipt
from groundplan_server.store.transaction import Transaction

from .answers import json_answer
from .call import Call
from .doors import change_entries
from .repeats import recall, remember

_KEYS = ("op", "model", "key", "data")
_BODY = ("message", "dry_run", "operations", "changes", "options")


def operate(call: Call) -> Response:
    """Do a list of operations: all or nothing."""
    try:
        return _operate(call, call.json)
    except Invalid as refusal:
        return json_answer(
            {"errors": [{"index": p.index, "field": p.field, "message": p.message} for p in refusal.problems]},
            refusal.status,
        )
    except Conflict as refusal:
        if refusal.status != 409:
            raise
        return json_answer({"errors": [{"index": 0, "field": "__all__", "message": refusal.message}]}, 409)


def _operate(call: Call, body: Any) -> Response:
    operations = _operations(body)
    options = body.get("options") or {}
    if not isinstance(message := body.get("message") or "", str):
        raise Invalid([Problem("Not a valid string.", "message")])
    intent = call.intent("operations", message)
    dry_run = intent.dry_run or bool(body.get("dry_run"))
    intent = replace(intent, dry_run=dry_run, components=options.get("components", True) is not False)

    def do(work: Transaction) -> None:
        recall(call, work, intent)
        work.apply(operations)
        work.at_the_end.append(lambda serial: remember(call, work, intent, _body(work, serial, body), 200))

    _, receipt = call.server.ledger.run(do, intent)
    call.serial = receipt.serial or call.serial
    return json_answer(_answer(receipt, receipt.serial, dry_run, body.get("changes", True) is not False))


def _operations(body: Any) -> list[Operation]:
    if not isinstance(body, Mapping) or not isinstance(body.get("operations"), list):
        raise Invalid([Problem('Expected {"operations": [{"op": …, "model": …, "data": …}]}.', "operations")])
    problems = [Problem(f"There is no {n!r} here.{did_you_mean(n, _BODY)}", n) for n in body if n not in _BODY]
    made = []
    for index, entry in enumerate(body["operations"]):
        if not isinstance(entry, Mapping):
            problems.append(Problem("Expected a dictionary.", "operations", index))
            continue
        problems += [
            Problem(f"An operation has no {n!r}.{did_you_mean(n, _KEYS)}", n, index) for n in entry if n not in _KEYS
        ]
        problems += [
            Problem("This field is required.", n, index) for n in ("op", "model") if not isinstance(entry.get(n), str)
        ]
        if isinstance(entry.get("op"), str) and isinstance(entry.get("model"), str):
            made.append(Operation(entry["op"], entry["model"], entry.get("data", {}), entry.get("key")))
    if problems:
        raise Invalid(problems)
    return made


def _answer(receipt: Receipt, serial: int | None, dry_run: bool, with_changes: bool) -> dict[str, Any]:
    results = [
        {"index": r.index, "op": r.op, "outcome": r.outcome, "model": r.model, "id": r.id, "display": r.display}
        for r in receipt.results
    ]
    return {
        "serial": serial,
        "dry_run": dry_run,
        "results": results,
        "changes": change_entries(receipt) if with_changes else [],
    }


def _body(work: Transaction, serial: int | None, body: Mapping[str, Any]) -> Any:
    receipt = Receipt(serial, tuple(work.results), tuple(work.changes))
    return _answer(receipt, serial, False, body.get("changes", True) is not False)
