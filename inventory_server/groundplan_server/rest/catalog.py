"""`/api/catalog/`: what models there are and what each looks like, for clients that build themselves from it."""

from __future__ import annotations

import hashlib
import inspect
from functools import lru_cache
from typing import Any

from starlette.responses import Response

from groundplan_server import __version__
from groundplan_server.language.attributes import (
    AnyRef,
    Attribute,
    Backrefs,
    Choice,
    Computed,
    Count,
    FirstOf,
    Follow,
    Parts,
    Ref,
    Refs,
    Scalar,
)
from groundplan_server.language.choices import Choices, NumberChoices
from groundplan_server.language.values import plain
from groundplan_server.registry import all_specs, spec_of
from groundplan_server.spec import Spec
from groundplan_server.store.filters import filters_of

from .actions import options_of
from .answers import empty_answer
from .call import Call
from .encoding import dumps

_KINDS: dict[type[Attribute], str] = {
    Ref: "reference", Refs: "references", AnyRef: "any_reference", Parts: "parts", Count: "count",
    Backrefs: "list", FirstOf: "reference", Follow: "computed", Computed: "computed",
}  # fmt: skip


def catalog(call: Call) -> Response:
    """The whole catalog; it changes only with the software."""
    body, call.etag = _document()
    with call.reading():
        if call.headers.get("if-none-match") == call.etag:
            return empty_answer(304)
        return Response(body, media_type="application/json")


@lru_cache(maxsize=1)
def _document() -> tuple[bytes, str]:
    body = dumps({"version": __version__, "models": [_model(s) for s in all_specs() if not s.meta.private]})
    return body, f'W/"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'


def kind_of(a: Attribute) -> str:
    """The kind of an attribute, in one word."""
    return _KINDS.get(type(a)) or (a.look.value if isinstance(a, Scalar) else "computed")


def _model(spec: Spec) -> dict[str, Any]:
    meta = spec.meta
    known = [a for a in spec.attributes.values() if not getattr(a, "hidden", False) or a.writable]
    return {
        "key": spec.key,
        "app": spec.app,
        "path": spec.path,
        "url": spec.url,
        "label": spec.label,
        "plural": spec.plural,
        "doc": inspect.cleandoc(spec.model.__doc__ or ""),
        "natural_key": list(meta.natural_key),
        "columns": list(meta.columns),
        "ordering": list(meta.ordering),
        "brief": list(meta.brief),
        "read_only": meta.read_only,
        "tree": spec.is_tree,
        "aliases": dict(meta.aliases),
        "clone": list(meta.clone),
        "filters": list(filters_of(spec)),
        "attributes": [_attribute(spec, a) for a in known],
        "actions": _actions(spec),
    }


def _attribute(spec: Spec, a: Attribute) -> dict[str, Any]:
    initial = None if callable(a.default) or a.default is ... else getattr(a.default, "value", a.default)
    members: list[Choices | NumberChoices] = list(a.choices) if isinstance(a, Choice) else []
    entry: dict[str, Any] = {
        "name": a.name,
        "label": a.label or a.name.replace("_", " ").strip().capitalize(),
        "description": a.description,
        "kind": kind_of(a),
        "required": a.required,
        "nullable": a.nullable,
        "writable": a.writable,
        "default": plain(initial),
        "targets": list(spec.targets(a.name)),
        "choices": [{"value": m.value, "label": m.label, "color": getattr(m, "color", "")} for m in members],
        "secret": getattr(a, "secret", False),
    }
    if isinstance(a, AnyRef):
        entry["columns"] = list(a.columns)
    if isinstance(a, Parts):
        entry["entries"] = [name for name, _ in a.entries]
        entry["source"] = a.source
        inner = spec_of(a.source)
        entry["targets"] = [t for _, name in a.entries for t in inner.targets(name)]
    if isinstance(a, Backrefs | Count):
        entry["source"] = a.source
    return entry


def _actions(spec: Spec) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for b in spec.behaves("action"):
        entry = found.setdefault(
            b.name,
            {
                "name": b.name,
                "reads": False,
                "writes": False,
                "with_body": False,
                "many": b.many,
                "doc": "",
                "options": [],
            },
        )
        entry["writes" if b.writes else "with_body" if b.with_body else "reads"] = True
        entry["doc"] = entry["doc"] or inspect.cleandoc(b.function.__doc__ or "")
        entry["options"] += [
            {"name": o.name, "type": _type_name(o.type), "required": o.required, "default": plain(o.default)}
            for o in options_of(b)
            if all(o.name != x["name"] for x in entry["options"])
        ]
    return list(found.values())


def _type_name(type_: Any) -> str:
    return getattr(type_, "__name__", None) or str(type_)
