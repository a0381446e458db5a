"""What is read and written of every model, as JSON Schema, derived from the specs."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from groundplan_server.language.attributes import (
    AnyRef,
    Attribute,
    Backrefs,
    Choice,
    Computed,
    Count,
    FirstOf,
    Follow,
    Look,
    Parts,
    Ref,
    Refs,
    Scalar,
)
from groundplan_server.language.model import Model
from groundplan_server.registry import all_specs, load, spec_of
from groundplan_server.shapes.inputs import read_only_names
from groundplan_server.spec import Spec
from groundplan_server.store.filter_values import Filter

from .json_schema import (
    BOOLEAN,
    INTEGER,
    MOMENT,
    NULL,
    STRING,
    Schema,
    Types,
    array,
    closed,
    either,
    mapping,
    or_null,
    reference,
)

_KEY: Schema = {"type": ["integer", "string", "object"]}
_ADDRESS: Schema = {**STRING, "format": "uri"}
#: What every object has before its attributes; in brief, without the address of its page.
_HEAD = {"id": INTEGER, "url": _ADDRESS, "display_url": _ADDRESS, "display": STRING}
_BRIEF_HEAD = {"id": INTEGER, "url": _ADDRESS, "display": STRING}
#: Shapes that no model brings along.
_COMMON: dict[str, Schema] = {
    "Blank": {"enum": ["", None], "description": "Not set."},
    "Brief": {**closed(_BRIEF_HEAD, description="An object of any model, in brief."), "additionalProperties": True},
    "Count": {"type": ["integer", "null"], "description": "How many there are in all; null in pages by `start`."},
    "Key": {**_KEY, "description": "An object: its id, its natural key, or attributes that single it out."},
    "Link": {"type": ["string", "null"], "format": "uri"},
    "Message": {**STRING, "description": "Why, for the history."},
    "Texts": {**array(STRING), "description": "Any of these; `null` is what is not set."},
    "Problems": {
        **mapping({"type": ["array", "string"], "items": STRING}),
        "description": "What is wrong, by attribute; `__all__` is the object as a whole, `detail` the request.",
    },
    "Refusal": either(reference("Problems"), array(either(reference("Problems"), STRING))),
    "Numbers": array(either({"type": "number"}, {"const": "null"})),
    "Days": array({**STRING, "format": "date"}),
    "Moments": {**array(either(MOMENT, {**STRING, "format": "date"})), "description": "Moments, or days."},
}  # fmt: skip
#: How an attribute looks -> the schema of a filter's values.
_FILTERS = {"number": "Numbers", "date": "Days", "moment": "Moments"}


class Schemas(Types):
    """Schemas of all models that were asked for, and of all that those refer to."""

    def __init__(self) -> None:
        super().__init__()
        self.made |= _COMMON

    # Reading

    def whole(self, spec: Spec) -> Schema:
        """An object as it is read."""
        part = self.part(spec)

        def make() -> Schema:
            attributes = [a for a in _shown(spec) if not (isinstance(a, Computed) and a.costly)]
            always = [*_HEAD, *(key for a in attributes for key in _keys_of(a)), *(["_depth"] if spec.is_tree else ())]
            return {"allOf": [part], "required": always, "description": _sentence(spec)}

        return self.once(self.name_of(spec.model), make)

    def part(self, spec: Spec) -> Schema:
        """Some of what is known of an object: what `fields`, `omit`, `include` or `brief` chose."""

        def make() -> Schema:
            properties = dict(_HEAD)
            for a in spec.attributes.values():
                if not getattr(a, "secret", False):
                    properties |= {key: _described(a, s) for key, s in self._read(spec, a)}
            return closed(properties | ({"_depth": INTEGER} if spec.is_tree else {}), [])

        return self.once(f"{self.name_of(spec.model)}Part", make)

    def brief(self, spec: Spec) -> Schema:
        """An object within another one. Of what the reader may not see there is little more than the id."""

        def make() -> Schema:
            properties = dict(_BRIEF_HEAD)
            for name in spec.meta.brief:
                if name != "id":
                    a = spec.attributes[name]
                    properties |= {key: s if _shown_anyway(a) else or_null(s) for key, s in self._read(spec, a)}
            return closed(properties | ({"_depth": INTEGER} if spec.is_tree else {}))

        return self.once(f"Brief{self.name_of(spec.model)}", make)

    def nested(self, model: type[Model]) -> Schema:
        return self.brief(spec_of(model))

    def page(self, spec: Spec) -> Schema:
        """A page of objects."""
        return self.once(f"{self.name_of(spec.model)}Page", lambda: page_of(self.asked(spec)))

    def asked(self, spec: Spec) -> Schema:
        """An object, or the part of it that was asked for."""
        return either(self.whole(spec), self.part(spec))

    def any_of(self, keys: Iterable[str]) -> Schema:
        """An object of any of these models, in brief; where none is named, of any at all."""
        known = [spec_of(key) for key in keys if key in load()]
        return either(*(self.brief(s) for s in known)) if known else reference("Brief")

    def _read(self, spec: Spec, a: Attribute) -> Iterator[tuple[str, Schema]]:
        match a:
            case AnyRef():
                kind, number = a.columns
                keys = [t for t in a.targets if t in load()]
                for key, schema in (kind, {"enum": keys} if keys else STRING), (number, INTEGER):
                    yield key, or_null(schema) if a.nullable else schema
                # What it points at may belong to an extension that is gone.
                yield a.name, or_null(self.any_of(keys))
            case _:
                yield a.name, self._value(spec, a)

    def _value(self, spec: Spec, a: Attribute) -> Schema:
        match a:
            case Choice():
                schema = self.labelled(a.choices)
            case Scalar(look=Look.JSON):
                schema = self.of(a.type)
            case Scalar():
                schema = STRING if a.look is Look.TEXT else _unlimited(self.of(a.type))
            case Ref():
                schema = self.brief(spec_of(a.target))
            case Refs():
                return array(self.brief(spec_of(a.target)))
            case Count():
                return INTEGER
            case Backrefs():
                return array(self.any_of([a.source]))
            case Parts():
                source = spec_of(a.source)
                return array(closed({key: _stored(self, source.attributes[name]) for key, name in a.entries}))
            case FirstOf():
                schema = self._value(spec, spec.attributes[a.names[0]])
            case Follow():
                schema = self._at_the_end(spec, a.path)
            case Computed():
                return self.of(a.type)
            case _:
                return {}
        return or_null(schema) if a.nullable and NULL not in schema.get("anyOf", ()) else schema

    def _at_the_end(self, spec: Spec, path: str) -> Schema:
        *hops, last = path.split(".")
        for hop in hops:
            spec = spec_of(spec.targets(hop)[0])
        return _stored(self, spec.attributes[last])

    # Writing

    def key(self, spec: Spec) -> Schema:
        """How a body names an object of a model."""
        natural = "/".join(spec.meta.natural_key)
        about = f"A {spec.label}: its id, its natural key (`{natural}`), or attributes that single it out."
        return self.once(f"{self.name_of(spec.model)}Key", lambda: {**_KEY, "description": about})

    def update(self, spec: Spec) -> Schema:
        """What a change may carry."""

        def make() -> Schema:
            properties = {
                key: _described(a, s) for a in spec.attributes.values() if a.writable for key, s in self._given(a)
            }
            ignored = "|".join(sorted(read_only_names(spec, properties) - spec.meta.aliases.keys()))
            for alias, name in spec.meta.aliases.items():
                properties[alias] = {**properties[name], "deprecated": True}
            properties["changelog_message"] = reference("Message")
            tolerated = {f"^({ignored})$": {"description": "Can only be read; ignored here."}}
            return closed(properties, [], patternProperties=tolerated)

        return self.once(f"{self.name_of(spec.model)}Update", make)

    def change(self, spec: Spec) -> Schema:
        """One of many changes: of which object, and what."""
        update, key = self.update(spec), self.key(spec)
        which = {"properties": {"id": key}, "required": ["id"]}
        return self.once(f"{self.name_of(spec.model)}Change", lambda: {"allOf": [update], **which})

    def create(self, spec: Spec) -> Schema:
        """What a new object is made of."""
        update = self.update(spec)
        required = [key for a in spec.attributes.values() if a.required for key, _ in self._given(a)]
        about = {"required": required} if required else {}
        return self.once(f"{self.name_of(spec.model)}Create", lambda: {"allOf": [update], **about})

    def _given(self, a: Attribute) -> Iterator[tuple[str, Schema]]:
        match a:
            case Scalar():
                yield a.name, self._scalar_given(a)
            case Ref():
                key = self.key(spec_of(a.target))
                yield a.name, or_null(key) if a.nullable else key
            case AnyRef():
                kind, number = a.columns
                keys: Schema = {"enum": [t for t in a.targets if t in load()]}
                yield kind, or_null(keys) if a.nullable else keys
                yield number, or_null(reference("Key")) if a.nullable else reference("Key")
            case Refs():
                many = array(self.key(spec_of(a.target)))
                yield a.name, or_null(many)
                yield f"add_{a.name}", many
                yield f"remove_{a.name}", many
            case Parts():
                source = spec_of(a.source)
                entries = {key: dict(self._given(source.attributes[name]))[name] for key, name in a.entries}
                yield a.name, array(closed(entries, []))

    def _scalar_given(self, a: Scalar) -> Schema:
        schema = self.values(a.choices) if isinstance(a, Choice) else self.of(a.type)
        if a.secret:
            schema = {**schema, "writeOnly": True}
        if not a.nullable or not schema:
            return schema
        return (
            or_null(schema)
            if schema.get("type") == "string" and "format" not in schema
            else either(schema, reference("Blank"))
        )

    # Filters

    def filter(self, f: Filter) -> Schema:
        """The values that a filter takes."""
        if f.choices and (choices := self._choices.get(f.choices)) is not None:
            values = self.values(choices)
            return self.once(f"{self.name_of(choices)}Filter", lambda: array(either(values, {"const": "null"})))
        if f.look == "boolean":
            return BOOLEAN
        return reference(_FILTERS.get(f.look, "Texts"))

    @cached_property
    def _choices(self) -> dict[tuple[str, ...], Any]:
        return {tuple(str(m.value) for m in a.choices): a.choices for spec in all_specs() for a in spec.of(Choice)}


def page_of(items: Schema) -> Schema:
    """A page: some of many."""
    return closed(
        {"count": reference("Count"), "next": reference("Link"), "previous": reference("Link"), "results": array(items)}
    )


def _shown(spec: Spec) -> list[Attribute]:
    return [a for a in spec.attributes.values() if not (isinstance(a, Scalar) and (a.secret or a.hidden))]


def _keys_of(a: Attribute) -> tuple[str, ...]:
    return (*a.columns, a.name) if isinstance(a, AnyRef) else (a.name,)


def _shown_anyway(a: Attribute) -> bool:
    """Whether an attribute has a value of its type even in what stands for an object that may not be seen."""
    return isinstance(a, Count | Refs | Backrefs | Parts) or (
        isinstance(a, Scalar) and a.look is Look.TEXT and not a.nullable
    )


def _stored(types: Types, a: Attribute) -> Schema:
    """A value as it lies in its column."""
    if isinstance(a, Choice):
        return types.values(a.choices)
    schema = _unlimited(types.of(a.type)) if isinstance(a, Scalar) else INTEGER
    return or_null(schema) if a.nullable else schema


def _unlimited(schema: Schema) -> Schema:
    return {
        word: value
        for word, value in schema.items()
        if word in ("type", "format", "items", "additionalProperties", "anyOf")
    }


def _described(a: Attribute, schema: Schema) -> Schema:
    return {**schema, "description": a.description} if a.description else schema


def _sentence(spec: Spec) -> str:
    return inspect.cleandoc(spec.model.__doc__ or "").split("\n\n")[0]
