"""Eight doors for every model: list, create, change and delete many; read, change, delete one; act on one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from starlette.responses import Response

from groundplan_server.core.object_change import ObjectChange
from groundplan_server.errors import Invalid, NotFound, Problem, Stale
from groundplan_server.language.values import whole_number
from groundplan_server.registry import spec_at, spec_of
from groundplan_server.spec import Spec
from groundplan_server.store.changes import newest_serial
from groundplan_server.store.ledger import Intent, Operation, Receipt
from groundplan_server.store.reading import Reading
from groundplan_server.store.transaction import Transaction

from .answers import bulk_refusal, empty_answer, json_answer
from .call import Call
from .listing import list_objects, shown_names
from .options import options
from .repeats import recall, recall_early, remember
from .wire import Page, represented

#: Keys of a body that speak about the write and not about the object.
_ABOUT = ("changelog_message", "_message")


def collection(call: Call) -> Response:
    """`/api/<app>/<plural>/`."""
    spec = spec_at(call.path_parameters["app"], call.path_parameters["path"])
    match call.method:
        case "GET" | "HEAD":
            return list_objects(call, spec)
        case "OPTIONS":
            return options(call, spec)
    _writable(spec, call)
    match call.method:
        case "POST":
            return _create(call, spec)
        case "PATCH" | "PUT":
            return _change_many(call, spec)
        case _:
            return _delete_many(call, spec)


def one(call: Call) -> Response:
    """`/api/<app>/<plural>/<id>/`."""
    spec = spec_at(call.path_parameters["app"], call.path_parameters["path"])
    id = _number(spec, call.path_parameters["id"])
    match call.method:
        case "GET" | "HEAD":
            return _read(call, spec, id)
        case "OPTIONS":
            return options(call, spec)
    _writable(spec, call)
    match call.method:
        case "PATCH" | "PUT":
            return _change(call, spec, id)
        case _:
            return _delete(call, spec, id)


def _writable(spec: Spec, call: Call) -> None:
    if spec.meta.read_only:
        refusal = NotFound(f'Method "{call.method}" not allowed.')
        refusal.status = 405
        raise refusal


def _number(spec: Spec, text: str) -> int:
    number = whole_number(text)
    if number is None:
        raise NotFound(f"No {spec.model.__name__} matches the given query.")
    return number


def etag(call: Call, reading: Reading) -> str:
    """Changes when, and only when, somebody changed something, or somebody else asks."""
    return f'W/"{reading.serial}-{reading.actor.id}"'


def _read(call: Call, spec: Spec, id: int) -> Response:
    with call.reading() as reading:
        reading.actor.require(spec, "view")
        call.etag = etag(call, reading)
        if call.headers.get("if-none-match") == call.etag:
            return empty_answer(304)
        which, names, keep = shown_names(call, spec, "full")
        found = (
            represented(Page(reading, call.base), spec, [id], which, names) if id in reading.may_see(spec, [id]) else []
        )
        if not found:
            raise NotFound(f"No {spec.model.__name__} matches the given query.")
        return json_answer({k: v for k, v in found[0].items() if k in keep} if keep else found[0])


# Writing


def _message(call: Call, bodies: Sequence[Any]) -> str:
    message = ""
    for body in bodies:
        if isinstance(body, dict):
            for name in _ABOUT:
                message = body.pop(name, None) or message
    if not isinstance(message, str):
        raise Invalid([Problem("Not a valid string.", _ABOUT[0])])
    return message


def run(
    call: Call,
    operations: Sequence[Operation],
    intent: Intent,
    count: int | None = None,
    *,
    status: int = 200,
    check: Callable[[Transaction], None] | None = None,
) -> tuple[list[dict[str, Any]], Receipt] | Response:
    """Do operations and represent what they made, in one transaction. A bulk's problems are answered in a list."""

    def do(work: Transaction) -> list[dict[str, Any]]:
        recall(call, work, intent)
        if check is not None:
            check(work)
        results = work.apply(operations)
        if work.problems or intent.dry_run:
            return []
        answers = shown(call, work, [(r.model, r.id) for r in results if r.outcome != "deleted"])
        remember(call, work, intent, answers if count is not None else next(iter(answers), None), status)
        return answers

    try:
        answer, receipt = call.server.ledger.run(do, intent)
    except Invalid as refusal:
        if count is None:
            raise
        return bulk_refusal(refusal.problems, count, refusal.status)
    call.ignored |= receipt.ignored
    call.serial = receipt.serial or call.serial
    return answer, receipt


def shown(call: Call, work: Transaction, objects: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    """Objects that were just written, as their writer sees them."""
    if not objects:
        return []
    page = Page(Reading(work.connection, work.actor, call.serial), call.base)
    answers: list[dict[str, Any]] = []
    start = 0
    while start < len(objects):
        key = objects[start][0]
        end = next((i for i in range(start, len(objects)) if objects[i][0] != key), len(objects))
        answers += represented(page, spec_of(key), [id for _, id in objects[start:end]])
        start = end
    return answers


def _create(call: Call, spec: Spec) -> Response:
    body = call.json
    many = isinstance(body, list)
    bodies = body if many else [body]
    message = _message(call, bodies)
    intent = call.intent(message=message)
    intent.actor.require(spec, "add")
    done = run(
        call, [Operation("create", spec.key, b) for b in bodies], intent, len(bodies) if many else None, status=201
    )
    if isinstance(done, Response):
        return done
    answers, receipt = done
    if intent.dry_run:
        return json_answer(dry_run_answer(receipt))
    answer = json_answer(answers if many else answers[0], 201)
    if not many:
        answer.headers["Location"] = answers[0]["url"]
    return answer


def _change_many(call: Call, spec: Spec) -> Response:
    bodies = call.json
    if not isinstance(bodies, list):
        raise Invalid([Problem("Expected a list of items.", "non_field_errors")])
    missing = [i for i, b in enumerate(bodies) if not isinstance(b, Mapping) or b.get("id") is None]
    if missing:
        return bulk_refusal([Problem("This field is required.", "id", i) for i in missing], len(bodies))
    intent = call.intent(message=_message(call, bodies))
    operations = [Operation("update", spec.key, {k: v for k, v in b.items() if k != "id"}, b["id"]) for b in bodies]
    done = run(call, operations, intent, len(bodies))
    if isinstance(done, Response):
        return done
    answers, receipt = done
    return json_answer(dry_run_answer(receipt) if intent.dry_run else answers)


def _delete_many(call: Call, spec: Spec) -> Response:
    bodies = call.json
    if not isinstance(bodies, list) or not all(isinstance(b, Mapping) and "id" in b for b in bodies):
        raise Invalid([Problem('Expected a list of objects with an id: [{"id": 1}].', "non_field_errors")])
    intent = call.intent(message=_message(call, bodies))
    done = run(call, [Operation("delete", spec.key, None, b["id"]) for b in bodies], intent, len(bodies), status=204)
    if isinstance(done, Response):
        return done
    return json_answer(dry_run_answer(done[1])) if intent.dry_run else empty_answer()


def _change(call: Call, spec: Spec, id: int) -> Response:
    body = call.json
    message = _message(call, [body])
    _fresh(call, spec, id, "change")
    if call.method == "PUT" and isinstance(body, Mapping):
        missing = [
            a.name
            for a in spec.attributes.values()
            if a.required and not set(a.columns) & body.keys() and a.name not in body
        ]
        if missing:
            raise Invalid([Problem("This field is required.", name) for name in missing])
    intent = call.intent(message=message)
    done = run(
        call, [Operation("update", spec.key, body, id)], intent, check=lambda work: _unchanged(call, work, spec, id)
    )
    assert not isinstance(done, Response)
    answers, receipt = done
    return json_answer(dry_run_answer(receipt) if intent.dry_run else answers[0])


def _delete(call: Call, spec: Spec, id: int) -> Response:
    _fresh(call, spec, id, "delete")
    body = call.json if call.body else {}
    intent = call.intent(message=_message(call, [body]))
    done = run(
        call,
        [Operation("delete", spec.key, None, id)],
        intent,
        status=204,
        check=lambda work: _unchanged(call, work, spec, id),
    )
    assert not isinstance(done, Response)
    return json_answer(dry_run_answer(done[1])) if intent.dry_run else empty_answer()


def _fresh(call: Call, spec: Spec, id: int, action: str) -> None:
    """The object must be there and visible."""
    with call.reading() as reading:
        recall_early(call, reading)
        reading.actor.require(spec, action)
        if not represented(Page(reading, call.base), spec, [id], "chosen", ()) or id not in reading.may_see(spec, [id]):
            raise NotFound(f"No {spec.model.__name__} matches the given query.")


def _unchanged(call: Call, work: Transaction, spec: Spec, id: int) -> None:
    """And unchanged since the caller read it, if they say when that was. Nobody changes it from here on."""
    wanted = call.headers.get("if-match")
    if not wanted or wanted == "*":
        return
    work.view.records(spec, spec.table.c.id == id, lock=True)
    known = wanted.strip().removeprefix("W/").strip('"').split("-")[0]
    change = ObjectChange.table()
    later = select(change.c.id).where(
        change.c.changed_object_type == spec.key,
        change.c.changed_object_id == id,
        change.c.commit_id > (-1 if (serial := whole_number(known)) is None else serial),
    )
    if work.connection.execute(later.limit(1)).first():
        call.etag = etag(call, Reading(work.connection, work.actor, newest_serial(work.connection)))
        raise Stale


def dry_run_answer(receipt: Receipt) -> dict[str, Any]:
    """What a write would have done."""
    return {"serial": None, "dry_run": True, "changes": change_entries(receipt)}


def change_entries(receipt: Receipt) -> list[dict[str, Any]]:
    """Changes as callers see them: whole rows before and after."""
    return [
        {
            "model": c.spec.key,
            "id": c.id,
            "display": c.display,
            "action": c.action,
            "before": None if c.before is None else c.spec.readable(c.before),
            "after": None if c.after is None else c.spec.readable(c.after),
        }
        for c in receipt.changes
    ]
