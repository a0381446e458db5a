"""From Python's types to JSON Schema, for every shape that a specification declares with one."""

from __future__ import annotations

import datetime as dt
import inspect
import sys
import types
from collections.abc import Callable, Collection, Mapping, Sequence
from enum import Enum
from functools import cache
from typing import Annotated, Any, Literal, NotRequired, Required, Union, get_args, get_origin, get_type_hints

from pydantic.fields import FieldInfo
from typing_extensions import is_typeddict

from groundplan_server.language.model import Model
from groundplan_server.registry import all_specs

Schema = dict[str, Any]

NULL: Schema = {"type": "null"}
OBJECT: Schema = {"type": "object"}
STRING: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
BOOLEAN: Schema = {"type": "boolean"}
MOMENT: Schema = {"type": "string", "format": "date-time"}

_PLAIN: dict[Any, Schema] = {
    str: STRING, int: INTEGER, float: {"type": "number"}, bool: BOOLEAN, dict: OBJECT, list: {"type": "array"},
    dt.date: {"type": "string", "format": "date"}, dt.datetime: MOMENT, types.NoneType: NULL, None: NULL,
}  # fmt: skip
#: What Pydantic calls a limit -> what JSON Schema calls it, of numbers and strings, and of lists.
_LIMITS = {
    "ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum",
    "min_length": "minLength", "max_length": "maxLength", "pattern": "pattern",
}  # fmt: skip
_LIMITS_OF_LISTS = {"min_length": "minItems", "max_length": "maxItems"}


def reference(name: str) -> Schema:
    """The schema of this name, wherever it is written down."""
    return {"$ref": f"#/components/schemas/{name}"}


def array(items: Schema) -> Schema:
    """Any number of these."""
    return {"type": "array", "items": items}


def mapping(values: Schema) -> Schema:
    """Any keys, each with one of these."""
    return {**OBJECT, "additionalProperties": values}


def either(*options: Schema) -> Schema:
    """One of these."""
    return options[0] if len(options) == 1 else {"anyOf": list(options)}


def or_null(schema: Schema) -> Schema:
    """This, or null."""
    if not schema:
        return schema
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], NULL]}
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return either(schema, NULL)


def closed(properties: Mapping[str, Schema], required: Sequence[str] | None = None, **facts: Any) -> Schema:
    """An object with these keys and no others; all of them are there unless it is said which."""
    needed = list(properties if required is None else required)
    schema = {**OBJECT, "properties": dict(properties), "additionalProperties": False, **facts}
    return {**schema, "required": needed} if needed else schema


@cache
def _models() -> dict[str, Any]:
    return {spec.model.__name__: spec.model for spec in all_specs()}


def hints_of(thing: Any) -> dict[str, Any]:
    """The annotations of a function or class, in which models may be named that its file does not really import."""
    around = getattr(thing, "__globals__", None) or vars(sys.modules[thing.__module__])
    return get_type_hints(thing, {"Batch": list, "View": Any, **_models(), **around}, include_extras=True)


class Types:
    """Schemas of types; classes are written down once, under their names, and referred to."""

    def __init__(self) -> None:
        self.made: dict[str, Schema] = {}
        self._classes: dict[str, type] = {}

    def once(self, name: str, make: Callable[[], Schema]) -> Schema:
        """A reference to a schema that is made when it is first referred to."""
        if name not in self.made:
            self.made[name] = {}  # so that what contains itself comes to an end
            self.made[name] = make()
        return reference(name)

    def resolved(self, schema: Schema) -> Schema:
        """What a reference refers to."""
        return self.made[str(schema["$ref"]).rpartition("/")[2]]

    def name_of(self, cls: type) -> str:
        """What a class is called here: its name, with its room's before it where another class has taken that."""
        if self._classes.setdefault(cls.__name__, cls) is cls:
            return cls.__name__
        room = cls.__module__.split(".")[-2 if cls.__module__.count(".") else 0]
        return f"{room.replace('_', ' ').title().replace(' ', '')}{cls.__name__}"

    def of(self, type_: Any) -> Schema:
        """The schema of what JSON carries of a type."""
        arguments = get_args(type_)
        match get_origin(type_):
            case None:
                return self._of_class(type_)
            case origin if origin is Annotated:
                return self._limited(self.of(arguments[0]), type_.__metadata__)
            case origin if origin in (Union, types.UnionType):
                schema = either(*(self.of(a) for a in arguments if a is not types.NoneType))
                return or_null(schema) if types.NoneType in arguments else schema
            case origin if origin is Literal:
                return {"enum": list(arguments)}
            case origin if origin in (Required, NotRequired):
                return self.of(arguments[0])
            case origin if not (isinstance(origin, type) and issubclass(origin, Collection)):
                return {}
            case origin if issubclass(origin, Mapping):
                return OBJECT if arguments[1] is Any else mapping(self.of(arguments[1]))
            case _:
                return array(self.of(arguments[0]))

    def values(self, choices: type[Enum]) -> Schema:
        """The values of a choice, as they are written."""
        return self.once(self.name_of(choices), lambda: {"enum": [m.value for m in choices], **_about(choices)})

    def labelled(self, choices: type[Enum]) -> Schema:
        """A choice as it is read: its value, and what people call it."""
        value = self.values(choices)
        return self.once(f"{self.name_of(choices)}Choice", lambda: closed({"value": value, "label": STRING}))

    def nested(self, model: type[Model]) -> Schema:
        """An object of this model within something else."""
        raise NotImplementedError

    def _of_class(self, cls: Any) -> Schema:
        if cls is Any:
            return {}
        if is_typeddict(cls):
            return self.once(self.name_of(cls), lambda: self.of_keys(cls))
        if isinstance(cls, type) and issubclass(cls, Enum):
            return self.values(cls)
        if isinstance(cls, type) and issubclass(cls, Model):
            return self.nested(cls)
        # Of any other class there is nothing to say.
        return dict(_PLAIN.get(cls, {}))

    def of_keys(self, cls: Any) -> Schema:
        """The schema of a dictionary whose keys are declared."""
        hints = hints_of(cls)
        # Python only sees through NotRequired once annotations are evaluated.
        required = [n for n, h in hints.items() if n in cls.__required_keys__ and get_origin(h) is not NotRequired]
        return closed({name: self.of(hint) for name, hint in hints.items()}, required, **_about(cls))

    def _limited(self, schema: Schema, facts: Sequence[Any]) -> Schema:
        limits = {**_LIMITS, **_LIMITS_OF_LISTS} if schema.get("type") == "array" else _LIMITS
        for fact in facts:
            if isinstance(fact, FieldInfo):
                schema = self._limited(schema, fact.metadata)
                schema |= {"examples": fact.examples} if fact.examples else {}
                continue
            found = {word: getattr(fact, name, None) for name, word in limits.items()}
            schema = schema | {word: limit for word, limit in found.items() if limit is not None}
        return schema


def _about(cls: type) -> Schema:
    text = inspect.cleandoc(cls.__doc__ or "")
    return {"description": text} if text and cls.__dict__.get("__doc__") else {}
