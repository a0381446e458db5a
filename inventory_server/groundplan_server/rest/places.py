"""The places that belong to no model, as OpenAPI describes them."""

from __future__ import annotations

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
from .json_schema import BOOLEAN, INTEGER, OBJECT, STRING, Schema, array, closed, either, mapping, or_null, reference
from .paths import UNCHANGED, Described, ModelPaths, answer, in_header, in_query, operation, parameter, taken
from .schemas import Schemas, page_of

_FREE: Any = {"security": [{}]}
_LINKS = mapping({**STRING, "format": "uri"})
_STATUS = closed(
    {
        "django-version": {"type": "null"}, "groundplan-version": STRING, "hostname": STRING, "installed_apps": OBJECT,
        "netbox-full-version": STRING, "netbox-version": STRING, "plugins": OBJECT, "python-version": STRING,
        "rq-workers-running": INTEGER, "serial": INTEGER, "database": STRING,
    }
)  # fmt: skip
_FOUND = closed({"model": STRING, "object": reference("Brief"), "field": STRING, "value": STRING, "weight": INTEGER})
_PAGE = [parameter("limit"), parameter("offset")]


class Places:
    """Every path that is no model's, with what can be asked there."""

    def __init__(self, schemas: Schemas) -> None:
        self.schemas = schemas
        self.paths: dict[str, Described] = {}
        self._server()
        self._models()
        self._history()
        self._automation()
        self._tokens()

    def _get(self, path: str, id: str, summary: str, schema: Schema, tag: str = "server", **facts: Any) -> None:
        answers = {"200": answer(schema), **facts.pop("answers", {})}
        self.paths[path] = {"get": operation(id, tag, summary, answers, **facts)}

    def _server(self) -> None:
        health = self.schemas.of(Health)
        self._get("/healthz", "alive", "Is the process there?", health, **_FREE)
        self._get("/readyz", "ready", "Is the database there, too?", health, **_FREE)
        self._get("/api/status/", "status_retrieve", "What runs here.", _STATUS)
        self._get("/api/plugins/installed-plugins/", "plugins_list", "NetBox's plugins: none.", array(OBJECT))
        asked = [in_query("format", {"enum": ["json", "yaml"]})]
        document = {"200": answer(OBJECT, "OpenAPI 3.1.", "application/yaml"), **UNCHANGED}
        self.paths["/api/schema/"] = {
            "get": operation("schema_retrieve", "server", "This document.", document, parameters=asked, **_FREE)
        }
        page = {"200": {"description": "A page.", "content": {"text/html": {"schema": STRING}}}}
        self.paths["/api/docs/"] = {
            "get": operation("docs_retrieve", "server", "This document, to read.", page, **_FREE),
        }

    def _models(self) -> None:
        self._get("/api/", "root", "Where the apps are.", _LINKS)
        for app in sorted({spec.app for spec in all_specs() if not spec.meta.private}):
            self._get(f"/api/{app}/", f"{app}_root", "Where the models are.", _LINKS, app)
        about = "Every model, and what it looks like."
        self._get("/api/catalog/", "catalog_retrieve", about, self.schemas.of(Catalog), answers=UNCHANGED)
        text = {**in_query("q", {**STRING, "minLength": 1}), "required": True}
        asked = [text, in_query("model", reference("Texts"), "Only these models."), *_PAGE]
        about = "Objects that contain a text, most telling finds first."
        self._get("/api/search/", "search_list", about, page_of(_FOUND), parameters=asked)

    def _history(self) -> None:
        s, tag = self.schemas, "history"
        since = in_query("since", INTEGER, "After this serial.")
        narrowed = [since, in_query("model", STRING), in_query("id", INTEGER), parameter("limit")]
        about = "What changed since, in order."
        self._get("/api/changes/", "changes_list", about, s.of(Changes), tag, parameters=narrowed)
        commits = page_of(s.of(CommitEntry))
        self._get("/api/commits/", "commits_list", "Commits, newest first.", commits, tag, parameters=_PAGE)
        serial = {"in": "path", "name": "serial", "required": True, "schema": INTEGER}
        about, details = "A commit with its changes.", s.of(CommitDetails)
        self._get("/api/commits/{serial}/", "commits_retrieve", about, details, tag, parameters=[serial])

    def _automation(self) -> None:
        several = {"style": "form", "explode": False}
        variables, groups = list(VARIABLES), [*PLACES, "role", *VALUES]
        own = [
            {**in_query("vars", array({"enum": variables}), "The variables that hosts get."), **several},
            {**in_query("group_by", array({"enum": groups}), "What hosts are sorted by."), **several},
            in_query("interfaces", BOOLEAN, "Also their interfaces."),
            in_query("vms", BOOLEAN, "Also virtual machines."),
        ]
        its_own = {p["name"] for p in own}
        filters = [p for p in ModelPaths(self.schemas, spec_of(DEVICE)).filters() if p["name"] not in its_own]
        about, tag = "Everything that Ansible and Nornir start from.", "automation"
        hosts = _inventory(self.schemas)
        self._get(
            "/api/inventory/", "inventory_retrieve", about, hosts, tag, parameters=[*filters, *own], answers=UNCHANGED
        )
        wrong = answer(either(self.schemas.of(OperationProblems), reference("Problems")), "Nothing was done.")
        answers = {"200": answer(self.schemas.of(Done)), "400": wrong, "409": wrong}
        again = in_header("Idempotency-Key", "The same key gets the first answer again.")
        facts = {"parameters": [parameter("dry_run"), again], "requestBody": taken(_operations())}
        about = "Any changes to any models, all or nothing."
        self.paths["/api/operations/"] = {"post": operation("operations_create", tag, about, answers, **facts)}

    def _tokens(self) -> None:
        token = spec_at("users", "tokens")
        known = self.schemas.resolved(self.schemas.update(token))["properties"]
        own = {name: known[name] for name in ("description", "expires", "write_enabled", "allowed_ips")}
        given = closed({"username": STRING, "password": STRING, **own}, ["username", "password"])
        body = taken({**given, "additionalProperties": True})
        made = {"201": answer(self.schemas.whole(token), "Created; the only time that the token is shown.")}
        about = "A token for a name and a password."
        self.paths["/api/users/tokens/provision/"] = {
            "post": operation("users_tokens_provision", "users", about, made, requestBody=body, **_FREE)
        }


def _inventory(s: Schemas) -> Schema:
    host = closed(
        {
            "id": INTEGER, "model": {"enum": [DEVICE, MACHINE]}, "hostname": or_null(STRING),
            "platform": or_null(STRING), "groups": array(STRING), "context": or_null(INTEGER),
            "vars": {**OBJECT, "propertyNames": {"enum": list(VARIABLES)}}, "interfaces": array(s.of(HostInterface)),
        },
        ["id", "model", "hostname", "platform", "groups", "context", "vars"],
        description="A host; `context` is the place of its config context in `contexts`.",
    )  # fmt: skip
    return closed(
        {
            "serial": INTEGER,
            "hosts": mapping(s.once("Host", lambda: host)),
            "groups": mapping(s.of(Group)),
            "platforms": mapping(mapping(STRING)),
            "contexts": array(OBJECT),
            "warnings": array(STRING),
        }
    )


def _operations() -> Schema:
    models = [spec.key for spec in all_specs() if not spec.meta.private and not spec.meta.read_only]
    one = closed(
        {
            "op": {"enum": ["create", "update", "delete", "upsert"]},
            "model": {"enum": models},
            "key": or_null(reference("Key")),
            "data": or_null(OBJECT),
        },
        ["op", "model"],
    )
    return closed(
        {
            "message": reference("Message"),
            "dry_run": BOOLEAN,
            "changes": {**BOOLEAN, "description": "False leaves the changes out of the answer."},
            "operations": array(one),
            "options": closed({"components": {**BOOLEAN, "description": "False: types make no components."}}, []),
        },
        ["operations"],
    )
