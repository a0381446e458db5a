"""The places that belong to no model, as OpenAPI describes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from groundplan_server.inventory.hosts import DEVICE, MACHINE
from groundplan_server.inventory.names import PLACES, VALUES, VARIABLES
from groundplan_server.registry import all_specs, spec_at, spec_of

from .answer_types import (
    Catalog,
    Changes,
    CommitDetails,
    CommitEntry,
    Done,
    Group,
    Health,
    HostInterface,
    OperationProblems,
)
from .json_schema import BOOLEAN, INTEGER, OBJECT, STRING, Schema, array, closed, either, or_null, reference
from .paths import PAGED, UNCHANGED, Described, ModelPaths, answer, in_query, operation, parameter, taken
from .schemas import Schemas, page_of

_STATUS = closed(
    {
        "django-version": {"type": "null"}, "groundplan-version": STRING, "hostname": STRING, "installed_apps": OBJECT,
        "netbox-full-version": STRING, "netbox-version": STRING, "plugins": OBJECT, "python-version": STRING,
        "rq-workers-running": INTEGER, "serial": INTEGER, "database": STRING,
    }
)  # fmt: skip
_FREE: Any = {"security": [{}]}


def places(s: Schemas) -> dict[str, Described]:
    """Every path that is no model's, with what can be asked there."""
    return {path: {method: described} for path, method, described in _places(s)}


def _places(s: Schemas) -> Iterator[tuple[str, str, Described]]:
    def got(
        id: str, summary: str, schema: Schema, *parameters: Described, tag: str = "server", **facts: Any
    ) -> Described:
        return operation(
            id, tag, summary, {"200": answer(schema), **facts.pop("answers", {})}, parameters=list(parameters), **facts
        )

    limit, offset = PAGED[:2]
    yield "/healthz", "get", got("alive", "Is the process there?", s.of(Health), **_FREE)
    yield "/readyz", "get", got("ready", "Is the database there, too?", s.of(Health), **_FREE)
    yield "/api/", "get", got("root", "Where the apps are.", _addresses())
    for app in sorted({spec.app for spec in all_specs() if not spec.meta.private}):
        yield f"/api/{app}/", "get", got(f"{app}_root", "Where the models are.", _addresses(), tag=app)
    yield "/api/status/", "get", got("status_retrieve", "What runs here.", _STATUS)
    formats = in_query("format", {"enum": ["json", "yaml"]})
    document = {"200": answer(OBJECT, "OpenAPI 3.1.", "application/yaml"), **UNCHANGED}
    yield (
        "/api/schema/",
        "get",
        operation("schema_retrieve", "server", "This document.", document, parameters=[formats], **_FREE),
    )
    page = {"200": {"description": "HTML.", "content": {"text/html": {"schema": STRING}}}}
    yield "/api/docs/", "get", operation("docs_retrieve", "server", "This document, to read.", page, **_FREE)
    yield (
        "/api/catalog/",
        "get",
        got("catalog_retrieve", "Every model, and what it looks like.", s.of(Catalog), answers=UNCHANGED),
    )
    yield "/api/plugins/installed-plugins/", "get", got("plugins_list", "NetBox's plugins: none.", array(OBJECT))
    yield "/api/search/", "get", got(
        "search_list", "Objects that contain a text, most telling finds first.", page_of(_found()),
        {**in_query("q", {**STRING, "minLength": 1}), "required": True}, in_query("model", reference("Texts"), "Only these models."), limit, offset,
    )  # fmt: skip
    yield from _history(s, limit, offset)
    yield (
        "/api/inventory/",
        "get",
        got(
            "inventory_retrieve",
            "Everything that Ansible and Nornir start from.",
            _inventory(s),
            *_inventory_parameters(s),
            tag="automation",
            answers=UNCHANGED,
        ),
    )
    yield "/api/operations/", "post", _operations(s)
    yield "/api/users/tokens/provision/", "post", _provision(s)


def _addresses() -> Schema:
    return {**OBJECT, "additionalProperties": {**STRING, "format": "uri"}}


def _found() -> Schema:
    return closed({"model": STRING, "object": reference("Brief"), "field": STRING, "value": STRING, "weight": INTEGER})


def _history(s: Schemas, limit: Described, offset: Described) -> Iterator[tuple[str, str, Described]]:
    narrowed = [
        in_query("since", INTEGER, "After this serial."),
        in_query("model", STRING),
        in_query("id", INTEGER),
        limit,
    ]
    changes = {"200": answer(s.of(Changes))}
    yield (
        "/api/changes/",
        "get",
        operation("changes_list", "history", "What changed since, in order.", changes, parameters=narrowed),
    )
    commits = {"200": answer(page_of(s.of(CommitEntry)))}
    yield (
        "/api/commits/",
        "get",
        operation("commits_list", "history", "Commits, newest first.", commits, parameters=[limit, offset]),
    )
    serial = {"in": "path", "name": "serial", "required": True, "schema": INTEGER}
    one = {"200": answer(s.of(CommitDetails))}
    yield (
        "/api/commits/{serial}/",
        "get",
        operation("commits_retrieve", "history", "A commit with its changes.", one, parameters=[serial]),
    )


def _inventory(s: Schemas) -> Schema:
    texts = {**OBJECT, "additionalProperties": STRING}
    host = closed(
        {
            "id": INTEGER, "model": {"enum": [DEVICE, MACHINE]}, "hostname": or_null(STRING), "platform": or_null(STRING),
            "groups": array(STRING), "context": or_null(INTEGER),
            "vars": {**OBJECT, "propertyNames": {"enum": list(VARIABLES)}}, "interfaces": array(s.of(HostInterface)),
        },
        ["id", "model", "hostname", "platform", "groups", "context", "vars"],
        description="A host; `context` is the place of its config context in `contexts`.",
    )  # fmt: skip
    hosts = s.once("Host", lambda: host)
    return closed(
        {
            "serial": INTEGER, "hosts": {**OBJECT, "additionalProperties": hosts},
            "groups": {**OBJECT, "additionalProperties": s.of(Group)},
            "platforms": {**OBJECT, "additionalProperties": texts}, "contexts": array(OBJECT), "warnings": array(STRING),
        }
    )  # fmt: skip


def _inventory_parameters(s: Schemas) -> list[Described]:
    several = {"style": "form", "explode": False}
    return [
        *ModelPaths(s, spec_of(DEVICE)).filters(),
        {**in_query("vars", array({"enum": list(VARIABLES)}), "The variables that hosts get."), **several},
        {**in_query("group_by", array({"enum": [*PLACES, "role", *VALUES]}), "What hosts are sorted by."), **several},
        in_query("interfaces", BOOLEAN, "Also their interfaces."),
        in_query("vms", BOOLEAN, "Also virtual machines."),
    ]


def _operations(s: Schemas) -> Described:
    models = [spec.key for spec in all_specs() if not spec.meta.private and not spec.meta.read_only]
    one = closed(
        {
            "op": {"enum": ["create", "update", "delete", "upsert"]}, "model": {"enum": models},
            "key": or_null(reference("Key")), "data": {"type": ["object", "null"]},
        },
        ["op", "model"],
    )  # fmt: skip
    body = closed(
        {
            "message": reference("Message"), "dry_run": BOOLEAN, "changes": {**BOOLEAN, "description": "False leaves the changes out of the answer."},
            "operations": array(one), "options": closed({"components": BOOLEAN}, []),
        },
        ["operations"],
    )  # fmt: skip
    wrong = answer(either(s.of(OperationProblems), reference("Problems")), "Nothing was done.")
    key = {
        "in": "header",
        "name": "Idempotency-Key",
        "schema": STRING,
        "description": "The same key gets the first answer again.",
    }
    answers = {"200": answer(s.of(Done)), "400": wrong, "409": wrong}
    return operation(
        "operations_create", "automation", "Any changes to any models, all or nothing.", answers,
        parameters=[parameter("dry_run"), key], requestBody=taken(body),
    )  # fmt: skip


def _provision(s: Schemas) -> Described:
    token = spec_at("users", "tokens")
    update = s.made[s.name_of(token.model) + "Update"]["properties"] if s.update(token) else {}
    own = {name: update[name] for name in ("description", "expires", "write_enabled", "allowed_ips")}
    body = {
        **closed({"username": STRING, "password": STRING, **own}, ["username", "password"]),
        "additionalProperties": True,
    }
    made = {"201": answer(s.whole(token), "Created; the only time that the token is shown.")}
    return operation(
        "users_tokens_provision", "users", "A token for a name and a password.", made, requestBody=taken(body), **_FREE
    )
