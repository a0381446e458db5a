"""The doors of every model as OpenAPI describes them: what may be asked, what is taken, what is answered."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Annotated, Any, get_args, get_origin

from typing_extensions import is_typeddict

from groundplan_server.language.behaviour import Behaviour, Document
from groundplan_server.language.model import Model
from groundplan_server.language.values import plain
from groundplan_server.registry import spec_of
from groundplan_server.spec import Spec
from groundplan_server.store.filters import filters_of

from .actions import options_of
from .json_schema import BOOLEAN, INTEGER, OBJECT, STRING, Schema, array, closed, either, hints_of, reference
from .schemas import Schemas

Described = dict[str, Any]

_COUNT: Schema = {"type": "integer", "minimum": 0}


def in_query(name: str, schema: Schema, description: str = "") -> Described:
    """A parameter of a query."""
    return {"in": "query", "name": name, "schema": schema, **({"description": description} if description else {})}


def in_header(name: str, description: str) -> Described:
    """A header."""
    return {"in": "header", "name": name, "schema": STRING, "description": description}


#: Parameters of what is read, whole or in part.
SHOWN = [
    in_query("brief", BOOLEAN, "Given at all: only what is shown inside other objects."),
    in_query("fields", STRING, "Only these attributes, separated by commas."),
    in_query("omit", STRING, "All attributes but these."),
    in_query("include", STRING, "Also these attributes, which lists leave out because they take long."),
]
#: Parameters of every list, beside its filters.
PAGED = [
    in_query("limit", _COUNT, "Objects per page; 0 for as many as there may be."),
    in_query("offset", _COUNT, "How many to skip."),
    in_query("start", _COUNT, "Page by id, from this one on; not with `offset` or `ordering`."),
    in_query("ordering", STRING, "Attributes to sort by, separated by commas; `-` before one turns it round."),
]
PARAMETERS = {
    **{p["name"]: p for p in (*PAGED, *SHOWN)},
    "id": {"in": "path", "name": "id", "required": True, "schema": INTEGER},
    "dry_run": in_query("dry_run", BOOLEAN, "Only say what would change."),
    "if_match": in_header("If-Match", "The ETag the object was read with: 412 if it has changed since."),
}


def parameter(name: str) -> Described:
    """A parameter that is described once for all."""
    return {"$ref": f"#/components/parameters/{name}"}


def answer(schema: Schema, text: str = "Done.", *others: str) -> Described:
    """An answer in JSON, or in what else it may be."""
    texts = {kind: {"schema": STRING} for kind in others}
    return {"description": text, "content": {"application/json": {"schema": schema}, **texts}}


def taken(schema: Schema, *, required: bool = True) -> Described:
    """A body."""
    return {"content": {"application/json": {"schema": schema}}, **({"required": True} if required else {})}


#: Answers and bodies that are the same everywhere.
RESPONSES = {
    "RanDry": answer(reference("DryRun"), "What would change, with `dry_run`."),
    "Refused": answer(reference("Refusal"), "Refused; the reason is a sentence."),
    "Unavailable": answer(reference("Problems"), "The database does not answer, is full, or takes no writes."),
    "Unchanged": {"description": "Nothing changed since the ETag in If-None-Match."},
}
_WHY = {"changelog_message": reference("Message")}
BODIES = {
    "Objects": taken(array(closed({"id": reference("Key"), **_WHY}, ["id"]))),
    "Why": taken(closed(_WHY, []), required=False),
}
_REFUSED = {
    "4XX": {"$ref": "#/components/responses/Refused"},
    "503": {"$ref": "#/components/responses/Unavailable"},
}


def operation(id: str, tag: str, summary: str, answers: Mapping[str, Described], **facts: Any) -> Described:
    """One thing that can be asked; refusals go without saying."""
    given = {name: fact for name, fact in facts.items() if fact}
    return {"operationId": id, "tags": [tag], "summary": summary, **given, "responses": {**answers, **_REFUSED}}


#: What every list takes beside its filters: written out, as clients follow no references to names of parameters.
_CONTROLS = [{k: v for k, v in p.items() if k != "description"} for p in (*PAGED, *SHOWN)]
UNCHANGED = {"304": {"$ref": "#/components/responses/Unchanged"}}
GONE = {"204": {"description": "Deleted."}}
_RAN_DRY = {"200": {"$ref": "#/components/responses/RanDry"}}


class ModelPaths:
    """The paths of one model."""

    def __init__(self, schemas: Schemas, spec: Spec) -> None:
        self.schemas = schemas
        self.spec = spec
        self.base = f"{spec.app}_{spec.path.replace('-', '_')}"

    def all(self) -> dict[str, Described]:
        """Its list, one of its objects, and what can be asked of one."""
        one = f"{self.spec.url}{{id}}/"
        paths = {self.spec.url: self._list(), one: {"parameters": [parameter("id")], **self._one()}}
        for behaviour in self.spec.behaves("action"):
            item = paths.setdefault(f"{one}{behaviour.name}/", {"parameters": [parameter("id")]})
            item |= self._action(behaviour)
        return paths

    def filters(self) -> list[Described]:
        """Every filter as a parameter."""
        # The lookups of an attribute explain themselves; filters that somebody wrote may not.
        written = {b.name for b in self.spec.behaves("filter")}
        return [
            in_query(f.name, self.schemas.filter(f), f.description if f.name in written else "")
            for f in filters_of(self.spec).values()
        ]

    def _operation(self, verb: str, summary: str, answers: Mapping[str, Described], **facts: Any) -> Described:
        return operation(f"{self.base}_{verb}", self.spec.app, summary, answers, **facts)

    def _list(self) -> Described:
        s, spec = self.schemas, self.spec
        many = f"many {spec.plural}"
        get = self._operation(
            "list",
            f"List {spec.plural}.",
            {"200": answer(s.page(spec)), **UNCHANGED},
            parameters=[*self.filters(), *_CONTROLS],
        )
        if spec.meta.read_only:
            return {"get": get}
        whole, created = s.whole(spec), s.create(spec)
        changing = {"parameters": [parameter("dry_run")], "requestBody": taken(array(s.change(spec)))}
        changed = {"200": answer(either(array(whole), reference("DryRun")))}
        return {
            "get": get,
            "post": self._operation(
                "create", f"Create one or {many}.", {**_created(either(whole, array(whole))), **_RAN_DRY},
                parameters=[parameter("dry_run")], requestBody=taken(either(created, array(created))),
            ),
            "put": self._operation("bulk_update", f"Change {many}.", changed, **changing),
            "patch": self._operation("bulk_partial_update", f"Change {many}.", changed, **changing),
            "delete": self._operation(
                "bulk_destroy", f"Delete {many}.", {**GONE, **_RAN_DRY},
                parameters=[parameter("dry_run")], requestBody={"$ref": "#/components/requestBodies/Objects"},
            ),
        }  # fmt: skip

    def _one(self) -> Described:
        s, spec = self.schemas, self.spec
        get = self._operation(
            "retrieve",
            f"Read a {spec.label}.",
            {"200": answer(s.asked(spec)), **UNCHANGED},
            parameters=[parameter(p["name"]) for p in SHOWN],
        )
        if spec.meta.read_only:
            return {"get": get}
        changed = {"200": answer(either(s.whole(spec), reference("DryRun")))}
        careful = [parameter("dry_run"), parameter("if_match")]
        return {
            "get": get,
            "put": self._operation(
                "update", f"Replace a {spec.label}.", changed, parameters=careful, requestBody=taken(s.create(spec)),
            ),
            "patch": self._operation(
                "partial_update", f"Change a {spec.label}.", changed,
                parameters=careful, requestBody=taken(s.update(spec)),
            ),
            "delete": self._operation(
                "destroy", f"Delete a {spec.label}.", {**GONE, **_RAN_DRY},
                parameters=careful, requestBody={"$ref": "#/components/requestBodies/Why"},
            ),
        }  # fmt: skip

    # Actions

    def _action(self, behaviour: Behaviour) -> Described:
        name = behaviour.name.replace("-", "_")
        about = inspect.cleandoc(behaviour.function.__doc__ or "").split("\n\n")[0]
        hints = hints_of(behaviour.function)
        options = options_of(behaviour)
        if behaviour.writes:
            given = (
                self._wanted(hints)
                if "items" in hints
                else closed({o.name: self.schemas.of(o.type) for o in options}, [])
            )
            body = either(given, array(given)) if behaviour.many else given
            return {
                "post": self._operation(
                    f"{name}_create", about, self._done(behaviour, hints["return"]),
                    parameters=[parameter("dry_run")], requestBody=taken(body, required=False),
                )
            }  # fmt: skip
        if behaviour.with_body:
            takes_rest = any(p.kind is p.VAR_KEYWORD for p in inspect.signature(behaviour.function).parameters.values())
            given = closed({o.name: self.schemas.of(o.type) for o in options}, [o.name for o in options if o.required])
            body = {**given, "additionalProperties": takes_rest}
            return {
                "post": self._operation(
                    f"{name}_create", about, self._read(hints["return"]), requestBody=taken(body, required=False)
                )
            }
        asked = [
            in_query(
                o.name,
                {**self.schemas.of(o.type), **({} if o.default in (None, ()) else {"default": plain(o.default)})},
            )
            for o in options
        ]
        return {"get": self._operation(f"{name}_retrieve", about, self._read(hints["return"]), parameters=asked)}

    def _wanted(self, hints: Mapping[str, Any]) -> Schema:
        """What an action makes an object of: what any new one may have, and what the action itself understands."""
        s = self.schemas
        (item,), (model,) = get_args(hints["items"]), get_args(hints["return"])
        update = s.update(spec_of(model))
        if not is_typeddict(item):
            return OBJECT
        known, own = s.resolved(update), s.of_keys(item)
        required = {"required": own["required"]} if "required" in own else {}
        return s.once(
            f"{s.name_of(item)}Create",
            lambda: {**known, "properties": {**known["properties"], **own["properties"]}, **required},
        )

    def _done(self, behaviour: Behaviour, type_: Any) -> dict[str, Described]:
        model = get_args(type_)[0] if get_origin(type_) is list else type_
        if not (isinstance(model, type) and issubclass(model, Model)):
            return {"200": answer(either(self.schemas.of(type_), reference("DryRun")))}
        whole = self.schemas.whole(spec_of(model))
        return {**_created(either(whole, array(whole)) if behaviour.many else whole), **_RAN_DRY}

    def _read(self, type_: Any) -> dict[str, Described]:
        kinds = (
            [type_] if type_ is Document or get_origin(type_) in (list, dict, Annotated) else get_args(type_) or [type_]
        )
        documents = [_media_type(k) for k in kinds if _media_type(k)]
        shapes = [k for k in kinds if not _media_type(k)]
        if any(is_typeddict(k) and "content" in k.__annotations__ for k in shapes):
            documents.append("text/plain")
        return {"200": answer(either(*(self.schemas.of(k) for k in shapes)), "Done.", *documents), **UNCHANGED}


def _created(schema: Schema) -> dict[str, Described]:
    return {"201": answer(schema, "Created.")}


def _media_type(type_: Any) -> str:
    """Of a drawing or a text: what it is; nothing for JSON."""
    if get_origin(type_) is Annotated and get_args(type_)[0] is Document:
        return str(type_.__metadata__[0])
    return "text/plain" if type_ is Document else ""
