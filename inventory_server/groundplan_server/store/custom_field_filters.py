"""The filters of the fields that users add: `cf_<name>`, with the lookups of the field's type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Text as TextType
from sqlalchemy import cast

from groundplan_server.language.attributes import Look
from groundplan_server.spec import Spec

from .custom_fields import known_fields
from .filter_values import Filter, plain, yes_or_no
from .lookups import LOOKUPS, YES_OR_NO, equal_any
from .records import Reader


def custom_field(view: Reader, spec: Spec, name: str) -> Filter | None:
    if not name.startswith("cf_"):
        return None
    base, _, lookup = name[3:].partition("__")
    definition = known_fields(view, spec).get(base)
    if definition is None or definition.filter_logic == "disabled":
        return None
    column = spec.table.c.custom_fields[base]
    kind = definition.type
    value: Any
    parse: Callable[[str], Any]
    if kind in ("integer", "decimal"):
        value, lookups, parse = column.as_float(), LOOKUPS[Look.NUMBER], float
    elif kind == "boolean":
        value, lookups, parse = column.as_boolean(), LOOKUPS[Look.BOOLEAN], yes_or_no
    elif kind in ("multiselect", "multiobject", "json"):
        value, lookups, parse = cast(column, TextType), {"": LOOKUPS[Look.TEXT]["ic"], **LOOKUPS[Look.TEXT]}, str
    else:
        loose = definition.filter_logic == "loose" and kind in ("text", "longtext", "url")
        value, parse = column.as_string(), str
        lookups = {**LOOKUPS[Look.TEXT], "": LOOKUPS[Look.TEXT]["ic"]} if loose else LOOKUPS[Look.TEXT]
    if lookup not in lookups:
        return None
    return Filter(
        name=name,
        look="text",
        clause=plain(
            value,
            equal_any if kind in ("integer", "decimal") and not lookup else lookups[lookup],
            yes_or_no if lookup in YES_OR_NO else parse,
        ),
    )
