"""From what a person types, `field=value`, to what the server takes; by the kind of the attribute."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from .catalog import Attribute, Catalog, Model
from .errors import WrongUsage, did_you_mean

#: From a model and a natural key to an id.
Finder = Callable[[Model, str], int]
#: From a model and the name of a custom field to an attribute that describes it; None if there is no such field.
CustomFields = Callable[[Model, str], Attribute | None]

TRUE = ("true", "yes", "on", "1")
FALSE = ("false", "no", "off", "0")
_WORD = re.compile(r"([A-Za-z_][\w.]*)=(.*)", re.DOTALL)
#: Names that every list takes beside its model's filters.
EVERYWHERE = ("q", "key", "id", "ordering", "created", "last_updated")


def split(word: str) -> tuple[str, str]:
    """`field=value` in two. `@file` stands for the file's content, `@@` for an @ at the start."""
    match = _WORD.fullmatch(word)
    if match is None:
        raise WrongUsage(f"{word!r} is not of the form field=value.")
    name, text = match.groups()
    if text.startswith("@@"):
        return name, text[1:]
    if text.startswith("@") and len(text) > 1:
        try:
            return name, Path(text[1:]).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise WrongUsage(f"{name} names the file {text[1:]}, which cannot be read: {error}.") from error
    return name, text


def body(words: Iterable[str], model: Model, catalog: Catalog, find: Finder, custom: CustomFields) -> dict[str, Any]:
    """`field=value …` as the data of a create or an update."""
    data: dict[str, Any] = {}
    for name, text in map(split, words):
        if name.startswith("cf."):
            field = custom(model, name[3:])
            value = guessed(text) if field is None else parsed(field, text)
            data.setdefault("custom_fields", {})[name[3:]] = value
        elif name in model.columns_of_references:
            data[name] = int(text) if text.isdigit() else None if text == "null" else text
        else:
            attribute = writable(model, name)
            data.update(_spread(attribute, text, catalog, find))
    return data


def writable(model: Model, name: str) -> Attribute:
    """An attribute that may be given. Raises WrongUsage with the reason if it may not."""
    attribute = model.attribute(name)
    if not attribute.writable:
        raise WrongUsage(f"{name} of a {model.label} is worked out by the server and cannot be given.")
    return attribute


def _spread(attribute: Attribute, text: str, catalog: Catalog, find: Finder) -> dict[str, Any]:
    if attribute.kind != "any_reference":
        return {attribute.name: parsed(attribute, text)}
    kind, number = attribute.columns or (f"{attribute.name}_type", f"{attribute.name}_id")
    if text in ("", "null"):
        return {kind: None, number: None}
    name, separator, key = text.partition(":")
    if not separator:
        example = (attribute.targets or ("dcim.site",))[0]
        raise WrongUsage(f"{attribute.name} needs a model and a key, as in {attribute.name}={example}:{text}.")
    target = catalog.model(name)
    if attribute.targets and target.key not in attribute.targets:
        raise WrongUsage(f"{attribute.name} cannot be a {target.label}; it can be {', '.join(attribute.targets)}.")
    return {kind: target.key, number: find(target, key)}


def parsed(attribute: Attribute, text: str) -> Any:
    """A value of this attribute. Raises WrongUsage that says what would be one."""
    if text == "null":
        return None
    match attribute.kind:
        case "number":
            return _number(attribute, text)
        case "boolean":
            return _boolean(attribute, text)
        case "choice":
            return choice(attribute, text)
        case "json" | "parts":
            return _json(attribute, text)
        case "reference":
            return reference(text) if text else None
        case "references":
            return _json(attribute, text) if text.startswith("[") else [reference(part) for part in _parts(text)]
        case "list":
            return _json(attribute, text) if text.startswith("[") else [guessed(part) for part in _parts(text)]
        case "any":
            return guessed(text)
        case "date" | "moment" | "network" | "address":
            return text or None
        case _:
            return text


def reference(text: str) -> Any:
    """What stands for another object: an id, a natural key, or attributes as JSON."""
    text = text.strip()
    if text.isdigit():
        return int(text)
    if text.startswith("{"):
        try:
            return json.loads(text)
        except ValueError as error:
            raise WrongUsage(f"{text!r} is not valid JSON: {error}.") from error
    return text


def choice(attribute: Attribute, text: str) -> str | int | None:
    """One of the choices, by value or label. Raises WrongUsage that names them."""
    if not text:
        return None if attribute.nullable else ""
    if not attribute.choices:
        return text
    wanted = text.lower()
    for one in attribute.choices:
        if str(one.value).lower() == wanted:
            return one.value
    for one in attribute.choices:
        if one.label.lower() == wanted:
            return one.value
    values = [str(one.value) for one in attribute.choices]
    # Interface types alone are two hundred: a list of all helps nobody.
    hint = f" It can be {', '.join(values)}." if len(values) <= 12 else did_you_mean(text, values)
    raise WrongUsage(f"{attribute.name} cannot be {text!r}.{hint}")


def guessed(text: str) -> Any:
    """A value whose kind nobody knows: JSON if it is JSON, else text."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _number(attribute: Attribute, text: str) -> int | float | None:
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        raise WrongUsage(f"{attribute.name} must be a number, not {text!r}.") from None


def _boolean(attribute: Attribute, text: str) -> bool:
    if text.lower() in TRUE:
        return True
    if text.lower() in FALSE:
        return False
    raise WrongUsage(f"{attribute.name} must be true or false, not {text!r}.")


def _json(attribute: Attribute, text: str) -> Any:
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError as error:
        raise WrongUsage(f"{attribute.name} must be JSON: {error}.") from error


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def filters(words: Sequence[str], model: Model) -> dict[str, list[str]]:
    """`field=value …` as the filters of a list; a word without `=` is searched for.

    Raises WrongUsage that names the nearest filter.
    """
    found: dict[str, list[str]] = {}
    for word in words:
        name, value = split(word) if _WORD.fullmatch(word) else ("q", word)
        if name.startswith("cf."):
            name = f"cf_{name[3:]}"
        elif not known_filter(name, model):
            raise WrongUsage(f"{model.plural} cannot be filtered by {name!r}.{did_you_mean(name, model.filters)}")
        attribute = model.attributes.get(name.split("__")[0])
        if attribute and attribute.kind == "choice" and value != "null" and name.split("__")[-1] in (name, "n"):
            value = str(choice(attribute, value))
        found.setdefault(name, []).append(value)
    return found


def known_filter(name: str, model: Model) -> bool:
    """Whether a list of this model takes a filter."""
    return name in model.filters or name.startswith("cf_") or name.split("__")[0] in EVERYWHERE or not model.filters


#: What NetBox calls the type of a custom field, and the kind of attribute that is read alike.
CUSTOM_KINDS: Mapping[str, str] = {
    "integer": "number",
    "decimal": "number",
    "boolean": "boolean",
    "date": "date",
    "datetime": "moment",
    "json": "json",
    "multiselect": "list",
    "object": "reference",
    "multiobject": "references",
}


def custom_field(name: str, type_: str) -> Attribute:
    """The attribute that describes a custom field of this type."""
    return Attribute(name=f"cf.{name}", kind=CUSTOM_KINDS.get(type_, "text"), nullable=True)
