"""What a template is told about objects: plain data, built with a fixed number of statements for any number of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from typing import Any

from groundplan_server.extras.object_types import spec_of_record
from groundplan_server.language import View
from groundplan_server.language.attributes import AnyRef, Attribute, Choice, FirstOf, Follow, Ref, Refs, Scalar
from groundplan_server.language.values import plain
from groundplan_server.spec import Spec

#: What belongs to an object and is told with it, by way back, and what of theirs is told with them.
PARTS: dict[str, tuple[str, ...]] = {
    "interfaces": ("ip_addresses", "mac_addresses", "fhrp_group_assignments"),
    "services": (),
}

#: How far references are followed: those of the object itself, and those of what these lead to.
DEPTH = 2


def data_of(view: View, records: Sequence[Any]) -> list[dict[str, Any]]:
    """Each object as nested dictionaries, with its interfaces and their addresses.

    Names are those of the REST API. Where that shows an object in brief, all of its own values are told.
    """
    teller = _Teller()
    told = []
    for record in records:
        spec = spec_of_record(record)
        data = dict(teller.object(record, DEPTH))
        for name, further in PARTS.items():
            if name in spec.relations:
                data[name] = [teller.part(part, further, spec.relations[name].via) for part in getattr(record, name)]
        told.append(data)
    return told


class _Teller:
    """Tells about each object once; what many refer to (a site, a role) they share."""

    def __init__(self) -> None:
        self._told: dict[tuple[str, int, int, str], dict[str, Any]] = {}
        self._names: dict[tuple[str, int, str], list[tuple[str, Attribute]]] = {}

    def part(self, record: Any, further: Iterable[str], owner: str) -> dict[str, Any]:
        """Something that belongs to an object; what it belongs to is not told again."""
        spec = spec_of_record(record)
        data = dict(self.object(record, 1, owner))
        for name in further:
            if name in spec.relations:
                via = spec.relations[name].via
                data[name] = [self.object(one, 1, via) for one in getattr(record, name)]
        return data

    def object(self, record: Any, depth: int, without: str = "") -> dict[str, Any]:
        """An object's own values, and the more of what it refers to the nearer it is."""
        spec = spec_of_record(record)
        key = (spec.key, record.id, depth, without)
        if key not in self._told:
            data = self._told[key] = {"id": record.id, "display": str(record)}
            for name, attribute in self._attributes(spec, depth, without):
                data[name] = self._value(record, name, attribute, depth)
        return self._told[key]

    def _attributes(self, spec: Spec, depth: int, without: str) -> list[tuple[str, Attribute]]:
        key = (spec.key, depth, without)
        if key not in self._names:
            # The farther from the object, the less is told of others: all references, those of the brief form, none.
            brief = spec.meta.brief if depth == 0 else ()
            self._names[key] = [
                (name, attribute)
                for name, attribute in spec.attributes.items()
                if (isinstance(attribute, Scalar) or depth > 0 or name in brief)
                and name != without
                and _is_told(attribute)
            ]
        return self._names[key]

    def _value(self, record: Any, name: str, attribute: Attribute, depth: int) -> Any:
        value = getattr(record, name)
        if value is None:
            return None
        match attribute:
            case Choice(choices=choices):
                return _choice(choices, value)
            case Scalar():
                return plain(value)
            case Refs():
                return [self.object(one, depth - 1) for one in value]
        return self.object(value, depth - 1) if hasattr(value, "spec_") else plain(value)


def _is_told(attribute: Attribute) -> bool:
    match attribute:
        case Scalar(secret=secret, hidden=hidden):
            return not secret and not hidden
        case Ref() | Refs() | AnyRef() | FirstOf() | Follow():
            return True
    return False


def _choice(choices: type[Enum], value: Any) -> dict[str, Any]:
    """As REST shows it: the value and what people call it."""
    try:
        member: Any = choices(value)
    except ValueError:  # It was a choice when it was stored.
        return {"value": value, "label": str(value)}
    return {"value": member.value, "label": member.label}
