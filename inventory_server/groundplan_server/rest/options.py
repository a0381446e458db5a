"""OPTIONS: what may be written, and the choices there are, in the shape that NetBox's clients look choices up in."""

from __future__ import annotations

from typing import Any

from starlette.responses import Response

from groundplan_server.language.attributes import AnyRef, Attribute, Choice, Ref, Refs, Scalar
from groundplan_server.registry import load
from groundplan_server.spec import Spec

from .answers import json_answer
from .call import Call

_TYPES = {
    "text": "string",
    "number": "integer",
    "boolean": "boolean",
    "date": "date",
    "moment": "datetime",
    "json": "object",
    "network": "string",
    "address": "string",
}


def options(call: Call, spec: Spec) -> Response:
    """What may be done here by whoever asks."""
    with call.reading() as reading:
        reading.actor.require(spec, "view")
        answer: dict[str, Any] = {
            "name": f"{spec.label} list".title(),
            "description": spec.model.__doc__ or "",
            "renders": ["application/json"],
            "parses": ["application/json"],
        }
        if not spec.meta.read_only and (reading.actor.is_superuser or reading.actor.grants_for(spec, "add")):
            answer["actions"] = {"POST": _fields(spec), "PUT": _fields(spec)}
        response = json_answer(answer)
        response.headers["Allow"] = (
            "GET, HEAD, OPTIONS" if spec.meta.read_only else "GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS"
        )
        return response


def _fields(spec: Spec) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for a in spec.attributes.values():
        entry = _field(a)
        if isinstance(a, AnyRef):
            kind, number = a.columns
            known = [t for t in a.targets if t in load()]
            fields[kind] = {
                **entry,
                "type": "choice",
                "choices": [{"value": t, "display_name": load()[t].label} for t in known],
            }
            fields[number] = {**entry, "type": "integer"}
        else:
            fields[a.name] = entry
    return fields


def _field(a: Attribute) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "type": "field"
        if isinstance(a, Ref | Refs)
        else _TYPES.get(a.look.value, "field")
        if isinstance(a, Scalar)
        else "field",
        "required": a.required,
        "read_only": not a.writable,
        "label": a.label or a.name.replace("_", " ").capitalize(),
    }
    if isinstance(a, Choice):
        entry["type"] = "choice"
        entry["choices"] = [{"value": m.value, "display_name": m.label} for m in a.choices]
    return entry
