"""From an object as REST shows it to the little of it that people read: a cell, a natural key, its own data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .catalog import Attribute, Catalog, Model

#: Keys of a nested object that say nothing a reader of files or cells wants.
NOISE = ("url", "display_url", "display", "description")


def cell(value: Any) -> str:
    """A value in one line, for people."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case {"value": _, "label": label}:
            return str(label)
        case {"display": display}:
            return str(display)
        case dict():
            return json.dumps(value, ensure_ascii=False) if value else ""
        case list():
            return ", ".join(cell(entry) for entry in value)
        case _:
            return str(value)


def plain(value: Any) -> Any:
    """A value as one would write it: choices by their value, other objects by their slug or name."""
    match value:
        case {"value": inner, "label": _}:
            return inner
        case {"id": number, "url": _}:
            return value.get("slug") or value.get("name") or value.get("display") or number
        case list():
            return [plain(entry) for entry in value]
        case _:
            return value


def flat(value: Any) -> str:
    """A value in one cell that `import csv` reads back."""
    value = plain(value)
    if isinstance(value, list) and all(isinstance(entry, str | int) for entry in value):
        return ",".join(str(entry) for entry in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def key_of(model: Model, record: Mapping[str, Any], catalog: Catalog) -> str | None:
    """The natural key of an object as one types it; None if what is shown of it does not tell."""
    parts = [_part(model.attributes.get(name), record.get(name), catalog) for name in model.natural_key]
    if not parts or None in parts:
        return None
    first = model.attributes.get(model.natural_key[0])
    if first is not None and first.kind in ("network", "address"):
        return "@".join(part for part in parts if part)
    return "/".join(str(part) for part in parts)


def _part(attribute: Attribute | None, value: Any, catalog: Catalog) -> str | None:
    match value:
        case {"value": inner, "label": _}:
            return str(inner)
        case {"id": _} if attribute is not None and len(attribute.targets) == 1 and attribute.targets[0] in catalog:
            return key_of(catalog.models[attribute.targets[0]], value, catalog)
        case None if attribute is not None and attribute.nullable:
            return ""
        case str() | int() | float():
            return str(value)
        case _:
            return None


def own_data(model: Model, record: Mapping[str, Any]) -> dict[str, Any]:
    """What of an object can be written, with its id: counts, links and what the server works out are left out."""
    data: dict[str, Any] = {"id": record["id"]}
    for attribute in model.writable:
        if attribute.secret:
            continue
        if attribute.kind == "any_reference":
            data.update({column: record.get(column) for column in attribute.columns})
        elif attribute.name in record:
            data[attribute.name] = _trimmed(record[attribute.name])
    return data


def _is_noise(name: str) -> bool:
    return name in NOISE or name.startswith("_") or name.endswith("_count")


def _trimmed(value: Any) -> Any:
    match value:
        case {"value": inner, "label": _}:
            return inner
        case {"id": _, "url": _}:
            return {k: _trimmed(v) for k, v in value.items() if not _is_noise(k)}
        case dict():
            return {k: _trimmed(v) for k, v in value.items() if not (k == "object" and "object_id" in value)}
        case list():
            return [_trimmed(entry) for entry in value]
        case _:
            return value
