"""One object as NetBox shows it, as data that this server takes: nested objects to ids, choices to values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from groundplan.catalog import Attribute, Catalog, Model

from .order import is_shown_elsewhere, targets

#: From a model and an object's id over there to its id (or other key) here. Raises Unknown.
Ids = Callable[[str, int], Any]

#: What every object carries and nobody writes.
SERVED = ("id", "url", "display_url", "display", "created", "last_updated")


class Unknown(LookupError):
    """An object refers to one that was not imported."""

    def __init__(self, model: str, id: int) -> None:
        super().__init__(f"{model} {id} was not imported.")


@dataclass
class Converted:
    """What can be written at once, what must wait, and what this server has no place for."""

    data: dict[str, Any] = field(default_factory=dict)
    later: dict[str, Any] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)


def convert(
    record: Mapping[str, Any], model: Model, catalog: Catalog, ids: Ids, deferred: frozenset[str] = frozenset()
) -> Converted:
    """An object's data, keys that are only read dropped by the catalog. Raises Unknown."""
    made = Converted()
    shown = {name for name in deferred if is_shown_elsewhere(model, model.attributes[name], catalog)}
    for name, value in _aligned(record, model).items():
        attribute = model.attributes.get(name)
        if attribute is None:
            if name not in model.columns_of_references and _matters(name, value):
                made.left_out[name] += 1
            continue
        if not attribute.writable or attribute.kind == "any_reference" or name in shown:
            continue
        into = made.later if name in deferred else made.data
        found = _value(value, attribute, model, catalog, ids)
        if found is None and not attribute.nullable:
            continue
        if name not in deferred or found not in (None, []):
            into[name] = found
    for attribute in model.writable:
        if attribute.kind == "any_reference":
            into = made.later if attribute.name in deferred else made.data
            into.update(_pair(record, attribute, model, catalog, ids, attribute.name in deferred))
    return made


def _aligned(record: Mapping[str, Any], model: Model) -> dict[str, Any]:
    """An object's attributes by the names they have today."""
    aligned: dict[str, Any] = {}
    for name, value in record.items():
        aligned.setdefault(name if name in model.attributes else model.aliases.get(name, name), value)
    return aligned


def _matters(name: str, value: Any) -> bool:
    """Whether losing a value loses something."""
    return not (name in SERVED or name.startswith("_") or name.endswith("_count") or value in (None, "", [], {}, False))


def _value(value: Any, attribute: Attribute, model: Model, catalog: Catalog, ids: Ids) -> Any:
    match attribute.kind:
        case "choice":
            inner = value.get("value") if isinstance(value, dict) else value
            return None if inner == "" and attribute.nullable else inner
        case "reference":
            return _id(value, attribute, ids)
        case "references":
            return [_id(entry, attribute, ids) for entry in value or ()]
        case "parts":
            return [_part(entry, model, attribute, catalog, ids) for entry in value or ()]
        case _ if attribute.name == "custom_fields":
            return {name: _custom(inner, catalog, ids) for name, inner in (value or {}).items() if inner is not None}
        case "list":
            return [entry.get("value", entry) if isinstance(entry, dict) else entry for entry in value or ()]
        case _:
            return value


def _id(value: Any, attribute: Attribute, ids: Ids) -> Any:
    """A nested object, or an id, as the id it has here; names stay, they are looked up by the server."""
    number = value.get("id") if isinstance(value, dict) else value
    return ids(attribute.targets[0], number) if isinstance(number, int) and attribute.targets else number


def _pair(
    record: Mapping[str, Any], attribute: Attribute, model: Model, catalog: Catalog, ids: Ids, later: bool
) -> Iterator[tuple[str, Any]]:
    """The type and id of what may be of any model."""
    kind, number = attribute.columns or (f"{attribute.name}_type", f"{attribute.name}_id")
    target, id = record.get(kind), record.get(number)
    if target is None and isinstance(old := record.get("site"), dict) and "site" not in model.attributes:
        # Before 4.2 a prefix, VLAN group or cluster was at a site; now it has a scope.
        target, id = "dcim.site", old["id"]
    if isinstance(target, str) and isinstance(id, int):
        yield kind, target
        yield number, ids(target, id)
    elif attribute.nullable and not later:
        yield kind, None
        yield number, None


def _part(entry: Any, model: Model, attribute: Attribute, catalog: Catalog, ids: Ids) -> Any:
    """An entry of a list that belongs to the object; what it refers to by the ids they have here."""
    if not isinstance(entry, dict):
        return entry
    made: dict[str, Any] = {}
    known = targets(model, attribute, catalog)
    for name, value in entry.items():
        if name.endswith("_id") and isinstance(kind := entry.get(f"{name[:-3]}_type"), str):
            made[name] = ids(kind, value)
        elif isinstance(value, dict) and f"{name}_id" in entry:
            continue
        elif isinstance(value, dict) and "id" in value:
            made[name] = ids(next(iter(known)), value["id"]) if len(known) == 1 else value["id"]
        elif len(known) == 1 and isinstance(value, int) and _names(name, next(iter(known))):
            made[name] = ids(next(iter(known)), value)
        else:
            made[name] = value
    return made


def _names(name: str, model: str) -> bool:
    """Whether an entry's key is a reference to a model: `rear_port` to rear ports and their templates."""
    return model.split(".")[1].removesuffix("template") == name.replace("_", "")


def endpoint_of(value: Any) -> str | None:
    """The endpoint that a nested object's URL names: `dcim/sites`."""
    if not isinstance(value, dict) or not isinstance(value.get("url"), str):
        return None
    return "/".join(value["url"].rstrip("/").split("/")[-3:-1])


def _custom(value: Any, catalog: Catalog, ids: Ids) -> Any:
    """The value of a custom field; objects by the ids they have here."""
    match value:
        case {"id": int(number)}:
            model = catalog.at(endpoint_of(value) or "")
            return ids(model.key, number) if model else number
        case list():
            return [_custom(entry, catalog, ids) for entry in value]
        case _:
            return value
