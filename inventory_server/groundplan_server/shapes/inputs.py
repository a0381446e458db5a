"""The body of a write: which keys it may have, what each must look like. Problems come all at once, as sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, NotRequired, Required

from pydantic import BeforeValidator, ConfigDict, Field, StrictInt, TypeAdapter, ValidationError, with_config
from pydantic_core import ErrorDetails
from typing_extensions import TypedDict

from groundplan_server.errors import Problem, did_you_mean
from groundplan_server.language.attributes import AnyRef, Attribute, Choice, Parts, Ref, Refs, Scalar
from groundplan_server.spec import Spec

#: How a request names another object: its id, its natural key, or a dict of attributes that single it out.
Key = Annotated[
    StrictInt | str | dict[str, Any],
    Field(description="An id, a natural key such as `ams1/sw1`, or attributes that single out one object."),
]

#: What pydantic calls a problem -> the sentence people get (NetBox's words where clients know them).
_SENTENCES = {
    "missing": "This field is required.",
    "string_too_short": "This field may not be blank.",
    "string_type": "Not a valid string.",
    "string_too_long": "Ensure this field has no more than {max_length} characters.",
    "string_pattern_mismatch": "Enter a valid value: it must match {pattern}",
    "int_parsing": "A valid integer is required.",
    "int_type": "A valid integer is required.",
    "int_from_float": "A valid integer is required.",
    "float_parsing": "A valid number is required.",
    "float_type": "A valid number is required.",
    "bool_parsing": "Must be a valid boolean.",
    "bool_type": "Must be a valid boolean.",
    "greater_than_equal": "Ensure this value is greater than or equal to {ge}.",
    "less_than_equal": "Ensure this value is less than or equal to {le}.",
    "list_type": "Expected a list of items.",
    "dict_type": "Expected a dictionary.",
    "value_error": "{error}",
}


@dataclass
class Checked:
    """What came of checking the bodies of a bulk: values for the good ones (None for the others), and all problems."""

    values: list[dict[str, Any] | None]
    problems: list[Problem] = field(default_factory=list)
    ignored: set[str] = field(default_factory=set)


class Shape:
    """What a write of one model may carry."""

    def __init__(self, spec: Spec, *, creating: bool) -> None:
        self.spec = spec
        self.creating = creating
        self.known = dict(_keys(spec))
        self.read_only = read_only_names(spec, self.known)
        fields = {
            name: Required[t] if creating and required else NotRequired[t] for name, (t, required) in self.known.items()
        }
        name = f"{spec.model.__name__}{'Create' if creating else 'Update'}"
        # A body that names what does not exist is caught before, with a better sentence than Pydantic has.
        self.typed: Any = with_config(ConfigDict(extra="forbid"))(TypedDict(name, fields))  # type: ignore[operator]
        self.typed.__doc__ = spec.model.__doc__
        self._many: TypeAdapter[list[dict[str, Any]]] = TypeAdapter(list[self.typed])  # type: ignore[name-defined]
        self._one: TypeAdapter[dict[str, Any]] = TypeAdapter(self.typed)

    def check(self, bodies: Sequence[Any], *, strict: bool = True, tolerate_read_only: bool = True) -> Checked:
        """Check all bodies of a bulk."""
        result = Checked([None] * len(bodies))
        cleaned: list[tuple[int, dict[str, Any]]] = []
        for index, body in enumerate(bodies):
            if not isinstance(body, Mapping):
                kind = type(body).__name__
                result.problems.append(
                    Problem(f"Invalid data. Expected a dictionary, but got {kind}.", "non_field_errors", index)
                )
                continue
            if body.keys() <= self.known.keys():
                cleaned.append((index, dict(body)))
                continue
            values: dict[str, Any] = {}
            fine = True
            for name, value in body.items():
                name = self.spec.meta.aliases.get(name, name) if name not in self.known else name
                if name in self.known:
                    values[name] = value
                elif (name in self.read_only and tolerate_read_only) or not strict:
                    result.ignored.add(name)
                else:
                    what = "cannot be set" if name in self.read_only else "does not exist"
                    near = "" if name in self.read_only else did_you_mean(name, self.known)
                    result.problems.append(
                        Problem(f"The field {name!r} of a {self.spec.label} {what}.{near}", name, index)
                    )
                    fine = False
            if fine:
                cleaned.append((index, values))
        try:
            for (index, _), values in zip(cleaned, self._many.validate_python([v for _, v in cleaned]), strict=True):
                result.values[index] = values
        except ValidationError:
            for index, body in cleaned:
                try:
                    result.values[index] = self._one.validate_python(body)
                except ValidationError as error:
                    result.problems += [_problem(self.spec, e, index) for e in error.errors(include_url=False)]
        return result


def _keys(spec: Spec) -> list[tuple[str, tuple[Any, bool]]]:
    keys: list[tuple[str, tuple[Any, bool]]] = []
    for a in spec.attributes.values():
        if not a.writable:
            continue
        about = Field(description=a.description) if a.description else Field()
        match a:
            case Scalar():
                keys.append((a.name, (Annotated[_input_type(a), about], a.required)))
            case Ref():
                keys.append((a.name, (Annotated[Key | None if a.nullable else Key, about], a.required)))
            case AnyRef():
                kind, number = a.columns
                keys.append((kind, (Annotated[str | None if a.nullable else str, about], a.required)))
                keys.append((number, (Key | None if a.nullable else Key, a.required)))
            case Refs():
                keys.append((a.name, (Annotated[list[Key] | None, about], False)))
                keys += [(f"{verb}_{a.name}", (list[Key], False)) for verb in ("add", "remove")]
            case Parts():
                keys.append((a.name, (Annotated[list[dict[str, Any]], about], False)))
    return keys


def read_only_names(spec: Spec, writable: Mapping[str, Any]) -> set[str]:
    """What an answer holds and a body may only repeat, as it is not among what can be written."""
    return {
        "id",
        "url",
        "display_url",
        "display",
        "_depth",
        "_occupied",
        "object",
        *(spec.attributes.keys() - writable.keys()),
    }


def _input_type(a: Scalar) -> Any:
    return Annotated[a.type | None, BeforeValidator(_empty_is_null)] if a.nullable else a.type


def _empty_is_null(value: Any) -> Any:
    return None if value == "" else value


def _problem(spec: Spec, error: ErrorDetails, index: int) -> Problem:
    name = str(error["loc"][0]) if error["loc"] else "non_field_errors"
    path = ".".join(str(part) for part in error["loc"] if not _is_branch(part)) or name
    value = error["input"]
    attribute = spec.attributes.get(name)
    if error["type"] in ("enum", "literal_error") and isinstance(attribute, Choice):
        if isinstance(value, dict):
            return Problem(
                'Value must be passed directly (e.g. "foo": 123); do not use a dictionary or list.', name, index
            )
        members = [str(m.value) for m in attribute.choices]
        hint = did_you_mean(str(value), members) or (
            f" Choose one of {', '.join(members)}." if len(members) <= 12 else ""
        )
        return Problem(f"{value!r} is not a valid choice.{hint}".replace("'", '"'), name, index)
    if value is None and error["type"] not in ("missing",):
        return Problem("This field may not be null.", name, index)
    sentence = _SENTENCES.get(error["type"])
    context = {**error.get("ctx", {})}
    message = sentence.format(**context) if sentence else f"{error['msg']}."
    return Problem(message, name if "." not in path else path.split(".")[0], index)


def _is_branch(part: Any) -> bool:
    return isinstance(part, str) and (
        part.startswith(("function", "dict", "list")) or part in ("int", "str", "constrained-str")
    )


@cache
def shape(spec: Spec, *, creating: bool) -> Shape:
    """The shape of a create or an update, built when it is first needed."""
    return Shape(spec, creating=creating)


_ADAPTERS: dict[int, TypeAdapter[Any]] = {}


def adapter_of(attribute: Scalar) -> TypeAdapter[Any]:
    """What checks a single value of an attribute."""
    found = _ADAPTERS.get(id(attribute))
    if found is None:
        found = _ADAPTERS[id(attribute)] = TypeAdapter(attribute.type)
    return found


def canonical(attribute: Attribute, value: Any) -> Any:
    """A value as the database stores it, or as it came where it is not valid (then nothing will match it)."""
    if not isinstance(attribute, Scalar) or value is None:
        return value
    try:
        parsed = adapter_of(attribute).validate_python(value)
    except ValidationError:
        return value
    return getattr(parsed, "value", parsed)
