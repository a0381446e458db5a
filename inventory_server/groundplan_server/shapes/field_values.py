"""Values of the fields that users add: each checked and written canonically by the definition of its field."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from groundplan_server.language import values

from . import bounded_regex
from .iso_3166 import ISO_3166

#: Schemes of links that people may keep; the rest (javascript, data) could run when somebody follows them.
SCHEMES = frozenset({
    "file", "ftp", "ftps", "git", "http", "https", "irc", "mailto", "rdp", "scp", "sftp", "sip", "sips", "smb", "snmp",
    "ssh", "tel", "telnet", "tftp", "vnc", "xmpp",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Definition:
    """What a value must know of its field."""

    name: str = ""
    type: str = "text"
    required: bool = False
    default: Any = None
    minimum: float | None = None
    maximum: float | None = None
    regex: str = ""
    choices: Collection[str] = ()
    #: What choices of a base list that is not kept here look like.
    choice_pattern: str = ""
    choice_set: str = ""
    related_model: str = ""

    @classmethod
    def of(cls, field: Any) -> Definition:
        """The definition that a record of `extras.customfield` holds."""
        chosen = field.choice_set
        return cls(
            name=field.name, type=str(field.type), required=field.required, default=field.default,
            minimum=field.validation_minimum, maximum=field.validation_maximum, regex=field.validation_regex or "",
            choices=frozenset(value for value, _ in choices_of(chosen)) if chosen is not None else (),
            choice_pattern=BASE_PATTERNS.get(str(chosen.base_choices), "") if chosen is not None else "",
            choice_set=chosen.name if chosen is not None else "", related_model=field.related_object_type or "",
        )  # fmt: skip


#: Base lists that are too large or too changing to be kept here: any value of the right shape is one of them.
BASE_PATTERNS: dict[str, str] = {"IATA": r"^[A-Z]{3}$", "UN_LOCODE": r"^[A-Z]{2}[A-Z2-9]{3}$"}

#: Base lists that are kept, by name.
BASE_CHOICES: dict[str, list[tuple[str, str]]] = {"ISO_3166": ISO_3166}


def choices_of(choice_set: Any) -> list[tuple[str, str]]:
    """Every (value, label) of a choice set, in its order."""
    found = [
        *BASE_CHOICES.get(str(choice_set.base_choices), ()),
        *((v, label) for v, label in choice_set.extra_choices or ()),
    ]
    return sorted(found) if choice_set.order_alphabetically else found


def check(field: Any, value: Any) -> tuple[Any, str]:
    """A value as it is stored, and what is wrong with it: a sentence, or nothing.

    `field` is a definition, or the record of `extras.customfield` that holds it.
    """
    definition = field if isinstance(field, Definition) else Definition.of(field)
    if value is None or value == "" or (value == [] and definition.type != "json"):
        return None, "Required field cannot be empty." if definition.required else ""
    try:
        return _CHECKS[definition.type](definition, value), ""
    except ValueError as error:
        return None, str(error)


def _text(field: Definition, value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("Value must be a string.")
    if field.regex and not bounded_regex.compiled(field.regex)(value):
        raise ValueError(f"Value must match regex '{field.regex}'.")
    return value


def _url(field: Definition, value: Any) -> str:
    text = _text(field, value)
    scheme, colon, _ = text.partition(":")
    if colon and scheme.isalpha() and scheme.lower() not in SCHEMES:
        raise ValueError(f"{scheme!r} is not a permitted URL scheme; permitted are {', '.join(sorted(SCHEMES))}.")
    return text


def _bounds(field: Definition, value: float) -> None:
    if field.minimum is not None and value < field.minimum:
        raise ValueError(f"Value must be at least {field.minimum:g}.")
    if field.maximum is not None and value > field.maximum:
        raise ValueError(f"Value must not exceed {field.maximum:g}.")


def _integer(field: Definition, value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError("Value must be an integer.")
    _bounds(field, value)
    return value


def _decimal(field: Definition, value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueError("Value must be a decimal.")
    try:
        number = float(Decimal(value))
    except (InvalidOperation, OverflowError):
        raise ValueError("Value must be a decimal.") from None
    if not math.isfinite(number):
        raise ValueError("Value must be a decimal.")
    _bounds(field, number)
    return number


def _boolean(field: Definition, value: Any) -> bool:
    if not isinstance(value, int) or value not in (0, 1):
        raise ValueError("Value must be true or false.")
    return bool(value)


def _date(field: Definition, value: Any) -> str:
    try:
        day = (
            value if isinstance(value, dt.date) and not isinstance(value, dt.datetime) else dt.date.fromisoformat(value)
        )
    except (ValueError, TypeError):
        raise ValueError("Date values must be in ISO 8601 format (YYYY-MM-DD).") from None
    return day.isoformat()


def _datetime(field: Definition, value: Any) -> str:
    try:
        moment = values.utc(value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value))
    except (ValueError, TypeError, OverflowError):
        raise ValueError("Date and time values must be in ISO 8601 format (YYYY-MM-DD HH:MM:SS).") from None
    return moment.isoformat().replace("+00:00", "Z")


def _is_choice(field: Definition, value: Any) -> bool:
    if not isinstance(value, str):
        return False
    return value in field.choices or bool(field.choice_pattern and bounded_regex.compiled(field.choice_pattern)(value))


def _select(field: Definition, value: Any) -> str:
    if not _is_choice(field, value):
        raise ValueError(f"Invalid choice ({value}) for choice set {field.choice_set}.")
    chosen: str = value
    return chosen


def _multiselect(field: Definition, value: Any) -> list[str]:
    if not isinstance(value, list | tuple):
        raise ValueError("Value must be a list of choices.")
    wrong = [one for one in value if not _is_choice(field, one)]
    if wrong:
        raise ValueError(f"Invalid choice(s) ({', '.join(map(str, wrong))}) for choice set {field.choice_set}.")
    return list(dict.fromkeys(value))


def _id(value: Any) -> int:
    """An object by id; in brief, as the API shows it, will do as well."""
    found = value.get("id") if isinstance(value, Mapping) else value
    if not isinstance(found, int) or isinstance(found, bool) or found < 1:
        raise ValueError(f"Value must be an object ID, not {type(found).__name__}.")
    return found


def _object(field: Definition, value: Any) -> int:
    return _id(value)


def _multiobject(field: Definition, value: Any) -> list[int]:
    if not isinstance(value, list | tuple):
        raise ValueError(f"Value must be a list of object IDs, not {type(value).__name__}.")
    return list(dict.fromkeys(_id(one) for one in value))


def _json(field: Definition, value: Any) -> Any:
    return value


_CHECKS: dict[str, Any] = {
    "text": _text, "longtext": _text, "integer": _integer, "decimal": _decimal, "boolean": _boolean, "date": _date,
    "datetime": _datetime, "url": _url, "json": _json, "select": _select, "multiselect": _multiselect,
    "object": _object, "multiobject": _multiobject,
}  # fmt: skip


def referenced(fields: Iterable[Any], stored: Mapping[str, Any]) -> dict[str, set[int]]:
    """The objects that stored values point at, by model, for the store to make sure that they exist."""
    found: dict[str, set[int]] = {}
    for field in fields:
        definition = field if isinstance(field, Definition) else Definition.of(field)
        value = stored.get(definition.name)
        if value is not None and definition.type in ("object", "multiobject"):
            found.setdefault(definition.related_model, set()).update(value if isinstance(value, list) else [value])
    return found
