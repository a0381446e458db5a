"""Actions: what can be asked of one object beside reading and writing it, derived from a function's signature."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from starlette.responses import Response

from groundplan_server.errors import Invalid, NotAllowed, NotFound, Problem, did_you_mean
from groundplan_server.language.behaviour import Behaviour, Document
from groundplan_server.language.columns import any_of
from groundplan_server.language.values import whole_number
from groundplan_server.registry import spec_at, spec_of
from groundplan_server.spec import Spec
from groundplan_server.store.batch import Batch
from groundplan_server.store.filters import permitted
from groundplan_server.store.records import Record
from groundplan_server.store.transaction import Transaction

from .answers import empty_answer, json_answer
from .call import Call
from .doors import dry_run_answer, etag, shown
from .json_schema import hints_of
from .repeats import recall, remember
from .wire import Page


@dataclass(frozen=True)
class Option:
    """A keyword of an action."""

    name: str
    type: Any
    required: bool
    default: Any


@cache
def options_of(behaviour: Behaviour) -> tuple[Option, ...]:
    """The keyword-only parameters of an action, `items` apart."""
    hints = hints_of(behaviour.function)
    found = []
    for p in inspect.signature(behaviour.function).parameters.values():
        if p.kind is p.KEYWORD_ONLY and p.name != "items":
            found.append(
                Option(p.name, hints[p.name], p.default is p.empty, None if p.default is p.empty else p.default)
            )
    return tuple(found)


def act(call: Call) -> Response:
    """`/api/<app>/<plural>/<id>/<action>/`."""
    spec = spec_at(call.path_parameters["app"], call.path_parameters["path"])
    behaviour = _named(spec, call.path_parameters["action"], posted=call.method == "POST")
    id = whole_number(call.path_parameters["id"])
    if id is None:
        raise NotFound(f"No {spec.model.__name__} matches the given query.")
    return _ask(call, spec, behaviour, id) if not behaviour.writes else _do(call, spec, behaviour, id)


def _named(spec: Spec, name: str, *, posted: bool) -> Behaviour:
    actions = spec.behaves("action")
    for b in actions:
        if b.name == name and (b.writes or b.with_body) is posted:
            return b
    names = [b.name for b in actions]
    if name in names:
        refusal = NotFound(f'Method "{"POST" if posted else "GET"}" not allowed.')
        refusal.status = 405
        raise refusal
    raise NotFound(f"A {spec.label} has no action {name!r}.{did_you_mean(name, names)}")


def _ask(call: Call, spec: Spec, behaviour: Behaviour, id: int) -> Response:
    with call.reading() as reading:
        reading.actor.require(spec, behaviour.permission)
        call.etag = etag(call, reading)
        if call.headers.get("if-none-match") == call.etag:
            return empty_answer(304)
        record = _record(reading.view, spec, id if id in reading.may_see(spec, [id]) else -1)
        given: dict[str, Any] = {name: values[-1] for name, values in call.parameters.items() if name != "format"}
        if behaviour.with_body:
            given = call.json if isinstance(call.json, dict) else {}
        answer = behaviour.function(reading.view, record, **_options(call, behaviour, given))
        return _shown(call, Page(reading, call.base), answer)


def _do(call: Call, spec: Spec, behaviour: Behaviour, id: int) -> Response:
    body = call.json
    many = isinstance(body, list)
    if many and not behaviour.many:
        raise Invalid([Problem("Expected a dictionary, but got a list.", "non_field_errors")])
    items = body if many else [body]
    if not all(isinstance(item, Mapping) for item in items):
        raise Invalid([Problem("Expected a list of dictionaries.", "non_field_errors")])
    items = [dict(item) for item in items]
    takes_items = "items" in inspect.signature(behaviour.function).parameters
    message = next((item.pop("changelog_message") for item in items if "changelog_message" in item), "")
    given: dict[str, Any] = {} if behaviour.many else items[0]
    if not isinstance(message, str):
        raise Invalid([Problem("Not a valid string.", "changelog_message")])
    intent = call.intent(message=message)
    intent.actor.require(spec, "view")
    with call.reading() as reading:
        if id not in reading.may_see(spec, [id]):
            raise NotFound(f"No {spec.model.__name__} matches the given query.")
        if id not in permitted_for(reading.view, spec, id, intent.actor, behaviour.permission):
            raise NotAllowed
    options = {} if takes_items else _options(call, behaviour, given)
    if takes_items:
        options = {"items": items, **_options(call, behaviour, {})}

    def do(work: Transaction) -> tuple[Any, list[dict[str, Any]] | None]:
        recall(call, work, intent)
        batch = Batch(work, spec, "update", asked=True)
        record = _record(work.view, spec, id)
        answer = behaviour.function(batch, record, **options)
        if work.problems:
            return None, None
        made = [answer] if isinstance(answer, Record) else answer
        if isinstance(made, Sequence) and (made or many) and all(isinstance(a, Record) for a in made):
            objects = shown(call, work, [(a.spec_.key, a.id) for a in made])
            remember(call, work, intent, objects if many else objects[0], 201)
            return answer, objects
        return answer, None

    (answer, objects), receipt = call.server.ledger.run(do, intent)
    call.serial = receipt.serial or call.serial
    if intent.dry_run:
        return json_answer(dry_run_answer(receipt))
    if objects is not None:
        return json_answer(objects if many else objects[0], 201)
    return _shown(call, None, answer)


def permitted_for(view: Any, spec: Spec, id: int, actor: Any, permission: str) -> set[int]:
    """Whether an actor may ask this of this object: an action's own permission, or the right to change it."""
    if actor.is_superuser:
        return {id}
    allowed: set[int] = set()
    for action in {permission, "change"}:
        if actor.grants_for(spec, action):
            allowed |= permitted(view, spec, [id], actor, action)
    return allowed


def _record(view: Any, spec: Spec, id: int) -> Any:
    found = view.records(spec, any_of(spec.table.c.id, [id]))
    if not found:
        raise NotFound(f"No {spec.model.__name__} matches the given query.")
    return found[0]


def _options(call: Call, behaviour: Behaviour, given: Mapping[str, Any]) -> dict[str, Any]:
    known = {o.name: o for o in options_of(behaviour)}
    takes_rest = any(p.kind is p.VAR_KEYWORD for p in inspect.signature(behaviour.function).parameters.values())
    problems = [
        Problem(f"There is no option {n!r}.{did_you_mean(n, known)}", n)
        for n in given
        if n not in known and not takes_rest and call.strict
    ]
    values: dict[str, Any] = {n: v for n, v in given.items() if n not in known} if takes_rest else {}
    for o in known.values():
        if o.name in given:
            try:
                values[o.name] = TypeAdapter(o.type).validate_python(given[o.name])
            except ValidationError as error:
                problems.append(Problem(f"{error.errors()[0]['msg']}.", o.name))
        elif o.required:
            problems.append(Problem("This field is required.", o.name))
    if problems:
        raise Invalid(problems)
    return values


def _shown(call: Call, page: Page | None, answer: Any) -> Response:
    if isinstance(answer, Document):
        return Response(answer.content, media_type=answer.media_type)
    if page is not None:
        answer = _briefly(page, answer)
        answer = _absolute(call, answer)
    if isinstance(answer, Mapping) and "content" in answer and "text/plain" in call.headers.get("accept", ""):
        return Response(answer["content"], media_type="text/plain")
    return json_answer(answer)


def _briefly(page: Page, value: Any) -> Any:
    """Records anywhere within an answer, as other answers show them."""
    found: dict[str, set[int]] = {}

    def collect(v: Any) -> None:
        if isinstance(v, Record):
            found.setdefault(v.spec_.key, set()).add(v.id)
        elif isinstance(v, Mapping):
            for x in v.values():
                collect(x)
        elif isinstance(v, list | tuple):
            for x in v:
                collect(x)

    collect(value)
    if not found:
        return value
    briefs = {key: page.brief(spec_of(key), ids) for key, ids in found.items()}

    def replaced(v: Any) -> Any:
        if isinstance(v, Record):
            return briefs[v.spec_.key][v.id]
        if isinstance(v, Mapping):
            return {k: replaced(x) for k, x in v.items()}
        if isinstance(v, list | tuple):
            return [replaced(x) for x in v]
        return v

    return replaced(value)


def _absolute(call: Call, answer: Any) -> Any:
    if isinstance(answer, dict):
        for name in ("next", "previous"):
            if isinstance(answer.get(name), str) and answer[name].startswith("/"):
                answer[name] = f"{call.base}{answer[name]}"
    return answer
